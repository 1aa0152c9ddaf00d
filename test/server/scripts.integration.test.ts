import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readFacts } from '../../src/server/facts.ts'
import { planServer } from '../../src/server/plan.ts'
import { bare, desired } from './servers.ts'

const bash = (script: string): { status: number | null; stdout: string; stderr: string } =>
  spawnSync('bash', ['-s'], { input: script, encoding: 'utf8' })

test('A look at a machine ends well, and tells what it is.', () => {
  const script = readFileSync(join(import.meta.dirname, '../../src/server/facts.sh'), 'utf8')
  const { status, stdout } = bash(`set -- nobody-here /opt/not-there shop.example.com\n${script}`)
  expect(status).toBe(0)
  const facts = readFacts(stdout, 22)
  expect(facts.os.name).not.toBe('')
  expect(facts.cores).toBeGreaterThan(0)
  expect(facts.memory).toBeGreaterThan(1e8)
  expect(facts.disk).toBeGreaterThan(1e8)
  expect([facts.user, facts.folder.owner]).toEqual([{ exists: false, groups: [], keys: [] }, ''])
})

/** The script for Docker's own repository, where downloads and packages only leave a trace. */
function installFromDocker(
  fingerprints: readonly string[],
  present = '',
): {
  status: number | null
  trace: string[]
  sources: string
} {
  const folder = mkdtempSync(join(tmpdir(), 'docker-'))
  mkdirSync(join(folder, 'sources.list.d'))
  if (present !== '') writeFileSync(join(folder, 'sources.list.d/docker.sources'), present)
  const { changes } = planServer(bare, { ...desired, docker: 'docker' })
  const script = changes.find(({ id }) => id === 'engine')?.script.replaceAll('/etc/apt', folder) ?? ''
  const keys = fingerprints.map(
    (print) => `pub:-:4096:1:X:0:::-:::\\nfpr:::::::::${print}:\\nsub:-:4096:1:Y:0:::\\nfpr:::::::::5AB:\\n`,
  )
  const { status, stdout } = bash(`set -euo pipefail
install_packages() { echo "install $*"; }
forget_lists() { echo forget; }
start_service() { echo "start $1"; }
curl() { :; }
docker() { :; }
gpg() { printf '${keys.join('')}'; }
write_file() { mkdir -p "$(dirname "$1")"; cat >"$1"; }
${script}`)
  const list = join(folder, 'sources.list.d/docker.list')
  const sources = existsSync(list) ? readFileSync(list, 'utf8').replaceAll(folder, '/etc/apt') : ''
  return { status, trace: stdout.trim().split('\n'), sources }
}

const pinned = '9DC858229FC7DD38854AE2D88D81803C0EBFCD88'

test('With the pinned key the repository is added, and the packages are installed from it.', () => {
  const { status, trace, sources } = installFromDocker([pinned])
  expect(status).toBe(0)
  expect(trace).toEqual([
    'install ca-certificates curl gpg',
    'forget',
    'install docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin',
  ])
  expect(sources).toBe(
    'deb [arch=amd64 signed-by=/etc/apt/keyrings/docker.asc] https://download.docker.com/linux/debian trixie stable\n',
  )
})

test.each([
  ['another key', ['0'.repeat(40)]],
  ['a second key beside the pinned one', [pinned, '0'.repeat(40)]],
  ['no key', []],
])('With %s nothing is added.', (_, fingerprints) => {
  const { status, trace, sources } = installFromDocker(fingerprints)
  expect(status).toBe(1)
  expect(trace.at(-1)).toContain(`is not the pinned one ${pinned}`)
  expect(sources).toBe('')
})

test('A source of Docker that an admin added stays the only one.', () => {
  const { status, trace, sources } = installFromDocker([], 'URIs: https://download.docker.com/linux/debian\n')
  expect([status, sources]).toEqual([0, ''])
  expect(trace.at(-1)).toMatch(/^install docker-ce /)
})
