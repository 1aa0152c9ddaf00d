import { existsSync, readFileSync } from 'node:fs'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { join } from 'node:path'
import type { BareServer } from '../../test/sandbox/bare-server.ts'
import type { GitHubCli } from './github-cli.ts'
import type { Repository } from './repository.ts'

/** What a reader does who compares the fingerprint on the screen with the one on the server. */
export async function otherFingerprint(printed: string, server: BareServer): Promise<string[]> {
  const shown = /SHA256:\S+/.exec(printed)?.[0] ?? 'none'
  const { stdout } = await server.run('ssh-keygen -l -f /etc/ssh/ssh_host_ed25519_key.pub')
  return stdout.includes(shown)
    ? []
    : [`The page shows the fingerprint ${shown}, and the server ${stdout.trim()}.`]
}

/** What must not be left when the quickstart is over. */
export async function leftOvers(
  { folder, git }: Repository,
  cli: GitHubCli,
  server: BareServer,
): Promise<string[]> {
  const keys = git('ls-files', '--others', '--cached')
    .split('\n')
    .filter((file) => file !== '' && existsSync(join(folder, file)))
    .filter((file) => readFileSync(join(folder, file), 'utf8').includes('PRIVATE KEY-----\n'))
  const unknown = git('status', '--porcelain')
  const authorized = await server.run('cat /home/admin/.ssh/authorized_keys')
  const known = ['REGISTRY_PASSWORD', 'STAGING_ENVIRONMENT', 'STAGING_SSH_KEY']
  const secrets = [...cli.secrets.keys()].toSorted()
  return [
    ...keys.map((file) => `The private key ${file} is in the repository.`),
    ...(unknown === '' ? [] : [`The repository has changes that are not committed:\n${unknown}`]),
    ...(authorized.stdout.includes('prepare-server') ? ['The key of the preparation may still log in.'] : []),
    ...(secrets.join() === known.join() ? [] : [`These secrets are left: ${secrets.join(', ')}.`]),
  ]
}

/** What a customer gets who trusts the authority. */
export function visit(url: string, ca: string): Promise<{ status: number; release: string }> {
  const request = url.startsWith('https:') ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    request(url, { ca }, (response) => {
      response.resume()
      resolve({
        status: response.statusCode ?? 0,
        release: String(response.headers['x-saleor-release'] ?? ''),
      })
    })
      .once('error', reject)
      .end()
  })
}
