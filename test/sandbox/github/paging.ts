/** One page of a list, and the `Link` header that leads to the others. */
export interface Page {
  readonly items: readonly unknown[]
  readonly link: string | undefined
}

/** Cuts a list as GitHub does: 30 a page unless asked otherwise, 100 at most. */
export function paginate(items: readonly unknown[], url: URL): Page {
  const number = (name: string, otherwise: number): number =>
    Math.max(1, Number(url.searchParams.get(name) ?? otherwise) || otherwise)
  const size = Math.min(100, number('per_page', 30))
  const page = number('page', 1)
  const last = Math.max(1, Math.ceil(items.length / size))
  const to = (target: number, rel: string): string => {
    const there = new URL(url)
    there.searchParams.set('page', String(target))
    return `<${there.href}>; rel="${rel}"`
  }
  const links = [
    ...(page > 1 ? [to(Math.min(page - 1, last), 'prev')] : []),
    ...(page < last ? [to(page + 1, 'next'), to(last, 'last')] : []),
    ...(page > 1 ? [to(1, 'first')] : []),
  ]
  return {
    items: items.slice((page - 1) * size, page * size),
    link: links.length > 0 ? links.join(', ') : undefined,
  }
}
