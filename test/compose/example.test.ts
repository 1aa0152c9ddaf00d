import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkModel } from '../../src/compose/check.ts'
import { parseEnvironment } from '../../src/compose/environment.ts'
import { readCompose } from '../../src/compose/read.ts'
import { findRoles } from '../../src/compose/roles.ts'
import { composeRunner, hasCompose } from './real.ts'

const read = (name: string) =>
  readFileSync(new URL(`../../workflows-examples/${name}`, import.meta.url), 'utf8')

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const key = rsa.export({ type: 'pkcs8', format: 'pem' }).toString()

/** The example with its blanks filled, as a team does. */
function filled(name: string): string {
  return read(`.env.${name}.example`)
    .replace(/^RSA_PRIVATE_KEY=$/m, `RSA_PRIVATE_KEY=${key}`)
    .replace(/^([A-Z_]+)=$/gm, `$1=${'0123456789abcdef'.repeat(4)}`)
}

describe.runIf(hasCompose)('the examples', () => {
  it.each([
    ['staging', 1],
    ['production', 3],
  ])('%s: nothing to find, on %d hosts', async (name, hosts) => {
    const file = `docker-compose.${name}.yml`
    const text = read(file)
    const runner = composeRunner({ [file]: text })
    const model = await readCompose(
      {
        files: [file],
        environmentFile: `.env.${name}`,
        environment: parseEnvironment(filled(name)),
        projectName: undefined,
        hostFolder: '/opt/saleor',
      },
      runner,
    )
    expect(runner.log.lines).toEqual([])
    expect(checkModel(model, findRoles(model), { hosts, files: [{ file, text }] })).toEqual([])
  })

  it('leaves blank only what is secret', () => {
    const blank = [...parseEnvironment(read('.env.production.example'))].filter(([, value]) => value === '')
    expect(blank.map(([name]) => name)).toEqual([
      ...['SECRET_KEY', 'RSA_PRIVATE_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'SENTRY_DSN'],
    ])
  })
})
