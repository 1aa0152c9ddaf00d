import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Server } from '../sandbox/sandbox.ts'

/** A container as the checks compare it: a replaced one shows by its id. */
interface Seen {
  name: string
  id: string
  service: string
  role: string
  release: string
  state: string
}

/** All that a deploy may leave on a host. Equal before and after a run means that the run left nothing. */
export interface Footprint {
  /** The live release's id, empty on a host without one. */
  live: string
  containers: Seen[]
  networks: string[]
  /** Every file of the deployment's folder with a checksum, but for the lock, which stays, and the histories, which grow. */
  files: string[]
}

const root = '/opt/saleor'

/** What no transaction may leave: its log, its own files, room that it held, and files that are half there. */
export const leftover = /\/(undo\.log|holder|taker|guard\.log|reserve)$|\.tmp|\.partial/

const look = `
cd ${root} || exit
basename "$(readlink live)"
echo --
docker ps -a --no-trunc --format '{{.Names}}\t{{.ID}}\t{{.Label "com.docker.compose.service"}}\t{{.Label "saleor-deploy.role"}}\t{{.Label "saleor-deploy.release"}}\t{{.State}}' | sort
echo --
docker network ls --format '{{.Name}}' | sort
echo --
find . -type f ! -path ./lock ! -path ./events.log ! -path ./migrations.log -exec sha256sum {} + | sort -k 2; find . -type l -printf '%p -> %l\n' | sort`

/** What is on the server now. */
export async function footprintOf(server: Server): Promise<Footprint> {
  const { stdout } = await server.run(['sh', '-c', look])
  const [live = '', containers = '', networks = '', files = ''] = stdout
    .split(/^--$/m)
    .map((part) => part.trim())
  return {
    live,
    containers: lines(containers).map((line) => {
      const [name = '', id = '', service = '', role = '', release = '', state = ''] = line.split('\t')
      return { name, id, service, role, release, state }
    }),
    networks: lines(networks),
    files: lines(files),
  }
}

/** Waits until no guard holds the lock and nothing is left to undo; gives the seconds that it took. */
export async function untilFree(server: Server, withinSeconds: number): Promise<number> {
  const started = performance.now()
  // flock would make the file, as root's.
  const free = ['sh', '-c', `cd ${root} && { ! test -e lock || flock -n lock true; } && ! test -e undo.log`]
  for (;;) {
    const { code } = await server.run(free)
    const seconds = (performance.now() - started) / 1000
    if (code === 0) return seconds
    if (seconds > withinSeconds) {
      const { stdout } = await server.run([
        'sh',
        '-c',
        `tail -n 5 ${root}/undo.log ${root}/guard.log; ps -eo pid,ppid,etimes,args --width 120 | tail -n 40`,
      ])
      throw new Error(`${server.name} is not free after ${withinSeconds} s:\n${stdout}`)
    }
    await sleep(200)
  }
}

/** The same on every host of a fleet, of which the first keeps the schedule. */
export async function assertFleetServesAlone(
  servers: readonly Server[],
  release: string,
  warm?: string,
): Promise<Footprint[]> {
  return await Promise.all(
    servers.map(async (server, index) => {
      try {
        return await assertServesAlone(server, release, index === 0 ? 1 : 0, warm)
      } catch (error) {
        if (error instanceof Error) error.message = `${server.name}: ${error.message}`
        throw error
      }
    }),
  )
}

/**
 * One healthy release serves and nothing else is there: its containers alone run, one of them keeps the schedule, the
 * edge sends every request to it, and no transaction, lock or leftover is on the host.
 * @param release the id that must be live
 * @param schedulers none on all but one host of a fleet
 * @param warm the release that may stand by, its web running and the rest stopped
 */
export async function assertServesAlone(
  server: Server,
  release: string,
  schedulers: 0 | 1 = 1,
  warm?: string,
): Promise<Footprint> {
  const footprint = await footprintOf(server)
  const { live, files } = footprint
  const [standbyContainers, containers] = [true, false].map((stands) =>
    footprint.containers.filter((one) => (warm !== undefined && one.release === warm) === stands),
  ) as [Seen[], Seen[]]
  const app = containers.filter(({ role }) => ['web', 'worker', 'scheduler'].includes(role))
  const names = (some: Seen[]): string[] => some.map(({ name, state }) => `${name} (${state})`)
  const web = app.flatMap(({ role, name }) => (role === 'web' ? [name] : []))
  assert.equal(live, release, 'the live release')
  assert.equal((await server.run(['flock', '-n', `${root}/lock`, 'true'])).code, 0, 'the lock is not free')
  // One object, so that a failure shows all of it.
  assert.deepEqual(
    {
      'left of a transaction': files.filter((file) => leftover.test(file)),
      'not running': names(containers.filter(({ state }) => state !== 'running')),
      'not as it stands by': names(
        standbyContainers.filter(({ role, state }) => (state === 'running') !== (role === 'web')),
      ),
      'of another release': names(app.filter((one) => one.release !== release)),
      'not made by Compose': names(containers.filter(({ service }) => service === '')),
      schedulers: app.filter(({ role }) => role === 'scheduler').length,
      edges: containers.filter(({ role }) => role === 'edge').length,
      answers: await answering(server),
      'behind the edge': (await serving(server)).sort(),
    },
    {
      'left of a transaction': [],
      'not running': [],
      'not as it stands by': [],
      'of another release': [],
      'not made by Compose': [],
      schedulers,
      edges: 1,
      answers: [`200 ${release}`],
      'behind the edge': web.sort(),
    },
  )
  assert.notEqual(web.length, 0, 'no web')
  return footprint
}

/** Status and release of ten answers, each pair once. */
export async function answering(server: Server, port = 8000): Promise<string[]> {
  const answers = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const { status, headers } = await fetch(`${server.url(port)}/health/`)
      return `${status} ${headers.get('x-saleor-release')}`
    }),
  )
  return [...new Set(answers)]
}

/**
 * Waits until the server answers and the edge has all web of the live release again, as after a boot: its containers come
 * one by one. What a run that died had started may be up beside it.
 */
export async function untilServing(server: Server, withinSeconds: number): Promise<void> {
  const until = performance.now() + withinSeconds * 1000
  for (;;) {
    const answers = await answering(server).catch((error: unknown) => [String(error)])
    const { live, containers } = await footprintOf(server)
    const web = containers.filter(({ role, release }) => role === 'web' && release === live)
    const stragglers = await serving(server)
    const missing = web.filter(({ name }) => !stragglers.includes(name))
    if (answers.every((answer) => answer.startsWith('200 ')) && missing.length === 0) return
    if (performance.now() > until)
      throw new Error(
        `${server.name} answers: ${answers.join(', ')}; not behind the edge: ${missing.map(({ name }) => name).join(', ')}`,
      )
    await sleep(500)
  }
}

/** The containers behind the slots that are open at the edge. */
async function serving(server: Server): Promise<string[]> {
  const ask = 'exec 3<>/dev/tcp/127.0.0.1/9999 && echo "show servers state" >&3 && cat <&3'
  const { stdout } = await server.run([
    'sh',
    '-c',
    `edge=$(docker inspect --format '{{.State.Pid}}' "$(docker ps -q --filter label=saleor-deploy.role=edge)")
    nsenter --target="$edge" --net bash -c '${ask}'`,
  ])
  // https://docs.haproxy.org/2.6/management.html#9.3-show%20servers%20state: operational state 2 is running; of the
  // administrative bits, 4 and 64 only tell where the state came from.
  return lines(stdout)
    .filter((line) => /^\d+ web(-\S+)? /.test(line))
    .map((line) => line.split(' '))
    .filter(
      ([, , , , , operational, administrative]) =>
        operational === '2' && (Number(administrative) & ~68) === 0,
    )
    .map((fields) => fields[17] ?? '')
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '')
}
