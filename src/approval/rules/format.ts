import type { Approvers } from './approvers.ts'

/** A time in UTC: `2026-11-26 14:05 UTC`. Pure. */
export function moment(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** A duration in a readable form: `45 s`, `15 min`, `24 h`, `1 h 30 min`. Pure. */
export function span(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  const parts = [`${Math.floor(minutes / 60)} h`, `${minutes % 60} min`]
  return parts.filter((part) => !part.startsWith('0 ')).join(' ')
}

/** `a`, `a and b`, `a, b and c`. Pure. */
export function listed(items: readonly string[]): string {
  const [last = '', ...others] = [...items].reverse()
  return others.length === 0 ? last : `${others.reverse().join(', ')} and ${last}`
}

/** A sentence on how many people must approve, and from which groups. Pure. */
export function required({ groups, minimum }: Approvers): string {
  const fixed = groups.filter(({ need }) => need > 0).map(({ need, title }) => `${need} of ${title}`)
  const people = minimum === 1 ? 'One person' : `${minimum} people`
  return `${people} must approve${fixed.length === 0 ? '' : `, among them ${listed(fixed)}`}`
}
