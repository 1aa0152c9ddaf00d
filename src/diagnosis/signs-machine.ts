import type { Sign } from './sign.ts'

const freeDisk =
  'On the server: `docker system df` shows what takes the room, `docker image prune --all` frees some; or give it a larger disk.'

/** Signs that the machine, its engine or the registry stands in the way. */
export const machineSigns: readonly Sign[] = [
  {
    pattern: /No space left on device|\bENOSPC\b|Errno 28\b|could not extend file/i,
    cause: 'The disk is full.',
    mend: freeDisk,
  },
  {
    pattern: /Cannot allocate memory|\bMemoryError\b|Errno 12\b|Out of memory\b/i,
    cause: 'There is not enough memory.',
    mend: 'Raise deploy.resources.limits.memory, run fewer workers (--workers, -c), or give the server more.',
  },
  {
    pattern: /can't start new thread|fork: (?:retry: )?Resource temporarily unavailable/i,
    cause: 'The limit of processes is reached.',
    mend: 'Raise pids_limit (deploy.resources.limits.pids), or run fewer workers.',
  },
  {
    pattern: /Too many open files|Errno 24\b/i,
    cause: 'The limit of open files is reached.',
    mend: 'Raise ulimits: {nofile: 65536} of the service.',
  },
  {
    pattern:
      /Bind for \S*?:(\d+) failed: port is already allocated|listen tcp4? \S*?:(\d+): bind: address already in use/,
    cause: 'Port $1$2 of the server is taken by another container or program.',
    mend: 'On the server `docker ps` and `ss -ltnp` show by which. Stop it, or publish another port.',
  },
  {
    pattern: /address already in use|Errno 98\b/i,
    cause:
      'The port that the program wants to listen on is taken, inside of its container or by network_mode: host.',
    mend: 'Start one server only, or give it another port.',
  },
  {
    pattern: /exec format error/i,
    cause: 'The program is made for another processor than the server has.',
    mend: "Build for the server's processor: platforms: linux/amd64 or linux/arm64 of build-image (`uname -m` on the server tells).",
  },
  {
    pattern: /no matching manifest for (\S+?)(?: in|$|,)/,
    cause: 'The image is not made for the processor of the server, $1.',
    mend: 'Build for it as well: platforms of build-image.',
  },
  {
    pattern: /network (\S+?) (?:declared as external, but could not be found|not found)/,
    cause: 'The network $1 is not there on the server.',
    mend: 'On the server: `docker network create $1`; or take external: true off it.',
  },
  {
    pattern: /external volume "([^"]+)" not found/,
    cause: 'The volume $1 is not there on the server.',
    mend: 'On the server: `docker volume create $1`; or take external: true off it.',
  },
  {
    pattern: /Pool overlaps with other one|non-overlapping IPv4 address pool|all predefined address pools/i,
    cause: 'The engine has no free range of addresses for another network.',
    mend: 'On the server: `docker network prune`; or set default-address-pools in /etc/docker/daemon.json.',
  },
  {
    pattern: /No chain\/target\/match by that name/,
    cause: "The firewall's rules of the engine are gone, as after a restart of the firewall.",
    mend: 'On the server: sudo systemctl restart docker.',
  },
  {
    pattern: /bind source path does not exist: (\S+)|error while creating mount source path '([^']+)'/,
    cause: 'The folder $1$2 that the Compose file mounts can not be had on the server.',
    mend: 'Make it on the server, or use a named volume.',
  },
  {
    pattern: /data directory "([^"]+)" has (?:wrong ownership|invalid permissions)/,
    cause: "The database's folder $1 belongs to another user.",
    mend: 'Use a named volume, or give the folder to the user of the container (postgres has 999, on Alpine 70).',
  },
  {
    pattern: /database files are incompatible with server|initialized by PostgreSQL version (\d+)/,
    cause: "The database's files were made by another major version of PostgreSQL than the image has.",
    mend: 'Go back to the image of that version; a new major version needs pg_dump from the old one and a new volume.',
  },
  {
    pattern: /Read-only file system: '?([^']+)'?|Errno 30\b|Read-only file system/i,
    cause: 'Something is written to a file system that can only be read.',
    mend: 'Give the folder a volume, or take read_only (or :ro) off.',
  },
  {
    pattern:
      /Permission denied: '([^']+)'|PermissionError: .*?'([^']+)'|can't open .*?(\/\S+).*: Permission denied/,
    cause: 'The user of the container may not use $1$2$3.',
    mend: 'Give the folder or volume to that user (`id` in the container tells), or set user: of the service.',
  },
  {
    pattern: /toomanyrequests|You have reached your .*rate limit/i,
    cause: 'The registry has had too many pulls from this address.',
    mend: 'Give registry-username and registry-password, or keep the image in a registry of your own.',
  },
  {
    pattern:
      /unauthorized: |pull access denied|no basic auth credentials|requested access to the resource is denied/i,
    cause: 'The registry does not let this login read the image.',
    mend: 'Give registry-username and registry-password with the right to read it, and check the name of the image.',
  },
  {
    pattern:
      /(?:Get|Head) "https?:\/\/([^/"]+)\/v2\/[^"]*": (?:dial tcp|read tcp|context deadline|EOF|net\/http: (?:request canceled|TLS handshake timeout))/,
    cause: 'The server does not get to the registry $1.',
    mend: 'See whether it runs, and on the server: curl -I https://$1/v2/ (a name that does not resolve, a firewall, a proxy).',
  },
  {
    pattern: /manifest unknown|manifest for \S+ not found|failed to resolve reference/,
    cause: 'There is no such image in the registry.',
    mend: 'Check name and tag; of the app, deploy the digest that push-registry put out.',
  },
  {
    pattern:
      /certificate signed by unknown authority|certificate has expired|certificate verify failed|x509: /i,
    cause:
      "The certificate of the other side is not valid for this machine: expired, of an unknown authority, or the machine's clock is wrong.",
    mend: 'Check `date` on the server; for an authority of your own put it into /etc/docker/certs.d or into the image.',
  },
  {
    pattern: /server gave HTTP response to HTTPS client/,
    cause: 'The registry speaks plain HTTP, and the engine insists on TLS.',
    mend: 'Give the registry a certificate, or name it under insecure-registries in /etc/docker/daemon.json.',
  },
]
