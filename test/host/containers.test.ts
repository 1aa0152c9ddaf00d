import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { Transaction } from '../../src/host/transaction.ts'
import type { Ran } from '../../src/runner/process.ts'
import { RecordingLog } from '../fakes/fakes.ts'
import { LocalHost } from './local-host.ts'

const endings: (() => void)[] = []
afterEach(() => {
  for (const end of endings.splice(0)) end()
})

/** A shop that answers with this status. */
async function answering(address: string, port: number, status: number): Promise<number> {
  const server = createServer((_request, response) => response.writeHead(status).end())
  endings.push(() => server.close())
  server.listen(port, address)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** What the address of a container is that falls in this moment: the kernel drops who wants to connect, and says nothing. */
async function deaf(address: string, port: number): Promise<void> {
  const program = `require("net").createServer().listen({port:${port},host:"${address}",backlog:1},()=>console.log("up"))`
  const child: ChildProcess = spawn(process.execPath, ['-e', program])
  endings.push(() => child.kill('SIGKILL'))
  await once(child.stdout as NonNullable<typeof child.stdout>, 'data')
  child.kill('SIGSTOP')
  for (let taken = true; taken; ) {
    const socket: Socket = connect(port, address)
    endings.push(() => socket.destroy())
    taken = await Promise.race([
      once(socket, 'connect').then(() => true),
      new Promise<boolean>((resolve) => setTimeout(resolve, 500, false)),
    ])
  }
}

/** Has the guard do one thing, in a transaction of its own, and tells how it went. */
async function done(host: LocalHost, command: readonly string[]): Promise<Ran> {
  endings.push(() => host.close())
  const holder = { action: 'deploy' as const, run: 'run', actor: 'ada', release: 'r1', since: '2026-01-01' }
  const runner = { log: new RecordingLog(), cancelled: new AbortController().signal }
  const transaction = await Transaction.begin(host, host.root, holder, { waitSeconds: 0 }, runner)
  const ran = await transaction.attempt({ run: [command] })
  await transaction.abort()
  return ran
}

it('tells the status of each address, and is not held up by one that drops connections', async () => {
  const host = new LocalHost()
  host.docker('shift 2; exec "$@"')
  const port = await answering('127.0.0.1', 0, 200)
  await answering('127.0.0.2', port, 503)
  await deaf('127.0.0.4', port)
  const addresses = ['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.4']
  const { stdout } = await done(host, ['probe', 'edge', String(port), '/health/', 'localhost', ...addresses])
  expect(stdout.trim().split('\n').sort()).toEqual([
    '127.0.0.1 200',
    '127.0.0.2 503',
    '127.0.0.3 -',
    '127.0.0.4 -',
  ])
})

it('tells a container again that was too young to hear, also when it waits for signals instead of catching them', async () => {
  const host = new LocalHost()
  const waiting = spawn('sleep', ['60'])
  endings.push(() => waiting.kill('SIGKILL'))
  host.docker(`case $1 in
    inspect) echo ${waiting.pid} ;;
    stop) while kill -0 ${waiting.pid}; do sleep 0.05; done ;;
    kill) kill -TERM ${waiting.pid} ;;
  esac`)
  await done(host, ['halt', 'saleor-celery-2'])
  expect(waiting.signalCode).toBe('SIGTERM')
  expect(host.dockerCalls.filter((words) => words.startsWith('kill'))).toEqual([
    'kill --signal TERM saleor-celery-2',
  ])
})

it.each([
  ['stopped', 'echo false', '', 0],
  ['was removed', 'exit 1', 'exit 0', 0],
  ['still runs', 'echo true', '', 1],
  ['was not seen, as the engine is away', 'exit 1', 'exit 1', 1],
])('a container is told to rest and %s', async (_, inspect, ps, code) => {
  const host = new LocalHost()
  host.docker(`case $1 in
    inspect) [[ $* != *Running* ]] || { ${inspect}; } ;;
    ps) ${ps || 'echo 1a2b3c'} ;;
  esac`)
  expect((await done(host, ['rest', 'saleor-celery-beat-1'])).code).toBe(code)
})
