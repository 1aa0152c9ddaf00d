import { UserError } from '../../errors.ts'
import type { Reference } from '../../model/release/image-reference.ts'
import type { Runner } from '../../runner/runner.ts'
import type { PrivateDocker } from './docker-config.ts'
import type { Login } from './registry-auth.ts'
import { authKeys } from './registry-logins.ts'
import { type RetryPolicy, withRetries } from './retry.ts'

/** Makes a login from two inputs, which must be given together. */
export function loginOf(
  username: string | undefined,
  password: string | undefined,
  input: string,
): Login | undefined {
  if (username === undefined && password === undefined) return undefined
  if (username !== undefined && password !== undefined) return { username, password }
  throw new UserError(
    'bad-input',
    `Inputs '${input}' and '${input.replace('username', 'password')}' belong together; one is empty.`,
    'Give both, or none for a registry without login. An empty one is often a secret that this workflow may not read (pull request from a fork).',
  )
}

/** Logs in with the private configuration; the password travels over standard input. */
export async function logIn(
  runner: Runner,
  { env }: PrivateDocker,
  { registry }: Reference,
  { username, password }: Login,
  retry: RetryPolicy,
): Promise<void> {
  // The form in which Docker keeps it and HTTP sends it.
  runner.log.mask(Buffer.from(`${username}:${password}`).toString('base64'))
  // Docker Hub's login has a special address, which docker uses by default.
  const servers = authKeys(registry).map((key) => (key.startsWith('https://') ? [] : [key]))
  for (const server of servers) {
    const command = ['docker', 'login', '--username', username, '--password-stdin', ...server]
    await withRetries(runner, `Login to ${registry} as ${username}`, retry, async () => {
      const ran = await runner.process.run(command, { env, input: password, signal: runner.cancelled })
      return ran.code === 0 ? { done: true } : { failed: ran.stderr }
    })
  }
}

/** True if Docker itself would fall back to plain HTTP: on this machine, or where the engine's settings allow it. */
export async function mayBePlain({ process, cancelled }: Runner, { registry }: Reference): Promise<boolean> {
  if (/^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(registry)) return true
  const command = ['docker', 'info', '--format', '{{json .RegistryConfig.IndexConfigs}}']
  const { code, stdout } = await process.run(command, { signal: cancelled })
  if (code !== 0) return false
  const known = JSON.parse(stdout || 'null') as Record<string, { Secure?: boolean }> | null
  return known?.[registry]?.Secure === false
}
