import { expect, it } from 'vitest'
import { readMetrics } from '../../src/desired/read-metrics.ts'

const inputs = { 'metric-checks': ['queue: max(queue) < 10'], 'prometheus-address': 'metrics:9090' }

it('Metrics are asked where the input says, and only if there are some', () => {
  expect(readMetrics({ ...inputs, bake: 60 })).toEqual({
    metrics: {
      address: 'metrics:9090',
      checks: [{ name: 'queue', query: 'max(queue)', operator: '<', limit: 10 }],
    },
  })
  expect(readMetrics({ ...inputs, 'metric-checks': [], bake: 0 })).toEqual({})
})

it('Metrics without a bake in which they are asked are refused', () => {
  expect(() => readMetrics({ ...inputs, bake: 0 })).toThrow("Input 'metric-checks' is given, but bake is 0")
})
