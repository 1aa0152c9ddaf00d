import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BareServer } from './bare-server.ts'
import { remove } from './container.ts'
import { docker, tryDocker } from './docker.ts'
import { contentHash } from './hash.ts'
import { alone } from './lock.ts'
import { checkoutLabel, imagePrefix, prefix } from './names.ts'

/** A name server for one zone, on a server's own loopback. */
export type NameServer = {
  /** What certbot's plugin for rfc2136 reads: the right to change the records of challenges, and no others. */
  credentials: string
  close(): Promise<void>
}

/** The authority asks here for records. */
export const nameServer = '127.0.0.1:5300'

const folder = join(import.meta.dirname, 'dns')
const image = `${imagePrefix}/dns:${contentHash([folder])}`

/** Starts BIND beside a server, with a zone for this name, which is the server's. */
export async function openNameServer(server: BareServer, name: string): Promise<NameServer> {
  await alone('dns image', buildMissing)
  const container = `${prefix}-dns`
  await remove([container])
  const key = randomBytes(64).toString('base64')
  await docker([
    ...['run', '--detach', '--name', container, '--label', checkoutLabel],
    ...['--network', `container:${server.container}`, '--env', `SETTINGS=${settings(name, key)}`],
    ...['--env', `ZONE=${zone(server.address)}`, image, 'bash', '-c', start],
  ])
  for (let tries = 0; !(await answers(container)); tries++) {
    if (tries === 600) throw new Error('the name server does not start')
    await sleep(100)
  }
  return {
    credentials: `dns_rfc2136_server = 127.0.0.1
dns_rfc2136_port = 5300
dns_rfc2136_name = certbot.
dns_rfc2136_secret = ${key}
dns_rfc2136_algorithm = HMAC-SHA512
`,
    close: () => remove([container]),
  }
}

async function answers(container: string): Promise<boolean> {
  return (await tryDocker(['logs', container])).stderr.includes(' running')
}

async function buildMissing(): Promise<void> {
  if ((await tryDocker(['image', 'inspect', image])).code === 0) return
  await docker(['build', '--provenance=false', '--tag', image, folder])
}

const settings = (name: string, key: string) => `key "certbot." { algorithm hmac-sha512; secret "${key}"; };
controls { };
options {
  directory "/var/cache/bind";
  listen-on port 5300 { 127.0.0.1; };
  listen-on-v6 { none; };
  recursion no;
};
zone "${name}" {
  type primary;
  file "/var/cache/bind/zone";
  update-policy { grant certbot. name _acme-challenge.${name}. TXT; };
};`

const zone = (address: string) => `$TTL 60
@ IN SOA ns admin 1 3600 600 86400 60
@ IN NS ns
@ IN A ${address}
ns IN A 127.0.0.1
`

const start = `printf '%s\\n' "$SETTINGS" >/etc/bind/named.conf
printf '%s' "$ZONE" >/var/cache/bind/zone
exec named -g`
