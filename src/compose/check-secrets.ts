import type { Rule } from './rule.ts'

/** Names whose values are secrets. */
export const secretName = /SECRET|PASSWORD|PASSWD|PRIVATE_KEY|ACCESS_KEY|API_KEY|TOKEN|_DSN$|CREDENTIAL/i

/** `scheme://user:password@host`: the password. */
export const passwordInUrl = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*?:([^/?#\s]+)@/i

const inFile: Rule = {
  name: 'secret-in-file',
  severity: 'warning',
  on: 'started',
  what: 'A secret stands in the Compose file, and with it in the repository and all its history.',
  mend: 'Move it to the environment input, or write ${NAME} and set NAME under env: of the step from ${{ secrets.NAME }}. Then change the secret.',
  check: ({ environment, written }) =>
    [...environment].flatMap(([name, value]) => {
      const text = written('environment', name)
      const isSecret = (secretName.test(name) && value !== '') || passwordInUrl.test(value)
      // What is filled in from elsewhere is not written here.
      if (!isSecret || text === undefined || text.replaceAll('$$', '').includes('$')) return []
      return {
        text: `${name} has its secret in the Compose file, for everybody who may read the repository.`,
        at: [['environment', name]],
      }
    }),
}

/** Secrets that people can read who should not. */
export const secretRules: readonly Rule[] = [inFile]
