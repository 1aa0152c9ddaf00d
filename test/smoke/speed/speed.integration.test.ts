import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { undiciLoad } from '../../../src/runner/http/load.ts'

const close: (() => void)[] = []
afterEach(() => close.splice(0).forEach((one) => one()))

describe('the load', () => {
  /** A server that does with each request, by its number, what the function says. */
  async function serve(
    answer: (number: number) => number | 'hang up',
  ): Promise<{ url: string; seen: string[] }> {
    const seen: string[] = []
    const server = createServer((request, response) => {
      const done = answer(seen.push(`${request.method} ${request.url} ${String(request.headers['x-a'])}`))
      if (done === 'hang up') request.socket.destroy()
      else setTimeout(() => response.end('x'.repeat(100_000)), done)
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    close.push(() => server.close())
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/a?b=c`, seen }
  }
  const { signal } = new AbortController()

  it('The load sends every request once, on schedule, and counts each one that is cut off', async () => {
    const { url, seen } = await serve((number) => (number % 5 === 0 ? 'hang up' : 0))
    const started = performance.now()
    const shots = await undiciLoad.steady({
      ...{ url, method: 'POST', headers: { 'x-a': '1' }, body: 'hello', rate: 100, seconds: 0.5, signal },
    })
    expect(performance.now() - started).toBeGreaterThan(480)
    expect(seen).toHaveLength(50)
    expect(new Set(seen)).toEqual(new Set(['POST /a?b=c 1']))
    expect(shots.filter(({ status }) => status === 200)).toHaveLength(40)
    expect(shots.filter(({ status, error }) => status === undefined && error !== undefined)).toHaveLength(10)
  })

  it('The load does not wait for an answer before the next request, so that a slow server is measured', async () => {
    const { url } = await serve(() => 300)
    const shots = await undiciLoad.steady({ url, rate: 50, seconds: 0.2, signal })
    expect(shots).toHaveLength(10)
    for (const { milliseconds } of shots) expect(milliseconds).toBeGreaterThan(290)
  })

  it('The load ends at once when the job is cancelled', async () => {
    const { url } = await serve(() => 5000)
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 100)
    const load = undiciLoad.steady({ url, rate: 50, seconds: 5, signal: controller.signal })
    await expect(load).rejects.toMatchObject({ name: 'AbortError' })
  })
})
