import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** The processes on this machine, by id. */
const everyone = (): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0)

function stat(pid: number): { state: string; parent: number } | undefined {
  try {
    // The second field is the program's name in brackets and may hold spaces.
    const [state = '', parent = '0'] =
      readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return { state, parent: Number(parent) }
  } catch {
    return undefined
  }
}

/** The processes a process has started itself. */
export const childrenOf = (pid: number): number[] => everyone().filter((one) => stat(one)?.parent === pid)

/** Whether a process still runs; one that only waits to be reaped does not. */
export const isAlive = (pid: number): boolean => !['Z', 'X', undefined].includes(stat(pid)?.state)

/** Everything that carries a mark in its environment: what a job has started, however deep or detached. */
export function marked(mark: string): number[] {
  return everyone().filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(mark)
    } catch {
      return false
    }
  })
}

/** Sends a signal; nobody there is fine. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It ended in between.
  }
}

/** Waits until none of the processes runs; false when time is up before. */
export async function gone(pids: readonly number[], milliseconds: number): Promise<boolean> {
  const end = Date.now() + milliseconds
  while (pids.some(isAlive)) {
    if (Date.now() > end) return false
    await sleep(5)
  }
  return true
}
