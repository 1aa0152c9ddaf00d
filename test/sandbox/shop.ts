import { randomBytes } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { contentHash } from './hash.ts'
import { imageTag } from './images.ts'
import { alone } from './lock.ts'
import { prefix, registryAddress, stateFolder } from './names.ts'
import { pushedBuild } from './pushed-build.ts'
import { registryLogin } from './state.ts'

/** The shop as it is (`v1`), and with one change laid over it: shop-variants/ says what each one does. */
export type ShopVariant =
  | 'v1'
  | 'v2'
  | 'v3-migration'
  | 'never-healthy'
  | 'exits'
  | 'migration-fails'
  | 'slow'
  | 'crashes-later'
  | 'fails-often'
  | LightVariant

/** Variants of the light shop, for long series: what a deploy sees of a shop, up in the blink of an eye. */
export type LightVariant =
  | 'light-1'
  | 'light-2'
  | 'light-migration'
  | 'light-unhealthy'
  | 'light-fails-often'
  | 'light-scheduled-1'
  | 'light-scheduled-2'

/** A pushed image: by tag, and by the digest that the registry gave it. */
export type BuiltShop = { image: string; digest: string; reference: string; version: string }

const base = join(import.meta.dirname, 'shop')
const lightBase = join(import.meta.dirname, 'shop-light')
const repository = `${registryAddress}/shop/saleor`

/** Every variant there is. */
export function shopVariants(): ShopVariant[] {
  return ['v1', ...(readdirSync(join(import.meta.dirname, 'shop-variants')) as ShopVariant[])]
}

/** Lays a variant's files over the shop's into a folder that can be built, and names it. */
export function assembleShop(variant: ShopVariant, target: string): void {
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  for (const layer of layers(variant)) cpSync(layer, target, { recursive: true, filter: isSource })
}

/** Builds a variant and pushes it; when nothing changed since, only remembers. */
export function buildShop(variant: ShopVariant): Promise<BuiltShop> {
  return alone(`${prefix}/shop-${variant}`, async () => {
    const note = join(stateFolder, 'shop', `${variant}.json`)
    const content = contentHash(layers(variant), imageTag('saleor-base'))
    const known = existsSync(note)
      ? (JSON.parse(readFileSync(note, 'utf8')) as BuiltShop & { content: string })
      : null
    if (known?.content === content && (await isPushed(repository, known.digest))) return known
    const built = await build(variant)
    writeFileSync(note, JSON.stringify({ ...built, content }))
    return built
  })
}

/** An image like no other before it: a variant with so many bytes in it that nothing can pack. */
export async function buildFresh(variant: ShopVariant, bytes: number): Promise<BuiltShop> {
  const context = join(stateFolder, 'shop', 'fresh')
  assembleShop(variant, context)
  writeFileSync(join(context, 'ballast'), randomBytes(bytes))
  return await buildIn(context, 'fresh')
}

/** A variant with the files of a folder laid over it. */
export async function buildOver(variant: ShopVariant, folder: string): Promise<BuiltShop> {
  const name = `${variant}-${basename(folder)}`
  const context = join(stateFolder, 'shop', name)
  assembleShop(variant, context)
  cpSync(folder, context, { recursive: true, filter: isSource })
  return await buildIn(context, name)
}

async function build(variant: ShopVariant): Promise<BuiltShop> {
  const context = join(stateFolder, 'shop', variant)
  assembleShop(variant, context)
  return await buildIn(context, variant)
}

async function buildIn(context: string, tag: string): Promise<BuiltShop> {
  const version =
    /__version__ = "(.+)"/.exec(readFileSync(join(context, 'saleor/__init__.py'), 'utf8'))?.[1] ?? ''
  const image = `${repository}:${tag}`
  const label = ['--label', `org.opencontainers.image.version=${version}`]
  const digest = await pushedBuild(image, context, [...label, '--build-arg', `COMMIT=${tag}`])
  return { image, digest, reference: `${repository}@${digest}`, version }
}

/** Whether the registry has an image; it may be a new one, with nothing in it yet. */
export async function isPushed(image: string, digest: string): Promise<boolean> {
  const { username, password } = registryLogin()
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const accept =
    'application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json'
  const url = `http://${registryAddress}/v2/${image.replace(`${registryAddress}/`, '')}/manifests/${digest}`
  return (await fetch(url, { method: 'HEAD', headers: { authorization, accept } })).ok
}

function layers(variant: ShopVariant): string[] {
  const overlay = join(import.meta.dirname, 'shop-variants', variant)
  if (variant === 'light-scheduled-2') return [...layers('light-scheduled-1'), overlay]
  if (variant.startsWith('light-')) return [lightBase, overlay]
  return variant === 'v1' ? [base] : [base, overlay]
}

const isSource = (path: string) => !path.includes('__pycache__')
