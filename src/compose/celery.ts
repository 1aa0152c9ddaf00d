import { type ComposeService, commandOf } from '../model/project/project.ts'

/** How a service uses Celery. */
export interface CeleryUse {
  /** It starts any Celery program, including Flower. */
  started: boolean
  worker: boolean
  beat: boolean
  /** The worker also runs beat (`-B`). With two such workers each scheduled task runs twice. */
  embedded: boolean
  /** It runs Flower, which monitors the workers. */
  flower: boolean
}

/** Options before the subcommand that take a value as the next word. */
const withValue = new Set([
  '-A',
  '--app',
  '-b',
  '--broker',
  '--result-backend',
  '--loader',
  '--config',
  '--workdir',
])

/** Reads the use of Celery from the command line, including commands inside `sh -c "…"`. */
export function celeryUse(service: ComposeService): CeleryUse {
  const use = { started: false, worker: false, beat: false, embedded: false, flower: false }
  const words = commandOf(service)
    .split(/[\s;&|()"']+/)
    .filter((word) => word !== '')
  for (let at = 0; at < words.length; at++) {
    if (!isCelery(words, at)) continue
    use.started = true
    const rest = words.slice(at + 1, nextCelery(words, at))
    const subcommand = rest.find(
      (word, index) => !word.startsWith('-') && !withValue.has(rest[index - 1] ?? ''),
    )
    if (subcommand === 'beat') use.beat = true
    if (subcommand === 'flower') use.flower = true
    if (subcommand === 'worker') {
      use.worker = true
      if (rest.some((word) => word === '--beat' || /^-[DE]*B[DE]*$/.test(word))) use.embedded = true
    }
  }
  return use
}

function isCelery(words: string[], at: number): boolean {
  return /(^|\/)celery$/.test(words[at] ?? '') && !withValue.has(words[at - 1] ?? '')
}

function nextCelery(words: string[], at: number): number {
  const next = words.findIndex((_, index) => index > at && isCelery(words, index))
  return next === -1 ? words.length : next
}

/**
 * Python that finds Celery's app, for scripts that run inside the shop's own Django: `celery_app()` is None where the shop
 * has no Celery, no broker, or makes its tasks at once.
 */
export const celeryAppScript = `
def celery_app():
    try:
        from celery import current_app
    except ImportError:
        return None
    return current_app if current_app.conf.broker_url and not current_app.conf.task_always_eager else None
`
