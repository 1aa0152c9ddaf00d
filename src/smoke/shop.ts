/** What a GraphQL answer says about the shop, or why it says nothing. */
export interface Shop {
  name?: string
  schemaVersion?: string
  error?: string
}

/** Reads the answer to `{ shop { name schemaVersion } }`. Never throws: a page of HTML is an answer too. */
export function readShop(body: string): Shop {
  const answer = parse(body)
  if (answer === undefined) return { error: `not JSON: ${excerpt(body)}` }
  const { errors, data } = answer
  if (errors !== undefined) return { error: `errors: ${excerpt(messagesOf(errors))}` }
  const { name, schemaVersion } = data?.shop ?? {}
  const known = typeof schemaVersion === 'string' ? { schemaVersion } : {}
  if (typeof name !== 'string') return { ...known, error: `no shop name: ${excerpt(body)}` }
  return { ...known, name }
}

interface Answer {
  errors?: unknown
  data?: { shop?: { name?: unknown; schemaVersion?: unknown } | null } | null
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

function excerpt(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ')
  return line.length <= 120 ? line : `${line.slice(0, 119)}…`
}
