export const id = "deploy-production";
export const ids = ["deploy-production"];
export const modules = {

/***/ 36329:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/attestation/check.js
var check = __webpack_require__(69208);
// EXTERNAL MODULE: ./src/desired/approved.js
var approved = __webpack_require__(91113);
// EXTERNAL MODULE: ./src/desired/deploy.js + 52 modules
var deploy = __webpack_require__(14507);
// EXTERNAL MODULE: ./src/desired/placement.js
var placement = __webpack_require__(1787);
;// CONCATENATED MODULE: ./src/desired/fleet.js


/**
 * Resolves the fleet-wide settings, and the desired state of each host.
 * @throws UserError `bad-input` for a scheduler's host that isn't in the fleet
 */
function resolveFleet(inputs, runner) {
    const { hosts, parallel, 'scheduler-host': named } = inputs;
    (0,placement/* assertInFleet */.iY)(hosts, named);
    return {
        settings: {
            parallel,
            onUnreachable: inputs['on-unreachable'],
            diagnosisFolder: inputs['diagnosis-folder'],
        },
        resolveDesired: async (connected) => {
            const desired = await (0,deploy/* resolveDesiredState */.k)(inputs, runner, {
                hosts: inputs.engine === 'swarm' ? 1 : hosts.length,
                schedulerOf: (roles, model) => {
                    if (inputs.engine === 'swarm')
                        return '';
                    (0,placement/* checkPlacement */.MI)({ hosts, roles, model });
                    return (0,placement/* schedulerHost */.m4)({ hosts, roles }, named);
                },
                production: inputs['environment-name'] !== 'staging',
            });
            // A cluster is one host: Swarm places all services.
            if (inputs.engine === 'swarm')
                return { desired, scheduler: (await connected)[0].name };
            return {
                desired: { ...desired, balancerWait: inputs['balancer-wait'] },
                scheduler: desired.release.settings?.scheduler ?? '',
                hosts,
            };
        },
    };
}

// EXTERNAL MODULE: ./src/engine/choose.js
var choose = __webpack_require__(62931);
// EXTERNAL MODULE: ./src/execute/deploy.js
var execute_deploy = __webpack_require__(20390);
// EXTERNAL MODULE: ./src/execute/recorded.js + 2 modules
var recorded = __webpack_require__(40935);
// EXTERNAL MODULE: ./src/host/ssh/address.js
var address = __webpack_require__(81309);
// EXTERNAL MODULE: ./src/inputs/contract.js
var contract = __webpack_require__(43849);
// EXTERNAL MODULE: ./src/inputs/groups/deploy.js
var groups_deploy = __webpack_require__(31701);
// EXTERNAL MODULE: ./src/inputs/groups/hosts.js
var hosts = __webpack_require__(42151);
// EXTERNAL MODULE: ./src/inputs/groups/recording.js
var recording = __webpack_require__(44767);
;// CONCATENATED MODULE: ./src/inputs/deploy-production.js




/** What `deploy-production` accepts and returns. */
const deployProduction = {
    does: 'deploy',
    inputs: {
        ...(0,groups_deploy/* deployInputs */.xR)({
            composeFile: 'docker-compose.production.yml',
            environmentFile: '.env.production',
            strategy: 'blue-green',
            backup: 'pending',
            bake: '60s',
        }),
        hosts: (0,hosts/* hostLines */.g)({ required: true }),
        'scheduler-host': (0,contract/* text */.Qq)(),
        parallel: (0,contract/* whole */.WQ)({ min: 1, max: 100, default: '10' }),
        'on-unreachable': (0,contract/* choice */.Yq)(['refuse', 'skip'], { default: 'refuse' }),
        'balancer-wait': (0,contract/* seconds */.YA)({ default: '10s' }),
        ...(0,recording/* recordingInputs */.b)('production'),
        approval: (0,contract/* text */.Qq)(),
        'require-approval': (0,contract/* flag */.Jt)({ default: 'false' }),
    },
    outputs: [...groups_deploy/* deployOutputs */.gf, 'hosts', 'skipped-hosts'],
};

// EXTERNAL MODULE: ./src/observe/fleet.js + 3 modules
var fleet = __webpack_require__(17269);
// EXTERNAL MODULE: ./src/observe/managers.js
var managers = __webpack_require__(78492);
// EXTERNAL MODULE: ./src/run-action.js + 8 modules
var run_action = __webpack_require__(68507);
// EXTERNAL MODULE: ./src/summary/deploy.js
var summary_deploy = __webpack_require__(3403);
// EXTERNAL MODULE: ./src/summary/deploy-outputs.js
var deploy_outputs = __webpack_require__(30236);
;// CONCATENATED MODULE: ./actions/deploy-production.js













/** Deploys a digest to the whole fleet, or to none of it. */
const run = () => (0,run_action/* runAction */.C)(deployProduction, async (inputs, runner) => {
    (0,approved/* requireApproval */.j)(inputs);
    const { targets, jump } = (0,address/* addressesFrom */.b)(inputs);
    runner.log.info(`Deploy ${inputs.image} to ${inputs.hosts.map(({ name }) => name).join(', ')}`);
    const engine = await (0,choose/* engineOf */.k)(inputs.engine);
    const { settings, resolveDesired } = resolveFleet(inputs, runner);
    const opening = managers/* observing */.g[inputs.engine](engine, targets, jump, settings, resolveDesired, runner);
    const deployed = await (0,fleet/* withFleet */.x)(opening, runner, async (fleet) => {
        (0,approved/* checkApproval */.i)(fleet, inputs, runner);
        await (0,check/* checkAttestations */.Y)(fleet, inputs, runner);
        return await (0,recorded/* recordedOnGitHub */.l)(fleet, inputs, 'production', runner, () => (0,execute_deploy/* deploy */.g)(engine, fleet, inputs['dry-run'], runner));
    });
    return {
        reason: deployed.result,
        outputs: { ...(0,deploy_outputs/* deployOutputsOf */.t)(deployed), ...(0,deploy_outputs/* fleetOutputsOf */.a)(deployed) },
        summary: (0,summary_deploy/* deploySummary */.e)(deployed, runner.clock.now()),
    };
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
