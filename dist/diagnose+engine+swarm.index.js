export const id = "diagnose+engine+swarm";
export const ids = ["diagnose+engine+swarm"];
export const modules = {

/***/ 723:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  qN: () => (/* binding */ begin),
  V0: () => (/* binding */ beginAll),
  Oq: () => (/* binding */ lockOwnerFor),
  lj: () => (/* binding */ recover)
});

// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
// EXTERNAL MODULE: ./src/host/deadline.js
var deadline = __webpack_require__(74358);
;// CONCATENATED MODULE: ./src/host/dialogue.js

/** Seconds between two heartbeats. */
const heartbeatSeconds = 3;
/**
 * The lines between a run and the guard. The answer to a command goes to its caller; all other lines are
 * received in order. It sends heartbeats until it ends.
 */
class Dialogue {
    guard;
    heartbeat;
    pending = new Map();
    lines = [];
    wake = () => { };
    count = 0;
    isOver = false;
    /** The run that took over, as the guard reported it; undefined without one. */
    taker;
    constructor(guard) {
        this.guard = guard;
        this.heartbeat = setInterval(() => guard.say('beat'), heartbeatSeconds * 1000);
        void this.listen();
    }
    say(line) {
        this.guard.say(line);
    }
    /** Runs a line and waits for its result; undefined if the guard is gone or {@link giveUp} was called. */
    async ask(line, seconds) {
        if (this.isOver)
            return undefined;
        const number = ++this.count;
        const ran = new Promise((resolve) => this.pending.set(number, resolve));
        const callOff = (0,deadline/* after */.P)(seconds, () => this.answer(number, 'late'));
        this.guard.say(`run ${number} ${line}`);
        return await ran.finally(callOff);
    }
    /**
     * The next line that is no answer to a command; undefined if the guard has ended, the connection is gone, or no line came
     * in time.
     */
    async receive(seconds) {
        const until = performance.now() + seconds * 1000;
        const callOff = (0,deadline/* after */.P)(seconds, () => this.wake());
        while (this.lines.length === 0 && !this.isOver && performance.now() < until)
            await new Promise((resolve) => (this.wake = resolve));
        callOff();
        return this.lines.shift();
    }
    /** The guard's standard error. */
    problems() {
        return this.guard.problems().trim();
    }
    /** Ends all waits for results of commands. */
    giveUp() {
        for (const resolve of this.pending.values())
            resolve(undefined);
        this.pending.clear();
    }
    /** Ends the heartbeats. */
    end() {
        clearInterval(this.heartbeat);
    }
    answer(number, ran) {
        this.pending.get(number)?.(ran);
        this.pending.delete(number);
    }
    async listen() {
        for (let line = await this.guard.next(); line !== undefined; line = await this.guard.next()) {
            const [word, number, code, output = ''] = line.split(' ');
            if (word === 'ran') {
                const stdout = Buffer.from(output, 'base64').toString();
                this.answer(Number(number), { code: Number(code), stdout, stderr: '' });
            }
            else if (word === 'hung')
                this.answer(Number(number), { hung: Number(code) });
            else if (word === 'taken-over')
                this.taker = line.slice('taken-over '.length);
            else {
                this.lines.push(line);
                this.wake();
            }
        }
        this.isOver = true;
        this.giveUp();
        this.wake();
    }
}

// EXTERNAL MODULE: ./src/host/guard.js
var host_guard = __webpack_require__(48361);
// EXTERNAL MODULE: ./src/host/limits.js
var limits = __webpack_require__(79150);
// EXTERNAL MODULE: ./src/host/lock-owner.js
var lock_owner = __webpack_require__(53163);
// EXTERNAL MODULE: ./src/host/quote.js
var quote = __webpack_require__(84428);
// EXTERNAL MODULE: ./src/host/unresponsive.js
var unresponsive = __webpack_require__(76239);
;// CONCATENATED MODULE: ./src/host/transaction.js







/** Seconds without a heartbeat after which the guard aborts; the dialogue sends one every three. */
const silenceSeconds = 15;
/** The timeout for the commit record of the guard in seconds. */
const commitSeconds = 120;
/** The timeout for one line of the undo log in seconds: some stop containers, each with its own grace period. */
const playSeconds = 1800;
/** All changes of a run on one host, between begin and commit. The guard is its counterpart on the host. */
class Transaction {
    host;
    /** The live release's folder when the lock was taken, `releases/…`, or empty on a host without one. */
    live = '';
    /** The size of the host's history in bytes when the lock was taken: each change adds to it. */
    history = 0;
    /** Whether the guard had to undo or finish an earlier run. */
    recovered = false;
    /** Whether the engine hung during the undo or clean-up: the rest is left for the next run. */
    isLeft = false;
    guard;
    log;
    cancelled;
    lockOwner;
    constructor(host, guard, log, cancelled) {
        this.host = host;
        this.guard = guard;
        this.log = log;
        this.cancelled = cancelled;
        cancelled.addEventListener('abort', () => guard.giveUp());
    }
    /**
     * Takes the host's lock, and undoes or finishes an earlier run.
     * @throws UserError `locked` or `not-ready`
     */
    static async begin(host, root, lockOwner, { waitSeconds, takeOver = false }, runner) {
        const argv = [
            ...['transaction', root, String(silenceSeconds), String(waitSeconds), JSON.stringify(lockOwner)],
            ...(takeOver ? ['take'] : []),
        ];
        const guard = new Dialogue(await host.converse(['bash', '-c', (0,host_guard/* guardScript */.hO)(), 'guard', ...argv]));
        const transaction = new Transaction(host, guard, runner.log, runner.cancelled);
        try {
            await transaction.ready(root, waitSeconds);
        }
        catch (error) {
            guard.end();
            throw error;
        }
        return transaction;
    }
    /**
     * Like {@link attempt}, but throws if a command fails.
     * @throws StepFailed `host-unresponsive` if it does not end, because the engine hangs or for another reason
     */
    async change(change, failure) {
        const ran = await this.attempt(change);
        if (ran.code !== 0)
            throw failure(ran);
        return ran;
    }
    /** Records the undo, runs the commands and returns the result, with both outputs in one. */
    async attempt({ undo = [], afterCommit = [], run = [], seconds = limits/* changeSeconds */.Sx }) {
        this.cancelled.throwIfAborted();
        for (const command of undo)
            this.guard.say(`undo ${(0,quote/* shellLine */.T)(command)}`);
        for (const command of afterCommit)
            this.guard.say(`then ${(0,quote/* shellLine */.T)(command)}`);
        if (run.length === 0)
            return { code: 0, stdout: '', stderr: '' };
        const result = await this.guard.ask(run.map(quote/* shellLine */.T).join(' && '), seconds);
        this.cancelled.throwIfAborted();
        if (result === undefined)
            throw this.lost();
        if (result === 'late')
            throw (0,unresponsive/* changeTookTooLong */.Gv)(this.host.name, (0,unresponsive/* namesOf */.eZ)(run), seconds);
        if ('hung' in result)
            throw (0,unresponsive/* engineHangs */.MH)(this.host.name, (0,unresponsive/* namesOf */.eZ)(run), result.hung);
        return result;
    }
    /**
     * The point of no return. Returns once the new release is committed.
     * @throws StepFailed `guard-lost` if the guard did not confirm; then the host has undone or will undo everything
     */
    async commit() {
        this.guard.say('commit');
        const receive = () => this.guard.receive(commitSeconds);
        for (let line = await receive(); line !== 'committed'; line = await receive())
            if (line === undefined || line === 'undone')
                throw this.lost();
    }
    /** Waits for the clean-up after the commit; false if some of it is left for the next run. */
    async finish() {
        return (await this.played('finished', 'unfinished')) === 'finished';
    }
    /** Undoes everything. Returns false if the guard did not answer; it then undoes by itself. */
    async abort() {
        this.guard.say('abort');
        return (await this.played('undone', 'undo-failed')) === 'undone';
    }
    /** Waits until the guard has played its log, and returns what it could not do. */
    async played(...ends) {
        const receive = () => this.guard.receive(playSeconds);
        let line = await receive();
        for (; line !== undefined && !ends.includes(line); line = await receive()) {
            const seconds = hangingSince(line);
            if (seconds === undefined)
                this.log.warning(`${this.host.name}: ${line}`);
            else {
                this.isLeft = true;
                this.log.warning((0,unresponsive/* leftForLater */.$M)(this.host.name, seconds));
            }
        }
        this.guard.end();
        return line;
    }
    async ready(root, waitSeconds) {
        for (;;) {
            const line = await this.guard.receive(waitSeconds + playSeconds);
            const seconds = hangingSince(line);
            if (seconds !== undefined)
                throw (0,unresponsive/* stillHangs */.GX)(this.host.name, seconds);
            const [word, ...rest] = line?.split(' ') ?? [];
            const text = rest.join(' ');
            if (word === 'ready') {
                const [bytes, live = ''] = rest;
                this.history = Number(bytes);
                this.live = live;
                return;
            }
            if (word === 'undoing' || word === 'finishing') {
                this.recovered = true;
                this.log.info(`${this.host.name}: ${word} what an earlier run left half-done`);
            }
            else if (word === 'held') {
                this.lockOwner = text;
                this.log.info(`${this.host.name}: ${this.locked().message}`);
            }
            else if (word === 'refused')
                throw refused(this.host.name, root, text);
            else if (word === undefined)
                throw this.lockOwner !== undefined
                    ? this.locked()
                    : this.guard.problems() === ''
                        ? this.lost()
                        : refused(this.host.name, root, this.guard.problems());
        }
    }
    locked() {
        const { run = 'another run', since = 'just now', actor = 'somebody' } = (0,lock_owner/* readHolder */.F)(this.lockOwner ?? '');
        return new errors/* UserError */.yo('locked', `${this.host.name} is being changed by ${run} (${actor}), since ${since}.`, 'Wait for it to end, or set lock-wait so that this run does; GitHub `concurrency` queues runs before they start.');
    }
    lost() {
        const taker = this.guard.taker;
        if (taker !== undefined) {
            const { run = 'another run', actor = 'somebody' } = (0,lock_owner/* readHolder */.F)(taker);
            return new errors/* StepFailed */.an('taken-over', `${this.host.name}: ${run} (${actor}) took over; everything was put back.`);
        }
        const why = this.guard.problems();
        return new errors/* StepFailed */.an('guard-lost', `${this.host.name}: lost contact with the guard. The host rolls this run back on its own.`, why);
    }
}
/** The seconds without an answer of a hung engine, from the guard's message. */
function hangingSince(line = '') {
    const [word, seconds] = line.split(' ');
    return word === 'engine-hangs' ? Number(seconds) : undefined;
}
function refused(host, root, why) {
    const isLeft = why.includes('could not be undone');
    return new errors/* UserError */.yo('not-ready', `${host}: ${why.trim() || 'the guard could not be started'}.`, isLeft
        ? `Read ${root}/guard.log on the server: it names each command that failed. Remove the cause, then run the job again.`
        : `Let the SSH user own the folder, on the server: sudo install -d -o "$USER" ${root}`);
}

// EXTERNAL MODULE: ./src/report/host-failures.js
var host_failures = __webpack_require__(35394);
// EXTERNAL MODULE: ./src/runner/context.js
var runner_context = __webpack_require__(31875);
;// CONCATENATED MODULE: ./src/engine/compose/begin.js




/**
 * Takes the locks of all hosts. Every run starts with the host whose name sorts first, so that of two runs on one
 * fleet exactly one continues. A run that holds a lock waits for another one only in the order of the names, so there
 * is no deadlock.
 * @param locks receives the locks
 * @throws UserError `locked` or `not-ready`; then no lock is held
 */
async function beginAll(members, locks, runner) {
    const [first, ...rest] = members.toSorted((one, other) => (one.host.name < other.host.name ? -1 : 1));
    if (first === undefined)
        return;
    const { lockWait, rollback } = first.desired;
    const takeOver = rollback?.takeOver === true;
    const take = async (member, waitSeconds) => {
        locks.set(member.host.name, await begin(member, { waitSeconds, takeOver }, runner));
    };
    const unlock = async () => {
        await Promise.all([...locks.values()].map((transaction) => transaction.abort()));
        locks.clear();
    };
    await take(first, lockWait);
    const failures = [];
    await Promise.all(rest.map((member) => take(member, 0).catch((error) => failures.push({ host: member.host.name, error }))));
    if (failures.length === 0)
        return;
    await unlock();
    if (lockWait === 0 || !failures.every(({ error }) => isLocked(error)))
        throw (0,host_failures/* allOf */.b)(failures);
    try {
        // Another run holds a part of the fleet: wait for each lock in turn.
        for (const member of [first, ...rest])
            await take(member, lockWait);
    }
    catch (error) {
        await unlock();
        throw error;
    }
}
/**
 * Takes the lock of one host, and undoes or finishes what an earlier run left there.
 * @throws UserError `locked` or `not-ready`
 */
async function begin(member, lockWait, runner) {
    const { host, desired } = member;
    try {
        return await Transaction.begin(host, desired.root, lockOwnerFor(member, runner), lockWait, runner);
    }
    catch (error) {
        // A guard that died while it took the lock has left its files: another guard removes them.
        if (error instanceof errors/* StepFailed */.an && error.reason === 'guard-lost')
            await recover(member, runner);
        throw error;
    }
}
/** What this run says about itself to others that want the lock. */
function lockOwnerFor(member, runner) {
    const operation = operationOf(member);
    return { ...lockOwnerOf(operation.action, member.desired.release.id, runner), ...operation };
}
function operationOf({ desired: { rollback, maintenance, task } }) {
    if (task !== undefined) {
        const { action, reason, command, approval } = task;
        return {
            ...{ action, reason },
            ...(command === undefined ? {} : { command: command.line }),
            ...(approval === undefined ? {} : { approval }),
        };
    }
    if (maintenance !== undefined)
        return { action: 'maintenance', state: maintenance.to === undefined ? 'off' : 'on' };
    return rollback === undefined
        ? { action: 'deploy' }
        : { action: 'rollback', from: rollback.from.id, database: rollback.database, reason: rollback.reason };
}
function lockOwnerOf(action, release, { context, clock }) {
    const since = new Date(clock.now()).toISOString();
    return { action, release, run: (0,runner_context/* runUrl */.V)(context), actor: context.actor, since };
}
/** Seconds in which a lost host must be back, enough for a reboot. */
const recoverySeconds = 120;
/**
 * Recovers a host after a lost connection: a new guard waits until the old one ends, plays its undo log, and releases
 * the lock. Returns the live release's folder afterwards; undefined when the host could not be reached in time.
 */
async function recover({ host, desired }, runner) {
    const { clock, log, cancelled } = runner;
    const deadline = clock.now() + (cancelled.aborted ? 5 : recoverySeconds) * 1000;
    // A recovery must not stop half-way, and a cancelled job is killed soon.
    const steady = { log, cancelled: new AbortController().signal };
    for (;;) {
        try {
            await host.again();
            const lockOwner = lockOwnerOf('recover', desired.release.id, runner);
            const transaction = await Transaction.begin(host, desired.root, lockOwner, { waitSeconds: 60 }, steady);
            const { live } = transaction;
            return (await transaction.abort()) ? live : undefined;
        }
        catch (error) {
            if (clock.now() > deadline)
                return undefined;
            log.info(`… ${host.name} does not answer yet: ${(0,errors/* messageOf */.bD)(error)}`);
            await clock.sleep(3);
        }
    }
}
function isLocked(error) {
    return error instanceof errors/* UserError */.yo && error.reason === 'locked';
}


/***/ }),

/***/ 11521:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ composeCommands)
/* harmony export */ });
/* harmony import */ var _session_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(94611);

/** Seconds that a command gets to end by itself after its timeout, before the kill. */
const graceSeconds = 30;
/** This engine's command lines for `database`: Docker commands and verbs of the guard. */
const composeCommands = {
    runOnce(desired, { service, words = [], name, environment = {}, overlay, seconds, fromInput = false }) {
        const command = (0,_session_js__WEBPACK_IMPORTED_MODULE_0__/* .compose */ .Zz)({ desired }, ...(overlay === undefined ? [] : ['-f', overlay.file]), ...['run', '--rm', '--no-deps', '-T'], ...(name === undefined ? [] : ['--name', name]), ...variables('-e', environment), ...[service, ...words]);
        const read = fromInput ? command.with(command.indexOf('-f') + 1, '-') : command;
        return seconds === undefined
            ? read
            : ['timeout', `--kill-after=${graceSeconds}`, String(seconds), ...read];
    },
    writeOverlay: ({ file, content = '' }) => [(0,_session_js__WEBPACK_IMPORTED_MODULE_0__/* .put */ .yJ)(file, '600', content)],
    runAlone({ name, label, image, user, hostUsers, environment, mount, words: [program = '', ...rest] }) {
        return [
            ...['docker', 'run', '--rm', '--init', '--name', name, '--label', label],
            ...['--network', 'none', '--user', user, ...(hostUsers ? ['--userns', 'host'] : [])],
            ...variables('--env', environment),
            ...['--mount', `type=bind,source=${mount.source},target=${mount.target},readonly`],
            ...['--entrypoint', program, image, ...rest],
        ];
    },
    countLines: (container, pattern) => ['bash', '-c', countLines, 'count', container, pattern],
    securityOptions: ['docker', 'info', '--format', '{{.SecurityOptions}}'],
    freeForImages: ['bash', '-c', `df -Pk "$(docker info --format '{{.DockerRootDir}}')"`],
    writeFile: _session_js__WEBPACK_IMPORTED_MODULE_0__/* .put */ .yJ,
    appendLine: (file, line) => ['record', file, line],
    removeContainer: (name) => ['retire', name],
    removeLabelled: (label) => ['scrap', label],
    keepPair: (one, other) => ['pair', one, other],
    ifExists: (file, command) => ['having', file, ...command],
    gateWeb: (name, command) => ['awaiting', name, ...command],
};
const countLines = `docker logs "$1" 2>&1 | awk -v p="$2" '$0 ~ p { n++ } END { print n + 0 }'`;
function variables(option, all) {
    return Object.entries(all).flatMap(([name, value]) => [option, `${name}=${value}`]);
}


/***/ }),

/***/ 58134:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M7: () => (/* binding */ rootless),
/* harmony export */   gt: () => (/* binding */ isRootless),
/* harmony export */   jI: () => (/* binding */ assertUsable)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);
/* harmony import */ var _host_inspect_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(40740);


/** Whether an engine of the SSH user's own answers: a socket alone may remain from an engine that is gone. */
const ownEngine = 'DOCKER_HOST="unix:///run/user/$(id -u)/docker.sock" docker version --format "{{.Server.Version}}"';
/** Whether the SSH user has a rootless engine. Asked only when the engine could not be used. */
async function isRootless(host) {
    const [own] = await (0,_host_inspect_js__WEBPACK_IMPORTED_MODULE_1__/* .inspect */ .N)(host, [['bash', '-c', ownEngine]], { seconds: 5, allowSilence: true });
    return own.code === 0;
}
/** The error for a rootless engine, which commands over SSH do not find. */
function rootless(host) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('not-ready', `${host}: the SSH user has a rootless Docker Engine, which commands over SSH do not find: DOCKER_HOST is not set for them.`, 'On the server, as the SSH user: docker context use rootless. Or set DOCKER_HOST=unix:///run/user/UID/docker.sock ' +
        'where shells that are not for typing read it too: at the top of ~/.bashrc, not in ~/.profile.');
}
/** @throws UserError `not-ready` when Docker or Compose can't be used by the SSH user */
function assertUsable(host, engine, compose) {
    const said = engine.stdout.trim();
    if (/permission denied/i.test(said))
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('not-ready', `${host}: the SSH user may not use Docker: ${said}`, 'On the server: sudo usermod -aG docker "$USER", then log in again.');
    if (engine.code === 127)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('not-ready', `${host}: Docker is not installed.`, 'Install it: https://docs.docker.com/engine/install/');
    if (engine.code !== 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('not-ready', `${host}: the Docker Engine does not answer: ${said || 'it says nothing'}`, 'On the server: sudo systemctl start docker');
    if (compose.code !== 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('not-ready', `${host}: Docker Compose v2 is not installed.`, 'On the server: sudo apt-get install docker-compose-plugin');
}


/***/ }),

/***/ 94611:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hg: () => (/* binding */ edgeName),
/* harmony export */   YC: () => (/* binding */ createdOf),
/* harmony export */   Zz: () => (/* binding */ compose),
/* harmony export */   fA: () => (/* binding */ openSession),
/* harmony export */   yJ: () => (/* binding */ put)
/* harmony export */ });
/* harmony import */ var _model_edge_web_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9803);
/* harmony import */ var _model_observed_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(97755);
/* harmony import */ var _model_release_release_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(99328);



/** A host's session at the start of an operation, once its lock is taken. */
function openSession({ host, desired, observed }, transaction, runner, commands) {
    const fresh = {
        created: (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_0__/* .standbyContainers */ .ge)({ desired, observed }),
        upstreams: (0,_model_edge_web_js__WEBPACK_IMPORTED_MODULE_1__/* .ownUpstreams */ .$w)(desired, (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_0__/* .standingUpstreams */ .bV)(observed)),
        warm: (0,_model_edge_web_js__WEBPACK_IMPORTED_MODULE_1__/* .ownUpstreams */ .$w)(desired, observed.warm ?? []),
        maintenance: observed.maintenance,
        probe: edgeName({ desired }),
        mayHaveEnded: [],
        dockerChecks: new Map(),
        results: {},
    };
    return { host, desired, observed, runner, transaction, commands, ...fresh };
}
/** Runs `docker compose` on the release's own file; nothing comes from the SSH session's environment. */
function compose({ desired: { root, release, model } }, ...words) {
    const file = `${(0,_model_release_release_js__WEBPACK_IMPORTED_MODULE_2__/* .releaseFolder */ .Uc)(root, release.id)}/compose.json`;
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
/** The guard's command that writes a file atomically. */
function put(path, mode, content) {
    return ['put', path, mode, Buffer.from(content).toString('base64')];
}
/** The new containers of these services. */
function createdOf({ created }, services) {
    return services.flatMap((service) => created[service] ?? []);
}
/** The edge's container. Compose gives it number 1, and it is never scaled. */
function edgeName({ desired }) {
    return `${desired.model.name}-edge-1`;
}


/***/ }),

/***/ 53163:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ readHolder)
/* harmony export */ });
/** Reads the owner that a guard names; nothing of it where that is no record. */
function readHolder(json) {
    try {
        return JSON.parse(json);
    }
    catch {
        return {};
    }
}


/***/ }),

/***/ 19223:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ retention),
/* harmony export */   q: () => (/* binding */ afterDeploy)
/* harmony export */ });
/* harmony import */ var _release_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(99328);

/** Decides which releases a deploy keeps on a host and which it removes; never one of the two ends of a rollback. */
function retention({ desired: { release, keep }, observed }) {
    const all = [...observed.releases.filter(({ id }) => id !== release.id), release];
    const go = (0,_release_js__WEBPACK_IMPORTED_MODULE_0__/* .prunable */ .W)(all, keep, keep > 1 ? [release.id, observed.live?.id ?? ''] : [release.id]);
    return { stay: all.filter((one) => !go.includes(one)), go };
}
/** A host's state after the deploy, as far as a rollback is concerned. */
function afterDeploy({ desired, observed }) {
    const warm = desired.keepWarm ? observed.upstreams : [];
    const images = [...(observed.images ?? []), ...(0,_release_js__WEBPACK_IMPORTED_MODULE_0__/* .imagesOf */ .IC)(desired.release)];
    const after = {
        live: desired.release,
        previous: observed.live?.id,
        releases: retention({ desired, observed }).stay,
    };
    return { desired, observed: { ...observed, ...after, warm, images } };
}


/***/ })

};
