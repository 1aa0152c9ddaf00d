import { describe, expect, test } from 'vitest'
import { readContainers } from '../../src/deploy/observe.ts'
import { preflight } from '../../src/deploy/preflight.ts'
import { UserError } from '../../src/errors.ts'
import { emptyHost, exampleWanted, running, servingHost } from './example.ts'

function complaint(changes: Parameters<typeof emptyHost>[0]): UserError {
  try {
    preflight(exampleWanted(), emptyHost(changes))
  } catch (error) {
    if (error instanceof UserError) return error
  }
  throw new Error('nothing was refused')
}

describe('preflight', () => {
  test.each([
    ['an old engine', { engine: '19.03.15' }, 'the Docker Engine is 19.03.15, older than 20.10'],
    ['an old Compose', { compose: 'v2.10.2' }, 'Docker Compose is v2.10.2, older than 2.20'],
    [
      'a folder of somebody else',
      { writable: false },
      'the folder /opt/shop is not there, or the SSH user may not write to it',
    ],
    ['a full disk', { freeBytes: 200_000_000 }, 'only 200 MB are free'],
    ['a taken port', { portHolder: 'other-nginx-1' }, 'port 8000 is taken by other-nginx-1'],
    ['a port taken by no container', { portHolder: 'a program' }, 'port 8000 is taken by a program'],
  ])('refuses %s', (_, changes, message) => {
    const error = complaint(changes)
    expect(error.reason).toBe('not-ready')
    expect(error.message).toContain(`shop.example.com: ${message}`)
    expect(error.fix).not.toBe('')
  })

  test('says everything at once', () => {
    const error = complaint({ engine: '19.03.15', writable: false })
    expect(error.message.split('\n')).toHaveLength(2)
    expect(error.fix.split('\n')).toHaveLength(2)
  })

  test.each([
    ['an empty host', emptyHost()],
    ['a host that serves', servingHost()],
    ['versions with suffixes', emptyHost({ engine: '20.10.24+dfsg1', compose: '2.26.1-4' })],
    ['a full disk when the image is there', emptyHost({ freeBytes: 0, imagePresent: true })],
    ['our own web on the port', emptyHost({ containers: [running('web', 1, '')], portHolder: 'shop-web-1' })],
  ])('lets %s pass', (_, seen) => {
    expect(() => preflight(exampleWanted(), seen)).not.toThrow()
  })
})

test('one-off containers are no part of a service', () => {
  const lines = [
    'shop-web-1\tweb\trunning\tr1\t\timg\tFalse',
    'shop-web-run-1\tweb\trunning\tr1\t\timg\tTrue',
    '',
  ]
  expect(readContainers(lines.join('\n')).map(({ name }) => name)).toEqual(['shop-web-1'])
})
