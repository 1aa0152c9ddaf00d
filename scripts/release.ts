/**
 * `npm run release -- prepare 1.2.3` writes the version into package.json and the changelog; `check v1.2.3` says what
 * keeps a tag from being a release; `notes v1.2.3` prints its section of the changelog; `move v1.2.3` moves `v1` and
 * `v1.2` there. RELEASING.md tells the whole way.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { notesOf, withVersion } from './release/changelog.ts'
import { movingTags, parseVersion, type Version } from './release/version.ts'

const root = process.cwd()
const read = (name: string): string => readFileSync(join(root, name), 'utf8')
const git = (...args: string[]): string =>
  execFileSync('git', ['-C', root, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  }).trim()

const commands: Record<string, (text: string, version: Version) => void> = {
  prepare(text) {
    const number = text.replace(/^v/, '')
    const date = new Date().toISOString().slice(0, 10)
    writeFileSync(join(root, 'CHANGELOG.md'), withVersion(read('CHANGELOG.md'), number, date))
    for (const name of ['package.json', 'package-lock.json']) {
      const old = (JSON.parse(read(name)) as { version: string }).version
      // The file's own version stands first, in the lock file twice; those of packages come later.
      const own = read(name).split(`"version": "${old}"`)
      const times = name === 'package.json' ? 1 : 2
      const [head, rest] = [own.slice(0, times + 1), own.slice(times + 1)]
      const text = [head.join(`"version": "${number}"`), ...rest].join(`"version": "${old}"`)
      writeFileSync(join(root, name), text)
    }
    console.log(`Commit CHANGELOG.md, package.json and package-lock.json; after the merge tag it v${number}.`)
  },
  check(tag) {
    const problems = [...problemsOf(tag)]
    for (const problem of problems) console.error(problem)
    if (problems.length > 0) process.exit(1)
    console.log(`${tag} can be released.`)
  },
  notes(tag) {
    const notes = notesOf(read('CHANGELOG.md'), tag.replace(/^v/, ''))
    if (notes === undefined) throw new Error(missingNotes(tag))
    console.log(notes)
  },
  move(tag, version) {
    const moving = movingTags(version, git('tag', '--list').split('\n'))
    for (const name of moving) git('tag', '--force', name, `${tag}^{commit}`)
    if (moving.length > 0)
      git('push', '--quiet', '--force', 'origin', ...moving.map((name) => `refs/tags/${name}`))
    console.log(moving.length === 0 ? `${tag} moves no tag.` : `Moved to ${tag}: ${moving.join(', ')}.`)
  },
}

const missingNotes = (tag: string): string =>
  `CHANGELOG.md has no section "## [${tag.replace(/^v/, '')}] - <date>" with text: npm run release -- prepare.`

/** What keeps a tag from being a release. */
function* problemsOf(tag: string): Generator<string> {
  const { version } = JSON.parse(read('package.json')) as { version: string }
  if (tag !== `v${version}`) yield `package.json says ${version}, and the tag ${tag}.`
  if (notesOf(read('CHANGELOG.md'), version) === undefined) yield missingNotes(tag)
  const contained = git('branch', '--all', '--contains', `${tag}^{commit}`, '--format=%(refname)')
  if (!contained.split('\n').some((ref) => ref === 'refs/remotes/origin/main'))
    yield `The commit of ${tag} is not on main: merge it first.`
}

const [command = '', text = ''] = process.argv.slice(2)
const version = parseVersion(text)
try {
  const perform = commands[command]
  if (perform === undefined)
    throw new Error(`There is no '${command}': there are ${Object.keys(commands).join(', ')}.`)
  if (version === undefined) throw new Error(`'${text}' is no version: write 1.2.3, v1.2.3 or v2.0.0-rc.1.`)
  perform(text, version)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
