import { describe, expect, it } from 'vitest'
import { fingerprint, formatModel, type RenderOptions, renderRelease } from '../../src/compose/render.ts'
import { findRoles } from '../../src/compose/roles.ts'
import { type ComposeModel, type ComposeService, replicasOf } from '../../src/model/project/project.ts'
import { modelFixture, port, project } from './fixtures.ts'

const options: RenderOptions = {
  image: `ghcr.io/shop/saleor@sha256:${'a'.repeat(64)}`,
  release: '20260101-000000-aaaaaaaaaaaa',
  version: '3.20.1',
  commit: 'c'.repeat(40),
  edgeImage: 'haproxy:lts',
  hostFolder: '/opt/saleor',
}

const labels = (role: string) => ({
  'saleor-deploy.release': options.release,
  'saleor-deploy.version': options.version,
  'saleor-deploy.commit': options.commit,
  'saleor-deploy.role': role,
})

function render(model: ComposeModel, more: Partial<RenderOptions> = {}): Record<string, ComposeService> {
  return renderRelease(model, findRoles(model), { ...options, ...more }).services
}

const image = 'saleor:1'
const shop = (web: ComposeService = {}, others: Record<string, ComposeService> = {}) =>
  project({
    web: { image, ports: [port('8000')], ...web },
    worker: { image, command: ['celery', 'worker'] },
    ...others,
  })

describe("the guide's production file", () => {
  const services = render(modelFixture('production'))

  it("The guide's production file runs the image by digest in all services of the app", () => {
    for (const [name, role] of [
      ['web', 'web'],
      ['celery', 'worker'],
      ['celery-beat', 'scheduler'],
    ] as const)
      expect(services[name]).toMatchObject({ image: options.image, labels: labels(role) })
  })

  it("The guide's production file starts gunicorn with all of its options", () => {
    expect(services.web?.command).toEqual([
      'sh',
      '-c',
      'python manage.py migrate --noinput &&\n       python manage.py collectstatic --noinput &&\n       gunicorn saleor.asgi:application -k uvicorn.workers.UvicornWorker --bind 0.0.0.0:8000 --workers 4 --threads 2',
    ])
  })

  it("The guide's production file starts workers again after a reboot, where it says nothing", () => {
    expect([services.celery?.restart, services['celery-beat']?.restart]).toEqual([
      'unless-stopped',
      'unless-stopped',
    ])
    expect(services.web).not.toHaveProperty('restart')
    expect(services.web?.deploy?.restart_policy).toEqual({
      condition: 'on-failure',
      delay: '5s',
      max_attempts: 3,
    })
  })

  it("The guide's production file has the edge on the port of web", () => {
    expect(services.web).not.toHaveProperty('ports')
    expect(services.edge).toEqual({
      image: 'haproxy:lts',
      labels: { 'saleor-deploy.role': 'edge' },
      networks: { default: null },
      ports: [{ mode: 'ingress', protocol: 'tcp', published: '8000', target: 8000 }],
      restart: 'unless-stopped',
      stop_signal: 'SIGUSR1',
      volumes: [
        {
          type: 'bind',
          source: '/opt/saleor/edge',
          target: '/usr/local/etc/haproxy',
          read_only: true,
          bind: { create_host_path: false },
        },
      ],
    })
  })

  it("The guide's production file keeps limits, restart policy and health check, and the replicas where --scale finds them", () => {
    expect(services.web).toMatchObject({
      scale: 3,
      deploy: { resources: { limits: { memory: '4294967296' } }, restart_policy: { max_attempts: 3 } },
      healthcheck: { retries: 3 },
    })
    expect(services.web?.deploy).not.toHaveProperty('replicas')
    expect(replicasOf(services.celery ?? {})).toBe(2)
  })
})

describe('rendering', () => {
  it('A release leaves accessories as they are', () => {
    const model = modelFixture('staging')
    expect(render(model)).toMatchObject({ db: model.services.db, redis: model.services.redis })
  })

  it('A release mends no command of an accessory', () => {
    const command = ['sh', '-c', 'cron\n  -f']
    const joinedLines = render(shop({ command }, { cron: { image: 'cron', command } }))
    expect([joinedLines.web?.command, joinedLines.cron?.command]).toEqual([['sh', '-c', 'cron -f'], command])
  })

  it('A release has no label for a version that it lacks, and dollars in its commit are escaped', () => {
    const { web } = render(shop(), { version: '', commit: 'a$b' })
    expect(Object.keys(web?.labels ?? {})).not.toContain('saleor-deploy.version')
    expect(web?.labels?.['saleor-deploy.commit']).toBe('a$$b')
  })

  it('A release keeps the order of an update, the limits and the time to stop', () => {
    const { web } = render(
      shop({
        stop_grace_period: '1m30s',
        deploy: { update_config: { order: 'stop-first' }, resources: { limits: { cpus: 0.5 } } },
      }),
    )
    expect(web).toMatchObject({
      stop_grace_period: '1m30s',
      deploy: { update_config: { order: 'stop-first' }, resources: { limits: { cpus: 0.5 } } },
    })
  })

  it('A release builds nothing and pulls nothing by itself', () => {
    const { web } = render(
      shop({ build: { context: '/opt/saleor' }, pull_policy: 'build', container_name: 'saleor-web' }),
    )
    expect(Object.keys(web ?? {})).toEqual(['image', 'labels', 'restart', 'scale'])
  })

  it('Compose on the host pulls nothing: it was done before, with the login of the registry', () => {
    const side = (policy: string) =>
      render(shop({}, { side: { image: 'side:1', pull_policy: policy, develop: { watch: [] } } })).side
    expect(side('always')).not.toHaveProperty('pull_policy')
    expect(side('always')).not.toHaveProperty('develop')
    expect(side('never')).toHaveProperty('pull_policy', 'never')
  })

  it('A release takes the replicas from the input, else from the file', () => {
    expect(render(shop(), { replicas: { web: 4 } }).web?.scale).toBe(4)
    expect(render(shop({ scale: 2 })).web?.scale).toBe(2)
    expect(render(shop()).web?.scale).toBe(1)
  })

  it("A release keeps the user's labels, environment and networks", () => {
    const { web, edge } = render(
      shop({
        labels: { team: 'shop' },
        environment: { A: 'a$$b' },
        networks: { front: { aliases: ['api'] }, back: null },
      }),
    )
    expect(web).toMatchObject({
      labels: { team: 'shop' },
      environment: { A: 'a$$b' },
      networks: { front: { aliases: ['api'] } },
    })
    // The alias stays with web: two services under one name would share its requests.
    expect(edge?.networks).toEqual({ back: null, front: null })
  })

  it('A release gives the edge all ports of a range and the addresses they are bound to', () => {
    const { edge } = render(
      shop({ ports: [port('8000-8001'), { ...port('9000', 9000), host_ip: '127.0.0.1' }] }),
    )
    expect(edge?.ports?.map(({ published, target, host_ip }) => [published, target, host_ip])).toEqual([
      ['8000', 8000, undefined],
      ['8001', 8000, undefined],
      ['9000', 9000, '127.0.0.1'],
    ])
  })

  it('A release escapes dollars for Compose', () => {
    const services = render(shop(), { release: 'a$b', hostFolder: '/opt/$x', edgeImage: 'e$' })
    expect(services.web?.labels).toMatchObject({ 'saleor-deploy.release': 'a$$b' })
    expect(services.edge).toMatchObject({ image: 'e$$', volumes: [{ source: '/opt/$$x/edge' }] })
  })

  it('A release leaves out jobs and what waits for them', () => {
    const services = render(
      shop(
        {
          depends_on: { migrate: { condition: 'service_completed_successfully' }, worker: {} },
          profiles: ['all'],
        },
        { migrate: { image, command: ['python', 'manage.py', 'migrate'] } },
      ),
    )
    expect(Object.keys(services)).toEqual(['edge', 'saleor-deploy-one-off', 'web', 'worker'])
    expect(services.web?.depends_on).toEqual({ worker: {} })
    expect(services.web).not.toHaveProperty('profiles')
  })

  it('A release marks what others wait for, also where those are left out', () => {
    const services = render(
      shop(
        {},
        {
          init: { image: 'minio/mc' },
          migrate: {
            image,
            command: ['python', 'manage.py', 'migrate'],
            depends_on: { init: { condition: 'service_completed_successfully' } },
          },
        },
      ),
    )
    expect(services.init).toEqual({
      image: 'minio/mc',
      labels: expect.objectContaining({ 'saleor-deploy.role': 'runs-once' }),
    })
  })

  it('A release has a service for one-off containers that is web without what makes it a server', () => {
    const web = {
      environment: { A: 'b' },
      healthcheck: { test: ['CMD', 'true'] },
      labels: { autoheal: 'true', 'traefik.enable': 'true' },
      volumes: [{ type: 'volume', source: 'media', target: '/app/media' }],
      depends_on: { worker: {} },
      restart: 'always',
    }
    expect(render(shop(web))['saleor-deploy-one-off']).toEqual({
      image: options.image,
      environment: web.environment,
      volumes: web.volumes,
      labels: labels('one-off'),
      healthcheck: { disable: true },
      profiles: ['saleor-deploy-one-off'],
      scale: 1,
    })
  })

  it.each<[string, ComposeService, unknown]>([
    ['leave out an entrypoint that is all of the start', { entrypoint: ['/start-web.sh'] }, undefined],
    [
      'keep an entrypoint that starts the command',
      { entrypoint: ['/enter.sh'], command: ['a'] },
      ['/enter.sh'],
    ],
    ['keep an entrypoint that takes away that of the image', { entrypoint: [] }, []],
  ])('One-off containers of a release %s', (_, web, entrypoint) => {
    const { web: itself, 'saleor-deploy-one-off': oneOff } = render(shop(web))
    expect([itself?.entrypoint, oneOff?.entrypoint]).toEqual([web.entrypoint, entrypoint])
  })

  it('A release refuses to replace a service of the user by the edge', () => {
    expect(() => render(shop({}, { edge: { image: 'caddy' } }))).toThrow(/has a service named edge/)
    expect(
      render(shop({}, { edge: { image: 'old', labels: { 'saleor-deploy.role': 'edge' } } })).edge?.image,
    ).toBe('haproxy:lts')
  })

  it('Rendering changes nothing of what it was given', () => {
    const model = modelFixture('production')
    render(model, { replicas: { web: 9 } })
    expect(model).toEqual(modelFixture('production'))
  })
})

describe('from release to release', () => {
  const model = modelFixture('staging')
  const one = renderRelease(model, findRoles(model), options)

  it('The edge stays the same from release to release, whatever is deployed', () => {
    const next = render(model, { image: `x@sha256:${'b'.repeat(64)}`, release: 'r2', replicas: { web: 7 } })
    expect(next.edge).toEqual(one.services.edge)
  })

  it('Equal projects are equal texts, in whatever order they were written', () => {
    const turned = { ...model, services: Object.fromEntries(Object.entries(model.services).reverse()) }
    expect(formatModel(renderRelease(turned, findRoles(turned), options))).toBe(formatModel(one))
  })

  it('The fingerprint of a release is that of the content, not of the id', () => {
    const same = renderRelease(model, findRoles(model), {
      ...options,
      release: 'another',
      version: '9',
      commit: 'd'.repeat(40),
    })
    expect(fingerprint(same)).toBe(fingerprint(one))
    expect(fingerprint(one)).toMatch(/^[0-9a-f]{64}$/)
    const other = (more: Partial<RenderOptions>) =>
      fingerprint(renderRelease(model, findRoles(model), { ...options, ...more }))
    const prints = [
      fingerprint(one),
      other({ image: 'x@sha256:b' }),
      other({ replicas: { web: 2 } }),
      other({ edgeImage: 'haproxy:3' }),
    ]
    expect(new Set(prints).size).toBe(4)
  })
})

it('JSON has no character that YAML takes for a line break or forbids', () => {
  const text = formatModel(
    project({ web: { environment: { A: 'a\u0085\u2028\u2029\ufeff\u007f\u0001😀é' } } }),
  )
  expect(text).toContain('"a\\u0085\\u2028\\u2029\\ufeff\\u007f\\u0001😀é"')
  expect(JSON.parse(text).services.web.environment.A).toBe('a\u0085\u2028\u2029\ufeff\u007f\u0001😀é')
})
