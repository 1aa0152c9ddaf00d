export const id = "backup+run-command";
export const ids = ["backup+run-command"];
export const modules = {

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

/***/ 76019:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ doTask)
/* harmony export */ });
/* harmony import */ var _report_plan_lines_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(68767);
/* harmony import */ var _report_progress_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9397);
/* harmony import */ var _execute_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(60686);



/** Runs a task on the live release, which keeps serving unchanged. */
async function doTask(engine, fleet, { plan, dryRun }, runner) {
    const steps = plan(fleet.members);
    await (0,_report_progress_js__WEBPACK_IMPORTED_MODULE_1__/* .logPlan */ .uH)((0,_report_plan_lines_js__WEBPACK_IMPORTED_MODULE_2__/* .planLines */ .H)(steps, fleet.members), steps, dryRun, runner.log);
    if (dryRun)
        return { result: 'planned', fleet, steps, timeline: [], results: {} };
    const { timeline, sessions } = await (0,_execute_js__WEBPACK_IMPORTED_MODULE_0__/* .execute */ .g)(engine, { fleet, steps, plan }, runner);
    return { result: 'done', fleet, steps, timeline, results: sessions[0].results };
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

/***/ 96375:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ wordsOf)
/* harmony export */ });
/* harmony import */ var shlex__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(44089);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(16986);


/**
 * The words of a command as a shell would split it; none for `none`.
 * @throws UserError `bad-input` for a quote that nothing closes
 */
function wordsOf(input, command) {
    try {
        return command === 'none' ? [] : (0,shlex__WEBPACK_IMPORTED_MODULE_0__/* .split */ .lD)(command);
    }
    catch {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('bad-input', `Input '${input}': "${command}" has a quote that nothing closes.`, 'Write it as in a shell, such as python manage.py migrate --noinput; or none.');
    }
}


/***/ }),

/***/ 83035:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ observeFirstHost)
/* harmony export */ });
/* harmony import */ var _host_ssh_address_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(81309);
/* harmony import */ var _managers_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(78492);


/**
 * Observes the first of the hosts alone, which is enough for a task that one container does; of a Swarm the first manager
 * that can act. `resolver` checks the inputs before a connection is made, and after the addresses.
 * @throws UserError like `addressesFrom`, then `resolver`, then `observeFleet` or `observeManagers`
 */
async function observeFirstHost(engine, inputs, resolver, runner) {
    const { targets, jump } = (0,_host_ssh_address_js__WEBPACK_IMPORTED_MODULE_0__/* .addressesFrom */ .b)({
        ...inputs,
        hosts: inputs.engine === 'swarm' ? inputs.hosts : inputs.hosts.slice(0, 1),
    });
    const settings = { parallel: 1, onUnreachable: 'refuse' };
    return await _managers_js__WEBPACK_IMPORTED_MODULE_1__/* .observing */ .g[inputs.engine](engine, targets, jump, settings, resolver(), runner);
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


/***/ }),

/***/ 65691:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Pl: () => (/* binding */ planVerifyBackup),
/* harmony export */   VV: () => (/* binding */ planCommand),
/* harmony export */   W6: () => (/* binding */ planBackup)
/* harmony export */ });
/* harmony import */ var _model_step_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(94153);

/** The steps that run a command in a container of the live release. Pure. */
function planCommand(targets) {
    const all = (0,_model_step_js__WEBPACK_IMPORTED_MODULE_0__/* .step */ .PM)(targets);
    const line = targets[0]?.desired.task?.command?.line ?? '';
    return [
        all('begin', 'Take the lock'),
        all('run-command', `Run ${line}`),
        all('commit', 'Record it, and let the lock go'),
    ];
}
/** The steps that back up the live release's database. Pure. */
function planBackup(targets) {
    const all = (0,_model_step_js__WEBPACK_IMPORTED_MODULE_0__/* .step */ .PM)(targets);
    const { migrate = [], backup } = targets[0]?.desired ?? {};
    return [
        all('begin', 'Take the lock'),
        // For a database outside the project, only Django knows the version.
        ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_0__/* .when */ .z7)(migrate.length > 0 && backup?.image === '', all('pending', 'Ask the database for its version')),
        all('backup', backup?.media === true ? 'Back up the database and the uploads' : 'Back up the database'),
        all('commit', 'Record it, remove old backups, and let the lock go'),
    ];
}
/** The steps that test a backup. Pure. */
function planVerifyBackup(targets) {
    const all = (0,_model_step_js__WEBPACK_IMPORTED_MODULE_0__/* .step */ .PM)(targets);
    const name = targets[0]?.desired.task?.backup || 'the newest backup';
    return [
        all('begin', 'Take the lock'),
        all('verify-backup', `Restore ${name} into a scratch database, and count its rows`),
        all('commit', 'Record it, and let the lock go'),
    ];
}


/***/ }),

/***/ 63641:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cv: () => (/* binding */ commandSummary),
/* harmony export */   VP: () => (/* binding */ backupList),
/* harmony export */   fj: () => (/* binding */ backupSummary)
/* harmony export */ });
/* harmony import */ var _model_step_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(94153);
/* harmony import */ var _report_image_names_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(99632);
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(80231);
/* harmony import */ var _report_timeline_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(18117);




/** Lines of output that the summary shows at once; all of it is in a fold. */
const shownLines = 20;
/** The job summary of `run-command`. Pure. */
function commandSummary({ result, fleet, steps, timeline: entries, results }) {
    const [{ host, observed, desired }] = fleet.members;
    const { line = '' } = desired.task?.command ?? {};
    const reason = desired.task?.reason ?? '';
    const where = `on ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(host.name)}, release ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(observed.live?.id ?? 'none')}`;
    if (result === 'planned')
        return planned(steps, `${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(line)} ${where}`);
    const { output = '', seconds = 0 } = results.command ?? {};
    const lines = output.split('\n');
    return [
        '### ✅ The command ended with exit code 0; the release serves as before',
        `${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(line)} ran for ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .duration */ .p0)(seconds)} ${where}.${reason === '' ? '' : ` Reason: ${reason}`}`,
        output === '' ? 'It printed nothing.' : (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .code */ .aY)(lines.slice(-shownLines).join('\n')),
        ...(lines.length > shownLines ? [(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .details */ .zH)(`All ${lines.length} lines`, (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .code */ .aY)(output))] : []),
        (0,_report_timeline_js__WEBPACK_IMPORTED_MODULE_1__/* .timeline */ .I)(entries),
    ]
        .filter((part) => part !== '')
        .join('\n\n');
}
/** The job summary of `backup`. Pure. */
function backupSummary({ result, fleet, steps, timeline: entries, results }) {
    const [{ host, observed }] = fleet.members;
    const where = `on ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(host.name)}, release ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(observed.live?.id ?? 'none')}`;
    if (result === 'planned')
        return planned(steps, where);
    const { backup, verified } = results;
    const facts = backup === undefined
        ? [
            ['Backup', (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(verified?.backup.id ?? '')],
            ['Taken', verified?.backup.created ?? ''],
            ['Size', (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .size */ .Ej)(verified?.backup.bytes ?? 0)],
            ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_0__/* .when */ .z7)(verified?.backup.media !== undefined, uploads(verified?.backup.media)),
            ['Test', verified?.proof ?? ''],
        ]
        : [
            ['Backup', (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(backup.path)],
            ['Size', `${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .size */ .Ej)(backup.bytes)}, in ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .duration */ .p0)(backup.seconds)}`],
            ['Test', backup.proof],
            ...(0,_model_step_js__WEBPACK_IMPORTED_MODULE_0__/* .when */ .z7)(backup.media !== undefined, uploads(backup.media)),
        ];
    return [
        `### ✅ ${backup === undefined ? 'The backup can be restored' : `${backup.media === undefined ? 'The database is' : 'Database and uploads are'} backed up`}; the release serves as before`,
        capital(where),
        (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .table */ .tp)(['', ''], facts),
        (0,_report_timeline_js__WEBPACK_IMPORTED_MODULE_1__/* .timeline */ .I)(entries),
        (0,_report_image_names_js__WEBPACK_IMPORTED_MODULE_3__/* .inFull */ .V)([['SHA-256 of the backup', backup?.sha256]]),
    ]
        .filter((part) => part !== '')
        .join('\n\n');
}
/** The job summary of `backup` with `operation: list`. Pure. */
function backupList(host, backups, now) {
    const title = `### ✅ ${backups.length === 0 ? 'No backups' : (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .counted */ .hS)(backups.length, 'backup')} on ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(host)}`;
    if (backups.length === 0)
        return title;
    return [
        title,
        (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .table */ .tp)(['Backup', 'Age', 'Size', 'Uploads', 'Release that was live', 'Test when it was made'], backups.map(({ id, created, bytes, media, live, proof }) => [
            (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(id),
            (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .age */ .KW)((now - Date.parse(created)) / 1000),
            (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .size */ .Ej)(bytes),
            media === undefined ? 'none' : (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .size */ .Ej)(media.bytes),
            live === '' ? 'none' : (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inlineCode */ .ti)(live),
            proof,
        ])),
    ].join('\n\n');
}
function uploads(media) {
    return ['Uploads', `${media?.files ?? 0} files, ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .size */ .Ej)(media?.bytes ?? 0)}`];
}
function planned(steps, what) {
    const list = steps.map(({ title }, index) => `${index + 1}. ${title}`).join('\n');
    return ['### 📝 Dry run, nothing was changed', capital(what), list].join('\n\n');
}
function capital(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}


/***/ }),

/***/ 44089:
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
