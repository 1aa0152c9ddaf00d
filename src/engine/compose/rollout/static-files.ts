import { StepFailed } from '../../../errors.ts'
import { large } from '../../../host/limits.ts'
import type { Command } from '../../../host/quote.ts'
import { staticRoot } from '../../../model/edge/file-server.ts'
import type { ObservedState } from '../../../model/observed.ts'
import type { Release } from '../../../model/release/release.ts'
import { type Batch, when } from '../../../model/step.ts'
import { lastWords } from '../../../runner/last-words.ts'
import type { Ran } from '../../../runner/ran.ts'
import type { ComposeSession } from '../session.ts'

/** The label of the container that static files are copied out of, with the release's id as its value. */
const copyLabel = 'saleor-deploy.static-files'

/** Whether a release has static files for the file server. */
export function hasStaticFiles({ settings }: Pick<Release, 'settings'>): boolean {
  return settings?.edge.files?.folder !== undefined
}

/** The folder of a release's static files on a host. */
export function staticFolder(root: string, id: string): string {
  return `${staticRoot(root)}/${id}`
}

/**
 * Copies the static files out of the release's image into a folder of their own, unless they are there since an earlier
 * deploy. The file server then finds a file of the coming release behind those of the one that serves: its pages may
 * come from a host of the fleet that switched a moment earlier.
 * @throws StepFailed `start-failed` when the image has no such folder, or the disk is full
 */
export async function installStaticFiles(run: ComposeSession): Promise<void> {
  const { transaction, desired, observed, host } = run
  const { root, release } = desired
  const folder = staticFolder(root, release.id)
  const { code } = await host.run(['test', '-d', folder])
  const isMissing = code !== 0
  const { live } = linksOf(observed)
  await transaction.change(
    {
      // The undo plays the last one first: nothing writes into the folder that is removed.
      undo: [
        ...when(
          isMissing,
          ['rm', '-rf', folder, `${folder}.partial`],
          ['sweep', `${copyLabel}=${release.id}`],
        ),
        link(root, 'next', live),
        ...when(live === undefined, link(root, 'live', live)),
      ],
      run: [
        ...(isMissing ? copy(run, folder) : []),
        link(root, 'next', release.id),
        // Without any yet, there is nothing to wait for.
        ...when(live === undefined, link(root, 'live', release.id)),
      ],
      seconds: large,
    },
    (ran) => copyFailed(run, ran),
  )
}

/** Has the file server answer from this release first, just before its first web gets requests. */
export async function switchStaticFiles(run: ComposeSession, batch: Batch): Promise<void> {
  const { transaction, desired, observed, host } = run
  const { root, release } = desired
  const { live, before } = linksOf(observed)
  const isFirst = batch.from === 0 && batch.service === undefined
  if (!isFirst || desired.edge.files?.folder === undefined || live === release.id) return
  await transaction.change(
    {
      // In this order a file of the release that serves now is always found, and so backwards.
      undo: [link(root, 'before', before), link(root, 'live', live ?? release.id)],
      run: [...when(live !== undefined, link(root, 'before', live)), link(root, 'live', release.id)],
    },
    (ran) =>
      new StepFailed(
        'switch-failed',
        `${host.name}: the static files could not be switched: ${lastWords(ran)}`,
      ),
  )
}

/** The releases whose static files are answered from, before this run. */
function linksOf({ live, previous, releases }: ObservedState): Record<'live' | 'before', string | undefined> {
  const before = releases.find(({ id }) => id === previous)
  const idOf = (one: Release | undefined): string | undefined =>
    one !== undefined && hasStaticFiles(one) ? one.id : undefined
  return { live: idOf(live), before: idOf(before) }
}

function link(root: string, name: 'live' | 'next' | 'before', id: string | undefined): Command {
  const path = `${staticRoot(root)}/${name}`
  return id === undefined ? ['rm', '-f', path] : ['point', path, id]
}

/** Copies from a container that never starts: the files of the image, whatever volumes web mounts over them. */
function copy({ desired }: ComposeSession, folder: string): Command[] {
  const { root, release, model, roles, edge } = desired
  const name = `${model.name}-static-files-${release.id}`
  const { platform } = model.services[roles.web] ?? {}
  const partial = `${folder}.partial`
  return [
    // The file server runs as another user.
    ['mkdir', '-p', staticRoot(root)],
    ['chmod', '755', staticRoot(root)],
    ['rm', '-rf', partial],
    [
      ...['docker', 'create', '--name', name, '--label', `${copyLabel}=${release.id}`, '--network', 'none'],
      ...(typeof platform === 'string' ? ['--platform', platform] : []),
      // An image may have no command of its own.
      ...[release.image, 'never-starts'],
    ],
    ['docker', 'cp', `${name}:${edge.files?.folder ?? ''}`, partial],
    ['docker', 'rm', name],
    ['chmod', '-R', 'u+rwX,go+rX,go-w', partial],
    // By its time and size alone a browser's copy is compared: a build may give every file the same time.
    ['find', partial, '-type', 'f', '-exec', 'touch', '{}', '+'],
    // After a power failure the files must not be there by name alone.
    ['sync', '-f', partial],
    ['mv', '-T', partial, folder],
  ]
}

function copyFailed({ host, desired }: ComposeSession, ran: Ran): StepFailed {
  const folder = desired.edge.files?.folder ?? ''
  const hint = /could not find the file|no such (container path|file)/i.test(ran.stdout)
    ? ` The image has no ${folder}: collect static files when it is built (manage.py collectstatic), or name their folder in the Compose file (x-saleor-deploy: {files: {static: …}}).`
    : ''
  return new StepFailed(
    'start-failed',
    `${host.name}: the static files could not be copied out of the image: ${lastWords(ran)}${hint}`,
    ran.stdout,
  )
}
