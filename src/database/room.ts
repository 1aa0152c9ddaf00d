import { size } from '../report/markdown.ts'

/** A file system, as `df -Pk` tells. */
interface Disk {
  mount: string
  freeBytes: number
}

/** Reads the last line of `df -Pk`; undefined when it didn't answer. */
export function readDisk(output: string): Disk | undefined {
  const [, , , available, , ...mount] = output.trim().split('\n').at(-1)?.split(/\s+/) ?? []
  const free = Number(available)
  return mount.length === 0 || Number.isNaN(free)
    ? undefined
    : { mount: mount.join(' '), freeBytes: free * 1024 }
}

/** Something that takes room on a disk. */
interface Need {
  disk: Disk | undefined
  bytes: number
  what: string
}

/**
 * Which disk has no room for all that goes there at the same time. Disks that are unknown are left to be found full.
 * Undefined when there is room.
 */
export function roomComplaint(needs: readonly Need[]): string | undefined {
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
