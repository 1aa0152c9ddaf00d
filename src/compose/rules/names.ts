import { type Rule, variable } from './rule.ts'

const noSessions = 'nothing: Saleor has no sessions and no cookies of its own, so remove it'

/** Names from Django guides that Saleor's settings.py does not read, each with the name that works. */
const instead: Record<string, string> = {
  GRAPHQL_JWT_SECRET_KEY: 'RSA_PRIVATE_KEY, which signs the tokens',
  JWT_SECRET_KEY: 'RSA_PRIVATE_KEY, which signs the tokens',
  JWT_PRIVATE_KEY: 'RSA_PRIVATE_KEY',
  DJANGO_SECRET_KEY: 'SECRET_KEY',
  DJANGO_DEBUG: 'DEBUG',
  DJANGO_ALLOWED_HOSTS: 'ALLOWED_HOSTS',
  ALLOWED_HOST: 'ALLOWED_HOSTS',
  ALLOWED_CLIENT_HOST: 'ALLOWED_CLIENT_HOSTS',
  SECURE_SSL_REDIRECT: 'PUBLIC_URL=https://…, which turns the redirect on',
  SECURE_HSTS_SECONDS:
    'a header of the proxy in front: add_header Strict-Transport-Security "max-age=31536000"',
  SESSION_COOKIE_SECURE: noSessions,
  CSRF_COOKIE_SECURE: noSessions,
  CONN_MAX_AGE: 'DB_CONN_MAX_AGE',
  DATABASE_URL_STAGING: 'DATABASE_URL',
  DATABASE_URL_PROD: 'DATABASE_URL',
  DATABASE_URL_PRODUCTION: 'DATABASE_URL',
  DB_HOST: 'DATABASE_URL',
  DB_PASSWORD: 'DATABASE_URL',
  REDIS_CACHE_URL: 'CACHE_URL',
  BROKER_URL: 'CELERY_BROKER_URL',
  CELERY_BROKER: 'CELERY_BROKER_URL',
  EMAIL_HOST: 'EMAIL_URL',
  EMAIL_HOST_PASSWORD: 'EMAIL_URL',
  AWS_S3_CUSTOM_DOMAIN: 'AWS_MEDIA_CUSTOM_DOMAIN for uploads, AWS_STATIC_CUSTOM_DOMAIN for static files',
  AWS_BUCKET_NAME: 'AWS_MEDIA_BUCKET_NAME',
  AWS_S3_BUCKET_NAME: 'AWS_MEDIA_BUCKET_NAME',
}

const unread: Rule = {
  name: 'unread-name',
  severity: 'warning',
  on: 'web',
  only: 'saleor',
  what: `A variable is set that Saleor does not read, and another one is meant: ${Object.keys(instead).join(', ')}.`,
  fix: 'Use the name that Saleor reads.',
  check: ({ environment }) =>
    Object.entries(instead).flatMap(([name, meant]) =>
      environment.has(name)
        ? { text: `Saleor does not read ${name}.`, fix: `Use ${meant}.`, at: variable(name) }
        : [],
    ),
}

/** Variables that web and workers must share: workers take web's tasks, and each reads what the other signs or caches. */
const common = ['CELERY_BROKER_URL', 'CACHE_URL', 'SECRET_KEY', 'RSA_PRIVATE_KEY']

const differing: Rule = {
  name: 'settings-differ',
  severity: 'warning',
  on: 'background',
  only: 'saleor',
  what: `A worker or scheduler has another value than web, or none, for ${common.join(', ')}.`,
  fix: 'Give all services of the app the same env_file.',
  check({ environment, model, roles }) {
    const web = model.services[roles.web]?.environment ?? {}
    return common.flatMap((name) => {
      const here = environment.get(name) ?? ''
      return here === (web[name] ?? '').replaceAll('$$', '$')
        ? []
        : { text: `${name} is not what ${roles.web} has.`, at: variable(name) }
    })
  },
}

/** Rules for names without effect, and for values that must agree. */
export const nameRules: readonly Rule[] = [unread, differing]
