/** A person by id: logins can be renamed, and taken by somebody else afterwards. */
export interface Person {
  id: number
  login: string
}

/** A line of the input `approvers`, as it is written: names, and how many of them are needed. */
export interface Names {
  /** 0 when the line says no number: then only the minimum of all counts. */
  need: number
  people: readonly string[]
  /** `org/team` */
  teams: readonly string[]
}

/** The same with the people found. */
export interface Group {
  need: number
  /** As the line was written, for people: `org/release, ann`. */
  title: string
  people: readonly Person[]
}

/** Who may approve, and how many have to. */
export interface Panel {
  /** Empty: everyone who may push. */
  groups: readonly Group[]
  minimum: number
}

/** What a line of `approvers` looks like: `ann`, `org/release`, `2 of org/release, bob`. */
export const approversLine =
  /^(?:\d+ of )?@?[\w.-]+(?:\[bot\])?(?:\/[\w.-]+)?(?:\s*,\s*@?[\w.-]+(?:\/[\w.-]+)?)*$/

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

/** Whether a person is on the panel at all; on an empty one everyone is who may push. Pure. */
export function isOn(panel: Panel, person: Person): boolean {
  return (
    panel.groups.length === 0 || panel.groups.some(({ people }) => people.some(({ id }) => id === person.id))
  )
}

/** What is still missing, in words; nothing when it is enough. A person of two groups counts in both, and once in all. Pure. */
export function missing(panel: Panel, approved: readonly Person[]): string[] {
  const ids = new Set(approved.map(({ id }) => id))
  const groups = panel.groups.flatMap(({ need, title, people }) => {
    const open = need - people.filter(({ id }) => ids.has(id)).length
    return open > 0 ? [`${open} of ${title}`] : []
  })
  const open = panel.minimum - ids.size
  return [...(open > 0 ? [`${open} more ${open === 1 ? 'approval' : 'approvals'}`] : []), ...groups]
}
