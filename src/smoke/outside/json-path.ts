/**
 * The value at a path such as `data.shop.name` or `items[0].id`, with or without a leading `$.`; undefined if there is
 * none. It supports the part of JSONPath that selects one value, because a check compares one.
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

/** The names and numbers of a path, from outside in; undefined for an invalid path. */
export function stepsOf(path: string): string[] | undefined {
  const rest = path.replace(/^\$\.?/, '')
  if (rest === '') return []
  if (!/^(\[\d+\]|[^.[\]\s]+)(\.[^.[\]\s]+|\[\d+\])*$/.test(rest)) return undefined
  return [...rest.matchAll(/[^.[\]]+/g)].map(([step]) => step)
}
