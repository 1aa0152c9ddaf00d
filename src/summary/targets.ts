import type { BackTarget } from '../observe/rollback-targets.ts'
import { age, counted, details, inlineCode, table } from '../report/markdown.ts'

/** One line on the way back: what `rollback` would return to, and whether it still runs; says so when there is none. Pure. */
export function wayBackLine([newest]: readonly BackTarget[], hosts: number, isFirst: boolean): string {
  if (newest === undefined)
    return isFirst
      ? 'There is nothing to go back to: this is the first release.'
      : 'There is nothing to go back to: no earlier release is kept on all hosts.'
  const { release, version, warm } = newest
  const name = version === '' ? '' : `version ${version}, `
  const how = warm ? 'it still runs, so that takes seconds' : presence(newest, hosts)
  return `The way back: \`rollback\` returns to ${name}release ${inlineCode(release)}; ${how}.`
}

/** The releases that can be gone back to, in a fold; empty without any. Pure. */
export function targetsPart(targets: readonly BackTarget[], hosts: number, now: number): string {
  if (targets.length === 0) return ''
  const rows = targets.map((one) => [
    inlineCode(one.release),
    one.version || 'none',
    age((now - Date.parse(one.created)) / 1000),
    one.schema === undefined ? 'not known' : one.schema.length === 0 ? 'none' : one.schema.join('<br>'),
    one.warm ? 'still runs' : presence(one, hosts),
  ])
  return details(
    `${counted(targets.length, 'release')} to go back to`,
    table(['Release', 'Version', 'Age', 'Migrations between', 'On the hosts'], rows),
  )
}

function presence({ images }: BackTarget, hosts: number): string {
  return images === hosts ? 'its image is there' : `its image is on ${images} of ${hosts} hosts`
}
