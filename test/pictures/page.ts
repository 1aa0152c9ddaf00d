import { readFile } from 'node:fs/promises'
import rehypeRaw from 'rehype-raw'
import rehypeSanitize from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'

/** GitHub's two looks. */
export type Look = 'light' | 'dark'

/** Pixels of a page's content: what a job summary has on a laptop. */
export const pageWidth = 900

const stylesheets: Record<Look, string> = {
  light: import.meta.resolve('github-markdown-css/github-markdown-light.css'),
  dark: import.meta.resolve('github-markdown-css/github-markdown-dark.css'),
}

/** GitHub's Markdown: its dialect, its stylesheet, and of HTML only what GitHub lets through. */
export async function pageOf(markdown: string, look: Look): Promise<string> {
  const css = await readFile(new URL(stylesheets[look]), 'utf8')
  const body = await unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(remarkRehype, { allowDangerousHtml: true })
    .use(rehypeRaw)
    .use(rehypeSanitize)
    .use(rehypeStringify)
    .process(markdown)
  return `<!doctype html><meta charset="utf-8"><style>${css}
body { margin: 0; background: ${look === 'light' ? '#fff' : '#0d1117'} }
article { box-sizing: border-box; width: ${pageWidth + 48}px; padding: 20px 24px 24px }</style>
<article class="markdown-body">${String(body)}</article>`
}
