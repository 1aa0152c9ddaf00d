import { isBlank, type Rule, variable } from './rule.ts'
import { signingKeyProblem } from './signing-key.ts'

/** Django's own limit for a warning (security.W009). */
const secretKeyLength = 50

/** Values that stand in guides and examples, which everybody can read. */
const publicKey =
  /^(your|my|dev|example|test)[-_](\w+[-_])*(secret|key)|^(change|replace)[-_]?me|insecure|min-50-char|not-for-production/i

const debugNotOff: Rule = {
  name: 'debug-not-off',
  severity: 'error',
  on: 'app',
  only: 'saleor',
  what: 'DEBUG is not explicitly off. Saleor turns it on where nothing is said: errors are shown to everybody, and tokens are signed with a key that lies in the image.',
  mend: 'Set DEBUG=False.',
  check: ({ environment }) =>
    /^(false|0|no|off)$/i.test(environment.get('DEBUG') ?? '')
      ? undefined
      : {
          text: "DEBUG is not switched off. Saleor's default is on: errors are shown to everybody, and without RSA_PRIVATE_KEY tokens are signed with a key that lies in the image.",
          at: variable('DEBUG'),
        },
}

const secretKeyMissing: Rule = {
  name: 'secret-key-missing',
  severity: 'error',
  on: 'app',
  only: 'saleor',
  what: 'SECRET_KEY is missing. Saleor starts without it and fails when it is first needed.',
  mend: 'Give SECRET_KEY as a secret: `openssl rand -hex 32` makes one.',
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
  mend: 'Give SECRET_KEY as a secret of your own: `openssl rand -hex 32` makes one.',
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
  mend: '`openssl rand -hex 32` makes a good one. (`openssl rand -base64 50` breaks it into two lines.) A new key ends password resets that are under way.',
  check({ environment }) {
    const key = environment.get('SECRET_KEY') ?? ''
    // Those are named by other rules.
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
  mend: 'Make one with `openssl genrsa 3072` and give it as a secret with all its lines.',
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
          text: `${problem.what}. Without DEBUG no Saleor process starts with it.`,
          fix: problem.fix,
          at: variable('RSA_PRIVATE_KEY', 'RSA_PRIVATE_PASSWORD'),
        }
  },
}

/** An env file that was written for a shell: values are passed on as they stand. */
const unexpanded: Rule = {
  name: 'unexpanded-variable',
  severity: 'error',
  on: 'app',
  what: 'A value is the text ${NAME} and not what it stands for.',
  mend: 'Values of the environment input are taken literally: write ${{ secrets.NAME }}, which GitHub replaces.',
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

/** What Saleor's own switches and keys must be, in every process of it. */
export const saleorRules: readonly Rule[] = [
  debugNotOff,
  secretKeyMissing,
  secretKeyPublic,
  signingKey,
  unexpanded,
  secretKeyWeak,
]
