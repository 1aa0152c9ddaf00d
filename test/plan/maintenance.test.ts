import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readPage } from '../../src/desired/live/maintenance-page.ts'
import { longestPage, plainMaintenance } from '../../src/edge/maintenance.ts'
import type { Maintained } from '../../src/execute/outcome.ts'
import type { Host } from '../../src/host/host.ts'
import { isNetwork } from '../../src/inputs/values/network.ts'
import type { Maintenance } from '../../src/model/edge/edge.ts'
import type { Fleet } from '../../src/model/fleet.ts'
import type { ReleaseSettings } from '../../src/model/release/release.ts'
import { assertEdgeRuns, isInDesiredState, planMaintenance } from '../../src/plan/maintenance.ts'
import { maintenanceSummary } from '../../src/summary/maintenance.ts'
import { emptyHost, exampleDesired, exampleRelease, running, servingHost } from '../model/example.ts'

const own: Maintenance = { allow: ['203.0.113.7', '2001:db8::/32'], page: '<p>', retryAfter: 90 }

describe('an address to let in', () => {
  test.each([
    [
      '203.0.113.7',
      '203.0.113.0/24',
      '0.0.0.0/0',
      '2001:db8::1',
      '2001:db8::/32',
      '::1/128',
      '::ffff:1.2.3.4',
    ],
  ])('An address to let in may be %s and the like', (...good) => {
    expect(good.filter((one) => !isNetwork(one))).toEqual([])
  })

  test('An address to let in is no name, no range and no port', () => {
    const bad = [
      '',
      'office',
      '203.0.113',
      '203.0.113.256',
      '203.0.113.7/33',
      '203.0.113.7/',
      '2001:db8::/129',
    ]
    const worse = [
      '203.0.113.7/24/1',
      '203.0.113.7:80',
      '[::1]',
      'fe80::1%eth0',
      '203.0.113.7 -f /etc/passwd',
    ]
    expect([...bad, ...worse].filter(isNetwork)).toEqual([])
  })
})

describe('a page', () => {
  const file = async (content: string | Buffer): Promise<string> => {
    const path = join(await mkdtemp(join(tmpdir(), 'page-')), 'page.html')
    await writeFile(path, content)
    return path
  }

  test('A page is read as it is, up to what the edge can send', async () => {
    const page = `<p>\r\n${'x'.repeat(longestPage - 5)}`
    expect(await readPage(await file(page))).toBe(page)
  })

  test.each([
    ['ü'.repeat(longestPage / 2 + 1), `has ${longestPage + 2} bytes, more than ${longestPage}`],
    [' \n', 'is no text'],
    [Buffer.from([0x3c, 0xff]), 'is no text'],
    ['<p>\0', 'is no text'],
  ])('A page is refused when it is too large or no text', async (content, words) => {
    await expect(readPage(await file(content))).rejects.toMatchObject({
      reason: 'bad-input',
      message: expect.stringContaining(words) as string,
    })
  })

  test('A page is refused when it is not there', async () => {
    await expect(readPage('/nowhere/page.html')).rejects.toMatchObject({
      message: "Input 'page': /nowhere/page.html is not there.",
      place: { file: '/nowhere/page.html' },
    })
  })
})

/** A host with a release that this version deployed. */
function host(maintenance?: Maintenance) {
  const live = { ...exampleRelease('old'), settings: {} as ReleaseSettings }
  return { desired: exampleDesired(), observed: { ...servingHost(), live, maintenance } }
}

describe('the plan', () => {
  test('The plan of a maintenance closes the shop for all but those who are let in', () => {
    expect(planMaintenance([host()], own).map(({ title }) => title)).toEqual([
      'Take the lock',
      'Close the shop for all but 203.0.113.7, 2001:db8::/32',
      'Commit: the point of no return',
    ])
    expect(planMaintenance([host()], plainMaintenance)[1]?.title).toBe('Close the shop for all')
    expect(planMaintenance([host(own)], undefined)[1]?.title).toBe('Open the shop')
  })

  test('The plan of a maintenance has nothing to do where the shop is already as wanted', () => {
    expect([isInDesiredState(host(own), { ...own }), isInDesiredState(host(), undefined)]).toEqual([
      true,
      true,
    ])
    expect([
      isInDesiredState(host(own), plainMaintenance),
      isInDesiredState(host(own), undefined),
      isInDesiredState(host(), own),
    ]).toEqual([false, false, false])
  })

  test('A maintenance is refused with every host that has no edge to close', () => {
    const stopped = {
      ...host(),
      observed: { ...host().observed, host: 'b', containers: [running('web', 1)] },
    }
    const empty = { ...host(), observed: emptyHost({ host: 'c' }) }
    expect(() => assertEdgeRuns([host()])).not.toThrow()
    expect(() => assertEdgeRuns([host(), stopped, empty])).toThrow(
      'b: the edge does not run, so nobody could be shown a page.\nc: no release is live that this version deployed.',
    )
  })
})

describe('the summary', () => {
  const summary = (result: Maintained['result'], maintenance?: Maintenance): string => {
    const member = { ...host(), host: { name: 'shop.example.com' } as Host }
    const fleet: Fleet = {
      members: [member],
      skipped: [],
      settings: { parallel: 1, onUnreachable: 'refuse' },
    }
    const steps = result === 'unchanged' ? [] : planMaintenance(fleet.members, maintenance)
    return maintenanceSummary({ result, fleet, steps, timeline: [] }, maintenance)
  }

  test('The summary of a maintenance says what the shop is now, what it was, and for whom', () => {
    const text = summary('done', own)
    expect(text).toContain(
      '### ✅ The shop is closed for maintenance on shop.example.com\n\nCustomers get the maintenance page.\n',
    )
    expect(text).toContain('| `shop.example.com` | open | `old` |')
    expect(text).toContain(
      '- The page: of the repository\n- Let in: `203.0.113.7`, `2001:db8::/32`\n- Clients may ask again after: 1 min 30 s',
    )
    expect(summary('done', plainMaintenance)).toContain('- The page: the default one\n- Let in: nobody')
    expect(summary('done')).toContain('### ✅ The shop is open on shop.example.com\n\nCustomers reach it.')
  })

  test('The summary of a maintenance says that nothing had to be done, or what would be', () => {
    expect(summary('unchanged')).toContain('### ✅ Nothing to do: the shop is open already')
    expect(summary('planned', own)).toContain('2. Close the shop for all but 203.0.113.7')
  })
})
