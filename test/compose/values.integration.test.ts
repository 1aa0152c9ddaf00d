import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readCompose } from '../../src/compose/read/read.ts'
import { formatModel, renderRelease } from '../../src/compose/render.ts'
import { findRoles } from '../../src/compose/roles.ts'
import { environmentOf } from '../../src/model/project/project.ts'
import { composeRunner, hasCompose } from './real.ts'
import { randomValues } from './values.ts'

const file = `services:
  web:
    image: saleor
    command: uvicorn saleor.asgi:application
    ports: ["8000:8000"]
    env_file: .env.staging
`

it.skipIf(!hasCompose)('Every value arrives as it was given, by the runner and by the host', async () => {
  const environment = new Map(randomValues(20260101, 3000).map((value, index) => [`KEY_${index}`, value]))
  const runner = composeRunner({ 'compose.yml': file })
  const { model } = await readCompose(
    {
      files: ['compose.yml'],
      environmentFile: '.env.staging',
      environment,
      projectName: 'shop',
      hostFolder: '/opt/saleor',
    },
    runner,
  )
  expect(environmentOf(model.services.web ?? {})).toEqual(environment)

  // The host's Compose reads the release that was written for it.
  const release = renderRelease(model, findRoles(model), {
    image: 'a@sha256:b',
    release: 'r',
    version: '1',
    commit: 'c',
    edgeImage: 'e',
    hostFolder: '/opt/saleor',
  })
  const json = join(runner.context.temp, 'compose.json')
  writeFileSync(json, formatModel(release))
  const { stdout, stderr } = await runner.process.run([
    'docker',
    'compose',
    '-f',
    json,
    'config',
    '--format',
    'json',
  ])
  expect(stderr).toBe('')
  expect(environmentOf(JSON.parse(stdout).services.web)).toEqual(environmentOf(model.services.web ?? {}))
})
