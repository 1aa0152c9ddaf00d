import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What comes back instead of the registry's answer; `reset` breaks the connection. */
export interface Fault {
  status: number | 'reset'
  headers?: Record<string, string>
  body?: string
}

/** A registry in front of the real one, which answers as a test wants. */
export interface FaultyRegistry {
  address: string
  /** `PUT /v2/shop/manifests/1`, oldest first. */
  requests: string[]
  /** Asked for every request; undefined lets it through. */
  fault: (line: string, count: number) => Fault | undefined
  /** Every answer waits so long. */
  delayMs: number
  close(): Promise<void>
}

/** Starts it on a free port of loopback, where Docker accepts plain HTTP. */
export async function startFaultyRegistry(behind: string): Promise<FaultyRegistry> {
  const registry: FaultyRegistry = {
    address: '',
    requests: [],
    fault: () => undefined,
    delayMs: 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  const handle = (from: IncomingMessage, to: ServerResponse): void => {
    const line = `${from.method} ${from.url}`
    registry.requests.push(line)
    const fault = registry.fault(line, registry.requests.filter((one) => one === line).length)
    if (fault?.status === 'reset') return void from.socket.destroy()
    if (fault !== undefined) {
      from.resume()
      return void to.writeHead(fault.status, { connection: 'close', ...fault.headers }).end(fault.body ?? '')
    }
    const [hostname, port] = behind.split(':')
    // The Host stays as it came, so that the registry's own addresses lead through here again.
    const onward = request(
      { hostname, port, method: from.method, path: from.url, headers: from.headers },
      (answer) => {
        to.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(to)
      },
    )
    onward.on('error', () => to.destroy())
    from.pipe(onward)
  }
  const server = createServer((from, to) => void setTimeout(handle, registry.delayMs, from, to))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  registry.address = `localhost:${(server.address() as AddressInfo).port}`
  return registry
}
