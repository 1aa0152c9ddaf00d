import { expect, it } from 'vitest'
import { runDist } from '../e2e/run-dist.ts'

it.each(['build-image', 'push-registry'])(
  'The action %s does its work once, not again in the post step',
  async (name) => {
    // Nothing is given, so that the work ends at once; what counts is that it began.
    const main = await runDist(name)
    expect(main.outputs['reason-code']).toBe('bad-input')
    const state = Object.entries(main.state).map(([key, value]) => [`STATE_${key}`, value])
    const post = await runDist(name, { env: Object.fromEntries(state) })
    expect({ code: post.code, log: post.log, outputs: post.outputs }).toEqual({
      code: 0,
      log: '',
      outputs: {},
    })
  },
)
