/** The observed state of a server. */
export interface Facts {
  os: { id: string; version: string; codename: string; name: string }
  architecture: string
  hasSystemd: boolean
  hasIpv6: boolean
  cores: number
  /** In bytes. */
  memory: number
  /** Size of the disk with the deployment folder, in bytes. */
  disk: number
  /** The relevant ones of all installed packages. */
  packages: ReadonlySet<string>
  docker: { engine: string; compose: string; isUp: boolean; runsContainers: boolean; settings: string }
  user: { exists: boolean; groups: readonly string[]; keys: readonly string[] }
  /** `owner` is empty when the folder does not exist. */
  folder: { owner: string; isEmpty: boolean }
  /** The port of sshd for this connection, as the server sees it. */
  sshPort: number | undefined
  firewall: { isActive: boolean; rules: readonly string[]; other: string }
  updates: { list: string; upgrade: string; settings: string }
  nginx: { runs: boolean; site: string; proposed: string; isEnabled: boolean; others: readonly OtherSite[] }
  /** `how` is certbot's authenticator, such as `webroot` or `dns-rfc2136`. */
  issued: { names: readonly string[]; by: string; how: string; isRenewalTested: boolean }
  /** SHA-256 of the stored credentials for the DNS provider, empty when there are none. */
  dnsCredentials: string
  /** SHA-256 of the files, empty when they do not exist. */
  swarm: Swarm
  own: { certificate: string; key: string }
  /** Type and Base64 of the public host keys. */
  hostKeys: readonly { type: string; key: string }[]
}

/** What the engine says of the Swarm that it is in. */
export interface Swarm {
  /** `inactive`, `active`, or what is wrong: `pending`, `error`, `locked`. Empty without an engine. */
  state: string
  isManager: boolean
  /** The id of this node. */
  self: string
  /** Addresses of the managers that this node knows, with ports. */
  managers: readonly string[]
  /** All nodes, which only a manager knows. */
  nodes: readonly { id: string; host: string; labels: Readonly<Record<string, string>> }[]
}

/** An nginx site that is not ours, and its names. */
export interface OtherSite {
  file: string
  names: readonly string[]
}

/** Parses the output of facts.sh; a missing answer counts as empty. Pure. */
export function readFacts(text: string, sshPort: number | undefined): Facts {
  const answers = new Map(
    text.split('\n').map((line): [string, string] => {
      const [name = '', value = ''] = line.split(' ')
      return [name, Buffer.from(value, 'base64').toString()]
    }),
  )
  const whole = (name: string): string => answers.get(name) ?? ''
  const one = (name: string): string => whole(name).trim()
  const rows = (name: string): string[] => one(name).split('\n').filter(Boolean)
  const isYes = (name: string): boolean => one(name) === 'yes'
  return {
    os: readOs(whole('os-release')),
    architecture: one('architecture'),
    hasSystemd: isYes('systemd'),
    hasIpv6: isYes('ipv6'),
    ...{ cores: Number(one('cores')), memory: Number(one('memory')), disk: Number(one('disk')) },
    packages: new Set(rows('packages')),
    docker: {
      engine: versionIn(one('engine')),
      compose: versionIn(one('compose')),
      isUp: isYes('engine-runs'),
      runsContainers: one('containers') !== '',
      settings: whole('daemon-json'),
    },
    user: {
      exists: one('account') !== '',
      groups: one('groups').split(/\s+/).filter(Boolean),
      keys: rows('authorized-keys'),
    },
    folder: { owner: one('folder-owner'), isEmpty: one('folder-content') === '' },
    sshPort,
    firewall: {
      isActive: one('ufw-status').startsWith('Status: active'),
      rules: rows('ufw-rules'),
      other: one('firewalld') === 'running' ? 'firewalld' : '',
    },
    updates: {
      list: periodic(one('periodic'), 'Update-Package-Lists'),
      upgrade: periodic(one('periodic'), 'Unattended-Upgrade'),
      settings: whole('auto-upgrades'),
    },
    nginx: {
      runs: isYes('nginx-runs'),
      ...{ site: whole('site'), proposed: whole('site-new'), isEnabled: isYes('site-enabled') },
      others: rows('other-sites').map((row) => {
        const [file = '', ...names] = row.split(/\s+/)
        return { file, names }
      }),
    },
    issued: {
      names: [...one('issued-names').matchAll(/DNS:([^\s,]+)/g)].map(([, name = '']) => name),
      ...{ by: one('issued-by'), how: one('issued-how') },
      isRenewalTested: isYes('renewal-tested'),
    },
    dnsCredentials: one('dns-credentials'),
    swarm: readSwarm(one('swarm'), rows('nodes')),
    own: { certificate: one('own-crt'), key: one('own-key') },
    hostKeys: rows('host-keys').map((row) => {
      const [type = '', key = ''] = row.split(' ')
      return { type, key }
    }),
  }
}

function readOs(text: string): Facts['os'] {
  const field = (name: string): string => new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(text)?.[1] ?? ''
  const [id, version, codename, name] = [
    field('ID'),
    field('VERSION_ID'),
    field('VERSION_CODENAME'),
    field('PRETTY_NAME'),
  ]
  return { id, version, codename, name: name === '' ? 'an unknown system' : name }
}

/** Reads `docker info --format '{{json .Swarm}}'`, and a line with id, host name and labels for each node. */
function readSwarm(text: string, rows: readonly string[]): Swarm {
  const info = (text.startsWith('{') ? JSON.parse(text) : {}) as Partial<{
    LocalNodeState: string
    ControlAvailable: boolean
    NodeID: string
    RemoteManagers: { Addr: string }[] | null
  }>
  return {
    ...{
      state: info.LocalNodeState ?? '',
      isManager: info.ControlAvailable === true,
      self: info.NodeID ?? '',
    },
    managers: (info.RemoteManagers ?? []).map(({ Addr }) => Addr),
    nodes: rows.map((row) => {
      const [, id = '', host = '', labels = '{}'] = /^(\S+) (\S+) (.*)$/.exec(row) ?? []
      return { id, host, labels: (JSON.parse(labels) ?? {}) as Record<string, string> }
    }),
  }
}

function versionIn(text: string): string {
  return /\d+\.\d+(\.\d+)?/.exec(text)?.[0] ?? ''
}

function periodic(text: string, name: string): string {
  return new RegExp(`^APT::Periodic::${name} "([^"]*)"`, 'm').exec(text)?.[1] ?? ''
}
