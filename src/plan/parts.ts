import { accessoryWork } from '../compose/accessory-work.ts'
import { containersOf, orphans } from '../model/observed.ts'
import { replicasOf } from '../model/project/project.ts'
import { formerContainers } from '../model/release/returning.ts'
import type { HostState } from '../model/step.ts'

/** What a deploy or rollback does with a service of the Compose file. */
export interface ServicePart {
  service: string
  role: 'web' | 'worker' | 'scheduler' | 'job' | 'accessory' | 'none'
  part: 'rolled' | 'replaced' | 'started' | 'left' | 'runs once' | 'not started' | 'removed'
  /** The reason, or what differs; empty when there is nothing to say. */
  note: string
  /** The hosts that this applies to. */
  hosts: string[]
}

/** Lists each service's part in a deploy or rollback, on all hosts; no service is left out. Pure. */
export function partsOf(targets: readonly HostState[]): ServicePart[] {
  const found = new Map<string, ServicePart>()
  for (const target of targets)
    for (const one of partsOn(target)) {
      const key = JSON.stringify([one.service, one.part, one.note])
      const known = found.get(key)
      const hosts = new Set([...(known?.hosts ?? []), target.observed.host])
      found.set(key, { ...one, hosts: [...hosts] })
    }
  return [...found.values()]
}

/** Formats the parts for the log, one line each. Pure. */
export function partsLines(targets: readonly HostState[]): string[] {
  const kinds = Map.groupBy(partsOf(targets), ({ part }) => part)
  return [...kinds].map(
    ([part, those]) => `${part}: ${those.map((one) => named(one, targets.length)).join(', ')}`,
  )
}

function named(one: ServicePart, hosts: number): string {
  const said = [one.note, one.hosts.length === hosts ? '' : `on ${one.hosts.join(', ')}`].filter(Boolean)
  return said.length === 0 ? one.service : `${one.service} (${said.join('; ')})`
}

type Part = Omit<ServicePart, 'hosts'>

const notInFile = 'the Compose file of this release does not have it'

function partsOn({ desired, observed }: HostState): Part[] {
  const { roles, model, schedules, rollback } = desired
  const rolled = (role: Part['role'], services: readonly string[], note: string): Part[] =>
    services.map((service) => ({
      ...{ service, role },
      ...(replicasOf(model.services[service] ?? {}) === 0
        ? { part: 'not started', note: '0 replicas' }
        : { part: 'rolled', note }),
    }))
  const { start, once, replace, left } = accessoryWork(desired, observed)
  const accessory = (service: string): Part => {
    const drift = [...replace, ...left].find((one) => one.service === service)
    const differs = drift === undefined ? '' : drift.differs.join(', ')
    const is = (part: Part['part'], note: string): Part => ({ service, role: 'accessory', part, note })
    if (replace.some((one) => one.service === service)) return is('replaced', differs)
    if (start.includes(service))
      return is('started', differs === '' ? '' : `as it is, though ${differs} differs`)
    if (once.includes(service)) return is('runs once', '')
    if (drift !== undefined) return is('left', `${differs}; ${drift.stateful ?? ''}`)
    if (replicasOf(model.services[service] ?? {}) === 0) return is('not started', '0 replicas')
    const ranBefore = rollback !== undefined && observed.containers.every((one) => one.service !== service)
    if (ranBefore) return is('left', 'runs once, in a deploy')
    const tells = containersOf(observed, service).some(({ definition = '' }) => definition !== '')
    return is('left', tells ? 'as it is wanted' : 'its image alone is compared')
  }
  return [
    ...rolled('web', [roles.web, ...(roles.otherWeb ?? [])], ''),
    ...rolled('worker', roles.workers, ''),
    ...roles.schedulers.map(
      (service): Part =>
        schedules
          ? { service, role: 'scheduler', part: 'rolled', note: '' }
          : { service, role: 'scheduler', part: 'not started', note: 'runs on another host' },
    ),
    ...roles.jobs.map(
      (service): Part => ({ service, role: 'job', part: 'not started', note: 'the deploy does its work' }),
    ),
    ...roles.accessories.map(accessory),
    // One that is an accessory now has its row there.
    ...formerContainers(desired, observed).flatMap(({ service }): Part[] =>
      service in model.services ? [] : [{ service, role: 'none', part: 'removed', note: notInFile }],
    ),
    ...orphans(desired, observed).map(
      (service): Part => ({ service, role: 'none', part: 'left', note: notInFile }),
    ),
  ]
}
