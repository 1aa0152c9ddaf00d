import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ownPrograms } from '../../scripts/setup/wheel.ts'

/** Prometheus or its tool for rules, out of the distribution's package, without an installation; undefined where it can't be had. */
export function findProgram(name: 'prometheus' | 'promtool'): string | undefined {
  const own = join(ownPrograms, name)
  const found = [name, own].find(works)
  if (found !== undefined) return found
  fetchPackage(name, own)
  if (works(own)) return own
  console.warn(`SKIPPED: ${name} could not be had with apt, so what needs it is not tested.`)
  return undefined
}

function fetchPackage(name: string, own: string): void {
  const scratch = mkdtempSync(join(tmpdir(), 'prometheus-'))
  try {
    spawnSync('apt-get', ['download', 'prometheus'], { cwd: scratch })
    const [file] = globSync('*.deb', { cwd: scratch })
    if (file === undefined) return
    spawnSync('dpkg', ['--extract', file, 'unpacked'], { cwd: scratch })
    mkdirSync(ownPrograms, { recursive: true })
    // Renamed into place, so that a second process never sees half a program; /tmp may be another disk.
    const near = `${own}.${process.pid}`
    if (spawnSync('cp', [`unpacked/usr/bin/${name}`, near], { cwd: scratch }).status === 0)
      renameSync(near, own)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function works(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0
}
