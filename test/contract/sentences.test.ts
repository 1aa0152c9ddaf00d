import { expect, test } from 'vitest'
import { pick, sentencesOfErrors, sentencesOfManifest, sentencesOfMarkdown } from '../../scripts/sentences.ts'

test('The sentences of a page come from text, lists and tables, and not from code', () => {
  const page = `# A heading of more than four words

One sentence stands in [this](https://example.com/very) line. Another one follows it here.

\`\`\`sh
echo this is no sentence at all
\`\`\`

- The list has a sentence too.

| Code | What it means |
| --- | --- |
| \`done\` | The cell has a sentence too |
`
  expect(sentencesOfMarkdown(page)).toEqual([
    'One sentence stands in [this] line.',
    'Another one follows it here.',
    'The list has a sentence too.',
    'The cell has a sentence too',
  ])
})

test('The sentences of a manifest come from its descriptions', () => {
  const manifest = `description: Does one thing and stops.
inputs:
  url: { description: 'The base URL of the shop. Default: none.' }
outputs:
  release: { description: The release that answers requests now. }
`
  expect(sentencesOfManifest(manifest)).toEqual([
    'Does one thing and stops.',
    'The base URL of the shop.',
    'The release that answers requests now.',
  ])
})

test('The sentences of errors come from the texts of UserError alone', () => {
  const source = `
  log.info('This line of the log is left out.')
  throw new UserError(
    'bad-input',
    \`Input '\${name}' is empty: it names the host.\`,
    'Give the name of a host.',
  )
`
  expect(sentencesOfErrors(source)).toEqual([
    "Input '…' is empty: it names the host.",
    'Give the name of a host.',
  ])
})

test('The same seed picks the same sentences, each at most once', () => {
  const all = Array.from({ length: 50 }, (_, index) => ({ path: 'README.md', text: String(index) }))
  expect(pick(all, 20, 7)).toEqual(pick(all, 20, 7))
  expect(pick(all, 20, 7)).not.toEqual(pick(all, 20, 8))
  expect(new Set(pick(all, 99, 7).map(({ text }) => text)).size).toBe(50)
})
