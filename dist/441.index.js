export const id = 441;
export const ids = [441];
export const modules = {

/***/ 1441:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

;// CONCATENATED MODULE: ./src/compose/model.js
/** What the model holds for a text. */
function escapeDollars(text) {
    return text.replaceAll('$', '$$$$');
}
/** The text that a string of the model stands for. */
function unescapeDollars(text) {
    return text.replaceAll('$$', '$');
}
/** Entrypoint and command as one line, for matching only. */
function commandOf(service) {
    const words = [service.entrypoint, service.command].flat().filter((word) => typeof word === 'string');
    return unescapeDollars(words.join(' '));
}
/** The variables that containers of the service are started with; those without a value are left out. */
function environmentOf(service) {
    return new Map(Object.entries(service.environment ?? {}).flatMap(([name, value]) => value === null ? [] : [[name, unescapeDollars(value)]]));
}
/** How many containers of the service shall run. */
function replicasOf(service) {
    return service.scale ?? service.deploy?.replicas ?? 1;
}
/** Seconds between the stop signal and the kill; Compose waits 10 when the file says nothing. */
function graceSecondsOf(service) {
    if (service.stop_grace_period === undefined)
        return 10;
    const seconds = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };
    return [...service.stop_grace_period.matchAll(/([\d.]+)(h|ms|m|s|us|µs|ns)/g)].reduce((sum, [, count, unit]) => sum + Number(count) * seconds[unit], 0);
}

;// CONCATENATED MODULE: ./src/runner/cancel.js
/**
 * The result of the work, or an AbortError as soon as the job is cancelled. The work itself goes on: only for what
 * changes nothing, or is made safe elsewhere.
 */
async function unlessCancelled(cancelled, work) {
    cancelled.throwIfAborted();
    let cancel = () => { };
    const aborted = new Promise((_, reject) => {
        cancel = () => reject(cancelled.reason);
        cancelled.addEventListener('abort', cancel, { once: true });
    });
    return await Promise.race([work, aborted]).finally(() => cancelled.removeEventListener('abort', cancel));
}

;// CONCATENATED MODULE: ./src/release/release.js
/** Makes the id from the time (milliseconds) and the image's digest. */
function releaseId(now, image) {
    const [day = '', time = ''] = new Date(now).toISOString().split('T');
    const digest = image.split('@sha256:')[1] ?? '';
    return `${day.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${digest.slice(0, 12)}`;
}
/** The folder of a release below the deployment's folder. */
function releaseFolder(root, id) {
    return `${root}/releases/${id}`;
}
/** Reads a record back; undefined for anything that is none. */
function parseRelease(json) {
    try {
        const record = JSON.parse(json);
        return typeof record.id === 'string' && typeof record.image === 'string' ? record : undefined;
    }
    catch {
        return undefined;
    }
}
/** Which releases may go: all but the newest `keep`, and never one that is needed. */
function prunable(releases, keep, needed) {
    const newest = releases
        .map(({ id }) => id)
        .sort()
        .slice(-keep);
    return releases.filter(({ id }) => !newest.includes(id) && !needed.includes(id));
}

;// CONCATENATED MODULE: ./src/deploy/host-run.js

/** `docker compose` on the release's own file; nothing is read from the environment of the SSH session. */
function compose({ wanted: { root, release, model } }, ...words) {
    const file = `${releaseFolder(root, release.id)}/compose.json`;
    return [
        'docker',
        'compose',
        '--progress',
        'quiet',
        '--project-name',
        model.name,
        '--project-directory',
        root,
        '--env-file',
        '/dev/null',
        '-f',
        file,
        ...words,
    ];
}
/** A file on the host as one command of the guard: it appears whole or not at all. */
function put(path, mode, content) {
    return ['put', path, mode, Buffer.from(content).toString('base64')];
}
/** The new containers of some services. */
function createdOf({ created }, services) {
    return services.flatMap((service) => created[service] ?? []);
}
/** The edge's container. Compose numbers it 1 and it is never scaled. */
function edgeName({ wanted }) {
    return `${wanted.model.name}-edge-1`;
}

// EXTERNAL MODULE: ./src/errors.js
var src_errors = __webpack_require__(6986);
;// CONCATENATED MODULE: ./src/database/migrations.js
/**
 * Reads Django's `migrate --plan`: names at the line's start, their operations indented below.
 * https://docs.djangoproject.com/en/stable/ref/django-admin/#cmdoption-migrate-plan
 */
function readPlan(output) {
    const plan = [];
    const lines = output.split('\n');
    for (const line of lines.slice(lines.findIndex((one) => one.startsWith('Planned operations')) + 1)) {
        if (/^[a-z_][a-z0-9_]*\.\w+\s*$/i.test(line))
            plan.push({ name: line.trim(), operations: [] });
        else if (/^\s{4}\S/.test(line))
            plan.at(-1)?.operations.push(line.trim());
    }
    return plan;
}
/** Which migration a failed `migrate` was at, from its last "Applying …" line; undefined when it did not come so far. */
function failedMigration(output) {
    return [...output.matchAll(/Applying (\S+?)\.\.\.(?! OK)/g)].at(-1)?.[1];
}

;// CONCATENATED MODULE: ./src/database/migrate.js



/** Milliseconds that a migration waits for a lock before it gives up: while it waits, every request behind it waits. */
const lockTimeout = 5000;
/**
 * Applies what is pending, once, in a one-off container of the new image, while the old release serves. A migration
 * that succeeded stays: it is not undone with the deploy, as old code runs on the new schema.
 * @throws StepFailed `migration-failed` that names the migration
 */
async function migrate(run) {
    const planned = await oneOff(run, ['--plan']);
    if (planned.code !== 0)
        throw failed(run, 'the pending migrations could not be listed', planned.stdout);
    if (/No planned migration operations/.test(planned.stdout))
        return;
    const pending = readPlan(planned.stdout);
    for (const { name, operations } of pending)
        run.runner.log.info(`  ${name}: ${operations.join('; ')}`);
    const applied = await oneOff(run, []);
    if (applied.code !== 0)
        throw failed(run, `migration ${failedMigration(applied.stdout) ?? pending[0]?.name ?? ''} failed; the old release still serves`, applied.stdout);
    run.migrations = pending;
}
async function oneOff(run, extra) {
    const { wanted, transaction } = run;
    const name = `${wanted.model.name}-migrate-${wanted.release.id}`;
    const options = [
        '--rm',
        '--no-deps',
        '-T',
        '--name',
        name,
        '-e',
        `PGOPTIONS=-c lock_timeout=${lockTimeout}`,
    ];
    return await transaction.attempt({
        undo: [['retire', name]],
        run: [compose(run, 'run', ...options, wanted.roles.web, ...wanted.migrate, ...extra)],
    });
}
function failed({ host }, what, output) {
    const lines = output.trim().split('\n');
    return new src_errors/* StepFailed */.an('migration-failed', `${host.name}: ${what}: ${lines.at(-1) ?? ''}`, lines.slice(-40).join('\n'));
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
;// CONCATENATED MODULE: ./src/host/guard.js

/** The guard's text. It stands next to this module, in `src/host/` as in `dist/`. */
function guardScript() {
    return (0,external_node_fs_.readFileSync)(__webpack_require__.ab + "guard.sh", 'utf8');
}

;// CONCATENATED MODULE: ./src/host/quote.js
/**
 * One line of shell text that a POSIX shell, and for words with line breaks bash, reads back as exactly these words.
 * @throws Error for a NUL character, which no program can be given.
 */
function shellLine(command) {
    return command.map(quoteWord).join(' ');
}
function quoteWord(word) {
    if (word.includes('\0'))
        throw new Error('a command word holds a NUL character');
    if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word))
        return word;
    const quoted = `'${word.replaceAll("'", `'\\''`)}'`;
    // The guard reads commands line by line, so a line break must not stand as itself.
    return quoted.split('\r').join(`'$'\\r''`).split('\n').join(`'$'\\n''`);
}

;// CONCATENATED MODULE: ./src/host/transaction.js



/** Seconds without a sign of life after which the guard aborts; the run speaks every three. */
const silenceSeconds = 15;
const heartbeatSeconds = 3;
/** All that a run changes on one host, between begin and commit. The guard on the host is its other half. */
class Transaction {
    host;
    /** The live release's folder when the lock was taken, `releases/…`, or empty on a host without one. */
    live = '';
    /** Whether the guard had to undo or finish what an earlier run left. */
    recovered = false;
    guard;
    log;
    cancelled;
    pending = new Map();
    heartbeat;
    said = [];
    wake = () => { };
    count = 0;
    gone = false;
    constructor(host, guard, log, cancelled) {
        this.host = host;
        this.guard = guard;
        this.log = log;
        this.cancelled = cancelled;
        cancelled.addEventListener('abort', () => this.fail());
        this.heartbeat = setInterval(() => guard.say('beat'), heartbeatSeconds * 1000);
        void this.listen();
    }
    /**
     * Takes the host's lock and finishes what an earlier run left half-done.
     * @param waitSeconds how long to wait for another run to let go; 0 refuses at once
     * @throws UserError `locked` or `not-ready`
     */
    static async begin(host, root, holder, waitSeconds, runner) {
        const words = ['transaction', root, String(silenceSeconds), String(waitSeconds), JSON.stringify(holder)];
        const guard = await host.converse(['bash', '-c', guardScript(), 'guard', ...words]);
        const transaction = new Transaction(host, guard, runner.log, runner.cancelled);
        try {
            await transaction.ready(root);
        }
        catch (error) {
            transaction.end();
            throw error;
        }
        return transaction;
    }
    /** Like {@link attempt}, and throws when the command fails. */
    async change(change, failure) {
        const ran = await this.attempt(change);
        if (ran.code !== 0)
            throw failure(ran);
        return ran;
    }
    /** Notes the undo, runs the commands and returns how it went; both outputs come as one. */
    async attempt({ undo = [], afterCommit = [], run = [] }) {
        this.cancelled.throwIfAborted();
        for (const command of undo)
            this.guard.say(`undo ${shellLine(command)}`);
        for (const command of afterCommit)
            this.guard.say(`then ${shellLine(command)}`);
        if (run.length === 0)
            return { code: 0, stdout: '', stderr: '' };
        const number = ++this.count;
        const ran = new Promise((resolve) => this.pending.set(number, resolve));
        if (this.gone)
            this.fail();
        this.guard.say(`run ${number} ${run.map(shellLine).join(' && ')}`);
        const result = await ran;
        this.cancelled.throwIfAborted();
        if (result === undefined)
            throw this.lost();
        return result;
    }
    /**
     * The point of no return. Returns once the new release is the one that stays.
     * @throws StepFailed `guard-lost` when the guard did not confirm; then the host has undone or will undo everything
     */
    async commit() {
        this.guard.say('commit');
        for (let line = await this.hear(); line !== 'committed'; line = await this.hear())
            if (line === undefined || line === 'undone')
                throw this.lost();
    }
    /** Waits until the guard has done what was noted for after the commit; false when it had to leave some of it. */
    async finish() {
        let line = await this.hear();
        while (line !== undefined && line !== 'finished' && line !== 'unfinished') {
            this.log.warning(`${this.host.name}: ${line}`);
            line = await this.hear();
        }
        this.end();
        return line === 'finished';
    }
    /** Undoes everything. Returns false when the guard could not be heard; it then undoes by itself. */
    async abort() {
        this.guard.say('abort');
        let line = await this.hear();
        while (line !== undefined && line !== 'undone' && line !== 'undo-failed') {
            this.log.warning(`${this.host.name}: ${line}`);
            line = await this.hear();
        }
        this.end();
        return line === 'undone';
    }
    async ready(root) {
        for (;;) {
            const [word, ...rest] = (await this.hear())?.split(' ') ?? [];
            const text = rest.join(' ');
            if (word === 'ready') {
                this.live = text;
                return;
            }
            if (word === 'undoing' || word === 'finishing') {
                this.recovered = true;
                this.log.info(`${this.host.name}: ${word} what an earlier run left half-done`);
            }
            else if (word === 'held') {
                this.holder = text;
                this.log.info(`${this.host.name}: ${this.locked().message}`);
            }
            else if (word === 'refused')
                throw refused(this.host.name, root, text);
            else if (word === undefined)
                throw this.holder === undefined
                    ? refused(this.host.name, root, this.guard.complaints())
                    : this.locked();
        }
    }
    holder;
    locked() {
        const { run = 'another run', since = 'just now', actor = 'somebody' } = readHolder(this.holder ?? '');
        return new src_errors/* UserError */.yo('locked', `${this.host.name} is being changed by ${run} (${actor}), since ${since}.`, 'Wait for it to end, or set lock-wait so that this run does; GitHub `concurrency` queues runs before they start.');
    }
    lost() {
        const why = this.guard.complaints().trim();
        return new src_errors/* StepFailed */.an('guard-lost', `${this.host.name}: the guard on the host fell silent; the host undoes this run by itself.`, why);
    }
    async listen() {
        for (let line = await this.guard.next(); line !== undefined; line = await this.guard.next()) {
            const [word, number, code, output = ''] = line.split(' ');
            if (word === 'ran') {
                const stdout = Buffer.from(output, 'base64').toString();
                this.pending.get(Number(number))?.({ code: Number(code), stdout, stderr: '' });
                this.pending.delete(Number(number));
            }
            else {
                this.said.push(line);
                this.wake();
            }
        }
        this.gone = true;
        this.fail();
        this.wake();
    }
    fail() {
        for (const resolve of this.pending.values())
            resolve(undefined);
        this.pending.clear();
    }
    async hear() {
        while (this.said.length === 0 && !this.gone)
            await new Promise((resolve) => (this.wake = resolve));
        return this.said.shift();
    }
    end() {
        clearInterval(this.heartbeat);
    }
}
function refused(host, root, why) {
    return new src_errors/* UserError */.yo('not-ready', `${host}: ${why.trim() || 'the guard could not be started'}.`, `Let the SSH user own the folder, on the server: sudo install -d -o "$USER" ${root}`);
}
function readHolder(json) {
    try {
        return JSON.parse(json);
    }
    catch {
        return {};
    }
}

// EXTERNAL MODULE: ./src/runner/context.js
var context = __webpack_require__(1875);
;// CONCATENATED MODULE: ./src/deploy/unhealthy.js

/** The failure of containers, with the last lines of the first one. */
async function unhealthy(run, names, how, reason = 'unhealthy') {
    const lines = await logsOf(run, names[0] ?? '');
    const last = lines.split('\n').at(-1);
    return new src_errors/* StepFailed */.an(reason, `${run.host.name}: ${names.join(', ')} ${how}. ${last === '' ? 'It logged nothing.' : `Its last line: ${last}`}`, lines);
}
/** The last lines that a container wrote, to both outputs. */
async function logsOf({ transaction }, name) {
    return (await transaction.attempt({ run: [['docker', 'logs', '--tail', '40', name]] })).stdout.trim();
}

;// CONCATENATED MODULE: ./src/deploy/docker-check.js


/**
 * Runs the Docker health check of web containers now, instead of waiting for its interval (30 s in the guide). One
 * that can't work in the image (curl, which Saleor's lacks) is named, once, and not waited for.
 * @throws StepFailed `unhealthy` when it can work and does not pass until the deadline (milliseconds since 1970)
 */
async function passDockerCheck(run, names, deadline) {
    const command = checkCommand(run);
    if (command.length === 0 || run.dockerCheckWorks === false)
        return;
    for (const name of names) {
        for (;;) {
            const ran = await run.transaction.attempt({ run: [['docker', 'exec', name, ...command]] });
            run.dockerCheckWorks = ran.code === 0 || !isMissing(ran);
            if (ran.code === 0)
                break;
            if (!run.dockerCheckWorks)
                return warn(run, ran);
            if (run.runner.clock.now() > deadline)
                throw await unhealthy(run, [name], `failed its own health check: ${lastLine(ran)}`);
            await run.runner.clock.sleep(1, run.runner.cancelled);
        }
    }
}
function checkCommand({ wanted: { model, roles } }) {
    const test = model.services[roles.web]?.healthcheck?.test ?? [];
    const [kind, ...words] = typeof test === 'string' ? ['CMD-SHELL', test] : test;
    if (kind === 'CMD')
        return words.map(unescapeDollars);
    return kind === 'CMD-SHELL' ? ['/bin/sh', '-c', ...words.map(unescapeDollars)] : [];
}
/** 126 and 127 are the shell's words for "can't be run" and "not found"; Docker says it in its own. */
function isMissing({ code, stdout }) {
    return code === 126 || code === 127 || /executable file not found|: not found/.test(stdout);
}
function warn({ runner, host, wanted }, ran) {
    const { port, healthPath } = wanted.edge;
    runner.log.warning(`${host.name}: the health check of ${wanted.roles.web} can't work in this image: ${lastLine(ran)}\n` +
        `It was not waited for; ${healthPath} answers. What works: ["CMD", "python3", "-c", ` +
        `"import urllib.request as r; r.urlopen('http://localhost:${port}${healthPath}', timeout=5)"]`);
}
function lastLine({ stdout }) {
    return stdout.trim().split('\n').at(-1) ?? '';
}

;// CONCATENATED MODULE: ./src/deploy/health.js



const stateFormat = '{{.Name}} {{.State.Status}} {{.State.ExitCode}} {{.RestartCount}} {{.State.OOMKilled}} {{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}';
/** Seconds between two looks. */
const pause = 0.25;
/**
 * The health gate: every one of these web containers answers at health-path, and its own Docker health check passes
 * where it can run at all.
 * @throws StepFailed `unhealthy` with the container's last log lines: at once when one exits, else at the deadline
 */
async function awaitHealthy(run, names) {
    const { wanted, runner, host } = run;
    const deadline = runner.clock.now() + wanted.healthTimeout * 1000;
    for (;;) {
        const states = await inspect(run, names);
        await refuseFallen(run, states);
        const silent = await notAnswering(run, states);
        if (silent.length === 0)
            break;
        if (runner.clock.now() > deadline)
            throw await unhealthy(run, silent, `did not answer ${wanted.edge.healthPath} within ${wanted.healthTimeout} s`);
        await runner.clock.sleep(pause, runner.cancelled);
    }
    await passDockerCheck(run, names, deadline);
    runner.log.info(`${host.name}: ${names.join(', ')} ${names.length === 1 ? 'answers' : 'answer'} ${wanted.edge.healthPath}`);
}
/** Background containers say nothing; they are taken for well when they run and have not restarted for so long. */
async function awaitSteady(run, names, seconds) {
    const until = run.runner.clock.now() + seconds * 1000;
    do {
        await refuseFallen(run, await inspect(run, names));
        await run.runner.clock.sleep(pause, run.runner.cancelled);
    } while (run.runner.clock.now() < until);
}
/** The edge takes commands; it is there in a moment, or its configuration or image can't be used. */
async function awaitEdge(run) {
    const { transaction, runner, host, probe } = run;
    const deadline = runner.clock.now() + 10_000;
    while ((await transaction.attempt({ run: [['ask', probe, 'show info']] })).code !== 0) {
        await refuseFallen(run, await inspect(run, [probe]), 'switch-failed');
        if (runner.clock.now() > deadline)
            throw new src_errors/* StepFailed */.an('switch-failed', `${host.name}: the edge takes no commands. Its image must have bash.`, await logsOf(run, probe));
        await runner.clock.sleep(pause, runner.cancelled);
    }
}
async function inspect({ transaction, host }, names) {
    const { stdout } = await transaction.change({ run: [['docker', 'inspect', '--format', stateFormat, ...names]] }, (ran) => new src_errors/* StepFailed */.an('start-failed', `${host.name}: the new containers are gone: ${ran.stdout.trim()}`));
    return stdout
        .trim()
        .split('\n')
        .map((line) => {
        const [name = '', status = '', exitCode, restarts, outOfMemory, address = ''] = line.trim().split(' ');
        return {
            name: name.slice(1),
            status,
            exitCode: Number(exitCode),
            restarts: Number(restarts),
            outOfMemory: outOfMemory === 'true',
            address,
        };
    });
}
async function refuseFallen(run, states, reason = 'unhealthy') {
    const fallen = states.find(({ status, restarts }) => restarts > 0 || (status !== 'running' && status !== 'created'));
    if (fallen === undefined)
        return;
    throw await unhealthy(run, [fallen.name], howFallen(fallen), reason);
}
/** A container that is up again after a fall says exit code 0, as it has not fallen anew yet. */
function howFallen({ outOfMemory, status, exitCode, restarts }) {
    if (outOfMemory)
        return 'was killed: out of memory';
    const ended = status === 'running' ? 'exited' : `exited with code ${exitCode}`;
    return restarts > 0 ? `${ended} and was restarted` : ended;
}
/** Our own probe, asked from inside the edge's network: the way that requests will take. */
async function notAnswering({ transaction, wanted, probe }, states) {
    const { port, healthPath, healthHost } = wanted.edge;
    const addresses = states.map(({ address }) => address);
    const { stdout } = await transaction.attempt({
        run: [['probe', probe, String(port), healthPath, healthHost, ...addresses]],
    });
    const well = new Set(stdout.split('\n').flatMap((line) => (/ 2\d\d$/.test(line.trim()) ? [line.split(' ')[0]] : [])));
    return states.filter(({ address }) => address === '' || !well.has(address)).map(({ name }) => name);
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./src/compose/ports.js

/** What the web service publishes: the edge listens there from now on. @throws UserError */
function webPorts(model, roles) {
    return fixedPorts(model, roles.web).map(({ published, target, host_ip }) => ({
        published: Number(published),
        target,
        ...(host_ip === undefined ? {} : { hostIp: host_ip }),
    }));
}
/**
 * The ports in the model's form, each with one published number. A range (`8000-8002:8000`) is how several containers
 * share a host without a proxy: the edge takes all of it, so whoever sends requests to any of the ports is served.
 * @throws UserError when there is nothing that the edge could take over
 */
function fixedPorts(model, web) {
    const ports = model.services[web]?.ports ?? [];
    if (ports.length === 0)
        throw new src_errors/* UserError */.yo('bad-input', `${web} publishes no port, and its published port is where requests reach it.`, `Give ${web} a port, such as ports: ["8000:8000"], or name the service that has one with the web-service input.`);
    return ports.flatMap((port) => {
        const target = `${web}: port ${port.target}`;
        if (port.protocol !== undefined && port.protocol !== 'tcp')
            throw new src_errors/* UserError */.yo('bad-input', `${target} is published over ${port.protocol}, which the edge can't take over.`, `Remove /${port.protocol} from the port.`);
        if (port.published === undefined || port.published === '' || port.published === '0')
            throw new src_errors/* UserError */.yo('bad-input', `${target} is published on a port that Docker picks anew at every start.`, `Publish it on a fixed one: "${port.target}:${port.target}".`);
        const [first, last = first] = port.published.split('-').map(Number);
        return Array.from({ length: last - first + 1 }, (_, index) => ({
            ...port,
            published: String(first + index),
        }));
    });
}

;// CONCATENATED MODULE: ./src/compose/render.js




/** Labels by which containers are found again: the release they belong to, and what they do. */
const releaseLabel = 'saleor-deploy.release';
const roleLabel = 'saleor-deploy.role';
/**
 * The Compose model of one release, ready to be written with {@link formatModel} and used by `docker compose -f` on the
 * host. The app's services run the image by digest, and the port of web moves to the edge.
 * @throws UserError when the project has its own service `edge`, or web publishes nothing
 */
function renderRelease(model, roles, options) {
    const services = Object.entries(model.services)
        .filter(([name]) => !roles.jobs.includes(name))
        .map(([name, service]) => [name, renderService(name, started(service, roles), roles, options)]);
    return sorted({
        ...model,
        services: { ...Object.fromEntries(services), edge: renderEdge(model, roles, options) },
    });
}
/** The model as JSON that Compose reads back as it is. */
function formatModel(model) {
    // Compose reads JSON as YAML, where these characters are line breaks or forbidden unless they are escaped.
    const escaped = (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
    return `${JSON.stringify(model, undefined, 2).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, escaped)}\n`;
}
/** Identifies the content of a release apart from its id: SHA-256 over the model without the release labels. */
function fingerprint(model) {
    const services = Object.entries(model.services).map(([name, service]) => {
        const { [releaseLabel]: _, ...labels } = service.labels ?? {};
        return [name, { ...service, labels }];
    });
    const content = JSON.stringify(sorted({ ...model, services: Object.fromEntries(services) }));
    return (0,external_node_crypto_.createHash)('sha256').update(content).digest('hex');
}
/** A service as the host shall start it: only profiles that were asked for are in the model, and no job is. */
function started(service, roles) {
    const { build: _build, profiles: _profiles, ...kept } = service;
    if (service.depends_on === undefined)
        return kept;
    const others = Object.entries(service.depends_on).filter(([name]) => !roles.jobs.includes(name));
    return { ...kept, depends_on: Object.fromEntries(others) };
}
function renderService(name, service, roles, options) {
    const role = roleOf(name, roles);
    if (role === undefined)
        return service;
    // A fixed container name can't be given to the second container that is started beside the first one.
    const { container_name: _name, pull_policy: _policy, ...kept } = service;
    const app = {
        ...kept,
        image: escapeDollars(options.image),
        labels: { ...service.labels, [releaseLabel]: escapeDollars(options.release), [roleLabel]: role },
    };
    return role === 'web' ? renderWeb(app, options.replicas) : app;
}
function renderWeb(service, replicas = replicasOf(service)) {
    const { ports: _ports, ...web } = service;
    if (web.deploy !== undefined) {
        // Compose refuses a file in which `scale` and `deploy.replicas` differ, and `up --scale` sets the first.
        const { replicas: _replicas, ...deploy } = web.deploy;
        web.deploy = deploy;
    }
    return { ...web, scale: replicas };
}
/** Nothing here changes between releases: Compose must never see a reason to replace the edge. */
function renderEdge(model, roles, options) {
    if (model.services.edge !== undefined && model.services.edge.labels?.[roleLabel] !== 'edge')
        throw new src_errors/* UserError */.yo('bad-input', 'The Compose project has a service named edge, which is the name of the proxy that a deploy adds.', 'Give the service another name.');
    const web = model.services[roles.web] ?? {};
    return {
        image: escapeDollars(options.edgeImage),
        labels: { [roleLabel]: 'edge' },
        ...(web.networks === undefined
            ? {}
            : { networks: Object.fromEntries(Object.keys(web.networks).map((name) => [name, null])) }),
        ports: fixedPorts(model, roles.web),
        restart: 'unless-stopped',
        // HAProxy drops all connections on SIGTERM and finishes them on SIGUSR1; the official image says so too.
        stop_signal: 'SIGUSR1',
        volumes: [
            {
                type: 'bind',
                source: escapeDollars(`${options.hostFolder}/edge`),
                target: '/usr/local/etc/haproxy',
                read_only: true,
                bind: { create_host_path: false },
            },
        ],
    };
}
function roleOf(name, roles) {
    if (name === roles.web)
        return 'web';
    if (roles.workers.includes(name))
        return 'worker';
    return roles.schedulers.includes(name) ? 'scheduler' : undefined;
}
/** Keys in order at every level, so that equal models are equal texts. */
function sorted(value) {
    if (Array.isArray(value))
        return value.map(sorted);
    if (typeof value !== 'object' || value === null)
        return value;
    const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

;// CONCATENATED MODULE: ./src/edge/upstreams.js
/** Room for the replicas of two releases beside each other; an idle slot costs nothing that could be measured. */
const slotCount = 64;
/** The names of all slots. */
function allSlots() {
    return Array.from({ length: slotCount }, (_, index) => `s${index + 1}`);
}
/**
 * Gives new containers free slots.
 * @throws RangeError when there are more containers than free slots
 */
function assignSlots(taken, containers, release) {
    const used = new Set(taken.map(({ slot }) => slot));
    const free = allSlots().filter((slot) => !used.has(slot));
    return containers.map((container, index) => {
        const slot = free[index];
        if (slot === undefined)
            throw new RangeError(`the edge has ${slotCount} slots, ${used.size} are taken, ${containers.length} are needed`);
        return { slot, container, release };
    });
}

;// CONCATENATED MODULE: ./src/edge/config.js

/** The response header that says which release answered. */
const releaseHeader = 'x-saleor-release';
/** Where the official image looks for its configuration; the host's `edge` folder is mounted there. */
const configFolder = '/usr/local/etc/haproxy';
const upstreamsMark = '# upstreams: ';
/**
 * HAProxy's configuration with these upstreams. Servers are changed at run time; the file is kept equal, so that an
 * edge that restarts serves the same. Connections to web are not kept open: an idle one could be closed by uvicorn
 * at the moment of its reuse, and such a POST can't be repeated.
 */
function renderConfig(settings, upstreams) {
    const { port, healthPath, healthHost } = settings;
    return `${upstreamsMark}${JSON.stringify(upstreams)}
global
  stats socket ipv4@127.0.0.1:9999 level admin
  log stdout format raw local0 notice
  # Else it is reckoned from the file limit, which engines without one turn into gigabytes.
  maxconn 10000
  # On an engine whose limit is lower, serve as many as it allows; the default is not to start at all.
  no strict-limits

resolvers engine
  nameserver docker 127.0.0.11:53
  resolve_retries 2
  timeout resolve 1s
  timeout retry 500ms
  hold valid 1s
  hold obsolete 2s
  hold nx 2s

defaults
  mode http
  log global
  timeout connect 3s
  timeout client 60s
  timeout server 300s
  timeout http-request 30s
  timeout http-keep-alive 75s
  timeout queue 30s
  option http-server-close
  # A reload waits for the next request of a kept connection instead of closing it under the client.
  option idle-close-on-response
  option forwardfor if-none
  option redispatch 1
  retries 3
  retry-on conn-failure

frontend public
  bind :${port}
  default_backend web

# A reload must know the addresses at once (libc); at boot, when a name isn't there yet, they are asked for (resolvers).
backend web
  balance leastconn
  option httpchk
  http-check send meth GET uri ${healthPath} ver HTTP/1.1 hdr Host ${healthHost} hdr Connection close
  http-check expect status 200-299
  timeout check 5s
  http-response set-header ${releaseHeader} %[srv_name,map(${configFolder}/releases.map,unknown)]
  default-server check inter 2s fastinter 500ms downinter 1s rise 1 fall 5 init-addr libc,none resolvers engine resolve-prefer ipv4
${allSlots()
        .map((slot) => serverLine(slot, port, upstreams))
        .join('\n')}
`;
}
/** Which release is in which slot, for the response header. */
function renderMap(upstreams) {
    const release = (slot) => upstreams.find((one) => one.slot === slot)?.release ?? 'none';
    return `${allSlots()
        .map((slot) => `${slot} ${release(slot)}`)
        .join('\n')}\n`;
}
/** Reads the upstreams back from a configuration file; an empty or foreign file has none. */
function readUpstreams(config) {
    const line = config.split('\n', 1)[0] ?? '';
    return line.startsWith(upstreamsMark) ? JSON.parse(line.slice(upstreamsMark.length)) : [];
}
/** The configuration without what changes from release to release: equal means that no reload is needed. */
function withoutUpstreams(config) {
    return config
        .split('\n')
        .filter((line) => !line.startsWith(upstreamsMark) && !/^ {2}server s\d+ /.test(line))
        .join('\n');
}
/** An idle slot points at the edge itself: a name that Docker's DNS always knows, so that nothing is asked outside. */
const idleName = 'edge';
function serverLine(slot, port, upstreams) {
    const upstream = upstreams.find((one) => one.slot === slot);
    return upstream === undefined
        ? `  server ${slot} ${idleName}:${port} disabled`
        : `  server ${slot} ${upstream.container}:${port}`;
}

;// CONCATENATED MODULE: ./src/host/look.js


/** Runs commands side by side on a host and returns when all have ended: one command for SSH, one round trip. */
async function look(host, commands) {
    const lines = commands.map((command) => `${shellLine(command)}\n`).join('');
    const { stdout, stderr } = await host.run(['bash', '-c', guardScript(), 'guard', 'look', '/'], lines);
    const answers = new Map(stdout.split('\n').map((line) => {
        const [, number, code, output = ''] = line.split(' ');
        return [
            Number(number),
            { code: Number(code), stdout: Buffer.from(output, 'base64').toString(), stderr: '' },
        ];
    }));
    const missing = { code: 255, stdout: stderr, stderr: '' };
    return commands.map((_, index) => answers.get(index) ?? missing);
}

;// CONCATENATED MODULE: ./src/deploy/observed.js
/** A hash of the edge's definition: it is made anew only when this changes. */
const edgeLabel = 'saleor-deploy.edge';
/** The containers of a service. */
function containersOf(seen, service) {
    return seen.containers.filter((one) => one.service === service);
}
/** Containers of a service that belong to another release than this one, or to none. */
function oldContainers(seen, service, release) {
    return containersOf(seen, service).filter((one) => one.release !== release);
}
/** Whether the edge runs on the host. */
function edgeRuns(seen) {
    return containersOf(seen, 'edge').some(({ state }) => state === 'running');
}
/** Whether there is an edge that was made by the definition that is wanted now: image, port, networks. */
function edgeIsAsWanted({ model }, seen) {
    const made = containersOf(seen, 'edge');
    return made.length > 0 && made.every(({ edge }) => edge === model.services.edge?.labels?.[edgeLabel]);
}

;// CONCATENATED MODULE: ./src/deploy/observe.js







const separator = '\t';
/** What is asked of each container; {@link readContainers} reads it back. */
const containerFormat = [
    '{{.Names}}',
    '{{.Label "com.docker.compose.service"}}',
    '{{.State}}',
    `{{.Label "${releaseLabel}"}}`,
    `{{.Label "${edgeLabel}"}}`,
    '{{.Image}}',
    '{{.Label "com.docker.compose.oneoff"}}',
].join(separator);
/**
 * Looks at a host; changes nothing. All questions are asked at once, so that it takes the time of the slowest.
 * @throws UserError `not-ready` when Docker or Compose can't be used by the SSH user
 */
async function observe(host, wanted) {
    const { root, model, release, publicPort } = wanted;
    const project = `label=com.docker.compose.project=${model.name}`;
    const [version, compose, containers, networks, live, releases, config, map, disk, rootDisk, publishers, listening, image, writable,] = await look(host, [
        asked('version', '--format', '{{.Server.Version}} {{.Server.Arch}}'),
        ['docker', 'compose', 'version', '--short'],
        asked('ps', '-a', '--filter', project, '--format', containerFormat),
        asked('network', 'ls', '--format', '{{.Name}}'),
        ['cat', `${root}/live/release.json`],
        [
            'find',
            `${root}/releases`,
            '-mindepth',
            '2',
            '-maxdepth',
            '2',
            '-name',
            'release.json',
            '-exec',
            'cat',
            '{}',
            '+',
        ],
        ['cat', `${root}/edge/haproxy.cfg`],
        ['cat', `${root}/edge/releases.map`],
        // Where Docker keeps images is a setting of the engine.
        ['bash', '-c', `df -Pk "$(${shellLine(asked('info', '--format', '{{.DockerRootDir}}'))})"`],
        ['df', '-Pk', root],
        asked('ps', '--filter', `publish=${publicPort}`, '--format', '{{.Names}}'),
        ['ss', '-Hltn', `sport = :${publicPort}`],
        asked('image', 'inspect', '--format', '{{.Id}}', release.image),
        ['test', '-w', root],
    ]);
    // An answer that is missing must not be taken for an empty one.
    const silent = [version, containers, networks, publishers].find(({ code }) => code !== 0);
    usable(host.name, silent ?? version, compose);
    const [engine = '', architecture = ''] = version.stdout.trim().split(' ');
    return {
        host: host.name,
        engine,
        architecture,
        compose: compose.stdout.trim(),
        containers: readContainers(containers.stdout),
        networks: networks.stdout.split('\n').filter((name) => name !== ''),
        live: parseRelease(live.stdout),
        releases: releases.stdout.split('\n').flatMap((line) => parseRelease(line) ?? []),
        edgeConfig: contentOf(config),
        releaseMap: contentOf(map),
        upstreams: readUpstreams(contentOf(config)),
        freeBytes: freeBytes(disk),
        freeInRoot: freeBytes(rootDisk),
        portHolder: publishers.stdout.split('\n')[0] ||
            (listening.code !== 0 || listening.stdout.trim() === '' ? undefined : 'a program'),
        imagePresent: image.code === 0,
        writable: writable.code === 0,
    };
}
/** Reads the lines of `docker ps`; one-off containers (`compose run`) are no part of the service. Exported for tests. */
function readContainers(output) {
    return output
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split(separator))
        .filter(([, , , , , , oneOff]) => oneOff !== 'True')
        .map(([name = '', service = '', state = '', release = '', edge = '', image = '']) => ({
        name,
        service,
        state,
        release,
        edge,
        image,
    }));
}
/** A file's content, empty when there is none: what `cat` says then is no content. */
function contentOf({ code, stdout }) {
    return code === 0 ? stdout : '';
}
/** What `df` says is free; where it can't tell, nothing stands against the deploy. */
function freeBytes({ code, stdout }) {
    const kilobytes = stdout.trim().split('\n').at(-1)?.split(/\s+/)[3];
    return code === 0 && kilobytes !== undefined ? Number(kilobytes) * 1024 : Number.POSITIVE_INFINITY;
}
/** An engine that hangs takes the connection and never answers. */
const patienceSeconds = 20;
function asked(...words) {
    return ['timeout', String(patienceSeconds), 'docker', ...words];
}
function usable(host, engine, compose) {
    const said = engine.stdout.trim();
    if (/permission denied/i.test(said))
        throw new src_errors/* UserError */.yo('not-ready', `${host}: the SSH user may not use Docker: ${said}`, 'On the server: sudo usermod -aG docker "$USER", then log in again.');
    if (engine.code === 127)
        throw new src_errors/* UserError */.yo('not-ready', `${host}: Docker is not installed.`, 'Install it: https://docs.docker.com/engine/install/');
    if (engine.code !== 0)
        throw new src_errors/* UserError */.yo('not-ready', `${host}: the Docker Engine does not answer: ${said || `nothing within ${patienceSeconds} s`}`, 'On the server: sudo systemctl start docker; when it hangs, restart.');
    if (compose.code !== 0)
        throw new src_errors/* UserError */.yo('not-ready', `${host}: Docker Compose v2 is not installed.`, 'On the server: sudo apt-get install docker-compose-plugin');
}
/** What `docker` said when it failed, as evidence. */
function dockerFailed(reason, host, what) {
    return (ran) => new src_errors/* StepFailed */.an(reason, `${host}: ${what} failed: ${causeIn(ran)}`, `${ran.stdout}${ran.stderr}`.trim());
}
/** The engine's own words where there are any: after them `docker start` only counts what failed. Else the last line. */
function causeIn(ran) {
    const lines = `${ran.stdout}\n${ran.stderr}`.trim().split('\n');
    const engine = lines.find((line) => line.startsWith('Error response from daemon: '));
    return engine ?? (lines.at(-1) || `exit code ${ran.code}`);
}

;// CONCATENATED MODULE: ./src/deploy/background.js




/** Seconds that a new worker or scheduler must have run without falling, at the least. */
const steadySeconds = 3;
/** One that can't work falls while it loads, which takes as long as web took, or longer: it is the same code. */
const watchSeconds = ({ startSeconds }) => Math.max(steadySeconds, startSeconds);
/** New workers start beside the old ones. */
async function startWorkers({ transaction, wanted, host, created }) {
    const names = createdOf({ created }, wanted.roles.workers);
    await transaction.change({ undo: [['retire', ...names]], run: [['docker', 'start', ...names]] }, dockerFailed('start-failed', host.name, `starting ${names.join(', ')}`));
}
/** The one scheduler: the old one has stopped before the new one starts, forwards and backwards. */
async function moveScheduler(run) {
    const { transaction, wanted, host } = run;
    const names = createdOf(run, wanted.roles.schedulers);
    const old = runningOld(run, wanted.roles.schedulers);
    await transaction.change({
        undo: [...(old.length === 0 ? [] : [['revive', ...old]]), ['retire', ...names]],
        run: [...(old.length === 0 ? [] : [['docker', 'stop', ...old]]), ['docker', 'start', ...names]],
    }, dockerFailed('start-failed', host.name, `handing over ${wanted.roles.schedulers.join(', ')}`));
}
/**
 * Watches the new background containers, then gives the old workers a warm shutdown: they finish their tasks and take
 * no new ones. Before the switch, so that no old worker meets a task that only the new release knows.
 */
async function settleBackground(run) {
    const { transaction, wanted, host } = run;
    await awaitSteady(run, createdOf(run, [...wanted.roles.workers, ...wanted.roles.schedulers]), watchSeconds(run));
    const old = runningOld(run, wanted.roles.workers);
    if (old.length === 0)
        return;
    await transaction.change({ undo: [['revive', ...old]], run: [['docker', 'stop', ...old]] }, dockerFailed('start-failed', host.name, `stopping ${old.join(', ')}`));
}
function runningOld({ wanted, seen }, services) {
    return services.flatMap((service) => oldContainers(seen, service, wanted.release.id).flatMap(({ name, state }) => state === 'running' ? [name] : []));
}

;// CONCATENATED MODULE: ./src/edge/runtime.js

/**
 * HAProxy runtime commands that tell slots which containers they are for. They get no requests yet: until the name is
 * resolved, which takes up to two seconds, a slot has no address, whatever `set server … addr` says.
 * https://docs.haproxy.org/2.6/management.html#9.3
 */
function pointCommands(next) {
    return next
        .flatMap(({ slot, container, release }) => [
        `set map ${configFolder}/releases.map ${slot} ${release}`,
        `set server web/${slot} fqdn ${container}`,
    ])
        .join('; ');
}
/** On one line and so without a request in between: these answer from now on, those finish what they have. */
function switchCommands(next, old) {
    return [...next.map(readyCommand), ...old.map(drainCommand)].join('; ');
}
/** The way back: the old ones answer again, the new ones finish what they have. */
function switchBackCommands(next, old) {
    return switchCommands(old, next);
}
/** Frees slots whose containers are about to go. */
function retireCommands(upstreams) {
    return upstreams
        .flatMap(({ slot }) => [
        `set server web/${slot} state maint`,
        `set server web/${slot} fqdn ${idleName}`,
        `set map ${configFolder}/releases.map ${slot} none`,
    ])
        .join('; ');
}
function readyCommand({ slot }) {
    return `set server web/${slot} state ready`;
}
function drainCommand({ slot }) {
    return `set server web/${slot} state drain`;
}
/** Slots and their containers as the guard's `placed` takes them. */
function places(upstreams) {
    return upstreams.map(({ slot, container }) => `${slot}=${container}`);
}

;// CONCATENATED MODULE: ./src/deploy/wanted.js
/** The services of a release that carry the new image. */
function appServices({ roles }) {
    return [roles.web, ...roles.workers, ...roles.schedulers];
}

;// CONCATENATED MODULE: ./src/deploy/plan.js



/** ★ What happens in a deploy of one host, in order. Pure: the same for dry-run, run and report. */
function planDeploy(wanted, seen) {
    const { release, roles, strategy, publicPort, edge } = wanted;
    const [first, ...rest] = webBatches(wanted, seen);
    const old = first.oldTo > 0 && strategy === 'recreate';
    const missing = missingAccessories(wanted, seen);
    const background = [...roles.workers, ...roles.schedulers];
    return [
        step('pull', seen.imagePresent ? 'The image is on the host already' : `Pull ${release.image}`),
        step('begin', 'Take the lock'),
        step('install', `Write release ${release.id}`),
        ...when(missing.length > 0, step('accessories', `Start ${missing.join(', ')}`)),
        ...when(wanted.migrate.length > 0, step('migrate', 'Apply pending migrations, if there are any')),
        step('create', `Create ${appServices(wanted).join(', ')} beside the old`),
        step('edge', edgeTitle(wanted, seen)),
        ...when(old, step('stop-web', `Stop ${first.oldTo} old web: requests fail until the new ones answer`)),
        step('start-web', `Start ${size(first)} web and wait until they answer ${edge.healthPath}`, first),
        ...when(roles.workers.length > 0, step('workers', `Start new ${roles.workers.join(', ')} beside the old`)),
        ...when(roles.schedulers.length > 0, step('scheduler', `Hand over ${roles.schedulers.join(', ')}: stop the old one first`)),
        ...when(background.length > 0, step('settle', `Watch that ${background.join(', ')} keep running, stop the old workers warm`)),
        step('switch', `Switch port ${publicPort} to ${size(first)} web`, first),
        ...rest.flatMap((batch) => [
            step('start-web', `Start ${size(batch)} web more and wait until they answer`, batch),
            step('switch', `Switch port ${publicPort} to ${size(batch)} web more`, batch),
        ]),
        step('commit', 'Commit: the point of no return'),
        step('clean-up', 'Let requests in flight finish, remove the old containers, prune old releases'),
    ];
}
/** Accessories that don't run yet; a deploy starts them and never replaces them. */
function missingAccessories({ roles }, seen) {
    return roles.accessories.filter((service) => !containersOf(seen, service).some(({ state }) => state === 'running'));
}
/** Whether web still publishes the port itself, as after `docker compose up` by hand. */
function mustTakeOver({ roles, release }, seen) {
    return (!edgeRuns(seen) &&
        oldContainers(seen, roles.web, release.id).some(({ state, release: made }) => state === 'running' && made === ''));
}
/** One batch with everything, or for `rolling` one replica after the other, each making room for the next. */
function webBatches({ strategy, model, roles, release }, seen) {
    const count = replicasOf(model.services[roles.web] ?? {});
    const old = oldContainers(seen, roles.web, release.id).length;
    const all = { from: 0, to: count, oldFrom: 0, oldTo: old, makeRoom: false };
    if (strategy !== 'rolling' || old === 0 || count < 2)
        return [all];
    const share = (index) => Math.floor((index * old) / count);
    const one = (index) => ({
        from: index,
        to: index + 1,
        oldFrom: share(index),
        oldTo: share(index + 1),
        // The last old ones are left to the clean-up: until the commit they are the quickest way back.
        makeRoom: index < count - 1,
    });
    return [one(0), ...Array.from({ length: count - 1 }, (_, index) => one(index + 1))];
}
function size({ from, to }) {
    return to - from;
}
function edgeTitle(wanted, seen) {
    if (mustTakeOver(wanted, seen))
        return `Prepare the edge to take over port ${wanted.publicPort} from web, which was started by hand`;
    return edgeRuns(seen) ? 'The edge runs' : `Start the edge on port ${wanted.publicPort}`;
}
function step(kind, title, batch) {
    return { do: kind, title, ...(batch === undefined ? {} : { batch }) };
}
function when(condition, ...items) {
    return condition ? items : [];
}

;// CONCATENATED MODULE: ./src/deploy/finish.js







/** Makes the release the live one and commits. What follows is noted first, so that the host does it even alone. */
async function commit(run) {
    const { transaction, wanted, seen, host } = run;
    const { root, release } = wanted;
    const edge = edgeName(run);
    const old = mustTakeOver(wanted, seen) ? [] : seen.upstreams;
    const oldNames = appServices(wanted).flatMap((service) => oldContainers(seen, service, release.id).map(({ name }) => name));
    const releases = [...seen.releases, release];
    const prune = prunable(releases, wanted.keep, [release.id]);
    const kept = new Set(releases.filter((one) => !prune.includes(one)).map(({ image }) => image));
    const images = [...new Set(prune.map(({ image }) => image))].filter((image) => !kept.has(image));
    const point = (id) => ['ln', '-sfn', `releases/${id}`, `${root}/live`];
    await transaction.change({
        undo: [seen.live === undefined ? ['rm', '-f', `${root}/live`] : point(seen.live.id)],
        afterCommit: [
            ...(old.length === 0
                ? []
                : [['drain', edge, String(wanted.drainTimeout), ...old.map(({ slot }) => slot)]]),
            ...(oldNames.length === 0 ? [] : [['retire', ...oldNames]]),
            ...(old.length === 0 ? [] : [['edge', edge, retireCommands(old)]]),
            ...prune.map(({ id }) => ['rm', '-rf', releaseFolder(root, id)]),
            ...(images.length === 0 ? [] : [['forget', ...images]]),
        ],
        run: [point(release.id)],
    }, (ran) => new src_errors/* StepFailed */.an('switch-failed', `${host.name}: the release could not be marked as live: ${ran.stdout.trim()}`));
    await transaction.commit();
}

;// CONCATENATED MODULE: ./src/deploy/preflight.js


/** The oldest that the commands used here work with. */
const oldest = { engine: '20.10', compose: '2.20' };
/** Bytes that must stay free after a pull: Docker needs room for the layers twice while it unpacks. */
const spareBytes = 1_000_000_000;
/** A release is a few hundred kB; a log of what undoes it must be writable to the end. */
const spareInRoot = 20_000_000;
/**
 * What stands in the way of a deploy, found before anything is changed. Pure.
 * @throws UserError `not-ready` with everything that is wrong on this host, not only the first thing
 */
function preflight({ root, publicPort, roles, release }, seen) {
    const complaints = [];
    if (isOlder(seen.engine, oldest.engine))
        complaints.push([
            `the Docker Engine is ${seen.engine}, older than ${oldest.engine}`,
            'Update it: https://docs.docker.com/engine/install/',
        ]);
    if (isOlder(seen.compose, oldest.compose))
        complaints.push([
            `Docker Compose is ${seen.compose}, older than ${oldest.compose}`,
            'On the server: sudo apt-get install --only-upgrade docker-compose-plugin',
        ]);
    if (!seen.writable)
        complaints.push([
            `the folder ${root} is not there, or the SSH user may not write to it`,
            `On the server: sudo install -d -o "$USER" ${root}`,
        ]);
    if (!seen.imagePresent && seen.freeBytes < spareBytes)
        complaints.push([
            `only ${megabytes(seen.freeBytes)} are free where Docker keeps images; ${release.image} needs room`,
            'On the server: docker image prune --all, or a larger disk.',
        ]);
    if (seen.writable && (seen.freeInRoot ?? spareInRoot) < spareInRoot)
        complaints.push([
            `only ${megabytes(seen.freeInRoot ?? 0)} are free in the folder ${root}; a release and its undo log need ${megabytes(spareInRoot)}`,
            'Delete what is not needed there, or give it a larger disk.',
        ]);
    const own = [...containersOf(seen, 'edge'), ...containersOf(seen, roles.web)].map(({ name }) => name);
    if (seen.portHolder !== undefined && !own.includes(seen.portHolder))
        complaints.push([
            `port ${publicPort} is taken by ${seen.portHolder}`,
            'Stop it, or publish another port in the Compose file.',
        ]);
    if (complaints.length === 0)
        return;
    throw new src_errors/* UserError */.yo('not-ready', complaints.map(([what]) => `${seen.host}: ${what}.`).join('\n'), complaints.map(([, fix]) => fix).join('\n'));
}
/** Whether a version such as 20.10.24+dfsg1 is older than a major.minor. Distributions add suffixes of all kinds. */
function isOlder(version, than) {
    const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number.parseFloat);
    const [needMajor = 0, needMinor = 0] = than.split('.').map(Number);
    return major < needMajor || (major === needMajor && minor < needMinor);
}
function megabytes(bytes) {
    return `${Math.round(bytes / 1_000_000)} MB`;
}

;// CONCATENATED MODULE: ./src/deploy/prepare.js







/** What a registry says when a second try may help: busy, broken, or cut off on the way. */
const prepare_transient = /timeout|timed out|reset by peer|EOF|temporarily|too many requests|toomanyrequests|5\d\d |refused|TLS handshake/i;
/**
 * Pulls the release's image, and the images of what is not running yet, before the lock is taken.
 * @throws UserError `registry-refused`, or StepFailed `pull-failed` after three tries
 */
async function pull(host, wanted, seen, { clock, log, cancelled }) {
    const others = [
        ...(edgeIsAsWanted(wanted, seen) ? [] : ['edge']),
        ...missingAccessories(wanted, seen).filter((service) => containersOf(seen, service).length === 0),
    ].flatMap((service) => wanted.model.services[service]?.image ?? []);
    const images = [...(seen.imagePresent ? [] : [wanted.release.image]), ...new Set(others)];
    if (images.length === 0)
        return;
    const login = `${Buffer.from(wanted.registryLogin || '{}').toString('base64')}\n`;
    for (let attempt = 1;; attempt++) {
        const { code, stdout, stderr } = await host.run(['bash', '-c', guardScript(), 'guard', 'pull', wanted.root, ...images], login);
        if (code === 0)
            return;
        const said = `${stdout}${stderr}`.trim();
        if (/unauthorized|denied|no basic auth|authentication required/i.test(said))
            throw new src_errors/* UserError */.yo('registry-refused', `${host.name}: the registry refused the pull: ${said}`, 'Give registry-username and registry-password with the right to read, and check the image name.');
        if (/no space left/i.test(said))
            throw new src_errors/* UserError */.yo('not-ready', `${host.name}: the disk is too full for the image: ${said}`, 'On the server: docker image prune --all, or a larger disk.');
        if (/not found|manifest unknown/i.test(said))
            throw new src_errors/* UserError */.yo('bad-input', `${host.name}: there is no such image: ${said}`, 'Deploy the digest that push-registry put out.');
        if (attempt === 3 || !prepare_transient.test(said))
            throw new src_errors/* StepFailed */.an('pull-failed', `${host.name}: pulling ${images.join(', ')} failed: ${said.split('\n').at(-1)}`, said);
        log.warning(`${host.name}: the pull failed, trying again in ${attempt * 2} s: ${said.split('\n').at(-1)}`);
        await clock.sleep(attempt * 2, cancelled);
    }
}
/** Writes the release's folder: the Compose model with its environment, readable by the SSH user only, and the record. */
async function install(run) {
    const { transaction, wanted, host } = run;
    const folder = releaseFolder(wanted.root, wanted.release.id);
    await transaction.change({
        // The first undo is played last: networks go when no container is on them any more.
        undo: [['rm', '-rf', folder], ...undoNetworks(run)],
        run: [
            put(`${folder}/compose.json`, '600', formatModel(wanted.model)),
            put(`${folder}/release.json`, '600', `${JSON.stringify(wanted.release)}\n`),
        ],
    }, (ran) => new src_errors/* StepFailed */.an('start-failed', `${host.name}: the release could not be written: ${ran.stdout.trim()}`));
}
/** Networks that aren't there yet are taken away again when the deploy is undone. */
function undoNetworks({ wanted, seen }) {
    const names = Object.values(wanted.model.networks ?? {}).flatMap((network) => {
        const { name, external } = (network ?? {});
        return name === undefined || external === true || seen.networks.includes(name) ? [] : [name];
    });
    return names.length === 0 ? [] : [['unnet', ...names]];
}

// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(231);
;// CONCATENATED MODULE: ./src/report/timeline.js

/** The steps of a run as a table and a chart, for the job summary. */
function timeline(entries) {
    if (entries.length === 0)
        return '';
    return `${timelineTable(entries)}\n\n${timelineChart(entries)}`;
}
/** What happened where, when, how long, and how it ended. */
function timelineTable(entries) {
    const start = startOf(entries);
    return (0,markdown/* table */.tp)(['', 'Step', 'Where', 'After', 'Took'], entries.map(({ name, where, started, seconds, result }) => [
        `${marks[result]}${result === 'done' ? '' : ` ${result}`}`,
        name,
        (0,markdown/* inlineCode */.ti)(where),
        (0,markdown/* duration */.p0)((started - start) / 1000),
        result === 'skipped' ? '' : (0,markdown/* duration */.p0)(seconds),
    ]));
}
/**
 * The same as a Mermaid chart, which GitHub draws: a section for each place, so that what ran side by side is seen.
 * Time is counted from the first step and shown by `%s`, the one format that no time zone of a reader moves.
 */
function timelineChart(entries) {
    const start = startOf(entries);
    const shown = entries.filter(({ result }) => result !== 'skipped');
    const sections = [...new Set(shown.map(({ where }) => where))].map((where) => {
        const bars = shown
            .filter((entry) => entry.where === where)
            .map(({ name, started, seconds, result }) => {
            const milliseconds = Math.max(1, Math.round(seconds * 1000));
            return `    ${chartText(name)} :${tags[result]}${started - start}, ${milliseconds}ms`;
        });
        return [`  section ${chartText(where)}`, ...bars].join('\n');
    });
    return ['```mermaid', 'gantt', '  dateFormat x', '  axisFormat %s s', ...sections, '```'].join('\n');
}
const marks = { done: '✅', skipped: '⏭️', failed: '❌', undone: '↩️' };
/** Mermaid's colours: grey for what is done, red for what failed, the accent for what was taken back. */
const tags = { done: 'done, ', skipped: '', failed: 'crit, ', undone: 'active, ' };
/** Colons, semicolons, hashes and commas are Mermaid's own signs. */
function chartText(text) {
    return text.replace(/[:;#,%\s]+/g, ' ').trim() || '-';
}
function startOf(entries) {
    return Math.min(...entries.map(({ started }) => started));
}

;// CONCATENATED MODULE: ./src/deploy/report.js


const headline = {
    done: '✅ Deployed',
    unchanged: '✅ Nothing to do: this release serves already',
    planned: '📝 Plan (dry run, nothing was changed)',
};
/** The job summary of a deploy that ended well. Pure. */
function deploySummary(wanted, { result, seen, steps, timeline: entries, migrations }) {
    const { release } = wanted;
    const parts = [
        `### ${headline[result]}`,
        (0,markdown/* table */.tp)(['', 'Before', 'Now'], [
            [
                'Release',
                (0,markdown/* inlineCode */.ti)(seen.live?.id ?? 'none'),
                (0,markdown/* inlineCode */.ti)(result === 'unchanged' ? (seen.live?.id ?? '') : release.id),
            ],
            ['Version', seen.live?.version || '–', release.version || '–'],
            [
                'Commit',
                (0,markdown/* inlineCode */.ti)(seen.live?.commit.slice(0, 7) || 'none'),
                (0,markdown/* inlineCode */.ti)(release.commit.slice(0, 7)),
            ],
            ['Image', (0,markdown/* inlineCode */.ti)(seen.live?.image ?? 'none'), (0,markdown/* inlineCode */.ti)(release.image)],
            ['Host', '', (0,markdown/* inlineCode */.ti)(seen.host)],
        ]),
    ];
    if (result === 'planned')
        parts.push(steps.map(({ title }, index) => `${index + 1}. ${title}`).join('\n'));
    if (result === 'done')
        parts.push(migrationsPart(migrations), timeline(entries));
    return parts.join('\n\n');
}
/** What was done and undone, for the summary of a deploy that failed. */
function failedTimeline(entries) {
    return (0,markdown/* details */.zH)('What was done, and undone', timeline(entries));
}
function migrationsPart(migrations) {
    if (migrations.length === 0)
        return 'No migrations were pending.';
    const text = migrations
        .map(({ name, operations }) => `${name}\n${operations.map((one) => `    ${one}`).join('\n')}`)
        .join('\n');
    return (0,markdown/* details */.zH)(`${migrations.length} migration${migrations.length === 1 ? '' : 's'} applied`, (0,markdown/* code */.aY)(text));
}

;// CONCATENATED MODULE: ./src/deploy/traffic.js










/** Seconds that requests on a failed release may still take when the host goes back by itself. */
const undoDrainSeconds = 20;
/** Makes sure that the edge runs with the configuration of this version; never restarts one that serves as it should. */
async function startEdge(run) {
    if (await prepareEdge(run))
        await awaitEdge(run);
}
/** Returns whether anything was started or changed. */
async function prepareEdge(run) {
    const { transaction, wanted, seen, host } = run;
    const project = `com.docker.compose.project=${wanted.model.name}`;
    run.upstreams = seen.upstreams.filter(({ container }) => seen.containers.some(({ name }) => name === container));
    const files = edgeFiles(run, run.upstreams);
    const failed = dockerFailed('switch-failed', host.name, 'starting the edge');
    if (mustTakeOver(wanted, seen)) {
        // The port is web's until the switch: a second edge without a port asks for the health of the new containers.
        run.probe = `${wanted.model.name}-edge-probe`;
        const start = compose(run, 'run', '--detach', '--no-deps', '--name', run.probe, 'edge');
        await transaction.change({
            undo: [...files.undo, ['retire', run.probe]],
            afterCommit: [['retire', run.probe]],
            run: [...files.run, start],
        }, failed);
        return true;
    }
    run.probe = edgeName(run);
    const up = compose(run, 'up', '--detach', '--no-deps', 'edge');
    if (!edgeRuns(seen)) {
        const isNew = containersOf(seen, 'edge').length === 0;
        const undo = [...files.undo, ...(isNew ? [['sweep', project, `${roleLabel}=edge`]] : [])];
        await transaction.change({ undo, run: [...files.run, up] }, failed);
    }
    else if (!edgeIsAsWanted(wanted, seen)) {
        await tryEdge(run, files);
        run.probe = edgeName(run);
        run.runner.log.warning(`${host.name}: image or ports of the edge have changed; it is made anew, which takes about a second.`);
        const before = seen.live === undefined
            ? []
            : [compose({ wanted: { ...wanted, release: seen.live } }, 'up', '--detach', '--no-deps', 'edge')];
        await transaction.change({ undo: before, run: [up] }, failed);
    }
    else if (withoutUpstreams(seen.edgeConfig) !== withoutUpstreams(renderConfig(wanted.edge, []))) {
        const reload = ['docker', 'kill', '--signal', 'USR2', run.probe];
        await transaction.change({ undo: [reload, ...files.undo], run: [...files.run, reload] }, failed);
    }
    else
        return false;
    return true;
}
/** Starts the new edge beside the one that serves, without its port: an image that can't be used replaces nothing. */
async function tryEdge(run, files) {
    const { transaction, wanted, host } = run;
    run.probe = `${wanted.model.name}-edge-probe`;
    const start = compose(run, 'run', '--detach', '--no-deps', '--name', run.probe, 'edge');
    await transaction.change({ undo: [...files.undo, ['retire', run.probe]], run: [...files.run, start] }, dockerFailed('switch-failed', host.name, 'trying the new edge'));
    await awaitEdge(run);
    await transaction.attempt({ run: [['retire', run.probe]] });
}
/** Tells the edge's free slots which containers of a batch they are for, once those run. No request goes there yet. */
function pointEdge(run, batch) {
    // The edge that is not there yet finds the names in its file.
    if (mustTakeOver(run.wanted, run.seen))
        return {};
    const added = upstreamsOf(run, batch);
    return {
        undo: [['edge', edgeName(run), retireCommands(added)]],
        run: [['edge', edgeName(run), pointCommands(added)]],
    };
}
/** Sends requests to a batch of new containers, and none any more to the old ones that it replaces. */
async function switchTraffic(run, batch) {
    const { transaction, wanted, seen, host } = run;
    const oldNames = oldContainers(seen, wanted.roles.web, wanted.release.id)
        .map(({ name }) => name)
        .slice(batch.oldFrom, batch.oldTo);
    const added = upstreamsOf(run, batch);
    const old = run.upstreams.filter(({ container, release }) => release !== wanted.release.id && (oldNames.includes(container) || isLast(run, batch)));
    const next = [...run.upstreams.filter((one) => !old.includes(one)), ...added];
    const files = edgeFiles(run, next);
    const failed = (ran) => new src_errors/* StepFailed */.an('switch-failed', `${host.name}: the edge refused the switch: ${ran.stdout.trim()}`);
    if (mustTakeOver(wanted, seen))
        await takePort(run, files, oldNames);
    else {
        const edge = edgeName(run);
        await transaction.change({
            // Played backwards: traffic goes back, requests finish, files are put back.
            undo: [
                ...files.undo,
                ['drain', edge, String(undoDrainSeconds), ...slots(added)],
                ['edge_back', edge, switchBackCommands(added, old), ...places(old)],
            ],
            run: [
                ...files.run,
                ['placed', edge, '10', ...places(added)],
                ['edge', edge, switchCommands(added, old)],
            ],
        }, failed);
    }
    run.upstreams = next;
    if (batch.makeRoom && oldNames.length > 0)
        await makeRoom(run, old, oldNames);
}
/** `recreate`: the old ones go first. The edge answers 503 until the new ones are there. */
async function stopWeb(run) {
    const { wanted, seen } = run;
    await makeRoom(run, run.upstreams, oldContainers(seen, wanted.roles.web, wanted.release.id).map(({ name }) => name));
}
/** Lets requests finish, then stops containers without removing them; on the way back they are started and awaited. */
async function makeRoom({ transaction, wanted, probe, host }, old, names) {
    const { port, healthPath } = wanted.edge;
    await transaction.change({
        undo: [['serve', probe, String(wanted.healthTimeout), String(port), healthPath, ...names]],
        run: [
            ...(old.length === 0 ? [] : [['drain', probe, String(wanted.drainTimeout), ...slots(old)]]),
            ['docker', 'stop', ...names],
        ],
    }, dockerFailed('switch-failed', host.name, `stopping ${names.join(', ')}`));
}
/** Once in a host's life: web gives up the port that it published itself, the edge takes it. Takes about a second. */
async function takePort(run, files, oldNames) {
    const { transaction, wanted, host } = run;
    run.runner.log.warning(`${host.name}: the edge takes port ${wanted.publicPort} over from ${oldNames.join(', ')}. Only this first time it is closed, for about a second.`);
    await transaction.change({
        undo: [
            ...files.undo,
            ['revive', ...oldNames],
            [
                'sweep',
                `com.docker.compose.project=${wanted.model.name}`,
                `${roleLabel}=edge`,
                'com.docker.compose.oneoff=False',
            ],
        ],
        run: [
            ...files.run,
            ['docker', 'stop', ...oldNames],
            compose(run, 'up', '--detach', '--no-deps', 'edge'),
        ],
    }, dockerFailed('switch-failed', host.name, 'taking the port over'));
}
/** The edge's files for these upstreams, and how to put back what was there. */
function edgeFiles({ wanted, seen }, upstreams) {
    const config = `${wanted.root}/edge/haproxy.cfg`;
    const map = `${wanted.root}/edge/releases.map`;
    const back = (path, content) => content === '' ? ['rm', '-f', path] : put(path, '644', content);
    const none = seen.edgeConfig === '' && seen.releaseMap === '';
    return {
        undo: none
            ? [['rm', '-rf', `${wanted.root}/edge`]]
            : [back(map, seen.releaseMap), back(config, seen.edgeConfig)],
        run: [put(map, '644', renderMap(upstreams)), put(config, '644', renderConfig(wanted.edge, upstreams))],
    };
}
/** The slots for a batch: the same before and at its switch, as only a switch changes which are taken. */
function upstreamsOf(run, { from, to }) {
    const { wanted, seen } = run;
    const names = createdOf(run, [wanted.roles.web]).slice(from, to);
    return assignSlots([...seen.upstreams, ...run.upstreams], names, wanted.release.id);
}
/** Whatever of the old release is still at the edge leaves with the last batch, also what nobody counted. */
function isLast(run, { to }) {
    return to === createdOf(run, [run.wanted.roles.web]).length;
}
function slots(upstreams) {
    return upstreams.map(({ slot }) => slot);
}

;// CONCATENATED MODULE: ./src/deploy/start.js










/** Starts the database, Redis and the like where they don't run; what runs is left alone, whatever the file says. */
async function startAccessories(run) {
    const { transaction, wanted, seen, host } = run;
    const services = missingAccessories(wanted, seen);
    const project = `com.docker.compose.project=${wanted.model.name}`;
    const added = services.filter((service) => containersOf(seen, service).length === 0);
    await transaction.change({
        undo: [...added.map((service) => ['sweep', project, `com.docker.compose.service=${service}`])],
        run: [
            compose(run, 'up', '-d', '--no-recreate', '--no-deps', '--wait', '--wait-timeout', '120', ...services),
        ],
    }, dockerFailed('start-failed', host.name, `starting ${services.join(', ')}`));
}
/** Creates all new containers in one go and starts none: Compose decides names, networks and volumes, we decide when. */
async function create(run) {
    const { transaction, wanted, seen, host } = run;
    const label = `${releaseLabel}=${wanted.release.id}`;
    const services = appServices(wanted);
    const scale = services.flatMap((service) => {
        const count = containersOf(seen, service).length + replicasOf(wanted.model.services[service] ?? {});
        return ['--scale', `${service}=${count}`];
    });
    const { stdout } = await transaction.change({
        undo: [['sweep', label]],
        run: [
            compose(run, 'up', '--no-start', '--no-recreate', '--no-deps', ...scale, ...services),
            ['docker', 'ps', '-a', '--filter', `label=${label}`, '--format', containerFormat],
        ],
    }, dockerFailed('start-failed', host.name, 'creating the containers'));
    const containers = readContainers(stdout).filter(({ release }) => release === wanted.release.id);
    run.created = Object.fromEntries(services.map((service) => [
        service,
        containers
            .filter((one) => one.service === service)
            .map(({ name }) => name)
            .sort(byNumber),
    ]));
    const missing = services.find((service) => run.created[service]?.length !== replicasOf(wanted.model.services[service] ?? {}));
    if (missing !== undefined)
        throw new src_errors/* StepFailed */.an('start-failed', `${host.name}: Compose did not create the containers of ${missing}.`, stdout);
}
/** Starts a batch of web beside the old ones and waits until each answers. */
async function startWeb(run, batch) {
    const { transaction, wanted, host, runner } = run;
    const names = createdOf(run, [wanted.roles.web]).slice(batch.from, batch.to);
    const started = runner.clock.now();
    const { undo = [], run: point = [] } = pointEdge(run, batch);
    await transaction.change({ undo, run: [['docker', 'start', ...names], ...point] }, dockerFailed('start-failed', host.name, `starting ${names.join(', ')}`));
    await awaitHealthy(run, names);
    run.startSeconds = Math.max(run.startSeconds, (runner.clock.now() - started) / 1000);
}
function byNumber(a, b) {
    return a.localeCompare(b, 'en', { numeric: true });
}

;// CONCATENATED MODULE: ./src/deploy/execute.js















/** The one loop over a plan. Whatever is thrown before the commit makes the host undo everything. */
async function execute(host, wanted, first, runner) {
    const timeline = [];
    const record = recorder(timeline, host, runner);
    const [pulling, beginning] = planDeploy(wanted, first);
    await record(pulling, () => unlessCancelled(runner.cancelled, pull(host, wanted, first, runner)));
    const transaction = await record(beginning, () => begin(host, wanted, runner));
    let committed = false;
    try {
        const seen = await asItIsNow(transaction, wanted, first);
        const run = {
            host,
            wanted,
            seen,
            runner,
            transaction,
            created: {},
            startSeconds: 0,
            upstreams: [],
            probe: '',
            migrations: [],
        };
        run.probe = edgeName(run);
        for (const step of planDeploy(wanted, seen).slice(2)) {
            await record(step, () => perform[step.do](run, step.batch ?? none));
            committed ||= step.do === 'commit';
        }
        return { timeline, migrations: run.migrations };
    }
    catch (error) {
        if (!committed)
            timeline.push(await undo(transaction, wanted, runner));
        if (error instanceof src_errors/* StepFailed */.an)
            error.report = failedTimeline(timeline);
        throw error;
    }
}
const none = { from: 0, to: 0, oldFrom: 0, oldTo: 0, makeRoom: false };
const perform = {
    // Both were done before the transaction stood.
    pull: async () => { },
    begin: async () => { },
    install: install,
    accessories: startAccessories,
    migrate: migrate,
    create: create,
    edge: startEdge,
    'stop-web': stopWeb,
    'start-web': startWeb,
    workers: startWorkers,
    scheduler: moveScheduler,
    settle: settleBackground,
    switch: switchTraffic,
    commit: commit,
    'clean-up': cleanUp,
};
/** Each step is a fold in the log and a line of the timeline, also when it fails. */
function recorder(timeline, host, { clock, log }) {
    return async (step, work) => {
        const title = step?.title ?? '';
        const entry = {
            name: title,
            where: host.name,
            started: clock.now(),
            seconds: 0,
            result: 'failed',
        };
        timeline.push(entry);
        try {
            const result = await log.group(title, work);
            entry.result = 'done';
            return result;
        }
        finally {
            entry.seconds = (clock.now() - entry.started) / 1000;
        }
    };
}
async function begin(host, { root, release, lockWait }, runner) {
    const since = new Date(runner.clock.now()).toISOString();
    const holder = { run: (0,context/* runUrl */.V)(runner.context), actor: runner.context.actor, release: release.id, since };
    return await Transaction.begin(host, root, holder, lockWait, runner);
}
/** Looks again when another run deployed meanwhile, or when what one had left was undone just now. */
async function asItIsNow(transaction, wanted, first) {
    const live = first.live === undefined ? '' : `releases/${first.live.id}`;
    if (!transaction.recovered && transaction.live === live)
        return first;
    const seen = await observe(transaction.host, wanted);
    preflight(wanted, seen);
    return seen;
}
async function cleanUp({ transaction, host, runner }) {
    if (await transaction.finish())
        return;
    runner.log.warning(`${host.name}: the release serves, but the old one could not be cleaned up whole; the next run does it.`);
}
async function undo(transaction, wanted, runner) {
    const started = runner.clock.now();
    const { host } = transaction;
    const done = await runner.log.group(`${host.name}: undo everything`, async () => (await transaction.abort()) || (await undoAnew(host, wanted, runner)));
    if (!done)
        runner.log.warning(`${host.name}: the guard could not be heard; the host undoes by itself, the next run makes sure of it.`);
    const seconds = (runner.clock.now() - started) / 1000;
    return { name: 'Undo everything', where: host.name, started, seconds, result: done ? 'undone' : 'failed' };
}
/** A new guard finds the log of one that was killed, and plays it before it is ready. */
async function undoAnew(host, wanted, runner) {
    const second = await begin(host, { ...wanted, lockWait: 60 }, runner).catch(() => undefined);
    return second !== undefined && (await second.abort());
}

;// CONCATENATED MODULE: ./src/deploy/deploy.js








/** Looks, decides and, unless it is a dry run or nothing would change, deploys to one host. */
async function deploy(host, wanted, dryRun, runner) {
    const seen = await unlessCancelled(runner.cancelled, observe(host, wanted));
    preflight(wanted, seen);
    const nothing = { seen, steps: [], timeline: [], migrations: [] };
    if (isLive(wanted, seen))
        return { ...nothing, result: 'unchanged' };
    const steps = planDeploy(wanted, seen);
    for (const [index, { title }] of steps.entries())
        runner.log.info(`${index + 1}. ${title}`);
    if (dryRun)
        return { ...nothing, result: 'planned', steps };
    return { result: 'done', seen, steps, ...(await execute(host, wanted, seen, runner)) };
}
/** Whether exactly this release's content serves already, with all its containers. */
function isLive(wanted, seen) {
    const live = seen.live;
    if (live?.fingerprint !== wanted.release.fingerprint || !edgeRuns(seen))
        return false;
    return appServices(wanted).every((service) => {
        const running = containersOf(seen, service).filter(({ state, release }) => state === 'running' && release === live.id);
        return running.length === replicasOf(wanted.model.services[service] ?? {});
    });
}

// EXTERNAL MODULE: ../../node_modules/shlex/shlex.js
var shlex = __webpack_require__(4089);
;// CONCATENATED MODULE: ./src/compose/celery.js

/** Options before the subcommand that take the next word as their value. */
const withValue = new Set([
    '-A',
    '--app',
    '-b',
    '--broker',
    '--result-backend',
    '--loader',
    '--config',
    '--workdir',
]);
/** Reads it from the command line, also from inside `sh -c "…"`. */
function celeryUse(service) {
    const use = { started: false, worker: false, beat: false, embedded: false };
    const words = commandOf(service)
        .split(/[\s;&|()"']+/)
        .filter((word) => word !== '');
    for (let at = 0; at < words.length; at++) {
        if (!isCelery(words, at))
            continue;
        use.started = true;
        const rest = words.slice(at + 1, nextCelery(words, at));
        const subcommand = rest.find((word, index) => !word.startsWith('-') && !withValue.has(rest[index - 1] ?? ''));
        if (subcommand === 'beat')
            use.beat = true;
        if (subcommand === 'worker') {
            use.worker = true;
            if (rest.some((word) => word === '--beat' || /^-[DE]*B[DE]*$/.test(word)))
                use.embedded = true;
        }
    }
    return use;
}
function isCelery(words, at) {
    return /(^|\/)celery$/.test(words[at] ?? '') && !withValue.has(words[at - 1] ?? '');
}
function nextCelery(words, at) {
    const next = words.findIndex((_, index) => index > at && isCelery(words, index));
    return next === -1 ? words.length : next;
}

;// CONCATENATED MODULE: ./src/compose/check-rules.js


/** uvicorn of Saleor's image finishes requests for up to 30 s after the stop signal. */
const webGraceSeconds = 35;
/** An env file that was written for a shell: values are passed on as they stand. */
const unexpanded = (service) => {
    const names = [...environmentOf(service)]
        .filter(([name, value]) => /^\$\{\w+\}$/.test(value) || (name.endsWith('_URL') && /\$\{\w+\}/.test(value)))
        .map(([name]) => name);
    if (names.length === 0)
        return undefined;
    return {
        rule: 'unexpanded-variable',
        text: `${names.join(', ')} would hold the text \${…} and not what it stands for.`,
        fix: 'Values of the environment input are taken literally: write ${{ secrets.NAME }}, which GitHub replaces.',
    };
};
const builtAccessory = (service) => service.build == null || service.image !== undefined
    ? undefined
    : {
        rule: 'accessory-is-built',
        text: 'is built from source, but only the image of the app is deployed.',
        fix: 'Build and push it, and give it image:. If it is part of the app, name it in worker-services.',
    };
/** YAML's `>` keeps the line breaks of lines that are indented further. */
const cutCommand = (service) => /[^\s\\&|;]\s*\n\s*-/.test(commandOf(service))
    ? {
        rule: 'command-cut',
        text: 'the command has a line break before an option, so the shell starts the program without its options and takes them for another command.',
        fix: 'Write the command as a list or on one line. (In YAML, > keeps the breaks of lines that are indented further.)',
    }
    : undefined;
const migratesAtStart = (service) => /\bmanage\.py\s+migrate\b/.test(commandOf(service))
    ? {
        rule: 'migrates-at-start',
        text: 'the database is migrated whenever a container starts; several at once race, and all but one fail.',
        fix: 'Take it out of the command: a deploy migrates once, before any container starts.',
    }
    : undefined;
const healthcheckTool = ({ healthcheck }) => {
    const tool = /\b(curl|wget)\b/.exec([healthcheck?.test ?? []].flat().join(' '))?.[1];
    return tool === undefined || healthcheck?.disable === true
        ? undefined
        : {
            rule: 'healthcheck-tool',
            text: `the health check needs ${tool}; in an image without it, such as Saleor's, the container is never healthy.`,
            fix: `test: ["CMD", "python3", "-c", "import urllib.request as r; r.urlopen('http://localhost:8000/health/', timeout=5)"]`,
        };
};
const shortGrace = (service) => graceSecondsOf(service) >= webGraceSeconds
    ? undefined
    : {
        rule: 'short-grace',
        text: `it is killed ${graceSecondsOf(service)} s after it was asked to stop; Saleor's server takes up to 30 s to finish requests.`,
        fix: `Set stop_grace_period: ${webGraceSeconds}s.`,
    };
const staysDown = ({ restart, deploy }) => {
    // Docker leaves `on-failure` alone when it starts itself, and `deploy` without a condition means any.
    const condition = deploy?.restart_policy === undefined ? 'none' : (deploy.restart_policy.condition ?? 'any');
    return restart === 'always' ||
        restart === 'unless-stopped' ||
        (restart === undefined && condition === 'any')
        ? undefined
        : {
            rule: 'stays-down',
            text: 'after a restart of the host nobody starts it again.',
            fix: 'Set restart: unless-stopped.',
        };
};
const embeddedBeat = (service) => celeryUse(service).embedded
    ? {
        rule: 'embedded-beat',
        text: 'beat runs inside of the worker, so a deploy must stop the old one before the new one starts.',
        fix: 'Run beat in a service of its own, and the worker without -B: then there is always a worker.',
    }
    : undefined;
const fixedName = ({ container_name: name }) => name === undefined
    ? undefined
    : {
        rule: 'container-name',
        text: 'container_name is left out, because old and new containers run side by side.',
        fix: 'Remove container_name, and reach the service by its service name.',
    };
const leftOut = () => ({
    rule: 'job-left-out',
    text: 'runs once and ends, so it is not started: a deploy migrates by itself.',
    fix: 'If it keeps running, name it in worker-services.',
});
/** What breaks a web server, worker or scheduler. */
const appErrorRules = [unexpanded];
/** What surprises in a web server, worker or scheduler. */
const appWarningRules = [
    cutCommand,
    migratesAtStart,
    healthcheckTool,
    staysDown,
    embeddedBeat,
    fixedName,
];
/** What surprises in the web server alone. */
const webRules = [shortGrace];
/** What breaks an accessory. */
const accessoryRules = [builtAccessory];
/** What surprises in a service that runs once. */
const jobRules = [leftOut];

;// CONCATENATED MODULE: ./src/compose/signing-key.js

const makeOne = 'Make one with `openssl genrsa 3072` and keep it as a secret: all tokens are signed with it.';
/**
 * Why Saleor could not sign tokens with this key, undefined when it can. Saleor refuses to start then, every process
 * and every manage.py command of it.
 */
function signingKeyProblem(pem, password) {
    if (pem === undefined || pem.trim() === '')
        return { what: 'RSA_PRIVATE_KEY is missing', fix: makeOne };
    if (pem.includes('\\n'))
        return {
            what: 'RSA_PRIVATE_KEY has the two characters \\n where its lines end',
            fix: 'Give it with real line breaks, or in double quotes, where \\n is one.',
        };
    const encrypted = pem.includes('ENCRYPTED');
    if (encrypted && !password)
        return { what: 'RSA_PRIVATE_KEY is encrypted', fix: 'Give its password as RSA_PRIVATE_PASSWORD.' };
    if (!encrypted && password)
        return {
            what: 'RSA_PRIVATE_PASSWORD is set for a key that is not encrypted, which Saleor refuses',
            fix: 'Remove RSA_PRIVATE_PASSWORD.',
        };
    const key = load(pem, password);
    if (key === undefined)
        return encrypted
            ? {
                what: 'RSA_PRIVATE_KEY does not open with RSA_PRIVATE_PASSWORD',
                fix: 'Check that they belong together.',
            }
            : { what: 'RSA_PRIVATE_KEY is no private key in PEM form', fix: makeOne };
    return key.asymmetricKeyType === 'rsa'
        ? undefined
        : { what: `RSA_PRIVATE_KEY is a key of type ${key.asymmetricKeyType}, not RSA`, fix: makeOne };
}
function load(pem, passphrase) {
    try {
        return (0,external_node_crypto_.createPrivateKey)({ key: pem, format: 'pem', ...(passphrase ? { passphrase } : {}) });
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./src/compose/check-saleor.js


/** True when image, command or environment speak of Saleor; other apps may be deployed as well. */
function isSaleor(service) {
    const environment = [...environmentOf(service)].flat();
    return [service.image ?? '', commandOf(service), ...environment].some((text) => /saleor/i.test(text));
}
/** What Saleor can't start or must not run without, judged on the variables of web. */
const saleorErrors = (service) => {
    const environment = environmentOf(service);
    const faults = [];
    if (!/^(false|0|no|off)$/i.test(environment.get('DEBUG') ?? ''))
        faults.push({
            rule: 'debug-not-off',
            text: `DEBUG is not switched off. Saleor's default is on: errors are shown to everybody, and without RSA_PRIVATE_KEY tokens are signed with a key that lies in the image.`,
            fix: 'Set DEBUG=False.',
        });
    if (isBlank(environment, 'SECRET_KEY'))
        faults.push({
            rule: 'secret-key-missing',
            text: `SECRET_KEY is missing. Saleor starts without it and fails when a password is reset.`,
            fix: 'Give SECRET_KEY as a secret: `openssl rand -hex 32` makes one.',
        });
    if (isBlank(environment, 'ALLOWED_CLIENT_HOSTS'))
        faults.push({
            rule: 'allowed-client-hosts-missing',
            text: `ALLOWED_CLIENT_HOSTS is missing. Without DEBUG no Saleor process starts without it.`,
            fix: 'Set ALLOWED_CLIENT_HOSTS to the host names of storefront and dashboard, separated by commas.',
        });
    // Another JWT manager has its own keys.
    const key = environment.has('JWT_MANAGER_PATH')
        ? undefined
        : signingKeyProblem(environment.get('RSA_PRIVATE_KEY'), environment.get('RSA_PRIVATE_PASSWORD'));
    if (key !== undefined)
        faults.push({
            rule: 'signing-key',
            text: `${key.what}. Without DEBUG no Saleor process starts with it.`,
            fix: key.fix,
        });
    return faults;
};
/** What starts, and then isn't what one expects. */
const saleorWarnings = (service) => {
    const environment = environmentOf(service);
    const faults = [];
    if (isBlank(environment, 'CELERY_BROKER_URL') && isBlank(environment, 'CLOUDAMQP_URL'))
        faults.push({
            rule: 'broker-missing',
            text: `CELERY_BROKER_URL is missing, so Saleor runs background tasks inside of requests and migrations.`,
            fix: 'Set CELERY_BROKER_URL, such as redis://redis:6379/1.',
        });
    if (isBlank(environment, 'ALLOWED_HOSTS'))
        faults.push({
            rule: 'allowed-hosts-missing',
            text: `ALLOWED_HOSTS is missing, so Saleor answers 400 to every request for a public host name.`,
            fix: 'Set ALLOWED_HOSTS to the host names of the API, separated by commas.',
        });
    return faults;
};
function isBlank(environment, name) {
    return (environment.get(name) ?? '').trim() === '';
}

;// CONCATENATED MODULE: ./src/compose/check.js



/** Judges the project before anything changes; `file` is the Compose file, for messages and annotations. */
function checkModel(model, roles, file) {
    const app = [roles.web, ...roles.workers, ...roles.schedulers];
    const saleor = isSaleor(model.services[roles.web] ?? {});
    const find = (...checks) => checks
        .flatMap(([names, rules]) => rules.flatMap((rule) => findEach(model, names, rule)))
        .map((finding) => placed(finding, file));
    return {
        errors: find([[roles.web], saleor ? [saleorErrors] : []], [app, appErrorRules], [roles.schedulers, [severalSchedulers(model, roles)]], [roles.accessories, accessoryRules]),
        warnings: find([[roles.web], saleor ? [saleorWarnings, ...webRules] : webRules], [app, appWarningRules], [roles.jobs, jobRules]),
    };
}
/** One finding for each fault, with all services that have it. */
function findEach(model, names, rule) {
    const found = new Map();
    for (const name of names)
        for (const fault of [rule(model.services[name] ?? {}) ?? []].flat()) {
            const key = fault.rule + fault.text;
            found.set(key, { fault, names: [...(found.get(key)?.names ?? []), name] });
        }
    return [...found.values()].map(({ fault: { rule: name, text, fix }, names: services }) => ({
        rule: name,
        message: `${services.join(', ')}: ${text}`,
        fix,
    }));
}
function placed(finding, file) {
    return file === undefined
        ? finding
        : { ...finding, message: `${file}: ${finding.message}`, place: { file } };
}
function severalSchedulers(model, { schedulers }) {
    const count = schedulers.reduce((sum, name) => sum + replicasOf(model.services[name] ?? {}), 0);
    return () => count <= 1
        ? undefined
        : {
            rule: 'several-schedulers',
            text: `Celery beat would run ${count} times, and each would start all scheduled tasks.`,
            fix: 'Keep one service with beat, with one replica; take -B off the workers.',
        };
}

;// CONCATENATED MODULE: ./src/compose/environment.js

const skipped = /(?:[ \t]*(?:#[^\n]*)?\n)*/y;
const assignment = /[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)=[ \t]*/y;
const singleQuoted = /'([^']*)'/y;
const doubleQuoted = /"((?:[^"\\]|\\[^])*)"/y;
/** One PEM block or several; a block that begins before the last one ended was not closed. */
const pem = /(?:-----BEGIN ([^\n-]+)-----(?:(?!-----BEGIN )[^])*?-----END \1-----\s*?(?:\n[ \t]*(?=-----BEGIN ))?)+/y;
const endOfLine = /[ \t]*\n/y;
/**
 * Parses the multi-line `environment` input: `KEY=value` a line, the value as it stands up to the end of the line.
 * Nothing is expanded and no comment is cut off, because passwords hold `$` and `#`. A value in quotes may span
 * lines; a PEM key may stand without them, as a secret put into a workflow does.
 * @throws UserError bad-input with the line number, never showing a value
 */
function parseEnvironment(text) {
    const source = `${text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')}\n`;
    const environment = new Map();
    const lines = new Map();
    let at = 0;
    /** Moves on behind the pattern if it stands here. */
    const take = (pattern) => {
        pattern.lastIndex = at;
        const found = pattern.exec(source) ?? undefined;
        if (found !== undefined)
            at = pattern.lastIndex;
        return found;
    };
    for (take(skipped); at < source.length; take(skipped)) {
        const line = lineOf(source, at);
        const written = source.slice(at, source.indexOf('\n', at)).trim();
        if (isWrapped(written, [...environment.values()].at(-1)))
            throw bad(line, 'looks like the rest of the value before it', 'Write the value on one line, or all of it in double quotes. (`openssl rand -base64` wraps after 64 characters, `openssl rand -hex` never.)');
        const name = take(assignment)?.[1];
        if (name === undefined)
            throw noAssignment(line, written);
        const before = lines.get(name);
        if (before !== undefined)
            throw bad(line, `sets ${name}, which line ${before} has set`, `Keep one line for ${name}.`);
        lines.set(name, line);
        environment.set(name, readValue(name, line));
    }
    return environment;
    function readValue(name, line) {
        const first = source[at];
        if (first === "'" || first === '"')
            return readQuoted(name, line, first);
        if (source.startsWith('-----BEGIN ', at))
            return readPem(name, line);
        const value = source.slice(at, source.indexOf('\n', at)).replace(/[ \t]+$/, '');
        at = source.indexOf('\n', at) + 1;
        return whole(name, line, value);
    }
    function readQuoted(name, line, quote) {
        const inside = take(quote === "'" ? singleQuoted : doubleQuoted)?.[1];
        // A quote right behind `KEY=` on a later line opens that value: this one was never closed.
        if (inside === undefined || /\n[ \t]*(export[ \t]+)?[A-Za-z_][A-Za-z0-9_]*=[ \t]*$/.test(inside))
            throw bad(line, `opens a ${quote} for ${name} that nothing closes`, quoting(name));
        if (take(endOfLine) === undefined)
            throw bad(line, `has text behind the closing ${quote} of ${name}`, quoting(name));
        if (quote === '"')
            return whole(name, line, inside.replace(/\\([n"\\])/g, (_, one) => (one === 'n' ? '\n' : one)));
        return whole(name, line, inside);
    }
    function readPem(name, line) {
        const block = take(pem)?.[0];
        if (block === undefined)
            throw bad(line, `begins a PEM block for ${name} that has no matching END line`, `Give ${name} with all its lines, from -----BEGIN to -----END.`);
        if (take(endOfLine) === undefined)
            throw bad(line, `has text behind the END line of ${name}`, `End the line of ${name} there.`);
        return whole(name, line, block.trim().replace(/[ \t]*\n[ \t]*/g, '\n'));
    }
}
/** What no value can be: a NUL ends a string for the kernel, and an escaped line break ends no line of a PEM. */
function whole(name, line, value) {
    if (value.includes('\0'))
        throw bad(line, `has a NUL character in ${name}`, `Remove it from ${name}.`);
    if (value.startsWith('-----BEGIN ') && value.includes('\\n'))
        throw bad(line, `gives ${name} as a PEM with the two characters \\n where its lines end`, `Put it in double quotes, where \\n is a line break: ${name}="-----BEGIN …\\n…\\n-----END …", or give it with real line breaks.`);
    return value;
}
/**
 * Writes it so that Compose's env_file parser gives every value back exactly, in every version since 2.20.
 * Single quotes take all literally, but know no escape that all versions share, and a backslash before the closing
 * quote keeps it open; in double quotes `\`, `"` and `$` are doubled or escaped.
 */
function formatEnvironment(environment) {
    return [...environment].map(([name, value]) => `${name}=${quoted(value)}\n`).join('');
}
function quoted(value) {
    if (!value.includes("'") && !value.endsWith('\\'))
        return `'${value}'`;
    return `"${value.replace(/[\\"]/g, '\\$&').replaceAll('$', '$$$$')}"`;
}
/** The end of wrapped Base64 reads like an assignment: `Zm8=` would be a variable Zm8 with no value. */
function isWrapped(line, valueBefore) {
    if (valueBefore === undefined || line.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={1,2}$/.test(line))
        return false;
    // Hexadecimal is never wrapped, and 64 digits are a usual secret.
    const isFullLine = /^([A-Za-z0-9+/]{64}|[A-Za-z0-9+/]{76})$/.test(valueBefore) && !/^[0-9a-f]+$/i.test(valueBefore);
    return line.endsWith('==') || isFullLine;
}
function lineOf(source, at) {
    return source.slice(0, at).split('\n').length;
}
function noAssignment(line, written) {
    // The text before `=` isn't shown either: it may be the tail of a secret, base64 ends in `=`.
    return written.includes('=')
        ? bad(line, 'has a name that no variable can have, or spaces around it', 'Write KEY=value, KEY made of letters, digits and _, with no space before the =.')
        : bad(line, 'is no KEY=value', 'Write one KEY=value a line; a value that spans lines goes in double quotes.');
}
function quoting(name) {
    return `Put all of it between quotes: ${name}='…' takes everything but ' literally, ${name}="…" knows \\" \\\\ and \\n; without quotes the value is the rest of the line as it stands.`;
}
function bad(line, what, fix) {
    return new src_errors/* UserError */.yo('bad-input', `environment: line ${line} ${what}.`, fix);
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./src/compose/app.js


/**
 * The services that run the image which is deployed. Celery, `manage.py` or `saleor.asgi` in a command tell it; where
 * no command does, a web server; where there is none either, `build:`. What runs the same image belongs to them.
 */
function app_appServices(model, named = {}) {
    const all = Object.entries(model.services);
    const byName = all.filter(([name]) => name === named.web || named.workers?.includes(name) || named.schedulers?.includes(name));
    const sure = all.filter(([, service]) => startsDjango(service));
    const likely = all.filter(([, service]) => /\b(uvicorn|gunicorn|hypercorn|daphne|granian)\b/.test(commandOf(service)));
    const built = all.filter(([, service]) => service.build !== undefined);
    const known = [...byName, ...([sure, likely, built].find((found) => found.length > 0) ?? [])];
    const found = all.filter(([name]) => known.some(([other]) => runsSameImage(model, name, other)));
    // Celery alone: the web server has `build:` where the others name the image that the build is tagged with elsewhere.
    const lacksWeb = found.every(([, service]) => celeryUse(service).worker || celeryUse(service).beat);
    return (lacksWeb ? all.filter((one) => found.includes(one) || built.includes(one)) : found).map(([name]) => name);
}
/** True when both have the same `image:` or the same build, or one names what Compose calls the other's build. */
function runsSameImage(model, one, other) {
    const images = imagesOf(model, other);
    return one === other || imagesOf(model, one).some((image) => images.includes(image));
}
function startsDjango(service) {
    const { worker, beat } = celeryUse(service);
    return worker || beat || /\bsaleor\.asgi\b|\bmanage\.py\b/.test(commandOf(service));
}
function imagesOf(model, name) {
    const { image, build } = model.services[name] ?? {};
    const images = image === undefined ? [] : [image];
    if (build === undefined || build === null)
        return images;
    const { context, dockerfile = 'Dockerfile', target = '', } = (typeof build === 'string' ? { context: build } : build);
    const built = `build ${JSON.stringify([context, dockerfile, target])}`;
    return [...images, built, ...(image === undefined ? [`${model.name}-${name}`] : [])];
}

;// CONCATENATED MODULE: ./src/compose/command.js

/** Makes the command for a project. */
function composeConfig(runner, options) {
    const { files, folder, hostFolder, projectName } = options;
    const project = projectName === undefined ? [] : ['--project-name', projectName];
    const inputs = files.flatMap((file) => ['-f', file]);
    return (variables, ...more) => runner.process.run([
        ...['docker', 'compose', '--project-directory', folder, ...project, ...inputs],
        ...['config', '--format', 'json', ...more],
    ], 
    // For whoever runs Compose on the host, ${PWD} is the project's folder there.
    { cwd: folder, env: { ...variables, PWD: hostFolder }, signal: runner.cancelled });
}
/** The model that a successful run printed. */
function modelOf({ stdout }) {
    return { services: {}, ...JSON.parse(stdout) };
}
/** @throws UserError when the runner has no Docker Compose, or one before 2.20 */
async function refuseOldCompose(runner) {
    const version = await composeVersion(runner);
    const [major = 0, minor = 0] = version?.split('.').map(Number) ?? [];
    if (major > 2 || (major === 2 && minor >= 20))
        return;
    throw new src_errors/* UserError */.yo('bad-input', version === undefined
        ? 'The runner has no Docker Compose, and Compose files are read with it.'
        : `The runner has Docker Compose ${version}, which is too old.`, "Use a runner with Docker Compose 2.20 or newer, as GitHub's ubuntu runners are, or install the docker-compose-plugin.");
}
async function composeVersion({ process, cancelled }) {
    try {
        const { code, stdout } = await process.run(['docker', 'compose', 'version', '--short'], {
            signal: cancelled,
        });
        return code === 0 ? /\d+\.\d+(\.\d+)?/.exec(stdout)?.[0] : undefined;
    }
    catch (error) {
        cancelled.throwIfAborted();
        if (error instanceof Error)
            return undefined;
        throw error;
    }
}

;// CONCATENATED MODULE: ./src/compose/failure.js


/** What Compose said against the project, in the words of the user's files. */
function composeFailed(stderr, naming, environmentFile) {
    const said = withFileNames(messagesOf(stderr), naming);
    const missing = /(?:env file|Failed to load) (.+?)(?: not found|: open )/.exec(said)?.[1];
    if (missing !== undefined)
        return missingEnvFile(missing, environmentFile);
    const required = /required variable (\S+) is missing a value(?:: (.*))?/.exec(said);
    if (required !== null)
        return new src_errors/* UserError */.yo('bad-input', `The Compose file requires the variable ${required[1]}${required[2] ? `: ${required[2]}` : '.'}`, `Set ${required[1]} under env: of the step.`, placeIn(said, naming));
    return new src_errors/* UserError */.yo('bad-input', `Docker Compose can't read the project: ${said}`, `Try it where the file is: docker compose -f ${naming.files.map((file) => external_node_path_.posix.basename(file)).join(' -f ')} config`, placeIn(said, naming));
}
/** What Compose warns of, once each, in the words of the user's files. */
function warningsOf(stderr, naming) {
    const warnings = [...stderr.matchAll(/level=warning msg=("(?:[^"\\]|\\.)*")/g)].map(([, quoted]) => withFileNames(JSON.parse(quoted ?? '""'), naming));
    // Unset variables are judged one by one, and the obsolete `version:` changes nothing.
    return [...new Set(warnings)].filter((one) => !/variable is not set|`version` is obsolete/.test(one));
}
function missingEnvFile(missing, environmentFile) {
    return new src_errors/* UserError */.yo('bad-input', `The Compose file reads the env file ${missing}, which is not there.`, missing === environmentFile
        ? `Give its content with the environment input.`
        : `Give its content with the environment input and its name with environment-file: ${missing} (that input says ${environmentFile}), or commit the file if it holds no secrets.`);
}
function messagesOf(stderr) {
    const lines = stderr
        .split('\n')
        .filter((line) => line.trim() !== '' && !/level=(warning|info|debug) /.test(line));
    // A line of an env file that can't be parsed may be a secret.
    return lines
        .join('\n')
        .replace(/(in variable name|unterminated quoted value) .*/, '$1 (not shown)')
        .trim();
}
function withFileNames(text, { mirror }) {
    return text.replaceAll(`${mirror.folder}/`, '').replaceAll(`${mirror.root}/`, '/');
}
function placeIn(said, { folder, files }) {
    const named = files.find((file) => said.includes(external_node_path_.posix.relative(folder, file)));
    const file = named ?? (files.length === 1 ? files[0] : undefined);
    // Compose 5 says `at L2.C3-L4.C4`: from where the part begins to where it breaks.
    const [, line] = /\b(?:line |L\d+\.C\d+-L|at L)(\d+)/.exec(said) ?? [];
    if (file === undefined)
        return undefined;
    return line === undefined ? { file } : { file, line: Number(line) };
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
;// CONCATENATED MODULE: ./src/compose/mirror.js




/**
 * Lets Compose on the runner see the project where the host will have it, with the environment file that is never in
 * the checkout. Compose makes paths absolute; without `root` in front they are the host's. The parent folders are
 * there as far as both sides have them, for `../common.env`.
 */
async function makeMirror(options) {
    const { workspace, hostFolder, environmentFile, environment } = options;
    // Compose reports resolved paths, and mkdtemp makes the folder 0700.
    const root = await (0,promises_.mkdtemp)((0,external_node_path_.join)(await (0,promises_.realpath)(options.temp), 'compose-'));
    const mirror = { root, folder: (0,external_node_path_.join)(root, hostFolder), remove: () => (0,promises_.rm)(root, { recursive: true }) };
    try {
        await (0,promises_.mkdir)(mirror.folder, { recursive: true });
        for (let from = options.folder, to = mirror.folder;; from = (0,external_node_path_.dirname)(from), to = (0,external_node_path_.dirname)(to)) {
            await linkEntries(from, to);
            if (from === workspace || to === root)
                break;
        }
        if (environment !== undefined)
            await writePrivately(root, (0,external_node_path_.resolve)(mirror.folder, environmentFile), environment);
        return mirror;
    }
    catch (error) {
        await mirror.remove();
        throw error;
    }
}
async function linkEntries(from, to) {
    for (const name of await (0,promises_.readdir)(from))
        if (!(0,external_node_fs_.existsSync)((0,external_node_path_.join)(to, name)))
            await (0,promises_.symlink)((0,external_node_path_.join)(from, name), (0,external_node_path_.join)(to, name));
}
/** Writes below the mirror, never through one of its links into the checkout. */
async function writePrivately(root, file, content) {
    if ((0,external_node_path_.relative)(root, file).startsWith('..'))
        throw new src_errors/* UserError */.yo('bad-input', 'The environment file lies outside of the project.', 'Give environment-file as the Compose file has it in env_file, relative to the Compose file.');
    await makeReal(root, (0,external_node_path_.dirname)(file));
    await (0,promises_.rm)(file, { force: true });
    await (0,promises_.writeFile)(file, content, { mode: 0o600 });
}
/** Puts a folder of links in the place of a link to a folder. */
async function makeReal(root, folder) {
    if (folder === root)
        return;
    await makeReal(root, (0,external_node_path_.dirname)(folder));
    const found = await (0,promises_.lstat)(folder).catch(() => undefined);
    if (found?.isDirectory() === true)
        return;
    const linked = found === undefined ? undefined : await (0,promises_.realpath)(folder);
    await (0,promises_.rm)(folder, { force: true });
    await (0,promises_.mkdir)(folder);
    if (linked !== undefined)
        await linkEntries(linked, folder);
}

;// CONCATENATED MODULE: ./src/compose/variables.js
/** The variables that Compose found no value for: it warns of all, or fails at the first one with `:?`. */
function unsetVariables(stderr) {
    const found = stderr.matchAll(/The \\?"([^"\\]+)\\?" variable is not set|required variable (\S+) is missing a value/g);
    return [...new Set([...found].flatMap(([, unset, required]) => unset ?? required ?? []))].sort();
}
/** Where the project uses a variable, each place as the keys that lead to it; `raw` is not interpolated. */
function usesOf(variable, raw, keys = []) {
    if (typeof raw === 'string')
        return variablesIn(raw).includes(variable) ? [keys] : [];
    if (typeof raw !== 'object' || raw === null)
        return [];
    return Object.entries(raw).flatMap(([key, value]) => usesOf(variable, value, [...keys, key]));
}
/**
 * Whether a deploy depends on this use. The image of an app service does not matter, it is replaced by the digest;
 * nor does what Compose leaves out: services of other profiles, and `x-` parts, which count where they are used.
 */
function matters([section = '', service = '', key], app, services) {
    if (section.startsWith('x-'))
        return false;
    if (section !== 'services')
        return true;
    if (services !== undefined && !services.includes(service))
        return false;
    return !(app.includes(service) && (key === 'image' || key === 'build'));
}
/** The first line that names the variable. */
function findVariable(variable, files) {
    for (const { file, text } of files) {
        const line = text.split('\n').findIndex((one) => variablesIn(one).includes(variable));
        if (line !== -1)
            return { file, line: line + 1 };
    }
    return undefined;
}
/** The env files of all services, as their absolute paths. */
function envFilesOf(raw) {
    const files = Object.values(raw.services).flatMap(({ env_file: one }) => one ?? []);
    return [...new Set(files.map((file) => (typeof file === 'string' ? file : file.path)))];
}
/** Names in `$NAME` and `${NAME…}`, also inside the default of another one; `$$` is a dollar. */
function variablesIn(text) {
    return [...text.matchAll(/\$(?:\$|\{?([A-Za-z_][A-Za-z0-9_]*))/g)].flatMap(([, name]) => name ?? []);
}

;// CONCATENATED MODULE: ./src/compose/unset.js




/**
 * Compose puts a blank where a variable has no value, and only warns: the classic way to ship an empty password.
 * `raw` is the project before interpolation.
 * @throws UserError with the names and where they are used
 */
async function refuseUnset(names, raw, matters, naming) {
    const texts = await textsOf(raw, naming);
    const wrong = names.flatMap((name) => {
        const uses = usesOf(name, raw);
        const where = uses.filter(matters).map((use) => use.join('.'));
        // Used nowhere in the model: it stands in one of the env files.
        return uses.length > 0 && where.length === 0 ? [] : [{ name, where, place: findVariable(name, texts) }];
    });
    const [first] = wrong;
    if (first === undefined)
        return;
    const described = wrong.map(({ name, where, place }) => where.length > 0
        ? `${name} (in ${where.join(', ')})`
        : place === undefined
            ? name
            : `${name} (in ${place.file})`);
    throw new src_errors/* UserError */.yo('bad-input', `${wrong.length === 1 ? 'A variable has' : 'Variables have'} no value: ${described.join('; ')}.`, `Set ${wrong.map(({ name }) => name).join(', ')} under env: of the step, or write a default: \${${first.name}:-…}. A $ that is meant as such is written $$.`, first.place);
}
/** The Compose files and the env files that they read, named as the checkout does. */
async function textsOf(raw, { mirror, folder, files }) {
    const composeFiles = files.map((file) => (0,external_node_path_.resolve)(mirror.folder, external_node_path_.posix.relative(folder, file)));
    return await Promise.all([...composeFiles, ...envFilesOf(raw)].map(async (path) => ({
        file: external_node_path_.posix.join(folder, external_node_path_.posix.relative(mirror.folder, path)),
        text: await (0,promises_.readFile)(path, 'utf8').catch(() => ''),
    })));
}

;// CONCATENATED MODULE: ./src/compose/read.js










/**
 * The project as Compose on the runner understands it, with the paths of the host.
 * Variables come from the step's environment and from a `.env` beside the Compose file, as with Compose everywhere.
 * @throws UserError bad-input for anything in it that can't be deployed as it was meant
 */
async function readCompose(source, runner) {
    const workspace = (0,external_node_path_.resolve)(runner.context.workspace);
    const folder = external_node_path_.posix.dirname(firstOf(source.files, workspace));
    await refuseOldCompose(runner);
    const mirror = await makeMirror({
        temp: runner.context.temp,
        workspace,
        folder: (0,external_node_path_.resolve)(workspace, folder),
        hostFolder: source.hostFolder,
        environmentFile: source.environmentFile,
        // Without values a file of that name in the checkout stays what it is.
        environment: source.environment.size === 0 ? undefined : formatEnvironment(source.environment),
    });
    try {
        const naming = { mirror, folder, files: source.files };
        const config = composeConfig(runner, {
            files: source.files.map((file) => (0,external_node_path_.resolve)(mirror.folder, external_node_path_.posix.relative(folder, file))),
            folder: mirror.folder,
            hostFolder: source.hostFolder,
            projectName: source.projectName,
        });
        const { model, warnings } = await readProject(source, config, naming);
        refuseUnread(source, model);
        for (const warning of warnings)
            runner.log.warning(warning);
        return withHostPaths(model, mirror.root);
    }
    finally {
        await mirror.remove();
    }
}
async function readProject(source, config, naming) {
    let ran = await config({});
    if (ran.code === 0 && unsetVariables(ran.stderr).length === 0)
        return { model: modelOf(ran), warnings: warningsOf(ran.stderr, naming) };
    const raw = await readRaw(config);
    const app = app_appServices(raw, source.named);
    // Compose stops at the first required variable and at an empty image, also where the digest will stand.
    const placeholders = {};
    while (ran.code !== 0) {
        const more = unsetVariables(ran.stderr).filter((name) => {
            const uses = usesOf(name, raw);
            return !(name in placeholders) && uses.length > 0 && !uses.some((use) => matters(use, app));
        });
        if (more.length === 0)
            throw composeFailed(ran.stderr, naming, source.environmentFile);
        for (const name of more)
            placeholders[name] = 'replaced';
        ran = await config(placeholders);
    }
    const model = modelOf(ran);
    const services = Object.keys(model.services);
    await refuseUnset(unsetVariables(ran.stderr), raw, (use) => matters(use, app, services), naming);
    return { model, warnings: warningsOf(ran.stderr, naming) };
}
/** The project before interpolation, empty where Compose can't print it. */
async function readRaw(config) {
    const ran = await config({}, '--no-interpolate');
    return ran.code === 0 ? modelOf(ran) : { name: '', services: {} };
}
function firstOf(files, workspace) {
    const kinds = files.map((file) => (0,external_node_fs_.statSync)((0,external_node_path_.resolve)(workspace, file), { throwIfNoEntry: false }));
    const wrong = kinds.findIndex((kind) => kind?.isFile() !== true);
    const [first] = files;
    if (first !== undefined && wrong === -1)
        return first;
    throw new src_errors/* UserError */.yo('bad-input', first === undefined
        ? 'No Compose file is given.'
        : kinds[wrong] === undefined
            ? `There is no file ${files[wrong]} in the checkout.`
            : `${files[wrong]} is a folder and no Compose file.`, 'Name it in compose-file, relative to the root of the repository, and run actions/checkout before.');
}
/** Values that no container would get. `.env` is the exception: Compose reads it for the Compose file itself. */
function refuseUnread({ environment, environmentFile }, { services }) {
    const names = [...environment.keys()];
    if (names.length === 0 || external_node_path_.posix.basename(environmentFile) === '.env')
        return;
    if (Object.keys(services).length === 0)
        throw new src_errors/* UserError */.yo('bad-input', 'The Compose project has no services.', 'Name the files that have them with compose-file, one a line. Services under a profile count when COMPOSE_PROFILES is set under env: of the step.');
    const read = Object.values(services).some((service) => names.every((name) => name in (service.environment ?? {})));
    if (!read)
        throw new src_errors/* UserError */.yo('bad-input', `No service of the Compose project reads ${environmentFile}: the environment input would reach no container.`, `Add env_file: ${environmentFile} to the services, or set environment-file to the name that stands there.`);
}
/** Only what begins with the mirror's random name is a path that Compose made absolute. */
function withHostPaths(value, root) {
    if (typeof value === 'string')
        return (value.startsWith(`${root}/`) ? value.slice(root.length) : value);
    if (Array.isArray(value))
        return value.map((one) => withHostPaths(one, root));
    if (typeof value !== 'object' || value === null)
        return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withHostPaths(one, root)]));
}

;// CONCATENATED MODULE: ./src/compose/roles.js




/** Which service is web, worker, scheduler, job or accessory. @throws UserError when it is not clear */
function findRoles(model, named = {}) {
    const services = Object.keys(model.services);
    refuseBadNames(services, named);
    const web = named.web ?? findWeb(model, named);
    refuseOtherImages(model, web, named);
    const app = [web, ...allNamed(named)];
    const roles = { web, workers: [], schedulers: [], jobs: [], accessories: [] };
    for (const name of services) {
        if (name === web)
            continue;
        if (named.workers?.includes(name))
            roles.workers.push(name);
        else if (named.schedulers?.includes(name))
            roles.schedulers.push(name);
        else if (!app.some((one) => runsSameImage(model, name, one)))
            roles.accessories.push(name);
        else if (beats(model, name))
            roles.schedulers.push(name);
        else if (isJob(model, name))
            roles.jobs.push(name);
        else
            roles.workers.push(name);
    }
    return roles;
}
/** The app service that is no Celery and no job; where several are left, the one that publishes a port. */
function findWeb(model, named) {
    const taken = new Set(allNamed(named));
    const left = app_appServices(model, named).filter((name) => !taken.has(name) && !celeryUse(model.services[name] ?? {}).started);
    const servers = left.filter((name) => !isJob(model, name));
    const publishing = servers.filter((name) => (model.services[name]?.ports ?? []).length > 0);
    const candidates = publishing.length > 0 ? publishing : servers;
    const [web, ...others] = candidates;
    if (web !== undefined && others.length === 0)
        return web;
    throw web === undefined
        ? new src_errors/* UserError */.yo('bad-input', `No service looks like the web server of the app: none builds an image, starts uvicorn or gunicorn, or has the image of a Celery service.`, `Name it with the web-service input, one of ${listed(Object.keys(model.services))}.`)
        : new src_errors/* UserError */.yo('bad-input', `${listed(candidates)} could each be the web server of the app.`, `Name the right one with the web-service input.`);
}
function refuseBadNames(services, named) {
    const names = allNamed(named);
    const unknown = names.filter((name) => !services.includes(name));
    if (unknown.length > 0)
        throw new src_errors/* UserError */.yo('bad-input', `The Compose project has no service ${listed(unknown)}.`, `Its services are ${listed(services)}.`);
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    if (twice.length > 0)
        throw new src_errors/* UserError */.yo('bad-input', `${listed([...new Set(twice)])} is named for more than one role.`, 'Name each service once, in web-service, worker-services or scheduler-services.');
}
/** One image is deployed; a Celery service with another one would silently be given the wrong program. */
function refuseOtherImages(model, web, named) {
    if ((named.workers ?? []).length + (named.schedulers ?? []).length > 0)
        return;
    const other = Object.keys(model.services).filter((name) => name !== web && roles_isCelery(model, name) && !runsSameImage(model, name, web));
    if (other.length > 0)
        throw new src_errors/* UserError */.yo('bad-input', `${listed(other)} runs Celery in another image than ${web}, and one image is deployed.`, `Give ${listed(other)} the image of ${web}, or name the services of the app with the worker-services and scheduler-services inputs: a Celery service that is not named then stays as it is.`);
}
function allNamed(named) {
    const web = named.web === undefined ? [] : [named.web];
    return [...web, ...(named.workers ?? []), ...(named.schedulers ?? [])];
}
function roles_isCelery(model, name) {
    const { worker, beat } = celeryUse(model.services[name] ?? {});
    return worker || beat;
}
function beats(model, name) {
    const { beat, embedded } = celeryUse(model.services[name] ?? {});
    return beat || embedded;
}
/** Something waits for its end, or it is a `manage.py` command that is no server. */
function isJob(model, name) {
    const service = model.services[name] ?? {};
    const awaited = Object.values(model.services).some(({ depends_on }) => {
        const dependency = depends_on?.[name];
        return dependency?.condition === 'service_completed_successfully';
    });
    if (awaited)
        return true;
    const command = commandOf(service);
    return ((service.ports ?? []).length === 0 &&
        /\bmanage\.py\s+(?!runserver|shell)\w+/.test(command) &&
        !/\b(uvicorn|gunicorn|hypercorn|daphne|granian|celery|runserver)\b/.test(command));
}
function listed(names) {
    return names.join(', ');
}

;// CONCATENATED MODULE: ./src/deploy/registry-login.js

/**
 * What `docker login` would write; it travels by standard input and lives on the host for the time of the pull. Empty
 * for a registry that asks for no login. Pure.
 * @throws UserError when one of the two is missing
 */
function registryLogin(image, username, password) {
    if (username === undefined && password === undefined)
        return '';
    if (username === undefined || password === undefined)
        throw new src_errors/* UserError */.yo('bad-input', `Inputs 'registry-username' and 'registry-password' belong together; ${username === undefined ? 'the first' : 'the second'} is empty.`, 'Give both, or none for a registry without login. An empty one is often a secret that this workflow may not read.');
    const [first = ''] = image.split('/');
    const registry = image.includes('/') && /[.:]|^localhost$/.test(first) ? first : 'https://index.docker.io/v1/';
    return JSON.stringify({
        auths: { [registry]: { auth: Buffer.from(`${username}:${password}`).toString('base64') } },
    });
}

;// CONCATENATED MODULE: ./src/deploy/want.js















/**
 * Turns the inputs and the repository's Compose files into what is wanted. Touches the runner only, no host.
 * @throws UserError `bad-input` for everything that can be known to be wrong before a connection is made
 */
async function want(inputs, runner) {
    const { image, path: root } = inputs;
    const login = registryLogin(image, inputs['registry-username'], inputs['registry-password']);
    const migrate = migrateWords(inputs['migrate-command']);
    const environment = parseEnvironment(inputs.environment ?? '');
    const named = {
        ...(inputs['web-service'] === undefined ? {} : { web: inputs['web-service'] }),
        ...(inputs['worker-services'].length === 0 ? {} : { workers: inputs['worker-services'] }),
        ...(inputs['scheduler-services'].length === 0 ? {} : { schedulers: inputs['scheduler-services'] }),
    };
    const source = await readCompose({
        files: inputs['compose-file'],
        environmentFile: inputs['environment-file'],
        environment,
        projectName: inputs.project,
        hostFolder: root,
        named,
    }, runner);
    const roles = findRoles(source, named);
    const { errors, warnings } = checkModel(source, roles, inputs['compose-file'].at(-1));
    for (const { rule, message, fix, place } of warnings)
        runner.log.warning(`${message}\n${fix} [${rule}]`, place);
    if (errors.length > 0)
        throw new src_errors/* UserError */.yo('bad-input', errors.map(({ message }) => message).join('\n'), errors.map(({ fix }) => fix).join('\n'), errors[0]?.place);
    const [port, ...others] = webPorts(source, roles);
    if (port === undefined || others.some(({ target }) => target !== port.target))
        throw new src_errors/* UserError */.yo('bad-input', `The service ${roles.web} publishes ${port === undefined ? 'no port' : 'several of its own ports'}; the edge takes over one.`, 'Publish the port that it answers HTTP on, and only that: ports: ["8000:8000"]');
    const id = releaseId(runner.clock.now(), image);
    const model = renderRelease(source, roles, {
        image,
        release: id,
        edgeImage: inputs['edge-image'],
        hostFolder: root,
        ...(inputs.replicas === undefined ? {} : { replicas: inputs.replicas }),
    });
    labelEdge(model);
    if (replicasOf(model.services[roles.web] ?? {}) * 2 > slotCount)
        throw new src_errors/* UserError */.yo('bad-input', `${roles.web} has more replicas than the edge has room for.`, `Use ${slotCount / 2} at most on one host.`);
    return {
        release: {
            id,
            image,
            version: inputs.version ?? '',
            commit: runner.context.sha,
            fingerprint: fingerprint(model),
            created: new Date(runner.clock.now()).toISOString(),
            run: (0,context/* runUrl */.V)(runner.context),
            actor: runner.context.actor,
        },
        model,
        roles,
        edge: { port: port.target, healthPath: inputs['health-path'], healthHost: inputs['health-host'] },
        publicPort: port.published,
        strategy: inputs.strategy,
        root,
        migrate,
        healthTimeout: inputs['health-timeout'],
        drainTimeout: inputs['drain-timeout'],
        keep: inputs['keep-releases'],
        lockWait: inputs['lock-wait'],
        registryLogin: login,
    };
}
/** The edge carries a hash of its own definition: it is left alone as long as that stays the same. */
function labelEdge({ services: { edge } }) {
    if (edge === undefined)
        return;
    const hash = (0,external_node_crypto_.createHash)('sha256').update(JSON.stringify(edge)).digest('hex').slice(0, 12);
    edge.labels = { ...edge.labels, [edgeLabel]: hash };
}
/** @throws UserError for a quote that nothing closes */
function migrateWords(command) {
    try {
        return command === 'none' ? [] : (0,shlex/* split */.lD)(command);
    }
    catch {
        throw new src_errors/* UserError */.yo('bad-input', `Input 'migrate-command': "${command}" has a quote that nothing closes.`, 'Write it as in a shell, such as python manage.py migrate --noinput; or none.');
    }
}

;// CONCATENATED MODULE: ./src/host/host-key.js

/** `SHA256:…` of a public key in SSH's wire format, as OpenSSH writes it. */
function fingerprintOf(key) {
    return `SHA256:${(0,external_node_crypto_.createHash)('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}
/** Whether the key is one that the user pinned for this host. */
function isPinned(key, host, port, pins) {
    const same = pinnedEntries(host, port, pins).filter((entry) => entry.key.equals(key));
    if (same.some(({ marker }) => marker === 'revoked'))
        return false;
    return pins.fingerprints.includes(fingerprintOf(key)) || same.some(({ marker }) => marker === undefined);
}
/** The key types pinned for the host: the server is asked for one of these, as it may have others too. */
function pinnedTypes(host, port, pins) {
    const plain = pinnedEntries(host, port, pins).filter(({ marker }) => marker === undefined);
    return [...new Set(plain.map(({ type }) => type))];
}
/** The line to put into `known-hosts` for a key, for error messages. */
function knownHostsLine(key, host, port) {
    return `${asKnown(host, port)} ${typeOf(key)} ${key.toString('base64')}`;
}
/** `ssh-ed25519`, `ssh-rsa`, … as the key itself says. */
function typeOf(key) {
    return readWire(key)[0] ?? '';
}
/** Why a known_hosts line can't be used, or undefined when it can. Shows nothing of it: it may be a key put wrong. */
function complaintAbout(line) {
    if (/PRIVATE KEY-----/.test(line))
        return 'is of a private key, which belongs into ssh-key';
    if (/^(SHA256|MD5):/.test(line))
        return 'is a fingerprint, which belongs into host-fingerprint';
    const [first = '', second, third] = line.replace(/^@\S+\s+/, '').split(/\s+/);
    if (/^(ssh-|ecdsa-|sk-)/.test(first))
        return 'has no host name in front of the key';
    if (second === undefined || third === undefined)
        return 'has fewer than three fields (host, key type, key)';
    if (!/^[A-Za-z0-9+/]+=*$/.test(third))
        return 'has a key that is not Base64';
    const [type, whole] = readWire(Buffer.from(third, 'base64'));
    if (type !== second)
        return `has a key that is not of the type ${second}`;
    return whole ? undefined : 'has a key that is cut off';
}
/** SSH's wire format: strings with their length in front, the first one is the type. */
function readWire(key) {
    const parts = [];
    let at = 0;
    while (at + 4 <= key.length) {
        const length = key.readUInt32BE(at);
        parts.push(key.subarray(at + 4, at + 4 + length));
        at += 4 + length;
    }
    return [parts[0]?.toString('latin1'), at === key.length && parts.length > 1];
}
/** known_hosts(5): markers, comma-separated patterns with * ? and !, [host]:port, and hashed names (|1|salt|hash). */
function pinnedEntries(host, port, pins) {
    return pins.knownHosts.flatMap((line) => {
        const marker = /^@(\S+)\s+/.exec(line);
        const [names = '', type = '', key = ''] = line.slice(marker?.[0].length ?? 0).split(/\s+/);
        if (!matches(names, asKnown(host, port)))
            return [];
        return [{ type, key: Buffer.from(key, 'base64'), marker: marker?.[1] }];
    });
}
function asKnown(host, port) {
    return port === 22 ? host : `[${host}]:${port}`;
}
function matches(names, host) {
    if (names.startsWith('|1|')) {
        const [, , salt = '', hash = ''] = names.split('|');
        const expected = Buffer.from(hash, 'base64');
        const actual = (0,external_node_crypto_.createHmac)('sha1', Buffer.from(salt, 'base64')).update(host).digest();
        return expected.length === actual.length && (0,external_node_crypto_.timingSafeEqual)(expected, actual);
    }
    const patterns = names.split(',');
    const hit = (pattern) => globToRegExp(pattern).test(host);
    return (patterns.some((one) => !one.startsWith('!') && hit(one)) &&
        !patterns.some((one) => one.startsWith('!') && hit(one.slice(1))));
}
function globToRegExp(glob) {
    const body = glob
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.');
    return new RegExp(`^${body}$`, 'i');
}

;// CONCATENATED MODULE: ./src/host/private-key.js


/**
 * A private key in the form that the SSH library reads. Secrets lose things on their way into a workflow: the last line
 * break, or the line ends; those are mended, or it is said what is lost. Pure.
 * @throws UserError `bad-input`, which never shows the key
 */
function readPrivateKey(text, passphrase) {
    const lines = text.split(/\r\n?|\n/).map((line) => line.trim());
    const [, what, fix] = complaints.find(([pattern]) => pattern.test(lines.join('\n'))) ?? [];
    if (what !== undefined)
        throw private_key_bad(what, fix);
    const key = `${lines.join('\n')}\n`;
    return /^-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/m.test(key) ? fromPkcs8(key, passphrase) : key;
}
const private_key_whole = 'Store the whole file of the private key in the secret, from its BEGIN line to its END line (`gh secret set NAME < ~/.ssh/key`).';
/** What people store instead of a key, the first one that fits is told. */
const complaints = [
    [/^(ssh-\S+|ecdsa-\S+|sk-\S+) AAAA/m, 'is the public key, the file that ends in .pub', private_key_whole],
    [/^-----BEGIN PUBLIC KEY-----|^---- BEGIN SSH2 PUBLIC KEY/m, 'is a public key', private_key_whole],
    [/-----BEGIN CERTIFICATE-----/, 'is a certificate', private_key_whole],
    [
        /^PuTTY-User-Key-File/,
        'is a key of PuTTY',
        'Convert it: puttygen key.ppk -O private-openssh -o key, or in PuTTYgen: Conversions, Export OpenSSH key.',
    ],
    [/-----BEGIN [^\n]*\\n/, 'has the two characters \\n where its lines should end', private_key_whole],
    [/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[^\n]/, 'has lost its line breaks', private_key_whole],
    [/^['"]-----BEGIN /, 'is in quotes', private_key_whole],
    [/^LS0tLS1CRUdJTi/, 'is Base64 of a key', 'Decode it before, or store the file as it is in the secret.'],
    [/^(?![^]*-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----)/, 'is no private key: it has no BEGIN line', private_key_whole],
    [/^(?![^]*-----END [A-Z0-9 ]*PRIVATE KEY-----)/, 'is cut off: it has no END line', private_key_whole],
];
/** PKCS #8 (`ssh-keygen -m PKCS8`, openssl) is what the library can't read; OpenSSL's own forms it can. */
function fromPkcs8(key, passphrase) {
    if (key.includes('ENCRYPTED') && passphrase === undefined)
        throw encrypted('');
    try {
        const opened = (0,external_node_crypto_.createPrivateKey)({ key, ...(passphrase === undefined ? {} : { passphrase }) });
        const type = opened.asymmetricKeyType;
        if (type === 'rsa')
            return String(opened.export({ type: 'pkcs1', format: 'pem' }));
        if (type === 'ec')
            return String(opened.export({ type: 'sec1', format: 'pem' }));
    }
    catch {
        if (key.includes('ENCRYPTED'))
            throw encrypted('wrong');
        throw private_key_bad('is damaged');
    }
    throw private_key_bad('is in PKCS #8, which SSH has no use for with this type', 'Convert it: ssh-keygen -p -f key');
}
/** The complaint about the passphrase, when there is none or a wrong one. */
function encrypted(given) {
    return new src_errors/* UserError */.yo('bad-input', given === 'wrong'
        ? `Input 'ssh-key-passphrase' does not open the key in 'ssh-key': it is wrong.`
        : `Input 'ssh-key' is encrypted, and there is no passphrase.`, given === 'wrong'
        ? 'Correct the secret, also for spaces at its ends. To try it: ssh-keygen -y -f key'
        : "Give its passphrase with 'ssh-key-passphrase', from a secret.");
}
function private_key_bad(what, fix = private_key_whole) {
    return new src_errors/* UserError */.yo('bad-input', `Input 'ssh-key' ${what}.`, fix);
}

;// CONCATENATED MODULE: ./src/host/address.js



/**
 * The server's address and that of the jump host, if there is one; the same key and the same pins serve both.
 * @throws UserError `bad-input` for a pin or a jump host that can't be used
 */
function addressesFrom(inputs) {
    const passphrase = inputs['ssh-key-passphrase'];
    const privateKey = readPrivateKey(inputs['ssh-key'], passphrase);
    for (const [index, line] of inputs['known-hosts'].entries()) {
        const complaint = complaintAbout(line);
        if (complaint !== undefined)
            throw new src_errors/* UserError */.yo('bad-input', `Input 'known-hosts': line ${index + 1} ${complaint}.`, 'Copy what `ssh-keyscan -t ed25519 your.server` prints, after comparing its fingerprint.');
    }
    for (const fingerprint of inputs['host-fingerprint'])
        if (!/^SHA256:[A-Za-z0-9+/]{43}$/.test(fingerprint))
            throw new src_errors/* UserError */.yo('bad-input', `Input 'host-fingerprint': "${fingerprint}" is not a fingerprint.`, 'It looks like SHA256:… with 43 characters, as `ssh-keygen -lf` prints it.');
    const pins = { knownHosts: inputs['known-hosts'], fingerprints: inputs['host-fingerprint'] };
    const common = { privateKey, pins, ...(passphrase === undefined ? {} : { passphrase }) };
    const target = { host: inputs.host, port: inputs.port, user: inputs.user, ...common };
    const through = inputs['jump-host'];
    if (through === undefined) {
        if (inputs['jump-user'] === undefined)
            return { target };
        throw new src_errors/* UserError */.yo('bad-input', "Input 'jump-user' is given without 'jump-host'.", 'Name the host to go through with jump-host, or leave both out.');
    }
    const [host, port] = readHostAndPort(through);
    return {
        target,
        jump: { input: 'jump-host', host, port, user: inputs['jump-user'] ?? inputs.user, ...common },
    };
}
/** `bastion`, `bastion:2222` or `[2001:db8::1]:2222`. */
function readHostAndPort(text) {
    const [, bracketed, plain, port = '22'] = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+))(?::(\d+))?$/.exec(text) ?? [];
    const host = bracketed ?? plain;
    if (host !== undefined && Number(port) >= 1 && Number(port) <= 65535)
        return [host, Number(port)];
    throw new src_errors/* UserError */.yo('bad-input', `Input 'jump-host': "${text}" is not host or host:port, with a port from 1 to 65535.`, 'Write it as bastion.example.com or bastion.example.com:2222; the user goes into jump-user.');
}

;// CONCATENATED MODULE: ./src/host/explain.js


/** Turns what the SSH library says into what is wrong and what to do. Pure. */
function explainRefusal(error, { host, port, user, input = 'host' }) {
    const { message = String(error), code } = error;
    const where = `${host}:${port}`;
    const unreachable = (what, fix) => new src_errors/* UserError */.yo('host-unreachable', what, fix);
    if (/no passphrase given/i.test(message))
        return encrypted('');
    if (/passphrase|bad decrypt|integrity check/i.test(message))
        return encrypted('wrong');
    if (/privatekey|unsupported key format|malformed/i.test(message))
        return new src_errors/* UserError */.yo('bad-input', `Input 'ssh-key' is not a private key that can be read: ${message}.`, 'Store the whole file in the secret, from its BEGIN line to its END line, as ssh-keygen made it.');
    if (/authentication methods failed/i.test(message))
        return new src_errors/* UserError */.yo('login-refused', `${where} refused the login of '${user}' with this key.`, `Add the public key to ~${user}/.ssh/authorized_keys on the server, or correct the inputs ${input === 'host' ? 'user' : 'jump-user'} and ssh-key.`);
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
        return unreachable(`The name ${host} does not resolve.`, `Correct the input ${input}.`);
    if (code === 'ECONNREFUSED')
        return unreachable(`Nothing listens on ${where}.`, `Start sshd there, or correct the ${input === 'host' ? 'inputs host and port' : 'input jump-host'}.`);
    if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
        return unreachable(`There is no route to ${where}.`, `Correct the input ${input}, or use jump-host.`);
    if (/timed out/i.test(message) || code === 'ETIMEDOUT')
        return unreachable(`${where} did not answer within 20 s.`, 'Open the port for the runner in the firewall, or use jump-host.');
    return unreachable(`No SSH connection to ${where}: ${message}.`, `Check that sshd runs there and accepts connections, and the input ${input}.`);
}

;// CONCATENATED MODULE: ./src/host/connect.js




/** sshd allows 10 sessions on a connection by default (MaxSessions), and counts those that are closing. */
const parallelCommands = 4;
/**
 * Opens the one connection to a host, through a jump host if one is given.
 * @throws UserError `host-unreachable`, `host-key-unverified` or `login-refused`, with what to do about it.
 */
async function connect(address, jump) {
    if (jump === undefined)
        return new SshHost(address.host, await connect_open(address));
    const bastion = await connect_open(jump);
    try {
        const through = await bastion.forwardOut('127.0.0.1', 0, address.host, address.port);
        return new SshHost(address.host, await connect_open(address, through), bastion);
    }
    catch (error) {
        bastion.dispose();
        if (error instanceof src_errors/* UserError */.yo)
            throw error;
        throw new src_errors/* UserError */.yo('host-unreachable', `${jump.host} could not open a connection to ${address.host}:${address.port}: ${String(error)}`, `Check host and port, and that sshd on ${jump.host} allows TCP forwarding (AllowTcpForwarding).`);
    }
}
/**
 * Connects while other work goes on: logging in is half a dozen round trips. When both fail, the work's error counts.
 * @throws what the work throws, and what {@link connect} throws
 */
async function connectDuring(work, target, jump) {
    const connecting = connect(target, jump);
    connecting.catch(() => { });
    try {
        return { result: await work, host: await connecting };
    }
    catch (error) {
        connecting.then((host) => host.close(), () => { });
        throw error;
    }
}
async function connect_open(address, sock) {
    const { NodeSSH } = await __webpack_require__.e(/* import() */ 459).then(__webpack_require__.bind(__webpack_require__, 8459));
    const ssh = new NodeSSH();
    let offered;
    try {
        await ssh.connect({
            host: address.host,
            port: address.port,
            username: address.user,
            // Straight to the key: asking first what is allowed costs a round trip.
            authHandler: ['publickey'],
            privateKey: address.privateKey,
            ...(address.passphrase === undefined ? {} : { passphrase: address.passphrase }),
            ...(sock === undefined ? {} : { sock }),
            algorithms: { serverHostKey: signaturesFor(address) },
            readyTimeout: 20_000,
            keepaliveInterval: 5_000,
            keepaliveCountMax: 3,
            // Without a verifier ssh2 accepts any key.
            hostVerifier: (key) => {
                offered = key;
                return isPinned(key, address.host, address.port, address.pins);
            },
        });
    }
    catch (error) {
        ssh.dispose();
        if (offered !== undefined && !isPinned(offered, address.host, address.port, address.pins))
            throw unverified(address, offered);
        throw explainRefusal(error, address);
    }
    // What breaks later shows in what runs at that time; without a listener it would end the whole process.
    ssh.connection?.on('error', () => { }).setNoDelay(true);
    return ssh;
}
/** Host keys by how they sign. RSA's old SHA-1 signature is left out. */
const signatures = {
    'ssh-ed25519': ['ssh-ed25519'],
    'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
    'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
    'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
    'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
};
/** A server shows one of its keys, by the order in which we ask: those of a pinned type come first. */
function signaturesFor({ host, port, pins }) {
    const types = [...pinnedTypes(host, port, pins), ...Object.keys(signatures)];
    return [...new Set(types.flatMap((type) => signatures[type] ?? []))];
}
function unverified({ host, port, pins, input = 'host' }, key) {
    const [what, why] = pins.knownHosts.length + pins.fingerprints.length === 0
        ? ['is not pinned', '']
        : pins.fingerprints.length === 0 && pinnedTypes(host, port, pins).length === 0
            ? [`has no line in the input known-hosts`, '']
            : [
                'is not the pinned one',
                '\nEither another of its keys was pinned, or the server was installed anew, or somebody stands between.',
            ];
    const file = `/etc/ssh/ssh_host_${/rsa|ecdsa|ed25519/.exec(typeOf(key))?.[0]}_key.pub`;
    return new src_errors/* UserError */.yo('host-key-unverified', `${host}:${port} (the input ${input}) showed a host key that ${what}: ${fingerprintOf(key)}${why}`, `Compare with \`ssh-keygen -lf ${file}\` on the server itself; if it is the same, put this line into the input ` +
        `known-hosts:\n${knownHostsLine(key, host, port)}`);
}
class SshHost {
    name;
    commandCount = 0;
    ssh;
    bastion;
    queue = [];
    running = 0;
    constructor(name, ssh, bastion) {
        this.name = name;
        this.ssh = ssh;
        this.bastion = bastion;
    }
    async run(command, input = '') {
        await this.turn();
        try {
            this.commandCount++;
            const { code, signal, stdout, stderr } = await this.ssh.execCommand(shellLine(command), {
                stdin: input,
                noTrim: true,
            });
            return { code: code ?? (signal === null ? 255 : 128), stdout, stderr };
        }
        finally {
            this.running--;
            this.queue.shift()?.();
        }
    }
    async converse(command) {
        this.commandCount++;
        const { connection } = this.ssh;
        if (connection === null)
            throw new Error(`the connection to ${this.name} is gone`);
        const channel = await new Promise((resolve, reject) => connection.exec(shellLine(command), (error, opened) => (error ? reject(error) : resolve(opened))));
        return new LineConversation(channel);
    }
    close() {
        this.ssh.dispose();
        this.bastion?.dispose();
    }
    async turn() {
        while (this.running >= parallelCommands)
            await new Promise((resolve) => this.queue.push(resolve));
        this.running++;
    }
}
class LineConversation {
    channel;
    lines = [];
    rest = '';
    stderr = '';
    ended = false;
    wake = () => { };
    constructor(channel) {
        this.channel = channel;
        channel.setEncoding('utf8');
        channel.on('data', (chunk) => {
            const parts = (this.rest + chunk).split('\n');
            this.rest = parts.pop() ?? '';
            this.lines.push(...parts);
            this.wake();
        });
        channel.stderr.setEncoding('utf8').on('data', (chunk) => (this.stderr += chunk));
        channel.on('error', () => this.end()).on('close', () => this.end());
    }
    say(line) {
        if (!this.ended)
            this.channel.write(`${line}\n`);
    }
    async next() {
        while (this.lines.length === 0 && !this.ended)
            await new Promise((resolve) => (this.wake = resolve));
        return this.lines.shift();
    }
    complaints = () => this.stderr;
    end() {
        this.ended = true;
        this.wake();
    }
}

// EXTERNAL MODULE: ./src/inputs/contract.js
var contract = __webpack_require__(3849);
;// CONCATENATED MODULE: ./src/inputs/connection.js

const userName = /^[a-z_][a-z0-9_.-]*\$?$/i;
/** The inputs of every action that goes to a server; they mean the same everywhere. */
const connectionInputs = {
    host: (0,contract/* pattern */.T1)(/^[A-Za-z0-9._:-]+$/, 'a host name or an address', { required: true }),
    port: (0,contract/* whole */.WQ)({ min: 1, max: 65535, default: '22' }),
    user: (0,contract/* pattern */.T1)(userName, 'the name of a user on the server', { required: true }),
    'ssh-key': (0,contract/* secret */.rJ)({ required: true }),
    'ssh-key-passphrase': (0,contract/* secret */.rJ)(),
    'known-hosts': (0,contract/* lines */.Mn)(),
    'host-fingerprint': (0,contract/* lines */.Mn)(),
    'jump-host': (0,contract/* text */.Qq)(),
    'jump-user': (0,contract/* pattern */.T1)(userName, 'the name of a user on the jump host'),
    path: (0,contract/* pattern */.T1)(/^(\/(?!\.{1,2}(\/|$))[\w.-]+)+$/, 'an absolute folder on the server, such as /opt/saleor', {
        default: '/opt/saleor',
    }),
};

;// CONCATENATED MODULE: ./src/inputs/environment-masks.js

/** Shorter ones are `True`, `8000`, `redis`: hiding them would make logs unreadable and protect nothing. */
const shortest = 6;
/** Settings that every visitor of the shop sees anyway: hidden, they would turn the log's addresses into `***`. */
const environment_masks_open = /^(ALLOWED_(CLIENT_)?HOSTS|PUBLIC_URL|(STATIC|MEDIA)_URL|DEFAULT_FROM_EMAIL|\w+_CUSTOM_DOMAIN)$/;
/**
 * What to hide of the environment: each value by itself, as a program would print it, and the password in a URL. Not
 * whole lines, which nobody prints; nothing that an input says in public (`others`), because the runner drops job
 * outputs that hold a hidden text. Pure.
 */
function environmentMasks(text, others) {
    const found = valuesOf(text).flatMap((value) => [...value.split(/\r?\n/), ...passwordsOf(value)]);
    const telling = found
        .map((one) => one.trim())
        .filter((one) => one.length >= shortest && !one.startsWith('-----'));
    return [...new Set(telling)].filter((one) => !others.some((other) => other.includes(one)));
}
function valuesOf(text) {
    let environment;
    try {
        environment = parseEnvironment(text);
    }
    catch {
        // It will be refused, but until then something may print a part of it.
        return text.split(/\r?\n/).map((line) => line.replace(/^\s*(export\s+)?\w+=\s*["']?|["']\s*$/g, ''));
    }
    return [...environment].flatMap(([name, value]) => (environment_masks_open.test(name) ? [] : [value]));
}
/** `postgres://user:password@host`, as it stands there and as the program sees it. */
function passwordsOf(value) {
    const [, password] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*?:([^/?#\s]*)@/i.exec(value) ?? [];
    if (password === undefined)
        return [];
    try {
        return [password, decodeURIComponent(password)];
    }
    catch {
        return [password];
    }
}

;// CONCATENATED MODULE: ./src/inputs/deploy-staging.js



/** What `deploy-staging` takes and gives. */
const deployStaging = {
    inputs: {
        image: (0,contract/* pattern */.T1)(/^[a-z0-9][\w.:/-]*@sha256:[0-9a-f]{64}$/, 'an image by digest, repository@sha256:… (push-registry puts it out)', { required: true }),
        ...connectionInputs,
        'compose-file': (0,contract/* lines */.Mn)({ default: 'docker-compose.staging.yml' }),
        environment: (0,contract/* secret */.rJ)({ masks: environmentMasks }),
        'environment-file': (0,contract/* text */.Qq)({ default: '.env.staging' }),
        project: (0,contract/* pattern */.T1)(/^[a-z0-9][a-z0-9_-]*$/, 'a Compose project name (small letters, digits, _ and -)'),
        'web-service': (0,contract/* text */.Qq)(),
        'worker-services': (0,contract/* lines */.Mn)(),
        'scheduler-services': (0,contract/* lines */.Mn)(),
        replicas: (0,contract/* whole */.WQ)({ min: 1, max: 30 }),
        strategy: (0,contract/* choice */.Yq)(['rolling', 'blue-green', 'recreate'], { default: 'rolling' }),
        'migrate-command': (0,contract/* text */.Qq)({ default: 'python manage.py migrate --noinput' }),
        'health-path': (0,contract/* pattern */.T1)(/^\/\S*$/, 'a path that begins with /', { default: '/health/' }),
        'health-host': (0,contract/* pattern */.T1)(/^[A-Za-z0-9.:-]+$/, 'a host name', { default: 'localhost' }),
        'health-timeout': (0,contract/* seconds */.YA)({ default: '120s' }),
        'drain-timeout': (0,contract/* seconds */.YA)({ default: '60s' }),
        'edge-image': (0,contract/* pattern */.T1)(/^[a-z0-9][\w.:/-]*(@sha256:[0-9a-f]{64})?$/, 'an image such as haproxy:lts', {
            default: 'haproxy:lts',
        }),
        'registry-username': (0,contract/* text */.Qq)(),
        'registry-password': (0,contract/* secret */.rJ)(),
        version: (0,contract/* text */.Qq)(),
        'keep-releases': (0,contract/* whole */.WQ)({ min: 1, max: 100, default: '5' }),
        'lock-wait': (0,contract/* seconds */.YA)({ default: '0' }),
        'dry-run': (0,contract/* flag */.Jt)({ default: 'false' }),
    },
    outputs: ['release', 'previous-release', 'image', 'version', 'plan', 'migrations', 'reason-code'],
};

// EXTERNAL MODULE: ./src/run-action.js + 8 modules
var run_action = __webpack_require__(393);
;// CONCATENATED MODULE: ./actions/deploy-staging.js







/** Deploys a digest to one server: fast, automatic, and undone by the server itself when anything goes wrong. */
const run = () => (0,run_action/* runAction */.C)(deployStaging, async (inputs, runner) => {
    const { target, jump } = addressesFrom(inputs);
    runner.log.info(`Deploy ${inputs.image} to ${target.host}`);
    const { result: wanted, host } = await connectDuring(want(inputs, runner), target, jump);
    const deployed = await deploy(host, wanted, inputs['dry-run'], runner).finally(() => host.close());
    runner.log.info(`${host.commandCount} commands over one connection`);
    return {
        reason: deployed.result,
        outputs: {
            release: deployed.result === 'unchanged' ? deployed.seen.live?.id : wanted.release.id,
            'previous-release': deployed.seen.live?.id,
            image: wanted.release.image,
            version: wanted.release.version,
            plan: JSON.stringify(deployed.steps.map(({ title }) => title)),
            migrations: JSON.stringify(deployed.migrations.map(({ name }) => name)),
        },
        summary: deploySummary(wanted, deployed),
    };
});


/***/ }),

/***/ 4089:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   lD: () => (/* binding */ split)
/* harmony export */ });
/* unused harmony exports quote, join */


/*
  Port of a subset of the features of CPython's shlex module, which provides a
  shell-like lexer. Original code by Eric S. Raymond and other contributors.
*/

class Shlexer {
  constructor (string) {
    this.i = 0
    this.string = string

    /**
     * Characters that will be considered whitespace and skipped. Whitespace
     * bounds tokens. By default, includes space, tab, linefeed and carriage
     * return.
     */
    this.whitespace = ' \t\r\n'

    /**
     * Characters that will be considered string quotes. The token accumulates
     * until the same quote is encountered again (thus, different quote types
     * protect each other as in the shell.) By default, includes ASCII single
     * and double quotes.
     */
    this.quotes = `'"`

    /**
     * Characters that will be considered as escape. Just `\` by default.
     */
    this.escapes = '\\'

    /**
     * The subset of quote types that allow escaped characters. Just `"` by default.
     */
    this.escapedQuotes = '"'

    /**
     * Whether to support ANSI C-style $'' quotes
     * https://www.gnu.org/software/bash/manual/html_node/ANSI_002dC-Quoting.html
     */
    this.ansiCQuotes = true

    /**
     * Whether to support localized $"" quotes
     * https://www.gnu.org/software/bash/manual/html_node/Locale-Translation.html
     *
     * The behavior is as if the current locale is set to C or POSIX, i.e., the
     * contents are not translated.
     */
    this.localeQuotes = true

    this.debug = false
  }

  readChar () {
    return this.string.charAt(this.i++)
  }

  processEscapes (string, quote, isAnsiCQuote) {
    if (!isAnsiCQuote && !this.escapedQuotes.includes(quote)) {
      // This quote type doesn't support escape sequences
      return string
    }

    // We need to form a regex that matches any of the escape characters,
    // without interpreting any of the characters as a regex special character.
    const anyEscape = '[' + this.escapes.replace(/(.)/g, '\\$1') + ']'

    // In regular quoted strings, we can only escape an escape character, and
    // the quote character itself.
    if (!isAnsiCQuote && this.escapedQuotes.includes(quote)) {
      const re = new RegExp(
        anyEscape + '(' + anyEscape + '|\\' + quote + ')', 'g')
      return string.replace(re, '$1')
    }

    // ANSI C quoted strings support a wide variety of escape sequences
    if (isAnsiCQuote) {
      const patterns = {
        // Literal characters
        '([\\\\\'"?])': (x) => x,

        // Non-printable ASCII characters
        'a': () => '\x07',
        'b': () => '\x08',
        'e|E': () => '\x1b',
        'f': () => '\x0c',
        'n': () => '\x0a',
        'r': () => '\x0d',
        't': () => '\x09',
        'v': () => '\x0b',

        // Octal bytes
        '([0-7]{1,3})': (x) => String.fromCharCode(parseInt(x, 8)),

        // Hexadecimal bytes
        'x([0-9a-fA-F]{1,2})': (x) => String.fromCharCode(parseInt(x, 16)),

        // Unicode code units
        'u([0-9a-fA-F]{1,4})': (x) => String.fromCharCode(parseInt(x, 16)),
        'U([0-9a-fA-F]{1,8})': (x) => String.fromCharCode(parseInt(x, 16)),

        // Control characters
        // https://en.wikipedia.org/wiki/Control_character#How_control_characters_map_to_keyboards
        'c(.)': (x) => {
          if (x === '?') {
            return '\x7f'
          } else if (x === '@') {
            return '\x00'
          } else {
            return String.fromCharCode(x.charCodeAt(0) & 31)
          }
        }
      }

      // Construct an uber-RegEx that catches all of the above pattern
      const re = new RegExp(
        anyEscape + '(' + Object.keys(patterns).join('|') + ')', 'g')

      // For each match, figure out which subpattern matched, and apply the
      // corresponding function
      return string.replace(re, function (m, p1) {
        for (const matched in patterns) {
          const mm = new RegExp('^' + matched + '$').exec(p1)
          if (mm === null) {
            continue
          }

          return patterns[matched].apply(null, mm.slice(1))
        }
      })
    }

    // Should not get here
    return undefined
  }

  * [Symbol.iterator] () {
    let inQuote = false
    let inDollarQuote = false
    let escaped = false
    let lastDollar = -2 // position of last dollar sign we saw
    let token

    if (this.debug) {
      console.log('full input:', '>' + this.string + '<')
    }

    while (true) {
      const pos = this.i
      const char = this.readChar()

      if (this.debug) {
        console.log(
          'position:', pos,
          'input:', '>' + char + '<',
          'accumulated:', token,
          'inQuote:', inQuote,
          'inDollarQuote:', inDollarQuote,
          'lastDollar:', lastDollar,
          'escaped:', escaped
        )
      }

      // Ran out of characters, we're done
      if (char === '') {
        if (inQuote) { throw new Error('Got EOF while in a quoted string') }
        if (escaped) { throw new Error('Got EOF while in an escape sequence') }
        if (token !== undefined) { yield token }
        return
      }

      // We were in an escape sequence, complete it
      if (escaped) {
        if (char === '\n') {
          // An escaped newline just means to continue the command on the next
          // line. We just need to ignore it.
        } else if (inQuote) {
          // If we are in a quote, just accumulate the whole escape sequence,
          // as we will interpret escape sequences later.
          token = (token || '') + escaped + char
        } else {
          // Just use the literal character
          token = (token || '') + char
        }

        escaped = false
        continue
      }

      if (this.escapes.includes(char)) {
        if (!inQuote || inDollarQuote !== false || this.escapedQuotes.includes(inQuote)) {
          // We encountered an escape character, which is going to affect how
          // we treat the next character.
          escaped = char
          continue
        } else {
          // This string type doesn't use escape characters. Ignore for now.
        }
      }

      // We were in a string
      if (inQuote !== false) {
        // String is finished. Don't grab the quote character.
        if (char === inQuote) {
          token = this.processEscapes(token, inQuote, inDollarQuote === '\'')
          inQuote = false
          inDollarQuote = false
          continue
        }

        // String isn't finished yet, accumulate the character
        token = (token || '') + char
        continue
      }

      // This is the start of a new string, don't accumulate the quotation mark
      if (this.quotes.includes(char)) {
        inQuote = char
        if (lastDollar === pos - 1) {
          if (char === '\'' && !this.ansiCQuotes) {
            // Feature not enabled
          } else if (char === '"' && !this.localeQuotes) {
            // Feature not enabled
          } else {
            inDollarQuote = char
          }
        }

        token = (token || '') // fixes blank string

        if (inDollarQuote !== false) {
          // Drop the opening $ we captured before
          token = token.slice(0, -1)
        }

        continue
      }

      // This is a dollar sign, record that we saw it in case it's the start of
      // an ANSI C or localized string
      if (inQuote === false && char === '$') {
        lastDollar = pos
      }

      // This is whitespace, so yield the token if we have one
      if (this.whitespace.includes(char)) {
        if (token !== undefined) { yield token }
        token = undefined
        continue
      }

      // Otherwise, accumulate the character
      token = (token || '') + char
    }
  }
}


/**
 * Splits a given string using shell-like syntax. This function is the inverse
 * of shlex.join().
 *
 * @param {String} s String to split.
 * @returns {String[]}
 */
function split (s) {
  return Array.from(new Shlexer(s))
}

/**
 * Escapes a potentially shell-unsafe string using quotes.
 *
 * @param {String} s String to quote
 * @returns {String}
 */
function quote (s) {
  if (s === '') { return '\'\'' }

  const unsafeRe = /[^\w@%\-+=:,./]/
  if (!unsafeRe.test(s)) { return s }

  return ('\'' + s.replace(/('+)/g, '\'"$1"\'') + '\'').replace(/^''|''$/g, '')
}


/**
 * Concatenate the tokens of the list args and return a string. This function
 * is the inverse of shlex.split().
 *
 * The returned value is shell-escaped to protect against injection
 * vulnerabilities (see shlex.quote()).
 *
 * @param {String[]} args List of args to join
 * @returns {String}
 */
function join (args) {
  if (!Array.isArray(args)) {
    throw new TypeError("args should be an array")
  }
  return args.map(quote).join(" ")
}


/***/ })

};
