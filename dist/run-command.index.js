export const id = "run-command";
export const ids = ["run-command"];
export const modules = {

/***/ 94705:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/diagnosis/secrets.js
var diagnosis_secrets = __webpack_require__(70658);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
// EXTERNAL MODULE: ./src/inputs/values/environment.js
var values_environment = __webpack_require__(51663);
// EXTERNAL MODULE: ./src/inputs/values/environment-masks.js
var environment_masks = __webpack_require__(54143);
// EXTERNAL MODULE: ./src/inputs/values/words.js
var values_words = __webpack_require__(96375);
// EXTERNAL MODULE: ./src/model/release/release.js
var release = __webpack_require__(99328);
// EXTERNAL MODULE: ./src/desired/stored-secrets.js
var stored_secrets = __webpack_require__(13065);
// EXTERNAL MODULE: ./src/desired/live/live.js
var live_live = __webpack_require__(92433);
;// CONCATENATED MODULE: ./src/desired/live/run-command.js








/** Maximum characters of a command in reports and in the history. */
const shownCharacters = 200;
/**
 * Resolves the live release, and the command to run in a container of it.
 * @throws UserError `bad-input` for an invalid command or invalid variables, `not-ready` when no release is live
 */
function resolveCommand(engine, inputs, { log, clock }) {
    const words = inputs.shell ? ['sh', '-c', inputs.command] : commandWords(inputs.command);
    const environment = (0,values_environment/* parseEnvironment */.N)(inputs.environment ?? '');
    return async (connected) => {
        const [host] = await connected;
        const live = await (0,live_live/* readLive */.p)(engine, host, inputs.path, 'so there are no settings to run a command with');
        const onServer = await (0,stored_secrets/* hideSecrets */.s)(host, live.model, log);
        const secrets = [...onServer, ...(0,environment_masks/* environmentMasks */.x)(inputs.environment ?? '', [])];
        const whole = (0,diagnosis_secrets/* withoutSecrets */.c)(inputs.command.trim().replace(/\s+/g, ' '), secrets);
        const line = whole.length > shownCharacters ? `${whole.slice(0, shownCharacters - 1)}…` : whole;
        const desired = {
            ...{ ...live, secrets, lockWait: inputs['lock-wait'] },
            task: {
                action: 'run-command',
                id: (0,release/* releaseId */.Bf)(clock.now(), live.release.image),
                reason: inputs.reason ?? '',
                command: { words, line, environment, seconds: inputs.timeout },
            },
        };
        return { desired, scheduler: '' };
    };
}
/** @throws UserError for an unclosed quote, and for syntax that only a shell understands */
function commandWords(command) {
    const words = (0,values_words/* wordsOf */.Z)('command', command);
    if (words.length === 0)
        throw new errors/* UserError */.yo('bad-input', `Input 'command': "${command}" has no words.`, 'Write a command, such as python manage.py showmigrations.');
    const operator = words.find((word) => /^(\||\|\||&&|&|;|[0-9]?[<>].*)$/.test(word) || word.startsWith('$('));
    if (operator === undefined)
        return words;
    throw new errors/* UserError */.yo('bad-input', `Input 'command': "${operator}" would be an argument like any other, as no shell reads the command.`, 'Set shell: true. In a shell, an operator in quotes stays an argument.');
}

// EXTERNAL MODULE: ./src/engine/compose/engine.js + 41 modules
var engine = __webpack_require__(6772);
// EXTERNAL MODULE: ./src/execute/live.js
var live = __webpack_require__(76019);
// EXTERNAL MODULE: ./src/host/ssh/address.js
var address = __webpack_require__(81309);
// EXTERNAL MODULE: ./src/inputs/contract.js
var contract = __webpack_require__(43849);
// EXTERNAL MODULE: ./src/inputs/groups/connection.js
var connection = __webpack_require__(17470);
// EXTERNAL MODULE: ./src/inputs/groups/hosts.js
var hosts = __webpack_require__(42151);
;// CONCATENATED MODULE: ./src/inputs/run-command.js




const { host: _host, ...run_command_connection } = connection/* connectionInputs */.e;
/** What `run-command` takes and gives. */
const runCommand = {
    does: 'command',
    inputs: {
        command: (0,contract/* text */.Qq)({ required: true }),
        ...run_command_connection,
        hosts: (0,hosts/* hostLines */.g)({ required: true }),
        shell: (0,contract/* flag */.Jt)({ default: 'false' }),
        environment: (0,contract/* secret */.rJ)({ masks: environment_masks/* environmentMasks */.x }),
        timeout: (0,contract/* seconds */.YA)({ default: '30m' }),
        reason: (0,contract/* pattern */.T1)(/\S/, 'a sentence'),
        'lock-wait': (0,contract/* seconds */.YA)({ default: '0' }),
        'notify-webhook': (0,contract/* secret */.rJ)(),
        'dry-run': (0,contract/* flag */.Jt)({ default: 'false' }),
    },
    outputs: ['exit-code', 'output', 'serving-release', 'customers-affected', 'reason-code'],
};

// EXTERNAL MODULE: ./src/observe/fleet.js + 3 modules
var fleet = __webpack_require__(17269);
// EXTERNAL MODULE: ./src/plan/live.js
var plan_live = __webpack_require__(65691);
// EXTERNAL MODULE: ./src/run-action.js + 9 modules
var run_action = __webpack_require__(2314);
// EXTERNAL MODULE: ./src/summary/task.js
var task = __webpack_require__(63641);
;// CONCATENATED MODULE: ./actions/run-command.js










/** Runs a command in a container of the live release, beside what serves. */
const run = () => (0,run_action/* runAction */.C)(runCommand, async (inputs, runner) => {
    const { targets, jump } = (0,address/* addressesFrom */.b)({ ...inputs, hosts: inputs.hosts.slice(0, 1) });
    const settings = { parallel: 1, onUnreachable: 'refuse' };
    const resolve = resolveCommand(engine/* composeEngine */.t, inputs, runner);
    const opening = (0,fleet/* observeFleet */.H)(engine/* composeEngine */.t, targets, jump, settings, resolve, runner);
    const work = { plan: plan_live/* planCommand */.VV, dryRun: inputs['dry-run'] };
    const done = await (0,fleet/* withFleet */.x)(opening, runner, (fleet) => (0,live/* doTask */.F)(engine/* composeEngine */.t, fleet, work, runner));
    const { command } = done.results;
    if (command === undefined)
        return { reason: done.result, outputs: {}, summary: (0,task/* commandSummary */.Cv)(done) };
    const outputs = { 'exit-code': String(command.exitCode), output: command.output };
    const line = done.fleet.members[0].desired.task?.command?.line ?? '';
    if (command.exitCode !== 0)
        throw new errors/* StepFailed */.an('command-failed', `${done.fleet.members[0].host.name}: ${line} ended with exit code ${command.exitCode}.`, command.output, { outputs });
    runner.log.info(command.output);
    return { reason: done.result, outputs, summary: (0,task/* commandSummary */.Cv)(done) };
});


/***/ })

};
