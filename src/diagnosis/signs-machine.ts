import type { Sign } from './sign.ts'

const freeDisk =
  'On the server: `docker system df` shows what takes the room, `docker image prune --all` frees some; or give it a larger disk.'

/** Signs of a fault of the machine, its engine or the registry. */
export const machineSigns: readonly Sign[] = [
  {
    pattern: /No space left on device|\bENOSPC\b|Errno 28\b|could not extend file/i,
    cause: 'The disk is full.',
    fix: freeDisk,
  },
  {
    pattern:
      /Cannot allocate memory|(?:^|[\s.:])MemoryError(?:[(:]|$)|Errno 12\b|\bout of memory(?:\s*[:.(]|\s*$)/i,
    cause: 'There is not enough memory.',
    fix: 'Raise deploy.resources.limits.memory, run fewer workers (--workers, -c), or give the server more.',
  },
  {
    pattern: /can't start new thread|fork: (?:retry: )?Resource temporarily unavailable/i,
    cause: 'The limit of processes is reached.',
    fix: 'Raise pids_limit (deploy.resources.limits.pids), or run fewer workers.',
  },
  {
    pattern: /Too many open files|Errno 24\b/i,
    cause: 'The limit of open files is reached.',
    fix: 'Raise ulimits: {nofile: 65536} of the service.',
  },
  {
    pattern:
      /Bind for \S*?:(\d+) failed: port is already allocated|listen tcp4? \S*?:(\d+): bind: address already in use/,
    cause: 'Port $1$2 of the server is taken by another container or program.',
    fix: 'On the server `docker ps` and `ss -ltnp` show by which. Stop it, or publish another port.',
  },
  {
    // The message of IPAM has a capital letter; the one for a listening program contains bind.
    pattern: /Error response from daemon: (?:.*: )?Address already in use/,
    cause: 'The fixed address that the Compose file gives is in use by another container.',
    fix: 'Remove ipv4_address (ipv6_address) and reach the service by its name; `docker network inspect` on the server shows who has it.',
  },
  {
    pattern:
      /Errno 98\b|\bEADDRINUSE\b|\bbind.*address already in use|\(98: Address already in use\)|Connection in use: \(/i,
    cause:
      'The port that the program wants to listen on is taken, inside of its container or by network_mode: host.',
    fix: 'Start one server only, or give it another port.',
  },
  {
    pattern: /exec format error\b/i,
    cause: 'The program is made for another processor than the server has.',
    fix: "Build for the server's processor: platforms: linux/amd64 or linux/arm64 of build-image (`uname -m` on the server tells).",
  },
  {
    pattern: /no matching manifest for (\S+?)(?: in|$|,)/,
    cause: 'The image is not made for the processor of the server, $1.',
    fix: 'Build for it as well: platforms of build-image.',
  },
  {
    pattern:
      /network (\S+?) declared as external, but could not be found|Error response from daemon: (?:.*: )?network (\S+) not found/,
    cause: 'The network $1$2 is not there on the server.',
    fix: 'On the server: `docker network create $1$2`; or take external: true off it.',
  },
  {
    pattern: /external volume "([^"]+)" not found/,
    cause: 'The volume $1 is not there on the server.',
    fix: 'On the server: `docker volume create $1`; or take external: true off it.',
  },
  {
    pattern:
      /Pool overlaps with other one on|non-overlapping IPv4 address pool|all predefined address pools/i,
    cause: 'The engine has no free range of addresses for another network.',
    fix: 'On the server: `docker network prune`; or set default-address-pools in /etc/docker/daemon.json.',
  },
  {
    pattern: /No chain\/target\/match by that name/,
    cause: "The firewall's rules of the engine are gone, as after a restart of the firewall.",
    fix: 'On the server: sudo systemctl restart docker.',
  },
  {
    pattern: /bind source path does not exist: (\S+)|error while creating mount source path '([^']+)'/,
    cause: 'The folder $1$2 that the Compose file mounts can not be had on the server.',
    fix: 'Make it on the server, or use a named volume.',
  },
  {
    pattern: /data directory "([^"]+)" has (?:wrong ownership|invalid permissions)/,
    cause: "The database's folder $1 belongs to another user.",
    fix: 'Use a named volume, or give the folder to the user of the container (postgres has 999, on Alpine 70).',
  },
  {
    pattern:
      /database files are incompatible with server|initialized by PostgreSQL version \d+.* not compatible/,
    cause: "The database's files were made by another major version of PostgreSQL than the image has.",
    fix: 'Go back to the image of that version; a new major version needs pg_dump from the old one and a new volume.',
  },
  {
    pattern: /Errno 30\b|Read-only file system/i,
    cause: 'Something is written to a file system that can only be read.',
    fix: 'Give the folder a volume, or take read_only (or :ro) off.',
  },
  {
    pattern:
      /\[Errno (?:1|13)\] (?:Permission denied|Operation not permitted): '([^']+)'|open\(\) "([^"]+)" failed \(13: Permission denied\)|can't open .*?(\/\S+).*: Permission denied/,
    cause: 'The user of the container may not use $1$2$3.',
    fix: 'Give the folder or volume to that user (`id` in the container tells), or set user: of the service.',
  },
  {
    pattern: /\btoomanyrequests\b|reached your (?:unauthenticated )?pull rate limit/i,
    cause: 'The registry has had too many pulls from this address.',
    fix: 'Give registry-username and registry-password, or keep the image in a registry of your own.',
  },
  {
    pattern:
      /unauthorized: (?:authentication required|incorrect username or password)|Error response from daemon: .*\b(?:unauthorized|(?<!permission )denied(?:: |$))|pull access denied|no basic auth credentials|requested access to the resource is denied/i,
    cause: 'The registry does not let this login read the image.',
    fix: 'Give registry-username and registry-password with the right to read it, and check the name of the image.',
  },
  {
    pattern:
      /(?:Get|Head) "https?:\/\/([^/"]+)\/v2\/(?:[^"]+\/(?:manifests|blobs)\/[^"]*)?": (?:dial tcp|read tcp|context deadline|EOF|net\/http: (?:request canceled|TLS handshake timeout))/,
    cause: 'The server does not get to the registry $1.',
    fix: 'See whether it runs, and on the server: curl -I https://$1/v2/ (a name that does not resolve, a firewall, a proxy).',
  },
  {
    pattern: /manifest unknown(?=$|:)|manifest for \S+[:@]\S+ not found|failed to resolve reference "/,
    cause: 'There is no such image in the registry.',
    fix: 'Check name and tag; of the app, deploy the digest that push-registry put out.',
  },
  {
    pattern:
      /x509: (?:certificate|cannot)|certificate signed by unknown authority|certificate verify failed|\bCERT_HAS_EXPIRED\b|Error: certificate has expired/i,
    cause:
      "The certificate of the other side is not valid for this machine: expired, of an unknown authority, or the machine's clock is wrong.",
    fix: 'Check `date` on the server; for an authority of your own put it into /etc/docker/certs.d or into the image.',
  },
  {
    pattern: /server gave HTTP response to HTTPS client/,
    cause: 'The registry speaks plain HTTP, and the engine insists on TLS.',
    fix: 'Give the registry a certificate, or name it under insecure-registries in /etc/docker/daemon.json.',
  },
]
