import { inside, type KeyRow, under } from './key.ts'

/** Keys at the top of the file. */
export const projectRows: readonly KeyRow[] = [
  { keys: ['version'], treatment: 'not ours', how: 'Obsolete: Compose warns of it and reads on.' },
  {
    keys: ['name'],
    treatment: 'changed',
    how: 'The input `project` comes before it. Without both it is the last part of the folder on the host.',
  },
  {
    keys: under('include', 'path env_file project_directory'),
    treatment: 'changed',
    how: 'Resolved on the runner.',
  },
  {
    keys: ['services'],
    treatment: 'changed',
    how: 'A service that migrates by itself is left out. `edge` and the service of one-off containers are added.',
    rules: ['job-left-out'],
  },
  {
    keys: under('models', 'name model context_size runtime_flags'),
    treatment: 'not ours',
    how: 'A service that uses one is refused; what no service uses, Compose leaves out.',
  },
  { keys: ['x-*'], treatment: 'honoured', how: 'They are in the release, and Compose passes over them.' },
]

/** Sections of a project besides its services. */
export const partRows: readonly KeyRow[] = [
  {
    keys: [
      ...under(
        'networks',
        'name driver_opts attachable enable_ipv4 enable_ipv6 external external.name internal labels',
      ),
      ...under('networks.ipam', 'driver options'),
      ...under('networks.ipam.config', 'subnet ip_range gateway aux_addresses'),
    ],
    treatment: 'honoured',
    how: 'A network that a deploy made is removed when it is taken back.',
  },
  {
    keys: ['networks.driver'],
    treatment: 'honoured',
    how: 'But not `overlay`, which a Docker Swarm alone has; an external network of that kind passes.',
    rules: ['needs-swarm'],
  },
  {
    keys: under('volumes', 'name driver driver_opts external external.name labels'),
    treatment: 'honoured',
    how: 'Data of the host: a deploy and a rollback keep it.',
  },
  {
    keys: [
      ...under('configs', 'name content environment file'),
      ...under('secrets', 'name environment file'),
    ],
    treatment: 'honoured',
    how: 'They travel with the release.',
  },
  {
    keys: [
      ...inside('configs', 'external external.name template_driver'),
      ...inside('secrets', 'external external.name driver driver_opts template_driver'),
    ],
    treatment: 'refused',
    how: 'A Docker Swarm alone has these; Compose stops at them in the middle of a deploy.',
    rules: ['needs-swarm'],
  },
  {
    keys: ['configs.labels', 'secrets.labels'],
    treatment: 'not ours',
    how: 'For a Docker Swarm: to Compose a config is a file, and files have no labels.',
  },
]
