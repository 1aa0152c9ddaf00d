import { posix } from 'node:path'
import { type Place, UserError } from '../../errors.ts'
import type { Mirror } from './mirror.ts'
import type { Source } from './place.ts'

/** Translates paths of the mirror in Compose's messages to paths of the checkout. */
export interface Naming {
  mirror: Mirror
  /** The Compose file's folder, relative to the workspace. */
  folder: string
  /** The Compose files, relative to the workspace. */
  files: readonly string[]
  /** The same with their texts. */
  sources: readonly Source[]
  /** The runner's version of Compose. */
  version: string
}

/** The first version with `format: raw` for env files. */
const rawSince = '2.30.0'

/** Turns Compose's error into a UserError that names the user's own files. */
export function composeFailed(stderr: string, naming: Naming, environmentFile: string): UserError {
  const messages = messagesOf(stderr)
  const said = withFileNames(messages, naming)
  const missing = /(?:env file|Failed to load) (.+?)(?: not found|: open )/.exec(messages)?.[1]
  if (missing !== undefined) return missingEnvFile(missing, naming, environmentFile)
  if (/unsupported env_file format "?raw/.test(said))
    return new UserError(
      'bad-input',
      `The Compose file reads an env file with format: raw, which Docker Compose knows since ${rawSince}; the runner has ${naming.version}.`,
      `Use a runner with Docker Compose ${rawSince} or newer, or leave format: raw out and write $$ for each $ in that file.`,
      placeOf('format: raw', naming) ?? placeIn(said, naming),
    )
  const unknownKey = /dditional propert(?:y|ies) '?([\w.-]+)'? (?:is |are )?not allowed/.exec(said)?.[1]
  if (unknownKey !== undefined)
    return new UserError(
      'bad-input',
      `Docker Compose can't read the project: ${said}`,
      `Docker Compose ${naming.version} of the runner does not know the key ${unknownKey}. Correct its name, or, where a newer Compose knows it, use a runner with that one.`,
      placeIn(said, naming),
    )
  const required = /required variable (\S+) is missing a value(?:: (.*))?/.exec(said)
  if (required !== null)
    return new UserError(
      'bad-input',
      `The Compose file requires the variable ${required[1]}${required[2] ? `: ${required[2]}` : '.'}`,
      `${setWhere(required[1] ?? '', environmentFile)}.`,
      placeIn(said, naming),
    )
  return new UserError(
    'bad-input',
    `Docker Compose can't read the project: ${said}`,
    `Try it where the file is: docker compose -f ${naming.files.map((file) => posix.basename(file)).join(' -f ')} config`,
    placeIn(said, naming),
  )
}

/** Returns Compose's warnings, each once, with the names of the user's files. */
export function warningsOf(stderr: string, naming: Naming): string[] {
  const warnings = [...stderr.matchAll(/level=warning msg=("(?:[^"\\]|\\.)*")/g)].map(([, quoted]) =>
    withFileNames(JSON.parse(quoted ?? '""') as string, naming),
  )
  // Unset variables are validated one by one, and the obsolete `version:` has no effect.
  return [...new Set(warnings)].filter((one) => !/variable is not set|`version` is obsolete/.test(one))
}

/** Says where to set a variable that the Compose file itself uses. */
export function setWhere(names: string, environmentFile: string): string {
  return posix.normalize(environmentFile) === '.env'
    ? `Set ${names} in the input environment, which is the file .env, or under env: of the step`
    : `Set ${names} under env: of the step`
}

function missingEnvFile(path: string, naming: Naming, environmentFile: string): UserError {
  const { mirror } = naming
  const isRelative = path.startsWith(`${mirror.top}/`)
  const missing = isRelative ? posix.relative(mirror.folder, path) : withFileNames(path, naming)
  const ways =
    missing === posix.normalize(environmentFile)
      ? `Give its content with the environment input.`
      : isRelative
        ? `Give its content with the environment input and its name with environment-file: ${missing} (that input says ${environmentFile}), or commit the file if it holds no secrets.`
        : `The file is looked for on the runner, where the Compose file is read. Name it relative to the Compose file, such as env_file: ${environmentFile}, and give its content with the environment input.`
  return new UserError(
    'bad-input',
    `The Compose file reads the env file ${missing}, which is not there.`,
    ways,
    placeOf(missing, naming),
  )
}

function messagesOf(stderr: string): string {
  const lines = stderr
    .split('\n')
    .filter((line) => line.trim() !== '' && !/level=(warning|info|debug) /.test(line))
  // An env file's unparsable line may be a secret.
  return lines
    .join('\n')
    .replace(/(in variable name|unterminated quoted value) .*/, '$1 (not shown)')
    .trim()
}

function withFileNames(text: string, { mirror }: Naming): string {
  return text
    .replaceAll(`${mirror.folder}/`, '')
    .replaceAll(`${mirror.root}/`, '/')
    .replaceAll(`${mirror.top}/`, '/')
}

/** The first line with these words, where Compose says none. */
function placeOf(words: string, { sources }: Naming): Place | undefined {
  for (const { file, text } of sources) {
    const index = text.split('\n').findIndex((line) => line.includes(words))
    if (index !== -1) return { file, line: index + 1 }
  }
  return undefined
}

function placeIn(said: string, { folder, files }: Naming): Place | undefined {
  const named = files.find((file) => said.includes(posix.relative(folder, file)))
  const file = named ?? (files.length === 1 ? files[0] : undefined)
  // Compose 5 prints `at L2.C3-L4.C4`: from the start of the part to the position of the error.
  const [, line] = /\b(?:line |L\d+\.C\d+-L|at L)(\d+)/.exec(said) ?? []
  if (file === undefined) return undefined
  return line === undefined ? { file } : { file, line: Number(line) }
}
