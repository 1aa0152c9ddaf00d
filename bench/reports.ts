/**
 * Deploys each Compose project that people reported (test/compose/reported) to a real server, twice: first on a server
 * where nothing is, then the next image. Those that must be refused are tried on a server with a live shop, which has
 * to stay as it is. `npm run bench -- reports [part of what was added]`, after `npm run build`.
 */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { table } from '../src/report/markdown.ts'
import { composeFile, filesOf, inputsOf, nextOf } from '../test/compose/reported/base.ts'
import { reported } from '../test/compose/reported/reported.ts'
import type { Added, Reported } from '../test/compose/reported/row.ts'
import { type DistResult, runDist } from '../test/e2e/run-dist.ts'
import { answering, footprintOf } from '../test/e2e/serves-alone.ts'
import { withoutMasks } from '../test/e2e/shop-on-server.ts'
import { shopEnvironment, stagingInputs } from '../test/e2e/staging.ts'
import { openSandbox, type Server } from '../test/sandbox/sandbox.ts'
import { machineLine } from './stage/machine.ts'
import { reportedImages } from './stage/reported-images.ts'
import { missing } from './stage/reported-proof.ts'

/** A row of the table. */
interface Judged {
  what: string
  should: string
  /** What came out otherwise; empty when all is as it should be. */
  faults: string[]
  message: string
}

const [part = ''] = process.argv.slice(2)
const rows = reported.filter(({ what }) => what.includes(part))
const sandbox = await openSandbox({ servers: 2 })
const { app, real } = await reportedImages()
const environment = shopEnvironment()
const started = performance.now()

const isRefused = (row: Reported): boolean => !('says' in row) || row.notReady !== undefined
const refused = rows.filter(isRefused)
const deployed = rows.filter((row) => !isRefused(row))
const judged = new Map<string, Judged>()
const [first, second] = sandbox.servers as [Server, Server]
await Promise.all([refuseAll(first).then(() => deployAll(first)), deployAll(second)])

const all = rows.flatMap(({ what }) => judged.get(what) ?? [])
const wrong = all.filter(({ faults }) => faults.length > 0)
console.log(
  table(
    ['Added', 'Should', 'Came out', 'Says'],
    all.map(({ what, should, faults, message }) => [
      what,
      should,
      faults.length === 0 ? 'so' : `**${faults.join('; ')}**`,
      message,
    ]),
  ),
)
const minutes = ((performance.now() - started) / 60_000).toFixed(1)
console.log(`\n${all.length - wrong.length} of ${all.length} as they should be, in ${minutes} min.`)
console.log(await machineLine(first))
if (wrong.length > 0 || all.length !== rows.length) process.exitCode = 1

async function refuseAll(server: Server): Promise<void> {
  if (refused.length === 0) return
  await server.wipe()
  const { code, log } = await deploy(server, {}, app[0])
  if (code !== 0) throw new Error(`the base is not deployed:\n${withoutMasks(log)}`)
  for (const row of refused) await judge(row, () => refuse(server, row))
}

async function deployAll(server: Server): Promise<void> {
  for (let row = deployed.shift(); row !== undefined; row = deployed.shift()) {
    const one = row
    await judge(one, () => deployTwice(server, one))
  }
}

async function judge(
  row: Reported,
  work: () => Promise<Pick<Judged, 'should' | 'faults' | 'message'>>,
): Promise<void> {
  const found = await work()
  judged.set(row.what, { what: row.what, ...found })
  console.error(`${found.faults.length === 0 ? 'so' : 'WRONG'}: ${row.what}`)
  for (const fault of found.faults) console.error(`  ${fault}`)
}

/** Tries it on a live shop, which has to be the same afterwards, to the last container and file. */
async function refuse(server: Server, row: Reported): Promise<Omit<Judged, 'what'>> {
  const before = await footprintOf(server)
  const { code, log, outputs } = await deploy(server, row, app[1])
  const [annotation, ...more] = annotations(log, 'error')
  const line = lineOf(row, annotation)
  const [says, reason] = 'refused' in row ? [row.refused, 'bad-input'] : [row.notReady ?? /(?!)/, 'not-ready']
  const isSame = isDeepStrictEqual(await footprintOf(server), before)
  const answers = await answering(server)
  return {
    should: 'refused' in row ? 'refused on its line' : 'refused by the server’s preflight',
    faults: [
      ...(code === 0 ? ['it was deployed'] : []),
      ...(outputs['reason-code'] === reason ? [] : [`the reason is ${outputs['reason-code']}`]),
      ...(says.test(annotation?.text ?? '') && more.length === 0 ? [] : [`it says: ${annotation?.text}`]),
      ...('refused' in row && !row.line.test(line) ? [`it is on the line "${line}"`] : []),
      ...(isSame ? [] : ['the server was changed']),
      ...(answers.join() === `200 ${before.live}` ? [] : [`the shop answers ${answers.join()}`]),
    ],
    message: told(annotation),
  }
}

/** On a server where nothing is, then the next image; after each, all must serve. */
async function deployTwice(server: Server, row: Reported): Promise<Omit<Judged, 'what'>> {
  if (!('says' in row)) throw new Error('it is one to be refused')
  const { port = 8000, ends = [], proofs = [], next } = row
  await server.wipe()
  if (row.server !== undefined) await server.run(['sh', '-c', row.server])
  const faults: string[] = []
  const warnings = new Set<string>()
  const deploys = [
    { name: 'first deploy', added: row, image: app[0], shown: proofs },
    { name: 'next deploy', added: nextOf(row), image: app[1], shown: next?.proofs ?? proofs },
  ]
  for (const { name, added, image, shown } of deploys) {
    const { code, log, outputs } = await deploy(server, added, image)
    for (const one of annotations(log, 'warning')) warnings.add(told(one))
    const found =
      code === 0
        ? await missing(server, { release: outputs.release ?? '', port, ends, proofs: shown })
        : [`${outputs['reason-code']}: ${annotations(log, 'error').map(told).join('; ')}`]
    faults.push(...found.map((fault) => `${name}: ${fault}`))
    if (found.length > 0) console.error(withoutMasks(log))
    if (found.length > 0) break
  }
  const shows = [...proofs, ...(next?.proofs ?? [])].map((proof) => proof.shows)
  return {
    should: ['serves, and the next image too', ...new Set(shows)].join('; '),
    faults,
    message: [...warnings].join('\n'),
  }
}

async function deploy(server: Server, added: Added, image: string): Promise<DistResult> {
  const cwd = await mkdtemp(join(tmpdir(), 'reported-'))
  for (const [path, text] of Object.entries(filesOf(added))) {
    await mkdir(dirname(join(cwd, path)), { recursive: true })
    await writeFile(join(cwd, path), real(text))
  }
  const inputs = inputsOf(added, { image, environment })
  const own = { ...inputs, 'health-timeout': '120s', 'drain-timeout': '5s' }
  const { images } = own as { images?: string }
  return await runDist('deploy-staging', {
    cwd,
    inputs: stagingInputs(server, sandbox, image, environment, {
      ...own,
      ...(images === undefined ? {} : { images: real(images) }),
    }),
    env: added.env ?? {},
  })
}

interface Annotation {
  file: string
  line: number
  text: string
}

function annotations(log: string, kind: 'error' | 'warning'): Annotation[] {
  return [...log.matchAll(new RegExp(`^::${kind} ?(?:file=([^,:]*))?(?:,line=(\\d+))?::(.*)$`, 'gm'))].map(
    ([, file = '', line = '0', text = '']) => ({
      ...{ file, line: Number(line) },
      text: text.replaceAll('%0A', '\n').replaceAll('%25', '%'),
    }),
  )
}

/** The text that the annotation is on. */
function lineOf(added: Added, annotation: Annotation | undefined): string {
  const text = filesOf(added)[annotation?.file ?? ''] ?? ''
  return text.split('\n')[(annotation?.line ?? 0) - 1] ?? 'none'
}

/** The first sentence or two of an annotation, with its line; the fix is in the action's log. */
function told(annotation: Annotation | undefined): string {
  if (annotation === undefined) return 'nothing'
  const { file, line, text } = annotation
  const [said = ''] = text
    .replace(`${composeFile}: `, '')
    .replaceAll(/\b10\.\d+\.\d+\.\d+\b/g, 'server')
    .split('\n')
  return line === 0 ? said : `${file === composeFile ? 'line' : file} ${line}: ${said}`
}
