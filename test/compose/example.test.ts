import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkModel } from '../../src/compose/check.ts'
import { fleetErrors } from '../../src/compose/check-fleet.ts'
import { parseEnvironment } from '../../src/compose/environment.ts'
import { readCompose } from '../../src/compose/read.ts'
import { findRoles } from '../../src/compose/roles.ts'
import { composeRunner, hasCompose } from './real.ts'

const read = (name: string) =>
  readFileSync(new URL(`../../workflows-examples/${name}`, import.meta.url), 'utf8')

describe.runIf(hasCompose)('the production example', () => {
  const file = 'docker-compose.production.yml'
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const filled = read('.env.production.example')
    .replace(
      /^RSA_PRIVATE_KEY=$/m,
      `RSA_PRIVATE_KEY=${rsa.export({ type: 'pkcs8', format: 'pem' }).toString()}`,
    )
    .replace(/^([A-Z_]+)=$/gm, '$1=hush')

  it('lacks nothing but its secrets', async () => {
    const model = await readCompose(
      {
        files: [file],
        environmentFile: '.env.production',
        environment: parseEnvironment(filled),
        projectName: undefined,
        hostFolder: '/opt/saleor',
      },
      composeRunner({ [file]: read(file) }),
    )
    const roles = findRoles(model)
    expect(checkModel(model, roles).errors).toEqual([])
    expect(fleetErrors(model, roles)).toEqual([])
    expect(checkModel(model, roles).warnings.map(({ rule }) => rule)).toEqual([
      ...['short-grace', 'command-cut', 'migrates-at-start', 'healthcheck-tool', 'stays-down'],
    ])
  })

  it('leaves blank only what is secret', () => {
    const blank = [...parseEnvironment(read('.env.production.example'))].filter(([, value]) => value === '')
    expect(blank.map(([name]) => name)).toEqual([
      ...['SECRET_KEY', 'RSA_PRIVATE_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'SENTRY_DSN'],
    ])
  })
})
