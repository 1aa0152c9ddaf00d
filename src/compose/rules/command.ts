import { type ComposeService, commandOf, unescapeDollars } from '../../model/project/project.ts'
import { joinCutLines, shellOf, shellScript } from '../cut-lines.ts'
import type { Keys, Rule } from './rule.ts'

const at: Keys[] = [['command'], ['entrypoint']]

const cutCommand: Rule = {
  name: 'command-cut',
  severity: 'warning',
  on: 'app',
  what: 'The command has a line break before an option, so a shell would take the options for another command. It is deployed in one piece.',
  fix: 'Write the command as a list or on one line. (In YAML, > keeps the breaks of lines that are indented further.)',
  check({ service }) {
    const joinedLines = joinCutLines(service)
    return joinedLines === undefined
      ? undefined
      : {
          text: `the command has a line break before an option, so the shell would start the program without its options and take them for another command. It is deployed in one piece: ${unescapeDollars(joinedLines.lines.join('; '))}`,
          at,
        }
  },
}

const needsShell: Rule = {
  name: 'command-needs-shell',
  severity: 'error',
  on: 'app',
  what: 'The command has &&, ||, ; or | in it and no shell that understands them: they reach the program as arguments.',
  fix: 'Give web one program, as a list. What ran before it belongs to migrate-command or to the Dockerfile.',
  check({ service }) {
    if (shellScript(service) !== undefined) return undefined
    const sign = wordsOf(service).find((word) => /^(&&|\|\||;|\|)$/.test(word))
    return sign === undefined
      ? undefined
      : { text: `the command has ${sign} in it, and no shell reads it: it would be an argument.`, at }
  },
}

/** The script forwards the signal itself. */
const catches = /\b(trap|wait)\b/

/** Whether the last command of a list has words only, and one operator joins the list: bash looks no deeper. */
function isSimple(last: string, script: string): boolean {
  const bare = script.replace(/'[^']*'|"(?:[^"\\]|\\[^])*"/g, '…')
  const sequential = /[;\n]\s*[^;\n]*(&&|\|\|)[^;\n]*$/.test(bare.trim().replace(/;$/, ''))
  const before = bare.slice(0, bare.lastIndexOf(last)).trimEnd()
  const alone = !/(^|[^&])&$|(^|[^|])\|$/.test(before)
  return !sequential && alone && !/[(){}<>]|^!|^(eval|time|fi|done|esac|then|do|else)\b/.test(last)
}

const keepsSignal: Rule = {
  name: 'shell-keeps-signal',
  severity: 'warning',
  on: 'app',
  what: 'A shell starts the program last and stays in front of it: the stop signal ends there, and the program is killed in the middle of its work.',
  fix: 'Write exec before the last command of the shell, or give the command as a list without one.',
  check({ service }) {
    const script = shellScript(joinCutLines(service)?.service ?? service)
    if (script === undefined || catches.test(script)) return undefined
    // The shell comes before the script; `sh` is dash in Saleor's image and in most others.
    const isDash = /^(|.*\/)(sh|dash)$/.test(shellOf(service) ?? '')
    const commands = script
      .replace(/'[^']*'|"(?:[^"\\]|\\[^])*"/g, '…')
      .replace(/\\\n/g, ' ')
      .split(/&&|\|\||[;|&\n]/)
      .map((one) => one.trim())
      .filter((one) => one !== '')
    const last = commands.at(-1) ?? ''
    if (/^exec\s/.test(last)) return undefined
    // Measured: dash (0.5.12) never replaces itself with the program; bash (5.2) and ash do for a simple last command.
    if (!isDash && isSimple(last, script)) return undefined
    return {
      text: 'a shell stays in front of the program and keeps the stop signal to itself: requests and tasks under way are cut off when the grace is over.',
      at,
    }
  },
}

const migratesAtStart: Rule = {
  name: 'migrates-at-start',
  severity: 'warning',
  on: 'app',
  what: 'The start command migrates the database: several containers race, and all but one fail.',
  fix: 'Take it out of the command: a deploy migrates once, before any container starts.',
  check: ({ service }) =>
    /\bmanage\.py\s+migrate\b/.test(commandOf(service))
      ? {
          text: 'the database is migrated whenever a container starts; several at once race, and all but one fail.',
          at,
        }
      : undefined,
}

const collectsAtStart: Rule = {
  name: 'collects-static-at-start',
  severity: 'warning',
  on: 'app',
  only: 'saleor',
  what: "The start command collects static files, which Saleor's image has collected when it was built.",
  fix: 'Take it out of the command.',
  check: ({ service }) =>
    /\bmanage\.py\s+collectstatic\b/.test(commandOf(service))
      ? { text: "static files are collected at every start; Saleor's image has them since its build.", at }
      : undefined,
}

const gunicornGone: Rule = {
  name: 'gunicorn-gone',
  severity: 'warning',
  on: 'web',
  only: 'saleor',
  what: "The command starts gunicorn, which Saleor's images do not have since 3.21.",
  fix: "Remove the command: the image's own starts uvicorn, with the settings that Saleor means.",
  check: ({ service }) =>
    /\bgunicorn\b/.test(commandOf(service))
      ? { text: "gunicorn is not in Saleor's images since 3.21.", at }
      : undefined,
}

const developmentServer: Rule = {
  name: 'development-server',
  severity: 'warning',
  on: 'web',
  what: 'The command starts the development server of Django, or reloads code as it changes.',
  fix: "Remove the command, so that the image's own server starts, or start uvicorn without --reload.",
  check: ({ service }) =>
    /\bmanage\.py\s+runserver\b|\buvicorn\b.*\s--reload\b/.test(commandOf(service))
      ? {
          text: "it starts a server for development: slow, unsafe, and in Saleor without ASGI's health check.",
          at,
        }
      : undefined,
}

function wordsOf({ entrypoint, command }: ComposeService): string[] {
  return [entrypoint, command].flat().filter((word) => typeof word === 'string')
}

/** Rules for how the app's programs are started. */
export const commandRules: readonly Rule[] = [
  needsShell,
  cutCommand,
  migratesAtStart,
  collectsAtStart,
  keepsSignal,
  gunicornGone,
  developmentServer,
]
