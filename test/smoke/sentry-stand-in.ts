import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A Sentry that keeps what it is told, with the answers that its documentation names. */
export interface SentryStandIn {
  url: string
  dsn: string
  token: string
  releases: Map<string, { projects: string[]; deploys: Record<string, unknown>[] }>
  /** Events that arrived, by id. */
  events: Map<string, Record<string, unknown>>
  close(): void
}

/** What may be wrong with it. */
export interface Faults {
  /** How often an event is asked for until it is worked up; Infinity loses all. */
  slow?: number
  /** Refuses the events that are sent. */
  refuses?: boolean
}

const [organization, project, projectId, key] = ['shop', 'backend', '42', 'abc123']

/**
 * Organization `shop`, project `backend`. Checks what Sentry checks: token, slugs, required fields, the key of a DSN, and
 * the form of an envelope.
 * https://docs.sentry.io/api/releases/, https://docs.sentry.io/api/events/, https://develop.sentry.dev/sdk/data-model/envelopes/
 */
export async function startSentry({ slow = 0, refuses = false }: Faults = {}): Promise<SentryStandIn> {
  const releases: SentryStandIn['releases'] = new Map()
  const events: SentryStandIn['events'] = new Map()
  const asked = new Map<string, number>()
  const token = 'sntrys_test'

  const ingest = (request: IncomingMessage, body: string): Answer => {
    const auth = String(request.headers['x-sentry-auth'] ?? '')
    if (refuses) return [429, { detail: 'rate limited' }]
    if (
      !auth.startsWith('Sentry ') ||
      !auth.includes('sentry_version=7') ||
      !auth.includes(`sentry_key=${key}`)
    )
      return [403, { detail: 'bad sentry DSN public key' }]
    const [head, item, event] = body
      .split('\n')
      .map((line) => (line === '' ? {} : (JSON.parse(line) as Item)))
    const id = String(event?.event_id)
    if (item?.type !== 'event' || !/^[0-9a-f]{32}$/.test(id) || head?.event_id !== id)
      return [400, { detail: 'invalid envelope' }]
    events.set(id, event ?? {})
    return [200, { id }]
  }

  const api = (request: IncomingMessage, path: string, body: string): Answer => {
    if (request.headers.authorization !== `Bearer ${token}`) return [401, { detail: 'Invalid token' }]
    const [, event] =
      new RegExp(`^/api/0/projects/${organization}/${project}/events/(\\w+)/$`).exec(path) ?? []
    if (event !== undefined) {
      asked.set(event, (asked.get(event) ?? 0) + 1)
      const found = events.get(event)
      if (found === undefined || (asked.get(event) ?? 0) <= slow) return [404, { detail: 'Event not found' }]
      return [200, { eventID: event, ...found }]
    }
    const written = body === '' ? {} : (JSON.parse(body) as Item)
    const base = `/api/0/organizations/${organization}/releases/`
    if (path === base && request.method === 'POST') {
      const { version, projects } = written as { version?: string; projects?: string[] }
      if (!version || !projects) return [400, { projects: ['This field is required.'] }]
      if (projects.some((one) => one !== project))
        return [400, { projects: ['Invalid project ids or slugs'] }]
      const isNew = !releases.has(version)
      if (isNew) releases.set(version, { projects, deploys: [] })
      return [isNew ? 201 : 208, { version }]
    }
    const [, name] = new RegExp(`^${base}([^/]+)/deploys/$`).exec(path) ?? []
    const release = releases.get(decodeURIComponent(name ?? ''))
    if (release === undefined) return [404, { detail: 'The requested resource does not exist' }]
    if (typeof written.environment !== 'string') return [400, { environment: ['This field is required.'] }]
    release.deploys.push(written)
    return [201, { id: String(release.deploys.length), ...written }]
  }

  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => {
      const path = request.url ?? ''
      const [status, answer] =
        path === `/api/${projectId}/envelope/` ? ingest(request, body) : api(request, path, body)
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    ...{ url: `http://${host}`, dsn: `http://${key}@${host}/${projectId}`, token, releases, events },
    close: () => server.close(),
  }
}

type Item = Record<string, unknown>
type Answer = [status: number, body: object]
