import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../src/host/connect.ts'
import { checkout, guide } from '../host/mistakes.ts'
import { faultsOf } from '../host/refused.ts'
import { makeKey, sshKeygen } from '../host/ssh-keygen.ts'
import { startRelay } from '../sandbox/relay.ts'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { type DistResult, runDist, startDist } from './run-dist.ts'
import { shopEnvironment, stagingInputs } from './staging.ts'

const folder = mkdtempSync(join(tmpdir(), 'connection-'))
const sandbox = await openSandbox({ servers: 2 })
const [server, bastion] = sandbox.servers as [Server, Server]
const image = `localhost:5000/shop/saleor@sha256:${'4'.repeat(64)}`
const environment = shopEnvironment()
const usual = stagingInputs(server, sandbox, image, environment, { 'dry-run': 'true' })

/** Looks at the server and prints the plan: all of the connection, and nothing is changed. */
function look(inputs: Record<string, string> = {}): Promise<DistResult> {
  return runDist('deploy-staging', {
    inputs: { ...usual, ...inputs },
    cwd: checkout({ 'docker-compose.staging.yml': guide }),
  })
}

/** `planned` when the server was reached and looked at, else the error. */
async function ending(inputs: Record<string, string>): Promise<string | undefined> {
  const { log, outputs } = await look(inputs)
  return /^::error.*$/m.exec(log)?.[0] ?? outputs['reason-code']
}

/** A client key of a kind, which opens the account on the server. */
function clientKey(type: string, ...options: string[]): { name: string; key: string; publicKey: string } {
  const name = [type, ...options].join('').replaceAll(/\W/g, '')
  return { name, ...makeKey(join(folder, name), type, { options }) }
}

const rsaPort = 2222
const clients = [
  clientKey('rsa', '-b', '2048'),
  clientKey('ecdsa'),
  clientKey('rsa', '-b', '3072', '-m', 'PKCS8'),
]
const authorized = '/home/deploy/.ssh/authorized_keys'

beforeAll(async () => {
  const keys = clients.map(({ publicKey }) => publicKey).join('\n')
  // A second sshd that has an RSA host key only, on a port of its own, and writes down who comes.
  const script = `cp ${authorized} /root/authorized_keys; cat >>${authorized}
    ssh-keygen -q -t rsa -b 2048 -N '' -f /etc/ssh/only_rsa
    /usr/sbin/sshd -f /dev/null -p ${rsaPort} -o HostKey=/etc/ssh/only_rsa -o PidFile=/run/sshd-rsa.pid -E /var/log/sshd-rsa.log`
  const { code, stderr } = await server.run(['bash', '-c', script], { input: `${keys}\n` })
  if (code !== 0) throw new Error(stderr)
})

afterAll(async () => {
  const script = `kill $(cat /run/sshd-rsa.pid); cp /root/authorized_keys ${authorized}; rm /etc/ssh/only_rsa* /var/log/sshd-rsa.log`
  await server.run(['bash', '-c', script])
})

describe('the pin', () => {
  it('may be a line of known_hosts, also among others', async () => {
    const others = `# the team's servers\ngithub.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl\n`
    expect(await ending({ 'known-hosts': `${others}${server.knownHosts} root@server` })).toBe('planned')
  })

  it('may be hashed', async () => {
    const file = join(folder, 'known_hosts')
    writeFileSync(file, `${server.knownHosts}\n`)
    sshKeygen('-q', '-H', '-f', file)
    const hashed = readFileSync(file, 'utf8')
    expect(hashed).toMatch(/^\|1\|/)
    expect(await ending({ 'known-hosts': hashed })).toBe('planned')
  })

  it('may be a fingerprint', async () => {
    expect(await ending({ 'known-hosts': '', 'host-fingerprint': server.fingerprint })).toBe('planned')
  })

  it('is needed: without one the key is shown, and the line to copy works', async () => {
    const ran = await look({ 'known-hosts': '' })
    expect(
      faultsOf(ran, {
        reason: 'host-key-unverified',
        telling: [
          'is not pinned',
          server.fingerprint,
          'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub',
          server.knownHosts,
        ],
      }),
    ).toEqual([])
    expect(await ending({ 'known-hosts': lineToCopy(ran) })).toBe('planned')
  })

  it('of another key is no way in: the key that was shown is told, and the line to copy works', async () => {
    const { publicKey } = clientKey('ed25519')
    const ran = await look({ 'known-hosts': `${server.address} ${publicKey}` })
    expect(
      faultsOf(ran, {
        reason: 'host-key-unverified',
        telling: ['is not the pinned one', server.fingerprint, 'somebody stands between'],
      }),
    ).toEqual([])
    expect(await ending({ 'known-hosts': lineToCopy(ran) })).toBe('planned')
  })

  it('of another host is no pin', async () => {
    const ran = await look({ 'known-hosts': bastion.knownHosts })
    expect(
      faultsOf(ran, {
        reason: 'host-key-unverified',
        telling: [`${server.address}:22`, 'no line in the input known-hosts', server.fingerprint],
      }),
    ).toEqual([])
  })

  it('that is revoked is refused, whatever the fingerprint says', async () => {
    const ran = await look({
      'known-hosts': `@revoked ${server.knownHosts}`,
      'host-fingerprint': server.fingerprint,
    })
    expect(faultsOf(ran, { reason: 'host-key-unverified', telling: [server.fingerprint] })).toEqual([])
  })
})

describe('a server with an RSA key alone, on another port', () => {
  it('shows it with the line to copy, which works; the commands share one connection', async () => {
    const ran = await look({ port: String(rsaPort), 'known-hosts': server.knownHosts })
    expect(
      faultsOf(ran, {
        reason: 'host-key-unverified',
        telling: [
          `${server.address}:${rsaPort}`,
          'ssh_host_rsa_key.pub',
          `[${server.address}]:${rsaPort} ssh-rsa `,
        ],
      }),
    ).toEqual([])
    const before = await logins()
    expect(await ending({ port: String(rsaPort), 'known-hosts': lineToCopy(ran) })).toBe('planned')
    expect((await logins()) - before).toBe(1)
  })

  async function logins(): Promise<number> {
    const { stdout } = await server.run(['grep', '-c', 'Accepted publickey', '/var/log/sshd-rsa.log'])
    return Number(stdout)
  }
})

describe('the key', () => {
  it.each(clients)('may be $name', async ({ key }) => {
    expect(await ending({ 'ssh-key': key })).toBe('planned')
  })

  it.each([
    ['without its last line break', (key: string) => key.trim()],
    ['with the line ends of Windows', (key: string) => key.replaceAll('\n', '\r\n')],
    ['indented', (key: string) => key.replaceAll('\n', '\n      ')],
  ])('may come %s', async (_, changed) => {
    expect(await ending({ 'ssh-key': changed(server.privateKey) })).toBe('planned')
  })

  it('may be under a passphrase', async () => {
    const { key, passphrase } = server.encryptedKey
    expect(await ending({ 'ssh-key': key, 'ssh-key-passphrase': passphrase })).toBe('planned')
  })

  it.each([
    ['no', '', ['is encrypted', `'ssh-key-passphrase'`]],
    ['a wrong', 'not this one', [`'ssh-key-passphrase' does not open`, 'wrong']],
  ])('under a passphrase is refused with %s passphrase', async (_, passphrase, telling) => {
    const ran = await look({ 'ssh-key': server.encryptedKey.key, 'ssh-key-passphrase': passphrase })
    expect(
      faultsOf(ran, { reason: 'bad-input', telling, secrets: [server.encryptedKey.passphrase] }),
    ).toEqual([])
  })

  it('of a stranger is refused, with the file to put it into', async () => {
    const stranger = clientKey('ed25519', '-a', '8')
    const ran = await look({ 'ssh-key': stranger.key })
    expect(
      faultsOf(ran, {
        reason: 'login-refused',
        telling: [`${server.address}:22`, `'deploy'`, '~deploy/.ssh/authorized_keys'],
      }),
    ).toEqual([])
  })

  it('of another user is refused', async () => {
    const ran = await look({ user: 'nobody' })
    expect(
      faultsOf(ran, { reason: 'login-refused', telling: [`'nobody'`, 'inputs user and ssh-key'] }),
    ).toEqual([])
  })
})

describe('a jump host', () => {
  const pins = `${server.knownHosts}\n${bastion.knownHosts}`

  it('is gone through, with both host keys pinned', async () => {
    expect(await ending({ 'jump-host': bastion.address, 'known-hosts': pins })).toBe('planned')
  })

  it('needs a pin of its own', async () => {
    const ran = await look({ 'jump-host': bastion.address })
    expect(
      faultsOf(ran, {
        reason: 'host-key-unverified',
        telling: [`${bastion.address}:22 (the input jump-host)`, bastion.fingerprint],
      }),
    ).toEqual([])
  })

  it('does not stand in for the pin of the server', async () => {
    const ran = await look({ 'jump-host': bastion.address, 'known-hosts': bastion.knownHosts })
    expect(
      faultsOf(ran, {
        reason: 'host-key-unverified',
        telling: [`${server.address}:22 (the input host)`, server.fingerprint],
      }),
    ).toEqual([])
  })

  it.each<[string, Record<string, string>, string, (string | RegExp)[]]>([
    [
      'that does not listen',
      { 'jump-host': `${bastion.address}:1` },
      'host-unreachable',
      [`${bastion.address}:1`, 'jump-host'],
    ],
    ['that does not know the user', { 'jump-user': 'nobody' }, 'login-refused', [`'nobody'`, 'jump-user']],
    [
      'that can not reach the server',
      { port: '1' },
      'host-unreachable',
      [`${bastion.address} could not open a connection to ${server.address}:1`],
    ],
  ])('%s is told apart from the server', async (_, inputs, reason, telling) => {
    const ran = await look({ 'jump-host': bastion.address, 'known-hosts': pins, ...inputs })
    expect(faultsOf(ran, { reason, telling })).toEqual([])
  })
})

describe.concurrent('a server that is not there', () => {
  it('because nothing listens on the port', async () => {
    const ran = await look({ port: '1' })
    expect(
      faultsOf(ran, {
        reason: 'host-unreachable',
        telling: [`Nothing listens on ${server.address}:1`, 'host and port'],
      }),
    ).toEqual([])
  })

  it('because its name does not resolve', async () => {
    const ran = await look({ host: 'saleor.invalid' })
    expect(
      faultsOf(ran, {
        reason: 'host-unreachable',
        telling: ['saleor.invalid does not resolve', 'input host'],
      }),
    ).toEqual([])
  })

  it('because another protocol is spoken there', async () => {
    const http = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    const port = await new Promise<number>((resolve) =>
      http.listen(0, '127.0.0.1', () => resolve((http.address() as { port: number }).port)),
    )
    const ran = await look({ host: '127.0.0.1', port: String(port) })
    http.close()
    expect(
      faultsOf(ran, {
        reason: 'host-unreachable',
        telling: [`No SSH connection to 127.0.0.1:${port}`, 'sshd'],
      }),
    ).toEqual([])
  })

  it('because nobody answers, within half a minute', async () => {
    const relay = await startRelay({ to: { host: server.address, port: 22 }, delayMs: 0 })
    relay.cut()
    const ran = await look({ host: '127.0.0.1', port: String(relay.port) })
    await relay.close()
    expect(ran.seconds).toBeLessThan(30)
    expect(
      faultsOf(ran, {
        reason: 'host-unreachable',
        telling: [`127.0.0.1:${relay.port} did not answer within 20 s`, 'firewall', 'jump-host'],
      }),
    ).toEqual([])
  })
})

describe('a line', () => {
  it('that breaks is no answer of the server', async () => {
    const relay = await startRelay({ to: { host: server.address, port: server.port }, delayMs: 0 })
    const pins = { knownHosts: [], fingerprints: [server.fingerprint] }
    const { user, privateKey } = server
    const host = await connect({ host: '127.0.0.1', port: relay.port, user, privateKey, pins })
    const asked = host.run(['sh', '-c', 'echo begun; sleep 30'])
    await sleep(1000)
    relay.reset()
    const broken = { reason: 'host-unreachable', message: 'The connection to 127.0.0.1 broke.' }
    await expect(asked).rejects.toMatchObject(broken)
    await expect(host.run(['true'])).rejects.toMatchObject(broken)
    host.close()
    await relay.close()
  })

  it('that goes dead when all is done does not hold the job up', async () => {
    const relay = await startRelay({ to: { host: server.address, port: server.port }, delayMs: 0 })
    const at = { host: '127.0.0.1', port: String(relay.port) }
    const inputs = { ...usual, ...at, 'known-hosts': '', 'host-fingerprint': server.fingerprint }
    const run = await startDist('deploy-staging', {
      inputs,
      cwd: checkout({ 'docker-compose.staging.yml': guide }),
    })
    // Once the plan is printed nothing is asked any more.
    run.child.stdout?.on('data', () => {
      if (/^1\. /m.test(run.log())) relay.cut()
    })
    const late = sleep(20_000, undefined, { ref: false }).then(() => run.child.kill('SIGKILL'))
    const { code, outputs } = await run.finished
    void late
    await relay.close()
    expect({ code, reason: outputs['reason-code'] }).toEqual({ code: 0, reason: 'planned' })
  })
})

/** The last line of the error is what goes into known-hosts. */
function lineToCopy({ log }: DistResult): string {
  const [error = ''] = log.match(/^::error.*$/m) ?? []
  return error.split('%0A').at(-1) ?? ''
}
