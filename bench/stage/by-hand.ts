import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { shopEnvironment } from '../../test/e2e/staging.ts'
import type { Sandbox, Server, ShopVariant } from '../../test/sandbox/sandbox.ts'

const file = join(import.meta.dirname, '../../test/compose/fixtures/docker-compose.staging.yml')
const folder = '/srv/by-hand'

/** The way without this suite: the guide's Compose file on the server, and `docker compose up -d`. */
export async function byHand(
  sandbox: Sandbox,
  server: Server,
): Promise<(variant: ShopVariant) => Promise<void>> {
  const must = async (argv: readonly string[], input = ''): Promise<void> => {
    const { code, stdout, stderr } = await server.run(argv, { input })
    if (code !== 0) throw new Error(`${argv.join(' ')}:\n${stdout}${stderr}`)
  }
  const write = (name: string, content: string): Promise<void> =>
    must(['sh', '-c', `mkdir -p ${folder} && cat >${folder}/${name}`], content)
  await server.wipe()
  await write('docker-compose.yml', await readFile(file, 'utf8'))
  // The key's line breaks, as Compose reads them from such a file.
  await write(
    '.env.staging',
    shopEnvironment().replace(/RSA_PRIVATE_KEY=([\s\S]+?-----END PRIVATE KEY-----)/, 'RSA_PRIVATE_KEY="$1"'),
  )
  const { username, password, address } = sandbox.registry
  await must(['docker', 'login', '--username', username, '--password-stdin', address], password)
  return async (variant) => {
    const { reference } = await sandbox.buildShop(variant)
    await must(['docker', 'pull', '--quiet', reference])
    await must(['docker', 'tag', reference, `docker.io/saleor/saleor-staging:${variant}`])
    await must(['env', `VERSION=${variant}`, 'docker', 'compose', '--project-directory', folder, 'up', '-d'])
  }
}
