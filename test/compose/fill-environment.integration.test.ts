import { spawnSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { checkModel } from '../../src/compose/rules/check.ts'
import { parseEnvironment } from '../../src/inputs/values/environment.ts'
import { project } from './fixtures.ts'

const examples = join(import.meta.dirname, '../../workflows-examples')
const script = join(examples, 'fill-environment.sh')

/** A stand-in for GitHub's command line: it keeps what it was told, and can refuse. */
const gh = `#!/bin/sh
echo "$@" >> "$GH_FOLDER/calls"
[ ! -e "$GH_FOLDER/refuses-$2" ] || { echo 'HTTP 404: Not Found' >&2; exit 1; }
case $2 in
  list) cat "$GH_FOLDER/names" ;;
  set) cat > "$GH_FOLDER/secret" ;;
esac
`

interface Given {
  /** The environment file, or which example it is. */
  text: string
  options?: string[]
  /** The secrets that GitHub has. */
  names?: string[]
  /** What is typed. */
  input?: string
  refuses?: 'list' | 'set'
}

/** Runs the script in a folder with nothing but the environment file. */
function fill({ text, options = [], names = [], input = '', refuses }: Given) {
  const root = mkdtempSync(join(tmpdir(), 'fill-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const [folder, bin, home] = ['folder', 'bin', 'home'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ]
  for (const one of [folder, bin, home]) mkdirSync(one)
  writeFileSync(join(bin, 'gh'), gh)
  chmodSync(join(bin, 'gh'), 0o755)
  writeFileSync(join(home, 'names'), names.map((name) => `${name}\t2026-11-01T10:00:00Z\n`).join(''))
  if (refuses !== undefined) writeFileSync(join(home, `refuses-${refuses}`), '')
  writeFileSync(join(folder, '.env'), text)
  const env = { PATH: `${bin}:${process.env.PATH}`, GH_FOLDER: home, HOME: home, TMPDIR: folder }
  const ran = spawnSync('sh', [script, '.env', 'STAGING_ENVIRONMENT', ...options], {
    ...{ cwd: folder, env, input, encoding: 'utf8' },
  })
  const read = (name: string) =>
    existsSync(join(home, name)) ? readFileSync(join(home, name), 'utf8') : undefined
  expect(readdirSync(folder), 'no file is left behind').toEqual(['.env'])
  expect(readFileSync(join(folder, '.env'), 'utf8')).toBe(text)
  return {
    code: ran.status,
    said: ran.stdout + ran.stderr,
    calls: read('calls') ?? '',
    secret: read('secret'),
  }
}

const example = (name: string) => readFileSync(join(examples, `.env.${name}.example`), 'utf8')
const ownHosts = (text: string) => text.replaceAll('example.com', 'acme.test')
const ownLogins = (text: string) => text.replaceAll('user:password@', 'ada:l0gin@')

it('The staging example with hosts of your own becomes a secret that a deploy finds no fault with', () => {
  const { code, said, calls, secret = '' } = fill({ text: ownLogins(ownHosts(example('staging'))) })
  expect(said).toContain('STAGING_ENVIRONMENT is set')
  expect(code).toBe(0)
  expect(calls).toBe('secret list\nsecret set STAGING_ENVIRONMENT\n')
  const environment = parseEnvironment(secret)
  const { SECRET_KEY, RSA_PRIVATE_KEY, POSTGRES_PASSWORD, DATABASE_URL } = Object.fromEntries(environment)
  expect(SECRET_KEY).toMatch(/^[0-9a-f]{64}$/)
  expect(createPrivateKey(RSA_PRIVATE_KEY ?? '').asymmetricKeyDetails?.modulusLength).toBe(3072)
  expect(POSTGRES_PASSWORD).toMatch(/^[0-9a-f]{32}$/)
  expect(DATABASE_URL).toBe(`postgres://saleor:${POSTGRES_PASSWORD}@db:5432/saleor`)
  for (const hidden of [SECRET_KEY, POSTGRES_PASSWORD, 'l0gin', RSA_PRIVATE_KEY?.split('\n')[3]])
    expect(said + calls).not.toContain(hidden)
  const model = project({ web: { image: 'saleor', environment: Object.fromEntries(environment) } })
  const roles = { web: 'web', workers: [], schedulers: [], jobs: [], accessories: [] }
  const found = checkModel(model, roles, { production: true }).map(({ rule }) => rule)
  expect(found.filter((rule) => /^(secret-key|example|signing|rsa)/.test(rule))).toEqual([])
})

it('Values of your own arrive as they stand, keys of several lines included', () => {
  const text = [
    'SECRET_KEY=a$b#c\\n"d\' =',
    'RSA_PRIVATE_KEY=-----BEGIN PRIVATE KEY-----',
    'AAA=',
    '-----END PRIVATE KEY-----',
    '# A=',
    'LAST= x ',
  ].join('\n')
  expect(fill({ text }).secret).toBe(`${text}\n`)
})

it('An example as it stands is not set: each line that a person has to fill in is listed', () => {
  const { code, said, calls, secret } = fill({ text: example('production') })
  expect(code).toBe(1)
  expect(secret).toBeUndefined()
  expect(calls).toBe('secret list\n')
  const lines = example('production').split('\n')
  const listed = [...said.matchAll(/line (\d+), (\w+): (.+)/g)].map(([, line, name, why]) => {
    expect(lines[Number(line) - 1]).toMatch(new RegExp(`^${name}=`))
    return `${name} ${why}`
  })
  expect(listed).toEqual([
    'ALLOWED_HOSTS still has a host of the example',
    'ALLOWED_CLIENT_HOSTS still has a host of the example',
    'PUBLIC_URL still has a host of the example',
    'DATABASE_URL still has the login of the example',
    'CACHE_URL still has a host of the example',
    'CELERY_BROKER_URL still has a host of the example',
    'EMAIL_URL still has the login of the example',
    'DEFAULT_FROM_EMAIL still has a host of the example',
    'AWS_MEDIA_CUSTOM_DOMAIN still has a host of the example',
    ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'SENTRY_DSN'].map((name) => `${name} blank`),
  ])
})

it('With --ask, answers fill the rest, and an empty answer leaves a blank line out', () => {
  const { code, said, secret } = fill({
    ...{ text: 'SECRET_KEY=\nALLOWED_HOSTS=example.com\nAWS_ACCESS_KEY_ID=\nSENTRY_DSN=\n' },
    ...{ options: ['--ask', '--env', 'production'], input: 'shop.acme.test\nAKIA$x\\y\n\n' },
  })
  expect(code).toBe(0)
  expect(secret).toMatch(
    /^SECRET_KEY=\w{64}\nALLOWED_HOSTS=shop\.acme\.test\nAWS_ACCESS_KEY_ID=AKIA\$x\\y\n$/,
  )
  expect(said).toContain('SENTRY_DSN: left out')
  expect(said).not.toContain('AKIA')
  expect(said).toContain('set in the environment production')
})

it('A secret that exists stays as it is unless --replace says so', () => {
  const text = 'SECRET_KEY=\n'
  const kept = fill({ text, names: ['STAGING_ENVIRONMENT'] })
  expect(kept).toMatchObject({ code: 0, secret: undefined, calls: 'secret list\n' })
  expect(kept.said).toContain('--replace')
  const replaced = fill({ text, names: ['STAGING_ENVIRONMENT'], options: ['--replace'] })
  expect(replaced.secret).toMatch(/^SECRET_KEY=\w{64}\n$/)
  expect(fill({ text, names: ['STAGING_ENVIRONMENT_2'] }).secret).toBeDefined()
})

it('With --replace, no new password is made up for a database that has one', () => {
  const { code, said, secret } = fill({
    ...{
      text: 'POSTGRES_PASSWORD=staging_password\n',
      names: ['STAGING_ENVIRONMENT'],
      options: ['--replace'],
    },
  })
  expect({ code, secret }).toEqual({ code: 1, secret: undefined })
  expect(said).toContain('line 1, POSTGRES_PASSWORD: the password that the database has already')
})

it('A dry run says what would be new, and does not call gh', () => {
  const { code, said, calls } = fill({ text: 'SECRET_KEY=\nSENTRY_DSN=\n', options: ['--dry-run'] })
  expect({ code, calls }).toEqual({ code: 0, calls: '' })
  expect(said).toContain('SECRET_KEY: new')
  expect(said).toContain('line 2, SENTRY_DSN: blank')
})

it.each([
  ['list', 'gh could not list the secrets'],
  ['set', 'gh could not set STAGING_ENVIRONMENT'],
] as const)('When gh refuses to %s, the script says so and fails', (refuses, expected) => {
  const { code, said } = fill({ text: 'SECRET_KEY=\n', refuses })
  expect(code).toBe(1)
  expect(said).toContain(expected)
})

it.each([
  [['--force'], 'There is no option --force.'],
  [['more'], 'not also more'],
  [['--env'], '--env needs the name'],
])('The options %j are refused before anything is asked', (options, expected) => {
  const { code, said, calls } = fill({ text: 'SECRET_KEY=\n', options })
  expect({ code, calls }).toEqual({ code: 1, calls: '' })
  expect(said).toContain(expected)
})
