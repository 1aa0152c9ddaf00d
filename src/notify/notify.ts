import { messageOf } from '../errors.ts'
import { endingOf } from '../report/serving.ts'
import { runUrl } from '../runner/context.ts'
import { retryTransient } from '../runner/retry.ts'
import type { Runner } from '../runner/runner.ts'
import { type Done, doneMessage, failedMessage } from './message.ts'

/** The timeout in seconds; a cancelled job is killed after ten. */
const requestSeconds = 4
const attempts = 3

/**
 * Notifies the webhook in the input `notify-webhook`, if there is one, how the work ended. A failed notification is a
 * warning.
 */
export async function notified<D extends Done>(
  does: string | undefined,
  inputs: object,
  runner: Runner,
  work: () => Promise<D>,
): Promise<D> {
  const { 'notify-webhook': webhook, 'environment-name': environment } = inputs as Partial<NotifyInputs>
  if (webhook === undefined || does === undefined) return await work()
  const { repository, actor: by } = runner.context
  const where = [repository, environment].filter(Boolean).join(', ')
  const about = { does, where, by, run: runUrl(runner.context) }
  let done: D
  try {
    done = await work()
  } catch (error) {
    await notify(webhook, failedMessage(about, error, servingOf(runner)), runner)
    throw error
  }
  const text = doneMessage(about, done)
  if (text !== undefined) await notify(webhook, text, runner)
  return done
}

/** The live release, if servers were contacted. */
function servingOf({ serving }: Runner): string {
  return serving.hosts.size === 0 ? '' : endingOf(serving).text
}

type NotifyInputs = Record<'notify-webhook' | 'environment-name', string>

/**
 * Sends a text in the format of Slack's incoming webhooks, which Mattermost, Rocket.Chat and Discord (`/slack`) accept too.
 * @returns whether it was accepted
 */
export async function notify(webhook: string, text: string, runner: Runner): Promise<boolean> {
  const { log, clock, cancelled } = runner
  try {
    await retryTransient(
      { clock },
      () => post(webhook, text, runner),
      (failure, count) => {
        if (failure instanceof Final || count === attempts || cancelled.aborted) throw failure
        return count
      },
    )
    return true
  } catch (error) {
    log.warning(`The webhook notification failed: ${messageOf(error)}.`)
    return false
  }
}

/** A refusal that no retry changes. */
class Final extends Error {}

async function post(webhook: string, text: string, { http }: Runner): Promise<void> {
  const request = {
    method: 'POST',
    url: webhook,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
    timeoutSeconds: requestSeconds,
  }
  const { status } = await http.request(request).catch((error: unknown) => {
    // The address is the secret.
    throw new Error(messageOf(error).replaceAll(webhook, 'its address'))
  })
  if (status < 300) return
  const what = `it answered ${status}`
  throw status < 500 && status !== 429 ? new Final(what) : new Error(what)
}
