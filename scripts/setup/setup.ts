import { type Distribution, readDistribution } from './distribution.ts'
import { engineRuns, startEngine } from './engine.ts'
import { install } from './packages.ts'
import { type Requirement, requirements } from './requirements.ts'

/** Makes this machine able to run the sandbox: installs what is missing, starts the engine, says what it does. */
export async function ensureMachine(): Promise<void> {
  const present = await Promise.all(requirements.map((requirement) => requirement.present()))
  const missing = requirements.filter((_, index) => !present[index])
  if (missing.length > 0) await installMissing(missing)
  if (!(await engineRuns())) {
    if (process.getuid?.() !== 0)
      explainAndExit(['Docker Engine is installed but does not answer this user.'])
    await startEngine()
  }
}

async function installMissing(missing: Requirement[]): Promise<void> {
  const distribution = readDistribution()
  const known = distribution && ['debian', 'ubuntu'].includes(distribution.id)
  if (!known || process.getuid?.() !== 0) {
    explainAndExit(missing.map((it) => `${it.name} is missing (${it.why}): ${byHand(it, distribution)}`))
  }
  console.log(`Installing on ${distribution.name}:`)
  for (const { name, why } of missing) console.log(`  ${name}: ${why}`)
  await install([...new Set(missing.flatMap((it) => it.packages(distribution)))], distribution)
}

function byHand(requirement: Requirement, distribution: Distribution | undefined): string {
  const apt = distribution && ['debian', 'ubuntu'].includes(distribution.id)
  return apt ? `apt-get install ${requirement.packages(distribution).join(' ')}` : requirement.byHand
}

function explainAndExit(lines: string[]): never {
  console.error(
    'This machine is not ready, and only root on Debian or Ubuntu can be made ready automatically:',
  )
  for (const line of lines) console.error(`  ${line}`)
  process.exit(1)
}
