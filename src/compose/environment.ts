/** Names and values of the `environment` input, in the order they were written. */
export type Environment = ReadonlyMap<string, string>

/** Parses the multi-line `environment` input. @throws UserError with the line number, never showing a value */
export function parseEnvironment(_text: string): Environment {
  return new Map()
}

/** Writes it so that Compose's env_file parser gives every value back exactly. */
export function formatEnvironment(_environment: Environment): string {
  return ''
}
