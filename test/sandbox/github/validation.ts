import { type Document, OpenAPIBackend } from 'openapi-backend'
import { loadDescription, openEnded } from './description.ts'

/** A request as the validator sees it; `path` without the query. */
export interface Request {
  readonly method: string
  readonly path: string
  readonly query: Record<string, string | string[]>
  readonly headers: Record<string, string>
  readonly body: unknown
}

/** Says whether requests and answers are what GitHub's description allows. */
export interface Validator {
  /** The operation a request means, with its path parameters; undefined when the description has none. */
  match(request: Request): { operation: string; params: Record<string, string> } | undefined
  /** What is wrong with a request, one sentence each. */
  checkRequest(request: Request, operation: string): string[]
  /** What is wrong with an answer, one sentence each. */
  checkAnswer(operation: string, status: number, body: unknown): string[]
}

/** Answers any operation may give though GitHub's description lists them for few. */
const COMMON_ERRORS = new Set([401, 403, 404, 410, 422, 429, 500, 502, 503, 504])

const FORMATS: Record<string, RegExp> = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  // Empty is GitHub's own default for the addresses of a deployment status.
  uri: /^([a-z][a-z0-9+.-]*:\S*)?$/i,
  email: /^\S+@\S+$/,
}

type Problems = { instancePath?: string; message?: string; params?: object }[] | null | undefined

const sentences = (errors: Problems): string[] =>
  (errors ?? []).map(({ instancePath, message, params }) => {
    const extra = (params as { additionalProperty?: string } | undefined)?.additionalProperty
    return `${instancePath || '/'} ${message ?? 'is wrong'}${extra === undefined ? '' : `: ${extra}`}`
  })

let shared: Promise<Validator> | undefined

/** The validator over the committed description; one for all stand-ins, because compiling schemas takes a second. */
export function sharedValidator(): Promise<Validator> {
  shared ??= createValidator()
  return shared
}

async function createValidator(): Promise<Validator> {
  const description = loadDescription()
  const open = openEnded(description)
    .filter(({ lastIsOpen }) => lastIsOpen)
    .map(({ template }) => {
      const head = template.replace(/\{[^}]+\}$/, '').replace(/\{[^}]+\}/g, '[^/]+')
      return new RegExp(`^(${head})(.+/.*)$`)
    })
  // `quick` leaves the meta-validation out and compiles a schema when it is first needed.
  const backend = new OpenAPIBackend({
    definition: description as unknown as Document,
    quick: true,
    // Making the checks shorter takes longer than running them as they are: a test file runs each a few times.
    ajvOpts: { strict: false, allErrors: true, logger: false, code: { optimize: false } },
    customizeAjv: (ajv) => {
      for (const [name, format] of Object.entries(FORMATS)) ajv.addFormat(name, format)
      return ajv
    },
  })
  await backend.init()
  const declared = new Map(
    backend.getOperations().map((operation) => [operation.operationId, operation.responses ?? {}]),
  )

  type Operation = ReturnType<typeof backend.matchOperation>
  type Found = { asked: Request; operation: Operation }

  /** Slashes inside a last parameter are escaped: Octokit does it, a person with curl does not. */
  const find = (request: Request): Found => {
    // `/commits/{sha}/pulls` and its like also fit the open ending: a path that matches as it is stays.
    const operation = backend.matchOperation(request as never)
    if (operation) return { asked: request, operation }
    for (const pattern of open) {
      const [, head, tail] = pattern.exec(request.path) ?? []
      if (head === undefined || tail === undefined) continue
      const asked = { ...request, path: head + tail.replaceAll('/', '%2F') }
      return { asked, operation: backend.matchOperation(asked as never) }
    }
    return { asked: request, operation: undefined }
  }
  // To find the operation of a path all are tried, and each request is looked at twice.
  const known = new WeakMap<Request, Found>()
  const found = (request: Request): Found => {
    const one = known.get(request) ?? find(request)
    known.set(request, one)
    return one
  }

  return {
    match(request) {
      const { asked, operation } = found(request)
      if (operation?.operationId === undefined) return undefined
      const { params } = backend.router.parseRequest(asked as never, operation)
      return { operation: operation.operationId, params: params as Record<string, string> }
    },
    checkRequest: (request, operation) =>
      sentences(backend.validateRequest(found(request).asked as never, operation).errors as Problems),
    checkAnswer(operation, status, body) {
      const known = String(status) in (declared.get(operation) ?? {})
      if (!known && !COMMON_ERRORS.has(status)) return [`status ${status} is not in the description`]
      if (!known || status >= 400) {
        const message = (body as { message?: unknown } | null)?.message
        if (typeof message !== 'string') return ['an error needs a message']
      }
      if (!known) return []
      return sentences(backend.validateResponse(body, operation, status).errors as Problems)
    },
  }
}
