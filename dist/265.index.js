export const id = 265;
export const ids = [265];
export const modules = {

/***/ 3265:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/deploy/outputs.js
var outputs = __webpack_require__(3035);
// EXTERNAL MODULE: ./src/deploy/survey.js + 2 modules
var survey = __webpack_require__(8238);
// EXTERNAL MODULE: ./src/host/address.js
var address = __webpack_require__(8200);
// EXTERNAL MODULE: ./src/inputs/connection.js
var connection = __webpack_require__(3851);
// EXTERNAL MODULE: ./src/inputs/contract.js
var contract = __webpack_require__(3849);
// EXTERNAL MODULE: ./src/inputs/deploy.js + 1 modules
var deploy = __webpack_require__(7909);
;// CONCATENATED MODULE: ./src/inputs/rollback.js



const { host: _host, ...rollback_connection } = connection/* connectionInputs */.e;
/** What `rollback` takes and gives. */
const rollback = {
    inputs: {
        ...rollback_connection,
        hosts: deploy/* hostsInput */.EN,
        to: (0,contract/* pattern */.T1)(/^\S+$/, 'previous, or the id, version or digest of a release', { default: 'previous' }),
        from: (0,contract/* pattern */.T1)(/^\S+$/, 'the id of a release, or none'),
        reason: (0,contract/* pattern */.T1)(/\S/, 'a sentence'),
        'environment-name': (0,contract/* pattern */.T1)(/^\S.*$/, 'the name of a GitHub environment', { default: 'production' }),
        database: (0,contract/* choice */.Yq)(['keep', 'migrate', 'restore'], { default: 'keep' }),
        'allow-schema-gap': (0,contract/* flag */.Jt)({ default: 'false' }),
        'restore-backup': (0,contract/* pattern */.T1)(/^[\w.-]+$/, 'the name of a backup, as the summary of its deploy has it'),
        ...deploy/* backupInputs */.Ct,
        'scheduler-host': (0,contract/* text */.Qq)(),
        parallel: (0,contract/* whole */.WQ)({ min: 1, max: 100, default: '10' }),
        'on-unreachable': (0,contract/* choice */.Yq)(['refuse', 'skip'], { default: 'refuse' }),
        'balancer-wait': (0,contract/* seconds */.YA)({ default: '10s' }),
        'health-timeout': (0,contract/* seconds */.YA)({ default: '120s' }),
        bake: (0,contract/* seconds */.YA)({ default: '0' }),
        'max-error-rate': (0,contract/* percent */.KN)({ default: '5' }),
        'drain-timeout': (0,contract/* seconds */.YA)({ default: '60s' }),
        'registry-username': (0,contract/* text */.Qq)(),
        'registry-password': (0,contract/* secret */.rJ)(),
        'lock-wait': (0,contract/* seconds */.YA)({ default: '0' }),
        'take-over': (0,contract/* flag */.Jt)({ default: 'false' }),
        'dry-run': (0,contract/* flag */.Jt)({ default: 'false' }),
    },
    outputs: [
        'release',
        'previous-release',
        'image',
        'version',
        'plan',
        'targets',
        'hosts',
        'skipped-hosts',
        'reason-code',
    ],
};

// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(6986);
;// CONCATENATED MODULE: ./src/rollback/reason.js

/**
 * Production does not go back without a word why: whoever comes after reads it in the history of the host.
 * @throws UserError `bad-input`
 */
function demandReason(inputs) {
    if (inputs.reason !== undefined || inputs['environment-name'] !== 'production')
        return;
    throw new errors/* UserError */.yo('bad-input', "Input 'reason' is empty, and a rollback of production needs one.", 'Say in a sentence why, such as "checkout fails for PayPal"; for another environment set environment-name.');
}

// EXTERNAL MODULE: ./src/deploy/report.js
var report = __webpack_require__(7971);
// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(231);
// EXTERNAL MODULE: ./src/report/timeline.js
var timeline = __webpack_require__(8117);
// EXTERNAL MODULE: ./src/deploy/observed.js
var observed = __webpack_require__(8005);
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
    const [first, ...others] = newestFirst(found);
    if (first === undefined)
        throw noTarget(`No release on the host is meant by "${to}".`, store);
    // The same image again with other settings is another release: people must say which.
    if (others.length === 0)
        return first;
    throw noTarget(`"${to}" could mean ${found.map(nameOf).join(' or ')}.`, store);
}
/** Newest first, by their ids, which sort by time. */
function newestFirst(releases) {
    return releases.toSorted((one, other) => (one.id > other.id ? -1 : 1));
}
function isMeant(to, { id, version, image }) {
    const digest = image.split('@')[1] ?? '';
    const bare = (text) => text.replace(/^v(?=\d)/, '');
    return to === id || to === image || to === digest || (version !== '' && bare(to) === bare(version));
}
function nameOf({ id, version }) {
    return version === '' ? id : `${id} (${version})`;
}
function noTarget(what, { live, releases }) {
    const others = newestFirst(releases).filter(({ id }) => id !== live?.id);
    return new errors/* UserError */.yo('no-target', what, others.length === 0
        ? 'No other release is on the host: deploy the one that is wanted.'
        : `Set to: one of ${others.map(nameOf).join(', ')}.`);
}

;// CONCATENATED MODULE: ./src/rollback/targets.js



/** What all hosts have had, without what will serve now; the newest first. Pure. */
function targetsOf(members, now) {
    const [first, ...others] = members;
    if (first === undefined)
        return [];
    const serves = now ?? first.seen.live ?? first.wanted.release;
    const common = first.seen.releases.filter(({ id }) => id !== serves.id && others.every(({ seen }) => seen.releases.some((one) => one.id === id)));
    return newestFirst(common).map((release) => {
        const schema = schemaBetween(release, serves);
        return {
            release: release.id,
            version: release.version,
            commit: release.commit,
            created: release.created,
            warm: members.every(({ wanted, seen }) => (0,observed/* isWarm */.Yr)({ wanted: { ...wanted, release }, seen })),
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
        (0,markdown/* inlineCode */.ti)(release),
        version || '–',
        (0,markdown/* inlineCode */.ti)(commit.slice(0, 7)),
        (0,markdown/* age */.KW)((now - Date.parse(created)) / 1000),
        schema === undefined ? 'not known' : schema.length === 0 ? 'none' : schema.join('<br>'),
        warm ? 'runs, warm' : images === hosts ? 'image is there' : `image on ${images} of ${hosts}`,
    ]);
    return `**What can be gone back to**\n\n${(0,markdown/* table */.tp)(['Release', 'Version', 'Commit', 'Age', 'Migrations between', 'On the hosts'], rows)}`;
}
/** Where the schema of a newer release differs, app by app. */
function schemaBetween(older, newer) {
    const [before, after] = [older.schema, newer.schema];
    if (before === undefined || after === undefined)
        return undefined;
    const apps = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return apps.flatMap((app) => before[app] === after[app] ? [] : [`${app} ${before[app] ?? 'none'} → ${after[app] ?? 'none'}`]);
}

;// CONCATENATED MODULE: ./src/rollback/report.js




const headline = {
    done: '↩️ Rolled back',
    unchanged: '✅ Nothing to do',
    planned: '📝 Plan of a rollback (dry run, nothing was changed)',
};
/** The job summary of a rollback that ended well. Pure. */
function rollbackSummary({ result, fleet, steps, executed }, now) {
    const [first] = fleet.members;
    const { wanted, seen } = first;
    const parts = [`### ${headline[result]}`];
    if (result === 'unchanged')
        parts.push(`${(0,markdown/* inlineCode */.ti)(seen.live?.id ?? 'nothing')} serves, and stays.`);
    else {
        if (wanted.back?.reason)
            parts.push(`> ${wanted.back.reason.replaceAll('\n', '\n> ')}`);
        parts.push((0,report/* changeTable */.Hg)(seen.live, wanted.release), (0,report/* hostsTable */.GS)(fleet.members, executed?.runs ?? []));
    }
    if (result === 'planned')
        parts.push(steps.map(({ title }, index) => `${index + 1}. ${title}`).join('\n'));
    if (executed !== undefined)
        parts.push((0,timeline/* timeline */.IO)(executed.timeline));
    const serves = result === 'done' ? wanted.release : seen.live;
    parts.push(targetsTable(targetsOf(fleet.members, serves), fleet.members.length, now));
    return parts.filter((part) => part !== '').join('\n\n');
}

// EXTERNAL MODULE: ./src/deploy/execute.js + 29 modules
var execute = __webpack_require__(7498);
// EXTERNAL MODULE: ./src/deploy/plan.js
var plan = __webpack_require__(6110);
// EXTERNAL MODULE: ./src/deploy/steps.js
var steps = __webpack_require__(6574);
// EXTERNAL MODULE: ./src/deploy/wanted.js
var wanted = __webpack_require__(238);
// EXTERNAL MODULE: ./src/deploy/web-steps.js
var web_steps = __webpack_require__(2405);
;// CONCATENATED MODULE: ./src/rollback/plan.js





/** ★ What happens in a rollback, in order: traffic first, then the workers. Pure: the same for dry-run, run and report. */
function planRollback(targets) {
    const [first] = targets;
    const { release, strategy, bake } = first.wanted;
    const all = (0,steps/* step */.P)(targets);
    const cold = targets.filter((one) => !(0,observed/* isWarm */.Yr)(one));
    return [
        all('pull', (0,plan/* pullTitle */.SI)(targets)),
        all('begin', 'Take the lock'),
        ...(0,plan/* accessorySteps */.yC)(targets),
        ...(0,steps/* when */.z)(cold.length > 0, (0,steps/* step */.P)(cold)('create', `Create ${(0,wanted/* appServices */.y)(first.wanted).join(', ')} of ${release.id}`)),
        ...(0,plan/* edgeSteps */.dl)(targets),
        ...(strategy === 'recreate' ? (0,web_steps/* recreateWeb */.g4)(targets) : (0,web_steps/* replaceWeb */.XW)(targets)),
        ...(0,web_steps/* moveBackground */.Qr)(targets),
        ...(0,steps/* when */.z)(bake > 0, all('bake', `Watch it for ${bake} s, the release that is left still warm`)),
        all('commit', 'Commit: the point of no return'),
        all('clean-up', `Let requests in flight finish, remove the containers of ${first.wanted.back?.from.id ?? ''}`),
    ];
}

;// CONCATENATED MODULE: ./src/rollback/rollback.js



/**
 * Goes back, on every host that does not serve the target yet.
 * @param dryRun prints the plan and changes nothing
 */
async function rollBack(fleet, dryRun, runner) {
    const [first, ...rest] = fleet.members.filter(({ wanted, seen }) => seen.live?.id !== wanted.release.id);
    if (first === undefined || first.wanted.back === undefined)
        return { result: 'unchanged', fleet, steps: [] };
    const leaving = { ...fleet, members: [first, ...rest] };
    refuseMissing(leaving.members);
    const steps = planRollback(leaving.members);
    for (const [index, { title }] of steps.entries())
        runner.log.info(`${index + 1}. ${title}`);
    if (dryRun)
        return { result: 'planned', fleet: leaving, steps };
    const executed = await (0,execute/* execute */.g)(leaving, planRollback, runner);
    return { result: 'done', fleet: leaving, steps, executed };
}
/** @throws UserError `no-target` naming every host that does not have the release */
function refuseMissing(members) {
    const missing = members.filter(({ wanted, seen }) => !seen.releases.some(({ id }) => id === wanted.release.id));
    const [first] = missing;
    if (first === undefined)
        return;
    throw new errors/* UserError */.yo('no-target', `${missing.map(({ seen }) => seen.host).join(', ')}: release ${first.wanted.release.id} was never deployed there, or was removed.`, `Deploy its image to all hosts: ${first.wanted.release.image}`);
}

// EXTERNAL MODULE: ./src/deploy/registry-login.js
var registry_login = __webpack_require__(7142);
// EXTERNAL MODULE: ./src/host/look.js
var look = __webpack_require__(8233);
// EXTERNAL MODULE: ./src/release/release.js
var release = __webpack_require__(7190);
;// CONCATENATED MODULE: ./src/rollback/want.js





/**
 * What is wanted is what a release's own record on the host says: nothing is read from the repository. Where there is
 * nothing to go back from, it is the live release as it is, and {@link Wanted.back} is not there.
 * @throws UserError `no-target`, or `bad-input` for a scheduler's host that isn't in the fleet
 */
function intendRollback(inputs, { log }) {
    const { hosts, from } = inputs;
    return async (connected) => {
        const [host] = await connected;
        const store = await readStore(host, inputs.path);
        const { live } = store;
        const mayLeave = from === undefined || from === live?.id;
        if (!mayLeave)
            log.info(`${live?.id ?? 'Nothing'} is live, not ${from}: there is nothing to go back from.`);
        const target = mayLeave || live === undefined ? chooseTarget(inputs.to, store) : live;
        const model = await readModel(host, inputs.path, target);
        const wanted = wantRelease(target, live, model, inputs);
        const recorded = target.settings?.scheduler ?? '';
        const scheduler = inputs['scheduler-host'] ?? (hosts.includes(recorded) ? recorded : (hosts[0] ?? ''));
        if (hosts.includes(scheduler))
            return { wanted, scheduler };
        throw new errors/* UserError */.yo('bad-input', `Input 'scheduler-host': "${scheduler}" is not among the hosts.`, `Write it as in hosts, one of ${hosts.join(', ')}.`);
    };
}
async function readStore(host, root) {
    const records = ['-mindepth', '2', '-maxdepth', '2', '-name', 'release.json', '-exec', 'cat', '{}', '+'];
    const [live, previous, releases] = await (0,look/* look */.O)(host, [
        ['cat', `${root}/live/release.json`],
        ['readlink', `${root}/previous`],
        ['find', `${root}/releases`, ...records],
    ]);
    return {
        live: live.code === 0 ? (0,release/* parseRelease */.BC)(live.stdout) : undefined,
        previous: previous.code === 0 ? previous.stdout.trim().split('/').at(-1) : undefined,
        releases: releases.stdout.split('\n').flatMap((line) => (0,release/* parseRelease */.BC)(line) ?? []),
    };
}
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
function wantRelease(release, live, model, inputs) {
    const { settings, image } = release;
    if (settings === undefined)
        throw new errors/* UserError */.yo('no-target', `Release ${release.id} has no record of how it was run.`, `Deploy its image again: ${image}`);
    const { recreate, roles, edge, publicPort, stopFirst, migrate } = settings;
    const root = inputs.path;
    return {
        ...{ release, model, roles, edge, publicPort, stopFirst, migrate, root },
        strategy: recreate ? 'recreate' : 'blue-green',
        backup: {
            when: inputs.database === 'restore' ? 'always' : 'never',
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
        ...(live === undefined || live.id === release.id
            ? {}
            : {
                back: {
                    from: live,
                    database: inputs.database,
                    backup: inputs['restore-backup'],
                    reason: inputs.reason ?? '',
                    takeOver: inputs['take-over'],
                },
            }),
    };
}

// EXTERNAL MODULE: ./src/run-action.js + 8 modules
var run_action = __webpack_require__(393);
;// CONCATENATED MODULE: ./actions/rollback.js










/** Goes back to a release that the whole fleet has had before. */
const run = () => (0,run_action/* runAction */.C)(rollback, async (inputs, runner) => {
    demandReason(inputs);
    const { targets, jump } = (0,address/* addressesFrom */.b)(inputs);
    runner.log.info(`Go back to ${inputs.to} on ${inputs.hosts.join(', ')}`);
    const settings = { parallel: inputs.parallel, onUnreachable: inputs['on-unreachable'] };
    const opening = (0,survey/* survey */.F)(targets, jump, settings, intendRollback(inputs, runner), runner);
    const done = await (0,survey/* withFleet */.x)(opening, runner, (fleet) => rollBack(fleet, inputs['dry-run'], runner));
    const { release, 'previous-release': previous, image, version, plan } = (0,outputs/* deployOutputsOf */.t)(done);
    return {
        reason: done.result,
        outputs: {
            ...{ release, 'previous-release': previous, image, version, plan },
            targets: JSON.stringify(targetsOf(done.fleet.members)),
            ...(0,outputs/* fleetOutputsOf */.a)(done),
        },
        summary: rollbackSummary(done, runner.clock.now()),
    };
});


/***/ })

};
