/** The sizes of tests, in the order in which they run: fastest first. */
export const sizes = ['unit', 'integration', 'e2e'] as const
/** What runs only when it is asked for by name: the tests with Saleor itself. */
export const onRequest = ['saleor'] as const
export type Size = (typeof sizes)[number] | (typeof onRequest)[number]

/** The parsed arguments of `npm test`. */
export interface Asked {
  /** Whether to check the sources too. */
  check: boolean
  sizes: Size[]
  /** Parts of paths; none means all files. */
  filters: string[]
}

/**
 * Parses the arguments after `npm test --`: none means everything, a size means that size, anything else is part of a
 * path, which is searched in all sizes that may contain it.
 */
export function askedFor([first, ...others]: readonly string[]): Asked {
  if (first === undefined) return { check: true, sizes: [...sizes], filters: [] }
  const size = [...sizes, ...onRequest].find((one) => one === first)
  if (size !== undefined) return { check: false, sizes: [size], filters: others }
  const filters = [first, ...others]
  const isE2e = (filter: string): boolean => filter.includes('e2e')
  return {
    check: false,
    sizes: sizes.filter((one) => filters.some((filter) => isE2e(filter) === (one === 'e2e'))),
    filters,
  }
}
