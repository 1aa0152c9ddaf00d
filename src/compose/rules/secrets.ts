import { passwordInUrl, secretName } from '../../inputs/values/secret-values.ts'
import type { Rule } from './rule.ts'

const inFile: Rule = {
  name: 'secret-in-file',
  severity: 'warning',
  on: 'started',
  what: 'A secret stands in the Compose file, and with it in the repository and all its history.',
  fix: 'Move it to the environment input, or write ${NAME} and set NAME under env: of the step from ${{ secrets.NAME }}. Then change the secret.',
  check: ({ environment, written }) =>
    [...environment].flatMap(([name, value]) => {
      const text = written('environment', name)
      const isSecret = (secretName.test(name) && value !== '') || passwordInUrl.test(value)
      // A value from elsewhere is not written in this file.
      if (!isSecret || text === undefined || text.replaceAll('$$', '').includes('$')) return []
      return {
        text: `${name} has its secret in the Compose file, for everybody who may read the repository.`,
        at: [['environment', name]],
      }
    }),
}

/** Rules for secrets that the wrong people can read. */
export const secretRules: readonly Rule[] = [inFile]
