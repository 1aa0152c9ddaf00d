import { expect, it } from 'vitest'
import { anchorsOf, brokenLinks, linksOf } from '../../scripts/pages/links.ts'

it('The links of a page are those of text, pictures, HTML and references, and none in code', () => {
  const page =
    'One [a](a.md), `[code](no.md)`.\n\n```\n[b](no.md)\n```\n![p](p.png "Title") <https://example.com/x> <img src="q.png">\n[ref]: r.md\n'
  expect(linksOf(page)).toEqual([
    { target: 'a.md', line: 1 },
    { target: 'p.png', line: 6 },
    { target: 'https://example.com/x', line: 6 },
    { target: 'q.png', line: 6 },
    { target: 'r.md', line: 7 },
  ])
})

it('The anchors of headings are those that GitHub makes, also for the same heading twice', () => {
  const page =
    "# 3. Make keys, and compare the server's\n\n## `docker` and [links](x.md)\n\n## Same\n\n```\n# no heading\n```\n\n## Same\n"
  expect(anchorsOf(page)).toEqual([
    ...['3-make-keys-and-compare-the-servers', 'docker-and-links', 'same', 'same-1'],
  ])
})

it.each([
  ['no.md', 'does not exist'],
  ['b.md#nothing', 'is no heading there'],
  ['#nothing', 'is no heading there'],
  ['../../out.md', 'leads out of the repository'],
  ['http://shop.example.org/', 'is not https'],
  ['https://shop/', 'has no full host name'],
  ['ftp://shop.example.org/', 'is not https'],
  ['a.ts#main', 'has an anchor, and is no page'],
])('A link to %s is refused, because it %s', (target, reason) => {
  const pages = [
    { path: 'docs/a.md', text: `[x](${target})` },
    { path: 'docs/b.md', text: '# Here\n' },
  ]
  const problems = brokenLinks(pages, (path) => ['docs/a.md', 'docs/b.md', 'docs/a.ts'].includes(path))
  expect(problems).toHaveLength(1)
  expect(problems[0]).toContain(`docs/a.md:1 ${target} ${reason}`)
})

it.each([
  'b.md',
  'b.md#here',
  '#top',
  'a.ts',
  'a.ts#L3',
  'https://docs.example.org/a#b',
  'http://localhost:8000/',
  'mailto:a@example.org',
])('A link to %s is right', (target) => {
  const pages = [
    { path: 'docs/a.md', text: `# Top\n[x](${target})` },
    { path: 'docs/b.md', text: '# Here\n' },
  ]
  const exists = (path: string): boolean => ['docs/a.md', 'docs/b.md', 'docs/a.ts'].includes(path)
  expect(brokenLinks(pages, exists)).toEqual([])
})
