import { runUrl } from '../runner/context.ts'
import type { Runner } from '../runner/runner.ts'
import { type Done, doneMessage, failedMessage } from './message.ts'

/** Seconds; a cancelled job has ten until it is killed. */
const requestSeconds = 4
const attempts = 3

/**
 * Tells the webhook in the input `notify-webhook`, where an action has one, how its work ended. A webhook that fails is a
 * warning.
 */
export async function notified<D extends Done>(
  does: string | undefined,
  inputs: object,
  runner: Runner,
  work: () => Promise<D>,
): Promise<D> {
  const { 'notify-webhook': webhook, 'environment-name': environment } = inputs as Partial<Told>
  if (webhook === undefined || does === undefined) return await work()
  const { repository, actor: by } = runner.context
  const where = [repository, environment].filter(Boolean).join(', ')
  const about = { does, where, by, run: runUrl(runner.context) }
  let done: D
  try {
    done = await work()
  } catch (error) {
    await notify(webhook, failedMessage(about, error), runner)
    throw error
  }
  const text = doneMessage(about, done)
  if (text !== undefined) await notify(webhook, text, runner)
  return done
}

type Told = Record<'notify-webhook' | 'environment-name', string>

/**
 * Sends a text as Slack's incoming webhooks take it; Mattermost, Rocket.Chat and Discord (`/slack`) do as well.
 * @returns whether it was taken
 */
export async function notify(webhook: string, text: string, runner: Runner): Promise<boolean> {
  const { log, clock, cancelled } = runner
  for (let attempt = 1; ; attempt++) {
    const failure = await post(webhook, text, runner)
    if (failure === undefined) return true
    if (failure.final || attempt === attempts || cancelled.aborted) {
      log.warning(`The webhook was not told: ${failure.what}.`)
      return false
    }
    await clock.sleep(attempt)
  }
}

async function post(
  webhook: string,
  text: string,
  { http }: Runner,
): Promise<{ what: string; final: boolean } | undefined> {
  try {
    const { status } = await http.request({
      method: 'POST',
      url: webhook,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text }),
      timeoutSeconds: requestSeconds,
    })
    if (status < 300) return undefined
    return { what: `it answered ${status}`, final: status < 500 && status !== 429 }
  } catch (error) {
    // The address is the secret.
    const what = error instanceof Error ? error.message : String(error)
    return { what: what.replaceAll(webhook, 'its address'), final: false }
  }
}
