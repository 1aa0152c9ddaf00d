import type { Server } from './server.ts'

/** An nginx site with TLS on a server, in front of the port that the shop publishes. */
export type Site = {
  /** The name that the site answers to. No DNS has it: connect to the server and ask for this host. */
  host: string
  /** The certificate of the authority that signed the site's; nobody else trusts it. */
  ca: string
}

const host = 'staging.example.com'

// What certbot does: certificates at the paths that the site names, the site switched on, nginx reloaded.
const switchOn = `set -e
live=/etc/letsencrypt/live/${host}
if [ ! -e "$live/fullchain.pem" ]; then
  mkdir -p "$live"; cd "$live"
  new="openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650"
  $new -subj '/CN=Sandbox CA' -addext keyUsage=keyCertSign -keyout /root/ca.key -out ca.pem
  $new -subj /CN=${host} -addext subjectAltName=DNS:${host} -addext basicConstraints=CA:FALSE \\
    -CA ca.pem -CAkey /root/ca.key -keyout privkey.pem -out cert.pem
  cat cert.pem ca.pem >fullchain.pem
fi 2>/tmp/certificates.log || { cat /tmp/certificates.log >&2; exit 1; }
ln -sf /etc/nginx/sites-available/saleor-staging /etc/nginx/sites-enabled/
nginx -qt
pgrep -x nginx >/dev/null && nginx -s reload || nginx
cat "$live/ca.pem"`

/**
 * Switches on the site of the usual guide, word for word (images/server/sites), until the server is wiped. It stays
 * over reboots.
 */
export async function openSite(server: Server): Promise<Site> {
  const { code, stdout, stderr } = await server.run(['bash', '-c', switchOn])
  if (code !== 0) throw new Error(`nginx does not start on ${server.name}: ${stderr}`)
  return { host, ca: stdout }
}
