import { labels } from '../../../src/engine/swarm/records.ts'
import type { Stack } from '../../../src/model/swarm.ts'
import type { Answer } from '../host/commands.ts'
import type { Manager } from './manager.ts'
import type { FakeSwarm } from './swarm.ts'

/** Seconds after which a lease that stands still has ended, and between two looks at it. */
const [ended, pause] = [60, 1]

type Verb = (swarm: FakeSwarm, words: string[], manager: Manager) => Answer | Promise<Answer>

const changing = [
  ...['lock_swarm', 'unlock_swarm', 'apply_stack', 'put_object', 'note_live', 'converge_swarm'],
  ...['run_job', 'forget_release', 'forget_objects', 'dismiss', 'commit', 'committed'],
]

/** Whether a command is there to change something. */
export function changesSwarm([verb = '']: readonly string[]): boolean {
  return changing.includes(verb)
}

/** Does what the guard's verb of that name does, or what docker on a manager says; an unknown one is a fault of the test. */
export async function perform(manager: Manager, [verb = '', ...words]: readonly string[]): Promise<Answer> {
  const known = verbs[verb]
  if (known === undefined) return { code: 127, stdout: `the manager knows no ${verb} ${words.join(' ')}` }
  return await known(manager.swarm, words, manager)
}

const text = (base64 = ''): string => Buffer.from(base64, 'base64').toString()
const labelsOf = (words: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    words.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
  )

function owns({ objects }: FakeSwarm, [project = '', nonce = '']: readonly string[]): boolean {
  return objects.get(`${project}.lock`)?.labels.nonce === nonce
}

const notOurs: Answer = { code: 1, stdout: 'The lock of the cluster is not ours any more.\n' }

/** The name and the object of the newest record of a live release. */
function newestLive({ objects }: FakeSwarm, project: string): [string, string] | undefined {
  const numbers = [...objects.keys()].flatMap((name) =>
    name.startsWith(`${project}.live.`) ? [Number(name.split('.').at(-1))] : [],
  )
  const name = `${project}.live.${Math.max(...numbers)}`
  const found = objects.get(name)
  return found === undefined ? undefined : [found.labels[labels.release] ?? '', found.data]
}

/** Whether the guard of the run that owns the lock lives: only then its lease goes on. */
function isAlive({ managers }: FakeSwarm, node = ''): boolean {
  const host = managers.find(({ name }) => name === node)
  return host?.lock !== undefined && host.awayUntil <= host.world.clock.now()
}

async function lock(swarm: FakeSwarm, words: string[], { name: node }: Manager): Promise<Answer> {
  const [project = '', nonce = '', wait = '0', owner = ''] = words
  const { clock } = swarm.world
  const [begun, key] = [clock.now(), `${project}.lock`]
  swarm.leases.set(node, nonce)
  let [result, silentSince] = ['taken', clock.now()]
  for (;;) {
    const other = swarm.objects.get(key)
    if (other === undefined) {
      swarm.objects.set(key, {
        kind: 'config',
        data: owner,
        labels: { nonce, node, [labels.project]: project },
      })
      return { stdout: `${result}\n` }
    }
    if (isAlive(swarm, other.labels.node)) silentSince = clock.now()
    if (clock.now() - silentSince >= ended * 1000) {
      swarm.objects.delete(key)
      result = 'recovered'
      continue
    }
    if (silentSince === clock.now() && clock.now() - begun >= Number(wait) * 1000) {
      swarm.leases.delete(node)
      return { code: 75, stdout: `held ${other.data}\n` }
    }
    await clock.sleep(pause)
  }
}

function records({ objects }: FakeSwarm, filter = ''): Answer {
  const [label = '', value] = filter.split('=')
  const lines = [...objects].flatMap(([name, { kind, labels: own }]) =>
    own[label] === value ? [`${kind} ${name} ${JSON.stringify(own)}\n`] : [],
  )
  return { stdout: lines.join('') }
}

/** What `stack-state.sh` prints. */
function state(swarm: FakeSwarm, project: string): Answer {
  const lines = [...swarm.services].flatMap(([name, service]) => {
    const update = swarm.stateOf(name, service)
    const isDone = update === 'none' || update === 'completed'
    const { definition, release, image, before, replicas } = service
    const tasks = isDone || before === undefined ? { definition, release } : before
    const count = replicas === 'global' ? swarm.managers.length : replicas
    return [
      `service ${name} ${project}_${name} ${replicas} ${update} ${definition || '-'} ${image}`,
      ...Array.from(
        { length: count },
        (_, slot) =>
          `task ${name}-${slot} ${name} ${slot + 1} a running running ${tasks.definition || '-'} ${tasks.release || '-'} ${image} `,
      ),
    ]
  })
  const nodes = swarm.managers.map(() => 'node Ready Active')
  return { stdout: [...nodes, ...lines].map((line) => `${line}\n`).join('') }
}

function docker(swarm: FakeSwarm, [verb = '', second = '', ...words]: string[]): Answer {
  const found = swarm.objects.get(words.at(-1) ?? '')
  switch (`${verb} ${second}`) {
    case 'version --format':
      return { stdout: '28.2.2 amd64\n' }
    case 'info --format':
      return { stdout: 'active true \n' }
    case 'node ls':
      return {
        stdout: swarm.managers
          .map(({ name }) => `${name}\t${name}\tReady\tActive\t28.2.2\tReachable\n`)
          .join(''),
      }
    case 'config inspect':
      return found === undefined ? { code: 1 } : { stdout: found.data }
    default:
      return {}
  }
}

const verbs: Record<string, Verb> = {
  lock_swarm: lock,
  unlock_swarm(swarm, words, { name }) {
    if (owns(swarm, words)) swarm.objects.delete(`${words[0]}.lock`)
    swarm.leases.delete(name)
    return {}
  },
  apply_stack(swarm, words) {
    if (!owns(swarm, words)) return notOurs
    swarm.declare(JSON.parse(text(words[3])) as Stack, words.includes('--prune'))
    return {}
  },
  put_object({ objects }, [kind = '', project = '', name = '', data, ...own]) {
    if (!objects.has(name))
      objects.set(name, { kind, data: text(data), labels: { ...labelsOf(own), [labels.project]: project } })
    return {}
  },
  note_live(swarm, [project = '', nonce = '', number = '', data, ...own]) {
    if (!owns(swarm, [project, nonce])) return notOurs
    const name = `${project}.live.${number}`
    if (swarm.objects.has(name)) return { code: 1, stdout: `Commit ${number} was made by another run.\n` }
    swarm.objects.set(name, {
      ...{ kind: 'config', data: text(data) },
      labels: { ...labelsOf(own), [labels.project]: project },
    })
    return {}
  },
  converge_swarm(swarm, words) {
    if (!owns(swarm, words)) return {}
    const live = newestLive(swarm, words[0] ?? '')
    if (live === undefined) swarm.services.clear()
    else swarm.declare(JSON.parse(live[1]) as Stack, true)
    return {}
  },
  run_job: (swarm, words) =>
    owns(swarm, words) ? { stdout: 'No planned migration operations.\n' } : notOurs,
  forget_release(swarm, [project = '', id = '']) {
    if (newestLive(swarm, project)?.[0] !== id) swarm.objects.delete(`${project}.${id}`)
    return {}
  },
  forget_objects({ objects }, [, ...names]) {
    for (const name of names) objects.delete(name)
    return {}
  },
  dismiss: () => ({}),
  docker,
  test: () => ({}),
  df: () => ({ stdout: 'Filesystem 1024-blocks Used Available\n/dev/sda 99999999 1 88888888 1% /\n' }),
  bash(swarm, [, , program = '', argument = '']) {
    if (program === 'records') return records(swarm, argument)
    if (program === 'state') return state(swarm, argument)
    if (program === 'edge') return { stdout: `node-${argument} ${swarm.edgeAnswers()}\n` }
    return {}
  },
}
