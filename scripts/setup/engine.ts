import { spawn } from 'node:child_process'
import { mkdirSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { works } from './command.ts'

const folder = join(import.meta.dirname, '../../.sandbox/engine')

/** Tells whether an engine answers. */
export function engineRuns(): Promise<boolean> {
  return works(['docker', 'info'])
}

/** Starts the engine by the service manager, or by hand where there is none, and waits until it answers. */
export async function startEngine(): Promise<void> {
  const log = join(folder, 'dockerd.log')
  if (
    (await works(['systemctl', 'is-system-running', '--quiet'])) ||
    (await works(['systemctl', 'start', 'docker']))
  ) {
    console.log('Starting Docker Engine (systemctl start docker) …')
    await works(['systemctl', 'start', 'docker'])
  } else {
    console.log(`Starting Docker Engine by hand (no service manager), log in ${log} …`)
    launch(log)
  }
  for (let waited = 0; waited < 60; waited++) {
    if (await engineRuns()) return
    await sleep(500)
  }
  throw new Error(`Docker Engine did not answer within 30 s; see ${log} or \`journalctl -u docker\``)
}

// The containerd image store is what lets the built-in builder export its cache.
function launch(log: string): void {
  mkdirSync(folder, { recursive: true })
  const settings = join(folder, 'daemon.json')
  writeFileSync(settings, JSON.stringify({ features: { 'containerd-snapshotter': true } }))
  const output = openSync(log, 'a')
  spawn('dockerd', ['--config-file', settings], { detached: true, stdio: ['ignore', output, output] }).unref()
}
