import type { Sign } from './sign.ts'

const checkUrl = 'Correct DATABASE_URL.'

/** Signs that database, cache or broker can't be used. */
export const dataSigns: readonly Sign[] = [
  {
    pattern: /password authentication failed for user "([^"]+)"/,
    cause: 'The database refuses the password of $1.',
    mend: 'Correct DATABASE_URL. (The official image takes POSTGRES_PASSWORD only when it makes its volume: later it is ALTER USER.)',
  },
  {
    pattern: /role "([^"]+)" does not exist/,
    cause: 'The database has no user $1.',
    mend: checkUrl,
  },
  {
    pattern: /database "([^"]+)" does not exist/,
    cause: 'The server has no database $1.',
    mend: 'Correct DATABASE_URL, or make it: createdb $1.',
  },
  {
    pattern: /no pg_hba\.conf entry for host "([^"]+)"/,
    cause: 'The database takes no connections from $1.',
    mend: 'Allow it in pg_hba.conf, or in the rules of your provider; perhaps it wants ?sslmode=require.',
  },
  {
    pattern: /remaining connection slots are reserved|too many clients already|too many connections for/,
    cause: 'The database has no connection left.',
    mend: 'While old and new run side by side it needs twice as many: raise max_connections, lower DB_CONN_MAX_AGE or --workers, or put PgBouncer in front.',
  },
  {
    pattern: /the database system is (starting up|shutting down|in recovery mode)/,
    cause: 'The database is $1.',
    mend: 'Give its service a health check and depends_on: condition: service_healthy; then run it again.',
    unreachable: true,
  },
  {
    pattern: /server does not support SSL|SSL (?:error|SYSCALL|connection has been closed)/,
    cause: 'Database and client do not agree about TLS.',
    mend: 'Correct ?sslmode= in DATABASE_URL: require where the provider demands it, disable in the Compose network.',
  },
  {
    pattern: /permission denied to create extension "?(\w+)|extension "?(\w+)"? is not available/,
    cause:
      'The migration needs the extension $1$2, which this user may not make or this server does not have.',
    mend: 'Make it once as superuser: CREATE EXTENSION $1$2. Saleor needs hstore, pg_trgm, btree_gin and pgcrypto.',
  },
  {
    pattern: /permission denied for (?:schema|table|relation|database) "?(\w+)|must be owner of \w+ (\w+)/,
    cause: 'The user of DATABASE_URL has no right to $1$2.',
    mend: 'Let it own the database: ALTER DATABASE … OWNER TO …',
  },
  {
    pattern: /cannot execute .+ in a read-only transaction/,
    cause: 'DATABASE_URL leads to a replica, which can only be read.',
    mend: 'Let DATABASE_URL lead to the primary, and DATABASE_URL_REPLICA to the replica.',
  },
  {
    pattern: /canceling statement due to lock timeout/,
    cause:
      'The migration waited for a lock that something else holds, and gave up so that requests do not queue behind it.',
    mend: 'Run it again when less is going on; SELECT * FROM pg_stat_activity shows who holds long transactions.',
  },
  {
    pattern: /deadlock detected/,
    cause: 'The migration and something else waited for each other.',
    mend: 'Run it again when less is going on.',
  },
  {
    pattern: /(?:relation|column|type|index|constraint) "([^"]+)"(?: of relation "[^"]+")? already exists/,
    cause:
      'The migration makes $1, which is there already: it ran half-way before, or twice at once, or somebody made it by hand.',
    mend: 'Look at what is there. If it is as the migration wants it: manage.py migrate --fake APP NAME.',
  },
  {
    pattern: /(?:relation|column) "?([\w.]+)"? (?:of relation "[^"]+" )?does not exist/,
    cause:
      'The code or a migration wants $1, which the database does not have: a migration is missing or was faked.',
    mend: 'Compare manage.py showmigrations with the release; check migrate-command.',
  },
  {
    pattern: /column "([^"]+)" (?:of relation "[^"]+" )?contains null values/,
    cause: 'The migration demands values for $1 that rows of the database do not have.',
    mend: 'Fill them in a migration before it, then demand them.',
  },
  {
    pattern:
      /could not create unique index "([^"]+)"|duplicate key value violates unique constraint "([^"]+)"/,
    cause: 'Rows of the database are not unique where $1$2 wants them so.',
    mend: 'Clean them up before the migration.',
  },
  {
    pattern: /Conflicting migrations detected|multiple leaf nodes/,
    cause: 'Two migrations follow the same one: two branches were merged.',
    mend: 'manage.py makemigrations --merge, and commit it.',
  },
  {
    pattern: /NodeNotFoundError|InconsistentMigrationHistory/,
    cause:
      'The migrations of the image do not fit those that the database has seen: one is missing, or they come in another order.',
    mend: 'Deploy an image that has all of them; going back over a migration needs the newer image.',
  },
  {
    pattern: /could not translate host name "([^"]+)"/,
    cause: "The database's name $1 does not resolve.",
    mend: 'Correct DATABASE_URL: the name of a service in the same network, or a whole host name.',
    unreachable: true,
  },
  {
    pattern: /connection to server at "([^"]+)"[^:]*, port (\d+) failed: Connection refused/,
    cause: 'Nothing listens at $1, port $2: the database does not run there.',
    mend: 'Start it, or correct host and port in DATABASE_URL.',
    unreachable: true,
  },
  {
    pattern:
      /connection to server at "([^"]+)".* failed: (?:timeout|Connection timed out|No route to host)|timeout expired/,
    cause: 'The database does not answer in time.',
    mend: 'Open its port for this server in the firewall, and check host and port in DATABASE_URL.',
    unreachable: true,
  },
  {
    pattern: /server closed the connection unexpectedly|terminating connection due to administrator command/,
    cause: 'The database closed the connection: it restarted or fell.',
    mend: "Look at the database's own log.",
    unreachable: true,
  },
  {
    pattern: /NOAUTH|Authentication required\.?$/,
    cause: 'Redis wants a password, and the URL has none.',
    mend: 'Write redis://:password@host:6379/1 in CELERY_BROKER_URL and CACHE_URL.',
  },
  {
    pattern: /WRONGPASS|invalid username-password pair|AUTH .*without any password configured/,
    cause: 'Redis refuses the password of the URL.',
    mend: 'Correct CELERY_BROKER_URL and CACHE_URL.',
  },
  {
    pattern: /MISCONF/,
    cause: "Redis can't save to its disk and takes no more writes.",
    mend: 'Make room or rights for its volume; its own log says which.',
  },
  {
    pattern: /OOM command not allowed/,
    cause: 'Redis has reached its maxmemory.',
    mend: 'Raise it; a broker needs maxmemory-policy noeviction and room.',
  },
  {
    pattern: /READONLY You can't write against a read only replica/,
    cause: 'The URL leads to a replica of Redis, which can only be read.',
    mend: 'Let it lead to the primary.',
  },
  {
    pattern: /DB index is out of range/,
    cause: 'Redis has no database of the number at the end of the URL.',
    mend: 'Use 0 to 15, or raise databases.',
  },
  {
    pattern: /LOADING Redis is loading/,
    cause: 'Redis is still reading its data.',
    mend: 'Run it again in a moment.',
    unreachable: true,
  },
  {
    pattern: /ACCESS_REFUSED/,
    cause: 'The broker refuses the login.',
    mend: 'Correct user, password and vhost in CELERY_BROKER_URL.',
  },
  {
    pattern: /Error -\d+ connecting to ([^\s:]+):\d+\./,
    cause: "Redis's name $1 does not resolve.",
    mend: 'Correct CELERY_BROKER_URL or CACHE_URL: the name of a service in the same network, or a whole host name.',
    unreachable: true,
  },
  {
    pattern: /Error \d+ connecting to (\S+?)\.(?: |$)/,
    cause: 'Nothing listens at $1: Redis does not run there.',
    mend: 'Start it, or correct host and port in CELERY_BROKER_URL or CACHE_URL.',
    unreachable: true,
  },
  {
    pattern: /Cannot connect to (amqp\S+?):? /,
    cause: 'The broker $1 can not be reached.',
    mend: 'Start it, or set CELERY_BROKER_URL: without it Celery looks for RabbitMQ on localhost.',
    unreachable: true,
  },
  {
    pattern:
      /could not translate host name|Name or service not known|Temporary failure in name resolution|Name does not resolve|no such host|getaddrinfo|server misbehaving/i,
    cause: 'A host name does not resolve.',
    mend: 'Check the names in the settings; on the server, /etc/resolv.conf and `docker network inspect`.',
    unreachable: true,
  },
  {
    pattern: /Connection refused|Errno 111\b/i,
    cause: 'Something that the program needs does not listen: database, Redis or broker.',
    mend: 'The last lines name it. Start it, or correct its host and port.',
    unreachable: true,
  },
]
