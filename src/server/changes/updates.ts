import { type Change, eachNight, nothing, type Proposal, writeFile } from '../change.ts'
import type { DesiredServer } from '../desired/server.ts'
import type { Facts } from '../facts.ts'

const path = '/etc/apt/apt.conf.d/20auto-upgrades'

/** Turns on the distribution's nightly security updates. Pure. */
export function updateChanges(
  { packages, updates, hasSystemd }: Facts,
  { hasUpdates }: DesiredServer,
): Proposal {
  if (!hasUpdates) return nothing
  const isOn = isSet(updates.list) && isSet(updates.upgrade)
  if (packages.has('unattended-upgrades') && isOn) return nothing
  if (updates.settings !== '' && !isOn)
    return {
      changes: [],
      warnings: [
        `${path} turns security updates off, and stays as it is. Set security-updates: false, or write "1" there.`,
      ],
    }
  const change: Change = {
    id: 'security-updates',
    title: 'Install security updates each night (unattended-upgrades)',
    script: `install_packages unattended-upgrades\n${eachNight(hasSystemd)}${writeFile(path, settings)}`,
  }
  return { changes: [change], warnings: [] }
}

const settings = `APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
`

/** Whether the value turns an update on: a number of days, or `always`. */
function isSet(value: string): boolean {
  return value !== '' && value !== '0'
}
