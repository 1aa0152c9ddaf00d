import { namedNetworks } from '../../../../compose/front.ts'
import { type WebService, webServices } from '../../../../model/edge/web.ts'
import { edgeIsNew, mustTakeOver, oldContainers } from '../../../../model/observed.ts'
import { unescapeDollars } from '../../../../model/project/project.ts'
import type { StepResults } from '../../../session.ts'
import { containerFormat, dockerFailed, readContainers } from '../../observe/observe.ts'
import type { ComposeSession } from '../../session.ts'
import { startLate } from '../accessories.ts'
import { stopOldWeb } from '../traffic.ts'

/**
 * Starts services that need web. When the edge is a new container, also reloads those that send requests to web by its
 * name: a proxy resolves an address once, and would keep that of the removed container.
 * @throws StepFailed `start-failed`
 */
export async function startFronts(run: ComposeSession): Promise<StepResults> {
  if (edgeIsNew(run)) await reloadFronts(run)
  return await startLate(run)
}

async function reloadFronts(run: ComposeSession): Promise<void> {
  const { transaction, desired, host, runner } = run
  const fronts = desired.fronts ?? []
  if (fronts.length === 0) return
  await stopNamedWeb(run)
  const { stdout } = await transaction.change(
    {
      run: [
        [
          ...['docker', 'ps', '--filter', `label=com.docker.compose.project=${desired.model.name}`],
          ...['--format', containerFormat],
        ],
      ],
    },
    dockerFailed('start-failed', host.name, `looking at ${fronts.join(', ')}`),
  )
  const running = readContainers(stdout).filter(({ service }) => fronts.includes(service))
  if (running.length === 0) return
  const isNginx = (service: string): boolean =>
    /(^|[/_-])(nginx|openresty)/.test(unescapeDollars(desired.model.services[service]?.image ?? ''))
  const commands = running.map(({ name, service }) =>
    // The engine takes a signal by `docker kill` for a manual stop, and would not restart the container after a reboot.
    isNginx(service) ? ['docker', 'exec', name, 'nginx', '-s', 'reload'] : ['docker', 'restart', name],
  )
  await transaction.change(
    { run: commands },
    dockerFailed('start-failed', host.name, `telling ${fronts.join(', ')} the edge's address`),
  )
  runner.log.warning(
    `${host.name}: ${running.map(({ name }) => name).join(', ')} asked anew for the address of web, which is the edge's now. Other deploys do not need that.`,
  )
}

const aliasFormat = '{{.Name}} {{range .NetworkSettings.Networks}}{{range .Aliases}}{{.}} {{end}}{{end}}'

/** Stops old web containers that still have the service's name, before others resolve it: they would be found beside the edge. */
async function stopNamedWeb(run: ComposeSession): Promise<void> {
  const { desired, observed } = run
  // A service that gave its port to the edge has stopped already.
  if (mustTakeOver(desired, observed)) return
  for (const web of webServices(desired))
    if (namedNetworks(desired.model, web.name).length > 0) await stopNamed(run, web)
}

async function stopNamed(run: ComposeSession, web: WebService): Promise<void> {
  const { transaction, desired, observed, host } = run
  const old = oldContainers(observed, web.name, desired.release.id).flatMap(({ name, state }) =>
    state === 'running' ? [name] : [],
  )
  if (old.length === 0) return
  const { stdout } = await transaction.change(
    { run: [['docker', 'inspect', '--format', aliasFormat, ...old]] },
    dockerFailed('start-failed', host.name, `looking at ${old.join(', ')}`),
  )
  const named = stdout.split('\n').flatMap((line) => {
    const [name = '', ...aliases] = line.trim().split(' ')
    return aliases.includes(web.name) ? [name.slice(1)] : []
  })
  if (named.length > 0) await stopOldWeb(run, web, named)
}
