import { formatModel } from '../compose/render.ts'
import { StepFailed, UserError } from '../errors.ts'
import { guardScript } from '../host/guard.ts'
import type { Command } from '../host/quote.ts'
import { type Release, releaseFolder } from '../release/release.ts'
import type { Runner } from '../runner/runner.ts'
import { type HostRun, put } from './host-run.ts'
import { containersOf, edgeIsAsWanted, missingAccessories } from './observed.ts'
import type { Member } from './survey.ts'

/** What a registry says when a second try may help: busy, broken, or cut off on the way. */
const transient =
  /timeout|timed out|reset by peer|EOF|temporarily|too many requests|toomanyrequests|5\d\d |refused|TLS handshake/i

/**
 * Pulls the release's image, and the images of what is not running yet, before the lock is taken.
 * @throws UserError `registry-refused`, or StepFailed `pull-failed` after three tries
 */
export async function pull({ host, wanted, seen }: Member, { clock, log, cancelled }: Runner): Promise<void> {
  const others = [
    ...(edgeIsAsWanted(wanted, seen) ? [] : ['edge']),
    ...missingAccessories(wanted, seen).filter((service) => containersOf(seen, service).length === 0),
  ].flatMap((service) => wanted.model.services[service]?.image ?? [])
  const images = [...(seen.imagePresent ? [] : [wanted.release.image]), ...new Set(others)]
  if (images.length === 0) return
  const login = `${Buffer.from(wanted.registryLogin || '{}').toString('base64')}\n`
  for (let attempt = 1; ; attempt++) {
    const { code, stdout, stderr } = await host.run(
      ['bash', '-c', guardScript(), 'guard', 'pull', wanted.root, ...images],
      login,
    )
    if (code === 0) return
    const said = `${stdout}${stderr}`.trim()
    if (/unauthorized|denied|no basic auth|authentication required/i.test(said))
      throw new UserError(
        'registry-refused',
        `${host.name}: the registry refused the pull: ${said}`,
        'Give registry-username and registry-password with the right to read, and check the image name.',
      )
    if (/no space left/i.test(said))
      throw new UserError(
        'not-ready',
        `${host.name}: the disk is too full for the image: ${said}`,
        'On the server: docker image prune --all, or a larger disk.',
      )
    if (/not found|manifest unknown/i.test(said))
      throw new UserError(
        'bad-input',
        `${host.name}: there is no such image: ${said}`,
        'Deploy the digest that push-registry put out.',
      )
    if (attempt === 3 || !transient.test(said))
      throw new StepFailed(
        'pull-failed',
        `${host.name}: pulling ${images.join(', ')} failed: ${said.split('\n').at(-1)}`,
        said,
      )
    log.warning(`${host.name}: the pull failed, trying again in ${attempt * 2} s: ${said.split('\n').at(-1)}`)
    await clock.sleep(attempt * 2, cancelled)
  }
}

/** Writes the release's folder: the Compose model with its environment, readable by the SSH user only, and the record. */
export async function install(run: HostRun): Promise<void> {
  const { transaction, wanted, host } = run
  const folder = releaseFolder(wanted.root, wanted.release.id)
  await transaction.change(
    {
      // The first undo is played last: networks go when no container is on them any more.
      undo: [['rm', '-rf', folder], ...undoNetworks(run)],
      run: [
        put(`${folder}/compose.json`, '600', formatModel(wanted.model)),
        recordOf(wanted.root, wanted.release),
      ],
    },
    (ran) =>
      new StepFailed('start-failed', `${host.name}: the release could not be written: ${ran.stdout.trim()}`),
  )
}

/** Writes a release's record. */
export function recordOf(root: string, release: Release): Command {
  return put(`${releaseFolder(root, release.id)}/release.json`, '600', `${JSON.stringify(release)}\n`)
}

/** Networks that aren't there yet are taken away again when the deploy is undone. */
function undoNetworks({ wanted, seen }: HostRun): string[][] {
  const names = Object.values(wanted.model.networks ?? {}).flatMap((network) => {
    const { name, external } = (network ?? {}) as { name?: string; external?: boolean }
    return name === undefined || external === true || seen.networks.includes(name) ? [] : [name]
  })
  return names.length === 0 ? [] : [['unnet', ...names]]
}
