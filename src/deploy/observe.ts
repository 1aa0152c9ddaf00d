import { releaseLabel } from '../compose/render.ts'
import { readMaintenance, readUpstreams } from '../edge/config.ts'
import { StepFailed, UserError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { look } from '../host/look.ts'
import { type Command, shellLine } from '../host/quote.ts'
import { readStore, storeQuestions } from '../release/store.ts'
import type { Ran } from '../runner/process.ts'
import { type Container, edgeLabel, type Observed } from './observed.ts'
import type { Wanted } from './wanted.ts'

const separator = '\t'

/** What is asked of each container; {@link readContainers} reads it back. */
export const containerFormat = [
  '{{.Names}}',
  '{{.Label "com.docker.compose.service"}}',
  '{{.State}}',
  `{{.Label "${releaseLabel}"}}`,
  `{{.Label "${edgeLabel}"}}`,
  '{{.Image}}',
  '{{.Label "com.docker.compose.oneoff"}}',
].join(separator)

/**
 * Looks at a host; changes nothing. All questions are asked at once, so that it takes the time of the slowest.
 * @throws UserError `not-ready` when Docker or Compose can't be used by the SSH user
 */
export async function observe(host: Host, wanted: Wanted): Promise<Observed> {
  const { root, model, release, publicPort } = wanted
  const project = `label=com.docker.compose.project=${model.name}`
  const [
    version,
    compose,
    containers,
    networks,
    config,
    map,
    disk,
    rootDisk,
    publishers,
    listening,
    image,
    writable,
    liveImage,
    images,
    history,
    ...store
  ] = await look(host, [
    asked('version', '--format', '{{.Server.Version}} {{.Server.Arch}}'),
    ['docker', 'compose', 'version', '--short'],
    asked('ps', '-a', '--filter', project, '--format', containerFormat),
    asked('network', 'ls', '--format', '{{.Name}}'),
    ['cat', `${root}/edge/haproxy.cfg`],
    ['cat', `${root}/edge/releases.map`],
    // Where Docker keeps images is a setting of the engine.
    ['bash', '-c', `df -Pk "$(${shellLine(asked('info', '--format', '{{.DockerRootDir}}'))})"`],
    ['df', '-Pk', root],
    asked('ps', '--filter', `publish=${publicPort}`, '--format', '{{.Names}}'),
    ['ss', '-Hltn', `sport = :${publicPort}`],
    asked('image', 'inspect', '--format', '{{.Id}}', release.image),
    ['test', '-w', root],
    ['bash', '-c', liveImageSize, 'size', `${root}/live/release.json`],
    asked('image', 'ls', '--digests', '--format', '{{.Repository}}@{{.Digest}}'),
    ['stat', '-c', '%s', `${root}/events.log`],
    ...storeQuestions(root),
  ])
  // An answer that is missing must not be taken for an empty one.
  const silent = [version, containers, networks, publishers].find(({ code }) => code !== 0)
  usable(host.name, silent ?? version, compose)
  const [engine = '', architecture = ''] = version.stdout.trim().split(' ')
  const upstreams = readUpstreams(contentOf(config))
  return {
    host: host.name,
    engine,
    architecture,
    compose: compose.stdout.trim(),
    containers: readContainers(containers.stdout),
    networks: networks.stdout.split('\n').filter((name) => name !== ''),
    ...readStore(store),
    images: contentOf(images).split('\n'),
    edgeConfig: contentOf(config),
    releaseMap: contentOf(map),
    upstreams: upstreams.filter(({ warm }) => warm !== true),
    warm: upstreams.filter(({ warm }) => warm === true),
    maintenance: readMaintenance(contentOf(config)),
    history: Number(contentOf(history)),
    freeBytes: freeBytes(disk),
    freeInRoot: freeBytes(rootDisk),
    portHolder:
      publishers.stdout.split('\n')[0] ||
      (listening.code !== 0 || listening.stdout.trim() === '' ? undefined : 'a program'),
    imagePresent: image.code === 0,
    writable: writable.code === 0,
    imageBytes: Number(liveImage.stdout.trim()) || 0,
  }
}

/** The record is one line of JSON, written by us; no JSON tool can be counted on. */
const liveImageSize = `docker image inspect --format '{{.Size}}' "$(sed -n 's/.*"image":"\\([^"]*\\)".*/\\1/p' "$1")"`

/** Reads the lines of `docker ps`; one-off containers (`compose run`) are no part of the service. Exported for tests. */
export function readContainers(output: string): Container[] {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(separator))
    .filter(([, , , , , , oneOff]) => oneOff !== 'True')
    .map(([name = '', service = '', state = '', release = '', edge = '', image = '']) => ({
      name,
      service,
      state,
      release,
      edge,
      image,
    }))
}

/** A file's content, empty when there is none: what `cat` says then is no content. */
function contentOf({ code, stdout }: Ran): string {
  return code === 0 ? stdout : ''
}

/** What `df` says is free; where it can't tell, nothing stands against the deploy. */
function freeBytes({ code, stdout }: Ran): number {
  const kilobytes = stdout.trim().split('\n').at(-1)?.split(/\s+/)[3]
  return code === 0 && kilobytes !== undefined ? Number(kilobytes) * 1024 : Number.POSITIVE_INFINITY
}

/** An engine that hangs takes the connection and never answers. */
const patienceSeconds = 20

function asked(...words: readonly string[]): Command {
  return ['timeout', String(patienceSeconds), 'docker', ...words]
}

function usable(host: string, engine: Ran, compose: Ran): void {
  const said = engine.stdout.trim()
  if (/permission denied/i.test(said))
    throw new UserError(
      'not-ready',
      `${host}: the SSH user may not use Docker: ${said}`,
      'On the server: sudo usermod -aG docker "$USER", then log in again.',
    )
  if (engine.code === 127)
    throw new UserError(
      'not-ready',
      `${host}: Docker is not installed.`,
      'Install it: https://docs.docker.com/engine/install/',
    )
  if (engine.code !== 0)
    throw new UserError(
      'not-ready',
      `${host}: the Docker Engine does not answer: ${said || `nothing within ${patienceSeconds} s`}`,
      'On the server: sudo systemctl start docker; when it hangs, restart.',
    )
  if (compose.code !== 0)
    throw new UserError(
      'not-ready',
      `${host}: Docker Compose v2 is not installed.`,
      'On the server: sudo apt-get install docker-compose-plugin',
    )
}

/** What `docker` said when it failed, as evidence. */
export function dockerFailed(
  reason: 'start-failed' | 'pull-failed' | 'switch-failed',
  host: string,
  what: string,
) {
  return (ran: Ran): StepFailed =>
    new StepFailed(reason, `${host}: ${what} failed: ${causeIn(ran)}`, `${ran.stdout}${ran.stderr}`.trim())
}

/** The engine's own words where there are any: after them `docker start` only counts what failed. Else the last line. */
function causeIn(ran: Ran): string {
  const lines = `${ran.stdout}\n${ran.stderr}`.trim().split('\n')
  const engine = lines.find((line) => line.startsWith('Error response from daemon: '))
  return engine ?? (lines.at(-1) || `exit code ${ran.code}`)
}
