import { expect, test } from 'vitest'
import { composeEngine } from '../../src/engine/compose/engine.ts'
import { diagnoseHost, type HostDiagnosis } from '../../src/execute/diagnose.ts'
import { causeOf, diagnosisSummary, isHealthy } from '../../src/summary/diagnosis.ts'
import { fakeRunner } from '../fakes/fakes.ts'
import { stageOf } from '../fakes/host/shop.ts'

const well: HostDiagnosis['containers'][number] = {
  ...{ name: 'saleor-web-1', service: 'web', release: 'r1', status: 'running', exitCode: 0, restarts: 0 },
  ...{ outOfMemory: false, error: '', health: 'healthy', checks: [] },
  lines: ['FATAL:  password authentication failed for user "shop"', 'GET /health/ 200'],
}
const diagnosis: HostDiagnosis = {
  ...{ host: 'web-1', reason: 'done', said: [], release: 'r1', port: 8000, machine: 'Mem: 1' },
  containers: [well],
  variables: [
    {
      service: 'web',
      names: [
        { name: 'SECRET_KEY', isEmpty: false },
        { name: 'SENTRY_DSN', isEmpty: true },
      ],
    },
  ],
}

test('A diagnosis names the variables of each service, never their values, and changes nothing.', async () => {
  const stage = stageOf(['a'])
  const [host] = stage.world.hosts
  if (host === undefined) throw new Error('no host')
  const before = stage.pictures()
  const found = await diagnoseHost(composeEngine, host, '/opt/shop', fakeRunner())
  expect(stage.pictures()).toEqual(before)
  expect(found.release).toBe('r1')
  const { environment = {} } = JSON.parse(
    host.machine.files.get('/opt/shop/releases/r1/compose.json') ?? '{}',
  ).services.web
  const web = found.variables.find(({ service }) => service === 'web')
  expect(web?.names.map(({ name }) => name)).toEqual(Object.keys(environment))
})

test('A host without a live release has nothing to diagnose, and it is said.', async () => {
  const [host] = stageOf(['a'], 'nothing').world.hosts
  if (host === undefined) throw new Error('no host')
  await expect(diagnoseHost(composeEngine, host, '/opt/shop', fakeRunner())).rejects.toThrow(
    'no release is live in /opt/shop, so it is not known what should run',
  )
})

test('Old lines of a healthy container are no cause, and its last lines are shown.', () => {
  expect([isHealthy(diagnosis), causeOf(diagnosis)]).toEqual([true, undefined])
  const summary = diagnosisSummary([diagnosis])
  expect(summary).toContain('✅ All containers are well')
  expect(summary).toContain('GET /health/ 200')
  expect(summary).toContain('`SECRET_KEY`, `SENTRY_DSN` (empty)')
})

test('A container that is not well is named with its cause and what to do.', () => {
  const ill: HostDiagnosis = { ...diagnosis, containers: [{ ...well, status: 'restarting', restarts: 3 }] }
  expect(diagnosisSummary([diagnosis, ill])).toContain('❌ Not all is well on `web-1`')
  expect(diagnosisSummary([ill])).toContain('The database refuses the password of shop.')
})

test('A host where the project has no container is not healthy.', () => {
  expect(isHealthy({ ...diagnosis, containers: [] })).toBe(false)
})
