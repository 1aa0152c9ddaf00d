import { stringify } from 'yaml'
import type { Added, Reported, Service } from './row.ts'

export const image = 'ghcr.io/acme/shop'
export const composeFile = 'docker-compose.staging.yml'

/** What all services of the app have. */
export const app = { image, env_file: ['.env.staging'], restart: 'unless-stopped' }

const celery = 'celery -A saleor.celeryconf:app'

/** The project that all reported ones differ from. */
export const base = {
  web: {
    ...app,
    command: 'uvicorn saleor.asgi:application --host 0.0.0.0 --port 8000',
    ports: ['8000:8000'],
    stop_grace_period: '40s',
  },
  worker: { ...app, command: `${celery} worker`, stop_grace_period: '2m' },
  beat: { ...app, command: `${celery} beat --scheduler saleor.schedulers.schedulers.DatabaseScheduler` },
  db: {
    image: 'postgres:15',
    environment: { POSTGRES_USER: 'saleor', POSTGRES_HOST_AUTH_METHOD: 'trust' },
    volumes: ['data:/var/lib/postgresql/data'],
  },
  redis: { image: 'redis:7-alpine' },
} satisfies Record<string, Service>

/** For projects whose web has another name. */
export const without = { web: null, worker: null, beat: null }

/** The files of the repository, the Compose file among them. */
export function filesOf({ services = {}, top = {}, files = {} }: Added): Record<string, string> {
  const kept = Object.entries({ ...base, ...services }).filter(([, one]) => one !== null)
  const project = { services: Object.fromEntries(kept), volumes: { data: {} }, ...top }
  return { ...files, [composeFile]: stringify(project) }
}

/** The inputs of deploy-staging, but for the server. */
export function inputsOf(
  { inputs = {}, environment }: Added,
  given: { image: string; environment: string },
): Record<string, string> {
  return {
    ...{ image: given.image, environment: environment ?? given.environment },
    // Of the examples that all of these are made from.
    'ignore-rules': 'media-lost\nexample-secret-staging\nexample-host',
    ...inputs,
  }
}

/** The project of the second deploy. */
export function nextOf(row: Reported): Added {
  const { services, top, files, inputs, env } = 'next' in row ? (row.next ?? {}) : ({} as Added)
  return {
    ...row,
    services: { ...row.services, ...services },
    ...{ top: { ...row.top, ...top }, files: { ...row.files, ...files } },
    ...{ inputs: { ...row.inputs, ...inputs }, env: { ...row.env, ...env } },
  }
}
