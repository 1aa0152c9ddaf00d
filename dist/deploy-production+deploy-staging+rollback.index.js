export const id = "deploy-production+deploy-staging+rollback";
export const ids = ["deploy-production+deploy-staging+rollback"];
export const modules = {

/***/ 69208:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ checkAttestations)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);

/**
 * Checks that every image of the release was built by its repository, before anything changes: by an attestation that
 * GitHub keeps and Sigstore signed. Does nothing without `require-attestation`; the code for it is loaded only then.
 * @throws UserError `attestation-refused`; `not-ready` or `github-unavailable` if it can't be found out
 */
async function checkAttestations({ members }, inputs, runner) {
    const { 'require-attestation': demand, 'trusted-root': file, 'github-token': token } = inputs;
    if (demand === undefined) {
        if (file === undefined)
            return;
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', "Input 'trusted-root' is given, but no attestation is required.", 'Set require-attestation: true, or leave trusted-root out.');
    }
    if (token === undefined)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', "Input 'github-token' is empty, and require-attestation reads attestations from GitHub.", 'Give a token that may read them: github.token in a job with attestations: read.');
    const images = wanted(members, demand, runner.context.repository);
    const { proveImages } = await Promise.all(/* import() */[__webpack_require__.e("prove+actions-cache-packages"), __webpack_require__.e("prove-packages"), __webpack_require__.e("prove")]).then(__webpack_require__.bind(__webpack_require__, 38233));
    await proveImages(images, file, token, runner);
}
/** Each image once, with the repository that must have built it. */
function wanted(members, demand, own) {
    const releases = members.map(({ desired }) => desired.release);
    const services = new Set(releases.flatMap(({ images = {} }) => Object.keys(images)));
    const unknown = Object.keys(demand.services).filter((name) => !services.has(name));
    if (unknown.length > 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Input 'require-attestation': the release has no image of its own for ${unknown.join(', ')}.`, services.size === 0
            ? 'It has one image: give true, or the repository that builds it.'
            : `Services with an image of their own: ${[...services].join(', ')}.`);
    const first = demand.repository ?? own;
    const all = releases.flatMap(({ image, images = {} }) => [
        { image, repository: first },
        ...Object.entries(images).map(([name, other]) => ({
            image: other,
            repository: demand.services[name] ?? first,
        })),
    ]);
    const isSame = (one) => (other) => one.image === other.image && one.repository === other.repository;
    return all.filter((one, index) => all.findIndex(isSame(one)) === index);
}


/***/ }),

/***/ 26165:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ registryLogin)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);
/* harmony import */ var _image_registry_registry_logins_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(16555);
/* harmony import */ var _model_release_image_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(99944);



/**
 * Builds the file that `docker login` would write; it travels by standard input and exists on the host only during the
 * pull. Empty for registries without login. The login of the image's registry comes from the two inputs for it, that of
 * all others from `registry-auth`.
 * @throws UserError when only one of user and password is given, for mistakes in `registry-auth`, and for a registry
 * with two logins
 */
async function registryLogin(image, inputs, log) {
    const own = imageLogin(inputs);
    const { registry } = (0,_model_release_image_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .registryOf */ .Fv)(image);
    const others = await otherLogins(inputs['registry-auth']);
    for (const { username, password } of others.values()) {
        log.mask(password);
        // The form in which Docker keeps it and HTTP sends it.
        log.mask(Buffer.from(`${username}:${password}`).toString('base64'));
    }
    const twice = [...others.keys()].find((other) => own !== undefined && isSame(other, registry));
    if (twice !== undefined)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Input 'registry-auth' has a login to ${twice}, and registry-username is for that registry too, the one of the image.`, 'Give that login once: in registry-auth, or in registry-username and registry-password.');
    const all = [...others];
    if (own !== undefined)
        all.push([registry, own]);
    return all.length === 0 ? '' : (0,_image_registry_registry_logins_js__WEBPACK_IMPORTED_MODULE_2__/* .writeLogins */ .og)(all);
}
/** The YAML parser is loaded only for other registries. */
async function otherLogins(text) {
    if (text === undefined)
        return new Map();
    const { readRegistryAuth } = await Promise.all(/* import() */[__webpack_require__.e("yaml"), __webpack_require__.e("registry-auth")]).then(__webpack_require__.bind(__webpack_require__, 83028));
    return readRegistryAuth(text);
}
function isSame(one, other) {
    return (0,_image_registry_registry_logins_js__WEBPACK_IMPORTED_MODULE_2__/* .authKeys */ .ZF)(one).some((key) => (0,_image_registry_registry_logins_js__WEBPACK_IMPORTED_MODULE_2__/* .authKeys */ .ZF)(other).includes(key));
}
function imageLogin({ 'registry-username': username, 'registry-password': password, }) {
    if (username === undefined && password === undefined)
        return undefined;
    if (username === undefined || password === undefined)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Inputs 'registry-username' and 'registry-password' belong together; ${username === undefined ? 'the first' : 'the second'} is empty.`, 'Give both, or none for a registry without login. An empty one is often a secret that this workflow may not read.');
    return { username, password };
}


/***/ }),

/***/ 20390:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ deploy),
/* harmony export */   p: () => (/* binding */ servesAlready)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(57975);
/* harmony import */ var _compose_accessory_work_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(86068);
/* harmony import */ var _database_schema_pending_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(98986);
/* harmony import */ var _model_desired_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(50809);
/* harmony import */ var _model_observed_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(97755);
/* harmony import */ var _model_placement_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(24504);
/* harmony import */ var _model_project_project_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(35616);
/* harmony import */ var _plan_deploy_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(92766);
/* harmony import */ var _plan_parts_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(20371);
/* harmony import */ var _report_plan_lines_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(68767);
/* harmony import */ var _report_progress_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(9397);
/* harmony import */ var _execute_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(60686);












/** Computes the plan and deploys to the whole fleet, except in a dry run or when nothing would change. */
async function deploy(engine, fleet, dryRun, runner) {
    if (servesAlready(fleet.members))
        return { result: 'unchanged', fleet, steps: [] };
    const steps = (0,_plan_deploy_js__WEBPACK_IMPORTED_MODULE_4__/* .planDeploy */ .bJ)(fleet.members);
    const lines = [...(0,_report_plan_lines_js__WEBPACK_IMPORTED_MODULE_7__/* .planLines */ .H)(steps, fleet.members), ...(0,_plan_parts_js__WEBPACK_IMPORTED_MODULE_5__/* .partsLines */ .g)(fleet.members)];
    await (0,_report_progress_js__WEBPACK_IMPORTED_MODULE_8__/* .logPlan */ .uH)(lines, steps, dryRun, runner.log);
    if (dryRun) {
        const [first] = fleet.members;
        const database = await (0,_database_schema_pending_js__WEBPACK_IMPORTED_MODULE_2__/* .previewPending */ .CH)(first, engine.commands, runner);
        if (database?.brokerError !== undefined)
            runner.log.warning(`${first.host.name}: ${(0,_database_schema_pending_js__WEBPACK_IMPORTED_MODULE_2__/* .withoutBroker */ .QW)(database.brokerError)}`);
        return {
            result: 'planned',
            fleet,
            steps,
            ...(database === undefined ? {} : { pending: database.pending }),
        };
    }
    const executed = await (0,_execute_js__WEBPACK_IMPORTED_MODULE_6__/* .execute */ .g)(engine, { fleet, steps, plan: _plan_deploy_js__WEBPACK_IMPORTED_MODULE_4__/* .planDeploy */ .bJ }, runner);
    return { result: 'done', fleet, steps: executed.steps, executed };
}
/** Whether every host already serves the desired release, so that there is nothing to deploy. */
function servesAlready(members) {
    return members.every(isLive);
}
/** Whether the host already serves exactly this content, with all containers and at most one scheduler. */
function isLive({ desired, observed }) {
    const live = observed.live;
    if (live?.fingerprint !== desired.release.fingerprint || (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_3__/* .edgeRuns */ .wE)(observed) !== (0,_model_placement_js__WEBPACK_IMPORTED_MODULE_9__/* .servesWeb */ .FE)(desired))
        return false;
    const { roles } = desired;
    // Nothing else shows that an accessory moves to another host.
    const recorded = (0,_model_placement_js__WEBPACK_IMPORTED_MODULE_9__/* .placedServices */ .Yj)({ roles, placement: live.settings?.placement });
    if (!(0,node_util__WEBPACK_IMPORTED_MODULE_0__.isDeepStrictEqual)(recorded, (0,_model_placement_js__WEBPACK_IMPORTED_MODULE_9__/* .placedServices */ .Yj)(desired)))
        return false;
    if ((0,_compose_accessory_work_js__WEBPACK_IMPORTED_MODULE_1__/* .accessoryWork */ .q)(desired, observed).replace.length > 0)
        return false;
    const here = (0,_model_desired_js__WEBPACK_IMPORTED_MODULE_10__/* .appServices */ .yM)(desired);
    const warm = new Set(observed.warm?.map(({ container }) => container));
    return (0,_model_desired_js__WEBPACK_IMPORTED_MODULE_10__/* .replacedServices */ .J6)(desired).every((service) => {
        const running = (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_3__/* .containersOf */ .Mz)(observed, service).filter(({ state, name }) => state === 'running' && !warm.has(name));
        const count = here.includes(service) ? (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_11__/* .replicasOf */ .N4)(desired.model.services[service] ?? {}) : 0;
        return running.length === count && running.every(({ release }) => release === live.id);
    });
}


/***/ }),

/***/ 40935:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  l: () => (/* binding */ recordedOnGitHub)
});

// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
// EXTERNAL MODULE: ./src/runner/context.js
var runner_context = __webpack_require__(31875);
// EXTERNAL MODULE: ./src/github/failure.js
var failure = __webpack_require__(65091);
// EXTERNAL MODULE: ./src/github/record.js
var record = __webpack_require__(41752);
;// CONCATENATED MODULE: ./src/github/deployments.js



const listed = 30;
/** The number of statuses read; each costs a call. */
const statusesRead = 5;
const dayMs = 86_400_000;
/** The only writer of an environment's deployments. https://docs.github.com/rest/deployments */
class Deployments {
    github;
    environment;
    context;
    clock;
    constructor(github, environment, { context, clock }) {
        this.github = github;
        this.environment = environment;
        this.context = context;
        this.clock = clock;
    }
    /** The newest few deployments, newest first, and the older one of the live release. */
    async newest(live) {
        const { data } = await this.github.request('GET /repos/{owner}/{repo}/deployments', {
            environment: this.environment.name,
            per_page: listed,
        });
        // Other tasks, such as requests for approval, say nothing about the live release.
        const placings = data.filter(({ task }) => task === 'deploy' || task === 'rollback');
        const serving = placings.find(({ payload }) => (0,record/* readPayload */.rD)(payload)?.release === live);
        const known = placings.filter((one, index) => index < statusesRead || one === serving);
        return await Promise.all(known.map(async ({ id: given, payload, created_at }) => {
            const id = Number(given);
            const { state = 'pending', log_url: logUrl = '' } = (await this.newestStatus(id)) ?? {};
            const payloadOf = { payload: (0,record/* readPayload */.rD)(payload), bare: (0,record/* isBare */.JE)(payload) };
            return { id, state, logUrl, ...payloadOf, created: Date.parse(created_at) };
        }));
    }
    /** Creates a deployment of the exact commit, because a branch may have moved on. GitHub merges nothing and requires no checks. */
    async create({ task, release, live }, note = '') {
        const { commit: sha, id, image, version } = release;
        const { runId: run, runAttempt: attempt } = this.context;
        const payload = {
            writer: 'saleor-deploy',
            ...{ release: id, image, version, replaces: live?.id ?? '', run, attempt },
        };
        const what = task === 'deploy' ? 'Deploy' : 'Roll back to';
        const { data, status } = await this.github.request('POST /repos/{owner}/{repo}/deployments', {
            ref: sha,
            task,
            auto_merge: false,
            required_contexts: [],
            environment: this.environment.name,
            production_environment: this.environment.production,
            transient_environment: false,
            description: (0,record/* describe */.q0)(`${what} ${version || id}${note}`),
            payload: { ...payload },
        }, () => this.find(sha, task, payload));
        // 202: GitHub merged something instead, and created no deployment.
        if (status === 201 && 'id' in data)
            return Number(data.id);
        throw new failure/* GitHubError */.y_('conflict', status, `GitHub made no deployment (${status}).`);
    }
    /** Adds a status. */
    async addStatus(id, state, description) {
        const { url } = this.environment;
        await this.github.request('POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses', {
            deployment_id: id,
            state,
            description: (0,record/* describe */.q0)(description),
            log_url: (0,runner_context/* runUrl */.V)(this.context),
            ...(state === 'success' && url !== undefined ? { environment_url: url } : {}),
        }, 'repeat');
    }
    /** Whether the run that wrote a record has ended; without permission to read it, a day is long enough. */
    async isOver({ payload, created }) {
        const { runId, runAttempt } = this.context;
        if (payload === undefined || (payload.run === runId && payload.attempt === runAttempt))
            return false;
        try {
            const run = { run_id: Number(payload.run) };
            const { data } = await this.github.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', run);
            return data.status === 'completed' || (data.run_attempt ?? 1) > Number(payload.attempt);
        }
        catch (error) {
            if (!(error instanceof failure/* GitHubError */.y_) || !['missing', 'refused'].includes(error.kind))
                throw error;
            return error.kind === 'missing' || this.clock.now() - created > dayMs;
        }
    }
    async newestStatus(id) {
        const route = 'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses';
        return (await this.github.request(route, { deployment_id: id, per_page: 1 })).data[0];
    }
    /** Finds a deployment that was created although the answer was lost. */
    async find(sha, task, { release, run, attempt }) {
        const { name: environment } = this.environment;
        const route = 'GET /repos/{owner}/{repo}/deployments';
        const { data } = await this.github.request(route, { environment, sha, task, per_page: listed });
        return data.find(({ payload }) => {
            const recorded = (0,record/* readPayload */.rD)(payload);
            return recorded?.release === release && recorded.run === run && recorded.attempt === attempt;
        });
    }
}

// EXTERNAL MODULE: ./src/github/octokit.js
var octokit = __webpack_require__(96536);
;// CONCATENATED MODULE: ./src/github/recorded.js






/** The timeout of one call in seconds. Only the end of the deploy may wait so long, never the deploy itself. */
const timeoutSeconds = 30;
/** A cancelled job is killed after ten seconds. */
const timeoutWhenCancelledSeconds = 4;
/**
 * Does the work and records it as a GitHub Deployment: in progress, then success, failure or error. It first corrects
 * records of earlier runs. The API calls run beside the work, and their failures never fail it.
 */
async function recorded(recording, placing, runner, work) {
    if (recording.token === undefined || recording.when === 'never')
        return await work();
    const open = { id: undefined, none: false, serving: [] };
    const begun = tolerant(recording, open, runner, async () => {
        const deployments = await connect(recording, runner, timeoutSeconds);
        if (!(await correctRecords(deployments, recording, placing.live, open, runner)))
            return;
        open.id = await deployments.create(placing);
        await deployments.addStatus(open.id, 'in_progress', `Replaces ${placing.live?.id ?? 'nothing'}`);
    });
    const end = async (state, description) => {
        await begun;
        await tolerant(recording, open, runner, () => recorded_close(recording, placing, open, runner, state, description));
    };
    let result;
    try {
        result = await work();
    }
    catch (error) {
        const reason = (0,errors/* reasonOf */.A3)(error);
        const message = (0,errors/* messageOf */.bD)(error);
        await end((0,record/* stateAfter */.W_)(reason), `${reason}: ${message}`);
        throw error;
    }
    await end('success', `${placing.release.id} serves`);
    return result;
}
/** For a run that deploys nothing: only corrects the records of earlier runs. */
async function putRecordsRight(recording, live, runner) {
    if (recording.token === undefined || recording.when === 'never')
        return;
    const open = { id: undefined, none: false, serving: [] };
    await tolerant(recording, open, runner, async () => {
        const deployments = await connect(recording, runner, timeoutSeconds);
        await correctRecords(deployments, recording, live, open, runner);
    });
}
async function connect(recording, runner, seconds) {
    return new Deployments(await (0,octokit.openGitHub)(recording.token ?? '', runner, seconds), recording, runner);
}
/** Corrects GitHub's records before anything changes; false if this job shall not record at all. */
async function correctRecords(deployments, { name, when }, live, open, { context, log }) {
    const records = await deployments.newest(live?.id);
    if (when === 'auto' && (0,record/* jobHasOne */.oZ)(records, (0,runner_context/* runUrl */.V)(context))) {
        log.info(`GitHub has a deployment for this job already, because it says \`environment: ${name}\`.`);
        open.none = true;
        return false;
    }
    const serving = new Set(records.filter(({ state }) => state === 'success').map(({ id }) => id));
    if (live !== undefined) {
        const asked = await Promise.all((0,record/* unfinished */.M1)(records, live).map(async (one) => ((await deployments.isOver(one)) ? [one] : [])));
        const { corrections, missing } = (0,record/* reconcile */.Lq)(records, live, asked.flat());
        for (const { id, state, description } of corrections) {
            await deployments.addStatus(id, state, description);
            if (state === 'success')
                serving.add(id);
            else
                serving.delete(id);
        }
        if (missing) {
            const late = await deployments.create({ task: 'deploy', release: live, live: undefined }, ', recorded late');
            await deployments.addStatus(late, 'success', `${live.id} serves`);
            serving.add(late);
        }
    }
    open.serving = [...serving];
    return true;
}
async function recorded_close(recording, placing, open, runner, state, description) {
    // A failed deploy without a record needs none: it changed nothing.
    if (open.none || (open.id === undefined && state !== 'success'))
        return;
    const seconds = runner.cancelled.aborted ? timeoutWhenCancelledSeconds : timeoutSeconds;
    const deployments = await connect(recording, { ...runner, cancelled: new AbortController().signal }, seconds);
    open.id ??= await deployments.create(placing);
    await deployments.addStatus(open.id, state, description);
    if (state !== 'success' || !recording.production)
        return;
    // GitHub does this by itself for all environments except production.
    for (const id of open.serving)
        await deployments.addStatus(id, 'inactive', `Replaced by ${placing.release.id}`);
}
/** Runs a task on the records; a failure is logged and has no other effect. */
async function tolerant({ when }, open, { log, cancelled }, work) {
    try {
        await work();
    }
    catch (error) {
        if (cancelled.aborted)
            return;
        const message = (0,errors/* messageOf */.bD)(error);
        if (when === 'auto' && error instanceof failure/* GitHubError */.y_ && error.kind === 'refused') {
            open.none = true;
            log.info(`Not recorded as a GitHub deployment: ${message}.`);
            return;
        }
        log.warning(`The GitHub deployment is not up to date: ${message}. The next run puts it right.`);
    }
}

// EXTERNAL MODULE: ./src/execute/deploy.js
var deploy = __webpack_require__(20390);
;// CONCATENATED MODULE: ./src/execute/recorded.js


/**
 * Does the work with the fleet and records it on GitHub. A dry run is not recorded as a deployment; when the release
 * already serves, only the records are corrected. The first host that changes stands for the fleet.
 * @param kind the environment's kind: GitHub itself retires old deployments except in production
 */
async function recordedOnGitHub({ members }, inputs, kind, runner, work, task = 'deploy') {
    if (inputs['dry-run'])
        return await work();
    const recording = {
        name: inputs['environment-name'],
        url: inputs['environment-url'],
        token: inputs['github-token'],
        when: inputs['record-deployment'],
        production: kind === 'production',
    };
    const going = members.find(({ desired, observed }) => observed.live?.id !== desired.release.id);
    const { desired, observed } = going ?? members[0];
    const goesBack = going !== undefined && desired.rollback !== undefined;
    const changes = task === 'rollback' ? goesBack : !(0,deploy/* servesAlready */.p)(members);
    if (changes)
        return await recorded(recording, { task, release: desired.release, live: observed.live }, runner, work);
    const [result] = await Promise.all([work(), putRecordsRight(recording, observed.live, runner)]);
    return result;
}


/***/ }),

/***/ 65091:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L8: () => (/* binding */ classify),
/* harmony export */   WE: () => (/* binding */ explain),
/* harmony export */   y_: () => (/* binding */ GitHubError)
/* harmony export */ });
/** GitHub gave no usable answer. An API error is never a decision. */
class GitHubError extends Error {
    name = 'GitHubError';
    kind;
    /** 0 when there was no answer at all. */
    status;
    /** Seconds until a retry makes sense; undefined if no retry helps. */
    wait;
    constructor(kind, status, what, wait) {
        super(what);
        this.kind = kind;
        this.status = status;
        this.wait = wait;
    }
}
const longestBackOff = 60;
/**
 * Classifies a failed call. Pure.
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 * @param count the number of failures in a row, from 1
 * @param now milliseconds since 1970
 */
function classify(failed, count, now) {
    const { status, headers } = failed;
    const asked = seconds(headers['retry-after']);
    if (isLimit(failed)) {
        const reset = seconds(headers['x-ratelimit-reset']);
        const untilReset = headers['x-ratelimit-remaining']?.toString() === '0' && reset !== undefined
            ? Math.max(1, Math.ceil(reset - now / 1000) + 1)
            : undefined;
        // Secondary limits: at least a minute, then exponentially longer.
        const wait = asked ?? untilReset ?? longestBackOff * 2 ** (count - 1);
        return { kind: 'limited', wait, uncertain: false };
    }
    if (status === 0 || status === 408 || status >= 500) {
        const wait = asked ?? Math.min(longestBackOff, 2 ** (count - 1));
        return { kind: 'unavailable', wait, uncertain: true };
    }
    return { kind: kindOf(status), wait: undefined, uncertain: false };
}
/** 403 means three things: no permission, the hourly limit is used up, or too many requests at once. */
function isLimit({ status, headers, message }) {
    if (status === 429)
        return true;
    if (status !== 403)
        return false;
    return (headers['retry-after'] !== undefined ||
        headers['x-ratelimit-remaining']?.toString() === '0' ||
        /secondary rate limit|rate limit exceeded|abuse detection/i.test(message));
}
function kindOf(status) {
    if (status === 401 || status === 403)
        return 'refused';
    // 301: the repository was renamed or moved; 410: issues are switched off.
    if (status === 404 || status === 410 || status === 301)
        return 'missing';
    return status === 409 ? 'conflict' : 'invalid';
}
function seconds(header) {
    return header !== undefined && /^\d+$/.test(String(header)) ? Number(header) : undefined;
}
const verbs = {
    limited: 'has no more requests for us for',
    unavailable: 'did not answer',
    refused: 'refused',
    missing: 'has nothing at',
    conflict: 'is in conflict over',
    invalid: 'did not understand',
};
/**
 * The message of a failure, with the missing permission if GitHub names it. Pure.
 * @param call `POST /repos/org/shop/deployments`
 */
function explain(call, kind, { status, headers, message }) {
    const reason = message.replace(/ - https:\/\/docs\.github\S*$/, '').trim();
    const answer = `GitHub ${verbs[kind]} ${call}${status === 0 ? '' : ` (${status})`}: ${reason}`;
    const needed = headers['x-accepted-github-permissions'];
    if (status !== 403 || kind !== 'refused' || needed === undefined)
        return answer;
    return `${answer}. The token needs ${String(needed).replaceAll('=', ': ')}`;
}


/***/ }),

/***/ 96536:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   openGitHub: () => (/* binding */ openGitHub)
/* harmony export */ });
/* harmony import */ var _runner_retry_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(21946);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(65091);


/**
 * Opens GitHub by the toolkit's Octokit, which is loaded here, so that runs without a token do not pay for it. It uses
 * the runner's HTTP: one place for proxies, timeouts and cancellation. The runner names the address of the API, so
 * that GitHub Enterprise Server works.
 * @param timeoutSeconds the timeout of one call in all, including waits
 */
async function openGitHub(token, runner, timeoutSeconds) {
    runner.log.mask(token);
    const { getOctokit } = await Promise.all(/* import() */[__webpack_require__.e("undici"), __webpack_require__.e("actions-github")]).then(__webpack_require__.bind(__webpack_require__, 61329));
    const spent = { calls: 0, remaining: undefined, limit: undefined, reset: undefined, date: undefined };
    const { debug } = runner.log;
    const octokit = getOctokit(token, {
        baseUrl: runner.context.apiUrl,
        userAgent: 'saleor-deploy',
        request: { fetch: counting(runner, spent) },
        log: { debug, info: debug, warn: debug, error: debug },
    });
    return new OctokitGitHub(octokit, runner, timeoutSeconds, spent);
}
class OctokitGitHub {
    spent;
    octokit;
    runner;
    timeoutSeconds;
    /** Answers by address, for the ETag of the next request. */
    kept = new Map();
    constructor(octokit, runner, timeoutSeconds, spent) {
        this.octokit = octokit;
        this.runner = runner;
        this.timeoutSeconds = timeoutSeconds;
        this.spent = spent;
    }
    async request(route, parameters, again) {
        const filled = this.inRepository(route, parameters);
        const { data, status, unchanged } = await this.send(route, filled, again);
        return { data: data, status, unchanged };
    }
    async all(route, parameters) {
        const first = { per_page: 100, ...this.inRepository(route, parameters) };
        let failed;
        const page = async ({ url }) => {
            try {
                // A copy, because Octokit removes the list from its argument.
                return structuredClone(await this.send(`GET ${url}`, {}));
            }
            catch (error) {
                failed = error;
                throw error;
            }
        };
        const endpoint = () => this.octokit.request.endpoint(route, first);
        const pages = Object.assign(page, { endpoint });
        const items = await this.octokit.paginate(pages);
        // Octokit takes a conflict (409) for the end of the list.
        if (failed !== undefined)
            throw failed;
        return items;
    }
    async graphql(query, variables) {
        return await this.persist('POST /graphql', 'repeat', () => this.octokit.graphql(query, variables));
    }
    inRepository(route, parameters) {
        if (!route.includes('{owner}'))
            return { ...parameters };
        const [owner, repo] = this.runner.context.repository.split('/');
        return { owner, repo, ...parameters };
    }
    async send(route, parameters, again) {
        const { method, url } = this.octokit.request.endpoint(route, parameters);
        const call = `${method} ${url.replace(this.runner.context.apiUrl, '')}`;
        const before = method === 'GET' ? this.kept.get(url) : undefined;
        const etag = before?.headers.etag;
        const headers = etag === undefined ? {} : { 'if-none-match': etag };
        const recover = typeof again === 'function' ? async () => asAnswer(await again(), url) : again;
        // All methods except POST are idempotent.
        return await this.persist(call, method === 'POST' ? recover : 'repeat', async () => {
            try {
                const { data, status, headers: responseHeaders, } = await this.octokit.request(route, { ...parameters, headers });
                const { etag, link } = responseHeaders;
                const answer = { data: data, status, unchanged: false, url, headers: { etag, link } };
                if (method === 'GET')
                    this.kept.set(url, answer);
                return answer;
            }
            catch (error) {
                if (before !== undefined && error.status === 304)
                    return { ...before, unchanged: true };
                throw error;
            }
        });
    }
    /** Retries until the call succeeds, no wait helps, or the timeout ends. */
    async persist(call, again, attempt) {
        const { clock, log, cancelled } = this.runner;
        const deadline = clock.now() + this.timeoutSeconds * 1000;
        let recover;
        const next = async () => (await recover?.()) ?? (await attempt());
        return await (0,_runner_retry_js__WEBPACK_IMPORTED_MODULE_1__/* .retryTransient */ .j)(this.runner, next, (error, count) => {
            cancelled.throwIfAborted();
            const failed = readFailure(error);
            if (failed === undefined)
                throw error;
            const { kind, wait, uncertain } = (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .classify */ .L8)(failed, count, clock.now());
            const message = (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .explain */ .WE)(call, kind, failed);
            if (wait === undefined || clock.now() + wait * 1000 > deadline || (uncertain && again === undefined))
                throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .GitHubError */ .y_(kind, failed.status, message, wait);
            log.info(`${message}. Again in ${wait} s.`);
            recover = uncertain && typeof again === 'function' ? again : undefined;
            return wait;
        });
    }
}
/** Turns the found result of a lost answer into an answer. */
function asAnswer(data, url) {
    return data === undefined ? undefined : { data, status: 201, unchanged: false, headers: {}, url };
}
/** Octokit's errors have a status; without a response Octokit invents it. Other errors are our bugs. */
function readFailure(error) {
    if (!(error instanceof Error))
        return undefined;
    const { name, message } = error;
    const { status, response, headers, errors } = error;
    if (name === 'GraphqlResponseError') {
        const kinds = { RATE_LIMITED: 429, NOT_FOUND: 404, FORBIDDEN: 403 };
        return { status: kinds[errors?.[0]?.type ?? ''] ?? 422, headers: headers ?? {}, message };
    }
    if (name !== 'HttpError' || status === undefined)
        return undefined;
    if (response === undefined)
        return { status: 0, headers: {}, message };
    return { status, headers: response.headers, message };
}
/** The runner's HTTP in the shape of fetch. It counts requests and the remaining limit. */
function counting({ http, cancelled }, spent) {
    return async (url, request) => {
        spent.calls += 1;
        const { method, headers, body } = request;
        const sent = { url, method, headers, timeoutSeconds: 15, signal: cancelled };
        const answer = await http.request(body === undefined ? sent : { ...sent, body });
        const numberOf = (name) => {
            const value = answer.headers[`x-ratelimit-${name}`];
            return value === undefined ? undefined : Number(value);
        };
        const reset = numberOf('reset');
        spent.remaining = numberOf('remaining') ?? spent.remaining;
        spent.limit = numberOf('limit') ?? spent.limit;
        spent.reset = reset === undefined ? spent.reset : reset * 1000;
        const date = Date.parse(answer.headers.date ?? '');
        spent.date = Number.isNaN(date) ? spent.date : date;
        const empty = [204, 205, 304].includes(answer.status);
        return new Response(empty ? null : answer.body, { status: answer.status, headers: answer.headers });
    };
}


/***/ }),

/***/ 41752:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   JE: () => (/* binding */ isBare),
/* harmony export */   Lq: () => (/* binding */ reconcile),
/* harmony export */   M1: () => (/* binding */ unfinished),
/* harmony export */   W_: () => (/* binding */ stateAfter),
/* harmony export */   oZ: () => (/* binding */ jobHasOne),
/* harmony export */   q0: () => (/* binding */ describe),
/* harmony export */   rD: () => (/* binding */ readPayload)
/* harmony export */ });
/** Reads a payload of these actions; GitHub returns it as an object or as text. */
function readPayload(payload) {
    const record = parsed(payload);
    if (record?.writer !== 'saleor-deploy' || typeof record.release !== 'string')
        return undefined;
    return record;
}
/** Whether a payload is empty. */
function isBare(payload) {
    const record = parsed(payload);
    return record === undefined || Object.keys(record).length === 0;
}
function parsed(payload) {
    if (typeof payload === 'object' && payload !== null)
        return payload;
    try {
        const value = JSON.parse(String(payload));
        return typeof value === 'object' && value !== null ? value : undefined;
    }
    catch {
        return undefined;
    }
}
/**
 * The deployment state after a failed run: `failure` if the release failed, `error` if something around
 * it failed. The old release serves in both cases. Pure.
 */
function stateAfter(reason) {
    return around.includes(reason) ? 'error' : 'failure';
}
const around = [
    'host-unreachable',
    'host-unresponsive',
    'locked',
    'live-changed',
    'guard-lost',
    'cancelled',
    'internal-error',
];
/** One line of 140 characters at most, which is GitHub's limit. */
function describe(text) {
    const line = text.split('\n', 1)[0]?.trim() ?? '';
    const characters = Array.from(line);
    return characters.length <= 140 ? line : `${characters.slice(0, 139).join('')}…`;
}
/** Whether this job already has a deployment, because it sets `environment:` itself. */
function jobHasOne(records, run) {
    return records.some(({ bare, logUrl }) => bare && `${logUrl}/`.startsWith(`${run}/`));
}
/** Our unfinished records of releases that are not live: their runs may still be active. */
function unfinished(records, live) {
    return records.filter(({ payload, state }) => payload !== undefined && !isFinal(state) && payload.release !== live?.id);
}
/**
 * Compares GitHub's records, newest first, with the live release on the hosts: a run may have died or not reached
 * GitHub at its end. Pure.
 * @param over the unfinished records whose runs have ended
 * @returns the corrections, and whether the live release has no record at all
 */
function reconcile(records, live, over) {
    const serving = records.find(({ payload }) => payload?.release === live.id);
    // A replaced record is history, even if its release is live again.
    const missing = serving === undefined || serving.state === 'inactive';
    const corrections = over.map(({ id }) => ({
        id,
        state: 'error',
        description: describe(`Never finished; ${live.id} serves`),
    }));
    if (serving !== undefined && !missing && serving.state !== 'success')
        corrections.push({ id: serving.id, state: 'success', description: describe(`${live.id} serves`) });
    for (const { id, state, payload } of records)
        if (payload !== undefined && state === 'success' && id !== serving?.id)
            corrections.push({ id, state: 'inactive', description: describe(`${live.id} serves`) });
    return { corrections, missing };
}
function isFinal(state) {
    return ['success', 'failure', 'error', 'inactive'].includes(state);
}


/***/ }),

/***/ 16555:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ZF: () => (/* binding */ authKeys),
/* harmony export */   gW: () => (/* binding */ passwordsIn),
/* harmony export */   mN: () => (/* binding */ readLogin),
/* harmony export */   og: () => (/* binding */ writeLogins)
/* harmony export */ });
const dockerHub = 'https://index.docker.io/v1/';
/**
 * The entries of `auths` under which Docker's programs look for the login to a registry. Docker Hub's entry has kept
 * the address of its first API. For `registry-1.docker.io` BuildKit asks there too, while `docker pull` asks for the
 * host's own name. Pure.
 */
function authKeys(registry) {
    if (registry === 'docker.io' || registry === 'index.docker.io')
        return [dockerHub];
    return registry === 'registry-1.docker.io' ? [registry, dockerHub] : [registry];
}
/** The configuration file that `docker login` would write for these registries. Pure. */
function writeLogins(logins) {
    const auths = [...logins].flatMap(([registry, { username, password }]) => {
        const auth = Buffer.from(`${username}:${password}`).toString('base64');
        return authKeys(registry).map((key) => [key, { auth }]);
    });
    return JSON.stringify({ auths: Object.fromEntries(auths) });
}
/** The passwords in a configuration file; none in an empty one. Pure. */
function passwordsIn(text) {
    const { auths = {} } = JSON.parse(text || '{}');
    return Object.keys(auths).flatMap((registry) => readLogin(text, registry)?.password ?? []);
}
/** A registry's login in a configuration file; undefined when it has none. Pure. */
function readLogin(text, registry) {
    const { auths = {} } = JSON.parse(text || '{}');
    const entry = authKeys(registry).flatMap((key) => auths[key]?.auth ?? [])[0];
    const [, username, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(entry ?? '', 'base64').toString()) ?? [];
    return username === undefined || password === undefined ? undefined : { username, password };
}


/***/ }),

/***/ 44767:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ recordingInputs)
/* harmony export */ });
/* harmony import */ var _contract_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(43849);

/** The inputs for recording and notification of every action that changes the live release. */
function recordingInputs(environment) {
    return {
        'github-token': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .secret */ .rJ)(),
        'environment-name': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .pattern */ .T1)(/^\S.*$/, 'the name of a GitHub environment', { default: environment }),
        'environment-url': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .pattern */ .T1)(/^https?:\/\/[^\s/]+\S*$/, 'an address such as https://shop.example.com'),
        'record-deployment': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .choice */ .Yq)(['auto', 'always', 'never'], { default: 'auto' }),
        'notify-webhook': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .secret */ .rJ)(),
    };
}


/***/ }),

/***/ 29103:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ targetsOf),
/* harmony export */   Y: () => (/* binding */ schemaBetween)
/* harmony export */ });
/* harmony import */ var _model_observed_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(97755);
/* harmony import */ var _model_release_release_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(99328);


/** Lists releases that all hosts have, except the one that will serve now; newest first. Pure. */
function targetsOf(members, now) {
    const [first, ...others] = members;
    if (first === undefined)
        return [];
    const serves = now ?? first.observed.live ?? first.desired.release;
    const common = first.observed.releases.filter(({ id }) => id !== serves.id && others.every(({ observed }) => observed.releases.some((one) => one.id === id)));
    return (0,_model_release_release_js__WEBPACK_IMPORTED_MODULE_1__/* .newestFirst */ .ll)(common).map((release) => {
        const schema = schemaBetween(release, serves);
        return {
            release: release.id,
            version: release.version,
            commit: release.commit,
            created: release.created,
            warm: members.every(({ desired, observed }) => (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_0__/* .isWarm */ .Yr)({ desired: { ...desired, release }, observed })),
            images: members.filter(({ observed }) => (0,_model_release_release_js__WEBPACK_IMPORTED_MODULE_1__/* .imagesOf */ .IC)(release).every((image) => observed.images?.includes(image) === true)).length,
            ...(schema === undefined ? {} : { schema }),
        };
    });
}
/** Lists, by app, where the newer release's schema differs. */
function schemaBetween(older, newer) {
    const [before, after] = [older.schema, newer.schema];
    if (before === undefined || after === undefined)
        return undefined;
    const apps = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return apps.flatMap((app) => before[app] === after[app] ? [] : [`${app} ${before[app] ?? 'none'} → ${after[app] ?? 'none'}`]);
}


/***/ }),

/***/ 92766:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cf: () => (/* binding */ staticSteps),
/* harmony export */   SI: () => (/* binding */ pullTitle),
/* harmony export */   bJ: () => (/* binding */ planDeploy),
/* harmony export */   dl: () => (/* binding */ edgeSteps),
/* harmony export */   gY: () => (/* binding */ replaceSteps),
/* harmony export */   yC: () => (/* binding */ accessorySteps),
/* harmony export */   zC: () => (/* binding */ frontSteps)
/* harmony export */ });
/* harmony import */ var _compose_accessory_work_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(86068);
/* harmony import */ var _database_backup_plan_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(74039);
/* harmony import */ var _model_desired_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(50809);
/* harmony import */ var _model_edge_web_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(9803);
/* harmony import */ var _model_observed_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(97755);
/* harmony import */ var _model_release_returning_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(41563);
/* harmony import */ var _model_step_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(94153);
/* harmony import */ var _placed_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(42772);
/* harmony import */ var _swarm_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(51957);
/* harmony import */ var _web_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(29775);










/** ★ The steps of a deploy, in order, on one host or several. Pure: the same for dry run, deploy and report. */
function planDeploy(targets) {
    const [first] = targets;
    if (first.desired.swarm !== undefined)
        return (0,_swarm_js__WEBPACK_IMPORTED_MODULE_6__/* .planSwarmDeploy */ .l)(first);
    const { migrate, backup, bake, strategy } = first.desired;
    const all = (0,_model_step_js__WEBPACK_IMPORTED_MODULE_4__/* .step */ .PM)(targets);
    const primary = (0,_model_step_js__WEBPACK_IMPORTED_MODULE_4__/* .step */ .PM)([first]);
    const web = (0,_placed_js__WEBPACK_IMPORTED_MODULE_5__/* .webHosts */ .ox)(targets);
    const isFirst = !(0,_placed_js__WEBPACK_IMPORTED_MODULE_5__/* .hasOld */ .M5)(targets);
    const isReplaced = targets.some(({ desired, observed }) => (0,_database_backup_plan_js__WEBPACK_IMPORTED_MODULE_1__/* .replacesDatabase */ .ZM)(desired, observed));
    return [
        all('pull', pullTitle(targets)),
        all('begin', 'Take the lock'),
        all('install', installTitle(first.desired)),
        ...staticSteps(web),
        ...accessorySteps(targets),
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_4__/* .when */ .z7)(isReplaced, primary('backup', 'Back up the database, which is replaced')),
        ...replaceSteps(targets),
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_4__/* .when */ .z7)(migrate.length > 0, primary('pending', 'Check for pending migrations')),
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_4__/* .when */ .z7)(backup.when === 'always' && !isReplaced, primary('backup', 'Back up the database')),
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_4__/* .when */ .z7)(backup.when === 'pending' && migrate.length > 0 && !isReplaced, primary('backup', 'Back up the database, if migrations are pending')),
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_4__/* .when */ .z7)(migrate.length > 0, primary('migrate', 'Apply the pending migrations, once')),
        ...(0,_placed_js__WEBPACK_IMPORTED_MODULE_5__/* .createSteps */ .E5)(targets, (services) => `Create ${services}${isFirst ? '' : ' beside the old'}`),
        ...edgeSteps(web),
        // Workers and scheduler move before the switch: no old worker meets a task that only the new release knows.
        ...(strategy === 'recreate'
            ? [...(0,_web_js__WEBPACK_IMPORTED_MODULE_7__/* .moveBackground */ .Qr)(targets), ...(0,_web_js__WEBPACK_IMPORTED_MODULE_7__/* .recreateWeb */ .g4)(web)]
            : (0,_web_js__WEBPACK_IMPORTED_MODULE_7__/* .replaceWeb */ .XW)(web, (0,_web_js__WEBPACK_IMPORTED_MODULE_7__/* .moveBackground */ .Qr)(targets))),
        ...frontSteps(targets),
        ...(0,_placed_js__WEBPACK_IMPORTED_MODULE_5__/* .leaveSteps */ .pN)(targets),
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_4__/* .when */ .z7)(bake > 0, all('bake', bakeTitle(bake, isFirst))),
        all('commit', 'Commit: the point of no return'),
        all('clean-up', isFirst ? 'Clean up' : cleanUpTitle(first.desired)),
    ];
}
function installTitle({ release, files = [] }) {
    const count = files.reduce((sum, one) => sum + one.files.length, 0);
    const suffix = count === 0 ? '' : ` (with ${count === 1 ? '1 file' : `${count} files`} of the repository)`;
    return `Write release ${release.id}${suffix}`;
}
function bakeTitle(seconds, isFirst) {
    return `Watch the new release for ${seconds} s${isFirst ? '' : ', the old one still warm'}`;
}
function cleanUpTitle({ keepWarm }) {
    return keepWarm
        ? 'Let requests in flight finish, keep the old web warm, prune old releases'
        : 'Let requests in flight finish, remove the old containers, prune old releases';
}
/** Copies the static files out of the release's image, for the file server; before it starts, as it mounts their folder. */
function staticSteps(targets) {
    const needing = targets.filter(({ desired }) => desired.edge.files?.folder !== undefined);
    return (0,_model_step_js__WEBPACK_IMPORTED_MODULE_4__/* .when */ .z7)(needing.length > 0, (0,_model_step_js__WEBPACK_IMPORTED_MODULE_4__/* .step */ .PM)(needing)('static-files', 'Copy the static files out of the image'));
}
/** Starts accessories that are not running, and services that run once. */
function accessorySteps(targets) {
    return startSteps(targets, 'accessories', ({ start, once, late }) => ({
        start: start.filter((name) => !late.includes(name)),
        once: once.filter((name) => !late.includes(name)),
    }));
}
/** Starts services that need web once it answers, and refreshes those that cache the edge's address when the edge is a new container. */
function frontSteps(targets) {
    return startSteps(targets, 'fronts', ({ start, once, late }, target) => ({
        start: start.filter((name) => late.includes(name)),
        once: once.filter((name) => late.includes(name)),
        tell: (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_2__/* .edgeIsNew */ .az)(target) ? frontsIn(target) : [],
    }));
}
function frontsIn({ desired, observed }) {
    return (desired.fronts ?? []).filter((service) => (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_2__/* .containersOf */ .Mz)(observed, service).some(({ state }) => state === 'running'));
}
function startSteps(targets, kind, of) {
    const work = targets.map((target) => ({
        target,
        tell: [],
        ...of((0,_compose_accessory_work_js__WEBPACK_IMPORTED_MODULE_0__/* .accessoryWork */ .q)(target.desired, target.observed), target),
    }));
    const needing = work.filter(({ start, once, tell }) => start.length + once.length + tell.length > 0);
    const all = (of) => [...new Set(needing.flatMap((one) => one[of]))].join(', ');
    const [start, once, tell] = [all('start'), all('once'), all('tell')];
    const title = [
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_4__/* .when */ .z7)(tell !== '', `point ${tell} at the edge`),
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_4__/* .when */ .z7)(start !== '', `start ${start}`),
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_4__/* .when */ .z7)(once !== '', `run ${once} once`),
    ].join('; ');
    const on = (0,_model_step_js__WEBPACK_IMPORTED_MODULE_4__/* .step */ .PM)(needing.map(({ target }) => target));
    return (0,_model_step_js__WEBPACK_IMPORTED_MODULE_4__/* .when */ .z7)(needing.length > 0, on(kind, `${title.charAt(0).toUpperCase()}${title.slice(1)}`));
}
/** Replaces accessories that differ from the release, and either hold no data or were named in the input. */
function replaceSteps(targets) {
    const work = targets.map((target) => ({ target, ...(0,_compose_accessory_work_js__WEBPACK_IMPORTED_MODULE_0__/* .accessoryWork */ .q)(target.desired, target.observed) }));
    const needing = work.filter(({ replace }) => replace.length > 0);
    const titles = needing.flatMap(({ replace }) => replace.map(({ service, differs }) => `${service} (${differs.join(', ')})`));
    const on = (0,_model_step_js__WEBPACK_IMPORTED_MODULE_4__/* .step */ .PM)(needing.map(({ target }) => target));
    return (0,_model_step_js__WEBPACK_IMPORTED_MODULE_4__/* .when */ .z7)(needing.length > 0, on('replace', `Replace ${[...new Set(titles)].join(', ')}`));
}
/** The title of the pull step. */
function pullTitle(targets) {
    const needing = targets.filter(({ desired }) => (0,_model_desired_js__WEBPACK_IMPORTED_MODULE_8__/* .appServices */ .yM)(desired).length > 0);
    const isThere = needing.every(({ observed }) => observed.imagePresent);
    const images = [...new Set(needing.flatMap(({ desired }) => (0,_model_desired_js__WEBPACK_IMPORTED_MODULE_8__/* .imagesHere */ .X1)(desired)))];
    if (isThere)
        return images.length > 1 ? 'The images are there already' : 'The image is there already';
    return `Pull ${images.join(', ')}`;
}
/** Starts the edge. An edge that must be recreated closes its port for a moment: one host after another, so that others can answer. */
function edgeSteps(targets) {
    const anew = targets.filter(({ desired, observed }) => (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_2__/* .edgeRuns */ .wE)(observed) && !(0,_model_observed_js__WEBPACK_IMPORTED_MODULE_2__/* .edgeIsUpToDate */ .O6)(desired, observed) && !(0,_model_observed_js__WEBPACK_IMPORTED_MODULE_2__/* .mustTakeOver */ .lG)(desired, observed));
    const others = targets.filter((one) => !anew.includes(one));
    const [first] = others;
    return [
        ...(first === undefined ? [] : [(0,_model_step_js__WEBPACK_IMPORTED_MODULE_4__/* .step */ .PM)(others)('edge', edgeTitle(first))]),
        ...anew.map((one) => (0,_model_step_js__WEBPACK_IMPORTED_MODULE_4__/* .step */ .PM)([one])('edge', `Make the edge on ${one.observed.host} anew${returningTitle(one)}`)),
    ];
}
/** The title for services that get their port back from the edge. */
function returningTitle({ desired, observed }) {
    const services = (0,_model_release_returning_js__WEBPACK_IMPORTED_MODULE_3__/* .returningServices */ .h)(desired, observed);
    return services.length === 0 ? '' : `, start ${services.join(', ')} on its own port again`;
}
function edgeTitle({ desired, observed }) {
    const byHand = (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_2__/* .startedByHand */ .Gh)(desired, observed);
    const all = (0,_model_edge_web_js__WEBPACK_IMPORTED_MODULE_9__/* .webServices */ .ZC)(desired);
    if (byHand.length > 0) {
        const taken = (0,_model_edge_web_js__WEBPACK_IMPORTED_MODULE_9__/* .placeOf */ .$t)(...all.filter(({ name }) => byHand.includes(name)));
        return `Prepare the edge to take over ${taken} from ${byHand.join(', ')}, which was started by hand`;
    }
    return (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_2__/* .edgeRuns */ .wE)(observed) ? 'The edge runs' : `Start the edge on ${(0,_model_edge_web_js__WEBPACK_IMPORTED_MODULE_9__/* .placeOf */ .$t)(...all)}`;
}


/***/ }),

/***/ 20371:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ partsOf),
/* harmony export */   g: () => (/* binding */ partsLines)
/* harmony export */ });
/* harmony import */ var _compose_accessory_work_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(86068);
/* harmony import */ var _model_observed_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(97755);
/* harmony import */ var _model_project_project_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(35616);
/* harmony import */ var _model_release_returning_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(41563);




/** Lists each service's part in a deploy or rollback, on all hosts; no service is left out. Pure. */
function partsOf(targets) {
    const found = new Map();
    for (const target of targets)
        for (const one of partsOn(target)) {
            const key = JSON.stringify([one.service, one.part, one.note]);
            const known = found.get(key);
            const hosts = new Set([...(known?.hosts ?? []), target.observed.host]);
            found.set(key, { ...one, hosts: [...hosts] });
        }
    return [...found.values()];
}
/** Formats the parts for the log, one line each. Pure. */
function partsLines(targets) {
    const kinds = Map.groupBy(partsOf(targets), ({ part }) => part);
    return [...kinds].map(([part, those]) => `${part}: ${those.map((one) => named(one, targets.length)).join(', ')}`);
}
function named(one, hosts) {
    const said = [one.note, one.hosts.length === hosts ? '' : `on ${one.hosts.join(', ')}`].filter(Boolean);
    return said.length === 0 ? one.service : `${one.service} (${said.join('; ')})`;
}
const notInFile = 'the Compose file of this release does not have it';
function partsOn({ desired, observed }) {
    const { roles, model, schedules, rollback } = desired;
    const rolled = (role, services, note) => services.map((service) => ({
        ...{ service, role },
        ...((0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_3__/* .replicasOf */ .N4)(model.services[service] ?? {}) === 0
            ? { part: 'not started', note: '0 replicas' }
            : { part: 'rolled', note }),
    }));
    const { start, once, replace, left } = (0,_compose_accessory_work_js__WEBPACK_IMPORTED_MODULE_0__/* .accessoryWork */ .q)(desired, observed);
    const accessory = (service) => {
        const drift = [...replace, ...left].find((one) => one.service === service);
        const differs = drift === undefined ? '' : drift.differs.join(', ');
        const is = (part, note) => ({ service, role: 'accessory', part, note });
        if (replace.some((one) => one.service === service))
            return is('replaced', differs);
        if (start.includes(service))
            return is('started', differs === '' ? '' : `as it is, though ${differs} differs`);
        if (once.includes(service))
            return is('runs once', '');
        if (drift !== undefined)
            return is('left', `${differs}; ${drift.stateful ?? ''}`);
        if ((0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_3__/* .replicasOf */ .N4)(model.services[service] ?? {}) === 0)
            return is('not started', '0 replicas');
        const ranBefore = rollback !== undefined && observed.containers.every((one) => one.service !== service);
        if (ranBefore)
            return is('left', 'runs once, in a deploy');
        const tells = (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_1__/* .containersOf */ .Mz)(observed, service).some(({ definition = '' }) => definition !== '');
        return is('left', tells ? 'as it is wanted' : 'its image alone is compared');
    };
    return [
        ...rolled('web', [roles.web, ...(roles.otherWeb ?? [])], ''),
        ...rolled('worker', roles.workers, ''),
        ...roles.schedulers.map((service) => schedules
            ? { service, role: 'scheduler', part: 'rolled', note: '' }
            : { service, role: 'scheduler', part: 'not started', note: 'runs on another host' }),
        ...roles.jobs.map((service) => ({ service, role: 'job', part: 'not started', note: 'the deploy does its work' })),
        ...roles.accessories.map(accessory),
        // One that is an accessory now has its row there.
        ...(0,_model_release_returning_js__WEBPACK_IMPORTED_MODULE_2__/* .formerContainers */ .w)(desired, observed).flatMap(({ service }) => service in model.services ? [] : [{ service, role: 'none', part: 'removed', note: notInFile }]),
        ...(0,_model_observed_js__WEBPACK_IMPORTED_MODULE_1__/* .orphans */ .mA)(desired, observed).map((service) => ({ service, role: 'none', part: 'left', note: notInFile })),
    ];
}


/***/ }),

/***/ 42772:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E5: () => (/* binding */ createSteps),
/* harmony export */   M5: () => (/* binding */ hasOld),
/* harmony export */   PP: () => (/* binding */ hostsOf),
/* harmony export */   UR: () => (/* binding */ openHosts),
/* harmony export */   ox: () => (/* binding */ webHosts),
/* harmony export */   pN: () => (/* binding */ leaveSteps)
/* harmony export */ });
/* harmony import */ var _model_desired_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(50809);
/* harmony import */ var _model_observed_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(97755);
/* harmony import */ var _model_placement_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(24504);
/* harmony import */ var _model_step_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(94153);




/** The hosts that run web, and so have an edge and a port. */
function webHosts(targets) {
    return targets.filter(({ desired }) => (0,_model_placement_js__WEBPACK_IMPORTED_MODULE_2__/* .servesWeb */ .FE)(desired));
}
/** Those hosts, and the hosts that web leaves: they may still have customers. */
function openHosts(targets) {
    return targets.filter(({ desired, observed }) => (0,_model_placement_js__WEBPACK_IMPORTED_MODULE_2__/* .servesWeb */ .FE)(desired) || (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_0__/* .edgeRuns */ .wE)(observed));
}
/** Whether anything of the app is there that these hosts replace; nothing is in a first deploy. */
function hasOld(targets) {
    return targets.some(({ desired, observed }) => (0,_model_desired_js__WEBPACK_IMPORTED_MODULE_3__/* .replacedServices */ .J6)(desired).some((service) => (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_0__/* .oldContainers */ .Ig)(observed, service, desired.release.id).length > 0));
}
/** Creates the app's new containers on the hosts that run them. */
function createSteps(targets, title) {
    const on = targets.filter(({ desired }) => (0,_model_desired_js__WEBPACK_IMPORTED_MODULE_3__/* .appServices */ .yM)(desired).length > 0);
    const services = new Set(on.flatMap(({ desired }) => (0,_model_desired_js__WEBPACK_IMPORTED_MODULE_3__/* .appServices */ .yM)(desired)));
    return (0,_model_step_js__WEBPACK_IMPORTED_MODULE_1__/* .when */ .z7)(on.length > 0, (0,_model_step_js__WEBPACK_IMPORTED_MODULE_1__/* .step */ .PM)(on)('create', title([...services].join(', '))));
}
/** Drains the hosts that web leaves: a balancer in front must notice before the commit removes the edge. */
function leaveSteps(targets) {
    const on = targets.filter(({ desired, observed }) => !(0,_model_placement_js__WEBPACK_IMPORTED_MODULE_2__/* .servesWeb */ .FE)(desired) && (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_0__/* .edgeRuns */ .wE)(observed));
    const names = on.map(({ observed }) => observed.host).join(', ');
    const title = `Let requests go to other hosts than ${names}, which web leaves`;
    return (0,_model_step_js__WEBPACK_IMPORTED_MODULE_1__/* .when */ .z7)(on.length > 0, (0,_model_step_js__WEBPACK_IMPORTED_MODULE_1__/* .step */ .PM)(on)('leave-balancer', title));
}
/** The hosts that run one of these services, or have containers of them to remove. */
function hostsOf(targets, services) {
    return targets.filter(({ desired, observed }) => {
        const here = (0,_model_desired_js__WEBPACK_IMPORTED_MODULE_3__/* .appServices */ .yM)(desired);
        return services.some((name) => here.includes(name) || (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_0__/* .containersOf */ .Mz)(observed, name).length > 0);
    });
}


/***/ }),

/***/ 51957:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ planSwarmRollback),
/* harmony export */   l: () => (/* binding */ planSwarmDeploy)
/* harmony export */ });
/* harmony import */ var _compose_stack_work_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(40336);
/* harmony import */ var _database_backup_plan_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(74039);
/* harmony import */ var _model_edge_web_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9803);
/* harmony import */ var _model_step_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(94153);




/**
 * ★ The steps of a deploy to a Swarm, in order. Swarm replaces the tasks of each service by itself; the plan says in which
 * order services change. Pure.
 */
function planSwarmDeploy(target) {
    const { migrate, release, backup } = target.desired;
    const isReplaced = (0,_database_backup_plan_js__WEBPACK_IMPORTED_MODULE_1__/* .replacesDatabase */ .ZM)(target.desired, target.observed);
    const on = (0,_model_step_js__WEBPACK_IMPORTED_MODULE_2__/* .step */ .PM)([target]);
    return [
        on('begin', 'Take the locks of the manager and of the cluster'),
        on('install', `Write release ${release.id} into the cluster`),
        // The database that is backed up runs already.
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_2__/* .when */ .z7)(isReplaced, on('backup', 'Back up the database, which is replaced')),
        ...accessories(target),
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_2__/* .when */ .z7)(migrate.length > 0, on('pending', 'Check for pending migrations')),
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_2__/* .when */ .z7)(backup.when === 'always' && !isReplaced, on('backup', 'Back up the database')),
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_2__/* .when */ .z7)(backup.when === 'pending' && migrate.length > 0 && !isReplaced, on('backup', 'Back up the database, if migrations are pending')),
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_2__/* .when */ .z7)(migrate.length > 0, on('migrate', 'Apply the pending migrations, once, in a job')),
        // Workers and scheduler move before web: no old worker meets a task that only the new release knows.
        ...background(target),
        ...web(target),
        ...end(target, 'Write the record of the commit: the point of no return'),
    ];
}
/** ★ The steps of a rollback in a Swarm: customers first, as on hosts. Pure. */
function planSwarmRollback(target) {
    const on = (0,_model_step_js__WEBPACK_IMPORTED_MODULE_2__/* .step */ .PM)([target]);
    return [
        on('begin', 'Take the locks of the manager and of the cluster'),
        on('install', `Note that the cluster goes back to ${target.desired.release.id}`),
        ...accessories(target),
        ...web(target),
        ...background(target),
        ...end(target, 'Write the record of the commit: the point of no return'),
    ];
}
function accessories(target) {
    const { start, replace } = (0,_compose_stack_work_js__WEBPACK_IMPORTED_MODULE_0__/* .stackWork */ ._)(target.desired, target.observed);
    const title = [
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_2__/* .when */ .z7)(start.length > 0, `Start ${start.join(', ')}`),
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_2__/* .when */ .z7)(replace.length > 0, `replace ${replace.join(', ')}`),
    ].join('; ');
    return (0,_model_step_js__WEBPACK_IMPORTED_MODULE_2__/* .when */ .z7)(title !== '', (0,_model_step_js__WEBPACK_IMPORTED_MODULE_2__/* .step */ .PM)([target])('accessories', title.charAt(0).toUpperCase() + title.slice(1)));
}
function background(target) {
    const { workers, schedulers } = target.desired.roles;
    const on = (0,_model_step_js__WEBPACK_IMPORTED_MODULE_2__/* .step */ .PM)([target]);
    return [
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_2__/* .when */ .z7)(workers.length > 0, on('workers', `Replace ${workers.join(', ')}`)),
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_2__/* .when */ .z7)(schedulers.length > 0, on('scheduler', `Hand over ${schedulers.join(', ')}: the old task stops first`)),
    ];
}
function web(target) {
    const { strategy, publicPort, edge } = target.desired;
    const how = {
        rolling: 'one task after the other',
        'blue-green': 'all new tasks beside the old ones',
        recreate: 'the old tasks stop first, and requests fail until the new ones answer',
    }[strategy];
    const edges = target.observed.containers.filter(({ service }) => service === 'edge');
    const host = target.observed.host;
    const ports = [publicPort, ...(edge.otherWeb ?? []).map((one) => one.publicPort)];
    return [
        (0,_model_step_js__WEBPACK_IMPORTED_MODULE_2__/* .step */ .PM)([target])('edge', `${edges.length === 0 ? 'Start' : 'Keep'} the edge on port ${ports.join(', ')} of each node`),
        ...(0,_model_edge_web_js__WEBPACK_IMPORTED_MODULE_3__/* .webServices */ .ZC)(target.desired).map(({ name, service, healthPath }) => ({
            do: 'start-web',
            title: `Replace ${name} and wait until it answers ${healthPath}: ${how}`,
            on: [{ host, batch: service === undefined ? _model_step_js__WEBPACK_IMPORTED_MODULE_2__/* .noBatch */ .YO : { ..._model_step_js__WEBPACK_IMPORTED_MODULE_2__/* .noBatch */ .YO, service } }],
        })),
    ];
}
function end(target, commit) {
    const { bake } = target.desired;
    const on = (0,_model_step_js__WEBPACK_IMPORTED_MODULE_2__/* .step */ .PM)([target]);
    return [
        on('settle', 'See that every service is up to date, and remove what the release does not have'),
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_2__/* .when */ .z7)(bake > 0, on('bake', `Watch all tasks for ${bake} s`)),
        on('commit', commit),
        on('clean-up', 'Forget old releases, and let the locks go'),
    ];
}


/***/ }),

/***/ 29775:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Qr: () => (/* binding */ moveBackground),
/* harmony export */   XW: () => (/* binding */ replaceWeb),
/* harmony export */   aj: () => (/* binding */ stopAllWeb),
/* harmony export */   g4: () => (/* binding */ recreateWeb)
/* harmony export */ });
/* harmony import */ var _model_desired_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(50809);
/* harmony import */ var _model_edge_web_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9803);
/* harmony import */ var _model_observed_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(97755);
/* harmony import */ var _model_project_project_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(35616);
/* harmony import */ var _model_step_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(94153);
/* harmony import */ var _placed_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(42772);






/**
 * Runs old and new web beside each other: on all hosts, every new container starts before any host switches.
 * @param between steps after the first new containers answer, before the first switch
 */
function replaceWeb(targets, between = []) {
    const rounds = roundsOf(targets);
    // None of these hosts runs web.
    if (rounds.length === 0)
        return [...between];
    return rounds.flatMap((round, index) => {
        const { starts, switches } = webSteps(targets, round, index > 0);
        return [...starts, ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_1__/* .when */ .z7)(index === 0, ...between), ...switches];
    });
}
/** Replaces web that can't run twice: one host after another, so that a balancer in front can use the others. */
function recreateWeb(targets) {
    return targets.flatMap((target) => {
        const [round = []] = roundsOf([target]);
        const where = targets.length > 1 ? ` on ${target.observed.host}` : ': requests fail until the new ones answer';
        const stops = round.flatMap((one) => {
            const old = one.on[0]?.batch?.oldTo ?? 0;
            return (0,_model_step_js__WEBPACK_IMPORTED_MODULE_1__/* .when */ .z7)(old > 0, { do: 'stop-web', title: `Stop ${old} old ${nameOf(one)}${where}`, on: one.on });
        });
        const { starts, switches } = webSteps([target], round, false);
        // Web comes last: with it the host joins a balancer in front again.
        return [...stops, ...starts, ...switches.toReversed()];
    });
}
/** Stops all old web at once, where nobody may write. */
function stopAllWeb(targets) {
    const on = targets.flatMap(({ desired, observed }) => {
        const old = (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_0__/* .oldContainers */ .Ig)(observed, desired.roles.web, desired.release.id).length;
        const batch = { from: 0, to: 0, oldFrom: 0, oldTo: old, makeRoom: false };
        return (0,_model_step_js__WEBPACK_IMPORTED_MODULE_1__/* .when */ .z7)(old > 0, { host: observed.host, batch });
    });
    return { do: 'stop-web', title: 'Stop the web that serves', on };
}
/** Replaces the old release's workers and scheduler by the new ones, on the hosts that run them. */
function moveBackground(targets) {
    const { workers = [], schedulers = [] } = targets[0]?.desired.roles ?? {};
    const background = [...workers, ...schedulers];
    const elsewhere = targets.filter(({ desired, observed }) => !desired.schedules && schedulers.some((name) => (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_0__/* .containersOf */ .Mz)(observed, name).length > 0));
    const here = targets.filter(({ desired }) => desired.schedules);
    const names = schedulers.join(', ');
    const isFirst = !(0,_placed_js__WEBPACK_IMPORTED_MODULE_2__/* .hasOld */ .M5)(targets);
    // Workers that can't run twice stop in this step, also on hosts that they leave; others stop once the new ones are
    // stable.
    const starting = targets.filter((target) => workers.some((name) => (0,_model_desired_js__WEBPACK_IMPORTED_MODULE_3__/* .appServices */ .yM)(target.desired).includes(name)) ||
        (0,_placed_js__WEBPACK_IMPORTED_MODULE_2__/* .hostsOf */ .PP)([target], target.desired.stopFirst).length > 0);
    return [
        ...stepOn(starting, 'workers', isFirst ? `Start ${workers.join(', ')}` : `Start new ${workers.join(', ')} beside the old`),
        ...stepOn(elsewhere, 'stop-scheduler', `Stop ${names}, which moves to another host`),
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_1__/* .when */ .z7)(schedulers.length > 0, ...stepOn(here, 'scheduler', isFirst ? `Start ${names}` : `Hand over ${names}: stop the old one first`)),
        ...stepOn((0,_placed_js__WEBPACK_IMPORTED_MODULE_2__/* .hostsOf */ .PP)(targets, background), 'settle', `Watch that ${background.join(', ')} keep running${isFirst ? '' : ', stop the old workers warm'}`),
    ];
}
/** A step on these hosts; none when the list is empty. */
function stepOn(targets, kind, title) {
    return (0,_model_step_js__WEBPACK_IMPORTED_MODULE_1__/* .when */ .z7)(targets.length > 0, (0,_model_step_js__WEBPACK_IMPORTED_MODULE_1__/* .step */ .PM)(targets)(kind, title));
}
function webSteps(targets, round, isMore) {
    const starts = round.map((one) => {
        const { healthPath } = one.web;
        const title = targets.every(_model_observed_js__WEBPACK_IMPORTED_MODULE_0__/* .isWarm */ .Yr)
            ? `See that ${countOf(one, isMore)} still answer ${healthPath}`
            : `Start ${countOf(one, isMore)} and wait until they answer ${healthPath}`;
        return { do: 'start-web', title, on: one.on };
    });
    const switches = round.flatMap((one) => switchGroups(targets, one).map((on) => ({
        do: 'switch',
        title: `Switch ${(0,_model_edge_web_js__WEBPACK_IMPORTED_MODULE_4__/* .placeOf */ .$t)(one.web)} to ${countOf(one, isMore)}`,
        on,
    })));
    return { starts, switches };
}
function countOf(group, isMore) {
    const { from = 0, to = 0 } = group.on[0]?.batch ?? {};
    return `${to - from} ${nameOf(group)}${isMore ? ' more' : ''}`;
}
/** The name for people: the role for web, whatever its service is called. */
function nameOf({ web: { service } }) {
    return service ?? 'web';
}
/** Combines the batches of all hosts and web services into rounds: all first batches, then all second ones, and so on. */
function roundsOf(targets) {
    const [first] = targets;
    const services = first === undefined ? [] : (0,_model_edge_web_js__WEBPACK_IMPORTED_MODULE_4__/* .webServices */ .ZC)(first.desired);
    const lists = services.flatMap((web) => targets.map((target) => ({ web, host: target.observed.host, batches: webBatches(target, web) })));
    const longest = Math.max(0, ...lists.map(({ batches }) => batches.length));
    return Array.from({ length: longest }, (_, index) => services.flatMap((web) => {
        const on = lists.flatMap((one) => {
            const batch = one.web === web ? one.batches[index] : undefined;
            return batch === undefined ? [] : [{ host: one.host, batch }];
        });
        return (0,_model_step_js__WEBPACK_IMPORTED_MODULE_1__/* .when */ .z7)(on.length > 0, { web, on });
    }));
}
/** One batch with everything; for `rolling` one replica after another, each making room for the next. */
function webBatches({ desired, observed }, { name, service }) {
    const { strategy, model, release } = desired;
    const count = (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_5__/* .replicasOf */ .N4)(model.services[name] ?? {});
    const old = (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_0__/* .oldContainers */ .Ig)(observed, name, release.id).length;
    const of = service === undefined ? {} : { service };
    const all = { from: 0, to: count, oldFrom: 0, oldTo: old, makeRoom: false, ...of };
    // A port is taken over in one step.
    if (strategy !== 'rolling' || old === 0 || count < 2 || (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_0__/* .mustTakeOver */ .lG)(desired, observed))
        return [all];
    const share = (index) => Math.floor((index * old) / count);
    return Array.from({ length: count }, (_, index) => ({
        from: index,
        to: index + 1,
        oldFrom: share(index),
        oldTo: share(index + 1),
        // Clean-up removes the last old ones: until the commit they allow the fastest rollback.
        makeRoom: index < count - 1,
        ...of,
    }));
}
/**
 * Groups the switches: all hosts at once, except that taking a port over from a web service closes it for a moment, so
 * these hosts go one after another. Such a host takes over all its ports in one step, that of web.
 */
function switchGroups(targets, { web, on }) {
    const closing = on.filter(({ host }) => targets.some(({ desired, observed }) => observed.host === host && (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_0__/* .mustTakeOver */ .lG)(desired, observed)));
    const others = on.filter((part) => !closing.includes(part));
    const alone = web.service === undefined ? closing.map((part) => [part]) : [];
    return [others, ...alone].filter((group) => group.length > 0);
}


/***/ }),

/***/ 7144:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ changeTable),
/* harmony export */   t: () => (/* binding */ changedNames)
/* harmony export */ });
/* harmony import */ var _report_image_names_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(99632);
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(80231);


/** The table of the live release before and now; without a change or in a first deploy there is no before. Pure. */
function changeTable(before, now) {
    const shown = before === undefined ? [now] : [before, now];
    const head = shown.length === 1 ? ['', 'Now'] : ['', 'Before', 'Now'];
    const others = [...new Set(shown.flatMap((one) => Object.keys(one.images ?? {})))];
    const row = (what, of) => [what, ...shown.map(of)];
    return (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .table */ .tp)(head, [
        row('Version', ({ version }) => version || 'none'),
        row('Release', ({ id }) => (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineCode */ .ti)(id)),
        row('Commit', ({ commit }) => (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineCode */ .ti)(commit.slice(0, 7)) || 'none'),
        row('Image', ({ image }) => (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineCode */ .ti)((0,_report_image_names_js__WEBPACK_IMPORTED_MODULE_1__/* .shortImages */ .R)(image))),
        ...others.map((name) => row(`Image of ${name}`, ({ images }) => (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineCode */ .ti)((0,_report_image_names_js__WEBPACK_IMPORTED_MODULE_1__/* .shortImages */ .R)(images?.[name] ?? '')) || 'none')),
    ]);
}
/** The fold with the whole names of both releases' images, and the checksum of the backup. Pure. */
function changedNames(before, now, backup) {
    const of = (one, when) => [
        [`Image ${when}`, one?.image],
        ...Object.entries(one?.images ?? {}).map(([name, image]) => [`${name} ${when}`, image]),
        [`Commit ${when}`, one?.commit],
    ];
    return (0,_report_image_names_js__WEBPACK_IMPORTED_MODULE_1__/* .inFull */ .V)([...of(now, 'now'), ...of(before, 'before'), ['SHA-256 of the backup', backup?.sha256]]);
}


/***/ }),

/***/ 94533:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jo: () => (/* binding */ migrationsPart),
/* harmony export */   Pg: () => (/* binding */ dangersList),
/* harmony export */   Pv: () => (/* binding */ backupLine)
/* harmony export */ });
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(80231);

/** The number of dangers shown at once; all of them stand in the fold of migrations. */
const shownDangers = 5;
/** Migrations with their operations, and what they may do to the release that still serves, in a fold; empty for none. Pure. */
function migrationsPart(migrations, state) {
    if (migrations.length === 0)
        return '';
    const text = migrations
        .map(({ name, operations, dangers, oneWay }) => [
        name,
        ...operations,
        ...dangers.map((one) => `⚠ ${one}`),
        ...oneWay.map((one) => `⚠ ${one}: it can not be reversed`),
    ].join('\n    '))
        .join('\n');
    return (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .details */ .zH)(`${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .counted */ .hS)(migrations.length, 'migration')} ${state}`, (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .code */ .aY)(text));
}
/** What the live release may not survive, and what only a backup takes back, as a list; empty for nothing. Pure. */
function dangersList(migrations) {
    const all = migrations.flatMap(({ name, dangers, oneWay }) => [
        ...dangers.map((one) => `- ⚠️ Migration ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineCode */ .ti)(name)}: ${one}`),
        ...oneWay.map((one) => `- ⚠️ Migration ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineCode */ .ti)(name)}: ${one}: it can not be reversed, only a backup takes it back`),
    ]);
    const more = all.length - shownDangers;
    const rest = more > 0 ? [`- ⚠️ and ${more} more, marked in the list of migrations`] : [];
    return [...all.slice(0, shownDangers), ...rest].join('\n');
}
/** One line on the backup: where it is, and how it was proved; empty without one. Pure. */
function backupLine(backup) {
    if (backup === undefined)
        return '';
    const { path, bytes, seconds, proof } = backup;
    return `The database was backed up before: ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineCode */ .ti)(path)}, ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .size */ .Ej)(bytes)} in ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .duration */ .p0)(seconds)}; ${proof}.`;
}


/***/ }),

/***/ 30236:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ fleetOutputsOf),
/* harmony export */   t: () => (/* binding */ deployOutputsOf)
/* harmony export */ });
/** The outputs of both deploy actions. Pure. */
function deployOutputsOf({ result, fleet, steps, pending = [], executed }) {
    const [{ desired, observed }] = fleet.members;
    const { migrations = pending, backup } = executed?.sessions[0].results ?? {};
    return {
        release: result === 'unchanged' ? observed.live?.id : desired.release.id,
        'previous-release': observed.live?.id,
        image: desired.release.image,
        images: imageLines(desired.release.images),
        version: desired.release.version,
        plan: JSON.stringify(steps.map(({ title }) => title)),
        migrations: JSON.stringify(migrations.map(({ name }) => name)),
        backup: backup?.path,
        'backup-bytes': backup && String(backup.bytes),
        'backup-seconds': backup && backup.seconds.toFixed(1),
    };
}
/** In the form of the input `images`. */
function imageLines(images = {}) {
    return Object.entries(images)
        .map(([service, image]) => `${service}=${image}`)
        .join('\n');
}
/** The outputs for a fleet. Pure. */
function fleetOutputsOf(deployed) {
    const { members, skipped } = deployed.fleet;
    const { release = '' } = deployOutputsOf(deployed);
    return {
        hosts: JSON.stringify(Object.fromEntries(members.map(({ observed }) => [observed.host, release]))),
        'skipped-hosts': JSON.stringify(skipped.map(({ host }) => host)),
    };
}


/***/ }),

/***/ 35921:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GS: () => (/* binding */ hostsTable),
/* harmony export */   L4: () => (/* binding */ refreshedLine),
/* harmony export */   hM: () => (/* binding */ ranOnceLine),
/* harmony export */   p$: () => (/* binding */ watchedLine)
/* harmony export */ });
/* harmony import */ var _model_desired_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(50809);
/* harmony import */ var _model_placement_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(24504);
/* harmony import */ var _model_step_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(94153);
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(80231);




/** The number of hosts whose table needs no fold. */
const shownHosts = 5;
/** The table of hosts: what was live where that differs, what runs there, and the requests while it was watched; empty for a single host. Pure. */
function hostsTable(targets, sessions) {
    if (targets.length === 1)
        return '';
    const placed = targets.some(({ desired }) => desired.placement !== undefined);
    const mixed = new Set(targets.map(({ observed }) => observed.live?.id)).size > 1;
    const watched = sessions.some(({ results }) => results.baked !== undefined);
    const shown = (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .table */ .tp)([
        'Host',
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_0__/* .when */ .z7)(mixed, 'Before'),
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_0__/* .when */ .z7)(placed, 'Runs'),
        'Scheduler',
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_0__/* .when */ .z7)(watched, 'Requests while it was watched'),
    ], targets.map(({ desired, observed }) => [
        (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .inlineCode */ .ti)(observed.host),
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_0__/* .when */ .z7)(mixed, (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .inlineCode */ .ti)(observed.live?.id ?? 'none')),
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_0__/* .when */ .z7)(placed, runningOn(desired)),
        desired.schedules && desired.roles.schedulers.length > 0 ? 'here' : '',
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_0__/* .when */ .z7)(watched, bakedText(sessions.find(({ host }) => host.name === observed.host))),
    ]));
    return targets.length > shownHosts ? (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .details */ .zH)(`All ${targets.length} hosts`, shown) : shown;
}
/** One line on the requests that the edges counted while the release was watched; empty when it was not. Pure. */
function watchedLine(sessions) {
    const counts = sessions.flatMap(({ results }) => results.baked ?? []);
    if (counts.length === 0)
        return '';
    const sum = {
        requests: counts.reduce((all, { requests }) => all + requests, 0),
        failed: counts.reduce((all, { failed }) => all + failed, 0),
        seconds: Math.max(...counts.map(({ seconds }) => seconds)),
    };
    return `While it was watched: ${baked(sum)}.`;
}
function bakedText(session) {
    return session?.results.baked === undefined ? '' : baked(session.results.baked);
}
function baked({ requests, failed, seconds }) {
    return `${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .counted */ .hS)(requests, 'request')} in ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .duration */ .p0)(seconds)}, ${failed.toLocaleString('en')} failed`;
}
function runningOn(desired) {
    const accessories = desired.roles.accessories.filter((name) => (0,_model_placement_js__WEBPACK_IMPORTED_MODULE_2__/* .isPlaced */ .AD)(desired, name));
    return [...(0,_model_desired_js__WEBPACK_IMPORTED_MODULE_3__/* .appServices */ .yM)(desired), ...accessories].join(', ');
}
/** One line on the services that ran once, where and how long; empty without any. Pure. */
function ranOnceLine(sessions) {
    const ran = sessions.flatMap(({ host, results: { ranOnce = [] } }) => ranOnce.map(({ service, seconds }) => {
        const took = seconds === undefined ? '' : ` after ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .duration */ .p0)(seconds)}`;
        return `${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .inlineCode */ .ti)(service)} on ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .inlineCode */ .ti)(host.name)} ended well${took}`;
    }));
    return ran.length === 0 ? '' : `Ran once: ${ran.join(', ')}.`;
}
/** Says that the plan was refreshed, and why; empty if nothing changed meanwhile. Pure. */
function refreshedLine({ refreshed }) {
    if (refreshed.length === 0)
        return '';
    return `Hosts changed between the first look and the lock, and the plan was computed again: ${refreshed.join(', ')}.`;
}


/***/ }),

/***/ 6856:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ partsTable)
/* harmony export */ });
/* harmony import */ var _plan_parts_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(20371);
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(80231);


/** What becomes of each service of the Compose file, as a table that is folded. Pure. */
function partsTable(targets) {
    const parts = (0,_plan_parts_js__WEBPACK_IMPORTED_MODULE_0__/* .partsOf */ .C)(targets);
    const rows = parts.map((one) => [
        (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .inlineCode */ .ti)(one.service),
        one.role === 'none' ? '' : one.role,
        one.part,
        one.note,
        ...(targets.length > 1 ? [whereOf(one, targets.length)] : []),
    ]);
    const head = ['Service', 'Role', 'What becomes of it', 'Why', ...(targets.length > 1 ? ['Hosts'] : [])];
    return (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .details */ .zH)(`What becomes of ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .counted */ .hS)(rows.length, 'service')}`, (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .table */ .tp)(head, rows));
}
function whereOf({ hosts }, count) {
    return hosts.length === count ? 'all' : (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .hostNames */ .n3)(hosts);
}


/***/ }),

/***/ 83943:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ planPart)
/* harmony export */ });
/* harmony import */ var _report_image_names_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(99632);
/* harmony import */ var _report_plan_lines_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(68767);


/** The plan of a dry run, a line for each step. Pure. */
function planPart(steps, targets) {
    return (0,_report_plan_lines_js__WEBPACK_IMPORTED_MODULE_0__/* .planLines */ .H)(steps, targets).map(_report_image_names_js__WEBPACK_IMPORTED_MODULE_1__/* .shortImages */ .R).join('\n');
}


/***/ }),

/***/ 86784:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ targetsPart),
/* harmony export */   r: () => (/* binding */ wayBackLine)
/* harmony export */ });
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(80231);

/** One line on the way back: what `rollback` would return to, and whether it still runs; says so when there is none. Pure. */
function wayBackLine([newest], hosts, isFirst) {
    if (newest === undefined)
        return isFirst
            ? 'There is nothing to go back to: this is the first release.'
            : 'There is nothing to go back to: no earlier release is kept on all hosts.';
    const { release, version, warm } = newest;
    const name = version === '' ? '' : `version ${version}, `;
    const how = warm ? 'it still runs, so that takes seconds' : presence(newest, hosts);
    return `The way back: \`rollback\` returns to ${name}release ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineCode */ .ti)(release)}; ${how}.`;
}
/** The releases that can be gone back to, in a fold; empty without any. Pure. */
function targetsPart(targets, hosts, now) {
    if (targets.length === 0)
        return '';
    const rows = targets.map((one) => [
        (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineCode */ .ti)(one.release),
        one.version || 'none',
        (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .age */ .KW)((now - Date.parse(one.created)) / 1000),
        one.schema === undefined ? 'not known' : one.schema.length === 0 ? 'none' : one.schema.join('<br>'),
        one.warm ? 'still runs' : presence(one, hosts),
    ]);
    return (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .details */ .zH)(`${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .counted */ .hS)(targets.length, 'release')} to go back to`, (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .table */ .tp)(['Release', 'Version', 'Age', 'Migrations between', 'On the hosts'], rows));
}
function presence({ images }, hosts) {
    return images === hosts ? 'its image is there' : `its image is on ${images} of ${hosts} hosts`;
}


/***/ }),

/***/ 7439:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EU: () => (/* binding */ shortName),
/* harmony export */   PP: () => (/* binding */ hostsOf),
/* harmony export */   Vb: () => (/* binding */ nameOf),
/* harmony export */   Vj: () => (/* binding */ verdictOf)
/* harmony export */ });
/* harmony import */ var _model_serving_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(84791);
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(80231);
/* harmony import */ var _report_serving_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(66856);
/* harmony import */ var _runner_serving_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(45740);




/** A release as people call it: by its version, else by its id. */
function nameOf({ id, version }) {
    return version === '' ? `release ${id}` : `version ${version}`;
}
/** The same in a word, where several stand in one line. */
function shortName({ id, version }) {
    return version === '' ? id : version;
}
/** What serves after a change that went well, and what customers noticed of it, in one line. Pure. */
function verdictOf(members, executed) {
    const serving = new _runner_serving_js__WEBPACK_IMPORTED_MODULE_2__/* .Serving */ .n();
    for (const { desired, observed } of members)
        serving.note(observed.host, executed === undefined ? (0,_model_serving_js__WEBPACK_IMPORTED_MODULE_0__/* .serviceOf */ .z)(observed, desired) : (0,_model_serving_js__WEBPACK_IMPORTED_MODULE_0__/* .servedAfterCommit */ .d)(observed, desired));
    const { verdict, affected } = (0,_report_serving_js__WEBPACK_IMPORTED_MODULE_1__/* .endingOf */ .z)(serving);
    const noticed = executed === undefined || affected !== 'false' ? '' : noticedOf(members, executed);
    return noticed === '' ? verdict : `${verdict.slice(0, verdict.lastIndexOf(';'))}; ${noticed}`;
}
/** What customers noticed: their requests that failed while the release was watched, or the time without web; empty when not measured. */
function noticedOf(members, { sessions, steps, timeline }) {
    if (members.every(({ observed }) => observed.live === undefined && observed.containers.length === 0))
        return 'nothing served there before';
    const seconds = secondsWithoutWeb(members, steps, timeline);
    if (seconds !== undefined)
        return `requests failed for ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .duration */ .p0)(seconds)}`;
    const baked = sessions.flatMap(({ results }) => results.baked ?? []);
    const [requests, failed] = [
        baked.reduce((sum, one) => sum + one.requests, 0),
        baked.reduce((sum, one) => sum + one.failed, 0),
    ];
    if (requests === 0)
        return '';
    return failed === 0
        ? 'customers noticed nothing'
        : `${failed.toLocaleString('en')} of ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .counted */ .hS)(requests, 'request')} failed`;
}
/** From the moment when web stopped everywhere until requests reached the new one; undefined when it never did. */
function secondsWithoutWeb(members, steps, timeline) {
    const stop = steps.find((one) => one.do === 'stop-web' && one.on.length === members.length);
    const last = steps.findLast((one) => one.do === 'switch');
    const from = timeline.find(({ name }) => name === stop?.title);
    const to = timeline.findLast(({ name }) => name === last?.title);
    if (from === undefined || to === undefined)
        return undefined;
    return (to.started - from.started) / 1000 + to.seconds;
}
/** Where a change happens: the hosts' names, or how many they are. */
function hostsOf(members) {
    return (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .hostNames */ .n3)(members.map(({ observed }) => observed.host));
}


/***/ }),

/***/ 95965:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ webServicesTable)
/* harmony export */ });
/* harmony import */ var _model_edge_web_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9803);
/* harmony import */ var _model_project_project_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(35616);
/* harmony import */ var _report_image_names_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(99632);
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(80231);




/** The services that people reach, where there are several: each with its port, image and replicas. Empty for web alone. Pure. */
function webServicesTable(desired) {
    const all = (0,_model_edge_web_js__WEBPACK_IMPORTED_MODULE_0__/* .webServices */ .ZC)(desired);
    if (all.length === 1)
        return '';
    const { image, images } = desired.release;
    return (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .table */ .tp)(['Web service', 'Port', 'Image', 'Replicas'], all.map(({ name, service, publicPort }) => [
        (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .inlineCode */ .ti)(name),
        String(publicPort),
        (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .inlineCode */ .ti)((0,_report_image_names_js__WEBPACK_IMPORTED_MODULE_2__/* .shortImages */ .R)(service === undefined ? image : (images?.[service] ?? ''))),
        String((0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_3__/* .replicasOf */ .N4)(desired.model.services[name] ?? {})),
    ]));
}


/***/ })

};
