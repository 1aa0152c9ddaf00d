import type { Rule } from './rule.ts'

const withoutLimit: Rule = {
  name: 'log-without-limit',
  severity: 'warning',
  on: 'started',
  what: 'The log driver json-file is named without max-size: the log grows until the disk is full.',
  fix: 'Write logging: {driver: local}, which keeps 100 MB of each container, or set max-size and max-file.',
  check({ service: { logging } }) {
    const isUnlimited = logging?.driver === 'json-file' && logging.options?.['max-size'] === undefined
    return isUnlimited
      ? { text: 'its log has no max-size, and grows until the disk is full.', at: [['logging']] }
      : undefined
  },
}

/** Rules for the size of a container's log. */
export const loggingRules: readonly Rule[] = [withoutLimit]
