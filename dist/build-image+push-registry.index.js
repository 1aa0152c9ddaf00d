export const id = "build-image+push-registry";
export const ids = ["build-image+push-registry"];
export const modules = {

/***/ 97391:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   eK: () => (/* binding */ readSourceVersion),
/* harmony export */   g$: () => (/* binding */ readTags),
/* harmony export */   kN: () => (/* binding */ readCommit),
/* harmony export */   yR: () => (/* binding */ readText)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _version_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(14828);



/** The checked-out commit, which after `checkout` with a `ref` is not the one that started the workflow. */
async function readCommit(runner) {
    const shown = await git(runner, 'show', '--no-patch', '--format=%H %ct', 'HEAD');
    const [revision, time] = shown?.trim().split(' ') ?? [];
    if (revision === undefined || time === undefined)
        return { revision: runner.context.sha, time: undefined };
    return { revision, time: Number(time) };
}
/** The version in the sources, from the first file that has one. */
async function readSourceVersion(folder, files) {
    for (const file of files) {
        const version = (0,_version_js__WEBPACK_IMPORTED_MODULE_2__/* .versionInSource */ .NE)((await readText((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, file))) ?? '');
        if (version !== undefined)
            return { file, version };
    }
    return undefined;
}
/** A file's text; undefined if it cannot be read. */
async function readText(path) {
    return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path, 'utf8').catch(() => undefined);
}
/**
 * All tags of the repository: from GitHub with a token, else from the remote, else from a full clone. A
 * shallow clone knows only its own tag and would take every release for the highest. Undefined if all of these fail.
 */
async function readTags(runner, token) {
    if (token !== undefined) {
        const tags = await tagsFromGitHub(runner, token);
        if (tags !== undefined)
            return tags;
    }
    const remote = await git(runner, 'ls-remote', '--tags', '--refs', 'origin');
    if (remote !== undefined)
        return remote.split('\n').flatMap((line) => line.split('refs/tags/')[1] ?? []);
    const shallow = await git(runner, 'rev-parse', '--is-shallow-repository');
    if (shallow?.trim() !== 'false')
        return undefined;
    return (await git(runner, 'tag', '--list'))?.split('\n').filter((name) => name !== '');
}
async function tagsFromGitHub({ http, context, log }, token) {
    const tags = [];
    let url = `${context.apiUrl}/repos/${context.repository}/git/matching-refs/tags`;
    while (url !== undefined) {
        const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json' };
        const answer = await http.request({ url, headers }).catch((error) => error);
        if (answer instanceof Error || answer.status !== 200) {
            const why = answer instanceof Error ? answer.message : `GitHub answered ${answer.status}`;
            log.info(`The tags could not be read from GitHub: ${why}`);
            return undefined;
        }
        const page = JSON.parse(answer.body);
        tags.push(...page.map(({ ref }) => ref.replace('refs/tags/', '')));
        url = /<([^>]+)>;\s*rel="next"/.exec(answer.headers.link ?? '')?.[1];
    }
    return tags;
}
/** Undefined if Git is missing, this is no checkout, or it fails. */
async function git({ process, context, cancelled }, ...args) {
    const folder = context.workspace;
    // In a container job the checkout belongs to another user, and Git requires this setting to read it.
    const command = ['git', '-c', `safe.directory=${folder}`, '-C', folder, ...args];
    const env = { GIT_TERMINAL_PROMPT: '0' };
    const ran = await process.run(command, { env, signal: cancelled }).catch(() => undefined);
    return ran?.code === 0 ? ran.stdout : undefined;
}


/***/ }),

/***/ 14828:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ax: () => (/* binding */ shortCommit),
/* harmony export */   NE: () => (/* binding */ versionInSource),
/* harmony export */   x: () => (/* binding */ resolveVersion)
/* harmony export */ });
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(90084);

/** The first source with a version wins: the input, a semver Git tag, the sources with the short commit, the commit alone. */
function resolveVersion({ given, ref, source, revision }) {
    const tagged = (0,semver__WEBPACK_IMPORTED_MODULE_0__.parse)(tagOf(ref));
    const short = shortCommit(revision);
    const candidates = [
        { source: 'input `version`', says: given ?? '', version: given && withoutV(given) },
        { source: 'Git tag', says: tagOf(ref), version: tagged?.raw && withoutV(tagged.raw) },
        {
            source: source === undefined ? 'source' : `\`${source.file}\``,
            says: source?.version ?? '',
            version: source && [source.version, short].filter(Boolean).join('-'),
        },
        { source: 'commit', says: short, version: short },
    ];
    const chosen = candidates.find(({ version }) => version);
    return {
        version: chosen?.version ?? '0',
        release: (0,semver__WEBPACK_IMPORTED_MODULE_0__.parse)(given ?? '') ?? (given ? undefined : (tagged ?? undefined)),
        sources: candidates.map((one) => ({ source: one.source, says: one.says, used: one === chosen })),
        warnings: disagreement(given ? withoutV(given) : tagged?.version, source),
    };
}
/** A release whose code has another version almost always lacks a version bump. */
function disagreement(release, source) {
    if (release === undefined || source === undefined || source.version === release)
        return [];
    return [`The image is called ${release}, but ${source.file} says ${source.version}.`];
}
/** Finds `__version__ = "3.22.1"`, or `version = "3.22.1"` of pyproject.toml's project table. */
function versionInSource(text) {
    const dunder = /^__version__\s*(?::[^=]+)?=\s*["']([^"']+)["']/m.exec(text)?.[1];
    const project = /^\[(?:project|tool\.poetry)\][^[]*?^version\s*=\s*["']([^"']+)["']/ms.exec(text)?.[1];
    return dunder ?? project;
}
/** Seven characters, as Git and GitHub show it. */
function shortCommit(revision) {
    return revision.slice(0, 7);
}
function tagOf(ref) {
    return ref.startsWith('refs/tags/') ? ref.slice('refs/tags/'.length) : '';
}
function withoutV(version) {
    return version.replace(/^v(?=\d)/, '');
}


/***/ }),

/***/ 72473:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ withPrivateFolder)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);


/** Works with a private folder, which is gone afterwards: also when the work fails or the job is cancelled. */
async function withPrivateFolder(temp, purpose, work) {
    const path = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(temp, `${purpose}-`));
    try {
        return await work({
            path,
            async write(name, text) {
                await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.writeFile)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, name), text, { mode: 0o600 });
                return (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, name);
            },
            // A dangling link is as good as none to Docker, so there is nothing to look up first.
            link: (target, name) => (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.symlink)(target, (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, name)),
        });
    }
    finally {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(path, { recursive: true, force: true });
    }
}


/***/ }),

/***/ 47750:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   En: () => (/* binding */ withPrivateDocker),
/* harmony export */   Zt: () => (/* binding */ sweptInPost)
/* harmony export */ });
/* unused harmony export privateConfig */
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(48161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76760);
/* harmony import */ var _naming_source_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(97391);
/* harmony import */ var _private_folder_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(72473);
/* harmony import */ var _registry_logins_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(16555);






/**
 * The user's configuration without its credential stores for these registries: `docker login` would give ours to a
 * keychain that outlives the job. All other settings stay: proxies, current context, logins to other registries.
 */
function privateConfig(text, registries) {
    const { credsStore: _store, credHelpers = {}, auths = {}, ...rest } = JSON.parse(text || '{}');
    const keys = registries.flatMap(_registry_logins_js__WEBPACK_IMPORTED_MODULE_5__/* .authKeys */ .ZF);
    const others = (entries) => Object.fromEntries(Object.entries(entries).filter(([name]) => !keys.includes(name)));
    return JSON.stringify({ ...rest, auths: others(auths), credHelpers: others(credHelpers) });
}
/**
 * Runs work with a private Docker configuration, and removes it afterwards: also if the work fails or the job is cancelled, and
 * in the action's post step if the run is killed.
 */
async function withPrivateDocker({ context }, registries, work) {
    return await (0,_private_folder_js__WEBPACK_IMPORTED_MODULE_4__/* .withPrivateFolder */ .m)(context.temp, 'docker-config', async (folder) => {
        await rememberForPost(folder.path);
        const own = process.env.DOCKER_CONFIG ?? (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)((0,node_os__WEBPACK_IMPORTED_MODULE_1__.homedir)(), '.docker');
        const text = (await (0,_naming_source_js__WEBPACK_IMPORTED_MODULE_3__/* .readText */ .yR)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(own, 'config.json'))) ?? '';
        const file = await folder.write('config.json', privateConfig(text, registries));
        // Another folder would hide the user's plugins (buildx itself may be one), contexts and builders.
        for (const name of ['cli-plugins', 'contexts'])
            await folder.link((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(own, name), name);
        return await work({
            env: { DOCKER_CONFIG: folder.path, BUILDX_CONFIG: process.env.BUILDX_CONFIG ?? (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(own, 'buildx') },
            file,
            login: async (registry) => (0,_registry_logins_js__WEBPACK_IMPORTED_MODULE_5__/* .readLogin */ .mN)((await (0,_naming_source_js__WEBPACK_IMPORTED_MODULE_3__/* .readText */ .yR)(file)) ?? '', registry),
        });
    });
}
/** Names of the state that main saves for the post step; the runner passes it on as STATE_…. */
const states = { started: 'started', folder: 'docker-config' };
async function rememberForPost(folder) {
    await save(states.folder, folder);
}
async function save(name, value) {
    if (!process.env.GITHUB_STATE)
        return;
    const { saveState } = await Promise.all(/* import() */[__webpack_require__.e("undici"), __webpack_require__.e("actions-core")]).then(__webpack_require__.bind(__webpack_require__, 32322));
    saveState(name, value);
}
/**
 * Cleans up after a killed run. True in the post step, which does nothing else;
 * after a run that ended by itself, or needed no login, there is nothing to remove.
 */
async function sweptInPost() {
    if (!process.env[`STATE_${states.started}`]) {
        await save(states.started, 'true');
        return false;
    }
    const folder = process.env[`STATE_${states.folder}`];
    if (folder)
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(folder, { recursive: true, force: true });
    return true;
}


/***/ }),

/***/ 59186:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DQ: () => (/* binding */ loginOf),
/* harmony export */   E8: () => (/* binding */ logIn),
/* harmony export */   ft: () => (/* binding */ mayBePlain)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);
/* harmony import */ var _registry_logins_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(16555);
/* harmony import */ var _retry_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(36121);



/** Makes a login from two inputs, which must be given together. */
function loginOf(username, password, input) {
    if (username === undefined && password === undefined)
        return undefined;
    if (username !== undefined && password !== undefined)
        return { username, password };
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Inputs '${input}' and '${input.replace('username', 'password')}' belong together; one is empty.`, 'Give both, or none for a registry without login. An empty one is often a secret that this workflow may not read (pull request from a fork).');
}
/** Logs in with the private configuration; the password travels over standard input. */
async function logIn(runner, { env }, { registry }, { username, password }, retry) {
    // The form in which Docker keeps it and HTTP sends it.
    runner.log.mask(Buffer.from(`${username}:${password}`).toString('base64'));
    // Docker Hub's login has a special address, which docker uses by default.
    const servers = (0,_registry_logins_js__WEBPACK_IMPORTED_MODULE_2__/* .authKeys */ .ZF)(registry).map((key) => (key.startsWith('https://') ? [] : [key]));
    for (const server of servers) {
        const command = ['docker', 'login', '--username', username, '--password-stdin', ...server];
        await (0,_retry_js__WEBPACK_IMPORTED_MODULE_1__/* .withRetries */ .L)(runner, `Login to ${registry} as ${username}`, retry, async () => {
            const ran = await runner.process.run(command, { env, input: password, signal: runner.cancelled });
            return ran.code === 0 ? { done: true } : { failed: ran.stderr };
        });
    }
}
/** True if Docker itself would fall back to plain HTTP: on this machine, or where the engine's settings allow it. */
async function mayBePlain({ process, cancelled }, { registry }) {
    if (/^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(registry))
        return true;
    const command = ['docker', 'info', '--format', '{{json .RegistryConfig.IndexConfigs}}'];
    const { code, stdout } = await process.run(command, { signal: cancelled });
    if (code !== 0)
        return false;
    const known = JSON.parse(stdout || 'null');
    return known?.[registry]?.Secure === false;
}


/***/ }),

/***/ 68191:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P9: () => (/* binding */ retryAfter),
/* harmony export */   XE: () => (/* binding */ classifyFailure),
/* harmony export */   dg: () => (/* binding */ isTransient),
/* harmony export */   fu: () => (/* binding */ backOff)
/* harmony export */ });
/** The rules for messages of docker, buildx, skopeo and our own HTTP; the first match wins. */
const rules = [
    ['rate-limited', /\b429\b|too ?many ?requests|rate limit/i],
    [
        'refused',
        /\b40[13] [A-Z]|status(?: code)?:? 40[13]\b|unauthorized|denied|forbidden|authentication required|no basic auth|insufficient_scope|incorrect username/i,
    ],
    [
        'missing',
        /\b404 [A-Z]|status(?: code)?:? 404\b|name unknown|NAME_UNKNOWN|repository name not known|not found/i,
    ],
    [
        'transient',
        /\b(?:408|5\d\d) [A-Z]|status(?: code)?:? (?:408|5\d\d)\b|connection (?:reset|refused|timed out)|ECONN(?:RESET|REFUSED|ABORTED)|ETIMEDOUT|EPIPE|EAI_AGAIN|broken pipe|\bEOF\b|i\/o timeout|handshake timeout|Client\.Timeout|deadline exceeded|timed? ?out|no answer within|no route to host|network is unreachable|temporary failure|server misbehaving|closed network connection|connection lost|GOAWAY|stream error|request canceled|socket hang up|other side closed|terminated|blob upload (?:unknown|invalid)/i,
    ],
];
/** Classifies the failure in a program's output. */
function classifyFailure(text) {
    const kind = rules.find(([, pattern]) => pattern.test(text))?.[0] ?? 'unknown';
    const wait = kind === 'rate-limited' ? waitingTime(text) : undefined;
    return wait === undefined ? { kind } : { kind, waitSeconds: wait };
}
/** A `Retry-After` header: seconds, or a date. */
function retryAfter(header, now) {
    if (header === undefined || header === '')
        return undefined;
    if (/^\d+$/.test(header))
        return Number(header);
    const date = Date.parse(header);
    return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
/** GitHub's registry says "retry-after: 1.016517ms, allowed: 44000/minute" in its message. */
function waitingTime(text) {
    const [, number, unit] = /retry-?\s?after:?\s*([\d.]+)\s*(µs|us|ms|s|m|h)?/i.exec(text) ?? [];
    if (number === undefined)
        return undefined;
    const seconds = { µs: 1e-6, us: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 }[unit?.toLowerCase() ?? 's'] ?? 1;
    return Math.max(1, Math.ceil(Number(number) * seconds));
}
/** Seconds before the next attempt (the first failed one is 1): the registry's time, else 2, 4, 8 … up to a minute. */
function backOff(failed, { kind, waitSeconds }) {
    if (waitSeconds !== undefined)
        return waitSeconds;
    return Math.min(60, 2 ** failed * (kind === 'rate-limited' ? 5 : 1));
}
/** Only transient failures are retried; an unknown failure is shown at once. */
function isTransient({ kind }) {
    return kind === 'transient' || kind === 'rate-limited';
}


/***/ }),

/***/ 16555:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ZF: () => (/* binding */ authKeys),
/* harmony export */   gW: () => (/* binding */ passwordsIn),
/* harmony export */   mN: () => (/* binding */ readLogin),
/* harmony export */   og: () => (/* binding */ writeLogins)
/* harmony export */ });
const dockerHub = 'https://index.docker.io/v1/';
/**
 * The entries of `auths` under which Docker's programs look for the login to a registry. Docker Hub's entry has kept
 * the address of its first API. For `registry-1.docker.io` BuildKit asks there too, while `docker pull` asks for the
 * host's own name. Pure.
 */
function authKeys(registry) {
    if (registry === 'docker.io' || registry === 'index.docker.io')
        return [dockerHub];
    return registry === 'registry-1.docker.io' ? [registry, dockerHub] : [registry];
}
/** The configuration file that `docker login` would write for these registries. Pure. */
function writeLogins(logins) {
    const auths = [...logins].flatMap(([registry, { username, password }]) => {
        const auth = Buffer.from(`${username}:${password}`).toString('base64');
        return authKeys(registry).map((key) => [key, { auth }]);
    });
    return JSON.stringify({ auths: Object.fromEntries(auths) });
}
/** The passwords in a configuration file; none in an empty one. Pure. */
function passwordsIn(text) {
    const { auths = {} } = JSON.parse(text || '{}');
    return Object.keys(auths).flatMap((registry) => readLogin(text, registry)?.password ?? []);
}
/** A registry's login in a configuration file; undefined when it has none. Pure. */
function readLogin(text, registry) {
    const { auths = {} } = JSON.parse(text || '{}');
    const entry = authKeys(registry).flatMap((key) => auths[key]?.auth ?? [])[0];
    const [, username, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(entry ?? '', 'base64').toString()) ?? [];
    return username === undefined || password === undefined ? undefined : { username, password };
}


/***/ }),

/***/ 36121:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ withRetries)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);
/* harmony import */ var _runner_retry_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(21946);
/* harmony import */ var _registry_failure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(68191);



/**
 * Runs a request to a registry, and retries transient failures.
 * @throws UserError `registry-refused`, at once, for a failure that no retry helps; StepFailed `registry-unavailable`.
 */
async function withRetries(runner, what, retry, attempt) {
    const work = async () => {
        const result = await attempt();
        if ('done' in result)
            return result.done;
        throw new FailedAttempt(result.failed, result.waitSeconds);
    };
    return await (0,_runner_retry_js__WEBPACK_IMPORTED_MODULE_1__/* .retryTransient */ .j)(runner, work, (error, count) => {
        if (!(error instanceof FailedAttempt))
            throw error;
        const failed = error.message;
        const failure = (0,_registry_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .classifyFailure */ .XE)(failed);
        if (error.waitSeconds !== undefined)
            failure.waitSeconds = error.waitSeconds;
        if (!(0,_registry_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .isTransient */ .dg)(failure))
            throw finalError(what, failure, failed);
        const wait = (0,_registry_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .backOff */ .fu)(count, failure);
        if (count >= retry.attempts)
            throw gaveUp(what, `${count} attempts failed`, failed);
        if (wait > retry.longestWaitSeconds)
            throw gaveUp(what, `the registry asks to wait ${wait} s, longer than \`max-wait\``, failed);
        runner.log.info(`${what}: ${lastLine(failed)}`);
        runner.log.info(`Attempt ${count + 1} of ${retry.attempts} in ${wait} s.`);
        return wait;
    });
}
class FailedAttempt extends Error {
    waitSeconds;
    constructor(failed, waitSeconds) {
        super(failed);
        this.waitSeconds = waitSeconds;
    }
}
function finalError(what, { kind }, text) {
    const reason = lastLine(text);
    if (kind === 'refused')
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('registry-refused', `${what}: refused. ${reason}`, remedy);
    if (kind === 'missing')
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('registry-refused', `${what}: there is no such repository or image. ${reason}`, missing);
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an('registry-unavailable', `${what} failed: ${reason}`, text);
}
const remedy = 'Check `username` and `password`. GitHub: the job needs `permissions: packages: write` and the package must allow ' +
    'this repository. Docker Hub: an access token with write rights.';
const missing = 'Check the name; some registries (ECR, Harbor) want the repository to be made before the first push.';
function gaveUp(what, why, text) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an('registry-unavailable', `${what}: given up, ${why}. ${lastLine(text)}`, text);
}
function lastLine(text) {
    return text.trim().split('\n').at(-1)?.trim() ?? '';
}


/***/ }),

/***/ 99944:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F2: () => (/* binding */ parseReference),
/* harmony export */   Fv: () => (/* binding */ registryOf),
/* harmony export */   Ks: () => (/* binding */ imagePattern),
/* harmony export */   V_: () => (/* binding */ digestPattern),
/* harmony export */   bO: () => (/* binding */ tagPattern)
/* harmony export */ });
const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const namePattern = new RegExp(`^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\\d+)?/|\\[[0-9a-f:]+\\](?::\\d+)?/)?${component}(?:/${component})*$`);
/** The pattern of tags in the distribution specification. */
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
/** Parses a reference by Docker's rules; undefined for anything else. */
function parseReference(text) {
    const [, rest = '', digest] = /^([^@]*)(?:@(.+))?$/.exec(text) ?? [];
    const [, name = '', tag] = /^(.*?)(?::([^:/]+))?$/.exec(rest) ?? [];
    if (!namePattern.test(name))
        return undefined;
    if (tag !== undefined && !tagPattern.test(tag))
        return undefined;
    if (digest !== undefined && !digestPattern.test(digest))
        return undefined;
    return {
        ...registryOf(name),
        name,
        ...(tag === undefined ? {} : { tag }),
        ...(digest === undefined ? {} : { digest }),
    };
}
/** Splits the registry off. By Docker's rule the first part is a registry when it looks like a host; `shop/backend` is on Docker Hub. */
function registryOf(name) {
    const [first = '', ...others] = name.split('/');
    const isHost = others.length > 0 && (/[.:A-Z]/.test(first) || first === 'localhost');
    if (isHost && first !== 'docker.io' && first !== 'index.docker.io')
        return { registry: first, repository: others.join('/') };
    const path = isHost ? others : [first, ...others];
    return { registry: 'docker.io', repository: path.length === 1 ? `library/${path[0]}` : path.join('/') };
}
/** A digest in the form of registries. */
const digestPattern = /^sha256:[0-9a-f]{64}$/;
/** An image that is pulled as it is written, such as `haproxy:lts`: what Docker may refuse later, without a word for a shell. */
const imagePattern = /^[a-z0-9][\w.:/-]*(@sha256:[0-9a-f]{64})?$/;


/***/ }),

/***/ 55270:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ allWords),
/* harmony export */   a: () => (/* binding */ lastWords)
/* harmony export */ });
/** The last line that a command printed, or how it ended if it printed nothing: a message never ends empty. */
function lastWords(ran) {
    return allWords(ran).split('\n').at(-1) ?? '';
}
/** All output of a command, or how it ended if it printed nothing. */
function allWords({ code, stdout, stderr }) {
    return `${stdout}\n${stderr}`.trim() || `it printed nothing (exit code ${code})`;
}


/***/ })

};
