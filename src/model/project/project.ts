/** A port as `docker compose config` prints it. */
export interface ComposePort {
  target: number
  /** A port or a range such as `8000-8002`; absent when Docker picks a port. */
  published?: string
  protocol?: string
  host_ip?: string
  [key: string]: unknown
}

/** A service as `docker compose config` prints it, with the keys used here. */
export interface ComposeService {
  image?: string
  build?: unknown
  command?: string[] | string | null
  entrypoint?: string[] | string | null
  environment?: Record<string, string | null>
  labels?: Record<string, string>
  ports?: ComposePort[]
  volumes?: { type: string; source?: string; target: string; read_only?: boolean; [key: string]: unknown }[]
  networks?: Record<string, unknown>
  depends_on?: Record<string, unknown>
  container_name?: string
  restart?: string
  scale?: number
  stop_grace_period?: string
  stop_signal?: string
  healthcheck?: { test?: string[] | string; disable?: boolean; [key: string]: unknown }
  logging?: { driver?: string; options?: Record<string, string> | null } | null
  deploy?: {
    replicas?: number
    restart_policy?: { condition?: string; max_attempts?: number; [key: string]: unknown } | null
    update_config?: { order?: string; [key: string]: unknown } | null
    [key: string]: unknown
  }
  [key: string]: unknown
}

/**
 * The output of `docker compose config --format json`: files merged, variables and env files resolved, everything in
 * long form. Strings have `$$` for a literal `$`, so that Compose on the host restores what was read here.
 */
export interface ComposeModel {
  name: string
  services: Record<string, ComposeService>
  networks?: Record<string, unknown>
  volumes?: Record<string, unknown>
  [key: string]: unknown
}

/** Escapes a text for the model. */
export function escapeDollars(text: string): string {
  return text.replaceAll('$', '$$$$')
}

/** Unescapes a string of the model. */
export function unescapeDollars(text: string): string {
  return text.replaceAll('$$', '$')
}

/** Entrypoint and command as one line, for matching only. */
export function commandOf(service: ComposeService): string {
  const words = [service.entrypoint, service.command].flat().filter((word) => typeof word === 'string')
  return unescapeDollars(words.join(' '))
}

/** The environment of the service's containers; variables without a value are left out. */
export function environmentOf(service: ComposeService): Map<string, string> {
  return new Map(
    Object.entries(service.environment ?? {}).flatMap(([name, value]) =>
      value === null ? [] : [[name, unescapeDollars(value)]],
    ),
  )
}

/** The desired number of the service's containers. */
export function replicasOf(service: ComposeService): number {
  return service.scale ?? service.deploy?.replicas ?? 1
}

/** Seconds between the stop signal and the kill; Compose's default is 10. */
export function graceSecondsOf(service: Pick<ComposeService, 'stop_grace_period'>): number {
  if (service.stop_grace_period === undefined) return 10
  const seconds = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 }
  return [...service.stop_grace_period.matchAll(/([\d.]+)(h|ms|m|s|us|µs|ns)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * seconds[unit as keyof typeof seconds],
    0,
  )
}
