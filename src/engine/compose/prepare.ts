import { accessoryWork } from '../../compose/accessory-work.ts'
import { formatModel } from '../../compose/render.ts'
import { StepFailed, UserError } from '../../errors.ts'
import { pullScript } from '../../host/guard.ts'
import { large } from '../../host/limits.ts'
import type { Command } from '../../host/quote.ts'
import { appServices, imagesHere } from '../../model/desired.ts'
import type { FleetHost } from '../../model/fleet.ts'
import { containersOf, edgeIsUpToDate, hasImage } from '../../model/observed.ts'
import { servesWeb } from '../../model/placement.ts'
import { type ComposeModel, escapeDollars } from '../../model/project/project.ts'
import { type Release, releaseFolder } from '../../model/release/release.ts'
import { returningServices } from '../../model/release/returning.ts'
import { allWords, lastWords } from '../../runner/last-words.ts'
import type { Ran } from '../../runner/ran.ts'
import { retryTransient } from '../../runner/retry.ts'
import type { Runner } from '../../runner/runner.ts'
import { type ComposeSession, put } from './session.ts'
import { storeFiles } from './store.ts'

/** Registry errors that may pass with another try: busy, broken, or cut off. */
const transient =
  /timeout|timed out|reset by peer|EOF|temporarily|too many requests|toomanyrequests|5\d\d |refused|TLS handshake/i

/**
 * Pulls the release's image, and the images of services that are not running yet, before the run takes the lock.
 * @throws UserError `registry-refused`, or StepFailed `pull-failed` after three tries
 */
export async function pull({ host, desired, observed }: FleetHost, runner: Runner): Promise<void> {
  const { start, once, replace } = accessoryWork(desired, observed)
  const others = [
    ...(!servesWeb(desired) || edgeIsUpToDate(desired, observed) ? [] : ['edge']),
    ...start.filter((service) => containersOf(observed, service).length === 0),
    ...[...once, ...replace.map(({ service }) => service), ...returningServices(desired, observed)].filter(
      (service) => !hasImage(observed, desired.model.services[service]?.image ?? ''),
    ),
  ].flatMap((service) => {
    const { image, pull_policy: policy } = desired.model.services[service] ?? {}
    // Such an image exists on the host alone.
    return image === undefined || policy === 'never' ? [] : [image]
  })
  const images = [...missingImages({ desired, observed }), ...new Set(others)]
  if (images.length === 0) return
  const login = `${Buffer.from(desired.registryLogin || '{}').toString('base64')}\n`
  const words = images.flatMap((image) => forPlatform(desired.model, image))
  let first: Ran | undefined
  const attempt = async (): Promise<void> => {
    const ran = await host.run(['bash', '-c', pullScript(), 'pull', ...words], login, {
      seconds: large,
      what: `docker pull ${images.join(' ')}`,
    })
    if (ran.code === 0) return
    const error = refusedPull(host.name, images, ran, first)
    first ??= ran
    throw error
  }
  await retryTransient(runner, attempt, (error, count) => {
    if (!(error instanceof StepFailed) || count === 3 || !transient.test(error.evidence)) throw error
    const said = error.evidence.split('\n').at(-1)
    runner.log.warning(`${host.name}: the pull failed, trying again in ${count * 2} s: ${said}`)
    return count * 2
  })
}

/** The image with its service's platform; otherwise Compose would pull it again, without the login. */
function forPlatform({ services }: ComposeModel, image: string): string[] {
  const { platform } = Object.values(services).find((one) => one.image === image) ?? {}
  return typeof platform === 'string' && platform !== '' ? [`--platform=${platform}`, image] : [image]
}

/** The release's images that this host needs and lacks. */
function missingImages({ desired, observed }: Pick<FleetHost, 'desired' | 'observed'>): string[] {
  if (observed.imagePresent || appServices(desired).length === 0) return []
  const [image = '', ...others] = imagesHere(desired)
  const missing = others.filter((one) => !hasImage(observed, escapeDollars(one)))
  // Docker's list and its other answers may disagree about a name: an image that was reported as missing is pulled.
  return hasImage(observed, escapeDollars(image)) && missing.length > 0 ? missing : [image, ...missing]
}

/** Turns the engine's message on a failed pull into an error. */
function refusedPull(
  host: string,
  images: readonly string[],
  ran: Ran,
  first: Ran | undefined,
): UserError | StepFailed {
  const said = allWords(ran)
  if (/unauthorized|denied|no basic auth|authentication required/i.test(said))
    return new UserError(
      'registry-refused',
      `${host}: the registry refused the pull: ${said}`,
      'Give registry-username and registry-password with the right to read, for another registry than that of the image registry-auth, and check the image name.',
    )
  if (/no space left/i.test(said))
    return new UserError(
      'not-ready',
      `${host}: the disk is too full for the image: ${said}`,
      'On the server: docker image prune --all, or a larger disk.',
    )
  if (/not found|manifest unknown/i.test(said))
    return new UserError(
      'bad-input',
      `${host}: there is no such image: ${said}`,
      'Deploy the digest that push-registry put out.',
    )
  return new StepFailed(
    'pull-failed',
    `${host}: pulling ${images.join(', ')} failed: ${lastWords(ran)}${atFirst(first, ran)}`,
    said,
  )
}

/** The first try's message, when it differs from the last one's. */
function atFirst(first: Ran | undefined, last: Ran): string {
  return first === undefined || lastWords(first) === lastWords(last) ? '' : ` (at first: ${lastWords(first)})`
}

/**
 * Writes the files that the release mounts, and the release's folder: the record, and the Compose model with its
 * environment, readable by the SSH user only.
 */
export async function install(run: ComposeSession): Promise<void> {
  await storeFiles(run)
  const { transaction, desired, host } = run
  const folder = releaseFolder(desired.root, desired.release.id)
  await transaction.change(
    {
      // The undo plays this first entry last: a network can be removed only after its containers.
      undo: [['rm', '-rf', folder], ...undoNetworks(run)],
      run: [
        put(`${folder}/compose.json`, '600', formatModel(desired.model)),
        recordOf(desired.root, desired.release),
      ],
    },
    (ran) =>
      new StepFailed('start-failed', `${host.name}: the release could not be written: ${allWords(ran)}`),
  )
}

/** Returns the command that writes a release's record. */
export function recordOf(root: string, release: Release): Command {
  return put(`${releaseFolder(root, release.id)}/release.json`, '600', `${JSON.stringify(release)}\n`)
}

/** An undo of the deploy removes the networks that did not exist before. */
function undoNetworks({ desired, observed }: ComposeSession): string[][] {
  const names = Object.values(desired.model.networks ?? {}).flatMap((network) => {
    const { name, external } = (network ?? {}) as { name?: string; external?: boolean }
    return name === undefined || external === true || observed.networks.includes(name) ? [] : [name]
  })
  return names.length === 0 ? [] : [['unnet', ...names]]
}
