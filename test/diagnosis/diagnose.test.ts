import { describe, expect, it } from 'vitest'
import { examine, explain } from '../../src/diagnosis/diagnose.ts'
import { composeEngine } from '../../src/engine/compose/engine.ts'
import { StepFailed, UserError } from '../../src/errors.ts'
import type { Host } from '../../src/host/host.ts'
import type { Ran } from '../../src/runner/ran.ts'
import { fakeRunner } from '../fakes/fakes.ts'
import { exampleDesired } from '../model/example.ts'
import { container, failure } from './example.ts'

/** A host that answers every look with this. */
function host(run: () => Promise<Ran>): Host & { asked: number } {
  const never = (): Promise<never> => Promise.reject(new Error('not for looking'))
  return {
    name: 'shop.example.com',
    asked: 0,
    commandCount: 0,
    async run() {
      this.asked++
      return await run()
    },
    converse: never,
    again: never,
    close() {},
  }
}

const unhealthy = () => new StepFailed('unhealthy', 'web-2 exited', "No module named 'x'")
const desired = exampleDesired()

describe('a diagnosis', () => {
  it('A diagnosis ends after ten seconds, whatever the host does', async () => {
    const runner = fakeRunner()
    const silent = host(() => new Promise(() => {}))
    const [evidence] = await examine(composeEngine, [{ host: silent, desired }], unhealthy(), runner)
    expect(evidence).toMatchObject({ said: ["No module named 'x'", 'web-2 exited'], containers: [] })
    expect(runner.clock.slept).toEqual([10])
  })

  it('A diagnosis over a lost connection causes no second failure', async () => {
    const lost = host(() => Promise.reject(new Error('No response from server')))
    const runner = { ...fakeRunner(), clock: { now: () => 0, sleep: () => new Promise<void>(() => {}) } }
    const [evidence] = await examine(composeEngine, [{ host: lost, desired }], unhealthy(), runner)
    expect(evidence).toMatchObject({ reason: 'unhealthy', containers: [] })
  })

  it.each([
    ['a job that was cancelled', unhealthy(), AbortSignal.abort()],
    ['a host that was lost', new StepFailed('guard-lost', 'x'), undefined],
    ['what says itself what to do', new UserError('registry-refused', 'x', 'y'), undefined],
    ['a fault of this suite', new Error('x'), undefined],
  ])('A diagnosis asks nothing for %s', async (_, error, cancelled) => {
    const quiet = host(() => Promise.resolve({ code: 0, stdout: '', stderr: '' }))
    const runner = { ...fakeRunner(), ...(cancelled === undefined ? {} : { cancelled }) }
    expect(await examine(composeEngine, [{ host: quiet, desired }], error, runner)).toEqual([])
    expect(quiet.asked).toBe(0)
  })
})

describe('an explanation', () => {
  it('An explanation puts the cause into the error and the rest into the report', async () => {
    const error = unhealthy()
    const sick = container({
      status: 'exited',
      exitCode: 1,
      lines: ['Errno 28'],
      health: 'unhealthy',
      checks: ['refused'],
    })
    await explain(error, [failure({ containers: [sick] })], {}, fakeRunner())
    expect(error.message.split('\n')).toEqual([
      'web-2 exited',
      'Likely cause: web: The disk is full.',
      expect.stringMatching(/^What to do: On the server: /),
    ])
    expect(error.report).toMatch(/❌ \| `shop-web-2` \| exited, exit code 1 \| 0 \| unhealthy/)
    expect(error.report).toMatch(/last lines[^]*Errno 28[^]*health checks[^]*refused/)
  })

  it('An explanation leaves the error unchanged if nothing was observed', async () => {
    const error = unhealthy()
    await explain(error, [], { folder: 'folder' }, fakeRunner())
    expect([error.message, error.report]).toEqual(['web-2 exited', ''])
  })

  it('An explanation hides secrets in the summary, also if nothing was observed', async () => {
    const error = new StepFailed('unhealthy', 'its last line: hush-hush', 'a\nhush-hush')
    await explain(error, [], { secrets: ['hush-hush'] }, fakeRunner())
    expect([error.message, error.evidence]).toEqual(['its last line: ***', 'a\n***'])
  })

  it('An explanation causes no second failure if its folder cannot be written', async () => {
    const runner = fakeRunner()
    await explain(unhealthy(), [failure()], { folder: '/etc/hostname/nowhere' }, runner)
    expect(runner.log.lines).toEqual([expect.stringContaining('warning: The diagnosis could not be written')])
  })
})
