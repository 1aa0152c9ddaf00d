import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { UserError } from '../../errors.ts'
import { type ComposeModel, type ComposeService, unescapeDollars } from '../../model/project/project.ts'
import { type StoredEntry, type StoredFile, secretFilesKey, storeFolder } from '../../model/release/files.ts'
import type { StackObject, StackService } from '../../model/swarm.ts'

/** Swarm's limits in bytes, of moby/swarmkit `MaxConfigSize` and `MaxSecretSize`. */
const largest = { config: 1000 * 1024, secret: 500 * 1024 }

/** A config or secret as a service of a stack file names it. */
interface Reference {
  source: string
  target: string
  mode: number
}

/** The mounts of one service, and the objects that they need. */
export interface Mounts {
  service: Pick<StackService, 'volumes' | 'configs' | 'secrets'>
  objects: StackObject[]
}

/**
 * Turns a service's mounts into those of a stack file. A file of the repository becomes a config or a secret of the
 * cluster, as a node does not have the deployment's folder; a folder becomes one for each of its files. Pure.
 * @throws UserError for a file that Swarm can't hold
 */
export function mountsOf(
  name: string,
  service: ComposeService,
  { model, entries, root }: { model: ComposeModel; entries: readonly StoredEntry[]; root: string },
): Mounts {
  const secretPaths = ((model[secretFilesKey] ?? []) as string[]).map(unescapeDollars)
  const configs: Reference[] = []
  const secrets: Reference[] = []
  const objects: StackObject[] = []
  const add = (
    kind: StackObject['kind'],
    id: string,
    file: Pick<StoredFile, 'content' | 'mode'>,
    target: string,
  ): void => {
    const object = { kind, name: `${model.name}.${id}`, content: file.content }
    assertHeld(name, target, object)
    objects.push(object)
    ;(kind === 'config' ? configs : secrets).push({ source: object.name, target, mode: file.mode })
  }
  const volumes = (service.volumes ?? []).filter((volume) => {
    const path = unescapeDollars(volume.source ?? '')
    const entry = entries.find(({ id }) => path.startsWith(`${storeFolder(root)}/${id}/`))
    if (entry === undefined) return true
    const within = path.slice(`${storeFolder(root)}/${entry.id}/`.length)
    for (const [index, file] of entry.files.entries()) {
      if (file.path !== within && !file.path.startsWith(`${within}/`)) continue
      const kind = secretPaths.includes(`${storeFolder(root)}/${entry.id}/${file.path}`) ? 'secret' : 'config'
      add(
        kind,
        `${entry.id.slice(0, 12)}.${index}`,
        file,
        posix.join(volume.target, posix.relative(within, file.path)),
      )
    }
    return false
  })
  for (const { source, target, mode, content } of writtenConfigs(service, model))
    add('config', hashOf(source, content), { content: Buffer.from(content), mode }, target)
  const external = (section: 'configs' | 'secrets'): unknown[] =>
    ((service[section] ?? []) as { source?: string }[]).filter(({ source = '' }) =>
      isExternal(model[section], source),
    )
  const all = { configs: [...configs, ...external('configs')], secrets: [...secrets, ...external('secrets')] }
  return {
    service: {
      ...(volumes.length === 0 ? {} : { volumes: volumes.map(withoutPath) }),
      ...(all.configs.length === 0 ? {} : { configs: all.configs }),
      ...(all.secrets.length === 0 ? {} : { secrets: all.secrets }),
    },
    objects,
  }
}

/** Whether a top-level config, secret, network or volume exists outside of the project. */
export function isExternal(section: unknown, source: string): boolean {
  return (section as Record<string, { external?: boolean } | null> | undefined)?.[source]?.external === true
}

/** The configs whose content stands in the Compose file. */
function writtenConfigs(service: ComposeService, model: ComposeModel) {
  const all = (model.configs ?? {}) as Record<string, { content?: string }>
  return ((service.configs ?? []) as { source?: string; target?: string; mode?: number | string }[]).flatMap(
    ({ source = '', target, mode = 0o444 }) => {
      const content = all[source]?.content
      if (content === undefined) return []
      return {
        ...{ source, content: unescapeDollars(content), target: target ?? `/${source}` },
        mode: typeof mode === 'string' ? Number.parseInt(mode, 8) : mode,
      }
    },
  )
}

function hashOf(source: string, content: string): string {
  return createHash('sha256')
    .update(JSON.stringify([source, content]))
    .digest('hex')
    .slice(0, 12)
}

/** Swarm never makes a folder on a node, so the key says nothing there. */
function withoutPath(volume: NonNullable<ComposeService['volumes']>[number]) {
  const { bind, ...rest } = volume
  const { create_host_path: _path, ...others } = (bind ?? {}) as Record<string, unknown>
  return Object.keys(others).length === 0 ? rest : { ...rest, bind: others }
}

function assertHeld(name: string, target: string, { kind, content }: StackObject): void {
  if (content.length > 0 && content.length <= largest[kind]) return
  throw new UserError(
    'bad-input',
    `${name}: the file at ${target} ${content.length === 0 ? 'is empty' : `has ${content.length} bytes`}, and a Swarm holds files of 1 to ${largest[kind]} bytes.`,
    'Build it into the image, or keep it in a volume.',
  )
}
