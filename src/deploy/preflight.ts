import { UserError } from '../errors.ts'
import { containersOf, type Observed } from './observed.ts'
import type { Wanted } from './wanted.ts'

/** The oldest that the commands used here work with. */
const oldest = { engine: '20.10', compose: '2.20' }

/** Bytes that must be free for a pull, at the least: Docker needs room for the layers twice while it unpacks. */
const spareBytes = 1_000_000_000

/** A new image is about as large as the one before; its packed layers come on top, about half of that. */
const roomFor = ({ imageBytes = 0 }: Observed): number => Math.max(spareBytes, 1.5 * imageBytes)

/** A release is a few hundred kB; a log of what undoes it must be writable to the end. */
const spareInRoot = 20_000_000

/**
 * What stands in the way of a deploy, found before anything is changed. Pure.
 * @throws UserError `not-ready` with everything that is wrong on this host, not only the first thing
 */
export function preflight({ root, publicPort, roles, release }: Wanted, seen: Observed): void {
  const complaints: [what: string, fix: string][] = []
  if (isOlder(seen.engine, oldest.engine))
    complaints.push([
      `the Docker Engine is ${seen.engine}, older than ${oldest.engine}`,
      'Update it: https://docs.docker.com/engine/install/',
    ])
  if (isOlder(seen.compose, oldest.compose))
    complaints.push([
      `Docker Compose is ${seen.compose}, older than ${oldest.compose}`,
      'On the server: sudo apt-get install --only-upgrade docker-compose-plugin',
    ])
  if (!seen.writable)
    complaints.push([
      `the folder ${root} is not there, or the SSH user may not write to it`,
      `On the server: sudo install -d -o "$USER" ${root}`,
    ])
  if (!seen.imagePresent && seen.freeBytes < roomFor(seen))
    complaints.push([
      `only ${megabytes(seen.freeBytes)} are free where Docker keeps images; ${release.image} may need ${megabytes(roomFor(seen))}`,
      'On the server: docker image prune --all, or a larger disk.',
    ])
  if (seen.writable && (seen.freeInRoot ?? spareInRoot) < spareInRoot)
    complaints.push([
      `only ${megabytes(seen.freeInRoot ?? 0)} are free in the folder ${root}; a release and its undo log need ${megabytes(spareInRoot)}`,
      'Delete what is not needed there, or give it a larger disk.',
    ])
  const own = [...containersOf(seen, 'edge'), ...containersOf(seen, roles.web)].map(({ name }) => name)
  if (seen.portHolder !== undefined && !own.includes(seen.portHolder))
    complaints.push([
      `port ${publicPort} is taken by ${seen.portHolder}`,
      'Stop it, or publish another port in the Compose file.',
    ])
  if (complaints.length === 0) return
  throw new UserError(
    'not-ready',
    complaints.map(([what]) => `${seen.host}: ${what}.`).join('\n'),
    complaints.map(([, fix]) => fix).join('\n'),
  )
}

/** Whether a version such as 20.10.24+dfsg1 is older than a major.minor. Distributions add suffixes of all kinds. */
function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number.parseFloat)
  const [needMajor = 0, needMinor = 0] = than.split('.').map(Number)
  return major < needMajor || (major === needMajor && minor < needMinor)
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`
}
