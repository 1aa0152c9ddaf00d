export const id = "backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+engine+swarm";
export const ids = ["backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+engine+swarm"];
export const modules = {

/***/ 45699:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ whyStateful)
/* harmony export */ });

/** Programs that store data, even in a container without a volume. */
const keepsData = /(^|[/_-])(postgres\w*|postgis|timescaledb\w*|pgvector|mysql|mariadb|percona\w*|mongo(db)?|redis(-stack\w*)?|valkey|keydb|dragonfly|memcached|rabbitmq|kafka|nats|zookeeper|etcd|elasticsearch|opensearch|meilisearch|typesense|clickhouse\w*|influxdb|minio|localstack|couchdb|cassandra|neo4j|vault)(?=$|[:@-])/i;
/** Programs that monitor or display one of those and store nothing. */
const watches = /exporter|commander|insight/i;
/** Ports of data stores. */
const dataPorts = [1433, 2379, 3306, 5432, 5672, 6379, 6380, 9042, 9092, 9200, 11211, 27017];
/** Folders of the host that a container mounts without storing anything in them. */
const ofHost = /^\/(var\/run|run|proc|sys|dev|etc)(\/|$)/;
/**
 * Says why a service may hold data or can't be replaced without another service; undefined when a deploy may replace
 * it.
 * @param root the deployment's folder; its `files` folder holds what the release brought
 */
function whyStateful(model, roles, name, root) {
    const service = model.services[name] ?? {};
    const { image = '' } = service;
    if (keepsData.test(image) && !watches.test(image))
        return 'a service of its kind keeps data';
    const port = (service.ports ?? []).find(({ target }) => dataPorts.includes(target));
    if (port !== undefined)
        return `port ${port.target} is one of data`;
    const volume = ownVolume(model, roles, service, root);
    if (volume !== undefined)
        return `it may write to the volume ${volume}`;
    const tied = Object.entries(model.services).find(([, other]) => livesIn(other, name))?.[0];
    return tied === undefined ? undefined : `${tied} lives in its container`;
}
/** Finds a volume or folder that only this service writes to. One that the app mounts too belongs to the app. */
function ownVolume({ services }, roles, service, root) {
    const app = [roles.web, ...roles.workers, ...roles.schedulers];
    const ofApp = app.flatMap((one) => (services[one]?.volumes ?? []).map(({ source }) => source));
    return (service.volumes ?? [])
        .filter(({ type, read_only }) => (type === 'volume' || type === 'bind') && read_only !== true)
        .map(({ source = '', target }) => ({ source, shown: source === '' ? target : source }))
        .find(({ source }) => source === '' ||
        !(ofApp.includes(source) || ofHost.test(source) || source.startsWith(`${root}/files/`)))?.shown;
}
function livesIn({ network_mode, pid, ipc, volumes_from }, name) {
    const from = (volumes_from ?? []).map((one) => one.split(':')[0]);
    return [network_mode, pid, ipc].includes(`service:${name}`) || from.includes(name);
}


/***/ }),

/***/ 62858:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   PO: () => (/* binding */ oneOffIn),
/* harmony export */   VD: () => (/* binding */ oneOffService),
/* harmony export */   r1: () => (/* binding */ withoutServing)
/* harmony export */ });
/** The service from which a release's one-off containers, such as migrations, are created. No project uses this name. */
const oneOffService = 'saleor-deploy-one-off';
/**
 * Web's environment, networks and volumes, without what makes it a server. A migration answers no health check, and a
 * tool that restarts unhealthy containers or routes by label must not mistake it for web. An entrypoint of the Compose
 * file without a command is web's whole start, as Compose ignores the image's command then: it would start another web
 * instead of the migration, which never ends. With a command it may be what prepares any program, and stays.
 */
function withoutServing(web) {
    const { ports: _ports, labels: _labels, depends_on: _depends, restart: _restart, ...kept } = web;
    if (wordsIn(kept.entrypoint) > 0 && wordsIn(kept.command) === 0)
        delete kept.entrypoint;
    // Compose starts a service with a profile only when the service is named.
    return { ...kept, profiles: [oneOffService], healthcheck: { disable: true }, scale: 1 };
}
function wordsIn(words) {
    return [words ?? []].flat().length;
}
/** The service for a release's one-off containers; releases of earlier versions use web. */
function oneOffIn(model, { web }) {
    return oneOffService in model.services ? oneOffService : web;
}


/***/ }),

/***/ 35331:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   oB: () => (/* binding */ drained),
/* harmony export */   pm: () => (/* binding */ checkedService),
/* harmony export */   v3: () => (/* binding */ hasCheck)
/* harmony export */ });
/* harmony import */ var _model_project_project_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(35616);

/** Programs that images of Saleor lack: a check that needs one never succeeds. */
const lacking = /\b(curl|wget)\b/;
/**
 * Returns web with a health check that Swarm can wait for, and with time for requests in flight. Swarm takes a task
 * without a check for ready as soon as its program starts. A check of the file's own stays, unless it needs curl or
 * wget. Pure.
 */
function checkedService(service, times) {
    const isOwn = hasCheck(service) && !lacking.test(testOf(service).join(' '));
    return { ...drained(service, times), ...(isOwn ? {} : { healthcheck: ownCheck(times) }) };
}
/** Returns a further web service with time for requests in flight; its health check is its own. Pure. */
function drained(service, { drainTimeout }) {
    return { ...service, stop_grace_period: `${Math.max((0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_0__/* .graceSecondsOf */ .Re)(service), drainTimeout)}s` };
}
/** Whether a service says itself how its health is checked. Pure. */
function hasCheck(service) {
    const [first] = testOf(service);
    return first !== undefined && first !== 'NONE';
}
function testOf({ healthcheck }) {
    return healthcheck?.disable === true ? [] : [healthcheck?.test ?? []].flat();
}
/** Asks as the edge does. Python is in each image of Saleor. While a task starts, a failed check does not count. */
function ownCheck({ edge, healthTimeout }) {
    const url = JSON.stringify(`http://127.0.0.1:${edge.port}${edge.healthPath}`);
    const headers = JSON.stringify({ Host: edge.healthHost });
    const ask = `import urllib.request as r; r.urlopen(r.Request(${url}, headers=${headers}), timeout=5)`;
    return {
        test: ['CMD', 'python3', '-c', ask.replaceAll('$', '$$$$')],
        ...{ interval: '5s', timeout: '6s', retries: 3, start_period: `${healthTimeout}s` },
    };
}


/***/ }),

/***/ 11314:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BJ: () => (/* binding */ closedStack),
/* harmony export */   K$: () => (/* binding */ withoutMaintenance),
/* harmony export */   Th: () => (/* binding */ closedAs),
/* harmony export */   fu: () => (/* binding */ maintenanceIn)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _edge_names_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(43511);
/* harmony import */ var _edge_tasks_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(56461);
/* harmony import */ var _labels_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(22423);
/* harmony import */ var _render_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(16938);





/** The key of a stack file with the maintenance as data: `docker stack deploy` reads no `x-` key. */
const maintenanceKey = 'x-saleor-deploy-maintenance';
/** The maintenance that a stack has; undefined while the shop is open. Pure. */
function maintenanceIn(stack) {
    return stack?.[maintenanceKey];
}
/** A stack without maintenance. Pure. */
function withoutMaintenance(stack) {
    const { [maintenanceKey]: _told, ...rest } = stack;
    const names = Object.keys(rest.services).filter((name) => name !== _edge_names_js__WEBPACK_IMPORTED_MODULE_3__/* .maintenanceService */ .BD);
    const oneOffs = Object.entries(rest).filter(([key]) => key.startsWith('x-'));
    return names.length === Object.keys(rest.services).length
        ? rest
        : { ...(0,_render_js__WEBPACK_IMPORTED_MODULE_2__/* .partOf */ .BU)(rest, names), ...Object.fromEntries(oneOffs) };
}
/** A stack that is closed as another one is, or open as that one is. Pure. */
function closedAs(stack, other) {
    const told = maintenanceIn(other);
    const open = withoutMaintenance(stack);
    if (other === undefined || told === undefined)
        return open;
    return { ...(0,_render_js__WEBPACK_IMPORTED_MODULE_2__/* .together */ .bs)(open, (0,_render_js__WEBPACK_IMPORTED_MODULE_2__/* .partOf */ .BU)(other, [_edge_names_js__WEBPACK_IMPORTED_MODULE_3__/* .maintenanceService */ .BD])), [maintenanceKey]: told };
}
/**
 * A stack that is closed, with the config that it needs: the edge's image beside each edge, without a port. A node that
 * loses its task is served by the others. Pure.
 */
function closedStack(stack, { project, edge, web }, maintenance) {
    const content = Buffer.from((0,_edge_tasks_js__WEBPACK_IMPORTED_MODULE_1__/* .renderMaintenanceConfig */ .G)(edge, web, maintenance));
    const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(content).digest('hex').slice(0, 12);
    const object = { kind: 'config', name: `${project}.closed.${hash}`, content };
    const open = withoutMaintenance(stack);
    const { ports: _ports, ...service } = open.services.edge ?? {};
    const closing = {
        ...service,
        labels: { [_labels_js__WEBPACK_IMPORTED_MODULE_4__/* .roleLabel */ .bR]: 'maintenance', [_labels_js__WEBPACK_IMPORTED_MODULE_4__/* .definitionLabel */ .M2]: hash },
        configs: [{ source: object.name, target: `${_edge_names_js__WEBPACK_IMPORTED_MODULE_3__/* .configFolder */ .vg}/haproxy.cfg`, mode: 0o444 }],
        // All at once: a page is changed on all nodes, and nothing waits for the one before.
        deploy: {
            ...service.deploy,
            update_config: { order: 'start-first', parallelism: 0, failure_action: 'pause', monitor: '5s' },
        },
    };
    const part = {
        services: { [_edge_names_js__WEBPACK_IMPORTED_MODULE_3__/* .maintenanceService */ .BD]: closing },
        configs: { [object.name]: { name: object.name, external: true } },
    };
    return { stack: { ...(0,_render_js__WEBPACK_IMPORTED_MODULE_2__/* .together */ .bs)(open, part), [maintenanceKey]: maintenance }, object };
}


/***/ }),

/***/ 16938:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  o6: () => (/* binding */ graceOf),
  x$: () => (/* binding */ oneOffKey),
  BU: () => (/* binding */ partOf),
  xT: () => (/* binding */ renderStack),
  bs: () => (/* binding */ together)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./src/edge/names.js
var names = __webpack_require__(43511);
// EXTERNAL MODULE: ./src/edge/tasks.js
var tasks = __webpack_require__(56461);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
// EXTERNAL MODULE: ./src/model/project/project.js
var project = __webpack_require__(35616);
// EXTERNAL MODULE: ./src/compose/labels.js
var compose_labels = __webpack_require__(22423);
// EXTERNAL MODULE: ./src/compose/one-off.js
var one_off = __webpack_require__(62858);
// EXTERNAL MODULE: ./src/compose/stack/health.js
var health = __webpack_require__(35331);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./src/model/release/files.js
var files = __webpack_require__(58438);
;// CONCATENATED MODULE: ./src/compose/stack/mounts.js





/** Swarm's limits in bytes, of moby/swarmkit `MaxConfigSize` and `MaxSecretSize`. */
const largest = { config: 1000 * 1024, secret: 500 * 1024 };
/**
 * Turns a service's mounts into those of a stack file. A file of the repository becomes a config or a secret of the
 * cluster, as a node does not have the deployment's folder; a folder becomes one for each of its files. Pure.
 * @throws UserError for a file that Swarm can't hold
 */
function mountsOf(name, service, { model, entries, root }) {
    const secretPaths = (model[files/* secretFilesKey */.D] ?? []).map(project/* unescapeDollars */.aU);
    const configs = [];
    const secrets = [];
    const objects = [];
    const add = (kind, id, file, target) => {
        const object = { kind, name: `${model.name}.${id}`, content: file.content };
        assertHeld(name, target, object);
        objects.push(object);
        (kind === 'config' ? configs : secrets).push({ source: object.name, target, mode: file.mode });
    };
    const volumes = (service.volumes ?? []).filter((volume) => {
        const path = (0,project/* unescapeDollars */.aU)(volume.source ?? '');
        const entry = entries.find(({ id }) => path.startsWith(`${(0,files/* storeFolder */.I)(root)}/${id}/`));
        if (entry === undefined)
            return true;
        const within = path.slice(`${(0,files/* storeFolder */.I)(root)}/${entry.id}/`.length);
        for (const [index, file] of entry.files.entries()) {
            if (file.path !== within && !file.path.startsWith(`${within}/`))
                continue;
            const kind = secretPaths.includes(`${(0,files/* storeFolder */.I)(root)}/${entry.id}/${file.path}`) ? 'secret' : 'config';
            add(kind, `${entry.id.slice(0, 12)}.${index}`, file, external_node_path_.posix.join(volume.target, external_node_path_.posix.relative(within, file.path)));
        }
        return false;
    });
    for (const { source, target, mode, content } of writtenConfigs(service, model))
        add('config', hashOf(source, content), { content: Buffer.from(content), mode }, target);
    const external = (section) => (service[section] ?? []).filter(({ source = '' }) => isExternal(model[section], source));
    const all = { configs: [...configs, ...external('configs')], secrets: [...secrets, ...external('secrets')] };
    return {
        service: {
            ...(volumes.length === 0 ? {} : { volumes: volumes.map(withoutPath) }),
            ...(all.configs.length === 0 ? {} : { configs: all.configs }),
            ...(all.secrets.length === 0 ? {} : { secrets: all.secrets }),
        },
        objects,
    };
}
/** Whether a top-level config, secret, network or volume exists outside of the project. */
function isExternal(section, source) {
    return section?.[source]?.external === true;
}
/** The configs whose content stands in the Compose file. */
function writtenConfigs(service, model) {
    const all = (model.configs ?? {});
    return (service.configs ?? []).flatMap(({ source = '', target, mode = 0o444 }) => {
        const content = all[source]?.content;
        if (content === undefined)
            return [];
        return {
            ...{ source, content: (0,project/* unescapeDollars */.aU)(content), target: target ?? `/${source}` },
            mode: typeof mode === 'string' ? Number.parseInt(mode, 8) : mode,
        };
    });
}
function hashOf(source, content) {
    return (0,external_node_crypto_.createHash)('sha256')
        .update(JSON.stringify([source, content]))
        .digest('hex')
        .slice(0, 12);
}
/** Swarm never makes a folder on a node, so the key says nothing there. */
function withoutPath(volume) {
    const { bind, ...rest } = volume;
    const { create_host_path: _path, ...others } = (bind ?? {});
    return Object.keys(others).length === 0 ? rest : { ...rest, bind: others };
}
function assertHeld(name, target, { kind, content }) {
    if (content.length > 0 && content.length <= largest[kind])
        return;
    throw new errors/* UserError */.yo('bad-input', `${name}: the file at ${target} ${content.length === 0 ? 'is empty' : `has ${content.length} bytes`}, and a Swarm holds files of 1 to ${largest[kind]} bytes.`, 'Build it into the image, or keep it in a volume.');
}

// EXTERNAL MODULE: ./src/compose/stack/service.js
var stack_service = __webpack_require__(12462);
;// CONCATENATED MODULE: ./src/compose/stack/render.js










/** Names of Docker's configs and secrets are no longer (moby/swarmkit, `isValidConfigOrSecretName`). */
const longestName = 64;
/** The longest name that a project's objects have: its own, a dot, and a release's id. */
const suffixLength = 29;
/** The key of a stack file with the service for one-off containers: `docker stack deploy` reads no `x-` key. */
const oneOffKey = 'x-saleor-deploy-one-off';
/**
 * Renders what a Swarm gets from the release's Compose model: the stack file, and the configs and secrets that it names.
 * Pure.
 * @throws UserError `bad-input` for what a stack file can't hold
 */
function renderStack(model, roles, options) {
    if (model.name.length > longestName - suffixLength)
        throw new errors/* UserError */.yo('bad-input', `The project's name ${model.name} has ${model.name.length} characters; with engine: swarm it may have ${longestName - suffixLength}, as the names of Docker's configs begin with it.`, 'Give it a shorter one with the input project.');
    const objects = new Map();
    const services = Object.entries(model.services).map(([name, service]) => {
        if (name === 'edge')
            return [name, edgeService(service, { model, web: roles.web }, options, objects)];
        const { service: mounts, objects: own } = mountsOf(name, service, { model, ...options });
        for (const one of own)
            objects.set(one.name, one);
        const checked = name === roles.web
            ? (0,health/* checkedService */.pm)(service, options)
            : isOtherWeb(name, roles)
                ? (0,health/* drained */.oB)(service, options)
                : service;
        return [name, { ...(0,stack_service/* stackService */.i)(checked, replacing(name, roles, options)), ...mounts }];
    });
    const { [one_off/* oneOffService */.VD]: oneOff, ...rest } = Object.fromEntries(services);
    const top = topLevel(model, objects);
    const stack = withDefinitions({ services: rest, ...top });
    return {
        stack: oneOff === undefined
            ? stack
            : { ...stack, [oneOffKey]: { services: { [one_off/* oneOffService */.VD]: oneOff }, ...top } },
        objects: [...objects.values()],
    };
}
/** The part of a stack with these services, and all that they name. Pure. */
function partOf(stack, names) {
    const services = Object.fromEntries(Object.entries(stack.services).filter(([name]) => names.includes(name)));
    const all = Object.values(services);
    const used = {
        networks: all.flatMap(({ networks }) => Object.keys(networks ?? {})),
        volumes: all.flatMap(({ volumes = [] }) => volumes.flatMap(({ type, source }) => (type === 'volume' ? (source ?? []) : []))),
        configs: all.flatMap(({ configs }) => sourcesOf(configs)),
        secrets: all.flatMap(({ secrets }) => sourcesOf(secrets)),
    };
    const sections = ['networks', 'volumes', 'configs', 'secrets'].flatMap((section) => {
        const kept = Object.entries(stack[section] ?? {}).filter(([key]) => used[section].includes(key));
        return kept.length === 0 ? [] : [[section, Object.fromEntries(kept)]];
    });
    return { services, ...Object.fromEntries(sections) };
}
/** Combines two parts; the first one's top-level entries count where both have one. Pure. */
function together(one, other) {
    const sections = ['networks', 'volumes', 'configs', 'secrets'].flatMap((section) => {
        const both = { ...other[section], ...one[section] };
        return Object.keys(both).length === 0 ? [] : [[section, both]];
    });
    return {
        ...one,
        services: { ...other.services, ...one.services },
        ...Object.fromEntries(sections),
    };
}
function sourcesOf(used) {
    return (used ?? []).flatMap(({ source }) => source ?? []);
}
function replacing(name, roles, { strategy, stopFirst }) {
    if (name === roles.web || isOtherWeb(name, roles))
        return strategy === 'recreate'
            ? { order: 'stop-first', parallelism: 0 }
            : { order: 'start-first', parallelism: strategy === 'rolling' ? 1 : 0 };
    const isBeside = roles.workers.includes(name) && !stopFirst.includes(name);
    return { order: isBeside ? 'start-first' : 'stop-first', parallelism: roles.workers.includes(name) ? 0 : 1 };
}
function isOtherWeb(name, { otherWeb = [] }) {
    return otherWeb.includes(name);
}
/** The edge on each node, on the node's own port. It finds web by DNS, so no release changes it. */
function edgeService(service, { model, web }, { edge, drainTimeout }, objects) {
    const content = Buffer.from((0,tasks/* renderTaskConfig */.K)(edge, web));
    const hash = (0,external_node_crypto_.createHash)('sha256').update(content).digest('hex').slice(0, 12);
    const config = { kind: 'config', name: `${model.name}.edge.${hash}`, content };
    objects.set(config.name, config);
    const { volumes: _volumes, ...kept } = service;
    return {
        ...(0,stack_service/* stackService */.i)({ ...kept, stop_grace_period: `${drainTimeout}s`, deploy: { mode: 'global' } }, { order: 'stop-first', parallelism: 1 }),
        configs: [{ source: config.name, target: `${names/* configFolder */.vg}/haproxy.cfg`, mode: 0o444 }],
    };
}
/** The top-level sections: the cluster's own configs and secrets exist before the stack is deployed. */
function topLevel(model, objects) {
    const made = (kind, section) => Object.fromEntries([
        ...Object.entries((section ?? {})).filter(([key]) => isExternal(section, key)),
        ...[...objects.values()].flatMap((one) => one.kind === kind ? [[one.name, { name: one.name, external: true }]] : []),
    ]);
    const sections = {
        networks: withoutEmpty(model.networks),
        volumes: withoutEmpty(model.volumes),
        configs: made('config', model.configs),
        secrets: made('secret', model.secrets),
    };
    return Object.fromEntries(Object.entries(sections).filter(([, section]) => Object.keys(section).length > 0));
}
/** Compose prints an empty `ipam` for each network, which a stack file may not have. */
function withoutEmpty(section = {}) {
    const plain = (settings) => Object.fromEntries(Object.entries((settings ?? {})).filter(([, value]) => value !== null && (typeof value !== 'object' || Object.keys(value).length > 0)));
    return Object.fromEntries(Object.entries(section).map(([key, settings]) => [key, plain(settings)]));
}
/** Labels each service's containers with a hash of all that shapes them: tasks of another definition show that an update is not done. */
function withDefinitions(stack) {
    const told = Object.entries(stack.services).map(([name, service]) => {
        const { [compose_labels/* definitionLabel */.M2]: _hash, [compose_labels/* partsLabel */.xq]: _parts, ...labels } = service.labels ?? {};
        const { services, ...sections } = partOf({ ...stack, services: { [name]: { ...service, labels } } }, [
            name,
        ]);
        // How a service is replaced and how many tasks it has make no task another one.
        const { update_config: _update, replicas: _replicas, ...deploy } = services[name]?.deploy ?? {};
        const shape = JSON.stringify([{ ...services[name], deploy }, sections]);
        const hash = (0,external_node_crypto_.createHash)('sha256').update(shape).digest('hex').slice(0, 12);
        return [name, { ...service, labels: { ...labels, [compose_labels/* definitionLabel */.M2]: hash } }];
    });
    return { ...stack, services: Object.fromEntries(told) };
}
/** Seconds that a service's tasks may take to end; Swarm's default is 10. Pure. */
function graceOf(stack, names) {
    return Math.max(0, ...names.map((name) => (0,project/* graceSecondsOf */.Re)(stack.services[name] ?? {})));
}


/***/ }),

/***/ 12462:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ stackService),
/* harmony export */   r: () => (/* binding */ untranslatable)
/* harmony export */ });
/* harmony import */ var _model_project_project_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(35616);
/* harmony import */ var _restart_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(57285);


/** Keys of a service that a stack file has too, with the same meaning. */
const same = [
    ...[
        'cap_add',
        'cap_drop',
        'command',
        'dns',
        'dns_search',
        'entrypoint',
        'healthcheck',
        'hostname',
        'image',
        'init',
    ],
    ...[
        'labels',
        'networks',
        'read_only',
        'stdin_open',
        'stop_grace_period',
        'stop_signal',
        'sysctls',
        'tmpfs',
        'tty',
    ],
    ...['ulimits', 'user', 'working_dir'],
];
/** Keys of a service that are rendered into other keys of a stack file. */
const translated = [
    ...['configs', 'cpus', 'deploy', 'environment', 'extra_hosts', 'logging', 'mem_limit', 'mem_reservation'],
    ...['pids_limit', 'ports', 'restart', 'scale', 'secrets', 'volumes'],
];
/**
 * Keys that say how an image is built, when a container starts, or what it is called. A deploy decides the first two;
 * Swarm names its tasks itself.
 */
const elsewhere = [
    ...['attach', 'build', 'container_name', 'depends_on', 'develop', 'expose', 'profiles', 'pull_policy'],
    ...['pull_refresh_after', 'env_file'],
];
/** The same for `deploy`. `update_config` and `rollback_config` are ours: a deploy says how tasks are replaced. */
const sameOfDeploy = ['labels', 'mode', 'placement'];
const translatedOfDeploy = ['replicas', 'resources', 'restart_policy', 'update_config', 'rollback_config'];
/** Lists the keys of a service that a stack file can't express; those of `deploy` with that in front. Pure. */
function untranslatable({ deploy, ...service }) {
    const known = [...same, ...translated, ...elsewhere];
    const knownOfDeploy = [...sameOfDeploy, ...translatedOfDeploy, 'endpoint_mode'];
    const own = Object.entries(service).filter(([key, value]) => !known.includes(key) && !key.startsWith('x-') && isSet(value));
    const ofDeploy = Object.entries(deploy ?? {}).filter(([key, value]) => !knownOfDeploy.includes(key) && isSet(value));
    return [...own.map(([key]) => [key]), ...ofDeploy.map(([key]) => ['deploy', key])];
}
/**
 * Translates a service of the rendered Compose model, without its files: what Compose says at the service, a stack file
 * says under `deploy`. Tasks are found by DNS and ports are those of the node, so that a kernel without IPVS is enough.
 * Pure.
 */
function stackService(service, { order, parallelism }) {
    const kept = same.flatMap((key) => (isSet(service[key]) ? [[key, service[key]]] : []));
    const environment = Object.entries(service.environment ?? {}).filter(([, value]) => value !== null);
    return {
        ...Object.fromEntries(kept),
        ...(environment.length === 0
            ? {}
            : { environment: Object.fromEntries(environment) }),
        ...hostsAndLogging(service),
        ...portsOf(service),
        deploy: {
            ...deployOf(service),
            endpoint_mode: 'dnsrr',
            // A release that fails must stay as it is until its evidence is read; then the guard takes all of it back.
            update_config: { order, parallelism, failure_action: 'pause', monitor: '5s' },
        },
    };
}
function deployOf(service) {
    const { deploy = {} } = service;
    const kept = sameOfDeploy.flatMap((key) => (isSet(deploy[key]) ? [[key, deploy[key]]] : []));
    const resources = resourcesOf(service);
    return {
        ...Object.fromEntries(kept),
        ...(deploy.mode === 'global' ? {} : { replicas: (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_0__/* .replicasOf */ .N4)(service) }),
        ...(Object.keys(resources).length === 0 ? {} : { resources }),
        restart_policy: policyOf(service),
    };
}
function resourcesOf({ deploy, ...service }) {
    const { limits = {}, reservations = {} } = (deploy?.resources ?? {});
    const told = (all) => Object.fromEntries(Object.entries(all).filter(([, value]) => isSet(value)));
    const allLimits = told({
        ...{ memory: service.mem_limit, cpus: service.cpus, pids: service.pids_limit },
        ...limits,
    });
    const reserved = told({ memory: service.mem_reservation, ...reservations });
    return {
        ...(Object.keys(allLimits).length === 0 ? {} : { limits: withText(allLimits) }),
        ...(Object.keys(reserved).length === 0 ? {} : { reservations: withText(reserved) }),
    };
}
/** A stack file wants the number of CPUs and of bytes as text. */
function withText(all) {
    const isText = (key) => key === 'cpus' || key === 'memory';
    return Object.fromEntries(Object.entries(all).map(([key, value]) => [key, isText(key) ? String(value) : value]));
}
/** Swarm starts a task again unless the file says otherwise. */
function policyOf(service) {
    const policy = service.deploy?.restart_policy;
    if (policy !== undefined && policy !== null)
        return { condition: 'any', ...policy };
    const [condition = '', attempts] = ((0,_restart_js__WEBPACK_IMPORTED_MODULE_1__/* .restartOf */ .R)(service) ?? 'always').split(':');
    return {
        condition: condition === 'no' ? 'none' : condition === 'on-failure' ? condition : 'any',
        ...(attempts === undefined ? {} : { max_attempts: Number(attempts) }),
    };
}
function portsOf({ ports = [] }) {
    if (ports.length === 0)
        return {};
    return {
        ports: ports.map(({ target, published, protocol = 'tcp' }) => ({
            ...{ target, published: Number(published), protocol },
            mode: 'host',
        })),
    };
}
function hostsAndLogging({ extra_hosts: hosts, logging }) {
    const driver = logging?.driver;
    return {
        // `docker compose config` writes `name=address`, a stack file has `name:address`.
        ...(isSet(hosts) ? { extra_hosts: hosts.map((one) => one.replace('=', ':')) } : {}),
        ...(driver === undefined || driver === '' ? {} : { logging: { ...logging, driver } }),
    };
}
/** Compose prints empty parts for keys that the file does not set. */
function isSet(value) {
    if (value === undefined || value === null || value === '' || value === false)
        return false;
    return typeof value !== 'object' || Object.keys(value).length > 0;
}


/***/ }),

/***/ 40336:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ stackWork)
/* harmony export */ });
/* harmony import */ var _model_desired_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(50809);
/* harmony import */ var _accessories_stateful_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(45699);
/* harmony import */ var _labels_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(22423);
/* harmony import */ var _maintenance_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(11314);
/* harmony import */ var _render_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(16938);





/**
 * Decides what becomes of the accessories of a stack. One that may hold data and differs stays as it runs, unless the
 * input names it; one that the file has no more stays too. Pure.
 */
function stackWork(desired, { swarm: observed }) {
    const { swarm, model, roles, root, updates = [] } = desired;
    const live = observed?.stack ?? { services: {} };
    if ((0,_model_desired_js__WEBPACK_IMPORTED_MODULE_2__/* .keepsLive */ .r8)(desired))
        return { stack: kept(desired, live), start: [], replace: [], left: [] };
    // A deploy to a closed shop leaves it closed, and an open one is not closed by an old release.
    const wanted = (0,_maintenance_js__WEBPACK_IMPORTED_MODULE_0__/* .closedAs */ .Th)(swarm?.stack ?? { services: {} }, observed?.stack);
    const work = { stack: wanted, start: [], replace: [], left: [] };
    for (const name of roles.accessories) {
        const runs = observed?.services.find((one) => one.name === name);
        if (wanted.services[name] === undefined)
            continue;
        if (runs === undefined)
            work.start.push(name);
        else if (runs.definition !== wanted.services[name].labels?.[_labels_js__WEBPACK_IMPORTED_MODULE_3__/* .definitionLabel */ .M2]) {
            const why = updates.includes(name) ? undefined : (0,_accessories_stateful_js__WEBPACK_IMPORTED_MODULE_4__/* .whyStateful */ .v)(model, roles, name, root);
            if (why === undefined || live.services[name] === undefined)
                work.replace.push(name);
            else
                work.left.push({ service: name, why });
        }
    }
    for (const [name, { labels = {} }] of Object.entries(live.services))
        if (!(name in wanted.services) && labels[_labels_js__WEBPACK_IMPORTED_MODULE_3__/* .releaseLabel */ .wr] === undefined && labels[_labels_js__WEBPACK_IMPORTED_MODULE_3__/* .roleLabel */ .bR] !== 'edge')
            work.left.push({ service: name, why: 'the Compose file does not have it any more' });
    const staying = (0,_render_js__WEBPACK_IMPORTED_MODULE_1__/* .partOf */ .BU)(live, work.left.map(({ service }) => service));
    const { services, ...rest } = wanted;
    const others = Object.fromEntries(Object.entries(services).filter(([name]) => !(name in staying.services)));
    return { ...work, stack: (0,_render_js__WEBPACK_IMPORTED_MODULE_1__/* .together */ .bs)({ ...rest, services: others }, staying) };
}
/** The live stack, closed or opened where that is asked for. */
function kept({ maintenance, model, edge, roles }, live) {
    if (maintenance === undefined)
        return live;
    if (maintenance.to === undefined)
        return (0,_maintenance_js__WEBPACK_IMPORTED_MODULE_0__/* .withoutMaintenance */ .K$)(live);
    return (0,_maintenance_js__WEBPACK_IMPORTED_MODULE_0__/* .closedStack */ .BJ)(live, { project: model.name, edge, web: roles.web }, maintenance.to).stack;
}


/***/ }),

/***/ 56461:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ renderMaintenanceConfig),
/* harmony export */   K: () => (/* binding */ renderTaskConfig)
/* harmony export */ });
/* harmony import */ var _config_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(81567);
/* harmony import */ var _maintenance_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(69482);
/* harmony import */ var _names_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(43511);
/* harmony import */ var _other_web_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(63010);
/* harmony import */ var _upstreams_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(24509);





/**
 * Renders HAProxy's configuration for a Swarm, where the engine's DNS knows the tasks of web: no release changes it.
 * A task that stops leaves the answer first, so its address is given up at once. Measured on real servers with lookups
 * each 500 ms, checks, and retries on failed connections: no request failed in updates that start first.
 *
 * The shop is closed while DNS knows a task of the maintenance service: all edges then send it every request, also those
 * of open connections, and no edge has to be replaced, which would close its port. The PROXY protocol tells that service
 * the client's address.
 * @param web the name of web's service
 */
function renderTaskConfig(settings, web) {
    const { port, otherWeb = [] } = settings;
    return rendered(settings, web, {
        bind: '',
        open: `  acl open nbsrv(${_names_js__WEBPACK_IMPORTED_MODULE_3__/* .maintenanceService */ .BD}) eq 0`,
        rules: (one) => `  use_backend ${closedBackend(one)} if !open`,
        flag: [undefined, ...otherWeb].map((one) => closedSection(one, one?.listen ?? port)).join(''),
    });
}
/**
 * Renders the configuration of the maintenance service, on the edge's ports: it answers by itself, and sends web only
 * the requests of clients that are let in, and health checks.
 */
function renderMaintenanceConfig(settings, web, maintenance) {
    return rendered(settings, web, {
        bind: ' accept-proxy',
        open: '  acl open always_false',
        rules: (one) => (0,_maintenance_js__WEBPACK_IMPORTED_MODULE_1__/* .maintenanceRules */ .PQ)(one === undefined ? settings.healthPath : (0,_other_web_js__WEBPACK_IMPORTED_MODULE_2__/* .checkedAlone */ .VA)(one.healthPath), maintenance),
        flag: '',
    });
}
function rendered(settings, web, side) {
    const { port, otherWeb = [] } = settings;
    return (0,_config_js__WEBPACK_IMPORTED_MODULE_0__/* .configOf */ .W1)(settings, {
        head: '',
        note: '',
        lookUp: '500ms',
        obsolete: '0s',
        release: '',
        servers: servers(web, port),
        ...{ bind: side.bind, open: side.open, closed: side.rules(undefined), flag: side.flag },
        others: otherWeb.map((one) => otherSections(one, settings, side)).join(''),
    });
}
function servers(service, port) {
    return `  default-server ${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .checks */ .AV} fall 2 init-addr none ${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .resolving */ .WI}
  server-template task ${_upstreams_js__WEBPACK_IMPORTED_MODULE_4__/* .slotCount */ .EV} tasks.${service}:${port}`;
}
function otherSections(one, { healthHost, readinessPath }, side) {
    const backend = (0,_upstreams_js__WEBPACK_IMPORTED_MODULE_4__/* .backendOf */ .EC)(one.service);
    return `
frontend public-${one.service}
  bind :${one.listen} proto h1${side.bind}
${side.open}
  monitor-uri ${readinessPath}
  monitor fail if { nbsrv(${_names_js__WEBPACK_IMPORTED_MODULE_3__/* .balancerBackend */ .R4}) eq 0 } || { nbsrv(${backend}) eq 0 } open
${side.rules(one)}
  default_backend ${backend}

backend ${backend}
  balance leastconn
  option httpchk
  http-check send meth GET uri ${one.healthPath} ver HTTP/1.1 hdr Host ${healthHost} hdr Connection close
  # A redirect is an answer: a storefront's first page often leads to a language or a channel.
  http-check expect status 200-399
  timeout check 5s
${servers(one.service, one.port)}
`;
}
function closedBackend(one) {
    return one === undefined ? _names_js__WEBPACK_IMPORTED_MODULE_3__/* .maintenanceService */ .BD : `${_names_js__WEBPACK_IMPORTED_MODULE_3__/* .maintenanceService */ .BD}-${one.service}`;
}
/** Without checks: a service that is overloaded must not open the shop. */
function closedSection(one, port) {
    return `# Closed for maintenance while this service runs.
backend ${closedBackend(one)}
  default-server send-proxy-v2 init-addr none ${_config_js__WEBPACK_IMPORTED_MODULE_0__/* .resolving */ .WI}
  server-template task ${_upstreams_js__WEBPACK_IMPORTED_MODULE_4__/* .slotCount */ .EV} tasks.${_names_js__WEBPACK_IMPORTED_MODULE_3__/* .maintenanceService */ .BD}:${port}

`;
}


/***/ }),

/***/ 50809:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J6: () => (/* binding */ replacedServices),
/* harmony export */   X1: () => (/* binding */ imagesHere),
/* harmony export */   r8: () => (/* binding */ keepsLive),
/* harmony export */   yM: () => (/* binding */ appServices)
/* harmony export */ });
/* harmony import */ var _placement_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(24504);
/* harmony import */ var _release_release_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(99328);


/** Whether the operation leaves the live release unchanged. */
function keepsLive({ maintenance, task }) {
    return maintenance !== undefined || task !== undefined;
}
/** The services of a release that run on this host with the new image. */
function appServices({ roles, schedules, placement }) {
    const here = (0,_placement_js__WEBPACK_IMPORTED_MODULE_0__/* .placedServices */ .Yj)({ roles, placement });
    const { web, otherWeb = [], workers, schedulers } = roles;
    return [web, ...otherWeb, ...workers, ...(schedules ? schedulers : [])].filter((name) => here.includes(name));
}
/** The images of the release that this host needs. */
function imagesHere(desired) {
    return (0,_placement_js__WEBPACK_IMPORTED_MODULE_0__/* .servesWeb */ .FE)(desired) ? (0,_release_release_js__WEBPACK_IMPORTED_MODULE_1__/* .imagesOf */ .IC)(desired.release) : [desired.release.image];
}
/** The services whose containers a deploy replaces or removes, including those that now run on another host. */
function replacedServices({ roles }) {
    return [roles.web, ...(roles.otherWeb ?? []), ...roles.workers, ...roles.schedulers];
}


/***/ }),

/***/ 9803:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $t: () => (/* binding */ placeOf),
/* harmony export */   $w: () => (/* binding */ ownUpstreams),
/* harmony export */   UZ: () => (/* binding */ webService),
/* harmony export */   ZC: () => (/* binding */ webServices)
/* harmony export */ });
/** All services behind the edge, the app's web first. */
function webServices({ roles, edge, publicPort }) {
    const { port, healthPath, otherWeb = [] } = edge;
    return [
        { name: roles.web, service: undefined, port, publicPort, healthPath, mayRedirect: false },
        ...otherWeb.map((one) => ({ ...one, name: one.service, mayRedirect: true })),
    ];
}
/** The web service of a batch or an upstream. */
function webService(desired, service) {
    const [web, ...others] = webServices(desired);
    return others.find((one) => one.service === service) ?? web;
}
/** Where web services answer, for people: `port 8000, 3000`. A service without a port answers by its name in the project's networks. */
function placeOf(...webs) {
    const ports = webs.flatMap(({ publicPort }) => (publicPort === 0 ? [] : [publicPort]));
    const names = webs.flatMap(({ name, port, publicPort }) => (publicPort === 0 ? [`${name}:${port}`] : []));
    return [...names, ...(ports.length === 0 ? [] : [`port ${ports.join(', ')}`])].join(', ');
}
/** Removes upstreams of services that are not web services of this release, as its edge does not know them. */
function ownUpstreams(desired, upstreams) {
    const services = webServices(desired).map(({ service }) => service);
    return upstreams.filter(({ service }) => services.includes(service));
}


/***/ }),

/***/ 12970:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ linesOf),
/* harmony export */   f: () => (/* binding */ isWell)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(57975);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(16986);


/** Whether a container's state needs no explanation. One that is only created has not been started yet. */
function isWell({ status, error, restarts, health, exitCode, mayEnd }) {
    if (status === 'created')
        return error === '';
    if (status === 'exited' && exitCode === 0 && mayEnd === true)
        return true;
    return status === 'running' && restarts === 0 && health !== 'unhealthy';
}
/** Splits text into lines, without terminal colours. */
function linesOf(text) {
    const plain = (0,node_util__WEBPACK_IMPORTED_MODULE_0__.stripVTControlCharacters)(text).trim();
    return plain === '' ? [] : plain.split(/\r?\n/);
}


/***/ }),

/***/ 97755:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gh: () => (/* binding */ startedByHand),
/* harmony export */   Ig: () => (/* binding */ oldContainers),
/* harmony export */   Mz: () => (/* binding */ containersOf),
/* harmony export */   NC: () => (/* binding */ ofRelease),
/* harmony export */   O6: () => (/* binding */ edgeIsUpToDate),
/* harmony export */   UG: () => (/* binding */ edgeLabel),
/* harmony export */   Yr: () => (/* binding */ isWarm),
/* harmony export */   az: () => (/* binding */ edgeIsNew),
/* harmony export */   bV: () => (/* binding */ standingUpstreams),
/* harmony export */   e_: () => (/* binding */ hasImage),
/* harmony export */   ge: () => (/* binding */ standbyContainers),
/* harmony export */   lG: () => (/* binding */ mustTakeOver),
/* harmony export */   mA: () => (/* binding */ orphans),
/* harmony export */   vh: () => (/* binding */ byNumber),
/* harmony export */   wE: () => (/* binding */ edgeRuns)
/* harmony export */ });
/* harmony import */ var _desired_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(50809);
/* harmony import */ var _placement_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(24504);
/* harmony import */ var _project_project_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(35616);
/* harmony import */ var _release_image_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(99944);




/** A hash of the edge's definition: the edge is recreated only when this changes. */
const edgeLabel = 'saleor-deploy.edge';
/** The containers of a service. */
function containersOf(observed, service) {
    return observed.containers.filter((one) => one.service === service);
}
/** Containers of a service that belong to another release than this one, or to none. */
function oldContainers(observed, service, release) {
    return containersOf(observed, service).filter((one) => one.release !== release);
}
/** Containers of a release. */
function ofRelease(observed, service, release) {
    return containersOf(observed, service).filter((one) => one.release === release);
}
/** Services that run in the project, but neither belong to this release nor were created by an earlier one for the app. */
function orphans({ model, roles }, { containers }) {
    const services = containers.flatMap(({ service, release, state }) => state === 'running' && release === '' && service !== '' ? [service] : []);
    return [...new Set(services)].filter((one) => !(one in model.services) && !roles.jobs.includes(one));
}
/** Whether the edge runs on the host. */
function edgeRuns(observed) {
    return containersOf(observed, 'edge').some(({ state }) => state === 'running');
}
/** The edge's upstreams, without containers that no longer exist. */
function standingUpstreams({ upstreams, containers }) {
    return upstreams.filter(({ container }) => containers.some(({ name }) => name === container));
}
/** Whether an edge with the desired definition exists: image, port, networks. */
function edgeIsUpToDate({ model }, observed) {
    const made = containersOf(observed, 'edge');
    return made.length > 0 && made.every(({ edge }) => edge === model.services.edge?.labels?.[edgeLabel]);
}
/** Web services that still publish their port themselves, after a manual `docker compose up`, or as accessories of a previous release. */
function startedByHand(desired, observed) {
    const { web, otherWeb = [] } = desired.roles;
    // An edge that was created for these ports holds them.
    const named = edgeRuns(observed) ? (edgeIsUpToDate(desired, observed) ? [] : otherWeb) : [web, ...otherWeb];
    return named.filter((service) => containersOf(observed, service).some(({ state, release }) => state === 'running' && release === ''));
}
/** Whether a deploy creates the edge's container, as the first one or as a replacement. */
function edgeIsNew({ desired, observed, }) {
    return !edgeRuns(observed) || !edgeIsUpToDate(desired, observed);
}
/** Whether the edge gets a port only after its web service has released it. */
function mustTakeOver(desired, observed) {
    return startedByHand(desired, observed).length > 0;
}
/** Whether the host has an image of this name; the engine omits Docker Hub's part of names. */
function hasImage({ images = [] }, name) {
    const { registry, repository, tag, digest } = (0,_release_image_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .parseReference */ .F2)((0,_project_project_js__WEBPACK_IMPORTED_MODULE_1__/* .unescapeDollars */ .aU)(name)) ?? {};
    const place = registry === 'docker.io' ? repository?.replace(/^library\//, '') : `${registry}/${repository}`;
    return images.includes(digest === undefined ? `${place}:${tag ?? 'latest'}` : `${place}@${digest}`);
}
/** Whether all containers of the release exist, with web running behind slots of the edge, so that a rollback is a switch. */
function isWarm({ desired, observed }) {
    const { release, roles, model } = desired;
    const slots = new Set(observed.warm?.map(({ container }) => container));
    return ((!(0,_placement_js__WEBPACK_IMPORTED_MODULE_2__/* .servesWeb */ .FE)(desired) || (edgeRuns(observed) && edgeIsUpToDate(desired, observed))) &&
        (0,_desired_js__WEBPACK_IMPORTED_MODULE_3__/* .appServices */ .yM)(desired).every((service) => {
            const there = ofRelease(observed, service, release.id);
            const isWeb = service === roles.web || roles.otherWeb?.includes(service) === true;
            const isReady = !isWeb || there.every((one) => one.state === 'running' && slots.has(one.name));
            return isReady && there.length === (0,_project_project_js__WEBPACK_IMPORTED_MODULE_1__/* .replicasOf */ .N4)(model.services[service] ?? {});
        }));
}
/** A warm release's containers by service, sorted by name; empty for a service that needs new ones. */
function standbyContainers(target) {
    if (!isWarm(target))
        return {};
    const { desired, observed } = target;
    return Object.fromEntries((0,_desired_js__WEBPACK_IMPORTED_MODULE_3__/* .appServices */ .yM)(desired).map((service) => [
        service,
        ofRelease(observed, service, desired.release.id)
            .map(({ name }) => name)
            .sort(byNumber),
    ]));
}
/** Sorts a service's containers by Compose's number. */
function byNumber(a, b) {
    return a.localeCompare(b, 'en', { numeric: true });
}


/***/ }),

/***/ 58438:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ secretFilesKey),
/* harmony export */   I: () => (/* binding */ storeFolder)
/* harmony export */ });
/** The folder of the entries, inside the deployment's folder. Only the SSH user may enter it. */
function storeFolder(root) {
    return `${root}/files`;
}
/** The key of a rendered model that lists which stored files are secrets; Compose ignores it. */
const secretFilesKey = 'x-saleor-deploy-secrets';


/***/ }),

/***/ 84791:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ servedAfterCommit),
/* harmony export */   z: () => (/* binding */ serviceOf)
/* harmony export */ });
/* harmony import */ var _desired_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(50809);
/* harmony import */ var _observed_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(97755);
/* harmony import */ var _placement_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(24504);



/** What a host serves, as observed: a release, or why none serves. Pure. */
function serviceOf(observed, { roles }) {
    const { live, maintenance, upstreams } = observed;
    const running = new Set((0,_observed_js__WEBPACK_IMPORTED_MODULE_0__/* .containersOf */ .Mz)(observed, roles.web).flatMap(({ state, name }) => (state === 'running' ? [name] : [])));
    if (live === undefined)
        return { state: running.size > 0 ? 'by-hand' : 'nothing' };
    if (!(0,_placement_js__WEBPACK_IMPORTED_MODULE_1__/* .servesWeb */ .FE)({ roles, placement: live.settings?.placement }))
        return { state: 'background', ...named(live) };
    if (maintenance !== undefined)
        return { state: 'closed', ...named(live) };
    const isUp = (0,_observed_js__WEBPACK_IMPORTED_MODULE_0__/* .edgeRuns */ .wE)(observed) && upstreams.some(({ container }) => running.has(container));
    return { state: isUp ? 'serves' : 'down', ...named(live) };
}
function named({ id, version }) {
    return { release: id, version: version === '' ? undefined : version };
}
/** What a host serves after its commit. Pure. */
function servedAfterCommit(observed, desired) {
    if (desired.maintenance !== undefined)
        return serviceOf({ ...observed, maintenance: desired.maintenance.to }, desired);
    if ((0,_desired_js__WEBPACK_IMPORTED_MODULE_2__/* .keepsLive */ .r8)(desired))
        return serviceOf(observed, desired);
    return { state: (0,_placement_js__WEBPACK_IMPORTED_MODULE_1__/* .servesWeb */ .FE)(desired) ? 'serves' : 'background', ...named(desired.release) };
}


/***/ }),

/***/ 35394:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ allOf)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);

/** Combines the errors of several hosts into one that names them all. Hosts that were only aborted do not count. */
function allOf(failures) {
    const real = failures.filter(({ error }) => !isAbort(error));
    const [first, ...more] = real;
    if (first === undefined)
        return failures[0]?.error;
    if (more.length === 0)
        return first.error;
    const counted = real.filter(({ error }) => error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo || error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an);
    const [head = first] = counted;
    const message = real.map(({ error }) => (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error)).join('\n');
    return combine(head.error, message, real);
}
function combine(head, message, failures) {
    if (head instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo) {
        const fixes = failures.flatMap(({ error }) => (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo ? error.fix.split('\n') : []));
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo(head.reason, message, [...new Set(fixes)].join('\n'));
    }
    const evidence = failures.flatMap(({ host, error }) => error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an && error.evidence !== '' ? [`— ${host} —\n${error.evidence}`] : []);
    const reason = head instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an ? head.reason : 'internal-error';
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an(reason, message, evidence.join('\n'));
}
function isAbort(error) {
    return error instanceof Error && error.name === 'AbortError';
}


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
