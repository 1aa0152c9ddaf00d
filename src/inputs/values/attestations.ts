import { BadValue, type InputSpec, lines } from '../contract.ts'

const words = ['provenance', 'sbom'] as const

/** The attestations that BuildKit can make. */
export type Attestation = (typeof words)[number]

/** A list of attestations, one a line or with commas between. */
export function attestationWords(): InputSpec<Attestation[]> {
  const list = lines()
  return {
    ...list,
    parse: (raw) =>
      list
        .parse(raw)
        .flatMap((line) => line.split(/[\s,]+/))
        .filter((word) => word !== '')
        .map((word) => words.find((one) => one === word) ?? unknown()),
    absent: [],
  }
}

function unknown(): never {
  throw new BadValue(`a list of ${words.join(', ')}`)
}
