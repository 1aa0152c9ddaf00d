import { type Edit, lightFile } from '../e2e/production.ts'
import type { Wish } from './plans.ts'

/**
 * The Compose file of a wish. A service without data has the number of replicas in its environment: a plan that changes
 * it replaces that service as well.
 */
export function fileOf(wish: Wish): Edit {
  return (text) => {
    const light = lightFile(text).replace('  web:\n', () => panel(wish))
    const project = wish.project === 'front' ? behindProxy(light, wish) : light
    const others = [
      ...(wish.project === 'services' ? [replacedServices(wish)] : []),
      ...(wish.project !== 'front' && wish.storefront !== undefined ? [storefront] : []),
    ]
    return `${project}${others.join('')}`
  }
}

/** The files that services mount: one of them is another in each release, and the others are always the same. */
export function mountedBy({ variant, round, project }: Wish): Record<string, string> {
  return {
    'conf/shop.conf': `${variant} ${round}\n`,
    'conf/always.conf': 'the same\n',
    ...(project === 'front' ? { 'proxy/haproxy.cfg': proxyConfig } : {}),
  }
}

/** What a deploy is told of the images of its services. */
export function imagesOf({ project }: Wish, storefrontImage: string): Record<string, string> {
  return {
    images: `storefront=${storefrontImage}`,
    ...(project === 'front' ? {} : { 'health-path': 'storefront=/health/' }),
  }
}

const panel = ({ round, replicas, project, files }: Wish): string => `  panel:
    image: haproxy:lts
    restart: unless-stopped
    entrypoint: [sleep, infinity]
    stop_signal: SIGKILL
    environment:
      TEST_REPLICAS: "${project === 'services' ? round : replicas}"

  web:
    environment:
      TEST_ROUND: "${round}"
    volumes: ["./conf:/etc/shop:ro"]
${files === true ? '    x-saleor-deploy: {files: true}\n' : ''}`

/** One with a port and a fixed name, which is tried before its port is free, and one with data, which an input names. */
const replacedServices = ({ round }: Wish): string => `  screen:
    image: haproxy:lts
    container_name: shop-screen
    restart: unless-stopped
    entrypoint: [sleep, infinity]
    stop_signal: SIGKILL
    ports: ["9000:80"]
    environment:
      TEST_ROUND: "${round}"
  cache:
    image: haproxy:lts
    restart: unless-stopped
    entrypoint: [sleep, infinity]
    stop_signal: SIGKILL
    environment:
      TEST_ROUND: "${round}"
    volumes: ["cache:/var/lib/cache"]
volumes:
  cache: {}
`

/** Web without a port, with another name beside its own in each round, and a proxy that asks for addresses once. */
const behindProxy = (text: string, { round, storefront: variant }: Wish): string =>
  `${text.replace(
    '    ports:\n      - "8000:8000"\n',
    `    networks:\n      default:\n        aliases: [shop-${'abcdefgh'.charAt(round % 8)}]\n`,
  )}  proxy:
    image: haproxy:lts
    restart: unless-stopped
    ports: ["8000:80"]
    depends_on: [web]
    volumes: ["./proxy/haproxy.cfg:/usr/local/etc/haproxy/haproxy.cfg:ro"]
  storefront:
    ${variant === undefined ? itself : own}
    ports: ["3000:80"]
`

const itself = `image: haproxy:lts
    restart: unless-stopped
    command: ["sh", "-c", "printf 'defaults\\n mode http\\n timeout client 9s\\nfrontend f\\n bind :80\\n http-request return status 200\\n' >/tmp/c && exec haproxy -f /tmp/c"]`

const own = `image: registry.example.com/storefront:3
    init: true
    command: ["python3", "-m", "http.server", "80"]`

const proxyConfig = `defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend all
  bind :80
  use_backend storefront if { path_beg /front/ }
  default_backend web
backend web
  server web web:8000
backend storefront
  http-request replace-path /front(/.*) \\1
  server storefront storefront:80
`

const storefront = `  storefront:
    image: registry.example.com/storefront:3
    stop_grace_period: 40s
    ports:
      - "3000:8000"
`
