import { describe, expect, it } from 'vitest'
import { renderConfig } from '../../../src/edge/config.ts'
import { composeInspection } from '../../../src/engine/compose/inspection.ts'
import type { CheckResult } from '../../../src/smoke/check.ts'
import { type BeatView, logResult, schedulerResults } from '../../../src/smoke/inside/background.ts'
import { containerResults, memoryKills } from '../../../src/smoke/inside/containers.ts'
import { dataVersionsResult } from '../../../src/smoke/inside/data-versions.ts'
import { djangoResults } from '../../../src/smoke/inside/django.ts'
import { type DjangoAnswers, djangoCommand, readAnswers } from '../../../src/smoke/inside/django-script.ts'
import { logLimitsResult } from '../../../src/smoke/inside/log-limits.ts'
import { clockResult, diskResult, memoryResult } from '../../../src/smoke/inside/machine.ts'
import {
  atWork,
  type Live,
  type ObservedContainer,
  readContainers,
  readLive,
} from '../../../src/smoke/inside/observed.ts'
import { secondQuestions } from '../../../src/smoke/inside/questions.ts'
import { replicaResults } from '../../../src/smoke/inside/replica.ts'

type Settings = NonNullable<Live['release']['settings']>

const place = { where: 'web-1', seconds: 1 }
const said = (results: readonly CheckResult[]): string[] =>
  results.map(({ name, severity, passed, got }) => `${passed ? '' : '!'}${severity} ${name}: ${got}`)

const service = (name: string, role: string, parts: Partial<Live['services'][number]> = {}) => ({
  ...{
    name,
    role,
    replicas: 1,
    placed: true,
    mayEnd: false,
    worker: role === 'worker',
    beat: role === 'scheduler',
  },
  ...parts,
})
const live: Live = {
  release: { id: 'r-2', created: '2026-01-01T00:00:00Z' } as Live['release'],
  project: 'saleor',
  services: [
    service('web', 'web', { replicas: 2 }),
    service('celery', 'worker'),
    service('celery-beat', 'scheduler'),
    service('db', ''),
    service('edge', 'edge'),
  ],
}

const container = (name: string, parts: Partial<ObservedContainer> = {}): ObservedContainer => ({
  ...{ name: `saleor-${name}`, hostname: `host-${name}`, service: name.replace(/-\d+$/, '') },
  ...{ release: /web|celery/.test(name) ? 'r-2' : '', state: 'running', exitCode: 0, outOfMemory: false },
  ...{ restarts: 0, health: 'none', healthSaid: '', healthCode: 0, started: '2026-01-01T00:00:00Z' },
  logUnlimited: false,
  ...parts,
})
const all = ['web-1', 'web-2', 'celery-1', 'celery-beat-1', 'db-1', 'edge-1'].map((name) => container(name))
const having = (name: string, parts: Partial<ObservedContainer>): ObservedContainer[] =>
  all.map((one) => (one.name === `saleor-${name}` ? { ...one, ...parts } : one))

describe('containers', () => {
  const of = (some: readonly ObservedContainer[]): string =>
    said(containerResults(place, live, some))[0] ?? ''

  it('Healthy containers are green', () => {
    expect(said(containerResults(place, live, all))).toEqual([
      'error containers: 6 containers run: web 2, celery 1, db 1, edge 1',
      'warning health checks: each can work',
      'warning restarts: no container was restarted',
    ])
  })

  it.each([
    [having('web-2', { state: 'exited', exitCode: 137 }), 'web: 1 of 2 run (saleor-web-2 exited with 137)'],
    [having('celery-1', { state: 'paused' }), 'celery: 0 of 1 run (saleor-celery-1 is paused)'],
    [all.filter(({ service: name }) => name !== 'db'), 'db: 0 of 1 run'],
    [having('web-2', { release: 'r-1' }), 'web: 1 of 2 run; saleor-web-2 is of r-1'],
    [[...all, container('web-9', { release: '' })], 'saleor-web-9 is of no release'],
    [having('web-1', { health: 'unhealthy', healthSaid: 'HTTP 500' }), 'saleor-web-1 is unhealthy: HTTP 500'],
  ])('A container in a wrong state makes the check red (%#)', (some, got) => {
    expect(of(some)).toBe(`!error containers: ${got}`)
  })

  it('Containers must run where their services are placed, and nowhere else', () => {
    const services = live.services.map((one) =>
      one.role === 'web' || one.role === 'edge' ? { ...one, placed: false, replicas: 0 } : one,
    )
    const workers = all.filter(({ service: name }) => /celery|db/.test(name))
    const on = (some: readonly ObservedContainer[]) =>
      said(containerResults(place, { ...live, services }, some))[0]
    expect(on(workers)).toBe('error containers: 3 containers run: celery 1, db 1')
    expect(on([...workers, container('web-1')])).toBe(
      '!error containers: saleor-web-1 runs, and should not on this host',
    )
  })

  it('Containers of a storefront are of the release too, and Django is asked in the app alone', () => {
    const roles = {
      web: 'web',
      otherWeb: ['storefront'],
      workers: [],
      schedulers: [],
      jobs: [],
      accessories: [],
    }
    const shop: Live = {
      ...live,
      release: { ...live.release, settings: { roles } as unknown as Settings },
      services: [service('storefront', 'web'), ...live.services],
    }
    const front = (release: string): ObservedContainer[] => [container('storefront-1', { release }), ...all]
    const got = (release: string): string => said(containerResults(place, shop, front(release)))[0] ?? ''
    expect(got('r-2')).toBe('error containers: 7 containers run: storefront 1, web 2, celery 1, db 1, edge 1')
    expect(got('r-1')).toBe('!error containers: storefront: 0 of 1 run; saleor-storefront-1 is of r-1')
    const { asked } = secondQuestions(composeInspection, shop, front('r-2'), ['python', 'manage.py'], 0)
    expect(asked?.name).toBe('saleor-web-1')
  })

  it('Beat has a check of its own', () => {
    expect(of(all.filter(({ service: name }) => name !== 'celery-beat'))).toMatch(
      /^error containers: 5 containers run/,
    )
  })

  it('A container whose health check lacks its program is not reported as unhealthy', () => {
    const some = having('web-1', {
      ...{ health: 'unhealthy', healthCode: -1 },
      healthSaid: 'exec: "curl": executable file not found in $PATH',
    })
    expect(said(containerResults(place, live, some)).slice(0, 2)).toEqual([
      'error containers: 6 containers run: web 2, celery 1, db 1, edge 1',
      '!warning health checks: saleor-web-1: exec: "curl": executable file not found in $PATH',
    ])
  })

  it('The containers of a warm release stand by, and none of its workers may run', () => {
    const warm = renderConfig(
      { port: 8000, healthPath: '/health/', healthHost: 'localhost', readinessPath: '/ready' },
      [
        { slot: 's1', container: 'saleor-web-1', release: 'r-2' },
        { slot: 's2', container: 'saleor-web-8', release: 'r-1', warm: true },
      ],
    )
    const old = { release: 'r-1' }
    const resting = [container('web-8', old), container('celery-8', { ...old, state: 'exited' })]
    expect(atWork([...all, ...resting], live, warm)).toEqual(all)
    expect(atWork([...all, ...resting], live, '')).toHaveLength(all.length + 2)
    expect(of(atWork([...all, container('celery-8', old)], live, warm))).toBe(
      '!error containers: saleor-celery-8 is of r-1',
    )
  })

  it('Restarted and killed containers are reported', () => {
    expect(said(containerResults(place, live, having('web-1', { restarts: 3 })))[2]).toBe(
      '!warning restarts: saleor-web-1 was restarted 3 times',
    )
    expect(memoryKills(place, having('web-1', { outOfMemory: true }), '').got).toBe('saleor-web-1 was killed')
  })

  it('Containers whose log may fill the disk are named, but not the edge', () => {
    expect(said([logLimitsResult(place, having('edge-1', { logUnlimited: true }))])).toEqual([
      'warning log limits: each log has one',
    ])
    const { got, passed } = logLimitsResult(place, having('db-1', { logUnlimited: true }))
    expect(passed).toBe(false)
    expect(got).toContain('json-file without max-size): saleor-db-1; set logging: {driver: local}')
  })

  it('A process killed inside a container is reported, but not one killed before the container started', () => {
    const at = Date.parse('2026-01-01T00:00:00Z') / 1000
    const events = (seconds: number): string => `${seconds} saleor-celery-1\n${seconds} another\n`
    expect(memoryKills(place, all, events(at + 1)).got).toBe('saleor-celery-1 lost a process')
    expect(memoryKills(place, all, events(at - 1)).passed).toBe(true)
    expect(memoryKills(place, all, '').passed).toBe(true)
  })
})

describe('the read replica', () => {
  it.each([
    [undefined, []],
    [{ error: 'OperationalError: refused' }, ['!error replica: OperationalError: refused']],
    [{ standby: false }, ['error replica: it answers, and is a primary']],
    [{ standby: true }, ['error replica: it answers']],
    [{ standby: true, lag: 10 }, ['error replica: it answers', 'warning replica lag: 10.0 s behind']],
    [{ standby: true, lag: 10.5 }, ['error replica: it answers', '!warning replica lag: 10.5 s behind']],
  ])('The replica is judged by its answer and its lag: %j', (replica, expected) => {
    expect(said(replicaResults(place, replica))).toEqual(expected)
  })
})

describe('the versions of the database and of Redis', () => {
  it.each([
    [{ database: { found: 'sqlite' }, cache: { error: 'refused' } }, []],
    [{ database: { found: 'postgresql', version: '17.2' } }, ['warning data versions: PostgreSQL 17.2']],
    [
      { database: { version: '15.14' }, cache: { version: '7.0.15' }, broker: { version: '7.0.15' } },
      ['warning data versions: PostgreSQL 15.14, Redis 7.0.15'],
    ],
    [
      { database: { version: '9.6.24' }, cache: { version: '7.0.15' }, broker: { version: '6.2.14' } },
      ['!warning data versions: PostgreSQL 9.6.24 is older than 15; Redis 6.2.14 is older than 7'],
    ],
  ])('A version that is older than the guide demands is a warning: %j', (answers, expected) => {
    expect(said(dataVersionsResult(place, answers))).toEqual(expected)
  })
})

describe("Django's answers", () => {
  const well: DjangoAnswers = {
    ...{ version: '3.20.1', database: { found: 'postgresql' }, cache: { found: 'redis' } },
    ...{ broker: { found: 'redis' }, migrations: { pending: [] }, queue: { length: 3 } },
    workers: { names: ['celery@host-celery-1'] },
  }
  const workers = { containers: [container('celery-1')], replicas: 1 }
  const wishes = { 'expect-version': undefined, 'max-queue': 10 }
  const judged = (told: DjangoAnswers | string, more = workers, wanted: object = {}): string[] =>
    said(djangoResults(place, container('web-1'), told, more, { ...wishes, ...wanted }))
  const failed = (told: Partial<DjangoAnswers>, more = workers, wanted: object = {}): string[] =>
    judged({ ...well, ...told }, more, wanted).filter((line) => line.startsWith('!'))

  it('The answers of a healthy Django are green', () => {
    expect(judged(well)).toEqual([
      'error django: it starts in saleor-web-1',
      'error database: postgresql answers',
      'error cache: redis answers',
      'error broker: redis answers',
      'error migrations: every migration is applied',
      'error workers: 1 worker answers',
      'warning queue: 3 tasks waiting',
    ])
  })

  it.each([
    [{ database: { error: 'OperationalError: refused' } }, '!error database: OperationalError: refused'],
    [{ cache: { error: 'ConnectionError' } }, '!error cache: ConnectionError'],
    [{ broker: { error: 'ConnectionError' } }, '!error broker: ConnectionError'],
    [
      { migrations: { pending: ['core.0002_a', 'core.0003_b'] } },
      '!error migrations: core.0002_a is not applied; core.0003_b is not applied',
    ],
    [{ migrations: { error: 'no database' } }, '!error migrations: no database'],
    [{ queue: { length: 11 } }, '!warning queue: 11 tasks waiting'],
    [{ queue: { error: 'no broker' } }, '!warning queue: no broker'],
    [{ workers: { names: [] } }, '!error workers: saleor-celery-1 does not answer'],
    [{ workers: { names: ['celery@elsewhere'] } }, undefined],
    [{ workers: { error: 'no broker' } }, '!error workers: no broker'],
  ])('The answers of Django are judged: %j', (told, expected) => {
    expect(failed(told)).toEqual(expected === undefined ? [] : [expected])
  })

  it('Workers with custom names count, and missing ones are reported', () => {
    const two = { containers: [container('celery-1'), container('celery-2')], replicas: 2 }
    expect(failed({ workers: { names: ['a@x', 'b@x'] } }, two)).toEqual([])
    expect(failed({ workers: { names: ['celery@host-celery-1'] } }, two)).toEqual([
      '!error workers: saleor-celery-2 does not answer',
    ])
    expect(failed({ workers: { names: [] } }, { containers: [], replicas: 1 })).toEqual([
      '!error workers: 1 of 1 are missing',
    ])
    expect(failed({ workers: { names: [] } }, { containers: [], replicas: 0 })).toEqual([])
  })

  it.each([
    ['3.20.1', undefined],
    ['v3.20.1', undefined],
    ['3.20', undefined],
    ['3.20.2', '!error exact version: 3.20.1'],
    ['3.20.1-0123456', undefined],
  ])('The exact version is compared with %s', (version, expected) => {
    expect(failed({}, workers, { 'expect-version': version })).toEqual(
      expected === undefined ? [] : [expected],
    )
  })

  it('Features that the shop does not use are left out', () => {
    expect(judged({ database: { found: 'sqlite' } })).toEqual([
      'error django: it starts in saleor-web-1',
      'error database: sqlite answers',
    ])
  })

  it('Missing answers of Django are explained once', () => {
    expect(judged('ImproperlyConfigured: RSA_PRIVATE_KEY')).toEqual([
      '!error django: ImproperlyConfigured: RSA_PRIVATE_KEY',
    ])
    expect(said(djangoResults(place, undefined, '', workers, wishes))).toEqual([
      '!error django: no container of the app runs to ask from',
    ])
  })

  it('The answers of Django are found among other output', () => {
    const line = 'saleor-deploy:{"version":"3.20.1"}'
    expect(readAnswers(`7 objects imported automatically\n${line}\nwarning: x\n`)).toEqual({
      version: '3.20.1',
    })
    expect(readAnswers('Traceback:\nKeyError: X\n\nexit code 1')).toBe('KeyError: X')
    expect(readAnswers('exit code 124')).toBe('exit code 124')
    expect(readAnswers(line.slice(0, 30))).toBe(line.slice(0, 30))
  })

  it('The names of the workers are sent past every shell', () => {
    const command = djangoCommand(['python', 'manage.py'], ['a"b'])
    expect(command.slice(0, 4)).toEqual(['python', 'manage.py', 'shell', '-c'])
    expect(command[4]).toContain('{"workers": ["a\\"b"]}')
  })
})

describe('the second query', () => {
  it('Django is queried in web, or else in another container of the app', () => {
    const of = (some: readonly ObservedContainer[]) =>
      secondQuestions(composeInspection, live, some, ['python', 'manage.py'], 0)
    expect(of(all).asked?.name).toBe('saleor-web-1')
    expect(of(all.filter(({ service: name }) => name !== 'web')).asked?.name).toBe('saleor-celery-1')
    const none = of(all.filter(({ release }) => release === ''))
    expect([none.asked, none.django]).toEqual([undefined, ['true']])
  })

  it('Log lines are queried by their age, because the clock of the host may be wrong', () => {
    const created = Date.parse(live.release.created)
    const since = (now: number) =>
      secondQuestions(composeInspection, live, all, ['python', 'manage.py'], now).logs[4]
    expect([since(created + 90_400), since(created - 5000)]).toEqual(['91s', '1s'])
  })
})

describe('the scheduler', () => {
  const now = Date.parse('2026-01-01T01:00:00Z') / 1000
  const view = (parts: Partial<BeatView> = {}): BeatView => ({
    ...{ ...place, live, containers: all, ticks: 'saleor-celery-beat-1 7\n', answers: {}, now },
    ...parts,
  })
  const without = all.filter(({ service: name }) => name !== 'celery-beat')

  it('A single running scheduler is green', () => {
    expect(said(schedulerResults([view()]))).toEqual([
      'error scheduler: one runs: saleor-celery-beat-1 on web-1',
      'warning schedule: 7 tasks sent within 120 s',
    ])
  })

  it('A fleet has a single scheduler', () => {
    const other = { where: 'web-2', ticks: '' }
    expect(said(schedulerResults([view(), view({ ...other, containers: without })]))[0]).toBe(
      'error scheduler: one runs: saleor-celery-beat-1 on web-1',
    )
    expect(said(schedulerResults([view(), view(other)]))[0]).toBe(
      '!error scheduler: 2 run: saleor-celery-beat-1 on web-1, saleor-celery-beat-1 on web-2',
    )
    expect(said(schedulerResults([view({ containers: without })]))).toEqual(['!error scheduler: none runs'])
  })

  it('The scheduler is also recognized by what it writes into the database, if its log is silent', () => {
    const silent = view({ ticks: 'saleor-celery-beat-1 0\n' })
    const aged = (age: number) => said(schedulerResults([{ ...silent, answers: { schedule: { age } } }]))[1]
    expect(aged(30)).toBe('warning schedule: the schedule moved 30 s ago')
    expect(aged(3600)).toMatch(/^!warning schedule: no task in 120 s/)
    expect(said(schedulerResults([silent]))[1]).toMatch(/^!warning schedule/)
    const young = { ...silent, now: Date.parse('2026-01-01T00:01:20Z') / 1000 }
    expect(said(schedulerResults([young]))[1]).toBe(
      'warning schedule: it started 80 s ago: too early to tell',
    )
  })

  it('A shop without a scheduler has no such check', () => {
    const services = live.services.filter(({ beat }) => !beat)
    expect(schedulerResults([view({ live: { ...live, services } })])).toEqual([])
    expect(schedulerResults([])).toEqual([])
  })
})

describe('the machine', () => {
  const disk = (...lines: [mount: string, total: number, free: number][]): string[] =>
    said([
      diskResult(
        place,
        lines.map(([mount, total, free]) => `/dev/x ${total} 0 ${free} 0% ${mount}`).join('\n'),
      ),
    ])

  it('Each disk with enough space is listed once', () => {
    expect(disk(['/var/lib/docker', 1e6, 5e5], ['/', 1e6, 5e5])).toEqual([
      'warning disk: /var/lib/docker has 512 MB (50 %) free',
    ])
    expect(disk(['/a', 1e6, 5e5], ['/b', 1e6, 9e4])).toEqual(['!warning disk: /b has 92.2 MB (9 %) free'])
    expect(disk(['/a', 1e6, 2e4])).toEqual(['!error disk: /a has 20.5 MB (2 %) free'])
    expect(said([diskResult(place, '')])).toEqual(['warning disk: not told'])
  })

  it('A machine with enough memory is green', () => {
    const memory = (available: number): string =>
      said([memoryResult(place, `MemTotal: 1000000 kB\nMemAvailable:  ${available} kB\n`)])[0] ?? ''
    expect(memory(500_000)).toBe('warning memory: 512 MB of 1.0 GB available')
    expect(memory(40_000)).toBe('!warning memory: 41.0 MB of 1.0 GB available')
  })

  it.each([
    ['100.5', 'warning clock: it is right'],
    ['95.5', 'warning clock: it is right'],
    ['94.4', '!warning clock: 5.6 s behind'],
    ['200', '!warning clock: 99.0 s ahead'],
    ['', '!warning clock: it was not told'],
  ])('The clock reading %j between 100 and 101 is judged', (output, expected) => {
    expect(said([clockResult(place, output, 100_000, 101_000)])).toEqual([expected])
  })

  it('Errors in the logs of the machine are reported', () => {
    expect(logResult(place, 'saleor-web-1\t0\t\n').passed).toBe(true)
    expect(logResult(place, 'saleor-web-1\t2\tERROR x  \nsaleor-celery-1\t0\t\n').got).toBe(
      'saleor-web-1: 2, the last: ERROR x',
    )
  })
})

describe('services that run once', () => {
  const ended = (parts: Partial<ObservedContainer> = {}): ObservedContainer =>
    container('init-1', { release: '', state: 'exited', started: '2026-01-01T00:00:05Z', ...parts })
  const problem = (
    init: Partial<Live['services'][number]>,
    parts: Partial<Live['release']>,
    seen: ObservedContainer[],
  ) =>
    said(
      containerResults(
        place,
        {
          ...live,
          release: { ...live.release, ...parts },
          services: [...live.services, service('init', '', init)],
        },
        [...all, ...seen],
      ),
    )[0]

  it('Services that ended well after one run are not missed', () => {
    expect(problem({ role: 'runs-once' }, {}, [])).toMatch(/^error containers: /)
    expect(problem({ mayEnd: true }, { ranOnce: ['init'] }, [])).toMatch(/^error containers: /)
    expect(problem({ role: 'one-off' }, {}, [])).toMatch(/^error containers: /)
  })

  it('Services that ran in a deploy stay green long after it', () => {
    expect(problem({ mayEnd: true }, {}, [ended()])).toMatch(/^error containers: /)
  })

  it.each([
    ['badly', { mayEnd: true }, [ended({ exitCode: 3 })], 'saleor-init-1 exited with 3'],
    ['and are servers', { mayEnd: false }, [ended()], 'saleor-init-1 exited with 0'],
    ['and served before', { mayEnd: true }, [ended({ started: '2025-12-31T23:00:00Z' })], 'exited with 0'],
  ])('Services that ended are missed: %s', (_, init, seen, words) => {
    expect(problem(init, {}, seen)).toMatch(new RegExp(`^!error containers: init: 0 of 1 run.*${words}`))
  })
})

describe('the live release', () => {
  const record = '{"id":"r-2","image":"x@sha256:1"}'
  const model = {
    name: 'saleor',
    services: {
      web: { labels: { 'saleor-deploy.role': 'web' }, scale: 2 },
      jobs: { labels: { 'saleor-deploy.role': 'worker' }, command: ['celery', '-A', 'x', 'worker', '-B'] },
      flower: { labels: { 'saleor-deploy.role': 'worker' }, command: 'celery -A x flower' },
      db: { environment: { POSTGRES_PASSWORD: 'secret' } },
    },
  }

  it('The live release is read from its record and its model, without an environment', () => {
    const read = readLive(record, JSON.stringify(model))
    expect(read?.services).toEqual([
      service('web', 'web', { replicas: 2 }),
      service('jobs', 'worker', { beat: true }),
      service('flower', 'worker', { worker: false }),
      service('db', '', { mayEnd: true }),
    ])
    expect(JSON.stringify(read)).not.toContain('secret')
  })

  it.each([
    ['', JSON.stringify(model)],
    [record, ''],
    [record, '{}'],
    ['cat: no such file', 'cat: no such file'],
  ])('No release is live if record and model are %j and %j', (one, other) => {
    expect(readLive(one, other)).toBeUndefined()
  })

  it('The live release has only containers of its project, and no one-off ones', () => {
    const line = (labels: object): string =>
      JSON.stringify([
        '/saleor-web-1',
        'abc',
        labels,
        { Status: 'running', ExitCode: 0, OOMKilled: false, StartedAt: '' },
        1,
      ])
    const compose = { 'com.docker.compose.project': 'saleor', 'com.docker.compose.service': 'web' }
    const output = [
      line(compose),
      line({ ...compose, 'com.docker.compose.project': 'other' }),
      line({ ...compose, 'com.docker.compose.oneoff': 'True' }),
      'not JSON',
      line({}),
    ].join('\n')
    const logs = [
      { Type: 'json-file', Config: {} },
      { Type: 'json-file', Config: { 'max-size': '10m' } },
    ]
    const withLogs = [...logs, { Type: 'local', Config: null }].map((log) =>
      line(compose).replace(/]$/, `,${JSON.stringify(log)}]`),
    )
    expect(readContainers(withLogs.join('\n'), 'saleor').map(({ logUnlimited }) => logUnlimited)).toEqual([
      ...[true, false, false],
    ])
    expect(
      readContainers(output, 'saleor').map(({ name, service: of, restarts }) => [name, of, restarts]),
    ).toEqual([['saleor-web-1', 'web', 1]])
  })

  it.each<[string, [number, string][], string, number]>([
    [
      'the last one',
      [
        [1, 'old'],
        [0, 'ok'],
      ],
      'ok',
      0,
    ],
    [
      'of those that fail the last that said why',
      [
        [-1, 'no curl'],
        [-1, ''],
      ],
      'no curl',
      -1,
    ],
    [
      'nothing from before it was well',
      [
        [-1, 'no curl'],
        [0, ''],
        [1, ''],
      ],
      '',
      1,
    ],
    ['nothing when there was none', [], '', 0],
  ])('The report of health checks shows %s', (_, checks, said, code) => {
    const log = checks.map(([ExitCode, Output]) => ({ ExitCode, Output }))
    const state = {
      Status: 'running',
      ExitCode: 0,
      OOMKilled: false,
      StartedAt: '',
      Health: { Status: 'unhealthy', Log: log },
    }
    const output = JSON.stringify([
      '/saleor-web-1',
      'abc',
      { 'com.docker.compose.project': 'saleor' },
      state,
      0,
    ])
    expect(readContainers(output, 'saleor')).toMatchObject([{ healthSaid: said, healthCode: code }])
  })
})
