import { setTimeout as sleep } from 'node:timers/promises'
import type { Proof } from '../../test/compose/reported/row.ts'
import { footprintOf, leftover } from '../../test/e2e/serves-alone.ts'
import type { Server } from '../../test/sandbox/sandbox.ts'

/** What a server must show of a release, beside the proofs. */
export interface Expected {
  release: string
  /** Where people reach web; 0 is no port of the server. */
  port: number
  /** Services that end by themselves. */
  ends: readonly string[]
  proofs: readonly Proof[]
}

/**
 * What of a release the server does not show, in words; empty when it serves as it should. It waits a minute for what
 * comes by and by, such as an accessory that starts.
 */
export async function missing(server: Server, expected: Expected): Promise<string[]> {
  const until = performance.now() + 60_000
  for (;;) {
    const [state, ...shown] = await Promise.all([
      stateFaults(server, expected),
      answerFaults(server, expected),
      ...expected.proofs.map((proof) => proofFaults(server, proof, expected.release)),
    ])
    const all = [...state, ...shown.flat()]
    if (all.length === 0 || performance.now() > until) return all
    await sleep(1000)
  }
}

async function stateFaults(server: Server, { release, ends }: Expected): Promise<string[]> {
  const { live, containers, files } = await footprintOf(server)
  const app = containers.filter(({ role }) => ['web', 'worker', 'scheduler'].includes(role))
  const down = containers.filter(({ service, state }) => state !== 'running' && !ends.includes(service))
  const others = app.filter((one) => one.release !== release)
  const schedulers = app.filter(({ role }) => role === 'scheduler').map(({ service }) => service)
  return [
    ...(live === release ? [] : [`the live release is ${live}`]),
    ...down.map(({ name, state }) => `${name} is ${state}`),
    ...others.map(({ name }) => `${name} is of another release`),
    ...(new Set(schedulers).size === schedulers.length ? [] : ['two schedulers run']),
    ...files.filter((file) => leftover.test(file)).map((file) => `left behind: ${file}`),
  ]
}

async function answerFaults(server: Server, { release, port }: Expected): Promise<string[]> {
  if (port === 0) return []
  try {
    const { status, headers } = await fetch(`${server.url(port)}/whoami/`)
    const seen = `${status}, release ${headers.get('x-saleor-release')}`
    return seen === `200, release ${release}` ? [] : [`web at ${port} answers ${seen}`]
  } catch (error) {
    return [`web at ${port} does not answer: ${error instanceof Error ? error.message : String(error)}`]
  }
}

async function proofFaults(server: Server, proof: Proof, release: string): Promise<string[]> {
  const place = proof.in === undefined ? [] : await inside(server, proof.in, release)
  const { stdout, stderr } = await server.run([...place, 'sh', '-c', proof.run])
  return proof.prints.test(stdout.trim())
    ? []
    : [`not so: ${proof.shows}; it printed ${JSON.stringify((stdout + stderr).trim().slice(0, 300))}`]
}

/** In the service's container; of a service that is rolled, in that of the release. */
async function inside(server: Server, service: string, release: string): Promise<string[]> {
  const { containers } = await footprintOf(server)
  const own = containers.filter((one) => one.service === service && one.state === 'running')
  const { name } = own.find((one) => one.release === release) ?? own[0] ?? { name: `none-of-${service}` }
  return ['docker', 'exec', name]
}
