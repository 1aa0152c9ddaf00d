export const id = "backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command";
export const ids = ["backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command"];
export const modules = {

/***/ 55625:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  I: () => (/* binding */ likelyCause)
});

// UNUSED EXPORTS: signs

// EXTERNAL MODULE: ./src/model/evidence.js
var model_evidence = __webpack_require__(12970);
;// CONCATENATED MODULE: ./src/diagnosis/signs-data.js
const checkUrl = 'Correct DATABASE_URL.';
/** Signs of an unusable database, cache or broker. */
const dataSigns = [
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
        pattern: /remaining connection slots are reserved|too many clients already|too many connections for (?:role|database) "/,
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
        pattern: /server does not support SSL, but|port \d+ failed: SSL error|SSL SYSCALL error|SSL connection has been closed/,
        cause: 'Database and client do not agree about TLS.',
        fix: 'Correct ?sslmode= in DATABASE_URL: require where the provider demands it, disable in the Compose network.',
    },
    {
        pattern: /permission denied to create extension "?(\w+)|(?:ERROR|FeatureNotSupported|UndefinedFile|NotSupportedError): +extension "?(\w+)"? is not available/,
        cause: 'The migration needs the extension $1$2, which this user may not make or this server does not have.',
        fix: 'Make it once as superuser: CREATE EXTENSION $1$2. Saleor needs hstore, pg_trgm, btree_gin and pgcrypto.',
    },
    {
        pattern: /(?:FATAL|ERROR|InsufficientPrivilege|ProgrammingError): +(?:permission denied for (?:schema|table|relation|database) "?(\w+)|must be owner of \w+ (\w+))/,
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
        cause: 'The migration waited for a lock that something else holds, and gave up so that requests do not queue behind it.',
        fix: 'Run it again when less is going on; SELECT * FROM pg_stat_activity shows who holds long transactions.',
    },
    {
        pattern: /(?:ERROR|DeadlockDetected|OperationalError): +deadlock detected/,
        cause: 'The migration and something else waited for each other.',
        fix: 'Run it again when less is going on.',
    },
    {
        pattern: /(?:ERROR|Duplicate\w+|ProgrammingError): +(?:relation|column|type|index|constraint) "([^"]+)"(?: of relation "[^"]+")? already exists/,
        cause: 'The migration makes $1, which is there already: it ran half-way before, or twice at once, or somebody made it by hand.',
        fix: 'Look at what is there. If it is as the migration wants it: manage.py migrate --fake APP NAME.',
    },
    {
        pattern: /(?:ERROR|Undefined\w+|ProgrammingError): +(?:relation|column) "?([\w.]+)"? (?:of relation "[^"]+" )?does not exist/,
        cause: 'The code or a migration wants $1, which the database does not have: a migration is missing or was faked.',
        fix: 'Compare manage.py showmigrations with the release; check migrate-command.',
    },
    {
        pattern: /(?:ERROR|NotNullViolation|IntegrityError): +column "([^"]+)" (?:of relation "[^"]+" )?contains null values/,
        cause: 'The migration demands values for $1 that rows of the database do not have.',
        fix: 'Fill them in a migration before it, then demand them.',
    },
    {
        pattern: /could not create unique index "([^"]+)"|duplicate key value violates unique constraint "([^"]+)"/,
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
        cause: 'The migrations of the image do not fit those that the database has seen: one is missing, or they come in another order.',
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
        pattern: /connection to server at "([^"]+)".* failed: (?:timeout|Connection timed out|No route to host)|ConnectionTimeout: connection timeout expired/,
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
        pattern: /could not translate host name|Name or service not known|Temporary failure in name resolution|Name does not resolve|lookup \S+?(?: on \S+?)?: (?:no such host|server misbehaving)|getaddrinfo(?: E[A-Z]+|.* failed)|Could not resolve host: /i,
        cause: 'A host name does not resolve.',
        fix: 'Check the names in the settings; on the server, /etc/resolv.conf and `docker network inspect`.',
        unreachable: true,
    },
    {
        pattern: /Errno 111\b|ConnectionRefusedError|\bECONNREFUSED\b|[:)] connection refused\b(?! by)|\(111: Connection refused\)/i,
        cause: 'Something that the program needs does not listen: database, Redis or broker.',
        fix: 'The last lines name it. Start it, or correct its host and port.',
        unreachable: true,
    },
];

;// CONCATENATED MODULE: ./src/diagnosis/signs-machine.js
const freeDisk = 'On the server: `docker system df` shows what takes the room, `docker image prune --all` frees some; or give it a larger disk.';
/** Signs of a fault of the machine, its engine or the registry. */
const machineSigns = [
    {
        pattern: /No space left on device|\bENOSPC\b|Errno 28\b|could not extend file/i,
        cause: 'The disk is full.',
        fix: freeDisk,
    },
    {
        pattern: /Cannot allocate memory|(?:^|[\s.:])MemoryError(?:[(:]|$)|Errno 12\b|\bout of memory(?:\s*[:.(]|\s*$)/i,
        cause: 'There is not enough memory.',
        fix: 'Raise deploy.resources.limits.memory, run fewer workers (--workers, -c), or give the server more.',
    },
    {
        pattern: /can't start new thread|fork: (?:retry: )?Resource temporarily unavailable/i,
        cause: 'The limit of processes is reached.',
        fix: 'Raise pids_limit (deploy.resources.limits.pids), or run fewer workers.',
    },
    {
        pattern: /Too many open files|Errno 24\b/i,
        cause: 'The limit of open files is reached.',
        fix: 'Raise ulimits: {nofile: 65536} of the service.',
    },
    {
        pattern: /Bind for \S*?:(\d+) failed: port is already allocated|listen tcp4? \S*?:(\d+): bind: address already in use/,
        cause: 'Port $1$2 of the server is taken by another container or program.',
        fix: 'On the server `docker ps` and `ss -ltnp` show by which. Stop it, or publish another port.',
    },
    {
        // The message of IPAM has a capital letter; the one for a listening program contains bind.
        pattern: /Error response from daemon: (?:.*: )?Address already in use/,
        cause: 'The fixed address that the Compose file gives is in use by another container.',
        fix: 'Remove ipv4_address (ipv6_address) and reach the service by its name; `docker network inspect` on the server shows who has it.',
    },
    {
        pattern: /Errno 98\b|\bEADDRINUSE\b|\bbind.*address already in use|\(98: Address already in use\)|Connection in use: \(/i,
        cause: 'The port that the program wants to listen on is taken, inside of its container or by network_mode: host.',
        fix: 'Start one server only, or give it another port.',
    },
    {
        pattern: /exec format error\b/i,
        cause: 'The program is made for another processor than the server has.',
        fix: "Build for the server's processor: platforms: linux/amd64 or linux/arm64 of build-image (`uname -m` on the server tells).",
    },
    {
        pattern: /no matching manifest for (\S+?)(?: in|$|,)/,
        cause: 'The image is not made for the processor of the server, $1.',
        fix: 'Build for it as well: platforms of build-image.',
    },
    {
        pattern: /network (\S+?) declared as external, but could not be found|Error response from daemon: (?:.*: )?network (\S+) not found/,
        cause: 'The network $1$2 is not there on the server.',
        fix: 'On the server: `docker network create $1$2`; or take external: true off it.',
    },
    {
        pattern: /external volume "([^"]+)" not found/,
        cause: 'The volume $1 is not there on the server.',
        fix: 'On the server: `docker volume create $1`; or take external: true off it.',
    },
    {
        pattern: /Pool overlaps with other one on|non-overlapping IPv4 address pool|all predefined address pools/i,
        cause: 'The engine has no free range of addresses for another network.',
        fix: 'On the server: `docker network prune`; or set default-address-pools in /etc/docker/daemon.json.',
    },
    {
        pattern: /No chain\/target\/match by that name/,
        cause: "The firewall's rules of the engine are gone, as after a restart of the firewall.",
        fix: 'On the server: sudo systemctl restart docker.',
    },
    {
        pattern: /bind source path does not exist: (\S+)|error while creating mount source path '([^']+)'/,
        cause: 'The folder $1$2 that the Compose file mounts can not be had on the server.',
        fix: 'Make it on the server, or use a named volume.',
    },
    {
        pattern: /data directory "([^"]+)" has (?:wrong ownership|invalid permissions)/,
        cause: "The database's folder $1 belongs to another user.",
        fix: 'Use a named volume, or give the folder to the user of the container (postgres has 999, on Alpine 70).',
    },
    {
        pattern: /database files are incompatible with server|initialized by PostgreSQL version \d+.* not compatible/,
        cause: "The database's files were made by another major version of PostgreSQL than the image has.",
        fix: 'Go back to the image of that version; a new major version needs pg_dump from the old one and a new volume.',
    },
    {
        pattern: /Errno 30\b|Read-only file system/i,
        cause: 'Something is written to a file system that can only be read.',
        fix: 'Give the folder a volume, or take read_only (or :ro) off.',
    },
    {
        pattern: /\[Errno (?:1|13)\] (?:Permission denied|Operation not permitted): '([^']+)'|open\(\) "([^"]+)" failed \(13: Permission denied\)|can't open .*?(\/\S+).*: Permission denied/,
        cause: 'The user of the container may not use $1$2$3.',
        fix: 'Give the folder or volume to that user (`id` in the container tells), or set user: of the service.',
    },
    {
        pattern: /\btoomanyrequests\b|reached your (?:unauthenticated )?pull rate limit/i,
        cause: 'The registry has had too many pulls from this address.',
        fix: 'Give registry-username and registry-password, or keep the image in a registry of your own.',
    },
    {
        pattern: /unauthorized: (?:authentication required|incorrect username or password)|Error response from daemon: .*\b(?:unauthorized|(?<!permission )denied(?:: |$))|pull access denied|no basic auth credentials|requested access to the resource is denied/i,
        cause: 'The registry does not let this login read the image.',
        fix: 'Give registry-username and registry-password with the right to read it, and check the name of the image.',
    },
    {
        pattern: /(?:Get|Head) "https?:\/\/([^/"]+)\/v2\/(?:[^"]+\/(?:manifests|blobs)\/[^"]*)?": (?:dial tcp|read tcp|context deadline|EOF|net\/http: (?:request canceled|TLS handshake timeout))/,
        cause: 'The server does not get to the registry $1.',
        fix: 'See whether it runs, and on the server: curl -I https://$1/v2/ (a name that does not resolve, a firewall, a proxy).',
    },
    {
        pattern: /manifest unknown(?=$|:)|manifest for \S+[:@]\S+ not found|failed to resolve reference "/,
        cause: 'There is no such image in the registry.',
        fix: 'Check name and tag; of the app, deploy the digest that push-registry put out.',
    },
    {
        pattern: /x509: (?:certificate|cannot)|certificate signed by unknown authority|certificate verify failed|\bCERT_HAS_EXPIRED\b|Error: certificate has expired/i,
        cause: "The certificate of the other side is not valid for this machine: expired, of an unknown authority, or the machine's clock is wrong.",
        fix: 'Check `date` on the server; for an authority of your own put it into /etc/docker/certs.d or into the image.',
    },
    {
        pattern: /server gave HTTP response to HTTPS client/,
        cause: 'The registry speaks plain HTTP, and the engine insists on TLS.',
        fix: 'Give the registry a certificate, or name it under insecure-registries in /etc/docker/daemon.json.',
    },
];

;// CONCATENATED MODULE: ./src/diagnosis/signs-start.js
/** Signs of a program that cannot start: image, command, settings. */
const startSigns = [
    {
        pattern: /environment variable "(\w+)" required by \w+ "([^"]+)" is not set/,
        cause: 'The secret or config $2 takes the variable $1 of the server, where it is not set.',
        fix: 'Give its value to the containers by the environment input; or put it into a file on the server, and write file: and its absolute path.',
    },
    {
        pattern: /(?:Cannot|Could not) open configuration file\S* (\S+)/,
        cause: 'HAProxy can not read its configuration $1.',
        fix: 'Put the file there on the server, readable for the user of the container, or into the image.',
    },
    {
        pattern: /\[ALERT\].* parsing \[([^\]]+)\] ?: (.+)/,
        cause: 'HAProxy does not understand $1: $2.',
        fix: 'Correct it; `haproxy -c -f FILE` checks one.',
    },
    {
        pattern: /^Usage ?: haproxy|\[ALERT\].*Error\(s\) found in configuration file/,
        cause: 'HAProxy was started without a configuration that it can use.',
        fix: 'Correct its file, and see that it is on the server: Docker mounts an empty folder in place of one that is not.',
    },
    {
        pattern: /exec: \\?"([^"\\]+)\\?": (?:stat \S+: )?(?:executable file not found|no such file or directory)/,
        cause: 'The program $1 is not in the image.',
        fix: 'Correct command or entrypoint, or remove them: the image has its own.',
    },
    {
        pattern: /exec: \\?"([^"\\]+)\\?": (?:stat \S+: )?permission denied/,
        cause: 'The file $1 may not be executed.',
        fix: 'Make it executable in the image (chmod +x), or start it by its interpreter.',
    },
    {
        pattern: /(?:^|[/ ])(?:ba|da|a)?sh: (?:(?:line )?\d+: )?(?:exec: )?([^\s:]+): (?:command )?not found|\.sh: (?:line )?\d+: (?:exec: )?([^\s:]+): (?:command )?not found/,
        cause: 'The shell of the command does not find $1$2 in the image.',
        fix: 'Correct the command, or remove it: the image has its own.',
    },
    {
        pattern: /python[\d.]*: can't open file '([^']+)'/,
        cause: 'Python does not find the file $1 in the image.',
        fix: 'Correct the command or working_dir, or copy the file into the image.',
    },
    {
        pattern: /error while loading shared libraries: ([^:]+)|ImportError: (lib\S+?): cannot open shared object/,
        cause: 'The image lacks the library $1$2.',
        fix: 'Install its package in the last stage of the Dockerfile.',
    },
    {
        pattern: /version `(GLIBC\w*_[\d.]+)' not found/,
        cause: 'A program was built against a newer system than the image has ($1).',
        fix: 'Use the same base image in all stages of the Dockerfile.',
    },
    {
        pattern: /No module named '([\w.]+)'|python[\d.]*: No module named ([\w.]+)/,
        cause: "Python can't import $1$2: the image lacks it, or the name is wrong.",
        fix: 'Add the package to the image, or correct the name in command or settings.',
    },
    {
        pattern: /ImportError: cannot import name '([^']+)' from '([^']+)'/,
        cause: "Python can't import $1 from $2: another version of the package is in the image than the code is for.",
        fix: "Pin the package's version, and build from the lock file.",
    },
    {
        pattern: /Error loading ASGI app\. (.+)/,
        cause: 'The server does not find the application: $1',
        fix: 'Correct the name in the command; for Saleor it is saleor.asgi:application.',
    },
    {
        pattern: /Unable to load celery application\b/,
        cause: 'Celery does not find its application.',
        fix: 'Correct --app in the command; for Saleor it is saleor.celeryconf:app.',
    },
    {
        pattern: /^\s*((?:Syntax|Indentation|Tab|Name)Error: .+)/,
        cause: 'The code of the image does not run: $1.',
        fix: 'Correct it; `python -m compileall` in the pipeline finds such faults before the build.',
    },
    {
        pattern: /Unable to load provided PEM private key/,
        cause: 'RSA_PRIVATE_KEY is no key that can be loaded.',
        fix: 'Give it with real line breaks, from BEGIN to END. `openssl genrsa 3072` makes one.',
    },
    {
        pattern: /superuser password is not specified/,
        cause: 'The database is set up for the first time and has no POSTGRES_PASSWORD.',
        fix: 'Set POSTGRES_PASSWORD for its service.',
    },
    {
        pattern: /\b([A-Z][A-Z0-9_]{3,}) (?:environment variable|setting) (?:must|is not|is missing|is required)|(?:ImproperlyConfigured: (?:.* )?|\b[Vv]ariable )"?([A-Z][A-Z0-9_]{3,})"? (?:must be set|must not be empty|is not provided|is not set|is missing|is required)/,
        cause: 'The variable $1$2 is missing.',
        fix: 'Set $1$2 in the environment input.',
    },
    {
        pattern: /^KeyError: '([A-Z][A-Z0-9]*_[A-Z0-9_]+)'/,
        cause: 'The variable $1 is missing.',
        fix: 'Set $1 in the environment input.',
    },
    {
        pattern: /ImproperlyConfigured: (.+)/,
        cause: 'A setting is missing or wrong: $1',
        fix: 'Correct it in the environment input.',
    },
    {
        pattern: /(?:No such option:? '?|unrecognized arguments: )(--?[\w-]+)/,
        cause: 'The program does not know the option $1.',
        fix: "Correct the command, or remove it: the image's own fits its version.",
    },
    {
        pattern: /Unknown command: '([^']+)'/,
        cause: 'manage.py has no command $1.',
        fix: 'Correct it in the command, or in migrate-command.',
    },
    {
        pattern: /Got unexpected extra argument|^Error: Invalid value for '/,
        cause: 'The program does not understand its arguments.',
        fix: 'Correct the command; && and ; need a shell.',
    },
    {
        pattern: /Invalid HTTP_HOST header: '([^']+)'/,
        cause: 'Django refuses to be asked as $1, which ALLOWED_HOSTS does not have.',
        fix: 'Set health-host to a name in ALLOWED_HOSTS, or use a health-path that Django does not serve, such as /health/.',
    },
    {
        pattern: /(?:Uvicorn running on|Listening at:) https?:\/\/(?:127\.0\.0\.1|localhost):(\d+)/,
        cause: 'The server listens on 127.0.0.1 alone, where nobody outside of its container reaches it.',
        fix: 'Add --host 0.0.0.0 (uvicorn) or --bind 0.0.0.0:$1 (gunicorn) to the command.',
    },
    {
        pattern: /Worker failed to boot|WORKER TIMEOUT/,
        cause: "gunicorn's workers do not come up.",
        fix: 'The lines before it say why; --timeout if they are merely slow.',
    },
];
/**
 * The last sign: a worker may have died for any reason, and other lines may name it. The five seconds cannot be
 * changed in the uvicorn of Saleor, 0.32.
 * https://github.com/encode/uvicorn/blob/0.32.1/uvicorn/supervisors/multiprocess.py
 */
const lostWorker = {
    pattern: /\bChild process \[\d+\] died/,
    cause: 'The server ended a worker of its own that fell or did not answer it within 5 s: most often for want of processor or memory.',
    fix: 'Run fewer workers (--workers), raise deploy.resources.limits, or give the server more.',
};

;// CONCATENATED MODULE: ./src/diagnosis/cause.js




/** All signs, in the order of the search. */
const signs = [...machineSigns, ...startSigns, ...dataSigns, lostWorker];
/** Exit codes with a meaning of their own; 128 and more are signals. */
const exits = {
    126: {
        cause: 'the program of the command may not be executed.',
        fix: 'Make it executable in the image (chmod +x), or start it by its interpreter.',
    },
    127: {
        cause: 'the program of the command is not in the image.',
        fix: 'Correct the command, or remove it: the image has its own.',
    },
    132: {
        cause: 'the processor does not know an instruction of the program.',
        fix: 'Build for the processor of the server.',
    },
    134: { cause: 'the program gave up by itself (SIGABRT).', fix: 'Its last lines say why.' },
    137: {
        cause: 'it was killed from outside (SIGKILL): often by the kernel, for want of memory.',
        fix: '`dmesg` on the server tells. Raise its memory, or run fewer workers.',
    },
    139: {
        cause: 'the program crashed (SIGSEGV), most often in a compiled library.',
        fix: 'Build its packages for the base image that is used.',
    },
    143: { cause: 'somebody asked it to stop while it was starting.', fix: 'Run it again.' },
};
/**
 * The most likely cause of a failure, from the state of the host. An unreachable service may be a container of the
 * project with its own cause. Undefined if nothing matches. Pure.
 */
function likelyCause(evidence) {
    const { containers, release, said } = evidence;
    const fresh = containers.filter((one) => one.release === release);
    const others = containers.filter((one) => one.release === '' && !(0,model_evidence/* isWell */.f)(one));
    const fallen = fresh.filter((one) => !(0,model_evidence/* isWell */.f)(one));
    const killed = [...fallen, ...others].find((one) => one.outOfMemory);
    if (killed !== undefined)
        return killedFor(killed);
    // The inspection may come after the restart, when the state is gone; the failed step saw it.
    const wasKilled = said.some((line) => line.includes('was killed: out of memory'));
    if (wasKilled)
        return killedFor(undefined);
    const ofContainer = (one) => causeOf(one, evidence);
    const found = bySigns(said) ?? first(fallen, ofContainer) ?? first(fresh, ofContainer);
    if (found !== undefined && found.unreachable !== true)
        return found;
    return (first(others, ofContainer) ??
        (others[0] && notRunning(others[0])) ??
        found ??
        byState(evidence, fallen, fresh));
}
function causeOf({ service, error, lines, checks }, { reason }) {
    // A release that came to its bake has passed its health checks, or did not need them.
    const check = reason === 'bake-failed' ? undefined : brokenCheck(checks);
    const found = bySigns([error]) ?? bySigns(lines) ?? check;
    return found === undefined ? undefined : { ...found, cause: `${service}: ${found.cause}` };
}
/** The first sign that matches any line, with its last match: later lines come from deeper causes. */
function bySigns(lines) {
    for (const { pattern, cause, fix, unreachable } of signs) {
        const found = lines.map((line) => pattern.exec(line)).findLast((one) => one !== null);
        if (found === undefined || found === null)
            continue;
        const filled = (text) => text.replace(/\$(\d)/g, (_, at) => found[Number(at)] ?? '');
        return { cause: filled(cause), fix: filled(fix), ...(unreachable === undefined ? {} : { unreachable }) };
    }
    return undefined;
}
function brokenCheck(checks) {
    const tool = /exec: "?([^"\s:]+)"?: executable file not found|sh: (?:\d+: )?(\w+): not found/.exec(checks.at(-1) ?? '');
    return tool === null
        ? undefined
        : {
            cause: `its health check needs ${tool[1] ?? tool[2]}, which is not in the image.`,
            fix: `Use what is there: ["CMD", "python3", "-c", "import urllib.request as r; r.urlopen('http://localhost:8000/health/', timeout=5)"]`,
        };
}
/** The cause if no line matches: how it ended, where it listens, or that it does not answer. */
function byState({ reason, port, said }, fallen, fresh) {
    const ends = fallen.map(({ service, exitCode }) => ({ who: service, code: exitCode }));
    const ended = [...ends, ...said.flatMap(exitSaid)].find(({ code }) => exits[code] !== undefined);
    const exit = exits[ended?.code ?? 0];
    if (ended !== undefined && exit !== undefined)
        return { ...exit, cause: `${ended.who}: ${exit.cause}` };
    const elsewhere = fresh.flatMap(({ service, lines }) => lines.flatMap((line) => {
        const [, evidenceOf] = /(?:running on|Listening at:?) https?:\/\/\S*?:(\d+)/.exec(line) ?? [];
        return evidenceOf === undefined || Number(evidenceOf) === port ? [] : [{ service, evidenceOf }];
    }))[0];
    if (elsewhere !== undefined)
        return {
            cause: `${elsewhere.service}: the server listens on port ${elsewhere.evidenceOf}, and the Compose file publishes ${port}.`,
            fix: `Let it listen on ${port}, or publish "${port}:${elsewhere.evidenceOf}".`,
        };
    const silent = fresh.find((one) => one.status === 'running');
    // The crash may be on another host.
    const hasFallen = fallen.length > 0 || said.some((line) => / exited (?:with code|and was) /.test(line));
    if (reason !== 'unhealthy' || silent === undefined || hasFallen)
        return undefined;
    return {
        cause: `It runs and does not answer well on port ${port}: it is slow to start, refuses, or waits for something.`,
        fix: 'Its last lines say what it does; health-timeout if it is merely slow, health-path if it answers elsewhere.',
    };
}
/** The exit code that the failed step saw: a container that runs again no longer shows it. */
function exitSaid(line) {
    const [, who, code] = /(\S+) exited with code (\d+)/.exec(line) ?? [];
    return who === undefined ? [] : [{ who, code: Number(code) }];
}
function killedFor(container) {
    return {
        cause: `${container === undefined ? 'It' : container.service} was killed because it used more memory than it may.`,
        fix: 'Raise deploy.resources.limits.memory (or mem_limit), or run fewer workers (--workers, -c).',
    };
}
function notRunning({ service, status, exitCode, health }) {
    const known = status === 'running' ? undefined : exits[exitCode];
    if (known !== undefined)
        return { ...known, cause: `${service}: ${known.cause}` };
    return {
        cause: `${service} is not well: ${status === 'running' ? health : `${status}, exit code ${exitCode}`}.`,
        fix: `Its last lines say why; on the server: docker compose logs ${service}.`,
    };
}
function first(items, read) {
    for (const item of items) {
        const found = read(item);
        if (found !== undefined)
            return found;
    }
    return undefined;
}


/***/ }),

/***/ 99643:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IL: () => (/* binding */ saveBundle),
/* harmony export */   WE: () => (/* binding */ explain),
/* harmony export */   sb: () => (/* binding */ examine)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(16986);
/* harmony import */ var _model_evidence_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(12970);
/* harmony import */ var _cause_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(55625);
/* harmony import */ var _report_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(98385);
/* harmony import */ var _secrets_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(70658);







/** The timeout of a host in seconds: the undo waits for it. */
const timeoutSeconds = 10;
/** Failures for which containers know more than the message. A lost host cannot be inspected. */
const reporting = [
    ...['pull-failed', 'backup-failed', 'migration-failed', 'start-failed'],
    ...['unhealthy', 'switch-failed', 'bake-failed'],
];
/**
 * Captures the state of the failed containers before the undo removes them. A host that does not answer in time is described
 * by the step's own output alone. It never throws, takes at most ten seconds, and asks nothing of a
 * cancelled job, because the undo comes next.
 */
async function examine(engine, members, error, { clock, log, cancelled }) {
    if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .StepFailed */ .an) || !reporting.includes(error.reason) || cancelled.aborted)
        return [];
    const over = new AbortController();
    const found = new Map(members.map((one) => [one, evidenceOf(one, error)]));
    const looking = members.map(async (member) => {
        try {
            const { model, secrets = (0,_secrets_js__WEBPACK_IMPORTED_MODULE_6__/* .secretsIn */ .V)(model) } = member.desired;
            const captured = await engine.capture(member, (text) => (0,_secrets_js__WEBPACK_IMPORTED_MODULE_6__/* .withoutSecrets */ .c)(text, secrets));
            found.set(member, { ...evidenceOf(member, error), ...captured });
        }
        catch (failure) {
            log.debug(`${member.host.name}: no diagnosis: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(failure)}`);
        }
    });
    const enough = clock.sleep(timeoutSeconds, AbortSignal.any([over.signal, cancelled])).catch(() => { });
    await Promise.race([Promise.all(looking), enough]);
    over.abort();
    return [...found.values()];
}
/**
 * Adds the evidence to the error: the likely cause to its message, the rest to the job summary, and all of it to a
 * folder if one is set.
 */
async function explain(error, evidence, { secrets = [], folder }, { log, context }) {
    if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .StepFailed */ .an))
        return;
    // The runner masks secrets in its log, but not in summaries.
    error.message = (0,_secrets_js__WEBPACK_IMPORTED_MODULE_6__/* .withoutSecrets */ .c)(error.message, secrets);
    error.evidence = (0,_secrets_js__WEBPACK_IMPORTED_MODULE_6__/* .withoutSecrets */ .c)(error.evidence, secrets);
    if (evidence.length === 0)
        return;
    const [likely] = evidence.flatMap((one) => (0,_cause_js__WEBPACK_IMPORTED_MODULE_4__/* .likelyCause */ .I)(one) ?? []);
    const message = error.message;
    if (likely !== undefined)
        error.message = `${message}\nLikely cause: ${likely.cause}\nWhat to do: ${likely.fix}`;
    error.report = [(0,_report_js__WEBPACK_IMPORTED_MODULE_5__/* .diagnosisPart */ .Hg)(evidence, error.evidence), error.report].filter(Boolean).join('\n\n');
    if (folder === undefined)
        return;
    await saveBundle((0,_report_js__WEBPACK_IMPORTED_MODULE_5__/* .bundleOf */ .cj)(evidence, error.message), folder, { log, context });
}
/** Writes a diagnosis into a folder of the workspace, for actions/upload-artifact. A failure is only a warning. */
async function saveBundle(files, folder, { log, context }) {
    try {
        await save(files, (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(context.workspace, folder));
        log.info(`The diagnosis is in ${folder}; actions/upload-artifact keeps it.`);
    }
    catch (failure) {
        log.warning(`The diagnosis could not be written to ${folder}: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(failure)}`);
    }
}
/** Readable for this user only: the files have no secrets, but logs are private. */
async function save(files, folder) {
    for (const [name, text] of files) {
        const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(folder, name);
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path), { recursive: true, mode: 0o700 });
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.writeFile)(path, text, { mode: 0o600 });
    }
}
/** The evidence from the failed step alone, without its host. */
function evidenceOf({ host, desired }, error) {
    const { model, release, edge, secrets = (0,_secrets_js__WEBPACK_IMPORTED_MODULE_6__/* .secretsIn */ .V)(model) } = desired;
    return {
        host: host.name,
        reason: error.reason,
        said: (0,_model_evidence_js__WEBPACK_IMPORTED_MODULE_3__/* .linesOf */ .D)((0,_secrets_js__WEBPACK_IMPORTED_MODULE_6__/* .withoutSecrets */ .c)(`${error.evidence}\n${error.message}`, secrets)),
        release: release.id,
        containers: [],
        port: edge.port,
        machine: '',
    };
}


/***/ }),

/***/ 98385:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hg: () => (/* binding */ diagnosisPart),
/* harmony export */   Hw: () => (/* binding */ logsOf),
/* harmony export */   cj: () => (/* binding */ bundleOf),
/* harmony export */   yc: () => (/* binding */ containerTable)
/* harmony export */ });
/* harmony import */ var _model_evidence_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(12970);
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(80231);


/** The evidence for the job summary: every container, and the logs of the unhealthy ones. Pure. */
function diagnosisPart(evidence, shown) {
    const several = evidence.length > 1;
    return evidence
        .filter(({ containers }) => containers.length > 0)
        .map(({ host, containers, release }) => {
        const named = several ? `${host}: ` : '';
        const speaking = containers.filter((one) => !(0,_model_evidence_js__WEBPACK_IMPORTED_MODULE_0__/* .isWell */ .f)(one) || one.release === release);
        return [
            (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .details */ .zH)(`${named}${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .counted */ .hS)(containers.length, 'container')} when it failed`, containerTable(containers)),
            ...speaking.flatMap((one) => logsOf(one, named, shown)),
        ].join('\n\n');
    })
        .join('\n\n');
}
/** The state of each container. Pure. */
function containerTable(containers) {
    return (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .table */ .tp)(['', 'Container', 'State', 'Restarts', 'Health'], containers.map((one) => [
        (0,_model_evidence_js__WEBPACK_IMPORTED_MODULE_0__/* .isWell */ .f)(one) ? '✅' : '❌',
        (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .inlineCode */ .ti)(one.name),
        stateOf(one),
        String(one.restarts),
        one.health,
    ]));
}
function stateOf({ status, exitCode, outOfMemory, error }) {
    const ended = status === 'exited' || status === 'dead' ? `${status}, exit code ${exitCode}` : status;
    return [ended, outOfMemory ? 'out of memory' : '', error === '' ? '' : (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .inlineCode */ .ti)(error)]
        .filter(Boolean)
        .join(', ');
}
/**
 * The last lines of a container, and its health checks where they fail. Pure.
 * @param host stands before its name
 * @param shown a text that readers have seen already
 */
function logsOf({ name, lines, checks, health }, host, shown) {
    // Lines that the failed step has already shown are not repeated.
    const isNew = lines.length > 0 && !shown.includes(lines.at(-1) ?? '');
    return [
        ...(isNew ? [(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .details */ .zH)(`${host}${name}: last lines`, (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .code */ .aY)(lines.join('\n')))] : []),
        ...(health === 'unhealthy' && checks.length > 0
            ? [(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .details */ .zH)(`${host}${name}: its health checks`, (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .code */ .aY)(checks.join('\n')))]
            : []),
    ];
}
/** The same evidence as files, with a folder for each host. Pure. */
function bundleOf(evidence, message) {
    const files = new Map([['error.txt', `${message}\n`]]);
    for (const { host, containers, said, machine } of evidence) {
        const folder = host.replace(/[^\w.-]/g, '_');
        files.set(`${folder}/said.txt`, `${said.join('\n')}\n`);
        files.set(`${folder}/machine.txt`, `${machine}\n`);
        files.set(`${folder}/containers.json`, `${JSON.stringify(containers.map((one) => ({ ...one, lines: undefined })), undefined, 2)}\n`);
        for (const { name, lines } of containers)
            if (lines.length > 0)
                files.set(`${folder}/${name}.log`, `${lines.join('\n')}\n`);
    }
    return files;
}


/***/ }),

/***/ 70658:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ secretsIn),
/* harmony export */   c: () => (/* binding */ withoutSecrets)
/* harmony export */ });
/* harmony import */ var _inputs_values_secret_values_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(99131);
/* harmony import */ var _model_project_project_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(35616);


/** The secrets in the environments of a project, in the pieces that programs print. */
function secretsIn({ services }) {
    const found = Object.values(services).flatMap((service) => [...(0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_0__/* .environmentOf */ .p7)(service)].flatMap(([name, value]) => _inputs_values_secret_values_js__WEBPACK_IMPORTED_MODULE_1__/* .secretName */ .Gf.test(name) && !(0,_inputs_values_secret_values_js__WEBPACK_IMPORTED_MODULE_1__/* .isHarmless */ .EW)(name, value)
        ? (0,_inputs_values_secret_values_js__WEBPACK_IMPORTED_MODULE_1__/* .piecesOf */ .Xe)(value)
        : (0,_inputs_values_secret_values_js__WEBPACK_IMPORTED_MODULE_1__/* .loginPieces */ .hy)(value).flatMap(_inputs_values_secret_values_js__WEBPACK_IMPORTED_MODULE_1__/* .piecesOf */ .Xe)));
    return [...new Set(found)];
}
/**
 * The text without secrets. The runner masks its log, but not files and summaries. Passwords in URLs are masked
 * too, whoever owns them.
 */
function withoutSecrets(text, secrets) {
    const known = [...new Set(secrets.flatMap((one) => [one, encodeURIComponent(one.toWellFormed())]))]
        .toSorted((one, other) => other.length - one.length)
        .reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
    return known
        .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s/?#:@'"]*:)[^\s/?#@'"]+@/gi, '$1***@')
        .replace(/-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, '*** (a private key)');
}


/***/ })

};
