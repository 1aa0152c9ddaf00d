import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { must } from '../../scripts/setup/command.ts'
import type { Server } from '../../test/sandbox/sandbox.ts'

const example = join(import.meta.dirname, '../../workflows-examples/monitoring')
const folder = '/opt/saleor-monitoring'

interface Project {
  services: Record<string, { image: string }>
}

/** The services of the example with their images; Grafana draws alone, and its queries are asked without it. */
export function exampleImages(): Record<string, string> {
  const { services } = parse(readFileSync(join(example, 'docker-compose.yml'), 'utf8')) as Project
  return Object.fromEntries(
    Object.entries(services).flatMap(([name, { image }]) => (name === 'grafana' ? [] : [[name, image]])),
  )
}

/** The queries of the example's dashboard, by the panel that shows them. */
export function dashboardQueries(): { panel: string; query: string }[] {
  const { panels } = JSON.parse(readFileSync(join(example, 'grafana/shop.json'), 'utf8')) as {
    panels: { title: string; targets: { expr: string }[] }[]
  }
  return panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ panel: title, query: expr })))
}

/** The example's rule for a deploy's mark in the dashboard. */
export function deployMark(): string {
  const { annotations } = JSON.parse(readFileSync(join(example, 'grafana/shop.json'), 'utf8')) as {
    annotations: { list: { name: string; expr: string }[] }
  }
  return annotations.list.find(({ name }) => name === 'Deploys')?.expr ?? ''
}

/** The names of all alerts of the example. */
export function exampleAlerts(): string[] {
  return [...readFileSync(join(example, 'alerts.yml'), 'utf8').matchAll(/- alert: (\w+)/g)].map(
    ([, name = '']) => name,
  )
}

/** Rules in which time goes faster: all ranges, waits and horizons are divided, and no limit is changed. */
export function hurried(rules: string, speed: number): string {
  const seconds = { s: 1, m: 60, h: 3600, d: 86_400 }
  const faster = (count: string, unit: string): string =>
    `${Math.max(1, Math.round((Number(count) * seconds[unit as keyof typeof seconds]) / speed))}s`
  return rules
    .replace(
      /^( +for: )(\d+)([smhd])$/gm,
      (_, start: string, count: string, unit: string) => start + faster(count, unit),
    )
    .replace(/\[(\d+)([smhd])\]/g, (_, count: string, unit: string) => `[${faster(count, unit)}]`)
    .replace('24 * 3600', `24 * 3600 / ${speed}`)
    .replace('> 5 * 60', `> 5 * 60 / ${speed}`)
}

/** What the sandbox's servers can't give: all capabilities, as they are containers themselves. */
const sandboxOnly = `services:
  cadvisor:
    privileged: !reset false
    cap_add: [SYSLOG]
  celery-exporter:
    environment:
      CE_WORKER_TIMEOUT: '10'
`

/**
 * Starts the example beside the shop on a server, with time going faster.
 */
export async function startStack(server: Server, speed: number): Promise<void> {
  const settings = parse(readFileSync(join(example, 'prometheus.yml'), 'utf8')) as { global: object }
  // Every 3 s at least: a busy machine needs its time to answer.
  settings.global = { scrape_interval: '3s', evaluation_interval: '2s' }
  const sql =
    "CREATE USER monitoring PASSWORD 'watching'; GRANT pg_monitor TO monitoring; GRANT CONNECT ON DATABASE saleor TO monitoring"
  await on(server, `docker exec saleor-db-1 psql -qU saleor -c "$1"`, sql)
  await on(
    server,
    'docker compose --project-name monitoring down --volumes --timeout 1; rm -rf "$1"; mkdir -p "$1"',
    folder,
  )
  await must([
    'bash',
    '-o',
    'pipefail',
    '-c',
    'tar -cC "$1" . | docker exec -i "$2" tar -xC "$3"',
    'copy',
    example,
    server.name,
    folder,
  ])
  const files = {
    '.env':
      'GRAFANA_PASSWORD=unused\nMONITORING_DATABASE_URL=postgres://monitoring:watching@db:5432/saleor?sslmode=disable\n',
    'webhook-url': '',
    'prometheus.yml': stringify(settings),
    'alerts.yml': hurried(readFileSync(join(example, 'alerts.yml'), 'utf8'), speed),
    'alertmanager.yml': readFileSync(join(example, 'alertmanager.yml'), 'utf8').replace(
      'group_wait: 30s',
      'group_wait: 2s\n  group_interval: 5s',
    ),
    'sandbox.yml': sandboxOnly,
  }
  for (const [name, text] of Object.entries(files))
    await server.run(['bash', '-c', 'cat >"$1"', 'write', `${folder}/${name}`], { input: text })
  // A server with systemd shares its mounts already; the node exporter wants to see them.
  await on(
    server,
    'mount --make-rshared /; [ -e /dev/kmsg ] || mknod /dev/kmsg c 1 11; chown 65534 "$1/webhook-url"; chmod 600 "$1/webhook-url"',
    folder,
  )
  await on(
    server,
    'cd "$1" && docker compose -f docker-compose.yml -f sandbox.yml up --detach --no-build --pull never --scale grafana=0',
    folder,
  )
}

/** Lets Alertmanager send to this address from now on: it reads the file each time. */
export async function sendAlertsTo(server: Server, webhook: string): Promise<void> {
  const { code, stderr } = await server.run(['bash', '-c', 'cat >"$1/webhook-url"', 'send', folder], {
    input: webhook,
  })
  if (code !== 0) throw new Error(stderr)
}

/** Runs a script as root on a server. @throws Error with its complaint */
export async function on(server: Server, script: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await server.run(['bash', '-c', script, 'on', ...args])
  if (code !== 0) throw new Error(`${script}: ${stderr || stdout}`)
  return stdout.trim()
}
