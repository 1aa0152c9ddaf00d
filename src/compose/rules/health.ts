import { type ComposeService, commandOf, graceSecondsOf } from '../../model/project/project.ts'
import type { Rule } from './rule.ts'

const works = `test: ["CMD", "python3", "-c", "import urllib.request as r; r.urlopen('http://localhost:8000/health/', timeout=5)"]`

const tool: Rule = {
  name: 'healthcheck-tool',
  severity: 'warning',
  on: 'web',
  only: 'saleor',
  what: "The health check needs curl or wget, and Saleor's image has neither: the container is never healthy.",
  fix: works,
  check({ service }) {
    const found = /\b(curl|wget)\b/.exec(testOf(service))?.[1]
    return found === undefined
      ? undefined
      : {
          text: `the health check needs ${found}; in an image without it, such as Saleor's, the container is never healthy.`,
          at: [['healthcheck', 'test'], ['healthcheck']],
        }
  },
}

const address: Rule = {
  name: 'healthcheck-address',
  severity: 'warning',
  on: 'web',
  only: 'saleor',
  what: 'The health check asks a port that web does not answer on, or /health where Saleor answers /health/ only.',
  fix: works,
  check({ service }) {
    const ports = (service.ports ?? []).map(({ target }) => target)
    const [, port = '80', path = '/'] =
      /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::(\d+))?(\/[^\s'")]*)?/.exec(testOf(service)) ?? []
    const text =
      testOf(service).includes('://') && ports.length > 0 && !ports.includes(Number(port))
        ? `the health check asks port ${port}, and web answers on ${ports.join(', ')}.`
        : path === '/health'
          ? 'the health check asks /health, and Saleor answers /health/, with the slash, only.'
          : undefined
    return text === undefined ? undefined : { text, at: [['healthcheck', 'test'], ['healthcheck']] }
  },
}

/** uvicorn in Saleor's image finishes requests for up to 30 s after the stop signal. */
const imageGrace = 30

/** Seconds between the end of the server's own grace period and the kill. */
const margin = 5

const shortGrace: Rule = {
  name: 'short-grace',
  severity: 'warning',
  on: 'web',
  only: 'saleor',
  what: 'Containers are killed before the server has finished the requests that it was given time for.',
  fix: `Set stop_grace_period: ${imageGrace + margin}s, or longer than the server's own grace.`,
  check({ service }) {
    const own = Number(
      /--(?:timeout-graceful-shutdown|graceful-timeout)[ =](\d+)/.exec(commandOf(service))?.[1] ?? imageGrace,
    )
    const grace = graceSecondsOf(service)
    return grace >= own + margin
      ? undefined
      : {
          text: `it is killed ${grace} s after it was asked to stop; Saleor's server takes up to ${own} s to finish requests.`,
          fix: `Set stop_grace_period: ${own + margin}s.`,
          at: [['stop_grace_period']],
        }
  },
}

/** The command of the health check, empty without one. */
function testOf({ healthcheck }: ComposeService): string {
  return healthcheck?.disable === true ? '' : [healthcheck?.test ?? []].flat().join(' ')
}

/** Rules for web's health check and shutdown. */
export const healthRules: readonly Rule[] = [tool, address, shortGrace]
