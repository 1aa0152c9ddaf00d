export const id = 276;
export const ids = [276];
export const modules = {

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

/***/ 7627:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ formatEnvironment),
/* harmony export */   N: () => (/* binding */ parseEnvironment)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6986);

const skipped = /(?:[ \t]*(?:#[^\n]*)?\n)*/y;
const assignment = /[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)=[ \t]*/y;
const singleQuoted = /'([^']*)'/y;
const doubleQuoted = /"((?:[^"\\]|\\[^])*)"/y;
/** One PEM block or several; a block that begins before the last one ended was not closed. */
const pem = /(?:-----BEGIN ([^\n-]+)-----(?:(?!-----BEGIN )[^])*?-----END \1-----\s*?(?:\n[ \t]*(?=-----BEGIN ))?)+/y;
const endOfLine = /[ \t]*\n/y;
/**
 * Parses the multi-line `environment` input: `KEY=value` a line, the value as it stands up to the end of the line.
 * Nothing is expanded and no comment is cut off, because passwords hold `$` and `#`. A value in quotes may span
 * lines; a PEM key may stand without them, as a secret put into a workflow does.
 * @throws UserError bad-input with the line number, never showing a value
 */
function parseEnvironment(text) {
    const source = `${text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')}\n`;
    const environment = new Map();
    const lines = new Map();
    let at = 0;
    /** Moves on behind the pattern if it stands here. */
    const take = (pattern) => {
        pattern.lastIndex = at;
        const found = pattern.exec(source) ?? undefined;
        if (found !== undefined)
            at = pattern.lastIndex;
        return found;
    };
    for (take(skipped); at < source.length; take(skipped)) {
        const line = lineOf(source, at);
        const written = source.slice(at, source.indexOf('\n', at)).trim();
        if (isWrapped(written, [...environment.values()].at(-1)))
            throw bad(line, 'looks like the rest of the value before it', 'Write the value on one line, or all of it in double quotes. (`openssl rand -base64` wraps after 64 characters, `openssl rand -hex` never.)');
        const name = take(assignment)?.[1];
        if (name === undefined)
            throw noAssignment(line, written);
        const before = lines.get(name);
        if (before !== undefined)
            throw bad(line, `sets ${name}, which line ${before} has set`, `Keep one line for ${name}.`);
        lines.set(name, line);
        environment.set(name, readValue(name, line));
    }
    return environment;
    function readValue(name, line) {
        const first = source[at];
        if (first === "'" || first === '"')
            return readQuoted(name, line, first);
        if (source.startsWith('-----BEGIN ', at))
            return readPem(name, line);
        const value = source.slice(at, source.indexOf('\n', at)).replace(/[ \t]+$/, '');
        at = source.indexOf('\n', at) + 1;
        return whole(name, line, value);
    }
    function readQuoted(name, line, quote) {
        const inside = take(quote === "'" ? singleQuoted : doubleQuoted)?.[1];
        // A quote right behind `KEY=` on a later line opens that value: this one was never closed.
        if (inside === undefined || /\n[ \t]*(export[ \t]+)?[A-Za-z_][A-Za-z0-9_]*=[ \t]*$/.test(inside))
            throw bad(line, `opens a ${quote} for ${name} that nothing closes`, quoting(name));
        if (take(endOfLine) === undefined)
            throw bad(line, `has text behind the closing ${quote} of ${name}`, quoting(name));
        if (quote === '"')
            return whole(name, line, inside.replace(/\\([n"\\])/g, (_, one) => (one === 'n' ? '\n' : one)));
        return whole(name, line, inside);
    }
    function readPem(name, line) {
        const block = take(pem)?.[0];
        if (block === undefined)
            throw bad(line, `begins a PEM block for ${name} that has no matching END line`, `Give ${name} with all its lines, from -----BEGIN to -----END.`);
        if (take(endOfLine) === undefined)
            throw bad(line, `has text behind the END line of ${name}`, `End the line of ${name} there.`);
        return whole(name, line, block.trim().replace(/[ \t]*\n[ \t]*/g, '\n'));
    }
}
/** What no value can be: a NUL ends a string for the kernel, and an escaped line break ends no line of a PEM. */
function whole(name, line, value) {
    if (value.includes('\0'))
        throw bad(line, `has a NUL character in ${name}`, `Remove it from ${name}.`);
    if (value.startsWith('-----BEGIN ') && value.includes('\\n'))
        throw bad(line, `gives ${name} as a PEM with the two characters \\n where its lines end`, `Put it in double quotes, where \\n is a line break: ${name}="-----BEGIN …\\n…\\n-----END …", or give it with real line breaks.`);
    return value;
}
/**
 * Writes it so that Compose's env_file parser gives every value back exactly, in every version since 2.20.
 * Single quotes take all literally, but know no escape that all versions share, and a backslash before the closing
 * quote keeps it open; in double quotes `\`, `"` and `$` are doubled or escaped.
 */
function formatEnvironment(environment) {
    return [...environment].map(([name, value]) => `${name}=${quoted(value)}\n`).join('');
}
function quoted(value) {
    if (!value.includes("'") && !value.endsWith('\\'))
        return `'${value}'`;
    return `"${value.replace(/[\\"]/g, '\\$&').replaceAll('$', '$$$$')}"`;
}
/** The end of wrapped Base64 reads like an assignment: `Zm8=` would be a variable Zm8 with no value. */
function isWrapped(line, valueBefore) {
    if (valueBefore === undefined || line.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={1,2}$/.test(line))
        return false;
    // Hexadecimal is never wrapped, and 64 digits are a usual secret.
    const isFullLine = /^([A-Za-z0-9+/]{64}|[A-Za-z0-9+/]{76})$/.test(valueBefore) && !/^[0-9a-f]+$/i.test(valueBefore);
    return line.endsWith('==') || isFullLine;
}
function lineOf(source, at) {
    return source.slice(0, at).split('\n').length;
}
function noAssignment(line, written) {
    // The text before `=` isn't shown either: it may be the tail of a secret, base64 ends in `=`.
    return written.includes('=')
        ? bad(line, 'has a name that no variable can have, or spaces around it', 'Write KEY=value, KEY made of letters, digits and _, with no space before the =.')
        : bad(line, 'is no KEY=value', 'Write one KEY=value a line; a value that spans lines goes in double quotes.');
}
function quoting(name) {
    return `Put all of it between quotes: ${name}='…' takes everything but ' literally, ${name}="…" knows \\" \\\\ and \\n; without quotes the value is the rest of the line as it stands.`;
}
function bad(line, what, fix) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `environment: line ${line} ${what}.`, fix);
}


/***/ }),

/***/ 2572:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ mendCommand)
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

/***/ 8427:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  U_: () => (/* binding */ backupFiles),
  o1: () => (/* binding */ backupImage),
  XM: () => (/* binding */ backupLabel),
  xq: () => (/* binding */ checkBackup),
  eD: () => (/* binding */ clientOverlay),
  Lx: () => (/* binding */ clientService),
  ao: () => (/* binding */ connectionOf),
  hh: () => (/* binding */ isBackupDue),
  xN: () => (/* binding */ readIdentity)
});

// EXTERNAL MODULE: ./src/compose/model.js
var compose_model = __webpack_require__(279);
// EXTERNAL MODULE: ./src/deploy/observed.js
var observed = __webpack_require__(8005);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(6986);
// EXTERNAL MODULE: ./src/release/release.js
var release_release = __webpack_require__(7190);
// EXTERNAL MODULE: ./src/database/inside.js
var inside = __webpack_require__(7695);
;// CONCATENATED MODULE: ./src/database/url.js

/** The schemes that Django's URLs have for PostgreSQL. */
const schemes = ['postgres', 'postgresql', 'pgsql', 'postgis', 'timescale', 'timescalegis'];
/** https://www.postgresql.org/docs/current/libpq-envars.html; what else an URL may hold is meant for Django. */
const parameters = {
    sslmode: 'PGSSLMODE',
    sslrootcert: 'PGSSLROOTCERT',
    sslcert: 'PGSSLCERT',
    sslkey: 'PGSSLKEY',
    sslcrl: 'PGSSLCRL',
    channel_binding: 'PGCHANNELBINDING',
    gssencmode: 'PGGSSENCMODE',
    target_session_attrs: 'PGTARGETSESSIONATTRS',
    options: 'PGOPTIONS',
};
/**
 * Reads DATABASE_URL as dj-database-url does: user, password and name are percent-encoded.
 * @throws UserError `bad-input` for what is no PostgreSQL on a network; never shows the URL, which holds a password
 */
function parseDatabaseUrl(url) {
    const [, scheme = '', rest = ''] = /^([a-z0-9+.-]*):\/\/(.*)$/is.exec(url.trim()) ?? [];
    if (!schemes.includes(scheme.toLowerCase()))
        throw bad(scheme === '' ? 'is no URL' : `begins with ${scheme}://, which is not PostgreSQL`);
    const [, place = '', path = '', query = ''] = /^([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?/.exec(rest) ?? [];
    const at = place.lastIndexOf('@');
    const [, user = '', password = ''] = /^([^:]*):?(.*)$/s.exec(place.slice(0, Math.max(at, 0))) ?? [];
    const { hosts, ports } = readHosts(place.slice(at + 1));
    const name = decode(path, 'the name of the database');
    if (hosts === '')
        throw bad('names no host');
    if (hosts.includes('/'))
        throw bad('names a socket, which only web itself can reach');
    if (name === '')
        throw bad('names no database');
    const asked = [...new URLSearchParams(query)].flatMap(([key, value]) => {
        const variable = parameters[key];
        return variable === undefined ? [] : [[variable, value]];
    });
    return {
        host: hosts,
        variables: {
            PGHOST: hosts,
            PGPORT: ports,
            ...(user === '' ? {} : { PGUSER: decode(user, 'the user') }),
            ...(password === '' ? {} : { PGPASSWORD: decode(password, 'the password') }),
            PGDATABASE: name,
            ...Object.fromEntries(asked),
        },
    };
}
/** `db`, `db:5433`, `[2001:db8::1]:5432`, or several of them for a cluster. */
function readHosts(text) {
    const all = text.split(',').map((one) => /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(one));
    if (all.includes(null))
        throw bad('has a host that can not be read');
    const hosts = all.map((found) => decode(found?.[1] ?? '', 'the host').replace(/^\[(.*)\]$/, '$1'));
    const ports = all.map((found) => found?.[2] || '5432');
    return { hosts: hosts.join(','), ports: ports.join(',') };
}
function decode(text, what) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        throw bad(`has a % in ${what} that encodes nothing`);
    }
}
function bad(what) {
    return new errors/* UserError */.yo('bad-input', `A backup is wanted, and DATABASE_URL ${what}.`, 'Write postgres://user:password@host:5432/name, with %XX for special characters; or set backup: never.');
}

;// CONCATENATED MODULE: ./src/database/backup-plan.js






/** The label of all containers that a backup starts, with the release as its value. */
const backupLabel = 'saleor-deploy.backup';
/** The service in the overlay that makes the dump. */
const clientService = 'saleor-deploy-backup';
/** The paths of a release's backup. */
function backupFiles({ backup, release, root }) {
    const path = `${backup.folder}/${release.id}`;
    return {
        partial: `${path}.dump.partial`,
        dump: `${path}.dump`,
        manifest: `${path}.json`,
        overlay: `${(0,release_release/* releaseFolder */.Uc)(root, release.id)}/backup.json`,
    };
}
/** Whether this deploy makes a backup, now that it is known what is pending. */
function isBackupDue({ backup }, database) {
    return backup.when === 'always' || (backup.when === 'pending' && (database?.pending.length ?? 0) > 0);
}
/**
 * Refuses before anything is changed what would fail once a backup is due.
 * @throws UserError `bad-input`
 */
function checkBackup(wanted) {
    const { backup, migrate } = wanted;
    if (backup.when === 'never' || (backup.when === 'pending' && migrate.length === 0))
        return;
    const { host } = connectionOf(wanted);
    if (backup.copy.length > 0 && !backup.copy.some((word) => word.includes('{}')))
        throw new errors/* UserError */.yo('bad-input', `Input 'backup-copy': "${backup.copy.join(' ')}" does not say where the backup's path goes.`, 'Put {} there, such as: aws s3 cp {} s3://my-backups/');
    if (migrate.length === 0 && backup.image === '' && !isServer(wanted.model.services[host]))
        throw new errors/* UserError */.yo('bad-input', `Without a migrate-command nobody asks the database at ${host} for its version, so its image is unknown.`, 'Set backup-image to an image with the same or a newer PostgreSQL, such as postgres:15.');
}
/**
 * The database that web uses.
 * @throws UserError `bad-input` when there is none, or none that can be dumped
 */
function connectionOf({ model, roles }) {
    const url = (0,compose_model/* environmentOf */.p7)(model.services[roles.web] ?? {}).get('DATABASE_URL');
    if (url !== undefined && url !== '')
        return parseDatabaseUrl(url);
    throw new errors/* UserError */.yo('bad-input', `A backup is wanted, but ${roles.web} has no DATABASE_URL.`, 'Set DATABASE_URL in the environment input or the Compose file; or set backup: never.');
}
/**
 * The image with the right PostgreSQL: what was asked for, the Compose database's own, or the official one of the
 * server's version. Undefined when the version is not known either.
 */
function backupImage({ backup, model }, seen, { host }, serverVersion) {
    if (backup.image !== '')
        return backup.image;
    const service = model.services[host];
    if (isServer(service)) {
        const runs = (0,observed/* containersOf */.Mz)(seen, host)[0]?.image;
        return runs ?? (service?.image === undefined ? undefined : (0,compose_model/* unescapeDollars */.aU)(service.image));
    }
    return serverVersion === undefined ? undefined : `postgres:${Math.floor(serverVersion / 10000)}`;
}
/** Whether the service is a PostgreSQL server, not a pooler or proxy in front of one: by how its image is set up. */
function isServer(service) {
    return (service !== undefined && [...(0,compose_model/* environmentOf */.p7)(service).keys()].some((name) => name.startsWith('POSTGRES_')));
}
/** Reads `id -u`, `id -g` and the engine's security options. */
function readIdentity(uid, gid, options) {
    return {
        user: options.includes('name=rootless') ? '' : `${uid.trim()}:${gid.trim()}`,
        remapped: options.includes('name=userns'),
    };
}
/**
 * A Compose file over the release's own with the client that makes the dump: it reaches the database the way web does.
 * The password is in here and nowhere else.
 */
function clientOverlay(wanted, { variables }, image, { user, remapped }) {
    const { model, roles, backup, release } = wanted;
    const web = model.services[roles.web] ?? {};
    const query = backup.verify === 'restore' ? inside/* countRows */.BO : inside/* listTables */.WS;
    const same = ['network_mode', 'extra_hosts', 'dns', 'dns_search', 'dns_opt'].filter((key) => key in web);
    const client = {
        image: (0,compose_model/* escapeDollars */.bn)(image),
        entrypoint: ['bash', '-c', inside/* dumpScript */.ay, 'dump', `/backup/${release.id}.dump.partial`, query].map(compose_model/* escapeDollars */.bn),
        environment: Object.fromEntries(Object.entries({ PGCONNECT_TIMEOUT: '15', PGAPPNAME: clientService, ...variables }).map(([name, value]) => [name, (0,compose_model/* escapeDollars */.bn)(value)])),
        labels: { [backupLabel]: release.id },
        volumes: [{ type: 'bind', source: (0,compose_model/* escapeDollars */.bn)(backup.folder), target: '/backup' }],
        init: true,
        ...Object.fromEntries(same.map((key) => [key, web[key]])),
        // By name alone: an alias of web would bring the client web's requests.
        ...('network_mode' in web
            ? {}
            : {
                networks: Object.fromEntries(Object.keys(web.networks ?? { default: null }).map((name) => [name, null])),
            }),
        ...(user === '' ? {} : { user }),
        ...(remapped ? { userns_mode: 'host' } : {}),
    };
    return JSON.stringify({ services: { [clientService]: client } });
}


/***/ }),

/***/ 7695:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BO: () => (/* binding */ countRows),
/* harmony export */   Cq: () => (/* binding */ contentsScript),
/* harmony export */   Q: () => (/* binding */ restoreScript),
/* harmony export */   WS: () => (/* binding */ listTables),
/* harmony export */   ay: () => (/* binding */ dumpScript)
/* harmony export */ });
/** Programs for bash inside a container that has PostgreSQL's own; each is an argument there, nothing of it is on the host. */
/** Ordinary tables with data of their own; those of an extension come with the extension. */
const tables = [
    'FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace',
    "WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'",
    "AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')",
    'ORDER BY 1',
].join(' ');
/** Each table and its rows, counted one after the other. */
const countRows = `SELECT format('SELECT %L, count(*) FROM ONLY %I.%I', n.nspname || '.' || c.relname, n.nspname, c.relname) ${tables} \\gexec`;
/** Each table, not counted. */
const listTables = `SELECT n.nspname || '.' || c.relname, '' ${tables};`;
/** An answer becomes one line that is short enough for the guard, which hands on the last 60 kB. */
const pack = "gzip -9c | base64 | tr -d '\\n'";
/**
 * FILE QUERY: dumps the database and asks about its tables in one and the same snapshot, which a session holds open
 * meanwhile. A session's time limits are not for this one.
 */
const dumpScript = `set -euo pipefail
umask 077
coproc psql --no-password -XqAt -F $'\\t' -v ON_ERROR_STOP=1
session=$COPROC_PID
exec 3<&"\${COPROC[0]}" 4>&"\${COPROC[1]}"
eval "exec \${COPROC[1]}>&-"
printf '%s\\n' 'SET statement_timeout = 0;' 'SET idle_in_transaction_session_timeout = 0;' \\
  'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;' 'SELECT pg_export_snapshot();' >&4
IFS= read -r snapshot <&3 || { wait "$session"; exit 1; }
pg_dump --no-password --format=custom --lock-wait-timeout=60000 --snapshot="$snapshot" --file="$1"
printf '%s\\n' "$2" >&4
exec 4>&-
answer=$(cat <&3 | ${pack})
wait "$session"
printf 'tables\\t%s\\n' "$answer"`;
/**
 * FILE QUERY: restores a dump into a server that lives as long as this script, and asks about its tables. The
 * entrypoint's first server, which only sets up, does not listen on TCP. Nothing has to survive here, and parallel
 * workers would need more shared memory than a container has.
 */
const restoreScript = `set -euo pipefail
docker-entrypoint.sh postgres -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off \\
  -c synchronous_commit=off -c max_wal_size=4GB -c autovacuum=off \\
  -c max_parallel_workers_per_gather=0 -c max_parallel_maintenance_workers=0 >/tmp/server.log 2>&1 &
server=$!
export PGHOST=127.0.0.1 PGUSER=postgres PGDATABASE=postgres
until pg_isready --quiet; do
  if ! kill -0 "$server" 2>/dev/null || ((SECONDS > 300)); then tail -n 20 /tmp/server.log; exit 1; fi
  sleep 0.2
done
createdb --template=template0 restored
export PGDATABASE=restored
pg_restore --exit-on-error --no-owner --no-privileges --no-publications --no-subscriptions --dbname=restored "$1"
answer=$(psql -XqAt -F $'\\t' -v ON_ERROR_STOP=1 <<<"$2" | ${pack})
printf 'tables\\t%s\\n' "$answer"`;
/** FILE: the table of contents of a dump. */
const contentsScript = `set -euo pipefail
answer=$(pg_restore --list "$1" | ${pack})
printf 'contents\\t%s\\n' "$answer"`;


/***/ }),

/***/ 1626:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ readPlan),
/* harmony export */   q: () => (/* binding */ failedMigration)
/* harmony export */ });
/**
 * Reads Django's `migrate --plan`: names at the line's start, their operations indented below.
 * https://docs.djangoproject.com/en/stable/ref/django-admin/#cmdoption-migrate-plan
 */
function readPlan(output) {
    const plan = [];
    const lines = output.split('\n');
    for (const line of lines.slice(lines.findIndex((one) => one.startsWith('Planned operations')) + 1)) {
        if (/^[a-z_][a-z0-9_]*\.\w+\s*$/i.test(line))
            plan.push({ name: line.trim(), operations: [], dangers: [] });
        else if (/^\s{4}\S/.test(line))
            plan.at(-1)?.operations.push(line.trim());
    }
    return plan;
}
/** Which migration a failed `migrate` was at, from its last "Applying …" line; undefined when it did not come so far. */
function failedMigration(output) {
    return [...output.matchAll(/Applying (\S+?)\.\.\.(?! OK)/g)].at(-1)?.[1];
}


/***/ }),

/***/ 1467:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ migrationFailed),
/* harmony export */   s: () => (/* binding */ oneOff)
/* harmony export */ });
/* harmony import */ var _deploy_host_run_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1239);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6986);


/** Milliseconds that a migration waits for a lock before it gives up: while it waits, every request behind it waits. */
const lockTimeout = 5000;
/** Runs words in a container of the new image as web has it: its environment, its networks. Gone when it ends. */
async function oneOff(run, words) {
    const { wanted, transaction } = run;
    const name = `${wanted.model.name}-migrate-${wanted.release.id}`;
    const options = [
        '--rm',
        '--no-deps',
        '-T',
        '--name',
        name,
        '-e',
        `PGOPTIONS=-c lock_timeout=${lockTimeout}`,
    ];
    return await transaction.attempt({
        undo: [['retire', name]],
        run: [(0,_deploy_host_run_js__WEBPACK_IMPORTED_MODULE_1__/* .compose */ .Zz)(run, 'run', ...options, wanted.roles.web, ...words)],
    });
}
/** The error with the last lines that Django printed. */
function migrationFailed({ host }, what, output) {
    const lines = output.trim().split('\n');
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an('migration-failed', `${host.name}: ${what}: ${lines.at(-1) ?? ''}`, lines.slice(-40).join('\n'));
}


/***/ }),

/***/ 6573:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  L: () => (/* binding */ askPending),
  C: () => (/* binding */ previewPending)
});

// EXTERNAL MODULE: ./src/compose/render.js
var render = __webpack_require__(8028);
// EXTERNAL MODULE: ./src/deploy/host-run.js
var host_run = __webpack_require__(1239);
// EXTERNAL MODULE: ./src/database/migrations.js
var migrations = __webpack_require__(1626);
// EXTERNAL MODULE: ./src/database/one-off.js
var one_off = __webpack_require__(1467);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
;// CONCATENATED MODULE: ./src/database/state-script.js
/**
 * What the line that the script prints begins with, as new Django also prints what it has imported. Behind it is JSON,
 * packed: a shop's first deploy has more than a thousand migrations, and the guard hands on the last 60 kB.
 */
const stateMark = 'saleor-deploy:';
/** Options of `migrate` that don't change which migrations are pending. */
const harmless = /^(--no-?input|--no-color|--force-color|--traceback|--skip-checks|--verbosity=\d|-v=?\d)$/;
/**
 * The command that asks Django for the state of the database, from the words of the migration command. Undefined when
 * that is not `… migrate` with options that are understood: then only the command itself knows what it would do.
 */
function stateCommand(migrate) {
    const at = migrate.indexOf('migrate');
    if (at < 1)
        return undefined;
    let database = 'default';
    for (const option of migrate.slice(at + 1)) {
        const named = /^--database=(\w+)$/.exec(option)?.[1];
        if (named === undefined && !harmless.test(option))
            return undefined;
        database = named ?? database;
    }
    const globals = `{"alias": ${JSON.stringify(database)}}`;
    // Old Django runs the text inside a function, where its own functions don't see each other.
    return [...migrate.slice(0, at), 'shell', '-c', `exec(${JSON.stringify(script)}, ${globals})`];
}
/**
 * Django 3.2 to 5.2. What is done to a table that the same run creates is no danger: no release knows it yet. Of an
 * operation that separates database and state only the database's side counts.
 */
const script = `
import base64, json, re, zlib
from django.db import connections
from django.db.migrations import operations as ops
from django.db.migrations.executor import MigrationExecutor
from django.db.models import NOT_PROVIDED

connection = connections[alias]
executor = MigrationExecutor(connection)
plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
created = set()
harmless = r"INDEX|CONSTRAINT|DEFAULT|NOT\\s+NULL|TRIGGER|IDENTITY|EXPRESSION"
breaking = re.compile(r"\\bRENAME\\b|\\bDROP\\s+(?!(%s)\\b)" % harmless, re.I)

def required(field):
    has_column = not field.many_to_many and not getattr(field, "generated", False)
    default = getattr(field, "db_default", NOT_PROVIDED)
    return has_column and not field.null and default is NOT_PROVIDED

def kinds(app, operation):
    if isinstance(operation, ops.SeparateDatabaseAndState):
        for inner in operation.database_operations:
            for kind in kinds(app, inner):
                yield kind
        return
    table = getattr(operation, "model_name", None) or getattr(operation, "old_name", None) or getattr(operation, "name", "")
    known = (app, str(table).lower()) not in created
    if isinstance(operation, ops.CreateModel):
        created.add((app, operation.name.lower()))
    elif isinstance(operation, ops.RenameModel):
        if known:
            yield "renamed", operation
        else:
            created.add((app, operation.new_name.lower()))
    elif isinstance(operation, (ops.RenameField, ops.AlterModelTable)):
        if known:
            yield "renamed", operation
    elif isinstance(operation, (ops.RemoveField, ops.DeleteModel)):
        if known:
            yield "removed", operation
    elif isinstance(operation, ops.AddField):
        if known and required(operation.field):
            yield "required", operation
    elif isinstance(operation, ops.RunSQL):
        if breaking.search(str(operation.sql)):
            yield "sql", operation
    if not operation.reversible:
        yield "one-way", operation

pending = []
for migration, backwards in plan:
    dangers = [
        {"kind": kind, "operation": inner.describe()}
        for operation in migration.operations
        for kind, inner in kinds(migration.app_label, operation)
    ]
    pending.append({
        "name": "%s.%s" % (migration.app_label, migration.name),
        "operations": [operation.describe() for operation in migration.operations],
        "dangers": dangers,
    })

state = {"pending": pending}
if connection.vendor == "postgresql":
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        state["serverVersion"] = int(cursor.fetchone()[0])
        cursor.execute("SELECT pg_database_size(current_database())")
        state["bytes"] = int(cursor.fetchone()[0])
packed = base64.b64encode(zlib.compress(json.dumps(state).encode())).decode()
print("\\n${stateMark}" + packed)
`;

;// CONCATENATED MODULE: ./src/database/state.js


/** Why an operation is a danger, by the kinds that the script tells. */
const reasons = {
    removed: 'the release that still serves may use it',
    renamed: 'the release that still serves knows it by the old name',
    required: 'rows that the release that still serves writes have no value for it',
    sql: 'it drops or renames what the release that still serves may use',
    'one-way': 'it can not be reversed',
};
/** Finds the script's line among whatever else was printed; undefined when it isn't there. */
function readState(output) {
    const line = output.split('\n').findLast((one) => one.startsWith(stateMark));
    if (line === undefined)
        return undefined;
    let told;
    try {
        told = JSON.parse(String((0,external_node_zlib_.inflateSync)(Buffer.from(line.slice(stateMark.length), 'base64'))));
    }
    catch {
        // Cut off on the way.
        return undefined;
    }
    return {
        pending: told.pending.map(({ name, operations, dangers }) => ({
            name,
            operations,
            dangers: dangers.map(({ kind, operation }) => `${operation}: ${reasons[kind] ?? kind}`),
        })),
        serverVersion: told.serverVersion,
        bytes: told.bytes,
    };
}

;// CONCATENATED MODULE: ./src/database/pending.js






/**
 * Asks the new image's own Django which migrations are pending, what about them is dangerous, and how large the
 * database is; changes nothing. Where Django can't be asked, the migration command's own `--plan` tells less.
 * @throws StepFailed `migration-failed` when neither answers
 */
async function askPending(run) {
    const answer = await ask((words) => (0,one_off/* oneOff */.s)(run, words), run.wanted.migrate, run.runner);
    if ('code' in answer)
        throw (0,one_off/* migrationFailed */.E)(run, 'the pending migrations could not be listed', answer.stdout);
    run.database = answer;
}
/**
 * The same for a dry run, without a transaction and only where that needs nothing new on the host: a shop that is live and
 * the image. Undefined when it can't be known yet.
 */
async function previewPending({ host, wanted, seen }, runner) {
    const { migrate, model, roles } = wanted;
    if (migrate.length === 0 || !seen.imagePresent || seen.live === undefined)
        return undefined;
    const once = (words) => {
        const command = (0,host_run/* compose */.Zz)({ wanted }, 'run', '--rm', '--no-deps', '-T', roles.web, ...words);
        // The release is not on the host: its file goes in by standard input.
        return host.run(command.with(command.indexOf('-f') + 1, '-'), (0,render/* formatModel */.Xk)(model));
    };
    const answer = await ask(once, migrate, runner);
    return 'code' in answer ? undefined : answer;
}
async function ask(once, migrate, { log }) {
    const command = stateCommand(migrate);
    if (command !== undefined) {
        const asked = await once(command);
        const state = asked.code === 0 ? readState(asked.stdout) : undefined;
        if (state !== undefined)
            return state;
        log.debug(`Django could not be asked: ${asked.stdout}`);
    }
    const planned = await once([...migrate, '--plan']);
    if (planned.code !== 0)
        return planned;
    const none = /No planned migration operations/.test(planned.stdout);
    return { pending: none ? [] : (0,migrations/* readPlan */.m)(planned.stdout), serverVersion: undefined, bytes: undefined };
}


/***/ }),

/***/ 7498:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  g: () => (/* binding */ execute)
});

// EXTERNAL MODULE: ./src/deploy/host-run.js
var host_run = __webpack_require__(1239);
// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(231);
// EXTERNAL MODULE: ./src/database/backup-plan.js + 1 modules
var backup_plan = __webpack_require__(8427);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(6986);
;// CONCATENATED MODULE: ./src/database/backup-progress.js



/** Seconds between two lines that say how large the dump has become. */
const tellSeconds = 10;
/** Says every few seconds that work goes on, and how large the dump is by now. */
async function telling(run, what, work) {
    const { runner, host, wanted } = run;
    const { partial } = (0,backup_plan/* backupFiles */.U_)(wanted);
    const started = runner.clock.now();
    const done = new AbortController();
    const tell = async () => {
        for (;;) {
            await runner.clock.sleep(tellSeconds, done.signal);
            const { code, stdout } = await host.run(['stat', '-c', '%s', partial]);
            const large = code === 0 ? `, ${(0,markdown/* size */.Ej)(Number(stdout))}` : '';
            if (!done.signal.aborted)
                runner.log.info(`  ${what} for ${since(run, started)}${large}`);
        }
    };
    // What it says is an extra: it ends with the work, and what goes wrong in it shows in the work itself.
    void tell().catch(() => { });
    return await work.finally(() => done.abort());
}
/** The time since then, in words. */
function since({ runner }, started) {
    return (0,markdown/* duration */.p0)((runner.clock.now() - started) / 1000);
}
/** What a command that failed becomes. */
function backupFailed(run, what) {
    return ({ stdout }) => backupFailure(run, what, stdout);
}
/** A backup that came to nothing, with the line of the output that says why. */
function backupFailure({ host }, what, output) {
    const lines = output.trim().split('\n');
    const cause = lines.find((line) => /error:|FATAL:|Error response/.test(line)) ?? lines.at(-1) ?? '';
    const why = cause === '' ? '' : `: ${cause}`;
    return new errors/* StepFailed */.an('backup-failed', `${host.name}: ${what}${why}`, lines.slice(-40).join('\n'));
}

// EXTERNAL MODULE: ./src/host/look.js
var look = __webpack_require__(8233);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
;// CONCATENATED MODULE: ./src/database/counts.js

/** Reads the tables that a program of `inside.ts` told among other lines; undefined when they aren't there as a whole. */
function readCounts(output) {
    const lines = unpack('tables', output)?.split('\n');
    if (lines === undefined)
        return undefined;
    return new Map(lines.flatMap((line) => {
        const [, name, rows = ''] = /^(.*)\t(\d*)$/.exec(line) ?? [];
        return name === undefined ? [] : [[name, rows === '' ? undefined : Number(rows)]];
    }));
}
/** The dump's table of contents, likewise. */
function readContents(output) {
    return unpack('contents', output);
}
function unpack(mark, output) {
    const packed = new RegExp(`^${mark}\t([\\w+/=]+)$`, 'm').exec(output)?.[1];
    if (packed === undefined)
        return undefined;
    try {
        return (0,external_node_zlib_.gunzipSync)(Buffer.from(packed, 'base64')).toString();
    }
    catch {
        // Cut off on the way.
        return undefined;
    }
}
/** What a restored dump has other than the database had at the moment of the dump; empty when they are the same. */
function differences(database, restored) {
    return [
        ...[...database].flatMap(([table, rows]) => {
            if (!restored.has(table))
                return [`${table} is missing`];
            const back = restored.get(table);
            return back === rows ? [] : [`${table} has ${back ?? 'unknown'} rows instead of ${rows ?? 'unknown'}`];
        }),
        ...[...restored.keys()]
            .filter((table) => !database.has(table))
            .map((table) => `${table} is one too many`),
    ];
}
/** Tables whose data is not in a dump's table of contents, as `pg_restore --list` prints it. */
function notInContents(database, contents) {
    // 3378; 0 16390 TABLE DATA public core_note saleor
    const listed = [...contents.matchAll(/^\d+; \d+ \d+ TABLE DATA (.+)$/gm)].map(([, rest = '']) => rest);
    return [...database.keys()].filter((table) => {
        const [schema, ...name] = table.split('.');
        return !listed.some((one) => one.startsWith(`${schema} ${name.join('.')} `));
    });
}
/** All rows together. */
function totalRows(counts) {
    return [...counts.values()].reduce((sum, rows) => sum + (rows ?? 0), 0);
}

;// CONCATENATED MODULE: ./src/database/room.js

/** Reads the last line of `df -Pk`; undefined when it didn't answer. */
function readDisk(output) {
    const [, , , available, , ...mount] = output.trim().split('\n').at(-1)?.split(/\s+/) ?? [];
    const free = Number(available);
    return mount.length === 0 || Number.isNaN(free)
        ? undefined
        : { mount: mount.join(' '), freeBytes: free * 1024 };
}
/**
 * Which disk has no room: the dump may become as large as the database, and restoring it takes as much again where
 * Docker keeps its data. Disks that are unknown are left to be found full. Undefined when there is room.
 */
function roomComplaint(bytes, folder, engine) {
    const needs = new Map();
    for (const [disk, what] of [
        [folder, 'the dump'],
        [engine, 'restoring it'],
    ]) {
        if (disk === undefined)
            continue;
        const { needed = 0, what: others = [] } = needs.get(disk.mount) ?? {};
        needs.set(disk.mount, { needed: needed + bytes, free: disk.freeBytes, what: [...others, what] });
    }
    const [full] = [...needs].filter(([, { needed, free }]) => free < needed);
    if (full === undefined)
        return undefined;
    const [mount, { needed, free, what }] = full;
    return `${what.join(' and ')} may need ${(0,markdown/* size */.Ej)(needed)}, and ${(0,markdown/* size */.Ej)(free)} are free on ${mount}`;
}

;// CONCATENATED MODULE: ./src/database/dump.js







/** Makes the folder and looks whether there is room; says as whom to write there. */
async function prepare(run) {
    const { transaction, wanted, host, database } = run;
    const { folder, verify } = wanted.backup;
    await transaction.change({ run: [['install', '-d', '-m', '700', folder]] }, backupFailed(run, `the folder ${folder} can't be used`));
    const [uid, gid, options, disk, engine] = await (0,look/* look */.O)(host, [
        ['id', '-u'],
        ['id', '-g'],
        ['docker', 'info', '--format', '{{.SecurityOptions}}'],
        ['df', '-Pk', folder],
        ['bash', '-c', `df -Pk "$(docker info --format '{{.DockerRootDir}}')"`],
    ]);
    const complaint = roomComplaint(database?.bytes ?? 0, readDisk(disk.stdout), verify === 'restore' && engine.code === 0 ? readDisk(engine.stdout) : undefined);
    if (complaint !== undefined)
        throw backupFailure(run, `there is no room for a backup in ${folder}`, complaint);
    return (0,backup_plan/* readIdentity */.xN)(uid.stdout, gid.stdout, options.stdout);
}
/** Returns how many rows each table had at the dump's moment. */
async function dump(run, image, overlay) {
    const { transaction, wanted, database } = run;
    const files = (0,backup_plan/* backupFiles */.U_)(wanted);
    const label = `${backup_plan/* backupLabel */.XM}=${wanted.release.id}`;
    const name = `${wanted.model.name}-backup-${wanted.release.id}`;
    const large = database?.bytes === undefined ? '' : ` (${(0,markdown/* size */.Ej)(database.bytes)} on its server)`;
    run.runner.log.info(`  dumping the database${large} with ${image}`);
    const { stdout } = await telling(run, 'dumping', transaction.change({
        // Played from the last: whoever writes the files goes before the files.
        undo: [
            ['rm', '-f', files.partial, files.overlay],
            ['scrap', label],
        ],
        run: [
            ['rm', '-f', files.partial],
            (0,host_run/* put */.yJ)(files.overlay, '600', overlay),
            (0,host_run/* compose */.Zz)(run, '-f', files.overlay, 'run', '--rm', '--no-deps', '-T', '--name', name, backup_plan/* clientService */.Lx),
            ['rm', '-f', files.overlay],
        ],
    }, backupFailed(run, 'the database could not be dumped')));
    const counts = readCounts(stdout);
    if (counts === undefined)
        throw backupFailure(run, 'the tables of the database were not told', stdout);
    return counts;
}
/** The dump is on the disk for good, and nobody else reads it. */
async function seal(run) {
    const { partial } = (0,backup_plan/* backupFiles */.U_)(run.wanted);
    const { stdout } = await run.transaction.change({
        run: [
            ['chmod', '600', partial],
            ['sync', partial],
            ['stat', '-c', '%s', partial],
            ['sha256sum', partial],
        ],
    }, backupFailed(run, 'the dump could not be read back'));
    const [bytes = '', sum = ''] = stdout.split('\n');
    return { bytes: Number(bytes), sha256: sum.split(' ')[0] ?? '' };
}

;// CONCATENATED MODULE: ./src/database/manifest.js
/** What a backup is, from all that is known about it. */
function manifestOf(place, { bytes, sha256, proof }, serverVersion, counts) {
    return {
        project: place.project,
        root: place.root,
        release: place.release.id,
        live: place.live?.id ?? '',
        created: place.created,
        bytes,
        sha256,
        serverVersion: serverVersion ?? null,
        proof,
        tables: Object.fromEntries([...counts].map(([table, rows]) => [table, rows ?? null])),
    };
}
/** Reads manifests, one a line; lines that are none are left out. */
function parseManifests(text) {
    return text.split('\n').flatMap((line) => {
        try {
            const one = JSON.parse(line);
            const isOne = typeof one.release === 'string' && typeof one.sha256 === 'string';
            return isOne ? [one] : [];
        }
        catch {
            return [];
        }
    });
}
/** Which releases' backups of this deployment may go: all but the newest `keep`. */
function prunableBackups(manifests, { project, root }, keep) {
    return manifests
        .filter((one) => one.project === project && one.root === root && /^[\w.-]+$/.test(one.release))
        .map(({ release }) => release)
        .sort()
        .slice(0, -keep);
}

// EXTERNAL MODULE: ./src/database/inside.js
var inside = __webpack_require__(7695);
;// CONCATENATED MODULE: ./src/database/prove.js




/** How many lines of a list of tables people read. */
const readable = 20;
/**
 * Proves a dump before it counts as a backup, and says in words how.
 * @throws StepFailed `backup-failed` that names the tables which are not as they were
 */
async function prove(run, image, identity, counts) {
    const { verify } = run.wanted.backup;
    if (verify === 'none')
        return `not proved: ${counts.size} tables`;
    const command = verify === 'restore'
        ? scratch(run, image, identity, ['bash', '-c', inside/* restoreScript */.Q, 'restore', '/dump', inside/* countRows */.BO])
        : scratch(run, image, identity, ['bash', '-c', inside/* contentsScript */.Cq, 'list', '/dump']);
    const { stdout } = await run.transaction.change({ run: [command] }, (ran) => notRestored(run, ran.stdout));
    if (verify === 'list') {
        const contents = readContents(stdout);
        if (contents === undefined)
            throw notRestored(run, stdout);
        const missing = notInContents(counts, contents);
        if (missing.length > 0)
            throw differs(run, missing.map((table) => `${table} is missing`));
        return `table of contents read: ${counts.size} tables`;
    }
    const restored = readCounts(stdout);
    if (restored === undefined)
        throw notRestored(run, stdout);
    const complaints = differences(counts, restored);
    if (complaints.length > 0)
        throw differs(run, complaints);
    return `restored and counted: ${counts.size} tables, ${totalRows(counts).toLocaleString('en')} rows`;
}
/** A container that nothing reaches, whose data goes with it; its name and label are known to the undo. */
function scratch({ wanted }, image, identity, words) {
    const [program = '', ...rest] = words;
    return [
        ...['docker', 'run', '--rm', '--init', '--name', `${wanted.model.name}-prove-${wanted.release.id}`],
        ...['--label', `${backup_plan/* backupLabel */.XM}=${wanted.release.id}`, '--network', 'none', '--user', '0:0'],
        ...(identity.remapped ? ['--userns', 'host'] : []),
        // Not where the image keeps a volume: what is written goes with the container in every case.
        ...['--env', 'POSTGRES_HOST_AUTH_METHOD=trust', '--env', 'PGDATA=/scratch/data'],
        ...['--mount', `type=bind,source=${(0,backup_plan/* backupFiles */.U_)(wanted).partial},target=/dump,readonly`],
        ...['--entrypoint', program, image, ...rest],
    ];
}
function notRestored({ host }, output) {
    const said = output.trim().split('\n');
    const cause = said.find((line) => /error:|ERROR:|FATAL:/.test(line)) ?? said.at(-1) ?? '';
    const extension = /extension "?[\w-]+"? is not available/.test(output)
        ? ' Set backup-image to an image that has the extension, or verify-backup: list.'
        : '';
    return new errors/* StepFailed */.an('backup-failed', `${host.name}: the dump could not be restored, so the database was not touched: ${cause}${extension}`, said.slice(-40).join('\n'));
}
function differs({ host }, complaints) {
    const more = complaints.length > 3 ? ` and ${complaints.length - 3} more` : '';
    return new errors/* StepFailed */.an('backup-failed', `${host.name}: the dump is not what the database holds, which was not touched: ${complaints.slice(0, 3).join(', ')}${more}`, complaints.slice(0, readable).join('\n'));
}

;// CONCATENATED MODULE: ./src/database/backup.js







/**
 * Dumps the database, proves the dump and puts it in its place, when that is due. Nothing half-made is ever left; a
 * backup that is finished stays, whatever becomes of the deploy.
 * @throws StepFailed `backup-failed`; then nothing was done to the database
 */
async function backUp(run) {
    const { wanted, runner } = run;
    if (!(0,backup_plan/* isBackupDue */.hh)(wanted, run.database))
        return;
    const started = runner.clock.now();
    const connection = (0,backup_plan/* connectionOf */.ao)(wanted);
    const image = (0,backup_plan/* backupImage */.o1)(wanted, run.seen, connection, run.database?.serverVersion);
    if (image === undefined)
        throw backupFailure(run, 'PostgreSQL did not tell its version; set backup-image to an image with it', '');
    const identity = await prepare(run);
    const counts = await dump(run, image, (0,backup_plan/* clientOverlay */.eD)(wanted, connection, image, identity));
    const { bytes, sha256 } = await seal(run);
    runner.log.info(`  dumped ${(0,markdown/* size */.Ej)(bytes)} in ${since(run, started)}`);
    const proof = await telling(run, 'proving the dump', prove(run, image, identity, counts));
    runner.log.info(`  ${proof}`);
    const { model, root, release } = wanted;
    const created = new Date(started).toISOString();
    const place = { project: model.name, root, release, live: run.seen.live, created };
    const manifest = manifestOf(place, { bytes, sha256, proof }, run.database?.serverVersion, counts);
    await keep(run, manifest);
    const path = (0,backup_plan/* backupFiles */.U_)(wanted).dump;
    run.backup = { path, bytes, sha256, proof, seconds: (runner.clock.now() - started) / 1000 };
    await copy(run, path);
}
/** From here on it is a backup. Older ones go once the new release serves. */
async function keep(run, manifest) {
    const { transaction, wanted, host } = run;
    const { folder, keep: count } = wanted.backup;
    const files = (0,backup_plan/* backupFiles */.U_)(wanted);
    const known = await host.run([
        'find',
        folder,
        '-maxdepth',
        '1',
        '-name',
        '*.json',
        '-exec',
        'cat',
        '{}',
        '+',
    ]);
    const old = prunableBackups([...parseManifests(known.stdout), manifest], manifest, count);
    await transaction.change({
        undo: [['pair', files.dump, files.manifest]],
        afterCommit: old.map((id) => ['rm', '-f', `${folder}/${id}.dump`, `${folder}/${id}.json`]),
        run: [
            (0,host_run/* put */.yJ)(files.manifest, '600', `${JSON.stringify(manifest)}\n`),
            ['mv', '-fT', files.partial, files.dump],
            ['sync', folder],
        ],
    }, backupFailed(run, 'the backup could not be put in its place'));
}
async function copy(run, path) {
    const { copy: words } = run.wanted.backup;
    if (words.length === 0)
        return;
    // As a program: a function of the guard may have the same name.
    const command = ['command', ...words.map((word) => word.replaceAll('{}', path))];
    run.runner.log.info(`  copying the backup with ${words[0]}`);
    const failed = backupFailed(run, `${words[0]} could not copy the backup ${path}`);
    await telling(run, 'copying', run.transaction.change({ run: [command] }, failed));
}

// EXTERNAL MODULE: ./src/database/migrations.js
var migrations = __webpack_require__(1626);
// EXTERNAL MODULE: ./src/database/one-off.js
var one_off = __webpack_require__(1467);
;// CONCATENATED MODULE: ./src/database/migrate.js


/**
 * Applies what was found pending, once, in a one-off container of the new image, while the old release serves. A migration
 * that succeeded stays: it is not undone with the deploy, as old code runs on the new schema.
 * @throws StepFailed `migration-failed` that names the migration
 */
async function migrate(run) {
    const pending = [...(run.database?.pending ?? [])];
    if (pending.length === 0)
        return;
    const { log } = run.runner;
    for (const { name, operations } of pending)
        log.info(`  ${name}: ${operations.join('; ')}`);
    const dangers = pending.flatMap(({ name, dangers: some }) => some.map((one) => `${name}: ${one}`));
    // Where nothing serves yet, there is nothing to be in danger.
    if (dangers.length > 0 && run.seen.live !== undefined)
        log.warning(`${run.host.name}: migrations that the live release may not survive:\n${dangers.join('\n')}`);
    const applied = await (0,one_off/* oneOff */.s)(run, run.wanted.migrate);
    if (applied.code !== 0)
        throw (0,one_off/* migrationFailed */.E)(run, `migration ${(0,migrations/* failedMigration */.q)(applied.stdout) ?? pending[0]?.name ?? ''} failed; the old release still serves`, applied.stdout);
    run.migrations = pending;
}

// EXTERNAL MODULE: ./src/database/pending.js + 2 modules
var pending = __webpack_require__(6573);
// EXTERNAL MODULE: ./src/runner/cancel.js
var cancel = __webpack_require__(4744);
// EXTERNAL MODULE: ./src/compose/celery.js
var celery = __webpack_require__(9370);
// EXTERNAL MODULE: ./src/compose/model.js
var compose_model = __webpack_require__(279);
;// CONCATENATED MODULE: ./src/deploy/unhealthy.js

/** The failure of containers, with the last lines of the first one. */
async function unhealthy(run, names, how, reason = 'unhealthy') {
    const lines = await logsOf(run, names[0] ?? '');
    const last = lines.split('\n').at(-1);
    return new errors/* StepFailed */.an(reason, `${run.host.name}: ${names.join(', ')} ${how}. ${last === '' ? 'It logged nothing.' : `Its last line: ${last}`}`, lines);
}
/** The last lines that a container wrote, to both outputs. */
async function logsOf({ transaction }, name) {
    return (await transaction.attempt({ run: [['docker', 'logs', '--tail', '40', name]] })).stdout.trim();
}

;// CONCATENATED MODULE: ./src/deploy/docker-check.js


/**
 * Runs the Docker health check of web containers now, instead of waiting for its interval (30 s in the guide). One
 * that can't work in the image (curl, which Saleor's lacks) is named, once, and not waited for.
 * @throws StepFailed `unhealthy` when it can work and does not pass until the deadline (milliseconds since 1970)
 */
async function passDockerCheck(run, names, deadline) {
    const command = checkCommand(run);
    if (command.length === 0 || run.dockerCheckWorks === false)
        return;
    for (const name of names) {
        for (;;) {
            const ran = await run.transaction.attempt({ run: [['docker', 'exec', name, ...command]] });
            run.dockerCheckWorks = ran.code === 0 || !isMissing(ran);
            if (ran.code === 0)
                break;
            if (!run.dockerCheckWorks)
                return warn(run, ran);
            if (run.runner.clock.now() > deadline)
                throw await unhealthy(run, [name], `failed its own health check: ${lastLine(ran)}`);
            await run.runner.clock.sleep(1, run.runner.cancelled);
        }
    }
}
function checkCommand({ wanted: { model, roles } }) {
    const test = model.services[roles.web]?.healthcheck?.test ?? [];
    const [kind, ...words] = typeof test === 'string' ? ['CMD-SHELL', test] : test;
    if (kind === 'CMD')
        return words.map(compose_model/* unescapeDollars */.aU);
    return kind === 'CMD-SHELL' ? ['/bin/sh', '-c', ...words.map(compose_model/* unescapeDollars */.aU)] : [];
}
/** 126 and 127 are the shell's words for "can't be run" and "not found"; Docker says it in its own. */
function isMissing({ code, stdout }) {
    return code === 126 || code === 127 || /executable file not found|: not found/.test(stdout);
}
function warn({ runner, wanted }, ran) {
    const { port, healthPath } = wanted.edge;
    runner.log.warning(`The health check of ${wanted.roles.web} can't work in this image: ${lastLine(ran)}\n` +
        `It was not waited for; ${healthPath} answers. What works: ["CMD", "python3", "-c", ` +
        `"import urllib.request as r; r.urlopen('http://localhost:${port}${healthPath}', timeout=5)"]`);
}
function lastLine({ stdout }) {
    return stdout.trim().split('\n').at(-1) ?? '';
}

;// CONCATENATED MODULE: ./src/deploy/health.js



const stateFormat = '{{.Name}} {{.State.Status}} {{.State.ExitCode}} {{.RestartCount}} {{.State.OOMKilled}} {{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}} {{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}';
/** Seconds between two looks. */
const pause = 0.25;
/**
 * The health gate: every one of these web containers answers at health-path, and its own Docker health check passes
 * where it can run at all.
 * @throws StepFailed `unhealthy` with the container's last log lines: at once when one exits, else at the deadline
 */
async function awaitHealthy(run, names) {
    const { wanted, runner, host } = run;
    const deadline = runner.clock.now() + wanted.healthTimeout * 1000;
    for (;;) {
        const states = await inspect(run, names);
        await refuseFallen(run, states);
        const silent = await notAnswering(run, states);
        if (silent.length === 0)
            break;
        if (runner.clock.now() > deadline)
            throw await unhealthy(run, silent, `did not answer ${wanted.edge.healthPath} within ${wanted.healthTimeout} s`);
        await runner.clock.sleep(pause, runner.cancelled);
    }
    await passDockerCheck(run, names, deadline);
    runner.log.info(`${host.name}: ${names.join(', ')} ${names.length === 1 ? 'answers' : 'answer'} ${wanted.edge.healthPath}`);
}
/** Background containers say nothing; they are taken for well when they run and have not restarted for so long. */
async function awaitSteady(run, names, seconds) {
    const until = run.runner.clock.now() + seconds * 1000;
    do {
        await refuseFallen(run, await inspect(run, names));
        await run.runner.clock.sleep(pause, run.runner.cancelled);
    } while (run.runner.clock.now() < until);
}
/** The edge takes commands; it is there in a moment, or its configuration or image can't be used. */
async function awaitEdge(run) {
    const { transaction, runner, host, probe } = run;
    const deadline = runner.clock.now() + 10_000;
    while ((await transaction.attempt({ run: [['ask', probe, 'show info']] })).code !== 0) {
        await refuseFallen(run, await inspect(run, [probe]), 'switch-failed');
        if (runner.clock.now() > deadline)
            throw new errors/* StepFailed */.an('switch-failed', `${host.name}: the edge takes no commands. Its image must have bash.`, await logsOf(run, probe));
        await runner.clock.sleep(pause, runner.cancelled);
    }
}
/**
 * One look at new containers, which need not run.
 * @throws StepFailed `start-failed` when one is gone
 */
async function inspect({ transaction, host }, names) {
    const { stdout } = await transaction.change({ run: [['docker', 'inspect', '--format', stateFormat, ...names]] }, (ran) => new errors/* StepFailed */.an('start-failed', `${host.name}: the new containers are gone: ${ran.stdout.trim()}`));
    return stdout
        .trim()
        .split('\n')
        .map((line) => {
        const [name = '', status = '', exitCode, restarts, outOfMemory, health = '', address = ''] = line
            .trim()
            .split(' ');
        return {
            name: name.slice(1),
            status,
            exitCode: Number(exitCode),
            restarts: Number(restarts),
            outOfMemory: outOfMemory === 'true',
            health,
            address,
        };
    });
}
/** @throws StepFailed with the last log lines of a container that does not run any more, or runs again after a fall */
async function refuseFallen(run, states, reason = 'unhealthy') {
    const fallen = states.find(({ status, restarts }) => restarts > 0 || (status !== 'running' && status !== 'created'));
    if (fallen === undefined)
        return;
    throw await unhealthy(run, [fallen.name], howFallen(fallen), reason);
}
/** A container that is up again after a fall says exit code 0, as it has not fallen anew yet. */
function howFallen({ outOfMemory, status, exitCode, restarts }) {
    if (outOfMemory)
        return 'was killed: out of memory';
    const ended = status === 'running' ? 'exited' : `exited with code ${exitCode}`;
    return restarts > 0 ? `${ended} and was restarted` : ended;
}
/** Our own probe, asked from inside the edge's network: the way that requests will take. */
async function notAnswering({ transaction, wanted, probe }, states) {
    const { port, healthPath, healthHost } = wanted.edge;
    const addresses = states.map(({ address }) => address);
    const { stdout } = await transaction.attempt({
        run: [['probe', probe, String(port), healthPath, healthHost, ...addresses]],
    });
    const well = new Set(stdout.split('\n').flatMap((line) => (/ 2\d\d$/.test(line.trim()) ? [line.split(' ')[0]] : [])));
    return states.filter(({ address }) => address === '' || !well.has(address)).map(({ name }) => name);
}

// EXTERNAL MODULE: ./src/deploy/observe.js
var observe = __webpack_require__(4853);
// EXTERNAL MODULE: ./src/deploy/observed.js
var observed = __webpack_require__(8005);
;// CONCATENATED MODULE: ./src/deploy/quiet.js
/**
 * Has Celery workers take no new tasks, before they are asked to stop. Until kombu 5.3 a worker that gets its stop signal
 * while it waits for Redis loses the task that Redis hands out in that second: measured, 23 of 1,284 over 30 deploys.
 * https://github.com/celery/kombu/pull/1733. Newer ones, other brokers and workers that don't answer are left alone.
 */
function quiet(workers) {
    // One line, as the guard reads lines.
    return ['quiet', `exec(${JSON.stringify(script)})`, ...workers];
}
/** The last sleep is longer than Redis is waited for, one second: what it still hands out is put back by the worker. */
const script = `
import os, socket, sys, time
import kombu

broker = os.environ.get("CELERY_BROKER_URL", "")
if kombu.VERSION >= (5, 3) or not broker.startswith("redis"):
    sys.exit()
from celery import Celery

control = Celery(broker=broker).control
mine = "@" + socket.gethostname()
# Named as Celery names it by default, one answer is enough and comes at once; else all have their time to answer.
queues = control.inspect(["celery" + mine], timeout=2).active_queues() or control.inspect(timeout=1).active_queues() or {}
named = [(node, queue["name"]) for node, some in queues.items() if node.endswith(mine) for queue in some]
for node, queue in named:
    control.cancel_consumer(queue, destination=[node], reply=True, timeout=2)
if named:
    time.sleep(1.5)
`;

;// CONCATENATED MODULE: ./src/deploy/background.js






/** Seconds that a new worker or scheduler must have run without falling, at the least. */
const steadySeconds = 3;
/** One that can't work falls while it loads, which takes as long as web took, or longer: it is the same code. */
const watchSeconds = ({ startSeconds }) => Math.max(steadySeconds, startSeconds);
/** New workers start beside the old ones, but for those that can't run twice. */
async function startWorkers(run) {
    const { stopFirst, roles } = run.wanted;
    const beside = roles.workers.filter((service) => !stopFirst.includes(service));
    if (beside.length > 0)
        await start(run, beside);
    for (const service of stopFirst)
        await handOver(run, [service]);
}
/** A scheduler that another host is going to run: it stops here before it starts there. */
async function stopScheduler(run) {
    await stopOld(run, run.wanted.roles.schedulers);
}
/** The one scheduler: the old one has stopped before the new one starts, forwards and backwards. */
async function moveScheduler(run) {
    await handOver(run, run.wanted.roles.schedulers);
}
/** On the way back what was created goes, and what stood by does so again. */
function ending(run) {
    return (0,observed/* isWarm */.Yr)(run) ? 'rest' : 'retire';
}
async function start(run, services) {
    const names = (0,host_run/* createdOf */.YC)(run, services);
    await run.transaction.change({ undo: [[ending(run), ...names]], run: [['docker', 'start', ...names]] }, (0,observe/* dockerFailed */.ik)('start-failed', run.host.name, `starting ${names.join(', ')}`));
}
async function handOver(run, services) {
    const names = (0,host_run/* createdOf */.YC)(run, services);
    const old = runningOld(run, services);
    if (old.length === 0)
        return await start(run, services);
    await run.transaction.change({
        undo: [
            ['revive', ...old],
            [ending(run), ...names],
        ],
        run: [...quieted(run, services), ['docker', 'stop', ...old], ['docker', 'start', ...names]],
    }, (0,observe/* dockerFailed */.ik)('start-failed', run.host.name, `handing over ${services.join(', ')}`));
}
/**
 * Watches the new background containers, then gives the old workers a warm shutdown: they finish their tasks and take
 * no new ones. Before the switch, so that no old worker meets a task that only the new release knows.
 */
async function settleBackground(run) {
    const { wanted } = run;
    await awaitSteady(run, (0,host_run/* createdOf */.YC)(run, [...wanted.roles.workers, ...wanted.roles.schedulers]), watchSeconds(run));
    await stopOld(run, wanted.roles.workers);
}
async function stopOld(run, services) {
    const old = runningOld(run, services);
    if (old.length === 0)
        return;
    await run.transaction.change({ undo: [['revive', ...old]], run: [...quieted(run, services), ['docker', 'stop', ...old]] }, (0,observe/* dockerFailed */.ik)('start-failed', run.host.name, `stopping ${old.join(', ')}`));
}
/** Beat alone takes no tasks; a worker with beat in it does. */
function quieted(run, services) {
    const { model } = run.wanted;
    const takers = services.filter((service) => (0,celery/* celeryUse */.Q)(model.services[service] ?? {}).worker);
    const old = runningOld(run, takers);
    return old.length === 0 ? [] : [quiet(old)];
}
function runningOld({ wanted, seen }, services) {
    return services.flatMap((service) => (0,observed/* oldContainers */.Ig)(seen, service, wanted.release.id).flatMap(({ name, state }) => state === 'running' ? [name] : []));
}

;// CONCATENATED MODULE: ./src/edge/statistics.js
/** So few requests tell nothing: one that failed would be too much. */
const enoughRequests = 20;
const classes = ['hrsp_1xx', 'hrsp_2xx', 'hrsp_3xx', 'hrsp_4xx', 'hrsp_5xx', 'hrsp_other'];
/**
 * Reads `show stat` for servers. Columns go by their names, as each version of HAProxy adds some.
 * https://docs.haproxy.org/2.6/management.html#9.1
 */
function parseStatistics(csv) {
    const [header = '', ...rows] = csv.trim().split('\n');
    const names = header.replace(/^# /, '').split(',');
    return rows
        .filter((row) => row.includes(','))
        .map((row) => {
        const cells = row.split(',');
        const cell = (name) => cells[names.indexOf(name)] ?? '';
        const number = (name) => Number(cell(name));
        const unanswered = number('econ') + number('eresp');
        return {
            slot: cell('svname'),
            status: cell('status'),
            check: `${cell('check_status')} ${cell('check_code')}`.trim(),
            sessions: number('scur'),
            requests: classes.reduce((sum, name) => sum + number(name), unanswered),
            failed: number('hrsp_5xx') + unanswered,
        };
    });
}
/** What these slots answered between two looks; where the edge was restarted in between, since then. */
function countedSince(before, now, slots) {
    const counted = { requests: 0, failed: 0 };
    for (const { slot, requests, failed } of now.filter((one) => slots.includes(one.slot))) {
        const base = before.find((one) => one.slot === slot);
        const isNew = base === undefined || requests < base.requests || failed < base.failed;
        counted.requests += isNew ? requests : requests - base.requests;
        counted.failed += isNew ? failed : failed - base.failed;
    }
    return counted;
}
/** The first of these slots that the edge sends nothing to, because its health check failed or its name is gone. */
function downOf(now, slots) {
    return now.find(({ slot, status }) => slots.includes(slot) && /^(DOWN|MAINT)/.test(status));
}
/** Why these are too many failures, or undefined while they are not, or while there are too few requests to tell. */
function tooManyFailed(counted, maxPercent) {
    const { requests, failed } = counted;
    if (requests < enoughRequests || failed * 100 <= maxPercent * requests)
        return undefined;
    return `${shareFailed(counted)} of ${requests} requests failed (5xx), more than ${maxPercent} %`;
}
/** The share that failed as people read it, `0.0 %` when there were none. */
function shareFailed({ requests, failed }) {
    return `${((failed * 100) / Math.max(requests, 1)).toFixed(1)} %`;
}

// EXTERNAL MODULE: ./src/deploy/wanted.js
var deploy_wanted = __webpack_require__(238);
;// CONCATENATED MODULE: ./src/deploy/bake.js






/** Seconds between two looks, between two lines in the log, and in which the edge must be heard again. */
const bake_pause = 2;
const tellEvery = 10;
const patience = 10;
/**
 * Watches the new release for `wanted.bake` seconds of real requests, while the old one could still take over at once.
 * @throws StepFailed `bake-failed` when a new container falls, the edge holds one for down, or too many requests fail
 */
async function bake(run) {
    const { wanted, runner, host } = run;
    const { clock } = runner;
    const started = clock.now();
    const seconds = () => Math.round((clock.now() - started) / 1000);
    const slots = newSlots(run);
    // Slots had other releases before, and the edge goes on counting.
    let before = await statistics(run);
    run.baked = { requests: 0, failed: 0, seconds: 0 };
    let told = 0;
    let heard = seconds();
    while (seconds() < wanted.bake) {
        await clock.sleep(Math.min(bake_pause, wanted.bake - seconds()), runner.cancelled);
        await refuseSick(run);
        const now = await statistics(run);
        if (now === undefined) {
            if (seconds() - heard >= patience)
                throw await silentEdge(run);
            continue;
        }
        heard = seconds();
        before ??= now;
        const counted = countedSince(before, now, slots);
        run.baked = { ...counted, seconds: seconds() };
        await judge(run, counted, before, now);
        if (seconds() - told < tellEvery && seconds() < wanted.bake)
            continue;
        told = seconds();
        runner.log.info(`${host.name}: ${told} s of ${wanted.bake}: ${counted.requests} requests, ${shareFailed(counted)} failed`);
    }
}
async function refuseSick(run) {
    const { wanted } = run;
    const states = await inspect(run, (0,host_run/* createdOf */.YC)(run, (0,deploy_wanted/* appServices */.y)(wanted)));
    await refuseFallen(run, states, 'bake-failed');
    // A check that can't work in the image says so of every release.
    if (run.dockerCheckWorks !== true)
        return;
    const web = (0,host_run/* createdOf */.YC)(run, [wanted.roles.web]);
    const sick = states.find(({ name, health }) => web.includes(name) && health === 'unhealthy');
    if (sick !== undefined)
        throw await unhealthy(run, [sick.name], 'fails its own health check', 'bake-failed');
}
async function judge(run, counted, before, now) {
    const slots = newSlots(run);
    const down = downOf(now, slots);
    if (down !== undefined)
        throw await unhealthy(run, [containerIn(run, down.slot)], downWords(down), 'bake-failed');
    const why = tooManyFailed(counted, run.wanted.maxErrorRate);
    if (why === undefined)
        return;
    const failedIn = (slot) => countedSince(before, now, [slot]).failed;
    const [worst = ''] = slots.toSorted((one, other) => failedIn(other) - failedIn(one));
    throw new errors/* StepFailed */.an('bake-failed', `${run.host.name}: ${why}.`, await logsOf(run, containerIn(run, worst)));
}
function downWords({ check, status }) {
    return `is down for the edge (${[status, check].filter(Boolean).join(', ')})`;
}
/** What the edge counts now; undefined while it takes no commands. */
async function statistics(run) {
    const { code, stdout } = await run.transaction.attempt({
        run: [['ask', (0,host_run/* edgeName */.Hg)(run), 'show stat web 4 -1']],
    });
    return code === 0 ? parseStatistics(stdout) : undefined;
}
async function silentEdge(run) {
    return new errors/* StepFailed */.an('bake-failed', `${run.host.name}: the edge has taken no commands for ${patience} s.`, await logsOf(run, (0,host_run/* edgeName */.Hg)(run)));
}
function newSlots({ upstreams, wanted }) {
    return upstreams.flatMap(({ slot, release }) => (release === wanted.release.id ? [slot] : []));
}
function containerIn({ upstreams }, slot) {
    return upstreams.find((one) => one.slot === slot)?.container ?? '';
}

;// CONCATENATED MODULE: ./src/host/dialogue.js
/** Seconds between two signs of life. */
const heartbeatSeconds = 3;
/**
 * The lines between a run and the guard: what the guard answers to a command goes to whoever asked for it, all else is
 * heard in order. Says that the run is alive until it is ended.
 */
class Dialogue {
    guard;
    heartbeat;
    pending = new Map();
    said = [];
    wake = () => { };
    count = 0;
    isOver = false;
    /** Who had the guard give way, as it said it; undefined while nobody has. */
    taker;
    constructor(guard) {
        this.guard = guard;
        this.heartbeat = setInterval(() => guard.say('beat'), heartbeatSeconds * 1000);
        void this.listen();
    }
    say(line) {
        this.guard.say(line);
    }
    /** Has a line run and waits for its result; undefined when the guard is gone or {@link giveUp} was called. */
    async ask(line) {
        if (this.isOver)
            return undefined;
        const number = ++this.count;
        const ran = new Promise((resolve) => this.pending.set(number, resolve));
        this.guard.say(`run ${number} ${line}`);
        return await ran;
    }
    /** The next line that is no answer to a command; undefined when the guard has ended or the connection is gone. */
    async hear() {
        while (this.said.length === 0 && !this.isOver)
            await new Promise((resolve) => (this.wake = resolve));
        return this.said.shift();
    }
    /** What the guard wrote to standard error. */
    complaints() {
        return this.guard.complaints().trim();
    }
    /** Whoever waits for a command's result gets none. */
    giveUp() {
        for (const resolve of this.pending.values())
            resolve(undefined);
        this.pending.clear();
    }
    /** No more signs of life. */
    end() {
        clearInterval(this.heartbeat);
    }
    async listen() {
        for (let line = await this.guard.next(); line !== undefined; line = await this.guard.next()) {
            const [word, number, code, output = ''] = line.split(' ');
            if (word === 'ran') {
                const stdout = Buffer.from(output, 'base64').toString();
                this.pending.get(Number(number))?.({ code: Number(code), stdout, stderr: '' });
                this.pending.delete(Number(number));
            }
            else if (word === 'taken-over')
                this.taker = line.slice('taken-over '.length);
            else {
                this.said.push(line);
                this.wake();
            }
        }
        this.isOver = true;
        this.giveUp();
        this.wake();
    }
}

// EXTERNAL MODULE: ./src/host/guard.js
var host_guard = __webpack_require__(8361);
// EXTERNAL MODULE: ./src/host/quote.js
var quote = __webpack_require__(4428);
;// CONCATENATED MODULE: ./src/host/transaction.js




/** Seconds without a sign of life after which the guard aborts; the dialogue gives one every three. */
const silenceSeconds = 15;
/** All that a run changes on one host, between begin and commit. The guard on the host is its other half. */
class Transaction {
    host;
    /** The live release's folder when the lock was taken, `releases/…`, or empty on a host without one. */
    live = '';
    /** Whether the guard had to undo or finish what an earlier run left. */
    recovered = false;
    guard;
    log;
    cancelled;
    holder;
    constructor(host, guard, log, cancelled) {
        this.host = host;
        this.guard = guard;
        this.log = log;
        this.cancelled = cancelled;
        cancelled.addEventListener('abort', () => guard.giveUp());
    }
    /**
     * Takes the host's lock and finishes what an earlier run left half-done.
     * @throws UserError `locked` or `not-ready`
     */
    static async begin(host, root, holder, { waitSeconds, takeOver = false }, runner) {
        const words = [
            ...['transaction', root, String(silenceSeconds), String(waitSeconds), JSON.stringify(holder)],
            ...(takeOver ? ['take'] : []),
        ];
        const guard = new Dialogue(await host.converse(['bash', '-c', (0,host_guard/* guardScript */.h)(), 'guard', ...words]));
        const transaction = new Transaction(host, guard, runner.log, runner.cancelled);
        try {
            await transaction.ready(root);
        }
        catch (error) {
            guard.end();
            throw error;
        }
        return transaction;
    }
    /** Like {@link attempt}, and throws when the command fails. */
    async change(change, failure) {
        const ran = await this.attempt(change);
        if (ran.code !== 0)
            throw failure(ran);
        return ran;
    }
    /** Notes the undo, runs the commands and returns how it went; both outputs come as one. */
    async attempt({ undo = [], afterCommit = [], run = [] }) {
        this.cancelled.throwIfAborted();
        for (const command of undo)
            this.guard.say(`undo ${(0,quote/* shellLine */.T)(command)}`);
        for (const command of afterCommit)
            this.guard.say(`then ${(0,quote/* shellLine */.T)(command)}`);
        if (run.length === 0)
            return { code: 0, stdout: '', stderr: '' };
        const result = await this.guard.ask(run.map(quote/* shellLine */.T).join(' && '));
        this.cancelled.throwIfAborted();
        if (result === undefined)
            throw this.lost();
        return result;
    }
    /**
     * The point of no return. Returns once the new release is the one that stays.
     * @throws StepFailed `guard-lost` when the guard did not confirm; then the host has undone or will undo everything
     */
    async commit() {
        this.guard.say('commit');
        for (let line = await this.guard.hear(); line !== 'committed'; line = await this.guard.hear())
            if (line === undefined || line === 'undone')
                throw this.lost();
    }
    /** Waits until the guard has done what was noted for after the commit; false when it had to leave some of it. */
    async finish() {
        let line = await this.guard.hear();
        while (line !== undefined && line !== 'finished' && line !== 'unfinished') {
            this.log.warning(`${this.host.name}: ${line}`);
            line = await this.guard.hear();
        }
        this.guard.end();
        return line === 'finished';
    }
    /** Undoes everything. Returns false when the guard could not be heard; it then undoes by itself. */
    async abort() {
        this.guard.say('abort');
        let line = await this.guard.hear();
        while (line !== undefined && line !== 'undone' && line !== 'undo-failed') {
            this.log.warning(`${this.host.name}: ${line}`);
            line = await this.guard.hear();
        }
        this.guard.end();
        return line === 'undone';
    }
    async ready(root) {
        for (;;) {
            const [word, ...rest] = (await this.guard.hear())?.split(' ') ?? [];
            const text = rest.join(' ');
            if (word === 'ready') {
                this.live = text;
                return;
            }
            if (word === 'undoing' || word === 'finishing') {
                this.recovered = true;
                this.log.info(`${this.host.name}: ${word} what an earlier run left half-done`);
            }
            else if (word === 'held') {
                this.holder = text;
                this.log.info(`${this.host.name}: ${this.locked().message}`);
            }
            else if (word === 'refused')
                throw refused(this.host.name, root, text);
            else if (word === undefined)
                throw this.holder !== undefined
                    ? this.locked()
                    : this.guard.complaints() === ''
                        ? this.lost()
                        : refused(this.host.name, root, this.guard.complaints());
        }
    }
    locked() {
        const { run = 'another run', since = 'just now', actor = 'somebody' } = readHolder(this.holder ?? '');
        return new errors/* UserError */.yo('locked', `${this.host.name} is being changed by ${run} (${actor}), since ${since}.`, 'Wait for it to end, or set lock-wait so that this run does; GitHub `concurrency` queues runs before they start.');
    }
    lost() {
        const taker = this.guard.taker;
        if (taker !== undefined) {
            const { run = 'another run', actor = 'somebody' } = readHolder(taker);
            return new errors/* StepFailed */.an('taken-over', `${this.host.name}: ${run} (${actor}) took over; everything was put back.`);
        }
        const why = this.guard.complaints();
        return new errors/* StepFailed */.an('guard-lost', `${this.host.name}: the guard on the host fell silent; the host undoes this run by itself.`, why);
    }
}
function refused(host, root, why) {
    return new errors/* UserError */.yo('not-ready', `${host}: ${why.trim() || 'the guard could not be started'}.`, `Let the SSH user own the folder, on the server: sudo install -d -o "$USER" ${root}`);
}
function readHolder(json) {
    try {
        return JSON.parse(json);
    }
    catch {
        return {};
    }
}

// EXTERNAL MODULE: ./src/runner/context.js
var runner_context = __webpack_require__(1875);
// EXTERNAL MODULE: ./src/deploy/failures.js
var deploy_failures = __webpack_require__(5518);
;// CONCATENATED MODULE: ./src/deploy/begin.js




/**
 * Takes the locks of all hosts. Everybody takes the first one by name first, so that of two runs on the same fleet
 * exactly one goes on. Nobody waits for one lock while holding another, but in the order of the names: no deadlock.
 * @param locks where they are put
 * @throws UserError `locked` or `not-ready`; then none is held
 */
async function beginAll(members, locks, runner) {
    const [first, ...rest] = members.toSorted((one, other) => (one.host.name < other.host.name ? -1 : 1));
    if (first === undefined)
        return;
    const { lockWait, back } = first.wanted;
    const takeOver = back?.takeOver === true;
    const take = async (member, waitSeconds) => {
        locks.set(member.host.name, await begin(member, { waitSeconds, takeOver }, runner));
    };
    const letGo = async () => {
        await Promise.all([...locks.values()].map((transaction) => transaction.abort()));
        locks.clear();
    };
    await take(first, lockWait);
    const failures = [];
    await Promise.all(rest.map((member) => take(member, 0).catch((error) => failures.push({ host: member.host.name, error }))));
    if (failures.length === 0)
        return;
    await letGo();
    if (lockWait === 0 || !failures.every(({ error }) => isLocked(error)))
        throw (0,deploy_failures/* allOf */.b)(failures);
    try {
        // Another run holds a part of the fleet: each lock is waited for in turn.
        for (const member of [first, ...rest])
            await take(member, lockWait);
    }
    catch (error) {
        await letGo();
        throw error;
    }
}
async function begin(member, patience, runner) {
    const { host, wanted } = member;
    const { release, back } = wanted;
    const holder = back === undefined
        ? holderOf('deploy', release.id, runner)
        : { ...holderOf('rollback', release.id, runner), from: back.from.id, reason: back.reason };
    try {
        return await Transaction.begin(host, wanted.root, holder, patience, runner);
    }
    catch (error) {
        // A guard that died while it took the lock has left its files: another one removes them.
        if (error instanceof errors/* StepFailed */.an && error.reason === 'guard-lost')
            await recover(member, runner);
        throw error;
    }
}
function holderOf(action, release, { context, clock }) {
    const since = new Date(clock.now()).toISOString();
    return { action, release, run: (0,runner_context/* runUrl */.V)(context), actor: context.actor, since };
}
/** Seconds in which a host that was lost must be back: a reboot takes that long. */
const patienceSeconds = 120;
/**
 * After a lost connection: a new guard waits for the old one to end, plays what it left, and lets go. Returns the
 * live release's folder as it then is; undefined when the host could not be heard in time.
 */
async function recover({ host, wanted }, runner) {
    const { clock, log, cancelled } = runner;
    const deadline = clock.now() + (cancelled.aborted ? 5 : patienceSeconds) * 1000;
    // What is made well here must not be stopped half-way, and the job's own end is near when it was cancelled.
    const steady = { log, cancelled: new AbortController().signal };
    for (;;) {
        try {
            await host.again();
            const holder = holderOf('recover', wanted.release.id, runner);
            const transaction = await Transaction.begin(host, wanted.root, holder, { waitSeconds: 60 }, steady);
            const { live } = transaction;
            return (await transaction.abort()) ? live : undefined;
        }
        catch (error) {
            if (clock.now() > deadline)
                return undefined;
            log.info(`… ${host.name} does not answer yet: ${error instanceof Error ? error.message : String(error)}`);
            await clock.sleep(3);
        }
    }
}
function isLocked(error) {
    return error instanceof errors/* UserError */.yo && error.reason === 'locked';
}

// EXTERNAL MODULE: ./src/edge/config.js
var edge_config = __webpack_require__(897);
;// CONCATENATED MODULE: ./src/edge/runtime.js

/**
 * HAProxy runtime commands that tell slots which containers they are for. They get no requests yet: until the name is
 * resolved, which takes up to two seconds, a slot has no address, whatever `set server … addr` says.
 * https://docs.haproxy.org/2.6/management.html#9.3
 */
function pointCommands(next) {
    return next
        .flatMap(({ slot, container, release }) => [
        `set map ${edge_config/* configFolder */.vg}/releases.map ${slot} ${release}`,
        `set server web/${slot} fqdn ${container}`,
    ])
        .join('; ');
}
/** On one line and so without a request in between: these answer from now on, those finish what they have. */
function switchCommands(next, old) {
    return [...next.map(readyCommand), ...old.map(drainCommand)].join('; ');
}
/** The way back: the old ones answer again, the new ones finish what they have. */
function switchBackCommands(next, old) {
    return switchCommands(old, next);
}
/** Frees slots whose containers are about to go. */
function retireCommands(upstreams) {
    return upstreams
        .flatMap(({ slot }) => [
        `set server web/${slot} state maint`,
        `set server web/${slot} fqdn ${edge_config/* idleName */.kL}`,
        `set map ${edge_config/* configFolder */.vg}/releases.map ${slot} none`,
    ])
        .join('; ');
}
/** Keeps slots for containers that go on running without requests: back by one switch, their address is known. */
function restCommands(upstreams) {
    return upstreams.map(({ slot }) => `set server web/${slot} state maint`).join('; ');
}
/** The readiness path answers 503 from now on, so that a balancer in front sends nothing more. */
const leaveCommand = `set server ${edge_config/* balancerBackend */.R4}/${edge_config/* balancerFlag */.hu} state maint`;
/** The readiness path answers 200 again. */
const joinCommand = `set server ${edge_config/* balancerBackend */.R4}/${edge_config/* balancerFlag */.hu} state ready`;
function readyCommand({ slot }) {
    return `set server web/${slot} state ready`;
}
function drainCommand({ slot }) {
    return `set server web/${slot} state drain`;
}
/** Slots and their containers as the guard's `placed` takes them. */
function places(upstreams) {
    return upstreams.map(({ slot, container }) => `${slot}=${container}`);
}

// EXTERNAL MODULE: ./src/release/release.js
var release_release = __webpack_require__(7190);
// EXTERNAL MODULE: ./src/compose/render.js
var render = __webpack_require__(8028);
;// CONCATENATED MODULE: ./src/deploy/prepare.js






/** What a registry says when a second try may help: busy, broken, or cut off on the way. */
const prepare_transient = /timeout|timed out|reset by peer|EOF|temporarily|too many requests|toomanyrequests|5\d\d |refused|TLS handshake/i;
/**
 * Pulls the release's image, and the images of what is not running yet, before the lock is taken.
 * @throws UserError `registry-refused`, or StepFailed `pull-failed` after three tries
 */
async function pull({ host, wanted, seen }, { clock, log, cancelled }) {
    const others = [
        ...((0,observed/* edgeIsAsWanted */.ZX)(wanted, seen) ? [] : ['edge']),
        ...(0,observed/* missingAccessories */.T)(wanted, seen).filter((service) => (0,observed/* containersOf */.Mz)(seen, service).length === 0),
    ].flatMap((service) => wanted.model.services[service]?.image ?? []);
    const images = [...(seen.imagePresent ? [] : [wanted.release.image]), ...new Set(others)];
    if (images.length === 0)
        return;
    const login = `${Buffer.from(wanted.registryLogin || '{}').toString('base64')}\n`;
    for (let attempt = 1;; attempt++) {
        const { code, stdout, stderr } = await host.run(['bash', '-c', (0,host_guard/* guardScript */.h)(), 'guard', 'pull', wanted.root, ...images], login);
        if (code === 0)
            return;
        const said = `${stdout}${stderr}`.trim();
        if (/unauthorized|denied|no basic auth|authentication required/i.test(said))
            throw new errors/* UserError */.yo('registry-refused', `${host.name}: the registry refused the pull: ${said}`, 'Give registry-username and registry-password with the right to read, and check the image name.');
        if (/no space left/i.test(said))
            throw new errors/* UserError */.yo('not-ready', `${host.name}: the disk is too full for the image: ${said}`, 'On the server: docker image prune --all, or a larger disk.');
        if (/not found|manifest unknown/i.test(said))
            throw new errors/* UserError */.yo('bad-input', `${host.name}: there is no such image: ${said}`, 'Deploy the digest that push-registry put out.');
        if (attempt === 3 || !prepare_transient.test(said))
            throw new errors/* StepFailed */.an('pull-failed', `${host.name}: pulling ${images.join(', ')} failed: ${said.split('\n').at(-1)}`, said);
        log.warning(`${host.name}: the pull failed, trying again in ${attempt * 2} s: ${said.split('\n').at(-1)}`);
        await clock.sleep(attempt * 2, cancelled);
    }
}
/** Writes the release's folder: the Compose model with its environment, readable by the SSH user only, and the record. */
async function install(run) {
    const { transaction, wanted, host } = run;
    const folder = (0,release_release/* releaseFolder */.Uc)(wanted.root, wanted.release.id);
    await transaction.change({
        // The first undo is played last: networks go when no container is on them any more.
        undo: [['rm', '-rf', folder], ...undoNetworks(run)],
        run: [
            (0,host_run/* put */.yJ)(`${folder}/compose.json`, '600', (0,render/* formatModel */.Xk)(wanted.model)),
            recordOf(wanted.root, wanted.release),
        ],
    }, (ran) => new errors/* StepFailed */.an('start-failed', `${host.name}: the release could not be written: ${ran.stdout.trim()}`));
}
/** Writes a release's record. */
function recordOf(root, release) {
    return (0,host_run/* put */.yJ)(`${(0,release_release/* releaseFolder */.Uc)(root, release.id)}/release.json`, '600', `${JSON.stringify(release)}\n`);
}
/** Networks that aren't there yet are taken away again when the deploy is undone. */
function undoNetworks({ wanted, seen }) {
    const names = Object.values(wanted.model.networks ?? {}).flatMap((network) => {
        const { name, external } = (network ?? {});
        return name === undefined || external === true || seen.networks.includes(name) ? [] : [name];
    });
    return names.length === 0 ? [] : [['unnet', ...names]];
}

// EXTERNAL MODULE: ./src/deploy/steps.js
var steps = __webpack_require__(6574);
;// CONCATENATED MODULE: ./src/deploy/finish.js









/**
 * The point of no return, for the whole fleet: first everything is noted on every host, then all are told in the same
 * moment. Returns the hosts that were lost just then and went back by themselves, while others stay with the new release.
 * @throws StepFailed `guard-lost` when no host has committed
 */
async function commit(runs) {
    await Promise.all(runs.map(prepareCommit));
    const told = await Promise.allSettled(runs.map(({ transaction }) => transaction.commit()));
    const unheard = runs.filter((_, index) => told[index]?.status === 'rejected');
    if (unheard.length === 0)
        return [];
    // Nobody knows whether these heard it. Once they are back their own logs tell.
    const went = await Promise.all(unheard.map(async (run) => ({ run, live: await recover(run, run.runner) })));
    const behind = went.flatMap(({ run, live }) => (live === `releases/${run.wanted.release.id}` ? [] : [run]));
    if (behind.length < runs.length)
        return behind;
    throw told.find((one) => one.status === 'rejected')?.reason;
}
/** Makes the release the live one. What follows the commit is noted first, so that the host does it even alone. */
async function prepareCommit(run) {
    const { transaction, wanted, seen, host } = run;
    const { root, release } = wanted;
    const point = (link, id) => id === undefined ? ['rm', '-f', `${root}/${link}`] : ['ln', '-sfn', `releases/${id}`, `${root}/${link}`];
    await transaction.change({
        undo: [point('live', seen.live?.id), point('previous', seen.previous)],
        afterCommit: [...leaveOld(run), ...prune(run)],
        run: [point('live', release.id), point('previous', seen.live?.id), ...note(run)],
    }, (ran) => new errors/* StepFailed */.an('switch-failed', `${host.name}: the release could not be marked as live: ${ran.stdout.trim()}`));
}
/** The record is whole only now: what its code knows of the database was asked on the way. */
function note({ wanted: { root, release, back } }) {
    return back === undefined ? [recordOf(root, release)] : [];
}
/** Old web finishes its requests and goes, or stays warm; all else of old releases goes. */
function leaveOld(run) {
    const { wanted, seen } = run;
    const edge = (0,host_run/* edgeName */.Hg)(run);
    const old = (0,observed/* mustTakeOver */.lG)(wanted, seen) ? [] : seen.upstreams;
    const isKept = (release) => wanted.keepWarm && release !== '' && release === seen.live?.id;
    const leaving = (0,deploy_wanted/* replacedServices */.J)(wanted).flatMap((service) => (0,observed/* oldContainers */.Ig)(seen, service, wanted.release.id).flatMap(({ name, release }) => isKept(release) ? [] : [name]));
    const kept = old.filter(({ release }) => isKept(release));
    const free = [...old, ...(seen.warm ?? [])].filter(({ release }) => !isKept(release) && release !== wanted.release.id);
    return [
        ...(0,steps/* when */.z)(old.length > 0, ['drain', edge, String(wanted.drainTimeout), ...old.map(({ slot }) => slot)]),
        ...(0,steps/* when */.z)(leaving.length > 0, ['retire', ...leaving]),
        ...(0,steps/* when */.z)(kept.length > 0, ['edge', edge, restCommands(kept)]),
        ...(0,steps/* when */.z)(free.length > 0, ['edge', edge, retireCommands(free)]),
    ];
}
/** Old releases and their images, but for the two that a rollback goes between. A rollback keeps all: people may go forward again. */
function prune({ wanted: { root, release, keep, back }, seen }) {
    if (back !== undefined)
        return [];
    const releases = [...seen.releases, release];
    const needed = keep > 1 ? [release.id, seen.live?.id ?? ''] : [release.id];
    const old = (0,release_release/* prunable */.W)(releases, keep, needed);
    const kept = new Set(releases.filter((one) => !old.includes(one)).map(({ image }) => image));
    const images = [...new Set(old.map(({ image }) => image))].filter((image) => !kept.has(image));
    return [
        ...old.map(({ id }) => ['rm', '-rf', (0,release_release/* releaseFolder */.Uc)(root, id)]),
        ...(0,steps/* when */.z)(images.length > 0, ['forget', ...images]),
    ];
}
/** Waits until the host has drained, removed and pruned; a host that was lost meanwhile does it when it is back. */
async function cleanUp(run) {
    const { transaction, host, runner } = run;
    if (await transaction.finish())
        return;
    if ((await recover(run, runner)) !== undefined)
        return;
    runner.log.warning(`${host.name}: the release serves, but the old one could not be cleaned up whole; the next run does it.`);
}

// EXTERNAL MODULE: ./src/deploy/preflight.js
var preflight = __webpack_require__(566);
// EXTERNAL MODULE: ./src/deploy/report.js
var report = __webpack_require__(7971);
// EXTERNAL MODULE: ../../node_modules/p-map/index.js
var p_map = __webpack_require__(4154);
;// CONCATENATED MODULE: ./src/deploy/together.js



/** Seconds after the first failure in which others may say that they failed too. */
const echoSeconds = 3;
/** Seconds after which a wait says what it is waiting for, and again after each so many. */
const together_patienceSeconds = 15;
/**
 * Does the same on several hosts side by side, `parallel` at a time, and waits for all. After the first failure the
 * others are told to stop by `stop`.
 * @throws what the host threw; when several did, one error that names them all
 */
async function together(items, parallel, stop, { log, clock }, work) {
    const failures = [];
    const busy = new Map();
    const over = new AbortController();
    const one = async (item) => {
        if (failures.length > 0)
            return;
        const started = clock.now();
        busy.set(item.host, started);
        try {
            await work(item);
            if (items.length > 1)
                log.info(`✔ ${item.host} (${(0,markdown/* duration */.p0)((clock.now() - started) / 1000)})`);
        }
        catch (error) {
            failures.push({ host: item.host, error });
            if (items.length > 1)
                log.info(`✘ ${item.host}`);
            if (failures.length === 1 && busy.size > 1)
                void stopSoon();
        }
        finally {
            busy.delete(item.host);
        }
    };
    const stopSoon = async () => {
        await clock.sleep(echoSeconds, over.signal).catch(() => { });
        if (!over.signal.aborted)
            stop.abort();
    };
    void sayWhatIsAwaited(busy, over.signal, { log, clock });
    await (0,p_map/* default */.Ay)(items, one, { concurrency: parallel }).finally(() => over.abort());
    if (failures.length > 0)
        throw (0,deploy_failures/* allOf */.b)(failures);
}
async function sayWhatIsAwaited(busy, over, { log, clock }) {
    for (;;) {
        await clock.sleep(together_patienceSeconds, over).catch(() => { });
        if (over.aborted)
            return;
        const hosts = [...busy].map(([host, started]) => `${host} (${(0,markdown/* duration */.p0)((clock.now() - started) / 1000)})`);
        if (hosts.length > 0)
            log.info(`… waiting for ${hosts.join(', ')}`);
    }
}

;// CONCATENATED MODULE: ./src/deploy/stage.js

/** Where the steps of a plan are made: each is a fold in the log and, for each host, a line of the timeline. */
class Stage {
    timeline = [];
    parallel;
    stop;
    runner;
    /** @param stop told when a host fails, so that the others don't go on with what is going to be undone */
    constructor(parallel, stop, runner) {
        this.parallel = parallel;
        this.stop = stop;
        this.runner = runner;
    }
    /** The hosts of a step side by side; returns when the last is done. */
    async each(step, work) {
        // The watch is of all hosts in the same minute; it costs them nothing.
        const parallel = step.do === 'bake' ? step.on.length : this.parallel;
        await this.runner.log.group(step.title, async () => await together(step.on, parallel, this.stop, this.runner, async (part) => {
            await this.record(step.title, part.host, () => work(part));
        }));
    }
    /** A step that concerns the fleet as a whole. */
    async once({ title, on }, work) {
        const where = on.length === 1 ? (on[0]?.host ?? '') : `${on.length} hosts`;
        return await this.runner.log.group(title, async () => await this.record(title, where, work));
    }
    async record(name, where, work) {
        const { clock } = this.runner;
        const entry = { name, where, started: clock.now(), seconds: 0, result: 'failed' };
        this.timeline.push(entry);
        try {
            const result = await work();
            entry.result = 'done';
            return result;
        }
        finally {
            entry.seconds = (clock.now() - entry.started) / 1000;
        }
    }
}
/** A log in which a warning that is the same for every host of a fleet stands once. */
function sayingOnce(log) {
    const said = new Set();
    return {
        ...log,
        warning(text, place) {
            if (said.has(text))
                return;
            said.add(text);
            log.warning(text, place);
        },
    };
}

// EXTERNAL MODULE: ./src/edge/upstreams.js
var upstreams = __webpack_require__(4509);
;// CONCATENATED MODULE: ./src/deploy/balancer.js




/**
 * Tells a balancer in front that this host wants no requests, and waits `balancerWait` seconds until it has seen that.
 * @throws StepFailed `switch-failed` when the edge takes no command
 */
async function leaveBalancer(run) {
    if (leaves(run))
        await drainHost(run);
}
/**
 * The same, whatever the strategy.
 * @throws StepFailed `switch-failed` when the edge takes no command
 */
async function drainHost(run) {
    const { transaction, wanted, runner, host } = run;
    const edge = (0,host_run/* edgeName */.Hg)(run);
    await transaction.change({ undo: [['readiness', edge, joinCommand]], run: [['readiness', edge, leaveCommand]] }, (ran) => new errors/* StepFailed */.an('switch-failed', `${host.name}: the edge does not drain: ${ran.stdout.trim()}`));
    if (wanted.balancerWait === 0)
        return;
    const { readinessPath } = wanted.edge;
    runner.log.info(`${host.name}: ${readinessPath} answers 503; ${wanted.balancerWait} s for the balancer to see it`);
    await runner.clock.sleep(wanted.balancerWait, runner.cancelled);
}
/** What a switch adds where the host had left: it wants requests again, and on the way back none until the old serve. */
function backToBalancer(run) {
    if (!leaves(run))
        return { undo: [], run: [] };
    const edge = (0,host_run/* edgeName */.Hg)(run);
    return { undo: [['readiness', edge, leaveCommand]], run: [['readiness', edge, joinCommand]] };
}
/** Only where web is stopped before the new one is there; an edge that takes the port over is not there to be asked. */
function leaves({ wanted, seen }) {
    const old = (0,observed/* oldContainers */.Ig)(seen, wanted.roles.web, wanted.release.id);
    return wanted.strategy === 'recreate' && old.length > 0 && !(0,observed/* mustTakeOver */.lG)(wanted, seen);
}

;// CONCATENATED MODULE: ./src/deploy/start-edge.js







/** Makes sure that the edge runs with the configuration of this version; never restarts one that serves as it should. */
async function startEdge(run) {
    if (await prepareEdge(run))
        await awaitEdge(run);
}
/** Returns whether anything was started or changed. */
async function prepareEdge(run) {
    const { transaction, wanted, seen, host } = run;
    const project = `com.docker.compose.project=${wanted.model.name}`;
    run.upstreams = seen.upstreams.filter(({ container }) => seen.containers.some(({ name }) => name === container));
    const files = edgeFiles(run, run.upstreams);
    const failed = (0,observe/* dockerFailed */.ik)('switch-failed', host.name, 'starting the edge');
    if ((0,observed/* mustTakeOver */.lG)(wanted, seen)) {
        // The port is web's until the switch: a second edge without a port asks for the health of the new containers.
        run.probe = `${wanted.model.name}-edge-probe`;
        const start = (0,host_run/* compose */.Zz)(run, 'run', '--detach', '--no-deps', '--name', run.probe, 'edge');
        await transaction.change({
            undo: [...files.undo, ['retire', run.probe]],
            afterCommit: [['retire', run.probe]],
            run: [...files.run, start],
        }, failed);
        return true;
    }
    run.probe = (0,host_run/* edgeName */.Hg)(run);
    const up = (0,host_run/* compose */.Zz)(run, 'up', '--detach', '--no-deps', 'edge');
    if (!(0,observed/* edgeRuns */.wE)(seen)) {
        const isNew = (0,observed/* containersOf */.Mz)(seen, 'edge').length === 0;
        const undo = [...files.undo, ...(isNew ? [['sweep', project, `${render/* roleLabel */.bR}=edge`]] : [])];
        await transaction.change({ undo, run: [...files.run, up] }, failed);
    }
    else if (!(0,observed/* edgeIsAsWanted */.ZX)(wanted, seen)) {
        await tryEdge(run, files);
        run.probe = (0,host_run/* edgeName */.Hg)(run);
        run.runner.log.warning(`${host.name}: image or ports of the edge have changed; it is made anew, which takes about a second.`);
        const before = seen.live === undefined
            ? []
            : [(0,host_run/* compose */.Zz)({ wanted: { ...wanted, release: seen.live } }, 'up', '--detach', '--no-deps', 'edge')];
        // The new one comes up ready by itself, as does the old one on the way back.
        if (wanted.balancerWait > 0)
            await drainHost(run);
        await transaction.change({ undo: before, run: [up] }, failed);
    }
    else if ((0,edge_config/* withoutUpstreams */.Dy)(seen.edgeConfig) !== (0,edge_config/* withoutUpstreams */.Dy)((0,edge_config/* renderConfig */.Xs)(wanted.edge, []))) {
        const reload = ['docker', 'kill', '--signal', 'USR2', run.probe];
        await transaction.change({ undo: [reload, ...files.undo], run: [...files.run, reload] }, failed);
    }
    else
        return false;
    return true;
}
/** Starts the new edge beside the one that serves, without its port: an image that can't be used replaces nothing. */
async function tryEdge(run, files) {
    const { transaction, wanted, host } = run;
    run.probe = `${wanted.model.name}-edge-probe`;
    const start = (0,host_run/* compose */.Zz)(run, 'run', '--detach', '--no-deps', '--name', run.probe, 'edge');
    await transaction.change({ undo: [...files.undo, ['retire', run.probe]], run: [...files.run, start] }, (0,observe/* dockerFailed */.ik)('switch-failed', host.name, 'trying the new edge'));
    await awaitEdge(run);
    await transaction.attempt({ run: [['retire', run.probe]] });
}
/** The edge's files for these upstreams, and how to put back what was there. */
function edgeFiles({ wanted, seen }, upstreams) {
    const config = `${wanted.root}/edge/haproxy.cfg`;
    const map = `${wanted.root}/edge/releases.map`;
    const back = (path, content) => content === '' ? ['rm', '-f', path] : (0,host_run/* put */.yJ)(path, '644', content);
    const none = seen.edgeConfig === '' && seen.releaseMap === '';
    return {
        undo: none
            ? [['rm', '-rf', `${wanted.root}/edge`]]
            : [back(map, seen.releaseMap), back(config, seen.edgeConfig)],
        run: [(0,host_run/* put */.yJ)(map, '644', (0,edge_config/* renderMap */.x_)(upstreams)), (0,host_run/* put */.yJ)(config, '644', (0,edge_config/* renderConfig */.Xs)(wanted.edge, upstreams))],
    };
}

;// CONCATENATED MODULE: ./src/deploy/traffic.js










/** Seconds that requests on a failed release may still take when the host goes back by itself. */
const undoDrainSeconds = 20;
/** Tells the edge's free slots which containers of a batch they are for, once those run. No request goes there yet. */
function pointEdge(run, batch) {
    // The edge that is not there yet finds the names in its file.
    if ((0,observed/* mustTakeOver */.lG)(run.wanted, run.seen))
        return {};
    const added = upstreamsOf(run, batch);
    return {
        undo: [['edge', (0,host_run/* edgeName */.Hg)(run), retireCommands(added)]],
        run: [['edge', (0,host_run/* edgeName */.Hg)(run), pointCommands(added)]],
    };
}
/** Sends requests to a batch of new containers, and none any more to the old ones that it replaces. */
async function switchTraffic(run, batch) {
    const { transaction, wanted, seen, host } = run;
    const oldNames = (0,observed/* oldContainers */.Ig)(seen, wanted.roles.web, wanted.release.id)
        .map(({ name }) => name)
        .slice(batch.oldFrom, batch.oldTo);
    const added = upstreamsOf(run, batch);
    const old = run.upstreams.filter(({ container, release }) => release !== wanted.release.id && (oldNames.includes(container) || isLast(run, batch)));
    const next = [...run.upstreams.filter((one) => !old.includes(one)), ...added];
    const warm = wanted.keepWarm ? old.map((one) => ({ ...one, warm: true })) : [];
    const files = edgeFiles(run, [...next, ...warm]);
    const failed = (ran) => new errors/* StepFailed */.an('switch-failed', `${host.name}: the edge refused the switch: ${ran.stdout.trim()}`);
    if ((0,observed/* mustTakeOver */.lG)(wanted, seen))
        await takePort(run, files, oldNames);
    else {
        const edge = (0,host_run/* edgeName */.Hg)(run);
        await transaction.change({
            // Played backwards: traffic goes back, requests finish, files are put back. An edge that was restarted meanwhile has
            // read the new files: it must be told anew where the old ones are.
            undo: [
                ...files.undo,
                ...((0,observed/* isWarm */.Yr)(run) ? [['edge', edge, restCommands(added)]] : []),
                ['drain', edge, String(undoDrainSeconds), ...slots(added)],
                ['edge_back', edge, switchBackCommands(added, old), ...places(old)],
                ...(old.length === 0 ? [] : [['edge', edge, pointCommands(old)]]),
                ...backToBalancer(run).undo,
            ],
            run: [
                ...files.run,
                ['placed', edge, '10', ...places(added)],
                ['edge', edge, switchCommands(added, old)],
                ...backToBalancer(run).run,
            ],
        }, failed);
    }
    run.upstreams = next;
    if (batch.makeRoom && oldNames.length > 0)
        await makeRoom(run, old, oldNames);
}
/** `recreate`: the old ones go first, and before them the host itself leaves a balancer in front until the switch. */
async function stopWeb(run) {
    const { wanted, seen } = run;
    await leaveBalancer(run);
    await makeRoom(run, run.upstreams, (0,observed/* oldContainers */.Ig)(seen, wanted.roles.web, wanted.release.id).map(({ name }) => name));
}
/** Lets requests finish, then stops containers without removing them; on the way back they are started and awaited. */
async function makeRoom({ transaction, wanted, probe, host }, old, names) {
    const { port, healthPath } = wanted.edge;
    await transaction.change({
        undo: [['serve', probe, String(wanted.healthTimeout), String(port), healthPath, ...names]],
        run: [
            ...(old.length === 0 ? [] : [['drain', probe, String(wanted.drainTimeout), ...slots(old)]]),
            ['docker', 'stop', ...names],
        ],
    }, (0,observe/* dockerFailed */.ik)('switch-failed', host.name, `stopping ${names.join(', ')}`));
}
/** Once in a host's life: web gives up the port that it published itself, the edge takes it. Takes about a second. */
async function takePort(run, files, oldNames) {
    const { transaction, wanted, host } = run;
    run.runner.log.warning(`${host.name}: the edge takes port ${wanted.publicPort} over from ${oldNames.join(', ')}. Only this first time it is closed, for about a second.`);
    await transaction.change({
        undo: [
            ...files.undo,
            ['revive', ...oldNames],
            [
                'sweep',
                `com.docker.compose.project=${wanted.model.name}`,
                `${render/* roleLabel */.bR}=edge`,
                'com.docker.compose.oneoff=False',
            ],
        ],
        run: [
            ...files.run,
            ['docker', 'stop', ...oldNames],
            (0,host_run/* compose */.Zz)(run, 'up', '--detach', '--no-deps', 'edge'),
        ],
    }, (0,observe/* dockerFailed */.ik)('switch-failed', host.name, 'taking the port over'));
}
/** The slots for a batch: the same before and at its switch, as only a switch changes which are taken. */
function upstreamsOf(run, { from, to }) {
    const { wanted, seen } = run;
    const names = (0,host_run/* createdOf */.YC)(run, [wanted.roles.web]).slice(from, to);
    if ((0,observed/* isWarm */.Yr)(run))
        return (seen.warm ?? []).flatMap(({ warm: _, ...one }) => (names.includes(one.container) ? [one] : []));
    return (0,upstreams/* assignSlots */.xg)([...seen.upstreams, ...(seen.warm ?? []), ...run.upstreams], names, wanted.release.id);
}
/** Whatever of the old release is still at the edge leaves with the last batch, also what nobody counted. */
function isLast(run, { to }) {
    return to === (0,host_run/* createdOf */.YC)(run, [run.wanted.roles.web]).length;
}
function slots(upstreams) {
    return upstreams.map(({ slot }) => slot);
}

;// CONCATENATED MODULE: ./src/deploy/start.js









/** Starts the database, Redis and the like where they don't run; what runs is left alone, whatever the file says. */
async function startAccessories(run) {
    const { transaction, wanted, seen, host } = run;
    const services = (0,observed/* missingAccessories */.T)(wanted, seen);
    const project = `com.docker.compose.project=${wanted.model.name}`;
    const added = services.filter((service) => (0,observed/* containersOf */.Mz)(seen, service).length === 0);
    await transaction.change({
        undo: [...added.map((service) => ['sweep', project, `com.docker.compose.service=${service}`])],
        run: [
            (0,host_run/* compose */.Zz)(run, 'up', '-d', '--no-recreate', '--no-deps', '--wait', '--wait-timeout', '120', ...services),
        ],
    }, (0,observe/* dockerFailed */.ik)('start-failed', host.name, `starting ${services.join(', ')}`));
}
/** Creates all new containers in one go and starts none: Compose decides names, networks and volumes, we decide when. */
async function create(run) {
    const { transaction, wanted, seen, host } = run;
    const label = `${render/* releaseLabel */.wr}=${wanted.release.id}`;
    const services = (0,deploy_wanted/* appServices */.y)(wanted);
    if ((0,observed/* isWarm */.Yr)(run))
        return;
    // A release that was kept warm and isn't whole any more is made anew.
    const rest = services.flatMap((service) => (0,observed/* ofRelease */.NC)(seen, service, wanted.release.id).map(({ name }) => name));
    const scale = services.flatMap((service) => {
        const count = (0,observed/* containersOf */.Mz)(seen, service).length + (0,compose_model/* replicasOf */.N4)(wanted.model.services[service] ?? {});
        return ['--scale', `${service}=${count}`];
    });
    const { stdout } = await transaction.change({
        undo: [['sweep', label]],
        run: [
            ...(rest.length === 0 ? [] : [['retire', ...rest]]),
            (0,host_run/* compose */.Zz)(run, 'up', '--no-start', '--no-recreate', '--no-deps', ...scale, ...services),
            ['docker', 'ps', '-a', '--filter', `label=${label}`, '--format', observe/* containerFormat */.Jv],
        ],
    }, (0,observe/* dockerFailed */.ik)('start-failed', host.name, 'creating the containers'));
    const containers = (0,observe/* readContainers */.ZW)(stdout).filter(({ release }) => release === wanted.release.id);
    run.created = Object.fromEntries(services.map((service) => [
        service,
        containers
            .filter((one) => one.service === service)
            .map(({ name }) => name)
            .sort(observed/* byNumber */.vh),
    ]));
    const missing = services.find((service) => run.created[service]?.length !== (0,compose_model/* replicasOf */.N4)(wanted.model.services[service] ?? {}));
    if (missing !== undefined)
        throw new errors/* StepFailed */.an('start-failed', `${host.name}: Compose did not create the containers of ${missing}.`, stdout);
}
/** Starts a batch of web beside the old ones and waits until each answers. */
async function startWeb(run, batch) {
    const { transaction, wanted, host, runner } = run;
    const names = (0,host_run/* createdOf */.YC)(run, [wanted.roles.web]).slice(batch.from, batch.to);
    const started = runner.clock.now();
    const { undo = [], run: point = [] } = (0,observed/* isWarm */.Yr)(run) ? {} : pointEdge(run, batch);
    await transaction.change({ undo, run: [['docker', 'start', ...names], ...point] }, (0,observe/* dockerFailed */.ik)('start-failed', host.name, `starting ${names.join(', ')}`));
    await awaitHealthy(run, names);
    run.startSeconds = Math.max(run.startSeconds, (runner.clock.now() - started) / 1000);
}

;// CONCATENATED MODULE: ./src/deploy/undo.js

/** Undoes everything on every host at once, also on one whose connection or guard was lost: as soon as it is back. */
async function undoAll(members, locks, runner) {
    const name = 'Undo everything';
    const one = async (member) => {
        const { host } = member;
        const started = runner.clock.now();
        const undone = (await locks.get(host.name)?.abort()) || (await recover(member, runner)) !== undefined;
        if (!undone)
            runner.log.warning(`${host.name}: the guard could not be heard; the host undoes by itself, the next run makes sure of it.`);
        const seconds = (runner.clock.now() - started) / 1000;
        return { name, where: host.name, started, seconds, result: undone ? 'undone' : 'failed' };
    };
    return await runner.log.group(name, async () => await Promise.all(members.map(one)));
}

;// CONCATENATED MODULE: ./src/deploy/unmoved.js




/**
 * Just before traffic moves: what is live is what was found. The lock keeps other runs out; this finds people who
 * changed the host by hand meanwhile.
 * @throws UserError `live-changed`
 */
async function refuseIfMoved(run) {
    const { transaction, wanted, seen, host } = run;
    const project = `label=com.docker.compose.project=${wanted.model.name}`;
    const { stdout } = await transaction.attempt({
        run: [
            ['bash', '-c', 'readlink "$1" || echo', 'live', `${wanted.root}/live`],
            ['docker', 'ps', '--filter', project, '--format', observe/* containerFormat */.Jv],
        ],
    });
    const [live = '', ...lines] = stdout.split('\n');
    const services = (0,deploy_wanted/* replacedServices */.J)(wanted);
    const known = new Set([...seen.containers.map(({ name }) => name), ...(0,host_run/* createdOf */.YC)(run, services)]);
    const strange = (0,observe/* readContainers */.ZW)(lines.join('\n')).filter(({ service, name }) => services.includes(service) && !known.has(name));
    const expected = seen.live === undefined ? '' : `releases/${seen.live.id}`;
    if (live === expected && strange.length === 0)
        return;
    throw new errors/* UserError */.yo('live-changed', live === expected
        ? `${host.name}: ${strange.map(({ name }) => name).join(', ')} was started by hand while this deploy ran.`
        : `${host.name}: the live release was ${expected || 'none'} and is now ${live || 'none'}.`, 'Somebody changed the host meanwhile. Everything was put back; look at the host, then run this again.');
}

;// CONCATENATED MODULE: ./src/deploy/execute.js





















/** The one loop over a plan. Whatever is thrown before the commit makes every host undo everything. */
async function execute(fleet, plan, job) {
    const stop = new AbortController();
    const runner = {
        ...job,
        log: sayingOnce(job.log),
        cancelled: AbortSignal.any([job.cancelled, stop.signal]),
    };
    const stage = new Stage(fleet.settings.parallel, stop, runner);
    const locks = await prepareAndBegin(fleet, plan, stage, runner);
    let committed = false;
    try {
        const members = await asTheyAreNow(fleet, locks);
        const runs = members.map((member) => hostRun(member, locks, runner));
        const byName = new Map(runs.map((run) => [run.host.name, run]));
        let behind = [];
        for (const step of plan(members)) {
            if (step.do === 'pull' || step.do === 'begin')
                continue;
            if (step.do === 'commit') {
                behind = await stage.once(step, () => commit(runs));
                committed = true;
                continue;
            }
            const action = perform[step.do];
            await stage.each(step, async ({ host, batch }) => {
                const run = byName.get(host);
                if (run !== undefined)
                    await action(run, batch ?? none);
            });
        }
        if (behind.length > 0)
            await catchUp(fleet, plan, behind, job);
        return { timeline: stage.timeline, runs };
    }
    catch (error) {
        if (!committed)
            stage.timeline.push(...(await undoAll(fleet.members, locks, job)));
        if (error instanceof errors/* StepFailed */.an || error instanceof errors/* UserError */.yo)
            error.report = [error.report, (0,report/* failedTimeline */.Dm)(stage.timeline)].filter(Boolean).join('\n\n');
        throw error;
    }
}
/** The first two steps: all that takes long and changes nothing comes before the locks. */
async function prepareAndBegin({ members }, plan, stage, runner) {
    const locks = new Map();
    for (const step of plan(members)) {
        if (step.do === 'pull')
            await stage.each(step, async ({ host: name }) => {
                const member = members.find(({ host }) => host.name === name);
                if (member !== undefined)
                    await (0,cancel/* unlessCancelled */.M)(runner.cancelled, pull(member, runner));
            });
        if (step.do === 'begin')
            await stage.once(step, () => beginAll(members, locks, runner));
    }
    return locks;
}
const none = { from: 0, to: 0, oldFrom: 0, oldTo: 0, makeRoom: false };
const perform = {
    install: install,
    accessories: startAccessories,
    pending: pending/* askPending */.L,
    backup: backUp,
    migrate: migrate,
    create: create,
    edge: startEdge,
    'stop-web': stopWeb,
    'start-web': startWeb,
    workers: startWorkers,
    'stop-scheduler': stopScheduler,
    scheduler: moveScheduler,
    settle: settleBackground,
    switch: async (run, batch) => {
        await refuseIfMoved(run);
        await switchTraffic(run, batch);
    },
    bake: bake,
    'clean-up': cleanUp,
};
function hostRun({ host, wanted, seen }, locks, runner) {
    const transaction = locks.get(host.name);
    if (transaction === undefined)
        throw new Error(`no lock on ${host.name}`);
    const fresh = {
        created: (0,observed/* standingBy */.uS)({ wanted, seen }),
        startSeconds: 0,
        upstreams: [],
        probe: (0,host_run/* edgeName */.Hg)({ wanted }),
        migrations: [],
    };
    return { host, wanted, seen, runner, transaction, ...fresh };
}
/** Looks again where another run deployed meanwhile, or where what one had left was undone just now. */
async function asTheyAreNow({ members }, locks) {
    const now = await Promise.all(members.map(async (member) => {
        const { host, wanted, seen: before } = member;
        const lock = locks.get(host.name);
        const live = before.live === undefined ? '' : `releases/${before.live.id}`;
        if (lock?.recovered === false && lock.live === live)
            return member;
        const seen = await (0,observe/* observe */.lB)(host, wanted);
        (0,preflight/* preflight */.M)(wanted, seen);
        refuseIfReplaced(member, seen);
        return { ...member, seen };
    }));
    return now;
}
/** People approved a change from what was live when they were asked; a rollback leaves the release that it was told of. */
function refuseIfReplaced({ wanted, seen: before }, { host, live }) {
    if (wanted.release.approval === undefined && wanted.back === undefined)
        return;
    if (live?.id === before.live?.id)
        return;
    const told = wanted.back === undefined ? 'the approval was given for a change' : 'the way back was chosen';
    throw new errors/* UserError */.yo('live-changed', `${host}: ${live?.id ?? 'nothing'} is live now; ${told} from ${before.live?.id ?? 'nothing'}.`, 'Look at what is live, then ask again: people shall see what they change.');
}
/** A host that was lost at the very commit and went back: it is deployed to again, as the others serve the new release. */
async function catchUp(fleet, plan, behind, runner) {
    const names = behind.map(({ host }) => host.name).join(', ');
    runner.log.warning(`${names} missed the commit and went back by itself: doing it there again.`);
    const members = await Promise.all(behind.map(async ({ host, wanted }) => {
        // The database is where it shall be, and the release was watched.
        const again = { ...wanted, migrate: [], backup: { ...wanted.backup, when: 'never' }, bake: 0 };
        return { host, wanted: again, seen: await (0,observe/* observe */.lB)(host, again) };
    }));
    await execute({ ...fleet, members: members }, plan, runner);
}


/***/ }),

/***/ 5518:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ allOf),
/* harmony export */   u: () => (/* binding */ messageOf)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6986);
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(231);


/** One error for several hosts, with a table of who failed and why. Those that were only told to stop don't count. */
function allOf(failures) {
    const real = failures.filter(({ error }) => !isAbort(error));
    const [first, ...more] = real;
    if (first === undefined)
        return failures[0]?.error;
    if (more.length === 0)
        return first.error;
    const counted = real.filter(({ error }) => error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo || error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an);
    const [head = first] = counted;
    const message = real.map(({ error }) => messageOf(error)).join('\n');
    const combined = combine(head.error, message, real);
    combined.report = failureTable(real);
    return combined;
}
/** Who failed and why. */
function failureTable(failures) {
    return (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .table */ .tp)(['Host', 'Why'], failures.map(({ host, error }) => [(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .inlineCode */ .ti)(host), messageOf(error)]));
}
function combine(head, message, failures) {
    if (head instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo) {
        const fixes = failures.flatMap(({ error }) => (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo ? error.fix.split('\n') : []));
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo(head.reason, message, [...new Set(fixes)].join('\n'));
    }
    const evidence = failures.flatMap(({ host, error }) => error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an && error.evidence !== '' ? [`— ${host} —\n${error.evidence}`] : []);
    const reason = head instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an ? head.reason : 'internal-error';
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an(reason, message, evidence.join('\n'));
}
function isAbort(error) {
    return error instanceof Error && error.name === 'AbortError';
}
/** The words of an error, whatever was thrown. */
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}


/***/ }),

/***/ 1239:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hg: () => (/* binding */ edgeName),
/* harmony export */   YC: () => (/* binding */ createdOf),
/* harmony export */   Zz: () => (/* binding */ compose),
/* harmony export */   yJ: () => (/* binding */ put)
/* harmony export */ });
/* harmony import */ var _release_release_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7190);

/** `docker compose` on the release's own file; nothing is read from the environment of the SSH session. */
function compose({ wanted: { root, release, model } }, ...words) {
    const file = `${(0,_release_release_js__WEBPACK_IMPORTED_MODULE_0__/* .releaseFolder */ .Uc)(root, release.id)}/compose.json`;
    return [
        'docker',
        'compose',
        '--progress',
        'quiet',
        '--project-name',
        model.name,
        '--project-directory',
        root,
        '--env-file',
        '/dev/null',
        '-f',
        file,
        ...words,
    ];
}
/** A file on the host as one command of the guard: it appears whole or not at all. */
function put(path, mode, content) {
    return ['put', path, mode, Buffer.from(content).toString('base64')];
}
/** The new containers of some services. */
function createdOf({ created }, services) {
    return services.flatMap((service) => created[service] ?? []);
}
/** The edge's container. Compose numbers it 1 and it is never scaled. */
function edgeName({ wanted }) {
    return `${wanted.model.name}-edge-1`;
}


/***/ }),

/***/ 4853:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jv: () => (/* binding */ containerFormat),
/* harmony export */   ZW: () => (/* binding */ readContainers),
/* harmony export */   ik: () => (/* binding */ dockerFailed),
/* harmony export */   lB: () => (/* binding */ observe)
/* harmony export */ });
/* harmony import */ var _compose_render_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8028);
/* harmony import */ var _edge_config_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(897);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6986);
/* harmony import */ var _host_look_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8233);
/* harmony import */ var _host_quote_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4428);
/* harmony import */ var _release_release_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(7190);
/* harmony import */ var _observed_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8005);







const separator = '\t';
/** What is asked of each container; {@link readContainers} reads it back. */
const containerFormat = [
    '{{.Names}}',
    '{{.Label "com.docker.compose.service"}}',
    '{{.State}}',
    `{{.Label "${_compose_render_js__WEBPACK_IMPORTED_MODULE_0__/* .releaseLabel */ .wr}"}}`,
    `{{.Label "${_observed_js__WEBPACK_IMPORTED_MODULE_3__/* .edgeLabel */ .UG}"}}`,
    '{{.Image}}',
    '{{.Label "com.docker.compose.oneoff"}}',
].join(separator);
/**
 * Looks at a host; changes nothing. All questions are asked at once, so that it takes the time of the slowest.
 * @throws UserError `not-ready` when Docker or Compose can't be used by the SSH user
 */
async function observe(host, wanted) {
    const { root, model, release, publicPort } = wanted;
    const project = `label=com.docker.compose.project=${model.name}`;
    const [version, compose, containers, networks, live, releases, config, map, disk, rootDisk, publishers, listening, image, writable, liveImage, previous, images,] = await (0,_host_look_js__WEBPACK_IMPORTED_MODULE_2__/* .look */ .O)(host, [
        asked('version', '--format', '{{.Server.Version}} {{.Server.Arch}}'),
        ['docker', 'compose', 'version', '--short'],
        asked('ps', '-a', '--filter', project, '--format', containerFormat),
        asked('network', 'ls', '--format', '{{.Name}}'),
        ['cat', `${root}/live/release.json`],
        [
            'find',
            `${root}/releases`,
            '-mindepth',
            '2',
            '-maxdepth',
            '2',
            '-name',
            'release.json',
            '-exec',
            'cat',
            '{}',
            '+',
        ],
        ['cat', `${root}/edge/haproxy.cfg`],
        ['cat', `${root}/edge/releases.map`],
        // Where Docker keeps images is a setting of the engine.
        ['bash', '-c', `df -Pk "$(${(0,_host_quote_js__WEBPACK_IMPORTED_MODULE_4__/* .shellLine */ .T)(asked('info', '--format', '{{.DockerRootDir}}'))})"`],
        ['df', '-Pk', root],
        asked('ps', '--filter', `publish=${publicPort}`, '--format', '{{.Names}}'),
        ['ss', '-Hltn', `sport = :${publicPort}`],
        asked('image', 'inspect', '--format', '{{.Id}}', release.image),
        ['test', '-w', root],
        ['bash', '-c', liveImageSize, 'size', `${root}/live/release.json`],
        ['readlink', `${root}/previous`],
        asked('image', 'ls', '--digests', '--format', '{{.Repository}}@{{.Digest}}'),
    ]);
    // An answer that is missing must not be taken for an empty one.
    const silent = [version, containers, networks, publishers].find(({ code }) => code !== 0);
    usable(host.name, silent ?? version, compose);
    const [engine = '', architecture = ''] = version.stdout.trim().split(' ');
    const upstreams = (0,_edge_config_js__WEBPACK_IMPORTED_MODULE_5__/* .readUpstreams */ .rF)(contentOf(config));
    return {
        host: host.name,
        engine,
        architecture,
        compose: compose.stdout.trim(),
        containers: readContainers(containers.stdout),
        networks: networks.stdout.split('\n').filter((name) => name !== ''),
        live: (0,_release_release_js__WEBPACK_IMPORTED_MODULE_6__/* .parseRelease */ .BC)(live.stdout),
        previous: contentOf(previous).trim().split('/').at(-1) || undefined,
        images: contentOf(images).split('\n'),
        releases: releases.stdout.split('\n').flatMap((line) => (0,_release_release_js__WEBPACK_IMPORTED_MODULE_6__/* .parseRelease */ .BC)(line) ?? []),
        edgeConfig: contentOf(config),
        releaseMap: contentOf(map),
        upstreams: upstreams.filter(({ warm }) => warm !== true),
        warm: upstreams.filter(({ warm }) => warm === true),
        freeBytes: freeBytes(disk),
        freeInRoot: freeBytes(rootDisk),
        portHolder: publishers.stdout.split('\n')[0] ||
            (listening.code !== 0 || listening.stdout.trim() === '' ? undefined : 'a program'),
        imagePresent: image.code === 0,
        writable: writable.code === 0,
        imageBytes: Number(liveImage.stdout.trim()) || 0,
    };
}
/** The record is one line of JSON, written by us; no JSON tool can be counted on. */
const liveImageSize = `docker image inspect --format '{{.Size}}' "$(sed -n 's/.*"image":"\\([^"]*\\)".*/\\1/p' "$1")"`;
/** Reads the lines of `docker ps`; one-off containers (`compose run`) are no part of the service. Exported for tests. */
function readContainers(output) {
    return output
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split(separator))
        .filter(([, , , , , , oneOff]) => oneOff !== 'True')
        .map(([name = '', service = '', state = '', release = '', edge = '', image = '']) => ({
        name,
        service,
        state,
        release,
        edge,
        image,
    }));
}
/** A file's content, empty when there is none: what `cat` says then is no content. */
function contentOf({ code, stdout }) {
    return code === 0 ? stdout : '';
}
/** What `df` says is free; where it can't tell, nothing stands against the deploy. */
function freeBytes({ code, stdout }) {
    const kilobytes = stdout.trim().split('\n').at(-1)?.split(/\s+/)[3];
    return code === 0 && kilobytes !== undefined ? Number(kilobytes) * 1024 : Number.POSITIVE_INFINITY;
}
/** An engine that hangs takes the connection and never answers. */
const patienceSeconds = 20;
function asked(...words) {
    return ['timeout', String(patienceSeconds), 'docker', ...words];
}
function usable(host, engine, compose) {
    const said = engine.stdout.trim();
    if (/permission denied/i.test(said))
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('not-ready', `${host}: the SSH user may not use Docker: ${said}`, 'On the server: sudo usermod -aG docker "$USER", then log in again.');
    if (engine.code === 127)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('not-ready', `${host}: Docker is not installed.`, 'Install it: https://docs.docker.com/engine/install/');
    if (engine.code !== 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('not-ready', `${host}: the Docker Engine does not answer: ${said || `nothing within ${patienceSeconds} s`}`, 'On the server: sudo systemctl start docker; when it hangs, restart.');
    if (compose.code !== 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('not-ready', `${host}: Docker Compose v2 is not installed.`, 'On the server: sudo apt-get install docker-compose-plugin');
}
/** What `docker` said when it failed, as evidence. */
function dockerFailed(reason, host, what) {
    return (ran) => new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .StepFailed */ .an(reason, `${host}: ${what} failed: ${causeIn(ran)}`, `${ran.stdout}${ran.stderr}`.trim());
}
/** The engine's own words where there are any: after them `docker start` only counts what failed. Else the last line. */
function causeIn(ran) {
    const lines = `${ran.stdout}\n${ran.stderr}`.trim().split('\n');
    const engine = lines.find((line) => line.startsWith('Error response from daemon: '));
    return engine ?? (lines.at(-1) || `exit code ${ran.code}`);
}


/***/ }),

/***/ 8005:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ig: () => (/* binding */ oldContainers),
/* harmony export */   Mz: () => (/* binding */ containersOf),
/* harmony export */   NC: () => (/* binding */ ofRelease),
/* harmony export */   T: () => (/* binding */ missingAccessories),
/* harmony export */   UG: () => (/* binding */ edgeLabel),
/* harmony export */   Yr: () => (/* binding */ isWarm),
/* harmony export */   ZX: () => (/* binding */ edgeIsAsWanted),
/* harmony export */   lG: () => (/* binding */ mustTakeOver),
/* harmony export */   uS: () => (/* binding */ standingBy),
/* harmony export */   vh: () => (/* binding */ byNumber),
/* harmony export */   wE: () => (/* binding */ edgeRuns)
/* harmony export */ });
/* harmony import */ var _compose_model_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(279);
/* harmony import */ var _wanted_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(238);


/** A hash of the edge's definition: it is made anew only when this changes. */
const edgeLabel = 'saleor-deploy.edge';
/** The containers of a service. */
function containersOf(seen, service) {
    return seen.containers.filter((one) => one.service === service);
}
/** Containers of a service that belong to another release than this one, or to none. */
function oldContainers(seen, service, release) {
    return containersOf(seen, service).filter((one) => one.release !== release);
}
/** Containers of a release. */
function ofRelease(seen, service, release) {
    return containersOf(seen, service).filter((one) => one.release === release);
}
/** Whether the edge runs on the host. */
function edgeRuns(seen) {
    return containersOf(seen, 'edge').some(({ state }) => state === 'running');
}
/** Whether there is an edge that was made by the definition that is wanted now: image, port, networks. */
function edgeIsAsWanted({ model }, seen) {
    const made = containersOf(seen, 'edge');
    return made.length > 0 && made.every(({ edge }) => edge === model.services.edge?.labels?.[edgeLabel]);
}
/** Whether web still publishes the port itself, as after `docker compose up` by hand. */
function mustTakeOver({ roles, release }, seen) {
    return (!edgeRuns(seen) &&
        oldContainers(seen, roles.web, release.id).some(({ state, release: made }) => state === 'running' && made === ''));
}
/** Accessories that don't run yet; a deploy starts them and never replaces them. */
function missingAccessories({ roles }, seen) {
    return roles.accessories.filter((service) => !containersOf(seen, service).some(({ state }) => state === 'running'));
}
/** Whether all containers of the release are there, its web running behind slots of the edge: going back is a switch. */
function isWarm({ wanted, seen }) {
    const { release, roles, model } = wanted;
    const slots = new Set(seen.warm?.map(({ container }) => container));
    return (edgeRuns(seen) &&
        edgeIsAsWanted(wanted, seen) &&
        (0,_wanted_js__WEBPACK_IMPORTED_MODULE_0__/* .appServices */ .y)(wanted).every((service) => {
            const there = ofRelease(seen, service, release.id);
            const isReady = service !== roles.web || there.every((one) => one.state === 'running' && slots.has(one.name));
            return isReady && there.length === (0,_compose_model_js__WEBPACK_IMPORTED_MODULE_1__/* .replicasOf */ .N4)(model.services[service] ?? {});
        }));
}
/** The containers of a warm release by service, in the order of their names; none of one that has to be created. */
function standingBy(target) {
    if (!isWarm(target))
        return {};
    const { wanted, seen } = target;
    return Object.fromEntries((0,_wanted_js__WEBPACK_IMPORTED_MODULE_0__/* .appServices */ .y)(wanted).map((service) => [
        service,
        ofRelease(seen, service, wanted.release.id)
            .map(({ name }) => name)
            .sort(byNumber),
    ]));
}
/** Compose numbers the containers of a service. */
function byNumber(a, b) {
    return a.localeCompare(b, 'en', { numeric: true });
}


/***/ }),

/***/ 3035:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ fleetOutputsOf),
/* harmony export */   t: () => (/* binding */ deployOutputsOf)
/* harmony export */ });
/** What both deploy actions put out. Pure. */
function deployOutputsOf({ result, fleet, steps, pending = [], executed }) {
    const [{ wanted, seen }] = fleet.members;
    const [{ migrations, backup }] = executed?.runs ?? [{ migrations: pending, backup: undefined }];
    return {
        release: result === 'unchanged' ? seen.live?.id : wanted.release.id,
        'previous-release': seen.live?.id,
        image: wanted.release.image,
        version: wanted.release.version,
        plan: JSON.stringify(steps.map(({ title }) => title)),
        migrations: JSON.stringify(migrations.map(({ name }) => name)),
        backup: backup?.path,
        'backup-bytes': backup && String(backup.bytes),
        'backup-seconds': backup && backup.seconds.toFixed(1),
    };
}
/** What only a fleet has to tell. Pure. */
function fleetOutputsOf(deployed) {
    const { members, skipped } = deployed.fleet;
    const { release = '' } = deployOutputsOf(deployed);
    return {
        hosts: JSON.stringify(Object.fromEntries(members.map(({ seen }) => [seen.host, release]))),
        'skipped-hosts': JSON.stringify(skipped.map(({ host }) => host)),
    };
}


/***/ }),

/***/ 6110:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   SI: () => (/* binding */ pullTitle),
/* harmony export */   bJ: () => (/* binding */ planDeploy),
/* harmony export */   dl: () => (/* binding */ edgeSteps),
/* harmony export */   yC: () => (/* binding */ accessorySteps)
/* harmony export */ });
/* harmony import */ var _observed_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8005);
/* harmony import */ var _steps_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6574);
/* harmony import */ var _wanted_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(238);
/* harmony import */ var _web_steps_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2405);




/** ★ What happens in a deploy, in order, on one host or on many. Pure: the same for dry-run, run and report. */
function planDeploy(targets) {
    const [first] = targets;
    const { release, migrate, backup, bake, strategy } = first.wanted;
    const all = (0,_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .step */ .P)(targets);
    const lead = (0,_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .step */ .P)([first]);
    return [
        all('pull', pullTitle(targets)),
        all('begin', 'Take the lock'),
        all('install', `Write release ${release.id}`),
        ...accessorySteps(targets),
        ...(0,_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .when */ .z)(migrate.length > 0, lead('pending', 'Ask which migrations are pending')),
        ...(0,_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .when */ .z)(backup.when === 'always', lead('backup', 'Back up the database')),
        ...(0,_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .when */ .z)(backup.when === 'pending' && migrate.length > 0, lead('backup', 'Back up the database, if migrations are pending')),
        ...(0,_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .when */ .z)(migrate.length > 0, lead('migrate', 'Apply the pending migrations, once')),
        all('create', `Create ${(0,_wanted_js__WEBPACK_IMPORTED_MODULE_1__/* .appServices */ .y)(first.wanted).join(', ')} beside the old`),
        ...edgeSteps(targets),
        // Workers and scheduler move before the switch: no old worker meets a task that only the new release knows.
        ...(strategy === 'recreate'
            ? [...(0,_web_steps_js__WEBPACK_IMPORTED_MODULE_2__/* .moveBackground */ .Qr)(targets), ...(0,_web_steps_js__WEBPACK_IMPORTED_MODULE_2__/* .recreateWeb */ .g4)(targets)]
            : (0,_web_steps_js__WEBPACK_IMPORTED_MODULE_2__/* .replaceWeb */ .XW)(targets, (0,_web_steps_js__WEBPACK_IMPORTED_MODULE_2__/* .moveBackground */ .Qr)(targets))),
        ...(0,_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .when */ .z)(bake > 0, all('bake', `Watch the new release for ${bake} s, the old one still warm`)),
        all('commit', 'Commit: the point of no return'),
        all('clean-up', cleanUpTitle(first.wanted)),
    ];
}
function cleanUpTitle({ keepWarm }) {
    return keepWarm
        ? 'Let requests in flight finish, keep the old web warm, prune old releases'
        : 'Let requests in flight finish, remove the old containers, prune old releases';
}
/** Accessories that don't run. */
function accessorySteps(targets) {
    const needing = targets.filter(({ wanted, seen }) => (0,_observed_js__WEBPACK_IMPORTED_MODULE_3__/* .missingAccessories */ .T)(wanted, seen).length > 0);
    const names = new Set(needing.flatMap(({ wanted, seen }) => (0,_observed_js__WEBPACK_IMPORTED_MODULE_3__/* .missingAccessories */ .T)(wanted, seen)));
    return (0,_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .when */ .z)(needing.length > 0, (0,_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .step */ .P)(needing)('accessories', `Start ${[...names].join(', ')}`));
}
/** What the pull has to do. */
function pullTitle(targets) {
    const isThere = targets.every(({ seen }) => seen.imagePresent);
    return isThere ? 'The image is there already' : `Pull ${targets[0]?.wanted.release.image}`;
}
/** An edge that has to be made anew closes its port for a moment: host after host, so that others can answer. */
function edgeSteps(targets) {
    const anew = targets.filter(({ wanted, seen }) => (0,_observed_js__WEBPACK_IMPORTED_MODULE_3__/* .edgeRuns */ .wE)(seen) && !(0,_observed_js__WEBPACK_IMPORTED_MODULE_3__/* .edgeIsAsWanted */ .ZX)(wanted, seen));
    const others = targets.filter((one) => !anew.includes(one));
    const [first] = others;
    return [
        ...(first === undefined ? [] : [(0,_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .step */ .P)(others)('edge', edgeTitle(first))]),
        ...anew.map((one) => (0,_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .step */ .P)([one])('edge', `Make the edge on ${one.seen.host} anew`)),
    ];
}
function edgeTitle({ wanted, seen }) {
    if ((0,_observed_js__WEBPACK_IMPORTED_MODULE_3__/* .mustTakeOver */ .lG)(wanted, seen))
        return `Prepare the edge to take over port ${wanted.publicPort} from web, which was started by hand`;
    return (0,_observed_js__WEBPACK_IMPORTED_MODULE_3__/* .edgeRuns */ .wE)(seen) ? 'The edge runs' : `Start the edge on port ${wanted.publicPort}`;
}


/***/ }),

/***/ 566:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ preflight)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6986);
/* harmony import */ var _observed_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8005);


/** The oldest that the commands used here work with. */
const oldest = { engine: '20.10', compose: '2.20' };
/** Bytes that must be free for a pull, at the least: Docker needs room for the layers twice while it unpacks. */
const spareBytes = 1_000_000_000;
/** A new image is about as large as the one before; its packed layers come on top, about half of that. */
const roomFor = ({ imageBytes = 0 }) => Math.max(spareBytes, 1.5 * imageBytes);
/** A release is a few hundred kB; a log of what undoes it must be writable to the end. */
const spareInRoot = 20_000_000;
/**
 * What stands in the way of a deploy, found before anything is changed. Pure.
 * @throws UserError `not-ready` with everything that is wrong on this host, not only the first thing
 */
function preflight({ root, publicPort, roles, release }, seen) {
    const complaints = [];
    if (isOlder(seen.engine, oldest.engine))
        complaints.push([
            `the Docker Engine is ${seen.engine}, older than ${oldest.engine}`,
            'Update it: https://docs.docker.com/engine/install/',
        ]);
    if (isOlder(seen.compose, oldest.compose))
        complaints.push([
            `Docker Compose is ${seen.compose}, older than ${oldest.compose}`,
            'On the server: sudo apt-get install --only-upgrade docker-compose-plugin',
        ]);
    if (!seen.writable)
        complaints.push([
            `the folder ${root} is not there, or the SSH user may not write to it`,
            `On the server: sudo install -d -o "$USER" ${root}`,
        ]);
    if (!seen.imagePresent && seen.freeBytes < roomFor(seen))
        complaints.push([
            `only ${megabytes(seen.freeBytes)} are free where Docker keeps images; ${release.image} may need ${megabytes(roomFor(seen))}`,
            'On the server: docker image prune --all, or a larger disk.',
        ]);
    if (seen.writable && (seen.freeInRoot ?? spareInRoot) < spareInRoot)
        complaints.push([
            `only ${megabytes(seen.freeInRoot ?? 0)} are free in the folder ${root}; a release and its undo log need ${megabytes(spareInRoot)}`,
            'Delete what is not needed there, or give it a larger disk.',
        ]);
    const own = [...(0,_observed_js__WEBPACK_IMPORTED_MODULE_1__/* .containersOf */ .Mz)(seen, 'edge'), ...(0,_observed_js__WEBPACK_IMPORTED_MODULE_1__/* .containersOf */ .Mz)(seen, roles.web)].map(({ name }) => name);
    if (seen.portHolder !== undefined && !own.includes(seen.portHolder))
        complaints.push([
            `port ${publicPort} is taken by ${seen.portHolder}`,
            'Stop it, or publish another port in the Compose file.',
        ]);
    if (complaints.length === 0)
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('not-ready', complaints.map(([what]) => `${seen.host}: ${what}.`).join('\n'), complaints.map(([, fix]) => fix).join('\n'));
}
/** Whether a version such as 20.10.24+dfsg1 is older than a major.minor. Distributions add suffixes of all kinds. */
function isOlder(version, than) {
    const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number.parseFloat);
    const [needMajor = 0, needMinor = 0] = than.split('.').map(Number);
    return major < needMajor || (major === needMajor && minor < needMinor);
}
function megabytes(bytes) {
    return `${Math.round(bytes / 1_000_000)} MB`;
}


/***/ }),

/***/ 7142:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ registryLogin)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6986);

/**
 * What `docker login` would write; it travels by standard input and lives on the host for the time of the pull. Empty
 * for a registry that asks for no login. Pure.
 * @throws UserError when one of the two is missing
 */
function registryLogin(image, username, password) {
    if (username === undefined && password === undefined)
        return '';
    if (username === undefined || password === undefined)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Inputs 'registry-username' and 'registry-password' belong together; ${username === undefined ? 'the first' : 'the second'} is empty.`, 'Give both, or none for a registry without login. An empty one is often a secret that this workflow may not read.');
    const [first = ''] = image.split('/');
    const registry = image.includes('/') && /[.:]|^localhost$/.test(first) ? first : 'https://index.docker.io/v1/';
    return JSON.stringify({
        auths: { [registry]: { auth: Buffer.from(`${username}:${password}`).toString('base64') } },
    });
}


/***/ }),

/***/ 7971:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Dm: () => (/* binding */ failedTimeline),
/* harmony export */   GS: () => (/* binding */ hostsTable),
/* harmony export */   Hg: () => (/* binding */ changeTable),
/* harmony export */   eN: () => (/* binding */ deploySummary)
/* harmony export */ });
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(231);
/* harmony import */ var _report_timeline_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8117);
/* harmony import */ var _failures_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5518);



const headline = {
    done: '✅ Deployed',
    unchanged: '✅ Nothing to do: this release serves already',
    planned: '📝 Plan (dry run, nothing was changed)',
};
/** The job summary of a deploy that ended well. Pure. */
function deploySummary({ result, fleet, steps, pending, executed }) {
    const [first] = fleet.members;
    const before = first.seen.live;
    const now = result === 'unchanged' && before !== undefined ? before : first.wanted.release;
    const parts = [
        `### ${headline[result]}`,
        changeTable(before, now),
        hostsTable(fleet.members, executed?.runs ?? []),
    ];
    if (fleet.skipped.length > 0)
        parts.push((0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .table */ .tp)(['Left out', 'Why'], fleet.skipped.map(({ host, error }) => [(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(host), (0,_failures_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .u)(error)])));
    if (result === 'planned') {
        parts.push(steps.map(({ title }, index) => `${index + 1}. ${title}`).join('\n'));
        parts.push(pending === undefined ? '' : migrationsPart(pending, 'pending'));
    }
    if (executed !== undefined) {
        const [{ migrations, backup }] = executed.runs;
        parts.push(migrationsPart(migrations, 'applied'), backupPart(backup), (0,_report_timeline_js__WEBPACK_IMPORTED_MODULE_0__/* .timeline */ .IO)(executed.timeline));
    }
    return parts.filter((part) => part !== '').join('\n\n');
}
/** What was done and undone, for the summary of a deploy that failed. */
function failedTimeline(entries) {
    return (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .details */ .zH)('What was done, and undone', (0,_report_timeline_js__WEBPACK_IMPORTED_MODULE_0__/* .timeline */ .IO)(entries));
}
/** Which release was live, and which one is. */
function changeTable(before, now) {
    return (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .table */ .tp)(['', 'Before', 'Now'], [
        ['Release', (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(before?.id ?? 'none'), (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(now.id)],
        ['Version', before?.version || '–', now.version || '–'],
        ['Commit', (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(before?.commit.slice(0, 7) || 'none'), (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(now.commit.slice(0, 7))],
        ['Image', (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(before?.image ?? 'none'), (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(now.image)],
    ]);
}
/** Where it serves, what served there before, and what was seen of it at the edge while it was watched. */
function hostsTable(targets, runs) {
    return (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .table */ .tp)(['Host', 'Before', 'Scheduler', 'While it was watched'], targets.map(({ wanted, seen }) => {
        const baked = runs.find(({ host }) => host.name === seen.host)?.baked;
        const watched = baked === undefined
            ? ''
            : `${baked.requests} requests in ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .duration */ .p0)(baked.seconds)}, ${baked.failed} failed`;
        const schedules = wanted.schedules && wanted.roles.schedulers.length > 0;
        return [(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(seen.host), (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(seen.live?.id ?? 'none'), schedules ? 'here' : '', watched];
    }));
}
function migrationsPart(migrations, state) {
    if (migrations.length === 0)
        return 'No migrations were pending.';
    const text = migrations
        .map(({ name, operations }) => `${name}\n${operations.map((one) => `    ${one}`).join('\n')}`)
        .join('\n');
    const applied = (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .details */ .zH)(`${migrations.length} migration${migrations.length === 1 ? '' : 's'} ${state}`, (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .code */ .aY)(text));
    const dangers = migrations.flatMap(({ name, dangers: all }) => all.map((one) => [(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(name), one]));
    if (dangers.length === 0)
        return applied;
    return `${applied}\n\n${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .table */ .tp)(['Migration', '⚠️ What the old release may not survive'], dangers)}`;
}
function backupPart(backup) {
    if (backup === undefined)
        return '';
    const { path, bytes, seconds, sha256, proof } = backup;
    return (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .table */ .tp)(['Backup', 'Size', 'Took', 'Proof', 'SHA-256'], [[(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(path), (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .size */ .Ej)(bytes), (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .duration */ .p0)(seconds), proof, (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(sha256.slice(0, 12))]]);
}


/***/ }),

/***/ 6574:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ step),
/* harmony export */   z: () => (/* binding */ when)
/* harmony export */ });
/** Makes steps that these hosts make side by side. */
function step(targets) {
    const on = targets.map(({ seen }) => ({ host: seen.host }));
    return (kind, title) => ({ do: kind, title, on });
}
/** The items if the condition holds, else none. */
function when(condition, ...items) {
    return condition ? items : [];
}


/***/ }),

/***/ 8238:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  F: () => (/* binding */ survey),
  x: () => (/* binding */ withFleet)
});

// EXTERNAL MODULE: ../../node_modules/p-map/index.js
var p_map = __webpack_require__(4154);
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
        bastion.dispose();
        if (error instanceof errors/* UserError */.yo)
            throw error;
        throw new errors/* UserError */.yo('host-unreachable', `${jump.host} could not open a connection to ${address.host}:${address.port}: ${String(error)}`, `Check host and port, and that sshd on ${jump.host} allows TCP forwarding (AllowTcpForwarding).`);
    }
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
        ssh.dispose();
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
            const { code, signal, stdout, stderr } = await this.line.ssh.execCommand((0,quote/* shellLine */.T)(command), {
                stdin: input,
                noTrim: true,
            });
            return { code: code ?? (signal === null ? 255 : 128), stdout, stderr };
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
            throw new Error(`the connection to ${this.name} is gone`);
        const channel = await new Promise((resolve, reject) => connection.exec((0,quote/* shellLine */.T)(command), (error, opened) => (error ? reject(error) : resolve(opened))));
        return new LineConversation(channel);
    }
    async again() {
        this.close();
        this.line = await this.dial();
    }
    close() {
        this.line.ssh.dispose();
        this.line.bastion?.dispose();
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

// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(231);
// EXTERNAL MODULE: ./src/runner/cancel.js
var cancel = __webpack_require__(4744);
// EXTERNAL MODULE: ./src/deploy/failures.js
var deploy_failures = __webpack_require__(5518);
// EXTERNAL MODULE: ./src/deploy/observe.js
var observe = __webpack_require__(4853);
// EXTERNAL MODULE: ./src/deploy/preflight.js
var preflight = __webpack_require__(566);
;// CONCATENATED MODULE: ./src/deploy/survey.js








/**
 * Connects to all hosts while it is decided what is wanted, looks at each, and refuses before anything is changed.
 * @throws UserError with everything that is wrong on any host, and a table of all
 */
async function survey(addresses, jump, settings, intend, runner) {
    const connecting = connectAll(addresses, jump, settings, runner);
    const connected = connecting.then(connectedOf);
    // Logging in is half a dozen round trips; when both fail, what is wrong in the files counts.
    connected.catch(() => { });
    let intent;
    try {
        intent = await intend(connected);
    }
    catch (error) {
        void connecting.then((looks) => looks.forEach(({ host }) => host?.close()));
        throw error;
    }
    const looks = await connecting;
    await Promise.all(looks.map((look) => lookAt(look, intent, runner)));
    try {
        runner.cancelled.throwIfAborted();
        return judge(looks, settings, intent, runner);
    }
    catch (error) {
        for (const { host } of looks)
            host?.close();
        throw error;
    }
}
async function connectAll(addresses, jump, { parallel }, { clock, cancelled }) {
    const one = async (address) => {
        const name = address.name ?? address.host;
        const started = clock.now();
        const seconds = () => (clock.now() - started) / 1000;
        try {
            return { name, host: await (0,cancel/* unlessCancelled */.M)(cancelled, connect(address, jump)), seconds: seconds() };
        }
        catch (error) {
            return { name, error, seconds: seconds() };
        }
    };
    // sshd begins to drop those who are still logging in at ten (MaxStartups), and a jump host sees them all.
    return await (0,p_map/* default */.Ay)(addresses, one, { concurrency: jump === undefined ? parallel : Math.min(parallel, 5) });
}
/** @throws what stood in the way, when not one host is connected */
function connectedOf(looks) {
    const [first, ...rest] = looks.flatMap(({ host }) => host ?? []);
    if (first === undefined)
        throw (0,deploy_failures/* allOf */.b)(failuresOf(looks));
    return [first, ...rest];
}
async function lookAt(look, { wanted, scheduler }, runner) {
    const { host } = look;
    if (host === undefined)
        return;
    const started = runner.clock.now();
    try {
        const here = { ...wanted, schedules: look.name === scheduler };
        const seen = await (0,cancel/* unlessCancelled */.M)(runner.cancelled, (0,observe/* observe */.lB)(host, here));
        (0,preflight/* preflight */.M)(here, seen);
        look.target = { wanted: here, seen };
    }
    catch (error) {
        look.error = error;
    }
    finally {
        look.seconds += (runner.clock.now() - started) / 1000;
    }
}
function failuresOf(looks) {
    return looks.flatMap(({ name, error }) => (error === undefined ? [] : [{ host: name, error }]));
}
function judge(looks, settings, { scheduler }, { log }) {
    const failures = failuresOf(looks);
    const skipped = failures.filter((one) => mayBeSkipped(one, settings, scheduler));
    const [first, ...rest] = looks.flatMap(({ host, target }) => host !== undefined && target !== undefined ? [{ host, ...target }] : []);
    if (failures.length > skipped.length || first === undefined) {
        const error = (0,deploy_failures/* allOf */.b)(failures);
        if (error instanceof errors/* UserError */.yo && looks.length > 1)
            error.report = surveyTable(looks);
        throw error;
    }
    for (const { host, error } of skipped)
        log.warning(`${host} is left out: ${(0,deploy_failures/* messageOf */.u)(error)}`);
    return { members: [first, ...rest], skipped, settings };
}
/** Not the scheduler's: it may still run there, and a second one would start every task twice. */
function mayBeSkipped({ host, error }, { onUnreachable }, scheduler) {
    return (onUnreachable === 'skip' &&
        host !== scheduler &&
        error instanceof errors/* UserError */.yo &&
        error.reason === 'host-unreachable');
}
/** Every host, well or not: who stands in the way of a deploy, why, and who is slow. */
function surveyTable(looks) {
    return (0,markdown/* table */.tp)(['', 'Host', 'Answered in', ''], looks.map(({ name, seconds, error }) => [
        error === undefined ? '✅' : '❌',
        (0,markdown/* inlineCode */.ti)(name),
        (0,markdown/* duration */.p0)(seconds),
        error === undefined ? 'ready' : (0,deploy_failures/* messageOf */.u)(error),
    ]));
}
/** Does the work with the fleet, then ends the connections, and says how few commands they carried. */
async function withFleet(opening, { log }, work) {
    const fleet = await opening;
    const hosts = fleet.members.map(({ host }) => host);
    try {
        return await work(fleet);
    }
    finally {
        const count = hosts.reduce((sum, { commandCount }) => sum + commandCount, 0);
        log.info(`${count} commands over ${hosts.length === 1 ? 'one connection' : `${hosts.length} connections`}`);
        for (const host of hosts)
            host.close();
    }
}


/***/ }),

/***/ 238:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ replacedServices),
/* harmony export */   y: () => (/* binding */ appServices)
/* harmony export */ });
/** The services of a release that run on this host and carry the new image. */
function appServices({ roles, schedules }) {
    return [roles.web, ...roles.workers, ...(schedules ? roles.schedulers : [])];
}
/** The services whose containers a deploy replaces or removes: also a scheduler that now runs on another host. */
function replacedServices({ roles }) {
    return [roles.web, ...roles.workers, ...roles.schedulers];
}


/***/ }),

/***/ 2405:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Qr: () => (/* binding */ moveBackground),
/* harmony export */   XW: () => (/* binding */ replaceWeb),
/* harmony export */   g4: () => (/* binding */ recreateWeb)
/* harmony export */ });
/* harmony import */ var _compose_model_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(279);
/* harmony import */ var _observed_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8005);
/* harmony import */ var _steps_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6574);




/**
 * Old and new beside each other: everything starts before anything switches, on all hosts.
 * @param between what is done once the first new ones answer, before the first switch
 */
function replaceWeb(targets, between = []) {
    const rounds = roundsOf(targets);
    return rounds.flatMap((round, index) => {
        const { start, switches } = webSteps(targets, round, index > 0);
        return index === 0 ? [start, ...between, ...switches] : [start, ...switches];
    });
}
/** Web that can't run twice: host after host, so that a balancer in front has others to turn to. */
function recreateWeb(targets) {
    return targets.flatMap((target) => {
        const [round = []] = roundsOf([target]);
        const { start, switches } = webSteps([target], round, false);
        const old = round[0]?.batch?.oldTo ?? 0;
        const title = `Stop ${old} old web${targets.length > 1 ? ` on ${target.seen.host}` : ': requests fail until the new ones answer'}`;
        return [...(0,_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .when */ .z)(old > 0, { do: 'stop-web', title, on: round }), start, ...switches];
    });
}
/** Workers and scheduler of the old release give way to those of the new one. */
function moveBackground(targets) {
    const [first] = targets;
    const { workers = [], schedulers = [] } = first?.wanted.roles ?? {};
    const background = [...workers, ...schedulers];
    const elsewhere = targets.filter(({ wanted, seen }) => !wanted.schedules && schedulers.some((name) => (0,_observed_js__WEBPACK_IMPORTED_MODULE_1__/* .containersOf */ .Mz)(seen, name).length > 0));
    return [
        ...(0,_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .when */ .z)(workers.length > 0, (0,_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .step */ .P)(targets)('workers', `Start new ${workers.join(', ')} beside the old`)),
        ...(0,_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .when */ .z)(elsewhere.length > 0, (0,_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .step */ .P)(elsewhere)('stop-scheduler', `Stop ${schedulers.join(', ')}, which moves to another host`)),
        ...(0,_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .when */ .z)(schedulers.length > 0, (0,_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .step */ .P)(targets.filter(({ wanted }) => wanted.schedules))('scheduler', `Hand over ${schedulers.join(', ')}: stop the old one first`)),
        ...(0,_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .when */ .z)(background.length > 0, (0,_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .step */ .P)(targets)('settle', `Watch that ${background.join(', ')} keep running, stop the old workers warm`)),
    ];
}
function webSteps(targets, on, isMore) {
    const { edge, publicPort } = targets[0]?.wanted ?? { edge: { healthPath: '' }, publicPort: 0 };
    const { from = 0, to = 0 } = on[0]?.batch ?? {};
    const count = `${to - from} web${isMore ? ' more' : ''}`;
    const title = targets.every(_observed_js__WEBPACK_IMPORTED_MODULE_1__/* .isWarm */ .Yr)
        ? `See that ${count} still answer ${edge.healthPath}`
        : `Start ${count} and wait until they answer ${edge.healthPath}`;
    return {
        start: { do: 'start-web', title, on },
        switches: switchGroups(targets, on).map((group) => ({
            do: 'switch',
            title: `Switch port ${publicPort} to ${count}`,
            on: group,
        })),
    };
}
/** The batches of all hosts, side by side: the first of each, the second of those that have one, and so on. */
function roundsOf(targets) {
    const lists = targets.map((target) => ({ host: target.seen.host, batches: webBatches(target) }));
    const longest = Math.max(...lists.map(({ batches }) => batches.length));
    return Array.from({ length: longest }, (_, index) => lists.flatMap(({ host, batches }) => {
        const batch = batches[index];
        return batch === undefined ? [] : [{ host, batch }];
    }));
}
/** One batch with everything, or for `rolling` one replica after the other, each making room for the next. */
function webBatches({ wanted: { strategy, model, roles, release }, seen }) {
    const count = (0,_compose_model_js__WEBPACK_IMPORTED_MODULE_2__/* .replicasOf */ .N4)(model.services[roles.web] ?? {});
    const old = (0,_observed_js__WEBPACK_IMPORTED_MODULE_1__/* .oldContainers */ .Ig)(seen, roles.web, release.id).length;
    const all = { from: 0, to: count, oldFrom: 0, oldTo: old, makeRoom: false };
    if (strategy !== 'rolling' || old === 0 || count < 2)
        return [all];
    const share = (index) => Math.floor((index * old) / count);
    return Array.from({ length: count }, (_, index) => ({
        from: index,
        to: index + 1,
        oldFrom: share(index),
        oldTo: share(index + 1),
        // The last old ones are left to the clean-up: until the commit they are the quickest way back.
        makeRoom: index < count - 1,
    }));
}
/** All at once; but where the port is taken over from web it is closed for a moment, so these go host after host. */
function switchGroups(targets, on) {
    const closing = on.filter(({ host }) => targets.some(({ wanted, seen }) => seen.host === host && (0,_observed_js__WEBPACK_IMPORTED_MODULE_1__/* .mustTakeOver */ .lG)(wanted, seen)));
    const others = on.filter((part) => !closing.includes(part));
    return [others, ...closing.map((part) => [part])].filter((group) => group.length > 0);
}


/***/ }),

/***/ 897:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Dy: () => (/* binding */ withoutUpstreams),
/* harmony export */   R4: () => (/* binding */ balancerBackend),
/* harmony export */   Xs: () => (/* binding */ renderConfig),
/* harmony export */   hu: () => (/* binding */ balancerFlag),
/* harmony export */   kL: () => (/* binding */ idleName),
/* harmony export */   rF: () => (/* binding */ readUpstreams),
/* harmony export */   vg: () => (/* binding */ configFolder),
/* harmony export */   x_: () => (/* binding */ renderMap)
/* harmony export */ });
/* unused harmony export releaseHeader */
/* harmony import */ var _upstreams_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4509);

/** The response header that says which release answered. */
const releaseHeader = 'x-saleor-release';
/** Where the official image looks for its configuration; the host's `edge` folder is mounted there. */
const configFolder = '/usr/local/etc/haproxy';
/** The backend whose only server says by its state whether the host drains: `ready`, or `maint`. */
const balancerBackend = 'balancer';
const balancerFlag = 'flag';
const upstreamsMark = '# upstreams: ';
/**
 * HAProxy's configuration with these upstreams. Servers are changed at run time; the file is kept equal, so that an
 * edge that restarts serves the same. Connections to web are not kept open: an idle one could be closed by uvicorn
 * at the moment of its reuse, and such a POST can't be repeated.
 */
function renderConfig(settings, upstreams) {
    const { port, healthPath, healthHost, readinessPath } = settings;
    return `${upstreamsMark}${JSON.stringify(upstreams)}
global
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
  # What a balancer in front asks: 200 while this host wants requests, else 503. The edge answers by itself.
  monitor-uri ${readinessPath}
  monitor fail if { nbsrv(web) eq 0 } || { nbsrv(${balancerBackend}) eq 0 }
  default_backend web

# A flag, not a place to go: its one server is put into maintenance while the host drains. An edge that restarts
# meanwhile has forgotten it.
backend ${balancerBackend}
  server ${balancerFlag} 127.0.0.1:9

# A reload must know the addresses at once (libc); at boot, when a name isn't there yet, they are asked for (resolvers).
backend web
  balance leastconn
  option httpchk
  http-check send meth GET uri ${healthPath} ver HTTP/1.1 hdr Host ${healthHost} hdr Connection close
  http-check expect status 200-299
  timeout check 5s
  http-response set-header ${releaseHeader} %[srv_name,map(${configFolder}/releases.map,unknown)]
  default-server check inter 2s fastinter 500ms downinter 1s rise 1 fall 5 init-addr libc,none resolvers engine resolve-prefer ipv4
${(0,_upstreams_js__WEBPACK_IMPORTED_MODULE_0__/* .allSlots */ .b7)()
        .map((slot) => serverLine(slot, port, upstreams))
        .join('\n')}
`;
}
/** Which release is in which slot, for the response header. */
function renderMap(upstreams) {
    const release = (slot) => upstreams.find((one) => one.slot === slot)?.release ?? 'none';
    return `${(0,_upstreams_js__WEBPACK_IMPORTED_MODULE_0__/* .allSlots */ .b7)()
        .map((slot) => `${slot} ${release(slot)}`)
        .join('\n')}\n`;
}
/** Reads the upstreams back from a configuration file, warm ones among them; an empty or foreign file has none. */
function readUpstreams(config) {
    const line = config.split('\n', 1)[0] ?? '';
    return line.startsWith(upstreamsMark) ? JSON.parse(line.slice(upstreamsMark.length)) : [];
}
/** The configuration without what changes from release to release: equal means that no reload is needed. */
function withoutUpstreams(config) {
    return config
        .split('\n')
        .filter((line) => !line.startsWith(upstreamsMark) && !/^ {2}server s\d+ /.test(line))
        .join('\n');
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
/** `web-1`, `web-1:2222` or `[2001:db8::1]:2222`. */
function readHostAndPort(input, text) {
    const [, bracketed, plain, port] = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+))(?::(\d+))?$/.exec(text) ?? [];
    const host = bracketed ?? plain;
    if (host !== undefined && port === undefined)
        return { host };
    if (host !== undefined && Number(port) >= 1 && Number(port) <= 65535)
        return { host, port: Number(port) };
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Input '${input}': "${text}" is not host or host:port, with a port from 1 to 65535.`, input === 'hosts'
        ? 'Write it as shop.example.com or shop.example.com:2222; the user goes into user.'
        : 'Write it as bastion.example.com or bastion.example.com:2222; the user goes into jump-user.');
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

/***/ 7909:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Ct: () => (/* binding */ backupInputs),
  xR: () => (/* binding */ deployInputs),
  gf: () => (/* binding */ deployOutputs),
  EN: () => (/* binding */ hostsInput)
});

// EXTERNAL MODULE: ./src/inputs/connection.js
var connection = __webpack_require__(3851);
// EXTERNAL MODULE: ./src/inputs/contract.js
var contract = __webpack_require__(3849);
// EXTERNAL MODULE: ./src/compose/environment.js
var compose_environment = __webpack_require__(7627);
;// CONCATENATED MODULE: ./src/inputs/environment-masks.js

/** Shorter ones are `True`, `8000`, `redis`: hiding them would make logs unreadable and protect nothing. */
const shortest = 6;
/** Settings that every visitor of the shop sees anyway: hidden, they would turn the log's addresses into `***`. */
const environment_masks_open = /^(ALLOWED_(CLIENT_)?HOSTS|PUBLIC_URL|(STATIC|MEDIA)_URL|DEFAULT_FROM_EMAIL|\w+_CUSTOM_DOMAIN)$/;
/**
 * What to hide of the environment: each value by itself, as a program would print it, and the password in a URL. Not
 * whole lines, which nobody prints; nothing that an input says in public (`others`), because the runner drops job
 * outputs that hold a hidden text. Pure.
 */
function environmentMasks(text, others) {
    const found = valuesOf(text).flatMap((value) => [...value.split(/\r?\n/), ...passwordsOf(value)]);
    const telling = found
        .map((one) => one.trim())
        .filter((one) => one.length >= shortest && !one.startsWith('-----'));
    return [...new Set(telling)].filter((one) => !others.some((other) => other.includes(one)));
}
function valuesOf(text) {
    let environment;
    try {
        environment = (0,compose_environment/* parseEnvironment */.N)(text);
    }
    catch {
        // It will be refused, but until then something may print a part of it.
        return text.split(/\r?\n/).map((line) => line.replace(/^\s*(export\s+)?\w+=\s*["']?|["']\s*$/g, ''));
    }
    return [...environment].flatMap(([name, value]) => (environment_masks_open.test(name) ? [] : [value]));
}
/** `postgres://user:password@host`, as it stands there and as the program sees it. */
function passwordsOf(value) {
    const [, password] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*?:([^/?#\s]*)@/i.exec(value) ?? [];
    if (password === undefined)
        return [];
    try {
        return [password, decodeURIComponent(password)];
    }
    catch {
        return [password];
    }
}

;// CONCATENATED MODULE: ./src/inputs/deploy.js



const { host: _host, ...deploy_connection } = connection/* connectionInputs */.e;
const deploy_image = (0,contract/* pattern */.T1)(/^[a-z0-9][\w.:/-]*@sha256:[0-9a-f]{64}$/, 'an image by digest, repository@sha256:… (push-registry puts it out)', { required: true });
/** The servers of a fleet. */
const hostsInput = (0,contract/* lines */.Mn)({
    required: true,
    each: [/^(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?$/, 'a list of name or name:port, one a line'],
});
/** How a backup is made and kept. */
const backupInputs = {
    'verify-backup': (0,contract/* choice */.Yq)(['restore', 'list', 'none'], { default: 'restore' }),
    'backup-path': (0,contract/* pattern */.T1)(/^(\/(?!\.{1,2}(\/|$))[\w.-]+)+$/, 'an absolute folder on the server'),
    'backup-image': (0,contract/* pattern */.T1)(/^[a-z0-9][\w.:/-]*(@sha256:[0-9a-f]{64})?$/, 'an image such as postgres:15'),
    'keep-backups': (0,contract/* whole */.WQ)({ min: 1, max: 1000, default: '10' }),
};
/** The inputs that `deploy-staging` and `deploy-production` share, with the defaults of one of them. */
function deployInputs(defaults) {
    return {
        image: deploy_image,
        ...deploy_connection,
        'compose-file': (0,contract/* lines */.Mn)({ default: defaults.composeFile }),
        environment: (0,contract/* secret */.rJ)({ masks: environmentMasks }),
        'environment-file': (0,contract/* text */.Qq)({ default: defaults.environmentFile }),
        project: (0,contract/* pattern */.T1)(/^[a-z0-9][a-z0-9_-]*$/, 'a Compose project name (small letters, digits, _ and -)'),
        'web-service': (0,contract/* text */.Qq)(),
        'worker-services': (0,contract/* lines */.Mn)(),
        'scheduler-services': (0,contract/* lines */.Mn)(),
        replicas: (0,contract/* lines */.Mn)({
            each: [/^([\w.-]+=)?\d{1,2}$/, 'a number of web containers, or lines such as web=3 and celery=2'],
        }),
        strategy: (0,contract/* choice */.Yq)(['rolling', 'blue-green', 'recreate'], { default: defaults.strategy }),
        'migrate-command': (0,contract/* text */.Qq)({ default: 'python manage.py migrate --noinput' }),
        backup: (0,contract/* choice */.Yq)(['pending', 'always', 'never'], { default: defaults.backup }),
        ...backupInputs,
        'backup-copy': (0,contract/* text */.Qq)(),
        'health-path': (0,contract/* pattern */.T1)(/^\/\S*$/, 'a path that begins with /', { default: '/health/' }),
        'health-host': (0,contract/* pattern */.T1)(/^[A-Za-z0-9.:-]+$/, 'a host name', { default: 'localhost' }),
        'health-timeout': (0,contract/* seconds */.YA)({ default: '120s' }),
        bake: (0,contract/* seconds */.YA)({ default: defaults.bake }),
        'max-error-rate': (0,contract/* percent */.KN)({ default: '5' }),
        'drain-timeout': (0,contract/* seconds */.YA)({ default: '60s' }),
        'readiness-path': (0,contract/* pattern */.T1)(/^\/[\w./~-]+$/, 'a path that begins with /', {
            default: '/saleor-deploy/ready',
        }),
        'edge-image': (0,contract/* pattern */.T1)(/^[a-z0-9][\w.:/-]*(@sha256:[0-9a-f]{64})?$/, 'an image such as haproxy:lts', {
            default: 'haproxy:lts',
        }),
        'registry-username': (0,contract/* text */.Qq)(),
        'registry-password': (0,contract/* secret */.rJ)(),
        version: (0,contract/* text */.Qq)(),
        'keep-warm': (0,contract/* flag */.Jt)({ default: 'false' }),
        'keep-releases': (0,contract/* whole */.WQ)({ min: 1, max: 100, default: '5' }),
        'lock-wait': (0,contract/* seconds */.YA)({ default: '0' }),
        'dry-run': (0,contract/* flag */.Jt)({ default: 'false' }),
    };
}
/** What both deploy actions put out. */
const deployOutputs = [
    'release',
    'previous-release',
    'image',
    'version',
    'plan',
    'migrations',
    'backup',
    'backup-bytes',
    'backup-seconds',
    'reason-code',
];


/***/ }),

/***/ 7190:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BC: () => (/* binding */ parseRelease),
/* harmony export */   Bf: () => (/* binding */ releaseId),
/* harmony export */   Uc: () => (/* binding */ releaseFolder),
/* harmony export */   W: () => (/* binding */ prunable)
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


/***/ }),

/***/ 8117:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IO: () => (/* binding */ timeline)
/* harmony export */ });
/* unused harmony exports timelineTable, timelineChart */
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
