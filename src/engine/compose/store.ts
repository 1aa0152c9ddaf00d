import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { StepFailed } from '../../errors.ts'
import type { Command } from '../../host/quote.ts'
import { type StoredEntry, storeFolder } from '../../model/release/files.ts'
import type { Release } from '../../model/release/release.ts'
import { allWords } from '../../runner/last-words.ts'
import type { Ran } from '../../runner/ran.ts'
import type { ComposeSession } from './session.ts'

/** Bytes of an archive in one command. The guard reads a line as one piece, and takes long silence for a dead run. */
const pieceBytes = 96 * 1024

/**
 * Uploads the repository files that the release mounts and that the host lacks. Existing files stay unchanged, as
 * releases and containers mount them.
 */
export async function storeFiles(run: ComposeSession): Promise<void> {
  const { transaction, desired, host, runner } = run
  const { root, files: entries = [] } = desired
  if (entries.length === 0) return
  const folder = storeFolder(root)
  const failed = (ran: Ran): StepFailed =>
    new StepFailed(
      'start-failed',
      `${host.name}: the files of the repository could not be stored: ${allWords(ran)}`,
    )
  const asked = await transaction.change(
    { run: [['stored', folder, ...entries.map(({ id }) => id)]] },
    failed,
  )
  const there = asked.stdout.split('\n')
  const missing = entries.filter(({ id }) => !there.includes(id))
  if (missing.length === 0) return
  const archive = await packed(missing)
  const arriving = `${folder}/incoming.tar.gz`
  const ids = missing.map(({ id }) => id)
  await transaction.change(
    {
      undo: [
        ['rm', '-rf', arriving, `${folder}/incoming`],
        ...ids.map((id) => ['rm', '-rf', `${folder}/${id}`]),
      ],
      run: [['rm', '-rf', arriving]],
    },
    failed,
  )
  for (const piece of piecesOf(archive))
    await transaction.change({ run: [['append', arriving, piece.toString('base64')]] }, failed)
  const sha256 = createHash('sha256').update(archive).digest('hex')
  await transaction.change({ run: [['unpack', folder, arriving, sha256, ...ids]] }, failed)
  const count = missing.reduce((sum, { files }) => sum + files.length, 0)
  runner.log.info(
    `${host.name}: ${count === 1 ? '1 file' : `${count} files`} of the repository stored, ${archive.length} bytes sent`,
  )
}

/** Whether a release mounts anything from the store. */
export function hasFiles({ files = [] }: Release): boolean {
  return files.length > 0
}

/** After the commit: discards entries that neither a kept release nor a container needs. */
export function discardFiles({ desired: { root } }: Pick<ComposeSession, 'desired'>): Command {
  return ['discard', storeFolder(root), `${root}/releases`]
}

/** Packs the entries into a compressed tar archive, one folder each. */
async function packed(entries: readonly StoredEntry[]): Promise<Buffer> {
  const { packTar } = await import('modern-tar')
  const mtime = new Date(0)
  const parts = entries.flatMap(({ id, folders, files }) => [
    ...['', ...folders].map((path) => ({
      header: {
        name: `${id}/${path}`.replace(/\/*$/, '/'),
        type: 'directory' as const,
        size: 0,
        mode: 0o755,
        mtime,
      },
    })),
    ...files.map(({ path, mode, content }) => ({
      header: { name: `${id}/${path}`, size: content.length, mode, mtime },
      body: content,
    })),
  ])
  return gzipSync(await packTar(parts))
}

function piecesOf(bytes: Buffer): Buffer[] {
  const count = Math.ceil(bytes.length / pieceBytes)
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes),
  )
}
