import { UserError } from '../../errors.ts'
import { type DesiredCertificate, desiredCertificate } from './certificate.ts'
import type { Inputs } from './inputs.ts'
import { type DesiredSwarm, desiredSwarm } from './swarm.ts'

/** The desired state of a server. */
export interface DesiredServer {
  docker: 'docker' | 'distribution'
  user: string
  /** Public keys, as lines of authorized_keys. */
  keys: readonly string[]
  folder: string
  firewall: 'ufw' | 'none'
  /** Open ports besides SSH. */
  openPorts: readonly string[]
  hasUpdates: boolean
  /** The shop's names; the first one also names the certificate. Without names there is no nginx. */
  domains: readonly string[]
  port: number
  certificate: DesiredCertificate
  /** Undefined without a Swarm. */
  swarm: DesiredSwarm | undefined
  hardware: 'development' | 'staging' | 'production'
}

/**
 * Resolves the desired server from the inputs. Pure.
 * @throws UserError `bad-input` for a certificate that can't be used, or inputs that do not go together
 */
export function desiredServer(inputs: Inputs, now: number): DesiredServer {
  if (inputs['deploy-user'] === 'root')
    throw new UserError(
      'bad-input',
      "Input 'deploy-user': root is not the user that deploys.",
      'Name another user, such as deploy. It is in the group docker and needs no sudo.',
    )
  return {
    docker: inputs.docker,
    user: inputs['deploy-user'],
    keys: inputs['deploy-public-key'],
    folder: inputs.path,
    firewall: inputs.firewall,
    openPorts: inputs['open-ports'],
    hasUpdates: inputs['security-updates'],
    domains: inputs.domains,
    port: inputs['web-port'],
    certificate: desiredCertificate(inputs, now),
    swarm: desiredSwarm(inputs),
    hardware: inputs.hardware,
  }
}
