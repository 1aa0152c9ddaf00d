import { describe, expect, it } from 'vitest'
import { findRoles } from '../../../src/compose/roles.ts'
import { validate } from '../../../src/compose/rules/judge.ts'
import { type Place, UserError } from '../../../src/errors.ts'
import type { ComposeModel } from '../../../src/model/project/project.ts'
import { findingsList } from '../../../src/report/findings.ts'
import { composeRunner } from '../real.ts'
import { shop } from '../states.ts'

const file = 'deploy/compose.yml'
const text = 'services:\n  web:\n    restart: "no"\n    env_file: .env\n'

async function validated(model: ComposeModel, ignore: string[] = []) {
  const runner = composeRunner({ [file]: text })
  const annotated: [string, string, number | undefined][] = []
  const annotate =
    (kind: string) =>
    (said: string, place?: Place): void =>
      void annotated.push([kind, said.split('\n')[0] ?? '', place?.line])
  const log = Object.assign(runner.log, { warning: annotate('warning'), error: annotate('error') })
  const result = await validate(
    { model, roles: findRoles(model), files: [file], ignore },
    { ...runner, log },
  ).catch((error: unknown) => error)
  return { result, annotated, lines: runner.log.lines }
}

describe('a project is judged', () => {
  it('A good project is judged with nothing to say', async () => {
    expect(await validated(shop())).toEqual({ result: [], annotated: [], lines: [] })
  })

  it('A project is judged with a warning on its line, which the summary shows too', async () => {
    const { result, annotated } = await validated(shop({ web: { restart: 'no' } }))
    expect(annotated).toEqual([['warning', expect.stringContaining('web: after a reboot'), 3]])
    expect(findingsList(result as never)).toMatch(
      /^- ⚠️ `deploy\/compose.yml:3`: web: after a reboot .* Set restart: .* \(rule `stays-down`\)$/m,
    )
  })

  it('A project is judged with one error, for whoever catches it to annotate', async () => {
    const { result, annotated } = await validated(shop({ environment: { DEBUG: 'True' } }))
    expect(annotated).toEqual([])
    expect(result).toBeInstanceOf(UserError)
    expect(result).toMatchObject({
      message: expect.stringMatching(/DEBUG is not switched off.*\[debug-not-off\]$/) as string,
      place: { file, line: 4 },
      report: expect.stringContaining('`debug-not-off`') as string,
    })
  })

  it('A project is judged with each of several errors on its line', async () => {
    const environment = { DEBUG: 'True', ALLOWED_CLIENT_HOSTS: '' }
    const { result, annotated } = await validated(shop({ environment, web: { restart: 'no' } }), [
      'stays-down',
    ])
    expect(annotated.map(([kind, , line]) => [kind, line])).toEqual([
      ['error', 4],
      ['error', 4],
    ])
    expect((result as UserError).message.split('\n')).toHaveLength(2)
  })

  it('A project is told that many web share one port behind the edge', async () => {
    const { lines } = await validated(shop({ web: { scale: 3 } }))
    expect(lines).toEqual(['web: 3 replicas with one port; the edge takes 8000 over.'])
  })
})
