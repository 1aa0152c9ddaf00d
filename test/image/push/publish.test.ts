import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { publish } from '../../../src/image/push/publish.ts'
import { privateConfig } from '../../../src/image/registry/docker-config.ts'
import { readLogin } from '../../../src/image/registry/registry-logins.ts'
import { pushRegistry } from '../../../src/inputs/push-registry.ts'
import { readInputs } from '../../../src/inputs/read.ts'
import type { HttpRequest, HttpResponse } from '../../../src/runner/http/http.ts'
import { FakeHttp, FakeProcess, fakeRunner } from '../../fakes/fakes.ts'

const text = '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json"}'
const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`
const other = `sha256:${'0'.repeat(64)}`

const inputs = (given: Record<string, string>) =>
  readInputs(
    pushRegistry,
    Object.fromEntries(
      Object.entries({ image: 'ghcr.io/shop/backend', tags: '1.4.2', ...given }).map(([name, value]) => [
        `INPUT_${name.toUpperCase()}`,
        value,
      ]),
    ),
  )

/** A registry that keeps manifests by repository and tag or digest. */
function registry(stored: Record<string, string> = {}): FakeHttp {
  return new FakeHttp(({ method = 'GET', url, body }: HttpRequest): Partial<HttpResponse> => {
    const path = new URL(url).pathname.replace('/v2/', '').replace('/manifests/', '@')
    if (method === 'PUT') {
      stored[path] = body ?? ''
      return { status: 201 }
    }
    const found = stored[path]
    return found === undefined ? { status: 404 } : { body: found, headers: { 'content-type': 'x/y' } }
  })
}

const engine = (): FakeProcess =>
  new FakeProcess()
    .on('image inspect', { stdout: JSON.stringify([`ghcr.io/shop/backend@${digest}`]) })
    .on('docker push', { stdout: `1.4.2: digest: ${digest} size: 1083\n` })

describe('a push', () => {
  test('A push logs in over standard input, into a private folder', async () => {
    const process = engine()
    const http = registry({ 'shop/backend@1.4.2': text })
    const runner = fakeRunner({ process, http })
    const outcome = await publish(inputs({ username: 'ada', password: 'sesame' }), runner)
    expect(outcome).toMatchObject({
      reason: 'done',
      outputs: { digest, image: `ghcr.io/shop/backend@${digest}` },
    })
    const [first] = process.ran
    expect(first?.command).toEqual(['docker', 'login', '--username', 'ada', '--password-stdin', 'ghcr.io'])
    expect(first?.options.input).toBe('sesame')
    expect(first?.options.env?.['DOCKER_CONFIG']).toMatch(/docker-config-/)
    expect(process.lines.join('\n')).not.toContain('sesame')
    expect(runner.log.masked).toContain(Buffer.from('ada:sesame').toString('base64'))
  })

  test('A push to Docker Hub logs in under Docker’s own name for it', async () => {
    const process = engine()
    const runner = fakeRunner({ process, http: registry({ 'shop/backend@1.4.2': text }) })
    await publish(inputs({ image: 'shop/backend', username: 'ada', password: 'sesame' }), runner)
    expect(process.lines[0]).toBe('docker login --username ada --password-stdin')
  })

  test('A push to registry-1.docker.io logs in under both names that Docker and BuildKit use', async () => {
    const process = engine()
    const runner = fakeRunner({ process, http: registry({ 'shop/backend@1.4.2': text }) })
    const image = 'registry-1.docker.io/shop/backend'
    await publish(inputs({ image, username: 'ada', password: 'sesame' }), runner).catch(() => undefined)
    expect(process.lines.slice(0, 2)).toEqual([
      'docker login --username ada --password-stdin registry-1.docker.io',
      'docker login --username ada --password-stdin',
    ])
  })

  test('A push reads each tag back before the next one moves', async () => {
    const process = engine()
    const runner = fakeRunner({
      process,
      http: registry({ 'shop/backend@1.4.2': text, 'shop/backend@latest': 'else' }),
    })
    await expect(publish(inputs({ tags: 'latest\n1.4.2' }), runner)).rejects.toMatchObject({
      reason: 'digest-mismatch',
    })
    expect(process.lines.filter((line) => line.startsWith('docker push'))).toEqual([
      'docker push ghcr.io/shop/backend:latest',
    ])
  })

  test.each<[string, Record<string, string>, RegExp]>([
    ['no tags', { tags: '' }, /'tags' is empty/],
    ['a tag of another image', { tags: 'ghcr.io/shop/other:1' }, /can't be a tag/],
    ['a name with a tag', { image: 'ghcr.io/shop/backend:1' }, /not the name of a repository/],
    ['a user without a password', { username: 'ada' }, /belong together/],
    ['a promotion by tag', { promote: 'ghcr.io/shop/staging:1' }, /has no digest/],
    ['two digests', { promote: `ghcr.io/shop/staging@${digest}`, digest: other }, /two digests/],
  ])('A push refuses %s and starts nothing', async (_, given, message) => {
    const process = new FakeProcess()
    await expect(publish(inputs(given), fakeRunner({ process }))).rejects.toThrow(message)
    expect(process.ran).toEqual([])
  })
})

describe('a promotion', () => {
  const promote = `ghcr.io/shop/staging@${digest}`

  test('A promotion stores the same bytes under the tag if buildx wrapped them', async () => {
    const stored: Record<string, string> = {
      [`shop/staging@${digest}`]: text,
      'shop/backend@1.4.2': '{"wrapped":true}',
    }
    const process = new FakeProcess()
    const outcome = await publish(inputs({ promote }), fakeRunner({ process, http: registry(stored) }))
    expect(process.lines).toContain(
      `docker buildx imagetools create --tag ghcr.io/shop/backend:1.4.2 ${promote}`,
    )
    expect(stored['shop/backend@1.4.2']).toBe(text)
    expect(outcome).toMatchObject({ reason: 'done', outputs: { digest } })
  })

  test('A promotion copies nothing that exists already', async () => {
    const process = new FakeProcess()
    const http = registry({ [`shop/staging@${digest}`]: text, 'shop/backend@1.4.2': text })
    expect(await publish(inputs({ promote }), fakeRunner({ process, http }))).toMatchObject({
      reason: 'unchanged',
    })
    expect(process.lines.filter((line) => line.includes('imagetools'))).toEqual([])
  })

  test('A promotion rejects a source that serves another digest', async () => {
    const http = registry({ [`shop/staging@${digest}`]: '{"evil":true}' })
    await expect(publish(inputs({ promote }), fakeRunner({ http }))).rejects.toMatchObject({
      reason: 'digest-mismatch',
    })
  })

  test('A promotion sends the password of one registry to no other', async () => {
    const http = registry({ [`shop/staging@${digest}`]: text, 'shop/backend@1.4.2': text })
    const given = { promote: `other.example/shop/staging@${digest}`, username: 'ada', password: 'sesame' }
    await publish(inputs(given), fakeRunner({ http }))
    const elsewhere = http.requests.filter(({ url }) => url.includes('other.example'))
    expect(elsewhere).not.toEqual([])
    expect(elsewhere.filter(({ headers }) => headers?.['authorization'] !== undefined)).toEqual([])
  })
})

describe('the private configuration', () => {
  const own = {
    auths: {
      'ghcr.io': { auth: 'YTpi' },
      'r.example': { auth: 'Yzpk' },
      'https://index.docker.io/v1/': { auth: 'ZTpm' },
    },
    credsStore: 'desktop',
    credHelpers: { 'ghcr.io': 'gh', 'x.amazonaws.com': 'ecr-login' },
    currentContext: 'remote',
    proxies: { default: { httpProxy: 'http://p' } },
  }

  test('The private configuration keeps all settings of other registries, and no keychain', () => {
    expect(JSON.parse(privateConfig(JSON.stringify(own), ['ghcr.io', 'docker.io']))).toEqual({
      auths: { 'r.example': { auth: 'Yzpk' } },
      credHelpers: { 'x.amazonaws.com': 'ecr-login' },
      currentContext: 'remote',
      proxies: { default: { httpProxy: 'http://p' } },
    })
    expect(JSON.parse(privateConfig('', ['ghcr.io']))).toEqual({ auths: {}, credHelpers: {} })
  })

  test('The private configuration has the login of each registry', () => {
    const file = JSON.stringify(own)
    expect(readLogin(file, 'ghcr.io')).toEqual({ username: 'a', password: 'b' })
    expect(readLogin(file, 'docker.io')).toEqual({ username: 'e', password: 'f' })
    expect(readLogin(file, 'nix.example')).toBeUndefined()
  })
})

describe('an archive', () => {
  const archive = '/tmp/image.tar'

  test('An archive is pushed by skopeo, complete and unchanged, with the private login', async () => {
    const process = new FakeProcess().on('skopeo inspect', { stdout: text })
    const http = registry({ 'shop/backend@1.4.2': text })
    const outcome = await publish(inputs({ archive, image: 'shop/backend' }), fakeRunner({ process, http }))
    expect(outcome).toMatchObject({ reason: 'done', outputs: { digest } })
    expect(process.lines.at(-1)).toMatch(
      /^skopeo copy --all --preserve-digests --authfile \S+config\.json oci-archive:\/tmp\/image\.tar docker:\/\/docker\.io\/shop\/backend:1\.4\.2$/,
    )
  })

  test('An archive with another digest than the expected one is not pushed', async () => {
    const process = new FakeProcess().on('skopeo inspect', { stdout: text })
    const work = publish(inputs({ archive, digest: other }), fakeRunner({ process }))
    await expect(work).rejects.toMatchObject({ reason: 'digest-mismatch' })
    expect(process.lines.some((line) => line.startsWith('skopeo copy'))).toBe(false)
  })

  test('A push of an archive needs skopeo, and says so', async () => {
    const process = new FakeProcess().on('skopeo', new Error('spawn skopeo ENOENT'))
    await expect(publish(inputs({ archive }), fakeRunner({ process }))).rejects.toMatchObject({
      reason: 'not-ready',
      fix: expect.stringContaining('apt-get install skopeo') as string,
    })
  })
})
