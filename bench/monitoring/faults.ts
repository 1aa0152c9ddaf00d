import type { ShopOnServer } from '../../test/e2e/shop-on-server.ts'
import { startTraffic } from '../../test/e2e/traffic.ts'
import type { Server } from '../../test/sandbox/sandbox.ts'
import type { SmallDisk } from './small-disk.ts'
import { on } from './stack.ts'

/** What the faults are made with. */
export interface Bed {
  server: Server
  shop: ShopOnServer
  disk: SmallDisk
}

/** A fault that is made for real, and the alerts that must fire because of it. */
export interface Fault {
  what: string
  alerts: readonly string[]
  make(bed: Bed): Promise<unknown>
  mend(bed: Bed): Promise<unknown>
  /** Makes it again and again while the alert is waited for. */
  goOn?(bed: Bed): Promise<unknown>
}

const shell =
  (script: string) =>
  async ({ server }: Bed): Promise<string> =>
    await on(server, script)

const containers = (service: string): string =>
  `$(docker ps -aq --filter label=com.docker.compose.project=saleor --filter label=com.docker.compose.service=${service})`
const stopped = (service: string, ...alerts: string[]): Fault => ({
  ...{ what: `${service} is stopped`, alerts },
  make: shell(`docker stop ${containers(service)}`),
  mend: shell(`docker start ${containers(service)}`),
})
const inDatabase = 'docker exec -u postgres saleor-db-1 psql -qAt -U saleor'

/** So many requests at once, whose answers nobody waits for. */
function send({ server }: Bed, path: string, count: number, method = 'GET'): void {
  for (let number = 0; number < count; number++)
    void fetch(`${server.url(8000)}${path}`, { method, signal: AbortSignal.timeout(60_000) }).catch(() => {})
}

/** In this order: a release that answers 500 comes last, and the fuller disk needs the free one before it. */
export const faults: readonly Fault[] = [
  stopped('web', 'ShopDown'),
  {
    what: 'requests take 20 s, and 100 are in flight',
    alerts: ['SlowResponses', 'RequestsQueue'],
    make: async (bed) => send(bed, '/slow/?seconds=20', 100),
    goOn: async (bed) => send(bed, '/slow/?seconds=20', 8),
    // HAProxy's average is over the last 1,024 requests, so it takes as many to fall.
    mend: async ({ server }) => {
      const quick = { origin: server.url(8000), paths: ['/whoami/'], rate: 500, connections: 8, long: 0 }
      await (await startTraffic({ ...quick, atLeast: 3000 })).stop()
    },
  },
  stopped('db', 'DatabaseDown'),
  {
    what: '85 connections to the database are open',
    alerts: ['DatabaseConnections'],
    make: shell(
      `docker exec -d -u postgres saleor-db-1 bash -c 'for n in $(seq 85); do psql -U saleor -c "SELECT pg_sleep(600)" & done; wait'`,
    ),
    mend: shell(
      `${inDatabase} -c "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"`,
    ),
  },
  {
    what: 'a replica stops to replay, and 100 MB are written',
    alerts: ['ReplicaBehind'],
    make: shell(`docker run -d --name replica --network container:saleor-db-1 -u postgres --entrypoint bash postgres:15 -c '
        pg_basebackup -h 127.0.0.1 -U saleor -D /tmp/replica -R -X stream && exec postgres -D /tmp/replica -p 5433' &&
      for n in $(seq 120); do
        docker exec replica psql -h 127.0.0.1 -p 5433 -U saleor -qc "SELECT pg_wal_replay_pause()" && break; sleep 1
      done &&
      ${inDatabase} -c "CREATE TABLE written AS SELECT string_agg(md5(random()::text), '') FROM generate_series(1, 3000000) n GROUP BY n % 30000"`),
    mend: shell(`docker rm -f -v replica; ${inDatabase} -c "DROP TABLE written"`),
  },
  stopped('redis', 'RedisDown'),
  {
    what: 'Redis is filled up to its maxmemory',
    alerts: ['RedisMemory'],
    make: shell(`docker exec saleor-redis-1 redis-cli CONFIG SET maxmemory 40mb &&
      docker exec saleor-redis-1 redis-cli EVAL "for n = 1, 1000 do redis.call('SETEX', 'fill' .. n, 900, string.rep('x', 37000)) end" 0`),
    mend: shell(`docker exec saleor-redis-1 redis-cli CONFIG SET maxmemory 0 &&
      docker exec saleor-redis-1 redis-cli EVAL "for n = 1, 1000 do redis.call('DEL', 'fill' .. n) end" 0`),
  },
  {
    what: 'the worker is stopped, and 1,500 tasks are given',
    alerts: ['WorkersGone', 'TasksWait'],
    make: async (bed) => {
      await on(bed.server, `docker stop ${containers('celery')}`)
      send(bed, '/tasks/?id=many&count=1500', 1, 'POST')
    },
    mend: shell(`docker exec saleor-redis-1 redis-cli -n 1 DEL celery; docker start ${containers('celery')}`),
  },
  {
    what: 'four tasks a second fail',
    alerts: ['TasksFail'],
    make: shell(`docker exec -d ${containers('celery')} python3 -c "
import time
from saleor.celeryconf import app
for n in range(600):
    app.send_task('saleor.core.tasks.record', ('wrong', 'number')); time.sleep(0.25)"`),
    mend: shell('true'),
  },
  stopped('celery-beat', 'SchedulerGone'),
  {
    what: 'the worker is killed again and again',
    alerts: ['ContainerRestarts'],
    make: shell('true'),
    goOn: shell(
      `kill -9 "$(docker inspect --format '{{.State.Pid}}' ${containers('celery')})" || :; sleep 4`,
    ),
    mend: shell(`docker start ${containers('celery')}`),
  },
  {
    what: 'the exporter of the host is stopped',
    alerts: ['TargetDown'],
    make: shell('docker stop monitoring-node-exporter-1'),
    mend: shell('docker start monitoring-node-exporter-1'),
  },
  {
    what: 'a disk grows by 1 MB every second or two',
    alerts: ['DiskFullSoon'],
    make: async ({ disk }) => await disk.grow(1),
    goOn: async ({ disk }) => await disk.grow(1),
    mend: shell('true'),
  },
  {
    what: 'a disk has 5 % free',
    alerts: ['DiskFull'],
    make: async ({ disk }) => await disk.leave(5),
    mend: async ({ disk }) => await disk.leave(90),
  },
  {
    what: 'a program in a container takes more memory than its limit',
    alerts: ['ContainerKilled'],
    // The first look must come before the first kill, as the rule asks for an increase.
    make: shell(`docker run -d --name hungry --memory 64m --memory-swap 64m --entrypoint bash postgres:15 -c '
        for n in 1 2 3 4 5 6; do sleep 15; tail /dev/zero; done; sleep 600'`),
    mend: shell('docker rm -f hungry'),
  },
  {
    what: 'all but 3 % of the memory of the machine is taken',
    alerts: ['MemoryLow'],
    // The kernel ends this one first, should others need it.
    make: shell(
      `read -r _ all _ </proc/meminfo; free=$(awk '/^MemAvailable/ { print $2 }' /proc/meminfo)
      setsid perl -e 'open my $file, ">", "/proc/self/oom_score_adj"; print $file 1000; close $file;
        my $taken = ""; vec($taken, $ARGV[0], 8) = 1; sleep 900' $(((free - all * 3 / 100) * 1024)) >/dev/null 2>&1 & echo $! >/run/hungry`,
    ),
    mend: shell('kill -9 $(cat /run/hungry)'),
  },
  {
    what: 'a release is deployed that answers 500 to every second request',
    alerts: ['ServerErrors'],
    make: async ({ shop }) => await shop.release('fails-often'),
    mend: async ({ shop }) => await shop.release('v2'),
  },
]
