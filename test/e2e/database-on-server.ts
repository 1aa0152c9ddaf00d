import type { ComposeModel } from '../../src/compose/model.ts'
import { formatModel } from '../../src/compose/render.ts'
import type { HostRun } from '../../src/deploy/host-run.ts'
import { observe } from '../../src/deploy/observe.ts'
import type { GoingBack, Wanted } from '../../src/deploy/wanted.ts'
import { connect } from '../../src/host/connect.ts'
import type { Host } from '../../src/host/host.ts'
import { Transaction } from '../../src/host/transaction.ts'
import { type Release, releaseFolder } from '../../src/release/release.ts'
import { systemClock } from '../../src/runner/clock.ts'
import { exampleRelease, exampleWanted } from '../deploy/example.ts'
import { fakeRunner, type RecordingLog } from '../fakes/fakes.ts'
import type { Server } from '../sandbox/sandbox.ts'

/** A deployment on a server of which only the database matters: nothing of it runs but, perhaps, that. */
export interface DatabaseOnServer {
  /** The release that served first, and the newer one that is left. */
  old: Release
  newer: Release
  /** One transaction on the host, in which steps are carried out by themselves as a run does. */
  begin(going: 'forward' | Partial<GoingBack>, backupId: string): Promise<Going>
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
  run: HostRun
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
    const base = exampleWanted({ model, root })
    const wanted: Wanted = {
      ...base,
      release: going === 'forward' ? newer : old,
      backup: { ...base.backup, id, when: 'always', folder: `${root}/backups` },
      ...(going === 'forward'
        ? {}
        : {
            back: {
              from: newer,
              database: 'restore',
              backup: undefined,
              reason: 'test',
              takeOver: false,
              ...going,
            },
          }),
    }
    const holder = {
      action: 'deploy',
      run: 'test',
      actor: 'ada',
      release: wanted.release.id,
      since: '',
    } as const
    const transaction = await Transaction.begin(host, root, holder, { waitSeconds: 30 }, runner)
    const observed = await observe(host, wanted)
    // Going forward, what is to become the newer release is not live yet.
    const seen = { ...observed, live: going === 'forward' ? old : newer, releases: [old, newer] }
    const run: HostRun = {
      ...{ host, wanted, seen, runner, transaction },
      ...{
        created: {},
        startSeconds: 0,
        upstreams: [],
        warm: [],
        maintenance: undefined,
        probe: '',
        migrations: [],
      },
    }
    return {
      run,
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

/** Runs a script on the server as the SSH user. @throws Error with what it complained about */
export async function onServer(server: Server, script: string, input = ''): Promise<string> {
  const { code, stdout, stderr } = await server.run(['bash', '-c', script], { input, user: 'deploy' })
  if (code !== 0) throw new Error(`${script}: ${stderr}`)
  return stdout.trim()
}
