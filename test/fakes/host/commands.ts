import type { Ran } from '../../../src/runner/ran.ts'
import { compose } from './compose.ts'
import { docker } from './docker.ts'
import { ask, drain, edge, placed, probe, reload } from './edge.ts'
import type { Machine } from './machine.ts'

/** What a command says and how it ends; nothing and 0 where that is left out. */
export type Answer = Partial<Ran>

export type Perform = (machine: Machine, args: string[], input: string) => Answer

const done: Answer = {}
const failed = (stdout = ''): Answer => ({ code: 1, stdout })
const well = (): Answer => done

/** Does on a machine what the program or the guard's function of that name does; an unknown one is a fault of the test. */
export function perform(machine: Machine, command: readonly string[], input = ''): Answer {
  const [name = '', ...args] = command
  const known = commands[name]
  if (known === undefined) return { code: 127, stdout: `the scripted host knows no ${command.join(' ')}` }
  return known(machine, args, input)
}

/** `/opt/shop/live` is kept as `live`, and `/opt/shop/static/live` as `static/live`. */
const linkOf = (path = ''): string => /(static\/)?[^/]*$/.exec(path)?.[0] ?? ''

/** A path, seen through the links of the deployment's folder. */
function resolved({ links }: Machine, path: string): string {
  return path.replace(/\/(live|previous)\//, (whole, link: string) => {
    const target = links.get(link)
    return target === undefined ? whole : `/${target}/`
  })
}

function remove(machine: Machine, paths: readonly string[]): void {
  for (const path of paths) {
    machine.links.delete(linkOf(path))
    for (const file of [...machine.files.keys()])
      if (file === path || file.startsWith(`${path}/`)) machine.files.delete(file)
  }
}

function find(machine: Machine, [folder = '']: string[]): Answer {
  const records = [...machine.files].filter(
    ([path]) => path.startsWith(`${folder}/`) && /release\.json$|backups\/[^/]+\.json$/.test(path),
  )
  return { stdout: records.map(([, text]) => text).join('') }
}

function bash(machine: Machine, [, script = '', , ...args]: string[]): Answer {
  if (script.startsWith('readlink')) return { stdout: `${machine.links.get(linkOf(args[0])) ?? ''}\n` }
  if (script.startsWith('df')) return commands.df?.(machine, [], '') ?? done
  if (script.includes('/dev/tcp/')) return prometheus(machine)
  // An archive of two uploads is a file that says so.
  if (script.startsWith('umask 077; exec')) {
    machine.files.set(args[0] ?? '', '2')
    return { stdout: 'files 2\n' }
  }
  if (script.includes('tar -tvf')) {
    const stdout = machine.files.get(args[0] ?? '')
    return stdout === undefined ? failed() : { stdout: `${stdout}\n` }
  }
  // Whatever else is asked tells of things that a scripted host does not have.
  return failed()
}

/** One value for every query. */
function prometheus({ metric }: Machine): Answer {
  if (metric === undefined) return failed('bash: connect: Connection refused')
  return {
    stdout: `HTTP/1.0 200 OK\r\n\r\n${JSON.stringify({ data: { resultType: 'scalar', result: [1, String(metric)] } })}`,
  }
}

function unname(machine: Machine, [parked = '', name = '', created = '']: string[]): Answer {
  if (machine.container(parked) === undefined) return done
  if (machine.container(name) !== undefined) machine.rename([name, created])
  return machine.rename([parked, name])
}

function retire(machine: Machine, names: string[]): Answer {
  machine.remove(names)
  return done
}

function sweep(machine: Machine, desired: string[]): Answer {
  const gone = machine.containers.filter(({ labels }) =>
    desired.every((one) => {
      const [label = '', value] = one.split('=')
      return labels[label] === value
    }),
  )
  machine.remove(gone.map(({ name }) => name))
  return done
}

const revive: Perform = (machine, names) => docker(machine, ['start', ...names], '')

const commands: Record<string, Perform> = {
  docker: (machine, args, input) =>
    args[0] === 'compose' ? compose(machine, args.slice(1), input) : docker(machine, args, input),
  timeout: (machine, args, input) =>
    perform(machine, args.slice(args.findIndex((one) => !one.startsWith('-')) + 1), input),
  command: (machine, command, input) => perform(machine, command, input),
  having: (machine, [file = '', ...command], input) =>
    machine.files.has(file) ? perform(machine, command, input) : done,
  awaiting: (machine, [, ...command], input) => perform(machine, command, input),
  ...{ ask, edge, edge_back: edge, readiness: edge, reload, placed, drain, probe },
  ...{ unname, retire, sweep, scrap: sweep, revive, bash, find },
  ...{ sync: well, chmod: well, install: well, sleep: well, quiet: well, forget: well, id: well },
  rest: (machine, names) => docker(machine, ['stop', ...names], ''),
  serve: (machine, [, , , , ...names]) => revive(machine, names, ''),
  put(machine, [path = '', , text = '']) {
    machine.files.set(path, Buffer.from(text, 'base64').toString())
    return done
  },
  stored: ({ files }, [folder = '', ...ids]) => ({
    stdout: ids
      .filter((id) => [...files.keys()].some((path) => path.startsWith(`${folder}/${id}`)))
      .join('\n'),
  }),
  append(machine, [path = '', text = '']) {
    machine.files.set(path, `${machine.files.get(path) ?? ''}${text}`)
    return done
  },
  // What an archive has in it shows by the names of its entries.
  unpack(machine, [folder = '', archive = '', , ...ids]) {
    for (const id of ids) machine.files.set(`${folder}/${id}`, '')
    machine.files.delete(archive)
    return done
  },
  discard(machine, [folder = '', releases = '']) {
    const models = [...machine.files]
      .filter(([path]) => path.startsWith(`${releases}/`))
      .map(([, text]) => text)
    for (const path of [...machine.files.keys()])
      if (path.startsWith(`${folder}/`) && !models.some((text) => text.includes(path.slice(folder.length))))
        machine.files.delete(path)
    return done
  },
  pair({ files }, paths) {
    if (!paths.every((path) => files.has(path))) for (const path of paths) files.delete(path)
    return done
  },
  record(machine, [path = '', line = '']) {
    machine.files.set(path, `${machine.files.get(path) ?? ''}${line}\n`)
    return done
  },
  point(machine, [link, target = '']) {
    machine.links.set(linkOf(link), target)
    return done
  },
  unnet(machine, names) {
    for (const name of names) machine.networks.delete(name)
    return done
  },
  rm(machine, [, ...paths]) {
    remove(machine, paths)
    return done
  },
  mv(machine, [, from = '', to = '']) {
    for (const [path, text] of machine.files) {
      if (path !== from && !path.startsWith(`${from}/`)) continue
      machine.files.set(to + path.slice(from.length), text)
      machine.files.delete(path)
    }
    return done
  },
  head: (machine, args) => perform(machine, ['cat', args.at(-1) ?? '']),
  cat(machine, [path = '']) {
    const stdout = machine.files.get(resolved(machine, path))
    return stdout === undefined ? failed() : { stdout }
  },
  grep(machine, [, pattern = '', path = '']) {
    const found = machine.files.get(path)?.match(new RegExp(pattern, 'g'))
    return found == null ? failed() : { stdout: `${found.join('\n')}\n` }
  },
  readlink(machine, [path]) {
    const stdout = machine.links.get(linkOf(path))
    return stdout === undefined ? failed() : { stdout: `${stdout}\n` }
  },
  stat(machine, [, , path = '']) {
    const text = machine.files.get(path)
    return text === undefined ? failed() : { stdout: `${text.length}\n` }
  },
  sha256sum: (_, [path]) => ({ stdout: `abc  ${path}\n` }),
  df: () => ({ stdout: 'Filesystem 1024-blocks Used Available\n/dev/sda 99999999 1 88888888 1% /\n' }),
  test: ({ files }, [, path = '']) =>
    path.includes('/static/') && ![...files.keys()].some((file) => file.startsWith(`${path}/`))
      ? failed()
      : done,
  mkdir: well,
  true: well,
  ss: well,
  free: well,
}
