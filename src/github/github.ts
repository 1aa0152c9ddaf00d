import type { Endpoints } from '@octokit/types'

/** A route in GitHub's own words: `GET /repos/{owner}/{repo}/deployments`. */
export type Route = keyof Endpoints

/** What the client fills in by itself, or has no use for here. */
type Filled = 'owner' | 'repo' | 'baseUrl' | 'headers' | 'mediaType' | 'operationName' | 'query' | 'request'

/** What a route takes besides the repository, which is the run's own. */
export type ParametersOf<R extends Route> = {
  [Name in keyof Endpoints[R]['parameters'] as string extends Name
    ? never
    : number extends Name
      ? never
      : Exclude<Name, Filled>]: Endpoints[R]['parameters'][Name]
}

/** What a route answers with. */
export type DataOf<R extends Route> = Endpoints[R]['response']['data']

/** One entry of a route that lists; some wrap the list: `{ total_count, jobs }`. */
export type ItemOf<R extends Route> =
  DataOf<R> extends readonly (infer Item)[]
    ? Item
    : DataOf<R>[keyof DataOf<R>] extends infer Value
      ? Value extends readonly (infer Item)[]
        ? Item
        : never
      : never

/** An answer that is none of GitHub's errors. */
export interface Answer<T> {
  data: T
  /** 200 to 204; a route may mean different things by them. */
  status: number
  /** The same as when it was asked before (304), which costs nothing of the hourly limit. */
  unchanged: boolean
}

/**
 * What to do about a POST whose answer was lost, when nobody knows whether it was carried out: `repeat` where twice does
 * no harm, else a look for what it may have made. Without it such a POST is given up.
 */
export type Again<T> = 'repeat' | (() => Promise<T | undefined>)

/** What has been used of the hourly limit. */
export interface Spent {
  /** Requests sent, those that failed and those answered by 304 included. */
  calls: number
  /** As GitHub said last; undefined before the first answer. */
  remaining: number | undefined
  limit: number | undefined
  /** When the count begins anew, milliseconds since 1970. */
  reset: number | undefined
  /** GitHub's clock at its last answer, milliseconds since 1970: deadlines don't trust the runner's. */
  date: number | undefined
}

/** GitHub's API for the repository of this run. What passes is waited for within the client's patience. */
export interface GitHub {
  /** @throws GitHubError for anything that is no answer, once patience is over */
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
