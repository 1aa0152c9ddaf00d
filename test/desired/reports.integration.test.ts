import { describe, expect, it } from 'vitest'
import { resolveDesiredState } from '../../src/desired/deploy.ts'
import { type Place, UserError } from '../../src/errors.ts'
import { deployStaging } from '../../src/inputs/deploy-staging.ts'
import { readInputs } from '../../src/inputs/read.ts'
import { localProcess } from '../../src/runner/process.ts'
import { composeRunner, hasCompose } from '../compose/real.ts'
import { filesOf, image, inputsOf } from '../compose/reported/base.ts'
import { reported } from '../compose/reported/reported.ts'
import type { Reported } from '../compose/reported/row.ts'
import { shopEnvironment } from '../e2e/staging.ts'
import { partsOn } from './parts-on-empty-host.ts'

// Once for all rows: it makes an RSA key, and Compose's version stays the same.
const environment = shopEnvironment()
const askVersion = ['docker', 'compose', 'version', '--short']
const version = hasCompose ? await localProcess.run(askVersion) : undefined

/** What the runner knows of a project before it connects: the parts of its services, or the refusal. */
async function outcomeOf(row: Reported): Promise<{ said: string; line: string }> {
  const files = filesOf(row)
  const textAt = (place: Place | undefined): string =>
    (files[place?.file ?? ''] ?? '').split('\n')[(place?.line ?? 0) - 1] ?? 'no line'
  const inputs = {
    ...inputsOf(row, { image: `${image}@sha256:${'0'.repeat(64)}`, environment }),
    ...{ host: 'h', user: 'u', 'ssh-key': 'k' },
  }
  const runner = {
    ...composeRunner(files),
    process: {
      run: async (argv, options = {}) =>
        argv.join() === askVersion.join() && version !== undefined
          ? version
          : await localProcess.run(argv, { ...options, env: { ...row.env, ...options.env } }),
    } satisfies typeof localProcess,
  }
  const variables = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
  try {
    const desired = await resolveDesiredState(
      readInputs(deployStaging, Object.fromEntries(variables)),
      runner,
      { hosts: 1, schedulerOf: () => 'h', production: false },
    )
    const warnings = (desired.findings ?? []).map(
      ({ rule, message, place }) => `warning at ${textAt(place)}: ${message} [${rule}]`,
    )
    return { said: [...partsOn(desired), ...warnings].join('\n'), line: '' }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { said: `${error.message}\n${error.fix}`, line: textAt(error.place) }
  }
}

describe.runIf(hasCompose)('what people reported', () => {
  it.each(reported)('A reported project is read, or refused on its line: $what', async (row) => {
    const [says, line] = 'says' in row ? [row.says, /^$/] : [row.refused, row.line]
    expect(await outcomeOf(row)).toEqual({
      said: expect.stringMatching(says),
      line: expect.stringMatching(line),
    })
  })
})
