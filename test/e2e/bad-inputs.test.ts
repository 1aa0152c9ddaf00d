import { beforeAll, describe, expect, it } from 'vitest'
import { checkout, guide, mistakes, secrets } from '../host/mistakes.ts'
import { faultsOf } from '../host/refused.ts'
import { registryAddress } from '../sandbox/names.ts'
import { withNewerCompose } from '../sandbox/newer-compose.ts'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { runDist } from './run-dist.ts'
import { footprintOf } from './serves-alone.ts'
import { type DeployOptions, type ShopOnServer, shopOnServer } from './shop-on-server.ts'

describe.concurrent.each(mistakes)('%s', (action, usual, kinds) => {
  it.each(kinds)(
    `The action ${action} stops with a clear error: $title`,
    async ({ inputs, compose, files, env, reason = 'bad-input', reporting }) => {
      const usualFiles = {
        'docker-compose.staging.yml': compose?.(guide) ?? guide,
        Dockerfile: 'FROM scratch\n',
      }
      const ran = await runDist(action, {
        inputs: { ...usual, ...inputs },
        cwd: checkout({ ...usualFiles, ...files }),
        ...(env === undefined ? {} : { env }),
      })
      expect(faultsOf(ran, { reason, reporting, secrets })).toEqual([])
    },
  )
})

/** A state of the server in which a deploy must not begin. */
interface HostMistake extends DeployOptions {
  title: string
  /** Brings it about and takes it back, as root. */
  state?: { make: string; fix: string }
  reason?: string
  reporting: (string | RegExp)[]
}

/** Not in the registry, and so not on the server either. */
const newImage = `${registryAddress}/shop/saleor@sha256:${'4'.repeat(64)}`
const onPort = (port: number) => (text: string) => text.replace('"8000:8000"', `"${port}:8000"`)
/** Another release, of the image that is there. */
const changed = { replicas: '2' }
const plugins = '/home/deploy/.docker/cli-plugins'
const fakeCompose = `#!/bin/sh
case $1 in docker-cli-plugin-metadata) echo '{"SchemaVersion":"0.1.0","Vendor":"x","Version":"v2.10.2"}' ;; *) echo 2.10.2 ;; esac`
const systemCompose = '/usr/libexec/docker/cli-plugins/docker-compose'

const states: HostMistake[] = [
  {
    title: 'no engine that runs',
    state: { make: 'mv /run/docker.sock /run/away', fix: 'mv /run/away /run/docker.sock' },
    reporting: ['the Docker Engine does not answer', 'systemctl start docker'],
  },
  {
    title: 'no Docker at all',
    state: { make: 'mv /usr/bin/docker /usr/bin/away', fix: 'mv /usr/bin/away /usr/bin/docker' },
    reporting: ['Docker is not installed', 'https://docs.docker.com'],
  },
  {
    title: 'a user who may not use Docker',
    state: { make: 'gpasswd -d deploy docker', fix: 'gpasswd -a deploy docker' },
    reporting: ['the SSH user may not use Docker', 'usermod -aG docker'],
  },
  {
    title: 'no Docker Compose',
    state: {
      make: `mv ${systemCompose} /usr/lib/away`,
      fix: `mv /usr/lib/away ${systemCompose}`,
    },
    reporting: ['Docker Compose v2 is not installed', 'docker-compose-plugin'],
  },
  {
    title: 'an old Docker Compose',
    state: {
      make: `mkdir -p ${plugins}; echo '${fakeCompose.replaceAll("'", "'\\''")}' >${plugins}/docker-compose; chmod +x ${plugins}/docker-compose`,
      fix: 'rm -r /home/deploy/.docker',
    },
    reporting: ['Docker Compose is 2.10.2, older than 2.20', 'docker-compose-plugin'],
  },
  {
    title: 'a Compose file that only the newer Docker Compose of the runner can read',
    env: await withNewerCompose(),
    compose: (text) =>
      text.replace(
        'image: redis:7-alpine\n',
        'image: redis:7-alpine\n    networks: {default: {interface_name: shop0}}\n',
      ),
    reporting: [
      /Docker Compose 2\.26\S* can not read the release, which Docker Compose 5\.6\.1/,
      'interface_name',
    ],
  },
  {
    title: 'a folder that is not there',
    inputs: { path: '/opt/nowhere' },
    reporting: ['/opt/nowhere is not there', 'sudo install -d -o "$USER" /opt/nowhere'],
  },
  {
    title: 'a folder of somebody else',
    inputs: { path: '/opt/theirs' },
    state: { make: 'mkdir /opt/theirs', fix: 'rmdir /opt/theirs' },
    reporting: ['/opt/theirs', 'may not write', 'sudo install -d -o "$USER" /opt/theirs'],
  },
  {
    title: 'a port that a program has',
    compose: onPort(9123),
    state: {
      make: 'socat TCP-LISTEN:9123,fork,reuseaddr /dev/null & echo $! >/run/taker',
      fix: 'kill $(cat /run/taker)',
    },
    reporting: ['port 9123 is taken by a program', 'another port in the Compose file'],
  },
  {
    title: 'a port of a container of another project',
    compose: onPort(9124),
    state: {
      make: 'docker run -d --name other-nginx-1 -p 9124:6379 redis:7-alpine',
      fix: 'docker rm -f -v other-nginx-1',
    },
    reporting: ['port 9124 is taken by other-nginx-1'],
  },
  {
    title: 'a configuration that the server lacks',
    compose: (text) =>
      text.replace('  web:\n', '  web:\n    volumes: ["/srv/shop.conf:/etc/shop.conf:ro"]\n'),
    reporting: [
      'there is no /srv/shop.conf, which web mounts to read it',
      'empty folder in its place',
      './…',
    ],
  },
  {
    title: 'a disk too full for the image',
    inputs: { image: newImage },
    state: { make: 'mount -t tmpfs -o size=300m full /var/lib/docker', fix: 'umount /var/lib/docker' },
    reporting: [/only 3\d\d MB are free/, newImage, 'docker image prune'],
  },
  {
    title: 'a disk too full for the release',
    inputs: { path: '/opt/small' },
    state: {
      make: 'mkdir /opt/small; mount -t tmpfs -o size=2m,uid=$(id -u deploy) small /opt/small',
      fix: 'umount /opt/small; rmdir /opt/small',
    },
    reporting: [/only 2 MB are free .*\/opt\/small/, 'larger disk'],
  },
  {
    title: 'a host that another run is changing',
    inputs: changed,
    state: {
      make: `echo '{"run":"https://github.com/shop/runs/7","actor":"grace","since":"2026-01-01T10:00:00Z"}' >/opt/saleor/holder
        flock /opt/saleor/lock sleep 60 & echo $! >/run/holder`,
      fix: 'pkill -P $(cat /run/holder); rm /opt/saleor/holder',
    },
    reason: 'locked',
    reporting: ['https://github.com/shop/runs/7', 'grace', '2026-01-01T10:00:00Z', 'lock-wait'],
  },
  {
    title: 'an image that is not in the registry',
    reason: 'bad-input',
    inputs: { image: newImage },
    reporting: ['no such image', newImage.split('@')[1] ?? '', 'push-registry'],
  },
  {
    title: 'a wrong password for the registry',
    inputs: { image: newImage, 'registry-password': 'a wrong password' },
    reason: 'registry-refused',
    reporting: ['the registry refused the pull', 'registry-username', 'registry-password'],
  },
  {
    title: 'missing external networks and volumes',
    compose: (text) =>
      text
        .replace(
          /^volumes:/m,
          'networks: {default: {name: front, external: true}}\nvolumes:\n  elsewhere: {external: true}',
        )
        .replace('staging_redis_data:/data', 'elsewhere:/data'),
    reporting: [
      /no network front/,
      'docker network create front',
      /no volume elsewhere/,
      'docker volume create elsewhere',
    ],
  },
  {
    title: 'web without replicas',
    compose: (text) => text.replace(/^ {2}web:\n/m, '  web:\n    deploy: {replicas: 0}\n'),
    reason: 'bad-input',
    reporting: ['web: it has 0 replicas', 'web-without-replicas'],
  },
  {
    title: 'everything that is wrong at once',
    compose: onPort(9125),
    inputs: { path: '/opt/nowhere' },
    state: {
      make: 'socat TCP-LISTEN:9125,fork,reuseaddr /dev/null & echo $! >/run/taker',
      fix: 'kill $(cat /run/taker)',
    },
    reporting: ['/opt/nowhere', 'port 9125'],
  },
]

describe('a server on which a release serves', () => {
  let server: Server
  let shop: ShopOnServer
  let secret: string
  beforeAll(async () => {
    const sandbox = await openSandbox({ servers: 1 })
    ;[server] = sandbox.servers as [Server]
    secret = sandbox.registry.password
    await server.wipe()
    shop = await shopOnServer(sandbox, server)
    await shop.release('v1')
  })

  it.each(states)(
    'A deploy is refused before anything changes: $title',
    async ({ state, reason = 'not-ready', reporting, ...options }) => {
      const before = await footprintOf(server)
      const ran = await inState(state, () => shop.deploy('v1', options))
      expect(
        faultsOf(ran, { reason, reporting, secrets: [secret, 'staging_password', 'BEGIN OPENSSH'] }),
      ).toEqual([])
      expect(await footprintOf(server)).toEqual(before)
    },
  )

  async function inState<T>(state: HostMistake['state'], work: () => Promise<T>): Promise<T> {
    if (state === undefined) return await work()
    await asRoot(state.make)
    try {
      return await work()
    } finally {
      await asRoot(state.fix)
    }
  }

  async function asRoot(script: string): Promise<void> {
    // What goes on in the background must not hold on to our end of the line.
    const log = '/run/as-root.log'
    const { code, stderr } = await server.run([
      'bash',
      '-c',
      `{ ${script}\n} >${log} 2>&1 || { cat ${log} >&2; exit 1; }`,
    ])
    if (code !== 0) throw new Error(`${script}: ${stderr}`)
  }
})
