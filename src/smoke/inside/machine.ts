import { size } from '../../report/markdown.ts'
import type { CheckResult } from '../check.ts'
import { type Place, result } from './containers.ts'

/** Percent of a disk that have to be free: less is a warning, and an error when the next image may not fit. */
const [lowDisk, fullDisk] = [10, 3]

/** Percent of the memory that have to be available. */
const lowMemory = 5

/** Tokens are good for minutes, so clocks may differ by some seconds. */
const clockSeconds = 5

/** What `df` says of the disks that Docker and the deployment are on. */
export function diskResult(place: Place, output: string): CheckResult {
  const all = output
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [, total, , free, , mount = ''] = line.trim().split(/\s+/)
      return Number(total) > 0
        ? [{ mount, free: Number(free), percent: (100 * Number(free)) / Number(total) }]
        : []
    })
  // The same disk is often there by several names.
  const disks = all.filter((one, index) => all.findIndex(({ free }) => free === one.free) === index)
  const tell = ({ mount, free, percent }: (typeof disks)[number]): string =>
    `${mount} has ${size(free * 1024)} (${Math.floor(percent)} %) free`
  const low = disks.filter(({ percent }) => percent < lowDisk)
  const severity = low.some(({ percent }) => percent < fullDisk) ? 'error' : 'warning'
  const well = [low.map(tell), disks.map(tell).join('; ') || 'not told'] as [string[], string]
  return result(place, 'disk', `${lowDisk} % free`, well, severity)
}

/** What the kernel says is available. */
export function memoryResult(place: Place, output: string): CheckResult {
  const of = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(output)?.[1] ?? 0)
  const [total, available] = [of('MemTotal'), of('MemAvailable')]
  const percent = total === 0 ? 100 : (100 * available) / total
  const said = `${size(available * 1024)} of ${size(total * 1024)} available`
  return result(
    place,
    'memory',
    `${lowMemory} % available`,
    [percent < lowMemory ? [said] : [], said],
    'warning',
  )
}

/** Compares the host's clock (seconds) with the runner's (milliseconds), between which it was read. */
export function clockResult(place: Place, output: string, before: number, after: number): CheckResult {
  const now = output.trim() === '' ? Number.NaN : Number(output.trim()) * 1000
  const off = now < before ? now - before : now > after ? now - after : 0
  const said = Number.isNaN(now)
    ? 'it was not told'
    : `${(Math.abs(off) / 1000).toFixed(1)} s ${off < 0 ? 'behind' : 'ahead'}`
  const complaints = !Number.isNaN(now) && Math.abs(off) <= clockSeconds * 1000 ? [] : [said]
  return result(place, 'clock', `within ${clockSeconds} s of the runner's`, [complaints, 'it is'], 'warning')
}
