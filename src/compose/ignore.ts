import { UserError } from '../errors.ts'
import { rules } from './check.ts'

/**
 * The names of the input `ignore-rules`.
 * @throws UserError `bad-input` for a name that no rule has: a typo must not turn nothing off in silence
 */
export function ignoredRules(names: readonly string[]): readonly string[] {
  const known = rules.map(({ name }) => name)
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length === 0) return names
  throw new UserError(
    'bad-input',
    `Input 'ignore-rules': there is no rule ${unknown.join(', ')}.`,
    `Its lines are names of rules: ${known.toSorted().join(', ')}. docs/rules.md says what each one finds.`,
  )
}
