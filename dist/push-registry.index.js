export const id = "push-registry";
export const ids = ["push-registry"];
export const modules = {

/***/ 55562:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
// EXTERNAL MODULE: ./src/model/release/image-reference.js
var image_reference = __webpack_require__(99944);
// EXTERNAL MODULE: ./src/image/registry/docker-config.js
var docker_config = __webpack_require__(47750);
// EXTERNAL MODULE: ./src/image/registry/login.js
var registry_login = __webpack_require__(59186);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./src/image/registry/registry-auth.js
/**
 * The Authorization header that a registry's challenge asks for: Basic, or a token that its token server gives for the
 * scope (to anybody, where reading is free). Undefined without a usable answer.
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

// EXTERNAL MODULE: ./src/image/registry/registry-failure.js
var registry_failure = __webpack_require__(68191);
;// CONCATENATED MODULE: ./src/image/registry/registry.js




const manifestTypes = [
    'application/vnd.oci.image.index.v1+json',
    'application/vnd.docker.distribution.manifest.list.v2+json',
    'application/vnd.oci.image.manifest.v1+json',
    'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');
/**
 * One repository, by the registry's own API instead of `buildx imagetools inspect`: the API gives status
 * codes and waiting times instead of prose, the bytes to hash, and has no local cache.
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
    /** The manifest behind a tag or digest, hashed here, because the header of a registry is not trusted. */
    async manifest(tagOrDigest) {
        return await this.attempt('GET', tagOrDigest, { accept: manifestTypes }, undefined, ({ body, headers }) => ({
            digest: `sha256:${(0,external_node_crypto_.createHash)('sha256').update(body).digest('hex')}`,
            mediaType: headers['content-type'] ?? '',
            text: body,
        }));
    }
    /** Tags a manifest whose parts exist already. */
    async name(tag, { mediaType, text }) {
        return await this.attempt('PUT', tag, { 'content-type': mediaType }, text, () => true);
    }
    /** The waiting time of the registry, queried after a failure that docker reported without it. */
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
            return { failed: (0,errors/* messageOf */.bD)(error) };
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
        // No credentials yet, or an expired token (they live for minutes).
        this.authorization = await authorization(this.runner.http, first.headers['www-authenticate'] ?? '', `repository:${this.reference.repository}:${method === 'PUT' ? 'pull,push' : 'pull'}`, this.login);
        return this.authorization === undefined ? first : await once();
    }
}
/** Docker's rule: HTTPS; plain HTTP only on this machine or where the engine's settings allow it. */
async function findBase(http, registry, mayBePlain) {
    const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
    if (!mayBePlain)
        return `https://${host}`;
    const secure = await http.request({ url: `https://${host}/v2/` }).catch(() => undefined);
    return secure === undefined ? `http://${host}` : `https://${host}`;
}

// EXTERNAL MODULE: ./src/image/registry/retry.js
var registry_retry = __webpack_require__(36121);
// EXTERNAL MODULE: ./src/runner/last-words.js
var last_words = __webpack_require__(55270);
;// CONCATENATED MODULE: ./src/image/push/push.js



/**
 * Pushes every tag from the local engine and returns their digest. Each tag is read back before the next one moves, so
 * `latest` never points to an image that the registry serves differently.
 */
async function pushFromEngine(job) {
    await requireLocal(job);
    let digest = job.expected;
    for (const tag of job.tags) {
        const pushed = await pushTag(job, tag);
        digest ??= pushed;
        requireSame(job, tag, digest, pushed);
        await readBack(job, tag, digest);
    }
    return digest ?? '';
}
/** Reads back a tag from the registry; the digest is computed here from the bytes. */
async function readBack(job, tag, digest) {
    const { runner, image, repository, retry } = job;
    const read = await (0,registry_retry/* withRetries */.L)(runner, `Read ${image.name}:${tag} back`, retry, async () => {
        const answer = await repository.manifest(tag);
        // A new tag may take some time to be visible everywhere.
        const notYet = 'failed' in answer && answer.failed.startsWith('status 404');
        return notYet ? { failed: 'a temporary failure: pushed, but not to be seen yet (404)' } : answer;
    });
    requireSame(job, tag, digest, read.digest);
    runner.log.info(`${image.name}:${tag} is ${digest} in the registry.`);
}
/** @throws StepFailed `digest-mismatch`, whose message names both. */
function requireSame({ image }, tag, desired, found) {
    if (desired !== found)
        throw new errors/* StepFailed */.an('digest-mismatch', `${image.name}:${tag} should be ${desired}, but is ${found}.`);
}
async function pushTag({ runner, docker, image, repository, retry }, tag) {
    const name = `${image.name}:${tag}`;
    return await (0,registry_retry/* withRetries */.L)(runner, `Push of ${name}`, retry, async () => {
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
/** Checks before a push that every tag exists and, if the engine knows its digest, has the expected one. */
async function requireLocal(job) {
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
            throw new errors/* UserError */.yo('not-ready', `There is no ${image.name}:${tag} in the local engine: ${(0,last_words/* lastWords */.a)(ran)}`, 'Run build-image in the same job and give its outputs `image` and `tags`, or `archive`.');
        // With containerd's store an image has its digest from the start; elsewhere the list fills with the first push.
        const digests = JSON.parse(ran.stdout || '[]').map((one) => one.split('@')[1] ?? '');
        const [digest, ...others] = new Set(digests);
        if (expected !== undefined && digest !== undefined && others.length === 0)
            requireSame(job, tag, expected, digest);
    }
}

;// CONCATENATED MODULE: ./src/image/push/promote.js



/**
 * Tags a digest of one repository in another: all platforms, no rebuild, no pull. Returns whether anything had
 * to be done.
 *
 * `buildx imagetools create` copies the layers (within a registry it only links them). It wraps a single
 * manifest in a new index though (docker/buildx#2481), which has another digest; so the exact bytes of the source
 * are stored under the tags afterwards, where they are missing.
 */
async function promote(job, source) {
    const { runner, image, tags, repository, retry } = job;
    const from = `${source.reference.name}@${source.reference.digest}`;
    const manifest = await (0,registry_retry/* withRetries */.L)(runner, `Read ${from}`, retry, () => source.repository.manifest(source.reference.digest));
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
                await (0,registry_retry/* withRetries */.L)(runner, `Name ${image.name}:${tag}`, retry, () => repository.name(tag, manifest));
    }
    for (const tag of tags)
        await readBack(job, tag, manifest.digest);
    return first === undefined ? 'unchanged' : 'done';
}
async function serves(repository, tag, { digest }) {
    const there = await repository.manifest(tag);
    return 'done' in there && there.done.digest === digest;
}
async function copyLayers({ runner, docker, image, retry }, from, tag) {
    const command = ['docker', 'buildx', 'imagetools', 'create', '--tag', `${image.name}:${tag}`, from];
    await (0,registry_retry/* withRetries */.L)(runner, `Copy of ${from} to ${image.name}`, retry, async () => {
        const options = { env: docker.env, signal: runner.cancelled, onLine: runner.log.debug };
        const ran = await runner.process.run(command, options);
        return ran.code === 0 ? { done: true } : { failed: ran.stderr };
    });
}

// EXTERNAL MODULE: ./src/report/image-names.js
var image_names = __webpack_require__(99632);
// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(80231);
;// CONCATENATED MODULE: ./src/image/push/publish-report.js


/** The job summary of a push or promotion: what is in the registry now, and that its digest was read back. */
function publishSummary(done) {
    const did = done.from === undefined ? 'pushed' : done.reason === 'unchanged' ? 'promoted already' : 'promoted';
    const rows = [
        ['Tags', done.tags.split('\n').map(tagOf).map(markdown/* inlineCode */.ti).join(' ')],
        ...(done.from === undefined ? [] : [['From', (0,markdown/* inlineCode */.ti)((0,image_names/* shortImages */.R)(done.from))]]),
        ['Digest', 'read back from the registry and compared'],
        ['Took', (0,markdown/* duration */.p0)(done.seconds)],
    ];
    return [
        `### ✅ ${(0,image_names/* shortImages */.R)(done.image)} is ${did}; nothing is deployed yet`,
        (0,markdown/* table */.tp)(['', ''], rows),
        (0,image_names/* inFull */.V)([
            ['Image', done.image],
            ['From', done.from],
            ...done.tags.split('\n').map((tag) => ['Tag', tag]),
        ]),
    ].join('\n\n');
}
/** `ghcr.io/shop:1.4` is `1.4`; the port of a registry is no tag. */
function tagOf(name) {
    return /:([^:/]+)$/.exec(name)?.[1] ?? name;
}

;// CONCATENATED MODULE: ./src/image/push/push-archive.js




/**
 * Pushes an OCI archive, all platforms in it, without changing a byte, and returns its digest. skopeo does this: docker
 * has no command for it, and loading the archive would keep one platform.
 */
async function pushArchive(job, archive) {
    const { runner, image, tags, retry } = job;
    const digest = await digestOf(job, archive);
    for (const tag of tags) {
        if (job.expected !== undefined)
            requireSame(job, tag, job.expected, digest);
        await (0,registry_retry/* withRetries */.L)(runner, `Push of ${image.name}:${tag}`, retry, async () => {
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
    // Checked first, because a wrong input can be reported without skopeo.
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
/** skopeo parses `shop/backend` as a host named shop. */
function fullName({ registry, repository }) {
    return `${registry}/${repository}`;
}
function noSkopeo(error) {
    if (error.name === 'AbortError')
        throw error;
    throw new errors/* UserError */.yo('not-ready', `skopeo can't be started: ${error.message}`, 'Install skopeo on the runner (apt-get install skopeo); GitHub-hosted Ubuntu runners have it.');
}

;// CONCATENATED MODULE: ./src/image/push/publish.js









/** Pushes an image to a registry, from the local engine, an archive or another repository. */
async function publish(inputs, runner) {
    const image = reference('image', inputs.image);
    const tags = tagsOf(image, inputs.tags);
    const from = inputs.promote === undefined ? undefined : promotable(inputs.promote, inputs.digest);
    const login = (0,registry_login/* loginOf */.DQ)(inputs.username, inputs.password, 'username');
    const sourceLogin = (0,registry_login/* loginOf */.DQ)(inputs['promote-username'], inputs['promote-password'], 'promote-username');
    const retry = { attempts: inputs.attempts, longestWaitSeconds: inputs['max-wait'] };
    const started = runner.clock.now();
    const logins = [];
    if (login !== undefined)
        logins.push([image, login]);
    // Docker stores one login per registry. Within one registry the login of `image` is used, because it must write.
    if (from !== undefined && sourceLogin !== undefined && from.registry !== image.registry)
        logins.push([from, sourceLogin]);
    const registries = logins.map(([{ registry }]) => registry);
    return await (0,docker_config/* withPrivateDocker */.En)(runner, registries, async (docker) => {
        for (const [where, who] of logins)
            await (0,registry_login/* logIn */.E8)(runner, docker, where, who, retry);
        const plain = await (0,registry_login/* mayBePlain */.ft)(runner, image);
        const repository = new Repository(runner, image, await docker.login(image.registry), plain);
        const job = { runner, docker, image, tags, repository, retry, plain, expected: inputs.digest };
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
    return { reference: from, repository: new Repository(runner, from, login, await (0,registry_login/* mayBePlain */.ft)(runner, from)) };
}
/** Accepts `1.4.2` and, from build-image, `ghcr.io/shop/backend:1.4.2`. */
function tagsOf({ name }, given) {
    const tags = given.map((tag) => (tag.startsWith(`${name}:`) ? tag.slice(name.length + 1) : tag));
    const wrong = tags.find((tag) => !image_reference/* tagPattern */.bO.test(tag));
    if (tags.length > 0 && wrong === undefined)
        return tags;
    throw new errors/* UserError */.yo('bad-input', wrong === undefined ? "Input 'tags' is empty." : `Input 'tags': "${wrong}" can't be a tag of ${name}.`, 'Give one tag a line, of letters, digits, `.`, `_` and `-`, or the output `tags` of build-image.');
}
function reference(input, text) {
    const found = (0,image_reference/* parseReference */.F2)(text.toLowerCase());
    if (found !== undefined && found.tag === undefined && found.digest === undefined)
        return found;
    throw new errors/* UserError */.yo('bad-input', `Input '${input}': "${text}" is not the name of a repository.`, 'Give it without a tag, as in `ghcr.io/shop/backend`; tags have an input of their own.');
}
/** Only a digest can be promoted: a tag may have moved since the tests ran. */
function promotable(text, expected) {
    const found = (0,image_reference/* parseReference */.F2)(text);
    if (found?.digest !== undefined && (expected ?? found.digest) === found.digest)
        return { ...found, digest: found.digest };
    if (found?.digest !== undefined)
        throw new errors/* UserError */.yo('bad-input', `Inputs 'promote' and 'digest' name two digests: ${found.digest}, ${expected}.`, 'Leave `digest` out: what is promoted is named by its digest.');
    throw new errors/* UserError */.yo('bad-input', `Input 'promote': "${text}" has no digest.`, 'Give the tested digest, as in `ghcr.io/shop/backend@sha256:…`, the output `image` of the step that pushed it.');
}

// EXTERNAL MODULE: ./src/inputs/contract.js
var contract = __webpack_require__(43849);
;// CONCATENATED MODULE: ./src/inputs/push-registry.js


/** What push-registry accepts and returns. */
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
        digest: (0,contract/* pattern */.T1)(image_reference/* digestPattern */.V_, 'a digest such as sha256:… with 64 hexadecimal digits'),
        attempts: (0,contract/* whole */.WQ)({ min: 1, max: 20, default: '5' }),
        'max-wait': (0,contract/* seconds */.YA)({ default: '10m' }),
        'notify-webhook': (0,contract/* secret */.rJ)(),
    },
    outputs: ['digest', 'image', 'tags', 'reason-code'],
};

// EXTERNAL MODULE: ./src/run-action.js + 8 modules
var run_action = __webpack_require__(68507);
;// CONCATENATED MODULE: ./actions/push-registry.js




/** Brings an image into a registry and reads its digest back. The runner starts the same file as the post step. */
const run = async () => {
    if (!(await (0,docker_config/* sweptInPost */.Zt)()))
        await (0,run_action/* runAction */.C)(pushRegistry, publish);
};


/***/ })

};
