export const id = "maintenance";
export const ids = ["maintenance"];
export const modules = {

/***/ 51738:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/desired/swarm.js
var swarm = __webpack_require__(50056);
// EXTERNAL MODULE: ./src/desired/live/live.js
var live_live = __webpack_require__(92433);
;// CONCATENATED MODULE: ./src/desired/live/maintenance.js


/**
 * Resolves maintenance: the live release stays unchanged.
 * @throws UserError `not-ready` when no release is live, or one by a version that kept no record
 */
function resolveMaintenance(engine, inputs) {
    const { engine: kind, path: root, 'lock-wait': lockWait, 'drain-timeout': drainTimeout } = inputs;
    if (kind === 'swarm')
        (0,swarm/* assertSwarmInputs */.y0)(inputs, swarm/* maintenanceInSwarm */.x2);
    return async (connected) => {
        const all = await connected;
        const [host] = all;
        const live = await (0,live_live/* readLive */.p)(engine, host, root, 'so there is no edge that could close', kind);
        if (kind === 'swarm')
            return { desired: { ...live, lockWait, drainTimeout }, scheduler: host.name };
        // The last deploy or rollback decided what runs where; later changes to the inputs do not count.
        const hosts = await Promise.all(all.map(async (one) => {
            const placement = (await engine.releases(one, root)).live?.settings?.placement;
            return { name: one.name, ...(placement === undefined ? {} : { placement }) };
        }));
        return { desired: { ...live, lockWait, drainTimeout }, scheduler: '', hosts };
    };
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./src/edge/maintenance.js + 1 modules
var maintenance = __webpack_require__(69482);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
;// CONCATENATED MODULE: ./src/desired/live/maintenance-page.js



/**
 * Reads the maintenance page.
 * @throws UserError `bad-input` for a file that does not exist, is not text, or is too large
 */
async function readPage(file) {
    const refused = (what, fix) => new errors/* UserError */.yo('bad-input', `Input 'page': ${file} ${what}.`, fix, { file });
    const bytes = await (0,promises_.readFile)(file).catch(() => {
        throw refused('is not there', 'Name a file in the repository, and check the repository out first.');
    });
    if (bytes.length > maintenance/* longestPage */.yF)
        throw refused(`has ${bytes.length} bytes, more than ${maintenance/* longestPage */.yF}`, 'Leave out large pictures; small ones as SVG. The edge sends this one page and no other file.');
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

// EXTERNAL MODULE: ./src/engine/choose.js
var choose = __webpack_require__(62931);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
// EXTERNAL MODULE: ./src/model/observed.js
var model_observed = __webpack_require__(97755);
// EXTERNAL MODULE: ./src/model/placement.js
var placement = __webpack_require__(24504);
// EXTERNAL MODULE: ./src/model/step.js
var step = __webpack_require__(94153);
;// CONCATENATED MODULE: ./src/plan/maintenance.js





/** The steps that close or open a shop, on all its hosts. Pure. */
function planMaintenance(targets, maintenance) {
    const all = (0,step/* step */.PM)(targets);
    const but = maintenance?.allow.length ? ` but ${maintenance.allow.join(', ')}` : '';
    return [
        all('begin', 'Take the lock'),
        maintenance === undefined
            ? all('open-shop', 'Open the shop')
            : all('close-shop', `Close the shop for all${but}`),
        all('commit', 'Commit: the point of no return'),
    ];
}
/** Whether the host's shop is already closed or open as desired. */
function isInDesiredState({ observed }, maintenance) {
    return (0,external_node_util_.isDeepStrictEqual)(observed.maintenance, maintenance);
}
/**
 * Returns the hosts that can be closed: those that run web. Pure.
 * @throws UserError `not-ready` when no host runs web
 */
function shopsOf(targets) {
    const shops = targets.filter(({ desired }) => (0,placement/* servesWeb */.FE)(desired));
    if (shops.length > 0)
        return shops;
    throw new errors/* UserError */.yo('not-ready', `${targets.map(({ observed }) => observed.host).join(', ')}: the live release has no web there, so there is nothing to close or to open.`, 'Name all hosts of the environment in hosts.');
}
/**
 * Requires, for maintenance, a running edge on every host with web. Pure.
 * @throws UserError `not-ready` that names every host without one
 */
function assertEdgeRuns(targets) {
    const without = targets.filter(({ observed }) => observed.live?.settings === undefined || !(0,model_observed/* edgeRuns */.wE)(observed));
    if (without.length === 0)
        return;
    throw new errors/* UserError */.yo('not-ready', without
        .map(({ observed }) => observed.live?.settings === undefined
        ? `${observed.host}: no release is live that this version deployed.`
        : `${observed.host}: the edge does not run, so nobody could be shown a page.`)
        .join('\n'), 'Deploy to all hosts, then run this again.');
}

// EXTERNAL MODULE: ./src/report/plan-lines.js
var plan_lines = __webpack_require__(68767);
// EXTERNAL MODULE: ./src/report/progress.js
var progress = __webpack_require__(9397);
// EXTERNAL MODULE: ./src/execute/execute.js + 9 modules
var execute = __webpack_require__(60686);
;// CONCATENATED MODULE: ./src/execute/maintenance.js




/**
 * Closes the shop on all hosts, or opens it with `undefined`. A failure on one host leaves all hosts as they were.
 * @throws UserError `not-ready` when a host has no responding edge
 */
async function maintain(engine, fleet, maintenance, dryRun, runner) {
    const shops = shopsOf(fleet.members);
    assertEdgeRuns(shops);
    const plan = (hosts) => {
        assertEdgeRuns(hosts);
        return planMaintenance(hosts, maintenance);
    };
    const [first, ...rest] = shops
        .filter((one) => !isInDesiredState(one, maintenance))
        .map((one) => ({ ...one, desired: { ...one.desired, maintenance: { to: maintenance } } }));
    const steps = first === undefined ? [] : plan([first, ...rest]);
    if (first !== undefined)
        await (0,progress/* logPlan */.uH)((0,plan_lines/* planLines */.H)(steps, fleet.members), steps, dryRun, runner.log);
    if (first === undefined)
        return { result: 'unchanged', fleet, steps, timeline: [] };
    if (dryRun)
        return { result: 'planned', fleet, steps, timeline: [] };
    const changing = { ...fleet, members: [first, ...rest] };
    const executed = await (0,execute/* execute */.g)(engine, { fleet: changing, steps, plan }, runner);
    return { result: 'done', fleet, steps: executed.steps, timeline: executed.timeline };
}

// EXTERNAL MODULE: ./src/host/ssh/address.js
var address = __webpack_require__(81309);
// EXTERNAL MODULE: ./src/inputs/contract.js
var contract = __webpack_require__(43849);
// EXTERNAL MODULE: ./src/inputs/groups/connection.js
var connection = __webpack_require__(17470);
// EXTERNAL MODULE: ./src/inputs/groups/deploy.js
var deploy = __webpack_require__(31701);
// EXTERNAL MODULE: ./src/inputs/groups/hosts.js
var hosts = __webpack_require__(42151);
;// CONCATENATED MODULE: ./src/inputs/values/network.js
/** Whether this is an address or a network, of IPv4 or IPv6, as HAProxy reads them. Pure. */
function isNetwork(text) {
    const [address = '', length, ...more] = text.split('/');
    const bits = bitsOf(address);
    if (bits === 0 || more.length > 0)
        return false;
    return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= bits);
}
/** The bits of an address of this family; 0 for none. An address with a zone, fe80::1%eth0, is valid on one machine only. */
function bitsOf(address) {
    if (/^\d{1,3}(\.\d{1,3}){3}$/.test(address))
        return address.split('.').every((part) => Number(part) <= 255) ? 32 : 0;
    return /^[0-9a-f:.]+$/i.test(address) && URL.canParse(`http://[${address}]/`) ? 128 : 0;
}

;// CONCATENATED MODULE: ./src/inputs/maintenance.js





const { host: _host, ...maintenance_connection } = connection/* connectionInputs */.e;
/** What `maintenance` accepts and returns. */
const maintenance_maintenance = {
    does: 'maintenance',
    inputs: {
        state: (0,contract/* choice */.Yq)(['on', 'off'], { required: true }),
        ...maintenance_connection,
        ...deploy/* engineInput */.xM,
        hosts: (0,hosts/* hostLines */.g)({ required: true }),
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
    outputs: ['state', 'plan', 'serving-release', 'customers-affected', 'reason-code'],
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
;// CONCATENATED MODULE: ./src/summary/maintenance.js



/** The job summary of maintenance mode: whether customers reach the shop, and what they see. Pure. */
function maintenanceSummary({ result, fleet, steps, timeline: entries }, maintenance) {
    const now = maintenance === undefined ? 'open' : 'closed for maintenance';
    const where = (0,markdown/* hostNames */.n3)(fleet.members.filter(({ desired }) => (0,placement/* servesWeb */.FE)(desired)).map(({ observed }) => observed.host));
    const customers = maintenance === undefined ? 'Customers reach it.' : 'Customers get the maintenance page.';
    const headline = {
        done: `✅ The shop is ${now} on ${where}`,
        unchanged: `✅ Nothing to do: the shop is ${now} already on ${where}`,
        planned: `📝 Dry run, nothing was changed: the shop would be ${now} on ${where}`,
    };
    const parts = [
        `### ${headline[result]}`,
        result === 'planned' ? '' : customers,
        maintenance === undefined ? '' : closedList(maintenance),
        result === 'planned' ? steps.map(({ title }, index) => `${index + 1}. ${title}`).join('\n') : '',
        hostsPart(fleet.members),
        result === 'done' ? (0,timeline/* timeline */.I)(entries) : '',
    ];
    return parts.filter((part) => part !== '').join('\n\n');
}
function closedList({ allow, page, retryAfter }) {
    return [
        `- The page: ${page === '' ? 'the default one' : 'of the repository'}`,
        `- Let in: ${allow.map(markdown/* inlineCode */.ti).join(', ') || 'nobody'}`,
        `- Clients may ask again after: ${(0,markdown/* duration */.p0)(retryAfter)}`,
    ].join('\n');
}
function hostsPart(members) {
    const rows = members.map(({ desired, observed }) => [
        (0,markdown/* inlineCode */.ti)(observed.host),
        !(0,placement/* servesWeb */.FE)(desired) ? 'has no web' : observed.maintenance === undefined ? 'open' : 'closed',
        (0,markdown/* inlineCode */.ti)(observed.live?.id ?? 'none'),
    ]);
    return (0,markdown/* details */.zH)('Before, host by host', (0,markdown/* table */.tp)(['Host', 'The shop was', 'Release'], rows));
}

;// CONCATENATED MODULE: ./actions/maintenance.js










/** Closes the shop with a page, or opens it again; on all of its servers or on none. */
const run = () => (0,run_action/* runAction */.C)(maintenance_maintenance, async (inputs, runner) => {
    const { hosts, state, allow } = inputs;
    const { targets, jump } = (0,address/* addressesFrom */.b)(inputs);
    const page = inputs.page === undefined ? '' : await readPage(inputs.page);
    const desired = state === 'on' ? { allow, page, retryAfter: inputs['retry-after'] } : undefined;
    runner.log.info(`Turn maintenance ${state} on ${hosts.map(({ name }) => name).join(', ')}`);
    const settings = { parallel: hosts.length, onUnreachable: 'refuse' };
    const engine = await (0,choose/* engineOf */.k)(inputs.engine);
    const observe = managers/* observing */.g[inputs.engine];
    const opening = observe(engine, targets, jump, settings, resolveMaintenance(engine, inputs), runner);
    const done = await (0,fleet/* withFleet */.x)(opening, runner, (fleet) => maintain(engine, fleet, desired, inputs['dry-run'], runner));
    return {
        reason: done.result,
        outputs: { state, plan: JSON.stringify(done.steps.map(({ title }) => title)) },
        summary: maintenanceSummary(done, desired),
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
