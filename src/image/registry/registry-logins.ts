import type { Login } from './registry-auth.ts'

const dockerHub = 'https://index.docker.io/v1/'

/**
 * The entries of `auths` under which Docker's programs look for the login to a registry. Docker Hub's entry has kept
 * the address of its first API. For `registry-1.docker.io` BuildKit asks there too, while `docker pull` asks for the
 * host's own name. Pure.
 */
export function authKeys(registry: string): string[] {
  if (registry === 'docker.io' || registry === 'index.docker.io') return [dockerHub]
  return registry === 'registry-1.docker.io' ? [registry, dockerHub] : [registry]
}

/** The configuration file that `docker login` would write for these registries. Pure. */
export function writeLogins(logins: Iterable<readonly [registry: string, login: Login]>): string {
  const auths = [...logins].flatMap(([registry, { username, password }]) => {
    const auth = Buffer.from(`${username}:${password}`).toString('base64')
    return authKeys(registry).map((key) => [key, { auth }])
  })
  return JSON.stringify({ auths: Object.fromEntries(auths) })
}

/** The passwords in a configuration file; none in an empty one. Pure. */
export function passwordsIn(text: string): string[] {
  const { auths = {} } = JSON.parse(text || '{}') as { auths?: Record<string, { auth?: string }> }
  return Object.keys(auths).flatMap((registry) => readLogin(text, registry)?.password ?? [])
}

/** A registry's login in a configuration file; undefined when it has none. Pure. */
export function readLogin(text: string, registry: string): Login | undefined {
  const { auths = {} } = JSON.parse(text || '{}') as { auths?: Record<string, { auth?: string }> }
  const entry = authKeys(registry).flatMap((key) => auths[key]?.auth ?? [])[0]
  const [, username, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(entry ?? '', 'base64').toString()) ?? []
  return username === undefined || password === undefined ? undefined : { username, password }
}
