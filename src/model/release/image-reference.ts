/** An image's location: `ghcr.io/shop/backend:1.4.2`, `shop/backend` (Docker Hub), `localhost:5000/shop@sha256:…`. */
export interface Reference {
  /** As `docker login` expects it; `docker.io` is Docker Hub. */
  registry: string
  /** Without the registry; `library/redis` for Docker Hub's own images. */
  repository: string
  /** The name as written: registry and repository, without Docker Hub's registry if it was left out. */
  name: string
  tag?: string
  digest?: string
}

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const namePattern = new RegExp(
  `^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\\d+)?/|\\[[0-9a-f:]+\\](?::\\d+)?/)?${component}(?:/${component})*$`,
)

/** The pattern of tags in the distribution specification. */
export const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/

/** Parses a reference by Docker's rules; undefined for anything else. */
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

/** Splits the registry off. By Docker's rule the first part is a registry when it looks like a host; `shop/backend` is on Docker Hub. */
export function registryOf(name: string): { registry: string; repository: string } {
  const [first = '', ...others] = name.split('/')
  const isHost = others.length > 0 && (/[.:A-Z]/.test(first) || first === 'localhost')
  if (isHost && first !== 'docker.io' && first !== 'index.docker.io')
    return { registry: first, repository: others.join('/') }
  const path = isHost ? others : [first, ...others]
  return { registry: 'docker.io', repository: path.length === 1 ? `library/${path[0]}` : path.join('/') }
}

/** A digest in the form of registries. */
export const digestPattern = /^sha256:[0-9a-f]{64}$/

/** An image that is pulled as it is written, such as `haproxy:lts`: what Docker may refuse later, without a word for a shell. */
export const imagePattern = /^[a-z0-9][\w.:/-]*(@sha256:[0-9a-f]{64})?$/
