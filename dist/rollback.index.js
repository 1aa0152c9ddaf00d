export const id = "rollback";
export const ids = ["rollback"];
export const modules = {

/***/ 71082:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

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

// EXTERNAL MODULE: ./src/desired/rollback/rollback.js + 2 modules
var rollback = __webpack_require__(58780);
// EXTERNAL MODULE: ./src/engine/compose/engine.js + 43 modules
var engine = __webpack_require__(52175);
// EXTERNAL MODULE: ./src/execute/recorded.js + 2 modules
var recorded = __webpack_require__(40935);
// EXTERNAL MODULE: ./src/database/restore/check.js
var check = __webpack_require__(98710);
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
// EXTERNAL MODULE: ./src/plan/web.js
var plan_web = __webpack_require__(29775);
;// CONCATENATED MODULE: ./src/plan/rollback.js





/** ★ The steps of a rollback, in order. Pure: the same for dry run, rollback and report. */
function planRollback(targets) {
    const [first] = targets;
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
        const restoring = rollback?.database === 'restore' ? { restoring: await (0,check/* previewRestore */.v)(first, engine.commands) } : {};
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
/** @throws UserError `schema-gap` when nothing shows that the old code runs on the schema, unless the inputs allow it */
async function assertNoVersionGap({ host, desired }, { from }, isAllowed, log) {
    const { release, root, migrate } = desired;
    // When others run the migrations, the schema's version is unknown.
    if (migrate.length === 0 && from.settings?.migrate.length === 0)
        return;
    const history = await host.run(['cat', (0,schema_history/* historyFile */.p2)(root)]);
    const reasons = schemaGap(from, release, (0,schema_history/* parseHistory */.i6)(history.stdout));
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
const rollback_rollback = {
    does: 'rollback',
    inputs: {
        ...rollback_connection,
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
// EXTERNAL MODULE: ./src/run-action.js + 8 modules
var run_action = __webpack_require__(68507);
// EXTERNAL MODULE: ./src/observe/rollback-targets.js
var rollback_targets = __webpack_require__(29103);
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
const run = () => (0,run_action/* runAction */.C)(rollback_rollback, async (inputs, runner) => {
    requireReason(inputs);
    const { targets, jump } = (0,address/* addressesFrom */.b)(inputs);
    runner.log.info(`Go back to ${inputs.to} on ${inputs.hosts.map(({ name }) => name).join(', ')}`);
    const settings = {
        parallel: inputs.parallel,
        onUnreachable: inputs['on-unreachable'],
        diagnosisFolder: inputs['diagnosis-folder'],
    };
    const opening = (0,fleet/* observeFleet */.H)(engine/* composeEngine */.t, targets, jump, settings, (0,rollback/* resolveRollback */.d)(engine/* composeEngine */.t, inputs, runner), runner);
    const how = { dryRun: inputs['dry-run'], allowGap: inputs['allow-schema-gap'] };
    const kind = inputs['environment-name'] === 'staging' ? 'staging' : 'production';
    const done = await (0,fleet/* withFleet */.x)(opening, runner, (fleet) => (0,recorded/* recordedOnGitHub */.l)(fleet, inputs, kind, runner, () => rollBack(engine/* composeEngine */.t, fleet, how, runner), 'rollback'));
    return {
        reason: done.result,
        outputs: rollbackOutputsOf(done),
        summary: rollbackSummary(done, runner.clock.now()),
    };
});


/***/ })

};
