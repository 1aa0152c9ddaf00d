import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Server } from '../sandbox/sandbox.ts'

/** The stack of the tests, and the input `project`. */
export const project = 'shop'

/** What a deploy to a Swarm is told besides the rest. */
export const swarmInputs = { engine: 'swarm', project, backup: 'never' } as const

/** A container of the project on one of the nodes, seen beside Swarm: by the engine that runs it. */
interface Seen {
  node: string
  service: string
  role: string
  release: string
}

/** All that a deploy may leave in a cluster. */
export interface ClusterFootprint {
  /** The release of the newest record; empty when nothing is live. */
  live: string
  /** Services with the number of tasks that run and that are wanted, such as `web 3/3`. */
  services: string[]
  /** Configs and secrets of the project, without the records of commits, of which each deploy leaves one. */
  objects: string[]
  containers: Seen[]
  /** What a run leaves behind: locks, leases, logs of undo, jobs. */
  left: string[]
}

const look = `
name() { docker config ls --filter label=saleor-deploy.project=${project} --format '{{.Name}}'; }
newest=$(name | grep -E '^${project}\\.live\\.[0-9]+$' | sort -t . -k 3 -n | tail -n 1)
[ -z "$newest" ] || docker config inspect --format '{{index .Spec.Labels "saleor-deploy.release"}}' "$newest"
echo --
docker service ls --filter label=com.docker.stack.namespace=${project} --format '{{.Name}} {{.Replicas}}' | cut -d ' ' -f 1,2 | sort
echo --
{ name; docker secret ls --filter label=saleor-deploy.project=${project} --format '{{.Name}}'; } | grep -vE '\\.live\\.[0-9]+$' | sort
echo --
docker node ls -q | xargs docker node inspect --format '{{range $key, $value := .Spec.Labels}}{{$key}} {{end}}' | grep lease`

/** Makes one Swarm of these servers, each of them a manager, with nothing in it. */
export async function formCluster(servers: readonly Server[]): Promise<void> {
  const [first, ...others] = servers
  if (first === undefined) throw new Error('a cluster has a server')
  await Promise.all(
    servers.map(async (server) => {
      const { stdout } = await server.docker(['info', '--format', '{{.Swarm.LocalNodeState}}'])
      await server.wipe()
      // An engine that has left a Swarm keeps port 7946 with the old keys, and its networks then reach no other node.
      if (stdout.trim() !== 'inactive') await server.reboot()
    }),
  )
  await must(first, ['swarm', 'init', '--advertise-addr', first.address])
  const token = await must(first, ['swarm', 'join-token', '--quiet', 'manager'])
  for (const server of others)
    await must(server, [
      ...['swarm', 'join', '--token', token, '--advertise-addr', server.address, `${first.address}:2377`],
    ])
}

/** What is in the cluster now, as its first manager tells, and on each of its nodes. @throws Error when the managers don't tell */
export async function clusterFootprint(servers: readonly Server[]): Promise<ClusterFootprint> {
  const [first] = servers
  if (first === undefined) throw new Error('a cluster has a server')
  await must(first, ['node', 'ls', '--quiet'])
  const [{ stdout }, ...nodes] = await Promise.all([
    first.run(['sh', '-c', look]),
    ...servers.map(async (server) => await onNode(server)),
  ])
  const [live = '', services = '', objects = '', leases = ''] = stdout
    .split(/^--$/m)
    .map((part) => part.trim())
  const all = lines(objects)
  return {
    live,
    services: lines(services).map((line) => line.slice(project.length + 1)),
    objects: all.filter((name) => name !== `${project}.lock`),
    containers: nodes.flatMap(({ containers }) => containers),
    left: [
      ...all.filter((name) => name === `${project}.lock`),
      ...lines(leases).map((label) => `the label ${label}`),
      ...nodes.flatMap(({ files }) => files),
    ],
  }
}

async function onNode(server: Server): Promise<{ containers: Seen[]; files: string[] }> {
  const format = ['com.docker.swarm.service.name', 'saleor-deploy.role', 'saleor-deploy.release']
    .map((label) => `{{.Label "${label}"}}`)
    .join('\t')
  const [listed, found] = await Promise.all([
    server.docker(['ps', '--filter', `label=com.docker.stack.namespace=${project}`, '--format', format]),
    server.run([
      'sh',
      '-c',
      'cd /opt/saleor && ls -d undo.log holder taker guard.log reserve lease 2>/dev/null',
    ]),
  ])
  return {
    containers: lines(listed.stdout).map((line) => {
      const [service = '', role = '', release = ''] = line.split('\t')
      return { node: server.name, service: service.slice(project.length + 1), role, release }
    }),
    files: lines(found.stdout).map((file) => `${server.name}: ${file}`),
  }
}

/** Waits until nobody owns the cluster and nothing is left to undo; gives the seconds that it took. */
export async function untilClusterFree(servers: readonly Server[], withinSeconds: number): Promise<number> {
  const started = performance.now()
  for (;;) {
    const left = await clusterFootprint(servers).then(
      (seen) => seen.left,
      (error: unknown) => [String(error)],
    )
    const seconds = (performance.now() - started) / 1000
    if (left.length === 0) return seconds
    if (seconds > withinSeconds) throw new Error(`not free after ${withinSeconds} s: ${left.join(', ')}`)
    await sleep(500)
  }
}

/** What a cluster has to show of a release. */
export interface Serving {
  release: string
  /** Tasks of web. */
  webs: number
  /** Seconds in which it must be so: old tasks end, and those of a node that was away come back. */
  within?: number
}

/**
 * One release serves on every node, alone: its tasks are all that runs, one of them keeps the schedule, each node has an edge that
 * answers, and no lock, lease, undo log or job is left.
 */
export async function assertClusterServes(
  servers: readonly Server[],
  { release, webs, within = 90 }: Serving,
): Promise<ClusterFootprint> {
  const until = performance.now() + within * 1000
  for (;;) {
    try {
      return await judge(servers, release, webs)
    } catch (error) {
      if (performance.now() > until) throw error
      await sleep(1000)
    }
  }
}

async function judge(servers: readonly Server[], release: string, webs: number): Promise<ClusterFootprint> {
  const footprint = await clusterFootprint(servers)
  const { live, containers, services, left } = footprint
  const app = containers.filter(({ role }) => ['web', 'worker', 'scheduler'].includes(role))
  const count = (role: string): number => containers.filter((one) => one.role === role).length
  const answers = await Promise.all(servers.map(answering))
  // One object, so that a failure shows all of it.
  assert.deepEqual(
    {
      live,
      left,
      'of another release': app
        .filter((one) => one.release !== release)
        .map(({ node, service }) => `${service} on ${node}`),
      'not as many as wanted': services.filter((line) => !/ (\d+)\/\1$/.test(line)),
      jobs: services.filter((line) => line.startsWith('job-')),
      webs: count('web'),
      schedulers: count('scheduler'),
      edges: count('edge'),
      answers: [...new Set(answers.flat())],
    },
    {
      ...{ live: release, left: [], 'of another release': [], 'not as many as wanted': [], jobs: [] },
      ...{ webs, schedulers: 1, edges: servers.length, answers: [200] },
    },
  )
  return footprint
}

async function answering(server: Server): Promise<number[]> {
  return await Promise.all(
    Array.from({ length: 5 }, async () => (await fetch(`${server.url(8000)}/health/`)).status),
  )
}

/** Runs docker on a server. @throws Error with what it printed when it fails */
export async function must(server: Server, argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await server.docker(argv)
  if (code !== 0) throw new Error(`${server.name}: docker ${argv.join(' ')}: ${stderr}`)
  return stdout.trim()
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '')
}
