import { size } from '../../report/markdown.ts'

/** A file system from `df -Pk`. */
interface Disk {
  mount: string
  freeBytes: number
}

/** Reads the last line of `df -Pk`; undefined without an answer. */
export function readDisk(output: string): Disk | undefined {
  const [, , , available, , ...mount] = output.trim().split('\n').at(-1)?.split(/\s+/) ?? []
  const free = Number(available)
  return mount.length === 0 || Number.isNaN(free)
    ? undefined
    : { mount: mount.join(' '), freeBytes: free * 1024 }
}

/** Data that needs space on a disk. */
interface Need {
  disk: Disk | undefined
  bytes: number
  what: string
}

/**
 * Names the disk that lacks space for all data that it gets at the same time. Unknown disks are not checked.
 * Undefined if there is enough space.
 */
export function roomProblem(needs: readonly Need[]): string | undefined {
  const disks = new Map<string, { needed: number; free: number; what: string[] }>()
  for (const { disk, bytes, what } of needs) {
    if (disk === undefined) continue
    const { needed = 0, what: others = [] } = disks.get(disk.mount) ?? {}
    disks.set(disk.mount, { needed: needed + bytes, free: disk.freeBytes, what: [...others, what] })
  }
  const [full] = [...disks].filter(([, { needed, free }]) => free < needed)
  if (full === undefined) return undefined
  const [mount, { needed, free, what }] = full
  return `${what.join(' and ')} may need ${size(needed)}, and ${size(free)} are free on ${mount}`
}
