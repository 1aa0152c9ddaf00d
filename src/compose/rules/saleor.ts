import { isBlank, type Rule, variable } from './rule.ts'
import { signingKeyProblem } from './signing-key.ts'

/** Django warns below this length (security.W009). */
const secretKeyLength = 50

/** Public values from guides and examples. */
const publicKey =
  /^(your|my|dev|example|test)[-_](\w+[-_])*(secret|key)|^(change|replace)[-_]?me|insecure|min-50-char|not-for-production/i

const debugNotOff: Rule = {
  name: 'debug-not-off',
  severity: 'error',
  on: 'app',
  only: 'saleor',
  what: 'DEBUG is not explicitly off. Saleor turns it on where nothing is said: errors are shown to everybody, and tokens are signed with a key that lies in the image.',
  fix: 'Set DEBUG to False.',
  check({ environment }) {
    const value = environment.get('DEBUG') ?? ''
    if (/^(false|0|no|off)$/i.test(value)) return undefined
    if (/^(false|0|no|off)\s*#/i.test(value))
      return {
        text: 'DEBUG has a comment behind its value. The comment is part of the value, so DEBUG is not explicitly off.',
        fix: 'Set DEBUG to False alone, and put the comment on a line of its own.',
        at: variable('DEBUG'),
      }
    return {
      text: "DEBUG is not switched off. Saleor's default is on: errors are shown to everybody, and without RSA_PRIVATE_KEY tokens are signed with a key that lies in the image.",
      at: variable('DEBUG'),
    }
  },
}

const secretKeyMissing: Rule = {
  name: 'secret-key-missing',
  severity: 'error',
  on: 'app',
  only: 'saleor',
  what: 'SECRET_KEY is missing. Saleor starts without it and fails when it is first needed.',
  fix: 'Give SECRET_KEY as a secret: `openssl rand -hex 32` makes one.',
  check: ({ environment }) =>
    isBlank(environment, 'SECRET_KEY')
      ? {
          text: 'SECRET_KEY is missing. Saleor starts without it and fails when a password is reset.',
          at: variable('SECRET_KEY'),
        }
      : undefined,
}

const secretKeyPublic: Rule = {
  name: 'secret-key-public',
  severity: 'error',
  on: 'app',
  only: 'saleor',
  what: 'SECRET_KEY is an example that everybody can read: whoever knows it can reset passwords.',
  fix: 'Give SECRET_KEY as a secret of your own: `openssl rand -hex 32` makes one.',
  check: ({ environment }) =>
    publicKey.test(environment.get('SECRET_KEY') ?? '')
      ? {
          text: 'SECRET_KEY is an example out of a guide, and whoever knows it can reset passwords.',
          at: variable('SECRET_KEY'),
        }
      : undefined,
}

const secretKeyWeak: Rule = {
  name: 'secret-key-weak',
  severity: 'warning',
  on: 'app',
  only: 'saleor',
  what: `SECRET_KEY is shorter than ${secretKeyLength} characters, has hardly any different ones, or is on several lines.`,
  fix: '`openssl rand -hex 32` makes a good one. (`openssl rand -base64 50` breaks it into two lines.) A new key ends password resets that are under way.',
  check({ environment }) {
    const key = environment.get('SECRET_KEY') ?? ''
    // Other rules report these.
    if (key.trim() === '' || publicKey.test(key) || key.startsWith('${')) return undefined
    const what = /[\r\n]/.test(key.trim())
      ? 'is on several lines, and not every tool hands on more than the first'
      : key.length < secretKeyLength
        ? `is shorter than ${secretKeyLength} characters`
        : new Set(key).size < 5
          ? 'repeats the same few characters'
          : undefined
    return what === undefined ? undefined : { text: `SECRET_KEY ${what}.`, at: variable('SECRET_KEY') }
  },
}

const signingKey: Rule = {
  name: 'signing-key',
  severity: 'error',
  on: 'app',
  only: 'saleor',
  what: 'RSA_PRIVATE_KEY is missing or does not load: no Saleor process starts.',
  fix: 'Make one with `openssl genrsa 3072` and give it as a secret with all its lines.',
  check({ environment }) {
    // Another JWT manager has its own keys.
    if (environment.has('JWT_MANAGER_PATH')) return undefined
    const problem = signingKeyProblem(
      environment.get('RSA_PRIVATE_KEY'),
      environment.get('RSA_PRIVATE_PASSWORD'),
    )
    return problem === undefined
      ? undefined
      : {
          text: `${problem.what}. Without DEBUG no Saleor process starts ${problem.what.endsWith('missing') ? 'without' : 'with'} it.`,
          fix: problem.fix,
          at: variable('RSA_PRIVATE_KEY', 'RSA_PRIVATE_PASSWORD'),
        }
  },
}

/** An env file written for a shell: Compose passes values on without expansion. */
const unexpanded: Rule = {
  name: 'unexpanded-variable',
  severity: 'error',
  on: 'app',
  what: 'A value is the text ${NAME} and not what it stands for.',
  fix: 'Values of the environment input are taken literally: write the value itself. Only in the workflow file, under environment: of the step, GitHub replaces ${{ secrets.NAME }}; in the text of a secret or a file it does not.',
  check({ environment }) {
    const names = [...environment].flatMap(([name, value]) =>
      /^\$\{\w+\}$/.test(value) || (name.endsWith('_URL') && /\$\{\w+\}/.test(value)) ? [name] : [],
    )
    return names.length === 0
      ? undefined
      : {
          text: `${names.join(', ')} would hold the text \${…} and not what it stands for.`,
          at: variable(...names),
        }
  },
}

/** Rules for Saleor's own switches and keys, in each of its processes. */
export const saleorRules: readonly Rule[] = [
  debugNotOff,
  secretKeyMissing,
  secretKeyPublic,
  signingKey,
  unexpanded,
  secretKeyWeak,
]
