import { StepFailed } from '../../errors.ts'
import { inspect } from '../../host/inspect.ts'
import { type WebService, webServices } from '../../model/edge/web.ts'
import { look } from './apply.ts'
import type { SwarmSession } from './session.ts'

/** Seconds between two questions, for one of them, and until each edge must have found web. */
const pause = 1
const askSeconds = 5
const patience = 30

/** Prints a node's name, and the status with which its edge answers; `none` when nothing listens there. */
const question = `read -r name address < <(docker node inspect --format '{{.Description.Hostname}} {{.Status.Addr}}' "$1")
{ exec 3<>"/dev/tcp/$address/$2" && printf 'GET %s HTTP/1.0\\r\\nHost: edge\\r\\n\\r\\n' "$3" >&3 && read -r _ status _ <&3; } 2>/dev/null
echo "$name \${status:-none}"`

/** How the edge of a node answers for a web service. */
interface Answer {
  node: string
  web: WebService
  status: string
}

/**
 * Requires that the edge of each node reaches each web service, which no state of a task tells: the overlay network may
 * be broken on a node. An edge that can't be asked from the manager is a warning: a firewall may stand between the nodes.
 * @throws StepFailed `unhealthy` when an edge does not find a web service in time
 */
export async function assertEdgesServe(run: SwarmSession): Promise<void> {
  const { runner, host } = run
  const started = runner.clock.now()
  for (;;) {
    const answers = await ask(run)
    const bad = answers.filter(({ status }) => !['200', 'none'].includes(status))
    if (bad.length === 0) {
      for (const { node, web } of answers.filter(({ status }) => status === 'none'))
        runner.log.warning(
          `${node}: its edge can't be asked on port ${web.publicPort} from ${host.name}, so nothing tells whether it reaches ${web.name}. Is there a firewall between the nodes?`,
        )
      return
    }
    if (runner.clock.now() - started > patience * 1000) throw new StepFailed('unhealthy', messageOf(bad))
    await runner.clock.sleep(pause, runner.cancelled)
  }
}

/** Asks the edge on each node that has one, for each web service with a port. */
async function ask(run: SwarmSession): Promise<Answer[]> {
  const { host, desired } = run
  const { services, tasks } = await look(run)
  const edge = services.find(({ name }) => name === 'edge')
  const nodes = tasks.filter((task) => task.service === edge?.id && task.wanted === 'running')
  const asked = webServices(desired)
    .filter(({ publicPort }) => publicPort !== 0)
    .flatMap((web) => nodes.map(({ node }) => ({ node, web })))
  const { readinessPath } = desired.edge
  const questions = asked.map(
    ({ node, web }) => ['bash', '-c', question, 'edge', node, String(web.publicPort), readinessPath] as const,
  )
  const answers = await inspect(host, questions, { seconds: askSeconds, allowSilence: true })
  return asked.map(({ node, web }, index) => {
    const [name = '', status = 'none'] = answers[index]?.stdout.trim().split(' ') ?? []
    return { node: name || `node ${node}`, web, status }
  })
}

function messageOf(bad: readonly Answer[]): string {
  const edges = bad.map(
    ({ node, web, status }) =>
      `the edge of ${node} answers ${status} on port ${web.publicPort}: it does not reach ${web.name}`,
  )
  return `All tasks are healthy, but ${edges.join(', ')}. Are UDP 4789, and TCP and UDP 7946, open between the nodes?`
}
