import { expect, test } from 'vitest'
import { standIns } from './base-images.ts'

const uv =
  'ghcr.io/astral-sh/uv:0.12.1@sha256:cf4eedcaa81655197f625739489effcbe71b61ceb1506f332c3facae5deceded'

test('Each image that Saleor’s Dockerfile names has a stand-in, its own stages have none', () => {
  const dockerfile = `FROM python:3.12 AS build-python
COPY --from=${uv} \\
  /uv /uvx /bin/
FROM python:3.12-slim
COPY --from=build-python /usr/local/bin/ /usr/local/bin/
`
  expect(standIns(dockerfile)).toEqual([
    { name: 'python:3.12', stage: 'python', buildArgs: [] },
    { name: uv, stage: 'uv', buildArgs: ['UV_VERSION=0.12.1'] },
    { name: 'python:3.12-slim', stage: 'python-slim', buildArgs: [] },
  ])
})

test('An image without a stand-in is named, instead of a build that fails at it', () => {
  expect(() => standIns('FROM python:3.14-slim\n')).toThrow(/nothing for python:3.14-slim/)
})
