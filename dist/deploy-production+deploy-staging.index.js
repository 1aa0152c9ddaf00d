export const id = "deploy-production+deploy-staging";
export const ids = ["deploy-production+deploy-staging"];
export const modules = {

/***/ 14507:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  k: () => (/* binding */ resolveDesiredState)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./src/model/project/project.js
var project_project = __webpack_require__(35616);
// EXTERNAL MODULE: ./src/model/release/files.js
var files = __webpack_require__(58438);
;// CONCATENATED MODULE: ./src/compose/files/entry.js



/** Makes an entry of the store; the same content has the same id in every run. Pure. */
function entryOf({ folders, files, isFolder }, { name, mode, isSecret = false }) {
    const stored = files.map(({ path, executable, content }) => ({
        path: external_node_path_.posix.join(name, path),
        mode: mode ?? (executable ? 0o755 : 0o644),
        content,
    }));
    const all = isFolder ? [name, ...folders.map((path) => external_node_path_.posix.join(name, path))] : [];
    const hash = (0,external_node_crypto_.createHash)('sha256').update(JSON.stringify(all));
    for (const file of stored)
        hash.update(JSON.stringify([file.path, file.mode, isSecret ? slowly(file) : sha256(file.content)]));
    return { id: hash.digest('hex'), folders: all, files: stored };
}
/** The path on the host that containers mount. */
function storedPath(root, { id }, name) {
    return `${(0,files/* storeFolder */.I)(root)}/${id}/${name}`;
}
function sha256(content) {
    return (0,external_node_crypto_.createHash)('sha256').update(content).digest('hex');
}
/** Hashes a file slowly: a fast hash in a visible path would let others find a short password by trying all of them. */
function slowly({ path, content }) {
    return (0,external_node_crypto_.scryptSync)(content, `saleor-deploy ${path}`, 32).toString('hex');
}

;// CONCATENATED MODULE: ./src/compose/files/used.js
/** Returns the configs and secrets of a service. Pure. */
function usedBy(service, model) {
    return ['configs', 'secrets'].flatMap((section) => (service[section] ?? []).flatMap(({ source, target, uid, gid, mode }) => {
        if (source === undefined)
            return [];
        const top = model[section]?.[source] ?? {};
        const { file, environment } = top;
        return {
            ...{ section, source, file, environment },
            target: targetOf(section, source, target),
            mode: typeof mode === 'string' ? Number.parseInt(mode, 8) : mode,
            hasOwner: [uid, gid].some((id) => id !== undefined && id !== ''),
        };
    }));
}
/** Whether it is made from a variable that has no value. Pure. */
function isMissing({ environment }, variables) {
    return environment !== undefined && !variables.has(environment);
}
/** Applies Compose's default target where the file gives none, or only a name for a secret. */
function targetOf(section, source, target = '') {
    if (target.startsWith('/'))
        return target;
    if (section === 'configs')
        return `/${target || source}`;
    return `/run/secrets/${target || source}`;
}

;// CONCATENATED MODULE: ./src/compose/files/deliver.js





/** Docker's own default for secrets without a `mode`: containers run as any user. The folder on the host is closed to others. */
const secretMode = 0o444;
/** Secrets are not longer; a larger file, such as a key store, is nothing that programs print. */
const longestSecret = 64 * 1024;
/**
 * Points every mount of a repository file or folder, and every config and secret made from a file or a variable, at the
 * host's store of such files. Otherwise Compose would ignore `mode` and look up variables on the host. Pure.
 * @param services those that run on a host
 */
function deliver(model, { trees, variables }, root, services) {
    const entries = new Map();
    const secretPaths = new Set();
    const secrets = new Map();
    const store = (tree, storing) => {
        const entry = entryOf(tree, storing);
        entries.set(entry.id, entry);
        const path = storedPath(root, entry, storing.name);
        if (storing.isSecret === true)
            for (const { path: inEntry, content } of entry.files) {
                secretPaths.add(external_node_path_.posix.join(path, external_node_path_.posix.relative(storing.name, inEntry)));
                if (content.length <= longestSecret)
                    secrets.set(inEntry, Buffer.from(content).toString());
            }
        return (0,project_project/* escapeDollars */.bn)(path);
    };
    const volumeOf = (volume) => {
        const { type, source = '', bind } = volume;
        const tree = type === 'bind' ? treeAt(trees, source) : undefined;
        if (tree === undefined)
            return volume;
        const path = store(tree, { name: nameOf(source) });
        return {
            ...volume,
            source: path,
            // Several releases mount the same file, so no container may write to it.
            read_only: true,
            bind: { ...bind, create_host_path: false },
        };
    };
    const mountOf = ({ section, source, target, mode, file, environment }) => {
        const isSecret = section === 'secrets';
        const value = isSecret && environment !== undefined ? variables.get(environment) : undefined;
        const tree = value === undefined ? treeAt(trees, file) : single(value);
        if (tree === undefined)
            return undefined;
        // The file name tells later whether the content must be masked, and a user's file may have any name.
        const name = isSecret || file === undefined ? source : nameOf(file);
        const path = store(tree, { name, isSecret, mode: mode ?? (isSecret ? secretMode : undefined) });
        return { type: 'bind', source: path, target, read_only: true, bind: { create_host_path: false } };
    };
    const serviceOf = (service) => {
        const { configs, secrets: named, ...rest } = service;
        const used = usedBy(service, model).map((one) => ({ ...one, mount: mountOf(one) }));
        const left = (section, all) => {
            const stay = (all ?? []).filter(({ source }) => !used.some((one) => one.mount !== undefined && one.section === section && one.source === source));
            return stay.length === 0 ? {} : { [section]: stay };
        };
        const volumes = [...(service.volumes ?? []).map(volumeOf), ...used.flatMap(({ mount }) => mount ?? [])];
        return {
            ...rest,
            ...left('configs', configs),
            ...left('secrets', named),
            ...(volumes.length === 0 ? {} : { volumes }),
        };
    };
    const delivered = Object.entries(model.services).map(([name, service]) => [
        name,
        services.includes(name) ? serviceOf(service) : service,
    ]);
    return {
        model: {
            ...withContent(model, variables),
            services: Object.fromEntries(delivered),
            ...(secretPaths.size === 0 ? {} : { [files/* secretFilesKey */.D]: [...secretPaths].sort().map(project_project/* escapeDollars */.bn) }),
        },
        entries: [...entries.values()],
        secrets,
    };
}
/** Puts a variable's value into the model as the content of its config, as `content:` would. */
function withContent(model, variables) {
    if (model.configs === undefined)
        return model;
    const configs = Object.entries(model.configs).map(([name, { environment, ...config }]) => {
        if (environment === undefined)
            return [name, config];
        const value = variables.get(environment);
        return [
            name,
            value === undefined ? { ...config, environment } : { ...config, content: (0,project_project/* escapeDollars */.bn)(value) },
        ];
    });
    return { ...model, configs: Object.fromEntries(configs) };
}
function treeAt(trees, path) {
    const found = path === undefined ? undefined : trees.get(path);
    return found === undefined || !('files' in found) ? undefined : found;
}
function nameOf(path) {
    return external_node_path_.posix.basename((0,project_project/* unescapeDollars */.aU)(path)) || 'files';
}
function single(value) {
    return {
        isFolder: false,
        folders: [],
        files: [{ path: '', executable: false, content: Buffer.from(value) }],
    };
}

// EXTERNAL MODULE: ./src/compose/front.js
var compose_front = __webpack_require__(34245);
// EXTERNAL MODULE: ./src/compose/one-off.js
var one_off = __webpack_require__(62858);
// EXTERNAL MODULE: ./src/edge/other-web.js
var other_web = __webpack_require__(63010);
// EXTERNAL MODULE: ./src/errors.js
var src_errors = __webpack_require__(16986);
// EXTERNAL MODULE: ./src/compose/app.js
var compose_app = __webpack_require__(87409);
// EXTERNAL MODULE: ./src/compose/celery.js
var celery = __webpack_require__(59370);
// EXTERNAL MODULE: ./src/compose/ports.js
var compose_ports = __webpack_require__(23438);
// EXTERNAL MODULE: ./src/compose/read/project-error.js
var project_error = __webpack_require__(37569);
;// CONCATENATED MODULE: ./src/compose/other-web.js







/**
 * A further web service has its own image; naming a service of the app here would run the app twice.
 * @param app services of the app
 * @throws ProjectError
 */
function assertOtherImages(model, app, otherWeb) {
    for (const name of otherWeb) {
        const same = app.find((one) => one !== name && (0,compose_app/* runsSameImage */.oO)(model, name, one));
        if (same !== undefined)
            throw new project_error/* ProjectError */.w(`${name} runs the image of ${same}, which is the app's, and images names it as a service with an image of its own.`, `Take ${name} out of images: the input image is for all services of the app. Or give ${name} another image in the Compose file.`, ['services', name, 'image'], ['services', name]);
        const { worker, beat } = (0,celery/* celeryUse */.Q)(model.services[name] ?? {});
        if (worker || beat)
            throw new project_error/* ProjectError */.w(`${name} runs Celery, and images names it as a service that people reach.`, `Take ${name} out of images; give it the image of the app, or name it in worker-services.`, ['services', name]);
    }
}
/** Reads the input `images` as a record: `storefront=ghcr.io/shop/storefront@sha256:…`. @throws UserError for a duplicate service */
function readImages(lines) {
    const pairs = lines.map((line) => {
        const at = line.indexOf('=');
        return [line.slice(0, at), line.slice(at + 1)];
    });
    const twice = pairs.find(([name], index) => pairs.findIndex(([other]) => other === name) !== index);
    if (twice === undefined)
        return Object.fromEntries(pairs);
    throw new src_errors/* UserError */.yo('bad-input', `Input 'images' names ${twice[0]} more than once.`, 'Give each service one line, service=repository@sha256:….');
}
/**
 * Returns the image of each further web service: from the input, else from the Compose file, which must give a digest
 * too.
 * @throws ProjectError
 */
function otherImages(model, { otherWeb = [] }, images) {
    return Object.fromEntries(otherWeb.map((name) => {
        const image = images[name] ?? (0,project_project/* unescapeDollars */.aU)(model.services[name]?.image ?? '');
        if (/@sha256:[0-9a-f]{64}$/.test(image))
            return [name, image];
        throw new project_error/* ProjectError */.w(`${name} is a web service, and ${image === '' ? 'it has no image' : `its image ${image} is named by a tag, which can move`}.`, `Name it by digest with the images input: ${name}=repository@sha256:… (push-registry puts it out).`, ['services', name, 'image'], ['services', name]);
    }));
}
/**
 * Returns the further web services for the edge, each with the port that the edge takes over.
 * @param healthPaths by service; default `/`
 * @param ports of the app's web
 * @throws UserError when a service publishes no port, several, or one that another web service publishes
 */
function findOtherWeb(model, { web, otherWeb = [] }, healthPaths, ports = (0,compose_ports/* webPorts */.F)(model, { web })) {
    const unknown = Object.keys(healthPaths).find((name) => !otherWeb.includes(name));
    if (unknown !== undefined)
        throw new src_errors/* UserError */.yo('bad-input', `Input 'health-path' names ${unknown}, which is no further web service.`, `Write the path of ${web} alone, /health/, and lines service=/path for ${otherWeb.length === 0 ? 'services that images names' : otherWeb.join(', ')}.`);
    const [first] = ports;
    const published = new Map(ports.map((port) => [port.published, web]));
    const listening = [first.target];
    return otherWeb.map((service) => {
        if ((model.services[service]?.ports ?? []).length === 0)
            throw new project_error/* ProjectError */.w(`${service} is a web service with an image of its own, and publishes no port at which people reach it.`, `Publish the port that it answers HTTP on: ports: ["3000:3000"]. If nobody reaches ${service} from outside, take it out of images.`, ['services', service]);
        const [port, ...more] = (0,compose_ports/* webPorts */.F)(model, { web: service });
        if (more.length > 0)
            throw new project_error/* ProjectError */.w(`${service} publishes several ports, ${[port, ...more].map(({ published: one }) => one).join(', ')}; the edge takes over one for it.`, 'Publish the port that it answers HTTP on, and only that: ports: ["3000:3000"]', ['services', service, 'ports']);
        const other = published.get(port.published);
        if (other !== undefined)
            throw new project_error/* ProjectError */.w(`${service} and ${other} both publish port ${port.published}.`, 'Give each web service a port of its own on the host.', ['services', service, 'ports']);
        published.set(port.published, service);
        const listen = (0,other_web/* listenPort */.LL)(port.target, listening);
        listening.push(listen);
        return {
            ...{ service, port: port.target, listen, publicPort: port.published },
            healthPath: healthPaths[service] ?? '/',
        };
    });
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ../../node_modules/yaml/dist/index.js
var dist = __webpack_require__(33483);
;// CONCATENATED MODULE: ./src/compose/read/place.js

/** Reads the files; one that is not valid YAML has no places. A later file overrides an earlier one. */
function sourceOf(files) {
    const read = files.toReversed().map(({ file, text }) => {
        const lines = new dist/* LineCounter */.HN();
        return { file, lines, document: (0,dist/* parseDocument */.Tp)(text, { lineCounter: lines, logLevel: 'silent' }) };
    });
    const look = (path) => {
        for (const { file, lines, document } of read) {
            const found = find(document, document.contents, path);
            if (found !== undefined)
                return { place: { file, line: lines.linePos(found.offset).line }, text: found.text };
        }
        return undefined;
    };
    return {
        place(paths) {
            const found = paths.map(look).find((one) => one !== undefined);
            if (found !== undefined)
                return found.place;
            const [last] = read;
            return last === undefined ? undefined : { file: last.file };
        },
        text: (path) => look(path)?.text,
    };
}
/** Follows keys through maps, lists of `NAME=value`, aliases and merge keys (`<<`). */
function find(document, node, path, offset = 0) {
    if ((0,dist/* isAlias */.Vj)(node))
        return find(document, node.resolve(document), path, offset);
    const [key, ...rest] = path;
    if (key === undefined)
        return { offset, text: (0,dist/* isScalar */.jn)(node) ? (node.source ?? '') : undefined };
    if ((0,dist/* isSeq */.oP)(node))
        return rest.length === 0 ? findItem(node.items, key) : undefined;
    if (!(0,dist/* isMap */.jh)(node))
        return undefined;
    for (const { key: name, value } of node.items)
        if ((0,dist/* isScalar */.jn)(name) && name.value === key)
            return find(document, value, rest, startOf(name));
    for (const { key: name, value } of node.items) {
        if (!(0,dist/* isScalar */.jn)(name) || name.value !== '<<')
            continue;
        const merged = (0,dist/* isSeq */.oP)(value) ? value.items : [value];
        const found = merged.map((one) => find(document, one, path)).find((one) => one !== undefined);
        if (found !== undefined)
            return found;
    }
    return undefined;
}
/** Finds an item of a list: `- NAME=value`, `- source:target:ro`, or a map with `target: name`. */
function findItem(items, name) {
    for (const item of items) {
        if ((0,dist/* isMap */.jh)(item) && ['target', 'source'].some((key) => item.get(key) === name))
            return { offset: startOf(item), text: undefined };
        if (!(0,dist/* isScalar */.jn)(item) || (0,dist/* isPair */.tO)(item))
            continue;
        const [written, ...value] = (item.source ?? '').split('=');
        if (written === name)
            return { offset: startOf(item), text: value.join('=') };
        if (String(item.value).split(':').includes(name))
            return { offset: startOf(item), text: undefined };
    }
    return undefined;
}
function startOf(node) {
    return node.range?.[0] ?? 0;
}

;// CONCATENATED MODULE: ./src/compose/read/on-its-line.js





/**
 * Does the work; an error in the project becomes one on a line of the Compose file.
 * @param files relative to the workspace
 * @throws UserError with its place
 */
async function onItsLine(files, { context }, work) {
    try {
        return await work();
    }
    catch (error) {
        if (!(error instanceof project_error/* ProjectError */.w))
            throw error;
        const sources = files.map(async (file) => ({
            file,
            text: await (0,promises_.readFile)((0,external_node_path_.resolve)(context.workspace, file), 'utf8'),
        }));
        const place = sourceOf(await Promise.all(sources)).place(error.parts);
        const at = place === undefined ? '' : `${place.file}: `;
        throw new src_errors/* UserError */.yo('bad-input', `${at}${error.message}`, error.fix, place);
    }
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: ./src/inputs/values/environment.js
var values_environment = __webpack_require__(51663);
// EXTERNAL MODULE: ./src/compose/file-roles.js
var file_roles = __webpack_require__(44994);
;// CONCATENATED MODULE: ./src/compose/read/mirror.js




/** Levels above `/` of the host, for deeper repositories. */
const levels = Array.from({ length: 6 }, () => 'saleor-deploy-up');
/**
 * Shows Compose on the runner the project as the host will have it, with the environment file, which is never in the
 * checkout. Compose makes paths absolute; without the leading `root` they are the host's paths. Parent folders exist
 * too, for `../common.env`, even when the Compose file lies deeper in the repository than its folder on the host.
 */
async function makeMirror(options) {
    const { workspace, hostFolder, environmentFile, environment } = options;
    // Compose prints resolved paths, and mkdtemp creates the folder with mode 0700.
    const top = await (0,promises_.mkdtemp)((0,external_node_path_.join)(await (0,promises_.realpath)(options.temp), 'compose-'));
    const root = (0,external_node_path_.join)(top, ...levels);
    const mirror = { top, root, folder: (0,external_node_path_.join)(root, hostFolder), remove: () => (0,promises_.rm)(top, { recursive: true }) };
    try {
        await (0,promises_.mkdir)(mirror.folder, { recursive: true, mode: 0o700 });
        for (let from = options.folder, to = mirror.folder;; from = (0,external_node_path_.dirname)(from), to = (0,external_node_path_.dirname)(to)) {
            await linkEntries(from, to);
            if (from === workspace || to === top)
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
/** Translates a path in the mirror to the host's path; undefined for a path outside. Nothing lies above `/`. */
function hostPath({ top, root }, path) {
    return path.startsWith(`${top}/`) ? external_node_path_.posix.resolve('/', external_node_path_.posix.relative(root, path)) : undefined;
}
async function linkEntries(from, to) {
    for (const name of await (0,promises_.readdir)(from))
        if (!(0,external_node_fs_.existsSync)((0,external_node_path_.join)(to, name)))
            await (0,promises_.symlink)((0,external_node_path_.join)(from, name), (0,external_node_path_.join)(to, name));
}
/** Writes a file in the mirror, never through a link into the checkout. */
async function writePrivately(root, file, content) {
    if ((0,external_node_path_.relative)(root, file).startsWith('..'))
        throw new src_errors/* UserError */.yo('bad-input', 'The environment file lies outside of the project.', 'Give environment-file as the Compose file has it in env_file, relative to the Compose file.');
    await makeReal(root, (0,external_node_path_.dirname)(file));
    await (0,promises_.rm)(file, { force: true });
    await (0,promises_.writeFile)(file, content, { mode: 0o600 });
}
/** Replaces a link to a folder by a folder of links. */
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

;// CONCATENATED MODULE: ./src/compose/read/tree.js


/** Limits for what a release carries: it is for configuration, which has a few kilobytes. */
const limits = { file: 1024 * 1024, total: 10 * 1024 * 1024, files: 500 };
const inImage = 'Put it into the image (COPY), or on the server, and write its absolute path.';
/**
 * Reads a file, or a folder with its whole content. Links are followed, as their targets don't exist on the host.
 * @param within folders that no link may lead out of
 */
async function readTree(path, within) {
    const found = new Found(within);
    const obstacle = await found.add(path, '', []);
    return obstacle ?? { isFolder: found.isFolder, folders: found.folders, files: found.files };
}
class Found {
    isFolder = false;
    folders = [];
    files = [];
    bytes = 0;
    within;
    constructor(within) {
        this.within = within;
    }
    /** @param above the resolved folders that contain it */
    async add(at, path, above) {
        const named = path === '' ? '' : `${path} in it `;
        const real = await (0,promises_.realpath)(at).catch(() => undefined);
        if (real === undefined)
            return { text: `${named}is a link that leads nowhere.`, fix: 'Remove the link, or correct it.' };
        if (!this.within.some((folder) => isInside(folder, real)))
            return {
                text: `${named}leads out of the repository.`,
                fix: 'Put the file itself into the repository. If the server has it, write its absolute path.',
            };
        const kind = await (0,promises_.stat)(real);
        if (kind.isDirectory())
            return await this.addFolder(real, path, above);
        if (!kind.isFile())
            return {
                text: `${named}is neither a file nor a folder (a socket, pipe or device).`,
                fix: 'Remove it from the folder, or mount one that the server has, by its absolute path.',
            };
        this.bytes += kind.size;
        if (kind.size > limits.file)
            return {
                text: `${named}has ${sizeOf(kind.size)}; a file that goes to the server has ${sizeOf(limits.file)} at most.`,
                fix: inImage,
            };
        if (this.bytes > limits.total || this.files.length >= limits.files)
            return tooMuch;
        this.files.push({ path, executable: (kind.mode & 0o111) !== 0, content: await (0,promises_.readFile)(real) });
        return undefined;
    }
    async addFolder(real, path, above) {
        if (above.includes(real))
            return { text: `${path} in it is a link to a folder that it lies in.`, fix: 'Remove the link.' };
        const entries = await (0,promises_.readdir)(real, { withFileTypes: true });
        // In a submodule, `.git` is a file that points to the outer repository.
        const names = entries.map(({ name }) => name).filter((name) => name !== '.git');
        if (entries.some((one) => one.name === '.git' && !one.isFile()))
            return {
                text: 'is a whole repository, which would go to the server with its history and its credentials.',
                fix: 'Mount the folder that the container needs, or put the files into the image (COPY).',
            };
        if (path === '')
            this.isFolder = true;
        else
            this.folders.push(path);
        for (const name of names.sort()) {
            const obstacle = await this.add((0,external_node_path_.join)(real, name), path === '' ? name : `${path}/${name}`, [
                ...above,
                real,
            ]);
            if (obstacle !== undefined)
                return obstacle;
        }
        return undefined;
    }
}
/** The problem when one mount, or all mounts together, are too large. */
const tooMuch = {
    text: `is too much: a release takes ${limits.files} files of ${sizeOf(limits.total)} along at most, all mounts together.`,
    fix: inImage,
};
function isInside(folder, path) {
    const way = (0,external_node_path_.relative)(folder, path);
    return way !== '..' && !way.startsWith('../');
}
function sizeOf(bytes) {
    return `${Math.round((bytes / 1024 / 1024) * 10) / 10} MiB`;
}

;// CONCATENATED MODULE: ./src/compose/read/checkout.js






/** A folder with only such a file is meant to be filled on the server. */
const placeholders = /^\.(git)?(keep|ignore)$/;
/** Limit in bytes; a configuration file has a few kilobytes. */
const largest = 200_000;
/**
 * Reads what the repository has of the project. Paths that Compose made absolute begin with the mirror's root, and the
 * mirror links to the repository.
 */
async function lookIntoCheckout(model, { mirror, folder }, workspace) {
    const isRelative = (path) => typeof path === 'string' && hostPath(mirror, path) !== undefined;
    const sections = [model.configs, model.secrets];
    const sources = [
        ...Object.values(model.services).flatMap(({ volumes = [] }) => volumes.flatMap(({ type, source }) => (type === 'bind' ? source : []))),
        ...sections.flatMap((section) => Object.values(section ?? {}).map(({ file }) => file)),
    ];
    const paths = [...new Set(sources.filter(isRelative))].filter((path) => hasContent((0,project_project/* unescapeDollars */.aU)(path)));
    const trees = new Map();
    const within = [mirror.top, await (0,promises_.realpath)(workspace)];
    for (const path of paths)
        trees.set(hostPath(mirror, path) ?? path, await readTree((0,project_project/* unescapeDollars */.aU)(path), within));
    const texts = Object.entries(model.services).flatMap(([service, { volumes = [], build }]) => {
        const { context } = (build ?? {});
        // The whole repository as a build context shows nothing about a proxy.
        const given = [context === mirror.folder ? undefined : context, ...volumes.map(({ source }) => source)];
        return given
            .filter(isRelative)
            .filter((path) => path !== mirror.folder)
            .flatMap(filesIn)
            .map((path) => ({
            service,
            file: external_node_path_.posix.join(folder, external_node_path_.posix.relative(mirror.folder, path)),
            text: (0,external_node_fs_.readFileSync)(path, 'utf8'),
        }));
    });
    return { trees: withinLimits(trees), texts };
}
/** Applies the limit on the total size; the largest tree is reported. */
function withinLimits(trees) {
    const sizes = [...trees].flatMap(([path, tree]) => 'files' in tree
        ? {
            path,
            files: tree.files.length,
            bytes: tree.files.reduce((sum, { content }) => sum + content.length, 0),
        }
        : []);
    const sum = (key) => sizes.reduce((all, one) => all + one[key], 0);
    const isFitting = sum('files') <= limits.files && sum('bytes') <= limits.total;
    const [largest] = sizes.toSorted((one, other) => other.bytes - one.bytes || other.files - one.files);
    return isFitting || largest === undefined ? new Map(trees) : new Map([...trees, [largest.path, tooMuch]]);
}
function hasContent(path) {
    const found = (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false });
    // A dangling link exists and must be reported.
    if (found === undefined)
        return (0,external_node_fs_.lstatSync)(path, { throwIfNoEntry: false }) !== undefined;
    return !found.isDirectory() || (0,external_node_fs_.readdirSync)(path).some((name) => !placeholders.test(name));
}
/** Lists a file, or the files directly inside a folder that look like configuration. */
function filesIn(path) {
    const found = (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false });
    if (found?.isFile() === true)
        return found.size > largest ? [] : [path];
    if (found?.isDirectory() !== true)
        return [];
    return (0,external_node_fs_.readdirSync)(path)
        .filter((name) => /\.(conf|cfg|template|ya?ml|toml)$|^Caddyfile/.test(name))
        .flatMap((name) => (0,external_node_fs_.statSync)(external_node_path_.posix.join(path, name), { throwIfNoEntry: false })?.isFile()
        ? filesIn(external_node_path_.posix.join(path, name))
        : []);
}

;// CONCATENATED MODULE: ./src/compose/read/printed.js
/**
 * Corrects the printed model so that Compose on the host understands it. Measured: Compose 2.26 to 2.40 prints the
 * entries of `blkio_config` with capital letters, then rejects them; 2.40 prints the mode of a config or secret as
 * "0440", which 2.26 reads as a decimal number. All of them accept a number.
 */
function asWritten(model) {
    const services = Object.entries(model.services).map(([name, service]) => [name, mended(service)]);
    return { ...model, services: Object.fromEntries(services) };
}
/**
 * Says of each bind mount whether Docker creates a missing path. Compose 2 leaves out `create_host_path: false` and
 * Compose 5 leaves out `true` (compose-go 2.10), so that the same file is printed in two ways, and an older Compose on
 * the host would read what a newer one printed as the opposite.
 * @param version of the Compose that printed the model
 */
function withPathCreation(model, version) {
    const isMade = Number.parseInt(version, 10) >= 5;
    const services = Object.entries(model.services).map(([name, service]) => {
        const volumes = service.volumes?.map((one) => one.type === 'bind' && isObject(one.bind)
            ? { ...one, bind: { create_host_path: isMade, ...one.bind } }
            : one);
        return [name, volumes === undefined ? service : { ...service, volumes }];
    });
    return { ...model, services: Object.fromEntries(services) };
}
function mended(service) {
    const { blkio_config: throttled } = service;
    return {
        ...service,
        ...(isObject(throttled)
            ? { blkio_config: mapValues(throttled, (one) => listOf(one, withSmallKeys)) }
            : {}),
        ...(service.configs === undefined ? {} : { configs: listOf(service.configs, withNumber) }),
        ...(service.secrets === undefined ? {} : { secrets: listOf(service.secrets, withNumber) }),
    };
}
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function listOf(value, change) {
    return Array.isArray(value) ? value.map((one) => (isObject(one) ? change(one) : one)) : value;
}
function mapValues(values, change) {
    return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
function withSmallKeys(values) {
    return Object.fromEntries(Object.entries(values).map(([key, value]) => [key.toLowerCase(), value]));
}
function withNumber(values) {
    const { mode } = values;
    return typeof mode === 'string' && /^0?[0-7]+$/.test(mode)
        ? { ...values, mode: Number.parseInt(mode, 8) }
        : values;
}

;// CONCATENATED MODULE: ./src/compose/read/command.js


/** Returns a function that runs the command on a project. */
function composeConfig(runner, options) {
    const { files, folder, hostFolder, projectName } = options;
    const project = projectName === undefined ? [] : ['--project-name', projectName];
    const inputs = files.flatMap((file) => ['-f', file]);
    return (variables, ...more) => runner.process.run([
        ...['docker', 'compose', '--project-directory', folder, ...project, ...inputs],
        ...['config', '--format', 'json', ...more],
    ], 
    // When Compose runs on the host, ${PWD} is the project's folder there.
    { cwd: folder, env: { ...variables, PWD: hostFolder }, signal: runner.cancelled });
}
/** Parses the model that a successful run printed. */
function modelOf({ stdout }) {
    return asWritten({ services: {}, ...JSON.parse(stdout) });
}
/** Returns the version of Compose. @throws UserError when the runner has no Docker Compose, or one before 2.20 */
async function assertComposeVersion(runner) {
    const version = await composeVersion(runner);
    const [major = 0, minor = 0] = version?.split('.').map(Number) ?? [];
    if (version !== undefined && (major > 2 || (major === 2 && minor >= 20)))
        return version;
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

;// CONCATENATED MODULE: ./src/compose/read/failure.js


/** The first version with `format: raw` for env files. */
const rawSince = '2.30.0';
/** Turns Compose's error into a UserError that names the user's own files. */
function composeFailed(stderr, naming, environmentFile) {
    const messages = messagesOf(stderr);
    const said = withFileNames(messages, naming);
    const missing = /(?:env file|Failed to load) (.+?)(?: not found|: open )/.exec(messages)?.[1];
    if (missing !== undefined)
        return missingEnvFile(missing, naming, environmentFile);
    if (/unsupported env_file format "?raw/.test(said))
        return new src_errors/* UserError */.yo('bad-input', `The Compose file reads an env file with format: raw, which Docker Compose knows since ${rawSince}; the runner has ${naming.version}.`, `Use a runner with Docker Compose ${rawSince} or newer, or leave format: raw out and write $$ for each $ in that file.`, placeOf('format: raw', naming) ?? placeIn(said, naming));
    const unknownKey = /dditional propert(?:y|ies) '?([\w.-]+)'? (?:is |are )?not allowed/.exec(said)?.[1];
    if (unknownKey !== undefined)
        return new src_errors/* UserError */.yo('bad-input', `Docker Compose can't read the project: ${said}`, `Docker Compose ${naming.version} of the runner does not know the key ${unknownKey}. Correct its name, or, where a newer Compose knows it, use a runner with that one.`, placeIn(said, naming));
    const required = /required variable (\S+) is missing a value(?:: (.*))?/.exec(said);
    if (required !== null)
        return new src_errors/* UserError */.yo('bad-input', `The Compose file requires the variable ${required[1]}${required[2] ? `: ${required[2]}` : '.'}`, `${setWhere(required[1] ?? '', environmentFile)}.`, placeIn(said, naming));
    return new src_errors/* UserError */.yo('bad-input', `Docker Compose can't read the project: ${said}`, `Try it where the file is: docker compose -f ${naming.files.map((file) => external_node_path_.posix.basename(file)).join(' -f ')} config`, placeIn(said, naming));
}
/** Returns Compose's warnings, each once, with the names of the user's files. */
function warningsOf(stderr, naming) {
    const warnings = [...stderr.matchAll(/level=warning msg=("(?:[^"\\]|\\.)*")/g)].map(([, quoted]) => withFileNames(JSON.parse(quoted ?? '""'), naming));
    // Unset variables are validated one by one, and the obsolete `version:` has no effect.
    return [...new Set(warnings)].filter((one) => !/variable is not set|`version` is obsolete/.test(one));
}
/** Says where to set a variable that the Compose file itself uses. */
function setWhere(names, environmentFile) {
    return external_node_path_.posix.normalize(environmentFile) === '.env'
        ? `Set ${names} in the input environment, which is the file .env, or under env: of the step`
        : `Set ${names} under env: of the step`;
}
function missingEnvFile(path, naming, environmentFile) {
    const { mirror } = naming;
    const isRelative = path.startsWith(`${mirror.top}/`);
    const missing = isRelative ? external_node_path_.posix.relative(mirror.folder, path) : withFileNames(path, naming);
    const ways = missing === external_node_path_.posix.normalize(environmentFile)
        ? `Give its content with the environment input.`
        : isRelative
            ? `Give its content with the environment input and its name with environment-file: ${missing} (that input says ${environmentFile}), or commit the file if it holds no secrets.`
            : `The file is looked for on the runner, where the Compose file is read. Name it relative to the Compose file, such as env_file: ${environmentFile}, and give its content with the environment input.`;
    return new src_errors/* UserError */.yo('bad-input', `The Compose file reads the env file ${missing}, which is not there.`, ways, placeOf(missing, naming));
}
function messagesOf(stderr) {
    const lines = stderr
        .split('\n')
        .filter((line) => line.trim() !== '' && !/level=(warning|info|debug) /.test(line));
    // An env file's unparsable line may be a secret.
    return lines
        .join('\n')
        .replace(/(in variable name|unterminated quoted value) .*/, '$1 (not shown)')
        .trim();
}
function withFileNames(text, { mirror }) {
    return text
        .replaceAll(`${mirror.folder}/`, '')
        .replaceAll(`${mirror.root}/`, '/')
        .replaceAll(`${mirror.top}/`, '/');
}
/** The first line with these words, where Compose says none. */
function placeOf(words, { sources }) {
    for (const { file, text } of sources) {
        const index = text.split('\n').findIndex((line) => line.includes(words));
        if (index !== -1)
            return { file, line: index + 1 };
    }
    return undefined;
}
function placeIn(said, { folder, files }) {
    const named = files.find((file) => said.includes(external_node_path_.posix.relative(folder, file)));
    const file = named ?? (files.length === 1 ? files[0] : undefined);
    // Compose 5 prints `at L2.C3-L4.C4`: from the start of the part to the position of the error.
    const [, line] = /\b(?:line |L\d+\.C\d+-L|at L)(\d+)/.exec(said) ?? [];
    if (file === undefined)
        return undefined;
    return line === undefined ? { file } : { file, line: Number(line) };
}

;// CONCATENATED MODULE: ./src/compose/read/secret-variables.js




/**
 * Returns the values of variables that configs and secrets use (`environment:`). As in Compose, they come from the step
 * or from the `.env` beside the Compose file, else from the environment input. A variable without a value is left out.
 */
async function secretVariables(model, { environment, hostFolder }, mirror, runner) {
    const sections = [model.configs, model.secrets];
    const names = sections
        .flatMap((section) => Object.values(section ?? {}).flatMap(({ environment: name }) => name ?? []))
        .filter((name) => /^[A-Za-z_]\w*$/.test(name));
    const asked = names.length === 0 ? {} : await valuesOf(names, hostFolder, mirror, runner);
    return new Map([...new Set(names)].flatMap((name) => {
        const value = asked[name] ?? environment.get(name);
        return value === undefined ? [] : [[name, value]];
    }));
}
/** Lets Compose itself resolve the values, in a project that contains nothing else. */
async function valuesOf(names, hostFolder, mirror, runner) {
    const file = (0,external_node_path_.join)(mirror.root, 'variables.json');
    const asked = names.map((name) => [name, { isSet: `\${${name}+yes}`, value: `\${${name}-}` }]);
    const project = { services: { none: { image: 'none' } }, 'x-asked': Object.fromEntries(asked) };
    await (0,promises_.writeFile)(file, JSON.stringify(project), { mode: 0o600 });
    const options = { files: [file], folder: mirror.folder, hostFolder, projectName: 'variables' };
    const ran = await composeConfig(runner, options)({});
    if (ran.code !== 0)
        return {};
    const answers = modelOf(ran)['x-asked'];
    return Object.fromEntries(Object.entries(answers).flatMap(([name, { isSet, value }]) => isSet === 'yes' ? [[name, (0,project_project/* unescapeDollars */.aU)(value)]] : []));
}

;// CONCATENATED MODULE: ./src/compose/read/variables.js
/** Lists the variables without a value: Compose warns of all of them, or fails at the first one with `:?`. */
function unsetVariables(stderr) {
    const found = stderr.matchAll(/The \\?"([^"\\]+)\\?" variable is not set|required variable (\S+) is missing a value/g);
    return [...new Set([...found].flatMap(([, unset, required]) => unset ?? required ?? []))].sort();
}
/** Finds where the project uses a variable, each place as its keys; `raw` is not interpolated. */
function usesOf(variable, raw, keys = []) {
    if (typeof raw === 'string')
        return variablesIn(raw).includes(variable) ? [keys] : [];
    if (typeof raw !== 'object' || raw === null)
        return [];
    return Object.entries(raw).flatMap(([key, value]) => usesOf(variable, value, [...keys, key]));
}
/**
 * Whether a deploy depends on this use. It does not for the image of an app service, which the digest replaces; for a
 * build, as a deploy builds nothing; or for what Compose ignores: services of other profiles, and `x-` parts, which
 * count where they are used.
 */
function matters([section = '', service = '', key], app, services) {
    if (section.startsWith('x-'))
        return false;
    if (section !== 'services')
        return true;
    if (services !== undefined && !services.includes(service))
        return false;
    return key !== 'build' && !(app.includes(service) && key === 'image');
}
/** The first line that contains the variable. */
function findVariable(variable, files) {
    for (const { file, text } of files) {
        const line = text.split('\n').findIndex((one) => variablesIn(one).includes(variable));
        if (line !== -1)
            return { file, line: line + 1 };
    }
    return undefined;
}
/** Absolute paths of the env files of all services. */
function envFilesOf(raw) {
    const files = Object.values(raw.services).flatMap(({ env_file: one }) => one ?? []);
    return [...new Set(files.map((file) => (typeof file === 'string' ? file : file.path)))];
}
/** Variable names in `$NAME` and `${NAME…}`, including defaults of other variables; `$$` is a dollar sign. */
function variablesIn(text) {
    return [...text.matchAll(/\$(?:\$|\{?([A-Za-z_][A-Za-z0-9_]*))/g)].flatMap(([, name]) => name ?? []);
}

;// CONCATENATED MODULE: ./src/compose/read/unset.js





/**
 * Finds variables without a value. Compose replaces them with an empty string and only warns: the classic way to deploy
 * an empty password. `raw` is the project before interpolation.
 * @throws UserError with the names and where they are used
 */
async function assertVariablesSet(names, raw, matters, naming, environmentFile) {
    const texts = await textsOf(raw, naming);
    const wrong = names.flatMap((name) => {
        const uses = usesOf(name, raw);
        const where = uses.filter(matters).map((use) => use.join('.'));
        // The model does not use it, so an env file does.
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
    throw new src_errors/* UserError */.yo('bad-input', `${wrong.length === 1 ? 'A variable has' : 'Variables have'} no value: ${described.join('; ')}.`, `${setWhere(wrong.map(({ name }) => name).join(', '), environmentFile)}, or write a default: \${${first.name}:-…}. A $ that is meant as such is written $$.`, first.place);
}
/** The texts of the Compose files and the env files that they load, named as in the checkout. */
async function textsOf(raw, { mirror, folder, files }) {
    const composeFiles = files.map((file) => (0,external_node_path_.resolve)(mirror.folder, external_node_path_.posix.relative(folder, file)));
    return await Promise.all([...composeFiles, ...envFilesOf(raw)].map(async (path) => ({
        file: external_node_path_.posix.join(folder, external_node_path_.posix.relative(mirror.folder, path)),
        text: await (0,promises_.readFile)(path, 'utf8').catch(() => ''),
    })));
}

;// CONCATENATED MODULE: ./src/compose/read/read.js















/**
 * Reads the project as Compose on the runner understands it, with the host's paths. Variables come from the step's
 * environment and from a `.env` beside the Compose file, as usual with Compose.
 * @throws UserError bad-input for anything that can't be deployed as written
 */
async function readCompose(source, runner) {
    const workspace = (0,external_node_path_.resolve)(runner.context.workspace);
    const folder = external_node_path_.posix.dirname(firstOf(source.files, workspace));
    const version = await assertComposeVersion(runner);
    const mirror = await makeMirror({
        temp: runner.context.temp,
        workspace,
        folder: (0,external_node_path_.resolve)(workspace, folder),
        hostFolder: source.hostFolder,
        environmentFile: source.environmentFile,
        // Without values, a file of that name in the checkout stays as it is.
        environment: source.environment.size === 0 ? undefined : (0,values_environment/* formatEnvironment */.$)(source.environment),
    });
    try {
        const sources = source.files.map((file) => ({
            file,
            text: (0,external_node_fs_.readFileSync)((0,external_node_path_.resolve)(workspace, file), 'utf8'),
        }));
        const naming = { mirror, folder, files: source.files, sources, version };
        const config = composeConfig(runner, {
            files: source.files.map((file) => (0,external_node_path_.resolve)(mirror.folder, external_node_path_.posix.relative(folder, file))),
            folder: mirror.folder,
            hostFolder: source.hostFolder,
            projectName: source.projectName,
        });
        const { model: printed, warnings } = await readProject(source, config, naming);
        const model = withPathCreation(printed, version);
        assertAllRead(source, model);
        await addRoles(model, sources, config);
        for (const warning of warnings)
            runner.log.warning(warning);
        const checkout = {
            ...(await lookIntoCheckout(model, naming, workspace)),
            variables: await secretVariables(model, source, mirror, runner),
        };
        return {
            model: withHostPaths(withOwnContexts(model, mirror), mirror),
            checkout,
            composeVersion: version,
        };
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
    const withRoles = (0,file_roles/* rolesWithFile */.MT)(raw, source.named ?? {});
    const named = 'named' in withRoles ? withRoles.named : source.named;
    const app = [...(0,compose_app/* appServices */.yM)(raw, named), ...(named?.otherWeb ?? [])];
    // Compose stops at the first required variable and at an empty image, even where the digest will go.
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
    await assertVariablesSet(unsetVariables(ran.stderr), raw, (use) => matters(use, app, services), naming, source.environmentFile);
    return { model, warnings: warningsOf(ran.stderr, naming) };
}
/** Compose prints a service's extensions as YAML, and as JSON only before interpolation. */
async function addRoles(model, sources, config) {
    if (!sources.some(({ text }) => mayHaveRoles.test(text)))
        return;
    for (const [name, { [file_roles/* roleKey */.QH]: said }] of Object.entries((await readRaw(config)).services)) {
        const service = model.services[name];
        if (said !== undefined && service !== undefined)
            service[file_roles/* roleKey */.QH] = said;
    }
}
/** An included or extended file may set roles too. */
const mayHaveRoles = new RegExp(`${file_roles/* roleKey */.QH}|^\\s*extends:|^include:`, 'm');
/** The project before interpolation; empty when Compose can't print it. */
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
/** Refuses values that no container would receive. `.env` is the exception: Compose reads it for the Compose file itself. */
function assertAllRead({ environment, environmentFile }, { services }) {
    const names = [...environment.keys()];
    if (names.length === 0 || external_node_path_.posix.basename(environmentFile) === '.env')
        return;
    if (Object.keys(services).length === 0)
        throw new src_errors/* UserError */.yo('bad-input', 'The Compose project has no services.', 'Name the files that have them with compose-file, one a line. Services under a profile count when COMPOSE_PROFILES is set under env: of the step.');
    const read = Object.values(services).some((service) => names.every((name) => name in (service.environment ?? {})));
    if (!read)
        throw new project_error/* ProjectError */.w(`No service of the Compose project reads ${environmentFile}: the environment input would reach no container.`, `Add env_file: ${environmentFile} to the services, or set environment-file to the name that stands there.`, ['services']);
}
/** The host builds nothing, so what is built keeps its folder in the repository. */
function withOwnContexts(model, { folder, top }) {
    const services = Object.entries(model.services).map(([name, service]) => {
        const build = service.build;
        if (build?.context?.startsWith(`${top}/`) !== true)
            return [name, service];
        return [name, { ...service, build: { ...build, context: `./${external_node_path_.posix.relative(folder, build.context)}` } }];
    });
    return { ...model, services: Object.fromEntries(services) };
}
/** Only a string that begins with the mirror's random name is a path that Compose made absolute. */
function withHostPaths(value, mirror) {
    if (typeof value === 'string')
        return (hostPath(mirror, value) ?? value);
    if (Array.isArray(value))
        return value.map((one) => withHostPaths(one, mirror));
    if (typeof value !== 'object' || value === null)
        return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withHostPaths(one, mirror)]));
}

// EXTERNAL MODULE: ./src/compose/render.js
var render = __webpack_require__(58028);
// EXTERNAL MODULE: ./src/compose/run-once.js
var run_once = __webpack_require__(63041);
;// CONCATENATED MODULE: ./src/compose/roles.js






/** Decides which service is web, worker, scheduler, job or accessory. @throws ProjectError when it is not clear */
function findRoles(model, named = {}) {
    const services = Object.keys(model.services);
    assertNamesKnown(services, named);
    const { otherWeb = [] } = named;
    const web = named.web ?? findWeb(model, named);
    assertOtherImages(model, [web, ...(named.workers ?? []), ...(named.schedulers ?? [])], otherWeb);
    assertSameImage(model, web, named);
    assertSamePrograms(model, web, named);
    const app = [web, ...(named.workers ?? []), ...(named.schedulers ?? [])];
    const others = otherWeb.length === 0 ? {} : { otherWeb };
    const roles = { web, ...others, workers: [], schedulers: [], jobs: [], accessories: [] };
    for (const name of services) {
        if (name === web || otherWeb.includes(name))
            continue;
        if (named.workers?.includes(name))
            roles.workers.push(name);
        else if (named.schedulers?.includes(name))
            roles.schedulers.push(name);
        else if (named.jobs?.includes(name))
            roles.jobs.push(name);
        else if (named.accessories?.includes(name))
            roles.accessories.push(name);
        else if (!app.some((one) => (0,compose_app/* runsSameImage */.oO)(model, name, one)) || isOwnFlower(model, name, web))
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
/** Returns the app service that is neither Celery nor a job; of several, the one that publishes a port. */
function findWeb(model, named) {
    const taken = new Set([...allNamed(named), ...(named.jobs ?? []), ...(named.accessories ?? [])]);
    const left = (0,compose_app/* appServices */.yM)(model, named).filter((name) => !taken.has(name) && !(0,celery/* celeryUse */.Q)(model.services[name] ?? {}).started);
    const servers = left.filter((name) => !isJob(model, name));
    const publishing = servers.filter((name) => (model.services[name]?.ports ?? []).length > 0);
    // A published port tells web from other services of the same image. When the app's image is unknown, the port may be
    // a proxy's.
    const images = servers.filter((name, index) => servers.slice(0, index).every((other) => !(0,compose_app/* runsSameImage */.oO)(model, name, other)));
    const unclear = images.length > 1 && !(0,compose_app/* imageIsCertain */.CA)(model, named);
    const candidates = publishing.length > 0 && !unclear ? publishing : servers;
    const [web, ...others] = candidates;
    if (web !== undefined && others.length === 0)
        return web;
    throw web === undefined
        ? new project_error/* ProjectError */.w(`No service looks like the web server of the app: none builds an image, starts uvicorn or gunicorn, has an image named saleor, or has the image of a Celery service.`, `Name it with the web-service input, one of: ${described(model, Object.keys(model.services))}.`, ['services'])
        : new project_error/* ProjectError */.w(`${listed(candidates)} could each be the web server of the app.`, `Name the right one with the web-service input: ${described(model, candidates)}.`, ['services', candidates[0] ?? '']);
}
function assertNamesKnown(services, named) {
    const names = allNamed(named);
    const unknown = names.filter((name) => !services.includes(name));
    if (unknown.length > 0)
        throw new project_error/* ProjectError */.w(`The Compose project has no service ${listed(unknown)}.`, `Its services are ${listed(services)}.`, ['services']);
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    if (twice.length > 0)
        throw new project_error/* ProjectError */.w(`${listed([...new Set(twice)])} is named for more than one role.`, 'Name each service once, in web-service, images, worker-services or scheduler-services.', ['services', twice[0] ?? '']);
}
/** A deploy has one image; a Celery service with another image would silently get the wrong program. */
function assertSameImage(model, web, named) {
    if ((named.workers ?? []).length + (named.schedulers ?? []).length > 0)
        return;
    const other = Object.keys(model.services).filter((name) => name !== web &&
        named.accessories?.includes(name) !== true &&
        isCelery(model, name) &&
        !(0,compose_app/* runsSameImage */.oO)(model, name, web));
    if (other.length > 0)
        throw new project_error/* ProjectError */.w(`${listed(other)} runs Celery in another image than ${web}, and one image is deployed.`, `Give ${listed(other)} the image of ${web}, or name the services of the app with the worker-services and scheduler-services inputs: a Celery service that is not named then stays as it is.`, ['services', other[0] ?? '', 'image'], ['services', other[0] ?? '']);
}
/** A service named as part of the app would get the app's image; without a command of its own it would start a second web. */
function assertSamePrograms(model, web, named) {
    const other = [...(named.workers ?? []), ...(named.schedulers ?? [])].find((name) => {
        const service = model.services[name] ?? {};
        const isOther = service.image !== undefined && !(0,compose_app/* runsSameImage */.oO)(model, name, web);
        return isOther && ((0,project_project/* commandOf */.Nl)(service) === '' || otherProgram.test(service.image ?? ''));
    });
    if (other === undefined)
        return;
    throw new project_error/* ProjectError */.w(`${other} runs another image than ${web} (${model.services[other]?.image}), and as a worker it would be given the image of ${web}.`, `Take ${other} out of worker-services and scheduler-services: what is not named there stays as it is. If it is a worker of the app, give it the image of ${web} or a command of its own.`, ['services', other, 'image'], ['services', other]);
}
/** Images that are never the app. */
const otherProgram = /(^|[/_-])(dashboard|storefront|flower|nginx|caddy|traefik|haproxy|postgres|redis|valkey|rabbitmq|mailpit|jaeger)(?=$|[:@])/;
/** Whether a service is Flower with its own image: it monitors the app and is no part of it, even when one folder builds both. */
function isOwnFlower(model, name, web) {
    const service = model.services[name] ?? {};
    const { flower, worker, beat } = (0,celery/* celeryUse */.Q)(service);
    const image = model.services[web]?.image;
    return flower && !worker && !beat && service.image !== undefined && service.image !== image;
}
/** Describes each candidate with its reason, for the person who must choose. */
function described(model, names) {
    return names
        .map((name) => {
        const service = model.services[name] ?? {};
        const { context } = (service.build ?? {});
        const command = (0,project_project/* commandOf */.Nl)(service);
        const ports = (service.ports ?? []).map(({ published, target }) => published ?? target);
        const facts = [
            ...(service.image === undefined ? [] : [`image ${service.image}`]),
            ...(context === undefined ? [] : [`built from ${context}`]),
            command === '' ? 'the start command of its image' : `starts ${command.slice(0, 60)}`,
            ports.length === 0 ? 'publishes no port' : `publishes ${ports.join(', ')}`,
        ];
        return `${name} (${facts.join(', ')})`;
    })
        .join('; ');
}
/** Workers that must not run beside their old ones, as set by `deploy.update_config.order: stop-first`. */
function stopFirstServices(model, { workers }) {
    return workers.filter((name) => model.services[name]?.deploy?.update_config?.order === 'stop-first');
}
function allNamed(named) {
    const web = named.web === undefined ? [] : [named.web];
    return [...web, ...(named.otherWeb ?? []), ...(named.workers ?? []), ...(named.schedulers ?? [])];
}
function isCelery(model, name) {
    const { worker, beat } = (0,celery/* celeryUse */.Q)(model.services[name] ?? {});
    return worker || beat;
}
function beats(model, name) {
    const service = model.services[name] ?? {};
    const { beat, embedded } = (0,celery/* celeryUse */.Q)(service);
    return beat || embedded || /\bmanage\.py\s+rqscheduler\b/.test((0,project_project/* commandOf */.Nl)(service));
}
/** `manage.py` commands that keep running: servers, and the workers of RQ, Django Q, Huey, Channels and the like. */
const goesOn = /^(runserver|shell|rq|qcluster|run_?huey|runworker|rundramatiq|process_tasks|db_worker|run_?worker|.*worker$|.*scheduler$|.*consumer$)/;
/** Whether another service waits for its end, or it is a `manage.py` command that is neither a server nor a worker. */
function isJob(model, name) {
    const service = model.services[name] ?? {};
    if ((0,run_once/* isAwaited */.AJ)(model, name))
        return true;
    const command = (0,project_project/* commandOf */.Nl)(service);
    const manage = /\bmanage\.py\s+(\w+)/.exec(command)?.[1];
    return ((service.ports ?? []).length === 0 &&
        manage !== undefined &&
        !goesOn.test(manage) &&
        !/\b(uvicorn|gunicorn|hypercorn|daphne|granian|celery|runserver)\b/.test(command));
}
function listed(names) {
    return names.join(', ');
}

;// CONCATENATED MODULE: ./src/model/project/checkout.js
/** A checkout with nothing that the project names. */
const emptyCheckout = { trees: new Map(), texts: [], variables: new Map() };

;// CONCATENATED MODULE: ./src/compose/rules/rule.js
/** Locates a variable: in the Compose file itself, else in the env file that it names. */
function variable(...names) {
    return [...names.map((name) => ['environment', name]), ['env_file'], ['environment']];
}
/** Whether a variable is missing or blank. */
function isBlank(environment, ...names) {
    return names.every((name) => (environment.get(name) ?? '').trim() === '');
}
/** The services that a rule validates. */
function servicesOf(subject, roles) {
    const background = [...roles.workers, ...roles.schedulers];
    const app = [roles.web, ...background];
    const reached = [roles.web, ...(roles.otherWeb ?? [])];
    const replaced = [...reached, ...background];
    return {
        ...roles,
        ...{ web: [roles.web], background, app, reached, replaced },
        started: [...replaced, ...roles.accessories],
    }[subject];
}

;// CONCATENATED MODULE: ./src/compose/rules/celery.js



const command = [['command']];
/** Seconds that a running task may still need; Celery's warm shutdown waits for it as long as allowed. */
const taskSeconds = 30;
const severalSchedulers = {
    name: 'several-schedulers',
    severity: 'error',
    on: 'schedulers',
    what: 'Celery beat runs more than once: each one starts all scheduled tasks.',
    fix: 'Keep one service with beat, with one replica; take -B off the workers.',
    check({ model, roles }) {
        const count = roles.schedulers.reduce((sum, name) => sum + (0,project_project/* replicasOf */.N4)(model.services[name] ?? {}), 0);
        return count <= 1
            ? undefined
            : {
                text: `Celery beat would run ${count} times, and each would start all scheduled tasks.`,
                at: [['deploy', 'replicas'], ['scale'], ['command']],
            };
    },
};
const embeddedBeat = {
    name: 'embedded-beat',
    severity: 'warning',
    on: 'app',
    what: 'Beat runs inside of the worker: a deploy must stop the old one before the new one starts, and no task is taken meanwhile.',
    fix: 'Run beat in a service of its own, and the worker without -B: then there is always a worker.',
    check: ({ service }) => (0,celery/* celeryUse */.Q)(service).embedded
        ? {
            text: 'beat runs inside of the worker, so a deploy must stop the old one before the new one starts.',
            at: command,
        }
        : undefined,
};
const beatScheduler = {
    name: 'beat-scheduler',
    severity: 'warning',
    on: 'schedulers',
    only: 'saleor',
    what: "Beat has Celery's own scheduler or that of another package, which can stop for ever at Saleor's schedules.",
    fix: 'Add --scheduler saleor.schedulers.schedulers.DatabaseScheduler to the command.',
    check({ service }) {
        if (!(0,celery/* celeryUse */.Q)(service).beat && !(0,celery/* celeryUse */.Q)(service).embedded)
            return undefined;
        const [, named] = /(?:^|\s)(?:--scheduler|-S)[\s=]+(\S+)/.exec((0,project_project/* commandOf */.Nl)(service)) ?? [];
        // A team's own class may extend Saleor's.
        if (named !== undefined && !/^(celery[.:]|django$|django_celery_beat[.:]|redbeat[.:])/.test(named))
            return undefined;
        const which = named === undefined ? "Celery's own scheduler" : `the scheduler ${named}`;
        return {
            text: `beat has ${which}, which can stop for ever at Saleor's schedules.`,
            at: command,
        };
    },
};
const workerGrace = {
    name: 'worker-grace',
    severity: 'warning',
    on: 'background',
    what: `A worker is killed less than ${taskSeconds} seconds after it was asked to stop. Celery has confirmed its tasks when it took them: those that are cut off are lost.`,
    fix: 'Set stop_grace_period to the longest that a task takes, such as 2m.',
    check({ service }) {
        const grace = (0,project_project/* graceSecondsOf */.Re)(service);
        return !(0,celery/* celeryUse */.Q)(service).worker || grace >= taskSeconds
            ? undefined
            : {
                text: `it is killed ${grace} s after it was asked to stop, and the tasks that it is working on are lost.`,
                at: [['stop_grace_period']],
            };
    },
};
const noWorker = {
    name: 'no-worker',
    severity: 'warning',
    on: 'web',
    only: 'saleor',
    what: 'There is a broker and no worker that takes tasks from it: mails, webhooks and exports wait for ever.',
    fix: 'Add a service with command: celery --app saleor.celeryconf:app worker -E.',
    check({ environment, model, roles }) {
        const takes = [...roles.workers, ...roles.schedulers].some((name) => (0,celery/* celeryUse */.Q)(model.services[name] ?? {}).worker || !(0,celery/* celeryUse */.Q)(model.services[name] ?? {}).started);
        return takes || isBlank(environment, 'CELERY_BROKER_URL', 'CLOUDAMQP_URL')
            ? undefined
            : { text: 'tasks go to the broker, and no service of the project takes them from there.' };
    },
};
const noScheduler = {
    name: 'no-scheduler',
    severity: 'warning',
    on: 'web',
    only: 'saleor',
    what: 'There are workers and no beat: what Saleor does by the clock never happens (prices, stock, clean-up).',
    fix: 'Add a service with command: celery --app saleor.celeryconf:app beat --scheduler saleor.schedulers.schedulers.DatabaseScheduler.',
    check: ({ roles }) => roles.workers.length > 0 && roles.schedulers.length === 0
        ? { text: 'no service runs Celery beat, so what Saleor does by the clock never happens.' }
        : undefined,
};
/** Rules for workers and the one scheduler. */
const celeryRules = [
    severalSchedulers,
    embeddedBeat,
    beatScheduler,
    workerGrace,
    noWorker,
    noScheduler,
];

// EXTERNAL MODULE: ./src/compose/cut-lines.js
var cut_lines = __webpack_require__(22684);
;// CONCATENATED MODULE: ./src/compose/rules/command.js


const at = [['command'], ['entrypoint']];
const cutCommand = {
    name: 'command-cut',
    severity: 'warning',
    on: 'app',
    what: 'The command has a line break before an option, so a shell would take the options for another command. It is deployed in one piece.',
    fix: 'Write the command as a list or on one line. (In YAML, > keeps the breaks of lines that are indented further.)',
    check({ service }) {
        const joinedLines = (0,cut_lines/* joinCutLines */.UO)(service);
        return joinedLines === undefined
            ? undefined
            : {
                text: `the command has a line break before an option, so the shell would start the program without its options and take them for another command. It is deployed in one piece: ${(0,project_project/* unescapeDollars */.aU)(joinedLines.lines.join('; '))}`,
                at,
            };
    },
};
const needsShell = {
    name: 'command-needs-shell',
    severity: 'error',
    on: 'app',
    what: 'The command has &&, ||, ; or | in it and no shell that understands them: they reach the program as arguments.',
    fix: 'Give web one program, as a list. What ran before it belongs to migrate-command or to the Dockerfile.',
    check({ service }) {
        if ((0,cut_lines/* shellScript */.ky)(service) !== undefined)
            return undefined;
        const sign = wordsOf(service).find((word) => /^(&&|\|\||;|\|)$/.test(word));
        return sign === undefined
            ? undefined
            : { text: `the command has ${sign} in it, and no shell reads it: it would be an argument.`, at };
    },
};
/** The script forwards the signal itself. */
const catches = /\b(trap|wait)\b/;
/** Whether the last command of a list has words only, and one operator joins the list: bash looks no deeper. */
function isSimple(last, script) {
    const bare = script.replace(/'[^']*'|"(?:[^"\\]|\\[^])*"/g, '…');
    const sequential = /[;\n]\s*[^;\n]*(&&|\|\|)[^;\n]*$/.test(bare.trim().replace(/;$/, ''));
    const before = bare.slice(0, bare.lastIndexOf(last)).trimEnd();
    const alone = !/(^|[^&])&$|(^|[^|])\|$/.test(before);
    return !sequential && alone && !/[(){}<>]|^!|^(eval|time|fi|done|esac|then|do|else)\b/.test(last);
}
const keepsSignal = {
    name: 'shell-keeps-signal',
    severity: 'warning',
    on: 'app',
    what: 'A shell starts the program last and stays in front of it: the stop signal ends there, and the program is killed in the middle of its work.',
    fix: 'Write exec before the last command of the shell, or give the command as a list without one.',
    check({ service }) {
        const script = (0,cut_lines/* shellScript */.ky)((0,cut_lines/* joinCutLines */.UO)(service)?.service ?? service);
        if (script === undefined || catches.test(script))
            return undefined;
        // The shell comes before the script; `sh` is dash in Saleor's image and in most others.
        const isDash = /^(|.*\/)(sh|dash)$/.test((0,cut_lines/* shellOf */.of)(service) ?? '');
        const commands = script
            .replace(/'[^']*'|"(?:[^"\\]|\\[^])*"/g, '…')
            .replace(/\\\n/g, ' ')
            .split(/&&|\|\||[;|&\n]/)
            .map((one) => one.trim())
            .filter((one) => one !== '');
        const last = commands.at(-1) ?? '';
        if (/^exec\s/.test(last))
            return undefined;
        // Measured: dash (0.5.12) never replaces itself with the program; bash (5.2) and ash do for a simple last command.
        if (!isDash && isSimple(last, script))
            return undefined;
        return {
            text: 'a shell stays in front of the program and keeps the stop signal to itself: requests and tasks under way are cut off when the grace is over.',
            at,
        };
    },
};
const migratesAtStart = {
    name: 'migrates-at-start',
    severity: 'warning',
    on: 'app',
    what: 'The start command migrates the database: several containers race, and all but one fail.',
    fix: 'Take it out of the command: a deploy migrates once, before any container starts.',
    check: ({ service }) => /\bmanage\.py\s+migrate\b/.test((0,project_project/* commandOf */.Nl)(service))
        ? {
            text: 'the database is migrated whenever a container starts; several at once race, and all but one fail.',
            at,
        }
        : undefined,
};
const collectsAtStart = {
    name: 'collects-static-at-start',
    severity: 'warning',
    on: 'app',
    only: 'saleor',
    what: "The start command collects static files, which Saleor's image has collected when it was built.",
    fix: 'Take it out of the command.',
    check: ({ service }) => /\bmanage\.py\s+collectstatic\b/.test((0,project_project/* commandOf */.Nl)(service))
        ? { text: "static files are collected at every start; Saleor's image has them since its build.", at }
        : undefined,
};
const gunicornGone = {
    name: 'gunicorn-gone',
    severity: 'warning',
    on: 'web',
    only: 'saleor',
    what: "The command starts gunicorn, which Saleor's images do not have since 3.21.",
    fix: "Remove the command: the image's own starts uvicorn, with the settings that Saleor means.",
    check: ({ service }) => /\bgunicorn\b/.test((0,project_project/* commandOf */.Nl)(service))
        ? { text: "gunicorn is not in Saleor's images since 3.21.", at }
        : undefined,
};
const developmentServer = {
    name: 'development-server',
    severity: 'warning',
    on: 'web',
    what: 'The command starts the development server of Django, or reloads code as it changes.',
    fix: "Remove the command, so that the image's own server starts, or start uvicorn without --reload.",
    check: ({ service }) => /\bmanage\.py\s+runserver\b|\buvicorn\b.*\s--reload\b/.test((0,project_project/* commandOf */.Nl)(service))
        ? {
            text: "it starts a server for development: slow, unsafe, and in Saleor without ASGI's health check.",
            at,
        }
        : undefined,
};
function wordsOf({ entrypoint, command }) {
    return [entrypoint, command].flat().filter((word) => typeof word === 'string');
}
/** Rules for how the app's programs are started. */
const commandRules = [
    needsShell,
    cutCommand,
    migratesAtStart,
    collectsAtStart,
    keepsSignal,
    gunicornGone,
    developmentServer,
];

// EXTERNAL MODULE: ./src/model/release/image-reference.js
var image_reference = __webpack_require__(99944);
// EXTERNAL MODULE: ./src/compose/restart.js
var compose_restart = __webpack_require__(57285);
;// CONCATENATED MODULE: ./src/compose/rules/container.js



/** Images whose port must not be public. */
const dataStore = /(^|\/)(postgres|postgis|timescaledb|redis|valkey|mysql|mariadb|rabbitmq|memcached)\b/;
const builtAccessory = {
    name: 'accessory-is-built',
    severity: 'error',
    on: 'accessories',
    what: 'A service that is no part of the app is built from source, and only the image of the app is deployed.',
    fix: 'Build and push it, and give it image:. If it is part of the app, name it in worker-services.',
    check: ({ service: { build, image } }) => build == null || image !== undefined
        ? undefined
        : { text: 'is built from source, but only the image of the app is deployed.', at: [['build']] },
};
const portClash = {
    name: 'port-clash',
    severity: 'error',
    on: 'background',
    what: 'A worker publishes a fixed port, which the old one still has when the new one starts. (Of web the edge takes the port over, however many replicas it has.)',
    fix: 'Remove ports: (containers reach each other without), or say deploy: {update_config: {order: stop-first}}.',
    check: ({ name, service, roles }) => fixedPort(service) === undefined || roles.schedulers.includes(name) || isStopFirst(service)
        ? undefined
        : {
            text: `it publishes port ${fixedPort(service)}, which its old container still has when the new one starts.`,
            at: [['ports']],
        },
};
const replicasClash = {
    name: 'replicas-share-port',
    severity: 'error',
    on: 'accessories',
    what: 'Several replicas of a service publish one fixed port, which only the first of them gets.',
    fix: 'Remove ports: or the replicas. Only web may have both: there the edge takes the port over.',
    check: ({ service }) => (0,project_project/* replicasOf */.N4)(service) > 1 && fixedPort(service) !== undefined
        ? {
            text: `${(0,project_project/* replicasOf */.N4)(service)} replicas can not all publish port ${fixedPort(service)}.`,
            at: [['ports']],
        }
        : undefined,
};
const codeHidden = {
    name: 'code-hidden',
    severity: 'error',
    on: 'app',
    only: 'saleor',
    what: "A folder of the server is mounted over /app, where the image has Saleor's code: what was built and tested is not what runs.",
    fix: 'Remove the mount; it is for development.',
    check: ({ service: { volumes = [] } }) => volumes.some(({ type, target }) => type === 'bind' && /^\/app(\/saleor)?\/?$/.test(target))
        ? { text: "a folder of the server hides the image's code at /app.", at: [['volumes']] }
        : undefined,
};
/** Without a policy in the file, the release sets `unless-stopped`. */
const staysDown = {
    name: 'stays-down',
    severity: 'warning',
    on: 'replaced',
    what: 'After a reboot of the host Docker does not start the container again.',
    fix: 'Set restart: unless-stopped, and leave deploy.restart_policy out.',
    check({ service }) {
        const restart = (0,compose_restart/* restartOf */.R)(service) ?? 'unless-stopped';
        if (['always', 'unless-stopped', 'any'].includes(restart))
            return undefined;
        // Measured: Docker starts it after a power cut, and after a reboot if it had to be killed, such as sh as PID 1.
        const why = restart.startsWith('on-failure')
            ? 'the file says on-failure, and to be stopped in order is none'
            : `the file says ${restart}`;
        return {
            text: `after a reboot of the host Docker does not start it again: ${why}.`,
            at: [['deploy', 'restart_policy'], ['restart']],
        };
    },
};
const fixedName = {
    name: 'container-name',
    severity: 'warning',
    on: 'replaced',
    what: 'container_name is left out, because old and new containers run side by side.',
    fix: 'Remove container_name, and reach the service by its service name.',
    check: ({ service }) => service.container_name === undefined
        ? undefined
        : {
            text: 'container_name is left out, because old and new containers run side by side.',
            at: [['container_name']],
        },
};
const leftOut = {
    name: 'job-left-out',
    severity: 'warning',
    on: 'jobs',
    what: 'A service of the app that runs once and ends is not started: a deploy migrates by itself.',
    fix: 'If it keeps running, name it in worker-services.',
    check: () => ({ text: 'runs once and ends, so it is not started: a deploy migrates by itself.' }),
};
const floatingTag = {
    name: 'floating-tag',
    severity: 'warning',
    on: 'accessories',
    what: 'An image is named without a version: the next pull may bring another one. (The image of the app is deployed by digest.)',
    fix: 'Name a version, such as postgres:15 or redis:7-alpine.',
    check({ service: { image = '', build } }) {
        const { tag, digest } = (0,image_reference/* parseReference */.F2)((0,project_project/* unescapeDollars */.aU)(image)) ?? { tag: 'none' };
        const floats = digest === undefined && /^(latest|stable|edge|main|master|nightly)$/.test(tag ?? 'latest');
        if (floats && image !== '' && build != null)
            return {
                text: `a deploy builds nothing and pulls ${image}, which has no version and may be in no registry.`,
                fix: 'Build and push it under a version before the deploy, and name that here.',
                at: [['image']],
            };
        return floats && image !== ''
            ? { text: `${image} has no version, so the next pull may bring another one.`, at: [['image']] }
            : undefined;
    },
};
const openPort = {
    name: 'data-port-open',
    severity: 'warning',
    on: 'accessories',
    what: 'A database, cache or broker publishes its port to the world: what Docker publishes goes past most firewalls.',
    fix: 'Remove ports: (web reaches it without), or bind it to the host alone: "127.0.0.1:5432:5432".',
    check({ service: { image = '', ports = [] } }) {
        const open = ports.find(({ host_ip: ip }) => ip === undefined || !/^(127\.|::1$|localhost$)/.test(ip));
        return dataStore.test(image) && open !== undefined
            ? {
                text: `port ${open.published ?? open.target} is open to the world, past most firewalls.`,
                at: [['ports']],
            }
            : undefined;
    },
};
const noVolume = {
    name: 'data-without-volume',
    severity: 'warning',
    on: 'accessories',
    what: 'PostgreSQL keeps its data in a volume without a name: it is gone with the container.',
    fix: 'Give it a volume: volumes: ["postgres-data:/var/lib/postgresql/data"].',
    check: ({ service: { image = '', volumes = [] } }) => /(^|\/)(postgres|postgis|timescaledb)\b/.test(image) &&
        !volumes.some(({ source, target }) => source !== undefined && target.startsWith('/var/lib/postgresql'))
        ? {
            text: "the database's files are in no named volume, and gone with the container.",
            at: [['volumes']],
        }
        : undefined,
};
function fixedPort({ ports = [] }) {
    return ports.find(({ published = '0' }) => /^\d+$/.test(published) && published !== '0')?.published;
}
/** Whether the old container stops before the new one starts. */
function isStopFirst({ deploy }) {
    return deploy?.update_config?.order === 'stop-first';
}
/** Rules for what containers are made of: images, ports, volumes, restarts. */
const containerRules = [
    builtAccessory,
    portClash,
    replicasClash,
    codeHidden,
    staysDown,
    fixedName,
    leftOut,
    floatingTag,
    openPort,
    noVolume,
];

// EXTERNAL MODULE: ./src/inputs/values/secret-values.js
var secret_values = __webpack_require__(99131);
;// CONCATENATED MODULE: ./src/compose/rules/example-values.js

/** Passwords and keys of the example files and of guides for Saleor; a test compares them with the files. SECRET_KEY has its own rule. */
const published = new Set(['staging_password', 'password', 'pass', 'your-jwt-secret']);
/** Names reserved for examples (RFC 2606): no real shop or server uses them. */
const exampleHost = /(?<![\w.-])(?:[\w-]+\.)*example\.(?:com|org|net)(?![\w.-])/gi;
/** Whether a variable still has a password from a public example. Pure. */
function hasExampleSecret(name, value) {
    const password = secret_values/* passwordInUrl */.mo.exec(value)?.[1];
    return published.has(password ?? (secret_values/* secretName */.Gf.test(name) ? value.trim() : ''));
}
/** Lists the example host names in a value, each once. Pure. */
function exampleHosts(value) {
    return [...new Set((value.match(exampleHost) ?? []).map((host) => host.toLowerCase()))];
}

;// CONCATENATED MODULE: ./src/compose/rules/examples.js


const fix = 'Give a password of your own, in the environment and where it is set, such as the database.';
function exampleSecret({ environment }) {
    const names = [...environment].flatMap(([name, value]) => (hasExampleSecret(name, value) ? [name] : []));
    return names.length === 0
        ? undefined
        : {
            text: `${names.join(', ')} still has the password of the example, which everybody can read.`,
            at: variable(...names),
        };
}
const inProduction = {
    name: 'example-secret',
    severity: 'error',
    on: 'started',
    only: 'production',
    what: 'A password is still the one of an example file (staging_password, user:password@…), which everybody can read.',
    fix,
    check: exampleSecret,
};
const inStaging = {
    name: 'example-secret-staging',
    severity: 'warning',
    on: 'started',
    only: 'staging',
    what: 'The same, where it is not production.',
    fix,
    check: exampleSecret,
};
const hosts = {
    name: 'example-host',
    severity: 'warning',
    on: 'app',
    what: "A value still has a host of an example file: example.com, example.org and example.net are nobody's shop.",
    fix: 'Write the host names of your shop and of your servers.',
    check({ environment }) {
        const found = [...environment].flatMap(([name, value]) => {
            const names = exampleHosts(value);
            return names.length === 0 ? [] : [{ name, names }];
        });
        if (found.length === 0)
            return undefined;
        const list = [...new Set(found.flatMap(({ names }) => names))];
        const variables = found.map(({ name }) => name);
        return {
            text: `${variables.join(', ')} still has a host of the example: ${list.join(', ')}.`,
            at: variable(...variables),
        };
    },
};
/** Rules for values that were copied from an example and never filled in. */
const exampleRules = [inProduction, inStaging, hosts];

;// CONCATENATED MODULE: ./src/compose/rules/files.js

/** A secret's text belongs neither in an image nor in the Compose file. */
const ofSecret = 'Give it by a variable: secrets: {name: {environment: NAME}} with NAME under env: of the step, or put it on the server and write its absolute path.';
const cannotGo = {
    name: 'file-not-delivered',
    severity: 'error',
    on: 'started',
    what: 'A file or folder of the repository that is mounted, or is a config or secret, can not go to the server: it leads out of the repository, is no plain file, or is too large. Or the variable of a config or secret (environment:) has no value.',
    fix: 'Put it into the image (COPY). If the server has it already, write its absolute path.',
    check({ service, model, checkout }) {
        const obstacle = (path) => {
            const tree = path === undefined ? undefined : checkout.trees.get(path);
            return tree !== undefined && 'text' in tree ? tree : undefined;
        };
        const mounts = bindsOf(service).flatMap(({ source, target }) => {
            const found = obstacle(source);
            return found === undefined ? [] : [{ text: `${source} ${found.text}`, fix: found.fix, at: files_at(target) }];
        });
        const parts = usedBy(service, model).flatMap(({ section, source, file, environment }) => {
            const top = (key) => [
                [section, source, key],
                [section, source],
            ];
            const found = obstacle(file);
            if (found !== undefined)
                return [
                    {
                        text: `${file} ${found.text}`,
                        fix: section === 'secrets' ? ofSecret : found.fix,
                        top: top('file'),
                    },
                ];
            return !isMissing({ environment }, checkout.variables)
                ? []
                : [
                    {
                        text: `the ${section.slice(0, -1)} ${source} is the variable ${environment}, which has no value.`,
                        fix: `Set ${environment} under env: of the step, or in the input environment.`,
                        top: top('environment'),
                    },
                ];
        });
        return [...mounts, ...parts];
    },
};
/** Folders where programs keep their data. */
const dataFolder = /^\/(app\/media|data|bitnami|var\/(lib|opt)\/[^/]+|srv\/data)(\/|$)/;
const holdsData = {
    name: 'data-in-repository',
    severity: 'error',
    on: 'started',
    what: 'A folder of the repository with files in it is mounted where a program keeps its data (/data, /var/lib/…, /app/media). What is in the repository goes to the server with each release and is mounted read-only, so nothing can be kept there.',
    fix: 'Use a named volume, or a folder of the server by its absolute path; and put the files of the repository into the image (COPY). Where nothing is written, add :ro.',
    check: ({ service, checkout }) => writableBinds(service, checkout).flatMap(({ source, target, isFolder }) => isFolder && dataFolder.test(target)
        ? [
            {
                text: `${source} is a folder of the repository, and what the container keeps in ${target} can not be kept there.`,
                at: files_at(target),
            },
        ]
        : []),
};
const notWritable = {
    name: 'mounted-read-only',
    severity: 'warning',
    on: 'started',
    what: 'A file or folder of the repository is mounted without :ro. It goes to the server with each release, which mounts its own, so it is mounted read-only.',
    fix: 'Add :ro. If the container keeps data there, use a named volume, or a folder of the server by its absolute path.',
    check: ({ service, checkout }) => writableBinds(service, checkout).flatMap(({ source, target, isFolder }) => isFolder && dataFolder.test(target)
        ? []
        : [
            {
                text: `${source} comes from the repository and is mounted read-only, at ${target}.`,
                at: files_at(target),
            },
        ]),
};
const noOwner = {
    name: 'file-owner',
    severity: 'warning',
    on: 'started',
    what: 'A config or secret names an owner (uid, gid). Its file belongs to the SSH user, who can not give it to another one.',
    fix: 'Remove uid and gid, and where mode does not let the program read it, set mode: 0444.',
    check: ({ service, model, checkout }) => usedBy(service, model).flatMap((one) => {
        const isStored = (one.file !== undefined && checkout.trees.has(one.file)) ||
            (one.section === 'secrets' && one.environment !== undefined);
        return one.hasOwner && isStored
            ? [
                {
                    text: `the ${one.section.slice(0, -1)} ${one.source} names an owner, and its file belongs to the SSH user, who can not give it away.`,
                    at: [[one.section, one.source], [one.section]],
                },
            ]
            : [];
    }),
};
function files_at(target) {
    return [['volumes', target], ['volumes']];
}
function bindsOf({ volumes = [] }) {
    return volumes.filter(({ type }) => type === 'bind');
}
/** Finds delivered files that the Compose file would let containers write to. */
function writableBinds(service, { trees }) {
    return bindsOf(service).flatMap(({ source = '', target, read_only: isReadOnly }) => {
        const tree = trees.get(source);
        return tree === undefined || !('files' in tree) || isReadOnly === true
            ? []
            : [{ source, target, isFolder: tree.isFolder }];
    });
}
/** Rules for what the repository sends to the server. */
const fileRules = [cannotGo, holdsData, notWritable, noOwner];

// EXTERNAL MODULE: ./src/compose/addresses.js
var addresses = __webpack_require__(88766);
;// CONCATENATED MODULE: ./src/compose/rules/fleet.js


/** Variables for the location of Saleor's data, and what each host would otherwise have on its own. */
const places = {
    DATABASE_URL: 'database',
    DATABASE_URL_REPLICA: 'database',
    CELERY_BROKER_URL: 'broker',
    CLOUDAMQP_URL: 'broker',
    CACHE_URL: 'cache',
    REDIS_URL: 'cache',
};
const dataOnEachHost = {
    name: 'data-on-each-host',
    severity: 'error',
    on: 'app',
    only: 'fleet',
    what: 'Database, cache or broker is a service of the Compose project: each host starts its own, and the shop has as many databases as hosts.',
    fix: 'Run it outside of these hosts, and set its URL.',
    check({ environment, model }) {
        const names = (0,addresses/* namesIn */.wX)(model);
        return Object.entries(places).flatMap(([variableName, what]) => {
            const inside = (0,addresses/* hostsOf */.PP)(environment.get(variableName) ?? '').map((host) => names.get(host));
            const name = inside.find((one) => one !== undefined);
            return name === undefined
                ? []
                : {
                    text: `${variableName} leads to ${name}, a service of the Compose project: each host would have a ${what} of its own.`,
                    fix: `Run ${name} outside of these hosts, and set ${variableName} to its URL, such as ${exampleOf(what)}.`,
                    at: variable(variableName),
                };
        });
    },
};
function exampleOf(what) {
    return what === 'database'
        ? 'postgres://user:password@database.example.com:5432/saleor'
        : `redis://redis.example.com:6379/${what === 'cache' ? 0 : 1}`;
}
/** Rules for what breaks only a deploy to several hosts. */
const fleetRules = [dataOnEachHost];

;// CONCATENATED MODULE: ./src/compose/rules/health.js

const works = `test: ["CMD", "python3", "-c", "import urllib.request as r; r.urlopen('http://localhost:8000/health/', timeout=5)"]`;
const tool = {
    name: 'healthcheck-tool',
    severity: 'warning',
    on: 'web',
    only: 'saleor',
    what: "The health check needs curl or wget, and Saleor's image has neither: the container is never healthy.",
    fix: works,
    check({ service }) {
        const found = /\b(curl|wget)\b/.exec(testOf(service))?.[1];
        return found === undefined
            ? undefined
            : {
                text: `the health check needs ${found}; in an image without it, such as Saleor's, the container is never healthy.`,
                at: [['healthcheck', 'test'], ['healthcheck']],
            };
    },
};
const address = {
    name: 'healthcheck-address',
    severity: 'warning',
    on: 'web',
    only: 'saleor',
    what: 'The health check asks a port that web does not answer on, or /health where Saleor answers /health/ only.',
    fix: works,
    check({ service }) {
        const ports = (service.ports ?? []).map(({ target }) => target);
        const [, port = '80', path = '/'] = /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::(\d+))?(\/[^\s'")]*)?/.exec(testOf(service)) ?? [];
        const text = testOf(service).includes('://') && ports.length > 0 && !ports.includes(Number(port))
            ? `the health check asks port ${port}, and web answers on ${ports.join(', ')}.`
            : path === '/health'
                ? 'the health check asks /health, and Saleor answers /health/, with the slash, only.'
                : undefined;
        return text === undefined ? undefined : { text, at: [['healthcheck', 'test'], ['healthcheck']] };
    },
};
/** uvicorn in Saleor's image finishes requests for up to 30 s after the stop signal. */
const imageGrace = 30;
/** Seconds between the end of the server's own grace period and the kill. */
const margin = 5;
const shortGrace = {
    name: 'short-grace',
    severity: 'warning',
    on: 'web',
    only: 'saleor',
    what: 'Containers are killed before the server has finished the requests that it was given time for.',
    fix: `Set stop_grace_period: ${imageGrace + margin}s, or longer than the server's own grace.`,
    check({ service }) {
        const own = Number(/--(?:timeout-graceful-shutdown|graceful-timeout)[ =](\d+)/.exec((0,project_project/* commandOf */.Nl)(service))?.[1] ?? imageGrace);
        const grace = (0,project_project/* graceSecondsOf */.Re)(service);
        return grace >= own + margin
            ? undefined
            : {
                text: `it is killed ${grace} s after it was asked to stop; Saleor's server takes up to ${own} s to finish requests.`,
                fix: `Set stop_grace_period: ${own + margin}s.`,
                at: [['stop_grace_period']],
            };
    },
};
/** The command of the health check, empty without one. */
function testOf({ healthcheck }) {
    return healthcheck?.disable === true ? '' : [healthcheck?.test ?? []].flat().join(' ');
}
/** Rules for web's health check and shutdown. */
const healthRules = [tool, address, shortGrace];

;// CONCATENATED MODULE: ./src/compose/rules/hosts.js

const clientHostsMissing = {
    name: 'allowed-client-hosts-missing',
    severity: 'error',
    on: 'app',
    only: 'saleor',
    what: 'ALLOWED_CLIENT_HOSTS is missing: without DEBUG no Saleor process starts, and no manage.py command.',
    fix: 'Set ALLOWED_CLIENT_HOSTS to the host names of storefront and dashboard, separated by commas.',
    check: ({ environment }) => isBlank(environment, 'ALLOWED_CLIENT_HOSTS')
        ? {
            text: 'ALLOWED_CLIENT_HOSTS is missing. Without DEBUG no Saleor process starts without it.',
            at: variable('ALLOWED_CLIENT_HOSTS'),
        }
        : undefined,
};
const clientHostsAny = {
    name: 'allowed-client-hosts-any',
    severity: 'warning',
    on: 'web',
    only: 'saleor',
    what: 'ALLOWED_CLIENT_HOSTS allows every host: a password reset can be made to lead to a stranger, token included.',
    fix: 'Name the hosts of storefront and dashboard in ALLOWED_CLIENT_HOSTS.',
    check: ({ environment }) => hosts_listOf(environment.get('ALLOWED_CLIENT_HOSTS')).includes('*')
        ? {
            text: 'ALLOWED_CLIENT_HOSTS allows every host, so a password reset can be made to lead to a stranger, token included.',
            at: variable('ALLOWED_CLIENT_HOSTS'),
        }
        : undefined,
};
const allowedHostsMissing = {
    name: 'allowed-hosts-missing',
    severity: 'warning',
    on: 'web',
    only: 'saleor',
    what: 'ALLOWED_HOSTS is missing: every request for a public host name is answered with 400. (/health/ is not.)',
    fix: 'Set ALLOWED_HOSTS to the host names of the API, separated by commas.',
    check: ({ environment }) => isBlank(environment, 'ALLOWED_HOSTS')
        ? {
            text: 'ALLOWED_HOSTS is missing, so Saleor answers 400 to every request for a public host name.',
            at: variable('ALLOWED_HOSTS'),
        }
        : undefined,
};
const notAHost = {
    name: 'hosts-malformed',
    severity: 'warning',
    on: 'web',
    only: 'saleor',
    what: 'ALLOWED_HOSTS or ALLOWED_CLIENT_HOSTS has a scheme, a path or a port in it: such an entry matches nothing.',
    fix: 'Write host names alone, separated by commas: shop.example.com,www.example.com',
    check: ({ environment }) => ['ALLOWED_HOSTS', 'ALLOWED_CLIENT_HOSTS'].flatMap((name) => {
        const wrong = hosts_listOf(environment.get(name)).filter((one) => /[/\s]|:\d+$/.test(one));
        return wrong.length === 0
            ? []
            : { text: `${name} has ${wrong.join(', ')}, which matches no host name.`, at: variable(name) };
    }),
};
const publicUrlMissing = {
    name: 'public-url-missing',
    severity: 'warning',
    on: 'web',
    only: 'saleor',
    what: 'PUBLIC_URL is missing: links in mails, webhooks and uploads begin with whatever the database says, by plain HTTP.',
    fix: "Set PUBLIC_URL to the API's address, such as https://shop.example.com.",
    check: ({ environment }) => isBlank(environment, 'PUBLIC_URL') && !/^(true|1)$/i.test(environment.get('ENABLE_SSL') ?? '')
        ? {
            text: "PUBLIC_URL is missing, so the links that Saleor builds begin with the site's name in the database, by plain HTTP.",
            at: variable('PUBLIC_URL'),
        }
        : undefined,
};
const publicUrlRefused = {
    name: 'public-url-not-allowed',
    severity: 'error',
    on: 'web',
    only: 'saleor',
    what: 'ALLOWED_HOSTS does not cover the host of PUBLIC_URL, or PUBLIC_URL is no address: requests for it are answered with 400.',
    fix: 'Add the host of PUBLIC_URL to ALLOWED_HOSTS.',
    check({ environment }) {
        if (isBlank(environment, 'PUBLIC_URL'))
            return undefined;
        const url = parseUrl(environment.get('PUBLIC_URL') ?? '');
        if (url === undefined)
            return {
                text: 'PUBLIC_URL is no address that begins with https:// or http://.',
                fix: 'Write it whole, as https://shop.example.com',
                at: variable('PUBLIC_URL'),
            };
        const allowed = hosts_listOf(environment.get('ALLOWED_HOSTS'));
        if (allowed.length === 0 || allowed.some((pattern) => matches(url.hostname, pattern)))
            return undefined;
        return {
            text: `ALLOWED_HOSTS has no ${url.hostname}, the host of PUBLIC_URL, so Saleor answers 400 to whoever asks there.`,
            at: variable('ALLOWED_HOSTS', 'PUBLIC_URL'),
        };
    },
};
function hosts_listOf(value) {
    return (value ?? '')
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== '');
}
function parseUrl(text) {
    const url = URL.parse(text.trim());
    return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== '' ? url : undefined;
}
/** Compares as Django does: a leading dot matches the domain and its subdomains. */
function matches(host, pattern) {
    const desired = pattern.toLowerCase();
    return desired === '*' || desired === host || (desired.startsWith('.') && `.${host}`.endsWith(desired));
}
/** Rules for host names that Saleor accepts and publishes. */
const hostRules = [
    clientHostsMissing,
    publicUrlRefused,
    clientHostsAny,
    allowedHostsMissing,
    notAHost,
    publicUrlMissing,
];

;// CONCATENATED MODULE: ./src/compose/rules/lifecycle.js

/** Compose runs hooks in `up` and `stop`, but a deploy only creates containers with Compose, then starts and stops them itself. */
const hooks = {
    name: 'hook-not-run',
    severity: 'error',
    on: 'app',
    what: 'A service of the app has pre_start, post_start or pre_stop. Compose runs these hooks, and the engine does not: a deploy starts and stops containers of the app by the engine, as a restart of the host does.',
    fix: 'Put it into the program that the container starts: what comes before into its entrypoint, what comes at the end where it handles the stop signal. What is needed once for each deploy belongs to a service that runs once.',
    check({ service }) {
        const found = ['pre_start', 'post_start', 'pre_stop'].filter((key) => (service[key] ?? []).length > 0);
        return found.map((key) => ({ text: `${key} would not be run.`, at: [[key]] }));
    },
};
/** Measured with Engine 26.1: once the linked container is gone, neither the alias nor the service's name resolves. */
const links = {
    name: 'link-to-replaced',
    severity: 'error',
    on: 'started',
    what: 'links names a service that a deploy replaces. A link leads to one container: when that is gone, not even the name of the service is found any more.',
    fix: 'Remove links: containers find each other by the names of their services. Another name is an alias of the service that it leads to: networks: {default: {aliases: [api]}}.',
    check({ name, service, roles }) {
        const replaced = servicesOf('app', roles).filter((one) => one !== name);
        const found = (service.links ?? []).find((link) => replaced.includes(link.split(':')[0] ?? ''));
        return found === undefined
            ? undefined
            : {
                text: `the link ${found} leads to one container of ${found.split(':')[0]}, which a deploy replaces.`,
                at: [['links', found], ['links']],
            };
    },
};
const dependents = {
    name: 'not-restarted-with',
    severity: 'warning',
    on: 'started',
    what: 'depends_on says restart: true of a service that a deploy replaces. Compose restarts the dependent service then; a deploy does not.',
    fix: 'Remove restart: true. What talks to web asks the edge, which is not replaced; a service of the app is replaced with each deploy anyway.',
    check({ name, service, roles }) {
        // A deploy replaces all services of the app together.
        if (!roles.accessories.includes(name))
            return undefined;
        const replaced = servicesOf('app', roles);
        return Object.entries(service.depends_on ?? {}).flatMap(([to, dependency]) => replaced.includes(to) && dependency?.restart === true
            ? {
                text: `it is not restarted when a deploy replaces ${to}.`,
                at: [
                    ['depends_on', to, 'restart'],
                    ['depends_on', to],
                ],
            }
            : []);
    },
};
/** Rules for what happens when containers start and stop. */
const lifecycleRules = [hooks, links, dependents];

;// CONCATENATED MODULE: ./src/compose/rules/logging.js
const withoutLimit = {
    name: 'log-without-limit',
    severity: 'warning',
    on: 'started',
    what: 'The log driver json-file is named without max-size: the log grows until the disk is full.',
    fix: 'Write logging: {driver: local}, which keeps 100 MB of each container, or set max-size and max-file.',
    check({ service: { logging } }) {
        const isUnlimited = logging?.driver === 'json-file' && logging.options?.['max-size'] === undefined;
        return isUnlimited
            ? { text: 'its log has no max-size, and grows until the disk is full.', at: [['logging']] }
            : undefined;
    },
};
/** Rules for the size of a container's log. */
const loggingRules = [withoutLimit];

;// CONCATENATED MODULE: ./src/compose/rules/machine.js

const isolation = {
    name: 'isolation',
    severity: 'error',
    on: 'started',
    what: 'isolation names what only Windows has: Docker on Linux does not create the container.',
    fix: 'Remove isolation.',
    check: ({ service: { isolation: said } }) => typeof said !== 'string' || said === '' || said === 'default'
        ? undefined
        : {
            text: `Docker on Linux has no isolation: ${said}, and does not create the container.`,
            at: [['isolation']],
        },
};
/** Measured with Engine 26.1: the container is created, but without the requested setting. */
const windows = {
    name: 'windows-only',
    severity: 'warning',
    on: 'started',
    what: 'cpu_count, cpu_percent or credential_spec has no effect: only Docker on Windows reads it.',
    fix: 'Remove it. On Linux cpus: limits the processor.',
    check({ service }) {
        const found = ['cpu_count', 'cpu_percent', 'credential_spec'].filter((key) => service[key] != null);
        return found.map((key) => ({
            text: `${key} has no effect: only Docker on Windows reads it.`,
            at: [[key]],
        }));
    },
};
/** The one file that Compose reads for a container and that is not a mount. */
const seccomp = {
    name: 'seccomp-not-delivered',
    severity: 'error',
    on: 'started',
    what: "security_opt has a seccomp profile by a path of the repository. Compose reads it on the server, where a deploy doesn't bring it.",
    fix: 'Put the profile on the server, and write its absolute path.',
    check({ service }) {
        const profiles = (service.security_opt ?? []).flatMap((option) => {
            const path = /^seccomp[=:](.+)$/.exec(option)?.[1] ?? '';
            return path === '' || /^(unconfined|builtin)$/.test(path) || external_node_path_.posix.isAbsolute(path)
                ? []
                : [[option, path]];
        });
        return profiles.map(([option, path]) => ({
            text: `the seccomp profile ${path} is read on the server, and a deploy does not bring it there.`,
            at: [['security_opt', option], ['security_opt']],
        }));
    },
};
const apiSocket = {
    name: 'api-socket',
    severity: 'error',
    on: 'started',
    what: 'use_api_socket gives a container the Docker engine and the registry logins of whoever starts it: on the server that is the user who deploys, whose login is gone after the pull.',
    fix: 'Mount the socket, volumes: ["/var/run/docker.sock:/var/run/docker.sock"], and give the container a login of its own as a secret.',
    check: ({ service }) => service.use_api_socket === true
        ? {
            text: 'use_api_socket gives it the registry logins of the user who deploys, and there are none.',
            at: [['use_api_socket']],
        }
        : undefined,
};
const provider = {
    name: 'no-container',
    severity: 'error',
    on: 'started',
    what: 'A service has a provider: a program beside Compose makes it, and there is no container that a deploy could start, watch or take back.',
    fix: 'Make it outside of the project, and give its address to the services in the environment.',
    check: ({ service }) => service.provider == null
        ? undefined
        : {
            text: 'a provider makes it, so there is no container that a deploy could start.',
            at: [['provider', 'type'], ['provider']],
        },
};
const models = {
    name: 'needs-model-runner',
    severity: 'error',
    on: 'started',
    what: 'A service uses models, which only a host with the Docker Model Runner has: without it Compose stops in the middle of a deploy.',
    fix: 'Run the model elsewhere, and give its address in the environment. Where every host has the Docker Model Runner, turn this rule off.',
    check({ service }) {
        const [first] = Object.keys((service.models ?? {}));
        return first === undefined
            ? undefined
            : {
                text: `the model ${first} needs the Docker Model Runner on the host.`,
                at: [['models', first], ['models']],
            };
    },
};
/** Rules for what the host must be or have. */
const machineRules = [isolation, seccomp, apiSocket, provider, models, windows];

// EXTERNAL MODULE: ./src/compose/served/media.js
var media = __webpack_require__(74746);
;// CONCATENATED MODULE: ./src/compose/rules/media.js


/** Each of these names a bucket for uploads; AWS_STORAGE_BUCKET_NAME is for static files. */
const buckets = ['AWS_MEDIA_BUCKET_NAME', 'GS_MEDIA_BUCKET_NAME', 'AZURE_CONTAINER'];
const media_at = [['volumes'], ['environment', 'AWS_STORAGE_BUCKET_NAME']];
const lost = {
    name: 'media-lost',
    severity: 'warning',
    on: 'web',
    only: 'saleor',
    what: 'Uploads lie inside of the container: the next deploy removes it, and product pictures with it.',
    fix: `Give them a volume, volumes: ["saleor-media:${media/* mediaFolder */.$q}"], in web and workers alike, or a bucket: AWS_MEDIA_BUCKET_NAME, GS_MEDIA_BUCKET_NAME or AZURE_CONTAINER.`,
    check({ environment, service }) {
        if (!isBlank(environment, ...buckets) || mediaVolume(service) !== undefined)
            return undefined;
        const hint = isBlank(environment, 'AWS_STORAGE_BUCKET_NAME')
            ? ''
            : ' (AWS_STORAGE_BUCKET_NAME is for static files.)';
        return { text: `uploads lie inside of the container and are gone with it.${hint}`, at: media_at };
    },
};
const notShared = {
    name: 'media-not-shared',
    severity: 'warning',
    on: 'workers',
    only: 'saleor',
    what: 'Web keeps uploads in a volume that a worker does not have: thumbnails, exports and invoices fail there.',
    fix: 'Give the worker the same volume as web.',
    check({ environment, service, model, roles }) {
        const shared = mediaVolume(model.services[roles.web] ?? {});
        if (shared === undefined || !isBlank(environment, ...buckets))
            return undefined;
        return mediaVolume(service)?.source === shared.source
            ? undefined
            : { text: `does not have the volume in which ${roles.web} keeps uploads.`, at: media_at };
    },
};
const onEachHost = {
    name: 'media-on-each-host',
    severity: 'warning',
    on: 'web',
    only: 'fleet',
    what: 'Uploads lie in a volume of the host: each host has others, and a picture is found on one of them only.',
    fix: 'Use a bucket (AWS_MEDIA_BUCKET_NAME, GS_MEDIA_BUCKET_NAME, AZURE_CONTAINER), or a volume on a network file system.',
    check({ environment, service, model }) {
        const volume = mediaVolume(service);
        if (volume === undefined || !isBlank(environment, ...buckets) || !isLocal(volume, model))
            return undefined;
        return { text: 'uploads lie in a volume of each host, so a picture is found on one of them only.', at: media_at };
    },
};
/** Returns the named volume for uploads. */
function mediaVolume(service) {
    return (0,media/* mountOf */.vI)(service, media/* mediaFolder */.$q);
}
/** Whether a volume is local. A bind mount may be on a network file system; a plain volume is not. */
function isLocal({ type, source = '' }, { volumes = {} }) {
    const { driver = 'local', driver_opts: options, external, } = (volumes[source] ?? {});
    return type === 'volume' && driver === 'local' && options === undefined && external !== true;
}
/** Rules for the storage of uploads. */
const mediaRules = [lost, notShared, onEachHost];

;// CONCATENATED MODULE: ./src/compose/rules/names.js

const noSessions = 'nothing: Saleor has no sessions and no cookies of its own, so remove it';
/** Names from Django guides that Saleor's settings.py does not read, each with the name that works. */
const instead = {
    GRAPHQL_JWT_SECRET_KEY: 'RSA_PRIVATE_KEY, which signs the tokens',
    JWT_SECRET_KEY: 'RSA_PRIVATE_KEY, which signs the tokens',
    JWT_PRIVATE_KEY: 'RSA_PRIVATE_KEY',
    DJANGO_SECRET_KEY: 'SECRET_KEY',
    DJANGO_DEBUG: 'DEBUG',
    DJANGO_ALLOWED_HOSTS: 'ALLOWED_HOSTS',
    ALLOWED_HOST: 'ALLOWED_HOSTS',
    ALLOWED_CLIENT_HOST: 'ALLOWED_CLIENT_HOSTS',
    SECURE_SSL_REDIRECT: 'PUBLIC_URL=https://…, which turns the redirect on',
    SECURE_HSTS_SECONDS: 'a header of the proxy in front: add_header Strict-Transport-Security "max-age=31536000"',
    SESSION_COOKIE_SECURE: noSessions,
    CSRF_COOKIE_SECURE: noSessions,
    CONN_MAX_AGE: 'DB_CONN_MAX_AGE',
    DATABASE_URL_STAGING: 'DATABASE_URL',
    DATABASE_URL_PROD: 'DATABASE_URL',
    DATABASE_URL_PRODUCTION: 'DATABASE_URL',
    DB_HOST: 'DATABASE_URL',
    DB_PASSWORD: 'DATABASE_URL',
    REDIS_CACHE_URL: 'CACHE_URL',
    BROKER_URL: 'CELERY_BROKER_URL',
    CELERY_BROKER: 'CELERY_BROKER_URL',
    EMAIL_HOST: 'EMAIL_URL',
    EMAIL_HOST_PASSWORD: 'EMAIL_URL',
    AWS_S3_CUSTOM_DOMAIN: 'AWS_MEDIA_CUSTOM_DOMAIN for uploads, AWS_STATIC_CUSTOM_DOMAIN for static files',
    AWS_BUCKET_NAME: 'AWS_MEDIA_BUCKET_NAME',
    AWS_S3_BUCKET_NAME: 'AWS_MEDIA_BUCKET_NAME',
};
const unread = {
    name: 'unread-name',
    severity: 'warning',
    on: 'web',
    only: 'saleor',
    what: `A variable is set that Saleor does not read, and another one is meant: ${Object.keys(instead).join(', ')}.`,
    fix: 'Use the name that Saleor reads.',
    check: ({ environment }) => Object.entries(instead).flatMap(([name, meant]) => environment.has(name)
        ? { text: `Saleor does not read ${name}.`, fix: `Use ${meant}.`, at: variable(name) }
        : []),
};
/** Variables that web and workers must share: workers take web's tasks, and each reads what the other signs or caches. */
const common = ['CELERY_BROKER_URL', 'CACHE_URL', 'SECRET_KEY', 'RSA_PRIVATE_KEY'];
const differing = {
    name: 'settings-differ',
    severity: 'warning',
    on: 'background',
    only: 'saleor',
    what: `A worker or scheduler has another value than web, or none, for ${common.join(', ')}.`,
    fix: 'Give all services of the app the same env_file.',
    check({ environment, model, roles }) {
        const web = model.services[roles.web]?.environment ?? {};
        return common.flatMap((name) => {
            const here = environment.get(name) ?? '';
            return here === (web[name] ?? '').replaceAll('$$', '$')
                ? []
                : { text: `${name} is not what ${roles.web} has.`, at: variable(name) };
        });
    },
};
/** Rules for names without effect, and for values that must agree. */
const nameRules = [unread, differing];

;// CONCATENATED MODULE: ./src/compose/rules/network.js




const fixedAddress = {
    name: 'fixed-address',
    severity: 'error',
    on: 'replaced',
    what: 'A service that is replaced has a fixed IP or MAC address: the new container can not have it while the old one runs.',
    fix: 'Remove the address, and reach the service by its name.',
    check({ name, service, roles }) {
        // A service that stops before its successor starts frees the address. Web's migrations run beside web.
        const isWorker = roles.workers.includes(name);
        if (roles.schedulers.includes(name) || (isWorker && isStopFirst(service)))
            return undefined;
        const own = Object.entries(service.networks ?? {}).flatMap(([network, settings]) => ['ipv4_address', 'ipv6_address', 'link_local_ips', 'mac_address'].flatMap((key) => settings?.[key] === undefined
            ? []
            : [[key, ['networks', network, key]]]));
        const all = service.mac_address === undefined ? own : [['mac_address', ['mac_address']], ...own];
        const [first] = all;
        return first === undefined
            ? undefined
            : {
                text: `${first[0]} is fixed, and the new container can not have it while the old one runs.`,
                at: [first[1], ['networks']],
            };
    },
};
/** Keys that put a container into another one's namespace. */
const ties = ['network_mode', 'pid', 'ipc'];
const tied = {
    name: 'tied-to-replaced',
    severity: 'error',
    on: 'started',
    what: 'A service lives in the network, the processes or the volumes of a container that a deploy replaces: with the old container that is gone.',
    fix: 'Give it a network of its own and reach the other by its service name, or give both the same named volume.',
    check({ name, service, roles }) {
        const replaced = servicesOf('replaced', roles).filter((one) => one !== name);
        const fault = (key, to) => ({
            text: `${key} ties it to a container of ${to}, which a deploy replaces.`,
            at: [[key]],
        });
        const modes = ties.flatMap((key) => {
            const mode = service[key];
            const to = typeof mode === 'string' ? /^service:(.+)$/.exec(mode)?.[1] : undefined;
            return to !== undefined && replaced.includes(to) ? [fault(key, to)] : [];
        });
        const volumes = (service.volumes_from ?? []).flatMap((from) => {
            const [to = ''] = from.split(':');
            return replaced.includes(to) ? [fault('volumes_from', to)] : [];
        });
        return [...modes, ...volumes];
    },
};
const hostNetwork = {
    name: 'host-network',
    severity: 'error',
    on: 'replaced',
    what: "A service of the app is not on the project's networks (network_mode): the proxy in front does not reach web there, and the names of other services lead nowhere.",
    fix: 'Remove network_mode. Web publishes its port with ports: ["8000:8000"].',
    check({ name, service, environment, model, roles }) {
        const mode = service.network_mode;
        if (typeof mode !== 'string' || mode.startsWith('service:'))
            return undefined;
        const text = `network_mode: ${mode} takes it off the project's networks`;
        const at = [['network_mode']];
        if (servicesOf('reached', roles).includes(name))
            return { text: `${text}, where the proxy that a deploy puts in front looks for it.`, at };
        const names = (0,addresses/* namesIn */.wX)(model);
        // The host's network is right for a worker whose services are all elsewhere.
        const urls = ['DATABASE_URL', 'CELERY_BROKER_URL', 'CACHE_URL', 'REDIS_URL'];
        const url = urls.find((one) => (0,addresses/* hostsOf */.PP)(environment.get(one) ?? '').some((host) => names.has(host)));
        return url === undefined
            ? undefined
            : { text: `${text}, and ${url} leads to a service that has its name there alone.`, at };
    },
};
const noWeb = {
    name: 'web-without-replicas',
    severity: 'error',
    on: 'web',
    what: 'Web has no replicas: nothing would serve.',
    fix: 'Set deploy: {replicas: 1} or more, or the input replicas. To close the shop there is the action maintenance.',
    check: ({ service }) => (0,project_project/* replicasOf */.N4)(service) > 0
        ? undefined
        : { text: 'it has 0 replicas, and nothing would serve.', at: [['deploy', 'replicas'], ['scale']] },
};
/** Rules for containers' networks and for the number of web containers. */
const networkRules = [noWeb, hostNetwork, fixedAddress, tied];

;// CONCATENATED MODULE: ./src/compose/rules/proxy.js


const discovery = {
    name: 'labels-lead-past-edge',
    severity: 'warning',
    on: 'web',
    what: 'A variable by which nginx-proxy finds containers (VIRTUAL_HOST): it sends requests to the containers themselves, past the edge, and so to old ones that are about to stop. (Labels of Traefik and Caddy go over to the edge.)',
    fix: 'Take the variable off web, and give the proxy a fixed address: http://edge: and the port that web answers on.',
    check({ service, environment }) {
        const found = [...environment.keys()].find((name) => /^VIRTUAL_(HOST|PORT|PATH)$/.test(name));
        return found === undefined
            ? undefined
            : {
                text: `the variable ${found} makes a proxy send requests past the edge, also to containers that are about to stop.`,
                fix: `Take it off, and send requests to ${edgeOf(service)}.`,
                at: [['environment', found], ['env_file'], ['environment']],
            };
    },
};
const upstream = {
    name: 'proxy-past-edge',
    severity: 'warning',
    on: 'accessories',
    what: 'A service sends requests to a container of web by its own name (shop-web-1), past the edge: with the next deploy it is gone. (The name of the service is right: it leads to the edge.)',
    fix: 'Write the name of the service, such as web:8000.',
    check(validated) {
        const { name, model, roles, checkout } = validated;
        const address = new RegExp(`(?<![\\w.-])${escaped(model.name)}[-_]${escaped(roles.web)}[-_]\\d+(?=[:/\\s;"']|$)`);
        const right = `${roles.web}:${portOf(model.services[roles.web] ?? {})}`;
        const fault = (found, where) => ({
            text: `${where.line === undefined ? '' : `line ${where.line.line} of ${where.line.file} `}sends requests to the container ${found}, which the next deploy replaces.`,
            fix: `Write ${right} there, the name of the service.`,
            ...(where.at === undefined ? {} : { at: where.at }),
            ...(where.line === undefined ? {} : { place: where.line }),
        });
        const inFiles = checkout.texts
            .filter((one) => one.service === name)
            .flatMap(({ file, text }) => {
            const lines = text.split('\n');
            const line = lines.findIndex((one) => !/^\s*#/.test(one) && address.test(one));
            const found = address.exec(lines[line] ?? '')?.[0];
            return found === undefined ? [] : [fault(found, { line: { file, line: line + 1 } })];
        });
        const inProject = ownTexts(validated).flatMap(([text, at]) => {
            const found = address.exec(text)?.[0];
            return found === undefined ? [] : [fault(found, { at: [at] })];
        });
        return [...inFiles, ...inProject].slice(0, 1);
    },
};
const proxy_lost = {
    name: 'web-network-settings',
    severity: 'error',
    on: 'web',
    what: 'Web has links:, or settings of a network, and others send requests to it by its name: the edge gets that name, and web joins its networks again without them.',
    fix: 'Remove links: (services find each other by name) and the settings.',
    check({ service, model, roles, checkout }) {
        if ((0,compose_front/* frontOf */.fX)(model, roles, checkout.texts).names.length === 0)
            return undefined;
        const own = Object.entries(service.networks ?? {}).flatMap(([network, settings]) => ['driver_opts', 'link_local_ips', 'priority', 'gw_priority']
            .filter((key) => settings?.[key] !== undefined)
            .map((key) => ['networks', network, key]));
        const [at] = [...(service.links === undefined ? [] : [['links']]), ...own];
        return at === undefined
            ? undefined
            : { text: `${at.at(-1)} would be lost: the edge gets its name, by which others ask for it.`, at: [at] };
    },
};
/** Texts in the Compose file itself where a service may have the address. */
function ownTexts({ service, model }) {
    const configs = (model.configs ?? {});
    const used = (service.configs ?? []);
    return [
        [(0,project_project/* commandOf */.Nl)(service), ['command']],
        ...[...(0,project_project/* environmentOf */.p7)(service)].map(([key, value]) => [value, ['environment', key]]),
        ...used.map(({ source = '' }) => [configs[source]?.content ?? '', ['configs']]),
    ];
}
function edgeOf(web) {
    return `edge:${portOf(web)}`;
}
function portOf(web) {
    return web.ports?.[0]?.target ?? 8000;
}
function escaped(text) {
    return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
/** Rules for proxies that would bypass the edge. */
const proxyRules = [discovery, upstream, proxy_lost];

;// CONCATENATED MODULE: ./src/compose/rules/signing-key.js

const makeOne = 'Make one with `openssl genrsa 3072` and keep it as a secret: all tokens are signed with it.';
/**
 * Says why Saleor could not sign tokens with this key; undefined when it can. With a bad key Saleor refuses to start:
 * every process and every manage.py command.
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

;// CONCATENATED MODULE: ./src/compose/rules/saleor.js


/** Django warns below this length (security.W009). */
const secretKeyLength = 50;
/** Public values from guides and examples. */
const publicKey = /^(your|my|dev|example|test)[-_](\w+[-_])*(secret|key)|^(change|replace)[-_]?me|insecure|min-50-char|not-for-production/i;
const debugNotOff = {
    name: 'debug-not-off',
    severity: 'error',
    on: 'app',
    only: 'saleor',
    what: 'DEBUG is not explicitly off. Saleor turns it on where nothing is said: errors are shown to everybody, and tokens are signed with a key that lies in the image.',
    fix: 'Set DEBUG to False.',
    check({ environment }) {
        const value = environment.get('DEBUG') ?? '';
        if (/^(false|0|no|off)$/i.test(value))
            return undefined;
        if (/^(false|0|no|off)\s*#/i.test(value))
            return {
                text: 'DEBUG has a comment behind its value. The comment is part of the value, so DEBUG is not explicitly off.',
                fix: 'Set DEBUG to False alone, and put the comment on a line of its own.',
                at: variable('DEBUG'),
            };
        return {
            text: "DEBUG is not switched off. Saleor's default is on: errors are shown to everybody, and without RSA_PRIVATE_KEY tokens are signed with a key that lies in the image.",
            at: variable('DEBUG'),
        };
    },
};
const secretKeyMissing = {
    name: 'secret-key-missing',
    severity: 'error',
    on: 'app',
    only: 'saleor',
    what: 'SECRET_KEY is missing. Saleor starts without it and fails when it is first needed.',
    fix: 'Give SECRET_KEY as a secret: `openssl rand -hex 32` makes one.',
    check: ({ environment }) => isBlank(environment, 'SECRET_KEY')
        ? {
            text: 'SECRET_KEY is missing. Saleor starts without it and fails when a password is reset.',
            at: variable('SECRET_KEY'),
        }
        : undefined,
};
const secretKeyPublic = {
    name: 'secret-key-public',
    severity: 'error',
    on: 'app',
    only: 'saleor',
    what: 'SECRET_KEY is an example that everybody can read: whoever knows it can reset passwords.',
    fix: 'Give SECRET_KEY as a secret of your own: `openssl rand -hex 32` makes one.',
    check: ({ environment }) => publicKey.test(environment.get('SECRET_KEY') ?? '')
        ? {
            text: 'SECRET_KEY is an example out of a guide, and whoever knows it can reset passwords.',
            at: variable('SECRET_KEY'),
        }
        : undefined,
};
const secretKeyWeak = {
    name: 'secret-key-weak',
    severity: 'warning',
    on: 'app',
    only: 'saleor',
    what: `SECRET_KEY is shorter than ${secretKeyLength} characters, has hardly any different ones, or is on several lines.`,
    fix: '`openssl rand -hex 32` makes a good one. (`openssl rand -base64 50` breaks it into two lines.) A new key ends password resets that are under way.',
    check({ environment }) {
        const key = environment.get('SECRET_KEY') ?? '';
        // Other rules report these.
        if (key.trim() === '' || publicKey.test(key) || key.startsWith('${'))
            return undefined;
        const what = /[\r\n]/.test(key.trim())
            ? 'is on several lines, and not every tool hands on more than the first'
            : key.length < secretKeyLength
                ? `is shorter than ${secretKeyLength} characters`
                : new Set(key).size < 5
                    ? 'repeats the same few characters'
                    : undefined;
        return what === undefined ? undefined : { text: `SECRET_KEY ${what}.`, at: variable('SECRET_KEY') };
    },
};
const signingKey = {
    name: 'signing-key',
    severity: 'error',
    on: 'app',
    only: 'saleor',
    what: 'RSA_PRIVATE_KEY is missing or does not load: no Saleor process starts.',
    fix: 'Make one with `openssl genrsa 3072` and give it as a secret with all its lines.',
    check({ environment }) {
        // Another JWT manager has its own keys.
        if (environment.has('JWT_MANAGER_PATH'))
            return undefined;
        const problem = signingKeyProblem(environment.get('RSA_PRIVATE_KEY'), environment.get('RSA_PRIVATE_PASSWORD'));
        return problem === undefined
            ? undefined
            : {
                text: `${problem.what}. Without DEBUG no Saleor process starts ${problem.what.endsWith('missing') ? 'without' : 'with'} it.`,
                fix: problem.fix,
                at: variable('RSA_PRIVATE_KEY', 'RSA_PRIVATE_PASSWORD'),
            };
    },
};
/** An env file written for a shell: Compose passes values on without expansion. */
const unexpanded = {
    name: 'unexpanded-variable',
    severity: 'error',
    on: 'app',
    what: 'A value is the text ${NAME} and not what it stands for.',
    fix: 'Values of the environment input are taken literally: write the value itself. Only in the workflow file, under environment: of the step, GitHub replaces ${{ secrets.NAME }}; in the text of a secret or a file it does not.',
    check({ environment }) {
        const names = [...environment].flatMap(([name, value]) => /^\$\{\w+\}$/.test(value) || (name.endsWith('_URL') && /\$\{\w+\}/.test(value)) ? [name] : []);
        return names.length === 0
            ? undefined
            : {
                text: `${names.join(', ')} would hold the text \${…} and not what it stands for.`,
                at: variable(...names),
            };
    },
};
/** Rules for Saleor's own switches and keys, in each of its processes. */
const saleorRules = [
    debugNotOff,
    secretKeyMissing,
    secretKeyPublic,
    signingKey,
    unexpanded,
    secretKeyWeak,
];

;// CONCATENATED MODULE: ./src/compose/rules/secrets.js

const inFile = {
    name: 'secret-in-file',
    severity: 'warning',
    on: 'started',
    what: 'A secret stands in the Compose file, and with it in the repository and all its history.',
    fix: 'Move it to the environment input, or write ${NAME} and set NAME under env: of the step from ${{ secrets.NAME }}. Then change the secret.',
    check: ({ environment, written }) => [...environment].flatMap(([name, value]) => {
        const text = written('environment', name);
        const isSecret = (secret_values/* secretName */.Gf.test(name) && value !== '') || secret_values/* passwordInUrl */.mo.test(value);
        // A value from elsewhere is not written in this file.
        if (!isSecret || text === undefined || text.replaceAll('$$', '').includes('$'))
            return [];
        return {
            text: `${name} has its secret in the Compose file, for everybody who may read the repository.`,
            at: [['environment', name]],
        };
    }),
};
/** Rules for secrets that the wrong people can read. */
const secretRules = [inFile];

// EXTERNAL MODULE: ./src/compose/stack/health.js
var health = __webpack_require__(35331);
// EXTERNAL MODULE: ./src/compose/stack/service.js
var stack_service = __webpack_require__(12462);
;// CONCATENATED MODULE: ./src/compose/rules/stack.js



const key = {
    name: 'stack-key',
    severity: 'error',
    on: 'started',
    only: 'swarm',
    what: 'A key has no counterpart in a Swarm, which would ignore it or refuse the file: network_mode, privileged, devices, links, security_opt, shm_size and others.',
    fix: 'Remove it, or deploy with engine: compose.',
    check({ service }) {
        return (0,stack_service/* untranslatable */.r)(service).map((keys) => ({ text: `a Swarm has no ${keys.join('.')}.`, at: [keys] }));
    },
};
const port = {
    name: 'stack-port',
    severity: 'error',
    on: 'started',
    only: 'swarm',
    what: 'A port is published on one address, on a range, or on a port that Docker picks. A Swarm publishes a fixed port of the node, on all its addresses.',
    fix: 'Publish one fixed port without an address, such as "8000:8000", and close it with a firewall; or remove ports: where only other services use it.',
    check({ service: { ports = [] } }) {
        return ports.flatMap(({ target, published = '', host_ip: address = '' }) => {
            const at = [['ports']];
            if (!/^[1-9]\d*$/.test(published))
                return [{ text: `port ${target} is published on no single fixed port.`, at }];
            if (!['', '0.0.0.0', '::'].includes(address))
                return [
                    {
                        text: `port ${target} is published on ${address}; in a Swarm it would be open on all addresses.`,
                        at,
                    },
                ];
            return [];
        });
    },
};
const once = {
    name: 'stack-runs-once',
    severity: 'error',
    on: 'accessories',
    only: 'swarm',
    what: 'Other services wait for the end of this one (service_completed_successfully). With engine: swarm no service runs once.',
    fix: 'Do its work in a step of the workflow, or in the image of the app.',
    check: ({ name, model }) => (0,run_once/* isAwaited */.AJ)(model, name) ? { text: 'it runs once, which a deploy to a Swarm does not do.' } : undefined,
};
const mode = {
    name: 'stack-mode',
    severity: 'error',
    on: 'started',
    only: 'swarm',
    what: 'deploy.mode is a job, which each deploy would run again; or endpoint_mode is vip, while the edge and all services find tasks by DNS.',
    fix: 'Remove the key. Migrations are run by the deploy.',
    check({ service: { deploy } }) {
        if (typeof deploy?.mode === 'string' && deploy.mode.endsWith('-job'))
            return { text: `mode: ${deploy.mode} would run again with each deploy.`, at: [['deploy', 'mode']] };
        return deploy?.endpoint_mode === 'vip'
            ? {
                text: 'endpoint_mode: vip is not followed: tasks are found by DNS.',
                at: [['deploy', 'endpoint_mode']],
            }
            : undefined;
    },
};
const network = {
    name: 'stack-network',
    severity: 'error',
    on: 'started',
    only: 'swarm',
    what: 'A network has a driver other than overlay, which reaches no other node; or a service asks for a fixed address or for host-gateway, which a Swarm does not give.',
    fix: 'Remove driver:, the address, or host-gateway.',
    check({ service, model }) {
        const drivers = Object.keys(service.networks ?? {}).flatMap((name) => {
            const { driver, external } = (model.networks?.[name] ?? {});
            if (external === true || driver === undefined || driver === '' || driver === 'overlay')
                return [];
            return [
                {
                    text: `the network ${name} has the driver ${driver}.`,
                    top: [
                        ['networks', name, 'driver'],
                        ['networks', name],
                    ],
                },
            ];
        });
        const fixed = Object.values(service.networks ?? {}).some((one) => ['ipv4_address', 'ipv6_address', 'link_local_ips', 'mac_address'].some((name) => name in (one ?? {})));
        const gateway = JSON.stringify(service.extra_hosts ?? []).includes('host-gateway');
        return [
            ...drivers,
            ...(fixed ? [{ text: 'a network gives it a fixed address.', at: [['networks']] }] : []),
            ...(gateway ? [{ text: 'extra_hosts has host-gateway.', at: [['extra_hosts']] }] : []),
        ];
    },
};
const stack_health = {
    name: 'stack-web-health',
    severity: 'error',
    on: 'reached',
    only: 'swarm',
    what: 'A further web service (images) has no healthcheck. A Swarm takes its new container for ready as soon as the program starts, and stops the old one before the new one answers.',
    fix: 'Give it a healthcheck that asks its own port, with a program that its image has.',
    check: ({ name, service, roles }) => name === roles.web || (0,health/* hasCheck */.v3)(service)
        ? undefined
        : { text: 'it has no healthcheck, so a Swarm would not wait until it answers.', at: [['healthcheck']] },
};
const update = {
    name: 'stack-update-config',
    severity: 'warning',
    on: 'started',
    only: 'swarm',
    what: 'deploy.update_config or rollback_config is not followed, but for order of workers: the inputs say how services are replaced, and the guard takes a failed release back.',
    fix: 'Remove it. The inputs strategy, health-timeout and bake say it.',
    check({ name, service: { deploy }, roles }) {
        const { order: _order, ...others } = deploy?.update_config ?? {};
        const isRead = roles.workers.includes(name);
        const said = [
            ...(Object.keys(isRead ? others : (deploy?.update_config ?? {})).length > 0 ? ['update_config'] : []),
            ...(Object.keys((deploy?.rollback_config ?? {})).length > 0 ? ['rollback_config'] : []),
        ];
        const [first] = said;
        return first === undefined
            ? undefined
            : {
                text: `deploy.${said.join(' and deploy.')} ${said.length === 1 ? 'is' : 'are'} not followed.`,
                at: [['deploy', first]],
            };
    },
};
/** Rules for what a Swarm can't do, or does otherwise. */
const stackRules = [key, port, once, mode, network, stack_health, update];

;// CONCATENATED MODULE: ./src/compose/rules/swarm.js


/** Keys that Compose accepts and ignores. An `order` of workers is the exception: a deploy follows it. */
const swarm_unread = [
    ['deploy', 'endpoint_mode'],
    ['deploy', 'labels'],
    ['deploy', 'placement', 'constraints'],
    ['deploy', 'placement', 'preferences'],
    ['deploy', 'placement', 'max_replicas_per_node'],
    ['deploy', 'resources', 'reservations', 'generic_resources'],
    ['deploy', 'rollback_config'],
    ...['parallelism', 'delay', 'failure_action', 'monitor', 'max_failure_ratio'].map((key) => [
        'deploy',
        'update_config',
        key,
    ]),
];
const swarmOnly = {
    name: 'swarm-only',
    severity: 'warning',
    on: 'started',
    only: 'compose',
    what: 'A key has no effect, because only Docker Swarm reads it: deploy.placement, deploy.labels, deploy.endpoint_mode, deploy.rollback_config, generic_resources, and of deploy.update_config all but order.',
    fix: 'Remove it. How web is replaced is said by the inputs strategy, bake and drain-timeout, and labels of containers stand in labels: of the service.',
    check({ service }) {
        const found = swarm_unread.filter((keys) => isSaid(valueAt(service, keys)));
        const [first] = found;
        if (first === undefined)
            return undefined;
        const names = found.map((keys) => keys.join('.')).join(', ');
        return {
            text: `${names} ${found.length === 1 ? 'has' : 'have'} no effect: only Docker Swarm reads ${found.length === 1 ? 'it' : 'them'}.`,
            at: [first, first.slice(0, 2), ['deploy']],
        };
    },
};
/** Workers follow it. The input `strategy` decides how web is replaced, and all other services must run only once at any time. */
const order = {
    name: 'order-not-followed',
    severity: 'warning',
    on: 'started',
    only: 'compose',
    what: 'deploy.update_config.order is not followed: the input strategy says how web is replaced, and a scheduler or an accessory never runs beside its old container. (Workers follow it.)',
    fix: 'Remove it. Web stops first with the input strategy: recreate.',
    check({ name, service, roles }) {
        const isWeb = name === roles.web;
        const said = service.deploy?.update_config?.order;
        if (said !== (isWeb ? 'stop-first' : 'start-first') || roles.workers.includes(name))
            return undefined;
        const why = isWeb
            ? 'the input strategy says how web is replaced'
            : 'it never runs beside its old container';
        return { text: `order: ${said} is not followed: ${why}.`, at: [['deploy', 'update_config', 'order']] };
    },
};
const job = {
    name: 'swarm-mode',
    severity: 'error',
    on: 'started',
    only: 'compose',
    what: 'deploy.mode asks for what only Docker Swarm does: a job that runs once, which a deploy would keep running, or global, which says one container for each host, with several replicas.',
    fix: 'Remove deploy.mode. A service runs once when it has restart: "no", and others wait for it with service_completed_successfully.',
    check({ name, service, roles }) {
        const mode = service.deploy?.mode;
        const at = [['deploy', 'mode']];
        if (mode === 'global' && (0,project_project/* replicasOf */.N4)(service) > 1)
            return {
                text: `mode: global is one container for each host, and ${(0,project_project/* replicasOf */.N4)(service)} replicas are asked for.`,
                fix: 'Remove deploy.mode, or the replicas: each host runs the whole project.',
                at,
            };
        const ends = roles.accessories.includes(name) && (0,run_once/* mayEnd */.pN)(service);
        return typeof mode === 'string' && mode.endsWith('-job') && !ends
            ? { text: `mode: ${mode} means that it runs once, and a deploy would keep it running.`, at }
            : undefined;
    },
};
const needsSwarm = {
    name: 'needs-swarm',
    severity: 'error',
    on: 'started',
    only: 'compose',
    what: 'A network, config or secret exists in a Docker Swarm only: driver: overlay, and external, driver or template_driver of configs and secrets. Compose stops at it in the middle of a deploy.',
    fix: 'Remove driver: overlay: each host has a network of its own.',
    check({ service, model }) {
        const networks = Object.keys(service.networks ?? {}).flatMap((network) => {
            const { driver, external } = sectionOf(model.networks, network);
            return driver === 'overlay' && external !== true
                ? [
                    {
                        text: `the network ${network} is an overlay, which a Docker Swarm alone has.`,
                        top: [
                            ['networks', network, 'driver'],
                            ['networks', network],
                        ],
                    },
                ]
                : [];
        });
        const parts = ['configs', 'secrets'].flatMap((section) => (service[section] ?? []).flatMap(({ source = '' }) => {
            const found = sectionOf(model[section], source);
            const key = ['external', 'driver', 'template_driver'].find((one) => isSaid(found[one]));
            return key === undefined
                ? []
                : [
                    {
                        text: `the ${section.slice(0, -1)} ${source} is ${key === 'external' ? 'external' : `made by a ${key}`}, and a Docker Swarm alone has such.`,
                        fix: `Give it file:, content: or environment: instead, without ${key}.`,
                        top: [
                            [section, source, key],
                            [section, source],
                        ],
                    },
                ];
        }));
        return [...networks, ...parts];
    },
};
function sectionOf(section, name) {
    return (section?.[name] ?? {});
}
function valueAt(service, keys) {
    return keys.reduce((value, key) => typeof value === 'object' && value !== null ? value[key] : undefined, service);
}
/** Compose prints empty parts for keys that the file does not set. */
function isSaid(value) {
    if (value === undefined || value === null || value === '' || value === false)
        return false;
    return typeof value !== 'object' || Object.keys(value).length > 0;
}
/** Rules for keys of `docker stack deploy` that mean nothing, or something else, to Compose. */
const swarmRules = [needsSwarm, job, swarmOnly, order];

;// CONCATENATED MODULE: ./src/compose/rules/urls.js


/** Variables for the location of Saleor's data. */
const names = [
    'DATABASE_URL',
    'DATABASE_URL_REPLICA',
    'CACHE_URL',
    'REDIS_URL',
    'CELERY_BROKER_URL',
    'CLOUDAMQP_URL',
];
const postgres = /^(postgres|postgresql|pgsql|postgis|timescale|timescalegis)$/i;
/** Schemes without a host name: in memory, in files, or with a cloud service. */
const withoutHost = /^(sqs|memory|filesystem|file|locmem|dummy|db|unix|redis\+socket|dbm)$/i;
const databaseMissing = {
    name: 'database-missing',
    severity: 'error',
    on: 'app',
    only: 'saleor',
    what: 'DATABASE_URL is missing: Saleor then asks for a database inside of its own container, where none is.',
    fix: 'Set DATABASE_URL, such as postgres://user:password@db:5432/saleor.',
    check: ({ environment }) => isBlank(environment, 'DATABASE_URL')
        ? {
            text: 'DATABASE_URL is missing, so Saleor looks for the database on localhost, inside of its own container.',
            at: variable('DATABASE_URL'),
        }
        : undefined,
};
const malformed = {
    name: 'url-malformed',
    severity: 'error',
    on: 'app',
    only: 'saleor',
    what: 'The URL of database, cache or broker can not be read: no scheme, a wrong one, no host, or a password whose special characters are not percent-encoded.',
    fix: 'Write scheme://user:password@host:port/name. In user and password @ is %40, / is %2F, # is %23, ? is %3F, : is %3A, % is %25.',
    check: ({ environment }) => names.flatMap((name) => {
        const problem = isBlank(environment, name)
            ? undefined
            : (environment.get(name) ?? '')
                .split(';')
                .map((url) => problemOf(url.trim(), name))
                .find((one) => one !== undefined);
        return problem === undefined ? [] : { text: `${name} ${problem}.`, at: variable(name) };
    }),
};
const toLocalhost = {
    name: 'localhost-in-container',
    severity: 'error',
    on: 'app',
    only: 'saleor',
    what: 'A URL leads to localhost, which inside of a container is the container itself.',
    fix: 'Name the service of the Compose file, such as db or redis, or the host where it runs.',
    check: ({ environment, service }) => names.flatMap((name) => {
        const inside = (0,addresses/* hostsOf */.PP)(environment.get(name) ?? '').some((host) => /^(localhost|127(\.\d+){3}|::1)$/i.test(host));
        return inside && (0,addresses/* hasOwnNetwork */.rD)(service)
            ? {
                text: `${name} leads to localhost, which in a container is the container itself.`,
                at: variable(name),
            }
            : [];
    }),
};
const unknownHost = {
    name: 'unknown-service-host',
    severity: 'warning',
    on: 'app',
    only: 'saleor',
    what: 'A URL leads to a short name that no service of the project has.',
    fix: 'Write the name of a service, or the whole name of the host, such as db.example.com.',
    check({ environment, service, model }) {
        if ((0,addresses/* mayKnowOthers */.iN)(service, model) || !(0,addresses/* hasOwnNetwork */.rD)(service))
            return undefined;
        const known = (0,addresses/* namesIn */.wX)(model);
        return names.flatMap((name) => {
            const value = environment.get(name) ?? '';
            // In a malformed URL, a part of the password may look like a name.
            if (value.split(';').some((url) => problemOf(url.trim(), name) !== undefined))
                return [];
            return (0,addresses/* hostsOf */.PP)(value)
                .filter((host) => /^[\w-]+$/.test(host) && host.toLowerCase() !== 'localhost' && !known.has(host))
                .map((host) => ({
                text: `${name} leads to ${host}, and no service of the Compose project has that name.`,
                at: variable(name),
            }));
        });
    },
};
const brokerMissing = {
    name: 'broker-missing',
    severity: 'warning',
    on: 'app',
    only: 'saleor',
    what: 'CELERY_BROKER_URL is missing: Saleor runs background tasks inside of requests and migrations, and workers find no tasks.',
    fix: 'Set CELERY_BROKER_URL, such as redis://redis:6379/1.',
    check: ({ environment }) => isBlank(environment, 'CELERY_BROKER_URL', 'CLOUDAMQP_URL')
        ? {
            text: 'CELERY_BROKER_URL is missing, so Saleor runs background tasks inside of requests and migrations.',
            at: variable('CELERY_BROKER_URL'),
        }
        : undefined,
};
const cacheMissing = {
    name: 'cache-missing',
    severity: 'warning',
    on: 'web',
    only: 'saleor',
    what: 'CACHE_URL is missing: each process has a cache and locks of its own.',
    fix: 'Set CACHE_URL, such as redis://redis:6379/0.',
    check: ({ environment }) => isBlank(environment, 'CACHE_URL', 'REDIS_URL')
        ? {
            text: 'CACHE_URL is missing, so each process has a cache and locks of its own.',
            at: variable('CACHE_URL'),
        }
        : undefined,
};
/** Describes a URL's problem; the text shows only its scheme. */
function problemOf(url, name) {
    const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(url) ?? [];
    if (scheme === undefined)
        return 'is no URL: it has no scheme such as redis:// or postgres://';
    if (name.startsWith('DATABASE_URL') && !postgres.test(scheme))
        return `begins with ${scheme}://, and Saleor needs PostgreSQL`;
    if (/^https?$/i.test(scheme))
        return `begins with ${scheme}://, which is no cache or broker`;
    if (withoutHost.test(scheme))
        return undefined;
    const [authority = '', ...path] = rest.split(/[/?#]/);
    if (!authority.includes('@') && path.some((part) => part.includes('@')))
        return 'has a /, ? or # in its password that is not percent-encoded';
    const hosts = authority.slice(authority.lastIndexOf('@') + 1);
    if (hosts === '' && /[?&]host=/.test(rest))
        return undefined;
    const wrong = hosts.split(',').some((host) => !/^(\[[^\]]+\]|[^:\s[\]]+)(:\d*)?$/.test(host));
    return hosts === '' ? 'names no host' : wrong ? 'has a host or a port that can not be read' : undefined;
}
/** Rules for the location of database, cache and broker. */
const urlRules = [
    databaseMissing,
    malformed,
    toLocalhost,
    unknownHost,
    brokerMissing,
    cacheMissing,
];

;// CONCATENATED MODULE: ./src/compose/rules/check.js

























/** All rules, in the order in which findings are reported. */
const rules = [
    ...saleorRules,
    ...hostRules,
    ...urlRules,
    ...mediaRules,
    ...nameRules,
    ...commandRules,
    ...healthRules,
    ...celeryRules,
    ...containerRules,
    ...loggingRules,
    ...networkRules,
    ...lifecycleRules,
    ...machineRules,
    ...swarmRules,
    ...stackRules,
    ...fileRules,
    ...proxyRules,
    ...secretRules,
    ...exampleRules,
    ...fleetRules,
];
/** Validates the project before anything changes. Errors come first, and each fault appears once with all its services. Pure. */
function checkModel(model, roles, options = {}) {
    const { files = [], hosts = 1, production = false, ignore = [], checkout = emptyCheckout } = options;
    const swarm = options.engine === 'swarm';
    const saleor = isSaleor(model, roles);
    const holds = { saleor, fleet: hosts > 1, production, staging: !production, swarm, compose: !swarm };
    const counting = rules.filter(({ name, only }) => !ignore.includes(name) && (only === undefined || holds[only]));
    const source = sourceOf(files);
    const found = counting.flatMap((rule) => findingsOf(rule, model, roles, source, checkout));
    return [...found.filter(isError), ...found.filter((one) => !isError(one))];
}
/** Whether a finding refuses the deploy. */
function isError({ severity }) {
    return severity === 'error';
}
/**
 * Whether the app is Saleor, as other apps can be deployed too. The signs are the image's name, Saleor's modules in a
 * command or in DJANGO_SETTINGS_MODULE, and a variable that only Saleor reads. Databases and buckets do not count: any
 * project may name one saleor.
 */
function isSaleor(model, { web }) {
    const app = Object.keys(model.services).filter((name) => (0,compose_app/* runsSameImage */.oO)(model, name, web));
    return app.some((name) => {
        const service = model.services[name] ?? {};
        const environment = (0,project_project/* environmentOf */.p7)(service);
        return ((0,compose_app/* isSaleorImage */.mk)(service.image) ||
            /\bsaleor(?=[.:\s]|$)/.test((0,project_project/* commandOf */.Nl)(service)) ||
            /^saleor\b/.test(environment.get('DJANGO_SETTINGS_MODULE') ?? '') ||
            environment.has('ALLOWED_CLIENT_HOSTS'));
    });
}
function findingsOf(rule, model, roles, source, checkout) {
    const found = new Map();
    for (const name of servicesOf(rule.on, roles)) {
        const service = model.services[name] ?? {};
        const written = (...keys) => source.text(['services', name, ...keys]);
        const environment = (0,project_project/* environmentOf */.p7)(service);
        for (const fault of [
            rule.check({ name, service, environment, model, roles, written, checkout }) ?? [],
        ].flat())
            found.set(fault.text, { fault, names: [...(found.get(fault.text)?.names ?? []), name] });
    }
    return [...found.values()].map(({ fault, names }) => {
        const [first = ''] = names;
        const places = [...(fault.at ?? []), []].map((keys) => ['services', first, ...keys]);
        const place = fault.place ?? source.place([...(fault.top ?? []), ...places]);
        const file = place === undefined ? '' : `${place.file}: `;
        return {
            rule: rule.name,
            severity: rule.severity,
            message: `${file}${names.join(', ')}: ${fault.text}`,
            fix: fault.fix ?? rule.fix,
            ...(place === undefined ? {} : { place }),
        };
    });
}

;// CONCATENATED MODULE: ./src/compose/rules/ignore.js


/** The site does not answer before a deploy. A request finds this, so the rules about files do not include it. */
const siteRule = 'site-unreached';
/**
 * Validates the names in the input `ignore-rules`.
 * @throws UserError `bad-input` for an unknown name: a typo must not go unnoticed
 */
function ignoredRules(names) {
    const known = [...rules.map(({ name }) => name), siteRule];
    const unknown = names.filter((name) => !known.includes(name));
    if (unknown.length === 0)
        return names;
    throw new src_errors/* UserError */.yo('bad-input', `Input 'ignore-rules': there is no rule ${unknown.join(', ')}.`, `Its lines are names of rules: ${known.toSorted().join(', ')}. docs/rules.md says what each one finds.`);
}

// EXTERNAL MODULE: ./src/report/findings.js
var report_findings = __webpack_require__(26400);
// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(80231);
;// CONCATENATED MODULE: ./src/compose/rules/judge.js







/**
 * Checks the project against all rules; warnings become annotations on lines of the Compose file and are returned.
 * @throws UserError `bad-input` with every error, its place and its fix
 */
async function validate({ model, roles, files, ...options }, runner) {
    const { log, context } = runner;
    const sources = files.map(async (file) => ({
        file,
        text: await (0,promises_.readFile)((0,external_node_path_.resolve)(context.workspace, file), 'utf8'),
    }));
    const findings = checkModel(model, roles, { ...options, files: await Promise.all(sources) });
    const errors = findings.filter(isError);
    for (const { rule, message, fix, place } of findings.filter((one) => !isError(one)))
        log.warning(`${message}\n${fix} [${rule}]`, place);
    warnOfSharedPort(model, roles, runner);
    const [first, ...more] = errors;
    if (first === undefined)
        return findings;
    // The caller annotates a single error; several errors get a line each.
    if (more.length > 0)
        for (const { rule, message, fix, place } of errors)
            log.error(`${message}\n${fix} [${rule}]`, place);
    const refusal = new src_errors/* UserError */.yo('bad-input', errors.map(({ message, rule }) => `${message} [${rule}]`).join('\n'), errors.map(({ fix }) => fix).join('\n'), more.length === 0 ? first.place : undefined);
    refusal.report = (0,markdown/* details */.zH)('All that was found', (0,report_findings/* findingsList */.b)(findings));
    throw refusal;
}
/** Without this, Compose would only report "port is already allocated". */
function warnOfSharedPort({ services }, { web }, { log }) {
    const service = services[web] ?? {};
    const [port] = service.ports ?? [];
    if ((0,project_project/* replicasOf */.N4)(service) > 1 && /^\d+$/.test(port?.published ?? ''))
        log.info(`${web}: ${(0,project_project/* replicasOf */.N4)(service)} replicas with one port; the edge takes ${port?.published} over.`);
}

// EXTERNAL MODULE: ./src/model/edge/file-server.js
var file_server = __webpack_require__(77183);
;// CONCATENATED MODULE: ./src/compose/served/nginx-config.js

/**
 * nginx's configuration of the file server. A static file is looked for in the release that serves (`live`), then in the
 * one that is about to serve (`next`), then in the one before, whose pages are still open: a file whose name has a hash
 * of its content is found whichever release the page is of. Pure.
 */
function fileServerConfig({ staticPath, media }) {
    return `pid /tmp/nginx.pid;
worker_processes 2;
error_log stderr warn;
events { worker_connections 2048; }
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log off;
  server_tokens off;
  sendfile on;
  client_body_temp_path /tmp/body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  gzip on;
  gzip_vary on;
  gzip_min_length 1024;
  gzip_types text/css text/plain application/javascript text/javascript application/json image/svg+xml;
  # A name with a hash never gets another content. Any other file may be another one with the next release.
  map $uri $lifetime {
    default "no-cache";
    "~\\.[0-9a-f]{8,32}\\.\\w+$" "public, max-age=31536000, immutable";
  }
  # An upload that a browser would run as a page of the shop runs as one of nobody.
  map $sent_http_content_type $upload_policy {
    default "";
    "~(html|xml|svg)" "sandbox";
  }
  server {
    listen ${file_server/* fileServerPort */.$A};
    add_header X-Content-Type-Options nosniff always;
${staticPath === undefined ? '' : staticLocation(staticPath)}${media === undefined ? '' : mediaLocation(media)}    location / { return 404; }
  }
}
`;
}
function staticLocation(path) {
    return `    location ~ ^${path.replaceAll('.', '\\.')}(?<file>.+)$ {
      root /srv/static;
      add_header X-Content-Type-Options nosniff always;
      add_header Cache-Control $lifetime;
      try_files /live/$file /next/$file /before/$file =404;
    }
`;
}
function mediaLocation({ path, folder }) {
    return `    location ^~ ${path} {
      alias ${folder};
      add_header X-Content-Type-Options nosniff always;
      add_header Content-Security-Policy $upload_policy;
    }
`;
}

;// CONCATENATED MODULE: ./src/compose/served/file-server.js








/** Saleor's folders (STATIC_ROOT and MEDIA_ROOT), and nginx's image in its stable line. */
const fileServerDefaults = { static: '/app/static', media: media/* mediaFolder */.$q, image: 'nginx:stable' };
/** A folder of a container. */
const folderPattern = /^(\/[\w.-]+)+\/?$/;
/**
 * Adds the file server that web asks for with `x-saleor-deploy: {files: true}`: an accessory with nginx, which reads the
 * static files that deploys copy out of the images, and the volume or folder in which web keeps uploads. Pure.
 * @throws UserError `bad-input` for settings that can't be meant
 */
function withFileServer(model, roles, root) {
    const settings = settingsOf(model, roles);
    if (settings === undefined)
        return { model, roles, files: undefined };
    const web = model.services[roles.web] ?? {};
    const media = settings.media === false ? undefined : mediaMount(web, roles.web, settings.media);
    const folder = settings.static;
    if (folder === false && media === undefined)
        throw wrong(roles.web, 'serves nothing: static is false, and no volume is mounted for uploads', 'Leave files out.');
    const staticPath = folder === false ? undefined : pathOf(web, 'STATIC_URL', '/static/');
    const mediaPath = media === undefined ? undefined : pathOf(web, 'MEDIA_URL', '/media/');
    const server = {
        image: (0,project_project/* escapeDollars */.bn)(settings.image),
        // The configuration travels as a variable: with it, a new one is a new definition, and replaces the container.
        entrypoint: ['sh', '-ec', (0,project_project/* escapeDollars */.bn)(start)],
        environment: {
            NGINX_CONFIG: (0,project_project/* escapeDollars */.bn)(fileServerConfig({ staticPath, media: media && { path: mediaPath ?? '', folder: media.folder } })),
        },
        networks: Object.fromEntries(Object.keys(web.networks ?? { default: null }).map((name) => [name, null])),
        restart: 'unless-stopped',
        stop_signal: 'SIGQUIT',
        ...(web.logging === undefined ? {} : { logging: web.logging }),
        // It only reads: as nobody, without a right, on a file system that nothing can be written to.
        user: '65534:65534',
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        tmpfs: ['/tmp'],
        volumes: [
            ...(folder === false
                ? []
                : [
                    {
                        type: 'bind',
                        source: (0,project_project/* escapeDollars */.bn)((0,file_server/* staticRoot */.lN)(root)),
                        target: '/srv/static',
                        read_only: true,
                        bind: { create_host_path: false },
                    },
                ]),
            ...(media === undefined ? [] : [file_server_mediaVolume(media.mount)]),
        ],
    };
    const paths = [staticPath, mediaPath].filter((path) => path !== undefined);
    return {
        model: { ...model, services: { ...model.services, [file_server/* fileServerService */.vw]: server } },
        roles: { ...roles, accessories: [...roles.accessories, file_server/* fileServerService */.vw] },
        files: { paths, ...(folder === false ? {} : { folder }) },
    };
}
/** nginx would first try to open its log in a folder that it can't write to. */
const start = `printf '%s' "$NGINX_CONFIG" >/tmp/nginx.conf; exec nginx -e stderr -c /tmp/nginx.conf -g 'daemon off;'`;
function settingsOf({ services }, { web }) {
    const asked = Object.entries(services).flatMap(([name, { [file_roles/* roleKey */.QH]: key }]) => {
        const { files } = (typeof key === 'object' && key !== null ? key : {});
        return files === undefined || files === null || files === false ? [] : [{ name, files }];
    });
    const other = asked.find(({ name }) => name !== web);
    if (other !== undefined)
        throw wrong(other.name, 'is not on web', `Write it on ${web}, whose image and uploads it serves.`);
    const [own] = asked;
    if (own === undefined)
        return undefined;
    const { files } = own;
    if (files === true)
        return { ...fileServerDefaults, media: undefined };
    if (typeof files !== 'object' || Array.isArray(files))
        throw wrong(web, `is ${JSON.stringify(files)}`, 'Write true, or some of static, media and image.');
    const { static: folder = fileServerDefaults.static, media, image = fileServerDefaults.image, ...others } = files;
    const [unknown] = Object.keys(others);
    if (unknown !== undefined)
        throw wrong(web, `has ${unknown}, which is no setting`, 'It has static, media and image.');
    if (typeof image !== 'string' || !image_reference/* imagePattern */.Ks.test(image))
        throw wrong(web, `has image ${JSON.stringify(image)}`, `Name an image with nginx, such as ${fileServerDefaults.image}.`);
    return {
        image,
        static: folderIn(web, 'static', folder, fileServerDefaults.static),
        media: media === undefined ? undefined : folderIn(web, 'media', media, fileServerDefaults.media),
    };
}
function folderIn(web, key, value, example) {
    if (value === false)
        return false;
    if (typeof value === 'string' && folderPattern.test(value))
        return external_node_path_.posix.join(value, '.');
    throw wrong(web, `has ${key} ${JSON.stringify(value)}`, `Write a folder of the container, such as ${example}; or false.`);
}
/** The mount in which web keeps uploads, and the uploads' folder inside of it. */
function mediaMount(web, name, named) {
    const folder = named ?? fileServerDefaults.media;
    const mount = (0,media/* mountOf */.vI)(web, folder);
    if (mount !== undefined)
        return { mount, folder: external_node_path_.posix.join('/srv/media', external_node_path_.posix.relative(mount.target, folder), '/') };
    if (named === undefined)
        return undefined;
    throw wrong(name, `has media ${named}, and ${name} mounts no volume there`, `Mount one in web and workers, volumes: ["saleor-media:${named}"]; or leave media out, with uploads in a bucket.`);
}
/** The same volume, read-only; the first to mount it properly, and to give it the image's owner, is web. */
function file_server_mediaVolume(mount) {
    const { volume } = mount;
    const options = mount.type === 'volume' ? { volume: { ...volume, nocopy: true } } : {};
    return { ...mount, ...options, target: '/srv/media', read_only: true };
}
/** The path of a URL setting of Saleor: `/static/`, also of an address of a CDN that fetches its files from the shop. */
function pathOf(web, variable, fallback) {
    const value = (0,project_project/* environmentOf */.p7)(web).get(variable) || fallback;
    const path = URL.canParse(value, 'http://shop') ? new URL(value, 'http://shop').pathname : '';
    if (/^(\/[\w.-]+)+\/$/.test(path))
        return path;
    throw new src_errors/* UserError */.yo('bad-input', `${variable} is ${value}, and the file server can't answer that path.`, `Give it a path with a slash at both ends, such as ${fallback}; or take files out of ${file_roles/* roleKey */.QH}.`);
}
function wrong(service, what, fix) {
    return new src_errors/* UserError */.yo('bad-input', `services.${service}.${file_roles/* roleKey */.QH}.files ${what}.`, fix);
}

// EXTERNAL MODULE: ./src/compose/stack/render.js + 1 modules
var stack_render = __webpack_require__(16938);
// EXTERNAL MODULE: ./src/database/backup/plan.js
var plan = __webpack_require__(74039);
// EXTERNAL MODULE: ./src/edge/upstreams.js
var upstreams = __webpack_require__(24509);
// EXTERNAL MODULE: ./src/inputs/values/words.js
var words = __webpack_require__(96375);
// EXTERNAL MODULE: ./src/model/observed.js
var observed = __webpack_require__(97755);
// EXTERNAL MODULE: ./src/model/release/release.js
var release = __webpack_require__(99328);
// EXTERNAL MODULE: ./src/runner/context.js
var context = __webpack_require__(31875);
// EXTERNAL MODULE: ./src/runner/http/obstacle.js + 1 modules
var obstacle = __webpack_require__(16247);
;// CONCATENATED MODULE: ./src/desired/ask-site.js


/** Maximum seconds that a deploy waits for the site; the request runs beside all other observations. */
const timeoutSeconds = 5;
/**
 * Requests the site before a deploy, and warns of problems that no deploy fixes: nothing listens, the name does not
 * resolve, the certificate is wrong. Any response is fine: on a first deploy nothing runs behind the proxy yet. It is
 * never an error, as the site may be open to customers and closed to the runner.
 */
async function askSite(url, ignore, { http, log, cancelled }) {
    if (url === undefined || ignore.includes(siteRule))
        return [];
    const answer = await http
        .request({ url, timeoutSeconds: timeoutSeconds, signal: cancelled })
        .catch((error) => (error instanceof Error ? error : new Error(String(error))));
    cancelled.throwIfAborted();
    if (!(answer instanceof Error))
        return [];
    const finding = findingOf(url, (0,obstacle/* obstacleOf */.H)(url, answer));
    log.warning(`${finding.message}\n${finding.fix} [${siteRule}]`);
    return [finding];
}
function findingOf(url, obstacle) {
    return {
        rule: siteRule,
        severity: 'warning',
        message: `${url} does not answer now, before anything is changed: ${obstacle?.what ?? ''}`,
        fix: `${obstacle?.fix ?? ''} A deploy does not change that.`,
    };
}

// EXTERNAL MODULE: ./src/diagnosis/secrets.js
var secrets = __webpack_require__(70658);
// EXTERNAL MODULE: ./src/image/registry/registry-logins.js
var registry_logins = __webpack_require__(16555);
// EXTERNAL MODULE: ./src/inputs/values/environment-masks.js
var environment_masks = __webpack_require__(54143);
;// CONCATENATED MODULE: ./src/desired/deploy-secrets.js




/** Secrets of a deploy: those that the log hides too or that are in the Compose file (known), and those in files, which nothing hides yet. Pure. */
function secretsOf(inputs, source, files, login) {
    const open = [inputs.image, ...inputs.images, inputs.path, inputs.version ?? '', inputs.project ?? ''];
    const known = [
        ...(0,environment_masks/* environmentMasks */.x)(inputs.environment ?? '', open),
        ...(0,secrets/* secretsIn */.V)(source),
        ...(0,registry_logins/* passwordsIn */.gW)(login),
    ];
    const inFiles = [...files].flatMap(([name, text]) => ((0,secret_values/* isHarmless */.EW)(name, text) ? [] : (0,secret_values/* piecesOf */.Xe)(text)));
    return { known, inFiles: inFiles.filter((piece) => !open.some((one) => one.includes(piece))) };
}

;// CONCATENATED MODULE: ./src/desired/named-roles.js


/**
 * Collects the roles that the inputs and the Compose file name. Pure.
 * @throws ProjectError at an invalid role, or at one that contradicts an input
 */
function namedRoles(model, inputs) {
    const found = (0,file_roles/* rolesWithFile */.MT)(model, inputs);
    if ('named' in found)
        return found.named;
    const { text, fix, keys } = found.fault;
    throw new project_error/* ProjectError */.w(text, fix, keys, keys.slice(0, -1), keys.slice(0, 2));
}

// EXTERNAL MODULE: ./src/metrics/read.js
var read = __webpack_require__(48639);
;// CONCATENATED MODULE: ./src/desired/read-metrics.js


/** The metrics that end a bake. @throws UserError `bad-input` for a wrong line, and for checks that nothing would wait for */
function readMetrics(inputs) {
    const checks = (0,read/* readMetricChecks */.S)(inputs['metric-checks']);
    if (checks.length === 0)
        return {};
    if (inputs.bake === 0)
        throw new src_errors/* UserError */.yo('bad-input', "Input 'metric-checks' is given, but bake is 0: the new release is not watched.", 'Set bake, such as 60s, or leave metric-checks out.');
    return { metrics: { address: inputs['prometheus-address'], checks } };
}

;// CONCATENATED MODULE: ./src/desired/read-updates.js

/**
 * Reads the services in the input `update-services`.
 * @throws UserError for a service that the project does not have, or that is not an accessory
 */
function readUpdates(names, roles) {
    const app = [roles.web, ...roles.workers, ...roles.schedulers];
    const wrong = names.find((name) => !roles.accessories.includes(name));
    if (wrong === undefined)
        return [...new Set(names)];
    const could = roles.accessories.length === 0
        ? 'The project has no other services than those of the app: leave the input out.'
        : `Name one of ${roles.accessories.join(', ')}.`;
    throw new src_errors/* UserError */.yo('bad-input', app.includes(wrong)
        ? `Input 'update-services': ${wrong} is a service of the app, which every deploy replaces.`
        : roles.jobs.includes(wrong)
            ? `Input 'update-services': ${wrong} runs once and ends, and a deploy does its work itself.`
            : `Input 'update-services': the Compose project has no service ${wrong}.`, could);
}

// EXTERNAL MODULE: ./src/desired/registry-login.js
var registry_login = __webpack_require__(26165);
;// CONCATENATED MODULE: ./src/desired/replicas.js

/**
 * Reads the input: `3` is for web, `celery=2` for the service of that name.
 * @throws UserError for a service outside the app, for a scheduler, and for zero replicas of web
 */
function readReplicas(lines, roles) {
    const reached = [roles.web, ...(roles.otherWeb ?? [])];
    const scalable = [...reached, ...roles.workers];
    const counts = lines.map((line) => {
        const [count = '', name = roles.web] = line.split('=').reverse();
        const least = reached.includes(name) ? 1 : 0;
        if (scalable.includes(name) && Number(count) >= least && Number(count) <= 30)
            return [name, Number(count)];
        throw new src_errors/* UserError */.yo('bad-input', scalable.includes(name)
            ? `Input 'replicas': "${line}" is not a whole number from ${least} to 30.`
            : `Input 'replicas': "${line}" names no service that can be scaled.`, `Scale ${scalable.join(', ')}. A scheduler always runs once.`);
    });
    return Object.fromEntries(counts);
}
/** The project with the input's replicas, which override the file's. */
function withReplicas(model, replicas) {
    const services = Object.entries(replicas).map(([name, scale]) => [name, { ...model.services[name], scale }]);
    return { ...model, services: { ...model.services, ...Object.fromEntries(services) } };
}

// EXTERNAL MODULE: ./src/desired/swarm.js
var swarm = __webpack_require__(50056);
;// CONCATENATED MODULE: ./src/desired/deploy.js

































/**
 * Turns the inputs and the repository's Compose files into the desired state. Touches only the runner, no host.
 * @param fleet the number of hosts, as several can't keep their data in the Compose project; which host runs the
 * scheduler; and whether it is production
 * @throws UserError `bad-input` for everything that can be known to be wrong before a connection is made
 */
async function resolveDesiredState(inputs, runner, fleet) {
    return await onItsLine(inputs['compose-file'], runner, () => resolve(inputs, runner, fleet));
}
async function resolve(inputs, runner, { hosts, schedulerOf, production }) {
    const { image, path: root, engine } = inputs;
    if (engine === 'swarm')
        (0,swarm/* assertSwarmInputs */.y0)(inputs);
    const login = await (0,registry_login/* registryLogin */.j)(image, inputs, runner.log);
    const migrate = (0,words/* wordsOf */.Z)('migrate-command', inputs['migrate-command']);
    const environment = (0,values_environment/* parseEnvironment */.N)(inputs.environment ?? '');
    const ignore = ignoredRules(inputs['ignore-rules']);
    const site = askSite(inputs['environment-url'], ignore, runner);
    // Errors in the files come first; the site's answer is awaited at the end.
    site.catch(() => { });
    const metrics = readMetrics(inputs);
    const images = readImages(inputs.images);
    const byInputs = {
        ...(inputs['web-service'] === undefined ? {} : { web: inputs['web-service'] }),
        ...(inputs.images.length === 0 ? {} : { otherWeb: Object.keys(images) }),
        ...(inputs['worker-services'].length === 0 ? {} : { workers: inputs['worker-services'] }),
        ...(inputs['scheduler-services'].length === 0 ? {} : { schedulers: inputs['scheduler-services'] }),
    };
    const { model: source, checkout, composeVersion, } = await readCompose({
        files: inputs['compose-file'],
        environmentFile: inputs['environment-file'],
        environment,
        projectName: inputs.project,
        hostFolder: root,
        named: byInputs,
    }, runner);
    const roles = findRoles(source, namedRoles(source, byInputs));
    const replicas = readReplicas(inputs.replicas, roles);
    const scaled = withReplicas(source, replicas);
    const scheduler = schedulerOf(roles, scaled);
    const updates = readUpdates(inputs['update-services'], roles);
    const findings = await validate({
        model: scaled,
        ...{ roles, files: inputs['compose-file'], hosts, production, ignore, checkout, engine },
    }, runner);
    const front = (0,compose_front/* frontOf */.fX)(source, roles, checkout.texts);
    const [port, ...more] = (0,compose_ports/* webPorts */.F)(source, roles, front);
    if (port === undefined || more.some(({ target }) => target !== port.target))
        throw new project_error/* ProjectError */.w(`The service ${roles.web} publishes ${port === undefined ? 'no port' : 'several of its own ports'}; the edge takes over one.`, 'Publish the port that it answers HTTP on, and only that: ports: ["8000:8000"]', ['services', roles.web, 'ports']);
    const otherWeb = findOtherWeb(source, roles, inputs['health-path'].others, [port, ...more]);
    const others = (0,compose_front/* otherFronts */.L9)(source, roles, otherWeb, checkout.texts);
    const fronts = [...new Set([...front.services, ...others.services])];
    if (engine === 'swarm')
        (0,swarm/* assertDirect */.mR)(roles.web, port.published, fronts, port.hostIp);
    const own = otherWeb.length === 0 ? {} : { images: otherImages(source, roles, images) };
    const id = (0,release/* releaseId */.Bf)(runner.clock.now(), image);
    const delivery = deliver(source, checkout, root, servicesOf('started', roles));
    const served = withFileServer(delivery.model, roles, root);
    if (engine === 'swarm')
        (0,swarm/* assertNoFileServer */.x6)(roles.web, served.files);
    const model = (0,render/* renderRelease */.c)(served.model, served.roles, {
        image,
        ...own,
        otherWeb,
        release: id,
        version: inputs.version ?? '',
        commit: runner.context.sha,
        edgeImage: inputs['edge-image'],
        hostFolder: root,
        replicas,
        names: { ...others.names, [roles.web]: front.names },
        port: port.target,
    });
    labelEdge(model);
    const hidden = secretsOf(inputs, source, delivery.secrets, login);
    for (const secret of hidden.inFiles)
        runner.log.mask(secret);
    for (const name of [roles.web, ...(roles.otherWeb ?? [])])
        if ((0,project_project/* replicasOf */.N4)(model.services[name] ?? {}) * 2 > upstreams/* slotCount */.EV)
            throw new project_error/* ProjectError */.w(`${name} has more replicas than the edge has room for.`, `Use ${upstreams/* slotCount */.EV / 2} at most on one host.`, ...[['deploy', 'replicas'], ['scale'], []].map((keys) => ['services', name, ...keys]));
    const edge = {
        port: port.target,
        healthPath: inputs['health-path'].web,
        healthHost: inputs['health-host'],
        readinessPath: inputs['readiness-path'],
        ...(otherWeb.length === 0 ? {} : { otherWeb }),
        ...(served.files === undefined ? {} : { files: served.files }),
    };
    const stopFirst = stopFirstServices(source, roles);
    const { strategy } = inputs;
    if (inputs['keep-warm'] && strategy !== 'blue-green')
        throw new src_errors/* UserError */.yo('bad-input', `Input 'keep-warm': with strategy ${strategy} the old web is stopped to make room.`, 'Set strategy: blue-green, or leave keep-warm out.');
    const settings = {
        ...{ roles: served.roles, edge, publicPort: port.published, stopFirst, migrate, scheduler },
        recreate: strategy === 'recreate',
        ...(fronts.length === 0 ? {} : { fronts }),
        oneOff: one_off/* oneOffService */.VD,
    };
    const desired = {
        release: {
            id,
            image,
            ...own,
            version: inputs.version ?? '',
            commit: runner.context.sha,
            fingerprint: (0,render/* fingerprint */.Rj)(model),
            created: new Date(runner.clock.now()).toISOString(),
            run: (0,context/* runUrl */.V)(runner.context),
            actor: runner.context.actor,
            settings,
            ...(delivery.entries.length === 0 ? {} : { files: delivery.entries.map(({ id }) => id) }),
        },
        ...{ model, composeVersion, roles: served.roles },
        ...{ edge, publicPort: port.published, strategy, root, migrate, stopFirst, updates },
        ...(fronts.length === 0 ? {} : { fronts }),
        backup: {
            id,
            when: inputs.backup,
            verify: inputs['verify-backup'],
            folder: inputs['backup-path'] ?? `${root}/backups`,
            keep: inputs['keep-backups'],
            image: inputs['backup-image'] ?? '',
            copy: (0,words/* wordsOf */.Z)('backup-copy', inputs['backup-copy'] ?? 'none'),
        },
        bake: inputs.bake,
        maxErrorRate: inputs['max-error-rate'],
        ...metrics,
        schedules: true,
        balancerWait: 0,
        healthTimeout: inputs['health-timeout'],
        drainTimeout: inputs['drain-timeout'],
        keepWarm: inputs['keep-warm'],
        keep: inputs['keep-releases'],
        lockWait: inputs['lock-wait'],
        registryLogin: login,
        findings: [...findings, ...(await site)],
        files: delivery.entries,
        secrets: [...hidden.known, ...hidden.inFiles],
        ...(engine === 'swarm'
            ? {
                swarm: (0,stack_render/* renderStack */.xT)(model, roles, {
                    ...{ entries: delivery.entries, root, edge, strategy, stopFirst },
                    healthTimeout: inputs['health-timeout'],
                    drainTimeout: inputs['drain-timeout'],
                }),
            }
            : {}),
    };
    (0,plan/* checkBackup */.xq)(desired);
    return desired;
}
/** Labels the edge with a hash of its own definition: the edge stays as it is while the hash is the same. */
function labelEdge({ services: { edge } }) {
    if (edge === undefined)
        return;
    const hash = (0,external_node_crypto_.createHash)('sha256').update(JSON.stringify(edge)).digest('hex').slice(0, 12);
    edge.labels = { ...edge.labels, [observed/* edgeLabel */.UG]: hash };
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

/***/ 48639:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ readMetricChecks)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);

/** `name: query < number`; a query may have comparisons itself, so the last one counts. */
const form = /^([^:{("]+):\s+(.*\S)\s*(<=|>=|==|<|>)\s*(-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)$/i;
/** Reads lines such as `errors: sum(rate(errors_total[5m])) < 1`. @throws UserError `bad-input` with the first wrong line */
function readMetricChecks(lines) {
    return lines.map((line) => {
        const [, name, query, operator, limit] = form.exec(line) ?? [];
        if (name === undefined || query === undefined)
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Input 'metric-checks': "${line}" is not a name, a query and a limit.`, 'Write each line as name: query < number, such as queue: max(celery_queue_length) < 1000. The signs are <, <=, >, >= and ==.');
        return { name: name.trim(), query, operator: operator, limit: Number(limit) };
    });
}


/***/ }),

/***/ 19223:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ retention),
/* harmony export */   q: () => (/* binding */ afterDeploy)
/* harmony export */ });
/* harmony import */ var _release_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(99328);

/** Decides which releases a deploy keeps on a host and which it removes; never one of the two ends of a rollback. */
function retention({ desired: { release, keep }, observed }) {
    const all = [...observed.releases.filter(({ id }) => id !== release.id), release];
    const go = (0,_release_js__WEBPACK_IMPORTED_MODULE_0__/* .prunable */ .W)(all, keep, keep > 1 ? [release.id, observed.live?.id ?? ''] : [release.id]);
    return { stay: all.filter((one) => !go.includes(one)), go };
}
/** A host's state after the deploy, as far as a rollback is concerned. */
function afterDeploy({ desired, observed }) {
    const warm = desired.keepWarm ? observed.upstreams : [];
    const images = [...(observed.images ?? []), ...(0,_release_js__WEBPACK_IMPORTED_MODULE_0__/* .imagesOf */ .IC)(desired.release)];
    const after = {
        live: desired.release,
        previous: observed.live?.id,
        releases: retention({ desired, observed }).stay,
    };
    return { desired, observed: { ...observed, ...after, warm, images } };
}


/***/ }),

/***/ 26400:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ findingsList)
/* harmony export */ });
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(80231);

/** The findings of a preflight as a list: what is wrong, where, what would be right, and the rule to look up; empty without any. */
function findingsList(findings) {
    return findings
        .map(({ severity, message, fix, rule, place }) => {
        const mark = severity === 'error' ? '❌' : '⚠️';
        const where = place === undefined ? '' : `${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineCode */ .ti)([place.file, place.line].filter(Boolean).join(':'))}: `;
        const what = place === undefined ? message : message.replace(`${place.file}: `, '');
        return `- ${mark} ${where}${what} ${fix} (rule ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineCode */ .ti)(rule)})`;
    })
        .join('\n');
}


/***/ }),

/***/ 16247:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  k: () => (/* binding */ distrusted),
  H: () => (/* binding */ obstacleOf)
});

;// CONCATENATED MODULE: ./src/runner/http/cloudflare.js
/** CloudFlare's own answers when it can't reach the origin. https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/ */
const origin = {
    520: ['the origin gave an answer that it does not understand', 'Look at the log of nginx on the host.'],
    521: ['the origin refuses the connection', 'Does nginx run, and does the firewall let CloudFlare in?'],
    522: ['the origin does not accept connections', 'Does the firewall let CloudFlare in?'],
    523: ['the origin can not be reached', 'Is the address of the origin in the DNS record right?'],
    524: ['the origin took more than 100 s to answer', 'Look at the load of the host and of the database.'],
    525: ['no TLS with the origin', 'Does nginx listen on 443 with a certificate for this name?'],
    526: [
        'the certificate of the origin is not valid',
        'Renew it, or use an origin certificate of CloudFlare.',
    ],
};
/** What CloudFlare says in place of the shop; undefined for answers of the shop itself. */
function cloudflareObstacle({ hostname }, { status, headers }) {
    if (headers['cf-mitigated'] === 'challenge')
        return {
            kind: 'gateway',
            what: `CloudFlare asks the runner for proof that it is a person (${status}), before ${hostname} is asked.`,
            fix: 'Add a WAF rule that skips challenges for the user agent saleor-deploy, or for the addresses of your runners.',
        };
    const [why, fix] = (headers.server === 'cloudflare' && origin[status]) || [];
    if (why === undefined || fix === undefined)
        return undefined;
    return { kind: 'gateway', what: `CloudFlare answers ${status} for ${hostname}: ${why}.`, fix };
}

// EXTERNAL MODULE: ./src/runner/http/no-answer.js
var no_answer = __webpack_require__(38149);
;// CONCATENATED MODULE: ./src/runner/http/obstacle.js


/** The obstacle between a request and the site, from the answer or the error; undefined without one. Pure. */
function obstacleOf(address, answer) {
    const url = new URL(address);
    if (answer instanceof Error)
        return withoutAnswer(url, answer);
    return cloudflareObstacle(url, answer) ?? inFront(url, answer);
}
/** The common OpenSSL codes in words. https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/ */
const distrusted = {
    CERT_HAS_EXPIRED: 'it has expired',
    CERT_NOT_YET_VALID: 'it is not valid yet: one of the clocks is wrong',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by itself, which no browser trusts',
    SELF_SIGNED_CERT_IN_CHAIN: 'it is signed by an authority that nobody knows',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate between it and the authority is missing: the server must send the full chain (fullchain.pem)',
    UNABLE_TO_GET_ISSUER_CERT: 'its chain is not complete: the server must send fullchain.pem',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its authority is not known, or the chain is not complete: the server must send fullchain.pem',
    HOSTNAME_MISMATCH: 'it is for another name',
    ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another name',
    CERT_REVOKED: 'it was revoked',
};
function withoutAnswer(url, error) {
    const { hostname: host, protocol } = url;
    const port = portOf(url);
    const code = error instanceof no_answer/* NoAnswer */.W ? error.code : '';
    const why = distrusted[code];
    if (why !== undefined)
        return {
            kind: 'certificate',
            what: `The certificate of ${host} is not trusted: ${why} (${code}).`,
            fix: 'Give the proxy in front of the shop a valid certificate for this name.',
        };
    const secure = protocol === 'https:';
    if (code === 'ECONNREFUSED')
        return {
            kind: 'port',
            what: `Nothing listens on port ${port} of ${host} (${code}).`,
            fix: secure
                ? 'Is the proxy with TLS set up, and does it run?'
                : 'Does the web server or the proxy run there, and is the port right?',
        };
    if (code === 'ENOTFOUND')
        return {
            kind: 'host',
            what: `The name ${host} does not resolve (${code}).`,
            fix: 'Create its DNS record, or correct the URL.',
        };
    if (code === 'EAI_AGAIN')
        return {
            kind: 'host',
            what: `The name server of the runner gives no answer for ${host} (${code}).`,
            fix: 'Run it again; if it stays so, look at the DNS of the runner and of the name.',
        };
    if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
        return {
            kind: 'host',
            what: `There is no route from the runner to ${host} (${code}).`,
            fix: 'Correct its DNS record, or run the job where the address can be reached.',
        };
    if (/TIMEOUT|ETIMEDOUT/.test(code))
        return {
            kind: 'port',
            what: `Port ${port} of ${host} gives no answer in time (${code}).`,
            fix: 'Does a firewall drop what comes from the runner, or does the proxy or web hang?',
        };
    if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG')
        return {
            kind: 'port',
            what: `Port ${port} of ${host} answers, but not with TLS (${code}).`,
            fix: 'Switch TLS on in the proxy, or let the URL begin with http://.',
        };
    if (code.startsWith('ERR_SSL'))
        return {
            kind: 'port',
            what: `Port ${port} of ${host} ends the TLS handshake (${code}).`,
            fix: 'Does the proxy have a certificate for this name, and a TLS version of today?',
        };
    if (/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/.test(code))
        return {
            kind: 'port',
            what: `Port ${port} of ${host} closes the connection without an answer (${code}).`,
            fix: 'Look at the log of the proxy in front of the shop.',
        };
    if (/^(HPE_|HTTPParserError)/.test(code))
        return { kind: 'port', what: `What answers on port ${port} of ${host} is no HTTP.`, fix: portFix };
    // The path is removed, because it would make a different cause of each request.
    const reason = error.message.replace(/^[A-Z]+ \S+: /, '');
    return { kind: 'port', what: `Port ${port} of ${host} gives no answer: ${reason}.`, fix: portFix };
}
const portFix = 'Is the port in the URL right?';
/** The answers of proxies when the shop behind them does not answer; HAProxy has this text for a backend without servers. */
function inFront(url, { status, headers, body }) {
    const isGateway = status === 502 || status === 504;
    if (isGateway || (status === 503 && body.includes('No server is available to handle this request')))
        return {
            kind: 'gateway',
            what: `The proxy in front of ${url.hostname} answers ${status}: it gets no answer from the shop.`,
            fix: 'Does its address for the shop (proxy_pass) lead to the port that web publishes, and does web run?',
        };
    const { location } = headers;
    if (status < 300 || status > 399 || location === undefined || !URL.canParse(location, url.href))
        return undefined;
    const to = new URL(location, url);
    if (to.pathname + to.search !== url.pathname + url.search)
        return undefined;
    if (to.origin === url.origin)
        return {
            kind: 'redirect',
            what: `${url.origin} redirects to the same address again (${status}), for ever.`,
            fix: 'The proxy must set X-Forwarded-Proto: with PUBLIC_URL=https://… Saleor redirects whatever it takes for plain HTTP.',
        };
    return {
        kind: 'redirect',
        what: `${url.origin} redirects to ${to.origin} (${status}).`,
        fix: to.protocol === 'http:' && url.protocol === 'https:'
            ? 'Visitors must not be sent to plain HTTP: correct the redirect of the proxy.'
            : `Give ${to.origin} as the URL.`,
    };
}
/** The port of the URL, or the default of its scheme. */
function portOf({ port, protocol }) {
    return port || (protocol === 'https:' ? '443' : '80');
}


/***/ }),

/***/ 3403:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ deploySummary)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);
/* harmony import */ var _model_release_retention_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(19223);
/* harmony import */ var _observe_rollback_targets_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(29103);
/* harmony import */ var _report_findings_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(26400);
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(80231);
/* harmony import */ var _report_timeline_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(18117);
/* harmony import */ var _change_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(7144);
/* harmony import */ var _database_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(94533);
/* harmony import */ var _hosts_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(35921);
/* harmony import */ var _parts_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6856);
/* harmony import */ var _plan_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(83943);
/* harmony import */ var _targets_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(86784);
/* harmony import */ var _verdict_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7439);
/* harmony import */ var _web_services_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(95965);














/** The job summary of a deploy that went well: the verdict, what needs a person, what changed, and the details in folds. Pure. */
function deploySummary(deployed, clock) {
    const { result, fleet, steps, pending, executed } = deployed;
    const [first] = fleet.members;
    const { live } = first.observed;
    const before = result === 'unchanged' ? undefined : live;
    const now = result === 'unchanged' && live !== undefined ? live : first.desired.release;
    const { migrations = executed === undefined ? pending : [], backup } = executed?.sessions[0].results ?? {};
    const after = result === 'done' ? fleet.members.map(_model_release_retention_js__WEBPACK_IMPORTED_MODULE_6__/* .afterDeploy */ .q) : fleet.members;
    const targets = (0,_observe_rollback_targets_js__WEBPACK_IMPORTED_MODULE_1__/* .targetsOf */ .Q)(after);
    const sessions = executed?.sessions ?? [];
    const parts = [
        `### ${headline(deployed)}`,
        needsPerson(deployed, migrations),
        (0,_change_js__WEBPACK_IMPORTED_MODULE_7__/* .changeTable */ .H)(before, now),
        (0,_web_services_js__WEBPACK_IMPORTED_MODULE_8__/* .webServicesTable */ .j)(first.desired),
        [
            migrations?.length === 0 ? 'No migrations were pending.' : '',
            (0,_database_js__WEBPACK_IMPORTED_MODULE_9__/* .backupLine */ .Pv)(backup),
            (0,_hosts_js__WEBPACK_IMPORTED_MODULE_3__/* .watchedLine */ .p$)(sessions),
            (0,_hosts_js__WEBPACK_IMPORTED_MODULE_3__/* .ranOnceLine */ .hM)(sessions),
            executed === undefined ? '' : (0,_hosts_js__WEBPACK_IMPORTED_MODULE_3__/* .refreshedLine */ .L4)(executed),
            result === 'planned' ? '' : (0,_targets_js__WEBPACK_IMPORTED_MODULE_10__/* .wayBackLine */ .r)(targets, after.length, live === undefined),
        ]
            .filter((line) => line !== '')
            .map((line) => `- ${line}`)
            .join('\n'),
        (0,_hosts_js__WEBPACK_IMPORTED_MODULE_3__/* .hostsTable */ .GS)(fleet.members, sessions),
        result === 'planned' ? (0,_plan_js__WEBPACK_IMPORTED_MODULE_11__/* .planPart */ .r)(steps, fleet.members) : '',
        migrations === undefined ? '' : (0,_database_js__WEBPACK_IMPORTED_MODULE_9__/* .migrationsPart */ .Jo)(migrations, result === 'planned' ? 'pending' : 'applied'),
        result === 'unchanged' ? '' : (0,_parts_js__WEBPACK_IMPORTED_MODULE_4__/* .partsTable */ .N)(fleet.members),
        (0,_report_timeline_js__WEBPACK_IMPORTED_MODULE_2__/* .timeline */ .I)(executed?.timeline ?? []),
        (0,_targets_js__WEBPACK_IMPORTED_MODULE_10__/* .targetsPart */ .g)(targets, after.length, clock),
        (0,_change_js__WEBPACK_IMPORTED_MODULE_7__/* .changedNames */ .t)(before, now, backup),
    ];
    return parts.filter((part) => part !== '').join('\n\n');
}
function headline({ result, fleet, executed }) {
    const { members } = fleet;
    const [{ desired, observed }] = members;
    const { live } = observed;
    if (result === 'unchanged')
        return `✅ Nothing to do: ${(0,_verdict_js__WEBPACK_IMPORTED_MODULE_5__/* .nameOf */ .Vb)(live ?? desired.release)} serves on ${(0,_verdict_js__WEBPACK_IMPORTED_MODULE_5__/* .hostsOf */ .PP)(members)} already`;
    if (result === 'done')
        return `✅ ${(0,_verdict_js__WEBPACK_IMPORTED_MODULE_5__/* .verdictOf */ .Vj)(members, executed)}`;
    const change = live === undefined ? 'would be the first' : `would replace ${(0,_verdict_js__WEBPACK_IMPORTED_MODULE_5__/* .shortName */ .EU)(live)}`;
    return `📝 Dry run, nothing was changed: ${(0,_verdict_js__WEBPACK_IMPORTED_MODULE_5__/* .shortName */ .EU)(desired.release)} ${change} on ${(0,_verdict_js__WEBPACK_IMPORTED_MODULE_5__/* .hostsOf */ .PP)(members)}`;
}
/** What somebody has to look at: hosts that were left out, dangerous migrations, faults in the project. Empty for nothing. */
function needsPerson({ fleet }, migrations) {
    const lines = [
        ...fleet.skipped.map(({ host, error }) => `- ⚠️ ${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_12__/* .inlineCode */ .ti)(host)} was left out: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error)}`),
        (0,_database_js__WEBPACK_IMPORTED_MODULE_9__/* .dangersList */ .Pg)(migrations ?? []),
        (0,_report_findings_js__WEBPACK_IMPORTED_MODULE_13__/* .findingsList */ .b)(fleet.members[0].desired.findings ?? []),
    ].filter((line) => line !== '');
    return lines.length === 0 ? '' : `**For you to look at**\n\n${lines.join('\n')}`;
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
