import { run, works } from './command.ts'
import type { Distribution } from './distribution.ts'

/** A requirement of the tests and the demo, and the packages that provide it. */
export type Requirement = {
  name: string
  why: string
  /** A quick check; true when nothing needs to be installed. */
  present: () => Promise<boolean>
  packages: (distribution: Distribution) => string[]
  byHand: string
}

/** Compose supports `required: false`, `!reset` and a stable `config` since 2.20. */
const composeAtLeast = { major: 2, minor: 20 }
const nothing = { code: 1, stdout: '' }

// Debian 12's engine cannot export a build cache, and its Compose is v1. Debian 13's packages need nothing that 12
// lacks, so they are installed from there by name ("package/release").
const debian =
  (...names: string[]) =>
  (distribution: Distribution) =>
    distribution.codename === 'bookworm' ? names.map((name) => `${name}/trixie`) : names

const onBoth = (names: { debian: (of: Distribution) => string[]; ubuntu: string[] }) => (of: Distribution) =>
  of.id === 'ubuntu' ? names.ubuntu : names.debian(of)

/** Everything that a fresh machine needs, in the order of installation. */
export const requirements: Requirement[] = [
  {
    name: 'Docker Engine',
    why: 'servers, registries and builds run in it',
    present: async () => (await works(['docker', '--version'])) && hasEngine(),
    packages: (of) => [
      ...onBoth({ debian: debian('docker.io', 'docker-cli', 'containerd'), ubuntu: ['docker.io'] })(of),
      'iptables',
    ],
    byHand: 'https://docs.docker.com/engine/install/',
  },
  {
    name: 'Docker Compose 2.20 or newer',
    why: 'the suite reads and runs Compose files with it',
    present: hasCompose,
    packages: onBoth({ debian: debian('docker-compose'), ubuntu: ['docker-compose-v2'] }),
    byHand: 'https://docs.docker.com/compose/install/linux/',
  },
  {
    name: 'Docker buildx',
    why: 'images are built with BuildKit and its cache',
    present: () => works(['docker', 'buildx', 'version']),
    packages: onBoth({ debian: debian('docker-buildx'), ubuntu: ['docker-buildx'] }),
    byHand: 'https://docs.docker.com/build/install-buildx/',
  },
  {
    name: 'debootstrap',
    why: 'the base image is made from Debian packages, without Docker Hub',
    present: () => works(['debootstrap', '--version']),
    packages: (of) => (of.id === 'ubuntu' ? ['debootstrap', 'debian-archive-keyring'] : ['debootstrap']),
    byHand: 'the package debootstrap',
  },
  {
    name: 'OpenSSH client',
    why: 'it makes the keys of the test servers',
    present: () => works(['sh', '-c', 'command -v ssh-keygen']),
    packages: () => ['openssh-client'],
    byHand: 'the package openssh-client',
  },
  {
    name: 'git',
    why: 'releases are named after commits',
    present: () => works(['git', '--version']),
    packages: () => ['git'],
    byHand: 'the package git',
  },
]

// A remote or running engine counts; otherwise dockerd must be installed.
async function hasEngine(): Promise<boolean> {
  return (await works(['docker', 'info'])) || works(['sh', '-c', 'command -v dockerd'])
}

async function hasCompose(): Promise<boolean> {
  const { code, stdout } = await run(['docker', 'compose', 'version', '--short']).catch(() => nothing)
  const [major = 0, minor = 0] = stdout.trim().replace(/^v/, '').split('.').map(Number)
  return code === 0 && (major > composeAtLeast.major || (major === 2 && minor >= composeAtLeast.minor))
}
