import { passwordInUrl, secretName } from '../../inputs/values/secret-values.ts'

/** Passwords and keys of the example files and of guides for Saleor; a test compares them with the files. SECRET_KEY has its own rule. */
const published = new Set(['staging_password', 'password', 'pass', 'your-jwt-secret'])

/** Names reserved for examples (RFC 2606): no real shop or server uses them. */
const exampleHost = /(?<![\w.-])(?:[\w-]+\.)*example\.(?:com|org|net)(?![\w.-])/gi

/** Whether a variable still has a password from a public example. Pure. */
export function hasExampleSecret(name: string, value: string): boolean {
  const password = passwordInUrl.exec(value)?.[1]
  return published.has(password ?? (secretName.test(name) ? value.trim() : ''))
}

/** Lists the example host names in a value, each once. Pure. */
export function exampleHosts(value: string): string[] {
  return [...new Set((value.match(exampleHost) ?? []).map((host) => host.toLowerCase()))]
}
