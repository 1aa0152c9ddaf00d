/** The part of a JSON schema that leads to the keys of what it describes. */
interface Schema {
  $ref?: string
  $defs?: Record<string, Schema>
  properties?: Record<string, Schema>
  patternProperties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  items?: Schema
  oneOf?: Schema[]
  anyOf?: Schema[]
  allOf?: Schema[]
}

/**
 * Lists all keys in a schema with their path: `services.deploy.mode`. User-chosen names (services, networks, variables)
 * and list positions are left out; extensions appear as `x-*`, only at the top.
 */
export function keysOf(schema: unknown): string[] {
  const root = schema as Schema
  const found = new Set<string>()
  const walk = (one: Schema, path: readonly string[]): void => {
    const { $ref, properties = {}, patternProperties = {}, additionalProperties, items } = one
    if ($ref !== undefined) walk(root.$defs?.[$ref.replace('#/$defs/', '')] ?? {}, path)
    for (const [key, inner] of Object.entries(properties)) {
      found.add([...path, key].join('.'))
      walk(inner, [...path, key])
    }
    for (const [pattern, inner] of Object.entries(patternProperties))
      if (pattern !== '^x-') walk(inner, path)
      else if (path.length === 0) found.add('x-*')
    if (typeof additionalProperties === 'object') walk(additionalProperties, path)
    if (items !== undefined) walk(items, path)
    for (const inner of [one.oneOf, one.anyOf, one.allOf].flatMap((all) => all ?? [])) walk(inner, path)
  }
  walk(root, [])
  return [...found].sort()
}
