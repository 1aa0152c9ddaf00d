import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const root = join(import.meta.dirname, '..')
const durations = JSON.parse(readFileSync(join(import.meta.dirname, 'durations.json'), 'utf8')) as Record<
  string,
  number
>

/**
 * Starts the longest files first, so that no lane has a long file left when the others are done. A file that was
 * never measured counts as long. `npm test -- --record` writes the measured seconds.
 */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return [...files].sort((one, other) => secondsOf(other) - secondsOf(one))
  }
}

function secondsOf({ moduleId }: TestSpecification): number {
  return durations[relative(root, moduleId)] ?? Number.MAX_SAFE_INTEGER
}
