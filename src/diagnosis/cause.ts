import { type ContainerEvidence, type Evidence, isWell } from '../model/evidence.ts'
import type { LikelyCause, Sign } from './sign.ts'
import { dataSigns } from './signs-data.ts'
import { machineSigns } from './signs-machine.ts'
import { lostWorker, startSigns } from './signs-start.ts'

/** All signs, in the order of the search. */
export const signs: readonly Sign[] = [...machineSigns, ...startSigns, ...dataSigns, lostWorker]

/** Exit codes with a meaning of their own; 128 and more are signals. */
const exits: Record<number, LikelyCause> = {
  126: {
    cause: 'the program of the command may not be executed.',
    fix: 'Make it executable in the image (chmod +x), or start it by its interpreter.',
  },
  127: {
    cause: 'the program of the command is not in the image.',
    fix: 'Correct the command, or remove it: the image has its own.',
  },
  132: {
    cause: 'the processor does not know an instruction of the program.',
    fix: 'Build for the processor of the server.',
  },
  134: { cause: 'the program gave up by itself (SIGABRT).', fix: 'Its last lines say why.' },
  137: {
    cause: 'it was killed from outside (SIGKILL): often by the kernel, for want of memory.',
    fix: '`dmesg` on the server tells. Raise its memory, or run fewer workers.',
  },
  139: {
    cause: 'the program crashed (SIGSEGV), most often in a compiled library.',
    fix: 'Build its packages for the base image that is used.',
  },
  143: { cause: 'somebody asked it to stop while it was starting.', fix: 'Run it again.' },
}

/**
 * The most likely cause of a failure, from the state of the host. An unreachable service may be a container of the
 * project with its own cause. Undefined if nothing matches. Pure.
 */
export function likelyCause(evidence: Evidence): LikelyCause | undefined {
  const { containers, release, said } = evidence
  const fresh = containers.filter((one) => one.release === release)
  const others = containers.filter((one) => one.release === '' && !isWell(one))
  const fallen = fresh.filter((one) => !isWell(one))
  const killed = [...fallen, ...others].find((one) => one.outOfMemory)
  if (killed !== undefined) return killedFor(killed)
  // The inspection may come after the restart, when the state is gone; the failed step saw it.
  const wasKilled = said.some((line) => line.includes('was killed: out of memory'))
  if (wasKilled) return killedFor(undefined)
  const ofContainer = (one: ContainerEvidence): FoundCause | undefined => causeOf(one, evidence)
  const found = bySigns(said) ?? first(fallen, ofContainer) ?? first(fresh, ofContainer)
  if (found !== undefined && found.unreachable !== true) return found
  return (
    first(others, ofContainer) ??
    (others[0] && notRunning(others[0])) ??
    found ??
    byState(evidence, fallen, fresh)
  )
}

interface FoundCause extends LikelyCause {
  unreachable?: true
}

function causeOf(
  { service, error, lines, checks }: ContainerEvidence,
  { reason }: Evidence,
): FoundCause | undefined {
  // A release that came to its bake has passed its health checks, or did not need them.
  const check = reason === 'bake-failed' ? undefined : brokenCheck(checks)
  const found = bySigns([error]) ?? bySigns(lines) ?? check
  return found === undefined ? undefined : { ...found, cause: `${service}: ${found.cause}` }
}

/** The first sign that matches any line, with its last match: later lines come from deeper causes. */
function bySigns(lines: readonly string[]): FoundCause | undefined {
  for (const { pattern, cause, fix, unreachable } of signs) {
    const found = lines.map((line) => pattern.exec(line)).findLast((one) => one !== null)
    if (found === undefined || found === null) continue
    const filled = (text: string): string => text.replace(/\$(\d)/g, (_, at) => found[Number(at)] ?? '')
    return { cause: filled(cause), fix: filled(fix), ...(unreachable === undefined ? {} : { unreachable }) }
  }
  return undefined
}

function brokenCheck(checks: readonly string[]): LikelyCause | undefined {
  const tool = /exec: "?([^"\s:]+)"?: executable file not found|sh: (?:\d+: )?(\w+): not found/.exec(
    checks.at(-1) ?? '',
  )
  return tool === null
    ? undefined
    : {
        cause: `its health check needs ${tool[1] ?? tool[2]}, which is not in the image.`,
        fix: `Use what is there: ["CMD", "python3", "-c", "import urllib.request as r; r.urlopen('http://localhost:8000/health/', timeout=5)"]`,
      }
}

/** The cause if no line matches: how it ended, where it listens, or that it does not answer. */
function byState(
  { reason, port, said }: Evidence,
  fallen: readonly ContainerEvidence[],
  fresh: readonly ContainerEvidence[],
): LikelyCause | undefined {
  const ends = fallen.map(({ service, exitCode }) => ({ who: service, code: exitCode }))
  const ended = [...ends, ...said.flatMap(exitSaid)].find(({ code }) => exits[code] !== undefined)
  const exit = exits[ended?.code ?? 0]
  if (ended !== undefined && exit !== undefined) return { ...exit, cause: `${ended.who}: ${exit.cause}` }
  const elsewhere = fresh.flatMap(({ service, lines }) =>
    lines.flatMap((line) => {
      const [, evidenceOf] = /(?:running on|Listening at:?) https?:\/\/\S*?:(\d+)/.exec(line) ?? []
      return evidenceOf === undefined || Number(evidenceOf) === port ? [] : [{ service, evidenceOf }]
    }),
  )[0]
  if (elsewhere !== undefined)
    return {
      cause: `${elsewhere.service}: the server listens on port ${elsewhere.evidenceOf}, and the Compose file publishes ${port}.`,
      fix: `Let it listen on ${port}, or publish "${port}:${elsewhere.evidenceOf}".`,
    }
  const silent = fresh.find((one) => one.status === 'running')
  // The crash may be on another host.
  const hasFallen = fallen.length > 0 || said.some((line) => / exited (?:with code|and was) /.test(line))
  if (reason !== 'unhealthy' || silent === undefined || hasFallen) return undefined
  return {
    cause: `It runs and does not answer well on port ${port}: it is slow to start, refuses, or waits for something.`,
    fix: 'Its last lines say what it does; health-timeout if it is merely slow, health-path if it answers elsewhere.',
  }
}

/** The exit code that the failed step saw: a container that runs again no longer shows it. */
function exitSaid(line: string): { who: string; code: number }[] {
  const [, who, code] = /(\S+) exited with code (\d+)/.exec(line) ?? []
  return who === undefined ? [] : [{ who, code: Number(code) }]
}

function killedFor(container: ContainerEvidence | undefined): LikelyCause {
  return {
    cause: `${container === undefined ? 'It' : container.service} was killed because it used more memory than it may.`,
    fix: 'Raise deploy.resources.limits.memory (or mem_limit), or run fewer workers (--workers, -c).',
  }
}

function notRunning({ service, status, exitCode, health }: ContainerEvidence): LikelyCause {
  const known = status === 'running' ? undefined : exits[exitCode]
  if (known !== undefined) return { ...known, cause: `${service}: ${known.cause}` }
  return {
    cause: `${service} is not well: ${status === 'running' ? health : `${status}, exit code ${exitCode}`}.`,
    fix: `Its last lines say why; on the server: docker compose logs ${service}.`,
  }
}

function first<T, R>(items: readonly T[], read: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = read(item)
    if (found !== undefined) return found
  }
  return undefined
}
