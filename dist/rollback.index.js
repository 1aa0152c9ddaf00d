export const id = "rollback";
export const ids = ["rollback"];
export const modules = {

/***/ 90903:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/attestation/check.js
var check = __webpack_require__(69208);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
;// CONCATENATED MODULE: ./src/desired/rollback/reason.js

/**
 * Requires a reason for a rollback in production: people read it later in the host's history.
 * @throws UserError `bad-input`
 */
function requireReason(inputs) {
    if (inputs.reason !== undefined || inputs['environment-name'] !== 'production')
        return;
    throw new errors/* UserError */.yo('bad-input', "Input 'reason' is empty, and a rollback of production needs one.", 'Say in a sentence why, such as "checkout fails for PayPal"; for another environment set environment-name.');
}

// EXTERNAL MODULE: ./src/model/release/release.js
var release = __webpack_require__(99328);
// EXTERNAL MODULE: ./src/desired/placement.js
var placement = __webpack_require__(1787);
// EXTERNAL MODULE: ./src/desired/registry-login.js
var registry_login = __webpack_require__(26165);
// EXTERNAL MODULE: ./src/desired/stored-secrets.js
var stored_secrets = __webpack_require__(13065);
// EXTERNAL MODULE: ./src/desired/swarm.js
var swarm = __webpack_require__(50056);
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
    const { from, engine: kind } = inputs;
    if (kind === 'swarm')
        (0,swarm/* assertSwarmInputs */.y0)(inputs);
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
        const model = await engine.readModel(host, inputs.path, target);
        const secrets = await (0,stored_secrets/* hideSecrets */.s)(host, model, log);
        const backupId = (0,release/* releaseId */.Bf)(clock.now(), (left ?? target).image);
        const login = await (0,registry_login/* registryLogin */.j)(target.image, inputs, log);
        const desired = {
            ...desiredRelease(target, left, model, inputs, backupId),
            registryLogin: login,
            secrets,
            ...(kind === 'swarm' ? { swarm: (0,swarm/* intentFrom */.pz)(model) } : {}),
        };
        // A cluster is one host: Swarm places all services.
        if (kind === 'swarm')
            return { desired, scheduler: host.name };
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

// EXTERNAL MODULE: ./src/engine/choose.js
var choose = __webpack_require__(62931);
// EXTERNAL MODULE: ./src/execute/recorded.js + 2 modules
var recorded = __webpack_require__(40935);
// EXTERNAL MODULE: ./src/database/restore/check.js
var restore_check = __webpack_require__(98710);
// EXTERNAL MODULE: ./src/database/schema/history.js
var schema_history = __webpack_require__(67639);
;// CONCATENATED MODULE: ./src/database/schema/gap.js

/**
 * The reasons why a release's code may not run on the current schema, as sentences; empty if it is proven to run.
 * Proven are the release's own schema and that of an adjacent minor version, which Saleor supports, unless a migration
 * since then removes something that the old code uses.
 * https://docs.saleor.io/developer/community/zero-downtime-migrations
 * @param from the live release
 * @param to the release to go back to
 * @param history the changes to the schema, from the primary host
 */
function schemaGap(from, to, history) {
    const there = [...(0,schema_history/* standing */.JA)(history).values()];
    const since = there.filter(({ release }) => release > to.id);
    const missing = missingFor(to, history, there);
    if (missing.length > 0)
        return [`${to.id} needs ${missing.join(', ')}, which the database no longer has: deploy it anew instead`];
    if (to.schema === undefined)
        return [`which migrations ${to.id} knows was not recorded when it was deployed`];
    // A release older than the target has added nothing that the target does not know.
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
/** Migrations of the release or an earlier one that were reversed since. */
function missingFor(to, history, there) {
    const sure = new Set(there.filter(({ unsure }) => !unsure).map(({ name }) => name));
    const brought = history.filter(({ did, release }) => did === 'applied' && release <= to.id);
    return [...new Set(brought.flatMap(({ names }) => names))].filter((name) => !sure.has(name));
}
/** Whether two releases know the same migrations, as far as it was recorded. */
function isSame(one, other) {
    if (one === undefined || other === undefined)
        return false;
    const apps = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...apps].every((app) => one[app] === other[app]);
}
/** Schema versions that are further away than Saleor supports, or that cannot be compared. */
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
/** Not every version is a number: an image without one is named by its commit. */
function minorOf(version) {
    const [, major, minor] = /^v?(\d+)\.(\d+)(?![\w])/.exec(version) ?? [];
    return major === undefined ? undefined : { major: Number(major), minor: Number(minor) };
}
function named(version) {
    return version === '' ? 'a release without a version' : version;
}

// EXTERNAL MODULE: ./src/database/schema/reverse.js + 2 modules
var reverse = __webpack_require__(57181);
// EXTERNAL MODULE: ./src/plan/parts.js
var parts = __webpack_require__(20371);
// EXTERNAL MODULE: ./src/model/observed.js
var observed = __webpack_require__(97755);
// EXTERNAL MODULE: ./src/model/step.js
var step = __webpack_require__(94153);
// EXTERNAL MODULE: ./src/plan/deploy.js
var deploy = __webpack_require__(92766);
// EXTERNAL MODULE: ./src/plan/placed.js
var placed = __webpack_require__(42772);
// EXTERNAL MODULE: ./src/plan/swarm.js
var plan_swarm = __webpack_require__(51957);
// EXTERNAL MODULE: ./src/plan/web.js
var plan_web = __webpack_require__(29775);
;// CONCATENATED MODULE: ./src/plan/rollback.js






/** ★ The steps of a rollback, in order. Pure: the same for dry run, rollback and report. */
function planRollback(targets) {
    const [first] = targets;
    if (first.desired.swarm !== undefined)
        return (0,plan_swarm/* planSwarmRollback */.c)(first);
    const { release, strategy, bake, rollback } = first.desired;
    const all = (0,step/* step */.PM)(targets);
    const primary = (0,step/* step */.PM)([first]);
    const [, ...others] = targets;
    const web = (0,placed/* webHosts */.ox)(targets);
    const cold = targets.filter((one) => !(0,observed/* isWarm */.Yr)(one));
    const ready = [
        ...(0,deploy/* staticSteps */.Cf)(web),
        ...(0,deploy/* accessorySteps */.yC)(targets),
        ...(0,placed/* createSteps */.E5)(cold, (services) => `Create ${services} of ${release.id}`),
        ...(0,deploy/* edgeSteps */.dl)(web),
    ];
    const end = [
        all('commit', `Commit: the point of no return${rollback?.database === 'restore' ? '; the shop opens' : ''}`),
        all('clean-up', `Let requests in flight finish, remove the containers of ${rollback?.from.id ?? ''}`),
    ];
    const begin = [all('pull', (0,deploy/* pullTitle */.SI)(targets)), all('begin', 'Take the lock')];
    if (rollback?.database === 'restore')
        return [
            ...begin,
            primary('check-restore', 'Verify the backup, and list what will be lost'),
            ...ready,
            (0,step/* step */.PM)((0,placed/* openHosts */.UR)(targets))('close-shop', 'Close the shop'),
            all('stop-background', 'Stop workers and scheduler'),
            (0,plan_web/* stopAllWeb */.aj)(targets),
            ...(0,step/* when */.z7)(others.length > 0, (0,step/* step */.PM)(others)('hold', 'Note that an undo begins on the primary host')),
            primary('backup', 'Back up the data as they are now'),
            primary('restore', 'Restore the backup into a new database'),
            primary('swap-data', 'Swap the databases, keep the old one'),
            ...(0,plan_web/* replaceWeb */.XW)(web),
            ...(0,deploy/* frontSteps */.zC)(targets),
            ...(0,plan_web/* moveBackground */.Qr)(targets),
            ...(0,deploy/* replaceSteps */.gY)(targets),
            ...(0,placed/* leaveSteps */.pN)(targets),
            ...end,
        ];
    return [
        ...begin,
        ...ready,
        // Traffic moves first: customers have waited long enough. Old workers know fewer tasks than new ones, but no fewer
        // than before.
        ...(strategy === 'recreate' ? (0,plan_web/* recreateWeb */.g4)(web) : (0,plan_web/* replaceWeb */.XW)(web)),
        ...(0,deploy/* frontSteps */.zC)(targets),
        ...(0,plan_web/* moveBackground */.Qr)(targets),
        ...(0,deploy/* replaceSteps */.gY)(targets),
        ...(0,placed/* leaveSteps */.pN)(targets),
        ...(0,step/* when */.z7)(bake > 0, all('bake', `Monitor it for ${bake} s, the release before on standby`)),
        ...end,
        ...(0,step/* when */.z7)(rollback?.database === 'migrate', reversal(first)),
    ];
}
/** Reverses the schema on the first host, after the code. Pure. */
function reversal(first) {
    return (0,step/* step */.PM)([first])('reverse', 'Back up, then reverse the migrations since, by the newer code');
}

// EXTERNAL MODULE: ./src/report/plan-lines.js
var plan_lines = __webpack_require__(68767);
// EXTERNAL MODULE: ./src/report/progress.js
var progress = __webpack_require__(9397);
// EXTERNAL MODULE: ./src/execute/execute.js + 9 modules
var execute = __webpack_require__(60686);
// EXTERNAL MODULE: ./src/execute/reverse-schema.js
var reverse_schema = __webpack_require__(50967);
// EXTERNAL MODULE: ./src/execute/step-runner.js + 1 modules
var step_runner = __webpack_require__(21057);
;// CONCATENATED MODULE: ./src/execute/rollback.js












/**
 * Rolls back every host that does not serve the target yet; then reverses the schema if that is requested and still to
 * be done.
 * @throws UserError when the database prevents it, before anything changes
 */
async function rollBack(engine, fleet, { dryRun, allowGap }, runner) {
    const [primary] = fleet.members;
    const { rollback } = primary.desired;
    if (rollback === undefined)
        return { result: 'unchanged', fleet, steps: [] };
    const isThere = ({ desired, observed }) => observed.live?.id === desired.release.id;
    const [first, ...rest] = fleet.members.filter((member) => !isThere(member));
    if (first === undefined)
        return await followWithSchema(engine, fleet, primary, dryRun, runner);
    if (!isThere(primary))
        return await leave(engine, { ...fleet, members: [first, ...rest] }, { dryRun, allowGap }, runner);
    // An earlier run moved the first host and did there what the database needs; only the schema's reversal is left for
    // the end.
    if (rollback.database === 'keep')
        await assertNoVersionGap(primary, rollback, allowGap, runner.log);
    const following = (member) => ({
        ...member,
        desired: { ...member.desired, rollback: { ...rollback, database: 'done' } },
    });
    const others = { ...fleet, members: [following(first), ...rest.map(following)] };
    const left = await leave(engine, others, { dryRun, allowGap }, runner);
    const followed = await followWithSchema(engine, fleet, primary, dryRun, runner);
    return followed.result === 'unchanged' ? left : bothOf(left, followed);
}
/** Rolls back the code first, with what the database needs, on hosts that serve another release. */
async function leave(engine, leaving, { dryRun, allowGap }, runner) {
    const [first] = leaving.members;
    const { rollback } = first.desired;
    assertPresent(leaving.members);
    const steps = planRollback(leaving.members);
    const lines = [...(0,plan_lines/* planLines */.H)(steps, leaving.members), ...(0,parts/* partsLines */.g)(leaving.members)];
    await (0,progress/* logPlan */.uH)(lines, steps, dryRun, runner.log);
    if (rollback?.database === 'keep')
        await assertNoVersionGap(first, rollback, allowGap, runner.log);
    const reversing = rollback?.database === 'migrate' ? { reversing: await (0,reverse/* previewReverse */.HK)(first, engine.commands) } : {};
    if (dryRun) {
        const restoring = rollback?.database === 'restore' ? { restoring: await (0,restore_check/* previewRestore */.v)(first, engine.commands) } : {};
        return { result: 'planned', fleet: leaving, steps, ...reversing, ...restoring };
    }
    const executed = await (0,execute/* execute */.g)(engine, { fleet: leaving, steps, plan: planRollback }, runner);
    return { result: 'done', fleet: leaving, steps: executed.steps, executed };
}
/** Reverses the schema alone: the code is back, but an earlier run ended before the schema, or left it on purpose. */
async function followWithSchema(engine, fleet, primary, dryRun, runner) {
    if (primary.desired.rollback?.database !== 'migrate')
        return { result: 'unchanged', fleet, steps: [] };
    const reversing = await (0,reverse/* previewReverse */.HK)(primary, engine.commands);
    if (reversing.plan.length === 0)
        return { result: 'unchanged', fleet, steps: [] };
    const step = reversal(primary);
    runner.log.info(`${primary.desired.release.id} serves already; what is left to do: ${step.title}`);
    if (dryRun)
        return { result: 'planned', fleet, steps: [step], reversing };
    const stage = new step_runner/* StepRunner */.H(1, new AbortController(), runner);
    const session = await stage.once(step, () => (0,reverse_schema/* reverseSchema */.I)(engine, primary, runner));
    const executed = { timeline: stage.timeline, sessions: [session], steps: [step], refreshed: [] };
    return { result: 'done', fleet, steps: [step], executed };
}
/** Merges the outcomes of the code on some hosts and of the schema. */
function bothOf(left, { steps, executed, reversing }) {
    const all = { ...left, steps: [...left.steps, ...steps], ...(reversing === undefined ? {} : { reversing }) };
    if (left.executed === undefined || executed === undefined)
        return all;
    const timeline = [...left.executed.timeline, ...executed.timeline];
    const sessions = [...executed.sessions, ...left.executed.sessions];
    return { ...all, executed: { ...left.executed, timeline, sessions, steps: all.steps } };
}
/** @throws UserError `no-target` that names every host without the release */
function assertPresent(members) {
    const missing = members.filter(({ desired, observed }) => !observed.releases.some(({ id }) => id === desired.release.id));
    const [first] = missing;
    if (first === undefined)
        return;
    throw new errors/* UserError */.yo('no-target', `${missing.map(({ observed }) => observed.host).join(', ')}: release ${first.desired.release.id} was never deployed there, or was removed.`, `Deploy its image to all hosts: ${first.desired.release.image}`);
}
/** The host has the history of all changes to the schema. */
async function gapOn(host, { root, release }, from) {
    const history = await host.run(['cat', (0,schema_history/* historyFile */.p2)(root)]);
    return schemaGap(from, release, (0,schema_history/* parseHistory */.i6)(history.stdout));
}
/** Each manager of a Swarm knows only what was changed through it: nothing but an equal schema is certain. Pure. */
function gapInSwarm(from, to) {
    if (isSame(from.schema, to.schema))
        return [];
    return [`${from.id} knows other migrations than ${to.id}, and a Swarm keeps no history of what they change`];
}
/** @throws UserError `schema-gap` when nothing shows that the old code runs on the schema, unless the inputs allow it */
async function assertNoVersionGap({ host, desired }, { from }, isAllowed, log) {
    const { release, migrate, swarm } = desired;
    // When others run the migrations, the schema's version is unknown.
    if (migrate.length === 0 && from.settings?.migrate.length === 0)
        return;
    const reasons = swarm === undefined ? await gapOn(host, desired, from) : gapInSwarm(from, release);
    if (reasons.length === 0)
        return;
    const what = `Nothing says that ${release.id} runs on the schema as it is:\n${reasons.join('\n')}`;
    if (isAllowed)
        return log.warning(what);
    throw new errors/* UserError */.yo('schema-gap', what, 'Take the schema back with database: migrate, the data with database: restore, or set allow-schema-gap: true.');
}

// EXTERNAL MODULE: ./src/host/ssh/address.js
var address = __webpack_require__(81309);
// EXTERNAL MODULE: ./src/inputs/contract.js
var contract = __webpack_require__(43849);
// EXTERNAL MODULE: ./src/inputs/groups/attestation.js + 1 modules
var attestation = __webpack_require__(27629);
// EXTERNAL MODULE: ./src/inputs/groups/connection.js
var connection = __webpack_require__(17470);
// EXTERNAL MODULE: ./src/inputs/groups/deploy.js
var groups_deploy = __webpack_require__(31701);
// EXTERNAL MODULE: ./src/inputs/groups/hosts.js
var hosts = __webpack_require__(42151);
// EXTERNAL MODULE: ./src/inputs/groups/recording.js
var recording = __webpack_require__(44767);
;// CONCATENATED MODULE: ./src/inputs/rollback.js






const { host: _host, ...rollback_connection } = connection/* connectionInputs */.e;
/** What `rollback` accepts and returns. */
const rollback = {
    does: 'rollback',
    inputs: {
        ...rollback_connection,
        ...groups_deploy/* engineInput */.xM,
        hosts: (0,hosts/* hostLines */.g)({ required: true }),
        to: (0,contract/* pattern */.T1)(/^\S+$/, 'previous, or the id, version or digest of a release', { default: 'previous' }),
        from: (0,contract/* pattern */.T1)(/^\S+$/, 'the id of a release, or none'),
        reason: (0,contract/* pattern */.T1)(/\S/, 'a sentence'),
        ...(0,recording/* recordingInputs */.b)('production'),
        database: (0,contract/* choice */.Yq)(['keep', 'migrate', 'restore'], { default: 'keep' }),
        'allow-schema-gap': (0,contract/* flag */.Jt)({ default: 'false' }),
        'restore-backup': (0,contract/* pattern */.T1)(/^[\w.-]+$/, 'the name of a backup, as the summary of its deploy has it'),
        ...groups_deploy/* backupInputs */.Ct,
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
        'registry-auth': (0,contract/* secret */.rJ)(),
        ...attestation/* attestationInputs */.s,
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
        'serving-release',
        'customers-affected',
        'reason-code',
    ],
};

// EXTERNAL MODULE: ./src/observe/fleet.js + 3 modules
var fleet = __webpack_require__(17269);
// EXTERNAL MODULE: ./src/observe/managers.js
var managers = __webpack_require__(78492);
// EXTERNAL MODULE: ./src/run-action.js + 8 modules
var run_action = __webpack_require__(68507);
// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(80231);
// EXTERNAL MODULE: ./src/report/timeline.js
var timeline = __webpack_require__(18117);
// EXTERNAL MODULE: ./src/summary/change.js
var change = __webpack_require__(7144);
// EXTERNAL MODULE: ./src/summary/database.js
var database = __webpack_require__(94533);
// EXTERNAL MODULE: ./src/summary/hosts.js
var summary_hosts = __webpack_require__(35921);
// EXTERNAL MODULE: ./src/summary/parts.js
var summary_parts = __webpack_require__(6856);
// EXTERNAL MODULE: ./src/summary/plan.js
var plan = __webpack_require__(83943);
// EXTERNAL MODULE: ./src/summary/targets.js
var summary_targets = __webpack_require__(86784);
// EXTERNAL MODULE: ./src/summary/verdict.js
var verdict = __webpack_require__(7439);
// EXTERNAL MODULE: ./src/summary/web-services.js
var web_services = __webpack_require__(95965);
;// CONCATENATED MODULE: ./src/summary/rollback.js











/** The job summary of a rollback that went well: the verdict, what it did to the data, what changed, details in folds. Pure. */
function rollbackSummary(done, now) {
    const { result, fleet, steps, executed, reversing, restoring: wouldRestore } = done;
    const [{ desired, observed }] = fleet.members;
    const primary = executed?.sessions[0].results;
    const reversed = primary?.reversed ?? reversing?.plan.map(({ name }) => name);
    const restoring = primary?.restoring ?? wouldRestore;
    const serves = result === 'done' ? desired.release : observed.live;
    const sessions = executed?.sessions ?? [];
    const targets = (0,rollback_targets/* targetsOf */.Q)(fleet.members, serves);
    const isChange = result !== 'unchanged';
    const reason = isChange ? (desired.rollback?.reason ?? '') : '';
    const parts = [
        `### ${headline(done)}`,
        reason === '' ? '' : `> ${reason.replaceAll('\n', '\n> ')}`,
        isChange ? '' : unchangedText(done),
        restoring === undefined ? '' : restorePart(restoring),
        ...(isChange ? [(0,change/* changeTable */.H)(observed.live, desired.release), (0,web_services/* webServicesTable */.j)(desired)] : []),
        [
            (0,database/* backupLine */.Pv)(primary?.backup),
            (0,summary_hosts/* watchedLine */.p$)(sessions),
            executed === undefined ? '' : (0,summary_hosts/* refreshedLine */.L4)(executed),
        ]
            .filter((line) => line !== '')
            .map((line) => `- ${line}`)
            .join('\n'),
        isChange ? (0,summary_hosts/* hostsTable */.GS)(fleet.members, sessions) : '',
        result === 'planned' ? (0,plan/* planPart */.r)(steps, fleet.members) : '',
        reversed === undefined ? '' : reversedPart(reversed, result),
        isChange ? (0,summary_parts/* partsTable */.N)(fleet.members) : '',
        (0,timeline/* timeline */.I)(executed?.timeline ?? []),
        (0,summary_targets/* targetsPart */.g)(targets, fleet.members.length, now),
        isChange ? (0,change/* changedNames */.t)(observed.live, desired.release, primary?.backup) : '',
    ];
    return parts.filter((part) => part !== '').join('\n\n');
}
function headline({ result, fleet: { members }, executed }) {
    const [{ desired, observed }] = members;
    if (result === 'unchanged')
        return '✅ Nothing to do';
    if (result === 'done')
        return `↩️ Rolled back: ${lower((0,verdict/* verdictOf */.Vj)(members, executed))}`;
    const from = observed.live === undefined ? '' : ` after ${(0,verdict/* shortName */.EU)(observed.live)}`;
    return `📝 Dry run, nothing was changed: back to ${(0,verdict/* shortName */.EU)(desired.release)}${from} on ${(0,verdict/* hostsOf */.PP)(members)}`;
}
function lower(text) {
    return text.charAt(0).toLowerCase() + text.slice(1);
}
function unchangedText({ fleet }) {
    const [{ observed }] = fleet.members;
    const isFirst = observed.live !== undefined && observed.previous === undefined;
    const why = isFirst ? ' It is the first release: there is nothing to go back to.' : '';
    return `${(0,markdown/* inlineCode */.ti)(observed.live?.id ?? 'nothing')} serves, and stays.${why}`;
}
function reversedPart(names, result) {
    const word = result === 'planned' ? 'would be reversed' : 'reversed';
    if (names.length === 0)
        return `No migrations ${word}: the schema is that of the release.`;
    const list = names.map((name) => `- ${(0,markdown/* inlineCode */.ti)(name)}`).join('\n');
    return (0,markdown/* details */.zH)(`${(0,markdown/* counted */.hS)(names.length, 'migration')} ${word}`, list);
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
/** The number of tables shown at once; all of them are in a fold. */
const shown = 10;
function lossTable(losses, swapped) {
    const rows = losses.map(({ table: name, now, inBackup }) => [
        (0,markdown/* inlineCode */.ti)(name),
        now.toLocaleString('en'),
        inBackup === undefined ? 'not counted' : inBackup.toLocaleString('en'),
        inBackup === undefined ? '' : Math.max(0, now - inBackup).toLocaleString('en'),
    ]);
    const head = ['Table', 'Rows before', 'Rows of the backup', swapped ? 'Lost' : 'Would be lost'];
    const all = rows.length > shown ? `\n\n${(0,markdown/* details */.zH)(`All ${rows.length} tables that differ`, (0,markdown/* table */.tp)(head, rows))}` : '';
    return `${(0,markdown/* table */.tp)(head, rows.slice(0, shown))}${all}`;
}

// EXTERNAL MODULE: ./src/summary/deploy-outputs.js
var deploy_outputs = __webpack_require__(30236);
;// CONCATENATED MODULE: ./src/summary/rollback-outputs.js


/** The outputs of `rollback`. Pure. */
function rollbackOutputsOf(done) {
    const { release, 'previous-release': previous, image, version, plan, backup } = (0,deploy_outputs/* deployOutputsOf */.t)(done);
    const { members } = done.fleet;
    const primary = done.executed?.sessions[0].results;
    const reversed = primary?.reversed ?? done.reversing?.plan.map(({ name }) => name);
    const restoring = primary?.restoring ?? done.restoring;
    const lost = restoring?.losses.map(({ table, now, inBackup }) => [table, Math.max(0, now - (inBackup ?? 0))]);
    return {
        ...{ release, 'previous-release': previous, image, version, plan, backup },
        targets: JSON.stringify((0,rollback_targets/* targetsOf */.Q)(members, done.result === 'done' ? members[0].desired.release : undefined)),
        reversed: reversed && JSON.stringify(reversed),
        'lost-rows': lost && JSON.stringify(Object.fromEntries(lost)),
        'kept-database': restoring?.swapped === true ? restoring.names.kept : undefined,
        ...(0,deploy_outputs/* fleetOutputsOf */.a)(done),
    };
}

;// CONCATENATED MODULE: ./actions/rollback.js













/** Goes back to a release that the whole fleet has had before. */
const run = () => (0,run_action/* runAction */.C)(rollback, async (inputs, runner) => {
    requireReason(inputs);
    const { targets, jump } = (0,address/* addressesFrom */.b)(inputs);
    runner.log.info(`Go back to ${inputs.to} on ${inputs.hosts.map(({ name }) => name).join(', ')}`);
    const settings = {
        parallel: inputs.parallel,
        onUnreachable: inputs['on-unreachable'],
        diagnosisFolder: inputs['diagnosis-folder'],
    };
    const engine = await (0,choose/* engineOf */.k)(inputs.engine);
    const observe = managers/* observing */.g[inputs.engine];
    const opening = observe(engine, targets, jump, settings, resolveRollback(engine, inputs, runner), runner);
    const how = { dryRun: inputs['dry-run'], allowGap: inputs['allow-schema-gap'] };
    const kind = inputs['environment-name'] === 'staging' ? 'staging' : 'production';
    const done = await (0,fleet/* withFleet */.x)(opening, runner, async (fleet) => {
        await (0,check/* checkAttestations */.Y)(fleet, inputs, runner);
        const work = () => rollBack(engine, fleet, how, runner);
        return await (0,recorded/* recordedOnGitHub */.l)(fleet, inputs, kind, runner, work, 'rollback');
    });
    return {
        reason: done.result,
        outputs: rollbackOutputsOf(done),
        summary: rollbackSummary(done, runner.clock.now()),
    };
});


/***/ }),

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


/***/ }),

/***/ 78492:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ observing)
/* harmony export */ });
/* unused harmony export observeManagers */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);
/* harmony import */ var _report_host_failures_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(35394);
/* harmony import */ var _fleet_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(17269);



/** How the hosts of an engine are observed: each of them, or a Swarm through one of its managers. */
const observing = { compose: _fleet_js__WEBPACK_IMPORTED_MODULE_2__/* .observeFleet */ .H, swarm: observeManagers };
/** Why another manager is asked: this one may be down, or cut off from the others. */
const passing = ['host-unreachable', 'host-unresponsive', 'not-ready'];
/**
 * Observes a cluster through the first manager that can be reached and can act for it; it is a fleet of one host.
 * @throws UserError with the reason of each manager when there is none
 */
async function observeManagers(engine, addresses, jump, settings, resolveDesired, runner) {
    const failures = [];
    for (const address of addresses) {
        const host = address.name ?? address.host;
        try {
            return await (0,_fleet_js__WEBPACK_IMPORTED_MODULE_2__/* .observeFleet */ .H)(engine, [address], jump, settings, resolveDesired, runner);
        }
        catch (error) {
            failures.push({ host, error });
            const mayPass = error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo && passing.includes(error.reason);
            if (!mayPass)
                throw error;
            if (failures.length === addresses.length)
                break;
            runner.log.warning(`${host} is passed over, as a manager of the Swarm: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error)}`);
            // The cluster is one: what it serves is known from the next manager.
            runner.serving.forget(host);
        }
    }
    throw (0,_report_host_failures_js__WEBPACK_IMPORTED_MODULE_1__/* .allOf */ .b)(failures);
}


/***/ })

};
