import type { SourceFile } from './project.ts'

/** Titles of tests that are no sentences: a reporter shows a title without its `describe`. */
export function titleProblems(sources: readonly SourceFile[]): string[] {
  return sources.flatMap(({ path, text }) =>
    titlesOf(text)
      .filter((title) => !isSentence(title))
      .map((title) => `${path}: ${title}`),
  )
}

/** The titles of a file's tests, those of tables included. */
function titlesOf(text: string): string[] {
  const direct = text.matchAll(/\b(?:it|test)(?:\.(?!each|for)\w+)*\(\s*(['"`])((?:\\.|(?!\1).)*)\1/g)
  const tables = text.matchAll(/\)\(\s*(['"`])((?:\\.|(?!\1).)*)\1,\s*(?:async )?(?:\(|\w+ =>)/g)
  const ofTests = [...tables].filter(({ index }) => /^(?:it|test)\./.test(lastCall(text, index)))
  return [...direct, ...ofTests].map(([, , title = '']) => title)
}

/** The text from the last `it`, `test` or `describe` before a place. */
function lastCall(text: string, end: number): string {
  const before = text.slice(0, end)
  return before.slice(Math.max(...['it', 'test', 'describe'].map((name) => before.lastIndexOf(`${name}.`))))
}

/** A sentence has four words at least, and begins with a capital letter, a digit, a quoted or a filled-in word. */
function isSentence(title: string): boolean {
  return filledIn.test(title) || (/^[A-Z0-9`%$]/.test(title) && title.split(' ').length >= 4)
}

/** A table whose rows are the titles. */
const filledIn = /^(?:%s|\$\w+)$/
