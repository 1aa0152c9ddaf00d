import type { ComposeModel, ComposeService } from '../../../src/model/project/project.ts'
import { type ProjectState, shop } from '../states.ts'

/** A smallest project in which a key is judged by a rule that docs/compose.md names beside it. */
export interface Trigger extends ProjectState {
  /** As the table has it, such as `services.deploy.mode`. */
  key: string
}

const on =
  (subject: 'web' | 'worker' | 'beat') =>
  (key: string, service: ComposeService, rule: string): Trigger => ({
    key: `services.${key}`,
    state: `${key} of ${subject}`,
    model: shop({ [subject]: service }),
    rule,
  })
const web = on('web')
const worker = on('worker')
const beat = on('beat')

/** Of a service that is no part of the app. */
const side = (key: string, service: ComposeService, rule: string): Trigger => ({
  key: `services.${key}`,
  state: `${key} of an accessory`,
  model: shop({ others: { side: { image: 'side:1', ...service } } }),
  rule,
})

const network = (driver: string): ComposeModel => ({
  ...shop({ others: { side: { image: 'side:1', networks: { back: null } } } }),
  networks: { back: { driver } },
})

const part = (section: 'configs' | 'secrets', key: string, value: unknown): Trigger => ({
  key: `${section}.${key}`,
  state: `${key} of ${section}`,
  model: {
    ...shop({ web: { [section]: [{ source: 'part' }] } }),
    [section]: { part: { [key]: value } },
  },
  rule: 'needs-swarm',
})

const deploy = (key: string, value: unknown, rule = 'swarm-only'): Trigger => {
  const [first = '', second, third] = key.split('.')
  const inner = third === undefined ? value : { [third]: value }
  return worker(
    `deploy.${key}`,
    { deploy: { [first]: second === undefined ? value : { [second]: inner } } },
    rule,
  )
}

/** Every rule of every row of the table, with a key that the rule judges. */
export const triggers: readonly Trigger[] = [
  ...['pre_start', 'post_start', 'pre_stop'].map((key) =>
    web(key, { [key]: [{ command: ['true'] }] }, 'hook-not-run'),
  ),
  side('links', { links: ['web'] }, 'link-to-replaced'),
  side(
    'depends_on.restart',
    { depends_on: { web: { condition: 'service_healthy', restart: true } } },
    'not-restarted-with',
  ),
  side('isolation', { isolation: 'hyperv' }, 'isolation'),
  web(
    'security_opt',
    { security_opt: ['no-new-privileges:true', 'seccomp=./seccomp.json'] },
    'seccomp-not-delivered',
  ),
  side('use_api_socket', { use_api_socket: true }, 'api-socket'),
  side('provider.type', { provider: { type: 'aws' } }, 'no-container'),
  web('models', { models: { llm: null } }, 'needs-model-runner'),
  web('cpu_count', { cpu_count: 2 }, 'windows-only'),
  web('cpu_percent', { cpu_percent: 50 }, 'windows-only'),
  side('credential_spec', { credential_spec: { file: 'spec.json' } }, 'windows-only'),
  { key: 'networks.driver', state: 'an overlay network', model: network('overlay'), rule: 'needs-swarm' },
  ...(['configs', 'secrets'] as const).flatMap((section) => [
    part(section, 'external', true),
    part(section, 'template_driver', 'golang'),
  ]),
  part('secrets', 'driver', 'vault'),
  deploy('mode', 'replicated-job', 'swarm-mode'),
  beat('deploy.replicas', { deploy: { replicas: 2 } }, 'several-schedulers'),
  deploy('endpoint_mode', 'dnsrr'),
  deploy('labels', { 'traefik.enable': 'true' }),
  deploy('placement.constraints', ['node.role == worker']),
  deploy('placement.preferences', [{ spread: 'node.labels.zone' }]),
  deploy('placement.max_replicas_per_node', 1),
  deploy('resources.reservations.generic_resources', [{ discrete_resource_spec: { kind: 'ssd', value: 1 } }]),
  deploy('rollback_config', { parallelism: 1 }),
  deploy('update_config.parallelism', 2),
  deploy('update_config.delay', '10s'),
  deploy('update_config.failure_action', 'rollback'),
  deploy('update_config.monitor', '1m'),
  deploy('update_config.max_failure_ratio', 0.1),
  beat(
    'deploy.update_config.order',
    { deploy: { update_config: { order: 'start-first' } } },
    'order-not-followed',
  ),
]
