import { composeCommands } from '../../src/engine/compose/commands.ts'
import type { ComposeSession } from '../../src/engine/compose/session.ts'
import type { Host } from '../../src/host/host.ts'
import { shellLine } from '../../src/host/quote.ts'
import type { Change, Transaction } from '../../src/host/transaction.ts'
import type { DesiredState } from '../../src/model/desired.ts'
import type { ObservedState } from '../../src/model/observed.ts'
import type { Ran } from '../../src/runner/ran.ts'
import { fakeRunner } from '../fakes/fakes.ts'
import { answersLine } from '../fakes/host/answers.ts'
import { exampleDesired, servingHost } from '../model/example.ts'

/** What a host answers to a command line; without an answer it is done and says nothing. */
export type Answer = (line: string, run: ComposeSession) => Partial<Ran> | undefined

/** A host in the middle of a deploy to which everything that is done is written down, with one new web container. */
export function scriptedRun(
  desired: Partial<DesiredState>,
  answer: Answer = () => undefined,
  observed: ObservedState = servingHost(),
): {
  run: ComposeSession
  did: string[]
  undo: string[]
  log: string[]
  runner: ReturnType<typeof fakeRunner>
} {
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
  const run: ComposeSession = {
    host: hostAnswering((line) => answer(line, run)),
    desired: exampleDesired(desired),
    observed,
    runner,
    transaction: { attempt, change } as unknown as Transaction,
    created: { web: ['shop-web-2'], celery: ['shop-celery-2'] },
    upstreams: [{ slot: 's2', container: 'shop-web-2', release: 'new' }],
    warm: [],
    maintenance: observed.maintenance,
    probe: 'shop-edge-1',
    mayHaveEnded: [],
    dockerChecks: new Map(),
    results: {},
    commands: composeCommands,
  }
  return { run, did, undo, log: runner.log.lines, runner }
}

/** A host that is asked beside the guard: by an inspection, which has a question in each line of its input. */
function hostAnswering(answer: (line: string) => Partial<Ran> | undefined): Host {
  const run = async (_: unknown, lines = ''): Promise<Ran> => {
    const answers = lines
      .trim()
      .split('\n')
      .map((line) => ({ code: 0, stdout: '', ...answer(line) }))
    return { code: 0, stdout: answersLine(answers), stderr: '' }
  }
  return { name: 'shop.example.com', run } as unknown as Host
}
