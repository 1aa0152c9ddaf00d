import type { ShopVariant } from '../sandbox/sandbox.ts'
import type { PlanName } from './matrix.ts'

/** What a deploy is told. */
export interface Wish {
  variant: ShopVariant
  /** Web containers on a host that is alone, one more than on each of several. */
  replicas: number
  /** Makes another release of what is otherwise the same. */
  round: number
  /** What a storefront with an image of its own runs, in a project that has one. */
  storefront?: ShopVariant
  /** What else the project has: services that are replaced in each round, or a proxy in front of web. */
  project?: 'services' | 'front'
  /** Whether its file server answers static files. */
  files?: true
}

/** What a fleet has. */
export interface Standing {
  live: Wish | undefined
  /** What was live before. */
  previous: Wish | undefined
  /** Whether that is kept warm. */
  isWarm: boolean
}

/** One of the ways in which a release comes about. */
export interface Plan {
  /** Whether what serves can be where it starts; else releases are deployed before. */
  startsFrom(standing: Standing): boolean
  /** What is deployed before, where it can't. */
  start(live: Wish | undefined): { wish: Wish; inputs?: Record<string, string> }[]
  /** What the run is told that the fault strikes. */
  wish(live: Wish | undefined): Wish
  /** What the run after it is told: what was wanted in truth. */
  converge(live: Wish | undefined): Wish
  inputs: Record<string, string>
  /** Whether it is a rollback to the release before. */
  rollback?: true
  /** What it takes back beside the code: rows are written before, and must be all as before or all as after. */
  data?: 'data' | 'schema'
  /** Whether the edge is another container afterwards. */
  renewsEdge?: true
  /** Whether the run ends red without any fault. */
  fails?: boolean
  /** What must not be in the database yet when the run starts. */
  pending?: 'everything' | 'last migration'
}

const good = (live: Wish | undefined): Wish => ({
  variant: live?.variant === 'light-1' ? 'light-2' : 'light-1',
  replicas: 2,
  round: 0,
})
const isGood = ({ live }: Pick<Standing, 'live'>): boolean =>
  live?.variant === 'light-1' || live?.variant === 'light-2'
/** Both are new. */
const withStorefront = (live: Wish | undefined): Wish => {
  const wish = good(live)
  return { ...wish, storefront: wish.variant === 'light-1' ? 'light-2' : 'light-1' }
}
const withFiles = (live: Wish | undefined): Wish => ({ ...good(live), files: true })
const one = (wish: Wish) => () => [{ wish }]
const migrated = (live: Wish | undefined): Wish => ({
  variant: 'light-migration',
  replicas: 2,
  round: (live?.round ?? 0) + 1,
})

const fresh: Wish = { variant: 'light-1', replicas: 2, round: 0 }
const isMigrated = ({ live }: Pick<Standing, 'live'>): boolean => live?.variant === 'light-migration'
const none = { backup: 'never' }
const withBackup = { backup: 'pending', 'verify-backup': 'list' }
/** Back over a migration, to the release before it. */
const overMigration: Pick<Plan, 'startsFrom' | 'wish' | 'converge' | 'rollback'> = {
  startsFrom: ({ live, previous }) => isMigrated({ live }) && isGood({ live: previous }),
  wish: () => fresh,
  converge: () => fresh,
  rollback: true,
}

const differing = (live: Wish | undefined): Wish => ({
  ...good(live),
  round: (live?.round ?? 0) + 1,
  project: 'services',
})
/** Web behind a proxy of the project, by another name in each round: the edge is made anew, and the proxy told. */
const behindProxy = (live: Wish | undefined): Wish => ({
  ...good(live),
  round: (live?.round ?? 0) + 1,
  project: 'front',
})
/** The storefront of that project behind the edge, with an image of its own. */
const adopted = (live: Wish | undefined): Wish => {
  const wish = good(live)
  return { ...wish, project: 'front', storefront: wish.variant }
}
/** The storefront of that project as the file alone has it. */
const byItself = (live: Wish | undefined): Wish => ({ ...good(live), project: 'front' })
const isBehindProxy = ({ live }: Pick<Standing, 'live'>): boolean =>
  live?.project === 'front' && isGood({ live })
const noMigration = { ...none, 'migrate-command': 'none' }

/** The plans by name. */
export const plans: Record<PlanName, Plan> = {
  first: {
    startsFrom: ({ live }) => live === undefined,
    start: () => [],
    wish: good,
    converge: good,
    inputs: none,
    pending: 'everything',
  },
  deploy: { startsFrom: isGood, start: one(fresh), wish: good, converge: good, inputs: none },
  // The same image again with another round: a pending migration each time, without a deploy back in between.
  migration: {
    startsFrom: isMigrated,
    start: one(migrated(undefined)),
    wish: migrated,
    converge: migrated,
    inputs: withBackup,
    pending: 'last migration',
  },
  restore: {
    startsFrom: isMigrated,
    start: one(migrated(undefined)),
    wish: migrated,
    converge: migrated,
    inputs: { ...withBackup, 'verify-backup': 'restore' },
    pending: 'last migration',
  },
  scale: {
    startsFrom: isGood,
    start: one(fresh),
    wish: (live) => scaled(live),
    converge: (live) => scaled(live),
    inputs: { ...none, 'migrate-command': 'none' },
  },
  failing: {
    startsFrom: isGood,
    start: one(fresh),
    wish: () => ({ variant: 'light-unhealthy', replicas: 2, round: 0 }),
    converge: good,
    inputs: { ...none, 'migrate-command': 'none', 'health-timeout': '3s' },
    fails: true,
  },
  rollback: {
    startsFrom: ({ live, previous }) => isGood({ live }) && isGood({ live: previous }),
    start: () => [{ wish: fresh }, { wish: good(fresh) }],
    wish: good,
    converge: good,
    inputs: { 'allow-schema-gap': 'true' },
    rollback: true,
  },
  'warm-rollback': {
    startsFrom: ({ live, isWarm }) => isGood({ live }) && isWarm,
    start: (live) => {
      const before = isGood({ live }) && live !== undefined ? live : fresh
      return [{ wish: before }, { wish: good(before), inputs: { 'keep-warm': 'true' } }]
    },
    wish: good,
    converge: good,
    inputs: { 'allow-schema-gap': 'true' },
    rollback: true,
  },
  'data-rollback': {
    ...overMigration,
    start: () => [{ wish: fresh }, { wish: migrated(undefined), inputs: withBackup }],
    inputs: { database: 'restore', 'verify-backup': 'list' },
    data: 'data',
  },
  'schema-rollback': {
    ...overMigration,
    start: () => [{ wish: fresh }, { wish: migrated(undefined), inputs: none }],
    inputs: { database: 'migrate', 'verify-backup': 'list' },
    data: 'schema',
  },
  storefront: {
    startsFrom: ({ live }) => isGood({ live }) && live?.storefront !== undefined,
    start: (live) => [{ wish: withStorefront(live) }],
    wish: withStorefront,
    converge: withStorefront,
    inputs: { ...none, 'migrate-command': 'none' },
  },
  'static-files': {
    startsFrom: ({ live }) => isGood({ live }) && live?.files === true,
    start: (live) => [{ wish: withFiles(live) }],
    wish: withFiles,
    converge: withFiles,
    inputs: { ...none, 'migrate-command': 'none' },
  },
  services: {
    startsFrom: ({ live }) => live?.project === 'services' && isGood({ live }),
    start: (live) => [{ wish: differing(live), inputs: noMigration }],
    wish: differing,
    converge: differing,
    inputs: { ...noMigration, 'update-services': 'cache' },
  },
  'services-rollback': {
    startsFrom: ({ live, previous }) =>
      [live, previous].every((one) => one?.project === 'services' && isGood({ live: one })),
    start: () => {
      const first = differing(undefined)
      return [
        { wish: first, inputs: noMigration },
        { wish: differing(first), inputs: { ...noMigration, 'update-services': 'cache' } },
      ]
    },
    wish: (live) => back(live),
    converge: (live) => back(live),
    inputs: { 'allow-schema-gap': 'true' },
    rollback: true,
  },
  'first-front': {
    startsFrom: ({ live }) => live === undefined,
    start: () => [],
    wish: behindProxy,
    converge: behindProxy,
    inputs: noMigration,
  },
  front: {
    renewsEdge: true,
    startsFrom: (standing) => isBehindProxy(standing) && standing.live?.storefront === undefined,
    start: (live) => [{ wish: behindProxy(live), inputs: noMigration }],
    wish: behindProxy,
    converge: behindProxy,
    inputs: noMigration,
  },
  adopt: {
    renewsEdge: true,
    startsFrom: (standing) => isBehindProxy(standing) && standing.live?.storefront === undefined,
    start: (live) => [{ wish: byItself(live), inputs: noMigration }],
    wish: adopted,
    converge: adopted,
    inputs: noMigration,
  },
  return: {
    renewsEdge: true,
    startsFrom: (standing) => isBehindProxy(standing) && standing.live?.storefront !== undefined,
    start: (live) => [{ wish: adopted(live), inputs: noMigration }],
    wish: byItself,
    converge: byItself,
    inputs: noMigration,
  },
}

/** A round earlier: rollback goes from one to the other and back. */
function back(live: Wish | undefined): Wish {
  return { ...good(live), round: live?.round === 2 ? 1 : 2, project: 'services' }
}

function scaled(live: Wish | undefined): Wish {
  return { variant: live?.variant ?? 'light-1', replicas: live?.replicas === 2 ? 3 : 2, round: 0 }
}
