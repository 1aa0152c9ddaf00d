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

/**
 * Which disk has no room: the dump may become as large as the database, and restoring it takes as much again where
 * Docker keeps its data. Disks that are unknown are left to be found full. Undefined when there is room.
 */
export function roomComplaint(
  bytes: number,
  folder: Disk | undefined,
  engine: Disk | undefined,
): string | undefined {
  const needs = new Map<string, { needed: number; free: number; what: string[] }>()
  for (const [disk, what] of [
    [folder, 'the dump'],
    [engine, 'restoring it'],
  ] as const) {
    if (disk === undefined) continue
    const { needed = 0, what: others = [] } = needs.get(disk.mount) ?? {}
    needs.set(disk.mount, { needed: needed + bytes, free: disk.freeBytes, what: [...others, what] })
  }
  const [full] = [...needs].filter(([, { needed, free }]) => free < needed)
  if (full === undefined) return undefined
  const [mount, { needed, free, what }] = full
  return `${what.join(' and ')} may need ${size(needed)}, and ${size(free)} are free on ${mount}`
}
