import { messageOf, type ReasonCode, reasonOf } from '../errors.ts'

/** The subject of a message. */
export interface About {
  /** "deploy", from the contract of the action. */
  does: string
  /** The repository, and the environment if there is one. */
  where: string
  by: string
  /** The address of the run. */
  run: string
}

/** A successful end. */
export interface Done {
  reason: ReasonCode
  outputs: Readonly<Record<string, string | undefined>>
}

/** The chat message after a change; undefined if nothing changed. Pure. */
export function doneMessage(about: About, { reason, outputs }: Done): string | undefined {
  if (reason !== 'done') return undefined
  const { version, release, image } = outputs
  const which = [version, release === undefined ? image : `release ${release}`].filter(Boolean).join(', ')
  return message(about, '✅', `done${which === '' ? '' : `: ${which}`}`)
}

/** The chat message that asks for approval; `run` is the address where people give it. Pure. */
export function askedMessage(about: About, version: string): string {
  return message(about, '❔', `is asked for${version === '' ? '' : `: ${version}`}`)
}

/** The chat message after a failure, with the live release. Pure. */
export function failedMessage(about: About, error: unknown, serving: string): string {
  const [firstLine = ''] = messageOf(error).split('\n', 1)
  return message(
    about,
    '❌',
    `failed (${reasonOf(error)}): ${firstLine}${serving === '' ? '' : `\n${serving}`}`,
  )
}

/** Formats without markup, and with the address at the end of the line, because every chat makes a link of it. */
function message({ does, where, by, run }: About, mark: string, how: string): string {
  return [`${mark} ${where}: ${does} ${how}`, `${by}, ${run}`].map(escaped).join('\n')
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
