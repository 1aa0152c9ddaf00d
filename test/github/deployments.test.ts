import { expect, it } from 'vitest'
import { Deployments, type Placing } from '../../src/github/deployments.ts'
import { GitHubError } from '../../src/github/failure.ts'
import { fakeRunner } from '../fakes/fakes.ts'
import { FakeGitHub } from '../fakes/github.ts'

const environment = { name: 'production', url: undefined, production: true }
const placing: Placing = {
  task: 'deploy',
  release: { id: 'r-2', image: 'ghcr.io/org/shop@sha256:2', version: '', commit: 'c0ffee' },
  live: undefined,
}
const on = (github: FakeGitHub): Deployments => new Deployments(github, environment, fakeRunner())

it('An API error is never taken for an empty page', async () => {
  const error = new GitHubError('unavailable', 503, 'GitHub did not answer')
  await expect(
    on(new FakeGitHub().on('GET /repos/{owner}/{repo}/deployments', error)).newest('r-1'),
  ).rejects.toBe(error)
})

it('Any answer other than 201 means that no deployment was created', async () => {
  const github = new FakeGitHub().on('POST /repos/{owner}/{repo}/deployments', { id: 7 })
  await expect(on(github).create(placing)).rejects.toThrow('GitHub made no deployment (200).')
})

it('The states of the newest few deployments are queried, and of the live one however old it is', async () => {
  const deploy = (_: unknown, index: number) => ({
    id: 112 - index,
    task: 'deploy',
    payload: { writer: 'saleor-deploy', release: `r-${12 - index}` },
    created_at: '2026-01-01T00:00:00Z',
  })
  const list = [{ id: 113, task: 'approval', payload: {} }, ...Array.from({ length: 12 }, deploy)]
  const github = new FakeGitHub()
    .on('GET /repos/{owner}/{repo}/deployments', list)
    .on(
      'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
      [{ state: 'success', log_url: 'x' }],
      [],
    )
  const newest = await on(github).newest('r-2')
  expect(newest.map(({ id, state }) => `${id} ${state}`)).toEqual([
    '112 success',
    ...[111, 110, 109, 108, 102].map((id) => `${id} pending`),
  ])
})

it('A release without a version is named by its id', async () => {
  const github = new FakeGitHub()
  await on(github)
    .create(placing)
    .catch(() => {})
  expect(github.of('POST /repos/{owner}/{repo}/deployments')[0]).toMatchObject({
    description: 'Deploy r-2',
    ref: 'c0ffee',
  })
})
