import type { ComposeService } from './project/project.ts'
import type { Release } from './release/release.ts'

/** A service as `docker stack deploy` takes it. */
export interface StackService
  extends Pick<ComposeService, 'environment' | 'healthcheck' | 'image' | 'labels' | 'networks' | 'volumes'> {
  command?: ComposeService['command']
  stop_grace_period?: string
  deploy?: NonNullable<ComposeService['deploy']>
  ports?: { target: number; published: number; protocol: string; mode: 'host' }[]
  configs?: unknown[]
  secrets?: unknown[]
  [key: string]: unknown
}

/** A file for `docker stack deploy`, as data. Strings have `$$` for a literal `$`, as in a Compose file. */
export interface Stack {
  services: Record<string, StackService>
  networks?: Record<string, unknown>
  volumes?: Record<string, unknown>
  configs?: Record<string, unknown>
  secrets?: Record<string, unknown>
  [key: `x-${string}`]: unknown
}

/** A config or secret of the cluster. It can't be changed once made, so its name has a hash of its content. */
export interface StackObject {
  kind: 'config' | 'secret'
  name: string
  content: Uint8Array
}

/** The part of a desired state that only a Swarm needs. */
export interface SwarmIntent {
  stack: Stack
  /** What the stack's files are made of; empty in a rollback, as the cluster has them. */
  objects: readonly StackObject[]
}

/** A node of the cluster, as `docker node ls` shows it. */
export interface SwarmNode {
  id: string
  name: string
  /** Ready, Down, Unknown, Disconnected. */
  status: string
  /** Active, Pause, Drain. */
  availability: string
  engine: string
  /** Leader, Reachable, Unreachable; empty for a worker. */
  manager: string
}

/** Whether Swarm gives a node tasks. Pure. */
export function takesTasks({ status, availability }: Pick<SwarmNode, 'status' | 'availability'>): boolean {
  return status === 'Ready' && availability === 'Active'
}

/** A service of the stack and how far its update is. */
export interface SwarmService {
  id: string
  /** The key in the stack file. */
  name: string
  /** `global`, or the number of replicas. */
  replicas: number | 'global'
  /** `none`, updating, paused, completed, rollback_started, rollback_paused, rollback_completed. */
  update: string
  /** The definition that its tasks should have, see `definitionLabel`. */
  definition: string
  image: string
}

/** A task: one container of a service, or the try to start one. */
export interface SwarmTask {
  id: string
  /** The id of its service. */
  service: string
  slot: string
  node: string
  /** What Swarm wants of it: running, shutdown, remove. */
  wanted: string
  /** new, pending, preparing, starting, running, complete, failed, rejected, shutdown. */
  state: string
  definition: string
  release: string
  image: string
  /** The error of a failed task; empty for none. */
  error: string
}

/** The state of a stack. */
export interface StackState {
  services: readonly SwarmService[]
  tasks: readonly SwarmTask[]
}

/** The state of a stack at one moment. Nodes come and go meanwhile. */
export interface StackMoment extends StackState {
  /** How many nodes take tasks. */
  takingTasks: number
}

/** The release that serves, as the newest record of a commit says. */
export interface LiveRecord {
  /** Counts the commits of a project: each record's name has the next number, so that two runs can't both commit. */
  number: number
  release: string
  previous: string | undefined
}

/** A cluster as one of its managers sees it, before any change. */
export interface ObservedSwarm extends StackState {
  nodes: readonly SwarmNode[]
  /** The id of this manager's own node. */
  self: string
  /** Why this engine can't be used as a manager now; empty when it can. */
  problem: string
  /** Whether containers of the project run on this manager without Swarm. */
  besides: boolean
  record: LiveRecord | undefined
  /** The live release's stack; undefined when nothing is live. */
  stack: Stack | undefined
  releases: readonly Release[]
}
