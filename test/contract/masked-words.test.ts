import { expect, test } from 'vitest'
import { files } from './project.ts'

/** A setting and its value, as a line of a secret that GitHub hides as a whole. */
const settingLine = /['"`][^'"`\n]*?\b([A-Z][A-Z_]*[A-Z]=(?:True|False|https?:[^\s'"`]+))\b/g

test('No message contains a line of an environment, which GitHub would print as ***', async () => {
  const found = (await files('src/**/*.ts')).flatMap(({ path, text }) =>
    [...text.matchAll(settingLine)].map(([, line]) => `${path}: ${line}`),
  )
  expect(found.filter((one) => !/https:\/\/…/.test(one))).toEqual([])
  expect([..."'a container without DEBUG=False'".matchAll(settingLine)]).toHaveLength(1)
})
