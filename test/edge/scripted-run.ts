import type { HostRun } from '../../src/deploy/host-run.ts'
import type { Observed } from '../../src/deploy/observed.ts'
import type { Wanted } from '../../src/deploy/wanted.ts'
import type { Host } from '../../src/host/host.ts'
import { shellLine } from '../../src/host/quote.ts'
import type { Change, Transaction } from '../../src/host/transaction.ts'
import type { Ran } from '../../src/runner/process.ts'
import { exampleWanted, servingHost } from '../deploy/example.ts'
import { fakeRunner } from '../fakes/fakes.ts'

/** What a host answers to a command line; without an answer it is done and says nothing. */
export type Answer = (line: string, run: HostRun) => Partial<Ran> | undefined

/** A host in the middle of a deploy to which everything that is done is written down, with one new web container. */
export function scriptedRun(
  wanted: Partial<Wanted>,
  answer: Answer = () => undefined,
  seen: Observed = servingHost(),
): { run: HostRun; did: string[]; undo: string[]; log: string[]; runner: ReturnType<typeof fakeRunner> } {
  const did: string[] = []
  const undo: string[] = []
  const runner = fakeRunner()
  const attempt = async (change: Change): Promise<Ran> => {
    undo.push(...(change.undo ?? []).map(shellLine))
    let ran: Ran = { code: 0, stdout: '', stderr: '' }
    for (const line of (change.run ?? []).map(shellLine)) {
      did.push(line)
      ran = { code: 0, stdout: '', stderr: '', ...answer(line, run) }
      if (ran.code !== 0) break
    }
    return ran
  }
  const change: Transaction['change'] = async (one, failure) => {
    const ran = await attempt(one)
    if (ran.code !== 0) throw failure(ran)
    return ran
  }
  const run: HostRun = {
    host: { name: 'shop.example.com' } as Host,
    wanted: exampleWanted(wanted),
    seen,
    runner,
    transaction: { attempt, change } as unknown as Transaction,
    created: { web: ['shop-web-2'], celery: ['shop-celery-2'] },
    startSeconds: 1,
    upstreams: [{ slot: 's2', container: 'shop-web-2', release: 'new' }],
    warm: [],
    maintenance: seen.maintenance,
    probe: 'shop-edge-1',
    migrations: [],
  }
  return { run, did, undo, log: runner.log.lines, runner }
}
