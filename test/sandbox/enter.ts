import { readFileSync } from 'node:fs'
import { type Finished, run } from '../../scripts/setup/command.ts'
import { tryDocker } from './docker.ts'

/** What a program in a container is given besides its arguments; without a user it runs as root. */
export interface Entering {
  input?: string
  user?: string
}

/** The first process of a container, as this machine numbers it. */
interface Init {
  id: string
  pid: string
}

const inits = new Map<string, Init>()

/**
 * Runs a program inside a running container, whatever its exit code. As root by `nsenter`, which takes a few milliseconds where
 * `docker exec` takes a tenth of a second of the processor, and tests look at their servers thousands of times.
 */
export async function enter(
  container: string,
  argv: readonly string[],
  { input, user = 'root' }: Entering = {},
): Promise<Finished> {
  const given = input === undefined ? {} : { input }
  const init = process.getuid?.() === 0 ? await initOf(container) : undefined
  if (init === undefined)
    return await tryDocker(['exec', '--interactive', '--user', user, container, ...argv], given)
  const identity =
    user === 'root' ? [] : ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--init-groups', '--']
  const environment = [
    'env',
    '-i',
    ...environmentOf(init),
    `HOME=${user === 'root' ? '/root' : `/home/${user}`}`,
  ]
  return await run(
    ['nsenter', `--target=${init.pid}`, '--all', '--', ...identity, ...environment, ...argv],
    given,
  )
}

/** Undefined if the container does not run, or runs on another machine than this. */
async function initOf(container: string): Promise<Init | undefined> {
  const known = inits.get(container)
  if (known !== undefined && isInit(known)) return known
  const { stdout } = await tryDocker(['inspect', '--format', '{{.Id}} {{.State.Pid}}', container])
  const [id = '', pid = ''] = stdout.trim().split(' ')
  const found = { id, pid }
  if (id === '' || !isInit(found)) return undefined
  inits.set(container, found)
  return found
}

/** A container that was restarted has another first process, and its number may be anybody's. */
function isInit({ id, pid }: Init): boolean {
  try {
    return readFileSync(`/proc/${pid}/cgroup`, 'utf8').includes(id)
  } catch {
    return false
  }
}

/** The environment that the container was made with. */
function environmentOf({ pid }: Init): string[] {
  return readFileSync(`/proc/${pid}/environ`, 'utf8')
    .split('\0')
    .filter((one) => one !== '' && !one.startsWith('HOME='))
}
