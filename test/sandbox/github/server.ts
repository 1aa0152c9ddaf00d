/**
 * A stand-in for GitHub's REST API: it listens on loopback, remembers what it is told, and holds every request
 * and every answer against GitHub's own description. Whatever does not conform is in `violations`.
 */
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Level, Scope, Token } from './access.ts'
import { type Fault, Faults } from './faults.ts'
import { type Call, Journal } from './journal.ts'
import { answer, type Pipeline } from './pipeline.ts'
import { createLinks } from './shapes/links.ts'
import { State } from './state/state.ts'
import { ACTIONS_BOT } from './state/user.ts'
import { noteCalls } from './tally.ts'
import { type Request, sharedValidator } from './validation.ts'

/** How the stand-in is set up. */
export interface GitHubOptions {
  /** Repositories there are from the start; `org/shop` when left out. */
  readonly repositories?: readonly string[]
  /** The time; the system's when left out. */
  readonly clock?: () => Date
}

/** What a token is to be. */
export interface TokenOptions {
  /** Whom it speaks for; left out, it is a workflow's own token. */
  readonly login?: string
  /** As in `permissions:`; left out, everything is allowed. */
  readonly permissions?: Partial<Record<Scope, Level>>
  /** Requests an hour; GitHub gives a workflow 1,000 and a person 5,000. */
  readonly limit?: number
}

/** A running stand-in. */
export interface GitHub {
  /** Root of the API: `GITHUB_API_URL`. */
  readonly url: string
  /** Root of the web site, `GITHUB_SERVER_URL`: only ever printed. Toolkits take `.localhost` for GitHub itself. */
  readonly webUrl: string
  /** A workflow token that may do everything. */
  readonly token: string
  readonly state: State
  readonly calls: readonly Call[]
  readonly violations: readonly string[]
  /** Another token. */
  createToken(options?: TokenOptions): string
  /** Lets the next requests that fit fail. */
  fail(fault: Fault): void
  /** Ends all failing. */
  calm(): void
  /** Changes an operation's answers on their way out, to prove that a wrong one is noticed. */
  alter(operation: string, change: (body: unknown) => unknown): void
  /** Throws when anything did not conform; says what was checked otherwise. */
  assertClean(): string
  close(): Promise<void>
}

async function read(message: IncomingMessage): Promise<{ text: string; body: unknown; isBroken: boolean }> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  try {
    return { text, body: text === '' ? undefined : JSON.parse(text), isBroken: false }
  } catch {
    return { text, body: text, isBroken: true }
  }
}

/** Starts the stand-in on a free port of loopback. */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHub> {
  const state = new State(options.clock ?? (() => new Date()))
  for (const name of options.repositories ?? ['org/shop']) state.addRepository(name)
  const tokens = new Map<string, Token>()
  const alterations = new Map<string, (body: unknown) => unknown>()
  const journal = new Journal()
  const faults = new Faults()
  const validator = await sharedValidator()
  let pipeline: Pipeline | undefined

  const server = createServer((message, response) => {
    const handle = async (): Promise<void> => {
      if (!pipeline) return
      const url = new URL(message.url ?? '/', pipeline.links.api)
      const { body, isBroken } = await read(message)
      if (isBroken) journal.violations.push(`${message.method} ${url.pathname}: the body is no JSON`)
      const request: Request = {
        method: message.method ?? 'GET',
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: message.headers as Record<string, string>,
        body,
      }
      const reply = await answer(request, url, pipeline)
      if (reply.status === 0) {
        message.socket.destroy()
        return
      }
      const text = reply.body === null || reply.body === undefined ? '' : JSON.stringify(reply.body)
      const type = text === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }
      response.writeHead(reply.status, {
        ...reply.headers,
        ...type,
        date: new Date(state.now()).toUTCString(),
        'x-github-request-id': randomBytes(8).toString('hex'),
      })
      response.end(text)
    }
    handle().catch((error: unknown) => {
      journal.violations.push(`the stand-in itself: ${String(error)}`)
      message.socket.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const webUrl = `http://github.localhost:${port}`
  pipeline = { state, links: createLinks(url, webUrl), validator, journal, faults, tokens, alterations }

  const createToken = ({ login, permissions, limit }: TokenOptions = {}): string => {
    const isWorkflow = login === undefined
    const value = `${isWorkflow ? 'ghs' : 'ghp'}_${randomBytes(18).toString('hex')}`
    if (login !== undefined) state.user(login)
    tokens.set(value, {
      value,
      login: login ?? ACTIONS_BOT.login,
      permissions,
      isWorkflow,
      limit: limit ?? (isWorkflow ? 1000 : 5000),
      used: 0,
    })
    return value
  }

  return {
    url,
    webUrl,
    token: createToken(),
    state,
    calls: journal.calls,
    violations: journal.violations,
    createToken,
    fail: (fault) => faults.add(fault),
    calm: () => faults.clear(),
    alter: (operation, change) => void alterations.set(operation, change),
    assertClean: () => journal.assertClean(),
    close: () =>
      new Promise((resolve) => {
        noteCalls(journal.calls)
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
