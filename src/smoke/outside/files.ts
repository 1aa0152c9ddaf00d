import { outside } from '../check.ts'
import { complaintOf, failedOf, forOthers } from '../report.ts'
import type { Smoke } from '../together.ts'
import type { CheckSummary } from '../verdict.ts'

/** The JUnit report: a suite for each place, and a warning as a passed test with output. */
export function junit(url: string, { checks, seconds }: Pick<Smoke, 'checks' | 'seconds'>): string {
  const places = [...new Set(checks.map(({ where }) => where))]
  const suites = places.map((where) =>
    suite(
      where,
      checks.filter((check) => check.where === where),
    ),
  )
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name=${quoted(`smoke test of ${url}`)} ${counts(checks)} time="${seconds.toFixed(3)}">`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n')
}

function suite(where: string, checks: readonly CheckSummary[]): string {
  const cases = checks.map((check) => {
    const head = `    <testcase classname=${quoted(`smoke.${where === outside ? outside : where}`)} name=${quoted(check.name)} time="${check.seconds.toFixed(3)}"`
    if (check.passed) return `${head}/>`
    if (check.skipped) return `${head}>\n      <skipped message=${quoted(check.got)}/>\n    </testcase>`
    const text = escaped(complaintOf(check))
    return check.severity === 'error'
      ? `${head}>\n      <failure message=${quoted(check.got)}>${text}</failure>\n    </testcase>`
      : `${head}>\n      <system-out>warning: ${text}</system-out>\n    </testcase>`
  })
  return [`  <testsuite name=${quoted(where)} ${counts(checks)}>`, ...cases, '  </testsuite>'].join('\n')
}

function counts(checks: readonly CheckSummary[]): string {
  const failures = failedOf({ checks }, 'error').length
  const skipped = checks.filter((check) => check.skipped).length
  return `tests="${checks.length}" failures="${failures}" errors="0" skipped="${skipped}"`
}

function quoted(text: string): string {
  return `"${escaped(text).replace(/\s+/g, ' ')}"`
}

/** XML 1.0 cannot represent most control characters: they are removed. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** All results as JSON, for other programs. */
export function json(url: string, smoke: Smoke): string {
  const { passed, seconds, release, schemaVersion, speed, checks } = smoke
  return `${JSON.stringify({ url, passed, seconds, release, schemaVersion, speed, checks: checks.map(forOthers) }, undefined, 2)}\n`
}
