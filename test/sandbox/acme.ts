import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { must, run } from '../../scripts/setup/command.ts'
import type { BareServer } from './bare-server.ts'
import { remove } from './container.ts'
import { docker, tryDocker } from './docker.ts'
import { imageTag } from './images.ts'
import { alone } from './lock.ts'
import { checkout, checkoutLabel, prefix } from './names.ts'

/** A certificate authority that asks as Let's Encrypt does, on the server's own loopback. */
export type Authority = {
  /** For `acme-server`; the server trusts it, as it would trust a company's own authority. */
  directory: string
  /** The root certificate of what it issues; nobody else trusts it. */
  root(): Promise<string>
  close(): Promise<void>
}

/** Let's Encrypt's own small server for tests; with Go from the module proxy. */
const source = 'github.com/letsencrypt/pebble/v2/cmd/pebble@v2.10.0'
const programs = join(checkout, '.sandbox', 'bin')

/** Whether the machine has it or can build it. */
export async function hasAuthority(): Promise<boolean> {
  return existsSync(join(programs, 'pebble')) || (await goIsNewEnough())
}

async function goIsNewEnough(): Promise<boolean> {
  const { stdout } = await run(['go', 'env', 'GOVERSION']).catch(() => ({ stdout: '' }))
  const [, minor = '0'] = /^go1\.(\d+)/.exec(stdout) ?? []
  return Number(minor) >= 24
}

/**
 * Starts it beside a server, which then trusts it.
 * @param nameServer who it asks for names, and who runs already; by default it asks as the server does
 */
export async function openAuthority(server: BareServer, nameServer?: string): Promise<Authority> {
  await alone('pebble', build)
  const name = `${prefix}-acme`
  await remove([name])
  await docker([
    ...[
      'run',
      '--detach',
      '--name',
      name,
      '--label',
      checkoutLabel,
      '--network',
      `container:${server.container}`,
    ],
    ...['--env', 'PEBBLE_VA_NOSLEEP=1', '--env', 'PEBBLE_WFE_NONCEREJECT=0'],
    ...['--volume', `${join(programs, 'pebble')}:/usr/local/bin/pebble:ro`],
    ...['--entrypoint', 'bash', imageTag('server'), '-c', start(nameServer)],
  ])
  const ask = async (what: string): Promise<string> =>
    await must([
      'docker',
      'exec',
      name,
      'bash',
      '-c',
      `for _ in $(seq 300); do ${what} 2>/dev/null && exit; sleep 0.1; done; exit 1`,
    ])
  const own = await ask(
    'curl --fail --silent --cacert /acme.pem https://localhost:15000/roots/0 >/dev/null && cat /acme.pem',
  )
  const trusted = await tryDocker(
    [
      ...['exec', '--interactive', server.container, 'bash', '-c'],
      'cat >/usr/local/share/ca-certificates/acme.crt && update-ca-certificates',
    ],
    { input: `${own}\n` },
  )
  if (trusted.code !== 0) throw new Error(`the server does not trust the authority: ${trusted.stderr}`)
  return {
    directory: 'https://localhost:14000/dir',
    root: () => ask('curl --fail --silent --cacert /acme.pem https://localhost:15000/roots/0'),
    close: () => remove([name]),
  }
}

async function build(): Promise<void> {
  if (existsSync(join(programs, 'pebble'))) return
  await must(['nice', 'go', 'install', source], {
    env: { GOBIN: programs, GOTOOLCHAIN: 'local', CGO_ENABLED: '0' },
  })
}

const configuration = {
  pebble: {
    listenAddress: '127.0.0.1:14000',
    managementListenAddress: '127.0.0.1:15000',
    certificate: '/acme.pem',
    privateKey: '/acme.key',
    httpPort: 80,
    tlsPort: 443,
  },
}

const start = (nameServer?: string) => `set -e
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj /CN=localhost \\
  -addext subjectAltName=DNS:localhost -keyout /acme.key -out /acme.pem
echo '${JSON.stringify(configuration)}' >/pebble.json
exec pebble -config /pebble.json ${nameServer === undefined ? '' : `-dnsserver ${nameServer}`}`
