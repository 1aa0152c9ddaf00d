import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { parse } from 'yaml'
import { blocksOf } from '../../scripts/pages/blocks.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/balancers.md'), 'utf8')

/** The step of the page that purges the cache. */
function purge(): string {
  const text = blocksOf(page).find((one) => one.text.includes('purge_cache'))?.text ?? ''
  const steps = parse(text) as { run?: string }[]
  return steps.find(({ run }) => run !== undefined)?.run ?? ''
}

/** Runs the step as a runner does, where CloudFlare's API is a server of this test that answers with this status. */
async function purgeAgainst(status: number) {
  const home = mkdtempSync(join(tmpdir(), 'cloudflare-'))
  onTestFinished(() => rmSync(home, { recursive: true }))
  const [key, cert] = [join(home, 'key'), join(home, 'cert')]
  const name = 'api.cloudflare.com'
  const words = [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'],
    ...['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-keyout', key, '-out', cert],
  ]
  execFileSync('openssl', words, { stdio: 'ignore' })
  const asked: unknown[] = []
  const commandLines: string[] = []
  const api = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
    commandLines.push(...running())
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      const { authorization, 'content-type': type } = request.headers
      asked.push([request.method, request.url, authorization, type, JSON.parse(body)])
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ success: status === 200 }))
    })
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void api.close())
  await new Promise((resolve) => api.once('listening', resolve))
  const { port } = api.address() as AddressInfo
  writeFileSync(join(home, '.curlrc'), `connect-to = "${name}:443:127.0.0.1:${port}"\ncacert = "${cert}"\n`)
  const env = { PATH: process.env.PATH, HOME: home, TOKEN: 'a-secret-token', ZONE: 'zone-1' }
  const child = spawn('bash', ['-e', '-c', purge()], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  return { code, asked, commandLines }
}

/** The command lines of all processes, as everybody on a machine sees them. */
function running(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((id) => {
      try {
        return [readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ')]
      } catch {
        return []
      }
    })
}

it('The step that purges CloudFlare asks for just that, and shows its token to no other process', async () => {
  const { code, asked, commandLines } = await purgeAgainst(200)
  expect(code).toBe(0)
  expect(asked).toEqual([
    [
      ...['POST', '/client/v4/zones/zone-1/purge_cache', 'Bearer a-secret-token', 'application/json'],
      { purge_everything: true },
    ],
  ])
  const curl = commandLines.filter((line) => line.startsWith('curl '))
  expect(curl.length).toBeGreaterThan(0)
  expect(commandLines.filter((line) => line.includes('a-secret-token'))).toEqual([])
})

it('The step that purges CloudFlare is red when the token may not do that', async () => {
  expect((await purgeAgainst(403)).code).toBe(22)
})
