import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { bringUp } from './container.ts'
import { enter } from './enter.ts'
import { imageTag } from './images.ts'
import { network, postgresIp, prefix, redisIp } from './names.ts'
import { dataPassword } from './state.ts'

/** Where a shop keeps its data, by URL, as a provider would hand it out. */
export type Database = {
  name: string
  /** An empty database and the role that owns it, which may do nothing else. */
  databaseUrl: string
  /** An empty Redis database for caches. */
  redisUrl: string
  /** Another one for Celery's messages. */
  brokerUrl: string
}

/** PostgreSQL and Redis outside of the servers: all hosts of a fleet share them. */
export type DataHost = {
  /** Makes a database that nobody else uses, or empties the one of this name. */
  createDatabase(name: string): Promise<Database>
  /** Runs SQL as the superuser; rows as lines, columns separated by `|`. @throws when PostgreSQL refuses */
  psql(sql: string, database?: string): Promise<string>
  /** Runs a command in the Redis database of a URL; its answer as lines. */
  redis(url: string, ...command: string[]): Promise<string[]>
}

const postgres = `${prefix}-postgres`
const redis = `${prefix}-redis`

/** Starts the data host, or finds it running with all that is in it. */
export async function openData(): Promise<DataHost> {
  const password = dataPassword()
  const on = (ip: string) => ['--network', network.name, '--ip', ip]
  await Promise.all([
    bringUp({
      name: postgres,
      image: imageTag('postgres'),
      options: [...on(postgresIp), '--env', `POSTGRES_PASSWORD=${password}`, '--shm-size', '256m'],
      data: '/var/lib/postgresql/data',
      // Nobody's data: a power cut of the machine may take it.
      command: ['-c', 'max_connections=400', '-c', 'fsync=off'],
    }),
    bringUp({
      name: redis,
      image: imageTag('redis'),
      options: on(redisIp),
      data: '/data',
      command: ['redis-server', '--databases', '4096', '--save', ''],
    }),
  ])
  await answers('PostgreSQL', postgres, ['pg_isready', '-h', postgresIp])
  await answers('Redis', redis, ['redis-cli', 'ping'])
  return { createDatabase, psql, redis: redisCommand }
}

async function createDatabase(name: string): Promise<Database> {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`"${name}" is no name for a database`)
  const password = randomBytes(12).toString('hex')
  // Also what a restore has kept of an earlier one.
  const owned = `SELECT datname FROM pg_database JOIN pg_roles r ON r.oid = datdba WHERE rolname = '${name}';`
  for (const one of (await psql(owned)).split('\n').filter(Boolean))
    await psql(`DROP DATABASE "${one}" WITH (FORCE);`)
  await psql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE);`)
  await psql(`DROP ROLE IF EXISTS ${name};
    CREATE ROLE ${name} LOGIN PASSWORD '${password}' NOSUPERUSER NOCREATEDB NOCREATEROLE;`)
  await psql(`CREATE DATABASE ${name} OWNER ${name};`)
  const number = await redisNumber(name)
  const [redisUrl, brokerUrl] = [number, number + 1].map((one) => `redis://${redisIp}:6379/${one}`) as [
    string,
    string,
  ]
  for (const url of [redisUrl, brokerUrl]) await redisCommand(url, 'FLUSHDB')
  return {
    name,
    databaseUrl: `postgres://${name}:${password}@${postgresIp}:5432/${name}`,
    redisUrl,
    brokerUrl,
  }
}

async function psql(sql: string, database = 'postgres'): Promise<string> {
  const client = ['psql', '-v', 'ON_ERROR_STOP=1', '-XqtA', '-U', 'postgres', '-d', database]
  return await answerOf(postgres, client, sql)
}

async function redisCommand(url: string, ...command: string[]): Promise<string[]> {
  const answer = await answerOf(redis, ['redis-cli', '-u', url, ...command])
  return answer.split('\n').filter((line) => line !== '')
}

async function answerOf(container: string, argv: readonly string[], input = ''): Promise<string> {
  const { code, stdout, stderr } = await enter(container, argv, { input })
  if (code !== 0) throw new Error(`${argv[0]} on the data host ended with ${code}:\n${stderr || stdout}`)
  return stdout.trim()
}

/** Two numbers a name, the same ones each time; database 0 remembers which. */
async function redisNumber(name: string): Promise<number> {
  const own = `redis://${redisIp}:6379/0`
  const [known] = await redisCommand(own, 'HGET', 'numbers', name)
  if (known !== undefined) return Number(known)
  const [count] = await redisCommand(own, 'INCR', 'count')
  const number = Number(count) * 2
  await redisCommand(own, 'HSET', 'numbers', name, String(number))
  return number
}

async function answers(what: string, name: string, check: readonly string[]): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    if ((await enter(name, check)).code === 0) return
    await sleep(200)
  }
  throw new Error(`${what} of the data host does not answer`)
}

/** Stands where no data host was asked for, and says so. */
export const noData: DataHost = {
  createDatabase: () => notAsked(),
  psql: () => notAsked(),
  redis: () => notAsked(),
}

async function notAsked(): Promise<never> {
  throw new Error('The sandbox was opened without a data host: openSandbox({ servers: 1, data: true })')
}
