/** A person by id: logins can be renamed, and taken by somebody else afterwards. */
export interface Person {
  id: number
  login: string
}

/** A line of the input `approvers`: names, and how many of them must approve. */
export interface Names {
  /** 0 without a number: then only the overall minimum counts. */
  need: number
  people: readonly string[]
  /** `org/team` */
  teams: readonly string[]
}

/** The same with the people found. */
export interface Group {
  need: number
  /** The line in a readable form: `org/release, ann`. */
  title: string
  people: readonly Person[]
}

/** The people who can approve, and how many must. */
export interface Approvers {
  /** Empty for everyone with push permission. */
  groups: readonly Group[]
  minimum: number
}

/** Reads a line. A name with a slash is a team, one without is a person: the two can't be confused. Pure. */
export function readApprovers(line: string): Names {
  const [, need = '0', rest = line] = /^(\d+) of (.*)$/.exec(line) ?? []
  const names = rest.split(',').map((name) => name.trim().replace(/^@/, ''))
  return {
    need: Number(need),
    people: names.filter((name) => !name.includes('/')),
    teams: names.filter((name) => name.includes('/')),
  }
}

/** Whether a person is an approver; without named groups everyone with push permission is one. Pure. */
export function isApprover(approvers: Approvers, person: Person): boolean {
  return (
    approvers.groups.length === 0 ||
    approvers.groups.some(({ people }) => people.some(({ id }) => id === person.id))
  )
}

/** The missing approvals in words; empty if there are enough. A person of two groups counts in both, and once in total. Pure. */
export function missing(approvers: Approvers, approved: readonly Person[]): string[] {
  const ids = new Set(approved.map(({ id }) => id))
  const groups = approvers.groups.flatMap(({ need, title, people }) => {
    const open = need - people.filter(({ id }) => ids.has(id)).length
    return open > 0 ? [`${open} of ${title}`] : []
  })
  const open = approvers.minimum - ids.size
  return [...(open > 0 ? [`${open} more ${open === 1 ? 'approval' : 'approvals'}`] : []), ...groups]
}
