export const id = 272;
export const ids = [272];
export const modules = {

/***/ 8272:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  R: () => (/* binding */ want)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ../../node_modules/shlex/shlex.js
var shlex = __webpack_require__(4089);
// EXTERNAL MODULE: ./src/compose/celery.js
var celery = __webpack_require__(9370);
// EXTERNAL MODULE: ./src/compose/mend.js
var mend = __webpack_require__(2572);
// EXTERNAL MODULE: ./src/compose/model.js
var compose_model = __webpack_require__(279);
// EXTERNAL MODULE: ./src/compose/restart.js
var compose_restart = __webpack_require__(7285);
;// CONCATENATED MODULE: ./src/compose/check-rules.js




/** uvicorn of Saleor's image finishes requests for up to 30 s after the stop signal. */
const webGraceSeconds = 35;
/** An env file that was written for a shell: values are passed on as they stand. */
const unexpanded = (service) => {
    const names = [...(0,compose_model/* environmentOf */.p7)(service)]
        .filter(([name, value]) => /^\$\{\w+\}$/.test(value) || (name.endsWith('_URL') && /\$\{\w+\}/.test(value)))
        .map(([name]) => name);
    if (names.length === 0)
        return undefined;
    return {
        rule: 'unexpanded-variable',
        text: `${names.join(', ')} would hold the text \${…} and not what it stands for.`,
        fix: 'Values of the environment input are taken literally: write ${{ secrets.NAME }}, which GitHub replaces.',
    };
};
const builtAccessory = (service) => service.build == null || service.image !== undefined
    ? undefined
    : {
        rule: 'accessory-is-built',
        text: 'is built from source, but only the image of the app is deployed.',
        fix: 'Build and push it, and give it image:. If it is part of the app, name it in worker-services.',
    };
const cutCommand = (service) => {
    const mended = (0,mend/* mendCommand */.G)(service);
    return mended === undefined
        ? undefined
        : {
            rule: 'command-cut',
            text: `the command has a line break before an option, so the shell would start the program without its options and take them for another command. It is deployed in one piece: ${(0,compose_model/* unescapeDollars */.aU)(mended.lines.join('; '))}`,
            fix: 'Write the command as a list or on one line. (In YAML, > keeps the breaks of lines that are indented further.)',
        };
};
const migratesAtStart = (service) => /\bmanage\.py\s+migrate\b/.test((0,compose_model/* commandOf */.Nl)(service))
    ? {
        rule: 'migrates-at-start',
        text: 'the database is migrated whenever a container starts; several at once race, and all but one fail.',
        fix: 'Take it out of the command: a deploy migrates once, before any container starts.',
    }
    : undefined;
const healthcheckTool = ({ healthcheck }) => {
    const tool = /\b(curl|wget)\b/.exec([healthcheck?.test ?? []].flat().join(' '))?.[1];
    return tool === undefined || healthcheck?.disable === true
        ? undefined
        : {
            rule: 'healthcheck-tool',
            text: `the health check needs ${tool}; in an image without it, such as Saleor's, the container is never healthy.`,
            fix: `test: ["CMD", "python3", "-c", "import urllib.request as r; r.urlopen('http://localhost:8000/health/', timeout=5)"]`,
        };
};
const shortGrace = (service) => (0,compose_model/* graceSecondsOf */.Re)(service) >= webGraceSeconds
    ? undefined
    : {
        rule: 'short-grace',
        text: `it is killed ${(0,compose_model/* graceSecondsOf */.Re)(service)} s after it was asked to stop; Saleor's server takes up to 30 s to finish requests.`,
        fix: `Set stop_grace_period: ${webGraceSeconds}s.`,
    };
/** Where the file says nothing, the release says `unless-stopped`. */
const staysDown = (service) => {
    const restart = (0,compose_restart/* restartOf */.R)(service) ?? 'unless-stopped';
    if (['always', 'unless-stopped', 'any'].includes(restart))
        return undefined;
    // Measured: after a power cut Docker does start it, and after a reboot what had to be killed, such as sh as PID 1.
    const why = restart.startsWith('on-failure')
        ? 'the file says on-failure, and to be stopped in order is none'
        : `the file says ${restart}`;
    return {
        rule: 'stays-down',
        text: `after a reboot of the host Docker does not start it again: ${why}.`,
        fix: 'Set restart: unless-stopped, and leave deploy.restart_policy out.',
    };
};
const embeddedBeat = (service) => (0,celery/* celeryUse */.Q)(service).embedded
    ? {
        rule: 'embedded-beat',
        text: 'beat runs inside of the worker, so a deploy must stop the old one before the new one starts.',
        fix: 'Run beat in a service of its own, and the worker without -B: then there is always a worker.',
    }
    : undefined;
const fixedName = ({ container_name: name }) => name === undefined
    ? undefined
    : {
        rule: 'container-name',
        text: 'container_name is left out, because old and new containers run side by side.',
        fix: 'Remove container_name, and reach the service by its service name.',
    };
const leftOut = () => ({
    rule: 'job-left-out',
    text: 'runs once and ends, so it is not started: a deploy migrates by itself.',
    fix: 'If it keeps running, name it in worker-services.',
});
/** What breaks a web server, worker or scheduler. */
const appErrorRules = [unexpanded];
/** What surprises in a web server, worker or scheduler. */
const appWarningRules = [
    cutCommand,
    migratesAtStart,
    healthcheckTool,
    staysDown,
    embeddedBeat,
    fixedName,
];
/** What surprises in the web server alone. */
const webRules = [shortGrace];
/** What breaks an accessory. */
const accessoryRules = [builtAccessory];
/** What surprises in a service that runs once. */
const jobRules = [leftOut];

;// CONCATENATED MODULE: ./src/compose/signing-key.js

const makeOne = 'Make one with `openssl genrsa 3072` and keep it as a secret: all tokens are signed with it.';
/**
 * Why Saleor could not sign tokens with this key, undefined when it can. Saleor refuses to start then, every process
 * and every manage.py command of it.
 */
function signingKeyProblem(pem, password) {
    if (pem === undefined || pem.trim() === '')
        return { what: 'RSA_PRIVATE_KEY is missing', fix: makeOne };
    if (pem.includes('\\n'))
        return {
            what: 'RSA_PRIVATE_KEY has the two characters \\n where its lines end',
            fix: 'Give it with real line breaks, or in double quotes, where \\n is one.',
        };
    const encrypted = pem.includes('ENCRYPTED');
    if (encrypted && !password)
        return { what: 'RSA_PRIVATE_KEY is encrypted', fix: 'Give its password as RSA_PRIVATE_PASSWORD.' };
    if (!encrypted && password)
        return {
            what: 'RSA_PRIVATE_PASSWORD is set for a key that is not encrypted, which Saleor refuses',
            fix: 'Remove RSA_PRIVATE_PASSWORD.',
        };
    const key = load(pem, password);
    if (key === undefined)
        return encrypted
            ? {
                what: 'RSA_PRIVATE_KEY does not open with RSA_PRIVATE_PASSWORD',
                fix: 'Check that they belong together.',
            }
            : { what: 'RSA_PRIVATE_KEY is no private key in PEM form', fix: makeOne };
    return key.asymmetricKeyType === 'rsa'
        ? undefined
        : { what: `RSA_PRIVATE_KEY is a key of type ${key.asymmetricKeyType}, not RSA`, fix: makeOne };
}
function load(pem, passphrase) {
    try {
        return (0,external_node_crypto_.createPrivateKey)({ key: pem, format: 'pem', ...(passphrase ? { passphrase } : {}) });
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./src/compose/check-saleor.js


/** True when image, command or environment speak of Saleor; other apps may be deployed as well. */
function isSaleor(service) {
    const environment = [...(0,compose_model/* environmentOf */.p7)(service)].flat();
    return [service.image ?? '', (0,compose_model/* commandOf */.Nl)(service), ...environment].some((text) => /saleor/i.test(text));
}
/** What Saleor can't start or must not run without, judged on the variables of web. */
const saleorErrors = (service) => {
    const environment = (0,compose_model/* environmentOf */.p7)(service);
    const faults = [];
    if (!/^(false|0|no|off)$/i.test(environment.get('DEBUG') ?? ''))
        faults.push({
            rule: 'debug-not-off',
            text: `DEBUG is not switched off. Saleor's default is on: errors are shown to everybody, and without RSA_PRIVATE_KEY tokens are signed with a key that lies in the image.`,
            fix: 'Set DEBUG=False.',
        });
    if (isBlank(environment, 'SECRET_KEY'))
        faults.push({
            rule: 'secret-key-missing',
            text: `SECRET_KEY is missing. Saleor starts without it and fails when a password is reset.`,
            fix: 'Give SECRET_KEY as a secret: `openssl rand -hex 32` makes one.',
        });
    if (isBlank(environment, 'ALLOWED_CLIENT_HOSTS'))
        faults.push({
            rule: 'allowed-client-hosts-missing',
            text: `ALLOWED_CLIENT_HOSTS is missing. Without DEBUG no Saleor process starts without it.`,
            fix: 'Set ALLOWED_CLIENT_HOSTS to the host names of storefront and dashboard, separated by commas.',
        });
    // Another JWT manager has its own keys.
    const key = environment.has('JWT_MANAGER_PATH')
        ? undefined
        : signingKeyProblem(environment.get('RSA_PRIVATE_KEY'), environment.get('RSA_PRIVATE_PASSWORD'));
    if (key !== undefined)
        faults.push({
            rule: 'signing-key',
            text: `${key.what}. Without DEBUG no Saleor process starts with it.`,
            fix: key.fix,
        });
    return faults;
};
/** What starts, and then isn't what one expects. */
const saleorWarnings = (service) => {
    const environment = (0,compose_model/* environmentOf */.p7)(service);
    const faults = [];
    if (isBlank(environment, 'CELERY_BROKER_URL') && isBlank(environment, 'CLOUDAMQP_URL'))
        faults.push({
            rule: 'broker-missing',
            text: `CELERY_BROKER_URL is missing, so Saleor runs background tasks inside of requests and migrations.`,
            fix: 'Set CELERY_BROKER_URL, such as redis://redis:6379/1.',
        });
    if (isBlank(environment, 'ALLOWED_HOSTS'))
        faults.push({
            rule: 'allowed-hosts-missing',
            text: `ALLOWED_HOSTS is missing, so Saleor answers 400 to every request for a public host name.`,
            fix: 'Set ALLOWED_HOSTS to the host names of the API, separated by commas.',
        });
    return faults;
};
function isBlank(environment, name) {
    return (environment.get(name) ?? '').trim() === '';
}

;// CONCATENATED MODULE: ./src/compose/check.js



/** Judges the project before anything changes; `file` is the Compose file, for messages and annotations. */
function checkModel(model, roles, file) {
    const app = [roles.web, ...roles.workers, ...roles.schedulers];
    const saleor = isSaleor(model.services[roles.web] ?? {});
    const find = (...checks) => checks.flatMap(([names, rules]) => findEach(model, names, rules, file));
    return {
        errors: find([[roles.web], saleor ? [saleorErrors] : []], [app, appErrorRules], [roles.schedulers, [severalSchedulers(model, roles)]], [roles.accessories, accessoryRules]),
        warnings: find([[roles.web], saleor ? [saleorWarnings, ...webRules] : webRules], [app, appWarningRules], [roles.jobs, jobRules]),
    };
}
/** One finding for each fault, with all services that have it. */
function findEach(model, names, rules, file) {
    return rules.flatMap((rule) => findFaults(model, names, rule)).map((finding) => placed(finding, file));
}
function findFaults(model, names, rule) {
    const found = new Map();
    for (const name of names)
        for (const fault of [rule(model.services[name] ?? {}) ?? []].flat()) {
            const key = fault.rule + fault.text;
            found.set(key, { fault, names: [...(found.get(key)?.names ?? []), name] });
        }
    return [...found.values()].map(({ fault: { rule: name, text, fix }, names: services }) => ({
        rule: name,
        message: `${services.join(', ')}: ${text}`,
        fix,
    }));
}
function placed(finding, file) {
    return file === undefined
        ? finding
        : { ...finding, message: `${file}: ${finding.message}`, place: { file } };
}
function severalSchedulers(model, { schedulers }) {
    const count = schedulers.reduce((sum, name) => sum + (0,compose_model/* replicasOf */.N4)(model.services[name] ?? {}), 0);
    return () => count <= 1
        ? undefined
        : {
            rule: 'several-schedulers',
            text: `Celery beat would run ${count} times, and each would start all scheduled tasks.`,
            fix: 'Keep one service with beat, with one replica; take -B off the workers.',
        };
}

;// CONCATENATED MODULE: ./src/compose/check-fleet.js


/** The variables that say where Saleor's data is, and what each host would then have of its own. */
const places = {
    DATABASE_URL: 'database',
    DATABASE_URL_REPLICA: 'database',
    CELERY_BROKER_URL: 'broker',
    CLOUDAMQP_URL: 'broker',
    CACHE_URL: 'cache',
    REDIS_URL: 'cache',
};
/**
 * What breaks a deploy to several hosts only: data in a service of the Compose project. Each host would start its own,
 * and the shop would have as many databases as hosts.
 */
function fleetErrors(model, roles, file) {
    const names = namesIn(model);
    const rule = (service) => Object.entries(places).flatMap(([variable, what]) => {
        const inside = hostsOf((0,compose_model/* environmentOf */.p7)(service).get(variable) ?? '').map((host) => names.get(host));
        const name = inside.find((one) => one !== undefined);
        return name === undefined
            ? []
            : {
                rule: 'data-on-each-host',
                text: `${variable} leads to ${name}, a service of the Compose project: each host would have a ${what} of its own.`,
                fix: `Run ${name} outside of these hosts, and set ${variable} to its URL, such as ${exampleOf(what)}.`,
            };
    });
    return findEach(model, [roles.web, ...roles.workers, ...roles.schedulers], [rule], file);
}
/** Under which names containers find a service of the project. */
function namesIn({ services }) {
    return new Map(Object.entries(services).flatMap(([name, service]) => {
        const networks = Object.values(service.networks ?? {});
        const aliases = networks.flatMap((network) => network?.aliases ?? []);
        return [name, service.container_name, service.hostname, ...aliases].flatMap((one) => typeof one === 'string' ? [[one, name]] : []);
    }));
}
/** The host names in a URL; brokers and PostgreSQL know several in one. */
function hostsOf(value) {
    return value.split(';').flatMap((url) => {
        const authority = /^[a-z0-9+.-]+:\/\/([^/?#]*)/i.exec(url.trim())?.[1] ?? '';
        const hosts = authority.slice(authority.lastIndexOf('@') + 1);
        return hosts.split(',').map((host) => host.replace(/:\d*$/, ''));
    });
}
function exampleOf(what) {
    return what === 'database'
        ? 'postgres://user:password@database.example.com:5432/saleor'
        : `redis://redis.example.com:6379/${what === 'cache' ? 0 : 1}`;
}

// EXTERNAL MODULE: ./src/compose/environment.js
var compose_environment = __webpack_require__(7627);
// EXTERNAL MODULE: ./src/compose/ports.js
var ports = __webpack_require__(3438);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/errors.js
var src_errors = __webpack_require__(6986);
;// CONCATENATED MODULE: ./src/compose/app.js


/**
 * The services that run the image which is deployed. Celery, `manage.py` or `saleor.asgi` in a command tell it; where
 * no command does, a web server; where there is none either, `build:`. What runs the same image belongs to them.
 */
function appServices(model, named = {}) {
    const all = Object.entries(model.services);
    const byName = all.filter(([name]) => name === named.web || named.workers?.includes(name) || named.schedulers?.includes(name));
    const sure = all.filter(([, service]) => startsDjango(service));
    const likely = all.filter(([, service]) => /\b(uvicorn|gunicorn|hypercorn|daphne|granian)\b/.test((0,compose_model/* commandOf */.Nl)(service)));
    const built = all.filter(([, service]) => service.build !== undefined);
    const known = [...byName, ...([sure, likely, built].find((found) => found.length > 0) ?? [])];
    const found = all.filter(([name]) => known.some(([other]) => runsSameImage(model, name, other)));
    // Celery alone: the web server has `build:` where the others name the image that the build is tagged with elsewhere.
    const lacksWeb = found.every(([, service]) => (0,celery/* celeryUse */.Q)(service).worker || (0,celery/* celeryUse */.Q)(service).beat);
    return (lacksWeb ? all.filter((one) => found.includes(one) || built.includes(one)) : found).map(([name]) => name);
}
/** True when both have the same `image:` or the same build, or one names what Compose calls the other's build. */
function runsSameImage(model, one, other) {
    const images = imagesOf(model, other);
    return one === other || imagesOf(model, one).some((image) => images.includes(image));
}
function startsDjango(service) {
    const { worker, beat } = (0,celery/* celeryUse */.Q)(service);
    return worker || beat || /\bsaleor\.asgi\b|\bmanage\.py\b/.test((0,compose_model/* commandOf */.Nl)(service));
}
function imagesOf(model, name) {
    const { image, build } = model.services[name] ?? {};
    const images = image === undefined ? [] : [image];
    if (build === undefined || build === null)
        return images;
    const { context, dockerfile = 'Dockerfile', target = '', } = (typeof build === 'string' ? { context: build } : build);
    const built = `build ${JSON.stringify([context, dockerfile, target])}`;
    return [...images, built, ...(image === undefined ? [`${model.name}-${name}`] : [])];
}

;// CONCATENATED MODULE: ./src/compose/command.js

/** Makes the command for a project. */
function composeConfig(runner, options) {
    const { files, folder, hostFolder, projectName } = options;
    const project = projectName === undefined ? [] : ['--project-name', projectName];
    const inputs = files.flatMap((file) => ['-f', file]);
    return (variables, ...more) => runner.process.run([
        ...['docker', 'compose', '--project-directory', folder, ...project, ...inputs],
        ...['config', '--format', 'json', ...more],
    ], 
    // For whoever runs Compose on the host, ${PWD} is the project's folder there.
    { cwd: folder, env: { ...variables, PWD: hostFolder }, signal: runner.cancelled });
}
/** The model that a successful run printed. */
function modelOf({ stdout }) {
    return { services: {}, ...JSON.parse(stdout) };
}
/** @throws UserError when the runner has no Docker Compose, or one before 2.20 */
async function refuseOldCompose(runner) {
    const version = await composeVersion(runner);
    const [major = 0, minor = 0] = version?.split('.').map(Number) ?? [];
    if (major > 2 || (major === 2 && minor >= 20))
        return;
    throw new src_errors/* UserError */.yo('bad-input', version === undefined
        ? 'The runner has no Docker Compose, and Compose files are read with it.'
        : `The runner has Docker Compose ${version}, which is too old.`, "Use a runner with Docker Compose 2.20 or newer, as GitHub's ubuntu runners are, or install the docker-compose-plugin.");
}
async function composeVersion({ process, cancelled }) {
    try {
        const { code, stdout } = await process.run(['docker', 'compose', 'version', '--short'], {
            signal: cancelled,
        });
        return code === 0 ? /\d+\.\d+(\.\d+)?/.exec(stdout)?.[0] : undefined;
    }
    catch (error) {
        cancelled.throwIfAborted();
        if (error instanceof Error)
            return undefined;
        throw error;
    }
}

;// CONCATENATED MODULE: ./src/compose/failure.js


/** What Compose said against the project, in the words of the user's files. */
function composeFailed(stderr, naming, environmentFile) {
    const said = withFileNames(messagesOf(stderr), naming);
    const missing = /(?:env file|Failed to load) (.+?)(?: not found|: open )/.exec(said)?.[1];
    if (missing !== undefined)
        return missingEnvFile(missing, environmentFile);
    const required = /required variable (\S+) is missing a value(?:: (.*))?/.exec(said);
    if (required !== null)
        return new src_errors/* UserError */.yo('bad-input', `The Compose file requires the variable ${required[1]}${required[2] ? `: ${required[2]}` : '.'}`, `Set ${required[1]} under env: of the step.`, placeIn(said, naming));
    return new src_errors/* UserError */.yo('bad-input', `Docker Compose can't read the project: ${said}`, `Try it where the file is: docker compose -f ${naming.files.map((file) => external_node_path_.posix.basename(file)).join(' -f ')} config`, placeIn(said, naming));
}
/** What Compose warns of, once each, in the words of the user's files. */
function warningsOf(stderr, naming) {
    const warnings = [...stderr.matchAll(/level=warning msg=("(?:[^"\\]|\\.)*")/g)].map(([, quoted]) => withFileNames(JSON.parse(quoted ?? '""'), naming));
    // Unset variables are judged one by one, and the obsolete `version:` changes nothing.
    return [...new Set(warnings)].filter((one) => !/variable is not set|`version` is obsolete/.test(one));
}
function missingEnvFile(missing, environmentFile) {
    return new src_errors/* UserError */.yo('bad-input', `The Compose file reads the env file ${missing}, which is not there.`, missing === environmentFile
        ? `Give its content with the environment input.`
        : `Give its content with the environment input and its name with environment-file: ${missing} (that input says ${environmentFile}), or commit the file if it holds no secrets.`);
}
function messagesOf(stderr) {
    const lines = stderr
        .split('\n')
        .filter((line) => line.trim() !== '' && !/level=(warning|info|debug) /.test(line));
    // A line of an env file that can't be parsed may be a secret.
    return lines
        .join('\n')
        .replace(/(in variable name|unterminated quoted value) .*/, '$1 (not shown)')
        .trim();
}
function withFileNames(text, { mirror }) {
    return text.replaceAll(`${mirror.folder}/`, '').replaceAll(`${mirror.root}/`, '/');
}
function placeIn(said, { folder, files }) {
    const named = files.find((file) => said.includes(external_node_path_.posix.relative(folder, file)));
    const file = named ?? (files.length === 1 ? files[0] : undefined);
    // Compose 5 says `at L2.C3-L4.C4`: from where the part begins to where it breaks.
    const [, line] = /\b(?:line |L\d+\.C\d+-L|at L)(\d+)/.exec(said) ?? [];
    if (file === undefined)
        return undefined;
    return line === undefined ? { file } : { file, line: Number(line) };
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
;// CONCATENATED MODULE: ./src/compose/mirror.js




/**
 * Lets Compose on the runner see the project where the host will have it, with the environment file that is never in
 * the checkout. Compose makes paths absolute; without `root` in front they are the host's. The parent folders are
 * there as far as both sides have them, for `../common.env`.
 */
async function makeMirror(options) {
    const { workspace, hostFolder, environmentFile, environment } = options;
    // Compose reports resolved paths, and mkdtemp makes the folder 0700.
    const root = await (0,promises_.mkdtemp)((0,external_node_path_.join)(await (0,promises_.realpath)(options.temp), 'compose-'));
    const mirror = { root, folder: (0,external_node_path_.join)(root, hostFolder), remove: () => (0,promises_.rm)(root, { recursive: true }) };
    try {
        await (0,promises_.mkdir)(mirror.folder, { recursive: true });
        for (let from = options.folder, to = mirror.folder;; from = (0,external_node_path_.dirname)(from), to = (0,external_node_path_.dirname)(to)) {
            await linkEntries(from, to);
            if (from === workspace || to === root)
                break;
        }
        if (environment !== undefined)
            await writePrivately(root, (0,external_node_path_.resolve)(mirror.folder, environmentFile), environment);
        return mirror;
    }
    catch (error) {
        await mirror.remove();
        throw error;
    }
}
async function linkEntries(from, to) {
    for (const name of await (0,promises_.readdir)(from))
        if (!(0,external_node_fs_.existsSync)((0,external_node_path_.join)(to, name)))
            await (0,promises_.symlink)((0,external_node_path_.join)(from, name), (0,external_node_path_.join)(to, name));
}
/** Writes below the mirror, never through one of its links into the checkout. */
async function writePrivately(root, file, content) {
    if ((0,external_node_path_.relative)(root, file).startsWith('..'))
        throw new src_errors/* UserError */.yo('bad-input', 'The environment file lies outside of the project.', 'Give environment-file as the Compose file has it in env_file, relative to the Compose file.');
    await makeReal(root, (0,external_node_path_.dirname)(file));
    await (0,promises_.rm)(file, { force: true });
    await (0,promises_.writeFile)(file, content, { mode: 0o600 });
}
/** Puts a folder of links in the place of a link to a folder. */
async function makeReal(root, folder) {
    if (folder === root)
        return;
    await makeReal(root, (0,external_node_path_.dirname)(folder));
    const found = await (0,promises_.lstat)(folder).catch(() => undefined);
    if (found?.isDirectory() === true)
        return;
    const linked = found === undefined ? undefined : await (0,promises_.realpath)(folder);
    await (0,promises_.rm)(folder, { force: true });
    await (0,promises_.mkdir)(folder);
    if (linked !== undefined)
        await linkEntries(linked, folder);
}

;// CONCATENATED MODULE: ./src/compose/variables.js
/** The variables that Compose found no value for: it warns of all, or fails at the first one with `:?`. */
function unsetVariables(stderr) {
    const found = stderr.matchAll(/The \\?"([^"\\]+)\\?" variable is not set|required variable (\S+) is missing a value/g);
    return [...new Set([...found].flatMap(([, unset, required]) => unset ?? required ?? []))].sort();
}
/** Where the project uses a variable, each place as the keys that lead to it; `raw` is not interpolated. */
function usesOf(variable, raw, keys = []) {
    if (typeof raw === 'string')
        return variablesIn(raw).includes(variable) ? [keys] : [];
    if (typeof raw !== 'object' || raw === null)
        return [];
    return Object.entries(raw).flatMap(([key, value]) => usesOf(variable, value, [...keys, key]));
}
/**
 * Whether a deploy depends on this use. The image of an app service does not matter, it is replaced by the digest;
 * nor does what Compose leaves out: services of other profiles, and `x-` parts, which count where they are used.
 */
function matters([section = '', service = '', key], app, services) {
    if (section.startsWith('x-'))
        return false;
    if (section !== 'services')
        return true;
    if (services !== undefined && !services.includes(service))
        return false;
    return !(app.includes(service) && (key === 'image' || key === 'build'));
}
/** The first line that names the variable. */
function findVariable(variable, files) {
    for (const { file, text } of files) {
        const line = text.split('\n').findIndex((one) => variablesIn(one).includes(variable));
        if (line !== -1)
            return { file, line: line + 1 };
    }
    return undefined;
}
/** The env files of all services, as their absolute paths. */
function envFilesOf(raw) {
    const files = Object.values(raw.services).flatMap(({ env_file: one }) => one ?? []);
    return [...new Set(files.map((file) => (typeof file === 'string' ? file : file.path)))];
}
/** Names in `$NAME` and `${NAME…}`, also inside the default of another one; `$$` is a dollar. */
function variablesIn(text) {
    return [...text.matchAll(/\$(?:\$|\{?([A-Za-z_][A-Za-z0-9_]*))/g)].flatMap(([, name]) => name ?? []);
}

;// CONCATENATED MODULE: ./src/compose/unset.js




/**
 * Compose puts a blank where a variable has no value, and only warns: the classic way to ship an empty password.
 * `raw` is the project before interpolation.
 * @throws UserError with the names and where they are used
 */
async function refuseUnset(names, raw, matters, naming) {
    const texts = await textsOf(raw, naming);
    const wrong = names.flatMap((name) => {
        const uses = usesOf(name, raw);
        const where = uses.filter(matters).map((use) => use.join('.'));
        // Used nowhere in the model: it stands in one of the env files.
        return uses.length > 0 && where.length === 0 ? [] : [{ name, where, place: findVariable(name, texts) }];
    });
    const [first] = wrong;
    if (first === undefined)
        return;
    const described = wrong.map(({ name, where, place }) => where.length > 0
        ? `${name} (in ${where.join(', ')})`
        : place === undefined
            ? name
            : `${name} (in ${place.file})`);
    throw new src_errors/* UserError */.yo('bad-input', `${wrong.length === 1 ? 'A variable has' : 'Variables have'} no value: ${described.join('; ')}.`, `Set ${wrong.map(({ name }) => name).join(', ')} under env: of the step, or write a default: \${${first.name}:-…}. A $ that is meant as such is written $$.`, first.place);
}
/** The Compose files and the env files that they read, named as the checkout does. */
async function textsOf(raw, { mirror, folder, files }) {
    const composeFiles = files.map((file) => (0,external_node_path_.resolve)(mirror.folder, external_node_path_.posix.relative(folder, file)));
    return await Promise.all([...composeFiles, ...envFilesOf(raw)].map(async (path) => ({
        file: external_node_path_.posix.join(folder, external_node_path_.posix.relative(mirror.folder, path)),
        text: await (0,promises_.readFile)(path, 'utf8').catch(() => ''),
    })));
}

;// CONCATENATED MODULE: ./src/compose/read.js










/**
 * The project as Compose on the runner understands it, with the paths of the host.
 * Variables come from the step's environment and from a `.env` beside the Compose file, as with Compose everywhere.
 * @throws UserError bad-input for anything in it that can't be deployed as it was meant
 */
async function readCompose(source, runner) {
    const workspace = (0,external_node_path_.resolve)(runner.context.workspace);
    const folder = external_node_path_.posix.dirname(firstOf(source.files, workspace));
    await refuseOldCompose(runner);
    const mirror = await makeMirror({
        temp: runner.context.temp,
        workspace,
        folder: (0,external_node_path_.resolve)(workspace, folder),
        hostFolder: source.hostFolder,
        environmentFile: source.environmentFile,
        // Without values a file of that name in the checkout stays what it is.
        environment: source.environment.size === 0 ? undefined : (0,compose_environment/* formatEnvironment */.$)(source.environment),
    });
    try {
        const naming = { mirror, folder, files: source.files };
        const config = composeConfig(runner, {
            files: source.files.map((file) => (0,external_node_path_.resolve)(mirror.folder, external_node_path_.posix.relative(folder, file))),
            folder: mirror.folder,
            hostFolder: source.hostFolder,
            projectName: source.projectName,
        });
        const { model, warnings } = await readProject(source, config, naming);
        refuseUnread(source, model);
        for (const warning of warnings)
            runner.log.warning(warning);
        return withHostPaths(model, mirror.root);
    }
    finally {
        await mirror.remove();
    }
}
async function readProject(source, config, naming) {
    let ran = await config({});
    if (ran.code === 0 && unsetVariables(ran.stderr).length === 0)
        return { model: modelOf(ran), warnings: warningsOf(ran.stderr, naming) };
    const raw = await readRaw(config);
    const app = appServices(raw, source.named);
    // Compose stops at the first required variable and at an empty image, also where the digest will stand.
    const placeholders = {};
    while (ran.code !== 0) {
        const more = unsetVariables(ran.stderr).filter((name) => {
            const uses = usesOf(name, raw);
            return !(name in placeholders) && uses.length > 0 && !uses.some((use) => matters(use, app));
        });
        if (more.length === 0)
            throw composeFailed(ran.stderr, naming, source.environmentFile);
        for (const name of more)
            placeholders[name] = 'replaced';
        ran = await config(placeholders);
    }
    const model = modelOf(ran);
    const services = Object.keys(model.services);
    await refuseUnset(unsetVariables(ran.stderr), raw, (use) => matters(use, app, services), naming);
    return { model, warnings: warningsOf(ran.stderr, naming) };
}
/** The project before interpolation, empty where Compose can't print it. */
async function readRaw(config) {
    const ran = await config({}, '--no-interpolate');
    return ran.code === 0 ? modelOf(ran) : { name: '', services: {} };
}
function firstOf(files, workspace) {
    const kinds = files.map((file) => (0,external_node_fs_.statSync)((0,external_node_path_.resolve)(workspace, file), { throwIfNoEntry: false }));
    const wrong = kinds.findIndex((kind) => kind?.isFile() !== true);
    const [first] = files;
    if (first !== undefined && wrong === -1)
        return first;
    throw new src_errors/* UserError */.yo('bad-input', first === undefined
        ? 'No Compose file is given.'
        : kinds[wrong] === undefined
            ? `There is no file ${files[wrong]} in the checkout.`
            : `${files[wrong]} is a folder and no Compose file.`, 'Name it in compose-file, relative to the root of the repository, and run actions/checkout before.');
}
/** Values that no container would get. `.env` is the exception: Compose reads it for the Compose file itself. */
function refuseUnread({ environment, environmentFile }, { services }) {
    const names = [...environment.keys()];
    if (names.length === 0 || external_node_path_.posix.basename(environmentFile) === '.env')
        return;
    if (Object.keys(services).length === 0)
        throw new src_errors/* UserError */.yo('bad-input', 'The Compose project has no services.', 'Name the files that have them with compose-file, one a line. Services under a profile count when COMPOSE_PROFILES is set under env: of the step.');
    const read = Object.values(services).some((service) => names.every((name) => name in (service.environment ?? {})));
    if (!read)
        throw new src_errors/* UserError */.yo('bad-input', `No service of the Compose project reads ${environmentFile}: the environment input would reach no container.`, `Add env_file: ${environmentFile} to the services, or set environment-file to the name that stands there.`);
}
/** Only what begins with the mirror's random name is a path that Compose made absolute. */
function withHostPaths(value, root) {
    if (typeof value === 'string')
        return (value.startsWith(`${root}/`) ? value.slice(root.length) : value);
    if (Array.isArray(value))
        return value.map((one) => withHostPaths(one, root));
    if (typeof value !== 'object' || value === null)
        return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withHostPaths(one, root)]));
}

// EXTERNAL MODULE: ./src/compose/render.js
var render = __webpack_require__(8028);
;// CONCATENATED MODULE: ./src/compose/roles.js




/** Which service is web, worker, scheduler, job or accessory. @throws UserError when it is not clear */
function findRoles(model, named = {}) {
    const services = Object.keys(model.services);
    refuseBadNames(services, named);
    const web = named.web ?? findWeb(model, named);
    refuseOtherImages(model, web, named);
    const app = [web, ...allNamed(named)];
    const roles = { web, workers: [], schedulers: [], jobs: [], accessories: [] };
    for (const name of services) {
        if (name === web)
            continue;
        if (named.workers?.includes(name))
            roles.workers.push(name);
        else if (named.schedulers?.includes(name))
            roles.schedulers.push(name);
        else if (!app.some((one) => runsSameImage(model, name, one)))
            roles.accessories.push(name);
        else if (beats(model, name))
            roles.schedulers.push(name);
        else if (isJob(model, name))
            roles.jobs.push(name);
        else
            roles.workers.push(name);
    }
    return roles;
}
/** The app service that is no Celery and no job; where several are left, the one that publishes a port. */
function findWeb(model, named) {
    const taken = new Set(allNamed(named));
    const left = appServices(model, named).filter((name) => !taken.has(name) && !(0,celery/* celeryUse */.Q)(model.services[name] ?? {}).started);
    const servers = left.filter((name) => !isJob(model, name));
    const publishing = servers.filter((name) => (model.services[name]?.ports ?? []).length > 0);
    const candidates = publishing.length > 0 ? publishing : servers;
    const [web, ...others] = candidates;
    if (web !== undefined && others.length === 0)
        return web;
    throw web === undefined
        ? new src_errors/* UserError */.yo('bad-input', `No service looks like the web server of the app: none builds an image, starts uvicorn or gunicorn, or has the image of a Celery service.`, `Name it with the web-service input, one of ${listed(Object.keys(model.services))}.`)
        : new src_errors/* UserError */.yo('bad-input', `${listed(candidates)} could each be the web server of the app.`, `Name the right one with the web-service input.`);
}
function refuseBadNames(services, named) {
    const names = allNamed(named);
    const unknown = names.filter((name) => !services.includes(name));
    if (unknown.length > 0)
        throw new src_errors/* UserError */.yo('bad-input', `The Compose project has no service ${listed(unknown)}.`, `Its services are ${listed(services)}.`);
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    if (twice.length > 0)
        throw new src_errors/* UserError */.yo('bad-input', `${listed([...new Set(twice)])} is named for more than one role.`, 'Name each service once, in web-service, worker-services or scheduler-services.');
}
/** One image is deployed; a Celery service with another one would silently be given the wrong program. */
function refuseOtherImages(model, web, named) {
    if ((named.workers ?? []).length + (named.schedulers ?? []).length > 0)
        return;
    const other = Object.keys(model.services).filter((name) => name !== web && isCelery(model, name) && !runsSameImage(model, name, web));
    if (other.length > 0)
        throw new src_errors/* UserError */.yo('bad-input', `${listed(other)} runs Celery in another image than ${web}, and one image is deployed.`, `Give ${listed(other)} the image of ${web}, or name the services of the app with the worker-services and scheduler-services inputs: a Celery service that is not named then stays as it is.`);
}
/** Workers that must not run beside their old ones: `deploy.update_config.order: stop-first` says so of them. */
function stopFirstServices(model, { workers }) {
    return workers.filter((name) => model.services[name]?.deploy?.update_config?.order === 'stop-first');
}
function allNamed(named) {
    const web = named.web === undefined ? [] : [named.web];
    return [...web, ...(named.workers ?? []), ...(named.schedulers ?? [])];
}
function isCelery(model, name) {
    const { worker, beat } = (0,celery/* celeryUse */.Q)(model.services[name] ?? {});
    return worker || beat;
}
function beats(model, name) {
    const { beat, embedded } = (0,celery/* celeryUse */.Q)(model.services[name] ?? {});
    return beat || embedded;
}
/** Something waits for its end, or it is a `manage.py` command that is no server. */
function isJob(model, name) {
    const service = model.services[name] ?? {};
    const awaited = Object.values(model.services).some(({ depends_on }) => {
        const dependency = depends_on?.[name];
        return dependency?.condition === 'service_completed_successfully';
    });
    if (awaited)
        return true;
    const command = (0,compose_model/* commandOf */.Nl)(service);
    return ((service.ports ?? []).length === 0 &&
        /\bmanage\.py\s+(?!runserver|shell)\w+/.test(command) &&
        !/\b(uvicorn|gunicorn|hypercorn|daphne|granian|celery|runserver)\b/.test(command));
}
function listed(names) {
    return names.join(', ');
}

// EXTERNAL MODULE: ./src/database/backup-plan.js
var backup_plan = __webpack_require__(3957);
// EXTERNAL MODULE: ./src/edge/upstreams.js
var upstreams = __webpack_require__(4509);
// EXTERNAL MODULE: ./src/release/release.js
var release = __webpack_require__(7190);
// EXTERNAL MODULE: ./src/runner/context.js
var context = __webpack_require__(1875);
// EXTERNAL MODULE: ./src/deploy/observed.js
var observed = __webpack_require__(8005);
// EXTERNAL MODULE: ./src/deploy/registry-login.js
var registry_login = __webpack_require__(7142);
;// CONCATENATED MODULE: ./src/deploy/want.js

















/**
 * Turns the inputs and the repository's Compose files into what is wanted. Touches the runner only, no host.
 * @param fleet its hosts as the inputs name them: several can't have their data in the Compose project
 * @throws UserError `bad-input` for everything that can be known to be wrong before a connection is made
 */
async function want(inputs, runner, { hosts, scheduler }) {
    const { image, path: root } = inputs;
    const login = (0,registry_login/* registryLogin */.j)(image, inputs['registry-username'], inputs['registry-password']);
    const migrate = wordsOf('migrate-command', inputs['migrate-command']);
    const environment = (0,compose_environment/* parseEnvironment */.N)(inputs.environment ?? '');
    const named = {
        ...(inputs['web-service'] === undefined ? {} : { web: inputs['web-service'] }),
        ...(inputs['worker-services'].length === 0 ? {} : { workers: inputs['worker-services'] }),
        ...(inputs['scheduler-services'].length === 0 ? {} : { schedulers: inputs['scheduler-services'] }),
    };
    const source = await readCompose({
        files: inputs['compose-file'],
        environmentFile: inputs['environment-file'],
        environment,
        projectName: inputs.project,
        hostFolder: root,
        named,
    }, runner);
    const roles = findRoles(source, named);
    const file = inputs['compose-file'].at(-1);
    const { errors: faults, warnings } = checkModel(source, roles, file);
    const errors = [...faults, ...(hosts.length > 1 ? fleetErrors(source, roles, file) : [])];
    for (const { rule, message, fix, place } of warnings)
        runner.log.warning(`${message}\n${fix} [${rule}]`, place);
    if (errors.length > 0)
        throw new src_errors/* UserError */.yo('bad-input', errors.map(({ message }) => message).join('\n'), errors.map(({ fix }) => fix).join('\n'), errors[0]?.place);
    const [port, ...others] = (0,ports/* webPorts */.F)(source, roles);
    if (port === undefined || others.some(({ target }) => target !== port.target))
        throw new src_errors/* UserError */.yo('bad-input', `The service ${roles.web} publishes ${port === undefined ? 'no port' : 'several of its own ports'}; the edge takes over one.`, 'Publish the port that it answers HTTP on, and only that: ports: ["8000:8000"]');
    const id = (0,release/* releaseId */.Bf)(runner.clock.now(), image);
    const model = (0,render/* renderRelease */.c)(source, roles, {
        image,
        release: id,
        version: inputs.version ?? '',
        commit: runner.context.sha,
        edgeImage: inputs['edge-image'],
        hostFolder: root,
        replicas: readReplicas(inputs.replicas, roles),
    });
    labelEdge(model);
    if ((0,compose_model/* replicasOf */.N4)(model.services[roles.web] ?? {}) * 2 > upstreams/* slotCount */.EV)
        throw new src_errors/* UserError */.yo('bad-input', `${roles.web} has more replicas than the edge has room for.`, `Use ${upstreams/* slotCount */.EV / 2} at most on one host.`);
    const edge = {
        port: port.target,
        healthPath: inputs['health-path'],
        healthHost: inputs['health-host'],
        readinessPath: inputs['readiness-path'],
    };
    const stopFirst = stopFirstServices(source, roles);
    const { strategy } = inputs;
    if (inputs['keep-warm'] && strategy !== 'blue-green')
        throw new src_errors/* UserError */.yo('bad-input', `Input 'keep-warm': with strategy ${strategy} the old web is stopped to make room.`, 'Set strategy: blue-green, or leave keep-warm out.');
    const settings = {
        ...{ roles, edge, publicPort: port.published, stopFirst, migrate, scheduler },
        recreate: strategy === 'recreate',
    };
    const wanted = {
        release: {
            id,
            image,
            version: inputs.version ?? '',
            commit: runner.context.sha,
            fingerprint: (0,render/* fingerprint */.Rj)(model),
            created: new Date(runner.clock.now()).toISOString(),
            run: (0,context/* runUrl */.V)(runner.context),
            actor: runner.context.actor,
            settings,
        },
        model,
        ...{ roles, edge, publicPort: port.published, strategy, root, migrate, stopFirst },
        backup: {
            id,
            when: inputs.backup,
            verify: inputs['verify-backup'],
            folder: inputs['backup-path'] ?? `${root}/backups`,
            keep: inputs['keep-backups'],
            image: inputs['backup-image'] ?? '',
            copy: wordsOf('backup-copy', inputs['backup-copy'] ?? 'none'),
        },
        bake: inputs.bake,
        maxErrorRate: inputs['max-error-rate'],
        schedules: true,
        balancerWait: 0,
        healthTimeout: inputs['health-timeout'],
        drainTimeout: inputs['drain-timeout'],
        keepWarm: inputs['keep-warm'],
        keep: inputs['keep-releases'],
        lockWait: inputs['lock-wait'],
        registryLogin: login,
    };
    (0,backup_plan/* checkBackup */.xq)(wanted);
    return wanted;
}
/**
 * `3` is for web, `celery=2` for the service of that name.
 * @throws UserError for a service that isn't the app's, for a scheduler, and for web without any
 */
function readReplicas(lines, roles) {
    const scalable = [roles.web, ...roles.workers];
    const counts = lines.map((line) => {
        const [count = '', name = roles.web] = line.split('=').reverse();
        const least = name === roles.web ? 1 : 0;
        if (scalable.includes(name) && Number(count) >= least && Number(count) <= 30)
            return [name, Number(count)];
        throw new src_errors/* UserError */.yo('bad-input', scalable.includes(name)
            ? `Input 'replicas': "${line}" is not a whole number from ${least} to 30.`
            : `Input 'replicas': "${line}" names no service that can be scaled.`, `Scale ${scalable.join(', ')}. A scheduler always runs once.`);
    });
    return Object.fromEntries(counts);
}
/** The edge carries a hash of its own definition: it is left alone as long as that stays the same. */
function labelEdge({ services: { edge } }) {
    if (edge === undefined)
        return;
    const hash = (0,external_node_crypto_.createHash)('sha256').update(JSON.stringify(edge)).digest('hex').slice(0, 12);
    edge.labels = { ...edge.labels, [observed/* edgeLabel */.UG]: hash };
}
/** @throws UserError for a quote that nothing closes */
function wordsOf(input, command) {
    try {
        return command === 'none' ? [] : (0,shlex/* split */.lD)(command);
    }
    catch {
        throw new src_errors/* UserError */.yo('bad-input', `Input '${input}': "${command}" has a quote that nothing closes.`, 'Write it as in a shell, such as python manage.py migrate --noinput; or none.');
    }
}


/***/ }),

/***/ 4089:
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
