import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { quickStart } from '../e2e/shop-on-server.ts'
import { shopEnvironment } from '../e2e/staging.ts'
import { makeKey } from './ssh-keygen.ts'

/** One mistake, in what is otherwise right. */
export interface Mistake {
  title: string
  inputs?: Record<string, string>
  /** Changes the Compose file. */
  compose?: (text: string) => string
  /** Files of the checkout. */
  files?: Record<string, string>
  env?: Record<string, string>
  reason?: string
  reporting: (string | RegExp)[]
}

const digest = `sha256:${'4'.repeat(64)}`
const passphrase = 'the passphrase of the key'
const password = 'registry-password-marker'
const secretKey = 'secret-key-marker-0123456789'
const keys = mkdtempSync(join(tmpdir(), 'keys-'))
const { key, publicKey: hostKey } = makeKey(join(keys, 'plain'), 'ed25519')
const { key: encrypted } = makeKey(join(keys, 'encrypted'), 'ed25519', { passphrase })
const environment = shopEnvironment({ SECRET_KEY: secretKey })
/** The guide's Compose file, without the command that migrates. */
export const guide = quickStart(
  readFileSync(join(import.meta.dirname, '../compose/fixtures/docker-compose.staging.yml'), 'utf8'),
)

/** The environment without a variable. */
function without(name: string): string {
  return environment.replace(new RegExp(`^${name}=(-----[^]*?-----END [A-Z ]+-----|.*)\n?`, 'm'), '')
}

/** A checked-out repository with these files. */
export function checkout(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'checkout-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

/** A PATH on which `docker` is this script and nothing else is. */
function dockerThat(does: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'path-'))
  writeFileSync(join(folder, 'docker'), `#!/bin/bash\n${does}\n`)
  chmodSync(join(folder, 'docker'), 0o755)
  cpSync('/bin/bash', join(folder, 'bash'))
  return folder
}

/** What may stand in no line, with the inputs below. */
export const secrets = [secretKey, password, passphrase, 'staging_password', key.split('\n')[2] ?? '']

const deployInputs = {
  image: `registry.example.com/shop@${digest}`,
  // Nobody listens there: who gets so far ends with another reason.
  host: '127.0.0.1',
  port: '9',
  user: 'deploy',
  'ssh-key': key,
  'known-hosts': `[127.0.0.1]:9 ${hostKey}`,
  environment,
  'registry-username': 'robot',
  'registry-password': password,
}

const connection: Mistake[] = [
  {
    title: 'a tag instead of a digest',
    inputs: { image: 'registry.example.com/shop:3.20' },
    reporting: [`Input 'image': "registry.example.com/shop:3.20"`, '@sha256:', 'push-registry'],
  },
  {
    title: 'a digest that is too short',
    inputs: { image: 'registry.example.com/shop@sha256:abc' },
    reporting: [`Input 'image'`, 'sha256:abc'],
  },
  { title: 'no host', inputs: { host: '' }, reporting: [`Input 'host' is required`] },
  {
    title: 'a user in the host',
    inputs: { host: 'deploy@shop.example.com' },
    reporting: [`Input 'host': "deploy@shop.example.com"`, 'the user goes into user'],
  },
  {
    title: 'a URL for the host',
    inputs: { host: 'ssh://shop.example.com:22' },
    reporting: [`Input 'host': "ssh://shop.example.com:22"`, 'without ssh://', 'the input port'],
  },
  {
    title: 'a port out of range',
    inputs: { port: '70000' },
    reporting: [`Input 'port': "70000"`, '1 to 65535'],
  },
  { title: 'a port in words', inputs: { port: 'ssh' }, reporting: [`Input 'port': "ssh"`, 'a whole number'] },
  { title: 'a user that none can be', inputs: { user: 'de ploy' }, reporting: [`Input 'user': "de ploy"`] },
  { title: 'no key', inputs: { 'ssh-key': '' }, reporting: [`Input 'ssh-key' is required`] },
  {
    title: 'the path of a key',
    inputs: { 'ssh-key': '~/.ssh/id_ed25519' },
    reporting: [`Input 'ssh-key' is no private key`, 'BEGIN'],
  },
  {
    title: 'the public key',
    inputs: { 'ssh-key': `${hostKey} me@laptop` },
    reporting: [`Input 'ssh-key' is the public key`, '.pub'],
  },
  {
    title: 'a key of PuTTY',
    inputs: { 'ssh-key': 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none' },
    reporting: [`Input 'ssh-key' is a key of PuTTY`, 'puttygen'],
  },
  {
    title: 'a key that is cut off',
    inputs: { 'ssh-key': key.slice(0, 200) },
    reporting: [`Input 'ssh-key' is cut off`, 'END line'],
  },
  {
    title: 'a key with a line missing',
    inputs: { 'ssh-key': key.split('\n').toSpliced(2, 1).join('\n') },
    reporting: [`Input 'ssh-key' is not a private key that can be read`, 'whole file'],
  },
  {
    title: 'a key with \\n in place of line breaks',
    inputs: { 'ssh-key': key.replaceAll('\n', '\\n') },
    reporting: [`Input 'ssh-key'`, 'two characters \\n'],
  },
  {
    title: 'an encrypted key without its passphrase',
    inputs: { 'ssh-key': encrypted },
    reporting: [`Input 'ssh-key' is encrypted`, `'ssh-key-passphrase'`],
  },
  {
    title: 'a wrong passphrase',
    inputs: { 'ssh-key': encrypted, 'ssh-key-passphrase': `not ${passphrase}` },
    reporting: [`Input 'ssh-key-passphrase'`, 'wrong', 'ssh-keygen -y'],
  },
  {
    title: 'a host key without its host',
    inputs: { 'known-hosts': hostKey },
    reporting: [`Input 'known-hosts': line 1 has no host name`, 'ssh-keyscan'],
  },
  {
    title: 'a host key that is cut off',
    inputs: { 'known-hosts': `127.0.0.1 ${hostKey.slice(0, 50)}` },
    reporting: [`Input 'known-hosts': line 1`, 'cut off'],
  },
  {
    title: 'the private key among the host keys',
    inputs: { 'known-hosts': key },
    reporting: [`Input 'known-hosts'`, 'private key, which belongs into ssh-key'],
  },
  {
    title: 'an MD5 fingerprint',
    inputs: { 'host-fingerprint': 'MD5:16:27:ac:a5' },
    reporting: [`Input 'host-fingerprint': "MD5:16:27:ac:a5"`, 'SHA256:'],
  },
  {
    title: 'a user in the jump host',
    inputs: { 'jump-host': 'me@bastion' },
    reporting: [`Input 'jump-host': "me@bastion"`, 'jump-user', 'bastion.example.com:2222'],
  },
  {
    title: 'a jump user without a jump host',
    inputs: { 'jump-user': 'me' },
    reporting: [`Input 'jump-user' is given without 'jump-host'`],
  },
  {
    title: 'a relative path',
    inputs: { path: 'opt/saleor' },
    reporting: [`Input 'path': "opt/saleor"`, '/opt/saleor'],
  },
  {
    title: 'a path that goes up',
    inputs: { path: '/opt/../etc' },
    reporting: [`Input 'path': "/opt/../etc"`],
  },
]

const values: Mistake[] = [
  {
    title: 'a strategy of its own',
    inputs: { strategy: 'canary' },
    reporting: [`Input 'strategy': "canary"`, 'rolling, blue-green, recreate'],
  },
  { title: 'no replicas', inputs: { replicas: '0' }, reporting: [`Input 'replicas': "0"`, '1 to 30'] },
  {
    title: 'a health path without a slash',
    inputs: { 'health-path': 'health' },
    reporting: [`Input 'health-path': "health"`, 'begins with /'],
  },
  {
    title: 'a health path of a service that images does not name',
    inputs: { 'health-path': 'storefront=/' },
    reporting: [`Input 'health-path' names storefront`, 'service=/path'],
  },
  {
    title: 'an image of a storefront by tag',
    inputs: { images: 'storefront=ghcr.io/shop/storefront:1' },
    reporting: [`Input 'images': "storefront=ghcr.io/shop/storefront:1"`, 'service=repository@sha256:'],
  },
  {
    title: 'an image of a service that is not there',
    inputs: { images: `storefront=ghcr.io/shop/storefront@sha256:${'1'.repeat(64)}` },
    reporting: ['no service storefront', 'Its services are'],
  },
  {
    title: 'an image of its own for a worker',
    inputs: { images: `celery=ghcr.io/shop/worker@sha256:${'1'.repeat(64)}` },
    reporting: ['celery runs the image of web', 'Take celery out of images'],
  },
  {
    title: 'a duration in words',
    inputs: { 'health-timeout': '2 minutes' },
    reporting: [`Input 'health-timeout': "2 minutes"`, '5m'],
  },
  {
    title: 'perhaps a dry run',
    inputs: { 'dry-run': 'perhaps' },
    reporting: [`Input 'dry-run': "perhaps"`, 'true or false'],
  },
  {
    title: 'a project with capitals',
    inputs: { project: 'My Shop' },
    reporting: [`Input 'project': "My Shop"`, 'small letters'],
  },
  {
    title: 'no releases to keep',
    inputs: { 'keep-releases': '0' },
    reporting: [`Input 'keep-releases': "0"`, '1 to 100'],
  },
  {
    title: 'an image for the edge that is none',
    inputs: { 'edge-image': 'haproxy lts' },
    reporting: [`Input 'edge-image': "haproxy lts"`, 'haproxy:lts'],
  },
  {
    title: 'a quote that stays open',
    inputs: { 'migrate-command': `sh -c "python manage.py migrate` },
    reporting: [`Input 'migrate-command'`, 'quote', 'none'],
  },
  {
    title: 'half a login',
    inputs: { 'registry-username': '' },
    reporting: [`'registry-username'`, `'registry-password'`, 'Give both'],
  },
  {
    title: 'two mistakes, both told',
    inputs: { port: 'x', strategy: 'y' },
    reporting: [`Input 'port'`, `Input 'strategy'`],
  },
]

const environments: Mistake[] = [
  {
    title: 'a line that is no assignment',
    inputs: { environment: `${environment}\n${secretKey}` },
    reporting: [/environment: line \d+ is not of the form KEY=value/, 'double quotes'],
  },
  {
    title: 'a variable set twice',
    inputs: { environment: `${environment}\nDEBUG=False` },
    reporting: [/environment: line \d+ sets DEBUG, which line 1 has set/],
  },
  {
    title: 'a quote that nothing closes',
    inputs: { environment: `${environment}\nNAME="${secretKey}` },
    reporting: [/environment: line \d+ opens a " for NAME/],
  },
  {
    title: 'a PEM key without its end',
    inputs: { environment: environment.replace(/-----END .*$/m, '') },
    reporting: ['RSA_PRIVATE_KEY', 'no matching END line'],
  },
  {
    title: 'no ALLOWED_CLIENT_HOSTS',
    inputs: { environment: without('ALLOWED_CLIENT_HOSTS') },
    reporting: ['ALLOWED_CLIENT_HOSTS is missing', 'Set ALLOWED_CLIENT_HOSTS', 'docker-compose.staging.yml'],
  },
  {
    title: 'no SECRET_KEY',
    inputs: { environment: without('SECRET_KEY') },
    reporting: ['SECRET_KEY is missing', 'openssl rand'],
  },
  {
    title: 'no RSA_PRIVATE_KEY',
    inputs: { environment: without('RSA_PRIVATE_KEY') },
    reporting: ['RSA_PRIVATE_KEY', 'openssl'],
  },
  {
    title: 'debugging switched on',
    inputs: { environment: environment.replace('DEBUG=False', 'DEBUG=True') },
    reporting: ['DEBUG is not switched off', 'DEBUG to False'],
  },
  {
    title: 'a variable for a shell',
    inputs: { environment: `${environment}\nEMAIL_URL=smtp://\${SMTP_HOST}` },
    reporting: ['EMAIL_URL', 'secrets.NAME'],
  },
  { title: 'no environment', inputs: { environment: '' }, reporting: ['.env.staging', 'environment input'] },
  {
    title: 'an environment that no service reads',
    inputs: { 'environment-file': '.env.production' },
    reporting: ['.env.staging', 'environment-file'],
  },
]

const composeFiles: Mistake[] = [
  {
    title: 'a Compose file that is not there',
    inputs: { 'compose-file': 'compose.prod.yml' },
    reporting: ['no file compose.prod.yml', 'actions/checkout'],
  },
  {
    title: 'a folder for a Compose file',
    files: { 'deploy/x': '' },
    inputs: { 'compose-file': 'deploy' },
    reporting: ['deploy', 'compose-file'],
  },
  {
    title: 'broken YAML',
    compose: (text) => text.replace('  redis:\n', '  redis:\n   image: [\n'),
    reporting: [
      'file=docker-compose.staging.yml',
      /line=\d+/,
      'docker compose -f docker-compose.staging.yml config',
    ],
  },
  {
    title: 'a key that Compose does not know',
    compose: (text) => text.replace('    restart: unless-stopped', '    restrat: always'),
    reporting: ['restrat', 'docker-compose.staging.yml'],
  },
  {
    title: 'a service that is not there',
    compose: (text) => text.replace('      - redis\n', '      - valkey\n'),
    reporting: ['valkey', 'celery'],
  },
  {
    title: 'a variable without a value',
    compose: (text) => text.replace('staging_password', '${DB_PASSWORD}'),
    reporting: ['DB_PASSWORD', 'services.db.environment.POSTGRES_PASSWORD', 'env:'],
  },
  {
    title: 'a variable that is demanded',
    compose: (text) => text.replace('redis:7-alpine', 'redis:${REDIS_VERSION:?which one}'),
    reporting: ['REDIS_VERSION', 'which one', 'env:'],
  },
  {
    title: 'no port to take over',
    compose: (text) => text.replace(/ {4}ports:\n.*\n/, ''),
    reporting: ['web publishes no port', '"8000:8000"', 'web-service'],
  },
  {
    title: 'a port that changes',
    compose: (text) => text.replace('"8000:8000"', '"8000"'),
    reporting: ['port 8000', 'picks anew', '"8000:8000"'],
  },
  {
    title: 'a UDP port',
    compose: (text) => text.replace('"8000:8000"', '"8000:8000/udp"'),
    reporting: ['port 8000', 'udp'],
  },
  {
    title: 'a service with the name of the edge',
    compose: (text) =>
      text.replace(
        'volumes:\n  staging_postgres',
        '  edge:\n    image: redis:7-alpine\n\nvolumes:\n  staging_postgres',
      ),
    reporting: ['service named edge', 'another name'],
  },
  {
    title: 'beat twice',
    compose: (text) => text.replace('worker -E', 'worker -B -E'),
    reporting: ['Celery beat would run 2 times', '-B'],
  },
  {
    title: 'a mounted file that is too large',
    compose: (text) =>
      text.replace('_redis_data:/data', '_redis_data:/data\n      - ./big.conf:/etc/redis.conf:ro'),
    files: { 'big.conf': 'x'.repeat(1_200_000) },
    reporting: [/big\.conf has 1\.1 MiB/, 'COPY', 'file=docker-compose.staging.yml', /line=\d+/],
  },
  {
    title: 'a secret whose variable has no value',
    compose: (text) =>
      `${text.replace('redis:7-alpine', 'redis:7-alpine\n    secrets: [s]')}\nsecrets:\n  s:\n    environment: MY_SECRET\n`,
    reporting: ['the secret s is the variable MY_SECRET, which has no value', 'env:', /line=\d+/],
  },
  {
    title: 'a database built from source',
    compose: (text) => text.replace('    image: postgres:15', '    build: ./db'),
    reporting: ['db', 'built from source', 'image:'],
  },
  {
    title: 'a web service that is not there',
    inputs: { 'web-service': 'api' },
    reporting: ['no service api', 'celery, celery-beat, db, redis, web'],
  },
  {
    title: 'a worker that is not there',
    inputs: { 'worker-services': 'celery\nmailer' },
    reporting: ['no service mailer'],
  },
  {
    title: 'a service with two roles',
    inputs: { 'web-service': 'web', 'worker-services': 'web' },
    reporting: ['web is named for more than one role'],
  },
  {
    title: 'no web at all',
    compose: (text) => text.replace(/^ {2}web:\n(?: {4}.*\n|\n)+/m, ''),
    inputs: { 'web-service': '' },
    reporting: ['web-service'],
  },
  {
    title: 'no services',
    files: { 'docker-compose.staging.yml': 'services: {}\n' },
    reporting: ['no services', 'compose-file'],
  },
  {
    title: 'a runner without Docker Compose',
    env: { PATH: dockerThat(`echo "docker: 'compose' is not a docker command." >&2; exit 1`) },
    reporting: ['The runner has no Docker Compose', '2.20'],
  },
  {
    title: 'a runner with an old one',
    env: { PATH: dockerThat('echo 2.10.2') },
    reporting: ['Docker Compose 2.10.2', 'too old', '2.20'],
  },
  {
    title: 'a runner without Docker',
    env: { PATH: '/nowhere' },
    reporting: ['The runner has no Docker Compose'],
  },
]

const builds: Mistake[] = [
  {
    title: 'half a login',
    inputs: { username: '' },
    reporting: [`'username' and 'password' belong together`, 'Give both'],
  },
  {
    title: 'a tag in the name',
    inputs: { image: 'ghcr.io/shop/backend:v1' },
    reporting: [`Input 'image': "ghcr.io/shop/backend:v1"`, 'without a tag'],
  },
  { title: 'a tag with a space', inputs: { tags: 'my tag' }, reporting: [`Input 'tags': "my tag"`, '128'] },
  {
    title: 'no Dockerfile',
    inputs: { context: 'nowhere' },
    reporting: ['no Dockerfile', 'nowhere', 'context'],
  },
  {
    title: 'a Dockerfile of another name',
    inputs: { dockerfile: 'Dockerfile.prod' },
    reporting: ['Dockerfile.prod'],
  },
  {
    title: 'a secret without a name',
    inputs: { secrets: secretKey },
    reporting: [`Input 'secrets'`, 'NAME=value'],
  },
  {
    title: 'a secret file that is not there',
    inputs: { 'secret-files': 'npmrc=./.npmrc.ci' },
    reporting: [`Input 'secret-files'`, './.npmrc.ci'],
  },
  { title: 'a kind of cache', inputs: { cache: 'disk' }, reporting: [`Input 'cache': "disk"`, 'actions'] },
  {
    title: 'an attestation that is none',
    inputs: { attestations: 'provenance, slsa' },
    reporting: [`Input 'attestations': "provenance, slsa"`, 'provenance, sbom'],
  },
  {
    title: 'a generator without an SBOM',
    inputs: { attestations: 'provenance', 'sbom-generator': 'ghcr.io/shop/scanner:1' },
    reporting: [`Input 'sbom-generator'`, 'attestations: provenance, sbom'],
  },
  {
    title: 'a platform that is none',
    inputs: { platforms: 'arm 64' },
    reporting: [`Input 'platforms'`, 'linux/amd64'],
  },
  {
    title: 'a label without a value',
    inputs: { labels: 'just-a-word' },
    reporting: [`Input 'labels'`, 'key=value'],
  },
  {
    title: 'a check with an open quote',
    inputs: { verify: 'python -c "import saleor' },
    reporting: [`Input 'verify'`, 'quote'],
  },
]

const pushes: Mistake[] = [
  {
    title: 'a tag in the name',
    inputs: { image: 'ghcr.io/shop/backend:v1' },
    reporting: [`Input 'image'`, 'without a tag'],
  },
  { title: 'no tags', inputs: { tags: '' }, reporting: [`Input 'tags' is empty`, 'build-image'] },
  { title: 'a tag that can be none', inputs: { tags: '-v1' }, reporting: [`Input 'tags': "-v1"`] },
  {
    title: 'half a login',
    inputs: { username: 'robot', password: '' },
    reporting: [`'username' and 'password' belong together`],
  },
  {
    title: 'a tag to promote',
    inputs: { promote: 'ghcr.io/shop/staging:v1' },
    reporting: [`Input 'promote'`, 'no digest'],
  },
  {
    title: 'two digests',
    inputs: { promote: `ghcr.io/shop/staging@${digest}`, digest: digest.replaceAll('4', '5') },
    reporting: ['two digests'],
  },
  {
    title: 'a digest that is none',
    inputs: { digest: 'sha256:12' },
    reporting: [`Input 'digest': "sha256:12"`, '64'],
  },
  {
    title: 'an archive that is not there',
    inputs: { archive: '/nowhere/image.tar', username: '', password: '' },
    reporting: ['/nowhere/image.tar'],
  },
  { title: 'no attempts', inputs: { attempts: '0' }, reporting: [`Input 'attempts': "0"`, '1 to 20'] },
]

const smokes: Mistake[] = [
  {
    title: 'a URL without a scheme',
    inputs: { url: 'shop.example.com' },
    reporting: [`Input 'url': "shop.example.com"`, 'https://'],
  },
  {
    title: 'a URL with a query',
    inputs: { url: 'https://shop.example.com/?a=1' },
    reporting: [`Input 'url'`],
  },
  {
    title: 'a version that is none',
    inputs: { 'expect-version': 'latest' },
    reporting: [`Input 'expect-version': "latest"`, '3.20'],
  },
  {
    title: 'a path without a slash',
    inputs: { 'graphql-path': 'graphql/' },
    reporting: [`Input 'graphql-path': "graphql/"`, 'begins with /'],
  },
  {
    title: 'more rounds than time',
    inputs: { timeout: '3s', consecutive: '10' },
    reporting: [`Input 'timeout'`, 'above 9s'],
  },
]

/** All mistakes that show before a server is reached: the action, inputs that are right, and what is wrong in turn. */
export const mistakes: [action: string, usual: Record<string, string>, mistakes: Mistake[]][] = [
  ['deploy-staging', deployInputs, [...connection, ...values, ...environments, ...composeFiles]],
  ['build-image', { image: 'ghcr.io/shop/backend', username: 'robot', password }, builds],
  ['push-registry', { image: 'ghcr.io/shop/backend', tags: 'v1', username: 'robot', password }, pushes],
  ['smoke-test', { url: 'http://127.0.0.1:9' }, smokes],
]
