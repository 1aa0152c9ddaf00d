import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 2613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 5317:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("child_process");

/***/ }),

/***/ 6982:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");

/***/ }),

/***/ 2250:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("dns");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 9896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 8611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 5692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 9278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 4589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 6698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 1421:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");

/***/ }),

/***/ 7540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 8474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 3024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 1455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 7067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 4848:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 4708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");

/***/ }),

/***/ 8995:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:module");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 8161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:process");

/***/ }),

/***/ 1792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 8500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 3136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 3429:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 5919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 6928:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");

/***/ }),

/***/ 932:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("process");

/***/ }),

/***/ 2203:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("stream");

/***/ }),

/***/ 5574:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 3557:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("timers");

/***/ }),

/***/ 4756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 2018:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tty");

/***/ }),

/***/ 7016:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("url");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 3106:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("zlib");

/***/ }),

/***/ 6986:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   A3: () => (/* binding */ reasonOf),
/* harmony export */   an: () => (/* binding */ StepFailed),
/* harmony export */   yo: () => (/* binding */ UserError)
/* harmony export */ });
/* unused harmony export reasonCodes */
/**
 * Every way a run can end, as the `reason-code` output says it. Closed: workflows branch on these words.
 * The first four are green, all others make the job red.
 */
const reasonCodes = (/* unused pure expression or super */ null && ([
    'done',
    'unchanged',
    'planned',
    'requested',
    'bad-input',
    'host-unreachable',
    'host-key-unverified',
    'login-refused',
    'not-ready',
    'locked',
    'taken-over',
    'no-target',
    'schema-gap',
    'registry-refused',
    'registry-unavailable',
    'digest-mismatch',
    'build-failed',
    'verify-failed',
    'pull-failed',
    'backup-failed',
    'migration-failed',
    'restore-failed',
    'start-failed',
    'unhealthy',
    'switch-failed',
    'live-changed',
    'bake-failed',
    'approval-refused',
    'approval-denied',
    'approval-expired',
    'approval-superseded',
    'approval-cancelled',
    'github-unavailable',
    'guard-lost',
    'smoke-failed',
    'cancelled',
    'internal-error',
]));
/**
 * The user can mend this: it says what is wrong, why that matters if it isn't plain, and what would be right.
 * Thrown before anything was changed.
 */
class UserError extends Error {
    name = 'UserError';
    reason;
    /** What would be right, as a sentence or a command to copy. */
    fix;
    place;
    /** Markdown for the job summary: which hosts of a fleet are concerned. */
    report = '';
    constructor(reason, what, fix, place) {
        super(what);
        this.reason = reason;
        this.fix = fix;
        this.place = place;
    }
}
/** A step began and did not succeed: what it was, where, and the lines that explain it. */
class StepFailed extends Error {
    name = 'StepFailed';
    reason;
    /** The last lines of the container or command that failed. */
    evidence;
    /** Markdown for the job summary; the loop over a plan adds what was done and undone. */
    report;
    outputs;
    constructor(reason, what, evidence = '', aftermath = {}) {
        super(what, aftermath);
        this.reason = reason;
        this.evidence = evidence;
        this.report = aftermath.report ?? '';
        this.outputs = aftermath.outputs ?? {};
    }
}
/** The reason code of anything that was thrown: unknown errors are `internal-error`, aborts are `cancelled`. */
function reasonOf(error) {
    if (error instanceof UserError || error instanceof StepFailed)
        return error.reason;
    if (error instanceof Error && error.name === 'AbortError')
        return 'cancelled';
    return 'internal-error';
}


/***/ }),

/***/ 3849:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   FQ: () => (/* binding */ BadValue),
/* harmony export */   Jt: () => (/* binding */ flag),
/* harmony export */   KN: () => (/* binding */ percent),
/* harmony export */   Mn: () => (/* binding */ lines),
/* harmony export */   Qq: () => (/* binding */ text),
/* harmony export */   T1: () => (/* binding */ pattern),
/* harmony export */   WQ: () => (/* binding */ whole),
/* harmony export */   YA: () => (/* binding */ seconds),
/* harmony export */   Yq: () => (/* binding */ choice),
/* harmony export */   rJ: () => (/* binding */ secret)
/* harmony export */ });
/** A value that can't be used; the message says what would be right, "a whole number from 1 to 65535". */
class BadValue extends Error {
}
function text(options = {}) {
    return spec(options, (raw) => raw);
}
function secret(options = {}) {
    const { masks, ...rest } = options;
    return { ...spec({ ...rest, secret: true }, (raw) => raw), ...(masks === undefined ? {} : { masks }) };
}
function pattern(regexp, expected, options = {}) {
    return spec(options, (raw) => {
        if (!regexp.test(raw))
            throw new BadValue(expected);
        return raw;
    });
}
/** One of a closed list of words. */
function choice(words, options) {
    return spec(options, (raw) => {
        const word = words.find((one) => one === raw);
        if (word === undefined)
            throw new BadValue(`one of ${words.join(', ')}`);
        return word;
    });
}
/** `true` or `false`, as YAML writes them; anything else is an error and not a silent false. */
function flag(options) {
    return spec(options, (raw) => {
        if (!/^(true|false)$/i.test(raw))
            throw new BadValue('true or false');
        return raw.toLowerCase() === 'true';
    });
}
function whole(bounds) {
    return spec(bounds, (raw) => {
        const value = Number(raw);
        if (!/^\d+$/.test(raw) || value < bounds.min || value > bounds.max)
            throw new BadValue(`a whole number from ${bounds.min} to ${bounds.max}`);
        return value;
    });
}
/** A duration in seconds: `90`, `90s`, `5m`, `1h`. */
function seconds(options) {
    return spec(options, (raw) => {
        const [, count, unit] = /^(\d+)([smh]?)$/.exec(raw) ?? [];
        if (count === undefined)
            throw new BadValue('a duration such as 90, 90s, 5m or 1h');
        return Number(count) * { '': 1, s: 1, m: 60, h: 3600 }[unit];
    });
}
/** A share in percent, 0 to 100, with or without decimals. */
function percent(options) {
    return spec(options, (raw) => {
        const value = Number(raw.replace(/\s*%$/, ''));
        if (!/^\d+(\.\d+)?\s*%?$/.test(raw) || value > 100)
            throw new BadValue('a percentage from 0 to 100');
        return value;
    });
}
/** A list, one entry a line; blank lines and lines that begin with # are left out. `each` says what a line must be. */
function lines(options = {}) {
    const { each: [pattern, expected] = [], ...rest } = options;
    const parse = (raw) => {
        const list = raw
            .split(/\r?\n/)
            .map((line) => line.trim())
            .filter((line) => line !== '' && !line.startsWith('#'));
        if (pattern !== undefined && !list.every((line) => pattern.test(line)))
            throw new BadValue(expected);
        return list;
    };
    return { ...spec(rest, parse), absent: [] };
}
function spec(options, parse) {
    return {
        required: options.required ?? false,
        default: options.default ?? '',
        secret: options.secret ?? false,
        parse,
        absent: undefined,
    };
}


/***/ }),

/***/ 2248:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   GL: () => (/* binding */ askedMessage),
/* harmony export */   IP: () => (/* binding */ doneMessage),
/* harmony export */   Xm: () => (/* binding */ failedMessage)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6986);

/** What people read in their chat when something was changed; undefined when nothing was. Pure. */
function doneMessage(about, { reason, outputs }) {
    if (reason !== 'done')
        return undefined;
    const { version, release, image } = outputs;
    const which = [version, release === undefined ? image : `release ${release}`].filter(Boolean).join(', ');
    return message(about, '✅', `done${which === '' ? '' : `: ${which}`}`);
}
/** What people read when their approval is asked for; `run` is where they give it. Pure. */
function askedMessage(about, version) {
    return message(about, '❔', `is asked for${version === '' ? '' : `: ${version}`}`);
}
/** The same for an action that failed. Pure. */
function failedMessage(about, error) {
    const [said = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
    return message(about, '❌', `failed (${(0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .reasonOf */ .A3)(error)}): ${said}`);
}
/** No markup, and the address on a line of its own: every chat makes a link of that. */
function message({ does, where, by, run }, mark, how) {
    return [`${mark} ${where}: ${does} ${how}`, `${by}, ${run}`].map(escaped).join('\n');
}
/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escaped(text) {
    return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}


/***/ }),

/***/ 2646:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ notify),
/* harmony export */   n: () => (/* binding */ notified)
/* harmony export */ });
/* harmony import */ var _runner_context_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1875);
/* harmony import */ var _message_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2248);


/** Seconds; a cancelled job has ten until it is killed. */
const requestSeconds = 4;
const attempts = 3;
/**
 * Tells the webhook in the input `notify-webhook`, where an action has one, how its work ended. A webhook that fails is a
 * warning.
 */
async function notified(does, inputs, runner, work) {
    const { 'notify-webhook': webhook, 'environment-name': environment } = inputs;
    if (webhook === undefined || does === undefined)
        return await work();
    const { repository, actor: by } = runner.context;
    const where = [repository, environment].filter(Boolean).join(', ');
    const about = { does, where, by, run: (0,_runner_context_js__WEBPACK_IMPORTED_MODULE_1__/* .runUrl */ .V)(runner.context) };
    let done;
    try {
        done = await work();
    }
    catch (error) {
        await notify(webhook, (0,_message_js__WEBPACK_IMPORTED_MODULE_0__/* .failedMessage */ .Xm)(about, error), runner);
        throw error;
    }
    const text = (0,_message_js__WEBPACK_IMPORTED_MODULE_0__/* .doneMessage */ .IP)(about, done);
    if (text !== undefined)
        await notify(webhook, text, runner);
    return done;
}
/**
 * Sends a text as Slack's incoming webhooks take it; Mattermost, Rocket.Chat and Discord (`/slack`) do as well.
 * @returns whether it was taken
 */
async function notify(webhook, text, runner) {
    const { log, clock, cancelled } = runner;
    for (let attempt = 1;; attempt++) {
        const failure = await post(webhook, text, runner);
        if (failure === undefined)
            return true;
        if (failure.final || attempt === attempts || cancelled.aborted) {
            log.warning(`The webhook was not told: ${failure.what}.`);
            return false;
        }
        await clock.sleep(attempt);
    }
}
async function post(webhook, text, { http }) {
    try {
        const { status } = await http.request({
            method: 'POST',
            url: webhook,
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ text }),
            timeoutSeconds: requestSeconds,
        });
        if (status < 300)
            return undefined;
        return { what: `it answered ${status}`, final: status < 500 && status !== 429 };
    }
    catch (error) {
        // The address is the secret.
        const what = error instanceof Error ? error.message : String(error);
        return { what: what.replaceAll(webhook, 'its address'), final: false };
    }
}


/***/ }),

/***/ 231:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ej: () => (/* binding */ size),
/* harmony export */   KW: () => (/* binding */ age),
/* harmony export */   aY: () => (/* binding */ code),
/* harmony export */   p0: () => (/* binding */ duration),
/* harmony export */   ti: () => (/* binding */ inlineCode),
/* harmony export */   tp: () => (/* binding */ table),
/* harmony export */   zH: () => (/* binding */ details)
/* harmony export */ });
/** A GitHub table; cells may hold inline Markdown, pipes and newlines in them are escaped. */
function table(header, rows) {
    const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
    return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
/** A fenced block that its content can't close. */
function code(text, language = '') {
    const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
    const fence = '`'.repeat(longest + 1);
    return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`;
}
/** A text from elsewhere inside a sentence or cell, as it is: nothing in it becomes Markdown. */
function inlineCode(text) {
    const line = text.replace(/\s+/g, ' ').trim();
    if (line === '')
        return '';
    const fence = '`'.repeat(1 + Math.max(0, ...[...line.matchAll(/`+/g)].map((run) => run[0].length)));
    const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
    return `${fence}${pad}${line}${pad}${fence}`;
}
/** A fold, closed until it is clicked. */
function details(title, body) {
    return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}
/** Seconds as people say them: 0.42 s, 12.3 s, 2 min 5 s. */
function duration(seconds) {
    if (seconds < 9.995)
        return `${seconds.toFixed(2)} s`;
    if (seconds < 59.95)
        return `${seconds.toFixed(1)} s`;
    const whole = Math.round(seconds);
    return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
/** How long ago, as people say it: 40 s, 12 min, 5 h, 3 days. */
function age(seconds) {
    if (seconds < 60)
        return `${Math.max(0, Math.round(seconds))} s`;
    if (seconds < 3600)
        return `${Math.round(seconds / 60)} min`;
    return seconds < 2 * 86_400 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}
/** Bytes as people say them, in the units that disks are sold in: 812 B, 4.2 MB, 1.3 GB. */
function size(bytes) {
    const units = ['B', 'kB', 'MB', 'GB', 'TB'];
    const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
    const value = bytes / 1000 ** power;
    return `${power === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}
function cell(text) {
    return text.replaceAll('|', '\\|').replaceAll('\n', '<br>');
}


/***/ }),

/***/ 393:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  C: () => (/* binding */ runAction)
});

// EXTERNAL MODULE: ./src/errors.js
var errors = __nccwpck_require__(6986);
// EXTERNAL MODULE: ./src/inputs/contract.js
var inputs_contract = __nccwpck_require__(3849);
;// CONCATENATED MODULE: ./src/inputs/read.js


/**
 * Reads all inputs once into one typed record. The runner enforces neither `required` nor types, so this does.
 * @throws UserError `bad-input` that lists every input that can't be used, not only the first.
 */
function readInputs(contract, env) {
    const complaints = [];
    const values = Object.entries(contract.inputs).map(([name, spec]) => {
        const raw = rawInput(name, env) || spec.default;
        if (raw === '') {
            if (spec.required)
                complaints.push(`Input '${name}' is required and was not given.`);
            return [name, spec.absent];
        }
        try {
            return [name, spec.parse(raw)];
        }
        catch (error) {
            if (!(error instanceof inputs_contract/* BadValue */.FQ))
                throw error;
            const shown = spec.secret ? 'the given value (hidden)' : JSON.stringify(shorten(raw));
            complaints.push(`Input '${name}': ${shown} is not ${error.message}.`);
            return [name, undefined];
        }
    });
    if (complaints.length > 0)
        throw new errors/* UserError */.yo('bad-input', complaints.join('\n'), "Correct the step's `with:` in the workflow.");
    return Object.fromEntries(values);
}
/** What is secret among the inputs, to be masked before anything is printed. */
function secretsOf(contract, env) {
    const inputs = Object.entries(contract.inputs).map(([name, spec]) => ({ spec, raw: rawInput(name, env) }));
    const others = inputs.filter(({ spec }) => !spec.secret).map(({ spec, raw }) => raw || spec.default);
    return inputs
        .filter(({ spec, raw }) => spec.secret && raw !== '')
        .flatMap(({ spec, raw }) => spec.masks?.(raw, others) ?? [raw]);
}
/** `ssh-key` arrives as INPUT_SSH-KEY: only spaces are replaced, dashes stay (runner, Handlers/Handler.cs). */
function rawInput(name, env) {
    return (env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? '').trim();
}
function shorten(text) {
    return text.length <= 80 ? text : `${text.slice(0, 77)}…`;
}

// EXTERNAL MODULE: ./src/notify/notify.js
var notify = __nccwpck_require__(2646);
// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __nccwpck_require__(231);
;// CONCATENATED MODULE: ./src/report/failure.js


/** The job summary of a run that failed: what, why, and what to do, in that order. */
function failureSummary(error) {
    const message = error instanceof Error ? error.message : String(error);
    const parts = [`### ❌ ${firstLine(message)}`];
    const rest = message.split('\n').slice(1).join('\n').trim();
    if (rest !== '')
        parts.push(rest);
    if (error instanceof errors/* UserError */.yo)
        parts.push(`**What to do:** ${error.fix}`);
    if ((error instanceof errors/* UserError */.yo || error instanceof errors/* StepFailed */.an) && error.report !== '')
        parts.push(error.report);
    if (error instanceof errors/* StepFailed */.an && error.evidence !== '')
        parts.push((0,markdown/* details */.zH)('Last lines', (0,markdown/* code */.aY)(error.evidence)));
    return parts.join('\n\n');
}
function firstLine(text) {
    return text.split('\n', 1)[0] ?? '';
}

;// CONCATENATED MODULE: ./src/runner/clock.js
/** The machine's own clock. */
const systemClock = {
    now: () => Date.now(),
    async sleep(seconds, signal) {
        const { setTimeout } = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 8500, 19));
        await setTimeout(seconds * 1000, undefined, signal === undefined ? {} : { signal });
    },
};

// EXTERNAL MODULE: ./src/runner/context.js
var context = __nccwpck_require__(1875);
;// CONCATENATED MODULE: ./src/runner/http.js
/** Node's own fetch. */
const nodeHttp = {
    async request({ method = 'GET', url, headers = {}, body, timeoutSeconds = 10, signal }) {
        await (proxyFollowed ??= followProxy(process.env));
        const started = performance.now();
        // It takes whole milliseconds only, and 1.019 * 1000 is none.
        const timeout = AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000));
        try {
            const response = await fetch(url, {
                method,
                headers,
                redirect: 'manual',
                signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
                ...(body === undefined ? {} : { body }),
            });
            const text = await response.text();
            return {
                status: response.status,
                headers: { ...Object.fromEntries(response.headers), ...cookiesOf(response.headers) },
                body: text,
                seconds: (performance.now() - started) / 1000,
            };
        }
        catch (error) {
            throw new Error(`${method} ${url}: ${causeOf(error, timeoutSeconds)}`, { cause: error });
        }
    },
};
/** Cookies are the one header that comes several times and can't be put on one line. */
function cookiesOf(headers) {
    const cookies = headers.getSetCookie();
    return cookies.length === 0 ? {} : { 'set-cookie': cookies.join('\n') };
}
let proxyFollowed;
/**
 * fetch ignores the variables by which docker and Git find the proxy of a self-hosted runner. Loopback is never meant,
 * as there. Node before 24.14 has no such switch.
 */
async function followProxy(env) {
    if (!['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((name) => env[name]))
        return;
    const http = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 7067, 19));
    if (!('setGlobalProxyFromEnv' in http))
        return;
    const direct = [env.NO_PROXY ?? env.no_proxy ?? '', 'localhost,127.0.0.1,::1']
        .filter((one) => one !== '')
        .join();
    http.setGlobalProxyFromEnv({ ...env, NO_PROXY: direct, no_proxy: direct });
}
/** fetch hides what happened in `cause`; its own message is only "fetch failed". */
function causeOf(error, timeoutSeconds) {
    if (!(error instanceof Error))
        return String(error);
    if (error.name === 'TimeoutError')
        return `no answer within ${timeoutSeconds} s`;
    const cause = error.cause;
    if (cause instanceof AggregateError)
        return cause.errors.map((one) => one.message).join('; ');
    return cause instanceof Error ? cause.message : error.message;
}

;// CONCATENATED MODULE: ./src/runner/log.js
/**
 * The runner's workflow commands on standard output. Written here and not by @actions/core because core loads an
 * HTTP client for a feature that isn't used: 43 ms of the 67 ms of a cold start (`npm run bench -- cold-start`).
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
const workflowLog = {
    info: (line) => print(asPlainText(line)),
    warning: (text, place) => command('warning', text, place),
    error: (text, place) => command('error', text, place),
    debug: (line) => command('debug', line),
    mask(secret) {
        for (const line of secret.split(/\r?\n/).map((one) => one.trim()))
            if (line !== '')
                command('add-mask', line);
    },
    async group(title, work) {
        command('group', title);
        try {
            return await work();
        }
        finally {
            print('::endgroup::');
        }
    },
};
function command(name, text, place) {
    const properties = place === undefined ? '' : ` file=${escapeProperty(place.file)},line=${place.line ?? 1}`;
    print(`::${name}${properties}::${escapeData(text)}`);
}
function print(line) {
    process.stdout.write(`${line}\n`);
}
/** Output of a container must not be able to give the runner commands. */
function asPlainText(text) {
    return text.replace(/^(\s*)(::|##\[)/gm, '$1\u200b$2');
}
function escapeData(text) {
    return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
function escapeProperty(text) {
    return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __nccwpck_require__(8474);
;// CONCATENATED MODULE: ./src/runner/stoppable.js

/** How long a program has between SIGTERM and SIGKILL: the runner kills us 10 s after the first signal. */
const graceMs = 4_000;
/**
 * Runs a program that can be ended half-way, which @actions/exec has no way to do: a cancelled push or build must not
 * go on behind the back of a job that is over.
 * @throws the signal's own error when it fired; Error when the program can't be started.
 */
async function runStoppable([program = '', ...args], options, signal) {
    signal.throwIfAborted();
    const { spawn } = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 1421, 19));
    const child = spawn(program, args, { env: options.env, cwd: options.cwd, stdio: 'pipe' });
    let kill;
    const stop = () => {
        child.kill('SIGTERM');
        kill = setTimeout(() => child.kill('SIGKILL'), graceMs);
    };
    signal.addEventListener('abort', stop, { once: true });
    // A program that ends without reading its input closes the pipe: its exit code says more than EPIPE would.
    child.stdin.on('error', () => { }).end(options.input ?? '');
    const stdout = collect(child.stdout, options.onLine);
    const stderr = collect(child.stderr, options.onLine);
    try {
        const [code] = (await (0,external_node_events_.once)(child, 'close'));
        signal.throwIfAborted();
        return { code: code ?? -1, stdout: stdout(), stderr: stderr() };
    }
    finally {
        signal.removeEventListener('abort', stop);
        clearTimeout(kill);
    }
}
/** Gathers a stream as text and hands on each whole line, the last one also without its newline. */
function collect(stream, onLine = () => { }) {
    let text = '';
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk) => {
        text += chunk;
        const lines = (rest + chunk).split(/\r?\n/);
        rest = lines.pop() ?? '';
        lines.forEach((line) => onLine(line));
    });
    stream.on('end', () => {
        if (rest !== '')
            onLine(rest);
    });
    return () => text;
}

;// CONCATENATED MODULE: ./src/runner/process.js

/** The real programs, by @actions/exec, loaded at the first use. */
const localProcess = {
    async run(command, options = {}) {
        const [program, ...args] = command;
        const inherited = withoutInputs(process.env);
        if (options.signal !== undefined)
            return await runStoppable(command, { ...options, env: { ...inherited, ...options.env } }, options.signal);
        const { getExecOutput } = await __nccwpck_require__.e(/* import() */ 775).then(__nccwpck_require__.bind(__nccwpck_require__, 4775));
        const { exitCode, stdout, stderr } = await getExecOutput(`"${program}"`, args, {
            silent: true,
            ignoreReturnCode: true,
            env: { ...inherited, ...options.env },
            ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
            ...(options.input === undefined ? {} : { input: Buffer.from(options.input) }),
            ...(options.onLine === undefined
                ? {}
                : { listeners: { stdline: options.onLine, errline: options.onLine } }),
        });
        return { code: exitCode, stdout, stderr };
    },
};
/** The inputs hold secrets, and no program that we start has use for them. */
function withoutInputs(env) {
    const kept = Object.entries(env).filter(([name, value]) => value !== undefined && !name.startsWith('INPUT_'));
    return Object.fromEntries(kept);
}

;// CONCATENATED MODULE: ./src/runner/runner.js





/** The runner this process stands on. */
function realRunner(cancelled) {
    return {
        log: workflowLog,
        process: localProcess,
        http: nodeHttp,
        clock: systemClock,
        context: (0,context/* readContext */.y)(process.env),
        cancelled,
    };
}

;// CONCATENATED MODULE: ./src/run-action.js





/**
 * The frame around every action and its only try/catch: masks secrets, reads inputs, runs the body, writes outputs
 * and summary, and turns an error into a red job with a message, an annotation and a `reason-code`.
 */
async function runAction(contract, body) {
    const runner = realRunner(cancellation());
    try {
        for (const value of secretsOf(contract, process.env))
            runner.log.mask(value);
        const inputs = readInputs(contract, process.env);
        const work = () => body(inputs, runner);
        const { reason, outputs, summary } = await (0,notify/* notified */.n)(contract.does, inputs, runner, work);
        await write({ ...outputs, 'reason-code': reason }, summary);
    }
    catch (error) {
        process.exitCode = 1;
        tell(error, runner);
        const known = error instanceof errors/* StepFailed */.an ? error.outputs : {};
        await write({ ...known, 'reason-code': (0,errors/* reasonOf */.A3)(error) }, failureSummary(error));
    }
}
/** The runner cancels with SIGINT, after 7.5 s SIGTERM, 2.5 s later it kills: the first one starts our way out. */
function cancellation() {
    const controller = new AbortController();
    const cancel = () => controller.abort();
    process.once('SIGINT', cancel).once('SIGTERM', cancel);
    return controller.signal;
}
function tell(error, { log }) {
    if (error instanceof errors/* StepFailed */.an && error.evidence !== '')
        log.info(error.evidence);
    if (error instanceof errors/* UserError */.yo)
        log.error(`${error.message}\n${error.fix}`, error.place);
    else if (error instanceof errors/* StepFailed */.an)
        log.error(error.message);
    else if ((0,errors/* reasonOf */.A3)(error) === 'cancelled')
        log.error('The job was cancelled.');
    else
        log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
/** Outputs and summary are files of the runner's; @actions/core knows their formats. Loaded only here, at the end. */
async function write(outputs, summary) {
    const core = await Promise.all(/* import() */[__nccwpck_require__.e(684), __nccwpck_require__.e(775), __nccwpck_require__.e(322)]).then(__nccwpck_require__.bind(__nccwpck_require__, 2322));
    for (const [name, value] of Object.entries(outputs))
        if (value !== undefined)
            core.setOutput(name, value);
    if (summary !== '' && process.env.GITHUB_STEP_SUMMARY)
        await core.summary.addRaw(summary, true).write();
}


/***/ }),

/***/ 1875:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ runUrl),
/* harmony export */   y: () => (/* binding */ readContext)
/* harmony export */ });
/** Reads the runner's variables; an absent one is empty, as outside Actions. */
function readContext(env) {
    return {
        repository: env.GITHUB_REPOSITORY ?? '',
        sha: env.GITHUB_SHA ?? '',
        ref: env.GITHUB_REF ?? '',
        eventName: env.GITHUB_EVENT_NAME ?? '',
        headRef: env.GITHUB_HEAD_REF ?? '',
        actor: env.GITHUB_ACTOR ?? '',
        workflow: env.GITHUB_WORKFLOW ?? '',
        runId: env.GITHUB_RUN_ID ?? '',
        runAttempt: env.GITHUB_RUN_ATTEMPT ?? '1',
        serverUrl: env.GITHUB_SERVER_URL ?? 'https://github.com',
        apiUrl: env.GITHUB_API_URL ?? 'https://api.github.com',
        workspace: env.GITHUB_WORKSPACE ?? process.cwd(),
        temp: env.RUNNER_TEMP ?? '/tmp',
    };
}
/** The page of this run, for people. */
function runUrl(context) {
    return `${context.serverUrl}/${context.repository}/actions/runs/${context.runId}`;
}


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
var __webpack_exports__ = {};

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  e: () => (/* binding */ run)
});

;// CONCATENATED MODULE: ./dirname.js
globalThis.__dirname = import.meta.dirname

// EXTERNAL MODULE: ./src/run-action.js + 8 modules
var run_action = __nccwpck_require__(393);
;// CONCATENATED MODULE: ./main.js



const actions = {
  'await-approval': () => __nccwpck_require__.e(/* import() */ 827).then(__nccwpck_require__.bind(__nccwpck_require__, 8827)),
  'build-image': () => Promise.all(/* import() */[__nccwpck_require__.e(84), __nccwpck_require__.e(410)]).then(__nccwpck_require__.bind(__nccwpck_require__, 7410)),
  'deploy-production': () => Promise.all(/* import() */[__nccwpck_require__.e(154), __nccwpck_require__.e(483), __nccwpck_require__.e(359), __nccwpck_require__.e(381), __nccwpck_require__.e(88), __nccwpck_require__.e(960), __nccwpck_require__.e(415)]).then(__nccwpck_require__.bind(__nccwpck_require__, 3415)),
  'deploy-staging': () => Promise.all(/* import() */[__nccwpck_require__.e(154), __nccwpck_require__.e(483), __nccwpck_require__.e(359), __nccwpck_require__.e(381), __nccwpck_require__.e(88), __nccwpck_require__.e(960), __nccwpck_require__.e(419)]).then(__nccwpck_require__.bind(__nccwpck_require__, 1419)),
  'maintenance': () => Promise.all(/* import() */[__nccwpck_require__.e(154), __nccwpck_require__.e(359), __nccwpck_require__.e(381), __nccwpck_require__.e(587)]).then(__nccwpck_require__.bind(__nccwpck_require__, 6587)),
  'push-registry': () => Promise.all(/* import() */[__nccwpck_require__.e(84), __nccwpck_require__.e(869)]).then(__nccwpck_require__.bind(__nccwpck_require__, 6869)),
  'rollback': () => Promise.all(/* import() */[__nccwpck_require__.e(154), __nccwpck_require__.e(359), __nccwpck_require__.e(381), __nccwpck_require__.e(88), __nccwpck_require__.e(564)]).then(__nccwpck_require__.bind(__nccwpck_require__, 8564)),
  'smoke-test': () => Promise.all(/* import() */[__nccwpck_require__.e(359), __nccwpck_require__.e(341)]).then(__nccwpck_require__.bind(__nccwpck_require__, 7341)),
}

async function run(name) {
  const action = await actions[name]()
  await action.run()
}

var __webpack_exports__run = __webpack_exports__.e;
export { __webpack_exports__run as run };
