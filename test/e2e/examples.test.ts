import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { settingsFor } from '../../scripts/demo/settings.ts'
import { docker } from '../sandbox/docker.ts'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { assembleShop } from '../sandbox/shop.ts'
import { runDist } from './run-dist.ts'
import { withoutMasks } from './shop-on-server.ts'
import { stagingInputs } from './staging.ts'

// The Compose file and the environment that people copy, as they stand, on a server with nothing on it.

const file = 'docker-compose.staging.yml'
const examples = join(import.meta.dirname, '../../workflows-examples')

test('The example is deployed without a warning, and every container runs', async () => {
  const sandbox = await openSandbox({ servers: 1 })
  const [server] = sandbox.servers as [Server]
  await server.wipe()
  const { reference } = await sandbox.buildShop('v1')
  const cwd = await mkdtemp(join(tmpdir(), 'shop-'))
  await cp(join(examples, file), join(cwd, file))
  const { STAGING_ENVIRONMENT = '' } = settingsFor(server, sandbox.registry).secrets
  const inputs = stagingInputs(server, sandbox, reference, STAGING_ENVIRONMENT)
  const { log, outputs, summary } = await runDist('deploy-staging', { cwd, inputs })

  expect(outputs['reason-code'], withoutMasks(log)).toBe('done')
  expect(withoutMasks(log)).not.toMatch(/^::(warning|error)/m)
  expect(summary).not.toContain('⚠️')
  const { stdout } = await server.docker(['ps', '-a', '--format', '{{.Names}} {{.State}}'])
  expect(stdout.trim().split('\n').sort()).toEqual(
    ['celery', 'celery-beat', 'db', 'edge', 'redis', 'saleor-deploy-files', 'web'].map(
      (name) => `saleor-${name}-1 running`,
    ),
  )
  expect((await fetch(`${server.url(8000)}/whoami/`)).status).toBe(200)
})

// Saleor's command of that name, as far as it can be seen from outside.
const populate = `from django.core.management.base import BaseCommand
from saleor.core.models import Note

class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("--createsuperuser", action="store_true")

    def handle(self, *args, **options):
        Note.objects.create(text="sample")
`

test('One command starts the example for development, with sample data once, and a saved change is live', async () => {
  const sandbox = await openSandbox({ servers: 1 })
  const [server] = sandbox.servers as [Server]
  await server.wipe()
  const { reference } = await sandbox.buildShop('v1')
  const clone = await mkdtemp(join(tmpdir(), 'clone-'))
  assembleShop('v1', clone)
  // The shop's image in place of a build; images of the dashboard and of the mail catcher can not be had here.
  const compose = await readFile(join(examples, 'docker-compose.yml'), 'utf8')
  await writeFile(join(clone, 'docker-compose.yml'), compose.replace('build: .', `image: ${reference}`))
  await cp(join(examples, '.env.development.example'), join(clone, '.env.development.example'))
  const { username, password, address } = sandbox.registry
  const folder = '/opt/saleor/clone'
  const login = ['docker', 'login', '--username', username, '--password-stdin', address]
  await server.run(login, { input: password })
  await docker(['cp', `${clone}/.`, `${server.name}:${folder}`])
  const commands = `${folder}/saleor/core/management/commands`
  await server.run(['sh', '-c', `mkdir -p ${commands} && cat > ${commands}/populatedb.py`], {
    input: populate,
  })
  const inClone = (...command: string[]) => server.run(['env', '--chdir', folder, ...command])
  const up = async () => {
    const { code, stderr } = await inClone('docker', 'compose', 'up', '--detach', ...parts)
    expect(code, stderr).toBe(0)
  }
  const ask = (script: string) =>
    inClone('docker', 'compose', 'exec', '-T', 'web', 'python', '-c', `${inWeb}${script}`)

  await up()
  // Whoever starts it again keeps what there is.
  await up()
  await server.run(['docker', 'logout', address])
  expect((await until(() => ask('print(notes())'), 'sample')).trim()).toBe("['sample']")
  expect(await until(() => ask('print(style())'), 'text/css')).toContain('200')

  await inClone('sed', '-i', 's/__version__ = .*/__version__ = "3.20.77"/', 'saleor/__init__.py')
  await until(() => ask('print(get("/whoami/"))'), '3.20.77')
  // A worker does what web hands out.
  await ask('post("/tasks/?id=dev")')
  await until(() => ask('print(get("/tasks/?id=dev"))'), '"total": 1')
  await until(() => ask('print(get("/ticks/?since=0"))'), '"count"')

  const manage = `docker compose exec -T web python manage.py`
  const daily = [
    ...[`${manage} makemigrations --dry-run`, `${manage} showmigrations`, `${manage} migrate`],
    ...['docker compose ps', 'docker compose logs --tail 5 web', 'docker compose down'],
  ]
  const { code, stdout, stderr } = await inClone('sh', '-ec', daily.join('\n'))
  expect([code, stdout], stderr).toEqual([
    0,
    expect.stringMatching(/No changes detected[^]*\[X\] 0001_initial/),
  ])
})

const parts = ['web', 'celery', 'celery-beat']

// The ports are open to the server itself alone, so a container asks.
const inWeb = `
import json
from urllib.request import Request, urlopen
base = "http://localhost:8000"
def get(path): return urlopen(base + path, timeout=10).read().decode()
def post(path, body=b"", **headers): return urlopen(Request(base + path, body, headers), timeout=10).read().decode()
def notes():
    query = json.dumps({"query": "{ notes { text } }"}).encode()
    return [one["text"] for one in json.loads(post("/graphql/", query, **{"Content-Type": "application/json"}))["data"]["notes"]]
def style():
    answer = urlopen(base + "/static/assets/shop.css", timeout=10)
    return answer.status, answer.headers["Content-Type"]
`

/** What a command prints as soon as this is in it. */
async function until(
  command: () => Promise<{ stdout: string; stderr: string }>,
  expected: string,
): Promise<string> {
  for (let tries = 0; ; tries++) {
    const { stdout, stderr } = await command()
    if (stdout.includes(expected)) return stdout
    if (tries > 120) throw new Error(`'${expected}' never came: ${stdout}${stderr}`)
    await sleep(500)
  }
}
