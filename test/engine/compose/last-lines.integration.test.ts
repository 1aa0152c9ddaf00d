import { afterEach, expect, it } from 'vitest'
import { logsOf } from '../../../src/engine/compose/rollout/unhealthy.ts'
import { Transaction } from '../../../src/host/transaction.ts'
import { RecordingLog } from '../../fakes/fakes.ts'
import { LocalHost } from '../../host/local-host.ts'

const hosts: LocalHost[] = []
afterEach(() => {
  for (const host of hosts.splice(0)) host.close()
})

/** The last lines of a container that was restarted, from what `docker logs` prints with and without `--until`. */
async function linesOfRestarted(before: string, all: string): Promise<string> {
  const host = new LocalHost()
  hosts.push(host)
  host.docker(`case "$*" in
    inspect*) echo 2026-01-01T00:00:00Z ;;
    *'--until 2026-01-01T00:00:00Z'*) printf '${before}' ;;
    logs*) printf '${all}' >&2 ;;
  esac`)
  const owner = { action: 'deploy' as const, run: 'run', actor: 'ada', release: 'r1', since: '2026-01-01' }
  const runner = { log: new RecordingLog(), cancelled: new AbortController().signal }
  const transaction = await Transaction.begin(host, host.root, owner, { waitSeconds: 0 }, runner)
  const lines = await logsOf({ transaction }, 'saleor-web-2', true)
  await transaction.abort()
  return lines
}

it('The last lines of a restarted container are those before its last start', async () => {
  expect(await linesOfRestarted('boot\\nno module\\n', 'boot\\nno module\\nboot\\n')).toBe('boot\nno module')
})

it('If the engine has counted a restart and not started the container yet, its lines are those of the run that exited', async () => {
  expect(await linesOfRestarted('', 'boot\\nno module\\n')).toBe('boot\nno module')
})
