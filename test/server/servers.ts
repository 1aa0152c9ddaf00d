import type { DesiredServer } from '../../src/server/desired/server.ts'
import { type Facts, readFacts } from '../../src/server/facts.ts'
import { siteText } from '../../src/server/site.ts'

export const publicKey = `ssh-ed25519 AAAA${'C'.repeat(64)} deploy`

/** What facts.sh prints for these answers. */
export function answers(given: Record<string, string>): string {
  return Object.entries(given)
    .map(([name, text]) => `${name} ${Buffer.from(text).toString('base64')}\n`)
    .join('')
}

/** A Debian 13 as a provider hands it over. */
export const bareAnswers = {
  'os-release':
    'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nID=debian\nVERSION_ID="13"\nVERSION_CODENAME=trixie\n',
  architecture: 'amd64\n',
  systemd: 'yes\n',
  ipv6: 'yes\n',
  cores: '4\n',
  memory: '8123456789\n',
  disk: '50123456789\n',
  'host-keys':
    'ecdsa-sha2-nistp256 AAAAE2Vj root@bare\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKR1cMd7Gl3Ji9FhZmQrTk7dKJvbewOFCMqRCJd3AGfP root@bare\n',
}

export const bare: Facts = readFacts(answers(bareAnswers), 22)

export const desired: DesiredServer = {
  docker: 'distribution',
  user: 'deploy',
  keys: [publicKey],
  folder: '/opt/saleor',
  firewall: 'ufw',
  openPorts: ['80/tcp', '443/tcp'],
  hasUpdates: true,
  domains: ['shop.example.com', 'www.example.com'],
  port: 8000,
  certificate: { kind: 'issued', server: undefined, email: 'ann@example.com', dns: undefined },
  swarm: undefined,
  hardware: 'staging',
}

/** The same server when all changes were made. */
export const ready: Facts = readFacts(
  answers({
    ...bareAnswers,
    packages: 'docker.io\ndocker-compose\nufw\nunattended-upgrades\nnginx\ncertbot\n',
    engine: '26.1.5+dfsg1\n',
    compose: '2.26.1-4\n',
    'engine-runs': 'yes\n',
    'daemon-json': '{ "log-driver": "local", "log-opts": { "max-size": "20m", "max-file": "5" } }',
    account: 'deploy:x:1001:1001::/home/deploy:/bin/bash\n',
    groups: 'deploy docker\n',
    'authorized-keys': `# the key of the pipeline\n${publicKey.replace(' deploy', '')} another comment\n`,
    'folder-owner': 'deploy\n',
    'ufw-status': 'Status: active\n',
    'ufw-rules':
      'Added user rules (see ufw status for running firewall):\nufw allow 22/tcp\nufw allow 80/tcp\nufw allow 443/tcp\n',
    periodic: 'APT::Periodic::Update-Package-Lists "1";\nAPT::Periodic::Unattended-Upgrade "1";\n',
    'auto-upgrades': 'APT::Periodic::Unattended-Upgrade "1";\n',
    'nginx-runs': 'yes\n',
    site: siteText(desired, true),
    'site-enabled': 'yes\n',
    'issued-names': 'X509v3 Subject Alternative Name: \n    DNS:shop.example.com, DNS:www.example.com\n',
    'issued-by': 'https://acme-v02.api.letsencrypt.org/directory\n',
    'renewal-tested': 'yes\n',
  }),
  22,
)
