import { type ContainerEvidence, type Evidence, isWell } from './evidence.ts'
import type { Likely, Sign } from './sign.ts'
import { dataSigns } from './signs-data.ts'
import { machineSigns } from './signs-machine.ts'
import { lostWorker, startSigns } from './signs-start.ts'

/** All signs, in the order in which they are looked for. */
export const signs: readonly Sign[] = [...machineSigns, ...startSigns, ...dataSigns, lostWorker]

/** Exit codes that say something by themselves; 128 and more are signals. */
const exits: Record<number, Likely> = {
  126: {
    cause: 'the program of the command may not be executed.',
    mend: 'Make it executable in the image (chmod +x), or start it by its interpreter.',
  },
  127: {
    cause: 'the program of the command is not in the image.',
    mend: 'Correct the command, or remove it: the image has its own.',
  },
  132: {
    cause: 'the processor does not know an instruction of the program.',
    mend: 'Build for the processor of the server.',
  },
  134: { cause: 'the program gave up by itself (SIGABRT).', mend: 'Its last lines say why.' },
  137: {
    cause: 'it was killed from outside (SIGKILL): often by the kernel, for want of memory.',
    mend: '`dmesg` on the server tells. Raise its memory, or run fewer workers.',
  },
  139: {
    cause: 'the program crashed (SIGSEGV), most often in a compiled library.',
    mend: 'Build its packages for the base image that is used.',
  },
  143: { cause: 'somebody asked it to stop while it was starting.', mend: 'Run it again.' },
}

/**
 * The most likely reason behind a failure, from what was seen on the host. What is not reached may be a container of the
 * project that has a reason of its own. Undefined when nothing is known of it. Pure.
 */
export function likelyCause(evidence: Evidence): Likely | undefined {
  const { containers, release, said } = evidence
  const fresh = containers.filter((one) => one.release === release)
  const others = containers.filter((one) => one.release === '' && !isWell(one))
  const fallen = fresh.filter((one) => !isWell(one))
  const killed = [...fallen, ...others].find((one) => one.outOfMemory)
  if (killed !== undefined) return killedFor(killed)
  // A look may come after the restart, when nothing tells any more; the step that failed saw it.
  const wasKilled = said.some((line) => line.includes('was killed: out of memory'))
  if (wasKilled) return killedFor(undefined)
  const told = bySigns(said) ?? first(fallen, ofContainer) ?? first(fresh, ofContainer)
  if (told !== undefined && told.unreachable !== true) return told
  return (
    first(others, ofContainer) ??
    (others[0] && notRunning(others[0])) ??
    told ??
    byState(evidence, fallen, fresh)
  )
}

interface Told extends Likely {
  unreachable?: true
}

function ofContainer({ service, error, lines, checks }: ContainerEvidence): Told | undefined {
  const found = bySigns([error]) ?? bySigns(lines) ?? brokenCheck(checks)
  return found === undefined ? undefined : { ...found, cause: `${service}: ${found.cause}` }
}

/** The first sign that any line has, the last such line: later ones come from deeper causes. */
function bySigns(lines: readonly string[]): Told | undefined {
  for (const { pattern, cause, mend, unreachable } of signs) {
    const found = lines.map((line) => pattern.exec(line)).findLast((one) => one !== null)
    if (found === undefined || found === null) continue
    const filled = (text: string): string => text.replace(/\$(\d)/g, (_, at) => found[Number(at)] ?? '')
    return { cause: filled(cause), mend: filled(mend), ...(unreachable === undefined ? {} : { unreachable }) }
  }
  return undefined
}

function brokenCheck(checks: readonly string[]): Likely | undefined {
  const tool = /exec: "?([^"\s:]+)"?: executable file not found|sh: (?:\d+: )?(\w+): not found/.exec(
    checks.at(-1) ?? '',
  )
  return tool === null
    ? undefined
    : {
        cause: `its health check needs ${tool[1] ?? tool[2]}, which is not in the image.`,
        mend: `Use what is there: ["CMD", "python3", "-c", "import urllib.request as r; r.urlopen('http://localhost:8000/health/', timeout=5)"]`,
      }
}

/** What is left when no line tells: how it ended, where it listens, or that it does not answer. */
function byState(
  { reason, port, said }: Evidence,
  fallen: readonly ContainerEvidence[],
  fresh: readonly ContainerEvidence[],
): Likely | undefined {
  const ended = fallen.find(({ exitCode }) => exits[exitCode] !== undefined)
  const exit = exits[ended?.exitCode ?? 0]
  if (ended !== undefined && exit !== undefined) return { ...exit, cause: `${ended.service}: ${exit.cause}` }
  const elsewhere = fresh.flatMap(({ service, lines }) =>
    lines.flatMap((line) => {
      const [, heard] = /(?:running on|Listening at:?) https?:\/\/\S*?:(\d+)/.exec(line) ?? []
      return heard === undefined || Number(heard) === port ? [] : [{ service, heard }]
    }),
  )[0]
  if (elsewhere !== undefined)
    return {
      cause: `${elsewhere.service}: the server listens on port ${elsewhere.heard}, and the Compose file publishes ${port}.`,
      mend: `Let it listen on ${port}, or publish "${port}:${elsewhere.heard}".`,
    }
  const silent = fresh.find((one) => one.status === 'running')
  // On another host than this one, maybe.
  const hasFallen = fallen.length > 0 || said.some((line) => / exited (?:with code|and was) /.test(line))
  if (reason !== 'unhealthy' || silent === undefined || hasFallen) return undefined
  return {
    cause: `It runs and does not answer well on port ${port}: it is slow to start, refuses, or waits for something.`,
    mend: 'Its last lines say what it does; health-timeout if it is merely slow, health-path if it answers elsewhere.',
  }
}

function killedFor(container: ContainerEvidence | undefined): Likely {
  return {
    cause: `${container === undefined ? 'It' : container.service} was killed because it used more memory than it may.`,
    mend: 'Raise deploy.resources.limits.memory (or mem_limit), or run fewer workers (--workers, -c).',
  }
}

function notRunning({ service, status, exitCode, health }: ContainerEvidence): Likely {
  return {
    cause: `${service} is not well: ${status === 'running' ? health : `${status}, exit code ${exitCode}`}.`,
    mend: `Its last lines say why; on the server: docker compose logs ${service}.`,
  }
}

function first<T, R>(items: readonly T[], look: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = look(item)
    if (found !== undefined) return found
  }
  return undefined
}
