import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { UserError } from '../../errors.ts'
import type { Finding } from '../../model/project/finding.ts'
import { type ComposeModel, replicasOf } from '../../model/project/project.ts'
import type { Roles } from '../../model/project/roles.ts'
import { findingsList } from '../../report/findings.ts'
import { details } from '../../report/markdown.ts'
import type { Runner } from '../../runner/runner.ts'
import { type CheckOptions, checkModel, isError } from './check.ts'

/** The project to validate, and the options. */
export interface Validation extends Omit<CheckOptions, 'files'> {
  model: ComposeModel
  roles: Roles
  /** The Compose files, relative to the workspace. */
  files: readonly string[]
}

/**
 * Checks the project against all rules; warnings become annotations on lines of the Compose file and are returned.
 * @throws UserError `bad-input` with every error, its place and its fix
 */
export async function validate(
  { model, roles, files, ...options }: Validation,
  runner: Runner,
): Promise<Finding[]> {
  const { log, context } = runner
  const sources = files.map(async (file) => ({
    file,
    text: await readFile(resolve(context.workspace, file), 'utf8'),
  }))
  const findings = checkModel(model, roles, { ...options, files: await Promise.all(sources) })
  const errors = findings.filter(isError)
  for (const { rule, message, fix, place } of findings.filter((one) => !isError(one)))
    log.warning(`${message}\n${fix} [${rule}]`, place)
  warnOfSharedPort(model, roles, runner)
  const [first, ...more] = errors
  if (first === undefined) return findings
  // The caller annotates a single error; several errors get a line each.
  if (more.length > 0)
    for (const { rule, message, fix, place } of errors) log.error(`${message}\n${fix} [${rule}]`, place)
  const refusal = new UserError(
    'bad-input',
    errors.map(({ message, rule }) => `${message} [${rule}]`).join('\n'),
    errors.map(({ fix }) => fix).join('\n'),
    more.length === 0 ? first.place : undefined,
  )
  refusal.report = details('All that was found', findingsList(findings))
  throw refusal
}

/** Without this, Compose would only report "port is already allocated". */
function warnOfSharedPort({ services }: ComposeModel, { web }: Roles, { log }: Runner): void {
  const service = services[web] ?? {}
  const [port] = service.ports ?? []
  if (replicasOf(service) > 1 && /^\d+$/.test(port?.published ?? ''))
    log.info(`${web}: ${replicasOf(service)} replicas with one port; the edge takes ${port?.published} over.`)
}
