export const id = 88;
export const ids = [88];
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

/***/ 3957:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lx: () => (/* binding */ clientService),
/* harmony export */   U_: () => (/* binding */ backupFiles),
/* harmony export */   XM: () => (/* binding */ backupLabel),
/* harmony export */   ao: () => (/* binding */ connectionOf),
/* harmony export */   eD: () => (/* binding */ clientOverlay),
/* harmony export */   hh: () => (/* binding */ isBackupDue),
/* harmony export */   o1: () => (/* binding */ backupImage),
/* harmony export */   xq: () => (/* binding */ checkBackup)
/* harmony export */ });
/* unused harmony export isServer */
/* harmony import */ var _compose_model_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(279);
/* harmony import */ var _deploy_observed_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8005);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6986);
/* harmony import */ var _release_release_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7190);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(7648);
/* harmony import */ var _inside_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7695);
/* harmony import */ var _url_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6958);







/** The label of all containers that a backup starts, with the backup's id as its value. */
const backupLabel = 'saleor-deploy.backup';
/** The service in the overlay that makes the dump. */
const clientService = 'saleor-deploy-backup';
/** The paths of this run's backup. */
function backupFiles({ backup, release, root }) {
    const path = `${backup.folder}/${backup.id}`;
    return {
        partial: `${path}.dump.partial`,
        dump: `${path}.dump`,
        manifest: `${path}.json`,
        overlay: `${(0,_release_release_js__WEBPACK_IMPORTED_MODULE_3__/* .releaseFolder */ .Uc)(root, release.id)}/backup.json`,
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
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Input 'backup-copy': "${backup.copy.join(' ')}" does not say where the backup's path goes.`, 'Put {} there, such as: aws s3 cp {} s3://my-backups/');
    if (migrate.length === 0 && backup.image === '' && !isServer(wanted.model.services[host]))
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Without a migrate-command nobody asks the database at ${host} for its version, so its image is unknown.`, 'Set backup-image to an image with the same or a newer PostgreSQL, such as postgres:15.');
}
/**
 * The database that web uses.
 * @throws UserError `bad-input` when there is none, or none that can be dumped
 */
function connectionOf({ model, roles }) {
    const url = (0,_compose_model_js__WEBPACK_IMPORTED_MODULE_4__/* .environmentOf */ .p7)(model.services[roles.web] ?? {}).get('DATABASE_URL');
    if (url !== undefined && url !== '')
        return (0,_url_js__WEBPACK_IMPORTED_MODULE_2__/* .parseDatabaseUrl */ .m)(url);
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `A backup is wanted, but ${roles.web} has no DATABASE_URL.`, 'Set DATABASE_URL in the environment input or the Compose file; or set backup: never.');
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
        const runs = (0,_deploy_observed_js__WEBPACK_IMPORTED_MODULE_5__/* .containersOf */ .Mz)(seen, host)[0]?.image;
        return runs ?? (service?.image === undefined ? undefined : (0,_compose_model_js__WEBPACK_IMPORTED_MODULE_4__/* .unescapeDollars */ .aU)(service.image));
    }
    return serverVersion === undefined ? undefined : `postgres:${Math.floor(serverVersion / 10000)}`;
}
/** Whether the service is a PostgreSQL server, not a pooler or proxy in front of one: by how its image is set up. */
function isServer(service) {
    return (service !== undefined && [...(0,_compose_model_js__WEBPACK_IMPORTED_MODULE_4__/* .environmentOf */ .p7)(service).keys()].some((name) => name.startsWith('POSTGRES_')));
}
/**
 * A Compose file over the release's own with the client that makes the dump. The password is in here and nowhere else.
 */
function clientOverlay(wanted, connection, image, identity) {
    const { id, verify } = wanted.backup;
    // Where data are taken back, people are told what they lose.
    const isCounted = verify === 'restore' || wanted.back?.database === 'restore';
    const query = isCounted ? _inside_js__WEBPACK_IMPORTED_MODULE_1__/* .countRows */ .BO : _inside_js__WEBPACK_IMPORTED_MODULE_1__/* .listTables */ .WS;
    const client = (0,_client_js__WEBPACK_IMPORTED_MODULE_6__/* .databaseClient */ .V)(wanted, connection, identity, {
        image,
        words: ['bash', '-c', _inside_js__WEBPACK_IMPORTED_MODULE_1__/* .dumpScript */ .ay, 'dump', `/backup/${id}.dump.partial`, query],
        environment: { PGAPPNAME: clientService },
        label: [backupLabel, id],
        writes: true,
    });
    return JSON.stringify({ services: { [clientService]: client } });
}


/***/ }),

/***/ 5977:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   gM: () => (/* binding */ telling),
/* harmony export */   pz: () => (/* binding */ backupFailure),
/* harmony export */   yr: () => (/* binding */ backupFailed)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6986);
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(231);
/* harmony import */ var _backup_plan_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3957);
/* harmony import */ var _progress_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5260);




/** Says every few seconds that work goes on, and how large the dump is by now. */
async function telling(run, what, work) {
    const { partial } = (0,_backup_plan_js__WEBPACK_IMPORTED_MODULE_1__/* .backupFiles */ .U_)(run.wanted);
    return await (0,_progress_js__WEBPACK_IMPORTED_MODULE_2__/* .tellingHowFar */ .HJ)(run, what, work, async () => {
        const { code, stdout } = await run.host.run(['stat', '-c', '%s', partial]);
        return code === 0 ? `, ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .size */ .Ej)(Number(stdout))}` : '';
    });
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
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an('backup-failed', `${host.name}: ${what}${why}`, lines.slice(-40).join('\n'));
}


/***/ }),

/***/ 6810:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  v: () => (/* binding */ backUp)
});

// EXTERNAL MODULE: ./src/deploy/host-run.js
var host_run = __webpack_require__(1239);
// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(231);
// EXTERNAL MODULE: ./src/database/backup-plan.js
var backup_plan = __webpack_require__(3957);
// EXTERNAL MODULE: ./src/database/backup-progress.js
var backup_progress = __webpack_require__(5977);
// EXTERNAL MODULE: ./src/host/look.js
var look = __webpack_require__(8233);
// EXTERNAL MODULE: ./src/database/client.js
var client = __webpack_require__(7648);
// EXTERNAL MODULE: ./src/database/counts.js
var database_counts = __webpack_require__(4127);
// EXTERNAL MODULE: ./src/database/room.js
var room = __webpack_require__(5852);
;// CONCATENATED MODULE: ./src/database/dump.js








/** Makes the folder and looks whether there is room; says as whom to write there. */
async function prepare(run) {
    const { transaction, wanted, host, database } = run;
    const { folder, verify } = wanted.backup;
    await transaction.change({ run: [['install', '-d', '-m', '700', folder]] }, (0,backup_progress/* backupFailed */.yr)(run, `the folder ${folder} can't be used`));
    const [uid, gid, options, disk, engine] = await (0,look/* look */.O)(host, [
        ['id', '-u'],
        ['id', '-g'],
        ['docker', 'info', '--format', '{{.SecurityOptions}}'],
        ['df', '-Pk', folder],
        ['bash', '-c', `df -Pk "$(docker info --format '{{.DockerRootDir}}')"`],
    ]);
    // The dump may become as large as the database, and restoring it takes as much again where Docker keeps its data.
    const bytes = database?.bytes ?? 0;
    const proving = verify === 'restore' && engine.code === 0 ? (0,room/* readDisk */.g)(engine.stdout) : undefined;
    const complaint = (0,room/* roomComplaint */.P)([
        { disk: (0,room/* readDisk */.g)(disk.stdout), bytes, what: 'the dump' },
        { disk: proving, bytes, what: 'restoring it' },
    ]);
    if (complaint !== undefined)
        throw (0,backup_progress/* backupFailure */.pz)(run, `there is no room for a backup in ${folder}`, complaint);
    return (0,client/* readIdentity */.x)(uid.stdout, gid.stdout, options.stdout);
}
/** Returns how many rows each table had at the dump's moment. */
async function dump(run, image, overlay) {
    const { transaction, wanted, database } = run;
    const files = (0,backup_plan/* backupFiles */.U_)(wanted);
    const label = `${backup_plan/* backupLabel */.XM}=${wanted.backup.id}`;
    const name = `${wanted.model.name}-backup-${wanted.backup.id}`;
    const large = database?.bytes === undefined ? '' : ` (${(0,markdown/* size */.Ej)(database.bytes)} on its server)`;
    run.runner.log.info(`  dumping the database${large} with ${image}`);
    const { stdout } = await (0,backup_progress/* telling */.gM)(run, 'dumping', transaction.change({
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
    }, (0,backup_progress/* backupFailed */.yr)(run, 'the database could not be dumped')));
    const counts = (0,database_counts/* readCounts */.ZQ)(stdout);
    if (counts === undefined)
        throw (0,backup_progress/* backupFailure */.pz)(run, 'the tables of the database were not told', stdout);
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
    }, (0,backup_progress/* backupFailed */.yr)(run, 'the dump could not be read back'));
    const [bytes = '', sum = ''] = stdout.split('\n');
    return { bytes: Number(bytes), sha256: sum.split(' ')[0] ?? '' };
}

// EXTERNAL MODULE: ./src/database/manifest.js
var database_manifest = __webpack_require__(2570);
// EXTERNAL MODULE: ./src/database/progress.js
var progress = __webpack_require__(5260);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(6986);
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
        const contents = (0,database_counts/* readContents */.r0)(stdout);
        if (contents === undefined)
            throw notRestored(run, stdout);
        const missing = (0,database_counts/* notInContents */.hl)(counts, contents);
        if (missing.length > 0)
            throw differs(run, missing.map((table) => `${table} is missing`));
        return `table of contents read: ${counts.size} tables`;
    }
    const restored = (0,database_counts/* readCounts */.ZQ)(stdout);
    if (restored === undefined)
        throw notRestored(run, stdout);
    const complaints = (0,database_counts/* differences */.tX)(counts, restored);
    if (complaints.length > 0)
        throw differs(run, complaints);
    return `restored and counted: ${counts.size} tables, ${(0,database_counts/* totalRows */.wh)(counts).toLocaleString('en')} rows`;
}
/** A container that nothing reaches, whose data goes with it; its name and label are known to the undo. */
function scratch({ wanted }, image, identity, words) {
    const [program = '', ...rest] = words;
    return [
        ...['docker', 'run', '--rm', '--init', '--name', `${wanted.model.name}-prove-${wanted.backup.id}`],
        ...['--label', `${backup_plan/* backupLabel */.XM}=${wanted.backup.id}`, '--network', 'none', '--user', '0:0'],
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
        throw (0,backup_progress/* backupFailure */.pz)(run, 'PostgreSQL did not tell its version; set backup-image to an image with it', '');
    const identity = await prepare(run);
    const counts = await dump(run, image, (0,backup_plan/* clientOverlay */.eD)(wanted, connection, image, identity));
    const { bytes, sha256 } = await seal(run);
    runner.log.info(`  dumped ${(0,markdown/* size */.Ej)(bytes)} in ${(0,progress/* since */.XP)(run, started)}`);
    const proof = await (0,backup_progress/* telling */.gM)(run, 'proving the dump', prove(run, image, identity, counts));
    runner.log.info(`  ${proof}`);
    const { model, root, release, backup } = wanted;
    const created = new Date(started).toISOString();
    const place = { id: backup.id, project: model.name, root, release, live: run.seen.live, created };
    const manifest = (0,database_manifest/* manifestOf */.$V)(place, { bytes, sha256, proof }, run.database?.serverVersion, counts);
    await keep(run, manifest);
    const path = (0,backup_plan/* backupFiles */.U_)(wanted).dump;
    run.backup = { path, bytes, sha256, proof, counts, seconds: (runner.clock.now() - started) / 1000 };
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
    const needed = run.restoring?.backup.id;
    const old = (0,database_manifest/* prunableBackups */.rw)([...(0,database_manifest/* parseManifests */.Ye)(known.stdout), manifest], manifest, count, needed);
    await transaction.change({
        undo: [['pair', files.dump, files.manifest]],
        afterCommit: old.map((id) => ['rm', '-f', `${folder}/${id}.dump`, `${folder}/${id}.json`]),
        run: [
            (0,host_run/* put */.yJ)(files.manifest, '600', `${JSON.stringify(manifest)}\n`),
            ['mv', '-fT', files.partial, files.dump],
            ['sync', folder],
        ],
    }, (0,backup_progress/* backupFailed */.yr)(run, 'the backup could not be put in its place'));
}
async function copy(run, path) {
    const { copy: words } = run.wanted.backup;
    if (words.length === 0)
        return;
    // As a program: a function of the guard may have the same name.
    const command = ['command', ...words.map((word) => word.replaceAll('{}', path))];
    run.runner.log.info(`  copying the backup with ${words[0]}`);
    const failed = (0,backup_progress/* backupFailed */.yr)(run, `${words[0]} could not copy the backup ${path}`);
    await (0,backup_progress/* telling */.gM)(run, 'copying', run.transaction.change({ run: [command] }, failed));
}


/***/ }),

/***/ 7648:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ databaseClient),
/* harmony export */   x: () => (/* binding */ readIdentity)
/* harmony export */ });
/* harmony import */ var _compose_model_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(279);

/** Reads `id -u`, `id -g` and the engine's security options. */
function readIdentity(uid, gid, options) {
    return {
        user: options.includes('name=rootless') ? '' : `${uid.trim()}:${gid.trim()}`,
        remapped: options.includes('name=userns'),
    };
}
/**
 * A service with PostgreSQL's own programs that reaches the database the way web does. The password is in its environment
 * and nowhere else.
 */
function databaseClient({ model, roles, backup }, { variables }, { user, remapped }, { image, words, environment, label, writes }) {
    const web = model.services[roles.web] ?? {};
    const same = ['network_mode', 'extra_hosts', 'dns', 'dns_search', 'dns_opt'].filter((key) => key in web);
    const all = { PGCONNECT_TIMEOUT: '15', ...variables, ...environment };
    return {
        image: (0,_compose_model_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeDollars */ .bn)(image),
        entrypoint: words.map(_compose_model_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeDollars */ .bn),
        environment: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, (0,_compose_model_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeDollars */ .bn)(value)])),
        labels: { [label[0]]: label[1] },
        volumes: [
            {
                type: 'bind',
                source: (0,_compose_model_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeDollars */ .bn)(backup.folder),
                target: '/backup',
                ...(writes ? {} : { read_only: true }),
            },
        ],
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
}


/***/ }),

/***/ 4127:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ZQ: () => (/* binding */ readCounts),
/* harmony export */   hl: () => (/* binding */ notInContents),
/* harmony export */   r0: () => (/* binding */ readContents),
/* harmony export */   tX: () => (/* binding */ differences),
/* harmony export */   wh: () => (/* binding */ totalRows)
/* harmony export */ });
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8522);

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
        return (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.gunzipSync)(Buffer.from(packed, 'base64')).toString();
    }
    catch {
        // Cut off on the way.
        return undefined;
    }
}
/** What a restored dump has other than the database had at the moment of the dump, as far as that was counted; empty when they are the same. */
function differences(database, restored) {
    return [
        ...[...database].flatMap(([table, rows]) => {
            if (!restored.has(table))
                return [`${table} is missing`];
            const back = restored.get(table);
            return rows === undefined || back === rows
                ? []
                : [`${table} has ${back ?? 'unknown'} rows instead of ${rows}`];
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


/***/ }),

/***/ 2507:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C$: () => (/* binding */ noteApplied),
/* harmony export */   JA: () => (/* binding */ standing),
/* harmony export */   N4: () => (/* binding */ note),
/* harmony export */   i6: () => (/* binding */ parseHistory),
/* harmony export */   p2: () => (/* binding */ historyFile)
/* harmony export */ });
/** The history of the database that is touched from this host. */
function historyFile(root) {
    return `${root}/migrations.log`;
}
/** The command that notes migrations which are about to be applied. */
function noteApplied(run, pending) {
    const dangers = pending.flatMap(({ name, dangers: some }) => some.map((one) => `${name}: ${one}`));
    return note(run, run.wanted.release, { did: 'applied', names: pending.map(({ name }) => name), dangers });
}
/** The command that adds a line about a release's migrations. */
function note({ runner, wanted }, { id, version }, what) {
    const line = { at: new Date(runner.clock.now()).toISOString(), release: id, version, ...what };
    return ['record', historyFile(wanted.root), JSON.stringify(line)];
}
/** Reads the history; a line that was cut off by a crash is left out, as nothing came of it. */
function parseHistory(text) {
    return text.split('\n').flatMap((line) => {
        try {
            const one = JSON.parse(line);
            return typeof one.did === 'string' && Array.isArray(one.names) ? [one] : [];
        }
        catch {
            return [];
        }
    });
}
/** What was applied from here and is there yet, by name, after all lines. */
function standing(lines) {
    let there = new Map();
    lines.forEach(({ did, names, dangers, release, version, of = '' }, index) => {
        if (did === 'restored')
            there = standing(lines.slice(0, index).filter(({ at }) => at <= of));
        for (const name of names) {
            const known = there.get(name);
            if (did === 'applied') {
                const own = dangers.filter((one) => one.startsWith(`${name}: `));
                there.set(name, { name, release, version, dangers: own, unsure: false });
            }
            else if (did === 'reversed')
                there.delete(name);
            else if (did === 'reversing' && known !== undefined)
                there.set(name, { ...known, unsure: true });
        }
    });
    return there;
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

/***/ 2896:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ lossText),
/* harmony export */   Y: () => (/* binding */ losses)
/* harmony export */ });
/** What a restore does to the number of rows, the largest losses first. */
function losses(now, back) {
    const tables = new Set([...now.keys(), ...back.keys()]);
    return [...tables]
        .map((table) => ({
        table,
        now: now.get(table) ?? 0,
        back: back.has(table) ? back.get(table) : 0,
    }))
        .filter((one) => one.now !== one.back)
        .sort((one, other) => lost(other) - lost(one) || (one.table < other.table ? -1 : 1));
}
function lost({ now, back }) {
    return now - (back ?? 0);
}
/** The rows of all tables that are lost, and the largest ones by name, as a sentence for the log. */
function lossText(all) {
    if (all.length === 0)
        return 'every table has as many rows as now; what was changed in them since goes back too';
    const words = all.map(({ table, now, back }) => {
        if (back === undefined)
            return `${table} ${number(now)} rows now, not counted in the backup`;
        return now > back
            ? `${table} loses ${number(now - back)} of ${number(now)} rows`
            : `${table} gets ${number(back - now)} rows back`;
    });
    const more = words.length > shown ? `, and ${words.length - shown} more tables` : '';
    return `${words.slice(0, shown).join(', ')}${more}; what was changed since goes back too`;
}
/** How many tables people read in a sentence. */
const shown = 10;
function number(rows) {
    return rows.toLocaleString('en');
}


/***/ }),

/***/ 2570:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $V: () => (/* binding */ manifestOf),
/* harmony export */   Ye: () => (/* binding */ parseManifests),
/* harmony export */   rw: () => (/* binding */ prunableBackups)
/* harmony export */ });
/** What a backup is, from all that is known about it. */
function manifestOf(place, { bytes, sha256, proof }, serverVersion, counts) {
    return {
        id: place.id,
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
            // The first ones were named by their release alone.
            return isOne ? [{ ...one, id: one.id ?? one.release }] : [];
        }
        catch {
            return [];
        }
    });
}
/** Which backups of this deployment may go: all but the newest `keep`, and never the one that is needed. */
function prunableBackups(manifests, { project, root }, keep, needed) {
    return manifests
        .filter((one) => one.project === project && one.root === root && /^[\w.-]+$/.test(one.id))
        .map(({ id }) => id)
        .sort()
        .slice(0, -keep)
        .filter((id) => id !== needed);
}


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
            plan.push({ name: line.trim(), operations: [], dangers: [], oneWay: [] });
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
/* harmony export */   Eg: () => (/* binding */ migrationFailed),
/* harmony export */   fW: () => (/* binding */ oneOffName),
/* harmony export */   fp: () => (/* binding */ oneOffWords),
/* harmony export */   sR: () => (/* binding */ oneOff)
/* harmony export */ });
/* harmony import */ var _deploy_host_run_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1239);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6986);


/** Milliseconds that a migration waits for a lock before it gives up: while it waits, every request behind it waits. */
const lockTimeout = 5000;
/**
 * Runs words in a container of the new image as web has it: its environment, its networks. Gone when it ends.
 * @param before what is done on the host first; when that fails, the container isn't started
 */
async function oneOff(run, words, before = []) {
    const { wanted, transaction } = run;
    const name = oneOffName(run);
    return await transaction.attempt({
        undo: [['retire', name]],
        run: [...before, (0,_deploy_host_run_js__WEBPACK_IMPORTED_MODULE_1__/* .compose */ .Zz)(run, ...oneOffWords(name), wanted.roles.web, ...words)],
    });
}
/** The container's name. */
function oneOffName({ wanted }) {
    return `${wanted.model.name}-migrate-${wanted.release.id}`;
}
/** How Compose starts it; the service and its words follow. */
function oneOffWords(name) {
    const locks = `PGOPTIONS=-c lock_timeout=${lockTimeout}`;
    return ['run', '--rm', '--no-deps', '-T', '--name', name, '-e', locks];
}
/** The error with the last lines that Django printed. */
function migrationFailed({ host }, what, output) {
    const lines = output.trim().split('\n');
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an('migration-failed', `${host.name}: ${what}: ${lines.at(-1) ?? ''}`, lines.slice(-40).join('\n'));
}


/***/ }),

/***/ 1959:
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
// EXTERNAL MODULE: ./src/database/state-script.js
var state_script = __webpack_require__(5780);
;// CONCATENATED MODULE: ./src/database/state.js


/** Why an operation is a danger, by the kinds that the script tells. */
const reasons = {
    removed: 'the release that still serves may use it',
    renamed: 'the release that still serves knows it by the old name',
    required: 'rows that the release that still serves writes have no value for it',
    sql: 'it drops or renames what the release that still serves may use',
};
/** Finds the script's line among whatever else was printed; undefined when it isn't there. */
function readState(output) {
    const line = output.split('\n').findLast((one) => one.startsWith(state_script/* stateMark */.B3));
    if (line === undefined)
        return undefined;
    let told;
    try {
        told = JSON.parse(String((0,external_node_zlib_.inflateSync)(Buffer.from(line.slice(state_script/* stateMark */.B3.length), 'base64'))));
    }
    catch {
        // Cut off on the way.
        return undefined;
    }
    return {
        pending: told.pending.map(({ name, operations, dangers }) => ({
            name,
            operations,
            dangers: dangers
                .filter(({ kind }) => kind !== 'one-way')
                .map(({ kind, operation }) => `${operation}: ${reasons[kind] ?? kind}`),
            oneWay: dangers.filter(({ kind }) => kind === 'one-way').map(({ operation }) => operation),
        })),
        schema: told.schema,
        serverVersion: told.serverVersion,
        bytes: told.bytes,
        strangeSchedules: told.strange,
    };
}

;// CONCATENATED MODULE: ./src/database/pending.js






/**
 * Asks the new image's own Django which migrations are pending, what about them is dangerous, and how large the
 * database is; changes nothing. Where Django can't be asked, the migration command's own `--plan` tells less.
 * @throws StepFailed `migration-failed` when neither answers
 */
async function askPending(run) {
    const answer = await ask((words) => (0,one_off/* oneOff */.sR)(run, words), run.wanted.migrate, run.runner);
    if ('code' in answer)
        throw (0,one_off/* migrationFailed */.Eg)(run, 'the pending migrations could not be listed', answer.stdout);
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
    const command = (0,state_script/* stateCommand */.t7)(migrate);
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
    return {
        pending: none ? [] : (0,migrations/* readPlan */.m)(planned.stdout),
        schema: undefined,
        serverVersion: undefined,
        bytes: undefined,
    };
}


/***/ }),

/***/ 5260:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HJ: () => (/* binding */ tellingHowFar),
/* harmony export */   O4: () => (/* binding */ migrationsDone),
/* harmony export */   XP: () => (/* binding */ since)
/* harmony export */ });
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(231);

/** Seconds between two lines that say how far the work is. */
const tellSeconds = 10;
/**
 * Says every few seconds that work goes on.
 * @param howFar asked each time; what it gives is added to the line
 */
async function tellingHowFar(run, what, work, howFar) {
    const { clock, log } = run.runner;
    const started = clock.now();
    const done = new AbortController();
    const tell = async () => {
        for (;;) {
            await clock.sleep(tellSeconds, done.signal);
            const far = await howFar();
            if (!done.signal.aborted)
                log.info(`  ${what} for ${since(run, started)}${far}`);
        }
    };
    // What it says is an extra: it ends with the work, and what goes wrong in it shows in the work itself.
    void tell().catch(() => { });
    return await work.finally(() => done.abort());
}
/** The time since then, in words. */
function since({ runner }, started) {
    return (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .duration */ .p0)((runner.clock.now() - started) / 1000);
}
/** How many migrations Django has done in a container, by what it printed: the one it is at shows once it is done. */
async function migrationsDone({ host }, container, of) {
    const { code, stdout } = await host.run(['bash', '-c', doneLines, 'done', container]);
    return code === 0 ? `, ${stdout.trim()} of ${of} done` : '';
}
/** Django writes `  Applying app.0001_initial... OK`; the engine hands a line on when it has its end. */
const doneLines = `docker logs "$1" 2>&1 | awk '/^ *(Una|A)pplying .* OK$/ { n++ } END { print n + 0 }'`;


/***/ }),

/***/ 4864:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ checkRestore),
/* harmony export */   v: () => (/* binding */ previewRestore)
/* harmony export */ });
/* harmony import */ var _compose_model_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(279);
/* harmony import */ var _compose_render_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8028);
/* harmony import */ var _deploy_host_run_js__WEBPACK_IMPORTED_MODULE_14__ = __webpack_require__(1239);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6986);
/* harmony import */ var _host_look_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8233);
/* harmony import */ var _release_release_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(7190);
/* harmony import */ var _backup_plan_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3957);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(7648);
/* harmony import */ var _counts_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4127);
/* harmony import */ var _loss_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(2896);
/* harmony import */ var _manifest_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(2570);
/* harmony import */ var _restore_plan_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1729);
/* harmony import */ var _restore_rights_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(4577);
/* harmony import */ var _room_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(5852);
/* harmony import */ var _url_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(6958);















/**
 * Makes sure, before anything is changed, that the backup can be restored and swapped in, and says what will be lost.
 * @throws UserError `bad-input` or `not-ready` with all that is missing, and what to grant
 */
async function checkRestore(run) {
    const { restoring, facts } = await ask(run);
    run.restoring = restoring;
    // The dump that follows needs them, and nobody asks Django in a rollback.
    run.database ??= { pending: [], schema: undefined, serverVersion: facts.version, bytes: facts.bytes };
    say(restoring, facts, run.runner.log);
}
/**
 * The same for a dry run, without a transaction: it changes nothing.
 * @throws UserError as {@link checkRestore}
 */
async function previewRestore(member) {
    return (await ask(member)).restoring;
}
async function ask(at) {
    const { host, wanted, seen } = at;
    const { folder } = wanted.backup;
    const connection = (0,_backup_plan_js__WEBPACK_IMPORTED_MODULE_3__/* .connectionOf */ .ao)(wanted);
    const [manifests, uid, gid, options, left, disk, engine] = await (0,_host_look_js__WEBPACK_IMPORTED_MODULE_2__/* .look */ .O)(host, [
        ['find', folder, '-maxdepth', '1', '-name', '*.json', '-exec', 'cat', '{}', '+'],
        ['id', '-u'],
        ['id', '-g'],
        ['docker', 'info', '--format', '{{.SecurityOptions}}'],
        ['cat', `${(0,_release_release_js__WEBPACK_IMPORTED_MODULE_8__/* .releaseFolder */ .Uc)(wanted.root, wanted.back?.from.id ?? wanted.release.id)}/compose.json`],
        ['df', '-Pk', folder],
        ['bash', '-c', `df -Pk "$(docker info --format '{{.DockerRootDir}}')"`],
    ]);
    refuseAnother(wanted, connection, left.stdout);
    const backup = (0,_restore_plan_js__WEBPACK_IMPORTED_MODULE_5__/* .findBackup */ .SC)((0,_manifest_js__WEBPACK_IMPORTED_MODULE_9__/* .parseManifests */ .Ye)(manifests.stdout), wanted, seen.releases);
    const path = `${folder}/${backup.id}.dump`;
    await refuseDamaged(at, path, backup);
    const names = (0,_restore_plan_js__WEBPACK_IMPORTED_MODULE_5__/* .databaseNames */ .Ml)(connection.variables.PGDATABASE ?? '', wanted.backup.id);
    const identity = (0,_client_js__WEBPACK_IMPORTED_MODULE_10__/* .readIdentity */ .x)(uid.stdout, gid.stdout, options.stdout);
    const { facts, counts } = await askServer(at, connection, identity, names, backup);
    const needs = [
        { disk: (0,_room_js__WEBPACK_IMPORTED_MODULE_11__/* .readDisk */ .g)(disk.stdout), bytes: facts.bytes, what: 'a dump of the data as they are now' },
        ...(wanted.backup.verify === 'restore'
            ? [{ disk: (0,_room_js__WEBPACK_IMPORTED_MODULE_11__/* .readDisk */ .g)(engine.stdout), bytes: facts.bytes, what: 'proving it' }]
            : []),
        ...((0,_restore_plan_js__WEBPACK_IMPORTED_MODULE_5__/* .isHere */ .nw)(wanted, seen, connection)
            ? [{ disk: (0,_room_js__WEBPACK_IMPORTED_MODULE_11__/* .readDisk */ .g)(engine.stdout), bytes: facts.bytes, what: 'the second database' }]
            : []),
    ];
    const full = (0,_room_js__WEBPACK_IMPORTED_MODULE_11__/* .roomComplaint */ .P)(needs);
    if (full !== undefined)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('not-ready', `${host.name}: ${full}.`, 'Make room there; nothing was changed.');
    const restoring = { backup, path, names, losses: (0,_loss_js__WEBPACK_IMPORTED_MODULE_12__/* .losses */ .Y)(counts, (0,_restore_plan_js__WEBPACK_IMPORTED_MODULE_5__/* .countsOf */ .mQ)(backup)), swapped: false };
    return { restoring, facts };
}
function say({ backup, losses: all }, { publications }, log) {
    log.info(`  the backup ${backup.id} of ${backup.created} is whole: ${backup.proof}`);
    log.warning(`Data written since ${backup.created} will be lost: ${(0,_loss_js__WEBPACK_IMPORTED_MODULE_12__/* .lossText */ .T)(all)}.`);
    if (publications > 0)
        log.warning('The database has publications, which do not come back: subscribers stay with the old one.');
}
/** The release that is left may have moved the data elsewhere: then a restore would not touch what is in use. */
function refuseAnother({ release, back }, target, composeJson) {
    if (back === undefined)
        return;
    let url;
    try {
        const { services } = JSON.parse(composeJson);
        url = (0,_compose_model_js__WEBPACK_IMPORTED_MODULE_13__/* .environmentOf */ .p7)(services[back.from.settings?.roles.web ?? 'web'] ?? {}).get('DATABASE_URL');
    }
    catch {
        // It is gone or was made by hand: then nobody knows better.
    }
    if (url === undefined || url === '')
        return;
    const { variables } = (0,_url_js__WEBPACK_IMPORTED_MODULE_7__/* .parseDatabaseUrl */ .m)(url);
    const place = ({ PGHOST, PGPORT, PGDATABASE }) => `${PGDATABASE} on ${PGHOST}:${PGPORT}`;
    if (place(variables) === place(target.variables))
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('not-ready', `${back.from.id} uses the database ${place(variables)}, and ${release.id} used ${place(target.variables)}.`, 'Restore by hand where the data are, then go back without restoring.');
}
async function refuseDamaged({ host }, path, { id, sha256 }) {
    const { code, stdout, stderr } = await host.run(['sha256sum', path]);
    if (code === 0 && stdout.startsWith(sha256))
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('not-ready', code === 0
        ? `${host.name}: the backup ${id} is damaged: its checksum is not that of when it was written.`
        : `${host.name}: the backup ${id} can not be read: ${stderr.trim()}`, 'Name another backup, or put a good copy in its place.');
}
/** Asks the server by a client that reaches it as web does; the password goes in by standard input. */
async function askServer({ host, wanted, seen }, connection, identity, names, backup) {
    const image = (0,_restore_plan_js__WEBPACK_IMPORTED_MODULE_5__/* .restoreImage */ .e9)(wanted, seen, connection, backup.serverVersion);
    const service = (0,_restore_plan_js__WEBPACK_IMPORTED_MODULE_5__/* .restoreService */ .Ar)('check');
    const client = (0,_restore_plan_js__WEBPACK_IMPORTED_MODULE_5__/* .restoreClient */ .oO)(wanted, { connection, identity, image }, { backup, names }, 'check');
    const model = { ...wanted.model, services: { ...wanted.model.services, [service]: client } };
    const command = (0,_deploy_host_run_js__WEBPACK_IMPORTED_MODULE_14__/* .compose */ .Zz)({ wanted }, 'run', '--rm', '--no-deps', '-T', service);
    const { stdout, stderr } = await host.run(command.with(command.indexOf('-f') + 1, '-'), (0,_compose_render_js__WEBPACK_IMPORTED_MODULE_0__/* .formatModel */ .Xk)(model));
    const facts = (0,_restore_rights_js__WEBPACK_IMPORTED_MODULE_6__/* .readFacts */ .MH)(stdout);
    const hasElsewhere = /^elsewhere$/m.test(stdout);
    const all = facts !== undefined
        ? (0,_restore_rights_js__WEBPACK_IMPORTED_MODULE_6__/* .obstacles */ .Bw)(names.live, facts, hasElsewhere, backup.serverVersion)
        : (0,_restore_rights_js__WEBPACK_IMPORTED_MODULE_6__/* .isPoolers */ .xo)(stderr)
            ? [_restore_rights_js__WEBPACK_IMPORTED_MODULE_6__/* .poolerObstacle */ .jV]
            : [{ what: `the database can not be asked: ${stderr.trim().split('\n').at(-1)}`, fix: '' }];
    if (all.length > 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('not-ready', `${host.name}: ${all.map(({ what }) => what).join('; ')}.`, all.map(({ fix }) => fix).join('\n'));
    const counts = (0,_counts_js__WEBPACK_IMPORTED_MODULE_4__/* .readCounts */ .ZQ)(stdout);
    if (facts === undefined || counts === undefined)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('not-ready', `${host.name}: the tables were not told: ${stderr.trim()}`, '');
    return { facts, counts };
}


/***/ }),

/***/ 1729:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ar: () => (/* binding */ restoreService),
/* harmony export */   FH: () => (/* binding */ restoreOverlay),
/* harmony export */   Ml: () => (/* binding */ databaseNames),
/* harmony export */   SC: () => (/* binding */ findBackup),
/* harmony export */   VX: () => (/* binding */ restoreFile),
/* harmony export */   e9: () => (/* binding */ restoreImage),
/* harmony export */   mQ: () => (/* binding */ countsOf),
/* harmony export */   nn: () => (/* binding */ restoreLabel),
/* harmony export */   nw: () => (/* binding */ isHere),
/* harmony export */   oO: () => (/* binding */ restoreClient)
/* harmony export */ });
/* harmony import */ var _deploy_observed_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(8005);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6986);
/* harmony import */ var _release_release_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7190);
/* harmony import */ var _backup_plan_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3957);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7648);
/* harmony import */ var _inside_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7695);
/* harmony import */ var _restore_program_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9820);







/** PostgreSQL cuts names off there, in bytes. */
const longestName = 63;
/** @param id the name of this run's own backup, which begins with the time: `20261125-153000-…` */
function databaseNames(live, id) {
    const [day = '', time = ''] = id.split('-');
    const named = (what) => `${firstBytes(live, longestName - what.length - 15)}${what}`;
    return {
        live,
        beside: `${named('_restored_')}${day}_${time}`,
        kept: `${named('_before_')}${day}_${time}`,
        older: named('_before_'),
    };
}
/** As many whole characters as there is room for. */
function firstBytes(text, bytes) {
    let kept = '';
    for (const character of text) {
        if (Buffer.byteLength(kept + character) > bytes)
            break;
        kept += character;
    }
    return kept;
}
/**
 * The backup that brings back the data as they were when the target served: the one that was asked for, or the newest.
 * @throws UserError `bad-input` when there is none, or when its schema isn't the target's
 */
function findBackup(manifests, { release, model, root, back, backup: { folder } }, releases) {
    const mine = manifests
        .filter(({ project, root: other }) => project === model.name && other === root)
        .toSorted((one, other) => (one.id < other.id ? 1 : -1));
    const isOfTarget = ({ live }) => {
        const served = releases.find(({ id }) => id === live);
        return live === release.id || (served !== undefined && sameCode(served, release));
    };
    const asked = back?.backup;
    const found = asked === undefined ? mine.find(isOfTarget) : mine.find(({ id }) => id === asked);
    const list = mine.map(({ id, live }) => `${id} (of ${live || 'an empty database'})`).join(', ') || 'none';
    if (found === undefined)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', asked === undefined
            ? `No backup in ${folder} was made while ${release.id} served.`
            : `There is no backup ${asked} in ${folder}.`, `Backups there: ${list}. Go back without restoring, or to a release that a backup is of.`);
    if (isOfTarget(found))
        return found;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `The backup ${found.id} was made while ${found.live || 'nothing'} served: its schema is not that of ${release.id}.`, `Backups there: ${list}. Name one of ${release.id}, or go back to the release that it is of.`);
}
function sameCode(one, other) {
    return one.image === other.image;
}
/** The image with the right PostgreSQL; while the server's own version is unknown, that of the backup is close enough. */
function restoreImage(wanted, seen, connection, version) {
    const image = (0,_backup_plan_js__WEBPACK_IMPORTED_MODULE_1__/* .backupImage */ .o1)(wanted, seen, connection, version ?? undefined);
    if (image !== undefined)
        return image;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', 'The backup does not tell the version of PostgreSQL.', 'Set backup-image to an image with the same or a newer one, such as postgres:15.');
}
/** The label of all containers of a restore. */
function restoreLabel({ backup }) {
    return ['saleor-deploy.restore', backup.id];
}
/** The Compose file with the clients and the password; there from the restore to the commit, or to the end of the way back. */
function restoreFile({ root, release }) {
    return `${(0,_release_release_js__WEBPACK_IMPORTED_MODULE_4__/* .releaseFolder */ .Uc)(root, release.id)}/restore.json`;
}
/** The service that does it. */
function restoreService(action) {
    return `saleor-deploy-${action.replace('_', '-')}`;
}
/** The clients that change something, as one Compose file over the release's own. */
function restoreOverlay(wanted, reach, restoring) {
    const actions = ['restore', 'swap', 'swap_back', 'drop', 'forget'];
    const services = actions.map((action) => [
        restoreService(action),
        restoreClient(wanted, reach, restoring, action),
    ]);
    return JSON.stringify({ services: Object.fromEntries(services) });
}
/** One client. */
function restoreClient(wanted, { connection, identity, image }, { backup, names: { live, beside, kept, older } }, action) {
    return (0,_client_js__WEBPACK_IMPORTED_MODULE_5__/* .databaseClient */ .V)(wanted, connection, identity, {
        image,
        words: ['bash', '-c', _restore_program_js__WEBPACK_IMPORTED_MODULE_3__/* .restoreProgram */ .Hg, 'restore', action],
        environment: {
            PGAPPNAME: `saleor-deploy-${wanted.backup.id}`,
            ...{ LIVE: live, BESIDE: beside, KEPT: kept, OLDER: older, DUMP: `/backup/${backup.id}.dump` },
            ...{ ..._restore_program_js__WEBPACK_IMPORTED_MODULE_3__/* .restoreQueries */ .tF, QUERY: _inside_js__WEBPACK_IMPORTED_MODULE_2__/* .countRows */ .BO },
        },
        label: restoreLabel(wanted),
        writes: false,
    });
}
/** The rows of a backup's tables. */
function countsOf({ tables }) {
    return new Map(Object.entries(tables).map(([table, rows]) => [table, rows ?? undefined]));
}
/** Whether the live database runs in the Compose project, and so takes room on this host. */
function isHere({ model }, seen, { host }) {
    return model.services[host] !== undefined && (0,_deploy_observed_js__WEBPACK_IMPORTED_MODULE_6__/* .containersOf */ .Mz)(seen, host).length > 0;
}


/***/ }),

/***/ 9820:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hg: () => (/* binding */ restoreProgram),
/* harmony export */   Uz: () => (/* binding */ handedOn),
/* harmony export */   tF: () => (/* binding */ restoreQueries),
/* harmony export */   u: () => (/* binding */ keptMark)
/* harmony export */ });
/** An answer becomes one line that is short enough for the guard, which hands on the last 60 kB. */
const pack = "gzip -9c | base64 | tr -d '\\n'";
/** What the check asks as lock_timeout, in milliseconds: a pooler does not hand it on, or refuses it. */
const handedOn = 13_579;
/** What is said of the database that a restore keeps, once it is kept for good. */
const keptMark = 'data from before a restore, kept by saleor-deploy';
/** Facts about the server and what the user may do there, as one line of JSON. */
const factsQuery = `SELECT json_build_object(
  'role', current_user,
  'version', current_setting('server_version_num')::int,
  'bytes', pg_database_size(d.oid),
  'standby', pg_is_in_recovery(),
  'lockTimeout', current_setting('lock_timeout'),
  'mayCreate', r.rolsuper OR r.rolcreatedb,
  'owner', pg_get_userbyid(d.datdba),
  'owns', pg_has_role(r.oid, d.datdba, 'MEMBER'),
  'prepared', (SELECT count(*) FROM pg_prepared_xacts WHERE database = d.datname),
  'publications', (SELECT count(*) FROM pg_publication),
  'sessionsOf', (SELECT coalesce(json_agg(DISTINCT a.usename), '[]') FROM pg_stat_activity a JOIN pg_roles o ON o.oid = a.usesysid
    WHERE a.datid = d.oid AND NOT pg_has_role(r.oid, o.oid, 'MEMBER')
    AND (o.rolsuper OR NOT pg_has_role(r.oid, 'pg_signal_backend', 'MEMBER'))),
  'thingsOf', (SELECT coalesce(json_agg(DISTINCT pg_get_userbyid(c.relowner)), '[]') FROM pg_class c
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND NOT pg_has_role(r.oid, c.relowner, 'MEMBER')
    AND c.relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_' OR nspname = 'information_schema')
    AND NOT EXISTS (SELECT 1 FROM pg_depend x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid AND x.deptype = 'e')),
  'extensions', (SELECT coalesce(json_agg(e.extname), '[]') FROM pg_extension e WHERE e.extname <> 'plpgsql' AND NOT r.rolsuper
    AND NOT EXISTS (SELECT 1 FROM pg_available_extension_versions v WHERE v.name = e.extname AND to_jsonb(v)->>'trusted' = 'true'))
) FROM pg_database d, pg_roles r WHERE d.datname = current_database() AND r.rolname = current_user;`;
/** The statement that makes a database like the live one: whatever PostgreSQL's version calls the parts of a locale. */
const createQuery = `SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L CONNECTION LIMIT %s',
    :'beside', pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datcollate, datctype, datconnlimit)
  || CASE to_jsonb(d)->>'datlocprovider'
    WHEN 'i' THEN format(' LOCALE_PROVIDER icu ICU_LOCALE %L', coalesce(to_jsonb(d)->>'daticulocale', to_jsonb(d)->>'datlocale'))
    WHEN 'b' THEN format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', to_jsonb(d)->>'datlocale')
    ELSE '' END
  || coalesce((SELECT format(' TABLESPACE %I', spcname) FROM pg_tablespace t WHERE t.oid = dattablespace AND spcname <> 'pg_default'), '')
  FROM pg_database d WHERE datname = :'live' \\gexec`;
/** What a dump leaves out, as it belongs to the database as a whole: who may connect, and settings. Lists are quoted already. */
const likeQuery = `SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'beside') FROM pg_database WHERE datname = :'live' AND datacl IS NOT NULL \\gexec
SELECT format('GRANT %s ON DATABASE %I TO %s%s', privilege_type, :'beside',
    CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END, CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
  FROM pg_database, aclexplode(datacl) WHERE datname = :'live' AND grantee <> datdba \\gexec
SELECT format('ALTER %s SET %I TO %s',
    CASE setrole WHEN 0 THEN format('DATABASE %I', :'beside') ELSE format('ROLE %I IN DATABASE %I', pg_get_userbyid(setrole), :'beside') END,
    name, CASE WHEN name IN ('search_path', 'temp_tablespaces', 'local_preload_libraries', 'session_preload_libraries') THEN value ELSE quote_literal(value) END)
  FROM pg_db_role_setting JOIN pg_database d ON d.oid = setdatabase JOIN pg_roles r ON r.rolname = current_user, unnest(setconfig) AS one,
  LATERAL (SELECT split_part(one, '=', 1) AS name, substr(one, strpos(one, '=') + 1) AS value) parts
  WHERE datname = :'live' AND (setrole = 0 OR setrole = r.oid OR r.rolsuper) \\gexec`;
/**
 * The program for bash in a client's container, `restore ACTION`. LIVE, BESIDE and KEPT name databases; PGAPPNAME names all
 * sessions of this run, so that the way back can end what is still at it. Every action but `restore` can be done twice.
 */
const restoreProgram = `set -euo pipefail
export PGOPTIONS="\${PGOPTIONS-} -c statement_timeout=0 -c idle_in_transaction_session_timeout=0"

sql() {
  psql --no-password -XqAt -F $'\\t' -v ON_ERROR_STOP=1 -v live="$LIVE" -v beside="$BESIDE" -v kept="$KEPT" \\
    -v older="$OLDER" -v app="$PGAPPNAME"
}

# From a database that stays as it is.
elsewhere() {
  local name
  for name in postgres template1; do
    [ "$name" != "$LIVE" ] && PGDATABASE=$name sql <<<'SELECT 1;' >/dev/null 2>&1 || continue
    PGDATABASE=$name sql
    return
  done
  echo "error: neither the database postgres nor template1 can be connected to"
  return 1
}

there() { elsewhere <<<"SELECT count(*) FROM pg_database WHERE datname = :'$1';"; }

# What an earlier container of this run had begun on the server ends with its session, one way or the other.
settle() {
  local left
  for _ in {1..100}; do
    left=$(elsewhere <<<"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = :'app' AND pid <> pg_backend_pid();") || return
    [ "$left" = 0 ] && return
    sleep 0.1
  done
  return 1
}

# exchange GOES AS COMES: in one transaction; a session that came in between makes it fail, and it is tried again.
exchange() {
  for _ in {1..5}; do
    elsewhere <<SQL && return
BEGIN;
\\\\o /dev/null
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN (:'$1', :'$3') AND pid <> pg_backend_pid();
ALTER DATABASE :"$1" RENAME TO :"$2";
ALTER DATABASE :"$3" RENAME TO :"$1";
COMMIT;
SQL
    sleep 1
  done
  return 1
}

check() {
  local facts
  PGOPTIONS+=' -c lock_timeout=${handedOn}'
  facts=$(sql <<<"$FACTS")
  printf 'facts\\t%s\\n' "$facts"
  elsewhere <<<'SELECT 1;' >/dev/null && echo elsewhere
  count "$LIVE"
}

count() {
  local answer
  answer=$(PGDATABASE=$1 sql <<<"$QUERY" | ${pack})
  printf 'tables\\t%s\\n' "$answer"
}

# Parallel parts of one index would need more shared memory than a container has by default.
restore() {
  local name
  elsewhere <<<"$CREATE"
  elsewhere <<<"$LIKE"
  PGOPTIONS+=' -c max_parallel_maintenance_workers=0'
  pg_restore --list "$DUMP" >/tmp/contents
  sed -i '/ COMMENT - EXTENSION /d' /tmp/contents
  name=\${BESIDE//\\\\/\\\\\\\\}
  name=\${name//\\'/\\\\\\'}
  pg_restore --no-password --exit-on-error --no-publications --no-subscriptions --jobs=4 --use-list=/tmp/contents \\
    --dbname="dbname='$name'" "$DUMP"
  PGDATABASE=$BESIDE sql <<<'ANALYZE;'
  count "$BESIDE"
}

swap() {
  local is
  is=$(there kept)
  [ "$is" = 1 ] || exchange live kept beside
}

swap_back() {
  local is
  settle
  is=$(there kept)
  [ "$is" = 0 ] || exchange live beside kept
}

drop() {
  settle
  elsewhere <<'SQL'
\\o /dev/null
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :'beside' AND pid <> pg_backend_pid();
\\o
DROP DATABASE IF EXISTS :"beside";
SQL
}

# Says to the other hosts that it is kept for good. Only the newest one is; one that can't be dropped now stays.
forget() {
  elsewhere <<'SQL' || :
SELECT format('COMMENT ON DATABASE %I IS %L', datname, '${keptMark}') FROM pg_database WHERE datname = :'kept' \\gexec
SELECT format('DROP DATABASE %I', datname) FROM pg_database
  WHERE left(datname, length(:'older')) = :'older' AND substr(datname, length(:'older') + 1) ~ '^\\d{8}_\\d{6}$' AND datname <> :'kept' \\gexec
SQL
}

"$1"`;
/** Queries are handed over by the environment: bash has its own ideas about what is in them. */
const restoreQueries = { FACTS: factsQuery, CREATE: createQuery, LIKE: likeQuery };


/***/ }),

/***/ 4577:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bw: () => (/* binding */ obstacles),
/* harmony export */   MH: () => (/* binding */ readFacts),
/* harmony export */   TL: () => (/* binding */ quoted),
/* harmony export */   jV: () => (/* binding */ poolerObstacle),
/* harmony export */   xo: () => (/* binding */ isPoolers)
/* harmony export */ });
/* harmony import */ var _restore_program_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9820);

/** Finds the line that the program prints; undefined when it isn't there. */
function readFacts(output) {
    const json = /^facts\t(\{.*\})$/m.exec(output)?.[1];
    return json === undefined ? undefined : JSON.parse(json);
}
/** Whether the answer of a client that could not even connect is a pooler's. */
function isPoolers(output) {
    return /unsupported startup parameter|pgbouncer/i.test(output);
}
/** What a pooler in front of the database is told. */
const poolerObstacle = {
    what: 'DATABASE_URL leads to a pooler, which holds sessions on the database that a restore has to end',
    fix: 'Let DATABASE_URL of the release that is gone back to name the PostgreSQL server itself.',
};
/**
 * What is missing for a restore into a new database and the swap by rename.
 * @param live the database's name
 * @param hasElsewhere whether another database of the server can be connected to
 * @param backupVersion PostgreSQL's version that made the dump
 */
function obstacles(live, facts, hasElsewhere, backupVersion) {
    const { role, owner } = facts;
    const me = quoted(role);
    const all = [
        facts.lockTimeout !== `${_restore_program_js__WEBPACK_IMPORTED_MODULE_0__/* .handedOn */ .Uz}ms` && poolerObstacle,
        facts.standby && {
            what: 'the server is a standby, which nothing can be restored into',
            fix: 'Let DATABASE_URL name the primary.',
        },
        major(backupVersion ?? 0) > major(facts.version) && {
            what: `the backup is from PostgreSQL ${major(backupVersion ?? 0)}, and the server is ${major(facts.version)}`,
            fix: 'Upgrade the server, or name an older backup.',
        },
        !facts.mayCreate && { what: `${role} may not create databases`, fix: `ALTER ROLE ${me} CREATEDB;` },
        !facts.owns && {
            what: `the database ${live} belongs to ${owner}`,
            fix: `ALTER DATABASE ${quoted(live)} OWNER TO ${me};`,
        },
        !hasElsewhere && {
            what: `${role} can connect to neither of the databases postgres and template1, from which the renaming is done`,
            fix: `GRANT CONNECT ON DATABASE postgres TO ${me};`,
        },
        facts.thingsOf.length > 0 && {
            what: `tables belong to ${facts.thingsOf.join(', ')}, whose ${role} can not make them again`,
            fix: facts.thingsOf.map((one) => `GRANT ${quoted(one)} TO ${me};`).join(' '),
        },
        facts.extensions.length > 0 && {
            what: `only a superuser creates the extensions ${facts.extensions.join(', ')}`,
            fix: `ALTER ROLE ${me} SUPERUSER; for as long as the restore takes, then NOSUPERUSER.`,
        },
        facts.sessionsOf.length > 0 && {
            what: `${facts.sessionsOf.join(', ')} has sessions on the database, which ${role} may not end`,
            fix: `Stop who that is, or, unless it is a superuser: GRANT pg_signal_backend TO ${me};`,
        },
        facts.prepared > 0 && {
            what: `${facts.prepared} prepared transactions hold the database`,
            fix: 'End them with COMMIT PREPARED or ROLLBACK PREPARED, see pg_prepared_xacts.',
        },
    ];
    return all.filter((one) => one !== false);
}
function major(version) {
    return Math.floor(version / 10_000);
}
/** An identifier as SQL has it. */
function quoted(name) {
    return `"${name.replaceAll('"', '""')}"`;
}


/***/ }),

/***/ 5427:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  HK: () => (/* binding */ previewReverse),
  BE: () => (/* binding */ reverse),
  As: () => (/* binding */ reversePlan)
});

// EXTERNAL MODULE: ./src/deploy/host-run.js
var host_run = __webpack_require__(1239);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(6986);
// EXTERNAL MODULE: ./src/database/history.js
var database_history = __webpack_require__(2507);
// EXTERNAL MODULE: ./src/database/one-off.js
var one_off = __webpack_require__(1467);
// EXTERNAL MODULE: ./src/database/progress.js
var progress = __webpack_require__(5260);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
// EXTERNAL MODULE: ./src/database/state-script.js
var state_script = __webpack_require__(5780);
;// CONCATENATED MODULE: ./src/database/reverse-script.js

/** What the line that the script prints begins with; behind it is JSON, packed like the state's. */
const reverseMark = 'saleor-deploy-reverse:';
/**
 * The command that asks the newer code how to take the schema back to what the target knows, or does it. Undefined for a
 * migration command that is not understood.
 * @param schema the newest migration of each app that the target's code has
 */
function reverseCommand(migrate, schema, work) {
    return (0,state_script/* djangoCommand */.xX)(migrate, script, { schema: JSON.stringify(schema), work });
}
/**
 * Django 3.2 to 5.2. Taken back is all that is applied and that the target's newest migrations don't rest on: not app by app
 * as `migrate APP NAME` does, which misses a branch that was joined later. Whether an operation can be reversed is asked of
 * its parts, as one that separates database and state says yes for all of them.
 */
const script = `
import base64, json, zlib
from django.db import connections
from django.db.migrations import operations as ops
from django.db.migrations.executor import MigrationExecutor

def say(action, migration=None, fake=False):
    if action == "unapply_start":
        print("  Unapplying %s.%s..." % (migration.app_label, migration.name), end="", flush=True)
    elif action == "unapply_success":
        print(" OK", flush=True)

schema = json.loads(schema)
connection = connections[alias]
executor = MigrationExecutor(connection, say)
graph = executor.loader.graph
applied = executor.loader.applied_migrations
targets = [node for node in schema.items() if any(app == node[0] for app, name in graph.nodes)]
unknown = ["%s.%s" % node for node in targets if node not in graph.nodes]
known = set()
for node in targets:
    if node in graph.nodes:
        known.update(graph.forwards_plan(node))
everything = [(migration, False) for migration, backwards in executor.migration_plan(graph.leaf_nodes(), clean_start=True)]
order = [migration for migration, backwards in everything]
back = [
    migration for migration in reversed(order)
    if (migration.app_label, migration.name) in applied and (migration.app_label, migration.name) not in known
]
missing = sorted("%s.%s" % node for node in known if node not in applied)
strange = sorted("%s.%s" % node for node in applied if node not in graph.nodes)

def one_way(operation):
    if isinstance(operation, ops.SeparateDatabaseAndState):
        return any(one_way(inner) for inner in operation.database_operations)
    return not operation.reversible

plan = [
    {
        "name": "%s.%s" % (migration.app_label, migration.name),
        "operations": [operation.describe() for operation in migration.operations],
        "oneWay": [operation.describe() for operation in migration.operations if one_way(operation)],
    }
    for migration in back
]
obstacles = unknown or missing or any(one["oneWay"] for one in plan)
if work == "reverse" and back and not obstacles:
    executor.migrate(None, plan=[(migration, True) for migration in back])
told = {"plan": plan, "unknown": unknown, "missing": missing, "strange": strange}
${(0,state_script/* sizeScript */.D0)('told')}
packed = base64.b64encode(zlib.compress(json.dumps(told).encode())).decode()
print("\\n${reverseMark}" + packed)
`;

;// CONCATENATED MODULE: ./src/database/reverse-plan.js



/** Finds the script's line; undefined when it isn't there. */
function readReversePlan(output) {
    const line = output.split('\n').findLast((one) => one.startsWith(reverseMark));
    if (line === undefined)
        return undefined;
    try {
        return JSON.parse(String((0,external_node_zlib_.inflateSync)(Buffer.from(line.slice(reverseMark.length), 'base64'))));
    }
    catch {
        // Cut off on the way.
        return undefined;
    }
}
/**
 * What stands in the way of reversing, app by app, each as a line; none when it can be done.
 * @param target the id of the release that is gone back to
 */
function reverseObstacles({ plan, unknown, missing, strange }, target, history) {
    const there = (0,database_history/* standing */.JA)(history);
    const foreign = strange.flatMap((name) => {
        const from = there.get(name);
        return from !== undefined && from.release > target
            ? [`${name}: ${from.release} applied it, and the code of the live release does not know it`]
            : [];
    });
    return [
        ...plan.flatMap(({ name, oneWay }) => oneWay.map((one) => `${name}: "${one}" can not be reversed`)),
        ...unknown.map((name) => `${name}: the newer code does not have it any more (squashed or removed)`),
        ...missing.map((name) => `${name}: the target needs it, and the database does not have it`),
        ...foreign,
    ].sort();
}
/** Which of the migrations were taken back, from the lines of a reversal that failed. */
function reversedSoFar(output) {
    return [...output.matchAll(/Unapplying (\S+?)\.\.\. OK/g)].map(([, name = '']) => name);
}

;// CONCATENATED MODULE: ./src/database/reverse.js







/**
 * Asks the newer code which migrations to take back, in order, so that the schema is the target's; changes nothing.
 * @throws UserError `not-ready` that lists, app by app, what can't be reversed
 */
async function reversePlan(run) {
    const { wanted, host } = run;
    const history = await readHistory(run);
    const plan = judge(await once(run, asking(wanted, 'plan')), wanted, host.name, history);
    // A backup before it needs them, and nobody asks for pending migrations in a rollback.
    const { serverVersion, bytes } = plan;
    run.database ??= { pending: [], schema: undefined, serverVersion, bytes };
    return plan;
}
/**
 * The same for a dry run, without a transaction.
 * @throws UserError as {@link reversePlan}
 */
async function previewReverse(at) {
    const { host, wanted } = at;
    const { from, web, words } = asking(wanted, 'plan');
    const there = { wanted: { ...wanted, release: from } };
    const ran = await host.run((0,host_run/* compose */.Zz)(there, 'run', '--rm', '--no-deps', '-T', web, ...words));
    return judge(ran, wanted, host.name, await readHistory(at));
}
/**
 * Takes the schema back, once the old code serves: from a container of the newer code, one migration after the other, each in
 * a transaction of its own where Django makes it one. What was taken back stays so, whatever comes after.
 * @param plan what the newer code said, in this transaction
 * @throws StepFailed `migration-failed` with the state that was reached; the old release goes on serving
 */
async function reverse(run, { plan }) {
    const { wanted, host, runner, transaction } = run;
    for (const { name, operations } of plan)
        runner.log.info(`  back: ${name}: ${operations.join('; ')}`);
    runner.log.warning('What was written into the columns and tables that these migrations added goes with them.');
    const work = asking(wanted, 'reverse');
    const names = plan.map(({ name }) => name);
    const before = (0,database_history/* note */.N4)(run, work.from, { did: 'reversing', names, dangers: [] });
    const ran = await (0,progress/* tellingHowFar */.HJ)(run, 'reversing', once(run, work, [before]), () => (0,progress/* migrationsDone */.O4)(run, containerOf(wanted, work.from), names.length));
    const done = reversedSoFar(ran.stdout);
    if (done.length > 0)
        await transaction.change({ run: [(0,database_history/* note */.N4)(run, work.from, { did: 'reversed', names: done, dangers: [] })] }, (failed) => (0,one_off/* migrationFailed */.Eg)(run, 'what was reversed could not be noted', failed.stdout));
    run.reversed = done;
    if (ran.code === 0 && done.length === names.length)
        return;
    const left = names.filter((name) => !done.includes(name));
    throw new errors/* StepFailed */.an('migration-failed', [
        `${host.name}: ${left[0]} could not be reversed: ${ran.stdout.trim().split('\n').at(-1)}`,
        `Reversed: ${done.join(', ') || 'none'}. Still applied: ${left.join(', ')}.`,
        `${wanted.release.id} goes on serving on that schema.`,
    ].join('\n'), ran.stdout.trim().split('\n').slice(-40).join('\n'));
}
/** @throws UserError when the target's schema or the way to ask is not known */
function asking({ release, back, roles, migrate }, work) {
    if (back === undefined)
        throw new Error('only a rollback reverses');
    const { from } = back;
    if (release.schema === undefined)
        throw new errors/* UserError */.yo('not-ready', `Which migrations ${release.id} knows was not recorded when it was deployed, so nobody knows how far to go back.`, 'Go back with database: keep or restore; or name the migrations yourself: manage.py migrate APP NAME.');
    const command = from.settings?.migrate ?? migrate;
    const words = reverseCommand(command, release.schema, work);
    if (words === undefined)
        throw new errors/* UserError */.yo('not-ready', `The migration command of ${from.id}, "${command.join(' ')}", is not understood, so it can't be reversed.`, 'Deploy with a migrate-command such as python manage.py migrate --noinput; or go back with database: keep or restore.');
    return { from, web: from.settings?.roles.web ?? roles.web, words };
}
async function once({ wanted, transaction }, { from, web, words }, before = []) {
    const name = containerOf(wanted, from);
    const there = { wanted: { ...wanted, release: from } };
    return await transaction.attempt({
        undo: [['retire', name]],
        run: [...before, (0,host_run/* compose */.Zz)(there, ...(0,one_off/* oneOffWords */.fp)(name), web, ...words)],
    });
}
function containerOf({ model }, { id }) {
    return `${model.name}-reverse-${id}`;
}
async function readHistory({ host, wanted }) {
    return (0,database_history/* parseHistory */.i6)((await host.run(['cat', (0,database_history/* historyFile */.p2)(wanted.root)])).stdout);
}
function judge(ran, wanted, host, history) {
    const plan = ran.code === 0 ? readReversePlan(ran.stdout) : undefined;
    const from = wanted.back?.from.id ?? '';
    if (plan === undefined)
        throw new errors/* UserError */.yo('not-ready', `${host}: ${from} could not be asked for the way back: ${`${ran.stdout}\n${ran.stderr}`.trim().split('\n').at(-1)}`, 'Go back with database: keep or restore.');
    const obstacles = reverseObstacles(plan, wanted.release.id, history);
    if (obstacles.length === 0)
        return plan;
    throw new errors/* UserError */.yo('not-ready', `${host}: the schema can't be taken back from ${from} to ${wanted.release.id}:\n${obstacles.join('\n')}`, 'Go back with database: keep, where old code runs on the newer schema, or with restore, which brings back a backup.');
}


/***/ }),

/***/ 5852:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ roomComplaint),
/* harmony export */   g: () => (/* binding */ readDisk)
/* harmony export */ });
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(231);

/** Reads the last line of `df -Pk`; undefined when it didn't answer. */
function readDisk(output) {
    const [, , , available, , ...mount] = output.trim().split('\n').at(-1)?.split(/\s+/) ?? [];
    const free = Number(available);
    return mount.length === 0 || Number.isNaN(free)
        ? undefined
        : { mount: mount.join(' '), freeBytes: free * 1024 };
}
/**
 * Which disk has no room for all that goes there at the same time. Disks that are unknown are left to be found full.
 * Undefined when there is room.
 */
function roomComplaint(needs) {
    const disks = new Map();
    for (const { disk, bytes, what } of needs) {
        if (disk === undefined)
            continue;
        const { needed = 0, what: others = [] } = disks.get(disk.mount) ?? {};
        disks.set(disk.mount, { needed: needed + bytes, free: disk.freeBytes, what: [...others, what] });
    }
    const [full] = [...disks].filter(([, { needed, free }]) => free < needed);
    if (full === undefined)
        return undefined;
    const [mount, { needed, free, what }] = full;
    return `${what.join(' and ')} may need ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .size */ .Ej)(needed)}, and ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .size */ .Ej)(free)} are free on ${mount}`;
}


/***/ }),

/***/ 5780:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B3: () => (/* binding */ stateMark),
/* harmony export */   D0: () => (/* binding */ sizeScript),
/* harmony export */   t7: () => (/* binding */ stateCommand),
/* harmony export */   xD: () => (/* binding */ strangeSchedules),
/* harmony export */   xX: () => (/* binding */ djangoCommand)
/* harmony export */ });
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
    return djangoCommand(migrate, script);
}
/**
 * The command that runs a script where the migration command would run; the script finds the database's alias and the texts
 * as its globals. Undefined likewise.
 */
function djangoCommand(migrate, text, texts = {}) {
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
    const globals = Object.entries({ alias: database, ...texts })
        .map(([name, value]) => `"${name}": ${JSON.stringify(value)}`)
        .join(', ');
    // Old Django runs the text inside a function, where its own functions don't see each other.
    return [...migrate.slice(0, at), 'shell', '-c', `exec(${JSON.stringify(text)}, {${globals}})`];
}
/** Adds the server's version and the database's size to a dictionary of a script, where the connection is known. */
function sizeScript(dictionary) {
    return `if connection.vendor == "postgresql":
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        ${dictionary}["serverVersion"] = int(cursor.fetchone()[0])
        cursor.execute("SELECT pg_database_size(current_database())")
        ${dictionary}["bytes"] = int(cursor.fetchone()[0])`;
}
/** Defines the function that gives Saleor's schedules in the database which the code does not know, see `forget-schedules.ts`. */
const strangeSchedules = `
from django.apps import apps

def strange_schedules():
    strange = []
    for schedule in apps.get_model("schedulers", "CustomSchedule").objects.using(alias):
        try:
            schedule.schedule
        except (ImportError, AttributeError):
            strange.append(schedule)
    return strange
`;
/**
 * Django 3.2 to 5.2. The schema is the newest migration of each app that the code has; of several that nothing joins, which
 * `migrate` refuses to apply, the last by name. What is done to a table that the same run creates is no danger: no release knows it yet. Of an
 * operation that separates database and state only the database's side counts. A new column without a default is none
 * where SQL of the same run gives it one in the database, as Saleor's migrations do.
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
altered = re.compile(r'\\bALTER\\s+TABLE\\s+(?:IF\\s+EXISTS\\s+)?(?:ONLY\\s+)?"?(\\w+)', re.I)
default = re.compile(r'\\bALTER\\s+(?:COLUMN\\s+)?"?(\\w+)"?\\s+(SET|DROP)\\s+DEFAULT\\b', re.I)

def on_database(operations):
    for operation in operations:
        if isinstance(operation, ops.SeparateDatabaseAndState):
            yield from on_database(operation.database_operations)
        else:
            yield operation

def statements(sql):
    for part in [sql] if isinstance(sql, str) else sql:
        yield from (part if isinstance(part, str) else part[0]).split(";")

defaults = set()
for migration, backwards in plan:
    for operation in on_database(migration.operations):
        for statement in statements(operation.sql) if isinstance(operation, ops.RunSQL) else []:
            for table in altered.findall(statement)[:1]:
                for column, verb in default.findall(statement):
                    note = defaults.add if verb.upper() == "SET" else defaults.discard
                    note((table.lower(), column.lower()))

def required(app, operation):
    field = operation.field
    has_column = not field.many_to_many and not getattr(field, "generated", False)
    column = field.db_column or operation.name + ("_id" if field.remote_field else "")
    has_default = (
        getattr(field, "db_default", NOT_PROVIDED) is not NOT_PROVIDED
        or ("%s_%s" % (app, operation.model_name.lower()), column.lower()) in defaults
    )
    return has_column and not field.null and not has_default

def kinds(app, operation):
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
        if known and required(app, operation):
            yield "required", operation
    elif isinstance(operation, ops.RunSQL):
        if any(breaking.search(statement) for statement in statements(operation.sql)):
            yield "sql", operation
    if not operation.reversible:
        yield "one-way", operation

pending = []
for migration, backwards in plan:
    dangers = [
        {"kind": kind, "operation": inner.describe()}
        for operation in on_database(migration.operations)
        for kind, inner in kinds(migration.app_label, operation)
    ]
    pending.append({
        "name": "%s.%s" % (migration.app_label, migration.name),
        "operations": [operation.describe() for operation in migration.operations],
        "dangers": dangers,
    })

${strangeSchedules}
try:
    strange = len(strange_schedules())
except Exception:
    # No such app, or its table is not there yet.
    strange = 0

state = {"pending": pending, "schema": dict(sorted(executor.loader.graph.leaf_nodes())), "strange": strange}
${sizeScript('state')}
packed = base64.b64encode(zlib.compress(json.dumps(state).encode())).decode()
print("\\n${stateMark}" + packed)
`;


/***/ }),

/***/ 6958:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ parseDatabaseUrl)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6986);

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
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `A backup is wanted, and DATABASE_URL ${what}.`, 'Write postgres://user:password@host:5432/name, with %XX for special characters; or set backup: never.');
}


/***/ }),

/***/ 8239:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B9: () => (/* binding */ drainHost),
/* harmony export */   Yg: () => (/* binding */ leaveBalancer),
/* harmony export */   x0: () => (/* binding */ backToBalancer)
/* harmony export */ });
/* harmony import */ var _edge_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2483);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6986);
/* harmony import */ var _host_run_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1239);
/* harmony import */ var _observed_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8005);




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
    const edge = (0,_host_run_js__WEBPACK_IMPORTED_MODULE_2__/* .edgeName */ .Hg)(run);
    await transaction.change({ undo: [['readiness', edge, _edge_runtime_js__WEBPACK_IMPORTED_MODULE_0__/* .joinCommand */ .u9]], run: [['readiness', edge, _edge_runtime_js__WEBPACK_IMPORTED_MODULE_0__/* .leaveCommand */ .de]] }, (ran) => new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .StepFailed */ .an('switch-failed', `${host.name}: the edge does not drain: ${ran.stdout.trim()}`));
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
    const edge = (0,_host_run_js__WEBPACK_IMPORTED_MODULE_2__/* .edgeName */ .Hg)(run);
    return { undo: [['readiness', edge, _edge_runtime_js__WEBPACK_IMPORTED_MODULE_0__/* .leaveCommand */ .de]], run: [['readiness', edge, _edge_runtime_js__WEBPACK_IMPORTED_MODULE_0__/* .joinCommand */ .u9]] };
}
/** Only where web is stopped before the new one is there; an edge that takes the port over is not there to be asked. */
function leaves({ wanted, seen }) {
    const old = (0,_observed_js__WEBPACK_IMPORTED_MODULE_3__/* .oldContainers */ .Ig)(seen, wanted.roles.web, wanted.release.id);
    return wanted.strategy === 'recreate' && old.length > 0 && !(0,_observed_js__WEBPACK_IMPORTED_MODULE_3__/* .mustTakeOver */ .lG)(wanted, seen);
}


/***/ }),

/***/ 5782:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ deploy),
/* harmony export */   p: () => (/* binding */ servesAlready)
/* harmony export */ });
/* harmony import */ var _compose_model_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(279);
/* harmony import */ var _database_pending_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1959);
/* harmony import */ var _execute_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2994);
/* harmony import */ var _observed_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8005);
/* harmony import */ var _plan_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6110);
/* harmony import */ var _wanted_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(238);






/** Decides and, unless it is a dry run or nothing would change, deploys to the whole fleet. */
async function deploy(fleet, dryRun, runner) {
    if (servesAlready(fleet.members))
        return { result: 'unchanged', fleet, steps: [] };
    const steps = (0,_plan_js__WEBPACK_IMPORTED_MODULE_2__/* .planDeploy */ .bJ)(fleet.members);
    for (const [index, { title }] of steps.entries())
        runner.log.info(`${index + 1}. ${title}`);
    if (dryRun) {
        const database = await (0,_database_pending_js__WEBPACK_IMPORTED_MODULE_0__/* .previewPending */ .C)(fleet.members[0], runner);
        return {
            result: 'planned',
            fleet,
            steps,
            ...(database === undefined ? {} : { pending: database.pending }),
        };
    }
    return { result: 'done', fleet, steps, executed: await (0,_execute_js__WEBPACK_IMPORTED_MODULE_1__/* .execute */ .g)(fleet, _plan_js__WEBPACK_IMPORTED_MODULE_2__/* .planDeploy */ .bJ, runner) };
}
/** Whether what is wanted serves already on every host, so that there is nothing to deploy. */
function servesAlready(members) {
    return members.every(isLive);
}
/** Whether exactly this release's content serves already, with all its containers and no scheduler too many. */
function isLive({ wanted, seen }) {
    const live = seen.live;
    if (live?.fingerprint !== wanted.release.fingerprint || !(0,_observed_js__WEBPACK_IMPORTED_MODULE_3__/* .edgeRuns */ .wE)(seen))
        return false;
    const here = (0,_wanted_js__WEBPACK_IMPORTED_MODULE_4__/* .appServices */ .y)(wanted);
    const warm = new Set(seen.warm?.map(({ container }) => container));
    return (0,_wanted_js__WEBPACK_IMPORTED_MODULE_4__/* .replacedServices */ .J)(wanted).every((service) => {
        const running = (0,_observed_js__WEBPACK_IMPORTED_MODULE_3__/* .containersOf */ .Mz)(seen, service).filter(({ state, name }) => state === 'running' && !warm.has(name));
        const count = here.includes(service) ? (0,_compose_model_js__WEBPACK_IMPORTED_MODULE_5__/* .replicasOf */ .N4)(wanted.model.services[service] ?? {}) : 0;
        return running.length === count && running.every(({ release }) => release === live.id);
    });
}


/***/ }),

/***/ 2994:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  g: () => (/* binding */ execute)
});

// EXTERNAL MODULE: ./src/database/backup.js + 2 modules
var backup = __webpack_require__(6810);
// EXTERNAL MODULE: ./src/deploy/host-run.js
var host_run = __webpack_require__(1239);
// EXTERNAL MODULE: ./src/database/backup-plan.js
var backup_plan = __webpack_require__(3957);
// EXTERNAL MODULE: ./src/database/one-off.js
var one_off = __webpack_require__(1467);
// EXTERNAL MODULE: ./src/database/restore-plan.js
var restore_plan = __webpack_require__(1729);
// EXTERNAL MODULE: ./src/database/restore-program.js
var restore_program = __webpack_require__(9820);
// EXTERNAL MODULE: ./src/database/state-script.js
var state_script = __webpack_require__(5780);
;// CONCATENATED MODULE: ./src/database/hold.js






/** Seconds in which the first host, when nothing else happens to it, has its own data again. */
const firstHostSeconds = 45;
/**
 * On the other hosts of a restore: on the way back web comes up here only once the data of before are the live ones again, which
 * is the first host's to do and takes as long as that host is away. Or once it has committed, and they never will be.
 */
async function holdBack(run) {
    const { wanted, transaction, runner, host } = run;
    const { PGDATABASE = '' } = (0,backup_plan/* connectionOf */.ao)(wanted).variables;
    const { kept } = (0,restore_plan/* databaseNames */.Ml)(PGDATABASE, wanted.backup.id);
    const words = (0,state_script/* djangoCommand */.xX)(wanted.migrate, script, { kept });
    if (words !== undefined) {
        const name = `${wanted.model.name}-hold-${wanted.release.id}`;
        const ask = (0,host_run/* compose */.Zz)(run, ...(0,one_off/* oneOffWords */.fp)(name), wanted.roles.web, ...words);
        const { code } = await transaction.attempt({ undo: [['retire', name]], run: [ask] });
        if (code === 0) {
            await transaction.attempt({ undo: [['awaiting', name, ...ask]] });
            return;
        }
    }
    runner.log.warning(`${host.name}: ${wanted.release.id} can't be asked whose the live data are. Should this fail, the host goes on after ${firstHostSeconds} s.`);
    await transaction.attempt({ undo: [['sleep', String(firstHostSeconds)]] });
}
/** Fails while the database of before has another name because of a restore that is not committed. */
const script = `
from django.db import connections

with connections[alias].cursor() as cursor:
    cursor.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [kept]
    )
    found = cursor.fetchone()
if found and found[0] != "${restore_program/* keptMark */.u}":
    raise SystemExit("the data of before are still in %s: the first host has not put them back yet" % kept)
`;

// EXTERNAL MODULE: ./src/database/history.js
var database_history = __webpack_require__(2507);
// EXTERNAL MODULE: ./src/database/migrations.js
var migrations = __webpack_require__(1626);
// EXTERNAL MODULE: ./src/database/progress.js
var progress = __webpack_require__(5260);
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
    // Where nothing serves yet, there is nothing to be in danger, and nothing to go back to.
    if (run.seen.live !== undefined)
        warn(run, pending);
    const applied = await (0,progress/* tellingHowFar */.HJ)(run, 'applying', (0,one_off/* oneOff */.sR)(run, run.wanted.migrate, [(0,database_history/* noteApplied */.C$)(run, pending)]), () => (0,progress/* migrationsDone */.O4)(run, (0,one_off/* oneOffName */.fW)(run), pending.length));
    if (applied.code !== 0)
        throw (0,one_off/* migrationFailed */.Eg)(run, `migration ${(0,migrations/* failedMigration */.q)(applied.stdout) ?? pending[0]?.name ?? ''} failed; the old release still serves`, applied.stdout);
    run.migrations = pending;
}
function warn({ runner: { log }, host }, pending) {
    const told = (which) => pending.flatMap((one) => which(one).map((text) => `\n${one.name}: ${text}`)).join('');
    const [dangers, oneWay] = [told((one) => one.dangers), told((one) => one.oneWay)];
    if (dangers !== '')
        log.warning(`${host.name}: migrations that the live release may not survive:${dangers}`);
    if (oneWay !== '')
        log.warning(`${host.name}: migrations that only a restored backup takes back:${oneWay}`);
}

// EXTERNAL MODULE: ./src/database/pending.js + 1 modules
var pending = __webpack_require__(1959);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(6986);
// EXTERNAL MODULE: ./src/host/look.js
var look = __webpack_require__(8233);
// EXTERNAL MODULE: ./src/database/backup-progress.js
var backup_progress = __webpack_require__(5977);
// EXTERNAL MODULE: ./src/database/client.js
var client = __webpack_require__(7648);
// EXTERNAL MODULE: ./src/database/counts.js
var counts = __webpack_require__(4127);
// EXTERNAL MODULE: ./src/database/loss.js
var loss = __webpack_require__(2896);
// EXTERNAL MODULE: ./src/database/restore-rights.js
var restore_rights = __webpack_require__(4577);
;// CONCATENATED MODULE: ./src/database/restore.js












/**
 * Restores the backup into a new database beside the live one, and counts its rows. The live one is not touched.
 * @throws StepFailed `restore-failed`
 */
async function restoreBeside(run) {
    const { wanted, host, transaction, runner } = run;
    const { backup, names } = checked(run);
    const started = runner.clock.now();
    const connection = (0,backup_plan/* connectionOf */.ao)(wanted);
    const [uid, gid, options] = await (0,look/* look */.O)(host, [
        ['id', '-u'],
        ['id', '-g'],
        ['docker', 'info', '--format', '{{.SecurityOptions}}'],
    ]);
    const identity = (0,client/* readIdentity */.x)(uid.stdout, gid.stdout, options.stdout);
    const version = run.database?.serverVersion ?? backup.serverVersion;
    const image = (0,restore_plan/* restoreImage */.e9)(wanted, run.seen, connection, version);
    const file = (0,restore_plan/* restoreFile */.VX)(wanted);
    const { stdout } = await (0,backup_progress/* telling */.gM)(run, 'restoring', transaction.change({
        // Played from the last: who is at it goes first, then what it made, then the password that this took.
        undo: [['rm', '-f', file], ['having', file, ...restore_client(run, 'drop')], scrap(run)],
        run: [
            (0,host_run/* put */.yJ)(file, '600', (0,restore_plan/* restoreOverlay */.FH)(wanted, { connection, identity, image }, { backup, names })),
            restore_client(run, 'restore'),
        ],
    }, restoreFailed(run, `${backup.id} could not be restored into ${names.beside}`)));
    const restored = (0,counts/* readCounts */.ZQ)(stdout);
    if (restored === undefined)
        throw restoreFailed(run, 'the tables of the restored database were not told')({ code: 0, stdout, stderr: '' });
    const complaints = (0,counts/* differences */.tX)((0,restore_plan/* countsOf */.mQ)(backup), restored);
    if (complaints.length > 0)
        throw differs(run, complaints);
    if (run.backup !== undefined)
        run.restoring = { ...checked(run), losses: (0,loss/* losses */.Y)(run.backup.counts, restored) };
    runner.log.info(`  restored ${restored.size} tables, ${(0,counts/* totalRows */.wh)(restored).toLocaleString('en')} rows in ${(0,progress/* since */.XP)(run, started)}`);
}
/**
 * Makes the restored database the live one, and keeps the old one under another name: in one transaction of the server, so
 * that there is one of them at every moment. Nobody may use the database meanwhile: web, workers and scheduler stand still.
 * @throws StepFailed `restore-failed`
 */
async function swapDatabases(run) {
    const { transaction, runner, wanted } = run;
    const { backup, names, losses: lost } = checked(run);
    // It holds the password, and is there from the restore to the end of all this.
    const file = (0,restore_plan/* restoreFile */.VX)(wanted);
    await transaction.change({
        undo: [['having', file, ...restore_client(run, 'swap_back')], scrap(run)],
        afterCommit: [
            (0,database_history/* note */.N4)(run, wanted.release, { did: 'restored', names: [], dangers: [], of: backup.created }),
            ['having', file, ...restore_client(run, 'forget')],
            ['rm', '-f', file],
        ],
        run: [restore_client(run, 'swap')],
    }, restoreFailed(run, `${names.beside} could not take the place of ${names.live}`));
    run.restoring = { ...checked(run), swapped: true };
    runner.log.info(`  ${names.live} is the restored database now; the old one is kept as ${names.kept} until the next restore, or until: DROP DATABASE ${(0,restore_rights/* quoted */.TL)(names.kept)};`);
    runner.log.warning(`Lost is what was written since ${backup.created}: ${(0,loss/* lossText */.T)(lost)}.`);
}
function checked({ restoring }) {
    if (restoring === undefined)
        throw new Error('a restore begins with its check');
    return restoring;
}
/** The password is in the overlay alone; a name of their own would stand in the way of a second try. */
function restore_client(run, action) {
    const options = ['run', '--rm', '--no-deps', '-T', (0,restore_plan/* restoreService */.Ar)(action)];
    return (0,host_run/* compose */.Zz)(run, '-f', (0,restore_plan/* restoreFile */.VX)(run.wanted), ...options);
}
function scrap({ wanted }) {
    return ['scrap', (0,restore_plan/* restoreLabel */.nn)(wanted).join('=')];
}
function restoreFailed({ host }, what) {
    return ({ stdout }) => {
        const lines = stdout.trim().split('\n');
        const cause = lines.find((line) => /error:|ERROR:|FATAL:|Error response/.test(line)) ?? lines.at(-1) ?? '';
        return new errors/* StepFailed */.an('restore-failed', `${host.name}: ${what}: ${cause}`, lines.slice(-40).join('\n'));
    };
}
function differs({ host }, complaints) {
    const more = complaints.length > 3 ? ` and ${complaints.length - 3} more` : '';
    return new errors/* StepFailed */.an('restore-failed', `${host.name}: the restored database is not what the backup holds: ${complaints.slice(0, 3).join(', ')}${more}`, complaints.slice(0, 20).join('\n'));
}

// EXTERNAL MODULE: ./src/database/restore-check.js
var restore_check = __webpack_require__(4864);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/deploy/failures.js
var failures = __webpack_require__(5518);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
;// CONCATENATED MODULE: ./src/diagnosis/evidence.js

/** A container whose state by itself needs no explanation; the turn of one that was only created had not come yet. */
function isWell({ status, error, restarts, health }) {
    if (status === 'created')
        return error === '';
    return status === 'running' && restarts === 0 && health !== 'unhealthy';
}
/** A Go template for `docker inspect`: one line of JSON. The environment is left out, it holds secrets. */
const inspectFormat = '{"name":{{json .Name}},"labels":{{json .Config.Labels}},"state":{{json .State}},"restarts":{{json .RestartCount}}}';
/**
 * Reads what {@link inspectFormat} printed; none for anything else.
 * @param log what the container printed
 * @param clean takes the secrets out of a text
 */
function readContainer(json, log, releaseLabel, clean) {
    let told;
    try {
        told = JSON.parse(json);
    }
    catch {
        return [];
    }
    const { name, labels, restarts, state } = told;
    const checks = (state.Health?.Log ?? []).slice(-3).map(({ Output }) => clean(Output.trim()));
    const container = {
        name: name.replace(/^\//, ''),
        service: labels?.['com.docker.compose.service'] ?? '',
        release: labels?.[releaseLabel] ?? '',
        status: state.Status,
        exitCode: state.ExitCode,
        restarts,
        outOfMemory: state.OOMKilled,
        error: clean(state.Error),
        health: state.Health?.Status ?? 'none',
        checks,
        lines: linesOf(clean(log)),
    };
    return [container];
}
/** Lines without the colours of terminals. */
function linesOf(text) {
    const plain = (0,external_node_util_.stripVTControlCharacters)(text).trim();
    return plain === '' ? [] : plain.split(/\r?\n/);
}

;// CONCATENATED MODULE: ./src/diagnosis/signs-data.js
const checkUrl = 'Correct DATABASE_URL.';
/** Signs that database, cache or broker can't be used. */
const dataSigns = [
    {
        pattern: /password authentication failed for user "([^"]+)"/,
        cause: 'The database refuses the password of $1.',
        mend: 'Correct DATABASE_URL. (The official image takes POSTGRES_PASSWORD only when it makes its volume: later it is ALTER USER.)',
    },
    {
        pattern: /role "([^"]+)" does not exist/,
        cause: 'The database has no user $1.',
        mend: checkUrl,
    },
    {
        pattern: /database "([^"]+)" does not exist/,
        cause: 'The server has no database $1.',
        mend: 'Correct DATABASE_URL, or make it: createdb $1.',
    },
    {
        pattern: /no pg_hba\.conf entry for host "([^"]+)"/,
        cause: 'The database takes no connections from $1.',
        mend: 'Allow it in pg_hba.conf, or in the rules of your provider; perhaps it wants ?sslmode=require.',
    },
    {
        pattern: /remaining connection slots are reserved|too many clients already|too many connections for/,
        cause: 'The database has no connection left.',
        mend: 'While old and new run side by side it needs twice as many: raise max_connections, lower DB_CONN_MAX_AGE or --workers, or put PgBouncer in front.',
    },
    {
        pattern: /the database system is (starting up|shutting down|in recovery mode)/,
        cause: 'The database is $1.',
        mend: 'Give its service a health check and depends_on: condition: service_healthy; then run it again.',
        unreachable: true,
    },
    {
        pattern: /server does not support SSL|SSL (?:error|SYSCALL|connection has been closed)/,
        cause: 'Database and client do not agree about TLS.',
        mend: 'Correct ?sslmode= in DATABASE_URL: require where the provider demands it, disable in the Compose network.',
    },
    {
        pattern: /permission denied to create extension "?(\w+)|extension "?(\w+)"? is not available/,
        cause: 'The migration needs the extension $1$2, which this user may not make or this server does not have.',
        mend: 'Make it once as superuser: CREATE EXTENSION $1$2. Saleor needs hstore, pg_trgm, btree_gin and pgcrypto.',
    },
    {
        pattern: /permission denied for (?:schema|table|relation|database) "?(\w+)|must be owner of \w+ (\w+)/,
        cause: 'The user of DATABASE_URL has no right to $1$2.',
        mend: 'Let it own the database: ALTER DATABASE … OWNER TO …',
    },
    {
        pattern: /cannot execute .+ in a read-only transaction/,
        cause: 'DATABASE_URL leads to a replica, which can only be read.',
        mend: 'Let DATABASE_URL lead to the primary, and DATABASE_URL_REPLICA to the replica.',
    },
    {
        pattern: /canceling statement due to lock timeout/,
        cause: 'The migration waited for a lock that something else holds, and gave up so that requests do not queue behind it.',
        mend: 'Run it again when less is going on; SELECT * FROM pg_stat_activity shows who holds long transactions.',
    },
    {
        pattern: /deadlock detected/,
        cause: 'The migration and something else waited for each other.',
        mend: 'Run it again when less is going on.',
    },
    {
        pattern: /(?:relation|column|type|index|constraint) "([^"]+)"(?: of relation "[^"]+")? already exists/,
        cause: 'The migration makes $1, which is there already: it ran half-way before, or twice at once, or somebody made it by hand.',
        mend: 'Look at what is there. If it is as the migration wants it: manage.py migrate --fake APP NAME.',
    },
    {
        pattern: /(?:relation|column) "?([\w.]+)"? (?:of relation "[^"]+" )?does not exist/,
        cause: 'The code or a migration wants $1, which the database does not have: a migration is missing or was faked.',
        mend: 'Compare manage.py showmigrations with the release; check migrate-command.',
    },
    {
        pattern: /column "([^"]+)" (?:of relation "[^"]+" )?contains null values/,
        cause: 'The migration demands values for $1 that rows of the database do not have.',
        mend: 'Fill them in a migration before it, then demand them.',
    },
    {
        pattern: /could not create unique index "([^"]+)"|duplicate key value violates unique constraint "([^"]+)"/,
        cause: 'Rows of the database are not unique where $1$2 wants them so.',
        mend: 'Clean them up before the migration.',
    },
    {
        pattern: /Conflicting migrations detected|multiple leaf nodes/,
        cause: 'Two migrations follow the same one: two branches were merged.',
        mend: 'manage.py makemigrations --merge, and commit it.',
    },
    {
        pattern: /NodeNotFoundError|InconsistentMigrationHistory/,
        cause: 'The migrations of the image do not fit those that the database has seen: one is missing, or they come in another order.',
        mend: 'Deploy an image that has all of them; going back over a migration needs the newer image.',
    },
    {
        pattern: /could not translate host name "([^"]+)"/,
        cause: "The database's name $1 does not resolve.",
        mend: 'Correct DATABASE_URL: the name of a service in the same network, or a whole host name.',
        unreachable: true,
    },
    {
        pattern: /connection to server at "([^"]+)"[^:]*, port (\d+) failed: Connection refused/,
        cause: 'Nothing listens at $1, port $2: the database does not run there.',
        mend: 'Start it, or correct host and port in DATABASE_URL.',
        unreachable: true,
    },
    {
        pattern: /connection to server at "([^"]+)".* failed: (?:timeout|Connection timed out|No route to host)|timeout expired/,
        cause: 'The database does not answer in time.',
        mend: 'Open its port for this server in the firewall, and check host and port in DATABASE_URL.',
        unreachable: true,
    },
    {
        pattern: /server closed the connection unexpectedly|terminating connection due to administrator command/,
        cause: 'The database closed the connection: it restarted or fell.',
        mend: "Look at the database's own log.",
        unreachable: true,
    },
    {
        pattern: /NOAUTH|Authentication required\.?$/,
        cause: 'Redis wants a password, and the URL has none.',
        mend: 'Write redis://:password@host:6379/1 in CELERY_BROKER_URL and CACHE_URL.',
    },
    {
        pattern: /WRONGPASS|invalid username-password pair|AUTH .*without any password configured/,
        cause: 'Redis refuses the password of the URL.',
        mend: 'Correct CELERY_BROKER_URL and CACHE_URL.',
    },
    {
        pattern: /MISCONF/,
        cause: "Redis can't save to its disk and takes no more writes.",
        mend: 'Make room or rights for its volume; its own log says which.',
    },
    {
        pattern: /OOM command not allowed/,
        cause: 'Redis has reached its maxmemory.',
        mend: 'Raise it; a broker needs maxmemory-policy noeviction and room.',
    },
    {
        pattern: /READONLY You can't write against a read only replica/,
        cause: 'The URL leads to a replica of Redis, which can only be read.',
        mend: 'Let it lead to the primary.',
    },
    {
        pattern: /DB index is out of range/,
        cause: 'Redis has no database of the number at the end of the URL.',
        mend: 'Use 0 to 15, or raise databases.',
    },
    {
        pattern: /LOADING Redis is loading/,
        cause: 'Redis is still reading its data.',
        mend: 'Run it again in a moment.',
        unreachable: true,
    },
    {
        pattern: /ACCESS_REFUSED/,
        cause: 'The broker refuses the login.',
        mend: 'Correct user, password and vhost in CELERY_BROKER_URL.',
    },
    {
        pattern: /Error -\d+ connecting to ([^\s:]+):\d+\./,
        cause: "Redis's name $1 does not resolve.",
        mend: 'Correct CELERY_BROKER_URL or CACHE_URL: the name of a service in the same network, or a whole host name.',
        unreachable: true,
    },
    {
        pattern: /Error \d+ connecting to (\S+?)\.(?: |$)/,
        cause: 'Nothing listens at $1: Redis does not run there.',
        mend: 'Start it, or correct host and port in CELERY_BROKER_URL or CACHE_URL.',
        unreachable: true,
    },
    {
        pattern: /Cannot connect to (amqp\S+?):? /,
        cause: 'The broker $1 can not be reached.',
        mend: 'Start it, or set CELERY_BROKER_URL: without it Celery looks for RabbitMQ on localhost.',
        unreachable: true,
    },
    {
        pattern: /could not translate host name|Name or service not known|Temporary failure in name resolution|Name does not resolve|no such host|getaddrinfo|server misbehaving/i,
        cause: 'A host name does not resolve.',
        mend: 'Check the names in the settings; on the server, /etc/resolv.conf and `docker network inspect`.',
        unreachable: true,
    },
    {
        pattern: /Connection refused|Errno 111\b/i,
        cause: 'Something that the program needs does not listen: database, Redis or broker.',
        mend: 'The last lines name it. Start it, or correct its host and port.',
        unreachable: true,
    },
];

;// CONCATENATED MODULE: ./src/diagnosis/signs-machine.js
const freeDisk = 'On the server: `docker system df` shows what takes the room, `docker image prune --all` frees some; or give it a larger disk.';
/** Signs that the machine, its engine or the registry stands in the way. */
const machineSigns = [
    {
        pattern: /No space left on device|\bENOSPC\b|Errno 28\b|could not extend file/i,
        cause: 'The disk is full.',
        mend: freeDisk,
    },
    {
        pattern: /Cannot allocate memory|\bMemoryError\b|Errno 12\b|Out of memory\b/i,
        cause: 'There is not enough memory.',
        mend: 'Raise deploy.resources.limits.memory, run fewer workers (--workers, -c), or give the server more.',
    },
    {
        pattern: /can't start new thread|fork: (?:retry: )?Resource temporarily unavailable/i,
        cause: 'The limit of processes is reached.',
        mend: 'Raise pids_limit (deploy.resources.limits.pids), or run fewer workers.',
    },
    {
        pattern: /Too many open files|Errno 24\b/i,
        cause: 'The limit of open files is reached.',
        mend: 'Raise ulimits: {nofile: 65536} of the service.',
    },
    {
        pattern: /Bind for \S*?:(\d+) failed: port is already allocated|listen tcp4? \S*?:(\d+): bind: address already in use/,
        cause: 'Port $1$2 of the server is taken by another container or program.',
        mend: 'On the server `docker ps` and `ss -ltnp` show by which. Stop it, or publish another port.',
    },
    {
        pattern: /address already in use|Errno 98\b/i,
        cause: 'The port that the program wants to listen on is taken, inside of its container or by network_mode: host.',
        mend: 'Start one server only, or give it another port.',
    },
    {
        pattern: /exec format error/i,
        cause: 'The program is made for another processor than the server has.',
        mend: "Build for the server's processor: platforms: linux/amd64 or linux/arm64 of build-image (`uname -m` on the server tells).",
    },
    {
        pattern: /no matching manifest for (\S+?)(?: in|$|,)/,
        cause: 'The image is not made for the processor of the server, $1.',
        mend: 'Build for it as well: platforms of build-image.',
    },
    {
        pattern: /network (\S+?) (?:declared as external, but could not be found|not found)/,
        cause: 'The network $1 is not there on the server.',
        mend: 'On the server: `docker network create $1`; or take external: true off it.',
    },
    {
        pattern: /external volume "([^"]+)" not found/,
        cause: 'The volume $1 is not there on the server.',
        mend: 'On the server: `docker volume create $1`; or take external: true off it.',
    },
    {
        pattern: /Pool overlaps with other one|non-overlapping IPv4 address pool|all predefined address pools/i,
        cause: 'The engine has no free range of addresses for another network.',
        mend: 'On the server: `docker network prune`; or set default-address-pools in /etc/docker/daemon.json.',
    },
    {
        pattern: /No chain\/target\/match by that name/,
        cause: "The firewall's rules of the engine are gone, as after a restart of the firewall.",
        mend: 'On the server: sudo systemctl restart docker.',
    },
    {
        pattern: /bind source path does not exist: (\S+)|error while creating mount source path '([^']+)'/,
        cause: 'The folder $1$2 that the Compose file mounts can not be had on the server.',
        mend: 'Make it on the server, or use a named volume.',
    },
    {
        pattern: /data directory "([^"]+)" has (?:wrong ownership|invalid permissions)/,
        cause: "The database's folder $1 belongs to another user.",
        mend: 'Use a named volume, or give the folder to the user of the container (postgres has 999, on Alpine 70).',
    },
    {
        pattern: /database files are incompatible with server|initialized by PostgreSQL version (\d+)/,
        cause: "The database's files were made by another major version of PostgreSQL than the image has.",
        mend: 'Go back to the image of that version; a new major version needs pg_dump from the old one and a new volume.',
    },
    {
        pattern: /Read-only file system: '?([^']+)'?|Errno 30\b|Read-only file system/i,
        cause: 'Something is written to a file system that can only be read.',
        mend: 'Give the folder a volume, or take read_only (or :ro) off.',
    },
    {
        pattern: /Permission denied: '([^']+)'|PermissionError: .*?'([^']+)'|can't open .*?(\/\S+).*: Permission denied/,
        cause: 'The user of the container may not use $1$2$3.',
        mend: 'Give the folder or volume to that user (`id` in the container tells), or set user: of the service.',
    },
    {
        pattern: /toomanyrequests|You have reached your .*rate limit/i,
        cause: 'The registry has had too many pulls from this address.',
        mend: 'Give registry-username and registry-password, or keep the image in a registry of your own.',
    },
    {
        pattern: /unauthorized: |pull access denied|no basic auth credentials|requested access to the resource is denied/i,
        cause: 'The registry does not let this login read the image.',
        mend: 'Give registry-username and registry-password with the right to read it, and check the name of the image.',
    },
    {
        pattern: /(?:Get|Head) "https?:\/\/([^/"]+)\/v2\/[^"]*": (?:dial tcp|read tcp|context deadline|EOF|net\/http: (?:request canceled|TLS handshake timeout))/,
        cause: 'The server does not get to the registry $1.',
        mend: 'See whether it runs, and on the server: curl -I https://$1/v2/ (a name that does not resolve, a firewall, a proxy).',
    },
    {
        pattern: /manifest unknown|manifest for \S+ not found|failed to resolve reference/,
        cause: 'There is no such image in the registry.',
        mend: 'Check name and tag; of the app, deploy the digest that push-registry put out.',
    },
    {
        pattern: /certificate signed by unknown authority|certificate has expired|certificate verify failed|x509: /i,
        cause: "The certificate of the other side is not valid for this machine: expired, of an unknown authority, or the machine's clock is wrong.",
        mend: 'Check `date` on the server; for an authority of your own put it into /etc/docker/certs.d or into the image.',
    },
    {
        pattern: /server gave HTTP response to HTTPS client/,
        cause: 'The registry speaks plain HTTP, and the engine insists on TLS.',
        mend: 'Give the registry a certificate, or name it under insecure-registries in /etc/docker/daemon.json.',
    },
];

;// CONCATENATED MODULE: ./src/diagnosis/signs-start.js
/** Signs that the program can't start as it is: image, command, settings. */
const startSigns = [
    {
        pattern: /exec: \\?"([^"\\]+)\\?": (?:stat \S+: )?(?:executable file not found|no such file or directory)/,
        cause: 'The program $1 is not in the image.',
        mend: 'Correct command or entrypoint, or remove them: the image has its own.',
    },
    {
        pattern: /exec: \\?"([^"\\]+)\\?": (?:stat \S+: )?permission denied/,
        cause: 'The file $1 may not be executed.',
        mend: 'Make it executable in the image (chmod +x), or start it by its interpreter.',
    },
    {
        pattern: /(?:^|[/ ])(?:ba|da|a)?sh: (?:(?:line )?\d+: )?(?:exec: )?([^\s:]+): (?:command )?not found/,
        cause: 'The shell of the command does not find $1 in the image.',
        mend: 'Correct the command, or remove it: the image has its own.',
    },
    {
        pattern: /can't open file '([^']+)'/,
        cause: 'Python does not find the file $1 in the image.',
        mend: 'Correct the command or working_dir, or copy the file into the image.',
    },
    {
        pattern: /error while loading shared libraries: ([^:]+)|ImportError: (lib\S+?): cannot open shared object/,
        cause: 'The image lacks the library $1$2.',
        mend: 'Install its package in the last stage of the Dockerfile.',
    },
    {
        pattern: /version `(GLIBC\w*_[\d.]+)' not found/,
        cause: 'A program was built against a newer system than the image has ($1).',
        mend: 'Use the same base image in all stages of the Dockerfile.',
    },
    {
        pattern: /No module named '?([\w.]+)'?/,
        cause: "Python can't import $1: the image lacks it, or the name is wrong.",
        mend: 'Add the package to the image, or correct the name in command or settings.',
    },
    {
        pattern: /ImportError: cannot import name '([^']+)' from '([^']+)'/,
        cause: "Python can't import $1 from $2: another version of the package is in the image than the code is for.",
        mend: "Pin the package's version, and build from the lock file.",
    },
    {
        pattern: /Error loading ASGI app\. (.+)/,
        cause: 'The server does not find the application: $1',
        mend: 'Correct the name in the command; for Saleor it is saleor.asgi:application.',
    },
    {
        pattern: /Unable to load celery application/,
        cause: 'Celery does not find its application.',
        mend: 'Correct --app in the command; for Saleor it is saleor.celeryconf:app.',
    },
    {
        pattern: /\b((?:Syntax|Indentation|Name)Error: .+)/,
        cause: 'The code of the image does not run: $1.',
        mend: 'Correct it; `python -m compileall` in the pipeline finds such faults before the build.',
    },
    {
        pattern: /Unable to load provided PEM private key/,
        cause: 'RSA_PRIVATE_KEY is no key that can be loaded.',
        mend: 'Give it with real line breaks, from BEGIN to END. `openssl genrsa 3072` makes one.',
    },
    {
        pattern: /superuser password is not specified/,
        cause: 'The database is set up for the first time and has no POSTGRES_PASSWORD.',
        mend: 'Set POSTGRES_PASSWORD for its service.',
    },
    {
        pattern: /\b([A-Z][A-Z0-9_]{3,}) (?:environment variable |setting )?(?:must be set|must not be empty|is not provided|is not set|is missing|is required)/,
        cause: 'The variable $1 is missing.',
        mend: 'Set $1 in the environment input.',
    },
    {
        pattern: /KeyError: '([A-Z][A-Z0-9_]{3,})'/,
        cause: 'The variable $1 is missing.',
        mend: 'Set $1 in the environment input.',
    },
    {
        pattern: /ImproperlyConfigured: (.+)/,
        cause: 'A setting is missing or wrong: $1',
        mend: 'Correct it in the environment input.',
    },
    {
        pattern: /(?:No such option:? |unrecognized arguments: )(\S+)/,
        cause: 'The program does not know the option $1.',
        mend: "Correct the command, or remove it: the image's own fits its version.",
    },
    {
        pattern: /Unknown command: '([^']+)'/,
        cause: 'manage.py has no command $1.',
        mend: 'Correct it in the command, or in migrate-command.',
    },
    {
        pattern: /Got unexpected extra argument|Invalid value for/,
        cause: 'The program does not understand its arguments.',
        mend: 'Correct the command; && and ; need a shell.',
    },
    {
        pattern: /Invalid HTTP_HOST header: '([^']+)'/,
        cause: 'Django refuses to be asked as $1, which ALLOWED_HOSTS does not have.',
        mend: 'Set health-host to a name in ALLOWED_HOSTS, or use a health-path that Django does not serve, such as /health/.',
    },
    {
        pattern: /(?:Uvicorn running on|Listening at:) https?:\/\/(?:127\.0\.0\.1|localhost):(\d+)/,
        cause: 'The server listens on 127.0.0.1 alone, where nobody outside of its container reaches it.',
        mend: 'Add --host 0.0.0.0 (uvicorn) or --bind 0.0.0.0:$1 (gunicorn) to the command.',
    },
    {
        pattern: /Worker failed to boot|WORKER TIMEOUT/,
        cause: "gunicorn's workers do not come up.",
        mend: 'The lines before it say why; --timeout if they are merely slow.',
    },
];
/**
 * What is looked for last: a worker may have died of anything, and other lines may tell of what. The five seconds can't be
 * set in the uvicorn that Saleor brings, 0.32.
 * https://github.com/encode/uvicorn/blob/0.32.1/uvicorn/supervisors/multiprocess.py
 */
const lostWorker = {
    pattern: /\bChild process \[\d+\] died/,
    cause: 'The server ended a worker of its own that fell or did not answer it within 5 s: most often for want of processor or memory.',
    mend: 'Run fewer workers (--workers), raise deploy.resources.limits, or give the server more.',
};

;// CONCATENATED MODULE: ./src/diagnosis/cause.js




/** All signs, in the order in which they are looked for. */
const signs = [...machineSigns, ...startSigns, ...dataSigns, lostWorker];
/** Exit codes that say something by themselves; 128 and more are signals. */
const exits = {
    126: {
        cause: 'the program of the command may not be executed.',
        mend: 'Make it executable in the image (chmod +x), or start it by its interpreter.',
    },
    127: {
        cause: 'the program of the command is not in the image.',
        mend: 'Correct the command, or remove it: the image has its own.',
    },
    132: {
        cause: 'the processor does not know an instruction of the program.',
        mend: 'Build for the processor of the server.',
    },
    134: { cause: 'the program gave up by itself (SIGABRT).', mend: 'Its last lines say why.' },
    137: {
        cause: 'it was killed from outside (SIGKILL): often by the kernel, for want of memory.',
        mend: '`dmesg` on the server tells. Raise its memory, or run fewer workers.',
    },
    139: {
        cause: 'the program crashed (SIGSEGV), most often in a compiled library.',
        mend: 'Build its packages for the base image that is used.',
    },
    143: { cause: 'somebody asked it to stop while it was starting.', mend: 'Run it again.' },
};
/**
 * The most likely reason behind a failure, from what was seen on the host. What is not reached may be a container of the
 * project that has a reason of its own. Undefined when nothing is known of it. Pure.
 */
function likelyCause(evidence) {
    const { containers, release, said } = evidence;
    const fresh = containers.filter((one) => one.release === release);
    const others = containers.filter((one) => one.release === '' && !isWell(one));
    const fallen = fresh.filter((one) => !isWell(one));
    const killed = [...fallen, ...others].find((one) => one.outOfMemory);
    if (killed !== undefined)
        return killedFor(killed);
    // A look may come after the restart, when nothing tells any more; the step that failed saw it.
    const wasKilled = said.some((line) => line.includes('was killed: out of memory'));
    if (wasKilled)
        return killedFor(undefined);
    const told = bySigns(said) ?? first(fallen, ofContainer) ?? first(fresh, ofContainer);
    if (told !== undefined && told.unreachable !== true)
        return told;
    return (first(others, ofContainer) ??
        (others[0] && notRunning(others[0])) ??
        told ??
        byState(evidence, fallen, fresh));
}
function ofContainer({ service, error, lines, checks }) {
    const found = bySigns([error]) ?? bySigns(lines) ?? brokenCheck(checks);
    return found === undefined ? undefined : { ...found, cause: `${service}: ${found.cause}` };
}
/** The first sign that any line has, the last such line: later ones come from deeper causes. */
function bySigns(lines) {
    for (const { pattern, cause, mend, unreachable } of signs) {
        const found = lines.map((line) => pattern.exec(line)).findLast((one) => one !== null);
        if (found === undefined || found === null)
            continue;
        const filled = (text) => text.replace(/\$(\d)/g, (_, at) => found[Number(at)] ?? '');
        return { cause: filled(cause), mend: filled(mend), ...(unreachable === undefined ? {} : { unreachable }) };
    }
    return undefined;
}
function brokenCheck(checks) {
    const tool = /exec: "?([^"\s:]+)"?: executable file not found|sh: (?:\d+: )?(\w+): not found/.exec(checks.at(-1) ?? '');
    return tool === null
        ? undefined
        : {
            cause: `its health check needs ${tool[1] ?? tool[2]}, which is not in the image.`,
            mend: `Use what is there: ["CMD", "python3", "-c", "import urllib.request as r; r.urlopen('http://localhost:8000/health/', timeout=5)"]`,
        };
}
/** What is left when no line tells: how it ended, where it listens, or that it does not answer. */
function byState({ reason, port, said }, fallen, fresh) {
    const ended = fallen.find(({ exitCode }) => exits[exitCode] !== undefined);
    const exit = exits[ended?.exitCode ?? 0];
    if (ended !== undefined && exit !== undefined)
        return { ...exit, cause: `${ended.service}: ${exit.cause}` };
    const elsewhere = fresh.flatMap(({ service, lines }) => lines.flatMap((line) => {
        const [, heard] = /(?:running on|Listening at:?) https?:\/\/\S*?:(\d+)/.exec(line) ?? [];
        return heard === undefined || Number(heard) === port ? [] : [{ service, heard }];
    }))[0];
    if (elsewhere !== undefined)
        return {
            cause: `${elsewhere.service}: the server listens on port ${elsewhere.heard}, and the Compose file publishes ${port}.`,
            mend: `Let it listen on ${port}, or publish "${port}:${elsewhere.heard}".`,
        };
    const silent = fresh.find((one) => one.status === 'running');
    // On another host than this one, maybe.
    const hasFallen = fallen.length > 0 || said.some((line) => / exited (?:with code|and was) /.test(line));
    if (reason !== 'unhealthy' || silent === undefined || hasFallen)
        return undefined;
    return {
        cause: `It runs and does not answer well on port ${port}: it is slow to start, refuses, or waits for something.`,
        mend: 'Its last lines say what it does; health-timeout if it is merely slow, health-path if it answers elsewhere.',
    };
}
function killedFor(container) {
    return {
        cause: `${container === undefined ? 'It' : container.service} was killed because it used more memory than it may.`,
        mend: 'Raise deploy.resources.limits.memory (or mem_limit), or run fewer workers (--workers, -c).',
    };
}
function notRunning({ service, status, exitCode, health }) {
    return {
        cause: `${service} is not well: ${status === 'running' ? health : `${status}, exit code ${exitCode}`}.`,
        mend: `Its last lines say why; on the server: docker compose logs ${service}.`,
    };
}
function first(items, look) {
    for (const item of items) {
        const found = look(item);
        if (found !== undefined)
            return found;
    }
    return undefined;
}

// EXTERNAL MODULE: ./src/compose/render.js
var render = __webpack_require__(8028);
// EXTERNAL MODULE: ./src/diagnosis/secrets.js
var diagnosis_secrets = __webpack_require__(658);
;// CONCATENATED MODULE: ./src/diagnosis/gather.js




/** Log lines that are asked of a container, and bytes at the most. */
const logLines = 60;
const logBytes = 20_000;
/** Seconds that the host gives each question. */
const patience = 5;
/** What the failing step said, without a look at its host. */
function heard({ host, wanted }, error) {
    const { model, release, edge, secrets = (0,diagnosis_secrets/* secretsIn */.V)(model) } = wanted;
    return {
        host: host.name,
        reason: error.reason,
        said: linesOf((0,diagnosis_secrets/* withoutSecrets */.c)(`${error.evidence}\n${error.message}`, secrets)),
        release: release.id,
        containers: [],
        port: edge.port,
        machine: '',
    };
}
/**
 * What can be known of a failure on one host: two round trips, beside the transaction, which goes on holding the lock.
 * Looks only at containers of this release and at those of no release; the old ones have nothing to do with it.
 */
async function gather(member, error) {
    const { host, wanted } = member;
    const { model, release, root, secrets = (0,diagnosis_secrets/* secretsIn */.V)(model) } = wanted;
    const clean = (text) => (0,diagnosis_secrets/* withoutSecrets */.c)(text, secrets);
    const project = `label=com.docker.compose.project=${model.name}`;
    const [listed, disk, memory] = await (0,look/* look */.O)(host, [
        asked('docker', 'ps', '-a', '--filter', project, '--format', `{{.Names}}\t{{.Label "${render/* releaseLabel */.wr}"}}`),
        asked('df', '-Ph', '/', root),
        asked('free', '-m'),
    ]);
    const names = listed.stdout.split('\n').flatMap((line) => {
        const [name = '', made = ''] = line.split('\t');
        return name !== '' && (made === '' || made === release.id) ? [name] : [];
    });
    const answers = await (0,look/* look */.O)(host, [
        ...names.map((name) => asked('docker', 'inspect', '--format', inspectFormat, name)),
        ...names.map((name) => lastLines(name)),
    ]);
    const containers = names.flatMap((_, index) => {
        const [state, log] = [answers[index], answers[names.length + index]];
        return readContainer(state?.stdout ?? '', log?.stdout ?? '', render/* releaseLabel */.wr, clean);
    });
    return {
        ...heard(member, error),
        // Of what is well and not new, the state says enough.
        containers: containers.map((one) => (isWell(one) && one.release === '' ? { ...one, lines: [] } : one)),
        machine: `${disk.stdout}\n${memory.stdout}`.trim(),
    };
}
function asked(...words) {
    return ['timeout', String(patience), ...words];
}
/** To both outputs, as people see them. */
function lastLines(name) {
    const script = `docker logs --tail ${logLines} "$1" 2>&1 | tail -c ${logBytes}`;
    return asked('bash', '-c', script, 'logs', name);
}

// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(231);
;// CONCATENATED MODULE: ./src/diagnosis/report.js


/** What was seen, for the job summary: every container, and the words of those that are not well. Pure. */
function diagnosisPart(evidence, told) {
    const several = evidence.length > 1;
    return evidence
        .filter(({ containers }) => containers.length > 0)
        .map(({ host, containers, release }) => {
        const named = several ? `${host}: ` : '';
        const speaking = containers.filter((one) => !isWell(one) || one.release === release);
        return [
            (0,markdown/* details */.zH)(`${named}containers when it failed`, containerTable(containers)),
            ...speaking.flatMap((one) => wordsOf(one, named, told)),
        ].join('\n\n');
    })
        .join('\n\n');
}
function containerTable(containers) {
    return (0,markdown/* table */.tp)(['', 'Container', 'State', 'Restarts', 'Health'], containers.map((one) => [
        isWell(one) ? '✅' : '❌',
        (0,markdown/* inlineCode */.ti)(one.name),
        stateOf(one),
        String(one.restarts),
        one.health,
    ]));
}
function stateOf({ status, exitCode, outOfMemory, error }) {
    const ended = status === 'exited' || status === 'dead' ? `${status}, exit code ${exitCode}` : status;
    return [ended, outOfMemory ? 'out of memory' : '', error === '' ? '' : (0,markdown/* inlineCode */.ti)(error)]
        .filter(Boolean)
        .join(', ');
}
function wordsOf({ name, lines, checks, health }, host, told) {
    // What the failing step has shown already is not shown twice.
    const isNew = lines.length > 0 && !told.includes(lines.at(-1) ?? '');
    return [
        ...(isNew ? [(0,markdown/* details */.zH)(`${host}${name}: last lines`, (0,markdown/* code */.aY)(lines.join('\n')))] : []),
        ...(health === 'unhealthy' && checks.length > 0
            ? [(0,markdown/* details */.zH)(`${host}${name}: its health checks`, (0,markdown/* code */.aY)(checks.join('\n')))]
            : []),
    ];
}
/** The same as files, by name: a folder for each host. Pure. */
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

;// CONCATENATED MODULE: ./src/diagnosis/diagnose.js








/** Seconds after which a host is not waited for any more: whatever failed is going to be undone. */
const diagnose_patience = 10;
/** Ends of which containers know more than the message. A host that is lost can't be asked. */
const telling = [
    ...['pull-failed', 'backup-failed', 'migration-failed', 'start-failed'],
    ...['unhealthy', 'switch-failed', 'bake-failed'],
];
/**
 * Looks at what failed while it is still there; of a host that does not answer in time the step's own words must do. Never throws, never takes longer than a few seconds, and asks nothing of a
 * job that was cancelled: the undo comes next.
 */
async function examine(members, error, { clock, log, cancelled }) {
    if (!(error instanceof errors/* StepFailed */.an) || !telling.includes(error.reason) || cancelled.aborted)
        return [];
    const over = new AbortController();
    const found = new Map(members.map((one) => [one, heard(one, error)]));
    const looking = members.map(async (member) => {
        try {
            found.set(member, await gather(member, error));
        }
        catch (failure) {
            log.debug(`${member.host.name}: no diagnosis: ${(0,failures/* messageOf */.u)(failure)}`);
        }
    });
    const enough = clock.sleep(diagnose_patience, AbortSignal.any([over.signal, cancelled])).catch(() => { });
    await Promise.race([Promise.all(looking), enough]);
    over.abort();
    return [...found.values()];
}
/**
 * Adds what was seen to the error: the likely cause to its sentence, the rest to the job summary, and all of it to a
 * folder where one was asked for.
 */
async function explain(error, evidence, { secrets = [], folder }, { log, context }) {
    if (!(error instanceof errors/* StepFailed */.an))
        return;
    // The runner hides secrets in its log, and in no summary.
    error.message = (0,diagnosis_secrets/* withoutSecrets */.c)(error.message, secrets);
    error.evidence = (0,diagnosis_secrets/* withoutSecrets */.c)(error.evidence, secrets);
    if (evidence.length === 0)
        return;
    const [likely] = evidence.flatMap((one) => likelyCause(one) ?? []);
    const message = error.message;
    if (likely !== undefined)
        error.message = `${message}\nLikely cause: ${likely.cause}\nWhat to do: ${likely.mend}`;
    error.report = [diagnosisPart(evidence, error.evidence), error.report].filter(Boolean).join('\n\n');
    if (folder === undefined)
        return;
    try {
        await save(bundleOf(evidence, error.message), (0,external_node_path_.resolve)(context.workspace, folder));
        log.info(`The diagnosis is in ${folder}; actions/upload-artifact keeps it.`);
    }
    catch (failure) {
        log.warning(`The diagnosis could not be written to ${folder}: ${(0,failures/* messageOf */.u)(failure)}`);
    }
}
/** For this user alone, though no secret is in it: logs are nobody else's business. */
async function save(files, folder) {
    for (const [name, text] of files) {
        const path = (0,external_node_path_.resolve)(folder, name);
        await (0,promises_.mkdir)((0,external_node_path_.dirname)(path), { recursive: true, mode: 0o700 });
        await (0,promises_.writeFile)(path, text, { mode: 0o600 });
    }
}

// EXTERNAL MODULE: ./src/edge/maintenance.js + 1 modules
var maintenance = __webpack_require__(9482);
// EXTERNAL MODULE: ./src/runner/cancel.js
var cancel = __webpack_require__(4744);
// EXTERNAL MODULE: ./src/compose/celery.js
var celery = __webpack_require__(9370);
// EXTERNAL MODULE: ./src/compose/model.js
var compose_model = __webpack_require__(279);
;// CONCATENATED MODULE: ./src/database/forget-schedules.js



/** What the line that the script prints begins with; behind it are names, as JSON. */
const mark = 'saleor-deploy-forgotten:';
/**
 * Has the database forget schedules that the code which takes over does not know, as its beat would fall over them: Saleor
 * keeps a schedule as the name of a variable in its code. Seen from 3.23 back to 3.22. A beat that knows them writes them
 * anew whenever it starts. Where it can't be done, beat shows whether it was needed.
 * https://github.com/saleor/saleor/blob/3.22.67/saleor/schedulers/models.py
 */
async function forgetSchedules(run) {
    const { wanted, runner, host } = run;
    const command = (0,state_script/* djangoCommand */.xX)(wanted.migrate, forget_schedules_script);
    if (command === undefined)
        return;
    const { code, stdout } = await (0,one_off/* oneOff */.sR)(run, command);
    const line = stdout.split('\n').findLast((one) => one.startsWith(mark));
    if (code !== 0 || line === undefined) {
        runner.log.warning(`${host.name}: it could not be seen whether ${wanted.release.id} knows all schedules.`);
        return;
    }
    const names = JSON.parse(line.slice(mark.length));
    if (names.length > 0)
        runner.log.info(`  taken off the schedule, as ${wanted.release.id} does not know how: ${names.join(', ')}`);
}
/** Whether the database may hold schedules that the code which takes over does not know: Django said so, or nobody asked it. */
function mayNotKnowSchedules({ wanted, database }) {
    const { roles, model, back } = wanted;
    const isSaleors = (name) => (0,compose_model/* commandOf */.Nl)(model.services[name] ?? {}).includes('saleor.schedulers.');
    const strange = database?.strangeSchedules;
    const isSo = strange === undefined ? back !== undefined : strange > 0;
    return isSo && roles.schedulers.some(isSaleors);
}
/** Tasks go with their schedule. */
const forget_schedules_script = `
import json
${state_script/* strangeSchedules */.xD}
names = []
for schedule in strange_schedules():
    names += schedule.customperiodictask_set.values_list("name", flat=True)
    schedule.delete()
print("\\n${mark}" + json.dumps(names))
`;

// EXTERNAL MODULE: ./src/deploy/health.js + 1 modules
var health = __webpack_require__(1027);
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
    return ['quiet', `exec(${JSON.stringify(quiet_script)})`, ...workers];
}
/** The last sleep is longer than Redis is waited for, one second: what it still hands out is put back by the worker. */
const quiet_script = `
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
/** Everything in the background of what serves stands still, after a warm shutdown; what moves later finds it so. */
async function stopBackground(run) {
    const { workers, schedulers } = run.wanted.roles;
    await stopOld(run, [...schedulers, ...workers]);
    const names = runningOld(run, [...schedulers, ...workers]);
    const containers = run.seen.containers.map((one) => names.includes(one.name) ? { ...one, state: 'exited' } : one);
    run.seen = { ...run.seen, containers };
}
/** The one scheduler: the old one has stopped before the new one starts, forwards and backwards. */
async function moveScheduler(run) {
    const { schedulers } = run.wanted.roles;
    if (!mayNotKnowSchedules(run))
        return await handOver(run, schedulers);
    await stopOld(run, schedulers);
    await forgetSchedules(run);
    await start(run, schedulers);
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
    await (0,health/* awaitSteady */.To)(run, (0,host_run/* createdOf */.YC)(run, [...wanted.roles.workers, ...wanted.roles.schedulers]), watchSeconds(run));
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

// EXTERNAL MODULE: ./src/deploy/unhealthy.js
var unhealthy = __webpack_require__(6725);
// EXTERNAL MODULE: ./src/deploy/wanted.js
var deploy_wanted = __webpack_require__(238);
;// CONCATENATED MODULE: ./src/deploy/bake.js






/** Seconds between two looks, between two lines in the log, and in which the edge must be heard again. */
const pause = 2;
const tellEvery = 10;
const bake_patience = 10;
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
        await clock.sleep(Math.min(pause, wanted.bake - seconds()), runner.cancelled);
        await refuseSick(run);
        const now = await statistics(run);
        if (now === undefined) {
            if (seconds() - heard >= bake_patience)
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
    const states = await (0,health/* inspect */.Nn)(run, (0,host_run/* createdOf */.YC)(run, (0,deploy_wanted/* appServices */.y)(wanted)));
    await (0,health/* refuseFallen */.zG)(run, states, 'bake-failed');
    // A check that can't work in the image says so of every release.
    if (run.dockerCheckWorks !== true)
        return;
    const web = (0,host_run/* createdOf */.YC)(run, [wanted.roles.web]);
    const sick = states.find(({ name, health }) => web.includes(name) && health === 'unhealthy');
    if (sick !== undefined)
        throw await (0,unhealthy/* unhealthy */.f)(run, [sick.name], 'fails its own health check', 'bake-failed');
}
async function judge(run, counted, before, now) {
    const slots = newSlots(run);
    const down = downOf(now, slots);
    if (down !== undefined)
        throw await (0,unhealthy/* unhealthy */.f)(run, [containerIn(run, down.slot)], downWords(down), 'bake-failed');
    const why = tooManyFailed(counted, run.wanted.maxErrorRate);
    if (why === undefined)
        return;
    const failedIn = (slot) => countedSince(before, now, [slot]).failed;
    const [worst = ''] = slots.toSorted((one, other) => failedIn(other) - failedIn(one));
    throw new errors/* StepFailed */.an('bake-failed', `${run.host.name}: ${why}.`, await (0,unhealthy/* logsOf */.H)(run, containerIn(run, worst)));
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
    return new errors/* StepFailed */.an('bake-failed', `${run.host.name}: the edge has taken no commands for ${bake_patience} s.`, await (0,unhealthy/* logsOf */.H)(run, (0,host_run/* edgeName */.Hg)(run)));
}
function newSlots({ upstreams, wanted }) {
    return upstreams.flatMap(({ slot, release }) => (release === wanted.release.id ? [slot] : []));
}
function containerIn({ upstreams }, slot) {
    return upstreams.find((one) => one.slot === slot)?.container ?? '';
}

// EXTERNAL MODULE: ./src/deploy/begin.js + 2 modules
var begin = __webpack_require__(4688);
// EXTERNAL MODULE: ./src/deploy/finish.js
var finish = __webpack_require__(9098);
// EXTERNAL MODULE: ./src/deploy/preflight.js
var preflight = __webpack_require__(566);
// EXTERNAL MODULE: ./src/deploy/prepare.js
var prepare = __webpack_require__(4721);
// EXTERNAL MODULE: ./src/deploy/report.js
var report = __webpack_require__(7971);
// EXTERNAL MODULE: ./src/deploy/reverse-schema.js
var reverse_schema = __webpack_require__(3463);
// EXTERNAL MODULE: ./src/deploy/shop.js
var shop = __webpack_require__(9493);
// EXTERNAL MODULE: ./src/deploy/stage.js + 1 modules
var deploy_stage = __webpack_require__(2467);
// EXTERNAL MODULE: ./src/edge/runtime.js
var runtime = __webpack_require__(2483);
// EXTERNAL MODULE: ./src/edge/upstreams.js
var upstreams = __webpack_require__(4509);
// EXTERNAL MODULE: ./src/deploy/balancer.js
var balancer = __webpack_require__(8239);
// EXTERNAL MODULE: ./src/deploy/start-edge.js
var start_edge = __webpack_require__(3887);
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
        undo: [['edge', (0,host_run/* edgeName */.Hg)(run), (0,runtime/* retireCommands */.GE)(added)]],
        run: [['edge', (0,host_run/* edgeName */.Hg)(run), (0,runtime/* pointCommands */.jA)(added)]],
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
    const files = (0,start_edge/* edgeFiles */.by)(run, [...next, ...warm]);
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
                ...((0,observed/* isWarm */.Yr)(run) ? [['edge', edge, (0,runtime/* restCommands */.Pb)(added)]] : []),
                ['drain', edge, String(undoDrainSeconds), ...slots(added)],
                ['edge_back', edge, (0,runtime/* switchBackCommands */.oT)(added, old), ...(0,runtime/* places */.zn)(old)],
                ...(old.length === 0 ? [] : [['edge', edge, (0,runtime/* pointCommands */.jA)(old)]]),
                ...(0,balancer/* backToBalancer */.x0)(run).undo,
            ],
            run: [
                ...files.run,
                ['placed', edge, '10', ...(0,runtime/* places */.zn)(added)],
                ['edge', edge, (0,runtime/* switchCommands */.Rh)(added, old)],
                ...(0,balancer/* backToBalancer */.x0)(run).run,
            ],
        }, failed);
    }
    run.upstreams = next;
    run.warm = warm;
    if (batch.makeRoom && oldNames.length > 0)
        await makeRoom(run, old, oldNames);
}
/** `recreate`: the old ones go first, and before them the host itself leaves a balancer in front until the switch. */
async function stopWeb(run) {
    const { wanted, seen } = run;
    await (0,balancer/* leaveBalancer */.Yg)(run);
    await makeRoom(run, run.upstreams, (0,observed/* oldContainers */.Ig)(seen, wanted.roles.web, wanted.release.id).map(({ name }) => name));
}
/**
 * Lets requests finish, then stops containers without removing them; on the way back they are started and awaited, and the edge,
 * which has held them for down meanwhile, is told.
 */
async function makeRoom(run, old, names) {
    const { transaction, wanted, seen, probe, host } = run;
    const { port, healthPath } = wanted.edge;
    const isAtEdge = old.length > 0 && !(0,observed/* mustTakeOver */.lG)(wanted, seen);
    await transaction.change({
        undo: [
            ...(isAtEdge ? [['edge_back', (0,host_run/* edgeName */.Hg)(run), (0,runtime/* upCommands */.wg)(old), ...(0,runtime/* places */.zn)(old)]] : []),
            ['serve', probe, String(wanted.healthTimeout), String(port), healthPath, ...names],
        ],
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
        return (seen.warm ?? [])
            .filter(({ container }) => names.includes(container))
            .map(({ slot, container, release }) => ({ slot, container, release }));
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
    await (0,health/* awaitHealthy */.iX)(run, names);
    run.startSeconds = Math.max(run.startSeconds, (runner.clock.now() - started) / 1000);
}

// EXTERNAL MODULE: ./src/deploy/undo.js
var undo = __webpack_require__(107);
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
        log: (0,deploy_stage/* sayingOnce */.n)(job.log),
        cancelled: AbortSignal.any([job.cancelled, stop.signal]),
    };
    const stage = new deploy_stage/* Stage */.B(fleet.settings.parallel, stop, runner);
    const locks = await prepareAndBegin(fleet, plan, stage, runner).catch(async (error) => {
        await explain(error, await examine(fleet.members, error, job), explaining(fleet), job);
        throw error;
    });
    let committed = false;
    try {
        const members = await asTheyAreNow(fleet, locks);
        const runs = members.map((member) => (0,host_run/* beginRun */.Te)(member, lockOf(member, locks), runner));
        const byName = new Map(runs.map((run) => [run.host.name, run]));
        let behind = [];
        for (const step of plan(members)) {
            if (step.do === 'pull' || step.do === 'begin')
                continue;
            if (step.do === 'commit') {
                behind = await stage.once(step, () => (0,finish/* commit */.c)(runs));
                committed = true;
                continue;
            }
            if (step.do === 'reverse') {
                // The schema follows the code of all hosts.
                await catchUp(fleet, plan, behind.splice(0), job);
                const { reversed, backup } = await stage.once(step, () => (0,reverse_schema/* reverseSchema */.I)(runs[0], runner));
                Object.assign(runs[0], { reversed, backup });
                continue;
            }
            const action = perform[step.do];
            await stage.each(step, async ({ host, batch }) => {
                const run = byName.get(host);
                if (run !== undefined)
                    await action(run, batch ?? none);
            });
            // There is one database: what it is like is asked on the first host, and the scheduler may be on another.
            if (step.do === 'pending')
                for (const run of runs)
                    run.database = runs[0].database;
        }
        await catchUp(fleet, plan, behind, job);
        return { timeline: stage.timeline, runs };
    }
    catch (error) {
        // The undo takes away what there is to be seen.
        const evidence = await examine(fleet.members, error, job);
        if (!committed)
            stage.timeline.push(...(await (0,undo/* undoAll */.w)(fleet.members, locks, job)));
        if (error instanceof errors/* StepFailed */.an || error instanceof errors/* UserError */.yo)
            error.report = [error.report, (0,report/* failedTimeline */.Dm)(stage.timeline)].filter(Boolean).join('\n\n');
        await explain(error, evidence, explaining(fleet), job);
        throw error;
    }
}
function explaining({ members: [{ wanted }], settings }) {
    return { secrets: wanted.secrets ?? (0,diagnosis_secrets/* secretsIn */.V)(wanted.model), folder: settings.diagnosisFolder };
}
/** The first two steps: all that takes long and changes nothing comes before the locks. */
async function prepareAndBegin({ members }, plan, stage, runner) {
    const locks = new Map();
    for (const step of plan(members)) {
        if (step.do === 'pull')
            await stage.each(step, async ({ host: name }) => {
                const member = members.find(({ host }) => host.name === name);
                if (member !== undefined)
                    await (0,cancel/* unlessCancelled */.M)(runner.cancelled, (0,prepare/* pull */.a$)(member, runner));
            });
        if (step.do === 'begin')
            await stage.once(step, () => (0,begin/* beginAll */.V)(members, locks, runner));
    }
    return locks;
}
const none = { from: 0, to: 0, oldFrom: 0, oldTo: 0, makeRoom: false };
const perform = {
    install: prepare/* install */.ai,
    accessories: startAccessories,
    pending: pending/* askPending */.L,
    backup: backup/* backUp */.v,
    migrate: migrate,
    create: create,
    edge: start_edge/* startEdge */.KN,
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
    'check-restore': restore_check/* checkRestore */.D,
    'stop-background': stopBackground,
    hold: holdBack,
    restore: restoreBeside,
    'swap-data': swapDatabases,
    'close-shop': async (run) => await (0,shop/* closeShop */.th)(run, maintenance/* plainMaintenance */.CT),
    'open-shop': shop/* openShop */.vF,
    'clean-up': finish/* cleanUp */.n,
};
function lockOf({ host: { name } }, locks) {
    const transaction = locks.get(name);
    if (transaction === undefined)
        throw new Error(`no lock on ${name}`);
    return transaction;
}
/** Looks again where another run changed something meanwhile, or where what one had left was undone just now. */
async function asTheyAreNow({ members }, locks) {
    const now = await Promise.all(members.map(async (member) => {
        const { host, wanted, seen: before } = member;
        const lock = locks.get(host.name);
        const live = before.live === undefined ? '' : `releases/${before.live.id}`;
        if (lock?.recovered === false && lock.live === live && lock.history === before.history)
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
    if (behind.length === 0)
        return;
    const names = behind.map(({ host }) => host.name).join(', ');
    runner.log.warning(`${names} missed the commit and went back by itself: doing it there again.`);
    const members = await Promise.all(behind.map(async ({ host, wanted }) => {
        // The database is where it shall be, and the release was watched.
        const again = { ...wanted, migrate: [], backup: { ...wanted.backup, when: 'never' }, bake: 0 };
        if (wanted.back !== undefined)
            again.back = { ...wanted.back, database: 'done' };
        return { host, wanted: again, seen: await (0,observe/* observe */.lB)(host, again) };
    }));
    await execute({ ...fleet, members: members }, plan, runner);
}


/***/ }),

/***/ 9098:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ commit),
/* harmony export */   n: () => (/* binding */ cleanUp)
/* harmony export */ });
/* harmony import */ var _edge_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2483);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6986);
/* harmony import */ var _release_release_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(7190);
/* harmony import */ var _begin_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4688);
/* harmony import */ var _host_run_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1239);
/* harmony import */ var _observed_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(8005);
/* harmony import */ var _prepare_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4721);
/* harmony import */ var _retention_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(9363);
/* harmony import */ var _shop_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9493);
/* harmony import */ var _steps_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(6574);
/* harmony import */ var _wanted_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(238);











/**
 * The point of no return, for the whole fleet: first everything is noted on every host, then all are told in the same
 * moment. Returns the hosts that were lost just then and went back by themselves, while others stay with the new release.
 * @throws StepFailed `guard-lost` when no host has committed
 */
async function commit(runs) {
    const schema = runs.map(({ database }) => database?.schema).find((one) => one !== undefined);
    await Promise.all(runs.map((run) => prepareCommit(run, schema)));
    const told = await Promise.allSettled(runs.map(({ transaction }) => transaction.commit()));
    const unheard = runs.filter((_, index) => told[index]?.status === 'rejected');
    if (unheard.length === 0)
        return [];
    // Nobody knows whether these heard it. Once they are back their own logs tell.
    const went = await Promise.all(unheard.map(async (run) => ({ run, live: await (0,_begin_js__WEBPACK_IMPORTED_MODULE_2__/* .recover */ .l)(run, run.runner) })));
    const behind = went.flatMap(({ run, live }) => (live === `releases/${run.wanted.release.id}` ? [] : [run]));
    if (behind.length < runs.length)
        return behind;
    throw told.find((one) => one.status === 'rejected')?.reason;
}
/** Makes the release the live one. What follows the commit is noted first, so that the host does it even alone. */
async function prepareCommit(run, schema) {
    const { transaction, wanted, seen, host } = run;
    const { root, release } = wanted;
    const point = (link, id) => id === undefined ? ['rm', '-f', `${root}/${link}`] : ['point', `${root}/${link}`, `releases/${id}`];
    await transaction.change({
        undo: [point('live', seen.live?.id), point('previous', seen.previous)],
        afterCommit: [...(0,_shop_js__WEBPACK_IMPORTED_MODULE_4__/* .openLater */ .j1)(run), ...leaveOld(run), ...prune(run)],
        run: [point('live', release.id), point('previous', seen.live?.id), ...note(run, schema)],
    }, (ran) => new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .StepFailed */ .an('switch-failed', `${host.name}: the release could not be marked as live: ${ran.stdout.trim()}`));
}
/** The record is whole only now: what its code knows of the database was asked on the way, on one host. */
function note({ wanted: { root, release, back } }, schema) {
    if (back !== undefined || schema === undefined)
        return [];
    return [(0,_prepare_js__WEBPACK_IMPORTED_MODULE_3__/* .recordOf */ .zv)(root, { ...release, schema })];
}
/** Old web finishes its requests and goes, or stays warm; all else of old releases goes. */
function leaveOld(run) {
    const { wanted, seen } = run;
    const edge = (0,_host_run_js__WEBPACK_IMPORTED_MODULE_5__/* .edgeName */ .Hg)(run);
    const old = (0,_observed_js__WEBPACK_IMPORTED_MODULE_6__/* .mustTakeOver */ .lG)(wanted, seen) ? [] : seen.upstreams;
    const isKept = (release) => wanted.keepWarm && release !== '' && release === seen.live?.id;
    const leaving = (0,_wanted_js__WEBPACK_IMPORTED_MODULE_7__/* .replacedServices */ .J)(wanted).flatMap((service) => (0,_observed_js__WEBPACK_IMPORTED_MODULE_6__/* .oldContainers */ .Ig)(seen, service, wanted.release.id).flatMap(({ name, release }) => isKept(release) ? [] : [name]));
    const kept = old.filter(({ release }) => isKept(release));
    const free = [...old, ...(seen.warm ?? [])].filter(({ release }) => !isKept(release) && release !== wanted.release.id);
    return [
        ...(0,_steps_js__WEBPACK_IMPORTED_MODULE_8__/* .when */ .z)(old.length > 0, ['drain', edge, String(wanted.drainTimeout), ...old.map(({ slot }) => slot)]),
        ...(0,_steps_js__WEBPACK_IMPORTED_MODULE_8__/* .when */ .z)(leaving.length > 0, ['retire', ...leaving]),
        ...(0,_steps_js__WEBPACK_IMPORTED_MODULE_8__/* .when */ .z)(kept.length > 0, ['edge', edge, (0,_edge_runtime_js__WEBPACK_IMPORTED_MODULE_0__/* .restCommands */ .Pb)(kept)]),
        ...(0,_steps_js__WEBPACK_IMPORTED_MODULE_8__/* .when */ .z)(free.length > 0, ['edge', edge, (0,_edge_runtime_js__WEBPACK_IMPORTED_MODULE_0__/* .retireCommands */ .GE)(free)]),
    ];
}
/** Old releases and their images. A rollback keeps all: people may go forward again. */
function prune(run) {
    const { root, back } = run.wanted;
    if (back !== undefined)
        return [];
    const { stay, go } = (0,_retention_js__WEBPACK_IMPORTED_MODULE_9__/* .retention */ .X)(run);
    const kept = new Set(stay.map(({ image }) => image));
    const images = [...new Set(go.map(({ image }) => image))].filter((image) => !kept.has(image));
    return [
        ...go.map(({ id }) => ['rm', '-rf', (0,_release_release_js__WEBPACK_IMPORTED_MODULE_10__/* .releaseFolder */ .Uc)(root, id)]),
        ...(0,_steps_js__WEBPACK_IMPORTED_MODULE_8__/* .when */ .z)(images.length > 0, ['forget', ...images]),
    ];
}
/** Waits until the host has drained, removed and pruned; a host that was lost meanwhile does it when it is back. */
async function cleanUp(run) {
    const { transaction, host, runner } = run;
    if (await transaction.finish())
        return;
    if ((await (0,_begin_js__WEBPACK_IMPORTED_MODULE_2__/* .recover */ .l)(run, runner)) !== undefined)
        return;
    runner.log.warning(`${host.name}: the release serves, but the old one could not be cleaned up whole; the next run does it.`);
}


/***/ }),

/***/ 1027:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  O_: () => (/* binding */ awaitEdge),
  iX: () => (/* binding */ awaitHealthy),
  To: () => (/* binding */ awaitSteady),
  Nn: () => (/* binding */ inspect),
  zG: () => (/* binding */ refuseFallen)
});

// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(6986);
// EXTERNAL MODULE: ./src/compose/model.js
var compose_model = __webpack_require__(279);
// EXTERNAL MODULE: ./src/deploy/unhealthy.js
var unhealthy = __webpack_require__(6725);
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
                throw await (0,unhealthy/* unhealthy */.f)(run, [name], `failed its own health check: ${lastLine(ran)}`);
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
            throw await (0,unhealthy/* unhealthy */.f)(run, silent, `did not answer ${wanted.edge.healthPath} within ${wanted.healthTimeout} s`);
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
            throw new errors/* StepFailed */.an('switch-failed', `${host.name}: the edge takes no commands. Its image must have bash.`, await (0,unhealthy/* logsOf */.H)(run, probe));
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
    throw await (0,unhealthy/* unhealthy */.f)(run, [fallen.name], howFallen(fallen), reason);
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

/***/ 4721:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a$: () => (/* binding */ pull),
/* harmony export */   ai: () => (/* binding */ install),
/* harmony export */   zv: () => (/* binding */ recordOf)
/* harmony export */ });
/* harmony import */ var _compose_render_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8028);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6986);
/* harmony import */ var _host_guard_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8361);
/* harmony import */ var _release_release_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7190);
/* harmony import */ var _host_run_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1239);
/* harmony import */ var _observed_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8005);






/** What a registry says when a second try may help: busy, broken, or cut off on the way. */
const transient = /timeout|timed out|reset by peer|EOF|temporarily|too many requests|toomanyrequests|5\d\d |refused|TLS handshake/i;
/**
 * Pulls the release's image, and the images of what is not running yet, before the lock is taken.
 * @throws UserError `registry-refused`, or StepFailed `pull-failed` after three tries
 */
async function pull({ host, wanted, seen }, { clock, log, cancelled }) {
    const others = [
        ...((0,_observed_js__WEBPACK_IMPORTED_MODULE_3__/* .edgeIsAsWanted */ .ZX)(wanted, seen) ? [] : ['edge']),
        ...(0,_observed_js__WEBPACK_IMPORTED_MODULE_3__/* .missingAccessories */ .T)(wanted, seen).filter((service) => (0,_observed_js__WEBPACK_IMPORTED_MODULE_3__/* .containersOf */ .Mz)(seen, service).length === 0),
    ].flatMap((service) => wanted.model.services[service]?.image ?? []);
    const images = [...(seen.imagePresent ? [] : [wanted.release.image]), ...new Set(others)];
    if (images.length === 0)
        return;
    const login = `${Buffer.from(wanted.registryLogin || '{}').toString('base64')}\n`;
    for (let attempt = 1;; attempt++) {
        const { code, stdout, stderr } = await host.run(['bash', '-c', (0,_host_guard_js__WEBPACK_IMPORTED_MODULE_2__/* .guardScript */ .h)(), 'guard', 'pull', wanted.root, ...images], login);
        if (code === 0)
            return;
        const said = `${stdout}${stderr}`.trim();
        if (/unauthorized|denied|no basic auth|authentication required/i.test(said))
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('registry-refused', `${host.name}: the registry refused the pull: ${said}`, 'Give registry-username and registry-password with the right to read, and check the image name.');
        if (/no space left/i.test(said))
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('not-ready', `${host.name}: the disk is too full for the image: ${said}`, 'On the server: docker image prune --all, or a larger disk.');
        if (/not found|manifest unknown/i.test(said))
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('bad-input', `${host.name}: there is no such image: ${said}`, 'Deploy the digest that push-registry put out.');
        if (attempt === 3 || !transient.test(said))
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .StepFailed */ .an('pull-failed', `${host.name}: pulling ${images.join(', ')} failed: ${said.split('\n').at(-1)}`, said);
        log.warning(`${host.name}: the pull failed, trying again in ${attempt * 2} s: ${said.split('\n').at(-1)}`);
        await clock.sleep(attempt * 2, cancelled);
    }
}
/** Writes the release's folder: the Compose model with its environment, readable by the SSH user only, and the record. */
async function install(run) {
    const { transaction, wanted, host } = run;
    const folder = (0,_release_release_js__WEBPACK_IMPORTED_MODULE_4__/* .releaseFolder */ .Uc)(wanted.root, wanted.release.id);
    await transaction.change({
        // The first undo is played last: networks go when no container is on them any more.
        undo: [['rm', '-rf', folder], ...undoNetworks(run)],
        run: [
            (0,_host_run_js__WEBPACK_IMPORTED_MODULE_5__/* .put */ .yJ)(`${folder}/compose.json`, '600', (0,_compose_render_js__WEBPACK_IMPORTED_MODULE_0__/* .formatModel */ .Xk)(wanted.model)),
            recordOf(wanted.root, wanted.release),
        ],
    }, (ran) => new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .StepFailed */ .an('start-failed', `${host.name}: the release could not be written: ${ran.stdout.trim()}`));
}
/** Writes a release's record. */
function recordOf(root, release) {
    return (0,_host_run_js__WEBPACK_IMPORTED_MODULE_5__/* .put */ .yJ)(`${(0,_release_release_js__WEBPACK_IMPORTED_MODULE_4__/* .releaseFolder */ .Uc)(root, release.id)}/release.json`, '600', `${JSON.stringify(release)}\n`);
}
/** Networks that aren't there yet are taken away again when the deploy is undone. */
function undoNetworks({ wanted, seen }) {
    const names = Object.values(wanted.model.networks ?? {}).flatMap((network) => {
        const { name, external } = (network ?? {});
        return name === undefined || external === true || seen.networks.includes(name) ? [] : [name];
    });
    return names.length === 0 ? [] : [['unnet', ...names]];
}


/***/ }),

/***/ 9319:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  l: () => (/* binding */ recordedOnGitHub)
});

// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(6986);
// EXTERNAL MODULE: ./src/runner/context.js
var runner_context = __webpack_require__(1875);
// EXTERNAL MODULE: ./src/github/failure.js
var failure = __webpack_require__(5091);
// EXTERNAL MODULE: ./src/github/record.js
var record = __webpack_require__(1752);
;// CONCATENATED MODULE: ./src/github/deployments.js



const listed = 30;
/** Each costs a call. */
const looked = 5;
const dayMs = 86_400_000;
/** The one writer of an environment's deployments. https://docs.github.com/rest/deployments */
class Deployments {
    github;
    environment;
    context;
    clock;
    constructor(github, environment, { context, clock }) {
        this.github = github;
        this.environment = environment;
        this.context = context;
        this.clock = clock;
    }
    /** The newest few, newest first, and further back the one of the live release. */
    async newest(live) {
        const { data } = await this.github.request('GET /repos/{owner}/{repo}/deployments', {
            environment: this.environment.name,
            per_page: listed,
        });
        // Not the requests for approval and what else may be written there: these two are about what serves.
        const placings = data.filter(({ task }) => task === 'deploy' || task === 'rollback');
        const serving = placings.find(({ payload }) => (0,record/* readPayload */.rD)(payload)?.release === live);
        const known = placings.filter((one, index) => index < looked || one === serving);
        return await Promise.all(known.map(async ({ id: given, payload, created_at }) => {
            const id = Number(given);
            const { state = 'pending', log_url: logUrl = '' } = (await this.newestStatus(id)) ?? {};
            const told = { payload: (0,record/* readPayload */.rD)(payload), bare: (0,record/* isBare */.JE)(payload) };
            return { id, state, logUrl, ...told, created: Date.parse(created_at) };
        }));
    }
    /** Makes one, of the very commit: a branch may have moved on. Nothing is merged, and no checks are asked for. */
    async create({ task, release, live }, note = '') {
        const { commit: sha, id, image, version } = release;
        const { runId: run, runAttempt: attempt } = this.context;
        const payload = {
            writer: 'saleor-deploy',
            ...{ release: id, image, version, replaces: live?.id ?? '', run, attempt },
        };
        const what = task === 'deploy' ? 'Deploy' : 'Roll back to';
        const { data, status } = await this.github.request('POST /repos/{owner}/{repo}/deployments', {
            ref: sha,
            task,
            auto_merge: false,
            required_contexts: [],
            environment: this.environment.name,
            production_environment: this.environment.production,
            transient_environment: false,
            description: (0,record/* describe */.q0)(`${what} ${version || id}${note}`),
            payload: { ...payload },
        }, () => this.find(sha, task, payload));
        // 202: GitHub has merged something instead and made nothing.
        if (status === 201 && 'id' in data)
            return Number(data.id);
        throw new failure/* GitHubError */.y_('conflict', status, `GitHub made no deployment (${status}).`);
    }
    /** Adds a status. */
    async say(id, state, description) {
        const { url } = this.environment;
        await this.github.request('POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses', {
            deployment_id: id,
            state,
            description: (0,record/* describe */.q0)(description),
            log_url: (0,runner_context/* runUrl */.V)(this.context),
            ...(state === 'success' && url !== undefined ? { environment_url: url } : {}),
        }, 'repeat');
    }
    /** Whether the run that wrote a record has ended; where we may not ask, a day is long enough. */
    async isOver({ payload, created }) {
        const { runId, runAttempt } = this.context;
        if (payload === undefined || (payload.run === runId && payload.attempt === runAttempt))
            return false;
        try {
            const run = { run_id: Number(payload.run) };
            const { data } = await this.github.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', run);
            return data.status === 'completed' || (data.run_attempt ?? 1) > Number(payload.attempt);
        }
        catch (error) {
            if (!(error instanceof failure/* GitHubError */.y_) || !['missing', 'refused'].includes(error.kind))
                throw error;
            return error.kind === 'missing' || this.clock.now() - created > dayMs;
        }
    }
    async newestStatus(id) {
        const route = 'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses';
        return (await this.github.request(route, { deployment_id: id, per_page: 1 })).data[0];
    }
    /** The one that was made although its answer got lost. */
    async find(sha, task, { release, run, attempt }) {
        const { name: environment } = this.environment;
        const route = 'GET /repos/{owner}/{repo}/deployments';
        const { data } = await this.github.request(route, { environment, sha, task, per_page: listed });
        return data.find(({ payload }) => {
            const told = (0,record/* readPayload */.rD)(payload);
            return told?.release === release && told.run === run && told.attempt === attempt;
        });
    }
}

// EXTERNAL MODULE: ./src/github/octokit.js
var octokit = __webpack_require__(6536);
;// CONCATENATED MODULE: ./src/github/recorded.js






/** Seconds that one call is waited for. The deploy itself never waits; only its end may, this long. */
const patience = 30;
/** A cancelled job is killed after ten seconds. */
const patienceWhenCancelled = 4;
/**
 * Does the work and records it as a GitHub Deployment: in progress, then success, failure or error. The records that
 * earlier runs left wrong are put right first. GitHub is spoken to beside the work, and no failure of it is one of ours.
 */
async function recorded(recording, placing, runner, work) {
    if (recording.token === undefined || recording.when === 'never')
        return await work();
    const open = { id: undefined, none: false, serving: [] };
    const begun = tolerant(recording, open, runner, async () => {
        const deployments = await connect(recording, runner, patience);
        if (!(await putRight(deployments, recording, placing.live, open, runner)))
            return;
        open.id = await deployments.create(placing);
        await deployments.say(open.id, 'in_progress', `Replaces ${placing.live?.id ?? 'nothing'}`);
    });
    const end = async (state, description) => {
        await begun;
        await tolerant(recording, open, runner, () => recorded_close(recording, placing, open, runner, state, description));
    };
    let result;
    try {
        result = await work();
    }
    catch (error) {
        const reason = (0,errors/* reasonOf */.A3)(error);
        const said = error instanceof Error ? error.message : String(error);
        await end((0,record/* stateAfter */.W_)(reason), `${reason}: ${said}`);
        throw error;
    }
    await end('success', `${placing.release.id} serves`);
    return result;
}
/** Where nothing is deployed because all is as it should be: only what earlier runs left wrong is put right. */
async function putRecordsRight(recording, live, runner) {
    if (recording.token === undefined || recording.when === 'never')
        return;
    const open = { id: undefined, none: false, serving: [] };
    await tolerant(recording, open, runner, async () => {
        const deployments = await connect(recording, runner, patience);
        await putRight(deployments, recording, live, open, runner);
    });
}
async function connect(recording, runner, seconds) {
    return new Deployments(await (0,octokit.openGitHub)(recording.token ?? '', runner, seconds), recording, runner);
}
/** Makes GitHub say what is live before anything is changed; false when this job is not to record at all. */
async function putRight(deployments, { name, when }, live, open, { context, log }) {
    const records = await deployments.newest(live?.id);
    if (when === 'auto' && (0,record/* jobHasOne */.oZ)(records, (0,runner_context/* runUrl */.V)(context))) {
        log.info(`GitHub has a deployment for this job already, because it says \`environment: ${name}\`.`);
        open.none = true;
        return false;
    }
    const serving = new Set(records.filter(({ state }) => state === 'success').map(({ id }) => id));
    if (live !== undefined) {
        const asked = await Promise.all((0,record/* unfinished */.M1)(records, live).map(async (one) => ((await deployments.isOver(one)) ? [one] : [])));
        const { corrections, missing } = (0,record/* reconcile */.Lq)(records, live, asked.flat());
        for (const { id, state, description } of corrections) {
            await deployments.say(id, state, description);
            if (state === 'success')
                serving.add(id);
            else
                serving.delete(id);
        }
        if (missing) {
            const late = await deployments.create({ task: 'deploy', release: live, live: undefined }, ', recorded late');
            await deployments.say(late, 'success', `${live.id} serves`);
            serving.add(late);
        }
    }
    open.serving = [...serving];
    return true;
}
async function recorded_close(recording, placing, open, runner, state, description) {
    // A failed deploy that was not recorded at its beginning has changed nothing either.
    if (open.none || (open.id === undefined && state !== 'success'))
        return;
    const seconds = runner.cancelled.aborted ? patienceWhenCancelled : patience;
    const deployments = await connect(recording, { ...runner, cancelled: new AbortController().signal }, seconds);
    open.id ??= await deployments.create(placing);
    await deployments.say(open.id, state, description);
    if (state !== 'success' || !recording.production)
        return;
    // GitHub does it by itself for all environments but production.
    for (const id of open.serving)
        await deployments.say(id, 'inactive', `Replaced by ${placing.release.id}`);
}
/** Does something about the records; what goes wrong is said, and nothing else. */
async function tolerant({ when }, open, { log, cancelled }, work) {
    try {
        await work();
    }
    catch (error) {
        if (cancelled.aborted)
            return;
        const said = error instanceof Error ? error.message : String(error);
        if (when === 'auto' && error instanceof failure/* GitHubError */.y_ && error.kind === 'refused') {
            open.none = true;
            log.info(`Not recorded as a GitHub deployment: ${said}.`);
            return;
        }
        log.warning(`The GitHub deployment is not up to date: ${said}. The next run puts it right.`);
    }
}

// EXTERNAL MODULE: ./src/deploy/deploy.js
var deploy = __webpack_require__(5782);
;// CONCATENATED MODULE: ./src/deploy/recorded.js


/**
 * Does the work with the fleet and records it on GitHub; a dry run is no deployment, and where the release serves already
 * only the records are put right. The first host that changes speaks for the fleet.
 * @param kind which kind of environment it is: GitHub itself retires old deployments of all but production
 */
async function recordedOnGitHub({ members }, inputs, kind, runner, work, task = 'deploy') {
    if (inputs['dry-run'])
        return await work();
    const recording = {
        name: inputs['environment-name'],
        url: inputs['environment-url'],
        token: inputs['github-token'],
        when: inputs['record-deployment'],
        production: kind === 'production',
    };
    const going = members.find(({ wanted, seen }) => seen.live?.id !== wanted.release.id);
    const { wanted, seen } = going ?? members[0];
    const goesBack = going !== undefined && wanted.back !== undefined;
    const changes = task === 'rollback' ? goesBack : !(0,deploy/* servesAlready */.p)(members);
    if (changes)
        return await recorded(recording, { task, release: wanted.release, live: seen.live }, runner, work);
    const [result] = await Promise.all([work(), putRecordsRight(recording, seen.live, runner)]);
    return result;
}


/***/ }),

/***/ 3463:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ reverseSchema)
/* harmony export */ });
/* harmony import */ var _database_backup_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6810);
/* harmony import */ var _database_reverse_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5427);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6986);
/* harmony import */ var _begin_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4688);
/* harmony import */ var _finish_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9098);
/* harmony import */ var _host_run_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(1239);
/* harmony import */ var _undo_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(107);







/**
 * The schema follows the code, in a transaction of its own: when it fails, the old code goes on serving on the newer
 * schema, and does not give way to newer code on a schema that is half-way back.
 * Returns what came of it: the migrations that were reversed, and the backup before.
 * @throws UserError `live-changed` when another run was quicker, StepFailed `migration-failed`
 */
async function reverseSchema(member, runner) {
    const { host, wanted } = member;
    const locks = new Map();
    await (0,_begin_js__WEBPACK_IMPORTED_MODULE_3__/* .beginAll */ .V)([{ ...member, wanted: { ...wanted, lockWait: 60 } }], locks, runner);
    const transaction = locks.get(host.name);
    if (transaction === undefined)
        throw new Error(`no lock on ${host.name}`);
    const run = (0,_host_run_js__WEBPACK_IMPORTED_MODULE_6__/* .beginRun */ .Te)(member, transaction, runner);
    try {
        if (transaction.live !== `releases/${wanted.release.id}`)
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo('live-changed', `${host.name}: ${transaction.live} is live now, so the schema was left as it is.`, 'Look at what is live, and run the rollback again if it is still wanted.');
        const asked = await (0,_database_reverse_js__WEBPACK_IMPORTED_MODULE_1__/* .reversePlan */ .As)(run);
        if (asked.plan.length === 0)
            runner.log.info('  the schema is that of the release already');
        else {
            await (0,_database_backup_js__WEBPACK_IMPORTED_MODULE_0__/* .backUp */ .v)(run);
            await (0,_database_reverse_js__WEBPACK_IMPORTED_MODULE_1__/* .reverse */ .BE)(run, asked);
        }
        await transaction.commit();
    }
    catch (error) {
        await (0,_undo_js__WEBPACK_IMPORTED_MODULE_5__/* .undo */ .t)(member, transaction, runner);
        throw error;
    }
    await (0,_finish_js__WEBPACK_IMPORTED_MODULE_4__/* .cleanUp */ .n)(run);
    return run;
}


/***/ }),

/***/ 9493:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j1: () => (/* binding */ openLater),
/* harmony export */   th: () => (/* binding */ closeShop),
/* harmony export */   vF: () => (/* binding */ openShop)
/* harmony export */ });
/* harmony import */ var _maintenance_shop_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2457);
/* harmony import */ var _host_run_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1239);
/* harmony import */ var _start_edge_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3887);



/**
 * Closes the shop for a part of the plan. One that people have closed before stays closed as they did.
 * @throws StepFailed `switch-failed`
 */
async function closeShop(run, maintenance) {
    if (run.maintenance === undefined)
        await set(run, maintenance);
}
/**
 * Opens the shop that {@link closeShop} has closed. What people closed is theirs to open.
 * @throws StepFailed `switch-failed`
 */
async function openShop(run) {
    if (run.maintenance !== undefined && run.seen.maintenance === undefined)
        await set(run, undefined);
}
/** What opens the shop that {@link closeShop} has closed, once the transaction is committed: nobody writes into data that may still go back. */
function openLater(run) {
    if (run.maintenance === undefined || run.seen.maintenance !== undefined)
        return [];
    return (0,_maintenance_shop_js__WEBPACK_IMPORTED_MODULE_0__/* .openingCommands */ .B)(shopOf(run));
}
async function set(run, maintenance) {
    await (0,_maintenance_shop_js__WEBPACK_IMPORTED_MODULE_0__/* .setShop */ .x)(shopOf(run), maintenance);
    run.maintenance = maintenance;
}
function shopOf(run) {
    const { host, transaction, wanted } = run;
    const upstreams = [...run.upstreams, ...run.warm];
    const { root, drainTimeout, edge: settings } = wanted;
    return {
        ...{ host, transaction, edge: (0,_host_run_js__WEBPACK_IMPORTED_MODULE_2__/* .edgeName */ .Hg)(run), root, settings, upstreams, drainTimeout },
        config: (0,_start_edge_js__WEBPACK_IMPORTED_MODULE_1__/* .configNow */ .RK)(run),
    };
}


/***/ }),

/***/ 3887:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   KN: () => (/* binding */ startEdge),
/* harmony export */   RK: () => (/* binding */ configNow),
/* harmony export */   by: () => (/* binding */ edgeFiles)
/* harmony export */ });
/* harmony import */ var _compose_render_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8028);
/* harmony import */ var _edge_config_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(897);
/* harmony import */ var _balancer_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8239);
/* harmony import */ var _health_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1027);
/* harmony import */ var _host_run_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(1239);
/* harmony import */ var _observe_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4853);
/* harmony import */ var _observed_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8005);







/** Makes sure that the edge runs with the configuration of this version; never restarts one that serves as it should. */
async function startEdge(run) {
    if (await prepareEdge(run))
        await (0,_health_js__WEBPACK_IMPORTED_MODULE_3__/* .awaitEdge */ .O_)(run);
}
/** Returns whether anything was started or changed. */
async function prepareEdge(run) {
    const { transaction, wanted, seen, host } = run;
    const project = `com.docker.compose.project=${wanted.model.name}`;
    const files = edgeFiles(run, [...run.upstreams, ...run.warm]);
    const failed = (0,_observe_js__WEBPACK_IMPORTED_MODULE_4__/* .dockerFailed */ .ik)('switch-failed', host.name, 'starting the edge');
    if ((0,_observed_js__WEBPACK_IMPORTED_MODULE_5__/* .mustTakeOver */ .lG)(wanted, seen)) {
        // The port is web's until the switch: a second edge without a port asks for the health of the new containers.
        run.probe = `${wanted.model.name}-edge-probe`;
        const start = (0,_host_run_js__WEBPACK_IMPORTED_MODULE_6__/* .compose */ .Zz)(run, 'run', '--detach', '--no-deps', '--name', run.probe, 'edge');
        await transaction.change({
            undo: [...files.undo, ['retire', run.probe]],
            afterCommit: [['retire', run.probe]],
            run: [...files.run, start],
        }, failed);
        return true;
    }
    run.probe = (0,_host_run_js__WEBPACK_IMPORTED_MODULE_6__/* .edgeName */ .Hg)(run);
    const up = (0,_host_run_js__WEBPACK_IMPORTED_MODULE_6__/* .compose */ .Zz)(run, 'up', '--detach', '--no-deps', 'edge');
    if (!(0,_observed_js__WEBPACK_IMPORTED_MODULE_5__/* .edgeRuns */ .wE)(seen)) {
        const isNew = (0,_observed_js__WEBPACK_IMPORTED_MODULE_5__/* .containersOf */ .Mz)(seen, 'edge').length === 0;
        const undo = [...files.undo, ...(isNew ? [['sweep', project, `${_compose_render_js__WEBPACK_IMPORTED_MODULE_0__/* .roleLabel */ .bR}=edge`]] : [])];
        await transaction.change({ undo, run: [...files.run, up] }, failed);
    }
    else if (!(0,_observed_js__WEBPACK_IMPORTED_MODULE_5__/* .edgeIsAsWanted */ .ZX)(wanted, seen)) {
        await tryEdge(run, files);
        run.probe = (0,_host_run_js__WEBPACK_IMPORTED_MODULE_6__/* .edgeName */ .Hg)(run);
        run.runner.log.warning(`${host.name}: image or ports of the edge have changed; it is made anew, which takes about a second.`);
        const before = seen.live === undefined
            ? []
            : [(0,_host_run_js__WEBPACK_IMPORTED_MODULE_6__/* .compose */ .Zz)({ wanted: { ...wanted, release: seen.live } }, 'up', '--detach', '--no-deps', 'edge')];
        // The new one comes up ready by itself, as does the old one on the way back.
        if (wanted.balancerWait > 0)
            await (0,_balancer_js__WEBPACK_IMPORTED_MODULE_2__/* .drainHost */ .B9)(run);
        await transaction.change({ undo: before, run: [up] }, failed);
    }
    else if ((0,_edge_config_js__WEBPACK_IMPORTED_MODULE_1__/* .withoutRunTime */ .pW)(seen.edgeConfig) !== (0,_edge_config_js__WEBPACK_IMPORTED_MODULE_1__/* .withoutRunTime */ .pW)((0,_edge_config_js__WEBPACK_IMPORTED_MODULE_1__/* .renderConfig */ .Xs)(wanted.edge, [], run.maintenance))) {
        const reload = ['reload', run.probe, '10'];
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
    const start = (0,_host_run_js__WEBPACK_IMPORTED_MODULE_6__/* .compose */ .Zz)(run, 'run', '--detach', '--no-deps', '--name', run.probe, 'edge');
    await transaction.change({ undo: [...files.undo, ['retire', run.probe]], run: [...files.run, start] }, (0,_observe_js__WEBPACK_IMPORTED_MODULE_4__/* .dockerFailed */ .ik)('switch-failed', host.name, 'trying the new edge'));
    await (0,_health_js__WEBPACK_IMPORTED_MODULE_3__/* .awaitEdge */ .O_)(run);
    await transaction.attempt({ run: [['retire', run.probe]] });
}
/** The edge's files for these upstreams, open or closed as the shop is, and how to put back what was there. */
function edgeFiles(run, upstreams) {
    const { wanted, seen, maintenance } = run;
    const config = `${wanted.root}/edge/haproxy.cfg`;
    const map = `${wanted.root}/edge/releases.map`;
    const back = (path, content) => content === '' ? ['rm', '-f', path] : (0,_host_run_js__WEBPACK_IMPORTED_MODULE_6__/* .put */ .yJ)(path, '644', content);
    const none = seen.edgeConfig === '' && seen.releaseMap === '';
    return {
        undo: none
            ? [['rm', '-rf', `${wanted.root}/edge`]]
            : [back(map, seen.releaseMap), back(config, configNow(run))],
        run: [
            (0,_host_run_js__WEBPACK_IMPORTED_MODULE_6__/* .put */ .yJ)(map, '644', (0,_edge_config_js__WEBPACK_IMPORTED_MODULE_1__/* .renderMap */ .x_)(upstreams)),
            (0,_host_run_js__WEBPACK_IMPORTED_MODULE_6__/* .put */ .yJ)(config, '644', (0,_edge_config_js__WEBPACK_IMPORTED_MODULE_1__/* .renderConfig */ .Xs)(wanted.edge, upstreams, maintenance)),
        ],
    };
}
/**
 * What the way back writes into the edge's configuration: what was found. In a shop that this run has closed, what the
 * edge has now: it stays closed also when the host restarts on the way back.
 */
function configNow({ wanted, seen, upstreams, warm, maintenance }) {
    return maintenance === seen.maintenance
        ? seen.edgeConfig
        : (0,_edge_config_js__WEBPACK_IMPORTED_MODULE_1__/* .renderConfig */ .Xs)(wanted.edge, [...upstreams, ...warm], maintenance);
}


/***/ }),

/***/ 6725:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ logsOf),
/* harmony export */   f: () => (/* binding */ unhealthy)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6986);

/** The failure of containers, with the last lines of the first one. */
async function unhealthy(run, names, how, reason = 'unhealthy') {
    const lines = await logsOf(run, names[0] ?? '');
    const last = lines.split('\n').at(-1);
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an(reason, `${run.host.name}: ${names.join(', ')} ${how}. ${last === '' ? 'It logged nothing.' : `Its last line: ${last}`}`, lines);
}
/** The last lines that a container wrote, to both outputs. */
async function logsOf({ transaction }, name) {
    return (await transaction.attempt({ run: [['docker', 'logs', '--tail', '40', name]] })).stdout.trim();
}


/***/ }),

/***/ 2405:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Qr: () => (/* binding */ moveBackground),
/* harmony export */   XW: () => (/* binding */ replaceWeb),
/* harmony export */   aj: () => (/* binding */ stopAllWeb),
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
/** All old web at once, where nobody may write. */
function stopAllWeb(targets) {
    const on = targets.map(({ wanted, seen }) => {
        const old = (0,_observed_js__WEBPACK_IMPORTED_MODULE_1__/* .oldContainers */ .Ig)(seen, wanted.roles.web, wanted.release.id).length;
        return { host: seen.host, batch: { from: 0, to: 0, oldFrom: 0, oldTo: old, makeRoom: false } };
    });
    return { do: 'stop-web', title: 'Stop the web that serves', on };
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

/***/ 5091:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S4: () => (/* binding */ judge),
/* harmony export */   WE: () => (/* binding */ explain),
/* harmony export */   y_: () => (/* binding */ GitHubError)
/* harmony export */ });
/** GitHub gave no answer that could be used. An error of the API is never a decision. */
class GitHubError extends Error {
    name = 'GitHubError';
    kind;
    /** 0 when there was no answer at all. */
    status;
    /** Seconds until it makes sense to ask again; undefined when no patience mends it. */
    wait;
    constructor(kind, status, what, wait) {
        super(what);
        this.kind = kind;
        this.status = status;
        this.wait = wait;
    }
}
const longestBackOff = 60;
/**
 * Judges a failed call. Pure.
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 * @param count which failure in a row this is, from 1
 * @param now milliseconds since 1970
 */
function judge(failed, count, now) {
    const { status, headers } = failed;
    const asked = seconds(headers['retry-after']);
    if (isLimit(failed)) {
        const reset = seconds(headers['x-ratelimit-reset']);
        const untilReset = headers['x-ratelimit-remaining']?.toString() === '0' && reset !== undefined
            ? Math.max(1, Math.ceil(reset - now / 1000) + 1)
            : undefined;
        // The secondary limits: a minute at least, then longer and longer.
        const wait = asked ?? untilReset ?? longestBackOff * 2 ** (count - 1);
        return { kind: 'limited', wait, uncertain: false };
    }
    if (status === 0 || status === 408 || status >= 500) {
        const wait = asked ?? Math.min(longestBackOff, 2 ** (count - 1));
        return { kind: 'unavailable', wait, uncertain: true };
    }
    return { kind: kindOf(status), wait: undefined, uncertain: false };
}
/** 403 means three things: no permission, the hour's limit is used up, too much at once. */
function isLimit({ status, headers, message }) {
    if (status === 429)
        return true;
    if (status !== 403)
        return false;
    return (headers['retry-after'] !== undefined ||
        headers['x-ratelimit-remaining']?.toString() === '0' ||
        /secondary rate limit|rate limit exceeded|abuse detection/i.test(message));
}
function kindOf(status) {
    if (status === 401 || status === 403)
        return 'refused';
    // 301: the repository was renamed or moved; 410: issues are switched off.
    if (status === 404 || status === 410 || status === 301)
        return 'missing';
    return status === 409 ? 'conflict' : 'invalid';
}
function seconds(header) {
    return header !== undefined && /^\d+$/.test(String(header)) ? Number(header) : undefined;
}
const verbs = {
    limited: 'has no more requests for us for',
    unavailable: 'did not answer',
    refused: 'refused',
    missing: 'has nothing at',
    conflict: 'is in conflict over',
    invalid: 'did not understand',
};
/**
 * A failure in words, with the permission that is missing when GitHub says which. Pure.
 * @param call `POST /repos/org/shop/deployments`
 */
function explain(call, kind, { status, headers, message }) {
    const said = message.replace(/ - https:\/\/docs\.github\S*$/, '').trim();
    const answer = `GitHub ${verbs[kind]} ${call}${status === 0 ? '' : ` (${status})`}: ${said}`;
    const needed = headers['x-accepted-github-permissions'];
    if (status !== 403 || kind !== 'refused' || needed === undefined)
        return answer;
    return `${answer}. The token needs ${String(needed).replaceAll('=', ': ')}`;
}


/***/ }),

/***/ 6536:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   openGitHub: () => (/* binding */ openGitHub)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5091);

/**
 * GitHub by Octokit, which is loaded here, so that runs without a token don't pay for it. It speaks through the runner's
 * own HTTP: one place that knows proxies, time-outs and cancelling. Where the API is, the runner says, so that GitHub
 * Enterprise Server works.
 * @param patience seconds that one call may go on in all, waits included, until it is given up
 */
async function openGitHub(token, runner, patience) {
    runner.log.mask(token);
    const { Octokit } = await __webpack_require__.e(/* import() */ 726).then(__webpack_require__.bind(__webpack_require__, 3726));
    const spent = { calls: 0, remaining: undefined, limit: undefined, reset: undefined, date: undefined };
    const { debug } = runner.log;
    const octokit = new Octokit({
        auth: token,
        baseUrl: runner.context.apiUrl,
        userAgent: 'saleor-deploy',
        request: { fetch: counting(runner, spent) },
        log: { debug, info: debug, warn: debug, error: debug },
    });
    return new OctokitGitHub(octokit, runner, patience, spent);
}
class OctokitGitHub {
    spent;
    octokit;
    runner;
    patience;
    /** Answers by address, to ask with their ETag the next time. */
    kept = new Map();
    constructor(octokit, runner, patience, spent) {
        this.octokit = octokit;
        this.runner = runner;
        this.patience = patience;
        this.spent = spent;
    }
    async request(route, parameters, again) {
        const filled = this.inRepository(route, parameters);
        const { data, status, unchanged } = await this.send(route, filled, again);
        return { data: data, status, unchanged };
    }
    async all(route, parameters) {
        const items = [];
        let page = await this.send(route, { per_page: 100, ...this.inRepository(route, parameters) });
        for (;;) {
            items.push(...listIn(page.data));
            if (page.next === undefined)
                return items;
            page = await this.send(`GET ${page.next}`, {});
        }
    }
    async graphql(query, variables) {
        return await this.persist('POST /graphql', 'repeat', () => this.octokit.graphql(query, variables));
    }
    inRepository(route, parameters) {
        if (!route.includes('{owner}'))
            return { ...parameters };
        const [owner, repo] = this.runner.context.repository.split('/');
        return { owner, repo, ...parameters };
    }
    async send(route, parameters, again) {
        const { method, url } = this.octokit.request.endpoint(route, parameters);
        const call = `${method} ${url.replace(this.runner.context.apiUrl, '')}`;
        const before = method === 'GET' ? this.kept.get(url) : undefined;
        const headers = before?.etag === undefined ? {} : { 'if-none-match': before.etag };
        const look = typeof again === 'function' ? async () => asAnswer(await again()) : again;
        // All but POST come to the same when they are carried out twice.
        return await this.persist(call, method === 'POST' ? look : 'repeat', async () => {
            try {
                const { data, status, headers: told } = await this.octokit.request(route, { ...parameters, headers });
                const next = /<([^<>]+)>;\s*rel="next"/.exec(told.link ?? '')?.[1];
                const answer = { data: data, status, unchanged: false, etag: told.etag, next };
                if (method === 'GET')
                    this.kept.set(url, answer);
                return answer;
            }
            catch (error) {
                if (before !== undefined && error.status === 304)
                    return { ...before, unchanged: true };
                throw error;
            }
        });
    }
    /** Tries until it works, it can't be mended by waiting, or patience is over. */
    async persist(call, again, attempt) {
        const { clock, log, cancelled } = this.runner;
        const deadline = clock.now() + this.patience * 1000;
        for (let count = 1;; count++) {
            try {
                return await attempt();
            }
            catch (error) {
                cancelled.throwIfAborted();
                const failed = readFailure(error);
                if (failed === undefined)
                    throw error;
                const { kind, wait, uncertain } = (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .judge */ .S4)(failed, count, clock.now());
                const said = (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .explain */ .WE)(call, kind, failed);
                const stuck = wait === undefined || clock.now() + wait * 1000 > deadline;
                if (stuck || (uncertain && again === undefined))
                    throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .GitHubError */ .y_(kind, failed.status, said, wait);
                log.info(`${said}. Again in ${wait} s.`);
                await clock.sleep(wait, cancelled);
                const made = uncertain && typeof again === 'function' ? await again() : undefined;
                if (made !== undefined)
                    return made;
            }
        }
    }
}
/** What a look for a lost answer has found, as the answer that was lost. */
function asAnswer(data) {
    if (data === undefined)
        return undefined;
    return { data, status: 201, unchanged: false, etag: undefined, next: undefined };
}
function listIn(data) {
    if (Array.isArray(data))
        return data;
    return Object.values(data).find((value) => Array.isArray(value)) ?? [];
}
/** Octokit's errors have a status; without a response that status is its own invention. Others are bugs of ours. */
function readFailure(error) {
    if (!(error instanceof Error))
        return undefined;
    const { name, message } = error;
    const { status, response, headers, errors } = error;
    if (name === 'GraphqlResponseError') {
        const kinds = { RATE_LIMITED: 429, NOT_FOUND: 404, FORBIDDEN: 403 };
        return { status: kinds[errors?.[0]?.type ?? ''] ?? 422, headers: headers ?? {}, message };
    }
    if (name !== 'HttpError' || status === undefined)
        return undefined;
    if (response === undefined)
        return { status: 0, headers: {}, message };
    return { status, headers: response.headers, message };
}
/** The runner's HTTP in the shape of fetch, counting what is sent and what GitHub says is left. */
function counting({ http, cancelled }, spent) {
    return async (url, request) => {
        spent.calls += 1;
        const { method, headers, body } = request;
        const sent = { url, method, headers, timeoutSeconds: 15, signal: cancelled };
        const answer = await http.request(body === undefined ? sent : { ...sent, body });
        const told = (name) => {
            const value = answer.headers[`x-ratelimit-${name}`];
            return value === undefined ? undefined : Number(value);
        };
        const reset = told('reset');
        spent.remaining = told('remaining') ?? spent.remaining;
        spent.limit = told('limit') ?? spent.limit;
        spent.reset = reset === undefined ? spent.reset : reset * 1000;
        const date = Date.parse(answer.headers.date ?? '');
        spent.date = Number.isNaN(date) ? spent.date : date;
        const empty = [204, 205, 304].includes(answer.status);
        return new Response(empty ? null : answer.body, { status: answer.status, headers: answer.headers });
    };
}


/***/ }),

/***/ 1752:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   JE: () => (/* binding */ isBare),
/* harmony export */   Lq: () => (/* binding */ reconcile),
/* harmony export */   M1: () => (/* binding */ unfinished),
/* harmony export */   W_: () => (/* binding */ stateAfter),
/* harmony export */   oZ: () => (/* binding */ jobHasOne),
/* harmony export */   q0: () => (/* binding */ describe),
/* harmony export */   rD: () => (/* binding */ readPayload)
/* harmony export */ });
/** Reads what we once wrote; GitHub gives it back as an object or as text. */
function readPayload(payload) {
    const record = parsed(payload);
    if (record?.writer !== 'saleor-deploy' || typeof record.release !== 'string')
        return undefined;
    return record;
}
/** Whether a payload says nothing. */
function isBare(payload) {
    const record = parsed(payload);
    return record === undefined || Object.keys(record).length === 0;
}
function parsed(payload) {
    if (typeof payload === 'object' && payload !== null)
        return payload;
    try {
        const value = JSON.parse(String(payload));
        return typeof value === 'object' && value !== null ? value : undefined;
    }
    catch {
        return undefined;
    }
}
/**
 * How a run that ended so leaves its deployment: `failure` when the release did not make it, `error` when what is around
 * it failed. Either way the old one serves. Pure.
 */
function stateAfter(reason) {
    return around.includes(reason) ? 'error' : 'failure';
}
const around = [
    'host-unreachable',
    'locked',
    'live-changed',
    'guard-lost',
    'cancelled',
    'internal-error',
];
/** One line of 140 characters at most, which is all that GitHub takes. */
function describe(text) {
    const line = text.split('\n', 1)[0]?.trim() ?? '';
    const characters = Array.from(line);
    return characters.length <= 140 ? line : `${characters.slice(0, 139).join('')}…`;
}
/** Whether the job that we are in has a deployment already, because it says `environment:` itself. */
function jobHasOne(records, run) {
    return records.some(({ bare, logUrl }) => bare && `${logUrl}/`.startsWith(`${run}/`));
}
/** Ours that were never finished and whose release isn't the live one: their runs may still be at it. */
function unfinished(records, live) {
    return records.filter(({ payload, state }) => payload !== undefined && !isFinal(state) && payload.release !== live?.id);
}
/**
 * Holds GitHub's records, newest first, against what the hosts say is live: a run may have died or not have reached
 * GitHub at its end. Pure.
 * @param over the unfinished ones whose runs have ended
 * @returns what to add, and whether the live release has no record at all
 */
function reconcile(records, live, over) {
    const serving = records.find(({ payload }) => payload?.release === live.id);
    // One that was replaced is history, also when its release came back.
    const missing = serving === undefined || serving.state === 'inactive';
    const corrections = over.map(({ id }) => ({
        id,
        state: 'error',
        description: describe(`Never finished; ${live.id} serves`),
    }));
    if (serving !== undefined && !missing && serving.state !== 'success')
        corrections.push({ id: serving.id, state: 'success', description: describe(`${live.id} serves`) });
    for (const { id, state, payload } of records)
        if (payload !== undefined && state === 'success' && id !== serving?.id)
            corrections.push({ id, state: 'inactive', description: describe(`${live.id} serves`) });
    return { corrections, missing };
}
function isFinal(state) {
    return ['success', 'failure', 'error', 'inactive'].includes(state);
}


/***/ }),

/***/ 3796:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ recordingInputs)
/* harmony export */ });
/* harmony import */ var _contract_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3849);

/** The inputs of every action that changes what an environment serves: whom it tells. */
function recordingInputs(environment) {
    return {
        'github-token': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .secret */ .rJ)(),
        'environment-name': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .pattern */ .T1)(/^\S.*$/, 'the name of a GitHub environment', { default: environment }),
        'environment-url': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .pattern */ .T1)(/^https?:\/\/[^\s/]+\S*$/, 'an address such as https://shop.example.com'),
        'record-deployment': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .choice */ .Yq)(['auto', 'always', 'never'], { default: 'auto' }),
        'notify-webhook': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .secret */ .rJ)(),
    };
}


/***/ })

};
