import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hubAddress } from '../../test/sandbox/names.ts'
import type { Sandbox, Server } from '../../test/sandbox/sandbox.ts'

const example = join(import.meta.dirname, '../../workflows-examples/.env.staging.example')

/** The port that the example Compose file publishes. */
const publishedPort = 8000

/** The settings on GitHub for the example pipeline. */
export interface Settings {
  /** The shop's future URL. */
  readonly url: string
  readonly vars: Record<string, string>
  readonly secrets: Record<string, string>
}

/** The settings with which the unchanged example pipeline deploys to a server of the sandbox. */
export function settingsFor(server: Server, registry: Sandbox['registry']): Settings {
  const url = server.url(publishedPort)
  return {
    url,
    vars: {
      IMAGE: `${registry.address}/demo/saleor`,
      REGISTRY_USERNAME: registry.username,
      TEST_DATABASE_IMAGE: `${hubAddress}/library/postgres:15`,
      STAGING_HOST: server.address,
      STAGING_SSH_PORT: String(server.port),
      STAGING_USER: server.user,
      STAGING_KNOWN_HOSTS: server.knownHosts,
      STAGING_URL: url,
    },
    secrets: {
      REGISTRY_PASSWORD: registry.password,
      STAGING_SSH_KEY: server.privateKey,
      STAGING_ENVIRONMENT: filledExample(server.address, url),
    },
  }
}

/** The example environment file with its blanks filled, for a shop without a domain and without TLS. */
function filledExample(host: string, url: string): string {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const password = randomBytes(16).toString('hex')
  const values: Record<string, string> = {
    SECRET_KEY: randomBytes(32).toString('hex'),
    RSA_PRIVATE_KEY: key.export({ type: 'pkcs8', format: 'pem' }).toString().trim(),
    ALLOWED_HOSTS: host,
    ALLOWED_CLIENT_HOSTS: host,
    PUBLIC_URL: url,
    DATABASE_URL: `postgres://saleor:${password}@db:5432/saleor`,
    POSTGRES_PASSWORD: password,
    EMAIL_URL: `smtp://shop:${password}@${host}:587/?tls=True`,
    DEFAULT_FROM_EMAIL: `noreply@${host}`,
  }
  return readFileSync(example, 'utf8').replace(
    /^([A-Z_]+)=(.*)$/gm,
    (_, name: string, value: string) => `${name}=${values[name] ?? value}`,
  )
}
