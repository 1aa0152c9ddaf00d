import type { ComposeModel } from '../../../src/model/project/project.ts'
import type { Answer } from './commands.ts'
import type { FakeContainer, Machine } from './machine.ts'
import { oneOff } from './one-off.ts'

const valued = ['--progress', '--project-name', '--project-directory', '--env-file', '-f']
const valuedOfVerb = ['--scale', '--wait-timeout', '--name', '-e']

/** A command of Docker Compose, taken apart. */
interface Asked {
  files: string[]
  verb: string
  flags: Map<string, string[]>
  words: string[]
}

/** Docker Compose, as far as a deploy uses it. */
export function compose(machine: Machine, args: string[], input: string): Answer {
  const asked = read(args)
  if (asked.verb === 'version') return { stdout: '2.40.0\n' }
  const [file = ''] = asked.files
  const text = file === '-' ? input : machine.files.get(file)
  if (text === undefined) return { code: 1, stdout: `open ${file}: no such file or directory` }
  const model = JSON.parse(text) as ComposeModel
  const release = /\/releases\/([^/]+)\//.exec(file)?.[1] ?? ''
  return asked.verb === 'up' ? up(machine, model, release, asked) : run(machine, model, release, asked)
}

function read(args: readonly string[]): Asked {
  const files: string[] = []
  let at = 0
  for (; args[at]?.startsWith('-'); at++)
    if (valued.includes(args[at] ?? '') && args[at++] === '-f') files.push(args[at] ?? '')
  const verb = args[at++] ?? ''
  const flags = new Map<string, string[]>()
  for (; args[at]?.startsWith('-'); at++) {
    const flag = args[at] ?? ''
    const values = flags.get(flag) ?? []
    flags.set(flag, valuedOfVerb.includes(flag) ? [...values, args[++at] ?? ''] : values)
  }
  return { files, verb, flags, words: args.slice(at) }
}

function up(machine: Machine, model: ComposeModel, release: string, { flags, words }: Asked): Answer {
  for (const name of Object.values(model.networks ?? {}))
    machine.networks.add((name as { name: string }).name)
  for (const service of words) {
    const there = of(machine, service)
    const scale = flags.get('--scale')?.find((one) => one.startsWith(`${service}=`))
    const count = Number(scale?.split('=')[1] ?? Math.max(1, there.length))
    const outdated = there.filter((one) => !flags.has('--no-recreate') && isOutdated(one, model, service))
    machine.remove(outdated.map(({ name }) => name))
    while (of(machine, service).length < count) create(machine, model, release, service)
    if (!flags.has('--no-start')) for (const one of of(machine, service)) machine.start(one)
  }
  return {}
}

function run(machine: Machine, model: ComposeModel, release: string, { flags, words }: Asked): Answer {
  const [service = '', ...rest] = words
  const [name = `${model.name}-${service}-run`] = flags.get('--name') ?? []
  if (!flags.has('--detach')) return oneOff(machine, { name, service, words: rest, release })
  machine.start(machine.add(name, { ...labelsOf(model, release, service), [oneOffLabel]: 'True' }))
  return {}
}

const oneOffLabel = 'com.docker.compose.oneoff'

/** Services that carry no label of a release. */
const accessories = ['db', 'dashboard', 'redis', 'nginx']

function of({ containers }: Machine, service: string): FakeContainer[] {
  return containers.filter(
    ({ labels }) => labels['com.docker.compose.service'] === service && labels[oneOffLabel] !== 'True',
  )
}

/** Compose makes anew what the file has otherwise; of these examples only the edge tells by a label. */
function isOutdated({ labels }: FakeContainer, model: ComposeModel, service: string): boolean {
  const mark = 'saleor-deploy.edge'
  return service === 'edge' && labels[mark] !== model.services.edge?.labels?.[mark]
}

function create(machine: Machine, model: ComposeModel, release: string, service: string): void {
  const free = [...machine.containers.keys(), machine.containers.length].map((one) => one + 1)
  const number = free.find((one) => machine.container(`${model.name}-${service}-${one}`) === undefined)
  const image = accessories.includes(service) ? model.services[service]?.image : ''
  machine.add(`${model.name}-${service}-${number}`, labelsOf(model, release, service), image)
}

function labelsOf(model: ComposeModel, release: string, service: string): Record<string, string> {
  const isOurs = service !== 'edge' && !accessories.includes(service)
  return {
    'com.docker.compose.project': model.name,
    'com.docker.compose.service': service,
    [oneOffLabel]: 'False',
    ...(isOurs ? { 'saleor-deploy.release': release } : {}),
    ...(service === 'edge' ? { 'saleor-deploy.role': 'edge' } : {}),
    ...model.services[service]?.labels,
  }
}
