import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { timed } from '../waiting/notes.ts'
import { docker } from './docker.ts'

/**
 * Builds a folder with a Dockerfile and pushes it.
 * @param image with its tag
 * @param options further ones of `docker buildx build`
 * @returns its digest
 */
export async function pushedBuild(
  image: string,
  folder: string,
  options: readonly string[],
): Promise<string> {
  const outcome = await mkdtemp(join(tmpdir(), 'pushed-build-'))
  const facts = join(outcome, 'facts.json')
  // Attestations would make an index of it; one manifest, one digest is easier to reason about.
  const own = ['--provenance=false', '--push', '--tag', image, '--metadata-file', facts]
  try {
    await timed('image build', () => docker(['buildx', 'build', ...own, ...options, folder]))
    const built = JSON.parse(await readFile(facts, 'utf8')) as { 'containerimage.digest': string }
    return built['containerimage.digest']
  } finally {
    await rm(outcome, { recursive: true })
  }
}
