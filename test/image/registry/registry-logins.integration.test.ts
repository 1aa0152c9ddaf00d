import { execFile, execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readRegistryAuth } from '../../../src/desired/registry-auth.ts'
import { registryLogin } from '../../../src/desired/registry-login.ts'
import { UserError } from '../../../src/errors.ts'
import { privateConfig } from '../../../src/image/registry/docker-config.ts'
import type { Login } from '../../../src/image/registry/registry-auth.ts'
import { authKeys, passwordsIn, readLogin, writeLogins } from '../../../src/image/registry/registry-logins.ts'
import { registryOf } from '../../../src/model/release/image-reference.ts'

const hub = 'https://index.docker.io/v1/'
const digest = `@sha256:${'a'.repeat(64)}`
const login = { username: 'ada', password: 'ses:ame' }
const log = { mask: () => {} }
const writeLogin = (image: string, one: Login): string => writeLogins([[registryOf(image).registry, one]])

/** An image, and the entries under which its login has to stand. */
const images: [image: string, keys: string[]][] = [
  [`docker.io/shop/backend${digest}`, [hub]],
  ['index.docker.io/shop/backend:1', [hub]],
  ['shop/backend:1', [hub]],
  ['redis:7', [hub]],
  ['redis', [hub]],
  [`registry-1.docker.io/shop/backend${digest}`, ['registry-1.docker.io', hub]],
  [`ghcr.io/shop/backend${digest}`, ['ghcr.io']],
  ['registry.example.com:5000/backend:1', ['registry.example.com:5000']],
  ['10.0.0.5:5000/shop/backend:1', ['10.0.0.5:5000']],
  ['[2001:db8::1]:5000/shop/backend:1', ['[2001:db8::1]:5000']],
  ['localhost/shop/backend:1', ['localhost']],
  ['localhost:5000/backend:1', ['localhost:5000']],
]

describe('the login to a registry', () => {
  test.each(images)('The login of %s is stored where Docker looks for it', async (image, keys) => {
    const inputs = { 'registry-username': 'ada', 'registry-password': 'ses:ame', 'registry-auth': undefined }
    const written = await registryLogin(image, inputs, log)
    expect(Object.keys((JSON.parse(written) as { auths: object }).auths)).toEqual(keys)
    expect(written).toBe(writeLogin(image, login))
  })

  test('Logins to other registries stand beside that of the image, and their passwords are hidden', async () => {
    const auth = `- registry: registry.example.com:5000
  username: \${{ not.a.map }}
  password: 0123456
- { username: grace, password: 'two: words' }`
    const inputs = { 'registry-username': 'ada', 'registry-password': 'ses:ame', 'registry-auth': auth }
    const masked: string[] = []
    const written = await registryLogin('ghcr.io/shop/backend:1', inputs, { mask: (one) => masked.push(one) })
    expect(
      ['ghcr.io', 'registry.example.com:5000', 'docker.io', 'quay.io'].map((one) => readLogin(written, one)),
    ).toEqual([
      login,
      { username: '${{ not.a.map }}', password: '0123456' },
      { username: 'grace', password: 'two: words' },
      undefined,
    ])
    expect(passwordsIn(written).toSorted()).toEqual(['0123456', 'ses:ame', 'two: words'])
    expect(masked).toContain('0123456')
    expect(masked).toContain(Buffer.from('grace:two: words').toString('base64'))
  })

  test.each([
    ['- registry: ghcr.io', ['line 1: username is empty', 'line 1: password is empty', 'may not read']],
    ['- { username: a, password: sesame, ecr: auto }', ['line 1: there is ecr, and no place for it']],
    ['- { username: a, sesame-1: x, password: b }', ['line 1: there is another key']],
    ['- username: a\n  password: "sesame', ['line 2 is no valid YAML', 'needs quotes']],
    ['username: a\npassword: sesame', ['it is no list of logins']],
    ['- sesame', ['line 1 is no login']],
    [
      '- { registry: "https://ghcr.io", username: a, password: sesame }',
      ['line 1: registry is no host name such as ghcr.io'],
    ],
    [
      '- { registry: a.b, username: a, password: sesame }\n- { registry: a.b, username: b, password: sesame }',
      ['line 2: a.b has a login already'],
    ],
  ])('Mistakes in registry-auth are named by their line, and nothing of them is shown: %j', (text, words) => {
    let message = 'nothing was refused'
    try {
      readRegistryAuth(text)
    } catch (error) {
      if (error instanceof UserError) message = `${error.reason}: ${error.message}`
    }
    for (const word of ['bad-input: ', "Input 'registry-auth'", ...words]) expect(message).toContain(word)
    expect(message).not.toContain('sesame')
  })

  test.each(['docker.io', 'index.docker.io'])(
    'The registry of the image has one login: a second one to %s is refused',
    async (registry) => {
      const inputs = {
        ...{ 'registry-username': 'ada', 'registry-password': 'x' },
        'registry-auth': `- { registry: ${registry}, username: b, password: y }`,
      }
      await expect(registryLogin('shop/backend:1', inputs, log)).rejects.toThrow(
        `a login to ${registry}, and`,
      )
    },
  )

  test.each(['docker.io', 'index.docker.io', 'ghcr.io', '[2001:db8::1]:5000'])(
    'The login to %s is read back unchanged, also a colon in the password',
    (registry) => {
      expect(readLogin(writeLogin(`${registry}/shop/backend`, login), registry)).toEqual(login)
    },
  )

  test('The login is used despite a credential store or helper of an earlier step', () => {
    const helpers = Object.fromEntries(authKeys('docker.io').map((key) => [key, 'gone']))
    const text = privateConfig(JSON.stringify({ credsStore: 'gone', credHelpers: helpers }), ['docker.io'])
    expect(JSON.parse(text)).toEqual({ auths: {}, credHelpers: {} })
  })
})

const hasDocker = ((): boolean => {
  try {
    execFileSync('docker', ['--version'])
    return true
  } catch {
    return false
  }
})()

// On CI a missing client is a failure and no skip.
describe.skipIf(!hasDocker && !process.env['CI'])('the real Docker client', () => {
  test.each(images)('The Docker client sends the login when it pulls %s', async (image) => {
    expect(await asked(['pull', image], writeLogin(image, login))).toEqual(login)
  })

  const pushed = images.filter(([image]) => !image.includes('@'))
  test.each(pushed)('The Docker client sends the login when it pushes %s', async (image) => {
    expect(await asked(['push', image], writeLogin(image, login))).toEqual(login)
  })

  test('The Docker client sends each registry its own login of registry-auth', async () => {
    const inputs = {
      ...{ 'registry-username': 'ada', 'registry-password': 'ses:ame' },
      'registry-auth': '- { registry: "registry.example.com:5000", username: grace, password: word }',
    }
    const written = await registryLogin('ghcr.io/shop/backend:1', inputs, log)
    expect(await asked(['pull', 'registry.example.com:5000/storefront:1'], written)).toEqual({
      username: 'grace',
      password: 'word',
    })
    expect(await asked(['pull', 'ghcr.io/shop/backend:1'], written)).toEqual(login)
  })

  test('The Docker client sends no login of one registry to another', async () => {
    const written = writeLogin('ghcr.io/shop/backend', login)
    expect(await asked(['pull', 'shop/backend:1'], written)).toEqual({})
  })
})

/** What `docker` sends as X-Registry-Auth to a socket that answers in the engine's place. */
async function asked(command: string[], config: string): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'login-'))
  const sent: string[] = []
  const server = createServer((request, response) => {
    if (request.url?.endsWith('/_ping')) return void response.setHeader('api-version', '1.47').end('OK')
    if (/\/images\/(create|.*\/push)/.test(request.url ?? ''))
      sent.push(String(request.headers['x-registry-auth'] ?? ''))
    response.setHeader('content-type', 'application/json').end('{}\n')
  })
  try {
    await writeFile(join(folder, 'config.json'), config)
    await new Promise<void>((done) => server.listen(join(folder, 's'), done))
    const env = { ...process.env, DOCKER_HOST: `unix://${folder}/s`, DOCKER_CONFIG: folder }
    delete (env as Record<string, string | undefined>)['DOCKER_CONTEXT']
    await new Promise((done) => execFile('docker', command, { env, timeout: 10_000 }, done))
    const { username, password } = JSON.parse(Buffer.from(sent[0] ?? '', 'base64url').toString()) as Record<
      string,
      string
    >
    return username === undefined ? {} : { username, password }
  } finally {
    server.closeAllConnections()
    server.close()
    await rm(folder, { recursive: true })
  }
}
