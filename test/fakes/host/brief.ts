/** Names of commands that only look. */
const looking = [
  'ask',
  'probe',
  'cat',
  'head',
  'find',
  'stat',
  'readlink',
  'df',
  'test',
  'ss',
  'id',
  'free',
  'bash',
  'stored',
  'true',
]
const lookingInDocker = ['ps', 'inspect', 'logs', 'version', 'info', 'image', 'network', 'volume', 'exec']
const quietly = ['sync', 'chmod', 'install', 'sha256sum']

const edgeCommands = ['edge', 'edge_back', 'readiness']

/** Whether a command is there to change something. */
export function changes([name = '', ...args]: readonly string[]): boolean {
  if (name === 'timeout') return changes(args.slice(1))
  if (name !== 'docker') return !looking.includes(name) && !quietly.includes(name)
  if (args[0] === 'network') return args[1] !== 'ls'
  // nginx that asks for its addresses anew.
  if (args[0] === 'exec' && args.includes('reload')) return true
  return args[0] === 'compose' ? !args.includes('version') : !lookingInDocker.includes(args[0] ?? '')
}

/** A command as people would tell it: without contents, options and the words of programs. */
export function briefly([name = '', ...args]: readonly string[]): string {
  if (name === 'timeout') return briefly(args.slice(1))
  if (name === 'having' || name === 'awaiting') return `${name} ${briefly(args.slice(1))}`
  if (['put', 'record', 'append', 'unpack'].includes(name)) return `${name} ${short(args[0] ?? '')}`
  if (name === 'quiet') return ['quiet', ...args.slice(1)].join(' ')
  if (edgeCommands.includes(name)) return [name, edgeWords(args[1] ?? ''), ...args.slice(2)].join(' ')
  if (name === 'docker' && args[0] === 'compose') return briefCompose(args)
  if (name === 'docker' && args[0] === 'run') return `docker run ${args[args.indexOf('--name') + 1]}`
  return [name, ...args.map(short)].join(' ')
}

/** `set server web/s2 state ready; set server web/s1 state drain` is `s2 ready, s1 drain`. */
function edgeWords(commands: string): string {
  const words = commands.split('; ').flatMap((command) => {
    const [, server = '', what, value = ''] = /^set server (?:web\/)?(\S+) (\S+) (\S+)/.exec(command) ?? []
    return server === '' ? [] : [what === 'fqdn' ? `${server} is ${value}` : `${server} ${value}`]
  })
  return words.join(', ')
}

function briefCompose(args: readonly string[]): string {
  const at = args.findIndex((one) => ['up', 'run', 'version'].includes(one))
  const rest = args.slice(at + 1)
  const named = rest.includes('--name') ? ` ${rest[rest.indexOf('--name') + 1]}` : ''
  if (args[at] === 'run') return `compose run${named} ${runWords(rest)}`.trimEnd()
  const how = rest.includes('--no-start') ? 'create' : 'up'
  return `compose ${how} ${services(rest).join(' ')}`
}

function runWords(rest: readonly string[]): string {
  const words = services(rest).filter(
    (one) => !rest.includes('--name') || one !== rest[rest.indexOf('--name') + 1],
  )
  return words.map((one) => (one.startsWith('exec(') ? '…' : one)).join(' ')
}

/** What is neither an option nor its value. */
function services(rest: readonly string[]): string[] {
  const valued = ['--scale', '--wait-timeout', '--name', '-e']
  return rest.filter((one, index) => !one.startsWith('-') && !valued.includes(rest[index - 1] ?? ''))
}

/** `/opt/shop/edge/haproxy.cfg` is `edge/haproxy.cfg`. */
function short(word: string): string {
  return word.replaceAll('/opt/shop/', '')
}
