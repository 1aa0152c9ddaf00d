/**
 * What programs print when something is wrong, word for word, and what must be made of it; then what looks like it, in the log of a
 * shop that is well or has another fault, and must not be taken for it.
 */
export const reporting: readonly (readonly [line: string, cause: string, lookAlike?: string])[] = [
  [
    "OSError: [Errno 28] No space left on device: '/app/media/a.png'",
    'The disk is full.',
    'INFO thumbnails: [Errno 280] of 300 frames; there is some space left on device sda',
  ],
  ['MemoryError', 'There is not enough memory.', 'INFO search: 3 products ran out of memory cards'],
  [
    "RuntimeError: can't start new thread",
    'The limit of processes is reached.',
    'BlockingIOError: [Errno 11] Resource temporarily unavailable',
  ],
  [
    'OSError: [Errno 24] Too many open files',
    'The limit of open files is reached.',
    'OSError: [Errno 240] kombu has too many open connections',
  ],
  [
    'Error response from daemon: driver failed programming external connectivity on endpoint shop-mail-1: Bind for 0.0.0.0:1025 failed: port is already allocated',
    'Port 1025 of the server is taken by another container or program.',
    'ERROR bind to 0.0.0.0:1025 failed: port is not a number',
  ],
  [
    'Error response from daemon: failed to listen on TCP socket: listen tcp4 0.0.0.0:8000: bind: address already in use',
    'Port 8000 of the server is taken by another container or program.',
  ],
  [
    "ERROR:    [Errno 98] error while attempting to bind on address ('0.0.0.0', 8000): address already in use",
    'The port that the program wants to listen on is taken, inside of its container or by network_mode: host.',
    'Error response from daemon: Address already in use',
  ],
  [
    'exec /usr/local/bin/uvicorn: exec format error',
    'The program is made for another processor than the server has.',
    'INFO exec format errors are counted in /metrics',
  ],
  [
    'no matching manifest for linux/arm64/v8 in the manifest list entries',
    'The image is not made for the processor of the server, linux/arm64/v8.',
    'WARNING no matching manifest found by webpack, using defaults',
  ],
  [
    'network partners declared as external, but could not be found',
    'The network partners is not there on the server.',
    'WARNING payment network visa not found for order 7',
  ],
  [
    'external volume "media" not found',
    'The volume media is not there on the server.',
    'WARNING volume "media" not found in the catalogue of books',
  ],
  [
    'Error response from daemon: Pool overlaps with other one on this address space',
    'The engine has no free range of addresses for another network.',
    'WARNING the connection pool overlaps with other ones',
  ],
  [
    'iptables failed: iptables --wait -t nat -A DOCKER: iptables: No chain/target/match by that name.',
    "The firewall's rules of the engine are gone, as after a restart of the firewall.",
    'nft: Error: no chain of that name',
  ],
  [
    'invalid mount config for type "bind": bind source path does not exist: /srv/media',
    'The folder /srv/media that the Compose file mounts can not be had on the server.',
    'WARNING path does not exist: /srv/media',
  ],
  [
    'FATAL:  data directory "/var/lib/postgresql/data" has wrong ownership',
    "The database's folder /var/lib/postgresql/data belongs to another user.",
    'LOG:  data directory "/var/lib/postgresql/data" has 40 files',
  ],
  [
    'DETAIL:  The data directory was initialized by PostgreSQL version 14, which is not compatible with this version 15.5.',
    "The database's files were made by another major version of PostgreSQL than the image has.",
    'LOG:  cluster was initialized by PostgreSQL version 15.5',
  ],
  [
    "OSError: [Errno 30] Read-only file system: '/app/media/thumbnails'",
    'Something is written to a file system that can only be read.',
    'INFO static files come from a read-only filesystem',
  ],
  [
    "PermissionError: [Errno 13] Permission denied: '/app/media/products'",
    'The user of the container may not use /app/media/products.',
    "PermissionDenied: Permission denied: 'orders.manage_orders'",
  ],
  [
    'toomanyrequests: You have reached your pull rate limit.',
    'The registry has had too many pulls from this address.',
    'WARNING stripe: You have reached your API rate limit',
  ],
  [
    'Error response from daemon: pull access denied for shop/saleor, repository does not exist or may require docker login',
    'The registry does not let this login read the image.',
    'POST /graphql/ unauthorized: the token has expired',
  ],
  [
    'Error response from daemon: denied: installation not allowed to read this package',
    'The registry does not let this login read the image.',
    'Error response from daemon: failed to create task for container: unable to start: "/app/health.py": permission denied: unknown',
  ],
  [
    'Error response from daemon: Get "https://registry.example.com:5000/v2/": dial tcp [2001:db8::1]:5000: connect: connection refused',
    'The server does not get to the registry registry.example.com:5000.',
    'Get "https://api.example.com/v2/orders": dial tcp 192.0.2.1:443: i/o timeout',
  ],
  [
    'Error response from daemon: Get "https://registry.example.com/v2/": dial tcp: lookup registry.example.com on 127.0.0.53:53: no such host',
    'The server does not get to the registry registry.example.com.',
  ],
  [
    'failed to resolve reference "registry.example.com/shop@sha256:0": failed to do request: Head "https://registry.example.com/v2/shop/manifests/sha256:0": dial tcp 192.0.2.1:443: i/o timeout',
    'The server does not get to the registry registry.example.com.',
  ],
  [
    'Error response from daemon: Get "https://registry.example.com/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
    'The server does not get to the registry registry.example.com.',
  ],
  [
    'manifest for postgres:99 not found: manifest unknown',
    'There is no such image in the registry.',
    'WARNING the manifest for dashboard not found, manifest unknown keys: theme',
  ],
  [
    'tls: failed to verify certificate: x509: certificate signed by unknown authority',
    "The certificate of the other side is not valid for this machine: expired, of an unknown authority, or the machine's clock is wrong.",
    'INFO gift certificate has expired: order 12, see x509: notes',
  ],
  [
    'http: server gave HTTP response to HTTPS client',
    'The registry speaks plain HTTP, and the engine insists on TLS.',
    'the server gave an HTTP response to the client',
  ],
  [
    'OCI runtime create failed: runc create failed: unable to start container process: exec: "gunicorn": executable file not found in $PATH: unknown',
    'The program gunicorn is not in the image.',
    'exec: "gunicorn": signal: killed',
  ],
  [
    'runc create failed: unable to start container process: exec: "/app/start.sh": permission denied: unknown',
    'The file /app/start.sh may not be executed.',
    'exec: "/app/start.sh": operation not permitted',
  ],
  [
    'sh: 1: gunicorn: not found',
    'The shell of the command does not find gunicorn in the image.',
    'import.sh: order-7: not found',
  ],
  [
    "python: can't open file '/app/manage.py': [Errno 2] No such file or directory",
    'Python does not find the file /app/manage.py in the image.',
    "WARNING can't open file 'receipt.pdf' of order 7",
  ],
  [
    'ImportError: libpq.so.5: cannot open shared object file: No such file or directory',
    'The image lacks the library libpq.so.5.',
    'WARNING error while loading shared settings: libpq',
  ],
  [
    "python3: /lib/x86_64-linux-gnu/libm.so.6: version `GLIBC_2.38' not found (required by python3)",
    'A program was built against a newer system than the image has (GLIBC_2.38).',
    "WARNING version `3.20' not found in the schema",
  ],
  [
    "ModuleNotFoundError: No module named 'saleor.payment.gateways.vanished'",
    "Python can't import saleor.payment.gateways.vanished: the image lacks it, or the name is wrong.",
    'INFO plugins: No module named in the settings',
  ],
  [
    "ImportError: cannot import name 'Self' from 'typing' (/usr/lib/python3.10/typing.py)",
    "Python can't import Self from typing: another version of the package is in the image than the code is for.",
    "WARNING cannot import name 'Shirt' from 'products.csv'",
  ],
  [
    'ERROR:    Error loading ASGI app. Attribute "app" not found in module "saleor.asgi".',
    'The server does not find the application: Attribute "app" not found in module "saleor.asgi".',
    'ERROR:    Error loading ASGI application metrics',
  ],
  [
    'Error: Unable to load celery application.',
    'Celery does not find its application.',
    'WARNING Unable to load celery applications of others',
  ],
  [
    'SyntaxError: invalid syntax (views.py, line 7)',
    'The code of the image does not run: SyntaxError: invalid syntax (views.py, line 7).',
    'WARNING the query of a client: SyntaxError: Unexpected Name',
  ],
  [
    'django.core.exceptions.ImproperlyConfigured: Unable to load provided PEM private key. Could not deserialize key data.',
    'RSA_PRIVATE_KEY is no key that can be loaded.',
    'Unable to load provided PEM certificate',
  ],
  [
    'Error: Database is uninitialized and superuser password is not specified.',
    'The database is set up for the first time and has no POSTGRES_PASSWORD.',
    'INFO the superuser is specified by its password hash',
  ],
  [
    'django.core.exceptions.ImproperlyConfigured: ALLOWED_CLIENT_HOSTS environment variable must be set when DEBUG=False.',
    'The variable ALLOWED_CLIENT_HOSTS is missing.',
    'ValidationError: EMAIL is required',
  ],
  [
    'django.core.exceptions.ImproperlyConfigured: Variable RSA_PRIVATE_KEY is not provided. It is required for running in production.',
    'The variable RSA_PRIVATE_KEY is missing.',
  ],
  [
    'django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.',
    'The variable SECRET_KEY is missing.',
  ],
  ["KeyError: 'STRIPE_API_KEY'", 'The variable STRIPE_API_KEY is missing.', "KeyError: 'EURO'"],
  [
    "django.core.exceptions.ImproperlyConfigured: 'django.db.backends.x' isn't an available database backend.",
    "A setting is missing or wrong: 'django.db.backends.x' isn't an available database backend.",
    '    raise ImproperlyConfigured(',
  ],
  [
    'Error: No such option: --bind Did you mean --fd?',
    'The program does not know the option --bind.',
    'ValidationError: No such option value "XL" of size',
  ],
  [
    "Unknown command: 'migrat'. Did you mean migrate?",
    'manage.py has no command migrat.',
    "redis.exceptions.ResponseError: unknown command 'EVAL'",
  ],
  [
    'Error: Got unexpected extra argument (&&)',
    'The program does not understand its arguments.',
    'ValidationError: Invalid value for field price',
  ],
  [
    "django.core.exceptions.DisallowedHost: Invalid HTTP_HOST header: 'localhost'. You may need to add 'localhost' to ALLOWED_HOSTS.",
    'Django refuses to be asked as localhost, which ALLOWED_HOSTS does not have.',
    'WARNING Invalid HTTP_HOST setting in a test',
  ],
  [
    'INFO:     Uvicorn running on http://127.0.0.1:8000 (Press CTRL+C to quit)',
    'The server listens on 127.0.0.1 alone, where nobody outside of its container reaches it.',
    'INFO:     Uvicorn running on http://0.0.0.0:8000 (Press CTRL+C to quit)',
  ],
  [
    '[2026-01-01 10:00:00 +0000] [7] [CRITICAL] WORKER TIMEOUT (pid:9)',
    "gunicorn's workers do not come up.",
    '[2026-01-01 10:00:00 +0000] [7] [INFO] Worker timeout is 30 s',
  ],
  [
    'connection to server at "db" (172.18.0.2), port 5432 failed: FATAL:  password authentication failed for user "saleor"',
    'The database refuses the password of saleor.',
    'WARNING password authentication failed for user ada@example.com',
  ],
  [
    'FATAL:  role "shop" does not exist',
    'The database has no user shop.',
    'ValidationError: role "editor" does not exist',
  ],
  [
    'FATAL:  database "shop" does not exist',
    'The server has no database shop.',
    'CommandError: database "legacy" does not exist in the export',
  ],
  [
    'FATAL:  no pg_hba.conf entry for host "10.0.0.7", user "saleor", database "saleor", no encryption',
    'The database takes no connections from 10.0.0.7.',
    'LOG:  read the pg_hba.conf entry for host "10.0.0.7"',
  ],
  [
    'FATAL:  remaining connection slots are reserved for non-replication superuser connections',
    'The database has no connection left.',
    'smtplib.SMTPException: 421 too many connections for this hour',
  ],
  [
    'FATAL:  the database system is starting up',
    'The database is starting up.',
    'LOG:  the database system is ready to accept connections',
  ],
  [
    'server does not support SSL, but SSL was required',
    'Database and client do not agree about TLS.',
    'smtplib.SMTPException: SSL error: wrong version number',
  ],
  [
    'psycopg.errors.InsufficientPrivilege: permission denied to create extension "pg_trgm"',
    'The migration needs the extension pg_trgm, which this user may not make or this server does not have.',
    'ValidationError: extension "jpeg" is not available for uploads',
  ],
  [
    'psycopg.errors.InsufficientPrivilege: permission denied for schema public',
    'The user of DATABASE_URL has no right to public.',
    'GraphQL: permission denied for table 7 of the restaurant',
  ],
  [
    'psycopg.errors.ReadOnlySqlTransaction: cannot execute CREATE TABLE in a read-only transaction',
    'DATABASE_URL leads to a replica, which can only be read.',
    'PaymentError: cannot execute a capture in a read-only session',
  ],
  [
    'django.db.utils.OperationalError: canceling statement due to lock timeout',
    'The migration waited for a lock that something else holds, and gave up so that requests do not queue behind it.',
    'django.db.utils.OperationalError: canceling statement due to statement timeout',
  ],
  [
    'django.db.utils.OperationalError: deadlock detected',
    'The migration and something else waited for each other.',
    'INFO inventory: no deadlock detected',
  ],
  [
    'django.db.utils.ProgrammingError: relation "core_note" already exists',
    'The migration makes core_note, which is there already: it ran half-way before, or twice at once, or somebody made it by hand.',
    'ValidationError: type "shirt" already exists',
  ],
  [
    'django.db.utils.ProgrammingError: relation "core_missing" does not exist',
    'The code or a migration wants core_missing, which the database does not have: a migration is missing or was faked.',
    'ValidationError: column "price" does not exist in prices.csv',
  ],
  [
    'django.db.utils.IntegrityError: column "slug" of relation "core_note" contains null values',
    'The migration demands values for slug that rows of the database do not have.',
    'WARNING prices.csv: column "price" contains null values',
  ],
  [
    'django.db.utils.IntegrityError: could not create unique index "core_note_slug_key"',
    'Rows of the database are not unique where core_note_slug_key wants them so.',
    'WARNING could not create unique slug for shirt: duplicate key in the import',
  ],
  [
    'CommandError: Conflicting migrations detected; multiple leaf nodes in the migration graph',
    'Two migrations follow the same one: two branches were merged.',
    'INFO the category tree has multiple leaf nodes',
  ],
  [
    'django.db.migrations.exceptions.InconsistentMigrationHistory: Migration core.0002 is applied before its dependency',
    'The migrations of the image do not fit those that the database has seen: one is missing, or they come in another order.',
    'lxml.NodeNotFoundError: no <price> in the feed',
  ],
  [
    'django.db.utils.OperationalError: could not translate host name "staging-db" to address: Name or service not known',
    "The database's name staging-db does not resolve.",
    'WARNING could not translate host name of the product text',
  ],
  [
    'connection to server at "db" (172.18.0.2), port 5432 failed: Connection refused',
    'Nothing listens at db, port 5432: the database does not run there.',
    'INFO connection to server at "db" (172.18.0.2), port 5432 opened',
  ],
  [
    'connection to server at "10.0.0.9", port 5432 failed: Connection timed out',
    'The database does not answer in time.',
    'INFO session timeout expired for customer 7',
  ],
  [
    'psycopg.OperationalError: server closed the connection unexpectedly',
    'The database closed the connection: it restarted or fell.',
    'smtplib.SMTPServerDisconnected: Connection unexpectedly closed',
  ],
  [
    'redis.exceptions.AuthenticationError: NOAUTH Authentication required.',
    'Redis wants a password, and the URL has none.',
    'smtplib.SMTPSenderRefused: 530 Authentication required.',
  ],
  [
    'redis.exceptions.AuthenticationError: invalid username-password pair',
    'Redis refuses the password of the URL.',
    'WARNING login of ada: invalid username or password pair',
  ],
  [
    'redis.exceptions.ResponseError: MISCONF Redis is configured to save RDB snapshots, but it is currently not able to persist on disk.',
    "Redis can't save to its disk and takes no more writes.",
    'WARNING plugin avatax is MISCONFIGURED',
  ],
  [
    "redis.exceptions.ResponseError: OOM command not allowed when used memory > 'maxmemory'.",
    'Redis has reached its maxmemory.',
    'INFO OOM commands: none',
  ],
  [
    "redis.exceptions.ReadOnlyError: READONLY You can't write against a read only replica.",
    'The URL leads to a replica of Redis, which can only be read.',
    "ValidationError: READONLY field price can't be changed",
  ],
  [
    'redis.exceptions.ResponseError: DB index is out of range',
    'Redis has no database of the number at the end of the URL.',
    'IndexError: list index is out of range',
  ],
  [
    'redis.exceptions.BusyLoadingError: LOADING Redis is loading the dataset in memory',
    'Redis is still reading its data.',
    'INFO LOADING theme is loading',
  ],
  [
    'amqp.exceptions.AccessRefused: (0, 0): (403) ACCESS_REFUSED - Login was refused',
    'The broker refuses the login.',
    'WARNING webhook answered ACCESS_REFUSED',
  ],
  [
    'consumer: Cannot connect to redis://cache:6379/1: Error -2 connecting to cache:6379. Name or service not known..',
    "Redis's name cache does not resolve.",
    'ERROR Error -2 connecting cache:6379.',
  ],
  [
    'consumer: Cannot connect to redis://redis:6379/1: Error 111 connecting to redis:6379. Connection refused..',
    'Nothing listens at redis:6379: Redis does not run there.',
    'WARNING Error 500 connecting to api.stripe.com. It is tried again',
  ],
  [
    'consumer: Cannot connect to amqp://guest:**@127.0.0.1:5672//: [Errno 111] Connection refused.',
    'The broker amqp://guest:**@127.0.0.1:5672// can not be reached.',
    'WARNING Cannot connect to amqp-docs.example.com for the manual',
  ],
  [
    'socket.gaierror: [Errno -3] Temporary failure in name resolution',
    'A host name does not resolve.',
    '        -dG disables getaddrinfo() usage',
  ],
  [
    'ConnectionRefusedError: [Errno 111] Connection refused',
    'Something that the program needs does not listen: database, Redis or broker.',
    'WARNING the connection refused by the courier is for order 111',
  ],
  [
    'INFO:     Child process [12] died',
    'The server ended a worker of its own that fell or did not answer it within 5 s: most often for want of processor or memory.',
    'INFO:     Child process [12] exited',
  ],
  [
    'Error response from daemon: failed to set up container networking: Address already in use',
    'The fixed address that the Compose file gives is in use by another container.',
    'Error response from daemon: failed to listen on TCP socket: bind: address already in use',
  ],
  [
    'environment variable "MY_SECRET" required by file "saleor_s" is not set',
    'The secret or config saleor_s takes the variable MY_SECRET of the server, where it is not set.',
    'INFO environment variable "MY_SECRET" is not set, using the default',
  ],
  [
    '[ALERT]    (1) : config : Cannot open configuration file/directory /none.cfg : No such file or directory',
    'HAProxy can not read its configuration /none.cfg.',
    'WARNING cannot open the configuration of plugin avatax',
  ],
  [
    "[ALERT]    (1) : config : parsing [/c/haproxy.cfg:2] : unknown keyword 'nonsense' in 'global' section",
    "HAProxy does not understand /c/haproxy.cfg:2: unknown keyword 'nonsense' in 'global' section.",
    '[ALERT] stock: parsing [prices.csv] took long',
  ],
  [
    'Usage : haproxy [-f <cfgfile|cfgdir>]* [ -vdVD ] [ -n <maxconn> ] [ -N <maxpconn> ]',
    'HAProxy was started without a configuration that it can use.',
    'INFO Usage of haproxy: 3 %',
  ],
  [
    'nginx: [emerg] host not found in upstream "api" in /etc/nginx/conf.d/default.conf:2',
    'nginx does not find the host api that it is to hand requests on to.',
    'INFO the host was found in upstream "api"',
  ],
  [
    '/usr/local/bin/docker-entrypoint.sh: line 12: exec: python3: not found',
    'The shell of the command does not find python3 in the image.',
  ],
]
