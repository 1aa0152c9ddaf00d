import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { docker } from '../sandbox/docker.ts'
import { contentHash } from '../sandbox/hash.ts'
import { imagePrefix, stateFolder } from '../sandbox/names.ts'

const folder = join(import.meta.dirname, 'base-images')

/** An image that a Dockerfile of Saleor's names, and the stage of `base-images/Dockerfile` that stands in for it. */
export interface StandIn {
  name: string
  stage: 'python' | 'python-slim' | 'uv'
  /** `UV_VERSION=0.12.1` */
  buildArgs: string[]
}

/**
 * The stand-ins for all images that a Dockerfile names, in its order.
 * @throws Error for an image without one.
 */
export function standIns(dockerfile: string): StandIn[] {
  const stages = new Set([...dockerfile.matchAll(/^FROM \S+ AS (\S+)/gm)].map(([, stage]) => stage))
  const names = [...dockerfile.matchAll(/^FROM (\S+)|--from=(\S+)/gm)].map(
    ([, from, copy]) => from ?? copy ?? '',
  )
  return [...new Set(names)].filter((name) => !stages.has(name)).map(standIn)
}

function standIn(name: string): StandIn {
  if (name === 'python:3.12') return { name, stage: 'python', buildArgs: [] }
  if (name === 'python:3.12-slim') return { name, stage: 'python-slim', buildArgs: [] }
  const uv = /^ghcr\.io\/astral-sh\/uv:([\d.]+)(@|$)/.exec(name)?.[1]
  if (uv !== undefined) return { name, stage: 'uv', buildArgs: [`UV_VERSION=${uv}`] }
  throw new Error(`Docker Hub is out of reach, and test/saleor/base-images has nothing for ${name}`)
}

/**
 * What build-image needs as `build-contexts`: nothing where Docker Hub can be reached, else a stand-in for each image
 * of the Dockerfile. The first call compiles Python, which takes minutes.
 */
export async function baseImageContexts(dockerfile: string): Promise<string[]> {
  if (await reachesDockerHub()) return []
  const certificates = join(stateFolder, 'certificates')
  await mkdir(certificates, { recursive: true })
  await copyFile('/etc/ssl/certs/ca-certificates.crt', join(certificates, 'ca-certificates.crt'))
  const contexts: string[] = []
  for (const { name, stage, buildArgs } of standIns(dockerfile)) {
    const tag = `${imagePrefix}/${stage}:${contentHash([folder, certificates], buildArgs.join(' '))}`
    const options = ['--build-context', `certificates=${certificates}`, '--target', stage, '--tag', tag]
    const args = buildArgs.flatMap((one) => ['--build-arg', one])
    await docker(['buildx', 'build', '--provenance=false', '--load', ...options, ...args, folder])
    contexts.push(`${name}=docker-image://${tag}`)
  }
  return contexts
}

/** Whether Docker Hub answers at all; that it asks for a login is an answer. */
async function reachesDockerHub(): Promise<boolean> {
  return await fetch('https://registry-1.docker.io/v2/', { signal: AbortSignal.timeout(20_000) }).then(
    () => true,
    () => false,
  )
}
