import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { expect, it } from 'vitest'
import { anchorsOf, linksOf } from '../../scripts/pages/links.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** What a person wants at a bad or a good moment, where it is answered, and the words that the answer must have. */
const tasks: [task: string, answer: string, words: string][] = [
  ['Give me an admin', 'docs/recipes/admin.md', 'createsuperuser --noinput'],
  ['Move to another server', 'docs/recipes/move-server.md', 'Change DNS'],
  ['The disk is full', 'docs/recipes/full-disk.md', 'docker builder prune'],
  ["Restore yesterday's data", 'docs/recipes/restore.md', 'database=restore'],
  ['The job says unhealthy', 'docs/troubleshooting.md#by-reason-code', '`unhealthy`'],
  ['Roll back now', 'rollback/README.md', 'org/saleor-deploy/rollback@v1'],
  ['GitHub is down', 'docs/recipes/without-github.md', 'dist/rollback.js'],
  ['Serve HTTPS', 'docs/recipes/tls.md', 'domains:'],
  ['A key leaked', 'docs/recipes/rotate-keys.md', 'gh secret set STAGING_SSH_KEY'],
  ['Take all of it away', 'docs/recipes/uninstall.md', 'docker volume rm'],
  ['Pin a version', 'docs/versions.md', '@v1.2.3'],
  ['Put a load balancer in front', 'docs/recipes/second-server.md', '/saleor-deploy/ready'],
]

/** The pages that one click on this one opens. */
function linked(path: string): string[] {
  const files = linksOf(read(path)).map(({ target }) => target.split('#')[0] ?? '')
  return files
    .filter((file) => file.endsWith('.md') && !file.startsWith('http'))
    .map((file) => posix.join(posix.dirname(path), file))
}

/** What a click on a heading's link opens: the page, and the heading if one is named. */
const opens = (answer: string): boolean => {
  const [page = '', anchor] = answer.split('#')
  return anchor === undefined || anchorsOf(read(page)).includes(anchor)
}

it.each(tasks)('At most two clicks lead from README to the answer: %s', (_, answer, words) => {
  const [page = ''] = answer.split('#')
  const first = linked('README.md')
  expect([...first, ...first.flatMap(linked)]).toContain(page)
  expect(opens(answer)).toBe(true)
  expect(read(page)).toContain(words)
})
