import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { startTraffic, type TrafficReport } from './traffic.ts'

let server: Server
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

/** Load for a second and a half on a server that does something else with every 50th request. */
async function loadOn(
  every50th: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<TrafficReport & { seen: number; bad: number }> {
  let seen = 0
  let bad = 0
  server = createServer((request, response) => {
    seen++
    if (seen % 50 === 0) {
      bad++
      every50th(request, response)
    } else response.setHeader('x-saleor-release', 'one').end(request.method === 'POST' ? '{"data":{}}' : '')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const traffic = await startTraffic({
    origin: `http://127.0.0.1:${port}`,
    rate: 300,
    connections: 5,
    long: 0,
  })
  await sleep(1500)
  const report = await traffic.stop()
  return { ...report, seen, bad }
}

test.for([
  ['resets the connection', ({ socket }) => void socket.resetAndDestroy(), 'none'],
  ['closes the connection without an answer', ({ socket }) => void socket.end(), 'none'],
  [
    'closes it in the middle of the answer',
    (_, response) => response.writeHead(200, { 'content-length': 9 }).write('half', () => response.destroy()),
    'none',
  ],
  ['answers 503', (_, response) => void response.writeHead(503).end(), '503'],
] as [string, (request: IncomingMessage, response: ServerResponse) => void, string][])(
  'Failures of a server that %s are counted exactly',
  async ([, every50th, status]) => {
    const { sent, failed, seen, bad, byStatus, byRelease, firstFailures } = await loadOn(every50th)
    expect(bad).toBeGreaterThan(3)
    expect({ sent, failed }).toEqual({ sent: seen, failed: bad })
    expect(byStatus[status]).toBe(bad)
    expect(byRelease.one).toBe(sent - bad)
    expect(firstFailures).toHaveLength(bad)
  },
)

test('Errors in a GraphQL answer are failures, although the status is 200', async () => {
  let errors = 0
  const { failed, byStatus, sent } = await loadOn(({ method }, response) => {
    if (method === 'POST') errors++
    response.end(method === 'POST' ? '{"errors":[{"message":"no"}]}' : '')
  })
  expect(errors).toBeGreaterThan(0)
  expect({ failed, byStatus }).toEqual({ failed: errors, byStatus: { 200: sent } })
})

test('All requests to a server that is not there are failures', async () => {
  server = createServer()
  const traffic = await startTraffic({ origin: 'http://127.0.0.1:9', rate: 100, connections: 2, long: 1 })
  await sleep(500)
  const { sent, failed, long, secondsWithFailures } = await traffic.stop()
  expect(sent).toBe(failed)
  expect(long).toBeGreaterThan(0)
  expect(secondsWithFailures).toBeGreaterThan(0)
})
