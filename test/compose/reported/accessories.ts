import { base } from './base.ts'
import type { Proof, Reported } from './row.ts'

const { redis } = base
const dashboard = (tag: string) => ({
  dashboard: { image: `ghcr.io/saleor/saleor-dashboard:${tag}`, ports: ['9000:80'] },
})
const panel = (says: RegExp): Proof => ({
  shows: 'the dashboard answers',
  ...{ run: 'curl -s http://127.0.0.1:9000/', prints: says },
})
const imageOf = (service: string, prints: RegExp): Proof => ({
  shows: `${service} runs its own image`,
  ...{ run: `docker inspect -f '{{.Config.Image}}' saleor-${service}-1`, prints },
})

/** Services with an image of their own. */
export const accessories: Reported[] = [
  {
    what: 'a service that ends by itself',
    services: { init: { image: 'busybox:1', command: ['true'] } },
    says: /init: accessory started/,
    ends: ['init'],
    proofs: [
      {
        shows: 'it ended with 0',
        run: "docker inspect -f '{{.State.Status}} {{.State.ExitCode}}' saleor-init-1",
        prints: /^exited 0$/,
      },
    ],
    // From then on it is one that runs once in each deploy.
    next: {
      proofs: [
        {
          shows: 'it ran again, and nothing is left of it',
          run: 'docker ps -a --filter label=com.docker.compose.service=init --format "{{.Names}}"',
          prints: /^$/,
        },
      ],
    },
  },
  {
    what: 'a service that ends by itself, and others wait for it',
    services: {
      init: { image: 'busybox:1', command: ['true'] },
      mail: {
        image: 'axllent/mailpit:v1',
        depends_on: { init: { condition: 'service_completed_successfully' } },
      },
    },
    says: /init: accessory runs once.*mail: accessory started/s,
    ends: ['init'],
    proofs: [
      {
        shows: 'mail runs',
        run: "docker inspect -f '{{.State.Status}}' saleor-mail-1",
        prints: /^running$/,
      },
    ],
  },
  {
    what: 'flower with an image of its own, under a profile that is on',
    services: {
      flower: { image: 'mher/flower:2.0', command: 'celery flower', profiles: ['monitoring'] },
    },
    env: { COMPOSE_PROFILES: 'monitoring' },
    says: /flower: accessory started/,
    proofs: [imageOf('flower', /mher\/flower:2\.0$/)],
  },
  {
    what: 'a dashboard with an image of its own, and another digest later',
    services: dashboard('3.23'),
    says: /dashboard: accessory started/,
    proofs: [panel(/Welcome to nginx/)],
    next: { services: dashboard('3.24'), proofs: [panel(/the next dashboard/)] },
  },
  {
    what: 'the dashboard named in worker-services',
    services: dashboard('3.23'),
    inputs: { 'worker-services': 'worker\ndashboard' },
    refused: /dashboard runs another image than web/,
    line: /image: ghcr\.io\/saleor\/saleor-dashboard/,
  },
  {
    what: 'a tool that is built with a variable that is not set',
    services: {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of Compose
      tool: { image: 'me/tool:1', build: { context: '.', args: { REV: '${REV}' } } },
    },
    says: /tool: accessory started/,
    proofs: [imageOf('tool', /me\/tool:1$/)],
  },
  {
    what: 'an image without a tag that is built, not of the app',
    services: { tool: { image: 'me/tool', build: '.' } },
    says: /warning at .*tool.*: .*may be in no registry/,
  },
  {
    what: 'a dependency of an accessory on web',
    services: { mail: { image: 'axllent/mailpit:v1', depends_on: ['web'] } },
    says: /mail: accessory started/,
  },
  {
    what: 'a volume of others (external)',
    services: { redis: { ...redis, volumes: ['shared:/shared:ro'] } },
    top: { volumes: { data: {}, shared: { external: true } } },
    says: /redis: accessory started/,
    server:
      'docker volume create shared && docker run --rm --user 0 --entrypoint sh -v shared:/s redis:7-alpine -c "echo theirs >/s/theirs"',
    proofs: [{ shows: 'redis reads it', in: 'redis', run: 'cat /shared/theirs', prints: /^theirs$/ }],
  },
  {
    what: 'a volume of others (external) that the server has not',
    services: { redis: { ...redis, volumes: ['shared:/shared'] } },
    top: { volumes: { data: {}, shared: { external: true } } },
    says: /redis: accessory started/,
    notReady: /there is no volume shared, .*docker volume create shared/s,
  },
  {
    what: 'labels of a volume',
    top: { volumes: { data: { labels: { team: 'shop' } } } },
    says: /db: accessory started/,
    proofs: [
      {
        shows: 'the volume has them',
        run: "docker volume inspect -f '{{.Labels.team}}' saleor_data",
        prints: /^shop$/,
      },
    ],
  },
]
