import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sandbox, Server } from '../sandbox/sandbox.ts'

const guide = join(import.meta.dirname, '..', 'compose', 'fixtures')

/** The secrets that a shop needs, new for each call. */
export function shopEnvironment(extra: Record<string, string> = {}): string {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  })
  const variables = {
    DEBUG: 'False',
    SECRET_KEY: randomBytes(40).toString('base64url'),
    ALLOWED_HOSTS: '*',
    ALLOWED_CLIENT_HOSTS: 'staging.example.com',
    DATABASE_URL: 'postgres://saleor:staging_password@db:5432/saleor',
    REDIS_URL: 'redis://redis:6379/0',
    CELERY_BROKER_URL: 'redis://redis:6379/1',
    PUBLIC_URL: 'http://staging.example.com',
    RSA_PRIVATE_KEY: String(rsa).trim(),
    ...extra,
  }
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')
}

/** A checked-out repository with the guide's staging Compose file. */
export async function stagingWorkspace(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shop-'))
  await cp(join(guide, 'docker-compose.staging.yml'), join(folder, 'docker-compose.staging.yml'))
  return folder
}

/** The inputs of deploy-staging for a server of the sandbox. */
export function stagingInputs(
  server: Pick<Server, 'address' | 'port' | 'user' | 'privateKey' | 'knownHosts'>,
  { registry }: Sandbox,
  image: string,
  environment: string,
  extra: Record<string, string> = {},
): Record<string, string> {
  return {
    image,
    host: server.address,
    port: String(server.port),
    user: server.user,
    'ssh-key': server.privateKey,
    'known-hosts': server.knownHosts,
    environment,
    'registry-username': registry.username,
    'registry-password': registry.password,
    ...extra,
  }
}
