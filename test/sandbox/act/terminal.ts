import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { stateFolder } from '../names.ts'

const DEVICE = Buffer.from('/dev/ptmx')

/**
 * The same `act`, giving steps no terminal. It has no option for that, and with a terminal programs page their
 * output, draw progress bars and ask questions, none of which happens on GitHub. When it can't open one, it falls
 * back to plain pipes, as the runner uses: so this copy looks for the device under a name that does not exist.
 * A version that is built otherwise is used as it is.
 */
export function withoutTerminal(act: string): string {
  const copy = join(stateFolder, 'bin', 'act-without-terminal')
  if (existsSync(copy) && statSync(copy).mtimeMs > statSync(act).mtimeMs) return copy
  const program = readFileSync(act)
  const place = program.indexOf(DEVICE)
  if (place === -1 || program.indexOf(DEVICE, place + 1) !== -1) return act
  program.write('/dev/none', place)
  mkdirSync(dirname(copy), { recursive: true })
  // Renamed into place, because another test may be starting it at this moment.
  const near = `${copy}.${process.pid}`
  writeFileSync(near, program)
  chmodSync(near, 0o755)
  renameSync(near, copy)
  return copy
}
