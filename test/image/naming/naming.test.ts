import { mkdir, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { withSecretFiles } from '../../../src/image/build/secrets.ts'
import { nameImage } from '../../../src/image/naming/naming.ts'
import { readSourceVersion, readTags } from '../../../src/image/naming/source.ts'
import { FakeHttp, FakeProcess, fakeRunner } from '../../fakes/fakes.ts'

const wish = {
  image: 'ghcr.io/Shop/Backend',
  tags: [],
  labels: [],
  version: undefined,
  versionFiles: ['saleor/__init__.py', 'pyproject.toml'],
  sources: undefined,
  token: undefined,
}
const head = { stdout: 'fedcba9876543210fedcba9876543210fedcba98 1767323045\n' }

describe('naming', () => {
  test('The version comes from the commit that is checked out, not from the one that started the workflow', async () => {
    const runner = fakeRunner({ process: new FakeProcess().on('show', head) })
    const naming = await nameImage(runner, wish)
    expect(naming).toMatchObject({
      name: 'ghcr.io/shop/backend',
      revision: head.stdout.split(' ')[0],
      time: 1767323045,
    })
    expect(naming.labels).toContain('org.opencontainers.image.created=2026-01-02T03:04:05.000Z')
    expect(runner.log.lines).toEqual([
      'The image is called ghcr.io/shop/backend: registries require lower case.',
    ])
  })

  test('The version comes from the workflow’s commit outside a checkout', async () => {
    const runner = fakeRunner({ process: new FakeProcess().on('git', { code: 128 }) })
    const naming = await nameImage(runner, wish)
    expect(naming).toMatchObject({ revision: runner.context.sha, time: undefined })
  })

  test('The tags of the repository are queried only for a stable release', async () => {
    const asked = async (ref: string): Promise<number> => {
      const http = new FakeHttp(() => ({ body: '[]' }))
      await nameImage(fakeRunner({ http, context: { ref } }), { ...wish, token: 't' })
      return http.requests.length
    }
    expect([
      await asked('refs/heads/main'),
      await asked('refs/tags/v1.0.0-rc.1'),
      await asked('refs/tags/v1.0.0'),
    ]).toEqual([0, 0, 1])
  })

  test.each(['ghcr.io/shop/backend:1', 'shop@sha256:12', 'has space'])(
    'The naming is refused: %s',
    async (image) => {
      await expect(nameImage(fakeRunner(), { ...wish, image })).rejects.toMatchObject({ reason: 'bad-input' })
    },
  )

  test('The version is read from the first file that has one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sources-'))
    await writeFile(join(folder, 'pyproject.toml'), '[project]\nversion = "2.0.0"\n')
    expect(await readSourceVersion(folder, wish.versionFiles)).toEqual({
      file: 'pyproject.toml',
      version: '2.0.0',
    })
    await mkdir(join(folder, 'saleor'))
    await writeFile(join(folder, 'saleor', '__init__.py'), '__version__ = "3.0.0"\n')
    expect(await readSourceVersion(folder, wish.versionFiles)).toEqual({
      file: 'saleor/__init__.py',
      version: '3.0.0',
    })
    expect(await readSourceVersion(folder, ['nix'])).toBeUndefined()
  })
})

describe('the tags of the repository', () => {
  test('The tags of the repository come from GitHub, page after page', async () => {
    const http = new FakeHttp(({ url }) =>
      url.includes('page=2')
        ? { body: '[{"ref":"refs/tags/v2"}]' }
        : { body: '[{"ref":"refs/tags/v1"}]', headers: { link: `<${url}?page=2>; rel="next"` } },
    )
    const runner = fakeRunner({ http })
    expect(await readTags(runner, 'token')).toEqual(['v1', 'v2'])
    expect(http.requests[0]).toMatchObject({
      url: 'https://api.github.com/repos/shop/backend/git/matching-refs/tags',
      headers: { authorization: 'Bearer token' },
    })
    expect(runner.process.ran).toEqual([])
  })

  test('The tags of the repository come from the remote if GitHub does not answer', async () => {
    const process = new FakeProcess().on('ls-remote', { stdout: 'abc\trefs/tags/v1\ndef\trefs/tags/v2\n' })
    const runner = fakeRunner({ process, http: new FakeHttp(() => ({ status: 403 })) })
    expect(await readTags(runner, 'token')).toEqual(['v1', 'v2'])
  })

  test.each([
    ['false', ['v1']],
    ['true', undefined],
  ])(
    'The tags of the repository come from the clone only if it is not shallow (%s)',
    async (shallow, tags) => {
      const process = new FakeProcess()
        .on('ls-remote', { code: 128 })
        .on('is-shallow', { stdout: `${shallow}\n` })
        .on('tag --list', { stdout: 'v1\n' })
      expect(await readTags(fakeRunner({ process }), undefined)).toEqual(tags)
    },
  )

  test('The tags of the repository are unknown without Git', async () => {
    const process = new FakeProcess().on('git', new Error('spawn git ENOENT'))
    expect(await readTags(fakeRunner({ process }), undefined)).toBeUndefined()
  })
})

describe('secrets of a build', () => {
  test('The secrets of a build are private files, and removed afterwards', async () => {
    const temp = await mkdtemp(join(tmpdir(), 'secrets-'))
    const runner = fakeRunner({ context: { temp } })
    await withSecretFiles(runner, { secrets: ['TOKEN=a=b'], files: [] }, async ([secret]) => {
      expect(secret?.id).toBe('TOKEN')
      expect(await readFile(secret?.file ?? '', 'utf8')).toBe('a=b')
      expect(((await stat(secret?.file ?? '')).mode & 0o777).toString(8)).toBe('600')
    })
    expect(await readdir(temp)).toEqual([])
    expect(runner.log.masked).toEqual(['a=b'])
  })

  test.each([['no-value'], ['=x'], ['../x=y'], ['A=']])(
    'The build secret %s is refused without being shown',
    async (line) => {
      const work = withSecretFiles(fakeRunner(), { secrets: [line], files: [] }, async () => {})
      await expect(work).rejects.toThrow("Input 'secrets' has a line that is not NAME=value.")
    },
  )

  test('The missing file of a build secret is named', async () => {
    const work = withSecretFiles(fakeRunner(), { secrets: [], files: ['KEY=/nix'] }, async () => {})
    await expect(work).rejects.toThrow('KEY names /nix')
  })
})
