import { afterAll, describe, expect, it } from 'vitest'
import { defaultPage } from '../../src/edge/maintenance-page.ts'
import { Viewer } from './browser.ts'
import { pageOf } from './page.ts'
import { allScenes } from './scenes/scenes.ts'

const scenes = await allScenes()
const viewer = await Viewer.open()
afterAll(() => viewer?.close())

/** A page without a fault, whatever its width. */
const well = { tooWide: [], faint: [], longHeadings: [], towers: [] }

// Without a browser these are skipped, and Viewer.open has said so.
describe.skipIf(viewer === undefined)('what people see in a browser, with GitHub’s stylesheet', () => {
  it.each(Object.entries(scenes))(
    'The summary %s fits 900 pixels and is readable, with all folds open',
    async (_, markdown) => {
      for (const look of ['light', 'dark'] as const)
        expect(await viewer?.measure(await pageOf(markdown, look)), look).toMatchObject(well)
    },
  )

  it('The maintenance page fits a telephone and is readable', async () => {
    expect(await viewer?.measure(defaultPage)).toMatchObject(well)
  })

  it('A table with a whole digest in two columns is too wide, and a summary like that would be found', async () => {
    const image = `\`ghcr.io/acme-commerce/saleor-backend@sha256:${'8c1f0a92'.repeat(8)}\``
    const measured = await viewer?.measure(
      await pageOf(`| a | b |\n| --- | --- |\n| ${image} | ${image} |`, 'light'),
    )
    expect(measured?.tooWide).toEqual([expect.stringMatching(/^1\d{3} px: /)])
  })

  it('A grey text on grey and a cell of many lines are found', async () => {
    const faint = '<article><p style="color: #999; background: #ccc">Hardly to be seen</p></article>'
    expect((await viewer?.measure(faint))?.faint).toEqual([expect.stringContaining('Hardly to be seen')])
    const tower =
      '<article><table><tr><td style="width: 20px">' + 'word '.repeat(30) + '</td></tr></table></article>'
    expect((await viewer?.measure(tower))?.towers).toHaveLength(1)
  })
})

describe('what stands first', () => {
  it.each(Object.entries(scenes))('The summary %s begins with its verdict in one line', (_, markdown) => {
    const [first = '', second] = markdown.split('\n')
    expect(first).toMatch(/^### (✅|❌|📝|↩️|⏳) \S/)
    expect(second).toBe('')
  })

  it.each(Object.entries(scenes))(
    'The summary %s shows no whole digest before a fold is opened',
    (_, markdown) => {
      const shown = markdown
        .replace(/<!--[^]*?-->|<details>[^]*?<\/details>/g, '')
        .replace(/```[^]*?```/g, '')
      expect(shown).not.toMatch(/[0-9a-f]{64}/)
    },
  )
})
