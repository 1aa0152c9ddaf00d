export const id = "backup+diagnose+maintenance+rollback+run-command";
export const ids = ["backup+diagnose+maintenance+rollback+run-command"];
export const modules = {

/***/ 1787:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F6: () => (/* binding */ checkFormerPlacement),
/* harmony export */   MI: () => (/* binding */ checkPlacement),
/* harmony export */   iY: () => (/* binding */ assertInFleet),
/* harmony export */   m4: () => (/* binding */ schedulerHost)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);
/* harmony import */ var _model_placement_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(24504);
/* harmony import */ var _model_project_project_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(35616);



/**
 * Requires that every service of the project runs on some host, and that every host runs some service. Pure.
 * @throws UserError `bad-input`
 */
function checkPlacement(placing) {
    const { hosts, roles } = placing;
    const services = `Its services are ${(0,_model_placement_js__WEBPACK_IMPORTED_MODULE_1__/* .placedServices */ .Yj)({ roles }).join(', ')}.`;
    const unknown = unknownServices(placing);
    if (unknown.length > 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', inHosts(unknown), services);
    const nowhere = servicesNowhere(placing);
    if (nowhere.length > 0)
        throw noHost(nowhere, roles);
    const idle = hosts.flatMap(({ name, placement }) => (0,_model_placement_js__WEBPACK_IMPORTED_MODULE_1__/* .placedServices */ .Yj)({ roles, placement }).length > 0
        ? []
        : `${name} has role=${placement?.role}, and the project has no worker and no scheduler.`);
    if (idle.length > 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', inHosts(idle), `Take it out, or give it a service. ${services}`);
    assertPrimary(placing);
}
/**
 * Checks the same for an older release, made when the project was different. Services that only today's project has,
 * and accessories without a host, do not prevent the rollback. Pure.
 * @returns what will not run, in sentences
 * @throws UserError `bad-input` for a service of the app that no host would run
 */
function checkFormerPlacement(placing) {
    const { roles } = placing;
    const nowhere = servicesNowhere(placing);
    const app = nowhere.filter((service) => !roles.accessories.includes(service));
    if (app.length > 0)
        throw noHost(app, roles);
    return [...unknownServices(placing), ...nowhere.map((service) => `no host is given ${service}.`)];
}
/** Requires the app on the first host: work on the database happens there, in a container of the app. */
function assertPrimary({ hosts: [primary], roles }) {
    const { placement, name } = primary ?? {};
    if ((0,_model_placement_js__WEBPACK_IMPORTED_MODULE_1__/* .placedServices */ .Yj)({ roles, placement }).some((service) => !roles.accessories.includes(service)))
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Input 'hosts': ${name}, the first one, runs no service of the app, and database commands run from the first host.`, 'Write a host first that runs web or workers.');
}
function servicesNowhere({ hosts, roles, model }) {
    return (0,_model_placement_js__WEBPACK_IMPORTED_MODULE_1__/* .placedServices */ .Yj)({ roles }).filter((service) => (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_2__/* .replicasOf */ .N4)(model.services[service] ?? {}) > 0 &&
        !hosts.some(({ placement }) => (0,_model_placement_js__WEBPACK_IMPORTED_MODULE_1__/* .isPlaced */ .AD)({ roles, placement }, service)));
}
/** Names in `hosts` that the project does not have, or that no host keeps running. */
function unknownServices({ hosts, roles }) {
    const services = (0,_model_placement_js__WEBPACK_IMPORTED_MODULE_1__/* .placedServices */ .Yj)({ roles });
    return hosts.flatMap(({ name, placement: { services: named = [] } = {} }) => named.flatMap((one) => {
        if (roles.otherWeb?.includes(one) === true && !named.includes(roles.web))
            return `${name} names ${one} without ${roles.web}: the web services of a project run on the same hosts, behind one edge.`;
        if (services.includes(one))
            return [];
        return roles.jobs.includes(one)
            ? `${name} names ${one}, which runs once and ends: a deploy does its work itself.`
            : `${name} names ${one}, which is no service of the project.`;
    }));
}
function inHosts(sentences) {
    return sentences.map((one) => `Input 'hosts': ${one}`).join('\n');
}
/**
 * Picks the host for the scheduler: the one in the inputs, else the one on record, else the first that may run it.
 * Pure.
 * @throws UserError `bad-input` for a host that is not in the fleet or may not run it
 */
function schedulerHost({ hosts, roles }, named, recorded) {
    const able = hosts.flatMap(({ name, placement }) => ((0,_model_placement_js__WEBPACK_IMPORTED_MODULE_1__/* .maySchedule */ .P4)({ roles, placement }) ? [name] : []));
    const [first] = able;
    const schedulers = roles.schedulers.join(', ');
    if (first === undefined)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Input 'hosts': no host runs all of ${schedulers}, and schedulers run on one host.`, `Give them to one line together: services=${roles.schedulers.join(',')}`);
    if (named === undefined)
        return able.find((name) => name === recorded) ?? first;
    assertInFleet(hosts, named);
    if (able.includes(named))
        return named;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Input 'scheduler-host': "${named}" does not run ${schedulers}, as hosts says.`, `Name one that does, ${able.join(' or ')}; or change its line in hosts.`);
}
/** @throws UserError `bad-input` for a scheduler's host that isn't in the fleet */
function assertInFleet(hosts, scheduler) {
    if (scheduler === undefined || hosts.some(({ name }) => name === scheduler))
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Input 'scheduler-host': "${scheduler}" is not among the hosts.`, `Write it as in hosts, one of ${hosts.map(({ name }) => name).join(', ')}.`);
}
function noHost(missing, { web }) {
    const isWeb = missing.includes(web);
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Input 'hosts': no host runs ${missing.join(', ')}.`, isWeb
        ? `Give at least one host role=web, role=all or services=${web}; a host without anything runs all.`
        : `Add it to a line, such as role=web services=${missing.join(',')}; role=workers has workers and schedulers, and a host without anything runs all.`);
}


/***/ }),

/***/ 58780:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  k: () => (/* binding */ readModel),
  d: () => (/* binding */ resolveRollback)
});

// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
// EXTERNAL MODULE: ./src/model/release/release.js
var release = __webpack_require__(99328);
// EXTERNAL MODULE: ./src/desired/placement.js
var placement = __webpack_require__(1787);
// EXTERNAL MODULE: ./src/desired/registry-login.js
var registry_login = __webpack_require__(26165);
// EXTERNAL MODULE: ./src/desired/stored-secrets.js
var stored_secrets = __webpack_require__(13065);
;// CONCATENATED MODULE: ./src/desired/rollback/restored-release.js

/** Finds the last deploy or rollback that went live in a host's `events.log`; undefined for none. Pure. */
function cameBy(events) {
    return events
        .split('\n')
        .flatMap((line) => {
        try {
            return [JSON.parse(line)];
        }
        catch {
            // The line is incomplete: after a power cut, or as the last one.
            return [];
        }
    })
        .findLast(({ action, result }) => result === 'live' && (action === 'deploy' || action === 'rollback'));
}
/**
 * Requires, when the target already serves, that its data were restored too: only then has `restore` nothing left to
 * do.
 * @param left the release to roll back from; undefined when people named none and none is live
 * @param isElsewhere whether that release is live on another host
 * @throws UserError `not-ready` when the data were not restored
 */
async function assertRestored({ host, root, live }, left, isElsewhere) {
    const { stdout } = await host.run(['tail', '-n', '200', `${root}/events.log`]);
    const came = cameBy(stdout);
    const isBack = came?.action === 'rollback' && (left === undefined || came.from === left);
    if (isBack && (came.database === 'restore' || came.database === 'done'))
        return;
    // A release that never served, or that another deploy replaced, is not rolled back from.
    if (!isBack && left !== undefined && !isElsewhere)
        return;
    throw new errors/* UserError */.yo('not-ready', `${host.name} serves ${live} already, and its data were not restored when that went live.`, left === undefined
        ? 'Data come back with the code: deploy or go forward to a newer release, then back with database: restore.'
        : `Data come back with the code: first to: ${left} with database: keep, then back with database: restore.`);
}

// EXTERNAL MODULE: ./src/observe/rollback-targets.js
var rollback_targets = __webpack_require__(29103);
;// CONCATENATED MODULE: ./src/desired/rollback/target.js



/**
 * Finds the release that the input names: `previous`, a release's id, a version, or a digest. Pure.
 * @throws UserError `no-target` that lists the releases
 */
function chooseTarget(to, store) {
    const { live, previous, releases } = store;
    if (live === undefined)
        throw noTarget('Nothing is live on the host, so there is nothing to go back from.', store);
    if (to === 'previous') {
        if (previous === undefined)
            throw noTarget(`${nameOf(live)} is the first release: there is nothing to go back to.`, store);
        const found = releases.find(({ id }) => id === previous);
        if (found !== undefined)
            return found;
        throw noTarget(`The release before, ${previous}, is not on the host any more (keep-releases).`, store);
    }
    const found = releases.filter((one) => isMeant(to, one));
    const [first, ...others] = (0,release/* newestFirst */.ll)(found);
    if (first === undefined)
        throw noTarget(`No release on the host is meant by "${to}".`, store);
    // The same image with other settings is another release: the input must say which.
    if (others.length === 0)
        return first;
    throw noTarget(`"${to}" could mean ${found.map(nameOf).join(' or ')}.`, store);
}
/** Finds the newer release that may have left its schema behind: the newest, as its code knows the others' migrations. Pure. */
function newerSchema(target, releases) {
    return (0,release/* newestFirst */.ll)(releases).find((one) => one.id > target.id && (0,rollback_targets/* schemaBetween */.Y)(target, one)?.length !== 0);
}
/**
 * Whether the release to roll back from is the first one on every host, and so stays. A run that names it, as after a
 * failed smoke test, rolls back only if possible; a run that names none must fail when it is impossible. Pure.
 */
function staysFirst(stores, { to, from }) {
    if (from === undefined || to !== 'previous')
        return false;
    return stores.every(({ live, previous }) => live?.id === from && previous === undefined);
}
/** Whether the text is this release's id, version, image or digest. Pure. */
function isMeant(to, { id, version, image }) {
    const digest = image.split('@')[1] ?? '';
    const bare = (text) => text.replace(/^v(?=\d)/, '');
    return to === id || to === image || to === digest || (version !== '' && bare(to) === bare(version));
}
function nameOf({ id, version }) {
    return version === '' ? id : `${id} (${version})`;
}
function noTarget(what, { live, releases }) {
    const others = (0,release/* newestFirst */.ll)(releases).filter(({ id }) => id !== live?.id);
    return new errors/* UserError */.yo('no-target', what, others.length === 0
        ? `No other release is on the host${live === undefined ? '' : `, and ${nameOf(live)} stays`}: deploy the one that is wanted.`
        : `Set to: one of ${others.map(nameOf).join(', ')}.`);
}

;// CONCATENATED MODULE: ./src/desired/rollback/rollback.js







/**
 * Resolves the desired state from the release's own record on the host; nothing is read from the repository. When there
 * is nothing to roll back from, it is the unchanged live release, and {@link DesiredState.rollback} is undefined.
 * @throws UserError `no-target`; `not-ready` when data are to be restored and the code is back without them;
 * `bad-input` for a scheduler's host that isn't in the fleet
 */
function resolveRollback(engine, inputs, { log, clock, serving }) {
    const { from } = inputs;
    (0,placement/* assertInFleet */.iY)(inputs.hosts, inputs['scheduler-host']);
    return async (connected) => {
        const places = await Promise.all((await connected).map(async (one) => ({
            host: one,
            store: await engine.releases(one, inputs.path),
        })));
        for (const { host, store } of places)
            serving.note(host.name, serviceIn(store));
        const { host, live, target, left, mayLeave, stays } = rollbackRoute(places, inputs);
        const [primary] = places;
        if (inputs.database === 'restore' && !stays && primary?.store.live?.id === target.id)
            await assertRestored({ host: primary.host, root: inputs.path, live: target.id }, from ?? left?.id, mayLeave);
        if (stays)
            log.warning(`${target.id} is the first release: there is nothing to go back to, so it stays and serves. To take it off customers, close the shop (maintenance) or deploy another image.`);
        else if (left === undefined && !mayLeave)
            log.info(`${live?.id ?? 'Nothing'} is live, not ${from}: there is nothing to go back from.`);
        const model = await readModel(host, inputs.path, target);
        const secrets = await (0,stored_secrets/* hideSecrets */.s)(host, model, log);
        const backupId = (0,release/* releaseId */.Bf)(clock.now(), (left ?? target).image);
        const login = await (0,registry_login/* registryLogin */.j)(target.image, inputs, log);
        const desired = {
            ...desiredRelease(target, left, model, inputs, backupId),
            registryLogin: login,
            secrets,
        };
        const placing = { hosts: placedAsBefore(inputs.hosts, places, target), roles: desired.roles, model };
        for (const one of (0,placement/* checkFormerPlacement */.F6)(placing))
            log.warning(`Release ${target.id}: ${one}`);
        const scheduler = (0,placement/* schedulerHost */.m4)(placing, inputs['scheduler-host'], target.settings?.scheduler);
        return { desired, scheduler, hosts: placing.hosts };
    };
}
/** The hosts with their services: from the host's line in the input, else as they ran with the release. */
function placedAsBefore(hosts, places, { id }) {
    return hosts.map(({ name, placement }) => {
        const { store } = places.find(({ host }) => host.name === name) ?? {};
        const recorded = store?.releases.find((one) => one.id === id)?.settings?.placement;
        const here = placement ?? recorded;
        return here === undefined ? { name } : { name, placement: here };
    });
}
/**
 * Decides the two ends of a rollback. When part of the fleet has rolled back already, the other hosts count. When all
 * have, an earlier run may have ended before the schema, or left it on purpose: with `migrate`, that is what is left to
 * do.
 */
function rollbackRoute(places, { to, from, database }) {
    const at = places.find(({ store }) => from === undefined || store.live?.id === from);
    const { host, store } = at ?? places[0];
    const { live } = store;
    const stays = staysFirst(places.map((one) => one.store), { to, from });
    if (stays && live !== undefined)
        return { host, live, target: live, left: undefined, mayLeave: true, stays };
    const target = at !== undefined || live === undefined ? chooseTarget(to, store) : live;
    const lives = places.flatMap((one) => one.store.live ?? []);
    const other = at === undefined ? undefined : lives.find(({ id }) => id !== target.id);
    const newer = database === 'migrate' && isMeant(to, target) ? newerSchema(target, store.releases) : undefined;
    return { host, live, target, left: other ?? newer, mayLeave: at !== undefined, stays: false };
}
/** What a host's record says, before any other question. */
function serviceIn({ live }) {
    return live === undefined ? { state: 'nothing' } : { state: 'live', release: live.id };
}
/**
 * Reads the Compose model of a release on a host.
 * @throws UserError `no-target` when the host does not have it
 */
async function readModel(host, root, { id }) {
    const { code, stdout } = await host.run(['cat', `${(0,release/* releaseFolder */.Uc)(root, id)}/compose.json`]);
    try {
        // We wrote it as JSON, with Compose's own escapes in it.
        if (code === 0)
            return JSON.parse(stdout);
    }
    catch {
        // Falls through: a cut-off file is as good as a missing one.
    }
    throw new errors/* UserError */.yo('no-target', `The Compose file of release ${id} is not on ${host.name} any more.`, 'Deploy its image again, or go back to another release.');
}
/** @param left the release to roll back from; undefined when there is nothing to do */
function desiredRelease(release, left, model, inputs, backupId) {
    const { settings, image } = release;
    if (settings === undefined)
        throw new errors/* UserError */.yo('no-target', `Release ${release.id} has no record of how it was run.`, `Deploy its image again: ${image}`);
    const { recreate, roles, edge, publicPort, stopFirst, migrate } = settings;
    const root = inputs.path;
    const fronts = [...new Set([...(settings.fronts ?? []), ...(left?.settings?.fronts ?? [])])];
    return {
        ...{ release, model, roles, edge, publicPort, stopFirst, migrate, root },
        ...(fronts.length === 0 ? {} : { fronts }),
        strategy: recreate ? 'recreate' : 'blue-green',
        backup: {
            id: backupId,
            when: inputs.database === 'keep' ? 'never' : 'always',
            verify: inputs['verify-backup'],
            folder: inputs['backup-path'] ?? `${root}/backups`,
            keep: inputs['keep-backups'],
            image: inputs['backup-image'] ?? '',
            copy: [],
        },
        bake: inputs.bake,
        maxErrorRate: inputs['max-error-rate'],
        schedules: true,
        balancerWait: inputs['balancer-wait'],
        healthTimeout: inputs['health-timeout'],
        drainTimeout: inputs['drain-timeout'],
        keepWarm: false,
        keep: 0,
        lockWait: inputs['lock-wait'],
        ...(left === undefined
            ? {}
            : {
                rollback: {
                    from: left,
                    database: inputs.database,
                    backup: inputs['restore-backup'],
                    reason: inputs.reason ?? '',
                    takeOver: inputs['take-over'],
                },
            }),
    };
}


/***/ }),

/***/ 13065:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   s: () => (/* binding */ hideSecrets)
/* harmony export */ });
/* unused harmony export storedSecrets */
/* harmony import */ var _diagnosis_secrets_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(70658);
/* harmony import */ var _host_inspect_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(40740);
/* harmony import */ var _inputs_values_secret_values_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(99131);
/* harmony import */ var _model_project_project_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(35616);
/* harmony import */ var _model_release_files_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(58438);





/**
 * Hides in the log the secrets of a release that is on a host: the runner knows only those that it was given.
 * Returns them, for reports and outputs.
 */
async function hideSecrets(host, model, log) {
    const secrets = [...(0,_diagnosis_secrets_js__WEBPACK_IMPORTED_MODULE_1__/* .secretsIn */ .V)(model), ...(await storedSecrets(host, model))];
    for (const secret of secrets)
        log.mask(secret);
    return secrets;
}
/** Maximum bytes of a secret; anything longer is not something that programs print. */
const longest = '65536';
/** Reads the secrets in a release's stored files, in the pieces that programs print; an unreadable file has none. */
async function storedSecrets(host, model) {
    const paths = (model[_model_release_files_js__WEBPACK_IMPORTED_MODULE_2__/* .secretFilesKey */ .D] ?? []).map(_model_project_project_js__WEBPACK_IMPORTED_MODULE_3__/* .unescapeDollars */ .aU);
    if (paths.length === 0)
        return [];
    const answers = await (0,_host_inspect_js__WEBPACK_IMPORTED_MODULE_0__/* .inspect */ .N)(host, paths.map((path) => ['head', '-c', longest, path]));
    return answers.flatMap(({ code, stdout }, index) => {
        const name = paths[index]?.split('/').at(-1) ?? '';
        return code !== 0 || (0,_inputs_values_secret_values_js__WEBPACK_IMPORTED_MODULE_4__/* .isHarmless */ .EW)(name, stdout) ? [] : (0,_inputs_values_secret_values_js__WEBPACK_IMPORTED_MODULE_4__/* .piecesOf */ .Xe)(stdout);
    });
}


/***/ }),

/***/ 42151:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ hostLines)
/* harmony export */ });
/* harmony import */ var _model_placement_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(24504);
/* harmony import */ var _contract_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(43849);


/** The servers of a fleet, one a line, and what each of them runs where they differ. */
function hostLines(options = {}) {
    const list = (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .lines */ .Mn)(options);
    return { ...list, parse: (raw) => list.parse(raw).map(readLine), absent: [] };
}
const address = /^((?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?|[0-9a-fA-F.]*(:[0-9a-fA-F.]*){2,})$/;
function readLine(line) {
    const [name = '', ...words] = line.replaceAll(/\s*,\s*/g, ',').split(/\s+/);
    const bad = (why) => new _contract_js__WEBPACK_IMPORTED_MODULE_0__/* .BadValue */ .FQ(`a list of name or name:port, one a line, each with role=${_model_placement_js__WEBPACK_IMPORTED_MODULE_1__/* .hostRoles */ .e_.join(', role=')} or services=celery,celery-beat behind it where the hosts differ: ${JSON.stringify(line)}: ${why}`);
    if (!address.test(name))
        throw bad(`${JSON.stringify(name)} is no name and no name:port`);
    const placement = {};
    for (const word of words) {
        const [, key, value = ''] = /^(role|services)=(.*)$/.exec(word) ?? [];
        if (key === undefined)
            throw bad(`${JSON.stringify(word)} is neither role=… nor services=…`);
        if (key in placement)
            throw bad(`${key}= stands there twice`);
        if (key === 'role')
            placement.role = roleOf(value, bad);
        else
            placement.services = servicesOf(value, bad);
    }
    return words.length === 0 ? { name } : { name, placement };
}
function roleOf(value, bad) {
    const role = _model_placement_js__WEBPACK_IMPORTED_MODULE_1__/* .hostRoles */ .e_.find((one) => one === value);
    if (role === undefined)
        throw bad(`there is no role ${JSON.stringify(value)}`);
    return role;
}
function servicesOf(value, bad) {
    const services = value.split(',');
    if (!services.every((one) => /^[\w.-]+$/.test(one)))
        throw bad(`services=${value} is not a list of names with commas between`);
    return services;
}


/***/ })

};
