import { describe, expect, it } from 'vitest'
import { StepFailed, UserError } from '../../src/errors.ts'
import { failureSummary } from '../../src/report/failure.ts'
import { code, duration, inlineCode, table } from '../../src/report/markdown.ts'
import { endingOf } from '../../src/report/serving.ts'
import { Serving } from '../../src/runner/serving.ts'

describe('markdown', () => {
  it('A cell keeps pipes and newlines inside', () => {
    expect(table(['a', 'b'], [['x | y', 'one\ntwo']])).toBe(
      '| a | b |\n| --- | --- |\n| x \\| y | one<br>two |',
    )
  })

  it.each([
    ['plain', '`plain`'],
    ['', ''],
    ['a `b` c', '``a `b` c``'],
    ['`b`', '`` `b` ``'],
    ['two\n lines', '`two lines`'],
  ])('The text %j is shown as it is', (text, shown) => {
    expect(inlineCode(text)).toBe(shown)
  })

  it('A fence is longer than the fences in its text', () => {
    expect(code('```\nx\n```\n')).toBe('````\n```\nx\n```\n````')
  })

  it.each([
    [0.423, '0.42 s'],
    [12.34, '12.3 s'],
    [59.97, '1 min 0 s'],
    [125, '2 min 5 s'],
    [119.7, '2 min 0 s'],
  ])('A time of %f s is printed as %s', (seconds, said) => {
    expect(duration(seconds)).toBe(said)
  })
})

describe('the summary of a failure', () => {
  it('The summary of a failure shows the fix', () => {
    expect(failureSummary(new UserError('bad-input', "Input 'url' is missing.", 'Give it.'))).toBe(
      "### ❌ Input 'url' is missing.\n\n**What to do:** Give it.",
    )
  })

  it('The summary of a failure shows the report before the last lines', () => {
    const error = new StepFailed('unhealthy', 'Not healthy.\nweb-1', 'Traceback', { report: '| a |' })
    expect(failureSummary(error)).toBe(
      '### ❌ Not healthy.\n\nweb-1\n\n| a |\n\n<details><summary>Last lines</summary>\n\n```\nTraceback\n```\n\n</details>',
    )
  })

  it('The summary of a cancelled job says cancelled, without the wording of the platform', () => {
    const aborted = new DOMException('This operation was aborted', 'AbortError')
    expect(failureSummary(aborted)).toBe('### ❌ The job was cancelled.')
  })

  it('The summary lists what several hosts say alike once, with the hosts in a fold', () => {
    const names = ['a', 'b', 'c', 'd'].map((name) => `${name}.example.com`)
    const error = new StepFailed(
      'unhealthy',
      [...names.map((name) => `${name}: no answer.`), 'e: no disk.'].join('\n'),
    )
    const summary = failureSummary(error, { does: 'deploy', ending: endingOf(new Serving()) })
    expect(summary.match(/no answer/g)).toHaveLength(1)
    expect(summary).toContain('- 4 hosts: no answer.\n')
    expect(summary).toContain('<details><summary>4 hosts</summary>')
    expect(summary).toContain('`a.example.com`, `b.example.com`, `c.example.com`, `d.example.com`')
    expect(summary).toContain('- e: no disk.')
  })

  it('The summary makes the cause and the fix stand out from what happened', () => {
    const message = 'web-1 exited.\nLikely cause: The disk is full.\nWhat to do: Make room.'
    const ending = endingOf(new Serving())
    expect(failureSummary(new StepFailed('unhealthy', message), { does: 'deploy', ending })).toContain(
      '**What happened:** web-1 exited.\n\n**Likely cause:** The disk is full.\n\n**What to do:** Make room.',
    )
  })

  it('The summary leaves out lines that the report shows in another form', () => {
    const error = new StepFailed('smoke-failed', 'It failed.\na: expected 1, found 2\nmore', '', {
      ...{ report: '| a | 1 | 2 |', reported: ['a: expected 1, found 2'] },
    })
    expect(failureSummary(error)).toBe('### ❌ It failed.\n\nmore\n\n| a | 1 | 2 |')
  })

  it('The summary accepts a thrown value that is no error', () => {
    expect(failureSummary('boom')).toBe('### ❌ boom')
  })
})
