/**
 * `npm run build`: compiles TypeScript to JavaScript in `.build/`, then makes one bundle for all actions in `dist/`.
 * Each file in `actions/` is an action and needs no other setting. `dist/` is committed, so two builds must give the
 * same bytes.
 */
import { execFile } from 'node:child_process'
import { globSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { guardScript } from '../src/host/guard.ts'
import { type Chunk, chunkNames, withNames } from './chunk-names.ts'

const root = join(import.meta.dirname, '..')

/** The actions' public names, from the files in `actions/`. */
export async function actionNames(): Promise<string[]> {
  const files = await readdir(join(root, 'actions'))
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort()
}

/** Builds everything into the folder, and empties it first. */
export async function build(dist: string): Promise<void> {
  const names = await actionNames()
  await mkdir(join(root, '.build'), { recursive: true })
  // Each build has its own folder, as two may run at a time. ncc names modules relative to its working folder, so the
  // random name does not appear in the result.
  const between = await mkdtemp(join(root, '.build/'))
  try {
    await tool(root, 'typescript/bin/tsc', '--project', 'tsconfig.build.json', '--outDir', between)
    await copyScripts(between)
    await writeFile(join(between, 'dirname.js'), dirnameShim)
    await writeFile(join(between, 'main.js'), entry(names))
    await rm(dist, { recursive: true, force: true })
    // No cache: a build must depend only on the sources. No minifier: it renames classes, and @actions/cache compares
    // their names; it does not shorten the start-up either.
    await tool(between, '@vercel/ncc/dist/ncc/cli.js', 'build', 'main.js', '--out', dist, ...nccOptions)
    await nameChunks(dist, join(between, statistics))
  } finally {
    await rm(between, { recursive: true, force: true })
  }
  // ncc copies Windows' SSH agent client along with ssh2; the runner's SSH agent is a socket.
  await rm(join(dist, 'pagent.exe'), { force: true })
  await Promise.all(names.map((name) => writeFile(join(dist, `${name}.js`), stub(name))))
}

/** Copies the hosts' programs, which the compiler skips, beside the module that reads them. The guard becomes one file. */
async function copyScripts(between: string): Promise<void> {
  for (const script of globSync('src/**/*.sh', { cwd: root, exclude: ['src/host/guard/*'] })) {
    await mkdir(dirname(join(between, script)), { recursive: true })
    await copyFile(join(root, script), join(between, script))
  }
  await writeFile(join(between, 'src/host/guard.sh'), guardScript())
}

/** Names the chunks: ncc numbers them, and the numbers change with the modules. */
async function nameChunks(dist: string, statistics: string): Promise<void> {
  const { chunks } = JSON.parse(await readFile(statistics, 'utf8')) as { chunks: Chunk[] }
  const names = chunkNames(chunks)
  for (const file of await readdir(dist)) {
    if (!file.endsWith('index.js')) continue
    const path = join(dist, file)
    await writeFile(path, withNames(await readFile(path, 'utf8'), names))
    const name = names.get(file.replace('.index.js', ''))
    if (name !== undefined) await rename(path, join(dist, `${name}.index.js`))
  }
}

const statistics = 'statistics.json'
const nccOptions = [
  ...['--no-cache', '--quiet', '--target', 'es2022', '--license', 'licenses.txt'],
  ...['--stats-out', statistics],
]

/** ssh2 is CommonJS and uses `__dirname`, which ES modules don't have. */
const dirnameShim = 'globalThis.__dirname = import.meta.dirname\n'

/** Imports each action separately, so that ncc puts the code of some actions into chunks that load on use. */
function entry(names: readonly string[]): string {
  const loaders = names.map((name) => `  '${name}': () => import('./actions/${name}.js'),\n`).join('')
  return `import './dirname.js'
import './src/run-action.js'

const actions = {\n${loaders}}

export async function run(name) {
  const action = await actions[name]()
  await action.run()
}
`
}

/** The file that an `action.yml` names as `main`. */
function stub(name: string): string {
  return `import { run } from './index.js'\nawait run('${name}')\n`
}

async function tool(cwd: string, script: string, ...args: string[]): Promise<void> {
  const command = [join(root, 'node_modules', script), ...args]
  try {
    await promisify(execFile)(process.execPath, command, { cwd, maxBuffer: 2 ** 26 })
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    throw new Error(`${script} failed\n${stdout}${stderr}`.trim(), { cause: error })
  }
}

if (import.meta.main)
  await build(process.argv[2] ?? join(root, 'dist')).catch((error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  })
