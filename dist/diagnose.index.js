export const id = "diagnose";
export const ids = ["diagnose"];
export const modules = {

/***/ 37796:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/engine/compose/engine.js + 36 modules
var engine = __webpack_require__(20893);
// EXTERNAL MODULE: ../../node_modules/p-map/index.js
var p_map = __webpack_require__(4154);
// EXTERNAL MODULE: ./src/desired/live/live.js
var live = __webpack_require__(92433);
// EXTERNAL MODULE: ./src/desired/stored-secrets.js
var stored_secrets = __webpack_require__(13065);
// EXTERNAL MODULE: ./src/diagnosis/diagnose.js
var diagnose = __webpack_require__(99643);
// EXTERNAL MODULE: ./src/diagnosis/report.js
var report = __webpack_require__(98385);
// EXTERNAL MODULE: ./src/diagnosis/secrets.js
var diagnosis_secrets = __webpack_require__(70658);
// EXTERNAL MODULE: ./src/host/ssh/connect.js + 5 modules
var connect = __webpack_require__(14965);
// EXTERNAL MODULE: ./src/model/evidence.js
var evidence = __webpack_require__(12970);
// EXTERNAL MODULE: ./src/model/project/project.js
var project = __webpack_require__(35616);
// EXTERNAL MODULE: ./src/runner/cancel.js
var cancel = __webpack_require__(4744);
;// CONCATENATED MODULE: ./src/execute/diagnose.js










/** sshd starts to drop unfinished logins at ten (MaxStartups). */
const parallel = 5;
/**
 * Captures the state of each host's containers, and changes nothing.
 * @throws UserError `not-ready` when no release is live on a host, and what a connection may end with
 */
async function diagnoseHosts(engine, addresses, jump, { path: root, 'diagnosis-folder': folder }, runner) {
    const one = async (address) => {
        const host = await (0,cancel/* unlessCancelled */.M)(runner.cancelled, (0,connect/* connect */.N)(address, jump));
        try {
            return await (0,cancel/* unlessCancelled */.M)(runner.cancelled, diagnoseHost(engine, host, root, runner));
        }
        finally {
            host.close();
        }
    };
    const all = await (0,p_map/* default */.Ay)(addresses, one, { concurrency: parallel });
    for (const { host, containers } of all)
        for (const container of containers)
            runner.log.info(`${(0,evidence/* isWell */.f)(container) ? '✅' : '❌'} ${host}: ${container.name} ${container.status}, restarts ${container.restarts}, health ${container.health}`);
    if (folder !== undefined)
        await (0,diagnose/* saveBundle */.IL)((0,report/* bundleOf */.cj)(all, 'A diagnosis that a person asked for'), folder, runner);
    return all;
}
/** Captures the state of one host. */
async function diagnoseHost(engine, host, root, { log }) {
    const desired = await (0,live/* readLive */.p)(engine, host, root, 'so it is not known what should run');
    const secrets = await (0,stored_secrets/* hideSecrets */.s)(host, desired.model, log);
    const captured = await engine.capture({ host, desired }, (text) => (0,diagnosis_secrets/* withoutSecrets */.c)(text, secrets));
    return {
        ...{ host: host.name, reason: 'done', said: [], release: desired.release.id, port: desired.edge.port },
        ...captured,
        variables: Object.entries(desired.model.services).map(([service, definition]) => ({
            service,
            names: [...(0,project/* environmentOf */.p7)(definition)].map(([name, value]) => ({ name, isEmpty: value === '' })),
        })),
    };
}

// EXTERNAL MODULE: ./src/host/ssh/address.js
var address = __webpack_require__(81309);
// EXTERNAL MODULE: ./src/inputs/contract.js
var contract = __webpack_require__(43849);
// EXTERNAL MODULE: ./src/inputs/groups/connection.js
var connection = __webpack_require__(17470);
// EXTERNAL MODULE: ./src/inputs/groups/hosts.js
var hosts = __webpack_require__(42151);
;// CONCATENATED MODULE: ./src/inputs/diagnose.js



const { host: _host, ...diagnose_connection } = connection/* connectionInputs */.e;
/** What `diagnose` takes and gives. */
const diagnose_diagnose = {
    inputs: {
        ...diagnose_connection,
        hosts: (0,hosts/* hostLines */.g)({ required: true }),
        'diagnosis-folder': (0,contract/* text */.Qq)(),
    },
    outputs: ['healthy', 'cause', 'reason-code'],
};

// EXTERNAL MODULE: ./src/run-action.js + 8 modules
var run_action = __webpack_require__(68507);
// EXTERNAL MODULE: ./src/diagnosis/cause.js + 3 modules
var cause = __webpack_require__(55625);
// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(80231);
;// CONCATENATED MODULE: ./src/summary/diagnosis.js




/** Whether all containers of a host are well, and there are any. Pure. */
function isHealthy({ containers }) {
    return containers.length > 0 && containers.every(evidence/* isWell */.f);
}
/** The likely cause of what is not well; lines of a healthy container prove nothing. Pure. */
function causeOf(host) {
    return isHealthy(host) ? undefined : (0,cause/* likelyCause */.I)(host);
}
/** The job summary of `diagnose`. Pure. */
function diagnosisSummary(all) {
    const ill = all.filter((one) => !isHealthy(one)).map(({ host }) => (0,markdown/* inlineCode */.ti)(host));
    const head = ill.length === 0 ? '### ✅ All containers are well' : `### ❌ Not all is well on ${ill.join(', ')}`;
    return [head, ...all.map(hostPart)].join('\n\n');
}
function hostPart(diagnosis) {
    const { host, release, containers, machine, variables } = diagnosis;
    const cause = causeOf(diagnosis);
    const rows = variables
        .filter(({ names }) => names.length > 0)
        .map(({ service, names }) => [
        (0,markdown/* inlineCode */.ti)(service),
        names.map(({ name, isEmpty }) => `${(0,markdown/* inlineCode */.ti)(name)}${isEmpty ? ' (empty)' : ''}`).join(', '),
    ]);
    return [
        `#### ${(0,markdown/* inlineCode */.ti)(host)}, release ${(0,markdown/* inlineCode */.ti)(release)}`,
        ...(cause === undefined ? [] : [`**Likely cause:** ${cause.cause}\n\n**What to do:** ${cause.fix}`]),
        containers.length === 0 ? 'No container of the project is there.' : (0,report/* containerTable */.yc)(containers),
        ...containers.flatMap((one) => (0,report/* logsOf */.Hw)(one, '', '')),
        ...(rows.length === 0
            ? []
            : [(0,markdown/* details */.zH)('Environment variables, without values', (0,markdown/* table */.tp)(['Service', 'Variables'], rows))]),
        ...(machine === '' ? [] : [(0,markdown/* details */.zH)('Disk and memory', (0,markdown/* code */.aY)(machine))]),
    ].join('\n\n');
}

;// CONCATENATED MODULE: ./actions/diagnose.js






/** Shows what runs on the hosts, and changes nothing there. */
const run = () => (0,run_action/* runAction */.C)(diagnose_diagnose, async (inputs, runner) => {
    const { targets, jump } = (0,address/* addressesFrom */.b)(inputs);
    const all = await diagnoseHosts(engine.composeEngine, targets, jump, inputs, runner);
    const [cause] = all.flatMap((one) => causeOf(one) ?? []);
    return {
        reason: 'done',
        outputs: { healthy: String(all.every(isHealthy)), cause: cause?.cause ?? '' },
        summary: diagnosisSummary(all),
    };
});


/***/ }),

/***/ 92433:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ readLive)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);
/* harmony import */ var _swarm_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(50056);


/**
 * Reads a host's live release, for an operation that changes nothing of it.
 * @param kind the engine's name
 * @param consequence why the operation needs one, as the end of a sentence
 * @throws UserError `not-ready` when no release is live, or one by a version that kept no record
 */
async function readLive(engine, host, root, consequence, kind = 'compose') {
    const { live } = await engine.releases(host, root);
    if (live?.settings === undefined)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('not-ready', live === undefined
            ? `${host.name}: no release is live in ${root}, ${consequence}.`
            : `${host.name}: release ${live.id} was deployed by an earlier version.`, 'Deploy first.');
    const { roles, edge, publicPort, migrate, placement } = live.settings;
    const model = await engine.readModel(host, root, live);
    return {
        ...{ release: live, model, roles, edge, publicPort, migrate, placement, root },
        ...asItIs,
        ...(kind === 'swarm' ? { swarm: (0,_swarm_js__WEBPACK_IMPORTED_MODULE_1__/* .intentFrom */ .pz)(model) } : {}),
    };
}
/** Defaults for fields that only a change of release uses. */
const asItIs = {
    strategy: 'blue-green',
    backup: { id: '', when: 'never', verify: 'none', folder: '', keep: 0, image: '', copy: [] },
    ...{ bake: 0, maxErrorRate: 0, schedules: false, stopFirst: [], balancerWait: 0, healthTimeout: 0 },
    ...{ keepWarm: false, keep: 0, registryLogin: '', lockWait: 0, drainTimeout: 0 },
};


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
