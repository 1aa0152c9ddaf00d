import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../src/host/ssh/connect.ts'
import { rollback } from '../../src/inputs/rollback.ts'
import { smokeTest } from '../../src/inputs/smoke-test.ts'
import { checkout, guide } from '../host/mistakes.ts'
import { faultsOf } from '../host/refused.ts'
import { makeKey, sshKeygen } from '../host/ssh-keygen.ts'
import { registryAddress } from '../sandbox/names.ts'
import { startRelay } from '../sandbox/relay.ts'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { type DistResult, runDist, startDist } from './run-dist.ts'
import { type ShopOnServer, shopOnServer, withoutMasks } from './shop-on-server.ts'
import { shopEnvironment, stagingInputs } from './staging.ts'

const folder = mkdtempSync(join(tmpdir(), 'connection-'))
const sandbox = await openSandbox({ servers: 2 })
const [server, bastion] = sandbox.servers as [Server, Server]
const image = `${registryAddress}/shop/saleor@sha256:${'4'.repeat(64)}`
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
  it('A host key can be pinned with a line of known_hosts, also among others', async () => {
    const others = `# the team's servers\ngithub.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl\n`
    expect(await ending({ 'known-hosts': `${others}${server.knownHosts} root@server` })).toBe('planned')
  })

  it('A host key can be pinned with a hashed line of known_hosts', async () => {
    const file = join(folder, 'known_hosts')
    writeFileSync(file, `${server.knownHosts}\n`)
    sshKeygen('-q', '-H', '-f', file)
    const hashed = readFileSync(file, 'utf8')
    expect(hashed).toMatch(/^\|1\|/)
    expect(await ending({ 'known-hosts': hashed })).toBe('planned')
  })

  it('A host key can be pinned with its fingerprint', async () => {
    expect(await ending({ 'known-hosts': '', 'host-fingerprint': server.fingerprint })).toBe('planned')
  })

  it('Without a pin, the error shows the host key and a line to copy, which works', async () => {
    const ran = await look({ 'known-hosts': '' })
    expect(
      faultsOf(ran, {
        reason: 'host-key-unverified',
        reporting: [
          'is not pinned',
          server.fingerprint,
          'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub',
          server.knownHosts,
        ],
      }),
    ).toEqual([])
    expect(await ending({ 'known-hosts': lineToCopy(ran) })).toBe('planned')
  })

  it('With a pin of another key, the error shows the key of the host and a line to copy, which works', async () => {
    const { publicKey } = clientKey('ed25519')
    const ran = await look({ 'known-hosts': `${server.address} ${publicKey}` })
    expect(
      faultsOf(ran, {
        reason: 'host-key-unverified',
        reporting: ['is not the pinned one', server.fingerprint, 'somebody stands between'],
      }),
    ).toEqual([])
    expect(await ending({ 'known-hosts': lineToCopy(ran) })).toBe('planned')
  })

  it('A pin of another host is not accepted', async () => {
    const ran = await look({ 'known-hosts': bastion.knownHosts })
    expect(
      faultsOf(ran, {
        reason: 'host-key-unverified',
        reporting: [`${server.address}:22`, 'no line in the input known-hosts', server.fingerprint],
      }),
    ).toEqual([])
  })

  it('A revoked host key is refused, also if its fingerprint is pinned', async () => {
    const ran = await look({
      'known-hosts': `@revoked ${server.knownHosts}`,
      'host-fingerprint': server.fingerprint,
    })
    expect(
      faultsOf(ran, {
        reason: 'host-key-unverified',
        reporting: [server.fingerprint, '@revoked', 'new host key'],
      }),
    ).toEqual([])
    expect(ran.log).not.toContain('put this line')
  })
})

describe('a server with an RSA key alone, on another port', () => {
  it('For a server with only an RSA key on another port, the line to copy works, and all commands share one connection', async () => {
    const ran = await look({ port: String(rsaPort), 'known-hosts': server.knownHosts })
    expect(
      faultsOf(ran, {
        reason: 'host-key-unverified',
        reporting: [
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
  it.each(clients)('A login works with an SSH key of the type $name', async ({ key }) => {
    expect(await ending({ 'ssh-key': key })).toBe('planned')
  })

  it.each([
    ['without its last line break', (key: string) => key.trim()],
    ['with the line ends of Windows', (key: string) => key.replaceAll('\n', '\r\n')],
    ['indented', (key: string) => key.replaceAll('\n', '\n      ')],
  ])('A login works with an SSH key that comes %s', async (_, changed) => {
    expect(await ending({ 'ssh-key': changed(server.privateKey) })).toBe('planned')
  })

  it('A login works with an encrypted SSH key and its passphrase', async () => {
    const { key, passphrase } = server.encryptedKey
    expect(await ending({ 'ssh-key': key, 'ssh-key-passphrase': passphrase })).toBe('planned')
  })

  it.each([
    ['no', '', ['is encrypted', `'ssh-key-passphrase'`]],
    ['a wrong', 'not this one', [`'ssh-key-passphrase' does not open`, 'wrong']],
  ])('An encrypted SSH key is refused with %s passphrase', async (_, passphrase, reporting) => {
    const ran = await look({ 'ssh-key': server.encryptedKey.key, 'ssh-key-passphrase': passphrase })
    expect(
      faultsOf(ran, { reason: 'bad-input', reporting, secrets: [server.encryptedKey.passphrase] }),
    ).toEqual([])
  })

  it('An SSH key that the server does not know is refused, and the error names the file where it belongs', async () => {
    const stranger = clientKey('ed25519', '-a', '8')
    const ran = await look({ 'ssh-key': stranger.key })
    expect(
      faultsOf(ran, {
        reason: 'login-refused',
        reporting: [`${server.address}:22`, `'deploy'`, '~deploy/.ssh/authorized_keys'],
      }),
    ).toEqual([])
  })

  it('An SSH key of another user is refused', async () => {
    const ran = await look({ user: 'nobody' })
    expect(
      faultsOf(ran, { reason: 'login-refused', reporting: [`'nobody'`, 'inputs user and ssh-key'] }),
    ).toEqual([])
  })
})

/** Accounts that log in and run something else, or may not log in at all: of each the shell, and what it has beside. */
const accounts: [name: string, shell: string, more?: string][] = [
  ['x-sh', '/bin/sh'],
  ['x-noisy', '/bin/bash', `echo 'printf noise; echo complaint >&2' >$home/.bashrc`],
  ['x-nologin', '/usr/sbin/nologin'],
  ['x-false', '/bin/false'],
  ['x-exits', '/bin/bash', 'echo exit >$home/.bashrc'],
  ['x-forced', '/bin/bash', `sed -i 's/^/command="echo hi",no-pty /' $home/.ssh/authorized_keys`],
  ['x-restrict', '/bin/bash', `sed -i 's/^/restrict /' $home/.ssh/authorized_keys`],
  ['x-sftp', '/bin/bash'],
  ['x-expired', '/bin/bash', 'chage -E 2020-01-01 x-expired'],
  ['x-denied', '/bin/bash'],
  ['x-two', '/bin/bash'],
  ['x-password', '/bin/bash'],
  ['x-nogroup', '/bin/bash', 'gpasswd -d x-nogroup docker'],
]

describe('the account', () => {
  const port = '2223'
  const known = server.knownHosts.replace(/^\S+/, `[${server.address}]:${port}`)
  const as = (user: string) => ({ user, port, 'known-hosts': known })

  beforeAll(async () => {
    await server.wipe()
    const users = accounts.map(
      ([name, shell, more = ':']) => `home=/home/${name}
        useradd -m -s ${shell} -G docker -p '*' ${name}
        install -d -m 700 -o ${name} $home/.ssh && install -m 600 -o ${name} ${authorized} $home/.ssh && ${more}`,
    )
    const config = `HostKey /etc/ssh/host_ed25519
UsePAM yes
PasswordAuthentication no
KbdInteractiveAuthentication no
DenyUsers x-denied
Subsystem sftp internal-sftp
Match User x-sftp
  ForceCommand internal-sftp
Match User x-two
  AuthenticationMethods publickey,password
  PasswordAuthentication yes
Match User x-password
  PubkeyAuthentication no
  PasswordAuthentication yes
`
    const start = `set -e; cat >/etc/ssh/accounts_config
      /usr/sbin/sshd -f /etc/ssh/accounts_config -p ${port} -o PidFile=/run/sshd-accounts.pid`
    const { code, stderr } = await server.run(['bash', '-c', `${users.join('\n')}\n${start}`], {
      input: config,
    })
    if (code !== 0) throw new Error(stderr)
  })

  afterAll(async () => {
    const names = accounts.map(([name]) => name).join(' ')
    const script = `kill $(cat /run/sshd-accounts.pid); rm /etc/ssh/accounts_config; for one in ${names}; do userdel -rf $one; done`
    await server.run(['bash', '-c', script])
  })

  it.each(['x-sh', 'x-noisy', 'x-restrict'])('With the account %s, the server is inspected', async (user) => {
    const owned = `/home/${user}/shop`
    await server.run(['install', '-d', '-o', user, owned])
    expect(await ending({ ...as(user), path: owned })).toBe('planned')
  })

  it.each<[string, string, (string | RegExp)[]]>([
    [
      'x-nologin',
      'login-refused',
      ['its login shell is nologin', 'sudo usermod --shell /bin/bash x-nologin'],
    ],
    [
      'x-false',
      'login-refused',
      ['the login ended at once (exit code 1, nothing was printed)', 'getent passwd x-false'],
    ],
    [
      'x-exits',
      'login-refused',
      ['the login ended at once (exit code 0, nothing was printed)', '~x-exits/.bashrc'],
    ],
    ['x-forced', 'login-refused', ['it printed: hi', 'command="…" in ~x-forced/.ssh/authorized_keys']],
    ['x-sftp', 'login-refused', ['SFTP only', 'ForceCommand']],
    [
      'x-expired',
      'login-refused',
      ["while 'x-expired' logged in", 'It says: Your account has expired', 'chage -l'],
    ],
    ['x-denied', 'login-refused', ["refused the login of 'x-denied'", 'AllowUsers', 'journalctl -u ssh']],
    [
      'x-two',
      'login-refused',
      ["took the key of 'x-two' and asks for password too", 'AuthenticationMethods'],
    ],
    [
      'x-password',
      'login-refused',
      ["takes no keys from 'x-password', only password", 'PubkeyAuthentication yes'],
    ],
    ['x-nogroup', 'not-ready', ['the SSH user may not use Docker', 'sudo usermod -aG docker']],
  ])('The account %s cannot be used, and the error names the true cause', async (user, reason, reporting) => {
    const ran = await look(as(user))
    expect(faultsOf(ran, { reason, reporting })).toEqual([])
    expect(/^::error.*$/m.exec(ran.log)?.[0]).not.toMatch(/Docker Engine does not answer|firewall/)
  })

  it('For an account with the socket of an engine that is gone, the error names the docker group', async () => {
    const socket = `d=/run/user/$(id -u x-nogroup); mkdir -p $d && perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 1)' $d/docker.sock && chmod -R a+rx $d`
    const { code, stderr } = await server.run(['bash', '-c', socket])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const ran = await look(as('x-nogroup'))
    expect(
      faultsOf(ran, {
        reason: 'not-ready',
        reporting: ['the SSH user may not use Docker', 'usermod -aG docker'],
      }),
    ).toEqual([])
    await server.run(['bash', '-c', 'rm -r /run/user/$(id -u x-nogroup)'])
  })
})

describe('a user whose login shell is sh, on the server and on the jump host', { timeout: 900_000 }, () => {
  const both = [server, bastion]
  const shellOf = (shell: string) =>
    Promise.all(both.map((one) => one.run(['usermod', '--shell', shell, 'deploy'])))
  const way = {
    'jump-host': bastion.address,
    'known-hosts': `${server.knownHosts}\n${bastion.knownHosts}`,
  }
  const { host = '', ...connection }: Record<string, string> = { ...usual, ...way, 'dry-run': 'false' }
  let shop: ShopOnServer
  let first = ''
  let second = ''

  beforeAll(async () => {
    await server.wipe()
    await shellOf('/bin/sh')
    shop = await shopOnServer(sandbox, server)
  })
  afterAll(async () => {
    await shellOf('/bin/bash')
    await server.wipe()
  })

  it('With the login shell sh, one release after the other is pulled, migrated and deployed', async () => {
    const { reference } = await sandbox.buildShop('light-1')
    await server.docker(['image', 'rm', '--force', reference])
    first = await shop.release('light-1', { inputs: way })
    second = await shop.release('light-2', { inputs: way })
    expect(second).not.toBe(first)
  })

  it('With the login shell sh, the smoke test inspects the shop from inside', async () => {
    const { log, outputs } = await runDist('smoke-test', {
      inputs: {
        ...Object.fromEntries(Object.entries(connection).filter(([name]) => name in smokeTest.inputs)),
        ...{ host, url: server.url(8000), 'expect-release': second },
        ...{ timeout: '60s', consecutive: '1', 'load-duration': '0' },
      },
    })
    const checks = JSON.parse(outputs.checks ?? '[]') as { name: string; where: string; passed: boolean }[]
    const inside = checks.filter(({ where }) => where === server.address)
    expect(inside.length, withoutMasks(log)).toBeGreaterThan(10)
    expect(inside.find(({ name }) => name === 'ssh')).toBeUndefined()
    const known = ['health checks', 'response time', 'log limits']
    expect(
      inside.filter(({ name, passed }) => !passed && !known.includes(name)),
      withoutMasks(log),
    ).toEqual([])
  })

  it('With the login shell sh, the log shows what the containers of an unhealthy release printed', async () => {
    const { log, outputs } = await shop.deploy('never-healthy', {
      inputs: { ...way, 'health-timeout': '6s' },
    })
    expect(outputs['reason-code'], withoutMasks(log)).toBe('unhealthy')
    expect(log).toContain('warehouse index is missing: refusing traffic')
  })

  it('With the login shell sh, a rollback returns to the first release', async () => {
    const { log, outputs } = await runDist('rollback', {
      inputs: {
        ...Object.fromEntries(Object.entries(connection).filter(([name]) => name in rollback.inputs)),
        hosts: host,
        reason: 'to try it',
        'allow-schema-gap': 'true',
      },
    })
    expect(outputs, withoutMasks(log)).toMatchObject({ 'reason-code': 'done', 'serving-release': first })
  })
})

describe('a jump host', () => {
  const pins = `${server.knownHosts}\n${bastion.knownHosts}`

  it('A connection goes through the jump host if both host keys are pinned', async () => {
    expect(await ending({ 'jump-host': bastion.address, 'known-hosts': pins })).toBe('planned')
  })

  it('A jump host needs a pin of its own', async () => {
    const ran = await look({ 'jump-host': bastion.address })
    expect(
      faultsOf(ran, {
        reason: 'host-key-unverified',
        reporting: [`${bastion.address}:22 (the input jump-host)`, bastion.fingerprint],
      }),
    ).toEqual([])
  })

  it('The pin of the jump host does not replace the pin of the server', async () => {
    const ran = await look({ 'jump-host': bastion.address, 'known-hosts': bastion.knownHosts })
    expect(
      faultsOf(ran, {
        reason: 'host-key-unverified',
        reporting: [`${server.address}:22 (the input host)`, server.fingerprint],
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
  ])('The error tells a jump host %s apart from the server', async (_, inputs, reason, reporting) => {
    const ran = await look({ 'jump-host': bastion.address, 'known-hosts': pins, ...inputs })
    expect(faultsOf(ran, { reason, reporting })).toEqual([])
  })
})

describe.concurrent('a server that is not there', () => {
  it('The error says that nothing listens on the port', async () => {
    const ran = await look({ port: '1' })
    expect(
      faultsOf(ran, {
        reason: 'host-unreachable',
        reporting: [`Nothing listens on ${server.address}:1`, 'host and port'],
      }),
    ).toEqual([])
  })

  it('The error says that the name of the server does not resolve', async () => {
    const ran = await look({ host: 'saleor.invalid' })
    expect(
      faultsOf(ran, {
        reason: 'host-unreachable',
        reporting: ['saleor.invalid does not resolve', 'input host'],
      }),
    ).toEqual([])
  })

  it('A server that speaks another protocol than SSH is reported', async () => {
    const http = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    const port = await new Promise<number>((resolve) =>
      http.listen(0, '127.0.0.1', () => resolve((http.address() as { port: number }).port)),
    )
    const ran = await look({ host: '127.0.0.1', port: String(port) })
    http.close()
    expect(
      faultsOf(ran, {
        reason: 'host-unreachable',
        reporting: [`No SSH connection to 127.0.0.1:${port}`, 'sshd'],
      }),
    ).toEqual([])
  })

  it('The error says within half a minute that the server does not answer', async () => {
    const relay = await startRelay({ to: { host: server.address, port: 22 }, delayMs: 0 })
    relay.cut()
    const ran = await look({ host: '127.0.0.1', port: String(relay.port) })
    await relay.close()
    expect(ran.seconds).toBeLessThan(30)
    expect(
      faultsOf(ran, {
        reason: 'host-unreachable',
        reporting: [`127.0.0.1:${relay.port} did not answer within 20 s`, 'firewall', 'jump-host'],
      }),
    ).toEqual([])
  })
})

describe('a line', () => {
  it('A connection that breaks is not taken for an answer of the server', async () => {
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

  it('A connection that goes dead after the last command does not delay the job', async () => {
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
  return error.split('%0A').find((line) => / (ssh|ecdsa)-\S+ AAAA/.test(line)) ?? ''
}
