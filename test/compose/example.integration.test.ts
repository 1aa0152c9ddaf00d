import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findOtherWeb } from '../../src/compose/other-web.ts'
import { readCompose } from '../../src/compose/read/read.ts'
import { findRoles } from '../../src/compose/roles.ts'
import { checkModel } from '../../src/compose/rules/check.ts'
import { exampleHosts, hasExampleSecret } from '../../src/compose/rules/example-values.ts'
import { parseEnvironment } from '../../src/inputs/values/environment.ts'
import { passwordInUrl, secretName } from '../../src/inputs/values/secret-values.ts'
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
    .replaceAll('example.com', 'acme.test')
    .replace(/staging_password|(?<=:)password(?=@)/g, 'f1lled')
}

describe.runIf(hasCompose)('the examples', () => {
  it.each([
    ['staging', 'staging', 1, []],
    ['production', 'production', 3, []],
    ['storefront', 'production', 3, ['dashboard', 'storefront']],
  ])(
    'The example %s, with the environment of %s, passes every rule on %d hosts',
    async (example, name, hosts, otherWeb) => {
      const file = `docker-compose.${example}.yml`
      const text = read(file)
      const runner = composeRunner({ [file]: text })
      const { model } = await readCompose(
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
      const roles = findRoles(model, { otherWeb })
      expect(checkModel(model, roles, { hosts, files: [{ file, text }] })).toEqual([])
      expect(findOtherWeb(model, roles, {}).map(({ service }) => service)).toEqual(otherWeb)
    },
  )

  it.each([
    ['staging', false, ['example-secret-staging', 'example-host']],
    ['production', true, ['example-secret', 'example-host']],
  ])('The example %s as it stands has every example value named', (name, production, expected) => {
    const environment = Object.fromEntries(parseEnvironment(read(`.env.${name}.example`)))
    const model = { name: 'shop', services: { web: { environment } } }
    const roles = { web: 'web', workers: [], schedulers: [], jobs: [], accessories: [] }
    const found = checkModel(model, roles, { production }).filter(({ rule }) => rule.startsWith('example-'))
    expect(found.map(({ rule }) => rule)).toEqual(expected)
    for (const [variable, value] of Object.entries(environment)) {
      const isSecret = passwordInUrl.test(value) || (secretName.test(variable) && value !== '')
      expect([variable, hasExampleSecret(variable, value)]).toEqual([variable, isSecret])
      expect([variable, exampleHosts(value).length > 0]).toEqual([variable, value.includes('example.com')])
    }
  })

  it.each([
    ['DATABASE_URL', 'postgres://user:password@host:5432/saleor'],
    ['DATABASE_URL', 'postgres://saleor:staging_password@db:5432/saleor'],
    ['EMAIL_URL', 'smtp://user:pass@smtp.example.com:587/?tls=True'],
    ['POSTGRES_PASSWORD', 'staging_password'],
    ['GRAPHQL_JWT_SECRET_KEY', 'your-jwt-secret'],
  ])('The value of a guide, %s=%s, is known as an example too', (variable, value) => {
    expect(hasExampleSecret(variable, value)).toBe(true)
  })

  it('The examples leave blank only what is secret', () => {
    const blank = [...parseEnvironment(read('.env.production.example'))].filter(([, value]) => value === '')
    expect(blank.map(([name]) => name)).toEqual([
      ...['SECRET_KEY', 'RSA_PRIVATE_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'SENTRY_DSN'],
    ])
  })
})
