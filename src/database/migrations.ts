/** One migration that is not applied yet, as `migrate --plan` prints it. */
export interface Migration {
  /** `shop.0002_note` */
  name: string
  /** "Add field note to order", "Custom state/database change combination", … */
  operations: string[]
  /** What of it the release that still serves may not survive, each as a sentence. */
  dangers: string[]
  /** Its operations that can not be reversed; the release that still serves does not mind them. */
  oneWay: string[]
}

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

/** Which migration a failed `migrate` was at, from its last "Applying …" line; undefined when it did not come so far. */
export function failedMigration(output: string): string | undefined {
  return [...output.matchAll(/Applying (\S+?)\.\.\.(?! OK)/g)].at(-1)?.[1]
}
