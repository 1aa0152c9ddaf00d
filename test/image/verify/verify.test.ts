import { describe, expect, test } from 'vitest'
import { verifyImage } from '../../../src/image/verify/verify.ts'
import {
  createCommand,
  planVerification,
  throwAwayEnvironment,
} from '../../../src/image/verify/verify-plan.ts'
import type { Clock } from '../../../src/runner/clock.ts'
import { FakeProcess, fakeRunner } from '../../fakes/fakes.ts'

const uvicorn = ['uvicorn', 'saleor.asgi:application', '--host=0.0.0.0', '--port=8000']

describe('the input verify', () => {
  test.each([
    ['none', {}, { kind: 'none' }],
    ['python manage.py check', {}, { kind: 'command', argv: ['python', 'manage.py', 'check'] }],
    [`sh -c 'a "b" && c' d\\ e`, {}, { kind: 'command', argv: ['sh', '-c', 'a "b" && c', 'd e'] }],
    ['echo $HOME; rm *', {}, { kind: 'command', argv: ['echo', '$HOME;', 'rm', '*'] }],
    [
      'start',
      { Cmd: uvicorn, ExposedPorts: { '8000/tcp': {} } },
      { kind: 'start', module: 'saleor.asgi', attribute: 'application', port: 8000 },
    ],
    [
      'start',
      { Entrypoint: ['sh', '-c'], Cmd: ['exec gunicorn shop.wsgi:app --bind :80'] },
      { kind: 'start', module: 'shop.wsgi', attribute: 'app', port: undefined },
    ],
    [
      'start',
      { Cmd: ['./serve', 'http://x:80'] },
      { kind: 'start', module: 'saleor.asgi', attribute: 'application', port: undefined },
    ],
    [
      'start',
      { Cmd: uvicorn, ExposedPorts: { '53/udp': {} } },
      { kind: 'start', module: 'saleor.asgi', attribute: 'application', port: undefined },
    ],
  ])('The input verify %s is read for an image with %j', (input, config, plan) => {
    expect(planVerification(input, config)).toEqual(plan)
  })

  test('The values of the environment are in no argument', () => {
    const environment = throwAwayEnvironment('secret-value', 'pem-value')
    const command = createCommand('c', 'shop:1', Object.keys(environment))
    expect(command.join(' ')).not.toMatch(/secret-value|pem-value/)
    expect(command).toContain('RSA_PRIVATE_KEY')
    expect(command.slice(-1)).toEqual(['shop:1'])
  })
})

describe('the verification', () => {
  const wish = { image: 'shop:1', verify: 'start', environment: ['MINE=a=b'], timeoutSeconds: 60 }
  const config = {
    stdout: JSON.stringify({ Cmd: uvicorn, ExposedPorts: { '8000/tcp': {} }, WorkingDir: '/app' }),
  }
  /** Sleeps the pauses and never reaches the deadline. */
  const patient: Clock = {
    now: () => 0,
    sleep: (seconds) => (seconds > 1 ? new Promise(() => {}) : Promise.resolve()),
  }
  const trial = (process: FakeProcess) => {
    const runner = { ...fakeRunner({ process }), clock: patient }
    return { runner, seen: verifyImage(runner, wish) }
  }
  const noKey = { code: 1, stderr: 'Could not find the file' }

  test('The verification starts, imports, requests, and removes the container', async () => {
    const process = new FakeProcess()
      .on('image inspect', config)
      .on('docker cp', noKey)
      .on('HTTPConnection', { code: 1 }, { code: 1 }, { stdout: '200\n' })
      .on('{{.State', { stdout: 'true 0\n' })
    const { seen, runner } = trial(process)
    expect(await seen).toBe('starts, imports `saleor.asgi:application`, answers on port 8000 with HTTP 200')
    expect(runner.log.lines).toEqual([])
    expect(process.lines.at(-1)).toMatch(/^docker rm --force --volumes verify-/)
    const created = process.ran.find(({ command }) => command[1] === 'create')
    expect(created?.command).toContain('none')
    expect(created?.options.env).toMatchObject({ DEBUG: 'False', MINE: 'a=b' })
    expect(created?.options.env?.['RSA_PRIVATE_KEY']).toMatch(/^-----BEGIN PRIVATE KEY-----\n/)
  })

  test('The verification shows the traceback of a failed import', async () => {
    const process = new FakeProcess()
      .on('image inspect', config)
      .on('docker cp', noKey)
      .on('import importlib', { code: 1, stderr: 'Traceback\nModuleNotFoundError: no module' })
      .on('{{.State', { stdout: 'true 0\n' })
    await expect(trial(process).seen).rejects.toMatchObject({
      reason: 'verify-failed',
      evidence: expect.stringContaining('ModuleNotFoundError') as string,
    })
    expect(process.lines.at(-1)).toMatch(/^docker rm/)
  })

  test('The verification shows the last output of a command that ends', async () => {
    const process = new FakeProcess()
      .on('image inspect', config)
      .on('docker cp', noKey)
      .on('import importlib', { code: 1, stderr: 'container is not running' })
      .on('{{.State', { stdout: 'false 3\n' })
      .on('docker logs', { stdout: 'no database\n' })
    await expect(trial(process).seen).rejects.toMatchObject({
      message: expect.stringContaining('ended with code 3') as string,
      evidence: 'no database',
    })
  })

  test('The verification names a command that ended during the import, which the engine says a moment later', async () => {
    const state = { stdout: 'true 0\n' }
    const process = new FakeProcess()
      .on('image inspect', config)
      .on('docker cp', noKey)
      .on('import importlib', { code: 137 })
      .on('{{.State', state)
    const clock: Clock = {
      now: () => 0,
      sleep: (seconds) => {
        if (seconds > 1) return new Promise(() => {})
        state.stdout = 'false 3\n'
        return Promise.resolve()
      },
    }
    await expect(verifyImage({ ...fakeRunner({ process }), clock }, wish)).rejects.toThrow(
      'ended with code 3',
    )
  })

  test('The verification warns of a key in the image', async () => {
    const process = new FakeProcess().on('image inspect', config).on('HTTPConnection', { stdout: '200' })
    const { seen, runner } = trial(process)
    await seen
    expect(process.lines).toContainEqual(
      expect.stringMatching(/^docker cp verify-\w+:\/app\/\.jwt_key\.pem -$/),
    )
    expect(runner.log.lines.join()).toContain('warning: The image holds a private key, /app/.jwt_key.pem')
  })

  test('The verification at its deadline shows the last output of the container', async () => {
    const process = new FakeProcess()
      .on('image inspect', config)
      .on('docker cp', noKey)
      .on('HTTPConnection', { code: 1 })
      .on('{{.State', { stdout: 'true 0\n' })
      .on('docker logs', { stdout: 'waiting for the database\n' })
    // The deadline comes while the first pause lasts.
    let over = (): void => {}
    const clock: Clock = {
      now: () => 0,
      sleep: (seconds, signal) =>
        new Promise((resolve, reject) => {
          if (seconds > 1) over = resolve
          else over()
          signal?.addEventListener('abort', () => reject(signal.reason as Error))
        }),
    }
    await expect(verifyImage({ ...fakeRunner({ process }), clock }, wish)).rejects.toMatchObject({
      message: 'The fresh image was not ready within 60 s.',
      evidence: 'waiting for the database',
    })
  })

  test('An image without a command cannot be verified', async () => {
    const process = new FakeProcess().on('image inspect', { stdout: '{"Cmd":null}' })
    await expect(trial(process).seen).rejects.toThrow(/no command to start/)
  })
})
