import { staticRoot } from '../model/edge/file-server.ts'
import { type ComposeModel, unescapeDollars } from '../model/project/project.ts'
import { storeFolder } from '../model/release/files.ts'

/** A file or folder of the server that a service mounts. */
export interface HostPath {
  path: string
  service: string
  target: string
  readOnly: boolean
  /** Whether Docker creates an empty folder when the path does not exist. */
  isMade: boolean
}

/** Lists what a release's services mount from the server itself; the release stores files of the repository. Pure. */
export function hostPaths({ services, ...model }: ComposeModel, root: string): HostPath[] {
  return Object.entries(services).flatMap(([service, { volumes = [], ...rest }]) => {
    const binds = volumes.flatMap(({ type, source, target, read_only: readOnly = false, bind }) => {
      if (type !== 'bind' || source === undefined || service === 'edge') return []
      const { create_host_path: isMade = false } = (bind ?? {}) as { create_host_path?: boolean }
      return { path: unescapeDollars(source), service, target, readOnly, isMade }
    })
    const files = (['configs', 'secrets'] as const).flatMap((section) =>
      ((rest[section] ?? []) as { source?: string; target?: string }[]).flatMap(({ source = '', target }) => {
        const { file } = ((model[section] ?? {}) as Record<string, { file?: string }>)[source] ?? {}
        if (file === undefined) return []
        return {
          path: unescapeDollars(file),
          service,
          target: target ?? source,
          readOnly: true,
          isMade: false,
        }
      }),
    )
    // A deploy writes what lies in these two.
    return [...binds, ...files].filter(
      ({ path }) => !path.startsWith(`${storeFolder(root)}/`) && path !== staticRoot(root),
    )
  })
}
