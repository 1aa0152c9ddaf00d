import { Repository, type RepositoryOptions, type World } from './repository.ts'
import { ACTIONS_BOT, type User } from './user.ts'

/** All the stand-in remembers. Tests may read and change it freely; the API changes it as GitHub would. */
export class State implements World {
  readonly repositories = new Map<string, Repository>()
  readonly users = new Map<string, User>([[ACTIONS_BOT.login, ACTIONS_BOT]])
  /** Members by `org/team`. */
  readonly teams = new Map<string, string[]>()
  readonly #clock: () => Date
  #lastId = 1000

  constructor(clock: () => Date) {
    this.#clock = clock
  }

  /** The present moment as GitHub writes it: to the second. */
  now(): string {
    return this.#clock()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z')
  }

  /** A number no other object has. */
  nextId(): number {
    this.#lastId += 1
    return this.#lastId
  }

  /** The account of that name, made at its first mention. */
  user(login: string): User {
    const user = this.users.get(login) ?? { id: this.nextId(), login, type: 'User' as const }
    this.users.set(login, user)
    return user
  }

  /** The repository `owner/name`; it has to be there. */
  repository(fullName: string): Repository {
    const repository = this.repositories.get(fullName.toLowerCase())
    if (!repository) throw new Error(`no repository ${fullName} in the stand-in`)
    return repository
  }

  /** Adds a repository with one commit on its default branch. */
  addRepository(fullName: string, options: RepositoryOptions = {}): Repository {
    const repository = new Repository(fullName, this, options)
    this.repositories.set(fullName.toLowerCase(), repository)
    return repository
  }
}
