import { UserError } from '../../../errors.ts'
import type { Host } from '../../../host/host.ts'
import { inspect } from '../../../host/inspect.ts'
import type { Command } from '../../../host/quote.ts'
import type { ComposeModel } from '../../../model/project/project.ts'
import { parseRelease, type Release, releaseFolder, type Store } from '../../../model/release/release.ts'
import { lastWords } from '../../../runner/last-words.ts'
import type { Ran } from '../../../runner/ran.ts'

/** Reads a host's releases, and which is live and which was before. @throws UserError as {@link readStore} */
export async function releases(host: Host, root: string): Promise<Store> {
  return readStore(host.name, await inspect(host, storeQuestions(root)))
}

/** The questions for {@link releases}; {@link readStore} parses the answers. Pure. */
export function storeQuestions(root: string): [Command, Command, Command] {
  const records = ['-mindepth', '2', '-maxdepth', '2', '-name', 'release.json', '-exec', 'cat', '{}', '+']
  return [
    ['cat', `${root}/live/release.json`],
    ['readlink', `${root}/previous`],
    ['find', `${root}/releases`, ...records],
  ]
}

/**
 * Parses the answers to {@link storeQuestions}, in their order; an unreadable record is left out. Pure.
 * @throws UserError `not-ready` when `cat` itself could not run: that does not mean that the host has no release
 */
export function readStore(host: string, [live, previous, releases]: readonly [Ran, Ran, Ran]): Store {
  if (live.code > 1)
    throw new UserError(
      'not-ready',
      `${host}: the command cat failed with exit code ${live.code}: ${lastWords(live)}.`,
      'Log in there as the SSH user of the deploy, and run: cat /dev/null',
    )
  return {
    live: live.code === 0 ? parseRelease(live.stdout) : undefined,
    previous: previous.code === 0 ? previous.stdout.trim().split('/').at(-1) || undefined : undefined,
    releases: releases.stdout.split('\n').flatMap((line) => parseRelease(line) ?? []),
  }
}

/**
 * Reads the Compose model of a release on a host.
 * @throws UserError `no-target` when the host does not have it
 */
export async function readModel(
  host: Host,
  root: string,
  { id }: Pick<Release, 'id'>,
): Promise<ComposeModel> {
  const { code, stdout } = await host.run(['cat', `${releaseFolder(root, id)}/compose.json`])
  try {
    // We wrote it as JSON, with Compose's own escapes in it.
    if (code === 0) return JSON.parse(stdout) as ComposeModel
  } catch {
    // Falls through: a cut-off file is as good as a missing one.
  }
  throw new UserError(
    'no-target',
    `The Compose file of release ${id} is not on ${host.name} any more.`,
    'Deploy its image again, or go back to another release.',
  )
}
