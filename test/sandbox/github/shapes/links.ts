import type { Repository } from '../state/repository.ts'

/** The addresses the stand-in's answers are full of. */
export interface Links {
  /** Root of the REST API. */
  readonly api: string
  /** Root of the web site. */
  readonly web: string
  /** A repository's own addresses, with `path` behind. */
  repo(repository: Repository, path?: string): string
  page(repository: Repository, path?: string): string
}

/** Addresses below the stand-in's own. */
export const createLinks = (api: string, web: string): Links => ({
  api,
  web,
  repo: ({ owner, name }, path = '') => `${api}/repos/${owner}/${name}${path}`,
  page: ({ owner, name }, path = '') => `${web}/${owner}/${name}${path}`,
})

/** The opaque id GitHub gives everything beside its number. */
export const nodeId = (kind: string, id: number | string): string =>
  Buffer.from(`${kind}:${id}`).toString('base64url')
