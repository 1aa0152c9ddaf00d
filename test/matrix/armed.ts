import { spawn } from 'node:child_process'
import type { Server } from '../sandbox/sandbox.ts'

/** A script that waits on a server for the word. */
export interface ArmedScript {
  /** Lets it go; true when it succeeded. */
  fire(): Promise<boolean>
  /** Sends it away if it was never let go. */
  disarm(): Promise<void>
}

/** Starts bash on the server now, because that takes a tenth of a second, in which a short step is over. */
export async function armedScript(server: Server, script: string): Promise<ArmedScript> {
  const waiting = `echo armed; read -r || exit 1\n${script}`
  const child = spawn('docker', ['exec', '--interactive', server.name, 'bash', '-c', waiting], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 1)))
  await new Promise((resolve) => child.stdout.once('data', resolve).once('close', resolve))
  child.stdout.resume()
  return {
    async fire() {
      child.stdin.end('go\n')
      return (await ended) === 0
    },
    async disarm() {
      child.stdin.end()
      await ended
    },
  }
}
