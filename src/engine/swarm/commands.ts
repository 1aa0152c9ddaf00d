import { longest } from '../../host/limits.ts'
import type { Command } from '../../host/quote.ts'
import type { Commands } from '../commands.ts'
import { composeCommands } from '../compose/commands.ts'
import { type JobNodes, jobStack } from './job.ts'

/**
 * This engine's command lines for `database`: a one-off container is a job of the cluster. Files, and containers that
 * nothing reaches, are those of the manager, as on any host.
 * @param owner names the run to the cluster's lock
 * @param login a Docker `config.json` in base64, for the nodes' pull
 */
export function swarmCommands(owner: string, login: string, nodes: JobNodes): Commands {
  return {
    ...composeCommands,
    runOnce(desired, options) {
      const [service, stack] = jobStack(desired.swarm?.stack ?? { services: {} }, options, nodes)
      const file = Buffer.from(JSON.stringify(stack)).toString('base64')
      const seconds = String(options.seconds ?? longest)
      return ['run_job', desired.model.name, owner, seconds, login, file, service]
    },
    // The job's stack file has it.
    writeOverlay: () => [],
    removeContainer: (name): Command => ['dismiss', name],
    removeLabelled: (label): Command => ['scrap_jobs', label],
  }
}
