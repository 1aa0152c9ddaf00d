import { works } from './command.ts'
import { type Distribution, readDistribution } from './distribution.ts'
import { configureEngine, engineRuns, startEngine } from './engine.ts'
import { install } from './packages.ts'
import { type Requirement, requirements } from './requirements.ts'

/** Prepares this machine for the sandbox: installs missing packages and starts the engine, with a log line for each. */
export async function ensureMachine(): Promise<void> {
  const present = await Promise.all(requirements.map((requirement) => requirement.present()))
  const missing = requirements.filter((_, index) => !present[index])
  if (missing.length > 0) await installMissing(missing)
  if (await engineRuns()) return
  if (!(await mayBeRoot())) explainAndExit(['Docker Engine is installed, but does not answer this user.'])
  await startEngine()
}

async function installMissing(missing: readonly Requirement[]): Promise<void> {
  const distribution = readDistribution()
  if (!usesApt(distribution) || !(await mayBeRoot())) {
    explainAndExit(missing.map((it) => `${it.name} is missing (${it.why}): ${byHand(it, distribution)}`))
  }
  console.log(`Installing on ${distribution.name}:`)
  for (const { name, why } of missing) console.log(`  ${name}: ${why}`)
  if (missing.some(({ name }) => name === 'Docker Engine')) await configureEngine()
  await install([...new Set(missing.flatMap((it) => it.packages(distribution)))], distribution)
}

// Hosted runners are not root, but can use sudo without a password.
async function mayBeRoot(): Promise<boolean> {
  return process.getuid?.() === 0 || works(['sudo', '--non-interactive', 'true'])
}

function usesApt(distribution: Distribution | undefined): distribution is Distribution {
  return distribution !== undefined && ['debian', 'ubuntu'].includes(distribution.id)
}

function byHand(requirement: Requirement, distribution: Distribution | undefined): string {
  if (!usesApt(distribution)) return requirement.byHand
  const packages = requirement.packages(distribution)
  const source = packages.some((name) => name.endsWith('/trixie'))
    ? ', with Debian 13 as a package source'
    : ''
  return `apt-get install ${packages.join(' ')}${source}`
}

function explainAndExit(lines: readonly string[]): never {
  console.error(
    'This machine is not ready, and only root on Debian or Ubuntu can be made ready automatically:',
  )
  for (const line of lines) console.error(`  ${line}`)
  process.exit(1)
}
