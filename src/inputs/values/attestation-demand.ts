import { BadValue, type InputSpec, lines } from '../contract.ts'

/** Which repositories must have built and attested the images. */
export interface AttestationDemand {
  /** `owner/repo`; undefined for the repository of the run. */
  repository: string | undefined
  /** Other repositories, by the service whose image they build. */
  services: Readonly<Record<string, string>>
}

/** `true` for the repository of the run, `owner/repo` for another, and lines `service=owner/repo`; undefined for `false`. */
export function attestationDemand(): InputSpec<AttestationDemand | undefined> {
  const list = lines({
    default: 'false',
    each: [
      /^(true|false|([\w.-]+=)?[\w.-]+\/[\w.-]+)$/i,
      'true, false, a repository owner/repo, or lines such as storefront=owner/repo',
    ],
  })
  return { ...list, absent: undefined, parse: (raw) => read(list.parse(raw)) }
}

function read(entries: readonly string[]): AttestationDemand | undefined {
  const plain = entries.filter((line) => !line.includes('='))
  const named = entries
    .filter((line) => line.includes('='))
    .map((line) => line.split('=') as [string, string])
  const [one = 'true'] = plain
  const isOff = one.toLowerCase() === 'false'
  if (
    plain.length > 1 ||
    new Set(named.map(([name]) => name)).size < named.length ||
    (isOff && named.length > 0)
  )
    throw new BadValue('one line true or owner/repo, and one line service=owner/repo for each further image')
  if (isOff) return undefined
  return {
    repository: one.toLowerCase() === 'true' ? undefined : one,
    services: Object.fromEntries(named),
  }
}
