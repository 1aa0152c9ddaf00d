import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { TrustedRoot } from '@sigstore/protobuf-specs'
import { getTrustedRoot } from '@sigstore/tuf'
import { UserError } from '../errors.ts'
import { withPrivateFolder } from '../image/private-folder.ts'
import type { Runner } from '../runner/runner.ts'
import githubRoot from './github-tuf-root.json' with { type: 'json' }

/** Finds whom to trust for a bundle. */
export type FindRoots = (bundle: unknown) => Promise<readonly TrustedRoot[]>

/** GitHub's own Sigstore, for private repositories; its first root is `3.root.json` there, as in GitHub's command line. */
const github = 'https://tuf-repo.github.com'
/** The public one, for public repositories; its first root comes with the library. */
const sigstore = 'https://tuf-repo-cdn.sigstore.dev'

/**
 * The trusted roots: those in a file, or else the current one of the Sigstore that signed, which is fetched once, by The
 * Update Framework, from a root of trust that is part of this program.
 * @param file in the workspace, as `gh attestation trusted-root` prints it: one root a line
 * @throws UserError `bad-input` for a file that is none
 */
export async function trustedRoots(file: string | undefined, runner: Runner): Promise<FindRoots> {
  if (file !== undefined) {
    const roots = await readRoots(file, runner)
    return async () => roots
  }
  const fetched = new Map<string, Promise<readonly TrustedRoot[]>>()
  return (bundle) => {
    const mirror = isPublic(bundle) ? sigstore : github
    const roots = fetched.get(mirror) ?? fetchRoot(mirror, runner).then((root) => [root])
    fetched.set(mirror, roots)
    return roots
  }
}

/** Only the public Sigstore keeps a log. A bundle that claims the wrong one is not trusted by its root. */
function isPublic(bundle: unknown): boolean {
  const { verificationMaterial } = bundle as { verificationMaterial?: { tlogEntries?: unknown[] } }
  return (verificationMaterial?.tlogEntries ?? []).length > 0
}

async function fetchRoot(mirrorURL: string, { context }: Runner): Promise<TrustedRoot> {
  return await withPrivateFolder(context.temp, 'trusted-root', async (folder) => {
    const own =
      mirrorURL === github ? { rootPath: await folder.write('root.json', JSON.stringify(githubRoot)) } : {}
    try {
      return await getTrustedRoot({ mirrorURL, cachePath: folder.path, timeout: 10_000, ...own })
    } catch (error) {
      throw new UserError(
        'not-ready',
        `Whom to trust can't be read from ${mirrorURL}: ${causes(error)}`,
        'Let the runner reach this address, or give trusted-root: a file with what `gh attestation trusted-root` prints.',
      )
    }
  })
}

/** The library's own message is only "error refreshing TUF metadata". */
function causes(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message}: ${causes(error.cause)}`
}

async function readRoots(file: string, { context }: Runner): Promise<TrustedRoot[]> {
  const bad = (why: string): UserError =>
    new UserError(
      'bad-input',
      `Input 'trusted-root': ${file} ${why}`,
      'Give a file with what `gh attestation trusted-root` prints, relative to the workspace.',
    )
  const text = await readFile(resolve(context.workspace, file), 'utf8').catch(() => {
    throw bad("can't be read.")
  })
  const roots = text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    try {
      return [TrustedRoot.fromJSON(JSON.parse(line))]
    } catch {
      throw bad(`has no trusted root in line ${index + 1}.`)
    }
  })
  if (roots.length === 0) throw bad('is empty.')
  return roots
}
