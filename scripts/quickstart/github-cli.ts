/** What the command line of GitHub was asked, and how it answers. */
export interface Answer {
  code: number
  text: string
}

/** Runs a workflow of the repository to its end, with the variables and secrets of that moment. */
export type RunWorkflow = (
  file: string,
  inputs: Readonly<Record<string, string>> | undefined,
) => Promise<number>

/**
 * `gh`, as far as the quickstart uses it, for a repository on this machine. It keeps variables and secrets, starts
 * workflows, and waits for them. Like GitHub it starts what `on: push` names when something was pushed: `pushed` says so once.
 */
export class GitHubCli {
  readonly variables = new Map<string, string>()
  readonly secrets = new Map<string, string>()
  readonly #runs: { file: string; ended: Promise<number> }[] = []
  readonly #run: RunWorkflow
  readonly #pushed: () => string[]

  constructor(run: RunWorkflow, pushed: () => string[]) {
    this.#run = run
    this.#pushed = pushed
  }

  /** Answers one call. A call that the quickstart does not make is an error. */
  async answer(argv: readonly string[], input: string): Promise<Answer> {
    for (const file of this.#pushed()) this.#start(file, undefined)
    const [subject = '', verb = '', name = ''] = argv
    const after = (option: string): string | undefined => argv[argv.indexOf(option) + 1]
    const store = subject === 'variable' ? this.variables : this.secrets
    switch (`${subject} ${verb}`) {
      case 'variable set':
      case 'secret set':
        // As gh does: the line end of a file is no part of the value.
        store.set(name, argv.includes('--body') ? (after('--body') ?? '') : input.replace(/\r?\n$/, ''))
        return { code: 0, text: '' }
      case 'secret list':
        return { code: 0, text: [...store.keys()].map((one) => `${one}\tnow\n`).join('') }
      case 'secret delete':
        return { code: store.delete(name) ? 0 : 1, text: '' }
      case 'workflow run':
        this.#start(name, inputsOf(argv))
        return { code: 0, text: '' }
      case 'run list': {
        const number = this.#runs.findLastIndex(({ file }) => file === after('--workflow'))
        return { code: number === -1 ? 1 : 0, text: `${number + 1}\n` }
      }
      case 'run watch': {
        const run = this.#runs[Number(argv.at(-1)) - 1]
        return { code: run === undefined ? 1 : await run.ended, text: '' }
      }
      default:
        return { code: 2, text: `gh ${argv.join(' ')}: the quickstart is not known to use this\n` }
    }
  }

  #start(file: string, inputs: Readonly<Record<string, string>> | undefined): void {
    this.#runs.push({ file, ended: this.#run(file, inputs) })
  }
}

/** The inputs of `-f name=value`. */
function inputsOf(argv: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    argv.flatMap((word, index) => {
      const [, name, value = ''] = argv[index - 1] === '-f' ? (/^([\w-]+)=([^]*)$/.exec(word) ?? []) : []
      return name === undefined ? [] : [[name, value]]
    }),
  )
}
