import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Finished } from '../../scripts/setup/command.ts'
import { readFacts } from '../../src/server/facts.ts'
import { planServer } from '../../src/server/plan.ts'
import { type AptRepository, openAptRepository } from '../sandbox/apt-repository.ts'
import { openBareServer } from '../sandbox/bare-server.ts'
import { openSandbox } from '../sandbox/sandbox.ts'
import { desired } from '../server/servers.ts'

const pinned = '9DC858229FC7DD38854AE2D88D81803C0EBFCD88'
const name = 'download.docker.com'
await openSandbox({ servers: 0 })
const server = await openBareServer([name])
let repository: AptRepository | undefined

afterAll(async () => {
  await repository?.close()
  await server.close()
})

const source = async (file: string): Promise<string> =>
  await readFile(join(import.meta.dirname, '../../src/server', file), 'utf8')

/** Makes the change as prepare-server does, with this key as the pinned one. */
async function install(script: string, key: string): Promise<Finished> {
  const head = `change() {\n${script.replaceAll(pinned, key)}\n}\nid=engine title=Docker by=ann run=1\n`
  return await server.run(`${head}${await source('change.sh')}`)
}

test('Docker is installed from a repository that the pinned key has signed, and from no other', async () => {
  const looked = await server.run(`set -- deploy /opt/saleor ''\n${await source('facts.sh')}`)
  const facts = readFacts(looked.stdout, 22)
  const { changes } = planServer(facts, { ...desired, docker: 'docker' })
  const script = changes.find(({ id }) => id === 'engine')?.script ?? ''
  repository = await openAptRepository(
    ...([server, { name, system: facts.os.id, suite: facts.os.codename }] as const),
    ['docker-ce', 'docker-ce-cli', 'containerd.io', 'docker-buildx-plugin', 'docker-compose-plugin'],
  )
  const { certificate, fingerprint } = repository
  await server.run(
    `cat >/usr/local/share/ca-certificates/docker.crt <<'END'\n${certificate}\nEND\nupdate-ca-certificates`,
  )

  const refused = await install(script, pinned)
  expect([refused.code, refused.stdout]).toEqual([
    1,
    expect.stringContaining(`is not the pinned one ${pinned}, but: ${fingerprint}`),
  ])
  expect((await server.run('ls /etc/apt/sources.list.d')).stdout).not.toContain('docker')

  const done = await install(script, fingerprint)
  expect([done.code, done.stdout]).toEqual([0, expect.stringContaining('docker compose version')])
  const policy = await server.run('apt-cache policy docker-ce')
  expect(policy.stdout).toMatch(/Installed: 5:99\.0/)
  expect(policy.stdout).toContain(`https://${name}/linux/${facts.os.id} ${facts.os.codename}/stable`)
  expect(
    (await server.run('cat /var/log/saleor-deploy/prepare.log')).stdout.match(/"result":"\w+"/g),
  ).toEqual([...['"result":"failed"', '"result":"done"']])
})
