export const id = "backup";
export const ids = ["backup"];
export const modules = {

/***/ 50462:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/database/backup/manifest.js
var manifest = __webpack_require__(75541);
;// CONCATENATED MODULE: ./src/database/backup/list.js

/** The backups of this deployment on a host, the newest first. */
async function listBackups({ host, desired }) {
    const { stdout } = await host.run((0,manifest/* findManifests */.kD)(desired.backup.folder));
    return (0,manifest/* ofDeployment */.Zp)((0,manifest/* parseManifests */.Ye)(stdout), desired);
}

// EXTERNAL MODULE: ./src/database/backup/media.js
var media = __webpack_require__(81690);
// EXTERNAL MODULE: ./src/database/backup/plan.js
var plan = __webpack_require__(74039);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
// EXTERNAL MODULE: ./src/inputs/values/words.js
var words = __webpack_require__(96375);
// EXTERNAL MODULE: ./src/model/release/release.js
var release = __webpack_require__(99328);
// EXTERNAL MODULE: ./src/desired/stored-secrets.js
var stored_secrets = __webpack_require__(13065);
// EXTERNAL MODULE: ./src/desired/live/live.js
var live_live = __webpack_require__(92433);
;// CONCATENATED MODULE: ./src/desired/live/backup.js







/**
 * Resolves the live release, and the backup to make of its database or to test.
 * @throws UserError `bad-input` for inputs that do not go together, `not-ready` when no release is live
 */
function resolveBackup(engine, inputs, { log, clock }) {
    const { operation, path: root } = inputs;
    assertMeant(inputs);
    const copy = (0,words/* wordsOf */.Z)('backup-copy', inputs['backup-copy'] ?? 'none');
    return async (connected) => {
        const [host] = await connected;
        const live = await (0,live_live/* readLive */.p)(engine, host, root, 'so it is not known where its database is');
        const secrets = await (0,stored_secrets/* hideSecrets */.s)(host, live.model, log);
        const id = (0,release/* releaseId */.Bf)(clock.now(), live.release.image);
        const desired = {
            ...{ ...live, secrets, lockWait: inputs['lock-wait'] },
            backup: {
                ...{ id, copy, when: 'always', verify: inputs['verify-backup'] },
                folder: inputs['backup-path'] ?? `${root}/backups`,
                keep: inputs['keep-backups'],
                image: inputs['backup-image'] ?? '',
                ...(inputs.media ? { media: true } : {}),
            },
            task: {
                action: operation === 'verify' ? 'verify-backup' : 'backup',
                ...{ id, reason: inputs.reason ?? '', backup: inputs.backup ?? '', maxAge: inputs['max-age'] },
            },
        };
        (0,plan/* checkBackup */.xq)(desired);
        if (inputs.media)
            (0,media/* uploadsFolder */.rL)(desired);
        return { desired, scheduler: '' };
    };
}
/** Refuses inputs that only another operation reads, as they would be ignored. */
function assertMeant(inputs) {
    const { operation } = inputs;
    const other = [
        ...(operation === 'verify' || inputs.backup === undefined ? [] : ['backup']),
        ...(operation === 'verify' || inputs['max-age'] === 0 ? [] : ['max-age']),
        ...(operation === 'create' || inputs['backup-copy'] === undefined ? [] : ['backup-copy']),
        ...(operation === 'create' || !inputs.media ? [] : ['media']),
    ];
    const [name] = other;
    if (name === undefined)
        return;
    const reads = name === 'backup-copy' || name === 'media' ? 'create' : 'verify';
    throw new errors/* UserError */.yo('bad-input', `Input '${name}' means nothing for operation: ${operation}.`, `Leave it out, or set operation: ${reads}.`);
}

// EXTERNAL MODULE: ./src/engine/compose/engine.js + 36 modules
var engine = __webpack_require__(20893);
// EXTERNAL MODULE: ./src/execute/live.js
var live = __webpack_require__(76019);
// EXTERNAL MODULE: ./src/host/ssh/address.js
var address = __webpack_require__(81309);
// EXTERNAL MODULE: ./src/inputs/contract.js
var contract = __webpack_require__(43849);
// EXTERNAL MODULE: ./src/inputs/groups/connection.js
var connection = __webpack_require__(17470);
// EXTERNAL MODULE: ./src/inputs/groups/deploy.js
var deploy = __webpack_require__(31701);
// EXTERNAL MODULE: ./src/inputs/groups/hosts.js
var hosts = __webpack_require__(42151);
;// CONCATENATED MODULE: ./src/inputs/backup.js




const { host: _host, ...backup_connection } = connection/* connectionInputs */.e;
/** What `backup` takes and gives. */
const backup = {
    does: 'backup',
    inputs: {
        operation: (0,contract/* choice */.Yq)(['create', 'verify', 'list'], { default: 'create' }),
        ...backup_connection,
        hosts: (0,hosts/* hostLines */.g)({ required: true }),
        ...deploy/* backupInputs */.Ct,
        'backup-copy': (0,contract/* text */.Qq)(),
        media: (0,contract/* flag */.Jt)({ default: 'false' }),
        backup: (0,contract/* pattern */.T1)(/^[\w.-]+$/, 'the name of a backup, as operation: list prints it'),
        'max-age': (0,contract/* seconds */.YA)({ default: '0' }),
        reason: (0,contract/* pattern */.T1)(/\S/, 'a sentence'),
        'lock-wait': (0,contract/* seconds */.YA)({ default: '0' }),
        'notify-webhook': (0,contract/* secret */.rJ)(),
        'dry-run': (0,contract/* flag */.Jt)({ default: 'false' }),
    },
    outputs: [
        'backup',
        'backup-bytes',
        'backup-seconds',
        'media',
        'backups',
        'serving-release',
        'customers-affected',
        'reason-code',
    ],
};

// EXTERNAL MODULE: ./src/observe/fleet.js + 3 modules
var fleet = __webpack_require__(17269);
// EXTERNAL MODULE: ./src/plan/live.js
var plan_live = __webpack_require__(65691);
// EXTERNAL MODULE: ./src/run-action.js + 8 modules
var run_action = __webpack_require__(68507);
// EXTERNAL MODULE: ./src/summary/task.js
var task = __webpack_require__(63641);
;// CONCATENATED MODULE: ./actions/backup.js










/** Backs up the live database, tests a backup, or lists what is there. */
const run = () => (0,run_action/* runAction */.C)(backup, async (inputs, runner) => {
    const { operation } = inputs;
    const { targets, jump } = (0,address/* addressesFrom */.b)({ ...inputs, hosts: inputs.hosts.slice(0, 1) });
    const settings = { parallel: 1, onUnreachable: 'refuse' };
    const resolve = resolveBackup(engine.composeEngine, inputs, runner);
    const opening = (0,fleet/* observeFleet */.H)(engine.composeEngine, targets, jump, settings, resolve, runner);
    const plan = operation === 'verify' ? plan_live/* planVerifyBackup */.Pl : plan_live/* planBackup */.W6;
    const dryRun = inputs['dry-run'];
    return await (0,fleet/* withFleet */.x)(opening, runner, async (fleet) => {
        const [primary] = fleet.members;
        if (operation === 'list') {
            const backups = await listBackups(primary);
            const summary = (0,task/* backupList */.VP)(primary.host.name, backups, runner.clock.now());
            return { reason: 'done', outputs: { backups: JSON.stringify(backups) }, summary };
        }
        const done = await (0,live/* doTask */.F)(engine.composeEngine, fleet, { plan, dryRun }, runner);
        const made = done.results.backup;
        const outputs = {
            backup: made?.path ?? done.results.verified?.backup.id,
            'backup-bytes': made && String(made.bytes),
            media: made?.media && made.path.replace(/\.dump$/, '.media.tar'),
            'backup-seconds': made?.seconds.toFixed(1),
        };
        return { reason: done.result, outputs, summary: (0,task/* backupSummary */.fj)(done) };
    });
});


/***/ }),

/***/ 31701:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ct: () => (/* binding */ backupInputs),
/* harmony export */   gf: () => (/* binding */ deployOutputs),
/* harmony export */   xM: () => (/* binding */ engineInput),
/* harmony export */   xR: () => (/* binding */ deployInputs)
/* harmony export */ });
/* harmony import */ var _contract_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(43849);
/* harmony import */ var _values_environment_masks_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(54143);
/* harmony import */ var _values_health_paths_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(32823);
/* harmony import */ var _connection_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(17470);
/* harmony import */ var _metrics_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(30669);





const { host: _host, ...connection } = _connection_js__WEBPACK_IMPORTED_MODULE_1__/* .connectionInputs */ .e;
const image = (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .pattern */ .T1)(/^[a-z0-9][\w.:/-]*@sha256:[0-9a-f]{64}$/, 'an image by digest, repository@sha256:… (push-registry puts it out)', { required: true });
/** What runs the containers on the servers. */
const engineInput = { engine: (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .choice */ .Yq)(['compose', 'swarm'], { default: 'compose' }) };
/** The images of further web services. */
const imagesInput = (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .lines */ .Mn)({
    each: [
        /^[a-zA-Z0-9._-]+=[a-z0-9][\w.:/-]*@sha256:[0-9a-f]{64}$/,
        'a list of service=repository@sha256:…, one a line (push-registry puts the image out)',
    ],
});
/** The inputs for backups and their retention. */
const backupInputs = {
    'verify-backup': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .choice */ .Yq)(['restore', 'list', 'none'], { default: 'restore' }),
    'backup-path': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .pattern */ .T1)(/^(\/(?!\.{1,2}(\/|$))[\w.-]+)+$/, 'an absolute folder on the server'),
    'backup-image': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .pattern */ .T1)(/^[a-z0-9][\w.:/-]*(@sha256:[0-9a-f]{64})?$/, 'an image such as postgres:15'),
    'keep-backups': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .whole */ .WQ)({ min: 1, max: 1000, default: '10' }),
};
/** The inputs that `deploy-staging` and `deploy-production` share, with the defaults of one of them. */
function deployInputs(defaults) {
    return {
        image,
        ...engineInput,
        images: imagesInput,
        ...connection,
        'compose-file': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .lines */ .Mn)({ default: defaults.composeFile }),
        environment: (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .secret */ .rJ)({ masks: _values_environment_masks_js__WEBPACK_IMPORTED_MODULE_0__/* .environmentMasks */ .x }),
        'environment-file': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)({ default: defaults.environmentFile }),
        project: (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .pattern */ .T1)(/^[a-z0-9][a-z0-9_-]*$/, 'a Compose project name (small letters, digits, _ and -)'),
        'web-service': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)(),
        'worker-services': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .lines */ .Mn)(),
        'scheduler-services': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .lines */ .Mn)(),
        'update-services': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .lines */ .Mn)(),
        replicas: (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .lines */ .Mn)({
            each: [/^([\w.-]+=)?\d{1,2}$/, 'a number of web containers, or lines such as web=3 and celery=2'],
        }),
        strategy: (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .choice */ .Yq)(['rolling', 'blue-green', 'recreate'], { default: defaults.strategy }),
        'migrate-command': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)({ default: 'python manage.py migrate --noinput' }),
        backup: (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .choice */ .Yq)(['pending', 'always', 'never'], { default: defaults.backup }),
        ...backupInputs,
        'backup-copy': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)(),
        'health-path': (0,_values_health_paths_js__WEBPACK_IMPORTED_MODULE_4__/* .healthPaths */ .p)('/health/'),
        'health-host': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .pattern */ .T1)(/^[A-Za-z0-9.:-]+$/, 'a host name', { default: 'localhost' }),
        'health-timeout': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .seconds */ .YA)({ default: '120s' }),
        bake: (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .seconds */ .YA)({ default: defaults.bake }),
        'max-error-rate': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .percent */ .KN)({ default: '5' }),
        ..._metrics_js__WEBPACK_IMPORTED_MODULE_2__/* .metricInputs */ .I,
        'drain-timeout': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .seconds */ .YA)({ default: '60s' }),
        'readiness-path': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .pattern */ .T1)(/^\/[\w./~-]+$/, 'a path that begins with /', {
            default: '/saleor-deploy/ready',
        }),
        'edge-image': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .pattern */ .T1)(/^[a-z0-9][\w.:/-]*(@sha256:[0-9a-f]{64})?$/, 'an image such as haproxy:lts', {
            default: 'haproxy:lts',
        }),
        'registry-username': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)(),
        'registry-password': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .secret */ .rJ)(),
        'registry-auth': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .secret */ .rJ)(),
        version: (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)(),
        'keep-warm': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .flag */ .Jt)({ default: 'false' }),
        'keep-releases': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .whole */ .WQ)({ min: 1, max: 100, default: '5' }),
        'lock-wait': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .seconds */ .YA)({ default: '0' }),
        'ignore-rules': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .lines */ .Mn)(),
        'diagnosis-folder': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq)(),
        'dry-run': (0,_contract_js__WEBPACK_IMPORTED_MODULE_3__/* .flag */ .Jt)({ default: 'false' }),
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


/***/ })

};
