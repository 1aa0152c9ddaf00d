// Runs `scripts/<command>.ts` from a fresh clone, whatever Node (18 or newer) the machine has:
// installs the pinned packages, Node 24 among them, then hands over to that Node.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = join(root, 'node_modules', '.bin')
const [command, ...args] = process.argv.slice(2)
const script = join(root, 'scripts', `${command}.ts`)

if (!command || !existsSync(script)) {
  const known = readdirSync(join(root, 'scripts')).filter((name) => name.endsWith('.ts'))
  console.error(
    `usage: node scripts/bootstrap.mjs <${known.map((name) => name.slice(0, -3)).join('|')}> [args]`,
  )
  process.exit(2)
}

if (isStale()) {
  console.log('Installing the packages that package-lock.json pins (npm ci) …')
  must('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit' })
}

const node = existsSync(join(bin, 'node')) ? join(bin, 'node') : process.execPath
const ran = spawnSync(node, [script, ...args], {
  stdio: 'inherit',
  env: { ...process.env, PATH: bin + delimiter + process.env.PATH },
})
if (ran.error) console.error(`${node} did not start: ${ran.error.message}`)
process.exit(ran.status ?? 1)

// npm writes node_modules/.package-lock.json last, so its time is the time of the whole installation.
function isStale() {
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installed)) return true
  return statSync(installed).mtimeMs < statSync(join(root, 'package-lock.json')).mtimeMs
}

function must(program, argv, options) {
  const { status } = spawnSync(program, argv, options)
  if (status !== 0) process.exit(status ?? 1)
}
