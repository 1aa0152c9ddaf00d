import { expect, test } from 'vitest'
import { leftAccessories } from '../../src/observe/left-accessories.ts'
import { preflight } from '../../src/observe/preflight.ts'
import { emptyHost, exampleDesired, running } from '../model/example.ts'

const workers = exampleDesired({ placement: { role: 'workers' } })

test('An accessory on a host that shall not have it is left, and named with what removes it', () => {
  const observed = emptyHost({ containers: [running('db', 1, '')] })
  expect(leftAccessories(workers, observed)).toEqual([
    'shop.example.com: db runs there, and hosts does not give it to this host any more. It is left, as it may have data. Remove it by hand when it suits: docker rm -f shop-db-1',
  ])
  expect(leftAccessories(exampleDesired(), observed)).toEqual([])
  expect(leftAccessories(workers, emptyHost())).toEqual([])
})

test('A host without web needs no public port', () => {
  const taken = emptyHost({ portHolder: 'a program' })
  expect(() => preflight(exampleDesired(), taken)).toThrow(/port 8000 is taken by a program/)
  expect(() => preflight(workers, taken)).not.toThrow()
})

test('A host with accessories alone needs no room for the image of the app', () => {
  const full = emptyHost({ freeBytes: 1000 })
  expect(() => preflight(workers, full)).toThrow(/only 0 MB are free/)
  expect(() => preflight(exampleDesired({ placement: { services: ['db'] } }), full)).not.toThrow()
})
