export const id = 587;
export const ids = [587];
export const modules = {

/***/ 6587:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/deploy/survey.js
var survey = __webpack_require__(4935);
// EXTERNAL MODULE: ./src/host/address.js
var address = __webpack_require__(8200);
;// CONCATENATED MODULE: ./src/maintenance/network.js
/** Whether this is an address or a network, of IPv4 or IPv6, as HAProxy reads them. Pure. */
function isNetwork(text) {
    const [address = '', length, ...more] = text.split('/');
    const bits = bitsOf(address);
    if (bits === 0 || more.length > 0)
        return false;
    return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= bits);
}
/** How long an address of this family is; 0 for none. An address with a zone, fe80::1%eth0, is of one machine only. */
function bitsOf(address) {
    if (/^\d{1,3}(\.\d{1,3}){3}$/.test(address))
        return address.split('.').every((part) => Number(part) <= 255) ? 32 : 0;
    return /^[0-9a-f:.]+$/i.test(address) && URL.canParse(`http://[${address}]/`) ? 128 : 0;
}

// EXTERNAL MODULE: ./src/inputs/connection.js
var connection = __webpack_require__(3851);
// EXTERNAL MODULE: ./src/inputs/contract.js
var contract = __webpack_require__(3849);
// EXTERNAL MODULE: ./src/inputs/deploy.js
var deploy = __webpack_require__(8700);
;// CONCATENATED MODULE: ./src/inputs/maintenance.js




const { host: _host, ...maintenance_connection } = connection/* connectionInputs */.e;
/** What `maintenance` takes and gives. */
const maintenance = {
    does: 'maintenance',
    inputs: {
        state: (0,contract/* choice */.Yq)(['on', 'off'], { required: true }),
        ...maintenance_connection,
        hosts: deploy/* hostsInput */.EN,
        allow: (0,contract/* lines */.Mn)({
            each: [
                { test: isNetwork },
                'a list of addresses or networks, one a line, such as 203.0.113.7 or 2001:db8::/32',
            ],
        }),
        page: (0,contract/* pattern */.T1)(/\S/, 'a file in the repository'),
        'retry-after': (0,contract/* seconds */.YA)({ default: '5m' }),
        'drain-timeout': (0,contract/* seconds */.YA)({ default: '60s' }),
        'lock-wait': (0,contract/* seconds */.YA)({ default: '0' }),
        'notify-webhook': (0,contract/* secret */.rJ)(),
        'dry-run': (0,contract/* flag */.Jt)({ default: 'false' }),
    },
    outputs: ['state', 'plan', 'reason-code'],
};

// EXTERNAL MODULE: ./src/deploy/begin.js + 2 modules
var begin = __webpack_require__(4688);
// EXTERNAL MODULE: ./src/deploy/failures.js
var deploy_failures = __webpack_require__(5518);
// EXTERNAL MODULE: ./src/deploy/host-run.js
var host_run = __webpack_require__(1239);
// EXTERNAL MODULE: ./src/deploy/observe.js
var observe = __webpack_require__(4853);
// EXTERNAL MODULE: ./src/deploy/report.js
var report = __webpack_require__(7971);
// EXTERNAL MODULE: ./src/deploy/stage.js + 1 modules
var deploy_stage = __webpack_require__(2467);
// EXTERNAL MODULE: ./src/deploy/undo.js
var undo = __webpack_require__(107);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(6986);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
// EXTERNAL MODULE: ./src/deploy/observed.js
var observed = __webpack_require__(8005);
// EXTERNAL MODULE: ./src/deploy/steps.js
var steps = __webpack_require__(6574);
;// CONCATENATED MODULE: ./src/maintenance/plan.js




/** The steps of closing or opening a shop, on all its hosts. Pure. */
function planMaintenance(targets, maintenance) {
    const all = (0,steps/* step */.P)(targets);
    const but = maintenance?.allow.length ? ` but ${maintenance.allow.join(', ')}` : '';
    return [
        all('begin', 'Take the lock'),
        maintenance === undefined
            ? all('open-shop', 'Open the shop')
            : all('close-shop', `Close the shop for all${but}`),
        all('commit', 'Commit: the point of no return'),
    ];
}
/** Whether the host's shop is already as it shall be. */
function isSo({ seen }, maintenance) {
    return (0,external_node_util_.isDeepStrictEqual)(seen.maintenance, maintenance);
}
/**
 * Maintenance needs an edge that answers, on every host. Pure.
 * @throws UserError `not-ready` naming every host that has none
 */
function refuseWithoutEdge(targets) {
    const without = targets.filter(({ seen }) => seen.live?.settings === undefined || !(0,observed/* edgeRuns */.wE)(seen));
    if (without.length === 0)
        return;
    throw new errors/* UserError */.yo('not-ready', without
        .map(({ seen }) => seen.live?.settings === undefined
        ? `${seen.host}: no release is live that this version deployed.`
        : `${seen.host}: the edge does not run, so nobody could be shown a page.`)
        .join('\n'), 'Deploy to all hosts, then run this again.');
}

// EXTERNAL MODULE: ./src/maintenance/shop.js
var shop = __webpack_require__(2457);
;// CONCATENATED MODULE: ./src/maintenance/maintain.js










/**
 * Closes the shop on all hosts, or opens it with `undefined`; on none when it fails on one.
 * @throws UserError `not-ready` when a host has no edge that answers
 */
async function maintain(fleet, maintenance, dryRun, runner) {
    refuseWithoutEdge(fleet.members);
    const changing = fleet.members.filter((one) => !isSo(one, maintenance));
    const steps = changing.length === 0 ? [] : planMaintenance(changing, maintenance);
    for (const [index, { title }] of steps.entries())
        runner.log.info(`${index + 1}. ${title}`);
    if (steps.length === 0)
        return { result: 'unchanged', fleet, steps, timeline: [] };
    if (dryRun)
        return { result: 'planned', fleet, steps, timeline: [] };
    const timeline = await carryOut(changing, steps, maintenance, runner);
    return { result: 'done', fleet, steps, timeline };
}
/** Whatever is thrown before the commit makes every host undo everything. */
async function carryOut(members, steps, maintenance, job) {
    const stop = new AbortController();
    const runner = { ...job, cancelled: AbortSignal.any([job.cancelled, stop.signal]) };
    const stage = new deploy_stage/* Stage */.B(members.length, stop, runner);
    const locks = new Map();
    const doing = { action: 'maintenance', state: maintenance === undefined ? 'off' : 'on' };
    let committed = false;
    let behind = [];
    try {
        for (const step of steps) {
            if (step.do === 'begin')
                await stage.once(step, () => (0,begin/* beginAll */.V)(members, locks, runner, doing));
            else if (step.do === 'commit') {
                behind = await stage.once(step, () => commit(members, locks, maintenance, runner));
                committed = true;
            }
            else
                await stage.each(step, async ({ host }) => {
                    const member = members.find((one) => one.host.name === host);
                    const lock = locks.get(host);
                    if (member !== undefined && lock !== undefined)
                        await change(member, lock, maintenance);
                });
        }
        if (behind.length === 0)
            return stage.timeline;
        job.log.warning(`${namesOf(behind)} missed the commit: doing it there again.`);
        const again = await carryOut(behind, planMaintenance(behind, maintenance), maintenance, job);
        return [...stage.timeline, ...again];
    }
    catch (error) {
        if (!committed)
            stage.timeline.push(...(await (0,undo/* undoAll */.w)(members, locks, job)));
        if (error instanceof errors/* StepFailed */.an || error instanceof errors/* UserError */.yo)
            error.report = [error.report, (0,report/* failedTimeline */.Dm)(stage.timeline)].filter(Boolean).join('\n\n');
        throw error;
    }
}
/** Looks again first: only now is it sure that nobody else changes the host. */
async function change({ host, wanted }, transaction, maintenance) {
    const seen = await (0,observe/* observe */.lB)(host, wanted);
    refuseWithoutEdge([{ wanted, seen }]);
    await (0,shop/* setShop */.x)({
        ...{ host, transaction, edge: (0,host_run/* edgeName */.Hg)({ wanted }), root: wanted.root },
        settings: seen.live?.settings?.edge ?? wanted.edge,
        upstreams: [...seen.upstreams, ...(seen.warm ?? [])],
        config: seen.edgeConfig,
        drainTimeout: wanted.drainTimeout,
    }, maintenance);
}
/**
 * All hosts in the same moment. One that was lost just then is looked at as soon as it is back. Returns those that are
 * not as they shall be, while others are.
 * @throws StepFailed `guard-lost` when no host has committed
 */
async function commit(members, locks, maintenance, runner) {
    const failures = [];
    const committed = async (member) => {
        const { host, wanted } = member;
        try {
            await locks.get(host.name)?.commit();
            await locks.get(host.name)?.finish();
            return true;
        }
        catch (error) {
            failures.push({ host: host.name, error });
            if ((await (0,begin/* recover */.l)(member, runner)) === undefined)
                return false;
            return isSo({ wanted, seen: await (0,observe/* observe */.lB)(host, wanted) }, maintenance);
        }
    };
    const done = await Promise.all(members.map((one) => committed(one).catch(() => false)));
    const behind = members.filter((_, index) => done[index] !== true);
    if (behind.length === members.length)
        throw (0,deploy_failures/* allOf */.b)(failures);
    return behind;
}
function namesOf(members) {
    return members.map(({ host }) => host.name).join(', ');
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./src/edge/maintenance.js + 1 modules
var edge_maintenance = __webpack_require__(9482);
;// CONCATENATED MODULE: ./src/maintenance/page.js



/**
 * Reads the page that people shall see.
 * @throws UserError `bad-input` for a file that is not there, is no text, or is too large
 */
async function readPage(file) {
    const refused = (what, fix) => new errors/* UserError */.yo('bad-input', `Input 'page': ${file} ${what}.`, fix, { file });
    const bytes = await (0,promises_.readFile)(file).catch(() => {
        throw refused('is not there', 'Name a file in the repository, and check the repository out first.');
    });
    if (bytes.length > edge_maintenance/* longestPage */.yF)
        throw refused(`has ${bytes.length} bytes, more than ${edge_maintenance/* longestPage */.yF}`, 'Leave out large pictures; small ones as SVG. The edge sends this one page and no other file.');
    const text = textOf(bytes);
    if (text === undefined || text.trim() === '')
        throw refused('is no text', 'Write a page in HTML, as UTF-8, with its styles in it.');
    return text;
}
function textOf(bytes) {
    try {
        const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
        return text.includes('\0') ? undefined : text;
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(231);
// EXTERNAL MODULE: ./src/report/timeline.js
var timeline = __webpack_require__(8117);
;// CONCATENATED MODULE: ./src/maintenance/report.js


/** The job summary. Pure. */
function maintenanceSummary({ result, fleet, steps, timeline: entries }, maintenance) {
    const now = maintenance === undefined ? 'open' : 'closed for maintenance';
    const headline = {
        done: `✅ The shop is ${now}`,
        unchanged: `✅ Nothing to do: the shop is ${now} already`,
        planned: '📝 Plan (dry run, nothing was changed)',
    };
    const parts = [
        `### ${headline[result]}`,
        (0,markdown/* table */.tp)(['Host', 'Before', 'Release'], fleet.members.map(({ seen }) => [
            (0,markdown/* inlineCode */.ti)(seen.host),
            seen.maintenance === undefined ? 'open' : 'closed',
            (0,markdown/* inlineCode */.ti)(seen.live?.id ?? 'none'),
        ])),
    ];
    if (maintenance !== undefined)
        parts.push(closedTable(maintenance));
    if (result === 'planned')
        parts.push(steps.map(({ title }, index) => `${index + 1}. ${title}`).join('\n'));
    if (result === 'done')
        parts.push((0,timeline/* timeline */.IO)(entries));
    return parts.join('\n\n');
}
function closedTable({ allow, page, retryAfter }) {
    return (0,markdown/* table */.tp)(['Page', 'Let in', 'Clients may ask again after'], [
        [
            page === '' ? 'the default one' : 'of the repository',
            allow.map(markdown/* inlineCode */.ti).join(' ') || 'nobody',
            (0,markdown/* duration */.p0)(retryAfter),
        ],
    ]);
}

// EXTERNAL MODULE: ./src/host/look.js
var look = __webpack_require__(8233);
// EXTERNAL MODULE: ./src/release/store.js
var store = __webpack_require__(8570);
// EXTERNAL MODULE: ./src/rollback/want.js + 2 modules
var want = __webpack_require__(8053);
;// CONCATENATED MODULE: ./src/maintenance/want.js




/**
 * The live release as it is: nothing of it changes.
 * @throws UserError `not-ready` when nothing is live, or by a version that kept no record
 */
function intendMaintenance({ path: root, 'lock-wait': lockWait, 'drain-timeout': drainTimeout, }) {
    return async (connected) => {
        const [host] = await connected;
        const { live } = (0,store/* readStore */.u)(await (0,look/* look */.O)(host, (0,store/* storeQuestions */.T)(root)));
        if (live?.settings === undefined)
            throw new errors/* UserError */.yo('not-ready', live === undefined
                ? `${host.name}: no release is live in ${root}, so there is no edge that could close.`
                : `${host.name}: release ${live.id} was deployed by an earlier version.`, 'Deploy first.');
        const { roles, edge, publicPort } = live.settings;
        const wanted = {
            ...{ release: live, model: await (0,want/* readModel */.k)(host, root, live), roles, edge, publicPort },
            ...{ root, lockWait, drainTimeout },
            ...asItIs,
        };
        return { wanted, scheduler: '' };
    };
}
/** What only a release that comes or goes needs. */
const asItIs = {
    strategy: 'blue-green',
    migrate: [],
    backup: { id: '', when: 'never', verify: 'none', folder: '', keep: 0, image: '', copy: [] },
    ...{ bake: 0, maxErrorRate: 0, schedules: false, stopFirst: [], balancerWait: 0, healthTimeout: 0 },
    ...{ keepWarm: false, keep: 0, registryLogin: '' },
};

// EXTERNAL MODULE: ./src/run-action.js + 8 modules
var run_action = __webpack_require__(393);
;// CONCATENATED MODULE: ./actions/maintenance.js








/** Closes the shop with a page, or opens it again; on all of its servers or on none. */
const run = () => (0,run_action/* runAction */.C)(maintenance, async (inputs, runner) => {
    const { hosts, state, allow } = inputs;
    const { targets, jump } = (0,address/* addressesFrom */.b)(inputs);
    const page = inputs.page === undefined ? '' : await readPage(inputs.page);
    const wanted = state === 'on' ? { allow, page, retryAfter: inputs['retry-after'] } : undefined;
    runner.log.info(`Turn maintenance ${state} on ${hosts.join(', ')}`);
    const settings = { parallel: hosts.length, onUnreachable: 'refuse' };
    const opening = (0,survey/* survey */.F)(targets, jump, settings, intendMaintenance(inputs), runner);
    const done = await (0,survey/* withFleet */.x)(opening, runner, (fleet) => maintain(fleet, wanted, inputs['dry-run'], runner));
    return {
        reason: done.result,
        outputs: { state, plan: JSON.stringify(done.steps.map(({ title }) => title)) },
        summary: maintenanceSummary(done, wanted),
    };
});


/***/ }),

/***/ 8053:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  L: () => (/* binding */ intendRollback),
  k: () => (/* binding */ readModel)
});

// EXTERNAL MODULE: ./src/deploy/registry-login.js
var registry_login = __webpack_require__(7142);
// EXTERNAL MODULE: ./src/diagnosis/secrets.js
var diagnosis_secrets = __webpack_require__(658);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(6986);
// EXTERNAL MODULE: ./src/host/look.js
var look = __webpack_require__(8233);
// EXTERNAL MODULE: ./src/release/release.js
var release = __webpack_require__(7190);
// EXTERNAL MODULE: ./src/release/store.js
var store = __webpack_require__(8570);
;// CONCATENATED MODULE: ./src/rollback/restored.js

/** What a host's `events.log` says of the last deploy or rollback that went live; undefined when nothing does. Pure. */
function cameBy(events) {
    return events
        .split('\n')
        .flatMap((line) => {
        try {
            return [JSON.parse(line)];
        }
        catch {
            // Cut off by a power cut, or the end.
            return [];
        }
    })
        .findLast(({ action, result }) => result === 'live' && (action === 'deploy' || action === 'rollback'));
}
/**
 * Where the target serves already, `restore` has nothing left to do only if it was gone back to with its data.
 * @param left the release that is gone back from; undefined when people named none and none is live
 * @param isElsewhere whether that release is live on another host
 * @throws UserError `not-ready` when the data were not restored
 */
async function refuseUnlessRestored({ host, root, live }, left, isElsewhere) {
    const { stdout } = await host.run(['tail', '-n', '200', `${root}/events.log`]);
    const came = cameBy(stdout);
    const isBack = came?.action === 'rollback' && (left === undefined || came.from === left);
    if (isBack && (came.database === 'restore' || came.database === 'done'))
        return;
    // What never served, or was followed by another deploy, is not gone back from.
    if (!isBack && left !== undefined && !isElsewhere)
        return;
    throw new errors/* UserError */.yo('not-ready', `${host.name} serves ${live} already, and its data were not restored when that went live.`, left === undefined
        ? 'Data come back with the code: deploy or go forward to a newer release, then back with database: restore.'
        : `Data come back with the code: first to: ${left} with database: keep, then back with database: restore.`);
}

// EXTERNAL MODULE: ./src/deploy/back-targets.js
var back_targets = __webpack_require__(8873);
;// CONCATENATED MODULE: ./src/rollback/target.js



/**
 * The release that people mean: `previous`, a release's id, a version, or a digest. Pure.
 * @throws UserError `no-target` that lists what there is
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
    // The same image again with other settings is another release: people must say which.
    if (others.length === 0)
        return first;
    throw noTarget(`"${to}" could mean ${found.map(nameOf).join(' or ')}.`, store);
}
/** The release that is newer than this one and may have left its schema behind: the newest, as its code knows the others'. Pure. */
function newerSchema(target, releases) {
    return (0,release/* newestFirst */.ll)(releases).find((one) => one.id > target.id && (0,back_targets/* schemaBetween */.Y4)(target, one)?.length !== 0);
}
/** Whether a release's id, version, image or digest is this one's. Pure. */
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
        ? 'No other release is on the host: deploy the one that is wanted.'
        : `Set to: one of ${others.map(nameOf).join(', ')}.`);
}

;// CONCATENATED MODULE: ./src/rollback/want.js








/**
 * What is wanted is what a release's own record on the host says: nothing is read from the repository. Where there is
 * nothing to go back from, it is the live release as it is, and {@link Wanted.back} is not there.
 * @throws UserError `no-target`, `not-ready` where data shall come back and the code is back without them, or `bad-input` for a scheduler's host that isn't in the fleet
 */
function intendRollback(inputs, { log, clock }) {
    const { hosts, from } = inputs;
    return async (connected) => {
        const places = await Promise.all((await connected).map(async (one) => ({
            host: one,
            store: (0,store/* readStore */.u)(await (0,look/* look */.O)(one, (0,store/* storeQuestions */.T)(inputs.path))),
        })));
        const { host, live, target, left, mayLeave } = wayBack(places, inputs);
        const [lead] = places;
        if (inputs.database === 'restore' && lead?.store.live?.id === target.id)
            await refuseUnlessRestored({ host: lead.host, root: inputs.path, live: target.id }, from ?? left?.id, mayLeave);
        if (left === undefined && !mayLeave)
            log.info(`${live?.id ?? 'Nothing'} is live, not ${from}: there is nothing to go back from.`);
        const model = await readModel(host, inputs.path, target);
        const secrets = (0,diagnosis_secrets/* secretsIn */.V)(model);
        // Nobody gave these to the runner, which hides only what it knows.
        for (const secret of secrets)
            log.mask(secret);
        const backupId = (0,release/* releaseId */.Bf)(clock.now(), (left ?? target).image);
        const wanted = { ...wantRelease(target, left, model, inputs, backupId), secrets };
        const recorded = target.settings?.scheduler ?? '';
        const scheduler = inputs['scheduler-host'] ?? (hosts.includes(recorded) ? recorded : (hosts[0] ?? ''));
        if (hosts.includes(scheduler))
            return { wanted, scheduler };
        throw new errors/* UserError */.yo('bad-input', `Input 'scheduler-host': "${scheduler}" is not among the hosts.`, `Write it as in hosts, one of ${hosts.join(', ')}.`);
    };
}
/**
 * From where to where. A fleet may be back in part: then those hosts count that are not. Where all are, an earlier run may have
 * been ended before the schema followed, or have left it on purpose: with `migrate`, that is what is left.
 */
function wayBack(places, { to, from, database }) {
    const at = places.find(({ store }) => from === undefined || store.live?.id === from);
    const { host, store } = at ?? places[0];
    const { live } = store;
    const target = at !== undefined || live === undefined ? chooseTarget(to, store) : live;
    const lives = places.flatMap((one) => one.store.live ?? []);
    const other = at === undefined ? undefined : lives.find(({ id }) => id !== target.id);
    const newer = database === 'migrate' && isMeant(to, target) ? newerSchema(target, store.releases) : undefined;
    return { host, live, target, left: other ?? newer, mayLeave: at !== undefined };
}
/**
 * The Compose model of a release on a host.
 * @throws UserError `no-target` when it is not there
 */
async function readModel(host, root, { id }) {
    const { code, stdout } = await host.run(['cat', `${(0,release/* releaseFolder */.Uc)(root, id)}/compose.json`]);
    try {
        // Written by us as JSON, with Compose's own escapes in it.
        if (code === 0)
            return JSON.parse(stdout);
    }
    catch {
        // Falls through: cut off is as good as gone.
    }
    throw new errors/* UserError */.yo('no-target', `The Compose file of release ${id} is not on ${host.name} any more.`, 'Deploy its image again, or go back to another release.');
}
/** @param left the release that is gone back from; undefined when there is nothing to do */
function wantRelease(release, left, model, inputs, backupId) {
    const { settings, image } = release;
    if (settings === undefined)
        throw new errors/* UserError */.yo('no-target', `Release ${release.id} has no record of how it was run.`, `Deploy its image again: ${image}`);
    const { recreate, roles, edge, publicPort, stopFirst, migrate } = settings;
    const root = inputs.path;
    return {
        ...{ release, model, roles, edge, publicPort, stopFirst, migrate, root },
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
        balancerWait: inputs.hosts.length > 1 ? inputs['balancer-wait'] : 0,
        healthTimeout: inputs['health-timeout'],
        drainTimeout: inputs['drain-timeout'],
        keepWarm: false,
        keep: 0,
        lockWait: inputs['lock-wait'],
        registryLogin: (0,registry_login/* registryLogin */.j)(image, inputs['registry-username'], inputs['registry-password']),
        ...(left === undefined
            ? {}
            : {
                back: {
                    from: left,
                    database: inputs.database,
                    backup: inputs['restore-backup'],
                    reason: inputs.reason ?? '',
                    takeOver: inputs['take-over'],
                },
            }),
    };
}


/***/ })

};
