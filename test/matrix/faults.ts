import { setTimeout as sleep } from 'node:timers/promises'
import { cancelLikeTheRunner, type DistRun } from '../e2e/run-dist.ts'
import { startRelay } from '../sandbox/relay.ts'
import type { Server } from '../sandbox/sandbox.ts'
import { armedScript } from './armed.ts'
import type { Case, FaultName } from './matrix.ts'

/** A fault that is ready to strike one run. */
export interface Armed {
  /** Said of it in results: what it chose. */
  detail?: string
  /** How the struck host is reached, when not directly. */
  through?: { host: string; knownHosts: string }
  /** Resolves once it has struck; false when there was nothing to strike any more. */
  strike(run: DistRun): Promise<boolean>
  /** After the run: waits until what it broke is there again by itself. */
  over?(): Promise<void>
  /** Before the next run: takes back what would not pass by itself. */
  fix?(): Promise<void>
}

/** Whether the run lives on and has to make all well itself. */
export const runnerLives = (fault: FaultName): boolean => fault !== 'kill' && fault !== 'cancel'

/** Makes each fault ready; most of the time it takes is spent before the run starts. */
export const faults: Record<FaultName, (server: Server, one: Pick<Case, 'dice'>) => Promise<Armed>> = {
  async kill() {
    return { strike: async ({ child }) => child.kill('SIGKILL') }
  },

  async cancel() {
    return {
      async strike(run) {
        const timers = cancelLikeTheRunner(run.child)
        void run.finished.then(() => timers.forEach(clearTimeout))
        return true
      },
    }
  },

  async guard(server) {
    // The brackets keep the pattern from finding the script that holds it. Before the lock is taken there is no guard.
    const script = `for _ in {1..400}; do
      guard=$(pgrep -o -f '[g]uard transaction /opt/saleor') && kill -9 "$guard" && exit
      sleep 0.02
    done; exit 1`
    const armed = await armedScript(server, script)
    return { strike: () => armed.fire(), over: () => armed.disarm() }
  },

  async cut(server) {
    return await throughRelay(server, (relay) => {
      relay.cut()
      relay.fix()
    })
  },

  async reset(server) {
    return await throughRelay(server, (relay) => relay.reset())
  },

  async engine(server) {
    const armed = await armedScript(server, 'old=$(pgrep -x dockerd) && kill -TERM $old && echo $old')
    return {
      strike: () => armed.fire(),
      async over() {
        await armed.disarm()
        await untilEngineAnswers(server)
      },
    }
  },

  // Shorter than the guard's patience, so that whoever waits for it goes on; longer than the deadlines that runs have.
  async hang(server, { dice }) {
    const seconds = 5 + Math.floor(dice * 30)
    const armed = await armedScript(server, 'kill -STOP $(pgrep -x dockerd)')
    let goOn: Promise<unknown> | undefined
    return {
      detail: `${seconds} s`,
      async strike() {
        const struck = await armed.fire()
        goOn = sleep(seconds * 1000).then(() => server.run(['pkill', '-CONT', '-x', 'dockerd']))
        return struck
      },
      async over() {
        await armed.disarm()
        await goOn
        await untilEngineAnswers(server)
      },
    }
  },

  async reboot(server, { dice }) {
    const how = dice < 0.5 ? 'power-cut' : 'orderly'
    let done: Promise<void> | undefined
    return {
      detail: how,
      async strike() {
        done = server.reboot(how)
        return await Promise.resolve(true)
      },
      over: async () => await done,
    }
  },

  async disk(server, { dice }) {
    const kilobytes = 4 * (1 + Math.floor(dice * 8))
    const armed = await armedScript(
      server,
      resized('$(($(df --output=used -k /opt/saleor | tail -n 1) + $0))k', kilobytes),
    )
    return {
      detail: `${kilobytes} kB free`,
      strike: () => armed.fire(),
      over: () => armed.disarm(),
      async fix() {
        await server.run(['sh', '-c', resized('1g')])
      },
    }
  },
}

/** A disk of its own for the deployment's folder, which can be made small and large again while files on it are open. */
export async function ownDisk(server: Server): Promise<void> {
  const mount = 'mount -t tmpfs -o size=1g,mode=755,uid=$(id -u deploy),gid=$(id -g deploy) tmpfs /opt/saleor'
  const { code, stderr } = await server.run(['sh', '-c', mount])
  if (code !== 0) throw new Error(`${server.name} got no disk: ${stderr}`)
}

function resized(size: string, free = 0): string {
  return `mount -o "remount,size=${size.replace('$0', String(free))}" /opt/saleor`
}

async function throughRelay(
  server: Server,
  strike: (relay: Awaited<ReturnType<typeof startRelay>>) => void,
): Promise<Armed> {
  const relay = await startRelay({ to: { host: server.address, port: server.port }, delayMs: 0 })
  const name = `127.0.0.1:${relay.port}`
  return {
    through: {
      host: name,
      knownHosts: server.knownHosts.replace(server.address, `[127.0.0.1]:${relay.port}`),
    },
    async strike() {
      strike(relay)
      return await Promise.resolve(true)
    },
    over: () => relay.close(),
  }
}

async function untilEngineAnswers(server: Server): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if ((await server.docker(['version', '--format', 'ok'])).code === 0) return
    await sleep(100)
  }
  throw new Error(`${server.name}: the engine does not come back`)
}
