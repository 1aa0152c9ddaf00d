import { GitHubError } from '../../src/github/failure.ts'
import type { Again, Answer, DataOf, GitHub, ItemOf, ParametersOf, Route } from '../../src/github/github.ts'

/** A request as it was made. */
export interface Asked {
  route: string
  parameters: Record<string, unknown>
}

/** Data to answer with, an error to throw, or a function of the parameters that gives either. */
type Reply = unknown

/**
 * GitHub by rules: each route has its answers, given one after the other; the last one stays. A route without a rule has
 * nothing there (404). For what has to be remembered there is the stand-in in test/sandbox/github.
 */
export class FakeGitHub implements GitHub {
  readonly asked: Asked[] = []
  readonly spent = { calls: 0, remaining: 1000, limit: 1000, reset: undefined, date: undefined }
  private readonly rules = new Map<string, Reply[]>()

  on(route: Route | 'graphql', ...replies: Reply[]): this {
    this.rules.set(route, replies)
    return this
  }

  async request<R extends Route>(
    route: R,
    parameters: ParametersOf<R>,
    _again?: Again<DataOf<R>>,
  ): Promise<Answer<DataOf<R>>> {
    return { status: 200, unchanged: false, data: this.answer(route, parameters) as DataOf<R> }
  }

  async all<R extends Route>(route: R, parameters: ParametersOf<R>): Promise<ItemOf<R>[]> {
    return this.answer(route, parameters) as ItemOf<R>[]
  }

  async graphql<T>(query: string, variables: Record<string, unknown>): Promise<T> {
    return this.answer('graphql', { query, ...variables }) as T
  }

  /** What was asked of a route, in order. */
  of(route: Route | 'graphql'): Record<string, unknown>[] {
    return this.asked.filter((one) => one.route === route).map(({ parameters }) => parameters)
  }

  private answer(route: string, given: object): unknown {
    const parameters = { ...given }
    this.asked.push({ route, parameters })
    this.spent.calls += 1
    const replies = this.rules.get(route) ?? [new GitHubError('missing', 404, `no rule for ${route}`)]
    const reply = replies.length > 1 ? replies.shift() : replies[0]
    const answer = typeof reply === 'function' ? (reply(parameters) as unknown) : reply
    if (answer instanceof Error) throw answer
    return answer
  }
}
