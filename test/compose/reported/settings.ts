import { app, base, composeFile } from './base.ts'
import type { Proof, Reported } from './row.ts'

const { web, worker, beat, redis } = base
const elsewhere = { env_file: ['../secrets/app.env'] }
const variable: Proof = {
  shows: 'web has the variables of the input',
  ...{ in: 'web', run: 'printenv REDIS_URL', prints: /^redis:\/\/redis:6379\/0$/ },
}

/** Variables, files that Compose reads, and other keys. */
export const settings: Reported[] = [
  {
    what: 'an env_file that is not there',
    services: { web: { ...web, env_file: ['../secrets/app.env', '.env.staging'] } },
    refused:
      /reads the env file \.\.\/secrets\/app\.env, which is not there.*environment-file: \.\.\/secrets\/app\.env/s,
    line: /\.\.\/secrets\/app\.env/,
  },
  {
    what: 'the same, as the refusal advises',
    services: {
      ...{ web: { ...web, ...elsewhere }, worker: { ...worker, ...elsewhere } },
      beat: { ...beat, ...elsewhere },
    },
    inputs: { 'environment-file': '../secrets/app.env' },
    says: /web: web rolled/,
    proofs: [variable],
  },
  {
    what: 'env_file with format: raw, which Compose 2.26 does not know',
    services: { redis: { ...redis, env_file: [{ path: 'x.env', format: 'raw' }] } },
    files: { 'x.env': 'A=b' },
    refused: /format: raw, which Docker Compose knows since 2\.30\.0; the runner has 2\.\d+/,
    line: /format: raw/,
  },
  {
    what: 'environment-file: .env, and a variable that is not set',
    services: {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of Compose
      web: { ...web, env_file: ['.env'], environment: { TOKEN: '${SHOP_TOKEN}' } },
      ...{ worker: { ...worker, env_file: ['.env'] }, beat: { ...beat, env_file: ['.env'] } },
    },
    inputs: { 'environment-file': '.env' },
    refused: /SHOP_TOKEN.*Set SHOP_TOKEN in the input environment/s,
    line: /SHOP_TOKEN/,
  },
  {
    what: 'an env_file that need not be there',
    services: { web: { ...web, env_file: [{ path: 'own.env', required: false }, '.env.staging'] } },
    says: /web: web rolled/,
    proofs: [variable],
  },
  {
    what: 'include, extends, develop, a profile that is off',
    services: {
      web: { ...web, develop: { watch: [{ action: 'sync', path: './src', target: '/app/src' }] } },
      worker: { ...app, extends: { file: 'common.yml', service: 'worker' }, stop_grace_period: '2m' },
      tool: { image: 'busybox:1', profiles: ['tools'] },
    },
    top: { include: ['more.yml'] },
    files: {
      'more.yml': 'services:\n  mail:\n    image: axllent/mailpit:v1\n',
      'common.yml': 'services:\n  worker:\n    command: celery -A saleor worker -l info\n',
    },
    says: /worker: worker rolled.*mail: accessory started/s,
    proofs: [
      {
        shows: 'the worker has the extended command',
        run: "docker inspect -f '{{json .Config.Cmd}}' $(docker ps -q --filter label=com.docker.compose.service=worker)",
        prints: /worker.*-l.*info/,
      },
      {
        shows: 'the tool is not started',
        run: 'docker ps -aq --filter label=com.docker.compose.service=tool | wc -l',
        prints: /^0$/,
      },
    ],
  },
  {
    what: 'a second file with !override and !reset',
    services: { web: { ...web, ports: ['8080:8000'] }, redis: { ...redis, ports: ['6379:6379'] } },
    files: {
      'server.yml': 'services:\n  web:\n    ports: !override ["8000:8000"]\n  redis:\n    ports: !reset []\n',
    },
    inputs: { 'compose-file': `${composeFile}\nserver.yml` },
    says: /web: web rolled/,
    proofs: [
      {
        shows: 'redis publishes nothing',
        run: "docker inspect -f '{{json .HostConfig.PortBindings}}' saleor-redis-1",
        prints: /^\{\}$/,
      },
    ],
  },
  {
    what: 'a health check that is disabled, hostname, links',
    services: {
      web: { ...web, healthcheck: { disable: true }, hostname: 'shop', links: ['db:database'] },
    },
    says: /web: web rolled/,
    proofs: [
      { shows: 'web has the name', in: 'web', run: 'hostname', prints: /^shop$/ },
      { shows: 'web finds the linked name', in: 'web', run: 'getent hosts database', prints: /\bdatabase\b/ },
    ],
  },
  {
    what: 'a health check of NONE',
    services: { web: { ...web, healthcheck: { test: ['NONE'] } } },
    says: /web: web rolled/,
  },
  {
    what: 'start_interval of a health check',
    services: {
      web: {
        ...web,
        healthcheck: {
          test: [
            'CMD-SHELL',
            'python3 -c "import urllib.request as r; r.urlopen(\'http://127.0.0.1:8000/health/\')"',
          ],
          ...{ interval: '30s', start_period: '60s', start_interval: '1s' },
        },
      },
    },
    says: /web: web rolled/,
    proofs: [
      {
        shows: 'web is healthy',
        run: "docker inspect -f '{{.State.Health.Status}}' $(docker ps -q --filter label=com.docker.compose.service=web)",
        prints: /^healthy$/,
      },
    ],
  },
]
