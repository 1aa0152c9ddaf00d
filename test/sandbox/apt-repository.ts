import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BareServer } from './bare-server.ts'
import { remove } from './container.ts'
import { docker, tryDocker } from './docker.ts'
import { contentHash } from './hash.ts'
import { alone } from './lock.ts'
import { checkoutLabel, imagePrefix, prefix } from './names.ts'

/** A signed repository of stand-ins for packages, on a server's own loopback. */
export type AptRepository = {
  /** Of the key that signs it. */
  fingerprint: string
  /** The certificate of its HTTPS, for whoever shall trust it. */
  certificate: string
  close(): Promise<void>
}

const folder = join(import.meta.dirname, 'apt')
const image = `${imagePrefix}/apt:${contentHash([folder])}`

/** Starts it beside a server, as `https://NAME/linux/SYSTEM` with one suite. */
export async function openAptRepository(
  server: BareServer,
  { name, system, suite }: { name: string; system: string; suite: string },
  packages: readonly string[],
): Promise<AptRepository> {
  await alone('apt image', buildMissing)
  const container = `${prefix}-apt`
  await remove([container])
  await docker([
    ...['run', '--detach', '--name', container, '--label', checkoutLabel],
    ...['--network', `container:${server.container}`, image, name, system, suite, ...packages],
  ])
  const read = (path: string) => docker(['exec', container, 'cat', path])
  for (let tries = 0; (await tryDocker(['exec', container, 'test', '-e', '/served'])).code !== 0; tries++) {
    if (tries === 600) throw new Error('the repository is not served')
    await sleep(100)
  }
  return {
    fingerprint: (await read('/fingerprint')).trim(),
    certificate: await read('/chain.pem'),
    close: () => remove([container]),
  }
}

async function buildMissing(): Promise<void> {
  if ((await tryDocker(['image', 'inspect', image])).code === 0) return
  await docker(['build', '--provenance=false', '--tag', image, folder])
}
