/** `npm run bench -- <name> [args]`: runs `bench/<name>.ts`; without a name, runs all of them in turn. They print Markdown tables. */
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { basename, join } from 'node:path'

const folder = join(import.meta.dirname, '../bench')
const known = globSync('*.ts', { cwd: folder })
  .map((file) => basename(file, '.ts'))
  .sort()
const [asked, ...args] = process.argv.slice(2)

if (asked !== undefined && !known.includes(asked)) {
  console.error(`usage: npm run bench -- <${known.join('|')}> [args]`)
  process.exitCode = 2
} else {
  for (const name of asked === undefined ? known : [asked]) {
    console.log(`\n## ${name}\n`)
    const { status } = spawnSync(process.execPath, [join(folder, `${name}.ts`), ...args], {
      stdio: 'inherit',
    })
    if (status !== 0) process.exitCode = 1
  }
}
