import { setTimeout as sleep } from 'node:timers/promises'
import { randomFrom } from '../matrix/random.ts'
import type { Server } from '../sandbox/sandbox.ts'
import type { DistResult } from './run-dist.ts'
import { runDist } from './run-dist.ts'

/** A state that a shop can be in, well or not. */
export interface ShopState {
  edge: 'runs' | 'stopped'
  web: 'runs' | 'stopped' | 'paused'
  worker: 'runs' | 'stopped' | 'paused' | 'removed'
  beat: 'runs' | 'stopped' | 'twice'
  database: 'runs' | 'stopped'
  redis: 'runs' | 'stopped'
  migrations: 'applied' | 'pending'
  /** Tasks that wait for a worker. */
  queue: 'short' | 'long'
  /** Whether the release that is live is the one that is asked for, and the version that it has. */
  release: 'meant' | 'other'
  version: 'meant' | 'other'
}

/** The release that is live while states are tried. */
export interface LiveShop {
  server: Server
  release: string
  version: string
}

const well: ShopState = {
  ...{ edge: 'runs', web: 'runs', worker: 'runs', beat: 'runs', database: 'runs', redis: 'runs' },
  ...{ migrations: 'applied', queue: 'short', release: 'meant', version: 'meant' },
}

const others: { [Part in keyof ShopState]: readonly ShopState[Part][] } = {
  edge: ['stopped'],
  web: ['stopped', 'paused'],
  worker: ['stopped', 'paused', 'removed'],
  beat: ['stopped', 'twice'],
  database: ['stopped'],
  redis: ['stopped'],
  migrations: ['pending'],
  queue: ['long'],
  release: ['other'],
  version: ['other'],
}

/** So many states, the same again with the same seed; every fifth is a shop that is well. */
export function statesOf(count: number, seed: number): ShopState[] {
  const random = randomFrom(seed)
  const parts = Object.keys(others) as (keyof ShopState)[]
  return Array.from({ length: count }, (_, index) => {
    if (index % 5 === 4) return well
    // One thing in four is not as it should be, and one at least.
    const sure = parts[Math.floor(random() * parts.length)]
    const changed = parts.map((part) => {
      const isOff = random() < 0.2 || part === sure
      const choice = others[part][Math.floor(random() * others[part].length)]
      return [part, isOff ? choice : well[part]]
    })
    return Object.fromEntries(changed) as unknown as ShopState
  })
}

/** What of a state isn't well, for people. */
export function lineOf(state: ShopState): string {
  const off = (Object.keys(well) as (keyof ShopState)[]).filter((part) => state[part] !== well[part])
  return off.map((part) => `${part} ${state[part]}`).join(', ') || 'well'
}

/**
 * The checks that have to fail, from the state alone: those that make the job red, and of the warnings the one that a
 * state can be in.
 */
export function truthOf(state: ShopState): string[] {
  const is = (part: keyof ShopState): boolean => state[part] === well[part]
  // A long queue is one that nobody works on.
  const works = is('worker') && is('queue')
  const answers = is('edge') && is('web')
  const hasData = answers && is('database')
  // Nobody is there to ask.
  const asked = is('web') || works || state.beat !== 'stopped'
  const failing: [boolean, ...string[]][] = [
    // What would only meet the same closed door is not run.
    [!answers, 'health'],
    [answers && !hasData, 'graphql', 'schema version'],
    [answers && !is('release'), 'health release', 'graphql release'],
    [!is('release'), 'live release'],
    [!(answers && works && is('database') && is('redis')), 'containers'],
    [!is('beat'), 'scheduler'],
    [!asked, 'django'],
    [asked && !is('database'), 'database'],
    [asked && !(is('database') && is('migrations')), 'migrations'],
    [asked && !is('redis'), 'cache', 'broker'],
    [asked && !(is('redis') && works), 'workers'],
    [asked && !(is('redis') && is('queue')), 'queue'],
    [asked && !is('version'), 'exact version'],
  ]
  return failing.flatMap(([fails, ...names]) => (fails ? names : [])).sort()
}

/** What the smoke test says of a shop: the names that {@link truthOf} tells beforehand. */
export async function verdictOf({ server, release, version }: LiveShop, state: ShopState): Promise<Verdict> {
  const ran = await runDist('smoke-test', {
    inputs: {
      ...{ url: server.url(8000), host: server.address, port: String(server.port), user: server.user },
      ...{ 'ssh-key': server.privateKey, 'known-hosts': server.knownHosts },
      'expect-release': state.release === 'meant' ? release : '20200101-000000-0123456789ab',
      'expect-version': state.version === 'meant' ? version : '3.20.9',
      ...{ timeout: '3s', interval: '1s', consecutive: '2', 'load-duration': '1s', 'load-rate': '5' },
      ...{ 'max-queue': '500', severities: 'introspection=off' },
    },
  })
  const names = (text = ''): string[] => text.split('\n').filter((name) => name !== '')
  const warned = names(ran.outputs.warnings).filter((name) => name === 'queue')
  return { failed: [...new Set([...names(ran.outputs.failed), ...warned])].sort(), ran }
}

export interface Verdict {
  failed: string[]
  ran: DistResult
}

/** Puts a shop that is well into a state. */
export async function put(server: Server, state: ShopState): Promise<void> {
  const steps = [
    state.migrations === 'pending'
      ? `sql "UPDATE django_migrations SET app = 'gone' WHERE app = 'core'"`
      : '',
    state.worker === 'removed' ? 'docker rm -f $(one celery)' : halted(state.worker, 'celery'),
    state.beat === 'twice'
      ? 'compose up -d --no-deps --no-recreate --scale celery-beat=2 celery-beat'
      : halted(state.beat, 'celery-beat'),
    // What waits is no task; without a worker nobody finds out.
    state.queue === 'long'
      ? `docker pause $(one celery) 2>/dev/null; redis eval "for i = 1, 1000 do redis.call('rpush', 'celery', 'x') end" 0`
      : '',
    halted(state.web, 'web'),
    halted(state.edge, 'edge'),
    halted(state.redis, 'redis'),
    halted(state.database, 'db'),
  ]
  await script(server, steps.join('\n'))
}

function halted(state: 'runs' | 'stopped' | 'paused' | 'removed' | 'twice', service: string): string {
  if (state === 'stopped') return `docker stop -t 0 $(one ${service})`
  return state === 'paused' ? `docker pause $(one ${service}) || :` : ''
}

/** Makes the shop well again, whatever was done to it, and waits until it is. */
export async function fix(server: Server, state?: ShopState): Promise<void> {
  // Whoever lost the broker waits longer and longer until it tries again.
  const again = state === undefined || state.redis === 'stopped'
  await script(
    server,
    `for name in $(docker ps -q --filter status=paused); do docker unpause $name; done
    # The oldest is the one that was deployed.
    docker rm -f $(all celery-beat | head -n -1) 2>/dev/null
    for service in db redis; do docker start $(one $service); done
    until redis ping; do sleep 0.2; done
    redis del celery
    until sql "UPDATE django_migrations SET app = 'core' WHERE app = 'gone'"; do sleep 0.2; done
    compose up -d --no-deps --no-recreate celery celery-beat
    for service in web edge celery celery-beat; do docker start $(one $service); done
    ${again ? 'docker restart -t 0 $(one celery) $(one celery-beat)' : ''}
    until docker exec $(one celery) celery -A saleor.celeryconf:app inspect ping -t 2; do sleep 0.5; done`,
  )
  const body = '{"query":"{ shop { name } }"}'
  const headers = { 'content-type': 'application/json' }
  for (let tries = 0; tries < 120; tries++) {
    const answer = await fetch(`${server.url(8000)}/graphql/`, { method: 'POST', body, headers }).catch(
      () => undefined,
    )
    if (answer?.ok === true && !(await answer.text()).includes('errors')) return
    await sleep(500)
  }
  throw new Error('the shop does not answer again')
}

async function script(server: Server, steps: string): Promise<void> {
  const helpers = `
    all() { docker ps -aq --filter label=com.docker.compose.service=$1 --filter label=com.docker.compose.oneoff=False; }
    one() { all $1 | tail -n 1; }
    sql() { docker exec $(one db) psql -q -U saleor -v ON_ERROR_STOP=1 -c "$1"; }
    redis() { docker exec $(one redis) redis-cli -n 1 "$@"; }
    compose() { docker compose --project-name saleor --project-directory /opt/saleor --env-file /dev/null -f /opt/saleor/live/compose.json "$@"; }`
  const { code, stdout, stderr } = await server.run([
    'timeout',
    '120',
    'bash',
    '-c',
    `${helpers}\n${steps}\n:`,
  ])
  if (code !== 0) throw new Error(`${stdout}${stderr}`)
}
