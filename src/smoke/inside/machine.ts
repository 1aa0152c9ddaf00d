import { size } from '../../report/markdown.ts'
import type { CheckResult } from '../check.ts'
import { type Place, result } from './containers.ts'

/** The free percent of a disk below which it is a warning, and below which it is an error, because the next image may not fit. */
const [lowDisk, fullDisk] = [10, 3]

/** The percent of memory that must be available. */
const lowMemory = 5

/** The allowed difference of clocks in seconds; tokens are valid for minutes. */
const clockSeconds = 5

/** Checks the disks of Docker and of the deployment, from `df`. */
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
  // One disk often has several names.
  const disks = all.filter((one, index) => all.findIndex(({ free }) => free === one.free) === index)
  const describe = ({ mount, free, percent }: (typeof disks)[number]): string =>
    `${mount} has ${size(free * 1024)} (${Math.floor(percent)} %) free`
  const low = disks.filter(({ percent }) => percent < lowDisk)
  const severity = low.some(({ percent }) => percent < fullDisk) ? 'error' : 'warning'
  const well = [low.map(describe), disks.map(describe).join('; ') || 'not told'] as [string[], string]
  return result(place, 'disk', `${lowDisk} % free`, well, severity)
}

/** Checks the available memory, from the kernel. */
export function memoryResult(place: Place, output: string): CheckResult {
  const of = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(output)?.[1] ?? 0)
  const [total, available] = [of('MemTotal'), of('MemAvailable')]
  const percent = total === 0 ? 100 : (100 * available) / total
  const text = `${size(available * 1024)} of ${size(total * 1024)} available`
  return result(
    place,
    'memory',
    `${lowMemory} % available`,
    [percent < lowMemory ? [text] : [], text],
    'warning',
  )
}

/** Compares the host's clock (seconds) with the runner's clock before and after the reading (milliseconds). */
export function clockResult(place: Place, output: string, before: number, after: number): CheckResult {
  const now = output.trim() === '' ? Number.NaN : Number(output.trim()) * 1000
  const off = now < before ? now - before : now > after ? now - after : 0
  const text = Number.isNaN(now)
    ? 'it was not told'
    : `${(Math.abs(off) / 1000).toFixed(1)} s ${off < 0 ? 'behind' : 'ahead'}`
  const problems = !Number.isNaN(now) && Math.abs(off) <= clockSeconds * 1000 ? [] : [text]
  return result(
    place,
    'clock',
    `within ${clockSeconds} s of the runner's`,
    [problems, 'it is right'],
    'warning',
  )
}
