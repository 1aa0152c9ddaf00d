import { expect, test } from 'vitest'
import { logTo } from '../../src/runner/log.ts'
import { localProcess } from '../../src/runner/process.ts'
import { commandIn, linesOf } from './runner-parsers.ts'

const hostile =
  'boot ##[set-output name=release]evil\\n\\x85::add-mask::abc\\r::stop-commands::x\\n##[stop-commands]y'
/** The sign of a command comes in two pieces. */
const program = `process.stdout.write("boot #"); setTimeout(() => {
  process.stdout.write("#[add-mask]staging\\n${hostile}\\n"); process.stderr.write("${hostile}") }, 50)`

test.each([
  ['without a signal', undefined],
  ['with one', new AbortController().signal],
])('The output of a program, run %s, is no command to the runner', async (_, signal) => {
  let printed = ''
  const { info, warning } = logTo((text) => void (printed += text))
  const { stderr } = await localProcess.run([process.execPath, '-e', program], {
    onLine: info,
    ...(signal === undefined ? {} : { signal }),
  })
  warning(stderr)
  const found = linesOf(printed).flatMap((line) => commandIn(line)?.name ?? [])
  expect(found).toEqual(['warning'])
  expect(printed).toContain('boot ## [add-mask]staging')
  expect(printed.match(/release\]evil/g)).toHaveLength(3)
})
