/** The names of the services in each role. */
export interface Roles {
  web: string
  /** Further web services with public ports, each with its own image; undefined in releases of earlier versions. */
  otherWeb?: string[]
  workers: string[]
  schedulers: string[]
  /** Services of the app that run once and end (`manage.py migrate`); the deploy does their work itself. */
  jobs: string[]
  accessories: string[]
}

/** Roles as the inputs name them; other services are classified by command and image. */
export interface NamedRoles {
  web?: string | undefined
  /** The further web services. */
  otherWeb?: string[]
  workers?: string[]
  schedulers?: string[]
  /** Only the Compose file can set these two. */
  jobs?: string[]
  accessories?: string[]
}
