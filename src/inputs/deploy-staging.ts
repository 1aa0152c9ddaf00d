import { connectionInputs } from './connection.ts'
import { choice, flag, lines, pattern, seconds, secret, text, whole } from './contract.ts'
import { environmentMasks } from './environment-masks.ts'

/** What `deploy-staging` takes and gives. */
export const deployStaging = {
  inputs: {
    image: pattern(
      /^[a-z0-9][\w.:/-]*@sha256:[0-9a-f]{64}$/,
      'an image by digest, repository@sha256:… (push-registry puts it out)',
      { required: true },
    ),
    ...connectionInputs,
    'compose-file': lines({ default: 'docker-compose.staging.yml' }),
    environment: secret({ masks: environmentMasks }),
    'environment-file': text({ default: '.env.staging' }),
    project: pattern(/^[a-z0-9][a-z0-9_-]*$/, 'a Compose project name (small letters, digits, _ and -)'),
    'web-service': text(),
    'worker-services': lines(),
    'scheduler-services': lines(),
    replicas: whole({ min: 1, max: 30 }),
    strategy: choice(['rolling', 'blue-green', 'recreate'], { default: 'rolling' }),
    'migrate-command': text({ default: 'python manage.py migrate --noinput' }),
    'health-path': pattern(/^\/\S*$/, 'a path that begins with /', { default: '/health/' }),
    'health-host': pattern(/^[A-Za-z0-9.:-]+$/, 'a host name', { default: 'localhost' }),
    'health-timeout': seconds({ default: '120s' }),
    'drain-timeout': seconds({ default: '60s' }),
    'edge-image': pattern(/^[a-z0-9][\w.:/-]*(@sha256:[0-9a-f]{64})?$/, 'an image such as haproxy:lts', {
      default: 'haproxy:lts',
    }),
    'registry-username': text(),
    'registry-password': secret(),
    version: text(),
    'keep-releases': whole({ min: 1, max: 100, default: '5' }),
    'lock-wait': seconds({ default: '0' }),
    'dry-run': flag({ default: 'false' }),
  },
  outputs: ['release', 'previous-release', 'image', 'version', 'plan', 'migrations', 'reason-code'],
} as const
