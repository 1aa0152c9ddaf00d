import { createHash } from 'node:crypto'
import { docker, tryDocker } from './docker.ts'
import { checkoutLabel, prefix } from './names.ts'

/** A container of the sandbox, as it should be. */
export type DesiredState = {
  name: string
  image: string
  /** Options of `docker run`. */
  options: readonly string[]
  /** The container's one volume, of the same name, and where it is mounted. */
  data: string
  /** The program's arguments, where the image's own are not enough. */
  command?: readonly string[]
  /** What it was made for besides: with other keys it is another machine. */
  identity?: string
}

/** Starts a container or finds it running; one that was made otherwise (older image, other keys) is made anew. */
export async function bringUp({
  name,
  image,
  options,
  data,
  command = [],
  identity = '',
}: DesiredState): Promise<void> {
  const made = createHash('sha256')
    .update(JSON.stringify([image, options, identity, ...command]))
    .digest('hex')
    .slice(0, 16)
  const format = `{{.State.Status}} {{index .Config.Labels "${prefix}"}}`
  const { code, stdout } = await tryDocker(['container', 'inspect', '--format', format, name])
  const [state, madeAs] = stdout.trim().split(' ')
  if (code === 0 && madeAs === made) {
    if (state !== 'running') await docker(['start', name])
    return
  }
  if (code === 0) console.log(`${name} was made by another version of the sandbox: making it anew`)
  await remove([name])
  const mount = ['--volume', `${name}:${data}`]
  await docker([
    'run',
    '--detach',
    '--name',
    name,
    ...['--label', `${prefix}=${made}`, '--label', checkoutLabel],
    ...mount,
    ...options,
    image,
    ...command,
  ])
}

/** Removes containers together with what they stored; those that are not there don't matter. */
export async function remove(names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  await tryDocker(['rm', '--force', '--volumes', ...names])
  await tryDocker(['volume', 'rm', '--force', ...names])
}
