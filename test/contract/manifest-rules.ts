import type { Contract } from '../../src/inputs/contract.ts'

/** An action.yml as far as the rules look. */
export interface ActionManifest {
  name?: string
  description?: string
  branding?: { icon?: string; color?: string }
  inputs?: Record<string, { description?: string; required?: boolean; default?: string | number | boolean }>
  outputs?: Record<string, { description?: string }>
  runs?: { using?: string; main?: string }
}

/** Set by the frame around every action, so a contract needn't name it. */
const frameOutputs = ['reason-code']

/** Where action.yml and the contract in code say different things. */
export function contractComplaints(contract: Contract, manifest: ActionManifest): string[] {
  const inputs = manifest.inputs ?? {}
  const outputs = Object.keys(manifest.outputs ?? {})
  const desired = [...new Set([...contract.outputs, ...frameOutputs])]
  return [
    ...onlyInFirst(Object.keys(inputs), Object.keys(contract.inputs)).map(
      (name) => `input ${name}: not in code`,
    ),
    ...onlyInFirst(Object.keys(contract.inputs), Object.keys(inputs)).map(
      (name) => `input ${name}: not in action.yml`,
    ),
    ...Object.entries(contract.inputs).flatMap(([name, spec]) => {
      const input = inputs[name]
      if (input === undefined) return []
      const shown = filledByRunner(String(input.default ?? '').trim())
      return [
        ...(shown === spec.default.trim()
          ? []
          : [`input ${name}: default is '${shown}' in action.yml, '${spec.default}' in code`]),
        ...((input.required ?? false) === spec.required ? [] : [`input ${name}: required differs`]),
        ...(spec.required && spec.default !== '' ? [`input ${name}: required, yet it has a default`] : []),
      ]
    }),
    ...onlyInFirst(outputs, desired).map((name) => `output ${name}: not in code`),
    ...onlyInFirst(desired, outputs).map((name) => `output ${name}: not in action.yml`),
  ]
}

/** `${{ github.token }}` arrives as a value or empty; the code has no default of its own for it. */
function filledByRunner(value: string): string {
  return /^\$\{\{.*\}\}$/.test(value) ? '' : value
}

/** What an action.yml must have to run and to be found. */
export function manifestComplaints(name: string, manifest: ActionManifest): string[] {
  const described = [...Object.entries(manifest.inputs ?? {}), ...Object.entries(manifest.outputs ?? {})]
  return [
    ...(manifest.runs?.using === 'node24' ? [] : [`runs.using is ${manifest.runs?.using}, not node24`]),
    ...(manifest.runs?.main === `../dist/${name}.js`
      ? []
      : [`runs.main is ${manifest.runs?.main}, not ../dist/${name}.js`]),
    ...(manifest.name && manifest.description ? [] : ['name or description is missing']),
    ...(manifest.branding?.icon && manifest.branding.color ? [] : ['branding is missing']),
    ...described
      .filter(([, { description }]) => (description ?? '').trim().length < 10)
      .map(([key]) => `${key}: no description to speak of`),
    // The runner reads YAML's bare `yes` and numbers as text, but people read them as something else.
    ...Object.entries(manifest.inputs ?? {})
      .filter(([, input]) => input.default !== undefined && typeof input.default !== 'string')
      .map(([key, input]) => `${key}: default ${String(input.default)} needs quotes`),
  ]
}

/** Outputs of the contract whose name occurs nowhere in the code that could set them. */
export function neverSet(outputs: readonly string[], code: readonly string[]): string[] {
  const all = code.join('\n')
  return outputs.filter(
    (name) =>
      !frameOutputs.includes(name) && !new RegExp(`(['"\`]${name}['"\`]|\\b${name}\\b\\s*[,:}])`).test(all),
  )
}

function onlyInFirst(first: readonly string[], second: readonly string[]): string[] {
  return first.filter((name) => !second.includes(name))
}
