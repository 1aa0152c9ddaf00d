import { execFileSync } from 'node:child_process'
import { cpSync, globSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse, stringify } from 'yaml'
import { remote, type Step } from './workflow.ts'

/** Where an action's repository is taken from: `org/name@ref` and a folder. */
export type LocalActions = Readonly<Record<string, string>>

/**
 * Copies what git knows of a folder, with changes that are not committed. `act` packs the whole repository of an
 * action anew for every step that uses it: with `node_modules` and `.git` in it that would be gigabytes.
 */
function copyTracked(from: string, to: string): void {
  const list = execFileSync('git', [
    '-C',
    from,
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
  ])
  for (const file of list.toString().split('\0').filter(Boolean)) {
    // A file that was deleted and not committed is gone for the action as well.
    if (lstatSync(join(from, file), { throwIfNoEntry: false }) === undefined) continue
    mkdirSync(dirname(join(to, file)), { recursive: true })
    cpSync(join(from, file), join(to, file), { force: true, verbatimSymlinks: true, recursive: true })
  }
}

/** Inputs of actions/checkout that this one understands or may ignore; others only warn, as everywhere. */
const CHECKOUT_INPUTS: Record<string, string> = {
  repository: '',
  ref: '',
  path: '.',
  token: '',
  'fetch-depth': '1',
  'fetch-tags': 'false',
  'persist-credentials': 'true',
}

/**
 * `actions/checkout` without a network. `act` by itself skips the action and copies the folder as it lies there,
 * with what is not committed, all branches and all tags, whatever `fetch-depth` says; code that counts on tags
 * would pass here and fail on GitHub. This one fetches the commit, as deep as asked, without tags.
 */
function writeCheckout(folder: string, repo: string, repository: string): void {
  const script = `
    set -euo pipefail
    if [ -n "$REPOSITORY" ] && [ "$REPOSITORY" != '${repository}' ]; then
      echo "::error::this checkout knows ${repository} only, not $REPOSITORY"; exit 1
    fi
    git init --quiet "$WHERE" && cd "$WHERE"
    git remote add origin "$GITHUB_SERVER_URL/${repository}" 2>/dev/null || true
    options=(--quiet --upload-pack 'git -c uploadpack.allowAnySHA1InWant=true upload-pack')
    want=$REF
    if [ "$DEPTH" = 0 ]; then
      git fetch "\${options[@]}" --tags '${repo}' '+refs/heads/*:refs/remotes/origin/*'
    else
      options+=(--depth "$DEPTH")
      if [ "$TAGS" = true ]; then options+=(--tags); else options+=(--no-tags); fi
    fi
    git fetch "\${options[@]}" 'file://${repo}' "$want"
    git -c advice.detachedHead=false checkout --quiet --force FETCH_HEAD
  `
  const env = {
    REPOSITORY: '${{ inputs.repository }}',
    REF: '${{ inputs.ref || github.sha }}',
    WHERE: '${{ github.workspace }}/${{ inputs.path }}',
    DEPTH: '${{ inputs.fetch-depth }}',
    TAGS: '${{ inputs.fetch-tags }}',
  }
  const inputs = Object.fromEntries(
    Object.entries(CHECKOUT_INPUTS).map(([name, value]) => [name, { default: value }]),
  )
  const runs = { using: 'composite', steps: [{ shell: 'bash', env, run: script }] }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'action.yml'), stringify({ name: 'Checkout', inputs, runs }))
}

/** The actions that composite actions in a folder call in turn. */
function usedWithin(folder: string): string[] {
  const files = globSync('**/action.{yml,yaml}', { cwd: folder })
  return files.flatMap((file) => {
    const { runs } = parse(readFileSync(join(folder, file), 'utf8')) as { runs?: { steps?: Step[] } }
    return remote(runs?.steps ?? [])
  })
}

/** Lays out every action the workflow names, and what those call, below `folder`; gives back the options that make `act` take them. */
export function stageActions(
  uses: readonly string[],
  options: { folder: string; localActions: LocalActions; repo: string; repository: string },
): string[] {
  const { folder, localActions, repo, repository } = options
  const staged = new Map<string, string>()
  const open = [...uses]
  for (let name = open.shift(); name !== undefined; name = open.shift()) {
    const [path = '', ref = ''] = name.split('@')
    const key = `${path.split('/').slice(0, 2).join('/')}@${ref}`
    if (staged.has(key)) continue
    const target = join(folder, key.replaceAll('/', '-'))
    const source = localActions[key]
    if (source !== undefined) {
      copyTracked(source, target)
      open.push(...usedWithin(target))
    } else if (path === 'actions/checkout') writeCheckout(target, repo, repository)
    else throw new Error(`Nothing here stands in for ${name}: add '${key}' to localActions.`)
    staged.set(key, target)
  }
  return [...staged].flatMap(([key, target]) => ['--local-repository', `${key}=${target}`])
}
