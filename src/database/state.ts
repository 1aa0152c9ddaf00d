import { inflateSync } from 'node:zlib'
import type { DatabaseState } from './database.ts'
import type { Migration } from './migrations.ts'
import { stateMark } from './state-script.ts'

/** Why an operation is a danger, by the kinds that the script tells. */
const reasons: Record<string, string> = {
  removed: 'the release that still serves may use it',
  renamed: 'the release that still serves knows it by the old name',
  required: 'rows that the release that still serves writes have no value for it',
  sql: 'it drops or renames what the release that still serves may use',
}

/** What the script prints, see `state-script.ts`. */
interface Told {
  pending: { name: string; operations: string[]; dangers: { kind: string; operation: string }[] }[]
  schema?: Record<string, string>
  serverVersion?: number
  bytes?: number
  strange?: number
}

/** Finds the script's line among whatever else was printed; undefined when it isn't there. */
export function readState(output: string): DatabaseState | undefined {
  const line = output.split('\n').findLast((one) => one.startsWith(stateMark))
  if (line === undefined) return undefined
  let told: Told
  try {
    told = JSON.parse(String(inflateSync(Buffer.from(line.slice(stateMark.length), 'base64')))) as Told
  } catch {
    // Cut off on the way.
    return undefined
  }
  return {
    pending: told.pending.map(
      ({ name, operations, dangers }): Migration => ({
        name,
        operations,
        dangers: dangers
          .filter(({ kind }) => kind !== 'one-way')
          .map(({ kind, operation }) => `${operation}: ${reasons[kind] ?? kind}`),
        oneWay: dangers.filter(({ kind }) => kind === 'one-way').map(({ operation }) => operation),
      }),
    ),
    schema: told.schema,
    serverVersion: told.serverVersion,
    bytes: told.bytes,
    strangeSchedules: told.strange,
  }
}
