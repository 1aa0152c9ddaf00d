import { describe, expect, test } from 'vitest'
import { localProcess } from '../../src/runner/process.ts'

const node = (code: string): string[] => [process.execPath, '-e', code]
const never = new AbortController().signal

describe('a program that can be stopped', () => {
  test('returns its code and both outputs, and hands on the lines', async () => {
    const lines: string[] = []
    const ran = await localProcess.run(
      node('console.log("a\\nb"); console.error("c"); process.exitCode = 3'),
      {
        signal: never,
        onLine: (line) => lines.push(line),
      },
    )
    expect(ran).toEqual({ code: 3, stdout: 'a\nb\n', stderr: 'c\n' })
    expect(lines.sort()).toEqual(['a', 'b', 'c'])
  })

  test('reads its input and does not see the inputs of the action', async () => {
    process.env['INPUT_PASSWORD'] = 'hunter2'
    const code =
      'process.stdin.pipe(process.stdout); console.log(process.env.INPUT_PASSWORD, process.env.ADDED)'
    const ran = await localProcess.run(node(code), { signal: never, input: 'said', env: { ADDED: 'yes' } })
    delete process.env['INPUT_PASSWORD']
    expect(ran.stdout).toContain('undefined yes')
    expect(ran.stdout).toContain('said')
  })

  test('ends within moments when the signal fires', async () => {
    const controller = new AbortController()
    const started = performance.now()
    setTimeout(() => controller.abort(), 300)
    const running = localProcess.run(node('setTimeout(() => {}, 60000)'), { signal: controller.signal })
    await expect(running).rejects.toMatchObject({ name: 'AbortError' })
    expect(performance.now() - started).toBeLessThan(3_000)
  })

  test('is not even started after the signal', async () => {
    await expect(localProcess.run(node(''), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    })
  })

  test('says when there is no such program', async () => {
    await expect(localProcess.run(['no-such-program'], { signal: never })).rejects.toThrow(/ENOENT/)
  })
})
