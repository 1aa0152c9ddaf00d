import { type Environment, parseEnvironment } from './environment.ts'
import { isHarmless, piecesOf } from './secret-values.ts'

/** Settings that are public, most of them visible to every visitor: masked, they would turn half of the log into `***`. */
const open =
  /^(ALLOWED_(CLIENT_)?HOSTS|PUBLIC_URL|(STATIC|MEDIA)_URL|DEFAULT_FROM_EMAIL|POSTGRES_(USER|DB)|\w+_CUSTOM_DOMAIN)$/

/**
 * The parts of the environment to mask: secret values by themselves, as a program would print them. Not whole lines, which
 * nobody prints; no harmless value; nothing that another input has in public (`others`), because the runner drops job
 * outputs that contain a masked text. See docs/masking.md. Pure.
 */
export function environmentMasks(text: string, others: readonly string[]): string[] {
  const found = valuesOf(text).flatMap(([name, value]) =>
    open.test(name) || isHarmless(name, value) ? [] : piecesOf(value),
  )
  return [...new Set(found)].filter((one) => !others.some((other) => other.includes(one)))
}

function valuesOf(text: string): (readonly [name: string, value: string])[] {
  let environment: Environment
  try {
    environment = parseEnvironment(text)
  } catch {
    // An invalid environment is refused later, but until then something may print a part of it.
    return text.split(/[\r\n]+/).map((line) => {
      const [, name = '', value = ''] = /^\s*(?:(?:export\s+)?(\w+)=)?\s*["']?(.*?)["']?\s*$/.exec(line) ?? []
      // A line without a name may be the rest of a key or a password.
      return [name === '' ? 'SECRET' : name, value] as const
    })
  }
  return [...environment]
}
