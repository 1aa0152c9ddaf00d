import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { judgeMetric, metricCommand } from '../../src/metrics/ask.ts'
import { readMetricChecks } from '../../src/metrics/read.ts'
import { findProgram } from '../monitoring/program.ts'

const prometheus = findProgram('prometheus')

it.runIf(prometheus !== undefined)('A real Prometheus answers the checks as they are meant', async () => {
  const address = await startPrometheus()
  const judged = (line: string): string => {
    const [check] = readMetricChecks([line])
    if (check === undefined) throw new Error(line)
    const [program = '', ...words] = metricCommand(address, check)
    const { status, stdout } = spawnSync(program, words, { encoding: 'utf8' })
    const { passed, got } = judgeMetric(check, { code: status ?? 1, stdout })
    return `${passed ? '' : '!'}${got}`
  }
  expect(judged('a: vector(0.005) < 0.01')).toBe('0.005')
  expect(judged('a: scalar(vector(3)) == 4')).toBe('!3')
  expect(judged('a: label_replace(vector(7), "job", "a & b\\"%", "", "") > 8')).toBe('!{job="a & b"%"} 7')
  expect(judged('a: count(ALERTS{alertstate="firing"}) or vector(0) == 0')).toBe('0')
  expect(judged('a: nothing_of_that_name < 1')).toContain('!no data')
  expect(judged('a: sum(rate(x[5m]) < 1')).toContain('!Prometheus refuses the query: ')
})

it('A port that nothing listens on is said to refuse', async () => {
  const [check] = readMetricChecks(['a: up == 1'])
  if (check === undefined) throw new Error('no check')
  const [program = '', ...words] = metricCommand(`127.0.0.1:${await freePort()}`, check)
  const { status, stdout } = spawnSync(program, words, { encoding: 'utf8' })
  const { got } = judgeMetric(check, { code: status ?? 1, stdout })
  expect(got).toMatch(/^Prometheus does not answer the host: .*Connection refused/)
})

async function startPrometheus(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'))
  writeFileSync(join(folder, 'prometheus.yml'), 'scrape_configs: []\n')
  const address = `127.0.0.1:${await freePort()}`
  const options = [
    '--config.file=prometheus.yml',
    '--storage.tsdb.path=data',
    `--web.listen-address=${address}`,
  ]
  const child = spawn(prometheus ?? '', options, { cwd: folder, stdio: 'ignore' })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await once(child, 'close')
    rmSync(folder, { recursive: true, force: true })
  })
  for (let tries = 0; tries < 300; tries++) {
    const isReady = await fetch(`http://${address}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isReady) return address
    await sleep(100)
  }
  throw new Error('Prometheus is not ready after 30 s')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
