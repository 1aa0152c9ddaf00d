import { generateKeyPairSync } from 'node:crypto'
import { type Checkout, emptyCheckout, type Obstacle, type Tree } from '../../src/model/project/checkout.ts'
import type { ComposeModel, ComposeService } from '../../src/model/project/project.ts'
import { port, project } from './fixtures.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const key = rsa.export({ type: 'pkcs8', format: 'pem' }).toString()
const locked = rsa
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'hush$' })
  .toString()
const curve = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

const media = [{ type: 'volume', source: 'media', target: '/app/media' }]

const settings = {
  DEBUG: 'False',
  SECRET_KEY: '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
  ALLOWED_HOSTS: 'shop.acme.test',
  ALLOWED_CLIENT_HOSTS: 'shop.acme.test',
  PUBLIC_URL: 'https://shop.acme.test',
  DATABASE_URL: 'postgres://saleor:hush@db:5432/saleor',
  CACHE_URL: 'redis://redis:6379/0',
  CELERY_BROKER_URL: 'redis://redis:6379/1',
  RSA_PRIVATE_KEY: key,
}

/** What is other than in a shop without any fault; every service of the app has the same environment. */
interface Changes {
  environment?: Record<string, string | null>
  web?: ComposeService
  worker?: ComposeService
  beat?: ComposeService
  db?: ComposeService
  others?: Record<string, ComposeService>
}

/** A shop without any fault, but for these. */
export function shop(changes: Changes = {}): ComposeModel {
  const environment = { ...settings, ...changes.environment }
  const app = { image: 'shop/saleor', restart: 'unless-stopped', environment, volumes: media }
  return project({
    web: { ...app, ports: [port('8000')], stop_grace_period: '40s', ...changes.web },
    worker: { ...app, command: ['celery', 'worker'], stop_grace_period: '2m', ...changes.worker },
    beat: { ...app, command: ['celery', 'beat', '--scheduler', 'saleor.X'], ...changes.beat },
    db: {
      image: 'postgres:15',
      volumes: [{ type: 'volume', source: 'data', target: '/var/lib/postgresql/data' }],
      ...changes.db,
    },
    redis: { image: 'redis:7-alpine' },
    ...changes.others,
  })
}

/** A state of the project, and the one rule that names it. */
export interface ProjectState {
  state: string
  model: ComposeModel
  rule: string
  /** Compose without it. */
  engine?: 'swarm'
  /** Services that the input images names. */
  otherWeb?: readonly string[]
  hosts?: number
  production?: boolean
  checkout?: Checkout
}

const settingsOf = (
  state: string,
  environment: Record<string, string | null>,
  rule: string,
): ProjectState => ({
  state,
  model: shop({ environment }),
  rule,
})
const web = (state: string, service: ComposeService, rule: string): ProjectState => ({
  state,
  model: shop({ web: service }),
  rule,
})
const shell = (script: string): ComposeService => ({ command: ['sh', '-c', script] })
const check = (...test: string[]): ComposeService => ({ healthcheck: { test } })

/** Where a container in the host's network finds everything; the others ask for the database by name. */
const shared = { CACHE_URL: 'redis://r.acme.test/0', CELERY_BROKER_URL: 'redis://r.acme.test/1' }
const elsewhere = { ...shared, DATABASE_URL: 'postgres://a:b@localhost/c' }

const mounted = (source: string, target = '/etc/nginx.conf') => [{ type: 'bind', source, target }]
const tree = (path: string, isFolder = false): Tree => ({
  isFolder,
  folders: [],
  files: [{ path: isFolder ? 'one' : '', executable: false, content: Buffer.from(path) }],
})
const tooLarge: Obstacle = { text: 'is too large.', fix: 'Make it smaller.' }
/** What the repository has at these paths. */
const here = (trees: Record<string, Tree | Obstacle>): Checkout => ({
  ...emptyCheckout,
  trees: new Map(Object.entries(trees)),
})
const side = (state: string, service: ComposeService): ProjectState => ({
  state,
  model: shop({ others: { side: { image: 'side:1', ...service } } }),
  rule: 'tied-to-replaced',
})

/** States of the environment. */
export const settingStates: ProjectState[] = [
  settingsOf(
    'the password of the staging example',
    { DATABASE_URL: 'postgres://saleor:staging_password@db:5432/saleor' },
    'example-secret-staging',
  ),
  {
    ...settingsOf(
      'the login of the mail example, in production',
      { EMAIL_URL: 'smtp://user:password@smtp.acme.test:587/?tls=True' },
      'example-secret',
    ),
    production: true,
  },
  {
    state: "the example's password of the database itself",
    model: shop({ db: { image: 'postgres:15', environment: { POSTGRES_PASSWORD: 'staging_password' } } }),
    rule: 'example-secret',
    production: true,
  },
  settingsOf(
    'a host of the example',
    { ALLOWED_HOSTS: 'shop.acme.test,Staging.example.com' },
    'example-host',
  ),
  settingsOf('DEBUG is not set', { DEBUG: null }, 'debug-not-off'),
  settingsOf('DEBUG is on', { DEBUG: 'True' }, 'debug-not-off'),
  settingsOf('DEBUG is blank', { DEBUG: '' }, 'debug-not-off'),
  settingsOf('no SECRET_KEY', { SECRET_KEY: ' ' }, 'secret-key-missing'),
  settingsOf(
    "the guide's SECRET_KEY",
    { SECRET_KEY: 'your-super-secret-key-here-min-50-chars' },
    'secret-key-public',
  ),
  settingsOf(
    'the SECRET_KEY of startproject',
    { SECRET_KEY: `django-insecure-${'x1y2'.repeat(10)}` },
    'secret-key-public',
  ),
  settingsOf('a short SECRET_KEY', { SECRET_KEY: '0123456789abcdef0123456789abcdef' }, 'secret-key-weak'),
  settingsOf('a SECRET_KEY of two lines', { SECRET_KEY: `${'Zm9v'.repeat(16)}\nYmFy` }, 'secret-key-weak'),
  settingsOf('a SECRET_KEY of one letter', { SECRET_KEY: 'a'.repeat(60) }, 'secret-key-weak'),
  settingsOf('no ALLOWED_CLIENT_HOSTS', { ALLOWED_CLIENT_HOSTS: '' }, 'allowed-client-hosts-missing'),
  settingsOf(
    'ALLOWED_CLIENT_HOSTS for everybody',
    { ALLOWED_CLIENT_HOSTS: 'a.com,*' },
    'allowed-client-hosts-any',
  ),
  settingsOf('no ALLOWED_HOSTS', { ALLOWED_HOSTS: '' }, 'allowed-hosts-missing'),
  settingsOf(
    'a URL in ALLOWED_CLIENT_HOSTS',
    { ALLOWED_CLIENT_HOSTS: 'https://shop.acme.test' },
    'hosts-malformed',
  ),
  settingsOf('a port in ALLOWED_HOSTS', { ALLOWED_HOSTS: 'shop.acme.test,shop:8000' }, 'hosts-malformed'),
  settingsOf('no PUBLIC_URL', { PUBLIC_URL: null }, 'public-url-missing'),
  settingsOf(
    'ALLOWED_HOSTS without the host of PUBLIC_URL',
    { ALLOWED_HOSTS: 'www.acme.test' },
    'public-url-not-allowed',
  ),
  settingsOf('PUBLIC_URL without a scheme', { PUBLIC_URL: 'shop.acme.test' }, 'public-url-not-allowed'),
  settingsOf('no key', { RSA_PRIVATE_KEY: null }, 'signing-key'),
  settingsOf('a key with escaped line ends', { RSA_PRIVATE_KEY: key.replaceAll('\n', '\\n') }, 'signing-key'),
  settingsOf('a key that is cut', { RSA_PRIVATE_KEY: key.slice(0, 900) }, 'signing-key'),
  settingsOf('a key of another kind', { RSA_PRIVATE_KEY: curve }, 'signing-key'),
  settingsOf('an encrypted key without password', { RSA_PRIVATE_KEY: locked }, 'signing-key'),
  settingsOf('a wrong password', { RSA_PRIVATE_KEY: locked, RSA_PRIVATE_PASSWORD: 'x' }, 'signing-key'),
  settingsOf('a password for an open key', { RSA_PRIVATE_PASSWORD: 'x' }, 'signing-key'),
  settingsOf(
    'a value that a shell should have filled',
    { SENTRY_DSN: '$${SENTRY_DSN}' },
    'unexpanded-variable',
  ),
  settingsOf('no database', { DATABASE_URL: '' }, 'database-missing'),
  settingsOf('a database that is not PostgreSQL', { DATABASE_URL: 'mysql://a:b@db/c' }, 'url-malformed'),
  settingsOf(
    'a # in the password of the database',
    { DATABASE_URL: 'postgres://a:hu#sh@db:5432/c' },
    'url-malformed',
  ),
  settingsOf('a broker without a scheme', { CELERY_BROKER_URL: 'redis:6379/1' }, 'url-malformed'),
  settingsOf('a cache without a host', { CACHE_URL: 'redis:///0' }, 'url-malformed'),
  settingsOf(
    'Redis on localhost',
    { CELERY_BROKER_URL: 'redis://localhost:6379/1' },
    'localhost-in-container',
  ),
  settingsOf(
    'the database on 127.0.0.1',
    { DATABASE_URL: 'postgres://a:b@127.0.0.1/c' },
    'localhost-in-container',
  ),
  settingsOf(
    'a database service that is not there',
    { DATABASE_URL: 'postgres://a:b@staging-db/c' },
    'unknown-service-host',
  ),
  settingsOf('no broker', { CELERY_BROKER_URL: '' }, 'broker-missing'),
  settingsOf('no cache', { CACHE_URL: null }, 'cache-missing'),
  settingsOf('a name of other Django apps', { SECURE_SSL_REDIRECT: 'True' }, 'unread-name'),
  settingsOf('GRAPHQL_JWT_SECRET_KEY', { GRAPHQL_JWT_SECRET_KEY: 'hush' }, 'unread-name'),
  {
    state: 'another broker for the worker',
    model: shop({ worker: { environment: { ...settings, CELERY_BROKER_URL: 'redis://redis:6379/2' } } }),
    rule: 'settings-differ',
  },
  web('no place for uploads', { volumes: [] }, 'media-lost'),
  {
    state: 'uploads that the worker does not see',
    model: shop({ worker: { volumes: [] } }),
    rule: 'media-not-shared',
  },
  {
    state: 'uploads on each of two hosts',
    model: shop({
      environment: {
        DATABASE_URL: 'postgres://a:b@db.acme.test/c',
        CACHE_URL: 'redis://r.acme.test',
        CELERY_BROKER_URL: 'redis://r.acme.test',
      },
    }),
    rule: 'media-on-each-host',
    hosts: 2,
  },
]

/** States of the Compose file. */
export const fileStates: ProjectState[] = [
  {
    state: 'a file of the repository in an accessory that can not go to the server',
    model: shop({ others: { proxy: { image: 'nginx:1.27', volumes: mounted('/opt/saleor/nginx.conf') } } }),
    checkout: here({ '/opt/saleor/nginx.conf': tooLarge }),
    rule: 'file-not-delivered',
  },
  ...['configs', 'secrets'].map((section) => ({
    state: `${section} from a file of the repository that can not go to the server`,
    model: {
      ...shop({ web: { [section]: [{ source: 'c' }] } }),
      [section]: { c: { file: '/opt/saleor/c' } },
    },
    checkout: here({ '/opt/saleor/c': tooLarge }),
    rule: 'file-not-delivered',
  })),
  ...['configs', 'secrets'].map((section) => ({
    state: `${section} from a variable without a value`,
    model: {
      ...shop({ web: { [section]: [{ source: 'c' }] } }),
      [section]: { c: { environment: 'MY_SECRET' } },
    },
    rule: 'file-not-delivered',
  })),
  {
    state: 'a file of the repository that web could write to',
    model: shop({ web: { volumes: [...media, ...mounted('/opt/saleor/a.conf')] } }),
    checkout: here({ '/opt/saleor/a.conf': tree('a.conf') }),
    rule: 'mounted-read-only',
  },
  {
    state: 'a folder of the repository where a database keeps its data',
    model: shop({ db: { volumes: mounted('/opt/saleor/data', '/var/lib/postgresql/data') } }),
    checkout: here({ '/opt/saleor/data': tree('data', true) }),
    rule: 'data-in-repository',
  },
  {
    state: 'a secret from a file of the repository for another user',
    model: {
      ...shop({ web: { secrets: [{ source: 's', uid: '103' }] } }),
      secrets: { s: { file: '/opt/saleor/s' } },
    },
    checkout: here({ '/opt/saleor/s': tree('s') }),
    rule: 'file-owner',
  },
  web(
    'a log without a limit',
    { logging: { driver: 'json-file', options: { 'max-file': '3' } } },
    'log-without-limit',
  ),
  web('no replicas of web', { deploy: { replicas: 0 } }, 'web-without-replicas'),
  web('no scale of web', { scale: 0 }, 'web-without-replicas'),
  ...['ipv4_address', 'ipv6_address', 'mac_address'].map((key) =>
    web(`${key} on web`, fixed(key), 'fixed-address'),
  ),
  web('mac_address on web itself', { mac_address: '02:42:ac:11:00:03' }, 'fixed-address'),
  {
    state: 'a fixed address on a worker',
    model: shop({ worker: fixed('ipv4_address') }),
    rule: 'fixed-address',
  },
  side('a service in the network of web', { network_mode: 'service:web' }),
  side('a service among the processes of a worker', { pid: 'service:worker' }),
  side('a service with the memory of the scheduler', { ipc: 'service:beat' }),
  side('a service with the volumes of web', { volumes_from: ['web:ro'] }),
  web("web in the host's network", { network_mode: 'host' }, 'host-network'),
  web('web on the bridge of Docker', { network_mode: 'bridge' }, 'host-network'),
  {
    state: "a worker in the host's network that asks for db",
    model: shop({ worker: { network_mode: 'host' } }),
    rule: 'host-network',
  },
  settingsOf('a variable of nginx-proxy', { VIRTUAL_HOST: 'shop.acme.test' }, 'labels-lead-past-edge'),
  {
    state: 'a proxy whose command leads to a container of web',
    model: shop({ others: { proxy: { image: 'caddy:2', command: ['caddy', '--to', 'shop-web-1:8000'] } } }),
    rule: 'proxy-past-edge',
  },
  {
    state: 'a service whose environment leads to a container of web',
    model: shop({ others: { front: { image: 'x:1', environment: { UPSTREAM: 'http://shop-web-1:8000' } } } }),
    rule: 'proxy-past-edge',
  },
  ...[
    { links: ['db:database'] },
    { networks: { default: { driver_opts: { 'com.docker.network.endpoint.sysctls': 'x' } } } },
  ].map((settings) => ({
    state: `web with ${Object.keys(settings)[0]} and a proxy that asks it by name`,
    model: shop({ web: settings, others: { proxy: { image: 'caddy:2', command: ['--to', 'web:8000'] } } }),
    rule: 'web-network-settings',
  })),
  {
    state: 'a proxy whose config leads to a container of web',
    model: {
      ...shop({ others: { nginx: { image: 'nginx:1.27', configs: [{ source: 'n' }] } } }),
      configs: { n: { content: 'upstream a { server shop_web_1:8000; }' } },
    },
    rule: 'proxy-past-edge',
  },
  // Measured with dash 0.5.12: it stays in front whatever the script is.
  ...['uvicorn x', 'a; b', 'a && b'].map((script) =>
    web(`sh with ${script}`, shell(script), 'shell-keeps-signal'),
  ),
  // Measured with bash 5.2: it stays where the last command is not simple, or belongs to others.
  ...['a; b >c', 'a; (b)', 'a; b | c', 'a & b', 'a; c && b', '{ b; }', 'a; if x; then b; fi', 'a; ! b'].map(
    (script) => web(`bash with ${script}`, { command: ['bash', '-c', script] }, 'shell-keeps-signal'),
  ),
  ...['django_celery_beat.schedulers:DatabaseScheduler', 'django', 'celery.beat:PersistentScheduler'].map(
    (name) => ({
      state: `the scheduler ${name}`,
      model: shop({ beat: { command: ['celery', 'beat', '--scheduler', name] } }),
      rule: 'beat-scheduler',
    }),
  ),
  {
    state: 'an image without a tag that is built here',
    model: shop({ others: { tool: { image: 'me/tool', build: { context: '/opt/saleor/tool' } } } }),
    rule: 'floating-tag',
  },
  web(
    'curl in the health check',
    check('CMD', 'curl', '-f', 'http://localhost:8000/health/'),
    'healthcheck-tool',
  ),
  web('wget in a shell', check('CMD-SHELL', 'wget -q localhost || exit 1'), 'healthcheck-tool'),
  web(
    'a health check at another port',
    check('CMD', 'python3', '-c', "u('http://localhost:9000/health/')"),
    'healthcheck-address',
  ),
  web(
    'a health check without the slash',
    check('CMD', 'python3', '-c', "u('http://127.0.0.1:8000/health')"),
    'healthcheck-address',
  ),
  web("a grace shorter than the server's", { stop_grace_period: '34s' }, 'short-grace'),
  web(
    'a server with a longer grace',
    { command: ['uvicorn', 'saleor.asgi:application', '--timeout-graceful-shutdown=60'] },
    'short-grace',
  ),
  web(
    'migrate at start',
    shell('python manage.py migrate; exec uvicorn saleor.asgi:application'),
    'migrates-at-start',
  ),
  web(
    'collectstatic at start',
    shell('python manage.py collectstatic; exec uvicorn x'),
    'collects-static-at-start',
  ),
  web(
    'a shell that keeps the stop signal',
    shell('echo "a && b" && uvicorn saleor.asgi:application'),
    'shell-keeps-signal',
  ),
  web(
    '&& without a shell',
    { command: ['python', 'x.py', '&&', 'uvicorn', 'saleor.asgi:application'] },
    'command-needs-shell',
  ),
  web('a cut command', shell('exec uvicorn saleor.asgi:application \n   --host 0.0.0.0'), 'command-cut'),
  web('gunicorn', { command: ['gunicorn', 'saleor.asgi:application'] }, 'gunicorn-gone'),
  web(
    'the development server',
    { command: ['python', 'manage.py', 'runserver', '0.0.0.0:8000'] },
    'development-server',
  ),
  web(
    'the code of the server over that of the image',
    { volumes: [...media, { type: 'bind', source: '/opt/saleor', target: '/app' }] },
    'code-hidden',
  ),
  web('a container name', { container_name: 'saleor' }, 'container-name'),
  web('no restart', { restart: 'no' }, 'stays-down'),
  web('a restart on failure only', { restart: 'on-failure:3' }, 'stays-down'),
  web(
    'a restart policy, which counts more than restart',
    { deploy: { restart_policy: { condition: 'on-failure' } } },
    'stays-down',
  ),
  {
    state: 'two schedulers',
    model: shop({ beat: { command: ['celery', 'beat', '-S', 'x'], scale: 2 } }),
    rule: 'several-schedulers',
  },
  {
    state: 'beat inside a worker',
    model: shop({ beat: { command: ['celery', 'worker', '-B', '-S', 'x'], stop_grace_period: '1m' } }),
    rule: 'embedded-beat',
  },
  {
    state: "Celery's own scheduler",
    model: shop({ beat: { command: ['celery', 'beat', '-l', 'info'] } }),
    rule: 'beat-scheduler',
  },
  {
    state: 'a worker that is killed at once',
    model: shop({ worker: { stop_grace_period: '10s' } }),
    rule: 'worker-grace',
  },
  { state: 'no worker', model: project(without(shop(), 'worker')), rule: 'no-worker' },
  { state: 'no scheduler', model: project(without(shop(), 'beat')), rule: 'no-scheduler' },
  {
    state: 'a fixed port of a worker',
    model: shop({ worker: { ports: [port('5555', 5555)] } }),
    rule: 'port-clash',
  },
  {
    state: 'a fixed port and replicas, not of web',
    model: shop({ others: { mail: { image: 'mail:1', scale: 2, ports: [port('25')] } } }),
    rule: 'replicas-share-port',
  },
  {
    state: 'an accessory that is built',
    model: shop({ others: { mail: { build: { context: '/opt/mail' } } } }),
    rule: 'accessory-is-built',
  },
  {
    state: 'a job',
    model: shop({ others: { job: { image: 'shop/saleor', command: ['python', 'manage.py', 'migrate'] } } }),
    rule: 'job-left-out',
  },
  {
    state: 'an image without a tag',
    model: shop({ others: { mail: { image: 'axllent/mailpit' } } }),
    rule: 'floating-tag',
  },
  {
    state: 'an image with the tag latest',
    model: shop({ others: { mail: { image: 'axllent/mailpit:latest' } } }),
    rule: 'floating-tag',
  },
  {
    state: 'a database open to the world',
    model: shop({
      db: {
        image: 'postgres:15',
        ports: [port('5432', 5432)],
        volumes: [{ type: 'volume', source: 'data', target: '/var/lib/postgresql/data' }],
      },
    }),
    rule: 'data-port-open',
  },
  { state: 'a database without a volume', model: shop({ db: { volumes: [] } }), rule: 'data-without-volume' },
  {
    state: 'a database on each of two hosts',
    model: shop({
      environment: {
        CACHE_URL: 'redis://r.acme.test',
        CELERY_BROKER_URL: 'redis://r.acme.test',
        AWS_MEDIA_BUCKET_NAME: 'media',
      },
    }),
    rule: 'data-on-each-host',
    hosts: 2,
  },
]

/** The database's data, and nothing else of it. */
const data = {
  image: 'postgres:15',
  volumes: [{ type: 'volume', source: 'data', target: '/var/lib/postgresql/data' }],
}

/** What looks like a fault and is none. */
const inSwarm = (rule: string, state: string, side: ComposeService): ProjectState => ({
  ...{ rule, state, engine: 'swarm' },
  model: shop({ others: { side: { image: 'side:1', ...side } } }),
})

/** What a Swarm can't do, or does otherwise. */
export const stackStates: ProjectState[] = [
  inSwarm('stack-key', 'a service has its own size of /dev/shm', { shm_size: '67108864' }),
  inSwarm('stack-key', 'a service has a key of deploy that no Swarm knows', { deploy: { other: 1 } }),
  inSwarm('stack-port', 'an accessory listens on loopback alone', {
    ports: [{ ...port('6000'), host_ip: '127.0.0.1' }],
  }),
  inSwarm('stack-port', 'an accessory publishes a range', {
    ports: [{ ...port('6000'), published: '6000-6002' }],
  }),
  inSwarm('stack-mode', 'a service is a job', { deploy: { mode: 'replicated-job' } }),
  inSwarm('stack-mode', 'a service wants a virtual address', { deploy: { endpoint_mode: 'vip' } }),
  {
    ...inSwarm('stack-web-health', 'a storefront has no health check', { ports: [port('3000')] }),
    otherWeb: ['side'],
  },
  inSwarm('stack-network', 'a service wants the address of its node', { extra_hosts: ['node=host-gateway'] }),
  inSwarm('stack-network', 'a service has a fixed address', {
    networks: { default: { ipv4_address: '10.0.0.9' } },
  }),
  inSwarm('stack-update-config', 'a service says how Swarm rolls it back', {
    deploy: { rollback_config: { parallelism: 2 } },
  }),
  {
    ...{ rule: 'stack-runs-once', state: 'web waits for the end of a service', engine: 'swarm' },
    model: shop({
      web: { depends_on: { side: { condition: 'service_completed_successfully' } } },
      others: { side: { image: 'side:1' } },
    }),
  },
  {
    ...{ rule: 'stack-network', state: 'a network has the driver bridge', engine: 'swarm' },
    model: {
      ...shop({ others: { side: { image: 'side:1', networks: { back: null } } } }),
      networks: { back: { driver: 'bridge' } },
    },
  },
]

export const soundProjects: { state: string; model: ComposeModel; hosts?: number }[] = [
  { state: 'a shop without fault', model: shop() },
  {
    state: 'an encrypted key with its password',
    model: shop({ environment: { RSA_PRIVATE_KEY: locked, RSA_PRIVATE_PASSWORD: 'hush$$' } }),
  },
  {
    state: 'no key where another manager has its own',
    model: shop({ environment: { RSA_PRIVATE_KEY: null, JWT_MANAGER_PATH: 'shop.jwt.Manager' } }),
  },
  {
    state: 'a PKCS#1 key',
    model: shop({
      environment: { RSA_PRIVATE_KEY: rsa.export({ type: 'pkcs1', format: 'pem' }).toString() },
    }),
  },
  { state: 'a domain and all below it', model: shop({ environment: { ALLOWED_HOSTS: '.acme.test' } }) },
  {
    state: 'hosts that only look like an example',
    model: shop({
      environment: {
        EMAIL_URL: 'smtp://shop:hush@myexample.com:25',
        DEFAULT_FROM_EMAIL: 'shop@example.com.acme.test',
      },
    }),
  },
  { state: 'every host', model: shop({ environment: { ALLOWED_HOSTS: '*' } }) },
  {
    state: 'a cluster, a socket, a password in percent',
    model: shop({
      environment: {
        DATABASE_URL: 'postgres://a:h%23sh@one.acme.test:5432,two.acme.test/c',
        CACHE_URL: 'redis+socket:///run/redis.sock',
        CELERY_BROKER_URL: 'sentinel://a.acme.test:26379;sentinel://b.acme.test:26379',
      },
    }),
  },
  {
    state: "localhost where the network is the host's",
    model: shop({ environment: shared, ...hostNetwork() }),
  },
  {
    state: 'a name that another project may know',
    model: shop({ environment: { DATABASE_URL: 'postgres://a:b@pgbouncer/c' }, ...extraHosts() }),
  },
  {
    state: 'uploads in a bucket',
    model: shop({ environment: { AWS_MEDIA_BUCKET_NAME: 'media' }, web: { volumes: [] } }),
  },
  {
    state: 'a command that goes on after &&',
    model: shop({ web: { command: ['sh', '-c', 'a &&\n  b \\\n --c && exec uvicorn x'] } }),
  },
  ...['a; exec b', 'trap "kill 0" TERM; b & wait'].map((script) => ({
    state: `sh with ${script}`,
    model: shop({ web: { command: ['sh', '-c', script] } }),
  })),
  // Measured with bash 5.2: it becomes the last command when that is simple.
  ...['b', 'a; b', 'a && b', 'a\nb', 'a; X=1 b;', 'if a; then c; fi; b', 'X=$(a); b', 'a || c && b'].map(
    (script) => ({ state: `bash with ${script}`, model: shop({ web: { command: ['bash', '-c', script] } }) }),
  ),
  {
    state: 'a fixed address of a database',
    model: shop({ db: { ...data, mac_address: '02:42:ac:11:00:03' } }),
  },
  {
    state: 'a fixed address of what stops before its successor starts',
    model: shop({
      worker: { ...fixed('ipv4_address'), deploy: { update_config: { order: 'stop-first' } } },
      beat: fixed('ipv4_address'),
    }),
  },
  {
    state: 'a service in the network and with the volumes of a database',
    model: shop({
      others: { side: { image: 'side:1', network_mode: 'service:db', volumes_from: ['db:ro'] } },
    }),
  },
  {
    state: 'a file of the server',
    model: shop({ others: { proxy: { image: 'nginx:1.27', volumes: mounted('/opt/saleor/a') } } }),
  },
  {
    state: 'a proxy that asks the edge',
    model: shop({ others: { proxy: { image: 'caddy:2', command: ['caddy', '--to', 'edge:8000'] } } }),
  },
  {
    state: 'a service that is no proxy and asks web',
    model: shop({ others: { prometheus: { image: 'prom:3', command: ['--targets', 'web:8000'] } } }),
  },
  {
    state: 'Traefik switched off for web',
    model: shop({ web: { labels: { 'traefik.enable': 'false' } } }),
  },
  {
    state: "a scheduler of the team's own",
    model: shop({ beat: { command: ['celery', 'beat', '-S', 'shop.x:Y'] } }),
  },
  {
    state: 'saleor in a value',
    model: project({
      web: {
        image: 'blog',
        command: ['gunicorn', 'blog'],
        ports: [port('80')],
        environment: { DATABASE_URL: 'postgres://saleor@db.shop.internal/saleor' },
      },
    }),
  },
  ...['false', '0', 'no', 'off'].map((value) => ({
    // In Saleor 3.22 and 3.23 `true` and `1` alone switch it on; the old ones that read it as Python stop at other words.
    state: `DEBUG=${value}, which Saleor takes for off`,
    model: shop({ environment: { DEBUG: value } }),
  })),
  {
    state: 'a health check that is switched off',
    model: shop({ web: { healthcheck: { test: ['CMD', 'curl'], disable: true } } }),
  },
  {
    state: 'a health check that works',
    model: shop({
      web: { healthcheck: { test: ['CMD', 'python3', '-c', "u('http://localhost:8000/health/')"] } },
    }),
  },
  { state: 'silence about restarts', model: shop({ web: { restart: undefined as never } }) },
  {
    state: 'a restart policy without a condition',
    model: shop({ web: { deploy: { restart_policy: { max_attempts: 3 } } } }),
  },
  {
    state: 'restart by deploy',
    model: shop({ web: { restart: undefined as never, deploy: { restart_policy: { condition: 'any' } } } }),
  },
  { state: 'three web with one port', model: shop({ web: { scale: 3 } }) },
  {
    state: 'a port of a worker that stops first',
    model: shop({ worker: { ports: [port('5555')], deploy: { update_config: { order: 'stop-first' } } } }),
  },
  {
    state: 'a database for this host alone',
    model: shop({
      db: {
        image: 'postgres:15',
        ports: [{ ...port('5432'), host_ip: '127.0.0.1' }],
        volumes: [{ type: 'bind', source: '/data', target: '/var/lib/postgresql/data' }],
      },
    }),
  },
  {
    state: 'an app that is not Saleor',
    model: project({ web: { image: 'blog', command: ['gunicorn', 'blog'], ports: [port('80')] } }),
    hosts: 2,
  },
]

function without({ services }: ComposeModel, name: string): ComposeModel['services'] {
  return Object.fromEntries(Object.entries(services).filter(([one]) => one !== name))
}

function fixed(key: string): ComposeService {
  return { networks: { default: { [key]: 'x' } } }
}

function hostNetwork(): Changes {
  return { worker: { network_mode: 'host', environment: { ...settings, ...elsewhere } } }
}

function extraHosts(): Changes {
  const service = { extra_hosts: ['pgbouncer=10.0.0.7'] }
  return { web: service, worker: service, beat: service }
}
