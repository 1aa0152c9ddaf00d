import { afterAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { resolveDesiredState } from '../../src/desired/deploy.ts'
import { UserError } from '../../src/errors.ts'
import { deployStaging } from '../../src/inputs/deploy-staging.ts'
import { readInputs } from '../../src/inputs/read.ts'
import { composeRunner, hasCompose } from '../compose/real.ts'
import { shopEnvironment } from '../e2e/staging.ts'
import { partsOn } from './parts-on-empty-host.ts'

type Service = Record<string, unknown>

/** What people reported, as it differs from a project of web, worker, beat, PostgreSQL and Redis. */
interface Reported {
  /** What was added, in words of ours. */
  what: string
  /** Services that are changed or added; `null` takes one away. */
  services?: Record<string, Service | null>
  top?: Record<string, unknown>
  files?: Record<string, string>
  inputs?: Record<string, string>
  environment?: string
  /** What has to be said of it: the refusal, a warning, or the parts of the services. */
  says: RegExp
}

const image = 'ghcr.io/acme/shop'
const app = { image, env_file: ['.env.staging'], restart: 'unless-stopped' }
const base: Record<string, Service> = {
  web: { ...app, command: 'uvicorn saleor.asgi:application', ports: ['8000:8000'], stop_grace_period: '40s' },
  worker: { ...app, command: 'celery -A saleor.celeryconf:app worker', stop_grace_period: '2m' },
  beat: { ...app, command: 'celery -A saleor.celeryconf:app beat --scheduler saleor.schedulers.X' },
  db: { image: 'postgres:15', volumes: ['data:/var/lib/postgresql/data'] },
  redis: { image: 'redis:7-alpine' },
}
const nginx = { image: 'nginx:1.27', ports: ['80:80'], depends_on: ['web'] }
const conf = 'server {\n  location / {\n    proxy_pass http://web:8000;\n  }\n}\n'

const reported: Reported[] = [
  {
    what: 'a file of the repository is mounted into a proxy',
    services: { proxy: { ...nginx, volumes: ['./nginx.conf:/etc/nginx/conf.d/default.conf:ro'] } },
    files: { 'nginx.conf': conf },
    says: /proxy: accessory started/,
  },
  {
    what: 'an init script of the database is mounted',
    services: { db: { ...base.db, volumes: ['./init.sql:/docker-entrypoint-initdb.d/init.sql:ro'] } },
    files: { 'init.sql': 'SELECT 1' },
    says: /db: accessory started/,
  },
  {
    what: 'secrets: file',
    services: { web: { ...base.web, secrets: ['s'] } },
    top: { secrets: { s: { file: './s.txt' } } },
    files: { 's.txt': 'x' },
    says: /web: web rolled/,
  },
  {
    what: 'secrets: environment',
    services: { web: { ...base.web, secrets: ['s'] } },
    top: { secrets: { s: { environment: 'MY_SECRET' } } },
    says: /refused.*MY_SECRET/,
  },
  {
    what: 'a fixed address of web',
    services: { web: { ...base.web, networks: { default: { ipv4_address: '172.28.0.10' } } } },
    says: /refused.*ipv4_address is fixed/,
  },
  {
    what: 'no replicas of web',
    services: { web: { ...base.web, deploy: { replicas: 0 } } },
    says: /refused.*0 replicas/,
  },
  {
    what: 'a service that ends by itself',
    services: { init: { image: 'busybox:1', command: ['true'] } },
    says: /init: accessory started/,
  },
  {
    what: 'network_mode: service:web',
    services: { side: { image: 'busybox:1', network_mode: 'service:web' } },
    says: /refused.*network_mode ties it/,
  },
  {
    what: 'volumes_from web',
    services: { side: { image: 'busybox:1', volumes_from: ['web'] } },
    says: /refused.*volumes_from ties it/,
  },
  {
    what: 'network_mode: host of web',
    services: { web: { ...base.web, network_mode: 'host' } },
    says: /refused.*network_mode: host/,
  },
  {
    what: 'flower with an image of its own',
    services: { flower: { image: 'mher/flower:2.0', command: 'celery flower' } },
    says: /flower: accessory started/,
  },
  {
    what: "Saleor's own image alone",
    services: {
      ...{ web: null, worker: null, beat: null },
      api: { image: 'ghcr.io/saleor/saleor:3.23', ports: ['8000:8000'], env_file: ['.env.staging'] },
    },
    says: /api: web rolled/,
  },
  {
    what: 'a front that is built, beside an app with entry scripts',
    services: {
      ...{ web: null, worker: null, beat: null },
      front: { build: './nginx', image: 'me/front', ports: ['80:80'] },
      app: { build: '.', image: 'me/app', entrypoint: ['/start-web.sh'], env_file: ['.env.staging'] },
      tasks: { image: 'me/app', entrypoint: ['/start-worker.sh'], env_file: ['.env.staging'] },
    },
    files: { 'nginx/Dockerfile': 'FROM nginx', Dockerfile: 'FROM scratch' },
    says: /refused.*app, front, tasks could each be the web.*publishes 80/s,
  },
  {
    what: 'the same with roles in the file',
    services: {
      ...{ web: null, worker: null, beat: null },
      front: { image: 'me/front:1', ports: ['80:80'] },
      app: {
        ...{ image: 'me/app', entrypoint: ['/start-web.sh'], env_file: ['.env.staging'] },
        ...{ ports: ['8000:8000'], 'x-saleor-deploy': { role: 'web' } },
      },
      tasks: {
        ...{ image: 'me/app', entrypoint: ['/start-worker.sh'], env_file: ['.env.staging'] },
        'x-saleor-deploy': { role: 'worker' },
      },
    },
    says: /app: web rolled.*tasks: worker rolled.*front: accessory started/s,
  },
  {
    what: 'an unknown role in the file',
    services: { worker: { ...base.worker, 'x-saleor-deploy': { role: 'celery' } } },
    says: /refused, line \d+.*worker has the role "celery", which is none/,
  },
  {
    what: 'a role in the file that an input says otherwise',
    services: { worker: { ...base.worker, 'x-saleor-deploy': { role: 'accessory' } } },
    inputs: { 'worker-services': 'worker' },
    says: /refused, line \d+.*the input worker-services names it as well/,
  },
  {
    what: "web without a port behind the project's own proxy",
    services: {
      web: { ...base.web, ports: [] },
      proxy: { ...nginx, command: ['nginx', '-g', 'upstream web:8000'] },
    },
    says: /web: web rolled.*web:8000 is the edge.*proxy: accessory started/s,
  },
  {
    what: 'web with a port, and a proxy inside that asks web:8000',
    services: { proxy: { ...nginx, environment: { UPSTREAM: 'http://web:8000' } } },
    says: /web: web rolled.*web:8000 is the edge/s,
  },
  {
    what: 'labels of Traefik on web, which publishes no port',
    services: {
      web: {
        ...base.web,
        ...{ ports: [], expose: ['8000'] },
        labels: ['traefik.enable=true', 'traefik.http.routers.shop.rule=Host(`shop.acme.test`)'],
      },
    },
    says: /web: web rolled.*the edge has the labels traefik\.enable, traefik\.http\.routers\.shop\.rule/s,
  },
  {
    what: 'web without a port that nobody asks',
    services: { web: { ...base.web, ports: [] } },
    says: /refused.*publishes no port, and nothing in the project sends requests to it/,
  },
  {
    what: 'a dashboard with an image of its own',
    services: { dashboard: { image: 'ghcr.io/saleor/saleor-dashboard:3.23', ports: ['9000:80'] } },
    says: /dashboard: accessory started/,
  },
  {
    what: 'the dashboard named in worker-services',
    services: { dashboard: { image: 'ghcr.io/saleor/saleor-dashboard:3.23', ports: ['9000:80'] } },
    inputs: { 'worker-services': 'worker\ndashboard' },
    says: /refused.*dashboard runs another image than web/,
  },
  {
    what: 'manage.py rqworker',
    services: { rq: { ...app, command: 'python manage.py rqworker', stop_grace_period: '2m' } },
    says: /rq: worker rolled/,
  },
  {
    what: 'bash -c "a; b" as the command of a worker',
    services: { worker: { ...base.worker, command: ['bash', '-c', 'a; celery -A saleor worker'] } },
    says: /worker: worker rolled(?!.*shell-keeps-signal)/s,
  },
  {
    what: 'an env_file that is not there',
    services: { web: { ...base.web, env_file: ['../secrets/app.env', '.env.staging'] } },
    says: /refused.*secrets\/app\.env/s,
  },
  {
    what: 'a tool that is built with a variable that is not set',
    services: {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of Compose
      tool: { image: 'me/tool:1', build: { context: '.', args: { REV: '${REV}' } } },
    },
    says: /tool: accessory started/,
  },
  {
    what: 'a scheduler of django_celery_beat',
    services: {
      beat: {
        ...app,
        command:
          'celery -A saleor.celeryconf:app beat --scheduler django_celery_beat.schedulers:DatabaseScheduler',
      },
    },
    says: /warning, line \d+.*beat-scheduler/,
  },
  {
    what: 'an image without a tag that is built, not of the app',
    services: { tool: { image: 'me/tool', build: '.' } },
    says: /may be in no registry/,
  },
  {
    what: 'a database user saleor of another app',
    services: {
      ...{ worker: null, beat: null },
      web: {
        ...{ image: 'me/app', command: 'uvicorn shop.asgi', ports: ['8000:8000'] },
        environment: { DATABASE_URL: 'postgres://saleor:pw@db/saleor' },
      },
    },
    environment: '',
    says: /web: web rolled(?!.*SECRET_KEY)/s,
  },
  {
    what: 'two web services, the port of one each, by roles in the file',
    services: {
      web: { ...base.web, 'x-saleor-deploy': { role: 'web' } },
      storefront: { image: 'me/storefront:1', ports: ['3000:3000'], 'x-saleor-deploy': { role: 'web' } },
    },
    says: /refused.*storefront is a web service, and its image me\/storefront:1 is named by a tag, which can move/s,
  },
  {
    what: 'the same with its image in the input images',
    services: {
      web: { ...base.web, 'x-saleor-deploy': { role: 'web' } },
      storefront: { image: 'me/storefront:1', ports: ['3000:3000'], 'x-saleor-deploy': { role: 'web' } },
    },
    inputs: { images: `storefront=me/storefront@sha256:${'1'.repeat(64)}` },
    says: /web: web rolled.*storefront: web rolled/s,
  },
  {
    what: 'env_file with format: raw, which Compose 2.26 does not know',
    services: { redis: { ...base.redis, env_file: [{ path: 'x.env', format: 'raw' }] } },
    files: { 'x.env': 'A=b' },
    says: /refused.*format|redis: accessory started/s,
  },
  {
    what: 'environment-file: .env, and a variable that is not set',
    services: {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of Compose
      web: { ...base.web, env_file: ['.env'], environment: { TOKEN: '${SHOP_TOKEN}' } },
      ...{ worker: { ...base.worker, env_file: ['.env'] }, beat: { ...base.beat, env_file: ['.env'] } },
    },
    inputs: { 'environment-file': '.env' },
    says: /refused.*SHOP_TOKEN.*environment/s,
  },
  {
    what: 'a network of others (external)',
    services: { web: { ...base.web, networks: ['default', 'proxy'] } },
    top: { networks: { proxy: { external: true } } },
    says: /web: web rolled/,
  },
  {
    what: 'web without a port on a network of others, where their proxy asks',
    services: { web: { ...base.web, ports: [], expose: ['8000'], networks: ['default', 'proxy'] } },
    top: { networks: { proxy: { external: true } } },
    says: /web: web rolled.*web:8000 is the edge, for others/s,
  },
  {
    what: 'include, extends, a profile that is off',
    services: { tool: { image: 'busybox:1', profiles: ['tools'] } },
    top: { include: ['more.yml'] },
    files: { 'more.yml': 'services:\n  mail:\n    image: axllent/mailpit:v1\n' },
    says: /mail: accessory started/,
  },
  {
    what: 'links of web, which a proxy asks by name',
    services: {
      web: { ...base.web, links: ['db:database'] },
      proxy: { ...nginx, environment: { UPSTREAM: 'http://web:8000' } },
    },
    says: /refused, line \d+.*links would be lost/,
  },
  {
    what: 'a service named edge',
    services: { edge: { image: 'me/edge:1' } },
    says: /refused.*a service named edge/,
  },
  {
    what: 'a port over udp',
    services: { web: { ...base.web, ports: ['8000:8000/udp'] } },
    says: /refused.*over udp/,
  },
  {
    what: 'several ports of web',
    services: { web: { ...base.web, ports: ['8000:8000', '9000:9000'] } },
    says: /refused.*several of its own ports/,
  },
  {
    what: 'a range of ports for one target',
    services: { web: { ...base.web, ports: ['8000-8002:8000'] } },
    says: /web: web rolled/,
  },
  {
    what: 'configs: content',
    services: { redis: { ...base.redis, configs: ['c'] } },
    top: { configs: { c: { content: 'maxmemory 64mb' } } },
    says: /redis: accessory started/,
  },
  {
    what: 'a dependency of an accessory on web',
    services: { mail: { image: 'axllent/mailpit:v1', depends_on: ['web'] } },
    says: /mail: accessory started/,
  },
  {
    what: 'a health check that is disabled, hostname, links',
    services: {
      web: { ...base.web, healthcheck: { disable: true }, hostname: 'shop', links: ['db:database'] },
    },
    says: /web: web rolled/,
  },
]

/** What comes of each, for whoever reads the log of the tests. */
const table: string[] = []
afterAll(() => console.log(['| Added | What comes of it |', '| --- | --- |', ...table].join('\n')))

async function outcomeOf({ services = {}, top = {}, files = {}, inputs = {}, environment }: Reported) {
  const project = Object.entries({ ...base, ...services }).filter(([, one]) => one !== null)
  const text = stringify({ services: Object.fromEntries(project), volumes: { data: {} }, ...top })
  const runner = composeRunner({ ...files, 'docker-compose.staging.yml': text })
  const given = {
    image: `${image}@sha256:${'0'.repeat(64)}`,
    ...{ host: 'h', user: 'u', 'ssh-key': 'k', environment: environment ?? shopEnvironment() },
    // Of the examples that all of these are made from.
    'ignore-rules': 'media-lost\nexample-secret-staging\nexample-host',
    ...inputs,
  }
  const env = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  )
  try {
    const desired = await resolveDesiredState(readInputs(deployStaging, env), runner, {
      ...{ hosts: 1, schedulerOf: () => 'h', production: false },
    })
    const warnings = (desired.findings ?? []).map(
      ({ rule, message, place }) => `warning, line ${place?.line ?? '–'}: ${message} [${rule}]`,
    )
    return [...partsOn(desired), ...warnings].join('\n')
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return `refused, line ${error.place?.line ?? '–'}: ${error.message}\n${error.fix}`
  }
}

describe.runIf(hasCompose)('what people reported', () => {
  it.each(reported)('A reported project is read as it should be: $what', async (one) => {
    const outcome = await outcomeOf(one)
    table.push(`| ${one.what} | ${outcome.replaceAll('|', '\\|').replaceAll('\n', '<br>')} |`)
    expect(outcome).toMatch(one.says)
  })
})
