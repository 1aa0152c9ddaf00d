import { describe, expect, it } from 'vitest'
import { actionNames } from '../../scripts/build.ts'
import { contractOf } from '../contract/project.ts'
import { runDist } from '../e2e/run-dist.ts'

const contracts = await Promise.all(
  (await actionNames()).map(async (name) => [name, await contractOf(name)] as const),
)
/** A test that has nothing to say is left out, not skipped: skipped tests are failures in CI. */
const demanding = contracts.filter(([, { inputs }]) => Object.values(inputs).some((spec) => spec.required))

/** Each action as the runner starts it, from `dist/`. */
describe.each(demanding)('%s without inputs', (name, { inputs, outputs }) => {
  const required = Object.entries(inputs).filter(([, spec]) => spec.required)
  const secrets = Object.entries(inputs).filter(([, spec]) => spec.secret)

  it('The action reports every missing input, and does nothing', async () => {
    const ran = await runDist(name)
    expect(ran.code).toBe(1)
    const changesServers = outputs.includes('serving-release')
    const serving = changesServers ? { 'serving-release': '', 'customers-affected': 'false' } : {}
    expect(ran.outputs).toEqual({ 'reason-code': 'bad-input', ...serving })
    expect(ran.log.includes('No server was changed: what served before serves on.')).toBe(changesServers)
    const problems = ran.log.match(/Input '[^']+' is required and was not given/g) ?? []
    expect(problems.sort()).toEqual(
      required.map(([key]) => `Input '${key}' is required and was not given`).sort(),
    )
    expect(ran.log.match(/::error/g)).toHaveLength(1)
    expect(ran.summary).toContain('**What to do:**')
  })

  if (secrets.length === 0) return

  it('The action masks secrets before it reports bad inputs', async () => {
    const given = Object.fromEntries(secrets.map(([key]) => [key, `secret of ${key}\nsecond line of ${key}`]))
    const ran = await runDist(name, { inputs: given })
    const [masks, rest] = [
      ran.log.match(/^::add-mask::.*\n/gm) ?? [],
      ran.log.replace(/^(::add-mask::.*\n)+/, ''),
    ]
    expect(masks.sort()).toEqual(
      secrets
        .flatMap(([key]) => [`::add-mask::secret of ${key}\n`, `::add-mask::second line of ${key}\n`])
        .sort(),
    )
    expect(rest).not.toMatch(/secret of|second line of/)
  })
})
