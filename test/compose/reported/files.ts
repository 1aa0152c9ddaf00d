import { base } from './base.ts'
import { nginx } from './proxies.ts'
import type { Proof, Reported } from './row.ts'

const { web, db, redis } = base
const server = 'server {\n  location / {\n    proxy_pass http://web:8000;\n  }\n}\n'

const made: Proof = {
  shows: 'the script ran in the database',
  ...{ in: 'db', run: "psql -U saleor -tAc 'SELECT count(*) FROM made_by_script'", prints: /^0$/ },
}
const reads = (file: string, prints: RegExp): Proof => ({
  shows: `web reads ${file}`,
  ...{ in: 'web', run: `cat ${file}`, prints },
})

/** Files of the repository, configs and secrets. */
export const files: Reported[] = [
  {
    what: 'a file of the repository is mounted into a proxy',
    services: { proxy: { ...nginx, volumes: ['./nginx.conf:/etc/nginx/conf.d/default.conf:ro'] } },
    files: { 'nginx.conf': server },
    says: /web:8000 is the edge, for proxy.*proxy: accessory started/s,
    port: 80,
  },
  {
    what: 'a file and a folder of the repository are mounted into web',
    services: { web: { ...web, volumes: ['./shop.conf:/etc/shop.conf:ro', './conf:/etc/shop.d:ro'] } },
    files: { 'shop.conf': 'one\n', 'conf/deep/a.conf': 'deep\n' },
    says: /web: web rolled/,
    proofs: [reads('/etc/shop.conf', /^one$/), reads('/etc/shop.d/deep/a.conf', /^deep$/)],
    next: { files: { 'shop.conf': 'two\n' }, proofs: [reads('/etc/shop.conf', /^two$/)] },
  },
  {
    what: 'an init script of the database is mounted',
    services: {
      db: { ...db, volumes: [...db.volumes, './init.sql:/docker-entrypoint-initdb.d/init.sql:ro'] },
    },
    files: { 'init.sql': 'CREATE TABLE made_by_script (id int);\n' },
    says: /db: accessory started/,
    proofs: [made],
  },
  {
    what: 'a file that the server has not is mounted by its absolute path',
    services: { web: { ...web, volumes: ['/etc/shop/shop.conf:/etc/shop.conf:ro'] } },
    says: /web: web rolled/,
    notReady: /there is no \/etc\/shop\/shop\.conf, which web mounts to read it/,
  },
  {
    what: 'secrets: file',
    services: { web: { ...web, secrets: ['s'] } },
    top: { secrets: { s: { file: './s.txt' } } },
    files: { 's.txt': 'correct-horse\n' },
    says: /web: web rolled/,
    proofs: [reads('/run/secrets/s', /^correct-horse$/)],
  },
  {
    what: 'configs: file',
    services: { web: { ...web, configs: [{ source: 'c', target: '/etc/app.conf' }] } },
    top: { configs: { c: { file: './app.conf' } } },
    files: { 'app.conf': 'plain\n' },
    says: /web: web rolled/,
    proofs: [reads('/etc/app.conf', /^plain$/)],
  },
  {
    what: 'secrets: environment',
    services: { web: { ...web, secrets: ['s'] } },
    top: { secrets: { s: { environment: 'MY_SECRET' } } },
    env: { MY_SECRET: 'correct-horse-1' },
    says: /web: web rolled/,
    proofs: [reads('/run/secrets/s', /^correct-horse-1$/)],
    next: { env: { MY_SECRET: 'correct-horse-2' }, proofs: [reads('/run/secrets/s', /^correct-horse-2$/)] },
  },
  {
    what: 'secrets: environment, and the variable is not set',
    services: { web: { ...web, secrets: ['s'] } },
    top: { secrets: { s: { environment: 'MY_SECRET' } } },
    refused: /the secret s is the variable MY_SECRET, which has no value/,
    line: /environment: MY_SECRET/,
  },
  {
    what: 'configs: content',
    services: { redis: { ...redis, configs: [{ source: 'c', target: '/etc/redis.conf' }] } },
    top: { configs: { c: { content: 'maxmemory 64mb' } } },
    says: /redis: accessory started/,
    proofs: [
      { shows: 'redis reads it', in: 'redis', run: 'cat /etc/redis.conf', prints: /^maxmemory 64mb$/ },
    ],
  },
]
