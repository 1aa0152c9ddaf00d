import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { Transaction } from '../../src/host/transaction.ts'
import type { Ran } from '../../src/runner/ran.ts'
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
  const lockOwner = {
    action: 'deploy' as const,
    run: 'run',
    actor: 'ada',
    release: 'r1',
    since: '2026-01-01',
  }
  const runner = { log: new RecordingLog(), cancelled: new AbortController().signal }
  const transaction = await Transaction.begin(host, host.root, lockOwner, { waitSeconds: 0 }, runner)
  const ran = await transaction.attempt({ run: [command] })
  await transaction.abort()
  return ran
}

it('The edge is queried by its runtime API, with the words unchanged', async () => {
  const host = new LocalHost()
  host.docker('echo "Pid: 7"')
  const ran = await done(host, ['ask', 'edge', 'show info; $x'])
  expect([ran.code, ran.stdout]).toEqual([0, 'Pid: 7\n'])
  expect(host.dockerCalls).toEqual([expect.stringMatching(/^exec edge bash -c .* ask show info; \$x$/)])
})

it('The status of each address is reported, and one that drops connections delays no other', async () => {
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

it('A container without a signal handler yet gets its signal again, also if it waits for signals instead of catching them', async () => {
  const host = new LocalHost()
  const waiting = spawn('sleep', ['60'])
  endings.push(() => waiting.kill('SIGKILL'))
  host.docker(`case $1 in
    inspect) echo ${waiting.pid} ;;
    stop) while kill -0 ${waiting.pid}; do sleep 0.05; done ;;
    kill) kill -TERM ${waiting.pid} ;;
  esac`)
  await done(host, ['stop_container', 'saleor-celery-2'])
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
])('A container is told to stop and %s', async (_, inspect, ps, code) => {
  const host = new LocalHost()
  host.docker(`case $1 in
    inspect) [[ $* != *Running* ]] || { ${inspect}; } ;;
    ps) ${ps || 'echo 1a2b3c'} ;;
  esac`)
  expect((await done(host, ['rest', 'saleor-celery-beat-1'])).code).toBe(code)
})

/** An engine whose containers are files beside the notes of its calls. */
const engineOfNames = `at="$(dirname "$CALLS")/names"
case "$1" in
  ps) one="\${4#name=^/}"; [ ! -e "$at/\${one%?}" ] || echo id ;;
  rename) [ -e "$at/$2" ] && [ ! -e "$at/$3" ] && mv "$at/$2" "$at/$3" ;;
esac`

it.each([
  ['the new one has it', ['parked', 'panel'], ['panel', 'shop-panel-2']],
  ['only the old one was parked', ['parked', 'shop-panel-2'], ['panel', 'shop-panel-2']],
  ['it is back already', ['panel', 'shop-panel-2'], ['panel', 'shop-panel-2']],
  ['nobody had it before', ['panel'], ['panel']],
])('A name is given back, however often that is said, where %s', async (_, before, after) => {
  for (const times of [1, 2]) {
    const host = new LocalHost()
    host.docker(engineOfNames)
    mkdirSync(host.path('../names'))
    for (const name of before) writeFileSync(host.path(`../names/${name}`), '')
    const command = ['unname', 'parked', 'panel', 'shop-panel-2']
    for (let time = 0; time < times; time++) expect((await done(host, command)).code).toBe(0)
    expect(readdirSync(host.path('../names')).sort()).toEqual(after)
  }
})

it.each([
  ['s1', 1],
  ['web-front/s1', 2],
  ['web-front/s2', 1],
])(
  'A drain waits until no request is on slot %s, and not for slots of that name in other backends',
  async (slot, looks) => {
    const host = new LocalHost()
    host.docker(`n=$(cat looks 2>/dev/null || echo 0); echo $((n + 1)) >looks
    echo web,s1,0,0,0; echo "web-front,s1,0,0,$((n == 0))"; echo web-front,s2,0,0,0`)
    expect((await done(host, ['drain', 'edge', '60', slot])).code).toBe(0)
    expect(host.dockerCalls).toHaveLength(looks)
  },
)

it.each([
  [['s1=web-1', 'web-front/s1=front-1'], 0],
  [['web-front/s1=web-1'], 1],
  [['s1=front-1'], 1],
])('The containers %j are found only in the slots of their own backends', async (places, code) => {
  const host = new LocalHost()
  host.docker(`case "$*" in
    *'show servers state'*)
      echo '1 web 1 s1 10.0.0.2 2 0 1 1 1 1 1 1 1 0 0 0 web-1 8000 - 0 0 - - 0'
      echo '2 web-front 1 s1 10.0.0.2 2 0 1 1 1 1 1 1 1 0 0 0 front-1 3000 - 0 0 - - 0' ;;
    inspect*) echo 10.0.0.2 ;;
  esac`)
  expect((await done(host, ['placed', 'edge', '0', ...places])).code).toBe(code)
})
