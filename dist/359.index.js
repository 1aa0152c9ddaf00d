export const id = 359;
export const ids = [359];
export const modules = {

/***/ 2572:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ mendCommand),
/* harmony export */   k: () => (/* binding */ shellScript)
/* harmony export */ });
/** Behind these a command goes on or begins anew, so a line that ends in one is whole. */
const goesOn = /(^|[\s;&|(])(do|then|else|in|\{|!)$|[&|;(]$|^$/;
/**
 * Joins the lines of a shell's script where one begins with an option: no command begins with `-`, so it belongs to the
 * line before. YAML's `>` keeps the breaks of lines that are indented further, and the program would start without
 * those options. Breaks inside of quotes and scripts with a here-document stay as they are. Undefined when nothing is cut.
 */
function mendCommand(service) {
    const entrypoint = wordsOf(service.entrypoint);
    const command = wordsOf(service.command);
    const words = [...entrypoint, ...command];
    const at = scriptIn(words);
    const mended = at === undefined ? undefined : joined(words[at] ?? '');
    if (at === undefined || mended === undefined)
        return undefined;
    words[at] = mended.script;
    return {
        service: {
            ...service,
            ...(at < entrypoint.length
                ? { entrypoint: words.slice(0, entrypoint.length) }
                : { command: words.slice(entrypoint.length) }),
        },
        lines: mended.lines,
    };
}
/** The script that a shell of the service's command reads (`sh -c`); undefined where no shell does. */
function shellScript(service) {
    const words = [...wordsOf(service.entrypoint), ...wordsOf(service.command)];
    const at = scriptIn(words);
    return at === undefined ? undefined : words[at];
}
/** Compose prints both as lists, whatever the file has. */
function wordsOf(words) {
    return Array.isArray(words) ? words : [];
}
/** Where the script of `sh -c` is. */
function scriptIn(words) {
    const shell = words.findIndex((word) => /(^|\/)(ba|da|a|k|z)?sh$/.test(word));
    const option = words.findIndex((word, index) => index > shell && /^-[a-z]*c$/.test(word));
    const between = words.slice(shell + 1, option);
    return shell === -1 || option === -1 || between.some((word) => !word.startsWith('-'))
        ? undefined
        : option + 1;
}
function joined(script) {
    const lines = linesOf(script);
    const [first = '', ...rest] = lines ?? [];
    const whole = [first];
    const mended = new Set();
    for (const line of rest) {
        const last = whole.length - 1;
        const before = (whole[last] ?? '').trimEnd();
        if (/^\s*--?[A-Za-z]/.test(line) && !goesOn.test(before) && !endsInComment(before)) {
            whole[last] = `${before} ${line.trimStart()}`;
            mended.add(last);
        }
        else
            whole.push(line);
    }
    return mended.size === 0
        ? undefined
        : { script: whole.join('\n'), lines: [...mended].map((index) => (whole[index] ?? '').trim()) };
}
/** A break between two commands; one in quotes or behind a backslash is none. Undefined for a here-document. */
function linesOf(script) {
    const parts = script.match(/'[^']*'|"(?:[^"\\]|\\[^])*"|\\[^]|<<<?|\n|[^'"\\<\n]+|[^]/g) ?? [];
    if (parts.includes('<<'))
        return undefined;
    return parts.reduce((lines, part) => (part === '\n' ? [...lines, ''] : [...lines.slice(0, -1), (lines.at(-1) ?? '') + part]), ['']);
}
function endsInComment(line) {
    return /(^|\s)#/.test(line);
}


/***/ }),

/***/ 279:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N4: () => (/* binding */ replicasOf),
/* harmony export */   Nl: () => (/* binding */ commandOf),
/* harmony export */   Re: () => (/* binding */ graceSecondsOf),
/* harmony export */   aU: () => (/* binding */ unescapeDollars),
/* harmony export */   bn: () => (/* binding */ escapeDollars),
/* harmony export */   p7: () => (/* binding */ environmentOf)
/* harmony export */ });
/** What the model holds for a text. */
function escapeDollars(text) {
    return text.replaceAll('$', '$$$$');
}
/** The text that a string of the model stands for. */
function unescapeDollars(text) {
    return text.replaceAll('$$', '$');
}
/** Entrypoint and command as one line, for matching only. */
function commandOf(service) {
    const words = [service.entrypoint, service.command].flat().filter((word) => typeof word === 'string');
    return unescapeDollars(words.join(' '));
}
/** The variables that containers of the service are started with; those without a value are left out. */
function environmentOf(service) {
    return new Map(Object.entries(service.environment ?? {}).flatMap(([name, value]) => value === null ? [] : [[name, unescapeDollars(value)]]));
}
/** How many containers of the service shall run. */
function replicasOf(service) {
    return service.scale ?? service.deploy?.replicas ?? 1;
}
/** Seconds between the stop signal and the kill; Compose waits 10 when the file says nothing. */
function graceSecondsOf(service) {
    if (service.stop_grace_period === undefined)
        return 10;
    const seconds = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };
    return [...service.stop_grace_period.matchAll(/([\d.]+)(h|ms|m|s|us|µs|ns)/g)].reduce((sum, [, count, unit]) => sum + Number(count) * seconds[unit], 0);
}


/***/ }),

/***/ 3438:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ webPorts),
/* harmony export */   h: () => (/* binding */ fixedPorts)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6986);

/** What the web service publishes: the edge listens there from now on. @throws UserError */
function webPorts(model, roles) {
    return fixedPorts(model, roles.web).map(({ published, target, host_ip }) => ({
        published: Number(published),
        target,
        ...(host_ip === undefined ? {} : { hostIp: host_ip }),
    }));
}
/**
 * The ports in the model's form, each with one published number. A range (`8000-8002:8000`) is how several containers
 * share a host without a proxy: the edge takes all of it, so whoever sends requests to any of the ports is served.
 * @throws UserError when there is nothing that the edge could take over
 */
function fixedPorts(model, web) {
    const ports = model.services[web]?.ports ?? [];
    if (ports.length === 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `${web} publishes no port, and its published port is where requests reach it.`, `Give ${web} a port, such as ports: ["8000:8000"], or name the service that has one with the web-service input.`);
    return ports.flatMap((port) => {
        const target = `${web}: port ${port.target}`;
        if (port.protocol !== undefined && port.protocol !== 'tcp')
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `${target} is published over ${port.protocol}, which the edge can't take over.`, `Remove /${port.protocol} from the port.`);
        if (port.published === undefined || port.published === '' || port.published === '0')
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `${target} is published on a port that Docker picks anew at every start.`, `Publish it on a fixed one: "${port.target}:${port.target}".`);
        const [first, last = first] = port.published.split('-').map(Number);
        return Array.from({ length: last - first + 1 }, (_, index) => ({
            ...port,
            published: String(first + index),
        }));
    });
}


/***/ }),

/***/ 8028:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Rj: () => (/* binding */ fingerprint),
/* harmony export */   Xk: () => (/* binding */ formatModel),
/* harmony export */   bR: () => (/* binding */ roleLabel),
/* harmony export */   c: () => (/* binding */ renderRelease),
/* harmony export */   wr: () => (/* binding */ releaseLabel)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6986);
/* harmony import */ var _mend_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2572);
/* harmony import */ var _model_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(279);
/* harmony import */ var _ports_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3438);
/* harmony import */ var _restart_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7285);






/** Labels by which containers are found again: the release they belong to, and what they do. */
const releaseLabel = 'saleor-deploy.release';
const roleLabel = 'saleor-deploy.role';
/** Labels for people who look at `docker ps`. */
const versionLabel = 'saleor-deploy.version';
const commitLabel = 'saleor-deploy.commit';
/**
 * The Compose model of one release, ready to be written with {@link formatModel} and used by `docker compose -f` on the
 * host. The app's services run the image by digest, and the port of web moves to the edge.
 * @throws UserError when the project has its own service `edge`, or web publishes nothing
 */
function renderRelease(model, roles, options) {
    const services = Object.entries(model.services)
        .filter(([name]) => !roles.jobs.includes(name))
        .map(([name, service]) => [name, renderService(name, started(service, roles), roles, options)]);
    return sorted({
        ...model,
        services: { ...Object.fromEntries(services), edge: renderEdge(model, roles, options) },
    });
}
/** The model as JSON that Compose reads back as it is. */
function formatModel(model) {
    // Compose reads JSON as YAML, where these characters are line breaks or forbidden unless they are escaped.
    const escaped = (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
    return `${JSON.stringify(model, undefined, 2).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, escaped)}\n`;
}
/** Identifies the content of a release apart from its id: SHA-256 over the model without the labels that name it. */
function fingerprint(model) {
    const services = Object.entries(model.services).map(([name, service]) => {
        const labels = Object.entries(service.labels ?? {}).filter(([label]) => ![releaseLabel, versionLabel, commitLabel].includes(label));
        return [name, { ...service, labels: Object.fromEntries(labels) }];
    });
    const content = JSON.stringify(sorted({ ...model, services: Object.fromEntries(services) }));
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(content).digest('hex');
}
/** A service as the host shall start it: only profiles that were asked for are in the model, and no job is. */
function started(service, roles) {
    const { build: _build, profiles: _profiles, ...kept } = service;
    if (service.depends_on === undefined)
        return kept;
    const others = Object.entries(service.depends_on).filter(([name]) => !roles.jobs.includes(name));
    return { ...kept, depends_on: Object.fromEntries(others) };
}
function renderService(name, service, roles, options) {
    const role = roleOf(name, roles);
    if (role === undefined)
        return service;
    // A fixed container name can't be given to the second container that is started beside the first one.
    const { container_name: _name, pull_policy: _policy, ...kept } = (0,_mend_js__WEBPACK_IMPORTED_MODULE_3__/* .mendCommand */ .G)(service)?.service ?? service;
    const app = {
        ...kept,
        image: (0,_model_js__WEBPACK_IMPORTED_MODULE_4__/* .escapeDollars */ .bn)(options.image),
        labels: { ...service.labels, ...labelsOf(options), [roleLabel]: role },
    };
    const scaled = (0,_restart_js__WEBPACK_IMPORTED_MODULE_5__/* .withRestart */ .y)(withReplicas(app, options.replicas?.[name]));
    if (role !== 'web')
        return scaled;
    const { ports: _ports, ...web } = scaled;
    return web;
}
function labelsOf({ release, version, commit }) {
    const labels = { [releaseLabel]: release, [versionLabel]: version, [commitLabel]: commit };
    return Object.fromEntries(Object.entries(labels).flatMap(([label, value]) => (value === '' ? [] : [[label, (0,_model_js__WEBPACK_IMPORTED_MODULE_4__/* .escapeDollars */ .bn)(value)]])));
}
function withReplicas(service, replicas = (0,_model_js__WEBPACK_IMPORTED_MODULE_4__/* .replicasOf */ .N4)(service)) {
    if (service.deploy === undefined)
        return { ...service, scale: replicas };
    // Compose refuses a file in which `scale` and `deploy.replicas` differ, and `up --scale` sets the first.
    const { replicas: _replicas, ...deploy } = service.deploy;
    return { ...service, deploy, scale: replicas };
}
/** Nothing here changes between releases: Compose must never see a reason to replace the edge. */
function renderEdge(model, roles, options) {
    if (model.services.edge !== undefined && model.services.edge.labels?.[roleLabel] !== 'edge')
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('bad-input', 'The Compose project has a service named edge, which is the name of the proxy that a deploy adds.', 'Give the service another name.');
    const web = model.services[roles.web] ?? {};
    return {
        image: (0,_model_js__WEBPACK_IMPORTED_MODULE_4__/* .escapeDollars */ .bn)(options.edgeImage),
        labels: { [roleLabel]: 'edge' },
        ...(web.networks === undefined
            ? {}
            : { networks: Object.fromEntries(Object.keys(web.networks).map((name) => [name, null])) }),
        ports: (0,_ports_js__WEBPACK_IMPORTED_MODULE_2__/* .fixedPorts */ .h)(model, roles.web),
        restart: 'unless-stopped',
        // HAProxy drops all connections on SIGTERM and finishes them on SIGUSR1; the official image says so too.
        stop_signal: 'SIGUSR1',
        volumes: [
            {
                type: 'bind',
                source: (0,_model_js__WEBPACK_IMPORTED_MODULE_4__/* .escapeDollars */ .bn)(`${options.hostFolder}/edge`),
                target: '/usr/local/etc/haproxy',
                read_only: true,
                bind: { create_host_path: false },
            },
        ],
    };
}
function roleOf(name, roles) {
    if (name === roles.web)
        return 'web';
    if (roles.workers.includes(name))
        return 'worker';
    return roles.schedulers.includes(name) ? 'scheduler' : undefined;
}
/** Keys in order at every level, so that equal models are equal texts. */
function sorted(value) {
    if (Array.isArray(value))
        return value.map(sorted);
    if (typeof value !== 'object' || value === null)
        return value;
    const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}


/***/ }),

/***/ 7285:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ restartOf),
/* harmony export */   y: () => (/* binding */ withRestart)
/* harmony export */ });
/** When Docker starts a container of the service again by itself, in the words of `restart`. */
function restartOf({ restart, deploy }) {
    const policy = deploy?.restart_policy;
    // The Compose specification calls `any` the default. Where both are there, Compose takes this one.
    if (policy !== undefined && policy !== null)
        return policy.condition ?? 'any';
    return restart;
}
/**
 * The service, so that its containers come back after a restart of the host: `unless-stopped` where the file says
 * nothing. What it says of restarts holds, in the form that Docker takes: Compose leaves the condition empty where the
 * specification says `any`, which is none, and the engine refuses a number of attempts with any but `on-failure`.
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

/***/ 897:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Om: () => (/* binding */ readMaintenance),
/* harmony export */   R4: () => (/* binding */ balancerBackend),
/* harmony export */   Xs: () => (/* binding */ renderConfig),
/* harmony export */   hu: () => (/* binding */ balancerFlag),
/* harmony export */   kL: () => (/* binding */ idleName),
/* harmony export */   pW: () => (/* binding */ withoutRunTime),
/* harmony export */   rF: () => (/* binding */ readUpstreams),
/* harmony export */   vg: () => (/* binding */ configFolder),
/* harmony export */   vo: () => (/* binding */ shopBackend),
/* harmony export */   x_: () => (/* binding */ renderMap),
/* harmony export */   zq: () => (/* binding */ shopFlag)
/* harmony export */ });
/* unused harmony exports releaseHeader, metricsPort */
/* harmony import */ var _maintenance_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9482);
/* harmony import */ var _upstreams_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4509);


/** The response header that says which release answered. */
const releaseHeader = 'x-saleor-release';
/** Where the official image looks for its configuration; the host's `edge` folder is mounted there. */
const configFolder = '/usr/local/etc/haproxy';
/** The backend whose only server says by its state whether the host drains: `ready`, or `maint`. */
const balancerBackend = 'balancer';
const balancerFlag = 'flag';
/** The backend whose only server says by its state whether the shop is open: `ready`, or `maint` during maintenance. */
const shopBackend = 'shop';
const shopFlag = 'open';
const upstreamsMark = '# upstreams: ';
const maintenanceMark = '# maintenance: ';
/**
 * HAProxy's configuration with these upstreams, and closed where there is a maintenance. Servers are changed at run time;
 * the file is kept equal, so that an edge that restarts serves the same. Connections to web are not kept open: an idle
 * one could be closed by uvicorn at the moment of its reuse, and such a POST can't be repeated.
 */
function renderConfig(settings, upstreams, maintenance) {
    const { port, healthPath, healthHost, readinessPath } = settings;
    const closed = maintenance === undefined ? '' : `${maintenanceMark}${JSON.stringify(maintenance)}\n`;
    return `${upstreamsMark}${JSON.stringify(upstreams)}
${closed}global
  stats socket ipv4@127.0.0.1:9999 level admin
  log stdout format raw local0 notice
  # Else it is reckoned from the file limit, which engines without one turn into gigabytes.
  maxconn 10000
  # On an engine whose limit is lower, serve as many as it allows; the default is not to start at all.
  no strict-limits

resolvers engine
  nameserver docker 127.0.0.11:53
  resolve_retries 2
  timeout resolve 1s
  timeout retry 500ms
  hold valid 1s
  hold obsolete 2s
  hold nx 2s

defaults
  mode http
  log global
  timeout connect 3s
  timeout client 60s
  timeout server 300s
  timeout http-request 30s
  timeout http-keep-alive 75s
  timeout queue 30s
  option http-server-close
  # A reload waits for the next request of a kept connection instead of closing it under the client.
  option idle-close-on-response
  option forwardfor if-none
  option redispatch 1
  retries 3
  retry-on conn-failure

frontend public
  bind :${port}
  # Not by nbsrv(), which is 0 in a process that a reload has replaced and that still has connections.
  acl open srv_is_up(${shopBackend}/${shopFlag})
  # What a balancer in front asks: 200 while this host wants requests, else 503. The edge answers by itself. Who is sent
  # to a closed shop gets the page, also without any web.
  monitor-uri ${readinessPath}
  monitor fail if { nbsrv(${balancerBackend}) eq 0 } || { nbsrv(web) eq 0 } open
${(0,_maintenance_js__WEBPACK_IMPORTED_MODULE_0__/* .maintenanceRules */ .PQ)(healthPath, maintenance)}
  default_backend web

# A flag, not a place to go: its one server is put into maintenance while the host drains. An edge that restarts
# meanwhile has forgotten it.
backend ${balancerBackend}
  server ${balancerFlag} 127.0.0.1:9

# Likewise for maintenance, which an edge that restarts has not forgotten.
backend ${shopBackend}
  server ${shopFlag} 127.0.0.1:9${maintenance === undefined ? '' : ' disabled'}

# A reload must know the addresses at once (libc); at boot, when a name isn't there yet, they are asked for (resolvers).
backend web
  balance leastconn
  option httpchk
  http-check send meth GET uri ${healthPath} ver HTTP/1.1 hdr Host ${healthHost} hdr Connection close
  http-check expect status 200-299
  timeout check 5s
  http-response set-header ${releaseHeader} %[srv_name,map(${configFolder}/releases.map,unknown)]
  default-server check inter 2s fastinter 500ms downinter 1s rise 1 fall 5 init-addr libc,none resolvers engine resolve-prefer ipv4
${(0,_upstreams_js__WEBPACK_IMPORTED_MODULE_1__/* .allSlots */ .b7)()
        .map((slot) => serverLine(slot, port, upstreams))
        .join('\n')}

# For a Prometheus on one of the project's networks; the port is not published. An image without the exporter goes without.
.if feature(PROMEX)
frontend metrics
  bind :${metricsPort(port)}
  http-request use-service prometheus-exporter if { path /metrics }
  http-request return status 404
.endif
`;
}
/** Where the edge tells Prometheus its numbers; not where web listens, which it takes over. */
function metricsPort(port) {
    return port === 8404 ? 8405 : 8404;
}
/** Which release is in which slot, for the response header. */
function renderMap(upstreams) {
    const release = (slot) => upstreams.find((one) => one.slot === slot)?.release ?? 'none';
    return `${(0,_upstreams_js__WEBPACK_IMPORTED_MODULE_1__/* .allSlots */ .b7)()
        .map((slot) => `${slot} ${release(slot)}`)
        .join('\n')}\n`;
}
/** Reads the upstreams back from a configuration file, warm ones among them; an empty or foreign file has none. */
function readUpstreams(config) {
    return (readMark(config, upstreamsMark) ?? []);
}
/** Reads the maintenance back that is on; undefined while the shop is open. */
function readMaintenance(config) {
    return readMark(config, maintenanceMark);
}
/** The configuration without what is changed at run time: equal means that no reload is needed. */
function withoutRunTime(config) {
    return config
        .split('\n')
        .filter((line) => ![upstreamsMark, maintenanceMark].some((mark) => line.startsWith(mark)))
        .filter((line) => !runTimeServer.test(line))
        .join('\n');
}
const runTimeServer = new RegExp(`^ {2}server (s\\d+|${shopFlag}) `);
/** The header ends with the first line that is no comment. */
function readMark(config, mark) {
    for (const line of config.split('\n')) {
        if (!line.startsWith('#'))
            return undefined;
        if (line.startsWith(mark))
            return JSON.parse(line.slice(mark.length));
    }
    return undefined;
}
/** An idle slot points at the edge itself: a name that Docker's DNS always knows, so that nothing is asked outside. */
const idleName = 'edge';
function serverLine(slot, port, upstreams) {
    const upstream = upstreams.find((one) => one.slot === slot);
    if (upstream === undefined)
        return `  server ${slot} ${idleName}:${port} disabled`;
    return `  server ${slot} ${upstream.container}:${port}${upstream.warm === true ? ' disabled' : ''}`;
}


/***/ }),

/***/ 9482:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  yF: () => (/* binding */ longestPage),
  PQ: () => (/* binding */ maintenanceRules),
  CT: () => (/* binding */ plainMaintenance)
});

;// CONCATENATED MODULE: ./src/edge/maintenance-page.js
/** What people see without a page of the shop's own: small, nothing to load, light or dark as they like it. */
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

/** Nobody is let in, the page is the default one. */
const plainMaintenance = { allow: [], page: '', retryAfter: 300 };
/**
 * HAProxy builds an answer of its own in one buffer, of 16 kB; a longer page would be cut off without a word. Measured
 * with 2.6: 15,300 bytes come whole, from 16,000 it warns. The rest is for headers.
 */
const longestPage = 12_000;
/** Where proxies stand whose word on the client's address counts: this machine, its containers, its private network. */
const nearby = '127.0.0.0/8 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 169.254.0.0/16 ::1 fc00::/7 fe80::/10';
/** For those who read JSON; in Saleor's form of an error, so that a storefront shows it like any other. */
const json = JSON.stringify({
    errors: [
        {
            message: 'The shop is closed for maintenance. Try again later.',
            extensions: { exception: { code: 'Maintenance' } },
        },
    ],
});
/**
 * The lines of the frontend that answer for a closed shop. They are there while it is open too, so that closing is one
 * command at run time: after a reload connections that are kept open have one more request answered by the old process.
 * The health path is left out: it tells about web.
 *
 * The client is who connects. Only where that is a proxy nearby, its last word in X-Forwarded-For counts, and where that
 * is another one nearby, the word before: what the client itself wrote there stands further left. A word that is no
 * address makes the client nobody, who is not let in.
 */
function maintenanceRules(healthPath, maintenance = plainMaintenance) {
    const { allow, page, retryAfter } = maintenance;
    const always = `hdr retry-after ${retryAfter} hdr cache-control no-store`;
    // A browser tells scripts nothing of an answer from elsewhere without these, not even that it is a 503.
    const forScripts = 'hdr access-control-allow-origin * hdr access-control-expose-headers retry-after';
    const answer = `${always} if !open !welcome !health`;
    return `  acl health path ${healthPath.split('?', 1)[0]}
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
/** One word of HAProxy's configuration, which knows line breaks outside of quotes only. */
function quoted(text) {
    return `'${text.replaceAll("'", `'\\''`).replaceAll('\r', `'\\r'`).replaceAll('\n', `'\\n'`)}'`;
}


/***/ }),

/***/ 4509:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EV: () => (/* binding */ slotCount),
/* harmony export */   b7: () => (/* binding */ allSlots),
/* harmony export */   xg: () => (/* binding */ assignSlots)
/* harmony export */ });
/** Room for the replicas of two releases beside each other; an idle slot costs nothing that could be measured. */
const slotCount = 64;
/** The names of all slots. */
function allSlots() {
    return Array.from({ length: slotCount }, (_, index) => `s${index + 1}`);
}
/**
 * Gives new containers free slots.
 * @throws RangeError when there are more containers than free slots
 */
function assignSlots(taken, containers, release) {
    const used = new Set(taken.map(({ slot }) => slot));
    const free = allSlots().filter((slot) => !used.has(slot));
    return containers.map((container, index) => {
        const slot = free[index];
        if (slot === undefined)
            throw new RangeError(`the edge has ${slotCount} slots, ${used.size} are taken, ${containers.length} are needed`);
        return { slot, container, release };
    });
}


/***/ }),

/***/ 8200:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ addressesFrom)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6986);
/* harmony import */ var _host_key_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2222);
/* harmony import */ var _private_key_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9117);



/**
 * The servers' addresses and that of the jump host, if there is one; the same key and the same pins serve all.
 * @throws UserError `bad-input` for a pin or a host that can't be used, or a server that is named twice
 */
function addressesFrom(inputs) {
    const passphrase = inputs['ssh-key-passphrase'];
    const privateKey = (0,_private_key_js__WEBPACK_IMPORTED_MODULE_2__/* .readPrivateKey */ .$)(inputs['ssh-key'], passphrase);
    for (const [index, line] of inputs['known-hosts'].entries()) {
        const complaint = (0,_host_key_js__WEBPACK_IMPORTED_MODULE_1__/* .complaintAbout */ .rS)(line);
        if (complaint !== undefined)
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Input 'known-hosts': line ${index + 1} ${complaint}.`, 'Copy what `ssh-keyscan -t ed25519 your.server` prints, after comparing its fingerprint.');
    }
    for (const fingerprint of inputs['host-fingerprint'])
        if (!/^SHA256:[A-Za-z0-9+/]{43}$/.test(fingerprint))
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Input 'host-fingerprint': "${fingerprint}" is not a fingerprint.`, 'It looks like SHA256:… with 43 characters, as `ssh-keygen -lf` prints it.');
    const pins = { knownHosts: inputs['known-hosts'], fingerprints: inputs['host-fingerprint'] };
    const common = { privateKey, pins, ...(passphrase === undefined ? {} : { passphrase }) };
    const targets = targetsFrom(inputs, common);
    const through = inputs['jump-host'];
    if (through === undefined) {
        if (inputs['jump-user'] === undefined)
            return { targets };
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', "Input 'jump-user' is given without 'jump-host'.", 'Name the host to go through with jump-host, or leave both out.');
    }
    const { host, port = 22 } = readHostAndPort('jump-host', through);
    return {
        targets,
        jump: { input: 'jump-host', host, port, user: inputs['jump-user'] ?? inputs.user, ...common },
    };
}
function targetsFrom({ host, hosts = [], port, user }, common) {
    if (host !== undefined)
        return [{ host, port, user, ...common }];
    const targets = hosts.map((line) => {
        return { input: 'hosts', name: line, port, user, ...readHostAndPort('hosts', line), ...common };
    });
    const twice = targets.find((one, index) => targets.slice(0, index).some((other) => other.host === one.host && other.port === one.port));
    if (twice === undefined)
        return targets;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Input 'hosts': "${twice.name}" is named twice.`, 'Name each server once: two runs on one server would wait for each other.');
}
/** `web-1`, `web-1:2222`, `[2001:db8::1]:2222` or `2001:db8::1`. */
function readHostAndPort(input, text) {
    const [, bracketed, plain, port, bare] = /^(?:(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+))(?::(\d+))?|([0-9a-fA-F.]*(?::[0-9a-fA-F.]*){2,}))$/.exec(text) ?? [];
    const host = bracketed ?? plain ?? bare;
    if (host !== undefined && port === undefined)
        return { host };
    if (host !== undefined && Number(port) >= 1 && Number(port) <= 65535)
        return { host, port: Number(port) };
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Input '${input}': "${text}" is not host or host:port, with a port from 1 to 65535.`, input === 'hosts'
        ? 'Write it as shop.example.com or shop.example.com:2222; the user goes into user.'
        : 'Write it as bastion.example.com or bastion.example.com:2222; the user goes into jump-user.');
}


/***/ }),

/***/ 3813:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  N: () => (/* binding */ connect)
});

// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(6986);
// EXTERNAL MODULE: ./src/host/private-key.js
var private_key = __webpack_require__(9117);
;// CONCATENATED MODULE: ./src/host/explain.js


/** Turns what the SSH library says into what is wrong and what to do. Pure. */
function explainRefusal(error, { host, port, user, input = 'host' }) {
    const { message = String(error), code } = error;
    const where = `${host}:${port}`;
    const unreachable = (what, fix) => new errors/* UserError */.yo('host-unreachable', what, fix);
    if (/no passphrase given/i.test(message))
        return (0,private_key/* encrypted */.N)('');
    if (/passphrase|bad decrypt|integrity check/i.test(message))
        return (0,private_key/* encrypted */.N)('wrong');
    if (/privatekey|unsupported key format|malformed/i.test(message))
        return new errors/* UserError */.yo('bad-input', `Input 'ssh-key' is not a private key that can be read: ${message}.`, 'Store the whole file in the secret, from its BEGIN line to its END line, as ssh-keygen made it.');
    if (/authentication methods failed/i.test(message))
        return new errors/* UserError */.yo('login-refused', `${where} refused the login of '${user}' with this key.`, `Add the public key to ~${user}/.ssh/authorized_keys on the server, or correct the inputs ${input === 'host' ? 'user' : 'jump-user'} and ssh-key.`);
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
        return unreachable(`The name ${host} does not resolve.`, `Correct the input ${input}.`);
    if (code === 'ECONNREFUSED')
        return unreachable(`Nothing listens on ${where}.`, `Start sshd there, or correct the ${input === 'host' ? 'inputs host and port' : 'input jump-host'}.`);
    if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
        return unreachable(`There is no route to ${where}.`, `Correct the input ${input}, or use jump-host.`);
    if (/timed out/i.test(message) || code === 'ETIMEDOUT')
        return unreachable(`${where} did not answer within 20 s.`, 'Open the port for the runner in the firewall, or use jump-host.');
    return unreachable(`No SSH connection to ${where}: ${message}.`, `Check that sshd runs there and accepts connections, and the input ${input}.`);
}

// EXTERNAL MODULE: ./src/host/host-key.js
var host_key = __webpack_require__(2222);
// EXTERNAL MODULE: ./src/host/quote.js
var quote = __webpack_require__(4428);
;// CONCATENATED MODULE: ./src/host/connect.js




/** sshd allows 10 sessions on a connection by default (MaxSessions), and counts those that are closing. */
const parallelCommands = 4;
/**
 * Opens the one connection to a host, through a jump host if one is given.
 * @throws UserError `host-unreachable`, `host-key-unverified` or `login-refused`, with what to do about it.
 */
async function connect(address, jump) {
    const dial = () => connect_open(address, jump);
    return new SshHost(address.name ?? address.host, dial, await dial());
}
async function connect_open(address, jump) {
    if (jump === undefined)
        return { ssh: await logIn(address) };
    const bastion = await logIn(jump);
    try {
        const through = await bastion.forwardOut('127.0.0.1', 0, address.host, address.port);
        return { ssh: await logIn(address, through), bastion };
    }
    catch (error) {
        hangUp(bastion);
        if (error instanceof errors/* UserError */.yo)
            throw error;
        throw new errors/* UserError */.yo('host-unreachable', `${jump.host} could not open a connection to ${address.host}:${address.port}: ${String(error)}`, `Check host and port, and that sshd on ${jump.host} allows TCP forwarding (AllowTcpForwarding).`);
    }
}
/** Over a line that has gone dead, the polite end would wait for the server's, for a quarter of an hour. */
function hangUp(ssh) {
    ssh?.connection?.destroy();
    ssh?.dispose();
}
async function logIn(address, sock) {
    const { NodeSSH } = await __webpack_require__.e(/* import() */ 459).then(__webpack_require__.bind(__webpack_require__, 8459));
    const ssh = new NodeSSH();
    let offered;
    try {
        await ssh.connect({
            host: address.host,
            port: address.port,
            username: address.user,
            // Straight to the key: asking first what is allowed costs a round trip.
            authHandler: ['publickey'],
            privateKey: address.privateKey,
            ...(address.passphrase === undefined ? {} : { passphrase: address.passphrase }),
            ...(sock === undefined ? {} : { sock }),
            algorithms: { serverHostKey: signaturesFor(address) },
            readyTimeout: 20_000,
            keepaliveInterval: 5_000,
            keepaliveCountMax: 3,
            // Without a verifier ssh2 accepts any key.
            hostVerifier: (key) => {
                offered = key;
                return (0,host_key/* isPinned */.T4)(key, address.host, address.port, address.pins);
            },
        });
    }
    catch (error) {
        hangUp(ssh);
        if (offered !== undefined && !(0,host_key/* isPinned */.T4)(offered, address.host, address.port, address.pins))
            throw unverified(address, offered);
        throw explainRefusal(error, address);
    }
    // What breaks later shows in what runs at that time; without a listener it would end the whole process.
    ssh.connection?.on('error', () => { }).setNoDelay(true);
    return ssh;
}
/** Host keys by how they sign. RSA's old SHA-1 signature is left out. */
const signatures = {
    'ssh-ed25519': ['ssh-ed25519'],
    'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
    'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
    'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
    'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
};
/** A server shows one of its keys, by the order in which we ask: those of a pinned type come first. */
function signaturesFor({ host, port, pins }) {
    const types = [...(0,host_key/* pinnedTypes */.y6)(host, port, pins), ...Object.keys(signatures)];
    return [...new Set(types.flatMap((type) => signatures[type] ?? []))];
}
function unverified({ host, port, pins, input = 'host' }, key) {
    const [what, why] = pins.knownHosts.length + pins.fingerprints.length === 0
        ? ['is not pinned', '']
        : pins.fingerprints.length === 0 && (0,host_key/* pinnedTypes */.y6)(host, port, pins).length === 0
            ? [`has no line in the input known-hosts`, '']
            : [
                'is not the pinned one',
                '\nEither another of its keys was pinned, or the server was installed anew, or somebody stands between.',
            ];
    const file = `/etc/ssh/ssh_host_${/rsa|ecdsa|ed25519/.exec((0,host_key/* typeOf */.QP)(key))?.[0]}_key.pub`;
    return new errors/* UserError */.yo('host-key-unverified', `${host}:${port} (the input ${input}) showed a host key that ${what}: ${(0,host_key/* fingerprintOf */.ax)(key)}${why}`, `Compare with \`ssh-keygen -lf ${file}\` on the server itself; if it is the same, put this line into the input ` +
        `known-hosts:\n${(0,host_key/* knownHostsLine */.TZ)(key, host, port)}`);
}
class SshHost {
    name;
    commandCount = 0;
    dial;
    line;
    queue = [];
    running = 0;
    constructor(name, dial, line) {
        this.name = name;
        this.dial = dial;
        this.line = line;
    }
    async run(command, input = '') {
        await this.turn();
        try {
            this.commandCount++;
            const { code, signal, stdout, stderr } = await this.line.ssh
                .execCommand((0,quote/* shellLine */.T)(command), { stdin: input, noTrim: true })
                .catch((error) => {
                throw this.broken(error);
            });
            // Without either of them nobody knows how far it came, and what it printed may be cut off.
            if (code === null && signal === null)
                throw this.broken();
            return { code: code ?? 128, stdout, stderr };
        }
        finally {
            this.running--;
            this.queue.shift()?.();
        }
    }
    async converse(command) {
        this.commandCount++;
        const { connection } = this.line.ssh;
        if (connection === null)
            throw this.broken();
        const channel = await new Promise((resolve, reject) => connection.exec((0,quote/* shellLine */.T)(command), (error, opened) => error ? reject(this.broken(error)) : resolve(opened)));
        return new LineConversation(channel);
    }
    async again() {
        this.close();
        this.line = await this.dial();
    }
    close() {
        hangUp(this.line.ssh);
        hangUp(this.line.bastion);
    }
    broken(cause) {
        const error = new errors/* UserError */.yo('host-unreachable', `The connection to ${this.name} broke.`, 'Look at the network between the runner and it, and at its load; then run the job again.');
        error.cause = cause;
        return error;
    }
    async turn() {
        while (this.running >= parallelCommands)
            await new Promise((resolve) => this.queue.push(resolve));
        this.running++;
    }
}
class LineConversation {
    channel;
    lines = [];
    rest = '';
    stderr = '';
    ended = false;
    wake = () => { };
    constructor(channel) {
        this.channel = channel;
        channel.setEncoding('utf8');
        channel.on('data', (chunk) => {
            const parts = (this.rest + chunk).split('\n');
            this.rest = parts.pop() ?? '';
            this.lines.push(...parts);
            this.wake();
        });
        channel.stderr.setEncoding('utf8').on('data', (chunk) => (this.stderr += chunk));
        channel.on('error', () => this.end()).on('close', () => this.end());
    }
    say(line) {
        if (!this.ended)
            this.channel.write(`${line}\n`);
    }
    async next() {
        while (this.lines.length === 0 && !this.ended)
            await new Promise((resolve) => (this.wake = resolve));
        return this.lines.shift();
    }
    complaints = () => this.stderr;
    end() {
        this.ended = true;
        this.wake();
    }
}


/***/ }),

/***/ 8361:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ guardScript)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);

/** The guard's text. It stands next to this module, in `src/host/` as in `dist/`. */
function guardScript() {
    return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(__webpack_require__.ab + "guard.sh", 'utf8');
}


/***/ }),

/***/ 2222:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   QP: () => (/* binding */ typeOf),
/* harmony export */   T4: () => (/* binding */ isPinned),
/* harmony export */   TZ: () => (/* binding */ knownHostsLine),
/* harmony export */   ax: () => (/* binding */ fingerprintOf),
/* harmony export */   rS: () => (/* binding */ complaintAbout),
/* harmony export */   y6: () => (/* binding */ pinnedTypes)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);

/** `SHA256:…` of a public key in SSH's wire format, as OpenSSH writes it. */
function fingerprintOf(key) {
    return `SHA256:${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}
/** Whether the key is one that the user pinned for this host. */
function isPinned(key, host, port, pins) {
    const same = pinnedEntries(host, port, pins).filter((entry) => entry.key.equals(key));
    if (same.some(({ marker }) => marker === 'revoked'))
        return false;
    return pins.fingerprints.includes(fingerprintOf(key)) || same.some(({ marker }) => marker === undefined);
}
/** The key types pinned for the host: the server is asked for one of these, as it may have others too. */
function pinnedTypes(host, port, pins) {
    const plain = pinnedEntries(host, port, pins).filter(({ marker }) => marker === undefined);
    return [...new Set(plain.map(({ type }) => type))];
}
/** The line to put into `known-hosts` for a key, for error messages. */
function knownHostsLine(key, host, port) {
    return `${asKnown(host, port)} ${typeOf(key)} ${key.toString('base64')}`;
}
/** `ssh-ed25519`, `ssh-rsa`, … as the key itself says. */
function typeOf(key) {
    return readWire(key)[0] ?? '';
}
/** Why a known_hosts line can't be used, or undefined when it can. Shows nothing of it: it may be a key put wrong. */
function complaintAbout(line) {
    if (/PRIVATE KEY-----/.test(line))
        return 'is of a private key, which belongs into ssh-key';
    if (/^(SHA256|MD5):/.test(line))
        return 'is a fingerprint, which belongs into host-fingerprint';
    const [first = '', second, third] = line.replace(/^@\S+\s+/, '').split(/\s+/);
    if (/^(ssh-|ecdsa-|sk-)/.test(first))
        return 'has no host name in front of the key';
    if (second === undefined || third === undefined)
        return 'has fewer than three fields (host, key type, key)';
    if (!/^[A-Za-z0-9+/]+=*$/.test(third))
        return 'has a key that is not Base64';
    const [type, whole] = readWire(Buffer.from(third, 'base64'));
    if (type !== second)
        return `has a key that is not of the type ${second}`;
    return whole ? undefined : 'has a key that is cut off';
}
/** SSH's wire format: strings with their length in front, the first one is the type. */
function readWire(key) {
    const parts = [];
    let at = 0;
    while (at + 4 <= key.length) {
        const length = key.readUInt32BE(at);
        parts.push(key.subarray(at + 4, at + 4 + length));
        at += 4 + length;
    }
    return [parts[0]?.toString('latin1'), at === key.length && parts.length > 1];
}
/** known_hosts(5): markers, comma-separated patterns with * ? and !, [host]:port, and hashed names (|1|salt|hash). */
function pinnedEntries(host, port, pins) {
    return pins.knownHosts.flatMap((line) => {
        const marker = /^@(\S+)\s+/.exec(line);
        const [names = '', type = '', key = ''] = line.slice(marker?.[0].length ?? 0).split(/\s+/);
        if (!matches(names, asKnown(host, port)))
            return [];
        return [{ type, key: Buffer.from(key, 'base64'), marker: marker?.[1] }];
    });
}
function asKnown(host, port) {
    return port === 22 ? host : `[${host}]:${port}`;
}
function matches(names, host) {
    if (names.startsWith('|1|')) {
        const [, , salt = '', hash = ''] = names.split('|');
        const expected = Buffer.from(hash, 'base64');
        const actual = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHmac)('sha1', Buffer.from(salt, 'base64')).update(host).digest();
        return expected.length === actual.length && (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.timingSafeEqual)(expected, actual);
    }
    const patterns = names.split(',');
    const hit = (pattern) => globToRegExp(pattern).test(host);
    return (patterns.some((one) => !one.startsWith('!') && hit(one)) &&
        !patterns.some((one) => one.startsWith('!') && hit(one.slice(1))));
}
function globToRegExp(glob) {
    const body = glob
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.');
    return new RegExp(`^${body}$`, 'i');
}


/***/ }),

/***/ 8233:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ look)
/* harmony export */ });
/* harmony import */ var _guard_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8361);
/* harmony import */ var _quote_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4428);


/** Runs commands side by side on a host and returns when all have ended: one command for SSH, one round trip. */
async function look(host, commands) {
    const lines = commands.map((command) => `${(0,_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .shellLine */ .T)(command)}\n`).join('');
    const { stdout, stderr } = await host.run(['bash', '-c', (0,_guard_js__WEBPACK_IMPORTED_MODULE_0__/* .guardScript */ .h)(), 'guard', 'look', '/'], lines);
    const answers = new Map(stdout.split('\n').map((line) => {
        const [, number, code, output = ''] = line.split(' ');
        return [
            Number(number),
            { code: Number(code), stdout: Buffer.from(output, 'base64').toString(), stderr: '' },
        ];
    }));
    const missing = { code: 255, stdout: stderr, stderr: '' };
    return commands.map((_, index) => answers.get(index) ?? missing);
}


/***/ }),

/***/ 9117:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ readPrivateKey),
/* harmony export */   N: () => (/* binding */ encrypted)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6986);


/**
 * A private key in the form that the SSH library reads. Secrets lose things on their way into a workflow: the last line
 * break, or the line ends; those are mended, or it is said what is lost. Pure.
 * @throws UserError `bad-input`, which never shows the key
 */
function readPrivateKey(text, passphrase) {
    const lines = text.split(/\r\n?|\n/).map((line) => line.trim());
    const [, what, fix] = complaints.find(([pattern]) => pattern.test(lines.join('\n'))) ?? [];
    if (what !== undefined)
        throw bad(what, fix);
    const key = `${lines.join('\n')}\n`;
    return /^-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/m.test(key) ? fromPkcs8(key, passphrase) : key;
}
const whole = 'Store the whole file of the private key in the secret, from its BEGIN line to its END line (`gh secret set NAME < ~/.ssh/key`).';
/** What people store instead of a key, the first one that fits is told. */
const complaints = [
    [/^(ssh-\S+|ecdsa-\S+|sk-\S+) AAAA/m, 'is the public key, the file that ends in .pub', whole],
    [/^-----BEGIN PUBLIC KEY-----|^---- BEGIN SSH2 PUBLIC KEY/m, 'is a public key', whole],
    [/-----BEGIN CERTIFICATE-----/, 'is a certificate', whole],
    [
        /^PuTTY-User-Key-File/,
        'is a key of PuTTY',
        'Convert it: puttygen key.ppk -O private-openssh -o key, or in PuTTYgen: Conversions, Export OpenSSH key.',
    ],
    [/-----BEGIN [^\n]*\\n/, 'has the two characters \\n where its lines should end', whole],
    [/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[^\n]/, 'has lost its line breaks', whole],
    [/^['"]-----BEGIN /, 'is in quotes', whole],
    [/^LS0tLS1CRUdJTi/, 'is Base64 of a key', 'Decode it before, or store the file as it is in the secret.'],
    [/^(?![^]*-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----)/, 'is no private key: it has no BEGIN line', whole],
    [/^(?![^]*-----END [A-Z0-9 ]*PRIVATE KEY-----)/, 'is cut off: it has no END line', whole],
];
/** PKCS #8 (`ssh-keygen -m PKCS8`, openssl) is what the library can't read; OpenSSL's own forms it can. */
function fromPkcs8(key, passphrase) {
    if (key.includes('ENCRYPTED') && passphrase === undefined)
        throw encrypted('');
    try {
        const opened = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createPrivateKey)({ key, ...(passphrase === undefined ? {} : { passphrase }) });
        const type = opened.asymmetricKeyType;
        if (type === 'rsa')
            return String(opened.export({ type: 'pkcs1', format: 'pem' }));
        if (type === 'ec')
            return String(opened.export({ type: 'sec1', format: 'pem' }));
    }
    catch {
        if (key.includes('ENCRYPTED'))
            throw encrypted('wrong');
        throw bad('is damaged');
    }
    throw bad('is in PKCS #8, which SSH has no use for with this type', 'Convert it: ssh-keygen -p -f key');
}
/** The complaint about the passphrase, when there is none or a wrong one. */
function encrypted(given) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('bad-input', given === 'wrong'
        ? `Input 'ssh-key-passphrase' does not open the key in 'ssh-key': it is wrong.`
        : `Input 'ssh-key' is encrypted, and there is no passphrase.`, given === 'wrong'
        ? 'Correct the secret, also for spaces at its ends. To try it: ssh-keygen -y -f key'
        : "Give its passphrase with 'ssh-key-passphrase', from a secret.");
}
function bad(what, fix = whole) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('bad-input', `Input 'ssh-key' ${what}.`, fix);
}


/***/ }),

/***/ 4428:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ shellLine)
/* harmony export */ });
/**
 * One line of shell text that a POSIX shell, and for words with line breaks bash, reads back as exactly these words.
 * @throws Error for a NUL character, which no program can be given.
 */
function shellLine(command) {
    return command.map(quoteWord).join(' ');
}
function quoteWord(word) {
    if (word.includes('\0'))
        throw new Error('a command word holds a NUL character');
    if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word))
        return word;
    const quoted = `'${word.replaceAll("'", `'\\''`)}'`;
    // The guard reads commands line by line, so a line break must not stand as itself.
    return quoted.split('\r').join(`'$'\\r''`).split('\n').join(`'$'\\n''`);
}


/***/ }),

/***/ 3851:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ connectionInputs)
/* harmony export */ });
/* harmony import */ var _contract_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3849);

const userName = /^[a-z_][a-z0-9_.-]*\$?$/i;
/** The inputs of every action that goes to a server; they mean the same everywhere. */
const connectionInputs = {
    host: (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .pattern */ .T1)(/^[A-Za-z0-9._:-]+$/, 'a host name or an address', { required: true }),
    port: (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .whole */ .WQ)({ min: 1, max: 65535, default: '22' }),
    user: (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .pattern */ .T1)(userName, 'the name of a user on the server', { required: true }),
    'ssh-key': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .secret */ .rJ)({ required: true }),
    'ssh-key-passphrase': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .secret */ .rJ)(),
    'known-hosts': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .lines */ .Mn)(),
    'host-fingerprint': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .lines */ .Mn)(),
    'jump-host': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(),
    'jump-user': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .pattern */ .T1)(userName, 'the name of a user on the jump host'),
    path: (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .pattern */ .T1)(/^(\/(?!\.{1,2}(\/|$))[\w.-]+)+$/, 'an absolute folder on the server, such as /opt/saleor', {
        default: '/opt/saleor',
    }),
};


/***/ }),

/***/ 7190:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BC: () => (/* binding */ parseRelease),
/* harmony export */   Bf: () => (/* binding */ releaseId),
/* harmony export */   Uc: () => (/* binding */ releaseFolder),
/* harmony export */   W: () => (/* binding */ prunable),
/* harmony export */   ll: () => (/* binding */ newestFirst)
/* harmony export */ });
/** Makes the id from the time (milliseconds) and the image's digest. */
function releaseId(now, image) {
    const [day = '', time = ''] = new Date(now).toISOString().split('T');
    const digest = image.split('@sha256:')[1] ?? '';
    return `${day.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${digest.slice(0, 12)}`;
}
/** The folder of a release below the deployment's folder. */
function releaseFolder(root, id) {
    return `${root}/releases/${id}`;
}
/** Reads a record back; undefined for anything that is none. */
function parseRelease(json) {
    try {
        const record = JSON.parse(json);
        return typeof record.id === 'string' && typeof record.image === 'string' ? record : undefined;
    }
    catch {
        return undefined;
    }
}
/** Which releases may go: all but the newest `keep`, and never one that is needed. */
function prunable(releases, keep, needed) {
    const newest = releases
        .map(({ id }) => id)
        .sort()
        .slice(-keep);
    return releases.filter(({ id }) => !newest.includes(id) && !needed.includes(id));
}
/** Newest first, by their ids, which sort by time. */
function newestFirst(releases) {
    return releases.toSorted((one, other) => (one.id > other.id ? -1 : 1));
}


/***/ }),

/***/ 8117:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IO: () => (/* binding */ timeline),
/* harmony export */   IY: () => (/* binding */ timelineChart)
/* harmony export */ });
/* unused harmony export timelineTable */
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(231);

/** The steps of a run as a table and a chart, for the job summary. */
function timeline(entries) {
    if (entries.length === 0)
        return '';
    const shown = byStep(entries);
    return `${timelineTable(shown)}\n\n${timelineChart(shown)}`;
}
/** One entry for a step, whichever hosts made it: how many, and which was the slowest. Those that failed stay apart. */
function byStep(entries) {
    const steps = new Map();
    for (const entry of entries) {
        const { name, where, result } = entry;
        // A step may come again on the same host, as with the batches of a rolling deploy.
        const before = entries.slice(0, entries.indexOf(entry));
        const times = before.filter((one) => one.name === name && one.where === where).length;
        const key = `${name} ${times} ${result === 'failed' ? where : result}`;
        steps.set(key, [...(steps.get(key) ?? []), entry]);
    }
    return [...steps.values()].flatMap((same) => {
        const [first] = same;
        if (first === undefined || same.length === 1)
            return same;
        const end = ({ started, seconds }) => started + seconds * 1000;
        const slowest = same.reduce((one, other) => (other.seconds > one.seconds ? other : one));
        const started = Math.min(...same.map((one) => one.started));
        const name = `${first.name} (${slowest.where} took longest)`;
        const where = `${same.length} hosts`;
        return [{ ...first, name, where, started, seconds: (Math.max(...same.map(end)) - started) / 1000 }];
    });
}
/** What happened where, when, how long, and how it ended. */
function timelineTable(entries) {
    const start = startOf(entries);
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .table */ .tp)(['', 'Step', 'Where', 'After', 'Took'], entries.map(({ name, where, started, seconds, result }) => [
        `${marks[result]}${result === 'done' ? '' : ` ${result}`}`,
        name,
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineCode */ .ti)(where),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .duration */ .p0)((started - start) / 1000),
        result === 'skipped' ? '' : (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .duration */ .p0)(seconds),
    ]));
}
/**
 * The same as a Mermaid chart, which GitHub draws: a section for each place, so that what ran side by side is seen.
 * Time is counted from the first step and shown by `%s`, the one format that no time zone of a reader moves.
 */
function timelineChart(entries) {
    const start = startOf(entries);
    const shown = entries.filter(({ result }) => result !== 'skipped');
    const sections = [...new Set(shown.map(({ where }) => where))].map((where) => {
        const bars = shown
            .filter((entry) => entry.where === where)
            .map(({ name, started, seconds, result }) => {
            const milliseconds = Math.max(1, Math.round(seconds * 1000));
            return `    ${chartText(name)} :${tags[result]}${started - start}, ${milliseconds}ms`;
        });
        return [`  section ${chartText(where)}`, ...bars].join('\n');
    });
    return ['```mermaid', 'gantt', '  dateFormat x', '  axisFormat %s s', ...sections, '```'].join('\n');
}
const marks = { done: '✅', skipped: '⏭️', failed: '❌', undone: '↩️' };
/** Mermaid's colours: grey for what is done, red for what failed, the accent for what was taken back. */
const tags = { done: 'done, ', skipped: '', failed: 'crit, ', undone: 'active, ' };
/** Colons, semicolons, hashes and commas are Mermaid's own signs. */
function chartText(text) {
    return text.replace(/[:;#,%\s]+/g, ' ').trim() || '-';
}
function startOf(entries) {
    return Math.min(...entries.map(({ started }) => started));
}


/***/ }),

/***/ 4744:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ unlessCancelled)
/* harmony export */ });
/**
 * The result of the work, or an AbortError as soon as the job is cancelled. The work itself goes on: only for what
 * changes nothing, or is made safe elsewhere.
 */
async function unlessCancelled(cancelled, work) {
    cancelled.throwIfAborted();
    let cancel = () => { };
    const aborted = new Promise((_, reject) => {
        cancel = () => reject(cancelled.reason);
        cancelled.addEventListener('abort', cancel, { once: true });
    });
    return await Promise.race([work, aborted]).finally(() => cancelled.removeEventListener('abort', cancel));
}


/***/ })

};
