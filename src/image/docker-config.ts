import { access, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Runner } from '../runner/runner.ts'
import type { Login } from './registry.ts'

/** A Docker client of one's own: where its logins are, as environment for every `docker` that shall use them. */
export interface PrivateDocker {
  env: Record<string, string>
  /** The file with the logins, 0600, for programs that want its path. */
  file: string
  /** The login to a registry, ours or one that an earlier step left (docker/login-action). */
  login(registry: string): Promise<Login | undefined>
}

interface ConfigFile {
  auths?: Record<string, { auth?: string }>
  credsStore?: string
  credHelpers?: Record<string, string>
}

/**
 * The user's configuration without its stores of passwords for these registries: `docker login` would hand ours to a
 * keychain that outlives the job. What else is there stays: proxies, current context, logins to other registries.
 */
export function privateConfig(text: string, registries: readonly string[]): string {
  const { credsStore: _store, credHelpers = {}, auths = {}, ...rest } = JSON.parse(text || '{}') as ConfigFile
  const keys = registries.map(authKey)
  const others = <T>(entries: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(entries).filter(([name]) => !keys.includes(name)))
  return JSON.stringify({ ...rest, auths: others(auths), credHelpers: others(credHelpers) })
}

/** A login as `docker login` writes it, so that every registry's is used for that registry alone. */
export function storedLogin(text: string, registry: string): Login | undefined {
  const { auths = {} } = JSON.parse(text) as ConfigFile
  const entry = auths[authKey(registry)]?.auth
  const [, username, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(entry ?? '', 'base64').toString()) ?? []
  return username === undefined || password === undefined ? undefined : { username, password }
}

/** Docker Hub's entry has kept the address of its first API. */
function authKey(registry: string): string {
  return registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry
}

/**
 * Works with a Docker configuration in a folder that only we can read (0700), gone afterwards: also when the work
 * fails or the job is cancelled, and through the action's post step when it is killed.
 */
export async function withPrivateDocker<T>(
  runner: Runner,
  registries: readonly string[],
  work: (docker: PrivateDocker) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(runner.context.temp, 'docker-config-'))
  try {
    await rememberForPost(folder)
    const own = process.env.DOCKER_CONFIG ?? join(homedir(), '.docker')
    const file = join(folder, 'config.json')
    const text = await readFile(join(own, 'config.json'), 'utf8').catch(() => '')
    await writeFile(file, privateConfig(text, registries), { mode: 0o600 })
    // Another folder would hide the user's plugins (buildx itself may be one), contexts and builders.
    for (const name of ['cli-plugins', 'contexts']) await linkIfThere(join(own, name), join(folder, name))
    const builders = process.env.BUILDX_CONFIG ?? join(own, 'buildx')
    return await work({
      env: { DOCKER_CONFIG: folder, BUILDX_CONFIG: builders },
      file,
      login: async (registry) => storedLogin(await readFile(file, 'utf8'), registry),
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The name under which the post step finds the folder; the runner hands it on as STATE_docker-config. */
const state = 'docker-config'

/** The folder that a killed run left behind; undefined in the run itself. */
export function leftBehind(env: NodeJS.ProcessEnv): string | undefined {
  return env[`STATE_${state}`] || undefined
}

/** What the post step does; after a run that ended by itself there is nothing left to remove. */
export async function removeLeftBehind(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
}

async function rememberForPost(folder: string): Promise<void> {
  if (!process.env.GITHUB_STATE) return
  const { saveState } = await import('@actions/core')
  saveState(state, folder)
}

async function linkIfThere(target: string, link: string): Promise<void> {
  const there = await access(target).then(
    () => true,
    () => false,
  )
  if (there) await symlink(target, link)
}
