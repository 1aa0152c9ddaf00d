import { rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Runner } from '../../runner/runner.ts'
import { readText } from '../naming/source.ts'
import { withPrivateFolder } from '../private-folder.ts'
import type { Login } from './registry-auth.ts'
import { authKeys, readLogin } from './registry-logins.ts'

/** A private Docker configuration, as environment for every `docker` that uses its logins. */
export interface PrivateDocker {
  env: Record<string, string>
  /** The file with the logins, 0600, for programs that need its path. */
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
 * The user's configuration without its credential stores for these registries: `docker login` would give ours to a
 * keychain that outlives the job. All other settings stay: proxies, current context, logins to other registries.
 */
export function privateConfig(text: string, registries: readonly string[]): string {
  const { credsStore: _store, credHelpers = {}, auths = {}, ...rest } = JSON.parse(text || '{}') as ConfigFile
  const keys = registries.flatMap(authKeys)
  const others = <T>(entries: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(entries).filter(([name]) => !keys.includes(name)))
  return JSON.stringify({ ...rest, auths: others(auths), credHelpers: others(credHelpers) })
}

/**
 * Runs work with a private Docker configuration, and removes it afterwards: also if the work fails or the job is cancelled, and
 * in the action's post step if the run is killed.
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
      login: async (registry) => readLogin((await readText(file)) ?? '', registry),
    })
  })
}

/** Names of the state that main saves for the post step; the runner passes it on as STATE_…. */
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
 * Cleans up after a killed run. True in the post step, which does nothing else;
 * after a run that ended by itself, or needed no login, there is nothing to remove.
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
