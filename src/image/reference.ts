/** Where an image lives: `ghcr.io/shop/backend:1.4.2`, `shop/backend` (Docker Hub), `localhost:5000/shop@sha256:…`. */
export interface Reference {
  /** As `docker login` wants it; `docker.io` is Docker Hub. */
  registry: string
  /** Without the registry; `library/redis` for Docker Hub's own. */
  repository: string
  /** What people write: registry and repository, Docker Hub's registry left out if it was. */
  name: string
  tag?: string
  digest?: string
}

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const namePattern = new RegExp(
  `^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\\d+)?/|\\[[0-9a-f:]+\\](?::\\d+)?/)?${component}(?:/${component})*$`,
)

/** A tag's rule in the distribution specification. */
export const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/

/** A digest as registries give it. */
export const digestPattern = /^sha256:[0-9a-f]{64}$/

/** Takes a reference apart by Docker's rules; undefined when it isn't one. */
export function parseReference(text: string): Reference | undefined {
  const [, rest = '', digest] = /^([^@]*)(?:@(.+))?$/.exec(text) ?? []
  const [, name = '', tag] = /^(.*?)(?::([^:/]+))?$/.exec(rest) ?? []
  if (!namePattern.test(name)) return undefined
  if (tag !== undefined && !tagPattern.test(tag)) return undefined
  if (digest !== undefined && !digestPattern.test(digest)) return undefined
  return {
    ...registryOf(name),
    name,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  }
}

/** The first part is a registry when it looks like a host; `shop/backend` is on Docker Hub. */
function registryOf(name: string): { registry: string; repository: string } {
  const [first = '', ...others] = name.split('/')
  const isHost = others.length > 0 && (/[.:]/.test(first) || first === 'localhost')
  if (isHost && first !== 'docker.io' && first !== 'index.docker.io')
    return { registry: first, repository: others.join('/') }
  const path = isHost ? others : [first, ...others]
  return { registry: 'docker.io', repository: path.length === 1 ? `library/${path[0]}` : path.join('/') }
}
