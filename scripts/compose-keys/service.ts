import { inside, type KeyRow, under } from './key.ts'

const service = (keys: string): string[] => inside('services', keys)

const throttled = 'device_read_bps device_read_iops device_write_bps device_write_iops'
  .split(' ')
  .flatMap((key) => under(`services.blkio_config.${key}`, 'path rate'))

/** Keys for a container's image, command and environment. */
const program: readonly KeyRow[] = [
  {
    keys: service('image'),
    treatment: 'changed',
    how: 'Services of the app run the digest that is deployed. Accessories run what the file says.',
    rules: ['floating-tag'],
  },
  {
    keys: service('command entrypoint'),
    treatment: 'changed',
    how: 'A line that begins with an option is joined with the line before, where a shell would cut the command there. Migrations and other one-off containers leave out an entrypoint without a command: it starts web. All else is as it was.',
    rules: [
      'command-cut',
      'command-needs-shell',
      'migrates-at-start',
      'shell-keeps-signal',
      'development-server',
    ],
  },
  {
    keys: service('environment'),
    treatment: 'honoured',
    how: 'Values arrive byte by byte.',
    rules: ['labels-lead-past-edge'],
  },
  {
    keys: [...under('services.env_file', 'path format required'), 'services.label_file'],
    treatment: 'changed',
    how: 'Read on the runner. The release has what stands in the files as `environment` and `labels`.',
  },
  {
    keys: service('labels'),
    treatment: 'changed',
    how: 'Services of the app get `saleor-deploy.release`, `.version`, `.commit` and `.role` beside their own, accessories `.definition` and `.parts`. The edge has labels of Traefik and Caddy in place of web.',
  },
  {
    keys: service(
      'annotations working_dir user group_add init tty stdin_open read_only tmpfs hostname domainname',
    ),
    treatment: 'honoured',
    how: '',
  },
  {
    keys: service('platform'),
    treatment: 'honoured',
    how: 'The image is pulled for it.',
  },
  {
    keys: under('services.extends', 'file service'),
    treatment: 'changed',
    how: 'Resolved on the runner.',
  },
  {
    keys: service('profiles'),
    treatment: 'changed',
    how: 'Services count whose profile is in `COMPOSE_PROFILES`, under `env:` of the step. All others are left out of the release.',
  },
  {
    keys: service('container_name'),
    treatment: 'changed',
    how: 'Left out of services of the app. Accessories keep it.',
    rules: ['container-name'],
  },
  {
    keys: service('pull_policy pull_refresh_after'),
    treatment: 'changed',
    how: 'A deploy pulls what does not run yet, before it changes anything. `never` of an accessory holds: its image is on the host already.',
  },
  {
    keys: service('attach'),
    treatment: 'not ours',
    how: 'It says whose log `docker compose up` prints. A deploy starts containers in the background.',
  },
  {
    keys: [
      ...under('services.develop', 'watch'),
      ...inside('services.develop.watch', 'action ignore include initial_sync path target'),
      ...under('services.develop.watch.exec', 'command environment privileged user working_dir'),
    ],
    treatment: 'not ours',
    how: 'For `docker compose watch` on the machine of a developer; left out of the release.',
  },
]

/** Keys for the start and end of containers. */
const life: readonly KeyRow[] = [
  {
    keys: under('services.depends_on', 'condition required'),
    treatment: 'changed',
    how: "The plan has the order: what runs once and other accessories by their dependencies, then the services of the app. What is left out, such as a service that migrates, is nobody's dependency any more.",
  },
  {
    keys: service('depends_on.restart'),
    treatment: 'not ours',
    how: 'Compose restarts the dependent service with `up` and `restart`; a deploy replaces containers by itself.',
    rules: ['not-restarted-with'],
  },
  {
    keys: service('restart'),
    treatment: 'changed',
    how: '`unless-stopped` where the file says nothing of a service of the app.',
    rules: ['stays-down'],
  },
  {
    keys: service('scale'),
    treatment: 'changed',
    how: 'The input `replicas` comes before it. It stands for `deploy.replicas` too.',
    rules: ['web-without-replicas', 'several-schedulers'],
  },
  {
    keys: under('services.healthcheck', 'test interval timeout retries start_period start_interval disable'),
    treatment: 'honoured',
    how: 'A deploy waits until the container is healthy. One-off containers, such as migrations, have none.',
    rules: ['healthcheck-tool', 'healthcheck-address'],
  },
  {
    keys: service('stop_grace_period stop_signal'),
    treatment: 'honoured',
    how: '',
    rules: ['worker-grace', 'short-grace'],
  },
  {
    keys: [
      ...under('services.pre_start', 'command environment image per_replica privileged user working_dir'),
      ...under('services.post_start', 'command environment privileged user working_dir'),
      ...under('services.pre_stop', 'command environment privileged user working_dir'),
    ],
    treatment: 'honoured',
    how: 'Of accessories, which Compose starts; refused of the services of the app, which the engine starts and stops.',
    rules: ['hook-not-run'],
  },
]

/** Keys for containers' networks. */
const network: readonly KeyRow[] = [
  {
    keys: under('services.networks', 'aliases driver_opts gw_priority interface_name priority'),
    treatment: 'honoured',
    how: 'The edge is on the networks of web.',
  },
  {
    keys: [
      'services.mac_address',
      ...inside('services.networks', 'ipv4_address ipv6_address link_local_ips mac_address'),
    ],
    treatment: 'honoured',
    how: 'Refused of a service whose old and new container run at the same time.',
    rules: ['fixed-address'],
  },
  {
    keys: service('network_mode'),
    treatment: 'honoured',
    how: 'Refused of web, and of a worker that asks for another service by its name. Refused when it names a service that a deploy replaces.',
    rules: ['host-network', 'tied-to-replaced'],
  },
  {
    keys: service('ipc pid volumes_from'),
    treatment: 'honoured',
    how: 'Refused when it names a service that a deploy replaces.',
    rules: ['tied-to-replaced'],
  },
  {
    keys: service('links'),
    treatment: 'honoured',
    how: 'Refused when it names a service that a deploy replaces.',
    rules: ['link-to-replaced'],
  },
  {
    keys: service('external_links extra_hosts dns dns_opt dns_search expose'),
    treatment: 'honoured',
    how: '',
  },
  {
    keys: under('services.ports', 'target published host_ip protocol'),
    treatment: 'changed',
    how: 'The edge publishes the ports of web; a range is taken whole. All others are published as the file says.',
    rules: ['port-clash', 'replicas-share-port', 'data-port-open'],
  },
  {
    keys: inside('services.ports', 'mode name app_protocol'),
    treatment: 'not ours',
    how: 'Compose takes them and tells nobody: on one host there is no difference between `ingress` and `host`, and names are for people.',
  },
]

/** Keys for a container's limits and rights. */
const limits: readonly KeyRow[] = [
  {
    keys: [
      ...service('cpus cpuset cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares'),
      ...service(
        'mem_limit mem_reservation mem_swappiness memswap_limit oom_kill_disable oom_score_adj pids_limit shm_size',
      ),
      ...under('services.ulimits', 'hard soft'),
      ...under('services.blkio_config', 'weight'),
      ...under('services.blkio_config.weight_device', 'path weight'),
      ...throttled,
      ...service('cgroup cgroup_parent storage_opt sysctls'),
    ],
    treatment: 'honoured',
    how: 'As far as the kernel of the host has it: with cgroup v2 Docker discards `mem_swappiness` and `oom_kill_disable`.',
  },
  {
    keys: service('cap_add cap_drop privileged userns_mode uts runtime device_cgroup_rules'),
    treatment: 'honoured',
    how: '',
  },
  {
    keys: [
      ...under('services.devices', 'source target permissions'),
      ...under('services.gpus', 'capabilities count device_ids driver options'),
    ],
    treatment: 'honoured',
    how: 'The host must have the devices.',
  },
  {
    keys: service('security_opt'),
    treatment: 'honoured',
    how: 'A seccomp profile is read on the server: its path must be absolute.',
    rules: ['seccomp-not-delivered'],
  },
  { keys: under('services.logging', 'driver options'), treatment: 'honoured', how: '' },
  {
    keys: service('isolation'),
    treatment: 'refused',
    how: 'Only Windows has it. `default` is no isolation, and passes.',
    rules: ['isolation'],
  },
  {
    keys: [...service('cpu_count cpu_percent'), ...under('services.credential_spec', 'config file registry')],
    treatment: 'not ours',
    how: 'For Docker on Windows; on Linux it has no effect, and a warning says so.',
    rules: ['windows-only'],
  },
]

/** Keys for files and data that a container gets, and keys of no container. */
const given: readonly KeyRow[] = [
  {
    keys: [
      ...under('services.volumes', 'type source target read_only consistency'),
      ...under('services.volumes.bind', 'create_host_path propagation recursive selinux'),
      ...under('services.volumes.volume', 'labels nocopy subpath'),
      ...under('services.volumes.tmpfs', 'mode size'),
      ...under('services.volumes.image', 'subpath'),
    ],
    treatment: 'honoured',
    how: 'Mounts travel with the release. A volume with a name is the data of the host, and stays.',
    rules: ['code-hidden', 'data-without-volume'],
  },
  {
    keys: [
      ...under('services.configs', 'source target uid gid mode'),
      ...under('services.secrets', 'source target uid gid mode'),
    ],
    treatment: 'honoured',
    how: 'They travel with the release.',
  },
  {
    keys: under('services.models', 'endpoint_var model_var'),
    treatment: 'refused',
    how: 'The host would need the Docker Model Runner, which a deploy can not see.',
    rules: ['needs-model-runner'],
  },
  {
    keys: under('services.provider', 'type options'),
    treatment: 'refused',
    how: 'There is no container that a deploy could start, watch or take back.',
    rules: ['no-container'],
  },
  {
    keys: service('use_api_socket'),
    treatment: 'refused',
    how: 'It passes on the registry logins of whoever starts the container, and a deploy leaves none on the host.',
    rules: ['api-socket'],
  },
]

/** All keys of a service, except `build` and `deploy`. */
export const serviceRows: readonly KeyRow[] = [...program, ...life, ...network, ...limits, ...given]
