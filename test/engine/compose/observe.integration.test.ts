import { afterEach, expect, it } from 'vitest'
import { observe } from '../../../src/engine/compose/observe/observe.ts'
import { LocalHost } from '../../host/local-host.ts'
import { exampleDesired } from '../../model/example.ts'

const hosts: LocalHost[] = []
afterEach(() => {
  for (const host of hosts.splice(0)) host.close()
})

const denied =
  'echo "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock" >&2; exit 1'

/** What is said of a host whose `docker` does this. */
async function said(docker: string): Promise<string> {
  const host = new LocalHost({ GUARD_LOOK_SECONDS: '5' })
  hosts.push(host)
  host.docker(docker)
  const error: unknown = await observe(host, { ...exampleDesired(), root: host.root }).catch(
    (one: unknown) => one,
  )
  return error instanceof Error ? `${(error as { reason?: string }).reason}: ${error.message}` : 'nothing'
}

it.each([
  ['refuses the SSH user', denied, /^not-ready: local: the SSH user may not use Docker: permission denied/],
  [
    'refuses the SSH user, who has a socket of an engine that is gone',
    `[ -z "\${DOCKER_HOST:-}" ] || { echo 'Cannot connect to the Docker daemon' >&2; exit 1; }; ${denied}`,
    /^not-ready: local: the SSH user may not use Docker: permission denied/,
  ],
  [
    'refuses the SSH user, who has an engine of his own',
    `[ -z "\${DOCKER_HOST:-}" ] || { echo 27.5.1; exit; }; ${denied}`,
    /^not-ready: local: the SSH user has a rootless Docker Engine/,
  ],
  [
    'is away',
    `echo 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?' >&2; exit 1`,
    /^not-ready: local: the Docker Engine does not answer: Cannot connect/,
  ],
  [
    'hangs',
    'sleep 60',
    /^host-unresponsive: local: the Docker Engine does not answer, it hangs: nothing within \d+ s to docker version/,
  ],
])('The error names the cause where the Docker Engine %s', async (_, docker, words) => {
  expect(await said(docker)).toMatch(words)
})

it.each([
  ['2.40.1', 'Additional property pre_start is not allowed'],
  ['2.26.9', undefined],
  [undefined, undefined],
])(
  'A release that Compose %s on the runner wrote is read by an older one on the host, if it can',
  async (version, said) => {
    const host = new LocalHost()
    hosts.push(host)
    const asked = host.path('asked')
    host.docker(`case "$*" in
    'version --format'*) echo '28.2.2 amd64' ;;
    'compose version'*) echo 2.26.1-4 ;;
    'compose '*' -f - config --quiet') cat >${asked}; echo 'validating -: services.web ${said ?? ''}' >&2; exit 15 ;;
  esac`)
    const secret = 'correct-horse'
    const model = { name: 'shop', services: { web: { environment: { PASSWORD: secret } } } }
    const desired = exampleDesired({
      ...{ root: host.root, model },
      ...(version === undefined ? {} : { composeVersion: version }),
    })
    const { composeRefuses } = await observe(host, desired)
    expect(composeRefuses).toBe(said && `services.web ${said}`)
    const { code, stdout } = await host.run(['cat', asked])
    expect([code === 0, stdout.includes(secret)]).toEqual([said !== undefined, said !== undefined])
  },
)

it('Mounts of the server that are not there are found, whatever their names', async () => {
  const host = new LocalHost()
  hosts.push(host)
  host.docker(`case "$1 $2" in
    'version --format') echo '28.2.2 amd64' ;;
    'compose version') echo 2.26.1 ;;
  esac`)
  const sources = ['lock', 'gone', "it's $$gone", 'lock/below', '.'].map((name) => host.path(name))
  const volumes = sources.map((source) => ({ type: 'bind', source, target: '/m' }))
  await host.run(['touch', host.path('lock')])
  const model = { name: 'shop', services: { web: { volumes } } }
  const { missingPaths } = await observe(host, exampleDesired({ root: host.root, model }))
  expect(missingPaths).toEqual([host.path('gone'), host.path("it's $gone"), host.path('lock/below')])
})
