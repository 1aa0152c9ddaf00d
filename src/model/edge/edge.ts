import type { FileServer } from './file-server.ts'

/** The edge's settings that don't change from release to release. */
export interface EdgeSettings {
  /** The port that web listens on; the edge takes it over. */
  port: number
  healthPath: string
  /** The Host header of the health check; Django answers 400 when it is not in ALLOWED_HOSTS. */
  healthHost: string
  /** The path that tells a balancer in front whether the edge accepts requests: 200, or 503 while it drains. */
  readinessPath: string
  /** The further web services behind the edge, each on its own port; undefined for none. */
  otherWeb?: readonly OtherWeb[]
  /** What the file server answers; undefined when there is none. */
  files?: FileServer
}

/** A further web service, as the edge reaches it. */
export interface OtherWeb {
  service: string
  /** The port of its containers. */
  port: number
  /** The port that the edge listens on for it, inside the edge's container. */
  listen: number
  /** The port on the host. */
  publicPort: number
  healthPath: string
}

/** A web container that gets requests from the edge. Slots are the edge's servers, with fixed number and names. */
export interface Upstream {
  slot: string
  /** The further web service that it belongs to; undefined for web, whose slots have their own numbers. */
  service?: string
  /** The container's name: Docker's DNS resolves it, and unlike the address it survives a reboot. */
  container: string
  release: string
  /** Set for a container that runs without requests: the previous release, kept for a fast rollback. */
  warm?: true
}

/** What visitors see while the shop is closed, and which clients are still let in. */
export interface Maintenance {
  /** Addresses and networks of clients that still reach web. */
  allow: readonly string[]
  /** The page as HTML; empty for the default page. */
  page: string
  /** Seconds after which clients may retry. */
  retryAfter: number
}
