import { type ReasonCode, reasonOf } from '../errors.ts'

/** What a message is about. */
export interface About {
  /** "deploy", as the contract of the action says it. */
  does: string
  /** The repository, and the environment where there is one. */
  where: string
  by: string
  /** The address of the run. */
  run: string
}

/** How it ended well. */
export interface Done {
  reason: ReasonCode
  outputs: Readonly<Record<string, string | undefined>>
}

/** What people read in their chat when something was changed; undefined when nothing was. Pure. */
export function doneMessage(about: About, { reason, outputs }: Done): string | undefined {
  if (reason !== 'done') return undefined
  const { version, release, image } = outputs
  const which = [version, release === undefined ? image : `release ${release}`].filter(Boolean).join(', ')
  return message(about, '✅', `done${which === '' ? '' : `: ${which}`}`)
}

/** What people read when their approval is asked for; `run` is where they give it. Pure. */
export function askedMessage(about: About, version: string): string {
  return message(about, '❔', `is asked for${version === '' ? '' : `: ${version}`}`)
}

/** The same for an action that failed. Pure. */
export function failedMessage(about: About, error: unknown): string {
  const [said = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1)
  return message(about, '❌', `failed (${reasonOf(error)}): ${said}`)
}

/** No markup, and the address on a line of its own: every chat makes a link of that. */
function message({ does, where, by, run }: About, mark: string, how: string): string {
  return [`${mark} ${where}: ${does} ${how}`, `${by}, ${run}`].map(escaped).join('\n')
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
