/**
 * GitHub's description of its API as the validator needs it. Two things are adapted, both here and nowhere
 * else: `nullable` is written the way JSON Schema knows it, and request bodies take no unknown keys, so that a
 * mistyped option fails a test although GitHub itself would ignore it.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Schema = { [key: string]: Json }

/** A path of the description, and which of its parameters may contain slashes (`heads/main`). */
export interface PathTemplate {
  readonly template: string
  readonly lastIsOpen: boolean
}

const isObject = (value: Json | undefined): value is Schema =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** `nullable: true` becomes a schema that allows null; ajv ignores the keyword where no type stands beside it. */
function withNull(value: Json): Json {
  if (Array.isArray(value)) return value.map(withNull)
  if (!isObject(value)) return value
  const copy: Schema = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withNull(item)]))
  if (copy['nullable'] !== true) return copy
  const { nullable: _, ...rest } = copy
  return { anyOf: [{ type: 'null' }, rest] }
}

/** The same schema, refusing keys it does not name. */
function closed(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(closed)
  if (!isObject(schema)) return schema
  const copy: Schema = Object.fromEntries(
    Object.entries(schema).map(([key, item]) => [
      key,
      key === 'properties' && isObject(item)
        ? Object.fromEntries(Object.entries(item).map(([name, property]) => [name, closed(property)]))
        : closed(item),
    ]),
  )
  if (isObject(copy['properties']) && copy['additionalProperties'] === undefined)
    copy['additionalProperties'] = false
  return copy
}

/** GitHub's description, adapted, ready for openapi-backend; a fresh copy on every call. */
export function loadDescription(): Schema {
  const text = readFileSync(join(import.meta.dirname, 'openapi.json'), 'utf8')
  const description = withNull(JSON.parse(text) as Json) as Schema
  for (const item of Object.values(description['paths'] as Record<string, Record<string, Schema>>)) {
    for (const operation of Object.values(item)) {
      const body = operation['requestBody']
      if (isObject(body) && isObject(body['content'])) body['content'] = closed(body['content'])
    }
  }
  return description
}

/** Which paths end in a parameter that may contain slashes; routers match one segment only. */
export function openEnded(description: Schema): PathTemplate[] {
  const parameters = (description['components'] as Record<string, Record<string, Schema>>)['parameters'] ?? {}
  const resolve = (parameter: Schema): Schema => {
    const name = typeof parameter['$ref'] === 'string' ? parameter['$ref'].split('/').at(-1) : undefined
    return name === undefined ? parameter : (parameters[name] ?? parameter)
  }
  return Object.entries(description['paths'] as Record<string, Record<string, Schema>>).map(
    ([template, item]) => {
      const last = /\{([^}]+)\}$/.exec(template)?.[1]
      const own = Object.values(item).flatMap((operation) => (operation['parameters'] ?? []) as Schema[])
      const lastIsOpen = own
        .map(resolve)
        .some((parameter) => parameter['name'] === last && parameter['x-multi-segment'] === true)
      return { template, lastIsOpen }
    },
  )
}
