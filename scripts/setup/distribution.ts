import { existsSync, readFileSync } from 'node:fs'

/** The Linux distribution this machine runs. */
export type Distribution = { id: string; codename: string; name: string }

/** Reads /etc/os-release; `undefined` on anything that has none. */
export function readDistribution(file = '/etc/os-release'): Distribution | undefined {
  if (!existsSync(file)) return undefined
  return parseDistribution(readFileSync(file, 'utf8'))
}

/** Reads the text of an os-release file. */
export function parseDistribution(text: string): Distribution {
  const field = (key: string) => new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(text)?.[1] ?? ''
  return { id: field('ID'), codename: field('VERSION_CODENAME'), name: field('PRETTY_NAME') }
}
