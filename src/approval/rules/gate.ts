import type { Person } from './approvers.ts'

/** The protection of a GitHub environment. */
export interface Gate {
  /** The required reviewers; undefined without any. */
  reviewers: { people: readonly Person[]; teams: readonly string[] } | undefined
  /** Minutes. */
  waitTimer: number
  /** Whether only certain branches may deploy. */
  branches: boolean
  /** Undefined if GitHub does not say; the default is on. */
  adminsBypass: boolean | undefined
}

/** A review of an environment. GitHub reports neither its time nor its attempt, and in no order. */
export interface Review {
  environments: readonly string[]
  state: string
  user: Person | undefined
  /** Whether a bot wrote it. */
  machine: boolean
  comment: string
}

/** The requirements for the reviews. */
export interface Passage {
  environment: string
  attempt: string
  /** Seconds. */
  cooldown: number
  /** Whether a person is in the input `approvers`; `excluded` by id, and why. */
  isApprover: (person: Person) => boolean
  missing: (people: readonly Person[]) => readonly string[]
  excluded: ReadonlyMap<number, { why: string }>
}

/**
 * Verifies that approvers let this run and attempt through. It never trusts the configuration alone: an
 * environment that does not exist is created by GitHub without protection, and the job starts at once. Pure.
 * @returns the approvers, and all problems
 */
export function validateGate(
  gate: Gate | undefined,
  reviews: readonly Review[],
  passage: Passage,
): { approved: Person[]; problems: string[] } {
  const { environment, attempt, cooldown } = passage
  if (gate === undefined)
    return {
      approved: [],
      problems: [`there is no environment ${environment}: GitHub makes it without protection`],
    }
  if (gate.reviewers === undefined)
    return { approved: [], problems: [`the environment ${environment} has no required reviewers`] }
  const ours = reviews.filter(({ environments }) => environments.includes(environment))
  const rejected = ours.filter(({ state }) => state === 'rejected')
  const judged = ours
    .filter(({ state }) => state === 'approved')
    .map((review) => ({ review, why: objection(review, gate.reviewers, passage) }))
  const approved = judged.flatMap(({ review, why }) =>
    why === undefined && review.user ? [review.user] : [],
  )
  const lacking = passage.missing(approved)
  return {
    approved,
    problems: [
      ...rejected.map(({ user }) => `${user?.login ?? 'somebody'} rejected it`),
      ...judged.flatMap(({ review, why }) =>
        why === undefined
          ? []
          : [`the approval of ${review.user?.login ?? 'somebody'} does not count: ${why}`],
      ),
      ...(ours.length === 0
        ? [
            `nobody approved run and attempt ${attempt} at the gate: the job has no \`environment: ${environment}\`, or an admin went round it`,
          ]
        : []),
      ...(lacking.length > 0 ? [`missing: ${lacking.join(', ')}`] : []),
      ...(gate.waitTimer * 60 < cooldown
        ? [
            `the environment's wait timer is ${gate.waitTimer} min, the cooldown demands ${Math.ceil(cooldown / 60)} min`,
          ]
        : []),
    ],
  }
}

function objection(
  { user, machine, comment }: Review,
  reviewers: Gate['reviewers'],
  { attempt, isApprover, excluded }: Passage,
): string | undefined {
  if (user === undefined || machine) return 'a machine has no say'
  const isReviewer = reviewers?.people.some(({ id }) => id === user.id) === true
  // A workflow's token cannot read members of teams; then the input `approvers` must contain them.
  if (!isReviewer && (reviewers?.teams ?? []).length === 0)
    return 'they are not a reviewer; an admin went round the gate'
  if (!isApprover(user)) return 'they are not among the approvers'
  const why = excluded.get(user.id)?.why
  if (why !== undefined) return `they ${why}`
  if (attempt !== '1' && !new RegExp(`\\battempt\\s*#?${attempt}\\b`, 'i').test(comment))
    return `GitHub doesn't say for which attempt it was; for a re-run the review's comment must say "attempt ${attempt}"`
  return undefined
}
