import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { settingsFor } from '../../scripts/demo/settings.ts'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { runDist } from './run-dist.ts'
import { withoutMasks } from './shop-on-server.ts'
import { stagingInputs } from './staging.ts'

// The Compose file and the environment that people copy, as they stand, on a server with nothing on it.

const file = 'docker-compose.staging.yml'

test('the example deploys: every part is well, and nothing is found fault with', async () => {
  const sandbox = await openSandbox({ servers: 1 })
  const [server] = sandbox.servers as [Server]
  await server.wipe()
  const { reference } = await sandbox.buildShop('v1')
  const cwd = await mkdtemp(join(tmpdir(), 'shop-'))
  await cp(join(import.meta.dirname, '../../workflows-examples', file), join(cwd, file))
  const { STAGING_ENVIRONMENT = '' } = settingsFor(server, sandbox.registry).secrets
  const inputs = stagingInputs(server, sandbox, reference, STAGING_ENVIRONMENT)
  const { log, outputs, summary } = await runDist('deploy-staging', { cwd, inputs })

  expect(outputs['reason-code'], withoutMasks(log)).toBe('done')
  expect(withoutMasks(log)).not.toMatch(/^::(warning|error)/m)
  expect(summary).not.toContain('⚠️')
  const { stdout } = await server.docker(['ps', '-a', '--format', '{{.Names}} {{.State}}'])
  expect(stdout.trim().split('\n').sort()).toEqual(
    ['celery', 'celery-beat', 'db', 'edge', 'redis', 'web'].map((name) => `saleor-${name}-1 running`),
  )
  expect((await fetch(`${server.url(8000)}/whoami/`)).status).toBe(200)
})
