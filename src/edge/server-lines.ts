import type { Upstream } from '../model/edge/edge.ts'
import { idleName } from './names.ts'
import { allSlots } from './upstreams.ts'

/** The server lines of a backend: one for each upstream, and the idle ones. */
export function serverLines(port: number, upstreams: readonly Upstream[]): string {
  return allSlots()
    .map((slot) => serverLine(slot, port, upstreams))
    .join('\n')
}

function serverLine(slot: string, port: number, upstreams: readonly Upstream[]): string {
  const upstream = upstreams.find((one) => one.slot === slot)
  if (upstream === undefined) return `  server ${slot} ${idleName}:${port} disabled`
  return `  server ${slot} ${upstream.container}:${port}${upstream.warm === true ? ' disabled' : ''}`
}
