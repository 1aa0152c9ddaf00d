import { UserError } from '../errors.ts'
import { BadValue, type Contract, type InputsOf } from './contract.ts'

/**
 * Reads all inputs once into one typed record. The runner enforces neither `required` nor types, so this does.
 * @throws UserError `bad-input` that lists every unusable input, not only the first.
 */
export function readInputs<C extends Contract>(contract: C, env: NodeJS.ProcessEnv): InputsOf<C> {
  const problems: string[] = []
  const values = Object.entries(contract.inputs).map(([name, spec]) => {
    const raw = rawInput(name, env) || spec.default
    if (raw === '') {
      if (spec.required) problems.push(`Input '${name}' is required and was not given.`)
      return [name, spec.absent]
    }
    try {
      return [name, spec.parse(raw)]
    } catch (error) {
      if (!(error instanceof BadValue)) throw error
      const shown = spec.secret ? 'the given value (hidden)' : JSON.stringify(shorten(raw))
      problems.push(`Input '${name}': ${shown} is not ${error.message}.`)
      return [name, undefined]
    }
  })
  if (problems.length > 0)
    throw new UserError('bad-input', problems.join('\n'), "Correct the step's `with:` in the workflow.")
  return Object.fromEntries(values) as InputsOf<C>
}

/** The secrets among the inputs, to be masked before anything is printed. */
export function secretsOf(contract: Contract, env: NodeJS.ProcessEnv): string[] {
  const inputs = Object.entries(contract.inputs).map(([name, spec]) => ({ spec, raw: rawInput(name, env) }))
  const others = inputs.filter(({ spec }) => !spec.secret).map(({ spec, raw }) => raw || spec.default)
  return inputs
    .filter(({ spec, raw }) => spec.secret && raw !== '')
    .flatMap(({ spec, raw }) => spec.masks?.(raw, others) ?? [raw])
}

/** `ssh-key` arrives as INPUT_SSH-KEY: only spaces are replaced, dashes stay (runner, Handlers/Handler.cs). */
function rawInput(name: string, env: NodeJS.ProcessEnv): string {
  return (env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? '').trim()
}

function shorten(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 77)}…`
}
