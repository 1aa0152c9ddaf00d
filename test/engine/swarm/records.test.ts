import { expect, it } from 'vitest'
import { oneOffKey } from '../../../src/compose/stack/render.ts'
import { jobStack } from '../../../src/engine/swarm/commands.ts'
import { readRecords, storeOf } from '../../../src/engine/swarm/records.ts'
import { exampleRelease } from '../../model/example.ts'

const line = (kind: string, name: string, labels: Record<string, string>): string =>
  `${kind} ${name} ${JSON.stringify({ 'saleor-deploy.project': 'my.shop', ...labels })}`

const output = [
  line('config', 'my.shop.old', {
    'saleor-deploy.record': JSON.stringify(exampleRelease('old')),
    'saleor-deploy.objects': 'a,b',
  }),
  line('config', 'my.shop.new', {
    'saleor-deploy.record': JSON.stringify(exampleRelease('new')),
    'saleor-deploy.objects': '',
  }),
  line('config', 'my.shop.live.9', { 'saleor-deploy.release': 'old', 'saleor-deploy.previous': '' }),
  line('config', 'my.shop.live.10', { 'saleor-deploy.release': 'new', 'saleor-deploy.previous': 'old' }),
  line('config', 'my.shop.lock', { 'saleor-deploy.nonce': 'x' }),
  line('secret', 'a', { 'saleor-deploy.file': 'yes' }),
].join('\n')

it('The record with the highest number says which release is live and which was before', () => {
  const records = readRecords(output)
  expect(records.live).toEqual({ number: 10, release: 'new', previous: 'old' })
  expect(storeOf(records)).toMatchObject({
    live: { id: 'new' },
    previous: 'old',
    releases: [{ id: 'old' }, { id: 'new' }],
  })
  expect(records).toMatchObject({
    objects: { old: ['a', 'b'], new: [] },
    files: [{ kind: 'secret', name: 'a' }],
  })
})

it('A cluster without a record has no live release', () => {
  expect(storeOf(readRecords(''))).toEqual({ live: undefined, previous: undefined, releases: [] })
})

it('A job is one task of the one-off service, under a name that fits into DNS', () => {
  const one = {
    image: 'shop',
    environment: { A: '1' },
    deploy: { update_config: {}, endpoint_mode: 'dnsrr' },
  }
  const stack = { services: {}, [oneOffKey]: { services: { once: one }, networks: { default: {} } } }
  const name = 'a-project-with-a-long-name-migrate-20261129-134449-92cf4e6f4e4e'
  const [service, job] = jobStack(stack, {
    service: 'once',
    words: ['echo', '$HOME'],
    name,
    environment: { B: '$x' },
  })
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
