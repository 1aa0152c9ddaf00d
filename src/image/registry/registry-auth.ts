import type { Http } from '../../runner/http/http.ts'

/** Name and password, for `docker login` and for the registry's API. */
export interface Login {
  username: string
  password: string
}

/**
 * The Authorization header that a registry's challenge asks for: Basic, or a token that its token server gives for the
 * scope (to anybody, where reading is free). Undefined without a usable answer.
 * https://distribution.github.io/distribution/spec/auth/token/
 */
export async function authorization(
  http: Http,
  challenge: string,
  scope: string,
  login: Login | undefined,
): Promise<string | undefined> {
  const basic = login && `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`
  if (/^basic/i.test(challenge)) return basic
  const field = (name: string): string => new RegExp(`${name}="([^"]*)"`, 'i').exec(challenge)?.[1] ?? ''
  if (field('realm') === '') return undefined
  const url = new URL(field('realm'))
  if (field('service') !== '') url.searchParams.set('service', field('service'))
  url.searchParams.set('scope', scope)
  const headers: Record<string, string> = basic === undefined ? {} : { authorization: basic }
  const answer = await http.request({ url: url.href, headers, timeoutSeconds: 30 })
  if (answer.status !== 200)
    throw new Error(`status ${answer.status} from ${url.origin}, which was asked for a token`)
  const { token, access_token } = JSON.parse(answer.body) as { token?: string; access_token?: string }
  return `Bearer ${token ?? access_token}`
}
