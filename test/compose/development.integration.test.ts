import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readCompose } from '../../src/compose/read/read.ts'
import { findRoles } from '../../src/compose/roles.ts'
import { checkModel, isError } from '../../src/compose/rules/check.ts'
import type { ComposeModel } from '../../src/model/project/project.ts'
import { composeRunner, hasCompose } from './real.ts'

const file = 'docker-compose.yml'
const read = (name: string) =>
  readFileSync(new URL(`../../workflows-examples/${name}`, import.meta.url), 'utf8')

/** The example as Compose sees it in a fresh clone, with these files more. */
async function development(more: Record<string, string> = {}): Promise<ComposeModel> {
  const runner = composeRunner({
    [file]: read(file),
    '.env.development.example': read('.env.development.example'),
    ...more,
  })
  const { model } = await readCompose(
    {
      files: [file],
      environmentFile: '.env',
      environment: new Map(),
      projectName: undefined,
      hostFolder: '/opt/saleor',
    },
    runner,
  )
  expect(runner.log.lines).toEqual([])
  return model
}

describe.runIf(hasCompose)('the example for development', () => {
  it('The example for development opens its ports on your own computer alone, at the addresses of the guide', async () => {
    const { services } = await development()
    const published = Object.entries(services).flatMap(([name, { ports = [] }]) =>
      ports.map(({ host_ip: ip, published: port }) => `${name} ${ip}:${port}`),
    )
    expect(published.sort()).toEqual([
      ...['dashboard 127.0.0.1:9000', 'db 127.0.0.1:5432', 'mailpit 127.0.0.1:8025'],
      ...['redis 127.0.0.1:6379', 'web 127.0.0.1:8000'],
    ])
  })

  it('The example for development names services that are there in its addresses, and the login that the database has', async () => {
    const { services } = await development()
    const { DATABASE_URL, CACHE_URL, CELERY_BROKER_URL, EMAIL_URL } = services.celery?.environment ?? {}
    for (const url of [DATABASE_URL, CACHE_URL, CELERY_BROKER_URL, EMAIL_URL])
      expect(Object.keys(services)).toContain(new URL(url ?? '').hostname)
    const { username, password, pathname } = new URL(DATABASE_URL ?? '')
    expect(services.db?.environment).toMatchObject({
      POSTGRES_USER: username,
      POSTGRES_PASSWORD: password,
      POSTGRES_DB: pathname.slice(1),
    })
  })

  it('The example for development starts web, worker and beat after the setup, all with the same settings', async () => {
    const { services } = await development()
    for (const name of ['web', 'celery', 'celery-beat']) {
      expect(services[name]?.environment).toEqual(services.setup?.environment)
      expect(services[name]?.depends_on).toMatchObject({
        setup: { condition: 'service_completed_successfully' },
      })
    }
  })

  it('The example for development lets a file of your own override it', async () => {
    const { services } = await development({ '.env.development': 'EMAIL_URL=smtp://mail.acme.test:25\n' })
    expect(services.web?.environment).toMatchObject({ EMAIL_URL: 'smtp://mail.acme.test:25', DEBUG: 'True' })
  })

  it('The example for development cannot be deployed by mistake', async () => {
    const model = await development()
    const errors = checkModel(model, findRoles(model), { production: true }).filter(isError)
    expect(errors.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['debug-not-off', 'code-hidden']))
  })
})
