/**
 * What stands at a path such as `data.shop.name` or `items[0].id`, with or without `$.` before it; undefined when
 * nothing does. The part of JSONPath that names one place, since a check compares one.
 */
export function valueAt(value: unknown, path: string): unknown {
  return stepsOf(path)?.reduce(
    (inner: unknown, step) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, step)
        ? (inner as Record<string, unknown>)[step]
        : undefined,
    value,
  )
}

/** The names and numbers of a path, from outside in; undefined for a text that is none. */
export function stepsOf(path: string): string[] | undefined {
  const rest = path.replace(/^\$\.?/, '')
  if (rest === '') return []
  if (!/^(\[\d+\]|[^.[\]\s]+)(\.[^.[\]\s]+|\[\d+\])*$/.test(rest)) return undefined
  return [...rest.matchAll(/[^.[\]]+/g)].map(([step]) => step)
}
