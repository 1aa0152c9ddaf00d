import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stateFolder } from './names.ts'

/** Lets one process at a time change the sandbox; a lock whose holder has died is taken over. */
export async function alone<T>(subject: string, work: () => Promise<T>): Promise<T> {
  const file = join(stateFolder, `${subject}.lock`)
  mkdirSync(stateFolder, { recursive: true })
  while (!take(file)) await sleep(100)
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

function take(file: string): boolean {
  try {
    // "wx" fails when the file exists: making it and finding it free are one step.
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    if (!holderLives(file)) rmSync(file, { force: true })
    return false
  }
}

function holderLives(file: string): boolean {
  try {
    const holder = Number(readFileSync(file, 'utf8'))
    // Between its creation and its first byte the file is empty: somebody is just taking it.
    if (!holder) return true
    process.kill(holder, 0)
    return true
  } catch {
    return false
  }
}
