import type { Engine, EngineStep, PerformOptions } from '../engine.ts'
import { capture } from './capture.ts'
import { swarmCommands } from './commands.ts'
import { abort, cleanUp, commit } from './commit.ts'
import { lock } from './lock.ts'
import { observe, readModel, releases } from './observe.ts'
import { openSession, type SwarmSession } from './session.ts'
import { closeShop, openShop } from './shop.ts'
import {
  bake,
  install,
  moveScheduler,
  moveWorkers,
  replaceWeb,
  settle,
  startAccessories,
  startEdge,
} from './steps.ts'

/** The steps of a plan for a Swarm; it has no others. */
const steps: Partial<Record<EngineStep, (session: SwarmSession, how: PerformOptions) => Promise<void>>> = {
  install,
  accessories: startAccessories,
  workers: moveWorkers,
  scheduler: moveScheduler,
  edge: startEdge,
  'start-web': replaceWeb,
  'close-shop': closeShop,
  'open-shop': openShop,
  settle,
  bake,
  'clean-up': cleanUp,
}

/** Docker Swarm: one cluster, reached through a manager. Swarm places and replaces; the guard there holds the lock and undoes. */
export const swarmEngine: Engine = {
  commands: swarmCommands('', '', { manager: '' }),
  releases,
  readModel,
  observe,
  // Each node pulls the images of its own tasks, while the old ones serve.
  pull: async () => {},
  lock,
  open: openSession,
  async perform(step, session, how) {
    const work = steps[step]
    if (work === undefined) throw new Error(`the plan has the step ${step}, which a Swarm does not have`)
    // Only this engine's own `open` creates its sessions.
    await work(session as SwarmSession, how)
    return {}
  },
  commit: async (sessions) => await commit(sessions as SwarmSession[]),
  capture,
  abort,
}
