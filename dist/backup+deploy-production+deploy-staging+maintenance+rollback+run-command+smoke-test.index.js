export const id = "backup+deploy-production+deploy-staging+maintenance+rollback+run-command+smoke-test";
export const ids = ["backup+deploy-production+deploy-staging+maintenance+rollback+run-command+smoke-test"];
export const modules = {

/***/ 62931:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ engineOf)
/* harmony export */ });
/** The engine of this name; the other one is not loaded. */
async function engineOf(name) {
    return name === 'swarm'
        ? (await Promise.all(/* import() */[__webpack_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+engine+swarm"), __webpack_require__.e("diagnose+engine+swarm"), __webpack_require__.e("swarm")]).then(__webpack_require__.bind(__webpack_require__, 64870))).swarmEngine
        : (await Promise.all(/* import() */[__webpack_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+engine+swarm"), __webpack_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+engine"), __webpack_require__.e("diagnose+engine+swarm"), __webpack_require__.e("engine")]).then(__webpack_require__.bind(__webpack_require__, 20893))).composeEngine;
}


/***/ }),

/***/ 27629:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  s: () => (/* binding */ attestationInputs)
});

// EXTERNAL MODULE: ./src/inputs/contract.js
var contract = __webpack_require__(43849);
;// CONCATENATED MODULE: ./src/inputs/values/attestation-demand.js

/** `true` for the repository of the run, `owner/repo` for another, and lines `service=owner/repo`; undefined for `false`. */
function attestationDemand() {
    const list = (0,contract/* lines */.Mn)({
        default: 'false',
        each: [
            /^(true|false|([\w.-]+=)?[\w.-]+\/[\w.-]+)$/i,
            'true, false, a repository owner/repo, or lines such as storefront=owner/repo',
        ],
    });
    return { ...list, absent: undefined, parse: (raw) => read(list.parse(raw)) };
}
function read(entries) {
    const plain = entries.filter((line) => !line.includes('='));
    const named = entries
        .filter((line) => line.includes('='))
        .map((line) => line.split('='));
    const [one = 'true'] = plain;
    const isOff = one.toLowerCase() === 'false';
    if (plain.length > 1 ||
        new Set(named.map(([name]) => name)).size < named.length ||
        (isOff && named.length > 0))
        throw new contract/* BadValue */.FQ('one line true or owner/repo, and one line service=owner/repo for each further image');
    if (isOff)
        return undefined;
    return {
        repository: one.toLowerCase() === 'true' ? undefined : one,
        services: Object.fromEntries(named),
    };
}

;// CONCATENATED MODULE: ./src/inputs/groups/attestation.js


/** The inputs of every action that starts a release: who must have built its images. */
const attestationInputs = {
    'require-attestation': attestationDemand(),
    'trusted-root': (0,contract/* text */.Qq)(),
};


/***/ }),

/***/ 31701:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ct: () => (/* binding */ backupInputs),
/* harmony export */   gf: () => (/* binding */ deployOutputs),
/* harmony export */   xM: () => (/* binding */ engineInput),
/* harmony export */   xR: () => (/* binding */ deployInputs)
/* harmony export */ });
/* harmony import */ var _model_release_image_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(99944);
/* harmony import */ var _contract_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(43849);
/* harmony import */ var _values_environment_masks_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(54143);
/* harmony import */ var _values_health_paths_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(32823);
/* harmony import */ var _attestation_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(27629);
/* harmony import */ var _connection_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(17470);
/* harmony import */ var _metrics_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(30669);







const { host: _host, ...connection } = _connection_js__WEBPACK_IMPORTED_MODULE_3__/* .connectionInputs */ .e;
const image = (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .pattern */ .T1)(/^[a-z0-9][\w.:/-]*@sha256:[0-9a-f]{64}$/, 'an image by digest, repository@sha256:… (push-registry puts it out)', { required: true });
/** What runs the containers on the servers. */
const engineInput = { engine: (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .choice */ .Yq)(['compose', 'swarm'], { default: 'compose' }) };
/** The images of further web services. */
const imagesInput = (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .lines */ .Mn)({
    each: [
        /^[a-zA-Z0-9._-]+=[a-z0-9][\w.:/-]*@sha256:[0-9a-f]{64}$/,
        'a list of service=repository@sha256:…, one a line (push-registry puts the image out)',
    ],
});
/** The inputs for backups and their retention. */
const backupInputs = {
    'verify-backup': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .choice */ .Yq)(['restore', 'list', 'none'], { default: 'restore' }),
    'backup-path': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .pattern */ .T1)(/^(\/(?!\.{1,2}(\/|$))[\w.-]+)+$/, 'an absolute folder on the server'),
    'backup-image': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .pattern */ .T1)(_model_release_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .imagePattern */ .Ks, 'an image such as postgres:15'),
    'keep-backups': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .whole */ .WQ)({ min: 1, max: 1000, default: '10' }),
};
/** The inputs that `deploy-staging` and `deploy-production` share, with the defaults of one of them. */
function deployInputs(defaults) {
    return {
        image,
        ...engineInput,
        images: imagesInput,
        ...connection,
        'compose-file': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .lines */ .Mn)({ default: defaults.composeFile }),
        environment: (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .secret */ .rJ)({ masks: _values_environment_masks_js__WEBPACK_IMPORTED_MODULE_1__/* .environmentMasks */ .x }),
        'environment-file': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)({ default: defaults.environmentFile }),
        project: (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .pattern */ .T1)(/^[a-z0-9][a-z0-9_-]*$/, 'a Compose project name (small letters, digits, _ and -)'),
        'web-service': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(),
        'worker-services': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .lines */ .Mn)(),
        'scheduler-services': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .lines */ .Mn)(),
        'update-services': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .lines */ .Mn)(),
        replicas: (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .lines */ .Mn)({
            each: [/^([\w.-]+=)?\d{1,2}$/, 'a number of web containers, or lines such as web=3 and celery=2'],
        }),
        strategy: (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .choice */ .Yq)(['rolling', 'blue-green', 'recreate'], { default: defaults.strategy }),
        'migrate-command': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)({ default: 'python manage.py migrate --noinput' }),
        backup: (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .choice */ .Yq)(['pending', 'always', 'never'], { default: defaults.backup }),
        ...backupInputs,
        'backup-copy': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(),
        'health-path': (0,_values_health_paths_js__WEBPACK_IMPORTED_MODULE_6__/* .healthPaths */ .p)('/health/'),
        'health-host': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .pattern */ .T1)(/^[A-Za-z0-9.:-]+$/, 'a host name', { default: 'localhost' }),
        'health-timeout': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .seconds */ .YA)({ default: '120s' }),
        bake: (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .seconds */ .YA)({ default: defaults.bake }),
        'max-error-rate': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .percent */ .KN)({ default: '5' }),
        ..._metrics_js__WEBPACK_IMPORTED_MODULE_4__/* .metricInputs */ .I,
        'drain-timeout': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .seconds */ .YA)({ default: '60s' }),
        'readiness-path': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .pattern */ .T1)(/^\/[\w./~-]+$/, 'a path that begins with /', {
            default: '/saleor-deploy/ready',
        }),
        'edge-image': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .pattern */ .T1)(_model_release_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .imagePattern */ .Ks, 'an image such as haproxy:lts', {
            default: 'haproxy:lts',
        }),
        'registry-username': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(),
        'registry-password': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .secret */ .rJ)(),
        'registry-auth': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .secret */ .rJ)(),
        version: (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(),
        ..._attestation_js__WEBPACK_IMPORTED_MODULE_2__/* .attestationInputs */ .s,
        'keep-warm': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .flag */ .Jt)({ default: 'false' }),
        'keep-releases': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .whole */ .WQ)({ min: 1, max: 100, default: '5' }),
        'lock-wait': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .seconds */ .YA)({ default: '0' }),
        'ignore-rules': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .lines */ .Mn)(),
        'diagnosis-folder': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .text */ .Qq)(),
        'dry-run': (0,_contract_js__WEBPACK_IMPORTED_MODULE_5__/* .flag */ .Jt)({ default: 'false' }),
    };
}
/** The outputs of both deploy actions. */
const deployOutputs = [
    'release',
    'previous-release',
    'image',
    'images',
    'version',
    'plan',
    'migrations',
    'backup',
    'backup-bytes',
    'backup-seconds',
    'serving-release',
    'customers-affected',
    'reason-code',
];


/***/ }),

/***/ 30669:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ metricInputs)
/* harmony export */ });
/* harmony import */ var _contract_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(43849);

/** Queries of Prometheus as checks, and where the hosts reach it. */
const metricInputs = {
    'metric-checks': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .lines */ .Mn)(),
    'prometheus-address': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .pattern */ .T1)(/^[A-Za-z0-9._-]+:\d{1,5}$/, 'host:port, such as 127.0.0.1:9090', {
        default: '127.0.0.1:9090',
    }),
};


/***/ }),

/***/ 54143:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   x: () => (/* binding */ environmentMasks)
/* harmony export */ });
/* harmony import */ var _environment_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51663);
/* harmony import */ var _secret_values_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(99131);


/** Settings that are public, most of them visible to every visitor: masked, they would turn half of the log into `***`. */
const open = /^(ALLOWED_(CLIENT_)?HOSTS|PUBLIC_URL|(STATIC|MEDIA)_URL|DEFAULT_FROM_EMAIL|POSTGRES_(USER|DB)|\w+_CUSTOM_DOMAIN)$/;
/**
 * The parts of the environment to mask: secret values by themselves, as a program would print them. Not whole lines, which
 * nobody prints; no harmless value; nothing that another input has in public (`others`), because the runner drops job
 * outputs that contain a masked text. See docs/masking.md. Pure.
 */
function environmentMasks(text, others) {
    const found = valuesOf(text).flatMap(([name, value]) => open.test(name) || (0,_secret_values_js__WEBPACK_IMPORTED_MODULE_1__/* .isHarmless */ .EW)(name, value) ? [] : (0,_secret_values_js__WEBPACK_IMPORTED_MODULE_1__/* .piecesOf */ .Xe)(value));
    return [...new Set(found)].filter((one) => !others.some((other) => other.includes(one)));
}
function valuesOf(text) {
    let environment;
    try {
        environment = (0,_environment_js__WEBPACK_IMPORTED_MODULE_0__/* .parseEnvironment */ .N)(text);
    }
    catch {
        // An invalid environment is refused later, but until then something may print a part of it.
        return text.split(/[\r\n]+/).map((line) => {
            const [, name = '', value = ''] = /^\s*(?:(?:export\s+)?(\w+)=)?\s*["']?(.*?)["']?\s*$/.exec(line) ?? [];
            // A line without a name may be the rest of a key or a password.
            return [name === '' ? 'SECRET' : name, value];
        });
    }
    return [...environment];
}


/***/ }),

/***/ 51663:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ formatEnvironment),
/* harmony export */   N: () => (/* binding */ parseEnvironment)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);

const skipped = /(?:[ \t]*(?:#[^\n]*)?\n)*/y;
const assignment = /[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)=[ \t]*/y;
const singleQuoted = /'([^']*)'/y;
const doubleQuoted = /"((?:[^"\\]|\\[^])*)"/y;
/** One PEM block or several; a block that begins before the last one ended was not closed. */
const pem = /(?:-----BEGIN ([^\n-]+)-----(?:(?!-----BEGIN )[^])*?-----END \1-----\s*?(?:\n[ \t]*(?=-----BEGIN ))?)+/y;
const endOfLine = /[ \t]*\n/y;
/**
 * Parses the multi-line `environment` input: one `KEY=value` per line, the value unchanged up to the end of the line.
 * Nothing is expanded and no comment is removed, because passwords contain `$` and `#`. A value in quotes may span
 * lines; a PEM key needs no quotes, because a secret in a workflow has none.
 * @throws UserError bad-input with the line number, never showing a value
 */
function parseEnvironment(text) {
    const source = `${text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')}\n`;
    const environment = new Map();
    const lines = new Map();
    let at = 0;
    /** Consumes the pattern if it is next. */
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
        // A quote right behind `KEY=` on a later line opens that value: the current one was never closed.
        if (inside === undefined || /\n[ \t]*(export[ \t]+)?[A-Za-z_][A-Za-z0-9_]*=[ \t]*$/.test(inside))
            throw bad(line, `opens a ${quote} for ${name} that nothing closes`, quoting(name));
        if (take(endOfLine) === undefined)
            throw bad(line, `has text behind the closing ${quote} of ${name}`, quoting(name));
        if (quote === '"')
            return whole(name, line, inside.replace(/\\([n"\\])/g, (_, one) => (one === 'n' ? '\n' : one)));
        return whole(name, line, inside);
    }
    function readPem(name, line) {
        const start = at;
        const block = take(pem)?.[0];
        if (block === undefined)
            throw bad(line, `begins a PEM block for ${name} that has no matching END line`, `Give ${name} with all its lines, from -----BEGIN to -----END.`);
        if (source.startsWith('\\n', at))
            whole(name, line, `${source.slice(start, at)}\\n`);
        if (take(endOfLine) === undefined)
            throw bad(line, `has text behind the END line of ${name}`, `End the line of ${name} there.`);
        return whole(name, line, block.trim().replace(/[ \t]*\n[ \t]*/g, '\n'));
    }
}
/** GitHub replaces expressions in a workflow file, never in the text of a secret, a variable or a file. */
const expression = /\$\{\{[^{}]*\}\}/;
/**
 * Rejects impossible values: a NUL ends a string for the kernel, an escaped line break ends no line of a PEM, and an
 * expression that is still present will not be replaced.
 */
function whole(name, line, value) {
    if (value.includes('\0'))
        throw bad(line, `has a NUL character in ${name}`, `Remove it from ${name}.`);
    if (expression.test(value))
        throw bad(line, `has an expression \${{ … }} in ${name}, which GitHub did not replace`, `GitHub replaces it only in the workflow file. Write the value itself, or write the line of ${name} in the workflow, under \`environment: |\` of the step.`);
    if (value.startsWith('-----BEGIN ') && value.includes('\\n'))
        throw bad(line, `gives ${name} as a PEM with the two characters \\n where its lines end`, `Put it in double quotes, where \\n is a line break: ${name}="-----BEGIN …\\n…\\n-----END …", or give it with real line breaks.`);
    return value;
}
/**
 * Formats the environment so that the env_file parser of Compose returns every value exactly, in every version since 2.20.
 * Single quotes are literal, but have no escape that all versions share, and a backslash before the closing
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
/** The end of wrapped Base64 looks like an assignment: `Zm8=` would be a variable Zm8 with no value. */
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
    // The text before `=` is not shown either: it may be the tail of a secret, because base64 ends with `=`.
    return written.includes('=')
        ? bad(line, 'has a name that no variable can have, or spaces around it', 'Write KEY=value, KEY made of letters, digits and _, with no space before the =.')
        : bad(line, 'is not of the form KEY=value', 'Write one KEY=value a line; a value that spans lines goes in double quotes.');
}
function quoting(name) {
    return `Put all of it between quotes: ${name}='…' takes everything but ' literally, ${name}="…" knows \\" \\\\ and \\n; without quotes the value is the rest of the line as it stands.`;
}
function bad(line, what, fix) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `environment: line ${line} ${what}.`, fix);
}


/***/ }),

/***/ 32823:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ healthPaths)
/* harmony export */ });
/* harmony import */ var _contract_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(43849);

/** A path for web, and lines such as `storefront=/api/health` for further web services; the action's own default is web's. */
function healthPaths(path) {
    const each = (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .lines */ .Mn)({
        default: path,
        each: [/^([\w.-]+=)?\/\S*$/, 'a path that begins with /, or lines such as storefront=/health'],
    });
    return { ...each, absent: undefined, parse: (raw) => read(each.parse(raw), path) };
}
function read(entries, path) {
    const plain = entries.filter((line) => line.startsWith('/'));
    const named = entries.flatMap((line) => {
        const at = line.indexOf('=/');
        return line.startsWith('/') ? [] : [[line.slice(0, at), line.slice(at + 1)]];
    });
    const names = named.map(([name]) => name);
    if (plain.length > 1 || new Set(names).size < names.length)
        throw new _contract_js__WEBPACK_IMPORTED_MODULE_0__/* .BadValue */ .FQ('one path for web, and one line service=/path for each further web service');
    return { web: plain[0] ?? path, others: Object.fromEntries(named) };
}


/***/ }),

/***/ 29431:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ takesTasks)
/* harmony export */ });
/** Whether Swarm gives a node tasks. Pure. */
function takesTasks({ status, availability }) {
    return status === 'Ready' && availability === 'Active';
}


/***/ }),

/***/ 18117:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ failedTimeline),
/* harmony export */   I: () => (/* binding */ timeline)
/* harmony export */ });
/* harmony import */ var _image_names_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(99632);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(80231);


/** The steps of a run, once each, in a fold that says how many there are and how long they took; empty without any. Pure. */
function timeline(entries, title = '') {
    if (entries.length === 0)
        return '';
    const shown = byStep(entries);
    const took = Math.max(...entries.map(endOf)) - startOf(entries);
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .details */ .zH)(title || `${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .counted */ .hS)(shown.length, 'step')} in ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .duration */ .p0)(took / 1000)}`, timelineTable(shown));
}
/** Merges a step on several hosts into one entry with their number and the slowest. */
function byStep(entries) {
    const steps = new Map();
    for (const entry of entries) {
        const { name, where, result } = entry;
        // A step may repeat on the same host, as in the batches of a rolling deploy.
        const before = entries.slice(0, entries.indexOf(entry));
        const times = before.filter((one) => one.name === name && one.where === where).length;
        const key = `${name} ${times} ${result}`;
        steps.set(key, [...(steps.get(key) ?? []), entry]);
    }
    return [...steps.values()].flatMap((same) => {
        const [first] = same;
        if (first === undefined || same.length === 1)
            return same;
        const bySeconds = same.toSorted((one, other) => one.seconds - other.seconds);
        const [fastest, slowest] = [bySeconds.at(0), bySeconds.at(-1)];
        // Hosts that are as fast as each other need no name.
        const differ = (slowest?.seconds ?? 0) - (fastest?.seconds ?? 0) > 2;
        const where = `${same.length} hosts${differ ? `, ${slowest?.where} took longest` : ''}`;
        const started = Math.min(...same.map((one) => one.started));
        return [{ ...first, where, started, seconds: (Math.max(...same.map(endOf)) - started) / 1000 }];
    });
}
/** The table of steps: how each ended, when it ran, how long, and where if that differs. */
function timelineTable(entries) {
    const start = startOf(entries);
    const whole = Math.max(...entries.map(endOf)) - start;
    const places = new Set(entries.map(({ where }) => where));
    const several = places.size > 1;
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .table */ .tp)(['', 'Step', ...(several ? ['Where'] : []), 'After', 'Took', 'When'], entries.map((entry) => [
        `${marks[entry.result]}${entry.result === 'done' ? '' : ` ${entry.result}`}`,
        (0,_image_names_js__WEBPACK_IMPORTED_MODULE_1__/* .shortImages */ .R)(entry.name),
        ...(several ? [entry.where] : []),
        unbroken((0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .duration */ .p0)((entry.started - start) / 1000)),
        entry.result === 'skipped' ? '' : unbroken((0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .duration */ .p0)(entry.seconds)),
        entry.result === 'skipped' ? '' : (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineCode */ .ti)(bar(entry.started - start, entry.seconds * 1000, whole)),
    ]));
}
/** With spaces at which no cell is broken into two lines. */
function unbroken(text) {
    return text.replaceAll(' ', '\u00a0');
}
/** The width of a bar in characters. */
const barWidth = 16;
/** When a step ran, as a part of the whole run: `░░░████░░░`. Everywhere the same picture, also where no chart is drawn. */
function bar(from, length, whole) {
    const share = (part) => Math.round((barWidth * part) / Math.max(1, whole));
    const before = Math.min(barWidth - 1, share(from));
    const filled = Math.min(barWidth - before, Math.max(1, share(from + length) - before));
    return '░'.repeat(before) + '█'.repeat(filled) + '░'.repeat(barWidth - before - filled);
}
const marks = { done: '✅', skipped: '⏭️', failed: '❌', undone: '↩️' };
function startOf(entries) {
    return Math.min(...entries.map(({ started }) => started));
}
function endOf({ started, seconds }) {
    return started + seconds * 1000;
}
/** The done and undone steps, for the summary of a failed deploy. */
function failedTimeline(entries) {
    return timeline(entries, 'What was done, and undone');
}


/***/ })

};
