import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import LongestFirst from './test/longest-first.ts'

const cores = availableParallelism()

/** One lane more than cores keeps them busy, because a lane often waits for its servers. */
const lanes = Number(process.env.SANDBOX_LANES ?? Math.min(4, Math.max(2, cores + 1)))

/**
 * Three sizes, told apart by a file's name, and Saleor itself. Time limits are wide, because a busy machine is slow and a test that
 * only checks how fast the machine is proves nothing.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          // Pure code and fakes. The setup file takes processes and sockets away, so that it stays true.
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/**/*.integration.test.ts', 'test/**/*.saleor.test.ts'],
          setupFiles: ['test/unit-setup.ts'],
          // Nothing outside is touched, so files can share a worker; starting one for each costs four times the tests.
          isolate: false,
          maxWorkers: Math.max(2, cores),
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
        },
      },
      {
        test: {
          // The guard, Compose, the built bundles, the stand-ins on loopback; no servers.
          name: 'integration',
          include: ['test/**/*.integration.test.ts'],
          // One more than there are cores, because many of these wait for a lock or a heartbeat.
          maxWorkers: Math.max(2, cores) + 1,
          sequence: { groupOrder: 2 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          // Real servers.
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/global-setup.ts'],
          setupFiles: ['test/e2e/lane.ts'],
          maxWorkers: lanes,
          sequence: { groupOrder: 3 },
          testTimeout: 900_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          // Saleor itself: minutes for each deploy. No part of `npm test`.
          name: 'saleor',
          include: ['test/saleor/*.saleor.test.ts'],
          globalSetup: ['test/e2e/global-setup.ts'],
          setupFiles: ['test/e2e/lane.ts'],
          maxWorkers: 1,
          sequence: { groupOrder: 4 },
          testTimeout: 1_800_000,
          hookTimeout: 3_600_000,
        },
      },
    ],
  },
})
