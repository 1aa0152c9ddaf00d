import { describe, expect, it } from 'vitest'
import { joinCutLines } from '../../src/compose/cut-lines.ts'

/** What becomes of a script, undefined when it stays as it is. */
function joinedLines(script: string): string | undefined {
  const command = joinCutLines({ command: ['sh', '-c', script] })?.service.command
  return Array.isArray(command) ? command[2] : undefined
}

describe('lines that are joined', () => {
  it.each([
    ['an option on a line of its own', 'gunicorn shop \n   --bind :8000', 'gunicorn shop --bind :8000'],
    ['several such options', 'celery worker\n  -A shop\n  -c 4', 'celery worker -A shop -c 4'],
    ['an option behind other commands', 'a &&\n b\n -c && d', 'a &&\n b -c && d'],
    ['an option behind an empty line', 'a\n-b\nc\n\t-d', 'a -b\nc -d'],
    ['an option behind a value in quotes', "a 'x\n-y'\n -z", "a 'x\n-y' -z"],
  ])('A script is joined where it has %s', (_, script, whole) => {
    expect(joinedLines(script)).toBe(whole)
  })

  it('Lines are joined in an entrypoint, and in a command behind one', () => {
    const script = 'celery\n -A shop'
    expect(joinCutLines({ entrypoint: ['/bin/bash', '-ec', script], command: ['x'] })?.service).toEqual({
      entrypoint: ['/bin/bash', '-ec', 'celery -A shop'],
      command: ['x'],
    })
    expect(joinCutLines({ entrypoint: ['tini', '--', 'sh', '-c'], command: [script] })?.service).toEqual({
      entrypoint: ['tini', '--', 'sh', '-c'],
      command: ['celery -A shop'],
    })
  })

  it('Joined lines are told, and nothing else of the script', () => {
    const command = ['sh', '-c', 'export A=hush\na \n  -b && c\nd\n -e\nf']
    expect(joinCutLines({ command })?.lines).toEqual(['a -b && c', 'd -e'])
  })
})

describe('what stays as it is', () => {
  it.each([
    ['no option on a line of its own', 'a -b &&\n c\nd'],
    ['a line behind a backslash', 'a \\\n  -b'],
    ['a line behind an operator', 'a |\n -b'],
    ['an option in its first line', '-a\nb'],
    ['a line behind an empty one', 'a\n\n-b'],
    ['text in quotes', 'echo "one\n-two" \'three\n-four\''],
    ['quotes within quotes', 'echo "a \\"\n-b"'],
    ['a here-document', 'cat > list <<EOF\n- one\n-two\nEOF'],
    ['the cases of an option', 'case $$1 in\n  -h) help ;;\n  --all) all ;;\nesac'],
    ['a line behind a comment', 'a # with\n-b'],
    ['a dash that begins no option', 'a\n- b'],
    ['the body of a loop', 'while true; do\n -a\ndone'],
  ])('A script stays as it is where it has %s', (_, script) => {
    expect(joinedLines(script)).toBeUndefined()
  })

  it.each([
    [['gunicorn', 'shop\n', '--bind']],
    [['python', '-c', 'print(1)\n-x']],
    [['sh', 'start.sh', '-c', 'a\n-b']],
    [['sh', '-c']],
    [[]],
    [undefined],
    ['sh -c "a\n-b"'],
  ])('The command %j, which is no script of a shell, stays as it is', (command) => {
    expect(joinCutLines(command === undefined ? {} : { command })).toBeUndefined()
  })
})
