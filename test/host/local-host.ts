import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Conversation, Host } from '../../src/host/host.ts'
import { type Command, shellLine } from '../../src/host/quote.ts'
import type { Ran } from '../../src/runner/ran.ts'

/** A program of a host that runs here, and can be hit in ways that a real one is hit by. */
export interface LocalConversation extends Conversation {
  child: ChildProcessWithoutNullStreams
  /** The line goes dead: its input ends. */
  hangUp(): void
  /** Resolves with its exit code, or with the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>
}

/** A host that is a temporary folder on this machine: real bash, real lock, real files, a docker that only takes notes. */
export class LocalHost implements Host {
  readonly name = 'local'
  /** The deployment's folder. */
  readonly root: string
  commandCount = 0
  readonly conversations: LocalConversation[] = []
  private readonly tools: string

  private readonly settings: Record<string, string>

  /** @param settings of the SSH user's environment */
  constructor(settings: Record<string, string> = {}) {
    this.settings = settings
    const folder = mkdtempSync(join(tmpdir(), 'local-host-'))
    this.root = join(folder, 'deployment')
    this.tools = join(folder, 'bin')
    mkdirSync(this.root)
    mkdirSync(this.tools)
    this.docker('')
  }

  async again(): Promise<void> {}

  /** What `docker` does after it has noted its words: a piece of bash. */
  docker(does: string): void {
    this.tool('docker', `printf '%s\\n' "$*" >>"$CALLS"\n${does}`)
  }

  /** Puts a program of bash before the machine's own of that name. */
  tool(name: string, does: string): void {
    const file = join(this.tools, name)
    writeFileSync(file, `#!/bin/bash\n${does}\n`)
    chmodSync(file, 0o755)
  }

  /** The words that `docker` was called with, in order. */
  get dockerCalls(): string[] {
    return this.read('../docker-calls').split('\n').slice(0, -1)
  }

  path(name: string): string {
    return join(this.root, name)
  }

  has(name: string): boolean {
    return existsSync(this.path(name))
  }

  /** A file of the deployment, empty when there is none. */
  read(name: string): string {
    return this.has(name) ? readFileSync(this.path(name), 'utf8') : ''
  }

  async run(command: Command, input = ''): Promise<Ran> {
    const child = this.start(command)
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk))
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk))
    child.stdin.end(input)
    const code = await new Promise<number>((resolve) => child.once('close', (exit) => resolve(exit ?? 128)))
    return { code, stdout, stderr }
  }

  async converse(command: Command): Promise<LocalConversation> {
    const child = this.start(command)
    // Who talks to a program that was killed hears it at the next answer.
    child.stdin.on('error', () => {})
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
    let problems = ''
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (problems += chunk))
    const conversation: LocalConversation = {
      child,
      say: (line) => void child.stdin.write(`${line}\n`),
      next: async () => (await lines.next()).value as string | undefined,
      problems: () => problems,
      hangUp: () => child.stdin.end(),
      ended: new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code ?? -1))),
    }
    this.conversations.push(conversation)
    return conversation
  }

  close(): void {
    for (const { child } of this.conversations) child.kill('SIGKILL')
  }

  /** As sshd does: one line of text for the user's shell. */
  private start(command: Command): ChildProcessWithoutNullStreams {
    this.commandCount++
    const env = {
      PATH: `${this.tools}:${process.env.PATH}`,
      CALLS: this.path('../docker-calls'),
      ...this.settings,
    }
    return spawn('bash', ['-c', shellLine(command)], { env, cwd: this.root })
  }
}
