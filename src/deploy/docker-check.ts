import { unescapeDollars } from '../compose/model.ts'
import type { Ran } from '../runner/process.ts'
import type { HostRun } from './host-run.ts'
import { unhealthy } from './unhealthy.ts'

/**
 * Runs the Docker health check of web containers now, instead of waiting for its interval (30 s in the guide). One
 * that can't work in the image (curl, which Saleor's lacks) is named, once, and not waited for.
 * @throws StepFailed `unhealthy` when it can work and does not pass until the deadline (milliseconds since 1970)
 */
export async function passDockerCheck(
  run: HostRun,
  names: readonly string[],
  deadline: number,
): Promise<void> {
  const command = checkCommand(run)
  if (command.length === 0 || run.dockerCheckWorks === false) return
  for (const name of names) {
    for (;;) {
      const ran = await run.transaction.attempt({ run: [['docker', 'exec', name, ...command]] })
      run.dockerCheckWorks = ran.code === 0 || !isMissing(ran)
      if (ran.code === 0) break
      if (!run.dockerCheckWorks) return warn(run, ran)
      if (run.runner.clock.now() > deadline)
        throw await unhealthy(run, [name], `failed its own health check: ${lastLine(ran)}`)
      await run.runner.clock.sleep(1, run.runner.cancelled)
    }
  }
}

function checkCommand({ wanted: { model, roles } }: HostRun): string[] {
  const test = model.services[roles.web]?.healthcheck?.test ?? []
  const [kind, ...words] = typeof test === 'string' ? ['CMD-SHELL', test] : test
  if (kind === 'CMD') return words.map(unescapeDollars)
  return kind === 'CMD-SHELL' ? ['/bin/sh', '-c', ...words.map(unescapeDollars)] : []
}

/** 126 and 127 are the shell's words for "can't be run" and "not found"; Docker says it in its own. */
function isMissing({ code, stdout }: Ran): boolean {
  return code === 126 || code === 127 || /executable file not found|: not found/.test(stdout)
}

function warn({ runner, wanted }: HostRun, ran: Ran): void {
  const { port, healthPath } = wanted.edge
  runner.log.warning(
    `The health check of ${wanted.roles.web} can't work in this image: ${lastLine(ran)}\n` +
      `It was not waited for; ${healthPath} answers. What works: ["CMD", "python3", "-c", ` +
      `"import urllib.request as r; r.urlopen('http://localhost:${port}${healthPath}', timeout=5)"]`,
  )
}

function lastLine({ stdout }: Ran): string {
  return stdout.trim().split('\n').at(-1) ?? ''
}
