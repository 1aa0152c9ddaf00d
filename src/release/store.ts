import type { Command } from '../host/quote.ts'
import type { Ran } from '../runner/process.ts'
import { parseRelease, type Release } from './release.ts'

/** The releases that a host has, and which of them are and were live. */
export interface Store {
  live: Release | undefined
  /** The id of the release that was live before; undefined when none was. */
  previous: string | undefined
  releases: readonly Release[]
}

/** What a host is asked for that; {@link readStore} reads the answers. Pure. */
export function storeQuestions(root: string): [Command, Command, Command] {
  const records = ['-mindepth', '2', '-maxdepth', '2', '-name', 'release.json', '-exec', 'cat', '{}', '+']
  return [
    ['cat', `${root}/live/release.json`],
    ['readlink', `${root}/previous`],
    ['find', `${root}/releases`, ...records],
  ]
}

/** Reads the answers to {@link storeQuestions}, in their order; a record that can't be read is none. Pure. */
export function readStore([live, previous, releases]: readonly [Ran, Ran, Ran]): Store {
  return {
    live: live.code === 0 ? parseRelease(live.stdout) : undefined,
    previous: previous.code === 0 ? previous.stdout.trim().split('/').at(-1) || undefined : undefined,
    releases: releases.stdout.split('\n').flatMap((line) => parseRelease(line) ?? []),
  }
}
