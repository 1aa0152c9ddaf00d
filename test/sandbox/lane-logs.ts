import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tryDocker } from './docker.ts'
import { checkout, lane, prefix } from './names.ts'

/** Where the logs of lanes are kept in which a test failed. */
const logsFolder = join(checkout, '.sandbox', 'logs')

/** Begins anew: what an earlier run of the tests kept is not of this one. */
export function forgetLaneLogs(): void {
  rmSync(logsFolder, { recursive: true, force: true })
}

/** What an action printed. */
type PrintedRun = { name: string; log: () => string }

/**
 * Keeps what tells why a test failed: what the actions printed, and for each machine of the lane its own log, its
 * engine's, its containers and what these said, and the history of its deployments. Returns a sentence that says where.
 */
export async function keepLaneLogs(test: string, runs: readonly PrintedRun[]): Promise<string> {
  const folder = join(logsFolder, `lane-${lane}`, test.replace(/[^\w.-]+/g, '-').slice(0, 120))
  mkdirSync(folder, { recursive: true })
  runs.forEach(({ name, log }, at) => writeFileSync(join(folder, `run-${at + 1}-${name}.log`), log()))
  const machines = await machinesOf()
  await Promise.all(
    machines.map(async (name) => writeFileSync(join(folder, `${name}.log`), await logOf(name))),
  )
  const where = machines.length === 0 ? 'no machine was up' : `on ${machines.join(', ')}`
  return `lane ${lane} failed (${where}): ${test}; its logs are in ${folder.slice(checkout.length + 1)}`
}

async function machinesOf(): Promise<string[]> {
  const { stdout } = await tryDocker([
    'ps',
    '--all',
    '--filter',
    `name=^${prefix}-`,
    '--format',
    '{{.Names}}',
  ])
  return stdout.split('\n').filter(Boolean).sort()
}

// One script for a machine, because each look by itself would cost an exec; one that lacks a part leaves it out.
const look = `exec 2>&1
echo "== docker ps"; docker ps -a
for one in $(docker ps -aq); do echo "== docker logs $(docker inspect -f '{{.Name}} {{.State.Status}}' "$one")"; docker logs --timestamps --tail 200 "$one"; done
find /opt -maxdepth 4 -type f | grep -E '/(events[.]log|undo[.]log|holder)$' | while read -r file; do echo "== $file"; tail -n 200 "$file"; done
[ ! -f /var/log/dockerd.log ] || { echo "== dockerd.log"; tail -n 500 /var/log/dockerd.log; }`

async function logOf(name: string): Promise<string> {
  const own = await tryDocker(['logs', '--timestamps', '--tail', '300', name])
  const isServer = name.includes('-server-')
  const inside = isServer ? await tryDocker(['exec', name, 'timeout', '60', 'sh', '-c', look]) : undefined
  return [`== docker logs ${name}`, own.stdout, own.stderr, inside?.stdout ?? '', inside?.stderr ?? ''].join(
    '\n',
  )
}
