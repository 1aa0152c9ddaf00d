import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parse } from 'yaml'
import type { Contract } from '../../src/inputs/contract.ts'
import type { ActionManifest } from './manifest-rules.ts'

/** Where the repository is. */
export const root = join(import.meta.dirname, '../..')

/** A file of the project, by its path from the root. */
export interface SourceFile {
  path: string
  text: string
}

/** Every file that matches. */
export async function files(...patterns: string[]): Promise<SourceFile[]> {
  const paths = globSync(patterns, { cwd: root }).sort()
  return await Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })),
  )
}

/** The contract that `src/inputs/<name>.ts` exports, under whatever name. */
export async function contractOf(name: string): Promise<Contract> {
  const module = (await import(pathToFileURL(join(root, 'src/inputs', `${name}.ts`)).href)) as object
  const contracts = Object.values(module).filter(isContract)
  const [contract] = contracts
  if (contract === undefined || contracts.length > 1)
    throw new Error(`src/inputs/${name}.ts exports ${contracts.length} contracts, not one`)
  return contract
}

/** The action.yml at the public path of an action. */
export async function manifestOf(name: string): Promise<ActionManifest> {
  return parse(await readFile(join(root, name, 'action.yml'), 'utf8')) as ActionManifest
}

function isContract(value: unknown): value is Contract {
  return typeof value === 'object' && value !== null && 'inputs' in value && 'outputs' in value
}
