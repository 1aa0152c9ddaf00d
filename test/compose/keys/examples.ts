/** A service with one key, which Compose keeps when it prints the project. */
interface Example {
  key: string
  value: unknown
  /** A Compose that knows all of it, where the oldest that a deploy takes does not. */
  since?: string
}

/** These are younger than the oldest Compose that a deploy takes; they were tried with this one. */
const tried = '2.40'

const throttled = [{ path: '/dev/sda', rate: 1024 }]
const hook = [
  { command: ['true'], user: 'root', privileged: true, working_dir: '/', environment: { A: 'b' } },
]

/** Every key of a service that the table calls honoured, in the long form that Compose prints. */
export const examples: readonly Example[] = [
  { key: 'annotations', value: { 'com.example.key': 'value' } },
  {
    key: 'blkio_config',
    value: {
      weight: 300,
      weight_device: [{ path: '/dev/sda', weight: 400 }],
      device_read_bps: throttled,
      device_read_iops: throttled,
      device_write_bps: throttled,
      device_write_iops: throttled,
    },
  },
  { key: 'cap_add', value: ['NET_ADMIN'] },
  { key: 'cap_drop', value: ['ALL'] },
  { key: 'cgroup', value: 'private' },
  { key: 'cgroup_parent', value: 'shop' },
  { key: 'configs', value: [{ source: 'part', target: '/etc/part', uid: '1', gid: '2', mode: 0o440 }] },
  { key: 'cpu_period', value: '50000' },
  { key: 'cpu_quota', value: '10000' },
  { key: 'cpu_rt_period', value: '1000000' },
  { key: 'cpu_rt_runtime', value: '400000' },
  { key: 'cpu_shares', value: 512 },
  { key: 'cpus', value: 0.5 },
  { key: 'cpuset', value: '0,1' },
  {
    key: 'deploy',
    value: {
      mode: 'replicated',
      resources: {
        limits: { cpus: 0.5, memory: '67108864', pids: 100 },
        reservations: {
          memory: '33554432',
          devices: [
            { capabilities: ['gpu'], driver: 'nvidia', count: 1, options: { virtualization: 'false' } },
            { capabilities: ['gpu'], driver: 'nvidia', device_ids: ['0'] },
          ],
        },
      },
    },
  },
  { key: 'device_cgroup_rules', value: ['c 1:3 mr'] },
  { key: 'devices', value: [{ source: '/dev/null', target: '/dev/nothing', permissions: 'rwm' }] },
  { key: 'dns', value: ['9.9.9.9'] },
  { key: 'dns_opt', value: ['use-vc'] },
  { key: 'dns_search', value: ['shop.internal'] },
  { key: 'domainname', value: 'shop.internal' },
  { key: 'environment', value: { PASSWORD: 'a$$b', EMPTY: '' } },
  { key: 'expose', value: ['3000'] },
  { key: 'external_links', value: ['elsewhere:alias'] },
  { key: 'extra_hosts', value: ['pgbouncer=10.0.0.7'] },
  {
    key: 'gpus',
    value: [
      { capabilities: ['gpu'], driver: 'nvidia', count: 1, options: { a: 'b' } },
      { device_ids: ['0'] },
    ],
    since: tried,
  },
  { key: 'group_add', value: ['docker'] },
  {
    key: 'healthcheck',
    value: {
      test: ['CMD', 'true'],
      interval: '5s',
      timeout: '2s',
      retries: 3,
      start_period: '10s',
      start_interval: '1s',
    },
  },
  { key: 'hostname', value: 'shop' },
  { key: 'init', value: true },
  { key: 'ipc', value: 'shareable' },
  { key: 'links', value: ['accessory:other'] },
  { key: 'logging', value: { driver: 'json-file', options: { 'max-size': '10m' } } },
  { key: 'mac_address', value: '02:42:ac:11:00:03' },
  { key: 'mem_limit', value: '67108864' },
  { key: 'mem_reservation', value: '33554432' },
  { key: 'mem_swappiness', value: '10' },
  { key: 'memswap_limit', value: '134217728' },
  { key: 'network_mode', value: 'service:accessory' },
  {
    key: 'networks',
    value: {
      back: {
        aliases: ['api'],
        ipv4_address: '172.28.0.10',
        ipv6_address: '2001:db8::10',
        link_local_ips: ['169.254.1.1'],
        mac_address: '02:42:ac:11:00:04',
        priority: 100,
      },
    },
  },
  { key: 'oom_kill_disable', value: true },
  { key: 'oom_score_adj', value: 100 },
  { key: 'pid', value: 'host' },
  { key: 'pids_limit', value: 100 },
  { key: 'platform', value: 'linux/amd64' },
  { key: 'post_start', value: hook, since: tried },
  { key: 'pre_stop', value: hook, since: tried },
  { key: 'privileged', value: true },
  { key: 'read_only', value: true },
  { key: 'runtime', value: 'runc' },
  { key: 'secrets', value: [{ source: 'part', target: 'part', uid: '1', gid: '2', mode: 0o440 }] },
  { key: 'security_opt', value: ['no-new-privileges:true'] },
  { key: 'shm_size', value: '67108864' },
  { key: 'stdin_open', value: true },
  { key: 'stop_grace_period', value: '1m0s' },
  { key: 'stop_signal', value: 'SIGINT' },
  { key: 'storage_opt', value: { size: '1G' } },
  { key: 'sysctls', value: { 'net.core.somaxconn': '1024' } },
  { key: 'tmpfs', value: ['/run'] },
  { key: 'tty', value: true },
  { key: 'ulimits', value: { nofile: { soft: 1024, hard: 2048 }, nproc: 100 } },
  { key: 'user', value: '1000:1000' },
  { key: 'userns_mode', value: 'host' },
  { key: 'uts', value: 'host' },
  {
    key: 'volumes',
    value: [
      { type: 'volume', source: 'data', target: '/data', read_only: true, volume: { nocopy: true } },
      {
        type: 'bind',
        source: '/srv',
        target: '/srv',
        consistency: 'cached',
        bind: { propagation: 'rslave', create_host_path: true, selinux: 'z' },
      },
      { type: 'tmpfs', target: '/cache', tmpfs: { size: '1048576', mode: 0o700 } },
    ],
  },
  { key: 'volumes_from', value: ['accessory:ro'] },
  { key: 'working_dir', value: '/app' },
  { key: 'healthcheck', value: { disable: true } },
  {
    key: 'networks',
    value: { back: { driver_opts: { a: 'b' }, gw_priority: 1, interface_name: 'eth9' } },
    since: tried,
  },
  {
    key: 'volumes',
    value: [
      { type: 'bind', source: '/srv', target: '/srv', bind: { recursive: 'readonly' } },
      { type: 'volume', source: 'data', target: '/data', volume: { labels: { a: 'b' }, subpath: 'inner' } },
      { type: 'image', source: 'some:1', target: '/image', image: { subpath: 'inner' } },
    ],
    since: tried,
  },
]

/** Of Compose 5, which could not be tried. */
export const untried = ['services.pre_start']

/** What stands beside the services. */
export const parts = {
  networks: {
    back: {
      driver: 'bridge',
      driver_opts: { 'com.docker.network.bridge.name': 'back' },
      attachable: true,
      internal: true,
      labels: { a: 'b' },
      ipam: {
        driver: 'default',
        options: { a: 'b' },
        config: [
          {
            subnet: '172.28.0.0/16',
            ip_range: '172.28.5.0/24',
            gateway: '172.28.0.1',
            aux_addresses: { host1: '172.28.1.5' },
          },
        ],
      },
    },
  },
  volumes: { data: { driver: 'local', driver_opts: { type: 'tmpfs' }, labels: { a: 'b' } } },
  configs: { part: { content: 'text' } },
  secrets: { part: { file: '/srv/secret' } },
  'x-shop': { a: 'b' },
}
