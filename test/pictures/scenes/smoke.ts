import { failureSummary } from '../../../src/report/failure.ts'
import { type CheckResult, evaluate } from '../../../src/smoke/check.ts'
import { logResult, schedulerResults } from '../../../src/smoke/inside/background.ts'
import { containerResults, memoryKills } from '../../../src/smoke/inside/containers.ts'
import { djangoResults } from '../../../src/smoke/inside/django.ts'
import { diskResult, memoryResult } from '../../../src/smoke/inside/machine.ts'
import type { Live, ObservedContainer } from '../../../src/smoke/inside/observed.ts'
import { certificateResults } from '../../../src/smoke/outside/certificate.ts'
import { steadyProbes } from '../../../src/smoke/outside/probes.ts'
import { productionProbe, redirectProbe } from '../../../src/smoke/outside/site.ts'
import { smokeFailed, smokeSummary } from '../../../src/smoke/report.ts'
import { speedOf, speedResults } from '../../../src/smoke/speed/speed.ts'
import type { Smoke } from '../../../src/smoke/together.ts'
import { summarize } from '../../../src/smoke/verdict.ts'
import { named } from './stage.ts'

const url = 'https://shop.example.com'
const release = named('r2')
const place = { where: 'shop.example.com', seconds: 1.4 }
const asked = {
  url,
  ...{ 'health-path': '/health/', 'graphql-path': '/graphql/', token: undefined },
  ...{ 'expect-release': release.id, 'expect-version': release.version },
}

/** Smoke tests that people see, by name. */
export function smokeScenes(): Record<string, string> {
  return {
    'smoke-test': smokeSummary(url, smoke(release.id)),
    'smoke-test-failed': failureSummary(smokeFailed(url, smoke(named('r1').id, true), 3)),
  }
}

function smoke(answers: string, broken = false): Smoke {
  const body = JSON.stringify({ data: { shop: { name: 'Acme', schemaVersion: '3.22' } } })
  const headers = { 'x-saleor-release': answers, 'strict-transport-security': 'max-age=300' }
  const answer = { status: 200, headers, body, seconds: 0.084 }
  const round = steadyProbes(asked).flatMap((probe) => evaluate(probe, answer))
  const redirect = { ...answer, status: 301, headers: { location: `${url}/health/` } }
  const once = [
    ...redirectProbe(asked).flatMap((probe) => evaluate(probe, redirect)),
    ...evaluate(productionProbe(asked), answer),
    ...certificate(),
    ...inside(broken),
  ]
  const speed = speedOf(
    Array.from({ length: 60 }, (_, index) => ({ milliseconds: 22 + ((index * 37) % 140), status: 200 })),
    20,
  )
  once.push(...speedResults(speed, { 'max-p50': 200, 'max-p95': 400, 'max-p99': undefined }, 3))
  const one = { where: 'outside', started: 0, seconds: 2.2, result: 'done' as const }
  return {
    ...{
      passed: !broken,
      rounds: [round, round, round],
      seconds: 5.4,
      release: answers,
      schemaVersion: '3.22',
    },
    checks: [
      ...summarize([round, round, round], 3),
      ...once.map((check) => ({ ...check, rounds: 1, roundsPassed: Number(check.passed) })),
    ],
    timeline: [
      { ...one, name: 'ask until steady' },
      { ...one, name: 'https redirect', started: 100, seconds: 0.1 },
      { ...one, name: 'certificate', started: 100, seconds: 0.3 },
      { ...one, name: 'load, 20 a second', started: 100, seconds: 3 },
      { ...one, name: 'look inside', where: 'shop.example.com', started: 100, seconds: 5.3 },
    ],
    ...{ speed, urls: [], obstacles: [] },
  }
}

function certificate(): CheckResult[] {
  const now = Date.UTC(2026, 0, 1)
  const shown = { issuer: "Let's Encrypt", length: 2, protocol: 'TLSv1.3', validTo: now + 61 * 86_400_000 }
  const wish = { host: 'shop.example.com', days: 14 }
  return certificateResults({ ...shown, distrust: undefined, mismatch: undefined }, wish, now, 0.12)
}

function inside(broken: boolean): CheckResult[] {
  const service = (name: string, role: string, replicas = 1): Live['services'][number] => ({
    ...{
      name,
      role,
      replicas,
      placed: true,
      mayEnd: false,
      worker: role === 'worker',
      beat: role === 'scheduler',
    },
  })
  const services = [service('web', 'web', 2), service('celery', 'worker'), service('beat', 'scheduler')]
  const live: Live = { release, project: 'shop', services: [...services, service('db', '')] }
  const container = (name: string, parts: Partial<ObservedContainer> = {}): ObservedContainer => ({
    ...{ name: `shop-${name}`, hostname: name, service: name.replace(/-\d+$/, ''), state: 'running' },
    ...{ release: name.startsWith('db') ? '' : release.id, exitCode: 0, outOfMemory: false, restarts: 0 },
    ...{
      health: 'none',
      healthSaid: '',
      healthCode: 0,
      started: '2026-01-01T00:00:00Z',
      logUnlimited: false,
    },
    ...parts,
  })
  const web = broken ? { state: 'exited', exitCode: 137 } : {}
  const containers = [container('web-3'), container('web-4', web), container('celery-2'), container('db-1')]
  const beat = container('beat-2')
  const answers = {
    ...{
      version: '3.22.67',
      database: { found: 'postgresql' },
      cache: { found: 'redis' },
      broker: { found: 'redis' },
    },
    ...{ migrations: { pending: [] }, workers: { names: ['celery@celery-2'] }, queue: { length: 3 } },
  }
  const workers = { containers: [container('celery-2')], replicas: 1 }
  const wishes = { 'expect-version': release.version, 'max-queue': 100 }
  return [
    ...containerResults(place, live, [...containers, beat]),
    memoryKills(place, containers, ''),
    ...djangoResults(place, container('web-3'), answers, workers, wishes),
    ...schedulerResults([
      {
        ...place,
        live,
        containers: [beat],
        ticks: 'shop-beat-2 4\n',
        answers,
        now: Date.UTC(2026, 0, 1) / 1000,
      },
    ]),
    diskResult(
      place,
      'Filesystem 1024-blocks Used Available Capacity\n/dev/sda1 80000000 72000000 6400000 92% /\n',
    ),
    memoryResult(place, 'MemTotal: 8000000 kB\nMemAvailable: 5200000 kB\n'),
    logResult(place, broken ? 'shop-web-3\t12\tERROR django.request Internal Server Error: /graphql/\n' : ''),
  ]
}
