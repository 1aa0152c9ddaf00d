import { type Browser, chromium, type Page } from 'playwright-core'
import { ensureBrowser } from '../../scripts/setup/browser.ts'
import { works } from '../../scripts/setup/command.ts'
import { type Measured, measure } from './measure.ts'
import { pageWidth } from './page.ts'

/** A browser without a screen; one for all pages. */
export class Viewer {
  private readonly browser: Browser
  private readonly page: Page

  private constructor(browser: Browser, page: Page) {
    this.browser = browser
    this.page = page
  }

  /** Undefined, and said aloud, where no browser can be had. */
  static async open(): Promise<Viewer | undefined> {
    const program = await ensureBrowser()
    if (program === undefined) {
      console.warn('SKIPPED: no Chromium or Chrome could be had, so nobody sees what summaries look like.')
      return undefined
    }
    const isRoot = process.getuid?.() === 0
    const executablePath = await pathOf(program)
    const browser = await chromium.launch({ executablePath, args: isRoot ? ['--no-sandbox'] : [] })
    const viewport = { width: pageWidth + 48, height: 800 }
    return new Viewer(browser, await browser.newPage({ viewport }))
  }

  /** What is wrong with how a page looks, with all folds open. */
  async measure(html: string): Promise<Measured> {
    await this.page.setContent(html)
    return await this.page.evaluate<Measured, number>(`(${measure})(${pageWidth})`, pageWidth)
  }

  /** A picture of a page as it is first seen: with its folds closed, or with the first so many open. */
  async picture(html: string, file: string, open = 0): Promise<void> {
    await this.page.setContent(html)
    await this.page.evaluate(
      `[...document.querySelectorAll('details')].slice(0, ${open}).forEach((one) => (one.open = true))`,
    )
    await this.page.locator('article, body').last().screenshot({ path: file })
  }

  async close(): Promise<void> {
    await this.browser.close()
  }
}

async function pathOf(program: string): Promise<string> {
  const folders = (process.env.PATH ?? '').split(':')
  for (const folder of folders)
    if (await works(['test', '-x', `${folder}/${program}`])) return `${folder}/${program}`
  return program
}
