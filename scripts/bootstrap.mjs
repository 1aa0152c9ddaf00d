// Runs `scripts/<command>.ts` from a fresh clone with any Node from 18 on: installs the pinned packages, including Node
// 24, then continues with that Node.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const toolchain = join(root, '.sandbox', 'toolchain')
const nodePackage = `node-linux-${process.arch}`
const [command, ...args] = process.argv.slice(2)
const script = join(root, 'scripts', `${command}.ts`)

if (!command || !existsSync(script)) {
  const known = readdirSync(join(root, 'scripts')).filter((name) => name.endsWith('.ts'))
  console.error(
    `usage: node scripts/bootstrap.mjs <${known.map((name) => name.slice(0, -3)).join('|')}> [args]`,
  )
  process.exit(2)
}

if (isStale()) installPackages()

const bin = join(root, 'node_modules', '.bin')
const ran = spawnSync(node24(root) ?? process.execPath, [script, ...args], {
  stdio: 'inherit',
  env: { ...process.env, PATH: bin + delimiter + process.env.PATH },
})
if (ran.error) console.error(`Node did not start: ${ran.error.message}`)
process.exit(ran.status ?? 1)

// npm writes node_modules/.package-lock.json last, so its time is the time of the whole installation.
function isStale() {
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installed)) return true
  return statSync(installed).mtimeMs < statSync(join(root, 'package-lock.json')).mtimeMs
}

// npm silently omits native parts that do not suit the Node it runs on, so it must run on Node 24.
function installPackages() {
  const npm = Number(process.versions.node.split('.')[0]) >= 24 ? ['npm'] : npmOnNode24()
  console.log('Installing the packages that package-lock.json pins (npm ci) …')
  run([...npm, 'ci', '--no-audit', '--no-fund'])
}

function npmOnNode24() {
  const npmCli = join(toolchain, 'node_modules', 'npm', 'bin', 'npm-cli.js')
  if (!node24(toolchain) || !existsSync(npmCli)) {
    const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const version = optionalDependencies[nodePackage]
    if (!version) throw new Error(`There is no Node 24 for ${process.arch} here: install it and try again.`)
    console.log(`This is Node ${process.versions.node}: fetching Node ${version} into .sandbox/toolchain …`)
    mkdirSync(toolchain, { recursive: true })
    const packages = [`${nodePackage}@${version}`, 'npm@11.6.2']
    run(['npm', 'install', '--prefix', toolchain, '--no-audit', '--no-fund', '--loglevel=error', ...packages])
  }
  return [node24(toolchain), npmCli]
}

function node24(folder) {
  const file = join(folder, 'node_modules', nodePackage, 'bin', 'node')
  return existsSync(file) ? file : undefined
}

function run([program, ...argv]) {
  const { status } = spawnSync(program, argv, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
