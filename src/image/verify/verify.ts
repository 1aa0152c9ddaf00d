import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { StepFailed, UserError } from '../../errors.ts'
import type { Runner } from '../../runner/runner.ts'
import { withDeadline } from '../deadline.ts'
import { keyValue } from '../naming/labels.ts'
import { warnOfBakedKey } from './baked-key.ts'
import {
  createCommand,
  type ImageConfig,
  planVerification,
  throwAwayEnvironment,
  type Verification,
} from './verify-plan.ts'
import { lastWords, startAndImport, tail } from './verify-start.ts'

/** The settings of a verification. */
export interface VerifyWish {
  image: string
  /** `start`, `none` or a command. */
  verify: string
  /** `NAME=value` lines, which override the temporary environment. */
  environment: readonly string[]
  timeoutSeconds: number
}

/** Verifies the new image in its own container and returns the result in one sentence. */
export async function verifyImage(runner: Runner, wish: VerifyWish): Promise<string> {
  const config = await readConfig(runner, wish.image)
  const plan = planFrom(wish.verify, config)
  const container = `verify-${randomBytes(6).toString('hex')}`
  const env = { ...freshEnvironment(), ...Object.fromEntries(wish.environment.map(keyValue)) }
  const argv = commandFor(plan, config)
  try {
    const command = createCommand(container, wish.image, Object.keys(env), argv)
    const created = await runner.process.run(command, { env, signal: runner.cancelled })
    if (created.code !== 0)
      throw new StepFailed('verify-failed', 'No container could be made of the image', created.stderr)
    await warnOfBakedKey(runner, container, config)
    return await withDeadline(
      runner,
      wish.timeoutSeconds,
      (signal) => attempt(runner, plan, container, signal),
      async () =>
        new StepFailed(
          'verify-failed',
          `The fresh image was not ready within ${wish.timeoutSeconds} s.`,
          await lastWords(runner, container),
        ),
    )
  } finally {
    await runner.process.run(['docker', 'rm', '--force', '--volumes', container])
  }
}

/** Docker creates no container without a command; a container that is never started gets an arbitrary one. */
function commandFor(plan: Verification, { Cmd, Entrypoint }: ImageConfig): string[] {
  if (plan.kind === 'command') return plan.argv
  if ((Cmd ?? Entrypoint) != null) return []
  if (plan.kind === 'none') return ['none']
  throw new StepFailed(
    'verify-failed',
    'The image has no command to start: its Dockerfile has neither CMD nor ENTRYPOINT.',
  )
}

async function attempt(
  runner: Runner,
  plan: Verification,
  container: string,
  signal: AbortSignal,
): Promise<string> {
  switch (plan.kind) {
    case 'none':
      return 'not tried (`verify: none`)'
    case 'command':
      return await runCommand(runner, container, plan.argv, signal)
    case 'start':
      return await startAndImport(runner, container, plan, signal)
  }
}

async function runCommand(
  runner: Runner,
  container: string,
  argv: string[],
  signal: AbortSignal,
): Promise<string> {
  const options = { signal, onLine: runner.log.info }
  const { code, stdout, stderr } = await runner.process.run(
    ['docker', 'start', '--attach', container],
    options,
  )
  if (code === 0) return `\`${argv.join(' ')}\` succeeded`
  throw new StepFailed(
    'verify-failed',
    `In the fresh image, '${argv.join(' ')}' ended with code ${code}.`,
    tail(stdout + stderr),
  )
}

async function readConfig({ process, cancelled }: Runner, image: string): Promise<ImageConfig> {
  const command = ['docker', 'image', 'inspect', '--format', '{{json .Config}}', image]
  const { code, stdout, stderr } = await process.run(command, { signal: cancelled })
  if (code !== 0)
    throw new StepFailed('verify-failed', `The image ${image} isn't in the local engine.`, stderr)
  return JSON.parse(stdout) as ImageConfig
}

/** Parses `verify` for an image; also used before the build to validate the text. */
export function planFrom(verify: string, config: ImageConfig): Verification {
  try {
    return planVerification(verify, config)
  } catch {
    throw new UserError(
      'bad-input',
      `Input 'verify': ${JSON.stringify(verify)} can't be split into words: a quote is left open.`,
      'Close the quote, or put a backslash before it.',
    )
  }
}

function freshEnvironment(): Record<string, string> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return throwAwayEnvironment(randomBytes(24).toString('base64url'), pem)
}
