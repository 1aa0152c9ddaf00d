import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { actionNames } from '../../scripts/build.ts'
import { staleDocs, withTables } from '../../scripts/docs.ts'
import { pattern, secret, text, whole } from '../../src/inputs/contract.ts'
import { type ActionManifest, contractComplaints, manifestComplaints, neverSet } from './manifest-rules.ts'
import { contractOf, files, manifestOf, root } from './project.ts'
import { reachableFrom } from './source-rules.ts'

const sources = await files('actions/*.ts', 'src/**/*.ts')

describe.each(await actionNames())('%s', (name) => {
  it('The action.yml is valid, and its entry file exists', async () => {
    const manifest = await manifestOf(name)
    expect(manifestComplaints(name, manifest)).toEqual([])
    expect(existsSync(join(root, posix.join(name, manifest.runs?.main ?? '')))).toBe(true)
  })

  it('The action.yml and the code have the same inputs and outputs', async () => {
    expect(contractComplaints(await contractOf(name), await manifestOf(name))).toEqual([])
  })

  it('The code sets every output of the action.yml', async () => {
    const { outputs } = await contractOf(name)
    const reached = reachableFrom(`actions/${name}.ts`, sources).filter(
      ({ path }) => !path.startsWith('src/inputs/') && !path.startsWith('src/runner/'),
    )
    expect(
      neverSet(
        outputs,
        reached.map((file) => file.text),
      ),
    ).toEqual([])
  })
})

it('Every generated table in the documents is up to date', async () => {
  expect((await staleDocs(root)).map(({ path }) => path)).toEqual([])
})

describe('the rules of manifests', () => {
  const contract = {
    inputs: {
      url: pattern(/./, 'x', { required: true }),
      port: whole({ min: 1, max: 9, default: '3' }),
      key: secret(),
      extra: text(),
    },
    outputs: ['release', 'gone'],
  }
  const manifest: ActionManifest = {
    name: 'Test',
    description: 'Tests it.',
    inputs: {
      url: { description: 'The base URL.' },
      port: { description: 'The port of SSH.', default: 4 },
      key: { description: 'short' },
      unread: { description: 'Nobody reads this.' },
    },
    outputs: {
      release: { description: 'The release that answers.' },
      'reason-code': { description: 'How it ended.' },
      old: { description: 'Nobody sets this.' },
    },
    runs: { using: 'node20', main: 'dist/index.js' },
  }

  it('The rules find faults in inputs and outputs', () => {
    expect(contractComplaints(contract, manifest)).toEqual([
      'input unread: not in code',
      'input extra: not in action.yml',
      'input url: required differs',
      "input port: default is '4' in action.yml, '3' in code",
      'output old: not in code',
      'output gone: not in action.yml',
    ])
  })

  it('The rules find faults in the manifest', () => {
    expect(manifestComplaints('test', manifest)).toEqual([
      'runs.using is node20, not node24',
      'runs.main is dist/index.js, not ../dist/test.js',
      'branding is missing',
      'key: no description to speak of',
      'port: default 4 needs quotes',
    ])
  })

  it('The rules find outputs that nothing sets', () => {
    const code = ["return { release, 'schema-version': x, digest: y }", 'const inside = 1']
    expect(neverSet(['release', 'schema-version', 'digest', 'side', 'reason-code'], code)).toEqual(['side'])
  })

  it('The rules find faults in a README', () => {
    const readme = '<!-- inputs -->\n<!-- /inputs -->\n<!-- outputs -->\nold\n<!-- /outputs -->\n'
    expect(withTables(readme, { inputs: { url: { description: 'a | b\n  c', required: true } } })).toBe(
      `<!-- inputs -->

| Input | What it is | Default |
| --- | --- | --- |
| \`url\` | a \\| b c | **required** |

<!-- /inputs -->
<!-- outputs -->

| Output | What it is |
| --- | --- |

<!-- /outputs -->
`,
    )
    expect(() => withTables(readme, { outputs: { release: {} } })).toThrow("'release' has no description")
    expect(() => withTables('', {})).toThrow('markers <!-- inputs -->')
  })
})
