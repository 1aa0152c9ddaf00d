import { describe, expect, it } from 'vitest'
import { findRoles } from '../../../src/compose/roles.ts'
import { type CheckOptions, checkModel, rules } from '../../../src/compose/rules/check.ts'
import { ignoredRules } from '../../../src/compose/rules/ignore.ts'
import { emptyCheckout } from '../../../src/model/project/checkout.ts'
import type { ComposeModel, ComposeService } from '../../../src/model/project/project.ts'
import { fixture, modelFixture } from '../fixtures.ts'
import { triggers } from '../keys/triggers.ts'
import { fileStates, type ProjectState, settingStates, shop, soundProjects, stackStates } from '../states.ts'

const find = (model: ComposeModel, options?: CheckOptions, otherWeb?: readonly string[]) =>
  checkModel(model, findRoles(model, otherWeb === undefined ? {} : { otherWeb: [...otherWeb] }), options)
const names = (model: ComposeModel, options?: CheckOptions, otherWeb?: readonly string[]) => [
  ...new Set(find(model, options, otherWeb).map(({ rule }) => rule)),
]

const states: ProjectState[] = [...settingStates, ...fileStates, ...stackStates, ...triggers]

describe('a state of the project is named by its rule, and by no other', () => {
  it.each(states)(
    'The state "$state" is named by the rule $rule, and by no other',
    ({ model, rule, engine = 'compose' as const, hosts = 1, production = false, checkout, otherWeb }) => {
      const options = { engine, hosts, production, ...(checkout === undefined ? {} : { checkout }) }
      expect(names(model, options, otherWeb)).toEqual([rule])
      expect(names(model, { ...options, ignore: [rule] }, otherWeb)).toEqual([])
    },
  )

  it.each(soundProjects)('No rule has anything against $state', ({ model, hosts = 1 }) => {
    expect(find(model, { hosts })).toEqual([])
  })

  it('Every state of a project is reported with its severity, rule and message', () => {
    const reported = states.map(
      ({ state, model, engine = 'compose' as const, hosts = 1, production = false, checkout, otherWeb }) => {
        const options = { engine, hosts, production, ...(checkout === undefined ? {} : { checkout }) }
        const [first] = find(model, options, otherWeb)
        return `${state} → ${first?.severity} ${first?.rule}: ${first?.message}`
      },
    )
    console.log(`${states.length} states of a project and what was reported:\n${reported.join('\n')}`)
    expect(reported.filter((line) => line.includes('undefined'))).toEqual([])
  })

  it('Every rule has a state', () => {
    // Only the file itself tells whether a secret stands in it: below.
    const seen = new Set([...states.map(({ rule }) => rule), 'secret-in-file'])
    expect(rules.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([])
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length)
  })
})

describe("the guide's files", () => {
  const files = (name: string) => {
    const file = `docker-compose.${name}.yml`
    return { files: [{ file, text: fixture(file) }] }
  }

  it("The guide's staging file gives the findings that are listed here", () => {
    expect(names(modelFixture('staging'), files('staging'))).toEqual([
      ...['secret-key-public', 'allowed-client-hosts-missing', 'signing-key'].sort(byOrder),
      ...['public-url-missing', 'media-lost', 'migrates-at-start', 'collects-static-at-start'],
      ...['shell-keeps-signal', 'healthcheck-tool', 'short-grace', 'beat-scheduler', 'worker-grace'],
      ...['secret-in-file', 'example-secret-staging', 'example-host'],
    ])
  })

  it("The guide's production file gives the findings that are listed here", () => {
    expect(names(modelFixture('production'), files('production'))).toEqual([
      ...['signing-key', 'unexpanded-variable', 'allowed-client-hosts-missing'],
      ...['public-url-missing', 'media-lost', 'unread-name', 'command-cut', 'migrates-at-start'],
      ...['collects-static-at-start', 'shell-keeps-signal', 'gunicorn-gone', 'healthcheck-tool'],
      ...['short-grace', 'beat-scheduler', 'worker-grace', 'stays-down', 'example-host'],
    ])
  })

  it("The guide's development file gives findings, as nothing in it is as it should be on a server", () => {
    expect(names(modelFixture('development'), files('development'))).toEqual(
      expect.arrayContaining([
        'debug-not-off',
        'secret-key-public',
        'code-hidden',
        'development-server',
        'data-port-open',
      ]),
    )
  })

  it("The findings of the guide's files have their lines, in a cut command, a password and a wrong health check", () => {
    const found = find(modelFixture('production'), files('production'))
    const cut = found.find(({ rule }) => rule === 'command-cut')
    expect(cut).toMatchObject({
      message:
        'docker-compose.production.yml: web: the command has a line break before an option, so the shell would start the program without its options and take them for another command. It is deployed in one piece: gunicorn saleor.asgi:application -k uvicorn.workers.UvicornWorker --bind 0.0.0.0:8000 --workers 4 --threads 2',
      place: { file: 'docker-compose.production.yml', line: 29 },
    })
    const lines = find(modelFixture('staging'), files('staging')).map(({ rule, place }) => [
      rule,
      place?.line,
    ])
    expect(Object.fromEntries(lines)).toMatchObject({
      'healthcheck-tool': 20,
      'migrates-at-start': 24,
      'secret-in-file': 33,
      'signing-key': 11,
      'worker-grace': 50,
    })
  })
})

/** The rules' own order. */
function byOrder(one: string, other: string): number {
  const at = (name: string) => rules.findIndex((rule) => rule.name === name)
  return at(one) - at(other)
}

describe('a fleet of several hosts', () => {
  const found = (model: ComposeModel) =>
    find(model, { hosts: 2, files: [{ file: 'compose.yml', text: '' }] }).filter(
      ({ rule }) => rule === 'data-on-each-host',
    )

  it('A fleet of several hosts may have data outside of the hosts', () => {
    expect(found(modelFixture('production'))).toEqual([])
    const environment = {
      DATABASE_URL: 'postgres://db:redis@db.example.com/redis',
      CACHE_URL: '',
      CELERY_BROKER_URL: 'redis://redis.example.com',
    }
    expect(found(shop({ environment }))).toEqual([])
  })

  it("A fleet of several hosts refuses a database and brokers of the hosts' own, and says where they belong", () => {
    const findings = found(modelFixture('staging'))
    expect(findings.map(({ message }) => message)).toEqual([
      expect.stringContaining('web, celery, celery-beat: DATABASE_URL leads to db,'),
      expect.stringContaining('CELERY_BROKER_URL leads to redis,'),
      expect.stringContaining('REDIS_URL leads to redis,'),
    ])
    expect(findings[0]).toMatchObject({
      place: { file: 'compose.yml' },
      fix: 'Run db outside of these hosts, and set DATABASE_URL to its URL, such as postgres://user:password@database.example.com:5432/saleor.',
    })
    expect(JSON.stringify(findings)).not.toContain('staging_password')
  })

  it.each<[string, string, ComposeService]>([
    ['an alias', 'redis://:a@b@store', { networks: { default: { aliases: ['store'] } } }],
    ['a container name', 'redis://store:6379/0', { container_name: 'store' }],
    ['a host name', 'rediss://u@store', { hostname: 'store' }],
    ['one of several', 'sentinel://a:26379;sentinel://cache:26379', {}],
    ['one in a list', 'redis://a,cache:6379/1?x=@y', {}],
  ])('A service that holds data of one host is found by %s', (_, url, cache) => {
    const environment = { CELERY_BROKER_URL: url, DATABASE_URL: 'postgres://db.example.com/a', CACHE_URL: '' }
    const model = shop({ environment, others: { cache: { image: 'redis:7', ...cache } } })
    expect(found(model).map(({ message }) => message)).toEqual([
      expect.stringContaining('CELERY_BROKER_URL leads to cache, a service'),
    ])
  })
})

describe('findings', () => {
  it('Findings say that no Saleor process starts without a signing key that is missing, and with one that is wrong', () => {
    const textOf = (key: string | null) =>
      find(shop({ environment: { RSA_PRIVATE_KEY: key } })).find(({ rule }) => rule === 'signing-key')
        ?.message
    expect(textOf(null)).toContain(
      'RSA_PRIVATE_KEY is missing. Without DEBUG no Saleor process starts without it.',
    )
    expect(textOf('x')).toContain('in PEM form. Without DEBUG no Saleor process starts with it.')
  })

  it('Findings name file, line and services, and no value', () => {
    const text = `x-app: &app
  environment:
    RSA_PRIVATE_KEY: hush
services:
  web:
    <<: *app
    restart: "no"
  worker:
    environment:
      - SECRET_KEY=hush
`
    const environment = { ...shop().services.web?.environment, RSA_PRIVATE_KEY: 'hush' }
    const model = shop({ web: { environment, restart: 'no' }, worker: { restart: 'no' } })
    const found = find(model, { files: [{ file: 'deploy/compose.yml', text }], ignore: ['settings-differ'] })
    expect(found.map(({ message, place }) => [message, place])).toEqual([
      [
        'deploy/compose.yml: web: RSA_PRIVATE_KEY is no private key in PEM form. Without DEBUG no Saleor process starts with it.',
        { file: 'deploy/compose.yml', line: 3 },
      ],
      [
        'deploy/compose.yml: web, worker: after a reboot of the host Docker does not start it again: the file says no.',
        { file: 'deploy/compose.yml', line: 7 },
      ],
      [
        'deploy/compose.yml: web: RSA_PRIVATE_KEY has its secret in the Compose file, for everybody who may read the repository.',
        { file: 'deploy/compose.yml', line: 3 },
      ],
      [
        'deploy/compose.yml: worker: SECRET_KEY has its secret in the Compose file, for everybody who may read the repository.',
        { file: 'deploy/compose.yml', line: 10 },
      ],
    ])
    expect(JSON.stringify(found)).not.toMatch(/hush/i)
  })

  it('Findings name the line of an address, a mount, a config, and of the file that a proxy reads', () => {
    const text = `services:
  web:
    configs: [c]
    networks:
      default:
        ipv4_address: 172.28.0.10
    volumes:
      - media:/app/media
      - ./a:/etc/a:ro
      - type: bind
        source: ./b
        target: /etc/b
  proxy:
    image: nginx:1.27
configs:
  c:
    file: ./c
`
    const bind = (name: string) => ({ type: 'bind', source: `/opt/saleor/${name}`, target: `/etc/${name}` })
    const media = { type: 'volume', source: 'media', target: '/app/media' }
    const model = {
      ...shop({
        web: {
          configs: [{ source: 'c' }],
          networks: { default: { ipv4_address: '172.28.0.10' } },
          volumes: [media, bind('a'), bind('b')],
        },
        others: { proxy: { image: 'nginx:1.27' } },
      }),
      configs: { c: { file: '/opt/saleor/c' } },
    }
    const conf = '# shop-web-1:8000\nserver {\n  proxy_pass http://shop-web-1:8000;\n}\n'
    const checkout = {
      ...emptyCheckout,
      trees: new Map(
        ['a', 'b', 'c'].map((name) => [`/opt/saleor/${name}`, { text: 'is too large.', fix: '' }]),
      ),
      texts: [{ service: 'proxy', file: 'nginx/default.conf', text: conf }],
    }
    const found = find(model, {
      files: [{ file: 'compose.yml', text }],
      checkout,
      ignore: ['media-not-shared'],
    })
    expect(found.map(({ rule, place }) => [rule, place?.file, place?.line])).toEqual([
      ['fixed-address', 'compose.yml', 6],
      ['file-not-delivered', 'compose.yml', 9],
      ['file-not-delivered', 'compose.yml', 10],
      ['file-not-delivered', 'compose.yml', 17],
      ['proxy-past-edge', 'nginx/default.conf', 3],
    ])
  })

  it('Findings take what is filled in from elsewhere for no secret of the file', () => {
    const text = 'services: { web: { environment: { SECRET_KEY: "${SECRET_KEY}", DATABASE_URL: "$URL" } } }'
    expect(find(shop(), { files: [{ file: 'compose.yml', text }] })).toEqual([])
  })
})

describe('ignore-rules', () => {
  it('The input ignore-rules takes names of rules', () => {
    expect(ignoredRules(['media-lost', 'debug-not-off'])).toEqual(['media-lost', 'debug-not-off'])
  })

  it('The input ignore-rules refuses another name, and lists those that there are', () => {
    expect(() => ignoredRules(['media-lots'])).toThrow(
      expect.objectContaining({
        message: "Input 'ignore-rules': there is no rule media-lots.",
        fix: expect.stringContaining('media-lost, media-not-shared'),
      }) as Error,
    )
  })
})

describe('DEBUG', () => {
  it('A value of DEBUG with a comment behind it is refused, and the comment is named as a part of the value', () => {
    const environment = { ...shop().services.web?.environment, DEBUG: 'False # off' }
    const found = find(shop({ web: { environment } }))
    expect(found.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('DEBUG has a comment behind its value. The comment is part of the value'),
    )
  })
})
