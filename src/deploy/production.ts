import { UserError } from '../errors.ts'
import type { InputsOf } from '../inputs/contract.ts'
import type { deployProduction } from '../inputs/deploy-production.ts'
import type { Runner } from '../runner/runner.ts'
import type { FleetSettings, Intend } from './survey.ts'
import { want } from './want.ts'

type Inputs = InputsOf<typeof deployProduction>

/**
 * How the fleet is gone about, and what is wanted on each host.
 * @throws UserError `bad-input` for a scheduler's host that isn't in the fleet
 */
export function wantFleet(inputs: Inputs, runner: Runner): { settings: FleetSettings; intend: Intend } {
  const { hosts, parallel } = inputs
  const scheduler = inputs['scheduler-host'] ?? hosts[0] ?? ''
  if (!hosts.includes(scheduler))
    throw new UserError(
      'bad-input',
      `Input 'scheduler-host': "${scheduler}" is not among the hosts.`,
      `Write it as in hosts, one of ${hosts.join(', ')}.`,
    )
  return {
    settings: { parallel, onUnreachable: inputs['on-unreachable'] },
    intend: async () => {
      const wanted = await want(inputs, runner, { hosts, scheduler })
      return {
        wanted: { ...wanted, balancerWait: hosts.length > 1 ? inputs['balancer-wait'] : 0 },
        scheduler,
      }
    },
  }
}
