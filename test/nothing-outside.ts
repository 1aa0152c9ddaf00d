import { createRequire, syncBuiltinESMExports } from 'node:module'

type Functions = Record<string, (...args: unknown[]) => unknown>

const starters = ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync']
const refusals: string[] = []

/** Gives what was refused since the last call, one sentence each. */
export function takeRefusals(): string[] {
  return refusals.splice(0)
}

/** Makes a function refuse from now on, and say what was asked for. */
function refuse(lockOwner: Functions, name: string, does: string): void {
  lockOwner[name] = (first) => {
    const asked = typeof first === 'string' ? `${name}(${JSON.stringify(first)})` : name
    const sentence = `A unit test ${does} (${asked}): pass a fake from test/fakes, or name its file *.integration.test.ts`
    refusals.push(sentence)
    throw new Error(sentence)
  }
}

/** Fails a test, or its file, for what it was refused, also when it caught the error. */
export function nothingWasRefused(): void {
  const [first] = takeRefusals()
  if (first !== undefined) throw new Error(first)
}

/** Takes processes away, and sockets in both directions; whoever asks gets an error that says where such a test belongs. */
export function refuseOutside(): void {
  const load = createRequire(import.meta.url)
  const net = load('node:net') as Record<'Server' | 'Socket', { prototype: Functions }>
  for (const name of starters) refuse(load('node:child_process') as Functions, name, 'starts a process')
  refuse(net.Server.prototype, 'listen', 'opens a socket')
  refuse(net.Socket.prototype, 'connect', 'opens a socket')
  syncBuiltinESMExports()
}
