import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { network } from '../../test/sandbox/names.ts'
import type { Server } from '../../test/sandbox/sandbox.ts'

/** What docs/monitoring.md says of the log driver `syslog`, tried on a server; returns what is not so. */
export async function tryShippedLogs(server: Server): Promise<string[]> {
  const socket = createSocket('udp4').bind(0, '0.0.0.0')
  await once(socket, 'listening')
  const heard: string[] = []
  socket.on('message', (message) => heard.push(message.toString()))
  const runner = `${network.subnet.replace(/\.0\/24$/, '.1')}:${socket.address().port}`
  const run = async (name: string, address: string): Promise<number> => {
    const options = [`syslog-address=${address}`, 'tag={{.Name}}', 'mode=non-blocking']
    const { code } = await server.docker([
      ...['run', '--name', name, '--log-driver', 'syslog', ...options.flatMap((one) => ['--log-opt', one])],
      ...['--entrypoint', 'echo', 'postgres:15', 'a line of the shop'],
    ])
    return code
  }
  const wrong: string[] = []
  if ((await run('shipped', `udp://${runner}`)) !== 0)
    wrong.push('a container that ships its log does not start')
  for (let tries = 0; heard.length === 0 && tries < 100; tries++) await sleep(100)
  if (!heard.some((line) => /shipped.*: a line of the shop/.test(line)))
    wrong.push(`the log server does not get the line with the name of its container: ${heard.join()}`)
  const { stdout } = await server.docker(['logs', 'shipped'])
  if (stdout.trim() !== 'a line of the shop') wrong.push('docker logs does not show what was shipped')
  socket.close()
  await once(socket, 'close')
  if ((await run('lost', `udp://${runner}`)) !== 0)
    wrong.push('a log server that is down keeps a container from its start')
  if ((await run('refused', `tcp://${runner}`)) === 0)
    wrong.push('TCP starts a container without a log server')
  await server.docker(['rm', '--force', 'shipped', 'lost', 'refused'])
  return wrong
}
