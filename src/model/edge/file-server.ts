/** The service that a release adds to answer static files and uploads, when its Compose file asks for it. No project uses this name. */
export const fileServerService = 'saleor-deploy-files'

/** The port that it listens on inside the project's networks. */
export const fileServerPort = 8080

/** What the file server answers for a release. */
export interface FileServer {
  /** The URL paths that the edge sends to it, each with a slash at both ends. */
  paths: readonly string[]
  /** The folder of static files in the image; undefined when it serves only uploads. */
  folder?: string
}

/** The folder of static files on a host: a folder for each release, and links to those that are answered from. */
export function staticRoot(root: string): string {
  return `${root}/static`
}
