import { rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Runner } from '../runner/runner.ts'
import { withPrivateFolder } from './private-folder.ts'
import type { Login } from './registry-auth.ts'
import { readText } from './source.ts'

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
 * Works with a Docker configuration of its own, gone afterwards: also when the work fails or the job is cancelled, and
 * through the action's post step when the run is killed.
 */
export async function withPrivateDocker<T>(
  { context }: Runner,
  registries: readonly string[],
  work: (docker: PrivateDocker) => Promise<T>,
): Promise<T> {
  return await withPrivateFolder(context.temp, 'docker-config', async (folder) => {
    await rememberForPost(folder.path)
    const own = process.env.DOCKER_CONFIG ?? join(homedir(), '.docker')
    const text = (await readText(join(own, 'config.json'))) ?? ''
    const file = await folder.write('config.json', privateConfig(text, registries))
    // Another folder would hide the user's plugins (buildx itself may be one), contexts and builders.
    for (const name of ['cli-plugins', 'contexts']) await folder.link(join(own, name), name)
    return await work({
      env: { DOCKER_CONFIG: folder.path, BUILDX_CONFIG: process.env.BUILDX_CONFIG ?? join(own, 'buildx') },
      file,
      login: async (registry) => storedLogin((await readText(file)) ?? '{}', registry),
    })
  })
}

/** Names under which the post step finds what main left; the runner hands them on as STATE_…. */
const states = { started: 'started', folder: 'docker-config' } as const

async function rememberForPost(folder: string): Promise<void> {
  await save(states.folder, folder)
}

async function save(name: string, value: string): Promise<void> {
  if (!process.env.GITHUB_STATE) return
  const { saveState } = await import('@actions/core')
  saveState(name, value)
}

/**
 * The broom behind a run that was killed before it could tidy up. True in the post step, where that is all there is to
 * do; after a run that ended by itself, or needed no login, it finds nothing.
 */
export async function sweptInPost(): Promise<boolean> {
  if (!process.env[`STATE_${states.started}`]) {
    await save(states.started, 'true')
    return false
  }
  const folder = process.env[`STATE_${states.folder}`]
  if (folder) await rm(folder, { recursive: true, force: true })
  return true
}
