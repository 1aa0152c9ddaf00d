import type { Inspection } from '../inspection.ts'

/** Timeout in seconds: an engine that hangs accepts the connection and never answers. */
const timeoutSeconds = 20

/** Timeout in seconds, enough to load Saleor on a busy server. */
const djangoTimeoutSeconds = 60

const allContainers = `ids=$(timeout ${timeoutSeconds} docker ps -aq --filter label=com.docker.compose.project) || exit
[ -z "$ids" ] || timeout ${timeoutSeconds} docker inspect --format "$1" $ids`

/** Disk space for images and for the deployment's folder; the same disk may appear twice. */
const disks = `df -Pk "$(timeout ${timeoutSeconds} docker info --format '{{.DockerRootDir}}')" "$1" | tail -n +2`

/** Processes killed by the kernel's out-of-memory killer, including those whose container survived. */
const killed = `timeout ${timeoutSeconds} docker events --since 24h --until "$(date +%s)" --filter event=oom \\
  --format '{{.Time}} {{.Actor.Attributes.name}}'`

// Any output is an answer: the caller would repeat a failed command.
const exec = `name=$1; shift; timeout ${djangoTimeoutSeconds} docker exec "$name" "$@" 2>&1 || echo "exit code $?"`

/** Prints a line for each container: the number of error lines since then, and the last of them. */
const errorLines = `since=$1; shift
for name; do
  timeout ${timeoutSeconds} docker logs --since "$since" "$name" 2>&1 | tail -c 5000000 | tr '\\t\\r' '  ' |
    awk -v name="$name" '
      /^Traceback / { if (at != NR - 1) n++; inside = 1; next }
      inside && /^[^ ]/ { last = $0; inside = 0; next }
      /(^|[^A-Za-z])(ERROR|CRITICAL|FATAL)([^A-Za-z]|$)/ { n++; at = NR; last = $0 }
      END { print name "\\t" n + 0 "\\t" substr(last, 1, 300) }' &
done; wait`

/** Prints a line for each container: the number of tasks that it has sent recently. */
const sentLines = `since=$1; shift
for name; do
  echo "$name $(timeout ${timeoutSeconds} docker logs --since "$since" "$name" 2>&1 | grep -ac 'Sending due task')"
done; :`

/** The questions of `smoke-test` to Docker on a host. */
export const composeInspection: Inspection = {
  containers: (template) => ['bash', '-c', allContainers, 'containers', template],
  disks: (folder) => ['bash', '-c', disks, 'disks', folder],
  killed: ['bash', '-c', killed],
  execute: (container, words) => ['bash', '-c', exec, 'exec', container, ...words],
  errors: (seconds, containers) => ['bash', '-c', errorLines, 'errors', `${seconds}s`, ...containers],
  sent: (seconds, containers) => ['bash', '-c', sentLines, 'sent', `${seconds}s`, ...containers],
}
