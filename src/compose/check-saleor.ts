import type { Fault, Rule } from './check.ts'
import { type ComposeService, commandOf, environmentOf } from './model.ts'
import { signingKeyProblem } from './signing-key.ts'

/** True when image, command or environment speak of Saleor; other apps may be deployed as well. */
export function isSaleor(service: ComposeService): boolean {
  const environment = [...environmentOf(service)].flat()
  return [service.image ?? '', commandOf(service), ...environment].some((text) => /saleor/i.test(text))
}

/** What Saleor can't start or must not run without, judged on the variables of web. */
export const saleorErrors: Rule = (service) => {
  const environment = environmentOf(service)
  const faults: Fault[] = []
  if (!/^(false|0|no|off)$/i.test(environment.get('DEBUG') ?? ''))
    faults.push({
      rule: 'debug-not-off',
      text: `DEBUG is not switched off. Saleor's default is on: errors are shown to everybody, and without RSA_PRIVATE_KEY tokens are signed with a key that lies in the image.`,
      fix: 'Set DEBUG=False.',
    })
  if (isBlank(environment, 'SECRET_KEY'))
    faults.push({
      rule: 'secret-key-missing',
      text: `SECRET_KEY is missing. Saleor starts without it and fails when a password is reset.`,
      fix: 'Give SECRET_KEY as a secret: `openssl rand -hex 32` makes one.',
    })
  if (isBlank(environment, 'ALLOWED_CLIENT_HOSTS'))
    faults.push({
      rule: 'allowed-client-hosts-missing',
      text: `ALLOWED_CLIENT_HOSTS is missing. Without DEBUG no Saleor process starts without it.`,
      fix: 'Set ALLOWED_CLIENT_HOSTS to the host names of storefront and dashboard, separated by commas.',
    })
  // Another JWT manager has its own keys.
  const key = environment.has('JWT_MANAGER_PATH')
    ? undefined
    : signingKeyProblem(environment.get('RSA_PRIVATE_KEY'), environment.get('RSA_PRIVATE_PASSWORD'))
  if (key !== undefined)
    faults.push({
      rule: 'signing-key',
      text: `${key.what}. Without DEBUG no Saleor process starts with it.`,
      fix: key.fix,
    })
  return faults
}

/** What starts, and then isn't what one expects. */
export const saleorWarnings: Rule = (service) => {
  const environment = environmentOf(service)
  const faults: Fault[] = []
  if (isBlank(environment, 'CELERY_BROKER_URL') && isBlank(environment, 'CLOUDAMQP_URL'))
    faults.push({
      rule: 'broker-missing',
      text: `CELERY_BROKER_URL is missing, so Saleor runs background tasks inside of requests and migrations.`,
      fix: 'Set CELERY_BROKER_URL, such as redis://redis:6379/1.',
    })
  if (isBlank(environment, 'ALLOWED_HOSTS'))
    faults.push({
      rule: 'allowed-hosts-missing',
      text: `ALLOWED_HOSTS is missing, so Saleor answers 400 to every request for a public host name.`,
      fix: 'Set ALLOWED_HOSTS to the host names of the API, separated by commas.',
    })
  return faults
}

function isBlank(environment: ReadonlyMap<string, string>, name: string): boolean {
  return (environment.get(name) ?? '').trim() === ''
}
