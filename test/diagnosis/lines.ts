/** What programs print when something is wrong, word for word, and what must be made of it. */
export const telling: readonly (readonly [line: string, cause: string])[] = [
  ["OSError: [Errno 28] No space left on device: '/app/media/a.png'", 'The disk is full.'],
  ['MemoryError', 'There is not enough memory.'],
  ["RuntimeError: can't start new thread", 'The limit of processes is reached.'],
  ['OSError: [Errno 24] Too many open files', 'The limit of open files is reached.'],
  [
    'Error response from daemon: driver failed programming external connectivity on endpoint shop-mail-1: Bind for 0.0.0.0:1025 failed: port is already allocated',
    'Port 1025 of the server is taken by another container or program.',
  ],
  [
    'Error response from daemon: failed to listen on TCP socket: listen tcp4 0.0.0.0:8000: bind: address already in use',
    'Port 8000 of the server is taken by another container or program.',
  ],
  [
    "ERROR:    [Errno 98] error while attempting to bind on address ('0.0.0.0', 8000): address already in use",
    'The port that the program wants to listen on is taken, inside of its container or by network_mode: host.',
  ],
  [
    'exec /usr/local/bin/uvicorn: exec format error',
    'The program is made for another processor than the server has.',
  ],
  [
    'no matching manifest for linux/arm64/v8 in the manifest list entries',
    'The image is not made for the processor of the server, linux/arm64/v8.',
  ],
  [
    'network partners declared as external, but could not be found',
    'The network partners is not there on the server.',
  ],
  ['external volume "media" not found', 'The volume media is not there on the server.'],
  [
    'Error response from daemon: Pool overlaps with other one on this address space',
    'The engine has no free range of addresses for another network.',
  ],
  [
    'iptables failed: iptables --wait -t nat -A DOCKER: iptables: No chain/target/match by that name.',
    "The firewall's rules of the engine are gone, as after a restart of the firewall.",
  ],
  [
    'invalid mount config for type "bind": bind source path does not exist: /srv/media',
    'The folder /srv/media that the Compose file mounts can not be had on the server.',
  ],
  [
    'FATAL:  data directory "/var/lib/postgresql/data" has wrong ownership',
    "The database's folder /var/lib/postgresql/data belongs to another user.",
  ],
  [
    'DETAIL:  The data directory was initialized by PostgreSQL version 14, which is not compatible with this version 15.5.',
    "The database's files were made by another major version of PostgreSQL than the image has.",
  ],
  [
    "OSError: [Errno 30] Read-only file system: '/app/media/thumbnails'",
    'Something is written to a file system that can only be read.',
  ],
  [
    "PermissionError: [Errno 13] Permission denied: '/app/media/products'",
    'The user of the container may not use /app/media/products.',
  ],
  [
    'toomanyrequests: You have reached your pull rate limit.',
    'The registry has had too many pulls from this address.',
  ],
  [
    'Error response from daemon: pull access denied for shop/saleor, repository does not exist or may require docker login',
    'The registry does not let this login read the image.',
  ],
  [
    'Error response from daemon: Get "https://registry.example.com:5000/v2/": dial tcp [2001:db8::1]:5000: connect: connection refused',
    'The server does not get to the registry registry.example.com:5000.',
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
  ['manifest for postgres:99 not found: manifest unknown', 'There is no such image in the registry.'],
  [
    'tls: failed to verify certificate: x509: certificate signed by unknown authority',
    "The certificate of the other side is not valid for this machine: expired, of an unknown authority, or the machine's clock is wrong.",
  ],
  [
    'http: server gave HTTP response to HTTPS client',
    'The registry speaks plain HTTP, and the engine insists on TLS.',
  ],
  [
    'OCI runtime create failed: runc create failed: unable to start container process: exec: "gunicorn": executable file not found in $PATH: unknown',
    'The program gunicorn is not in the image.',
  ],
  [
    'runc create failed: unable to start container process: exec: "/app/start.sh": permission denied: unknown',
    'The file /app/start.sh may not be executed.',
  ],
  ['sh: 1: gunicorn: not found', 'The shell of the command does not find gunicorn in the image.'],
  [
    "python: can't open file '/app/manage.py': [Errno 2] No such file or directory",
    'Python does not find the file /app/manage.py in the image.',
  ],
  [
    'ImportError: libpq.so.5: cannot open shared object file: No such file or directory',
    'The image lacks the library libpq.so.5.',
  ],
  [
    "python3: /lib/x86_64-linux-gnu/libm.so.6: version `GLIBC_2.38' not found (required by python3)",
    'A program was built against a newer system than the image has (GLIBC_2.38).',
  ],
  [
    "ModuleNotFoundError: No module named 'saleor.payment.gateways.vanished'",
    "Python can't import saleor.payment.gateways.vanished: the image lacks it, or the name is wrong.",
  ],
  [
    "ImportError: cannot import name 'Self' from 'typing' (/usr/lib/python3.10/typing.py)",
    "Python can't import Self from typing: another version of the package is in the image than the code is for.",
  ],
  [
    'ERROR:    Error loading ASGI app. Attribute "app" not found in module "saleor.asgi".',
    'The server does not find the application: Attribute "app" not found in module "saleor.asgi".',
  ],
  ['Error: Unable to load celery application.', 'Celery does not find its application.'],
  [
    'SyntaxError: invalid syntax (views.py, line 7)',
    'The code of the image does not run: SyntaxError: invalid syntax (views.py, line 7).',
  ],
  [
    'django.core.exceptions.ImproperlyConfigured: Unable to load provided PEM private key. Could not deserialize key data.',
    'RSA_PRIVATE_KEY is no key that can be loaded.',
  ],
  [
    'Error: Database is uninitialized and superuser password is not specified.',
    'The database is set up for the first time and has no POSTGRES_PASSWORD.',
  ],
  [
    'django.core.exceptions.ImproperlyConfigured: ALLOWED_CLIENT_HOSTS environment variable must be set when DEBUG=False.',
    'The variable ALLOWED_CLIENT_HOSTS is missing.',
  ],
  [
    'django.core.exceptions.ImproperlyConfigured: Variable RSA_PRIVATE_KEY is not provided. It is required for running in production.',
    'The variable RSA_PRIVATE_KEY is missing.',
  ],
  [
    'django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.',
    'The variable SECRET_KEY is missing.',
  ],
  ["KeyError: 'STRIPE_API_KEY'", 'The variable STRIPE_API_KEY is missing.'],
  [
    "django.core.exceptions.ImproperlyConfigured: 'django.db.backends.x' isn't an available database backend.",
    "A setting is missing or wrong: 'django.db.backends.x' isn't an available database backend.",
  ],
  ['Error: No such option: --bind Did you mean --fd?', 'The program does not know the option --bind.'],
  ["Unknown command: 'migrat'. Did you mean migrate?", 'manage.py has no command migrat.'],
  ['Error: Got unexpected extra argument (&&)', 'The program does not understand its arguments.'],
  [
    "django.core.exceptions.DisallowedHost: Invalid HTTP_HOST header: 'localhost'. You may need to add 'localhost' to ALLOWED_HOSTS.",
    'Django refuses to be asked as localhost, which ALLOWED_HOSTS does not have.',
  ],
  [
    'INFO:     Uvicorn running on http://127.0.0.1:8000 (Press CTRL+C to quit)',
    'The server listens on 127.0.0.1 alone, where nobody outside of its container reaches it.',
  ],
  ['[2026-01-01 10:00:00 +0000] [7] [CRITICAL] WORKER TIMEOUT (pid:9)', "gunicorn's workers do not come up."],
  [
    'connection to server at "db" (172.18.0.2), port 5432 failed: FATAL:  password authentication failed for user "saleor"',
    'The database refuses the password of saleor.',
  ],
  ['FATAL:  role "shop" does not exist', 'The database has no user shop.'],
  ['FATAL:  database "shop" does not exist', 'The server has no database shop.'],
  [
    'FATAL:  no pg_hba.conf entry for host "10.0.0.7", user "saleor", database "saleor", no encryption',
    'The database takes no connections from 10.0.0.7.',
  ],
  [
    'FATAL:  remaining connection slots are reserved for non-replication superuser connections',
    'The database has no connection left.',
  ],
  ['FATAL:  the database system is starting up', 'The database is starting up.'],
  ['server does not support SSL, but SSL was required', 'Database and client do not agree about TLS.'],
  [
    'psycopg.errors.InsufficientPrivilege: permission denied to create extension "pg_trgm"',
    'The migration needs the extension pg_trgm, which this user may not make or this server does not have.',
  ],
  [
    'psycopg.errors.InsufficientPrivilege: permission denied for schema public',
    'The user of DATABASE_URL has no right to public.',
  ],
  [
    'psycopg.errors.ReadOnlySqlTransaction: cannot execute CREATE TABLE in a read-only transaction',
    'DATABASE_URL leads to a replica, which can only be read.',
  ],
  [
    'django.db.utils.OperationalError: canceling statement due to lock timeout',
    'The migration waited for a lock that something else holds, and gave up so that requests do not queue behind it.',
  ],
  [
    'django.db.utils.OperationalError: deadlock detected',
    'The migration and something else waited for each other.',
  ],
  [
    'django.db.utils.ProgrammingError: relation "core_note" already exists',
    'The migration makes core_note, which is there already: it ran half-way before, or twice at once, or somebody made it by hand.',
  ],
  [
    'django.db.utils.ProgrammingError: relation "core_missing" does not exist',
    'The code or a migration wants core_missing, which the database does not have: a migration is missing or was faked.',
  ],
  [
    'django.db.utils.IntegrityError: column "slug" of relation "core_note" contains null values',
    'The migration demands values for slug that rows of the database do not have.',
  ],
  [
    'django.db.utils.IntegrityError: could not create unique index "core_note_slug_key"',
    'Rows of the database are not unique where core_note_slug_key wants them so.',
  ],
  [
    'CommandError: Conflicting migrations detected; multiple leaf nodes in the migration graph',
    'Two migrations follow the same one: two branches were merged.',
  ],
  [
    'django.db.migrations.exceptions.InconsistentMigrationHistory: Migration core.0002 is applied before its dependency',
    'The migrations of the image do not fit those that the database has seen: one is missing, or they come in another order.',
  ],
  [
    'django.db.utils.OperationalError: could not translate host name "staging-db" to address: Name or service not known',
    "The database's name staging-db does not resolve.",
  ],
  [
    'connection to server at "db" (172.18.0.2), port 5432 failed: Connection refused',
    'Nothing listens at db, port 5432: the database does not run there.',
  ],
  [
    'connection to server at "10.0.0.9", port 5432 failed: Connection timed out',
    'The database does not answer in time.',
  ],
  [
    'psycopg.OperationalError: server closed the connection unexpectedly',
    'The database closed the connection: it restarted or fell.',
  ],
  [
    'redis.exceptions.AuthenticationError: NOAUTH Authentication required.',
    'Redis wants a password, and the URL has none.',
  ],
  [
    'redis.exceptions.AuthenticationError: invalid username-password pair',
    'Redis refuses the password of the URL.',
  ],
  [
    'redis.exceptions.ResponseError: MISCONF Redis is configured to save RDB snapshots, but it is currently not able to persist on disk.',
    "Redis can't save to its disk and takes no more writes.",
  ],
  [
    "redis.exceptions.ResponseError: OOM command not allowed when used memory > 'maxmemory'.",
    'Redis has reached its maxmemory.',
  ],
  [
    "redis.exceptions.ReadOnlyError: READONLY You can't write against a read only replica.",
    'The URL leads to a replica of Redis, which can only be read.',
  ],
  [
    'redis.exceptions.ResponseError: DB index is out of range',
    'Redis has no database of the number at the end of the URL.',
  ],
  [
    'redis.exceptions.BusyLoadingError: LOADING Redis is loading the dataset in memory',
    'Redis is still reading its data.',
  ],
  [
    'amqp.exceptions.AccessRefused: (0, 0): (403) ACCESS_REFUSED - Login was refused',
    'The broker refuses the login.',
  ],
  [
    'consumer: Cannot connect to redis://cache:6379/1: Error -2 connecting to cache:6379. Name or service not known..',
    "Redis's name cache does not resolve.",
  ],
  [
    'consumer: Cannot connect to redis://redis:6379/1: Error 111 connecting to redis:6379. Connection refused..',
    'Nothing listens at redis:6379: Redis does not run there.',
  ],
  [
    'consumer: Cannot connect to amqp://guest:**@127.0.0.1:5672//: [Errno 111] Connection refused.',
    'The broker amqp://guest:**@127.0.0.1:5672// can not be reached.',
  ],
  ['socket.gaierror: [Errno -3] Temporary failure in name resolution', 'A host name does not resolve.'],
  [
    'ConnectionRefusedError: [Errno 111] Connection refused',
    'Something that the program needs does not listen: database, Redis or broker.',
  ],
  [
    'INFO:     Child process [12] died',
    'The server ended a worker of its own that fell or did not answer it within 5 s: most often for want of processor or memory.',
  ],
]
