export const id = "run-command";
export const ids = ["run-command"];
export const modules = {

/***/ 94705:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/approval/rules/binding.js
var binding = __webpack_require__(28388);
// EXTERNAL MODULE: ./src/diagnosis/secrets.js
var diagnosis_secrets = __webpack_require__(70658);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
// EXTERNAL MODULE: ./src/inputs/values/environment.js
var values_environment = __webpack_require__(51663);
// EXTERNAL MODULE: ./src/inputs/values/environment-masks.js
var environment_masks = __webpack_require__(54143);
// EXTERNAL MODULE: ./src/inputs/values/words.js
var values_words = __webpack_require__(96375);
// EXTERNAL MODULE: ./src/model/release/release.js
var release = __webpack_require__(99328);
// EXTERNAL MODULE: ./src/desired/approved.js
var approved = __webpack_require__(91113);
// EXTERNAL MODULE: ./src/desired/stored-secrets.js
var stored_secrets = __webpack_require__(13065);
// EXTERNAL MODULE: ./src/desired/swarm.js
var swarm = __webpack_require__(50056);
// EXTERNAL MODULE: ./src/desired/live/live.js
var live_live = __webpack_require__(92433);
;// CONCATENATED MODULE: ./src/desired/live/run-command.js











/** Maximum characters of a command in reports and in the history. */
const shownCharacters = 200;
/**
 * Resolves the live release, and the command to run in a container of it.
 * @throws UserError `bad-input` for an invalid command or invalid variables, `not-ready` when no release is live,
 * `approval-refused` without a demanded approval, or with one for something else
 */
function resolveCommand(engine, inputs, runner) {
    const { log, clock } = runner;
    if (inputs.engine === 'swarm')
        (0,swarm/* assertSwarmInputs */.y0)(inputs, swarm/* commandInSwarm */.Vr);
    assertAllowed(inputs);
    const words = inputs.shell ? ['sh', '-c', inputs.command] : commandWords(inputs.command);
    const environment = (0,values_environment/* parseEnvironment */.N)(inputs.environment ?? '');
    return async (connected) => {
        const [host] = await connected;
        const live = await (0,live_live/* readLive */.p)(engine, host, inputs.path, 'so there are no settings to run a command with', inputs.engine);
        const approval = await approvedBy(inputs, { host, live: live.release.id }, runner);
        const onServer = await (0,stored_secrets/* hideSecrets */.s)(host, live.model, log);
        const secrets = [...onServer, ...(0,environment_masks/* environmentMasks */.x)(inputs.environment ?? '', [])];
        const whole = (0,diagnosis_secrets/* withoutSecrets */.c)(inputs.command.trim().replace(/\s+/g, ' '), secrets);
        const line = whole.length > shownCharacters ? `${whole.slice(0, shownCharacters - 1)}…` : whole;
        const desired = {
            ...{ ...live, secrets, lockWait: inputs['lock-wait'] },
            task: {
                action: 'run-command',
                id: (0,release/* releaseId */.Bf)(clock.now(), live.release.image),
                reason: inputs.reason ?? '',
                ...(approval === undefined ? {} : { approval }),
                command: { words, line, environment, seconds: inputs.timeout },
            },
        };
        return { desired, scheduler: '' };
    };
}
/** Refuses what can be refused before a connection is made. */
function assertAllowed(inputs) {
    if (inputs['require-reason'] && inputs.reason === undefined)
        throw new errors/* UserError */.yo('bad-input', "Input 'reason' is empty, and require-reason demands one.", 'Say in a sentence why the command is run.');
    (0,approved/* requireApproval */.j)(inputs);
    if (inputs.approval === undefined || !inputs.shell)
        return;
    throw new errors/* UserError */.yo('bad-input', "Inputs 'approval' and 'shell' do not go together: people approve the words that are run.", "Leave shell out, and let the command itself say it: sh -c 'env | cut -d= -f1'");
}
/** Returns the hash of the approval, if there is one, after it was found to be for this command and unused. */
async function approvedBy({ approval, command, 'environment-name': environment, path: root }, { host, live }, { context, clock }) {
    if (approval === undefined)
        return undefined;
    const { stdout } = await host.run(['grep', '-oE', '"approval":"[0-9a-f]{64}"', `${root}/events.log`]);
    const { hash } = (0,binding/* verifyApproval */.NX)(approval, {
        ...{ repository: context.repository, environment, run: context.runId, attempt: context.runAttempt },
        ...{ commit: context.sha, images: [], command: command.trim(), live },
        now: new Date(clock.now()).toISOString(),
        used: [...stdout.matchAll(/[0-9a-f]{64}/g)].map(([one]) => one),
    });
    return hash;
}
/** @throws UserError for an unclosed quote, and for syntax that only a shell understands */
function commandWords(command) {
    const words = (0,values_words/* wordsOf */.Z)('command', command);
    if (words.length === 0)
        throw new errors/* UserError */.yo('bad-input', `Input 'command': "${command}" has no words.`, 'Write a command, such as python manage.py showmigrations.');
    const operator = words.find((word) => /^(\||\|\||&&|&|;|[0-9]?[<>].*)$/.test(word) || word.startsWith('$('));
    if (operator === undefined)
        return words;
    throw new errors/* UserError */.yo('bad-input', `Input 'command': "${operator}" would be an argument like any other, as no shell reads the command.`, 'Set shell: true. In a shell, an operator in quotes stays an argument.');
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
;// CONCATENATED MODULE: ./src/inputs/run-command.js





const { host: _host, ...run_command_connection } = connection/* connectionInputs */.e;
/** What `run-command` takes and gives. */
const runCommand = {
    does: 'command',
    inputs: {
        command: (0,contract/* text */.Qq)({ required: true }),
        ...run_command_connection,
        ...deploy/* engineInput */.xM,
        hosts: (0,hosts/* hostLines */.g)({ required: true }),
        shell: (0,contract/* flag */.Jt)({ default: 'false' }),
        environment: (0,contract/* secret */.rJ)({ masks: environment_masks/* environmentMasks */.x }),
        timeout: (0,contract/* seconds */.YA)({ default: '30m' }),
        reason: (0,contract/* pattern */.T1)(/\S/, 'a sentence'),
        'require-reason': (0,contract/* flag */.Jt)({ default: 'false' }),
        approval: (0,contract/* text */.Qq)(),
        'require-approval': (0,contract/* flag */.Jt)({ default: 'false' }),
        'environment-name': (0,contract/* pattern */.T1)(/^\S.*$/, 'the name of a GitHub environment', { default: 'production' }),
        'lock-wait': (0,contract/* seconds */.YA)({ default: '0' }),
        'notify-webhook': (0,contract/* secret */.rJ)(),
        'dry-run': (0,contract/* flag */.Jt)({ default: 'false' }),
    },
    outputs: ['exit-code', 'output', 'serving-release', 'customers-affected', 'reason-code'],
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
;// CONCATENATED MODULE: ./actions/run-command.js










/** Runs a command in a container of the live release, beside what serves. */
const run = () => (0,run_action/* runAction */.C)(runCommand, async (inputs, runner) => {
    const engine = await (0,choose/* engineOf */.k)(inputs.engine);
    const resolver = () => resolveCommand(engine, inputs, runner);
    const opening = (0,first_host/* observeFirstHost */.Z)(engine, inputs, resolver, runner);
    const work = { plan: plan_live/* planCommand */.VV, dryRun: inputs['dry-run'] };
    const done = await (0,fleet/* withFleet */.x)(opening, runner, (fleet) => (0,live/* doTask */.F)(engine, fleet, work, runner));
    const { command } = done.results;
    if (command === undefined)
        return { reason: done.result, outputs: {}, summary: (0,task/* commandSummary */.Cv)(done) };
    const outputs = { 'exit-code': String(command.exitCode), output: command.output };
    const line = done.fleet.members[0].desired.task?.command?.line ?? '';
    if (command.exitCode !== 0)
        throw new errors/* StepFailed */.an('command-failed', `${done.fleet.members[0].host.name}: ${line} ended with exit code ${command.exitCode}.`, command.output, { outputs });
    runner.log.info(command.output);
    return { reason: done.result, outputs, summary: (0,task/* commandSummary */.Cv)(done) };
});


/***/ }),

/***/ 28388:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ codeOf),
/* harmony export */   NX: () => (/* binding */ verifyApproval),
/* harmony export */   OT: () => (/* binding */ isBinding),
/* harmony export */   kS: () => (/* binding */ bindingHash)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(16986);


/** SHA-256 over the binding, field by field in a fixed order; its first characters are the code for people. */
function bindingHash(binding) {
    const { repository, environment, run, attempt, commit, images, live, expires, nonce, command } = binding;
    const fields = [repository, environment, run, attempt, commit, [...images].sort(), live, expires, nonce];
    // Approvals of deploys have the hash that they had before there were commands.
    if (command !== undefined)
        fields.push(command);
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(JSON.stringify(fields)).digest('hex');
}
/** The code that people type: long enough to be unique in a repository, short enough to type. */
function codeOf(hash) {
    return hash.slice(0, 8);
}
/**
 * Parses an approval and refuses one that is not for exactly this deploy or command. Pure.
 * @throws UserError `approval-refused` with all differences
 */
function verifyApproval(text, intent) {
    const approval = parse(text);
    const { forRun: run = approval.run, forAttempt: attempt = approval.attempt } = approval;
    const good = { ...approval, run, attempt };
    const differs = ['repository', 'environment', 'run', 'attempt', 'commit', 'live'].flatMap((name) => good[name] === intent[name]
        ? []
        : [`it is for the ${name} ${good[name] || '(none)'}, this is ${intent[name] || '(none)'}`]);
    const unapproved = intent.images.filter((image) => !approval.images.includes(image));
    const problems = [
        ...(bindingHash(approval) === approval.hash ? [] : ['it was changed after it was given']),
        ...differs,
        ...(approval.command === intent.command
            ? []
            : [`it is for ${kindOf(approval)}, this is ${kindOf(intent)}`]),
        ...(unapproved.length === 0 || approval.command !== undefined
            ? []
            : [`it is for ${approval.images.join(', ')}, not ${unapproved.join(', ')}`]),
        ...(approval.expires > intent.now ? [] : [`it expired at ${approval.expires}`]),
        ...(intent.used.includes(approval.hash) ? ['it was used before'] : []),
    ];
    if (problems.length === 0)
        return approval;
    throw refused(`The approval does not fit: ${problems.join('; ')}.`);
}
function kindOf({ command }) {
    return command === undefined ? 'a deploy' : `the command "${command}"`;
}
/** Whether a foreign value has all fields of a binding. Pure. */
function isBinding(value) {
    const record = (value ?? {});
    const fields = [
        'repository',
        'environment',
        'run',
        'attempt',
        'commit',
        'live',
        'expires',
        'nonce',
    ];
    return (fields.every((name) => typeof record[name] === 'string') &&
        Array.isArray(record.images) &&
        ['string', 'undefined'].includes(typeof record.command));
}
function parse(text) {
    try {
        const record = JSON.parse(text);
        if (isBinding(record) && typeof record.hash === 'string')
            return record;
    }
    catch {
        // Falls through: no JSON is no approval either.
    }
    throw refused("Input 'approval': this is not what await-approval puts out.");
}
function refused(what) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('approval-refused', what, 'Ask for an approval in this run with await-approval, and pass its output `approval` on as it is.');
}


/***/ }),

/***/ 91113:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ checkApproval),
/* harmony export */   j: () => (/* binding */ requireApproval)
/* harmony export */ });
/* harmony import */ var _approval_rules_binding_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(28388);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(16986);
/* harmony import */ var _model_release_release_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(99328);



/** Requires an approval when `require-approval` is set; checked before any connection is made. */
function requireApproval(inputs) {
    if (inputs.approval !== undefined || !inputs['require-approval'])
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('approval-refused', "Input 'approval' is empty, and require-approval demands one.", 'Put await-approval before this step and pass its output `approval` on.');
}
/**
 * Checks the approval, if there is one, against the planned change on every host, and records it in the release, so
 * that it can't be used again.
 * @throws UserError `approval-refused`
 */
function checkApproval({ members }, { approval, 'environment-name': environment }, { context, clock }) {
    if (approval === undefined)
        return;
    const used = members.flatMap(({ observed }) => observed.releases.flatMap((one) => one.approval ?? []));
    for (const { desired, observed } of members) {
        const { hash } = (0,_approval_rules_binding_js__WEBPACK_IMPORTED_MODULE_0__/* .verifyApproval */ .NX)(approval, {
            repository: context.repository,
            environment,
            run: context.runId,
            attempt: context.runAttempt,
            commit: context.sha,
            images: (0,_model_release_release_js__WEBPACK_IMPORTED_MODULE_2__/* .imagesOf */ .IC)(desired.release),
            live: observed.live?.id ?? '',
            now: new Date(clock.now()).toISOString(),
            used,
        });
        desired.release.approval = hash;
    }
}


/***/ })

};
