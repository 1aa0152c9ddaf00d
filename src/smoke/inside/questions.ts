import type { Command } from '../../host/quote.ts'
import { djangoCommand } from './django-script.ts'
import { containerFormat, type Live, type Seen } from './seen.ts'

/** An engine that hangs takes the connection and never answers; seconds. */
const patience = 20

/** Long enough for Saleor to be loaded on a busy server; seconds. */
const djangoPatience = 60

/** Beat says that it sends a task, with Celery's own words, if it logs INFO; within so many seconds. */
export const tickSeconds = 120

/** The first look at a host: what is live, what runs, and the machine. */
export function firstQuestions(root: string) {
  return [
    ['cat', `${root}/live/release.json`],
    ['cat', `${root}/live/compose.json`],
    ['cat', `${root}/edge/haproxy.cfg`],
    ['bash', '-c', allContainers, 'containers', containerFormat],
    ['bash', '-c', disks, 'disks', root],
    ['cat', '/proc/meminfo'],
    ['date', '+%s.%N'],
    ['bash', '-c', killed],
  ] as const satisfies readonly Command[]
}

const allContainers = `ids=$(timeout ${patience} docker ps -aq --filter label=com.docker.compose.project) || exit
[ -z "$ids" ] || timeout ${patience} docker inspect --format "$1" $ids`

/** Where the engine keeps images, and the deployment's folder; one of them twice when it is the same disk. */
const disks = `df -Pk "$(timeout ${patience} docker info --format '{{.DockerRootDir}}')" "$1" | tail -n +2`

/** Processes that the kernel killed for want of memory, also such as their container survived. */
const killed = `timeout ${patience} docker events --since 24h --until "$(date +%s)" --filter event=oom \\
  --format '{{.Time}} {{.Actor.Attributes.name}}'`

/** The second look, at what the first one has found: Django's answers, and what the logs say since the deploy. */
export function secondQuestions(
  live: Live,
  containers: readonly Seen[],
  manage: readonly string[],
): { asked: Seen | undefined; django: Command; logs: Command; ticks: Command } {
  const of = (which: (service: Live['services'][number]) => boolean): Seen[] =>
    containers.filter(
      ({ service, state }) =>
        state === 'running' && live.services.some((one) => one.name === service && which(one)),
    )
  const app = ['web', 'worker', 'scheduler'].flatMap((role) => of((one) => one.role === role))
  const [asked] = app
  const script = djangoCommand(
    manage,
    of(({ worker }) => worker).map(({ hostname }) => hostname),
  )
  return {
    asked,
    django: asked === undefined ? ['true'] : ['bash', '-c', exec, 'exec', asked.name, ...script],
    logs: ['bash', '-c', errorLines, 'errors', live.release.created, ...app.map(({ name }) => name)],
    ticks: ['bash', '-c', sentLines, 'ticks', ...of(({ beat }) => beat).map(({ name }) => name)],
  }
}

// Whatever it says is an answer: what fails would be asked twice.
const exec = `name=$1; shift; timeout ${djangoPatience} docker exec "$name" "$@" 2>&1 || echo "exit code $?"`

/** A line for each container: how many lines tell of an error since then, and the last of them. */
const errorLines = `since=$1; shift
for name; do
  timeout ${patience} docker logs --since "$since" "$name" 2>&1 | tail -c 5000000 | tr '\\t\\r' '  ' |
    awk -v name="$name" '
      /^Traceback / { if (at != NR - 1) n++; inside = 1; next }
      inside && /^[^ ]/ { last = $0; inside = 0; next }
      /(^|[^A-Za-z])(ERROR|CRITICAL|FATAL)([^A-Za-z]|$)/ { n++; at = NR; last = $0 }
      END { print name "\\t" n + 0 "\\t" substr(last, 1, 300) }' &
done; wait`

/** A line for each container: how many tasks it has sent of late. */
const sentLines = `for name; do
  echo "$name $(timeout ${patience} docker logs --since ${tickSeconds}s "$name" 2>&1 | grep -ac 'Sending due task')"
done; :`
