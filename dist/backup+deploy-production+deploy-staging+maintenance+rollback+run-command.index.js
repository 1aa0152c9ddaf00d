export const id = "backup+deploy-production+deploy-staging+maintenance+rollback+run-command";
export const ids = ["backup+deploy-production+deploy-staging+maintenance+rollback+run-command"];
export const modules = {

/***/ 88766:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   PP: () => (/* binding */ hostsOf),
/* harmony export */   iN: () => (/* binding */ mayKnowOthers),
/* harmony export */   rD: () => (/* binding */ hasOwnNetwork),
/* harmony export */   wX: () => (/* binding */ namesIn)
/* harmony export */ });
/** Maps each name by which containers reach a service to that service. */
function namesIn({ services }) {
    return new Map(Object.entries(services).flatMap(([name, service]) => {
        const networks = Object.values(service.networks ?? {});
        const aliases = networks.flatMap((network) => network?.aliases ?? []);
        return [name, service.container_name, service.hostname, ...aliases].flatMap((one) => typeof one === 'string' ? [[one, name]] : []);
    }));
}
/** Extracts the host names from a URL; URLs of brokers and PostgreSQL may list several. */
function hostsOf(value) {
    return value.split(';').flatMap((url) => {
        const authority = /^[a-z0-9+.-]+:\/\/([^/?#]*)/i.exec(url.trim())?.[1] ?? '';
        const hosts = authority.slice(authority.lastIndexOf('@') + 1);
        return hosts
            .split(',')
            .map((host) => host.startsWith('[') ? host.replace(/\]:?\d*$/, '').slice(1) : host.replace(/:\d*$/, ''))
            .filter((host) => host !== '');
    });
}
/** Whether the service's containers have their own network, not that of the host or of another container. */
function hasOwnNetwork({ network_mode: mode }) {
    return typeof mode !== 'string' || !/^(host$|service:|container:)/.test(mode);
}
/** Whether the service may resolve names that the project does not define: through external networks or `extra_hosts`. */
function mayKnowOthers(service, { networks = {} }) {
    const joined = Object.keys(service.networks ?? {}).map((name) => networks[name]);
    return (joined.some((network) => network?.external === true) ||
        service.external_links !== undefined ||
        service.extra_hosts !== undefined ||
        service.links !== undefined ||
        service.dns_search !== undefined);
}


/***/ }),

/***/ 44994:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MT: () => (/* binding */ rolesWithFile),
/* harmony export */   QH: () => (/* binding */ roleKey)
/* harmony export */ });
/* unused harmony export serviceRoles */
/* harmony import */ var _app_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(87409);
/* harmony import */ var _labels_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(22423);


/** The key that sets a service's role in the Compose file: `x-saleor-deploy: {role: web}`. */
const roleKey = 'x-saleor-deploy';
/** The roles that a service can have in the Compose file. */
const serviceRoles = ['web', 'worker', 'scheduler', 'job', 'accessory'];
/** The settings of a service under the key. */
const settings = ['role', 'files'];
/** Combines the roles from inputs and Compose file, or returns what is wrong with them. Pure. */
function rolesWithFile(model, inputs) {
    const services = Object.keys(model.services);
    const said = services.flatMap((name) => saidOf(model, name));
    const fault = [
        ...services.map((name) => unknownSetting(model, name)),
        ...said.map((one) => faultOf(one, inputs, said)),
    ].find((one) => one !== undefined);
    if (fault !== undefined)
        return { fault };
    const are = (role) => said.filter((one) => one.role === role).map(({ service }) => service);
    const both = (named = [], role) => [...new Set([...named, ...are(role)])];
    const lists = {
        workers: both(inputs.workers, 'worker'),
        schedulers: both(inputs.schedulers, 'scheduler'),
        jobs: are('job'),
        accessories: are('accessory'),
    };
    const kept = Object.fromEntries(Object.entries(lists).filter(([, names]) => names.length > 0));
    const others = { ...inputs, ...kept };
    return withWeb(model, others, are('web'), said);
}
/** Of several services with the web role, picks as web the one that runs the app's image. */
function withWeb(model, named, web, said) {
    const [only, second] = web;
    if (only === undefined)
        return { named };
    const app = (0,_app_js__WEBPACK_IMPORTED_MODULE_0__/* .appServices */ .yM)(model, named);
    const ofApp = second === undefined ? [only] : web.filter((name) => app.includes(name));
    const [found, another] = named.web === undefined ? ofApp : [named.web];
    const keys = said.find(({ service }) => service === (another ?? second ?? only))?.keys ?? [];
    if (found === undefined || another !== undefined)
        return {
            fault: {
                text: `${web.join(' and ')} each have the role web, and ${found === undefined ? 'none' : 'more than one'} of them is known to run the image of the app.`,
                fix: `Say which one is the web of the app with the web-service input, such as web-service: ${only}.`,
                keys,
            },
        };
    const same = web.find((name) => name !== found && (0,_app_js__WEBPACK_IMPORTED_MODULE_0__/* .runsSameImage */ .oO)(model, name, found));
    if (same !== undefined)
        return {
            fault: {
                text: `${same} has the role web as ${found} has it, and both run one image.`,
                fix: `Give ${same} another role, or scale ${found} with replicas.`,
                keys: said.find(({ service }) => service === same)?.keys ?? [],
            },
        };
    const otherWeb = [...new Set([...(named.otherWeb ?? []), ...web.filter((name) => name !== found)])];
    return { named: { ...named, web: found, ...(otherWeb.length === 0 ? {} : { otherWeb }) } };
}
function saidOf({ services }, service) {
    const { [roleKey]: key, labels } = services[service] ?? {};
    const label = labels?.[_labels_js__WEBPACK_IMPORTED_MODULE_1__/* .roleLabel */ .bR];
    return [
        ...(saysRole(key) ? [{ service, role: roleIn(key), keys: [roleKey, 'role'] }] : []),
        ...(label === undefined ? [] : [{ service, role: label, keys: ['labels', _labels_js__WEBPACK_IMPORTED_MODULE_1__/* .roleLabel */ .bR] }]),
    ].map((one) => ({ ...one, keys: ['services', service, ...one.keys] }));
}
/** A setting that nothing reads, often a slip of the pen. */
function unknownSetting({ services }, service) {
    const key = services[service]?.[roleKey];
    if (typeof key !== 'object' || key === null)
        return undefined;
    const unknown = Object.keys(key).find((name) => !settings.includes(name));
    return unknown === undefined
        ? undefined
        : {
            text: `${service} has ${roleKey} with ${JSON.stringify(unknown)}, which is no setting.`,
            fix: `It has ${settings.join(' and ')}.`,
            keys: ['services', service, roleKey, unknown],
        };
}
/** The key may ask for the file server alone, and leave the role to be found. */
function saysRole(key) {
    return key !== undefined && key !== null && !(typeof key === 'object' && 'files' in key && !('role' in key));
}
function roleIn(key) {
    return typeof key === 'object' ? key.role : key;
}
function faultOf({ service, role, keys }, inputs, all) {
    if (!serviceRoles.includes(role))
        return {
            text: `${service} has the role ${JSON.stringify(role) ?? 'of nothing'}, which is none.`,
            fix: `Write ${roleKey}: {role: …} with one of ${serviceRoles.join(', ')}.`,
            keys,
        };
    const other = all.find((one) => one.service === service && one.role !== role);
    if (other !== undefined)
        return {
            text: `${service} has two roles: ${String(role)} and ${String(other.role)}.`,
            fix: 'Say one of them, once.',
            keys,
        };
    const byInput = inputRole(service, inputs);
    return byInput === undefined || byInput[1] === role
        ? undefined
        : {
            text: `${service} has the role ${String(role)} here, and the input ${byInput[0]} names it as well.`,
            fix: `Say the same in both, or take ${service} out of ${byInput[0]}.`,
            keys,
        };
}
function inputRole(service, inputs) {
    if (inputs.web === service)
        return ['web-service', 'web'];
    if (inputs.otherWeb?.includes(service) === true)
        return ['images', 'web'];
    if (inputs.workers?.includes(service) === true)
        return ['worker-services', 'worker'];
    return inputs.schedulers?.includes(service) === true ? ['scheduler-services', 'scheduler'] : undefined;
}


/***/ }),

/***/ 74746:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $q: () => (/* binding */ mediaFolder),
/* harmony export */   sY: () => (/* binding */ mediaFolderOf),
/* harmony export */   vI: () => (/* binding */ mountOf)
/* harmony export */ });
/* harmony import */ var _file_roles_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(44994);

/** Saleor's folder for uploads that don't go to a bucket (MEDIA_ROOT). */
const mediaFolder = '/app/media';
/** Returns the mount in which a folder lies that outlives the container; an anonymous volume does not. Pure. */
function mountOf({ volumes = [] }, folder) {
    return volumes.find(({ type, source, target }) => (type === 'bind' || (type === 'volume' && source !== undefined)) &&
        `${folder}/`.startsWith(`${target.replace(/\/+$/, '')}/`));
}
/** The folder of uploads in web's container: as `x-saleor-deploy` names it for the file server, or Saleor's own. Pure. */
function mediaFolderOf({ [_file_roles_js__WEBPACK_IMPORTED_MODULE_0__/* .roleKey */ .QH]: key }) {
    const { files } = (key ?? {});
    const { media } = typeof files === 'object' ? (files ?? {}) : {};
    return typeof media === 'string' ? media.replace(/\/+$/, '') : mediaFolder;
}


/***/ }),

/***/ 45166:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ backUp)
/* harmony export */ });
/* harmony import */ var _host_limits_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(79150);
/* harmony import */ var _model_step_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(94153);
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(80231);
/* harmony import */ var _report_progress_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(9397);
/* harmony import */ var _dump_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(73658);
/* harmony import */ var _manifest_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(75541);
/* harmony import */ var _media_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(81690);
/* harmony import */ var _plan_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(74039);
/* harmony import */ var _progress_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(25063);
/* harmony import */ var _prove_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(6444);










/**
 * Makes a backup if one is due: dumps the database, verifies the dump and moves it into place. No partial file is left; a
 * finished backup stays, however the deploy ends.
 * @throws StepFailed `backup-failed`; the database is unchanged then
 */
async function backUp(run) {
    const { desired, runner } = run;
    const { database, restoring } = run.results;
    if (!((0,_plan_js__WEBPACK_IMPORTED_MODULE_4__/* .isBackupDue */ .hh)(desired, database) || (0,_plan_js__WEBPACK_IMPORTED_MODULE_4__/* .replacesDatabase */ .ZM)(desired, run.observed)))
        return {};
    const started = runner.clock.now();
    const connection = (0,_plan_js__WEBPACK_IMPORTED_MODULE_4__/* .connectionOf */ .ao)(desired);
    const image = (0,_plan_js__WEBPACK_IMPORTED_MODULE_4__/* .backupImage */ .o1)(desired, run.observed, connection, database?.serverVersion);
    if (image === undefined)
        throw (0,_progress_js__WEBPACK_IMPORTED_MODULE_5__/* .backupFailure */ .pz)(run, 'PostgreSQL did not tell its version; set backup-image to an image with it', '');
    const identity = await (0,_dump_js__WEBPACK_IMPORTED_MODULE_2__/* .prepare */ .iA)(run);
    const counts = await (0,_dump_js__WEBPACK_IMPORTED_MODULE_2__/* .dump */ .Bh)(run, image, (0,_plan_js__WEBPACK_IMPORTED_MODULE_4__/* .clientOverlay */ .eD)(desired, connection, image, identity));
    const { partial } = (0,_plan_js__WEBPACK_IMPORTED_MODULE_4__/* .backupFiles */ .U_)(desired);
    const { bytes, sha256 } = await (0,_dump_js__WEBPACK_IMPORTED_MODULE_2__/* .seal */ .od)(run, partial);
    runner.log.info(`  dumped ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_7__/* .size */ .Ej)(bytes)} in ${(0,_report_progress_js__WEBPACK_IMPORTED_MODULE_8__/* .since */ .XP)(run, started)}`);
    const dumped = { file: partial, counts, verify: desired.backup.verify, image, identity };
    const proof = await (0,_progress_js__WEBPACK_IMPORTED_MODULE_5__/* .reporting */ .vR)(run, 'proving the dump', (0,_prove_js__WEBPACK_IMPORTED_MODULE_6__/* .prove */ .z)(run, dumped));
    runner.log.info(`  ${proof}`);
    const media = desired.backup.media === true ? await (0,_media_js__WEBPACK_IMPORTED_MODULE_3__/* .archiveMedia */ .Jz)(run) : undefined;
    const { model, root, release, backup } = desired;
    const created = new Date(started).toISOString();
    const place = { id: backup.id, project: model.name, root, release, live: run.observed.live, created };
    const manifest = {
        ...(0,_manifest_js__WEBPACK_IMPORTED_MODULE_9__/* .manifestOf */ .$V)(place, { bytes, sha256, proof }, database?.serverVersion, counts),
        ...(media === undefined ? {} : { media }),
    };
    await keep(run, manifest, restoring?.backup.id);
    const files = (0,_plan_js__WEBPACK_IMPORTED_MODULE_4__/* .backupFiles */ .U_)(desired);
    const seconds = (runner.clock.now() - started) / 1000;
    await copy(run, files.dump);
    if (media !== undefined)
        await copy(run, files.media);
    const made = { path: files.dump, bytes, sha256, proof, counts, seconds };
    return { backup: { ...made, ...(media === undefined ? {} : { media }) } };
}
/** Moves the verified dump into place. Older backups are removed once the new release is live. */
async function keep(run, manifest, needed) {
    const { transaction, desired, host, commands } = run;
    const { folder, keep: count } = desired.backup;
    const files = (0,_plan_js__WEBPACK_IMPORTED_MODULE_4__/* .backupFiles */ .U_)(desired);
    const hasMedia = manifest.media !== undefined;
    const known = await host.run((0,_manifest_js__WEBPACK_IMPORTED_MODULE_9__/* .findManifests */ .kD)(folder));
    const old = (0,_manifest_js__WEBPACK_IMPORTED_MODULE_9__/* .prunableBackups */ .rw)([...(0,_manifest_js__WEBPACK_IMPORTED_MODULE_9__/* .parseManifests */ .Ye)(known.stdout), manifest], manifest, count, needed);
    await transaction.change({
        // Played backwards: without the dump, which comes last, the manifest goes, and without the manifest the archive.
        undo: [
            ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_1__/* .when */ .z7)(hasMedia, commands.keepPair(files.media, files.manifest)),
            commands.keepPair(files.dump, files.manifest),
        ],
        afterCommit: old.map((id) => [
            'rm',
            '-f',
            ...['dump', 'media.tar', 'json'].map((end) => `${folder}/${id}.${end}`),
        ]),
        run: [
            commands.writeFile(files.manifest, '600', `${JSON.stringify(manifest)}\n`),
            ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_1__/* .when */ .z7)(hasMedia, ['mv', '-fT', files.mediaPartial, files.media]),
            ['mv', '-fT', files.partial, files.dump],
            ['sync', folder],
        ],
    }, (0,_progress_js__WEBPACK_IMPORTED_MODULE_5__/* .backupFailed */ .yr)(run, 'the backup could not be put in its place'));
}
async function copy(run, path) {
    const { copy: argv } = run.desired.backup;
    if (argv.length === 0)
        return;
    // `command` runs the program, although a function of the guard may have its name.
    const command = ['command', ...argv.map((word) => word.replaceAll('{}', path))];
    run.runner.log.info(`  copying the backup with ${argv[0]}`);
    const failed = (0,_progress_js__WEBPACK_IMPORTED_MODULE_5__/* .backupFailed */ .yr)(run, `${argv[0]} could not copy the backup ${path}`);
    await (0,_progress_js__WEBPACK_IMPORTED_MODULE_5__/* .reporting */ .vR)(run, 'copying', run.transaction.change({ run: [command], seconds: _host_limits_js__WEBPACK_IMPORTED_MODULE_0__/* .longest */ .xS }, failed));
}


/***/ }),

/***/ 39314:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BO: () => (/* binding */ countRows),
/* harmony export */   Cq: () => (/* binding */ contentsScript),
/* harmony export */   Q: () => (/* binding */ restoreScript),
/* harmony export */   WS: () => (/* binding */ listTables),
/* harmony export */   ay: () => (/* binding */ dumpScript)
/* harmony export */ });
/** Scripts for bash in a container with PostgreSQL's programs. Each is passed as an argument; none is stored on the host. */
/** Ordinary tables with their own data. Tables of an extension belong to the extension. */
const tables = [
    'FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace',
    "WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'",
    "AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')",
    'ORDER BY 1',
].join(' ');
/** The query that counts the rows of each table, one table after the other. */
const countRows = `SELECT format('SELECT %L, count(*) FROM ONLY %I.%I', n.nspname || '.' || c.relname, n.nspname, c.relname) ${tables} \\gexec`;
/** The query that lists each table without counting. */
const listTables = `SELECT n.nspname || '.' || c.relname, '' ${tables};`;
/** Packs an answer into one short line, because the guard passes on only the last 60 kB. */
const pack = "gzip -9c | base64 | tr -d '\\n'";
/**
 * FILE QUERY: dumps the database and runs the query on its tables in the same snapshot. A session holds the snapshot open
 * meanwhile, without the usual time limits of a session. The coprocess outlives a psql that fails at once: bash forgets one that
 * has ended, and would complain about that instead.
 */
const dumpScript = `set -euo pipefail
umask 077
coproc { code=0; psql --no-password -XqAt -F $'\\t' -v ON_ERROR_STOP=1 || code=$?; exec >&-; cat >/dev/null; exit "$code"; }
session=$COPROC_PID
exec 3<&"\${COPROC[0]}" 4>&"\${COPROC[1]}"
eval "exec \${COPROC[1]}>&-"
printf '%s\\n' 'SET statement_timeout = 0;' 'SET idle_in_transaction_session_timeout = 0;' \\
  'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;' 'SELECT pg_export_snapshot();' >&4
IFS= read -r snapshot <&3 || { exec 4>&-; wait "$session"; exit 1; }
pg_dump --no-password --format=custom --lock-wait-timeout=60000 --snapshot="$snapshot" --file="$1"
printf '%s\\n' "$2" >&4
exec 4>&-
answer=$(cat <&3 | ${pack})
wait "$session"
printf 'tables\\t%s\\n' "$answer"`;
/**
 * FILE QUERY: restores a dump into a temporary server and runs the query on its tables. The server ends with the script. The
 * entrypoint's first server, which only initializes, does not listen on TCP. No data must survive, and parallel
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
/** FILE: prints the table of contents of a dump. */
const contentsScript = `set -euo pipefail
answer=$(pg_restore --list "$1" | ${pack})
printf 'contents\\t%s\\n' "$answer"`;


/***/ }),

/***/ 16735:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ databaseClient),
/* harmony export */   x: () => (/* binding */ readIdentity)
/* harmony export */ });
/* harmony import */ var _compose_one_off_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(62858);
/* harmony import */ var _model_project_project_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(35616);


/** Reads `id -u`, `id -g` and the engine's security options. */
function readIdentity(uid, gid, options) {
    return {
        user: options.includes('name=rootless') ? '' : `${uid.trim()}:${gid.trim()}`,
        remapped: options.includes('name=userns'),
    };
}
/**
 * A service with PostgreSQL's programs that reaches the database as web does. The password is in its environment
 * and nowhere else.
 */
function databaseClient({ model, roles, backup }, { variables }, { user, remapped }, { image, words, environment, label, writes }) {
    const web = model.services[(0,_compose_one_off_js__WEBPACK_IMPORTED_MODULE_0__/* .oneOffIn */ .PO)(model, roles)] ?? {};
    const same = ['network_mode', 'extra_hosts', 'dns', 'dns_search', 'dns_opt'].filter((key) => key in web);
    const all = { PGCONNECT_TIMEOUT: '15', ...variables, ...environment };
    return {
        image: (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_1__/* .escapeDollars */ .bn)(image),
        entrypoint: words.map(_model_project_project_js__WEBPACK_IMPORTED_MODULE_1__/* .escapeDollars */ .bn),
        environment: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_1__/* .escapeDollars */ .bn)(value)])),
        labels: { [label[0]]: label[1] },
        volumes: [
            {
                type: 'bind',
                source: (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_1__/* .escapeDollars */ .bn)(backup.folder),
                target: '/backup',
                ...(writes ? {} : { read_only: true }),
            },
        ],
        init: true,
        ...Object.fromEntries(same.map((key) => [key, web[key]])),
        // Without web's aliases: otherwise the client would receive requests for web.
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

/***/ 14924:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ZQ: () => (/* binding */ readCounts),
/* harmony export */   hl: () => (/* binding */ notInContents),
/* harmony export */   r0: () => (/* binding */ readContents),
/* harmony export */   tX: () => (/* binding */ differences),
/* harmony export */   wh: () => (/* binding */ totalRows)
/* harmony export */ });
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(38522);

/** Finds the table counts that a script of `client-scripts.ts` printed among other lines; undefined if they are incomplete. */
function readCounts(output) {
    const lines = unpack('tables', output)?.split('\n');
    if (lines === undefined)
        return undefined;
    return new Map(lines.flatMap((line) => {
        const [, name, rows = ''] = /^(.*)\t(\d*)$/.exec(line) ?? [];
        return name === undefined ? [] : [[name, rows === '' ? undefined : Number(rows)]];
    }));
}
/** Finds the table of contents of the dump in the same way. */
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
        // The output was truncated.
        return undefined;
    }
}
/** The differences between a restored dump and the database at the moment of the dump, as far as rows were counted; empty if there are none. */
function differences(database, restored) {
    return [
        ...[...database].flatMap(([table, rows]) => {
            if (!restored.has(table))
                return [`${table} is missing`];
            const found = restored.get(table);
            return rows === undefined || found === rows
                ? []
                : [`${table} has ${found ?? 'unknown'} rows instead of ${rows}`];
        }),
        ...[...restored.keys()]
            .filter((table) => !database.has(table))
            .map((table) => `${table} is one too many`),
    ];
}
/** The tables whose data is missing in the table of contents of a dump (`pg_restore --list`). */
function notInContents(database, contents) {
    // 3378; 0 16390 TABLE DATA public core_note saleor
    const listed = [...contents.matchAll(/^\d+; \d+ \d+ TABLE DATA (.+)$/gm)].map(([, rest = '']) => rest);
    return [...database.keys()].filter((table) => {
        const [schema, ...name] = table.split('.');
        return !listed.some((one) => one.startsWith(`${schema} ${name.join('.')} `));
    });
}
/** The number of all rows. */
function totalRows(counts) {
    return [...counts.values()].reduce((sum, rows) => sum + (rows ?? 0), 0);
}


/***/ }),

/***/ 73658:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bh: () => (/* binding */ dump),
/* harmony export */   iA: () => (/* binding */ prepare),
/* harmony export */   od: () => (/* binding */ seal)
/* harmony export */ });
/* harmony import */ var _host_inspect_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(40740);
/* harmony import */ var _host_limits_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(79150);
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(80231);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(16735);
/* harmony import */ var _counts_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(14924);
/* harmony import */ var _plan_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(74039);
/* harmony import */ var _progress_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(25063);
/* harmony import */ var _room_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(15199);








/** Creates the backup folder, checks the free disk space, and returns the user that writes there. */
async function prepare(run) {
    const { transaction, desired, host, results, commands } = run;
    const { folder, verify } = desired.backup;
    await transaction.change({ run: [['install', '-d', '-m', '700', folder]] }, (0,_progress_js__WEBPACK_IMPORTED_MODULE_4__/* .backupFailed */ .yr)(run, `the folder ${folder} can't be used`));
    const [uid, gid, options, disk, engine] = await (0,_host_inspect_js__WEBPACK_IMPORTED_MODULE_0__/* .inspect */ .N)(host, [
        ['id', '-u'],
        ['id', '-g'],
        commands.securityOptions,
        ['df', '-Pk', folder],
        commands.freeForImages,
    ]);
    // The dump may become as large as the database, and restoring it takes as much again where Docker keeps its data.
    const bytes = results.database?.bytes ?? 0;
    const proving = verify === 'restore' && engine.code === 0 ? (0,_room_js__WEBPACK_IMPORTED_MODULE_5__/* .readDisk */ .g)(engine.stdout) : undefined;
    const problem = (0,_room_js__WEBPACK_IMPORTED_MODULE_5__/* .roomProblem */ .t)([
        { disk: (0,_room_js__WEBPACK_IMPORTED_MODULE_5__/* .readDisk */ .g)(disk.stdout), bytes, what: 'the dump' },
        { disk: proving, bytes, what: 'restoring it' },
    ]);
    if (problem !== undefined)
        throw (0,_progress_js__WEBPACK_IMPORTED_MODULE_4__/* .backupFailure */ .pz)(run, `there is no room for a backup in ${folder}`, problem);
    return (0,_client_js__WEBPACK_IMPORTED_MODULE_6__/* .readIdentity */ .x)(uid.stdout, gid.stdout, options.stdout);
}
/** Dumps the database, and returns the rows of each table at that moment. */
async function dump(run, image, overlay) {
    const { transaction, desired, results, commands } = run;
    const files = (0,_plan_js__WEBPACK_IMPORTED_MODULE_3__/* .backupFiles */ .U_)(desired);
    const label = `${_plan_js__WEBPACK_IMPORTED_MODULE_3__/* .backupLabel */ .XM}=${desired.backup.id}`;
    const name = `${desired.model.name}-backup-${desired.backup.id}`;
    const added = { file: files.overlay, content: overlay };
    const large = results.database?.bytes === undefined ? '' : ` (${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_7__/* .size */ .Ej)(results.database.bytes)} on its server)`;
    run.runner.log.info(`  dumping the database${large} with ${image}`);
    const { stdout } = await (0,_progress_js__WEBPACK_IMPORTED_MODULE_4__/* .reporting */ .vR)(run, 'dumping', transaction.change({
        // The undo runs from the last line: the writing container is removed before its files.
        undo: [['rm', '-f', files.partial, files.overlay], commands.removeLabelled(label)],
        run: [
            ['rm', '-f', files.partial],
            ...commands.writeOverlay(added),
            commands.runOnce(desired, { service: _plan_js__WEBPACK_IMPORTED_MODULE_3__/* .clientService */ .Lx, overlay: added, name }),
            ['rm', '-f', files.overlay],
        ],
        seconds: _host_limits_js__WEBPACK_IMPORTED_MODULE_1__/* .longest */ .xS,
    }, (0,_progress_js__WEBPACK_IMPORTED_MODULE_4__/* .backupFailed */ .yr)(run, 'the database could not be dumped')));
    const counts = (0,_counts_js__WEBPACK_IMPORTED_MODULE_2__/* .readCounts */ .ZQ)(stdout);
    if (counts === undefined)
        throw (0,_progress_js__WEBPACK_IMPORTED_MODULE_4__/* .backupFailure */ .pz)(run, 'the tables of the database were not told', stdout);
    return counts;
}
/** Syncs a file of the backup to disk, and makes it private. */
async function seal(run, partial) {
    const { stdout } = await run.transaction.change({
        run: [
            ['chmod', '600', partial],
            ['sync', partial],
            ['stat', '-c', '%s', partial],
            ['sha256sum', partial],
        ],
        seconds: _host_limits_js__WEBPACK_IMPORTED_MODULE_1__/* .longest */ .xS,
    }, (0,_progress_js__WEBPACK_IMPORTED_MODULE_4__/* .backupFailed */ .yr)(run, `${partial} could not be read back`));
    const [bytes = '', sum = ''] = stdout.split('\n');
    return { bytes: Number(bytes), sha256: sum.split(' ')[0] ?? '' };
}


/***/ }),

/***/ 75541:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $V: () => (/* binding */ manifestOf),
/* harmony export */   Ye: () => (/* binding */ parseManifests),
/* harmony export */   Zp: () => (/* binding */ ofDeployment),
/* harmony export */   kD: () => (/* binding */ findManifests),
/* harmony export */   rw: () => (/* binding */ prunableBackups)
/* harmony export */ });
/** Makes the manifest of a backup. */
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
/** Prints all manifests in a folder, one a line. */
function findManifests(folder) {
    return ['find', folder, '-maxdepth', '1', '-name', '*.json', '-exec', 'cat', '{}', '+'];
}
/** Reads manifests, one per line; skips other lines. */
function parseManifests(text) {
    return text.split('\n').flatMap((line) => {
        try {
            const one = JSON.parse(line);
            const isOne = typeof one.release === 'string' && typeof one.sha256 === 'string';
            // The first version named a backup by its release alone.
            return isOne ? [{ ...one, id: one.id ?? one.release }] : [];
        }
        catch {
            return [];
        }
    });
}
/** The backups that belong to a deployment, as several may share a folder; the newest first. */
function ofDeployment(manifests, { model, root }) {
    return manifests
        .filter((one) => one.project === model.name && one.root === root)
        .toSorted((one, other) => Date.parse(other.created) - Date.parse(one.created));
}
/** The backups of this deployment that can be removed: all but the newest `keep`, and never the one in use. */
function prunableBackups(manifests, { project, root }, keep, needed) {
    return manifests
        .filter((one) => one.project === project && one.root === root && /^[\w.-]+$/.test(one.id))
        .map(({ id }) => id)
        .sort()
        .slice(0, -keep)
        .filter((id) => id !== needed);
}


/***/ }),

/***/ 81690:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jz: () => (/* binding */ archiveMedia),
/* harmony export */   cz: () => (/* binding */ verifyMedia),
/* harmony export */   rL: () => (/* binding */ uploadsFolder)
/* harmony export */ });
/* harmony import */ var _compose_one_off_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(62858);
/* harmony import */ var _compose_served_media_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(74746);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(16986);
/* harmony import */ var _host_limits_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(79150);
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(80231);
/* harmony import */ var _dump_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(73658);
/* harmony import */ var _plan_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(74039);
/* harmony import */ var _progress_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(25063);








/**
 * The folder of uploads in web's container.
 * @throws UserError `bad-input` when no volume or folder of the host is mounted there
 */
function uploadsFolder({ model, roles }) {
    const web = model.services[roles.web] ?? {};
    const folder = (0,_compose_served_media_js__WEBPACK_IMPORTED_MODULE_0__/* .mediaFolderOf */ .sY)(web);
    if ((0,_compose_served_media_js__WEBPACK_IMPORTED_MODULE_0__/* .mountOf */ .vI)(web, folder) !== undefined)
        return folder;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('bad-input', `Input 'media': ${roles.web} mounts no volume at ${folder}, so there are no uploads on the host.`, 'Leave it out where uploads are in a bucket; versioning of the bucket keeps old ones.');
}
/**
 * Archives the uploads, and proves the archive by reading it to its end. It comes after the dump: what the database
 * names is there. The archive passes through the one-off container's output, so it belongs to the SSH user.
 * @throws StepFailed `backup-failed`; uploads are only read
 */
async function archiveMedia(run) {
    const { transaction, desired, commands, runner } = run;
    const { mediaPartial: partial } = (0,_plan_js__WEBPACK_IMPORTED_MODULE_4__/* .backupFiles */ .U_)(desired);
    const { model, roles, backup } = desired;
    const name = `${model.name}-media-${backup.id}`;
    const words = ['sh', '-c', archiveScript, 'archive', uploadsFolder(desired)];
    const archive = commands.runOnce(desired, { service: (0,_compose_one_off_js__WEBPACK_IMPORTED_MODULE_6__/* .oneOffIn */ .PO)(model, roles), name, words });
    const { stdout } = await (0,_progress_js__WEBPACK_IMPORTED_MODULE_5__/* .reporting */ .vR)(run, 'archiving the uploads', transaction.change({
        // The undo runs from the last line: the writing container is removed before its file.
        undo: [['rm', '-f', partial], commands.removeContainer(name)],
        run: [['bash', '-c', 'umask 077; exec "${@:2}" >"$1"', 'into', partial, ...archive]],
        seconds: _host_limits_js__WEBPACK_IMPORTED_MODULE_2__/* .longest */ .xS,
    }, (0,_progress_js__WEBPACK_IMPORTED_MODULE_5__/* .backupFailed */ .yr)(run, 'the uploads could not be archived')), partial);
    const there = Number(/^files (\d+)$/m.exec(stdout)?.[1]);
    const { bytes, sha256 } = await (0,_dump_js__WEBPACK_IMPORTED_MODULE_3__/* .seal */ .od)(run, partial);
    const files = await countFiles(run, partial);
    // Uploads go on meanwhile: there may be more, and no fewer.
    if (!(files >= there))
        throw (0,_progress_js__WEBPACK_IMPORTED_MODULE_5__/* .backupFailure */ .pz)(run, `the archive of the uploads has ${files} files of ${there}; run it again`, stdout);
    runner.log.info(`  archived ${files} uploads, ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_7__/* .size */ .Ej)(bytes)}`);
    return { bytes, sha256, files };
}
/**
 * Reads an archive of uploads again.
 * @throws StepFailed `backup-failed` when it is missing, damaged, or not what the manifest says
 */
async function verifyMedia(run, id, archive) {
    const file = `${run.desired.backup.folder}/${id}.media.tar`;
    const { stdout } = await run.transaction.change({ run: [['sha256sum', file]], seconds: _host_limits_js__WEBPACK_IMPORTED_MODULE_2__/* .longest */ .xS }, (0,_progress_js__WEBPACK_IMPORTED_MODULE_5__/* .backupFailed */ .yr)(run, `the archive of the uploads of ${id} can't be read`));
    if (!stdout.startsWith(archive.sha256))
        throw (0,_progress_js__WEBPACK_IMPORTED_MODULE_5__/* .backupFailure */ .pz)(run, `the archive of the uploads of ${id} is damaged`, 'its checksum has changed');
    const files = await countFiles(run, file, ` of ${id}`);
    if (files === archive.files)
        return `${files} uploads read`;
    throw (0,_progress_js__WEBPACK_IMPORTED_MODULE_5__/* .backupFailure */ .pz)(run, `the archive of the uploads of ${id} has ${files} files of ${archive.files}`, '');
}
/** FOLDER: writes an archive to its output, and tells on the other one how many files there were before. GNU tar's 1 means: a file changed meanwhile. */
const archiveScript = `cd "$1" && echo "files $(find . -type f | wc -l)" >&2 || exit 2
tar -cf - .
code=$?
[ "$code" -le 1 ]`;
async function countFiles(run, file, of = '') {
    const count = `set -o pipefail; tar -tvf "$1" | awk '/^[-h]/ { n++ } END { print n + 0 }'`;
    const { stdout } = await run.transaction.change({ run: [['bash', '-c', count, 'count', file]], seconds: _host_limits_js__WEBPACK_IMPORTED_MODULE_2__/* .longest */ .xS }, (0,_progress_js__WEBPACK_IMPORTED_MODULE_5__/* .backupFailed */ .yr)(run, `the archive of the uploads${of} can't be read`));
    return Number(stdout);
}


/***/ }),

/***/ 74039:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lx: () => (/* binding */ clientService),
/* harmony export */   U_: () => (/* binding */ backupFiles),
/* harmony export */   XM: () => (/* binding */ backupLabel),
/* harmony export */   ZM: () => (/* binding */ replacesDatabase),
/* harmony export */   ao: () => (/* binding */ connectionOf),
/* harmony export */   eD: () => (/* binding */ clientOverlay),
/* harmony export */   hh: () => (/* binding */ isBackupDue),
/* harmony export */   o1: () => (/* binding */ backupImage),
/* harmony export */   xq: () => (/* binding */ checkBackup)
/* harmony export */ });
/* unused harmony export isServer */
/* harmony import */ var _compose_accessory_work_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(86068);
/* harmony import */ var _compose_addresses_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(88766);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(16986);
/* harmony import */ var _model_observed_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(97755);
/* harmony import */ var _model_project_project_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(35616);
/* harmony import */ var _model_release_release_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(99328);
/* harmony import */ var _url_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(56958);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(16735);
/* harmony import */ var _client_scripts_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(39314);









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
        media: `${path}.media.tar`,
        mediaPartial: `${path}.media.tar.partial`,
        manifest: `${path}.json`,
        overlay: `${(0,_model_release_release_js__WEBPACK_IMPORTED_MODULE_5__/* .releaseFolder */ .Uc)(root, release.id)}/backup.json`,
    };
}
/** Whether this deploy makes a backup, given the pending migrations. */
function isBackupDue({ backup }, database) {
    return backup.when === 'always' || (backup.when === 'pending' && (database?.pending.length ?? 0) > 0);
}
/** Whether the deploy replaces the container of the database that web uses; it is backed up before, whatever was asked for. */
function replacesDatabase(desired, observed) {
    const { replace } = (0,_compose_accessory_work_js__WEBPACK_IMPORTED_MODULE_0__/* .accessoryWork */ .q)(desired, observed);
    const url = (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_6__/* .environmentOf */ .p7)(desired.model.services[desired.roles.web] ?? {}).get('DATABASE_URL') ?? '';
    const hosts = (0,_compose_addresses_js__WEBPACK_IMPORTED_MODULE_7__/* .hostsOf */ .PP)(url);
    return replace.some(({ service }) => hosts.includes(service) && isServer(desired.model.services[service]));
}
/**
 * Refuses settings that would make a backup fail, before anything changes.
 * @throws UserError `bad-input`
 */
function checkBackup(desired) {
    const { backup, migrate } = desired;
    if (backup.when === 'never' || (backup.when === 'pending' && migrate.length === 0))
        return;
    const { host } = connectionOf(desired);
    if (backup.copy.length > 0 && !backup.copy.some((word) => word.includes('{}')))
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('bad-input', `Input 'backup-copy': "${backup.copy.join(' ')}" does not say where the backup's path goes.`, 'Put {} there, such as: aws s3 cp {} s3://my-backups/');
    if (migrate.length === 0 && backup.image === '' && !isServer(desired.model.services[host]))
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('bad-input', `Without a migrate-command the version of the database at ${host} is not queried, so its image is unknown.`, 'Set backup-image to an image with the same or a newer PostgreSQL, such as postgres:15.');
}
/**
 * The database that web uses.
 * @throws UserError `bad-input` if there is none, or none that can be dumped
 */
function connectionOf({ model, roles }) {
    const url = (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_6__/* .environmentOf */ .p7)(model.services[roles.web] ?? {}).get('DATABASE_URL');
    if (url !== undefined && url !== '')
        return (0,_url_js__WEBPACK_IMPORTED_MODULE_3__/* .parseDatabaseUrl */ .m)(url);
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('bad-input', `A backup is requested, but ${roles.web} has no DATABASE_URL.`, 'Set DATABASE_URL in the environment input or the Compose file; or set backup: never.');
}
/**
 * The image with the right PostgreSQL: the one from the input, that of the database in Compose, or the official one of the
 * server's version. Undefined if that version is unknown too.
 */
function backupImage({ backup, model }, observed, { host }, serverVersion) {
    if (backup.image !== '')
        return backup.image;
    const service = model.services[host];
    if (isServer(service)) {
        const runs = (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_2__/* .containersOf */ .Mz)(observed, host)[0]?.image;
        return runs ?? (service?.image === undefined ? undefined : (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_6__/* .unescapeDollars */ .aU)(service.image));
    }
    return serverVersion === undefined ? undefined : `postgres:${Math.floor(serverVersion / 10000)}`;
}
/** Whether the service is a PostgreSQL server and not a pooler or proxy in front of one, judged by the settings of its image. */
function isServer(service) {
    return (service !== undefined && [...(0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_6__/* .environmentOf */ .p7)(service).keys()].some((name) => name.startsWith('POSTGRES_')));
}
/**
 * A Compose overlay with the client that makes the dump. The password is in this file and nowhere else.
 */
function clientOverlay(desired, connection, image, identity) {
    const { id, verify } = desired.backup;
    // A restore reports the lost rows, so they must be counted.
    const isCounted = verify === 'restore' || desired.rollback?.database === 'restore';
    const query = isCounted ? _client_scripts_js__WEBPACK_IMPORTED_MODULE_4__/* .countRows */ .BO : _client_scripts_js__WEBPACK_IMPORTED_MODULE_4__/* .listTables */ .WS;
    const client = (0,_client_js__WEBPACK_IMPORTED_MODULE_8__/* .databaseClient */ .V)(desired, connection, identity, {
        image,
        words: ['bash', '-c', _client_scripts_js__WEBPACK_IMPORTED_MODULE_4__/* .dumpScript */ .ay, 'dump', `/backup/${id}.dump.partial`, query],
        environment: { PGAPPNAME: clientService },
        label: [backupLabel, id],
        writes: true,
    });
    return JSON.stringify({ services: { [clientService]: client } });
}


/***/ }),

/***/ 25063:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   pz: () => (/* binding */ backupFailure),
/* harmony export */   vR: () => (/* binding */ reporting),
/* harmony export */   yr: () => (/* binding */ backupFailed)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(80231);
/* harmony import */ var _report_progress_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9397);
/* harmony import */ var _plan_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(74039);




/** Logs every few seconds that work continues, with the size of the file that grows. */
async function reporting(run, what, work, partial = (0,_plan_js__WEBPACK_IMPORTED_MODULE_1__/* .backupFiles */ .U_)(run.desired).partial) {
    return await (0,_report_progress_js__WEBPACK_IMPORTED_MODULE_2__/* .withProgress */ .E0)(run, what, work, async () => {
        const { code, stdout } = await run.host.run(['stat', '-c', '%s', partial]);
        return code === 0 ? `, ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .size */ .Ej)(Number(stdout))}` : '';
    });
}
/** Turns a failed command into an error. */
function backupFailed(run, what) {
    return ({ stdout }) => backupFailure(run, what, stdout);
}
/** The error of a failed backup, with the output line that explains it. */
function backupFailure({ host }, what, output) {
    const lines = output.trim().split('\n');
    const cause = lines.find((line) => /error:|FATAL:|Error response/.test(line)) ?? lines.at(-1) ?? '';
    const why = cause === '' ? '' : `: ${cause}`;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an('backup-failed', `${host.name}: ${what}${why}`, lines.slice(-40).join('\n'));
}


/***/ }),

/***/ 6444:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   z: () => (/* binding */ prove)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);
/* harmony import */ var _host_limits_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(79150);
/* harmony import */ var _client_scripts_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(39314);
/* harmony import */ var _counts_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(14924);
/* harmony import */ var _plan_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(74039);





/** The number of tables shown in a message. */
const readable = 20;
/**
 * Proves a dump, and says in words how.
 * @throws StepFailed `backup-failed` that names the tables which are not as they were
 */
async function prove(run, dump) {
    const { counts, verify } = dump;
    if (verify === 'none')
        return `not proved: ${counts.size} tables`;
    const words = verify === 'restore'
        ? ['bash', '-c', _client_scripts_js__WEBPACK_IMPORTED_MODULE_2__/* .restoreScript */ .Q, 'restore', '/dump', _client_scripts_js__WEBPACK_IMPORTED_MODULE_2__/* .countRows */ .BO]
        : ['bash', '-c', _client_scripts_js__WEBPACK_IMPORTED_MODULE_2__/* .contentsScript */ .Cq, 'list', '/dump'];
    const command = scratch(run, dump, words);
    const { stdout } = await run.transaction.change({ run: [command], seconds: _host_limits_js__WEBPACK_IMPORTED_MODULE_1__/* .longest */ .xS }, (ran) => notRestored(run, ran.stdout));
    if (verify === 'list') {
        const contents = (0,_counts_js__WEBPACK_IMPORTED_MODULE_3__/* .readContents */ .r0)(stdout);
        if (contents === undefined)
            throw notRestored(run, stdout);
        const missing = (0,_counts_js__WEBPACK_IMPORTED_MODULE_3__/* .notInContents */ .hl)(counts, contents);
        if (missing.length > 0)
            throw differs(run, missing.map((table) => `${table} is missing`));
        return `table of contents read: ${counts.size} tables`;
    }
    const restored = (0,_counts_js__WEBPACK_IMPORTED_MODULE_3__/* .readCounts */ .ZQ)(stdout);
    if (restored === undefined)
        throw notRestored(run, stdout);
    const problems = (0,_counts_js__WEBPACK_IMPORTED_MODULE_3__/* .differences */ .tX)(counts, restored);
    if (problems.length > 0)
        throw differs(run, problems);
    return `restored and counted: ${counts.size} tables, ${(0,_counts_js__WEBPACK_IMPORTED_MODULE_3__/* .totalRows */ .wh)(counts).toLocaleString('en')} rows`;
}
/** An isolated container whose data is removed with it. The undo knows its name and label. */
function scratch({ desired, commands }, { file, image, identity }, words) {
    return commands.runAlone({
        name: `${desired.model.name}-prove-${desired.backup.id}`,
        label: `${_plan_js__WEBPACK_IMPORTED_MODULE_4__/* .backupLabel */ .XM}=${desired.backup.id}`,
        ...{ image, words, user: '0:0', hostUsers: identity.remapped },
        // Outside of the image's volume, so that the data is always removed with the container.
        environment: { POSTGRES_HOST_AUTH_METHOD: 'trust', PGDATA: '/scratch/data' },
        mount: { source: file, target: '/dump' },
    });
}
function notRestored({ host }, output) {
    const lines = output.trim().split('\n');
    const cause = lines.find((line) => /error:|ERROR:|FATAL:/.test(line)) ?? lines.at(-1) ?? '';
    const extension = /extension "?[\w-]+"? is not available/.test(output)
        ? ' Set backup-image to an image that has the extension, or verify-backup: list.'
        : '';
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an('backup-failed', `${host.name}: the dump could not be restored; the database was not touched: ${cause}${extension}`, lines.slice(-40).join('\n'));
}
function differs({ host }, problems) {
    const more = problems.length > 3 ? ` and ${problems.length - 3} more` : '';
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an('backup-failed', `${host.name}: the dump is not what the database holds, which was not touched: ${problems.slice(0, 3).join(', ')}${more}`, problems.slice(0, readable).join('\n'));
}


/***/ }),

/***/ 15199:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ readDisk),
/* harmony export */   t: () => (/* binding */ roomProblem)
/* harmony export */ });
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(80231);

/** Reads the last line of `df -Pk`; undefined without an answer. */
function readDisk(output) {
    const [, , , available, , ...mount] = output.trim().split('\n').at(-1)?.split(/\s+/) ?? [];
    const free = Number(available);
    return mount.length === 0 || Number.isNaN(free)
        ? undefined
        : { mount: mount.join(' '), freeBytes: free * 1024 };
}
/**
 * Names the disk that lacks space for all data that it gets at the same time. Unknown disks are not checked.
 * Undefined if there is enough space.
 */
function roomProblem(needs) {
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

/***/ 61467:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Eg: () => (/* binding */ migrationFailed),
/* harmony export */   fW: () => (/* binding */ oneOffName),
/* harmony export */   kk: () => (/* binding */ lockTimeouts),
/* harmony export */   sR: () => (/* binding */ oneOff)
/* harmony export */ });
/* harmony import */ var _compose_one_off_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(62858);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);
/* harmony import */ var _host_limits_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(79150);
/* harmony import */ var _runner_last_words_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(55270);




/** The lock timeout of a migration in milliseconds: while it waits, every request behind it waits too. */
const lockTimeouts = { PGOPTIONS: '-c lock_timeout=5000' };
/**
 * Runs a command in a container of the new image, with web's environment and networks. The container is removed at its end, even
 * if the engine created it without starting it: a retry then finds the name free, and reports its own error.
 * @param before commands to run on the host first; if one fails, the container is not started
 */
async function oneOff(run, words, before = []) {
    const { desired, transaction, commands } = run;
    const name = oneOffName(run);
    const service = (0,_compose_one_off_js__WEBPACK_IMPORTED_MODULE_2__/* .oneOffIn */ .PO)(desired.model, desired.roles);
    const ran = await transaction.attempt({
        undo: [commands.removeContainer(name)],
        run: [...before, commands.runOnce(desired, { service, words, name, environment: lockTimeouts })],
        seconds: _host_limits_js__WEBPACK_IMPORTED_MODULE_1__/* .longest */ .xS,
    });
    if (ran.code !== 0)
        await transaction.attempt({ run: [commands.removeContainer(name)] });
    return ran;
}
/** The container's name. */
function oneOffName({ desired }) {
    return `${desired.model.name}-migrate-${desired.release.id}`;
}
/** The error with the last lines that Django printed. */
function migrationFailed({ host }, what, ran) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an('migration-failed', `${host.name}: ${what}: ${(0,_runner_last_words_js__WEBPACK_IMPORTED_MODULE_3__/* .lastWords */ .a)(ran)}`, ran.stdout.trim().split('\n').slice(-40).join('\n'));
}


/***/ }),

/***/ 95260:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ migrationsDone)
/* harmony export */ });
/** The number of migrations that Django has finished in a container, from its output. The current one shows once it is done. */
async function migrationsDone({ host, commands }, container, of) {
    const { code, stdout } = await host.run(commands.countLines(container, doneLine));
    return code === 0 ? `, ${stdout.trim()} of ${of} done` : '';
}
/** Django writes `  Applying app.0001_initial... OK`; the engine passes on complete lines only. */
const doneLine = '^ *(Una|A)pplying .* OK$';


/***/ }),

/***/ 98710:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ checkRestore),
/* harmony export */   v: () => (/* binding */ previewRestore)
/* harmony export */ });
/* harmony import */ var _compose_render_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(58028);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(16986);
/* harmony import */ var _host_inspect_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(40740);
/* harmony import */ var _host_limits_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(79150);
/* harmony import */ var _model_project_project_js__WEBPACK_IMPORTED_MODULE_14__ = __webpack_require__(35616);
/* harmony import */ var _model_release_release_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(99328);
/* harmony import */ var _runner_last_words_js__WEBPACK_IMPORTED_MODULE_15__ = __webpack_require__(55270);
/* harmony import */ var _backup_client_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(16735);
/* harmony import */ var _backup_counts_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(14924);
/* harmony import */ var _backup_manifest_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(75541);
/* harmony import */ var _backup_plan_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(74039);
/* harmony import */ var _backup_room_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(15199);
/* harmony import */ var _url_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(56958);
/* harmony import */ var _loss_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(9179);
/* harmony import */ var _plan_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(37555);
/* harmony import */ var _rights_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(51971);
















/**
 * Verifies, before anything changes, that the backup can be restored and swapped in, and logs the expected loss.
 * @throws UserError `bad-input` or `not-ready` with everything that is missing, and the rights to grant
 */
async function checkRestore(run) {
    const { restoring, facts } = await ask(run, run.commands);
    // The following dump needs them, and a rollback does not query Django.
    const known = { pending: [], schema: undefined, serverVersion: facts.version, bytes: facts.bytes };
    say(restoring, facts, run.runner.log);
    return { restoring, database: run.results.database ?? known };
}
/**
 * The same for a dry run, without a transaction: it changes nothing.
 * @throws UserError as {@link checkRestore}
 */
async function previewRestore(member, commands) {
    return (await ask(member, commands)).restoring;
}
async function ask(at, commands) {
    const { host, desired, observed } = at;
    const { folder } = desired.backup;
    const connection = (0,_backup_plan_js__WEBPACK_IMPORTED_MODULE_5__/* .connectionOf */ .ao)(desired);
    const [manifests, uid, gid, options, left, disk, engine] = await (0,_host_inspect_js__WEBPACK_IMPORTED_MODULE_2__/* .inspect */ .N)(host, [
        (0,_backup_manifest_js__WEBPACK_IMPORTED_MODULE_9__/* .findManifests */ .kD)(folder),
        ['id', '-u'],
        ['id', '-g'],
        commands.securityOptions,
        ['cat', `${(0,_model_release_release_js__WEBPACK_IMPORTED_MODULE_10__/* .releaseFolder */ .Uc)(desired.root, desired.rollback?.from.id ?? desired.release.id)}/compose.json`],
        ['df', '-Pk', folder],
        commands.freeForImages,
    ]);
    assertNoOtherRestore(desired, connection, left.stdout);
    const backup = (0,_plan_js__WEBPACK_IMPORTED_MODULE_7__/* .findBackup */ .SC)((0,_backup_manifest_js__WEBPACK_IMPORTED_MODULE_9__/* .parseManifests */ .Ye)(manifests.stdout), desired, observed.releases);
    const path = `${folder}/${backup.id}.dump`;
    await assertUndamaged(at, path, backup);
    const names = (0,_plan_js__WEBPACK_IMPORTED_MODULE_7__/* .databaseNames */ .Ml)(connection.variables.PGDATABASE ?? '', desired.backup.id);
    const identity = (0,_backup_client_js__WEBPACK_IMPORTED_MODULE_11__/* .readIdentity */ .x)(uid.stdout, gid.stdout, options.stdout);
    const { facts, counts } = await askServer(at, commands, connection, identity, names, backup);
    const needs = [
        { disk: (0,_backup_room_js__WEBPACK_IMPORTED_MODULE_12__/* .readDisk */ .g)(disk.stdout), bytes: facts.bytes, what: 'a dump of the data as they are now' },
        ...(desired.backup.verify === 'restore'
            ? [{ disk: (0,_backup_room_js__WEBPACK_IMPORTED_MODULE_12__/* .readDisk */ .g)(engine.stdout), bytes: facts.bytes, what: 'proving it' }]
            : []),
        ...((0,_plan_js__WEBPACK_IMPORTED_MODULE_7__/* .isHere */ .nw)(desired, observed, connection)
            ? [{ disk: (0,_backup_room_js__WEBPACK_IMPORTED_MODULE_12__/* .readDisk */ .g)(engine.stdout), bytes: facts.bytes, what: 'the second database' }]
            : []),
    ];
    const full = (0,_backup_room_js__WEBPACK_IMPORTED_MODULE_12__/* .roomProblem */ .t)(needs);
    if (full !== undefined)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('not-ready', `${host.name}: ${full}.`, 'Make room there; nothing was changed.');
    const restoring = { backup, path, names, losses: (0,_loss_js__WEBPACK_IMPORTED_MODULE_13__/* .losses */ .Y)(counts, (0,_plan_js__WEBPACK_IMPORTED_MODULE_7__/* .countsOf */ .mQ)(backup)), swapped: false };
    return { restoring, facts };
}
function say({ backup, losses: all }, { publications }, log) {
    log.info(`  the backup ${backup.id} of ${backup.created} is whole: ${backup.proof}`);
    log.warning(`Data written since ${backup.created} will be lost: ${(0,_loss_js__WEBPACK_IMPORTED_MODULE_13__/* .lossText */ .T)(all)}.`);
    if (publications > 0)
        log.warning('The database has publications, which do not come back: subscribers stay with the old one.');
}
/** The live release may use another database: then a restore would not replace the data in use. */
function assertNoOtherRestore({ release, rollback }, target, composeJson) {
    if (rollback === undefined)
        return;
    let url;
    try {
        const { services } = JSON.parse(composeJson);
        url = (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_14__/* .environmentOf */ .p7)(services[rollback.from.settings?.roles.web ?? 'web'] ?? {}).get('DATABASE_URL');
    }
    catch {
        // The other backup is gone or was made by hand: nothing more is known.
    }
    if (url === undefined || url === '')
        return;
    const { variables } = (0,_url_js__WEBPACK_IMPORTED_MODULE_6__/* .parseDatabaseUrl */ .m)(url);
    const place = ({ PGHOST, PGPORT, PGDATABASE }) => `${PGDATABASE} on ${PGHOST}:${PGPORT}`;
    if (place(variables) === place(target.variables))
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('not-ready', `${rollback.from.id} uses the database ${place(variables)}, and ${release.id} used ${place(target.variables)}.`, 'Restore by hand where the data are, then go back without restoring.');
}
async function assertUndamaged({ host }, path, { id, sha256 }) {
    const read = await host.run(['sha256sum', path], '', { seconds: _host_limits_js__WEBPACK_IMPORTED_MODULE_3__/* .large */ .as });
    const { code, stdout } = read;
    if (code === 0 && stdout.startsWith(sha256))
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('not-ready', code === 0
        ? `${host.name}: the backup ${id} is damaged: its checksum is not that of when it was written.`
        : `${host.name}: the backup ${id} can not be read: ${(0,_runner_last_words_js__WEBPACK_IMPORTED_MODULE_15__/* .lastWords */ .a)(read)}`, 'Name another backup, or put a good copy in its place.');
}
/** Queries the server with a client that reaches it as web does. The password travels over standard input. */
async function askServer({ host, desired, observed }, commands, connection, identity, names, backup) {
    const image = (0,_plan_js__WEBPACK_IMPORTED_MODULE_7__/* .restoreImage */ .e9)(desired, observed, connection, backup.serverVersion);
    const service = (0,_plan_js__WEBPACK_IMPORTED_MODULE_7__/* .restoreService */ .Ar)('check');
    const client = (0,_plan_js__WEBPACK_IMPORTED_MODULE_7__/* .restoreClient */ .oO)(desired, { connection, identity, image }, { backup, names }, 'check');
    const model = { ...desired.model, services: { ...desired.model.services, [service]: client } };
    const command = commands.runOnce(desired, { service, fromInput: true });
    const ran = await host.run(command, (0,_compose_render_js__WEBPACK_IMPORTED_MODULE_0__/* .formatModel */ .Xk)(model), {
        seconds: _host_limits_js__WEBPACK_IMPORTED_MODULE_3__/* .large */ .as,
        what: 'asking the database',
    });
    const { stdout, stderr } = ran;
    const facts = (0,_rights_js__WEBPACK_IMPORTED_MODULE_8__/* .readFacts */ .MH)(stdout);
    const hasElsewhere = /^elsewhere$/m.test(stdout);
    const all = facts !== undefined
        ? (0,_rights_js__WEBPACK_IMPORTED_MODULE_8__/* .obstacles */ .Bw)(names.live, facts, hasElsewhere, backup.serverVersion)
        : (0,_rights_js__WEBPACK_IMPORTED_MODULE_8__/* .isPoolers */ .xo)(stderr)
            ? [_rights_js__WEBPACK_IMPORTED_MODULE_8__/* .poolerObstacle */ .jV]
            : [{ what: `the database can not be asked: ${(0,_runner_last_words_js__WEBPACK_IMPORTED_MODULE_15__/* .lastWords */ .a)({ ...ran, stdout: '' })}`, fix: '' }];
    if (all.length > 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('not-ready', `${host.name}: ${all.map(({ what }) => what).join('; ')}.`, all.map(({ fix }) => fix).join('\n'));
    const counts = (0,_backup_counts_js__WEBPACK_IMPORTED_MODULE_4__/* .readCounts */ .ZQ)(stdout);
    if (facts === undefined || counts === undefined)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('not-ready', `${host.name}: the tables were not told: ${(0,_runner_last_words_js__WEBPACK_IMPORTED_MODULE_15__/* .lastWords */ .a)({ ...ran, stdout: '' })}`, '');
    return { facts, counts };
}


/***/ }),

/***/ 9179:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ lossText),
/* harmony export */   Y: () => (/* binding */ losses)
/* harmony export */ });
/** The changes that a restore makes to row counts, the largest losses first. */
function losses(now, inBackup) {
    const tables = new Set([...now.keys(), ...inBackup.keys()]);
    return [...tables]
        .map((table) => ({
        table,
        now: now.get(table) ?? 0,
        inBackup: inBackup.has(table) ? inBackup.get(table) : 0,
    }))
        .filter((one) => one.now !== one.inBackup)
        .sort((one, other) => lost(other) - lost(one) || (one.table < other.table ? -1 : 1));
}
function lost({ now, inBackup }) {
    return now - (inBackup ?? 0);
}
/** A sentence for the log on the lost rows of all tables, with the largest ones by name. */
function lossText(all) {
    if (all.length === 0)
        return 'every table has as many rows as now; what was changed in them since goes back too';
    const changes = all.map(({ table, now, inBackup }) => {
        if (inBackup === undefined)
            return `${table} ${number(now)} rows now, not counted in the backup`;
        return now > inBackup
            ? `${table} loses ${number(now - inBackup)} of ${number(now)} rows`
            : `${table} gets ${number(inBackup - now)} rows back`;
    });
    const more = changes.length > shown ? `, and ${changes.length - shown} more tables` : '';
    return `${changes.slice(0, shown).join(', ')}${more}; what was changed since goes back too`;
}
/** The number of tables named in a sentence. */
const shown = 10;
function number(rows) {
    return rows.toLocaleString('en');
}


/***/ }),

/***/ 37555:
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
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);
/* harmony import */ var _model_observed_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(97755);
/* harmony import */ var _model_release_release_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(99328);
/* harmony import */ var _backup_client_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(16735);
/* harmony import */ var _backup_client_scripts_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(39314);
/* harmony import */ var _backup_plan_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(74039);
/* harmony import */ var _program_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4598);







/** The longest name in PostgreSQL, in bytes; it truncates longer ones. */
const longestName = 63;
/** @param id the name of this run's backup, which starts with the time: `20261125-153000-…` */
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
/** Truncates to whole characters. */
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
 * The backup with the data from when the target was live: the one from the input, or the newest.
 * @throws UserError `bad-input` if there is none, or if its schema is not the target's
 */
function findBackup(manifests, { release, model, root, rollback, backup: { folder } }, releases) {
    const mine = manifests
        .filter(({ project, root: other }) => project === model.name && other === root)
        .toSorted((one, other) => (one.id < other.id ? 1 : -1));
    const isOfTarget = ({ live }) => {
        const served = releases.find(({ id }) => id === live);
        return live === release.id || (served !== undefined && sameCode(served, release));
    };
    const asked = rollback?.backup;
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
/** The image with the right PostgreSQL. While the server's version is unknown, the version of the backup is close enough. */
function restoreImage(desired, observed, connection, version) {
    const image = (0,_backup_plan_js__WEBPACK_IMPORTED_MODULE_3__/* .backupImage */ .o1)(desired, observed, connection, version ?? undefined);
    if (image !== undefined)
        return image;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', 'The backup does not name the version of PostgreSQL.', 'Set backup-image to an image with the same or a newer one, such as postgres:15.');
}
/** The label of all containers of a restore. */
function restoreLabel({ backup }) {
    return ['saleor-deploy.restore', backup.id];
}
/** The Compose file with the clients and the password. It exists from the restore until the commit, or until the end of the undo. */
function restoreFile({ root, release }) {
    return `${(0,_model_release_release_js__WEBPACK_IMPORTED_MODULE_5__/* .releaseFolder */ .Uc)(root, release.id)}/restore.json`;
}
/** The service of an action. */
function restoreService(action) {
    return `saleor-deploy-${action.replace('_', '-')}`;
}
/** A Compose overlay with the clients that change data. */
function restoreOverlay(desired, reach, restoring) {
    const actions = ['restore', 'swap', 'swap_back', 'drop', 'forget'];
    const services = actions.map((action) => [
        restoreService(action),
        restoreClient(desired, reach, restoring, action),
    ]);
    return JSON.stringify({ services: Object.fromEntries(services) });
}
/** One client. */
function restoreClient(desired, { connection, identity, image }, { backup, names: { live, beside, kept, older } }, action) {
    return (0,_backup_client_js__WEBPACK_IMPORTED_MODULE_6__/* .databaseClient */ .V)(desired, connection, identity, {
        image,
        words: ['bash', '-c', _program_js__WEBPACK_IMPORTED_MODULE_4__/* .restoreProgram */ .Hg, 'restore', action],
        environment: {
            PGAPPNAME: `saleor-deploy-${desired.backup.id}`,
            ...{ LIVE: live, BESIDE: beside, KEPT: kept, OLDER: older, DUMP: `/backup/${backup.id}.dump` },
            ...{ ..._program_js__WEBPACK_IMPORTED_MODULE_4__/* .restoreQueries */ .tF, QUERY: _backup_client_scripts_js__WEBPACK_IMPORTED_MODULE_2__/* .countRows */ .BO },
        },
        label: restoreLabel(desired),
        writes: false,
    });
}
/** The rows of a backup's tables. */
function countsOf({ tables }) {
    return new Map(Object.entries(tables).map(([table, rows]) => [table, rows ?? undefined]));
}
/** Whether the live database runs in the Compose project, and so needs disk space on this host. */
function isHere({ model }, observed, { host }) {
    return model.services[host] !== undefined && (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_1__/* .containersOf */ .Mz)(observed, host).length > 0;
}


/***/ }),

/***/ 4598:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hg: () => (/* binding */ restoreProgram),
/* harmony export */   Uz: () => (/* binding */ handedOn),
/* harmony export */   tF: () => (/* binding */ restoreQueries),
/* harmony export */   u: () => (/* binding */ keptMark)
/* harmony export */ });
/** Packs an answer into one short line, because the guard passes on only the last 60 kB. */
const pack = "gzip -9c | base64 | tr -d '\\n'";
/** The lock_timeout that the check sets, in milliseconds: a pooler drops or refuses it, and is recognized by that. */
const handedOn = 13_579;
/** The comment on the old database that a restore keeps, set at the commit. */
const keptMark = 'data from before a restore, kept by saleor-deploy';
/** Facts about the server and the user's rights, as one line of JSON. */
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
/** The statement that creates a database like the live one, with the locale settings of each PostgreSQL version. */
const createQuery = `SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L CONNECTION LIMIT %s',
    :'beside', pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datcollate, datctype, datconnlimit)
  || CASE to_jsonb(d)->>'datlocprovider'
    WHEN 'i' THEN format(' LOCALE_PROVIDER icu ICU_LOCALE %L', coalesce(to_jsonb(d)->>'daticulocale', to_jsonb(d)->>'datlocale'))
    WHEN 'b' THEN format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', to_jsonb(d)->>'datlocale')
    ELSE '' END
  || coalesce((SELECT format(' TABLESPACE %I', spcname) FROM pg_tablespace t WHERE t.oid = dattablespace AND spcname <> 'pg_default'), '')
  FROM pg_database d WHERE datname = :'live' \\gexec`;
/** The properties of the whole database, which a dump leaves out: connect rights and settings. Lists are already quoted. */
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
 * The bash script in a client's container, `restore ACTION`. LIVE, BESIDE and KEPT name databases. PGAPPNAME names all
 * sessions of this run, so that the undo can end them. Every action except `restore` can run twice.
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
/** Queries are passed in the environment, where bash does not expand them. */
const restoreQueries = { FACTS: factsQuery, CREATE: createQuery, LIKE: likeQuery };


/***/ }),

/***/ 51971:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bw: () => (/* binding */ obstacles),
/* harmony export */   MH: () => (/* binding */ readFacts),
/* harmony export */   TL: () => (/* binding */ quoted),
/* harmony export */   jV: () => (/* binding */ poolerObstacle),
/* harmony export */   xo: () => (/* binding */ isPoolers)
/* harmony export */ });
/* harmony import */ var _program_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4598);

/** Finds the line that the script prints; undefined if there is none. */
function readFacts(output) {
    const json = /^facts\t(\{.*\})$/m.exec(output)?.[1];
    return json === undefined ? undefined : JSON.parse(json);
}
/** Whether the refusal of a connection came from a pooler. */
function isPoolers(output) {
    return /unsupported startup parameter|pgbouncer/i.test(output);
}
/** The reason against a restore through a pooler. */
const poolerObstacle = {
    what: 'DATABASE_URL leads to a pooler, which holds sessions on the database that a restore has to end',
    fix: 'Let DATABASE_URL of the release that is gone back to name the PostgreSQL server itself.',
};
/**
 * The missing rights for a restore into a new database and the swap by rename.
 * @param live the database's name
 * @param hasElsewhere whether another database of the server can be connected to
 * @param backupVersion PostgreSQL's version that made the dump
 */
function obstacles(live, facts, hasElsewhere, backupVersion) {
    const { role, owner } = facts;
    const me = quoted(role);
    const all = [
        facts.lockTimeout !== `${_program_js__WEBPACK_IMPORTED_MODULE_0__/* .handedOn */ .Uz}ms` && poolerObstacle,
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

/***/ 67639:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C$: () => (/* binding */ noteApplied),
/* harmony export */   JA: () => (/* binding */ standing),
/* harmony export */   N4: () => (/* binding */ note),
/* harmony export */   i6: () => (/* binding */ parseHistory),
/* harmony export */   p2: () => (/* binding */ historyFile)
/* harmony export */ });
/** The path of the history. */
function historyFile(root) {
    return `${root}/migrations.log`;
}
/** The command that records migrations before they are applied. */
function noteApplied(run, pending) {
    const dangers = pending.flatMap(({ name, dangers: some }) => some.map((one) => `${name}: ${one}`));
    return note(run, run.desired.release, { did: 'applied', names: pending.map(({ name }) => name), dangers });
}
/** The command that adds a line about a release's migrations. */
function note({ runner, desired, commands }, { id, version }, what) {
    const line = { at: new Date(runner.clock.now()).toISOString(), release: id, version, ...what };
    return commands.appendLine(historyFile(desired.root), JSON.stringify(line));
}
/** Reads the history. A line truncated by a crash is skipped, because its change never started. */
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
/** The migrations that were applied from here and still exist, by name. */
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

/***/ 8038:
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
/** The migration that failed, from the last "Applying …" line; undefined if none started. */
function failedMigration(output) {
    return [...output.matchAll(/Applying (\S+?)\.\.\.(?! OK)/g)].at(-1)?.[1];
}


/***/ }),

/***/ 98986:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  L3: () => (/* binding */ askPending),
  CH: () => (/* binding */ previewPending),
  QW: () => (/* binding */ withoutBroker)
});

// EXTERNAL MODULE: ./src/compose/one-off.js
var one_off = __webpack_require__(62858);
// EXTERNAL MODULE: ./src/compose/render.js
var render = __webpack_require__(58028);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
// EXTERNAL MODULE: ./src/host/limits.js
var limits = __webpack_require__(79150);
// EXTERNAL MODULE: ./src/runner/last-words.js
var last_words = __webpack_require__(55270);
// EXTERNAL MODULE: ./src/database/one-off.js
var database_one_off = __webpack_require__(61467);
// EXTERNAL MODULE: ./src/database/schema/migrations.js
var migrations = __webpack_require__(8038);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
// EXTERNAL MODULE: ./src/database/schema/state-script.js
var state_script = __webpack_require__(71632);
;// CONCATENATED MODULE: ./src/database/schema/state.js


/** The reasons why an operation is a danger, by the kinds that the script prints. */
const reasons = {
    removed: 'the release that still serves may use it',
    renamed: 'the release that still serves knows it by the old name',
    required: 'rows that the release that still serves writes have no value for it',
    sql: 'it drops or renames what the release that still serves may use',
};
/** Finds the script's line among other output; undefined if there is none. */
function readState(output) {
    const line = output.split('\n').findLast((one) => one.startsWith(state_script/* stateMark */.B3));
    if (line === undefined)
        return undefined;
    let answer;
    try {
        answer = JSON.parse(String((0,external_node_zlib_.inflateSync)(Buffer.from(line.slice(state_script/* stateMark */.B3.length), 'base64'))));
    }
    catch {
        // The output was truncated.
        return undefined;
    }
    return {
        pending: answer.pending.map(({ name, operations, dangers }) => ({
            name,
            operations,
            dangers: dangers
                .filter(({ kind }) => kind !== 'one-way')
                .map(({ kind, operation }) => `${operation}: ${reasons[kind] ?? kind}`),
            oneWay: dangers.filter(({ kind }) => kind === 'one-way').map(({ operation }) => operation),
        })),
        schema: answer.schema,
        serverVersion: answer.serverVersion,
        bytes: answer.bytes,
        strangeSchedules: answer.strange,
        ...(answer.broker !== undefined && { brokerError: answer.broker }),
    };
}

;// CONCATENATED MODULE: ./src/database/schema/pending.js









/**
 * Queries the Django of the new image for pending migrations, their dangers, the size of the database, and whether it
 * reaches its broker; changes nothing. If Django cannot be queried, `--plan` of the migration command tells less.
 * @throws StepFailed `migration-failed` if neither answers, `unhealthy` if the broker can't be reached
 */
async function askPending(run) {
    const answer = await ask((words) => (0,database_one_off/* oneOff */.sR)(run, words), run.desired.migrate, run.runner);
    if ('code' in answer)
        throw (0,database_one_off/* migrationFailed */.Eg)(run, 'the pending migrations could not be listed', answer);
    if (answer.brokerError !== undefined)
        throw new errors/* StepFailed */.an('unhealthy', `${run.host.name}: ${withoutBroker(answer.brokerError)}`, answer.brokerError);
    return { database: answer };
}
/** What a release is without its broker, as Celery's own error says it. */
function withoutBroker(error) {
    return `the new release can't reach its Celery broker, so no task would run: ${error}`;
}
/**
 * The same for a dry run, without a transaction, and only if the host already has what is needed: a live shop and
 * the image. Undefined if it cannot be known yet.
 */
async function previewPending({ host, desired, observed }, commands, runner) {
    const { migrate, model, roles } = desired;
    if (migrate.length === 0 || !observed.imagePresent || observed.live === undefined)
        return undefined;
    const once = (words) => {
        const command = commands.runOnce(desired, { service: (0,one_off/* oneOffIn */.PO)(model, roles), words, fromInput: true });
        return host.run(command, (0,render/* formatModel */.Xk)(model), {
            seconds: limits/* djangoSeconds */.h$,
            what: `${words.slice(0, 2).join(' ')} in a container of the new image`,
        });
    };
    const answer = await ask(once, migrate, runner);
    return 'code' in answer ? undefined : answer;
}
/** Both commands often fail for the same reason; the first error is the one to fix. */
async function ask(once, migrate, { log }) {
    const command = (0,state_script/* stateCommand */.t7)(migrate);
    let first;
    if (command !== undefined) {
        const asked = await once(command);
        const state = asked.code === 0 ? readState(asked.stdout) : undefined;
        if (state !== undefined)
            return state;
        log.debug(`Django could not be asked: ${(0,last_words/* allWords */.P)(asked)}`);
        if (asked.code !== 0)
            first = asked;
    }
    const planned = await once([...migrate, '--plan']);
    if (planned.code !== 0)
        return first ?? planned;
    const none = /No planned migration operations/.test(planned.stdout);
    return {
        pending: none ? [] : (0,migrations/* readPlan */.m)(planned.stdout),
        schema: undefined,
        serverVersion: undefined,
        bytes: undefined,
    };
}


/***/ }),

/***/ 57181:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  HK: () => (/* binding */ previewReverse),
  BE: () => (/* binding */ reverse),
  As: () => (/* binding */ reversePlan)
});

// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
// EXTERNAL MODULE: ./src/host/limits.js
var limits = __webpack_require__(79150);
// EXTERNAL MODULE: ./src/report/progress.js
var progress = __webpack_require__(9397);
// EXTERNAL MODULE: ./src/runner/last-words.js
var last_words = __webpack_require__(55270);
// EXTERNAL MODULE: ./src/database/one-off.js
var one_off = __webpack_require__(61467);
// EXTERNAL MODULE: ./src/database/progress.js
var database_progress = __webpack_require__(95260);
// EXTERNAL MODULE: ./src/database/schema/history.js
var schema_history = __webpack_require__(67639);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
// EXTERNAL MODULE: ./src/database/schema/state-script.js
var state_script = __webpack_require__(71632);
;// CONCATENATED MODULE: ./src/database/schema/reverse-script.js

/** The prefix of the line that the script prints; JSON follows, packed as in the state script. */
const reverseMark = 'saleor-deploy-reverse:';
/**
 * The command that queries the newer code for a plan to reverse the schema to the target's, or reverses it. Undefined for a
 * migration command of an unknown form.
 * @param schema the newest migration of each app that the target's code has
 */
function reverseCommand(migrate, schema, work) {
    return (0,state_script/* djangoCommand */.xX)(migrate, script, { schema: JSON.stringify(schema), work });
}
/**
 * Django 3.2 to 5.2. Reverses every applied migration that the target's newest migrations do not depend on: not app by app
 * as `migrate APP NAME` does, which misses a branch that was merged later. Whether an operation is reversible is asked of
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
result = {"plan": plan, "unknown": unknown, "missing": missing, "strange": strange}
${(0,state_script/* sizeScript */.D0)('result')}
packed = base64.b64encode(zlib.compress(json.dumps(result).encode())).decode()
print("\\n${reverseMark}" + packed)
`;

;// CONCATENATED MODULE: ./src/database/schema/reverse-plan.js



/** Finds the script's line; undefined if there is none. */
function readReversePlan(output) {
    const line = output.split('\n').findLast((one) => one.startsWith(reverseMark));
    if (line === undefined)
        return undefined;
    try {
        return JSON.parse(String((0,external_node_zlib_.inflateSync)(Buffer.from(line.slice(reverseMark.length), 'base64'))));
    }
    catch {
        // The output was truncated.
        return undefined;
    }
}
/**
 * The reasons against a reversal, app by app, one per line; empty if it is possible.
 * @param target the id of the release to go back to
 */
function reverseObstacles({ plan, unknown, missing, strange }, target, history) {
    const there = (0,schema_history/* standing */.JA)(history);
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
/** The reversed migrations, from the output of a failed reversal. */
function reversedSoFar(output) {
    return [...output.matchAll(/Unapplying (\S+?)\.\.\. OK/g)].map(([, name = '']) => name);
}

;// CONCATENATED MODULE: ./src/database/schema/reverse.js









/**
 * Queries the newer code for the migrations to reverse, in order, to reach the target's schema; changes nothing.
 * @throws UserError `not-ready` that lists, app by app, what can't be reversed
 */
async function reversePlan(run) {
    const { desired, host } = run;
    const history = await readHistory(run);
    return readPlan(await once(run, asking(desired, 'plan')), desired, host.name, history);
}
/**
 * The same for a dry run, without a transaction.
 * @throws UserError as {@link reversePlan}
 */
async function previewReverse(at, commands) {
    const { host, desired } = at;
    const { from, service, words } = asking(desired, 'plan');
    const there = { ...desired, release: from };
    const ran = await host.run(commands.runOnce(there, { service, words }), '', {
        seconds: limits/* djangoSeconds */.h$,
        what: `asking the code of ${from.id} for the way back`,
    });
    return readPlan(ran, desired, host.name, await readHistory(at));
}
/**
 * Reverses the schema once the old code serves: in a container of the newer code, one migration after the other, each in
 * its own transaction where Django supports that. Reversed migrations stay reversed, whatever follows.
 * @param plan the answer of the newer code, in this transaction
 * @throws StepFailed `migration-failed` with the reached state; the old release continues to serve
 */
async function reverse(run, { plan }) {
    const { desired, host, runner, transaction } = run;
    for (const { name, operations } of plan)
        runner.log.info(`  back: ${name}: ${operations.join('; ')}`);
    runner.log.warning('What was written into the columns and tables that these migrations added goes with them.');
    const work = asking(desired, 'reverse');
    const names = plan.map(({ name }) => name);
    const before = (0,schema_history/* note */.N4)(run, work.from, { did: 'reversing', names, dangers: [] });
    const ran = await (0,progress/* withProgress */.E0)(run, 'reversing', once(run, work, [before]), () => (0,database_progress/* migrationsDone */.O)(run, containerOf(desired, work.from), names.length));
    const done = reversedSoFar(ran.stdout);
    if (done.length > 0)
        await transaction.change({ run: [(0,schema_history/* note */.N4)(run, work.from, { did: 'reversed', names: done, dangers: [] })] }, (failed) => (0,one_off/* migrationFailed */.Eg)(run, 'what was reversed could not be noted', failed));
    if (ran.code === 0 && done.length === names.length)
        return { reversed: done };
    const left = names.filter((name) => !done.includes(name));
    throw new errors/* StepFailed */.an('migration-failed', [
        `${host.name}: ${left[0]} could not be reversed: ${(0,last_words/* lastWords */.a)(ran)}`,
        `Reversed: ${done.join(', ') || 'none'}. Still applied: ${left.join(', ')}.`,
        `${desired.release.id} goes on serving on that schema.`,
    ].join('\n'), ran.stdout.trim().split('\n').slice(-40).join('\n'));
}
/** @throws UserError if the target's schema or the form of the command is unknown */
function asking({ release, rollback, roles, migrate }, work) {
    if (rollback === undefined)
        throw new Error('only a rollback reverses');
    const { from } = rollback;
    if (release.schema === undefined)
        throw new errors/* UserError */.yo('not-ready', `Which migrations ${release.id} knows was not recorded when it was deployed, so nobody knows how far to go back.`, 'Go back with database: keep or restore; or name the migrations yourself: manage.py migrate APP NAME.');
    const command = from.settings?.migrate ?? migrate;
    const words = reverseCommand(command, release.schema, work);
    if (words === undefined)
        throw new errors/* UserError */.yo('not-ready', `The migration command of ${from.id}, "${command.join(' ')}", is not understood, so it can't be reversed.`, 'Deploy with a migrate-command such as python manage.py migrate --noinput; or go back with database: keep or restore.');
    return { from, service: from.settings?.oneOff ?? from.settings?.roles.web ?? roles.web, words };
}
async function once({ desired, transaction, commands }, { from, service, words }, before = []) {
    const name = containerOf(desired, from);
    const there = { ...desired, release: from };
    return await transaction.attempt({
        undo: [commands.removeContainer(name)],
        run: [...before, commands.runOnce(there, { service, words, name, environment: one_off/* lockTimeouts */.kk })],
        seconds: limits/* longest */.xS,
    });
}
function containerOf({ model }, { id }) {
    return `${model.name}-reverse-${id}`;
}
async function readHistory({ host, desired }) {
    return (0,schema_history/* parseHistory */.i6)((await host.run(['cat', (0,schema_history/* historyFile */.p2)(desired.root)])).stdout);
}
function readPlan(ran, desired, host, history) {
    const plan = ran.code === 0 ? readReversePlan(ran.stdout) : undefined;
    const from = desired.rollback?.from.id ?? '';
    if (plan === undefined)
        throw new errors/* UserError */.yo('not-ready', `${host}: ${from} could not be asked for the way back: ${(0,last_words/* lastWords */.a)(ran)}`, 'Go back with database: keep or restore.');
    const obstacles = reverseObstacles(plan, desired.release.id, history);
    if (obstacles.length === 0)
        return plan;
    throw new errors/* UserError */.yo('not-ready', `${host}: the schema can't be taken back from ${from} to ${desired.release.id}:\n${obstacles.join('\n')}`, 'Go back with database: keep, where old code runs on the newer schema, or with restore, which brings back a backup.');
}


/***/ }),

/***/ 71632:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B3: () => (/* binding */ stateMark),
/* harmony export */   D0: () => (/* binding */ sizeScript),
/* harmony export */   t7: () => (/* binding */ stateCommand),
/* harmony export */   xD: () => (/* binding */ strangeSchedules),
/* harmony export */   xX: () => (/* binding */ djangoCommand)
/* harmony export */ });
/* harmony import */ var _compose_celery_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(59370);

/**
 * The prefix of the line that the script prints; new Django also prints its imports. JSON follows,
 * packed: a first deploy has more than a thousand migrations, and the guard passes on only the last 60 kB.
 */
const stateMark = 'saleor-deploy:';
/** Options of `migrate` that don't change which migrations are pending. */
const harmless = /^(--no-?input|--no-color|--force-color|--traceback|--skip-checks|--verbosity=\d|-v=?\d)$/;
/**
 * The command that queries Django for the state of the database, derived from the migration command. Undefined if
 * that is not `… migrate` with known options: then only the command itself knows what it would do.
 */
function stateCommand(migrate) {
    return djangoCommand(migrate, script);
}
/**
 * The command that runs a script in place of the migration command. The script has the database's alias and the texts
 * as globals. Undefined in the same cases.
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
    // Old Django runs the text inside a function, where its functions cannot call each other.
    return [...migrate.slice(0, at), 'shell', '-c', `exec(${JSON.stringify(text)}, {${globals}})`];
}
/** Code that adds the server's version and the database's size to a dictionary of a script. */
function sizeScript(dictionary) {
    return `if connection.vendor == "postgresql":
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        ${dictionary}["serverVersion"] = int(cursor.fetchone()[0])
        cursor.execute("SELECT pg_database_size(current_database())")
        ${dictionary}["bytes"] = int(cursor.fetchone()[0])`;
}
/** Defines the function that returns schedules in the database that the code does not know, see `forget-schedules.ts`. */
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
/** Seconds in which a broker that was just started may come to answer. */
const brokerSeconds = 20;
/**
 * Asks the broker beside all else: a worker without its broker runs and tries for ever, and a request that queues a task
 * fails. The thread has a deadline, as not every transport has one for its connection.
 */
const askBroker = `
import threading, time
${_compose_celery_js__WEBPACK_IMPORTED_MODULE_0__/* .celeryAppScript */ .V}
broker = {}

def ask_broker():
    app = celery_app()
    end = time.monotonic() + ${brokerSeconds}
    while app is not None:
        broker["error"] = "no answer within ${brokerSeconds} s"
        try:
            with app.connection_for_write(connect_timeout=5) as connection:
                connection.ensure_connection(max_retries=1, timeout=8)
            del broker["error"]
            return
        except Exception as error:
            broker["error"] = "%s: %s" % (type(error).__name__, " ".join(str(error).split())[:300])
        if time.monotonic() > end:
            return
        time.sleep(1)

asking = threading.Thread(target=ask_broker, daemon=True)
asking.start()
`;
/**
 * Django 3.2 to 5.2. The schema is the newest migration of each app that the code has; of several without a merge, which
 * `migrate` refuses to apply, the last by name. A change to a table that the same run creates is no danger, because no release uses it yet. Of an
 * operation that separates database and state only the database part counts. A new column without a default is no danger
 * if SQL of the same run sets one in the database, as Saleor's migrations do.
 */
const script = `
import base64, json, re, zlib
from django.db import connections
from django.db.migrations import operations as ops
from django.db.migrations.executor import MigrationExecutor
from django.db.models import NOT_PROVIDED
${askBroker}
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
asking.join(${brokerSeconds + 5})
state.update({"broker": broker["error"]} if "error" in broker else {})
packed = base64.b64encode(zlib.compress(json.dumps(state).encode())).decode()
print("\\n${stateMark}" + packed)
`;


/***/ }),

/***/ 56958:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ parseDatabaseUrl)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);

/** The schemes for PostgreSQL in Django's URLs. */
const schemes = ['postgres', 'postgresql', 'pgsql', 'postgis', 'timescale', 'timescalegis'];
/** https://www.postgresql.org/docs/current/libpq-envars.html; other parameters of the URL are for Django. */
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
 * @throws UserError `bad-input` for anything but PostgreSQL on a network; never shows the URL, because it contains a password
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
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `A backup is requested, and DATABASE_URL ${what}.`, 'Write postgres://user:password@host:5432/name, with %XX for special characters; or set backup: never.');
}


/***/ }),

/***/ 60686:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  g: () => (/* binding */ execute)
});

// EXTERNAL MODULE: ./src/diagnosis/diagnose.js
var diagnose = __webpack_require__(99643);
// EXTERNAL MODULE: ./src/diagnosis/secrets.js
var secrets = __webpack_require__(70658);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
// EXTERNAL MODULE: ./src/model/serving.js
var serving = __webpack_require__(84791);
// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(80231);
// EXTERNAL MODULE: ./src/report/progress.js
var progress = __webpack_require__(9397);
// EXTERNAL MODULE: ./src/report/timeline.js
var timeline = __webpack_require__(18117);
// EXTERNAL MODULE: ./src/runner/cancel.js
var cancel = __webpack_require__(4744);
// EXTERNAL MODULE: ./src/database/backup/backup.js
var backup = __webpack_require__(45166);
// EXTERNAL MODULE: ./src/host/inspect.js
var inspect = __webpack_require__(40740);
// EXTERNAL MODULE: ./src/host/limits.js
var limits = __webpack_require__(79150);
// EXTERNAL MODULE: ./src/database/backup/client.js
var client = __webpack_require__(16735);
// EXTERNAL MODULE: ./src/database/backup/manifest.js
var manifest = __webpack_require__(75541);
// EXTERNAL MODULE: ./src/database/backup/media.js
var media = __webpack_require__(81690);
// EXTERNAL MODULE: ./src/database/backup/plan.js
var plan = __webpack_require__(74039);
// EXTERNAL MODULE: ./src/database/backup/progress.js
var backup_progress = __webpack_require__(25063);
// EXTERNAL MODULE: ./src/database/backup/prove.js
var prove = __webpack_require__(6444);
;// CONCATENATED MODULE: ./src/database/backup/verify.js










/**
 * Tests a backup that was made earlier: reads it back, restores it into a scratch database that nothing reaches, and
 * compares the rows of each table with what its manifest says.
 * @throws StepFailed `backup-failed` where there is none, it is too old, damaged, or not what its manifest says
 */
async function verifyBackup(run) {
    const { desired, host, transaction, commands, runner, observed } = run;
    const { folder } = desired.backup;
    const [found, uid, gid, options] = await (0,inspect/* inspect */.N)(host, [
        (0,manifest/* findManifests */.kD)(folder),
        ['id', '-u'],
        ['id', '-g'],
        commands.securityOptions,
    ]);
    const backup = choose(run, (0,manifest/* parseManifests */.Ye)(found.stdout));
    const file = `${folder}/${backup.id}.dump`;
    runner.log.info(`  ${backup.id}, ${(0,markdown/* size */.Ej)(backup.bytes)}, taken ${ageOf(backup, runner.clock.now())} ago`);
    const { stdout } = await transaction.change({ run: [['sha256sum', file]], seconds: limits/* longest */.xS }, ({ stdout: said }) => (0,backup_progress/* backupFailure */.pz)(run, `the backup ${backup.id} can't be read`, said));
    if (!stdout.startsWith(backup.sha256))
        throw (0,backup_progress/* backupFailure */.pz)(run, `the backup ${backup.id} is damaged`, 'its checksum is not that of when it was written');
    const image = (0,plan/* backupImage */.o1)(desired, observed, (0,plan/* connectionOf */.ao)(desired), backup.serverVersion ?? undefined);
    if (image === undefined)
        throw (0,backup_progress/* backupFailure */.pz)(run, `nobody knows which PostgreSQL the backup ${backup.id} needs; set backup-image`, '');
    await transaction.attempt({ undo: [commands.removeLabelled(`${plan/* backupLabel */.XM}=${desired.backup.id}`)] });
    const counts = new Map(Object.entries(backup.tables).map(([table, rows]) => [table, rows ?? undefined]));
    const identity = (0,client/* readIdentity */.x)(uid.stdout, gid.stdout, options.stdout);
    const work = (0,prove/* prove */.z)(run, { file, counts, verify: 'restore', image, identity });
    const restored = await (0,backup_progress/* reporting */.vR)(run, 'restoring the backup', work);
    const read = backup.media === undefined ? [] : [await (0,media/* verifyMedia */.cz)(run, backup.id, backup.media)];
    const proof = [restored, ...read].join('; ');
    runner.log.info(`  ${proof}`);
    return { verified: { backup, proof } };
}
/** The backup that was named, or the newest of this deployment. */
function choose({ desired, host, runner }, all) {
    const { backup: named = '', maxAge = 0 } = desired.task ?? {};
    const { folder } = desired.backup;
    const own = (0,manifest/* ofDeployment */.Zp)(all, desired);
    const backup = named === '' ? own[0] : own.find(({ id }) => id === named);
    const fail = (what) => new errors/* StepFailed */.an('backup-failed', `${host.name}: ${what}`);
    if (backup === undefined)
        throw fail(named === ''
            ? `there is no backup of ${desired.model.name} in ${folder}.`
            : `there is no backup ${named} in ${folder}; there are ${own.map(({ id }) => id).join(', ') || 'none'}.`);
    const now = runner.clock.now();
    if (maxAge > 0 && now - Date.parse(backup.created) > maxAge * 1000)
        throw fail(`the newest backup, ${backup.id}, is ${ageOf(backup, now)} old, older than max-age (${(0,markdown/* age */.KW)(maxAge)}).`);
    return backup;
}
function ageOf({ created }, now) {
    return (0,markdown/* age */.KW)((now - Date.parse(created)) / 1000);
}

// EXTERNAL MODULE: ./src/database/restore/check.js
var check = __webpack_require__(98710);
// EXTERNAL MODULE: ./src/database/one-off.js
var one_off = __webpack_require__(61467);
// EXTERNAL MODULE: ./src/database/schema/state-script.js
var state_script = __webpack_require__(71632);
// EXTERNAL MODULE: ./src/database/restore/plan.js
var restore_plan = __webpack_require__(37555);
// EXTERNAL MODULE: ./src/database/restore/program.js
var program = __webpack_require__(4598);
;// CONCATENATED MODULE: ./src/database/restore/gate-web.js





/** Seconds in which the primary host restores its old data, unless it fails again. */
const firstHostSeconds = 45;
/**
 * For all hosts but the primary: during an undo of a restore, web starts here only when the old data is live again. That
 * is the task of the primary host, and waits until it is back. If the primary has committed, web starts on the new data.
 */
async function gateWebStart(run) {
    const { desired, transaction, runner, host, commands } = run;
    const { PGDATABASE = '' } = (0,plan/* connectionOf */.ao)(desired).variables;
    const { kept } = (0,restore_plan/* databaseNames */.Ml)(PGDATABASE, desired.backup.id);
    const words = (0,state_script/* djangoCommand */.xX)(desired.migrate, script, { kept });
    if (words !== undefined) {
        const name = `${desired.model.name}-hold-${desired.release.id}`;
        const service = desired.roles.web;
        const ask = commands.runOnce(desired, { service, words, name, environment: one_off/* lockTimeouts */.kk });
        const { code } = await transaction.attempt({ undo: [commands.removeContainer(name)], run: [ask] });
        if (code === 0) {
            await transaction.attempt({ undo: [commands.gateWeb(name, ask)] });
            return;
        }
    }
    runner.log.warning(`${host.name}: ${desired.release.id} could not be asked which release owns the live data. If this run fails, the host continues after ${firstHostSeconds} s.`);
    await transaction.attempt({ undo: [['sleep', String(firstHostSeconds)]] });
}
/** Fails while the old database has another name because of a restore without a commit. */
const script = `
from django.db import connections

with connections[alias].cursor() as cursor:
    cursor.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [kept]
    )
    found = cursor.fetchone()
if found and found[0] != "${program/* keptMark */.u}":
    raise SystemExit("the data of before are still in %s: the first host has not put them back yet" % kept)
`;

// EXTERNAL MODULE: ./src/database/backup/counts.js
var counts = __webpack_require__(14924);
// EXTERNAL MODULE: ./src/database/schema/history.js
var schema_history = __webpack_require__(67639);
// EXTERNAL MODULE: ./src/database/restore/loss.js
var loss = __webpack_require__(9179);
// EXTERNAL MODULE: ./src/database/restore/rights.js
var rights = __webpack_require__(51971);
;// CONCATENATED MODULE: ./src/database/restore/restore.js












/**
 * Restores the backup into a new database beside the live one, and counts its rows. The live one is not touched.
 * @throws StepFailed `restore-failed`
 */
async function restoreBeside(run) {
    const { desired, host, transaction, runner, commands } = run;
    const { backup, names } = checked(run);
    const started = runner.clock.now();
    const connection = (0,plan/* connectionOf */.ao)(desired);
    const [uid, gid, options] = await (0,inspect/* inspect */.N)(host, [['id', '-u'], ['id', '-g'], commands.securityOptions]);
    const identity = (0,client/* readIdentity */.x)(uid.stdout, gid.stdout, options.stdout);
    const version = run.results.database?.serverVersion ?? backup.serverVersion;
    const image = (0,restore_plan/* restoreImage */.e9)(desired, run.observed, connection, version);
    const file = (0,restore_plan/* restoreFile */.VX)(desired);
    const { stdout } = await (0,backup_progress/* reporting */.vR)(run, 'restoring', transaction.change({
        // The undo runs from the last line: the running client goes first, then its database, then the file with the password.
        undo: [['rm', '-f', file], commands.ifExists(file, restore_client(run, 'drop')), scrap(run)],
        run: [
            ...commands.writeOverlay({
                file,
                content: (0,restore_plan/* restoreOverlay */.FH)(desired, { connection, identity, image }, { backup, names }),
            }),
            restore_client(run, 'restore'),
        ],
        seconds: limits/* longest */.xS,
    }, restoreFailed(run, `${backup.id} could not be restored into ${names.beside}`)));
    const restored = (0,counts/* readCounts */.ZQ)(stdout);
    if (restored === undefined)
        throw restoreFailed(run, 'the tables of the restored database were not told')({ code: 0, stdout, stderr: '' });
    const problems = (0,counts/* differences */.tX)((0,restore_plan/* countsOf */.mQ)(backup), restored);
    if (problems.length > 0)
        throw differs(run, problems);
    runner.log.info(`  restored ${restored.size} tables, ${(0,counts/* totalRows */.wh)(restored).toLocaleString('en')} rows in ${(0,progress/* since */.XP)(run, started)}`);
    const before = run.results.backup?.counts;
    return before === undefined ? {} : { restoring: { ...checked(run), losses: (0,loss/* losses */.Y)(before, restored) } };
}
/**
 * Makes the restored database live, and keeps the old one under another name. One transaction on the server does both, so
 * that a live database exists at each moment. Web, workers and scheduler are stopped, because nobody may use it meanwhile.
 * @throws StepFailed `restore-failed`
 */
async function swapDatabases(run) {
    const { transaction, runner, desired, commands } = run;
    const { backup, names, losses: lost } = checked(run);
    // The file holds the password, and exists from the restore until the end.
    const file = (0,restore_plan/* restoreFile */.VX)(desired);
    await transaction.change({
        undo: [commands.ifExists(file, restore_client(run, 'swap_back')), scrap(run)],
        afterCommit: [
            (0,schema_history/* note */.N4)(run, desired.release, { did: 'restored', names: [], dangers: [], of: backup.created }),
            commands.ifExists(file, restore_client(run, 'forget')),
            ['rm', '-f', file],
        ],
        run: [restore_client(run, 'swap')],
    }, restoreFailed(run, `${names.beside} could not take the place of ${names.live}`));
    runner.log.info(`  ${names.live} is the restored database now; the old one is kept as ${names.kept} until the next restore, or until: DROP DATABASE ${(0,rights/* quoted */.TL)(names.kept)};`);
    runner.log.warning(`Lost is what was written since ${backup.created}: ${(0,loss/* lossText */.T)(lost)}.`);
    return { restoring: { ...checked(run), swapped: true } };
}
function checked({ results: { restoring } }) {
    if (restoring === undefined)
        throw new Error('a restore begins with its check');
    return restoring;
}
/** The password is only in the overlay. The containers have no fixed names, so that a retry does not collide. */
function restore_client(run, action) {
    const { desired, commands } = run;
    return commands.runOnce(desired, {
        service: (0,restore_plan/* restoreService */.Ar)(action),
        overlay: { file: (0,restore_plan/* restoreFile */.VX)(desired) },
    });
}
function scrap({ desired, commands }) {
    return commands.removeLabelled((0,restore_plan/* restoreLabel */.nn)(desired).join('='));
}
function restoreFailed({ host }, what) {
    return ({ stdout }) => {
        const lines = stdout.trim().split('\n');
        const cause = lines.find((line) => /error:|ERROR:|FATAL:|Error response/.test(line)) ?? lines.at(-1) ?? '';
        return new errors/* StepFailed */.an('restore-failed', `${host.name}: ${what}: ${cause}`, lines.slice(-40).join('\n'));
    };
}
function differs({ host }, problems) {
    const more = problems.length > 3 ? ` and ${problems.length - 3} more` : '';
    return new errors/* StepFailed */.an('restore-failed', `${host.name}: the restored database is not what the backup holds: ${problems.slice(0, 3).join(', ')}${more}`, problems.slice(0, 20).join('\n'));
}

// EXTERNAL MODULE: ./src/model/project/project.js
var project = __webpack_require__(35616);
;// CONCATENATED MODULE: ./src/database/schema/forget-schedules.js



/** The prefix of the line that the script prints; names as JSON follow. */
const mark = 'saleor-deploy-forgotten:';
/**
 * Removes schedules from the database that the new live code does not know, because its beat would crash on them: Saleor
 * stores a schedule as the name of a variable in its code. Observed from 3.23 to 3.22. A beat that knows a schedule writes it
 * again at each start. If the removal fails, the check of beat shows whether it was needed.
 * https://github.com/saleor/saleor/blob/3.22.67/saleor/schedulers/models.py
 */
async function forgetSchedules(run) {
    const { desired, runner, host } = run;
    const command = (0,state_script/* djangoCommand */.xX)(desired.migrate, forget_schedules_script);
    if (command === undefined)
        return;
    const { code, stdout } = await (0,one_off/* oneOff */.sR)(run, command);
    const line = stdout.split('\n').findLast((one) => one.startsWith(mark));
    if (code !== 0 || line === undefined) {
        runner.log.warning(`${host.name}: it could not be seen whether ${desired.release.id} knows all schedules.`);
        return;
    }
    const names = JSON.parse(line.slice(mark.length));
    if (names.length > 0)
        runner.log.info(`  taken off the schedule, as ${desired.release.id} does not know how: ${names.join(', ')}`);
}
/** Whether the database may hold schedules that the new live code does not know: Django reported some, or was not queried. */
function mayNotKnowSchedules({ desired, results }) {
    const { roles, model, rollback } = desired;
    const isSaleors = (name) => (0,project/* commandOf */.Nl)(model.services[name] ?? {}).includes('saleor.schedulers.');
    const strange = results.database?.strangeSchedules;
    const mayBeStrange = strange === undefined ? rollback !== undefined : strange > 0;
    return mayBeStrange && roles.schedulers.some(isSaleors);
}
/** The script removes tasks with their schedule. */
const forget_schedules_script = `
import json
${state_script/* strangeSchedules */.xD}
names = []
for schedule in strange_schedules():
    names += schedule.customperiodictask_set.values_list("name", flat=True)
    schedule.delete()
print("\\n${mark}" + json.dumps(names))
`;

// EXTERNAL MODULE: ./src/database/progress.js
var database_progress = __webpack_require__(95260);
// EXTERNAL MODULE: ./src/database/schema/migrations.js
var migrations = __webpack_require__(8038);
;// CONCATENATED MODULE: ./src/database/schema/migrate.js





/**
 * Applies the pending migrations once, in a one-off container of the new image, while the old release serves. A migration
 * that succeeded is not undone with the deploy, because old code runs on the new schema.
 * @throws StepFailed `migration-failed` that names the migration
 */
async function migrate(run) {
    const pending = [...(run.results.database?.pending ?? [])];
    if (pending.length === 0)
        return {};
    const { log } = run.runner;
    for (const { name, operations } of pending)
        log.info(`  ${name}: ${operations.join('; ')}`);
    // Without a live release nothing is in danger, and there is nothing to go back to.
    if (run.observed.live !== undefined)
        warn(run, pending);
    const applied = await (0,progress/* withProgress */.E0)(run, 'applying', (0,one_off/* oneOff */.sR)(run, run.desired.migrate, [(0,schema_history/* noteApplied */.C$)(run, pending)]), () => (0,database_progress/* migrationsDone */.O)(run, (0,one_off/* oneOffName */.fW)(run), pending.length));
    if (applied.code !== 0)
        throw (0,one_off/* migrationFailed */.Eg)(run, `migration ${(0,migrations/* failedMigration */.q)(applied.stdout) ?? pending[0]?.name ?? ''} failed; the old release still serves`, applied);
    return { migrations: pending };
}
function warn({ runner: { log }, host }, pending) {
    const listOf = (which) => pending.flatMap((one) => which(one).map((text) => `\n${one.name}: ${text}`)).join('');
    const [dangers, oneWay] = [listOf((one) => one.dangers), listOf((one) => one.oneWay)];
    if (dangers !== '')
        log.warning(`${host.name}: migrations that the live release may not survive:${dangers}`);
    if (oneWay !== '')
        log.warning(`${host.name}: migrations that only a restored backup takes back:${oneWay}`);
}

// EXTERNAL MODULE: ./src/database/schema/pending.js + 1 modules
var pending = __webpack_require__(98986);
// EXTERNAL MODULE: ./src/model/step.js
var model_step = __webpack_require__(94153);
// EXTERNAL MODULE: ./src/compose/one-off.js
var compose_one_off = __webpack_require__(62858);
// EXTERNAL MODULE: ./src/model/release/release.js
var release_release = __webpack_require__(99328);
;// CONCATENATED MODULE: ./src/execute/run-command.js





/** Seconds besides the command's own: for the container to start, and to be ended. */
const patience = 120;
/** The exit code of `timeout` when it ended the command. */
const endedByTimeout = 124;
/**
 * Runs the task's command in a container of the live release, with web's settings, networks and volumes. The container
 * is removed when the command ends, even when the run is killed. A failed command is a result, not an error.
 */
async function runCommand(run) {
    const { desired, transaction, commands, runner } = run;
    const { model, roles, root, release, task } = desired;
    const { words = [], environment = new Map(), seconds = 0 } = task?.command ?? {};
    const service = (0,compose_one_off/* oneOffIn */.PO)(model, roles);
    const name = `${model.name}-command-${task?.id}`;
    const overlay = {
        file: `${(0,release_release/* releaseFolder */.Uc)(root, release.id)}/command.json`,
        content: overlayOf(service, environment),
    };
    const started = runner.clock.now();
    const work = transaction.attempt({
        undo: [['rm', '-f', overlay.file], commands.removeContainer(name)],
        run: [
            ...commands.writeOverlay(overlay),
            commands.runOnce(desired, { service, words, name, overlay, seconds }),
        ],
        seconds: seconds + patience,
    });
    const ran = await (0,progress/* withProgress */.E0)(run, 'running', work, () => Promise.resolve(''));
    await transaction.attempt({ run: [['rm', '-f', overlay.file], commands.removeContainer(name)] });
    const output = (0,secrets/* withoutSecrets */.c)(ran.stdout.trimEnd(), desired.secrets ?? []);
    const late = ran.code === endedByTimeout ? `\nIt was ended: it took longer than ${seconds} s.` : '';
    return {
        command: {
            exitCode: ran.code,
            output: `${output}${late}`.trim(),
            seconds: (runner.clock.now() - started) / 1000,
        },
    };
}
/** A Compose overlay with the command's variables: they may be secrets, so they are in no argument. */
function overlayOf(service, environment) {
    const variables = [...environment].map(([name, value]) => [name, (0,project/* escapeDollars */.bn)(value)]);
    return JSON.stringify({ services: { [service]: { environment: Object.fromEntries(variables) } } });
}

;// CONCATENATED MODULE: ./src/execute/perform.js










const database = {
    pending: pending/* askPending */.L3,
    backup: backup/* backUp */.v,
    migrate: migrate,
    'check-restore': check/* checkRestore */.D,
    hold: gateWebStart,
    restore: restoreBeside,
    'swap-data': swapDatabases,
    'verify-backup': verifyBackup,
};
/** Makes one step on one host, by the database's own code or by the engine. */
async function perform(engine, step, session, batch = model_step/* noBatch */.YO) {
    const kind = step;
    if (kind === 'run-command')
        return await runCommand(session);
    if (isOfDatabase(kind))
        return (await database[kind](session)) ?? {};
    const forget = kind === 'scheduler' && mayNotKnowSchedules(session)
        ? { whileStopped: () => forgetSchedules(session) }
        : {};
    return await engine.perform(kind, session, { batch, ...forget });
}
function isOfDatabase(kind) {
    return kind in database;
}

// EXTERNAL MODULE: ./src/observe/preflight.js + 2 modules
var preflight = __webpack_require__(43975);
;// CONCATENATED MODULE: ./src/execute/refresh.js


/**
 * Observes the hosts again once the locks are held, when another run has changed something since, or when a run's
 * remains were just undone. Returns the hosts that changed too, each with the reason.
 * @throws UserError `live-changed` when people made their decision about a release that is no longer live
 */
async function refreshObserved(engine, members, locks) {
    const changed = [];
    const now = await Promise.all(members.map(async (member) => {
        const { host, desired, observed: before } = member;
        const lock = locks.get(host.name);
        const live = before.live === undefined ? '' : `releases/${before.live.id}`;
        if (lock?.recovered === false && lock.live === live && lock.history === before.history)
            return member;
        const observed = await engine.observe(host, desired);
        (0,preflight/* preflight */.M)(desired, observed);
        assertLiveUnchanged(member, observed);
        changed.push(`${host.name} (${whatChanged(before, observed, lock?.recovered === true)})`);
        return { ...member, observed };
    }));
    return { members: now, changed: changed.sort() };
}
function whatChanged(before, now, recovered) {
    if (now.live?.id !== before.live?.id)
        return `${before.live?.id ?? 'nothing'} was live, now ${now.live?.id ?? 'nothing'}`;
    return recovered ? 'what an earlier run left was undone' : 'another run was there';
}
/** Some runs apply only to the release that was live when people decided on them. */
function assertLiveUnchanged({ desired, observed: before }, { host, live }) {
    const decision = decisionOn(desired);
    if (decision === undefined || live?.id === before.live?.id)
        return;
    throw new errors/* UserError */.yo('live-changed', `${host}: ${live?.id ?? 'nothing'} is live now; ${decision.what} ${before.live?.id ?? 'nothing'}.`, decision.fix);
}
/** The decision by people that depends on the live release; undefined for a run that may replace any release. */
function decisionOn({ maintenance, task, release, rollback }) {
    if (maintenance !== undefined)
        return undefined;
    if (task !== undefined)
        return {
            what: 'the task was prepared for',
            fix: 'Run the job again: it uses the release that is live then.',
        };
    const fix = 'Check the live release and request approval again: it must refer to the release that is live.';
    if (rollback !== undefined)
        return { what: 'the way back was chosen from', fix };
    if (release.approval !== undefined)
        return { what: 'the approval was given for a change from', fix };
    return undefined;
}

// EXTERNAL MODULE: ./src/execute/reverse-schema.js
var reverse_schema = __webpack_require__(50967);
// EXTERNAL MODULE: ./src/execute/step-runner.js + 1 modules
var step_runner = __webpack_require__(21057);
;// CONCATENATED MODULE: ./src/execute/stragglers.js
/** The desired state for a host that missed the commit: without the database, which is done, and without the bake. Pure. */
function withoutDatabase(desired) {
    const again = {
        ...desired,
        migrate: [],
        backup: { ...desired.backup, when: 'never' },
        bake: 0,
    };
    if (desired.rollback !== undefined)
        again.rollback = { ...desired.rollback, database: 'done' };
    return again;
}

;// CONCATENATED MODULE: ./src/execute/execute.js













/**
 * ★ The one loop over a plan, for deploy, rollback and maintenance. An error before the commit undoes everything on
 * every host.
 */
async function execute(engine, operation, job) {
    const { fleet, plan } = operation;
    const stop = new AbortController();
    const runner = {
        ...job,
        log: (0,step_runner/* dedupeWarnings */.Z)(job.log),
        cancelled: AbortSignal.any([job.cancelled, stop.signal]),
    };
    const stage = new step_runner/* StepRunner */.H(fleet.settings.parallel, stop, runner);
    const locks = new Map();
    await prepareAndLock(engine, operation, stage, locks, runner).catch(async (error) => {
        await (0,diagnose/* explain */.WE)(error, await (0,diagnose/* examine */.sb)(engine, fleet.members, error, job), explaining(fleet), job);
        throw error;
    });
    let committed = false;
    try {
        const { members, changed } = await refreshObserved(engine, fleet.members, locks);
        const steps = changed.length === 0 ? operation.steps : plan(members);
        if (changed.length > 0)
            runner.log.info(`Changed since it was observed: ${changed.join(', ')}. The plan is computed again.`);
        const sessions = members.map((one) => engine.open(one, lockOf(one, locks), runner));
        let stragglers = [];
        for (const step of steps) {
            if (step.do === 'pull' || step.do === 'begin')
                continue;
            if (step.do === 'commit') {
                stragglers = await stage.once(step, () => engine.commit(sessions));
                committed = true;
                for (const session of sessions)
                    noteServing(session, !stragglers.includes(session));
            }
            else if (step.do === 'reverse') {
                // The schema may change only after the code has changed on all hosts.
                await reconcileStragglers(engine, operation, stragglers.splice(0), job);
                const { results } = await stage.once(step, () => (0,reverse_schema/* reverseSchema */.I)(engine, sessions[0], runner));
                sessions[0].results = { ...sessions[0].results, ...results };
            }
            else
                await performStep(engine, step, sessions, stage);
        }
        await reconcileStragglers(engine, operation, stragglers, job);
        return { timeline: stage.timeline, sessions, steps, refreshed: changed };
    }
    catch (error) {
        // The evidence must be captured first: the undo removes it.
        const evidence = await (0,diagnose/* examine */.sb)(engine, fleet.members, error, job);
        if (!committed)
            stage.timeline.push(...(await abortAll(engine, fleet.members, locks, job)));
        if (error instanceof errors/* StepFailed */.an || error instanceof errors/* UserError */.yo)
            error.report = [error.report, (0,timeline/* failedTimeline */.D)(stage.timeline)].filter(Boolean).join('\n\n');
        await (0,diagnose/* explain */.WE)(error, evidence, explaining(fleet), job);
        throw error;
    }
}
async function performStep(engine, step, sessions, stage) {
    await stage.each(step, async ({ host, batch }) => {
        const session = sessions.find((one) => one.host.name === host);
        if (session === undefined)
            return;
        session.results = { ...session.results, ...(await perform(engine, step.do, session, batch)) };
    });
    // There is one database: only the first host checks its state, and the scheduler may be on another host.
    const { database } = sessions[0].results;
    if (step.do === 'pending' && database !== undefined)
        for (const session of sessions)
            session.results = { ...session.results, database };
    // Hosts without web watch their workers as long as web took to start elsewhere, as it is the same code.
    const startSeconds = Math.max(...sessions.map(({ results }) => results.startSeconds ?? 0));
    if (step.do === 'start-web')
        for (const session of sessions)
            session.results = { ...session.results, startSeconds };
}
/** Notes that the new state serves on all hosts, except on one that missed the commit and rolled back. */
function noteServing({ host, desired, observed, runner }, committed) {
    runner.serving.note(host.name, committed ? (0,serving/* servedAfterCommit */.d)(observed, desired) : (0,serving/* serviceOf */.z)(observed, desired));
}
function explaining({ members: [{ desired }], settings }) {
    return { secrets: desired.secrets ?? (0,secrets/* secretsIn */.V)(desired.model), folder: settings.diagnosisFolder };
}
/** Makes the first two steps: everything slow that changes nothing comes before the locks. */
async function prepareAndLock(engine, { fleet: { members }, steps }, stage, locks, runner) {
    for (const step of steps) {
        if (step.do === 'pull')
            await stage.each(step, async ({ host: name }) => {
                const member = members.find(({ host }) => host.name === name);
                if (member !== undefined)
                    await (0,cancel/* unlessCancelled */.M)(runner.cancelled, engine.pull(member, runner));
            });
        if (step.do === 'begin')
            await stage.once(step, () => engine.lock(members, locks, runner));
    }
}
function lockOf({ host: { name } }, locks) {
    const transaction = locks.get(name);
    if (transaction === undefined)
        throw new Error(`no lock on ${name}`);
    return transaction;
}
/** Undoes everything on all hosts at once. A host that lost its connection or guard is undone as soon as it is back. */
async function abortAll(engine, members, locks, runner) {
    const name = 'Undo everything';
    const one = async (member) => {
        const { host } = member;
        const started = runner.clock.now();
        const undone = await engine.abort(member, locks.get(host.name), runner);
        const seconds = (runner.clock.now() - started) / 1000;
        return { name, where: host.name, started, seconds, result: undone ? 'undone' : 'failed' };
    };
    runner.log.debug((0,progress/* begun */.q1)(name));
    const entries = await runner.log.group(name, async () => await Promise.all(members.map(one)));
    const left = entries.filter(({ result }) => result === 'failed').map(({ where }) => where);
    const seconds = Math.max(...entries.map((entry) => entry.seconds));
    runner.log.info(left.length === 0
        ? `↩ ${name} (${(0,markdown/* duration */.p0)(seconds)})`
        : `✘ ${name}: not yet on ${left.join(', ')} (${(0,markdown/* duration */.p0)(seconds)})`);
    return entries;
}
/** Repeats the operation on hosts that missed the commit and rolled back, as the others serve the new state. */
async function reconcileStragglers(engine, { fleet, plan }, stragglers, runner) {
    if (stragglers.length === 0)
        return;
    const names = stragglers.map(({ host }) => host.name).join(', ');
    runner.log.warning(`${names} did not confirm the commit and rolled back on its own: it is done there again.`);
    const members = (await Promise.all(stragglers.map(async ({ host, desired }) => {
        const again = withoutDatabase(desired);
        return { host, desired: again, observed: await engine.observe(host, again) };
    })));
    await execute(engine, { fleet: { ...fleet, members }, steps: plan(members), plan }, runner);
}


/***/ }),

/***/ 50967:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ reverseSchema)
/* harmony export */ });
/* harmony import */ var _database_backup_backup_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(45166);
/* harmony import */ var _database_schema_reverse_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(57181);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(16986);
/* harmony import */ var _model_step_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(94153);




/**
 * Reverses the schema after the code, in a separate transaction. When that fails, the old code keeps serving on the
 * newer schema, instead of giving way to newer code on a half-reversed schema. Returns the reversed migrations and the
 * backup made before.
 * @throws UserError `live-changed` when another run came first, StepFailed `migration-failed`
 */
async function reverseSchema(engine, member, runner) {
    const { host, desired } = member;
    const locks = new Map();
    await engine.lock([{ ...member, desired: { ...desired, lockWait: 60 } }], locks, runner);
    const transaction = locks.get(host.name);
    if (transaction === undefined)
        throw new Error(`no lock on ${host.name}`);
    const session = engine.open(member, transaction, runner);
    try {
        if (transaction.live !== `releases/${desired.release.id}`)
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo('live-changed', `${host.name}: ${transaction.live} is live now, so the schema was left as it is.`, 'Look at what is live, and run the rollback again if it is still wanted.');
        const asked = await (0,_database_schema_reverse_js__WEBPACK_IMPORTED_MODULE_1__/* .reversePlan */ .As)(session);
        if (asked.plan.length === 0)
            runner.log.info('  the schema is that of the release already');
        else {
            const { serverVersion, bytes } = asked;
            // The backup needs these values, and a rollback does not check for pending migrations.
            session.results = { database: { pending: [], schema: undefined, serverVersion, bytes } };
            session.results = { ...session.results, ...(await (0,_database_backup_backup_js__WEBPACK_IMPORTED_MODULE_0__/* .backUp */ .v)(session)) };
            session.results = { ...session.results, ...(await (0,_database_schema_reverse_js__WEBPACK_IMPORTED_MODULE_1__/* .reverse */ .BE)(session, asked)) };
        }
        await transaction.commit();
    }
    catch (error) {
        await engine.abort(member, transaction, runner);
        throw error;
    }
    await engine.perform('clean-up', session, { batch: _model_step_js__WEBPACK_IMPORTED_MODULE_3__/* .noBatch */ .YO });
    return session;
}


/***/ }),

/***/ 21057:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  H: () => (/* binding */ StepRunner),
  Z: () => (/* binding */ dedupeWarnings)
});

// EXTERNAL MODULE: ./src/report/progress.js
var progress = __webpack_require__(9397);
// EXTERNAL MODULE: ../../node_modules/p-map/index.js
var p_map = __webpack_require__(4154);
// EXTERNAL MODULE: ./src/report/host-failures.js
var host_failures = __webpack_require__(35394);
// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(80231);
;// CONCATENATED MODULE: ./src/execute/run-on-hosts.js



/** Seconds after the first failure in which other hosts may still report theirs. */
const echoSeconds = 3;
/** Interval in seconds at which a wait reports what it is waiting for. */
const progressSeconds = 15;
/**
 * Does the same work on several hosts, `parallel` at a time, and waits for all of them. After the first failure `stop`
 * tells the others to stop.
 * @param title the work in words, for the lines that say that it goes on
 * @throws the host's error; when several hosts failed, one error that names them all
 */
async function runOnHosts(title, items, parallel, stop, { log, clock }, work) {
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
                log.info(`${item.host} is done (${(0,markdown/* duration */.p0)((clock.now() - started) / 1000)})`);
        }
        catch (error) {
            failures.push({ host: item.host, error });
            if (items.length > 1)
                log.info(`${item.host} failed`);
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
    void sayWhatIsAwaited(title, busy, over.signal, { log, clock });
    await (0,p_map/* default */.Ay)(items, one, { concurrency: parallel }).finally(() => over.abort());
    if (failures.length > 0)
        throw (0,host_failures/* allOf */.b)(failures);
}
async function sayWhatIsAwaited(title, busy, over, { log, clock }) {
    for (;;) {
        await clock.sleep(progressSeconds, over).catch(() => { });
        if (over.aborted)
            return;
        const hosts = [...busy].map(([host, started]) => `${host} (${(0,markdown/* duration */.p0)((clock.now() - started) / 1000)})`);
        if (hosts.length > 0)
            log.progress(`… ${title}: waiting for ${hosts.join(', ')}`);
    }
}

;// CONCATENATED MODULE: ./src/execute/step-runner.js


/** Runs the steps of a plan: each is a line in the log, with a fold for its details, and for each host a line of the timeline. */
class StepRunner {
    timeline = [];
    parallel;
    stop;
    runner;
    /** @param stop aborted when a host fails, so that the others don't continue with what will be undone */
    constructor(parallel, stop, runner) {
        this.parallel = parallel;
        this.stop = stop;
        this.runner = runner;
    }
    /** Runs a step on its hosts side by side; returns when the last is done. */
    async each(step, work) {
        // All hosts bake at the same time; watching costs them nothing.
        const parallel = step.do === 'bake' ? step.on.length : this.parallel;
        await (0,progress/* inOneLine */.UX)(this.runner, step.title, async () => await runOnHosts(step.title, step.on, parallel, this.stop, this.runner, async (part) => {
            await this.record(step.title, part.host, () => work(part));
        }));
    }
    /** Runs a step that concerns the whole fleet. */
    async once({ title, on }, work) {
        const where = on.length === 1 ? (on[0]?.host ?? '') : `${on.length} hosts`;
        return await (0,progress/* inOneLine */.UX)(this.runner, title, async () => await this.record(title, where, work));
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
/** A log that prints a warning once when it is the same on every host of the fleet. */
function dedupeWarnings(log) {
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

/***/ 17269:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  H: () => (/* binding */ observeFleet),
  x: () => (/* binding */ withFleet)
});

// EXTERNAL MODULE: ../../node_modules/p-map/index.js
var p_map = __webpack_require__(4154);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
// EXTERNAL MODULE: ./src/host/ssh/connect.js + 5 modules
var connect = __webpack_require__(14965);
// EXTERNAL MODULE: ./src/metrics/look.js
var look = __webpack_require__(79516);
// EXTERNAL MODULE: ./src/model/desired.js
var model_desired = __webpack_require__(50809);
// EXTERNAL MODULE: ./src/model/placement.js
var model_placement = __webpack_require__(24504);
;// CONCATENATED MODULE: ./src/model/fleet.js

/** The desired state of one host. The release's record on that host says what runs there. Pure. */
function desiredOn(name, { desired, scheduler, hosts }) {
    if (hosts === undefined)
        return { ...desired, schedules: name === scheduler };
    const { roles, release } = desired;
    const placement = hosts.find((one) => one.name === name)?.placement;
    const others = hosts.filter((one) => one.name !== name && (0,model_placement/* servesWeb */.FE)({ roles, placement: one.placement }));
    return {
        ...desired,
        schedules: name === scheduler,
        placement,
        // With a single host, no other host could take the requests while it drains.
        balancerWait: others.length > 0 ? desired.balancerWait : 0,
        release: release.settings === undefined ? release : { ...release, settings: { ...release.settings, placement } },
    };
}

// EXTERNAL MODULE: ./src/model/serving.js
var serving = __webpack_require__(84791);
// EXTERNAL MODULE: ./src/report/host-failures.js
var host_failures = __webpack_require__(35394);
// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(80231);
// EXTERNAL MODULE: ./src/runner/cancel.js
var cancel = __webpack_require__(4744);
// EXTERNAL MODULE: ./src/observe/host-paths.js
var host_paths = __webpack_require__(24471);
// EXTERNAL MODULE: ./src/compose/accessory-work.js
var accessory_work = __webpack_require__(86068);
// EXTERNAL MODULE: ./src/model/observed.js
var model_observed = __webpack_require__(97755);
;// CONCATENATED MODULE: ./src/observe/left-accessories.js




/**
 * Warns of each service that differs from the release and is left as it is: an accessory that may hold data, one that
 * `hosts` assigns to another host, and one that the Compose file no longer has. Pure.
 */
function leftAccessories(desired, observed) {
    if ((0,model_desired/* keepsLive */.r8)(desired))
        return [];
    const { left } = (0,accessory_work/* accessoryWork */.q)(desired, observed);
    const way = (service) => desired.rollback === undefined
        ? `To replace it, name it: update-services: ${service}.`
        : 'It stays as it is; a deploy replaces it where update-services names it.';
    const differing = left.map(({ service, differs, stateful }) => `${observed.host}: ${service} runs otherwise than the Compose file of the release has it (${differs.join(', ')}). It is left as it is, because ${stateful ?? 'it was not named'}. ${way(service)}`);
    const unknown = (0,model_observed/* orphans */.mA)(desired, observed).map((service) => `${observed.host}: ${service} runs in the project, and the Compose file of the release has no service of this name. It is left as it is. If nobody needs it, on the server: docker rm -f its container.`);
    return [...differing, ...elsewhere(desired, observed), ...unknown];
}
/** Accessories that are assigned to another host; they may hold data. */
function elsewhere(desired, observed) {
    return desired.roles.accessories.flatMap((service) => {
        const names = (0,model_observed/* containersOf */.Mz)(observed, service).flatMap(({ name, state }) => state === 'running' ? [name] : []);
        return names.length === 0 || (0,model_placement/* isPlaced */.AD)(desired, service)
            ? []
            : [
                `${observed.host}: ${service} runs there, and hosts does not give it to this host any more. It is left, as it may have data. Remove it by hand when it suits: docker rm -f ${names.join(' ')}`,
            ];
    });
}

// EXTERNAL MODULE: ./src/observe/preflight.js + 2 modules
var preflight = __webpack_require__(43975);
;// CONCATENATED MODULE: ./src/observe/skipped.js


/**
 * Requires that other hosts run everything that a skipped host would. Pure.
 * @throws UserError `host-unreachable` for services that no host would run
 */
function assertNothingMissing({ desired: { roles }, hosts = [] }, skipped) {
    const isSkipped = (name) => skipped.some(({ host }) => host === name);
    const left = new Set(hosts.flatMap(({ name, placement }) => (isSkipped(name) ? [] : (0,model_placement/* placedServices */.Yj)({ roles, placement }))));
    const missing = hosts.flatMap(({ name, placement }) => {
        const services = (0,model_placement/* placedServices */.Yj)({ roles, placement }).filter((one) => !left.has(one));
        return isSkipped(name) && services.length > 0 ? [{ name, services }] : [];
    });
    if (missing.length === 0)
        return;
    throw new errors/* UserError */.yo('host-unreachable', missing
        .map(({ name, services }) => `${name} can't be left out: no host that is reached runs ${services.join(', ')}.`)
        .join('\n'), 'Make it reachable, or give its services to another host in hosts.');
}

;// CONCATENATED MODULE: ./src/observe/fleet.js














/**
 * Connects to all hosts while the desired state is resolved, observes each, and refuses a run before anything changes.
 * @throws UserError with every problem on every host, and a table of all hosts
 */
async function observeFleet(engine, addresses, jump, settings, resolveDesired, runner) {
    const connecting = connectAll(addresses, jump, settings, runner);
    const connected = connecting.then(connectedOf);
    // A login takes half a dozen round trips. When both fail, the error in the files counts.
    connected.catch(() => { });
    let intent;
    try {
        intent = await resolveDesired(connected);
    }
    catch (error) {
        void connecting.then((observations) => observations.forEach(({ host }) => host?.close()));
        throw error;
    }
    const observations = await connecting;
    await Promise.all(observations.map((observation) => observeOne(engine, observation, intent, runner)));
    try {
        runner.cancelled.throwIfAborted();
        return validate(observations, settings, intent, runner);
    }
    catch (error) {
        for (const { host } of observations)
            host?.close();
        throw error;
    }
}
async function connectAll(addresses, jump, { parallel }, { clock, cancelled, serving }) {
    const one = async (address) => {
        const name = address.name ?? address.host;
        const started = clock.now();
        const seconds = () => (clock.now() - started) / 1000;
        try {
            return { name, host: await (0,cancel/* unlessCancelled */.M)(cancelled, (0,connect/* connect */.N)(address, jump)), seconds: seconds() };
        }
        catch (error) {
            serving.note(name, { state: 'unknown' });
            return { name, error, seconds: seconds() };
        }
    };
    // sshd starts to drop unfinished logins at ten (MaxStartups), and a jump host sees all of them.
    return await (0,p_map/* default */.Ay)(addresses, one, { concurrency: jump === undefined ? parallel : Math.min(parallel, 5) });
}
/** @throws the cause when no host is connected */
function connectedOf(observations) {
    const [first, ...rest] = observations.flatMap(({ host }) => host ?? []);
    if (first === undefined)
        throw (0,host_failures/* allOf */.b)(failuresOf(observations));
    return [first, ...rest];
}
async function observeOne(engine, observation, intent, runner) {
    const { host } = observation;
    if (host === undefined)
        return;
    const started = runner.clock.now();
    runner.serving.note(host.name, { state: 'unknown' });
    try {
        const here = desiredOn(observation.name, intent);
        const observed = await (0,cancel/* unlessCancelled */.M)(runner.cancelled, engine.observe(host, here));
        runner.serving.note(host.name, (0,serving/* serviceOf */.z)(observed, here));
        (0,preflight/* preflight */.M)(here, observed);
        if (here.metrics !== undefined)
            await (0,cancel/* unlessCancelled */.M)(runner.cancelled, (0,look/* assertAskable */.Y)(host, here.metrics));
        for (const one of [...leftAccessories(here, observed), ...(0,host_paths/* missingPaths */.D)(here, observed).warnings])
            runner.log.warning(one);
        observation.target = { desired: here, observed };
    }
    catch (error) {
        observation.error = error;
    }
    finally {
        observation.seconds += (runner.clock.now() - started) / 1000;
    }
}
function failuresOf(observations) {
    return observations.flatMap(({ name, error }) => (error === undefined ? [] : [{ host: name, error }]));
}
function validate(observations, settings, intent, { log }) {
    const failures = failuresOf(observations);
    const skipped = failures.filter((one) => mayBeSkipped(one, settings, intent.scheduler));
    const [first, ...rest] = primaryFirst(observations.flatMap(({ host, target }) => host !== undefined && target !== undefined ? [{ host, ...target }] : []));
    if (failures.length > skipped.length || first === undefined) {
        const error = (0,host_failures/* allOf */.b)(failures);
        if (error instanceof errors/* UserError */.yo && observations.length > 1)
            error.report = observationTable(observations);
        throw error;
    }
    assertNothingMissing(intent, skipped);
    for (const { host, error } of skipped)
        log.warning(`${host} is left out: ${(0,errors/* messageOf */.bD)(error)}`);
    return { members: [first, ...rest], skipped, settings };
}
/** Puts the first host that runs the app first: it touches the database. Others may run accessories alone. */
function primaryFirst(members) {
    const primary = members.find(({ desired }) => (0,model_desired/* appServices */.yM)(desired).length > 0);
    return primary === undefined ? [...members] : [primary, ...members.filter((one) => one !== primary)];
}
/** Whether a host may be skipped. Not the scheduler's: it may still run there, and a second one would start every task twice. */
function mayBeSkipped({ host, error }, { onUnreachable }, scheduler) {
    return (onUnreachable === 'skip' &&
        host !== scheduler &&
        error instanceof errors/* UserError */.yo &&
        error.reason === 'host-unreachable');
}
/** A table of every host: which of them prevent a deploy and why, and which are slow. */
function observationTable(observations) {
    const rows = observations.map(({ name, seconds, error }) => [
        error === undefined ? '✅' : '❌',
        (0,markdown/* inlineCode */.ti)(name),
        (0,markdown/* duration */.p0)(seconds),
        error === undefined ? 'ready' : (0,errors/* messageOf */.bD)(error),
    ]);
    return (0,markdown/* details */.zH)(`All ${rows.length} hosts`, (0,markdown/* table */.tp)(['', 'Host', 'Answered in', ''], rows));
}
/** Does the work with the fleet, then closes the connections and logs how few commands they carried. */
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

/***/ 24471:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ missingPaths)
/* harmony export */ });
/* harmony import */ var _compose_host_paths_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4939);
/* harmony import */ var _compose_one_off_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(62858);
/* harmony import */ var _model_observed_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(97755);



/**
 * Finds mounts of paths that the server lacks. Docker would create an empty folder owned by root in place of a
 * configuration, so a missing path that is only read refuses the deploy. A rollback is not refused. Pure.
 */
function missingPaths(desired, observed) {
    const { model, root, roles, rollback, maintenance } = desired;
    if (rollback !== undefined || maintenance !== undefined)
        return { problems: [], warnings: [] };
    const missing = (0,_compose_host_paths_js__WEBPACK_IMPORTED_MODULE_1__/* .hostPaths */ .t)(model, root).filter(({ path, service }) => observed.missingPaths?.includes(path) === true &&
        service !== _compose_one_off_js__WEBPACK_IMPORTED_MODULE_2__/* .oneOffService */ .VD &&
        // A container that exists is left as it is.
        !(roles.accessories.includes(service) && (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_0__/* .containersOf */ .Mz)(observed, service).length > 0));
    const needed = missing.filter(({ readOnly, isMade }) => readOnly || !isMade);
    return {
        problems: byPath(needed).map(({ path, service, target, isMade }) => [
            `there is no ${path}, which ${service} mounts${isMade ? ' to read it' : ''} at ${target}${isMade ? '; Docker would make an empty folder in its place' : ''}`,
            `Put it on the server; or into the repository, named relative to the Compose file (./…): then it goes to the server with the release.`,
        ]),
        warnings: byPath(missing.filter((one) => !needed.includes(one))).map(({ path, service, target }) => `${observed.host}: there is no ${path} yet, which ${service} mounts at ${target}. Docker makes it: an empty folder that belongs to root. If ${service} runs as another user, make it on the server before, for that user: sudo install -d -o UID ${path}`),
    };
}
/** Lists each path once, with the first service that mounts it. */
function byPath(all) {
    return all.filter((one, index) => all.findIndex(({ path }) => path === one.path) === index);
}


/***/ }),

/***/ 43975:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  M: () => (/* binding */ preflight)
});

// EXTERNAL MODULE: ./src/compose/one-off.js
var one_off = __webpack_require__(62858);
// EXTERNAL MODULE: ./src/model/desired.js
var model_desired = __webpack_require__(50809);
// EXTERNAL MODULE: ./src/model/edge/web.js
var web = __webpack_require__(9803);
// EXTERNAL MODULE: ./src/model/observed.js
var model_observed = __webpack_require__(97755);
// EXTERNAL MODULE: ./src/model/older.js
var older = __webpack_require__(10261);
// EXTERNAL MODULE: ./src/model/placement.js
var placement = __webpack_require__(24504);
// EXTERNAL MODULE: ./src/model/project/project.js
var project = __webpack_require__(35616);
// EXTERNAL MODULE: ./src/observe/host-paths.js
var host_paths = __webpack_require__(24471);
// EXTERNAL MODULE: ./src/compose/stack/work.js
var work = __webpack_require__(40336);
// EXTERNAL MODULE: ./src/model/swarm.js
var model_swarm = __webpack_require__(29431);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
;// CONCATENATED MODULE: ./src/observe/problems.js

/** @throws UserError `not-ready` with all of the problems; nothing without one */
function refuseFor(host, problems) {
    if (problems.length === 0)
        return;
    throw new errors/* UserError */.yo('not-ready', problems.map(([what]) => `${host}: ${what}.`).join('\n'), problems.map(([, fix]) => fix).join('\n'));
}

;// CONCATENATED MODULE: ./src/observe/preflight-swarm.js





/** The oldest engine with jobs, and with configs in the form used here. */
const oldest = '20.10';
/** The undo log must remain writable to the end. */
const spareInRoot = 20_000_000;
/**
 * Finds what prevents a deploy to a Swarm, before anything changes. Pure.
 * @throws UserError `not-ready` with everything that is wrong
 */
function preflightSwarm(desired, observed) {
    const { root, swarm, model, rollback, backup, migrate } = desired;
    const { nodes = [], self, problem = '', besides = false, record, services = [] } = observed.swarm ?? {};
    const problems = [];
    if (problem !== '')
        problems.push([
            problem,
            'Name managers of one Swarm in hosts: docker swarm init on the first server, docker swarm join on the others. docker node ls shows them.',
        ]);
    const old = nodes.filter(({ engine }) => engine !== '' && (0,older/* isOlder */.t)(engine, oldest));
    if (old.length > 0)
        problems.push([
            `the Docker Engine of ${old.map(({ name, engine }) => `${name} (${engine})`).join(', ')} is older than ${oldest}`,
            'Update it: https://docs.docker.com/engine/install/',
        ]);
    const able = nodes.filter(model_swarm/* takesTasks */.h);
    if (problem === '' && able.length === 0)
        problems.push(['no node of the Swarm takes tasks', 'docker node update --availability active NODE']);
    const manager = nodes.find(({ id }) => id === self);
    const mayBackUp = backup.when === 'always' || (backup.when === 'pending' && migrate.length > 0);
    if (mayBackUp && manager !== undefined && !(0,model_swarm/* takesTasks */.h)(manager))
        problems.push([
            `it takes no tasks (${manager.availability}), and a job on the manager writes the backup`,
            `docker node update --availability active ${manager.name}; or name a manager that takes tasks first in hosts`,
        ]);
    if (besides)
        problems.push([
            `containers of the project ${model.name} run there without Swarm: docker compose has started them, or engine: compose`,
            `Stop them first (docker compose --project-name ${model.name} down keeps the volumes), or give the project another name with the input project.`,
        ]);
    if (record === undefined && services.length > 0)
        problems.push([
            `a stack ${model.name} runs that this engine has not deployed`,
            `Remove it (docker stack rm ${model.name} keeps the volumes), or give the project another name with the input project.`,
        ]);
    if (!observed.writable)
        problems.push([
            `the folder ${root} is not there, or the SSH user may not write to it`,
            `On each manager: sudo install -d -o "$USER" ${root}`,
        ]);
    if (observed.writable && (observed.freeInRoot ?? spareInRoot) < spareInRoot)
        problems.push([
            `the disk with ${root} is nearly full`,
            'Delete what is not needed there, or give it a larger disk.',
        ]);
    if (rollback === undefined && !(0,model_desired/* keepsLive */.r8)(desired) && swarm !== undefined && nodes.length > 1)
        problems.push(...wandering((0,work/* stackWork */._)(desired, observed).stack));
    refuseFor(observed.host, problems);
}
/**
 * Finds services with a volume of a node that Swarm may start on another node, where the volume is another, empty one. A
 * volume of a driver of its own, or with options such as NFS, may be the same everywhere.
 */
function wandering({ services, volumes = {} }) {
    const isOfNode = (source = '') => {
        const { driver = 'local', driver_opts: options } = (volumes[source] ?? {});
        return driver === 'local' && options === undefined;
    };
    return Object.entries(services).flatMap(([name, service]) => {
        const mount = service.volumes?.find(({ type, source }) => type === 'volume' && isOfNode(source));
        if (mount === undefined || isPinned(service))
            return [];
        return [
            [
                `${name} keeps data in the volume ${mount.source ?? mount.target}, which each node has for itself, and may be started on any node`,
                `Pin ${name} to the node with its data: deploy: {placement: {constraints: ["node.hostname == NODE"]}}; or give the volume a driver that all nodes share. If it runs already, name it in update-services too.`,
            ],
        ];
    });
}
/** Whether a constraint names a node or a label that people gave to nodes. */
function isPinned({ deploy }) {
    const { constraints = [] } = (deploy?.placement ?? {});
    return constraints.some((one) => /^node\.(id|hostname|labels\.\S+)\s*==/.test(one));
}

;// CONCATENATED MODULE: ./src/observe/preflight.js










/** The oldest versions that support the commands used here. */
const preflight_oldest = { engine: '20.10', compose: '2.20' };
/** Minimum of free bytes for a pull: Docker needs twice the size of the layers while it unpacks them. */
const spareBytes = 1_000_000_000;
/** A new image is about as large as the last one; its compressed layers add about half of that. */
const roomFor = ({ imageBytes = 0 }) => Math.max(spareBytes, 1.5 * imageBytes);
/** A release has a few hundred kB; the undo log must remain writable to the end. */
const preflight_spareInRoot = 20_000_000;
/**
 * Finds what prevents a deploy, before anything changes. Pure.
 * @throws UserError `not-ready` with everything that is wrong on this host, not only the first thing
 */
function preflight(desired, observed) {
    if (desired.swarm !== undefined)
        return preflightSwarm(desired, observed);
    const { root } = desired;
    const problems = [];
    if ((0,older/* isOlder */.t)(observed.engine, preflight_oldest.engine))
        problems.push([
            `the Docker Engine is ${observed.engine}, older than ${preflight_oldest.engine}`,
            'Update it: https://docs.docker.com/engine/install/',
        ]);
    if ((0,older/* isOlder */.t)(observed.compose, preflight_oldest.compose))
        problems.push([
            `Docker Compose is ${observed.compose}, older than ${preflight_oldest.compose}`,
            'On the server: sudo apt-get install --only-upgrade docker-compose-plugin',
        ]);
    else if (observed.composeRefuses !== undefined)
        problems.push([
            `Docker Compose ${observed.compose} can not read the release, which Docker Compose ${desired.composeVersion ?? ''} on the runner wrote: ${observed.composeRefuses}`,
            'On the server: sudo apt-get install --only-upgrade docker-compose-plugin. Or take what it does not know out of the Compose file.',
        ]);
    if (!observed.writable)
        problems.push([
            `the folder ${root} is not there, or the SSH user may not write to it`,
            `On the server: sudo install -d -o "$USER" ${root}`,
        ]);
    if ((0,model_desired/* appServices */.yM)(desired).length > 0 && !observed.imagePresent && observed.freeBytes < roomFor(observed))
        problems.push([
            `only ${megabytes(observed.freeBytes)} are free where Docker keeps images; ${(0,model_desired/* imagesHere */.X1)(desired).join(', ')} may need ${megabytes(roomFor(observed))}`,
            'On the server: docker image prune --all, or a larger disk.',
        ]);
    if (observed.writable && (observed.freeInRoot ?? preflight_spareInRoot) < preflight_spareInRoot)
        problems.push([
            `only ${megabytes(observed.freeInRoot ?? 0)} are free in the folder ${root}; a release and its undo log need ${megabytes(preflight_spareInRoot)}`,
            'Delete what is not needed there, or give it a larger disk.',
        ]);
    for (const { name, service, publicPort } of (0,placement/* servesWeb */.FE)(desired) ? (0,web/* webServices */.ZC)(desired) : []) {
        const own = [...(0,model_observed/* containersOf */.Mz)(observed, 'edge'), ...(0,model_observed/* containersOf */.Mz)(observed, name)].map((one) => one.name);
        const holder = service === undefined ? observed.portHolder : observed.otherPortHolders?.[publicPort];
        if (holder !== undefined && !own.includes(holder))
            problems.push([
                `port ${publicPort} is taken by ${holder}`,
                'Stop it, or publish another port in the Compose file.',
            ]);
    }
    problems.push(...lacking(desired, observed), ...(0,host_paths/* missingPaths */.D)(desired, observed).problems, ...majorUpdates(desired, observed));
    refuseFor(observed.host, problems);
}
/** External networks and volumes (`external: true`) that are missing; Compose would notice only when it starts containers. */
function lacking(desired, observed) {
    const { model } = desired;
    // One-off containers need all that web needs, on whichever host of the app they run. The edge is on each network that
    // further web services join.
    const names = new Set([
        ...(0,placement/* placedServices */.Yj)(desired),
        ...((0,model_desired/* appServices */.yM)(desired).length > 0 ? [(0,one_off/* oneOffIn */.PO)(model, desired.roles)] : []),
        ...((0,placement/* servesWeb */.FE)(desired) ? ['edge'] : []),
    ]);
    const services = [...names].map((name) => model.services[name] ?? {});
    const used = {
        network: new Set(services.flatMap(({ networks }) => Object.keys(networks ?? {}))),
        volume: new Set(services.flatMap(({ volumes }) => (volumes ?? []).flatMap(({ source }) => source ?? []))),
    };
    const there = { network: observed.networks, volume: observed.volumes };
    return ['network', 'volume'].flatMap((kind) => Object.entries(model[`${kind}s`] ?? {}).flatMap(([key, settings]) => {
        const { name: written = key, external } = (settings ?? {});
        const name = (0,project/* unescapeDollars */.aU)(written);
        return external !== true || !used[kind].has(key) || (there[kind]?.includes(name) ?? true)
            ? []
            : [
                [
                    `there is no ${kind} ${name}, which the Compose file takes for one that exists (external: true)`,
                    `On the server: docker ${kind} create ${name}; or take external: true off it.`,
                ],
            ];
    }));
}
/** Major updates of PostgreSQL: the new version can't read the old one's files, so it would not start and the old one would return. */
function majorUpdates({ model, updates = [] }, observed) {
    return updates.flatMap((service) => {
        const [from, to] = [(0,model_observed/* containersOf */.Mz)(observed, service)[0]?.image ?? '', model.services[service]?.image ?? ''];
        const [before, after] = [postgresMajor(from), postgresMajor(to)];
        return before === undefined || after === undefined || before === after
            ? []
            : [
                [
                    `${service} would go from ${from} to ${to}, and PostgreSQL ${after} can not read the files of ${before}`,
                    `Take ${service} out of update-services. To go over to ${after}: action maintenance, pg_dumpall, a new volume, restore.`,
                ],
            ];
    });
}
function postgresMajor(image) {
    return /(?:^|\/)(?:postgres|postgis|timescaledb|pgvector)[^:@]*:(?:pg)?(\d+)/.exec(image)?.[1];
}
function megabytes(bytes) {
    return `${Math.round(bytes / 1_000_000)} MB`;
}


/***/ }),

/***/ 68767:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ planLines)
/* harmony export */ });
/** The steps of a plan as people read them; with their hosts where these run different services. Pure. */
function planLines(steps, targets) {
    const differ = targets.some(({ desired }) => desired.placement !== undefined);
    return steps.map(({ title, on }, index) => {
        const where = differ && on.length < targets.length ? ` (${on.map(({ host }) => host).join(', ')})` : '';
        return `${index + 1}. ${title}${where}`;
    });
}


/***/ })

};
