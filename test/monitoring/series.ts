/** A metric with its labels, and its values a minute apart in promtool's notation. */
export type Series = Record<string, string>

const web = 'job="edge",proxy="web"'
const deployed = (release: string, version: string): string =>
  `container_last_seen{container_label_saleor_deploy_role="web",container_label_saleor_deploy_release="${release}",container_label_saleor_deploy_version="${version}",name="saleor-web-${release}"}`

/** A shop in good order for two hours, as the exporters tell it. A deploy of 3.20.1 is an hour after the start. */
export const healthy: Series = {
  ...{ [`haproxy_server_status{${web},server="s1",state="UP"}`]: '1x120' },
  ...{ [`haproxy_server_status{${web},server="s1",state="DOWN"}`]: '0x120' },
  ...{ [`haproxy_server_http_responses_total{${web},server="s1",code="2xx"}`]: '0+600x120' },
  ...{ [`haproxy_server_http_responses_total{${web},server="s1",code="5xx"}`]: '0+1x120' },
  ...{ [`haproxy_backend_total_time_average_seconds{${web}}`]: '0.2x120' },
  ...{ [`haproxy_backend_current_sessions{${web}}`]: '4x120' },
  ...{ 'pg_up{job="postgres",instance="db"}': '1x120' },
  ...{ 'pg_stat_database_numbackends{instance="db",datname="saleor"}': '30x120' },
  ...{ 'pg_stat_database_numbackends{instance="db",datname="postgres"}': '2x120' },
  ...{ 'pg_settings_max_connections{instance="db",server="db:5432"}': '100x120' },
  ...{ 'pg_stat_database_xact_commit{instance="db",datname="saleor"}': '0+900x120' },
  ...{ 'pg_stat_database_xact_rollback{instance="db",datname="saleor"}': '0+1x120' },
  ...{ 'pg_stat_replication_pg_wal_lsn_diff{application_name="replica",client_addr="10.0.0.5"}': '1000x120' },
  ...{ 'redis_up{job="redis"}': '1x120' },
  ...{ 'redis_memory_used_bytes{job="redis"}': '95000000x120' },
  ...{ 'redis_memory_max_bytes{job="redis"}': '0x120' },
  ...{ 'celery_worker_up{hostname="celery@a"}': '1x120' },
  ...{ 'celery_queue_length{queue_name="celery"}': '3x120' },
  ...{ 'celery_task_succeeded_total{name="a"}': '0+60x120' },
  ...{ 'celery_task_failed_total{name="a"}': '0+1x120' },
  ...{ 'node_filesystem_avail_bytes{mountpoint="/",fstype="ext4"}': '50000000000x120' },
  ...{ 'node_filesystem_size_bytes{mountpoint="/",fstype="ext4"}': '100000000000x120' },
  ...{ 'node_filesystem_avail_bytes{mountpoint="/run",fstype="tmpfs"}': '1x120' },
  ...{ 'node_filesystem_size_bytes{mountpoint="/run",fstype="tmpfs"}': '100x120' },
  ...{ 'node_memory_MemAvailable_bytes{job="node"}': '8000000000x120' },
  ...{ 'node_memory_MemTotal_bytes{job="node"}': '16000000000x120' },
  ...{ 'node_cpu_seconds_total{mode="idle",cpu="0"}': '0+50x120' },
  ...{ 'container_oom_events_total{name="saleor-web-1"}': '0x120' },
  ...{ 'container_start_time_seconds{name="saleor-web-1"}': '1000x120' },
  ...{ 'container_memory_working_set_bytes{name="saleor-web-1"}': '400000000x120' },
  ...{
    'container_last_seen{container_label_saleor_deploy_role="scheduler",name="saleor-celery-beat-1"}':
      '0+60x120',
  },
  ...{ [deployed('r-1', '3.20.0')]: '1x120' },
  ...{ [deployed('r-2', '3.20.1')]: '_x60 1x60' },
  ...{ 'up{job="edge"}': '1x120' },
}

/** What makes each alert fire: the series that are other than in a healthy shop. An hour goes well before. */
export const faults: Record<string, Series> = {
  ShopDown: {
    [`haproxy_server_status{${web},server="s1",state="UP"}`]: '1x60 0x60',
    [`haproxy_server_status{${web},server="s1",state="DOWN"}`]: '0x60 1x60',
  },
  ServerErrors: {
    [`haproxy_server_http_responses_total{${web},server="s1",code="5xx"}`]: '0+1x60 60+20x60',
  },
  SlowResponses: { [`haproxy_backend_total_time_average_seconds{${web}}`]: '0.2x60 1.5x60' },
  RequestsQueue: { [`haproxy_backend_current_sessions{${web}}`]: '4x60 80x60' },
  DatabaseDown: { 'pg_up{job="postgres",instance="db"}': '1x60 0x60' },
  DatabaseConnections: { 'pg_stat_database_numbackends{instance="db",datname="saleor"}': '30x60 85x60' },
  ReplicaBehind: {
    'pg_stat_replication_pg_wal_lsn_diff{application_name="replica",client_addr="10.0.0.5"}':
      '1000x60 1000+10000000x60',
  },
  SchedulerGone: {
    'container_last_seen{container_label_saleor_deploy_role="scheduler",name="saleor-celery-beat-1"}':
      '0+60x60 stale',
  },
  RedisDown: { 'redis_up{job="redis"}': '1x60 0x60' },
  RedisMemory: { 'redis_memory_max_bytes{job="redis"}': '0x60 100000000x60' },
  WorkersGone: { 'celery_worker_up{hostname="celery@a"}': '1x60 0x60' },
  TasksWait: { 'celery_queue_length{queue_name="celery"}': '3x60 5000x60' },
  TasksFail: { 'celery_task_failed_total{name="a"}': '0+1x60 60+30x60' },
  DiskFull: { 'node_filesystem_avail_bytes{mountpoint="/",fstype="ext4"}': '50000000000x60 9000000000x60' },
  DiskFullSoon: {
    'node_filesystem_avail_bytes{mountpoint="/",fstype="ext4"}': '50000000000-100000000x120',
  },
  MemoryLow: { 'node_memory_MemAvailable_bytes{job="node"}': '8000000000x60 100000000x60' },
  ContainerKilled: { 'container_oom_events_total{name="saleor-web-1"}': '0x112 1x8' },
  ContainerRestarts: { 'container_start_time_seconds{name="saleor-web-1"}': '1000x110 2000 3000 4000x8' },
  TargetDown: { 'up{job="edge"}': '1x60 0x60' },
}

/** Series that are gone altogether, and the alert that has to notice. */
export const gone: Record<string, string> = { ShopDown: 'haproxy_', WorkersGone: 'celery_worker_up' }
