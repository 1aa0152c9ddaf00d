import { expect, it } from 'vitest'
import {
  commandOf,
  environmentOf,
  escapeDollars,
  graceSecondsOf,
  replicasOf,
  unescapeDollars,
} from '../../src/model/project/project.ts'
import { randomValues } from '../compose/values.ts'

it.each([
  [undefined, 10],
  ['35s', 35],
  ['1m30s', 90],
  ['1h0m0s', 3600],
  ['500ms', 0.5],
  ['1.5s', 1.5],
  ['0s', 0],
])('A grace period of %s is %d seconds', (period, seconds) => {
  expect(graceSecondsOf(period === undefined ? {} : { stop_grace_period: period })).toBe(seconds)
})

it('A service has one replica unless the file says more', () => {
  expect(replicasOf({})).toBe(1)
  expect(replicasOf({ deploy: {} })).toBe(1)
  expect(replicasOf({ deploy: { replicas: 3 } })).toBe(3)
  expect(replicasOf({ scale: 2 })).toBe(2)
  expect(replicasOf({ deploy: { replicas: 0 } })).toBe(0)
})

it('The command line of a service is its entrypoint and its command', () => {
  expect(commandOf({})).toBe('')
  expect(commandOf({ command: null, entrypoint: null })).toBe('')
  expect(commandOf({ command: ['sh', '-c', 'echo $$HOME'] })).toBe('sh -c echo $HOME')
  expect(commandOf({ entrypoint: ['tini', '--'], command: 'celery worker' })).toBe('tini -- celery worker')
})

it('The variables of a service are what the container gets', () => {
  expect([...environmentOf({ environment: { A: 'a$$b', B: null, C: '' } })]).toEqual([
    ['A', 'a$b'],
    ['C', ''],
  ])
})

it('Dollars that Compose escaped come back as single ones', () => {
  for (const value of randomValues(3, 500)) expect(unescapeDollars(escapeDollars(value))).toBe(value)
})
