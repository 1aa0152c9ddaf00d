import { gzipSync } from 'node:zlib'
import type { Answer } from './commands.ts'
import type { FakeContainer, Machine } from './machine.ts'

/** The Docker client, as far as a deploy uses it. */
export function docker(machine: Machine, [verb = '', ...args]: string[], _input: string): Answer {
  switch (verb) {
    case 'version':
      return { stdout: '28.2.2 amd64\n' }
    case 'ps':
      return list(machine, args)
    case 'start':
      return each(machine, args, (one) => machine.start(one))
    case 'stop':
      return each(machine, args, (one) => machine.stop(one))
    case 'restart':
    case 'kill':
      return each(machine, args.slice(verb === 'kill' ? 2 : 0), () => {})
    case 'create':
      return create(machine, args)
    case 'cp':
      machine.files.set(`${args[1]}/shop.css`, '')
      return {}
    case 'rm':
      machine.remove(args)
      return {}
    case 'rename':
      return machine.rename(args)
    case 'inspect':
      return inspect(machine, args)
    case 'image':
      return image(machine, args)
    case 'network':
      if (args[0] === 'connect') machine.unnamed.add(args[2] ?? '')
      return { stdout: `${[...machine.networks].join('\n')}\n` }
    case 'logs':
      return { stdout: 'the last line\n' }
    case 'run':
      return { stdout: tablesLine }
    case 'exec':
    case 'info':
    case 'volume':
      return {}
    default:
      return { code: 127, stdout: `the scripted host knows no docker ${verb}` }
  }
}

function create(machine: Machine, args: readonly string[]): Answer {
  const after = (option: string): string => args[args.indexOf(option) + 1] ?? ''
  const [label = '', value = ''] = after('--label').split('=')
  if (machine.container(after('--name')) !== undefined) return { code: 1, stdout: 'Conflict.' }
  machine.add(after('--name'), { [label]: value })
  return {}
}

/** What a program of `inside.ts` tells of a database with one table of two rows. */
export const tablesLine = `tables\t${gzipSync('public.core_note\t2').toString('base64')}\n`

function each(machine: Machine, names: readonly string[], work: (one: FakeContainer) => void): Answer {
  const found = names.map((name) => machine.container(name))
  const missing = names.find((_, index) => found[index] === undefined)
  for (const one of found) if (one !== undefined) work(one)
  if (missing === undefined) return {}
  return { code: 1, stdout: `Error response from daemon: No such container: ${missing}` }
}

function list(machine: Machine, args: readonly string[]): Answer {
  const all = args.includes('-a')
  const filters = args.filter((_, index) => args[index - 1] === '--filter')
  const format = args[args.indexOf('--format') + 1] ?? ''
  const rows = machine.containers
    .filter((one) => all || machine.stateOf(one) === 'running')
    .filter((one) => filters.every((filter) => fits(one, filter)))
    .map((one) => render(format, one, machine.stateOf(one)))
  return { stdout: rows.map((row) => `${row}\n`).join('') }
}

function fits({ labels }: FakeContainer, filter: string): boolean {
  const [kind, label = '', value] = filter.split('=')
  if (kind === 'label') return labels[label] === value
  // The port is the edge's, or that of web which was started by hand.
  return kind === 'publish' && labels['com.docker.compose.service'] === 'edge'
}

function render(format: string, { name, labels, image }: FakeContainer, state: string): string {
  return format
    .replaceAll('{{.Names}}', name)
    .replaceAll('{{.State}}', state)
    .replaceAll('{{.Image}}', image)
    .replaceAll(/\{\{\.Label "([^"]+)"\}\}/g, (_, label: string) => labels[label] ?? '')
}

function inspect(machine: Machine, args: readonly string[]): Answer {
  const [, format = '', ...names] = args
  if (format.includes('.Aliases'))
    return { stdout: names.map((name) => `/${name} ${machine.aliasOf(name)}\n`).join('') }
  // Its volumes; it has none.
  if (format.startsWith('{{range .Mounts}}')) return {}
  // What a diagnosis asks is another matter.
  if (!format.startsWith('{{.Name}}')) return { code: 1 }
  const found = names.map((name) => machine.container(name))
  const missing = names.find((_, index) => found[index] === undefined)
  if (missing !== undefined) return { code: 1, stdout: `Error: No such object: ${missing}` }
  const rows = found.flatMap((one) => {
    if (one === undefined) return []
    const state = machine.stateOf(one)
    const code = state === 'exited' ? (machine.stubborn.has(one.name) ? 137 : 1) : 0
    return [`/${one.name} ${state} ${code} 0 false none ${one.address} \n`]
  })
  return { stdout: rows.join('') }
}

function image(machine: Machine, [verb, ...args]: readonly string[]): Answer {
  if (verb === 'inspect')
    return args.slice(2).every((one) => machine.images.has(one)) ? { stdout: 'sha256:1\n' } : { code: 1 }
  return { stdout: [...machine.images].map((one) => `${one}\n`).join('') }
}
