import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { guardScript } from '../../src/host/guard.ts'
import { type Command, shellLine } from '../../src/host/quote.ts'
import { logVerbs } from '../fakes/host/log-verbs.ts'
import { LocalHost } from './local-host.ts'

const hosts: LocalHost[] = []
afterAll(() => {
  for (const host of hosts.splice(0)) host.close()
})

/** An engine with an edge, a web container at slot `a` that answers, and nothing that would be in the way. */
const engine = `
case "$*" in
  *'show servers state'*)
    echo '1 web 1 a 10.0.0.2 2 0 1 1 1 1 1 1 1 0 0 0 web-1 8000 - 0 0 - - 0'
    echo '2 web-front 1 a 10.0.0.2 2 0 1 1 1 1 1 1 1 0 0 0 front-1 3000 - 0 0 - - 0' ;;
  *'show info'*) echo "Pid: $(cat reloads 2>/dev/null || echo 7)" ;;
  *'kill -USR2 1'*) echo 8 >reloads ;;
  *'show stat'*) echo 'web,a,0,0,0' ;;
  'exec edge bash'*' probe '*) echo '10.0.0.2 200' ;;
  inspect*IPAddress*) echo 10.0.0.2 ;;
  inspect*Running*) echo false ;;
esac`

function newHost(): LocalHost {
  const host = new LocalHost()
  hosts.push(host)
  host.docker(engine)
  return host
}

/** What the next run hears when it finds this log on the host, up to the moment in which it may begin. */
async function found(host: LocalHost, log: string): Promise<string[]> {
  writeFileSync(host.path('undo.log'), log)
  const guard = await host.converse([
    'bash',
    '-c',
    guardScript(),
    'guard',
    'transaction',
    host.root,
    '60',
    '0',
    '{}',
  ])
  const heard: string[] = []
  for (let line = await guard.next(); line !== undefined; line = await guard.next()) {
    heard.push(line)
    if (line.startsWith('ready')) guard.say('abort')
  }
  return heard
}

/** A verb of the log with words as the version before wrote them, and what comes of it: calls of Docker, or files. */
interface Line {
  command: Command
  calls?: (string | RegExp)[]
  /** Files of the deployment before, and after; undefined is none. */
  before?: Record<string, string>
  after?: Record<string, string | undefined>
}

const base64 = Buffer.from('A=1\n').toString('base64')
const asked = /^exec edge bash -c .* ask set server web\/a state ready$/
const lines: Line[] = [
  { command: ['put', 'edge/releases.map', '644', base64], after: { 'edge/releases.map': 'A=1\n' } },
  { command: ['point', 'current', 'note'], before: { note: 'there' }, after: { current: 'there' } },
  { command: ['record', 'history', '{"it\'s": "\n"}'], after: { history: '{"it\'s": "\n"}\n' } },
  { command: ['pair', 'b1.dump', 'b1.json'], before: { 'b1.dump': '1' }, after: { 'b1.dump': undefined } },
  {
    command: ['discard', 'files', 'releases'],
    before: {
      'files/0a/a.conf': '1',
      'files/0b/b.conf': '1',
      'releases/r1/compose.json': '/opt/files/0b/b.conf',
    },
    after: { 'files/0a/a.conf': undefined, 'files/0b/b.conf': '1' },
    calls: ['ps -aq'],
  },
  {
    command: ['having', 'mark', 'docker', 'compose', 'run', 'db'],
    before: { mark: '' },
    calls: ['compose run db'],
  },
  {
    command: ['awaiting', 'hold', 'docker', 'compose', 'run', 'web'],
    calls: ['rm -f hold', 'compose run web'],
  },
  {
    command: ['retire', 'web-2', 'web-3'],
    calls: ['stop web-2', 'stop web-3', 'rm -f web-2', 'rm -f web-3'],
  },
  { command: ['rest', 'worker-2'], calls: ['stop worker-2', 'inspect -f {{.State.Running}} worker-2'] },
  { command: ['revive', 'beat-1'], calls: ['stop beat-1', 'start beat-1'] },
  {
    command: ['serve', 'edge', '60', '8000', '/health/', 'web-1'],
    calls: ['start web-1', / probe 8000 \/health\/ /],
  },
  {
    command: ['probe', 'edge', '8000', '/', 'localhost', '10.0.0.2'],
    calls: [/ probe 8000 \/ localhost 10\.0\.0\.2$/],
  },
  { command: ['converge_swarm', 'shop', 'one'], calls: [/^config inspect .* shop\.lock$/] },
  {
    command: ['unlock_swarm', 'shop', 'one'],
    calls: [/^config inspect .* shop\.lock$/, /^info /, /^node update --label-rm saleor-deploy\.lease\.shop/],
  },
  {
    command: ['forget_release', 'shop', 'r2'],
    calls: [/^config ls --filter label=saleor-deploy\.project=shop /, 'config rm shop.r2'],
  },
  { command: ['forget_objects', 'secret', 'shop.key'], calls: ['secret rm shop.key'] },
  {
    command: ['dismiss', 'shop-migrate-r2'],
    calls: ['service ls -q --filter label=saleor-deploy.job=shop-migrate-r2'],
  },
  { command: ['quiet', 'exec("pass")', 'worker-1'], calls: ['exec worker-1 python3 -c exec("pass")'] },
  {
    command: ['unname', 'panel-before-r2', 'panel', 'shop-panel-2'],
    calls: ['ps -aq --filter name=^/panel-before-r2$'],
  },
  { command: ['sweep', 'a=b', 'c=d'], calls: ['ps -aq --filter label=a=b --filter label=c=d'] },
  { command: ['scrap', 'a=b'], calls: ['ps -aq --filter label=a=b'] },
  {
    command: ['scrap_jobs', 'a=b'],
    calls: ['service ls -q --filter label=a=b', 'ps -aq --filter label=a=b'],
  },
  { command: ['unnet', 'shop_default'], calls: ['network rm shop_default'] },
  { command: ['forget', 'shop@sha256:1'], calls: ['image rm shop@sha256:1'] },
  { command: ['edge', 'edge', 'set server web/a state ready'], calls: [asked] },
  {
    command: ['edge_back', 'edge', 'set server web/a state ready', 'a=web-1'],
    calls: [/ show servers state$/, asked],
  },
  { command: ['readiness', 'edge', 'set server web/a state ready'], calls: [asked] },
  { command: ['reload', 'edge', '60'], calls: ['exec edge bash -c kill -USR2 1'] },
  { command: ['placed', 'edge', '60', 'a=web-1'], calls: [/ show servers state$/] },
  { command: ['placed', 'edge', '60', 'web-front/a=front-1', 'a=web-1'], calls: [/ show servers state$/] },
  { command: ['drain', 'edge', '60', 'a'], calls: [/ show stat -1 4 -1$/] },
  { command: ['drain', 'edge', '60', 'web-front/a'], calls: [/ show stat -1 4 -1$/] },
  { command: ['docker', 'stop', 'web-2'], calls: ['stop web-2'] },
  { command: ['rm', '-rf', 'r2'], before: { r2: '1' }, after: { r2: undefined } },
  { command: ['mv', '-fT', 'b1.partial', 'b1'], before: { 'b1.partial': '1' }, after: { b1: '1' } },
  { command: ['sleep', '0'] },
]

describe('an undo log of the version before', () => {
  it.each(lines.map((line) => [line.command[0] ?? '', line] as const))(
    'An undo log of the version before is undone where it says %s',
    async (_, line) => {
      const host = newHost()
      for (const [name, content] of Object.entries(line.before ?? {})) {
        mkdirSync(dirname(host.path(name)), { recursive: true })
        writeFileSync(host.path(name), content)
      }
      const heard = await found(host, `undo ${shellLine(line.command)}\n`)
      expect(heard).toEqual(['undoing', expect.stringMatching(/^ready /), 'undone'])
      const missing = (line.calls ?? []).filter(
        (call) =>
          !host.dockerCalls.some((made) => (typeof call === 'string' ? made === call : call.test(made))),
      )
      expect(missing).toEqual([])
      for (const [name, content] of Object.entries(line.after ?? {}))
        expect(host.has(name) ? host.read(name) : undefined).toBe(content)
    },
  )

  it('A committed undo log of the version before is completed forwards', async () => {
    const host = newHost()
    const log = ['undo record notes 9', 'then record notes 1', 'then record notes 2', 'commit', '']
    expect(await found(host, log.join('\n'))).toEqual([
      'finishing',
      expect.stringMatching(/^ready /),
      'undone',
    ])
    expect(host.read('notes')).toBe('1\n2\n')
  })

  it('Lines of an unknown kind in an undo log are skipped', async () => {
    const host = newHost()
    const heard = await found(host, 'version 1\nundo record notes 1\nremark record notes 9\n')
    expect(heard[1]).toMatch(/^ready /)
    expect(host.read('notes')).toBe('1\n')
  })

  it.each([
    ['one of the guard itself', ['close_log'], 'close_log'],
    ['a program', ['touch', 'made'], 'touch'],
    ['one behind a condition', ['having', 'undo.log', 'touch', 'made'], 'touch'],
    ['one behind two conditions', ['awaiting', 'hold', 'having', 'undo.log', 'touch', 'made'], 'touch'],
    ['none', ['having', 'undo.log'], ''],
  ])('A verb that is not permitted fails the undo: %s', async (_, command, verb) => {
    const host = newHost()
    const line = shellLine(command)
    const heard = await found(host, `undo record notes 1\nundo ${line}\n`)
    expect(heard.at(-1)).toMatch(/^refused /)
    expect(host.read('guard.log')).toContain(`'${verb}' may not stand in the undo log\n`)
    expect([host.has('made'), host.has('undo.log')]).toEqual([false, true])
  })

  it('A command that is appended to a line of the undo log is not run', async () => {
    const host = newHost()
    expect((await found(host, 'undo sleep 0; touch made\n')).at(-1)).toMatch(/^refused /)
    expect([host.has('made'), host.has('undo.log')]).toEqual([false, true])
  })
})

it('A change is refused if its undo may not stand in the log, and the error names the word', async () => {
  const host = newHost()
  const guard = await host.converse([
    'bash',
    '-c',
    guardScript(),
    'guard',
    'transaction',
    host.root,
    '60',
    '0',
    '{}',
  ])
  await guard.next()
  guard.say('undo record notes 1')
  guard.say('undo touch made')
  guard.say('run 1 touch changed')
  const [, , code, output = ''] = (await guard.next())?.split(' ') ?? []
  expect([code, Buffer.from(output, 'base64').toString()]).toEqual([
    '1',
    "'touch' may not stand in the undo log: not done.",
  ])
  guard.say('abort')
  expect(await guard.next()).toBe('undone')
  expect([host.has('changed'), host.read('notes')]).toEqual([false, '1\n'])
})

it('The guard, docs/undo-log.md and this test list the same verbs', () => {
  const page = readFileSync(new URL('../../docs/undo-log.md', import.meta.url), 'utf8')
  const [, table = ''] = /## Verbs\n(.*?)\n## /s.exec(page) ?? []
  const cells = [...table.matchAll(/^\| (`.*?) \|/gm)].map(([, cell = '']) => cell)
  const described = cells.flatMap((cell) => [...cell.matchAll(/`([a-z_]+)/g)].map(([, verb]) => verb))
  expect(logVerbs).not.toEqual([])
  expect(new Set(described)).toEqual(new Set(logVerbs))
  expect(new Set(lines.map(({ command }) => command[0]))).toEqual(new Set(logVerbs))
})
