import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Relay, startRelay } from './relay.ts'

let echo: Server
let relay: Relay
let accepted: Socket[]

beforeEach(async () => {
  accepted = []
  echo = createServer((socket) => {
    accepted.push(socket)
    socket.pipe(socket)
  })
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve))
  const { port } = echo.address() as { port: number }
  relay = await startRelay({ to: { host: '127.0.0.1', port }, delayMs: 60 })
})

afterEach(async () => {
  await relay.close()
  for (const socket of accepted) socket.destroy()
  await new Promise((resolve) => echo.close(resolve))
})

test('A round trip through the relay takes the delay', async () => {
  const socket = connect(relay.port, '127.0.0.1')
  const started = performance.now()
  socket.write('ping')
  expect(await answer(socket)).toBe('ping')
  expect(performance.now() - started).toBeGreaterThanOrEqual(59)
  socket.destroy()
})

test('Bytes stay in order and the end arrives after them', async () => {
  const socket = connect(relay.port, '127.0.0.1')
  const sent = Array.from({ length: 500 }, (_, index) => `line ${index}\n`)
  for (const line of sent) socket.write(line)
  socket.end()
  let received = ''
  for await (const part of socket) received += String(part)
  expect(received).toBe(sent.join(''))
})

test('A cut line tells neither side, and takes no new traffic until it is mended', async () => {
  const socket = connect(relay.port, '127.0.0.1')
  socket.write('before')
  await answer(socket)
  relay.cut()
  const late = connect(relay.port, '127.0.0.1')
  const heard: string[] = []
  for (const one of [socket, late])
    one.on('data', () => heard.push('data')).on('close', () => heard.push('close'))
  socket.write('lost')
  late.write('lost')
  await sleep(150)
  expect(heard).toEqual([])
  expect(accepted[0]?.closed).toBe(false)

  relay.fix()
  const fresh = connect(relay.port, '127.0.0.1')
  fresh.write('again')
  expect(await answer(fresh)).toBe('again')
  for (const one of [socket, late, fresh]) one.destroy()
})

function answer(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    socket.once('data', (part) => resolve(String(part)))
    socket.once('error', reject)
  })
}
