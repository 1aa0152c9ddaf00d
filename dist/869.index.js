export const id = 869;
export const ids = [869];
export const modules = {

/***/ 6869:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/image/docker-config.js
var docker_config = __webpack_require__(7102);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(6986);
// EXTERNAL MODULE: ./src/image/login.js
var image_login = __webpack_require__(7722);
// EXTERNAL MODULE: ./src/image/retry.js
var retry = __webpack_require__(6001);
;// CONCATENATED MODULE: ./src/image/push.js


/**
 * Pushes every tag from the local engine and returns their digest. Each is read back before the next one moves, so
 * `latest` never goes to something that the registry doesn't serve as it was pushed.
 */
async function pushFromEngine(job) {
    await demandLocal(job);
    let digest = job.expected;
    for (const tag of job.tags) {
        const pushed = await pushTag(job, tag);
        digest ??= pushed;
        demandSame(job, tag, digest, pushed);
        await readBack(job, tag, digest);
    }
    return digest ?? '';
}
/** Asks the registry what it serves under a tag; the bytes are hashed here. */
async function readBack(job, tag, digest) {
    const { runner, image, repository, patience } = job;
    const read = await (0,retry/* patiently */.d)(runner, `Read ${image.name}:${tag} back`, patience, async () => {
        const answer = await repository.manifest(tag);
        // What was just pushed may take its time to be seen everywhere.
        const notYet = 'failed' in answer && answer.failed.startsWith('status 404');
        return notYet ? { failed: 'a temporary failure: pushed, but not to be seen yet (404)' } : answer;
    });
    demandSame(job, tag, digest, read.digest);
    runner.log.info(`${image.name}:${tag} is ${digest} in the registry.`);
}
/** @throws StepFailed `digest-mismatch`, whose message names both. */
function demandSame({ image }, tag, wanted, found) {
    if (wanted !== found)
        throw new errors/* StepFailed */.an('digest-mismatch', `${image.name}:${tag} should be ${wanted}, but is ${found}.`);
}
async function pushTag({ runner, docker, image, repository, patience }, tag) {
    const name = `${image.name}:${tag}`;
    return await (0,retry/* patiently */.d)(runner, `Push of ${name}`, patience, async () => {
        const options = { env: docker.env, signal: runner.cancelled, onLine: runner.log.debug };
        const ran = await runner.process.run(['docker', 'push', name], options);
        const digest = /digest: (sha256:[0-9a-f]{64})/.exec(ran.stdout)?.[1];
        if (ran.code === 0 && digest !== undefined)
            return { done: digest };
        const failed = ran.stderr.trim() || ran.stdout;
        return {
            failed,
            waitSeconds: /\b429\b|too ?many ?requests/i.test(failed) ? await repository.waitingTime() : undefined,
        };
    });
}
/** Before anything is pushed: every tag is there and, if the engine can tell its digest yet, is what was expected. */
async function demandLocal(job) {
    const { runner, image, tags, expected } = job;
    for (const tag of tags) {
        const command = [
            'docker',
            'image',
            'inspect',
            '--format',
            '{{json .RepoDigests}}',
            `${image.name}:${tag}`,
        ];
        const ran = await runner.process.run(command, { signal: runner.cancelled });
        if (ran.code !== 0)
            throw new errors/* UserError */.yo('not-ready', `There is no ${image.name}:${tag} in the local engine: ${ran.stderr.trim()}`, 'Run build-image in the same job and give its outputs `image` and `tags`, or `archive`.');
        // With containerd's store an image has its digest from the start; elsewhere the list fills with the first push.
        const digests = JSON.parse(ran.stdout || '[]').map((one) => one.split('@')[1] ?? '');
        const [digest, ...others] = new Set(digests);
        if (expected !== undefined && digest !== undefined && others.length === 0)
            demandSame(job, tag, expected, digest);
    }
}

;// CONCATENATED MODULE: ./src/image/promote.js



/**
 * Gives a digest of one repository names in another: all platforms, no rebuild, no pull. Returns whether anything had
 * to be done.
 *
 * `buildx imagetools create` carries the layers over (within a registry it only links them). It wraps a single
 * manifest in a new index though (docker/buildx#2481), which is another digest; so the very bytes that the source
 * serves are put under the names afterwards, where they aren't yet.
 */
async function promote(job, source) {
    const { runner, image, tags, repository, patience } = job;
    const from = `${source.reference.name}@${source.reference.digest}`;
    const manifest = await (0,retry/* patiently */.d)(runner, `Read ${from}`, patience, () => source.repository.manifest(source.reference.digest));
    if (manifest.digest !== source.reference.digest)
        throw new errors/* StepFailed */.an('digest-mismatch', `The registry serves ${manifest.digest} when it is asked for ${from}.`);
    const missing = [];
    for (const tag of tags)
        if (!(await serves(repository, tag, manifest)))
            missing.push(tag);
    const [first] = missing;
    if (first !== undefined) {
        await copyLayers(job, from, first);
        for (const tag of missing)
            if (!(await serves(repository, tag, manifest)))
                await (0,retry/* patiently */.d)(runner, `Name ${image.name}:${tag}`, patience, () => repository.name(tag, manifest));
    }
    for (const tag of tags)
        await readBack(job, tag, manifest.digest);
    return first === undefined ? 'unchanged' : 'done';
}
async function serves(repository, tag, { digest }) {
    const there = await repository.manifest(tag);
    return 'done' in there && there.done.digest === digest;
}
async function copyLayers({ runner, docker, image, patience }, from, tag) {
    const command = ['docker', 'buildx', 'imagetools', 'create', '--tag', `${image.name}:${tag}`, from];
    await (0,retry/* patiently */.d)(runner, `Copy of ${from} to ${image.name}`, patience, async () => {
        const options = { env: docker.env, signal: runner.cancelled, onLine: runner.log.debug };
        const ran = await runner.process.run(command, options);
        return ran.code === 0 ? { done: true } : { failed: ran.stderr };
    });
}

// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(231);
;// CONCATENATED MODULE: ./src/image/publish-report.js

/** The job summary of a push or promotion. */
function publishSummary(done) {
    const title = done.from === undefined ? 'Pushed' : done.reason === 'unchanged' ? 'Already promoted' : 'Promoted';
    const rows = [
        ['Image', `\`${done.image}\``],
        [
            'Tags',
            done.tags
                .split('\n')
                .map((tag) => `\`${tag}\``)
                .join('\n'),
        ],
        ...(done.from === undefined ? [] : [['From', `\`${done.from}\``]]),
        ['Digest', 'read back from the registry and compared'],
        ['Took', (0,markdown/* duration */.p0)(done.seconds)],
    ];
    return `### 📦 ${title}\n\n${(0,markdown/* table */.tp)(['', ''], rows)}`;
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./src/image/push-archive.js




/**
 * Pushes an OCI archive, all platforms in it, without changing a byte, and returns its digest. skopeo does this: docker
 * has no command for it, and loading the archive would keep one platform.
 */
async function pushArchive(job, archive) {
    const { runner, image, tags, patience } = job;
    const digest = await digestOf(job, archive);
    for (const tag of tags) {
        if (job.expected !== undefined)
            demandSame(job, tag, job.expected, digest);
        await (0,retry/* patiently */.d)(runner, `Push of ${image.name}:${tag}`, patience, async () => {
            const command = skopeoCopy(job, archive, tag);
            const ran = await runner.process.run(command, { signal: runner.cancelled, onLine: runner.log.debug });
            return ran.code === 0 ? { done: true } : { failed: ran.stderr };
        });
        await readBack(job, tag, digest);
    }
    return digest;
}
function skopeoCopy({ docker, image, plain }, archive, tag) {
    return [
        ...['skopeo', 'copy', '--all', '--preserve-digests', '--authfile', docker.file],
        ...(plain ? ['--dest-tls-verify=false'] : []),
        `oci-archive:${archive}`,
        `docker://${fullName(image)}:${tag}`,
    ];
}
async function digestOf({ runner }, archive) {
    // Asked first, as what is wrong with the input can be said without skopeo.
    const there = await runner.process.run(['test', '-r', archive], { signal: runner.cancelled });
    if (there.code !== 0)
        throw unreadable(archive, 'there is no such file');
    const command = ['skopeo', 'inspect', '--raw', `oci-archive:${archive}`];
    const { code, stdout, stderr } = await runner.process
        .run(command, { signal: runner.cancelled })
        .catch(noSkopeo);
    if (code === 0)
        return `sha256:${(0,external_node_crypto_.createHash)('sha256').update(stdout).digest('hex')}`;
    throw unreadable(archive, stderr.trim());
}
function unreadable(archive, why) {
    return new errors/* UserError */.yo('bad-input', `The archive ${archive} can't be read: ${why}`, 'Give the output `archive` of build-image, in the same job.');
}
/** skopeo takes `shop/backend` for a host called shop. */
function fullName({ registry, repository }) {
    return `${registry}/${repository}`;
}
function noSkopeo(error) {
    if (error.name === 'AbortError')
        throw error;
    throw new errors/* UserError */.yo('not-ready', `skopeo can't be started: ${error.message}`, 'Install skopeo on the runner (apt-get install skopeo); GitHub-hosted Ubuntu runners have it.');
}

// EXTERNAL MODULE: ./src/image/reference.js
var reference = __webpack_require__(5050);
;// CONCATENATED MODULE: ./src/image/registry-auth.js
/**
 * The Authorization header that a registry's challenge asks for: Basic, or a token that its token server gives for the
 * scope (to anybody, where reading is free). Undefined when there is nothing to answer with.
 * https://distribution.github.io/distribution/spec/auth/token/
 */
async function authorization(http, challenge, scope, login) {
    const basic = login && `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
    if (/^basic/i.test(challenge))
        return basic;
    const field = (name) => new RegExp(`${name}="([^"]*)"`, 'i').exec(challenge)?.[1] ?? '';
    if (field('realm') === '')
        return undefined;
    const url = new URL(field('realm'));
    if (field('service') !== '')
        url.searchParams.set('service', field('service'));
    url.searchParams.set('scope', scope);
    const headers = basic === undefined ? {} : { authorization: basic };
    const answer = await http.request({ url: url.href, headers, timeoutSeconds: 30 });
    if (answer.status !== 200)
        throw new Error(`status ${answer.status} from ${url.origin}, which was asked for a token`);
    const { token, access_token } = JSON.parse(answer.body);
    return `Bearer ${token ?? access_token}`;
}

// EXTERNAL MODULE: ./src/image/registry-failure.js
var registry_failure = __webpack_require__(855);
;// CONCATENATED MODULE: ./src/image/registry.js



const manifestTypes = [
    'application/vnd.oci.image.index.v1+json',
    'application/vnd.docker.distribution.manifest.list.v2+json',
    'application/vnd.oci.image.manifest.v1+json',
    'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');
/**
 * One repository by the registry's own API, which is asked instead of `buildx imagetools inspect`: it gives status
 * codes and waiting times instead of prose, the bytes to hash, and it knows nothing of any local cache.
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md
 */
class Repository {
    runner;
    reference;
    login;
    mayBePlain;
    base;
    authorization;
    constructor(runner, reference, login, mayBePlain) {
        this.runner = runner;
        this.reference = reference;
        this.login = login;
        this.mayBePlain = mayBePlain;
    }
    /** The manifest behind a tag or digest, hashed here: what a registry says of itself in a header isn't taken on trust. */
    async manifest(tagOrDigest) {
        return await this.attempt('GET', tagOrDigest, { accept: manifestTypes }, undefined, ({ body, headers }) => ({
            digest: `sha256:${(0,external_node_crypto_.createHash)('sha256').update(body).digest('hex')}`,
            mediaType: headers['content-type'] ?? '',
            text: body,
        }));
    }
    /** Gives a manifest, whose parts are there already, a name. */
    async name(tag, { mediaType, text }) {
        return await this.attempt('PUT', tag, { 'content-type': mediaType }, text, () => true);
    }
    /** How long the registry wants to be left alone, asked after a refusal that docker reported without this number. */
    async waitingTime() {
        const answer = await this.send('HEAD', 'latest', { accept: manifestTypes }).catch(() => undefined);
        return answer?.status === 429
            ? (0,registry_failure/* retryAfter */.P9)(answer.headers['retry-after'], this.runner.clock.now())
            : undefined;
    }
    async attempt(method, tagOrDigest, headers, body, read) {
        try {
            const answer = await this.send(method, tagOrDigest, headers, body);
            if (answer.status < 300)
                return { done: read(answer) };
            const waitSeconds = (0,registry_failure/* retryAfter */.P9)(answer.headers['retry-after'], this.runner.clock.now());
            return { failed: `status ${answer.status}: ${answer.body.trim().slice(0, 500)}`, waitSeconds };
        }
        catch (error) {
            return { failed: error instanceof Error ? error.message : String(error) };
        }
    }
    async send(method, tagOrDigest, headers, body) {
        this.base ??= await findBase(this.runner.http, this.reference.registry, this.mayBePlain);
        const request = {
            method,
            url: `${this.base}/v2/${this.reference.repository}/manifests/${tagOrDigest}`,
            timeoutSeconds: 30,
            ...(body === undefined ? {} : { body }),
        };
        const once = () => this.runner.http.request({
            ...request,
            headers: {
                ...headers,
                ...(this.authorization === undefined ? {} : { authorization: this.authorization }),
            },
        });
        const first = await once();
        if (first.status !== 401)
            return first;
        // No credentials yet, or a token that has run out (they live for minutes).
        this.authorization = await authorization(this.runner.http, first.headers['www-authenticate'] ?? '', `repository:${this.reference.repository}:${method === 'PUT' ? 'pull,push' : 'pull'}`, this.login);
        return this.authorization === undefined ? first : await once();
    }
}
/** Docker's rule: HTTPS; plain HTTP only where it is expected, on this machine or where the engine was told so. */
async function findBase(http, registry, mayBePlain) {
    const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
    if (!mayBePlain)
        return `https://${host}`;
    const secure = await http.request({ url: `https://${host}/v2/` }).catch(() => undefined);
    return secure === undefined ? `http://${host}` : `https://${host}`;
}

;// CONCATENATED MODULE: ./src/image/publish.js









/** Brings an image into a registry, from the local engine, from an archive or from another repository. */
async function publish(inputs, runner) {
    const image = publish_reference('image', inputs.image);
    const tags = tagsOf(image, inputs.tags);
    const from = inputs.promote === undefined ? undefined : promotable(inputs.promote, inputs.digest);
    const login = (0,image_login/* loginOf */.DQ)(inputs.username, inputs.password, 'username');
    const sourceLogin = (0,image_login/* loginOf */.DQ)(inputs['promote-username'], inputs['promote-password'], 'promote-username');
    const patience = { attempts: inputs.attempts, longestWaitSeconds: inputs['max-wait'] };
    const started = runner.clock.now();
    const logins = [];
    if (login !== undefined)
        logins.push([image, login]);
    // Docker keeps one login for a registry: within one, that of `image` has to do, since it has to write.
    if (from !== undefined && sourceLogin !== undefined && from.registry !== image.registry)
        logins.push([from, sourceLogin]);
    const registries = logins.map(([{ registry }]) => registry);
    return await (0,docker_config/* withPrivateDocker */.En)(runner, registries, async (docker) => {
        for (const [where, who] of logins)
            await (0,image_login/* logIn */.E8)(runner, docker, where, who, patience);
        const plain = await (0,image_login/* mayBePlain */.ft)(runner, image);
        const repository = new Repository(runner, image, await docker.login(image.registry), plain);
        const job = { runner, docker, image, tags, repository, patience, plain, expected: inputs.digest };
        const { digest, reason } = await bring(job, inputs, from && (await sourceOf(runner, docker, from)));
        const seconds = (runner.clock.now() - started) / 1000;
        const outputs = {
            digest,
            image: `${image.name}@${digest}`,
            tags: tags.map((tag) => `${image.name}:${tag}`).join('\n'),
        };
        return { reason, outputs, summary: publishSummary({ ...outputs, reason, from: inputs.promote, seconds }) };
    });
}
async function bring(job, { archive }, source) {
    if (source !== undefined)
        return { reason: await promote(job, source), digest: source.reference.digest };
    const digest = archive === undefined ? await pushFromEngine(job) : await pushArchive(job, archive);
    return { reason: 'done', digest };
}
async function sourceOf(runner, docker, from) {
    const login = await docker.login(from.registry);
    return { reference: from, repository: new Repository(runner, from, login, await (0,image_login/* mayBePlain */.ft)(runner, from)) };
}
/** Takes `1.4.2` and, as build-image gives them, `ghcr.io/shop/backend:1.4.2`. */
function tagsOf({ name }, given) {
    const tags = given.map((tag) => (tag.startsWith(`${name}:`) ? tag.slice(name.length + 1) : tag));
    const wrong = tags.find((tag) => !reference/* tagPattern */.bO.test(tag));
    if (tags.length > 0 && wrong === undefined)
        return tags;
    throw new errors/* UserError */.yo('bad-input', wrong === undefined ? "Input 'tags' is empty." : `Input 'tags': "${wrong}" can't be a tag of ${name}.`, 'Give one tag a line, of letters, digits, `.`, `_` and `-`, or the output `tags` of build-image.');
}
function publish_reference(input, text) {
    const found = (0,reference/* parseReference */.F2)(text.toLowerCase());
    if (found !== undefined && found.tag === undefined && found.digest === undefined)
        return found;
    throw new errors/* UserError */.yo('bad-input', `Input '${input}': "${text}" is not the name of a repository.`, 'Give it without a tag, as in `ghcr.io/shop/backend`; tags have an input of their own.');
}
/** Only a digest can be promoted: a tag may have moved since the tests ran. */
function promotable(text, expected) {
    const found = (0,reference/* parseReference */.F2)(text);
    if (found?.digest !== undefined && (expected ?? found.digest) === found.digest)
        return { ...found, digest: found.digest };
    if (found?.digest !== undefined)
        throw new errors/* UserError */.yo('bad-input', `Inputs 'promote' and 'digest' name two digests: ${found.digest}, ${expected}.`, 'Leave `digest` out: what is promoted is named by its digest.');
    throw new errors/* UserError */.yo('bad-input', `Input 'promote': "${text}" has no digest.`, 'Give what was tested, as in `ghcr.io/shop/backend@sha256:…`, the output `image` of the step that pushed it.');
}

// EXTERNAL MODULE: ./src/inputs/contract.js
var contract = __webpack_require__(3849);
;// CONCATENATED MODULE: ./src/inputs/push-registry.js


/** What push-registry takes and gives. */
const pushRegistry = {
    does: 'push',
    inputs: {
        image: (0,contract/* text */.Qq)({ required: true }),
        tags: (0,contract/* lines */.Mn)(),
        username: (0,contract/* text */.Qq)(),
        password: (0,contract/* secret */.rJ)(),
        archive: (0,contract/* text */.Qq)(),
        promote: (0,contract/* text */.Qq)(),
        'promote-username': (0,contract/* text */.Qq)(),
        'promote-password': (0,contract/* secret */.rJ)(),
        digest: (0,contract/* pattern */.T1)(reference/* digestPattern */.V_, 'a digest such as sha256:… with 64 hexadecimal digits'),
        attempts: (0,contract/* whole */.WQ)({ min: 1, max: 20, default: '5' }),
        'max-wait': (0,contract/* seconds */.YA)({ default: '10m' }),
        'notify-webhook': (0,contract/* secret */.rJ)(),
    },
    outputs: ['digest', 'image', 'tags', 'reason-code'],
};

// EXTERNAL MODULE: ./src/run-action.js + 8 modules
var run_action = __webpack_require__(393);
;// CONCATENATED MODULE: ./actions/push-registry.js




/** Brings an image into a registry and reads its digest back. The runner starts the same file as the post step. */
const run = async () => {
    if (!(await (0,docker_config/* sweptInPost */.Zt)()))
        await (0,run_action/* runAction */.C)(pushRegistry, publish);
};


/***/ }),

/***/ 7102:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   En: () => (/* binding */ withPrivateDocker),
/* harmony export */   Zt: () => (/* binding */ sweptInPost)
/* harmony export */ });
/* unused harmony exports privateConfig, storedLogin */
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);
/* harmony import */ var _private_folder_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2473);
/* harmony import */ var _source_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2306);





/**
 * The user's configuration without its stores of passwords for these registries: `docker login` would hand ours to a
 * keychain that outlives the job. What else is there stays: proxies, current context, logins to other registries.
 */
function privateConfig(text, registries) {
    const { credsStore: _store, credHelpers = {}, auths = {}, ...rest } = JSON.parse(text || '{}');
    const keys = registries.map(authKey);
    const others = (entries) => Object.fromEntries(Object.entries(entries).filter(([name]) => !keys.includes(name)));
    return JSON.stringify({ ...rest, auths: others(auths), credHelpers: others(credHelpers) });
}
/** A login as `docker login` writes it, so that every registry's is used for that registry alone. */
function storedLogin(text, registry) {
    const { auths = {} } = JSON.parse(text);
    const entry = auths[authKey(registry)]?.auth;
    const [, username, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(entry ?? '', 'base64').toString()) ?? [];
    return username === undefined || password === undefined ? undefined : { username, password };
}
/** Docker Hub's entry has kept the address of its first API. */
function authKey(registry) {
    return registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry;
}
/**
 * Works with a Docker configuration of its own, gone afterwards: also when the work fails or the job is cancelled, and
 * through the action's post step when the run is killed.
 */
async function withPrivateDocker({ context }, registries, work) {
    return await (0,_private_folder_js__WEBPACK_IMPORTED_MODULE_3__/* .withPrivateFolder */ .m)(context.temp, 'docker-config', async (folder) => {
        await rememberForPost(folder.path);
        const own = process.env.DOCKER_CONFIG ?? (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)((0,node_os__WEBPACK_IMPORTED_MODULE_1__.homedir)(), '.docker');
        const text = (await (0,_source_js__WEBPACK_IMPORTED_MODULE_4__/* .readText */ .yR)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(own, 'config.json'))) ?? '';
        const file = await folder.write('config.json', privateConfig(text, registries));
        // Another folder would hide the user's plugins (buildx itself may be one), contexts and builders.
        for (const name of ['cli-plugins', 'contexts'])
            await folder.link((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(own, name), name);
        return await work({
            env: { DOCKER_CONFIG: folder.path, BUILDX_CONFIG: process.env.BUILDX_CONFIG ?? (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(own, 'buildx') },
            file,
            login: async (registry) => storedLogin((await (0,_source_js__WEBPACK_IMPORTED_MODULE_4__/* .readText */ .yR)(file)) ?? '{}', registry),
        });
    });
}
/** Names under which the post step finds what main left; the runner hands them on as STATE_…. */
const states = { started: 'started', folder: 'docker-config' };
async function rememberForPost(folder) {
    await save(states.folder, folder);
}
async function save(name, value) {
    if (!process.env.GITHUB_STATE)
        return;
    const { saveState } = await Promise.all(/* import() */[__webpack_require__.e(684), __webpack_require__.e(775), __webpack_require__.e(322)]).then(__webpack_require__.bind(__webpack_require__, 2322));
    saveState(name, value);
}
/**
 * The broom behind a run that was killed before it could tidy up. True in the post step, where that is all there is to
 * do; after a run that ended by itself, or needed no login, it finds nothing.
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

/***/ 7722:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DQ: () => (/* binding */ loginOf),
/* harmony export */   E8: () => (/* binding */ logIn),
/* harmony export */   ft: () => (/* binding */ mayBePlain)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6986);
/* harmony import */ var _retry_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6001);


/** A login of two inputs, which go together. */
function loginOf(username, password, input) {
    if (username === undefined && password === undefined)
        return undefined;
    if (username !== undefined && password !== undefined)
        return { username, password };
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Inputs '${input}' and '${input.replace('username', 'password')}' belong together; one is empty.`, 'Give both, or none for a registry without login. An empty one is often a secret that this workflow may not read (pull request from a fork).');
}
/** Logs the private client in; the password goes in by standard input. */
async function logIn(runner, { env }, { registry }, { username, password }, patience) {
    // The form in which Docker keeps it and HTTP sends it.
    runner.log.mask(Buffer.from(`${username}:${password}`).toString('base64'));
    // Docker Hub's login has an address of its own, which docker takes when it gets none.
    const server = registry === 'docker.io' ? [] : [registry];
    const command = ['docker', 'login', '--username', username, '--password-stdin', ...server];
    await (0,_retry_js__WEBPACK_IMPORTED_MODULE_1__/* .patiently */ .d)(runner, `Login to ${registry} as ${username}`, patience, async () => {
        const ran = await runner.process.run(command, { env, input: password, signal: runner.cancelled });
        return ran.code === 0 ? { done: true } : { failed: ran.stderr };
    });
}
/** True where Docker itself would fall back to plain HTTP: on this machine, or where the engine was told to. */
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

/***/ 2473:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ withPrivateFolder)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);


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

/***/ 5050:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F2: () => (/* binding */ parseReference),
/* harmony export */   V_: () => (/* binding */ digestPattern),
/* harmony export */   bO: () => (/* binding */ tagPattern)
/* harmony export */ });
const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const namePattern = new RegExp(`^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\\d+)?/|\\[[0-9a-f:]+\\](?::\\d+)?/)?${component}(?:/${component})*$`);
/** A tag's rule in the distribution specification. */
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
/** A digest as registries give it. */
const digestPattern = /^sha256:[0-9a-f]{64}$/;
/** Takes a reference apart by Docker's rules; undefined when it isn't one. */
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
/** The first part is a registry when it looks like a host; `shop/backend` is on Docker Hub. */
function registryOf(name) {
    const [first = '', ...others] = name.split('/');
    const isHost = others.length > 0 && (/[.:]/.test(first) || first === 'localhost');
    if (isHost && first !== 'docker.io' && first !== 'index.docker.io')
        return { registry: first, repository: others.join('/') };
    const path = isHost ? others : [first, ...others];
    return { registry: 'docker.io', repository: path.length === 1 ? `library/${path[0]}` : path.join('/') };
}


/***/ }),

/***/ 855:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P9: () => (/* binding */ retryAfter),
/* harmony export */   c0: () => (/* binding */ judgeFailure),
/* harmony export */   dg: () => (/* binding */ isTransient),
/* harmony export */   fu: () => (/* binding */ backOff)
/* harmony export */ });
/** By the words of docker, buildx, skopeo and our own HTTP; the first rule that fits. */
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
/** Reads what went wrong out of a program's words. */
function judgeFailure(text) {
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
/** Seconds before the next attempt (the first failed one is 1): what the registry said, else 2, 4, 8 … up to a minute. */
function backOff(failed, { kind, waitSeconds }) {
    if (waitSeconds !== undefined)
        return waitSeconds;
    return Math.min(60, 2 ** failed * (kind === 'rate-limited' ? 5 : 1));
}
/** Only what may be gone in a moment is tried again; what we don't understand is shown at once. */
function isTransient({ kind }) {
    return kind === 'transient' || kind === 'rate-limited';
}


/***/ }),

/***/ 6001:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ patiently)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6986);
/* harmony import */ var _registry_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(855);


/**
 * Does something with a registry, again after a while when the failure is one that passes.
 * @throws UserError `registry-refused`, at once, for what no patience mends; StepFailed `registry-unavailable`.
 */
async function patiently(runner, what, patience, attempt) {
    for (let count = 1;; count++) {
        const result = await attempt();
        if ('done' in result)
            return result.done;
        const failure = (0,_registry_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .judgeFailure */ .c0)(result.failed);
        if (result.waitSeconds !== undefined)
            failure.waitSeconds = result.waitSeconds;
        if (!(0,_registry_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .isTransient */ .dg)(failure))
            throw finalError(what, failure, result.failed);
        const wait = (0,_registry_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .backOff */ .fu)(count, failure);
        if (count >= patience.attempts)
            throw gaveUp(what, `${count} attempts failed`, result.failed);
        if (wait > patience.longestWaitSeconds)
            throw gaveUp(what, `the registry asks to wait ${wait} s, longer than \`max-wait\``, result.failed);
        runner.log.info(`${what}: ${lastLine(result.failed)}`);
        runner.log.info(`Attempt ${count + 1} of ${patience.attempts} in ${wait} s.`);
        await runner.clock.sleep(wait, runner.cancelled);
    }
}
function finalError(what, { kind }, text) {
    const said = lastLine(text);
    if (kind === 'refused')
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('registry-refused', `${what}: refused. ${said}`, remedy);
    if (kind === 'missing')
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('registry-refused', `${what}: there is no such repository or image. ${said}`, missing);
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an('registry-unavailable', `${what} failed: ${said}`, text);
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

/***/ 2306:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   eK: () => (/* binding */ readSourceVersion),
/* harmony export */   g$: () => (/* binding */ readTags),
/* harmony export */   kN: () => (/* binding */ readCommit),
/* harmony export */   yR: () => (/* binding */ readText)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var _version_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3215);



/** What is checked out, which after `checkout` with a `ref` is not the commit that started the workflow. */
async function readCommit(runner) {
    const shown = await git(runner, 'show', '--no-patch', '--format=%H %ct', 'HEAD');
    const [revision, time] = shown?.trim().split(' ') ?? [];
    if (revision === undefined || time === undefined)
        return { revision: runner.context.sha, time: undefined };
    return { revision, time: Number(time) };
}
/** The version that the sources say, from the first of the files that has one. */
async function readSourceVersion(folder, files) {
    for (const file of files) {
        const version = (0,_version_js__WEBPACK_IMPORTED_MODULE_2__/* .versionInSource */ .NE)((await readText((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, file))) ?? '');
        if (version !== undefined)
            return { file, version };
    }
    return undefined;
}
/** A file's text; undefined when there is none to read. */
async function readText(path) {
    return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path, 'utf8').catch(() => undefined);
}
/**
 * All tags of the repository: from GitHub when there is a token, else from the remote, else from a full clone. A
 * shallow clone knows only its own tag and would take every release for the highest. Undefined when nobody can tell.
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
/** Undefined when Git is missing, or this is no checkout, or it fails. */
async function git({ process, context, cancelled }, ...args) {
    const folder = context.workspace;
    // In a container job the checkout belongs to another user, and Git asks for this word before it reads it.
    const command = ['git', '-c', `safe.directory=${folder}`, '-C', folder, ...args];
    const env = { GIT_TERMINAL_PROMPT: '0' };
    const ran = await process.run(command, { env, signal: cancelled }).catch(() => undefined);
    return ran?.code === 0 ? ran.stdout : undefined;
}


/***/ }),

/***/ 3215:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ax: () => (/* binding */ shortCommit),
/* harmony export */   NE: () => (/* binding */ versionInSource),
/* harmony export */   x: () => (/* binding */ resolveVersion)
/* harmony export */ });
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(84);

/** First that says something wins: the input, a semver Git tag, the sources with the short commit, the commit alone. */
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
/** A release whose own code says another version is almost always a forgotten bump. */
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


/***/ })

};
