import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { openSite, type Site } from '../sandbox/site.ts'
import { type ProductionShop, productionShop } from './production.ts'
import type { DistResult } from './run-dist.ts'
import { assertServesAlone, untilServing } from './serves-alone.ts'
import { withoutMasks } from './shop-on-server.ts'
import { startTraffic } from './traffic.ts'

const sandbox = await openSandbox({ servers: 1, data: true })
const [server] = sandbox.servers as [Server]
/** Twelve gunicorn workers start on few cores. */
const inputs = { 'health-timeout': '240s', backup: 'never' }
let shop: ProductionShop
let first: DistResult

beforeAll(async () => {
  await server.wipe()
  const variables = { PUBLIC_URL: 'https://staging.example.com' }
  shop = await productionShop(sandbox, [server], { name: 'production_file', variables })
  first = await shop.deploy('v1', { inputs })
})

/** A line for each container of a service, as `docker inspect` prints it. */
async function inspect(service: string, format: string): Promise<string[]> {
  const list = `docker ps -aq --filter label=com.docker.compose.service=${service}`
  const { stdout } = await server.run(['sh', '-c', `docker inspect --format '${format}' $(${list})`])
  return stdout.split('\n').filter(Boolean)
}

const limits =
  '{{.HostConfig.NanoCpus}} {{.HostConfig.Memory}} {{.HostConfig.MemoryReservation}} {{.HostConfig.RestartPolicy.Name}} {{.HostConfig.RestartPolicy.MaximumRetryCount}}'

describe("the guide's production file, as it is", () => {
  it("The guide's production file is deployed by blue-green with all its containers, and its data is on another server", async () => {
    expect(first.log).not.toContain('::error')
    expect(first.outputs['reason-code'], withoutMasks(first.log)).toBe('done')
    expect(await runningByService()).toEqual({ web: 3, celery: 2, 'celery-beat': 1, edge: 1 })
    const tables = await sandbox.data.psql('SELECT count(*) FROM django_migrations', shop.database.name)
    expect(Number(tables)).toBeGreaterThan(0)
  })

  it('Gunicorn is started with the options that YAML had cut off, and the log says so', async () => {
    expect(first.log).toContain(
      'It is deployed in one piece: gunicorn saleor.asgi:application -k uvicorn.workers.UvicornWorker --bind 0.0.0.0:8000 --workers 4 --threads 2',
    )
    const [name = ''] = await inspect('web', '{{.Name}}')
    const { stdout } = await server.docker(['top', name, '-eo', 'pid,args'])
    // The master and its four workers; the sh around them has no path before the name.
    expect(stdout.match(/\/gunicorn .*--bind 0\.0\.0\.0:8000 --workers 4 --threads 2/g)).toHaveLength(5)
  })

  it('The containers have the limits and restart policies of the production file', async () => {
    expect(await inspect('web', limits)).toEqual(
      Array(3).fill('2000000000 4294967296 2147483648 on-failure 3'),
    )
    expect(await inspect('celery', limits)).toEqual(Array(2).fill('1000000000 2147483648 0 unless-stopped 0'))
    expect(await inspect('celery-beat', limits)).toEqual(['0 0 0 unless-stopped 0'])
  })

  it('The labels in docker ps say which version of which commit each container runs', async () => {
    const format =
      '{{.Label "saleor-deploy.role"}} {{.Label "saleor-deploy.version"}} {{.Label "saleor-deploy.commit"}}'
    const { stdout } = await server.docker(['ps', '--format', format])
    const commit = '0123456789abcdef0123456789abcdef01234567'
    expect([...new Set(stdout.trim().split('\n'))].sort()).toEqual([
      'edge  ',
      ...['scheduler', 'web', 'worker'].map((role) => `${role} 3.20.0 ${commit}`),
    ])
  })
})

describe("the guide's nginx site in front of it", () => {
  let site: Site
  let agent: Agent
  beforeAll(async () => {
    site = await openSite(server)
    agent = new Agent({ connect: { ca: site.ca, servername: site.host } })
  })
  afterAll(async () => {
    await agent.close()
  })

  it('The nginx site answers over TLS, and redirects plain HTTP to it', async () => {
    const plain = await request(`http://${server.address}/whoami/`, { headers: { host: site.host } })
    await plain.body.dump()
    expect([plain.statusCode, plain.headers.location]).toEqual([301, `https://${site.host}/whoami/`])
    expect(await whoami()).toMatchObject({ version: '3.20.0' })
  })

  it('The nginx site serves every request while another version is deployed with a longer grace period', async () => {
    const traffic = await startTraffic({
      origin: `https://${server.address}`,
      site,
      rate: 20,
      connections: 4,
      long: 1,
    })
    await sleep(2000)
    const ran = await shop.deploy('v2', {
      inputs,
      compose: (text) => text.replace('    deploy:\n      replicas: 3', '    stop_grace_period: 1m30s\n$&'),
    })
    await sleep(2000)
    const report = await traffic.stop()
    console.log(report)
    expect(ran.outputs['reason-code'], withoutMasks(ran.log)).toBe('done')
    expect(report.firstFailures).toEqual([])
    expect(report.sent).toBeGreaterThan(200)
    expect(new Set(Object.keys(report.byRelease))).toEqual(
      new Set([first.outputs.release, ran.outputs.release]),
    )
    expect(await inspect('web', '{{.Config.StopTimeout}}')).toEqual(['90', '90', '90'])
    expect(await whoami()).toMatchObject({ version: '3.20.1' })
    await assertServesAlone(server, ran.outputs.release ?? '')
  })

  it('All containers run again after a reboot, also web, because its killed sh counts as a failure', async () => {
    await server.reboot()
    await untilServing(server, 180)
    expect(await runningByService()).toEqual({ web: 3, celery: 2, 'celery-beat': 1, edge: 1 })
    expect(await whoami()).toMatchObject({ version: '3.20.1' })
  })

  async function whoami(): Promise<unknown> {
    const answer = await request(`https://${server.address}/whoami/`, {
      headers: { host: site.host },
      dispatcher: agent,
    })
    return await answer.body.json()
  }
})

async function runningByService(): Promise<Record<string, number>> {
  const { stdout } = await server.docker(['ps', '--format', '{{.Label "com.docker.compose.service"}}'])
  const counts: Record<string, number> = {}
  for (const name of stdout.trim().split('\n')) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
