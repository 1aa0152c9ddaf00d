import { connectionInputs } from './connection.ts'
import { choice, flag, lines, pattern, percent, seconds, secret, text, whole } from './contract.ts'
import { environmentMasks } from './environment-masks.ts'

const { host: _host, ...connection } = connectionInputs

/** What differs between the environments: everything else means the same in both deploy actions. */
interface Defaults {
  composeFile: string
  environmentFile: string
  strategy: 'rolling' | 'blue-green'
  backup: 'pending' | 'never'
  bake: string
}

const image = pattern(
  /^[a-z0-9][\w.:/-]*@sha256:[0-9a-f]{64}$/,
  'an image by digest, repository@sha256:… (push-registry puts it out)',
  { required: true },
)

/** The servers of a fleet. */
export const hostsInput = lines({
  required: true,
  each: [
    /^((?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?|[0-9a-fA-F.]*(:[0-9a-fA-F.]*){2,})$/,
    'a list of name or name:port, one a line',
  ],
})

/** How a backup is made and kept. */
export const backupInputs = {
  'verify-backup': choice(['restore', 'list', 'none'], { default: 'restore' }),
  'backup-path': pattern(/^(\/(?!\.{1,2}(\/|$))[\w.-]+)+$/, 'an absolute folder on the server'),
  'backup-image': pattern(/^[a-z0-9][\w.:/-]*(@sha256:[0-9a-f]{64})?$/, 'an image such as postgres:15'),
  'keep-backups': whole({ min: 1, max: 1000, default: '10' }),
} as const

/** The inputs that `deploy-staging` and `deploy-production` share, with the defaults of one of them. */
export function deployInputs(defaults: Defaults) {
  return {
    image,
    ...connection,
    'compose-file': lines({ default: defaults.composeFile }),
    environment: secret({ masks: environmentMasks }),
    'environment-file': text({ default: defaults.environmentFile }),
    project: pattern(/^[a-z0-9][a-z0-9_-]*$/, 'a Compose project name (small letters, digits, _ and -)'),
    'web-service': text(),
    'worker-services': lines(),
    'scheduler-services': lines(),
    replicas: lines({
      each: [/^([\w.-]+=)?\d{1,2}$/, 'a number of web containers, or lines such as web=3 and celery=2'],
    }),
    strategy: choice(['rolling', 'blue-green', 'recreate'], { default: defaults.strategy }),
    'migrate-command': text({ default: 'python manage.py migrate --noinput' }),
    backup: choice(['pending', 'always', 'never'], { default: defaults.backup }),
    ...backupInputs,
    'backup-copy': text(),
    'health-path': pattern(/^\/\S*$/, 'a path that begins with /', { default: '/health/' }),
    'health-host': pattern(/^[A-Za-z0-9.:-]+$/, 'a host name', { default: 'localhost' }),
    'health-timeout': seconds({ default: '120s' }),
    bake: seconds({ default: defaults.bake }),
    'max-error-rate': percent({ default: '5' }),
    'drain-timeout': seconds({ default: '60s' }),
    'readiness-path': pattern(/^\/[\w./~-]+$/, 'a path that begins with /', {
      default: '/saleor-deploy/ready',
    }),
    'edge-image': pattern(/^[a-z0-9][\w.:/-]*(@sha256:[0-9a-f]{64})?$/, 'an image such as haproxy:lts', {
      default: 'haproxy:lts',
    }),
    'registry-username': text(),
    'registry-password': secret(),
    version: text(),
    'keep-warm': flag({ default: 'false' }),
    'keep-releases': whole({ min: 1, max: 100, default: '5' }),
    'lock-wait': seconds({ default: '0' }),
    'dry-run': flag({ default: 'false' }),
  } as const
}

/** What both deploy actions put out. */
export const deployOutputs = [
  'release',
  'previous-release',
  'image',
  'version',
  'plan',
  'migrations',
  'backup',
  'backup-bytes',
  'backup-seconds',
  'reason-code',
] as const
