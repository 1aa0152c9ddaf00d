import { existsSync } from 'node:fs'
import { asRoot, must } from './command.ts'
import type { Distribution } from './distribution.ts'

const source = '/etc/apt/sources.list.d/saleor-deploy-trixie.list'
const pin = '/etc/apt/preferences.d/saleor-deploy-trixie'

/** Installs packages with apt, without questions and without recommended packages. */
export async function install(packages: readonly string[], distribution: Distribution): Promise<void> {
  if (packages.some((name) => name.endsWith('/trixie'))) await offerTrixie(distribution)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await must(asRoot(['apt-get', 'update', '-q']), { env })
  const keepSettings = ['-o', 'Dpkg::Options::=--force-confdef', '-o', 'Dpkg::Options::=--force-confold']
  const options = ['-qy', '--no-install-recommends', ...keepSettings]
  await must(asRoot(['apt-get', 'install', ...options, ...packages]), { env })
}

/** Writes a text to a file that belongs to root. */
export async function writeAsRoot(file: string, text: string): Promise<void> {
  await must(asRoot(['sh', '-c', 'mkdir -p "$(dirname "$0")" && cat > "$0"', file]), { input: text })
}

// Priority 100 is below the installed release's 500: only packages requested by name come from Debian 13.
async function offerTrixie(distribution: Distribution): Promise<void> {
  if (existsSync(source)) return
  console.log(`  adding Debian 13 as a package source at priority 100 to ${distribution.name} (${source})`)
  await writeAsRoot(pin, 'Package: *\nPin: release n=trixie\nPin-Priority: 100\n')
  await writeAsRoot(source, 'deb http://deb.debian.org/debian trixie main\n')
}
