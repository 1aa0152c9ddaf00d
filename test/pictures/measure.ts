/** How a page looks, in numbers. */
export interface Measured {
  /** The width of the widest table, in pixels. */
  widest: number
  /** What stands out of the page, with its width: the header of a table, or the beginning of a text. */
  tooWide: string[]
  /** Texts that are hard to read, with their contrast: below 4.5 (WCAG 2.2, 1.4.3). */
  faint: string[]
  /** Headings of more than one line: a verdict is one. */
  longHeadings: string[]
  /** Cells of more than eight lines: a table that fits only because its cells are towers. */
  towers: string[]
}

/** Runs in the browser, as text: the page has no other way in. Of a block of code only its own bar may scroll. */
export const measure = `(width) => {
  const article = document.querySelector('article') ?? document.body
  for (const fold of article.querySelectorAll('details')) fold.open = true
  const words = (element) => element.textContent.trim().replace(/\\s+/g, ' ').slice(0, 60)
  const right = article.getBoundingClientRect().left + 24 + width + 1
  const wide = []
  let widest = 0
  for (const element of article.querySelectorAll('*')) {
    if (element.closest('pre') !== null) continue
    const box = element.getBoundingClientRect()
    const own = element.matches('table') ? element.scrollWidth : box.right - article.getBoundingClientRect().left - 24
    if (element.matches('table')) widest = Math.max(widest, Math.round(own))
    if (element.matches('table') ? own > element.clientWidth + 1 : box.right > right && element.closest('table') === null)
      wide.push(Math.round(own) + ' px: ' + words(element))
  }
  const channel = (value) => (value /= 255) <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
  const colour = (text) => { const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number); return [r, g, b, a] }
  const over = ([r, g, b, a], under) => [r, g, b].map((one, index) => one * a + under[index] * (1 - a))
  const behind = (element) => {
    if (element === null) return [255, 255, 255]
    return over(colour(getComputedStyle(element).backgroundColor), behind(element.parentElement))
  }
  const opacity = (element) => element === null ? 1 : Number(getComputedStyle(element).opacity) * opacity(element.parentElement)
  const faint = []
  const texts = document.createTreeWalker(article, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement
    if (texts.currentNode.data.trim() === '' || element.closest('style') !== null) continue
    const under = behind(element)
    const [r, g, b, a] = colour(getComputedStyle(element).color)
    const [one, other] = [light(over([r, g, b, a * opacity(element)], under)), light(under)]
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
    if (contrast < 4.5) faint.push(contrast.toFixed(1) + ': ' + words(element))
  }
  const towers = [...article.querySelectorAll('td')].flatMap((cell) => {
    const lines = Math.round(cell.getBoundingClientRect().height / 24)
    return lines > 8 ? [lines + ' lines: ' + words(cell)] : []
  })
  const longHeadings = [...article.querySelectorAll('h3')].flatMap((heading) =>
    heading.getBoundingClientRect().height > 40 ? [words(heading)] : [])
  return { widest, tooWide: wide, faint, longHeadings, towers }
}`
