import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { must } from '../../scripts/setup/command.ts'
import { connectionInputs, lightFile, type ProductionShop, productionShop } from '../e2e/production.ts'
import { type DistRun, startDist } from '../e2e/run-dist.ts'
import { withoutMasks } from '../e2e/shop-on-server.ts'
import type { Sandbox, Server } from '../sandbox/sandbox.ts'
import {
  before,
  type DeployedVariant,
  deployedVariants,
  type KeptHost,
  type LeftInHalf,
  placeholders,
  privateVariables,
} from './left-host.ts'

const root = '/opt/saleor'
const fixtures = join(import.meta.dirname, 'fixtures')

/** When runner and guard are killed: once a run has said this, or once this stands in the undo log. */
type Moment = { said: RegExp } | { noted: string }

/**
 * Lets the actions in a folder of an earlier version deploy to a server, kills them at several moments, and keeps what is then on the
 * server in `fixtures`.
 * @param dist the folder `dist` of that version
 */
export async function recordVersion(sandbox: Sandbox, dist: string): Promise<void> {
  process.env.DIST_FOLDER = dist
  const [server] = sandbox.servers
  if (server === undefined) throw new Error('a server is needed')
  await server.wipe()
  const shop = await productionShop(sandbox, [server], { name: 'version_before', file: lightFile })
  for (const variant of deployedVariants) await shop.release(variant, { inputs: { backup: 'never' } })
  const images = await Promise.all(deployedVariants.map((variant) => sandbox.buildShop(variant)))
  const marks = placeholders({
    ...{ root, host: server.address, registry: sandbox.registry.address },
    digests: Object.fromEntries(
      deployedVariants.map((variant, index) => [variant, images[index]?.digest.slice('sha256:'.length)]),
    ) as Record<DeployedVariant, string>,
  })
  const kept = await read(server, marks)
  await keep(before, kept)

  const deploy = (bake: string): Promise<DistRun> =>
    shop.start('light-1', {
      inputs: { backup: 'never', bake },
      compose: (text) => text.replace('  web:\n', '  web:\n    environment:\n      TEST_ROUND: "two"\n'),
    })
  const moments: [LeftInHalf, () => Promise<DistRun>, Moment][] = [
    ['created', () => deploy('0'), { noted: '^undo edge ' }],
    ['scheduler', () => deploy('0'), { noted: '^undo retire saleor-celery-beat-' }],
    ['switched', () => deploy('60s'), { said: /^::(group|debug)::(▶ )?Watch the new release for/m }],
    ['rolled-back', () => shop.startRollback({}), { noted: '^undo retire saleor-celery-beat-' }],
    ['committed', () => deploy('0'), { noted: '^commit$' }],
  ]
  await close(server, shop, 'on')
  await keep('closed', without(await read(server, marks), kept))
  await close(server, shop, 'off')
  for (const [name, start, moment] of moments) {
    // A request in flight, so that a commit has something to wait for.
    void fetch(`${server.url(8000)}/slow/?seconds=60`).catch(() => {})
    await killAt(server, await start(), moment)
    await keep(name, without(await read(server, marks), kept))
    await playBack(server, dist)
  }
  await must(['biome', 'format', '--write', fixtures])
}

/** Kills the run and its guard, as when the machines of both lose power. The engine goes on. */
async function killAt(server: Server, run: DistRun, moment: Moment): Promise<void> {
  const stop = `pkill -STOP -f '[g]uard transaction ${root}'`
  if ('said' in moment) {
    while (run.child.exitCode === null && !moment.said.test(run.log())) await sleep(20)
    await server.run(['bash', '-c', stop])
  } else {
    const noted = `for _ in {1..6000}; do
      ! grep -qE "$0" ${root}/undo.log 2>/dev/null || { ${stop}; exit; }
      sleep 0.02
    done; exit 1`
    await server.run(['bash', '-c', noted, moment.noted])
  }
  if (run.child.exitCode !== null)
    throw new Error(`the run was over before it could be killed:\n${withoutMasks(run.log())}`)
  run.child.kill('SIGKILL')
  await server.run(['pkill', '-KILL', '-u', server.user])
  await run.finished
  // What the engine was told to do is done.
  await sleep(3000)
}

async function close(server: Server, { servers }: ProductionShop, state: 'on' | 'off'): Promise<void> {
  const inputs = { ...connectionInputs(servers), state, ...(state === 'on' ? { allow: '203.0.113.7' } : {}) }
  const { code, log } = await (await startDist('maintenance', { inputs })).finished
  if (code !== 0) throw new Error(`${server.name}: maintenance ${state} failed:\n${withoutMasks(log)}`)
}

/** Has the guard of that version play what was left. */
async function playBack(server: Server, dist: string): Promise<void> {
  const script = await readFile(join(dist, 'guard.sh'), 'utf8')
  const words = ['bash', '-c', script, 'guard', 'transaction', root, '60', '0', '{"action":"recover"}']
  const { stdout } = await server.run(words, { user: server.user, input: 'abort\n' })
  if (!/^ready/m.test(stdout))
    throw new Error(`${server.name}: what was left could not be played:\n${stdout}`)
}

/** Everything in the deployment's folder but for the reserve, which is a megabyte of zeros. */
async function read(server: Server, marks: readonly [string, string][]): Promise<KeptHost> {
  const run = async (script: string): Promise<string[]> => {
    const { code, stdout, stderr } = await server.run(['bash', '-c', `cd ${root} && ${script}`])
    if (code !== 0) throw new Error(`${server.name}: ${stderr}`)
    return stdout.split('\n').filter((line) => line !== '')
  }
  const marked = (text: string): string =>
    marks.reduce((now, [mark, value]) => now.replaceAll(value, mark), text)
  const puts: string[][] = []
  const files: KeptHost['files'] = {}
  for (const path of await run("find . -type f ! -name reserve -printf '%P\\n' | sort")) {
    const { stdout } = await server.run(['cat', `${root}/${path}`])
    const text = path.endsWith('compose.json')
      ? withoutPrivate(stdout)
      : stdout.replace(/^(undo put \S+ \d+) (\S+)$/gm, (_, command: string, content: string) => {
          puts.push(marked(Buffer.from(content, 'base64').toString()).split('\n'))
          return `${command} {{put ${puts.length - 1}}}`
        })
    files[marked(path)] = marked(text).split('\n')
  }
  const links = await run("find . -type l -printf '%P %l\\n' | sort")
  const format =
    '{{.Names}} {{.Label "com.docker.compose.service"}} {{.State}} {{.Label "saleor-deploy.release"}}'
  const containers = (await run(`docker ps -a --format '${format}' | sort`)).map((line) => {
    const [name = '', service = '', state = '', release = ''] = line.split(' ')
    return { name, service, release: marked(release), state }
  })
  return {
    files,
    puts,
    links: Object.fromEntries(links.map((line) => line.split(' ').map(marked))) as Record<string, string>,
    containers,
  }
}

/** The Compose model with a placeholder for each value that is secret or belongs to this sandbox. */
function withoutPrivate(text: string): string {
  const model = JSON.parse(text) as { services: Record<string, { environment?: Record<string, string> }> }
  for (const { environment = {} } of Object.values(model.services))
    for (const name of privateVariables) if (name in environment) environment[name] = `{{${name}}}`
  return `${JSON.stringify(model, undefined, 2)}\n`
}

/** Without the files that are as before; all of those must still be there. */
function without(host: KeptHost, base: KeptHost): KeptHost {
  const gone = Object.keys(base.files).filter((path) => host.files[path] === undefined)
  if (gone.length > 0) throw new Error(`gone since the deploys: ${gone.join(', ')}`)
  const files = Object.entries(host.files).filter(
    ([path, lines]) => lines.join('\n') !== base.files[path]?.join('\n'),
  )
  return { ...host, files: Object.fromEntries(files) }
}

async function keep(name: string, host: KeptHost): Promise<void> {
  await writeFile(join(fixtures, `${name}.json`), `${JSON.stringify(host, undefined, 2)}\n`)
  console.log(`${name}: ${Object.keys(host.files).join(', ')}`)
}
