/** What a comment asks for. */
export type Command =
  | { do: 'approve'; code: string }
  | { do: 'deny'; why: string }
  | { do: 'withdraw' }
  | { do: 'extend'; seconds: number }
  | { do: 'cancel'; why: string }

/** The accepted words; only the first of each row is documented. */
const verbs: Record<Command['do'], readonly string[]> = {
  approve: ['approve', 'approved', 'lgtm', 'yes'],
  deny: ['deny', 'denied', 'reject', 'rejected'],
  withdraw: ['withdraw', 'unapprove'],
  extend: ['extend'],
  cancel: ['cancel'],
}

const inSeconds = { m: 60, h: 3600, d: 86_400 }

/**
 * The command in a comment; undefined for conversation. Only its first line counts, so that a quoted `> approve` is none, and an
 * answer by e-mail may contain the quoted thread. Pure.
 */
export function parseCommand(body: string): Command | undefined {
  const line = body.trimStart().split(/\r?\n/, 1)[0] ?? ''
  const [, word = '', rest = ''] = /^[/.]?([a-z]+)\b[\s,.:!]*(.*)$/i.exec(line) ?? []
  const meant = (Object.keys(verbs) as Command['do'][]).find((one) => verbs[one].includes(word.toLowerCase()))
  switch (meant) {
    case undefined:
      return undefined
    case 'approve':
      return { do: 'approve', code: /^`?([0-9a-f]{8,64})\b/i.exec(rest)?.[1]?.toLowerCase() ?? '' }
    case 'withdraw':
      return { do: 'withdraw' }
    case 'extend': {
      const [, count, unit = 'h'] = /^(\d{1,4})\s*([mhd])?/i.exec(rest) ?? []
      if (count === undefined) return undefined
      return { do: 'extend', seconds: Number(count) * inSeconds[unit.toLowerCase() as 'm' | 'h' | 'd'] }
    }
    case 'deny':
    case 'cancel':
      return { do: meant, why: rest.replace(/\s+/g, ' ').trim().slice(0, 200) }
  }
}
