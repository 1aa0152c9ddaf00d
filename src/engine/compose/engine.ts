import { servesWeb } from '../../model/placement.ts'
import type { Engine, EngineStep, PerformOptions } from '../engine.ts'
import type { StepResults } from '../session.ts'
import { beginAll } from './begin.ts'
import { capture } from './capture.ts'
import { composeCommands } from './commands.ts'
import { cleanUp, commit } from './finish.ts'
import { observe } from './observe/observe.ts'
import { readModel, releases } from './observe/releases.ts'
import { install, pull } from './prepare.ts'
import { startFronts } from './rollout/accessories/fronts.ts'
import { replaceAccessories } from './rollout/accessories/replace.ts'
import { startAccessories } from './rollout/accessories.ts'
import {
  moveScheduler,
  settleBackground,
  startWorkers,
  stopBackground,
  stopScheduler,
} from './rollout/background.ts'
import { bake } from './rollout/bake.ts'
import { drainHost } from './rollout/balancer.ts'
import { closeShop, openShop } from './rollout/close-shop.ts'
import { create, startWeb } from './rollout/start.ts'
import { startEdge } from './rollout/start-edge.ts'
import { installStaticFiles, switchStaticFiles } from './rollout/static-files.ts'
import { stopWeb, switchTraffic } from './rollout/traffic.ts'
import { type ComposeSession, openSession } from './session.ts'
import { undo } from './undo.ts'
import { assertUnmoved } from './unmoved.ts'

type Performed = Promise<StepResults | void>

const steps: Record<EngineStep, (session: ComposeSession, how: PerformOptions) => Performed> = {
  install,
  'static-files': installStaticFiles,
  accessories: startAccessories,
  replace: replaceAccessories,
  fronts: startFronts,
  create,
  edge: startEdge,
  'stop-web': (session, { batch }) => stopWeb(session, batch),
  'start-web': (session, { batch }) => startWeb(session, batch),
  workers: startWorkers,
  'stop-scheduler': stopScheduler,
  scheduler: (session, { whileStopped }) => moveScheduler(session, whileStopped),
  settle: async (session) => {
    // Without web no traffic moves, so this is the last moment before anything of the old release stops.
    if (!servesWeb(session.desired)) await assertUnmoved(session)
    await settleBackground(session)
  },
  switch: async (session, { batch }) => {
    await assertUnmoved(session)
    await switchStaticFiles(session, batch)
    await switchTraffic(session, batch)
  },
  'leave-balancer': drainHost,
  bake,
  'stop-background': stopBackground,
  'close-shop': closeShop,
  'open-shop': openShop,
  'clean-up': cleanUp,
}

/** Docker Compose on independent hosts that the run keeps equal; on each, the guard holds the lock and the undo log. */
export const composeEngine: Engine = {
  commands: composeCommands,
  releases,
  readModel,
  observe,
  pull,
  lock: beginAll,
  open: (at, lock, runner) => openSession(at, lock, runner, composeCommands),
  // Only this engine's own `open` creates its sessions.
  perform: async (step, session, how) => (await steps[step](session as ComposeSession, how)) ?? {},
  commit: async (sessions) => await commit(sessions as ComposeSession[]),
  capture,
  abort: undo,
}
