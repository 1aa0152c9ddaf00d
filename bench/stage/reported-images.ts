import { join } from 'node:path'
import { docker } from '../../test/sandbox/docker.ts'
import { ensureImages, type ImageName, imageTag } from '../../test/sandbox/images.ts'
import { hubAddress, registryAddress } from '../../test/sandbox/names.ts'
import { buildOver } from '../../test/sandbox/shop.ts'

const programs = join(import.meta.dirname, '../../test/compose/reported/programs')
const dashboard = 'saleor/saleor-dashboard'

/** Images of the reported projects on Docker Hub's stand-in. All that matters of most is that they keep running. */
const onHub: Record<string, ImageName> = {
  'library/nginx:1.27': 'nginx',
  'me/front:1': 'nginx',
  'library/busybox:1': 'redis',
  'me/tool:1': 'redis',
  'me/tool:latest': 'redis',
  'axllent/mailpit:v1': 'redis',
}

/** The images that reported projects run here. */
export interface ReportedImages {
  /** Of the app, for the first deploy and the next, by digest. */
  app: [string, string]
  /** Exchanges names of images that only the internet has. */
  real: (text: string) => string
}

/** Builds the images and pushes them to where the servers pull from. */
export async function reportedImages(): Promise<ReportedImages> {
  await ensureImages()
  const first = await buildOver('light-1', programs)
  const next = await buildOver('light-2', programs)
  await docker(['pull', '--quiet', first.reference])
  for (const [name, image] of Object.entries(onHub)) await push(imageTag(image), `${hubAddress}/${name}`)
  await push(first.reference, `${hubAddress}/mher/flower:2.0`)
  const file = `FROM ${imageTag('nginx')}\nRUN echo 'the next dashboard' >/usr/share/nginx/html/index.html\n`
  const nextDashboard = `${registryAddress}/${dashboard}:3.24`
  await docker(['build', '--provenance=false', '--quiet', '--tag', nextDashboard, '-'], { input: file })
  const digests = {
    '3.23': await push(imageTag('nginx'), `${registryAddress}/${dashboard}:3.23`),
    '3.24': await push(nextDashboard, nextDashboard),
  }
  return {
    app: [first.reference, next.reference],
    real: (text) =>
      Object.entries(digests)
        .reduce(
          (all, [tag, digest]) =>
            all.replaceAll(`ghcr.io/${dashboard}:${tag}`, `${registryAddress}/${dashboard}@${digest}`),
          text,
        )
        .replace(/me\/storefront@sha256:1+/, first.reference),
  }
}

async function push(image: string, name: string): Promise<string> {
  await docker(['tag', image, name])
  return /sha256:[0-9a-f]{64}/.exec(await docker(['push', name]))?.[0] ?? ''
}
