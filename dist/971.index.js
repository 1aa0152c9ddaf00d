export const id = 971;
export const ids = [971];
export const modules = {

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

/***/ 8873:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Br: () => (/* binding */ targetsTable),
/* harmony export */   QR: () => (/* binding */ targetsOf)
/* harmony export */ });
/* unused harmony export schemaBetween */
/* harmony import */ var _release_release_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7190);
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(231);
/* harmony import */ var _observed_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8005);



/** What all hosts have had, without what will serve now; the newest first. Pure. */
function targetsOf(members, now) {
    const [first, ...others] = members;
    if (first === undefined)
        return [];
    const serves = now ?? first.seen.live ?? first.wanted.release;
    const common = first.seen.releases.filter(({ id }) => id !== serves.id && others.every(({ seen }) => seen.releases.some((one) => one.id === id)));
    return (0,_release_release_js__WEBPACK_IMPORTED_MODULE_0__/* .newestFirst */ .ll)(common).map((release) => {
        const schema = schemaBetween(release, serves);
        return {
            release: release.id,
            version: release.version,
            commit: release.commit,
            created: release.created,
            warm: members.every(({ wanted, seen }) => (0,_observed_js__WEBPACK_IMPORTED_MODULE_1__/* .isWarm */ .Yr)({ wanted: { ...wanted, release }, seen })),
            images: members.filter(({ seen }) => seen.images?.includes(release.image) === true).length,
            ...(schema === undefined ? {} : { schema }),
        };
    });
}
/** The table of them for a job summary; empty when there are none. */
function targetsTable(targets, hosts, now) {
    if (targets.length === 0)
        return '';
    const rows = targets.map(({ release, version, commit, created, warm, images, schema }) => [
        (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(release),
        version || '–',
        (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(commit.slice(0, 7)),
        (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .age */ .KW)((now - Date.parse(created)) / 1000),
        schema === undefined ? 'not known' : schema.length === 0 ? 'none' : schema.join('<br>'),
        warm ? 'runs, warm' : images === hosts ? 'image is there' : `image on ${images} of ${hosts}`,
    ]);
    return `**What can be gone back to**\n\n${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .table */ .tp)(['Release', 'Version', 'Commit', 'Age', 'Migrations between', 'On the hosts'], rows)}`;
}
/** Where the schema of a newer release differs, app by app. */
function schemaBetween(older, newer) {
    const [before, after] = [older.schema, newer.schema];
    if (before === undefined || after === undefined)
        return undefined;
    const apps = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return apps.flatMap((app) => before[app] === after[app] ? [] : [`${app} ${before[app] ?? 'none'} → ${after[app] ?? 'none'}`]);
}


/***/ }),

/***/ 4688:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  V: () => (/* binding */ beginAll),
  l: () => (/* binding */ recover)
});

// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(6986);
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
    /** Bytes of the host's history when the lock was taken: whoever changes anything adds to it. */
    history = 0;
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
                const [bytes, live = ''] = rest;
                this.history = Number(bytes);
                this.live = live;
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
 * @param doing what it is, when it is neither a deploy nor a rollback
 * @throws UserError `locked` or `not-ready`; then none is held
 */
async function beginAll(members, locks, runner, doing) {
    const [first, ...rest] = members.toSorted((one, other) => (one.host.name < other.host.name ? -1 : 1));
    if (first === undefined)
        return;
    const { lockWait, back } = first.wanted;
    const takeOver = back?.takeOver === true;
    const take = async (member, waitSeconds) => {
        locks.set(member.host.name, await begin(member, { waitSeconds, takeOver }, runner, doing));
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
async function begin(member, patience, runner, doing = doingOf(member)) {
    const { host, wanted } = member;
    const holder = { ...holderOf(doing.action, wanted.release.id, runner), ...doing };
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
function doingOf({ wanted: { back } }) {
    return back === undefined
        ? { action: 'deploy' }
        : { action: 'rollback', from: back.from.id, reason: back.reason };
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
/* harmony import */ var _edge_config_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(897);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6986);
/* harmony import */ var _host_look_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8233);
/* harmony import */ var _host_quote_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(4428);
/* harmony import */ var _release_release_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(7190);
/* harmony import */ var _observed_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8005);







const separator = '\t';
/** What is asked of each container; {@link readContainers} reads it back. */
const containerFormat = [
    '{{.Names}}',
    '{{.Label "com.docker.compose.service"}}',
    '{{.State}}',
    `{{.Label "${_compose_render_js__WEBPACK_IMPORTED_MODULE_0__/* .releaseLabel */ .wr}"}}`,
    `{{.Label "${_observed_js__WEBPACK_IMPORTED_MODULE_4__/* .edgeLabel */ .UG}"}}`,
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
    const [version, compose, containers, networks, live, releases, config, map, disk, rootDisk, publishers, listening, image, writable, liveImage, previous, images, history,] = await (0,_host_look_js__WEBPACK_IMPORTED_MODULE_3__/* .look */ .O)(host, [
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
        ['bash', '-c', `df -Pk "$(${(0,_host_quote_js__WEBPACK_IMPORTED_MODULE_5__/* .shellLine */ .T)(asked('info', '--format', '{{.DockerRootDir}}'))})"`],
        ['df', '-Pk', root],
        asked('ps', '--filter', `publish=${publicPort}`, '--format', '{{.Names}}'),
        ['ss', '-Hltn', `sport = :${publicPort}`],
        asked('image', 'inspect', '--format', '{{.Id}}', release.image),
        ['test', '-w', root],
        ['bash', '-c', liveImageSize, 'size', `${root}/live/release.json`],
        ['readlink', `${root}/previous`],
        asked('image', 'ls', '--digests', '--format', '{{.Repository}}@{{.Digest}}'),
        ['stat', '-c', '%s', `${root}/events.log`],
    ]);
    // An answer that is missing must not be taken for an empty one.
    const silent = [version, containers, networks, publishers].find(({ code }) => code !== 0);
    usable(host.name, silent ?? version, compose);
    const [engine = '', architecture = ''] = version.stdout.trim().split(' ');
    const upstreams = (0,_edge_config_js__WEBPACK_IMPORTED_MODULE_1__/* .readUpstreams */ .rF)(contentOf(config));
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
        maintenance: (0,_edge_config_js__WEBPACK_IMPORTED_MODULE_1__/* .readMaintenance */ .Om)(contentOf(config)),
        history: Number(contentOf(history)),
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
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo('not-ready', `${host}: the SSH user may not use Docker: ${said}`, 'On the server: sudo usermod -aG docker "$USER", then log in again.');
    if (engine.code === 127)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo('not-ready', `${host}: Docker is not installed.`, 'Install it: https://docs.docker.com/engine/install/');
    if (engine.code !== 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo('not-ready', `${host}: the Docker Engine does not answer: ${said || `nothing within ${patienceSeconds} s`}`, 'On the server: sudo systemctl start docker; when it hangs, restart.');
    if (compose.code !== 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo('not-ready', `${host}: Docker Compose v2 is not installed.`, 'On the server: sudo apt-get install docker-compose-plugin');
}
/** What `docker` said when it failed, as evidence. */
function dockerFailed(reason, host, what) {
    return (ran) => new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .StepFailed */ .an(reason, `${host}: ${what} failed: ${causeIn(ran)}`, `${ran.stdout}${ran.stderr}`.trim());
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
/* harmony export */   bV: () => (/* binding */ standingUpstreams),
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
/** What the edge sends requests to, without containers that are gone. */
function standingUpstreams({ upstreams, containers }) {
    return upstreams.filter(({ container }) => containers.some(({ name }) => name === container));
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
/* harmony export */   M: () => (/* binding */ backupPart),
/* harmony export */   eN: () => (/* binding */ deploySummary)
/* harmony export */ });
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(231);
/* harmony import */ var _report_timeline_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8117);
/* harmony import */ var _back_targets_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8873);
/* harmony import */ var _failures_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5518);
/* harmony import */ var _retention_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9363);





const headline = {
    done: '✅ Deployed',
    unchanged: '✅ Nothing to do: this release serves already',
    planned: '📝 Plan (dry run, nothing was changed)',
};
/** The job summary of a deploy that ended well. Pure. */
function deploySummary({ result, fleet, steps, pending, executed }, clock) {
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
    const after = result === 'done' ? fleet.members.map(_retention_js__WEBPACK_IMPORTED_MODULE_3__/* .afterDeploy */ .q) : fleet.members;
    parts.push((0,_back_targets_js__WEBPACK_IMPORTED_MODULE_4__/* .targetsTable */ .Br)((0,_back_targets_js__WEBPACK_IMPORTED_MODULE_4__/* .targetsOf */ .QR)(after), after.length, clock));
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
/** The backup that was made; empty without one. */
function backupPart(backup) {
    if (backup === undefined)
        return '';
    const { path, bytes, seconds, sha256, proof } = backup;
    return (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .table */ .tp)(['Backup', 'Size', 'Took', 'Proof', 'SHA-256'], [[(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(path), (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .size */ .Ej)(bytes), (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .duration */ .p0)(seconds), proof, (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(sha256.slice(0, 12))]]);
}


/***/ }),

/***/ 9363:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ retention),
/* harmony export */   q: () => (/* binding */ afterDeploy)
/* harmony export */ });
/* harmony import */ var _release_release_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7190);

/** Which releases a deploy leaves on a host, and which it removes: never one of the two that a rollback goes between. */
function retention({ wanted: { release, keep }, seen }) {
    const all = [...seen.releases.filter(({ id }) => id !== release.id), release];
    const go = (0,_release_release_js__WEBPACK_IMPORTED_MODULE_0__/* .prunable */ .W)(all, keep, keep > 1 ? [release.id, seen.live?.id ?? ''] : [release.id]);
    return { stay: all.filter((one) => !go.includes(one)), go };
}
/** A host as it is once the deploy is done, as far as going back is concerned. */
function afterDeploy({ wanted, seen }) {
    const warm = wanted.keepWarm ? seen.upstreams : [];
    const images = [...(seen.images ?? []), wanted.release.image];
    const after = { live: wanted.release, previous: seen.live?.id, releases: retention({ wanted, seen }).stay };
    return { wanted, seen: { ...seen, ...after, warm, images } };
}


/***/ }),

/***/ 2467:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  B: () => (/* binding */ Stage),
  n: () => (/* binding */ sayingOnce)
});

// EXTERNAL MODULE: ../../node_modules/p-map/index.js
var p_map = __webpack_require__(4154);
// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(231);
// EXTERNAL MODULE: ./src/deploy/failures.js
var deploy_failures = __webpack_require__(5518);
;// CONCATENATED MODULE: ./src/deploy/together.js



/** Seconds after the first failure in which others may say that they failed too. */
const echoSeconds = 3;
/** Seconds after which a wait says what it is waiting for, and again after each so many. */
const patienceSeconds = 15;
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
        await clock.sleep(patienceSeconds, over).catch(() => { });
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

/***/ 107:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   w: () => (/* binding */ undoAll)
/* harmony export */ });
/* harmony import */ var _begin_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4688);

/** Undoes everything on every host at once, also on one whose connection or guard was lost: as soon as it is back. */
async function undoAll(members, locks, runner) {
    const name = 'Undo everything';
    const one = async (member) => {
        const { host } = member;
        const started = runner.clock.now();
        const undone = (await locks.get(host.name)?.abort()) || (await (0,_begin_js__WEBPACK_IMPORTED_MODULE_0__/* .recover */ .l)(member, runner)) !== undefined;
        if (!undone)
            runner.log.warning(`${host.name}: the guard could not be heard; the host undoes by itself, the next run makes sure of it.`);
        const seconds = (runner.clock.now() - started) / 1000;
        return { name, where: host.name, started, seconds, result: undone ? 'undone' : 'failed' };
    };
    return await runner.log.group(name, async () => await Promise.all(members.map(one)));
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
/* unused harmony export releaseHeader */
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
`;
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
    return readMark(config, upstreamsMark) ?? [];
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

/***/ 2483:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GE: () => (/* binding */ retireCommands),
/* harmony export */   Pb: () => (/* binding */ restCommands),
/* harmony export */   Rh: () => (/* binding */ switchCommands),
/* harmony export */   de: () => (/* binding */ leaveCommand),
/* harmony export */   jA: () => (/* binding */ pointCommands),
/* harmony export */   kK: () => (/* binding */ openCommand),
/* harmony export */   oT: () => (/* binding */ switchBackCommands),
/* harmony export */   u9: () => (/* binding */ joinCommand),
/* harmony export */   yC: () => (/* binding */ closeCommand),
/* harmony export */   zn: () => (/* binding */ places)
/* harmony export */ });
/* harmony import */ var _config_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(897);

/**
 * HAProxy runtime commands that tell slots which containers they are for. They get no requests yet: until the name is
 * resolved, which takes up to two seconds, a slot has no address, whatever `set server … addr` says.
 * https://docs.haproxy.org/2.6/management.html#9.3
 */
function pointCommands(next) {
    return next
        .flatMap(({ slot, container, release }) => [
        `set map ${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .configFolder */ .vg}/releases.map ${slot} ${release}`,
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
        `set server web/${slot} fqdn ${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .idleName */ .kL}`,
        `set map ${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .configFolder */ .vg}/releases.map ${slot} none`,
    ])
        .join('; ');
}
/** Keeps slots for containers that go on running without requests: back by one switch, their address is known. */
function restCommands(upstreams) {
    return upstreams.map(({ slot }) => `set server web/${slot} state maint`).join('; ');
}
/** The readiness path answers 503 from now on, so that a balancer in front sends nothing more. */
const leaveCommand = `set server ${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .balancerBackend */ .R4}/${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .balancerFlag */ .hu} state maint`;
/** The readiness path answers 200 again. */
const joinCommand = `set server ${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .balancerBackend */ .R4}/${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .balancerFlag */ .hu} state ready`;
/** From this moment on nobody gets to web, also on connections that are open; who is let in all the same does. */
const closeCommand = `set server ${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .shopBackend */ .vo}/${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .shopFlag */ .zq} state maint`;
/** The shop is open again. */
const openCommand = `set server ${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .shopBackend */ .vo}/${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .shopFlag */ .zq} state ready`;
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
    each: [
        /^((?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?|[0-9a-fA-F.]*(:[0-9a-fA-F.]*){2,})$/,
        'a list of name or name:port, one a line',
    ],
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

/***/ 2457:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ openingCommands),
/* harmony export */   x: () => (/* binding */ setShop)
/* harmony export */ });
/* harmony import */ var _deploy_host_run_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1239);
/* harmony import */ var _edge_config_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(897);
/* harmony import */ var _edge_runtime_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2483);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6986);




/** Seconds until an edge that was told to read its configuration anew must answer by it. */
const reloadSeconds = 15;
/**
 * Closes the shop with this maintenance, or opens it. From one moment on no request begins on web any more, also on
 * connections that are open; those in flight get their time. A page or an allow-list that the edge does not have yet comes
 * with a reload after that, which loses no request.
 * @throws StepFailed `switch-failed` when the edge takes no command, or not its new configuration
 */
async function setShop(shop, maintenance) {
    const { transaction, host, edge, config } = shop;
    const next = (0,_edge_config_js__WEBPACK_IMPORTED_MODULE_0__/* .renderConfig */ .Xs)(shop.settings, shop.upstreams, maintenance);
    const reload = ['reload', edge, String(reloadSeconds)];
    const reloads = (0,_edge_config_js__WEBPACK_IMPORTED_MODULE_0__/* .withoutRunTime */ .pW)(config) !== (0,_edge_config_js__WEBPACK_IMPORTED_MODULE_0__/* .withoutRunTime */ .pW)(next);
    const file = `${shop.root}/edge/haproxy.cfg`;
    const failed = (ran) => new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .StepFailed */ .an('switch-failed', `${host.name}: the shop could not be ${maintenance === undefined ? 'opened' : 'closed'}: ${ran.stdout.trim()}`);
    await transaction.change({
        undo: [
            ...(reloads ? [reload] : []),
            config === '' ? ['rm', '-f', file] : (0,_deploy_host_run_js__WEBPACK_IMPORTED_MODULE_3__/* .put */ .yJ)(file, '644', config),
            flag(edge, (0,_edge_config_js__WEBPACK_IMPORTED_MODULE_0__/* .readMaintenance */ .Om)(config)),
        ],
        run: [flag(edge, maintenance), (0,_deploy_host_run_js__WEBPACK_IMPORTED_MODULE_3__/* .put */ .yJ)(file, '644', next)],
    }, failed);
    const slots = shop.upstreams.map(({ slot }) => slot);
    // Before the reload: the new process knows nothing of what the old one still has.
    if (maintenance !== undefined && slots.length > 0)
        await transaction.attempt({ run: [['drain', edge, String(shop.drainTimeout), ...slots]] });
    if (reloads)
        await transaction.change({ run: [reload] }, failed);
}
/** What opens the shop, where nobody waits for it. */
function openingCommands(shop) {
    const next = (0,_edge_config_js__WEBPACK_IMPORTED_MODULE_0__/* .renderConfig */ .Xs)(shop.settings, shop.upstreams);
    const reloads = (0,_edge_config_js__WEBPACK_IMPORTED_MODULE_0__/* .withoutRunTime */ .pW)(shop.config) !== (0,_edge_config_js__WEBPACK_IMPORTED_MODULE_0__/* .withoutRunTime */ .pW)(next);
    return [
        (0,_deploy_host_run_js__WEBPACK_IMPORTED_MODULE_3__/* .put */ .yJ)(`${shop.root}/edge/haproxy.cfg`, '644', next),
        flag(shop.edge, undefined),
        ...(reloads ? [['reload', shop.edge, String(reloadSeconds)]] : []),
    ];
}
function flag(edge, maintenance) {
    return ['readiness', edge, maintenance === undefined ? _edge_runtime_js__WEBPACK_IMPORTED_MODULE_1__/* .openCommand */ .kK : _edge_runtime_js__WEBPACK_IMPORTED_MODULE_1__/* .closeCommand */ .yC];
}


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
