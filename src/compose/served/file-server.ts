import { posix } from 'node:path'
import { UserError } from '../../errors.ts'
import { type FileServer, fileServerService, staticRoot } from '../../model/edge/file-server.ts'
import {
  type ComposeModel,
  type ComposeService,
  environmentOf,
  escapeDollars,
} from '../../model/project/project.ts'
import type { Roles } from '../../model/project/roles.ts'
import { imagePattern } from '../../model/release/image-reference.ts'
import { roleKey } from '../file-roles.ts'
import { type Mount, mediaFolder, mountOf } from './media.ts'
import { fileServerConfig } from './nginx-config.ts'

/** The settings of `files` on web: `x-saleor-deploy: {files: true}`, or one with these keys. */
interface Settings {
  /** The folder of static files in the image; false for none. */
  static: string | false
  /** The folder of uploads in web's container; undefined when nobody named it, false for none. */
  media: string | false | undefined
  /** An image with nginx. */
  image: string
}

/** Saleor's folders (STATIC_ROOT and MEDIA_ROOT), and nginx's image in its stable line. */
export const fileServerDefaults = { static: '/app/static', media: mediaFolder, image: 'nginx:stable' }

/** A folder of a container. */
export const folderPattern = /^(\/[\w.-]+)+\/?$/

/** The project with the file server, and what the file server answers; undefined when the Compose file asks for none. */
interface WithFileServer {
  model: ComposeModel
  roles: Roles
  files: FileServer | undefined
}

/**
 * Adds the file server that web asks for with `x-saleor-deploy: {files: true}`: an accessory with nginx, which reads the
 * static files that deploys copy out of the images, and the volume or folder in which web keeps uploads. Pure.
 * @throws UserError `bad-input` for settings that can't be meant
 */
export function withFileServer(model: ComposeModel, roles: Roles, root: string): WithFileServer {
  const settings = settingsOf(model, roles)
  if (settings === undefined) return { model, roles, files: undefined }
  const web = model.services[roles.web] ?? {}
  const media = settings.media === false ? undefined : mediaMount(web, roles.web, settings.media)
  const folder = settings.static
  if (folder === false && media === undefined)
    throw wrong(
      roles.web,
      'serves nothing: static is false, and no volume is mounted for uploads',
      'Leave files out.',
    )
  const staticPath = folder === false ? undefined : pathOf(web, 'STATIC_URL', '/static/')
  const mediaPath = media === undefined ? undefined : pathOf(web, 'MEDIA_URL', '/media/')
  const server: ComposeService = {
    image: escapeDollars(settings.image),
    // The configuration travels as a variable: with it, a new one is a new definition, and replaces the container.
    entrypoint: ['sh', '-ec', escapeDollars(start)],
    environment: {
      NGINX_CONFIG: escapeDollars(
        fileServerConfig({ staticPath, media: media && { path: mediaPath ?? '', folder: media.folder } }),
      ),
    },
    networks: Object.fromEntries(Object.keys(web.networks ?? { default: null }).map((name) => [name, null])),
    restart: 'unless-stopped',
    stop_signal: 'SIGQUIT',
    ...(web.logging === undefined ? {} : { logging: web.logging }),
    // It only reads: as nobody, without a right, on a file system that nothing can be written to.
    user: '65534:65534',
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    tmpfs: ['/tmp'],
    volumes: [
      ...(folder === false
        ? []
        : [
            {
              type: 'bind',
              source: escapeDollars(staticRoot(root)),
              target: '/srv/static',
              read_only: true,
              bind: { create_host_path: false },
            },
          ]),
      ...(media === undefined ? [] : [mediaVolume(media.mount)]),
    ],
  }
  const paths = [staticPath, mediaPath].filter((path) => path !== undefined)
  return {
    model: { ...model, services: { ...model.services, [fileServerService]: server } },
    roles: { ...roles, accessories: [...roles.accessories, fileServerService] },
    files: { paths, ...(folder === false ? {} : { folder }) },
  }
}

/** nginx would first try to open its log in a folder that it can't write to. */
const start = `printf '%s' "$NGINX_CONFIG" >/tmp/nginx.conf; exec nginx -e stderr -c /tmp/nginx.conf -g 'daemon off;'`

function settingsOf({ services }: ComposeModel, { web }: Roles): Settings | undefined {
  const asked = Object.entries(services).flatMap(([name, { [roleKey]: key }]) => {
    const { files } = (typeof key === 'object' && key !== null ? key : {}) as { files?: unknown }
    return files === undefined || files === null || files === false ? [] : [{ name, files }]
  })
  const other = asked.find(({ name }) => name !== web)
  if (other !== undefined)
    throw wrong(other.name, 'is not on web', `Write it on ${web}, whose image and uploads it serves.`)
  const [own] = asked
  if (own === undefined) return undefined
  const { files } = own
  if (files === true) return { ...fileServerDefaults, media: undefined }
  if (typeof files !== 'object' || Array.isArray(files))
    throw wrong(web, `is ${JSON.stringify(files)}`, 'Write true, or some of static, media and image.')
  const {
    static: folder = fileServerDefaults.static,
    media,
    image = fileServerDefaults.image,
    ...others
  } = files as Record<string, unknown>
  const [unknown] = Object.keys(others)
  if (unknown !== undefined)
    throw wrong(web, `has ${unknown}, which is no setting`, 'It has static, media and image.')
  if (typeof image !== 'string' || !imagePattern.test(image))
    throw wrong(
      web,
      `has image ${JSON.stringify(image)}`,
      `Name an image with nginx, such as ${fileServerDefaults.image}.`,
    )
  return {
    image,
    static: folderIn(web, 'static', folder, fileServerDefaults.static),
    media: media === undefined ? undefined : folderIn(web, 'media', media, fileServerDefaults.media),
  }
}

function folderIn(web: string, key: string, value: unknown, example: string): string | false {
  if (value === false) return false
  if (typeof value === 'string' && folderPattern.test(value)) return posix.join(value, '.')
  throw wrong(
    web,
    `has ${key} ${JSON.stringify(value)}`,
    `Write a folder of the container, such as ${example}; or false.`,
  )
}

/** The mount in which web keeps uploads, and the uploads' folder inside of it. */
function mediaMount(web: ComposeService, name: string, named: string | undefined) {
  const folder = named ?? fileServerDefaults.media
  const mount = mountOf(web, folder)
  if (mount !== undefined)
    return { mount, folder: posix.join('/srv/media', posix.relative(mount.target, folder), '/') }
  if (named === undefined) return undefined
  throw wrong(
    name,
    `has media ${named}, and ${name} mounts no volume there`,
    `Mount one in web and workers, volumes: ["saleor-media:${named}"]; or leave media out, with uploads in a bucket.`,
  )
}

/** The same volume, read-only; the first to mount it properly, and to give it the image's owner, is web. */
function mediaVolume(mount: Mount): Mount {
  const { volume } = mount as { volume?: object }
  const options = mount.type === 'volume' ? { volume: { ...volume, nocopy: true } } : {}
  return { ...mount, ...options, target: '/srv/media', read_only: true }
}

/** The path of a URL setting of Saleor: `/static/`, also of an address of a CDN that fetches its files from the shop. */
function pathOf(web: ComposeService, variable: string, fallback: string): string {
  const value = environmentOf(web).get(variable) || fallback
  const path = URL.canParse(value, 'http://shop') ? new URL(value, 'http://shop').pathname : ''
  if (/^(\/[\w.-]+)+\/$/.test(path)) return path
  throw new UserError(
    'bad-input',
    `${variable} is ${value}, and the file server can't answer that path.`,
    `Give it a path with a slash at both ends, such as ${fallback}; or take files out of ${roleKey}.`,
  )
}

function wrong(service: string, what: string, fix: string): UserError {
  return new UserError('bad-input', `services.${service}.${roleKey}.files ${what}.`, fix)
}
