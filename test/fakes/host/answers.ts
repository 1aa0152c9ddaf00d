import type { Ran } from '../../../src/runner/ran.ts'

/** The answers of a host in one line, as `inspect.sh` prints them. */
export function answersLine(answers: readonly Pick<Ran, 'code' | 'stdout'>[]): string {
  const parts = answers.map(({ code, stdout }, index) => {
    const output = Buffer.from(stdout)
    return Buffer.concat([Buffer.from(`${index} ${code} ${output.length}\n`), output])
  })
  return `${Buffer.concat(parts).toString('base64')}\n`
}
