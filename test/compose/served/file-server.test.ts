import { describe, expect, it } from 'vitest'
import { findRoles } from '../../../src/compose/roles.ts'
import { withFileServer } from '../../../src/compose/served/file-server.ts'
import { mediaFolderOf } from '../../../src/compose/served/media.ts'
import { fileServerService } from '../../../src/model/edge/file-server.ts'
import { type Placement, placedServices } from '../../../src/model/placement.ts'
import type { ComposeModel, ComposeService } from '../../../src/model/project/project.ts'
import { port, project } from '../fixtures.ts'

const image = 'saleor:1'
const media = { type: 'volume', source: 'media', target: '/app/media' }

function shop(
  files: unknown,
  web: ComposeService = {},
  others: Record<string, ComposeService> = {},
): ComposeModel {
  return project({
    web: { image, ports: [port('8000')], 'x-saleor-deploy': { files }, ...web },
    worker: { image, command: ['celery', 'worker'] },
    ...others,
  })
}

const served = (model: ComposeModel) => withFileServer(model, findRoles(model), '/opt/saleor')
const serverOf = (model: ComposeModel): ComposeService =>
  served(model).model.services[fileServerService] ?? {}
const configOf = (model: ComposeModel): string => serverOf(model).environment?.NGINX_CONFIG ?? ''

describe('a file server', () => {
  it('A project that does not ask for a file server stays as it is, word for word', () => {
    for (const files of [undefined, null, false]) {
      const model = shop(files)
      const roles = findRoles(model)
      expect(withFileServer(model, roles, '/opt/saleor')).toEqual({ model, roles, files: undefined })
    }
  })

  it('A file server reads the static files of the deploys and the volume of uploads, and writes nowhere', () => {
    const model = shop(true, { volumes: [media], networks: { front: { aliases: ['web'] } } })
    const { files, roles } = served(model)
    expect(files).toEqual({ paths: ['/static/', '/media/'], folder: '/app/static' })
    expect(roles.accessories).toContain(fileServerService)
    const server = serverOf(model)
    expect(server).toMatchObject({ read_only: true, user: '65534:65534', cap_drop: ['ALL'] })
    // By web's alias it would get web's requests.
    expect(server.networks).toEqual({ front: null })
    expect(server.volumes?.map(({ source, target, read_only }) => [source, target, read_only])).toEqual([
      ['/opt/saleor/static', '/srv/static', true],
      ['media', '/srv/media', true],
    ])
  })

  it('Without a volume for uploads a file server answers static files alone', () => {
    expect(served(shop(true)).files?.paths).toEqual(['/static/'])
    expect(configOf(shop(true))).not.toContain('alias')
  })

  it('Uploads in a folder of a mounted one are the only ones of it that are answered', () => {
    const model = shop({ media: '/app/data/media' }, { volumes: [{ ...media, target: '/app/data' }] })
    expect(configOf(model)).toContain('alias /srv/media/media/;')
  })

  it('The paths are those of STATIC_URL and MEDIA_URL, also in the address of a CDN', () => {
    const environment = { STATIC_URL: 'https://cdn.example.com/assets/', MEDIA_URL: '/up.loads/' }
    const model = shop({ static: '/app/collected' }, { environment, volumes: [media] })
    expect(served(model).files).toEqual({ paths: ['/assets/', '/up.loads/'], folder: '/app/collected' })
    expect(configOf(model)).toContain('location ~ ^/assets/(?<file>.+)$$ {')
    expect(configOf(model)).toContain('location ^~ /up.loads/ {')
  })

  it('A file server without static files mounts no folder for them', () => {
    const model = shop({ static: false, image: 'registry.example.com/nginx:1.28' }, { volumes: [media] })
    expect(served(model).files).toEqual({ paths: ['/media/'] })
    expect(serverOf(model).volumes).toHaveLength(1)
    expect(serverOf(model).image).toBe('registry.example.com/nginx:1.28')
  })

  it('The folder of uploads is the one that the Compose file names, or the one of Saleor', () => {
    expect(mediaFolderOf({ 'x-saleor-deploy': { files: { media: '/data/' } } })).toBe('/data')
    for (const key of [undefined, { files: true }, { role: 'web' }, { files: { media: false } }])
      expect(mediaFolderOf({ 'x-saleor-deploy': key })).toBe('/app/media')
  })

  it('The file server runs where web runs, as the edge sends it requests, whatever services a host is given', () => {
    const { roles } = served(shop(true))
    const on = (placement: Placement) => placedServices({ roles, placement }).includes(fileServerService)
    expect(on({ role: 'web' })).toBe(true)
    expect(on({ services: ['web'] })).toBe(true)
    expect(on({ role: 'workers' })).toBe(false)
  })

  it.each([
    [
      'on another service than web',
      shop(undefined, {}, { worker: { image, 'x-saleor-deploy': { files: true } } }),
      'services.worker.x-saleor-deploy.files is not on web',
    ],
    ['that is a word', shop('yes'), 'is "yes"'],
    ['with a setting that there is not', shop({ statics: '/app' }), 'has statics, which is no setting'],
    ['with a folder that is no path', shop({ static: 'static' }), 'has static "static"'],
    ['with an image that is none', shop({ image: 'my image' }), 'has image "my image"'],
    [
      'with uploads where web mounts nothing',
      shop({ media: '/data' }),
      'has media /data, and web mounts no volume there',
    ],
    ['that has nothing to serve', shop({ static: false }), 'serves nothing'],
    [
      'with static files at the root of the site',
      shop(true, { environment: { STATIC_URL: '/' } }),
      'STATIC_URL is /',
    ],
  ])('A file server %s is refused, with what would be right', (_, model, complaint) => {
    expect(() => served(model)).toThrow(complaint)
  })
})
