import { describe, expect, test } from 'vitest'
import { parseBuilder, unfit } from '../../../src/image/build/builder.ts'
import { chooseBuilder } from '../../../src/image/build/choose-builder.ts'
import { FakeProcess, fakeRunner } from '../../fakes/fakes.ts'

const inspected = (
  name: string,
  driver: string,
  rest = 'Status:           running',
): string => `Name:          ${name}
Driver:        ${driver}
Last Activity: 2026-11-23 06:55:01 +0000 UTC

Nodes:
Name:             ${name}0
Endpoint:         default
${rest}
Platforms:        linux/amd64*, linux/amd64/v2
`
const store = '[["driver-type","io.containerd.snapshotter.v1"]]'
const cache = { platforms: [], exportsCache: true, attests: false }

describe('a builder', () => {
  test('A builder is read from the output of inspect', () => {
    expect(parseBuilder(inspected('default', 'docker'))).toEqual({
      name: 'default',
      driver: 'docker',
      running: true,
      problem: '',
    })
    expect(parseBuilder(inspected('b', 'remote', 'Error:            dial tcp: refused'))).toMatchObject({
      running: false,
      problem: 'dial tcp: refused',
    })
  })

  test.each([
    ['docker', true, cache, true],
    ['docker', false, cache, false],
    ['docker', false, { platforms: ['linux/amd64'], exportsCache: false, attests: false }, true],
    ['docker', false, { platforms: [], exportsCache: false, attests: true }, false],
    ['docker', true, { platforms: [], exportsCache: false, attests: true }, true],
    ['docker-container', false, { platforms: [], exportsCache: false, attests: true }, true],
    [
      'docker',
      false,
      { platforms: ['linux/amd64', 'linux/arm64'], exportsCache: false, attests: false },
      false,
    ],
    ['docker-container', false, cache, true],
  ])(
    'A builder with driver %s, containerd %s and needs %j is usable: %s',
    (driver, containerd, wish, usable) => {
      expect(unfit(parseBuilder(inspected('b', driver)), wish, containerd) === '').toBe(usable)
    },
  )
})

describe('the choice of a builder', () => {
  test('The current builder is used if it works', async () => {
    const process = new FakeProcess()
      .on('docker info', { stdout: store })
      .on('inspect', { stdout: inspected('default', 'docker') })
    const runner = fakeRunner({ process })
    expect(await chooseBuilder(runner, undefined, cache)).toMatchObject({
      name: 'default',
      exportsCache: true,
    })
    expect(runner.log.lines).toEqual([])
  })

  test('A broken builder from the input is replaced, with a message', async () => {
    const process = new FakeProcess()
      .on('docker info', { stdout: store })
      .on('inspect --bootstrap mine', { code: 1, stderr: 'ERROR: no builder "mine" found\n' })
      .on('inspect --bootstrap default', { stdout: inspected('default', 'docker') })
    const runner = fakeRunner({ process })
    expect(await chooseBuilder(runner, 'mine', cache)).toMatchObject({ name: 'default' })
    expect(runner.log.lines).toEqual([
      `warning: Builder 'mine' can't be used: ERROR: no builder "mine" found.\nThe build uses builder 'default' instead.`,
    ])
  })

  test('A container builder is created where the engine alone cannot export layers', async () => {
    const process = new FakeProcess()
      .on('docker info', { stdout: '[["Backing Filesystem","extfs"]]' })
      .on('inspect --bootstrap saleor-deploy', { stdout: inspected('saleor-deploy', 'docker-container') })
      .on('inspect', { stdout: inspected('default', 'docker') })
    const runner = fakeRunner({ process })
    expect(await chooseBuilder(runner, undefined, cache)).toMatchObject({
      name: 'saleor-deploy',
      driver: 'docker-container',
      containerdStore: false,
    })
    expect(process.lines).toContain('docker buildx create --name saleor-deploy --driver docker-container')
    expect(runner.log.lines.join()).not.toContain('warning')
  })

  test('The build runs without cache if no builder can export layers', async () => {
    const process = new FakeProcess()
      .on('docker info', { stdout: '[]' })
      .on('inspect --bootstrap saleor-deploy', { code: 1, stderr: 'no such image' })
      .on('inspect', { stdout: inspected('default', 'docker') })
    expect(await chooseBuilder(fakeRunner({ process }), undefined, cache)).toMatchObject({
      name: 'default',
      exportsCache: false,
    })
  })

  test('The error says what to do if there is no builder at all', async () => {
    const process = new FakeProcess()
      .on('docker info', { stdout: store })
      .on('inspect', { code: 1, stderr: 'broken' })
    await expect(chooseBuilder(fakeRunner({ process }), undefined, cache)).rejects.toMatchObject({
      reason: 'not-ready',
      fix: expect.stringContaining('setup-buildx-action') as string,
    })
  })

  test.each([
    ['docker info', { code: 1, stderr: 'Cannot connect to the Docker daemon' }, /does not answer/],
    ['inspect', { code: 1, stderr: "docker: 'buildx' is not a docker command." }, /no buildx/],
  ])('The error says that %s fails', async (words, answer, message) => {
    await expect(
      chooseBuilder(fakeRunner({ process: new FakeProcess().on(words, answer) }), undefined, cache),
    ).rejects.toThrow(message)
  })
})
