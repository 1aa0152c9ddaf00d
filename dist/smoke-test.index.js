export const id = "smoke-test";
export const ids = ["smoke-test"];
export const modules = {

/***/ 48585:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/engine/choose.js
var choose = __webpack_require__(62931);
;// CONCATENATED MODULE: ./src/engine/compose/inspection.js
/** Timeout in seconds: an engine that hangs accepts the connection and never answers. */
const timeoutSeconds = 20;
/** Timeout in seconds, enough to load Saleor on a busy server. */
const djangoTimeoutSeconds = 60;
const allContainers = `ids=$(timeout ${timeoutSeconds} docker ps -aq --filter label=com.docker.compose.project) || exit
[ -z "$ids" ] || timeout ${timeoutSeconds} docker inspect --format "$1" $ids`;
/** Disk space for images and for the deployment's folder; the same disk may appear twice. */
const disks = `df -Pk "$(timeout ${timeoutSeconds} docker info --format '{{.DockerRootDir}}')" "$1" | tail -n +2`;
/** Processes killed by the kernel's out-of-memory killer, including those whose container survived. */
const killed = `timeout ${timeoutSeconds} docker events --since 24h --until "$(date +%s)" --filter event=oom \\
  --format '{{.Time}} {{.Actor.Attributes.name}}'`;
// Any output is an answer: the caller would repeat a failed command.
const exec = `name=$1; shift; timeout ${djangoTimeoutSeconds} docker exec "$name" "$@" 2>&1 || echo "exit code $?"`;
/** Prints a line for each container: the number of error lines since then, and the last of them. */
const errorLines = `since=$1; shift
for name; do
  timeout ${timeoutSeconds} docker logs --since "$since" "$name" 2>&1 | tail -c 5000000 | tr '\\t\\r' '  ' |
    awk -v name="$name" '
      /^Traceback / { if (at != NR - 1) n++; inside = 1; next }
      inside && /^[^ ]/ { last = $0; inside = 0; next }
      /(^|[^A-Za-z])(ERROR|CRITICAL|FATAL)([^A-Za-z]|$)/ { n++; at = NR; last = $0 }
      END { print name "\\t" n + 0 "\\t" substr(last, 1, 300) }' &
done; wait`;
/** Prints a line for each container: the number of tasks that it has sent recently. */
const sentLines = `since=$1; shift
for name; do
  echo "$name $(timeout ${timeoutSeconds} docker logs --since "$since" "$name" 2>&1 | grep -ac 'Sending due task')"
done; :`;
/** The questions of `smoke-test` to Docker on a host. */
const composeInspection = {
    containers: (template) => ['bash', '-c', allContainers, 'containers', template],
    disks: (folder) => ['bash', '-c', disks, 'disks', folder],
    killed: ['bash', '-c', killed],
    execute: (container, words) => ['bash', '-c', exec, 'exec', container, ...words],
    errors: (seconds, containers) => ['bash', '-c', errorLines, 'errors', `${seconds}s`, ...containers],
    sent: (seconds, containers) => ['bash', '-c', sentLines, 'sent', `${seconds}s`, ...containers],
};

// EXTERNAL MODULE: ./src/inputs/contract.js
var contract = __webpack_require__(43849);
// EXTERNAL MODULE: ./src/inputs/groups/connection.js
var connection = __webpack_require__(17470);
// EXTERNAL MODULE: ./src/inputs/groups/deploy.js
var deploy = __webpack_require__(31701);
// EXTERNAL MODULE: ./src/inputs/groups/hosts.js
var hosts = __webpack_require__(42151);
// EXTERNAL MODULE: ./src/inputs/groups/metrics.js
var metrics = __webpack_require__(30669);
// EXTERNAL MODULE: ./src/inputs/values/health-paths.js
var health_paths = __webpack_require__(32823);
;// CONCATENATED MODULE: ./src/inputs/smoke-test.js






const { 'known-hosts': knownHosts, 'host-fingerprint': fingerprint, path, port } = connection/* connectionInputs */.e;
const userName = /^[a-z_][a-z0-9_.-]*\$?$/i;
const baseUrl = /^https?:\/\/[^\s/?#]+[^\s?#]*$/;
const aPath = 'a path that begins with /';
/** What `smoke-test` accepts and returns. The connection inputs are the same as elsewhere, but optional. */
const smokeTest = {
    inputs: {
        url: (0,contract/* pattern */.T1)(baseUrl, 'a base URL such as https://shop.example.com', { required: true }),
        'health-path': (0,health_paths/* healthPaths */.p)('/health/'),
        'service-urls': (0,contract/* lines */.Mn)({
            each: [/^[\w.-]+=https?:\/\/[^\s/?#]+[^\s?#]*$/, 'lines such as storefront=https://shop.example.com'],
        }),
        'graphql-path': (0,contract/* pattern */.T1)(/^\/\S*$/, aPath, { default: '/graphql/' }),
        'expect-release': (0,contract/* text */.Qq)(),
        'expect-version': (0,contract/* pattern */.T1)(/^v?\d+\.\d+(\.\d+\S*)?$/, 'a Saleor version such as 3.20.1 or 3.20'),
        token: (0,contract/* secret */.rJ)(),
        timeout: (0,contract/* seconds */.YA)({ default: '60s' }),
        interval: (0,contract/* seconds */.YA)({ default: '1s' }),
        consecutive: (0,contract/* whole */.WQ)({ min: 1, max: 100, default: '3' }),
        production: (0,contract/* flag */.Jt)({ default: 'false' }),
        'certificate-days': (0,contract/* whole */.WQ)({ min: 0, max: 365, default: '14' }),
        files: (0,contract/* lines */.Mn)({
            each: [/^(\/|https?:\/\/)\S*$/, 'a list of paths that begin with /, or URLs, one a line'],
        }),
        'dashboard-url': (0,contract/* pattern */.T1)(/^https?:\/\/[^\s/?#]+\S*$/, 'a URL such as https://dashboard.example.com/'),
        'load-duration': (0,contract/* seconds */.YA)({ default: '3s' }),
        'load-rate': (0,contract/* whole */.WQ)({ min: 1, max: 200, default: '10' }),
        'max-p50': (0,contract/* whole */.WQ)({ min: 1, max: 60_000 }),
        'max-p95': (0,contract/* whole */.WQ)({ min: 1, max: 60_000, default: '500' }),
        'max-p99': (0,contract/* whole */.WQ)({ min: 1, max: 60_000 }),
        'own-checks': (0,contract/* text */.Qq)(),
        severities: (0,contract/* lines */.Mn)({
            each: [/^[^=]+=\s*(error|warning|off)$/, 'lines such as response time=error: error, warning or off'],
        }),
        ...deploy/* engineInput */.xM,
        host: (0,contract/* text */.Qq)(),
        hosts: (0,hosts/* hostLines */.g)(),
        port,
        user: (0,contract/* pattern */.T1)(userName, 'the name of a user on the server'),
        'ssh-key': (0,contract/* secret */.rJ)(),
        'ssh-key-passphrase': connection/* connectionInputs */.e['ssh-key-passphrase'],
        'known-hosts': knownHosts,
        'host-fingerprint': fingerprint,
        'jump-host': connection/* connectionInputs */.e['jump-host'],
        'jump-user': connection/* connectionInputs */.e['jump-user'],
        path,
        'manage-command': (0,contract/* text */.Qq)({ default: 'python manage.py' }),
        'max-queue': (0,contract/* whole */.WQ)({ min: 0, max: 1_000_000, default: '1000' }),
        ...metrics/* metricInputs */.I,
        'sentry-url': (0,contract/* pattern */.T1)(baseUrl, 'the URL of Sentry, such as https://sentry.io', {
            default: 'https://sentry.io',
        }),
        'sentry-token': (0,contract/* secret */.rJ)(),
        'sentry-organization': (0,contract/* pattern */.T1)(/^[\w-]+$/, 'the slug of an organization in Sentry'),
        'sentry-project': (0,contract/* pattern */.T1)(/^[\w-]+$/, 'the slug of a project in Sentry'),
        'sentry-dsn': (0,contract/* secret */.rJ)(),
        'sentry-release': (0,contract/* text */.Qq)(),
        'sentry-environment': (0,contract/* pattern */.T1)(/^[^\s/]+$/, 'the name of an environment in Sentry', {
            default: 'production',
        }),
        'junit-file': (0,contract/* text */.Qq)(),
        'json-file': (0,contract/* text */.Qq)(),
    },
    outputs: [
        'reason-code',
        'release',
        'customers-affected',
        'schema-version',
        'checks',
        'failed',
        'warnings',
        'p50',
        'p95',
        'p99',
    ],
};

// EXTERNAL MODULE: ./src/run-action.js + 8 modules
var run_action = __webpack_require__(68507);
// EXTERNAL MODULE: ./src/runner/http/http.js
var http = __webpack_require__(19681);
;// CONCATENATED MODULE: ./src/runner/http/load.js

/** The number of keep-alive connections. Further requests wait for one, and the wait counts. */
const connections = 20;
/** The timeout of a request in seconds. */
const load_timeoutSeconds = 10;
/**
 * The load by undici, the client inside Node, with its own pool. Not by autocannon, the usual choice: it forgets a request
 * whose connection is closed without an answer, and has no 95th percentile.
 */
const undiciLoad = {
    async steady({ url, method = 'GET', headers, body, rate, seconds, signal }) {
        const { setTimeout: sleep } = await Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 58500, 19));
        const { origin, pathname, search } = new URL(url);
        const agent = await openAgent();
        const limits = { headersTimeout: load_timeoutSeconds * 1000, bodyTimeout: load_timeoutSeconds * 1000, signal };
        const one = async (due) => {
            await sleep(Math.max(0, due - performance.now()), undefined, { signal });
            try {
                const answer = await agent.request({
                    ...{ origin, path: pathname + search, method: method, body: body ?? null },
                    headers: (0,http/* withUserAgent */.f)(headers),
                    ...limits,
                });
                await answer.body.dump({ limit: Number.MAX_SAFE_INTEGER });
                return { milliseconds: performance.now() - due, status: answer.statusCode };
            }
            catch (error) {
                signal.throwIfAborted();
                const { code, message } = error;
                return { milliseconds: performance.now() - due, status: undefined, error: code ?? message };
            }
        };
        const begin = performance.now();
        const count = Math.max(1, Math.round(rate * seconds));
        try {
            return await Promise.all(Array.from({ length: count }, (_, index) => one(begin + (index * 1000) / rate)));
        }
        finally {
            await agent.destroy();
        }
    },
};
/** Uses the proxy of a self-hosted runner, except for loopback, as other requests do; undici calls that experimental. */
async function openAgent() {
    const { Agent, EnvHttpProxyAgent } = await __webpack_require__.e(/* import() */ "undici").then(__webpack_require__.t.bind(__webpack_require__, 61684, 19));
    const { env } = process;
    const behindProxy = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((name) => env[name]);
    if (!behindProxy)
        return new Agent({ connections, pipelining: 1 });
    const noProxy = [env.NO_PROXY ?? env.no_proxy ?? '', 'localhost,127.0.0.1,::1'].join();
    return new EnvHttpProxyAgent({ connections, pipelining: 1, noProxy });
}

;// CONCATENATED MODULE: ./src/runner/http/tls.js
const timeoutMs = 10_000;
/** TLS by Node, without a proxy, because a proxy for HTTPS would pass on the same bytes. */
const nodeTls = {
    async read(host, port, signal) {
        const [{ checkServerIdentity, connect }, { isIP }] = await Promise.all([
            Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 41692, 19)),
            Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 77030, 19)),
        ]);
        return await new Promise((resolve, reject) => {
            const servername = isIP(host) === 0 ? { servername: host } : {};
            const socket = connect({ host, port, ...servername, rejectUnauthorized: false, timeout: timeoutMs });
            const give = (up) => {
                socket.destroy();
                reject(up);
            };
            const abort = () => give(signal?.reason);
            signal?.addEventListener('abort', abort, { once: true });
            socket.once('close', () => signal?.removeEventListener('abort', abort));
            socket.once('timeout', () => give(new Error(`no answer within ${timeoutMs / 1000} s`)));
            socket.once('error', give);
            socket.once('secureConnect', () => {
                const shown = socket.getPeerCertificate(true);
                resolve({
                    distrust: socket.authorized ? undefined : String(socket.authorizationError),
                    mismatch: checkServerIdentity(host, shown)?.message,
                    validTo: Date.parse(shown.valid_to),
                    issuer: String(shown.issuer.O ?? shown.issuer.CN ?? 'unknown'),
                    length: lengthOf(shown),
                    protocol: socket.getProtocol() ?? 'unknown',
                });
                socket.destroy();
            });
        });
    },
};
/** A self-signed certificate is its own issuer, and ends the chain. */
function lengthOf(shown) {
    let count = 1;
    for (let one = shown; one.issuerCertificate !== undefined; one = one.issuerCertificate) {
        if (one.issuerCertificate.fingerprint256 === one.fingerprint256)
            break;
        count++;
    }
    return count;
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ../../node_modules/shlex/shlex.js
var shlex = __webpack_require__(44089);
// EXTERNAL MODULE: ./src/desired/swarm.js
var swarm = __webpack_require__(50056);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
// EXTERNAL MODULE: ./src/host/ssh/address.js
var address = __webpack_require__(81309);
// EXTERNAL MODULE: ./src/metrics/read.js
var read = __webpack_require__(48639);
// EXTERNAL MODULE: ./src/runner/context.js
var runner_context = __webpack_require__(31875);
// EXTERNAL MODULE: ./src/smoke/check.js
var smoke_check = __webpack_require__(37727);
// EXTERNAL MODULE: ./src/smoke/outside/shop.js
var outside_shop = __webpack_require__(26675);
;// CONCATENATED MODULE: ./src/smoke/outside/probes.js


/** The header in which the edge names the release that answered. */
const releaseHeader = 'x-saleor-release';
/**
 * The probes that repeat until the shop is steady: whether it is alive, and whether the expected release
 * answers with data.
 */
function steadyProbes(expectations) {
    const release = expectations['expect-release'];
    const version = expectations['expect-version'];
    // Each answer must come from the expected release: during a deploy one may be new and the other old.
    const releaseOf = (name) => (release === undefined ? [] : [releaseIs(name, release)]);
    return [
        {
            request: { url: baseOf(expectations) + expectations['health-path'] },
            checks: [healthy, ...releaseOf('health release')],
        },
        {
            request: graphqlRequest(expectations, '{ shop { name schemaVersion } }'),
            checks: [
                shopAnswers,
                ...(version === undefined ? [] : [schemaVersionIs(version)]),
                ...releaseOf('graphql release'),
            ],
        },
    ];
}
/** Whether the schema can be queried, as the builds of dashboard and storefront do. */
function introspectionProbe(expectations) {
    return {
        request: graphqlRequest(expectations, '{ schema: __schema { queryType { name } } }'),
        checks: [describesItself],
    };
}
/** The request of a GraphQL query, with the app token if there is one. */
function graphqlRequest(expectations, query) {
    const authorization = expectations.token === undefined ? {} : { authorization: `Bearer ${expectations.token}` };
    return {
        method: 'POST',
        url: baseOf(expectations) + expectations['graphql-path'],
        headers: { 'content-type': 'application/json', ...authorization },
        body: JSON.stringify({ query }),
    };
}
/** The base URL without a trailing slash. */
function baseOf({ url }) {
    return url.replace(/\/+$/, '');
}
/** Liveness only: Saleor answers it before Django, with an empty body, also when the database is down. */
const healthy = {
    name: 'health',
    expected: '200',
    evaluate: (answer) => ({ passed: answer.status === 200, got: (0,smoke_check/* statusOf */.c2)(answer) }),
};
/** The shop's name comes from the database. Errors of execution arrive with status 200, so the body decides. */
const shopAnswers = {
    name: 'graphql',
    expected: '200, no errors, a shop name',
    evaluate(answer) {
        const shop = (0,outside_shop/* readShop */.x2)(answer.body);
        const shopText = shop.error ?? `shop name ${JSON.stringify(shop.name)}`;
        return {
            passed: answer.status === 200 && shop.error === undefined,
            got: `${(0,smoke_check/* statusOf */.c2)(answer)}, ${shopText}`,
        };
    },
};
/** Only a warning: Saleor cannot disable it, but a firewall in front may refuse it on purpose. */
const describesItself = {
    name: 'introspection',
    severity: 'warning',
    expected: '200, the name of the query type',
    evaluate(answer) {
        const { queryType, error } = (0,outside_shop/* introspected */.J5)(answer.body);
        return {
            passed: answer.status === 200 && error === undefined,
            got: `${(0,smoke_check/* statusOf */.c2)(answer)}, ${error ?? queryType ?? ''}`,
        };
    },
};
/** 3.20.1 → "3.20": Saleor shows the exact version to staff only, and the minor version to everybody. */
function schemaVersionIs(version) {
    const [minor = version] = /\d+\.\d+/.exec(version) ?? [];
    return {
        name: 'schema version',
        expected: minor,
        evaluate(answer) {
            const { schemaVersion } = (0,outside_shop/* readShop */.x2)(answer.body);
            return { passed: schemaVersion === minor, got: schemaVersion ?? 'none' };
        },
    };
}
/** Whether the answer names this release in the edge's header. */
function releaseIs(name, release) {
    return {
        name,
        expected: release,
        evaluate({ headers }) {
            const got = headers[releaseHeader];
            return { passed: got === release, got: got ?? `no ${releaseHeader} header` };
        },
    };
}

;// CONCATENATED MODULE: ./src/smoke/outside/services.js



/**
 * The probes of further web services, such as a storefront with its own image: each answers at its own URL, with the
 * expected release.
 * @throws UserError `bad-input` when a service has two URLs
 */
function serviceProbes(wishes) {
    const { 'service-urls': lines, 'health-path': paths, 'expect-release': release } = wishes;
    const services = lines.map((line) => {
        const at = line.indexOf('=');
        return { name: line.slice(0, at), url: line.slice(at + 1) };
    });
    const twice = services.find(({ name }, index) => services.findIndex((one) => one.name === name) !== index);
    if (twice !== undefined)
        throw new errors/* UserError */.yo('bad-input', `Input 'service-urls' names ${twice.name} more than once.`, 'Give each service one line, service=https://….');
    return services.map(({ name, url }) => ({
        request: { url: baseOf({ url }) + (paths.others[name] ?? '/') },
        checks: [
            answers(name),
            ...(release === undefined ? [] : [releaseIs(`${checkName(name)} release`, release)]),
        ],
    }));
}
/** The services with a line in `health-path` and no URL, which nothing asks from outside. */
function withoutUrl({ 'service-urls': lines, 'health-path': paths }) {
    return Object.keys(paths.others).filter((name) => !lines.some((line) => line.startsWith(`${name}=`)));
}
/** The services among the checks, by the names of {@link serviceProbes}. */
function servicesIn(names) {
    return names.flatMap((name) => /^service (\S+)$/.exec(name)?.[1] ?? []);
}
const checkName = (service) => `service ${service}`;
/** The edge takes a redirect for healthy too: a storefront's first page often leads to a language or a channel. */
function answers(service) {
    return {
        name: checkName(service),
        expected: '200, or a redirect',
        evaluate: (answer) => ({ passed: answer.status >= 200 && answer.status < 400, got: (0,smoke_check/* statusOf */.c2)(answer) }),
    };
}

// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(80231);
;// CONCATENATED MODULE: ./src/smoke/outside/site.js



/** Half a year in seconds, the minimum that scanners and preload lists of browsers accept. */
const leastHstsSeconds = 15_768_000;
/**
 * Checks that plain HTTP redirects to HTTPS with the same path. Only for a URL with the default port: a custom port has no
 * plain counterpart.
 */
function redirectProbe({ url, 'health-path': path }) {
    const target = new URL(baseOf({ url }) + path);
    if (target.protocol !== 'https:' || target.port !== '')
        return [];
    const plain = target.href.replace(/^https:/, 'http:');
    const check = {
        name: 'https redirect',
        expected: `301, 302, 307 or 308 → ${target.href}`,
        evaluate: (answer) => ({ passed: leadsTo(answer, plain, target.href), got: (0,smoke_check/* statusOf */.c2)(answer) }),
        // A closed plain port is fine, as long as the HTTPS port is open.
        unanswered: ({ message }) => ({
            passed: /ECONNREFUSED/.test(message),
            got: /ECONNREFUSED/.test(message) ? 'nothing listens on port 80' : message,
        }),
    };
    return [{ request: { url: plain }, checks: [check], needs: target.href }];
}
function leadsTo({ status, headers }, from, to) {
    if (![301, 302, 307, 308].includes(status) || headers.location === undefined)
        return false;
    return URL.canParse(headers.location, from) && new URL(headers.location, from).href === to;
}
/**
 * Checks the security headers of production at a path of Django, which sets cookies. They are warnings:
 * no deploy changes them, so none should be rolled back for them.
 */
function productionProbe({ url, 'graphql-path': path, }) {
    return {
        request: { url: baseOf({ url }) + path },
        checks: url.startsWith('https:') ? [hsts, cookies] : [cookies],
    };
}
const hsts = {
    name: 'hsts',
    severity: 'warning',
    expected: `strict-transport-security with max-age of ${leastHstsSeconds} or more`,
    evaluate({ headers }) {
        const header = headers['strict-transport-security'];
        const age = Number(/max-age="?(\d+)/i.exec(header ?? '')?.[1] ?? 0);
        return { passed: age >= leastHstsSeconds, got: header ?? 'no such header' };
    },
};
const cookies = {
    name: 'cookie flags',
    severity: 'warning',
    expected: 'Secure, HttpOnly and SameSite on every cookie',
    evaluate({ headers }) {
        const set = (headers['set-cookie'] ?? '').split('\n').filter((line) => line !== '');
        const problems = set.flatMap((line) => {
            const [name = '', ...attributes] = line.split(';').map((part) => part.trim());
            const lacking = ['Secure', 'HttpOnly', 'SameSite'].filter((flag) => !attributes.some((one) => one.split('=')[0]?.toLowerCase() === flag.toLowerCase()));
            // The value may be a session id.
            return lacking.length === 0 ? [] : [`${name.split('=')[0]} lacks ${lacking.join(', ')}`];
        });
        const well = set.length === 0 ? 'no cookies' : `${(0,markdown/* counted */.hS)(set.length, 'cookie')} with all flags`;
        return { passed: problems.length === 0, got: problems.length === 0 ? well : problems.join('; ') };
    },
};
/** Checks that a static or media file exists. Its name is part of the check's name. */
function fileProbe(base, file) {
    const url = new URL(file, `${base}/`).href;
    return {
        request: { url },
        checks: [
            {
                name: `file ${file}`,
                expected: '200, not empty',
                evaluate(answer) {
                    const wrong = answer.body === '' ? ', empty' : isPageInstead(file, answer) ? ', a page in its place' : '';
                    return {
                        passed: answer.status === 200 && wrong === '',
                        got: answer.status === 200 ? `200${wrong}` : (0,smoke_check/* statusOf */.c2)(answer),
                    };
                },
            },
        ],
    };
}
/** A single-page site answers a missing file with its page and status 200. */
function isPageInstead(file, { headers }) {
    const isPage = /^text\/html\b/.test(headers['content-type'] ?? '');
    return isPage && /\.(?!html?\b)\w+(\?.*)?$/.test(file);
}

;// CONCATENATED MODULE: ./src/smoke/sentry/sentry-event.js

/**
 * The address and the header for events, from a DSN. https://develop.sentry.dev/sdk/overview/#parsing-the-dsn
 * @throws UserError `bad-input`, which doesn't show it
 */
function ingestOf(dsn) {
    const url = URL.canParse(dsn) ? new URL(dsn) : undefined;
    const [, prefix = '', project] = /^(.*)\/(\d+)\/?$/.exec(url?.pathname ?? '') ?? [];
    if (url === undefined || url.username === '' || project === undefined)
        throw new errors/* UserError */.yo('bad-input', "Input 'sentry-dsn' is no DSN.", 'Copy it from the project in Sentry (Settings, Client Keys): https://key@host/number.');
    return {
        url: `${url.protocol}//${url.host}${prefix}/api/${project}/envelope/`,
        auth: `Sentry sentry_version=7, sentry_client=saleor-deploy/1, sentry_key=${url.username}`,
    };
}
/** A test event in the format of Sentry's clients, one JSON per line. `now` in milliseconds. https://develop.sentry.dev/sdk/data-model/envelopes/ */
function envelope(id, { release, environment, runUrl }, now) {
    const event = {
        ...{ event_id: id, timestamp: now / 1000, platform: 'other', level: 'info', release, environment },
        logger: 'saleor-deploy',
        message: { formatted: `Smoke test of ${release}: errors of ${environment} arrive here` },
        tags: { smoke_test: 'true' },
        // All test events are one issue, however many deploys there are.
        fingerprint: ['saleor-deploy-smoke-test'],
        extra: { run: runUrl },
    };
    return [{ event_id: id, sent_at: new Date(now).toISOString() }, { type: 'event' }, event]
        .map((line) => `${JSON.stringify(line)}\n`)
        .join('');
}

;// CONCATENATED MODULE: ./src/smoke/sentry/sentry.js




/** Seconds until an event must be found, because Sentry processes it in the background. */
const findWithin = 60;
/**
 * Records the release and its deploy, sends a test event and finds it.
 * https://docs.sentry.io/api/releases/, https://docs.sentry.io/api/events/retrieve-an-event-for-a-project/
 */
async function sentryResults(sentry, eventId, runner) {
    const [marked, event] = await Promise.all([
        markRelease(sentry, runner),
        sentry.dsn === undefined ? undefined : findEvent(sentry, sentry.dsn, eventId, runner),
    ]);
    return event === undefined ? marked : [...marked, event];
}
async function markRelease(sentry, runner) {
    const { organization, project, release, environment, runUrl } = sentry;
    const base = `/api/0/organizations/${organization}/releases/`;
    const made = await ask(sentry, runner, base, { version: release, projects: [project], url: runUrl });
    const isThere = result('sentry release', `${release} is known to ${project}`, made, [201, 208]);
    if (!isThere.passed)
        return [isThere];
    const path = `${base}${encodeURIComponent(release)}/deploys/`;
    const dateFinished = new Date(runner.clock.now()).toISOString();
    const deployed = await ask(sentry, runner, path, {
        ...{ environment, projects: [project], url: runUrl, dateFinished },
    });
    return [
        isThere,
        result('sentry deploy', `${release} is marked as deployed to ${environment}`, deployed, [201]),
    ];
}
async function findEvent(sentry, dsn, id, runner) {
    const { clock, cancelled } = runner;
    const expected = 'a test event arrives and is found again';
    const ingest = ingestOf(dsn);
    const now = clock.now();
    const sent = await send(runner, {
        method: 'POST',
        url: ingest.url,
        headers: { 'content-type': 'application/x-sentry-envelope', 'x-sentry-auth': ingest.auth },
        body: envelope(id, sentry, now),
    });
    const arrived = result('sentry event', expected, sent, [200]);
    if (!arrived.passed)
        return arrived;
    const path = `/api/0/projects/${sentry.organization}/${sentry.project}/events/${id}/`;
    for (;;) {
        const found = await ask(sentry, runner, path);
        const seconds = (clock.now() - now) / 1000;
        const status = found instanceof Error ? undefined : found.status;
        // An event is not found until it is processed; a wait changes nothing else.
        if (status !== 404 || seconds > findWithin) {
            const got = status === 200 ? `found after ${seconds.toFixed(1)} s` : undefined;
            return { ...result('sentry event', expected, found, [200], got), seconds };
        }
        await clock.sleep(1, cancelled);
    }
}
async function ask({ url, token }, runner, path, body) {
    return await send(runner, {
        url: url.replace(/\/+$/, '') + path,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
}
async function send({ http, cancelled }, request) {
    const answer = await http
        .request({ ...request, signal: cancelled })
        .catch((error) => (error instanceof Error ? error : new Error(String(error))));
    cancelled.throwIfAborted();
    return answer;
}
function result(name, expected, answer, right, well = expected) {
    const common = { name, where: smoke_check/* outside */.qY, severity: 'warning', expected };
    if (answer instanceof Error)
        return { ...common, passed: false, got: answer.message, seconds: 0 };
    const passed = right.includes(answer.status);
    const got = passed ? well : `${(0,smoke_check/* statusOf */.c2)(answer)}: ${(0,outside_shop/* excerpt */.Kb)(answer.body)}`;
    return { ...common, passed, got, seconds: answer.seconds };
}
/**
 * The Sentry project and release from the inputs; undefined without a token.
 * @throws UserError `bad-input` if an input beside the token is missing, or the DSN is invalid
 */
function sentryFrom(inputs, runUrl) {
    const { 'sentry-token': token, 'sentry-organization': organization, 'sentry-project': project } = inputs;
    const release = inputs['sentry-release'] ?? saleorVersion(inputs['expect-version']);
    if (token === undefined)
        return undefined;
    if (organization === undefined || project === undefined || release === undefined)
        throw new errors/* UserError */.yo('bad-input', "Input 'sentry-token' is given without all that it is for.", "Give 'sentry-organization' and 'sentry-project' (their slugs), and 'sentry-release' or 'expect-version': Saleor names its releases by its version.");
    if (inputs['sentry-dsn'] !== undefined)
        ingestOf(inputs['sentry-dsn']);
    return {
        ...{ token, organization, project, release, runUrl },
        ...{ url: inputs['sentry-url'], dsn: inputs['sentry-dsn'], environment: inputs['sentry-environment'] },
    };
}
/** Saleor's name for its release in Sentry: without the commit that may follow an image's version. */
function saleorVersion(version) {
    return version?.replace(/^v/, '').replace(/-[0-9a-f]{7,}$/, '');
}

;// CONCATENATED MODULE: ./src/smoke/severity.js
/** Reads lines such as `response time=error`; the contract has validated their form. */
function readSeverities(lines) {
    return new Map(lines.map((line) => {
        const at = line.lastIndexOf('=');
        return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }));
}
/** Applies severities to checks or their results, and removes those that are off. */
function weighed(all, severities) {
    return all.flatMap((one) => {
        const severity = severities.get(one.name);
        if (severity === 'off')
            return [];
        return [severity === undefined ? one : { ...one, severity }];
    });
}
/** The same for probes; a probe without checks is removed. */
function weighedProbes(probes, severities) {
    return probes
        .map((probe) => ({ ...probe, checks: weighed(probe.checks, severities) }))
        .filter(({ checks }) => checks.length > 0);
}

;// CONCATENATED MODULE: ./src/smoke/plan.js












/**
 * Turns the inputs into the plan of a smoke test.
 * @throws UserError `bad-input` for inputs that contradict each other
 */
async function smokePlanOf(inputs, { context, clock, log }) {
    const { timeout, interval, consecutive } = inputs;
    assertTimeoutFits(inputs);
    const base = baseOf(inputs);
    const url = new URL(base);
    const web = { ...inputs, 'health-path': inputs['health-path'].web };
    for (const name of withoutUrl(inputs))
        log.info(`health-path has a line for ${name}, and service-urls has none: it is not asked from outside.`);
    const inside = insideFrom(inputs);
    const sentry = sentryFrom(inputs, (0,runner_context/* runUrl */.V)(context));
    // An id unique to this run; Sentry stores a repeated event only once.
    const eventId = (0,external_node_crypto_.createHash)('sha256')
        .update(`${(0,runner_context/* runUrl */.V)(context)} ${context.runAttempt} ${clock.now()}`)
        .digest('hex');
    return {
        steady: [...steadyProbes(web), ...serviceProbes(inputs)],
        repetition: { timeout, interval, consecutive },
        once: [
            introspectionProbe(web),
            ...redirectProbe(web),
            ...(inputs.production ? [productionProbe(inputs)] : []),
            ...inputs.files.map((file) => fileProbe(base, file)),
            ...(await ownChecks(inputs['own-checks'], base)),
        ],
        ...(url.protocol === 'https:'
            ? {
                certificate: {
                    host: url.hostname,
                    port: Number(url.port || 443),
                    days: inputs['certificate-days'],
                },
            }
            : {}),
        ...(inputs['dashboard-url'] === undefined ? {} : { dashboard: inputs['dashboard-url'] }),
        ...(inputs['load-duration'] === 0
            ? {}
            : {
                load: {
                    request: graphqlRequest(web, '{ shop { name } }'),
                    rate: inputs['load-rate'],
                    seconds: inputs['load-duration'],
                    limits: inputs,
                },
            }),
        ...(inside === undefined ? {} : { inside }),
        ...(sentry === undefined ? {} : { sentry: { ...sentry, eventId: eventId.slice(0, 32) } }),
        severities: readSeverities(inputs.severities),
    };
}
function assertTimeoutFits({ timeout, interval, consecutive }) {
    const atLeast = (consecutive - 1) * interval;
    if (timeout > atLeast)
        return;
    throw new errors/* UserError */.yo('bad-input', `Input 'timeout': ${timeout} s can't hold ${consecutive} rounds, ${interval} s apart.`, `Give a timeout above ${atLeast}s, or fewer consecutive rounds.`);
}
/** The YAML parser is loaded only for custom checks. */
async function ownChecks(text, base) {
    if (text === undefined)
        return [];
    const { readOwnChecks } = await Promise.all(/* import() */[__webpack_require__.e("yaml"), __webpack_require__.e("own-checks")]).then(__webpack_require__.bind(__webpack_require__, 69297));
    return readOwnChecks(text, base);
}
/** @throws UserError `bad-input` if there is a server without a login, or several forms of a server */
function insideFrom(inputs) {
    const { host, hosts, user, 'ssh-key': key } = inputs;
    if (host === undefined && hosts.length === 0) {
        if (inputs['metric-checks'].length === 0)
            return undefined;
        throw new errors/* UserError */.yo('bad-input', "Input 'metric-checks' is given without 'host' or 'hosts'.", 'Prometheus is asked from the hosts: name them, with user and ssh-key.');
    }
    if (host !== undefined && hosts.length > 0)
        throw new errors/* UserError */.yo('bad-input', "Inputs 'host' and 'hosts' are both given.", 'Give one of them.');
    if (user === undefined || key === undefined)
        throw new errors/* UserError */.yo('bad-input', `Input '${host === undefined ? 'hosts' : 'host'}' is given without ${user === undefined ? "'user'" : "'ssh-key'"}.`, 'Give both to look into the servers, or leave the servers out to ask from outside only.');
    if (inputs.engine === 'swarm')
        (0,swarm/* assertSwarmInputs */.y0)(inputs, swarm/* smokeInSwarm */.lj);
    const { targets, jump } = (0,address/* addressesFrom */.b)({
        ...{ ...inputs, user, 'ssh-key': key },
        ...(host === undefined ? { hosts } : { host }),
    });
    return {
        ...{ targets, jump, hosts, root: inputs.path, manage: wordsOf(inputs['manage-command']) },
        'expect-release': inputs['expect-release'],
        'expect-version': inputs['expect-version'],
        'max-queue': inputs['max-queue'],
        metrics: { address: inputs['prometheus-address'], checks: (0,read/* readMetricChecks */.S)(inputs['metric-checks']) },
    };
}
function wordsOf(command) {
    try {
        return (0,shlex/* split */.lD)(command);
    }
    catch {
        throw new errors/* UserError */.yo('bad-input', `Input 'manage-command': "${command}" has a quote that nothing closes.`, 'Write it as in a shell, such as python manage.py.');
    }
}

// EXTERNAL MODULE: ./src/report/timeline.js
var timeline = __webpack_require__(18117);
;// CONCATENATED MODULE: ./src/smoke/speed/speed-report.js

/** How long answers took: in one line, with the distribution in a fold. */
function speedReport(speed) {
    const { sent, failed, failures, p50, p95, p99, longest, spans, rate } = speed;
    const asked = `${(0,markdown/* counted */.hS)(sent, 'request')}, ${rate} a second`;
    // Without answers there are no times: neither numbers nor a distribution.
    if (failed === sent)
        return `${asked}: none was answered with 2xx (${failures.map(markdown/* inlineCode */.ti).join(', ')}).`;
    const numbers = `${asked}: p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms, the longest ${longest} ms`;
    const most = Math.max(1, ...spans.map(({ count }) => count));
    const rows = spans.map(({ upTo, count }) => [
        Number.isFinite(upTo) ? `≤ ${upTo} ms` : 'more',
        String(count),
        count === 0 ? '' : (0,markdown/* inlineCode */.ti)('█'.repeat(Math.max(1, Math.round((barWidth * count) / most)))),
    ]);
    return `${numbers}${failed === 0 ? '' : `, ${failed} not answered`}.\n\n${(0,markdown/* details */.zH)('Answers by response time', (0,markdown/* table */.tp)(['Within', 'Answers', ''], rows))}`;
}
/** The width of the longest bar in characters. */
const barWidth = 30;

;// CONCATENATED MODULE: ./src/smoke/verdict.js
/** The verdict on the rounds so far: green, red, or one more round. */
function verdict(rounds, policy) {
    if (streak(rounds) >= policy.consecutive)
        return 'passed';
    return policy.elapsed < policy.timeout ? 'again' : 'failed';
}
/** Whether all errors passed; warnings do not count. */
function isGood(round) {
    return round.every(({ passed, severity }) => passed || severity === 'warning');
}
/** The number of good rounds in a row at the end. */
function streak(rounds) {
    const lastBad = rounds.findLastIndex((round) => !isGood(round));
    return rounds.length - 1 - lastBad;
}
/**
 * One line for each check. It passed if it passed in the last `consecutive` rounds; otherwise its latest failure is
 * shown, which may not be its last answer.
 */
function summarize(rounds, consecutive) {
    const last = rounds.at(-1) ?? [];
    return last.map((latest, index) => {
        const all = rounds.flatMap((round) => round[index] ?? []);
        const shown = all.slice(-consecutive).findLast(({ passed }) => !passed) ?? latest;
        return { ...shown, rounds: all.length, roundsPassed: all.filter(({ passed }) => passed).length };
    });
}

;// CONCATENATED MODULE: ./src/smoke/report.js







/** The job summary of a passed smoke test: the verdict, the warnings, and everything else in folds. */
function smokeSummary(url, smoke) {
    const warned = failedOf(smoke, 'warning').length;
    const warnings = warned === 0 ? '' : `, ${(0,markdown/* counted */.hS)(warned, 'warning')}`;
    const services = servicesIn(smoke.checks.map(({ name }) => name));
    const answers = services.length === 0 ? 'answers' : `and ${services.join(', ')} answer`;
    const head = `### ✅ ${url} ${answers} as expected; customers are served${warnings}`;
    const by = smoke.release === undefined ? [] : [`Release ${(0,markdown/* inlineCode */.ti)(smoke.release)} answers.`];
    return [head, ...by, checksReport(smoke)].join('\n\n');
}
/** The checks that failed as a table, those that passed or were not run in folds, then response times and steps. */
function checksReport(smoke) {
    const { checks, speed, rounds, seconds } = smoke;
    const failed = checks.filter(({ passed, skipped }) => !passed && skipped !== true);
    const passed = checks.filter((check) => check.passed);
    const skipped = checks.filter((check) => check.skipped === true);
    return [
        failed.length === 0 ? '' : failedTable(failed),
        `${(0,markdown/* counted */.hS)(streak(rounds), 'good round')} in a row, after ${(0,markdown/* duration */.p0)(seconds)}.`,
        speed === undefined ? '' : speedReport(speed),
        passed.length === 0 ? '' : (0,markdown/* details */.zH)(`${(0,markdown/* counted */.hS)(passed.length, 'check')} passed`, passedTable(passed)),
        skipped.length === 0 ? '' : (0,markdown/* details */.zH)(`${(0,markdown/* counted */.hS)(skipped.length, 'check')} not run`, skippedTable(skipped)),
        (0,timeline/* timeline */.I)(smoke.timeline),
    ]
        .filter((part) => part !== '')
        .join('\n\n');
}
function failedTable(checks) {
    const several = areApart(checks);
    return (0,markdown/* table */.tp)(['', 'Check', 'Expected', 'Found', ...(several ? ['Where'] : [])], checks.map((check) => [
        check.severity === 'error' ? '❌' : '⚠️',
        check.name,
        (0,markdown/* inlineCode */.ti)(check.expected),
        (0,markdown/* inlineCode */.ti)(check.got),
        ...(several ? [placeOf(check)] : []),
    ]));
}
function passedTable(checks) {
    const several = areApart(checks);
    return (0,markdown/* table */.tp)(['', 'Check', 'Found', ...(several ? ['Where'] : []), 'Time'], checks.map((check) => [
        '✅',
        check.name,
        (0,markdown/* inlineCode */.ti)(check.got),
        ...(several ? [placeOf(check)] : []),
        (0,markdown/* duration */.p0)(check.seconds),
    ]));
}
function skippedTable(checks) {
    return (0,markdown/* table */.tp)(['', 'Check', 'Why'], checks.map(({ name, got }) => ['⏭️', name, got.replace(/^not run: /, '')]));
}
function areApart(checks) {
    return checks.some(({ where }) => where !== smoke_check/* outside */.qY);
}
function placeOf({ where }) {
    return where === smoke_check/* outside */.qY ? smoke_check/* outside */.qY : (0,markdown/* inlineCode */.ti)(where);
}
/** The outputs for the next steps, of passed and failed tests. */
function smokeOutputs(smoke) {
    const names = (severity) => [...new Set(failedOf(smoke, severity).map(({ name }) => name))].join('\n');
    // Without any answer nothing was measured.
    const speed = smoke.speed === undefined || smoke.speed.failed === smoke.speed.sent ? undefined : smoke.speed;
    return {
        release: smoke.release ?? '',
        'schema-version': smoke.schemaVersion ?? '',
        'customers-affected': String(metByCustomers(smoke).length > 0),
        checks: JSON.stringify(smoke.checks.map(forOthers)),
        failed: names('error'),
        warnings: names('warning'),
        p50: speed === undefined ? '' : String(speed.p50),
        p95: speed === undefined ? '' : String(speed.p95),
        p99: speed === undefined ? '' : String(speed.p99),
    };
}
/** A check for other programs. */
function forOthers(check) {
    const { name, where, severity, expected, got, passed, skipped = false } = check;
    const seconds = Math.round(check.seconds * 1000) / 1000;
    return { name, where, severity, expected, got, passed, seconds, ...(skipped ? { skipped } : {}) };
}
/** The failed checks of a severity, without skipped ones. */
function failedOf({ checks }, severity) {
    return checks.filter((check) => !check.passed && !check.skipped && check.severity === severity);
}
/** One line for a failed check: name, place, expected and actual. */
function complaintOf({ name, where, expected, got }) {
    return `${name}${where === smoke_check/* outside */.qY ? '' : ` on ${where}`}: expected ${expected}, found ${got}`;
}
/** An obstacle with its fix; the checks inside of the servers show on which side it is. */
function obstacleText({ what, fix }, { checks }) {
    const inside = checks.filter(({ where, severity }) => where !== smoke_check/* outside */.qY && severity === 'error');
    const isWell = inside.length > 0 && inside.every(({ passed }) => passed);
    return `${what} ${isWell ? 'Inside, the shop is healthy. ' : ''}${fix}`;
}
/** Whether a failed check reports an obstacle. */
function repeats({ got, name }, { obstacles }) {
    return obstacles.some(({ what, kind }) => got === what || (kind === 'certificate' && name === 'certificate'));
}
/** The checks that fail although another release serves customers. */
const ofRelease = /^(health|graphql|service \S+) release$|^schema version$/;
/** The failed checks that affect customers. Pure. */
function metByCustomers(smoke) {
    const names = failedOf(smoke, 'error').flatMap(({ where, name }) => where === smoke_check/* outside */.qY && !ofRelease.test(name) ? [name] : []);
    return [...new Set(names)];
}
/** Whether customers are affected, in a few words. */
function customersText(smoke) {
    const isAffected = smoke.obstacles.some(({ everywhere }) => everywhere) || metByCustomers(smoke).length > 0;
    return isAffected ? 'customers are affected' : 'customers are not affected';
}
/** Which release answers, and whether customers are affected. */
function servesText(url, smoke) {
    const live = smoke.checks.find(({ name }) => name === 'live release');
    const which = smoke.release !== undefined
        ? `Release ${smoke.release} answers at ${url}.`
        : live !== undefined
            ? `Release ${live.got} is live on ${live.where}, and does not answer at ${url}.`
            : `No answer of ${url} names a release.`;
    const met = metByCustomers(smoke);
    if (smoke.obstacles.some(({ everywhere, urls }) => everywhere && urls.some((one) => one.startsWith(url))))
        return `${which} Customers are affected: as seen from this runner, the shop does not answer there.`;
    return met.length === 0
        ? `${which} Customers are not affected: what they ask for is answered.`
        : `${which} Customers are affected by what failed outside: ${met.join(', ')}.`;
}
/** The error of a failed smoke test, with expected and actual of each failed check. */
function smokeFailed(url, smoke, consecutive) {
    const complaints = failedOf(smoke, 'error')
        .filter((check) => !repeats(check, smoke))
        .map(complaintOf);
    const reasons = [...smoke.obstacles.map((one) => obstacleText(one, smoke)), ...complaints];
    const skipped = smoke.checks.flatMap((check) => (check.skipped ? [check.name] : []));
    const steady = `only ${streak(smoke.rounds)} of ${consecutive} good rounds in a row`;
    const what = `Smoke test of ${url} failed after ${(0,markdown/* duration */.p0)(smoke.seconds)}; ${customersText(smoke)}.`;
    return new errors/* StepFailed */.an('smoke-failed', [
        what,
        ...(reasons.length > 0 ? reasons : [steady]),
        ...(skipped.length > 0 ? [`Not run, as they would only meet the same: ${skipped.join(', ')}.`] : []),
        servesText(url, smoke),
    ].join('\n'), '', {
        report: checksReport(smoke),
        reported: complaints,
        outputs: smokeOutputs(smoke),
    });
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./src/smoke/outside/files.js


/** The JUnit report: a suite for each place, and a warning as a passed test with output. */
function junit(url, { checks, seconds }) {
    const places = [...new Set(checks.map(({ where }) => where))];
    const suites = places.map((where) => suite(where, checks.filter((check) => check.where === where)));
    return [
        '<?xml version="1.0" encoding="UTF-8"?>',
        `<testsuites name=${quoted(`smoke test of ${url}`)} ${counts(checks)} time="${seconds.toFixed(3)}">`,
        ...suites,
        '</testsuites>',
        '',
    ].join('\n');
}
function suite(where, checks) {
    const cases = checks.map((check) => {
        const head = `    <testcase classname=${quoted(`smoke.${where === smoke_check/* outside */.qY ? smoke_check/* outside */.qY : where}`)} name=${quoted(check.name)} time="${check.seconds.toFixed(3)}"`;
        if (check.passed)
            return `${head}/>`;
        if (check.skipped)
            return `${head}>\n      <skipped message=${quoted(check.got)}/>\n    </testcase>`;
        const text = escaped(complaintOf(check));
        return check.severity === 'error'
            ? `${head}>\n      <failure message=${quoted(check.got)}>${text}</failure>\n    </testcase>`
            : `${head}>\n      <system-out>warning: ${text}</system-out>\n    </testcase>`;
    });
    return [`  <testsuite name=${quoted(where)} ${counts(checks)}>`, ...cases, '  </testsuite>'].join('\n');
}
function counts(checks) {
    const failures = failedOf({ checks }, 'error').length;
    const skipped = checks.filter((check) => check.skipped).length;
    return `tests="${checks.length}" failures="${failures}" errors="0" skipped="${skipped}"`;
}
function quoted(text) {
    return `"${escaped(text).replace(/\s+/g, ' ')}"`;
}
/** XML 1.0 cannot represent most control characters: they are removed. */
function escaped(text) {
    return text
        .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;');
}
/** All results as JSON, for other programs. */
function json(url, smoke) {
    const { passed, seconds, release, schemaVersion, speed, checks } = smoke;
    return `${JSON.stringify({ url, passed, seconds, release, schemaVersion, speed, checks: checks.map(forOthers) }, undefined, 2)}\n`;
}

;// CONCATENATED MODULE: ./src/smoke/tell.js




/** Annotates the warnings and writes the files; errors are reported by their thrower. */
async function tellResults(smoke, files, severities, { log, context }) {
    for (const check of failedOf(smoke, 'warning'))
        log.warning(complaintOf(check));
    const known = smoke.checks.map(({ name }) => name);
    for (const [name, severity] of severities)
        if (severity !== 'off' && !known.includes(name))
            log.warning(`Input 'severities': no check is named "${name}" here; there are ${known.join(', ')}.`);
    const write = async (path, text) => {
        if (path === undefined)
            return;
        const file = (0,external_node_path_.resolve)(context.workspace, path);
        await (0,promises_.mkdir)((0,external_node_path_.dirname)(file), { recursive: true });
        await (0,promises_.writeFile)(file, text);
        log.info(`Wrote ${path}`);
    };
    await Promise.all([
        write(files['junit-file'], junit(files.url, smoke)),
        write(files['json-file'], json(files.url, smoke)),
    ]);
}

// EXTERNAL MODULE: ./src/host/inspect.js
var inspect = __webpack_require__(40740);
// EXTERNAL MODULE: ./src/metrics/ask.js
var metrics_ask = __webpack_require__(9614);
;// CONCATENATED MODULE: ./src/smoke/inside/containers.js
/** Makes a result of an inspection. */
function containers_result(place, name, expected, [problems, well], severity = 'error') {
    const passed = problems.length === 0;
    return { name, ...place, severity, expected, passed, got: passed ? well : problems.join('; ') };
}
/** Checks that all containers of the live release run and are healthy, and that no others of the app run. */
function containerResults(place, { release, services }, containers) {
    // Beat runs once in a fleet and has a check of its own.
    const counted = services.filter(({ name, role, placed }) => placed &&
        !['scheduler', 'runs-once', 'one-off'].includes(role) &&
        release.ranOnce?.includes(name) !== true);
    const running = containers.filter(({ state }) => state === 'running');
    const isApp = (name) => services.some((one) => one.name === name && ['web', 'worker', 'scheduler'].includes(one.role));
    const problems = counted.flatMap(({ name, replicas, mayEnd }) => {
        const all = containers.filter((one) => one.service === name);
        // It started in the deploy or later, and ended. One that started before the deploy was a server.
        const hasEnded = ({ state, exitCode, started }) => state === 'exited' && exitCode === 0 && Date.parse(started) >= Date.parse(release.created);
        if (mayEnd && all.length > 0 && all.every(hasEnded))
            return [];
        const up = running.filter((one) => one.service === name && (!isApp(name) || one.release === release.id));
        if (up.length >= replicas)
            return [];
        const down = all.filter(({ state }) => state !== 'running').map(fate);
        return [`${name}: ${up.length} of ${replicas} run${down.length === 0 ? '' : ` (${down.join(', ')})`}`];
    });
    const foreign = running.filter((one) => isApp(one.service) && one.release !== release.id);
    const astray = running.filter((one) => !foreign.includes(one) &&
        services.some(({ name, role, placed }) => name === one.service && role !== '' && !placed));
    const ill = running.filter(({ health }) => health === 'unhealthy');
    // Docker reports unhealthy only after several failures, half a minute apart.
    const unasked = running.filter(cannotWork);
    const sum = `${running.length} containers run: ${counted.map(({ name, replicas }) => `${name} ${replicas}`).join(', ')}`;
    return [
        containers_result(place, 'containers', `all of release ${release.id} run and are healthy, no others`, [
            [
                ...problems,
                ...foreign.map(({ name, release: made }) => `${name} is of ${made === '' ? 'no release' : made}`),
                ...astray.map(({ name }) => `${name} runs, and should not on this host`),
                ...ill
                    .filter((one) => !cannotWork(one))
                    .map(({ name, healthSaid }) => `${name} is unhealthy${healthSaid === '' ? '' : `: ${healthSaid}`}`),
            ],
            sum,
        ]),
        containers_result(place, 'health checks', 'those in the Compose file can work in the image', [unasked.map(({ name, healthSaid }) => `${name}: ${healthSaid}`), 'each can work'], 'warning'),
        containers_result(place, 'restarts', 'no container was restarted by the engine', [
            containers
                .filter(({ restarts }) => restarts > 0)
                .map(({ name, restarts }) => `${name} was restarted ${restarts === 1 ? 'once' : `${restarts} times`}`),
            'no container was restarted',
        ], 'warning'),
    ];
}
/** Finds containers that lost a process because of memory; `events` are those of the engine, with the time in seconds. */
function memoryKills(place, containers, events) {
    const killed = events.split('\n').flatMap((line) => {
        const [at = '', name = ''] = line.trim().split(' ');
        const since = containers.find((one) => one.name === name)?.started;
        return since !== undefined && Number(at) * 1000 >= Date.parse(since) ? [`${name} lost a process`] : [];
    });
    const dead = containers.filter((one) => one.outOfMemory).map(({ name }) => `${name} was killed`);
    return containers_result(place, 'out of memory', 'nothing was killed', [
        [...new Set([...dead, ...killed])],
        'nothing was killed',
    ]);
}
function fate({ name, state, exitCode }) {
    return `${name} ${state === 'exited' ? `exited with ${exitCode}` : `is ${state}`}`;
}
/** A health check whose program is not in the image, such as curl in Saleor's, says nothing about the shop. */
function cannotWork({ healthCode, healthSaid }) {
    return (healthCode === 126 ||
        healthCode === 127 ||
        /executable file not found|: not found|no such file or directory/i.test(healthSaid));
}

// EXTERNAL MODULE: ./src/compose/celery.js
var celery = __webpack_require__(59370);
;// CONCATENATED MODULE: ./src/smoke/inside/django-script.js

/** The prefix of the line that the script prints; new Django also prints its imports. */
const mark = 'saleor-deploy:';
/**
 * The command for all questions in one process, because loading Saleor takes most of the time.
 * @param manage `python manage.py`
 * @param workers the host names of this server's workers
 */
function djangoCommand(manage, workers) {
    // Old Django runs the text inside a function, where its functions cannot call each other.
    const globals = `{"workers": ${JSON.stringify(workers)}}`;
    return [...manage, 'shell', '-c', `exec(${JSON.stringify(script)}, ${globals})`];
}
/** Finds the script's line among other output; the last line of the output if there is none. */
function readAnswers(output) {
    const lines = output.trim().split('\n');
    const line = lines.findLast((one) => one.startsWith(mark));
    try {
        if (line !== undefined)
            return JSON.parse(line.slice(mark.length));
    }
    catch {
        // The output was truncated.
    }
    const printed = lines.filter((one) => one.trim() !== '' && !one.startsWith('exit code')).at(-1);
    return printed ?? lines.at(-1) ?? '';
}
/**
 * Django 3.2 to 5.2, Celery 5. All questions run at once, each in its own thread and with a timeout: one that hangs delays
 * no other. Missing packages and settings are skipped.
 */
const script = `
import importlib, json, os, threading, time

answers, seconds = {}, 12

def ask(name, question):
    try:
        answer = question()
        if answer is not None:
            answers[name] = answer
    except Exception as error:
        answers[name] = {"error": "%s: %s" % (type(error).__name__, " ".join(str(error).split())[:300])}

def version():
    try:
        return importlib.import_module("saleor").__version__
    except (ImportError, AttributeError):
        return None

def database():
    from django.db import connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
        answer = {"found": connection.vendor}
        if connection.vendor == "postgresql":
            cursor.execute("SHOW server_version")
            answer["version"] = cursor.fetchone()[0].split()[0]
    return answer

def replica():
    from django.db import connections
    url = os.environ.get("DATABASE_URL_REPLICA")
    if not url or url == os.environ.get("DATABASE_URL") or "replica" not in connections.databases:
        return None
    with connections["replica"].cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        if not cursor.fetchone()[0]:
            return {"standby": False}
        # All is applied and more would arrive: then an idle primary is not a lag.
        lag = None
        try:
            cursor.execute(
                "SELECT CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() "
                "AND EXISTS (SELECT FROM pg_stat_wal_receiver) THEN 0 "
                "ELSE EXTRACT(EPOCH FROM now() - pg_last_xact_replay_timestamp()) END"
            )
            lag = cursor.fetchone()[0]
        except Exception:
            # Some managed databases replicate in their own way and do not tell.
            pass
    return {"standby": True} if lag is None else {"standby": True, "lag": float(lag)}

def migrations():
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return {"pending": ["%s.%s" % (one.app_label, one.name) for one, _ in plan]}

def ping_redis(url):
    import redis
    client = redis.from_url(url, socket_connect_timeout=5, socket_timeout=5)
    client.ping()
    try:
        return {"found": "redis", "version": client.info("server")["redis_version"]}
    except Exception:
        # Some managed ones do not permit the question.
        return {"found": "redis"}

def cache():
    url = os.environ.get("CACHE_URL") or os.environ.get("REDIS_URL") or ""
    return ping_redis(url) if url.startswith(("redis", "unix")) else None

${celery/* celeryAppScript */.V}
def broker():
    app = celery_app()
    if app is None:
        return None
    if app.conf.broker_url.startswith("redis"):
        return ping_redis(app.conf.broker_url)
    with app.connection_for_write(connect_timeout=5) as connection:
        connection.ensure_connection(max_retries=1, timeout=8)
        return {"found": connection.transport.driver_type}

def names(**options):
    replies = celery_app().control.broadcast("ping", reply=True, timeout=4, **options) or []
    return sorted({name for reply in replies for name in reply})

def pinged():
    # Celery would try again and again to reach a broker that is gone.
    if broker() is None:
        return None
    expected = ["celery@" + one for one in workers]
    found = names(destination=expected, limit=len(expected)) if expected else []
    # Workers that were given names of their own answer only when all are called.
    return {"names": found if len(found) == len(expected) else sorted(set(found) | set(names()))}

def queue():
    app = celery_app()
    if app is None:
        return None
    name = app.conf.task_default_queue or "celery"
    if app.conf.broker_url.startswith("redis"):
        import redis
        return {"length": redis.from_url(app.conf.broker_url, socket_connect_timeout=5, socket_timeout=5).llen(name)}
    with app.connection_for_write(connect_timeout=5) as connection:
        return {"length": connection.default_channel.queue_declare(name, passive=True).message_count}

def schedule():
    from django.apps import apps
    if not apps.is_installed("django_celery_beat"):
        return None
    from django.utils import timezone
    from django_celery_beat.models import PeriodicTask
    last = PeriodicTask.objects.filter(last_run_at__isnull=False).order_by("-last_run_at").first()
    return {} if last is None else {"age": (timezone.now() - last.last_run_at).total_seconds()}

questions = {
    "version": version, "database": database, "replica": replica, "migrations": migrations, "cache": cache,
    "broker": broker, "workers": pinged, "queue": queue, "schedule": schedule,
}
threads = {name: threading.Thread(target=ask, args=item, daemon=True) for name, item in zip(questions, questions.items())}
for thread in threads.values():
    thread.start()
end = time.monotonic() + seconds
for name, thread in threads.items():
    thread.join(max(0, end - time.monotonic()))
    if thread.is_alive():
        answers[name] = {"error": "no answer within %d s" % seconds}
print("${mark}" + json.dumps(answers), flush=True)
# Threads that hang would keep the process.
os._exit(0)
`;

// EXTERNAL MODULE: ./src/compose/labels.js
var compose_labels = __webpack_require__(22423);
// EXTERNAL MODULE: ./src/compose/run-once.js
var run_once = __webpack_require__(63041);
// EXTERNAL MODULE: ./src/edge/config.js + 1 modules
var config = __webpack_require__(81567);
// EXTERNAL MODULE: ./src/model/placement.js
var model_placement = __webpack_require__(24504);
// EXTERNAL MODULE: ./src/model/project/project.js
var project = __webpack_require__(35616);
// EXTERNAL MODULE: ./src/model/release/release.js
var release_release = __webpack_require__(99328);
;// CONCATENATED MODULE: ./src/smoke/inside/observed.js







/**
 * Reads the live release's record and its Compose model; undefined if either is missing.
 * @param placement the services that must run on the host; without it, the record says it
 */
function readLive(record, compose, placement) {
    const release = (0,release_release/* parseRelease */.BC)(record);
    const model = parse(compose);
    if (release === undefined || typeof model?.services !== 'object')
        return undefined;
    const roles = release.settings?.roles;
    const here = placement ?? release.settings?.placement;
    const services = Object.entries(model.services).map(([name, service]) => {
        const use = (0,celery/* celeryUse */.Q)(service);
        const role = service.labels?.[compose_labels/* roleLabel */.bR] ?? '';
        const placed = roles === undefined || (0,model_placement/* isPlaced */.AD)({ roles, placement: here }, role === 'edge' ? roles.web : name);
        return {
            name,
            role,
            mayEnd: role === '' && (0,run_once/* mayEnd */.pN)(service),
            replicas: placed ? (0,project/* replicasOf */.N4)(service) : 0,
            placed,
            worker: use.worker,
            beat: use.beat || use.embedded,
        };
    });
    return { release, project: model.name, services };
}
/** The format of a container; {@link readContainers} reads it back. It contains no environment. */
const containerFormat = '[{{json .Name}},{{json .Config.Hostname}},{{json .Config.Labels}},{{json .State}},{{.RestartCount}},{{json .HostConfig.LogConfig}}]';
/** The containers of a project. Without one-off containers (`compose run`). */
function readContainers(output, project) {
    return output.split('\n').flatMap((text) => {
        const line = parse(text);
        if (line === undefined)
            return [];
        const [name, hostname, labels, state, restarts, log] = line;
        const of = (label) => labels?.[label] ?? '';
        if (of('com.docker.compose.project') !== project || of('com.docker.compose.oneoff') === 'True')
            return [];
        const check = lastCheck(state.Health?.Log ?? []);
        return [
            {
                ...{ name: name.slice(1), hostname, service: of('com.docker.compose.service') },
                ...{ release: of(compose_labels/* releaseLabel */.wr), state: state.Status, exitCode: state.ExitCode },
                ...{ outOfMemory: state.OOMKilled, restarts, started: state.StartedAt },
                health: state.Health?.Status ?? 'none',
                healthSaid: check?.Output.trim() ?? '',
                healthCode: check?.ExitCode ?? 0,
                logUnlimited: log?.Type === 'json-file' && log.Config?.['max-size'] === undefined,
            },
        ];
    });
}
/**
 * The containers that must work. Those of a warm release stand by: its web without requests, the
 * rest stopped. Other running containers of a warm release are included, because they must not run.
 */
function atWork(containers, { services }, edgeConfig) {
    const warm = (0,config/* readUpstreams */.rF)(edgeConfig).flatMap(({ warm: isWarm, release }) => isWarm === true ? release : []);
    const isWeb = (service) => services.some(({ name, role }) => name === service && role === 'web');
    return containers.filter(({ release, state, service }) => !warm.includes(release) || (state === 'running' && !isWeb(service)));
}
/** The last health check; in a series of failures the last one with output, because a check that timed out has none. */
function lastCheck(log) {
    const last = log.at(-1);
    if (last === undefined || last.ExitCode === 0 || last.Output.trim() !== '')
        return last;
    const well = log.findLastIndex(({ ExitCode }) => ExitCode === 0);
    return log.slice(well + 1).findLast(({ Output }) => Output.trim() !== '') ?? last;
}
function parse(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./src/smoke/inside/questions.js


/** The window in seconds in which beat must log a sent task, in Celery's words at level INFO. */
const tickSeconds = 120;
/** The timeout of one question. The questions have shorter timeouts inside, so that a slow one reports itself. */
const inspectOptions = { seconds: 90, allowSilence: true };
/** The first inspection of a host: the live release, containers, and the machine. */
function firstQuestions(inspection, root) {
    return [
        ['cat', `${root}/live/release.json`],
        ['cat', `${root}/live/compose.json`],
        ['cat', `${root}/edge/haproxy.cfg`],
        inspection.containers(containerFormat),
        inspection.disks(root),
        ['cat', '/proc/meminfo'],
        ['date', '+%s.%N'],
        inspection.killed,
    ];
}
/** The second inspection, based on the first: Django's answers, and the logs since the deploy; `now` in milliseconds. */
function secondQuestions(inspection, live, containers, manage, now) {
    const of = (which) => containers.filter(({ service, state }) => state === 'running' && live.services.some((one) => one.name === service && which(one)));
    const app = ['web', 'worker', 'scheduler'].flatMap((role) => of((one) => one.role === role));
    // Further web services are web of the release too, and no Django.
    const asked = app.find(({ service }) => live.release.settings?.roles.otherWeb?.includes(service) !== true);
    const script = djangoCommand(manage, of(({ worker }) => worker).map(({ hostname }) => hostname));
    return {
        asked,
        django: asked === undefined ? ['true'] : inspection.execute(asked.name, script),
        logs: inspection.errors(ageAt(now, live.release.created), app.map(({ name }) => name)),
        ticks: inspection.sent(tickSeconds, of(({ beat }) => beat).map(({ name }) => name)),
    };
}
/** The age in seconds, because the clocks of runner and host may differ. */
function ageAt(now, created) {
    return Math.max(1, Math.ceil((now - Date.parse(created)) / 1000));
}

;// CONCATENATED MODULE: ./src/smoke/inside/background.js


/** The maximum age in seconds of a schedule in the database: beat writes it every three minutes. */
const scheduleAge = 600;
/** Seconds after its start in which beat may not have written its schedule yet. */
const firstNote = 200;
/** Checks that exactly one beat runs in the whole fleet and sends tasks; no check if the release has none. */
function schedulerResults(views) {
    const [first] = views;
    const has = views.some(({ live }) => live.services.some(({ beat }) => beat));
    if (first === undefined || !has)
        return [];
    const found = views.flatMap(({ live, containers, where, ticks, now }) => containers
        .filter(({ service, state }) => state === 'running' && isBeat(live, service))
        .map(({ name, started }) => ({
        ...{ name, where, sent: sentBy(ticks, name) },
        runs: Math.round(now - Date.parse(started) / 1000),
    })));
    const place = { where: views.length === 1 ? first.where : 'all servers', seconds: first.seconds };
    const [one, ...more] = found;
    const alone = containers_result(place, 'scheduler', 'exactly one beat runs', [
        one !== undefined && more.length === 0
            ? []
            : [one === undefined ? 'none runs' : `${found.length} run: ${found.map(describe).join(', ')}`],
        one === undefined ? '' : `one runs: ${describe(one)}`,
    ]);
    if (one === undefined)
        return [alone];
    const age = views
        .map(({ answers }) => (typeof answers === 'string' ? undefined : answers.schedule?.age))
        .find(Number.isFinite);
    const inDatabase = age !== undefined && age <= scheduleAge;
    const sent = found.reduce((sum, { sent: count }) => sum + count, 0);
    const isYoung = sent === 0 && one.runs < firstNote;
    const note = inDatabase
        ? `the schedule moved ${Math.round(age)} s ago`
        : isYoung
            ? `it started ${one.runs} s ago: too early to tell`
            : `${sent} tasks sent within ${tickSeconds} s`;
    return [
        alone,
        containers_result(place, 'schedule', 'beat sends tasks', [
            sent > 0 || inDatabase || isYoung
                ? []
                : [`no task in ${tickSeconds} s, as far as its log (level INFO) and the database tell`],
            note,
        ], 'warning'),
    ];
}
/** Checks the app's logs for errors since the deploy; a line for each container: name, count, last line. */
function logResult(place, output) {
    const lines = output.split('\n').flatMap((line) => {
        const [name = '', count = '0', last = ''] = line.split('\t');
        return Number(count) > 0 ? [`${name}: ${count}, the last: ${last.trim()}`] : [];
    });
    return containers_result(place, 'log errors', 'no errors since the deploy', [lines, 'no errors'], 'warning');
}
function isBeat({ services }, service) {
    return services.some(({ name, beat }) => name === service && beat);
}
function sentBy(ticks, name) {
    const line = ticks.split('\n').find((one) => one.startsWith(`${name} `));
    return Number(line?.slice(name.length + 1) ?? 0) || 0;
}
function describe({ name, where }) {
    return `${name} on ${where}`;
}

;// CONCATENATED MODULE: ./src/smoke/inside/data-versions.js

/** The deployment guide's oldest versions; of PostgreSQL, no older one is maintained. https://www.postgresql.org/support/versioning/ */
const oldest = { PostgreSQL: 15, Redis: 7 };
/** Checks the versions of the database and of Redis; no check if neither is known. */
function dataVersionsResult(place, { database, cache, broker }) {
    const servers = [
        ['PostgreSQL', database?.version],
        ['Redis', cache?.version],
        ['Redis', broker?.version],
    ];
    const known = servers.flatMap(([name, version]) => (version === undefined ? [] : [{ name, version }]));
    if (known.length === 0)
        return [];
    const problems = known
        .filter(({ name, version }) => Number.parseInt(version, 10) < oldest[name])
        .map(({ name, version }) => `${name} ${version} is older than ${oldest[name]}`);
    const found = [...new Set(known.map(({ name, version }) => `${name} ${version}`))].join(', ');
    const wanted = `PostgreSQL ${oldest.PostgreSQL}, Redis ${oldest.Redis} or newer`;
    return [containers_result(place, 'data versions', wanted, [[...new Set(problems)], found], 'warning')];
}

;// CONCATENATED MODULE: ./src/smoke/inside/django.js



/**
 * Evaluates Django's answers. If Django did not start, its last line says why, and no dependency is
 * proved.
 * @param asked the queried container; undefined if none of the app runs
 * @param workers the containers of Celery workers, including stopped ones, and their desired number
 */
function djangoResults(place, asked, answers, workers, wishes) {
    if (asked === undefined || typeof answers === 'string') {
        const said = typeof answers === 'string' ? (0,outside_shop/* excerpt */.Kb)(answers, 300) : '';
        const why = asked === undefined ? 'no container of the app runs to ask from' : said;
        return [containers_result(place, 'django', 'it starts in a container of the app', [[why], ''])];
    }
    const { database, cache, broker, migrations, queue, version } = answers;
    return [
        containers_result(place, 'django', 'it starts in a container of the app', [[], `it starts in ${asked.name}`]),
        ...reached(place, 'database', asked.name, database),
        ...reached(place, 'cache', asked.name, cache),
        ...reached(place, 'broker', asked.name, broker),
        ...exactVersion(place, version, wishes['expect-version']),
        ...(migrations === undefined
            ? []
            : [
                containers_result(place, 'migrations', 'every migration is applied', [
                    migrations.error === undefined
                        ? (migrations.pending ?? []).map((name) => `${name} is not applied`)
                        : [migrations.error],
                    'every migration is applied',
                ]),
            ]),
        ...(answers.workers === undefined ? [] : [workersAnswer(place, answers.workers, workers)]),
        ...(queue === undefined
            ? []
            : [
                containers_result(place, 'queue', `at most ${(0,markdown/* counted */.hS)(wishes['max-queue'], 'task')} waiting`, [
                    queue.error === undefined
                        ? (queue.length ?? 0) > wishes['max-queue']
                            ? [`${(0,markdown/* counted */.hS)(queue.length ?? 0, 'task')} waiting`]
                            : []
                        : [queue.error],
                    `${(0,markdown/* counted */.hS)(queue.length ?? 0, 'task')} waiting`,
                ], 'warning'),
            ]),
    ];
}
/** Whether a dependency answers a container of the app. */
function reached(place, name, from, answer) {
    if (answer === undefined)
        return [];
    const problems = answer.error === undefined ? [] : [answer.error];
    return [containers_result(place, name, `it answers ${from}`, [problems, `${answer.found} answers`])];
}
/** Only if a patch version is expected, because the minor version is compared from outside. */
function exactVersion(place, version, expectedVersion) {
    const [expected] = /\d+\.\d+\.\d+/.exec(expectedVersion ?? '') ?? [];
    if (expected === undefined || version === undefined)
        return [];
    const problems = version === expected || version.startsWith(`${expected}-`) ? [] : [version];
    return [containers_result(place, 'exact version', expected, [problems, version])];
}
/** Compares host names, as Celery names workers without `-n`; if no host name matches, compares their number. */
function workersAnswer(place, { names = [], error }, { containers, replicas }) {
    const silent = containers.filter(({ hostname }) => !names.some((name) => name.endsWith(`@${hostname}`)));
    const ownNames = silent.length === containers.length && names.length >= Math.max(replicas, 1);
    const missing = replicas - containers.length;
    const problems = [
        ...silent.map(({ name }) => `${name} does not answer`),
        ...(missing > 0 ? [`${missing} of ${replicas} are missing`] : []),
    ];
    return containers_result(place, 'workers', 'each worker answers a ping over the broker', [
        error !== undefined ? [error] : ownNames ? [] : problems,
        replicas === 0
            ? 'no worker belongs here'
            : `${(0,markdown/* counted */.hS)(names.length, 'worker')} ${names.length === 1 ? 'answers' : 'answer'}`,
    ]);
}

;// CONCATENATED MODULE: ./src/smoke/inside/log-limits.js

/**
 * Checks that no log can fill the disk. The Compose file alone does not tell: without `logging:` the setting of the
 * engine counts, which Docker writes into each container that it creates. The edge logs no requests.
 */
function logLimitsResult(place, containers) {
    const unlimited = containers.filter(({ logUnlimited, service }) => logUnlimited && service !== 'edge');
    const names = unlimited.map(({ name }) => name).join(', ');
    const fix = 'set logging: {driver: local} in the Compose file, or "log-driver": "local" in /etc/docker/daemon.json';
    const problems = unlimited.length === 0 ? [] : [`no limit (json-file without max-size): ${names}; ${fix}`];
    return containers_result(place, 'log limits', 'each log has a largest size', [problems, 'each log has one'], 'warning');
}

;// CONCATENATED MODULE: ./src/smoke/inside/machine.js


/** The free percent of a disk below which it is a warning, and below which it is an error, because the next image may not fit. */
const [lowDisk, fullDisk] = [10, 3];
/** The percent of memory that must be available. */
const lowMemory = 5;
/** The allowed difference of clocks in seconds; tokens are valid for minutes. */
const clockSeconds = 5;
/** Checks the disks of Docker and of the deployment, from `df`. */
function diskResult(place, output) {
    const all = output
        .trim()
        .split('\n')
        .flatMap((line) => {
        const [, total, , free, , mount = ''] = line.trim().split(/\s+/);
        return Number(total) > 0
            ? [{ mount, free: Number(free), percent: (100 * Number(free)) / Number(total) }]
            : [];
    });
    // One disk often has several names.
    const disks = all.filter((one, index) => all.findIndex(({ free }) => free === one.free) === index);
    const describe = ({ mount, free, percent }) => `${mount} has ${(0,markdown/* size */.Ej)(free * 1024)} (${Math.floor(percent)} %) free`;
    const low = disks.filter(({ percent }) => percent < lowDisk);
    const severity = low.some(({ percent }) => percent < fullDisk) ? 'error' : 'warning';
    const well = [low.map(describe), disks.map(describe).join('; ') || 'not told'];
    return containers_result(place, 'disk', `${lowDisk} % free`, well, severity);
}
/** Checks the available memory, from the kernel. */
function memoryResult(place, output) {
    const of = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(output)?.[1] ?? 0);
    const [total, available] = [of('MemTotal'), of('MemAvailable')];
    const percent = total === 0 ? 100 : (100 * available) / total;
    const text = `${(0,markdown/* size */.Ej)(available * 1024)} of ${(0,markdown/* size */.Ej)(total * 1024)} available`;
    return containers_result(place, 'memory', `${lowMemory} % available`, [percent < lowMemory ? [text] : [], text], 'warning');
}
/** Compares the host's clock (seconds) with the runner's clock before and after the reading (milliseconds). */
function clockResult(place, output, before, after) {
    const now = output.trim() === '' ? Number.NaN : Number(output.trim()) * 1000;
    const off = now < before ? now - before : now > after ? now - after : 0;
    const text = Number.isNaN(now)
        ? 'it was not told'
        : `${(Math.abs(off) / 1000).toFixed(1)} s ${off < 0 ? 'behind' : 'ahead'}`;
    const problems = !Number.isNaN(now) && Math.abs(off) <= clockSeconds * 1000 ? [] : [text];
    return containers_result(place, 'clock', `within ${clockSeconds} s of the runner's`, [problems, 'it is right'], 'warning');
}

;// CONCATENATED MODULE: ./src/smoke/inside/metrics.js


/** A query's answer as a check of the smoke test. */
function metricResult(place, check, ran) {
    const { passed, got } = (0,metrics_ask/* judgeMetric */.m)(check, ran);
    const expected = `${check.operator} ${check.limit}`;
    return containers_result(place, check.name, expected, passed ? [[], got] : [[got], '']);
}

;// CONCATENATED MODULE: ./src/smoke/inside/replica.js

/** The lag in seconds above which customers see old data, such as a cart without what they have just put in. */
const maxLag = 10;
/** Checks the replica that Saleor reads from; no check without `DATABASE_URL_REPLICA`. */
function replicaResults(place, replica) {
    if (replica === undefined)
        return [];
    const { error, lag, standby } = replica;
    const reached = containers_result(place, 'replica', 'the database of DATABASE_URL_REPLICA answers', [
        error === undefined ? [] : [error],
        standby === false ? 'it answers, and is a primary' : 'it answers',
    ]);
    if (lag === undefined)
        return [reached];
    const text = `${lag.toFixed(1)} s behind`;
    return [
        reached,
        containers_result(place, 'replica lag', `at most ${maxLag} s`, [lag > maxLag ? [text] : [], text], 'warning'),
    ];
}

// EXTERNAL MODULE: ./src/host/ssh/connect.js + 5 modules
var connect = __webpack_require__(14965);
// EXTERNAL MODULE: ./src/runner/cancel.js
var cancel = __webpack_require__(4744);
;// CONCATENATED MODULE: ./src/smoke/inside/server.js




/**
 * Looks into a server over a connection of its own. What keeps it from being looked into is a failed check.
 * @param look gets the seconds since the beginning, for its own checks
 */
async function lookInto({ target, jump, expected }, { clock, cancelled }, look) {
    const where = target.name ?? target.host;
    const started = clock.now();
    const seconds = () => (clock.now() - started) / 1000;
    const connecting = (0,connect/* connect */.N)(target, jump);
    try {
        const host = await (0,cancel/* unlessCancelled */.M)(cancelled, connecting);
        return { found: await (0,cancel/* unlessCancelled */.M)(cancelled, look(host, where, seconds)) };
    }
    catch (error) {
        cancelled.throwIfAborted();
        const message = error instanceof errors/* UserError */.yo ? `${error.message} ${error.fix}` : String(error);
        return { failed: containers_result({ where, seconds: seconds() }, 'ssh', expected, [[message], '']) };
    }
    finally {
        // Also closes a connection that opens after the job was cancelled: it would keep the process alive.
        void connecting.then((host) => host.close(), () => { });
    }
}

;// CONCATENATED MODULE: ./src/smoke/inside/inspect.js















/** Inspects all servers in parallel, over one connection each; changes nothing. An inaccessible server is a failed check. */
async function insideResults(inside, runner) {
    const inspections = await Promise.all(inside.targets.map((target) => inspectTarget(target, inside, runner)));
    const views = inspections.flatMap(({ view }) => view ?? []);
    return [...inspections.flatMap(({ results }) => results), ...schedulerResults(views)];
}
async function inspectTarget(target, inside, runner) {
    const at = { target, jump: inside.jump, expected: 'the server can be looked into' };
    const looked = await lookInto(at, runner, (host, where, seconds) => inspect_ask(host, where, inside, runner, seconds));
    return 'found' in looked ? looked.found : { results: [looked.failed] };
}
async function inspect_ask(host, where, inside, { clock, inspection }, seconds) {
    const before = clock.now();
    const [record, compose, edge, all, disks, memory, date, events] = await (0,inspect/* inspect */.N)(host, firstQuestions(inspection, inside.root), inspectOptions);
    const after = clock.now();
    const placement = inside.hosts.find(({ name }) => name === where)?.placement;
    const live = readLive(record.stdout, compose.stdout, placement);
    const machine = (place) => [
        diskResult(place, disks.code === 0 ? disks.stdout : ''),
        memoryResult(place, memory.stdout),
        clockResult(place, date.stdout, before, after),
    ];
    if (live === undefined || all.code !== 0) {
        const why = all.code !== 0
            ? all.stdout.trim() || 'the Docker Engine does not answer'
            : `${inside.root}/live holds none`;
        const place = { where, seconds: seconds() };
        return { results: [containers_result(place, 'containers', 'a release is live', [[why], '']), ...machine(place)] };
    }
    const containers = atWork(readContainers(all.stdout, live.project), live, edge.stdout);
    const questions = secondQuestions(inspection, live, containers, inside.manage, after);
    const { address, checks } = inside.metrics;
    const [django, logs, ticks, ...metrics] = await (0,inspect/* inspect */.N)(host, [questions.django, questions.logs, questions.ticks, ...checks.map((one) => (0,metrics_ask/* metricCommand */.G)(address, one))], inspectOptions);
    const answers = readAnswers(django.stdout);
    const place = { where, seconds: seconds() };
    const services = live.services.filter(({ worker }) => worker);
    const workers = {
        containers: containers.filter(({ service }) => services.some(({ name }) => name === service)),
        replicas: services.reduce((sum, { replicas }) => sum + replicas, 0),
    };
    // A host of accessories, or one that could run the scheduler, has no container of the app.
    const mayAsk = live.services.some(({ role, replicas }) => (role === 'web' || role === 'worker') && replicas > 0);
    const release = inside['expect-release'];
    return {
        results: [
            ...(release === undefined
                ? []
                : [
                    containers_result(place, 'live release', release, [
                        live.release.id === release ? [] : [live.release.id],
                        live.release.id,
                    ]),
                ]),
            ...containerResults(place, live, containers),
            memoryKills(place, containers, events.code === 0 ? events.stdout : ''),
            ...(questions.asked === undefined && !mayAsk
                ? []
                : djangoResults(place, questions.asked, answers, workers, inside)),
            ...(typeof answers === 'string'
                ? []
                : [...dataVersionsResult(place, answers), ...replicaResults(place, answers.replica)]),
            logResult(place, logs.stdout),
            logLimitsResult(place, containers),
            ...checks.map((check, index) => metricResult(place, check, metrics[index] ?? { code: 1, stdout: '' })),
            ...machine(place),
        ],
        view: { ...place, live, containers, ticks: ticks.stdout, answers, now: Number(date.stdout) },
    };
}

// EXTERNAL MODULE: ./src/desired/live/live.js
var live_live = __webpack_require__(92433);
// EXTERNAL MODULE: ./src/model/swarm.js
var model_swarm = __webpack_require__(29431);
;// CONCATENATED MODULE: ./src/smoke/inside/cluster.js




/** Checks that a Swarm runs the live release: each service, each task, and the nodes. Pure. */
function clusterResults(place, release, swarm) {
    const wanted = Object.entries(swarm.stack?.services ?? {});
    const services = wanted.flatMap(([name, service]) => serviceProblems(name, service, release, swarm));
    const tasks = wanted.flatMap(([name, service]) => taskProblems(name, service, release, swarm));
    const running = swarm.tasks.filter(({ wanted: is, state }) => is === 'running' && state === 'running');
    const down = swarm.nodes.filter(({ status }) => status !== 'Ready');
    const managers = swarm.nodes.filter(({ manager }) => manager !== '');
    const lost = managers.filter(({ manager }) => manager === 'Unreachable');
    return [
        containers_result(place, 'services', `all of release ${release.id} are up to date`, [
            services,
            `${wanted.length} services are up to date`,
        ]),
        containers_result(place, 'tasks', 'all run, each with the image of the release', [
            tasks,
            `${running.length} tasks run: ${wanted.map(([name]) => `${name} ${countOf(name, swarm)}`).join(', ')}`,
        ]),
        containers_result(place, 'nodes', 'all are ready', [
            [
                ...down.map(({ name, status }) => `${name} is ${status.toLowerCase()}`),
                ...(2 * (managers.length - lost.length - 1) > managers.length || lost.length === 0
                    ? []
                    : ['one more manager lost, and nothing can be changed']),
            ],
            `${swarm.nodes.length} nodes are ready, ${managers.length} of them managers`,
        ], 'warning'),
    ];
}
function serviceProblems(name, wanted, release, { services }) {
    const service = services.find((one) => one.name === name);
    if (service === undefined)
        return [`${name} is missing`];
    const image = imageOf(name, wanted, release);
    return [
        ...(['none', 'completed'].includes(service.update) ? [] : [`${name} is ${service.update}`]),
        ...(service.definition === (wanted.labels?.[compose_labels/* definitionLabel */.M2] ?? '')
            ? []
            : [`${name} was changed since the deploy`]),
        ...(image === undefined || service.image === image ? [] : [`${name} has the image ${service.image}`]),
    ];
}
function taskProblems(name, wanted, release, swarm) {
    const service = swarm.services.find((one) => one.name === name);
    if (service === undefined)
        return [];
    const image = imageOf(name, wanted, release);
    const tasks = swarm.tasks.filter((task) => task.service === service.id && task.wanted === 'running');
    const running = tasks.filter(({ state }) => state === 'running');
    const count = replicas(service, wanted, swarm);
    const why = tasks.find(({ error }) => error !== '')?.error;
    const others = running.filter((task) => image !== undefined && task.image !== image);
    return [
        ...(running.length >= count
            ? []
            : [`${name}: ${running.length} of ${count} run${why ? ` (${why})` : ''}`]),
        ...others.map((task) => `${name}.${task.slot || task.node} has the image ${task.image}`),
    ];
}
/** The image that a service of the app must have; undefined for others, whose tags the managers resolve. */
function imageOf(name, { labels, image = '' }, release) {
    if (labels?.[compose_labels/* releaseLabel */.wr] === undefined)
        return undefined;
    return release.images?.[name] ?? (0,project/* unescapeDollars */.aU)(image);
}
function replicas(service, { deploy }, { nodes }) {
    if (service.replicas !== 'global')
        return service.replicas;
    // Where a global service is placed on some nodes only, how many they are is Swarm's to say.
    if (deploy?.placement !== undefined)
        return 1;
    return nodes.filter(model_swarm/* takesTasks */.h).length;
}
function countOf(name, { services, tasks }) {
    const id = services.find((one) => one.name === name)?.id;
    return tasks.filter((task) => task.service === id && task.state === 'running').length;
}

;// CONCATENATED MODULE: ./src/smoke/inside/inspect-cluster.js









/**
 * Looks into a Swarm through the first manager that can be reached and can act; changes nothing. A manager that can't is
 * a warning; none that can is a failed check.
 */
async function clusterInspection(engine, inside, runner) {
    const failed = [];
    for (const target of inside.targets) {
        const at = { target, jump: inside.jump, expected: 'the Swarm can be looked into' };
        const looked = await lookInto(at, runner, (host, _, seconds) => inspect_cluster_ask(engine, host, inside, seconds));
        if ('found' in looked)
            return [...failed, ...looked.found];
        const isLast = target === inside.targets.at(-1);
        failed.push(isLast ? looked.failed : { ...looked.failed, severity: 'warning' });
    }
    return failed;
}
async function inspect_cluster_ask(engine, host, inside, seconds) {
    const live = await (0,live_live/* readLive */.p)(engine, host, inside.root, 'so there is nothing to look into', 'swarm');
    const { swarm } = await engine.observe(host, live);
    if (swarm === undefined || swarm.problem !== '')
        throw new errors/* UserError */.yo('not-ready', swarm?.problem ?? 'it is no manager.', 'docker node ls shows the managers.');
    const { address, checks } = inside.metrics;
    const metrics = await (0,inspect/* inspect */.N)(host, checks.map((one) => (0,metrics_ask/* metricCommand */.G)(address, one)), inspectOptions);
    const place = { where: host.name, seconds: seconds() };
    const release = inside['expect-release'];
    return [
        ...(release === undefined
            ? []
            : [
                containers_result(place, 'live release', release, [
                    live.release.id === release ? [] : [live.release.id],
                    live.release.id,
                ]),
            ]),
        ...clusterResults(place, live.release, swarm),
        ...checks.map((check, index) => metricResult(place, check, metrics[index] ?? { code: 1, stdout: '' })),
    ];
}

// EXTERNAL MODULE: ./src/runner/http/obstacle.js + 1 modules
var http_obstacle = __webpack_require__(16247);
;// CONCATENATED MODULE: ./src/smoke/outside/certificate.js


/** A day in milliseconds. */
const day = 86_400_000;
/** The checks of a certificate, before the handshake. */
function plannedCertificate({ host, days }) {
    return [
        { name: 'certificate', severity: 'error', expected: `trusted, with its whole chain, for ${host}` },
        { name: 'certificate days', severity: 'warning', expected: `${days} days or more left` },
    ];
}
/** Evaluates a server's certificate, or the error in its place; `now` in milliseconds. */
function certificateResults(shown, wish, now, seconds) {
    const [trust, validity] = plannedCertificate(wish);
    const trusted = { ...trust, where: smoke_check/* outside */.qY, seconds };
    if (shown instanceof Error)
        return [{ ...trusted, passed: false, got: shown.message }];
    const { distrust, mismatch, issuer, length, protocol, validTo } = shown;
    const problems = [
        ...(distrust === undefined ? [] : [http_obstacle/* distrusted */.k[distrust] ?? distrust]),
        ...(mismatch === undefined ? [] : [mismatch]),
    ];
    const left = Math.floor((validTo - now) / day);
    return [
        {
            ...trusted,
            passed: problems.length === 0,
            got: problems.length === 0
                ? `trusted, from ${issuer}, ${length} in the chain, ${protocol}`
                : problems.join('; '),
        },
        {
            ...{ ...validity, where: smoke_check/* outside */.qY, seconds },
            passed: left >= wish.days,
            got: `${left} days left, until ${new Date(validTo).toISOString().slice(0, 10)}`,
        },
    ];
}

;// CONCATENATED MODULE: ./src/smoke/outside/dashboard.js


/** The number of the page's scripts and styles that are requested; a missing one leaves a white page. */
const sampled = 6;
/** The check of the dashboard's page, for a skipped run. */
const plannedDashboard = {
    name: 'dashboard',
    severity: 'error',
    expected: '200, a page',
};
/** Requests the dashboard's page and the files that it loads. Saleor's dashboard consists of scripts: the page alone always exists. */
async function dashboardResults(url, { http, cancelled }) {
    const common = { ...plannedDashboard, where: smoke_check/* outside */.qY };
    const page = await http.request({ url, signal: cancelled }).catch((error) => error);
    cancelled.throwIfAborted();
    if (page instanceof Error)
        return [{ ...common, passed: false, got: page.message, seconds: 0 }];
    const passed = page.status === 200 && /<html/i.test(page.body);
    const got = passed ? '200' : `${(0,smoke_check/* statusOf */.c2)(page)}${page.status === 200 ? ', no page' : ''}`;
    const result = { ...common, passed, got, seconds: page.seconds };
    if (!passed)
        return [result];
    const files = await Promise.all(filesOf(page.body).map(async (file) => {
        const probe = fileProbe(url, file);
        return (0,smoke_check/* evaluate */._3)(probe, await http.request({ ...probe.request, signal: cancelled }).catch(asError));
    }));
    cancelled.throwIfAborted();
    const missing = files.flat().filter((file) => !file.passed);
    return [
        result,
        {
            ...{ ...common, name: 'dashboard files', expected: 'its scripts and styles: 200, not empty' },
            passed: missing.length === 0,
            got: missing.length === 0
                ? `${files.length} files are there`
                : missing.map((file) => `${file.name.replace('file ', '')}: ${file.got}`).join('; '),
            seconds: Math.max(0, ...files.flat().map(({ seconds }) => seconds)),
        },
    ];
}
/** Scripts and styles of a page, the first few. Exported for tests. */
function filesOf(page) {
    const tags = page.matchAll(/<(?:script|link)\b[^>]*?\s(?:src|href)\s*=\s*["']([^"']+)["'][^>]*>/gi);
    const files = [...tags].flatMap(([, file = '']) => (/\.(m?js|css)(\?|$)/.test(file) ? [file] : []));
    return [...new Set(files)].slice(0, sampled);
}
function asError(error) {
    return error instanceof Error ? error : new Error(String(error));
}

;// CONCATENATED MODULE: ./src/smoke/outside/obstacles.js


/** The obstacles of a round's requests, each cause once. Pure. */
function obstaclesOf(asked) {
    const found = new Map();
    for (const { url, answer } of asked) {
        const obstacle = (0,http_obstacle/* obstacleOf */.H)(url, answer);
        if (obstacle === undefined)
            continue;
        const urls = [...(found.get(obstacle.what)?.urls ?? []), url];
        const there = asked.filter((one) => isSamePlace(obstacle.kind, url, one.url));
        found.set(obstacle.what, { ...obstacle, urls, everywhere: urls.length >= there.length });
    }
    return [...found.values()];
}
/** Whether the obstacle affects a request. Pure. */
function isBehind({ kind, urls, everywhere }, url) {
    return everywhere ? urls.some((one) => isSamePlace(kind, one, url)) : urls.includes(url);
}
function isSamePlace(kind, one, other) {
    const [met, asked] = [new URL(one), new URL(other)];
    return kind === 'host' ? met.hostname === asked.hostname : met.origin === asked.origin;
}
/** Skips a check that would only repeat another failure; a skipped check never counts as passed. */
function notRun(check, because) {
    const { name, severity, expected } = check;
    return {
        ...{ name, severity, expected, where: smoke_check/* outside */.qY, passed: false, skipped: true, seconds: 0 },
        got: `not run: ${because}`,
    };
}

;// CONCATENATED MODULE: ./src/smoke/outside/probe-once.js

/** A failed request is retried, because a cache may fill or a balancer may switch. Tries, and the timeout in seconds, are small, because the failure may be permanent. */
const [tries, probe_once_timeoutSeconds] = [3, 5];
/** Sends a request, and retries after a pause (seconds) if the answer is wrong. */
async function probeResults(probe, pause, { http, clock, cancelled }) {
    const started = clock.now();
    for (let left = tries - 1;; left--) {
        const answer = await http
            .request({ ...probe.request, signal: cancelled })
            .catch((error) => (error instanceof Error ? error : new Error(String(error))));
        cancelled.throwIfAborted();
        const results = (0,smoke_check/* evaluate */._3)(probe, answer);
        const isOver = left === 0 || clock.now() - started > probe_once_timeoutSeconds * 1000;
        if (isOver || results.every(({ passed }) => passed))
            return results;
        await clock.sleep(pause, cancelled);
    }
}

;// CONCATENATED MODULE: ./src/smoke/rounds.js





/** The timeout of a request in seconds; a failed check is repeated in the next round. */
const requestSeconds = 10;
/**
 * Repeats all checks until they hold or the time is over.
 * @param up called after the first good round, with its obstacles: the shop is up, even if it does not stay up
 */
async function untilSteady(probes, { timeout, interval, consecutive }, { http, clock, log, cancelled }, up = () => { }) {
    const started = clock.now();
    const elapsed = () => (clock.now() - started) / 1000;
    const rounds = [];
    const urls = probes.flatMap(({ request, checks }) => checks.map(() => request.url));
    let before = '';
    for (;;) {
        const timeoutSeconds = Math.max(1, Math.min(requestSeconds, timeout - elapsed()));
        const answers = await Promise.all(probes.map(({ request }) => http.request({ ...request, timeoutSeconds, signal: cancelled }).catch(rounds_asError)));
        cancelled.throwIfAborted();
        const asked = probes.map(({ request: { url } }, index) => ({
            url,
            answer: answers[index] ?? new Error('no answer'),
        }));
        const round = probes.flatMap((probe, index) => (0,smoke_check/* evaluate */._3)(probe, asked[index]?.answer ?? new Error('no answer')));
        const obstacles = round.every(({ passed }) => passed) ? [] : obstaclesOf(asked);
        const line = lineOf(round, urls, obstacles);
        // Logs a line for each change, not for each round: minutes of the same failure are one line.
        if (line !== before || streak([...rounds, round]) > 0)
            log.info(`Round ${rounds.length + 1}: ${line}`);
        before = line;
        rounds.push(round);
        if (isGood(round))
            up(obstacles);
        const decision = verdict(rounds, { elapsed: elapsed() + interval, timeout, consecutive });
        if (decision !== 'again')
            return {
                ...{ passed: decision === 'passed', rounds, seconds: elapsed(), ...saidOf(answers) },
                ...{ urls, obstacles },
            };
        await clock.sleep(interval, cancelled);
    }
}
function lineOf(round, urls, obstacles) {
    const everywhere = obstacles.filter((one) => one.everywhere);
    if (everywhere.length === 0 && isGood(round))
        return `all ${round.length} checks passed`;
    const bad = round.filter(({ passed }, index) => !passed && !everywhere.some((one) => isBehind(one, urls[index] ?? '')));
    return [
        ...everywhere.map(({ what }) => what),
        ...bad.map(({ name, expected, got }) => `${name}: expected ${expected}, got ${got}`),
    ].join('; ');
}
function saidOf(answers) {
    const came = answers.filter((answer) => !(answer instanceof Error));
    return {
        release: came.map(({ headers }) => headers[releaseHeader]).find((value) => value !== undefined),
        schemaVersion: came.map(({ body }) => (0,outside_shop/* readShop */.x2)(body).schemaVersion).find((value) => value !== undefined),
    };
}
function rounds_asError(error) {
    return error instanceof Error ? error : new Error(String(error));
}

;// CONCATENATED MODULE: ./src/smoke/speed/speed.js


/** The edges of the histogram, finer at usual response times. */
const edges = [10, 25, 50, 100, 200, 350, 500, 1000, 2000, 5000];
/** Counts the results of a load. Anything but a 2xx answer is a failure; times are those of the answers. */
function speedOf(shots, rate) {
    const answered = shots.filter(({ status }) => status !== undefined && status >= 200 && status <= 299);
    const failed = shots.filter((shot) => !answered.includes(shot));
    const times = answered.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other);
    const longest = times.at(-1) ?? 0;
    const shown = [...edges.filter((edge) => edge < longest), edges.find((edge) => edge >= longest) ?? Infinity];
    return {
        sent: shots.length,
        failed: failed.length,
        failures: [...new Set(failed.map(({ status, error }) => error ?? String(status)))].slice(0, 3),
        p50: percentile(times, 50),
        p95: percentile(times, 95),
        p99: percentile(times, 99),
        longest: Math.round(longest),
        spans: shown.map((upTo, index) => ({
            upTo,
            count: times.filter((time) => time <= upTo && time > (shown[index - 1] ?? -1)).length,
        })),
        rate,
    };
}
/** The percentile (nearest rank) in whole milliseconds; 0 without answers. */
function percentile(sorted, percent) {
    return Math.round(sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0);
}
/** The checks of a load, before any request. */
function plannedLoad({ rate, seconds, limits }) {
    const sent = Math.max(1, Math.round(rate * seconds));
    const times = limitsOf(limits).map(({ name, limit }) => `${name} ≤ ${limit} ms`);
    return [
        {
            ...{ name: 'load', severity: 'error' },
            expected: `all of ${sent} requests answered with 2xx, ${rate} a second`,
        },
        { name: 'response time', severity: 'warning', expected: times.join(', ') || 'anything' },
    ];
}
function limitsOf(limits) {
    return ['p50', 'p95', 'p99'].flatMap((name) => {
        const limit = limits[`max-${name}`];
        return limit === undefined ? [] : [{ name, limit }];
    });
}
/** Checks the response times against their limits, and that every request was answered. */
function speedResults(speed, limits, seconds) {
    const { sent, failed, failures, p50, p95, p99, rate } = speed;
    const measured = { p50, p95, p99 };
    const [answers, times] = plannedLoad({ rate, seconds: sent / rate, limits });
    const slow = limitsOf(limits).filter(({ name, limit }) => measured[name] > limit);
    const answered = sent - failed;
    // A rate limit in front says nothing about the shop.
    const onlyLimited = failures.length > 0 && failures.every((failure) => failure === '429');
    return [
        {
            ...{ ...answers, where: smoke_check/* outside */.qY, severity: onlyLimited ? 'warning' : 'error', seconds },
            passed: failed === 0,
            got: failed === 0 ? `all ${sent} were answered` : `${failed} of ${sent} were not: ${failures.join(', ')}`,
        },
        answered === 0
            ? notRun(times, 'no answer could be measured')
            : {
                ...{ ...times, where: smoke_check/* outside */.qY, seconds, passed: slow.length === 0 },
                got: `p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms`,
            },
    ];
}

;// CONCATENATED MODULE: ./src/smoke/together.js












/**
 * Repeats the steady probes until they hold. As soon as the shop is up, all other parts run in parallel. If it never comes up, they
 * run at the end, because they may show the cause. Parts behind the same obstacle are skipped.
 */
async function together_smokeTest(plan, ports) {
    const { clock } = ports;
    const timeline = [];
    const timed = async (name, where, work, isWell) => {
        const started = clock.now();
        const done = await work();
        const result = isWell(done) ? 'done' : 'failed';
        timeline.push({ name, where, started, seconds: (clock.now() - started) / 1000, result });
        return done;
    };
    let begin = () => { };
    const begun = new Promise((resolve) => (begin = resolve));
    const steady = timed('ask until steady', smoke_check/* outside */.qY, () => untilSteady(weighedProbes(plan.steady, plan.severities), plan.repetition, ports, begin), ({ passed }) => passed);
    steady.then(({ obstacles }) => begin(obstacles), () => begin([]));
    let speed;
    const parts = partsOf(plan, ports, (measured) => (speed = measured));
    const others = parts.map(async ({ name, where = smoke_check/* outside */.qY, urls = [], explains, checks = [], work }) => {
        const obstacles = await begun;
        ports.cancelled.throwIfAborted();
        const met = obstacles.find((one) => one.kind !== explains && urls.some((url) => isBehind(one, url)));
        if (met !== undefined)
            return weighed(checks.map((one) => notRun(one, met.what)), plan.severities);
        return await timed(name, where, async () => weighed(await work(), plan.severities), (results) => results.every(({ passed, severity }) => passed || severity === 'warning'));
    });
    const [steadiness, ...results] = await Promise.all([steady, ...others]);
    const once = results.flat().map((result) => ({ ...result, rounds: 1, roundsPassed: Number(result.passed) }));
    const steadyChecks = summarize(steadiness.rounds, plan.repetition.consecutive);
    const checks = [...withObstacles(steadyChecks, steadiness, once), ...once];
    return {
        ...steadiness,
        passed: steadiness.passed && once.every(({ passed, severity }) => passed || severity === 'warning'),
        seconds: Math.max(0, ...timeline.map(({ started, seconds }) => (started - startOf(timeline)) / 1000 + seconds)),
        ...{ checks, speed, timeline: timeline.sort((one, other) => one.started - other.started) },
    };
}
/**
 * Each obstacle is reported by one check: the certificate check if it explains the obstacle, otherwise the first affected one. The
 * other affected checks count as skipped.
 */
function withObstacles(checks, { urls, obstacles }, once) {
    const results = [...checks];
    for (const met of obstacles) {
        const behind = checks.flatMap((check, index) => !check.passed && met.urls.includes(urls[index] ?? '') ? [index] : []);
        const explained = met.kind === 'certificate' &&
            once.some(({ name, passed, severity }) => name === 'certificate' && !passed && severity === 'error');
        const teller = explained
            ? undefined
            : (behind.find((index) => checks[index]?.severity === 'error') ?? behind[0]);
        for (const index of behind) {
            const check = checks[index];
            results[index] =
                index === teller ? { ...check, got: met.what } : { ...check, ...notRun(check, met.what) };
        }
    }
    return results;
}
function partsOf(plan, ports, measured) {
    const { certificate, dashboard, load, inside, sentry, severities, repetition } = plan;
    const { clock, cancelled } = ports;
    return [
        ...weighedProbes(plan.once, severities).map((probe) => {
            const name = probe.checks.map((check) => check.name).join(', ');
            const checks = probe.checks.map(({ severity = 'error', ...check }) => ({ ...check, severity }));
            return {
                ...{ name, checks, urls: [probe.request.url, probe.needs ?? []].flat() },
                work: () => probeResults(probe, repetition.interval, ports),
            };
        }),
        ...(certificate === undefined
            ? []
            : [
                {
                    name: 'certificate',
                    urls: [`https://${certificate.host}:${certificate.port}/`],
                    explains: 'certificate',
                    checks: plannedCertificate(certificate),
                    async work() {
                        const started = clock.now();
                        const { host, port } = certificate;
                        const shown = await ports.tls
                            .read(host, port, cancelled)
                            .catch((error) => error);
                        cancelled.throwIfAborted();
                        const now = clock.now();
                        return certificateResults(shown, certificate, now, (now - started) / 1000);
                    },
                },
            ]),
        ...(dashboard === undefined
            ? []
            : [
                {
                    ...{ name: 'dashboard', urls: [dashboard], checks: [plannedDashboard] },
                    work: () => dashboardResults(dashboard, ports),
                },
            ]),
        ...(load === undefined
            ? []
            : [
                {
                    name: `load, ${load.rate} a second`,
                    urls: [load.request.url],
                    checks: plannedLoad(load),
                    async work() {
                        const started = clock.now();
                        const shots = await ports.load.steady({ ...load.request, ...load, signal: cancelled });
                        const speed = speedOf(shots, load.rate);
                        measured(speed);
                        return speedResults(speed, load.limits, (clock.now() - started) / 1000);
                    },
                },
            ]),
        ...(inside === undefined
            ? []
            : [
                {
                    name: 'look inside',
                    where: inside.targets.length === 1
                        ? (inside.targets[0]?.host ?? '')
                        : `${inside.targets.length} servers`,
                    work: () => ports.cluster === undefined
                        ? insideResults(inside, ports)
                        : clusterInspection(ports.cluster, inside, ports),
                },
            ]),
        ...(sentry === undefined
            ? []
            : [{ name: 'Sentry', where: sentry.url, work: () => sentryResults(sentry, sentry.eventId, ports) }]),
    ];
}
function startOf(timeline) {
    return Math.min(...timeline.map(({ started }) => started));
}

;// CONCATENATED MODULE: ./actions/smoke-test.js










/** Proves from outside, and where it may also from inside, that what serves is the release that was meant. */
const run = () => (0,run_action/* runAction */.C)(smokeTest, async (inputs, runner) => {
    const desired = await smokePlanOf(inputs, runner);
    runner.log.info(`Asking ${[inputs.url, ...inputs['service-urls']].join(', ')}, for ${inputs.timeout} s at most`);
    const smoke = await together_smokeTest(desired, {
        ...runner,
        tls: nodeTls,
        load: undiciLoad,
        inspection: composeInspection,
        ...(inputs.engine === 'swarm' ? { cluster: await (0,choose/* engineOf */.k)('swarm') } : {}),
    });
    await tellResults(smoke, inputs, desired.severities, runner);
    if (!smoke.passed)
        throw smokeFailed(inputs.url, smoke, inputs.consecutive);
    return { reason: 'done', outputs: smokeOutputs(smoke), summary: smokeSummary(inputs.url, smoke) };
});


/***/ }),

/***/ 92433:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ readLive)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);
/* harmony import */ var _swarm_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(50056);


/**
 * Reads a host's live release, for an operation that changes nothing of it.
 * @param kind the engine's name
 * @param consequence why the operation needs one, as the end of a sentence
 * @throws UserError `not-ready` when no release is live, or one by a version that kept no record
 */
async function readLive(engine, host, root, consequence, kind = 'compose') {
    const { live } = await engine.releases(host, root);
    if (live?.settings === undefined)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('not-ready', live === undefined
            ? `${host.name}: no release is live in ${root}, ${consequence}.`
            : `${host.name}: release ${live.id} was deployed by an earlier version.`, 'Deploy first.');
    const { roles, edge, publicPort, migrate, placement } = live.settings;
    const model = await engine.readModel(host, root, live);
    return {
        ...{ release: live, model, roles, edge, publicPort, migrate, placement, root },
        ...asItIs,
        ...(kind === 'swarm' ? { swarm: (0,_swarm_js__WEBPACK_IMPORTED_MODULE_1__/* .intentFrom */ .pz)(model) } : {}),
    };
}
/** Defaults for fields that only a change of release uses. */
const asItIs = {
    strategy: 'blue-green',
    backup: { id: '', when: 'never', verify: 'none', folder: '', keep: 0, image: '', copy: [] },
    ...{ bake: 0, maxErrorRate: 0, schedules: false, stopFirst: [], balancerWait: 0, healthTimeout: 0 },
    ...{ keepWarm: false, keep: 0, registryLogin: '', lockWait: 0, drainTimeout: 0 },
};


/***/ }),

/***/ 42151:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ hostLines)
/* harmony export */ });
/* harmony import */ var _model_placement_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(24504);
/* harmony import */ var _contract_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(43849);


/** The servers of a fleet, one a line, and what each of them runs where they differ. */
function hostLines(options = {}) {
    const list = (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .lines */ .Mn)(options);
    return { ...list, parse: (raw) => list.parse(raw).map(readLine), absent: [] };
}
const address = /^((?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?|[0-9a-fA-F.]*(:[0-9a-fA-F.]*){2,})$/;
function readLine(line) {
    const [name = '', ...words] = line.replaceAll(/\s*,\s*/g, ',').split(/\s+/);
    const bad = (why) => new _contract_js__WEBPACK_IMPORTED_MODULE_0__/* .BadValue */ .FQ(`a list of name or name:port, one a line, each with role=${_model_placement_js__WEBPACK_IMPORTED_MODULE_1__/* .hostRoles */ .e_.join(', role=')} or services=celery,celery-beat behind it where the hosts differ: ${JSON.stringify(line)}: ${why}`);
    if (!address.test(name))
        throw bad(`${JSON.stringify(name)} is no name and no name:port`);
    const placement = {};
    for (const word of words) {
        const [, key, value = ''] = /^(role|services)=(.*)$/.exec(word) ?? [];
        if (key === undefined)
            throw bad(`${JSON.stringify(word)} is neither role=… nor services=…`);
        if (key in placement)
            throw bad(`${key}= stands there twice`);
        if (key === 'role')
            placement.role = roleOf(value, bad);
        else
            placement.services = servicesOf(value, bad);
    }
    return words.length === 0 ? { name } : { name, placement };
}
function roleOf(value, bad) {
    const role = _model_placement_js__WEBPACK_IMPORTED_MODULE_1__/* .hostRoles */ .e_.find((one) => one === value);
    if (role === undefined)
        throw bad(`there is no role ${JSON.stringify(value)}`);
    return role;
}
function servicesOf(value, bad) {
    const services = value.split(',');
    if (!services.every((one) => /^[\w.-]+$/.test(one)))
        throw bad(`services=${value} is not a list of names with commas between`);
    return services;
}


/***/ }),

/***/ 48639:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ readMetricChecks)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);

/** `name: query < number`; a query may have comparisons itself, so the last one counts. */
const form = /^([^:{("]+):\s+(.*\S)\s*(<=|>=|==|<|>)\s*(-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)$/i;
/** Reads lines such as `errors: sum(rate(errors_total[5m])) < 1`. @throws UserError `bad-input` with the first wrong line */
function readMetricChecks(lines) {
    return lines.map((line) => {
        const [, name, query, operator, limit] = form.exec(line) ?? [];
        if (name === undefined || query === undefined)
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Input 'metric-checks': "${line}" is not a name, a query and a limit.`, 'Write each line as name: query < number, such as queue: max(celery_queue_length) < 1000. The signs are <, <=, >, >= and ==.');
        return { name: name.trim(), query, operator: operator, limit: Number(limit) };
    });
}


/***/ }),

/***/ 16247:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  k: () => (/* binding */ distrusted),
  H: () => (/* binding */ obstacleOf)
});

;// CONCATENATED MODULE: ./src/runner/http/cloudflare.js
/** CloudFlare's own answers when it can't reach the origin. https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/ */
const origin = {
    520: ['the origin gave an answer that it does not understand', 'Look at the log of nginx on the host.'],
    521: ['the origin refuses the connection', 'Does nginx run, and does the firewall let CloudFlare in?'],
    522: ['the origin does not accept connections', 'Does the firewall let CloudFlare in?'],
    523: ['the origin can not be reached', 'Is the address of the origin in the DNS record right?'],
    524: ['the origin took more than 100 s to answer', 'Look at the load of the host and of the database.'],
    525: ['no TLS with the origin', 'Does nginx listen on 443 with a certificate for this name?'],
    526: [
        'the certificate of the origin is not valid',
        'Renew it, or use an origin certificate of CloudFlare.',
    ],
};
/** What CloudFlare says in place of the shop; undefined for answers of the shop itself. */
function cloudflareObstacle({ hostname }, { status, headers }) {
    if (headers['cf-mitigated'] === 'challenge')
        return {
            kind: 'gateway',
            what: `CloudFlare asks the runner for proof that it is a person (${status}), before ${hostname} is asked.`,
            fix: 'Add a WAF rule that skips challenges for the user agent saleor-deploy, or for the addresses of your runners.',
        };
    const [why, fix] = (headers.server === 'cloudflare' && origin[status]) || [];
    if (why === undefined || fix === undefined)
        return undefined;
    return { kind: 'gateway', what: `CloudFlare answers ${status} for ${hostname}: ${why}.`, fix };
}

// EXTERNAL MODULE: ./src/runner/http/no-answer.js
var no_answer = __webpack_require__(38149);
;// CONCATENATED MODULE: ./src/runner/http/obstacle.js


/** The obstacle between a request and the site, from the answer or the error; undefined without one. Pure. */
function obstacleOf(address, answer) {
    const url = new URL(address);
    if (answer instanceof Error)
        return withoutAnswer(url, answer);
    return cloudflareObstacle(url, answer) ?? inFront(url, answer);
}
/** The common OpenSSL codes in words. https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/ */
const distrusted = {
    CERT_HAS_EXPIRED: 'it has expired',
    CERT_NOT_YET_VALID: 'it is not valid yet: one of the clocks is wrong',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by itself, which no browser trusts',
    SELF_SIGNED_CERT_IN_CHAIN: 'it is signed by an authority that nobody knows',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate between it and the authority is missing: the server must send the full chain (fullchain.pem)',
    UNABLE_TO_GET_ISSUER_CERT: 'its chain is not complete: the server must send fullchain.pem',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its authority is not known, or the chain is not complete: the server must send fullchain.pem',
    HOSTNAME_MISMATCH: 'it is for another name',
    ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another name',
    CERT_REVOKED: 'it was revoked',
};
function withoutAnswer(url, error) {
    const { hostname: host, protocol } = url;
    const port = portOf(url);
    const code = error instanceof no_answer/* NoAnswer */.W ? error.code : '';
    const why = distrusted[code];
    if (why !== undefined)
        return {
            kind: 'certificate',
            what: `The certificate of ${host} is not trusted: ${why} (${code}).`,
            fix: 'Give the proxy in front of the shop a valid certificate for this name.',
        };
    const secure = protocol === 'https:';
    if (code === 'ECONNREFUSED')
        return {
            kind: 'port',
            what: `Nothing listens on port ${port} of ${host} (${code}).`,
            fix: secure
                ? 'Is the proxy with TLS set up, and does it run?'
                : 'Does the web server or the proxy run there, and is the port right?',
        };
    if (code === 'ENOTFOUND')
        return {
            kind: 'host',
            what: `The name ${host} does not resolve (${code}).`,
            fix: 'Create its DNS record, or correct the URL.',
        };
    if (code === 'EAI_AGAIN')
        return {
            kind: 'host',
            what: `The name server of the runner gives no answer for ${host} (${code}).`,
            fix: 'Run it again; if it stays so, look at the DNS of the runner and of the name.',
        };
    if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
        return {
            kind: 'host',
            what: `There is no route from the runner to ${host} (${code}).`,
            fix: 'Correct its DNS record, or run the job where the address can be reached.',
        };
    if (/TIMEOUT|ETIMEDOUT/.test(code))
        return {
            kind: 'port',
            what: `Port ${port} of ${host} gives no answer in time (${code}).`,
            fix: 'Does a firewall drop what comes from the runner, or does the proxy or web hang?',
        };
    if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG')
        return {
            kind: 'port',
            what: `Port ${port} of ${host} answers, but not with TLS (${code}).`,
            fix: 'Switch TLS on in the proxy, or let the URL begin with http://.',
        };
    if (code.startsWith('ERR_SSL'))
        return {
            kind: 'port',
            what: `Port ${port} of ${host} ends the TLS handshake (${code}).`,
            fix: 'Does the proxy have a certificate for this name, and a TLS version of today?',
        };
    if (/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/.test(code))
        return {
            kind: 'port',
            what: `Port ${port} of ${host} closes the connection without an answer (${code}).`,
            fix: 'Look at the log of the proxy in front of the shop.',
        };
    if (/^(HPE_|HTTPParserError)/.test(code))
        return { kind: 'port', what: `What answers on port ${port} of ${host} is no HTTP.`, fix: portFix };
    // The path is removed, because it would make a different cause of each request.
    const reason = error.message.replace(/^[A-Z]+ \S+: /, '');
    return { kind: 'port', what: `Port ${port} of ${host} gives no answer: ${reason}.`, fix: portFix };
}
const portFix = 'Is the port in the URL right?';
/** The answers of proxies when the shop behind them does not answer; HAProxy has this text for a backend without servers. */
function inFront(url, { status, headers, body }) {
    const isGateway = status === 502 || status === 504;
    if (isGateway || (status === 503 && body.includes('No server is available to handle this request')))
        return {
            kind: 'gateway',
            what: `The proxy in front of ${url.hostname} answers ${status}: it gets no answer from the shop.`,
            fix: 'Does its address for the shop (proxy_pass) lead to the port that web publishes, and does web run?',
        };
    const { location } = headers;
    if (status < 300 || status > 399 || location === undefined || !URL.canParse(location, url.href))
        return undefined;
    const to = new URL(location, url);
    if (to.pathname + to.search !== url.pathname + url.search)
        return undefined;
    if (to.origin === url.origin)
        return {
            kind: 'redirect',
            what: `${url.origin} redirects to the same address again (${status}), for ever.`,
            fix: 'The proxy must set X-Forwarded-Proto: with PUBLIC_URL=https://… Saleor redirects whatever it takes for plain HTTP.',
        };
    return {
        kind: 'redirect',
        what: `${url.origin} redirects to ${to.origin} (${status}).`,
        fix: to.protocol === 'http:' && url.protocol === 'https:'
            ? 'Visitors must not be sent to plain HTTP: correct the redirect of the proxy.'
            : `Give ${to.origin} as the URL.`,
    };
}
/** The port of the URL, or the default of its scheme. */
function portOf({ port, protocol }) {
    return port || (protocol === 'https:' ? '443' : '80');
}


/***/ }),

/***/ 37727:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _3: () => (/* binding */ evaluate),
/* harmony export */   c2: () => (/* binding */ statusOf),
/* harmony export */   qY: () => (/* binding */ outside)
/* harmony export */ });
/** The place of all requests that customers could send too; otherwise `where` is a server. */
const outside = 'outside';
/** Evaluates a probe's answer, or the error in its place, for each of its checks. */
function evaluate(probe, answer) {
    return probe.checks.map((check) => ({
        name: check.name,
        where: outside,
        severity: check.severity ?? 'error',
        expected: check.expected,
        ...(answer instanceof Error
            ? { ...(check.unanswered?.(answer) ?? { passed: false, got: answer.message }), seconds: 0 }
            : { ...check.evaluate(answer), seconds: answer.seconds }),
    }));
}
/** The status, and for a redirect its target: the usual sign of a wrong scheme or host. */
function statusOf({ status, headers }) {
    return headers.location === undefined ? String(status) : `${status} → ${headers.location}`;
}


/***/ }),

/***/ 26675:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J5: () => (/* binding */ introspected),
/* harmony export */   Kb: () => (/* binding */ excerpt),
/* harmony export */   x2: () => (/* binding */ readShop)
/* harmony export */ });
/** Reads the answer to `{ shop { name schemaVersion } }`. Never throws: an HTML page is an answer too. */
function readShop(body) {
    const { data, error } = readAnswer(body);
    if (error !== undefined)
        return { error };
    const { name, schemaVersion } = data?.shop ?? {};
    const known = typeof schemaVersion === 'string' ? { schemaVersion } : {};
    if (typeof name !== 'string')
        return { ...known, error: `no shop name: ${excerpt(body)}` };
    return { ...known, name };
}
/** Reads the answer to `{ schema: __schema { queryType { name } } }`. Never throws. */
function introspected(body) {
    const { data, error } = readAnswer(body);
    if (error !== undefined)
        return { error };
    const name = data?.schema?.queryType?.name;
    return typeof name === 'string' ? { queryType: name } : { error: `no schema: ${excerpt(body)}` };
}
/** One short line of a long text. */
function excerpt(text, length = 120) {
    const line = text.trim().replace(/\s+/g, ' ');
    return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}
function readAnswer(body) {
    const answer = parse(body);
    if (answer === undefined)
        return { error: `not JSON: ${excerpt(body)}` };
    const { errors, data } = answer;
    return errors === undefined ? { data } : { error: `errors: ${excerpt(messagesOf(errors))}` };
}
function parse(body) {
    try {
        const value = JSON.parse(body);
        return typeof value === 'object' && value !== null ? value : undefined;
    }
    catch {
        return undefined;
    }
}
/** GraphQL errors are objects with a message; Saleor puts its own code into the extensions. */
function messagesOf(errors) {
    const list = (Array.isArray(errors) ? errors : [errors]);
    return list
        .map((error) => [error?.message ?? JSON.stringify(error), error?.extensions?.exception?.code])
        .map((parts) => parts.filter((part) => part !== undefined).join(' '))
        .join('; ');
}


/***/ }),

/***/ 44089:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   lD: () => (/* binding */ split)
/* harmony export */ });
/* unused harmony exports quote, join */


/*
  Port of a subset of the features of CPython's shlex module, which provides a
  shell-like lexer. Original code by Eric S. Raymond and other contributors.
*/

class Shlexer {
  constructor (string) {
    this.i = 0
    this.string = string

    /**
     * Characters that will be considered whitespace and skipped. Whitespace
     * bounds tokens. By default, includes space, tab, linefeed and carriage
     * return.
     */
    this.whitespace = ' \t\r\n'

    /**
     * Characters that will be considered string quotes. The token accumulates
     * until the same quote is encountered again (thus, different quote types
     * protect each other as in the shell.) By default, includes ASCII single
     * and double quotes.
     */
    this.quotes = `'"`

    /**
     * Characters that will be considered as escape. Just `\` by default.
     */
    this.escapes = '\\'

    /**
     * The subset of quote types that allow escaped characters. Just `"` by default.
     */
    this.escapedQuotes = '"'

    /**
     * Whether to support ANSI C-style $'' quotes
     * https://www.gnu.org/software/bash/manual/html_node/ANSI_002dC-Quoting.html
     */
    this.ansiCQuotes = true

    /**
     * Whether to support localized $"" quotes
     * https://www.gnu.org/software/bash/manual/html_node/Locale-Translation.html
     *
     * The behavior is as if the current locale is set to C or POSIX, i.e., the
     * contents are not translated.
     */
    this.localeQuotes = true

    this.debug = false
  }

  readChar () {
    return this.string.charAt(this.i++)
  }

  processEscapes (string, quote, isAnsiCQuote) {
    if (!isAnsiCQuote && !this.escapedQuotes.includes(quote)) {
      // This quote type doesn't support escape sequences
      return string
    }

    // We need to form a regex that matches any of the escape characters,
    // without interpreting any of the characters as a regex special character.
    const anyEscape = '[' + this.escapes.replace(/(.)/g, '\\$1') + ']'

    // In regular quoted strings, we can only escape an escape character, and
    // the quote character itself.
    if (!isAnsiCQuote && this.escapedQuotes.includes(quote)) {
      const re = new RegExp(
        anyEscape + '(' + anyEscape + '|\\' + quote + ')', 'g')
      return string.replace(re, '$1')
    }

    // ANSI C quoted strings support a wide variety of escape sequences
    if (isAnsiCQuote) {
      const patterns = {
        // Literal characters
        '([\\\\\'"?])': (x) => x,

        // Non-printable ASCII characters
        'a': () => '\x07',
        'b': () => '\x08',
        'e|E': () => '\x1b',
        'f': () => '\x0c',
        'n': () => '\x0a',
        'r': () => '\x0d',
        't': () => '\x09',
        'v': () => '\x0b',

        // Octal bytes
        '([0-7]{1,3})': (x) => String.fromCharCode(parseInt(x, 8)),

        // Hexadecimal bytes
        'x([0-9a-fA-F]{1,2})': (x) => String.fromCharCode(parseInt(x, 16)),

        // Unicode code units
        'u([0-9a-fA-F]{1,4})': (x) => String.fromCharCode(parseInt(x, 16)),
        'U([0-9a-fA-F]{1,8})': (x) => String.fromCharCode(parseInt(x, 16)),

        // Control characters
        // https://en.wikipedia.org/wiki/Control_character#How_control_characters_map_to_keyboards
        'c(.)': (x) => {
          if (x === '?') {
            return '\x7f'
          } else if (x === '@') {
            return '\x00'
          } else {
            return String.fromCharCode(x.charCodeAt(0) & 31)
          }
        }
      }

      // Construct an uber-RegEx that catches all of the above pattern
      const re = new RegExp(
        anyEscape + '(' + Object.keys(patterns).join('|') + ')', 'g')

      // For each match, figure out which subpattern matched, and apply the
      // corresponding function
      return string.replace(re, function (m, p1) {
        for (const matched in patterns) {
          const mm = new RegExp('^' + matched + '$').exec(p1)
          if (mm === null) {
            continue
          }

          return patterns[matched].apply(null, mm.slice(1))
        }
      })
    }

    // Should not get here
    return undefined
  }

  * [Symbol.iterator] () {
    let inQuote = false
    let inDollarQuote = false
    let escaped = false
    let lastDollar = -2 // position of last dollar sign we saw
    let token

    if (this.debug) {
      console.log('full input:', '>' + this.string + '<')
    }

    while (true) {
      const pos = this.i
      const char = this.readChar()

      if (this.debug) {
        console.log(
          'position:', pos,
          'input:', '>' + char + '<',
          'accumulated:', token,
          'inQuote:', inQuote,
          'inDollarQuote:', inDollarQuote,
          'lastDollar:', lastDollar,
          'escaped:', escaped
        )
      }

      // Ran out of characters, we're done
      if (char === '') {
        if (inQuote) { throw new Error('Got EOF while in a quoted string') }
        if (escaped) { throw new Error('Got EOF while in an escape sequence') }
        if (token !== undefined) { yield token }
        return
      }

      // We were in an escape sequence, complete it
      if (escaped) {
        if (char === '\n') {
          // An escaped newline just means to continue the command on the next
          // line. We just need to ignore it.
        } else if (inQuote) {
          // If we are in a quote, just accumulate the whole escape sequence,
          // as we will interpret escape sequences later.
          token = (token || '') + escaped + char
        } else {
          // Just use the literal character
          token = (token || '') + char
        }

        escaped = false
        continue
      }

      if (this.escapes.includes(char)) {
        if (!inQuote || inDollarQuote !== false || this.escapedQuotes.includes(inQuote)) {
          // We encountered an escape character, which is going to affect how
          // we treat the next character.
          escaped = char
          continue
        } else {
          // This string type doesn't use escape characters. Ignore for now.
        }
      }

      // We were in a string
      if (inQuote !== false) {
        // String is finished. Don't grab the quote character.
        if (char === inQuote) {
          token = this.processEscapes(token, inQuote, inDollarQuote === '\'')
          inQuote = false
          inDollarQuote = false
          continue
        }

        // String isn't finished yet, accumulate the character
        token = (token || '') + char
        continue
      }

      // This is the start of a new string, don't accumulate the quotation mark
      if (this.quotes.includes(char)) {
        inQuote = char
        if (lastDollar === pos - 1) {
          if (char === '\'' && !this.ansiCQuotes) {
            // Feature not enabled
          } else if (char === '"' && !this.localeQuotes) {
            // Feature not enabled
          } else {
            inDollarQuote = char
          }
        }

        token = (token || '') // fixes blank string

        if (inDollarQuote !== false) {
          // Drop the opening $ we captured before
          token = token.slice(0, -1)
        }

        continue
      }

      // This is a dollar sign, record that we saw it in case it's the start of
      // an ANSI C or localized string
      if (inQuote === false && char === '$') {
        lastDollar = pos
      }

      // This is whitespace, so yield the token if we have one
      if (this.whitespace.includes(char)) {
        if (token !== undefined) { yield token }
        token = undefined
        continue
      }

      // Otherwise, accumulate the character
      token = (token || '') + char
    }
  }
}


/**
 * Splits a given string using shell-like syntax. This function is the inverse
 * of shlex.join().
 *
 * @param {String} s String to split.
 * @returns {String[]}
 */
function split (s) {
  return Array.from(new Shlexer(s))
}

/**
 * Escapes a potentially shell-unsafe string using quotes.
 *
 * @param {String} s String to quote
 * @returns {String}
 */
function quote (s) {
  if (s === '') { return '\'\'' }

  const unsafeRe = /[^\w@%\-+=:,./]/
  if (!unsafeRe.test(s)) { return s }

  return ('\'' + s.replace(/('+)/g, '\'"$1"\'') + '\'').replace(/^''|''$/g, '')
}


/**
 * Concatenate the tokens of the list args and return a string. This function
 * is the inverse of shlex.split().
 *
 * The returned value is shell-escaped to protect against injection
 * vulnerabilities (see shlex.quote()).
 *
 * @param {String[]} args List of args to join
 * @returns {String}
 */
function join (args) {
  if (!Array.isArray(args)) {
    throw new TypeError("args should be an array")
  }
  return args.map(quote).join(" ")
}


/***/ })

};
