import type { Endpoints } from '@octokit/types'

/** A route in GitHub's notation: `GET /repos/{owner}/{repo}/deployments`. */
export type Route = keyof Endpoints

/** Parameters that the client fills in, or does not need. */
type Filled = 'owner' | 'repo' | 'baseUrl' | 'headers' | 'mediaType' | 'operationName' | 'query' | 'request'

/** The parameters of a route besides the repository, which is the run's own. */
export type ParametersOf<R extends Route> = {
  [Name in keyof Endpoints[R]['parameters'] as string extends Name
    ? never
    : number extends Name
      ? never
      : Exclude<Name, Filled>]: Endpoints[R]['parameters'][Name]
}

/** The data that a route returns. */
export type DataOf<R extends Route> = Endpoints[R]['response']['data']

/** One entry of a list route; some wrap the list: `{ total_count, jobs }`. */
export type ItemOf<R extends Route> =
  DataOf<R> extends readonly (infer Item)[]
    ? Item
    : DataOf<R>[keyof DataOf<R>] extends infer Value
      ? Value extends readonly (infer Item)[]
        ? Item
        : never
      : never

/** A successful answer. */
export interface Answer<T> {
  data: T
  /** 200 to 204; their meaning depends on the route. */
  status: number
  /** Unchanged since the last request (304), which costs nothing of the hourly limit. */
  unchanged: boolean
}

/**
 * How to recover a POST whose answer was lost, so that its result is unknown: `repeat` if a repetition does
 * no harm, otherwise a function that finds what it may have created. Without it such a POST fails.
 */
export type Again<T> = 'repeat' | (() => Promise<T | undefined>)

/** The use of the hourly limit. */
export interface Spent {
  /** Requests sent, including failed ones and those answered by 304. */
  calls: number
  /** From GitHub's last answer; undefined before the first. */
  remaining: number | undefined
  limit: number | undefined
  /** When the limit resets, milliseconds since 1970. */
  reset: number | undefined
  /** GitHub's clock at its last answer, milliseconds since 1970: deadlines do not trust the runner's clock. */
  date: number | undefined
}

/** GitHub's API for the repository of this run. Transient failures are retried until the client's timeout. */
export interface GitHub {
  /** @throws GitHubError for anything but an answer, after the timeout */
  request<R extends Route>(
    route: R,
    parameters: ParametersOf<R>,
    again?: Again<DataOf<R>>,
  ): Promise<Answer<DataOf<R>>>
  /** All pages of a list. @throws GitHubError */
  all<R extends Route>(route: R, parameters: ParametersOf<R>): Promise<ItemOf<R>[]>
  /** A query, which changes nothing. @throws GitHubError also for errors inside an answer with status 200 */
  graphql<T>(query: string, variables: Record<string, unknown>): Promise<T>
  readonly spent: Readonly<Spent>
}
