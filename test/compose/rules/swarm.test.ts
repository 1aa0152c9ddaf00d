import { expect, it } from 'vitest'
import { findRoles } from '../../../src/compose/roles.ts'
import { checkModel } from '../../../src/compose/rules/check.ts'
import type { ComposeModel } from '../../../src/model/project/project.ts'
import { shop } from '../states.ts'

const found = (model: ComposeModel) => checkModel(model, findRoles(model))

it('Web that stops first keeps no fixed address, because it starts beside the old one whatever the file says', () => {
  const web = {
    networks: { default: { ipv4_address: 'x' } },
    deploy: { update_config: { order: 'stop-first' } },
  }
  expect(found(shop({ web })).map(({ rule }) => rule)).toEqual(['fixed-address', 'order-not-followed'])
})

it('Several keys that only a Swarm reads are one finding, on the line of the first', () => {
  const text = 'services:\n  worker:\n    deploy:\n      endpoint_mode: dnsrr\n      labels: {a: b}\n'
  const model = shop({ worker: { deploy: { endpoint_mode: 'dnsrr', labels: { a: 'b' }, placement: {} } } })
  expect(checkModel(model, findRoles(model), { files: [{ file: 'compose.yml', text }] })).toMatchObject([
    {
      message:
        'compose.yml: worker: deploy.endpoint_mode, deploy.labels have no effect: only Docker Swarm reads them.',
      place: { line: 4 },
    },
  ])
})

it.each([
  ['an order that is kept anyway', { deploy: { update_config: { order: 'stop-first' } } }],
  ['a job that does not start again, beside the app', { deploy: { mode: 'replicated-job' } }],
  ['one container for each host', { deploy: { mode: 'global' } }],
  [
    'an empty part of deploy, as Compose prints it',
    { deploy: { placement: {}, update_config: { parallelism: null } } },
  ],
  ['a link to a service that stays', { links: ['db:database'] }],
  [
    'a seccomp profile of the server',
    { security_opt: ['seccomp=/etc/docker/seccomp.json', 'seccomp:unconfined'] },
  ],
  ['a hook of a service that Compose starts', { post_start: [{ command: ['true'] }] }],
  ['the isolation that Linux has', { isolation: 'default' }],
])('The rules for a Swarm have nothing against %s', (_, service) => {
  expect(found(shop({ others: { side: { image: 'side:1', ...service } } }))).toEqual([])
})

it('Several replicas in mode global contradict each other', () => {
  const [first] = found(shop({ worker: { deploy: { mode: 'global', replicas: 2 } } }))
  expect(first).toMatchObject({ rule: 'swarm-mode', fix: expect.stringContaining('the replicas') as string })
})

it('The rules for a Swarm have nothing against an overlay network that exists already', () => {
  const model = shop({ others: { side: { image: 'side:1', networks: { back: null } } } })
  expect(found({ ...model, networks: { back: { driver: 'overlay', external: true } } })).toEqual([])
})
