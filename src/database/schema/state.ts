import { inflateSync } from 'node:zlib'
import type { DatabaseState, Migration } from '../../model/database.ts'
import { stateMark } from './state-script.ts'

/** The reasons why an operation is a danger, by the kinds that the script prints. */
const reasons: Record<string, string> = {
  removed: 'the release that still serves may use it',
  renamed: 'the release that still serves knows it by the old name',
  required: 'rows that the release that still serves writes have no value for it',
  sql: 'it drops or renames what the release that still serves may use',
}

/** What the script prints, see `state-script.ts`. */
interface Answer {
  pending: { name: string; operations: string[]; dangers: { kind: string; operation: string }[] }[]
  schema?: Record<string, string>
  serverVersion?: number
  bytes?: number
  strange?: number
  broker?: string
}

/** Finds the script's line among other output; undefined if there is none. */
export function readState(output: string): DatabaseState | undefined {
  const line = output.split('\n').findLast((one) => one.startsWith(stateMark))
  if (line === undefined) return undefined
  let answer: Answer
  try {
    answer = JSON.parse(String(inflateSync(Buffer.from(line.slice(stateMark.length), 'base64')))) as Answer
  } catch {
    // The output was truncated.
    return undefined
  }
  return {
    pending: answer.pending.map(
      ({ name, operations, dangers }): Migration => ({
        name,
        operations,
        dangers: dangers
          .filter(({ kind }) => kind !== 'one-way')
          .map(({ kind, operation }) => `${operation}: ${reasons[kind] ?? kind}`),
        oneWay: dangers.filter(({ kind }) => kind === 'one-way').map(({ operation }) => operation),
      }),
    ),
    schema: answer.schema,
    serverVersion: answer.serverVersion,
    bytes: answer.bytes,
    strangeSchedules: answer.strange,
    ...(answer.broker !== undefined && { brokerError: answer.broker }),
  }
}
