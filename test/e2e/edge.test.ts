import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSandbox } from '../sandbox/sandbox.ts'
import { type Bed, openBed, type Place } from './edge/bed.ts'
import { type Answer, type Exchange, type ExchangeOptions, exchange, type Part } from './edge/exchange.ts'
import { startTraffic } from './traffic.ts'

let echo: Bed
let scripted: Bed
/** Its timeouts are a hundredth of the real ones. */
let hurried: Bed

beforeAll(async () => {
  await openSandbox({ servers: 0 })
  const hurry = (config: string): string =>
    config.replace(/(timeout (?:client|server|http-request|http-keep-alive) )(\d+)s/g, '$1$20ms')
  ;[echo, scripted, hurried] = await Promise.all([
    openBed('echo'),
    openBed('scripted'),
    openBed('scripted', hurry, 'hurried'),
  ])
})

afterAll(async () => {
  await Promise.all([echo, scripted, hurried].map((bed) => bed?.close()))
})

type Case = [title: string, parts: readonly Part[], options?: ExchangeOptions]
type Step = [name: string, ...given: (string | number)[]]

/** A request with lines of header besides the usual ones. */
function ask(line: string, ...lines: string[]): string {
  return [`${line} HTTP/1.1`, 'Host: shop', 'Connection: close', ...lines, '', ''].join('\r\n')
}

/** A request on which the app does these steps to the connection. */
function act(key: string, ...steps: Step[]): string {
  return `/do/?${key}&${Buffer.from(JSON.stringify(steps)).toString('base64url')}`
}

function lines(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `X-${index}: v`)
}

const chunks = ['Transfer-Encoding: chunked', '', '3', 'abc', '0', '', ''].join('\r\n')
const post = (...more: string[]): string =>
  ['POST /x HTTP/1.1', 'Host: shop', 'Connection: close', ...more].join('\r\n')

/** What the edge adds to the request and to the answer, and what differs with every answer. */
const added = ['x-forwarded-for', 'x-saleor-release', 'connection', 'date', 'server']

/** An answer without what the edge adds; of the echo, what the app has seen. */
function comparable({ status, headers, trailers, body, complete }: Answer): object {
  if (status >= 400) return { status }
  const isEcho = body.subarray(0, 10).toString() === '{"method":'
  const seen = isEcho ? (JSON.parse(body.toString()) as { headers: [string, string][] }) : undefined
  const left = (all: [string, string][]): [string, string][] => all.filter(([name]) => !added.includes(name))
  return {
    ...{ status, complete, trailers },
    headers: left(headers).filter(([name]) => !isEcho || name !== 'content-length'),
    body: seen === undefined ? body.toString('latin1') : { ...seen, headers: left(seen.headers) },
  }
}

async function both(
  bed: Bed,
  parts: readonly Part[],
  options?: ExchangeOptions,
): Promise<[Exchange, Exchange]> {
  return await Promise.all([exchange(bed.direct, parts, options), exchange(bed.edge, parts, options)])
}

async function countsOf(bed: Bed, key: string): Promise<{ requests: number; left: number }> {
  return (await (await fetch(`http://${bed.direct.host}:8000/count/?${key}`)).json()) as never
}

test.each<Case>([
  ['a header of 15 kB', [ask('GET /x', `X-Large: ${'a'.repeat(15_000)}`)]],
  ['a header of 32 kB', [ask('GET /x', `X-Large: ${'a'.repeat(32_000)}`)]],
  ['a header of 64 kB', [ask('GET /x', `X-Large: ${'a'.repeat(65_450)}`)]],
  ['a header of 64 kB in 990 lines', [ask('GET /x', ...lines(990).map((line) => line + 'a'.repeat(54)))]],
  ['99 headers', [ask('GET /x', ...lines(97))]],
  ['250 headers', [ask('GET /x', ...lines(250))]],
  ['990 headers', [ask('GET /x', ...lines(990))]],
  ['a URL of 16 kB', [ask(`GET /${'a'.repeat(16_384)}`)]],
  ['a URL of 64 kB', [ask(`GET /x?${'a'.repeat(65_000)}`)]],
  ['an answer with a header of 32 kB', [ask('GET /x?large=32000')]],
  ['an answer with a header of 64 kB', [ask('GET /x?large=65000')]],
  ['an answer with 250 headers', [ask('GET /x?many=250')]],
  ['an answer with 990 headers', [ask('GET /x?many=990')]],
  ['an answer with several Set-Cookie', [ask('GET /x?cookies=9')]],
  ['OPTIONS', [ask('OPTIONS /x')]],
  ['OPTIONS *', [ask('OPTIONS *')]],
  ['methods that others have made up', [ask('PURGE /x')]],
  ['GET with a body', [ask('GET /x', 'Content-Length: 3'), 'abc']],
  ['HTTP/1.0', ['GET /x HTTP/1.0\r\nHost: shop\r\n\r\n']],
  ['HTTP/1.0 without Host', ['GET /x HTTP/1.0\r\n\r\n']],
  ['HTTP/1.0 with a body', ['POST /x HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc']],
  ['a streamed answer to HTTP/1.0', ['GET /events/?count=2&pause=0.1 HTTP/1.0\r\n\r\n']],
  ['HTTP/1.1 without Host', ['GET /x HTTP/1.1\r\nConnection: close\r\n\r\n']],
  ['an absolute URL', [ask('GET http://shop/x')]],
  ['a body in chunks', [post(chunks)]],
  ['a body in chunks with trailers', [post(chunks.slice(0, -2)), 'X-Trailer: 1\r\n\r\n']],
  ['Expect: 100-continue', [post('Content-Length: 3', 'Expect: 100-continue', '', ''), 200, 'abc']],
  ['three requests at once on one connection', pipelined(), { answers: 3 }],
  ['names with upper case, underscores and dots', [ask('GET /x', 'X-MiXed: V', 'X_Under: 1', 'X.Dot: 1')]],
  ['equal names', [ask('GET /x', 'X-D: 1', 'X-D: 2', 'Cookie: a=1', 'Cookie: b=2')]],
  [
    'values in Latin 1, UTF-8, with tabs, empty',
    [ask('GET /x', 'A: f\xfcr', 'B: f\xc3\xbcr', 'C: a\tb', 'D:')],
  ],
  [
    'headers for one hop that we leave alone',
    [ask('GET /x', 'TE: trailers', 'Keep-Alive: 5', 'Proxy-Connection: close')],
  ],
  ['X-Forwarded-Proto and Forwarded', [ask('GET /x', 'X-Forwarded-Proto: https', 'Forwarded: for=1')]],
  ['odd but allowed URLs', [ask(`GET /a/../b//c/./d%2F%zz"<>^\`{|}?x=%00&"`)]],
  ['a URL with bytes that are not ASCII', [ask('GET /f\xc3\xbcr')]],
  ['a control character in a value', [ask('GET /x', 'X-V: a\x01b')]],
  ['a name that is no name', [ask('GET /x', 'X(a): 1')]],
  ['a negative length', [post('Content-Length: -3', '', 'abc')]],
  ['a chunk without a size', [post('Transfer-Encoding: chunked', '', 'zz', 'abc', '')]],
])('Through the edge, the app and the client see the same as without it: %s', async (_, parts, options) => {
  const [direct, edge] = await both(echo, parts, options)
  expect(direct.answers.length).toBeGreaterThan(0)
  expect(edge.answers.map(comparable)).toEqual(direct.answers.map(comparable))
})

function pipelined(): string[] {
  const [first, last] = ['a', 'c'].map((name) => `GET /${name} HTTP/1.1\r\nHost: shop\r\n\r\n`)
  return [`${first}POST /b HTTP/1.1\r\nHost: shop\r\nContent-Length: 3\r\n\r\nabc${last}`]
}

describe('differences that are wanted', () => {
  // The docs have a row for each, of the same title.
  const docs = readFileSync(join(import.meta.dirname, '../../docs/edge.md'), 'utf8')

  test.each<[string, readonly Part[], direct: RegExp, edge: RegExp]>([
    [
      'More than 64 kB of header or URL',
      [ask('GET /x', `X: ${'a'.repeat(100_000)}`)],
      /^400$/,
      /^4(00|14|31)$|^$/,
    ],
    ['More than 64 kB of header in an answer', [ask('GET /x?large=100000')], /^200$/, /^502$/],
    ['1,000 or more headers', [ask('GET /x', ...lines(1000))], /^200$/, /^4(00|31)$/],
    ['1,000 or more headers in an answer', [ask('GET /x?many=1000')], /^200$/, /^502$/],
    ['Two `Host` headers that differ', [ask('GET /x', 'Host: other')], /^200$/, /^400$/],
    ['An absolute URL of another host than `Host`', [ask('GET http://other/x')], /^200$/, /^400$/],
    ['`#` in a URL', [ask('GET /x#y')], /^200$/, /^400$/],
    ['A blank in or behind the name of a header', [ask('GET /x', 'X-A : 1')], /^200$/, /^400$/],
    ['A first header line that begins with a blank', ['GET /x HTTP/1.1\r\n X: 1\r\n\r\n'], /^200$/, /^400$/],
    ['`Transfer-Encoding` twice', [post('Transfer-Encoding: chunked', chunks)], /^200$/, /^4\d\d$|^$/],
    ['The same length twice', [post('Content-Length: 3', 'Content-Length: 3', '', 'abc')], /^400$/, /^200$/],
    ['A length and `Transfer-Encoding`', [post('Content-Length: 3', chunks)], /^400$/, /^200$/],
    [
      'Two lengths that differ',
      [post('Content-Length: 3', 'Content-Length: 4', '', 'abcd')],
      /^400$/,
      /^400$|^$/,
    ],
    ['HTTP/2 without TLS', ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'], /^400$/, /^40[05]$/],
    ['HTTP/0.9', ['GET /x\r\n\r\n'], /^200$/, /^400$/],
    ['`GET` with a body in HTTP/1.0', ['GET /x HTTP/1.0\r\nContent-Length: 1\r\n\r\na'], /^200$/, /^413$|^$/],
  ])('The edge differs from the app as docs/edge.md says: %s', async (title, parts, onDirect, onEdge) => {
    expect(docs).toContain(`\n| ${title} |`)
    const [direct, edge] = await both(echo, parts, { patience: 2000 })
    const statuses = ({ answers }: Exchange): string => answers.map(({ status }) => status).join()
    expect(statuses(direct)).toMatch(onDirect)
    expect(statuses(edge)).toMatch(onEdge)
  })

  test('The app never sees a request that is hidden in the body of another one', async () => {
    const hidden = `GET ${act('hidden', ['send', 'HTTP/1.1 200 OK\r\n\r\n'])} HTTP/1.1\r\nHost: shop\r\n\r\n`
    for (const lengths of [
      ['Content-Length: 5', 'Transfer-Encoding: chunked'],
      ['Transfer-Encoding: chunked', 'Content-Length: 5'],
    ]) {
      const head = ['POST /x HTTP/1.1', 'Host: shop', ...lengths, '', ''].join('\r\n')
      await exchange(scripted.edge, [`${head}0\r\n\r\n${hidden}`], { answers: 2, patience: 500 })
    }
    expect((await countsOf(scripted, 'hidden')).requests).toBe(0)
  })

  test('A client that closes its side before the answer gets no whole one, neither from the edge nor from the app', async () => {
    const stream = 'GET /events/?count=3&pause=0.2 HTTP/1.1\r\nHost: shop\r\n\r\n'
    for (const { answers } of await both(echo, [stream, { end: true }]))
      expect(answers.filter(({ status, complete }) => status === 200 && complete)).toEqual([])
    expect(docs).toContain('\n| A client that closes its side before it has the answer |')
  })

  test('A folded header arrives as one line, with blanks for the break', async () => {
    const [direct, edge] = await both(echo, [ask('GET /x', 'X-Fold: a', '  b')])
    const value = ({ answers }: Exchange): string =>
      /"x-fold", "([^"]*)"/.exec(answers[0]?.body.toString() ?? '')?.[1] ?? ''
    expect(value(direct)).toMatch(/^a +b$/)
    expect(value(edge)).toMatch(/^a +b$/)
    expect(docs).toContain('\n| A header folded over several lines |')
  })
})

const ok = (...more: string[]): string => ['HTTP/1.1 200 OK', ...more, '', ''].join('\r\n')

test.each<[string, string | Step[], ExchangeOptions?]>([
  ['with other 1xx before it', `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${ok('Content-Length: 1')}a`],
  ['204', 'HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n'],
  ['304 with a length', 'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\nContent-Length: 9\r\n\r\n'],
  [
    '206 of a range',
    'HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-0/9\r\nContent-Length: 1\r\n\r\na',
  ],
  ['302 with a Location', 'HTTP/1.1 302 Found\r\nLocation: http://shop/ü?ü\r\nContent-Length: 0\r\n\r\n'],
  ['in gzip', `${ok('Content-Encoding: gzip', 'Vary: Accept-Encoding', 'Content-Length: 3')}\x1f\x8b\x08`],
  ['that ends with the connection', `${ok('X-A: 1')}as it ends`],
  ['in chunks with trailers', `${ok('Transfer-Encoding: chunked')}1\r\na\r\n0\r\nX-Trailer: 1\r\n\r\n`],
  ['of HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nold'],
  ['to HEAD', ok('Content-Length: 123456'), { head: true }],
  ['that dies in the middle of its length', `${ok('Content-Length: 9')}half`],
  ['that dies in the middle of a chunk', `${ok('Transfer-Encoding: chunked')}5\r\nha`],
  ['that dies between two chunks', `${ok('Transfer-Encoding: chunked')}4\r\nhalf\r\n`],
  ['that is reset in the middle', [['send', `${ok('Content-Length: 9')}half`], ['wait', 0.2], ['reset']]],
])('An answer %s is passed on as it is, whole or visibly not', async (_, answer, options) => {
  const steps: Step[] = typeof answer === 'string' ? [['send', answer]] : answer
  const method = options?.head === true ? 'HEAD' : 'GET'
  const [direct, edge] = await both(scripted, [ask(`${method} ${act('answer', ...steps)}`)], options)
  expect(direct.answers.length).toBeGreaterThan(0)
  expect(withoutFraming(edge)).toEqual(withoutFraming(direct))
})

/** The edge may put an answer in chunks that ended with its connection. */
function withoutFraming({ answers }: Exchange): object[] {
  return answers.map((answer) => ({
    ...comparable({ ...answer, headers: answer.headers.filter(([name]) => name !== 'transfer-encoding') }),
  }))
}

test.concurrent.each([
  ['closes without an answer', [['read', 3]], 502],
  ['resets the connection', [['read', 3], ['reset']], 502],
  ['answers half a header', [['send', 'HTTP/1.1 200 OK\r\nX']], 502],
  ['answers no HTTP', [['send', 'hello\r\n\r\n']], 502],
  ['answers 503', [['send', 'HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n']], 503],
  ['does not answer in time', [['wait', 4]], 504],
] as [string, Step[], number][])('A POST is sent once to an app that %s', async (title, steps, status) => {
  const key = title.replaceAll(' ', '-')
  const sent = ask(`POST ${act(key, ...steps)}`, 'Content-Length: 3')
  const { answers } = await exchange(hurried.edge, [sent, 'abc'])
  expect(answers[0]?.status).toBe(status)
  await sleep(200)
  expect((await countsOf(hurried, key)).requests).toBe(1)
})

test('The edge passes 1,000 requests to the app at once, each on a connection of its own', async () => {
  const steps: Step[] = [
    ['meet', 1000],
    ['send', `${ok('Content-Length: 2')}ok`],
  ]
  const all = Array.from({ length: 1000 }, async () => {
    const { answers } = await exchange(scripted.edge, [ask(`GET ${act('crowd', ...steps)}`)], {
      patience: 15_000,
    })
    return answers[0]?.status
  })
  expect((await Promise.all(all)).filter((status) => status === 200)).toHaveLength(1000)
})

test.concurrent('An app learns that a client has left, while it works and while it streams', async () => {
  for (const begun of ['', `${ok('Transfer-Encoding: chunked')}1\r\na\r\n`]) {
    const key = begun === '' ? 'left-early' : 'left-late'
    const steps: Step[] = [['send', begun], ['leave']]
    await exchange(scripted.edge, [ask(`GET ${act(key, ...steps)}`)], { patience: 300 })
    await expect.poll(async () => (await countsOf(scripted, key)).left, { timeout: 3000 }).toBe(1)
  }
})

test.concurrent('A WebSocket is opened and echoes, also after a silence longer than the other timeouts', async () => {
  const upgrade = [
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ]
  const accepted = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
    '',
    '',
  ].join('\r\n')
  const head = [
    `GET ${act('socket', ['send', accepted], ['echo'])} HTTP/1.1`,
    'Host: shop',
    ...upgrade,
    '',
    '',
  ].join('\r\n')
  const { answers } = await exchange(hurried.edge, [head, 300, 'one ', 3100, 'two', 100, { end: true }], {
    answers: 2,
  })
  expect([answers[0]?.status, answers[0]?.body.toString()]).toEqual([101, 'one two'])
})

describe.concurrent('time, with a hundredth of every timeout', () => {
  const answer: Step = ['send', `${ok('Content-Length: 2')}ok`]
  const upload = ask(`POST ${act('slow', ['read', 4], answer)}`, 'Content-Length: 4')

  test.each<[string, readonly Part[], ...statuses: number[]]>([
    ['of 130 s is answered', [ask(`GET ${act('time', ['wait', 1.3], answer)}`)], 200],
    ['of more than 300 s is given up', [ask(`GET ${act('time', ['wait', 6], answer)}`)], 504],
    [
      'whose body pauses for 40 s again and again is answered',
      [upload, ...[400, 'a', 400, 'a', 400, 'a', 400, 'a']],
      200,
    ],
    // HAProxy 2.6 waits for web's timeout, newer ones for the client's.
    ['whose body never comes to its end is given up', [upload, 'a'], 400, 408, 504],
    [
      'whose header takes more than 30 s is given up',
      ['GET /x HTTP/1.1\r\n', 600, 'Host: shop\r\n\r\n'],
      408,
    ],
  ])('With a hundredth of every timeout, a request %s', async (_, parts, ...statuses) => {
    const { answers } = await exchange(hurried.edge, parts)
    expect(statuses).toContain(answers[0]?.status)
  })

  test('With a hundredth of every timeout, a connection without requests is kept for 75 s', async () => {
    const again = `GET ${act('kept', answer)} HTTP/1.1\r\nHost: shop\r\n\r\n`
    const kept = await exchange(hurried.edge, [again, 400, again], { answers: 2 })
    expect(kept.answers.map(({ status }) => status)).toEqual([200, 200])
    const closed = await exchange(hurried.edge, [again, 1500, again], { answers: 2 })
    expect(closed.answers.map(({ status }) => status)).toEqual([200])
  })
})

test.concurrent.each([
  ['events', ask('GET /events/?count=5&pause=0.2'), 'echo'],
  ['parts of an answer with a length', drip(), 'scripted'],
] as const)('The edge passes on %s as soon as the app sends them', async (_, sent, app) => {
  const { times, answers } = await exchange((app === 'echo' ? echo : scripted).edge, [sent])
  expect(answers[0]?.complete).toBe(true)
  // The app pauses between its parts: what was gathered would come at once, in the end. A slow machine adds to all pauses.
  const [first = 0] = times
  expect((times.at(-1) ?? 0) - first, String(times)).toBeGreaterThan(500)
  expect(times.length, String(times)).toBeGreaterThanOrEqual(3)
})

test.concurrent('A small part of an answer does not wait in the edge for more', async () => {
  const rounds = 10
  const round: Step[] = [
    ['send', '.'],
    ['read', 1],
  ]
  const steps = [['send', ok(`Content-Length: ${rounds}`)] as Step]
  for (let count = 0; count < rounds; count++) steps.push(...round)
  const waits = await pingPong(
    scripted.edge,
    ask(`POST ${act('small', ...steps)}`, `Content-Length: ${rounds}`),
  )
  expect(waits).toHaveLength(rounds)
  // What the system gathers it holds for 200 ms, each time; a busy machine delays some parts, not all.
  expect(Math.min(...waits), String(waits)).toBeLessThan(150)
})

/** Answers each dot with one, and gives the milliseconds from one to the next. */
async function pingPong(place: Place, head: string): Promise<number[]> {
  const waits: number[] = []
  const socket = connect(place).setNoDelay(true)
  socket.write(head)
  let last = performance.now()
  for await (const data of socket.iterator() as AsyncIterable<Buffer>)
    for (const _ of data.toString().match(/(?<!\d)\.(?!\d)/g) ?? []) {
      waits.push(performance.now() - last)
      last = performance.now()
      socket.write('.')
    }
  return waits
}

function drip(): string {
  const steps: Step[] = [['send', ok('Content-Length: 10')]]
  for (let part = 0; part < 5; part++) steps.push(['send', `${part}\n`], ['wait', 0.2])
  return ask(`GET ${act('drip', ...steps)}`)
}

test.each([
  [1, 'with a length', {}],
  [30, 'in chunks', { 'transfer-encoding': 'chunked' }],
  [300, 'with a length', {}],
  [5, 'with Expect: 100-continue', { expect: '100-continue' }],
] as [number, string, Record<string, string>][])(
  'An upload of %i MB %s arrives whole',
  async (megabytes, _, headers) => {
    const part = Buffer.alloc(2 ** 20, 'saleor')
    const hash = createHash('sha256')
    for (let count = 0; count < megabytes; count++) hash.update(part)
    const length = megabytes * part.length
    const fixed = headers['transfer-encoding'] === undefined ? { 'content-length': String(length) } : {}
    expect(await upload(echo.edge, part, megabytes, { ...fixed, ...headers })).toEqual({
      length,
      sha256: hash.digest('hex'),
    })
  },
)

async function upload(
  place: Place,
  part: Buffer,
  count: number,
  headers: Record<string, string>,
): Promise<unknown> {
  const sending = request({ ...place, method: 'POST', path: '/x', headers, agent: false })
  const answered = once(sending, 'response')
  if (headers.expect !== undefined) {
    sending.flushHeaders()
    await once(sending, 'continue')
  }
  for (let sent = 0; sent < count; sent++) if (!sending.write(part)) await once(sending, 'drain')
  sending.end()
  const [response] = (await answered) as [AsyncIterable<Buffer>]
  let text = ''
  for await (const bytes of response) text += String(bytes)
  return (JSON.parse(text) as { body: unknown }).body
}

test('An edge of a version with lower limits takes the new ones by a reload, and no request fails', async () => {
  const before = scripted.config.replace(
    /^ {2}(tune\.|timeout tunnel|option (http-no-delay|abortonclose)).*\n/gm,
    '',
  )
  const status = async (): Promise<number | undefined> =>
    (await exchange(scripted.edge, [ask('GET /x', `X-Large: ${'a'.repeat(40_000)}`)])).answers[0]?.status
  await scripted.reload(before)
  // 431 from HAProxy 3.2 on.
  expect([400, 431]).toContain(await status())
  const traffic = await startTraffic({
    origin: `http://${scripted.edge.host}:8000`,
    rate: 200,
    connections: 20,
    long: 0,
  })
  await sleep(500)
  await scripted.reload(scripted.config)
  await sleep(500)
  const { failed, sent, firstFailures } = await traffic.stop()
  expect(firstFailures).toEqual([])
  expect(failed).toBe(0)
  expect(sent).toBeGreaterThan(100)
  expect(await status()).toBe(200)
})
