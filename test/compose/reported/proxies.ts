import { base } from './base.ts'
import type { Proof, Reported } from './row.ts'

const { web } = base

/** A proxy of the project's own. */
export const nginx = { image: 'nginx:1.27', ports: ['80:80'], depends_on: ['web'] }

/** It takes the address from a variable, as the templates of nginx's image do. */
const fromVariable = {
  ...nginx,
  environment: { UPSTREAM: 'http://web:8000' },
  command: [
    ...['sh', '-c'],
    'echo "server { location / { proxy_pass $$UPSTREAM; } }" >/etc/nginx/conf.d/default.conf && exec nginx -g "daemon off;"',
  ],
}
const address = "docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' saleor-edge-1"
const whoami = 'GET /whoami/ HTTP/1.0\\r\\n\\r\\n'

const asked = (name: string): Proof => ({
  shows: `web answers to ${name} on the network of the others`,
  run: `docker run --rm --network proxy --entrypoint bash redis:7-alpine -c 'exec 3<>/dev/tcp/${name}/8000; printf "${whoami}" >&3; cat <&3'`,
  prints: /X-Saleor-Release[^]*"version"/i,
})

/** The app behind a proxy, in the project or outside of it. */
export const proxies: Reported[] = [
  {
    what: "web without a port behind the project's own proxy",
    services: { web: { ...web, ports: [] }, proxy: fromVariable },
    says: /web: web rolled.*web:8000 is the edge, for proxy.*proxy: accessory started/s,
    port: 80,
  },
  {
    what: 'web with a port, and a proxy inside that asks web:8000',
    services: { proxy: fromVariable },
    says: /web: web rolled.*web:8000 is the edge, for proxy/s,
    port: 80,
  },
  {
    what: 'labels of Traefik on web, which publishes no port',
    services: {
      web: {
        ...web,
        ...{ ports: [], expose: ['8000'] },
        labels: ['traefik.enable=true', 'traefik.http.routers.shop.rule=Host(`shop.acme.test`)'],
      },
    },
    says: /web: web rolled.*the edge has the labels traefik\.enable, traefik\.http\.routers\.shop\.rule/s,
    port: 0,
    proofs: [
      {
        shows: 'the edge alone has the labels',
        run: "docker ps --filter label=traefik.enable=true --format '{{.Names}}'",
        prints: /^saleor-edge-1$/,
      },
      {
        shows: 'the edge answers where Traefik asks',
        run: `curl -si "http://$(${address}):8000/whoami/"`,
        prints: /x-saleor-release[^]*"version"/i,
      },
    ],
  },
  {
    what: 'web without a port that nobody asks',
    services: { web: { ...web, ports: [] } },
    refused: /publishes no port, and nothing in the project sends requests to it/,
    line: /^ {2}web:/,
  },
  {
    what: 'a network of others (external)',
    services: { web: { ...web, networks: ['default', 'proxy'] } },
    top: { networks: { proxy: { external: true } } },
    says: /web: web rolled/,
    server: 'docker network create proxy',
  },
  {
    what: 'a network of others (external) that the server has not',
    services: { web: { ...web, networks: ['default', 'proxy'] } },
    top: { networks: { proxy: { external: true } } },
    says: /web: web rolled/,
    notReady: /there is no network proxy, .*docker network create proxy/s,
  },
  {
    what: 'web without a port on a network of others, where their proxy asks',
    services: { web: { ...web, ports: [], expose: ['8000'], networks: ['default', 'proxy'] } },
    top: { networks: { proxy: { external: true } } },
    says: /web: web rolled.*web:8000 is the edge, for others/s,
    server: 'docker network create proxy',
    port: 0,
    proofs: [asked('web')],
  },
  {
    what: 'links of web, which a proxy asks by name',
    services: { web: { ...web, links: ['db:database'] }, proxy: fromVariable },
    refused: /links would be lost/,
    line: /links:/,
  },
]
