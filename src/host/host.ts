import type { Ran } from '../runner/process.ts'
import type { Command } from './quote.ts'

/** A program on a host that is talked to by lines while it runs. */
export interface Conversation {
  say(line: string): void
  /** The next line it says; undefined when it has ended or the connection is gone. */
  next(): Promise<string | undefined>
  /** What it wrote to standard error so far. */
  complaints(): string
}

/** A server, over one SSH connection. */
export interface Host {
  readonly name: string
  /**
   * Runs to the end, whatever the exit code. Only for looking: what changes something goes through a transaction.
   * @throws UserError `host-unreachable` when the connection breaks before
   */
  run(command: Command, input?: string): Promise<Ran>
  /**
   * Starts a program and keeps talking to it.
   * @throws UserError `host-unreachable` when the connection is gone
   */
  converse(command: Command): Promise<Conversation>
  /**
   * Connects anew after the connection was lost.
   * @throws UserError `host-unreachable` and the like, as the first time
   */
  again(): Promise<void>
  /** How many commands were sent so far, for the report. */
  readonly commandCount: number
  close(): void
}
