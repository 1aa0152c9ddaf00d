import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkModel } from '../../src/compose/check.ts'
import { fleetErrors } from '../../src/compose/check-fleet.ts'
import type { ComposeModel, ComposeService } from '../../src/compose/model.ts'
import { findRoles } from '../../src/compose/roles.ts'
import { modelFixture, port, project } from './fixtures.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const key = rsa.export({ type: 'pkcs8', format: 'pem' }).toString()
const locked = rsa
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'hush$' })
  .toString()
const curve = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

/** A project without any fault. */
function shop(
  environment: Record<string, string | null> = {},
  web: ComposeService = {},
  others: Record<string, ComposeService> = {},
): ComposeModel {
  const app = { image: 'shop/saleor', restart: 'unless-stopped' }
  return project({
    web: {
      ...app,
      ports: [port('8000')],
      stop_grace_period: '40s',
      environment: {
        DEBUG: 'False',
        SECRET_KEY: 'hush$$',
        ALLOWED_HOSTS: 'shop.example.com',
        ALLOWED_CLIENT_HOSTS: 'shop.example.com',
        CELERY_BROKER_URL: 'redis://redis:6379/1',
        RSA_PRIVATE_KEY: key,
        ...environment,
      },
      ...web,
    },
    worker: { ...app, command: ['celery', 'worker'] },
    ...others,
  })
}

function rules(model: ComposeModel): { errors: string[]; warnings: string[] } {
  const { errors, warnings } = checkModel(model, findRoles(model))
  return { errors: errors.map(({ rule }) => rule), warnings: warnings.map(({ rule }) => rule) }
}

describe('findings', () => {
  it('none for a project without fault', () => {
    expect(rules(shop())).toEqual({ errors: [], warnings: [] })
  })

  it.each<[string, ComposeModel, string]>([
    ['DEBUG is not set', shop({ DEBUG: null }), 'debug-not-off'],
    ['DEBUG is on', shop({ DEBUG: 'True' }), 'debug-not-off'],
    ['DEBUG is blank', shop({ DEBUG: '' }), 'debug-not-off'],
    ['no SECRET_KEY', shop({ SECRET_KEY: ' ' }), 'secret-key-missing'],
    ['no ALLOWED_CLIENT_HOSTS', shop({ ALLOWED_CLIENT_HOSTS: '' }), 'allowed-client-hosts-missing'],
    ['no key', shop({ RSA_PRIVATE_KEY: null }), 'signing-key'],
    ['a key with escaped line ends', shop({ RSA_PRIVATE_KEY: key.replaceAll('\n', '\\n') }), 'signing-key'],
    ['a key that is cut', shop({ RSA_PRIVATE_KEY: key.slice(0, 900) }), 'signing-key'],
    ['a key of another kind', shop({ RSA_PRIVATE_KEY: curve }), 'signing-key'],
    ['an encrypted key without password', shop({ RSA_PRIVATE_KEY: locked }), 'signing-key'],
    ['a wrong password', shop({ RSA_PRIVATE_KEY: locked, RSA_PRIVATE_PASSWORD: 'x' }), 'signing-key'],
    ['a password for an open key', shop({ RSA_PRIVATE_PASSWORD: 'x' }), 'signing-key'],
    [
      'a value that a shell should have filled',
      shop({ SENTRY_DSN: '$${SENTRY_DSN}' }),
      'unexpanded-variable',
    ],
    [
      'a URL that a shell should have filled',
      shop({ DATABASE_URL: 'postgres://a:$${PASSWORD}@db/a' }),
      'unexpanded-variable',
    ],
    [
      'two schedulers',
      shop({}, {}, { a: { image: 'shop/saleor', restart: 'always', command: ['celery', 'beat'], scale: 2 } }),
      'several-schedulers',
    ],
    ['a built accessory', shop({}, {}, { mail: { build: { context: '/opt/mail' } } }), 'accessory-is-built'],
  ])('error when %s', (_, model, rule) => {
    expect(rules(model)).toEqual({ errors: [rule], warnings: [] })
  })

  it.each<[string, ComposeModel, string]>([
    ['no broker', shop({ CELERY_BROKER_URL: '' }), 'broker-missing'],
    ['no ALLOWED_HOSTS', shop({ ALLOWED_HOSTS: '' }), 'allowed-hosts-missing'],
    ['a short grace', shop({}, { stop_grace_period: '34s' }), 'short-grace'],
    [
      'curl in the health check',
      shop({}, { healthcheck: { test: ['CMD', 'curl', '-f', 'http://localhost'] } }),
      'healthcheck-tool',
    ],
    [
      'wget in a shell',
      shop({}, { healthcheck: { test: ['CMD-SHELL', 'wget -q localhost || exit 1'] } }),
      'healthcheck-tool',
    ],
    [
      'migrate at start',
      shop({}, { command: ['sh', '-c', 'python manage.py migrate && uvicorn saleor.asgi:application'] }),
      'migrates-at-start',
    ],
    [
      'a cut command',
      shop({}, { command: ['sh', '-c', 'gunicorn saleor.asgi:application \n   --bind 0.0.0.0:8000'] }),
      'command-cut',
    ],
    ['a container name', shop({}, { container_name: 'saleor' }), 'container-name'],
    ['no restart', shop({}, { restart: 'no' }), 'stays-down'],
    ['a restart on failure only', shop({}, { restart: 'on-failure:3' }), 'stays-down'],
    [
      'a restart policy, which counts more than restart',
      shop({}, { deploy: { restart_policy: { condition: 'on-failure' } } }),
      'stays-down',
    ],
    [
      'beat inside a worker',
      shop({}, {}, { b: { image: 'shop/saleor', restart: 'always', command: ['celery', 'worker', '-B'] } }),
      'embedded-beat',
    ],
    [
      'a job',
      shop({}, {}, { job: { image: 'shop/saleor', command: ['python', 'manage.py', 'migrate'] } }),
      'job-left-out',
    ],
  ])('warning for %s', (_, model, rule) => {
    expect(rules(model)).toEqual({ errors: [], warnings: [rule] })
  })

  it.each<[string, ComposeModel]>([
    ['an encrypted key with its password', shop({ RSA_PRIVATE_KEY: locked, RSA_PRIVATE_PASSWORD: 'hush$$' })],
    [
      'no key where another manager has its own',
      shop({ RSA_PRIVATE_KEY: null, JWT_MANAGER_PATH: 'shop.jwt.Manager' }),
    ],
    ['a PKCS#1 key', shop({ RSA_PRIVATE_KEY: rsa.export({ type: 'pkcs1', format: 'pem' }).toString() })],
    [
      'a command that goes on after &&',
      shop({}, { command: ['sh', '-c', 'a &&\n  b \\\n --c && uvicorn x'] }),
    ],
    [
      'a health check that is switched off',
      shop({}, { healthcheck: { test: ['CMD', 'curl'], disable: true } }),
    ],
    ['silence about restarts', shop({}, { restart: undefined as never })],
    ['a restart policy without a condition', shop({}, { deploy: { restart_policy: { max_attempts: 3 } } })],
    [
      'restart by deploy',
      shop({}, { restart: undefined as never, deploy: { restart_policy: { condition: 'any' } } }),
    ],
    [
      'an app that is not Saleor',
      project({
        web: {
          image: 'blog',
          command: ['gunicorn', 'blog'],
          ports: [port('80')],
          restart: 'always',
          stop_grace_period: '1m',
        },
      }),
    ],
  ])('nothing against %s', (_, model) => {
    expect(rules(model)).toEqual({ errors: [], warnings: [] })
  })
})

describe("the guide's files", () => {
  it('staging', () => {
    expect(rules(modelFixture('staging'))).toEqual({
      errors: ['allowed-client-hosts-missing', 'signing-key'],
      warnings: ['short-grace', 'migrates-at-start', 'healthcheck-tool'],
    })
  })

  it('production', () => {
    expect(rules(modelFixture('production'))).toEqual({
      errors: ['allowed-client-hosts-missing', 'signing-key', 'unexpanded-variable'],
      warnings: ['short-grace', 'command-cut', 'migrates-at-start', 'healthcheck-tool', 'stays-down'],
    })
  })
})

it("the guide's cut command is shown as it is deployed", () => {
  const model = modelFixture('production')
  const { warnings } = checkModel(model, findRoles(model), 'docker-compose.production.yml')
  const cut = warnings.find(({ rule }) => rule === 'command-cut')
  expect(cut?.message).toBe(
    'docker-compose.production.yml: web: the command has a line break before an option, so the shell would start the program without its options and take them for another command. It is deployed in one piece: gunicorn saleor.asgi:application -k uvicorn.workers.UvicornWorker --bind 0.0.0.0:8000 --workers 4 --threads 2',
  )
})

describe('a fleet of several hosts', () => {
  const found = (model: ComposeModel) => fleetErrors(model, findRoles(model), 'compose.yml')

  it('finds nothing against data outside of the hosts', () => {
    expect(found(modelFixture('production'))).toEqual([])
    expect(found(shop({ DATABASE_URL: 'postgres://db:redis@db.example.com/redis', CACHE_URL: '' }))).toEqual(
      [],
    )
  })

  it("refuses a database and brokers of the hosts' own, and says where they belong", () => {
    const findings = found(modelFixture('staging'))
    expect(findings.map(({ rule, message }) => [rule, message])).toEqual([
      ['data-on-each-host', expect.stringContaining('web, celery, celery-beat: DATABASE_URL leads to db,')],
      ['data-on-each-host', expect.stringContaining('CELERY_BROKER_URL leads to redis,')],
      ['data-on-each-host', expect.stringContaining('REDIS_URL leads to redis,')],
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
  ])('finds a service by %s', (_, url, cache) => {
    const model = shop({ CELERY_BROKER_URL: url }, {}, { cache: { image: 'redis', ...cache } })
    expect(found(model).map(({ message }) => message)).toEqual([
      expect.stringContaining('CELERY_BROKER_URL leads to cache, a service'),
    ])
  })
})

it('a finding names file and services, and no value', () => {
  const model = shop({ RSA_PRIVATE_KEY: 'hush', SECRET_KEY: '$${HUSH}' }, { restart: 'no' })
  if (model.services.worker !== undefined) model.services.worker.restart = 'no'
  const { errors, warnings } = checkModel(model, findRoles(model), 'deploy/compose.yml')
  expect([...errors, ...warnings].map(({ message, place }) => ({ message, place }))).toEqual([
    {
      message:
        'deploy/compose.yml: web: RSA_PRIVATE_KEY is no private key in PEM form. Without DEBUG no Saleor process starts with it.',
      place: { file: 'deploy/compose.yml' },
    },
    {
      message: 'deploy/compose.yml: web: SECRET_KEY would hold the text ${…} and not what it stands for.',
      place: { file: 'deploy/compose.yml' },
    },
    {
      message:
        'deploy/compose.yml: web, worker: after a reboot of the host Docker does not start it again: the file says no.',
      place: { file: 'deploy/compose.yml' },
    },
  ])
  expect(JSON.stringify([errors, warnings])).not.toMatch(/hush/i)
})
