/** A service as the Compose file has it. */
export type Service = Record<string, unknown>

/** What a project adds to the base, on the first deploy or on a later one. */
export interface Added {
  /** Services that are changed or added; `null` takes one away. */
  services?: Record<string, Service | null>
  /** Sections beside `services`. */
  top?: Record<string, unknown>
  /** Files of the repository, by path. */
  files?: Record<string, string>
  inputs?: Record<string, string>
  /** The input `environment`. */
  environment?: string
  /** Variables under `env:` of the step. */
  env?: Record<string, string>
}

/** What must be seen on a server after a deploy. */
export interface Proof {
  shows: string
  /** The service in whose container the line runs; on the server without it. */
  in?: string
  /** A line for `sh`. */
  run: string
  prints: RegExp
}

/** A project that was refused, or must be: before anything changes, with an annotation on the line. */
interface Refused {
  /** What the error says, and its fix. */
  refused: RegExp
  /** The text of the line that the annotation is on. */
  line: RegExp
}

/** A project that is deployed. */
interface Deployed {
  /** What becomes of its services, and the warnings, as the runner knows them before it connects. */
  says: RegExp
  /** What preflight says on a server that lacks something. Nothing is deployed then. */
  notReady?: RegExp
  /** A line for `sh` that makes the server as the project needs it. */
  server?: string
  /** The port of the server where people reach web: 8000 without it; 0 is none. */
  port?: number
  /** Services that end by themselves with success. */
  ends?: string[]
  proofs?: Proof[]
  /** What the next deploy has otherwise. */
  next?: Added & { proofs: Proof[] }
}

/** What people reported, as it differs from a project of web, worker, beat, PostgreSQL and Redis. */
export type Reported = Added & {
  /** What was added, in words of ours. */
  what: string
} & (Refused | Deployed)
