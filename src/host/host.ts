import type { Ran } from '../runner/ran.ts'
import type { Limits } from './limits.ts'
import type { Command } from './quote.ts'

/** A running program on a host that exchanges lines. */
export interface Conversation {
  say(line: string): void
  /** The next line of its output; undefined if it has ended or the connection is gone. */
  next(): Promise<string | undefined>
  /** Its standard error so far. */
  problems(): string
}

/** A server, over one SSH connection. */
export interface Host {
  readonly name: string
  /**
   * Runs to the end, whatever the exit code. Only for inspection: changes go through a transaction.
   * @param limits default three minutes and 64 MB
   * @throws UserError `host-unreachable` if the connection breaks before, `host-unresponsive` beyond the limits
   */
  run(command: Command, input?: string, limits?: Limits): Promise<Ran>
  /**
   * Starts a program for an exchange of lines.
   * @throws UserError `host-unreachable` if the connection is gone, `host-unresponsive` if it does not start
   */
  converse(command: Command): Promise<Conversation>
  /**
   * Reconnects after the connection was lost.
   * @throws UserError `host-unreachable` and others, as at the first connection
   */
  again(): Promise<void>
  /** The number of commands sent so far, for the report. */
  readonly commandCount: number
  close(): void
}
