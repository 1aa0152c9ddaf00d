import type { Host } from '../host/host.ts'
import type { DesiredState } from './desired.ts'
import { type PlacedHost, servesWeb } from './placement.ts'
import type { HostState } from './step.ts'
/** Fleet-wide settings, besides the desired state of each host. */
export interface FleetSettings {
  /** Maximum number of hosts that make a step at the same time. */
  parallel: number
  /** Whether unreachable hosts may be skipped. */
  onUnreachable: 'refuse' | 'skip'
  /** The folder for a diagnosis on the runner, relative to the workspace. */
  diagnosisFolder?: string | undefined
}

/** The desired state of the fleet. */
export interface FleetIntent {
  desired: DesiredState
  /** The host that runs the scheduler. */
  scheduler: string
  /** All hosts, and what each of them runs; without it each runs what `desired` says. */
  hosts?: readonly PlacedHost[]
}

/** The desired state of one host. The release's record on that host says what runs there. Pure. */
export function desiredOn(name: string, { desired, scheduler, hosts }: FleetIntent): DesiredState {
  if (hosts === undefined) return { ...desired, schedules: name === scheduler }
  const { roles, release } = desired
  const placement = hosts.find((one) => one.name === name)?.placement
  const others = hosts.filter((one) => one.name !== name && servesWeb({ roles, placement: one.placement }))
  return {
    ...desired,
    schedules: name === scheduler,
    placement,
    // With a single host, no other host could take the requests while it drains.
    balancerWait: others.length > 0 ? desired.balancerWait : 0,
    release:
      release.settings === undefined ? release : { ...release, settings: { ...release.settings, placement } },
  }
}

/** A host of the fleet, connected and observed. */
export interface FleetHost extends HostState {
  host: Host
}

/** The hosts of one environment. The first one handles the database. */
export interface Fleet {
  members: [FleetHost, ...FleetHost[]]
  skipped: Failure[]
  settings: FleetSettings
}

/** A failure on one host of a fleet. */
export interface Failure {
  host: string
  error: unknown
}
