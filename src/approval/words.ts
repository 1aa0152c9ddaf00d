import type { Panel } from './panel.ts'

/** A moment as everyone in every time zone reads it the same: `2026-11-26 14:05 UTC`. Pure. */
export function moment(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** A span as people say it: `45 s`, `15 min`, `24 h`, `1 h 30 min`. Pure. */
export function span(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  const parts = [`${Math.floor(minutes / 60)} h`, `${minutes % 60} min`]
  return parts.filter((part) => !part.startsWith('0 ')).join(' ')
}

/** `a`, `a and b`, `a, b and c`. Pure. */
export function listed(words: readonly string[]): string {
  const [last = '', ...others] = [...words].reverse()
  return others.length === 0 ? last : `${others.reverse().join(', ')} and ${last}`
}

/** How many have to approve, and who of them. Pure. */
export function demanded({ groups, minimum }: Panel): string {
  const fixed = groups.filter(({ need }) => need > 0).map(({ need, title }) => `${need} of ${title}`)
  const people = minimum === 1 ? 'One person' : `${minimum} people`
  return `${people} must approve${fixed.length === 0 ? '' : `, among them ${listed(fixed)}`}`
}
