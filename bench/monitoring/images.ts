import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { must, works } from '../../scripts/setup/command.ts'
import type { Server } from '../../test/sandbox/sandbox.ts'

/** The stage of the Dockerfile beside this file that stands in for an image of the Compose file, by service. */
const standIns = [
  'prometheus',
  'alertmanager',
  'node-exporter',
  'postgres-exporter',
  'redis-exporter',
  'cadvisor',
  'celery-exporter',
]

/** Where checkouts of programs are that no package has, by service. */
export type Checkouts = Readonly<Record<string, string>>

const built = join(import.meta.dirname, '../../.sandbox/monitoring')

/**
 * Brings the images of the services onto a server: those that the runner has, pulls those that it can, and builds stand-ins
 * for the others. Returns what each service runs, for the report.
 * @throws Error for a program that needs a checkout and has none
 */
export async function bringImages(
  server: Server,
  images: Readonly<Record<string, string>>,
  checkouts: Checkouts,
): Promise<Record<string, string>> {
  const origin: Record<string, string> = {}
  for (const [service, image] of Object.entries(images)) {
    const label = ['docker', 'image', 'inspect', '--format', '{{index .Config.Labels "stand-in"}}', image]
    const has = async (): Promise<boolean> => await works(label)
    if (!(await has()) && !(await works(['timeout', '120', 'docker', 'pull', '--quiet', image])))
      await build(service, image, checkouts)
    origin[service] = (await must(label)) === '' ? 'official image' : 'stand-in of Debian packages'
  }
  await load(server, Object.values(images))
  return origin
}

/** Loads the images that the server does not have as they are here. */
async function load(server: Server, images: readonly string[]): Promise<void> {
  const id = ['image', 'inspect', '--format', '{{.Id}}']
  const missing: string[] = []
  for (const image of images) {
    const there = await server.docker([...id, image])
    if (there.stdout.trim() !== (await must(['docker', ...id, image]))) missing.push(image)
  }
  const script = 'name=$1; shift; docker save "$@" | docker exec -i "$name" docker load --quiet'
  if (missing.length > 0)
    await must(['bash', '-o', 'pipefail', '-c', script, 'load', server.name, ...missing])
}

async function build(service: string, image: string, checkouts: Checkouts): Promise<void> {
  if (!standIns.includes(service)) throw new Error(`${image} can't be pulled, and nothing stands in for it`)
  mkdirSync(built, { recursive: true })
  if (service === 'cadvisor') await buildCadvisor(checkoutOf(service, checkouts))
  if (service === 'celery-exporter') await buildCeleryExporter(checkoutOf(service, checkouts))
  console.error(`${image} can't be pulled: building a stand-in`)
  await must([
    ...['docker', 'build', '--provenance=false', '--label', 'stand-in=yes', '--target', service],
    ...['--build-context', `built=${built}`, '--tag', image, join(import.meta.dirname)],
  ])
}

function checkoutOf(service: string, checkouts: Checkouts): string {
  const folder = checkouts[service]
  if (folder !== undefined) return folder
  throw new Error(
    `${service} can't be pulled and is in no package: give ${service}=FOLDER, a checkout of its repository`,
  )
}

async function buildCadvisor(checkout: string): Promise<void> {
  await must(['go', 'build', '-trimpath', '-o', join(built, 'cadvisor'), '.'], {
    ...{ cwd: join(checkout, 'cmd'), env: { CGO_ENABLED: '0' } },
  })
}

/** Its program, and the libraries that its pyproject.toml names. */
async function buildCeleryExporter(checkout: string): Promise<void> {
  const target = join(built, 'celery-exporter')
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  await must(['cp', '-r', join(checkout, 'cli.py'), join(checkout, 'src'), target])
  const libraries = [
    ...[
      'celery>=5.5.2,<5.6',
      'prometheus-client>=0.21.1,<0.22',
      'click>=8.1.8,<9',
      'pretty-errors>=1.2.25,<2',
    ],
    ...['loguru>=0.7.3,<0.8', 'redis>=5.2,<6', 'Flask>=3.1,<4', 'waitress>=3.0.2,<4', 'arrow>=1.3,<2'],
    'timy>=0.4.2,<0.5',
    'async-timeout',
  ]
  await must(['pip', 'install', '--quiet', '--upgrade', '--target', join(target, 'libraries'), ...libraries])
}
