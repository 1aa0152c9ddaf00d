/** A file or folder of the repository with its content. */
export interface Tree {
  isFolder: boolean
  /** Paths below the folder, parents first. */
  folders: readonly string[]
  files: readonly TreeFile[]
}

/** A file; its path is empty when it is the whole tree. */
export interface TreeFile {
  path: string
  executable: boolean
  content: Uint8Array
}

/** Why a file or folder can't go to the hosts, and the fix. */
export interface Obstacle {
  text: string
  fix: string
}

/** A text from the repository that a service receives as a mount or in its build. */
export interface GivenText {
  service: string
  /** Relative to the workspace. */
  file: string
  text: string
}

/** The runner's files and variables that the project names. */
export interface Checkout {
  /**
   * Files and folders of the repository, or why they can't go to the hosts, by their paths on the host. Paths that are
   * not listed here are the server's own data.
   */
  trees: ReadonlyMap<string, Tree | Obstacle>
  texts: readonly GivenText[]
  /** Values of the variables that `environment:` of configs and secrets names. */
  variables: ReadonlyMap<string, string>
}

/** A checkout with nothing that the project names. */
export const emptyCheckout: Checkout = { trees: new Map(), texts: [], variables: new Map() }
