import { flag, lines, pattern, seconds, secret, text, whole } from './contract.ts'
import { connectionInputs } from './groups/connection.ts'
import { engineInput } from './groups/deploy.ts'
import { hostLines } from './groups/hosts.ts'
import { metricInputs } from './groups/metrics.ts'
import { healthPaths } from './values/health-paths.ts'

const { 'known-hosts': knownHosts, 'host-fingerprint': fingerprint, path, port } = connectionInputs
const userName = /^[a-z_][a-z0-9_.-]*\$?$/i
const baseUrl = /^https?:\/\/[^\s/?#]+[^\s?#]*$/
const aPath = 'a path that begins with /'

/** What `smoke-test` accepts and returns. The connection inputs are the same as elsewhere, but optional. */
export const smokeTest = {
  inputs: {
    url: pattern(baseUrl, 'a base URL such as https://shop.example.com', { required: true }),
    'health-path': healthPaths('/health/'),
    'service-urls': lines({
      each: [/^[\w.-]+=https?:\/\/[^\s/?#]+[^\s?#]*$/, 'lines such as storefront=https://shop.example.com'],
    }),
    'graphql-path': pattern(/^\/\S*$/, aPath, { default: '/graphql/' }),
    'expect-release': text(),
    'expect-version': pattern(/^v?\d+\.\d+(\.\d+\S*)?$/, 'a Saleor version such as 3.20.1 or 3.20'),
    token: secret(),
    timeout: seconds({ default: '60s' }),
    interval: seconds({ default: '1s' }),
    consecutive: whole({ min: 1, max: 100, default: '3' }),
    production: flag({ default: 'false' }),
    'certificate-days': whole({ min: 0, max: 365, default: '14' }),
    files: lines({
      each: [/^(\/|https?:\/\/)\S*$/, 'a list of paths that begin with /, or URLs, one a line'],
    }),
    'dashboard-url': pattern(/^https?:\/\/[^\s/?#]+\S*$/, 'a URL such as https://dashboard.example.com/'),
    'load-duration': seconds({ default: '3s' }),
    'load-rate': whole({ min: 1, max: 200, default: '10' }),
    'max-p50': whole({ min: 1, max: 60_000 }),
    'max-p95': whole({ min: 1, max: 60_000, default: '500' }),
    'max-p99': whole({ min: 1, max: 60_000 }),
    'own-checks': text(),
    severities: lines({
      each: [/^[^=]+=\s*(error|warning|off)$/, 'lines such as response time=error: error, warning or off'],
    }),
    ...engineInput,
    host: text(),
    hosts: hostLines(),
    port,
    user: pattern(userName, 'the name of a user on the server'),
    'ssh-key': secret(),
    'ssh-key-passphrase': connectionInputs['ssh-key-passphrase'],
    'known-hosts': knownHosts,
    'host-fingerprint': fingerprint,
    'jump-host': connectionInputs['jump-host'],
    'jump-user': connectionInputs['jump-user'],
    path,
    'manage-command': text({ default: 'python manage.py' }),
    'max-queue': whole({ min: 0, max: 1_000_000, default: '1000' }),
    ...metricInputs,
    'sentry-url': pattern(baseUrl, 'the URL of Sentry, such as https://sentry.io', {
      default: 'https://sentry.io',
    }),
    'sentry-token': secret(),
    'sentry-organization': pattern(/^[\w-]+$/, 'the slug of an organization in Sentry'),
    'sentry-project': pattern(/^[\w-]+$/, 'the slug of a project in Sentry'),
    'sentry-dsn': secret(),
    'sentry-release': text(),
    'sentry-environment': pattern(/^[^\s/]+$/, 'the name of an environment in Sentry', {
      default: 'production',
    }),
    'junit-file': text(),
    'json-file': text(),
  },
  outputs: [
    'reason-code',
    'release',
    'customers-affected',
    'schema-version',
    'checks',
    'failed',
    'warnings',
    'p50',
    'p95',
    'p99',
  ],
} as const
