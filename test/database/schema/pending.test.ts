import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { askPending } from '../../../src/database/schema/pending.ts'
import { type Answer, scriptedRun } from '../../edge/scripted-run.ts'

const first = 'environment variable "MY_SECRET" required by file "shop_s" is not set'

/** An engine that makes the container, can't start it, and keeps its name until it is removed. */
function engine(second: string): Answer {
  let isTaken = false
  let asked = 0
  return (line) => {
    if (line.startsWith('retire shop-migrate-new')) isTaken = false
    if (!line.includes(' run --rm ')) return undefined
    if (isTaken)
      return { code: 1, stdout: 'Conflict. The container name "/shop-migrate-new" is already in use' }
    isTaken = true
    return { code: 1, stdout: asked++ === 0 ? first : second }
  }
}

test('If both commands fail, the first error is reported', async () => {
  const { run } = scriptedRun({}, engine('another error'))
  await expect(askPending(run)).rejects.toMatchObject({
    message: `shop.example.com: the pending migrations could not be listed: ${first}`,
  })
})

test('A failed attempt leaves no container that blocks the next one', async () => {
  const { run, did } = scriptedRun({}, engine('another error'))
  await askPending(run).catch(() => {})
  const words = did.map((line) =>
    line.startsWith('retire') ? 'retire' : line.includes('--plan') ? 'plan' : 'ask',
  )
  expect(words).toEqual(['ask', 'retire', 'plan', 'retire'])
})

test('A command that prints nothing is judged by its exit code', async () => {
  const { run } = scriptedRun({ migrate: ['./migrate.sh'] }, (line) =>
    line.includes(' run --rm ') ? { code: 3 } : undefined,
  )
  await expect(askPending(run)).rejects.toThrow('could not be listed: it printed nothing (exit code 3)')
})

test('A release that can not reach its broker is refused, with the error of its Celery', async () => {
  const error = 'OperationalError: Error 111 connecting to 10.0.0.7:6390. Connection refused.'
  const state = { pending: [], broker: error }
  const packed = deflateSync(JSON.stringify(state)).toString('base64')
  const { run } = scriptedRun({}, (line) =>
    line.includes(' run --rm ') ? { code: 0, stdout: `saleor-deploy:${packed}` } : undefined,
  )
  await expect(askPending(run)).rejects.toMatchObject({
    reason: 'unhealthy',
    message: `shop.example.com: the new release can't reach its Celery broker, so no task would run: ${error}`,
  })
})
