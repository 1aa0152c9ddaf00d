import { expect, it } from 'vitest'
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
