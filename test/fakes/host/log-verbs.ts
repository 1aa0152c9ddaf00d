import { guardScript } from '../../../src/host/guard.ts'
import { commandsIn } from '../shell-words.ts'

const [, list = ''] = /\npermitted\(\) \{\n(.*?)\n\}\n/s.exec(guardScript()) ?? []

/** The verbs that may stand in an undo log, read from the guard itself. */
export const logVerbs: readonly string[] = [...list.matchAll(/^ {4}([a-z_ |]+)\)/gm)].flatMap(
  ([, verbs = '']) => verbs.split(' | '),
)

/** What the guard says to a command that may not stand in the undo log; nothing to one that may. */
export function refusal(line: string): string | undefined {
  let [words = []] = commandsIn(line)
  while (words[0] === 'having' || words[0] === 'awaiting') words = words.slice(2)
  const [verb = ''] = words
  return logVerbs.includes(verb) ? undefined : `'${verb}' may not stand in the undo log`
}
