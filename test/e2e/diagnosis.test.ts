import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSandbox, type Server, type ShopVariant } from '../sandbox/sandbox.ts'
import type { DistResult } from './run-dist.ts'
import { assertServesAlone, footprintOf } from './serves-alone.ts'
import { type DeployOptions, type ShopOnServer, shopOnServer, withoutMasks } from './shop-on-server.ts'
import { shopEnvironment } from './staging.ts'

/** A state of shop, files or server in which a deploy fails, and what must be made of it. */
interface State extends DeployOptions {
  title: string
  /** The light shop's next release without it. */
  variant?: ShopVariant
  /** Variables that are other than they should be. */
  variables?: Record<string, string>
  /** Brings it about and takes it back, as root. */
  server?: { make: string; fix: string }
  reason: string
  cause: RegExp
}

/** Web with these lines more in the Compose file. */
const web = (...lines: string[]): Pick<State, 'compose'> => ({
  compose: (text) => text.replace('  web:\n', `  web:\n${lines.map((line) => `    ${line}\n`).join('')}`),
})

const command = (...words: string[]): string => `command: ${JSON.stringify(words)}`
const accessory = (name: string, text: string) => (file: string) =>
  file.replace('\nvolumes:\n', `\n  ${name}:\n    ${text}\n\nvolumes:\n`)
/** A service that web waits for. */
const awaited = (line: string, image: string) => (text: string) =>
  accessory(
    'init',
    `image: ${image}\n    ${line}`,
  )(
    text.replace(
      '    depends_on:\n',
      '    depends_on:\n      init:\n        condition: service_completed_successfully\n',
    ),
  )
const sql = (statement: string, database = 'saleor'): string =>
  `docker exec saleor-db-1 psql -qtA -U saleor -d ${database} -c "${statement}"`
/** What is wrong with web would stop a migration first. */
const unmigrated = { 'migrate-command': 'none' }
const quick = { 'health-timeout': '6s' }
/** A program for a 64-bit ARM: its header, which is all that the kernel looks at. */
const foreign = `printf '\\177ELF\\2\\1\\1\\0\\0\\0\\0\\0\\0\\0\\0\\0\\2\\0\\267\\0\\1\\0\\0\\0' >/opt/saleor/foreign; chmod 755 /opt/saleor/foreign`

const states: State[] = [
  // Container won't start
  {
    title: 'a module that is not in the image',
    variant: 'exits',
    reason: 'unhealthy',
    cause: /Python can't import saleor\.payment\.gateways\.vanished/,
  },
  {
    title: 'a worker with a wrong --app',
    variant: 'v2',
    compose: (text) => text.replace('saleor.celeryconf:app worker', 'saleor.vanished:app worker'),
    // It falls while it loads, on a busy machine later than web took to start.
    env: { SALEOR_DEPLOY_STEADY_SECONDS: '60' },
    reason: 'unhealthy',
    cause: /Python can't import saleor\.vanished|Celery does not find its application/,
  },
  {
    title: 'a program that is not in the image',
    ...web('entrypoint: ["no-such-program"]'),
    inputs: unmigrated,
    reason: 'start-failed',
    cause: /The program no-such-program is not in the image/,
  },
  {
    title: 'a program that the shell does not find',
    ...web(command('sh', '-c', 'exec no-such-program')),
    reason: 'unhealthy',
    cause: /The shell of the command does not find no-such-program/,
  },
  {
    title: 'a file that may not be executed',
    ...web('entrypoint: ["/app/saleor/health.py"]'),
    inputs: unmigrated,
    reason: 'start-failed',
    cause: /The file \/app\/saleor\/health\.py may not be executed/,
  },
  {
    title: 'a file that is not there',
    ...web(command('python3', '/app/missing.py')),
    reason: 'unhealthy',
    cause: /Python does not find the file \/app\/missing\.py/,
  },
  {
    title: 'a fault in the code',
    ...web(command('python3', '-c', 'if')),
    reason: 'unhealthy',
    cause: /The code of the image does not run: SyntaxError/,
  },
  {
    title: 'an option that the program does not know',
    variant: 'v2',
    ...web(command('uvicorn', 'saleor.asgi:application', '--no-such')),
    reason: 'unhealthy',
    cause: /does not know the option --no-such/,
  },
  {
    title: 'an application that is not there',
    variant: 'v2',
    ...web(command('uvicorn', 'saleor.asgi:app')),
    reason: 'unhealthy',
    cause: /The server does not find the application: Attribute "app" not found/,
  },
  {
    title: 'a program for another processor',
    ...web('volumes: ["./foreign:/foreign"]', 'entrypoint: ["/foreign"]'),
    server: { make: foreign, fix: 'rm /opt/saleor/foreign' },
    inputs: unmigrated,
    reason: 'unhealthy',
    cause: /made for another processor/,
  },
  {
    title: 'too little memory',
    variant: 'v2',
    ...web('mem_limit: 20m'),
    inputs: unmigrated,
    reason: 'unhealthy',
    // A container that is restarted forgets who killed it, and the engine's event of it may be missing on a busy machine.
    cause:
      /killed because it used more memory than it may|killed from outside \(SIGKILL\): often by the kernel, for want of memory/,
  },
  // It starts and does not answer
  {
    title: 'a server on loopback alone',
    variant: 'v2',
    ...web(
      command('uvicorn', 'saleor.asgi:application', '--host=127.0.0.1', '--port=8000', '--lifespan=off'),
    ),
    inputs: quick,
    reason: 'unhealthy',
    cause: /listens on 127\.0\.0\.1 alone/,
  },
  {
    title: 'a server on another port',
    variant: 'v2',
    ...web(command('uvicorn', 'saleor.asgi:application', '--host=0.0.0.0', '--port=9000', '--lifespan=off')),
    inputs: quick,
    reason: 'unhealthy',
    cause: /listens on port 9000, and the Compose file publishes 8000/,
  },
  {
    title: 'a health path that Django refuses',
    variant: 'v2',
    variables: { ALLOWED_HOSTS: 'staging.example.com' },
    inputs: { ...quick, 'health-path': '/whoami/' },
    reason: 'unhealthy',
    cause: /Django refuses to be asked as localhost/,
  },
  {
    title: 'an app that answers 503',
    variant: 'light-unhealthy',
    inputs: quick,
    reason: 'unhealthy',
    cause: /It runs and does not answer well on port 8000/,
  },
  // Settings
  {
    title: 'no ALLOWED_CLIENT_HOSTS',
    variant: 'v2',
    variables: { ALLOWED_CLIENT_HOSTS: '' },
    inputs: { 'ignore-rules': 'allowed-client-hosts-missing' },
    reason: 'migration-failed',
    cause: /The variable ALLOWED_CLIENT_HOSTS is missing/,
  },
  {
    title: 'a key that does not load',
    variant: 'v2',
    variables: { RSA_PRIVATE_KEY: 'a-key-that-is-none' },
    inputs: { 'ignore-rules': 'signing-key' },
    reason: 'migration-failed',
    cause: /RSA_PRIVATE_KEY is no key that can be loaded/,
  },
  // Database
  {
    title: 'a wrong password',
    variables: { DATABASE_URL: 'postgres://saleor:a-wrong-password@db:5432/saleor' },
    reason: 'migration-failed',
    cause: /refuses the password of saleor/,
  },
  {
    title: 'a database that is not there',
    variables: { DATABASE_URL: 'postgres://saleor:staging_password@db:5432/shop' },
    reason: 'migration-failed',
    cause: /has no database shop/,
  },
  {
    title: 'a host name that does not resolve',
    variables: { DATABASE_URL: 'postgres://saleor:staging_password@nowhere.example.com:5432/saleor' },
    reason: 'migration-failed',
    cause: /name nowhere\.example\.com does not resolve/,
  },
  {
    title: 'a port on which no database listens',
    variables: { DATABASE_URL: 'postgres://saleor:staging_password@redis:5432/saleor' },
    reason: 'migration-failed',
    cause: /Nothing listens at redis, port 5432/,
  },
  {
    title: 'a replica for a database',
    variant: 'v3-migration',
    server: {
      make: sql('ALTER DATABASE saleor SET default_transaction_read_only = on', 'postgres'),
      fix: sql('ALTER DATABASE saleor RESET default_transaction_read_only', 'postgres'),
    },
    reason: 'migration-failed',
    cause: /leads to a replica/,
  },
  // Migrations
  {
    title: 'a migration that fails',
    variant: 'migration-fails',
    reason: 'migration-failed',
    cause: /wants core_missing, which the database does not have/,
  },
  {
    title: 'a migration that ran half-way',
    variant: 'v3-migration',
    server: {
      make: sql('ALTER TABLE core_note ADD author varchar(9)'),
      fix: sql('ALTER TABLE core_note DROP author'),
    },
    reason: 'migration-failed',
    cause: /makes author, which is there already/,
  },
  {
    title: 'a migration that waits for a lock',
    variant: 'v3-migration',
    server: {
      make: `(${sql('BEGIN; LOCK TABLE core_note; SELECT pg_sleep(60)')}) & sleep 1`,
      fix: sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()",
      ),
    },
    reason: 'migration-failed',
    cause: /waited for a lock that something else holds/,
  },
  {
    title: 'a migrate-command that does not exist',
    variant: 'v2',
    inputs: { 'migrate-command': 'python manage.py migrat' },
    reason: 'migration-failed',
    cause: /has no command migrat\b/,
  },
  // Volumes, disk, ports, networks
  {
    title: 'a folder that the user may not use',
    ...web('user: "1234"', 'volumes: ["./closed:/data"]', command('python3', '-c', "open('/data/x', 'w')")),
    server: { make: 'mkdir -m 700 /opt/saleor/closed', fix: 'rmdir /opt/saleor/closed' },
    reason: 'unhealthy',
    cause: /may not use \/data\/x/,
  },
  {
    title: 'a file system that can only be read',
    ...web('read_only: true', command('python3', '-c', "open('/x', 'w')")),
    reason: 'unhealthy',
    cause: /file system that can only be read/,
  },
  {
    title: 'a disk that is full',
    ...web(
      'tmpfs: ["/data:size=4k"]',
      command('python3', '-c', "open('/data/x', 'wb').write(bytes(10 ** 6))"),
    ),
    reason: 'unhealthy',
    cause: /The disk is full/,
  },
  {
    title: 'a folder that is not on the server',
    ...web('volumes: [{type: bind, source: /srv/none, target: /data, bind: {create_host_path: false}}]'),
    inputs: unmigrated,
    reason: 'not-ready',
    cause: /there is no \/srv\/none, which web mounts at \/data/,
  },
  {
    title: 'a port of an accessory that is taken',
    compose: accessory('mail', 'image: redis:7-alpine\n    ports: ["9123:6379"]'),
    server: {
      make: 'socat TCP-LISTEN:9123,fork,reuseaddr /dev/null & echo $! >/run/taker',
      fix: 'kill $(cat /run/taker)',
    },
    reason: 'start-failed',
    cause: /Port 9123 of the server is taken/,
  },
  {
    title: 'a network that is not there',
    compose: (text) =>
      `${text.replace('  web:\n', '  web:\n    networks: [default, partners]\n')}\nnetworks:\n  partners:\n    external: true\n`,
    inputs: unmigrated,
    reason: 'not-ready',
    cause: /there is no network partners/,
  },
  {
    title: 'an accessory that falls',
    compose: accessory(
      'mail',
      'image: postgres:15\n    volumes: ["./mail:/var/lib/postgresql/data"]\n    healthcheck: {test: ["CMD", "pg_isready"], retries: 1, interval: 1s}',
    ),
    reason: 'start-failed',
    cause: /mail: The database is set up for the first time and has no POSTGRES_PASSWORD/,
    server: { make: ':', fix: 'rm -rf /opt/saleor/mail' },
  },
  // Services that run once, and the first of two errors
  {
    title: 'a service that runs once and fails',
    compose: awaited('command: ["python3", "seed.py"]', 'redis:7-alpine'),
    reason: 'start-failed',
    cause: /The shell of the command does not find python3 in the image/,
  },
  {
    title: 'a service that runs once without its server',
    compose: awaited(`command: ["redis-cli", "-h", "redis", "-p", "6380", "ping"]`, 'redis:7-alpine'),
    reason: 'start-failed',
    cause: /does not listen/,
  },
  {
    title: 'a secret with no variable on the server',
    compose: (text) =>
      `${text.replace('  web:\n', '  web:\n    secrets: [s]\n')}\nsecrets:\n  s:\n    environment: MY_SECRET\n`,
    inputs: { 'ignore-rules': 'file-not-delivered' },
    reason: 'migration-failed',
    cause: /The secret or config \S+ takes the variable MY_SECRET of the server/,
  },
  {
    title: 'a HAProxy without its configuration',
    compose: accessory(
      'proxy',
      'image: haproxy:lts\n    command: ["haproxy", "-f", "/none.cfg"]\n    healthcheck: {test: ["CMD", "true"]}',
    ),
    reason: 'start-failed',
    cause: /proxy: HAProxy can not read its configuration \/none\.cfg/,
  },
  {
    title: 'a HAProxy that prints how it is used',
    compose: accessory(
      'proxy',
      'image: haproxy:lts\n    command: ["haproxy", "-W"]\n    healthcheck: {test: ["CMD", "true"]}',
    ),
    reason: 'start-failed',
    cause: /proxy: HAProxy was started without a configuration/,
  },
  {
    title: 'a fixed address of another container',
    compose: (text) =>
      `${accessory('mail', 'image: redis:7-alpine\n    networks: {mail: {ipv4_address: 172.31.9.9}}')(text)}\nnetworks:\n  mail:\n    name: mail\n    external: true\n`,
    server: {
      make: 'docker network create --subnet 172.31.9.0/24 mail; docker run -d --name holder --network mail --ip 172.31.9.9 redis:7-alpine',
      fix: 'docker rm -f holder; docker network rm mail',
    },
    reason: 'start-failed',
    cause: /The fixed address that the Compose file gives is in use/,
  },
  {
    title: 'a secret from a variable without a value',
    compose: (text) =>
      `${text.replace('  web:\n', '  web:\n    secrets: [s]\n')}\nsecrets:\n  s:\n    environment: MY_SECRET\n`,
    reason: 'bad-input',
    cause: /MY_SECRET/,
  },
  {
    title: 'no replicas of web',
    ...web('deploy: {replicas: 0}'),
    reason: 'bad-input',
    cause: /it has 0 replicas, and nothing would serve/,
  },
  {
    title: 'a fixed address for web',
    compose: (text) =>
      `${text.replace('  web:\n', '  web:\n    networks: {default: {ipv4_address: 172.31.9.9}}\n')}\nnetworks:\n  default:\n    ipam: {config: [{subnet: 172.31.9.0/24}]}\n`,
    reason: 'bad-input',
    cause: /ipv4_address is fixed/,
  },
]

const sandbox = await openSandbox({ servers: 1 })
const [server] = sandbox.servers as [Server]
const reported: string[] = []
/** Nothing of these may stand in a summary or a file. */
const secrets = ['staging_password', 'a-wrong-password']

describe('on a server where a release serves', () => {
  let shop: ShopOnServer
  let live = ''
  beforeAll(async () => {
    await server.wipe()
    shop = await shopOnServer(sandbox, server)
    live = await shop.release('v1')
  })
  afterAll(() => console.log(`${reported.length} states and what was reported:\n${reported.join('\n')}`))

  test.for(states)(
    'The error of a deploy names the cause and a fix: $title',
    async ({ title, variant = 'light-2', variables, server: state, ...kind }) => {
      const before = await footprintOf(server)
      const environment = shopEnvironment(variables)
      const run = () => shop.deploy(variant, { ...kind, inputs: { environment, ...kind.inputs } })
      const ran = await inState(state, run)
      expect(ran.outputs['reason-code'], withoutMasks(ran.log)).toBe(kind.reason)
      const { cause, fix } = diagnosisOf(ran)
      reported.push(`${title} → ${cause}`)
      expect(cause, withoutMasks(ran.log)).toMatch(kind.cause)
      expect(fix).toMatch(/\S{3}/)
      expect(ran.summary).toContain(cause)
      expect(secrets.filter((secret) => ran.summary.includes(secret))).toEqual([])
      // The look at it has kept nothing from being undone.
      expect(await assertServesAlone(server, live)).toEqual(before)
    },
  )

  test('The diagnosis is written as files for an artifact, without secrets and for this user alone', async () => {
    const ran = await shop.deploy('exits', { inputs: { 'diagnosis-folder': 'out/diagnosis' } })
    const folder = join(ran.workspace, 'out/diagnosis')
    const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
    const names = files.map((file) => file.slice(folder.length + 1)).sort()
    expect(names).toEqual(
      expect.arrayContaining([
        'error.txt',
        ...['containers.json', 'machine.txt', 'said.txt', 'saleor-web-2.log'].map(
          (name) => `${server.address}/${name}`,
        ),
      ]),
    )
    const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
    expect(texts.join('\n')).toContain("No module named 'saleor.payment.gateways.vanished'")
    expect(texts.join('\n')).not.toMatch(/staging_password|PRIVATE KEY/)
    for (const file of files) expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  async function inState<T>(state: State['server'], work: () => Promise<T>): Promise<T> {
    if (state === undefined) return await work()
    await asRoot(state.make)
    try {
      return await work()
    } finally {
      await asRoot(state.fix)
    }
  }
})

/** The cause and the fix in the error. What preflight finds needs no diagnosis: its two lines are both. */
function diagnosisOf({ log }: DistResult): { cause: string; fix: string } {
  const error =
    /^::error.*$/m.exec(withoutMasks(log))?.[0].replaceAll('%0A', '\n').replaceAll('%25', '%') ?? ''
  const [found = '', fix = ''] = error.replace(/^::error[^:]*::/, '').split('\n')
  return {
    cause: /^Likely cause: (.*)$/m.exec(error)?.[1] ?? found,
    fix: /^What to do: (.*)$/m.exec(error)?.[1] ?? fix,
  }
}

async function asRoot(script: string): Promise<void> {
  // What goes on in the background must not hold on to our end of the line.
  const { code, stderr } = await server.run([
    'bash',
    '-c',
    `exec >/dev/null 2>/tmp/said </dev/null; ${script}`,
  ])
  if (code !== 0) throw new Error(`${script}: ${stderr}`)
}
