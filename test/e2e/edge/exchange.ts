import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Place } from './bed.ts'

/** An answer as it came over the wire. */
export interface Answer {
  status: number
  version: string
  /** Names in lower case. */
  headers: [name: string, value: string][]
  trailers: [name: string, value: string][]
  body: Buffer
  /** Whether all came that the header has promised. */
  complete: boolean
}

/** What a connection gave back. */
export interface Exchange {
  answers: Answer[]
  /** How the connection ended: by the other side, by its reset, or by us, who had all or had waited too long. */
  end: 'closed' | 'reset' | 'kept' | 'silent'
  /** Milliseconds from the first byte sent to each part received. */
  times: number[]
}

/** What is sent: text and bytes, pauses in milliseconds, the end of our side. */
export type Part = string | Buffer | number | { end: true }

/** How an exchange is judged and when it ends. */
export interface ExchangeOptions {
  /** Answers to requests with HEAD have no body. */
  head?: boolean
  /** Milliseconds without anything after which it is over. */
  patience?: number
  /** How many answers are awaited on a connection that is kept. */
  answers?: number
}

/** Sends just these bytes on a connection of its own and reads until there is nothing more to come. */
export async function exchange(
  place: Place,
  parts: readonly Part[],
  options: ExchangeOptions = {},
): Promise<Exchange> {
  const { head = false, patience = 5000, answers = 1 } = options
  const socket = connect(place)
  socket.setNoDelay(true)
  const received: Buffer[] = []
  const times: number[] = []
  const began = performance.now()
  const finalOnes = (all: Answer[]): Answer[] => all.filter(({ status }) => status >= 200 || status === 101)
  const end = new Promise<Exchange['end']>((resolve) => {
    const tooLong = setTimeout(() => resolve('silent'), patience)
    socket.on('data', (data) => {
      received.push(data)
      times.push(performance.now() - began)
      tooLong.refresh()
      if (received.length > 500) return
      const all = finalOnes(read(Buffer.concat(received), head, false))
      if (all.length >= answers && all.every(({ complete }) => complete))
        setTimeout(() => resolve('kept'), 30)
    })
    socket.on('error', () => resolve('reset'))
    socket.on('end', () => resolve('closed'))
    socket.on('close', () => {
      clearTimeout(tooLong)
      resolve('closed')
    })
  })
  void write(socket, parts)
  const how = await end
  socket.destroy()
  const isOver = how === 'closed' || how === 'reset'
  return { answers: read(Buffer.concat(received), head, isOver && how === 'closed'), end: how, times }
}

async function write(socket: Socket, parts: readonly Part[]): Promise<void> {
  for (const part of parts) {
    if (socket.destroyed) return
    if (typeof part === 'number') await sleep(part)
    else if (typeof part === 'object' && 'end' in part) socket.end()
    else if (!socket.write(part, 'latin1')) await new Promise((resolve) => socket.once('drain', resolve))
  }
}

/** Reads one answer after the other. */
function read(bytes: Buffer, head: boolean, isClosed: boolean): Answer[] {
  const answers: Answer[] = []
  let rest = bytes
  while (rest.length > 0) {
    const end = rest.indexOf('\r\n\r\n')
    const [first = '', ...lines] = rest.subarray(0, Math.max(end, 0)).toString('latin1').split('\r\n')
    const [, version = '', status = '0'] = /^HTTP\/(\S+) (\d+)/.exec(first) ?? []
    const headers = lines.map(field)
    const one = { version, status: Number(status), headers, trailers: [] }
    if (end === -1) {
      answers.push({ ...one, body: rest, complete: false })
      break
    }
    const body = bodyOf({ ...one, body: rest.subarray(end + 4) }, head, isClosed)
    answers.push({ ...one, ...body })
    rest = body.rest
  }
  return answers.map(({ status, version, headers, trailers, body, complete }) => ({
    ...{ status, version, headers, trailers, body, complete },
  }))
}

type Body = Pick<Answer, 'body' | 'complete' | 'trailers'> & { rest: Buffer }
const nothing = Buffer.alloc(0)

function bodyOf(answer: Omit<Answer, 'complete'>, head: boolean, isClosed: boolean): Body {
  const { status, headers, body: bytes } = answer
  const header = (name: string): string | undefined => headers.find(([it]) => it === name)?.[1]
  const whole = (length: number): Body => ({
    body: bytes.subarray(0, length),
    complete: bytes.length >= length,
    trailers: [],
    rest: bytes.subarray(length),
  })
  if (head || status === 204 || status === 304 || (status < 200 && status !== 101)) return whole(0)
  if (header('transfer-encoding') !== undefined) return chunked(bytes)
  const length = header('content-length')
  if (length !== undefined) return whole(Number(length))
  return { body: bytes, complete: isClosed || status === 101, trailers: [], rest: nothing }
}

function chunked(bytes: Buffer): Body {
  const parts: Buffer[] = []
  let at = 0
  for (;;) {
    const end = bytes.indexOf('\r\n', at)
    const size = end === -1 ? Number.NaN : Number.parseInt(bytes.subarray(at, end).toString(), 16)
    if (Number.isNaN(size) || bytes.length < end + size + 4) {
      const part = end === -1 ? nothing : bytes.subarray(end + 2)
      return { body: Buffer.concat([...parts, part]), complete: false, trailers: [], rest: nothing }
    }
    if (size === 0) {
      const last = bytes.indexOf('\r\n\r\n', end)
      if (last === -1) return { body: Buffer.concat(parts), complete: false, trailers: [], rest: nothing }
      const lines = bytes
        .subarray(end + 2, last)
        .toString('latin1')
        .split('\r\n')
        .filter(Boolean)
      const rest = bytes.subarray(last + 4)
      return { body: Buffer.concat(parts), complete: true, trailers: lines.map(field), rest }
    }
    parts.push(bytes.subarray(end + 2, end + 2 + size))
    at = end + size + 4
  }
}

function field(line: string): [string, string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
}
