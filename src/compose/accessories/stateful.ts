import { type ComposeModel, type ComposeService } from '../../model/project/project.ts'
import type { Roles } from '../../model/project/roles.ts'

/** Programs that store data, even in a container without a volume. */
const keepsData =
  /(^|[/_-])(postgres\w*|postgis|timescaledb\w*|pgvector|mysql|mariadb|percona\w*|mongo(db)?|redis(-stack\w*)?|valkey|keydb|dragonfly|memcached|rabbitmq|kafka|nats|zookeeper|etcd|elasticsearch|opensearch|meilisearch|typesense|clickhouse\w*|influxdb|minio|localstack|couchdb|cassandra|neo4j|vault)(?=$|[:@-])/i

/** Programs that monitor or display one of those and store nothing. */
const watches = /exporter|commander|insight/i

/** Ports of data stores. */
const dataPorts = [1433, 2379, 3306, 5432, 5672, 6379, 6380, 9042, 9092, 9200, 11211, 27017]

/** Folders of the host that a container mounts without storing anything in them. */
const ofHost = /^\/(var\/run|run|proc|sys|dev|etc)(\/|$)/

/**
 * Says why a service may hold data or can't be replaced without another service; undefined when a deploy may replace
 * it.
 * @param root the deployment's folder; its `files` folder holds what the release brought
 */
export function whyStateful(
  model: ComposeModel,
  roles: Roles,
  name: string,
  root: string,
): string | undefined {
  const service = model.services[name] ?? {}
  const { image = '' } = service
  if (keepsData.test(image) && !watches.test(image)) return 'a service of its kind keeps data'
  const port = (service.ports ?? []).find(({ target }) => dataPorts.includes(target))
  if (port !== undefined) return `port ${port.target} is one of data`
  const volume = ownVolume(model, roles, service, root)
  if (volume !== undefined) return `it may write to the volume ${volume}`
  const tied = Object.entries(model.services).find(([, other]) => livesIn(other, name))?.[0]
  return tied === undefined ? undefined : `${tied} lives in its container`
}

/** Finds a volume or folder that only this service writes to. One that the app mounts too belongs to the app. */
function ownVolume(
  { services }: ComposeModel,
  roles: Roles,
  service: ComposeService,
  root: string,
): string | undefined {
  const app = [roles.web, ...roles.workers, ...roles.schedulers]
  const ofApp = app.flatMap((one) => (services[one]?.volumes ?? []).map(({ source }) => source))
  return (service.volumes ?? [])
    .filter(({ type, read_only }) => (type === 'volume' || type === 'bind') && read_only !== true)
    .map(({ source = '', target }) => ({ source, shown: source === '' ? target : source }))
    .find(
      ({ source }) =>
        source === '' ||
        !(ofApp.includes(source) || ofHost.test(source) || source.startsWith(`${root}/files/`)),
    )?.shown
}

function livesIn({ network_mode, pid, ipc, volumes_from }: ComposeService, name: string): boolean {
  const from = ((volumes_from ?? []) as string[]).map((one) => one.split(':')[0])
  return [network_mode, pid, ipc].includes(`service:${name}`) || from.includes(name)
}
