import { existsSync, readFileSync } from 'node:fs'

/** This machine's Linux distribution. */
export type Distribution = { id: string; codename: string; name: string }

/** Reads /etc/os-release; `undefined` on a machine without one. */
export function readDistribution(file = '/etc/os-release'): Distribution | undefined {
  if (!existsSync(file)) return undefined
  return parseDistribution(readFileSync(file, 'utf8'))
}

/** Parses the text of an os-release file. */
export function parseDistribution(text: string): Distribution {
  const field = (key: string) => new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(text)?.[1] ?? ''
  return { id: field('ID'), codename: field('VERSION_CODENAME'), name: field('PRETTY_NAME') }
}
