export const id = 381;
export const ids = [381];
export const modules = {

/***/ 846:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gf: () => (/* binding */ secretName),
/* harmony export */   WE: () => (/* binding */ secretRules),
/* harmony export */   mo: () => (/* binding */ passwordInUrl)
/* harmony export */ });
/** Names whose values are secrets. */
const secretName = /SECRET|PASSWORD|PASSWD|PRIVATE_KEY|ACCESS_KEY|API_KEY|TOKEN|_DSN$|CREDENTIAL/i;
/** `scheme://user:password@host`: the password. */
const passwordInUrl = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*?:([^/?#\s]+)@/i;
const inFile = {
    name: 'secret-in-file',
    severity: 'warning',
    on: 'started',
    what: 'A secret stands in the Compose file, and with it in the repository and all its history.',
    mend: 'Move it to the environment input, or write ${NAME} and set NAME under env: of the step from ${{ secrets.NAME }}. Then change the secret.',
    check: ({ environment, written }) => [...environment].flatMap(([name, value]) => {
        const text = written('environment', name);
        const isSecret = (secretName.test(name) && value !== '') || passwordInUrl.test(value);
        // What is filled in from elsewhere is not written here.
        if (!isSecret || text === undefined || text.replaceAll('$$', '').includes('$'))
            return [];
        return {
            text: `${name} has its secret in the Compose file, for everybody who may read the repository.`,
            at: [['environment', name]],
        };
    }),
};
/** Secrets that people can read who should not. */
const secretRules = [inFile];


/***/ }),

/***/ 7627:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ formatEnvironment),
/* harmony export */   N: () => (/* binding */ parseEnvironment)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6986);

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
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `environment: line ${line} ${what}.`, fix);
}


/***/ }),

/***/ 8873:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Br: () => (/* binding */ targetsTable),
/* harmony export */   QR: () => (/* binding */ targetsOf),
/* harmony export */   Y4: () => (/* binding */ schemaBetween)
/* harmony export */ });
/* harmony import */ var _release_release_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7190);
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(231);
/* harmony import */ var _observed_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8005);



/** What all hosts have had, without what will serve now; the newest first. Pure. */
function targetsOf(members, now) {
    const [first, ...others] = members;
    if (first === undefined)
        return [];
    const serves = now ?? first.seen.live ?? first.wanted.release;
    const common = first.seen.releases.filter(({ id }) => id !== serves.id && others.every(({ seen }) => seen.releases.some((one) => one.id === id)));
    return (0,_release_release_js__WEBPACK_IMPORTED_MODULE_0__/* .newestFirst */ .ll)(common).map((release) => {
        const schema = schemaBetween(release, serves);
        return {
            release: release.id,
            version: release.version,
            commit: release.commit,
            created: release.created,
            warm: members.every(({ wanted, seen }) => (0,_observed_js__WEBPACK_IMPORTED_MODULE_1__/* .isWarm */ .Yr)({ wanted: { ...wanted, release }, seen })),
            images: members.filter(({ seen }) => seen.images?.includes(release.image) === true).length,
            ...(schema === undefined ? {} : { schema }),
        };
    });
}
/** The table of them for a job summary; empty when there are none. */
function targetsTable(targets, hosts, now) {
    if (targets.length === 0)
        return '';
    const rows = targets.map(({ release, version, commit, created, warm, images, schema }) => [
        (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(release),
        version || '–',
        (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(commit.slice(0, 7)),
        (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .age */ .KW)((now - Date.parse(created)) / 1000),
        schema === undefined ? 'not known' : schema.length === 0 ? 'none' : schema.join('<br>'),
        warm ? 'runs, warm' : images === hosts ? 'image is there' : `image on ${images} of ${hosts}`,
    ]);
    return `**What can be gone back to**\n\n${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .table */ .tp)(['Release', 'Version', 'Commit', 'Age', 'Migrations between', 'On the hosts'], rows)}`;
}
/** Where the schema of a newer release differs, app by app. */
function schemaBetween(older, newer) {
    const [before, after] = [older.schema, newer.schema];
    if (before === undefined || after === undefined)
        return undefined;
    const apps = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return apps.flatMap((app) => before[app] === after[app] ? [] : [`${app} ${before[app] ?? 'none'} → ${after[app] ?? 'none'}`]);
}


/***/ }),

/***/ 4688:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  V: () => (/* binding */ beginAll),
  l: () => (/* binding */ recover)
});

// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(6986);
;// CONCATENATED MODULE: ./src/host/dialogue.js
/** Seconds between two signs of life. */
const heartbeatSeconds = 3;
/**
 * The lines between a run and the guard: what the guard answers to a command goes to whoever asked for it, all else is
 * heard in order. Says that the run is alive until it is ended.
 */
class Dialogue {
    guard;
    heartbeat;
    pending = new Map();
    said = [];
    wake = () => { };
    count = 0;
    isOver = false;
    /** Who had the guard give way, as it said it; undefined while nobody has. */
    taker;
    constructor(guard) {
        this.guard = guard;
        this.heartbeat = setInterval(() => guard.say('beat'), heartbeatSeconds * 1000);
        void this.listen();
    }
    say(line) {
        this.guard.say(line);
    }
    /** Has a line run and waits for its result; undefined when the guard is gone or {@link giveUp} was called. */
    async ask(line) {
        if (this.isOver)
            return undefined;
        const number = ++this.count;
        const ran = new Promise((resolve) => this.pending.set(number, resolve));
        this.guard.say(`run ${number} ${line}`);
        return await ran;
    }
    /** The next line that is no answer to a command; undefined when the guard has ended or the connection is gone. */
    async hear() {
        while (this.said.length === 0 && !this.isOver)
            await new Promise((resolve) => (this.wake = resolve));
        return this.said.shift();
    }
    /** What the guard wrote to standard error. */
    complaints() {
        return this.guard.complaints().trim();
    }
    /** Whoever waits for a command's result gets none. */
    giveUp() {
        for (const resolve of this.pending.values())
            resolve(undefined);
        this.pending.clear();
    }
    /** No more signs of life. */
    end() {
        clearInterval(this.heartbeat);
    }
    async listen() {
        for (let line = await this.guard.next(); line !== undefined; line = await this.guard.next()) {
            const [word, number, code, output = ''] = line.split(' ');
            if (word === 'ran') {
                const stdout = Buffer.from(output, 'base64').toString();
                this.pending.get(Number(number))?.({ code: Number(code), stdout, stderr: '' });
                this.pending.delete(Number(number));
            }
            else if (word === 'taken-over')
                this.taker = line.slice('taken-over '.length);
            else {
                this.said.push(line);
                this.wake();
            }
        }
        this.isOver = true;
        this.giveUp();
        this.wake();
    }
}

// EXTERNAL MODULE: ./src/host/guard.js
var host_guard = __webpack_require__(8361);
// EXTERNAL MODULE: ./src/host/quote.js
var quote = __webpack_require__(4428);
;// CONCATENATED MODULE: ./src/host/transaction.js




/** Seconds without a sign of life after which the guard aborts; the dialogue gives one every three. */
const silenceSeconds = 15;
/** All that a run changes on one host, between begin and commit. The guard on the host is its other half. */
class Transaction {
    host;
    /** The live release's folder when the lock was taken, `releases/…`, or empty on a host without one. */
    live = '';
    /** Bytes of the host's history when the lock was taken: whoever changes anything adds to it. */
    history = 0;
    /** Whether the guard had to undo or finish what an earlier run left. */
    recovered = false;
    guard;
    log;
    cancelled;
    holder;
    constructor(host, guard, log, cancelled) {
        this.host = host;
        this.guard = guard;
        this.log = log;
        this.cancelled = cancelled;
        cancelled.addEventListener('abort', () => guard.giveUp());
    }
    /**
     * Takes the host's lock and finishes what an earlier run left half-done.
     * @throws UserError `locked` or `not-ready`
     */
    static async begin(host, root, holder, { waitSeconds, takeOver = false }, runner) {
        const words = [
            ...['transaction', root, String(silenceSeconds), String(waitSeconds), JSON.stringify(holder)],
            ...(takeOver ? ['take'] : []),
        ];
        const guard = new Dialogue(await host.converse(['bash', '-c', (0,host_guard/* guardScript */.h)(), 'guard', ...words]));
        const transaction = new Transaction(host, guard, runner.log, runner.cancelled);
        try {
            await transaction.ready(root);
        }
        catch (error) {
            guard.end();
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
            this.guard.say(`undo ${(0,quote/* shellLine */.T)(command)}`);
        for (const command of afterCommit)
            this.guard.say(`then ${(0,quote/* shellLine */.T)(command)}`);
        if (run.length === 0)
            return { code: 0, stdout: '', stderr: '' };
        const result = await this.guard.ask(run.map(quote/* shellLine */.T).join(' && '));
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
        for (let line = await this.guard.hear(); line !== 'committed'; line = await this.guard.hear())
            if (line === undefined || line === 'undone')
                throw this.lost();
    }
    /** Waits until the guard has done what was noted for after the commit; false when it had to leave some of it. */
    async finish() {
        let line = await this.guard.hear();
        while (line !== undefined && line !== 'finished' && line !== 'unfinished') {
            this.log.warning(`${this.host.name}: ${line}`);
            line = await this.guard.hear();
        }
        this.guard.end();
        return line === 'finished';
    }
    /** Undoes everything. Returns false when the guard could not be heard; it then undoes by itself. */
    async abort() {
        this.guard.say('abort');
        let line = await this.guard.hear();
        while (line !== undefined && line !== 'undone' && line !== 'undo-failed') {
            this.log.warning(`${this.host.name}: ${line}`);
            line = await this.guard.hear();
        }
        this.guard.end();
        return line === 'undone';
    }
    async ready(root) {
        for (;;) {
            const [word, ...rest] = (await this.guard.hear())?.split(' ') ?? [];
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
                this.holder = text;
                this.log.info(`${this.host.name}: ${this.locked().message}`);
            }
            else if (word === 'refused')
                throw refused(this.host.name, root, text);
            else if (word === undefined)
                throw this.holder !== undefined
                    ? this.locked()
                    : this.guard.complaints() === ''
                        ? this.lost()
                        : refused(this.host.name, root, this.guard.complaints());
        }
    }
    locked() {
        const { run = 'another run', since = 'just now', actor = 'somebody' } = readHolder(this.holder ?? '');
        return new errors/* UserError */.yo('locked', `${this.host.name} is being changed by ${run} (${actor}), since ${since}.`, 'Wait for it to end, or set lock-wait so that this run does; GitHub `concurrency` queues runs before they start.');
    }
    lost() {
        const taker = this.guard.taker;
        if (taker !== undefined) {
            const { run = 'another run', actor = 'somebody' } = readHolder(taker);
            return new errors/* StepFailed */.an('taken-over', `${this.host.name}: ${run} (${actor}) took over; everything was put back.`);
        }
        const why = this.guard.complaints();
        return new errors/* StepFailed */.an('guard-lost', `${this.host.name}: the guard on the host fell silent; the host undoes this run by itself.`, why);
    }
}
function refused(host, root, why) {
    return new errors/* UserError */.yo('not-ready', `${host}: ${why.trim() || 'the guard could not be started'}.`, `Let the SSH user own the folder, on the server: sudo install -d -o "$USER" ${root}`);
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
var runner_context = __webpack_require__(1875);
// EXTERNAL MODULE: ./src/deploy/failures.js
var deploy_failures = __webpack_require__(5518);
;// CONCATENATED MODULE: ./src/deploy/begin.js




/**
 * Takes the locks of all hosts. Everybody takes the first one by name first, so that of two runs on the same fleet
 * exactly one goes on. Nobody waits for one lock while holding another, but in the order of the names: no deadlock.
 * @param locks where they are put
 * @param doing what it is, when it is neither a deploy nor a rollback
 * @throws UserError `locked` or `not-ready`; then none is held
 */
async function beginAll(members, locks, runner, doing) {
    const [first, ...rest] = members.toSorted((one, other) => (one.host.name < other.host.name ? -1 : 1));
    if (first === undefined)
        return;
    const { lockWait, back } = first.wanted;
    const takeOver = back?.takeOver === true;
    const take = async (member, waitSeconds) => {
        locks.set(member.host.name, await begin(member, { waitSeconds, takeOver }, runner, doing));
    };
    const letGo = async () => {
        await Promise.all([...locks.values()].map((transaction) => transaction.abort()));
        locks.clear();
    };
    await take(first, lockWait);
    const failures = [];
    await Promise.all(rest.map((member) => take(member, 0).catch((error) => failures.push({ host: member.host.name, error }))));
    if (failures.length === 0)
        return;
    await letGo();
    if (lockWait === 0 || !failures.every(({ error }) => isLocked(error)))
        throw (0,deploy_failures/* allOf */.b)(failures);
    try {
        // Another run holds a part of the fleet: each lock is waited for in turn.
        for (const member of [first, ...rest])
            await take(member, lockWait);
    }
    catch (error) {
        await letGo();
        throw error;
    }
}
async function begin(member, patience, runner, doing = doingOf(member)) {
    const { host, wanted } = member;
    const holder = { ...holderOf(doing.action, wanted.release.id, runner), ...doing };
    try {
        return await Transaction.begin(host, wanted.root, holder, patience, runner);
    }
    catch (error) {
        // A guard that died while it took the lock has left its files: another one removes them.
        if (error instanceof errors/* StepFailed */.an && error.reason === 'guard-lost')
            await recover(member, runner);
        throw error;
    }
}
function doingOf({ wanted: { back } }) {
    return back === undefined
        ? { action: 'deploy' }
        : { action: 'rollback', from: back.from.id, database: back.database, reason: back.reason };
}
function holderOf(action, release, { context, clock }) {
    const since = new Date(clock.now()).toISOString();
    return { action, release, run: (0,runner_context/* runUrl */.V)(context), actor: context.actor, since };
}
/** Seconds in which a host that was lost must be back: a reboot takes that long. */
const patienceSeconds = 120;
/**
 * After a lost connection: a new guard waits for the old one to end, plays what it left, and lets go. Returns the
 * live release's folder as it then is; undefined when the host could not be heard in time.
 */
async function recover({ host, wanted }, runner) {
    const { clock, log, cancelled } = runner;
    const deadline = clock.now() + (cancelled.aborted ? 5 : patienceSeconds) * 1000;
    // What is made well here must not be stopped half-way, and the job's own end is near when it was cancelled.
    const steady = { log, cancelled: new AbortController().signal };
    for (;;) {
        try {
            await host.again();
            const holder = holderOf('recover', wanted.release.id, runner);
            const transaction = await Transaction.begin(host, wanted.root, holder, { waitSeconds: 60 }, steady);
            const { live } = transaction;
            return (await transaction.abort()) ? live : undefined;
        }
        catch (error) {
            if (clock.now() > deadline)
                return undefined;
            log.info(`… ${host.name} does not answer yet: ${error instanceof Error ? error.message : String(error)}`);
            await clock.sleep(3);
        }
    }
}
function isLocked(error) {
    return error instanceof errors/* UserError */.yo && error.reason === 'locked';
}


/***/ }),

/***/ 5518:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ allOf),
/* harmony export */   u: () => (/* binding */ messageOf)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6986);
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(231);


/** One error for several hosts, with a table of who failed and why. Those that were only told to stop don't count. */
function allOf(failures) {
    const real = failures.filter(({ error }) => !isAbort(error));
    const [first, ...more] = real;
    if (first === undefined)
        return failures[0]?.error;
    if (more.length === 0)
        return first.error;
    const counted = real.filter(({ error }) => error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo || error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an);
    const [head = first] = counted;
    const message = real.map(({ error }) => messageOf(error)).join('\n');
    const combined = combine(head.error, message, real);
    combined.report = failureTable(real);
    return combined;
}
/** Who failed and why. */
function failureTable(failures) {
    return (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .table */ .tp)(['Host', 'Why'], failures.map(({ host, error }) => [(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .inlineCode */ .ti)(host), messageOf(error)]));
}
function combine(head, message, failures) {
    if (head instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo) {
        const fixes = failures.flatMap(({ error }) => (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo ? error.fix.split('\n') : []));
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo(head.reason, message, [...new Set(fixes)].join('\n'));
    }
    const evidence = failures.flatMap(({ host, error }) => error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an && error.evidence !== '' ? [`— ${host} —\n${error.evidence}`] : []);
    const reason = head instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an ? head.reason : 'internal-error';
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an(reason, message, evidence.join('\n'));
}
function isAbort(error) {
    return error instanceof Error && error.name === 'AbortError';
}
/** The words of an error, whatever was thrown. */
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}


/***/ }),

/***/ 1239:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hg: () => (/* binding */ edgeName),
/* harmony export */   Te: () => (/* binding */ beginRun),
/* harmony export */   YC: () => (/* binding */ createdOf),
/* harmony export */   Zz: () => (/* binding */ compose),
/* harmony export */   yJ: () => (/* binding */ put)
/* harmony export */ });
/* harmony import */ var _release_release_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7190);
/* harmony import */ var _observed_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8005);


/** A host at the beginning, once its lock is taken. */
function beginRun({ host, wanted, seen }, transaction, runner) {
    const fresh = {
        created: (0,_observed_js__WEBPACK_IMPORTED_MODULE_0__/* .standingBy */ .uS)({ wanted, seen }),
        startSeconds: 0,
        upstreams: (0,_observed_js__WEBPACK_IMPORTED_MODULE_0__/* .standingUpstreams */ .bV)(seen),
        warm: [...(seen.warm ?? [])],
        maintenance: seen.maintenance,
        probe: edgeName({ wanted }),
        migrations: [],
    };
    return { host, wanted, seen, runner, transaction, ...fresh };
}
/** `docker compose` on the release's own file; nothing is read from the environment of the SSH session. */
function compose({ wanted: { root, release, model } }, ...words) {
    const file = `${(0,_release_release_js__WEBPACK_IMPORTED_MODULE_1__/* .releaseFolder */ .Uc)(root, release.id)}/compose.json`;
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


/***/ }),

/***/ 4853:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jv: () => (/* binding */ containerFormat),
/* harmony export */   ZW: () => (/* binding */ readContainers),
/* harmony export */   ik: () => (/* binding */ dockerFailed),
/* harmony export */   lB: () => (/* binding */ observe)
/* harmony export */ });
/* harmony import */ var _compose_render_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8028);
/* harmony import */ var _edge_config_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(897);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6986);
/* harmony import */ var _host_look_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8233);
/* harmony import */ var _host_quote_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(4428);
/* harmony import */ var _release_store_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(8570);
/* harmony import */ var _observed_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8005);







const separator = '\t';
/** What is asked of each container; {@link readContainers} reads it back. */
const containerFormat = [
    '{{.Names}}',
    '{{.Label "com.docker.compose.service"}}',
    '{{.State}}',
    `{{.Label "${_compose_render_js__WEBPACK_IMPORTED_MODULE_0__/* .releaseLabel */ .wr}"}}`,
    `{{.Label "${_observed_js__WEBPACK_IMPORTED_MODULE_4__/* .edgeLabel */ .UG}"}}`,
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
    const [version, compose, containers, networks, config, map, disk, rootDisk, publishers, listening, image, writable, liveImage, images, history, ...store] = await (0,_host_look_js__WEBPACK_IMPORTED_MODULE_3__/* .look */ .O)(host, [
        asked('version', '--format', '{{.Server.Version}} {{.Server.Arch}}'),
        ['docker', 'compose', 'version', '--short'],
        asked('ps', '-a', '--filter', project, '--format', containerFormat),
        asked('network', 'ls', '--format', '{{.Name}}'),
        ['cat', `${root}/edge/haproxy.cfg`],
        ['cat', `${root}/edge/releases.map`],
        // Where Docker keeps images is a setting of the engine.
        ['bash', '-c', `df -Pk "$(${(0,_host_quote_js__WEBPACK_IMPORTED_MODULE_5__/* .shellLine */ .T)(asked('info', '--format', '{{.DockerRootDir}}'))})"`],
        ['df', '-Pk', root],
        asked('ps', '--filter', `publish=${publicPort}`, '--format', '{{.Names}}'),
        ['ss', '-Hltn', `sport = :${publicPort}`],
        asked('image', 'inspect', '--format', '{{.Id}}', release.image),
        ['test', '-w', root],
        ['bash', '-c', liveImageSize, 'size', `${root}/live/release.json`],
        asked('image', 'ls', '--digests', '--format', '{{.Repository}}@{{.Digest}}'),
        ['stat', '-c', '%s', `${root}/events.log`],
        ...(0,_release_store_js__WEBPACK_IMPORTED_MODULE_6__/* .storeQuestions */ .T)(root),
    ]);
    // An answer that is missing must not be taken for an empty one.
    const silent = [version, containers, networks, publishers].find(({ code }) => code !== 0);
    usable(host.name, silent ?? version, compose);
    const [engine = '', architecture = ''] = version.stdout.trim().split(' ');
    const upstreams = (0,_edge_config_js__WEBPACK_IMPORTED_MODULE_1__/* .readUpstreams */ .rF)(contentOf(config));
    return {
        host: host.name,
        engine,
        architecture,
        compose: compose.stdout.trim(),
        containers: readContainers(containers.stdout),
        networks: networks.stdout.split('\n').filter((name) => name !== ''),
        ...(0,_release_store_js__WEBPACK_IMPORTED_MODULE_6__/* .readStore */ .u)(store),
        images: contentOf(images).split('\n'),
        edgeConfig: contentOf(config),
        releaseMap: contentOf(map),
        upstreams: upstreams.filter(({ warm }) => warm !== true),
        warm: upstreams.filter(({ warm }) => warm === true),
        maintenance: (0,_edge_config_js__WEBPACK_IMPORTED_MODULE_1__/* .readMaintenance */ .Om)(contentOf(config)),
        history: Number(contentOf(history)),
        freeBytes: freeBytes(disk),
        freeInRoot: freeBytes(rootDisk),
        portHolder: publishers.stdout.split('\n')[0] ||
            (listening.code !== 0 || listening.stdout.trim() === '' ? undefined : 'a program'),
        imagePresent: image.code === 0,
        writable: writable.code === 0,
        imageBytes: Number(liveImage.stdout.trim()) || 0,
    };
}
/** The record is one line of JSON, written by us; no JSON tool can be counted on. */
const liveImageSize = `docker image inspect --format '{{.Size}}' "$(sed -n 's/.*"image":"\\([^"]*\\)".*/\\1/p' "$1")"`;
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
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo('not-ready', `${host}: the SSH user may not use Docker: ${said}`, 'On the server: sudo usermod -aG docker "$USER", then log in again.');
    if (engine.code === 127)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo('not-ready', `${host}: Docker is not installed.`, 'Install it: https://docs.docker.com/engine/install/');
    if (engine.code !== 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo('not-ready', `${host}: the Docker Engine does not answer: ${said || `nothing within ${patienceSeconds} s`}`, 'On the server: sudo systemctl start docker; when it hangs, restart.');
    if (compose.code !== 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo('not-ready', `${host}: Docker Compose v2 is not installed.`, 'On the server: sudo apt-get install docker-compose-plugin');
}
/** What `docker` said when it failed, as evidence. */
function dockerFailed(reason, host, what) {
    return (ran) => new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .StepFailed */ .an(reason, `${host}: ${what} failed: ${causeIn(ran)}`, `${ran.stdout}${ran.stderr}`.trim());
}
/** The engine's own words where there are any: after them `docker start` only counts what failed. Else the last line. */
function causeIn(ran) {
    const lines = `${ran.stdout}\n${ran.stderr}`.trim().split('\n');
    const engine = lines.find((line) => line.startsWith('Error response from daemon: '));
    return engine ?? (lines.at(-1) || `exit code ${ran.code}`);
}


/***/ }),

/***/ 8005:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ig: () => (/* binding */ oldContainers),
/* harmony export */   Mz: () => (/* binding */ containersOf),
/* harmony export */   NC: () => (/* binding */ ofRelease),
/* harmony export */   T: () => (/* binding */ missingAccessories),
/* harmony export */   UG: () => (/* binding */ edgeLabel),
/* harmony export */   Yr: () => (/* binding */ isWarm),
/* harmony export */   ZX: () => (/* binding */ edgeIsAsWanted),
/* harmony export */   bV: () => (/* binding */ standingUpstreams),
/* harmony export */   lG: () => (/* binding */ mustTakeOver),
/* harmony export */   uS: () => (/* binding */ standingBy),
/* harmony export */   vh: () => (/* binding */ byNumber),
/* harmony export */   wE: () => (/* binding */ edgeRuns)
/* harmony export */ });
/* harmony import */ var _compose_model_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(279);
/* harmony import */ var _wanted_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(238);


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
/** Containers of a release. */
function ofRelease(seen, service, release) {
    return containersOf(seen, service).filter((one) => one.release === release);
}
/** Whether the edge runs on the host. */
function edgeRuns(seen) {
    return containersOf(seen, 'edge').some(({ state }) => state === 'running');
}
/** What the edge sends requests to, without containers that are gone. */
function standingUpstreams({ upstreams, containers }) {
    return upstreams.filter(({ container }) => containers.some(({ name }) => name === container));
}
/** Whether there is an edge that was made by the definition that is wanted now: image, port, networks. */
function edgeIsAsWanted({ model }, seen) {
    const made = containersOf(seen, 'edge');
    return made.length > 0 && made.every(({ edge }) => edge === model.services.edge?.labels?.[edgeLabel]);
}
/** Whether web still publishes the port itself, as after `docker compose up` by hand. */
function mustTakeOver({ roles, release }, seen) {
    return (!edgeRuns(seen) &&
        oldContainers(seen, roles.web, release.id).some(({ state, release: made }) => state === 'running' && made === ''));
}
/** Accessories that don't run yet; a deploy starts them and never replaces them. */
function missingAccessories({ roles }, seen) {
    return roles.accessories.filter((service) => !containersOf(seen, service).some(({ state }) => state === 'running'));
}
/** Whether all containers of the release are there, its web running behind slots of the edge: going back is a switch. */
function isWarm({ wanted, seen }) {
    const { release, roles, model } = wanted;
    const slots = new Set(seen.warm?.map(({ container }) => container));
    return (edgeRuns(seen) &&
        edgeIsAsWanted(wanted, seen) &&
        (0,_wanted_js__WEBPACK_IMPORTED_MODULE_0__/* .appServices */ .y)(wanted).every((service) => {
            const there = ofRelease(seen, service, release.id);
            const isReady = service !== roles.web || there.every((one) => one.state === 'running' && slots.has(one.name));
            return isReady && there.length === (0,_compose_model_js__WEBPACK_IMPORTED_MODULE_1__/* .replicasOf */ .N4)(model.services[service] ?? {});
        }));
}
/** The containers of a warm release by service, in the order of their names; none of one that has to be created. */
function standingBy(target) {
    if (!isWarm(target))
        return {};
    const { wanted, seen } = target;
    return Object.fromEntries((0,_wanted_js__WEBPACK_IMPORTED_MODULE_0__/* .appServices */ .y)(wanted).map((service) => [
        service,
        ofRelease(seen, service, wanted.release.id)
            .map(({ name }) => name)
            .sort(byNumber),
    ]));
}
/** Compose numbers the containers of a service. */
function byNumber(a, b) {
    return a.localeCompare(b, 'en', { numeric: true });
}


/***/ }),

/***/ 566:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ preflight)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6986);
/* harmony import */ var _observed_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8005);


/** The oldest that the commands used here work with. */
const oldest = { engine: '20.10', compose: '2.20' };
/** Bytes that must be free for a pull, at the least: Docker needs room for the layers twice while it unpacks. */
const spareBytes = 1_000_000_000;
/** A new image is about as large as the one before; its packed layers come on top, about half of that. */
const roomFor = ({ imageBytes = 0 }) => Math.max(spareBytes, 1.5 * imageBytes);
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
    if (!seen.imagePresent && seen.freeBytes < roomFor(seen))
        complaints.push([
            `only ${megabytes(seen.freeBytes)} are free where Docker keeps images; ${release.image} may need ${megabytes(roomFor(seen))}`,
            'On the server: docker image prune --all, or a larger disk.',
        ]);
    if (seen.writable && (seen.freeInRoot ?? spareInRoot) < spareInRoot)
        complaints.push([
            `only ${megabytes(seen.freeInRoot ?? 0)} are free in the folder ${root}; a release and its undo log need ${megabytes(spareInRoot)}`,
            'Delete what is not needed there, or give it a larger disk.',
        ]);
    const own = [...(0,_observed_js__WEBPACK_IMPORTED_MODULE_1__/* .containersOf */ .Mz)(seen, 'edge'), ...(0,_observed_js__WEBPACK_IMPORTED_MODULE_1__/* .containersOf */ .Mz)(seen, roles.web)].map(({ name }) => name);
    if (seen.portHolder !== undefined && !own.includes(seen.portHolder))
        complaints.push([
            `port ${publicPort} is taken by ${seen.portHolder}`,
            'Stop it, or publish another port in the Compose file.',
        ]);
    if (complaints.length === 0)
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('not-ready', complaints.map(([what]) => `${seen.host}: ${what}.`).join('\n'), complaints.map(([, fix]) => fix).join('\n'));
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


/***/ }),

/***/ 7142:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ registryLogin)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6986);

/**
 * What `docker login` would write; it travels by standard input and lives on the host for the time of the pull. Empty
 * for a registry that asks for no login. Pure.
 * @throws UserError when one of the two is missing
 */
function registryLogin(image, username, password) {
    if (username === undefined && password === undefined)
        return '';
    if (username === undefined || password === undefined)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Inputs 'registry-username' and 'registry-password' belong together; ${username === undefined ? 'the first' : 'the second'} is empty.`, 'Give both, or none for a registry without login. An empty one is often a secret that this workflow may not read.');
    const [first = ''] = image.split('/');
    const registry = image.includes('/') && /[.:]|^localhost$/.test(first) ? first : 'https://index.docker.io/v1/';
    return JSON.stringify({
        auths: { [registry]: { auth: Buffer.from(`${username}:${password}`).toString('base64') } },
    });
}


/***/ }),

/***/ 7971:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Dm: () => (/* binding */ failedTimeline),
/* harmony export */   GS: () => (/* binding */ hostsTable),
/* harmony export */   Hg: () => (/* binding */ changeTable),
/* harmony export */   M: () => (/* binding */ backupPart),
/* harmony export */   eN: () => (/* binding */ deploySummary)
/* harmony export */ });
/* harmony import */ var _report_findings_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6400);
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(231);
/* harmony import */ var _report_timeline_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8117);
/* harmony import */ var _back_targets_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8873);
/* harmony import */ var _failures_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5518);
/* harmony import */ var _retention_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9363);






const headline = {
    done: '✅ Deployed',
    unchanged: '✅ Nothing to do: this release serves already',
    planned: '📝 Plan (dry run, nothing was changed)',
};
/** The job summary of a deploy that ended well. Pure. */
function deploySummary({ result, fleet, steps, pending, executed }, clock) {
    const [first] = fleet.members;
    const before = first.seen.live;
    const now = result === 'unchanged' && before !== undefined ? before : first.wanted.release;
    const parts = [
        `### ${headline[result]}`,
        changeTable(before, now),
        hostsTable(fleet.members, executed?.runs ?? []),
    ];
    parts.push((0,_report_findings_js__WEBPACK_IMPORTED_MODULE_2__/* .findingsTable */ .f)(first.wanted.findings ?? []));
    if (fleet.skipped.length > 0)
        parts.push((0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .table */ .tp)(['Left out', 'Why'], fleet.skipped.map(({ host, error }) => [(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .inlineCode */ .ti)(host), (0,_failures_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .u)(error)])));
    if (result === 'planned') {
        parts.push(steps.map(({ title }, index) => `${index + 1}. ${title}`).join('\n'));
        parts.push(pending === undefined ? '' : migrationsPart(pending, 'pending'));
    }
    if (executed !== undefined) {
        const [{ migrations, backup }] = executed.runs;
        parts.push(migrationsPart(migrations, 'applied'), backupPart(backup), (0,_report_timeline_js__WEBPACK_IMPORTED_MODULE_0__/* .timeline */ .IO)(executed.timeline));
    }
    const after = result === 'done' ? fleet.members.map(_retention_js__WEBPACK_IMPORTED_MODULE_4__/* .afterDeploy */ .q) : fleet.members;
    parts.push((0,_back_targets_js__WEBPACK_IMPORTED_MODULE_5__/* .targetsTable */ .Br)((0,_back_targets_js__WEBPACK_IMPORTED_MODULE_5__/* .targetsOf */ .QR)(after), after.length, clock));
    return parts.filter((part) => part !== '').join('\n\n');
}
/** What was done and undone, for the summary of a deploy that failed. */
function failedTimeline(entries) {
    return (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .details */ .zH)('What was done, and undone', (0,_report_timeline_js__WEBPACK_IMPORTED_MODULE_0__/* .timeline */ .IO)(entries));
}
/** Which release was live, and which one is. */
function changeTable(before, now) {
    return (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .table */ .tp)(['', 'Before', 'Now'], [
        ['Release', (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .inlineCode */ .ti)(before?.id ?? 'none'), (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .inlineCode */ .ti)(now.id)],
        ['Version', before?.version || '–', now.version || '–'],
        ['Commit', (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .inlineCode */ .ti)(before?.commit.slice(0, 7) || 'none'), (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .inlineCode */ .ti)(now.commit.slice(0, 7))],
        ['Image', (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .inlineCode */ .ti)(before?.image ?? 'none'), (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .inlineCode */ .ti)(now.image)],
    ]);
}
/** Where it serves, what served there before, and what was seen of it at the edge while it was watched. */
function hostsTable(targets, runs) {
    return (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .table */ .tp)(['Host', 'Before', 'Scheduler', 'While it was watched'], targets.map(({ wanted, seen }) => {
        const baked = runs.find(({ host }) => host.name === seen.host)?.baked;
        const watched = baked === undefined
            ? ''
            : `${baked.requests} requests in ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .duration */ .p0)(baked.seconds)}, ${baked.failed} failed`;
        const schedules = wanted.schedules && wanted.roles.schedulers.length > 0;
        return [(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .inlineCode */ .ti)(seen.host), (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .inlineCode */ .ti)(seen.live?.id ?? 'none'), schedules ? 'here' : '', watched];
    }));
}
function migrationsPart(migrations, state) {
    if (migrations.length === 0)
        return 'No migrations were pending.';
    const text = migrations
        .map(({ name, operations }) => `${name}\n${operations.map((one) => `    ${one}`).join('\n')}`)
        .join('\n');
    const applied = (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .details */ .zH)(`${migrations.length} migration${migrations.length === 1 ? '' : 's'} ${state}`, (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .code */ .aY)(text));
    const dangers = migrations.flatMap(({ name, dangers: some, oneWay }) => [...some, ...oneWay.map((one) => `${one}: it can not be reversed`)].map((one) => [(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .inlineCode */ .ti)(name), one]));
    if (dangers.length === 0)
        return applied;
    return `${applied}\n\n${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .table */ .tp)(['Migration', '⚠️ What the old release may not survive, or only a backup takes back'], dangers)}`;
}
/** The backup that was made; empty without one. */
function backupPart(backup) {
    if (backup === undefined)
        return '';
    const { path, bytes, seconds, sha256, proof } = backup;
    return (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .table */ .tp)(['Backup', 'Size', 'Took', 'Proof', 'SHA-256'], [[(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .inlineCode */ .ti)(path), (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .size */ .Ej)(bytes), (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .duration */ .p0)(seconds), proof, (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_3__/* .inlineCode */ .ti)(sha256.slice(0, 12))]]);
}


/***/ }),

/***/ 9363:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ retention),
/* harmony export */   q: () => (/* binding */ afterDeploy)
/* harmony export */ });
/* harmony import */ var _release_release_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7190);

/** Which releases a deploy leaves on a host, and which it removes: never one of the two that a rollback goes between. */
function retention({ wanted: { release, keep }, seen }) {
    const all = [...seen.releases.filter(({ id }) => id !== release.id), release];
    const go = (0,_release_release_js__WEBPACK_IMPORTED_MODULE_0__/* .prunable */ .W)(all, keep, keep > 1 ? [release.id, seen.live?.id ?? ''] : [release.id]);
    return { stay: all.filter((one) => !go.includes(one)), go };
}
/** A host as it is once the deploy is done, as far as going back is concerned. */
function afterDeploy({ wanted, seen }) {
    const warm = wanted.keepWarm ? seen.upstreams : [];
    const images = [...(seen.images ?? []), wanted.release.image];
    const after = { live: wanted.release, previous: seen.live?.id, releases: retention({ wanted, seen }).stay };
    return { wanted, seen: { ...seen, ...after, warm, images } };
}


/***/ }),

/***/ 2467:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  B: () => (/* binding */ Stage),
  n: () => (/* binding */ sayingOnce)
});

// EXTERNAL MODULE: ../../node_modules/p-map/index.js
var p_map = __webpack_require__(4154);
// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(231);
// EXTERNAL MODULE: ./src/deploy/failures.js
var deploy_failures = __webpack_require__(5518);
;// CONCATENATED MODULE: ./src/deploy/together.js



/** Seconds after the first failure in which others may say that they failed too. */
const echoSeconds = 3;
/** Seconds after which a wait says what it is waiting for, and again after each so many. */
const patienceSeconds = 15;
/**
 * Does the same on several hosts side by side, `parallel` at a time, and waits for all. After the first failure the
 * others are told to stop by `stop`.
 * @throws what the host threw; when several did, one error that names them all
 */
async function together(items, parallel, stop, { log, clock }, work) {
    const failures = [];
    const busy = new Map();
    const over = new AbortController();
    const one = async (item) => {
        if (failures.length > 0)
            return;
        const started = clock.now();
        busy.set(item.host, started);
        try {
            await work(item);
            if (items.length > 1)
                log.info(`✔ ${item.host} (${(0,markdown/* duration */.p0)((clock.now() - started) / 1000)})`);
        }
        catch (error) {
            failures.push({ host: item.host, error });
            if (items.length > 1)
                log.info(`✘ ${item.host}`);
            if (failures.length === 1 && busy.size > 1)
                void stopSoon();
        }
        finally {
            busy.delete(item.host);
        }
    };
    const stopSoon = async () => {
        await clock.sleep(echoSeconds, over.signal).catch(() => { });
        if (!over.signal.aborted)
            stop.abort();
    };
    void sayWhatIsAwaited(busy, over.signal, { log, clock });
    await (0,p_map/* default */.Ay)(items, one, { concurrency: parallel }).finally(() => over.abort());
    if (failures.length > 0)
        throw (0,deploy_failures/* allOf */.b)(failures);
}
async function sayWhatIsAwaited(busy, over, { log, clock }) {
    for (;;) {
        await clock.sleep(patienceSeconds, over).catch(() => { });
        if (over.aborted)
            return;
        const hosts = [...busy].map(([host, started]) => `${host} (${(0,markdown/* duration */.p0)((clock.now() - started) / 1000)})`);
        if (hosts.length > 0)
            log.info(`… waiting for ${hosts.join(', ')}`);
    }
}

;// CONCATENATED MODULE: ./src/deploy/stage.js

/** Where the steps of a plan are made: each is a fold in the log and, for each host, a line of the timeline. */
class Stage {
    timeline = [];
    parallel;
    stop;
    runner;
    /** @param stop told when a host fails, so that the others don't go on with what is going to be undone */
    constructor(parallel, stop, runner) {
        this.parallel = parallel;
        this.stop = stop;
        this.runner = runner;
    }
    /** The hosts of a step side by side; returns when the last is done. */
    async each(step, work) {
        // The watch is of all hosts in the same minute; it costs them nothing.
        const parallel = step.do === 'bake' ? step.on.length : this.parallel;
        await this.runner.log.group(step.title, async () => await together(step.on, parallel, this.stop, this.runner, async (part) => {
            await this.record(step.title, part.host, () => work(part));
        }));
    }
    /** A step that concerns the fleet as a whole. */
    async once({ title, on }, work) {
        const where = on.length === 1 ? (on[0]?.host ?? '') : `${on.length} hosts`;
        return await this.runner.log.group(title, async () => await this.record(title, where, work));
    }
    async record(name, where, work) {
        const { clock } = this.runner;
        const entry = { name, where, started: clock.now(), seconds: 0, result: 'failed' };
        this.timeline.push(entry);
        try {
            const result = await work();
            entry.result = 'done';
            return result;
        }
        finally {
            entry.seconds = (clock.now() - entry.started) / 1000;
        }
    }
}
/** A log in which a warning that is the same for every host of a fleet stands once. */
function sayingOnce(log) {
    const said = new Set();
    return {
        ...log,
        warning(text, place) {
            if (said.has(text))
                return;
            said.add(text);
            log.warning(text, place);
        },
    };
}


/***/ }),

/***/ 6574:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ step),
/* harmony export */   z: () => (/* binding */ when)
/* harmony export */ });
/** Makes steps that these hosts make side by side. */
function step(targets) {
    const on = targets.map(({ seen }) => ({ host: seen.host }));
    return (kind, title) => ({ do: kind, title, on });
}
/** The items if the condition holds, else none. */
function when(condition, ...items) {
    return condition ? items : [];
}


/***/ }),

/***/ 4935:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ survey),
/* harmony export */   x: () => (/* binding */ withFleet)
/* harmony export */ });
/* harmony import */ var p_map__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(4154);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6986);
/* harmony import */ var _host_connect_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3813);
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(231);
/* harmony import */ var _runner_cancel_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(4744);
/* harmony import */ var _failures_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5518);
/* harmony import */ var _observe_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4853);
/* harmony import */ var _preflight_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(566);








/**
 * Connects to all hosts while it is decided what is wanted, looks at each, and refuses before anything is changed.
 * @throws UserError with everything that is wrong on any host, and a table of all
 */
async function survey(addresses, jump, settings, intend, runner) {
    const connecting = connectAll(addresses, jump, settings, runner);
    const connected = connecting.then(connectedOf);
    // Logging in is half a dozen round trips; when both fail, what is wrong in the files counts.
    connected.catch(() => { });
    let intent;
    try {
        intent = await intend(connected);
    }
    catch (error) {
        void connecting.then((looks) => looks.forEach(({ host }) => host?.close()));
        throw error;
    }
    const looks = await connecting;
    await Promise.all(looks.map((look) => lookAt(look, intent, runner)));
    try {
        runner.cancelled.throwIfAborted();
        return judge(looks, settings, intent, runner);
    }
    catch (error) {
        for (const { host } of looks)
            host?.close();
        throw error;
    }
}
async function connectAll(addresses, jump, { parallel }, { clock, cancelled }) {
    const one = async (address) => {
        const name = address.name ?? address.host;
        const started = clock.now();
        const seconds = () => (clock.now() - started) / 1000;
        try {
            return { name, host: await (0,_runner_cancel_js__WEBPACK_IMPORTED_MODULE_5__/* .unlessCancelled */ .M)(cancelled, (0,_host_connect_js__WEBPACK_IMPORTED_MODULE_1__/* .connect */ .N)(address, jump)), seconds: seconds() };
        }
        catch (error) {
            return { name, error, seconds: seconds() };
        }
    };
    // sshd begins to drop those who are still logging in at ten (MaxStartups), and a jump host sees them all.
    return await (0,p_map__WEBPACK_IMPORTED_MODULE_6__/* ["default"] */ .Ay)(addresses, one, { concurrency: jump === undefined ? parallel : Math.min(parallel, 5) });
}
/** @throws what stood in the way, when not one host is connected */
function connectedOf(looks) {
    const [first, ...rest] = looks.flatMap(({ host }) => host ?? []);
    if (first === undefined)
        throw (0,_failures_js__WEBPACK_IMPORTED_MODULE_2__/* .allOf */ .b)(failuresOf(looks));
    return [first, ...rest];
}
async function lookAt(look, { wanted, scheduler }, runner) {
    const { host } = look;
    if (host === undefined)
        return;
    const started = runner.clock.now();
    try {
        const here = { ...wanted, schedules: look.name === scheduler };
        const seen = await (0,_runner_cancel_js__WEBPACK_IMPORTED_MODULE_5__/* .unlessCancelled */ .M)(runner.cancelled, (0,_observe_js__WEBPACK_IMPORTED_MODULE_3__/* .observe */ .lB)(host, here));
        (0,_preflight_js__WEBPACK_IMPORTED_MODULE_4__/* .preflight */ .M)(here, seen);
        look.target = { wanted: here, seen };
    }
    catch (error) {
        look.error = error;
    }
    finally {
        look.seconds += (runner.clock.now() - started) / 1000;
    }
}
function failuresOf(looks) {
    return looks.flatMap(({ name, error }) => (error === undefined ? [] : [{ host: name, error }]));
}
function judge(looks, settings, { scheduler }, { log }) {
    const failures = failuresOf(looks);
    const skipped = failures.filter((one) => mayBeSkipped(one, settings, scheduler));
    const [first, ...rest] = looks.flatMap(({ host, target }) => host !== undefined && target !== undefined ? [{ host, ...target }] : []);
    if (failures.length > skipped.length || first === undefined) {
        const error = (0,_failures_js__WEBPACK_IMPORTED_MODULE_2__/* .allOf */ .b)(failures);
        if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo && looks.length > 1)
            error.report = surveyTable(looks);
        throw error;
    }
    for (const { host, error } of skipped)
        log.warning(`${host} is left out: ${(0,_failures_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .u)(error)}`);
    return { members: [first, ...rest], skipped, settings };
}
/** Not the scheduler's: it may still run there, and a second one would start every task twice. */
function mayBeSkipped({ host, error }, { onUnreachable }, scheduler) {
    return (onUnreachable === 'skip' &&
        host !== scheduler &&
        error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo &&
        error.reason === 'host-unreachable');
}
/** Every host, well or not: who stands in the way of a deploy, why, and who is slow. */
function surveyTable(looks) {
    return (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_7__/* .table */ .tp)(['', 'Host', 'Answered in', ''], looks.map(({ name, seconds, error }) => [
        error === undefined ? '✅' : '❌',
        (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_7__/* .inlineCode */ .ti)(name),
        (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_7__/* .duration */ .p0)(seconds),
        error === undefined ? 'ready' : (0,_failures_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .u)(error),
    ]));
}
/** Does the work with the fleet, then ends the connections, and says how few commands they carried. */
async function withFleet(opening, { log }, work) {
    const fleet = await opening;
    const hosts = fleet.members.map(({ host }) => host);
    try {
        return await work(fleet);
    }
    finally {
        const count = hosts.reduce((sum, { commandCount }) => sum + commandCount, 0);
        log.info(`${count} commands over ${hosts.length === 1 ? 'one connection' : `${hosts.length} connections`}`);
        for (const host of hosts)
            host.close();
    }
}


/***/ }),

/***/ 107:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ undo),
/* harmony export */   w: () => (/* binding */ undoAll)
/* harmony export */ });
/* harmony import */ var _begin_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4688);

/** Undoes everything on every host at once, also on one whose connection or guard was lost: as soon as it is back. */
async function undoAll(members, locks, runner) {
    const name = 'Undo everything';
    const one = async (member) => {
        const { host } = member;
        const started = runner.clock.now();
        const undone = await undo(member, locks.get(host.name), runner);
        const seconds = (runner.clock.now() - started) / 1000;
        return { name, where: host.name, started, seconds, result: undone ? 'undone' : 'failed' };
    };
    return await runner.log.group(name, async () => await Promise.all(members.map(one)));
}
/** The same on one host; false, with a warning, when it could not be made sure of. */
async function undo(member, transaction, runner) {
    if ((await transaction?.abort()) || (await (0,_begin_js__WEBPACK_IMPORTED_MODULE_0__/* .recover */ .l)(member, runner)) !== undefined)
        return true;
    runner.log.warning(`${member.host.name}: the guard could not be heard; the host undoes by itself, the next run makes sure of it.`);
    return false;
}


/***/ }),

/***/ 238:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ replacedServices),
/* harmony export */   y: () => (/* binding */ appServices)
/* harmony export */ });
/** The services of a release that run on this host and carry the new image. */
function appServices({ roles, schedules }) {
    return [roles.web, ...roles.workers, ...(schedules ? roles.schedulers : [])];
}
/** The services whose containers a deploy replaces or removes: also a scheduler that now runs on another host. */
function replacedServices({ roles }) {
    return [roles.web, ...roles.workers, ...roles.schedulers];
}


/***/ }),

/***/ 658:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ secretsIn),
/* harmony export */   c: () => (/* binding */ withoutSecrets)
/* harmony export */ });
/* harmony import */ var _compose_check_secrets_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(846);
/* harmony import */ var _compose_model_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(279);


/** Shorter ones would make every text unreadable and protect nothing. */
const shortest = 6;
/** The secrets in the environments of a project, line by line, as programs print them. */
function secretsIn({ services }) {
    const found = Object.values(services).flatMap((service) => [...(0,_compose_model_js__WEBPACK_IMPORTED_MODULE_1__/* .environmentOf */ .p7)(service)].flatMap(([name, value]) => {
        const [, password] = _compose_check_secrets_js__WEBPACK_IMPORTED_MODULE_0__/* .passwordInUrl */ .mo.exec(value) ?? [];
        return [
            ...(_compose_check_secrets_js__WEBPACK_IMPORTED_MODULE_0__/* .secretName */ .Gf.test(name) ? value.split(/\r?\n/) : []),
            ...(password === undefined ? [] : [password]),
        ];
    }));
    return [...new Set(found.map((one) => one.trim()))].filter((one) => one.length >= shortest && !one.startsWith('-----'));
}
/**
 * The text without secrets. The runner does this to its log; to files and summaries nobody does. Passwords in URLs go
 * too, whosever they are.
 */
function withoutSecrets(text, secrets) {
    const known = secrets
        .toSorted((one, other) => other.length - one.length)
        .reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
    return known
        .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s/?#:@'"]*:)[^\s/?#@'"]+@/gi, '$1***@')
        .replace(/-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, '*** (a private key)');
}


/***/ }),

/***/ 2483:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GE: () => (/* binding */ retireCommands),
/* harmony export */   Pb: () => (/* binding */ restCommands),
/* harmony export */   Rh: () => (/* binding */ switchCommands),
/* harmony export */   de: () => (/* binding */ leaveCommand),
/* harmony export */   jA: () => (/* binding */ pointCommands),
/* harmony export */   kK: () => (/* binding */ openCommand),
/* harmony export */   oT: () => (/* binding */ switchBackCommands),
/* harmony export */   u9: () => (/* binding */ joinCommand),
/* harmony export */   wg: () => (/* binding */ upCommands),
/* harmony export */   yC: () => (/* binding */ closeCommand),
/* harmony export */   zn: () => (/* binding */ places)
/* harmony export */ });
/* harmony import */ var _config_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(897);

/**
 * HAProxy runtime commands that tell slots which containers they are for. They get no requests yet: until the name is
 * resolved, which takes up to two seconds, a slot has no address, whatever `set server … addr` says.
 * https://docs.haproxy.org/2.6/management.html#9.3
 */
function pointCommands(next) {
    return next
        .flatMap(({ slot, container, release }) => [
        `set map ${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .configFolder */ .vg}/releases.map ${slot} ${release}`,
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
/** These are known to answer: requests go there without waiting for the edge's own next check. */
function upCommands(upstreams) {
    return upstreams.map(({ slot }) => `set server web/${slot} health up`).join('; ');
}
/** Frees slots whose containers are about to go. */
function retireCommands(upstreams) {
    return upstreams
        .flatMap(({ slot }) => [
        `set server web/${slot} state maint`,
        `set server web/${slot} fqdn ${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .idleName */ .kL}`,
        `set map ${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .configFolder */ .vg}/releases.map ${slot} none`,
    ])
        .join('; ');
}
/** Keeps slots for containers that go on running without requests: back by one switch, their address is known. */
function restCommands(upstreams) {
    return upstreams.map(({ slot }) => `set server web/${slot} state maint`).join('; ');
}
/** The readiness path answers 503 from now on, so that a balancer in front sends nothing more. */
const leaveCommand = `set server ${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .balancerBackend */ .R4}/${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .balancerFlag */ .hu} state maint`;
/** The readiness path answers 200 again. */
const joinCommand = `set server ${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .balancerBackend */ .R4}/${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .balancerFlag */ .hu} state ready`;
/** From this moment on nobody gets to web, also on connections that are open; who is let in all the same does. */
const closeCommand = `set server ${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .shopBackend */ .vo}/${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .shopFlag */ .zq} state maint`;
/** The shop is open again. */
const openCommand = `set server ${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .shopBackend */ .vo}/${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .shopFlag */ .zq} state ready`;
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


/***/ }),

/***/ 8700:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ct: () => (/* binding */ backupInputs),
/* harmony export */   EN: () => (/* binding */ hostsInput),
/* harmony export */   gf: () => (/* binding */ deployOutputs),
/* harmony export */   xR: () => (/* binding */ deployInputs)
/* harmony export */ });
/* harmony import */ var _connection_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3851);
/* harmony import */ var _contract_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3849);
/* harmony import */ var _environment_masks_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5354);



const { host: _host, ...connection } = _connection_js__WEBPACK_IMPORTED_MODULE_0__/* .connectionInputs */ .e;
const image = (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .pattern */ .T1)(/^[a-z0-9][\w.:/-]*@sha256:[0-9a-f]{64}$/, 'an image by digest, repository@sha256:… (push-registry puts it out)', { required: true });
/** The servers of a fleet. */
const hostsInput = (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .lines */ .Mn)({
    required: true,
    each: [
        /^((?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?|[0-9a-fA-F.]*(:[0-9a-fA-F.]*){2,})$/,
        'a list of name or name:port, one a line',
    ],
});
/** How a backup is made and kept. */
const backupInputs = {
    'verify-backup': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .choice */ .Yq)(['restore', 'list', 'none'], { default: 'restore' }),
    'backup-path': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .pattern */ .T1)(/^(\/(?!\.{1,2}(\/|$))[\w.-]+)+$/, 'an absolute folder on the server'),
    'backup-image': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .pattern */ .T1)(/^[a-z0-9][\w.:/-]*(@sha256:[0-9a-f]{64})?$/, 'an image such as postgres:15'),
    'keep-backups': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .whole */ .WQ)({ min: 1, max: 1000, default: '10' }),
};
/** The inputs that `deploy-staging` and `deploy-production` share, with the defaults of one of them. */
function deployInputs(defaults) {
    return {
        image,
        ...connection,
        'compose-file': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .lines */ .Mn)({ default: defaults.composeFile }),
        environment: (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .secret */ .rJ)({ masks: _environment_masks_js__WEBPACK_IMPORTED_MODULE_1__/* .environmentMasks */ .x }),
        'environment-file': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)({ default: defaults.environmentFile }),
        project: (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .pattern */ .T1)(/^[a-z0-9][a-z0-9_-]*$/, 'a Compose project name (small letters, digits, _ and -)'),
        'web-service': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(),
        'worker-services': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .lines */ .Mn)(),
        'scheduler-services': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .lines */ .Mn)(),
        replicas: (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .lines */ .Mn)({
            each: [/^([\w.-]+=)?\d{1,2}$/, 'a number of web containers, or lines such as web=3 and celery=2'],
        }),
        strategy: (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .choice */ .Yq)(['rolling', 'blue-green', 'recreate'], { default: defaults.strategy }),
        'migrate-command': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)({ default: 'python manage.py migrate --noinput' }),
        backup: (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .choice */ .Yq)(['pending', 'always', 'never'], { default: defaults.backup }),
        ...backupInputs,
        'backup-copy': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(),
        'health-path': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .pattern */ .T1)(/^\/\S*$/, 'a path that begins with /', { default: '/health/' }),
        'health-host': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .pattern */ .T1)(/^[A-Za-z0-9.:-]+$/, 'a host name', { default: 'localhost' }),
        'health-timeout': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .seconds */ .YA)({ default: '120s' }),
        bake: (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .seconds */ .YA)({ default: defaults.bake }),
        'max-error-rate': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .percent */ .KN)({ default: '5' }),
        'drain-timeout': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .seconds */ .YA)({ default: '60s' }),
        'readiness-path': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .pattern */ .T1)(/^\/[\w./~-]+$/, 'a path that begins with /', {
            default: '/saleor-deploy/ready',
        }),
        'edge-image': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .pattern */ .T1)(/^[a-z0-9][\w.:/-]*(@sha256:[0-9a-f]{64})?$/, 'an image such as haproxy:lts', {
            default: 'haproxy:lts',
        }),
        'registry-username': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(),
        'registry-password': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .secret */ .rJ)(),
        version: (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(),
        'keep-warm': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .flag */ .Jt)({ default: 'false' }),
        'keep-releases': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .whole */ .WQ)({ min: 1, max: 100, default: '5' }),
        'lock-wait': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .seconds */ .YA)({ default: '0' }),
        'ignore-rules': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .lines */ .Mn)(),
        'diagnosis-folder': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(),
        'dry-run': (0,_contract_js__WEBPACK_IMPORTED_MODULE_2__/* .flag */ .Jt)({ default: 'false' }),
    };
}
/** What both deploy actions put out. */
const deployOutputs = [
    'release',
    'previous-release',
    'image',
    'version',
    'plan',
    'migrations',
    'backup',
    'backup-bytes',
    'backup-seconds',
    'reason-code',
];


/***/ }),

/***/ 5354:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   x: () => (/* binding */ environmentMasks)
/* harmony export */ });
/* harmony import */ var _compose_environment_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7627);

/** Shorter ones are `True`, `8000`, `redis`: hiding them would make logs unreadable and protect nothing. */
const shortest = 6;
/** Settings that are no secret, most of them seen by every visitor: hidden, they would turn half of the log into `***`. */
const open = /^(ALLOWED_(CLIENT_)?HOSTS|PUBLIC_URL|(STATIC|MEDIA)_URL|DEFAULT_FROM_EMAIL|POSTGRES_(USER|DB)|\w+_CUSTOM_DOMAIN)$/;
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
        environment = (0,_compose_environment_js__WEBPACK_IMPORTED_MODULE_0__/* .parseEnvironment */ .N)(text);
    }
    catch {
        // It will be refused, but until then something may print a part of it.
        return text.split(/\r?\n/).map((line) => line.replace(/^\s*(export\s+)?\w+=\s*["']?|["']\s*$/g, ''));
    }
    return [...environment].flatMap(([name, value]) => (open.test(name) ? [] : [value]));
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


/***/ }),

/***/ 2457:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ openingCommands),
/* harmony export */   x: () => (/* binding */ setShop)
/* harmony export */ });
/* harmony import */ var _deploy_host_run_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1239);
/* harmony import */ var _edge_config_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(897);
/* harmony import */ var _edge_runtime_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2483);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6986);




/** Seconds until an edge that was told to read its configuration anew must answer by it. */
const reloadSeconds = 15;
/**
 * Closes the shop with this maintenance, or opens it. From one moment on no request begins on web any more, also on
 * connections that are open; those in flight get their time. A page or an allow-list that the edge does not have yet comes
 * with a reload after that, which loses no request.
 * @throws StepFailed `switch-failed` when the edge takes no command, or not its new configuration
 */
async function setShop(shop, maintenance) {
    const { transaction, host, edge, config } = shop;
    const next = (0,_edge_config_js__WEBPACK_IMPORTED_MODULE_0__/* .renderConfig */ .Xs)(shop.settings, shop.upstreams, maintenance);
    const reload = ['reload', edge, String(reloadSeconds)];
    const reloads = (0,_edge_config_js__WEBPACK_IMPORTED_MODULE_0__/* .withoutRunTime */ .pW)(config) !== (0,_edge_config_js__WEBPACK_IMPORTED_MODULE_0__/* .withoutRunTime */ .pW)(next);
    const file = `${shop.root}/edge/haproxy.cfg`;
    const failed = (ran) => new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .StepFailed */ .an('switch-failed', `${host.name}: the shop could not be ${maintenance === undefined ? 'opened' : 'closed'}: ${ran.stdout.trim()}`);
    await transaction.change({
        undo: [
            ...(reloads ? [reload] : []),
            config === '' ? ['rm', '-f', file] : (0,_deploy_host_run_js__WEBPACK_IMPORTED_MODULE_3__/* .put */ .yJ)(file, '644', config),
            flag(edge, (0,_edge_config_js__WEBPACK_IMPORTED_MODULE_0__/* .readMaintenance */ .Om)(config)),
        ],
        run: [flag(edge, maintenance), (0,_deploy_host_run_js__WEBPACK_IMPORTED_MODULE_3__/* .put */ .yJ)(file, '644', next)],
    }, failed);
    const slots = shop.upstreams.map(({ slot }) => slot);
    // Before the reload: the new process knows nothing of what the old one still has.
    if (maintenance !== undefined && slots.length > 0)
        await transaction.attempt({ run: [['drain', edge, String(shop.drainTimeout), ...slots]] });
    if (reloads)
        await transaction.change({ run: [reload] }, failed);
}
/** What opens the shop, where nobody waits for it. */
function openingCommands(shop) {
    const next = (0,_edge_config_js__WEBPACK_IMPORTED_MODULE_0__/* .renderConfig */ .Xs)(shop.settings, shop.upstreams);
    const reloads = (0,_edge_config_js__WEBPACK_IMPORTED_MODULE_0__/* .withoutRunTime */ .pW)(shop.config) !== (0,_edge_config_js__WEBPACK_IMPORTED_MODULE_0__/* .withoutRunTime */ .pW)(next);
    return [
        (0,_deploy_host_run_js__WEBPACK_IMPORTED_MODULE_3__/* .put */ .yJ)(`${shop.root}/edge/haproxy.cfg`, '644', next),
        flag(shop.edge, undefined),
        ...(reloads ? [['reload', shop.edge, String(reloadSeconds)]] : []),
    ];
}
function flag(edge, maintenance) {
    return ['readiness', edge, maintenance === undefined ? _edge_runtime_js__WEBPACK_IMPORTED_MODULE_1__/* .openCommand */ .kK : _edge_runtime_js__WEBPACK_IMPORTED_MODULE_1__/* .closeCommand */ .yC];
}


/***/ }),

/***/ 8570:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ storeQuestions),
/* harmony export */   u: () => (/* binding */ readStore)
/* harmony export */ });
/* harmony import */ var _release_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7190);

/** What a host is asked for that; {@link readStore} reads the answers. Pure. */
function storeQuestions(root) {
    const records = ['-mindepth', '2', '-maxdepth', '2', '-name', 'release.json', '-exec', 'cat', '{}', '+'];
    return [
        ['cat', `${root}/live/release.json`],
        ['readlink', `${root}/previous`],
        ['find', `${root}/releases`, ...records],
    ];
}
/** Reads the answers to {@link storeQuestions}, in their order; a record that can't be read is none. Pure. */
function readStore([live, previous, releases]) {
    return {
        live: live.code === 0 ? (0,_release_js__WEBPACK_IMPORTED_MODULE_0__/* .parseRelease */ .BC)(live.stdout) : undefined,
        previous: previous.code === 0 ? previous.stdout.trim().split('/').at(-1) || undefined : undefined,
        releases: releases.stdout.split('\n').flatMap((line) => (0,_release_js__WEBPACK_IMPORTED_MODULE_0__/* .parseRelease */ .BC)(line) ?? []),
    };
}


/***/ }),

/***/ 6400:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ findingsTable)
/* harmony export */ });
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(231);

/** What preflight found, for the job summary; empty when it found nothing. */
function findingsTable(findings) {
    if (findings.length === 0)
        return '';
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .table */ .tp)(['', 'Found before anything was changed', 'What to do', 'Rule', 'Where'], findings.map(({ severity, message, fix, rule, place }) => [
        severity === 'error' ? '❌' : '⚠️',
        place === undefined ? message : message.replace(`${place.file}: `, ''),
        fix,
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineCode */ .ti)(rule),
        place === undefined ? '' : (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineCode */ .ti)([place.file, place.line].filter(Boolean).join(':')),
    ]));
}


/***/ })

};
