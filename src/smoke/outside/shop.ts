/** The data on the shop in a GraphQL answer, or the error. */
export interface Shop {
  name?: string
  schemaVersion?: string
  error?: string
}

/** Reads the answer to `{ shop { name schemaVersion } }`. Never throws: an HTML page is an answer too. */
export function readShop(body: string): Shop {
  const { data, error } = readAnswer(body)
  if (error !== undefined) return { error }
  const { name, schemaVersion } = data?.shop ?? {}
  const known = typeof schemaVersion === 'string' ? { schemaVersion } : {}
  if (typeof name !== 'string') return { ...known, error: `no shop name: ${excerpt(body)}` }
  return { ...known, name }
}

/** Reads the answer to `{ schema: __schema { queryType { name } } }`. Never throws. */
export function introspected(body: string): { queryType?: string; error?: string } {
  const { data, error } = readAnswer(body)
  if (error !== undefined) return { error }
  const name = data?.schema?.queryType?.name
  return typeof name === 'string' ? { queryType: name } : { error: `no schema: ${excerpt(body)}` }
}

/** One short line of a long text. */
export function excerpt(text: string, length = 120): string {
  const line = text.trim().replace(/\s+/g, ' ')
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`
}

interface Answer {
  errors?: unknown
  data?: {
    shop?: { name?: unknown; schemaVersion?: unknown } | null
    schema?: { queryType?: { name?: unknown } | null } | null
  } | null
}

function readAnswer(body: string): { data?: Answer['data']; error?: string } {
  const answer = parse(body)
  if (answer === undefined) return { error: `not JSON: ${excerpt(body)}` }
  const { errors, data } = answer
  return errors === undefined ? { data } : { error: `errors: ${excerpt(messagesOf(errors))}` }
}

function parse(body: string): Answer | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** GraphQL errors are objects with a message; Saleor puts its own code into the extensions. */
function messagesOf(errors: unknown): string {
  const list = (Array.isArray(errors) ? errors : [errors]) as {
    message?: string
    extensions?: { exception?: { code?: string } }
  }[]
  return list
    .map((error) => [error?.message ?? JSON.stringify(error), error?.extensions?.exception?.code])
    .map((parts) => parts.filter((part) => part !== undefined).join(' '))
    .join('; ')
}
