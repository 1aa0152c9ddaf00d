import { outside } from './check.ts'
import { complaintOf, forOthers } from './report.ts'
import type { Smoke } from './together.ts'
import type { CheckSummary } from './verdict.ts'

/** What a test reporter reads: a suite for each place, a warning as a passed test that has something to say. */
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
    const said = escaped(complaintOf(check))
    return check.severity === 'error'
      ? `${head}>\n      <failure message=${quoted(check.got)}>${said}</failure>\n    </testcase>`
      : `${head}>\n      <system-out>warning: ${said}</system-out>\n    </testcase>`
  })
  return [`  <testsuite name=${quoted(where)} ${counts(checks)}>`, ...cases, '  </testsuite>'].join('\n')
}

function counts(checks: readonly CheckSummary[]): string {
  const failures = checks.filter(({ passed, severity }) => !passed && severity === 'error').length
  return `tests="${checks.length}" failures="${failures}" errors="0" skipped="0"`
}

function quoted(text: string): string {
  return `"${escaped(text).replace(/\s+/g, ' ')}"`
}

/** XML 1.0 has no way to write most control characters: they are left out. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** Everything as JSON, for programs of one's own. */
export function json(url: string, smoke: Smoke): string {
  const { passed, seconds, release, schemaVersion, speed, checks } = smoke
  return `${JSON.stringify({ url, passed, seconds, release, schemaVersion, speed, checks: checks.map(forOthers) }, undefined, 2)}\n`
}
