/**
 * `npm run quickstart`: follows docs/quickstart.md to the letter, on this machine. The commands are read from the page, and
 * run in one bash: against a bare server with a name, a certificate authority such as Let's Encrypt, and a stand-in for
 * GitHub that runs the workflows in `act`. It fails when a command fails, or when the shop does not answer at the end.
 * `npm run quickstart -- --plain` takes the page's way without a name, `-- --keep` leaves server and authority running.
 */
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { duration } from '../src/report/markdown.ts'
import { openAuthority } from '../test/sandbox/acme.ts'
import { runWorkflow } from '../test/sandbox/act.ts'
import { openBareServer } from '../test/sandbox/bare-server.ts'
import { startCache } from '../test/sandbox/cache/server.ts'
import { startGitHub } from '../test/sandbox/github/server.ts'
import { checkout, serverIp, stateFolder } from '../test/sandbox/names.ts'
import { openSandbox } from '../test/sandbox/sandbox.ts'
import { leftOvers, otherFingerprint, visit } from './quickstart/afterwards.ts'
import { GitHubCli } from './quickstart/github-cli.ts'
import { againKnowing } from './quickstart/known-name.ts'
import { commandsOf, type Variant } from './quickstart/page.ts'
import { writePrograms } from './quickstart/programs.ts'
import { shopRepository, withDefaults, workflowsOnPush } from './quickstart/repository.ts'
import { paste } from './quickstart/terminal.ts'

const name = 'shop.your-company.com'
/** The bare server has always this address. */
const address = serverIp(60)
const variant: Variant = process.argv.includes('--plain') ? 'plain' : 'name'
const keep = process.argv.includes('--keep')
const mark = 'QUICKSTART_KNOWS_THE_NAME'
const log = join(stateFolder, 'quickstart.log')
const values = {
  shop: variant === 'name' ? name : address,
  admin: 'admin',
  email: 'ada@your-company.com',
  suite: 'org/saleor-deploy',
}
const url = variant === 'name' ? `https://${name}` : `http://${address}:8000`

/** Things to close at the end, last one first. */
const closing: (() => unknown)[] = []

mkdirSync(stateFolder, { recursive: true })
if (process.env[mark] === undefined)
  process.exitCode = await againKnowing(name, address, join(stateFolder, 'hosts'), mark)
else {
  const problems = await follow().catch((error: Error) => [error.message])
  for (const problem of problems) console.error(`✘ ${problem}`)
  for (const close of closing.reverse()) await close()
  process.exitCode = problems.length === 0 ? 0 : 1
}

/** Follows the page, and returns what is wrong afterwards. */
async function follow(): Promise<string[]> {
  const begun = performance.now()
  writeFileSync(log, '')
  const scratch = mkdtempSync(join(tmpdir(), 'quickstart-'))
  closing.push(() => rmSync(scratch, { recursive: true, force: true }))
  const sandbox = await openSandbox({ servers: 0 })
  const server = await openBareServer([name])
  if (!keep) closing.push(() => server.close())
  await server.run(
    `mkdir -p /etc/docker && echo '{"registry-mirrors": ["http://127.0.0.1:5001"]}' >/etc/docker/daemon.json &&
     echo 'admin ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/admin`,
  )
  const authority = await openAuthority(server)
  if (!keep) closing.push(() => authority.close())
  const root = await authority.root()
  const [rootFile, key] = [join(scratch, 'root.pem'), join(scratch, 'admin')]
  writeFileSync(rootFile, root)
  writeFileSync(key, server.privateKey, { mode: 0o600 })
  const repository = shopRepository(scratch)
  const cli = await gitHubOf(repository, rootFile)
  // What GitHub's registry would be, and Let's Encrypt, and Docker's download server.
  cli.variables.set('IMAGE', `${sandbox.registry.address}/quickstart/shop`)
  cli.variables.set('REGISTRY_USERNAME', sandbox.registry.username)
  cli.secrets.set('REGISTRY_PASSWORD', sandbox.registry.password)
  cli.variables.set('ACME_SERVER', authority.directory)
  cli.variables.set('DOCKER_FROM', 'distribution')
  const programs = await writePrograms(join(scratch, 'bin'), cli, checkout)
  closing.push(() => programs.close())

  console.log(`The sandbox is ready (${since(begun)}). The commands of docs/quickstart.md begin.`)
  const pasted = performance.now()
  const say = (line: string): void =>
    console.log(line.startsWith('▸') ? `${line} (after ${since(pasted)})` : `  ${line}`)
  const page = readFileSync(join(checkout, 'docs/quickstart.md'), 'utf8')
  const terminal = { cwd: repository.folder, programs: programs.folder, key, say }
  const { code, printed } = await paste(commandsOf(page, values, variant), terminal)
  if (code !== 0) return [`A command of the quickstart ended with ${code}. The log: ${log}`]
  console.log(`All commands of the page took ${since(pasted)}.`)

  const { status, release } = await visit(`${url}/health/`, root)
  if (status === 200) console.log(`${url} answers with release ${release}.`)
  if (keep) console.log(`Still up: docker exec -it ${server.container} bash. End it: npm run sandbox -- down`)
  return [
    ...(status === 200 && release !== '' ? [] : [`${url}/health/ answers ${status}, release '${release}'.`]),
    ...(await otherFingerprint(printed, server)),
    ...(await leftOvers(repository, cli, server)),
  ]
}

/** GitHub's command line for the repository, whose workflows trust the authority of `rootFile`. */
async function gitHubOf(repository: ReturnType<typeof shopRepository>, rootFile: string): Promise<GitHubCli> {
  const [github, cache] = await Promise.all([startGitHub(), startCache()])
  closing.push(
    () => github.close(),
    () => cache.close(),
  )
  const { folder, origin, git } = repository
  let known = git('rev-parse', 'HEAD')
  const cli = new GitHubCli(
    async (file, inputs) => {
      const started = performance.now()
      const event =
        inputs === undefined
          ? { event: 'push' }
          : { event: 'workflow_dispatch', eventPayload: { inputs: withDefaults(folder, file, inputs) } }
      const { code } = await runWorkflow({
        ...{ ...event, workflow: `.github/workflows/${file}`, repo: folder, github, cache, actor: 'ada' },
        localActions: { 'org/saleor-deploy@v1.0.0': checkout },
        vars: Object.fromEntries(cli.variables),
        secrets: Object.fromEntries(cli.secrets),
        env: { NODE_EXTRA_CA_CERTS: rootFile },
        onLine: (line) => appendFileSync(log, `${line}\n`),
        timeout: 1_800_000,
      })
      console.log(`  ${file} is ${code === 0 ? 'green' : 'red'} (${since(started)})`)
      return code
    },
    () => {
      const now = git('--git-dir', origin, 'rev-parse', 'main')
      if (now === known) return []
      known = now
      return workflowsOnPush(repository)
    },
  )
  return cli
}

function since(start: number): string {
  return duration((performance.now() - start) / 1000)
}
