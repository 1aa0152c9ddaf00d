import type { Engine } from './engine.ts'

/** An engine, as the input `engine` names it. */
export type EngineName = 'compose' | 'swarm'

/** The engine of this name; the other one is not loaded. */
export async function engineOf(name: EngineName): Promise<Engine> {
  return name === 'swarm'
    ? (await import('./swarm/swarm.ts')).swarmEngine
    : (await import('./compose/engine.ts')).composeEngine
}
