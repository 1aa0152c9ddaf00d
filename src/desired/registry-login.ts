import { UserError } from '../errors.ts'
import { writeLogin } from '../image/registry/registry-logins.ts'

/**
 * Builds the file that `docker login` would write; it travels by standard input and exists on the host only during the
 * pull. Empty for a registry without login. Pure.
 * @throws UserError when only one of user and password is given
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
  return writeLogin(image, { username, password })
}
