export const id = 415;
export const ids = [415];
export const modules = {

/***/ 3415:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/approval/binding.js
var binding = __webpack_require__(4600);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(6986);
;// CONCATENATED MODULE: ./src/deploy/approved.js


/** Whether an approval is there when it has to be: known before any connection is made. */
function demandApproval(inputs) {
    if (inputs.approval !== undefined || !inputs['require-approval'])
        return;
    throw new errors/* UserError */.yo('approval-refused', "Input 'approval' is empty, and require-approval demands one.", 'Put await-approval before this step and pass its output `approval` on.');
}
/**
 * Holds the approval, when there is one, against what is about to happen on every host, and notes it in the release, so
 * that it can't be used again.
 * @throws UserError `approval-refused`
 */
function checkApproval({ members }, { approval, 'environment-name': environment }, { context, clock }) {
    if (approval === undefined)
        return;
    const used = members.flatMap(({ seen }) => seen.releases.flatMap((one) => one.approval ?? []));
    for (const { wanted, seen } of members) {
        const { hash } = (0,binding/* verifyApproval */.NX)(approval, {
            repository: context.repository,
            environment,
            run: context.runId,
            attempt: context.runAttempt,
            commit: context.sha,
            image: wanted.release.image,
            live: seen.live?.id ?? '',
            now: new Date(clock.now()).toISOString(),
            used,
        });
        wanted.release.approval = hash;
    }
}

// EXTERNAL MODULE: ./src/deploy/deploy.js
var deploy = __webpack_require__(5782);
// EXTERNAL MODULE: ./src/deploy/outputs.js
var outputs = __webpack_require__(3035);
// EXTERNAL MODULE: ./src/deploy/want.js + 13 modules
var want = __webpack_require__(8272);
;// CONCATENATED MODULE: ./src/deploy/production.js


/**
 * How the fleet is gone about, and what is wanted on each host.
 * @throws UserError `bad-input` for a scheduler's host that isn't in the fleet
 */
function wantFleet(inputs, runner) {
    const { hosts, parallel } = inputs;
    const scheduler = inputs['scheduler-host'] ?? hosts[0] ?? '';
    if (!hosts.includes(scheduler))
        throw new errors/* UserError */.yo('bad-input', `Input 'scheduler-host': "${scheduler}" is not among the hosts.`, `Write it as in hosts, one of ${hosts.join(', ')}.`);
    return {
        settings: { parallel, onUnreachable: inputs['on-unreachable'] },
        intend: async () => {
            const wanted = await (0,want/* want */.R)(inputs, runner, { hosts, scheduler });
            return {
                wanted: { ...wanted, balancerWait: hosts.length > 1 ? inputs['balancer-wait'] : 0 },
                scheduler,
            };
        },
    };
}

// EXTERNAL MODULE: ./src/deploy/recorded.js + 2 modules
var recorded = __webpack_require__(9319);
// EXTERNAL MODULE: ./src/deploy/report.js
var report = __webpack_require__(7971);
// EXTERNAL MODULE: ./src/deploy/survey.js + 2 modules
var survey = __webpack_require__(8238);
// EXTERNAL MODULE: ./src/host/address.js
var address = __webpack_require__(8200);
// EXTERNAL MODULE: ./src/inputs/contract.js
var contract = __webpack_require__(3849);
// EXTERNAL MODULE: ./src/inputs/deploy.js + 1 modules
var inputs_deploy = __webpack_require__(7909);
// EXTERNAL MODULE: ./src/inputs/recording.js
var recording = __webpack_require__(3796);
;// CONCATENATED MODULE: ./src/inputs/deploy-production.js



/** What `deploy-production` takes and gives. */
const deployProduction = {
    does: 'deploy',
    inputs: {
        ...(0,inputs_deploy/* deployInputs */.xR)({
            composeFile: 'docker-compose.production.yml',
            environmentFile: '.env.production',
            strategy: 'blue-green',
            backup: 'pending',
            bake: '60s',
        }),
        hosts: inputs_deploy/* hostsInput */.EN,
        'scheduler-host': (0,contract/* text */.Qq)(),
        parallel: (0,contract/* whole */.WQ)({ min: 1, max: 100, default: '10' }),
        'on-unreachable': (0,contract/* choice */.Yq)(['refuse', 'skip'], { default: 'refuse' }),
        'balancer-wait': (0,contract/* seconds */.YA)({ default: '10s' }),
        ...(0,recording/* recordingInputs */.b)('production'),
        approval: (0,contract/* text */.Qq)(),
        'require-approval': (0,contract/* flag */.Jt)({ default: 'false' }),
    },
    outputs: [...inputs_deploy/* deployOutputs */.gf, 'hosts', 'skipped-hosts'],
};

// EXTERNAL MODULE: ./src/run-action.js + 8 modules
var run_action = __webpack_require__(393);
;// CONCATENATED MODULE: ./actions/deploy-production.js










/** Deploys a digest to the whole fleet, or to none of it. */
const run = () => (0,run_action/* runAction */.C)(deployProduction, async (inputs, runner) => {
    demandApproval(inputs);
    const { targets, jump } = (0,address/* addressesFrom */.b)(inputs);
    runner.log.info(`Deploy ${inputs.image} to ${inputs.hosts.join(', ')}`);
    const { settings, intend } = wantFleet(inputs, runner);
    const opening = (0,survey/* survey */.F)(targets, jump, settings, intend, runner);
    const deployed = await (0,survey/* withFleet */.x)(opening, runner, async (fleet) => {
        checkApproval(fleet, inputs, runner);
        return await (0,recorded/* recordedOnGitHub */.l)(fleet, inputs, 'production', runner, () => (0,deploy/* deploy */.g)(fleet, inputs['dry-run'], runner));
    });
    return {
        reason: deployed.result,
        outputs: { ...(0,outputs/* deployOutputsOf */.t)(deployed), ...(0,outputs/* fleetOutputsOf */.a)(deployed) },
        summary: (0,report/* deploySummary */.eN)(deployed, runner.clock.now()),
    };
});


/***/ }),

/***/ 4600:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ codeOf),
/* harmony export */   NX: () => (/* binding */ verifyApproval),
/* harmony export */   OT: () => (/* binding */ isBinding),
/* harmony export */   kS: () => (/* binding */ bindingHash)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6986);


/** SHA-256 over the binding, field by field in a fixed order; its first characters are the code that people type. */
function bindingHash(binding) {
    const { repository, environment, run, attempt, commit, images, live, expires, nonce } = binding;
    const fields = [repository, environment, run, attempt, commit, [...images].sort(), live, expires, nonce];
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(JSON.stringify(fields)).digest('hex');
}
/** What people type: enough of the hash that no two requests of a repository share it, little enough to type. */
function codeOf(hash) {
    return hash.slice(0, 8);
}
/**
 * Reads an approval and refuses one that is not for exactly this. Pure.
 * @throws UserError `approval-refused` with everything in which it differs
 */
function verifyApproval(text, intent) {
    const approval = parse(text);
    const { forRun: run = approval.run, forAttempt: attempt = approval.attempt } = approval;
    const good = { ...approval, run, attempt };
    const differs = ['repository', 'environment', 'run', 'attempt', 'commit', 'live'].flatMap((name) => good[name] === intent[name]
        ? []
        : [`it is for the ${name} ${good[name] || '(none)'}, this is ${intent[name] || '(none)'}`]);
    const complaints = [
        ...(bindingHash(approval) === approval.hash ? [] : ['it was changed after it was given']),
        ...differs,
        ...(approval.images.includes(intent.image)
            ? []
            : [`it is for ${approval.images.join(', ')}, not ${intent.image}`]),
        ...(approval.expires > intent.now ? [] : [`it expired at ${approval.expires}`]),
        ...(intent.used.includes(approval.hash) ? ['it was used before'] : []),
    ];
    if (complaints.length === 0)
        return approval;
    throw refused(`The approval does not fit: ${complaints.join('; ')}.`);
}
/** Whether a value from elsewhere has all that a binding has. Pure. */
function isBinding(value) {
    const record = (value ?? {});
    const words = ['repository', 'environment', 'run', 'attempt', 'commit', 'live', 'expires', 'nonce'];
    return words.every((name) => typeof record[name] === 'string') && Array.isArray(record.images);
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


/***/ })

};
