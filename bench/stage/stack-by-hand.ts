import { must } from '../../test/e2e/cluster.ts'
import type { Sandbox, Server, ShopVariant } from '../../test/sandbox/sandbox.ts'

/** The stack's name. */
const stack = 'byhand'

/** How people publish web of a stack where the ingress network has no IPVS: on each node's own port, or behind nginx there. */
export type Publishing = 'host port' | 'nginx'

/** A cluster without this suite: a stack file, and `docker stack deploy` on a manager. */
export interface StackByHand {
  /** Deploys and waits, as `--detach=false` does; gives the exit code. Killed after so many seconds, when told. */
  deploy(variant: ShopVariant, how?: { killAfter?: number; replicas?: number }): Promise<number>
  /** The variants that the services run by their definition, such as `['light-1']`. */
  variants(): Promise<string[]>
  /** Whether no update is at work. */
  isSettled(): Promise<boolean>
}

const nginx = `events {}
http {
  resolver 127.0.0.11 valid=10s;
  server {
    listen 8000;
    location / {
      set $web web;
      proxy_pass http://$web:8000;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }
}
`

const check = [
  'CMD',
  'python3',
  '-c',
  "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health/')",
]

/** The light shop as a stack file with the update settings that Docker's own pages recommend. */
function stackFile(
  image: string,
  environment: Readonly<Record<string, string>>,
  publishing: Publishing,
  replicas: number,
): string {
  const app = { image, environment, stop_grace_period: '40s' }
  const update = (order: 'start-first' | 'stop-first') => ({
    order,
    failure_action: 'rollback',
    monitor: '5s',
  })
  const isBehind = publishing === 'nginx'
  const port = { target: 8000, published: 8000, mode: 'host' }
  const web = {
    ...app,
    healthcheck: { test: check, interval: '2s', timeout: '5s', retries: 3 },
    ...(isBehind ? {} : { ports: [port] }),
    // Two tasks can't have one port of a node: there the old one has to stop first.
    deploy: isBehind
      ? { replicas, endpoint_mode: 'dnsrr', update_config: update('start-first') }
      : { mode: 'global', update_config: update('stop-first') },
  }
  const command = (words: string) => ['celery', '-A', 'saleor.celeryconf:app', words, '-l', 'info']
  const proxy = {
    image: 'nginx:stable',
    ports: [port],
    configs: [{ source: 'nginx', target: '/etc/nginx/nginx.conf' }],
    deploy: { mode: 'global' },
  }
  return JSON.stringify({
    version: '3.8',
    services: {
      celery: { ...app, command: command('worker'), deploy: { update_config: update('start-first') } },
      'celery-beat': { ...app, command: command('beat'), deploy: { update_config: update('stop-first') } },
      web,
      ...(isBehind ? { proxy } : {}),
    },
    ...(isBehind ? { configs: { nginx: { file: '/srv/nginx.conf' } } } : {}),
  })
}

/** Writes the files on a manager; nothing runs yet. */
export async function stackByHand(
  sandbox: Sandbox,
  manager: Server,
  environment: Readonly<Record<string, string>>,
  publishing: Publishing,
): Promise<StackByHand> {
  const { username, password, address } = sandbox.registry
  const write = async (name: string, content: string): Promise<void> => {
    const { code, stderr } = await manager.run(['sh', '-c', `cat >/srv/${name}`], { input: content })
    if (code !== 0) throw new Error(stderr)
  }
  await write('nginx.conf', nginx)
  const login = ['docker', 'login', '--username', username, '--password-stdin', address]
  const { code, stderr } = await manager.run(login, { input: password })
  if (code !== 0) throw new Error(stderr)
  const known = new Map<string, string>()
  const services = async (format: string): Promise<string[]> => {
    const ids = (await must(manager, ['stack', 'services', '--quiet', stack])).split('\n')
    return (await must(manager, ['service', 'inspect', '--format', format, ...ids])).split('\n')
  }
  return {
    async deploy(variant, { killAfter, replicas = 3 } = {}) {
      const { reference } = await sandbox.buildShop(variant)
      known.set(reference, variant)
      await write('stack.json', stackFile(reference, environment, publishing, replicas))
      const deploy =
        'docker stack deploy --detach=false --with-registry-auth --compose-file /srv/stack.json'.split(' ')
      const limit = killAfter === undefined ? [] : ['timeout', '--signal', 'KILL', String(killAfter)]
      return (await manager.run([...limit, ...deploy, stack])).code
    },
    async variants() {
      const images = await services('{{.Spec.TaskTemplate.ContainerSpec.Image}}')
      return [...new Set(images.flatMap((image) => known.get(image) ?? []))].toSorted()
    },
    async isSettled() {
      const states = await services('{{with .UpdateStatus}}{{.State}}{{end}}')
      return !states.some((state) => /updating|rollback_started/.test(state))
    },
  }
}
