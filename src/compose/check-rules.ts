import { celeryUse } from './celery.ts'
import type { Rule } from './check.ts'
import { mendCommand } from './mend.ts'
import { commandOf, environmentOf, graceSecondsOf, unescapeDollars } from './model.ts'
import { restartOf } from './restart.ts'

/** uvicorn of Saleor's image finishes requests for up to 30 s after the stop signal. */
const webGraceSeconds = 35

/** An env file that was written for a shell: values are passed on as they stand. */
const unexpanded: Rule = (service) => {
  const names = [...environmentOf(service)]
    .filter(
      ([name, value]) => /^\$\{\w+\}$/.test(value) || (name.endsWith('_URL') && /\$\{\w+\}/.test(value)),
    )
    .map(([name]) => name)
  if (names.length === 0) return undefined
  return {
    rule: 'unexpanded-variable',
    text: `${names.join(', ')} would hold the text \${…} and not what it stands for.`,
    fix: 'Values of the environment input are taken literally: write ${{ secrets.NAME }}, which GitHub replaces.',
  }
}

const builtAccessory: Rule = (service) =>
  service.build == null || service.image !== undefined
    ? undefined
    : {
        rule: 'accessory-is-built',
        text: 'is built from source, but only the image of the app is deployed.',
        fix: 'Build and push it, and give it image:. If it is part of the app, name it in worker-services.',
      }

const cutCommand: Rule = (service) => {
  const mended = mendCommand(service)
  return mended === undefined
    ? undefined
    : {
        rule: 'command-cut',
        text: `the command has a line break before an option, so the shell would start the program without its options and take them for another command. It is deployed in one piece: ${unescapeDollars(mended.lines.join('; '))}`,
        fix: 'Write the command as a list or on one line. (In YAML, > keeps the breaks of lines that are indented further.)',
      }
}

const migratesAtStart: Rule = (service) =>
  /\bmanage\.py\s+migrate\b/.test(commandOf(service))
    ? {
        rule: 'migrates-at-start',
        text: 'the database is migrated whenever a container starts; several at once race, and all but one fail.',
        fix: 'Take it out of the command: a deploy migrates once, before any container starts.',
      }
    : undefined

const healthcheckTool: Rule = ({ healthcheck }) => {
  const tool = /\b(curl|wget)\b/.exec([healthcheck?.test ?? []].flat().join(' '))?.[1]
  return tool === undefined || healthcheck?.disable === true
    ? undefined
    : {
        rule: 'healthcheck-tool',
        text: `the health check needs ${tool}; in an image without it, such as Saleor's, the container is never healthy.`,
        fix: `test: ["CMD", "python3", "-c", "import urllib.request as r; r.urlopen('http://localhost:8000/health/', timeout=5)"]`,
      }
}

const shortGrace: Rule = (service) =>
  graceSecondsOf(service) >= webGraceSeconds
    ? undefined
    : {
        rule: 'short-grace',
        text: `it is killed ${graceSecondsOf(service)} s after it was asked to stop; Saleor's server takes up to 30 s to finish requests.`,
        fix: `Set stop_grace_period: ${webGraceSeconds}s.`,
      }

/** Where the file says nothing, the release says `unless-stopped`. */
const staysDown: Rule = (service) => {
  const restart = restartOf(service) ?? 'unless-stopped'
  if (['always', 'unless-stopped', 'any'].includes(restart)) return undefined
  // Measured: after a power cut Docker does start it, and after a reboot what had to be killed, such as sh as PID 1.
  const why = restart.startsWith('on-failure')
    ? 'the file says on-failure, and to be stopped in order is none'
    : `the file says ${restart}`
  return {
    rule: 'stays-down',
    text: `after a reboot of the host Docker does not start it again: ${why}.`,
    fix: 'Set restart: unless-stopped, and leave deploy.restart_policy out.',
  }
}

const embeddedBeat: Rule = (service) =>
  celeryUse(service).embedded
    ? {
        rule: 'embedded-beat',
        text: 'beat runs inside of the worker, so a deploy must stop the old one before the new one starts.',
        fix: 'Run beat in a service of its own, and the worker without -B: then there is always a worker.',
      }
    : undefined

const fixedName: Rule = ({ container_name: name }) =>
  name === undefined
    ? undefined
    : {
        rule: 'container-name',
        text: 'container_name is left out, because old and new containers run side by side.',
        fix: 'Remove container_name, and reach the service by its service name.',
      }

const leftOut: Rule = () => ({
  rule: 'job-left-out',
  text: 'runs once and ends, so it is not started: a deploy migrates by itself.',
  fix: 'If it keeps running, name it in worker-services.',
})

/** What breaks a web server, worker or scheduler. */
export const appErrorRules: Rule[] = [unexpanded]

/** What surprises in a web server, worker or scheduler. */
export const appWarningRules: Rule[] = [
  cutCommand,
  migratesAtStart,
  healthcheckTool,
  staysDown,
  embeddedBeat,
  fixedName,
]

/** What surprises in the web server alone. */
export const webRules: Rule[] = [shortGrace]

/** What breaks an accessory. */
export const accessoryRules: Rule[] = [builtAccessory]

/** What surprises in a service that runs once. */
export const jobRules: Rule[] = [leftOut]
