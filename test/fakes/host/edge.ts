import type { Answer, Perform } from './commands.ts'
import type { Machine } from './machine.ts'

/** Whether a container of the edge is there to be asked. */
function isUp(machine: Machine, name = ''): boolean {
  const one = machine.container(name)
  return one !== undefined && machine.stateOf(one) === 'running'
}

/** HAProxy's runtime API for those who look. */
export const ask: Perform = (machine, [name, command = '']) => {
  if (!isUp(machine, name)) return { code: 1 }
  if (!command.startsWith('show stat')) return { stdout: 'Pid: 8\n' }
  const look = ++machine.looks
  const rows = [...machine.slots].map(([slot, { container, state }]) => {
    const one = machine.container(container)
    const share = one === undefined ? 0 : (machine.behaviourOf(one).failsPercent ?? 0)
    const status = { ready: machine.answers(one) ? 'UP' : 'DOWN', drain: 'DRAIN', maint: 'MAINT' }[state]
    const [name, server] = slot.includes('/') ? slot.split('/') : ['web', slot]
    return `${name},${server},${status},0,${look * (100 - share)},${look * share}\n`
  })
  return { stdout: `# pxname,svname,status,scur,hrsp_2xx,hrsp_5xx\n${rows.join('')}` }
}

/** HAProxy's runtime API for those who change something; an edge that is gone needs no change. */
export const edge: Perform = (machine, [name, commands = '']) => {
  if (!isUp(machine, name)) return {}
  for (const command of commands.split('; ')) change(machine, command)
  return {}
}

function change(machine: Machine, command: string): void {
  const [, place = '', what, value = ''] = /^set server (\S+) (\S+) (\S+)/.exec(command) ?? []
  const [backend = '', name = ''] = place.split('/')
  if (backend === 'shop') machine.isOpen = value === 'ready'
  if (backend === 'balancer') machine.isWanted = value === 'ready'
  if (backend !== 'web' && !backend.startsWith('web-')) return
  const server = backend === 'web' ? name : place
  const slot = machine.slots.get(server) ?? { container: '', state: 'maint' as const, knownAt: 0 }
  if (what === 'fqdn' && slot.container !== value)
    machine.slots.set(server, { ...slot, container: value, knownAt: machine.world.clock.now() + 2000 })
  if (what === 'state') machine.slots.set(server, { ...slot, state: value as typeof slot.state })
  if (value === 'ready') machine.busy.add(slot.container)
}

export const reload: Perform = (machine, [name]) => {
  if (isUp(machine, name)) machine.loadEdge()
  return {}
}

/** Whether the slots lead to where they shall. */
export const placed: Perform = (machine, [name, , ...places]) => {
  if (!isUp(machine, name)) return {}
  const missing = places.find((place) => {
    const [slot = '', container] = place.split('=')
    return machine.slots.get(slot)?.container !== container
  })
  for (const place of places) {
    const slot = machine.slots.get(place.split('=')[0] ?? '')
    if (slot !== undefined) slot.knownAt = 0
  }
  if (missing === undefined) return {}
  return { code: 1, stdout: `the edge does not find the address of ${missing.split('=')[1]}` }
}

/** Requests in flight come to their end. */
export const drain: Perform = (machine, [, , ...slots]) => {
  for (const slot of slots) machine.busy.delete(machine.slots.get(slot)?.container ?? '')
  return {}
}

/** The way that requests take, without a request. */
export const probe: Perform = (machine, [name, , , , ...addresses]): Answer => {
  if (!isUp(machine, name)) return { code: 1 }
  const rows = addresses.map((address) => {
    const one = machine.containers.find((other) => other.address === address)
    return `${address} ${machine.answers(one) ? '200' : '-'}\n`
  })
  return { stdout: rows.join('') }
}
