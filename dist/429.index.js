export const id = 429;
export const ids = [429];
export const modules = {

/***/ 2429:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(6986);
// EXTERNAL MODULE: ./src/inputs/contract.js
var contract = __webpack_require__(3849);
;// CONCATENATED MODULE: ./src/inputs/smoke-test.js

/** What `smoke-test` takes and gives. */
const smokeTest = {
    inputs: {
        url: (0,contract/* pattern */.T1)(/^https?:\/\/[^\s/?#]+[^\s?#]*$/, 'a base URL such as https://shop.example.com', {
            required: true,
        }),
        'health-path': (0,contract/* pattern */.T1)(/^\/\S*$/, 'a path that begins with /', { default: '/health/' }),
        'graphql-path': (0,contract/* pattern */.T1)(/^\/\S*$/, 'a path that begins with /', { default: '/graphql/' }),
        'expect-release': (0,contract/* text */.Qq)(),
        'expect-version': (0,contract/* pattern */.T1)(/^v?\d+\.\d+(\.\d+\S*)?$/, 'a Saleor version such as 3.20.1 or 3.20'),
        token: (0,contract/* secret */.rJ)(),
        timeout: (0,contract/* seconds */.YA)({ default: '60s' }),
        interval: (0,contract/* seconds */.YA)({ default: '1s' }),
        consecutive: (0,contract/* whole */.WQ)({ min: 1, max: 100, default: '3' }),
    },
    outputs: ['reason-code', 'release', 'schema-version', 'checks'],
};

// EXTERNAL MODULE: ./src/run-action.js + 8 modules
var run_action = __webpack_require__(393);
;// CONCATENATED MODULE: ./src/smoke/shop.js
/** Reads the answer to `{ shop { name schemaVersion } }`. Never throws: a page of HTML is an answer too. */
function readShop(body) {
    const answer = parse(body);
    if (answer === undefined)
        return { error: `not JSON: ${excerpt(body)}` };
    const { errors, data } = answer;
    if (errors !== undefined)
        return { error: `errors: ${excerpt(messagesOf(errors))}` };
    const { name, schemaVersion } = data?.shop ?? {};
    const known = typeof schemaVersion === 'string' ? { schemaVersion } : {};
    if (typeof name !== 'string')
        return { ...known, error: `no shop name: ${excerpt(body)}` };
    return { ...known, name };
}
function parse(body) {
    try {
        const value = JSON.parse(body);
        return typeof value === 'object' && value !== null ? value : undefined;
    }
    catch {
        return undefined;
    }
}
/** GraphQL errors are objects with a message; Saleor puts its own code into the extensions. */
function messagesOf(errors) {
    const list = (Array.isArray(errors) ? errors : [errors]);
    return list
        .map((error) => [error?.message ?? JSON.stringify(error), error?.extensions?.exception?.code])
        .map((parts) => parts.filter((part) => part !== undefined).join(' '))
        .join('; ');
}
function excerpt(text) {
    const line = text.trim().replace(/\s+/g, ' ');
    return line.length <= 120 ? line : `${line.slice(0, 119)}…`;
}

;// CONCATENATED MODULE: ./src/smoke/outside.js

/** The edge says in this header which release answered. */
const releaseHeader = 'x-saleor-release';
/** What is asked of a shop from outside, as a customer's browser would. */
function outsideProbes(wanted) {
    const base = wanted.url.replace(/\/+$/, '');
    const release = wanted['expect-release'];
    const version = wanted['expect-version'];
    // Each answer has to come from the release that was meant: during a deploy one may be new and the other still old.
    const releaseOf = (name) => (release === undefined ? [] : [releaseIs(name, release)]);
    return [
        { request: { url: base + wanted['health-path'] }, checks: [healthy, ...releaseOf('health release')] },
        {
            request: {
                method: 'POST',
                url: base + wanted['graphql-path'],
                headers: {
                    'content-type': 'application/json',
                    ...(wanted.token === undefined ? {} : { authorization: `Bearer ${wanted.token}` }),
                },
                body: JSON.stringify({ query: '{ shop { name schemaVersion } }' }),
            },
            checks: [
                shopAnswers,
                ...(version === undefined ? [] : [schemaVersionIs(version)]),
                ...releaseOf('graphql release'),
            ],
        },
    ];
}
/** Liveness only: Saleor answers it before Django, with an empty body, also when the database is down. */
const healthy = {
    name: 'health',
    expected: '200',
    judge: (answer) => ({ passed: answer.status === 200, got: statusOf(answer) }),
};
/** The shop's name comes from the database. Errors of execution arrive with status 200, so the body decides. */
const shopAnswers = {
    name: 'graphql',
    expected: '200, no errors, a shop name',
    judge(answer) {
        const shop = readShop(answer.body);
        const said = shop.error ?? `shop name ${JSON.stringify(shop.name)}`;
        return {
            passed: answer.status === 200 && shop.error === undefined,
            got: `${statusOf(answer)}, ${said}`,
        };
    },
};
/** 3.20.1 → "3.20": the exact version is told to staff only, the minor to everybody. */
function schemaVersionIs(version) {
    const [minor = version] = /\d+\.\d+/.exec(version) ?? [];
    return {
        name: 'schema version',
        expected: minor,
        judge(answer) {
            const { schemaVersion } = readShop(answer.body);
            return { passed: schemaVersion === minor, got: schemaVersion ?? 'none' };
        },
    };
}
function releaseIs(name, release) {
    return {
        name,
        expected: release,
        judge({ headers }) {
            const got = headers[releaseHeader];
            return { passed: got === release, got: got ?? `no ${releaseHeader} header` };
        },
    };
}
/** The status, and for a redirect where it leads: the usual sign of a wrong scheme or host. */
function statusOf({ status, headers }) {
    return headers.location === undefined ? String(status) : `${status} → ${headers.location}`;
}

// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(231);
;// CONCATENATED MODULE: ./src/smoke/verdict.js
/** What the rounds so far mean: green, red, or one more round. */
function verdict(rounds, patience) {
    if (streak(rounds) >= patience.consecutive)
        return 'passed';
    return patience.elapsed < patience.timeout ? 'again' : 'failed';
}
/** How many of the last rounds were good without a break. */
function streak(rounds) {
    const lastBad = rounds.findLastIndex((round) => !round.every(({ passed }) => passed));
    return rounds.length - 1 - lastBad;
}
/**
 * One line for each check. It passed when it did so in the last `consecutive` rounds; if not, its latest failure is
 * shown, which in a shop that answers now so, now so needn't be the last answer.
 */
function summarize(rounds, consecutive) {
    const last = rounds.at(-1) ?? [];
    return last.map((latest, index) => {
        const all = rounds.flatMap((round) => round[index] ?? []);
        const shown = all.slice(-consecutive).findLast(({ passed }) => !passed) ?? latest;
        return { ...shown, rounds: all.length, roundsPassed: all.filter(({ passed }) => passed).length };
    });
}

;// CONCATENATED MODULE: ./src/smoke/report.js



/** The table of checks in the job summary. */
function checksTable(checks) {
    return (0,markdown/* table */.tp)(['', 'Check', 'Expected', 'Got', 'Time', 'Rounds passed'], checks.map(({ passed, name, expected, got, seconds, roundsPassed, rounds }) => [
        passed ? '✅' : '❌',
        name,
        (0,markdown/* inlineCode */.ti)(expected),
        (0,markdown/* inlineCode */.ti)(got),
        (0,markdown/* duration */.p0)(seconds),
        `${roundsPassed} of ${rounds}`,
    ]));
}
/** The job summary of a smoke test that passed. */
function smokeSummary(url, smoke, consecutive) {
    const by = smoke.release === undefined ? '' : `, release ${(0,markdown/* inlineCode */.ti)(smoke.release)}`;
    const head = `### ✅ ${url} answers as expected${by}`;
    const rounds = `Good rounds in a row: ${streak(smoke.rounds)}, after ${(0,markdown/* duration */.p0)(smoke.seconds)}.`;
    return [head, rounds, checksTable(summarize(smoke.rounds, consecutive))].join('\n\n');
}
/** What goes on to the next steps, whether it passed or not. */
function smokeOutputs(smoke, consecutive) {
    return {
        release: smoke.release ?? '',
        'schema-version': smoke.schemaVersion ?? '',
        checks: JSON.stringify(summarize(smoke.rounds, consecutive).map(({ name, expected, got, passed, seconds }) => ({
            name,
            expected,
            got,
            passed,
            seconds,
        }))),
    };
}
/** The error of a smoke test that failed: each check that did, with what was expected and what came. */
function smokeFailed(url, smoke, consecutive) {
    const checks = summarize(smoke.rounds, consecutive);
    const bad = checks.filter(({ passed }) => !passed);
    const reasons = bad.map(({ name, expected, got }) => `${name}: expected ${expected}, got ${got}`);
    const steady = `only ${streak(smoke.rounds)} of ${consecutive} good rounds in a row`;
    const what = `Smoke test of ${url} failed after ${(0,markdown/* duration */.p0)(smoke.seconds)}.`;
    return new errors/* StepFailed */.an('smoke-failed', [what, ...(bad.length > 0 ? reasons : [steady])].join('\n'), '', {
        report: checksTable(checks),
        outputs: smokeOutputs(smoke, consecutive),
    });
}

;// CONCATENATED MODULE: ./src/smoke/check.js
/** What a probe's answer, or the error that came in its place, means for each of its checks. */
function judge(probe, answer) {
    return probe.checks.map((check) => ({
        name: check.name,
        expected: check.expected,
        ...(answer instanceof Error
            ? { passed: false, got: answer.message, seconds: 0 }
            : { ...check.judge(answer), seconds: answer.seconds }),
    }));
}

;// CONCATENATED MODULE: ./src/smoke/rounds.js




/** A request that takes longer is a failed check, and the next round asks again. */
const requestSeconds = 10;
/** Makes all checks again and again until they hold or the time is over. */
async function untilSteady(probes, { timeout, interval, consecutive }, { http, clock, log, cancelled }) {
    const started = clock.now();
    const elapsed = () => (clock.now() - started) / 1000;
    const rounds = [];
    for (;;) {
        const timeoutSeconds = Math.max(1, Math.min(requestSeconds, timeout - elapsed()));
        const answers = await Promise.all(probes.map(({ request }) => http.request({ ...request, timeoutSeconds, signal: cancelled }).catch(asError)));
        cancelled.throwIfAborted();
        const round = probes.flatMap((probe, index) => judge(probe, answers[index] ?? new Error('no answer')));
        tell(round, rounds, log);
        rounds.push(round);
        const decision = verdict(rounds, { elapsed: elapsed() + interval, timeout, consecutive });
        if (decision !== 'again')
            return { passed: decision === 'passed', rounds, seconds: elapsed(), ...saidOf(answers) };
        await clock.sleep(interval, cancelled);
    }
}
/** One line for each change, not for each round: minutes of the same refusal are one line. */
function tell(round, before, log) {
    const line = lineOf(round);
    const previous = before.at(-1);
    if (previous === undefined || lineOf(previous) !== line || streak([...before, round]) > 0)
        log.info(`Round ${before.length + 1}: ${line}`);
}
function lineOf(round) {
    const bad = round.filter(({ passed }) => !passed);
    if (bad.length === 0)
        return `all ${round.length} checks passed`;
    return bad
        .map(({ name, expected, got }) => `${name}: expected ${expected}, got ${got}`)
        .join('; ');
}
function saidOf(answers) {
    const came = answers.filter((answer) => !(answer instanceof Error));
    return {
        release: came.map(({ headers }) => headers[releaseHeader]).find((value) => value !== undefined),
        schemaVersion: came.map(({ body }) => readShop(body).schemaVersion).find((value) => value !== undefined),
    };
}
function asError(error) {
    return error instanceof Error ? error : new Error(String(error));
}

;// CONCATENATED MODULE: ./actions/smoke-test.js






/** Proves from outside that what serves is the release that was meant. */
const run = () => (0,run_action/* runAction */.C)(smokeTest, async (inputs, runner) => {
    const { url, timeout, interval, consecutive } = inputs;
    const atLeast = (consecutive - 1) * interval;
    if (timeout <= atLeast)
        throw new errors/* UserError */.yo('bad-input', `Input 'timeout': ${timeout} s can't hold ${consecutive} rounds, ${interval} s apart.`, `Give a timeout above ${atLeast}s, or fewer consecutive rounds.`);
    runner.log.info(`Asking ${url}, for ${timeout} s at most`);
    const smoke = await untilSteady(outsideProbes(inputs), { timeout, interval, consecutive }, runner);
    if (!smoke.passed)
        throw smokeFailed(url, smoke, consecutive);
    return {
        reason: 'done',
        outputs: smokeOutputs(smoke, consecutive),
        summary: smokeSummary(url, smoke, consecutive),
    };
});


/***/ })

};
