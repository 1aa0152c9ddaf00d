import { deflateSync } from 'node:zlib'
import { reverseMark } from '../../../src/database/schema/reverse-script.ts'
import { stateMark } from '../../../src/database/schema/state-script.ts'
import type { Answer } from './commands.ts'
import { tablesLine } from './docker.ts'
import type { Machine } from './machine.ts'

/** A container that is there for one command. */
interface OneOff {
  name: string
  service: string
  words: string[]
  release: string
}

const packed = (value: unknown): string => deflateSync(JSON.stringify(value)).toString('base64')

/** What Django and PostgreSQL's programs say, and what they do to the one database. */
export function oneOff({ world: { database }, files }: Machine, { name, service, words }: OneOff): Answer {
  if (service === 'saleor-deploy-backup') {
    const id = name.replace(/^.*-backup-/, '')
    files.set(`/opt/shop/backups/${id}.dump.partial`, 'a dump')
    return { stdout: tablesLine }
  }
  if (service === 'saleor-deploy-check')
    return { stdout: `facts\t${JSON.stringify(facts)}\nelsewhere\n${tablesLine}` }
  if (service === 'saleor-deploy-restore') return { stdout: tablesLine }
  if (service === 'saleor-deploy-swap') database.data = 'restored'
  if (service === 'saleor-deploy-swap-back') database.data = 'live'
  if (service !== 'web') return {}
  const script = words.at(-1) ?? ''
  if (script.includes(reverseMark)) return reverse(database, script)
  if (script.includes(stateMark)) {
    const { pending, schema } = database
    return {
      stdout: `${stateMark}${packed({ pending: pending.map(told), schema, serverVersion: 150_018 })}\n`,
    }
  }
  return words.includes('migrate') ? migrate(database) : {}
}

type Database = Machine['world']['database']

function told({ name, operations, dangers, oneWay }: Database['pending'][number]) {
  const removed = dangers.map((one) => ({ kind: 'removed', operation: one.split(':', 1)[0] }))
  return {
    ...{ name, operations },
    dangers: [...removed, ...oneWay.map((operation) => ({ kind: 'one-way', operation }))],
  }
}

function migrate(database: Database): Answer {
  const names = database.pending.map(({ name }) => name)
  if (database.failure !== undefined)
    return { code: 1, stdout: `  Applying ${names[0]}...\n${database.failure}\n` }
  database.applied.push(...names)
  database.pending = []
  return { stdout: names.map((name) => `  Applying ${name}... OK\n`).join('') }
}

function reverse(database: Database, script: string): Answer {
  const names = database.applied.toReversed()
  const plan = names.map((name) => ({ name, operations: [], oneWay: [] }))
  const said = { plan, unknown: [], missing: [], strange: [], serverVersion: 150_018, bytes: 1000 }
  if (script.includes('"work": "plan"')) return { stdout: `${reverseMark}${packed(said)}\n` }
  database.applied = []
  return { stdout: names.map((name) => `  Unapplying ${name}... OK\n`).join('') }
}

/** A server on which everything is allowed. */
const facts = {
  ...{ role: 'shop', owner: 'shop', owns: true, mayCreate: true, standby: false, lockTimeout: '13579ms' },
  ...{ version: 150_018, bytes: 1000, prepared: 0, publications: 0 },
  ...{ sessionsOf: [], thingsOf: [], extensions: [] },
}
