import type { CheckResult, Severity } from '../check.ts'
import type { Live, ObservedContainer } from './observed.ts'

/** The common fields of all results of one inspection. */
export interface Place {
  where: string
  seconds: number
}

/** Makes a result of an inspection. */
export function result(
  place: Place,
  name: string,
  expected: string,
  [problems, well]: [problems: readonly string[], well: string],
  severity: Severity = 'error',
): CheckResult {
  const passed = problems.length === 0
  return { name, ...place, severity, expected, passed, got: passed ? well : problems.join('; ') }
}

/** Checks that all containers of the live release run and are healthy, and that no others of the app run. */
export function containerResults(
  place: Place,
  { release, services }: Live,
  containers: readonly ObservedContainer[],
): CheckResult[] {
  // Beat runs once in a fleet and has a check of its own.
  const counted = services.filter(
    ({ name, role, placed }) =>
      placed &&
      !['scheduler', 'runs-once', 'one-off'].includes(role) &&
      release.ranOnce?.includes(name) !== true,
  )
  const running = containers.filter(({ state }) => state === 'running')
  const isApp = (name: string): boolean =>
    services.some((one) => one.name === name && ['web', 'worker', 'scheduler'].includes(one.role))
  const problems = counted.flatMap(({ name, replicas, mayEnd }) => {
    const all = containers.filter((one) => one.service === name)
    // It started in the deploy or later, and ended. One that started before the deploy was a server.
    const hasEnded = ({ state, exitCode, started }: ObservedContainer): boolean =>
      state === 'exited' && exitCode === 0 && Date.parse(started) >= Date.parse(release.created)
    if (mayEnd && all.length > 0 && all.every(hasEnded)) return []
    const up = running.filter((one) => one.service === name && (!isApp(name) || one.release === release.id))
    if (up.length >= replicas) return []
    const down = all.filter(({ state }) => state !== 'running').map(fate)
    return [`${name}: ${up.length} of ${replicas} run${down.length === 0 ? '' : ` (${down.join(', ')})`}`]
  })
  const foreign = running.filter((one) => isApp(one.service) && one.release !== release.id)
  const astray = running.filter(
    (one) =>
      !foreign.includes(one) &&
      services.some(({ name, role, placed }) => name === one.service && role !== '' && !placed),
  )
  const ill = running.filter(({ health }) => health === 'unhealthy')
  // Docker reports unhealthy only after several failures, half a minute apart.
  const unasked = running.filter(cannotWork)
  const sum = `${running.length} containers run: ${counted.map(({ name, replicas }) => `${name} ${replicas}`).join(', ')}`
  return [
    result(place, 'containers', `all of release ${release.id} run and are healthy, no others`, [
      [
        ...problems,
        ...foreign.map(({ name, release: made }) => `${name} is of ${made === '' ? 'no release' : made}`),
        ...astray.map(({ name }) => `${name} runs, and should not on this host`),
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
      [unasked.map(({ name, healthSaid }) => `${name}: ${healthSaid}`), 'each can work'],
      'warning',
    ),
    result(
      place,
      'restarts',
      'no container was restarted by the engine',
      [
        containers
          .filter(({ restarts }) => restarts > 0)
          .map(
            ({ name, restarts }) => `${name} was restarted ${restarts === 1 ? 'once' : `${restarts} times`}`,
          ),
        'no container was restarted',
      ],
      'warning',
    ),
  ]
}

/** Finds containers that lost a process because of memory; `events` are those of the engine, with the time in seconds. */
export function memoryKills(
  place: Place,
  containers: readonly ObservedContainer[],
  events: string,
): CheckResult {
  const killed = events.split('\n').flatMap((line) => {
    const [at = '', name = ''] = line.trim().split(' ')
    const since = containers.find((one) => one.name === name)?.started
    return since !== undefined && Number(at) * 1000 >= Date.parse(since) ? [`${name} lost a process`] : []
  })
  const dead = containers.filter((one) => one.outOfMemory).map(({ name }) => `${name} was killed`)
  return result(place, 'out of memory', 'nothing was killed', [
    [...new Set([...dead, ...killed])],
    'nothing was killed',
  ])
}

function fate({ name, state, exitCode }: ObservedContainer): string {
  return `${name} ${state === 'exited' ? `exited with ${exitCode}` : `is ${state}`}`
}

/** A health check whose program is not in the image, such as curl in Saleor's, says nothing about the shop. */
function cannotWork({ healthCode, healthSaid }: ObservedContainer): boolean {
  return (
    healthCode === 126 ||
    healthCode === 127 ||
    /executable file not found|: not found|no such file or directory/i.test(healthSaid)
  )
}
