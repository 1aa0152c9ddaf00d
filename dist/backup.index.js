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
// EXTERNAL MODULE: ./src/desired/swarm.js
var swarm = __webpack_require__(50056);
// EXTERNAL MODULE: ./src/desired/live/live.js
var live_live = __webpack_require__(92433);
;// CONCATENATED MODULE: ./src/desired/live/backup.js








/**
 * Resolves the live release, and the backup to make of its database or to test.
 * @throws UserError `bad-input` for inputs that do not go together, `not-ready` when no release is live
 */
function resolveBackup(engine, inputs, { log, clock }) {
    const { operation, path: root } = inputs;
    if (inputs.engine === 'swarm')
        (0,swarm/* assertSwarmInputs */.y0)(inputs);
    assertMeant(inputs);
    const copy = (0,words/* wordsOf */.Z)('backup-copy', inputs['backup-copy'] ?? 'none');
    return async (connected) => {
        const [host] = await connected;
        const live = await (0,live_live/* readLive */.p)(engine, host, root, 'so it is not known where its database is', inputs.engine);
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

// EXTERNAL MODULE: ./src/engine/choose.js
var choose = __webpack_require__(62931);
// EXTERNAL MODULE: ./src/execute/live.js
var live = __webpack_require__(76019);
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
        ...deploy/* engineInput */.xM,
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

// EXTERNAL MODULE: ./src/observe/first-host.js
var first_host = __webpack_require__(83035);
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
    const engine = await (0,choose/* engineOf */.k)(inputs.engine);
    const resolver = () => resolveBackup(engine, inputs, runner);
    const opening = (0,first_host/* observeFirstHost */.Z)(engine, inputs, resolver, runner);
    const plan = operation === 'verify' ? plan_live/* planVerifyBackup */.Pl : plan_live/* planBackup */.W6;
    const dryRun = inputs['dry-run'];
    return await (0,fleet/* withFleet */.x)(opening, runner, async (fleet) => {
        const [primary] = fleet.members;
        if (operation === 'list') {
            const backups = await listBackups(primary);
            const summary = (0,task/* backupList */.VP)(primary.host.name, backups, runner.clock.now());
            return { reason: 'done', outputs: { backups: JSON.stringify(backups) }, summary };
        }
        const done = await (0,live/* doTask */.F)(engine, fleet, { plan, dryRun }, runner);
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


/***/ })

};
