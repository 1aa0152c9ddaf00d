import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import { afterAll, describe, expect, it } from 'vitest'
import { nodeTls, type ShownCertificate } from '../../../src/runner/http/tls.ts'
import { certificateResults } from '../../../src/smoke/outside/certificate.ts'
import { makeAuthority, type Shown } from '../certificates.ts'

const day = 86_400_000
const now = Date.UTC(2026, 0, 1)
const good: ShownCertificate = {
  ...{ distrust: undefined, mismatch: undefined, validTo: now + 60.5 * day, issuer: "Let's Encrypt" },
  ...{ length: 2, protocol: 'TLSv1.3' },
}
const said = (shown: ShownCertificate | Error): string[] =>
  certificateResults(shown, { host: 'shop.example.com', days: 14 }, now, 0.1).map(
    ({ name, severity, passed, got }) => `${passed ? '' : '!'}${severity} ${name}: ${got}`,
  )

describe('a certificate', () => {
  it('A good certificate is reported with its issuer and its end', () => {
    expect(said(good)).toEqual([
      "error certificate: trusted, from Let's Encrypt, 2 in the chain, TLSv1.3",
      'warning certificate days: 60 days left, until 2026-03-02',
    ])
  })

  it('A certificate that expires soon is a warning', () => {
    expect(said({ ...good, validTo: now + 13.9 * day })[1]).toBe(
      '!warning certificate days: 13 days left, until 2026-01-14',
    )
  })

  it('Each fault of a certificate is reported, also by codes without a text', () => {
    expect(said({ ...good, distrust: 'CERT_HAS_EXPIRED', mismatch: 'not for you' })[0]).toBe(
      '!error certificate: it has expired; not for you',
    )
    expect(said({ ...good, distrust: 'CRL_HAS_EXPIRED' })[0]).toBe('!error certificate: CRL_HAS_EXPIRED')
  })

  it('A certificate that could not be read is explained once', () => {
    expect(said(new Error('connect ECONNREFUSED'))).toEqual(['!error certificate: connect ECONNREFUSED'])
  })
})

describe('a server', () => {
  const { whole, cut, expired, otherName, selfSigned } = makeAuthority()
  const servers: { close(): void }[] = []
  afterAll(() => servers.forEach((server) => server.close()))

  async function look(shown: Shown): Promise<ShownCertificate> {
    const server = createServer(shown).listen(0, '127.0.0.1')
    servers.push(server)
    await new Promise((resolve) => server.once('listening', resolve))
    return await nodeTls.read('localhost', (server.address() as AddressInfo).port)
  }

  // The authority is known to nobody in this process: the whole chain is seen by how it is refused, and in test/dist.
  it.each([
    [
      'its whole chain',
      whole,
      { length: 2, mismatch: undefined, distrust: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' },
    ],
    ['its own certificate alone', cut, { length: 1, distrust: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }],
    ['one that is signed by itself', selfSigned, { length: 1, distrust: 'DEPTH_ZERO_SELF_SIGNED_CERT' }],
    [
      'one for another name',
      otherName,
      { mismatch: expect.stringContaining('DNS:other.example.com') as string },
    ],
  ])('A server with %s is reported', async (_, shown, expected) => {
    expect(await look(shown)).toMatchObject({
      ...expected,
      issuer: shown === selfSigned ? 'localhost' : 'Test Trust',
    })
  })

  it('An expired certificate is reported with its end', async () => {
    const { validTo } = await look(expired)
    expect(validTo).toBeLessThan(Date.now())
  })

  it('A server without TLS, or no server, is an error', async () => {
    const server = (await import('node:net'))
      .createServer((socket) => socket.end('HTTP/1.1 400\r\n\r\n'))
      .listen(0)
    servers.push(server)
    await new Promise((resolve) => server.once('listening', resolve))
    await expect(nodeTls.read('localhost', (server.address() as AddressInfo).port)).rejects.toThrow(/./)
    await expect(nodeTls.read('127.0.0.1', 9)).rejects.toThrow('ECONNREFUSED')
  })

  it('A server that never answers is given up when the job is cancelled', async () => {
    const server = (await import('node:net')).createServer(() => {}).listen(0)
    servers.push({ close: () => server.close().unref() })
    await new Promise((resolve) => server.once('listening', resolve))
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 50)
    const look = nodeTls.read('localhost', (server.address() as AddressInfo).port, controller.signal)
    await expect(look).rejects.toMatchObject({ name: 'AbortError' })
  })
})
