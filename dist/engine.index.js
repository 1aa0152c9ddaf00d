export const id = "engine";
export const ids = ["engine"];
export const modules = {

/***/ 20893:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  composeEngine: () => (/* binding */ composeEngine)
});

// EXTERNAL MODULE: ./src/model/placement.js
var placement = __webpack_require__(24504);
// EXTERNAL MODULE: ./src/engine/compose/begin.js + 2 modules
var begin = __webpack_require__(723);
// EXTERNAL MODULE: ./src/compose/labels.js
var compose_labels = __webpack_require__(22423);
// EXTERNAL MODULE: ./src/compose/run-once.js
var run_once = __webpack_require__(63041);
// EXTERNAL MODULE: ./src/host/inspect.js
var inspect = __webpack_require__(40740);
// EXTERNAL MODULE: ./src/model/evidence.js
var evidence = __webpack_require__(12970);
;// CONCATENATED MODULE: ./src/engine/compose/capture.js




/** Maximum of log lines, and of bytes, from each container. */
const logLines = 60;
const logBytes = 20_000;
/** A question without an answer in so many seconds is skipped: the undo is waiting. */
const limits = { seconds: 5, allowSilence: true };
/**
 * Captures the evidence of a failure on one host in two round trips. The transaction keeps the lock meanwhile. Only
 * containers of this release and those of no release are examined; old releases did not cause the failure.
 */
async function capture({ host, desired: { model, release, root } }, clean) {
    const project = `label=com.docker.compose.project=${model.name}`;
    const [listed, disk, memory, events] = await (0,inspect/* inspect */.N)(host, [
        ['docker', 'ps', '-a', '--filter', project, '--format', `{{.Names}}\t{{.Label "${compose_labels/* releaseLabel */.wr}"}}`],
        ['df', '-Ph', '/', root],
        ['free', '-m'],
        endsOf(project),
    ], limits);
    const ends = readEnds(events.stdout);
    const names = listed.stdout.split('\n').flatMap((line) => {
        const [name = '', made = ''] = line.split('\t');
        return name !== '' && (made === '' || made === release.id) ? [name] : [];
    });
    const answers = await (0,inspect/* inspect */.N)(host, [
        ...names.map((name) => ['docker', 'inspect', '--format', inspectFormat, name]),
        ...names.map((name) => lastLines(name)),
    ], limits);
    const containers = names.flatMap((_, index) => {
        const [state, log] = [answers[index], answers[names.length + index]];
        return readContainer(state?.stdout ?? '', log?.stdout ?? '', compose_labels/* releaseLabel */.wr, clean).map((one) => ({
            ...one,
            outOfMemory: one.outOfMemory || ends.get(one.name)?.outOfMemory === true,
            exitCode: one.restarts > 0 && one.exitCode === 0 ? (ends.get(one.name)?.exitCode ?? 0) : one.exitCode,
            mayEnd: one.release === '' && (0,run_once/* mayEnd */.pN)(model.services[one.service] ?? {}),
        }));
    });
    return {
        // For a healthy container that is not new, its state says enough.
        containers: containers.map((one) => ((0,evidence/* isWell */.f)(one) && one.release === '' ? { ...one, lines: [] } : one)),
        machine: `${disk.stdout}\n${memory.stdout}`.trim(),
    };
}
/** How containers ended lately: one that runs again no longer shows it, and the event of an out-of-memory kill may be missing. */
function endsOf(project) {
    const format = '{{.Action}} {{.Actor.Attributes.name}} {{.Actor.Attributes.exitCode}}';
    const script = `docker events --since 15m --until "$(date +%s)" --filter event=oom --filter event=die --filter "$1" --format '${format}'`;
    return ['bash', '-c', script, 'ends', project];
}
/** Reads the engine's events, each `oom NAME` or `die NAME CODE`, by container. Pure. */
function readEnds(events) {
    const ends = new Map();
    for (const line of events.split('\n')) {
        const [action, name = '', code] = line.trim().split(' ');
        const before = ends.get(name) ?? { outOfMemory: false, exitCode: 0 };
        if (action === 'oom')
            ends.set(name, { ...before, outOfMemory: true });
        if (action === 'die')
            ends.set(name, { ...before, exitCode: Number(code) || 0 });
    }
    return ends;
}
/** The last lines of both outputs, as people see them. */
function lastLines(name) {
    const script = `docker logs --tail ${logLines} "$1" 2>&1 | tail -c ${logBytes}`;
    return ['bash', '-c', script, 'logs', name];
}
/** A Go template for `docker inspect` that prints one line of JSON. It omits the environment, which holds secrets. */
const inspectFormat = '{"name":{{json .Name}},"labels":{{json .Config.Labels}},"state":{{json .State}},"restarts":{{json .RestartCount}}}';
/**
 * Parses what {@link inspectFormat} printed; returns an empty list for anything else.
 * @param log the container's output
 * @param clean removes the secrets from a text
 */
function readContainer(json, log, releaseLabel, clean) {
    let told;
    try {
        told = JSON.parse(json);
    }
    catch {
        return [];
    }
    const { name, labels, restarts, state } = told;
    const checks = (state.Health?.Log ?? []).slice(-3).map(({ Output }) => clean(Output.trim()));
    const container = {
        name: name.replace(/^\//, ''),
        service: labels?.['com.docker.compose.service'] ?? '',
        release: labels?.[releaseLabel] ?? '',
        status: state.Status,
        exitCode: state.ExitCode,
        restarts,
        outOfMemory: state.OOMKilled,
        error: clean(state.Error),
        health: state.Health?.Status ?? 'none',
        checks,
        lines: (0,evidence/* linesOf */.D)(clean(log)),
    };
    return [container];
}

// EXTERNAL MODULE: ./src/engine/compose/commands.js
var commands = __webpack_require__(11521);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
// EXTERNAL MODULE: ./src/edge/names.js
var names = __webpack_require__(43511);
// EXTERNAL MODULE: ./src/edge/upstreams.js
var edge_upstreams = __webpack_require__(24509);
;// CONCATENATED MODULE: ./src/edge/runtime.js


/**
 * HAProxy runtime commands that assign containers to slots, still without requests: `set server … addr` does not count
 * until HAProxy has resolved the name, which takes up to two seconds.
 * https://docs.haproxy.org/2.6/management.html#9.3
 */
function pointCommands(next) {
    return next
        .flatMap((one) => [
        `set map ${names/* configFolder */.vg}/releases.map ${(0,edge_upstreams/* slotOf */.SW)(one)} ${one.release}`,
        `set server ${(0,edge_upstreams/* serverOf */.FN)(one)} fqdn ${one.container}`,
    ])
        .join('; ');
}
/** Switches traffic in one line, so that no request comes in between: new slots answer from now on, old ones finish their requests. */
function switchCommands(next, old) {
    return [...next.map(readyCommand), ...old.map(drainCommand)].join('; ');
}
/** Undoes a switch: the old slots answer again, the new ones finish their requests. */
function switchBackCommands(next, old) {
    return switchCommands(old, next);
}
/** Marks healthy slots as up: they get requests without waiting for the edge's own next check. */
function upCommands(upstreams) {
    return upstreams.map((one) => `set server ${(0,edge_upstreams/* serverOf */.FN)(one)} health up`).join('; ');
}
/** Frees the slots of containers that are about to be removed. */
function retireCommands(upstreams) {
    return upstreams
        .flatMap((one) => [
        `set server ${(0,edge_upstreams/* serverOf */.FN)(one)} state maint`,
        `set server ${(0,edge_upstreams/* serverOf */.FN)(one)} fqdn ${names/* idleName */.kL}`,
        `set map ${names/* configFolder */.vg}/releases.map ${(0,edge_upstreams/* slotOf */.SW)(one)} none`,
    ])
        .join('; ');
}
/** Keeps the slots of standby containers: they get no requests, and one switch returns to them, as their address is known. */
function restCommands(upstreams) {
    return upstreams.map((one) => `set server ${(0,edge_upstreams/* serverOf */.FN)(one)} state maint`).join('; ');
}
/** Makes the readiness path answer 503, so that a balancer in front sends no more requests. */
const leaveCommand = `set server ${names/* balancerBackend */.R4}/${names/* balancerFlag */.hu} state maint`;
/** Makes the readiness path answer 200 again. */
const joinCommand = `set server ${names/* balancerBackend */.R4}/${names/* balancerFlag */.hu} state ready`;
/** Closes the shop: from now on no request reaches web, even on open connections, except from allow-listed clients. */
const closeCommand = `set server ${names/* shopBackend */.vo}/${names/* shopFlag */.zq} state maint`;
/** Opens the shop again. */
const openCommand = `set server ${names/* shopBackend */.vo}/${names/* shopFlag */.zq} state ready`;
function readyCommand(upstream) {
    return `set server ${(0,edge_upstreams/* serverOf */.FN)(upstream)} state ready`;
}
function drainCommand(upstream) {
    return `set server ${(0,edge_upstreams/* serverOf */.FN)(upstream)} state drain`;
}
/** Formats slots and their containers for the guard's verb `placed`. */
function slotAddresses(upstreams) {
    return upstreams.map((one) => `${(0,edge_upstreams/* slotOf */.SW)(one)}=${one.container}`);
}

// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
// EXTERNAL MODULE: ./src/model/desired.js
var model_desired = __webpack_require__(50809);
// EXTERNAL MODULE: ./src/model/edge/web.js
var edge_web = __webpack_require__(9803);
// EXTERNAL MODULE: ./src/model/observed.js
var model_observed = __webpack_require__(97755);
// EXTERNAL MODULE: ./src/model/release/release.js
var release_release = __webpack_require__(99328);
// EXTERNAL MODULE: ./src/model/release/retention.js
var retention = __webpack_require__(19223);
// EXTERNAL MODULE: ./src/model/release/returning.js
var returning = __webpack_require__(41563);
// EXTERNAL MODULE: ./src/model/step.js
var step = __webpack_require__(94153);
// EXTERNAL MODULE: ./src/runner/last-words.js
var last_words = __webpack_require__(55270);
// EXTERNAL MODULE: ./src/compose/host-paths.js
var host_paths = __webpack_require__(4939);
// EXTERNAL MODULE: ./src/edge/config.js + 1 modules
var edge_config = __webpack_require__(81567);
// EXTERNAL MODULE: ./src/host/quote.js
var quote = __webpack_require__(84428);
;// CONCATENATED MODULE: ./src/engine/compose/observe/port-holders.js
/** Prints a line for each port that is in use: the port, and what holds it. */
const portHolders = `for port; do
  name=$(docker ps --filter "publish=$port" --format '{{.Names}}' | head -n 1)
  [ -n "$name" ] || [ -z "$(ss -Hltn "sport = :$port" 2>/dev/null)" ] || name='a program'
  [ -z "$name" ] || echo "$port $name"
done`;
/** Asks what holds the ports of further web services; {@link readHolders} parses the answer. */
function holdersQuestion(otherWeb) {
    return ['bash', '-c', portHolders, 'ports', ...otherWeb.map(({ publicPort }) => String(publicPort))];
}
/** Maps each port to its holder: a container, or `a program`; free ports are left out. */
function readHolders(output) {
    const rows = output.split('\n').filter((line) => line !== '');
    return Object.fromEntries(rows.map((line) => [Number(line.split(' ', 1)[0]), line.slice(line.indexOf(' ') + 1)]));
}

// EXTERNAL MODULE: ./src/compose/render.js
var render = __webpack_require__(58028);
// EXTERNAL MODULE: ./src/model/older.js
var older = __webpack_require__(10261);
;// CONCATENATED MODULE: ./src/engine/compose/observe/refusal.js



/**
 * What Compose on the host says against a release that a newer one on the runner wrote; undefined when it reads it. Asked
 * only there, as it costs a round trip: Compose refuses keys that it does not know, and would do so after the run has
 * taken the lock. The release has secrets, so it travels by standard input.
 */
async function refusalOf(host, { model, root, composeVersion }, version) {
    if (composeVersion === undefined || !(0,older/* isOlder */.t)(version, composeVersion))
        return undefined;
    const project = ['--project-name', model.name, '--project-directory', root, '--env-file', '/dev/null'];
    const ran = await host.run(['docker', 'compose', ...project, '-f', '-', 'config', '--quiet'], (0,render/* formatModel */.Xk)(model), { seconds: 30, what: 'docker compose config' });
    return ran.code === 0 ? undefined : (0,last_words/* lastWords */.a)(ran).replace(/^validating [^:]*: /, '');
}

;// CONCATENATED MODULE: ./src/engine/compose/observe/releases.js




/** Reads a host's releases, and which is live and which was before. @throws UserError as {@link readStore} */
async function releases(host, root) {
    return readStore(host.name, await (0,inspect/* inspect */.N)(host, storeQuestions(root)));
}
/** The questions for {@link releases}; {@link readStore} parses the answers. Pure. */
function storeQuestions(root) {
    const records = ['-mindepth', '2', '-maxdepth', '2', '-name', 'release.json', '-exec', 'cat', '{}', '+'];
    return [
        ['cat', `${root}/live/release.json`],
        ['readlink', `${root}/previous`],
        ['find', `${root}/releases`, ...records],
    ];
}
/**
 * Parses the answers to {@link storeQuestions}, in their order; an unreadable record is left out. Pure.
 * @throws UserError `not-ready` when `cat` itself could not run: that does not mean that the host has no release
 */
function readStore(host, [live, previous, releases]) {
    if (live.code > 1)
        throw new errors/* UserError */.yo('not-ready', `${host}: the command cat failed with exit code ${live.code}: ${(0,last_words/* lastWords */.a)(live)}.`, 'Log in there as the SSH user of the deploy, and run: cat /dev/null');
    return {
        live: live.code === 0 ? (0,release_release/* parseRelease */.BC)(live.stdout) : undefined,
        previous: previous.code === 0 ? previous.stdout.trim().split('/').at(-1) || undefined : undefined,
        releases: releases.stdout.split('\n').flatMap((line) => (0,release_release/* parseRelease */.BC)(line) ?? []),
    };
}
/**
 * Reads the Compose model of a release on a host.
 * @throws UserError `no-target` when the host does not have it
 */
async function readModel(host, root, { id }) {
    const { code, stdout } = await host.run(['cat', `${(0,release_release/* releaseFolder */.Uc)(root, id)}/compose.json`]);
    try {
        // We wrote it as JSON, with Compose's own escapes in it.
        if (code === 0)
            return JSON.parse(stdout);
    }
    catch {
        // Falls through: a cut-off file is as good as a missing one.
    }
    throw new errors/* UserError */.yo('no-target', `The Compose file of release ${id} is not on ${host.name} any more.`, 'Deploy its image again, or go back to another release.');
}

// EXTERNAL MODULE: ./src/engine/compose/observe/usable.js
var usable = __webpack_require__(58134);
;// CONCATENATED MODULE: ./src/engine/compose/observe/observe.js













const separator = '\t';
/** The `docker ps` format for containers; {@link readContainers} parses it. */
const containerFormat = [
    '{{.Names}}',
    '{{.Label "com.docker.compose.service"}}',
    '{{.State}}',
    `{{.Label "${compose_labels/* releaseLabel */.wr}"}}`,
    `{{.Label "${model_observed/* edgeLabel */.UG}"}}`,
    '{{.Image}}',
    '{{.Label "com.docker.compose.oneoff"}}',
    `{{.Label "${compose_labels/* definitionLabel */.M2}"}}`,
    `{{.Label "${compose_labels/* partsLabel */.xq}"}}`,
    `{{.Label "${compose_labels/* roleLabel */.bR}"}}`,
].join(separator);
/**
 * Observes a host and changes nothing. All questions run at once, so that it takes as long as the slowest.
 * @throws UserError `not-ready` when Docker or Compose can't be used by the SSH user, `host-unresponsive` when it hangs
 */
async function observe(host, desired) {
    const { root, model, publicPort, edge } = desired;
    const project = `label=com.docker.compose.project=${model.name}`;
    const [version, compose, containers, networks, volumes, config, map, disk, rootDisk, publishers, listening, image, writable, liveImages, images, history, missing, otherPorts, ...store] = await (0,inspect/* inspect */.N)(host, [
        ['docker', 'version', '--format', '{{.Server.Version}} {{.Server.Arch}}'],
        ['docker', 'compose', 'version', '--short'],
        // Only the full form shows an image's digest.
        ['docker', 'ps', '-a', '--no-trunc', '--filter', project, '--format', containerFormat],
        ['docker', 'network', 'ls', '--format', '{{.Name}}'],
        ['docker', 'volume', 'ls', '--format', '{{.Name}}'],
        ['cat', `${root}/edge/haproxy.cfg`],
        ['cat', `${root}/edge/releases.map`],
        // The folder where Docker keeps images is a setting of the engine.
        ['bash', '-c', `df -Pk "$(${(0,quote/* shellLine */.T)(['docker', 'info', '--format', '{{.DockerRootDir}}'])})"`],
        ['df', '-Pk', root],
        ...portQuestions(publicPort),
        ['docker', 'image', 'inspect', '--format', '{{.Id}}', ...(0,model_desired/* imagesHere */.X1)(desired)],
        ['test', '-w', root],
        ['bash', '-c', liveImageSizes, 'sizes', `${root}/live/release.json`],
        [
            'docker',
            'image',
            'ls',
            '--digests',
            '--format',
            '{{.Repository}}@{{.Digest}}\n{{.Repository}}:{{.Tag}}',
        ],
        ['stat', '-c', '%s', `${root}/events.log`],
        ['bash', '-c', missingPaths, 'missing', ...new Set((0,host_paths/* hostPaths */.t)(model, root).map(({ path }) => path))],
        holdersQuestion(edge.otherWeb ?? []),
        ...storeQuestions(root),
    ]);
    // A missing answer must not be taken for an empty one.
    const silent = [version, containers, networks, publishers].find(({ code }) => code !== 0);
    if (silent !== undefined && (await (0,usable/* isRootless */.gt)(host)))
        throw (0,usable/* rootless */.M7)(host.name);
    (0,usable/* assertUsable */.jI)(host.name, silent ?? version, compose);
    const composeRefuses = await refusalOf(host, desired, compose.stdout.trim());
    const [engine = '', architecture = ''] = version.stdout.trim().split(' ');
    const upstreams = (0,edge_config/* readUpstreams */.rF)(contentOf(config));
    return {
        host: host.name,
        engine,
        architecture,
        compose: compose.stdout.trim(),
        composeRefuses,
        containers: readContainers(containers.stdout),
        networks: networks.stdout.split('\n').filter((name) => name !== ''),
        volumes: volumes.code === 0 ? volumes.stdout.split('\n').filter((name) => name !== '') : undefined,
        ...readStore(host.name, store),
        images: contentOf(images).split('\n'),
        edgeConfig: contentOf(config),
        releaseMap: contentOf(map),
        upstreams: upstreams.filter(({ warm }) => warm !== true),
        warm: upstreams.filter(({ warm }) => warm === true),
        maintenance: (0,edge_config/* readMaintenance */.Om)(contentOf(config)),
        history: Number(contentOf(history)),
        missingPaths: contentOf(missing).split('\n').filter(Boolean),
        freeBytes: freeBytes(disk),
        freeInRoot: freeBytes(rootDisk),
        portHolder: publishers.stdout.split('\n')[0] ||
            (listening.code !== 0 || listening.stdout.trim() === '' ? undefined : 'a program'),
        otherPortHolders: readHolders(contentOf(otherPorts)),
        imagePresent: image.code === 0,
        writable: writable.code === 0,
        imageBytes: sum(liveImages.stdout),
    };
}
/** A path that the SSH user may not examine does not count as missing. */
const missingPaths = `for path; do
  LC_ALL=C stat -- "$path" 2>&1 >/dev/null | grep -qE ': (No such file or directory|Not a directory)$' && printf '%s\\n' "$path"
done; :`;
/** Finds what holds the port; nothing is asked when no port is published. */
function portQuestions(port) {
    if (port === 0)
        return [['true'], ['true']];
    const publishers = ['docker', 'ps', '--filter', `publish=${port}`, '--format', '{{.Names}}'];
    return [publishers, ['ss', '-Hltn', `sport = :${port}`]];
}
/** The record is one line of JSON that we wrote; the host may have no JSON tool. Only images have a name before their digest. */
const liveImageSizes = `docker image inspect --format '{{.Size}}' $(grep -o '[^"]*@sha256:[0-9a-f]*' "$1")`;
function sum(output) {
    return output.split('\n').reduce((all, line) => all + (Number(line) || 0), 0);
}
/** Parses the lines of `docker ps`. One-off containers (`compose run`) don't belong to the service. Exported for tests. */
function readContainers(output) {
    return output
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split(separator))
        .filter(([, , , , , , oneOff]) => oneOff !== 'True')
        .map(([name = '', service = '', state = '', release = '', edge = '', image = '', , definition = '', parts = '', role = '',]) => ({
        ...{ name, service, state, release, edge, image },
        ...(role === '' ? {} : { role }),
        ...(definition === '' ? {} : { definition, parts: readParts(parts) }),
    }));
}
/** A label that people have changed counts as empty. */
function readParts(json) {
    try {
        return JSON.parse(json) ?? {};
    }
    catch {
        return {};
    }
}
/** A file's content; empty when the file is missing, as the output of `cat` is then no content. */
function contentOf({ code, stdout }) {
    return code === 0 ? stdout : '';
}
/** The free space from `df`; when unknown, it does not prevent the deploy. */
function freeBytes({ code, stdout }) {
    const kilobytes = stdout.trim().split('\n').at(-1)?.split(/\s+/)[3];
    return code === 0 && kilobytes !== undefined ? Number(kilobytes) * 1024 : Number.POSITIVE_INFINITY;
}
/** The failure of a `docker` command, with its output as evidence. */
function dockerFailed(reason, host, what) {
    return (ran) => new errors/* StepFailed */.an(reason, `${host}: ${what} failed: ${causeIn(ran)}`, `${ran.stdout}${ran.stderr}`.trim());
}
/** The engine's own error when there is one, as `docker start` only counts failures after it. Else the last line. */
function causeIn(ran) {
    const engine = (0,last_words/* allWords */.P)(ran)
        .split('\n')
        .find((line) => line.startsWith('Error response from daemon: '));
    return engine ?? (0,last_words/* lastWords */.a)(ran);
}

// EXTERNAL MODULE: ./src/compose/accessory-work.js
var accessory_work = __webpack_require__(86068);
// EXTERNAL MODULE: ./src/host/guard.js
var guard = __webpack_require__(48361);
// EXTERNAL MODULE: ./src/host/limits.js
var host_limits = __webpack_require__(79150);
// EXTERNAL MODULE: ./src/model/project/project.js
var project = __webpack_require__(35616);
// EXTERNAL MODULE: ./src/runner/retry.js
var retry = __webpack_require__(21946);
// EXTERNAL MODULE: ./src/engine/compose/session.js
var session = __webpack_require__(94611);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
// EXTERNAL MODULE: ./src/model/release/files.js
var files = __webpack_require__(58438);
;// CONCATENATED MODULE: ./src/engine/compose/store.js





/** Bytes of an archive in one command. The guard reads a line as one piece, and takes long silence for a dead run. */
const pieceBytes = 96 * 1024;
/**
 * Uploads the repository files that the release mounts and that the host lacks. Existing files stay unchanged, as
 * releases and containers mount them.
 */
async function storeFiles(run) {
    const { transaction, desired, host, runner } = run;
    const { root, files: entries = [] } = desired;
    if (entries.length === 0)
        return;
    const folder = (0,files/* storeFolder */.I)(root);
    const failed = (ran) => new errors/* StepFailed */.an('start-failed', `${host.name}: the files of the repository could not be stored: ${(0,last_words/* allWords */.P)(ran)}`);
    const asked = await transaction.change({ run: [['stored', folder, ...entries.map(({ id }) => id)]] }, failed);
    const there = asked.stdout.split('\n');
    const missing = entries.filter(({ id }) => !there.includes(id));
    if (missing.length === 0)
        return;
    const archive = await packed(missing);
    const arriving = `${folder}/incoming.tar.gz`;
    const ids = missing.map(({ id }) => id);
    await transaction.change({
        undo: [
            ['rm', '-rf', arriving, `${folder}/incoming`],
            ...ids.map((id) => ['rm', '-rf', `${folder}/${id}`]),
        ],
        run: [['rm', '-rf', arriving]],
    }, failed);
    for (const piece of piecesOf(archive))
        await transaction.change({ run: [['append', arriving, piece.toString('base64')]] }, failed);
    const sha256 = (0,external_node_crypto_.createHash)('sha256').update(archive).digest('hex');
    await transaction.change({ run: [['unpack', folder, arriving, sha256, ...ids]] }, failed);
    const count = missing.reduce((sum, { files }) => sum + files.length, 0);
    runner.log.info(`${host.name}: ${count === 1 ? '1 file' : `${count} files`} of the repository stored, ${archive.length} bytes sent`);
}
/** Whether a release mounts anything from the store. */
function hasFiles({ files = [] }) {
    return files.length > 0;
}
/** After the commit: discards entries that neither a kept release nor a container needs. */
function discardFiles({ desired: { root } }) {
    return ['discard', (0,files/* storeFolder */.I)(root), `${root}/releases`];
}
/** Packs the entries into a compressed tar archive, one folder each. */
async function packed(entries) {
    const { packTar } = await __webpack_require__.e(/* import() */ "modern-tar").then(__webpack_require__.bind(__webpack_require__, 50330));
    const mtime = new Date(0);
    const parts = entries.flatMap(({ id, folders, files }) => [
        ...['', ...folders].map((path) => ({
            header: {
                name: `${id}/${path}`.replace(/\/*$/, '/'),
                type: 'directory',
                size: 0,
                mode: 0o755,
                mtime,
            },
        })),
        ...files.map(({ path, mode, content }) => ({
            header: { name: `${id}/${path}`, size: content.length, mode, mtime },
            body: content,
        })),
    ]);
    return (0,external_node_zlib_.gzipSync)(await packTar(parts));
}
function piecesOf(bytes) {
    const count = Math.ceil(bytes.length / pieceBytes);
    return Array.from({ length: count }, (_, index) => bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes));
}

;// CONCATENATED MODULE: ./src/engine/compose/prepare.js















/** Registry errors that may pass with another try: busy, broken, or cut off. */
const prepare_transient = /timeout|timed out|reset by peer|EOF|temporarily|too many requests|toomanyrequests|5\d\d |refused|TLS handshake/i;
/**
 * Pulls the release's image, and the images of services that are not running yet, before the run takes the lock.
 * @throws UserError `registry-refused`, or StepFailed `pull-failed` after three tries
 */
async function pull({ host, desired, observed }, runner) {
    const { start, once, replace } = (0,accessory_work/* accessoryWork */.q)(desired, observed);
    const others = [
        ...(!(0,placement/* servesWeb */.FE)(desired) || (0,model_observed/* edgeIsUpToDate */.O6)(desired, observed) ? [] : ['edge']),
        ...start.filter((service) => (0,model_observed/* containersOf */.Mz)(observed, service).length === 0),
        ...[...once, ...replace.map(({ service }) => service), ...(0,returning/* returningServices */.h)(desired, observed)].filter((service) => !(0,model_observed/* hasImage */.e_)(observed, desired.model.services[service]?.image ?? '')),
    ].flatMap((service) => {
        const { image, pull_policy: policy } = desired.model.services[service] ?? {};
        // Such an image exists on the host alone.
        return image === undefined || policy === 'never' ? [] : [image];
    });
    const images = [...missingImages({ desired, observed }), ...new Set(others)];
    if (images.length === 0)
        return;
    const login = `${Buffer.from(desired.registryLogin || '{}').toString('base64')}\n`;
    const words = images.flatMap((image) => forPlatform(desired.model, image));
    let first;
    const attempt = async () => {
        const ran = await host.run(['bash', '-c', (0,guard/* pullScript */.PD)(), 'pull', ...words], login, {
            seconds: host_limits/* large */.as,
            what: `docker pull ${images.join(' ')}`,
        });
        if (ran.code === 0)
            return;
        const error = refusedPull(host.name, images, ran, first);
        first ??= ran;
        throw error;
    };
    await (0,retry/* retryTransient */.j)(runner, attempt, (error, count) => {
        if (!(error instanceof errors/* StepFailed */.an) || count === 3 || !prepare_transient.test(error.evidence))
            throw error;
        const said = error.evidence.split('\n').at(-1);
        runner.log.warning(`${host.name}: the pull failed, trying again in ${count * 2} s: ${said}`);
        return count * 2;
    });
}
/** The image with its service's platform; otherwise Compose would pull it again, without the login. */
function forPlatform({ services }, image) {
    const { platform } = Object.values(services).find((one) => one.image === image) ?? {};
    return typeof platform === 'string' && platform !== '' ? [`--platform=${platform}`, image] : [image];
}
/** The release's images that this host needs and lacks. */
function missingImages({ desired, observed }) {
    if (observed.imagePresent || (0,model_desired/* appServices */.yM)(desired).length === 0)
        return [];
    const [image = '', ...others] = (0,model_desired/* imagesHere */.X1)(desired);
    const missing = others.filter((one) => !(0,model_observed/* hasImage */.e_)(observed, (0,project/* escapeDollars */.bn)(one)));
    // Docker's list and its other answers may disagree about a name: an image that was reported as missing is pulled.
    return (0,model_observed/* hasImage */.e_)(observed, (0,project/* escapeDollars */.bn)(image)) && missing.length > 0 ? missing : [image, ...missing];
}
/** Turns the engine's message on a failed pull into an error. */
function refusedPull(host, images, ran, first) {
    const said = (0,last_words/* allWords */.P)(ran);
    if (/unauthorized|denied|no basic auth|authentication required/i.test(said))
        return new errors/* UserError */.yo('registry-refused', `${host}: the registry refused the pull: ${said}`, 'Give registry-username and registry-password with the right to read, for another registry than that of the image registry-auth, and check the image name.');
    if (/no space left/i.test(said))
        return new errors/* UserError */.yo('not-ready', `${host}: the disk is too full for the image: ${said}`, 'On the server: docker image prune --all, or a larger disk.');
    if (/not found|manifest unknown/i.test(said))
        return new errors/* UserError */.yo('bad-input', `${host}: there is no such image: ${said}`, 'Deploy the digest that push-registry put out.');
    return new errors/* StepFailed */.an('pull-failed', `${host}: pulling ${images.join(', ')} failed: ${(0,last_words/* lastWords */.a)(ran)}${atFirst(first, ran)}`, said);
}
/** The first try's message, when it differs from the last one's. */
function atFirst(first, last) {
    return first === undefined || (0,last_words/* lastWords */.a)(first) === (0,last_words/* lastWords */.a)(last) ? '' : ` (at first: ${(0,last_words/* lastWords */.a)(first)})`;
}
/**
 * Writes the files that the release mounts, and the release's folder: the record, and the Compose model with its
 * environment, readable by the SSH user only.
 */
async function install(run) {
    await storeFiles(run);
    const { transaction, desired, host } = run;
    const folder = (0,release_release/* releaseFolder */.Uc)(desired.root, desired.release.id);
    await transaction.change({
        // The undo plays this first entry last: a network can be removed only after its containers.
        undo: [['rm', '-rf', folder], ...undoNetworks(run)],
        run: [
            (0,session/* put */.yJ)(`${folder}/compose.json`, '600', (0,render/* formatModel */.Xk)(desired.model)),
            recordOf(desired.root, desired.release),
        ],
    }, (ran) => new errors/* StepFailed */.an('start-failed', `${host.name}: the release could not be written: ${(0,last_words/* allWords */.P)(ran)}`));
}
/** Returns the command that writes a release's record. */
function recordOf(root, release) {
    return (0,session/* put */.yJ)(`${(0,release_release/* releaseFolder */.Uc)(root, release.id)}/release.json`, '600', `${JSON.stringify(release)}\n`);
}
/** An undo of the deploy removes the networks that did not exist before. */
function undoNetworks({ desired, observed }) {
    const names = Object.values(desired.model.networks ?? {}).flatMap((network) => {
        const { name, external } = (network ?? {});
        return name === undefined || external === true || observed.networks.includes(name) ? [] : [name];
    });
    return names.length === 0 ? [] : [['unnet', ...names]];
}

// EXTERNAL MODULE: ./src/report/progress.js
var progress = __webpack_require__(9397);
;// CONCATENATED MODULE: ./src/runner/times.js
/**
 * The minimum seconds that a new worker or scheduler must run without a crash. Tests of other things
 * shorten them, because a deploy spends most of its time on them.
 */
function steadySeconds() {
    const { SALEOR_DEPLOY_STEADY_SECONDS: given = '' } = process.env;
    return /^\d+(\.\d+)?$/.test(given) ? Number(given) : 3;
}

;// CONCATENATED MODULE: ./src/engine/compose/rollout/unhealthy.js

/** The failure of containers, with the first one's last lines. */
async function unhealthy(run, names, how, reason = 'unhealthy', restarted = false) {
    return await failedAs(run, { shown: names.join(', '), container: names[0] ?? '', restarted }, how, reason);
}
/** The same, with a name other than the container's. */
async function failedAs(run, { shown, container, restarted = false }, how, reason) {
    const lines = await logsOf(run, container, restarted);
    const last = lines.split('\n').at(-1);
    return new errors/* StepFailed */.an(reason, `${run.host.name}: ${shown} ${how}. ${last === '' ? 'It logged nothing.' : `Its last line: ${last}`}`, lines);
}
/**
 * Returns a container's last lines, from both outputs.
 * @param restarted whether to return the lines before its last start, which show why it exited, however much it has
 * written since
 */
async function logsOf({ transaction }, name, restarted = false) {
    const command = restarted
        ? ['bash', '-c', beforeStart, 'logs', name]
        : ['docker', 'logs', '--tail', '40', name];
    return (await transaction.attempt({ run: [command] })).stdout.trim();
}
/**
 * The engine picks the last lines before it filters by time, so the number must be large enough. It counts a restart
 * before it has started the container again: until then `StartedAt` is of the run that exited, and nothing is before it.
 */
const beforeStart = [
    `lines=$(docker logs --tail 20000 --until "$(docker inspect --format '{{.State.StartedAt}}' "$1")" "$1" 2>&1 | tail -n 40)`,
    `if [ -n "$lines" ]; then printf '%s\\n' "$lines"; else docker logs --tail 40 "$1" 2>&1; fi`,
].join('\n');

;// CONCATENATED MODULE: ./src/engine/compose/rollout/docker-check.js



/**
 * Runs the Docker health check of web containers now, instead of waiting for its interval (30 s in the guide). A check
 * that can't work in the image (curl, which Saleor's lacks) is reported once and not waited for.
 * @throws StepFailed `unhealthy` when it can work and does not pass before the deadline (milliseconds since 1970)
 */
async function passDockerCheck(run, web, names, deadline) {
    const command = checkCommand(run, web);
    if (command.length === 0 || run.dockerChecks.get(web.name) === false)
        return;
    for (const name of names) {
        for (;;) {
            const ran = await run.transaction.attempt({ run: [['docker', 'exec', name, ...command]] });
            const works = ran.code === 0 || !isMissing(ran);
            run.dockerChecks.set(web.name, works);
            if (ran.code === 0)
                break;
            if (!works)
                return warn(run, web, ran);
            if (run.runner.clock.now() > deadline)
                throw await unhealthy(run, [name], `failed its own health check: ${(0,last_words/* lastWords */.a)(ran)}`);
            await run.runner.clock.sleep(1, run.runner.cancelled);
        }
    }
}
function checkCommand({ desired: { model } }, { name }) {
    const test = model.services[name]?.healthcheck?.test ?? [];
    const [kind, ...words] = typeof test === 'string' ? ['CMD-SHELL', test] : test;
    if (kind === 'CMD')
        return words.map(project/* unescapeDollars */.aU);
    return kind === 'CMD-SHELL' ? ['/bin/sh', '-c', ...words.map(project/* unescapeDollars */.aU)] : [];
}
/** Exit codes 126 and 127 are the shell's for "can't be run" and "not found"; Docker uses a text of its own. */
function isMissing({ code, stdout }) {
    return code === 126 || code === 127 || /executable file not found|: not found/.test(stdout);
}
function warn({ runner }, { name, service, port, healthPath }, ran) {
    // A tool that exists in Saleor's image; the content of other images is unknown.
    const fix = service === undefined
        ? `What works: ["CMD", "python3", "-c", "import urllib.request as r; r.urlopen('http://localhost:${port}${healthPath}', timeout=5)"]`
        : 'Use a program that is in the image, or leave healthcheck out.';
    runner.log.warning(`The health check of ${name} can't work in this image: ${(0,last_words/* lastWords */.a)(ran)}\n` +
        `It was not waited for; ${healthPath} answers. ${fix}`);
}

;// CONCATENATED MODULE: ./src/engine/compose/rollout/health.js





const stateFormat = '{{.Name}} {{.State.Status}} {{.State.ExitCode}} {{.RestartCount}} {{.State.OOMKilled}} {{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}} {{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}';
/** Seconds between two checks. */
const pause = 0.25;
/**
 * The health gate: each of these containers of a web service answers at its health path, and its own Docker health
 * check passes if it can run at all.
 * @throws StepFailed `unhealthy` with the container's last log lines: at once when one exits, else at the deadline
 */
async function awaitHealthy(run, web, names) {
    const { desired, runner, host } = run;
    const deadline = runner.clock.now() + desired.healthTimeout * 1000;
    for (;;) {
        const states = await health_inspect(run, names);
        await assertRunning(run, states);
        const silent = await notAnswering(run, web, states);
        if (silent.length === 0)
            break;
        if (runner.clock.now() > deadline)
            throw await unhealthy(run, silent, `did not answer ${web.healthPath} within ${desired.healthTimeout} s`);
        await runner.clock.sleep(pause, runner.cancelled);
    }
    await passDockerCheck(run, web, names, deadline);
    runner.log.info(`${host.name}: ${names.join(', ')} ${names.length === 1 ? 'answers' : 'answer'} ${web.healthPath}`);
}
/** Seconds between two questions whether containers say that they are ready. */
const readyPause = 1;
/**
 * Waits for background containers. They have no health endpoint, so they count as healthy after running that long without
 * a restart.
 * @param areReady whether all of them say that they are ready: then `steadySeconds` more are enough
 */
async function awaitSteady(run, names, seconds, areReady) {
    if (names.length === 0)
        return;
    const { clock, cancelled } = run.runner;
    let until = clock.now() + seconds * 1000;
    let nextQuestion = clock.now() + readyPause * 1000;
    do {
        await assertRunning(run, await health_inspect(run, names));
        const enough = clock.now() + steadySeconds() * 1000;
        if (enough < until && clock.now() >= nextQuestion) {
            if (await areReady())
                until = enough;
            nextQuestion = clock.now() + readyPause * 1000;
        }
        await clock.sleep(pause, cancelled);
    } while (clock.now() < until);
}
/** Waits until the edge takes commands. That is a moment, unless its configuration or image can't be used. */
async function awaitEdge(run) {
    const { transaction, runner, host, probe } = run;
    const deadline = runner.clock.now() + 10_000;
    while ((await transaction.attempt({ run: [['ask', probe, 'show info']] })).code !== 0) {
        await assertRunning(run, await health_inspect(run, [probe]), 'switch-failed');
        if (runner.clock.now() > deadline)
            throw new errors/* StepFailed */.an('switch-failed', `${host.name}: the edge takes no commands. Its image must have bash.`, await logsOf(run, probe));
        await runner.clock.sleep(pause, runner.cancelled);
    }
}
/**
 * Inspects new containers once; they need not run.
 * @throws StepFailed `start-failed` when one no longer exists
 */
async function health_inspect({ transaction, host }, names) {
    if (names.length === 0)
        return [];
    const { stdout } = await transaction.change({ run: [statesQuestion(names)] }, (ran) => new errors/* StepFailed */.an('start-failed', `${host.name}: the new containers are gone: ${(0,last_words/* allWords */.P)(ran)}`));
    return readStates(stdout);
}
/** Prints a line for each container, for {@link readStates}. */
function statesQuestion(names) {
    return ['docker', 'inspect', '--format', stateFormat, ...names];
}
/** Reads the states of containers, and passes over what other commands printed before. Pure. */
function readStates(output) {
    return output.split('\n').flatMap((line) => {
        const [name = '', status = '', exitCode, restarts, outOfMemory, health, address = ''] = line
            .trim()
            .split(' ');
        if (!name.startsWith('/') || health === undefined)
            return [];
        return [
            {
                name: name.slice(1),
                status,
                exitCode: Number(exitCode),
                restarts: Number(restarts),
                outOfMemory: outOfMemory === 'true',
                health,
                address,
            },
        ];
    });
}
/** @throws StepFailed with the last log lines of a container that has exited, or that restarted after an exit */
async function assertRunning(run, states, reason = 'unhealthy') {
    const fallen = states.find(({ status, restarts }) => restarts > 0 || (status !== 'running' && status !== 'created'));
    if (fallen === undefined)
        return;
    throw await unhealthy(run, [fallen.name], howFallen(fallen), reason, fallen.restarts > 0);
}
/** Describes how a container fell. A restarted one shows exit code 0, as it has not exited again yet. */
function howFallen({ outOfMemory, status, exitCode, restarts }) {
    if (outOfMemory)
        return 'was killed: out of memory';
    const ended = status === 'running' ? 'exited' : `exited with code ${exitCode}`;
    return restarts > 0 ? `${ended} and was restarted` : ended;
}
/** Sends our own probe from the edge's network, along the path of real requests. */
async function notAnswering({ transaction, desired, probe }, { port, healthPath, mayRedirect }, states) {
    const { healthHost } = desired.edge;
    const addresses = states.map(({ address }) => address);
    const { stdout } = await transaction.attempt({
        run: [['probe', probe, String(port), healthPath, healthHost, ...addresses]],
    });
    const good = mayRedirect ? / [23]\d\d$/ : / 2\d\d$/;
    const well = new Set(stdout.split('\n').flatMap((line) => (good.test(line.trim()) ? [line.split(' ')[0]] : [])));
    return states.filter(({ address }) => address === '' || !well.has(address)).map(({ name }) => name);
}

;// CONCATENATED MODULE: ./src/engine/compose/rollout/accessories.js








/** Seconds for which a service that may end is watched after its start; a check before the commit finds later failures. */
const watchSeconds = 2;
/** Maximum runtime in seconds of a service that runs once, enough for a large import. */
const longest = 1800;
/** Seconds between tries of a service that is restarted when it fails. */
const pauses = [1, 2, 4, 8, 16, 30];
/**
 * Starts accessories such as database and Redis that are not running, and services that run once, in the order of their
 * dependencies.
 * @throws StepFailed `start-failed` with the failed service's last lines
 */
async function startAccessories(run) {
    const { start, once, late } = (0,accessory_work/* accessoryWork */.q)(run.desired, run.observed);
    const isEarly = (name) => !late.includes(name);
    return await startInOrder(run, start.filter(isEarly), once.filter(isEarly));
}
/** Starts those that need web, once it answers. @throws StepFailed `start-failed` */
async function startLate(run) {
    const { start, once, late } = (0,accessory_work/* accessoryWork */.q)(run.desired, run.observed);
    const isLate = (name) => late.includes(name);
    const { ranOnce } = await startInOrder(run, start.filter(isLate), once.filter(isLate));
    return { ranOnce: [...(run.results.ranOnce ?? []), ...ranOnce] };
}
async function startInOrder(run, start, once) {
    const { model } = run.desired;
    const ranOnce = [];
    for (const round of (0,run_once/* startOrder */.l8)(model, [...start, ...once])) {
        const starting = round.filter((name) => start.includes(name));
        const unclear = starting.filter((name) => (0,run_once/* mayEnd */.pN)(model.services[name] ?? {}));
        const servers = starting.filter((name) => !unclear.includes(name));
        await up(run, servers, ['--wait', '--wait-timeout', '120']);
        await up(run, unclear, []);
        await watch(run, unclear);
        for (const name of round.filter((one) => once.includes(one)))
            ranOnce.push(await runOnce(run, name));
    }
    return { ranOnce };
}
/**
 * Requires that services which may end either ended well or still run, just before the commit. Returns those that
 * ended.
 * @throws StepFailed `start-failed` for one that failed
 */
async function refuseFailedAccessories(run) {
    const ended = [];
    for (const [service, states] of await statesOf(run)) {
        const failed = states.find(({ status }) => status !== 'running' && status !== 'exited');
        if (failed !== undefined)
            throw await fell(run, service, failed);
        if (states.every(({ status }) => status === 'exited'))
            ended.push({ service });
    }
    return ended;
}
async function up(run, services, options) {
    if (services.length === 0)
        return;
    const { transaction, desired, observed, host } = run;
    const project = `com.docker.compose.project=${desired.model.name}`;
    const added = services.filter((service) => (0,model_observed/* containersOf */.Mz)(observed, service).length === 0);
    await transaction.change({
        undo: added.map((service) => ['sweep', project, `com.docker.compose.service=${service}`]),
        run: [(0,session/* compose */.Zz)(run, 'up', '-d', '--no-recreate', '--no-deps', ...options, ...services)],
    }, dockerFailed('start-failed', host.name, `starting ${services.join(', ')}`));
}
/** Watches services that may be servers or may end: it waits for neither, and notices a failure at once. */
async function watch(run, services) {
    if (services.length === 0)
        return;
    const { transaction, desired, runner, host } = run;
    const { stdout } = await transaction.change({
        run: [
            [
                ...['docker', 'ps', '-a', '--filter', `label=com.docker.compose.project=${desired.model.name}`],
                ...['--format', containerFormat],
            ],
        ],
    }, dockerFailed('start-failed', host.name, `looking at ${services.join(', ')}`));
    const found = readContainers(stdout).filter(({ service }) => services.includes(service));
    run.mayHaveEnded.push(...found.map(({ service, name }) => ({ service, name })).sort((a, b) => (0,model_observed/* byNumber */.vh)(a.name, b.name)));
    const until = runner.clock.now() + watchSeconds * 1000;
    do {
        const states = [...(await statesOf(run)).values()].flat();
        if (states.every(({ status }) => status === 'exited'))
            return;
        await runner.clock.sleep(0.25, runner.cancelled);
    } while (runner.clock.now() < until);
}
/**
 * Returns the containers that may have ended, by service.
 * @throws StepFailed `start-failed` for one that ended with a code other than 0 and that Docker does not restart
 */
async function statesOf(run) {
    const names = run.mayHaveEnded.map(({ name }) => name);
    const states = names.length === 0 ? [] : await health_inspect(run, names);
    const found = new Map();
    for (const { service, name } of run.mayHaveEnded) {
        const state = states.find((one) => one.name === name);
        if (state === undefined)
            continue;
        if (hasEnded(state) && state.exitCode !== 0)
            throw await fell(run, service, state);
        found.set(service, [...(found.get(service) ?? []), state]);
    }
    return found;
}
/** Runs a service to its end, beside its containers of earlier deploys. The commit or the undo removes the container. */
async function runOnce(run, service) {
    const { transaction, desired, host, runner } = run;
    const name = `${desired.model.name}-${service}-once-${desired.release.id}`;
    const started = runner.clock.now();
    await transaction.change({
        undo: [['retire', name]],
        afterCommit: [['retire', name]],
        run: [(0,session/* compose */.Zz)(run, 'run', '--detach', '--no-deps', '-T', '--name', name, service)],
    }, dockerFailed('start-failed', host.name, `starting ${service}`));
    await (0,progress/* withProgress */.E0)(run, `${service} has run`, awaitEnd(run, service, name), () => Promise.resolve(''));
    runner.log.info(`${host.name}: ${service} ran once and ended well, after ${(0,progress/* since */.XP)(run, started)}`);
    return { service, seconds: (runner.clock.now() - started) / 1000 };
}
async function awaitEnd(run, service, name) {
    const { transaction, desired, runner, host } = run;
    const { clock, log, cancelled } = runner;
    const deadline = clock.now() + longest * 1000;
    const attempts = (0,run_once/* attemptsOf */.Or)(desired.model.services[service] ?? {});
    for (let attempt = 1;;) {
        const [state] = await health_inspect(run, [name]);
        if (state !== undefined && hasEnded(state)) {
            if (state.exitCode === 0)
                return;
            if (attempt >= attempts)
                throw await fell(run, service, state);
            const pause = pauses[Math.min(attempt, pauses.length) - 1] ?? 1;
            log.info(`${host.name}: ${service} ${howFallen(state)}; it is started again in ${pause} s`);
            await clock.sleep(pause, cancelled);
            await transaction.change({ run: [['docker', 'start', name]] }, dockerFailed('start-failed', host.name, `starting ${service} again`));
            attempt++;
        }
        if (clock.now() > deadline)
            throw await failedAs(run, { shown: service, container: name }, `did not end within ${longest / 60} min, and others wait for its end`, 'start-failed');
        await clock.sleep(0.5, cancelled);
    }
}
function hasEnded({ status }) {
    return status === 'exited' || status === 'dead';
}
async function fell(run, service, state) {
    return await failedAs(run, { shown: service, container: state.name }, howFallen(state), 'start-failed');
}

// EXTERNAL MODULE: ./src/edge/maintenance.js + 1 modules
var edge_maintenance = __webpack_require__(69482);
;// CONCATENATED MODULE: ./src/engine/compose/maintenance.js







/** Seconds in which a reloaded edge must answer with its new configuration. */
const reloadSeconds = 15;
/**
 * Closes the shop with this maintenance, or opens it. From that moment no request reaches web, even on open
 * connections; requests in flight get time to finish. A page or allow-list that the edge does not have yet follows by a
 * reload, which loses no request.
 * @throws StepFailed `switch-failed` when the edge rejects a command or its new configuration
 */
async function setShop(shop, maintenance) {
    const { transaction, host, edge, config } = shop;
    const next = (0,edge_config/* renderConfig */.Xs)(shop.settings, shop.upstreams, maintenance);
    const reload = ['reload', edge, String(reloadSeconds)];
    const reloads = (0,edge_config/* withoutRunTime */.pW)(config) !== (0,edge_config/* withoutRunTime */.pW)(next);
    const file = `${shop.root}/edge/haproxy.cfg`;
    const failed = (ran) => new errors/* StepFailed */.an('switch-failed', `${host.name}: the shop could not be ${maintenance === undefined ? 'opened' : 'closed'}: ${(0,last_words/* allWords */.P)(ran)}`);
    await transaction.change({
        undo: [
            ...(reloads ? [reload] : []),
            config === '' ? ['rm', '-f', file] : (0,session/* put */.yJ)(file, '644', config),
            flag(edge, (0,edge_config/* readMaintenance */.Om)(config)),
        ],
        run: [flag(edge, maintenance), (0,session/* put */.yJ)(file, '644', next)],
    }, failed);
    const slots = shop.upstreams.map(edge_upstreams/* slotOf */.SW);
    // The drain comes before the reload: the new process does not know the old one's requests.
    if (maintenance !== undefined && slots.length > 0)
        await transaction.attempt({
            run: [['drain', edge, String(shop.drainTimeout), ...slots]],
            seconds: host_limits/* longest */.xS,
        });
    if (reloads)
        await transaction.change({ run: [reload] }, failed);
}
/** Commands that open the shop without waiting. */
function openingCommands(shop) {
    const next = (0,edge_config/* renderConfig */.Xs)(shop.settings, shop.upstreams);
    const reloads = (0,edge_config/* withoutRunTime */.pW)(shop.config) !== (0,edge_config/* withoutRunTime */.pW)(next);
    return [
        (0,session/* put */.yJ)(`${shop.root}/edge/haproxy.cfg`, '644', next),
        flag(shop.edge, undefined),
        ...(reloads ? [['reload', shop.edge, String(reloadSeconds)]] : []),
    ];
}
function flag(edge, maintenance) {
    return ['readiness', edge, maintenance === undefined ? openCommand : closeCommand];
}

;// CONCATENATED MODULE: ./src/engine/compose/rollout/accessories/fronts-again.js


/** In an undo, played last: makes services that call web resolve the old addresses again. */
function restartFronts({ desired, observed }) {
    const names = (desired.fronts ?? []).flatMap((service) => (0,model_observed/* containersOf */.Mz)(observed, service).flatMap(({ name, state }) => (state === 'running' ? [name] : [])));
    return (0,step/* when */.z7)(names.length > 0, ['docker', 'restart', ...names]);
}

;// CONCATENATED MODULE: ./src/engine/compose/rollout/balancer.js





/**
 * Tells a balancer in front that this host accepts no requests, and waits `balancerWait` seconds for it to notice.
 * @throws StepFailed `switch-failed` when the edge rejects the command
 */
async function leaveBalancer(run) {
    if (leaves(run))
        await drainHost(run);
}
/**
 * Does the same for every strategy.
 * @throws StepFailed `switch-failed` when the edge rejects the command
 */
async function drainHost(run) {
    const { transaction, desired, runner, host } = run;
    const edge = (0,session/* edgeName */.Hg)(run);
    await transaction.change({ undo: [['readiness', edge, joinCommand]], run: [['readiness', edge, leaveCommand]] }, (ran) => new errors/* StepFailed */.an('switch-failed', `${host.name}: the edge does not drain: ${(0,last_words/* allWords */.P)(ran)}`));
    if (desired.balancerWait === 0)
        return;
    const { readinessPath } = desired.edge;
    runner.log.info(`${host.name}: ${readinessPath} answers 503; ${desired.balancerWait} s for the balancer to see it`);
    await runner.clock.sleep(desired.balancerWait, runner.cancelled);
}
/** Commands that a switch adds when the host has left the balancer: it rejoins, and in the undo only once old web serves. */
function backToBalancer(run) {
    if (!leaves(run))
        return { undo: [], run: [] };
    const edge = (0,session/* edgeName */.Hg)(run);
    return { undo: [['readiness', edge, leaveCommand]], run: [['readiness', edge, joinCommand]] };
}
/** Whether the host leaves: only when web stops before the new one runs, and the edge already exists. */
function leaves({ desired, observed }) {
    const old = (0,model_observed/* oldContainers */.Ig)(observed, desired.roles.web, desired.release.id);
    return desired.strategy === 'recreate' && old.length > 0 && !(0,model_observed/* mustTakeOver */.lG)(desired, observed);
}

;// CONCATENATED MODULE: ./src/engine/compose/rollout/start-returning.js







/**
 * Starts accessories that another release runs behind the edge, once the edge has released their ports. Their
 * containers of that release run beside them until the commit.
 */
async function startReturning(run) {
    const { transaction, desired, observed, host } = run;
    const services = (0,returning/* returningServices */.h)(desired, observed);
    if (services.length === 0)
        return;
    const { root, release, model } = desired;
    // A separate file name distinguishes these containers from the other release's containers of the same services.
    const file = `${(0,release_release/* releaseFolder */.Uc)(root, release.id)}/returning.json`;
    const scale = services.flatMap((service) => {
        const count = (0,model_observed/* containersOf */.Mz)(observed, service).length + (0,project/* replicasOf */.N4)(model.services[service] ?? {});
        return ['--scale', `${service}=${count}`];
    });
    const options = ['--detach', '--no-recreate', '--no-deps', '--wait', '--wait-timeout', '120'];
    const up = (0,session/* compose */.Zz)(run, 'up', ...options, ...scale, ...services);
    await transaction.change({
        undo: [
            ['rm', '-f', file],
            ...services.map((service) => [
                'sweep',
                `com.docker.compose.project=${model.name}`,
                `com.docker.compose.service=${service}`,
                `com.docker.compose.project.config_files=${file}`,
            ]),
        ],
        run: [
            (0,session/* put */.yJ)(file, '600', (0,render/* formatModel */.Xk)(withoutNames(model, services))),
            up.with(up.indexOf('-f') + 1, file),
        ],
    }, dockerFailed('start-failed', host.name, `starting ${services.join(', ')}`));
}
/** Compose creates no second container of a service with a fixed name. */
function withoutNames(model, names) {
    const services = Object.entries(model.services).map(([name, service]) => {
        const { container_name: _name, ...others } = service;
        return [name, names.includes(name) ? others : service];
    });
    return { ...model, services: Object.fromEntries(services) };
}

;// CONCATENATED MODULE: ./src/engine/compose/rollout/start-edge.js









/** Makes sure that the edge runs with this version's configuration; never restarts one that serves correctly. */
async function startEdge(run) {
    if (await prepareEdge(run))
        await awaitEdge(run);
    await startReturning(run);
}
/** Returns whether it started or changed anything. */
async function prepareEdge(run) {
    const { transaction, desired, observed, host } = run;
    const project = `com.docker.compose.project=${desired.model.name}`;
    const files = edgeFiles(run, [...run.upstreams, ...run.warm]);
    const failed = dockerFailed('switch-failed', host.name, 'starting the edge');
    if ((0,model_observed/* mustTakeOver */.lG)(desired, observed)) {
        // Web keeps the port until the switch: a second edge without a port probes the new containers' health.
        run.probe = `${desired.model.name}-edge-probe`;
        const start = (0,session/* compose */.Zz)(run, 'run', '--detach', '--no-deps', '--name', run.probe, 'edge');
        await transaction.change({
            undo: [...files.undo, ['retire', run.probe]],
            afterCommit: [['retire', run.probe]],
            run: [...files.run, start],
        }, failed);
        return true;
    }
    run.probe = (0,session/* edgeName */.Hg)(run);
    const up = (0,session/* compose */.Zz)(run, 'up', '--detach', '--no-deps', 'edge');
    if (!(0,model_observed/* edgeRuns */.wE)(observed)) {
        const isNew = (0,model_observed/* containersOf */.Mz)(observed, 'edge').length === 0;
        const undo = [...files.undo, ...(isNew ? [['sweep', project, `${compose_labels/* roleLabel */.bR}=edge`]] : [])];
        await transaction.change({ undo, run: [...files.run, up] }, failed);
    }
    else if (!(0,model_observed/* edgeIsUpToDate */.O6)(desired, observed)) {
        await tryEdge(run, files);
        run.probe = (0,session/* edgeName */.Hg)(run);
        run.runner.log.warning(`${host.name}: image, ports or names of the edge have changed; it is made anew, which takes about a second.`);
        const before = observed.live === undefined
            ? []
            : [
                (0,session/* compose */.Zz)({ desired: { ...desired, release: observed.live } }, 'up', '--detach', '--no-deps', 'edge'),
            ];
        // A new edge starts as ready, and so does the old one in an undo.
        if (desired.balancerWait > 0)
            await drainHost(run);
        // Played backwards: the edge before reads its own file when it starts again.
        await transaction.change({ undo: [...restartFronts(run), ...before, ...files.undo], run: [up] }, failed);
    }
    else if ((0,edge_config/* withoutRunTime */.pW)(observed.edgeConfig) !== (0,edge_config/* withoutRunTime */.pW)((0,edge_config/* renderConfig */.Xs)(desired.edge, [], run.maintenance))) {
        const reload = ['reload', run.probe, '10'];
        await transaction.change({ undo: [reload, ...files.undo], run: [...files.run, reload] }, failed);
    }
    else
        return false;
    return true;
}
/** Starts the new edge beside the live one, without its port: an image that can't be used replaces nothing. */
async function tryEdge(run, files) {
    const { transaction, desired, host } = run;
    run.probe = `${desired.model.name}-edge-probe`;
    const start = (0,session/* compose */.Zz)(run, 'run', '--detach', '--no-deps', '--name', run.probe, 'edge');
    await transaction.change({ undo: [...files.undo, ['retire', run.probe]], run: [...files.run, start] }, dockerFailed('switch-failed', host.name, 'trying the new edge'));
    await awaitEdge(run);
    await transaction.attempt({ run: [['retire', run.probe]] });
}
/** Returns the edge's files for these upstreams, with the shop open or closed as it is, and how to restore the previous files. */
function edgeFiles(run, upstreams) {
    const { desired, observed, maintenance } = run;
    const config = `${desired.root}/edge/haproxy.cfg`;
    const map = `${desired.root}/edge/releases.map`;
    const putBack = (path, content) => content === '' ? ['rm', '-f', path] : (0,session/* put */.yJ)(path, '644', content);
    const none = observed.edgeConfig === '' && observed.releaseMap === '';
    return {
        undo: none
            ? [['rm', '-rf', `${desired.root}/edge`]]
            : [putBack(map, observed.releaseMap), putBack(config, configNow(run))],
        run: [
            (0,session/* put */.yJ)(map, '644', (0,edge_config/* renderMap */.x_)(upstreams, desired.edge.otherWeb)),
            (0,session/* put */.yJ)(config, '644', (0,edge_config/* renderConfig */.Xs)(desired.edge, upstreams, maintenance)),
        ],
    };
}
/**
 * The configuration that an undo writes: the one that was found. If this run has closed the shop, it is the edge's
 * current one instead, so that the shop stays closed even when the host restarts during the undo.
 */
function configNow({ desired, observed, upstreams, warm, maintenance }) {
    return maintenance === observed.maintenance
        ? observed.edgeConfig
        : (0,edge_config/* renderConfig */.Xs)(desired.edge, [...upstreams, ...warm], maintenance);
}

;// CONCATENATED MODULE: ./src/engine/compose/rollout/close-shop.js




/**
 * Closes the shop, with a maintenance's page or for part of a plan. A shop that people have closed before stays closed
 * as it is until they change it.
 * @throws StepFailed `switch-failed`
 */
async function closeShop(run) {
    const { maintenance } = run.desired;
    if (maintenance !== undefined)
        return await set(run, maintenance.to);
    if (run.maintenance === undefined)
        await set(run, edge_maintenance/* plainMaintenance */.CT);
}
/**
 * Opens the shop that {@link closeShop} closed. If people closed it, only a maintenance opens it.
 * @throws StepFailed `switch-failed`
 */
async function openShop(run) {
    if (run.desired.maintenance !== undefined)
        return await set(run, undefined);
    if (run.maintenance !== undefined && run.observed.maintenance === undefined)
        await set(run, undefined);
}
/** After the commit, opens the shop that {@link closeShop} closed, so that nobody writes into data that may still be rolled back. */
function openLater(run) {
    if (run.desired.maintenance !== undefined)
        return [];
    if (run.maintenance === undefined || run.observed.maintenance !== undefined)
        return [];
    return openingCommands(shopOf(run));
}
async function set(run, maintenance) {
    await setShop(shopOf(run), maintenance);
    run.maintenance = maintenance;
}
function shopOf(run) {
    const { host, transaction, desired } = run;
    const upstreams = [...run.upstreams, ...run.warm];
    const { root, drainTimeout, edge: settings } = desired;
    return {
        ...{ host, transaction, edge: (0,session/* edgeName */.Hg)(run), root, settings, upstreams, drainTimeout },
        config: configNow(run),
    };
}

// EXTERNAL MODULE: ./src/model/edge/file-server.js
var file_server = __webpack_require__(77183);
;// CONCATENATED MODULE: ./src/engine/compose/rollout/static-files.js





/** The label of the container that static files are copied out of, with the release's id as its value. */
const copyLabel = 'saleor-deploy.static-files';
/** Whether a release has static files for the file server. */
function hasStaticFiles({ settings }) {
    return settings?.edge.files?.folder !== undefined;
}
/** The folder of a release's static files on a host. */
function staticFolder(root, id) {
    return `${(0,file_server/* staticRoot */.lN)(root)}/${id}`;
}
/**
 * Copies the static files out of the release's image into a folder of their own, unless they are there since an earlier
 * deploy. The file server then finds a file of the coming release behind those of the one that serves: its pages may
 * come from a host of the fleet that switched a moment earlier.
 * @throws StepFailed `start-failed` when the image has no such folder, or the disk is full
 */
async function installStaticFiles(run) {
    const { transaction, desired, observed, host } = run;
    const { root, release } = desired;
    const folder = staticFolder(root, release.id);
    const { code } = await host.run(['test', '-d', folder]);
    const isMissing = code !== 0;
    const { live } = linksOf(observed);
    await transaction.change({
        // The undo plays the last one first: nothing writes into the folder that is removed.
        undo: [
            ...(0,step/* when */.z7)(isMissing, ['rm', '-rf', folder, `${folder}.partial`], ['sweep', `${copyLabel}=${release.id}`]),
            static_files_link(root, 'next', live),
            ...(0,step/* when */.z7)(live === undefined, static_files_link(root, 'live', live)),
        ],
        run: [
            ...(isMissing ? copy(run, folder) : []),
            static_files_link(root, 'next', release.id),
            // Without any yet, there is nothing to wait for.
            ...(0,step/* when */.z7)(live === undefined, static_files_link(root, 'live', release.id)),
        ],
        seconds: host_limits/* large */.as,
    }, (ran) => copyFailed(run, ran));
}
/** Has the file server answer from this release first, just before its first web gets requests. */
async function switchStaticFiles(run, batch) {
    const { transaction, desired, observed, host } = run;
    const { root, release } = desired;
    const { live, before } = linksOf(observed);
    const isFirst = batch.from === 0 && batch.service === undefined;
    if (!isFirst || desired.edge.files?.folder === undefined || live === release.id)
        return;
    await transaction.change({
        // In this order a file of the release that serves now is always found, and so backwards.
        undo: [static_files_link(root, 'before', before), static_files_link(root, 'live', live ?? release.id)],
        run: [...(0,step/* when */.z7)(live !== undefined, static_files_link(root, 'before', live)), static_files_link(root, 'live', release.id)],
    }, (ran) => new errors/* StepFailed */.an('switch-failed', `${host.name}: the static files could not be switched: ${(0,last_words/* lastWords */.a)(ran)}`));
}
/** The releases whose static files are answered from, before this run. */
function linksOf({ live, previous, releases }) {
    const before = releases.find(({ id }) => id === previous);
    const idOf = (one) => one !== undefined && hasStaticFiles(one) ? one.id : undefined;
    return { live: idOf(live), before: idOf(before) };
}
function static_files_link(root, name, id) {
    const path = `${(0,file_server/* staticRoot */.lN)(root)}/${name}`;
    return id === undefined ? ['rm', '-f', path] : ['point', path, id];
}
/** Copies from a container that never starts: the files of the image, whatever volumes web mounts over them. */
function copy({ desired }, folder) {
    const { root, release, model, roles, edge } = desired;
    const name = `${model.name}-static-files-${release.id}`;
    const { platform } = model.services[roles.web] ?? {};
    const partial = `${folder}.partial`;
    return [
        // The file server runs as another user.
        ['mkdir', '-p', (0,file_server/* staticRoot */.lN)(root)],
        ['chmod', '755', (0,file_server/* staticRoot */.lN)(root)],
        ['rm', '-rf', partial],
        [
            ...['docker', 'create', '--name', name, '--label', `${copyLabel}=${release.id}`, '--network', 'none'],
            ...(typeof platform === 'string' ? ['--platform', platform] : []),
            // An image may have no command of its own.
            ...[release.image, 'never-starts'],
        ],
        ['docker', 'cp', `${name}:${edge.files?.folder ?? ''}`, partial],
        ['docker', 'rm', name],
        ['chmod', '-R', 'u+rwX,go+rX,go-w', partial],
        // By its time and size alone a browser's copy is compared: a build may give every file the same time.
        ['find', partial, '-type', 'f', '-exec', 'touch', '{}', '+'],
        // After a power failure the files must not be there by name alone.
        ['sync', '-f', partial],
        ['mv', '-T', partial, folder],
    ];
}
function copyFailed({ host, desired }, ran) {
    const folder = desired.edge.files?.folder ?? '';
    const hint = /could not find the file|no such (container path|file)/i.test(ran.stdout)
        ? ` The image has no ${folder}: collect static files when it is built (manage.py collectstatic), or name their folder in the Compose file (x-saleor-deploy: {files: {static: …}}).`
        : '';
    return new errors/* StepFailed */.an('start-failed', `${host.name}: the static files could not be copied out of the image: ${(0,last_words/* lastWords */.a)(ran)}${hint}`, ran.stdout);
}

;// CONCATENATED MODULE: ./src/engine/compose/finish.js





















/**
 * The point of no return for the whole fleet: every host first notes what to do, then all commit at the same moment.
 * Returns the hosts that were lost at that moment and rolled back while others keep the new release.
 * @throws StepFailed `guard-lost` when no host has committed
 */
async function commit(runs) {
    const schema = runs.map(({ results }) => results.database?.schema).find((one) => one !== undefined);
    await Promise.all(runs.map(noteEnded));
    await Promise.all(runs.map((run) => prepareCommit(run, schema)));
    const told = await Promise.allSettled(runs.map(({ transaction }) => transaction.commit()));
    const heard = runs.filter((_, index) => told[index]?.status === 'fulfilled');
    // When the live release stays, no clean-up follows, so the hosts are released now.
    await Promise.all(heard.map(async ({ desired, transaction }) => (0,model_desired/* keepsLive */.r8)(desired) && transaction.finish()));
    // Whether the other hosts received the commit is unknown; their own logs tell once they are back.
    const unheard = runs.filter((run) => !heard.includes(run));
    const committed = await Promise.all(unheard.map((run) => hasCommitted(run).catch(() => false)));
    const stragglers = unheard.filter((_, index) => committed[index] !== true);
    if (stragglers.length < runs.length)
        return stragglers;
    throw told.find((one) => one.status === 'rejected')?.reason;
}
/** Adds services that have ended since their start to those that ran once. */
async function noteEnded(run) {
    const ended = await refuseFailedAccessories(run);
    run.results = { ...run.results, ranOnce: [...(run.results.ranOnce ?? []), ...ended] };
}
/** Whether a host that was lost at the commit has the new state; asks as soon as it is back. */
async function hasCommitted(run) {
    const { host, desired, runner } = run;
    const live = await (0,begin/* recover */.lj)(run, runner);
    if (live === undefined)
        return false;
    if (desired.maintenance === undefined)
        return live === `releases/${desired.release.id}`;
    return (0,external_node_util_.isDeepStrictEqual)((await observe(host, desired)).maintenance, desired.maintenance.to);
}
/** Makes the release the live one. First it notes what follows the commit, so that the host can do it even alone. */
async function prepareCommit(run, schema) {
    const { transaction, desired, observed, host } = run;
    // The live release stays.
    if ((0,model_desired/* keepsLive */.r8)(desired))
        return;
    const { root, release } = desired;
    const placement = notePlacement(run);
    const point = (link, id) => id === undefined ? ['rm', '-f', `${root}/${link}`] : ['point', `${root}/${link}`, `releases/${id}`];
    await transaction.change({
        undo: [point('live', observed.live?.id), point('previous', observed.previous), ...placement.undo],
        afterCommit: [...openLater(run), ...leaveOld(run), ...prune(run)],
        run: [
            point('live', release.id),
            point('previous', observed.live?.id),
            ...note(run, schema),
            ...placement.run,
        ],
    }, (ran) => new errors/* StepFailed */.an('switch-failed', `${host.name}: the release could not be marked as live: ${(0,last_words/* allWords */.P)(ran)}`));
}
/** Completes the record: what the release's code knows of the database was learned during the run, on one host. */
function note({ desired: { root, release, rollback }, results: { ranOnce = [] } }, schema) {
    const learned = {
        ...(schema === undefined ? {} : { schema }),
        ...(ranOnce.length === 0 ? {} : { ranOnce: ranOnce.map(({ service }) => service) }),
    };
    if (rollback !== undefined || Object.keys(learned).length === 0)
        return [];
    return [recordOf(root, { ...release, ...learned })];
}
/** Updates the release's record on a host where a rollback runs other services than the record says. */
function notePlacement({ desired, observed }) {
    const { root, release, rollback, placement } = desired;
    const recorded = observed.releases.find(({ id }) => id === release.id);
    if (rollback === undefined || recorded?.settings === undefined)
        return { undo: [], run: [] };
    if ((0,external_node_util_.isDeepStrictEqual)(recorded.settings.placement, placement))
        return { undo: [], run: [] };
    return {
        undo: [recordOf(root, recorded)],
        run: [recordOf(root, { ...recorded, settings: { ...recorded.settings, placement } })],
    };
}
/** Removes the old release: web finishes its requests and is removed or stays warm; everything else is removed. */
function leaveOld(run) {
    const { desired, observed } = run;
    const edge = (0,session/* edgeName */.Hg)(run);
    const old = (0,model_observed/* mustTakeOver */.lG)(desired, observed) ? [] : (0,edge_web/* ownUpstreams */.$w)(desired, observed.upstreams);
    // On a host that no longer runs web, old web is removed with its edge.
    const isKept = (release, service = desired.roles.web) => desired.keepWarm && (0,placement/* isPlaced */.AD)(desired, service) && release !== '' && release === observed.live?.id;
    // A service that ran once may have left a container from its first deploy, when nobody knew yet that it would end.
    const once = (run.results.ranOnce ?? []).flatMap(({ service }) => (0,model_observed/* containersOf */.Mz)(observed, service).flatMap(({ name, state }) => (state === 'running' ? [] : [name])));
    const leaving = (0,model_desired/* replacedServices */.J6)(desired).flatMap((service) => (0,model_observed/* oldContainers */.Ig)(observed, service, desired.release.id).flatMap(({ name, release }) => isKept(release, service) ? [] : [name]));
    // An accessory can't stay as standby: it needs its port for itself.
    const former = (0,returning/* formerContainers */.w)(desired, observed).flatMap(({ name, release, service }) => isKept(release) && !desired.roles.accessories.includes(service) ? [] : [name]);
    leaving.push(...former);
    const kept = old.filter(({ release }) => isKept(release));
    const free = [...old, ...(0,edge_web/* ownUpstreams */.$w)(desired, observed.warm ?? [])].filter(({ release }) => !isKept(release) && release !== desired.release.id);
    return [
        ...(0,step/* when */.z7)(old.length > 0, ['drain', edge, String(desired.drainTimeout), ...old.map(edge_upstreams/* slotOf */.SW)]),
        ...(0,step/* when */.z7)(leaving.length + once.length > 0, ['retire', ...leaving, ...once]),
        ...(0,step/* when */.z7)(kept.length > 0, ['edge', edge, restCommands(kept)]),
        ...(0,step/* when */.z7)(free.length > 0 && (0,placement/* servesWeb */.FE)(desired), ['edge', edge, retireCommands(free)]),
        ...leaveEdge(run),
    ];
}
/** Removes the edge from a host without web, which closes its port. */
function leaveEdge({ desired, observed }) {
    const edges = (0,model_observed/* containersOf */.Mz)(observed, 'edge').map(({ name }) => name);
    if ((0,placement/* servesWeb */.FE)(desired) || edges.length === 0)
        return [];
    return [
        ['retire', ...edges],
        ['rm', '-rf', `${desired.root}/edge`],
    ];
}
/** Removes old releases and their images. A rollback keeps all of them, as people may go forward again. */
function prune(run) {
    const { root, rollback } = run.desired;
    if (rollback !== undefined)
        return [];
    const { stay, go } = (0,retention/* retention */.X)(run);
    const kept = new Set(stay.flatMap(release_release/* imagesOf */.IC));
    const images = [...new Set(go.flatMap(release_release/* imagesOf */.IC))].filter((image) => !kept.has(image));
    return [
        ...go.map((release) => [
            ...['rm', '-rf', (0,release_release/* releaseFolder */.Uc)(root, release.id)],
            ...(hasStaticFiles(release) ? [staticFolder(root, release.id)] : []),
        ]),
        ...(0,step/* when */.z7)(images.length > 0, ['forget', ...images]),
        ...(0,step/* when */.z7)([...stay, ...go].some(hasFiles), discardFiles(run)),
    ];
}
/** Waits until the host has drained, removed and pruned; a host that was lost meanwhile does so when it is back. */
async function cleanUp(run) {
    const { transaction, host, runner } = run;
    if (await transaction.finish())
        return;
    if (transaction.isLeft)
        return;
    if ((await (0,begin/* recover */.lj)(run, runner)) !== undefined)
        return;
    runner.log.warning(`${host.name}: the release serves, but the old one could not be cleaned up whole; the next run does it.`);
}

// EXTERNAL MODULE: ./src/compose/front.js
var front = __webpack_require__(34245);
;// CONCATENATED MODULE: ./src/engine/compose/rollout/take-over.js









/**
 * Takes the ports over, once in a host's life and again for each further web service: containers that published their
 * ports give them up, and the edge takes the ports of all web services at once. This takes about a second.
 */
async function takeOver(run) {
    const { transaction, desired, observed, host } = run;
    const byHand = (0,model_observed/* startedByHand */.Gh)(desired, observed);
    const names = byHand.flatMap((service) => runningByHand(run, service));
    const place = (0,edge_web/* placeOf */.$t)(...(0,edge_web/* webServices */.ZC)(desired).filter(({ name }) => byHand.includes(name)));
    run.runner.log.warning(`${host.name}: the edge takes ${place} over from ${names.join(', ')}. ${(0,model_observed/* edgeRuns */.wE)(observed) ? 'The ports of all web services are' : 'It is'} closed for about one second during this one-time handover.`);
    const { upstreams, warm } = afterTakeOver(run);
    const files = edgeFiles(run, [...upstreams, ...warm]);
    const revive = ['revive', ...names];
    if ((0,model_observed/* edgeRuns */.wE)(observed) && desired.balancerWait > 0)
        await drainHost(run);
    await transaction.change({
        // Played backwards: a previous edge releases the port first, and reads its file when it starts.
        undo: [
            ...restartFronts(run),
            ...((0,model_observed/* edgeRuns */.wE)(observed)
                ? [revive, ...edgeBefore(run), ...files.undo]
                : [...files.undo, revive, sweepEdge(run)]),
        ],
        run: [...files.run, ['docker', 'stop', ...names], (0,session/* compose */.Zz)(run, 'up', '--detach', '--no-deps', 'edge')],
    }, dockerFailed('switch-failed', host.name, 'taking the port over'));
    run.upstreams = upstreams;
    run.warm = warm;
}
/** The file that the edge then starts with: every new container of every web service has a slot. */
function afterTakeOver(run) {
    const { desired } = run;
    const warm = desired.keepWarm ? run.upstreams.map((one) => ({ ...one, warm: true })) : [];
    const upstreams = (0,edge_web/* webServices */.ZC)(desired).flatMap(({ name, service }) => (0,edge_upstreams/* assignSlots */.xg)(warm, (0,session/* createdOf */.YC)(run, [name]), desired.release.id, service));
    return { upstreams, warm };
}
function runningByHand({ observed }, service) {
    return (0,model_observed/* containersOf */.Mz)(observed, service).flatMap(({ name, state, release }) => state === 'running' && release === '' ? [name] : []);
}
function edgeBefore(run) {
    const { desired, observed } = run;
    if (observed.live === undefined)
        return [sweepEdge(run)];
    return [(0,session/* compose */.Zz)({ desired: { ...desired, release: observed.live } }, 'up', '--detach', '--no-deps', 'edge')];
}
function sweepEdge({ desired }) {
    return [
        'sweep',
        `com.docker.compose.project=${desired.model.name}`,
        `${compose_labels/* roleLabel */.bR}=edge`,
        'com.docker.compose.oneoff=False',
    ];
}

;// CONCATENATED MODULE: ./src/engine/compose/rollout/traffic.js












/** Seconds for requests on a failed release when the host rolls back by itself. */
const undoDrainSeconds = 20;
/** Assigns a batch's running containers to free slots of the edge. They get no requests yet. */
function pointEdge(run, batch) {
    // An edge that does not exist yet will find the names in its file.
    if ((0,model_observed/* mustTakeOver */.lG)(run.desired, run.observed))
        return {};
    const added = upstreamsOf(run, batch);
    return {
        undo: [['edge', (0,session/* edgeName */.Hg)(run), retireCommands(added)]],
        run: [['edge', (0,session/* edgeName */.Hg)(run), pointCommands(added)]],
    };
}
/** Sends requests to a batch of new containers, and no more to the old ones that it replaces. */
async function switchTraffic(run, batch) {
    const { transaction, desired, observed, host } = run;
    if ((0,model_observed/* mustTakeOver */.lG)(desired, observed))
        return await takeOver(run);
    const web = (0,edge_web/* webService */.UZ)(desired, batch.service);
    const oldNames = oldOf(run, web).slice(batch.oldFrom, batch.oldTo);
    const added = upstreamsOf(run, batch);
    const old = run.upstreams.filter(({ service, container, release }) => service === web.service &&
        release !== desired.release.id &&
        (oldNames.includes(container) || isLast(run, batch)));
    const next = [...run.upstreams.filter((one) => !old.includes(one)), ...added];
    const warm = [
        ...run.warm.filter(({ service }) => service !== web.service),
        ...(desired.keepWarm ? old.map((one) => ({ ...one, warm: true })) : []),
    ];
    const files = edgeFiles(run, [...next, ...warm]);
    const failed = (ran) => new errors/* StepFailed */.an('switch-failed', `${host.name}: the edge refused the switch: ${(0,last_words/* allWords */.P)(ran)}`);
    const edge = (0,session/* edgeName */.Hg)(run);
    // The host left the balancer for all its web services; in that case web switches last.
    const balancer = web.service === undefined ? backToBalancer(run) : { undo: [], run: [] };
    await transaction.change({
        // Played backwards: traffic returns, requests finish, files are restored. An edge that restarted meanwhile has
        // read the new files, so it must be told where the old containers are.
        undo: [
            ...files.undo,
            ...((0,model_observed/* isWarm */.Yr)(run) ? [['edge', edge, restCommands(added)]] : []),
            ['drain', edge, String(undoDrainSeconds), ...added.map(edge_upstreams/* slotOf */.SW)],
            ['edge_back', edge, switchBackCommands(added, old), ...slotAddresses(old)],
            ...(old.length === 0 ? [] : [['edge', edge, pointCommands(old)]]),
            ...balancer.undo,
        ],
        run: [
            ...files.run,
            ['placed', edge, '10', ...slotAddresses(added)],
            ['edge', edge, switchCommands(added, old)],
            ...balancer.run,
        ],
    }, failed);
    run.upstreams = next;
    run.warm = warm;
    if (batch.makeRoom && oldNames.length > 0)
        await makeRoom(run, web, old, oldNames);
}
/** For `recreate`: stops the old containers first, and before that the host leaves a balancer in front until the switch. */
async function stopWeb(run, batch) {
    const web = (0,edge_web/* webService */.UZ)(run.desired, batch.service);
    if (web.service === undefined)
        await leaveBalancer(run);
    const old = run.upstreams.filter(({ service }) => service === web.service);
    await makeRoom(run, web, old, oldOf(run, web));
}
/** Stops old web that gets no more requests from the edge. */
async function stopOldWeb(run, web, names) {
    const { upstreams } = run.observed;
    await makeRoom(run, web, upstreams.filter(({ container }) => names.includes(container)), names);
}
/**
 * Lets requests finish, then stops containers without removing them. The undo starts them, waits for them, and tells
 * the edge, which has meanwhile marked them as down.
 */
async function makeRoom(run, { port, healthPath }, old, names) {
    const { transaction, desired, observed, probe, host } = run;
    const isAtEdge = old.length > 0 && !(0,model_observed/* mustTakeOver */.lG)(desired, observed);
    await transaction.change({
        undo: [
            ...(isAtEdge ? [['edge_back', (0,session/* edgeName */.Hg)(run), upCommands(old), ...slotAddresses(old)]] : []),
            ['serve', probe, String(desired.healthTimeout), String(port), healthPath, ...names],
        ],
        run: [
            ...(old.length === 0
                ? []
                : [['drain', (0,session/* edgeName */.Hg)(run), String(desired.drainTimeout), ...old.map(edge_upstreams/* slotOf */.SW)]]),
            ['docker', 'stop', ...names],
        ],
        seconds: host_limits/* longest */.xS,
    }, dockerFailed('switch-failed', host.name, `stopping ${names.join(', ')}`));
}
/** Returns a batch's slots: the same before and at its switch, as only a switch changes which slots are in use. */
function upstreamsOf(run, { from, to, service }) {
    const { desired, observed } = run;
    const names = (0,session/* createdOf */.YC)(run, [(0,edge_web/* webService */.UZ)(desired, service).name]).slice(from, to);
    if ((0,model_observed/* isWarm */.Yr)(run))
        return (observed.warm ?? [])
            .filter(({ container }) => names.includes(container))
            .map(({ warm: _warm, ...upstream }) => upstream);
    return (0,edge_upstreams/* assignSlots */.xg)([...observed.upstreams, ...(observed.warm ?? []), ...run.upstreams], names, desired.release.id, service);
}
/** Whether this is the last batch: with it the edge drops everything that is left of the old release, even uncounted containers. */
function isLast(run, { to, service }) {
    return to === (0,session/* createdOf */.YC)(run, [(0,edge_web/* webService */.UZ)(run.desired, service).name]).length;
}
/** The containers of a web service that are not of this release. */
function oldOf({ desired, observed }, { name }) {
    return (0,model_observed/* oldContainers */.Ig)(observed, name, desired.release.id).map((one) => one.name);
}

;// CONCATENATED MODULE: ./src/engine/compose/rollout/accessories/fronts.js







/**
 * Starts services that need web. When the edge is a new container, also reloads those that send requests to web by its
 * name: a proxy resolves an address once, and would keep that of the removed container.
 * @throws StepFailed `start-failed`
 */
async function startFronts(run) {
    if ((0,model_observed/* edgeIsNew */.az)(run))
        await reloadFronts(run);
    return await startLate(run);
}
async function reloadFronts(run) {
    const { transaction, desired, host, runner } = run;
    const fronts = desired.fronts ?? [];
    if (fronts.length === 0)
        return;
    await stopNamedWeb(run);
    const { stdout } = await transaction.change({
        run: [
            [
                ...['docker', 'ps', '--filter', `label=com.docker.compose.project=${desired.model.name}`],
                ...['--format', containerFormat],
            ],
        ],
    }, dockerFailed('start-failed', host.name, `looking at ${fronts.join(', ')}`));
    const running = readContainers(stdout).filter(({ service }) => fronts.includes(service));
    if (running.length === 0)
        return;
    const isNginx = (service) => /(^|[/_-])(nginx|openresty)/.test((0,project/* unescapeDollars */.aU)(desired.model.services[service]?.image ?? ''));
    const commands = running.map(({ name, service }) => 
    // The engine takes a signal by `docker kill` for a manual stop, and would not restart the container after a reboot.
    isNginx(service) ? ['docker', 'exec', name, 'nginx', '-s', 'reload'] : ['docker', 'restart', name]);
    await transaction.change({ run: commands }, dockerFailed('start-failed', host.name, `telling ${fronts.join(', ')} the edge's address`));
    runner.log.warning(`${host.name}: ${running.map(({ name }) => name).join(', ')} asked anew for the address of web, which is the edge's now. Other deploys do not need that.`);
}
const aliasFormat = '{{.Name}} {{range .NetworkSettings.Networks}}{{range .Aliases}}{{.}} {{end}}{{end}}';
/** Stops old web containers that still have the service's name, before others resolve it: they would be found beside the edge. */
async function stopNamedWeb(run) {
    const { desired, observed } = run;
    // A service that gave its port to the edge has stopped already.
    if ((0,model_observed/* mustTakeOver */.lG)(desired, observed))
        return;
    for (const web of (0,edge_web/* webServices */.ZC)(desired))
        if ((0,front/* namedNetworks */.h0)(desired.model, web.name).length > 0)
            await stopNamed(run, web);
}
async function stopNamed(run, web) {
    const { transaction, desired, observed, host } = run;
    const old = (0,model_observed/* oldContainers */.Ig)(observed, web.name, desired.release.id).flatMap(({ name, state }) => state === 'running' ? [name] : []);
    if (old.length === 0)
        return;
    const { stdout } = await transaction.change({ run: [['docker', 'inspect', '--format', aliasFormat, ...old]] }, dockerFailed('start-failed', host.name, `looking at ${old.join(', ')}`));
    const named = stdout.split('\n').flatMap((line) => {
        const [name = '', ...aliases] = line.trim().split(' ');
        return aliases.includes(web.name) ? [name.slice(1)] : [];
    });
    if (named.length > 0)
        await stopOldWeb(run, web, named);
}

// EXTERNAL MODULE: ./src/compose/accessories/definition.js
var accessories_definition = __webpack_require__(5158);
// EXTERNAL MODULE: ./src/compose/accessories/definition-labels.js
var definition_labels = __webpack_require__(28932);
;// CONCATENATED MODULE: ./src/compose/accessories/replacement.js


/**
 * Returns the model for an accessory's new container, which is created beside the old one. Compose can't give a fixed
 * name to a second container, and keeps an anonymous volume only when it replaces the container itself. So the new
 * container is renamed later, and mounts the old one's anonymous volumes.
 */
function replacementModel(model, name, anonymous) {
    const services = (0,definition_labels/* withDefinitions */.p)(model, [name]);
    const { container_name: _name, ...service } = services[name] ?? {};
    const volumes = anonymous.map(({ name: source, target }) => ({ type: 'volume', source, target }));
    const known = anonymous.map(({ name: volume }) => [volume, { name: volume, external: true }]);
    return {
        ...model,
        services: {
            ...services,
            [name]: { ...service, ...(volumes.length === 0 ? {} : { volumes: withoutName(service, volumes) }) },
        },
        ...(known.length === 0 ? {} : { volumes: { ...model.volumes, ...Object.fromEntries(known) } }),
    };
}
function withoutName({ volumes = [] }, added) {
    return [...volumes.filter(({ target }) => added.every((one) => one.target !== target)), ...added];
}
/** Whether the new container can't run beside the old one, because both need the same port, address or data folder. */
function needsStop(service) {
    return hasPort(service) || hasPlace(service);
}
/** Whether the new container can run beside the old one once its port is left out. */
function canBeTried(service) {
    return hasPort(service) && !hasPlace(service);
}
function hasPort({ ports = [] }) {
    return ports.some(({ published = '' }) => published !== '' && published !== '0');
}
/** Whether the container has an address that no second container can have. */
function hasPlace({ networks = {}, network_mode, mac_address }) {
    const isFixed = Object.values(networks).some((one) => {
        const settings = (one ?? {});
        return ['ipv4_address', 'ipv6_address', 'mac_address'].some((key) => settings[key] !== undefined);
    });
    return isFixed || mac_address !== undefined || network_mode === 'host';
}

;// CONCATENATED MODULE: ./src/engine/compose/rollout/accessories/health.js




/** Seconds in which an accessory's health check must pass. */
const health_longest = 120;
/**
 * Waits for an accessory's new containers: their Docker health check passes, or without one they keep running for a
 * moment.
 * @throws StepFailed `start-failed` with the last lines of one that exits or stays unhealthy
 */
async function awaitAccessory(run, service, names) {
    if (names.length === 0)
        return;
    const { desired, runner } = run;
    const ends = (0,run_once/* mayEnd */.pN)(desired.model.services[service] ?? {});
    const started = runner.clock.now();
    for (;;) {
        const states = await health_inspect(run, names);
        const age = (runner.clock.now() - started) / 1000;
        const bad = states.find((state) => hasFailed(state, ends) || state.health === 'unhealthy');
        const late = age > health_longest ? states.find(({ health }) => health === 'starting') : undefined;
        const failed = bad ?? late;
        if (failed !== undefined)
            throw await failedAs(run, { shown: service, container: failed.name, restarted: failed.restarts > 0 }, howFailed(failed), 'start-failed');
        if (states.every(({ health }) => health === 'healthy'))
            return;
        if (age >= steadySeconds() && states.every(({ health }) => health !== 'starting'))
            return;
        await runner.clock.sleep(0.25, runner.cancelled);
    }
}
function hasFailed({ status, exitCode, restarts }, mayEndWell) {
    if (status === 'running' || status === 'created')
        return restarts > 0;
    return !(mayEndWell && status === 'exited' && exitCode === 0);
}
function howFailed(state) {
    if (state.status !== 'running' || state.restarts > 0)
        return howFallen(state);
    return state.health === 'unhealthy' ? 'is unhealthy' : `did not become healthy within ${health_longest} s`;
}

;// CONCATENATED MODULE: ./src/engine/compose/rollout/accessories/replace.js















/**
 * Replaces accessories that differ from the release. The new container is created beside the old one, which returns
 * when anything fails before the commit. When both can't run, because of a port or of data, the old one stops first; if
 * only the port is in the way, the new one is first tried without it.
 * @throws StepFailed `start-failed` with the last lines of a new container that does not run
 */
async function replaceAccessories(run) {
    const { replace } = (0,accessory_work/* accessoryWork */.q)(run.desired, run.observed);
    const names = replace.map(({ service }) => service);
    // Services without replicas are in no round: they have nothing to start.
    const rounds = (0,run_once/* startOrder */.l8)(run.desired.model, names).flat();
    for (const service of [...names.filter((name) => !rounds.includes(name)), ...rounds]) {
        const drift = replace.find((one) => one.service === service);
        if (drift !== undefined)
            await replaceOne(run, drift);
    }
}
async function replaceOne(run, { service, stateful }) {
    const { transaction, desired, observed, host, runner } = run;
    const definition = desired.model.services[service] ?? {};
    const { hash } = (0,accessories_definition/* definitionOf */.F)(desired.model, service);
    const old = (0,model_observed/* containersOf */.Mz)(observed, service).filter((one) => one.definition !== hash);
    const running = old.filter(({ state }) => state === 'running').map(({ name }) => name);
    const made = await createBeside(run, service, stateful === undefined ? [] : await anonymousOf(run, service));
    const failed = dockerFailed('start-failed', host.name, `replacing ${service}`);
    const stop = (0,step/* when */.z7)(running.length > 0, ['docker', 'stop', ...running]);
    const revive = (0,step/* when */.z7)(running.length > 0, ['revive', ...running]);
    const start = (0,step/* when */.z7)(made.length > 0, ['docker', 'start', ...made]);
    const retire = (0,step/* when */.z7)(made.length > 0, ['retire', ...made]);
    const change = {
        afterCommit: [['retire', ...old.map(({ name }) => parked(run, service, name))]],
        seconds: host_limits/* longest */.xS,
    };
    if (stateful === undefined && running.length > 0 && made.length > 0 && canBeTried(definition))
        await tryBeside(run, service);
    if (stateful !== undefined || needsStop(definition) || made.length === 0) {
        await transaction.change({ ...change, undo: [...revive, ...retire], run: [...stop, ...start] }, failed);
        await awaitAccessory(run, service, made);
    }
    else {
        await transaction.change({ undo: retire, run: start }, failed);
        await awaitAccessory(run, service, made);
        await transaction.change({ ...change, undo: revive, run: stop }, failed);
    }
    if ((0,run_once/* mayEnd */.pN)(definition))
        run.mayHaveEnded.push(...made.map((name) => ({ service, name })));
    await giveName(run, service, old.map(({ name }) => name), made);
    runner.log.info(`${host.name}: ${service} is replaced`);
}
/** Starts the new container without its port while the old one serves: one that can't start never takes the port. */
async function tryBeside(run, service) {
    const { transaction, desired, host } = run;
    const name = `${desired.model.name}-${service}-trial-${desired.release.id}`;
    await transaction.change({
        undo: [['retire', name]],
        run: [(0,session/* compose */.Zz)(run, 'run', '--detach', '--no-deps', '-T', '--name', name, service)],
    }, dockerFailed('start-failed', host.name, `trying the new ${service}`));
    await awaitAccessory(run, service, [name]);
    await transaction.change({ run: [['retire', name]] }, dockerFailed('start-failed', host.name, `ending the trial of the new ${service}`));
}
/** Creates the new containers without starting them, and returns their names. */
async function createBeside(run, service, anonymous) {
    const { transaction, desired, observed, host } = run;
    const count = (0,project/* replicasOf */.N4)(desired.model.services[service] ?? {});
    if (count === 0)
        return [];
    const file = `${(0,release_release/* releaseFolder */.Uc)(desired.root, desired.release.id)}/replace.json`;
    const { hash } = (0,accessories_definition/* definitionOf */.F)(desired.model, service);
    const labels = [
        `com.docker.compose.project=${desired.model.name}`,
        `com.docker.compose.service=${service}`,
        `${compose_labels/* definitionLabel */.M2}=${hash}`,
    ];
    const old = (0,model_observed/* containersOf */.Mz)(observed, service);
    // Compose would take stopped containers of this same definition for the new ones.
    const rest = old.filter(({ definition }) => definition === hash).map(({ name }) => name);
    const scale = ['--scale', `${service}=${old.length - rest.length + count}`];
    const create = (0,session/* compose */.Zz)(run, 'up', '--no-start', '--no-recreate', '--no-deps', ...scale, service);
    const { stdout } = await transaction.change({
        undo: [
            ['rm', '-f', file],
            ['sweep', ...labels],
        ],
        run: [
            ...(0,step/* when */.z7)(rest.length > 0, ['retire', ...rest]),
            (0,session/* put */.yJ)(file, '600', (0,render/* formatModel */.Xk)(replacementModel(desired.model, service, anonymous))),
            create.with(create.indexOf('-f') + 1, file),
            ['rm', '-f', file],
            [
                ...['docker', 'ps', '-a', ...labels.flatMap((one) => ['--filter', `label=${one}`])],
                ...['--format', containerFormat],
            ],
        ],
    }, dockerFailed('start-failed', host.name, `creating ${service}`));
    const made = readContainers(stdout)
        .filter((one) => one.service === service && one.definition === hash)
        .map(({ name }) => name)
        .sort(model_observed/* byNumber */.vh);
    if (made.length === count)
        return made;
    throw new errors/* StepFailed */.an('start-failed', `${host.name}: Compose did not create the new container of ${service}.`, stdout);
}
const mountFormat = '{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}} {{.Destination}}{{println}}{{end}}{{end}}';
/** The old container's anonymous volumes: they stay with the service, as Compose would keep them. */
async function anonymousOf(run, service) {
    const { transaction, desired, observed, host } = run;
    const [old] = (0,model_observed/* containersOf */.Mz)(observed, service);
    if (old === undefined)
        return [];
    const { stdout } = await transaction.change({ run: [['docker', 'inspect', '--format', mountFormat, old.name]] }, dockerFailed('start-failed', host.name, `looking at the volumes of ${old.name}`));
    const named = (desired.model.services[service]?.volumes ?? [])
        .filter(({ source = '' }) => source !== '')
        .map(({ target }) => target);
    return stdout
        .split('\n')
        .map((line) => line.trim().split(' '))
        .flatMap(([name = '', target = '']) => target === '' || named.includes(target) ? [] : [{ name, target }]);
}
/** The old container's name until the commit, while the new one has its fixed name. */
function parked({ desired }, service, name) {
    return name === desired.model.services[service]?.container_name
        ? `${name}-before-${desired.release.id}`
        : name;
}
/** Gives the name that the file fixes to the new container. */
async function giveName(run, service, old, [made]) {
    const name = run.desired.model.services[service]?.container_name;
    if (name === undefined || made === undefined)
        return;
    const before = parked(run, service, name);
    const isTaken = old.includes(name);
    const rename = (from, to) => ['docker', 'rename', from, to];
    await run.transaction.change({
        undo: [['unname', before, name, made]],
        run: [...(0,step/* when */.z7)(isTaken, rename(name, before)), rename(made, name)],
    }, dockerFailed('start-failed', run.host.name, `naming the new container of ${service}`));
    for (const one of run.mayHaveEnded)
        if (one.name === made)
            one.name = name;
}

// EXTERNAL MODULE: ./src/compose/celery.js
var celery = __webpack_require__(59370);
;// CONCATENATED MODULE: ./src/engine/compose/rollout/quiet.js
/**
 * Makes Celery workers take no new tasks before they are asked to stop. Until kombu 5.3, a worker that gets its stop
 * signal while it waits for Redis loses the task that Redis delivers in that second: measured, 23 of 1,284 over 30
 * deploys. Newer workers, other brokers and workers that don't answer are left alone.
 * https://github.com/celery/kombu/pull/1733
 */
function quiet(workers) {
    // The guard reads lines, so the script is one line.
    return ['quiet', `exec(${JSON.stringify(script)})`, ...workers];
}
/** The last sleep is longer than the wait for Redis, one second: the worker returns any task that Redis still delivers. */
const script = `
import os, socket, sys, time
import kombu

broker = os.environ.get("CELERY_BROKER_URL", "")
if kombu.VERSION >= (5, 3) or not broker.startswith("redis"):
    sys.exit()
from celery import Celery

control = Celery(broker=broker).control
mine = "@" + socket.gethostname()
# Named as Celery names it by default, one answer is enough and comes at once; else all have their time to answer.
queues = control.inspect(["celery" + mine], timeout=2).active_queues() or control.inspect(timeout=1).active_queues() or {}
named = [(node, queue["name"]) for node, some in queues.items() if node.endswith(mine) for queue in some]
for node, queue in named:
    control.cancel_consumer(queue, destination=[node], reply=True, timeout=2)
if named:
    time.sleep(1.5)
`;

;// CONCATENATED MODULE: ./src/engine/compose/rollout/background.js










/**
 * The longest seconds to watch: a broken worker exits while it loads, which takes at least as long as web took, as it is the
 * same code.
 */
const background_watchSeconds = ({ results: { startSeconds = 0 } }) => Math.max(steadySeconds(), startSeconds);
/** Starts new workers beside the old ones, except those that can't run twice. */
async function startWorkers(run) {
    const { stopFirst, roles } = run.desired;
    const beside = roles.workers.filter((service) => !stopFirst.includes(service));
    if (beside.length > 0)
        await start(run, beside);
    for (const service of stopFirst)
        await handOver(run, [service]);
}
/** Stops a scheduler that moves to another host, before it starts there. */
async function stopScheduler(run) {
    await stopOld(run, schedulersOf(run));
}
/** Stops all background services of the live release with a warm shutdown; later steps find them stopped. */
async function stopBackground(run) {
    const [workers, schedulers] = [workersOf(run), schedulersOf(run)];
    await stopOld(run, [...schedulers, ...workers]);
    const names = runningOld(run, [...schedulers, ...workers]);
    const containers = run.observed.containers.map((one) => names.includes(one.name) ? { ...one, state: 'exited' } : one);
    run.observed = { ...run.observed, containers };
}
/**
 * Moves the one scheduler: the old one stops before the new one starts, in the deploy and in its undo.
 * @param meanwhile work to do while none runs
 */
async function moveScheduler(run, meanwhile) {
    const schedulers = schedulersOf(run);
    if (meanwhile === undefined)
        return await handOver(run, schedulers);
    await stopOld(run, schedulers);
    await meanwhile();
    await start(run, schedulers);
}
/** The undo removes what was created, and only stops containers that were on standby. */
function ending(run) {
    return (0,model_observed/* isWarm */.Yr)(run) ? 'rest' : 'retire';
}
async function start(run, services) {
    const names = (0,session/* createdOf */.YC)(run, services);
    // Nothing starts when the file or the input sets no replicas.
    if (names.length === 0)
        return;
    await run.transaction.change({ undo: [[ending(run), ...names]], run: [['docker', 'start', ...names]] }, dockerFailed('start-failed', run.host.name, `starting ${names.join(', ')}`));
}
async function handOver(run, services) {
    const names = (0,session/* createdOf */.YC)(run, services);
    const old = runningOld(run, services);
    if (old.length === 0)
        return await start(run, services);
    if (names.length === 0)
        return await stopOld(run, services);
    const { stdout } = await run.transaction.change({
        undo: [
            ['revive', ...old],
            [ending(run), ...names],
        ],
        run: [...stopped(run, services, old), ['docker', 'start', ...names]],
        // A worker may have a long grace period to finish its tasks.
        seconds: host_limits/* longest */.xS,
    }, dockerFailed('start-failed', run.host.name, `handing over ${services.join(', ')}`));
    warnOfKilled(run, stdout);
}
/**
 * Watches the new background containers, then gives the old workers a warm shutdown: they finish their tasks and take
 * no new ones. This comes before the switch, so that no old worker meets a task that only the new release knows.
 */
async function settleBackground(run) {
    const { workers, schedulers } = run.desired.roles;
    const services = [...workers, ...schedulers];
    await awaitSteady(run, (0,session/* createdOf */.YC)(run, services), background_watchSeconds(run), () => sayReady(run, services));
    await stopOld(run, workersOf(run));
}
/** What Celery logs at level INFO once the app is loaded; a worker has reached its broker then. */
const readyLines = { worker: /\S+@\S+ ready\.\s*$/m, beat: /beat: Starting\.\.\./ };
/** Whether all new containers of these services are Celery's and have logged that they are ready. */
async function sayReady(run, services) {
    for (const service of services) {
        const { worker, beat } = (0,celery/* celeryUse */.Q)(run.desired.model.services[service] ?? {});
        if (!worker && !beat)
            return false;
        const line = worker ? readyLines.worker : readyLines.beat;
        for (const name of (0,session/* createdOf */.YC)(run, [service]))
            if (!line.test(await logsOf(run, name)))
                return false;
    }
    return true;
}
/** Workers of this release, and those of an earlier one that have been renamed, given another role, or removed from the file. */
function workersOf({ desired, observed }) {
    return [...desired.roles.workers, ...formerly(desired, observed, 'worker')];
}
/** The same for schedulers: two schedulers with two names are still two schedulers. */
function schedulersOf({ desired, observed }) {
    return [...desired.roles.schedulers, ...formerly(desired, observed, 'scheduler')];
}
function formerly(desired, observed, role) {
    const those = (0,returning/* formerContainers */.w)(desired, observed).filter((one) => one.role === role);
    return [...new Set(those.map(({ service }) => service))];
}
async function stopOld(run, services) {
    const old = runningOld(run, services);
    if (old.length === 0)
        return;
    const { stdout } = await run.transaction.change({
        undo: [['revive', ...old]],
        run: stopped(run, services, old),
        seconds: host_limits/* longest */.xS,
    }, dockerFailed('start-failed', run.host.name, `stopping ${old.join(', ')}`));
    warnOfKilled(run, stdout);
}
/** Stops containers with their own grace period, and prints how they ended. */
function stopped(run, services, old) {
    return [...quieted(run, services), ['docker', 'stop', ...old], statesQuestion(old)];
}
/** The exit code of a container that did not end within its grace period. */
const killed = 137;
/** `docker stop` ends well all the same, but the tasks of a worker that was killed may be lost. */
function warnOfKilled({ runner, host }, output) {
    for (const { name } of readStates(output).filter(({ exitCode }) => exitCode === killed))
        runner.log.warning(`${host.name}: ${name} did not end within its stop_grace_period and was killed; what it was working on may be lost. Set stop_grace_period to the longest that a task takes, and see that the program gets SIGTERM.`);
}
/** Beat alone takes no tasks; a worker with embedded beat does. */
function quieted(run, services) {
    const { model } = run.desired;
    const takers = services.filter((service) => (0,celery/* celeryUse */.Q)(model.services[service] ?? {}).worker);
    const old = runningOld(run, takers);
    return old.length === 0 ? [] : [quiet(old)];
}
function runningOld({ desired, observed }, services) {
    return services.flatMap((service) => (0,model_observed/* oldContainers */.Ig)(observed, service, desired.release.id).flatMap(({ name, state }) => state === 'running' ? [name] : []));
}

;// CONCATENATED MODULE: ./src/edge/statistics.js
/** Below this number one failure would already exceed the limit, so nothing is decided. */
const enoughRequests = 20;
const classes = ['hrsp_1xx', 'hrsp_2xx', 'hrsp_3xx', 'hrsp_4xx', 'hrsp_5xx', 'hrsp_other'];
/**
 * Parses the servers in `show stat`. Columns are found by name, as each version of HAProxy adds some.
 * https://docs.haproxy.org/2.6/management.html#9.1
 */
function parseStatistics(csv) {
    const [header = '', ...rows] = csv.trim().split('\n');
    const names = header.replace(/^# /, '').split(',');
    return rows
        .filter((row) => row.includes(','))
        .map((row) => {
        const cells = row.split(',');
        const cell = (name) => cells[names.indexOf(name)] ?? '';
        const number = (name) => Number(cell(name));
        const unanswered = number('econ') + number('eresp');
        return {
            slot: cell('pxname') === 'web' ? cell('svname') : `${cell('pxname')}/${cell('svname')}`,
            status: cell('status'),
            check: `${cell('check_status')} ${cell('check_code')}`.trim(),
            sessions: number('scur'),
            requests: classes.reduce((sum, name) => sum + number(name), unanswered),
            failed: number('hrsp_5xx') + unanswered,
        };
    });
}
/** Counts these slots' requests between two readings; after a restart of the edge, only those since then. */
function countedSince(before, now, slots) {
    const counted = { requests: 0, failed: 0 };
    for (const { slot, requests, failed } of now.filter((one) => slots.includes(one.slot))) {
        const base = before.find((one) => one.slot === slot);
        const isNew = base === undefined || requests < base.requests || failed < base.failed;
        counted.requests += isNew ? requests : requests - base.requests;
        counted.failed += isNew ? failed : failed - base.failed;
    }
    return counted;
}
/** The first of these slots that gets no requests, because its health check failed or its name does not resolve. */
function downOf(now, slots) {
    return now.find(({ slot, status }) => slots.includes(slot) && /^(DOWN|MAINT)/.test(status));
}
/** Says why the failures exceed the limit; undefined while they don't, or while there are too few requests to decide. */
function tooManyFailed(counted, maxPercent) {
    const { requests, failed } = counted;
    if (requests < enoughRequests || failed * 100 <= maxPercent * requests)
        return undefined;
    return `${shareFailed(counted)} of ${requests} requests failed (5xx), more than ${maxPercent} %`;
}
/** Formats the failed share for people, `0.0 %` without requests. */
function shareFailed({ requests, failed }) {
    return `${((failed * 100) / Math.max(requests, 1)).toFixed(1)} %`;
}

// EXTERNAL MODULE: ./src/metrics/look.js
var metrics_look = __webpack_require__(79516);
// EXTERNAL MODULE: ./src/runner/cancel.js
var cancel = __webpack_require__(4744);
;// CONCATENATED MODULE: ./src/engine/watch-metrics.js



/** Seconds between two looks: Prometheus has a new value every 15 s in the example. */
const watch_metrics_pause = 10;
/** So many failed looks in a row undo the deploy: one bad value may be left from the switch, or from a restart of Prometheus. */
const patience = 3;
/** Watches the queries of `desired.metrics`; without any, all is well at once. */
function watchMetrics(run) {
    const { desired, host, runner } = run;
    const failures = new Map();
    let isPassed = desired.metrics === undefined;
    let told = [];
    const end = runner.clock.now() + desired.bake * 1000;
    // The last look is at the end, not up to ten seconds before it.
    const next = () => {
        const now = runner.clock.now();
        return now < end ? Math.min(now + watch_metrics_pause * 1000, end) : now + watch_metrics_pause * 1000;
    };
    let due = next();
    const look = async () => {
        if (desired.metrics === undefined || runner.clock.now() < due)
            return;
        const looks = await (0,cancel/* unlessCancelled */.M)(runner.cancelled, (0,metrics_look/* lookAtMetrics */.G)(host, desired.metrics));
        due = next();
        isPassed = looks.every(({ verdict }) => verdict.passed);
        told = looks.map(({ check: { name, operator, limit }, verdict: { passed, got } }) => `${name}: ${got}${passed ? '' : `, not ${operator} ${limit}`}`);
        for (const [index, { check, verdict }] of looks.entries()) {
            const times = verdict.passed ? 0 : (failures.get(check.name) ?? 0) + 1;
            failures.set(check.name, times);
            if (times === patience)
                throw new errors/* StepFailed */.an('bake-failed', `${host.name}: ${times} looks at the metric ${told[index] ?? check.name} have failed in a row.`, told.join('\n'));
            if (times > 0)
                runner.log.info(`${host.name}: the metric ${told[index]} (${times} of ${patience})`);
        }
    };
    return { look, passed: () => isPassed, told: () => told };
}

;// CONCATENATED MODULE: ./src/engine/compose/rollout/bake.js










/** Seconds between two checks, between two log lines, and until the edge must answer again. */
const bake_pause = 2;
const tellEvery = 10;
const silenceSeconds = 10;
/**
 * Watches the new release for `desired.bake` seconds of real requests, while the old one could still take over at once;
 * a little longer while a metric is beyond its limit.
 * @throws StepFailed `bake-failed` when a new container exits, the edge marks one as down, too many requests fail, or a
 * metric stays beyond its limit
 */
async function bake(run) {
    const { desired, runner, host } = run;
    const { clock } = runner;
    const started = clock.now();
    const seconds = () => Math.round((clock.now() - started) / 1000);
    const slots = newSlots(run);
    // The slots served other releases before, and the edge keeps counting.
    const hasEdge = (0,placement/* servesWeb */.FE)(desired);
    let before = hasEdge ? await statistics(run) : undefined;
    let baked = { requests: 0, failed: 0, seconds: 0 };
    let told = 0;
    let heard = seconds();
    const metrics = watchMetrics(run);
    while (seconds() < desired.bake || !metrics.passed()) {
        const left = desired.bake - seconds();
        await clock.sleep(left > 0 ? Math.min(bake_pause, left) : bake_pause, runner.cancelled);
        await assertHealthy(run);
        await metrics.look();
        // Without web there are no requests to count, but the containers must keep running.
        if (!hasEdge)
            continue;
        const now = await statistics(run);
        if (now === undefined) {
            if (seconds() - heard >= silenceSeconds)
                throw await silentEdge(run);
            continue;
        }
        heard = seconds();
        before ??= now;
        const counted = countedSince(before, now, slots);
        baked = { ...counted, seconds: seconds() };
        await judge(run, before, now);
        if (seconds() - told < tellEvery && (seconds() < desired.bake || told >= desired.bake))
            continue;
        told = seconds();
        runner.log.progress(`… ${host.name}: ${told} s of ${desired.bake}: ${counted.requests} requests, ${shareFailed(counted)} failed`);
    }
    for (const one of metrics.told())
        runner.log.info(`${host.name}: the metric ${one}`);
    return hasEdge ? { baked } : {};
}
async function assertHealthy(run) {
    const { desired } = run;
    const states = await health_inspect(run, (0,session/* createdOf */.YC)(run, (0,model_desired/* appServices */.yM)(desired)));
    await assertRunning(run, states, 'bake-failed');
    // A health check that can't work in the image fails for every release.
    const web = [...run.dockerChecks].flatMap(([name, works]) => (works ? (0,session/* createdOf */.YC)(run, [name]) : []));
    const sick = states.find(({ name, health }) => web.includes(name) && health === 'unhealthy');
    if (sick !== undefined)
        throw await unhealthy(run, [sick.name], 'fails its own health check', 'bake-failed');
}
/** Checks each web service by itself: the many requests of others would hide its failures. */
async function judge(run, before, now) {
    const down = downOf(now, newSlots(run));
    if (down !== undefined)
        throw await unhealthy(run, [containerIn(run, down.slot)], downWords(down), 'bake-failed');
    for (const { name, service } of (0,edge_web/* webServices */.ZC)(run.desired)) {
        const slots = newSlots(run, ({ service: of }) => of === service);
        const why = tooManyFailed(countedSince(before, now, slots), run.desired.maxErrorRate);
        if (why === undefined)
            continue;
        const failedIn = (slot) => countedSince(before, now, [slot]).failed;
        const [worst = ''] = slots.toSorted((one, other) => failedIn(other) - failedIn(one));
        const where = service === undefined ? '' : `${name}: `;
        throw new errors/* StepFailed */.an('bake-failed', `${run.host.name}: ${where}${why}.`, await logsOf(run, containerIn(run, worst)));
    }
}
function downWords({ check, status }) {
    return `is down for the edge (${[status, check].filter(Boolean).join(', ')})`;
}
/** The edge's current counters; undefined while it takes no commands. */
async function statistics(run) {
    const { code, stdout } = await run.transaction.attempt({
        run: [['ask', (0,session/* edgeName */.Hg)(run), 'show stat -1 4 -1']],
    });
    return code === 0 ? parseStatistics(stdout) : undefined;
}
async function silentEdge(run) {
    return new errors/* StepFailed */.an('bake-failed', `${run.host.name}: the edge has taken no commands for ${silenceSeconds} s.`, await logsOf(run, (0,session/* edgeName */.Hg)(run)));
}
function newSlots({ upstreams, desired }, isMeant = () => true) {
    return upstreams.flatMap((one) => (one.release === desired.release.id && isMeant(one) ? [(0,edge_upstreams/* slotOf */.SW)(one)] : []));
}
function containerIn({ upstreams }, slot) {
    return upstreams.find((one) => (0,edge_upstreams/* slotOf */.SW)(one) === slot)?.container ?? '';
}

;// CONCATENATED MODULE: ./src/engine/compose/rollout/start.js











/** Creates all new containers at once and starts none: Compose decides on names, networks and volumes, we decide when. */
async function create(run) {
    const { transaction, desired, observed, host } = run;
    const label = `${compose_labels/* releaseLabel */.wr}=${desired.release.id}`;
    const services = (0,model_desired/* appServices */.yM)(desired);
    if ((0,model_observed/* isWarm */.Yr)(run))
        return;
    // A warm release that is no longer complete is created anew.
    const rest = services.flatMap((service) => (0,model_observed/* ofRelease */.NC)(observed, service, desired.release.id).map(({ name }) => name));
    const scale = services.flatMap((service) => {
        const count = (0,model_observed/* containersOf */.Mz)(observed, service).length + (0,project/* replicasOf */.N4)(desired.model.services[service] ?? {});
        return ['--scale', `${service}=${count}`];
    });
    const { stdout } = await transaction.change({
        undo: [['sweep', label]],
        run: [
            ...(rest.length === 0 ? [] : [['retire', ...rest]]),
            (0,session/* compose */.Zz)(run, 'up', '--no-start', '--no-recreate', '--no-deps', ...scale, ...services),
            ['docker', 'ps', '-a', '--filter', `label=${label}`, '--format', containerFormat],
        ],
    }, dockerFailed('start-failed', host.name, 'creating the containers'));
    const containers = readContainers(stdout).filter(({ release }) => release === desired.release.id);
    run.created = Object.fromEntries(services.map((service) => [
        service,
        containers
            .filter((one) => one.service === service)
            .map(({ name }) => name)
            .sort(model_observed/* byNumber */.vh),
    ]));
    const missing = services.find((service) => run.created[service]?.length !== (0,project/* replicasOf */.N4)(desired.model.services[service] ?? {}));
    if (missing === undefined)
        await giveNamesToEdge(run);
    else
        throw new errors/* StepFailed */.an('start-failed', `${host.name}: Compose did not create the containers of ${missing}.`, stdout);
}
/**
 * Compose gives each container its service's name. When others reach a web service by that name, they must find the
 * edge, which has its names in the release's file. So new containers rejoin the networks without these names before
 * they start.
 */
async function giveNamesToEdge(run) {
    const { transaction, desired, host } = run;
    const named = (0,edge_web/* webServices */.ZC)(desired).map(({ name }) => ({
        name,
        networks: (0,front/* namedNetworks */.h0)(desired.model, name),
    }));
    const again = named.flatMap(({ name, networks }) => networks.flatMap((network) => (0,session/* createdOf */.YC)(run, [name]).flatMap((container) => [...(network.isJoinedLater ? [] : ['disconnect']), 'connect'].map((verb) => [
        ...['docker', 'network', verb, network.name, container],
    ]))));
    const services = named.flatMap(({ name, networks }) => (networks.length === 0 ? [] : [name]));
    await transaction.change({ run: again }, dockerFailed('start-failed', host.name, `giving the names of ${services.join(', ')} to the edge`));
}
/** Starts a batch of a web service beside the old containers and waits until each answers. */
async function startWeb(run, batch) {
    const { transaction, desired, host, runner, results } = run;
    const web = (0,edge_web/* webService */.UZ)(desired, batch.service);
    const names = (0,session/* createdOf */.YC)(run, [web.name]).slice(batch.from, batch.to);
    const started = runner.clock.now();
    const { undo = [], run: point = [] } = (0,model_observed/* isWarm */.Yr)(run) ? {} : pointEdge(run, batch);
    await transaction.change({ undo, run: [['docker', 'start', ...names], ...point] }, dockerFailed('start-failed', host.name, `starting ${names.join(', ')}`));
    await awaitHealthy(run, web, names);
    return { startSeconds: Math.max(results.startSeconds ?? 0, (runner.clock.now() - started) / 1000) };
}

// EXTERNAL MODULE: ./src/model/serving.js
var model_serving = __webpack_require__(84791);
;// CONCATENATED MODULE: ./src/engine/compose/note-serving.js



/**
 * Asks a host what it serves after an undo; without an answer, notes what is known.
 * @param liveFolder the live release's folder when the undone transaction began; empty when unknown
 */
async function noteService({ host, desired, observed }, { serving, cancelled }, liveFolder = '') {
    // A cancelled job is killed after ten seconds. The host was undone, so it serves what it did before.
    if (cancelled.aborted) {
        const release = liveFolder.replace('releases/', '');
        const isAsSeen = release === '' || release === observed.live?.id;
        return serving.note(host.name, isAsSeen ? (0,model_serving/* serviceOf */.z)(observed, desired) : { state: 'live', release });
    }
    const now = await observe(host, desired).catch(() => undefined);
    serving.note(host.name, now === undefined ? { state: 'unknown', release: observed.live?.id } : (0,model_serving/* serviceOf */.z)(now, desired));
}

;// CONCATENATED MODULE: ./src/engine/compose/undo.js


/**
 * Undoes everything on a host; a host that lost its connection or guard is undone as soon as it is back. Returns false,
 * with a warning, when the result is unknown.
 */
async function undo(member, transaction, runner) {
    const undone = await transaction?.abort();
    // An undo is not repeated on an engine that hangs: each try takes a minute.
    const isLeft = transaction?.isLeft === true;
    if (undone === true || (!isLeft && (await (0,begin/* recover */.lj)(member, runner)) !== undefined)) {
        await noteService(member, runner, transaction?.live);
        return true;
    }
    runner.serving.note(member.host.name, { state: 'unknown', release: member.observed.live?.id });
    if (isLeft)
        return false;
    runner.log.warning(`${member.host.name}: no response from the guard. The host rolls back on its own, and the next run verifies it.`);
    return false;
}

;// CONCATENATED MODULE: ./src/engine/compose/unmoved.js




/**
 * Requires, just before traffic moves, that the live release is the one that was observed. The lock keeps other runs
 * out; this check finds changes by hand.
 * @throws UserError `live-changed`
 */
async function assertUnmoved(run) {
    const { transaction, desired, observed, host } = run;
    const project = `label=com.docker.compose.project=${desired.model.name}`;
    const { stdout } = await transaction.attempt({
        run: [
            ['bash', '-c', 'readlink "$1" || echo', 'live', `${desired.root}/live`],
            ['docker', 'ps', '--filter', project, '--format', containerFormat],
        ],
    });
    const [live = '', ...lines] = stdout.split('\n');
    const services = (0,model_desired/* replacedServices */.J6)(desired);
    const known = new Set([...observed.containers.map(({ name }) => name), ...(0,session/* createdOf */.YC)(run, services)]);
    const strange = readContainers(lines.join('\n')).filter(({ service, name }) => services.includes(service) && !known.has(name));
    const expected = observed.live === undefined ? '' : `releases/${observed.live.id}`;
    if (live === expected && strange.length === 0)
        return;
    throw new errors/* UserError */.yo('live-changed', live === expected
        ? `${host.name}: ${strange.map(({ name }) => name).join(', ')} was started by hand while this deploy ran.`
        : `${host.name}: the live release was ${expected || 'none'} and is now ${live || 'none'}.`, 'Somebody changed the host meanwhile. Everything was put back; look at the host, then run this again.');
}

;// CONCATENATED MODULE: ./src/engine/compose/engine.js






















const steps = {
    install: install,
    'static-files': installStaticFiles,
    accessories: startAccessories,
    replace: replaceAccessories,
    fronts: startFronts,
    create: create,
    edge: startEdge,
    'stop-web': (session, { batch }) => stopWeb(session, batch),
    'start-web': (session, { batch }) => startWeb(session, batch),
    workers: startWorkers,
    'stop-scheduler': stopScheduler,
    scheduler: (session, { whileStopped }) => moveScheduler(session, whileStopped),
    settle: async (session) => {
        // Without web no traffic moves, so this is the last moment before anything of the old release stops.
        if (!(0,placement/* servesWeb */.FE)(session.desired))
            await assertUnmoved(session);
        await settleBackground(session);
    },
    switch: async (session, { batch }) => {
        await assertUnmoved(session);
        await switchStaticFiles(session, batch);
        await switchTraffic(session, batch);
    },
    'leave-balancer': drainHost,
    bake: bake,
    'stop-background': stopBackground,
    'close-shop': closeShop,
    'open-shop': openShop,
    'clean-up': cleanUp,
};
/** Docker Compose on independent hosts that the run keeps equal; on each, the guard holds the lock and the undo log. */
const composeEngine = {
    commands: commands/* composeCommands */.$,
    releases: releases,
    readModel: readModel,
    observe: observe,
    pull: pull,
    lock: begin/* beginAll */.V0,
    open: (at, lock, runner) => (0,session/* openSession */.fA)(at, lock, runner, commands/* composeCommands */.$),
    // Only this engine's own `open` creates its sessions.
    perform: async (step, session, how) => (await steps[step](session, how)) ?? {},
    commit: async (sessions) => await commit(sessions),
    capture: capture,
    abort: undo,
};


/***/ })

};
