import { BadValue, type InputSpec, lines } from '../contract.ts'

/** Where services are asked whether they are well: web, and further web services by their names. */
export interface HealthPaths {
  web: string
  others: Readonly<Record<string, string>>
}

/** A path for web, and lines such as `storefront=/api/health` for further web services; the action's own default is web's. */
export function healthPaths(path: string): InputSpec<HealthPaths> {
  const each = lines({
    default: path,
    each: [/^([\w.-]+=)?\/\S*$/, 'a path that begins with /, or lines such as storefront=/health'],
  })
  return { ...each, absent: undefined, parse: (raw) => read(each.parse(raw), path) }
}

function read(entries: readonly string[], path: string): HealthPaths {
  const plain = entries.filter((line) => line.startsWith('/'))
  const named = entries.flatMap((line): [string, string][] => {
    const at = line.indexOf('=/')
    return line.startsWith('/') ? [] : [[line.slice(0, at), line.slice(at + 1)]]
  })
  const names = named.map(([name]) => name)
  if (plain.length > 1 || new Set(names).size < names.length)
    throw new BadValue('one path for web, and one line service=/path for each further web service')
  return { web: plain[0] ?? path, others: Object.fromEntries(named) }
}
