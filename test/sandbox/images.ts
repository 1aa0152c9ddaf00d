import { join } from 'node:path'
import { asRoot, must } from '../../scripts/setup/command.ts'
import { docker, tryDocker } from './docker.ts'
import { contentHash } from './hash.ts'
import { alone } from './lock.ts'
import { hubAddress, imagePrefix } from './names.ts'

/** The images of this folder, each one a Dockerfile over Debian's packages. */
const names = ['server', 'registry', 'postgres', 'redis', 'haproxy', 'nginx', 'node', 'saleor-base'] as const
export type ImageName = (typeof names)[number]

/** What the servers find on Docker Hub's stand-in, and which of our images each one is. */
export const hubImages = {
  postgres: 'postgres:15',
  redis: 'redis:7-alpine',
  haproxy: 'haproxy:lts',
  nginx: 'nginx:stable',
  node: 'node:lts',
} as const

const baseImage = 'debian:bookworm'
const folderOf = (name: ImageName) => join(import.meta.dirname, 'images', name)

/** Under which name an image is kept in the runner's engine; changes with the content of its folder. */
export const imageTag = (name: ImageName) => `${imagePrefix}/${name}:${contentHash([folderOf(name)])}`

/** Builds what is not there yet; a second call costs one look per image. */
export function ensureImages(): Promise<void> {
  return alone('images', buildMissing)
}

async function buildMissing(): Promise<void> {
  const missing: ImageName[] = []
  for (const name of names) if (!(await exists(imageTag(name)))) missing.push(name)
  if (missing.length === 0) return
  if (!(await exists(baseImage))) await makeBaseImage()
  console.log(`Building from Debian packages: ${missing.join(', ')} …`)
  await Promise.all(missing.map(build))
  if (missing.includes('saleor-base')) await docker(['tag', imageTag('saleor-base'), 'saleor-base:bookworm'])
}

async function build(name: ImageName): Promise<void> {
  await docker(['build', '--provenance=false', '--tag', imageTag(name), folderOf(name)])
  await forgetOlder(name)
}

/** Puts the accessories where the servers' engines look for Docker Hub, unless just these are there. */
export async function fillHub(): Promise<void> {
  for (const [name, image] of Object.entries(hubImages)) {
    const ours = imageTag(name as ImageName)
    const [repository = '', tag = ''] = image.split(':')
    // The second tag remembers from which Dockerfile the first one came.
    const stamp = ours.split(':')[1] ?? ''
    if ((await holds(repository, tag)) && (await holds(repository, stamp))) continue
    for (const target of [tag, stamp].map((it) => `${hubAddress}/library/${repository}:${it}`)) {
      await docker(['tag', ours, target])
      await docker(['push', '--quiet', target])
    }
  }
}

async function holds(repository: string, tag: string): Promise<boolean> {
  const accept = ['application/vnd.oci.image.manifest.v1+json', 'application/vnd.oci.image.index.v1+json']
  const url = `http://${hubAddress}/v2/library/${repository}/manifests/${tag}`
  return (await fetch(url, { method: 'HEAD', headers: { accept: accept.join(', ') } })).ok
}

// Docker Hub is not needed: Debian's own installer makes the root file system.
const makeRoot = `set -e
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
debootstrap --variant=minbase bookworm "$root" http://deb.debian.org/debian >&2
cd "$root"
rm -rf usr/share/doc usr/share/man usr/share/locale var/cache/apt var/lib/apt/lists
for unread in doc man locale; do echo "path-exclude=/usr/share/$unread/*"; done > etc/dpkg/dpkg.cfg.d/slim
# An image is thrown away when its build breaks, so no file has to be on disk before the next one is written.
echo force-unsafe-io >> etc/dpkg/dpkg.cfg.d/slim
tar -c . | docker import - ${baseImage}`

async function makeBaseImage(): Promise<void> {
  console.log(`Making the base image ${baseImage} with debootstrap (about half a minute) …`)
  await must(asRoot(['sh', '-c', makeRoot]))
}

async function forgetOlder(name: ImageName): Promise<void> {
  const repository = imageTag(name).split(':')[0] ?? ''
  const all = await docker(['image', 'ls', '--format', '{{.Repository}}:{{.Tag}}', repository])
  const older = all.split('\n').filter((tag) => tag !== '' && tag !== imageTag(name))
  // Containers may still run from one of them; then it stays until the next change.
  if (older.length > 0) await tryDocker(['image', 'rm', ...older])
}

async function exists(image: string): Promise<boolean> {
  return (await tryDocker(['image', 'inspect', '--format', '{{.Id}}', image])).code === 0
}
