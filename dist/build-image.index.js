export const id = "build-image";
export const ids = ["build-image"];
export const modules = {

/***/ 55187:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
// EXTERNAL MODULE: ./src/model/release/image-reference.js
var image_reference = __webpack_require__(99944);
// EXTERNAL MODULE: ./src/inputs/contract.js
var contract = __webpack_require__(43849);
;// CONCATENATED MODULE: ./src/inputs/values/attestations.js

const words = ['provenance', 'sbom'];
/** A list of attestations, one a line or with commas between. */
function attestationWords() {
    const list = (0,contract/* lines */.Mn)();
    return {
        ...list,
        parse: (raw) => list
            .parse(raw)
            .flatMap((line) => line.split(/[\s,]+/))
            .filter((word) => word !== '')
            .map((word) => words.find((one) => one === word) ?? unknown()),
        absent: [],
    };
}
function unknown() {
    throw new contract/* BadValue */.FQ(`a list of ${words.join(', ')}`);
}

;// CONCATENATED MODULE: ./src/inputs/build-image.js



/** Where layers are kept between runs. */
const cacheKinds = ['actions', 'gha', 'registry', 'none'];
/** What build-image accepts and returns. */
const buildImage = {
    inputs: {
        image: (0,contract/* text */.Qq)({ required: true }),
        tags: (0,contract/* lines */.Mn)(),
        version: (0,contract/* text */.Qq)(),
        'version-file': (0,contract/* lines */.Mn)({ default: 'saleor/__init__.py\npyproject.toml' }),
        context: (0,contract/* text */.Qq)({ default: '.' }),
        dockerfile: (0,contract/* text */.Qq)(),
        target: (0,contract/* text */.Qq)(),
        platforms: (0,contract/* lines */.Mn)({
            each: [
                /^[\w.]+(\/[\w.]+){1,2}(\s*,\s*[\w.]+(\/[\w.]+){1,2})*$/,
                'platforms such as linux/amd64 and linux/arm64',
            ],
        }),
        'build-args': (0,contract/* lines */.Mn)({ each: [/^[A-Za-z_]\w*(=|$)/, 'build arguments, NAME=value a line'] }),
        'build-contexts': (0,contract/* lines */.Mn)({
            each: [/^[^=\s]+=\S/, 'build contexts, a name or an image, `=`, and where it comes from, one a line'],
        }),
        secrets: (0,contract/* lines */.Mn)({ secret: true }),
        'secret-files': (0,contract/* lines */.Mn)(),
        labels: (0,contract/* lines */.Mn)({ each: [/^[^=\s]+=/, 'labels, key=value a line'] }),
        attestations: attestationWords(),
        'sbom-generator': (0,contract/* pattern */.T1)(image_reference/* imagePattern */.Ks, 'an image such as docker/buildkit-syft-scanner:stable-1'),
        cache: (0,contract/* choice */.Yq)(cacheKinds, { default: 'actions' }),
        'cache-ref': (0,contract/* text */.Qq)(),
        builder: (0,contract/* text */.Qq)(),
        username: (0,contract/* text */.Qq)(),
        password: (0,contract/* secret */.rJ)(),
        verify: (0,contract/* text */.Qq)({ default: 'start' }),
        'verify-env': (0,contract/* lines */.Mn)(),
        'verify-timeout': (0,contract/* seconds */.YA)({ default: '2m' }),
        'github-token': (0,contract/* secret */.rJ)(),
    },
    outputs: [
        'image',
        'tags',
        'version',
        'revision',
        'digest',
        'image-id',
        'archive',
        'cache-hit',
        'reason-code',
    ],
};

// EXTERNAL MODULE: ./src/report/progress.js
var progress = __webpack_require__(9397);
;// CONCATENATED MODULE: ./src/image/naming/labels.js
/**
 * The OCI labels as `key=value`. Title, description, authors and licences are left to the Dockerfile: Saleor's sets
 * them, and labels from here would override it.
 * https://github.com/opencontainers/image-spec/blob/main/annotations.md
 */
function ociLabels({ source, revision, version, created, extra }) {
    const labels = new Map(Object.entries({ source, url: source, revision, version, created: created ?? '' })
        .filter(([, value]) => value !== '')
        .map(([key, value]) => [`org.opencontainers.image.${key}`, value]));
    for (const line of extra)
        labels.set(...keyValue(line));
    return [...labels].map(([key, value]) => `${key}=${value}`);
}
/** Splits at the first `=`: values may contain more of them. */
function keyValue(line) {
    const at = line.indexOf('=');
    return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
}

// EXTERNAL MODULE: ./src/image/naming/source.js
var naming_source = __webpack_require__(97391);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ../../node_modules/semver/index.js
var semver = __webpack_require__(90084);
// EXTERNAL MODULE: ./src/image/naming/version.js
var naming_version = __webpack_require__(14828);
;// CONCATENATED MODULE: ./src/image/naming/tags.js



/** Every tag of an image, each once: version, moving versions, branch or pull request, commit, extra tags. */
function planTags(facts) {
    const { moving, withheld } = movingTags(facts);
    const all = [
        ...versionTag(facts),
        ...moving,
        ...refTag(facts),
        ...commitTag(facts.revision),
        ...facts.extra.map((tag) => ({ tag, because: 'input `tags`' })),
    ];
    const names = all.map(({ tag }) => tag);
    return { tags: all.filter(({ tag }, at) => names.indexOf(tag) === at), withheld };
}
/** On a release the version itself is a tag; otherwise the commit tag identifies the build. */
function versionTag({ version, release, ref }) {
    if (release === undefined && !isTag(ref))
        return [];
    return release === undefined ? [] : [{ tag: asTag(version), because: 'this version' }];
}
/**
 * `1.4`, `1` and `latest` move, so only the highest stable version of their series gets them: Saleor releases
 * 3.22.67 and 3.23.28 on one day, and `3` must not go back. If the other versions are unknown, none of them moves.
 * Major 0 promises nothing, so `0` isn't given.
 */
function movingTags({ release, known }) {
    if (release === undefined || release.prerelease.length > 0)
        return { moving: [], withheld: [] };
    const { major, minor } = release;
    const series = [
        {
            tag: `${major}.${minor}`,
            of: `${major}.${minor}`,
            includes: (o) => o.major === major && o.minor === minor,
        },
        ...(major === 0 ? [] : [{ tag: `${major}`, of: `${major}`, includes: (o) => o.major === major }]),
        { tag: 'latest', of: 'all', includes: () => true },
    ];
    const plan = { moving: [], withheld: [] };
    for (const { tag, of, includes } of series) {
        const higher = highest(known ?? [], includes);
        if (known === undefined)
            plan.withheld.push({ tag, because: 'the tags of the repository could not be read' });
        else if (higher !== undefined && (0,semver.compareBuild)(higher, release) > 0)
            plan.withheld.push({ tag, because: `${higher.raw.replace(/^v/, '')} is higher` });
        else
            plan.moving.push({ tag, because: `highest stable of ${of}` });
    }
    return plan;
}
function highest(known, includes) {
    return known
        .map((name) => (0,semver.parse)(name))
        .filter((version) => version !== null)
        .filter((version) => version.prerelease.length === 0 && includes(version))
        .sort(semver.compareBuild)
        .at(-1);
}
function refTag({ ref, release }) {
    const [, kind, name = ''] = /^refs\/(heads|tags|pull)\/(.+)$/.exec(ref) ?? [];
    if (kind === 'heads')
        return [{ tag: guarded(name, 'branch'), because: `branch ${name}` }];
    if (kind === 'pull')
        return [{ tag: `pr-${name.split('/')[0]}`, because: 'pull request' }];
    if (kind === 'tags' && release === undefined)
        return [{ tag: guarded(name, 'tag'), because: `Git tag ${name}` }];
    return [];
}
/** With a prefix, because YAML reads a bare `12e4567` as a number, and seven digits look like a version. */
function commitTag(revision) {
    return revision === '' ? [] : [{ tag: `sha-${(0,naming_version/* shortCommit */.Ax)(revision)}`, because: 'commit' }];
}
/** Tags with a reserved meaning: versions, pull requests, commits, the build cache. */
const reserved = /^((branch|tag)-)*(latest$|buildcache$|pr-\d+$|sha-[0-9a-f]+$|v?\d+(\.|$))/;
/** Saleor has branches called 3.22; such a name must not take over a version's tag. */
function guarded(name, prefix) {
    const tag = distinctTag(name);
    return reserved.test(tag) ? distinctTag(`${prefix}-${tag}`) : tag;
}
/** Other characters are lost in a tag, so that two branches could get the same tag. */
const plainName = /^\w[\w./-]{0,127}$/;
/** `feature/x` → `feature-x`; a name that is no valid tag gets a short hash: `größe` → `gr-e-` and eight digits. */
function distinctTag(name) {
    if (plainName.test(name))
        return asTag(name);
    const hash = (0,external_node_crypto_.createHash)('sha256').update(name).digest('hex').slice(0, 8);
    return `${asTag(name).slice(0, 119).replace(/-+$/, '') || 'unnamed'}-${hash}`;
}
/** `feature/x` → `feature-x`; `1.4.2+build.5` → `1.4.2-build.5`. */
function asTag(name) {
    return name
        .replaceAll(/[^\w.-]+/g, '-')
        .replace(/^[.-]+/, '')
        .slice(0, 128);
}
function isTag(ref) {
    return ref.startsWith('refs/tags/');
}

;// CONCATENATED MODULE: ./src/image/naming/naming.js






/** Names the image from ref, checkout, sources and the repository's tags. */
async function nameImage(runner, wish) {
    const name = imageName(wish.image, runner);
    const { ref, serverUrl, repository } = runner.context;
    const { revision, time } = await (0,naming_source/* readCommit */.kN)(runner);
    const source = wish.sources === undefined ? undefined : await (0,naming_source/* readSourceVersion */.eK)(wish.sources, wish.versionFiles);
    const version = (0,naming_version/* resolveVersion */.x)({ given: wish.version, ref, source, revision });
    // Only a stable release needs the highest version; all other builds save the request.
    const stable = version.release !== undefined && version.release.prerelease.length === 0;
    const known = stable ? await (0,naming_source/* readTags */.g$)(runner, wish.token) : [];
    const plan = planTags({
        ref,
        revision,
        version: version.version,
        release: version.release,
        known,
        extra: wish.tags.map(checkedTag),
    });
    const labels = ociLabels({
        source: repository === '' ? '' : `${serverUrl}/${repository}`,
        revision,
        version: version.version,
        created: time === undefined ? undefined : new Date(time * 1000).toISOString(),
        extra: wish.labels,
    });
    return { name, version, plan, labels, revision, time };
}
/** Registries require lower case, while owners on GitHub may have capitals: `ghcr.io/${{ github.repository }}`. */
function imageName(given, { log }) {
    const reference = (0,image_reference/* parseReference */.F2)(given.toLowerCase());
    if (reference === undefined || reference.tag !== undefined || reference.digest !== undefined)
        throw new errors/* UserError */.yo('bad-input', `Input 'image': "${given}" is not the name of an image.`, 'Give it without a tag, as in `ghcr.io/shop/backend`; tags come from the Git ref and from the input `tags`.');
    if (reference.name !== given)
        log.info(`The image is called ${reference.name}: registries require lower case.`);
    return reference.name;
}
function checkedTag(tag) {
    if (image_reference/* tagPattern */.bO.test(tag))
        return tag;
    throw new errors/* UserError */.yo('bad-input', `Input 'tags': "${tag}" can't be a tag.`, 'A tag has up to 128 letters, digits, `.`, `_` and `-`, and begins with none of the latter two.');
}

// EXTERNAL MODULE: ./src/image/registry/docker-config.js
var docker_config = __webpack_require__(47750);
// EXTERNAL MODULE: ./src/image/registry/login.js
var registry_login = __webpack_require__(59186);
;// CONCATENATED MODULE: ./src/image/deadline.js
/** Runs work with a deadline in seconds: its signal fires then, and `late` makes the error. */
async function withDeadline({ clock, cancelled }, seconds, work, late) {
    const over = new AbortController();
    const ended = new AbortController();
    clock.sleep(seconds, ended.signal).then(() => over.abort(), () => { });
    try {
        return await work(AbortSignal.any([cancelled, over.signal]));
    }
    catch (error) {
        throw over.signal.aborted && !cancelled.aborted ? await late() : error;
    }
    finally {
        ended.abort();
    }
}

;// CONCATENATED MODULE: ./src/image/verify/baked-key.js

/**
 * Saleor's build runs collectstatic with DEBUG on, which leaves a signing key in the image (core/jwt_manager.py). Searches
 * for the key in a container that has not started yet, by copying it out, which needs no program inside.
 */
async function warnOfBakedKey({ process, log, cancelled }, container, { WorkingDir }) {
    const key = external_node_path_.posix.join(WorkingDir || '/app', '.jwt_key.pem');
    const { code } = await process.run(['docker', 'cp', `${container}:${key}`, '-'], { signal: cancelled });
    if (code !== 0)
        return;
    log.warning(`The image holds a private key, ${key}, made while it was built. Whoever can pull the image can sign tokens with ` +
        'it, and a container accepts them unless DEBUG is False and RSA_PRIVATE_KEY is set. Remove it in the step of the ' +
        `Dockerfile that makes it: \`RUN … collectstatic --no-input && rm -f ${key}\`.`);
}

// EXTERNAL MODULE: ../../node_modules/shlex/shlex.js
var shlex = __webpack_require__(44089);
;// CONCATENATED MODULE: ./src/image/verify/verify-plan.js

/**
 * Parses the input `verify`: `none`; a command, split into words as in a shell but run without one; or `start`: start it
 * with its own command and import its application.
 * @throws Error for an open quote.
 */
function planVerification(input, config) {
    if (input === 'none')
        return { kind: 'none' };
    if (input !== 'start')
        return { kind: 'command', argv: (0,shlex/* split */.lD)(input) };
    return { kind: 'start', ...application(config), port: exposedPort(config) };
}
/** The `package.module:attribute` that the image's own command serves; Saleor's if the command does not show it. */
function application({ Cmd, Entrypoint }) {
    const argv = [...(Entrypoint ?? []), ...(Cmd ?? [])].flatMap((word) => word.split(/\s+/));
    const named = argv
        .map((word) => /^([A-Za-z_][\w.]*):([A-Za-z_]\w*)$/.exec(word))
        .find((found) => found !== null);
    return { module: named?.[1] ?? 'saleor.asgi', attribute: named?.[2] ?? 'application' };
}
function exposedPort({ ExposedPorts }) {
    const tcp = Object.keys(ExposedPorts ?? {}).find((port) => /^\d+(\/tcp)?$/.test(port));
    return tcp === undefined ? undefined : Number.parseInt(tcp, 10);
}
/** Imports the application in the image's own Python; no shell is needed, because slim and distroless images have none. */
function importCommand(container, module, attribute) {
    const code = 'import importlib, sys; getattr(importlib.import_module(sys.argv[1]), sys.argv[2])';
    return ['docker', 'exec', container, 'python3', '-c', code, module, attribute];
}
/** Succeeds if the port answers HTTP, whatever the status: without a database an error page is a good answer. */
function askCommand(container, port) {
    const code = [
        'import http.client, sys',
        "connection = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]), timeout=5)",
        "connection.request('GET', '/health/')",
        'print(connection.getresponse().status)',
    ].join('\n');
    return ['docker', 'exec', container, 'python3', '-c', code, String(port)];
}
/**
 * Creates the container without a network, so that the verification reaches no other system. Values come from the environment of
 * the docker program and not from an env-file, which cannot contain the lines of a key.
 */
function createCommand(container, image, names, argv = []) {
    const variables = names.flatMap((name) => ['--env', name]);
    return ['docker', 'create', '--name', container, '--network', 'none', ...variables, image, ...argv];
}
/** Enough for Saleor to start with `DEBUG` off; nothing in it has a use after the container is removed. */
function throwAwayEnvironment(secret, rsaPrivateKey) {
    return {
        DEBUG: 'False',
        SECRET_KEY: secret,
        RSA_PRIVATE_KEY: rsaPrivateKey,
        ALLOWED_HOSTS: '*',
        ALLOWED_CLIENT_HOSTS: 'localhost',
        DATABASE_URL: 'postgres://verify:verify@127.0.0.1:5432/verify',
        CACHE_URL: 'redis://127.0.0.1:6379/0',
        CELERY_BROKER_URL: 'redis://127.0.0.1:6379/1',
        EMAIL_URL: 'consolemail://',
    };
}

;// CONCATENATED MODULE: ./src/image/verify/verify-start.js


/** When a container ends, its exec ends with this code a moment before the engine says that the container has ended. */
const KILLED = 137;
/** Starts the container with its own command, imports its application and waits until its port answers HTTP. */
async function startAndImport(runner, container, { module, attribute, port }, signal) {
    const run = (command) => runner.process.run(command, { signal });
    const started = await run(['docker', 'start', container]);
    if (started.code !== 0)
        throw new errors/* StepFailed */.an('verify-failed', 'The image does not start.', started.stderr);
    const imported = await run(importCommand(container, module, attribute));
    if (imported.code !== 0) {
        if (imported.code === KILLED)
            await runner.clock.sleep(1, signal);
        await requireRunning(runner, container);
        const what = `The image starts, but '${module}:${attribute}' can't be imported in it.`;
        throw new errors/* StepFailed */.an('verify-failed', what, tail(imported.stdout + imported.stderr));
    }
    if (port === undefined) {
        await requireRunning(runner, container);
        return `starts and imports \`${module}:${attribute}\``;
    }
    for (;;) {
        const asked = await run(askCommand(container, port));
        if (asked.code === 0)
            return `starts, imports \`${module}:${attribute}\`, answers on port ${port} with HTTP ${asked.stdout.trim()}`;
        await requireRunning(runner, container);
        await runner.clock.sleep(0.5, signal);
    }
}
/** Shows the last lines of a container that has stopped. */
async function requireRunning(runner, container) {
    const { process, cancelled } = runner;
    const format = '{{.State.Running}} {{.State.ExitCode}}';
    const { stdout } = await process.run(['docker', 'inspect', '--format', format, container], {
        signal: cancelled,
    });
    const [running, code] = stdout.trim().split(' ');
    if (running === 'true')
        return;
    const hint = "If its command needs a database to start, set `verify` to a command that doesn't.";
    throw new errors/* StepFailed */.an('verify-failed', `The image's own command ended with code ${code}. ${hint}`, await lastWords(runner, container));
}
/** The last lines of a container. */
async function lastWords({ process, cancelled }, container) {
    const logs = await process.run(['docker', 'logs', '--tail', '40', container], { signal: cancelled });
    return tail(logs.stdout + logs.stderr);
}
/** The last few lines of a text. */
function tail(text) {
    return text.trim().split('\n').slice(-40).join('\n');
}

;// CONCATENATED MODULE: ./src/image/verify/verify.js







/** Verifies the new image in its own container and returns the result in one sentence. */
async function verifyImage(runner, wish) {
    const config = await readConfig(runner, wish.image);
    const plan = planFrom(wish.verify, config);
    const container = `verify-${(0,external_node_crypto_.randomBytes)(6).toString('hex')}`;
    const env = { ...freshEnvironment(), ...Object.fromEntries(wish.environment.map(keyValue)) };
    const argv = commandFor(plan, config);
    try {
        const command = createCommand(container, wish.image, Object.keys(env), argv);
        const created = await runner.process.run(command, { env, signal: runner.cancelled });
        if (created.code !== 0)
            throw new errors/* StepFailed */.an('verify-failed', 'No container could be made of the image', created.stderr);
        await warnOfBakedKey(runner, container, config);
        return await withDeadline(runner, wish.timeoutSeconds, (signal) => attempt(runner, plan, container, signal), async () => new errors/* StepFailed */.an('verify-failed', `The fresh image was not ready within ${wish.timeoutSeconds} s.`, await lastWords(runner, container)));
    }
    finally {
        await runner.process.run(['docker', 'rm', '--force', '--volumes', container]);
    }
}
/** Docker creates no container without a command; a container that is never started gets an arbitrary one. */
function commandFor(plan, { Cmd, Entrypoint }) {
    if (plan.kind === 'command')
        return plan.argv;
    if ((Cmd ?? Entrypoint) != null)
        return [];
    if (plan.kind === 'none')
        return ['none'];
    throw new errors/* StepFailed */.an('verify-failed', 'The image has no command to start: its Dockerfile has neither CMD nor ENTRYPOINT.');
}
async function attempt(runner, plan, container, signal) {
    switch (plan.kind) {
        case 'none':
            return 'not tried (`verify: none`)';
        case 'command':
            return await runCommand(runner, container, plan.argv, signal);
        case 'start':
            return await startAndImport(runner, container, plan, signal);
    }
}
async function runCommand(runner, container, argv, signal) {
    const options = { signal, onLine: runner.log.info };
    const { code, stdout, stderr } = await runner.process.run(['docker', 'start', '--attach', container], options);
    if (code === 0)
        return `\`${argv.join(' ')}\` succeeded`;
    throw new errors/* StepFailed */.an('verify-failed', `In the fresh image, '${argv.join(' ')}' ended with code ${code}.`, tail(stdout + stderr));
}
async function readConfig({ process, cancelled }, image) {
    const command = ['docker', 'image', 'inspect', '--format', '{{json .Config}}', image];
    const { code, stdout, stderr } = await process.run(command, { signal: cancelled });
    if (code !== 0)
        throw new errors/* StepFailed */.an('verify-failed', `The image ${image} isn't in the local engine.`, stderr);
    return JSON.parse(stdout);
}
/** Parses `verify` for an image; also used before the build to validate the text. */
function planFrom(verify, config) {
    try {
        return planVerification(verify, config);
    }
    catch {
        throw new errors/* UserError */.yo('bad-input', `Input 'verify': ${JSON.stringify(verify)} can't be split into words: a quote is left open.`, 'Close the quote, or put a backslash before it.');
    }
}
function freshEnvironment() {
    const { privateKey } = (0,external_node_crypto_.generateKeyPairSync)('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    return throwAwayEnvironment((0,external_node_crypto_.randomBytes)(24).toString('base64url'), pem);
}

;// CONCATENATED MODULE: ./src/image/build/build-command.js
/** The command line of a build. */
function buildCommand(plan) {
    const each = (option, values) => values.flatMap((value) => [option, value]);
    const optional = (option, value) => value === undefined ? [] : [option, value];
    return [
        ...['docker', 'buildx', 'build', '--builder', plan.builder, '--progress', 'plain'],
        ...optional('--file', plan.dockerfile),
        ...optional('--target', plan.target),
        ...(plan.platforms.length === 0 ? [] : ['--platform', plan.platforms.join(',')]),
        ...each('--build-arg', plan.buildArgs),
        ...each('--build-context', plan.buildContexts),
        ...each('--secret', plan.secrets.map(({ id, file }) => `id=${id},src=${file}`)),
        ...each('--label', plan.labels),
        ...each('--cache-from', plan.cacheFrom),
        ...each('--cache-to', plan.cacheTo),
        ...attest(plan),
        ...['--metadata-file', plan.metadataFile],
        ...output(plan),
        plan.context,
    ];
}
/**
 * An attestation contains times and makes two builds of one commit differ, so all are off by default; provenance is on
 * in BuildKit unless it is turned off. `mode=min` leaves out build arguments.
 * https://docs.docker.com/build/metadata/attestations/
 */
function attest({ attestations, sbomGenerator }) {
    const sbom = ['type=sbom', ...(sbomGenerator === undefined ? [] : [`generator=${sbomGenerator}`])].join(',');
    return [
        ...(attestations.includes('provenance')
            ? ['--attest', 'type=provenance,mode=min']
            : ['--provenance=false']),
        ...(attestations.includes('sbom') ? ['--attest', sbom] : []),
    ];
}
/** An archive has no names: with several it would contain several images, and the one to push would be unclear. */
function output({ archive, tags }) {
    if (archive !== undefined)
        return ['--output', `type=oci,dest=${archive}`];
    return [...tags.flatMap((tag) => ['--tag', tag]), '--load'];
}
/** Build arguments whose names suggest a secret, which must not be in the image's history. */
function tellingNames(buildArgs) {
    return buildArgs
        .map((line) => line.split('=', 1)[0] ?? '')
        .filter((name) => /(^|_)(TOKEN|PASSWORD|PASSWD|SECRET|CREDENTIALS?|PRIVATE_KEY|API_?KEY)($|_)/i.test(name));
}

// EXTERNAL MODULE: ./src/report/image-names.js
var image_names = __webpack_require__(99632);
// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(80231);
;// CONCATENATED MODULE: ./src/image/build/build-report.js



/** The origin of the version and the tags, for the log. */
function versionLines({ version, plan, name }) {
    return [
        `${name} ${version.version}`,
        ...version.sources.map(({ source, says, used }) => `  ${used ? '→' : ' '} ${source}: ${says || '–'}`),
        ...plan.tags.map(({ tag, because }) => `  tag ${tag} (${because})`),
        ...plan.withheld.map(({ tag, because }) => `  not ${tag}: ${because}`),
    ];
}
/** The job summary of a build: what was built and that it starts; where its names come from is in a fold. */
function buildSummary(done) {
    const { naming, built } = done;
    const { version, plan, name, revision } = naming;
    const sources = version.sources.map(({ source, says, used }) => [
        source,
        says === '' ? 'nothing' : (0,markdown/* inlineCode */.ti)(says),
        used ? '✅ used' : '',
    ]);
    const tags = [
        ...plan.tags.map(({ tag, because }) => [(0,markdown/* inlineCode */.ti)(tag), because]),
        ...plan.withheld.map(({ tag, because }) => [`~~${(0,markdown/* inlineCode */.ti)(tag)}~~`, `not given: ${because}`]),
    ];
    const digest = built.digest ?? built.imageId;
    const facts = [
        ['Tags', plan.tags.map(({ tag }) => (0,markdown/* inlineCode */.ti)(tag)).join(' ')],
        ['Commit', (0,markdown/* inlineCode */.ti)((0,naming_version/* shortCommit */.Ax)(revision))],
        [
            built.digest === undefined ? 'Image id' : 'Digest',
            (0,markdown/* inlineCode */.ti)(digest.replace(/^(sha256:.{12}).*/, '$1')),
        ],
        ['Tried', `it ${done.verified}`],
        ['Took', `${(0,markdown/* duration */.p0)(done.seconds)}, ${built.steps.cached} of ${built.steps.all} steps from the cache`],
    ];
    return [
        `### ✅ ${name.split('/').at(-1)} ${version.version} is built; nothing is deployed yet`,
        (0,markdown/* table */.tp)(['', ''], facts),
        (0,markdown/* details */.zH)('Where the version and the tags come from', `${(0,markdown/* table */.tp)(['Version from', 'Says', ''], sources)}\n\n${(0,markdown/* table */.tp)(['Tag', 'Because'], tags)}`),
        (0,image_names/* inFull */.V)([
            ['Image', name],
            ['Commit', revision],
            ['Digest', digest],
        ]),
    ].join('\n\n');
}

;// CONCATENATED MODULE: ./src/image/build/cache-plan.js


/**
 * The options of each kind of cache. `ignore-error`: a failed cache export costs the next build some time, and must not
 * fail this one. BuildKit itself only warns of an unreadable cache.
 */
function cacheOptions(kind, { folders, scope, ref }) {
    const writing = 'mode=max,ignore-error=true';
    switch (kind) {
        case 'actions':
            return {
                from: folders.restored === undefined ? [] : [`type=local,src=${folders.restored}`],
                // A new folder each time, because BuildKit never removes files from an old one, which would grow forever.
                to: [`type=local,dest=${folders.next},${writing}`],
            };
        case 'gha':
            return { from: [`type=gha,scope=${scope}`], to: [`type=gha,scope=${scope},${writing}`] };
        case 'registry':
            // An image manifest and not an index: some registries (ECR, Harbor) reject an index of entries without a platform.
            return {
                from: [`type=registry,ref=${ref}`],
                to: [`type=registry,ref=${ref},image-manifest=true,oci-mediatypes=true,${writing}`],
            };
        case 'none':
            return { from: [], to: [] };
    }
}
/**
 * Prefixes of the cache's key, best first: same Dockerfile, then same image. The full key ends with what is in the
 * cache, because entries of the service are immutable: under a fixed key the first cache would stay forever.
 */
function cachePrefixes({ image, platforms, target, dockerfile }) {
    const what = [image, platforms.join('+') || 'native', target ?? ''].map(plain).filter((one) => one !== '');
    const all = `layers-${what.join('-')}-`;
    return [`${all}${digest(dockerfile)}-`, all];
}
/** The key for a cache with this index: the same content has the same key, and is not uploaded again. */
function cacheKey(prefix, index) {
    return `${prefix}${digest(index)}`;
}
/**
 * False if a failed build is clearly the fault of the Dockerfile or the sources. For all other failures the cache may be the
 * cause, with many messages: a timeout of its export, or a cached layer that breaks off long after it was found
 * (moby/buildkit#2836), which BuildKit reports for the step that wanted it.
 */
function cacheMayBeToBlame(log) {
    const error = /^ERROR: .*$/ms.exec(log.slice(Math.max(0, log.lastIndexOf('\nERROR: '))))?.[0] ?? log;
    return !plainlyNot.test(error);
}
const plainlyNot = /did not complete successfully|dockerfile parse error|failed to calculate checksum|failed to resolve source metadata|failed to read dockerfile|target stage|exec format error|unknown instruction/i;
function plain(text) {
    return text
        .toLowerCase()
        .replaceAll(/[^a-z0-9._]+/g, '-')
        .slice(0, 150);
}
function digest(text) {
    return (0,external_node_crypto_.createHash)('sha256').update(text).digest('hex').slice(0, 16);
}

// EXTERNAL MODULE: ./src/runner/last-words.js
var last_words = __webpack_require__(55270);
;// CONCATENATED MODULE: ./src/image/build/builder.js
/** The name of the builder that is created if no existing one works. It is kept with its layers. */
const ownBuilder = 'saleor-deploy';
/** Reads the output of `docker buildx inspect`, which has no machine-readable form. */
function parseBuilder(text) {
    const field = (name) => new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(text)?.[1]?.trim() ?? '';
    return {
        name: field('Name'),
        driver: field('Driver'),
        running: field('Status') === 'running',
        problem: field('Error') || (field('Status') === 'running' ? '' : `status: ${field('Status') || 'unknown'}`),
    };
}
/**
 * Why a builder does not meet the requirements; empty if it does. The platforms that a builder lists are ignored: they
 * are those it can run, and copying or cross-compiling works for others too.
 */
function unfit(builder, wish, containerdStore) {
    if (!builder.running)
        return builder.problem;
    // Without containerd's image store the engine's own BuildKit can neither export a cache nor store an index.
    const limited = builder.driver === 'docker' && !containerdStore;
    if (limited && wish.exportsCache)
        return "the engine's own builder can't export a layer cache";
    if (limited && wish.platforms.length > 1)
        return "the engine's own builder can't build for several platforms";
    if (limited && wish.attests)
        return "the engine's own builder can't attach attestations";
    return '';
}

;// CONCATENATED MODULE: ./src/image/build/choose-builder.js



/**
 * The builder from the input (or the current one), else the engine's own, else a new one in a container; each
 * replacement is logged. If no builder can export a cache, the build runs without one.
 */
async function chooseBuilder(runner, asked, wish) {
    const containerdStore = await hasContainerdStore(runner);
    const faults = new Map();
    for (const name of [asked ?? '', 'default', ownBuilder]) {
        if (faults.has(name))
            continue;
        const builder = await readBuilder(runner, name);
        const fault = unfit(builder, wish, containerdStore);
        if (fault === '') {
            sayReplacement(runner, asked, faults, builder.name);
            return { ...builder, exportsCache: wish.exportsCache, containerdStore };
        }
        faults.set(builder.name || name, fault);
    }
    if (wish.exportsCache) {
        runner.log.warning([...inWords(faults), 'The build goes on without keeping layers.'].join('\n'));
        return await chooseBuilder(runner, asked, { ...wish, exportsCache: false });
    }
    throw new errors/* UserError */.yo('not-ready', inWords(faults).join('\n'), 'Put docker/setup-buildx-action before this step.');
}
/** A chosen builder that does not work is a warning; the limits of the engine's own builder are not. */
function sayReplacement({ log }, asked, faults, used) {
    if (faults.size === 0)
        return;
    const text = [...inWords(faults), `The build uses builder '${used}' instead.`].join('\n');
    if (asked === undefined && faults.size === 1 && faults.has('default'))
        log.info(text);
    else
        log.warning(text);
}
function inWords(faults) {
    return [...faults].map(([name, fault]) => `Builder '${name || 'current'}' can't be used: ${fault}.`);
}
async function readBuilder(runner, name) {
    if (name === ownBuilder)
        await makeOwnBuilder(runner);
    const command = ['docker', 'buildx', 'inspect', '--bootstrap', ...(name === '' ? [] : [name])];
    const { code, stdout, stderr } = await runner.process.run(command, { signal: runner.cancelled });
    if (/not a docker command|unknown command: docker buildx|unknown flag: --bootstrap/.test(stderr))
        throw new errors/* UserError */.yo('not-ready', 'Docker has no buildx here.', 'Put docker/setup-buildx-action before this step, or install the package docker-buildx-plugin on the runner.');
    const builder = parseBuilder(stdout);
    if (code === 0)
        return builder;
    if (name === ownBuilder)
        await removeOwnBuilder(runner);
    return { ...builder, name, running: false, problem: lastLine(stderr) || builder.problem };
}
/** Ignores failures: the builder may exist already, and if it could not be created, its inspection says why. */
async function makeOwnBuilder({ process, log, cancelled }) {
    log.info(`Making a builder '${ownBuilder}' in a container; it stays for later builds on this machine.`);
    await process.run(['docker', 'buildx', 'create', '--name', ownBuilder, '--driver', 'docker-container'], {
        signal: cancelled,
    });
}
/** Removes a builder that could not start: the next run would find it again. */
async function removeOwnBuilder({ process, cancelled }) {
    await process.run(['docker', 'buildx', 'rm', '--force', ownBuilder], { signal: cancelled });
}
async function hasContainerdStore({ process, cancelled }) {
    const command = ['docker', 'info', '--format', '{{json .DriverStatus}}'];
    const ran = await process.run(command, { signal: cancelled });
    if (ran.code !== 0)
        throw new errors/* UserError */.yo('not-ready', `Docker does not answer: ${(0,last_words/* lastWords */.a)({ ...ran, stdout: '' })}`, 'Run the job on a machine with Docker Engine 23 or newer and buildx, as GitHub-hosted Ubuntu runners are.');
    return ran.stdout.includes('io.containerd.snapshotter');
}
function lastLine(text) {
    return text.trim().split('\n').at(-1) ?? '';
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
;// CONCATENATED MODULE: ./src/image/build/layer-cache.js



/** @actions/cache, loaded only by builds that use it. It turns most failures into warnings itself. */
const actionsCache = {
    async restore(folder, prefixes) {
        const cache = await Promise.all(/* import() */[__webpack_require__.e("undici"), __webpack_require__.e("actions-core"), __webpack_require__.e("prove+actions-cache-packages"), __webpack_require__.e("actions-cache")]).then(__webpack_require__.bind(__webpack_require__, 87079));
        return await cache.restoreCache([folder], prefixes[0] ?? '', [...prefixes]);
    },
    async save(folder, key) {
        const cache = await Promise.all(/* import() */[__webpack_require__.e("undici"), __webpack_require__.e("actions-core"), __webpack_require__.e("prove+actions-cache-packages"), __webpack_require__.e("actions-cache")]).then(__webpack_require__.bind(__webpack_require__, 87079));
        return (await cache.saveCache([folder], key)) >= 0;
    },
};
/**
 * A healthy service reports a miss at once. @actions/cache reports the same after five attempts at one
 * that is down, half a minute later, and would need as long again to save.
 */
const timeoutMs = 10_000;
/** The layers of the last run: restored before the build, saved after it. No failure of the service fails the build. */
class LayerCache {
    service;
    runner;
    folder;
    prefixes;
    /** The restored key. */
    hit;
    ailing = false;
    constructor(service, runner, temp, prefixes) {
        this.service = service;
        this.runner = runner;
        // Always the same path, because the service identifies an entry by its key and its paths.
        this.folder = (0,external_node_path_.join)(temp, 'saleor-deploy-layers');
        this.prefixes = prefixes;
    }
    /** Restores the newest matching cache; returns the folders to read and to write. */
    async restore() {
        const next = `${this.folder}-next`;
        await Promise.all([this.folder, next].map((one) => (0,promises_.rm)(one, { recursive: true, force: true })));
        const started = this.runner.clock.now();
        this.hit = await this.tolerant('read', this.service.restore(this.folder, this.prefixes));
        this.ailing = this.hit === undefined && this.runner.clock.now() - started > timeoutMs;
        const usable = this.hit !== undefined && (await this.index(this.folder)) !== undefined;
        this.log.info(this.hit === undefined ? 'Layer cache: nothing kept yet.' : `Layer cache: ${this.hit}`);
        return { restored: usable ? this.folder : undefined, next };
    }
    /** Replaces the old cache with the new one and saves it, unless it equals the restored one. */
    async save() {
        if (this.ailing)
            return this.log.warning('The cache service is unavailable: the layers of this build are not cached.');
        const next = `${this.folder}-next`;
        const index = await this.index(next);
        if (index === undefined)
            return this.log.warning('The layer cache was not written; the next build starts cold.');
        const key = cacheKey(this.prefixes[0], index);
        if (key === this.hit)
            return this.log.info('Layer cache: unchanged, nothing to save.');
        await (0,promises_.rm)(this.folder, { recursive: true, force: true });
        await (0,promises_.rename)(next, this.folder);
        if (await this.tolerant('saved', this.service.save(this.folder, key)))
            this.log.info(`Layer cache saved: ${key}`);
    }
    get log() {
        return this.runner.log;
    }
    async index(folder) {
        return await (0,promises_.readFile)((0,external_node_path_.join)(folder, 'index.json'), 'utf8').catch(() => undefined);
    }
    async tolerant(done, work) {
        // @actions/cache cannot be cancelled, and a cancelled job has no time to wait for it.
        const { cancelled } = this.runner;
        cancelled.throwIfAborted();
        const cancellation = new Promise((_, reject) => {
            cancelled.addEventListener('abort', () => reject(cancelled.reason), { once: true });
        });
        return await Promise.race([work, cancellation]).catch((error) => {
            cancelled.throwIfAborted();
            this.log.warning(`The layer cache could not be ${done}: ${String(error)}. The build goes on without it.`);
            return undefined;
        });
    }
}

;// CONCATENATED MODULE: ./src/image/build/build-log.js
/** Counts in BuildKit's plain progress: `#7 [stage 3/4] RUN …`, later `#7 CACHED`. The base image is not a step. */
function countSteps(log) {
    const steps = new Set([...log.matchAll(/^#(\d+) \[(?!internal)[^\]]*\] (?!FROM )/gm)].map(([, number]) => number));
    const cached = new Set([...log.matchAll(/^#(\d+) CACHED$/gm)].map(([, number]) => number));
    return { all: steps.size, cached: [...cached].filter((number) => steps.has(number)).length };
}

;// CONCATENATED MODULE: ./src/image/build/run-build.js







/**
 * Builds into the local engine. An index that the engine cannot load (several platforms, attestations) goes into an
 * archive, and the engine's own platform is then built from the builder's cache, for the verification.
 */
async function runBuild(runner, plan, around) {
    const { builder } = around;
    const isIndex = plan.platforms.length > 1 || plan.attestations.length > 0;
    if (!isIndex || builder.driver === 'docker') {
        const steps = await buildOnce(runner, plan, around);
        const imageId = await idOf(runner, plan);
        const digest = builder.containerdStore ? imageId : undefined;
        return { local: plan.tags[0] ?? '', imageId, digest, archive: undefined, steps, builder: builder.name };
    }
    const archive = (0,external_node_path_.join)(runner.context.temp, 'image.tar');
    const steps = await buildOnce(runner, { ...plan, archive }, around);
    const { 'containerimage.digest': digest } = JSON.parse((await (0,naming_source/* readText */.yR)(plan.metadataFile)) ?? '{}');
    const own = { platforms: [await ownPlatform(runner)], attestations: [], cacheTo: [] };
    await buildOnce(runner, { ...plan, ...own }, around);
    return {
        local: plan.tags[0] ?? '',
        imageId: await idOf(runner, plan),
        digest,
        archive,
        steps,
        builder: builder.name,
    };
}
/** Builds once; if the cache may be the cause of a failure, builds again without it. */
async function buildOnce(runner, plan, { env, time }) {
    const options = {
        env: { ...env, ...(time === undefined ? {} : { SOURCE_DATE_EPOCH: String(time) }) },
        signal: runner.cancelled,
        onLine: runner.log.info,
    };
    const run = (desired) => (0,progress/* inOneLine */.UX)(runner, 'Build', () => runner.process.run(buildCommand(desired), options), ({ code }) => code === 0);
    const ran = await run(plan);
    if (ran.code === 0)
        return countSteps(ran.stderr);
    if (plan.cacheFrom.length + plan.cacheTo.length > 0 && cacheMayBeToBlame(ran.stderr)) {
        runner.log.warning('The build failed, and the layer cache may be the reason; building again without it.');
        const again = await run({ ...plan, cacheFrom: [], cacheTo: [] });
        if (again.code === 0)
            return countSteps(again.stderr);
        throw buildFailed(again.stderr);
    }
    throw buildFailed(ran.stderr);
}
/** @returns the error with BuildKit's last lines, and a hint for the one error that explains nothing */
function buildFailed(log) {
    const error = /^ERROR: (?:failed to build: )?(?:failed to solve: )?(.*)$/m.exec(log)?.[1] ?? 'see the log';
    const foreign = /exec format error/.test(log);
    const help = foreign ? ' For another platform, put docker/setup-qemu-action before this step.' : '';
    return new errors/* StepFailed */.an('build-failed', `The build failed: ${error}${help}`, log.trim().split('\n').slice(-40).join('\n'));
}
async function idOf({ process, cancelled }, { tags }) {
    const command = ['docker', 'image', 'inspect', '--format', '{{.Id}}', tags[0] ?? ''];
    const { code, stdout, stderr } = await process.run(command, { signal: cancelled });
    if (code !== 0)
        throw new errors/* StepFailed */.an('build-failed', 'The image is not in the local engine after the build.', stderr);
    return stdout.trim();
}
async function ownPlatform({ process, cancelled }) {
    const command = ['docker', 'version', '--format', '{{.Server.Os}}/{{.Server.Arch}}'];
    return (await process.run(command, { signal: cancelled })).stdout.trim();
}

// EXTERNAL MODULE: ./src/image/private-folder.js
var private_folder = __webpack_require__(72473);
;// CONCATENATED MODULE: ./src/image/build/secrets.js




/** Writes the secrets to private files for the duration of the work. */
async function withSecretFiles({ context, log }, given, work) {
    const values = given.secrets.map((line) => pair(line, 'secrets', 'NAME=value'));
    const ready = given.files.map((line) => pair(line, 'secret-files', 'NAME=path'));
    for (const [id, file] of ready)
        await requireFile(id, file);
    return await (0,private_folder/* withPrivateFolder */.m)(context.temp, 'build-secrets', async (folder) => {
        const files = ready.map(([id, file]) => ({ id, file }));
        for (const [id, value] of values) {
            log.mask(value);
            files.push({ id, file: await folder.write(id, value) });
        }
        return await work(files);
    });
}
/** The line itself is never shown, because all of it may be secret. */
function pair(line, input, form) {
    const [id, value] = keyValue(line);
    if (/^[A-Za-z_][\w.-]*$/.test(id) && value !== '')
        return [id, value];
    throw new errors/* UserError */.yo('bad-input', `Input '${input}' has a line that is not ${form}.`, 'One secret a line. For a value of several lines write it to a file first and use `secret-files`.');
}
async function requireFile(id, file) {
    if ((await (0,naming_source/* readText */.yR)(file)) !== undefined)
        return;
    throw new errors/* UserError */.yo('bad-input', `Input 'secret-files': ${id} names ${file}, which is not there.`, 'Check the path.');
}

;// CONCATENATED MODULE: ./src/image/build/build.js

















/** Names the image, builds it with the cached layers of the last run, caches its layers, and verifies it. */
async function build(inputs, runner) {
    const started = runner.clock.now();
    planFrom(inputs.verify, {});
    if (inputs['sbom-generator'] !== undefined && !inputs.attestations.includes('sbom'))
        throw new errors/* UserError */.yo('bad-input', "Input 'sbom-generator' is given, but 'attestations' has no sbom.", 'Set attestations: provenance, sbom, or leave sbom-generator out.');
    const login = (0,registry_login/* loginOf */.DQ)(inputs.username, inputs.password, 'username');
    const sources = isRemote(inputs.context) ? undefined : (0,external_node_path_.resolve)(runner.context.workspace, inputs.context);
    const dockerfile = await readDockerfile(inputs, sources);
    const naming = await nameImage(runner, {
        ...inputs,
        versionFiles: inputs['version-file'],
        sources,
        token: inputs['github-token'],
    });
    for (const line of versionLines(naming))
        runner.log.info(line);
    for (const warning of [...naming.version.warnings, ...argumentWarnings(inputs)])
        runner.log.warning(warning);
    const files = { secrets: inputs.secrets, files: inputs['secret-files'] };
    const built = await withSecretFiles(runner, files, (secrets) => withLogin(runner, naming, login, (env) => buildCached({ inputs, runner, naming, dockerfile, secrets, env })));
    const verified = await (0,progress/* inOneLine */.UX)(runner, 'Try the image', () => verifyImage(runner, {
        image: built.local,
        verify: inputs.verify,
        environment: inputs['verify-env'],
        timeoutSeconds: inputs['verify-timeout'],
    }));
    runner.log.info(`The image ${verified}.`);
    const outputs = {
        image: naming.name,
        tags: naming.plan.tags.map(({ tag }) => `${naming.name}:${tag}`).join('\n'),
        version: naming.version.version,
        revision: naming.revision,
        digest: built.digest,
        'image-id': built.imageId,
        archive: built.archive,
        'cache-hit': String(built.steps.cached > 0),
    };
    const seconds = (runner.clock.now() - started) / 1000;
    return { reason: 'done', outputs, summary: buildSummary({ naming, built, verified, seconds }) };
}
/** The build itself, between the restore of cached layers and the save of new ones. */
async function buildCached({ inputs, runner, naming, dockerfile, secrets, env }) {
    const platforms = inputs.platforms.flatMap((line) => line.split(',')).map((one) => one.trim());
    const wish = {
        platforms,
        exportsCache: inputs.cache !== 'none',
        attests: inputs.attestations.length > 0,
    };
    const builder = await chooseBuilder(runner, inputs.builder, wish);
    const kind = builder.exportsCache ? inputs.cache : 'none';
    const prefixes = cachePrefixes({ image: naming.name, platforms, target: inputs.target, dockerfile });
    const layers = new LayerCache(actionsCache, runner, runner.context.temp, prefixes);
    const folders = kind === 'actions'
        ? await (0,progress/* inOneLine */.UX)(runner, 'Restore the layer cache', () => layers.restore())
        : { restored: undefined, next: '' };
    const ref = inputs['cache-ref'] ?? `${naming.name}:buildcache`;
    const cache = cacheOptions(kind, { folders, scope: prefixes[1], ref });
    const plan = {
        builder: builder.name,
        context: inputs.context,
        dockerfile: inputs.dockerfile,
        target: inputs.target,
        platforms,
        buildArgs: inputs['build-args'],
        buildContexts: inputs['build-contexts'],
        secrets,
        labels: naming.labels,
        tags: naming.plan.tags.map(({ tag }) => `${naming.name}:${tag}`),
        cacheFrom: cache.from,
        cacheTo: cache.to,
        attestations: inputs.attestations,
        sbomGenerator: inputs['sbom-generator'],
        metadataFile: (0,external_node_path_.join)(runner.context.temp, 'build-metadata.json'),
    };
    const built = await runBuild(runner, plan, { builder, env, time: naming.time });
    if (kind === 'actions')
        await (0,progress/* inOneLine */.UX)(runner, 'Save the layer cache', () => layers.save());
    return built;
}
/** A login is for base images and for `cache: registry`; without one the job's own Docker configuration is used. */
async function withLogin(runner, { name }, login, work) {
    const image = (0,image_reference/* parseReference */.F2)(name);
    if (login === undefined || image === undefined)
        return await work({});
    return await (0,docker_config/* withPrivateDocker */.En)(runner, [image.registry], async (docker) => {
        await (0,registry_login/* logIn */.E8)(runner, docker, image, login, { attempts: 5, longestWaitSeconds: 600 });
        return await work(docker.env);
    });
}
/** The text of the Dockerfile, which is part of the cache key; for a remote context only its address is known. */
async function readDockerfile({ context, dockerfile }, sources) {
    if (sources === undefined)
        return `${context} ${dockerfile}`;
    const path = dockerfile ?? (0,external_node_path_.join)(sources, 'Dockerfile');
    const text = await (0,naming_source/* readText */.yR)(path);
    if (text !== undefined)
        return text;
    throw new errors/* UserError */.yo('bad-input', `There is no Dockerfile at ${path}.`, 'Check out the repository before this step, or say where it is with `context` and `dockerfile`.');
}
function argumentWarnings(inputs) {
    return tellingNames(inputs['build-args']).map((name) => `Build argument ${name} stays readable in the image's history; if it is secret, use \`secrets\`.`);
}
/** `https://github.com/shop/backend.git#main`, `git@…`, an archive's address. */
function isRemote(context) {
    return /^(https?|git|ssh):\/\/|^git@|^github\.com\//.test(context);
}

// EXTERNAL MODULE: ./src/run-action.js + 8 modules
var run_action = __webpack_require__(68507);
;// CONCATENATED MODULE: ./actions/build-image.js




/** Builds, keeps the layers, tries the image. The runner starts the same file as the post step. */
const run = async () => {
    if (!(await (0,docker_config/* sweptInPost */.Zt)()))
        await (0,run_action/* runAction */.C)(buildImage, build);
};


/***/ }),

/***/ 9397:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E0: () => (/* binding */ withProgress),
/* harmony export */   UX: () => (/* binding */ inOneLine),
/* harmony export */   XP: () => (/* binding */ since),
/* harmony export */   q1: () => (/* binding */ begun),
/* harmony export */   uH: () => (/* binding */ logPlan)
/* harmony export */ });
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(80231);

/** Seconds between two progress lines. */
const intervalSeconds = 10;
/**
 * Logs every few seconds that work continues.
 * @param howFar called each time; its result is added to the line
 */
async function withProgress(run, what, work, howFar) {
    const { clock, log } = run.runner;
    const started = clock.now();
    const done = new AbortController();
    const report = async () => {
        for (;;) {
            await clock.sleep(intervalSeconds, done.signal);
            const far = await howFar();
            if (!done.signal.aborted)
                log.progress(`… ${what} for ${since(run, started)}${far}`);
        }
    };
    // Progress is optional: it ends with the work, and its errors are ignored, because they show in the work itself.
    void report().catch(() => { });
    return await work.finally(() => done.abort());
}
/** The line that says that a step has begun; its end has a line of its own. Pure. */
function begun(title) {
    return `▶ ${title}`;
}
/**
 * Does a step that is one line in the log, printed when it ends; the details before it are in a group. That it has begun
 * shows only with debug logging, or by its progress when it takes long.
 * @param isWell whether work that did not throw went well
 */
async function inOneLine({ log, clock }, title, work, isWell = () => true) {
    const started = clock.now();
    const took = () => `${title} (${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .duration */ .p0)((clock.now() - started) / 1000)})`;
    log.debug(begun(title));
    try {
        const result = await log.group(title, work);
        log.info(`${isWell(result) ? '✔' : '✘'} ${took()}`);
        return result;
    }
    catch (error) {
        log.info(`✘ ${took()}`);
        throw error;
    }
}
/** Logs a plan: openly where it is all that comes, in a group where each step gets a line of its own soon. */
async function logPlan(lines, steps, isAll, log) {
    if (isAll)
        return lines.forEach((line) => log.info(line));
    await log.group(`The plan: ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .counted */ .hS)(steps.length, 'step')}`, async () => lines.forEach((line) => log.info(line)));
}
/** The time since then in a readable form. */
function since({ runner }, started) {
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .duration */ .p0)((runner.clock.now() - started) / 1000);
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
