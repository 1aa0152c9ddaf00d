export const id = "swarm";
export const ids = ["swarm"];
export const modules = {

/***/ 64870:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  swarmEngine: () => (/* binding */ swarmEngine)
});

// EXTERNAL MODULE: ./src/host/guard.js
var guard = __webpack_require__(48361);
// EXTERNAL MODULE: ./src/host/inspect.js
var inspect = __webpack_require__(40740);
// EXTERNAL MODULE: ./src/model/evidence.js
var evidence = __webpack_require__(12970);
// EXTERNAL MODULE: ./src/compose/labels.js
var labels = __webpack_require__(22423);
;// CONCATENATED MODULE: ./src/engine/swarm/state.js

/** Parses what `stack-state.sh` prints; other lines are part of a task's error. Pure. */
function readState(project, output) {
    const services = [];
    const tasks = [];
    let takingTasks = 0;
    const none = (word = '') => (word === '-' ? '' : word);
    for (const line of output.split('\n')) {
        const [kind, ...words] = line.split(' ');
        if (line === 'node Ready Active')
            takingTasks++;
        if (kind === 'service') {
            const [id = '', name = '', count = '', update = '', definition, image = ''] = words;
            const replicas = count === 'global' ? count : Number(count) || 0;
            services.push({
                id,
                name: name.slice(project.length + 1),
                replicas,
                update,
                definition: none(definition),
                image,
            });
        }
        if (kind === 'task') {
            const [id = '', service = '', slot, node, wanted = '', state = '', definition, release, image = '', ...error] = words;
            tasks.push({
                ...{ id, service, slot: none(slot), node: none(node), wanted, state },
                ...{ definition: none(definition), release: none(release), image, error: error.join(' ').trim() },
            });
        }
    }
    return { services, tasks, takingTasks };
}
/** A task that ended so often means that its service does not start; Swarm itself would try for ever. */
const tries = 3;
/**
 * Judges these services of a stack: done is only what every update and every task says. An update that failed is told
 * nowhere else: `docker stack deploy` and `docker service update` end with 0 then (docker/cli #6752). Pure.
 * @param before tasks that had failed before
 */
function progressOf(stack, names, state, before) {
    const waiting = [];
    let ready = 0;
    for (const name of names) {
        const wanted = stack.services[name]?.labels?.[labels/* definitionLabel */.M2] ?? '';
        const service = state.services.find((one) => one.name === name);
        if (service === undefined) {
            waiting.push(name);
            continue;
        }
        const own = state.tasks.filter((task) => task.service === service.id);
        const isNew = own.filter((task) => task.definition === wanted);
        const failed = isNew.filter(({ id, state: is }) => ended.includes(is) && !before.has(id));
        const why = whyEnded(failed);
        if (/^(paused|rollback)/.test(service.update))
            return {
                is: 'failed',
                service: name,
                why: `Swarm stopped the update (${service.update})${why && `: ${why}`}`,
            };
        if (failed.length >= tries)
            return { is: 'failed', service: name, why: `${failed.length} tasks failed: ${why}` };
        const current = own.filter((task) => task.wanted === 'running');
        const good = current.filter((task) => task.definition === wanted && task.state === 'running' && task.image === service.image);
        ready += good.length;
        const isPlaced = isSet(stack.services[name]?.deploy?.placement);
        const count = service.replicas === 'global'
            ? isPlaced
                ? Math.max(1, current.length)
                : state.takingTasks
            : service.replicas;
        const isDone = ['none', 'completed'].includes(service.update) && service.definition === wanted;
        if (!isDone || good.length !== count || current.length !== count)
            waiting.push(name);
    }
    return waiting.length === 0 ? { is: 'settled' } : { is: 'moving', ready, waiting };
}
/** Swarm stops a task whose health check fails: a program that ends in order then leaves no error. */
function whyEnded(failed) {
    const [first] = failed;
    if (first === undefined)
        return '';
    return (failed.find(({ error }) => error !== '')?.error ??
        'a task ended: its health check failed, or its program stopped');
}
/** The states of a task that ended by itself, by a failed check, or was never started. */
const ended = ['complete', 'failed', 'rejected', 'orphaned'];
function isSet(value) {
    return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
/** The tasks that have failed up to now. Pure. */
function failedTasks({ tasks }) {
    return new Set(tasks.flatMap(({ id, state }) => (ended.includes(state) ? [id] : [])));
}

;// CONCATENATED MODULE: ./src/engine/swarm/capture.js




/** A question without an answer in so many seconds is skipped: the undo is waiting. */
const limits = { seconds: 5, allowSilence: true };
/** How many tasks are examined: those that failed last, then those that are not ready. */
const most = 6;
/** Captures the last words of the release's tasks that do not run, wherever they were. */
async function capture({ host, desired: { model, release } }, clean) {
    const [told] = await (0,inspect/* inspect */.N)(host, [['bash', '-c', (0,guard/* stackStateScript */.FN)(), 'state', model.name]], limits);
    const { services, tasks } = readState(model.name, told.stdout);
    const found = tasks
        .filter(({ state, wanted, release: of }) => of === release.id && (ended.includes(state) || (wanted === 'running' && state !== 'running')))
        .toSorted((one, other) => Number(ended.includes(other.state)) - Number(ended.includes(one.state)))
        .slice(0, most);
    const logs = await (0,inspect/* inspect */.N)(host, found.map(lastLines), limits);
    const nameOf = (task) => services.find(({ id }) => id === task.service)?.name ?? '';
    return {
        containers: found.map((task, index) => evidenceOf(task, nameOf(task), logs[index]?.stdout ?? '', clean)),
        machine: '',
    };
}
function lastLines({ id }) {
    return ['bash', '-c', 'docker service logs --raw --tail 60 "$1" 2>&1 | tail -c 20000', 'logs', id];
}
function evidenceOf(task, service, log, clean) {
    const isOver = ended.includes(task.state);
    return {
        name: `${service}.${task.slot || task.node}`,
        ...{ service, release: task.release, status: isOver ? 'exited' : 'created' },
        exitCode: Number(/non-zero exit \((\d+)\)/.exec(task.error)?.[1] ?? (task.state === 'complete' ? 0 : 1)),
        restarts: 0,
        outOfMemory: false,
        error: clean(task.error),
        health: task.error.includes('unhealthy') ? 'unhealthy' : 'none',
        checks: [],
        lines: (0,evidence/* linesOf */.D)(clean(log)),
    };
}

// EXTERNAL MODULE: ./src/host/limits.js
var host_limits = __webpack_require__(79150);
// EXTERNAL MODULE: ./src/engine/compose/commands.js
var commands = __webpack_require__(11521);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./src/compose/stack/render.js + 1 modules
var render = __webpack_require__(16938);
// EXTERNAL MODULE: ./src/compose/stack/service.js
var stack_service = __webpack_require__(12462);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
// EXTERNAL MODULE: ./src/model/project/project.js
var project = __webpack_require__(35616);
;// CONCATENATED MODULE: ./src/engine/swarm/job.js





/** Names a job for people and for its removal. */
const jobLabel = 'saleor-deploy.job';
/** The node of a task of web: it has the live release's image, which another one could pull only with a login. Pure. */
function nodeOfWeb({ swarm }, web) {
    const service = swarm?.services.find(({ name }) => name === web)?.id;
    return swarm?.tasks.find((task) => task.service === service && task.state === 'running')?.node;
}
/**
 * The stack file of a job, with its service's name: the release's service for one-off containers, or the one that an
 * overlay adds, which mounts a folder of the manager and runs there. Pure.
 * @throws UserError `not-ready` for a service with the host's own users, which a Swarm does not have
 */
function jobStack(stack, options, nodes) {
    const { words = [], name = '', environment = {} } = options;
    const { services, ...sections } = (stack[render/* oneOffKey */.x$] ?? { services: {} });
    const [template = {}] = Object.values(services);
    const overlay = serviceIn(options);
    const isAdded = overlay.image !== undefined;
    const base = isAdded ? addedService(overlay) : template;
    // A service's whole name may have 63 characters, as it is one in DNS.
    const service = `job-${(0,external_node_crypto_.createHash)('sha256').update(name).digest('hex').slice(0, 8)}`;
    const { update_config: _update, restart_policy: _policy, labels, placement, ...deploy } = base.deploy ?? {};
    const variables = Object.entries(environment).map(([key, value]) => [key, (0,project/* escapeDollars */.bn)(value)]);
    const node = isAdded ? nodes.manager : nodes.withImage;
    const job = {
        ...base,
        ...(words.length === 0 ? {} : { command: words.map(project/* escapeDollars */.bn) }),
        environment: {
            ...base.environment,
            ...overlay.environment,
            ...Object.fromEntries(variables),
        },
        deploy: {
            ...deploy,
            ...{ mode: 'replicated-job', replicas: 1 },
            ...placed(placement, node),
            restart_policy: { condition: 'none' },
            labels: { ...labels, [jobLabel]: (0,project/* escapeDollars */.bn)(name) },
        },
    };
    return [service, { services: { [service]: job }, ...sections }];
}
/** What the overlay says of the job's service. */
function serviceIn({ overlay, service }) {
    if (overlay?.content === undefined)
        return {};
    const { services } = JSON.parse(overlay.content);
    return services[service] ?? {};
}
/** A service that an overlay adds. Its labels stand on the job too, so that it can be found by them. */
function addedService(service) {
    if (service.userns_mode !== undefined)
        throw new errors/* UserError */.yo('not-ready', 'The Docker Engine of the manager maps users (userns-remap), so a job of the Swarm could not write the backup there.', 'Set backup: never and back up in a step before, or use a manager without userns-remap.');
    const { deploy, ...rest } = (0,stack_service/* stackService */.i)(service, { order: 'stop-first', parallelism: 1 });
    const { volumes = [] } = service;
    return { ...rest, volumes, deploy: { ...deploy, labels: service.labels ?? {} } };
}
/** The placement with one more constraint. A job of the release keeps those of web, so that it finds its volumes. */
function placed(placement, node) {
    const { constraints = [], ...rest } = (placement ?? {});
    const all = [...constraints, ...(node === undefined ? [] : [`node.id == ${node}`])];
    if (placement === undefined && all.length === 0)
        return {};
    return { placement: { ...rest, ...(all.length === 0 ? {} : { constraints: all }) } };
}

;// CONCATENATED MODULE: ./src/engine/swarm/commands.js



/**
 * This engine's command lines for `database`: a one-off container is a job of the cluster. Files, and containers that
 * nothing reaches, are those of the manager, as on any host.
 * @param owner names the run to the cluster's lock
 * @param login a Docker `config.json` in base64, for the nodes' pull
 */
function swarmCommands(owner, login, nodes) {
    return {
        ...commands/* composeCommands */.$,
        runOnce(desired, options) {
            const [service, stack] = jobStack(desired.swarm?.stack ?? { services: {} }, options, nodes);
            const file = Buffer.from(JSON.stringify(stack)).toString('base64');
            const seconds = String(options.seconds ?? host_limits/* longest */.xS);
            return ['run_job', desired.model.name, owner, seconds, login, file, service];
        },
        // The job's stack file has it.
        writeOverlay: () => [],
        removeContainer: (name) => ['dismiss', name],
        removeLabelled: (label) => ['scrap_jobs', label],
    };
}

// EXTERNAL MODULE: ./src/model/desired.js
var model_desired = __webpack_require__(50809);
// EXTERNAL MODULE: ./src/model/release/retention.js
var retention = __webpack_require__(19223);
// EXTERNAL MODULE: ./src/model/serving.js
var serving = __webpack_require__(84791);
// EXTERNAL MODULE: ./src/runner/last-words.js
var last_words = __webpack_require__(55270);
// EXTERNAL MODULE: ./src/engine/compose/begin.js + 2 modules
var begin = __webpack_require__(723);
;// CONCATENATED MODULE: ./src/engine/swarm/apply.js






/** Seconds between two looks at the tasks. */
const pause = 1;
/** Seconds for one look: a few questions to an engine that is busy. */
const lookSeconds = 60;
/** Seconds besides the time to start and to end: to pull the image, and for Swarm's own steps. */
const patience = 120;
/** Gives these services to Swarm, and waits until it has done what they say. @throws StepFailed with the reason */
async function applyServices(run, names, reason, stack = run.work.stack) {
    const known = names.filter((name) => name in stack.services);
    if (known.length === 0)
        return;
    const before = await look(run);
    await apply(run, (0,render/* partOf */.BU)(stack, known));
    await untilSettled(run, stack, known, reason, before);
}
/** Gives the whole stack to Swarm, which removes the services that are not in it, and waits. @throws StepFailed */
async function applyWhole(run, reason) {
    const { stack } = run.work;
    const names = Object.keys(stack.services);
    const before = await look(run);
    await apply(run, (0,render/* partOf */.BU)(stack, names), '--prune');
    await untilSettled(run, stack, names, reason, before);
}
async function apply(run, part, ...options) {
    const { transaction, desired, host, project, owner } = run;
    const login = encoded(desired.registryLogin || '{}');
    const command = ['apply_stack', project, owner, login, encoded(JSON.stringify(part)), ...options];
    await transaction.change({ run: [command] }, (ran) => new errors/* StepFailed */.an('start-failed', `${host.name}: Swarm refused ${Object.keys(part.services).join(', ')}: ${(0,last_words/* lastWords */.a)(ran)}`, (0,last_words/* allWords */.P)(ran)));
}
/** The stack as it is now. @throws StepFailed when the managers don't tell, UserError `host-unresponsive` when the engine hangs */
async function look({ host, project }) {
    const [told] = await (0,inspect/* inspect */.N)(host, [['bash', '-c', (0,guard/* stackStateScript */.FN)(), 'state', project]], {
        seconds: lookSeconds,
    });
    if (told.code !== 0)
        throw new errors/* StepFailed */.an('start-failed', `${host.name}: the managers of the Swarm do not answer: ${(0,last_words/* allWords */.P)(told)}`);
    return readState(project, told.stdout);
}
async function untilSettled(run, stack, names, reason, started) {
    const { runner, desired, host } = run;
    const before = failedTasks(started);
    const limit = desired.healthTimeout + (0,render/* graceOf */.o6)(stack, names) + patience;
    let [ready, since] = [-1, runner.clock.now()];
    for (;;) {
        const progress = progressOf(stack, names, await look(run), before);
        if (progress.is === 'settled')
            return;
        if (progress.is === 'failed')
            throw new errors/* StepFailed */.an(reason, `${host.name}: ${progress.service}: ${progress.why}`);
        if (progress.ready !== ready)
            [ready, since] = [progress.ready, runner.clock.now()];
        if (runner.clock.now() - since > limit * 1000)
            throw new errors/* StepFailed */.an(reason, `${host.name}: ${progress.waiting.join(', ')} did not become ready: no more task in ${limit} s.`);
        await runner.clock.sleep(pause, runner.cancelled);
    }
}
/** The same stack with no task of these services. Pure. */
function withoutTasks(stack, names) {
    const services = Object.entries(stack.services).map(([name, service]) => [
        name,
        names.includes(name) ? { ...service, deploy: { ...service.deploy, replicas: 0 } } : service,
    ]);
    return { ...stack, services: Object.fromEntries(services) };
}
/** Text in base64, as the guard's words have it. */
function encoded(text) {
    return Buffer.from(text).toString('base64');
}

// EXTERNAL MODULE: ./src/compose/stack/maintenance.js
var maintenance = __webpack_require__(11314);
// EXTERNAL MODULE: ./src/edge/names.js
var names = __webpack_require__(43511);
// EXTERNAL MODULE: ./src/engine/compose/observe/usable.js
var usable = __webpack_require__(58134);
// EXTERNAL MODULE: ./src/model/release/release.js
var release_release = __webpack_require__(99328);
;// CONCATENATED MODULE: ./src/engine/swarm/records.js

/** The labels of what the cluster holds for a project. */
const records_labels = {
    project: 'saleor-deploy.project',
    root: 'saleor-deploy.root',
    record: 'saleor-deploy.record',
    objects: 'saleor-deploy.objects',
    release: 'saleor-deploy.release',
    previous: 'saleor-deploy.previous',
    file: 'saleor-deploy.file',
};
/** Prints a line for each config, then for each secret of a project: kind, name, labels as JSON. */
const listing = `for kind in config secret; do
  ids=$(docker "$kind" ls -q --filter "label=$1") || exit
  [ -z "$ids" ] || docker "$kind" inspect --format "$kind {{.Spec.Name}} {{json .Spec.Labels}}" $ids || exit
done`;
/** Asks a manager for all that the cluster holds with a label; {@link readRecords} parses the answer. */
function recordsQuestion(label, value) {
    return ['bash', '-c', listing, 'records', `${records_labels[label]}=${value}`];
}
/** Asks for the content of a config. */
function contentQuestion(name) {
    return ['docker', 'config', 'inspect', '--format', '{{printf "%s" .Spec.Data}}', name];
}
/** Parses the answer to {@link recordsQuestion}. Pure. */
function readRecords(output) {
    const all = output.split('\n').flatMap((line) => {
        const [, kind, name = '', json = ''] = /^(config|secret) (\S+) (.*)$/.exec(line) ?? [];
        return kind === undefined
            ? []
            : [{ kind: kind, name, told: JSON.parse(json) }];
    });
    const lives = all.flatMap(({ name, told }) => {
        const number = numberIn(told[records_labels.project] ?? '', name);
        const release = told[records_labels.release];
        return number === undefined || release === undefined
            ? []
            : [{ number, release, previous: told[records_labels.previous] || undefined }];
    });
    const recorded = all.flatMap(({ told }) => {
        const release = (0,release_release/* parseRelease */.BC)(told[records_labels.record] ?? '');
        return release === undefined
            ? []
            : [{ release, objects: (told[records_labels.objects] ?? '').split(',').filter(Boolean) }];
    });
    return {
        projects: [...new Set(all.flatMap(({ told }) => told[records_labels.project] ?? []))],
        live: lives.toSorted((one, other) => other.number - one.number)[0],
        releases: recorded.map(({ release }) => release),
        objects: Object.fromEntries(recorded.map(({ release, objects }) => [release.id, objects])),
        files: all.flatMap(({ kind, name, told }) => (told[records_labels.file] === undefined ? [] : [{ kind, name }])),
        numbers: lives.map(({ number }) => number),
    };
}
/** The releases as the rest of the suite knows them. Pure. */
function storeOf({ live, releases }) {
    return {
        live: releases.find(({ id }) => id === live?.release),
        previous: live?.previous,
        releases,
    };
}
/** The name of the config with a release's stack. */
function releaseConfig(project, release) {
    return `${project}.${release}`;
}
/** The name of the record with this number. */
function liveConfig(project, number) {
    return `${project}.live.${number}`;
}
/** The configs and secrets that a stack names. Pure. */
function objectsIn({ configs, secrets }) {
    return [...Object.keys(configs ?? {}), ...Object.keys(secrets ?? {})];
}
function numberIn(project, name) {
    const [prefix, number] = [`${project}.live.`, Number(name.split('.').at(-1))];
    return name.startsWith(prefix) && Number.isInteger(number) ? number : undefined;
}

;// CONCATENATED MODULE: ./src/engine/swarm/observe.js









const nodeFormat = '{{.ID}}\t{{.Hostname}}\t{{.Status}}\t{{.Availability}}\t{{.EngineVersion}}\t{{.ManagerStatus}}';
/**
 * Observes a cluster through one of its managers and changes nothing.
 * @throws UserError `not-ready` when the SSH user can't use Docker there, `host-unresponsive` when it hangs
 */
async function observe(host, desired) {
    const { root, model } = desired;
    const compose = `label=com.docker.compose.project=${model.name}`;
    const [version, swarm, nodes, state, listed, besides, writable, disk] = await (0,inspect/* inspect */.N)(host, [
        ['docker', 'version', '--format', '{{.Server.Version}} {{.Server.Arch}}'],
        [
            'docker',
            'info',
            '--format',
            '{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}} {{.Swarm.NodeID}} {{.Swarm.Error}}',
        ],
        ['docker', 'node', 'ls', '--format', nodeFormat],
        ['bash', '-c', (0,guard/* stackStateScript */.FN)(), 'state', model.name],
        recordsQuestion('project', model.name),
        ['docker', 'ps', '--quiet', '--filter', compose],
        ['test', '-w', root],
        ['df', '-Pk', root],
    ]);
    // Compose is not needed here: `docker stack deploy` reads the file.
    (0,usable/* assertUsable */.jI)(host.name, version, { ...version, code: 0 });
    const [engine = '', architecture = ''] = version.stdout.trim().split(' ');
    const problem = problemOf(swarm, [nodes, state, listed]);
    const records = readRecords(problem === '' ? listed.stdout : '');
    const { services, tasks } = readState(model.name, problem === '' ? state.stdout : '');
    const stack = records.live === undefined ? undefined : await stackAt(host, liveConfig(model.name, records.live.number));
    const containers = containersOf({ services, tasks });
    return {
        ...{ host: host.name, engine, architecture, compose: '', containers, networks: [] },
        ...storeOf(records),
        ...{
            edgeConfig: '',
            releaseMap: '',
            upstreams: upstreamsOf(containers, desired.roles.web),
            maintenance: (0,maintenance/* maintenanceIn */.fu)(stack),
        },
        history: records.live?.number ?? 0,
        freeBytes: Number.POSITIVE_INFINITY,
        freeInRoot: freeBytes(disk),
        portHolder: undefined,
        imagePresent: false,
        writable: writable.code === 0,
        swarm: {
            ...{ services, tasks, problem, stack, record: records.live, releases: records.releases },
            self: swarm.stdout.trim().split(' ')[2] ?? '',
            nodes: problem === '' ? readNodes(nodes.stdout) : [],
            besides: besides.stdout.trim() !== '',
        },
    };
}
/** Reads the releases that the cluster has, and which is live and which was before. @throws UserError as {@link recordsAt} */
async function releases(host, root) {
    return storeOf(await recordsAt(host, root));
}
/**
 * Reads a release's stack as a Compose model: only the ports of its services have another form, and nobody reads those.
 * @throws UserError `no-target` when the cluster does not have it
 */
async function readModel(host, root, { id }) {
    const { projects: [project = ''], } = await recordsAt(host, root);
    const stack = await stackAt(host, releaseConfig(project, id));
    if (stack !== undefined)
        return { name: project, ...stack };
    throw new errors/* UserError */.yo('no-target', `The stack of release ${id} is not in the cluster any more.`, 'Deploy its image again, or go back to another release.');
}
/** @throws UserError `not-ready` when this is no manager that can act, or when two projects have this folder */
async function recordsAt(host, root) {
    const [listed] = await (0,inspect/* inspect */.N)(host, [recordsQuestion('root', root)]);
    if (listed.code !== 0)
        throw new errors/* UserError */.yo('not-ready', `${host.name}: the releases could not be read from the Swarm: ${(0,last_words/* lastWords */.a)(listed)}`, 'Name a manager of a Swarm that has most of its managers; docker node ls shows them.');
    const records = readRecords(listed.stdout);
    if (records.projects.length <= 1)
        return records;
    throw new errors/* UserError */.yo('not-ready', `${host.name}: the projects ${records.projects.join(' and ')} have the same folder ${root}.`, 'Deploy one of them with another path.');
}
/** Reads a stack file that the cluster holds; undefined when it does not, or holds something else. */
async function stackAt(host, name) {
    const [content] = await (0,inspect/* inspect */.N)(host, [contentQuestion(name)]);
    try {
        return content.code === 0 ? JSON.parse(content.stdout) : undefined;
    }
    catch {
        return undefined;
    }
}
/** Reads what the cluster holds for a project, with its lock held. @throws StepFailed when the managers don't tell */
async function recordsNow(host, project, seconds = 60) {
    const [listed] = await (0,inspect/* inspect */.N)(host, [recordsQuestion('project', project)], { seconds });
    if (listed.code !== 0)
        throw new errors/* StepFailed */.an('guard-lost', `${host.name}: the releases could not be read: ${(0,last_words/* lastWords */.a)(listed)}`);
    return readRecords(listed.stdout);
}
/** Why this engine is no manager that can act; empty when it is one. Pure. */
function problemOf(swarm, answers) {
    const [state = '', isManager = '', _node, ...error] = swarm.stdout.trim().split(' ');
    if (state !== 'active')
        return `it is in no Swarm (${state || (0,last_words/* lastWords */.a)(swarm)})${error.length > 0 ? `: ${error.join(' ')}` : ''}`;
    if (isManager !== 'true')
        return 'it is a worker of the Swarm, and only managers know its services';
    const silent = answers.find(({ code }) => code !== 0);
    return silent === undefined ? '' : `its managers can not decide: ${(0,last_words/* lastWords */.a)(silent)}`;
}
function readNodes(output) {
    return output.split('\n').flatMap((line) => {
        const [id = '', name = '', status = '', availability = '', engine = '', manager = ''] = line.split('\t');
        return id === '' ? [] : [{ id, name, status, availability, engine, manager }];
    });
}
/** The tasks that Swarm wants to run, as containers of the project. The maintenance service is a part of the edge. Pure. */
function containersOf({ services, tasks }) {
    return tasks.flatMap((task) => {
        const service = services.find(({ id }) => id === task.service);
        if (service === undefined || service.name === names/* maintenanceService */.BD || task.wanted !== 'running')
            return [];
        return [
            {
                name: `${service.name}.${task.slot || task.node}.${task.id}`,
                ...{
                    service: service.name,
                    release: task.release,
                    edge: '',
                    image: task.image,
                    definition: task.definition,
                },
                state: task.state === 'running' ? 'running' : 'created',
            },
        ];
    });
}
/** The edge finds web by DNS: it sends requests to all that runs. */
function upstreamsOf(containers, web) {
    return containers.flatMap(({ service, name, release, state }) => service === web && state === 'running' ? [{ slot: name, container: name, release }] : []);
}
function freeBytes({ code, stdout }) {
    const kilobytes = Number(stdout.trim().split('\n').at(-1)?.split(/\s+/)[3]);
    return code === 0 && kilobytes >= 0 ? kilobytes * 1024 : Number.POSITIVE_INFINITY;
}

// EXTERNAL MODULE: ./src/compose/stack/work.js
var work = __webpack_require__(40336);
;// CONCATENATED MODULE: ./src/engine/swarm/owner.js
const owners = new WeakMap();
/** Names this run to the cluster's lock; empty before it has taken it. */
function ownerOf(transaction) {
    return owners.get(transaction) ?? '';
}
/** Notes the name of this run, once it has asked for the lock. */
function noteOwner(transaction, owner) {
    owners.set(transaction, owner);
}

;// CONCATENATED MODULE: ./src/engine/swarm/session.js





/** The session at the start of an operation, once the locks are taken. */
function openSession({ host, desired, observed }, transaction, runner) {
    const owner = ownerOf(transaction);
    const login = Buffer.from(desired.registryLogin || '{}').toString('base64');
    return {
        ...{ host, desired, observed, runner, transaction, owner, results: {} },
        project: desired.model.name,
        commands: swarmCommands(owner, login, {
            manager: observed.swarm?.self ?? '',
            withImage: desired.task === undefined ? undefined : nodeOfWeb(observed, desired.roles.web),
        }),
        work: (0,work/* stackWork */._)(desired, observed),
    };
}
/** The live record's number; 0 when nothing is live. */
function numberOf({ observed }) {
    return observed.swarm?.record?.number ?? 0;
}
/** @throws UserError for a desired state that was made for another engine */
function intentOf({ desired }) {
    if (desired.swarm !== undefined)
        return desired.swarm;
    throw new errors/* UserError */.yo('no-target', `Release ${desired.release.id} was not deployed to a Swarm.`, 'Deploy its image with engine: swarm.');
}

;// CONCATENATED MODULE: ./src/engine/swarm/commit.js










/** How many records of live releases stay, as the cluster's history. */
const kept = 10;
/**
 * The point of no return: one record with the next number, which the managers make once. From then on an undo converges
 * to this release, so nothing depends on whether the manager still hears its own commit.
 * @throws StepFailed `guard-lost` when the record was not made
 */
async function commit([run]) {
    if (run === undefined)
        return [];
    const { transaction, desired, observed, project, owner, work, host } = run;
    if (desired.task !== undefined) {
        await transaction.attempt({ afterCommit: [['unlock_swarm', project, owner]] });
        await transaction.commit();
        await transaction.finish();
        return [];
    }
    const number = numberOf(run) + 1;
    const names = [
        `${records_labels.root}=${desired.root}`,
        `${records_labels.release}=${desired.release.id}`,
        `${records_labels.previous}=${((0,model_desired/* keepsLive */.r8)(desired) ? observed.previous : observed.live?.id) ?? ''}`,
    ];
    const records = await recordsNow(host, project);
    const stack = encoded(JSON.stringify(work.stack));
    await transaction.change({
        afterCommit: [
            ...((0,model_desired/* keepsLive */.r8)(desired) ? [] : cleanUps(run, records, number)),
            ['unlock_swarm', project, owner],
        ],
        run: [
            ...(desired.rollback === undefined && !(0,model_desired/* keepsLive */.r8)(desired) ? [recordOf(run, stack)] : []),
            ['note_live', project, owner, String(number), stack, ...names],
        ],
    }, (ran) => new errors/* StepFailed */.an('guard-lost', `${host.name}: the release could not be marked as live: ${(0,last_words/* allWords */.P)(ran)}`));
    await transaction.commit().catch(async (error) => {
        const { live } = await recordsNow(host, project).catch(() => ({ live: { number } }));
        if (live?.number !== number)
            throw error;
    });
    // When the live release stays, no step for the clean-up follows.
    if ((0,model_desired/* keepsLive */.r8)(desired))
        await transaction.finish();
    return [];
}
/** Makes the release's record, with what was learned of its code on the way. An undo that was noted before removes it. */
function recordOf({ desired, project, work, results }, stack) {
    const { schema } = results.database ?? {};
    const release = { ...desired.release, ...(schema === undefined ? {} : { schema }) };
    return [
        ...['put_object', 'config', project, releaseConfig(project, release.id), stack],
        ...[`${records_labels.root}=${desired.root}`, `${records_labels.record}=${JSON.stringify(release)}`],
        `${records_labels.objects}=${objectsIn(work.stack).join(',')}`,
    ];
}
/** Removes old releases, and files that no release needs any more. A rollback keeps all, as people may go forward again. */
function cleanUps(run, records, number) {
    const { desired, observed, project, work } = run;
    const old = records.numbers.filter((one) => one <= number - kept).map((one) => liveConfig(project, one));
    const { go } = desired.rollback === undefined ? (0,retention/* retention */.X)({ desired, observed }) : { go: [] };
    const gone = new Set(go.map(({ id }) => id));
    const needed = new Set([
        ...objectsIn(work.stack),
        ...Object.entries(records.objects).flatMap(([id, names]) => (gone.has(id) ? [] : names)),
    ]);
    const files = (kind) => records.files.flatMap((one) => (one.kind === kind && !needed.has(one.name) ? [one.name] : []));
    const configs = [...old, ...go.map(({ id }) => releaseConfig(project, id)), ...files('config')];
    const forget = (kind, names) => names.length === 0 ? [] : [['forget_objects', kind, ...names]];
    return [...forget('config', configs), ...forget('secret', files('secret'))];
}
/** Waits until the cluster has forgotten what no release needs; Swarm itself lets requests in flight finish. */
async function cleanUp(run) {
    const { transaction, host, runner } = run;
    if (await transaction.finish())
        return;
    if (transaction.isLeft || (await (0,begin/* recover */.lj)(run, runner)) !== undefined)
        return;
    runner.log.warning(`${host.name}: the release serves, but not all was cleaned up; the next run does it.`);
}
/** What serves after the undo of a cancelled run, which has no time for a whole look: its commit may have been made just before. */
async function servedQuickly({ host, desired, observed }) {
    const records = await recordsNow(host, desired.model.name, 4).catch(() => undefined);
    if (records === undefined)
        return { state: 'unknown', release: observed.live?.id };
    return records.live?.number === observed.swarm?.record?.number
        ? (0,serving/* serviceOf */.z)(observed, desired)
        : (0,serving/* servedAfterCommit */.d)(observed, desired);
}
/** Makes the cluster what the live release says; false, with a warning, when the result is unknown. */
async function abort(at, transaction, runner) {
    const { host, desired, observed } = at;
    const undone = (await transaction?.abort()) === true;
    const isLeft = transaction?.isLeft === true;
    const isBack = undone || (!isLeft && (await (0,begin/* recover */.lj)(at, runner)) !== undefined);
    const isCancelled = runner.cancelled.aborted;
    runner.serving.note(host.name, !isBack
        ? { state: 'unknown', release: observed.live?.id }
        : isCancelled
            ? await servedQuickly(at)
            : (0,serving/* serviceOf */.z)(await observe(host, desired).catch(() => observed), desired));
    if (!isBack && !isLeft)
        runner.log.warning(`${host.name}: no response from the guard. The manager rolls back on its own, and the next run verifies it.`);
    return isBack;
}

// EXTERNAL MODULE: ./src/host/lock-owner.js
var lock_owner = __webpack_require__(53163);
// EXTERNAL MODULE: ./src/runner/chance.js
var chance = __webpack_require__(59658);
;// CONCATENATED MODULE: ./src/engine/swarm/lock.js







/** Seconds besides `lock-wait` for a look at another run's lease: one that stands still for a minute has ended. */
const leaseSeconds = 180;
/** The exit code of the guard's `lock_swarm` when another run owns the lock. */
const held = 75;
/**
 * Takes the lock of the manager, as on any host, and then that of the cluster. When a dead run owned it, the cluster
 * converges to the live release first.
 * @param locks receives the manager's lock
 * @throws UserError `locked` or `not-ready`; then no lock is held
 */
async function lock([manager], locks, runner) {
    if (manager === undefined)
        return;
    const { host, desired } = manager;
    const transaction = await (0,begin/* begin */.qN)(manager, { waitSeconds: desired.lockWait }, runner);
    locks.set(host.name, transaction);
    try {
        await lockCluster(manager, transaction, runner);
    }
    catch (error) {
        locks.delete(host.name);
        // A guard that died meanwhile has left its log, and perhaps the cluster's lock: another guard removes them.
        if (!(await transaction.abort()) && !transaction.isLeft)
            await (0,begin/* recover */.lj)(manager, runner);
        throw error;
    }
}
async function lockCluster(manager, transaction, runner) {
    const { host, desired } = manager;
    const project = desired.model.name;
    const owner = (0,chance/* nonce */.K)();
    noteOwner(transaction, owner);
    const told = JSON.stringify((0,begin/* lockOwnerFor */.Oq)(manager, runner));
    const ran = await transaction.attempt({
        undo: [['unlock_swarm', project, owner]],
        run: [['lock_swarm', project, owner, String(desired.lockWait), told]],
        seconds: desired.lockWait + leaseSeconds,
    });
    if (ran.code === held)
        throw isHeld(host.name, ran);
    if (ran.code !== 0)
        throw new errors/* UserError */.yo('not-ready', `${host.name}: the lock of the cluster could not be taken: ${(0,last_words/* lastWords */.a)(ran)}`, 'On a manager: docker node ls. The cluster needs most of its managers.');
    if (ran.stdout.includes('recovered')) {
        runner.log.info(`${host.name}: a run that is gone owned the cluster; it converges to the live release`);
        await transaction.change({ run: [['converge_swarm', project, owner]] }, (failed) => new errors/* StepFailed */.an('start-failed', `${host.name}: the cluster could not be put back: ${(0,last_words/* allWords */.P)(failed)}`));
        transaction.recovered = true;
    }
    const { live } = await recordsNow(host, project);
    transaction.live = live === undefined ? '' : `releases/${live.release}`;
    transaction.history = live?.number ?? 0;
}
function isHeld(host, ran) {
    const line = ran.stdout.split('\n').find((one) => one.startsWith('held ')) ?? '';
    const { run = 'another run', since = 'just now', actor = 'somebody', } = (0,lock_owner/* readHolder */.F)(line.slice('held '.length));
    return new errors/* UserError */.yo('locked', `${host}: the cluster is being changed by ${run} (${actor}), since ${since}.`, 'Wait for it to end, or set lock-wait so that this run does; GitHub `concurrency` queues runs before they start.');
}

;// CONCATENATED MODULE: ./src/engine/swarm/shop.js






/**
 * Seconds until all edges know that the maintenance service runs, or that it is gone: they look each half second, and
 * believe for two seconds no answer that says that a name is gone.
 */
const noticed = { closed: 2, open: 5 };
/** Closes the shop on all nodes: from then on no new request reaches web. Requests in flight are answered. */
async function closeShop(run) {
    const { transaction, desired, project, owner, host, work } = run;
    const to = desired.maintenance?.to;
    if (to === undefined)
        throw new Error('a shop is closed with a page');
    const { object } = (0,maintenance/* closedStack */.BJ)(work.stack, { project, edge: desired.edge, web: desired.roles.web }, to);
    await transaction.change({
        undo: [['converge_swarm', project, owner]],
        run: [['put_object', object.kind, project, object.name, encoded(object.content), `${records_labels.file}=yes`]],
    }, (ran) => new errors/* StepFailed */.an('switch-failed', `${host.name}: the page could not be written: ${(0,last_words/* allWords */.P)(ran)}`));
    await applyServices(run, [names/* maintenanceService */.BD], 'switch-failed');
    await run.runner.clock.sleep(noticed.closed, run.runner.cancelled);
}
/** Opens the shop: the maintenance service goes. */
async function openShop(run) {
    const { transaction, project, owner, host } = run;
    await transaction.change({ undo: [['converge_swarm', project, owner]] }, () => new errors/* StepFailed */.an('switch-failed', `${host.name}: the undo could not be noted`));
    await applyWhole(run, 'switch-failed');
    await run.runner.clock.sleep(noticed.open, run.runner.cancelled);
}

// EXTERNAL MODULE: ./src/model/edge/web.js
var web = __webpack_require__(9803);
;// CONCATENATED MODULE: ./src/engine/swarm/edges.js




/** Seconds between two questions, for one of them, and until each edge must have found web. */
const edges_pause = 1;
const askSeconds = 5;
const edges_patience = 30;
/** Prints a node's name, and the status with which its edge answers; `none` when nothing listens there. */
const question = `read -r name address < <(docker node inspect --format '{{.Description.Hostname}} {{.Status.Addr}}' "$1")
{ exec 3<>"/dev/tcp/$address/$2" && printf 'GET %s HTTP/1.0\\r\\nHost: edge\\r\\n\\r\\n' "$3" >&3 && read -r _ status _ <&3; } 2>/dev/null
echo "$name \${status:-none}"`;
/**
 * Requires that the edge of each node reaches each web service, which no state of a task tells: the overlay network may
 * be broken on a node. An edge that can't be asked from the manager is a warning: a firewall may stand between the nodes.
 * @throws StepFailed `unhealthy` when an edge does not find a web service in time
 */
async function assertEdgesServe(run) {
    const { runner, host } = run;
    const started = runner.clock.now();
    for (;;) {
        const answers = await ask(run);
        const bad = answers.filter(({ status }) => !['200', 'none'].includes(status));
        if (bad.length === 0) {
            for (const { node, web } of answers.filter(({ status }) => status === 'none'))
                runner.log.warning(`${node}: its edge can't be asked on port ${web.publicPort} from ${host.name}, so nothing tells whether it reaches ${web.name}. Is there a firewall between the nodes?`);
            return;
        }
        if (runner.clock.now() - started > edges_patience * 1000)
            throw new errors/* StepFailed */.an('unhealthy', messageOf(bad));
        await runner.clock.sleep(edges_pause, runner.cancelled);
    }
}
/** Asks the edge on each node that has one, for each web service with a port. */
async function ask(run) {
    const { host, desired } = run;
    const { services, tasks } = await look(run);
    const edge = services.find(({ name }) => name === 'edge');
    const nodes = tasks.filter((task) => task.service === edge?.id && task.wanted === 'running');
    const asked = (0,web/* webServices */.ZC)(desired)
        .filter(({ publicPort }) => publicPort !== 0)
        .flatMap((web) => nodes.map(({ node }) => ({ node, web })));
    const { readinessPath } = desired.edge;
    const questions = asked.map(({ node, web }) => ['bash', '-c', question, 'edge', node, String(web.publicPort), readinessPath]);
    const answers = await (0,inspect/* inspect */.N)(host, questions, { seconds: askSeconds, allowSilence: true });
    return asked.map(({ node, web }, index) => {
        const [name = '', status = 'none'] = answers[index]?.stdout.trim().split(' ') ?? [];
        return { node: name || `node ${node}`, web, status };
    });
}
function messageOf(bad) {
    const edges = bad.map(({ node, web, status }) => `the edge of ${node} answers ${status} on port ${web.publicPort}: it does not reach ${web.name}`);
    return `All tasks are healthy, but ${edges.join(', ')}. Are UDP 4789, and TCP and UDP 7946, open between the nodes?`;
}

;// CONCATENATED MODULE: ./src/engine/swarm/steps.js







/** Swarm's limit for a config in bytes, of moby/swarmkit `MaxConfigSize`. */
const largest = 1000 * 1024;
/**
 * Puts the release and its files into the cluster. From here on an undo makes the cluster what the live release says:
 * one line of the log for all later steps.
 */
async function install(run) {
    const { transaction, desired, project, owner, work, host } = run;
    const { objects } = intentOf(run);
    const isNew = desired.rollback === undefined;
    const content = JSON.stringify(work.stack);
    if (Buffer.byteLength(content) > largest)
        throw new errors/* UserError */.yo('bad-input', `The project has ${Buffer.byteLength(content)} bytes as a stack file; a Swarm keeps a release of ${largest} at most.`, 'Move large texts of the Compose file into the image.');
    for (const { service, why } of work.left)
        run.runner.log.warning(`${service} stays as it runs: ${why}.`);
    const undo = [
        ...(isNew ? [['forget_release', project, desired.release.id]] : []),
        ['converge_swarm', project, owner],
    ];
    const failed = (ran) => new errors/* StepFailed */.an('start-failed', `${host.name}: the release could not be written: ${(0,last_words/* allWords */.P)(ran)}`);
    await transaction.change({ undo }, failed);
    for (const { kind, name, content: file } of objects)
        await transaction.change({ run: [['put_object', kind, project, name, encoded(file), `${records_labels.file}=yes`]] }, failed);
}
/** Starts accessories that do not run, and replaces those that differ and may be replaced. */
async function startAccessories(run) {
    await applyServices(run, [...run.work.start, ...run.work.replace], 'start-failed');
}
/** Replaces the workers; each says in the stack whether its new tasks start beside the old ones. */
async function moveWorkers(run) {
    await applyServices(run, run.desired.roles.workers, 'start-failed');
}
/** Replaces the scheduler, whose old task stops first. */
async function moveScheduler(run, { whileStopped }) {
    const { schedulers } = run.desired.roles;
    if (whileStopped !== undefined) {
        await applyServices(run, schedulers, 'start-failed', withoutTasks(run.work.stack, schedulers));
        await whileStopped();
    }
    await applyServices(run, schedulers, 'start-failed');
}
/** Starts the edge on each node, or replaces it one node after the other. */
async function startEdge(run) {
    await applyServices(run, ['edge'], 'switch-failed');
}
/** Replaces web or a further web service; Swarm takes an old task away only once its successor is healthy. */
async function replaceWeb(run, { batch }) {
    await applyServices(run, [batch.service ?? run.desired.roles.web], 'unhealthy');
}
/** Requires the whole stack: no service beside it, no update at work, and web behind the edge of each node. */
async function settle(run) {
    await applyWhole(run, 'unhealthy');
    await assertEdgesServe(run);
}
/**
 * Watches the tasks for `desired.bake` seconds.
 * @throws StepFailed `bake-failed` when a task of the release ends, or does not run any more
 */
async function bake(run) {
    const { desired, runner, work, host } = run;
    const names = Object.keys(work.stack.services);
    const started = runner.clock.now();
    const first = await look(run);
    while (runner.clock.now() - started < desired.bake * 1000) {
        await runner.clock.sleep(3, runner.cancelled);
        const state = await look(run);
        const progress = progressOf(work.stack, names, state, failedTasks(first));
        const ended = [...failedTasks(state)].filter((id) => !failedTasks(first).has(id));
        if (progress.is === 'settled' && ended.length === 0)
            continue;
        const task = state.tasks.find(({ id }) => ended.includes(id));
        const service = state.services.find(({ id }) => id === task?.service)?.name;
        throw new errors/* StepFailed */.an('bake-failed', `${host.name}: ${service ?? (progress.is === 'moving' ? progress.waiting.join(', ') : 'a service')} did not keep running: ${task?.error || 'a task is missing'}`);
    }
}

;// CONCATENATED MODULE: ./src/engine/swarm/swarm.js








/** The steps of a plan for a Swarm; it has no others. */
const steps = {
    install: install,
    accessories: startAccessories,
    workers: moveWorkers,
    scheduler: moveScheduler,
    edge: startEdge,
    'start-web': replaceWeb,
    'close-shop': closeShop,
    'open-shop': openShop,
    settle: settle,
    bake: bake,
    'clean-up': cleanUp,
};
/** Docker Swarm: one cluster, reached through a manager. Swarm places and replaces; the guard there holds the lock and undoes. */
const swarmEngine = {
    commands: swarmCommands('', '', { manager: '' }),
    releases: releases,
    readModel: readModel,
    observe: observe,
    // Each node pulls the images of its own tasks, while the old ones serve.
    pull: async () => { },
    lock: lock,
    open: openSession,
    async perform(step, session, how) {
        const work = steps[step];
        if (work === undefined)
            throw new Error(`the plan has the step ${step}, which a Swarm does not have`);
        // Only this engine's own `open` creates its sessions.
        await work(session, how);
        return {};
    },
    commit: async (sessions) => await commit(sessions),
    capture: capture,
    abort: abort,
};


/***/ }),

/***/ 59658:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ nonce)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);

/** 128 random bits as hexadecimal digits: unique and unpredictable. */
function nonce() {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(16).toString('hex');
}


/***/ })

};
