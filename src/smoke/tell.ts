import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Runner } from '../runner/runner.ts'
import { json, junit } from './outside/files.ts'
import { complaintOf, failedOf } from './report.ts'
import type { Severities } from './severity.ts'
import type { Smoke } from './together.ts'

/** The result files, relative to the workspace. */
export interface ResultFiles {
  url: string
  'junit-file': string | undefined
  'json-file': string | undefined
}

/** Annotates the warnings and writes the files; errors are reported by their thrower. */
export async function tellResults(
  smoke: Smoke,
  files: ResultFiles,
  severities: Severities,
  { log, context }: Pick<Runner, 'log' | 'context'>,
): Promise<void> {
  for (const check of failedOf(smoke, 'warning')) log.warning(complaintOf(check))
  const known = smoke.checks.map(({ name }) => name)
  for (const [name, severity] of severities)
    if (severity !== 'off' && !known.includes(name))
      log.warning(`Input 'severities': no check is named "${name}" here; there are ${known.join(', ')}.`)
  const write = async (path: string | undefined, text: string): Promise<void> => {
    if (path === undefined) return
    const file = resolve(context.workspace, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
    log.info(`Wrote ${path}`)
  }
  await Promise.all([
    write(files['junit-file'], junit(files.url, smoke)),
    write(files['json-file'], json(files.url, smoke)),
  ])
}
