import { UserError } from '../../errors.ts'
import { type Change, nothing, type Proposal, writeFile } from '../change.ts'
import type { DesiredServer } from '../desired/server.ts'
import type { Facts } from '../facts.ts'
import { isUntouched, siteText } from '../site.ts'

const available = '/etc/nginx/sites-available/saleor'
const enabled = '/etc/nginx/sites-enabled/saleor'

/**
 * Installs nginx itself, before there is a certificate. Pure.
 * @throws UserError `not-ready` when another site has one of the shop's names
 */
export function nginxChanges({ packages, nginx }: Facts, { domains }: DesiredServer): Proposal {
  if (domains.length === 0) return nothing
  const rival = nginx.others.find(({ names }) => names.some((name) => domains.includes(name)))
  if (rival !== undefined)
    throw new UserError(
      'not-ready',
      `nginx has a site for ${rival.names.filter((name) => domains.includes(name)).join(', ')} already: ${rival.file}.`,
      `Leave the input domains out to keep that site. Or switch it off (sudo rm ${rival.file}), and run this again.`,
    )
  if (packages.has('nginx') || [...packages].some((name) => name.startsWith('nginx-')))
    return nginx.runs
      ? nothing
      : { changes: [{ id: 'nginx', title: 'Start nginx', script: 'start_service nginx' }], warnings: [] }
  const change: Change = {
    id: 'nginx',
    title: 'Install nginx',
    script: `install_packages nginx\npgrep -x nginx >/dev/null || start_service nginx`,
  }
  return { changes: [change], warnings: [] }
}

/** Writes the shop's site, once its certificate exists. A site that somebody changed by hand stays as it is. Pure. */
export function siteChanges({ nginx, hasIpv6 }: Facts, desired: DesiredServer): Proposal {
  if (desired.domains.length === 0) return nothing
  const text = siteText(desired, hasIpv6)
  if (nginx.site === text)
    return nginx.isEnabled
      ? nothing
      : {
          changes: [{ id: 'site', title: `Switch the site on (${enabled})`, script: switchOn }],
          warnings: [],
        }
  if (nginx.site === '' || isUntouched(nginx.site))
    return {
      changes: [
        {
          id: 'site',
          title: `Write the site for ${desired.domains.join(', ')} (${available})`,
          script: `previous=$(mktemp)
cp ${available} "$previous" 2>/dev/null || :
${writeFile(available, text)}
if ! (${switchOn}); then
  if [ -s "$previous" ]; then cp "$previous" ${available}; else rm -f ${enabled}; fi
  exit 1
fi`,
        },
      ],
      warnings: [],
    }
  const proposed: Change = {
    id: 'site-proposal',
    title: `Write the site as it would be beside the one that is there (${available}.new)`,
    script: writeFile(`${available}.new`, text),
  }
  return {
    changes: nginx.proposed === text ? [] : [proposed],
    warnings: [
      `${available} was changed by hand, and stays as it is. What would be written is in ${available}.new. To take that: sudo mv ${available}.new ${available} && sudo systemctl reload nginx`,
    ],
  }
}

const switchOn = `set -e
ln -sfn ../sites-available/saleor ${enabled}
load_nginx`
