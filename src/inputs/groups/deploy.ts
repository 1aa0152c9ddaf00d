import { imagePattern } from '../../model/release/image-reference.ts'
import { choice, flag, lines, pattern, percent, seconds, secret, text, whole } from '../contract.ts'
import { environmentMasks } from '../values/environment-masks.ts'
import { healthPaths } from '../values/health-paths.ts'
import { attestationInputs } from './attestation.ts'
import { connectionInputs } from './connection.ts'
import { metricInputs } from './metrics.ts'

const { host: _host, ...connection } = connectionInputs

/** The defaults that differ between the environments; everything else is the same in both deploy actions. */
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

/** What runs the containers on the servers. */
export const engineInput = { engine: choice(['compose', 'swarm'], { default: 'compose' }) } as const

/** The images of further web services. */
const imagesInput = lines({
  each: [
    /^[a-zA-Z0-9._-]+=[a-z0-9][\w.:/-]*@sha256:[0-9a-f]{64}$/,
    'a list of service=repository@sha256:…, one a line (push-registry puts the image out)',
  ],
})

/** The inputs for backups and their retention. */
export const backupInputs = {
  'verify-backup': choice(['restore', 'list', 'none'], { default: 'restore' }),
  'backup-path': pattern(/^(\/(?!\.{1,2}(\/|$))[\w.-]+)+$/, 'an absolute folder on the server'),
  'backup-image': pattern(imagePattern, 'an image such as postgres:15'),
  'keep-backups': whole({ min: 1, max: 1000, default: '10' }),
} as const

/** The inputs that `deploy-staging` and `deploy-production` share, with the defaults of one of them. */
export function deployInputs(defaults: Defaults) {
  return {
    image,
    ...engineInput,
    images: imagesInput,
    ...connection,
    'compose-file': lines({ default: defaults.composeFile }),
    environment: secret({ masks: environmentMasks }),
    'environment-file': text({ default: defaults.environmentFile }),
    project: pattern(/^[a-z0-9][a-z0-9_-]*$/, 'a Compose project name (small letters, digits, _ and -)'),
    'web-service': text(),
    'worker-services': lines(),
    'scheduler-services': lines(),
    'update-services': lines(),
    replicas: lines({
      each: [/^([\w.-]+=)?\d{1,2}$/, 'a number of web containers, or lines such as web=3 and celery=2'],
    }),
    strategy: choice(['rolling', 'blue-green', 'recreate'], { default: defaults.strategy }),
    'migrate-command': text({ default: 'python manage.py migrate --noinput' }),
    backup: choice(['pending', 'always', 'never'], { default: defaults.backup }),
    ...backupInputs,
    'backup-copy': text(),
    'health-path': healthPaths('/health/'),
    'health-host': pattern(/^[A-Za-z0-9.:-]+$/, 'a host name', { default: 'localhost' }),
    'health-timeout': seconds({ default: '120s' }),
    bake: seconds({ default: defaults.bake }),
    'max-error-rate': percent({ default: '5' }),
    ...metricInputs,
    'drain-timeout': seconds({ default: '60s' }),
    'readiness-path': pattern(/^\/[\w./~-]+$/, 'a path that begins with /', {
      default: '/saleor-deploy/ready',
    }),
    'edge-image': pattern(imagePattern, 'an image such as haproxy:lts', {
      default: 'haproxy:lts',
    }),
    'registry-username': text(),
    'registry-password': secret(),
    'registry-auth': secret(),
    version: text(),
    ...attestationInputs,
    'keep-warm': flag({ default: 'false' }),
    'keep-releases': whole({ min: 1, max: 100, default: '5' }),
    'lock-wait': seconds({ default: '0' }),
    'ignore-rules': lines(),
    'diagnosis-folder': text(),
    'dry-run': flag({ default: 'false' }),
  } as const
}

/** The outputs of both deploy actions. */
export const deployOutputs = [
  'release',
  'previous-release',
  'image',
  'images',
  'version',
  'plan',
  'migrations',
  'backup',
  'backup-bytes',
  'backup-seconds',
  'serving-release',
  'customers-affected',
  'reason-code',
] as const
