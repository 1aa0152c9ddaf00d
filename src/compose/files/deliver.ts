import { posix } from 'node:path'
import type { Checkout, Tree } from '../../model/project/checkout.ts'
import {
  type ComposeModel,
  type ComposeService,
  escapeDollars,
  unescapeDollars,
} from '../../model/project/project.ts'
import { type StoredEntry, secretFilesKey } from '../../model/release/files.ts'
import { entryOf, type Storing, storedPath } from './entry.ts'
import { type Used, usedBy } from './used.ts'

/** The project with its files at their paths on the host, and the entries that the host needs for it. */
export interface Delivery {
  model: ComposeModel
  entries: readonly StoredEntry[]
  /** Contents of the secret files, by name. */
  secrets: ReadonlyMap<string, string>
}

/** Docker's own default for secrets without a `mode`: containers run as any user. The folder on the host is closed to others. */
const secretMode = 0o444

/** Secrets are not longer; a larger file, such as a key store, is nothing that programs print. */
const longestSecret = 64 * 1024

type Volume = NonNullable<ComposeService['volumes']>[number]

/**
 * Points every mount of a repository file or folder, and every config and secret made from a file or a variable, at the
 * host's store of such files. Otherwise Compose would ignore `mode` and look up variables on the host. Pure.
 * @param services those that run on a host
 */
export function deliver(
  model: ComposeModel,
  { trees, variables }: Checkout,
  root: string,
  services: readonly string[],
): Delivery {
  const entries = new Map<string, StoredEntry>()
  const secretPaths = new Set<string>()
  const secrets = new Map<string, string>()

  const store = (tree: Tree, storing: Storing): string => {
    const entry = entryOf(tree, storing)
    entries.set(entry.id, entry)
    const path = storedPath(root, entry, storing.name)
    if (storing.isSecret === true)
      for (const { path: inEntry, content } of entry.files) {
        secretPaths.add(posix.join(path, posix.relative(storing.name, inEntry)))
        if (content.length <= longestSecret) secrets.set(inEntry, Buffer.from(content).toString())
      }
    return escapeDollars(path)
  }

  const volumeOf = (volume: Volume): Volume => {
    const { type, source = '', bind } = volume
    const tree = type === 'bind' ? treeAt(trees, source) : undefined
    if (tree === undefined) return volume
    const path = store(tree, { name: nameOf(source) })
    return {
      ...volume,
      source: path,
      // Several releases mount the same file, so no container may write to it.
      read_only: true,
      bind: { ...(bind as object | undefined), create_host_path: false },
    }
  }

  const mountOf = ({ section, source, target, mode, file, environment }: Used): Volume | undefined => {
    const isSecret = section === 'secrets'
    const value = isSecret && environment !== undefined ? variables.get(environment) : undefined
    const tree = value === undefined ? treeAt(trees, file) : single(value)
    if (tree === undefined) return undefined
    // The file name tells later whether the content must be masked, and a user's file may have any name.
    const name = isSecret || file === undefined ? source : nameOf(file)
    const path = store(tree, { name, isSecret, mode: mode ?? (isSecret ? secretMode : undefined) })
    return { type: 'bind', source: path, target, read_only: true, bind: { create_host_path: false } }
  }

  const serviceOf = (service: ComposeService): ComposeService => {
    const { configs, secrets: named, ...rest } = service
    const used = usedBy(service, model).map((one) => ({ ...one, mount: mountOf(one) }))
    const left = (section: Used['section'], all: unknown): Partial<ComposeService> => {
      const stay = ((all ?? []) as { source?: string }[]).filter(
        ({ source }) =>
          !used.some((one) => one.mount !== undefined && one.section === section && one.source === source),
      )
      return stay.length === 0 ? {} : { [section]: stay }
    }
    const volumes = [...(service.volumes ?? []).map(volumeOf), ...used.flatMap(({ mount }) => mount ?? [])]
    return {
      ...rest,
      ...left('configs', configs),
      ...left('secrets', named),
      ...(volumes.length === 0 ? {} : { volumes }),
    }
  }

  const delivered = Object.entries(model.services).map(([name, service]) => [
    name,
    services.includes(name) ? serviceOf(service) : service,
  ])
  return {
    model: {
      ...withContent(model, variables),
      services: Object.fromEntries(delivered) as ComposeModel['services'],
      ...(secretPaths.size === 0 ? {} : { [secretFilesKey]: [...secretPaths].sort().map(escapeDollars) }),
    },
    entries: [...entries.values()],
    secrets,
  }
}

/** Puts a variable's value into the model as the content of its config, as `content:` would. */
function withContent(model: ComposeModel, variables: Checkout['variables']): ComposeModel {
  if (model.configs === undefined) return model
  const configs = Object.entries(model.configs as Record<string, { environment?: string }>).map(
    ([name, { environment, ...config }]) => {
      if (environment === undefined) return [name, config]
      const value = variables.get(environment)
      return [
        name,
        value === undefined ? { ...config, environment } : { ...config, content: escapeDollars(value) },
      ]
    },
  )
  return { ...model, configs: Object.fromEntries(configs) as unknown }
}

function treeAt(trees: Checkout['trees'], path: string | undefined): Tree | undefined {
  const found = path === undefined ? undefined : trees.get(path)
  return found === undefined || !('files' in found) ? undefined : found
}

function nameOf(path: string): string {
  return posix.basename(unescapeDollars(path)) || 'files'
}

function single(value: string): Tree {
  return {
    isFolder: false,
    folders: [],
    files: [{ path: '', executable: false, content: Buffer.from(value) }],
  }
}
