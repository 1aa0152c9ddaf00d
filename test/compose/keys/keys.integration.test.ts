import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { keysOf } from '../../../scripts/compose-keys/schema.ts'
import { keySections } from '../../../scripts/compose-keys/sections.ts'
import { composeSchema } from '../../../scripts/setup/compose-schema.ts'
import { assertComposeVersion, modelOf } from '../../../src/compose/read/command.ts'
import { readCompose } from '../../../src/compose/read/read.ts'
import { formatModel, renderRelease } from '../../../src/compose/render.ts'
import { findRoles } from '../../../src/compose/roles.ts'
import { composeRunner, hasCompose } from '../real.ts'
import { examples, parts, untried } from './examples.ts'

const rows = keySections.flatMap((section) => section.rows)
const honoured = rows.flatMap(({ treatment, keys }) => (treatment === 'honoured' ? keys : []))

it('The table of keys has every key of the Compose specification, and no other, each once', async () => {
  expect(rows.flatMap(({ keys }) => keys).sort()).toEqual(keysOf(await composeSchema()))
})

/** Each example as a service of its own, once beside the app and once as a worker of it. */
function servicesOf(all: typeof examples): Record<string, object> {
  const app = { image: 'shop/saleor' }
  const named = (prefix: string, service: object) =>
    all.map(({ key, value }, index) => [`${prefix}-${index}`, { ...service, [key]: value }] as const)
  return {
    web: { ...app, command: ['uvicorn', 'saleor.asgi:application'], ports: ['8000:8000'] },
    accessory: { image: 'side:1' },
    ...Object.fromEntries(named('side', { image: 'side:1' })),
    ...Object.fromEntries(named('worker', { ...app, command: ['celery', 'worker'] })),
  }
}

/** Versions of Compose print numbers as numbers or as text. */
function withTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTexts)
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withTexts(inner)]))
}

function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [needed = 0, andMinor = 0] = than.split('.').map(Number)
  return major < needed || (major === needed && minor < andMinor)
}

const source = {
  files: ['compose.yml'],
  environmentFile: '.env.staging',
  environment: new Map(),
  projectName: 'shop',
  hostFolder: '/opt/saleor',
}

it.skipIf(!hasCompose)(
  'A key that is resolved on the runner is in the release by what it stands for',
  async () => {
    const runner = composeRunner({
      'compose.yml': `name: other
include: [{path: more/compose.yml, env_file: more/.env, project_directory: more}]
services:
  web:
    extends: {file: base.yml, service: base}
    env_file: [{path: web.env, required: true}, {path: absent.env, required: false}]
`,
      'base.yml': 'services: {base: {image: shop/saleor, stop_grace_period: 40s}}',
      'web.env': 'ALLOWED_HOSTS=shop.acme.test',
      'more/compose.yml': 'services: {side: {image: "side:${TAG}"}}',
      'more/.env': 'TAG=7',
    })
    const { model } = await readCompose(source, runner)
    expect(model).toMatchObject({
      name: 'shop',
      services: {
        web: {
          image: 'shop/saleor',
          stop_grace_period: '40s',
          environment: { ALLOWED_HOSTS: 'shop.acme.test' },
        },
        side: { image: 'side:7' },
      },
    })
    expect(model).not.toHaveProperty('include')
    for (const key of ['extends', 'env_file']) expect(model.services.web).not.toHaveProperty(key)
  },
)

describe.skipIf(!hasCompose)('a key that is honoured', () => {
  it('A key that is honoured is in the release as Compose understood it, of accessories and of the app, and Compose on the host reads it so', async () => {
    const version = await assertComposeVersion(composeRunner({}))
    const all = examples.filter(({ since = '2.20' }) => !isOlder(version, since))
    const project = { services: servicesOf(all), ...parts }
    const runner = composeRunner({ 'compose.yml': stringify(project, { aliasDuplicateObjects: false }) })
    const { model } = await readCompose(source, runner)
    const release = renderRelease(model, findRoles(model), {
      image: 'shop/saleor@sha256:0',
      release: 'r',
      version: '1',
      commit: 'c',
      edgeImage: 'e',
      hostFolder: '/opt/saleor',
    })
    const file = join(runner.context.temp, 'compose.json')
    writeFileSync(file, formatModel(release))
    const command = ['docker', 'compose', '--project-directory', '/opt/saleor', '-f', file]
    const ran = await runner.process.run([...command, 'config', '--format', 'json'])
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    const read = modelOf(ran)
    for (const [index, { key, value }] of all.entries())
      for (const name of [`side-${index}`, `worker-${index}`]) {
        const meant = model.services[name]?.[key]
        const what = `${key} of ${name}`
        expect({ meant: withTexts(meant) }, `${what}, on the runner`).toMatchObject({
          meant: withTexts(value),
        })
        expect(release.services[name]?.[key], `${what}, in the release`).toEqual(meant)
        expect({ read: read.services[name]?.[key] }, `${what}, on the host`).toMatchObject({ read: meant })
      }
    for (const part of ['networks', 'volumes', 'configs', 'x-shop'] as const)
      expect(read[part], part).toMatchObject(model[part] as object)
  })

  it('Each key that is honoured has an example', () => {
    const given = new Set<string>()
    const walk = (value: unknown, path: string): void => {
      if (Array.isArray(value)) return value.forEach((one) => walk(one, path))
      if (typeof value !== 'object' || value === null) return
      for (const [key, inner] of Object.entries(value)) {
        const longer = honoured.includes(`${path}.${key}`) ? `${path}.${key}` : path
        given.add(longer)
        walk(inner, longer)
      }
    }
    for (const { key, value } of examples) {
      given.add(`services.${key}`)
      walk(value, `services.${key}`)
    }
    const missing = honoured.filter((key) => key.startsWith('services.') && !given.has(key))
    expect(missing.filter((key) => !untried.some((one) => key.startsWith(one)))).toEqual([])
  })
})
