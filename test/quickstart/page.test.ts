import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { GitHubCli } from '../../scripts/quickstart/github-cli.ts'
import { commandsOf } from '../../scripts/quickstart/page.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/quickstart.md'), 'utf8')
const values = { shop: 'shop.test', admin: 'root', email: 'a@shop.test', suite: 'org/saleor-deploy' }

it('The blocks of the quickstart come in the order of a reader: values, variant, then the steps', () => {
  const [first = '', second = '', ...steps] = commandsOf(page, values, 'plain')
  expect(first).toMatch(
    /^shop=shop\.test +#.*\nadmin=root +#.*\nemail=a@shop\.test +#.*\nsuite=org\/saleor-deploy +#/,
  )
  expect(second).toBe("url=http://$shop:8000 domain='' publish=8000\n")
  expect(steps).toHaveLength(7)
  expect(commandsOf(page, values, 'name')[1]).toContain('https://$shop')
})

it('The quickstart has exactly the values that are filled in, and leaves them empty', () => {
  expect(() => commandsOf(page, { ...values, other: 'x' }, 'name')).toThrow('other')
  const [untouched = ''] = commandsOf(page, {}, 'name')
  expect([...untouched.matchAll(/^(\w+)= +#/gm)].map(([, name]) => name)).toEqual(Object.keys(values))
})

it('No private key of the quickstart lies in the repository or stays on the disk', () => {
  const commands = commandsOf(page, values, 'name').join('\n')
  const files = [...commands.matchAll(/ssh-keygen .*-f (\S+)/g)].map(([, file]) => file)
  expect(files.every((file) => file?.startsWith('"$keys/'))).toBe(true)
  expect(commands).toContain('rm "$keys/prepare" "$keys/deploy"')
  expect(commands.match(/ssh-keyscan/g)).toHaveLength(1)
})

it('The stand-in of gh keeps what is set, waits for workflows, and refuses what it does not know', async () => {
  const started: unknown[] = []
  const pushed = [[], ['deploy.yml']]
  const run = (...call: unknown[]): Promise<number> => {
    started.push(call)
    return Promise.resolve(call[0] === 'deploy.yml' ? 0 : 3)
  }
  const gh = new GitHubCli(run, () => pushed.shift() ?? [])
  const ask = async (...argv: string[]) => await gh.answer(argv, 'from a file\n')
  expect(await ask('variable', 'set', 'HOST', '--body', 'a b')).toEqual({ code: 0, text: '' })
  await ask('secret', 'set', 'KEY')
  expect([gh.variables.get('HOST'), gh.secrets.get('KEY')]).toEqual(['a b', 'from a file'])
  await ask('workflow', 'run', 'one.yml', '-f', 'reason=a b', '-f', 'dry-run=false')
  expect(started).toEqual([
    ['deploy.yml', undefined],
    ['one.yml', { reason: 'a b', 'dry-run': 'false' }],
  ])
  const { text } = await ask('run', 'list', '--workflow', 'one.yml', '--limit', '1')
  expect(await ask('run', 'watch', '--exit-status', text.trim())).toEqual({ code: 3, text: '' })
  expect((await ask('secret', 'list')).text).toBe('KEY\tnow\n')
  expect((await ask('secret', 'delete', 'KEY')).code).toBe(0)
  expect((await ask('repo', 'delete')).code).toBe(2)
})

it('The quickstart counts its own settings right', () => {
  const commands = commandsOf(page, values, 'name').join('\n')
  const set = (kind: string): number => commands.match(new RegExp(`gh ${kind} set [A-Z_]+`, 'g'))?.length ?? 0
  const deleted = commands.match(/gh secret delete/g)?.length ?? 0
  // fill-environment.sh sets one more secret.
  const [variables, secrets] = [set('variable'), set('secret') + 1 - deleted]
  expect(page).toContain(`You chose ${Object.keys(values).length} values and compared 1 fingerprint.`)
  expect(page).toContain(`GitHub has ${variables} variables and ${secrets} secrets`)
})
