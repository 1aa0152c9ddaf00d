import { formatModel } from '../../src/compose/render.ts'
import { composeCommands } from '../../src/engine/compose/commands.ts'
import { observe } from '../../src/engine/compose/observe/observe.ts'
import type { ComposeSession } from '../../src/engine/compose/session.ts'
import type { StepResults } from '../../src/engine/session.ts'
import type { Host } from '../../src/host/host.ts'
import { connect } from '../../src/host/ssh/connect.ts'
import { Transaction } from '../../src/host/transaction.ts'
import type { DesiredState, RollbackIntent } from '../../src/model/desired.ts'
import type { ComposeModel } from '../../src/model/project/project.ts'
import { type Release, releaseFolder } from '../../src/model/release/release.ts'
import { systemClock } from '../../src/runner/clock.ts'
import { fakeRunner, type RecordingLog } from '../fakes/fakes.ts'
import { exampleDesired, exampleRelease } from '../model/example.ts'
import type { DataHost, Server } from '../sandbox/sandbox.ts'

/** A deployment on a server of which only the database matters: nothing of it runs but, perhaps, that. */
export interface DatabaseOnServer {
  /** The release that served first, and the newer one that is left. */
  old: Release
  newer: Release
  /** One transaction on the host, in which steps are carried out by themselves as a run does. */
  begin(going: 'forward' | Partial<RollbackIntent>, backupId: string): Promise<Going>
}

/** Connections that are open: a test that fails must not keep the lock. */
const open = new Set<Host>()

/** Ends what a test has left open. */
export function hangUp(): void {
  for (const host of open) host.close()
  open.clear()
}

/** A run under way. */
export interface Going {
  run: ComposeSession
  /** Makes a step, and keeps what it returns for the next. */
  step: (work: (run: ComposeSession) => Promise<StepResults>) => Promise<void>
  log: RecordingLog
  host: Host
  /** To the end, as after a green run. */
  commit: () => Promise<void>
  /** Everything is undone; false when something could not be. */
  abort: () => Promise<boolean>
}

const root = '/opt/saleor'

/** Writes the two releases' folders, with the newer one live. */
export async function databaseOnServer(
  server: Server,
  model: ComposeModel,
  changes: { old?: Partial<Release>; newer?: Partial<Release> } = {},
): Promise<DatabaseOnServer> {
  const old = { ...exampleRelease('20260101-100000-000000000000'), ...changes.old }
  const newer = {
    ...exampleRelease('20260102-100000-000000000000'),
    image: 'shop@sha256:1',
    ...changes.newer,
  }
  for (const release of [old, newer]) {
    const folder = releaseFolder(root, release.id)
    await onServer(server, `mkdir -p ${folder} && cat >${folder}/release.json`, JSON.stringify(release))
    await onServer(server, `cat >${folder}/compose.json`, formatModel(model))
  }
  await onServer(server, `ln -sfn releases/${newer.id} ${root}/live`)
  const begin: DatabaseOnServer['begin'] = async (going, id) => {
    const host = await connectTo(server)
    const runner = { ...fakeRunner(), clock: systemClock }
    const base = exampleDesired({ model, root })
    const desired: DesiredState = {
      ...base,
      release: going === 'forward' ? newer : old,
      backup: { ...base.backup, id, when: 'always', folder: `${root}/backups` },
      ...(going === 'forward'
        ? {}
        : {
            rollback: {
              from: newer,
              database: 'restore',
              backup: undefined,
              reason: 'test',
              takeOver: false,
              ...going,
            },
          }),
    }
    const lockOwner = {
      action: 'deploy',
      run: 'test',
      actor: 'ada',
      release: desired.release.id,
      since: '',
    } as const
    const transaction = await Transaction.begin(host, root, lockOwner, { waitSeconds: 30 }, runner)
    const found = await observe(host, desired)
    // Going forward, what is to become the newer release is not live yet.
    const observed = { ...found, live: going === 'forward' ? old : newer, releases: [old, newer] }
    const run: ComposeSession = {
      ...{ host, desired, observed, runner, transaction },
      ...{
        created: {},
        upstreams: [],
        warm: [],
        maintenance: undefined,
        probe: '',
        mayHaveEnded: [],
        dockerChecks: new Map(),
        results: {},
        commands: composeCommands,
      },
    }
    return {
      run,
      async step(work) {
        run.results = { ...run.results, ...(await work(run)) }
      },
      log: runner.log,
      host,
      async commit() {
        await transaction.commit()
        if (!(await transaction.finish())) throw new Error('what follows the commit could not be done')
        host.close()
      },
      async abort() {
        const undone = await transaction.abort()
        host.close()
        return undone
      },
    }
  }
  return { old, newer, begin }
}

async function connectTo({ address, port, user, privateKey, knownHosts }: Server): Promise<Host> {
  const pins = { knownHosts: [knownHosts], fingerprints: [] }
  const host = await connect({ host: address, port, user, privateKey, pins })
  open.add(host)
  return host
}

/** Drops what restores have left beside a database of the data host, of which its role can't be made anew otherwise. */
export async function dropBeside({ psql }: Pick<DataHost, 'psql'>, name: string): Promise<void> {
  const left = await psql(`SELECT datname FROM pg_database WHERE datname ~ '^${name}_(before|restored)_\\d'`)
  for (const one of left.split('\n').filter(Boolean)) await psql(`DROP DATABASE "${one}" WITH (FORCE)`)
}

/** Runs a script on the server as the SSH user. @throws Error with what it complained about */
export async function onServer(server: Server, script: string, input = ''): Promise<string> {
  const { code, stdout, stderr } = await server.run(['bash', '-c', script], { input, user: 'deploy' })
  if (code !== 0) throw new Error(`${script}: ${stderr}`)
  return stdout.trim()
}
