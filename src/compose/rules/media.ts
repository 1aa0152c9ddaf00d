import type { ComposeModel, ComposeService } from '../../model/project/project.ts'
import { type Mount, mediaFolder, mountOf } from '../served/media.ts'
import { isBlank, type Keys, type Rule } from './rule.ts'

/** Each of these names a bucket for uploads; AWS_STORAGE_BUCKET_NAME is for static files. */
const buckets = ['AWS_MEDIA_BUCKET_NAME', 'GS_MEDIA_BUCKET_NAME', 'AZURE_CONTAINER']

const at: Keys[] = [['volumes'], ['environment', 'AWS_STORAGE_BUCKET_NAME']]

const lost: Rule = {
  name: 'media-lost',
  severity: 'warning',
  on: 'web',
  only: 'saleor',
  what: 'Uploads lie inside of the container: the next deploy removes it, and product pictures with it.',
  fix: `Give them a volume, volumes: ["saleor-media:${mediaFolder}"], in web and workers alike, or a bucket: AWS_MEDIA_BUCKET_NAME, GS_MEDIA_BUCKET_NAME or AZURE_CONTAINER.`,
  check({ environment, service }) {
    if (!isBlank(environment, ...buckets) || mediaVolume(service) !== undefined) return undefined
    const hint = isBlank(environment, 'AWS_STORAGE_BUCKET_NAME')
      ? ''
      : ' (AWS_STORAGE_BUCKET_NAME is for static files.)'
    return { text: `uploads lie inside of the container and are gone with it.${hint}`, at }
  },
}

const notShared: Rule = {
  name: 'media-not-shared',
  severity: 'warning',
  on: 'workers',
  only: 'saleor',
  what: 'Web keeps uploads in a volume that a worker does not have: thumbnails, exports and invoices fail there.',
  fix: 'Give the worker the same volume as web.',
  check({ environment, service, model, roles }) {
    const shared = mediaVolume(model.services[roles.web] ?? {})
    if (shared === undefined || !isBlank(environment, ...buckets)) return undefined
    return mediaVolume(service)?.source === shared.source
      ? undefined
      : { text: `does not have the volume in which ${roles.web} keeps uploads.`, at }
  },
}

const onEachHost: Rule = {
  name: 'media-on-each-host',
  severity: 'warning',
  on: 'web',
  only: 'fleet',
  what: 'Uploads lie in a volume of the host: each host has others, and a picture is found on one of them only.',
  fix: 'Use a bucket (AWS_MEDIA_BUCKET_NAME, GS_MEDIA_BUCKET_NAME, AZURE_CONTAINER), or a volume on a network file system.',
  check({ environment, service, model }) {
    const volume = mediaVolume(service)
    if (volume === undefined || !isBlank(environment, ...buckets) || !isLocal(volume, model)) return undefined
    return { text: 'uploads lie in a volume of each host, so a picture is found on one of them only.', at }
  },
}

/** Returns the named volume for uploads. */
function mediaVolume(service: ComposeService): Mount | undefined {
  return mountOf(service, mediaFolder)
}

/** Whether a volume is local. A bind mount may be on a network file system; a plain volume is not. */
function isLocal({ type, source = '' }: Mount, { volumes = {} }: ComposeModel): boolean {
  const {
    driver = 'local',
    driver_opts: options,
    external,
  } = (volumes[source] ?? {}) as Record<string, unknown>
  return type === 'volume' && driver === 'local' && options === undefined && external !== true
}

/** Rules for the storage of uploads. */
export const mediaRules: readonly Rule[] = [lost, notShared, onEachHost]
