import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { randomFrom } from '../matrix/random.ts'
import type { Server, ShopVariant } from '../sandbox/sandbox.ts'
import { lightFile, type ProductionShop } from './production.ts'
import type { DistResult, DistRun } from './run-dist.ts'
import { assertFleetServesAlone } from './serves-alone.ts'
import { withoutMasks } from './shop-on-server.ts'

/** Two deploys of different releases to the same fleet at the same time. */
export interface Race {
  /** Whether the one that comes second waits, or is refused. */
  waits: boolean
  /** Milliseconds between the two starts. */
  between: number
  /** The fleet as each of the two names it, by place. */
  orders: [number[], number[]]
}

/** How a race went. */
export interface Raced {
  winner: Racer
  loser: Racer
}

/** One of the two. */
export interface Racer extends DistResult {
  name: string
  /** When it had all locks, and when it had committed; milliseconds, undefined when it never came so far. */
  locked: number | undefined
  committed: number | undefined
}

/** Seconds in which both must have ended; one that waits for ever is a deadlock. */
const patience = 180

/** So many races, the same again with the same seed. */
export function racesOf(count: number, hosts: number, seed: number): Race[] {
  const random = randomFrom(seed)
  const order = (): number[] => {
    const places = Array.from({ length: hosts }, (_, place) => ({ place, by: random() }))
    return places.sort((one, other) => one.by - other.by).map(({ place }) => place)
  }
  return Array.from({ length: count }, (_, index) => ({
    waits: index % 2 === 1,
    between: Math.floor(random() * 50),
    orders: [order(), order()],
  }))
}

/** The shop's file for a race: each race makes two releases that were not there before. */
const fileOf = (round: string) => (text: string) =>
  lightFile(text).replace('  web:\n', `  web:\n    environment:\n      TEST_ROUND: "${round}"\n`)

/**
 * Runs one race and checks that there was never more than one at work, that both came to an end, and that what serves
 * is the release of the last one that went through.
 */
export async function race(
  shop: ProductionShop,
  { waits, between, orders }: Race,
  round: string,
): Promise<Raced> {
  const { servers } = shop
  const before = await Promise.all(servers.map(eventsOf))
  const start = (name: string, variant: ShopVariant, order: readonly number[]): Promise<DistRun> =>
    shop.start(variant, {
      compose: fileOf(`${round} ${name}`),
      servers: order.flatMap((place) => servers[place] ?? []),
      inputs: {
        backup: 'never',
        'migrate-command': 'none',
        'health-timeout': '30s',
        'drain-timeout': '5s',
        'lock-wait': waits ? '120s' : '0',
        'scheduler-host': servers[0]?.address ?? '',
      },
      env: { GITHUB_RUN_ID: name === 'ada' ? '1001' : '1002', GITHUB_ACTOR: name },
    })
  return await raced(
    waits,
    between,
    () => start('ada', 'light-1', orders[0]),
    () => start('grace', 'light-2', orders[1]),
    async (went) => {
      for (const [index, server] of servers.entries()) {
        const events = (await eventsOf(server)).slice(before[index]?.length ?? 0)
        assert.deepEqual(
          events,
          went.map(({ outputs, name }) => `live ${outputs.release} ${name}`),
          server.name,
        )
      }
      await assertFleetServesAlone(servers, went.at(-1)?.outputs.release ?? '')
    },
  )
}

/**
 * Starts two runs and checks how they ended. @throws Error with both logs when it was not as it should be
 * @param serves checks what is there afterwards, of those that went through, in their order
 */
export async function raced(
  waits: boolean,
  between: number,
  ada: () => Promise<DistRun>,
  grace: () => Promise<DistRun>,
  serves: (went: readonly Racer[]) => Promise<void>,
): Promise<Raced> {
  const first = watched('ada', await ada())
  await sleep(between)
  const second = watched('grace', await grace())
  const [one, other] = await Promise.all([first, second])
  const story = (): string =>
    [one, other].map(({ name, log }) => `— ${name} —\n${withoutMasks(log)}`).join('\n')
  try {
    const ends = judge(waits, one, other)
    await serves(waits ? [ends.winner, ends.loser] : [ends.winner])
    return ends
  } catch (error) {
    if (error instanceof Error) error.message += `\n${story()}`
    throw error
  }
}

function judge(waits: boolean, one: Racer, other: Racer): Raced {
  const [winner, loser] =
    (one.locked ?? Number.POSITIVE_INFINITY) < (other.locked ?? Number.POSITIVE_INFINITY)
      ? [one, other]
      : [other, one]
  assert.deepEqual([winner.code, winner.outputs['reason-code']], [0, 'done'])
  if (waits) {
    assert.deepEqual([loser.code, loser.outputs['reason-code']], [0, 'done'])
    assert.ok((winner.committed ?? 0) <= (loser.locked ?? 0), 'both were at work at the same time')
  } else {
    assert.deepEqual([loser.code, loser.outputs['reason-code']], [1, 'locked'])
    assert.equal(loser.locked, undefined, 'it was refused, and had the locks')
  }
  const run = winner.name === 'ada' ? 1001 : 1002
  const held = `is being changed by https://\\S+/runs/${run} \\(${winner.name}\\), since 20\\d\\d-\\d\\d-\\d\\dT[\\d:.]+Z\\.`
  assert.match(loser.log, new RegExp(held))
  return { winner, loser }
}

/** The run's end, with the moments at which its log said that it had the locks, and that it had committed. */
async function watched(name: string, run: DistRun): Promise<Racer> {
  let [locked, committed]: (number | undefined)[] = []
  run.child.stdout?.on('data', () => {
    const log = run.log()
    if (/^✔ Take the locks? /m.test(log)) locked ??= performance.now()
    if (/^✔ Commit/m.test(log)) committed ??= performance.now()
  })
  const timer = setTimeout(() => run.child.kill('SIGKILL'), patience * 1000)
  const result = await run.finished.finally(() => clearTimeout(timer))
  return { ...result, name, locked, committed }
}

/** What the host's own history says, a line for each transaction that changed something. */
async function eventsOf(server: Server): Promise<string[]> {
  const { stdout } = await server.run(['sh', '-c', 'cat /opt/saleor/events.log 2>/dev/null'])
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { result, release, actor } = JSON.parse(line) as Record<string, string>
      return `${result} ${release} ${actor}`
    })
}
