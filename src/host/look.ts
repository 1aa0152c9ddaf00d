import type { Ran } from '../runner/process.ts'
import { guardScript } from './guard.ts'
import type { Host } from './host.ts'
import { type Command, shellLine } from './quote.ts'

/** As many answers as questions. */
type Answers<C extends readonly Command[]> = { [Index in keyof C]: Ran }

/** Runs commands side by side on a host and returns when all have ended: one command for SSH, one round trip. */
export async function look<const C extends readonly Command[]>(host: Host, commands: C): Promise<Answers<C>> {
  const lines = commands.map((command) => `${shellLine(command)}\n`).join('')
  const { stdout, stderr } = await host.run(['bash', '-c', guardScript(), 'guard', 'look', '/'], lines)
  const answers = new Map(
    stdout.split('\n').map((line) => {
      const [, number, code, output = ''] = line.split(' ')
      return [
        Number(number),
        { code: Number(code), stdout: Buffer.from(output, 'base64').toString(), stderr: '' },
      ]
    }),
  )
  const missing: Ran = { code: 255, stdout: stderr, stderr: '' }
  return commands.map((_, index) => answers.get(index) ?? missing) as Answers<C>
}
