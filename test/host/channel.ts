import { PassThrough } from 'node:stream'
import type { ClientChannel } from 'ssh2'

/** The near end of an SSH channel: what a server sends is written by hand, what is done to it is kept. */
export class FakeChannel extends PassThrough {
  readonly stderr = new PassThrough()
  readonly did: string[] = []

  signal(name: string): void {
    this.did.push(`signal ${name}`)
  }

  /** A server that hangs does not confirm it. */
  close(): void {
    this.did.push('close')
  }

  /** What is said to the server goes nowhere. */
  override write(): boolean {
    return true
  }

  override end(): this {
    return this
  }

  says(text: string): void {
    this.push(text)
  }

  get asChannel(): ClientChannel {
    return this as unknown as ClientChannel
  }
}
