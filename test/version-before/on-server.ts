import assert from 'node:assert/strict'
import type { Sandbox, Server } from '../sandbox/sandbox.ts'
import type { LeftContainer, LeftHost } from './left-host.ts'

const root = '/opt/saleor'

/**
 * Makes an empty server what the version before left: its files, its containers made by Compose from the files of their releases, in
 * the same order and with the same names, and those started that ran.
 */
export async function putOnServer(server: Server, left: LeftHost, { registry }: Sandbox): Promise<void> {
  await Promise.all(Object.entries(left.files).map(([path, text]) => write(server, path, text)))
  for (const [path, target] of Object.entries(left.links))
    await run(server, ['ln', '-s', target, `${root}/${path}`], '', server.user)
  if (left.files['undo.log'] !== undefined) await write(server, 'reserve', '\0'.repeat(1_000_000))
  const login = ['docker', 'login', '--username', registry.username, '--password-stdin', registry.address]
  await run(server, login, registry.password)
  for (const release of releasesOf(left)) await create(server, release, left.containers)
  await run(server, ['docker', 'logout', registry.address])
  const { stdout } = await server.docker(['ps', '-a', '--format', '{{.Names}}'])
  const made = stdout.trim().split('\n')
  const names = left.containers.map(({ name }) => name)
  await run(server, ['docker', 'rm', ...made.filter((name) => !names.includes(name))])
  const running = left.containers.filter(({ state }) => state === 'running').map(({ name }) => name)
  await run(server, ['docker', 'start', ...running])
}

/** The ids in the order of time, in which Compose numbered the containers. */
function releasesOf({ files }: LeftHost): string[] {
  const ids = Object.keys(files).flatMap((path) => /^releases\/([^/]+)\/compose\.json$/.exec(path)?.[1] ?? [])
  return ids.sort()
}

/** As `create` of that version did. */
async function create(server: Server, release: string, containers: readonly LeftContainer[]): Promise<void> {
  const services = ['web', 'celery', 'celery-beat']
  const { stdout } = await server.docker(['ps', '-a', '--format', '{{.Label "com.docker.compose.service"}}'])
  const there = stdout.split('\n')
  const replicas = (service: string): number => (service === 'web' ? 2 : 1)
  const scale = services.flatMap((service) => [
    '--scale',
    `${service}=${there.filter((one) => one === service).length + replicas(service)}`,
  ])
  const isFirst = !there.includes('edge')
  await run(server, [
    ...['docker', 'compose', '--progress', 'quiet', '--project-name', 'saleor', '--project-directory', root],
    ...['--env-file', '/dev/null', '-f', `${root}/releases/${release}/compose.json`],
    ...[
      'up',
      '--no-start',
      '--no-recreate',
      '--no-deps',
      ...scale,
      ...services,
      ...(isFirst ? ['edge'] : []),
    ],
  ])
  // The names of a release that was killed and undone before are free again, those of one that served are not.
  const names = containers.filter((one) => one.release === release).map(({ name }) => name)
  const made = await server.docker([
    'ps',
    '-a',
    '--filter',
    `label=saleor-deploy.release=${release}`,
    '--format',
    '{{.Names}}',
  ])
  if (names.length > 0) assert.deepEqual(made.stdout.trim().split('\n').sort(), names.sort())
}

async function write(server: Server, path: string, text: string): Promise<void> {
  const mask = path.startsWith('releases/') ? '077' : '022'
  const script = `umask ${mask}; mkdir -p "$(dirname "$0")" && cat >"$0"`
  await run(server, ['sh', '-c', script, `${root}/${path}`], text, server.user)
}

async function run(server: Server, argv: string[], input = '', user = 'root'): Promise<void> {
  const { code, stdout, stderr } = await server.run(argv, { input, user })
  if (code !== 0) throw new Error(`${server.name}: ${argv.slice(0, 4).join(' ')} …: ${stdout}${stderr}`)
}
