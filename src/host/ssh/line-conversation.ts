import type { ClientChannel } from 'ssh2'
import { after } from '../deadline.ts'
import type { Conversation } from '../host.ts'
import { lineCharacters } from '../limits.ts'
import { afterMark } from './started.ts'

/** Exchanges lines with a program over an SSH channel. A program with endless output is ended. */
export class LineConversation implements Conversation {
  private readonly channel: ClientChannel
  private readonly limit: number
  private readonly lines: string[] = []
  /** Characters in unread lines and in the unfinished one. */
  private waiting = 0
  private rest = ''
  private stderr = ''
  private mark = ''
  private ended = false
  private wake: () => void = () => {}
  /** Whether it did not start in time. */
  isLate = false

  constructor(channel: ClientChannel, limit = lineCharacters) {
    this.channel = channel
    this.limit = limit
    channel.setEncoding('utf8')
    channel.on('data', (chunk: string) => this.receive(chunk))
    channel.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      // Only the first part shows the cause.
      if (this.stderr.length < limit) this.stderr += chunk.slice(0, limit)
    })
    channel.on('error', () => this.end()).on('close', () => this.end())
  }

  /** Skips the output up to the mark; without a mark in time it returns that output. */
  async startsAt(mark: string, seconds: number): Promise<string | undefined> {
    this.mark = mark
    const before: string[] = []
    const callOff = after(seconds, () => {
      this.isLate = true
      this.stop()
    })
    try {
      for (let line = await this.next(); line !== undefined; line = await this.next()) {
        if (line.endsWith(mark)) return undefined
        before.push(line)
      }
    } finally {
      callOff()
    }
    return [...before, this.rest].join('\n')
  }

  say(line: string): void {
    if (!this.ended) this.channel.write(`${line}\n`)
  }

  async next(): Promise<string | undefined> {
    while (this.lines.length === 0 && !this.ended) await new Promise<void>((resolve) => (this.wake = resolve))
    const line = this.lines.shift()
    this.waiting -= line?.length ?? 0
    return line
  }

  problems = (): string => afterMark(this.stderr, this.mark) ?? this.stderr

  private receive(chunk: string): void {
    if (this.ended) return
    this.waiting += chunk.length
    if (this.waiting > this.limit) {
      this.stderr += `\nmore than ${this.limit} characters came at once, and nobody could read them\n`
      this.stop()
      return
    }
    const parts = chunk.split('\n')
    // A single part continues the unfinished line, which is not split again.
    this.rest += parts[0]
    for (const part of parts.slice(1)) {
      this.lines.push(this.rest)
      this.waiting -= 1
      this.rest = part
    }
    this.wake()
  }

  /** Does not wait for a hung server. */
  private stop(): void {
    this.channel.close()
    this.end()
  }

  private end(): void {
    this.ended = true
    this.wake()
  }
}
