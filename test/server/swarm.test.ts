import { expect, test } from 'vitest'
import type { DesiredServer } from '../../src/server/desired/server.ts'
import type { DesiredSwarm } from '../../src/server/desired/swarm.ts'
import { type Facts, readFacts } from '../../src/server/facts.ts'
import { planServer } from '../../src/server/plan.ts'
import { answers, bareAnswers, desired, ready } from './servers.ts'

const alone: DesiredSwarm = { join: undefined, address: undefined, peers: [], labels: [] }
const tier = (value: string, node?: string) => ({ node, key: 'tier', value })
const joining: DesiredSwarm = {
  ...alone,
  ...{ join: { manager: '10.0.0.2:2377', token: 'SWMTKN-1-secret' }, peers: ['10.0.0.0/24'] },
}

const titles = (facts: Facts, swarm: DesiredSwarm): string[] =>
  planServer(facts, { ...desired, swarm }).changes.map(({ title }) => title)
const whole = (facts: Facts, swarm: DesiredSwarm): ReturnType<typeof planServer> =>
  planServer(facts, { ...desired, swarm })

/** A server in a Swarm, as its engine describes it. */
function inSwarm(info: object, nodes = ''): Facts {
  const text = JSON.stringify({ LocalNodeState: 'active', NodeID: 'id1', ControlAvailable: true, ...info })
  const { swarm } = readFacts(answers({ ...bareAnswers, swarm: text, nodes }), 22)
  return { ...ready, swarm }
}

const two = inSwarm({}, 'id1 bare {"tier":"db","zone":"a"}\nid2 worker-1 null\n')
const worker = inSwarm({
  ControlAvailable: false,
  RemoteManagers: [{ NodeID: 'id9', Addr: '10.0.0.9:2377' }],
})

test('A server that is in no Swarm becomes the first manager, and gets its labels at once.', () => {
  expect(titles(ready, { ...alone, labels: [tier('web')] })).toEqual([
    'Make the server the first manager of a new Swarm',
    'Set the label tier=web',
  ])
})

test('A Swarm as desired is left as it is.', () => {
  expect(whole(two, { ...alone, labels: [tier('db')] })).toEqual({ changes: [], warnings: [] })
  expect(planServer(two, desired)).toEqual({ changes: [], warnings: [] })
})

test('A label that differs is said with its old value, and one of another node is set on a manager.', () => {
  const { changes } = whole(two, { ...alone, labels: [tier('web'), tier('worker', 'worker-1')] })
  expect(changes.map(({ title }) => title)).toEqual([
    'Set the labels tier=web (was db), tier=worker of worker-1',
  ])
  expect(changes[0]?.script).toContain(`--label-add 'tier=worker' 'worker-1'`)
})

test('A label for a node that is not in the Swarm is refused, with the nodes that are.', () => {
  expect(() => whole(two, { ...alone, labels: [tier('web', 'worker-2')] })).toThrow(
    'the Swarm has no node worker-2, only bare, worker-1',
  )
  expect(() => whole(ready, { ...alone, labels: [tier('web', 'worker-2')] })).toThrow('has no node worker-2')
})

test('A server that joins lets in the other nodes first, and its token is in no argument and no title.', () => {
  const { changes } = whole(ready, joining)
  expect(changes.map(({ id }) => id)).toEqual(['firewall', 'swarm'])
  expect(changes[0]?.script).toBe(
    'ufw allow from 10.0.0.0/24 to any port 2377,7946 proto tcp\nufw allow from 10.0.0.0/24 to any port 4789,7946 proto udp\n',
  )
  expect(JSON.stringify(changes)).not.toContain('SWMTKN')
})

test('Rules for the other nodes that are there are not made again.', () => {
  const rules = [
    ...ready.firewall.rules,
    'ufw allow from 10.0.0.0/24 to any port 2377,7946 proto tcp',
    'ufw allow from 10.0.0.0/24 to any port 4789,7946 proto udp',
  ]
  expect(titles({ ...worker, firewall: { ...worker.firewall, rules } }, joining)).toEqual([])
})

test('A server stays in the Swarm that it is in, with a warning if another manager is named.', () => {
  const without: DesiredSwarm = { ...joining, peers: [] }
  expect(whole(worker, without).warnings).toEqual([
    expect.stringContaining('with the managers 10.0.0.9:2377, and not 10.0.0.2:2377'),
  ])
  const same = { ...without, join: { manager: '10.0.0.9:2377', token: 'x' } }
  expect(whole(worker, same)).toEqual({ changes: [], warnings: [] })
})

test.each<[string, Facts, string]>([
  ['a worker that should become the first manager', worker, 'is a worker of a Swarm already'],
  ['a locked manager', inSwarm({ LocalNodeState: 'locked' }), 'is locked'],
  ['a node that never got in', inSwarm({ LocalNodeState: 'pending' }), 'is pending'],
])('In the way of a Swarm is %s.', (_, facts, message) => {
  const to: DesiredServer = { ...desired, swarm: alone }
  expect(() => planServer(facts, to)).toThrow(message)
})
