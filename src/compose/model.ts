/** A port as `docker compose config` prints it. */
export interface ComposePort {
  target: number
  /** A port or a range, absent when Docker picks one. */
  published?: string
  protocol?: string
  host_ip?: string
  mode?: string
  [key: string]: unknown
}

/** A volume of a service in its long form. */
export interface ComposeMount {
  type: string
  source?: string
  target: string
  read_only?: boolean
  [key: string]: unknown
}

/** One service as `docker compose config` prints it, as far as it is used here. */
export interface ComposeService {
  image?: string
  build?: unknown
  command?: string[] | string | null
  entrypoint?: string[] | string | null
  environment?: Record<string, string | null>
  labels?: Record<string, string>
  ports?: ComposePort[]
  volumes?: ComposeMount[]
  networks?: Record<string, unknown>
  network_mode?: string
  container_name?: string
  restart?: string
  scale?: number
  stop_grace_period?: string
  stop_signal?: string
  healthcheck?: { test?: string[] | string; disable?: boolean; [key: string]: unknown }
  deploy?: { replicas?: number; [key: string]: unknown }
  [key: string]: unknown
}

/** The result of `docker compose config --format json`: everything merged, interpolated and in its long form. */
export interface ComposeModel {
  name: string
  services: Record<string, ComposeService>
  networks?: Record<string, unknown>
  volumes?: Record<string, unknown>
  [key: string]: unknown
}

/** Entrypoint and command as one line, for matching only. */
export function commandOf(service: ComposeService): string {
  return [service.entrypoint, service.command]
    .flat()
    .filter((word) => typeof word === 'string')
    .join(' ')
}

/** How many containers of the service shall run. */
export function replicasOf(service: ComposeService): number {
  return service.scale ?? service.deploy?.replicas ?? 1
}

/** Seconds between the stop signal and the kill; Compose waits 10 when the file says nothing. */
export function graceSecondsOf(_service: ComposeService): number {
  return 10
}
