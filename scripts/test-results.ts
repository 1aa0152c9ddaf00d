/** The part of vitest's JSON report that is counted. */
export interface Report {
  testResults: {
    name: string
    status: string
    startTime: number
    endTime: number
    assertionResults: { fullName: string; status: string }[]
  }[]
}

/** The counts of a part of the tests. */
export interface Count {
  passed: number
  failed: number
  skipped: number
}

/** Adds counts up. */
export function sum(counts: readonly Count[]): Count {
  return {
    passed: counts.reduce((total, { passed }) => total + passed, 0),
    failed: counts.reduce((total, { failed }) => total + failed, 0),
    skipped: counts.reduce((total, { skipped }) => total + skipped, 0),
  }
}

/**
 * Counts one run of vitest. A skipped test never counts as passed. A file that fails without a failed test (it didn't
 * load, a hook threw) and a run that fails for another reason count as one failure each, so that `0 failed` is true
 * only when nothing failed.
 */
export function count(report: Report | undefined, exitCode: number): Count {
  const files = report?.testResults ?? []
  const statuses = files.flatMap(({ assertionResults }) => assertionResults.map(({ status }) => status))
  const passed = statuses.filter((status) => status === 'passed').length
  const failedTests = statuses.filter((status) => status === 'failed').length
  const brokenFiles = files.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length
  const failed = failedTests + brokenFiles
  return {
    passed,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: statuses.length - passed - failedTests,
  }
}

/** Skipped tests without a valid reason: only the long series may be left to `npm run bench`. */
export function unexcusedSkips(report: Report): string[] {
  return report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(
      ({ status, fullName }) => !['passed', 'failed'].includes(status) && !fullName.includes('npm run bench'),
    )
    .map(({ fullName }) => fullName)
}

/** The last line of `npm test`. */
export function closingLine({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}
