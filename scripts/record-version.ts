/**
 * `npm run record-version -- COMMIT`: deploys to a server of the sandbox with that commit's `dist/`, and stores what it
 * leaves there as fixtures in test/version-before. The commit must exist in this clone.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSandbox } from '../test/sandbox/sandbox.ts'
import { recordVersion } from '../test/version-before/record.ts'
import { must } from './setup/command.ts'

const [commit] = process.argv.slice(2)
if (commit === undefined) throw new Error('usage: npm run record-version -- COMMIT')
const folder = await mkdtemp(join(tmpdir(), 'version-before-'))
try {
  await must(['git', 'archive', '--output', join(folder, 'dist.tar'), commit, 'dist'])
  await must(['tar', '-xf', join(folder, 'dist.tar'), '-C', folder])
  await recordVersion(await openSandbox({ servers: 1, data: true }), join(folder, 'dist'))
} finally {
  await rm(folder, { recursive: true })
}
