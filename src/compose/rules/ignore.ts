import { UserError } from '../../errors.ts'
import { rules } from './check.ts'

/** The site does not answer before a deploy. A request finds this, so the rules about files do not include it. */
export const siteRule = 'site-unreached'

/**
 * Validates the names in the input `ignore-rules`.
 * @throws UserError `bad-input` for an unknown name: a typo must not go unnoticed
 */
export function ignoredRules(names: readonly string[]): readonly string[] {
  const known = [...rules.map(({ name }) => name), siteRule]
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length === 0) return names
  throw new UserError(
    'bad-input',
    `Input 'ignore-rules': there is no rule ${unknown.join(', ')}.`,
    `Its lines are names of rules: ${known.toSorted().join(', ')}. docs/rules.md says what each one finds.`,
  )
}
