import type { Command } from '../../host/quote.ts'
import type { Commands } from '../commands.ts'
import { compose, put } from './session.ts'

/** Seconds that a command gets to end by itself after its timeout, before the kill. */
const graceSeconds = 30

/** This engine's command lines for `database`: Docker commands and verbs of the guard. */
export const composeCommands: Commands = {
  runOnce(desired, { service, words = [], name, environment = {}, overlay, seconds, fromInput = false }) {
    const command = compose(
      { desired },
      ...(overlay === undefined ? [] : ['-f', overlay.file]),
      ...['run', '--rm', '--no-deps', '-T'],
      ...(name === undefined ? [] : ['--name', name]),
      ...variables('-e', environment),
      ...[service, ...words],
    )
    const read = fromInput ? command.with(command.indexOf('-f') + 1, '-') : command
    return seconds === undefined
      ? read
      : ['timeout', `--kill-after=${graceSeconds}`, String(seconds), ...read]
  },
  writeOverlay: ({ file, content = '' }) => [put(file, '600', content)],
  runAlone({ name, label, image, user, hostUsers, environment, mount, words: [program = '', ...rest] }) {
    return [
      ...['docker', 'run', '--rm', '--init', '--name', name, '--label', label],
      ...['--network', 'none', '--user', user, ...(hostUsers ? ['--userns', 'host'] : [])],
      ...variables('--env', environment),
      ...['--mount', `type=bind,source=${mount.source},target=${mount.target},readonly`],
      ...['--entrypoint', program, image, ...rest],
    ]
  },
  countLines: (container, pattern) => ['bash', '-c', countLines, 'count', container, pattern],
  securityOptions: ['docker', 'info', '--format', '{{.SecurityOptions}}'],
  freeForImages: ['bash', '-c', `df -Pk "$(docker info --format '{{.DockerRootDir}}')"`],
  writeFile: put,
  appendLine: (file, line) => ['record', file, line],
  removeContainer: (name) => ['retire', name],
  removeLabelled: (label) => ['scrap', label],
  keepPair: (one, other) => ['pair', one, other],
  ifExists: (file, command) => ['having', file, ...command],
  gateWeb: (name, command) => ['awaiting', name, ...command],
}

const countLines = `docker logs "$1" 2>&1 | awk -v p="$2" '$0 ~ p { n++ } END { print n + 0 }'`

function variables(option: string, all: Readonly<Record<string, string>>): Command {
  return Object.entries(all).flatMap(([name, value]) => [option, `${name}=${value}`])
}
