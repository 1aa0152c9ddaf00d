import { app, base, without } from './base.ts'
import type { Reported } from './row.ts'

const { web, worker } = base
const saleor = { image: 'ghcr.io/saleor/saleor:3.23', ports: ['8000:8000'], env_file: ['.env.staging'] }
const scripts = {
  app: { image: 'me/app', entrypoint: ['/start-web.sh'], env_file: ['.env.staging'] },
  tasks: { image: 'me/app', entrypoint: ['/start-worker.sh'], env_file: ['.env.staging'] },
}
const is = (role: string) => ({ 'x-saleor-deploy': { role } })
const cmdline = "tr '\\0' ' ' </proc/1/cmdline"

/** Which service is which. */
export const roles: Reported[] = [
  {
    what: "Saleor's own image alone",
    services: { ...without, api: saleor },
    says: /api: web rolled/,
  },
  {
    what: "Saleor's own image beside a service that is built",
    services: { ...without, api: saleor, tool: { image: 'me/tool:1', build: '.' } },
    says: /api: web rolled.*tool: accessory started/s,
  },
  {
    what: 'a front that is built, beside an app with entry scripts',
    services: {
      ...without,
      front: { build: './nginx', image: 'me/front', ports: ['80:80'] },
      app: { build: '.', ...scripts.app },
      tasks: scripts.tasks,
    },
    files: { 'nginx/Dockerfile': 'FROM nginx', Dockerfile: 'FROM scratch' },
    refused:
      /app, front, tasks could each be the web.*built from \.\/, .*built from \.\/nginx, .*publishes 80/s,
    line: /^ {2}app:/,
  },
  {
    what: 'the same with roles in the file',
    services: {
      ...without,
      front: { image: 'me/front:1', ports: ['80:80'] },
      app: { ...scripts.app, ports: ['8000:8000'], ...is('web') },
      tasks: { ...scripts.tasks, ...is('worker') },
    },
    says: /app: web rolled.*tasks: worker rolled.*front: accessory started/s,
    proofs: [
      {
        shows: 'front serves its own page',
        run: 'curl -s http://127.0.0.1:80/',
        prints: /Welcome to nginx/,
      },
      { shows: 'tasks runs its script', in: 'tasks', run: cmdline, prints: /celery/ },
    ],
  },
  {
    what: 'an unknown role in the file',
    services: { worker: { ...worker, ...is('celery') } },
    refused: /worker has the role "celery", which is none/,
    line: /role: celery/,
  },
  {
    what: 'a role in the file that an input says otherwise',
    services: { worker: { ...worker, ...is('accessory') } },
    inputs: { 'worker-services': 'worker' },
    refused: /the input worker-services names it as well/,
    line: /role: accessory/,
  },
  {
    what: 'a database user saleor of another app',
    services: {
      ...{ worker: null, beat: null },
      web: {
        ...{ image: 'me/app', command: 'uvicorn shop.asgi', ports: ['8000:8000'] },
        environment: { DATABASE_URL: 'postgres://saleor:pw@db/saleor' },
      },
    },
    environment: '',
    says: /web: web rolled(?!.*SECRET_KEY)/s,
  },
  {
    what: 'two web services, the port of one each, by roles in the file',
    services: {
      web: { ...web, ...is('web') },
      storefront: { image: 'me/storefront:1', ports: ['3000:8000'], ...is('web') },
    },
    refused: /storefront is a web service, and its image me\/storefront:1 is named by a tag, which can move/,
    line: /image: me\/storefront:1/,
  },
  {
    what: 'the same with its image in the input images',
    services: {
      web: { ...web, ...is('web') },
      storefront: { image: 'me/storefront:1', ports: ['3000:8000'], ...is('web') },
    },
    inputs: {
      images: `storefront=me/storefront@sha256:${'1'.repeat(64)}`,
      'health-path': 'storefront=/health/',
    },
    says: /web: web rolled.*storefront: web rolled/s,
    proofs: [
      {
        shows: 'the storefront answers behind the edge',
        run: 'curl -si http://127.0.0.1:3000/whoami/',
        prints: /x-saleor-release[^]*"version"/i,
      },
    ],
  },
  {
    what: 'a service named edge',
    services: { edge: { image: 'me/edge:1' } },
    refused: /a service named edge/,
    line: /^ {2}edge:/,
  },
  {
    what: 'no replicas of web',
    services: { web: { ...web, deploy: { replicas: 0 } } },
    refused: /0 replicas/,
    line: /replicas: 0/,
  },
  {
    what: 'manage.py rqworker',
    services: { rq: { ...app, command: 'python manage.py rqworker', stop_grace_period: '2m' } },
    says: /rq: worker rolled/,
    proofs: [{ shows: 'rq runs it', in: 'rq', run: cmdline, prints: /manage\.py rqworker/ }],
  },
  {
    what: 'bash -c "a; b" as the command of a worker',
    services: { worker: { ...worker, command: ['bash', '-c', 'true; celery -A saleor worker'] } },
    says: /worker: worker rolled(?!.*shell-keeps-signal)/s,
    proofs: [
      { shows: 'bash gave its place to Celery', in: 'worker', run: cmdline, prints: /^(?!bash).*celery/ },
    ],
  },
  {
    what: 'a scheduler of django_celery_beat',
    services: {
      beat: {
        ...app,
        command:
          'celery -A saleor.celeryconf:app beat --scheduler django_celery_beat.schedulers:DatabaseScheduler',
      },
    },
    says: /warning at .*beat --scheduler.*\[beat-scheduler\]/,
  },
]
