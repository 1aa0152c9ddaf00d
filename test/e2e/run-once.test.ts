import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { runDist } from './run-dist.ts'
import { assertServesAlone, footprintOf } from './serves-alone.ts'
import { type ShopOnServer, shopOnServer, withoutMasks } from './shop-on-server.ts'
import { stagingInputs } from './staging.ts'

const sandbox = await openSandbox({ servers: 1 })
const [server] = sandbox.servers as [Server]
let shop: ShopOnServer

/** The guide's file with a service `init` that runs a script; each run leaves a line on the server. */
const init =
  (script: string, ...lines: string[]) =>
  (file: string): string => {
    const command = ['sh', '-c', `echo ran >>/ran/runs; ${script.replaceAll('$', '$$$$')}`]
    const service = [
      'init:',
      '  image: redis:7-alpine',
      `  command: ${JSON.stringify(command)}`,
      '  volumes: ["/srv/ran:/ran"]',
      ...lines.map((line) => `  ${line}`),
    ]
    return file.replace(
      '\nvolumes:\n',
      () => `\n${service.map((line) => `  ${line}\n`).join('')}\nvolumes:\n`,
    )
  }

/** Web starts only when `init` has ended well. */
const awaited = (file: string): string =>
  file.replace(
    '    depends_on:\n',
    '    depends_on:\n      init:\n        condition: service_completed_successfully\n',
  )

/** How often `init` has run since {@link forget}. */
async function runs(): Promise<number> {
  const { stdout } = await server.run(['sh', '-c', 'cat /srv/ran/runs 2>/dev/null | wc -l'])
  return Number(stdout)
}

async function forget(): Promise<void> {
  await server.run(['sh', '-c', 'rm -rf /srv/ran; mkdir -m 777 /srv/ran'])
}

async function initContainers(): Promise<string[]> {
  return (await footprintOf(server)).containers.flatMap(({ service, name, state }) =>
    service === 'init' ? [`${name} ${state}`] : [],
  )
}

beforeAll(async () => {
  await server.wipe()
  shop = await shopOnServer(sandbox, server)
})

describe('a service that nobody waits for', () => {
  const compose = init('true')

  test('A service that runs once may end with 0 in the first deploy', async () => {
    await forget()
    const ran = await shop.deploy('light-1', { compose })
    expect(ran.outputs['reason-code'], withoutMasks(ran.log)).toBe('done')
    expect(ran.summary).toMatch(/Ran once[^]*`init`[^]*ended well/)
    expect([await runs(), await initContainers()]).toEqual([1, ['saleor-init-1 exited']])
  })

  test('A service that runs once runs again in each deploy, and leaves no container', async () => {
    const ran = await shop.deploy('light-2', { compose })
    expect(ran.outputs['reason-code'], withoutMasks(ran.log)).toBe('done')
    expect(ran.log).toContain('Run init once')
    expect([await runs(), await initContainers()]).toEqual([2, []])
  })

  test('A service that runs once does not run if there is nothing to deploy, nor in a rollback', async () => {
    const again = await shop.deploy('light-2', { compose })
    expect(again.outputs['reason-code'], withoutMasks(again.log)).toBe('unchanged')
    const {
      host = '',
      environment: _environment,
      image: _image,
      ...inputs
    } = stagingInputs(server, sandbox, '', '')
    const back = await runDist('rollback', {
      inputs: { ...inputs, hosts: host, 'environment-name': 'staging' },
    })
    expect(back.outputs['reason-code'], withoutMasks(back.log)).toBe('done')
    expect([await runs(), await initContainers()]).toEqual([2, []])
  })

  test('A service that runs once and fails after the switch undoes the whole deploy', async () => {
    const before = await footprintOf(server)
    // It runs as long as the deploy is not about to commit: its health check alone would not tell.
    const failing = init('sleep 6; echo the bucket is not there; exit 3', 'restart: "no"')
    const ran = await shop.deploy('light-1', {
      compose: (text) => failing(text).replaceAll('  init:', '  seed:'),
      inputs: { bake: '12s' },
    })
    expect(ran.outputs['reason-code'], withoutMasks(ran.log)).toBe('start-failed')
    expect(ran.log).toContain('seed exited with code 3. Its last line: the bucket is not there')
    expect(await footprintOf(server)).toEqual(before)
  })
})

describe('a service that web waits for', () => {
  test('A service that web waits for ends before web starts, however long it takes', async () => {
    await forget()
    const ran = await shop.deploy('light-2', { compose: (text) => awaited(init('sleep 5')(text)) })
    expect(ran.outputs['reason-code'], withoutMasks(ran.log)).toBe('done')
    expect(ran.log).toMatch(/init ran once and ended well, after \d[^]*::debug::▶ Start 1 web/)
    expect([await runs(), await initContainers()]).toEqual([1, []])
    await assertServesAlone(server, ran.outputs.release ?? '')
  })

  test('A service that web waits for stops the deploy if it fails, with its own last line, and nothing is left', async () => {
    const before = await footprintOf(server)
    const compose = (text: string): string => awaited(init('echo the bucket is not there; exit 3')(text))
    const ran = await shop.deploy('light-1', { compose })
    expect(ran.outputs['reason-code'], withoutMasks(ran.log)).toBe('start-failed')
    expect(ran.log).toContain('init exited with code 3. Its last line: the bucket is not there')
    expect(ran.summary).toContain('the bucket is not there')
    expect(await footprintOf(server)).toEqual(before)
  })

  test('A service that web waits for is started again when it fails, as often as its file says', async () => {
    await forget()
    const second = 'test $(wc -l </ran/runs) -ge 2'
    const compose = (text: string): string => awaited(init(second, 'restart: on-failure:2')(text))
    const ran = await shop.deploy('light-1', { compose })
    expect(ran.outputs['reason-code'], withoutMasks(ran.log)).toBe('done')
    expect(await runs()).toBe(2)
    const never = (text: string): string => awaited(init('exit 4', 'restart: on-failure:2')(text))
    const failed = await shop.deploy('light-2', { compose: never })
    expect(failed.log).toContain('init exited with code 4')
    expect([failed.outputs['reason-code'], await runs()]).toEqual(['start-failed', 5])
  })
})

test('A migration runs in a container without the health check, the ports and the labels of web', async () => {
  const gate = 'until [ -e /ran/open ]; do sleep 0.2; done; echo No planned migration operations'
  await forget()
  const run = await shop.start('light-1', {
    compose: (text) =>
      text.replace(
        '  web:\n',
        '  web:\n    volumes: ["/srv/ran:/ran"]\n    labels: {autoheal: "true", traefik.enable: "true"}\n',
      ),
    inputs: { 'migrate-command': `sh -c "${gate}"` },
  })
  const failed = run.finished.then(({ log }) => Promise.reject(new Error(withoutMasks(log))))
  const migrating = await Promise.race([untilThere('name=saleor-migrate-'), failed])
  failed.catch(() => {})
  await server.run(['touch', '/srv/ran/open'])
  const ran = await run.finished
  const { Config, HostConfig } = migrating
  expect(Config.Healthcheck).toEqual({ Test: ['NONE'] })
  expect(HostConfig.PortBindings ?? {}).toEqual({})
  expect(HostConfig.RestartPolicy.Name).toMatch(/^(no)?$/)
  expect(Object.keys(Config.Labels).filter((name) => /autoheal|traefik/.test(name))).toEqual([])
  expect(Config.Labels['saleor-deploy.role']).toBe('one-off')
  expect(Config.Env.some((one) => one.startsWith('DATABASE_URL='))).toBe(true)
  expect(ran.outputs['reason-code'], withoutMasks(ran.log)).toBe('done')
})

/** A container as the engine describes it. */
interface Inspected {
  Config: { Healthcheck?: { Test: string[] }; Labels: Record<string, string>; Env: string[] }
  HostConfig: { PortBindings: Record<string, unknown> | null; RestartPolicy: { Name: string } }
}

/** Waits for the first container that fits a filter. */
async function untilThere(filter: string): Promise<Inspected> {
  for (;;) {
    const { stdout: id } = await server.docker(['ps', '-q', '--filter', filter])
    const { code, stdout } = await server.docker(['container', 'inspect', id.trim() || 'not-yet'])
    if (code === 0) return (JSON.parse(stdout) as [Inspected])[0]
    await sleep(200)
  }
}
