import { UserError } from '../../errors.ts'
import { type Change, nothing, type Proposal } from '../change.ts'
import type { DesiredServer } from '../desired/server.ts'
import type { Facts } from '../facts.ts'

/** The oldest versions that deploys support; see docs/requirements.md. */
const oldest = { engine: [20, 10], compose: [2, 20] } as const

/** https://docs.docker.com/engine/install/debian/#install-using-the-repository */
const signingKey = '9DC858229FC7DD38854AE2D88D81803C0EBFCD88'

/**
 * Installs Docker Engine with Compose, unless versions that are new enough exist. Pure.
 * @throws UserError `not-ready` when the existing installation prevents it
 */
export function dockerChanges(facts: Facts, { docker: source }: DesiredServer): Proposal {
  const { docker, packages, os } = facts
  const installed = packages.has('docker-ce')
    ? 'docker'
    : packages.has('docker.io')
      ? 'distribution'
      : undefined
  const hasEngine = isAtLeast(docker.engine, oldest.engine)
  const hasCompose = isAtLeast(docker.compose, oldest.compose)
  if (hasEngine && hasCompose && !docker.isUp)
    return { changes: [{ id: 'engine', title: 'Start Docker Engine', script: started }], warnings: [] }
  if (hasEngine && hasCompose)
    return installed === undefined || installed === source
      ? nothing
      : {
          changes: [],
          warnings: [
            `Docker stays as it is, from ${nameOf[installed]}: docker: ${source} is for a server without Docker.`,
          ],
        }
  if (docker.engine !== '' && installed !== source)
    throw new UserError(
      'not-ready',
      `Docker ${docker.engine} is installed from ${installed === undefined ? 'elsewhere' : nameOf[installed]}, ${hasEngine ? `with ${docker.compose === '' ? 'no Compose' : `Compose ${docker.compose}`}` : 'which is too old'}. Deploys need Engine 20.10 and Compose 2.20.`,
      installed === 'distribution' && !comesWithCompose(os)
        ? `${os.name} has no newer Compose. Remove its packages (sudo apt-get remove docker.io docker-compose containerd runc; images and volumes stay), then run this again with docker: docker.`
        : `Set docker: ${installed ?? 'docker'}, or remove what is there.`,
    )
  if (source === 'distribution' && !comesWithCompose(os))
    throw new UserError(
      'not-ready',
      `${os.name} has no Compose 2.20 or newer among its packages.`,
      'Set docker: docker, which takes Engine and Compose from the repository of Docker.',
    )
  const change = source === 'docker' ? fromDocker(facts) : fromDistribution(os)
  return { changes: [change], warnings: [] }
}

const nameOf = { docker: 'the repository of Docker', distribution: 'the distribution' }

/** Whether the distribution has Compose 2; Debian 12 and older have only Compose 1. */
function comesWithCompose({ id, version }: Facts['os']): boolean {
  return id === 'ubuntu' || Number(version) >= 13
}

function fromDistribution({ id }: Facts['os']): Change {
  const packages = id === 'ubuntu' ? 'docker.io docker-compose-v2' : 'docker.io docker-cli docker-compose'
  return {
    id: 'engine',
    title: 'Install Docker Engine and Compose from the distribution',
    script: `install_packages ${packages}\n${started}`,
  }
}

function fromDocker({ os, architecture }: Facts): Change {
  const base = `https://download.docker.com/linux/${os.id}`
  return {
    id: 'engine',
    title: 'Install Docker Engine and Compose from the repository of Docker',
    // An admin's own entry for this source has its own key, which a second entry would contradict.
    script: `if ! grep -rqs download.docker.com /etc/apt/sources.list /etc/apt/sources.list.d; then
  install_packages ca-certificates curl gpg
  key=$(mktemp)
  curl --fail --silent --show-error --location --retry 3 --output "$key" ${base}/gpg
  found=$(GNUPGHOME=$(mktemp -d) gpg --batch --show-keys --with-colons "$key" | awk -F: '$1 == "pub" { next_is_ours = 1 } $1 == "fpr" && next_is_ours { print $10; next_is_ours = 0 }' | paste -sd ' ')
  if [ "$found" != ${signingKey} ]; then
    echo "The signing key of Docker is not the pinned one ${signingKey}, but: $found"
    exit 1
  fi
  write_file /etc/apt/keyrings/docker.asc <"$key"
  rm -f "$key"
  echo 'deb [arch=${architecture} signed-by=/etc/apt/keyrings/docker.asc] ${base} ${os.codename} stable' | write_file /etc/apt/sources.list.d/docker.list
fi
forget_lists
install_packages docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin
${started}`,
  }
}

const started = `docker version >/dev/null 2>&1 || start_service docker
for _ in $(seq 120); do
  docker version >/dev/null 2>&1 && break
  sleep 1
done
docker version --format 'Docker Engine {{.Server.Version}}' && docker compose version`

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number)
  return ownMajor > major || (ownMajor === major && ownMinor >= minor)
}
