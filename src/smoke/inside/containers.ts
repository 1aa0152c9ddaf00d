import type { CheckResult, Severity } from '../check.ts'
import type { Live, Seen } from './seen.ts'

/** What is common to all results of one look at a host. */
export interface Place {
  where: string
  seconds: number
}

/** A result of a look, with less to write. */
export function result(
  place: Place,
  name: string,
  expected: string,
  [complaints, well]: [complaints: readonly string[], well: string],
  severity: Severity = 'error',
): CheckResult {
  const passed = complaints.length === 0
  return { name, ...place, severity, expected, passed, got: passed ? well : complaints.join('; ') }
}

/** Whether all containers of the live release run and are well, and no others of the app do. */
export function containerResults(
  place: Place,
  { release, services }: Live,
  containers: readonly Seen[],
): CheckResult[] {
  // Beat runs once in a fleet, wherever that is: a check of its own.
  const counted = services.filter(({ role }) => role !== 'scheduler')
  const running = containers.filter(({ state }) => state === 'running')
  const isApp = (name: string): boolean =>
    services.some((one) => one.name === name && ['web', 'worker', 'scheduler'].includes(one.role))
  const complaints = counted.flatMap(({ name, replicas }) => {
    const all = containers.filter((one) => one.service === name)
    const up = running.filter((one) => one.service === name && (!isApp(name) || one.release === release.id))
    if (up.length >= replicas) return []
    const down = all.filter(({ state }) => state !== 'running').map(fate)
    return [`${name}: ${up.length} of ${replicas} run${down.length === 0 ? '' : ` (${down.join(', ')})`}`]
  })
  const foreign = running.filter((one) => isApp(one.service) && one.release !== release.id)
  const ill = running.filter(({ health }) => health === 'unhealthy')
  // Docker calls it unhealthy only after it has failed a few times, half a minute apart.
  const unasked = running.filter(cannotWork)
  const sum = `${running.length} run: ${counted.map(({ name, replicas }) => `${name} ${replicas}`).join(', ')}`
  return [
    result(place, 'containers', `all of release ${release.id} run and are healthy, no others`, [
      [
        ...complaints,
        ...foreign.map(({ name, release: made }) => `${name} is of ${made === '' ? 'no release' : made}`),
        ...ill
          .filter((one) => !cannotWork(one))
          .map(({ name, healthSaid }) => `${name} is unhealthy${healthSaid === '' ? '' : `: ${healthSaid}`}`),
      ],
      sum,
    ]),
    result(
      place,
      'health checks',
      'those in the Compose file can work in the image',
      [unasked.map(({ name, healthSaid }) => `${name}: ${healthSaid}`), 'they can'],
      'warning',
    ),
    result(
      place,
      'restarts',
      'none',
      [
        containers.filter(({ restarts }) => restarts > 0).map(({ name, restarts }) => `${name}: ${restarts}`),
        'none',
      ],
      'warning',
    ),
  ]
}

/** Which containers lost a process for want of memory; `events` as the engine tells them, the time in seconds. */
export function memoryKills(place: Place, containers: readonly Seen[], events: string): CheckResult {
  const killed = events.split('\n').flatMap((line) => {
    const [at = '', name = ''] = line.trim().split(' ')
    const since = containers.find((one) => one.name === name)?.started
    return since !== undefined && Number(at) * 1000 >= Date.parse(since) ? [`${name} lost a process`] : []
  })
  const dead = containers.filter((one) => one.outOfMemory).map(({ name }) => `${name} was killed`)
  return result(place, 'out of memory', 'nothing was killed', [
    [...new Set([...dead, ...killed])],
    'nothing was',
  ])
}

function fate({ name, state, exitCode }: Seen): string {
  return `${name} ${state === 'exited' ? `exited with ${exitCode}` : `is ${state}`}`
}

/** A check whose program the image lacks says nothing of the shop: curl, in Saleor's. */
function cannotWork({ healthCode, healthSaid }: Seen): boolean {
  return (
    healthCode === 126 ||
    healthCode === 127 ||
    /executable file not found|: not found|no such file or directory/i.test(healthSaid)
  )
}
