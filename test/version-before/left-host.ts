import { readFileSync } from 'node:fs'

/** A container as `docker ps` has it. */
export interface LeftContainer {
  name: string
  service: string
  /** The id of its release, empty for the edge. */
  release: string
  state: string
}

/** What a version before left on a host: the deployment's folder, and the containers. */
export interface LeftHost {
  /** By their path in the deployment's folder. */
  files: Readonly<Record<string, string>>
  links: Readonly<Record<string, string>>
  containers: readonly LeftContainer[]
}

/** A host as it is kept in `fixtures`: texts as lines, with placeholders for what is another one in each sandbox. */
export interface KeptHost {
  files: Record<string, string[]>
  /** What the log's lines `put FILE MODE {{put N}}` write, which have it as base64. */
  puts: string[][]
  links: Record<string, string>
  containers: LeftContainer[]
}

/** What stands for the placeholders. */
export interface Values {
  /** The deployment's folder. */
  root: string
  /** The host's name in the inputs. */
  host: string
  registry: string
  /** The digests of the two images, without `sha256:`. */
  digests: Readonly<Record<DeployedVariant, string>>
  /** Variables of the shop that are secret or belong to one sandbox. */
  environment: Readonly<Record<PrivateVariable, string>>
}

/** The images that were deployed, one after the other, then the first one again. */
export const deployedVariants = ['light-1', 'light-2'] as const
export type DeployedVariant = (typeof deployedVariants)[number]

/** The variables that no fixture holds. */
export const privateVariables = [
  ...(['SECRET_KEY', 'RSA_PRIVATE_KEY', 'DATABASE_URL'] as const),
  ...(['REDIS_URL', 'CACHE_URL', 'CELERY_BROKER_URL'] as const),
] as const
export type PrivateVariable = (typeof privateVariables)[number]

/** The host before each of the others: two releases, deployed one after the other. */
export const before = 'two-releases'

/** The states in which a host was left, by the names of their files. */
export const leftInHalf = ['created', 'scheduler', 'switched', 'committed', 'rolled-back'] as const
export type LeftInHalf = (typeof leftInHalf)[number]

/** Reads what was left. A file that is as before is kept only there. */
export function leftHost(name: typeof before | LeftInHalf | 'closed', values: Values): LeftHost {
  const [base, own] = [readKept(before), readKept(name)]
  const fill = (text: string): string => filled(text, values)
  const puts = own.puts.map((lines) => Buffer.from(fill(lines.join('\n'))).toString('base64'))
  const files = Object.entries({ ...base.files, ...own.files }).map(([path, lines]): [string, string] => [
    fill(path),
    fill(lines.join('\n')).replace(/\{\{put (\d+)\}\}/g, (_, number) => puts[Number(number)] ?? ''),
  ])
  return {
    files: Object.fromEntries(files),
    links: Object.fromEntries(Object.entries(own.links).map(([path, target]) => [path, fill(target)])),
    containers: own.containers.map((one) => ({ ...one, release: fill(one.release) })),
  }
}

/** The placeholders of what is the same in all files, with what they stand for; the longer ones first. */
export function placeholders({
  root,
  host,
  registry,
  digests,
}: Omit<Values, 'environment'>): [string, string][] {
  const images = deployedVariants.flatMap((variant): [string, string][] => [
    [`{{digest of ${variant}}}`, digests[variant]],
    [`{{${variant}}}`, digests[variant].slice(0, 12)],
  ])
  return [['{{root}}', root], ['{{host}}', host], ['{{registry}}', registry], ...images]
}

function filled(text: string, values: Values): string {
  const general = placeholders(values)
  // They stand in Compose's JSON alone, where a dollar sign begins a variable.
  const variables = privateVariables.map((name): [string, string] => [
    `{{${name}}}`,
    JSON.stringify(values.environment[name].replaceAll('$', '$$$$')).slice(1, -1),
  ])
  return [...general, ...variables].reduce((now, [mark, value]) => now.replaceAll(mark, () => value), text)
}

function readKept(name: string): KeptHost {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')) as KeptHost
}
