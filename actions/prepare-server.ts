import { addressesFrom } from '../src/host/ssh/address.ts'
import { connect } from '../src/host/ssh/connect.ts'
import { prepareServer } from '../src/inputs/prepare-server.ts'
import { runAction } from '../src/run-action.ts'
import { unlessCancelled } from '../src/runner/cancel.ts'
import { openAccess } from '../src/server/access.ts'
import { desiredServer } from '../src/server/desired/server.ts'
import { knownHosts } from '../src/server/known-hosts.ts'
import { planServer } from '../src/server/plan.ts'
import { applyPlan, observeServer } from '../src/server/prepare.ts'
import { serverSummary } from '../src/summary/server.ts'

/** Makes a bare server ready for deploys, and changes nothing on one that is. */
export const run = (): Promise<void> =>
  runAction(prepareServer, async (inputs, runner) => {
    const desired = desiredServer(inputs, runner.clock.now())
    const { targets, jump } = addressesFrom(inputs)
    const [address] = targets as [(typeof targets)[number]]
    const host = await unlessCancelled(runner.cancelled, connect(address, jump))
    try {
      const access = await openAccess(host, inputs.user, inputs['sudo-password'])
      const facts = await unlessCancelled(runner.cancelled, observeServer(host, access, desired))
      const plan = planServer(facts, desired)
      for (const warning of plan.warnings) runner.log.warning(`${host.name}: ${warning}`)
      const isDryRun = inputs['dry-run']
      if (isDryRun) for (const { title } of plan.changes) runner.log.info(`Would be done: ${title}`)
      else await applyPlan(host, access, plan, desired, runner)
      if (plan.changes.length === 0) runner.log.info(`${host.name} is ready; nothing was changed.`)
      const line = knownHosts(facts, address.host, address.port)
      if (line !== '') runner.log.info(`known-hosts: ${line}`)
      return {
        reason: plan.changes.length === 0 ? 'unchanged' : isDryRun ? 'planned' : 'done',
        outputs: {
          changed: String(isDryRun ? 0 : plan.changes.length),
          changes: JSON.stringify(plan.changes.map(({ id, title }) => ({ id, title }))),
          'known-hosts': line,
        },
        summary: serverSummary(host.name, plan, isDryRun, line),
      }
    } finally {
      host.close()
    }
  })
