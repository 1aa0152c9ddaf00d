export const id = 564;
export const ids = [564];
export const modules = {

/***/ 8564:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/deploy/recorded.js + 2 modules
var recorded = __webpack_require__(9319);
// EXTERNAL MODULE: ./src/deploy/survey.js
var survey = __webpack_require__(4935);
// EXTERNAL MODULE: ./src/host/address.js
var address = __webpack_require__(8200);
// EXTERNAL MODULE: ./src/inputs/connection.js
var connection = __webpack_require__(3851);
// EXTERNAL MODULE: ./src/inputs/contract.js
var contract = __webpack_require__(3849);
// EXTERNAL MODULE: ./src/inputs/deploy.js
var deploy = __webpack_require__(8700);
// EXTERNAL MODULE: ./src/inputs/recording.js
var recording = __webpack_require__(3796);
;// CONCATENATED MODULE: ./src/inputs/rollback.js




const { host: _host, ...rollback_connection } = connection/* connectionInputs */.e;
/** What `rollback` takes and gives. */
const rollback = {
    does: 'rollback',
    inputs: {
        ...rollback_connection,
        hosts: deploy/* hostsInput */.EN,
        to: (0,contract/* pattern */.T1)(/^\S+$/, 'previous, or the id, version or digest of a release', { default: 'previous' }),
        from: (0,contract/* pattern */.T1)(/^\S+$/, 'the id of a release, or none'),
        reason: (0,contract/* pattern */.T1)(/\S/, 'a sentence'),
        ...(0,recording/* recordingInputs */.b)('production'),
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
        'diagnosis-folder': (0,contract/* text */.Qq)(),
        'dry-run': (0,contract/* flag */.Jt)({ default: 'false' }),
    },
    outputs: [
        'release',
        'previous-release',
        'image',
        'version',
        'plan',
        'targets',
        'backup',
        'reversed',
        'lost-rows',
        'kept-database',
        'hosts',
        'skipped-hosts',
        'reason-code',
    ],
};

// EXTERNAL MODULE: ./src/deploy/back-targets.js
var back_targets = __webpack_require__(8873);
// EXTERNAL MODULE: ./src/deploy/outputs.js
var outputs = __webpack_require__(3035);
;// CONCATENATED MODULE: ./src/rollback/outputs.js


/** What `rollback` puts out. Pure. */
function rollbackOutputsOf(done) {
    const { release, 'previous-release': previous, image, version, plan, backup } = (0,outputs/* deployOutputsOf */.t)(done);
    const { members } = done.fleet;
    const lead = done.executed?.runs[0];
    const reversed = lead?.reversed ?? done.reversing?.plan.map(({ name }) => name);
    const restoring = lead?.restoring ?? done.restoring;
    const lost = restoring?.losses.map(({ table, now, back }) => [table, Math.max(0, now - (back ?? 0))]);
    return {
        ...{ release, 'previous-release': previous, image, version, plan, backup },
        targets: JSON.stringify((0,back_targets/* targetsOf */.QR)(members, done.result === 'done' ? members[0].wanted.release : undefined)),
        reversed: reversed && JSON.stringify(reversed),
        'lost-rows': lost && JSON.stringify(Object.fromEntries(lost)),
        'kept-database': restoring?.swapped === true ? restoring.names.kept : undefined,
        ...(0,outputs/* fleetOutputsOf */.a)(done),
    };
}

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
;// CONCATENATED MODULE: ./src/rollback/report.js




const headline = {
    done: '↩️ Rolled back',
    unchanged: '✅ Nothing to do',
    planned: '📝 Plan of a rollback (dry run, nothing was changed)',
};
/** The job summary of a rollback that ended well. Pure. */
function rollbackSummary({ result, fleet, steps, executed, reversing, restoring: wouldRestore }, now) {
    const [{ wanted, seen }] = fleet.members;
    const parts = [`### ${headline[result]}`];
    if (result === 'unchanged')
        parts.push(`${(0,markdown/* inlineCode */.ti)(seen.live?.id ?? 'nothing')} serves, and stays.`);
    else {
        const reason = wanted.back?.reason ?? '';
        if (reason !== '')
            parts.push(`> ${reason.replaceAll('\n', '\n> ')}`);
        parts.push((0,report/* changeTable */.Hg)(seen.live, wanted.release), (0,report/* hostsTable */.GS)(fleet.members, executed?.runs ?? []));
    }
    if (result === 'planned')
        parts.push(steps.map(({ title }, index) => `${index + 1}. ${title}`).join('\n'));
    const lead = executed?.runs[0];
    const reversed = lead?.reversed ?? reversing?.plan.map(({ name }) => name);
    if (reversed !== undefined)
        parts.push(reversedPart(reversed, result));
    const restoring = lead?.restoring ?? wouldRestore;
    if (restoring !== undefined)
        parts.push(restorePart(restoring));
    if (executed !== undefined)
        parts.push((0,report/* backupPart */.M)(lead?.backup), (0,timeline/* timeline */.IO)(executed.timeline));
    const serves = result === 'done' ? wanted.release : seen.live;
    parts.push((0,back_targets/* targetsTable */.Br)((0,back_targets/* targetsOf */.QR)(fleet.members, serves), fleet.members.length, now));
    return parts.filter((part) => part !== '').join('\n\n');
}
function reversedPart(names, result) {
    const word = result === 'planned' ? 'would be reversed' : 'reversed';
    if (names.length === 0)
        return `No migrations ${word}: the schema is that of the release.`;
    const list = names.map((name) => `- ${(0,markdown/* inlineCode */.ti)(name)}`).join('\n');
    return (0,markdown/* details */.zH)(`${names.length} migration${names.length === 1 ? '' : 's'} ${word}`, list);
}
function restorePart({ backup, names, losses, swapped }) {
    const where = swapped
        ? `The database ${(0,markdown/* inlineCode */.ti)(names.live)} is the backup ${(0,markdown/* inlineCode */.ti)(backup.id)} of ${backup.created}. The one before is kept as ${(0,markdown/* inlineCode */.ti)(names.kept)}.`
        : `The backup ${(0,markdown/* inlineCode */.ti)(backup.id)} of ${backup.created} would become the database ${(0,markdown/* inlineCode */.ti)(names.live)}.`;
    const text = losses.length === 0
        ? 'Every table has as many rows as before; what was changed in them since goes back too.'
        : lossTable(losses, swapped);
    return `${where}\n\n${text}`;
}
/** How many tables people read. */
const shown = 30;
function lossTable(losses, swapped) {
    const rows = losses
        .slice(0, shown)
        .map(({ table: name, now, back }) => [
        (0,markdown/* inlineCode */.ti)(name),
        now.toLocaleString('en'),
        back === undefined ? 'not counted' : back.toLocaleString('en'),
        back === undefined ? '' : Math.max(0, now - back).toLocaleString('en'),
    ]);
    const more = losses.length > shown ? `\n\n${losses.length - shown} more tables differ.` : '';
    return ((0,markdown/* table */.tp)(['Table', 'Rows before', 'Rows of the backup', swapped ? 'Lost' : 'Would be lost'], rows) + more);
}

// EXTERNAL MODULE: ./src/database/history.js
var database_history = __webpack_require__(2507);
;// CONCATENATED MODULE: ./src/database/gap.js

/**
 * Why it is not proven that a release's code runs on the schema as it is now, each reason as a sentence; none when it is.
 * Proven is the release's own schema, and that of an adjacent minor version, which Saleor supports, as long as no migration
 * since takes away what the old code uses.
 * https://docs.saleor.io/developer/community/zero-downtime-migrations
 * @param from the release that is left
 * @param to the release that is gone back to
 * @param history what was done to the schema, from the first host
 */
function schemaGap(from, to, history) {
    const there = [...(0,database_history/* standing */.JA)(history).values()];
    const since = there.filter(({ release }) => release > to.id);
    const missing = missingFor(to, history, there);
    if (missing.length > 0)
        return [`${to.id} needs ${missing.join(', ')}, which the database no longer has: deploy it anew instead`];
    if (to.schema === undefined)
        return [`which migrations ${to.id} knows was not recorded when it was deployed`];
    // A release that is older than the target has brought nothing that the target does not know.
    const newer = from.id > to.id ? [from] : [];
    if (since.length === 0 && newer.every(({ schema }) => isSame(schema, to.schema)))
        return [];
    return [
        ...newer
            .filter(({ schema }) => schema === undefined)
            .map(({ id }) => `which migrations ${id} has brought was not recorded when it was deployed`),
        ...distance([...newer, ...since].map(({ version }) => version), to),
        ...since.flatMap(({ dangers }) => dangers),
    ];
}
/** What the release or one before it brought, and that was taken back since. */
function missingFor(to, history, there) {
    const sure = new Set(there.filter(({ unsure }) => !unsure).map(({ name }) => name));
    const brought = history.filter(({ did, release }) => did === 'applied' && release <= to.id);
    return [...new Set(brought.flatMap(({ names }) => names))].filter((name) => !sure.has(name));
}
function isSame(one, other) {
    if (one === undefined || other === undefined)
        return false;
    const apps = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...apps].every((app) => one[app] === other[app]);
}
/** Versions of the schema that are further away than Saleor supports, or that nobody can compare. */
function distance(versions, to) {
    const old = minorOf(to.version);
    return [...new Set(versions)].flatMap((version) => {
        const newer = minorOf(version);
        if (old === undefined || newer === undefined)
            return [`nobody can tell whether ${named(version)} and ${named(to.version)} are adjacent versions`];
        const isAdjacent = newer.major === old.major && Math.abs(newer.minor - old.minor) <= 1;
        return isAdjacent
            ? []
            : [`the schema is that of ${version}, more than one minor version away from ${to.version}`];
    });
}
/** Not every version is one: an image without any is named by its commit. */
function minorOf(version) {
    const [, major, minor] = /^v?(\d+)\.(\d+)(?![\w])/.exec(version) ?? [];
    return major === undefined ? undefined : { major: Number(major), minor: Number(minor) };
}
function named(version) {
    return version === '' ? 'a release without a version' : version;
}

// EXTERNAL MODULE: ./src/database/restore-check.js
var restore_check = __webpack_require__(4864);
// EXTERNAL MODULE: ./src/database/reverse.js + 2 modules
var reverse = __webpack_require__(5427);
// EXTERNAL MODULE: ./src/deploy/execute.js + 19 modules
var execute = __webpack_require__(2994);
// EXTERNAL MODULE: ./src/deploy/reverse-schema.js
var reverse_schema = __webpack_require__(3463);
// EXTERNAL MODULE: ./src/deploy/stage.js + 1 modules
var deploy_stage = __webpack_require__(2467);
// EXTERNAL MODULE: ./src/deploy/observed.js
var observed = __webpack_require__(8005);
// EXTERNAL MODULE: ./src/deploy/plan.js
var plan = __webpack_require__(6110);
// EXTERNAL MODULE: ./src/deploy/steps.js
var steps = __webpack_require__(6574);
// EXTERNAL MODULE: ./src/deploy/wanted.js
var wanted = __webpack_require__(238);
// EXTERNAL MODULE: ./src/deploy/web-steps.js
var web_steps = __webpack_require__(2405);
;// CONCATENATED MODULE: ./src/rollback/plan.js





/** ★ What happens in a rollback, in order. Pure: the same for dry-run, run and report. */
function planRollback(targets) {
    const [first] = targets;
    const { release, strategy, bake, back } = first.wanted;
    const all = (0,steps/* step */.P)(targets);
    const lead = (0,steps/* step */.P)([first]);
    const [, ...others] = targets;
    const cold = targets.filter((one) => !(0,observed/* isWarm */.Yr)(one));
    const ready = [
        ...(0,plan/* accessorySteps */.yC)(targets),
        ...(0,steps/* when */.z)(cold.length > 0, (0,steps/* step */.P)(cold)('create', `Create ${(0,wanted/* appServices */.y)(first.wanted).join(', ')} of ${release.id}`)),
        ...(0,plan/* edgeSteps */.dl)(targets),
    ];
    const end = [
        all('commit', `Commit: the point of no return${back?.database === 'restore' ? '; the shop opens' : ''}`),
        all('clean-up', `Let requests in flight finish, remove the containers of ${back?.from.id ?? ''}`),
    ];
    const begin = [all('pull', (0,plan/* pullTitle */.SI)(targets)), all('begin', 'Take the lock')];
    if (back?.database === 'restore')
        return [
            ...begin,
            lead('check-restore', 'See that the backup can be restored, and what will be lost'),
            ...ready,
            all('close-shop', 'Close the shop'),
            all('stop-background', 'Stop workers and scheduler'),
            (0,web_steps/* stopAllWeb */.aj)(targets),
            ...(0,steps/* when */.z)(others.length > 0, (0,steps/* step */.P)(others)('hold', 'Note that on the way back the first host goes first')),
            lead('backup', 'Back up the data as they are now'),
            lead('restore', 'Restore the backup into a new database'),
            lead('swap-data', 'Swap the databases, keep the old one'),
            ...(0,web_steps/* replaceWeb */.XW)(targets),
            ...(0,web_steps/* moveBackground */.Qr)(targets),
            ...end,
        ];
    return [
        ...begin,
        ...ready,
        // Traffic first: customers have waited long enough. The old workers know less than the new ones, but no less than before.
        ...(strategy === 'recreate' ? (0,web_steps/* recreateWeb */.g4)(targets) : (0,web_steps/* replaceWeb */.XW)(targets)),
        ...(0,web_steps/* moveBackground */.Qr)(targets),
        ...(0,steps/* when */.z)(bake > 0, all('bake', `Watch it for ${bake} s, the release that is left still warm`)),
        ...end,
        ...(0,steps/* when */.z)(back?.database === 'migrate', reversal(first)),
    ];
}
/** The schema follows the code, on the first host. Pure. */
function reversal(first) {
    return (0,steps/* step */.P)([first])('reverse', 'Back up, then reverse the migrations since, by the newer code');
}

;// CONCATENATED MODULE: ./src/rollback/rollback.js









/**
 * Goes back, on every host that does not serve the target yet; then the schema, where it shall follow and has not.
 * @throws UserError when the database stands in the way, before anything is changed
 */
async function rollBack(fleet, { dryRun, allowGap }, runner) {
    const [lead] = fleet.members;
    const { back } = lead.wanted;
    if (back === undefined)
        return { result: 'unchanged', fleet, steps: [] };
    const isThere = ({ wanted, seen }) => seen.live?.id === wanted.release.id;
    const [first, ...rest] = fleet.members.filter((member) => !isThere(member));
    if (first === undefined)
        return await followWithSchema(fleet, lead, dryRun, runner);
    if (!isThere(lead))
        return await leave({ ...fleet, members: [first, ...rest] }, { dryRun, allowGap }, runner);
    // An earlier run came so far: what the database needs is done there, and what is left of it comes last.
    if (back.database === 'keep')
        await refuseGap(lead, back, allowGap, runner.log);
    const following = (member) => ({
        ...member,
        wanted: { ...member.wanted, back: { ...back, database: 'done' } },
    });
    const others = { ...fleet, members: [following(first), ...rest.map(following)] };
    const left = await leave(others, { dryRun, allowGap }, runner);
    const followed = await followWithSchema(fleet, lead, dryRun, runner);
    return followed.result === 'unchanged' ? left : bothOf(left, followed);
}
/** Code first, with what the database needs, on hosts that serve another release. */
async function leave(leaving, { dryRun, allowGap }, runner) {
    const [first] = leaving.members;
    const { back } = first.wanted;
    refuseMissing(leaving.members);
    const steps = planRollback(leaving.members);
    for (const [index, { title }] of steps.entries())
        runner.log.info(`${index + 1}. ${title}`);
    if (back?.database === 'keep')
        await refuseGap(first, back, allowGap, runner.log);
    const reversing = back?.database === 'migrate' ? { reversing: await (0,reverse/* previewReverse */.HK)(first) } : {};
    if (dryRun) {
        const restoring = back?.database === 'restore' ? { restoring: await (0,restore_check/* previewRestore */.v)(first) } : {};
        return { result: 'planned', fleet: leaving, steps, ...reversing, ...restoring };
    }
    const executed = await (0,execute/* execute */.g)(leaving, planRollback, runner);
    return { result: 'done', fleet: leaving, steps, executed };
}
/** The code is back already, and the schema may be a newer release's still: an earlier run was ended, or left it on purpose. */
async function followWithSchema(fleet, lead, dryRun, runner) {
    if (lead.wanted.back?.database !== 'migrate')
        return { result: 'unchanged', fleet, steps: [] };
    const reversing = await (0,reverse/* previewReverse */.HK)(lead);
    if (reversing.plan.length === 0)
        return { result: 'unchanged', fleet, steps: [] };
    const step = reversal(lead);
    runner.log.info(`${lead.wanted.release.id} serves already; what is left to do: ${step.title}`);
    if (dryRun)
        return { result: 'planned', fleet, steps: [step], reversing };
    const stage = new deploy_stage/* Stage */.B(1, new AbortController(), runner);
    const run = await stage.once(step, () => (0,reverse_schema/* reverseSchema */.I)(lead, runner));
    return { result: 'done', fleet, steps: [step], executed: { timeline: stage.timeline, runs: [run] } };
}
/** What came of the code on some hosts, and then of the schema. */
function bothOf(left, { steps, executed, reversing }) {
    const all = { ...left, steps: [...left.steps, ...steps], ...(reversing === undefined ? {} : { reversing }) };
    if (left.executed === undefined || executed === undefined)
        return all;
    const timeline = [...left.executed.timeline, ...executed.timeline];
    return { ...all, executed: { timeline, runs: [...executed.runs, ...left.executed.runs] } };
}
/** @throws UserError `no-target` naming every host that does not have the release */
function refuseMissing(members) {
    const missing = members.filter(({ wanted, seen }) => !seen.releases.some(({ id }) => id === wanted.release.id));
    const [first] = missing;
    if (first === undefined)
        return;
    throw new errors/* UserError */.yo('no-target', `${missing.map(({ seen }) => seen.host).join(', ')}: release ${first.wanted.release.id} was never deployed there, or was removed.`, `Deploy its image to all hosts: ${first.wanted.release.image}`);
}
/** @throws UserError `schema-gap` when nothing says that the old code runs on the schema, unless that is allowed */
async function refuseGap({ host, wanted }, { from }, isAllowed, log) {
    const { release, root, migrate } = wanted;
    // Where somebody else migrates, nobody here knows.
    if (migrate.length === 0 && from.settings?.migrate.length === 0)
        return;
    const history = await host.run(['cat', (0,database_history/* historyFile */.p2)(root)]);
    const reasons = schemaGap(from, release, (0,database_history/* parseHistory */.i6)(history.stdout));
    if (reasons.length === 0)
        return;
    const what = `Nothing says that ${release.id} runs on the schema as it is:\n${reasons.join('\n')}`;
    if (isAllowed)
        return log.warning(what);
    throw new errors/* UserError */.yo('schema-gap', what, 'Take the schema back with database: migrate, the data with database: restore, or set allow-schema-gap: true.');
}

// EXTERNAL MODULE: ./src/rollback/want.js + 2 modules
var want = __webpack_require__(8053);
// EXTERNAL MODULE: ./src/run-action.js + 8 modules
var run_action = __webpack_require__(393);
;// CONCATENATED MODULE: ./actions/rollback.js










/** Goes back to a release that the whole fleet has had before. */
const run = () => (0,run_action/* runAction */.C)(rollback, async (inputs, runner) => {
    demandReason(inputs);
    const { targets, jump } = (0,address/* addressesFrom */.b)(inputs);
    runner.log.info(`Go back to ${inputs.to} on ${inputs.hosts.join(', ')}`);
    const settings = {
        parallel: inputs.parallel,
        onUnreachable: inputs['on-unreachable'],
        diagnosisFolder: inputs['diagnosis-folder'],
    };
    const opening = (0,survey/* survey */.F)(targets, jump, settings, (0,want/* intendRollback */.L)(inputs, runner), runner);
    const how = { dryRun: inputs['dry-run'], allowGap: inputs['allow-schema-gap'] };
    const kind = inputs['environment-name'] === 'staging' ? 'staging' : 'production';
    const done = await (0,survey/* withFleet */.x)(opening, runner, (fleet) => (0,recorded/* recordedOnGitHub */.l)(fleet, inputs, kind, runner, () => rollBack(fleet, how, runner), 'rollback'));
    return {
        reason: done.result,
        outputs: rollbackOutputsOf(done),
        summary: rollbackSummary(done, runner.clock.now()),
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
