import { readFile } from 'node:fs/promises'
import { longestPage } from '../../edge/maintenance.ts'
import { UserError } from '../../errors.ts'

/**
 * Reads the maintenance page.
 * @throws UserError `bad-input` for a file that does not exist, is not text, or is too large
 */
export async function readPage(file: string): Promise<string> {
  const refused = (what: string, fix: string): UserError =>
    new UserError('bad-input', `Input 'page': ${file} ${what}.`, fix, { file })
  const bytes = await readFile(file).catch(() => {
    throw refused('is not there', 'Name a file in the repository, and check the repository out first.')
  })
  if (bytes.length > longestPage)
    throw refused(
      `has ${bytes.length} bytes, more than ${longestPage}`,
      'Leave out large pictures; small ones as SVG. The edge sends this one page and no other file.',
    )
  const text = textOf(bytes)
  if (text === undefined || text.trim() === '')
    throw refused('is no text', 'Write a page in HTML, as UTF-8, with its styles in it.')
  return text
}

function textOf(bytes: Buffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}
