import type { Engine } from './engine.ts'

/** The engine of this name, as the input `engine` has it; the other one is not loaded. */
export async function engineOf(name: 'compose' | 'swarm'): Promise<Engine> {
  return name === 'swarm'
    ? (await import('./swarm/swarm.ts')).swarmEngine
    : (await import('./compose/engine.ts')).composeEngine
}
