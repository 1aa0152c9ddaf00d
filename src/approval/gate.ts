import type { Person } from './panel.ts'

/** An environment as GitHub has it; undefined when there is none of that name. */
export interface Gate {
  /** Users who review; undefined when nobody has to. */
  reviewers: { people: readonly Person[]; teams: readonly string[] } | undefined
  /** Minutes. */
  waitTimer: number
  /** Whether only certain branches may deploy. */
  branches: boolean
  /** Undefined where GitHub doesn't say: it is on by default. */
  adminsBypass: boolean | undefined
}

/** A decision at the gate. GitHub tells neither when nor for which attempt, and in no order. */
export interface Review {
  environments: readonly string[]
  state: string
  user: Person | undefined
  /** A bot's. */
  machine: boolean
  comment: string
}

/** What a passed gate has to have seen. */
export interface Passage {
  environment: string
  attempt: string
  /** Seconds. */
  cooldown: number
  /** Who may approve, in the panel of the inputs too; `excluded` by id, and why. */
  isOn: (person: Person) => boolean
  missing: (people: readonly Person[]) => readonly string[]
  excluded: ReadonlyMap<number, { why: string }>
}

/**
 * Whether people who may have let this run and attempt through the gate. It never believes the configuration: an
 * environment that doesn't exist is made by GitHub without protection, and the job runs straight through. Pure.
 * @returns who approved, and what speaks against it
 */
export function judgeGate(
  gate: Gate | undefined,
  reviews: readonly Review[],
  passage: Passage,
): { approved: Person[]; complaints: string[] } {
  const { environment, attempt, cooldown } = passage
  if (gate === undefined)
    return {
      approved: [],
      complaints: [`there is no environment ${environment}: GitHub makes it without protection`],
    }
  if (gate.reviewers === undefined)
    return { approved: [], complaints: [`the environment ${environment} has no required reviewers`] }
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
    complaints: [
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
  { attempt, isOn, excluded }: Passage,
): string | undefined {
  if (user === undefined || machine) return 'a machine has no say'
  const isReviewer = reviewers?.people.some(({ id }) => id === user.id) === true
  // Members of teams can't be seen by a workflow's token; then the panel of the inputs has to know them.
  if (!isReviewer && (reviewers?.teams ?? []).length === 0)
    return 'they are not a reviewer; an admin went round the gate'
  if (!isOn(user)) return 'they are not among the approvers'
  const why = excluded.get(user.id)?.why
  if (why !== undefined) return `they ${why}`
  if (attempt !== '1' && !new RegExp(`\\battempt\\s*#?${attempt}\\b`, 'i').test(comment))
    return `GitHub doesn't say for which attempt it was; for a re-run the review's comment must say "attempt ${attempt}"`
  return undefined
}
