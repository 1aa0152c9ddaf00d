import { UserError } from '../errors.ts'

/**
 * What `docker login` would write; it travels by standard input and lives on the host for the time of the pull. Empty
 * for a registry that asks for no login. Pure.
 * @throws UserError when one of the two is missing
 */
export function registryLogin(
  image: string,
  username: string | undefined,
  password: string | undefined,
): string {
  if (username === undefined && password === undefined) return ''
  if (username === undefined || password === undefined)
    throw new UserError(
      'bad-input',
      `Inputs 'registry-username' and 'registry-password' belong together; ${username === undefined ? 'the first' : 'the second'} is empty.`,
      'Give both, or none for a registry without login. An empty one is often a secret that this workflow may not read.',
    )
  const [first = ''] = image.split('/')
  const registry =
    image.includes('/') && /[.:]|^localhost$/.test(first) ? first : 'https://index.docker.io/v1/'
  return JSON.stringify({
    auths: { [registry]: { auth: Buffer.from(`${username}:${password}`).toString('base64') } },
  })
}
