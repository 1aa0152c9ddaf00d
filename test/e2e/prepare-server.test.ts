import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Manifest } from '../../src/model/database.ts'
import { type Authority, hasAuthority, openAuthority } from '../sandbox/acme.ts'
import { openBareServer } from '../sandbox/bare-server.ts'
import { type NameServer, nameServer, openNameServer } from '../sandbox/dns.ts'
import { network } from '../sandbox/names.ts'
import { openSandbox } from '../sandbox/sandbox.ts'
import { type DistResult, type DistRun, runDist, startDist } from './run-dist.ts'
import { quickStart, withoutMasks } from './shop-on-server.ts'
import { shopEnvironment, stagingInputs, stagingWorkspace } from './staging.ts'

const shop = 'shop.example.com'
const sandbox = await openSandbox({ servers: 1 })
const server = await openBareServer([shop])
const issues = await hasAuthority()
let names: NameServer | undefined
let authority: Authority | undefined
let certificate: Record<string, string> = {}
let knownHosts = ''
const environment = shopEnvironment({ PUBLIC_URL: `https://${shop}` })
const adminPassword = randomBytes(12).toString('hex')
const releases: string[] = []
let picture = ''

beforeAll(async () => {
  // What an admin wrote before: the engine shall have it still.
  await onServer(
    `mkdir -p /etc/docker && echo '{"registry-mirrors": ["http://127.0.0.1:5001"]}' >/etc/docker/daemon.json`,
  )
  if (issues) {
    names = await openNameServer(server, shop)
    authority = await openAuthority(server, nameServer)
  }
  certificate =
    authority === undefined
      ? { certificate: 'own', ...(await ownCertificate()) }
      : { 'acme-server': authority.directory }
})

afterAll(async () => {
  await authority?.close()
  await names?.close()
  await server.close()
})

async function onServer(script: string): Promise<string> {
  const { code, stdout, stderr } = await server.run(script)
  if (code !== 0) throw new Error(`${script} ended with ${code}: ${stderr}`)
  return stdout.trim()
}

async function start(inputs: Record<string, string> = {}): Promise<DistRun> {
  return await startDist('prepare-server', {
    inputs: {
      ...{ host: server.address, user: server.user, 'ssh-key': server.privateKey },
      ...{ 'known-hosts': server.knownHosts, 'sudo-password': server.password },
      ...{ docker: 'distribution', 'deploy-public-key': server.publicKey, domains: shop, ...certificate },
      ...inputs,
    },
  })
}

async function prepare(inputs: Record<string, string> = {}): Promise<DistResult> {
  return await (await start(inputs)).finished
}

/** What the server noted, in order: `engine done`. */
async function noted(): Promise<string[]> {
  const lines = await onServer('cat /var/log/saleor-deploy/prepare.log 2>/dev/null || :')
  return lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { change: string; result: string })
    .map(({ change, result }) => `${change} ${result}`)
}

const titles = ({ outputs }: DistResult): string[] =>
  (JSON.parse(outputs.changes ?? '[]') as { id: string }[]).map(({ id }) => id)

/** A certificate from an authority of a test's own. */
async function ownCertificate(): Promise<Record<string, string>> {
  const script = `cd $(mktemp -d)
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=${shop} -addext subjectAltName=DNS:${shop} -keyout key -out chain 2>/dev/null
cat chain key`
  const { stdout } = await promisify(execFile)('bash', ['-c', script])
  const [, chain = '', key = ''] = /^([^]*-----END CERTIFICATE-----)\n([^]*)$/.exec(stdout) ?? []
  return { 'certificate-chain': chain, 'certificate-key': key }
}

/** What a customer gets who trusts this authority only. */
interface Page {
  status: number | undefined
  release: unknown
  type: string | undefined
  cache: string | undefined
  body: string
}

async function visit(path: string, query?: string): Promise<Page> {
  const ca = await trusted()
  return await new Promise((resolve, reject) => {
    const headers = { host: shop, 'content-type': 'application/json' }
    const options = {
      host: server.address,
      servername: shop,
      path,
      ca,
      headers,
      method: query ? 'POST' : 'GET',
    }
    request(options, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const { 'content-type': type, 'cache-control': cache, 'x-saleor-release': release } = response.headers
        resolve({ status: response.statusCode, release, type, cache, body: Buffer.concat(chunks).toString() })
      })
    })
      .on('error', reject)
      .end(query && JSON.stringify({ query }))
  })
}

/** The data of a GraphQL answer. */
async function ask(query: string): Promise<unknown> {
  return (JSON.parse((await visit('/graphql/', query)).body) as { data: unknown }).data
}

async function trusted(): Promise<string> {
  return certificate.certificate === 'own' || authority === undefined
    ? (certificate['certificate-chain'] ?? '')
    : await authority.root()
}

/** For an action that is a customer: DNS has the shop's name, and the shop's authority is known. */
async function asCustomer(): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'customer-'))
  const [ca, names] = [join(folder, 'ca.pem'), join(folder, 'names.cjs')]
  await writeFile(ca, await trusted())
  await writeFile(
    names,
    `const dns = require('node:dns')
const { lookup } = dns
dns.lookup = (name, ...rest) => lookup(name === '${shop}' ? '${server.address}' : name, ...rest)`,
  )
  return { NODE_EXTRA_CA_CERTS: ca, NODE_OPTIONS: `--require=${names}` }
}

const asDeployer = (): Record<string, string> => ({
  ...{ hosts: server.address, user: 'deploy', 'ssh-key': server.privateKey, 'known-hosts': knownHosts },
})

/** Runs a command in the shop, as its workflow does. */
async function command(line: string, inputs: Record<string, string> = {}): Promise<DistResult> {
  return await runDist('run-command', { inputs: { ...asDeployer(), command: line, ...inputs } })
}

/** Deploys the guide's shop, with uploads in a volume and a file server; gives the release's id. */
async function deploy(variant: 'v1' | 'v2'): Promise<string> {
  const { reference } = await sandbox.buildShop(variant)
  const cwd = await stagingWorkspace()
  const path = join(cwd, 'docker-compose.staging.yml')
  const text = quickStart(await readFile(path, 'utf8'))
    .replace('  web:\n', '  web:\n    x-saleor-deploy: {files: true}\n')
    .replace(/^ {2}(web|celery):\n/gm, (line) => `${line}    volumes: ["media:/app/media"]\n`)
  await writeFile(path, `${text}  media:\n`)
  const inputs = stagingInputs({ ...server, user: 'deploy', knownHosts }, sandbox, reference, environment)
  const deployed = await runDist('deploy-staging', { cwd, inputs })
  expect([deployed.code, deployed.outputs['reason-code']], withoutMasks(deployed.log)).toEqual([0, 'done'])
  return deployed.outputs.release ?? ''
}

test('Without its password nothing is changed, and it is said how sudo can be had', async () => {
  const none = await prepare({ 'sudo-password': '' })
  expect([none.code, none.outputs['reason-code']], withoutMasks(none.log)).toEqual([1, 'not-ready'])
  expect(none.log).toContain('sudo asks')
  const wrong = await prepare({ 'sudo-password': 'not-this-one' })
  expect([wrong.code, wrong.outputs['reason-code']], withoutMasks(wrong.log)).toEqual([1, 'not-ready'])
  expect(wrong.log).toContain('sudo refuses')
})

test('A dry run lists what it would do, and changes nothing', async () => {
  const before = await onServer('dpkg -l | sha256sum; find /etc -newer /run/sshd.pid | sort')
  const plan = await prepare({ 'dry-run': 'true' })
  expect([plan.code, plan.outputs['reason-code'], plan.outputs.changed], withoutMasks(plan.log)).toEqual([
    ...[0, 'planned', '0'],
  ])
  expect(titles(plan).slice(0, 6)).toEqual([
    ...['log-limits', 'engine', 'user', 'keys', 'folder', 'security-updates'],
  ])
  expect(plan.log).toContain('Would be done: Install Docker Engine and Compose from the distribution')
  expect(await onServer('dpkg -l | sha256sum; find /etc -newer /run/sshd.pid | sort')).toBe(before)
})

test('A change that has begun goes on to its end when the runner is killed', async () => {
  const killed = await start()
  while (!(await onServer('pgrep apt-get || :'))) await sleep(100)
  killed.child.kill('SIGKILL')
  expect((await killed.finished).code).toBe(-1)
  while ((await noted()).length < 2) await sleep(500)
  expect(await noted()).toEqual(['log-limits done', 'engine done'])
})

test.skipIf(!issues)('A change that fails makes the job red, and leaves the ones before it', async () => {
  const { code, log, outputs } = await prepare({ 'acme-server': 'https://localhost:1/dir' })
  expect([code, outputs['reason-code']], withoutMasks(log)).toEqual([1, 'prepare-failed'])
  expect(log).toMatch(/Have a certificate issued for shop\.example\.com: it failed with exit code 1/)
  expect((await noted()).at(-1)).toBe('certificate failed')
  expect(await onServer('ls /etc/nginx/sites-enabled')).not.toContain('saleor')
})

test('A bare server becomes ready, and a second run changes nothing', async () => {
  const first = await prepare()
  expect([first.code, first.outputs['reason-code']], withoutMasks(first.log)).toEqual([0, 'done'])
  expect(titles(first).slice(-2)).toEqual(issues ? ['site', 'renewal'] : ['certificate', 'site'])
  expect(withoutMasks(first.log)).not.toContain(server.password)
  knownHosts = first.outputs['known-hosts'] ?? ''
  expect(knownHosts).toBe(server.knownHosts.trim())
  expect(JSON.parse(await onServer('cat /etc/docker/daemon.json'))).toEqual({
    'registry-mirrors': ['http://127.0.0.1:5001'],
    'log-driver': 'local',
    'log-opts': { 'max-size': '20m', 'max-file': '5' },
  })
  expect(await onServer('ufw status | awk \'$2 == "ALLOW" { print $1 }\'')).toBe('22/tcp\n80/tcp\n443/tcp')
  const before = await noted()
  const again = await prepare()
  expect([again.code, again.outputs['reason-code'], again.outputs.changes], withoutMasks(again.log)).toEqual([
    ...[0, 'unchanged', '[]'],
  ])
  expect(await noted()).toEqual(before)
})

test('The user that deploys brings a release there, and customers reach it over HTTPS', async () => {
  releases.push(await deploy('v1'))
  expect(await visit('/health/')).toMatchObject({ status: 200, release: releases[0] })
})

test('Commands of a workflow make an admin who can log in, and sample data with pictures that customers see', async () => {
  const environment = `DJANGO_SUPERUSER_PASSWORD=${adminPassword}`
  const admin = 'python manage.py createsuperuser --noinput --username admin --email admin@example.com'
  const [made, filled] = [await command(admin, { environment }), await command('python manage.py populatedb')]
  for (const ran of [made, filled]) expect(ran.code, withoutMasks(ran.log)).toBe(0)
  const login = (password: string): string =>
    `mutation { tokenCreate(email: "admin@example.com", password: "${password}") { token } }`
  expect(await ask(login(adminPassword))).toMatchObject({
    tokenCreate: { token: expect.stringMatching(/.{20}/) },
  })
  expect(await ask(login('another'))).toEqual({ tokenCreate: { token: null } })
  const { products } = (await ask('{ products { name picture } }')) as { products: { picture: string }[] }
  expect(products).toHaveLength(2)
  picture = products[0]?.picture ?? ''
  expect(picture).toMatch(/^\/media\/products\/.*png$/)
  expect(await visit(picture)).toMatchObject({ status: 200, type: 'image/png' })
  expect(await visit('/media/')).toMatchObject({ status: 403 })
})

test('The whole smoke test of that shop is green, with its static files and its pictures', async () => {
  const ran = await runDist('smoke-test', {
    inputs: {
      ...{ url: `https://${shop}`, host: server.address, user: 'deploy', 'ssh-key': server.privateKey },
      ...{ 'known-hosts': knownHosts, 'expect-release': releases[0] ?? '', 'load-duration': '1s' },
      files: `/static/assets/shop.css\n${picture}`,
      // The certificate of a test lives for a week; and nobody knows how busy the machine is.
      ...{ 'certificate-days': '1', severities: 'response time=off', timeout: '120s' },
    },
    env: await asCustomer(),
  })
  expect([ran.code, ran.outputs.failed], withoutMasks(ran.log)).toEqual([0, ''])
})

test('A backup holds the pictures too, its test reads them, and by hand they come back', async () => {
  const backup = async (inputs: Record<string, string>): Promise<DistResult> => {
    const ran = await runDist('backup', { inputs: { ...asDeployer(), ...inputs } })
    expect([ran.code, ran.outputs['reason-code']], withoutMasks(ran.log)).toEqual([0, 'done'])
    return ran
  }
  const { outputs } = await backup({ media: 'true', 'verify-backup': 'list' })
  const archive = outputs.media ?? ''
  expect(await onServer(`stat -c '%U %a' ${archive}; tar -tf ${archive} | grep png | sort`)).toBe(
    'deploy 600\n./products/apple-juice.png\n./products/carrot-juice.png',
  )
  const [listed] = JSON.parse((await backup({ operation: 'list' })).outputs.backups ?? '[]') as Manifest[]
  expect(listed?.media?.files).toBe(2)
  expect((await backup({ operation: 'verify' })).log).toContain('2 uploads read')
  // As its README says.
  await onServer('docker exec saleor-web-1 rm -r /app/media/products')
  expect(await visit(picture)).toMatchObject({ status: 404 })
  await onServer(`docker exec -i saleor-web-1 tar -C /app/media -xf - <${archive}`)
  expect(await visit(picture)).toMatchObject({ status: 200 })
})

test('Static files are those of the release that serves, and the ones of the release before are still there', async () => {
  const hashed = async (variant: 'v1' | 'v2'): Promise<string> => {
    const folder = variant === 'v1' ? 'shop' : `shop-variants/${variant}`
    const text = await readFile(join(import.meta.dirname, '../sandbox', folder, 'saleor/__init__.py'))
    return `/static/version.${createHash('sha256').update(text).digest('hex').slice(0, 12)}.txt`
  }
  const [first, second] = [await hashed('v1'), await hashed('v2')]
  expect(await visit(second)).toMatchObject({ status: 404 })
  releases.push(await deploy('v2'))
  const both = async () => [(await visit(first)).status, (await visit(second)).status]
  expect(await both()).toEqual([200, 200])
  expect(await visit('/static/version.txt')).toMatchObject({
    body: expect.stringContaining('"3.20.1"'),
    cache: 'no-cache',
  })
  expect((await visit(second)).cache).toContain('immutable')
  const back = await runDist('rollback', { inputs: { ...asDeployer(), reason: 'a test' } })
  expect(back.code, withoutMasks(back.log)).toBe(0)
  expect((await visit('/static/version.txt')).body).toContain('"3.20.0"')
  expect(await both()).toEqual([200, 200])
  expect(await onServer('ls /opt/saleor/static')).toBe(
    ['before', 'live', 'next', ...releases].sort().join('\n'),
  )
})

test('A certificate of the team takes the place of the issued one, and its key is for root alone', async () => {
  const own: Record<string, string> = { certificate: 'own', ...(await ownCertificate()) }
  const changed = await prepare({ 'acme-server': '', ...own })
  expect([changed.code, titles(changed)], withoutMasks(changed.log)).toEqual([
    ...[0, issues ? ['certificate', 'site'] : ['certificate']],
  ])
  certificate = own
  expect(await visit('/health/')).toMatchObject({ status: 200 })
  expect(await onServer(`stat -c '%a %U' /etc/ssl/saleor/${shop}.key`)).toBe('600 root')
})

test.skipIf(!issues)('A record in DNS proves a name instead of port 80, in renewals too', async () => {
  certificate = {
    ...{ certificate: 'certbot-dns', 'acme-server': authority?.directory ?? '' },
    ...{ 'dns-provider': 'rfc2136', 'dns-credentials': names?.credentials ?? '', 'dns-propagation': '1' },
  }
  const changed = await prepare({ 'open-ports': '443/tcp' })
  expect([changed.code, titles(changed)], withoutMasks(changed.log)).toEqual([
    ...[0, ['certbot', 'dns-credentials', 'certificate', 'site', 'renewal']],
  ])
  const stored = '/etc/letsencrypt/saleor-deploy-dns-shop.example.com'
  expect(await onServer(`stat -c '%a %U' ${stored}`)).toBe('600 root')
  const serial = `openssl s_client -connect 127.0.0.1:443 -servername ${shop} </dev/null 2>/dev/null | openssl x509 -noout -serial`
  const before = await onServer(serial)
  await onServer(`certbot renew --force-renewal --no-random-sleep-on-renew --cert-name ${shop}`)
  await expect.poll(() => onServer(serial), { timeout: 60_000 }).not.toBe(before)
  expect((await visit('/health/', (await authority?.root()) ?? '')).status).toBe(200)
})

test('A server becomes the first manager of a Swarm, or joins the one of another manager', async () => {
  const first = await prepare({ swarm: 'init', 'swarm-labels': 'tier=web' })
  expect([first.code, titles(first)], withoutMasks(first.log)).toEqual([0, ['swarm', 'swarm-labels']])
  expect(await onServer(`docker node inspect self --format '{{.Spec.Labels.tier}}'`)).toBe('web')
  await onServer('docker swarm leave --force')
  const [manager] = sandbox.servers
  if (manager === undefined) throw new Error('the sandbox has no server')
  await manager.docker(['swarm', 'init', '--advertise-addr', manager.address])
  const token = (await manager.docker(['swarm', 'join-token', '--quiet', 'worker'])).stdout.trim()
  const peers = { 'swarm-manager': manager.address, 'swarm-peers': network.subnet }
  const joined = await prepare({ swarm: 'join', 'swarm-token': token, ...peers })
  expect([joined.code, titles(joined)], withoutMasks(joined.log)).toEqual([0, ['firewall', 'swarm']])
  expect(withoutMasks(joined.log)).not.toContain(token)
  const nodes = await manager.docker(['node', 'ls', '--format', '{{.Hostname}} {{.Status}}'])
  expect(nodes.stdout).toContain('bare Ready')
  await onServer('docker swarm leave')
  await manager.docker(['swarm', 'leave', '--force'])
})

test('A site that was changed by hand stays as it is, and the other one lies beside it', async () => {
  await onServer(`sed -i 's/100M/200M/' /etc/nginx/sites-available/saleor`)
  const changed = await prepare({ 'web-port': '8001' })
  expect([changed.code, titles(changed)], withoutMasks(changed.log)).toEqual([0, ['site-proposal']])
  expect(changed.log).toContain('was changed by hand, and stays as it is')
  expect(await onServer('grep -h proxy_pass /etc/nginx/sites-available/saleor{,.new}')).toBe(
    'proxy_pass http://127.0.0.1:8000;\n        proxy_pass http://127.0.0.1:8001;',
  )
})
