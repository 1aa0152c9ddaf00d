import type { ComposeService } from '../../model/project/project.ts'
import { roleKey } from '../file-roles.ts'

/** A volume or a folder that a service mounts. */
export type Mount = NonNullable<ComposeService['volumes']>[number]

/** Saleor's folder for uploads that don't go to a bucket (MEDIA_ROOT). */
export const mediaFolder = '/app/media'

/** Returns the mount in which a folder lies that outlives the container; an anonymous volume does not. Pure. */
export function mountOf({ volumes = [] }: ComposeService, folder: string): Mount | undefined {
  return volumes.find(
    ({ type, source, target }) =>
      (type === 'bind' || (type === 'volume' && source !== undefined)) &&
      `${folder}/`.startsWith(`${target.replace(/\/+$/, '')}/`),
  )
}

/** The folder of uploads in web's container: as `x-saleor-deploy` names it for the file server, or Saleor's own. Pure. */
export function mediaFolderOf({ [roleKey]: key }: ComposeService): string {
  const { files } = (key ?? {}) as { files?: { media?: unknown } | boolean | null }
  const { media } = typeof files === 'object' ? (files ?? {}) : {}
  return typeof media === 'string' ? media.replace(/\/+$/, '') : mediaFolder
}
