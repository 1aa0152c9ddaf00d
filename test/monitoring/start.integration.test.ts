import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'

const script = join(import.meta.dirname, '../../workflows-examples/monitoring/start.sh')

/** A stand-in for Docker: it keeps what it was told, and plays the shop's web container and Prometheus. */
const docker = `#!/bin/sh
printf '%s\\n' "$*" >>"$STATE/calls"
case "$*" in
  ps\\ *) cat "$STATE/web" ;;
  inspect\\ *) echo saleor_default ;;
  'exec --env MONITORING_PASSWORD '*)
    [ ! -e "$STATE/refuses" ] || { echo 'permission denied to create role' >&2; exit 1; }
    echo '12 objects imported automatically.'
    echo "DATABASE postgres://monitoring:$MONITORING_PASSWORD@db:5432/saleor?sslmode=disable"
    echo 'REDIS redis://:pa$$word@redis:6379'
    echo 'BROKER redis://:pa$$word@redis:6379/1'
    ;;
  *'up == 1') echo 'up{job="edge"} => 1 @[1]' ;;
  *'up == 0') cat "$STATE/down" ;;
esac
`

interface Given {
  web?: string
  input?: string
  refuses?: boolean
  /** What Prometheus says of exporters that do not answer. */
  down?: string
  options?: string[]
  /** Files that are in the folder before. */
  files?: Record<string, string>
}

/** Runs the script in a folder of its own, with nothing real but the shell and openssl. */
function start({ web = 'saleor-web-1\n', input = '', refuses, down = '', options = [], files = {} }: Given) {
  const root = mkdtempSync(join(tmpdir(), 'monitoring-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const [folder, bin, state] = ['folder', 'bin', 'state'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ]
  for (const one of [folder, bin, state]) mkdirSync(one)
  const programs = { docker, sleep: '#!/bin/sh\n' }
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(bin, name), text)
    chmodSync(join(bin, name), 0o755)
  }
  for (const [name, text] of Object.entries({ web, down, calls: '' })) writeFileSync(join(state, name), text)
  if (refuses === true) writeFileSync(join(state, 'refuses'), '')
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  writeFileSync(join(folder, 'start.sh'), readFileSync(script))
  const env = { PATH: `${bin}:${process.env.PATH}`, STATE: state }
  const ran = spawnSync('sh', [join(folder, 'start.sh'), ...options], { env, input, encoding: 'utf8' })
  const read = (name: string): string | undefined =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : undefined
  const mode = (name: string): string => (statSync(join(folder, name)).mode & 0o777).toString(8)
  const calls = readFileSync(join(state, 'calls'), 'utf8')
  return { code: ran.status, said: `${ran.stdout}${ran.stderr}`, read, mode, calls }
}

it('The monitoring starts with the addresses of the shop, and passwords that no command line and no log shows', () => {
  const { code, said, read, mode, calls } = start({
    input: 'https://chat.example.com/hooks/1\n',
    options: ['--scale', 'redis-exporter=0'],
  })
  expect([code, said]).toEqual([0, expect.stringContaining('All exporters are heard.')])
  const settings = read('.env') ?? ''
  const [, grafana = '', database = ''] =
    /^GRAFANA_PASSWORD=([0-9a-f]{32})\nMONITORING_DATABASE_URL='postgres:\/\/monitoring:([0-9a-f]{32})@db:5432\/saleor\?sslmode=disable'\nREDIS_ADDR='redis:\/\/:pa\$\$word@redis:6379'\nCELERY_BROKER_URL='redis:\/\/:pa\$\$word@redis:6379\/1'\nSHOP_NETWORK=saleor_default\n$/.exec(
      settings,
    ) ?? []
  expect(grafana, settings).not.toBe('')
  for (const secret of [grafana, database, 'pa$$word', 'hooks/1']) {
    expect(calls).not.toContain(secret)
    expect(said).not.toContain(secret)
  }
  expect(read('webhook-url')).toBe('https://chat.example.com/hooks/1')
  expect([mode('.env'), mode('webhook-url')]).toEqual(['600', '600'])
  expect(calls).toContain('compose up --detach --force-recreate --scale redis-exporter=0\n')
})

it('Settings and the webhook of an earlier start stay as they are, and the database is left alone', () => {
  const files = { '.env': 'GRAFANA_PASSWORD=mine\n', 'webhook-url': 'https://chat.example.com/mine' }
  const { code, read, calls } = start({ files })
  expect([code, read('.env'), read('webhook-url')]).toEqual([0, ...Object.values(files)])
  expect(calls).not.toContain('exec --env')
})

it.each([
  ['without a shop on the host', { web: '' }, 'No web container of a shop runs here.'],
  ['when the database refuses the user', { refuses: true }, 'could not create the database user'],
])('Nothing is written and nothing starts %s', (_, given, problem) => {
  const { code, said, read, calls } = start(given)
  expect([code, said]).toEqual([1, expect.stringContaining(problem)])
  expect([read('.env'), read('webhook-url')]).toEqual([undefined, undefined])
  expect(calls).not.toContain('compose')
})

it('An address of the webhook that is none is asked for again at the next start', () => {
  const { code, said, read, calls } = start({ input: 'chat.example.com\n' })
  expect([code, said]).toEqual([1, expect.stringContaining('chat.example.com is no address')])
  expect(read('webhook-url')).toBeUndefined()
  expect(calls).not.toContain('compose')
})

it('An exporter that does not answer within a minute makes the start fail, and is named', () => {
  const down = 'up{instance="postgres-exporter:9187", job="postgres"} => 0 @[1]\n'
  const { code, said } = start({ down, input: 'https://chat.example.com/hooks/1\n' })
  expect([code, said]).toEqual([1, expect.stringContaining('job="postgres"')])
})
