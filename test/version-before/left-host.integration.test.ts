import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { cameBy } from '../../src/desired/rollback/restored-release.ts'
import { resolveRollback } from '../../src/desired/rollback/rollback.ts'
import { composeEngine } from '../../src/engine/compose/engine.ts'
import { guardScript } from '../../src/host/guard.ts'
import { readInputs } from '../../src/inputs/read.ts'
import { rollback } from '../../src/inputs/rollback.ts'
import type { HostState } from '../../src/model/step.ts'
import { preflight } from '../../src/observe/preflight.ts'
import { planRollback } from '../../src/plan/rollback.ts'
import { fakeRunner } from '../fakes/fakes.ts'
import { LocalHost } from '../host/local-host.ts'
import {
  before,
  type LeftHost,
  type LeftInHalf,
  leftHost,
  leftInHalf,
  privateVariables,
} from './left-host.ts'

const hosts: LocalHost[] = []
afterEach(() => {
  for (const host of hosts.splice(0)) host.close()
})

const digests = { 'light-1': '1'.repeat(64), 'light-2': '2'.repeat(64) }
const environment = Object.fromEntries(privateVariables.map((name) => [name, `$ "${name}"\n`])) as Record<
  (typeof privateVariables)[number],
  string
>

/** An engine whose edge has web at the slots that the log speaks of, and whose containers are those in a file. */
const engine = `
case "$*" in
  version*) echo '27.5.1 amd64' ;;
  'compose version'*) echo 2.32.4 ;;
  'ps -a --no-trunc'*) cat ../containers ;;
  'ps --filter publish='*) echo saleor-edge-1 ;;
  *'show servers state web'*)
    grep -oE 's[0-9]+=saleor-web-[0-9]+' undo.log | sort -u |
      sed -E 's/(.*)=(.*)/1 web 1 \\1 10.0.0.2 2 0 1 1 1 1 1 1 1 0 0 0 \\2 8000 - 0 0 - - 0/' ;;
  *'show stat web'*) echo 'web,s1,0,0,0' ;;
  inspect*IPAddress*) echo 10.0.0.2 ;;
  inspect*Running*) echo false ;;
esac`

/** A folder with what was left, as the next run finds it. */
function hostWith(name: Parameters<typeof leftHost>[0]): { host: LocalHost; left: LeftHost; base: LeftHost } {
  const host = new LocalHost({ GUARD_LOOK_SECONDS: '30' })
  hosts.push(host)
  host.docker(engine)
  const values = {
    ...{ root: host.root, host: 'local', registry: 'registry.example.com', digests, environment },
  }
  const [left, base] = [leftHost(name, values), leftHost(before, values)]
  for (const [path, text] of Object.entries(left.files)) {
    mkdirSync(dirname(host.path(path)), { recursive: true })
    writeFileSync(host.path(path), text)
  }
  for (const [path, target] of Object.entries(left.links)) symlinkSync(target, host.path(path))
  return { host, left, base }
}

/** Has the guard of today play what was left; gives what it says. */
async function play(host: LocalHost): Promise<string[]> {
  writeFileSync(host.path('reserve'), '')
  const words = ['guard', 'transaction', host.root, '60', '0', '{"action":"recover"}']
  const guard = await host.converse(['bash', '-c', guardScript(), ...words])
  const heard: string[] = []
  for (let line = await guard.next(); line !== undefined; line = await guard.next()) {
    heard.push(line)
    if (line.startsWith('ready')) guard.say('abort')
  }
  return heard
}

/** What `docker ps` shows of the release that is live, once the rest is gone. */
function showContainers(host: LocalHost, { containers }: LeftHost, live: string): void {
  const rows = containers
    .filter(({ release }) => release === live || release === '')
    .map(({ name, service, release }) =>
      [name, service, 'running', release, service === 'edge' ? 'e1' : '', 'image', 'False'].join('\t'),
    )
  writeFileSync(host.path('../containers'), `${rows.join('\n')}\n`)
}

const eventsOf = (text: string): Record<string, string>[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>)

describe('a deploy or rollback of the version before that was killed with its guard', () => {
  it.each(leftInHalf.filter((name) => name !== 'committed'))(
    'A log that was left is undone by the guard of today: %s',
    async (name: LeftInHalf) => {
      const { host, left, base } = hostWith(name)
      const holder = JSON.parse(left.files.holder?.split('\n')[0] ?? '') as Record<string, string>
      expect(await play(host)).toEqual(['undoing', expect.stringMatching(/^ready \d+ releases\//), 'undone'])
      const others = Object.entries(base.files).filter(([path]) => path !== 'events.log')
      for (const [path, text] of others) expect(host.read(path), path).toBe(text)
      for (const path of ['undo.log', 'holder', 'guard.log', 'reserve'])
        expect(host.has(path), path).toBe(false)
      const { releases, live, previous } = await composeEngine.releases(host, host.root)
      expect(releases).toHaveLength(2)
      expect([`releases/${live?.id}`, `releases/${previous}`]).toEqual([base.links.live, base.links.previous])
      expect(
        eventsOf(host.read('events.log')).slice(eventsOf(left.files['events.log'] ?? '').length),
      ).toEqual([{ at: expect.any(String), result: 'undone-by-the-next', ...holder }])
      // What was made is looked for by its label, or by its name.
      expect(host.dockerCalls).toContain(`ps -aq --filter label=saleor-deploy.release=${holder.release}`)
      const stopped = base.containers.filter((one) =>
        left.containers.some(({ name, state }) => name === one.name && state === 'exited'),
      )
      for (const { name } of stopped) expect(host.dockerCalls).toContain(`start ${name}`)
    },
  )

  it('A log that was committed is finished by the guard of today', async () => {
    const { host, left, base } = hostWith('committed')
    const events = eventsOf(left.files['events.log'] ?? '')
    expect(await play(host)).toEqual(['finishing', expect.stringMatching(/^ready \d+ releases\//), 'undone'])
    const { live, previous } = await composeEngine.releases(host, host.root)
    expect([`releases/${live?.id}`, `releases/${previous}`]).toEqual([left.links.live, base.links.live])
    for (const { name } of base.containers.filter(({ service }) => service !== 'edge'))
      expect(host.dockerCalls).toContain(`rm -f ${name}`)
    // The line of the commit is there once, whoever has written it.
    const after = eventsOf(host.read('events.log'))
    expect(after.filter(({ release, result }) => release === live?.id && result === 'live')).toHaveLength(1)
    expect(after.length - events.length).toBeLessThanOrEqual(1)
    expect(host.has('undo.log')).toBe(false)
  })
})

/** What a rollback of today makes of the host. */
async function wayBack(host: LocalHost): Promise<HostState> {
  const given = {
    ...{ INPUT_HOSTS: 'local', INPUT_USER: 'deploy', INPUT_PATH: host.root, INPUT_REASON: 'a test' },
    ...{ 'INPUT_SSH-KEY': 'key', 'INPUT_KNOWN-HOSTS': 'local ssh-ed25519 AAAA' },
  }
  const inputs = readInputs(rollback, given)
  const runner = fakeRunner()
  const { desired } = await resolveRollback(composeEngine, inputs, runner)(Promise.resolve([host]))
  const observed = await composeEngine.observe(host, desired)
  preflight(desired, observed)
  return { desired, observed }
}

describe('the releases of the version before', () => {
  it.each([before, 'closed', 'committed'] as const)(
    'A rollback returns to a release of the version before: %s',
    async (name) => {
      const { host, left } = hostWith(name)
      const [live, previous] = ['live', 'previous'].map((link) => left.links[link]?.split('/')[1] ?? '')
      if (name === 'committed') await play(host)
      showContainers(host, left, live ?? '')
      const state = await wayBack(host)
      const { desired, observed } = state
      expect([desired.rollback?.from.id, desired.release.id]).toEqual([live, previous])
      expect(desired.release).toMatchObject({
        image: expect.stringMatching(/^registry\.example\.com\/shop\/saleor@sha256:[12]{64}$/),
        version: expect.stringMatching(/^4\.0\.\d$/),
        schema: { core: '0001_initial' },
      })
      expect(desired.roles).toEqual({
        ...{ web: 'web', workers: ['celery'], schedulers: ['celery-beat'], jobs: [], accessories: [] },
      })
      expect(desired.model.services.web?.environment).toMatchObject({ SECRET_KEY: '$$ "SECRET_KEY"\n' })
      expect(observed.upstreams.map(({ release }) => release)).toEqual([live, live])
      expect(observed.maintenance?.allow).toEqual(name === 'closed' ? ['203.0.113.7'] : undefined)
      expect(cameBy(host.read('events.log'))).toMatchObject({ action: 'deploy', release: live })
      const steps = planRollback([state]).map((step) => step.do)
      expect(steps.slice(0, 3)).toEqual(['pull', 'begin', 'create'])
      expect(steps.slice(-2)).toEqual(['commit', 'clean-up'])
      expect(steps).toEqual(expect.arrayContaining(['start-web', 'switch', 'workers', 'scheduler', 'settle']))
    },
  )
})
