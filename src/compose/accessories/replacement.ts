import { type ComposeModel, type ComposeService } from '../../model/project/project.ts'
import { withDefinitions } from './definition-labels.ts'

/** An anonymous volume of a container: its name in the engine, and where it is mounted. */
export interface Anonymous {
  name: string
  target: string
}

/**
 * Returns the model for an accessory's new container, which is created beside the old one. Compose can't give a fixed
 * name to a second container, and keeps an anonymous volume only when it replaces the container itself. So the new
 * container is renamed later, and mounts the old one's anonymous volumes.
 */
export function replacementModel(
  model: ComposeModel,
  name: string,
  anonymous: readonly Anonymous[],
): ComposeModel {
  const services = withDefinitions(model, [name])
  const { container_name: _name, ...service } = services[name] ?? {}
  const volumes = anonymous.map(({ name: source, target }) => ({ type: 'volume', source, target }))
  const known = anonymous.map(({ name: volume }) => [volume, { name: volume, external: true }])
  return {
    ...model,
    services: {
      ...services,
      [name]: { ...service, ...(volumes.length === 0 ? {} : { volumes: withoutName(service, volumes) }) },
    },
    ...(known.length === 0 ? {} : { volumes: { ...model.volumes, ...Object.fromEntries(known) } }),
  }
}

function withoutName(
  { volumes = [] }: ComposeService,
  added: NonNullable<ComposeService['volumes']>,
): NonNullable<ComposeService['volumes']> {
  return [...volumes.filter(({ target }) => added.every((one) => one.target !== target)), ...added]
}

/** Whether the new container can't run beside the old one, because both need the same port, address or data folder. */
export function needsStop(service: ComposeService): boolean {
  return hasPort(service) || hasPlace(service)
}

/** Whether the new container can run beside the old one once its port is left out. */
export function canBeTried(service: ComposeService): boolean {
  return hasPort(service) && !hasPlace(service)
}

function hasPort({ ports = [] }: ComposeService): boolean {
  return ports.some(({ published = '' }) => published !== '' && published !== '0')
}

/** Whether the container has an address that no second container can have. */
function hasPlace({ networks = {}, network_mode, mac_address }: ComposeService): boolean {
  const isFixed = Object.values(networks).some((one) => {
    const settings = (one ?? {}) as Record<string, unknown>
    return ['ipv4_address', 'ipv6_address', 'mac_address'].some((key) => settings[key] !== undefined)
  })
  return isFixed || mac_address !== undefined || network_mode === 'host'
}
