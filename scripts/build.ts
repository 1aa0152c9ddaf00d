/**
 * `npm run build`: TypeScript to JavaScript in `.build/`, then one bundle for all actions in `dist/`. An action is a
 * file in `actions/`; nothing else has to be said. `dist/` is committed, so building twice must give the same bytes.
 */
import { execFile } from 'node:child_process'
import { globSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '..')

/** The public names, from the files in `actions/`. */
export async function actionNames(): Promise<string[]> {
  const files = await readdir(join(root, 'actions'))
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort()
}

/** Builds everything into the folder, which is emptied first. */
export async function build(dist: string): Promise<void> {
  const names = await actionNames()
  await mkdir(join(root, '.build'), { recursive: true })
  // A folder of its own for each build: two may run at a time. ncc names modules relative to where it runs, so the
  // folder's random name doesn't show in the result.
  const between = await mkdtemp(join(root, '.build/'))
  try {
    await tool(root, 'typescript/bin/tsc', '--project', 'tsconfig.build.json', '--outDir', between)
    await copyScripts(between)
    await writeFile(join(between, 'dirname.js'), dirnameShim)
    await writeFile(join(between, 'main.js'), entry(names))
    await rm(dist, { recursive: true, force: true })
    // No cache: a build must depend on the sources alone. No minifier: it renames classes, and @actions/cache compares
    // their names; it gains no start-up time either.
    await tool(between, '@vercel/ncc/dist/ncc/cli.js', 'build', 'main.js', '--out', dist, ...nccOptions)
  } finally {
    await rm(between, { recursive: true, force: true })
  }
  // Windows' SSH agent client, which ncc takes along from ssh2; the runner's SSH agent is a socket.
  await rm(join(dist, 'pagent.exe'), { force: true })
  await Promise.all(names.map((name) => writeFile(join(dist, `${name}.js`), stub(name))))
}

/** Programs for the hosts lie beside the module that reads them; the compiler leaves them behind. */
async function copyScripts(between: string): Promise<void> {
  for (const script of globSync('src/**/*.sh', { cwd: root })) {
    await mkdir(dirname(join(between, script)), { recursive: true })
    await copyFile(join(root, script), join(between, script))
  }
}

const nccOptions = ['--no-cache', '--quiet', '--target', 'es2022', '--license', 'licenses.txt']

/** ssh2 is CommonJS and asks for `__dirname`, which ES modules don't have. */
const dirnameShim = 'globalThis.__dirname = import.meta.dirname\n'

/** Each action is an import of its own, so that ncc puts what only some need into chunks that load when used. */
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

/** What an `action.yml` names as `main`. */
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
