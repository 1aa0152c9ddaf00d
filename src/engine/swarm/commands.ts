import { createHash } from 'node:crypto'
import { oneOffKey } from '../../compose/stack/render.ts'
import { longest } from '../../host/limits.ts'
import type { Command } from '../../host/quote.ts'
import { escapeDollars } from '../../model/project/project.ts'
import type { Stack, StackService } from '../../model/swarm.ts'
import type { Commands, RunOnce } from '../commands.ts'
import { composeCommands } from '../compose/commands.ts'

/** Names a job for people and for its removal. */
const jobLabel = 'saleor-deploy.job'

/**
 * This engine's command lines for `database`: a one-off container is a job of the cluster, on whichever node fits its
 * service. Backups are not made here, and so are the other commands never used.
 * @param owner names the run to the cluster's lock
 * @param login a Docker `config.json` in base64, for the nodes' pull
 */
export function swarmCommands(owner: string, login: string): Commands {
  return {
    ...composeCommands,
    runOnce(desired, options) {
      const [service, stack] = jobStack(desired.swarm?.stack ?? { services: {} }, options)
      const file = Buffer.from(JSON.stringify(stack)).toString('base64')
      return ['run_job', desired.model.name, owner, String(longest), login, file, service]
    },
    removeContainer: (name): Command => ['dismiss', name],
  }
}

/** The stack file of a job, with its service's name. Exported for tests. Pure. */
export function jobStack(
  stack: Stack,
  { words = [], name = '', environment = {} }: RunOnce,
): [string, Stack] {
  const { services, ...sections } = (stack[oneOffKey] ?? { services: {} }) as Stack
  const [template = {}] = Object.values(services) as StackService[]
  // A service's whole name may have 63 characters, as it is one in DNS.
  const service = `job-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`
  const { update_config: _update, restart_policy: _policy, labels, ...deploy } = template.deploy ?? {}
  const variables = Object.entries(environment).map(([key, value]) => [key, escapeDollars(value)])
  const job: StackService = {
    ...template,
    ...(words.length === 0 ? {} : { command: words.map(escapeDollars) }),
    environment: { ...template.environment, ...(Object.fromEntries(variables) as Record<string, string>) },
    deploy: {
      ...deploy,
      ...{ mode: 'replicated-job', replicas: 1 },
      restart_policy: { condition: 'none' },
      labels: { ...(labels as object | undefined), [jobLabel]: escapeDollars(name) },
    },
  }
  return [service, { services: { [service]: job }, ...sections }]
}
