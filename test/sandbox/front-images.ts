import { join } from 'node:path'
import { type ImageName, imageTag } from './images.ts'
import { alone } from './lock.ts'
import { prefix, registryAddress } from './names.ts'
import { pushedBuild } from './pushed-build.ts'

/** What people reach of a shop besides its API, and over which base image each is built. */
const bases = { storefront: 'node', dashboard: 'nginx' } as const satisfies Record<string, ImageName>

/**
 * Builds the storefront (a Node server) or the dashboard (nginx with files) and pushes it to the team's registry.
 * @param version what it answers with; a storefront with `bad` in it is never healthy
 * @returns the image by digest
 */
export async function buildFront(name: keyof typeof bases, version: string): Promise<string> {
  const repository = `${registryAddress}/shop/${name}`
  const given = ['--build-arg', `BASE=${imageTag(bases[name])}`, '--build-arg', `VERSION=${version}`]
  return await alone(`${prefix}/${name}-${version}`, async () => {
    const digest = await pushedBuild(`${repository}:${version}`, join(import.meta.dirname, name), given)
    return `${repository}@${digest}`
  })
}
