/**
 * The minimum seconds that a new worker or scheduler must run without a crash. Tests of other things
 * shorten them, because a deploy spends most of its time on them.
 */
export function steadySeconds(): number {
  const { SALEOR_DEPLOY_STEADY_SECONDS: given = '' } = process.env
  return /^\d+(\.\d+)?$/.test(given) ? Number(given) : 3
}
