import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { Level, Scope } from '../github/access.ts'

/** A step as a workflow file spells it. */
export interface Step {
  readonly id?: string
  readonly name?: string
  readonly uses?: string
  readonly run?: string
}

type Permissions = string | Partial<Record<Scope, Level | 'none'>>

/** As much of a workflow file as running it needs. */
export interface Workflow {
  readonly name?: string
  readonly permissions?: Permissions
  readonly jobs: Record<
    string,
    { readonly steps?: Step[]; readonly uses?: string; readonly permissions?: Permissions }
  >
}

/** Reads a workflow file. */
export const readWorkflow = (file: string): Workflow => parse(readFileSync(file, 'utf8')) as Workflow

/** The actions that steps take from other repositories. */
export const remote = (steps: readonly Step[]): string[] =>
  steps.map(({ uses }) => uses ?? '').filter((name) => name !== '' && !name.startsWith('./'))

/** Every action the workflow's own steps take from other repositories. */
export const usedActions = (workflow: Workflow): string[] =>
  Object.values(workflow.jobs).flatMap(({ steps }) => remote(steps ?? []))

/** What GitHub gives a workflow that asks for nothing, in an organisation with today's defaults. */
const RESTRICTED: Partial<Record<Scope, Level>> = { contents: 'read' }

const SCOPES: readonly Scope[] = ['actions', 'contents', 'deployments', 'issues', 'pull-requests']

function granted(permissions: Permissions | undefined): Partial<Record<Scope, Level>> {
  if (permissions === undefined) return RESTRICTED
  if (typeof permissions === 'string') {
    const level: Level = permissions === 'write-all' ? 'write' : 'read'
    return Object.fromEntries(SCOPES.map((scope) => [scope, level]))
  }
  return Object.fromEntries(Object.entries(permissions).filter(([, level]) => level !== 'none'))
}

/**
 * What the workflow's token may do. GitHub makes one token for each job; `act` knows one for all, so it gets what
 * any job asks for: a permission that no job asks for is missed, one that only another job asks for is not.
 */
export function permissionsOf(workflow: Workflow): Partial<Record<Scope, Level>> {
  const all: Partial<Record<Scope, Level>> = {}
  for (const job of Object.values(workflow.jobs)) {
    for (const [scope, level] of Object.entries(granted(job.permissions ?? workflow.permissions)) as [
      Scope,
      Level,
    ][])
      if (all[scope] !== 'write') all[scope] = level
  }
  return all
}
