import { describe, expect, test } from 'vitest'
import { localProcess } from '../../src/runner/process.ts'

const node = (code: string): string[] => [process.execPath, '-e', code]

describe.each([
  ['that can be stopped', { signal: new AbortController().signal }],
  ['that runs to its end', {}],
])('a program %s', (_, options) => {
  test('The program returns its code and both outputs, and passes lines on', async () => {
    const lines: string[] = []
    const ran = await localProcess.run(
      node('process.stdout.write("a\\r\\n\\nb"); console.error("c"); process.exitCode = 3'),
      { ...options, onLine: (line) => lines.push(line) },
    )
    expect(ran).toEqual({ code: 3, stdout: 'a\r\n\nb', stderr: 'c\n' })
    expect(lines.sort()).toEqual(['', 'a', 'b', 'c'])
  })

  test('A character that arrives in two pieces is kept whole', async () => {
    const lines: string[] = []
    const code = `const write = (...bytes) => process.stdout.write(Buffer.from(bytes))
      write(0xe2, 0x82); setTimeout(() => write(0xac, 10), 100)`
    const { stdout } = await localProcess.run(node(code), { ...options, onLine: (line) => lines.push(line) })
    expect({ stdout, lines }).toEqual({ stdout: '€\n', lines: ['€'] })
  })

  test('The program gets its standard input and does not see the inputs of the action', async () => {
    process.env['INPUT_PASSWORD'] = 'hunter2'
    const code =
      'process.stdin.pipe(process.stdout); console.log(process.env.INPUT_PASSWORD, process.env.ADDED)'
    const ran = await localProcess.run(node(code), { ...options, input: 'said', env: { ADDED: 'yes' } })
    delete process.env['INPUT_PASSWORD']
    expect(ran.stdout).toContain('undefined yes')
    expect(ran.stdout).toContain('said')
  })

  test('The standard input is empty if none is given, so that the program does not wait', async () => {
    expect(await localProcess.run(['cat'], options)).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test('The program may end without reading its standard input', async () => {
    const input = 'x'.repeat(3_000_000)
    expect(await localProcess.run(['true'], { ...options, input })).toMatchObject({ code: 0 })
  })

  test('A program killed by a signal has no exit code', async () => {
    const ran = await localProcess.run(node('process.kill(process.pid, "SIGKILL")'), options)
    expect(ran.code).toBe(-1)
  })

  test('A missing program is reported', async () => {
    await expect(localProcess.run(['no-such-program'], options)).rejects.toThrow(/ENOENT/)
  })
})

test('A program ends when the signal fires', async () => {
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 300)
  const running = localProcess.run(node('setTimeout(() => {}, 600000)'), { signal: controller.signal })
  await expect(running).rejects.toMatchObject({ name: 'AbortError' })
})

test('A program that ignores SIGTERM is killed some seconds later', async () => {
  const controller = new AbortController()
  const code = 'process.on("SIGTERM", () => {}); setTimeout(() => {}, 600000); console.log("ready")'
  const running = localProcess.run(node(code), {
    signal: controller.signal,
    onLine: () => controller.abort(),
  })
  await expect(running).rejects.toMatchObject({ name: 'AbortError' })
}, 60_000)

test('A program is not started after the signal', async () => {
  await expect(localProcess.run(node(''), { signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: 'AbortError',
  })
})

test('The signals by which the runner cancels the job reach the action, not the programs', async () => {
  const before = process.listenerCount('SIGTERM')
  let during = before
  await localProcess.run(node('console.log()'), {
    onLine: () => void (during = process.listenerCount('SIGTERM')),
  })
  expect(during).toBe(before)
})
