export const id = "own-checks";
export const ids = ["own-checks"];
export const modules = {

/***/ 69297:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readOwnChecks: () => (/* binding */ readOwnChecks)
});

// EXTERNAL MODULE: ../../node_modules/yaml/dist/index.js
var dist = __webpack_require__(33483);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
// EXTERNAL MODULE: ./src/smoke/check.js
var smoke_check = __webpack_require__(37727);
;// CONCATENATED MODULE: ./src/smoke/outside/json-path.js
/**
 * The value at a path such as `data.shop.name` or `items[0].id`, with or without a leading `$.`; undefined if there is
 * none. It supports the part of JSONPath that selects one value, because a check compares one.
 */
function valueAt(value, path) {
    return stepsOf(path)?.reduce((inner, step) => typeof inner === 'object' && inner !== null && Object.hasOwn(inner, step)
        ? inner[step]
        : undefined, value);
}
/** The names and numbers of a path, from outside in; undefined for an invalid path. */
function stepsOf(path) {
    const rest = path.replace(/^\$\.?/, '');
    if (rest === '')
        return [];
    if (!/^(\[\d+\]|[^.[\]\s]+)(\.[^.[\]\s]+|\[\d+\])*$/.test(rest))
        return undefined;
    return [...rest.matchAll(/[^.[\]]+/g)].map(([step]) => step);
}

// EXTERNAL MODULE: ./src/smoke/outside/shop.js
var shop = __webpack_require__(26675);
;// CONCATENATED MODULE: ./src/smoke/outside/own-checks.js





/** The valid values of a key, and their description. */
const keys = {
    name: [(value) => typeof value === 'string' && value.trim() !== '', 'a text'],
    url: [
        (value) => typeof value === 'string' && /^(\/|https?:\/\/[^\s/])\S*$/.test(value),
        'a path that begins with /, or a URL',
    ],
    method: [
        (value) => typeof value === 'string' && /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/.test(value),
        'GET, POST or another method',
    ],
    headers: [isTexts, 'a mapping of names to texts'],
    body: [(value) => value !== null, 'a text, or a mapping or list that is sent as JSON'],
    status: [
        (value) => [value].flat().length > 0 && [value].flat().every(isStatus),
        'a status from 100 to 599, or a list of them',
    ],
    contains: [(value) => typeof value === 'string' && value !== '', 'a text'],
    json: [
        (value) => isRecord(value) && Object.keys(value).every((path) => stepsOf(path) !== undefined),
        'a mapping of paths such as data.shop.name or items[0].id to values',
    ],
    header: [isTexts, 'a mapping of names to texts'],
    severity: [(value) => value === 'error' || value === 'warning', 'error or warning'],
};
/**
 * Reads custom checks. Paths are below the shop's base URL.
 * @throws UserError `bad-input` that names the line of every mistake
 */
function readOwnChecks(text, base) {
    const lineCounter = new dist/* LineCounter */.HN();
    const document = (0,dist/* parseDocument */.Tp)(text, { lineCounter });
    const lineOf = (node) => lineCounter.linePos(node?.range?.[0] ?? 0).line;
    const [broken] = document.errors;
    if (broken !== undefined)
        throw bad([
            `line ${broken.linePos?.[0].line ?? 1}: ${broken.message.split('\n')[0]?.replace(/ at line.*$/, '')}`,
        ]);
    if (!(0,dist/* isSeq */.oP)(document.contents))
        throw bad([`line ${lineOf(document.contents)} is no list of checks, each with a name and a url`]);
    const problems = [];
    const names = new Map();
    const checks = document.contents.items.flatMap((item) => {
        if (!(0,dist/* isMap */.jh)(item)) {
            problems.push(`line ${lineOf(item)} is no check with a name and a url`);
            return [];
        }
        const found = complaintsAbout(item, lineOf);
        const name = String(item.get('name'));
        const before = names.get(name);
        if (before !== undefined)
            found.push(`line ${lineOf(item)}: line ${before} has a check of the same name`);
        names.set(name, lineOf(item));
        problems.push(...found);
        return [item.toJS(document)];
    });
    if (problems.length > 0)
        throw bad(problems);
    return checks.map((check) => probeOf(check, base));
}
function complaintsAbout(item, lineOf) {
    const missing = ['name', 'url'].filter((key) => !item.has(key));
    return [
        ...missing.map((key) => `line ${lineOf(item)}: the check has no ${key}`),
        ...item.items.flatMap(({ key, value }) => {
            const name = (0,dist/* isScalar */.jn)(key) ? String(key.value) : '';
            const [fits, expected] = keys[name] ?? [];
            if (fits === undefined)
                return [
                    `line ${lineOf(key)}: there is no ${JSON.stringify(name)}; there are ${Object.keys(keys).join(', ')}`,
                ];
            const plain = value?.toJSON() ?? null;
            return fits(plain) ? [] : [`line ${lineOf(value ?? key)}: ${name} is not ${expected}`];
        }),
    ];
}
function probeOf(written, base) {
    const { name = '', url = '', method, headers = {}, body, severity = 'error' } = written;
    const isJson = body !== undefined && typeof body !== 'string';
    const sent = isJson ? JSON.stringify(body) : body;
    const wishes = wishesOf(written);
    const check = {
        name,
        severity,
        expected: wishes.map(({ expected }) => expected).join(', '),
        evaluate(answer) {
            const problems = wishes.flatMap(({ problem }) => problem(answer) ?? []);
            return { passed: problems.length === 0, got: problems.join('; ') || (0,smoke_check/* statusOf */.c2)(answer) };
        },
    };
    return {
        request: {
            method: method ?? (sent === undefined ? 'GET' : 'POST'),
            url: url.startsWith('/') ? base + url : url,
            headers: { ...(isJson ? { 'content-type': 'application/json' } : {}), ...headers },
            ...(sent === undefined ? {} : { body: sent }),
        },
        checks: [check],
    };
}
function wishesOf({ status, contains, json = {}, header = {} }) {
    const statuses = [status ?? 200].flat();
    return [
        {
            expected: statuses.join(' or '),
            problem: (answer) => (statuses.includes(answer.status) ? undefined : (0,smoke_check/* statusOf */.c2)(answer)),
        },
        ...(contains === undefined
            ? []
            : [
                {
                    expected: `with ${JSON.stringify(contains)}`,
                    problem: ({ body }) => body.includes(contains) ? undefined : `not in it: ${(0,shop/* excerpt */.Kb)(body, 80)}`,
                },
            ]),
        ...Object.entries(json).map(([path, value]) => ({
            expected: `${path} = ${JSON.stringify(value)}`,
            problem: ({ body }) => wrongAt(body, path, value),
        })),
        ...Object.entries(header).map(([name, value]) => ({
            expected: `${name}: ${value}`,
            problem({ headers }) {
                const got = headers[name.toLowerCase()];
                return got?.includes(value) ? undefined : `${name}: ${got ?? 'no such header'}`;
            },
        })),
    ];
}
function wrongAt(body, path, expected) {
    let value;
    try {
        value = JSON.parse(body);
    }
    catch {
        return `not JSON: ${(0,shop/* excerpt */.Kb)(body, 80)}`;
    }
    const got = valueAt(value, path);
    return JSON.stringify(got) === JSON.stringify(expected)
        ? undefined
        : `${path} = ${(0,shop/* excerpt */.Kb)(JSON.stringify(got) ?? 'nothing', 80)}`;
}
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function isStatus(value) {
    return Number.isInteger(value) && Number(value) >= 100 && Number(value) <= 599;
}
function isTexts(value) {
    return isRecord(value) && Object.values(value).every((one) => ['string', 'number'].includes(typeof one));
}
function bad(problems) {
    return new errors/* UserError */.yo('bad-input', `Input 'own-checks': ${problems.join('\n')}`, 'A check is written as\n- name: search finds shoes\n  url: /graphql/\n  body: { query: "…" }\n  json: { data.products.totalCount: 3 }');
}


/***/ })

};
