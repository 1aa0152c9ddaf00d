import type { ComposeModel } from '../model/project/project.ts'
import type { NamedRoles } from '../model/project/roles.ts'
import { appServices, runsSameImage } from './app.ts'
import { roleLabel } from './labels.ts'

/** The key that sets a service's role in the Compose file: `x-saleor-deploy: {role: web}`. */
export const roleKey = 'x-saleor-deploy'

/** The roles that a service can have in the Compose file. */
export const serviceRoles = ['web', 'worker', 'scheduler', 'job', 'accessory'] as const
type Role = (typeof serviceRoles)[number]

/** The settings of a service under the key. */
const settings = ['role', 'files']

/** An invalid role in the Compose file, and where it is. */
export interface RoleFault {
  text: string
  fix: string
  keys: string[]
}

/** A role as the Compose file spells it, before validation. */
interface DeclaredRole {
  service: string
  role: unknown
  keys: string[]
}

/** Combines the roles from inputs and Compose file, or returns what is wrong with them. Pure. */
export function rolesWithFile(
  model: ComposeModel,
  inputs: NamedRoles,
): { named: NamedRoles } | { fault: RoleFault } {
  const services = Object.keys(model.services)
  const said = services.flatMap((name) => saidOf(model, name))
  const fault = [
    ...services.map((name) => unknownSetting(model, name)),
    ...said.map((one) => faultOf(one, inputs, said)),
  ].find((one) => one !== undefined)
  if (fault !== undefined) return { fault }
  const are = (role: Role): string[] => said.filter((one) => one.role === role).map(({ service }) => service)
  const both = (named: readonly string[] = [], role: Role): string[] => [...new Set([...named, ...are(role)])]
  const lists = {
    workers: both(inputs.workers, 'worker'),
    schedulers: both(inputs.schedulers, 'scheduler'),
    jobs: are('job'),
    accessories: are('accessory'),
  }
  const kept = Object.fromEntries(Object.entries(lists).filter(([, names]) => names.length > 0))
  const others: NamedRoles = { ...inputs, ...kept }
  return withWeb(model, others, are('web'), said)
}

/** Of several services with the web role, picks as web the one that runs the app's image. */
function withWeb(
  model: ComposeModel,
  named: NamedRoles,
  web: readonly string[],
  said: readonly DeclaredRole[],
): { named: NamedRoles } | { fault: RoleFault } {
  const [only, second] = web
  if (only === undefined) return { named }
  const app = appServices(model, named)
  const ofApp = second === undefined ? [only] : web.filter((name) => app.includes(name))
  const [found, another] = named.web === undefined ? ofApp : [named.web]
  const keys = said.find(({ service }) => service === (another ?? second ?? only))?.keys ?? []
  if (found === undefined || another !== undefined)
    return {
      fault: {
        text: `${web.join(' and ')} each have the role web, and ${found === undefined ? 'none' : 'more than one'} of them is known to run the image of the app.`,
        fix: `Say which one is the web of the app with the web-service input, such as web-service: ${only}.`,
        keys,
      },
    }
  const same = web.find((name) => name !== found && runsSameImage(model, name, found))
  if (same !== undefined)
    return {
      fault: {
        text: `${same} has the role web as ${found} has it, and both run one image.`,
        fix: `Give ${same} another role, or scale ${found} with replicas.`,
        keys: said.find(({ service }) => service === same)?.keys ?? [],
      },
    }
  const otherWeb = [...new Set([...(named.otherWeb ?? []), ...web.filter((name) => name !== found)])]
  return { named: { ...named, web: found, ...(otherWeb.length === 0 ? {} : { otherWeb }) } }
}

function saidOf({ services }: ComposeModel, service: string): DeclaredRole[] {
  const { [roleKey]: key, labels } = services[service] ?? {}
  const label = labels?.[roleLabel]
  return [
    ...(saysRole(key) ? [{ service, role: roleIn(key), keys: [roleKey, 'role'] }] : []),
    ...(label === undefined ? [] : [{ service, role: label, keys: ['labels', roleLabel] }]),
  ].map((one) => ({ ...one, keys: ['services', service, ...one.keys] }))
}

/** A setting that nothing reads, often a slip of the pen. */
function unknownSetting({ services }: ComposeModel, service: string): RoleFault | undefined {
  const key = services[service]?.[roleKey]
  if (typeof key !== 'object' || key === null) return undefined
  const unknown = Object.keys(key).find((name) => !settings.includes(name))
  return unknown === undefined
    ? undefined
    : {
        text: `${service} has ${roleKey} with ${JSON.stringify(unknown)}, which is no setting.`,
        fix: `It has ${settings.join(' and ')}.`,
        keys: ['services', service, roleKey, unknown],
      }
}

/** The key may ask for the file server alone, and leave the role to be found. */
function saysRole(key: unknown): boolean {
  return key !== undefined && key !== null && !(typeof key === 'object' && 'files' in key && !('role' in key))
}

function roleIn(key: unknown): unknown {
  return typeof key === 'object' ? (key as { role?: unknown }).role : key
}

function faultOf(
  { service, role, keys }: DeclaredRole,
  inputs: NamedRoles,
  all: readonly DeclaredRole[],
): RoleFault | undefined {
  if (!serviceRoles.includes(role as Role))
    return {
      text: `${service} has the role ${JSON.stringify(role) ?? 'of nothing'}, which is none.`,
      fix: `Write ${roleKey}: {role: …} with one of ${serviceRoles.join(', ')}.`,
      keys,
    }
  const other = all.find((one) => one.service === service && one.role !== role)
  if (other !== undefined)
    return {
      text: `${service} has two roles: ${String(role)} and ${String(other.role)}.`,
      fix: 'Say one of them, once.',
      keys,
    }
  const byInput = inputRole(service, inputs)
  return byInput === undefined || byInput[1] === role
    ? undefined
    : {
        text: `${service} has the role ${String(role)} here, and the input ${byInput[0]} names it as well.`,
        fix: `Say the same in both, or take ${service} out of ${byInput[0]}.`,
        keys,
      }
}

function inputRole(service: string, inputs: NamedRoles): [input: string, role: Role] | undefined {
  if (inputs.web === service) return ['web-service', 'web']
  if (inputs.otherWeb?.includes(service) === true) return ['images', 'web']
  if (inputs.workers?.includes(service) === true) return ['worker-services', 'worker']
  return inputs.schedulers?.includes(service) === true ? ['scheduler-services', 'scheduler'] : undefined
}
