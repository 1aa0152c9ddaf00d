import { createHash } from 'node:crypto'
import { UserError } from '../../errors.ts'
import type { Reference } from '../../model/release/image-reference.ts'
import { withRetries } from '../registry/retry.ts'
import { type PushJob, readBack, requireSame } from './push.ts'

/**
 * Pushes an OCI archive, all platforms in it, without changing a byte, and returns its digest. skopeo does this: docker
 * has no command for it, and loading the archive would keep one platform.
 */
export async function pushArchive(job: PushJob, archive: string): Promise<string> {
  const { runner, image, tags, retry } = job
  const digest = await digestOf(job, archive)
  for (const tag of tags) {
    if (job.expected !== undefined) requireSame(job, tag, job.expected, digest)
    await withRetries(runner, `Push of ${image.name}:${tag}`, retry, async () => {
      const command = skopeoCopy(job, archive, tag)
      const ran = await runner.process.run(command, { signal: runner.cancelled, onLine: runner.log.debug })
      return ran.code === 0 ? { done: true } : { failed: ran.stderr }
    })
    await readBack(job, tag, digest)
  }
  return digest
}

function skopeoCopy({ docker, image, plain }: PushJob, archive: string, tag: string): string[] {
  return [
    ...['skopeo', 'copy', '--all', '--preserve-digests', '--authfile', docker.file],
    ...(plain ? ['--dest-tls-verify=false'] : []),
    `oci-archive:${archive}`,
    `docker://${fullName(image)}:${tag}`,
  ]
}

async function digestOf({ runner }: PushJob, archive: string): Promise<string> {
  // Checked first, because a wrong input can be reported without skopeo.
  const there = await runner.process.run(['test', '-r', archive], { signal: runner.cancelled })
  if (there.code !== 0) throw unreadable(archive, 'there is no such file')
  const command = ['skopeo', 'inspect', '--raw', `oci-archive:${archive}`]
  const { code, stdout, stderr } = await runner.process
    .run(command, { signal: runner.cancelled })
    .catch(noSkopeo)
  if (code === 0) return `sha256:${createHash('sha256').update(stdout).digest('hex')}`
  throw unreadable(archive, stderr.trim())
}

function unreadable(archive: string, why: string): UserError {
  return new UserError(
    'bad-input',
    `The archive ${archive} can't be read: ${why}`,
    'Give the output `archive` of build-image, in the same job.',
  )
}

/** skopeo parses `shop/backend` as a host named shop. */
function fullName({ registry, repository }: Reference): string {
  return `${registry}/${repository}`
}

function noSkopeo(error: Error): never {
  if (error.name === 'AbortError') throw error
  throw new UserError(
    'not-ready',
    `skopeo can't be started: ${error.message}`,
    'Install skopeo on the runner (apt-get install skopeo); GitHub-hosted Ubuntu runners have it.',
  )
}
