import type { ClientChannel } from 'ssh2'
import { after } from '../deadline.ts'

/** The end of a command over an SSH channel; `late` and `much` if it was ended here. */
export interface Ended {
  end: 'closed' | 'late' | 'much'
  code: number | null
  signal: string | null
  stdout: string
  stderr: string
}

/** Sends a command its input, and waits for its end, its deadline, or too much output. */
export async function runToEnd(
  channel: ClientChannel,
  input: string,
  { seconds, bytes }: { seconds: number; bytes: number },
): Promise<Ended> {
  const printed: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] }
  let left = bytes
  let [code, signal]: [number | null, string | null] = [null, null]
  const end = await new Promise<Ended['end']>((resolve) => {
    const callOff = after(seconds, () => resolve('late'))
    const keep = (output: Buffer[]) => (chunk: Buffer) => {
      left -= chunk.length
      if (left < 0) resolve('much')
      else output.push(chunk)
    }
    channel.on('data', keep(printed.stdout))
    channel.stderr.on('data', keep(printed.stderr))
    channel.on('error', () => resolve('closed'))
    // Without both if the connection broke.
    channel.on('close', (exit?: number | null, name?: string) => {
      ;[code, signal] = [exit ?? null, name ?? null]
      resolve('closed')
    })
    channel.on('close', callOff)
    // A command that reads nothing may end before its input.
    channel.end(input)
  })
  if (end !== 'closed') stop(channel)
  const [stdout, stderr] = [Buffer.concat(printed.stdout), Buffer.concat(printed.stderr)].map(String)
  return { end, code, signal, stdout: stdout ?? '', stderr: stderr ?? '' }
}

/** Ends a command without waiting for a hung server. */
function stop(channel: ClientChannel): void {
  channel.signal('KILL')
  channel.close()
}
