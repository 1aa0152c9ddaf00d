import { inside, type KeyRow, under } from './key.ts'

/** Keys that `docker compose build` reads. */
export const buildRows: readonly KeyRow[] = [
  {
    keys: [
      ...under(
        'services.build',
        'additional_contexts args cache_from cache_to context dockerfile dockerfile_inline entitlements extra_hosts isolation labels network no_cache no_cache_filter platforms privileged provenance pull sbom shm_size ssh tags target',
      ),
      ...under('services.build.secrets', 'source target uid gid mode'),
      ...under('services.build.ulimits', 'hard soft'),
    ],
    treatment: 'not ours',
    how: 'A host builds nothing: `build-image` does, with inputs of its own. `build` tells which services are the app, and is left out of the release.',
    rules: ['accessory-is-built'],
  },
]

/** Keys of `deploy` that Compose and Docker Swarm read. */
export const deployRows: readonly KeyRow[] = [
  {
    keys: ['services.deploy', 'services.deploy.replicas'],
    treatment: 'changed',
    how: 'The input `replicas` comes before it. The release has it as `scale`.',
    rules: ['web-without-replicas', 'several-schedulers'],
  },
  {
    keys: under('services.deploy.restart_policy', 'condition delay max_attempts window'),
    treatment: 'changed',
    how: '`condition` is `any` where the file has none, as the specification says; `max_attempts` counts with `on-failure` alone, as with Docker.',
    rules: ['stays-down'],
  },
  {
    keys: [
      ...under('services.deploy.resources', 'limits reservations'),
      ...inside('services.deploy.resources.limits', 'cpus memory pids'),
      'services.deploy.resources.reservations.memory',
      ...under(
        'services.deploy.resources.reservations.devices',
        'capabilities count device_ids driver options',
      ),
    ],
    treatment: 'honoured',
    how: '',
  },
  {
    keys: ['services.deploy.resources.reservations.cpus'],
    treatment: 'not ours',
    how: 'It is for whoever chooses among machines. Compose tells nobody, and to a container on its host it means nothing.',
  },
  {
    keys: ['services.deploy.mode'],
    treatment: 'honoured',
    how: '`replicated`, and `global` with one replica: each host has the whole project. Refused: `global` with several, and a job that a deploy would keep running.',
    rules: ['swarm-mode'],
  },
  {
    keys: ['services.deploy.update_config', 'services.deploy.update_config.order'],
    treatment: 'changed',
    how: 'Workers follow `stop-first`. The input `strategy` says it of web, and of all others only one may run at any time.',
    rules: ['order-not-followed'],
  },
  {
    keys: [
      ...inside(
        'services.deploy.update_config',
        'parallelism delay failure_action monitor max_failure_ratio',
      ),
      ...under(
        'services.deploy.rollback_config',
        'parallelism delay failure_action monitor max_failure_ratio order',
      ),
    ],
    treatment: 'not ours',
    how: 'For a Docker Swarm. The inputs `strategy`, `bake` and `drain-timeout` say how web is replaced, and a deploy that fails is always taken back.',
    rules: ['swarm-only'],
  },
  {
    keys: [
      ...inside('services.deploy', 'endpoint_mode labels'),
      ...under(
        'services.deploy.placement',
        'constraints preferences preferences.spread max_replicas_per_node',
      ),
      ...under(
        'services.deploy.resources.reservations.generic_resources',
        'discrete_resource_spec discrete_resource_spec.kind discrete_resource_spec.value',
      ),
    ],
    treatment: 'not ours',
    how: 'For a Docker Swarm; with Compose it has no effect, and a warning says so.',
    rules: ['swarm-only'],
  },
]
