import { expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import type { DesiredServer } from '../../src/server/desired/server.ts'
import type { Facts } from '../../src/server/facts.ts'
import { knownHosts } from '../../src/server/known-hosts.ts'
import { planServer } from '../../src/server/plan.ts'
import { siteText } from '../../src/server/site.ts'
import { bare, desired, ready } from './servers.ts'

const ids = (facts: Facts, to: DesiredServer = desired): string[] =>
  planServer(facts, to).changes.map(({ id }) => id)
const warnings = (facts: Facts, to: DesiredServer = desired): readonly string[] =>
  planServer(facts, to).warnings
const script = (facts: Facts, id: string, to: DesiredServer = desired): string =>
  planServer(facts, to).changes.find((change) => change.id === id)?.script ?? ''

function refusal(facts: Facts, to: DesiredServer = desired): UserError {
  try {
    planServer(facts, to)
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  throw new Error('nothing was wrong')
}

test('A bare server gets everything, in an order in which each change finds what it needs.', () => {
  expect(ids(bare)).toEqual([
    ...['log-limits', 'engine', 'user', 'keys', 'folder', 'security-updates', 'firewall'],
    ...['nginx', 'certbot', 'certificate', 'site', 'renewal'],
  ])
  expect(warnings(bare)).toEqual([])
})

test('Nothing is left to do on a server where all changes were made.', () => {
  expect(planServer(ready, desired)).toEqual({ changes: [], warnings: [] })
})

test('A system that is not known is refused before anything else.', () => {
  const facts = { ...bare, os: { id: 'fedora', version: '43', codename: '', name: 'Fedora Linux 43' } }
  expect(refusal(facts)).toMatchObject({
    reason: 'not-ready',
    message: expect.stringContaining('Fedora Linux 43'),
  })
})

test('All complaints are made at once.', () => {
  const facts: Facts = {
    ...bare,
    docker: { ...bare.docker, settings: '{ broken' },
    folder: { owner: 'root', isEmpty: false },
    sshPort: undefined,
  }
  expect(refusal(facts).message.split('\n')).toEqual([
    expect.stringContaining('daemon.json is no JSON object'),
    expect.stringContaining("belongs to 'root' and is not empty"),
    expect.stringContaining('on which port SSH came in'),
  ])
})

test('A small server is warned of, and one that shows a little less than it was sold with is not.', () => {
  const small = { ...bare, cores: 2, memory: 4.1e9, disk: 20e9 }
  expect(warnings(small)).toEqual([
    'The server has 2 cores, and 4 are recommended for staging.',
    'The server has 4.1 GB of memory, and 8 are recommended for staging.',
    'The server has a disk of 20 GB under /opt/saleor, and 50 are recommended for staging.',
  ])
  expect(warnings(small, { ...desired, hardware: 'development' })).toEqual([])
})

const on = (id: string, version: string): Facts => ({ ...bare, os: { ...bare.os, id, version } })

test('Docker from the distribution comes with the Compose that it has; that of Debian 12 is too old.', () => {
  expect(script(on('debian', '13'), 'engine')).toContain('docker-cli docker-compose')
  expect(script(on('ubuntu', '22.04'), 'engine')).toContain('docker.io docker-compose-v2')
  expect(refusal(on('debian', '12')).message).toContain('has no Compose 2.20')
})

test('Docker from its own repository is taken with the pinned key alone.', () => {
  const facts = { ...bare, os: { ...bare.os, version: '12', codename: 'bookworm' } }
  const text = script(facts, 'engine', { ...desired, docker: 'docker' })
  expect(text).toContain('9DC858229FC7DD38854AE2D88D81803C0EBFCD88')
  expect(text).toContain(
    'signed-by=/etc/apt/keyrings/docker.asc] https://download.docker.com/linux/debian bookworm stable',
  )
})

test('A Docker that will do stays, whatever its source; one that is too old is in the way of another source.', () => {
  expect(ids(ready, { ...desired, docker: 'docker' })).toEqual([])
  expect(warnings(ready, { ...desired, docker: 'docker' })).toEqual([
    expect.stringContaining('Docker stays as it is'),
  ])
  const old = {
    ...ready,
    os: { ...ready.os, version: '12' },
    docker: { ...ready.docker, engine: '20.10.24', compose: '1.29.2' },
  }
  expect(refusal(old, { ...desired, docker: 'docker' }).message).toContain('with Compose 1.29.2')
})

test('A Docker that was stopped is started.', () => {
  const stopped = { ...ready, docker: { ...ready.docker, isUp: false } }
  expect(planServer(stopped, desired).changes.map(({ title }) => title)).toEqual(['Start Docker Engine'])
})

const withSettings = (settings: string, runsContainers = false): Facts => ({
  ...ready,
  docker: { ...ready.docker, settings, runsContainers },
})

function written(facts: Facts): unknown {
  const [, text = ''] =
    /<<'END' \| write_file '\/etc\/docker\/daemon.json' 644\n(.*)\nEND/.exec(script(facts, 'log-limits')) ??
    []
  return JSON.parse(Buffer.from(text, 'base64').toString())
}

test('Log limits are added to what is in daemon.json.', () => {
  expect(written(withSettings('{"dns": ["1.1.1.1"], "log-opts": {"labels": "a"}}'))).toEqual({
    dns: ['1.1.1.1'],
    'log-driver': 'json-file',
    'log-opts': { labels: 'a', 'max-size': '20m', 'max-file': '5' },
  })
})

test.each(['{"log-driver": "journald"}', '{"log-driver": "local"}', '{"log-opts": {"max-size": "1g"}}'])(
  'What somebody chose for logs stays: %s',
  (settings) => {
    expect(ids(withSettings(settings))).toEqual([])
  },
)

test('An engine with containers is not restarted for log limits, and it is said.', () => {
  expect(warnings(withSettings('', true))).toEqual([expect.stringContaining('it is not restarted now')])
})

test('A user that is there gets the group and the keys that are missing.', () => {
  const facts = { ...ready, user: { exists: true, groups: ['deploy'], keys: [] } }
  expect(ids(facts)).toEqual(['group', 'keys'])
})

test('An empty folder of somebody else is given to the user that deploys.', () => {
  expect(ids({ ...ready, folder: { owner: 'root', isEmpty: true } })).toEqual(['folder'])
})

test('The firewall lets in SSH on the port of the connection, and a new login has to succeed.', () => {
  const [change] = planServer(
    { ...ready, sshPort: 2222, firewall: { isActive: false, rules: [], other: '' } },
    desired,
  ).changes
  expect(change).toMatchObject({ id: 'firewall', needsLogin: true })
  expect(change?.script.indexOf('ufw allow 2222/tcp')).toBeLessThan(
    change?.script.indexOf('ufw --force enable') ?? 0,
  )
})

test.each([
  ['ufw allow OpenSSH', []],
  ['ufw limit 22/tcp', []],
  ['ufw allow 22', []],
  ['ufw allow from 203.0.113.7 to any port 22 proto tcp', ['firewall']],
])('SSH that is let in by "%s" leaves %j to do.', (rule, left) => {
  const rules = [rule, 'ufw allow 80/tcp', 'ufw allow 443']
  expect(ids({ ...ready, firewall: { ...ready.firewall, rules } })).toEqual(left)
})

test('Another firewall and security updates that are off stay, with a warning.', () => {
  const facts: Facts = {
    ...ready,
    firewall: { isActive: false, rules: [], other: 'firewalld' },
    updates: { list: '1', upgrade: '0', settings: 'APT::Periodic::Unattended-Upgrade "0";' },
  }
  expect(ids(facts)).toEqual([])
  expect(warnings(facts)).toEqual([
    expect.stringContaining('20auto-upgrades'),
    expect.stringContaining('firewalld'),
  ])
})

test('Without domains there is neither nginx nor a certificate.', () => {
  expect(ids(bare, { ...desired, domains: [], certificate: { kind: 'none' } }).at(-1)).toBe('firewall')
})

test('Another site for a name of the shop is in the way.', () => {
  const others = [{ file: '/etc/nginx/sites-enabled/old', names: ['www.example.com'] }]
  expect(refusal({ ...bare, nginx: { ...bare.nginx, others } }).message).toContain(
    '/etc/nginx/sites-enabled/old',
  )
})

test('A site that nobody changed by hand is updated, and one that somebody changed is not.', () => {
  const other = { ...desired, port: 8001 }
  expect(ids(ready, other)).toEqual(['site'])
  const byHand = { ...ready, nginx: { ...ready.nginx, site: ready.nginx.site.replace('100M', '200M') } }
  expect(ids(byHand)).toEqual(['site-proposal'])
  const proposed = { ...byHand, nginx: { ...byHand.nginx, proposed: siteText(desired, true) } }
  expect(ids(proposed)).toEqual([])
  expect(warnings(proposed)).toEqual([expect.stringContaining('was changed by hand')])
})

test('A new name is added to the certificate, to the site, and the renewal is tested again.', () => {
  expect(ids(ready, { ...desired, domains: [...desired.domains, 'new.example.com'] })).toEqual([
    ...['certificate', 'site', 'renewal'],
  ])
})

test('A certificate from another authority stays, with a warning.', () => {
  const other = {
    ...desired,
    certificate: { ...desired.certificate, server: 'https://ca.example.com/dir' } as const,
  }
  expect(ids(ready, other as DesiredServer)).toEqual([])
  expect(warnings(ready, other as DesiredServer)).toEqual([expect.stringContaining('letsencrypt.org')])
})

test('The private key of a certificate is in a file of root alone, and readable nowhere in the plan.', () => {
  const certificate = {
    kind: 'own',
    ...{ certificate: 'CHAIN\n', key: 'THE-KEY\n', sums: { certificate: 'a', key: 'b' } },
  } as const
  const { changes } = planServer(bare, { ...desired, certificate })
  expect(changes.map(({ id }) => id)).not.toContain('certbot')
  expect(JSON.stringify(changes)).not.toContain('THE-KEY')
  expect(changes.find(({ id }) => id === 'certificate')?.script).toContain(
    "write_file '/etc/ssl/saleor/shop.example.com.key' 600",
  )
  const stored = { ...ready, own: { certificate: 'a', key: 'b' } }
  expect(ids(stored, { ...desired, certificate })).toEqual(['site'])
})

test('The known_hosts line names the best key, and the port where it is not 22.', () => {
  expect(knownHosts(bare, 'shop.example.com', 2222)).toBe(
    '[shop.example.com]:2222 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKR1cMd7Gl3Ji9FhZmQrTk7dKJvbewOFCMqRCJd3AGfP',
  )
})
