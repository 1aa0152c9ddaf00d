import type { WebService } from '../../../model/edge/web.ts'
import { unescapeDollars } from '../../../model/project/project.ts'
import { lastWords } from '../../../runner/last-words.ts'
import type { Ran } from '../../../runner/ran.ts'
import type { ComposeSession } from '../session.ts'
import { unhealthy } from './unhealthy.ts'

/**
 * Runs the Docker health check of web containers now, instead of waiting for its interval (30 s in the guide). A check
 * that can't work in the image (curl, which Saleor's lacks) is reported once and not waited for.
 * @throws StepFailed `unhealthy` when it can work and does not pass before the deadline (milliseconds since 1970)
 */
export async function passDockerCheck(
  run: ComposeSession,
  web: WebService,
  names: readonly string[],
  deadline: number,
): Promise<void> {
  const command = checkCommand(run, web)
  if (command.length === 0 || run.dockerChecks.get(web.name) === false) return
  for (const name of names) {
    for (;;) {
      const ran = await run.transaction.attempt({ run: [['docker', 'exec', name, ...command]] })
      const works = ran.code === 0 || !isMissing(ran)
      run.dockerChecks.set(web.name, works)
      if (ran.code === 0) break
      if (!works) return warn(run, web, ran)
      if (run.runner.clock.now() > deadline)
        throw await unhealthy(run, [name], `failed its own health check: ${lastWords(ran)}`)
      await run.runner.clock.sleep(1, run.runner.cancelled)
    }
  }
}

function checkCommand({ desired: { model } }: ComposeSession, { name }: WebService): string[] {
  const test = model.services[name]?.healthcheck?.test ?? []
  const [kind, ...words] = typeof test === 'string' ? ['CMD-SHELL', test] : test
  if (kind === 'CMD') return words.map(unescapeDollars)
  return kind === 'CMD-SHELL' ? ['/bin/sh', '-c', ...words.map(unescapeDollars)] : []
}

/** Exit codes 126 and 127 are the shell's for "can't be run" and "not found"; Docker uses a text of its own. */
function isMissing({ code, stdout }: Ran): boolean {
  return code === 126 || code === 127 || /executable file not found|: not found/.test(stdout)
}

function warn({ runner }: ComposeSession, { name, service, port, healthPath }: WebService, ran: Ran): void {
  // A tool that exists in Saleor's image; the content of other images is unknown.
  const fix =
    service === undefined
      ? `What works: ["CMD", "python3", "-c", "import urllib.request as r; r.urlopen('http://localhost:${port}${healthPath}', timeout=5)"]`
      : 'Use a program that is in the image, or leave healthcheck out.'
  runner.log.warning(
    `The health check of ${name} can't work in this image: ${lastWords(ran)}\n` +
      `It was not waited for; ${healthPath} answers. ${fix}`,
  )
}
