import type { Migration } from '../../model/database.ts'

/**
 * Reads Django's `migrate --plan`: names at the line's start, their operations indented below.
 * https://docs.djangoproject.com/en/stable/ref/django-admin/#cmdoption-migrate-plan
 */
export function readPlan(output: string): Migration[] {
  const plan: Migration[] = []
  const lines = output.split('\n')
  for (const line of lines.slice(lines.findIndex((one) => one.startsWith('Planned operations')) + 1)) {
    if (/^[a-z_][a-z0-9_]*\.\w+\s*$/i.test(line))
      plan.push({ name: line.trim(), operations: [], dangers: [], oneWay: [] })
    else if (/^\s{4}\S/.test(line)) plan.at(-1)?.operations.push(line.trim())
  }
  return plan
}

/** The migration that failed, from the last "Applying …" line; undefined if none started. */
export function failedMigration(output: string): string | undefined {
  return [...output.matchAll(/Applying (\S+?)\.\.\.(?! OK)/g)].at(-1)?.[1]
}
