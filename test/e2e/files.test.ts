import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { type Edit, lightFile, type ProductionShop, productionShop } from './production.ts'
import { assertServesAlone, footprintOf, untilFree } from './serves-alone.ts'
import { withoutMasks } from './shop-on-server.ts'

const sandbox = await openSandbox({ servers: 1, data: true })
const [server] = sandbox.servers as [Server]
const store = '/opt/saleor/files'
const token = 'correct-horse-battery'
const keyLine = 'MIIEowIBAAKCAQEAtheKeyOfTheShop'
let shop: ProductionShop

/** Files, configs and secrets in the shapes that people write; the rest of the shop is light. */
const file: Edit = (text) =>
  `${lightFile(text).replace(
    '  web:\n    <<: *app\n',
    `  web:
    <<: *app
    volumes:
      - ./conf/shop.conf:/etc/shop.conf
      - ./conf:/etc/shop.d:ro
    configs: [plain, {source: content, target: /etc/content}, {source: variable, target: /etc/variable}]
    secrets: [token, {source: key, target: tls.key, mode: 0400}]
`,
  )}  redis:
    image: redis:7-alpine
    command: redis-server /etc/redis.conf
    volumes: ["./redis.conf:/etc/redis.conf:ro"]
  db:
    image: postgres:15
    environment: {POSTGRES_HOST_AUTH_METHOD: trust}
    volumes: ["./initdb:/docker-entrypoint-initdb.d:ro", "data:/var/lib/postgresql/data"]
volumes: {data: {}}
configs:
  plain: {file: ./conf/shop.conf}
  content: {content: "content of \${ROUND}"}
  variable: {environment: ROUND}
secrets:
  token: {environment: APP_TOKEN}
  key: {file: ./key.pem}
`

/** A round of the repository: what changes from one to the next. */
const round = (name: string) => ({
  files: {
    'conf/shop.conf': `conf of ${name}\n`,
    'conf/deep/run.sh': 'echo deep\n',
    'redis.conf': `maxmemory ${name === 'one' ? 111 : 222}mb\n`,
    'initdb/one.sql': 'CREATE TABLE made_by_script (id int);\n',
    'key.pem': `-----BEGIN PRIVATE KEY-----\n${keyLine}\n-----END PRIVATE KEY-----\n`,
  },
  env: { ROUND: name, APP_TOKEN: `${token}-${name}` },
})

async function inside(container: string, ...words: string[]): Promise<string> {
  const { stdout, stderr } = await server.docker(['exec', container, ...words])
  return stdout.trim() || stderr.trim()
}

/** What the web of a release finds; as a user that owns none of it, where that may read. */
async function seenBy(release: string): Promise<string[]> {
  const label = `label=saleor-deploy.release=${release}`
  const role = 'label=saleor-deploy.role=web'
  const { stdout } = await server.docker(['ps', '-q', '--filter', label, '--filter', role])
  const [web = ''] = stdout.trim().split('\n')
  const paths = [
    '/etc/shop.conf',
    '/etc/shop.d/shop.conf',
    '/plain',
    '/etc/content',
    '/etc/variable',
    '/run/secrets/token',
  ]
  const { stdout: read, stderr } = await server.docker([
    'exec',
    '-u',
    '4321',
    web,
    'tail',
    '-n',
    '+1',
    '-q',
    ...paths,
  ])
  return `${read}${stderr}`.split(/\n+/).filter(Boolean)
}

const all = (name: string): string[] => [
  ...[`conf of ${name}`, `conf of ${name}`, `conf of ${name}`],
  `content of ${name}${name}${token}-${name}`,
]

async function stored(): Promise<string[]> {
  return (await server.run(['ls', '-A', store])).stdout.split('\n').filter(Boolean)
}

beforeAll(async () => {
  await server.wipe()
  shop = await productionShop(sandbox, [server], { name: 'files', file })
})

describe('files, configs and secrets of the repository', () => {
  const options = { 'migrate-command': 'none', backup: 'never', 'drain-timeout': '5s' }
  let [first, second] = ['', '']

  it('Files, configs and secrets arrive with the release, in web, in Redis and in the database of the project', async () => {
    const { code, log, outputs } = await shop.deploy('light-1', { ...round('one'), inputs: options })
    expect(code, withoutMasks(log)).toBe(0)
    first = outputs.release ?? ''
    expect(await seenBy(first)).toEqual(all('one'))
    expect(await inside('saleor-redis-1', 'redis-cli', 'config', 'get', 'maxmemory')).toContain('116391936')
    await expect
      .poll(
        () => inside('saleor-db-1', 'psql', '-U', 'postgres', '-tAc', 'SELECT count(*) FROM made_by_script'),
        {
          timeout: 60_000,
        },
      )
      .toBe('0')
    expect(withoutMasks(log)).not.toContain(token)
    expect(withoutMasks(log)).not.toContain(keyLine)
    expect(log).toContain('/conf/shop.conf comes from the repository and is mounted read-only')
  })

  it('Files are closed to others on the host, and no secret stands anywhere else', async () => {
    const modes = await server.run([
      'sh',
      '-c',
      `cd ${store} && stat -c '%a %U' . && stat -c '%a %n' */tls.key */key */token */conf/deep/run.sh 2>/dev/null | sed 's/ .*\\// /' | sort -k 2`,
    ])
    expect(modes.stdout.trim().split('\n')).toEqual(['700 deploy', '400 key', '644 run.sh', '444 token'])
    const script = `cd /opt/saleor && grep -rlE '${token}|${keyLine}' --exclude-dir=files . ; docker inspect $(docker ps -aq) | grep -cE '${token}|${keyLine}'`
    expect((await server.run(['sh', '-c', script])).stdout.trim()).toBe('0')
  })

  it('Each release has its own files, side by side and after a rollback', async () => {
    const before = await stored()
    const { code, log, outputs } = await shop.deploy('light-2', {
      ...round('two'),
      inputs: { ...options, strategy: 'blue-green', 'keep-warm': 'true' },
    })
    expect(code, withoutMasks(log)).toBe(0)
    second = outputs.release ?? ''
    expect([await seenBy(second), await seenBy(first)]).toEqual([all('two'), all('one')])
    const now = await stored()
    // Neither the key nor the script of the database has changed.
    expect(before.filter((id) => !now.includes(id))).toEqual([])
    expect(now.length - before.length).toBe(4)
    const back = await shop.rollback({ 'drain-timeout': '5s', 'allow-schema-gap': 'true' })
    expect(back.code, withoutMasks(back.log)).toBe(0)
    expect(await seenBy(first)).toEqual(all('one'))
  })

  it('A runner that is killed while it sends files leaves nothing, and the next run delivers them', async () => {
    const before = await footprintOf(server)
    const three = round('three')
    const large = Object.fromEntries(
      [1, 2, 3, 4, 5, 6].map((n) => [`conf/large${n}`, randomBytes(1_000_000)]),
    )
    const run = await shop.start('light-2', {
      ...three,
      files: { ...three.files, ...large },
      inputs: options,
    })
    const sending = server.run(['sh', '-c', `until [ -s ${store}/incoming.tar.gz ]; do sleep 0.02; done`])
    await Promise.race([sending, run.finished])
    run.child.kill('SIGKILL')
    expect((await run.finished).code).toBe(-1)
    await untilFree(server, 120)
    expect(await footprintOf(server)).toEqual(before)
    const next = await shop.deploy('light-2', { ...three, inputs: { ...options, 'keep-releases': '1' } })
    expect(next.code, withoutMasks(next.log)).toBe(0)
    await assertServesAlone(server, next.outputs.release ?? '')
    expect(await seenBy(next.outputs.release ?? '')).toEqual(all('three'))
    // Redis was left as it was: what it mounts stays, though no release names it any more.
    expect(await inside('saleor-redis-1', 'cat', '/etc/redis.conf')).toBe('maxmemory 111mb')
  })
})
