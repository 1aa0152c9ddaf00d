import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, type ExecutionResult, execute, parse, validate } from 'graphql'
import type { Journal } from './journal.ts'
import { nodeId } from './shapes/links.ts'
import type { State } from './state/state.ts'

const schema = buildSchema(readFileSync(join(import.meta.dirname, 'schema.graphql'), 'utf8'))

/** Answers a GraphQL query over comments; what GitHub's schema does not allow is noted as a violation. */
export function answerGraphql(body: unknown, state: State, journal: Journal): ExecutionResult {
  const { query = '', variables = {} } = (body ?? {}) as {
    query?: string
    variables?: Record<string, unknown>
  }
  const document = parse(query)
  const wrong = validate(schema, document)
  journal.violations.push(...wrong.map(({ message }) => `graphql: ${message}`))
  if (wrong.length > 0) return { errors: wrong }
  const nodes = ({ ids }: { ids: string[] }): unknown[] => ids.map((id) => commentNode(id, state))
  return execute({ schema, document, variableValues: variables, rootValue: { nodes } }) as ExecutionResult
}

function commentNode(id: string, state: State): object | null {
  const comments = [...state.repositories.values()].flatMap(({ issues }) =>
    issues.flatMap((issue) => issue.comments),
  )
  const found = comments.find((comment) => nodeId('IssueComment', comment.id) === id)
  if (found === undefined) return null
  const lastEditedAt = found.editedBy === null ? null : found.updatedAt
  return { __typename: 'IssueComment', id, body: found.body, lastEditedAt }
}
