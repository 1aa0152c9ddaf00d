import { existsSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { must, run } from '../../scripts/setup/command.ts'
import { runDist } from '../e2e/run-dist.ts'
import { green } from '../e2e/shop-on-server.ts'
import { contentHash } from '../sandbox/hash.ts'
import { alone } from '../sandbox/lock.ts'
import { prefix, registryAddress, stateFolder } from '../sandbox/names.ts'
import { isPushed } from '../sandbox/shop.ts'
import { registryLogin } from '../sandbox/state.ts'
import { baseImageContexts } from './base-images.ts'

/** An image of Saleor itself in the sandbox's registry, by digest. */
export interface SaleorImage {
  /** Saleor's own, such as `3.23.28`. */
  version: string
  /** With the digest. */
  reference: string
}

/** Where Saleor's sources are: `SALEOR_REPOSITORY`, anything that `git clone` takes, else the public repository. */
export const saleorRepository = process.env.SALEOR_REPOSITORY ?? 'https://github.com/saleor/saleor'

const repository = `${registryAddress}/shop/saleor-itself`
const folder = join(stateFolder, 'saleor')

/**
 * Builds a version of Saleor out of its own repository with its own Dockerfile, unchanged, by the action build-image,
 * and pushes it by push-registry. What is pushed already is not built again.
 * @throws Error with the log if an action fails.
 */
export function saleorImage(version: string): Promise<SaleorImage> {
  return alone(`${prefix}/saleor-${version}`, async () => {
    const sources = await saleorSources(version)
    const dockerfile = await readFile(join(sources, 'Dockerfile'), 'utf8')
    const note = join(folder, `${version}.json`)
    const content = contentHash([join(import.meta.dirname, 'base-images')], dockerfile)
    const known = await readFile(note, 'utf8').then(
      (text) => JSON.parse(text) as SaleorImage & { content: string },
      () => undefined,
    )
    if (known?.content === content && (await isPushed(repository, digestOf(known)))) return known
    const image = {
      version,
      reference: await buildAndPush(sources, version, await baseImageContexts(dockerfile)),
    }
    await writeFile(note, JSON.stringify({ ...image, content }))
    return image
  })
}

/** Whether Saleor's repository answers and has a tag. */
export async function hasSaleorSources(version: string): Promise<boolean> {
  if (existsSync(join(folder, version))) return true
  const env = { GIT_TERMINAL_PROMPT: '0' }
  return (
    (await run(['git', 'ls-remote', '--exit-code', saleorRepository, `refs/tags/${version}`], { env }))
      .code === 0
  )
}

/** A checkout of Saleor's tag; cloned once. */
export async function saleorSources(version: string): Promise<string> {
  const sources = join(folder, version)
  if (existsSync(sources)) return sources
  // Renamed into place, so that a clone that broke off is not taken for one.
  await rm(`${sources}.part`, { recursive: true, force: true })
  const clone = ['git', 'clone', '--quiet', '--depth', '1', '--branch', version]
  await must([...clone, saleorRepository, `${sources}.part`], { env: { GIT_TERMINAL_PROMPT: '0' } })
  await rename(`${sources}.part`, sources)
  return sources
}

/** Builds a folder with a Dockerfile by build-image, and pushes it by push-registry. @returns the reference by digest */
export async function buildAndPush(
  sources: string,
  version: string,
  buildContexts: readonly string[],
): Promise<string> {
  const built = await green(
    runDist('build-image', {
      cwd: sources,
      inputs: {
        ...{ image: repository, version, cache: 'none', 'verify-timeout': '5m' },
        'build-contexts': buildContexts.join('\n'),
      },
      env: { GITHUB_SHA: await must(['git', '-C', sources, 'rev-parse', 'HEAD']) },
    }),
  )
  const { username, password } = registryLogin()
  const tags = built.outputs.tags ?? ''
  const inputs = { image: repository, tags, username, password }
  const pushed = await green(runDist('push-registry', { inputs }))
  return pushed.outputs.image ?? ''
}

const digestOf = ({ reference }: SaleorImage): string => reference.split('@')[1] ?? ''
