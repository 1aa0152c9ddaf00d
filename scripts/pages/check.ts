import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import { run, works } from '../setup/command.ts'
import { findings, shellcheck } from '../setup/pinned-program.ts'
import { type Block, blocksOf } from './blocks.ts'
import { exampleOf, isCut, wrongInputs } from './examples.ts'
import { brokenLinks } from './links.ts'
import { lintWorkflow } from './lint-workflow.ts'
import { type Page, readPages } from './pages.ts'

interface Example extends Block {
  page: string
}

/** Languages that nothing here can check; a test renders the diagrams. */
const unchecked = ['', 'nginx', 'haproxy', 'mermaid', 'sql', 'python', 'graphql']

/** What is wrong with the links and code blocks of all pages, a line for each. */
export async function checkPages(root: string): Promise<string[]> {
  const pages = readPages(root)
  const links = brokenLinks(pages, (path) => existsSync(join(root, path)))
  const blocks = pages.flatMap((page) => examplesOf(page))
  const unknown = blocks.filter(({ language }) => !(language in checks) && !unchecked.includes(language))
  const problems = [
    ...unknown.map((block) => `${place(block)} the language ${block.language} is not known here`),
    ...(
      await Promise.all(
        Object.entries(checks).map(([language, check]) =>
          check(
            blocks.filter((block) => block.language === language),
            root,
          ),
        ),
      )
    ).flat(),
  ]
  return [...links, ...problems]
}

function examplesOf({ path, text }: Page): Example[] {
  return blocksOf(text).map((block) => ({ ...block, page: path }))
}

const place = ({ page, line }: Example): string => `${page}:${line}`

const checks: Record<string, (blocks: readonly Example[], root: string) => Promise<string[]>> = {
  yaml: checkYaml,
  sh: checkShell,
  json: (blocks) => Promise.resolve(blocks.flatMap((block) => unparsed(block, () => JSON.parse(block.text)))),
}

function unparsed(block: Example, read: () => unknown): string[] {
  try {
    read()
    return []
  } catch (error) {
    return [`${place(block)} ${(error as Error).message.split('\n')[0]}`]
  }
}

async function checkYaml(blocks: readonly Example[], root: string): Promise<string[]> {
  const hasCompose = await works(['docker', 'compose', 'version'])
  if (!hasCompose) console.log('  docker compose is not here: it has not read the Compose files of the pages')
  const problems: string[] = []
  for (const block of blocks) {
    const broken = unparsed(block, () => exampleOf(block.text))
    problems.push(...broken)
    if (broken.length > 0) continue
    const example = exampleOf(block.text)
    if (example.kind === 'workflow') {
      const found = await lintWorkflow(example.workflow, block.page, !example.isWhole)
      problems.push(...found.map(({ message }) => `${place(block)} ${message}`))
      const wrong = wrongInputs(example.steps, isCut(block.text), inputsIn(root))
      problems.push(...wrong.map((text) => `${place(block)} ${text}`))
    }
    if (example.kind === 'compose' && hasCompose) problems.push(...(await composeProblems(block)))
  }
  return problems
}

const inputsIn =
  (root: string) =>
  (action: string): Record<string, { required?: boolean }> | undefined => {
    const path = join(root, action, 'action.yml')
    if (action === '' || !existsSync(path)) return undefined
    return (parse(readFileSync(path, 'utf8')) as { inputs?: Record<string, { required?: boolean }> }).inputs
  }

async function composeProblems(block: Example): Promise<string[]> {
  const config = ['docker', 'compose', '--project-name', 'page', '--file', '-', 'config']
  const { code, stderr } = await run([...config, '--quiet', '--no-interpolate'], { input: block.text })
  return code === 0 ? [] : [`${place(block)} ${stderr.trim()}`]
}

/** Variables may be set in the block before, and `cd` is typed by a person who sees that it failed. */
const acrossBlocks = 'SC2034,SC2154,SC2164'

/** Each block is a file of its own, with as many empty lines before it as on its page: so the findings have its lines. */
async function checkShell(blocks: readonly Example[], root: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'pages-'))
  try {
    const files = await Promise.all(
      blocks.map(async ({ page, line, text }) => {
        const file = join(folder, `${page}~${line}`)
        await mkdir(dirname(file), { recursive: true })
        await writeFile(file, `${'\n'.repeat(line)}${text}`)
        return file
      }),
    )
    const options = ['--format=gcc', '--norc', '--shell=bash', `--exclude=${acrossBlocks}`]
    const found = await findings(shellcheck, [...options, ...files], root)
    return found === ''
      ? []
      : found.split('\n').map((line) => line.replace(`${folder}/`, '').replace(/~\d+:/, ':'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
