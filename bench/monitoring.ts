/**
 * Starts the monitoring of workflows-examples beside a deployed shop, makes each alert's fault for real and waits until the
 * alert fires and reaches the chat, and asks every query of the dashboard. Time goes faster: an hour in a rule passes in four
 * minutes. `npm run bench -- monitoring [speed=15] [cadvisor=FOLDER] [celery-exporter=FOLDER]`, after `npm run build`; the
 * folders are checkouts, needed where their images can't be pulled. For a moment it
 * takes nearly all memory of the machine. `only=ShopDown` makes one fault, and `again=yes` uses the
 * shop and the monitoring that the last run left.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { table } from '../src/report/markdown.ts'
import { quickStart, shopOnServer, withoutMasks } from '../test/e2e/shop-on-server.ts'
import { startTraffic } from '../test/e2e/traffic.ts'
import { network } from '../test/sandbox/names.ts'
import { openSandbox, type Server } from '../test/sandbox/sandbox.ts'
import { type Bed, type Fault, faults } from './monitoring/faults.ts'
import { bringImages } from './monitoring/images.ts'
import { firing, secondsUntil, valuesOf } from './monitoring/prometheus.ts'
import { tryShippedLogs } from './monitoring/shipped-logs.ts'
import { openSmallDisk } from './monitoring/small-disk.ts'
import {
  dashboardQueries,
  deployMark,
  exampleAlerts,
  exampleImages,
  sendAlertsTo,
  startStack,
} from './monitoring/stack.ts'
import { machineLine } from './stage/machine.ts'

const {
  speed: given = '15',
  only = '',
  again = '',
  ...checkouts
} = Object.fromEntries(process.argv.slice(2).map((argument) => argument.split('=') as [string, string]))
const speed = Number(given)
/** Twice the longest wait of a rule, and time for a busy machine. */
const patience = (2 * 3600) / speed + 300
const wrong: string[] = []
const say = (line: string): void => console.error(`${new Date().toISOString().slice(11, 19)} ${line}`)

const sandbox = await openSandbox({ servers: 1 })
const [server] = sandbox.servers as [Server]
const shop = await shopOnServer(sandbox, server, quickStart)
if (again === '') {
  await server.wipe()
  await shop.release('v1')
}
const disk = await openSmallDisk(server)
const chat = await openChat()
const origin = await bringImages(server, exampleImages(), checkouts)
if (again === '') await startStack(server, speed)
await sendAlertsTo(server, chat.url)
const traffic = await startTraffic({ origin: server.url(8000), rate: 5, connections: 4, long: 0 })
try {
  const bed: Bed = { server, shop, disk }
  await untilCalm(server)
  await fetch(`${server.url(8000)}/tasks/?id=one&count=3`, { method: 'POST' })
  const rows: string[][] = []
  for (const fault of faults.filter(
    ({ alerts }) => only === '' || alerts.some((alert) => only.split(',').includes(alert)),
  ))
    rows.push(
      ...(await tryFault(fault, bed).catch((error: unknown) => {
        wrong.push(`${fault.what}: ${String(error)}`)
        say(String(error))
        return fault.alerts.map((alert) => [`\`${alert}\``, fault.what, '**no**', ''])
      })),
    )
  const dashboard = await askDashboard()
  const mark = await untilMarked()
  const gate = await tryGate()
  wrong.push(...(await tryShippedLogs(server)))
  report(rows, dashboard, mark, gate, await machineLine(server))
} finally {
  await traffic.stop()
  await disk.close()
  chat.close()
}

/** The chat's webhook, as an alert's receiver asks for it; keeps what it was told. */
async function openChat(): Promise<{ url: string; told: string[]; close(): void }> {
  const told: string[] = []
  const listening = createServer((request, response) => {
    let text = ''
    request.on('data', (part: Buffer) => (text += part.toString()))
    request.on('end', () => {
      told.push(text)
      response.end('ok')
    })
  }).listen(0, '0.0.0.0')
  await new Promise((resolve) => listening.once('listening', resolve))
  const { port } = listening.address() as AddressInfo
  // The network's gateway is the runner.
  const url = `http://${network.subnet.replace(/\.0\/24$/, '.1')}:${port}/hook`
  return { url, told, close: () => listening.close() }
}

/** Waits until all exporters are heard and no alert fires: what fires later is the fault's. */
async function untilCalm(at: Server): Promise<void> {
  const isCalm = async (): Promise<boolean> =>
    (await valuesOf(at, 'up == 1')).length === 6 && (await firing(at)).length === 0
  const isOver = (await secondsUntil(isCalm, patience)) === undefined
  if (!isOver) return
  wrong.push(`without a fault: ${(await firing(at)).join(', ')} fire`)
  say(`not calm: ${JSON.stringify(await valuesOf(at, 'up'))}, firing ${(await firing(at)).join(', ')}`)
}

/** Deploys another release; the dashboard has to mark it by its version. */
async function untilMarked(): Promise<string> {
  await shop.release('v2')
  let version = ''
  const isMarked = async (): Promise<boolean> => {
    const [found] = await valuesOf(server, deployMark())
    version = found?.container_label_saleor_deploy_version ?? ''
    return found !== undefined
  }
  const seconds = await secondsUntil(isMarked, 120)
  if (seconds === undefined) wrong.push('the dashboard does not mark the deploy')
  return seconds === undefined
    ? 'no mark'
    : `marked after ${seconds.toFixed(0)} s${version === '' ? '' : ` as ${version}`}`
}

/** A release that fails, let through by max-error-rate: the metrics of Prometheus have to undo it. */
async function tryGate(): Promise<string> {
  const errors = `sum(rate(haproxy_server_http_responses_total{proxy="web",code="5xx"}[20s])) or vector(0)`
  const inputs = { bake: '60s', 'max-error-rate': '100', 'metric-checks': `server errors: ${errors} < 0.05` }
  const { code, log, outputs } = await shop.deploy('fails-often', { inputs })
  const [line = ''] = /\d looks at the metric .*/.exec(withoutMasks(log)) ?? []
  if (code !== 1 || outputs['reason-code'] !== 'bake-failed' || line === '')
    wrong.push(`metric-checks did not undo the release: ${outputs['reason-code']}\n${withoutMasks(log)}`)
  say(`gate: ${outputs['reason-code']}: ${line}`)
  const good = await shop.deploy('v1', { inputs })
  if (good.code !== 0) wrong.push(`metric-checks undid a good release:\n${withoutMasks(good.log)}`)
  say(`gate, a good release: ${good.outputs['reason-code']}`)
  return `${outputs['reason-code']}: ${line}`
}

async function askDashboard(): Promise<string[][]> {
  const rows: string[][] = []
  for (const { panel, query } of dashboardQueries()) {
    const count = (await valuesOf(server, query)).length
    if (count === 0) wrong.push(`no data: ${panel}: ${query}`)
    rows.push([panel, `\`${query.replaceAll('|', '\\|')}\``, count === 0 ? '**none**' : String(count)])
  }
  return rows
}

async function tryFault(fault: Fault, bed: Bed): Promise<string[][]> {
  // What another fault has left must be over, where it would be taken for this one's.
  const isOver = async (): Promise<boolean> =>
    !(await firing(server)).some((alert) => fault.alerts.includes(alert))
  if ((await secondsUntil(isOver, patience)) === undefined) wrong.push(`before it: ${fault.what}`)
  say(`${fault.what} …`)
  const heard = chat.told.length
  await fault.make(bed)
  const fired: Record<string, number> = {}
  const started = performance.now()
  const all = async (): Promise<boolean> => {
    await fault.goOn?.(bed)
    for (const alert of await firing(server)) fired[alert] ??= (performance.now() - started) / 1000
    return fault.alerts.every((alert) => alert in fired)
  }
  await secondsUntil(all, patience)
  await sleep(4000)
  const told = (alert: string): boolean => chat.told.slice(heard).some((text) => text.includes(alert))
  await secondsUntil(async () => fault.alerts.every((alert) => !(alert in fired) || told(alert)), 60)
  await fault.mend(bed)
  const rows = fault.alerts.map((alert) => {
    const seconds = fired[alert]
    if (seconds === undefined) wrong.push(`${alert} does not fire: ${fault.what}`)
    else if (!told(alert)) wrong.push(`${alert} does not reach the chat`)
    return [
      `\`${alert}\``,
      fault.what,
      seconds === undefined ? '**no**' : `${seconds.toFixed(0)} s`,
      told(alert) ? 'yes' : '**no**',
    ]
  })
  for (const row of rows) say(row.join(' | '))
  const others = Object.keys(fired).filter((alert) => !fault.alerts.includes(alert))
  if (others.length > 0) say(`beside it: ${others.join(', ')}`)
  return rows
}

function report(rows: string[][], dashboard: string[][], mark: string, gate: string, machine: string): void {
  console.log(table(['Alert', 'Fault', 'Fires after', 'In the chat'], rows))
  const tried = rows.map(([alert = '']) => alert.replaceAll('`', ''))
  const missing = exampleAlerts().filter((alert) => !tried.includes(alert))
  if (only === '' && missing.length > 0) wrong.push(`nothing makes ${missing.join(', ')} fire`)
  console.log(`\n${table(['Panel', 'Query', 'Values'], dashboard)}`)
  console.log(`\nA deploy: ${mark}. A release that fails, deployed with \`metric-checks\`: ${gate}`)
  console.log(`\n${table(['Service', 'Runs'], Object.entries(origin))}`)
  console.log(`\n${machine}; time ${speed} times as fast.`)
  for (const one of wrong) console.log(`- wrong: ${one}`)
  if (wrong.length > 0) process.exitCode = 1
}
