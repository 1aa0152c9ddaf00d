import { existsSync, writeFileSync } from 'node:fs'
import { must } from './command.ts'
import type { Distribution } from './distribution.ts'

const source = '/etc/apt/sources.list.d/saleor-deploy-trixie.list'
const pin = '/etc/apt/preferences.d/saleor-deploy-trixie'

/** Installs packages with apt, without questions and without what they merely recommend. */
export async function install(packages: string[], distribution: Distribution): Promise<void> {
  if (packages.some((name) => name.endsWith('/trixie'))) offerTrixie(distribution)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await must(['apt-get', 'update', '-q'], { env })
  const keepConfiguration = ['-o', 'Dpkg::Options::=--force-confdef', '-o', 'Dpkg::Options::=--force-confold']
  await must(['apt-get', 'install', '-qy', '--no-install-recommends', ...keepConfiguration, ...packages], {
    env,
  })
}

// Priority 100 is below the installed release's 500: from Debian 13 comes what is asked for by name, nothing else.
function offerTrixie(distribution: Distribution): void {
  if (existsSync(source)) return
  console.log(`  adding Debian 13 as a package source at priority 100 to ${distribution.name} (${source})`)
  writeFileSync(source, 'deb http://deb.debian.org/debian trixie main\n')
  writeFileSync(pin, 'Package: *\nPin: release n=trixie\nPin-Priority: 100\n')
}
