import { expect, it } from 'vitest'
import { oneOffKey } from '../../../src/compose/stack/render.ts'
import { jobStack, nodeOfWeb } from '../../../src/engine/swarm/job.ts'
import { servingSwarm } from '../../model/swarm-example.ts'

it('A job is one task of the one-off service, under a name that fits into DNS', () => {
  const one = {
    image: 'shop',
    environment: { A: '1' },
    deploy: { update_config: {}, endpoint_mode: 'dnsrr' },
  }
  const stack = { services: {}, [oneOffKey]: { services: { once: one }, networks: { default: {} } } }
  const name = 'a-project-with-a-long-name-migrate-20261129-134449-92cf4e6f4e4e'
  const [service, job] = jobStack(
    stack,
    {
      service: 'once',
      words: ['echo', '$HOME'],
      name,
      environment: { B: '$x' },
    },
    { manager: 'a' },
  )
  expect(service).toMatch(/^job-[0-9a-f]{8}$/)
  expect(job).toEqual({
    services: {
      [service]: {
        ...{ image: 'shop', command: ['echo', '$$HOME'], environment: { A: '1', B: '$$x' } },
        deploy: {
          ...{
            endpoint_mode: 'dnsrr',
            mode: 'replicated-job',
            replicas: 1,
            restart_policy: { condition: 'none' },
          },
          labels: { 'saleor-deploy.job': name },
        },
      },
    },
    networks: { default: {} },
  })
})

const once = {
  image: 'shop',
  environment: { A: '1' },
  deploy: { placement: { constraints: ['node.labels.app == yes'] } },
}
const stack = { services: {}, [oneOffKey]: { services: { once }, networks: { default: {} } } }
const nodes = { manager: 'a', withImage: 'b' }

it('A service that an overlay adds is a job on the manager, found by its label, with nothing of the release', () => {
  const client = {
    image: 'postgres:15',
    entrypoint: ['bash', '-c', 'dump'],
    environment: { PGPASSWORD: 'a$$b' },
    labels: { 'saleor-deploy.backup': 'one' },
    volumes: [{ type: 'bind', source: '/opt/shop/backups', target: '/backup' }],
    networks: { default: null },
    ...{ init: true, user: '1000:1000' },
  }
  const overlay = { file: '/x', content: JSON.stringify({ services: { client } }) }
  const [service, { services, networks }] = jobStack(
    stack,
    { service: 'client', overlay, name: 'dump' },
    nodes,
  )
  expect([services[service], networks]).toEqual([
    {
      ...{ ...client, networks: { default: null } },
      deploy: {
        ...{ endpoint_mode: 'dnsrr', mode: 'replicated-job', replicas: 1 },
        placement: { constraints: ['node.id == a'] },
        restart_policy: { condition: 'none' },
        labels: { 'saleor-deploy.backup': 'one', 'saleor-deploy.job': 'dump' },
      },
    },
    { default: {} },
  ])
})

it('A job cannot keep the users of the host, so a client that needs them is refused before anything runs', () => {
  const overlay = {
    file: '/x',
    content: JSON.stringify({ services: { client: { image: 'postgres:15', userns_mode: 'host' } } }),
  }
  expect(() => jobStack(stack, { service: 'client', overlay }, nodes)).toThrow('userns-remap')
})

it('A command of the live release gets its variables, and runs where its image is', () => {
  const overlay = {
    file: '/x',
    content: JSON.stringify({ services: { once: { environment: { TOKEN: 'x$$y' } } } }),
  }
  const [service, { services }] = jobStack(stack, { service: 'once', words: ['env'], overlay }, nodes)
  expect(services[service]).toMatchObject({
    ...{ image: 'shop', command: ['env'], environment: { A: '1', TOKEN: 'x$$y' } },
    deploy: { placement: { constraints: ['node.labels.app == yes', 'node.id == b'] } },
  })
})

it('The node with the image is that of a running task of web', () => {
  const task = {
    id: 't',
    service: 'web',
    slot: '1',
    wanted: 'running',
    definition: '',
    release: '',
    image: '',
  }
  const tasks = [
    { ...task, node: 'a', state: 'failed', error: '' },
    { ...task, node: 'b', state: 'running', error: '' },
  ]
  expect(nodeOfWeb(servingSwarm({ tasks }), 'web')).toBe('b')
  expect(nodeOfWeb(servingSwarm(), 'web')).toBeUndefined()
})
