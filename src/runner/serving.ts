/** What a host serves, as far as a run knows it. */
export interface Service {
  /**
   * `serves`: web of the live release receives requests. `live`: only the record was read. `closed`: customers get the
   * maintenance page. `background`: the live release has workers there and no web. `down`: a release is live and no web of it runs. `by-hand`: containers without a release.
   * `nothing`: no release is live. `unknown`: the host could not be inspected.
   */
  state: 'serves' | 'live' | 'closed' | 'background' | 'down' | 'by-hand' | 'nothing' | 'unknown'
  /** The live release; for `unknown` the one that the host rolls back to by itself. */
  release?: string | undefined
  /** Its version, for people; undefined when it has none. */
  version?: string | undefined
}

/** What each host serves, updated at each observation and change, so that every end of a run can report it. */
export class Serving {
  readonly hosts = new Map<string, Service>()

  /** The newest state of a host counts. */
  note(host: string, service: Service): void {
    this.hosts.set(host, service)
  }

  /** Leaves out a host that another one answers for. */
  forget(host: string): void {
    this.hosts.delete(host)
  }
}
