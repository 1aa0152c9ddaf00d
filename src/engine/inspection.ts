import type { Command } from '../host/quote.ts'

/** The questions of `smoke-test` to the containers on a host, as command lines that the engine writes. They change nothing. */
export interface Inspection {
  /** Prints a line for each container of a project, formatted by a template. */
  containers(template: string): Command
  /** Prints the free space where the engine keeps images and in a folder, as `df -Pk` does. */
  disks(folder: string): Command
  /** Prints out-of-memory kills by the kernel within a day: seconds since 1970 and the container's name. */
  readonly killed: Command
  /** Runs words in a container and prints the output or the exit code. */
  execute(container: string, words: readonly string[]): Command
  /** Prints for each container the number of error lines in the last so many seconds, and the last of them, separated by tabs. */
  errors(seconds: number, containers: readonly string[]): Command
  /** Prints for each container the number of tasks that beat sent in the last so many seconds. */
  sent(seconds: number, containers: readonly string[]): Command
}
