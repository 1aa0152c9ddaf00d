import { oneOffIn } from '../../compose/one-off.ts'
import type { DesiredState } from '../../model/desired.ts'
import { type ComposeService, escapeDollars } from '../../model/project/project.ts'
import type { Connection } from '../url.ts'

/** The owner of the container's files on the host. */
export interface Identity {
  /** `uid:gid` of the SSH user; empty where the engine runs as that user. */
  user: string
  /** Whether the engine remaps users (userns-remap); this container must then use the host's users. */
  remapped: boolean
}

/** Reads `id -u`, `id -g` and the engine's security options. */
export function readIdentity(uid: string, gid: string, options: string): Identity {
  return {
    user: options.includes('name=rootless') ? '' : `${uid.trim()}:${gid.trim()}`,
    remapped: options.includes('name=userns'),
  }
}

/** The task of a client, and its label. */
export interface ClientTask {
  image: string
  words: readonly string[]
  environment: Readonly<Record<string, string>>
  label: readonly [name: string, value: string]
  /** Whether it writes into the backup folder, mounted as `/backup`. */
  writes: boolean
}

/**
 * A service with PostgreSQL's programs that reaches the database as web does. The password is in its environment
 * and nowhere else.
 */
export function databaseClient(
  { model, roles, backup }: DesiredState,
  { variables }: Connection,
  { user, remapped }: Identity,
  { image, words, environment, label, writes }: ClientTask,
): ComposeService {
  const web = model.services[oneOffIn(model, roles)] ?? {}
  const same = ['network_mode', 'extra_hosts', 'dns', 'dns_search', 'dns_opt'].filter((key) => key in web)
  const all = { PGCONNECT_TIMEOUT: '15', ...variables, ...environment }
  return {
    image: escapeDollars(image),
    entrypoint: words.map(escapeDollars),
    environment: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, escapeDollars(value)])),
    labels: { [label[0]]: label[1] },
    volumes: [
      {
        type: 'bind',
        source: escapeDollars(backup.folder),
        target: '/backup',
        ...(writes ? {} : { read_only: true }),
      },
    ],
    init: true,
    ...Object.fromEntries(same.map((key) => [key, web[key]])),
    // Without web's aliases: otherwise the client would receive requests for web.
    ...('network_mode' in web
      ? {}
      : {
          networks: Object.fromEntries(
            Object.keys(web.networks ?? { default: null }).map((name) => [name, null]),
          ),
        }),
    ...(user === '' ? {} : { user }),
    ...(remapped ? { userns_mode: 'host' } : {}),
  }
}
