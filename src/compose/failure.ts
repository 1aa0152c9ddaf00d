import { posix } from 'node:path'
import { type Place, UserError } from '../errors.ts'
import type { Mirror } from './mirror.ts'

/** Names files as the checkout does, in what Compose says about the mirror of it. */
export interface Naming {
  mirror: Mirror
  /** The Compose file's folder, relative to the workspace. */
  folder: string
  /** The Compose files, relative to the workspace. */
  files: readonly string[]
}

/** What Compose said against the project, in the words of the user's files. */
export function composeFailed(stderr: string, naming: Naming, environmentFile: string): UserError {
  const said = withFileNames(messagesOf(stderr), naming)
  const missing = /(?:env file|Failed to load) (.+?)(?: not found|: open )/.exec(said)?.[1]
  if (missing !== undefined) return missingEnvFile(missing, environmentFile)
  const required = /required variable (\S+) is missing a value(?:: (.*))?/.exec(said)
  if (required !== null)
    return new UserError(
      'bad-input',
      `The Compose file requires the variable ${required[1]}${required[2] ? `: ${required[2]}` : '.'}`,
      `Set ${required[1]} under env: of the step.`,
      placeIn(said, naming),
    )
  return new UserError(
    'bad-input',
    `Docker Compose can't read the project: ${said}`,
    `Try it where the file is: docker compose -f ${naming.files.map((file) => posix.basename(file)).join(' -f ')} config`,
    placeIn(said, naming),
  )
}

/** What Compose warns of, once each, in the words of the user's files. */
export function warningsOf(stderr: string, naming: Naming): string[] {
  const warnings = [...stderr.matchAll(/level=warning msg=("(?:[^"\\]|\\.)*")/g)].map(([, quoted]) =>
    withFileNames(JSON.parse(quoted ?? '""') as string, naming),
  )
  // Unset variables are judged one by one, and the obsolete `version:` changes nothing.
  return [...new Set(warnings)].filter((one) => !/variable is not set|`version` is obsolete/.test(one))
}

function missingEnvFile(missing: string, environmentFile: string): UserError {
  return new UserError(
    'bad-input',
    `The Compose file reads the env file ${missing}, which is not there.`,
    missing === environmentFile
      ? `Give its content with the environment input.`
      : `Give its content with the environment input and its name with environment-file: ${missing} (that input says ${environmentFile}), or commit the file if it holds no secrets.`,
  )
}

function messagesOf(stderr: string): string {
  const lines = stderr
    .split('\n')
    .filter((line) => line.trim() !== '' && !/level=(warning|info|debug) /.test(line))
  // A line of an env file that can't be parsed may be a secret.
  return lines
    .join('\n')
    .replace(/(in variable name|unterminated quoted value) .*/, '$1 (not shown)')
    .trim()
}

function withFileNames(text: string, { mirror }: Naming): string {
  return text.replaceAll(`${mirror.folder}/`, '').replaceAll(`${mirror.root}/`, '/')
}

function placeIn(said: string, { folder, files }: Naming): Place | undefined {
  const named = files.find((file) => said.includes(posix.relative(folder, file)))
  const file = named ?? (files.length === 1 ? files[0] : undefined)
  // Compose 5 says `at L2.C3-L4.C4`: from where the part begins to where it breaks.
  const [, line] = /\b(?:line |L\d+\.C\d+-L|at L)(\d+)/.exec(said) ?? []
  if (file === undefined) return undefined
  return line === undefined ? { file } : { file, line: Number(line) }
}
