import type { Command } from '../../host/quote.ts'
import { parseRelease, type Release, type Store } from '../../model/release/release.ts'
import type { LiveRecord, Stack } from '../../model/swarm.ts'

/** The labels of what the cluster holds for a project. */
export const labels = {
  project: 'saleor-deploy.project',
  root: 'saleor-deploy.root',
  record: 'saleor-deploy.record',
  objects: 'saleor-deploy.objects',
  release: 'saleor-deploy.release',
  previous: 'saleor-deploy.previous',
  file: 'saleor-deploy.file',
} as const

/** Prints a line for each config, then for each secret of a project: kind, name, labels as JSON. */
const listing = `for kind in config secret; do
  ids=$(docker "$kind" ls -q --filter "label=$1") || exit
  [ -z "$ids" ] || docker "$kind" inspect --format "$kind {{.Spec.Name}} {{json .Spec.Labels}}" $ids || exit
done`

/** Asks a manager for all that the cluster holds with a label; {@link readRecords} parses the answer. */
export function recordsQuestion(label: 'project' | 'root', value: string): Command {
  return ['bash', '-c', listing, 'records', `${labels[label]}=${value}`]
}

/** Asks for the content of a config. */
export function contentQuestion(name: string): Command {
  return ['docker', 'config', 'inspect', '--format', '{{printf "%s" .Spec.Data}}', name]
}

/** What the cluster holds for a project. */
export interface Records {
  /** The projects that these records are of: more than one only where two were given the same folder. */
  projects: readonly string[]
  live: LiveRecord | undefined
  releases: readonly Release[]
  /** The configs and secrets that each release's stack names, by the release's id. */
  objects: Readonly<Record<string, readonly string[]>>
  /** All configs and secrets with files of the project. */
  files: readonly { kind: 'config' | 'secret'; name: string }[]
  /** The numbers of all records of live releases. */
  numbers: readonly number[]
}

/** Parses the answer to {@link recordsQuestion}. Pure. */
export function readRecords(output: string): Records {
  const all = output.split('\n').flatMap((line) => {
    const [, kind, name = '', json = ''] = /^(config|secret) (\S+) (.*)$/.exec(line) ?? []
    return kind === undefined
      ? []
      : [{ kind: kind as 'config' | 'secret', name, told: JSON.parse(json) as Told }]
  })
  const lives = all.flatMap(({ name, told }): LiveRecord[] => {
    const number = numberIn(told[labels.project] ?? '', name)
    const release = told[labels.release]
    return number === undefined || release === undefined
      ? []
      : [{ number, release, previous: told[labels.previous] || undefined }]
  })
  const recorded = all.flatMap(({ told }) => {
    const release = parseRelease(told[labels.record] ?? '')
    return release === undefined
      ? []
      : [{ release, objects: (told[labels.objects] ?? '').split(',').filter(Boolean) }]
  })
  return {
    projects: [...new Set(all.flatMap(({ told }) => told[labels.project] ?? []))],
    live: lives.toSorted((one, other) => other.number - one.number)[0],
    releases: recorded.map(({ release }) => release),
    objects: Object.fromEntries(recorded.map(({ release, objects }) => [release.id, objects])),
    files: all.flatMap(({ kind, name, told }) => (told[labels.file] === undefined ? [] : [{ kind, name }])),
    numbers: lives.map(({ number }) => number),
  }
}

type Told = Readonly<Record<string, string | undefined>>

/** The releases as the rest of the suite knows them. Pure. */
export function storeOf({ live, releases }: Pick<Records, 'live' | 'releases'>): Store {
  return {
    live: releases.find(({ id }) => id === live?.release),
    previous: live?.previous,
    releases,
  }
}

/** The name of the config with a release's stack. */
export function releaseConfig(project: string, release: string): string {
  return `${project}.${release}`
}

/** The name of the record with this number. */
export function liveConfig(project: string, number: number): string {
  return `${project}.live.${number}`
}

/** The configs and secrets that a stack names. Pure. */
export function objectsIn({ configs, secrets }: Stack): string[] {
  return [...Object.keys(configs ?? {}), ...Object.keys(secrets ?? {})]
}

function numberIn(project: string, name: string): number | undefined {
  const [prefix, number] = [`${project}.live.`, Number(name.split('.').at(-1))]
  return name.startsWith(prefix) && Number.isInteger(number) ? number : undefined
}
