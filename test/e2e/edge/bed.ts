import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { renderConfig, renderMap } from '../../../src/edge/config.ts'
import { configFolder, idleName } from '../../../src/edge/names.ts'
import { remove } from '../../sandbox/container.ts'
import { docker, tryDocker } from '../../sandbox/docker.ts'
import { imageTag } from '../../sandbox/images.ts'
import { network, prefix, stateFolder } from '../../sandbox/names.ts'

/** Where something listens. */
export interface Place {
  host: string
  port: number
}

/** An app, and an edge in front of it. */
export interface Bed {
  direct: Place
  edge: Place
  /** Has the edge read another configuration, as a deploy does; resolves when a new process answers by it. */
  reload(config: string): Promise<void>
  config: string
  /** Resident memory of all of the edge's processes, in bytes. */
  memory(): Promise<number>
  close(): Promise<void>
}

const commands = {
  echo: [
    'uvicorn',
    '--app-dir',
    '/app',
    '--host',
    '0.0.0.0',
    '--port',
    '8000',
    '--no-access-log',
    'echo:app',
  ],
  scripted: ['python3', '/app/scripted.py'],
}

/** With EDGE_IMAGE another HAProxy than the sandbox's is tried. */
const image = process.env.EDGE_IMAGE ?? imageTag('haproxy')

/** Starts an app and an edge with the configuration that a deploy writes; `change` is made to its text. */
export async function openBed(
  app: keyof typeof commands,
  change: (config: string) => string = (config) => config,
  name: string = app,
): Promise<Bed> {
  const [appName, edgeName] = [`${prefix}-bed-${name}-app`, `${prefix}-bed-${name}-edge`]
  const folder = join(stateFolder, 'beds', name)
  const settings = { port: 8000, healthPath: '/health/', healthHost: 'localhost', readinessPath: '/ready' }
  const upstreams = [{ slot: 's1', container: appName, release: 'r1' }]
  const config = change(renderConfig(settings, upstreams))
  const write = (text: string): void => writeFileSync(join(folder, 'haproxy.cfg'), text)
  mkdirSync(folder, { recursive: true })
  write(config)
  writeFileSync(join(folder, 'releases.map'), renderMap(upstreams))
  await remove([appName, edgeName])
  const start = ['run', '--detach', '--label', prefix, '--network', network.name]
  await docker([
    ...[...start, '--name', appName, '--volume', `${import.meta.dirname}:/app:ro`],
    ...[imageTag('saleor-base'), ...commands[app]],
  ])
  await docker([
    ...[...start, '--name', edgeName, '--network-alias', idleName],
    ...['--volume', `${folder}:${configFolder}:ro`, image],
  ])
  const place = async (container: string): Promise<Place> => {
    const format = `{{(index .NetworkSettings.Networks "${network.name}").IPAddress}}`
    return { host: await docker(['inspect', '--format', format, container]), port: 8000 }
  }
  const bed: Bed = {
    ...{ direct: await place(appName), edge: await place(edgeName), config },
    async reload(text) {
      const before = await pid(edgeName)
      write(text)
      await docker(['exec', edgeName, 'bash', '-c', 'kill -USR2 1'])
      while ((await pid(edgeName).catch(() => before)) === before) await sleep(50)
    },
    async memory() {
      const sum = `cat /proc/[0-9]*/status | awk '/^Name:/ { it = $2 } /^VmRSS:/ && it == "haproxy" { sum += $2 } END { print sum }'`
      return Number(await docker(['exec', edgeName, 'bash', '-c', sum])) * 1024
    },
    close: () => remove([appName, edgeName]),
  }
  for (let tries = 0; tries < 100; tries++) {
    const ready = await fetch(`http://${bed.edge.host}:8000/ready`).catch(() => undefined)
    if (ready?.status === 200) return bed
    await sleep(100)
  }
  throw new Error(`the edge does not start:\n${(await tryDocker(['logs', edgeName])).stdout}`)
}

/** The process that takes connections. */
async function pid(edgeName: string): Promise<string> {
  const ask = 'exec 3<>/dev/tcp/127.0.0.1/9999; echo show info >&3; sed -n "s/^Pid: //p" <&3'
  return await docker(['exec', edgeName, 'bash', '-c', ask])
}
