import { UserError } from '../../errors.ts'

/** An error in the Compose project, at a part of it. `onItsLine` finds the line that the file has it on. */
export class ProjectError extends UserError {
  /** Keys to the part, from the top of the file; the first of these that the file has. */
  readonly parts: readonly (readonly string[])[]

  constructor(what: string, fix: string, ...parts: (readonly string[])[]) {
    super('bad-input', what, fix)
    this.parts = parts
  }
}
