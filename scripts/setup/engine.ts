import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { asRoot, must, works } from './command.ts'
import { writeAsRoot } from './packages.ts'

const settings = '/etc/docker/daemon.json'
const logs = join(import.meta.dirname, '../../.sandbox/engine')

/** Whether an engine answers. */
export function engineRuns(): Promise<boolean> {
  return works(['docker', 'info'])
}

/** Selects the containerd image store, with which the built-in builder can export its cache; an admin's choice stays. */
export async function configureEngine(): Promise<void> {
  if (existsSync(settings)) return
  await writeAsRoot(settings, `${JSON.stringify({ features: { 'containerd-snapshotter': true } })}\n`)
}

/** Starts the engine with the service manager, or by hand without one, and waits until it answers. */
export async function startEngine(): Promise<void> {
  if (existsSync('/run/systemd/system')) {
    console.log('Starting Docker Engine (systemctl start docker) …')
    await must(asRoot(['systemctl', 'start', 'docker']))
  } else {
    console.log(`Starting Docker Engine by hand, as nothing here starts services; its log is in ${logs} …`)
    await configureEngine()
    launch()
  }
  for (let tries = 0; tries < 120; tries++) {
    if (await engineRuns()) return
    await sleep(250)
  }
  throw new Error(`Docker Engine did not answer within 30 s: see ${logs} or \`journalctl -u docker\``)
}

// Detached and with its own log, it outlives this process, as a service would.
function launch(): void {
  mkdirSync(logs, { recursive: true })
  const log = openSync(join(logs, 'dockerd.log'), 'a')
  const [program = '', ...args] = asRoot(['dockerd'])
  spawn(program, args, { detached: true, stdio: ['ignore', log, log] }).unref()
}
