import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { asRoot, type Finished, must } from '../../scripts/setup/command.ts'
import { remove } from './container.ts'
import { docker, tryDocker } from './docker.ts'
import { contentHash } from './hash.ts'
import { imageTag } from './images.ts'
import { alone } from './lock.ts'
import {
  checkoutLabel,
  hubIp,
  imagePrefix,
  network,
  prefix,
  registryIp,
  registryPort,
  serverIp,
} from './names.ts'
import { powers } from './server.ts'
import { clientKeys, hostIdentity, serverFolder } from './state.ts'

/** A server on which nothing was installed yet: Debian, sshd and a user with sudo. */
export type BareServer = {
  address: string
  port: number
  /** May use sudo, with the password. */
  user: string
  password: string
  privateKey: string
  /** The key that belongs to `privateKey`, for whoever shall log in with it. */
  publicKey: string
  knownHosts: string
  /** The container whose network others may share. */
  container: string
  /** Runs a script as root, beside SSH. */
  run(script: string): Promise<Finished>
  close(): Promise<void>
}

/** No lane has so many servers. */
const number = 60
const folder = join(import.meta.dirname, 'bare')
/** Another system by name: `BARE_SERVER=ubuntu:noble`, or jammy, or `debian:bookworm`. */
const base = process.env.BARE_SERVER ?? 'debian:trixie'
const image = `${imagePrefix}/bare:${base.replace(':', '-')}-${contentHash([folder])}`

/** A new one each time. `names` are those by which it knows itself, as DNS has no sandbox. */
export async function openBareServer(names: readonly string[]): Promise<BareServer> {
  await alone('bare image', buildMissing)
  const [container, beside, address] = [`${prefix}-bare`, `${prefix}-bare-loopback`, serverIp(number)]
  await remove([beside, container])
  const password = randomBytes(12).toString('base64url')
  await docker([
    ...['run', '--detach', '--name', container, '--label', checkoutLabel, '--hostname', 'bare'],
    ...['--network', network.name, '--ip', address, '--env', `SUDO_PASSWORD=${password}`],
    ...names.map((name) => `--add-host=${name}:${address}`),
    ...powers,
    ...['--cgroupns', 'host', '--volume', '/sys/fs/cgroup:/sys/fs/cgroup:rw'],
    ...[
      '--volume',
      `${await serverFolder(number)}:/etc/sandbox:ro`,
      '--volume',
      `${container}:/var/lib/docker`,
    ],
    image,
  ])
  // Engines trust registries on loopback without TLS; a neighbour brings them there, and the server stays bare.
  const forwards = [
    `socat TCP-LISTEN:${registryPort},bind=127.0.0.1,fork,reuseaddr TCP:${registryIp}:5000 &`,
    `exec socat TCP-LISTEN:5001,bind=127.0.0.1,fork,reuseaddr TCP:${hubIp}:5000`,
  ]
  await docker([
    ...['run', '--detach', '--name', beside, '--label', checkoutLabel, '--network', `container:${container}`],
    ...['--entrypoint', 'bash', imageTag('server'), '-c', forwards.join('\n')],
  ])
  const { privateKey, publicKey } = await clientKeys()
  const server: BareServer = {
    ...{ address, port: 22, user: 'admin', password, privateKey, container },
    publicKey: publicKey.split('\n')[0] ?? '',
    knownHosts: `${address} ${(await hostIdentity(number)).publicKey}`,
    run: (script) => tryDocker(['exec', container, 'bash', '-c', script]),
    close: () => remove([beside, container]),
  }
  await isReady(server)
  return server
}

async function isReady(server: BareServer): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if ((await server.run('pgrep -x sshd')).code === 0) return
    await sleep(100)
  }
  throw new Error('the bare server does not start sshd')
}

async function buildMissing(): Promise<void> {
  const has = async (name: string) => (await tryDocker(['image', 'inspect', name])).code === 0
  if (await has(image)) return
  if (!(await has(base))) await must(asRoot(['sh', '-c', makeRoot]))
  await docker(['build', '--provenance=false', '--build-arg', `BASE=${base}`, '--tag', image, folder])
}

const [system = '', suite = ''] = base.split(':')

// Debian's debootstrap has no script for newer Ubuntus; all of them are the same as gutsy's. It needs the package ubuntu-keyring.
const options =
  system === 'ubuntu'
    ? `--components=main,universe ${suite} "$root" "" gutsy`
    : `${suite} "$root" http://deb.debian.org/debian`

// A provider's Ubuntu has updates too: Compose 2 came to 22.04 with them.
const makeRoot = `set -e
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
debootstrap --variant=minbase ${options} >&2
cd "$root"
[ ${system} = debian ] || sed -i 'p; s/ ${suite} / ${suite}-updates /; p; s/-updates /-security /' etc/apt/sources.list
rm -rf usr/share/doc usr/share/man usr/share/locale var/cache/apt var/lib/apt/lists
for unread in doc man locale; do echo "path-exclude=/usr/share/$unread/*"; done > etc/dpkg/dpkg.cfg.d/slim
echo force-unsafe-io >> etc/dpkg/dpkg.cfg.d/slim
tar -c . | docker import - ${base}`
