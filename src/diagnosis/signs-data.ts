import type { Sign } from './sign.ts'

const checkUrl = 'Correct DATABASE_URL.'

/** Signs of an unusable database, cache or broker. */
export const dataSigns: readonly Sign[] = [
  {
    pattern: /password authentication failed for user "([^"]+)"/,
    cause: 'The database refuses the password of $1.',
    fix: 'Correct DATABASE_URL. (The official image takes POSTGRES_PASSWORD only when it makes its volume: later it is ALTER USER.)',
  },
  {
    pattern: /(?:FATAL|ERROR|UndefinedObject): +role "([^"]+)" does not exist/,
    cause: 'The database has no user $1.',
    fix: checkUrl,
  },
  {
    pattern: /(?:FATAL|ERROR|InvalidCatalogName): +database "([^"]+)" does not exist/,
    cause: 'The server has no database $1.',
    fix: 'Correct DATABASE_URL, or make it: createdb $1.',
  },
  {
    pattern: /no pg_hba\.conf entry for host "([^"]+)"/,
    cause: 'The database takes no connections from $1.',
    fix: 'Allow it in pg_hba.conf, or in the rules of your provider; perhaps it wants ?sslmode=require.',
  },
  {
    pattern:
      /remaining connection slots are reserved|too many clients already|too many connections for (?:role|database) "/,
    cause: 'The database has no connection left.',
    fix: 'While old and new run side by side it needs twice as many: raise max_connections, lower DB_CONN_MAX_AGE or --workers, or put PgBouncer in front.',
  },
  {
    pattern: /the database system is (starting up|shutting down|in recovery mode)/,
    cause: 'The database is $1.',
    fix: 'Give its service a health check and depends_on: condition: service_healthy; then run it again.',
    unreachable: true,
  },
  {
    pattern:
      /server does not support SSL, but|port \d+ failed: SSL error|SSL SYSCALL error|SSL connection has been closed/,
    cause: 'Database and client do not agree about TLS.',
    fix: 'Correct ?sslmode= in DATABASE_URL: require where the provider demands it, disable in the Compose network.',
  },
  {
    pattern:
      /permission denied to create extension "?(\w+)|(?:ERROR|FeatureNotSupported|UndefinedFile|NotSupportedError): +extension "?(\w+)"? is not available/,
    cause:
      'The migration needs the extension $1$2, which this user may not make or this server does not have.',
    fix: 'Make it once as superuser: CREATE EXTENSION $1$2. Saleor needs hstore, pg_trgm, btree_gin and pgcrypto.',
  },
  {
    pattern:
      /(?:FATAL|ERROR|InsufficientPrivilege|ProgrammingError): +(?:permission denied for (?:schema|table|relation|database) "?(\w+)|must be owner of \w+ (\w+))/,
    cause: 'The user of DATABASE_URL has no right to $1$2.',
    fix: 'Let it own the database: ALTER DATABASE … OWNER TO …',
  },
  {
    pattern: /cannot execute .+ in a read-only transaction/,
    cause: 'DATABASE_URL leads to a replica, which can only be read.',
    fix: 'Let DATABASE_URL lead to the primary, and DATABASE_URL_REPLICA to the replica.',
  },
  {
    pattern: /canceling statement due to lock timeout/,
    cause:
      'The migration waited for a lock that something else holds, and gave up so that requests do not queue behind it.',
    fix: 'Run it again when less is going on; SELECT * FROM pg_stat_activity shows who holds long transactions.',
  },
  {
    pattern: /(?:ERROR|DeadlockDetected|OperationalError): +deadlock detected/,
    cause: 'The migration and something else waited for each other.',
    fix: 'Run it again when less is going on.',
  },
  {
    pattern:
      /(?:ERROR|Duplicate\w+|ProgrammingError): +(?:relation|column|type|index|constraint) "([^"]+)"(?: of relation "[^"]+")? already exists/,
    cause:
      'The migration makes $1, which is there already: it ran half-way before, or twice at once, or somebody made it by hand.',
    fix: 'Look at what is there. If it is as the migration wants it: manage.py migrate --fake APP NAME.',
  },
  {
    pattern:
      /(?:ERROR|Undefined\w+|ProgrammingError): +(?:relation|column) "?([\w.]+)"? (?:of relation "[^"]+" )?does not exist/,
    cause:
      'The code or a migration wants $1, which the database does not have: a migration is missing or was faked.',
    fix: 'Compare manage.py showmigrations with the release; check migrate-command.',
  },
  {
    pattern:
      /(?:ERROR|NotNullViolation|IntegrityError): +column "([^"]+)" (?:of relation "[^"]+" )?contains null values/,
    cause: 'The migration demands values for $1 that rows of the database do not have.',
    fix: 'Fill them in a migration before it, then demand them.',
  },
  {
    pattern:
      /could not create unique index "([^"]+)"|duplicate key value violates unique constraint "([^"]+)"/,
    cause: 'Rows of the database are not unique where $1$2 wants them so.',
    fix: 'Clean them up before the migration.',
  },
  {
    pattern: /Conflicting migrations detected|multiple leaf nodes in the migration graph/,
    cause: 'Two migrations follow the same one: two branches were merged.',
    fix: 'manage.py makemigrations --merge, and commit it.',
  },
  {
    pattern: /migrations\.exceptions\.(?:NodeNotFoundError|InconsistentMigrationHistory)/,
    cause:
      'The migrations of the image do not fit those that the database has seen: one is missing, or they come in another order.',
    fix: 'Deploy an image that has all of them; going back over a migration needs the newer image.',
  },
  {
    pattern: /could not translate host name "([^"]+)"/,
    cause: "The database's name $1 does not resolve.",
    fix: 'Correct DATABASE_URL: the name of a service in the same network, or a whole host name.',
    unreachable: true,
  },
  {
    pattern: /connection to server at "([^"]+)"[^:]*, port (\d+) failed: Connection refused/,
    cause: 'Nothing listens at $1, port $2: the database does not run there.',
    fix: 'Start it, or correct host and port in DATABASE_URL.',
    unreachable: true,
  },
  {
    pattern:
      /connection to server at "([^"]+)".* failed: (?:timeout|Connection timed out|No route to host)|ConnectionTimeout: connection timeout expired/,
    cause: 'The database does not answer in time.',
    fix: 'Open its port for this server in the firewall, and check host and port in DATABASE_URL.',
    unreachable: true,
  },
  {
    pattern: /server closed the connection unexpectedly|terminating connection due to administrator command/,
    cause: 'The database closed the connection: it restarted or fell.',
    fix: "Look at the database's own log.",
    unreachable: true,
  },
  {
    pattern: /\bNOAUTH Authentication required|AuthenticationError: Authentication required/,
    cause: 'Redis wants a password, and the URL has none.',
    fix: 'Write redis://:password@host:6379/1 in CELERY_BROKER_URL and CACHE_URL.',
  },
  {
    pattern: /WRONGPASS|invalid username-password pair|AUTH .*without any password configured/,
    cause: 'Redis refuses the password of the URL.',
    fix: 'Correct CELERY_BROKER_URL and CACHE_URL.',
  },
  {
    pattern: /\bMISCONF\b/,
    cause: "Redis can't save to its disk and takes no more writes.",
    fix: 'Make room or rights for its volume; its own log says which.',
  },
  {
    pattern: /OOM command not allowed/,
    cause: 'Redis has reached its maxmemory.',
    fix: 'Raise it; a broker needs maxmemory-policy noeviction and room.',
  },
  {
    pattern: /READONLY You can't write against a read only replica/,
    cause: 'The URL leads to a replica of Redis, which can only be read.',
    fix: 'Let it lead to the primary.',
  },
  {
    pattern: /DB index is out of range/,
    cause: 'Redis has no database of the number at the end of the URL.',
    fix: 'Use 0 to 15, or raise databases.',
  },
  {
    pattern: /LOADING Redis is loading/,
    cause: 'Redis is still reading its data.',
    fix: 'Run it again in a moment.',
    unreachable: true,
  },
  {
    pattern: /\(403\) ACCESS_REFUSED|ACCESS_REFUSED - Login was refused/,
    cause: 'The broker refuses the login.',
    fix: 'Correct user, password and vhost in CELERY_BROKER_URL.',
  },
  {
    pattern: /Error -\d+ connecting to ([^\s:]+):\d+\./,
    cause: "Redis's name $1 does not resolve.",
    fix: 'Correct CELERY_BROKER_URL or CACHE_URL: the name of a service in the same network, or a whole host name.',
    unreachable: true,
  },
  {
    pattern: /Error \d+ connecting to (\S+:\d+|\/\S+?)\.(?: |$)/,
    cause: 'Nothing listens at $1: Redis does not run there.',
    fix: 'Start it, or correct host and port in CELERY_BROKER_URL or CACHE_URL.',
    unreachable: true,
  },
  {
    pattern: /Cannot connect to (amqps?:\/\/\S+?):? /,
    cause: 'The broker $1 can not be reached.',
    fix: 'Start it, or set CELERY_BROKER_URL: without it Celery looks for RabbitMQ on localhost.',
    unreachable: true,
  },
  {
    pattern: /host not found in upstream "([^"]+)"/,
    cause: 'nginx does not find the host $1 that it is to hand requests on to.',
    fix: 'Correct the name: that of a service in the same network.',
    unreachable: true,
  },
  {
    pattern:
      /could not translate host name|Name or service not known|Temporary failure in name resolution|Name does not resolve|lookup \S+?(?: on \S+?)?: (?:no such host|server misbehaving)|getaddrinfo(?: E[A-Z]+|.* failed)|Could not resolve host: /i,
    cause: 'A host name does not resolve.',
    fix: 'Check the names in the settings; on the server, /etc/resolv.conf and `docker network inspect`.',
    unreachable: true,
  },
  {
    pattern:
      /Errno 111\b|ConnectionRefusedError|\bECONNREFUSED\b|[:)] connection refused\b(?! by)|\(111: Connection refused\)/i,
    cause: 'Something that the program needs does not listen: database, Redis or broker.',
    fix: 'The last lines name it. Start it, or correct its host and port.',
    unreachable: true,
  },
]
