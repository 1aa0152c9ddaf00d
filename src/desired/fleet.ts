import type { InputsOf } from '../inputs/contract.ts'
import type { deployProduction } from '../inputs/deploy-production.ts'
import type { FleetSettings } from '../model/fleet.ts'
import type { ResolveDesired } from '../observe/fleet.ts'
import type { Runner } from '../runner/runner.ts'
import { resolveDesiredState } from './deploy.ts'
import { assertInFleet, checkPlacement, schedulerHost } from './placement.ts'

type Inputs = InputsOf<typeof deployProduction>

/**
 * Resolves the fleet-wide settings, and the desired state of each host.
 * @throws UserError `bad-input` for a scheduler's host that isn't in the fleet
 */
export function resolveFleet(
  inputs: Inputs,
  runner: Runner,
): { settings: FleetSettings; resolveDesired: ResolveDesired } {
  const { hosts, parallel, 'scheduler-host': named } = inputs
  assertInFleet(hosts, named)
  return {
    settings: {
      parallel,
      onUnreachable: inputs['on-unreachable'],
      diagnosisFolder: inputs['diagnosis-folder'],
    },
    resolveDesired: async (connected) => {
      const desired = await resolveDesiredState(inputs, runner, {
        hosts: inputs.engine === 'swarm' ? 1 : hosts.length,
        schedulerOf: (roles, model) => {
          if (inputs.engine === 'swarm') return ''
          checkPlacement({ hosts, roles, model })
          return schedulerHost({ hosts, roles }, named)
        },
        production: inputs['environment-name'] !== 'staging',
      })
      // A cluster is one host: Swarm places all services.
      if (inputs.engine === 'swarm') return { desired, scheduler: (await connected)[0].name }
      return {
        desired: { ...desired, balancerWait: inputs['balancer-wait'] },
        scheduler: desired.release.settings?.scheduler ?? '',
        hosts,
      }
    },
  }
}
