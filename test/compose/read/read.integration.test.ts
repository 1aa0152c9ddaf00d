import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { rolesWithFile } from '../../../src/compose/file-roles.ts'
import { type ComposeSource, readCompose } from '../../../src/compose/read/read.ts'
import { findRoles } from '../../../src/compose/roles.ts'
import type { UserError } from '../../../src/errors.ts'
import { parseEnvironment } from '../../../src/inputs/values/environment.ts'
import type { ComposeModel } from '../../../src/model/project/project.ts'
import type { RunOptions } from '../../../src/runner/ran.ts'
import { FakeProcess, fakeRunner } from '../../fakes/fakes.ts'
import { fixture, modelFixture } from '../fixtures.ts'
import { checkout, composeRunner, hasCompose } from '../real.ts'

const source: ComposeSource = {
  files: ['compose.yml'],
  environmentFile: '.env.staging',
  environment: new Map(),
  projectName: undefined,
  hostFolder: '/opt/saleor',
}

/** A project whose web service has these lines. */
function web(...lines: string[]): string {
  return `services:\n  web:\n${lines.map((line) => `    ${line}\n`).join('')}`
}

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)
}

async function read(
  files: Record<string, string> | string,
  more: Partial<ComposeSource> = {},
): Promise<{ model: ComposeModel; log: string[]; left: string[] }> {
  const runner = composeRunner(typeof files === 'string' ? { 'compose.yml': files } : files)
  const { model } = await readCompose({ ...source, ...more }, runner)
  return { model, log: runner.log.lines, left: readdirSync(runner.context.temp) }
}

describe.skipIf(!hasCompose)('files as they are', () => {
  it('Roles in a Compose file are read, also in a file that is included', async () => {
    const role = (name: string): string => `    x-saleor-deploy: {role: ${name}}`
    const { model } = await read({
      'compose.yml': [
        'include: [more.yml]',
        'services:',
        '  app:',
        '    image: me/app',
        '    ports: ["8000:8000"]',
        role('web'),
      ].join('\n'),
      'more.yml': ['services:', '  tasks:', '    image: me/app', role('worker')].join('\n'),
    })
    const found = rolesWithFile(model, {})
    expect(found).toEqual({ named: { web: 'app', workers: ['tasks'] } })
  })

  it.each(['staging', 'production'] as const)(
    "The guide's file for %s is read with nothing set",
    async (name) => {
      const file = `docker-compose.${name}.yml`
      const { model, log, left } = await read(
        { [file]: fixture(file) },
        {
          files: [file],
          environmentFile: `.env.${name}`,
          environment: parseEnvironment(fixture(`env.${name}`)),
        },
      )
      expect(findRoles(model)).toEqual(findRoles(modelFixture(name)))
      expect(model.services.web?.environment).toEqual(modelFixture(name).services.web?.environment)
      expect({ log, left, name: model.name }).toEqual({ log: [], left: [], name: 'saleor' })
    },
  )

  it('The files of saleor-platform are read with its env files in the checkout', async () => {
    const { model } = await read(
      {
        'docker-compose.yml': fixture('saleor-platform.yml'),
        'common.env': 'SECRET_KEY=changeme\n',
        'backend.env': '',
      },
      { files: ['docker-compose.yml'] },
    )
    expect(findRoles(model)).toEqual(findRoles(modelFixture('saleor-platform')))
    expect(model.services.worker?.environment).toEqual({ SECRET_KEY: 'changeme' })
    expect(model.services.db?.volumes?.[1]?.source).toBe('/opt/saleor/replica_user.sql')
  })
})

describe.skipIf(!hasCompose)('the project is that of the host', () => {
  it('Relative paths resolve to the folder on the host, and absolute ones stay', async () => {
    const { model } = await read(
      web('image: a', 'volumes: ["./media:/m", "../shared:/s", "/srv/x:/x", "data:/d", "${PWD}/p:/p"]') +
        'volumes:\n  data:\n',
    )
    expect(model.services.web?.volumes?.map(({ source: from }) => from)).toEqual([
      ...['/opt/saleor/media', '/opt/shared', '/srv/x', 'data', '/opt/saleor/p'],
    ])
  })

  it.each([
    ['its folder', {}, '', 'saleor'],
    ['the file', {}, 'name: shop\n', 'shop'],
    ['the input', { projectName: 'given' }, 'name: shop\n', 'given'],
    ['its folder, as Compose writes names', { hostFolder: '/srv/My.Shop' }, '', 'myshop'],
  ])('The name of the project comes from %s', async (_, more, head, name) => {
    const { model } = await read(head + web('image: a'), more)
    expect(model.name).toBe(name)
    expect(model.networks).toMatchObject({ default: { name: `${name}_default` } })
  })

  it('Files are merged, and other folders, includes and extends work', async () => {
    const { model } = await read(
      {
        'deploy/compose.yml': `include: [parts/redis.yml]\n${web('extends: {file: ../base.yml, service: app}', 'env_file: [../common.env, .env.staging]')}`,
        'deploy/parts/redis.yml': 'services:\n  redis:\n    image: redis\n',
        'deploy/override.yml': web('image: b'),
        'base.yml': 'services:\n  app:\n    image: a\n    command: uvicorn x\n',
        'common.env': 'A=1\nB=2\n',
      },
      { files: ['deploy/compose.yml', 'deploy/override.yml'], environment: new Map([['B', '3']]) },
    )
    expect(model.services).toMatchObject({
      web: { image: 'b', command: ['uvicorn', 'x'], environment: { A: '1', B: '3' } },
      redis: { image: 'redis' },
    })
  })

  it('The environment file may lie in a folder of the checkout, which stays as it is', async () => {
    const files = { 'compose.yml': web('image: a', 'env_file: env/production'), 'env/other': 'A=1' }
    const runner = composeRunner(files)
    const environment = new Map([['B', '2']])
    const { model } = await readCompose({ ...source, environmentFile: 'env/production', environment }, runner)
    expect(model.services.web?.environment).toEqual({ B: '2' })
    expect(readdirSync(join(runner.context.workspace, 'env'))).toEqual(['other'])
  })

  it('An environment file in the checkout counts when no environment is given', async () => {
    const files = { 'compose.yml': web('image: a', 'env_file: .env.staging'), '.env.staging': 'A=1' }
    expect((await read(files)).model.services.web?.environment).toEqual({ A: '1' })
    const given = await read(files, { environment: new Map([['B', '2']]) })
    expect(given.model.services.web?.environment).toEqual({ B: '2' })
  })

  it('The environment is read by Compose itself when the file is .env', async () => {
    const { model } = await read(web('image: a', 'environment: {URL: "x://${PASSWORD}"}'), {
      environmentFile: '.env',
      environment: new Map([['PASSWORD', "a$b'"]]),
    })
    expect(model.services.web?.environment).toEqual({ URL: "x://a$$b'" })
  })
})

describe.skipIf(!hasCompose)('variables without a value', () => {
  it.each([
    ['the image of the app', web('image: ${REGISTRY}/saleor:${VERSION:-latest}', 'command: uvicorn x')],
    ['the whole image of the app', web('image: ${IMAGE}', 'command: uvicorn x')],
    [
      'an image that requires it',
      web('image: ${REGISTRY:?say where}/saleor:${VERSION:?}', 'command: uvicorn x'),
    ],
    ['the build of the app', web('build: {context: ., args: {V: "${V}"}}', 'command: uvicorn x')],
    ['a build that never happens', web('image: a', 'build: {context: ., args: {V: "${V}", W: "${W:?}"}}')],
    ['a default value', web('image: ${A:-${B:-c}}')],
    [
      'a part that the app uses',
      `x-app: &app\n  image: \${REGISTRY}/saleor\n${web('<<: *app', 'command: uvicorn x')}`,
    ],
    [
      'a service of another profile',
      `${web('image: a')}  debug:\n    profiles: [debug]\n    image: x:\${DEBUG_TAG}\n`,
    ],
    ['an escaped dollar', web('image: a', 'command: echo $$HOME_OF_NOBODY')],
  ])('A variable without a value does not matter in %s', async (_, file) => {
    expect((await read(file)).model.services).toHaveProperty('web')
  })

  it('Variables without a value do not matter in the image of services that inputs name', async () => {
    const { model } = await read(web('image: ${IMAGE}'), { named: { web: 'web' } })
    expect(model.services).toHaveProperty('web')
  })
})

describe.skipIf(!hasCompose)('is refused', () => {
  const env = { environment: new Map([['A', 'hush']]) }

  it.each<[string, Record<string, string> | string, Partial<ComposeSource>, string | RegExp, unknown]>([
    ['a file that is not there', {}, {}, 'There is no file compose.yml in the checkout.', undefined],
    ['no file', {}, { files: [] }, 'No Compose file is given.', undefined],
    [
      'a second file that is not there',
      web('image: a'),
      { files: ['compose.yml', 'b.yml'] },
      'There is no file b.yml in the checkout.',
      undefined,
    ],
    [
      'bad YAML',
      'services:\n  web:\n    image: a\n   x: 1\n',
      {},
      /^Docker Compose can't read the project: .*yaml/,
      { file: 'compose.yml', line: expect.any(Number) },
    ],
    ['an unknown key', web('image: a', 'portz: 1'), {}, /services\.web.*portz/, { file: 'compose.yml' }],
    [
      'a wrong type',
      web('image: a', 'ports: 1'),
      {},
      /services\.web\.ports must be a (list|array)/,
      { file: 'compose.yml' },
    ],
    [
      'an unknown dependency',
      web('image: a', 'depends_on: [b]'),
      {},
      /depends on undefined service "?b/,
      { file: 'compose.yml' },
    ],
    [
      'neither image nor build',
      web('command: a'),
      {},
      /neither an image nor a build context/,
      { file: 'compose.yml' },
    ],
    [
      'a dollar that is meant as such',
      web('image: a', 'command: "${a"'),
      {},
      /invalid interpolation format for services\.web\.command/,
      { file: 'compose.yml' },
    ],
    [
      'an unset variable',
      web('image: a', 'environment:', '  P: x$PASSWORD'),
      {},
      'A variable has no value: PASSWORD (in services.web.environment.P).',
      { file: 'compose.yml', line: 5 },
    ],
    [
      'several unset variables',
      `${web('image: a', 'environment: {P: "${B}${C}"}')}  db:\n    image: x:\${B}\n`,
      {},
      'Variables have no value: B (in services.db.image, services.web.environment.P); C (in services.web.environment.P).',
      { file: 'compose.yml', line: 4 },
    ],
    [
      'an unset variable in the image of the app and elsewhere',
      web('image: a:${V}', 'command: uvicorn x', 'labels: {v: "${V}"}'),
      {},
      'A variable has no value: V (in services.web.labels.v).',
      { file: 'compose.yml', line: 3 },
    ],
    [
      'an unset variable in an env file',
      { 'compose.yml': web('image: a', 'env_file: common.env'), 'common.env': 'A=1\nB=${NOBODY}\n' },
      {},
      'A variable has no value: NOBODY (in common.env).',
      { file: 'common.env', line: 2 },
    ],
    [
      'an unset variable that the file requires',
      web('image: a', 'labels: {v: "${V:?give a version}"}'),
      {},
      'The Compose file requires the variable V: give a version',
      { file: 'compose.yml' },
    ],
    [
      'an env file that is not there',
      web('image: a', 'env_file: .env.production'),
      env,
      'The Compose file reads the env file .env.production, which is not there.',
      undefined,
    ],
    [
      'the environment file without environment',
      web('image: a', 'env_file: .env.staging'),
      {},
      'The Compose file reads the env file .env.staging, which is not there.',
      undefined,
    ],
    [
      'an environment that nobody reads',
      web('image: a'),
      env,
      'No service of the Compose project reads .env.staging: the environment input would reach no container.',
      undefined,
    ],
    [
      'an environment file outside of the project',
      web('image: a'),
      { ...env, environmentFile: '../../../../x' },
      'The environment file lies outside of the project.',
      undefined,
    ],
    [
      'an env file that can not be parsed',
      { 'compose.yml': web('image: a', 'env_file: bad.env'), 'bad.env': 'A=1\nhush hush\n' },
      {},
      /bad\.env|line 2|variable name/,
      undefined,
    ],
    ['a bad project name', web('image: a'), { projectName: 'Nö' }, /project name/, { file: 'compose.yml' }],
    ['nothing in the file', '', {}, /^Docker Compose can't read the project: ./, { file: 'compose.yml' }],
  ])('A Compose project is refused: %s', async (_, files, more, message, place) => {
    const runner = composeRunner(typeof files === 'string' ? { 'compose.yml': files } : files)
    const error = await readCompose({ ...source, ...more }, runner).then(
      () => undefined,
      (thrown: UserError) => thrown,
    )
    const pattern = message instanceof RegExp ? message : exactly(message)
    expect(error).toMatchObject({
      name: 'UserError',
      reason: 'bad-input',
      message: expect.stringMatching(pattern),
      fix: expect.stringMatching(/\w/),
      ...(place === undefined ? {} : { place }),
    })
    // Neither the private folder nor a value is shown, and nothing is left behind.
    expect(`${error?.message} ${error?.fix}`).not.toMatch(/\/tmp|hush/)
    expect(readdirSync(runner.context.temp)).toEqual([])
  })
})

describe.skipIf(!hasCompose)('the way out of it', () => {
  const failed = async (files: Record<string, string> | string, more: Partial<ComposeSource> = {}) =>
    await read(files, more).then(
      () => undefined,
      (thrown: UserError) => thrown,
    )

  it('The fix for an env file beside the project is accepted as it is told', async () => {
    const file = web('image: a', 'env_file: ../secrets/app.env')
    const error = await failed(file, { environment: new Map([['A', '1']]) })
    const [, environmentFile = ''] = /environment-file: (\S+)/.exec(error?.fix ?? '') ?? []
    expect(environmentFile).toBe('../secrets/app.env')
    const { model } = await read(file, { environmentFile, environment: new Map([['A', '1']]) })
    expect(model.services.web?.environment).toEqual({ A: '1' })
  })

  it('The fix for an env file with an absolute path is a relative one', async () => {
    expect((await failed(web('image: a', 'env_file: /etc/nowhere/app.env')))?.fix).toContain(
      'Name it relative to the Compose file, such as env_file: .env.staging',
    )
  })

  it.each(['${V}', '${V:?}'])(
    'The fix for the variable %s without a value is the input environment, where that is .env',
    async (use) => {
      const file = web('image: a', `labels: {v: "${use}"}`)
      expect(
        (await failed(file, { environmentFile: '.env', environment: new Map([['A', '1']]) }))?.fix,
      ).toMatch(/^Set V in the input environment, which is the file \.env, or under env: of the step/)
      expect((await failed(file))?.fix).toMatch(/^Set V under env: of the step/)
    },
  )
})

describe.skipIf(!hasCompose)('what the repository has', () => {
  it('Relative mounts, configs and secrets are listed as files of the repository, and nothing else is', async () => {
    const text = `${web('image: a', 'volumes: ["./a.conf:/a", "./static:/s", "./data:/d", "./gone:/g", "/opt/saleor/b:/b"]', 'configs: [c]')}  proxy:
    build: ./nginx
    image: me/proxy:1
configs: {c: {file: ./c.txt}}
`
    const runner = composeRunner({
      'deploy/compose.yml': text,
      ...{ 'deploy/a.conf': '', 'deploy/static/x.css': '', 'deploy/data/.gitkeep': '', 'deploy/b': '' },
      ...{ 'deploy/c.txt': '', 'deploy/nginx/Dockerfile': 'FROM nginx', 'deploy/nginx/site.conf': 'x' },
    })
    const { checkout: found } = await readCompose({ ...source, files: ['deploy/compose.yml'] }, runner)
    expect([...found.trees.keys()]).toEqual(['/opt/saleor/a.conf', '/opt/saleor/static', '/opt/saleor/c.txt'])
    expect(found.texts).toContainEqual({ service: 'proxy', file: 'deploy/nginx/site.conf', text: 'x' })
  })
})

describe.skipIf(!hasCompose)('a Compose file that lies deeper than its folder on the host', () => {
  it('A Compose file that lies deeper than its folder on the host reaches all of the repository, and nothing beside it', async () => {
    const text = web(
      'image: a',
      'env_file: ../../../common.env',
      'volumes: ["../../../nginx:/n", "../../../../up:/u"]',
    )
    const files = { 'a/b/c/compose.yml': text, 'common.env': 'A=1', 'nginx/n.conf': '' }
    const runner = composeRunner(files)
    mkdirSync(join(runner.context.workspace, '../up'))
    writeFileSync(join(runner.context.workspace, '../up/secret'), '')
    const { model, checkout: found } = await readCompose({ ...source, files: ['a/b/c/compose.yml'] }, runner)
    expect(model.services.web?.environment).toEqual({ A: '1' })
    expect(model.services.web?.volumes?.map(({ source: from }) => from)).toEqual(['/nginx', '/up'])
    expect([...found.trees.keys()]).toEqual(['/nginx'])
    expect(readdirSync(runner.context.temp)).toEqual([])
  })
})

describe.skipIf(!hasCompose)('the variables of configs and secrets', () => {
  it('The variables of configs and secrets are those of the step or of .env, as Compose reads them, else of the environment', async () => {
    const names = ['FROM_STEP', 'FROM_FILE', 'FROM_INPUT', 'FROM_NOWHERE']
    const text = `${web('image: a', `secrets: [${names.join(', ')}]`, 'env_file: app.env')}secrets:
${names.map((name) => `  ${name}: {environment: ${name}}\n`).join('')}`
    const runner = composeRunner({ 'compose.yml': text, '.env': 'FROM_FILE=a$$b # no\n' })
    vi.stubEnv('FROM_STEP', 'two "lines"\nand $dollars')
    const environment = new Map([
      ['FROM_INPUT', 'x'],
      ['FROM_STEP', 'not this'],
    ])
    const { checkout: found } = await readCompose(
      { ...source, environmentFile: 'app.env', environment },
      runner,
    )
    vi.unstubAllEnvs()
    expect(Object.fromEntries(found.variables)).toEqual({
      FROM_STEP: 'two "lines"\nand $dollars',
      FROM_FILE: 'a$b',
      FROM_INPUT: 'x',
    })
  })
})

describe('Compose itself', () => {
  const runnerWith = (process: FakeProcess) =>
    fakeRunner({ process, context: checkout({ 'compose.yml': '' }) })
  const model = (services: object, name = 'shop') => JSON.stringify({ name, services })

  it.each([
    [
      'is missing',
      new Error('Unable to locate executable file: docker'),
      'The runner has no Docker Compose, and Compose files are read with it.',
    ],
    [
      'is no plugin of this docker',
      { code: 125, stderr: 'unknown flag: --short' },
      'The runner has no Docker Compose, and Compose files are read with it.',
    ],
    ['is version 1', { stdout: '1.29.2\n' }, 'The runner has Docker Compose 1.29.2, which is too old.'],
    ['is too old', { stdout: 'v2.19.1\n' }, 'The runner has Docker Compose 2.19.1, which is too old.'],
  ])('Compose is refused when it %s', async (_, answer, message) => {
    const runner = runnerWith(new FakeProcess().on('version', answer))
    await expect(readCompose(source, runner)).rejects.toMatchObject({ name: 'UserError', message })
    expect(runner.process.lines).toEqual(['docker compose version --short'])
  })

  it.each([
    [
      'an env file that is taken literally',
      'unsupported env_file format "raw"',
      'Use a runner with Docker Compose 2.30.0 or newer, or leave format: raw out and write $$ for each $ in that file.',
    ],
    [
      'a key',
      'validating compose.yml: (root) Additional property models is not allowed',
      'Docker Compose 2.26.1 of the runner does not know the key models. Correct its name, or, where a newer Compose knows it, use a runner with that one.',
    ],
  ])('A Compose that is too old for %s is named with its version', async (_, stderr, fix) => {
    const process = new FakeProcess()
      .on('version', { stdout: 'v2.26.1-4' })
      .on('config', { code: 15, stderr })
    await expect(readCompose(source, runnerWith(process))).rejects.toMatchObject({ reason: 'bad-input', fix })
  })

  it.each(['2.20.0', 'v2.26.1-4', '5.5.0'])('Compose %s is new enough', async (version) => {
    const process = new FakeProcess().on('version', { stdout: version }).on('config', { stdout: model({}) })
    expect((await readCompose(source, runnerWith(process))).model).toEqual({ name: 'shop', services: {} })
  })

  it('Compose is asked in a private folder that stands for the host, and is gone afterwards', async () => {
    const seen: { mode: number; entries: string[]; fileMode: number }[] = []
    class Looking extends FakeProcess {
      override async run(command: readonly string[], options: RunOptions = {}) {
        if (options.cwd !== undefined)
          seen.push({
            mode: statSync(join(options.cwd, '../..')).mode & 0o777,
            entries: readdirSync(options.cwd).sort(),
            fileMode: statSync(join(options.cwd, '.env.staging')).mode & 0o777,
          })
        return await super.run(command, options)
      }
    }
    const process = new Looking()
      .on('version', { stdout: '2.26.1' })
      .on('config', { stdout: model({ web: { environment: { A: '1' } } }) })
    const runner = runnerWith(process)
    await readCompose({ ...source, environment: new Map([['A', '1']]), projectName: 'shop' }, runner)
    expect(seen).toEqual([{ mode: 0o700, entries: ['.env.staging', 'compose.yml'], fileMode: 0o600 }])
    const { command, options } = process.ran[1] ?? { command: [], options: {} }
    const folder = options.cwd ?? ''
    expect(folder).toMatch(new RegExp(`^${runner.context.temp}/compose-\\w+(/saleor-deploy-up)+/opt/saleor$`))
    expect(command.join(' ')).toBe(
      `docker compose --project-directory ${folder} --project-name shop -f ${folder}/compose.yml config --format json`,
    )
    expect(options.env).toEqual({ PWD: '/opt/saleor' })
    expect(readdirSync(runner.context.temp)).toEqual([])
  })

  it('A warning of Compose is passed on once, except for the obsolete version', async () => {
    const warn = (text: string) => `time="2026-01-01T00:00:00Z" level=warning msg=${JSON.stringify(text)}\n`
    const stderr = [
      warn('/x/compose.yml: `version` is obsolete'),
      warn('/x/compose.yml: the attribute `version` is obsolete, it will be ignored, please remove it'),
      warn('network "front": something'),
      warn('network "front": something'),
    ].join('')
    const process = new FakeProcess()
      .on('version', { stdout: '2.26.1' })
      .on('config', { stdout: model({}), stderr })
    const runner = runnerWith(process)
    await readCompose(source, runner)
    expect(runner.log.lines).toEqual(['warning: network "front": something'])
  })

  it('Compose is stopped when the job is cancelled', async () => {
    const controller = new AbortController()
    controller.abort()
    const process = new FakeProcess().on('version', new DOMException('stop', 'AbortError'))
    const runner = { ...runnerWith(process), cancelled: controller.signal }
    await expect(readCompose(source, runner)).rejects.toMatchObject({ name: 'AbortError' })
  })
})
