import { split } from 'shlex'
import { UserError } from '../../errors.ts'

/**
 * The words of a command as a shell would split it; none for `none`.
 * @throws UserError `bad-input` for a quote that nothing closes
 */
export function wordsOf(input: string, command: string): string[] {
  try {
    return command === 'none' ? [] : split(command)
  } catch {
    throw new UserError(
      'bad-input',
      `Input '${input}': "${command}" has a quote that nothing closes.`,
      'Write it as in a shell, such as python manage.py migrate --noinput; or none.',
    )
  }
}
