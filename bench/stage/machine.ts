import { cpus, loadavg, totalmem } from 'node:os'
import type { Server } from '../../test/sandbox/sandbox.ts'

/** The machine and its load, as one line for below a table. */
export async function machineLine(server: Server): Promise<string> {
  const [engine, compose] = await Promise.all([
    server.docker(['version', '--format', '{{.Server.Version}}']),
    server.docker(['compose', 'version', '--short']),
  ])
  const memory = Math.round(totalmem() / 2 ** 30)
  return (
    `${cpus().length} cores for runner, load and servers together (${cpus()[0]?.model.trim()}), ${memory} GiB, ` +
    `Docker Engine ${engine.stdout.trim()}, Compose ${compose.stdout.trim()}, Node ${process.version}; ` +
    `load average ${loadavg()
      .map((one) => one.toFixed(1))
      .join(' ')}; ${new Date().toISOString().slice(0, 10)}`
  )
}
