import { UserError } from '../../errors.ts'
import { nothing, type Proposal, writeFile } from '../change.ts'
import type { Facts } from '../facts.ts'

const path = '/etc/docker/daemon.json'

/** The driver `local` rotates by itself; these sizes are explicit because its defaults may change. */
const limits = { 'max-size': '20m', 'max-file': '5' }

/**
 * Limits the size of containers' logs: Docker's default has no limit, and fills the disk. Adds only missing keys. Pure.
 * @throws UserError `not-ready` for a daemon.json that is not a JSON object
 */
export function logChanges({ docker }: Facts): Proposal {
  const settings = read(docker.settings)
  const { 'log-driver': driver, 'log-opts': options } = settings
  const rotates = driver === undefined || driver === 'json-file' || driver === 'local'
  // A driver that sends the lines elsewhere, and limits that somebody chose, need no addition.
  if (!rotates || isLimited(options) || (driver === 'local' && options === undefined)) return nothing
  const merged = {
    ...settings,
    // Existing options belong to json-file, and `local` does not support all of them.
    'log-driver': driver ?? (options === undefined ? 'local' : 'json-file'),
    'log-opts': { ...(options as object | undefined), ...limits },
  }
  const text = `${JSON.stringify(merged, undefined, 2)}\n`
  return {
    changes: [
      {
        id: 'log-limits',
        title: `Limit the logs of containers to 5 files of 20 MB each (${path})`,
        script: `${check(text)}${writeFile(path, text)}
if docker version >/dev/null 2>&1 && [ -z "$(docker ps --quiet)" ]; then
  if [ -d /run/systemd/system ]; then systemctl restart docker; else service docker restart; fi
fi`,
      },
    ],
    warnings: docker.runsContainers
      ? [
          'The log limits hold for containers that are made after Docker was restarted. Containers run here, so it is not restarted now: sudo systemctl restart docker, when a pause is possible.',
        ]
      : [],
  }
}

function isLimited(options: unknown): boolean {
  return typeof options === 'object' && options !== null && 'max-size' in options
}

/** An engine that does not start would be worse than logs without a limit. */
function check(text: string): string {
  const encoded = Buffer.from(text).toString('base64')
  return `if command -v dockerd >/dev/null && dockerd --help | grep -q -- --validate; then
  base64 -d <<<'${encoded}' >/run/saleor-deploy-daemon.json
  dockerd --validate --config-file=/run/saleor-deploy-daemon.json
  rm -f /run/saleor-deploy-daemon.json
fi
`
}

function read(text: string): Record<string, unknown> {
  if (text.trim() === '') return {}
  const problem = new UserError(
    'not-ready',
    `${path} is no JSON object, so the log limits can't be added, and Docker does not start with it.`,
    `Correct the file on the server: sudo dockerd --validate --config-file=${path}`,
  )
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw problem
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw problem
  return value as Record<string, unknown>
}
