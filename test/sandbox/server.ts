import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Finished } from '../../scripts/setup/command.ts'
import { timed } from '../waiting/notes.ts'
import { bringUp } from './container.ts'
import { docker } from './docker.ts'
import { type Entering, enter } from './enter.ts'
import { imageTag } from './images.ts'
import { hubIp, network, registryIp, registryPort, serverIp, serverName } from './names.ts'
import { clientKeys, type EncryptedKey, hostIdentity, serverFolder } from './state.ts'

/** A server with its own sshd and Docker Engine. */
export type Server = {
  name: string
  /** Reachable from the runner and from the other servers; stays over reboots. */
  address: string
  port: number
  user: string
  /** OpenSSH ed25519, PEM text. */
  privateKey: string
  /** Another key that opens the same account, under a passphrase. */
  encryptedKey: EncryptedKey
  /** A known_hosts line for the address. */
  knownHosts: string
  /** The host key's `SHA256:…`. */
  fingerprint: string
  /** Runs something on the server beside SSH: for looking, not for deploying. As root unless told. */
  run(argv: readonly string[], given?: Entering): Promise<Finished>
  /** The server's own docker, beside SSH. */
  docker(argv: readonly string[]): Promise<Finished>
  /** Removes containers, networks, volumes and deployed files; images stay, so that the next pull is short. */
  wipe(): Promise<void>
  /** Restarts the machine; a power cut kills everything at once. Waits until sshd and the engine answer. */
  reboot(how?: 'orderly' | 'power-cut'): Promise<void>
  /** Cuts the power, until `powerOn`. */
  powerOff(): Promise<void>
  /** Starts the machine, and waits until sshd and the engine answer. */
  powerOn(): Promise<void>
  /**
   * Puts a nearly full disk under /opt/saleor, with so many kilobytes free; files already open stay where
   * they were. `wipe` takes it away.
   */
  fillDisk(freeKilobytes: number): Promise<void>
  /** Where a port of the server is reached. */
  url(port: number): string
}

// What an engine in a container needs. `--privileged` would ask for CAP_SYS_RESOURCE, which not every machine
// may give, and more than this list is not used.
const capabilities = [
  ...['SYS_ADMIN', 'NET_ADMIN', 'MKNOD', 'SYS_PTRACE', 'SYS_CHROOT', 'NET_RAW', 'SYS_MODULE', 'SYS_NICE'],
  ...['DAC_READ_SEARCH', 'SETFCAP', 'AUDIT_WRITE'],
  // The monitoring reads the kernel's log.
  'SYSLOG',
]

/** Options of `docker run` for a server with an engine in it. */
export const powers = [
  ...capabilities.map((name) => `--cap-add=${name}`),
  ...['seccomp', 'apparmor', 'systempaths'].map((name) => `--security-opt=${name}=unconfined`),
  '--device-cgroup-rule=c 1:11 r',
]

/** Starts server n, or finds it running. */
export async function openServer(number: number): Promise<Server> {
  const name = serverName(number)
  const place = ['--network', network.name, '--ip', serverIp(number), '--hostname', name]
  const registries = [
    ...['--env', `REGISTRY=${registryIp}:5000`, '--env', `REGISTRY_PORT=${registryPort}`],
    ...['--env', `HUB=${hubIp}:5000`],
  ]
  const mounts = [
    // The inner engine makes its groups beside the outer ones, so both have to mean the same by a path.
    ...['--cgroupns', 'host', '--volume', '/sys/fs/cgroup:/sys/fs/cgroup:rw'],
    ...['--volume', `${await serverFolder(number)}:/etc/sandbox:ro`],
  ]
  const options = [...place, ...registries, '--stop-timeout', '30', ...powers, ...mounts]
  const { publicKey } = await clientKeys()
  const identity = publicKey + (await hostIdentity(number)).publicKey
  // Overlay on overlay fails, so each engine has a volume of its own.
  await bringUp({ name, image: imageTag('server'), options, data: '/var/lib/docker', identity })
  await isReady(number)
  return describe(number)
}

async function describe(number: number): Promise<Server> {
  const name = serverName(number)
  const address = serverIp(number)
  const { privateKey, encryptedKey } = await clientKeys()
  const { publicKey, fingerprint } = await hostIdentity(number)
  const server: Server = {
    ...{ name, address, port: 22, user: 'deploy', privateKey, encryptedKey, fingerprint },
    knownHosts: `${address} ${publicKey}`,
    run: (argv, given) => enter(name, argv, given),
    docker: (argv) => server.run(['docker', ...argv]),
    wipe: () => timed('wipe', () => wipe(server)),
    reboot: (how = 'orderly') => timed('reboot', () => reboot(number, how)),
    powerOff: async () => void (await docker(['kill', name])),
    powerOn: () => timed('reboot', () => powerOn(number)),
    async fillDisk(freeKilobytes) {
      const { code, stderr } = await server.run(['sh', '-c', fillScript, String(freeKilobytes)])
      if (code !== 0) throw new Error(`the disk of ${name} could not be filled: ${stderr}`)
    },
    url: (port) => `http://${address}:${port}`,
  }
  return server
}

async function reboot(number: number, how: 'orderly' | 'power-cut'): Promise<void> {
  await docker([how === 'orderly' ? 'stop' : 'kill', serverName(number)])
  await powerOn(number)
}

async function powerOn(number: number): Promise<void> {
  await docker(['start', serverName(number)])
  await isReady(number)
}

async function isReady(number: number): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const engine = await enter(serverName(number), ['docker', 'version', '--format', 'ok'])
    if (engine.code === 0 && (await listens(serverIp(number), 22))) return
    await sleep(100)
  }
  const { stdout } = await enter(serverName(number), ['tail', '-n', '5', '/var/log/dockerd.log'])
  throw new Error(`${serverName(number)} is not ready after 30 s:\n${stdout}`)
}

function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 })
    const settle = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => settle(true))
    socket.once('error', () => settle(false))
    socket.once('timeout', () => settle(false))
  })
}

// What is there moves onto a small disk of its own, which has room for it and for the given rest.
const fillScript = `set -e
used=$(du -sk /opt/saleor | cut -f1)
cp -a /opt/saleor /tmp/saleor.copy
mount -t tmpfs -o "size=$((used + $0))k" tmpfs /opt/saleor
cp -a /tmp/saleor.copy/. /opt/saleor/
rm -rf /tmp/saleor.copy`

// One script, because each step by itself would cost an exec.
const wipeScript = `
pkill -9 -u deploy
rm -f /etc/nginx/sites-enabled/*
pkill -9 -x nginx
# First, as a Swarm starts again what is removed.
docker swarm leave --force
docker ps -aq | xargs -r docker rm -f -v
docker network prune -f
docker volume ls -q | xargs -r docker volume rm -f
while umount -l /opt/saleor 2>/dev/null; do :; done
find /opt/saleor -mindepth 1 -delete
rm -rf /home/deploy/.docker /home/deploy/.config /home/deploy/.local /home/deploy/.cache
docker ps -aq | wc -l`

async function wipe(server: Server): Promise<void> {
  const { stdout, stderr } = await server.run(['sh', '-c', wipeScript])
  if (stdout.trim().split('\n').at(-1) !== '0')
    throw new Error(`${server.name} could not be wiped:\n${stderr}`)
}
