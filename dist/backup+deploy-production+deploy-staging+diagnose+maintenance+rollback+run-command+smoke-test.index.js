export const id = "backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+smoke-test";
export const ids = ["backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+smoke-test"];
export const modules = {

/***/ 59370:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ celeryUse),
/* harmony export */   V: () => (/* binding */ celeryAppScript)
/* harmony export */ });
/* harmony import */ var _model_project_project_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(35616);

/** Options before the subcommand that take a value as the next word. */
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
/** Reads the use of Celery from the command line, including commands inside `sh -c "…"`. */
function celeryUse(service) {
    const use = { started: false, worker: false, beat: false, embedded: false, flower: false };
    const words = (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_0__/* .commandOf */ .Nl)(service)
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
        if (subcommand === 'flower')
            use.flower = true;
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
/**
 * Python that finds Celery's app, for scripts that run inside the shop's own Django: `celery_app()` is None where the shop
 * has no Celery, no broker, or makes its tasks at once.
 */
const celeryAppScript = `
def celery_app():
    try:
        from celery import current_app
    except ImportError:
        return None
    return current_app if current_app.conf.broker_url and not current_app.conf.task_always_eager else None
`;


/***/ }),

/***/ 22423:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M2: () => (/* binding */ definitionLabel),
/* harmony export */   bR: () => (/* binding */ roleLabel),
/* harmony export */   wr: () => (/* binding */ releaseLabel),
/* harmony export */   xq: () => (/* binding */ partsLabel)
/* harmony export */ });
/** Labels that identify containers: their release, and their role in it. */
const releaseLabel = 'saleor-deploy.release';
const roleLabel = 'saleor-deploy.role';
/** An accessory's definition when its container was created: a hash of the whole, and its parts, to tell what differs. */
const definitionLabel = 'saleor-deploy.definition';
const partsLabel = 'saleor-deploy.parts';


/***/ }),

/***/ 57285:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ restartOf),
/* harmony export */   y: () => (/* binding */ withRestart)
/* harmony export */ });
/** When Docker restarts the service's containers by itself, in the terms of `restart`. */
function restartOf({ restart, deploy }) {
    const policy = deploy?.restart_policy;
    // The Compose specification's default is `any`. When both keys exist, Compose uses this one.
    if (policy !== undefined && policy !== null)
        return policy.condition ?? 'any';
    return restart;
}
/**
 * Makes containers start again after a reboot of the host: `unless-stopped` when the file sets nothing. An existing
 * policy stays, in the form that Docker accepts: Compose turns the specification's `any` into
 * an empty condition, which means no restart, and the engine allows a number of attempts only with `on-failure`.
 */
function withRestart(service) {
    const { deploy } = service;
    if (restartOf(service) === undefined)
        return { ...service, restart: 'unless-stopped' };
    const policy = deploy?.restart_policy;
    if (deploy === undefined || policy === undefined || policy === null)
        return service;
    const { max_attempts: attempts, ...others } = policy;
    const condition = policy.condition ?? 'any';
    const counted = condition === 'on-failure' && attempts !== undefined ? { max_attempts: attempts } : {};
    return { ...service, deploy: { ...deploy, restart_policy: { ...others, condition, ...counted } } };
}


/***/ }),

/***/ 63041:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AJ: () => (/* binding */ isAwaited),
/* harmony export */   G0: () => (/* binding */ markedAwaited),
/* harmony export */   Or: () => (/* binding */ attemptsOf),
/* harmony export */   l8: () => (/* binding */ startOrder),
/* harmony export */   pN: () => (/* binding */ mayEnd),
/* harmony export */   qu: () => (/* binding */ isMarkedAwaited)
/* harmony export */ });
/* harmony import */ var _model_project_project_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(35616);
/* harmony import */ var _labels_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(22423);
/* harmony import */ var _restart_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(57285);



/** Whether another service waits for its end (`service_completed_successfully`). */
function isAwaited({ services }, name) {
    return Object.values(services).some(({ depends_on }) => {
        const dependency = depends_on?.[name];
        return dependency?.condition === 'service_completed_successfully';
    });
}
/** Marks a service of a release that others wait for: such services may be missing from the release, as jobs are. */
function markedAwaited(service) {
    return { ...service, labels: { ...service.labels, [_labels_js__WEBPACK_IMPORTED_MODULE_0__/* .roleLabel */ .bR]: 'runs-once' } };
}
/** Whether a release's service has the mark. */
function isMarkedAwaited({ labels }) {
    return labels?.[_labels_js__WEBPACK_IMPORTED_MODULE_0__/* .roleLabel */ .bR] === 'runs-once';
}
/**
 * Whether exit code 0 may be the service's right end: others wait for it, or Docker would not restart it and it is no
 * server (no published port, no health check).
 */
function mayEnd(service) {
    const { ports = [], healthcheck } = service;
    const staysEnded = /^(no|none|on-failure(:\d+)?)$/.test((0,_restart_js__WEBPACK_IMPORTED_MODULE_1__/* .restartOf */ .R)(service) ?? 'no');
    const checked = healthcheck?.test !== undefined && healthcheck.disable !== true;
    return isMarkedAwaited(service) || (staysEnded && ports.length === 0 && !checked);
}
/** How often a failed service is started again: as often as the file says, and never by default. */
function attemptsOf(service) {
    const policy = (0,_restart_js__WEBPACK_IMPORTED_MODULE_1__/* .restartOf */ .R)(service) ?? 'no';
    if (!policy.startsWith('on-failure'))
        return 1;
    const { max_attempts: attempts } = service.deploy?.restart_policy ?? {};
    const again = attempts ?? Number(policy.split(':')[1] ?? Number.POSITIVE_INFINITY);
    return 1 + again;
}
/** Orders these services by their dependencies on each other; services in one inner list may start side by side. */
function startOrder(model, names) {
    const rounds = [];
    let left = names.filter((name) => (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_2__/* .replicasOf */ .N4)(model.services[name] ?? {}) > 0);
    while (left.length > 0) {
        const waits = (name) => left.some((other) => other !== name && other in (model.services[name]?.depends_on ?? {}));
        const ready = left.filter((name) => !waits(name));
        // Compose rejects a cycle; if one gets through, this ends the wait.
        const round = ready.length > 0 ? ready : left;
        rounds.push(round);
        left = left.filter((name) => !round.includes(name));
    }
    return rounds;
}


/***/ }),

/***/ 50056:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Vr: () => (/* binding */ commandInSwarm),
/* harmony export */   lj: () => (/* binding */ smokeInSwarm),
/* harmony export */   mR: () => (/* binding */ assertDirect),
/* harmony export */   pz: () => (/* binding */ intentFrom),
/* harmony export */   x2: () => (/* binding */ maintenanceInSwarm),
/* harmony export */   x6: () => (/* binding */ assertNoFileServer),
/* harmony export */   y0: () => (/* binding */ assertSwarmInputs)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);

/** Inputs that a Swarm does not support yet. */
const unsupported = {
    'keep-warm': { allowed: [false], why: 'Swarm replaces the tasks of a service' },
    'max-error-rate': { allowed: [5], why: 'a bake watches the tasks, and counts no requests' },
    'metric-checks': { allowed: [], why: 'a bake watches the tasks; give these checks to smoke-test' },
    'scheduler-host': {
        allowed: [],
        why: 'Swarm places the scheduler; deploy.placement in the Compose file says where',
    },
    'take-over': { allowed: [false], why: 'the other run may go through another manager' },
    media: { allowed: [false], why: 'uploads lie on one of the nodes; back them up there' },
    database: { allowed: ['keep'], why: 'only the code goes back' },
    'restore-backup': { allowed: [], why: 'only the code goes back' },
};
/** The same for maintenance alone. */
const maintenanceInSwarm = {
    'drain-timeout': { allowed: [60], why: 'requests in flight are answered, and nothing waits for them' },
};
/** The same for a command: which approvals were used stands in the history of one manager, and another would take them again. */
const commandInSwarm = {
    approval: { allowed: [], why: 'another manager would not know that it was used' },
    'require-approval': { allowed: [false], why: 'another manager would not know that one was used' },
};
/** The same for the checks of a smoke test from inside. */
const smokeInSwarm = {
    'max-queue': { allowed: [1000], why: 'no container is looked into; metric-checks can ask for a queue' },
    'manage-command': { allowed: ['python manage.py'], why: 'no container is looked into' },
};
/**
 * Requires, for `engine: swarm`, that no input asks for what a Swarm does not get: nothing is ignored in silence.
 * @param more inputs of this action that are not supported either
 * @throws UserError `bad-input` that names every such input
 */
function assertSwarmInputs(inputs, more = {}) {
    const asked = Object.entries({ ...unsupported, ...more }).filter(([name, { allowed }]) => {
        const value = inputs[name];
        return value !== undefined && value !== '' && !isEmpty(value) && !allowed.includes(value);
    });
    const placed = (inputs.hosts ?? []).filter(({ placement }) => placement !== undefined);
    const problems = [
        ...asked.map(([name, { why }]) => `Input '${name}' is not supported with engine: swarm: ${why}.`),
        ...placed.map(({ name }) => `Input 'hosts': ${name} has role= or services=, and Swarm places services itself.`),
    ];
    if (problems.length === 0)
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', problems.join('\n'), 'Leave these out. docs/swarm.md has the list of what differs from engine: compose.');
}
function isEmpty(value) {
    return Array.isArray(value) && value.length === 0;
}
/**
 * Requires that nothing in the project sends requests to web by its name: it would meet tasks that stop.
 * @param publicPort 0 when web publishes no port
 * @throws UserError `bad-input`
 */
function assertDirect(web, publicPort, fronts, hostIp) {
    if (fronts.length > 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `${fronts.join(', ')} sends requests to ${web} by its name; with engine: swarm the edge has a port and no name, and requests to single tasks fail while these are replaced.`, `Let it use port ${publicPort === 0 ? 'PORT' : publicPort} of the nodes, or run that proxy outside of the project.`);
    if (publicPort === 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `${web} publishes no port, and with engine: swarm the edge needs one.`, `Give ${web} ports: ["8000:8000"].`);
    if (hostIp !== undefined && hostIp !== '' && hostIp !== '0.0.0.0')
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `${web} publishes its port on ${hostIp}, and a Swarm publishes on all addresses of a node: the port would be open to everybody.`, `Publish "${publicPort}:…" without an address, and let a firewall keep the port closed (Docker's own rules come before ufw's: use the chain DOCKER-USER).`);
}
/**
 * Requires that no file server is asked for: it reads a folder of the host where the release was installed.
 * @throws UserError `bad-input`
 */
function assertNoFileServer(web, files) {
    if (files === undefined)
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `${web} has x-saleor-deploy: {files: …}, which is not supported with engine: swarm: its file server reads a folder of one host.`, 'Leave it out, and let a bucket serve static files and uploads: docs/recipes/static-and-media.md.');
}
/** What a Swarm gets for a release that it has. Pure. */
function intentFrom({ name: _name, ...stack }) {
    return { stack: stack, objects: [] };
}


/***/ }),

/***/ 81567:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  AV: () => (/* binding */ checks),
  W1: () => (/* binding */ configOf),
  Om: () => (/* binding */ readMaintenance),
  rF: () => (/* binding */ readUpstreams),
  Xs: () => (/* binding */ renderConfig),
  x_: () => (/* binding */ renderMap),
  WI: () => (/* binding */ resolving),
  pW: () => (/* binding */ withoutRunTime)
});

// EXTERNAL MODULE: ./src/model/edge/file-server.js
var file_server = __webpack_require__(77183);
;// CONCATENATED MODULE: ./src/edge/files.js

/** HAProxy's rules that send static files and uploads to the file server; empty without one. */
function fileRules({ files }) {
    return files === undefined
        ? ''
        : `  use_backend ${file_server/* fileServerService */.vw} if { path_beg ${files.paths.join(' ')} }\n`;
}
/**
 * HAProxy's section for the file server; empty without one. It has two places, as a container and its successor answer
 * beside each other for a while, and its name then has two addresses.
 */
function fileSection({ files }) {
    if (files === undefined)
        return '';
    return `
backend ${file_server/* fileServerService */.vw}
  balance leastconn
  option httpchk
  # It answers 404 there: what counts is that it answers.
  http-check send meth GET uri / ver HTTP/1.1 hdr Host localhost hdr Connection close
  http-check expect status 404
  default-server check inter 2s fastinter 500ms downinter 1s rise 1 fall 2 init-addr libc,none resolvers engine resolve-prefer ipv4
  server-template files 2 ${file_server/* fileServerService */.vw}:${file_server/* fileServerPort */.$A}
`;
}

// EXTERNAL MODULE: ./src/edge/maintenance.js + 1 modules
var edge_maintenance = __webpack_require__(69482);
// EXTERNAL MODULE: ./src/edge/names.js
var names = __webpack_require__(43511);
// EXTERNAL MODULE: ./src/edge/other-web.js
var other_web = __webpack_require__(63010);
// EXTERNAL MODULE: ./src/edge/server-lines.js
var server_lines = __webpack_require__(69330);
// EXTERNAL MODULE: ./src/edge/upstreams.js
var edge_upstreams = __webpack_require__(24509);
;// CONCATENATED MODULE: ./src/edge/config.js






const upstreamsMark = '# upstreams: ';
const maintenanceMark = '# maintenance: ';
/**
 * Renders HAProxy's configuration with these upstreams, closed during maintenance. Servers change at run time; the file
 * is kept in step, so that a restarted edge serves the same. HAProxy keeps no idle connections to web: uvicorn could
 * close one just as it is reused, and a POST lost that way can't be repeated.
 */
function renderConfig(settings, upstreams, maintenance) {
    const closed = maintenance === undefined ? '' : `${maintenanceMark}${JSON.stringify(maintenance)}\n`;
    const parts = {
        head: `${upstreamsMark}${JSON.stringify(upstreams)}\n${closed}`,
        lookUp: '1s',
        obsolete: '2s',
        release: `  http-response set-header ${names/* releaseHeader */.Ff} %[srv_name,map(${names/* configFolder */.vg}/releases.map,unknown)]\n`,
        note: "# A reload must know the addresses at once (libc); at boot, when a name isn't there yet, they are asked for (resolvers).\n",
        servers: `  default-server ${checks} fall 5 init-addr libc,none ${resolving}\n${(0,server_lines/* serverLines */.L)(settings.port, webOf(upstreams))}`,
        ...openByFlag(settings.healthPath, maintenance),
        others: `${(0,other_web/* otherWebSections */.n1)(settings, upstreams, maintenance)}${fileSection(settings)}`,
    };
    return configOf(settings, parts);
}
/** The shop is open while a flag of this edge is up; in a closed one the edge answers by itself. */
function openByFlag(healthPath, maintenance) {
    return {
        bind: '',
        open: `  # Not by nbsrv(), which is 0 in a process that a reload has replaced and that still has connections.
  acl open srv_is_up(${names/* shopBackend */.vo}/${names/* shopFlag */.zq})`,
        closed: (0,edge_maintenance/* maintenanceRules */.PQ)(healthPath, maintenance),
        flag: `# Likewise for maintenance, which an edge that restarts has not forgotten.
backend ${names/* shopBackend */.vo}
  server ${names/* shopFlag */.zq} 127.0.0.1:9${maintenance === undefined ? '' : ' disabled'}

`,
    };
}
/** How a server of web is checked, and how its name is looked up. */
const checks = 'check inter 2s fastinter 500ms downinter 1s rise 1';
const resolving = 'resolvers engine resolve-prefer ipv4';
/** HAProxy's configuration around these parts. */
function configOf(settings, parts) {
    const { port, healthPath, healthHost, readinessPath } = settings;
    return `${parts.head}global
  stats socket ipv4@127.0.0.1:9999 level admin
  log stdout format raw local0 notice
  # Each of these is explained in docs/edge.md. A header may have 64 kB, as with uvicorn; the rest of the buffer is for what is
  # kept beside it, 4 bytes a header, and for the headers that the edge adds.
  tune.bufsize 73728
  tune.maxrewrite 1024
  tune.http.maxhdr 1000
  # Else it is reckoned from the file limit, which engines without one turn into gigabytes.
  maxconn 4000
  # On an engine whose limit is lower, serve as many as it allows; the default is not to start at all.
  no strict-limits

resolvers engine
  nameserver docker 127.0.0.11:53
  resolve_retries 2
  timeout resolve ${parts.lookUp}
  timeout retry 500ms
  hold valid ${parts.lookUp}
  hold obsolete ${parts.obsolete}
  hold nx 2s
# An engine that hangs or restarts answers no name. The addresses stay as they were, and the checks tell whether web lives.
  hold timeout 24h
  hold refused 24h
  hold other 24h

defaults
  mode http
  log global
  timeout connect 3s
  # Not less than http-keep-alive: of both the shorter one closes a connection without a request.
  timeout client 75s
  timeout server 300s
  timeout http-request 30s
  timeout http-keep-alive 75s
  timeout queue 30s
  timeout tunnel 1h
  option http-server-close
  # Small parts of an answer go out at once; else the system waits 200 ms for more of them.
  option http-no-delay
  # A client that has left lets the app know. The default only since HAProxy 3.3.
  option abortonclose
  # A reload waits for the next request of a kept connection instead of closing it under the client.
  option idle-close-on-response
  option forwardfor if-none
  option redispatch 1
  retries 3
  retry-on conn-failure

frontend public
  # HTTP/1 alone, as web: HTTP/2 has many requests on one connection, and maxconn would bound no memory.
  bind :${port} proto h1${parts.bind}
${parts.open}
  # What a balancer in front asks: 200 while this host wants requests, else 503. The edge answers by itself. Who is sent
  # to a closed shop gets the page, also without any web.
  monitor-uri ${readinessPath}
  monitor fail if { nbsrv(${names/* balancerBackend */.R4}) eq 0 } || { nbsrv(web) eq 0 } open
${parts.closed}
${fileRules(settings)}  default_backend web

# A flag, not a place to go: its one server is put into maintenance while the host drains. An edge that restarts
# meanwhile has forgotten it.
backend ${names/* balancerBackend */.R4}
  server ${names/* balancerFlag */.hu} 127.0.0.1:9

${parts.flag}${parts.note}backend web
  balance leastconn
  option httpchk
  http-check send meth GET uri ${healthPath} ver HTTP/1.1 hdr Host ${healthHost} hdr Connection close
  http-check expect status 200-299
  timeout check 5s
${parts.release}${parts.servers}
${parts.others}
# For a Prometheus on one of the project's networks; the port is not published. An image without the exporter goes without.
.if feature(PROMEX)
frontend metrics
  bind :${(0,names/* metricsPort */.HZ)(port)}
  http-request use-service prometheus-exporter if { path /metrics }
  http-request return status 404
.endif
`;
}
/** Renders the map from slots to releases, for the response header. */
function renderMap(upstreams, otherWeb = []) {
    const web = webOf(upstreams);
    const release = (slot) => web.find((one) => one.slot === slot)?.release ?? 'none';
    const rows = (0,edge_upstreams/* allSlots */.b7)().map((slot) => `${slot} ${release(slot)}`);
    return `${[...rows, ...(0,other_web/* otherWebRows */.UL)(otherWeb, upstreams)].join('\n')}\n`;
}
/** Reads the upstreams from a configuration file, including warm ones; an empty file or one by others has none. */
function readUpstreams(config) {
    return (readMark(config, upstreamsMark) ?? []);
}
/** Reads the current maintenance from the file; undefined while the shop is open. */
function readMaintenance(config) {
    return readMark(config, maintenanceMark);
}
/** The configuration without the parts that change at run time: when equal, no reload is needed. */
function withoutRunTime(config) {
    return config
        .split('\n')
        .filter((line) => ![upstreamsMark, maintenanceMark].some((mark) => line.startsWith(mark)))
        .filter((line) => !runTimeServer.test(line))
        .join('\n');
}
const runTimeServer = new RegExp(`^ {2}server (s\\d+|${names/* shopFlag */.zq}) `);
/** The header ends at the first line that is not a comment. */
function readMark(config, mark) {
    for (const line of config.split('\n')) {
        if (!line.startsWith('#'))
            return undefined;
        if (line.startsWith(mark))
            return JSON.parse(line.slice(mark.length));
    }
    return undefined;
}
function webOf(upstreams) {
    return upstreams.filter(({ service }) => service === undefined);
}


/***/ }),

/***/ 69482:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  yF: () => (/* binding */ longestPage),
  PQ: () => (/* binding */ maintenanceRules),
  CT: () => (/* binding */ plainMaintenance)
});

;// CONCATENATED MODULE: ./src/edge/maintenance-page.js
/** The default maintenance page: small, self-contained, light or dark by the visitor's preference. */
const defaultPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>Closed for maintenance</title>
<style>
:root { color-scheme: light dark }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 1.125rem/1.6 system-ui, sans-serif }
main { max-width: 32rem; padding: 2rem }
h1 { margin: 0 0 1rem; font-size: 1.75rem; line-height: 1.25 }
p { margin: 0; opacity: .8 }
</style>
</head>
<body>
<main>
<h1>We will be back soon</h1>
<p>The shop is closed for maintenance. Nothing is lost. Please try again in a few minutes.</p>
</main>
</body>
</html>
`;

;// CONCATENATED MODULE: ./src/edge/maintenance.js

/** Maintenance with the default page and an empty allow-list. */
const plainMaintenance = { allow: [], page: '', retryAfter: 300 };
/**
 * Limit for a page in bytes. HAProxy builds its own response in one buffer and silently cuts a longer page. Edges of
 * earlier versions have a buffer of 16 kB, which holds 15,300 bytes (measured with 2.6). The rest is for headers.
 */
const longestPage = 12_000;
/** Networks of trusted proxies, whose X-Forwarded-For counts: this machine, its containers, its private network. */
const nearby = '127.0.0.0/8 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 169.254.0.0/16 ::1 fc00::/7 fe80::/10';
/** The response for clients that read JSON, in Saleor's error format, so that a storefront shows it like any other error. */
const json = JSON.stringify({
    errors: [
        {
            message: 'The shop is closed for maintenance. Try again later.',
            extensions: { exception: { code: 'Maintenance' } },
        },
    ],
});
/**
 * The frontend's rules for a closed shop. They exist while the shop is open too, so that one run-time command closes
 * it: after a reload, the old process would still answer one request on each keep-alive connection. A health path of
 * its own is exempt: it reports on web.
 *
 * The client's address is that of the connection. Only when this is a nearby proxy, the last address in X-Forwarded-For
 * counts, and when that is another nearby proxy, the one before it: what the client itself wrote stands further left.
 * An invalid address makes the client unknown, and unknown clients are not let in.
 */
function maintenanceRules(healthPath, maintenance = plainMaintenance) {
    const { allow, page, retryAfter } = maintenance;
    const always = `hdr retry-after ${retryAfter} hdr cache-control no-store`;
    // Without these headers a browser hides a cross-origin response from scripts, even that it is a 503.
    const forScripts = 'hdr access-control-allow-origin * hdr access-control-expose-headers retry-after';
    const answer = `${always} if !open !welcome !health`;
    return `  acl health ${healthPath === undefined ? 'always_false' : `path ${healthPath.split('?', 1)[0]}`}
  acl preflight method OPTIONS
  acl reads_json req.hdr(accept) -i -m sub json
  acl reads_json req.hdr(content-type) -i -m sub json
  acl proxied src ${nearby}
  acl proxied_twice var(txn.last) -m ip ${nearby}
  acl forwarded req.hdr_cnt(x-forwarded-for) ge 1
  acl forwarded_twice req.hdr_cnt(x-forwarded-for) ge 2
${allow.map((one) => `  acl welcome var(txn.client) -m ip ${one}\n`).join('')}\
${allow.length === 0 ? '  acl welcome always_false\n' : ''}\
  http-request set-var(txn.client) src if !proxied || !forwarded
  http-request set-var(txn.last) hdr_ip(x-forwarded-for,-1) if proxied forwarded
  http-request set-var(txn.client) var(txn.last) if !proxied_twice || !forwarded_twice
  http-request set-var(txn.client) hdr_ip(x-forwarded-for,-2) if proxied_twice forwarded_twice
  http-request return status 204 hdr access-control-allow-headers %[req.fhdr(access-control-request-headers)] \
hdr access-control-allow-methods '*' ${forScripts} ${answer} preflight
  http-request return status 503 content-type application/json string ${quoted(json)} ${forScripts} ${answer} reads_json
  http-request return status 503 content-type 'text/html; charset=utf-8' string ${quoted(page || defaultPage)} ${answer}`;
}
/** Quotes a word for HAProxy's configuration, which allows line breaks only outside quotes. */
function quoted(text) {
    return `'${text.replaceAll("'", `'\\''`).replaceAll('\r', `'\\r'`).replaceAll('\n', `'\\n'`)}'`;
}


/***/ }),

/***/ 43511:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BD: () => (/* binding */ maintenanceService),
/* harmony export */   Ff: () => (/* binding */ releaseHeader),
/* harmony export */   HZ: () => (/* binding */ metricsPort),
/* harmony export */   JU: () => (/* binding */ commandPort),
/* harmony export */   R4: () => (/* binding */ balancerBackend),
/* harmony export */   hu: () => (/* binding */ balancerFlag),
/* harmony export */   kL: () => (/* binding */ idleName),
/* harmony export */   vg: () => (/* binding */ configFolder),
/* harmony export */   vo: () => (/* binding */ shopBackend),
/* harmony export */   zq: () => (/* binding */ shopFlag)
/* harmony export */ });
/** The response header that names the release which answered. */
const releaseHeader = 'x-saleor-release';
/** The official image's configuration folder; the host's `edge` folder is mounted there. */
const configFolder = '/usr/local/etc/haproxy';
/** The backend whose only server holds the drain state: `ready`, or `maint` while the host drains. */
const balancerBackend = 'balancer';
const balancerFlag = 'flag';
/** The backend whose only server holds the shop's state: `ready` when open, `maint` during maintenance. */
const shopBackend = 'shop';
const shopFlag = 'open';
/** The service of a Swarm that answers while the shop is closed. No project uses this name. */
const maintenanceService = 'saleor-deploy-maintenance';
/** An idle slot points at the edge itself: Docker's DNS always resolves this name, so no query leaves the host. */
const idleName = 'edge';
/** The port of the runtime API, inside the edge's container. */
const commandPort = 9999;
/** The port of the edge's Prometheus metrics; it differs from web's port, which the edge takes over. */
function metricsPort(port) {
    return port === 8404 ? 8405 : 8404;
}


/***/ }),

/***/ 63010:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   LL: () => (/* binding */ listenPort),
/* harmony export */   UL: () => (/* binding */ otherWebRows),
/* harmony export */   VA: () => (/* binding */ checkedAlone),
/* harmony export */   n1: () => (/* binding */ otherWebSections)
/* harmony export */ });
/* harmony import */ var _maintenance_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(69482);
/* harmony import */ var _names_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(43511);
/* harmony import */ var _server_lines_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(69330);
/* harmony import */ var _upstreams_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(24509);




/** HAProxy's sections for the further web services: like web's, each on its own port. Empty when there are none. */
function otherWebSections(settings, upstreams, maintenance) {
    return (settings.otherWeb ?? []).map((one) => sections(one, settings, upstreams, maintenance)).join('');
}
/** Their rows of the map: HAProxy changes rows at run time but can't add any, so each slot has one. */
function otherWebRows(otherWeb, upstreams) {
    return otherWeb.flatMap(({ service }) => (0,_upstreams_js__WEBPACK_IMPORTED_MODULE_1__/* .allSlots */ .b7)().map((slot) => {
        const found = upstreams.find((one) => one.service === service && one.slot === slot);
        return `${(0,_upstreams_js__WEBPACK_IMPORTED_MODULE_1__/* .serverOf */ .FN)({ service, slot })} ${found?.release ?? 'none'}`;
    }));
}
/** The port of the edge's container for each service: the service's own when it is free, so that others in the project find it there. */
function listenPort(target, taken) {
    const used = [...taken, (0,_names_js__WEBPACK_IMPORTED_MODULE_2__/* .metricsPort */ .HZ)(taken[0] ?? 0), _names_js__WEBPACK_IMPORTED_MODULE_2__/* .commandPort */ .JU];
    let port = target;
    for (let next = 20_000; used.includes(port); next++)
        port = next;
    return port;
}
function sections({ service, port, listen, healthPath }, { healthHost, readinessPath }, upstreams, maintenance) {
    const backend = (0,_upstreams_js__WEBPACK_IMPORTED_MODULE_1__/* .backendOf */ .EC)(service);
    const own = upstreams.filter((one) => one.service === service);
    return `
frontend public-${service}
  bind :${listen} proto h1
  acl open srv_is_up(${_names_js__WEBPACK_IMPORTED_MODULE_2__/* .shopBackend */ .vo}/${_names_js__WEBPACK_IMPORTED_MODULE_2__/* .shopFlag */ .zq})
  monitor-uri ${readinessPath}
  monitor fail if { nbsrv(${_names_js__WEBPACK_IMPORTED_MODULE_2__/* .balancerBackend */ .R4}) eq 0 } || { nbsrv(${backend}) eq 0 } open
${(0,_maintenance_js__WEBPACK_IMPORTED_MODULE_0__/* .maintenanceRules */ .PQ)(checkedAlone(healthPath), maintenance)}
  default_backend ${backend}

backend ${backend}
  balance leastconn
  option httpchk
  http-check send meth GET uri ${healthPath} ver HTTP/1.1 hdr Host ${healthHost} hdr Connection close
  # A redirect is an answer: a storefront's first page often leads to a language or a channel.
  http-check expect status 200-399
  timeout check 5s
  # Each backend has slots of the same names, so the map has the backend's in front.
  http-response set-var(txn.slot) srv_name
  http-response set-header ${_names_js__WEBPACK_IMPORTED_MODULE_2__/* .releaseHeader */ .Ff} %[be_name,concat(/,txn.slot),map(${_names_js__WEBPACK_IMPORTED_MODULE_2__/* .configFolder */ .vg}/releases.map,unknown)]
  default-server check inter 2s fastinter 500ms downinter 1s rise 1 fall 5 init-addr libc,none resolvers engine resolve-prefer ipv4
${(0,_server_lines_js__WEBPACK_IMPORTED_MODULE_3__/* .serverLines */ .L)(port, own)}
`;
}
/** A path that only health checks request reports on the service while the shop is closed too; `/` is for people. */
function checkedAlone(healthPath) {
    return healthPath.split('?', 1)[0] === '/' ? undefined : healthPath;
}


/***/ }),

/***/ 69330:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ serverLines)
/* harmony export */ });
/* harmony import */ var _names_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(43511);
/* harmony import */ var _upstreams_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(24509);


/** The server lines of a backend: one for each upstream, and the idle ones. */
function serverLines(port, upstreams) {
    return (0,_upstreams_js__WEBPACK_IMPORTED_MODULE_0__/* .allSlots */ .b7)()
        .map((slot) => serverLine(slot, port, upstreams))
        .join('\n');
}
function serverLine(slot, port, upstreams) {
    const upstream = upstreams.find((one) => one.slot === slot);
    if (upstream === undefined)
        return `  server ${slot} ${_names_js__WEBPACK_IMPORTED_MODULE_1__/* .idleName */ .kL}:${port} disabled`;
    return `  server ${slot} ${upstream.container}:${port}${upstream.warm === true ? ' disabled' : ''}`;
}


/***/ }),

/***/ 24509:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EC: () => (/* binding */ backendOf),
/* harmony export */   EV: () => (/* binding */ slotCount),
/* harmony export */   FN: () => (/* binding */ serverOf),
/* harmony export */   SW: () => (/* binding */ slotOf),
/* harmony export */   b7: () => (/* binding */ allSlots),
/* harmony export */   xg: () => (/* binding */ assignSlots)
/* harmony export */ });
/** HAProxy's name for the backend of web or of a further web service. */
function backendOf(service) {
    return service === undefined ? 'web' : `web-${service}`;
}
/** A server's full name in HAProxy. */
function serverOf({ service, slot }) {
    return `${backendOf(service)}/${slot}`;
}
/** A slot in the guard's form: prefixed with its backend, except for web. */
function slotOf(upstream) {
    return upstream.service === undefined ? upstream.slot : serverOf(upstream);
}
/** Enough slots for the replicas of two releases at once; no cost of an idle slot could be measured. */
const slotCount = 64;
/** The names of all slots. */
function allSlots() {
    return Array.from({ length: slotCount }, (_, index) => `s${index + 1}`);
}
/**
 * Assigns free slots to new containers, in their service's backend; undefined means web.
 * @throws RangeError for more containers than free slots
 */
function assignSlots(taken, containers, release, service) {
    const used = new Set(taken.flatMap((one) => (one.service === service ? [one.slot] : [])));
    const free = allSlots().filter((slot) => !used.has(slot));
    return containers.map((container, index) => {
        const slot = free[index];
        if (slot === undefined)
            throw new RangeError(`the edge has ${slotCount} slots, ${used.size} are taken, ${containers.length} are needed`);
        return { slot, ...(service === undefined ? {} : { service }), container, release };
    });
}


/***/ }),

/***/ 48361:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FN: () => (/* binding */ stackStateScript),
/* harmony export */   PD: () => (/* binding */ pullScript),
/* harmony export */   Y1: () => (/* binding */ inspectScript),
/* harmony export */   hO: () => (/* binding */ guardScript)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);

/** The guard's text with all its parts. */
function guardScript() {
    const text = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(__webpack_require__.ab + "guard.sh", 'utf8');
    // In the sources guard.sh names its parts; in `dist/` the build has already inserted them.
    return text.replaceAll(/^# shellcheck source=.*\n\. (guard\/\w+\.sh)\n/gm, (_, part) => `${readPart(part)}\n`);
}
/** The text of the program that inspects a host and changes nothing. */
function inspectScript() {
    return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(__webpack_require__.ab + "inspect.sh", 'utf8');
}
/** The text of the program that pulls images. */
function pullScript() {
    return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(__webpack_require__.ab + "pull.sh", 'utf8');
}
/** The text of the program that prints the state of a Swarm's stack. */
function stackStateScript() {
    return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(__webpack_require__.ab + "stack-state.sh", 'utf8');
}
function readPart(path) {
    return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(new URL(path, import.meta.url), 'utf8');
}


/***/ }),

/***/ 40740:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ inspect)
/* harmony export */ });
/* harmony import */ var _guard_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(48361);
/* harmony import */ var _quote_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(84428);
/* harmony import */ var _unresponsive_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76239);



/** Seconds for everything around the questions: the start of bash, and the transfer of answers over a slow line. */
const slack = 60;
/** The default timeout of each question in seconds: a hung engine accepts the connection and never answers. */
const questionSeconds = 20;
/** The exit code of a question without an answer in time. */
const unanswered = 124;
/**
 * Runs commands in parallel on a host and returns when all have ended: one SSH command, one round trip.
 * @throws UserError as {@link Host.run}, and `host-unresponsive` for a question without an answer, which is not an empty answer
 */
async function inspect(host, commands, { seconds = questionSeconds, allowSilence = false } = {}) {
    const lines = commands.map((command) => `${(0,_quote_js__WEBPACK_IMPORTED_MODULE_2__/* .shellLine */ .T)(command)}\n`).join('');
    const argv = ['bash', '-c', (0,_guard_js__WEBPACK_IMPORTED_MODULE_0__/* .inspectScript */ .Y1)(), 'inspect', String(seconds)];
    const limits = { seconds: 2 * seconds + slack, what: (0,_unresponsive_js__WEBPACK_IMPORTED_MODULE_1__/* .namesOf */ .eZ)(commands) };
    const { stdout, stderr } = await host.run(argv, lines, limits);
    const answers = readAnswers(stdout);
    const silent = commands.filter((_, index) => answers[index]?.code === unanswered);
    if (silent.length > 0 && !allowSilence) {
        const isEngine = silent.some(([program]) => program === 'docker');
        throw (isEngine ? _unresponsive_js__WEBPACK_IMPORTED_MODULE_1__/* .engineSilent */ .mh : _unresponsive_js__WEBPACK_IMPORTED_MODULE_1__/* .notEnded */ .Au)(host.name, (0,_unresponsive_js__WEBPACK_IMPORTED_MODULE_1__/* .namesOf */ .eZ)(silent), seconds);
    }
    const missing = { code: 255, stdout: stderr, stderr: '' };
    return commands.map((_, index) => answers[index] ?? missing);
}
/** Reads the last line that `inspect.sh` prints. An answer that was cut off is none. */
function readAnswers(output) {
    const bytes = Buffer.from(output.trimEnd().split('\n').at(-1) ?? '', 'base64');
    const answers = [];
    for (let at = 0; at < bytes.length;) {
        const end = bytes.indexOf('\n', at);
        const [number, code, length] = bytes.toString('latin1', at, end).split(' ').map(Number);
        if (end === -1 || number === undefined || code === undefined || length === undefined)
            break;
        at = end + 1 + length;
        if (at <= bytes.length)
            answers[number] = { code, stdout: bytes.toString('utf8', end + 1, at), stderr: '' };
    }
    return answers;
}


/***/ }),

/***/ 9614:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ metricCommand),
/* harmony export */   m: () => (/* binding */ judgeMetric)
/* harmony export */ });
const holds = {
    '<': (value, limit) => value < limit,
    '<=': (value, limit) => value <= limit,
    '>': (value, limit) => value > limit,
    '>=': (value, limit) => value >= limit,
    '==': (value, limit) => value === limit,
};
/** Hosts need not have curl; bash speaks to a port by itself. */
const ask = `exec 2>&1; exec 3<>"/dev/tcp/$1/$2" || exit
printf 'GET %s HTTP/1.0\\r\\nHost: %s\\r\\nAccept: application/json\\r\\n\\r\\n' "$3" "$1" >&3; cat <&3`;
/** Asks Prometheus as the host reaches it. `address` is `host:port`. */
function metricCommand(address, { query }) {
    const { hostname, port } = new URL(`http://${address}`);
    const path = `/api/v1/query?query=${encodeURIComponent(query)}`;
    // A URL object leaves the default port out.
    return ['timeout', '15', 'bash', '-c', ask, 'ask', hostname, port || '80', path];
}
/** Judges an answer to {@link metricCommand}. A query without data fails: nothing is proved. Pure. */
function judgeMetric({ operator, limit }, { code, stdout }) {
    const answer = valuesOf(code, stdout);
    if (!Array.isArray(answer))
        return { passed: false, ...answer };
    const wrong = answer.filter(({ value }) => !holds[operator](value, limit));
    return { passed: wrong.length === 0, got: (wrong.length === 0 ? answer : wrong).map(describe).join('; ') };
}
function describe({ labels, value }) {
    return `${labels}${labels === '' ? '' : ' '}${Number(value.toPrecision(6))}`;
}
/** The samples, or why there are none. */
function valuesOf(code, text) {
    const [head = '', ...rest] = text.split('\r\n\r\n');
    if (!head.startsWith('HTTP/')) {
        const said = text.trim().split('\n').at(-1) ?? '';
        const why = said === '' ? ` (exit code ${code})` : `: ${said.slice(0, 200)}`;
        return { problem: 'silent', got: `Prometheus does not answer the host${why}` };
    }
    let answer;
    try {
        answer = JSON.parse(rest.join('\r\n\r\n'));
    }
    catch {
        return { problem: 'silent', got: `the answer is not Prometheus': ${head.split('\r\n')[0]}` };
    }
    if (answer.error !== undefined)
        return { problem: 'refused', got: `Prometheus refuses the query: ${answer.error.slice(0, 300)}` };
    const { resultType, result: found } = answer.data ?? {};
    const samples = resultType === 'scalar'
        ? [sampleOf({}, found)]
        : resultType === 'vector'
            ? found.map(({ metric, value }) => sampleOf(metric, value))
            : undefined;
    if (samples === undefined)
        return { problem: 'refused', got: `the query gives a ${resultType}, not a number` };
    // Also of no samples at all.
    return samples.every(({ value }) => Number.isNaN(value))
        ? { got: 'no data: the query gives nothing to compare' }
        : samples;
}
function sampleOf(metric, [, value]) {
    const labels = Object.entries(metric).filter(([name]) => name !== '__name__');
    const numbers = { '+Inf': Infinity, '-Inf': -Infinity };
    return {
        labels: labels.length === 0 ? '' : `{${labels.map(([name, one]) => `${name}="${one}"`).join(',')}}`,
        value: numbers[value] ?? Number(value),
    };
}


/***/ }),

/***/ 77183:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $A: () => (/* binding */ fileServerPort),
/* harmony export */   lN: () => (/* binding */ staticRoot),
/* harmony export */   vw: () => (/* binding */ fileServerService)
/* harmony export */ });
/** The service that a release adds to answer static files and uploads, when its Compose file asks for it. No project uses this name. */
const fileServerService = 'saleor-deploy-files';
/** The port that it listens on inside the project's networks. */
const fileServerPort = 8080;
/** The folder of static files on a host: a folder for each release, and links to those that are answered from. */
function staticRoot(root) {
    return `${root}/static`;
}


/***/ }),

/***/ 24504:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AD: () => (/* binding */ isPlaced),
/* harmony export */   FE: () => (/* binding */ servesWeb),
/* harmony export */   P4: () => (/* binding */ maySchedule),
/* harmony export */   Yj: () => (/* binding */ placedServices),
/* harmony export */   e_: () => (/* binding */ hostRoles)
/* harmony export */ });
/* harmony import */ var _edge_file_server_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77183);

/** The role of a host: everything, web alone, or background services. */
const hostRoles = ['all', 'web', 'workers'];
/** The services that a host runs; schedulers appear on each host that may run them. Without a placement, everything. */
function placedServices({ roles, placement = { role: 'all' } }) {
    const { web, otherWeb = [], workers, schedulers, accessories } = roles;
    const all = [web, ...otherWeb, ...workers, ...schedulers, ...accessories];
    const ofRole = { all, web: [web], workers: [...workers, ...schedulers] };
    const { role, services = [] } = placement;
    const own = [...(role === undefined ? [] : ofRole[role]), ...services];
    // The edge sends requests to all web services of its host and to the file server, so they all run where web runs.
    const behindEdge = [...otherWeb, _edge_file_server_js__WEBPACK_IMPORTED_MODULE_0__/* .fileServerService */ .vw];
    const named = own.includes(web) ? [...own, ...behindEdge] : own.filter((name) => !behindEdge.includes(name));
    return all.filter((name) => named.includes(name));
}
/** Whether a host runs the service. */
function isPlaced(placed, service) {
    return placedServices(placed).includes(service);
}
/** Whether a host runs web, and so has an edge. */
function servesWeb(placed) {
    return isPlaced(placed, placed.roles.web);
}
/** Whether a host may run the schedulers; exactly one host runs them all. */
function maySchedule(placed) {
    return placed.roles.schedulers.every((name) => isPlaced(placed, name));
}


/***/ }),

/***/ 35616:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N4: () => (/* binding */ replicasOf),
/* harmony export */   Nl: () => (/* binding */ commandOf),
/* harmony export */   Re: () => (/* binding */ graceSecondsOf),
/* harmony export */   aU: () => (/* binding */ unescapeDollars),
/* harmony export */   bn: () => (/* binding */ escapeDollars),
/* harmony export */   p7: () => (/* binding */ environmentOf)
/* harmony export */ });
/** Escapes a text for the model. */
function escapeDollars(text) {
    return text.replaceAll('$', '$$$$');
}
/** Unescapes a string of the model. */
function unescapeDollars(text) {
    return text.replaceAll('$$', '$');
}
/** Entrypoint and command as one line, for matching only. */
function commandOf(service) {
    const words = [service.entrypoint, service.command].flat().filter((word) => typeof word === 'string');
    return unescapeDollars(words.join(' '));
}
/** The environment of the service's containers; variables without a value are left out. */
function environmentOf(service) {
    return new Map(Object.entries(service.environment ?? {}).flatMap(([name, value]) => value === null ? [] : [[name, unescapeDollars(value)]]));
}
/** The desired number of the service's containers. */
function replicasOf(service) {
    return service.scale ?? service.deploy?.replicas ?? 1;
}
/** Seconds between the stop signal and the kill; Compose's default is 10. */
function graceSecondsOf(service) {
    if (service.stop_grace_period === undefined)
        return 10;
    const seconds = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };
    return [...service.stop_grace_period.matchAll(/([\d.]+)(h|ms|m|s|us|µs|ns)/g)].reduce((sum, [, count, unit]) => sum + Number(count) * seconds[unit], 0);
}


/***/ }),

/***/ 99944:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F2: () => (/* binding */ parseReference),
/* harmony export */   Fv: () => (/* binding */ registryOf),
/* harmony export */   Ks: () => (/* binding */ imagePattern),
/* harmony export */   V_: () => (/* binding */ digestPattern),
/* harmony export */   bO: () => (/* binding */ tagPattern)
/* harmony export */ });
const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const namePattern = new RegExp(`^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\\d+)?/|\\[[0-9a-f:]+\\](?::\\d+)?/)?${component}(?:/${component})*$`);
/** The pattern of tags in the distribution specification. */
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
/** Parses a reference by Docker's rules; undefined for anything else. */
function parseReference(text) {
    const [, rest = '', digest] = /^([^@]*)(?:@(.+))?$/.exec(text) ?? [];
    const [, name = '', tag] = /^(.*?)(?::([^:/]+))?$/.exec(rest) ?? [];
    if (!namePattern.test(name))
        return undefined;
    if (tag !== undefined && !tagPattern.test(tag))
        return undefined;
    if (digest !== undefined && !digestPattern.test(digest))
        return undefined;
    return {
        ...registryOf(name),
        name,
        ...(tag === undefined ? {} : { tag }),
        ...(digest === undefined ? {} : { digest }),
    };
}
/** Splits the registry off. By Docker's rule the first part is a registry when it looks like a host; `shop/backend` is on Docker Hub. */
function registryOf(name) {
    const [first = '', ...others] = name.split('/');
    const isHost = others.length > 0 && (/[.:A-Z]/.test(first) || first === 'localhost');
    if (isHost && first !== 'docker.io' && first !== 'index.docker.io')
        return { registry: first, repository: others.join('/') };
    const path = isHost ? others : [first, ...others];
    return { registry: 'docker.io', repository: path.length === 1 ? `library/${path[0]}` : path.join('/') };
}
/** A digest in the form of registries. */
const digestPattern = /^sha256:[0-9a-f]{64}$/;
/** An image that is pulled as it is written, such as `haproxy:lts`: what Docker may refuse later, without a word for a shell. */
const imagePattern = /^[a-z0-9][\w.:/-]*(@sha256:[0-9a-f]{64})?$/;


/***/ }),

/***/ 99328:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BC: () => (/* binding */ parseRelease),
/* harmony export */   Bf: () => (/* binding */ releaseId),
/* harmony export */   IC: () => (/* binding */ imagesOf),
/* harmony export */   Uc: () => (/* binding */ releaseFolder),
/* harmony export */   W: () => (/* binding */ prunable),
/* harmony export */   ll: () => (/* binding */ newestFirst)
/* harmony export */ });
/** Builds the id from the time (milliseconds) and the image's digest. */
function releaseId(now, image) {
    const [day = '', time = ''] = new Date(now).toISOString().split('T');
    const digest = image.split('@sha256:')[1] ?? '';
    return `${day.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${digest.slice(0, 12)}`;
}
/** The folder of a release, inside the deployment's folder. */
function releaseFolder(root, id) {
    return `${root}/releases/${id}`;
}
/** Parses a record; undefined when it is not one. */
function parseRelease(json) {
    try {
        const record = JSON.parse(json);
        return typeof record.id === 'string' && typeof record.image === 'string' ? record : undefined;
    }
    catch {
        return undefined;
    }
}
/** All image digests that a release runs: the app's first, then those of the further web services. */
function imagesOf({ image, images = {} }) {
    return [image, ...Object.values(images)];
}
/** The releases to prune: all but the newest `keep`, and never one that is needed. */
function prunable(releases, keep, needed) {
    const newest = releases
        .map(({ id }) => id)
        .sort()
        .slice(-keep);
    return releases.filter(({ id }) => !newest.includes(id) && !needed.includes(id));
}
/** Sorts releases newest first; their ids sort by time. */
function newestFirst(releases) {
    return releases.toSorted((one, other) => (one.id > other.id ? -1 : 1));
}


/***/ })

};
