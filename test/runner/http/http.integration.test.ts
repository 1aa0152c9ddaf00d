import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nodeHttp } from '../../../src/runner/http/http.ts'
import { undiciLoad } from '../../../src/runner/http/load.ts'

/** A process of its own: the proxy is chosen once for all. */
async function ask(url: string, env: Record<string, string>): Promise<string> {
  const source = join(import.meta.dirname, '../../../src/runner/http/http.ts')
  const code = `import { nodeHttp } from ${JSON.stringify(source)}
const { status, body } = await nodeHttp.request({ url: ${JSON.stringify(url)} })
console.log(status, body)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env: { ...process.env, ...env },
  })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  await once(child, 'close')
  return text.trim()
}

test('Requests go through the proxy of the environment, but not those to loopback', async () => {
  const server = createServer((request, response) => response.end(`asked for ${request.url}`))
  server.on('connect', ({ url }, socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\ntunnel to ${url}`))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const proxy = { HTTP_PROXY: own, http_proxy: own }
  expect(await ask('http://registry.invalid/v2/', proxy)).toContain('registry.invalid')
  expect(
    await ask(`${own}/direct`, { HTTP_PROXY: 'http://127.0.0.1:9', http_proxy: 'http://127.0.0.1:9' }),
  ).toBe('200 asked for /direct')
  server.closeAllConnections()
  server.close()
})

test('The client accepts any timeout in seconds, and keeps cookies apart', async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'set-cookie': ['a=1; Path=/', 'b=2; Secure'], 'x-other': 'x' }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { status, headers } = await nodeHttp.request({ url, timeoutSeconds: 1.019 })
  expect([status, headers['set-cookie'], headers['x-other']]).toEqual([200, 'a=1; Path=/\nb=2; Secure', 'x'])
  server.closeAllConnections()
  server.close()
})

test('All requests have a user agent that a firewall can let through, unless they name another', async () => {
  const seen: (string | undefined)[] = []
  const server = createServer(({ headers }, response) => {
    seen.push(headers['user-agent'])
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await nodeHttp.request({ url })
  await nodeHttp.request({ url, headers: { 'User-Agent': 'ours' } })
  await undiciLoad.steady({ url, rate: 1, seconds: 1, signal: new AbortController().signal })
  expect(seen).toEqual(['saleor-deploy', 'ours', 'saleor-deploy'])
  server.closeAllConnections()
  server.close()
})
