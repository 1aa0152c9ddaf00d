export const id = 341;
export const ids = [341];
export const modules = {

/***/ 7341:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/inputs/connection.js
var connection = __webpack_require__(3851);
// EXTERNAL MODULE: ./src/inputs/contract.js
var contract = __webpack_require__(3849);
;// CONCATENATED MODULE: ./src/inputs/smoke-test.js


const { 'known-hosts': knownHosts, 'host-fingerprint': fingerprint, path, port } = connection/* connectionInputs */.e;
const userName = /^[a-z_][a-z0-9_.-]*\$?$/i;
const baseUrl = /^https?:\/\/[^\s/?#]+[^\s?#]*$/;
const aPath = 'a path that begins with /';
/** What `smoke-test` takes and gives. The connection means the same as elsewhere, but may be left out. */
const smokeTest = {
    inputs: {
        url: (0,contract/* pattern */.T1)(baseUrl, 'a base URL such as https://shop.example.com', { required: true }),
        'health-path': (0,contract/* pattern */.T1)(/^\/\S*$/, aPath, { default: '/health/' }),
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
        host: (0,contract/* pattern */.T1)(/^[A-Za-z0-9._:-]+$/, 'a host name or an address'),
        hosts: (0,contract/* lines */.Mn)({
            each: [
                /^(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?$/,
                'a list of name or name:port, one a line',
            ],
        }),
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
    outputs: ['reason-code', 'release', 'schema-version', 'checks', 'failed', 'warnings', 'p50', 'p95', 'p99'],
};

// EXTERNAL MODULE: ./src/run-action.js + 8 modules
var run_action = __webpack_require__(393);
;// CONCATENATED MODULE: ./src/runner/load.js
/** Kept connections; more than this many requests at a time wait for one, and that counts. */
const connections = 20;
/** Seconds after which a request without an answer has failed. */
const patience = 10;
/**
 * By undici, the client inside Node, with a pool of its own. Not by autocannon, the usual choice: it forgets a request
 * whose connection is closed without an answer, and has no 95th percentile.
 */
const undiciLoad = {
    async steady({ url, method = 'GET', headers = {}, body, rate, seconds, signal }) {
        const { setTimeout: sleep } = await Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 8500, 19));
        const { origin, pathname, search } = new URL(url);
        const agent = await openAgent();
        const limits = { headersTimeout: patience * 1000, bodyTimeout: patience * 1000, signal };
        const one = async (due) => {
            await sleep(Math.max(0, due - performance.now()), undefined, { signal });
            try {
                const answer = await agent.request({
                    ...{ origin, path: pathname + search, method: method, headers, body: body ?? null },
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
/** Follows the proxy of a self-hosted runner, but never to loopback, as the other requests; undici calls that experimental. */
async function openAgent() {
    const { Agent, EnvHttpProxyAgent } = await __webpack_require__.e(/* import() */ 684).then(__webpack_require__.t.bind(__webpack_require__, 1684, 19));
    const { env } = process;
    const behindProxy = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((name) => env[name]);
    if (!behindProxy)
        return new Agent({ connections, pipelining: 1 });
    const noProxy = [env.NO_PROXY ?? env.no_proxy ?? '', 'localhost,127.0.0.1,::1'].join();
    return new EnvHttpProxyAgent({ connections, pipelining: 1, noProxy });
}

;// CONCATENATED MODULE: ./src/runner/tls.js
const patienceMs = 10_000;
/** Node's own; it takes no proxy, as a proxy for HTTPS would pass on the same bytes. */
const nodeTls = {
    async look(host, port, signal) {
        const [{ checkServerIdentity, connect }, { isIP }] = await Promise.all([
            Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 1692, 19)),
            Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 7030, 19)),
        ]);
        return await new Promise((resolve, reject) => {
            const servername = isIP(host) === 0 ? { servername: host } : {};
            const socket = connect({ host, port, ...servername, rejectUnauthorized: false, timeout: patienceMs });
            const give = (up) => {
                socket.destroy();
                reject(up);
            };
            const abort = () => give(signal?.reason);
            signal?.addEventListener('abort', abort, { once: true });
            socket.once('close', () => signal?.removeEventListener('abort', abort));
            socket.once('timeout', () => give(new Error(`no answer within ${patienceMs / 1000} s`)));
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

// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(6986);
// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(231);
// EXTERNAL MODULE: ./src/report/timeline.js
var report_timeline = __webpack_require__(8117);
// EXTERNAL MODULE: ./src/smoke/check.js
var smoke_check = __webpack_require__(7727);
;// CONCATENATED MODULE: ./src/smoke/speed-report.js

/** How the times of the answers are spread, as a chart that GitHub draws, and the numbers that people compare. */
function speedReport(speed) {
    const { sent, failed, p50, p95, p99, longest, spans, rate } = speed;
    const numbers = `${sent} requests, ${rate} a second: p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms, the longest ${longest} ms`;
    const most = Math.max(1, ...spans.map(({ count }) => count));
    const chart = [
        'xychart-beta',
        '  title "Answers by response time"',
        `  x-axis "milliseconds" [${spans.map(({ upTo }) => (Number.isFinite(upTo) ? `"≤ ${upTo}"` : '"more"')).join(', ')}]`,
        `  y-axis "answers" 0 --> ${most}`,
        `  bar [${spans.map(({ count }) => count).join(', ')}]`,
    ].join('\n');
    return `${numbers}${failed === 0 ? '' : `, ${failed} not answered`}.\n\n${(0,markdown/* code */.aY)(chart, 'mermaid')}`;
}

;// CONCATENATED MODULE: ./src/smoke/verdict.js
/** What the rounds so far mean: green, red, or one more round. */
function verdict(rounds, patience) {
    if (streak(rounds) >= patience.consecutive)
        return 'passed';
    return patience.elapsed < patience.timeout ? 'again' : 'failed';
}
/** Whether all that must hold does; warnings needn't. */
function isGood(round) {
    return round.every(({ passed, severity }) => passed || severity === 'warning');
}
/** How many of the last rounds were good without a break. */
function streak(rounds) {
    const lastBad = rounds.findLastIndex((round) => !isGood(round));
    return rounds.length - 1 - lastBad;
}
/**
 * One line for each check. It passed when it did so in the last `consecutive` rounds; if not, its latest failure is
 * shown, which in a shop that answers now so, now so needn't be the last answer.
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






/** The table of checks in the job summary. */
function checksTable(checks) {
    const places = new Set(checks.map(({ where }) => where));
    const shown = places.size > 1 || !places.has(smoke_check/* outside */.qY);
    return (0,markdown/* table */.tp)(['', 'Check', 'Expected', 'Got', ...(shown ? ['Where'] : []), 'Time', 'Rounds passed'], checks.map((check) => [
        markOf(check),
        check.name,
        (0,markdown/* inlineCode */.ti)(check.expected),
        (0,markdown/* inlineCode */.ti)(check.got),
        ...(shown ? [check.where === smoke_check/* outside */.qY ? smoke_check/* outside */.qY : (0,markdown/* inlineCode */.ti)(check.where)] : []),
        (0,markdown/* duration */.p0)(check.seconds),
        `${check.roundsPassed} of ${check.rounds}`,
    ]));
}
function markOf({ passed, severity }) {
    return passed ? '✅' : severity === 'error' ? '❌' : '⚠️';
}
/** The job summary of a smoke test that passed. */
function smokeSummary(url, smoke) {
    const by = smoke.release === undefined ? '' : `, release ${(0,markdown/* inlineCode */.ti)(smoke.release)}`;
    const warned = failedOf(smoke, 'warning').length;
    const warnings = warned === 0 ? '' : `, ${warned} ${warned === 1 ? 'warning' : 'warnings'}`;
    const head = `### ✅ ${url} answers as expected${by}${warnings}`;
    return [head, steadiness(smoke), details(smoke)].join('\n\n');
}
function steadiness({ rounds, seconds }) {
    return `Good rounds in a row: ${streak(rounds)}, after ${(0,markdown/* duration */.p0)(seconds)}.`;
}
/** The checks, how fast the answers came, and what was done at the same time. */
function details({ checks, speed, timeline }) {
    return [
        checksTable(checks),
        ...(speed === undefined ? [] : [speedReport(speed)]),
        ...(timeline.length > 1 ? [(0,report_timeline/* timelineChart */.IY)(timeline)] : []),
    ].join('\n\n');
}
/** What goes on to the next steps, whether it passed or not. */
function smokeOutputs(smoke) {
    const names = (severity) => [...new Set(failedOf(smoke, severity).map(({ name }) => name))].join('\n');
    const { speed } = smoke;
    return {
        release: smoke.release ?? '',
        'schema-version': smoke.schemaVersion ?? '',
        checks: JSON.stringify(smoke.checks.map(forOthers)),
        failed: names('error'),
        warnings: names('warning'),
        p50: speed === undefined ? '' : String(speed.p50),
        p95: speed === undefined ? '' : String(speed.p95),
        p99: speed === undefined ? '' : String(speed.p99),
    };
}
/** A check as programs read it. */
function forOthers(check) {
    const { name, where, severity, expected, got, passed } = check;
    return { name, where, severity, expected, got, passed, seconds: Math.round(check.seconds * 1000) / 1000 };
}
/** The checks of a severity that failed. */
function failedOf({ checks }, severity) {
    return checks.filter((check) => !check.passed && check.severity === severity);
}
/** One line of a check that failed: what, where, what was expected and what came. */
function complaintOf({ name, where, expected, got }) {
    return `${name}${where === smoke_check/* outside */.qY ? '' : ` on ${where}`}: expected ${expected}, got ${got}`;
}
/** The error of a smoke test that failed: each check that did, with what was expected and what came. */
function smokeFailed(url, smoke, consecutive) {
    const reasons = failedOf(smoke, 'error').map(complaintOf);
    const steady = `only ${streak(smoke.rounds)} of ${consecutive} good rounds in a row`;
    const what = `Smoke test of ${url} failed after ${(0,markdown/* duration */.p0)(smoke.seconds)}.`;
    return new errors/* StepFailed */.an('smoke-failed', [what, ...(reasons.length > 0 ? reasons : [steady])].join('\n'), '', {
        report: details(smoke),
        outputs: smokeOutputs(smoke),
    });
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./src/smoke/files.js


/** What a test reporter reads: a suite for each place, a warning as a passed test that has something to say. */
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
        const said = escaped(complaintOf(check));
        return check.severity === 'error'
            ? `${head}>\n      <failure message=${quoted(check.got)}>${said}</failure>\n    </testcase>`
            : `${head}>\n      <system-out>warning: ${said}</system-out>\n    </testcase>`;
    });
    return [`  <testsuite name=${quoted(where)} ${counts(checks)}>`, ...cases, '  </testsuite>'].join('\n');
}
function counts(checks) {
    const failures = checks.filter(({ passed, severity }) => !passed && severity === 'error').length;
    return `tests="${checks.length}" failures="${failures}" errors="0" skipped="0"`;
}
function quoted(text) {
    return `"${escaped(text).replace(/\s+/g, ' ')}"`;
}
/** XML 1.0 has no way to write most control characters: they are left out. */
function escaped(text) {
    return text
        .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;');
}
/** Everything as JSON, for programs of one's own. */
function json(url, smoke) {
    const { passed, seconds, release, schemaVersion, speed, checks } = smoke;
    return `${JSON.stringify({ url, passed, seconds, release, schemaVersion, speed, checks: checks.map(forOthers) }, undefined, 2)}\n`;
}

;// CONCATENATED MODULE: ./src/smoke/tell.js




/** Annotates the warnings and writes the files; the errors are told by whoever throws them. */
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

;// CONCATENATED MODULE: ./src/smoke/certificate.js

/** Milliseconds of a day. */
const day = 86_400_000;
/** What the certificate that a server showed, or the error that came in its place, means; `now` in milliseconds. */
function certificateResults(shown, { host, days }, now, seconds) {
    const trusted = {
        ...{ name: 'certificate', where: smoke_check/* outside */.qY, severity: 'error', seconds },
        expected: `trusted, with its whole chain, for ${host}`,
    };
    if (shown instanceof Error)
        return [{ ...trusted, passed: false, got: shown.message }];
    const { distrust, mismatch, issuer, length, protocol, validTo } = shown;
    const complaints = [
        ...(distrust === undefined ? [] : [reasons[distrust] ?? distrust]),
        ...(mismatch === undefined ? [] : [mismatch]),
    ];
    const left = Math.floor((validTo - now) / day);
    return [
        {
            ...trusted,
            passed: complaints.length === 0,
            got: complaints.length === 0
                ? `trusted, from ${issuer}, ${length} in the chain, ${protocol}`
                : complaints.join('; '),
        },
        {
            ...{ name: 'certificate days', where: smoke_check/* outside */.qY, severity: 'warning', seconds },
            expected: `${days} or more left`,
            passed: left >= days,
            got: `${left} left, until ${new Date(validTo).toISOString().slice(0, 10)}`,
        },
    ];
}
/** OpenSSL's codes in words, those that people meet. https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/ */
const reasons = {
    CERT_HAS_EXPIRED: 'it has expired',
    CERT_NOT_YET_VALID: 'it is not valid yet: one of the clocks is wrong',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by itself, which no browser trusts',
    SELF_SIGNED_CERT_IN_CHAIN: 'it is signed by an authority that nobody knows',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate between it and the authority is missing: the server must send the full chain (fullchain.pem)',
    UNABLE_TO_GET_ISSUER_CERT: 'its chain is not complete: the server must send fullchain.pem',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its authority is not known, or the chain is not complete: the server must send fullchain.pem',
    HOSTNAME_MISMATCH: 'it is for another name',
    CERT_REVOKED: 'it was revoked',
};

// EXTERNAL MODULE: ./src/smoke/shop.js
var smoke_shop = __webpack_require__(7091);
;// CONCATENATED MODULE: ./src/smoke/outside.js


/** The edge says in this header which release answered. */
const releaseHeader = 'x-saleor-release';
/**
 * What is asked of a shop again and again until it is steady: whether it lives, and whether the release that was meant
 * answers with data.
 */
function steadyProbes(wanted) {
    const release = wanted['expect-release'];
    const version = wanted['expect-version'];
    // Each answer has to come from the release that was meant: during a deploy one may be new and the other still old.
    const releaseOf = (name) => (release === undefined ? [] : [releaseIs(name, release)]);
    return [
        {
            request: { url: baseOf(wanted) + wanted['health-path'] },
            checks: [healthy, ...releaseOf('health release')],
        },
        {
            request: graphqlRequest(wanted, '{ shop { name schemaVersion } }'),
            checks: [
                shopAnswers,
                ...(version === undefined ? [] : [schemaVersionIs(version)]),
                ...releaseOf('graphql release'),
            ],
        },
    ];
}
/** Whether the schema can be asked for, as the dashboard's and the storefront's builds do. */
function introspectionProbe(wanted) {
    return {
        request: graphqlRequest(wanted, '{ schema: __schema { queryType { name } } }'),
        checks: [describesItself],
    };
}
/** The query as the smoke test sends it, with the app token if there is one. */
function graphqlRequest(wanted, query) {
    const authorization = wanted.token === undefined ? {} : { authorization: `Bearer ${wanted.token}` };
    return {
        method: 'POST',
        url: baseOf(wanted) + wanted['graphql-path'],
        headers: { 'content-type': 'application/json', ...authorization },
        body: JSON.stringify({ query }),
    };
}
/** The base URL without a slash at its end. */
function baseOf({ url }) {
    return url.replace(/\/+$/, '');
}
/** Liveness only: Saleor answers it before Django, with an empty body, also when the database is down. */
const healthy = {
    name: 'health',
    expected: '200',
    judge: (answer) => ({ passed: answer.status === 200, got: (0,smoke_check/* statusOf */.c2)(answer) }),
};
/** The shop's name comes from the database. Errors of execution arrive with status 200, so the body decides. */
const shopAnswers = {
    name: 'graphql',
    expected: '200, no errors, a shop name',
    judge(answer) {
        const shop = (0,smoke_shop/* readShop */.x2)(answer.body);
        const said = shop.error ?? `shop name ${JSON.stringify(shop.name)}`;
        return {
            passed: answer.status === 200 && shop.error === undefined,
            got: `${(0,smoke_check/* statusOf */.c2)(answer)}, ${said}`,
        };
    },
};
/** A warning only: Saleor has no switch for it, but a firewall in front may refuse it on purpose. */
const describesItself = {
    name: 'introspection',
    severity: 'warning',
    expected: '200, the name of the query type',
    judge(answer) {
        const { queryType, error } = (0,smoke_shop/* introspected */.J5)(answer.body);
        return {
            passed: answer.status === 200 && error === undefined,
            got: `${(0,smoke_check/* statusOf */.c2)(answer)}, ${error ?? queryType ?? ''}`,
        };
    },
};
/** 3.20.1 → "3.20": the exact version is told to staff only, the minor to everybody. */
function schemaVersionIs(version) {
    const [minor = version] = /\d+\.\d+/.exec(version) ?? [];
    return {
        name: 'schema version',
        expected: minor,
        judge(answer) {
            const { schemaVersion } = (0,smoke_shop/* readShop */.x2)(answer.body);
            return { passed: schemaVersion === minor, got: schemaVersion ?? 'none' };
        },
    };
}
function releaseIs(name, release) {
    return {
        name,
        expected: release,
        judge({ headers }) {
            const got = headers[releaseHeader];
            return { passed: got === release, got: got ?? `no ${releaseHeader} header` };
        },
    };
}

;// CONCATENATED MODULE: ./src/smoke/site.js


/** Half a year, which is what scanners and browsers' preload lists begin to take for serious; seconds. */
const leastHstsSeconds = 15_768_000;
/**
 * Plain HTTP leads to HTTPS, path and all. Only for a URL that people type: on a port of its own there is no other one
 * that would lead there.
 */
function redirectProbe({ url, 'health-path': path }) {
    const target = new URL(baseOf({ url }) + path);
    if (target.protocol !== 'https:' || target.port !== '')
        return [];
    const plain = target.href.replace(/^https:/, 'http:');
    const check = {
        name: 'https redirect',
        expected: `301, 302, 307 or 308 → ${target.href}`,
        judge: (answer) => ({ passed: leadsTo(answer, plain, target.href), got: (0,smoke_check/* statusOf */.c2)(answer) }),
        // A closed port leads nobody astray.
        unanswered: ({ message }) => ({
            passed: /ECONNREFUSED/.test(message),
            got: /ECONNREFUSED/.test(message) ? 'nothing listens on port 80' : message,
        }),
    };
    return [{ request: { url: plain }, checks: [check] }];
}
function leadsTo({ status, headers }, from, to) {
    if (![301, 302, 307, 308].includes(status) || headers.location === undefined)
        return false;
    return URL.canParse(headers.location, from) && new URL(headers.location, from).href === to;
}
/**
 * What production promises browsers in its headers; asked where Django answers, as cookies would be set there. Warnings:
 * no deploy changes them, and none should be taken back for them.
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
    judge({ headers }) {
        const header = headers['strict-transport-security'];
        const age = Number(/max-age="?(\d+)/i.exec(header ?? '')?.[1] ?? 0);
        return { passed: age >= leastHstsSeconds, got: header ?? 'no such header' };
    },
};
const cookies = {
    name: 'cookie flags',
    severity: 'warning',
    expected: 'Secure, HttpOnly and SameSite on every cookie',
    judge({ headers }) {
        const set = (headers['set-cookie'] ?? '').split('\n').filter((line) => line !== '');
        const complaints = set.flatMap((line) => {
            const [name = '', ...attributes] = line.split(';').map((part) => part.trim());
            const lacking = ['Secure', 'HttpOnly', 'SameSite'].filter((flag) => !attributes.some((one) => one.split('=')[0]?.toLowerCase() === flag.toLowerCase()));
            // The value may be a session's.
            return lacking.length === 0 ? [] : [`${name.split('=')[0]} lacks ${lacking.join(', ')}`];
        });
        const well = set.length === 0 ? 'no cookies' : `${set.length} with all flags`;
        return { passed: complaints.length === 0, got: complaints.length === 0 ? well : complaints.join('; ') };
    },
};
/** A static or media file that has to be there. Its own name is in the name of the check. */
function fileProbe(base, file) {
    const url = new URL(file, `${base}/`).href;
    return {
        request: { url },
        checks: [
            {
                name: `file ${file}`,
                expected: '200, not empty',
                judge(answer) {
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
/** Sites of one page answer what they don't have with that page, and with 200. */
function isPageInstead(file, { headers }) {
    const isPage = /^text\/html\b/.test(headers['content-type'] ?? '');
    return isPage && /\.(?!html?\b)\w+(\?.*)?$/.test(file);
}

;// CONCATENATED MODULE: ./src/smoke/dashboard.js


/** So many of the page's scripts and styles are looked for; one that is missing leaves a white page. */
const sampled = 6;
/** Asks for the dashboard's page and what it loads. Saleor's dashboard is a page of scripts: the page alone is always there. */
async function dashboardResults(url, { http, cancelled }) {
    const common = { where: smoke_check/* outside */.qY, severity: 'error' };
    const page = await http.request({ url, signal: cancelled }).catch((error) => error);
    cancelled.throwIfAborted();
    const expected = '200, a page';
    if (page instanceof Error)
        return [{ ...common, name: 'dashboard', expected, passed: false, got: page.message, seconds: 0 }];
    const passed = page.status === 200 && /<html/i.test(page.body);
    const got = passed ? '200' : `${(0,smoke_check/* statusOf */.c2)(page)}${page.status === 200 ? ', no page' : ''}`;
    const result = { ...common, name: 'dashboard', expected, passed, got, seconds: page.seconds };
    if (!passed)
        return [result];
    const files = await Promise.all(filesOf(page.body).map(async (file) => {
        const probe = fileProbe(url, file);
        return (0,smoke_check/* judge */.S4)(probe, await http.request({ ...probe.request, signal: cancelled }).catch(asError));
    }));
    cancelled.throwIfAborted();
    const missing = files.flat().filter((file) => !file.passed);
    return [
        result,
        {
            ...{ ...common, name: 'dashboard files', expected: 'its scripts and styles: 200, not empty' },
            passed: missing.length === 0,
            got: missing.length === 0
                ? `${files.length} are there`
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

// EXTERNAL MODULE: ./src/host/connect.js + 1 modules
var connect = __webpack_require__(3813);
// EXTERNAL MODULE: ./src/host/look.js
var look = __webpack_require__(8233);
// EXTERNAL MODULE: ./src/runner/cancel.js
var cancel = __webpack_require__(4744);
;// CONCATENATED MODULE: ./src/smoke/inside/containers.js
/** A result of a look, with less to write. */
function result(place, name, expected, [complaints, well], severity = 'error') {
    const passed = complaints.length === 0;
    return { name, ...place, severity, expected, passed, got: passed ? well : complaints.join('; ') };
}
/** Whether all containers of the live release run and are well, and no others of the app do. */
function containerResults(place, { release, services }, containers) {
    // Beat runs once in a fleet, wherever that is: a check of its own.
    const counted = services.filter(({ role }) => role !== 'scheduler');
    const running = containers.filter(({ state }) => state === 'running');
    const isApp = (name) => services.some((one) => one.name === name && ['web', 'worker', 'scheduler'].includes(one.role));
    const complaints = counted.flatMap(({ name, replicas }) => {
        const all = containers.filter((one) => one.service === name);
        const up = running.filter((one) => one.service === name && (!isApp(name) || one.release === release.id));
        if (up.length >= replicas)
            return [];
        const down = all.filter(({ state }) => state !== 'running').map(fate);
        return [`${name}: ${up.length} of ${replicas} run${down.length === 0 ? '' : ` (${down.join(', ')})`}`];
    });
    const foreign = running.filter((one) => isApp(one.service) && one.release !== release.id);
    const ill = running.filter(({ health }) => health === 'unhealthy');
    // Docker calls it unhealthy only after it has failed a few times, half a minute apart.
    const unasked = running.filter(cannotWork);
    const sum = `${running.length} run: ${counted.map(({ name, replicas }) => `${name} ${replicas}`).join(', ')}`;
    return [
        result(place, 'containers', `all of release ${release.id} run and are healthy, no others`, [
            [
                ...complaints,
                ...foreign.map(({ name, release: made }) => `${name} is of ${made === '' ? 'no release' : made}`),
                ...ill
                    .filter((one) => !cannotWork(one))
                    .map(({ name, healthSaid }) => `${name} is unhealthy${healthSaid === '' ? '' : `: ${healthSaid}`}`),
            ],
            sum,
        ]),
        result(place, 'health checks', 'those in the Compose file can work in the image', [unasked.map(({ name, healthSaid }) => `${name}: ${healthSaid}`), 'they can'], 'warning'),
        result(place, 'restarts', 'none', [
            containers.filter(({ restarts }) => restarts > 0).map(({ name, restarts }) => `${name}: ${restarts}`),
            'none',
        ], 'warning'),
    ];
}
/** Which containers lost a process for want of memory; `events` as the engine tells them, the time in seconds. */
function memoryKills(place, containers, events) {
    const killed = events.split('\n').flatMap((line) => {
        const [at = '', name = ''] = line.trim().split(' ');
        const since = containers.find((one) => one.name === name)?.started;
        return since !== undefined && Number(at) * 1000 >= Date.parse(since) ? [`${name} lost a process`] : [];
    });
    const dead = containers.filter((one) => one.outOfMemory).map(({ name }) => `${name} was killed`);
    return result(place, 'out of memory', 'nothing was killed', [
        [...new Set([...dead, ...killed])],
        'nothing was',
    ]);
}
function fate({ name, state, exitCode }) {
    return `${name} ${state === 'exited' ? `exited with ${exitCode}` : `is ${state}`}`;
}
/** A check whose program the image lacks says nothing of the shop: curl, in Saleor's. */
function cannotWork({ healthCode, healthSaid }) {
    return (healthCode === 126 ||
        healthCode === 127 ||
        /executable file not found|: not found|no such file or directory/i.test(healthSaid));
}

;// CONCATENATED MODULE: ./src/smoke/inside/django-script.js
/** What the line that the script prints begins with, as new Django also prints what it has imported. */
const mark = 'saleor-deploy:';
/**
 * The command that asks, in one process: loading Saleor is the larger part of the work.
 * @param manage `python manage.py`
 * @param workers the host names of this server's workers
 */
function djangoCommand(manage, workers) {
    // Old Django runs the text inside a function, where its own functions don't see each other.
    const globals = `{"workers": ${JSON.stringify(workers)}}`;
    return [...manage, 'shell', '-c', `exec(${JSON.stringify(script)}, ${globals})`];
}
/** Finds the script's line among whatever else was printed; the last line of that when it isn't there. */
function readTold(output) {
    const lines = output.trim().split('\n');
    const line = lines.findLast((one) => one.startsWith(mark));
    try {
        if (line !== undefined)
            return JSON.parse(line.slice(mark.length));
    }
    catch {
        // Cut off on the way.
    }
    const said = lines.filter((one) => one.trim() !== '' && !one.startsWith('exit code')).at(-1);
    return said ?? lines.at(-1) ?? '';
}
/**
 * Django 3.2 to 5.2, Celery 5. All questions at once, each in a thread of its own and with an end: one that hangs holds
 * up no other. What isn't installed or set is left out.
 */
const script = `
import importlib, json, os, threading, time

told, seconds = {}, 12

def ask(name, question):
    try:
        answer = question()
        if answer is not None:
            told[name] = answer
    except Exception as error:
        told[name] = {"error": "%s: %s" % (type(error).__name__, " ".join(str(error).split())[:300])}

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
    return {"found": connection.vendor}

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
    return {"found": "redis"}

def cache():
    url = os.environ.get("CACHE_URL") or os.environ.get("REDIS_URL") or ""
    return ping_redis(url) if url.startswith(("redis", "unix")) else None

def celery_app():
    try:
        from celery import current_app
    except ImportError:
        return None
    return current_app if current_app.conf.broker_url and not current_app.conf.task_always_eager else None

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
    wanted = ["celery@" + one for one in workers]
    found = names(destination=wanted, limit=len(wanted)) if wanted else []
    # Workers that were given names of their own answer only when all are called.
    return {"names": found if len(found) == len(wanted) else sorted(set(found) | set(names()))}

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
    "version": version, "database": database, "migrations": migrations, "cache": cache,
    "broker": broker, "workers": pinged, "queue": queue, "schedule": schedule,
}
threads = {name: threading.Thread(target=ask, args=item, daemon=True) for name, item in zip(questions, questions.items())}
for thread in threads.values():
    thread.start()
end = time.monotonic() + seconds
for name, thread in threads.items():
    thread.join(max(0, end - time.monotonic()))
    if thread.is_alive():
        told[name] = {"error": "no answer within %d s" % seconds}
print("${mark}" + json.dumps(told), flush=True)
# Threads that hang would keep the process.
os._exit(0)
`;

// EXTERNAL MODULE: ./src/compose/celery.js
var celery = __webpack_require__(9370);
// EXTERNAL MODULE: ./src/compose/model.js
var compose_model = __webpack_require__(279);
// EXTERNAL MODULE: ./src/compose/render.js
var render = __webpack_require__(8028);
// EXTERNAL MODULE: ./src/edge/config.js
var config = __webpack_require__(897);
// EXTERNAL MODULE: ./src/release/release.js
var release_release = __webpack_require__(7190);
;// CONCATENATED MODULE: ./src/smoke/inside/seen.js





/** Reads the live release's record and its Compose model; undefined when either isn't there. */
function readLive(record, compose) {
    const release = (0,release_release/* parseRelease */.BC)(record);
    const model = parse(compose);
    if (release === undefined || typeof model?.services !== 'object')
        return undefined;
    const services = Object.entries(model.services).map(([name, service]) => {
        const use = (0,celery/* celeryUse */.Q)(service);
        return {
            name,
            role: service.labels?.[render/* roleLabel */.bR] ?? '',
            replicas: (0,compose_model/* replicasOf */.N4)(service),
            worker: use.worker,
            beat: use.beat || use.embedded,
        };
    });
    return { release, project: model.name, services };
}
/** What is printed of each container; {@link readContainers} reads it back. Nothing of the environment is in it. */
const containerFormat = '[{{json .Name}},{{json .Config.Hostname}},{{json .Config.Labels}},{{json .State}},{{.RestartCount}}]';
/** The containers of a project. One-off containers (`compose run`) are no part of it. */
function readContainers(output, project) {
    return output.split('\n').flatMap((text) => {
        const line = parse(text);
        if (line === undefined)
            return [];
        const [name, hostname, labels, state, restarts] = line;
        const of = (label) => labels?.[label] ?? '';
        if (of('com.docker.compose.project') !== project || of('com.docker.compose.oneoff') === 'True')
            return [];
        const said = lastCheck(state.Health?.Log ?? []);
        return [
            {
                ...{ name: name.slice(1), hostname, service: of('com.docker.compose.service') },
                ...{ release: of(render/* releaseLabel */.wr), state: state.Status, exitCode: state.ExitCode },
                ...{ outOfMemory: state.OOMKilled, restarts, started: state.StartedAt },
                health: state.Health?.Status ?? 'none',
                healthSaid: said?.Output.trim() ?? '',
                healthCode: said?.ExitCode ?? 0,
            },
        ];
    });
}
/**
 * The containers that are to do something: those of a release that was kept warm stand by, its web without requests and the
 * rest stopped. Whatever else of it runs is left in, as it should not.
 */
function atWork(containers, { services }, edgeConfig) {
    const warm = (0,config/* readUpstreams */.rF)(edgeConfig).flatMap(({ warm: isWarm, release }) => isWarm === true ? release : []);
    const isWeb = (service) => services.some(({ name, role }) => name === service && role === 'web');
    return containers.filter(({ release, state, service }) => !warm.includes(release) || (state === 'running' && !isWeb(service)));
}
/** The last health check; of checks that fail one after the other the last that said why, as one that was cut off does not. */
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


/** An engine that hangs takes the connection and never answers; seconds. */
const questions_patience = 20;
/** Long enough for Saleor to be loaded on a busy server; seconds. */
const djangoPatience = 60;
/** Beat says that it sends a task, with Celery's own words, if it logs INFO; within so many seconds. */
const tickSeconds = 120;
/** The first look at a host: what is live, what runs, and the machine. */
function firstQuestions(root) {
    return [
        ['cat', `${root}/live/release.json`],
        ['cat', `${root}/live/compose.json`],
        ['cat', `${root}/edge/haproxy.cfg`],
        ['bash', '-c', allContainers, 'containers', containerFormat],
        ['bash', '-c', disks, 'disks', root],
        ['cat', '/proc/meminfo'],
        ['date', '+%s.%N'],
        ['bash', '-c', killed],
    ];
}
const allContainers = `ids=$(timeout ${questions_patience} docker ps -aq --filter label=com.docker.compose.project) || exit
[ -z "$ids" ] || timeout ${questions_patience} docker inspect --format "$1" $ids`;
/** Where the engine keeps images, and the deployment's folder; one of them twice when it is the same disk. */
const disks = `df -Pk "$(timeout ${questions_patience} docker info --format '{{.DockerRootDir}}')" "$1" | tail -n +2`;
/** Processes that the kernel killed for want of memory, also such as their container survived. */
const killed = `timeout ${questions_patience} docker events --since 24h --until "$(date +%s)" --filter event=oom \\
  --format '{{.Time}} {{.Actor.Attributes.name}}'`;
/** The second look, at what the first one has found: Django's answers, and what the logs say since the deploy. */
function secondQuestions(live, containers, manage) {
    const of = (which) => containers.filter(({ service, state }) => state === 'running' && live.services.some((one) => one.name === service && which(one)));
    const app = ['web', 'worker', 'scheduler'].flatMap((role) => of((one) => one.role === role));
    const [asked] = app;
    const script = djangoCommand(manage, of(({ worker }) => worker).map(({ hostname }) => hostname));
    return {
        asked,
        django: asked === undefined ? ['true'] : ['bash', '-c', exec, 'exec', asked.name, ...script],
        logs: ['bash', '-c', errorLines, 'errors', live.release.created, ...app.map(({ name }) => name)],
        ticks: ['bash', '-c', sentLines, 'ticks', ...of(({ beat }) => beat).map(({ name }) => name)],
    };
}
// Whatever it says is an answer: what fails would be asked twice.
const exec = `name=$1; shift; timeout ${djangoPatience} docker exec "$name" "$@" 2>&1 || echo "exit code $?"`;
/** A line for each container: how many lines tell of an error since then, and the last of them. */
const errorLines = `since=$1; shift
for name; do
  timeout ${questions_patience} docker logs --since "$since" "$name" 2>&1 | tail -c 5000000 | tr '\\t\\r' '  ' |
    awk -v name="$name" '
      /^Traceback / { if (at != NR - 1) n++; inside = 1; next }
      inside && /^[^ ]/ { last = $0; inside = 0; next }
      /(^|[^A-Za-z])(ERROR|CRITICAL|FATAL)([^A-Za-z]|$)/ { n++; at = NR; last = $0 }
      END { print name "\\t" n + 0 "\\t" substr(last, 1, 300) }' &
done; wait`;
/** A line for each container: how many tasks it has sent of late. */
const sentLines = `for name; do
  echo "$name $(timeout ${questions_patience} docker logs --since ${tickSeconds}s "$name" 2>&1 | grep -ac 'Sending due task')"
done; :`;

;// CONCATENATED MODULE: ./src/smoke/inside/background.js


/** Seconds after which a schedule that is kept in the database must have moved: beat writes down every three minutes. */
const scheduleAge = 600;
/** Seconds after its start in which beat may have written nothing down yet. */
const firstNote = 200;
/** Exactly one beat runs in the whole fleet, and it ticks; nothing where the release has none. */
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
    const alone = result(place, 'scheduler', 'exactly one beat runs', [
        one !== undefined && more.length === 0
            ? []
            : [one === undefined ? 'none runs' : `${found.length} run: ${found.map(tell).join(', ')}`],
        one === undefined ? '' : tell(one),
    ]);
    if (one === undefined)
        return [alone];
    const age = views
        .map(({ told }) => (typeof told === 'string' ? undefined : told.schedule?.age))
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
        result(place, 'schedule', 'beat sends tasks', [
            sent > 0 || inDatabase || isYoung
                ? []
                : [`no task in ${tickSeconds} s, as far as its log (level INFO) and the database tell`],
            note,
        ], 'warning'),
    ];
}
/** What the logs of the app tell of errors since the deploy; a line for each container: name, count, last line. */
function logResult(place, output) {
    const lines = output.split('\n').flatMap((line) => {
        const [name = '', count = '0', last = ''] = line.split('\t');
        return Number(count) > 0 ? [`${name}: ${count}, the last: ${last.trim()}`] : [];
    });
    return result(place, 'log errors', 'no errors since the deploy', [lines, 'none'], 'warning');
}
function isBeat({ services }, service) {
    return services.some(({ name, beat }) => name === service && beat);
}
function sentBy(ticks, name) {
    const line = ticks.split('\n').find((one) => one.startsWith(`${name} `));
    return Number(line?.slice(name.length + 1) ?? 0) || 0;
}
function tell({ name, where }) {
    return `${name} on ${where}`;
}

;// CONCATENATED MODULE: ./src/smoke/inside/django.js


/**
 * What Django's answers mean. One that didn't start says why in its last line, and nothing that stands behind it is
 * proved.
 * @param asked the container that was asked, undefined when none of the app runs
 * @param workers the containers of Celery workers, also those that don't run, and how many there shall be
 */
function djangoResults(place, asked, told, workers, wishes) {
    if (asked === undefined || typeof told === 'string') {
        const said = typeof told === 'string' ? (0,smoke_shop/* excerpt */.Kb)(told, 300) : '';
        const why = asked === undefined ? 'no container of the app runs to ask from' : said;
        return [result(place, 'django', 'it starts in a container of the app', [[why], ''])];
    }
    const { database, cache, broker, migrations, queue, version } = told;
    const from = `answers ${asked.name}`;
    return [
        result(place, 'django', 'it starts in a container of the app', [[], `in ${asked.name}`]),
        ...reached(place, 'database', from, database),
        ...reached(place, 'cache', from, cache),
        ...reached(place, 'broker', from, broker),
        ...exactVersion(place, version, wishes['expect-version']),
        ...(migrations === undefined
            ? []
            : [
                result(place, 'migrations', 'all are applied', [
                    migrations.error === undefined
                        ? (migrations.pending ?? []).map((name) => `${name} is not`)
                        : [migrations.error],
                    'all are',
                ]),
            ]),
        ...(told.workers === undefined ? [] : [workersAnswer(place, told.workers, workers)]),
        ...(queue === undefined
            ? []
            : [
                result(place, 'queue', `${wishes['max-queue']} waiting or fewer`, [
                    queue.error === undefined
                        ? (queue.length ?? 0) > wishes['max-queue']
                            ? [`${queue.length} waiting`]
                            : []
                        : [queue.error],
                    `${queue.length} waiting`,
                ], 'warning'),
            ]),
    ];
}
function reached(place, name, expected, answer) {
    if (answer === undefined)
        return [];
    const complaints = answer.error === undefined ? [] : [answer.error];
    return [result(place, name, expected, [complaints, `${answer.found} does`])];
}
/** Only where a patch version is expected: the minor is compared from outside. */
function exactVersion(place, version, wanted) {
    const [expected] = /\d+\.\d+\.\d+/.exec(wanted ?? '') ?? [];
    if (expected === undefined || version === undefined)
        return [];
    const complaints = version === expected || version.startsWith(`${expected}-`) ? [] : [version];
    return [result(place, 'exact version', expected, [complaints, version])];
}
/** By host names, as Celery does without `-n`; where none is known by its host name, by their number. */
function workersAnswer(place, { names = [], error }, { containers, replicas }) {
    const silent = containers.filter(({ hostname }) => !names.some((name) => name.endsWith(`@${hostname}`)));
    const ownNames = silent.length === containers.length && names.length >= Math.max(replicas, 1);
    const missing = replicas - containers.length;
    const complaints = [
        ...silent.map(({ name }) => `${name} does not answer`),
        ...(missing > 0 ? [`${missing} of ${replicas} are missing`] : []),
    ];
    return result(place, 'workers', 'each answers a ping over the broker', [
        error !== undefined ? [error] : ownNames ? [] : complaints,
        replicas === 0 ? 'there are none here' : `${names.length} do`,
    ]);
}

;// CONCATENATED MODULE: ./src/smoke/inside/machine.js


/** Percent of a disk that have to be free: less is a warning, and an error when the next image may not fit. */
const [lowDisk, fullDisk] = [10, 3];
/** Percent of the memory that have to be available. */
const lowMemory = 5;
/** Tokens are good for minutes, so clocks may differ by some seconds. */
const clockSeconds = 5;
/** What `df` says of the disks that Docker and the deployment are on. */
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
    // The same disk is often there by several names.
    const disks = all.filter((one, index) => all.findIndex(({ free }) => free === one.free) === index);
    const tell = ({ mount, free, percent }) => `${mount} has ${(0,markdown/* size */.Ej)(free * 1024)} (${Math.floor(percent)} %) free`;
    const low = disks.filter(({ percent }) => percent < lowDisk);
    const severity = low.some(({ percent }) => percent < fullDisk) ? 'error' : 'warning';
    const well = [low.map(tell), disks.map(tell).join('; ') || 'not told'];
    return result(place, 'disk', `${lowDisk} % free`, well, severity);
}
/** What the kernel says is available. */
function memoryResult(place, output) {
    const of = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(output)?.[1] ?? 0);
    const [total, available] = [of('MemTotal'), of('MemAvailable')];
    const percent = total === 0 ? 100 : (100 * available) / total;
    const said = `${(0,markdown/* size */.Ej)(available * 1024)} of ${(0,markdown/* size */.Ej)(total * 1024)} available`;
    return result(place, 'memory', `${lowMemory} % available`, [percent < lowMemory ? [said] : [], said], 'warning');
}
/** Compares the host's clock (seconds) with the runner's (milliseconds), between which it was read. */
function clockResult(place, output, before, after) {
    const now = output.trim() === '' ? Number.NaN : Number(output.trim()) * 1000;
    const off = now < before ? now - before : now > after ? now - after : 0;
    const said = Number.isNaN(now)
        ? 'it was not told'
        : `${(Math.abs(off) / 1000).toFixed(1)} s ${off < 0 ? 'behind' : 'ahead'}`;
    const complaints = !Number.isNaN(now) && Math.abs(off) <= clockSeconds * 1000 ? [] : [said];
    return result(place, 'clock', `within ${clockSeconds} s of the runner's`, [complaints, 'it is'], 'warning');
}

;// CONCATENATED MODULE: ./src/smoke/inside/look-inside.js











/** Looks into all servers side by side, over one connection each; changes nothing. What can't be looked into is a failed check. */
async function insideResults(wanted, runner) {
    const looks = await Promise.all(wanted.targets.map((target) => lookInto(target, wanted, runner)));
    const views = looks.flatMap(({ view }) => view ?? []);
    return [...looks.flatMap(({ results }) => results), ...schedulerResults(views)];
}
async function lookInto(target, wanted, runner) {
    const where = target.name ?? target.host;
    const started = runner.clock.now();
    const seconds = () => (runner.clock.now() - started) / 1000;
    const connecting = (0,connect/* connect */.N)(target, wanted.jump);
    try {
        const host = await (0,cancel/* unlessCancelled */.M)(runner.cancelled, connecting);
        return await (0,cancel/* unlessCancelled */.M)(runner.cancelled, ask(host, where, wanted, runner, seconds));
    }
    catch (error) {
        runner.cancelled.throwIfAborted();
        const said = error instanceof errors/* UserError */.yo ? `${error.message} ${error.fix}` : String(error);
        return {
            results: [result({ where, seconds: seconds() }, 'ssh', 'the server can be looked into', [[said], ''])],
        };
    }
    finally {
        // Also one that is made only after the job was cancelled: it would keep the process.
        void connecting.then((host) => host.close(), () => { });
    }
}
async function ask(host, where, wanted, { clock }, seconds) {
    const before = clock.now();
    const [record, compose, edge, all, disks, memory, date, events] = await (0,look/* look */.O)(host, firstQuestions(wanted.root));
    const after = clock.now();
    const live = readLive(record.stdout, compose.stdout);
    const machine = (place) => [
        diskResult(place, disks.code === 0 ? disks.stdout : ''),
        memoryResult(place, memory.stdout),
        clockResult(place, date.stdout, before, after),
    ];
    if (live === undefined || all.code !== 0) {
        const why = all.code !== 0 ? all.stdout.trim() : `${wanted.root}/live holds none`;
        const place = { where, seconds: seconds() };
        return { results: [result(place, 'containers', 'a release is live', [[why], '']), ...machine(place)] };
    }
    const containers = atWork(readContainers(all.stdout, live.project), live, edge.stdout);
    const questions = secondQuestions(live, containers, wanted.manage);
    const [django, logs, ticks] = await (0,look/* look */.O)(host, [questions.django, questions.logs, questions.ticks]);
    const told = readTold(django.stdout);
    const place = { where, seconds: seconds() };
    const services = live.services.filter(({ worker }) => worker);
    const workers = {
        containers: containers.filter(({ service }) => services.some(({ name }) => name === service)),
        replicas: services.reduce((sum, { replicas }) => sum + replicas, 0),
    };
    const release = wanted['expect-release'];
    return {
        results: [
            ...(release === undefined
                ? []
                : [
                    result(place, 'live release', release, [
                        live.release.id === release ? [] : [live.release.id],
                        live.release.id,
                    ]),
                ]),
            ...containerResults(place, live, containers),
            memoryKills(place, containers, events.code === 0 ? events.stdout : ''),
            ...djangoResults(place, questions.asked, told, workers, wanted),
            logResult(place, logs.stdout),
            ...machine(place),
        ],
        view: { ...place, live, containers, ticks: ticks.stdout, told, now: Number(date.stdout) },
    };
}

;// CONCATENATED MODULE: ./src/smoke/probe-once.js

/** What fails is asked again: a cache fills, a balancer moves on. Not often and not for long (seconds): it may be so for good. */
const [tries, probe_once_patience] = [3, 5];
/** Asks once, and again after a pause (seconds) when the answer isn't right. */
async function probeResults(probe, pause, { http, clock, cancelled }) {
    const started = clock.now();
    for (let left = tries - 1;; left--) {
        const answer = await http
            .request({ ...probe.request, signal: cancelled })
            .catch((error) => (error instanceof Error ? error : new Error(String(error))));
        cancelled.throwIfAborted();
        const results = (0,smoke_check/* judge */.S4)(probe, answer);
        const isOver = left === 0 || clock.now() - started > probe_once_patience * 1000;
        if (isOver || results.every(({ passed }) => passed))
            return results;
        await clock.sleep(pause, cancelled);
    }
}

;// CONCATENATED MODULE: ./src/smoke/rounds.js




/** A request that takes longer is a failed check, and the next round asks again. */
const requestSeconds = 10;
/**
 * Makes all checks again and again until they hold or the time is over.
 * @param up called once the first round is good: the shop is up, whether or not it stays so
 */
async function untilSteady(probes, { timeout, interval, consecutive }, { http, clock, log, cancelled }, up = () => { }) {
    const started = clock.now();
    const elapsed = () => (clock.now() - started) / 1000;
    const rounds = [];
    for (;;) {
        const timeoutSeconds = Math.max(1, Math.min(requestSeconds, timeout - elapsed()));
        const answers = await Promise.all(probes.map(({ request }) => http.request({ ...request, timeoutSeconds, signal: cancelled }).catch(rounds_asError)));
        cancelled.throwIfAborted();
        const round = probes.flatMap((probe, index) => (0,smoke_check/* judge */.S4)(probe, answers[index] ?? new Error('no answer')));
        rounds_tell(round, rounds, log);
        rounds.push(round);
        if (isGood(round))
            up();
        const decision = verdict(rounds, { elapsed: elapsed() + interval, timeout, consecutive });
        if (decision !== 'again')
            return { passed: decision === 'passed', rounds, seconds: elapsed(), ...saidOf(answers) };
        await clock.sleep(interval, cancelled);
    }
}
/** One line for each change, not for each round: minutes of the same refusal are one line. */
function rounds_tell(round, before, log) {
    const line = lineOf(round);
    const previous = before.at(-1);
    if (previous === undefined || lineOf(previous) !== line || streak([...before, round]) > 0)
        log.info(`Round ${before.length + 1}: ${line}`);
}
function lineOf(round) {
    const bad = isGood(round) ? [] : round.filter(({ passed }) => !passed);
    if (bad.length === 0)
        return `all ${round.length} checks passed`;
    return bad
        .map(({ name, expected, got }) => `${name}: expected ${expected}, got ${got}`)
        .join('; ');
}
function saidOf(answers) {
    const came = answers.filter((answer) => !(answer instanceof Error));
    return {
        release: came.map(({ headers }) => headers[releaseHeader]).find((value) => value !== undefined),
        schemaVersion: came.map(({ body }) => (0,smoke_shop/* readShop */.x2)(body).schemaVersion).find((value) => value !== undefined),
    };
}
function rounds_asError(error) {
    return error instanceof Error ? error : new Error(String(error));
}

;// CONCATENATED MODULE: ./src/smoke/sentry-event.js

/**
 * Where a DSN says that events go, and with which header. https://develop.sentry.dev/sdk/overview/#parsing-the-dsn
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
/** A test event as Sentry's own clients send it, one JSON a line. `now` in milliseconds. https://develop.sentry.dev/sdk/data-model/envelopes/ */
function envelope(id, { release, environment, runUrl }, now) {
    const event = {
        ...{ event_id: id, timestamp: now / 1000, platform: 'other', level: 'info', release, environment },
        logger: 'saleor-deploy',
        message: { formatted: `Smoke test of ${release}: errors of ${environment} arrive here` },
        tags: { smoke_test: 'true' },
        // All of them are one issue, however many deploys there are.
        fingerprint: ['saleor-deploy-smoke-test'],
        extra: { run: runUrl },
    };
    return [{ event_id: id, sent_at: new Date(now).toISOString() }, { type: 'event' }, event]
        .map((line) => `${JSON.stringify(line)}\n`)
        .join('');
}

;// CONCATENATED MODULE: ./src/smoke/sentry.js




/** Seconds until an event must be found: Sentry works it up in the background. */
const findWithin = 60;
/**
 * Marks the release and its deploy, sends a test event and finds it again.
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
    const made = await sentry_ask(sentry, runner, base, { version: release, projects: [project], url: runUrl });
    const isThere = sentry_result('sentry release', `${release} is known to ${project}`, made, [201, 208]);
    if (!isThere.passed)
        return [isThere];
    const path = `${base}${encodeURIComponent(release)}/deploys/`;
    const dateFinished = new Date(runner.clock.now()).toISOString();
    const deployed = await sentry_ask(sentry, runner, path, {
        ...{ environment, projects: [project], url: runUrl, dateFinished },
    });
    return [
        isThere,
        sentry_result('sentry deploy', `${release} is marked as deployed to ${environment}`, deployed, [201]),
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
    const arrived = sentry_result('sentry event', expected, sent, [200]);
    if (!arrived.passed)
        return arrived;
    const path = `/api/0/projects/${sentry.organization}/${sentry.project}/events/${id}/`;
    for (;;) {
        const found = await sentry_ask(sentry, runner, path);
        const seconds = (clock.now() - now) / 1000;
        const status = found instanceof Error ? undefined : found.status;
        // Until it is worked up it is not found; anything else will not change by waiting.
        if (status !== 404 || seconds > findWithin) {
            const got = status === 200 ? `found after ${seconds.toFixed(1)} s` : undefined;
            return { ...sentry_result('sentry event', expected, found, [200], got), seconds };
        }
        await clock.sleep(1, cancelled);
    }
}
async function sentry_ask({ url, token }, runner, path, body) {
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
function sentry_result(name, expected, answer, right, well = 'it is') {
    const common = { name, where: smoke_check/* outside */.qY, severity: 'warning', expected };
    if (answer instanceof Error)
        return { ...common, passed: false, got: answer.message, seconds: 0 };
    const passed = right.includes(answer.status);
    const got = passed ? well : `${(0,smoke_check/* statusOf */.c2)(answer)}: ${(0,smoke_shop/* excerpt */.Kb)(answer.body)}`;
    return { ...common, passed, got, seconds: answer.seconds };
}
/**
 * What shall be marked in Sentry; undefined without a token.
 * @throws UserError `bad-input` when something is missing beside the token, or the DSN is none
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
/** As Saleor names its release in Sentry: without the commit that an image's version may have behind it. */
function saleorVersion(version) {
    return version?.replace(/^v/, '').replace(/-[0-9a-f]{7,}$/, '');
}

;// CONCATENATED MODULE: ./src/smoke/severity.js
/** Reads lines such as `response time=error`; the contract has made sure of their form. */
function readSeverities(lines) {
    return new Map(lines.map((line) => {
        const at = line.lastIndexOf('=');
        return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }));
}
/** The checks, or what came of them, with the severities that somebody wants, and without those that are off. */
function weighed(all, severities) {
    return all.flatMap((one) => {
        const wanted = severities.get(one.name);
        if (wanted === 'off')
            return [];
        return [wanted === undefined ? one : { ...one, severity: wanted }];
    });
}
/** The same for probes; one that has nothing left to check isn't asked. */
function weighedProbes(probes, severities) {
    return probes
        .map((probe) => ({ ...probe, checks: weighed(probe.checks, severities) }))
        .filter(({ checks }) => checks.length > 0);
}

;// CONCATENATED MODULE: ./src/smoke/speed.js

/** The spans of the plot: half as wide again as fine where shops usually are. */
const edges = [10, 25, 50, 100, 200, 350, 500, 1000, 2000, 5000];
/** Counts what came of a load. Answers other than 2xx are failures, and so is none; times are those of the answers. */
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
/** The time within which so many percent were answered (nearest rank), in whole milliseconds; 0 when nothing was. */
function percentile(sorted, percent) {
    return Math.round(sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0);
}
/** Whether it was fast enough, and whether everything was answered. */
function speedResults(speed, limits, seconds) {
    const { sent, failed, failures, p50, p95, p99, rate } = speed;
    const measured = { p50, p95, p99 };
    const asked = ['p50', 'p95', 'p99'].flatMap((name) => {
        const limit = limits[`max-${name}`];
        return limit === undefined ? [] : [{ name, limit }];
    });
    const slow = asked.filter(({ name, limit }) => measured[name] > limit);
    const answered = sent - failed;
    // A limit in front that takes the runner for too eager says nothing of the shop.
    const onlyLimited = failures.length > 0 && failures.every((failure) => failure === '429');
    return [
        {
            ...{ name: 'load', where: smoke_check/* outside */.qY, severity: onlyLimited ? 'warning' : 'error', seconds },
            expected: `all of ${sent} requests answered with 2xx, ${rate} a second`,
            passed: failed === 0,
            got: failed === 0 ? `all ${sent}` : `${failed} of ${sent} were not: ${failures.join(', ')}`,
        },
        {
            ...{ name: 'response time', where: smoke_check/* outside */.qY, severity: 'warning', seconds },
            expected: asked.map(({ name, limit }) => `${name} ≤ ${limit} ms`).join(', ') || 'anything',
            passed: slow.length === 0 && answered > 0,
            got: answered === 0 ? 'no answer' : `p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms`,
        },
    ];
}

;// CONCATENATED MODULE: ./src/smoke/together.js










/**
 * Asks until the shop is steady. As soon as it is up, all else is done at the same time, and when it never gets up, all
 * else is done at the end: then it may tell why.
 */
async function together_smokeTest(wanted, ports) {
    const { clock } = ports;
    const timeline = [];
    const timed = async (name, where, work, isWell) => {
        const started = clock.now();
        const done = await work();
        const result = isWell(done) ? 'done' : 'failed';
        timeline.push({ name, where, started, seconds: (clock.now() - started) / 1000, result });
        return done;
    };
    let up = () => { };
    const isUp = new Promise((resolve) => (up = resolve));
    const steady = timed('ask until steady', smoke_check/* outside */.qY, () => untilSteady(weighedProbes(wanted.steady, wanted.severities), wanted.repetition, ports, up), ({ passed }) => passed).finally(() => up());
    let speed;
    const parts = partsOf(wanted, ports, (measured) => (speed = measured));
    const others = parts.map(async ({ name, where = smoke_check/* outside */.qY, work }) => {
        await isUp;
        ports.cancelled.throwIfAborted();
        return await timed(name, where, async () => weighed(await work(), wanted.severities), (results) => results.every(({ passed, severity }) => passed || severity === 'warning'));
    });
    const [steadiness, ...results] = await Promise.all([steady, ...others]);
    const once = results.flat().map((result) => ({ ...result, rounds: 1, roundsPassed: Number(result.passed) }));
    const checks = [...summarize(steadiness.rounds, wanted.repetition.consecutive), ...once];
    return {
        ...steadiness,
        passed: steadiness.passed && once.every(({ passed, severity }) => passed || severity === 'warning'),
        seconds: Math.max(0, ...timeline.map(({ started, seconds }) => (started - startOf(timeline)) / 1000 + seconds)),
        ...{ checks, speed, timeline: timeline.sort((one, other) => one.started - other.started) },
    };
}
function partsOf(wanted, ports, measured) {
    const { certificate, dashboard, load, inside, sentry, severities, repetition } = wanted;
    const { clock, cancelled } = ports;
    return [
        ...weighedProbes(wanted.once, severities).map((probe) => {
            const name = probe.checks.map((check) => check.name).join(', ');
            return { name, work: () => probeResults(probe, repetition.interval, ports) };
        }),
        ...(certificate === undefined
            ? []
            : [
                {
                    name: 'certificate',
                    async work() {
                        const started = clock.now();
                        const { host, port } = certificate;
                        const shown = await ports.tls
                            .look(host, port, cancelled)
                            .catch((error) => error);
                        cancelled.throwIfAborted();
                        const now = clock.now();
                        return certificateResults(shown, certificate, now, (now - started) / 1000);
                    },
                },
            ]),
        ...(dashboard === undefined
            ? []
            : [{ name: 'dashboard', work: () => dashboardResults(dashboard, ports) }]),
        ...(load === undefined
            ? []
            : [
                {
                    name: `load, ${load.rate} a second`,
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
                    work: () => insideResults(inside, ports),
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

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ../../node_modules/shlex/shlex.js
var shlex = __webpack_require__(4089);
// EXTERNAL MODULE: ./src/host/address.js
var address = __webpack_require__(8200);
// EXTERNAL MODULE: ./src/runner/context.js
var runner_context = __webpack_require__(1875);
;// CONCATENATED MODULE: ./src/smoke/want.js









/**
 * Turns the inputs into what is done.
 * @throws UserError `bad-input` for what doesn't fit together
 */
async function want(inputs, { context, clock }) {
    const { timeout, interval, consecutive } = inputs;
    refuseShortTimeout(inputs);
    const base = baseOf(inputs);
    const url = new URL(base);
    const inside = insideFrom(inputs);
    const sentry = sentryFrom(inputs, (0,runner_context/* runUrl */.V)(context));
    // An id that no other run has; Sentry takes an event that comes twice only once.
    const eventId = (0,external_node_crypto_.createHash)('sha256')
        .update(`${(0,runner_context/* runUrl */.V)(context)} ${context.runAttempt} ${clock.now()}`)
        .digest('hex');
    return {
        steady: steadyProbes(inputs),
        repetition: { timeout, interval, consecutive },
        once: [
            introspectionProbe(inputs),
            ...redirectProbe(inputs),
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
                    request: graphqlRequest(inputs, '{ shop { name } }'),
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
function refuseShortTimeout({ timeout, interval, consecutive }) {
    const atLeast = (consecutive - 1) * interval;
    if (timeout > atLeast)
        return;
    throw new errors/* UserError */.yo('bad-input', `Input 'timeout': ${timeout} s can't hold ${consecutive} rounds, ${interval} s apart.`, `Give a timeout above ${atLeast}s, or fewer consecutive rounds.`);
}
/** A parser for YAML is loaded for those who have checks of their own. */
async function ownChecks(text, base) {
    if (text === undefined)
        return [];
    const { readOwnChecks } = await Promise.all(/* import() */[__webpack_require__.e(483), __webpack_require__.e(976)]).then(__webpack_require__.bind(__webpack_require__, 5976));
    return readOwnChecks(text, base);
}
/** @throws UserError `bad-input` when there is a server and no way into it, or the other way round */
function insideFrom(inputs) {
    const { host, hosts, user, 'ssh-key': key } = inputs;
    if (host === undefined && hosts.length === 0)
        return undefined;
    if (host !== undefined && hosts.length > 0)
        throw new errors/* UserError */.yo('bad-input', "Inputs 'host' and 'hosts' are both given.", 'Give one of them.');
    if (user === undefined || key === undefined)
        throw new errors/* UserError */.yo('bad-input', `Input '${host === undefined ? 'hosts' : 'host'}' is given without ${user === undefined ? "'user'" : "'ssh-key'"}.`, 'Give both to look into the servers, or leave the servers out to ask from outside only.');
    const { targets, jump } = (0,address/* addressesFrom */.b)({
        ...{ ...inputs, user, 'ssh-key': key },
        ...(host === undefined ? { hosts } : { host }),
    });
    return {
        ...{ targets, jump, root: inputs.path, manage: wordsOf(inputs['manage-command']) },
        'expect-release': inputs['expect-release'],
        'expect-version': inputs['expect-version'],
        'max-queue': inputs['max-queue'],
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

;// CONCATENATED MODULE: ./actions/smoke-test.js








/** Proves from outside, and where it may also from inside, that what serves is the release that was meant. */
const run = () => (0,run_action/* runAction */.C)(smokeTest, async (inputs, runner) => {
    const wanted = await want(inputs, runner);
    runner.log.info(`Asking ${inputs.url}, for ${inputs.timeout} s at most`);
    const smoke = await together_smokeTest(wanted, { ...runner, tls: nodeTls, load: undiciLoad });
    await tellResults(smoke, inputs, wanted.severities, runner);
    if (!smoke.passed)
        throw smokeFailed(inputs.url, smoke, inputs.consecutive);
    return { reason: 'done', outputs: smokeOutputs(smoke), summary: smokeSummary(inputs.url, smoke) };
});


/***/ }),

/***/ 9370:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ celeryUse)
/* harmony export */ });
/* harmony import */ var _model_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(279);

/** Options before the subcommand that take the next word as their value. */
const withValue = new Set([
    '-A',
    '--app',
    '-b',
    '--broker',
    '--result-backend',
    '--loader',
    '--config',
    '--workdir',
]);
/** Reads it from the command line, also from inside `sh -c "…"`. */
function celeryUse(service) {
    const use = { started: false, worker: false, beat: false, embedded: false };
    const words = (0,_model_js__WEBPACK_IMPORTED_MODULE_0__/* .commandOf */ .Nl)(service)
        .split(/[\s;&|()"']+/)
        .filter((word) => word !== '');
    for (let at = 0; at < words.length; at++) {
        if (!isCelery(words, at))
            continue;
        use.started = true;
        const rest = words.slice(at + 1, nextCelery(words, at));
        const subcommand = rest.find((word, index) => !word.startsWith('-') && !withValue.has(rest[index - 1] ?? ''));
        if (subcommand === 'beat')
            use.beat = true;
        if (subcommand === 'worker') {
            use.worker = true;
            if (rest.some((word) => word === '--beat' || /^-[DE]*B[DE]*$/.test(word)))
                use.embedded = true;
        }
    }
    return use;
}
function isCelery(words, at) {
    return /(^|\/)celery$/.test(words[at] ?? '') && !withValue.has(words[at - 1] ?? '');
}
function nextCelery(words, at) {
    const next = words.findIndex((_, index) => index > at && isCelery(words, index));
    return next === -1 ? words.length : next;
}


/***/ }),

/***/ 7727:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S4: () => (/* binding */ judge),
/* harmony export */   c2: () => (/* binding */ statusOf),
/* harmony export */   qY: () => (/* binding */ outside)
/* harmony export */ });
/** Where all is asked that customers could ask, too; else `where` is a server. */
const outside = 'outside';
/** What a probe's answer, or the error that came in its place, means for each of its checks. */
function judge(probe, answer) {
    return probe.checks.map((check) => ({
        name: check.name,
        where: outside,
        severity: check.severity ?? 'error',
        expected: check.expected,
        ...(answer instanceof Error
            ? { ...(check.unanswered?.(answer) ?? { passed: false, got: answer.message }), seconds: 0 }
            : { ...check.judge(answer), seconds: answer.seconds }),
    }));
}
/** The status, and for a redirect where it leads: the usual sign of a wrong scheme or host. */
function statusOf({ status, headers }) {
    return headers.location === undefined ? String(status) : `${status} → ${headers.location}`;
}


/***/ }),

/***/ 7091:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J5: () => (/* binding */ introspected),
/* harmony export */   Kb: () => (/* binding */ excerpt),
/* harmony export */   x2: () => (/* binding */ readShop)
/* harmony export */ });
/** Reads the answer to `{ shop { name schemaVersion } }`. Never throws: a page of HTML is an answer too. */
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
/** One line of a text that may be long. */
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

/***/ 4089:
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
