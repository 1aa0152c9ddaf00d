import { formatModel } from '../../../compose/render.ts'
import { containersOf } from '../../../model/observed.ts'
import { type ComposeModel, replicasOf } from '../../../model/project/project.ts'
import { releaseFolder } from '../../../model/release/release.ts'
import { returningServices } from '../../../model/release/returning.ts'
import { dockerFailed } from '../observe/observe.ts'
import { type ComposeSession, compose, put } from '../session.ts'

/**
 * Starts accessories that another release runs behind the edge, once the edge has released their ports. Their
 * containers of that release run beside them until the commit.
 */
export async function startReturning(run: ComposeSession): Promise<void> {
  const { transaction, desired, observed, host } = run
  const services = returningServices(desired, observed)
  if (services.length === 0) return
  const { root, release, model } = desired
  // A separate file name distinguishes these containers from the other release's containers of the same services.
  const file = `${releaseFolder(root, release.id)}/returning.json`
  const scale = services.flatMap((service) => {
    const count = containersOf(observed, service).length + replicasOf(model.services[service] ?? {})
    return ['--scale', `${service}=${count}`]
  })
  const options = ['--detach', '--no-recreate', '--no-deps', '--wait', '--wait-timeout', '120']
  const up = compose(run, 'up', ...options, ...scale, ...services)
  await transaction.change(
    {
      undo: [
        ['rm', '-f', file],
        ...services.map((service) => [
          'sweep',
          `com.docker.compose.project=${model.name}`,
          `com.docker.compose.service=${service}`,
          `com.docker.compose.project.config_files=${file}`,
        ]),
      ],
      run: [
        put(file, '600', formatModel(withoutNames(model, services))),
        up.with(up.indexOf('-f') + 1, file),
      ],
    },
    dockerFailed('start-failed', host.name, `starting ${services.join(', ')}`),
  )
}

/** Compose creates no second container of a service with a fixed name. */
function withoutNames(model: ComposeModel, names: readonly string[]): ComposeModel {
  const services = Object.entries(model.services).map(([name, service]) => {
    const { container_name: _name, ...others } = service
    return [name, names.includes(name) ? others : service]
  })
  return { ...model, services: Object.fromEntries(services) }
}
