import type { Command } from '../host/quote.ts'
import type { DesiredState } from '../model/desired.ts'

/**
 * Command lines that `database` combines into changes and questions. The engine writes them, so that no other code
 * knows how containers are started or what a host's guard can do.
 */
export interface Commands {
  /** Runs words in a new container of a release's service, with the service's settings; the container is removed when it ends. */
  runOnce(desired: DesiredState, options: RunOnce): Command
  /** Puts an overlay where {@link Commands.runOnce} finds it; no command where the engine gives its content to the container itself. */
  writeOverlay(overlay: Overlay): Command[]
  /** Runs an image in an isolated container that nothing can reach; its data are removed with it. */
  runAlone(options: RunAlone): Command
  /** Counts the lines of a container's output that match an awk pattern. */
  countLines(container: string, pattern: string): Command
  /** Prints the engine's security options, such as user namespaces. */
  readonly securityOptions: Command
  /** Prints the free space where the engine keeps images and volumes, as `df -Pk` does. */
  readonly freeForImages: Command
  /** Writes a file atomically: it appears whole or not at all. */
  writeFile(path: string, mode: string, content: string): Command
  /** Appends a line to a file and syncs it to the disk. */
  appendLine(file: string, line: string): Command
  /** Removes a container, even a running one. */
  removeContainer(name: string): Command
  /** Removes all containers with a label, `name=value`, and their anonymous volumes. */
  removeLabelled(label: string): Command
  /** In an undo: removes both files unless both exist. */
  keepPair(one: string, other: string): Command
  /** In an undo or after the commit: runs the command only if the file exists. */
  ifExists(file: string, command: Command): Command
  /** In an undo: holds web back until the command, which starts the container of that name, succeeds. */
  gateWeb(name: string, command: Command): Command
}

/** A container of a service that runs once. */
export interface RunOnce {
  service: string
  /** The command's words; empty for the service's own command. */
  words?: readonly string[]
  /** The container's name; without it the engine picks a free one. */
  name?: string
  /** Variables in addition to the service's own. */
  environment?: Readonly<Record<string, string>>
  /** Adds a service, or settings to one. */
  overlay?: Overlay
  /** Seconds after which the container is ended, with exit code 124; without it, whoever runs the command sets a deadline. */
  seconds?: number
  /** Reads the Compose file from standard input, as the release is not on the host. */
  fromInput?: boolean
}

/** A Compose overlay. It may hold a password, which is then in no argument. */
export interface Overlay {
  /** Its path on the host. */
  file: string
  /** Its content as JSON, where this run has it. */
  content?: string
}

/** An isolated container of an image that runs once. */
export interface RunAlone {
  name: string
  /** `name=value` */
  label: string
  image: string
  user: string
  /** Whether it keeps the host's user ids when the engine maps them. */
  hostUsers: boolean
  environment: Readonly<Record<string, string>>
  /** A file of the host that it reads, and its path in the container. */
  mount: { source: string; target: string }
  words: readonly string[]
}
