import { expect, test } from 'vitest'
import { isNewEnough } from '../../../scripts/setup/act.ts'
import { Log, Masker } from './log.ts'
import { permissionsOf, usedActions, type Workflow } from './workflow.ts'

test('Only an act that knows our options will do', () => {
  const said = (version: string) => isNewEnough(`act version ${version}`)
  expect(['0.2.87', '0.2.100', '0.3.0', '1.0.0'].map(said)).toEqual([true, true, true, true])
  expect(['0.2.86', '0.1.99', 'unknown'].map(said)).toEqual([false, false, false])
})

test('Every line of a secret is hidden, the longest first', () => {
  const masker = new Masker()
  masker.add('abc')
  masker.add('first line\n  abcdef\n\n')
  expect(masker.mask('abcdef, abc, first line, firs')).toBe('***, ***, ***, firs')
})

test('The token gets what any job asks for, and little when nobody asks', () => {
  const jobs = { build: {}, deploy: { permissions: { deployments: 'write', issues: 'none' } } } as const
  expect(permissionsOf({ jobs: { build: {} } })).toEqual({ contents: 'read' })
  expect(permissionsOf({ jobs })).toEqual({ contents: 'read', deployments: 'write' })
  expect(permissionsOf({ permissions: {}, jobs })).toEqual({ deployments: 'write' })
  expect(permissionsOf({ permissions: 'write-all', jobs: { build: {} } })).toMatchObject({ issues: 'write' })
})

test('Local actions are not among those that have to be fetched', () => {
  const steps = [{ uses: './local' }, { run: 'true' }, { uses: 'org/suite/deploy@v1' }]
  expect(usedActions({ jobs: { a: { steps }, b: {} } })).toEqual(['org/suite/deploy@v1'])
})

test('What act does not mention was skipped; what is masked later was masked from there on', () => {
  const workflow: Workflow = { jobs: { a: { steps: [{ id: 'x', run: 'echo' }, { run: 'echo' }] }, b: {} } }
  const log = new Log(workflow, new Masker())
  const say = (entry: object) =>
    log.take(JSON.stringify({ jobID: 'a', stepID: ['x'], stage: 'Main', ...entry }))
  say({ msg: 'pass\n', raw_output: true })
  say({ msg: '***', command: 'add-mask', arg: 'pass' })
  say({ msg: 'pass\n', raw_output: true })
  say({ msg: 'done', stepResult: 'success' })
  say({ msg: 'inner', stepID: ['x', 'y'], stepResult: 'failure' })
  expect(log.take('no JSON at all')).toBe('no JSON at all')
  const [x, second] = log.jobs['a']?.steps ?? []
  expect([x?.result, second?.result, log.jobs['b']?.result]).toEqual(['success', 'skipped', 'skipped'])
  expect(x?.log).toEqual(['pass', '***'])
  expect(log.unmasked[2]).toBe('[a] | pass')
})
