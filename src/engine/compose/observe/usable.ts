import { UserError } from '../../../errors.ts'
import type { Host } from '../../../host/host.ts'
import { inspect } from '../../../host/inspect.ts'
import type { Ran } from '../../../runner/ran.ts'

/** Whether an engine of the SSH user's own answers: a socket alone may remain from an engine that is gone. */
const ownEngine =
  'DOCKER_HOST="unix:///run/user/$(id -u)/docker.sock" docker version --format "{{.Server.Version}}"'

/** Whether the SSH user has a rootless engine. Asked only when the engine could not be used. */
export async function isRootless(host: Host): Promise<boolean> {
  const [own] = await inspect(host, [['bash', '-c', ownEngine]], { seconds: 5, allowSilence: true })
  return own.code === 0
}

/** The error for a rootless engine, which commands over SSH do not find. */
export function rootless(host: string): UserError {
  return new UserError(
    'not-ready',
    `${host}: the SSH user has a rootless Docker Engine, which commands over SSH do not find: DOCKER_HOST is not set for them.`,
    'On the server, as the SSH user: docker context use rootless. Or set DOCKER_HOST=unix:///run/user/UID/docker.sock ' +
      'where shells that are not for typing read it too: at the top of ~/.bashrc, not in ~/.profile.',
  )
}

/** @throws UserError `not-ready` when Docker or Compose can't be used by the SSH user */
export function assertUsable(host: string, engine: Ran, compose: Ran): void {
  const said = engine.stdout.trim()
  if (/permission denied/i.test(said))
    throw new UserError(
      'not-ready',
      `${host}: the SSH user may not use Docker: ${said}`,
      'On the server: sudo usermod -aG docker "$USER", then log in again.',
    )
  if (engine.code === 127)
    throw new UserError(
      'not-ready',
      `${host}: Docker is not installed.`,
      'Install it: https://docs.docker.com/engine/install/',
    )
  if (engine.code !== 0)
    throw new UserError(
      'not-ready',
      `${host}: the Docker Engine does not answer: ${said || 'it says nothing'}`,
      'On the server: sudo systemctl start docker',
    )
  if (compose.code !== 0)
    throw new UserError(
      'not-ready',
      `${host}: Docker Compose v2 is not installed.`,
      'On the server: sudo apt-get install docker-compose-plugin',
    )
}
