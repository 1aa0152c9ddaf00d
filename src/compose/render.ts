import type { ComposeModel } from './model.ts'
import type { Roles } from './roles.ts'

/** What a release adds to the project. */
export interface RenderOptions {
  /** `repository@sha256:…` */
  image: string
  release: string
  /** Containers of web; without it what the Compose file says. */
  replicas?: number | undefined
  edgeImage: string
  hostFolder: string
}

/** The Compose model of one release, ready to be written as JSON and used by `docker compose -f` on the host. */
export function renderRelease(model: ComposeModel, _roles: Roles, _options: RenderOptions): ComposeModel {
  return model
}

/** Identifies the content of a release apart from its id: SHA-256 over the model without the release labels. */
export function fingerprint(_model: ComposeModel): string {
  return ''
}
