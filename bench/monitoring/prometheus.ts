import { setTimeout as sleep } from 'node:timers/promises'
import type { Server } from '../../test/sandbox/sandbox.ts'

interface Answer {
  status: string
  error?: string
  data?: { result: { metric: Record<string, string>; value: [number, string] }[] }
}

/** How many values a query of the server's Prometheus gives now. @throws Error when it is refused */
export async function valuesOf(server: Server, query: string): Promise<Record<string, string>[]> {
  const { stdout, stderr } = await server.run([
    ...[
      'curl',
      '--silent',
      '--show-error',
      '--max-time',
      '20',
      '--get',
      '--data-urlencode',
      `query=${query}`,
    ],
    'http://127.0.0.1:9090/api/v1/query',
  ])
  if (stdout === '') throw new Error(`Prometheus does not answer: ${stderr}`)
  const { error, data } = JSON.parse(stdout) as Answer
  if (error !== undefined) throw new Error(`${query}: ${error}`)
  return (data?.result ?? []).map(({ metric, value }) => ({ ...metric, value: value[1] }))
}

/** The names of the alerts that fire now. */
export async function firing(server: Server): Promise<string[]> {
  const found = await valuesOf(server, 'ALERTS{alertstate="firing"}')
  return [...new Set(found.map(({ alertname = '' }) => alertname))].sort()
}

/** Asks until the answer is yes; returns the seconds that it took, or undefined after the deadline. */
export async function secondsUntil(
  ask: () => Promise<boolean>,
  deadline: number,
): Promise<number | undefined> {
  const started = performance.now()
  const seconds = (): number => (performance.now() - started) / 1000
  for (;;) {
    if (await ask()) return seconds()
    if (seconds() > deadline) return undefined
    await sleep(1000)
  }
}
