import { exampleHosts, hasExampleSecret } from './example-values.ts'
import { type Fault, type Rule, type Validated, variable } from './rule.ts'

const fix = 'Give a password of your own, in the environment and where it is set, such as the database.'

function exampleSecret({ environment }: Validated): Fault | undefined {
  const names = [...environment].flatMap(([name, value]) => (hasExampleSecret(name, value) ? [name] : []))
  return names.length === 0
    ? undefined
    : {
        text: `${names.join(', ')} still has the password of the example, which everybody can read.`,
        at: variable(...names),
      }
}

const inProduction: Rule = {
  name: 'example-secret',
  severity: 'error',
  on: 'started',
  only: 'production',
  what: 'A password is still the one of an example file (staging_password, user:password@…), which everybody can read.',
  fix,
  check: exampleSecret,
}

const inStaging: Rule = {
  name: 'example-secret-staging',
  severity: 'warning',
  on: 'started',
  only: 'staging',
  what: 'The same, where it is not production.',
  fix,
  check: exampleSecret,
}

const hosts: Rule = {
  name: 'example-host',
  severity: 'warning',
  on: 'app',
  what: "A value still has a host of an example file: example.com, example.org and example.net are nobody's shop.",
  fix: 'Write the host names of your shop and of your servers.',
  check({ environment }) {
    const found = [...environment].flatMap(([name, value]) => {
      const names = exampleHosts(value)
      return names.length === 0 ? [] : [{ name, names }]
    })
    if (found.length === 0) return undefined
    const list = [...new Set(found.flatMap(({ names }) => names))]
    const variables = found.map(({ name }) => name)
    return {
      text: `${variables.join(', ')} still has a host of the example: ${list.join(', ')}.`,
      at: variable(...variables),
    }
  },
}

/** Rules for values that were copied from an example and never filled in. */
export const exampleRules: readonly Rule[] = [inProduction, inStaging, hosts]
