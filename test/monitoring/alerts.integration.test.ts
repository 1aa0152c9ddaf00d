import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parse, stringify } from 'yaml'
import { hasCompose } from '../compose/real.ts'
import { findProgram } from './program.ts'
import { faults, gone, healthy, type Series } from './series.ts'

const folder = join(import.meta.dirname, '../../workflows-examples/monitoring')
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
const promtool = findProgram('promtool')

interface Rule {
  alert: string
  annotations: Record<string, string>
  labels: Record<string, string>
}
const { groups } = parse(read('alerts.yml')) as { groups: { rules: Rule[] }[] }
const alerts = groups.flatMap(({ rules }) => rules)

interface Dashboard {
  panels: { title: string; targets: { expr: string }[] }[]
  annotations: { list: { name: string; expr: string }[] }
}
const dashboard = JSON.parse(read('grafana/shop.json')) as Dashboard

/** What a query gives at a time. Without samples: nothing. */
interface Expectation {
  expr: string
  eval_time: string
  exp_samples: { labels: string; value: number }[]
}

const fires = (alert: string, yes: boolean, time = '2h'): Expectation => ({
  expr: `count(ALERTS{alertname="${alert}",alertstate="firing"}) > bool 0`,
  eval_time: time,
  exp_samples: yes ? [{ labels: '{}', value: 1 }] : [],
})
const group = (name: string, series: Series, promql_expr_test: Expectation[]) => ({
  name,
  interval: '1m',
  input_series: Object.entries(series).map(([metric, values]) => ({ series: metric, values })),
  promql_expr_test,
})

/** Prometheus' own verdict on all of it; empty when it agrees. */
function disagreement(tests: object[]): string {
  const place = mkdtempSync(join(tmpdir(), 'alerts-'))
  onTestFinished(() => rmSync(place, { recursive: true }))
  cpSync(join(folder, 'alerts.yml'), join(place, 'alerts.yml'))
  writeFileSync(
    join(place, 'test.yml'),
    stringify({ rule_files: ['alerts.yml'], evaluation_interval: '1m', tests }),
  )
  const { status, stdout, stderr } = spawnSync(promtool ?? '', ['test', 'rules', 'test.yml'], {
    ...{ cwd: place, encoding: 'utf8' },
  })
  return status === 0 ? '' : `${stdout}${stderr}`
}

describe.runIf(promtool !== undefined)('the alerts, by Prometheus itself', () => {
  it('The settings and rules are valid', () => {
    const { status, stdout, stderr } = spawnSync(
      ...([
        promtool ?? '',
        ['check', 'config', join(folder, 'prometheus.yml')],
        { encoding: 'utf8' },
      ] as const),
    )
    expect(status, stdout + stderr).toBe(0)
  })

  it('A healthy shop raises no alert, before a deploy or after', () => {
    const all = alerts.flatMap(({ alert }) => ['30m', '70m', '2h'].map((time) => fires(alert, false, time)))
    expect(disagreement([group('healthy', healthy, all)])).toBe('')
  })

  it('Each fault raises its alert, and not before it is there', () => {
    expect(Object.keys(faults).sort()).toEqual(alerts.map(({ alert }) => alert).sort())
    const tests = Object.entries(faults).map(([alert, series]) =>
      group(alert, { ...healthy, ...series }, [fires(alert, false, '59m'), fires(alert, true)]),
    )
    expect(disagreement(tests)).toBe('')
  })

  it('The edge and the workers raise their alerts also when their metrics are gone', () => {
    const tests = Object.entries(gone).map(([alert, prefix]) => {
      const rest = Object.entries(healthy).filter(([metric]) => !metric.startsWith(prefix))
      return group(`${alert} gone`, Object.fromEntries(rest), [fires(alert, true)])
    })
    expect(disagreement(tests)).toBe('')
  })

  it('Each query of the dashboard returns data', () => {
    const queries = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))
    expect(queries.length).toBeGreaterThan(15)
    const tests = queries.map((expr) =>
      group(expr, healthy, [
        { expr: `count(${expr}) > bool 0`, eval_time: '90m', exp_samples: [{ labels: '{}', value: 1 }] },
      ]),
    )
    expect(disagreement(tests)).toBe('')
  })

  it('The dashboard marks a deploy by its version, once', () => {
    const expr = dashboard.annotations.list.find(({ name }) => name === 'Deploys')?.expr ?? ''
    const labels =
      '{container_label_saleor_deploy_release="r-2",container_label_saleor_deploy_version="3.20.1"}'
    const at = (time: string, yes: boolean): Expectation => ({
      ...{ expr, eval_time: time, exp_samples: yes ? [{ labels, value: 1 }] : [] },
    })
    const marks = [at('59m', false), at('61m', true), at('65m', false), at('2h', false)]
    expect(disagreement([group('deploys', healthy, marks)])).toBe('')
  })
})

it('Each alert says what happened and what to do', () => {
  for (const { annotations, labels } of alerts) {
    expect(annotations).toEqual({
      summary: expect.stringMatching(/\.$/),
      action: expect.stringMatching(/\.$/),
    })
    expect(labels.severity).toMatch(/^(critical|warning)$/)
  }
})

it('Prometheus asks only exporters that the Compose file starts, or the edge', () => {
  const { services } = parse(read('docker-compose.yml')) as { services: Record<string, unknown> }
  const targets = [...read('prometheus.yml').matchAll(/targets: \[([\w-]+):/g)].map(([, name]) => name)
  expect(targets).toHaveLength(7)
  for (const target of targets) expect(['edge', ...Object.keys(services)]).toContain(target)
})

it.runIf(hasCompose)(
  'The Compose file works with the example of settings, and opens ports to the host alone',
  () => {
    const command = ['compose', '--env-file', '.env.example', 'config', '--format', 'json']
    const env = { PATH: process.env.PATH ?? '', HOME: tmpdir(), GRAFANA_PASSWORD: 'hush' }
    const { status, stdout, stderr } = spawnSync('docker', command, { cwd: folder, env, encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, ''])
    const { services, networks } = JSON.parse(stdout) as {
      services: Record<string, { ports?: { host_ip?: string }[]; logging?: { driver: string } }>
      networks: Record<string, { name: string }>
    }
    const parts = Object.values(services)
    expect(parts.flatMap(({ ports = [] }) => ports.map(({ host_ip: ip }) => ip))).toEqual([
      '127.0.0.1',
      '127.0.0.1',
    ])
    expect(new Set(parts.map(({ logging }) => logging?.driver))).toEqual(new Set(['local']))
    expect(networks.shop?.name).toBe('saleor_default')
    for (const [, name] of read('.env.example').matchAll(/^([A-Z_]+)=/gm))
      expect(read('docker-compose.yml')).toContain(`\${${name}:`)
  },
)
