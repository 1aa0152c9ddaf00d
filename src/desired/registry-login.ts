import { UserError } from '../errors.ts'
import type { Login } from '../image/registry/registry-auth.ts'
import { authKeys, writeLogins } from '../image/registry/registry-logins.ts'
import { registryOf } from '../model/release/image-reference.ts'
import type { Log } from '../runner/log.ts'

/** The inputs of a registry's user. */
export interface LoginInputs {
  'registry-username': string | undefined
  'registry-password': string | undefined
  'registry-auth': string | undefined
}

/**
 * Builds the file that `docker login` would write; it travels by standard input and exists on the host only during the
 * pull. Empty for registries without login. The login of the image's registry comes from the two inputs for it, that of
 * all others from `registry-auth`.
 * @throws UserError when only one of user and password is given, for mistakes in `registry-auth`, and for a registry
 * with two logins
 */
export async function registryLogin(
  image: string,
  inputs: LoginInputs,
  log: Pick<Log, 'mask'>,
): Promise<string> {
  const own = imageLogin(inputs)
  const { registry } = registryOf(image)
  const others = await otherLogins(inputs['registry-auth'])
  for (const { username, password } of others.values()) {
    log.mask(password)
    // The form in which Docker keeps it and HTTP sends it.
    log.mask(Buffer.from(`${username}:${password}`).toString('base64'))
  }
  const twice = [...others.keys()].find((other) => own !== undefined && isSame(other, registry))
  if (twice !== undefined)
    throw new UserError(
      'bad-input',
      `Input 'registry-auth' has a login to ${twice}, and registry-username is for that registry too, the one of the image.`,
      'Give that login once: in registry-auth, or in registry-username and registry-password.',
    )
  const all: [string, Login][] = [...others]
  if (own !== undefined) all.push([registry, own])
  return all.length === 0 ? '' : writeLogins(all)
}

/** The YAML parser is loaded only for other registries. */
async function otherLogins(text: string | undefined): Promise<Map<string, Login>> {
  if (text === undefined) return new Map()
  const { readRegistryAuth } = await import('./registry-auth.ts')
  return readRegistryAuth(text)
}

function isSame(one: string, other: string): boolean {
  return authKeys(one).some((key) => authKeys(other).includes(key))
}

function imageLogin({
  'registry-username': username,
  'registry-password': password,
}: LoginInputs): Login | undefined {
  if (username === undefined && password === undefined) return undefined
  if (username === undefined || password === undefined)
    throw new UserError(
      'bad-input',
      `Inputs 'registry-username' and 'registry-password' belong together; ${username === undefined ? 'the first' : 'the second'} is empty.`,
      'Give both, or none for a registry without login. An empty one is often a secret that this workflow may not read.',
    )
  return { username, password }
}
