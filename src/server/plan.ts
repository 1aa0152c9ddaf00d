import { UserError } from '../errors.ts'
import type { Change, Proposal } from './change.ts'
import { certificateChanges } from './changes/certificate.ts'
import { dockerChanges } from './changes/docker.ts'
import { firewallChanges } from './changes/firewall.ts'
import { renewalChanges } from './changes/issued.ts'
import { logChanges } from './changes/logs.ts'
import { nginxChanges, siteChanges } from './changes/nginx.ts'
import { swarmChanges } from './changes/swarm.ts'
import { updateChanges } from './changes/updates.ts'
import { userChanges } from './changes/user.ts'
import type { DesiredServer } from './desired/server.ts'
import type { Facts } from './facts.ts'
import { hardwareWarnings } from './hardware.ts'

/** The changes to a server, in order, and the warnings. */
export interface ServerPlan {
  changes: readonly Change[]
  warnings: readonly string[]
}

/**
 * Plans the changes that bring a server to its desired state; none when it is there already. Pure.
 * @throws UserError `not-ready` with every obstacle, before anything changes
 */
export function planServer(facts: Facts, desired: DesiredServer): ServerPlan {
  refuseUnknown(facts)
  const proposals = gather([
    // Logging is configured before the engine starts for the first time.
    () => logChanges(facts),
    () => dockerChanges(facts, desired),
    () => userChanges(facts, desired),
    () => updateChanges(facts, desired),
    // The certificate authority connects to port 80.
    () => firewallChanges(facts, desired),
    // Other nodes come in through the firewall.
    () => swarmChanges(facts, desired),
    () => nginxChanges(facts, desired),
    () => certificateChanges(facts, desired),
    () => siteChanges(facts, desired),
    () => renewalChanges(facts, desired),
  ])
  return {
    changes: proposals.flatMap(({ changes }) => changes),
    warnings: [...hardwareWarnings(facts, desired), ...proposals.flatMap(({ warnings }) => warnings)],
  }
}

/** Collects all problems, so that one run reports every one of them. */
function gather(subjects: readonly (() => Proposal)[]): Proposal[] {
  const complaints: UserError[] = []
  const proposals = subjects.flatMap((propose) => {
    try {
      return [propose()]
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      complaints.push(error)
      return []
    }
  })
  const [first, ...rest] = complaints
  if (first === undefined) return proposals
  if (rest.length === 0) throw first
  throw new UserError(
    first.reason,
    complaints.map(({ message }) => message).join('\n'),
    complaints.map(({ fix }) => fix).join('\n'),
  )
}

const supported: Record<string, readonly string[]> = {
  debian: ['12', '13'],
  ubuntu: ['22.04', '24.04'],
}

function refuseUnknown({ os }: Facts): void {
  if (supported[os.id]?.includes(os.version) === true) return
  throw new UserError(
    'not-ready',
    `The server runs ${os.name}, which this action does not know.`,
    'It prepares Debian 12 and 13, and Ubuntu 22.04 and 24.04. Other servers: by hand, see docs/requirements.md.',
  )
}
