import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import pRetry from 'p-retry'

/** The library with which Compose reads its files; it contains the newest schema of the specification. */
const MODULE = 'github.com/compose-spec/compose-go/v2@v2.13.0'
/** The checksum of the schema itself, as a mirror may pack the module differently. */
const SHA256 = '73ca5878c77570ba222a558016c7b3c6770ba5f3377786593e32180666512f8f'

const downloads = join(import.meta.dirname, '..', '..', '.sandbox', 'downloads')

/** Returns the JSON schema of the Compose specification, fetched once from Go's module proxy (`GOPROXY`, else the public one). */
export async function composeSchema(): Promise<unknown> {
  const file = join(downloads, `compose-spec-${SHA256.slice(0, 12)}.json`)
  const kept = await readFile(file).catch(() => undefined)
  const text = kept !== undefined && isRight(kept) ? kept : await pRetry(download, { retries: 3 })
  if (text !== kept) {
    // A rename puts the file in place, so that a second process never reads half of it.
    await mkdir(dirname(file), { recursive: true })
    await writeFile(`${file}.${process.pid}`, text)
    await rename(`${file}.${process.pid}`, file)
  }
  return JSON.parse(text.toString('utf8'))
}

async function download(): Promise<Buffer> {
  const [path = '', version = ''] = MODULE.split('@')
  const url = `${proxy()}/${path}/@v/${version}.zip`
  const answer = await fetch(url)
  if (!answer.ok)
    throw new Error(`${url} answers ${answer.status}: the schema of Compose could not be fetched.`)
  const name = `${MODULE}/schema/compose-spec.json`
  const found = unzipSync(new Uint8Array(await answer.arrayBuffer()), { filter: (one) => one.name === name })[
    name
  ]
  if (found === undefined || !isRight(found))
    throw new Error(`${url} has another ${name} than is pinned here.`)
  return Buffer.from(found)
}

/** The first server in the list: `direct` and `off` concern only Go. */
function proxy(): string {
  const listed = (process.env.GOPROXY ?? '').split(/[,|]/).find((one) => /^https?:\/\//.test(one))
  return (listed ?? 'https://proxy.golang.org').replace(/\/+$/, '')
}

function isRight(text: Uint8Array): boolean {
  return createHash('sha256').update(text).digest('hex') === SHA256
}
