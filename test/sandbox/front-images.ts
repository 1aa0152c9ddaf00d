import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { timed } from '../waiting/notes.ts'
import { docker } from './docker.ts'
import { type ImageName, imageTag } from './images.ts'
import { alone } from './lock.ts'
import { prefix, registryAddress, stateFolder } from './names.ts'

/** What people reach of a shop besides its API, and over which base image each is built. */
const bases = { storefront: 'node', dashboard: 'nginx' } as const satisfies Record<string, ImageName>

/**
 * Builds the storefront (a Node server) or the dashboard (nginx with files) and pushes it to the team's registry.
 * @param version what it answers with; a storefront with `bad` in it is never healthy
 * @returns the image by digest
 */
export async function buildFront(name: keyof typeof bases, version: string): Promise<string> {
  const repository = `${registryAddress}/shop/${name}`
  const facts = join(stateFolder, 'shop', `${name}-${version}.json`)
  const given = ['--build-arg', `BASE=${imageTag(bases[name])}`, '--build-arg', `VERSION=${version}`]
  const options = ['--provenance=false', '--push', '--metadata-file', facts, ...given]
  return await alone(`${prefix}/${name}-${version}`, async () => {
    const tag = ['--tag', `${repository}:${version}`]
    await timed('image build', () =>
      docker(['buildx', 'build', ...tag, ...options, join(import.meta.dirname, name)]),
    )
    const built = JSON.parse(readFileSync(facts, 'utf8')) as Record<string, string>
    return `${repository}@${built['containerimage.digest']}`
  })
}
