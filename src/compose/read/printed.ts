import type { ComposeModel, ComposeService } from '../../model/project/project.ts'

/**
 * Corrects the printed model so that Compose on the host understands it. Measured: Compose 2.26 to 2.40 prints the
 * entries of `blkio_config` with capital letters, then rejects them; 2.40 prints the mode of a config or secret as
 * "0440", which 2.26 reads as a decimal number. All of them accept a number.
 */
export function asWritten(model: ComposeModel): ComposeModel {
  const services = Object.entries(model.services).map(([name, service]) => [name, mended(service)])
  return { ...model, services: Object.fromEntries(services) as ComposeModel['services'] }
}

/**
 * Says of each bind mount whether Docker creates a missing path. Compose 2 leaves out `create_host_path: false` and
 * Compose 5 leaves out `true` (compose-go 2.10), so that the same file is printed in two ways, and an older Compose on
 * the host would read what a newer one printed as the opposite.
 * @param version of the Compose that printed the model
 */
export function withPathCreation(model: ComposeModel, version: string): ComposeModel {
  const isMade = Number.parseInt(version, 10) >= 5
  const services = Object.entries(model.services).map(([name, service]) => {
    const volumes = service.volumes?.map((one) =>
      one.type === 'bind' && isObject(one.bind)
        ? { ...one, bind: { create_host_path: isMade, ...one.bind } }
        : one,
    )
    return [name, volumes === undefined ? service : { ...service, volumes }]
  })
  return { ...model, services: Object.fromEntries(services) as ComposeModel['services'] }
}

function mended(service: ComposeService): ComposeService {
  const { blkio_config: throttled } = service
  return {
    ...service,
    ...(isObject(throttled)
      ? { blkio_config: mapValues(throttled, (one) => listOf(one, withSmallKeys)) }
      : {}),
    ...(service.configs === undefined ? {} : { configs: listOf(service.configs, withNumber) }),
    ...(service.secrets === undefined ? {} : { secrets: listOf(service.secrets, withNumber) }),
  }
}

type Values = Record<string, unknown>

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listOf(value: unknown, change: (one: Values) => Values): unknown {
  return Array.isArray(value) ? value.map((one: unknown) => (isObject(one) ? change(one) : one)) : value
}

function mapValues(values: Values, change: (value: unknown) => unknown): Values {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]))
}

function withSmallKeys(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key.toLowerCase(), value]))
}

function withNumber(values: Values): Values {
  const { mode } = values
  return typeof mode === 'string' && /^0?[0-7]+$/.test(mode)
    ? { ...values, mode: Number.parseInt(mode, 8) }
    : values
}
