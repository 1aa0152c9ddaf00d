import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ShopVariant } from '../../test/sandbox/sandbox.ts'
import { assembleShop } from '../../test/sandbox/shop.ts'

const examples = join(import.meta.dirname, '../../workflows-examples')

/** The example workflows in the repository. */
export const workflows = ['pipeline.yml', 'one-step.yml', 'release.yml', 'rollback.yml'] as const

/** A team's Git repository: the sample shop with our unchanged example workflows and Compose file. */
export interface ShopRepository {
  readonly folder: string
  /** Replaces the sources with a variant of the shop, adds more files, and commits; returns the commit. */
  commit(variant: ShopVariant, more?: Readonly<Record<string, string>>): string
  /** Tags the newest commit. */
  tag(name: string): void
  remove(): void
}

/** Creates an empty repository. */
export function makeShopRepository(): ShopRepository {
  const folder = mkdtempSync(join(tmpdir(), 'shop-repository-'))
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
      encoding: 'utf8',
    }).trim()
  git('init', '--quiet', '--initial-branch=main')
  return {
    folder,
    commit(variant, more = {}) {
      for (const name of readdirSync(folder))
        if (name !== '.git') rmSync(join(folder, name), { recursive: true })
      const sources = mkdtempSync(join(tmpdir(), 'shop-sources-'))
      assembleShop(variant, sources)
      cpSync(sources, folder, { recursive: true })
      rmSync(sources, { recursive: true })
      mkdirSync(join(folder, '.github/workflows'), { recursive: true })
      for (const workflow of workflows)
        copyFileSync(join(examples, workflow), join(folder, '.github/workflows', workflow))
      copyFileSync(join(examples, 'docker-compose.staging.yml'), join(folder, 'docker-compose.staging.yml'))
      for (const [name, text] of Object.entries(more)) writeFileSync(join(folder, name), text)
      git('add', '--all')
      git('commit', '--quiet', '--message', `The shop, ${variant}`)
      return git('rev-parse', 'HEAD')
    },
    tag: (name) => void git('tag', name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
