import { createHash } from 'node:crypto'
import type { DesiredServer } from './desired/server.ts'

/** The folder where certbot puts the answers to the authority's challenges. */
export const challengeFolder = '/var/www/saleor-deploy-acme'

/** Paths of the site's certificate and key. Pure. */
export function certificateFiles({ certificate, domains: [name = ''] }: DesiredServer): {
  chain: string
  key: string
} {
  return certificate.kind === 'own'
    ? { chain: `/etc/ssl/saleor/${name}.crt`, key: `/etc/ssl/saleor/${name}.key` }
    : {
        chain: `/etc/letsencrypt/live/${name}/fullchain.pem`,
        key: `/etc/letsencrypt/live/${name}/privkey.pem`,
      }
}

/** The guide's site for the shop's names, with a checksum of itself in its first line. Pure. */
export function siteText(desired: DesiredServer, hasIpv6: boolean): string {
  const { certificate, domains, port } = desired
  const listen = (at: string): string =>
    [`    listen ${at};`, ...(hasIpv6 ? [`    listen [::]:${at};`] : [])].join('\n')
  const names = `    server_name ${domains.join(' ')};`
  const proxy = `    client_max_body_size 100M;

    location / {
        proxy_pass http://127.0.0.1:${port};
        proxy_set_header Host $host;
        proxy_set_header X-Real-IP $remote_addr;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme;
    }`
  if (certificate.kind === 'none') return signed(`server {\n${listen('80')}\n${names}\n\n${proxy}\n}\n`)
  const { chain, key } = certificateFiles(desired)
  return signed(`server {
${listen('80')}
${names}

${certificate.kind === 'issued' && certificate.dns === undefined ? challengeLocation : ''}    location / {
        return 301 https://$host$request_uri;
    }
}

server {
${listen('443 ssl http2')}
${names}

    ssl_certificate ${chain};
    ssl_certificate_key ${key};
    ssl_protocols TLSv1.2 TLSv1.3;

${proxy}
}
`)
}

/** A site that answers only the authority, until there is a certificate. Pure. */
export function challengeSite({ domains }: DesiredServer, hasIpv6: boolean): string {
  return `server {
    listen 80;
${hasIpv6 ? '    listen [::]:80;\n' : ''}    server_name ${domains.join(' ')};

${challengeLocation}}
`
}

const challengeLocation = `    location /.well-known/acme-challenge/ {
        root ${challengeFolder};
    }

`

/** Whether a site is exactly as we wrote it, for any inputs: nobody has changed it by hand. Pure. */
export function isUntouched(text: string): boolean {
  const [first = ''] = text.split('\n', 1)
  return signed(text.slice(first.length + 1)) === text
}

function signed(body: string): string {
  const sum = createHash('sha256').update(body).digest('hex').slice(0, 16)
  return `# Made by saleor-deploy (prepare-server), ${sum}. With a change by hand it is yours, and stays as it is.\n${body}`
}
