import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 42613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 20181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 35317:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("child_process");

/***/ }),

/***/ 76982:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");

/***/ }),

/***/ 72250:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("dns");

/***/ }),

/***/ 24434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 79896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 91943:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs/promises");

/***/ }),

/***/ 58611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 65692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 69278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 34589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 16698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 31421:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");

/***/ }),

/***/ 37540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 77598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 53053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 40610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 78474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 73024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 51455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 37067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 32467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 44708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");

/***/ }),

/***/ 98995:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:module");

/***/ }),

/***/ 77030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 48161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 76760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 58152:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path/win32");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:process");

/***/ }),

/***/ 41792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 57075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 46466:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream/promises");

/***/ }),

/***/ 46193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:string_decoder");

/***/ }),

/***/ 58500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 41692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 7066:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tty");

/***/ }),

/***/ 73136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 57975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 73429:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 78877:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:v8");

/***/ }),

/***/ 75919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 38522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 70857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 16928:
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

/***/ 13193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 53557:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("timers");

/***/ }),

/***/ 64756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 52018:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tty");

/***/ }),

/***/ 87016:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("url");

/***/ }),

/***/ 39023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 43106:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("zlib");

/***/ }),

/***/ 16986:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   A3: () => (/* binding */ reasonOf),
/* harmony export */   an: () => (/* binding */ StepFailed),
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   yo: () => (/* binding */ UserError)
/* harmony export */ });
/* unused harmony export reasonCodes */
/**
 * Every way a run can end, as in the output `reason-code`. The list is closed: workflows branch on these words.
 * The first four are green, all others make the job red.
 */
const reasonCodes = (/* unused pure expression or super */ null && ([
    'done',
    'unchanged',
    'planned',
    'requested',
    'bad-input',
    'host-unreachable',
    'host-unresponsive',
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
    'attestation-refused',
    'approval-refused',
    'approval-denied',
    'approval-expired',
    'approval-superseded',
    'approval-cancelled',
    'github-unavailable',
    'guard-lost',
    'smoke-failed',
    'command-failed',
    'prepare-failed',
    'cancelled',
    'internal-error',
]));
/**
 * An error that the user can fix: it says what is wrong, why that matters if that is not plain, and what would be right.
 * It is thrown before anything changes.
 */
class UserError extends Error {
    name = 'UserError';
    reason;
    /** The fix, as a sentence or a command to copy. */
    fix;
    place;
    /** Markdown for the job summary: the affected hosts of a fleet. */
    report = '';
    constructor(reason, what, fix, place) {
        super(what);
        this.reason = reason;
        this.fix = fix;
        this.place = place;
    }
}
/** A step that started and failed: what it was, where, and the lines that explain it. */
class StepFailed extends Error {
    name = 'StepFailed';
    reason;
    /** The last lines of the container or command that failed. */
    evidence;
    /** Markdown for the job summary; the loop over a plan adds the done and undone steps. */
    report;
    reported;
    outputs;
    constructor(reason, what, evidence = '', aftermath = {}) {
        super(what, aftermath);
        this.reason = reason;
        this.evidence = evidence;
        this.report = aftermath.report ?? '';
        this.reported = aftermath.reported ?? [];
        this.outputs = aftermath.outputs ?? {};
    }
}
/** The reason code of a thrown value: `internal-error` for unknown errors, `cancelled` for aborts. */
function reasonOf(error) {
    if (error instanceof UserError || error instanceof StepFailed)
        return error.reason;
    if (error instanceof Error && error.name === 'AbortError')
        return 'cancelled';
    return 'internal-error';
}
/** The message of any thrown value. */
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}


/***/ }),

/***/ 43849:
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
/** An unusable value; the message says what would be right, "a whole number from 1 to 65535". */
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
function choice(words, options = {}) {
    return spec(options, (raw) => {
        const word = words.find((one) => one === raw);
        if (word === undefined)
            throw new BadValue(`one of ${words.join(', ')}`);
        return word;
    });
}
/** `true` or `false`, in the spellings of YAML; anything else is an error and not a silent false. */
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
/** A list, one entry per line, without blank lines and lines that start with #. `each` describes a valid line. */
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

/***/ 82248:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   GL: () => (/* binding */ askedMessage),
/* harmony export */   IP: () => (/* binding */ doneMessage),
/* harmony export */   Xm: () => (/* binding */ failedMessage)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(16986);

/** The chat message after a change; undefined if nothing changed. Pure. */
function doneMessage(about, { reason, outputs }) {
    if (reason !== 'done')
        return undefined;
    const { version, release, image } = outputs;
    const which = [version, release === undefined ? image : `release ${release}`].filter(Boolean).join(', ');
    return message(about, '✅', `done${which === '' ? '' : `: ${which}`}`);
}
/** The chat message that asks for approval; `run` is the address where people give it. Pure. */
function askedMessage(about, version) {
    return message(about, '❔', `is asked for${version === '' ? '' : `: ${version}`}`);
}
/** The chat message after a failure, with the live release. Pure. */
function failedMessage(about, error, serving) {
    const [firstLine = ''] = (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error).split('\n', 1);
    return message(about, '❌', `failed (${(0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .reasonOf */ .A3)(error)}): ${firstLine}${serving === '' ? '' : `\n${serving}`}`);
}
/** Formats without markup, and with the address at the end of the line, because every chat makes a link of it. */
function message({ does, where, by, run }, mark, how) {
    return [`${mark} ${where}: ${does} ${how}`, `${by}, ${run}`].map(escaped).join('\n');
}
/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escaped(text) {
    return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}


/***/ }),

/***/ 82646:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ notify),
/* harmony export */   n: () => (/* binding */ notified)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(16986);
/* harmony import */ var _report_serving_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(66856);
/* harmony import */ var _runner_context_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(31875);
/* harmony import */ var _runner_retry_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(21946);
/* harmony import */ var _message_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(82248);





/** The timeout in seconds; a cancelled job is killed after ten. */
const requestSeconds = 4;
const attempts = 3;
/**
 * Notifies the webhook in the input `notify-webhook`, if there is one, how the work ended. A failed notification is a
 * warning.
 */
async function notified(does, inputs, runner, work) {
    const { 'notify-webhook': webhook, 'environment-name': environment } = inputs;
    if (webhook === undefined || does === undefined)
        return await work();
    const { repository, actor: by } = runner.context;
    const where = [repository, environment].filter(Boolean).join(', ');
    const about = { does, where, by, run: (0,_runner_context_js__WEBPACK_IMPORTED_MODULE_3__/* .runUrl */ .V)(runner.context) };
    let done;
    try {
        done = await work();
    }
    catch (error) {
        await notify(webhook, (0,_message_js__WEBPACK_IMPORTED_MODULE_2__/* .failedMessage */ .Xm)(about, error, servingOf(runner)), runner);
        throw error;
    }
    const text = (0,_message_js__WEBPACK_IMPORTED_MODULE_2__/* .doneMessage */ .IP)(about, done);
    if (text !== undefined)
        await notify(webhook, text, runner);
    return done;
}
/** The live release, if servers were contacted. */
function servingOf({ serving }) {
    return serving.hosts.size === 0 ? '' : (0,_report_serving_js__WEBPACK_IMPORTED_MODULE_1__/* .endingOf */ .z)(serving).text;
}
/**
 * Sends a text in the format of Slack's incoming webhooks, which Mattermost, Rocket.Chat and Discord (`/slack`) accept too.
 * @returns whether it was accepted
 */
async function notify(webhook, text, runner) {
    const { log, clock, cancelled } = runner;
    try {
        await (0,_runner_retry_js__WEBPACK_IMPORTED_MODULE_4__/* .retryTransient */ .j)({ clock }, () => post(webhook, text, runner), (failure, count) => {
            if (failure instanceof Final || count === attempts || cancelled.aborted)
                throw failure;
            return count;
        });
        return true;
    }
    catch (error) {
        log.warning(`The webhook notification failed: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error)}.`);
        return false;
    }
}
/** A refusal that no retry changes. */
class Final extends Error {
}
async function post(webhook, text, { http }) {
    const request = {
        method: 'POST',
        url: webhook,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text }),
        timeoutSeconds: requestSeconds,
    };
    const { status } = await http.request(request).catch((error) => {
        // The address is the secret.
        throw new Error((0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error).replaceAll(webhook, 'its address'));
    });
    if (status < 300)
        return;
    const what = `it answered ${status}`;
    throw status < 500 && status !== 429 ? new Final(what) : new Error(what);
}


/***/ }),

/***/ 99632:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ shortImages),
/* harmony export */   V: () => (/* binding */ inFull)
/* harmony export */ });
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(80231);

/** An image by digest, inside any text: its registry and folders, its name, the first digits of its digest. */
const byDigest = /(?:[\w.:-]+\/)*([\w.-]+)@sha256:([0-9a-f]{12})[0-9a-f]{52}/g;
/** Shortens the images in a text to `shop@1a2b3c4d5e6f`, which fits a table and still tells them apart. */
function shortImages(text) {
    return text.replace(byDigest, '$1@$2');
}
/** The fold with whole names and checksums, for who compares or copies them; empty for none. */
function inFull(names) {
    const lines = names.flatMap(([what, name = '']) => (name === '' ? [] : [`- ${what}: ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineCode */ .ti)(name)}`]));
    return lines.length === 0 ? '' : (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .details */ .zH)('Names and digests in full', lines.join('\n'));
}


/***/ }),

/***/ 80231:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ej: () => (/* binding */ size),
/* harmony export */   KW: () => (/* binding */ age),
/* harmony export */   aY: () => (/* binding */ code),
/* harmony export */   hS: () => (/* binding */ counted),
/* harmony export */   n3: () => (/* binding */ hostNames),
/* harmony export */   p0: () => (/* binding */ duration),
/* harmony export */   ti: () => (/* binding */ inlineCode),
/* harmony export */   tp: () => (/* binding */ table),
/* harmony export */   zH: () => (/* binding */ details)
/* harmony export */ });
/** A GitHub table. Cells may contain inline Markdown; pipes and newlines are escaped. */
function table(header, rows) {
    const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
    return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
/** A fenced block that its content cannot close. */
function code(text, language = '') {
    const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
    const fence = '`'.repeat(longest + 1);
    return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`;
}
/** A foreign text inside a sentence or cell, unchanged: nothing in it becomes Markdown. */
function inlineCode(text) {
    const line = text.replace(/\s+/g, ' ').trim();
    if (line === '')
        return '';
    const fence = '`'.repeat(1 + Math.max(0, ...[...line.matchAll(/`+/g)].map((run) => run[0].length)));
    const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
    return `${fence}${pad}${line}${pad}${fence}`;
}
/** A collapsed section. */
function details(title, body) {
    return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}
/** A number and its noun: `1 step`, `12,408 requests`. */
function counted(count, noun) {
    return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
/** Host names inside a sentence: up to three by name, more by their number. */
function hostNames(names) {
    return names.length > 3 ? `${names.length} hosts` : names.join(', ');
}
/** Seconds in a readable form: 0.42 s, 12.3 s, 2 min 5 s. */
function duration(seconds) {
    if (seconds < 9.995)
        return `${seconds.toFixed(2)} s`;
    if (seconds < 59.95)
        return `${seconds.toFixed(1)} s`;
    const whole = Math.round(seconds);
    return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
/** An age in a readable form: 40 s, 12 min, 5 h, 3 days. */
function age(seconds) {
    if (seconds < 60)
        return `${Math.max(0, Math.round(seconds))} s`;
    if (seconds < 3600)
        return `${Math.round(seconds / 60)} min`;
    return seconds < 2 * 86_400 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}
/** Bytes in a readable form, in decimal units: 812 B, 4.2 MB, 1.3 GB. */
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

/***/ 66856:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   z: () => (/* binding */ endingOf)
/* harmony export */ });
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(80231);

const sentences = {
    serves: (hosts, release) => `Release ${release} serves on ${hosts}.`,
    live: (hosts, release) => `Release ${release} is live on ${hosts}.`,
    closed: (hosts, release) => `The shop is closed for maintenance on ${hosts}; release ${release} is live.`,
    background: (hosts, release) => `Release ${release} works in the background on ${hosts}.`,
    down: (hosts, release) => `Release ${release} is live on ${hosts}, but its web does not run.`,
    'by-hand': (hosts) => `On ${hosts} the containers serve that were started by hand; no release is live.`,
    nothing: (hosts) => `Nothing serves on ${hosts}: no release is live there.`,
    unknown: (hosts, release) => release === ''
        ? `What serves on ${hosts} is not known: it was not reached, and this run changed nothing there.`
        : `What serves on ${hosts} is not known; by itself it goes back to release ${release}.`,
};
const verdicts = {
    serves: (hosts, release) => `${release} serves on ${hosts}`,
    live: (hosts, release) => `${release} is live on ${hosts}`,
    closed: (hosts) => `the shop is closed for maintenance on ${hosts}`,
    background: (hosts, release) => `${release} works in the background on ${hosts}`,
    down: (hosts) => `no web runs on ${hosts}`,
    'by-hand': (hosts) => `containers that were started by hand serve on ${hosts}`,
    nothing: (hosts) => `nothing serves on ${hosts} yet`,
    unknown: (hosts) => `what serves on ${hosts} is not known`,
};
/** The state of the service for the end of a run. Pure. */
function endingOf({ hosts }) {
    if (hosts.size === 0)
        return {
            text: 'No server was changed: what served before serves on.',
            verdict: 'No server was changed; customers not affected',
            ...{ release: '', affected: 'false', hosts: 0 },
        };
    const groups = new Map();
    for (const [host, service] of hosts) {
        const key = `${service.state} ${service.release ?? ''}`;
        groups.set(key, [service, [...(groups.get(key)?.[1] ?? []), host]]);
    }
    const states = [...groups.values()].map(([{ state }]) => state);
    const text = [...groups.values()].map(([{ state, release = '' }, names]) => sentences[state](groups.size === 1 ? (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .hostNames */ .n3)(names) : names.join(', '), release));
    const affected = states.some((state) => state === 'down' || state === 'closed')
        ? 'true'
        : states.includes('unknown')
            ? 'unknown'
            : 'false';
    const releases = [...groups.values()].flatMap(([{ state, release }]) => state === 'unknown' ? [] : (release ?? []));
    const short = [...groups.values()].map(([{ state, release = '', version }, names]) => verdicts[state]((0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .hostNames */ .n3)(names), version ? `Version ${version}` : `Release ${release}`));
    return {
        text: [...text, customers(affected, states)].join(' '),
        verdict: capital(`${short.join('; ')}; ${affectedWords[affected]}`),
        release: [...new Set(releases)].join('\n'),
        affected,
        hosts: hosts.size,
    };
}
const affectedWords = {
    true: 'customers affected',
    false: 'customers not affected',
    unknown: 'customers perhaps affected',
};
function capital(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}
function customers(affected, states) {
    if (affected === 'unknown')
        return 'Whether customers are affected is not known.';
    if (affected === 'true')
        return 'Customers are affected.';
    return states.every((state) => state === 'nothing')
        ? 'There was nothing before either that customers could miss.'
        : // A record does not prove that customers are served.
            states.includes('live')
                ? 'Nothing changed for customers.'
                : 'Customers are not affected.';
}


/***/ }),

/***/ 68507:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  C: () => (/* binding */ runAction)
});

// EXTERNAL MODULE: ./src/errors.js
var errors = __nccwpck_require__(16986);
// EXTERNAL MODULE: ./src/inputs/contract.js
var inputs_contract = __nccwpck_require__(43849);
;// CONCATENATED MODULE: ./src/inputs/read.js


/**
 * Reads all inputs once into one typed record. The runner enforces neither `required` nor types, so this does.
 * @throws UserError `bad-input` that lists every unusable input, not only the first.
 */
function readInputs(contract, env) {
    const problems = [];
    const values = Object.entries(contract.inputs).map(([name, spec]) => {
        const raw = rawInput(name, env) || spec.default;
        if (raw === '') {
            if (spec.required)
                problems.push(`Input '${name}' is required and was not given.`);
            return [name, spec.absent];
        }
        try {
            return [name, spec.parse(raw)];
        }
        catch (error) {
            if (!(error instanceof inputs_contract/* BadValue */.FQ))
                throw error;
            const shown = spec.secret ? 'the given value (hidden)' : JSON.stringify(shorten(raw));
            problems.push(`Input '${name}': ${shown} is not ${error.message}.`);
            return [name, undefined];
        }
    });
    if (problems.length > 0)
        throw new errors/* UserError */.yo('bad-input', problems.join('\n'), "Correct the step's `with:` in the workflow.");
    return Object.fromEntries(values);
}
/** The secrets among the inputs, to be masked before anything is printed. */
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
var notify = __nccwpck_require__(82646);
// EXTERNAL MODULE: ./src/report/image-names.js
var image_names = __nccwpck_require__(99632);
// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __nccwpck_require__(80231);
;// CONCATENATED MODULE: ./src/report/failure.js



/**
 * The job summary of a failed run: the verdict in one line, then what happened, why, and what to do, then what serves in
 * full; reports and logs after it. Pure.
 */
function failureSummary(error, { does = 'run', ending } = {}) {
    const operation = does.charAt(0).toUpperCase() + does.slice(1);
    const isCancelled = (0,errors/* reasonOf */.A3)(error) === 'cancelled';
    const reported = error instanceof errors/* StepFailed */.an ? error.reported.join('\n').split('\n') : [];
    const [first = '', ...others] = (isCancelled ? 'The job was cancelled.' : (0,errors/* messageOf */.bD)(error)).split('\n');
    const rest = others.filter((line) => !reported.includes(line));
    const parts = ending === undefined
        ? [`### ❌ ${(0,image_names/* shortImages */.R)(first)}`, happened(rest, '')]
        : [
            `### ❌ ${operation} ${isCancelled ? 'cancelled' : 'failed'}. ${ending.verdict}`,
            ...(isCancelled ? [] : [happened([first, ...rest], '**What happened:** ')]),
        ];
    if (error instanceof errors/* UserError */.yo)
        parts.push(`**What to do:** ${listed(error.fix.split('\n'))}`);
    if (ending !== undefined && ending.hosts > 0)
        parts.push(`**What serves now:** ${ending.text}`);
    if (error instanceof errors/* UserError */.yo || error instanceof errors/* StepFailed */.an)
        parts.push(error.report);
    if (error instanceof errors/* StepFailed */.an && error.evidence !== '')
        parts.push((0,markdown/* details */.zH)('Last lines', (0,markdown/* code */.aY)(error.evidence)));
    return parts.filter((part) => part !== '').join('\n\n');
}
/** The message as a list; its lines on the cause and the fix stand out, and what several hosts say alike is said once. */
function happened(lines, title) {
    const said = lines.map((line) => line.trim()).filter((line) => line !== '');
    const isNamed = (line) => /^(Likely cause|What to do): /.test(line);
    const facts = alike(said.filter((line) => !isNamed(line)));
    const named = said.filter(isNamed).map((line) => line.replace(/^([\w ]+:)/, '**$1**'));
    return [facts.length === 0 ? '' : `${title}${listed(facts.map(image_names/* shortImages */.R))}`, ...named]
        .filter((part) => part !== '')
        .join('\n\n');
}
/** Lines that differ only in the host before them, as one line with all these hosts. */
function alike(lines) {
    const groups = new Map();
    for (const line of lines) {
        const [, host = '', what = line] = /^([\w.:[\]-]+): (.*)$/.exec(line) ?? [];
        groups.set(what, [...(groups.get(what) ?? []), host]);
    }
    return [...groups].map(([what, hosts]) => {
        const names = hosts.filter((host) => host !== '');
        if (names.length === 0)
            return what;
        const all = names.length > 3 ? `\n\n${(0,markdown/* details */.zH)((0,markdown/* hostNames */.n3)(names), names.map(markdown/* inlineCode */.ti).join(', '))}` : '';
        return `${(0,markdown/* hostNames */.n3)(names)}: ${what}${all}`;
    });
}
/** One line as it is, several as a list. */
function listed(lines) {
    return lines.length === 1
        ? (lines[0] ?? '')
        : `\n\n${lines.map((line) => `- ${line.replaceAll('\n', '\n  ')}`).join('\n')}`;
}

// EXTERNAL MODULE: ./src/report/serving.js
var report_serving = __nccwpck_require__(66856);
// EXTERNAL MODULE: external "node:string_decoder"
var external_node_string_decoder_ = __nccwpck_require__(46193);
;// CONCATENATED MODULE: ./src/runner/plain-text.js
/** White space in .NET, without the two characters that end a line for the runner: \r and \n. */
const blanks = '\\t\\v\\f \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff';
const colons = new RegExp(`(^|[\\r\\n])([${blanks}]*):(?=:)`, 'g');
/**
 * Foreign text without a command to the runner, and still readable. The runner knows two forms: `::` at the
 * beginning of a line, after any white space, and `##[` anywhere. A space splits both: characters without a width
 * would be skipped where .NET compares texts by the rules of a language.
 */
function plainText(text) {
    return text.replaceAll('##[', '## [').replace(colons, '$1$2: ');
}

;// CONCATENATED MODULE: ./src/runner/guard-output.js


/**
 * Turns output that bypasses the log into plain text: of packages (@actions/cache, the `tar` that it starts) and of
 * Node. A debug line or a warning of @actions/core goes to the log, which turns its text into plain text.
 * @returns a function that prints an unfinished line
 */
function guardOutput(output, log) {
    const write = output.write.bind(output);
    const decoder = new external_node_string_decoder_.StringDecoder('utf8');
    let rest = '';
    const pass = (line) => {
        const [, kind, data] = /^::(debug|warning)::(.*)[\r\n]$/.exec(line) ?? [];
        if (kind === undefined || data === undefined)
            return plainText(line);
        log[kind](unescapeData(data));
        return '';
    };
    const guarded = (chunk, ...others) => {
        // Commands are detected in whole lines, because a chunk may end in the middle of one.
        const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.write(chunk))).split(/(?<=[\r\n])/);
        rest = /[\r\n]$/.test(lines.at(-1) ?? '') ? '' : (lines.pop() ?? '');
        const done = others.find((other) => typeof other === 'function');
        return write(lines.map(pass).join(''), done);
    };
    output.write = guarded;
    return () => {
        if (rest !== '')
            write(`${plainText(rest)}\n`);
        rest = '';
    };
}
function unescapeData(text) {
    return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

;// CONCATENATED MODULE: ./src/runner/clock.js
/** The machine's own clock. */
const systemClock = {
    now: () => Date.now(),
    async sleep(seconds, signal) {
        const { setTimeout } = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 58500, 19));
        await setTimeout(seconds * 1000, undefined, signal === undefined ? {} : { signal });
    },
};

// EXTERNAL MODULE: ./src/runner/context.js
var context = __nccwpck_require__(31875);
// EXTERNAL MODULE: ./src/runner/http/http.js
var http = __nccwpck_require__(19681);
;// CONCATENATED MODULE: ./src/runner/log.js

/**
 * The runner's workflow commands on standard output. Written here and not by @actions/core because core loads an
 * HTTP client for an unused feature: 43 ms of the 67 ms of a cold start (`npm run bench -- cold-start`).
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
function logTo(write) {
    const print = (line) => write(`${line}\n`);
    /** The group that the next line belongs to; its heading is printed before the first one. */
    let title;
    let isOpen = false;
    const open = () => {
        if (title === undefined || isOpen)
            return;
        command('group', title);
        isOpen = true;
    };
    const close = () => {
        if (isOpen)
            print('::endgroup::');
        isOpen = false;
    };
    /** What everybody has to see is not inside of a collapsed group. */
    const aside = (printing) => {
        close();
        printing();
    };
    const command = (name, text, place) => {
        const properties = place === undefined ? '' : ` file=${escapeProperty(place.file)},line=${place.line ?? 1}`;
        print(`::${name}${properties}::${escapeData(plainText(text))}`);
    };
    return {
        info(line) {
            open();
            print(plainText(line));
        },
        progress: (line) => aside(() => print(plainText(line))),
        warning: (text, place) => aside(() => command('warning', text, place)),
        error: (text, place) => aside(() => command('error', text, place)),
        debug: (line) => command('debug', line),
        mask(secret) {
            for (const line of secret.split(/[\r\n]+/).map((one) => one.trim()))
                if (line !== '')
                    print(`::add-mask::${escapeData(line)}`);
        },
        async group(name, work) {
            const outer = title;
            close();
            title = name;
            try {
                return await work();
            }
            finally {
                close();
                title = outer;
            }
        },
    };
}
/** The log on standard output itself, past the filter for foreign output (guard-output.ts). */
const workflowLog = logTo(process.stdout.write.bind(process.stdout));
function escapeData(text) {
    return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
function escapeProperty(text) {
    return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

;// CONCATENATED MODULE: ./src/runner/process.js
/** The time between SIGTERM and SIGKILL: the runner kills the action 10 s after the first signal. */
const graceMs = 4_000;
/** Real programs by execa, which is loaded at the first use. */
const localProcess = {
    async run([program = '', ...args], { input = '', env, cwd, onLine, signal } = {}) {
        signal?.throwIfAborted();
        const { execa } = await __nccwpck_require__.e(/* import() */ "execa").then(__nccwpck_require__.bind(__nccwpck_require__, 45124));
        const output = onLine === undefined ? 'pipe' : linesTo(onLine);
        const ran = await execa(program, args, {
            env: { ...withoutInputs(process.env), ...env },
            extendEnv: false,
            ...(cwd === undefined ? {} : { cwd }),
            ...(signal === undefined ? {} : { cancelSignal: signal }),
            ...{ input, stdout: output, stderr: output, stripFinalNewline: false },
            forceKillAfterDelay: graceMs,
            // Otherwise execa would handle the signals by which the runner cancels the action.
            cleanup: false,
            reject: false,
        });
        signal?.throwIfAborted();
        const neverRan = ran.exitCode === undefined && ran.signal === undefined;
        if (neverRan || ran.isMaxBuffer)
            throw ran.cause;
        return { code: ran.exitCode ?? -1, stdout: ran.stdout, stderr: ran.stderr };
    },
};
/** Passes on each complete line, and the last one even without its line end; the output is unchanged. */
function linesTo(onLine) {
    return {
        preserveNewlines: true,
        *transform(line) {
            onLine(String(line).replace(/\r?\n$/, ''));
            yield line;
        },
    };
}
/** Removes the inputs: they contain secrets, and no started program needs them. */
function withoutInputs(env) {
    const kept = Object.entries(env).filter(([name, value]) => value !== undefined && !name.startsWith('INPUT_'));
    return Object.fromEntries(kept);
}

// EXTERNAL MODULE: ./src/runner/serving.js
var serving = __nccwpck_require__(45740);
;// CONCATENATED MODULE: ./src/runner/runner.js






/** The real runner of this process. */
function realRunner(cancelled) {
    return {
        log: workflowLog,
        process: localProcess,
        http: http/* nodeHttp */.L,
        clock: systemClock,
        context: (0,context/* readContext */.y)(process.env),
        serving: new serving/* Serving */.n(),
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
    guardProcess(runner);
    try {
        for (const value of secretsOf(contract, process.env))
            runner.log.mask(value);
        const inputs = readInputs(contract, process.env);
        const work = () => body(inputs, runner);
        const { reason, outputs, summary } = await (0,notify/* notified */.n)(contract.does, inputs, runner, work);
        await write({ ...outputs, ...servingOutputs(contract, runner), 'reason-code': reason }, summary);
    }
    catch (error) {
        process.exitCode = 1;
        const ending = changesServers(contract) ? (0,report_serving/* endingOf */.z)(runner.serving) : undefined;
        tell(error, ending, runner);
        const known = error instanceof errors/* StepFailed */.an ? error.outputs : {};
        await write({ ...known, ...servingOutputs(contract, runner), 'reason-code': (0,errors/* reasonOf */.A3)(error) }, failureSummary(error, { does: contract.does, ending }));
    }
}
/** Node prints an error that nobody caught as it is, with whatever text of others is in it: here it is ours to print. */
function guardProcess(runner) {
    const flushes = [process.stdout, process.stderr].map((output) => guardOutput(output, runner.log));
    process.once('exit', () => flushes.forEach((flush) => flush()));
    process.once('uncaughtException', (error) => {
        tell(error, undefined, runner);
        process.exit(1);
    });
}
/** The runner cancels with SIGINT, after 7.5 s SIGTERM, 2.5 s later it kills: the first one starts our way out. */
function cancellation() {
    const controller = new AbortController();
    const cancel = () => controller.abort();
    process.once('SIGINT', cancel).once('SIGTERM', cancel);
    return controller.signal;
}
/** Those say at their end what serves now, whatever ended them. */
function changesServers({ outputs }) {
    return outputs.includes('serving-release');
}
function servingOutputs(contract, { serving }) {
    if (!changesServers(contract))
        return {};
    const { release, affected } = (0,report_serving/* endingOf */.z)(serving);
    return { 'serving-release': release, 'customers-affected': affected };
}
function tell(error, ending, { log }) {
    if (error instanceof errors/* StepFailed */.an && error.evidence !== '')
        log.info(error.evidence);
    const place = error instanceof errors/* UserError */.yo ? error.place : undefined;
    log.error([...wordsOf(error), ...(ending === undefined ? [] : [ending.text])].join('\n'), place);
}
function wordsOf(error) {
    if (error instanceof errors/* UserError */.yo)
        return [error.message, error.fix];
    if (error instanceof errors/* StepFailed */.an)
        return [error.message];
    if ((0,errors/* reasonOf */.A3)(error) === 'cancelled')
        return ['The job was cancelled.'];
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}
/** Outputs and summary are files of the runner's; @actions/core knows their formats. Loaded only here, at the end. */
async function write(outputs, summary) {
    const core = await Promise.all(/* import() */[__nccwpck_require__.e("undici"), __nccwpck_require__.e("actions-core")]).then(__nccwpck_require__.bind(__nccwpck_require__, 32322));
    for (const [name, value] of Object.entries(outputs))
        if (value !== undefined)
            core.setOutput(name, value);
    if (summary !== '' && process.env.GITHUB_STEP_SUMMARY)
        await core.summary.addRaw(summary, true).write();
}


/***/ }),

/***/ 31875:
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
/** The address of this run's page. */
function runUrl(context) {
    return `${context.serverUrl}/${context.repository}/actions/runs/${context.runId}`;
}


/***/ }),

/***/ 19681:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ nodeHttp),
/* harmony export */   f: () => (/* binding */ withUserAgent)
/* harmony export */ });
/* harmony import */ var _no_answer_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(38149);

/** Adds the name by which a firewall in front of the shop can let the requests through, unless there is another. */
function withUserAgent(headers = {}) {
    const isNamed = Object.keys(headers).some((name) => name.toLowerCase() === 'user-agent');
    return isNamed ? headers : { 'user-agent': 'saleor-deploy', ...headers };
}
/** Node's own fetch. */
const nodeHttp = {
    async request({ method = 'GET', url, headers, body, timeoutSeconds = 10, signal, encoding }) {
        await (proxyFollowed ??= followProxy(process.env));
        const started = performance.now();
        // AbortSignal.timeout accepts only whole milliseconds, and 1.019 * 1000 is not whole.
        const timeout = AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000));
        try {
            const response = await fetch(url, {
                method,
                headers: withUserAgent(headers),
                redirect: 'manual',
                signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
                ...(body === undefined ? {} : { body }),
            });
            const text = encoding === undefined
                ? await response.text()
                : Buffer.from(await response.arrayBuffer()).toString(encoding);
            return {
                status: response.status,
                headers: { ...Object.fromEntries(response.headers), ...cookiesOf(response.headers) },
                body: text,
                seconds: (performance.now() - started) / 1000,
            };
        }
        catch (error) {
            throw new _no_answer_js__WEBPACK_IMPORTED_MODULE_0__/* .NoAnswer */ .W(`${method} ${url}: ${causeOf(error, timeoutSeconds)}`, codeOf(error), {
                cause: error,
            });
        }
    },
};
/** Set-Cookie is the only repeated header that cannot be joined on one line. */
function cookiesOf(headers) {
    const cookies = headers.getSetCookie();
    return cookies.length === 0 ? {} : { 'set-cookie': cookies.join('\n') };
}
let proxyFollowed;
/**
 * fetch ignores the variables by which docker and Git find the proxy of a self-hosted runner. Loopback bypasses the proxy,
 * as there. Node before 24.14 has no such function.
 */
async function followProxy(env) {
    if (!['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((name) => env[name]))
        return;
    const http = await Promise.resolve(/* import() */).then(__nccwpck_require__.t.bind(__nccwpck_require__, 37067, 19));
    if (!('setGlobalProxyFromEnv' in http))
        return;
    const direct = [env.NO_PROXY ?? env.no_proxy ?? '', 'localhost,127.0.0.1,::1']
        .filter((one) => one !== '')
        .join();
    http.setGlobalProxyFromEnv({ ...env, NO_PROXY: direct, no_proxy: direct });
}
/** fetch puts the cause into `cause`; its own message is only "fetch failed". */
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
/** A name with several addresses has an error for each. */
function codeOf(error) {
    if (!(error instanceof Error))
        return '';
    if (error.name === 'TimeoutError')
        return 'TIMEOUT';
    const cause = error.cause instanceof AggregateError ? error.cause.errors[0] : error.cause;
    const { code, name } = (cause ?? {});
    return code ?? name ?? '';
}


/***/ }),

/***/ 38149:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ NoAnswer)
/* harmony export */ });
/** A request without an answer; the message is for people. */
class NoAnswer extends Error {
    name = 'NoAnswer';
    /** Node's, undici's or OpenSSL's code, such as ECONNREFUSED; `TIMEOUT` at the deadline. */
    code;
    constructor(message, code, options) {
        super(message, options);
        this.code = code;
    }
}


/***/ }),

/***/ 21946:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ retryTransient)
/* harmony export */ });
/**
 * Retries until the work succeeds. p-retry counts and repeats; the runner's clock waits, so that tests need not.
 * @param again returns the seconds to wait after a failure, or throws the final error
 */
async function retryTransient({ clock, cancelled }, attempt, again) {
    const { default: pRetry } = await __nccwpck_require__.e(/* import() */ "p-retry").then(__nccwpck_require__.bind(__nccwpck_require__, 58367));
    return await pRetry(attempt, {
        retries: Number.POSITIVE_INFINITY,
        minTimeout: 0,
        onFailedAttempt: async ({ error, attemptNumber }) => await clock.sleep(again(error, attemptNumber), cancelled),
    });
}


/***/ }),

/***/ 45740:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   n: () => (/* binding */ Serving)
/* harmony export */ });
/** What each host serves, updated at each observation and change, so that every end of a run can report it. */
class Serving {
    hosts = new Map();
    /** The newest state of a host counts. */
    note(host, service) {
        this.hosts.set(host, service);
    }
    /** Leaves out a host that another one answers for. */
    forget(host) {
        this.hosts.delete(host);
    }
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
var run_action = __nccwpck_require__(68507);
;// CONCATENATED MODULE: ./main.js



const actions = {
  'await-approval': () => __nccwpck_require__.e(/* import() */ "await-approval").then(__nccwpck_require__.bind(__nccwpck_require__, 95900)),
  'backup': () => Promise.all(/* import() */[__nccwpck_require__.e("p-map"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+prepare-server+rollback+run-command+smoke-test"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+engine+swarm"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+smoke-test"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+engine"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+maintenance+rollback+run-command+smoke-test"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+maintenance+rollback+run-command"), __nccwpck_require__.e("backup+run-command"), __nccwpck_require__.e("backup")]).then(__nccwpck_require__.bind(__nccwpck_require__, 50462)),
  'build-image': () => Promise.all(/* import() */[__nccwpck_require__.e("semver"), __nccwpck_require__.e("build-image+push-registry"), __nccwpck_require__.e("build-image")]).then(__nccwpck_require__.bind(__nccwpck_require__, 55187)),
  'deploy-production': () => Promise.all(/* import() */[__nccwpck_require__.e("p-map"), __nccwpck_require__.e("yaml"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+prepare-server+rollback+run-command+smoke-test"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+engine+swarm"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+smoke-test"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+engine"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+maintenance+rollback+run-command+smoke-test"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+maintenance+rollback+run-command"), __nccwpck_require__.e("deploy-production+deploy-staging+rollback"), __nccwpck_require__.e("deploy-production+deploy-staging"), __nccwpck_require__.e("deploy-production")]).then(__nccwpck_require__.bind(__nccwpck_require__, 36329)),
  'deploy-staging': () => Promise.all(/* import() */[__nccwpck_require__.e("p-map"), __nccwpck_require__.e("yaml"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+prepare-server+rollback+run-command+smoke-test"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+engine+swarm"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+smoke-test"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+engine"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+maintenance+rollback+run-command+smoke-test"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+maintenance+rollback+run-command"), __nccwpck_require__.e("deploy-production+deploy-staging+rollback"), __nccwpck_require__.e("deploy-production+deploy-staging"), __nccwpck_require__.e("deploy-staging")]).then(__nccwpck_require__.bind(__nccwpck_require__, 71419)),
  'diagnose': () => Promise.all(/* import() */[__nccwpck_require__.e("p-map"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+prepare-server+rollback+run-command+smoke-test"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+engine+swarm"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+smoke-test"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+engine"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command"), __nccwpck_require__.e("diagnose+engine+swarm"), __nccwpck_require__.e("engine"), __nccwpck_require__.e("diagnose")]).then(__nccwpck_require__.bind(__nccwpck_require__, 37796)),
  'maintenance': () => Promise.all(/* import() */[__nccwpck_require__.e("p-map"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+prepare-server+rollback+run-command+smoke-test"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+engine+swarm"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+smoke-test"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+engine"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+maintenance+rollback+run-command+smoke-test"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+maintenance+rollback+run-command"), __nccwpck_require__.e("maintenance")]).then(__nccwpck_require__.bind(__nccwpck_require__, 51738)),
  'prepare-server': () => Promise.all(/* import() */[__nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+prepare-server+rollback+run-command+smoke-test"), __nccwpck_require__.e("prepare-server")]).then(__nccwpck_require__.bind(__nccwpck_require__, 76909)),
  'push-registry': () => Promise.all(/* import() */[__nccwpck_require__.e("semver"), __nccwpck_require__.e("build-image+push-registry"), __nccwpck_require__.e("push-registry")]).then(__nccwpck_require__.bind(__nccwpck_require__, 55562)),
  'rollback': () => Promise.all(/* import() */[__nccwpck_require__.e("p-map"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+prepare-server+rollback+run-command+smoke-test"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+engine+swarm"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+smoke-test"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+engine"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+maintenance+rollback+run-command+smoke-test"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+maintenance+rollback+run-command"), __nccwpck_require__.e("deploy-production+deploy-staging+rollback"), __nccwpck_require__.e("rollback")]).then(__nccwpck_require__.bind(__nccwpck_require__, 90903)),
  'run-command': () => Promise.all(/* import() */[__nccwpck_require__.e("p-map"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+prepare-server+rollback+run-command+smoke-test"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+engine+swarm"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+smoke-test"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+engine"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+maintenance+rollback+run-command+smoke-test"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+maintenance+rollback+run-command"), __nccwpck_require__.e("backup+run-command"), __nccwpck_require__.e("run-command")]).then(__nccwpck_require__.bind(__nccwpck_require__, 94705)),
  'smoke-test': () => Promise.all(/* import() */[__nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+prepare-server+rollback+run-command+smoke-test"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+smoke-test"), __nccwpck_require__.e("backup+deploy-production+deploy-staging+maintenance+rollback+run-command+smoke-test"), __nccwpck_require__.e("smoke-test")]).then(__nccwpck_require__.bind(__nccwpck_require__, 48585)),
}

async function run(name) {
  const action = await actions[name]()
  await action.run()
}

var __webpack_exports__run = __webpack_exports__.e;
export { __webpack_exports__run as run };
