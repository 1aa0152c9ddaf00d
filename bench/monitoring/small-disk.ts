import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asRoot, must } from '../../scripts/setup/command.ts'
import type { Server } from '../../test/sandbox/sandbox.ts'
import { on } from './stack.ts'

/** A file system of its own on a server, as large as it takes to be filled. */
export interface SmallDisk {
  /** Writes so many megabytes more, up to half of the disk. */
  grow(megabytes: number): Promise<void>
  /** Leaves so many percent free. */
  leave(percent: number): Promise<void>
  close(): Promise<void>
}

const size = 1000
const mountPoint = '/mnt/small-disk'

/** Mounts an ext4 of 1 GB, sparse, on a server; the runner's root does it, as a container may not. */
export async function openSmallDisk(server: Server): Promise<SmallDisk> {
  const folder = mkdtempSync(join(tmpdir(), 'small-disk-'))
  const file = join(folder, 'ext4')
  await must(['truncate', '--size', `${size}M`, file])
  await must(asRoot(['mkfs.ext4', '-q', '-m', '0', file]))
  const device = await must(asRoot(['losetup', '--find', '--show', file]))
  const pid = await must(['docker', 'inspect', '--format', '{{.State.Pid}}', server.name])
  const numbers = await must(['stat', '--format', '%Hr %Lr', device])
  const mount = `mkdir -p $1 && rm -f /tmp/small-disk && mknod /tmp/small-disk b $2 $3 && mount /tmp/small-disk $1`
  await must(
    asRoot([
      'nsenter',
      '--target',
      pid,
      '--mount',
      'sh',
      '-c',
      mount,
      'mount',
      mountPoint,
      ...numbers.split(' '),
    ]),
  )
  let grown = 0
  return {
    async grow(megabytes) {
      grown = Math.min(grown + megabytes, size / 2)
      await on(server, `fallocate -l ${grown}M ${mountPoint}/grown`)
    },
    async leave(percent) {
      grown = 0
      await on(
        server,
        `cd ${mountPoint} && rm -f grown full && [ ${percent} -ge 90 ] || fallocate -l "$(df --output=avail -B1 . | awk 'NR == 2 { print int($1 * (100 - ${percent}) / 100) }')" ${mountPoint}/full`,
      )
    },
    async close() {
      await on(server, `umount --lazy ${mountPoint}`)
      await must(asRoot(['losetup', '--detach', device]))
      rmSync(folder, { recursive: true })
    },
  }
}
