import { mkdtemp, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { trustedRoots } from '../../src/attestation/trusted-root.ts'
import { fakeRunner } from '../fakes/fakes.ts'

afterEach(() => vi.unstubAllGlobals())

const ofPublic = { verificationMaterial: { tlogEntries: [{}] } }
const ofPrivate = { verificationMaterial: {} }

test.each([
  ['a public repository', ofPublic, 'https://tuf-repo-cdn.sigstore.dev'],
  ['a private repository', ofPrivate, 'https://tuf-repo.github.com'],
])(
  'The keys for %s are read from the root that is built in on, and a silent mirror is named',
  async (_, bundle, mirror) => {
    const asked: string[] = []
    vi.stubGlobal('fetch', async (url: string) => {
      asked.push(url)
      return new Response('', { status: 404 })
    })
    const temp = await mkdtemp(join(tmpdir(), 'trusted-root-'))
    const find = await trustedRoots(undefined, fakeRunner({ context: { temp } }))
    await expect(find(bundle)).rejects.toMatchObject({
      reason: 'not-ready',
      message: `Whom to trust can't be read from ${mirror}: error refreshing TUF metadata: Failed to download`,
      fix: expect.stringContaining('gh attestation trusted-root') as string,
    })
    // The next root first: it is signed by the one that is built in.
    expect(asked[0]).toMatch(new RegExp(`^${mirror}/\\d+\\.root\\.json$`))
    expect(asked.at(-1)).toBe(`${mirror}/timestamp.json`)
    expect(await readdir(temp)).toEqual([])
  },
)
