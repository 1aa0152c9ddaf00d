import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { must } from '../../scripts/setup/command.ts'
import { registryAddress, serverName, stateFolder } from './names.ts'

const keysFolder = join(stateFolder, 'keys')
const clientKey = join(keysFolder, 'deploy')
const encryptedClientKey = join(keysFolder, 'deploy-encrypted')
const serversFolder = join(stateFolder, 'servers')
const dockerFolder = join(stateFolder, 'docker')

/** Docker's configuration folder with the registry's login, apart from the user's own. */
export const dockerConfig = dockerFolder

/** A key and its passphrase, for tests of protected keys. */
export type EncryptedKey = { key: string; passphrase: string }

/** The user and password of the registry, made once per sandbox. */
export function registryLogin(): { username: string; password: string } {
  const file = join(stateFolder, 'registry.json')
  if (!existsSync(file)) {
    keep(file, JSON.stringify({ username: 'deployer', password: randomBytes(18).toString('base64url') }))
  }
  const login = JSON.parse(readFileSync(file, 'utf8')) as { username: string; password: string }
  const auth = Buffer.from(`${login.username}:${login.password}`).toString('base64')
  keep(join(dockerFolder, 'config.json'), JSON.stringify({ auths: { [registryAddress]: { auth } } }))
  return login
}

/** The password of the data host's superuser, made once per sandbox. */
export function dataPassword(): string {
  const file = join(stateFolder, 'data.json')
  if (!existsSync(file)) keep(file, JSON.stringify({ password: randomBytes(18).toString('base64url') }))
  return (JSON.parse(readFileSync(file, 'utf8')) as { password: string }).password
}

/** The key that opens user `deploy` on every server, made once per sandbox; plain and under a passphrase. */
export async function clientKeys(): Promise<{
  privateKey: string
  encryptedKey: EncryptedKey
  publicKey: string
}> {
  const passphrase = 'correct horse battery staple'
  if (!existsSync(`${encryptedClientKey}.pub`)) {
    mkdirSync(keysFolder, { recursive: true, mode: 0o700 })
    await makeKey(clientKey, '', 'deploy')
    await makeKey(encryptedClientKey, passphrase, 'deploy-encrypted')
  }
  return {
    privateKey: readFileSync(clientKey, 'utf8'),
    encryptedKey: { key: readFileSync(encryptedClientKey, 'utf8'), passphrase },
    publicKey: readFileSync(`${clientKey}.pub`, 'utf8') + readFileSync(`${encryptedClientKey}.pub`, 'utf8'),
  }
}

/** Server n's folder, mounted into it: its host key and who may log in. Made once per server. */
export async function serverFolder(number: number): Promise<string> {
  const folder = join(serversFolder, String(number))
  const hostKey = join(folder, 'host_ed25519')
  if (!existsSync(`${hostKey}.pub`)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    await makeKey(hostKey, '', serverName(number))
  }
  keep(join(folder, 'authorized_keys'), (await clientKeys()).publicKey)
  return folder
}

/** Server n's host key as known_hosts and a person would see it. */
export async function hostIdentity(number: number): Promise<{ publicKey: string; fingerprint: string }> {
  const file = join(await serverFolder(number), 'host_ed25519.pub')
  const [type = '', key = ''] = readFileSync(file, 'utf8').split(' ')
  const [, fingerprint = ''] = (await must(['ssh-keygen', '-l', '-f', file])).split(' ')
  return { publicKey: `${type} ${key}`, fingerprint }
}

/** Forgets keys, passwords and what was built, of all lanes; logs of the engine stay. */
export function forget(): void {
  const names = ['keys', 'servers', 'docker', 'shop', 'registry.json', 'data.json', 'balancers', 'READY']
  const lanes = existsSync(stateFolder) ? readdirSync(stateFolder).filter((it) => it.startsWith('lane-')) : []
  for (const name of [...names, ...lanes]) rmSync(join(stateFolder, name), { recursive: true, force: true })
}

async function makeKey(file: string, passphrase: string, comment: string): Promise<void> {
  rmSync(file, { force: true })
  await must(['ssh-keygen', '-q', '-t', 'ed25519', '-N', passphrase, '-C', comment, '-f', file])
}

function keep(file: string, text: string): void {
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 })
  writeFileSync(file, text, { mode: 0o600 })
}
