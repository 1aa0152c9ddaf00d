import { UserError } from '../../errors.ts'
import type { Change, Proposal } from '../change.ts'
import type { DesiredServer } from '../desired/server.ts'
import type { Facts } from '../facts.ts'

/**
 * Plans the deploy user with its keys, the group docker and its folder. Pure.
 * @throws UserError `not-ready` when the folder belongs to somebody else and is not empty
 */
export function userChanges(
  { user: found, folder: place }: Facts,
  { user, keys, folder }: DesiredServer,
): Proposal {
  if (place.owner !== '' && place.owner !== user && !place.isEmpty)
    throw new UserError(
      'not-ready',
      `The folder ${folder} belongs to '${place.owner}' and is not empty.`,
      `Give it to the user that deploys: sudo chown -R ${user}: ${folder}. Or name another folder with the input path.`,
    )
  const missing = keys.filter((key) => !found.keys.some((line) => line.includes(blobOf(key))))
  const changes: (Change | false)[] = [
    !found.exists && {
      id: 'user',
      title: `Create the user ${user} in the group docker`,
      // "*" means no password; "!" would lock the account, and some versions of sshd reject keys of a locked account.
      script: `groupadd --force --system docker\nuseradd --create-home --shell /bin/bash --password '*' --groups docker ${user}`,
    },
    found.exists &&
      !found.groups.includes('docker') && {
        id: 'group',
        title: `Add the user ${user} to the group docker`,
        script: `groupadd --force --system docker\nusermod --append --groups docker ${user}`,
      },
    missing.length > 0 && {
      id: 'keys',
      title: `Let ${missing.length === 1 ? 'the public key' : `${missing.length} public keys`} log in as ${user}`,
      script: allow(user, missing),
    },
    place.owner !== user && {
      id: 'folder',
      title: `Make the folder ${folder} for ${user}`,
      script: `install -d -m 755 -o ${user} -g "$(id -gn ${user})" ${folder}`,
    },
  ]
  return { changes: changes.filter((change) => change !== false), warnings: [] }
}

/** Runs as the user: root would follow a link in a folder that belongs to somebody else. */
function allow(user: string, keys: readonly string[]): string {
  return `runuser -u ${user} -- bash -c '
set -euo pipefail
cd
umask 077
mkdir -p .ssh
[ ! -s .ssh/authorized_keys ] || [ -z "$(tail -c 1 .ssh/authorized_keys)" ] || echo >>.ssh/authorized_keys
base64 -d >>.ssh/authorized_keys
chmod 700 .ssh
chmod 600 .ssh/authorized_keys' <<'END'
${Buffer.from(`${keys.join('\n')}\n`).toString('base64')}
END`
}

function blobOf(key: string): string {
  return key.split(' ')[1] ?? key
}
