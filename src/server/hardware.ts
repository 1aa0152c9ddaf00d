import type { DesiredServer } from './desired/server.ts'
import type { Facts } from './facts.ts'

/** Recommended cores, memory and disk (GB) by environment. */
const table = {
  development: { cores: 2, memory: 4, disk: 20 },
  staging: { cores: 4, memory: 8, disk: 50 },
  production: { cores: 8, memory: 16, disk: 100 },
} as const

/** A machine sold with 8 GB shows a little less: the kernel and the file system keep a part. */
const shown = 0.9

/** Warns of hardware below the environment's recommendation. Pure. */
export function hardwareWarnings(
  { cores, memory, disk }: Facts,
  { hardware, folder }: DesiredServer,
): string[] {
  const wanted = table[hardware]
  const gigabytes = (bytes: number): number => Math.round(bytes / 1e8) / 10
  return [
    ...(cores < wanted.cores
      ? [`${cores} ${cores === 1 ? 'core' : 'cores'}, and ${wanted.cores} are recommended`]
      : []),
    ...(memory < wanted.memory * 1e9 * shown
      ? [`${gigabytes(memory)} GB of memory, and ${wanted.memory} are recommended`]
      : []),
    ...(disk < wanted.disk * 1e9 * shown
      ? [`a disk of ${gigabytes(disk)} GB under ${folder}, and ${wanted.disk} are recommended`]
      : []),
  ].map((what) => `The server has ${what} for ${hardware}.`)
}
