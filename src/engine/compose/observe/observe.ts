import { hostPaths } from '../../../compose/host-paths.ts'
import { definitionLabel, partsLabel, releaseLabel, roleLabel } from '../../../compose/labels.ts'
import { readMaintenance, readUpstreams } from '../../../edge/config.ts'
import { StepFailed } from '../../../errors.ts'
import type { Host } from '../../../host/host.ts'
import { inspect } from '../../../host/inspect.ts'
import { type Command, shellLine } from '../../../host/quote.ts'
import { type DesiredState, imagesHere } from '../../../model/desired.ts'
import { type Container, edgeLabel, type ObservedState } from '../../../model/observed.ts'
import { allWords, lastWords } from '../../../runner/last-words.ts'
import type { Ran } from '../../../runner/ran.ts'
import { holdersQuestion, readHolders } from './port-holders.ts'
import { refusalOf } from './refusal.ts'
import { readStore, storeQuestions } from './releases.ts'
import { assertUsable, isRootless, rootless } from './usable.ts'

const separator = '\t'

/** The `docker ps` format for containers; {@link readContainers} parses it. */
export const containerFormat = [
  '{{.Names}}',
  '{{.Label "com.docker.compose.service"}}',
  '{{.State}}',
  `{{.Label "${releaseLabel}"}}`,
  `{{.Label "${edgeLabel}"}}`,
  '{{.Image}}',
  '{{.Label "com.docker.compose.oneoff"}}',
  `{{.Label "${definitionLabel}"}}`,
  `{{.Label "${partsLabel}"}}`,
  `{{.Label "${roleLabel}"}}`,
].join(separator)

/**
 * Observes a host and changes nothing. All questions run at once, so that it takes as long as the slowest.
 * @throws UserError `not-ready` when Docker or Compose can't be used by the SSH user, `host-unresponsive` when it hangs
 */
export async function observe(host: Host, desired: DesiredState): Promise<ObservedState> {
  const { root, model, publicPort, edge } = desired
  const project = `label=com.docker.compose.project=${model.name}`
  const [
    version,
    compose,
    containers,
    networks,
    volumes,
    config,
    map,
    disk,
    rootDisk,
    publishers,
    listening,
    image,
    writable,
    liveImages,
    images,
    history,
    missing,
    otherPorts,
    ...store
  ] = await inspect(host, [
    ['docker', 'version', '--format', '{{.Server.Version}} {{.Server.Arch}}'],
    ['docker', 'compose', 'version', '--short'],
    // Only the full form shows an image's digest.
    ['docker', 'ps', '-a', '--no-trunc', '--filter', project, '--format', containerFormat],
    ['docker', 'network', 'ls', '--format', '{{.Name}}'],
    ['docker', 'volume', 'ls', '--format', '{{.Name}}'],
    ['cat', `${root}/edge/haproxy.cfg`],
    ['cat', `${root}/edge/releases.map`],
    // The folder where Docker keeps images is a setting of the engine.
    ['bash', '-c', `df -Pk "$(${shellLine(['docker', 'info', '--format', '{{.DockerRootDir}}'])})"`],
    ['df', '-Pk', root],
    ...portQuestions(publicPort),
    ['docker', 'image', 'inspect', '--format', '{{.Id}}', ...imagesHere(desired)],
    ['test', '-w', root],
    ['bash', '-c', liveImageSizes, 'sizes', `${root}/live/release.json`],
    [
      'docker',
      'image',
      'ls',
      '--digests',
      '--format',
      '{{.Repository}}@{{.Digest}}\n{{.Repository}}:{{.Tag}}',
    ],
    ['stat', '-c', '%s', `${root}/events.log`],
    ['bash', '-c', missingPaths, 'missing', ...new Set(hostPaths(model, root).map(({ path }) => path))],
    holdersQuestion(edge.otherWeb ?? []),
    ...storeQuestions(root),
  ])
  // A missing answer must not be taken for an empty one.
  const silent = [version, containers, networks, publishers].find(({ code }) => code !== 0)
  if (silent !== undefined && (await isRootless(host))) throw rootless(host.name)
  assertUsable(host.name, silent ?? version, compose)
  const composeRefuses = await refusalOf(host, desired, compose.stdout.trim())
  const [engine = '', architecture = ''] = version.stdout.trim().split(' ')
  const upstreams = readUpstreams(contentOf(config))
  return {
    host: host.name,
    engine,
    architecture,
    compose: compose.stdout.trim(),
    composeRefuses,
    containers: readContainers(containers.stdout),
    networks: networks.stdout.split('\n').filter((name) => name !== ''),
    volumes: volumes.code === 0 ? volumes.stdout.split('\n').filter((name) => name !== '') : undefined,
    ...readStore(host.name, store),
    images: contentOf(images).split('\n'),
    edgeConfig: contentOf(config),
    releaseMap: contentOf(map),
    upstreams: upstreams.filter(({ warm }) => warm !== true),
    warm: upstreams.filter(({ warm }) => warm === true),
    maintenance: readMaintenance(contentOf(config)),
    history: Number(contentOf(history)),
    missingPaths: contentOf(missing).split('\n').filter(Boolean),
    freeBytes: freeBytes(disk),
    freeInRoot: freeBytes(rootDisk),
    portHolder:
      publishers.stdout.split('\n')[0] ||
      (listening.code !== 0 || listening.stdout.trim() === '' ? undefined : 'a program'),
    otherPortHolders: readHolders(contentOf(otherPorts)),
    imagePresent: image.code === 0,
    writable: writable.code === 0,
    imageBytes: sum(liveImages.stdout),
  }
}

/** A path that the SSH user may not examine does not count as missing. */
const missingPaths = `for path; do
  LC_ALL=C stat -- "$path" 2>&1 >/dev/null | grep -qE ': (No such file or directory|Not a directory)$' && printf '%s\\n' "$path"
done; :`
/** Finds what holds the port; nothing is asked when no port is published. */
function portQuestions(port: number): [Command, Command] {
  if (port === 0) return [['true'], ['true']]
  const publishers = ['docker', 'ps', '--filter', `publish=${port}`, '--format', '{{.Names}}']
  return [publishers, ['ss', '-Hltn', `sport = :${port}`]]
}

/** The record is one line of JSON that we wrote; the host may have no JSON tool. Only images have a name before their digest. */
const liveImageSizes = `docker image inspect --format '{{.Size}}' $(grep -o '[^"]*@sha256:[0-9a-f]*' "$1")`

function sum(output: string): number {
  return output.split('\n').reduce((all, line) => all + (Number(line) || 0), 0)
}

/** Parses the lines of `docker ps`. One-off containers (`compose run`) don't belong to the service. Exported for tests. */
export function readContainers(output: string): Container[] {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(separator))
    .filter(([, , , , , , oneOff]) => oneOff !== 'True')
    .map(
      ([
        name = '',
        service = '',
        state = '',
        release = '',
        edge = '',
        image = '',
        ,
        definition = '',
        parts = '',
        role = '',
      ]) => ({
        ...{ name, service, state, release, edge, image },
        ...(role === '' ? {} : { role }),
        ...(definition === '' ? {} : { definition, parts: readParts(parts) }),
      }),
    )
}

/** A label that people have changed counts as empty. */
function readParts(json: string): Record<string, string> {
  try {
    return (JSON.parse(json) as Record<string, string> | null) ?? {}
  } catch {
    return {}
  }
}

/** A file's content; empty when the file is missing, as the output of `cat` is then no content. */
function contentOf({ code, stdout }: Ran): string {
  return code === 0 ? stdout : ''
}

/** The free space from `df`; when unknown, it does not prevent the deploy. */
function freeBytes({ code, stdout }: Ran): number {
  const kilobytes = stdout.trim().split('\n').at(-1)?.split(/\s+/)[3]
  return code === 0 && kilobytes !== undefined ? Number(kilobytes) * 1024 : Number.POSITIVE_INFINITY
}

/** The failure of a `docker` command, with its output as evidence. */
export function dockerFailed(
  reason: 'start-failed' | 'pull-failed' | 'switch-failed',
  host: string,
  what: string,
) {
  return (ran: Ran): StepFailed =>
    new StepFailed(reason, `${host}: ${what} failed: ${causeIn(ran)}`, `${ran.stdout}${ran.stderr}`.trim())
}

/** The engine's own error when there is one, as `docker start` only counts failures after it. Else the last line. */
function causeIn(ran: Ran): string {
  const engine = allWords(ran)
    .split('\n')
    .find((line) => line.startsWith('Error response from daemon: '))
  return engine ?? lastWords(ran)
}
