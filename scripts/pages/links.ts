import { posix } from 'node:path'
import { withoutCode } from './blocks.ts'
import type { Page } from './pages.ts'

/** A link on a page. */
export interface Link {
  target: string
  line: number
}

const forms = [
  /\]\(\s*<?([^)\s>]*)>?(?:\s+"[^"]*")?\s*\)/g,
  /<(https?:[^>\s]*)>/g,
  /\b(?:href|src|srcset)="([^"]*)"/g,
  /^\[[^\]]+\]: (\S+)/g,
]

/** All links of a page: of text, of pictures, of HTML and of references. Pure. */
export function linksOf(text: string): Link[] {
  return withoutCode(text)
    .split('\n')
    .flatMap((content, index) =>
      forms.flatMap((form) =>
        [...content.matchAll(form)].map(([, target = '']) => ({ target, line: index + 1 })),
      ),
    )
}

/**
 * The anchors that GitHub gives to the headings of a page: lower case, punctuation left out, `-` for spaces, and a number
 * for a heading that is there already. Pure.
 */
export function anchorsOf(text: string): string[] {
  const seen = new Map<string, number>()
  const headings = [...text.replace(/^ *```[^]*?^ *```/gm, '').matchAll(/^#{1,6} (.+)$/gm)].map(
    ([, heading = '']) => heading,
  )
  const named = [...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, name = '']) => name)
  const made = headings.map((heading) => {
    const anchor = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-')
    const times = seen.get(anchor) ?? 0
    seen.set(anchor, times + 1)
    return times === 0 ? anchor : `${anchor}-${times}`
  })
  return [...made, ...named]
}

/** What is wrong with the links of the pages, `docs/faq.md:3 …`. External links are judged by their form alone. Pure. */
export function brokenLinks(pages: readonly Page[], exists: (path: string) => boolean): string[] {
  const anchors = new Map(pages.map(({ path, text }) => [path, anchorsOf(text)]))
  return pages.flatMap(({ path, text }) =>
    linksOf(text).flatMap(({ target, line }) => {
      const problem = wrongWith(target, path, anchors, exists)
      return problem === undefined ? [] : [`${path}:${line} ${target === '' ? 'a link' : target} ${problem}`]
    }),
  )
}

function wrongWith(
  target: string,
  from: string,
  anchors: ReadonlyMap<string, readonly string[]>,
  exists: (path: string) => boolean,
): string | undefined {
  if (target === '') return 'leads nowhere'
  if (/^mailto:\S+@\S+\.\S+$/.test(target)) return undefined
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return externalProblem(target)
  const [file = '', anchor] = target.split('#')
  const path = file === '' ? from : posix.join(posix.dirname(from), decodeURI(file))
  if (path.startsWith('..')) return 'leads out of the repository'
  if (!exists(path)) return 'does not exist'
  if (anchor === undefined || /^L\d+(?:-L\d+)?$/.test(anchor)) return undefined
  const known = anchors.get(path)
  if (known === undefined) return 'has an anchor, and is no page'
  return known.includes(anchor)
    ? undefined
    : `is no heading there; there are ${known.map((one) => `#${one}`).join(' ')}`
}

/** A URL for people: HTTPS with a full name, except on the reader's own computer. */
function externalProblem(target: string): string | undefined {
  if (!URL.canParse(target)) return 'is no URL'
  const { protocol, hostname } = new URL(target)
  if (protocol === 'http:' && hostname === 'localhost') return undefined
  if (protocol !== 'https:') return 'is not https'
  return hostname.includes('.') ? undefined : 'has no full host name'
}
