import { hostRoles, type PlacedHost, type Placement } from '../../model/placement.ts'
import { BadValue, type InputSpec, lines } from '../contract.ts'

/** The servers of a fleet, one a line, and what each of them runs where they differ. */
export function hostLines(options: { required?: true } = {}): InputSpec<PlacedHost[]> {
  const list = lines(options)
  return { ...list, parse: (raw) => list.parse(raw).map(readLine), absent: [] }
}

const address = /^((?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?|[0-9a-fA-F.]*(:[0-9a-fA-F.]*){2,})$/

function readLine(line: string): PlacedHost {
  const [name = '', ...words] = line.replaceAll(/\s*,\s*/g, ',').split(/\s+/)
  const bad = (why: string): BadValue =>
    new BadValue(
      `a list of name or name:port, one a line, each with role=${hostRoles.join(', role=')} or services=celery,celery-beat behind it where the hosts differ: ${JSON.stringify(line)}: ${why}`,
    )
  if (!address.test(name)) throw bad(`${JSON.stringify(name)} is no name and no name:port`)
  const placement: Placement = {}
  for (const word of words) {
    const [, key, value = ''] = /^(role|services)=(.*)$/.exec(word) ?? []
    if (key === undefined) throw bad(`${JSON.stringify(word)} is neither role=… nor services=…`)
    if (key in placement) throw bad(`${key}= stands there twice`)
    if (key === 'role') placement.role = roleOf(value, bad)
    else placement.services = servicesOf(value, bad)
  }
  return words.length === 0 ? { name } : { name, placement }
}

function roleOf(value: string, bad: (why: string) => BadValue): NonNullable<Placement['role']> {
  const role = hostRoles.find((one) => one === value)
  if (role === undefined) throw bad(`there is no role ${JSON.stringify(value)}`)
  return role
}

function servicesOf(value: string, bad: (why: string) => BadValue): string[] {
  const services = value.split(',')
  if (!services.every((one) => /^[\w.-]+$/.test(one)))
    throw bad(`services=${value} is not a list of names with commas between`)
  return services
}
