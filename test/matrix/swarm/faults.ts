import { setTimeout as sleep } from 'node:timers/promises'
import type { Server } from '../../sandbox/sandbox.ts'
import { type Armed, faults } from '../faults.ts'
import type { Case } from '../matrix.ts'

/** What strikes a run on a Swarm, once per case. */
export const swarmFaultNames = [
  ...(['kill', 'cancel', 'guard', 'cut', 'reset', 'engine', 'reboot'] as const),
  ...(['gone', 'worker', 'quorum'] as const),
] as const
export type SwarmFaultName = (typeof swarmFaultNames)[number]

/** Whether the run lives on and has to make all well itself. */
export const runLives = (fault: SwarmFaultName): boolean => !['kill', 'cancel', 'gone'].includes(fault)

/** Seconds without most of the managers. */
const withoutQuorum = 60

type Nodes = readonly [manager: Server, ...others: Server[]]

/** Makes each fault ready. The first node is the manager that the run uses. */
export const swarmFaults: Record<SwarmFaultName, (nodes: Nodes, one: Pick<Case, 'dice'>) => Promise<Armed>> =
  {
    kill: async ([manager], one) => await faults.kill(manager, one),
    cancel: async ([manager], one) => await faults.cancel(manager, one),
    guard: async ([manager], one) => await faults.guard(manager, one),
    cut: async ([manager], one) => await faults.cut(manager, one),
    reset: async ([manager], one) => await faults.reset(manager, one),
    engine: async ([manager], one) => await faults.engine(manager, one),
    reboot: async ([manager], one) => await faults.reboot(manager, one),

    // The runner and its manager die together: another manager has to take over while this one is away.
    async gone([manager]) {
      return {
        async strike({ child }) {
          child.kill('SIGKILL')
          await manager.powerOff()
          return true
        },
        fix: () => manager.powerOn(),
      }
    },

    async worker([, ...others], { dice }) {
      const node = others[Math.floor(dice * others.length)]
      if (node === undefined) throw new Error('a cluster of one node has none to lose')
      return {
        detail: node.name,
        async strike() {
          await node.powerOff()
          return true
        },
        fix: () => node.powerOn(),
      }
    },

    // Engines that stand still: their containers go on, and no manager decides anything.
    async quorum([, ...others]) {
      const signal = async (name: 'STOP' | 'CONT'): Promise<unknown> =>
        await Promise.all(others.map((node) => node.run(['pkill', `-${name}`, '-x', 'dockerd'])))
      let back: Promise<unknown> | undefined
      return {
        detail: `${withoutQuorum} s`,
        async strike() {
          await signal('STOP')
          back = sleep(withoutQuorum * 1000).then(() => signal('CONT'))
          return true
        },
        over: async () => void (await back),
      }
    },
  }
