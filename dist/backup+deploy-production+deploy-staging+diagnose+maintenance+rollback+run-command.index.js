export const id = "backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command";
export const ids = ["backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command"];
export const modules = {

/***/ 28932:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ withDefinitions)
/* harmony export */ });
/* harmony import */ var _model_project_project_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(35616);
/* harmony import */ var _labels_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(22423);
/* harmony import */ var _definition_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5158);



/** Returns these services with labels that record how they are defined, for a later deploy to compare. */
function withDefinitions(model, names) {
    const told = Object.entries(model.services).map(([name, service]) => {
        if (!names.includes(name))
            return [name, service];
        const { hash, parts } = (0,_definition_js__WEBPACK_IMPORTED_MODULE_0__/* .definitionOf */ .F)(model, name);
        const labels = { [_labels_js__WEBPACK_IMPORTED_MODULE_1__/* .definitionLabel */ .M2]: hash, [_labels_js__WEBPACK_IMPORTED_MODULE_1__/* .partsLabel */ .xq]: (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_2__/* .escapeDollars */ .bn)(JSON.stringify(parts)) };
        return [name, { ...service, labels: { ...service.labels, ...labels } }];
    });
    return Object.fromEntries(told);
}


/***/ }),

/***/ 5158:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ definitionOf),
/* harmony export */   t: () => (/* binding */ differences)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _model_project_project_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(35616);


/** Keys that do not shape a container: when it starts, how it is built, and settings for other tools. */
const elsewhere = ['build', 'depends_on', 'develop', 'image', 'profiles', 'pull_policy', 'scale'];
/** Defaults that some versions of Compose print and others leave out. */
const defaults = {
    mode: 'ingress',
    protocol: 'tcp',
    create_host_path: true,
};
/** Returns how the model defines a service, without our own labels. */
function definitionOf(model, name) {
    const service = model.services[name] ?? {};
    const whole = new Map([
        ['image', (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_1__/* .unescapeDollars */ .aU)(service.image ?? '')],
        ['replicas', String((0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_1__/* .replicasOf */ .N4)(service))],
    ]);
    for (const [part, value] of partsOf(model, service)) {
        const plain = canonical(value);
        if (plain !== undefined)
            whole.set(part, digest(plain));
    }
    const sorted = [...whole].sort(([one], [other]) => (one < other ? -1 : 1));
    const isOpen = (part) => part === 'image' || part === 'replicas';
    return {
        hash: digest(sorted).slice(0, 12),
        parts: Object.fromEntries(sorted.map(([part, value]) => [part, isOpen(part) ? value : value.slice(0, 4)])),
    };
}
/** Lists what differs; the only values that it shows are the image and the number of replicas. */
function differences(from, to) {
    const names = [...new Set([...Object.keys(to), ...Object.keys(from)])];
    return names
        .filter((part) => from[part] !== to[part])
        .map((part) => part === 'image' || part === 'replicas' ? `${part} ${from[part] ?? ''} → ${to[part] ?? ''}` : part);
}
function partsOf({ configs, secrets, volumes }, service) {
    const { deploy, environment, labels, ...others } = service;
    const named = (service.volumes ?? []).map(({ source = '' }) => volumes?.[source]?.name);
    const { replicas: _replicas, ...deployed } = deploy ?? {};
    return [
        ...Object.entries(others).filter(([key]) => !elsewhere.includes(key) && !key.startsWith('x-')),
        ['deploy', deployed],
        // Names, file paths and contents are in the top-level sections, so these count too.
        ['networks', [Object.keys(service.networks ?? {}).sort(), service.networks]],
        ['volumes', [service.volumes, named]],
        ['configs', [service.configs, sourcesOf(service.configs, configs)]],
        ['secrets', [service.secrets, sourcesOf(service.secrets, secrets)]],
        ...Object.entries(environment ?? {}).map(([name, value]) => [
            `environment ${name}`,
            value ?? '(from the host)',
        ]),
        ...Object.entries(labels ?? {})
            .filter(([label]) => !label.startsWith('saleor-deploy.'))
            .map(([label, value]) => [`label ${label}`, value]),
    ];
}
function sourcesOf(used, all) {
    const known = (all ?? {});
    return (used ?? []).map((one) => typeof one === 'string' ? known[one] : known[one.source ?? '']);
}
/** Removes empty values and defaults, so that another version of Compose makes no difference; undefined for nothing. */
function canonical(value) {
    if (value === null || value === undefined)
        return undefined;
    if (Array.isArray(value)) {
        const items = value.map((item) => canonical(item)).filter((item) => item !== undefined);
        return items.length === 0 ? undefined : items;
    }
    if (typeof value !== 'object')
        return value;
    const entries = Object.entries(value)
        .filter(([key, inner]) => defaults[key] !== inner)
        .map(([key, inner]) => [key, canonical(inner)])
        .filter(([, inner]) => inner !== undefined)
        .sort(([one], [other]) => (one < other ? -1 : 1));
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
function digest(value) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(JSON.stringify(value)).digest('hex');
}


/***/ }),

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

/***/ 86068:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ accessoryWork)
/* harmony export */ });
/* harmony import */ var _model_observed_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(97755);
/* harmony import */ var _model_placement_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(24504);
/* harmony import */ var _model_project_project_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(35616);
/* harmony import */ var _model_release_returning_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(41563);
/* harmony import */ var _accessories_definition_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5158);
/* harmony import */ var _accessories_stateful_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(45699);
/* harmony import */ var _front_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(34245);
/* harmony import */ var _run_once_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(63041);
/* harmony import */ var _stack_work_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(40336);









/**
 * Decides what to do with each accessory. A service runs once when others wait for its end, or when it ended well in
 * the deploy of the live release. A rollback runs none of them again: each did its work when that release went live,
 * and could do harm on newer data. (Restoring a backup restores its work too.)
 */
function accessoryWork(desired, observed) {
    if (desired.swarm !== undefined)
        return stackAccessories(desired, observed);
    const { roles, model, release, rollback, updates = [] } = desired;
    const ran = (rollback === undefined ? observed.live : release)?.ranOnce ?? [];
    const isOnce = (name) => {
        const service = model.services[name] ?? {};
        return (0,_run_once_js__WEBPACK_IMPORTED_MODULE_5__/* .isMarkedAwaited */ .qu)(service) || (ran.includes(name) && (0,_run_once_js__WEBPACK_IMPORTED_MODULE_5__/* .mayEnd */ .pN)(service));
    };
    const isDesired = (name) => (0,_model_placement_js__WEBPACK_IMPORTED_MODULE_6__/* .isPlaced */ .AD)(desired, name) && (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_7__/* .replicasOf */ .N4)(model.services[name] ?? {}) > 0;
    const returning = (0,_model_release_returning_js__WEBPACK_IMPORTED_MODULE_1__/* .returningServices */ .h)(desired, observed);
    const runs = (name) => 
    // Containers of another release are removed with it, and the edge step starts their successors.
    returning.includes(name) || (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_0__/* .containersOf */ .Mz)(observed, name).some(({ state }) => state === 'running');
    const staying = roles.accessories.filter((name) => (0,_model_placement_js__WEBPACK_IMPORTED_MODULE_6__/* .isPlaced */ .AD)(desired, name) && !isOnce(name));
    const drifts = staying.flatMap((service) => {
        const differs = driftOf(desired, observed, service);
        return differs.length === 0
            ? []
            : [{ service, differs, stateful: (0,_accessories_stateful_js__WEBPACK_IMPORTED_MODULE_8__/* .whyStateful */ .v)(model, roles, service, desired.root) }];
    });
    const replace = drifts.filter(({ service, stateful }) => stateful === undefined || updates.includes(service));
    const isReplaced = (name) => replace.some(({ service }) => service === name);
    const start = staying.filter((name) => isDesired(name) && !runs(name) && !isReplaced(name));
    const once = rollback === undefined ? roles.accessories.filter((name) => isDesired(name) && isOnce(name)) : [];
    const waiting = [...(0,_front_js__WEBPACK_IMPORTED_MODULE_3__/* .needingWeb */ .Dw)(model, roles), ...(desired.fronts ?? [])];
    return {
        ...{ start, once },
        late: [...start, ...once].filter((name) => waiting.includes(name)),
        replace,
        left: drifts.filter((one) => !replace.includes(one)),
    };
}
/** The same in a Swarm, which runs nothing once, and compares the definitions of tasks. */
function stackAccessories(desired, observed) {
    const { start, replace, left } = (0,_stack_work_js__WEBPACK_IMPORTED_MODULE_4__/* .stackWork */ ._)(desired, observed);
    const drift = (service, stateful) => ({
        service,
        differs: ['its definition'],
        stateful,
    });
    return {
        ...{ start, once: [], late: [] },
        replace: replace.map((service) => drift(service)),
        left: left.flatMap(({ service, why }) => desired.roles.accessories.includes(service) ? [drift(service, why)] : []),
    };
}
/**
 * Finds how a service's containers differ from the release. A container made by an earlier version or by hand has no
 * definition label; only its image is compared, so that it is never replaced by mistake.
 */
function driftOf({ model }, observed, service) {
    // A container with a release label comes from when this accessory was a web service; it is removed with that release.
    const there = (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_0__/* .containersOf */ .Mz)(observed, service).filter(({ release }) => release === '');
    const [one] = there.toSorted((a, b) => Number(b.state === 'running') - Number(a.state === 'running'));
    if (one === undefined)
        return [];
    const { hash, parts } = (0,_accessories_definition_js__WEBPACK_IMPORTED_MODULE_2__/* .definitionOf */ .F)(model, service);
    if (there.some((other) => other.definition === hash && other.state === one.state))
        return [];
    if ((one.definition ?? '') === '')
        return otherImage(one, (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_7__/* .unescapeDollars */ .aU)(model.services[service]?.image ?? ''));
    const named = (0,_accessories_definition_js__WEBPACK_IMPORTED_MODULE_2__/* .differences */ .t)(one.parts ?? {}, parts);
    return named.length === 0 ? ['its definition'] : named;
}
/** Docker shows an id instead of a name when the tag has moved since. */
function otherImage({ image: runs }, wanted) {
    const isUnknown = wanted === '' || runs === '' || /^(sha256:)?[0-9a-f]{12,64}$/.test(runs);
    return isUnknown || runs === wanted ? [] : [`image ${runs} → ${wanted}`];
}


/***/ }),

/***/ 87409:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CA: () => (/* binding */ imageIsCertain),
/* harmony export */   mk: () => (/* binding */ isSaleorImage),
/* harmony export */   oO: () => (/* binding */ runsSameImage),
/* harmony export */   yM: () => (/* binding */ appServices)
/* harmony export */ });
/* harmony import */ var _model_project_project_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(35616);
/* harmony import */ var _celery_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(59370);


/**
 * Finds the services that run the deployed image. The signs are Celery, `manage.py` or `saleor.asgi` in a command, or
 * Saleor's own image; without these, a web server; without one, `build:`. Services with the same image belong to the
 * app too.
 */
function appServices(model, named = {}) {
    const all = Object.entries(model.services).filter(([name]) => named.otherWeb?.includes(name) !== true);
    const byName = all.filter(([name]) => name === named.web || named.workers?.includes(name) || named.schedulers?.includes(name));
    const sure = all.filter(([, service]) => isSure(service));
    const likely = all.filter(([, service]) => isLikely(service));
    const built = all.filter(([, service]) => service.build !== undefined);
    const known = [...byName, ...([sure, likely, built].find((found) => found.length > 0) ?? [])];
    const found = all.filter(([name]) => known.some(([other]) => runsSameImage(model, name, other)));
    // Only Celery was found: the web server has `build:`, and the others name the image that this build is tagged with.
    const lacksWeb = found.every(([, service]) => (0,_celery_js__WEBPACK_IMPORTED_MODULE_0__/* .celeryUse */ .Q)(service).worker || (0,_celery_js__WEBPACK_IMPORTED_MODULE_0__/* .celeryUse */ .Q)(service).beat);
    return (lacksWeb ? all.filter((one) => found.includes(one) || built.includes(one)) : found).map(([name]) => name);
}
/** Whether anything besides `build:` identifies the app's image. */
function imageIsCertain(model, named) {
    const names = [...(named.workers ?? []), ...(named.schedulers ?? [])];
    return names.length > 0 || Object.values(model.services).some((one) => isSure(one) || isLikely(one));
}
function isSure(service) {
    return startsDjango(service) || isSaleorImage(service.image);
}
function isLikely(service) {
    return /\b(uvicorn|gunicorn|hypercorn|daphne|granian)\b/.test((0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_1__/* .commandOf */ .Nl)(service));
}
/** True when both have the same `image:` or the same build, or one names what Compose calls the other's build. */
function runsSameImage(model, one, other) {
    const images = imagesOf(model, other);
    return one === other || imagesOf(model, one).some((image) => images.includes(image));
}
/** Whether an image is named saleor, with or without a suffix; Saleor's other programs have names of their own. */
function isSaleorImage(image = '') {
    const name = /(?:^|[/._-])saleor(?:[._-][\w.-]*)?(?=$|[:@])/i.exec(image)?.[0];
    return name !== undefined && !/dashboard|storefront|proxy|nginx/i.test(name);
}
function startsDjango(service) {
    const { worker, beat } = (0,_celery_js__WEBPACK_IMPORTED_MODULE_0__/* .celeryUse */ .Q)(service);
    return worker || beat || /\bsaleor\.asgi\b|\bmanage\.py\b/.test((0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_1__/* .commandOf */ .Nl)(service));
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


/***/ }),

/***/ 22684:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   UO: () => (/* binding */ joinCutLines),
/* harmony export */   ky: () => (/* binding */ shellScript),
/* harmony export */   of: () => (/* binding */ shellOf)
/* harmony export */ });
/** A line that ends in one of these is complete: a command continues or starts after it. */
const goesOn = /(^|[\s;&|(])(do|then|else|in|\{|!)$|[&|;(]$|^$/;
/**
 * Joins lines of a shell script where the second one begins with an option. No command begins with `-`, so that line
 * belongs to the one before. YAML's `>` keeps the line breaks of indented lines, and the program would start without
 * those options. Line breaks inside quotes, and scripts with a here-document, stay as they are. Undefined when nothing
 * is cut.
 */
function joinCutLines(service) {
    const entrypoint = wordsOf(service.entrypoint);
    const command = wordsOf(service.command);
    const words = [...entrypoint, ...command];
    const at = scriptIn(words);
    const joinedLines = at === undefined ? undefined : joined(words[at] ?? '');
    if (at === undefined || joinedLines === undefined)
        return undefined;
    words[at] = joinedLines.script;
    return {
        service: {
            ...service,
            ...(at < entrypoint.length
                ? { entrypoint: words.slice(0, entrypoint.length) }
                : { command: words.slice(entrypoint.length) }),
        },
        lines: joinedLines.lines,
    };
}
/** Returns the script that the service passes to a shell (`sh -c`); undefined without a shell. */
function shellScript(service) {
    const words = [...wordsOf(service.entrypoint), ...wordsOf(service.command)];
    const at = scriptIn(words);
    return at === undefined ? undefined : words[at];
}
/** Returns the shell that runs the script, as the command names it. */
function shellOf(service) {
    const words = [...wordsOf(service.entrypoint), ...wordsOf(service.command)];
    return scriptIn(words) === undefined ? undefined : words.find((word) => isShell.test(word));
}
/** Compose prints both as lists, whatever form the file uses. */
function wordsOf(words) {
    return Array.isArray(words) ? words : [];
}
const isShell = /(^|\/)(ba|da|a|k|z)?sh$/;
/** Index of the `sh -c` script. */
function scriptIn(words) {
    const shell = words.findIndex((word) => isShell.test(word));
    const option = words.findIndex((word, index) => index > shell && /^-[a-z]*c$/.test(word));
    const between = words.slice(shell + 1, option);
    return shell === -1 || option === -1 || between.some((word) => !word.startsWith('-'))
        ? undefined
        : option + 1;
}
function joined(script) {
    const lines = linesOf(script);
    const [first = '', ...rest] = lines ?? [];
    const whole = [first];
    const joinedLines = new Set();
    for (const line of rest) {
        const last = whole.length - 1;
        const before = (whole[last] ?? '').trimEnd();
        if (/^\s*--?[A-Za-z]/.test(line) && !goesOn.test(before) && !endsInComment(before)) {
            whole[last] = `${before} ${line.trimStart()}`;
            joinedLines.add(last);
        }
        else
            whole.push(line);
    }
    return joinedLines.size === 0
        ? undefined
        : { script: whole.join('\n'), lines: [...joinedLines].map((index) => (whole[index] ?? '').trim()) };
}
/** Splits a script at line breaks between commands, not at those in quotes or after a backslash. Undefined for a here-document. */
function linesOf(script) {
    const parts = script.match(/'[^']*'|"(?:[^"\\]|\\[^])*"|\\[^]|<<<?|\n|[^'"\\<\n]+|[^]/g) ?? [];
    if (parts.includes('<<'))
        return undefined;
    return parts.reduce((lines, part) => (part === '\n' ? [...lines, ''] : [...lines.slice(0, -1), (lines.at(-1) ?? '') + part]), ['']);
}
function endsInComment(line) {
    return /(^|\s)#/.test(line);
}


/***/ }),

/***/ 34245:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Dw: () => (/* binding */ needingWeb),
/* harmony export */   Kx: () => (/* binding */ joinedLater),
/* harmony export */   L9: () => (/* binding */ otherFronts),
/* harmony export */   fX: () => (/* binding */ frontOf),
/* harmony export */   h0: () => (/* binding */ namedNetworks),
/* harmony export */   v_: () => (/* binding */ isProxyLabel)
/* harmony export */ });
/* harmony import */ var _model_project_project_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(35616);
/* harmony import */ var _app_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(87409);
/* harmony import */ var _read_project_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(37569);



/** Finds the services that send requests to a web service by its name. Pure. */
function frontOf(model, { web, accessories }, texts) {
    const names = namesOf(model.services[web] ?? {}, web);
    const address = addressOf([...names, 'edge']);
    const found = accessories.flatMap((name) => {
        const own = [
            ...texts.filter(({ service }) => service === name).map(({ text }) => withoutComments(text)),
            ...ownTexts(model, name),
        ];
        const matches = own.flatMap((text) => [...text.matchAll(address)]);
        const ports = matches.map(([, one, other]) => Number(one ?? other ?? 80));
        const isByName = matches.some(([whole]) => !/^edge(:|$)/.test(whole));
        return matches.length === 0 ? [] : [{ name, ports, isByName }];
    });
    const { ports = [] } = model.services[web] ?? {};
    const isAsked = found.some(({ isByName }) => isByName);
    return {
        names: ports.length === 0 || isAsked ? names : [],
        services: found.map(({ name }) => name),
        isReached: found.length > 0 || isReachedFromOutside(model, web),
        port: portOf(model.services[web] ?? {}, found.flatMap((one) => one.ports)),
    };
}
function isReachedFromOutside({ services, networks }, web) {
    const { labels, networks: joined } = services[web] ?? {};
    const isOfOthers = (key) => networks?.[key]?.external === true;
    return Object.keys(labels ?? {}).some(isProxyLabel) || Object.keys(joined ?? {}).some(isOfOthers);
}
/** Does the same for further web services: services that send requests to them, and names that the edge takes over. */
function otherFronts(model, { accessories }, otherWeb, texts) {
    const found = otherWeb.map((web) => ({ web, ...frontOf(model, { web: web.service, accessories }, texts) }));
    for (const { web, names, services } of found)
        if (names.length > 0)
            assertOwnPort(web, services);
    return {
        services: [...new Set(found.flatMap(({ services }) => services))],
        names: Object.fromEntries(found.map(({ web, names }) => [web.service, names])),
    };
}
/** @throws ProjectError when the edge can't listen on the port that other services use */
function assertOwnPort({ service, port, listen }, fronts) {
    if (port === listen)
        return;
    throw new _read_project_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ProjectError */ .w(`${fronts.join(', ')} sends requests to ${service}, where the edge answers for it, and another web service has the port ${port} there.`, `Send them to edge:${listen}; or let ${service} listen on a port that no other web service has.`, ['services', service, 'ports']);
}
/** The networks where a release's edge has a web service's names. */
function namedNetworks({ services, networks }, web) {
    return Object.entries(services.edge?.networks ?? {}).flatMap(([key, settings]) => {
        const { aliases = [] } = (settings ?? {});
        const { name = key, external } = (networks?.[key] ?? {});
        const isThere = services[web]?.networks === undefined || key in (services[web]?.networks ?? {});
        return aliases.includes(web) && (isThere || external === true)
            ? [{ name: (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_2__/* .unescapeDollars */ .aU)(name), isJoinedLater: !isThere }]
            : [];
    });
}
/**
 * The keys of external networks that web containers must join after they are created. Compose 2.26 gives those to the
 * engine by their ids, and Engine 26 finds only a container's first network, by priority and name, under another name
 * than it was given: it refuses to take a created container out of the others, as names that the edge has need.
 */
function joinedLater({ services, networks }, web) {
    const priority = (one) => one?.priority ?? 0;
    const [, ...others] = Object.entries(services[web]?.networks ?? {}).sort(([one, its], [other, others]) => priority(others) - priority(its) || (one < other ? -1 : 1));
    return others.flatMap(([key]) => networks?.[key]?.external === true ? [key] : []);
}
/** Whether Traefik or Caddy finds containers by this label; the edge carries such labels instead of web. */
function isProxyLabel(label) {
    return /^(traefik\.|caddy(_\d+)?($|\.))/.test(label);
}
/** Accessories that need web, directly or through others: they start once the edge answers. */
function needingWeb(model, { web, accessories }) {
    const needs = (name, seen = []) => Object.keys(model.services[name]?.depends_on ?? {}).some((one) => one === web || (!seen.includes(one) && needs(one, [...seen, one])));
    return accessories.filter((name) => needs(name));
}
function namesOf({ container_name: fixed, networks }, web) {
    const aliases = Object.values(networks ?? {}).flatMap((one) => one?.aliases ?? []);
    return [...new Set([web, ...(fixed === undefined ? [] : [fixed]), ...aliases])];
}
/** Matches an address that begins with one of the names, such as `api:8000` or `http://api/`, and its port. */
function addressOf(names) {
    const any = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
    return new RegExp(`(?:(?<=^|[\\s"'=,(@{[])(?:${any}):(\\d+)|(?<=://)(?:${any})(?::(\\d+))?(?![\\w.-]))`, 'g');
}
function withoutComments(text) {
    return text.replace(/^\s*#.*$/gm, '');
}
/** Texts in the Compose file itself where a service may have the address. */
function ownTexts(model, name) {
    const service = model.services[name] ?? {};
    const configs = (model.configs ?? {});
    const used = (service.configs ?? []);
    return [
        (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_2__/* .commandOf */ .Nl)(service),
        ...(0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_2__/* .environmentOf */ .p7)(service).values(),
        ...used.map(({ source = '' }) => configs[source]?.content ?? ''),
    ];
}
/** Finds web's port in `expose`, a label of Traefik or Caddy, the start command, other services' requests, or the health check. */
function portOf(web, asked) {
    const exposed = (web.expose ?? []).map((one) => Number.parseInt(String(one), 10));
    const labels = Object.entries(web.labels ?? {}).filter(([label]) => isProxyLabel(label));
    const labelled = labels.flatMap(([label, value]) => label.endsWith('loadbalancer.server.port') ? [value] : (/upstreams\s+(\d+)/.exec(value)?.[1] ?? []));
    const started = [...(0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_2__/* .commandOf */ .Nl)(web).matchAll(/(?:--port[= ]|-p |--bind[= ]\S*?:|-b \S*?:)(\d+)/g)];
    const checked = /https?:\/\/(?:localhost|127\.0\.0\.1):(\d+)/.exec([web.healthcheck?.test ?? ''].flat().join(' '));
    const ways = [
        exposed,
        labelled.map(Number),
        started.map(([, port]) => Number(port)),
        asked,
        [Number(checked?.[1])],
        (0,_app_js__WEBPACK_IMPORTED_MODULE_0__/* .isSaleorImage */ .mk)(web.image) ? [8000] : [],
    ];
    for (const way of ways) {
        const ports = [...new Set(way)].filter((port) => port > 0 && port < 65536);
        if (ports.length === 1)
            return ports[0];
    }
    return undefined;
}


/***/ }),

/***/ 4939:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ hostPaths)
/* harmony export */ });
/* harmony import */ var _model_edge_file_server_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(77183);
/* harmony import */ var _model_project_project_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(35616);
/* harmony import */ var _model_release_files_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(58438);



/** Lists what a release's services mount from the server itself; the release stores files of the repository. Pure. */
function hostPaths({ services, ...model }, root) {
    return Object.entries(services).flatMap(([service, { volumes = [], ...rest }]) => {
        const binds = volumes.flatMap(({ type, source, target, read_only: readOnly = false, bind }) => {
            if (type !== 'bind' || source === undefined || service === 'edge')
                return [];
            const { create_host_path: isMade = false } = (bind ?? {});
            return { path: (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_0__/* .unescapeDollars */ .aU)(source), service, target, readOnly, isMade };
        });
        const files = ['configs', 'secrets'].flatMap((section) => (rest[section] ?? []).flatMap(({ source = '', target }) => {
            const { file } = (model[section] ?? {})[source] ?? {};
            if (file === undefined)
                return [];
            return {
                path: (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_0__/* .unescapeDollars */ .aU)(file),
                service,
                target: target ?? source,
                readOnly: true,
                isMade: false,
            };
        }));
        // A deploy writes what lies in these two.
        return [...binds, ...files].filter(({ path }) => !path.startsWith(`${(0,_model_release_files_js__WEBPACK_IMPORTED_MODULE_1__/* .storeFolder */ .I)(root)}/`) && path !== (0,_model_edge_file_server_js__WEBPACK_IMPORTED_MODULE_2__/* .staticRoot */ .lN)(root));
    });
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

/***/ 23438:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ webPorts),
/* harmony export */   h: () => (/* binding */ fixedPorts)
/* harmony export */ });
/* harmony import */ var _read_project_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37569);

/**
 * Returns the ports that web publishes; from now on the edge listens there. Web that publishes none, and is reached
 * only inside the project's networks, has port 0 on the host.
 * @throws ProjectError
 */
function webPorts(model, roles, front = { isReached: false, port: undefined }) {
    if ((model.services[roles.web]?.ports ?? []).length === 0)
        return [insidePort(roles.web, front)];
    return fixedPorts(model, roles.web).map(({ published, target, host_ip }) => ({
        published: Number(published),
        target,
        ...(host_ip === undefined ? {} : { hostIp: host_ip }),
    }));
}
function insidePort(web, { isReached, port }) {
    if (isReached && port !== undefined)
        return { published: 0, target: port };
    throw new _read_project_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ProjectError */ .w(isReached
        ? `${web} publishes no port, and nothing in the project says on which one it answers.`
        : `${web} publishes no port, and nothing in the project sends requests to it: no configuration that is mounted, no command and no variable has ${web}:8000 or the like, and it has no labels of Traefik or Caddy.`, isReached
        ? `Say the port: expose: ["8000"].`
        : `Give ${web} a port, such as ports: ["8000:8000"], or ["127.0.0.1:8000:8000"] for a proxy on the server; or name the service that has one with the web-service input.`, ['services', web]);
}
/**
 * Returns the ports in the model's form, each with one published number. A range (`8000-8002:8000`) lets several
 * containers share a host without a proxy; the edge takes over the whole range, so every port keeps working.
 * @throws ProjectError when there is no port that the edge could take over
 */
function fixedPorts(model, web) {
    const ports = model.services[web]?.ports ?? [];
    return ports.flatMap((port) => {
        const target = `${web}: port ${port.target}`;
        if (port.protocol !== undefined && port.protocol !== 'tcp')
            throw new _read_project_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ProjectError */ .w(`${target} is published over ${port.protocol}, which the edge can't take over.`, `Remove /${port.protocol} from the port.`, ['services', web, 'ports']);
        if (port.published === undefined || port.published === '' || port.published === '0')
            throw new _read_project_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ProjectError */ .w(`${target} is published on a port that Docker picks anew at every start.`, `Publish it on a fixed one: "${port.target}:${port.target}".`, ['services', web, 'ports']);
        const [first, last = first] = port.published.split('-').map(Number);
        return Array.from({ length: last - first + 1 }, (_, index) => ({
            ...port,
            published: String(first + index),
        }));
    });
}


/***/ }),

/***/ 37569:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   w: () => (/* binding */ ProjectError)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);

/** An error in the Compose project, at a part of it. `onItsLine` finds the line that the file has it on. */
class ProjectError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo {
    /** Keys to the part, from the top of the file; the first of these that the file has. */
    parts;
    constructor(what, fix, ...parts) {
        super('bad-input', what, fix);
        this.parts = parts;
    }
}


/***/ }),

/***/ 58028:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Rj: () => (/* binding */ fingerprint),
/* harmony export */   Xk: () => (/* binding */ formatModel),
/* harmony export */   c: () => (/* binding */ renderRelease)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _model_project_project_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(35616);
/* harmony import */ var _accessories_definition_labels_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(28932);
/* harmony import */ var _cut_lines_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(22684);
/* harmony import */ var _front_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(34245);
/* harmony import */ var _labels_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(22423);
/* harmony import */ var _one_off_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(62858);
/* harmony import */ var _ports_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(23438);
/* harmony import */ var _read_project_error_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(37569);
/* harmony import */ var _restart_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(57285);
/* harmony import */ var _run_once_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(63041);











/** Labels for people who read `docker ps`. */
const versionLabel = 'saleor-deploy.version';
const commitLabel = 'saleor-deploy.commit';
/**
 * Renders the Compose model of one release, to be written with {@link formatModel} and used by `docker compose -f` on
 * the host. App services run the image by digest, further web services run their own images, and the edge takes over
 * the ports of all web services.
 * @throws ProjectError when the project has its own service `edge`
 */
function renderRelease(model, roles, options) {
    const services = Object.entries(model.services)
        .filter(([name]) => !roles.jobs.includes(name))
        .map(([name, service]) => {
        const isNamed = (options.names?.[name] ?? []).length > 0;
        const later = isNamed ? (0,_front_js__WEBPACK_IMPORTED_MODULE_2__/* .joinedLater */ .Kx)(model, name) : [];
        const rendered = withoutNetworks(renderService(name, started(service, roles), roles, options), later);
        const isOnce = roles.accessories.includes(name) && (0,_run_once_js__WEBPACK_IMPORTED_MODULE_5__/* .isAwaited */ .AJ)(model, name);
        return [name, isOnce ? (0,_run_once_js__WEBPACK_IMPORTED_MODULE_5__/* .markedAwaited */ .G0)(rendered) : rendered];
    });
    const web = renderService(roles.web, started(model.services[roles.web] ?? {}, roles), roles, options);
    return sorted({
        ...model,
        services: {
            ...(0,_accessories_definition_labels_js__WEBPACK_IMPORTED_MODULE_1__/* .withDefinitions */ .p)({ ...model, services: Object.fromEntries(services) }, roles.accessories),
            [_one_off_js__WEBPACK_IMPORTED_MODULE_6__/* .oneOffService */ .VD]: { ...(0,_one_off_js__WEBPACK_IMPORTED_MODULE_6__/* .withoutServing */ .r1)(web), labels: { ...labelsOf(options), [_labels_js__WEBPACK_IMPORTED_MODULE_7__/* .roleLabel */ .bR]: 'one-off' } },
            edge: renderEdge(model, roles, options),
        },
    });
}
/** Formats the model as JSON that Compose reads back unchanged. */
function formatModel(model) {
    // Compose parses JSON as YAML, where these characters are line breaks or forbidden unless escaped.
    const escaped = (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
    return `${JSON.stringify(model, undefined, 2).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, escaped)}\n`;
}
/** Identifies a release's content apart from its id: SHA-256 over the model without the labels that name the release. */
function fingerprint(model) {
    const told = [_labels_js__WEBPACK_IMPORTED_MODULE_7__/* .releaseLabel */ .wr, versionLabel, commitLabel, _labels_js__WEBPACK_IMPORTED_MODULE_7__/* .definitionLabel */ .M2, _labels_js__WEBPACK_IMPORTED_MODULE_7__/* .partsLabel */ .xq];
    const services = Object.entries(model.services).map(([name, service]) => {
        const labels = Object.entries(service.labels ?? {}).filter(([label]) => !told.includes(label));
        return [name, { ...service, labels: Object.fromEntries(labels) }];
    });
    const content = JSON.stringify(sorted({ ...model, services: Object.fromEntries(services) }));
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(content).digest('hex');
}
/**
 * Prepares a service for the host. The model contains only requested profiles and no jobs. The host builds nothing, and
 * images are pulled beforehand with the registry login, which Compose on the host does not have.
 */
function started(service, roles) {
    const { build: _build, develop: _develop, profiles: _profiles, ...here } = service;
    const { pull_policy: policy, pull_refresh_after: _age, ...rest } = here;
    const kept = policy === 'never' ? { ...rest, pull_policy: policy } : rest;
    if (service.depends_on === undefined)
        return kept;
    const others = Object.entries(service.depends_on).filter(([name]) => !roles.jobs.includes(name));
    return { ...kept, depends_on: Object.fromEntries(others) };
}
function renderService(name, service, roles, options) {
    const role = roleOf(name, roles);
    if (role === undefined)
        return service;
    // A second container beside the first can't have the same fixed name.
    const { container_name: _name, pull_policy: _policy, ...kept } = (0,_cut_lines_js__WEBPACK_IMPORTED_MODULE_8__/* .joinCutLines */ .UO)(service)?.service ?? service;
    const app = {
        ...kept,
        image: (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_9__/* .escapeDollars */ .bn)(options.images?.[name] ?? options.image),
        labels: { ...service.labels, ...labelsOf(options), [_labels_js__WEBPACK_IMPORTED_MODULE_7__/* .roleLabel */ .bR]: role },
    };
    const scaled = (0,_restart_js__WEBPACK_IMPORTED_MODULE_10__/* .withRestart */ .y)(withReplicas(app, options.replicas?.[name]));
    if (role !== 'web')
        return scaled;
    const { ports: _ports, ...web } = scaled;
    const labels = Object.entries(web.labels ?? {}).filter(([label]) => !(0,_front_js__WEBPACK_IMPORTED_MODULE_2__/* .isProxyLabel */ .v_)(label));
    return { ...web, labels: Object.fromEntries(labels) };
}
function withoutNetworks(service, keys) {
    if (keys.length === 0)
        return service;
    const kept = Object.entries(service.networks ?? {}).filter(([key]) => !keys.includes(key));
    return { ...service, networks: Object.fromEntries(kept) };
}
function labelsOf({ release, version, commit }) {
    const labels = { [_labels_js__WEBPACK_IMPORTED_MODULE_7__/* .releaseLabel */ .wr]: release, [versionLabel]: version, [commitLabel]: commit };
    return Object.fromEntries(Object.entries(labels).flatMap(([label, value]) => (value === '' ? [] : [[label, (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_9__/* .escapeDollars */ .bn)(value)]])));
}
function withReplicas(service, replicas = (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_9__/* .replicasOf */ .N4)(service)) {
    if (service.deploy === undefined)
        return { ...service, scale: replicas };
    // Compose rejects a file in which `scale` and `deploy.replicas` differ, and `up --scale` sets the first.
    const { replicas: _replicas, ...deploy } = service.deploy;
    return { ...service, deploy, scale: replicas };
}
/** Nothing here changes between releases, so that Compose has no reason to replace the edge. */
function renderEdge(model, roles, options) {
    if (model.services.edge !== undefined && model.services.edge.labels?.[_labels_js__WEBPACK_IMPORTED_MODULE_7__/* .roleLabel */ .bR] !== 'edge')
        throw new _read_project_error_js__WEBPACK_IMPORTED_MODULE_4__/* .ProjectError */ .w('The Compose project has a service named edge, which is the name of the proxy that a deploy adds.', 'Give the service another name.', ['services', 'edge']);
    const { otherWeb = [] } = options;
    const web = model.services[roles.web] ?? {};
    const { names = {}, port } = options;
    const labels = Object.entries(web.labels ?? {}).filter(([label]) => (0,_front_js__WEBPACK_IMPORTED_MODULE_2__/* .isProxyLabel */ .v_)(label));
    const ports = [
        ...(0,_ports_js__WEBPACK_IMPORTED_MODULE_3__/* .fixedPorts */ .h)(model, roles.web),
        ...otherWeb.flatMap(({ service, listen }) => (0,_ports_js__WEBPACK_IMPORTED_MODULE_3__/* .fixedPorts */ .h)(model, service).map((one) => ({ ...one, target: listen }))),
    ];
    const networks = edgeNetworks(model, [roles.web, ...otherWeb.map(({ service }) => service)], names);
    return {
        image: (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_9__/* .escapeDollars */ .bn)(options.edgeImage),
        labels: { ...Object.fromEntries(labels), [_labels_js__WEBPACK_IMPORTED_MODULE_7__/* .roleLabel */ .bR]: 'edge' },
        ...(Object.keys(networks).length === 0 ? {} : { networks }),
        // A proxy that finds containers by label takes the port from here.
        ...(ports.length > 0 ? { ports } : port === undefined ? {} : { expose: [String(port)] }),
        restart: 'unless-stopped',
        // HAProxy drops all connections on SIGTERM and finishes them on SIGUSR1, which the official image sets too.
        stop_signal: 'SIGUSR1',
        volumes: [
            {
                type: 'bind',
                source: (0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_9__/* .escapeDollars */ .bn)(`${options.hostFolder}/edge`),
                target: '/usr/local/etc/haproxy',
                read_only: true,
                bind: { create_host_path: false },
            },
        ],
    };
}
/** The networks of all web services; on each, the edge has the names by which other services reach them. */
function edgeNetworks({ services }, web, names) {
    const joined = web.flatMap((service) => Object.keys(services[service]?.networks ?? {}).map((key) => ({ key, own: names[service] ?? [] })));
    const aliases = (key) => joined.flatMap((one) => (one.key === key ? one.own : []));
    return Object.fromEntries(joined.map(({ key }) => [key, aliases(key).length === 0 ? null : { aliases: aliases(key) }]));
}
function roleOf(name, roles) {
    if (name === roles.web || roles.otherWeb?.includes(name) === true)
        return 'web';
    if (roles.workers.includes(name))
        return 'worker';
    return roles.schedulers.includes(name) ? 'scheduler' : undefined;
}
/** Sorts keys at every level, so that equal models give equal text. */
function sorted(value) {
    if (Array.isArray(value))
        return value.map(sorted);
    if (typeof value !== 'object' || value === null)
        return value;
    const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}


/***/ }),

/***/ 30221:
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
// EXTERNAL MODULE: ./src/edge/config.js + 1 modules
var config = __webpack_require__(81567);
// EXTERNAL MODULE: ./src/edge/upstreams.js
var upstreams = __webpack_require__(24509);
;// CONCATENATED MODULE: ./src/edge/tasks.js


/**
 * Renders HAProxy's configuration for a Swarm, where the engine's DNS knows the tasks of web: no release changes it.
 * A task that stops leaves the answer first, so its address is given up at once. Measured on real servers with lookups
 * each 500 ms, checks, and retries on failed connections: no request failed in updates that start first.
 * @param web the name of web's service
 */
function renderTaskConfig(settings, web) {
    const { port } = settings;
    return (0,config/* configOf */.W1)(settings, {
        head: '',
        note: '',
        lookUp: '500ms',
        obsolete: '0s',
        release: '',
        servers: `  default-server ${config/* checks */.AV} fall 2 init-addr none ${config/* resolving */.WI}
  server-template task ${upstreams/* slotCount */.EV} tasks.${web}:${port}`,
        others: '',
    });
}

// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
// EXTERNAL MODULE: ./src/model/project/project.js
var project = __webpack_require__(35616);
// EXTERNAL MODULE: ./src/compose/labels.js
var compose_labels = __webpack_require__(22423);
// EXTERNAL MODULE: ./src/compose/one-off.js
var one_off = __webpack_require__(62858);
;// CONCATENATED MODULE: ./src/compose/stack/health.js

/** Programs that images of Saleor lack: a check that needs one never succeeds. */
const lacking = /\b(curl|wget)\b/;
/**
 * Returns web with a health check that Swarm can wait for, and with time for requests in flight. Swarm takes a task
 * without a check for ready as soon as its program starts. A check of the file's own stays, unless it needs curl or
 * wget. Pure.
 */
function checkedService(service, times) {
    const { healthcheck } = service;
    const test = healthcheck?.disable === true ? [] : [healthcheck?.test ?? []].flat();
    const isOwn = test.length > 0 && test[0] !== 'NONE' && !lacking.test(test.join(' '));
    return {
        ...service,
        stop_grace_period: `${Math.max((0,project/* graceSecondsOf */.Re)(service), times.drainTimeout)}s`,
        ...(isOwn ? {} : { healthcheck: ownCheck(times) }),
    };
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
        const checked = name === roles.web ? checkedService(service, options) : service;
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
    if (name === roles.web)
        return strategy === 'recreate'
            ? { order: 'stop-first', parallelism: 0 }
            : { order: 'start-first', parallelism: strategy === 'rolling' ? 1 : 0 };
    const isBeside = roles.workers.includes(name) && !stopFirst.includes(name);
    return { order: isBeside ? 'start-first' : 'stop-first', parallelism: roles.workers.includes(name) ? 0 : 1 };
}
/** The edge on each node, on the node's own port. It finds web by DNS, so no release changes it. */
function edgeService(service, { model, web }, { edge, drainTimeout }, objects) {
    const content = Buffer.from(renderTaskConfig(edge, web));
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
/* harmony import */ var _accessories_stateful_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(45699);
/* harmony import */ var _labels_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(22423);
/* harmony import */ var _render_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(30221);



/**
 * Decides what becomes of the accessories of a stack. One that may hold data and differs stays as it runs, unless the
 * input names it; one that the file has no more stays too. Pure.
 */
function stackWork({ swarm, model, roles, root, updates = [] }, { swarm: observed }) {
    const wanted = swarm?.stack ?? { services: {} };
    const live = observed?.stack ?? { services: {} };
    const work = { stack: wanted, start: [], replace: [], left: [] };
    for (const name of roles.accessories) {
        const runs = observed?.services.find((one) => one.name === name);
        if (wanted.services[name] === undefined)
            continue;
        if (runs === undefined)
            work.start.push(name);
        else if (runs.definition !== wanted.services[name].labels?.[_labels_js__WEBPACK_IMPORTED_MODULE_1__/* .definitionLabel */ .M2]) {
            const why = updates.includes(name) ? undefined : (0,_accessories_stateful_js__WEBPACK_IMPORTED_MODULE_2__/* .whyStateful */ .v)(model, roles, name, root);
            if (why === undefined || live.services[name] === undefined)
                work.replace.push(name);
            else
                work.left.push({ service: name, why });
        }
    }
    for (const [name, { labels = {} }] of Object.entries(live.services))
        if (!(name in wanted.services) && labels[_labels_js__WEBPACK_IMPORTED_MODULE_1__/* .releaseLabel */ .wr] === undefined && labels[_labels_js__WEBPACK_IMPORTED_MODULE_1__/* .roleLabel */ .bR] !== 'edge')
            work.left.push({ service: name, why: 'the Compose file does not have it any more' });
    const kept = (0,_render_js__WEBPACK_IMPORTED_MODULE_0__/* .partOf */ .BU)(live, work.left.map(({ service }) => service));
    const { services, ...rest } = wanted;
    const others = Object.fromEntries(Object.entries(services).filter(([name]) => !(name in kept.services)));
    return { ...work, stack: (0,_render_js__WEBPACK_IMPORTED_MODULE_0__/* .together */ .bs)({ ...rest, services: others }, kept) };
}


/***/ }),

/***/ 55625:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  I: () => (/* binding */ likelyCause)
});

// UNUSED EXPORTS: signs

// EXTERNAL MODULE: ./src/model/evidence.js
var model_evidence = __webpack_require__(12970);
;// CONCATENATED MODULE: ./src/diagnosis/signs-data.js
const checkUrl = 'Correct DATABASE_URL.';
/** Signs of an unusable database, cache or broker. */
const dataSigns = [
    {
        pattern: /password authentication failed for user "([^"]+)"/,
        cause: 'The database refuses the password of $1.',
        fix: 'Correct DATABASE_URL. (The official image takes POSTGRES_PASSWORD only when it makes its volume: later it is ALTER USER.)',
    },
    {
        pattern: /(?:FATAL|ERROR|UndefinedObject): +role "([^"]+)" does not exist/,
        cause: 'The database has no user $1.',
        fix: checkUrl,
    },
    {
        pattern: /(?:FATAL|ERROR|InvalidCatalogName): +database "([^"]+)" does not exist/,
        cause: 'The server has no database $1.',
        fix: 'Correct DATABASE_URL, or make it: createdb $1.',
    },
    {
        pattern: /no pg_hba\.conf entry for host "([^"]+)"/,
        cause: 'The database takes no connections from $1.',
        fix: 'Allow it in pg_hba.conf, or in the rules of your provider; perhaps it wants ?sslmode=require.',
    },
    {
        pattern: /remaining connection slots are reserved|too many clients already|too many connections for (?:role|database) "/,
        cause: 'The database has no connection left.',
        fix: 'While old and new run side by side it needs twice as many: raise max_connections, lower DB_CONN_MAX_AGE or --workers, or put PgBouncer in front.',
    },
    {
        pattern: /the database system is (starting up|shutting down|in recovery mode)/,
        cause: 'The database is $1.',
        fix: 'Give its service a health check and depends_on: condition: service_healthy; then run it again.',
        unreachable: true,
    },
    {
        pattern: /server does not support SSL, but|port \d+ failed: SSL error|SSL SYSCALL error|SSL connection has been closed/,
        cause: 'Database and client do not agree about TLS.',
        fix: 'Correct ?sslmode= in DATABASE_URL: require where the provider demands it, disable in the Compose network.',
    },
    {
        pattern: /permission denied to create extension "?(\w+)|(?:ERROR|FeatureNotSupported|UndefinedFile|NotSupportedError): +extension "?(\w+)"? is not available/,
        cause: 'The migration needs the extension $1$2, which this user may not make or this server does not have.',
        fix: 'Make it once as superuser: CREATE EXTENSION $1$2. Saleor needs hstore, pg_trgm, btree_gin and pgcrypto.',
    },
    {
        pattern: /(?:FATAL|ERROR|InsufficientPrivilege|ProgrammingError): +(?:permission denied for (?:schema|table|relation|database) "?(\w+)|must be owner of \w+ (\w+))/,
        cause: 'The user of DATABASE_URL has no right to $1$2.',
        fix: 'Let it own the database: ALTER DATABASE … OWNER TO …',
    },
    {
        pattern: /cannot execute .+ in a read-only transaction/,
        cause: 'DATABASE_URL leads to a replica, which can only be read.',
        fix: 'Let DATABASE_URL lead to the primary, and DATABASE_URL_REPLICA to the replica.',
    },
    {
        pattern: /canceling statement due to lock timeout/,
        cause: 'The migration waited for a lock that something else holds, and gave up so that requests do not queue behind it.',
        fix: 'Run it again when less is going on; SELECT * FROM pg_stat_activity shows who holds long transactions.',
    },
    {
        pattern: /(?:ERROR|DeadlockDetected|OperationalError): +deadlock detected/,
        cause: 'The migration and something else waited for each other.',
        fix: 'Run it again when less is going on.',
    },
    {
        pattern: /(?:ERROR|Duplicate\w+|ProgrammingError): +(?:relation|column|type|index|constraint) "([^"]+)"(?: of relation "[^"]+")? already exists/,
        cause: 'The migration makes $1, which is there already: it ran half-way before, or twice at once, or somebody made it by hand.',
        fix: 'Look at what is there. If it is as the migration wants it: manage.py migrate --fake APP NAME.',
    },
    {
        pattern: /(?:ERROR|Undefined\w+|ProgrammingError): +(?:relation|column) "?([\w.]+)"? (?:of relation "[^"]+" )?does not exist/,
        cause: 'The code or a migration wants $1, which the database does not have: a migration is missing or was faked.',
        fix: 'Compare manage.py showmigrations with the release; check migrate-command.',
    },
    {
        pattern: /(?:ERROR|NotNullViolation|IntegrityError): +column "([^"]+)" (?:of relation "[^"]+" )?contains null values/,
        cause: 'The migration demands values for $1 that rows of the database do not have.',
        fix: 'Fill them in a migration before it, then demand them.',
    },
    {
        pattern: /could not create unique index "([^"]+)"|duplicate key value violates unique constraint "([^"]+)"/,
        cause: 'Rows of the database are not unique where $1$2 wants them so.',
        fix: 'Clean them up before the migration.',
    },
    {
        pattern: /Conflicting migrations detected|multiple leaf nodes in the migration graph/,
        cause: 'Two migrations follow the same one: two branches were merged.',
        fix: 'manage.py makemigrations --merge, and commit it.',
    },
    {
        pattern: /migrations\.exceptions\.(?:NodeNotFoundError|InconsistentMigrationHistory)/,
        cause: 'The migrations of the image do not fit those that the database has seen: one is missing, or they come in another order.',
        fix: 'Deploy an image that has all of them; going back over a migration needs the newer image.',
    },
    {
        pattern: /could not translate host name "([^"]+)"/,
        cause: "The database's name $1 does not resolve.",
        fix: 'Correct DATABASE_URL: the name of a service in the same network, or a whole host name.',
        unreachable: true,
    },
    {
        pattern: /connection to server at "([^"]+)"[^:]*, port (\d+) failed: Connection refused/,
        cause: 'Nothing listens at $1, port $2: the database does not run there.',
        fix: 'Start it, or correct host and port in DATABASE_URL.',
        unreachable: true,
    },
    {
        pattern: /connection to server at "([^"]+)".* failed: (?:timeout|Connection timed out|No route to host)|ConnectionTimeout: connection timeout expired/,
        cause: 'The database does not answer in time.',
        fix: 'Open its port for this server in the firewall, and check host and port in DATABASE_URL.',
        unreachable: true,
    },
    {
        pattern: /server closed the connection unexpectedly|terminating connection due to administrator command/,
        cause: 'The database closed the connection: it restarted or fell.',
        fix: "Look at the database's own log.",
        unreachable: true,
    },
    {
        pattern: /\bNOAUTH Authentication required|AuthenticationError: Authentication required/,
        cause: 'Redis wants a password, and the URL has none.',
        fix: 'Write redis://:password@host:6379/1 in CELERY_BROKER_URL and CACHE_URL.',
    },
    {
        pattern: /WRONGPASS|invalid username-password pair|AUTH .*without any password configured/,
        cause: 'Redis refuses the password of the URL.',
        fix: 'Correct CELERY_BROKER_URL and CACHE_URL.',
    },
    {
        pattern: /\bMISCONF\b/,
        cause: "Redis can't save to its disk and takes no more writes.",
        fix: 'Make room or rights for its volume; its own log says which.',
    },
    {
        pattern: /OOM command not allowed/,
        cause: 'Redis has reached its maxmemory.',
        fix: 'Raise it; a broker needs maxmemory-policy noeviction and room.',
    },
    {
        pattern: /READONLY You can't write against a read only replica/,
        cause: 'The URL leads to a replica of Redis, which can only be read.',
        fix: 'Let it lead to the primary.',
    },
    {
        pattern: /DB index is out of range/,
        cause: 'Redis has no database of the number at the end of the URL.',
        fix: 'Use 0 to 15, or raise databases.',
    },
    {
        pattern: /LOADING Redis is loading/,
        cause: 'Redis is still reading its data.',
        fix: 'Run it again in a moment.',
        unreachable: true,
    },
    {
        pattern: /\(403\) ACCESS_REFUSED|ACCESS_REFUSED - Login was refused/,
        cause: 'The broker refuses the login.',
        fix: 'Correct user, password and vhost in CELERY_BROKER_URL.',
    },
    {
        pattern: /Error -\d+ connecting to ([^\s:]+):\d+\./,
        cause: "Redis's name $1 does not resolve.",
        fix: 'Correct CELERY_BROKER_URL or CACHE_URL: the name of a service in the same network, or a whole host name.',
        unreachable: true,
    },
    {
        pattern: /Error \d+ connecting to (\S+:\d+|\/\S+?)\.(?: |$)/,
        cause: 'Nothing listens at $1: Redis does not run there.',
        fix: 'Start it, or correct host and port in CELERY_BROKER_URL or CACHE_URL.',
        unreachable: true,
    },
    {
        pattern: /Cannot connect to (amqps?:\/\/\S+?):? /,
        cause: 'The broker $1 can not be reached.',
        fix: 'Start it, or set CELERY_BROKER_URL: without it Celery looks for RabbitMQ on localhost.',
        unreachable: true,
    },
    {
        pattern: /host not found in upstream "([^"]+)"/,
        cause: 'nginx does not find the host $1 that it is to hand requests on to.',
        fix: 'Correct the name: that of a service in the same network.',
        unreachable: true,
    },
    {
        pattern: /could not translate host name|Name or service not known|Temporary failure in name resolution|Name does not resolve|lookup \S+?(?: on \S+?)?: (?:no such host|server misbehaving)|getaddrinfo(?: E[A-Z]+|.* failed)|Could not resolve host: /i,
        cause: 'A host name does not resolve.',
        fix: 'Check the names in the settings; on the server, /etc/resolv.conf and `docker network inspect`.',
        unreachable: true,
    },
    {
        pattern: /Errno 111\b|ConnectionRefusedError|\bECONNREFUSED\b|[:)] connection refused\b(?! by)|\(111: Connection refused\)/i,
        cause: 'Something that the program needs does not listen: database, Redis or broker.',
        fix: 'The last lines name it. Start it, or correct its host and port.',
        unreachable: true,
    },
];

;// CONCATENATED MODULE: ./src/diagnosis/signs-machine.js
const freeDisk = 'On the server: `docker system df` shows what takes the room, `docker image prune --all` frees some; or give it a larger disk.';
/** Signs of a fault of the machine, its engine or the registry. */
const machineSigns = [
    {
        pattern: /No space left on device|\bENOSPC\b|Errno 28\b|could not extend file/i,
        cause: 'The disk is full.',
        fix: freeDisk,
    },
    {
        pattern: /Cannot allocate memory|(?:^|[\s.:])MemoryError(?:[(:]|$)|Errno 12\b|\bout of memory(?:\s*[:.(]|\s*$)/i,
        cause: 'There is not enough memory.',
        fix: 'Raise deploy.resources.limits.memory, run fewer workers (--workers, -c), or give the server more.',
    },
    {
        pattern: /can't start new thread|fork: (?:retry: )?Resource temporarily unavailable/i,
        cause: 'The limit of processes is reached.',
        fix: 'Raise pids_limit (deploy.resources.limits.pids), or run fewer workers.',
    },
    {
        pattern: /Too many open files|Errno 24\b/i,
        cause: 'The limit of open files is reached.',
        fix: 'Raise ulimits: {nofile: 65536} of the service.',
    },
    {
        pattern: /Bind for \S*?:(\d+) failed: port is already allocated|listen tcp4? \S*?:(\d+): bind: address already in use/,
        cause: 'Port $1$2 of the server is taken by another container or program.',
        fix: 'On the server `docker ps` and `ss -ltnp` show by which. Stop it, or publish another port.',
    },
    {
        // The message of IPAM has a capital letter; the one for a listening program contains bind.
        pattern: /Error response from daemon: (?:.*: )?Address already in use/,
        cause: 'The fixed address that the Compose file gives is in use by another container.',
        fix: 'Remove ipv4_address (ipv6_address) and reach the service by its name; `docker network inspect` on the server shows who has it.',
    },
    {
        pattern: /Errno 98\b|\bEADDRINUSE\b|\bbind.*address already in use|\(98: Address already in use\)|Connection in use: \(/i,
        cause: 'The port that the program wants to listen on is taken, inside of its container or by network_mode: host.',
        fix: 'Start one server only, or give it another port.',
    },
    {
        pattern: /exec format error\b/i,
        cause: 'The program is made for another processor than the server has.',
        fix: "Build for the server's processor: platforms: linux/amd64 or linux/arm64 of build-image (`uname -m` on the server tells).",
    },
    {
        pattern: /no matching manifest for (\S+?)(?: in|$|,)/,
        cause: 'The image is not made for the processor of the server, $1.',
        fix: 'Build for it as well: platforms of build-image.',
    },
    {
        pattern: /network (\S+?) declared as external, but could not be found|Error response from daemon: (?:.*: )?network (\S+) not found/,
        cause: 'The network $1$2 is not there on the server.',
        fix: 'On the server: `docker network create $1$2`; or take external: true off it.',
    },
    {
        pattern: /external volume "([^"]+)" not found/,
        cause: 'The volume $1 is not there on the server.',
        fix: 'On the server: `docker volume create $1`; or take external: true off it.',
    },
    {
        pattern: /Pool overlaps with other one on|non-overlapping IPv4 address pool|all predefined address pools/i,
        cause: 'The engine has no free range of addresses for another network.',
        fix: 'On the server: `docker network prune`; or set default-address-pools in /etc/docker/daemon.json.',
    },
    {
        pattern: /No chain\/target\/match by that name/,
        cause: "The firewall's rules of the engine are gone, as after a restart of the firewall.",
        fix: 'On the server: sudo systemctl restart docker.',
    },
    {
        pattern: /bind source path does not exist: (\S+)|error while creating mount source path '([^']+)'/,
        cause: 'The folder $1$2 that the Compose file mounts can not be had on the server.',
        fix: 'Make it on the server, or use a named volume.',
    },
    {
        pattern: /data directory "([^"]+)" has (?:wrong ownership|invalid permissions)/,
        cause: "The database's folder $1 belongs to another user.",
        fix: 'Use a named volume, or give the folder to the user of the container (postgres has 999, on Alpine 70).',
    },
    {
        pattern: /database files are incompatible with server|initialized by PostgreSQL version \d+.* not compatible/,
        cause: "The database's files were made by another major version of PostgreSQL than the image has.",
        fix: 'Go back to the image of that version; a new major version needs pg_dump from the old one and a new volume.',
    },
    {
        pattern: /Errno 30\b|Read-only file system/i,
        cause: 'Something is written to a file system that can only be read.',
        fix: 'Give the folder a volume, or take read_only (or :ro) off.',
    },
    {
        pattern: /\[Errno (?:1|13)\] (?:Permission denied|Operation not permitted): '([^']+)'|open\(\) "([^"]+)" failed \(13: Permission denied\)|can't open .*?(\/\S+).*: Permission denied/,
        cause: 'The user of the container may not use $1$2$3.',
        fix: 'Give the folder or volume to that user (`id` in the container tells), or set user: of the service.',
    },
    {
        pattern: /\btoomanyrequests\b|reached your (?:unauthenticated )?pull rate limit/i,
        cause: 'The registry has had too many pulls from this address.',
        fix: 'Give registry-username and registry-password, or keep the image in a registry of your own.',
    },
    {
        pattern: /unauthorized: (?:authentication required|incorrect username or password)|Error response from daemon: .*\b(?:unauthorized|(?<!permission )denied(?:: |$))|pull access denied|no basic auth credentials|requested access to the resource is denied/i,
        cause: 'The registry does not let this login read the image.',
        fix: 'Give registry-username and registry-password with the right to read it, and check the name of the image.',
    },
    {
        pattern: /(?:Get|Head) "https?:\/\/([^/"]+)\/v2\/(?:[^"]+\/(?:manifests|blobs)\/[^"]*)?": (?:dial tcp|read tcp|context deadline|EOF|net\/http: (?:request canceled|TLS handshake timeout))/,
        cause: 'The server does not get to the registry $1.',
        fix: 'See whether it runs, and on the server: curl -I https://$1/v2/ (a name that does not resolve, a firewall, a proxy).',
    },
    {
        pattern: /manifest unknown(?=$|:)|manifest for \S+[:@]\S+ not found|failed to resolve reference "/,
        cause: 'There is no such image in the registry.',
        fix: 'Check name and tag; of the app, deploy the digest that push-registry put out.',
    },
    {
        pattern: /x509: (?:certificate|cannot)|certificate signed by unknown authority|certificate verify failed|\bCERT_HAS_EXPIRED\b|Error: certificate has expired/i,
        cause: "The certificate of the other side is not valid for this machine: expired, of an unknown authority, or the machine's clock is wrong.",
        fix: 'Check `date` on the server; for an authority of your own put it into /etc/docker/certs.d or into the image.',
    },
    {
        pattern: /server gave HTTP response to HTTPS client/,
        cause: 'The registry speaks plain HTTP, and the engine insists on TLS.',
        fix: 'Give the registry a certificate, or name it under insecure-registries in /etc/docker/daemon.json.',
    },
];

;// CONCATENATED MODULE: ./src/diagnosis/signs-start.js
/** Signs of a program that cannot start: image, command, settings. */
const startSigns = [
    {
        pattern: /environment variable "(\w+)" required by \w+ "([^"]+)" is not set/,
        cause: 'The secret or config $2 takes the variable $1 of the server, where it is not set.',
        fix: 'Give its value to the containers by the environment input; or put it into a file on the server, and write file: and its absolute path.',
    },
    {
        pattern: /(?:Cannot|Could not) open configuration file\S* (\S+)/,
        cause: 'HAProxy can not read its configuration $1.',
        fix: 'Put the file there on the server, readable for the user of the container, or into the image.',
    },
    {
        pattern: /\[ALERT\].* parsing \[([^\]]+)\] ?: (.+)/,
        cause: 'HAProxy does not understand $1: $2.',
        fix: 'Correct it; `haproxy -c -f FILE` checks one.',
    },
    {
        pattern: /^Usage ?: haproxy|\[ALERT\].*Error\(s\) found in configuration file/,
        cause: 'HAProxy was started without a configuration that it can use.',
        fix: 'Correct its file, and see that it is on the server: Docker mounts an empty folder in place of one that is not.',
    },
    {
        pattern: /exec: \\?"([^"\\]+)\\?": (?:stat \S+: )?(?:executable file not found|no such file or directory)/,
        cause: 'The program $1 is not in the image.',
        fix: 'Correct command or entrypoint, or remove them: the image has its own.',
    },
    {
        pattern: /exec: \\?"([^"\\]+)\\?": (?:stat \S+: )?permission denied/,
        cause: 'The file $1 may not be executed.',
        fix: 'Make it executable in the image (chmod +x), or start it by its interpreter.',
    },
    {
        pattern: /(?:^|[/ ])(?:ba|da|a)?sh: (?:(?:line )?\d+: )?(?:exec: )?([^\s:]+): (?:command )?not found|\.sh: (?:line )?\d+: (?:exec: )?([^\s:]+): (?:command )?not found/,
        cause: 'The shell of the command does not find $1$2 in the image.',
        fix: 'Correct the command, or remove it: the image has its own.',
    },
    {
        pattern: /python[\d.]*: can't open file '([^']+)'/,
        cause: 'Python does not find the file $1 in the image.',
        fix: 'Correct the command or working_dir, or copy the file into the image.',
    },
    {
        pattern: /error while loading shared libraries: ([^:]+)|ImportError: (lib\S+?): cannot open shared object/,
        cause: 'The image lacks the library $1$2.',
        fix: 'Install its package in the last stage of the Dockerfile.',
    },
    {
        pattern: /version `(GLIBC\w*_[\d.]+)' not found/,
        cause: 'A program was built against a newer system than the image has ($1).',
        fix: 'Use the same base image in all stages of the Dockerfile.',
    },
    {
        pattern: /No module named '([\w.]+)'|python[\d.]*: No module named ([\w.]+)/,
        cause: "Python can't import $1$2: the image lacks it, or the name is wrong.",
        fix: 'Add the package to the image, or correct the name in command or settings.',
    },
    {
        pattern: /ImportError: cannot import name '([^']+)' from '([^']+)'/,
        cause: "Python can't import $1 from $2: another version of the package is in the image than the code is for.",
        fix: "Pin the package's version, and build from the lock file.",
    },
    {
        pattern: /Error loading ASGI app\. (.+)/,
        cause: 'The server does not find the application: $1',
        fix: 'Correct the name in the command; for Saleor it is saleor.asgi:application.',
    },
    {
        pattern: /Unable to load celery application\b/,
        cause: 'Celery does not find its application.',
        fix: 'Correct --app in the command; for Saleor it is saleor.celeryconf:app.',
    },
    {
        pattern: /^\s*((?:Syntax|Indentation|Tab|Name)Error: .+)/,
        cause: 'The code of the image does not run: $1.',
        fix: 'Correct it; `python -m compileall` in the pipeline finds such faults before the build.',
    },
    {
        pattern: /Unable to load provided PEM private key/,
        cause: 'RSA_PRIVATE_KEY is no key that can be loaded.',
        fix: 'Give it with real line breaks, from BEGIN to END. `openssl genrsa 3072` makes one.',
    },
    {
        pattern: /superuser password is not specified/,
        cause: 'The database is set up for the first time and has no POSTGRES_PASSWORD.',
        fix: 'Set POSTGRES_PASSWORD for its service.',
    },
    {
        pattern: /\b([A-Z][A-Z0-9_]{3,}) (?:environment variable|setting) (?:must|is not|is missing|is required)|(?:ImproperlyConfigured: (?:.* )?|\b[Vv]ariable )"?([A-Z][A-Z0-9_]{3,})"? (?:must be set|must not be empty|is not provided|is not set|is missing|is required)/,
        cause: 'The variable $1$2 is missing.',
        fix: 'Set $1$2 in the environment input.',
    },
    {
        pattern: /^KeyError: '([A-Z][A-Z0-9]*_[A-Z0-9_]+)'/,
        cause: 'The variable $1 is missing.',
        fix: 'Set $1 in the environment input.',
    },
    {
        pattern: /ImproperlyConfigured: (.+)/,
        cause: 'A setting is missing or wrong: $1',
        fix: 'Correct it in the environment input.',
    },
    {
        pattern: /(?:No such option:? '?|unrecognized arguments: )(--?[\w-]+)/,
        cause: 'The program does not know the option $1.',
        fix: "Correct the command, or remove it: the image's own fits its version.",
    },
    {
        pattern: /Unknown command: '([^']+)'/,
        cause: 'manage.py has no command $1.',
        fix: 'Correct it in the command, or in migrate-command.',
    },
    {
        pattern: /Got unexpected extra argument|^Error: Invalid value for '/,
        cause: 'The program does not understand its arguments.',
        fix: 'Correct the command; && and ; need a shell.',
    },
    {
        pattern: /Invalid HTTP_HOST header: '([^']+)'/,
        cause: 'Django refuses to be asked as $1, which ALLOWED_HOSTS does not have.',
        fix: 'Set health-host to a name in ALLOWED_HOSTS, or use a health-path that Django does not serve, such as /health/.',
    },
    {
        pattern: /(?:Uvicorn running on|Listening at:) https?:\/\/(?:127\.0\.0\.1|localhost):(\d+)/,
        cause: 'The server listens on 127.0.0.1 alone, where nobody outside of its container reaches it.',
        fix: 'Add --host 0.0.0.0 (uvicorn) or --bind 0.0.0.0:$1 (gunicorn) to the command.',
    },
    {
        pattern: /Worker failed to boot|WORKER TIMEOUT/,
        cause: "gunicorn's workers do not come up.",
        fix: 'The lines before it say why; --timeout if they are merely slow.',
    },
];
/**
 * The last sign: a worker may have died for any reason, and other lines may name it. The five seconds cannot be
 * changed in the uvicorn of Saleor, 0.32.
 * https://github.com/encode/uvicorn/blob/0.32.1/uvicorn/supervisors/multiprocess.py
 */
const lostWorker = {
    pattern: /\bChild process \[\d+\] died/,
    cause: 'The server ended a worker of its own that fell or did not answer it within 5 s: most often for want of processor or memory.',
    fix: 'Run fewer workers (--workers), raise deploy.resources.limits, or give the server more.',
};

;// CONCATENATED MODULE: ./src/diagnosis/cause.js




/** All signs, in the order of the search. */
const signs = [...machineSigns, ...startSigns, ...dataSigns, lostWorker];
/** Exit codes with a meaning of their own; 128 and more are signals. */
const exits = {
    126: {
        cause: 'the program of the command may not be executed.',
        fix: 'Make it executable in the image (chmod +x), or start it by its interpreter.',
    },
    127: {
        cause: 'the program of the command is not in the image.',
        fix: 'Correct the command, or remove it: the image has its own.',
    },
    132: {
        cause: 'the processor does not know an instruction of the program.',
        fix: 'Build for the processor of the server.',
    },
    134: { cause: 'the program gave up by itself (SIGABRT).', fix: 'Its last lines say why.' },
    137: {
        cause: 'it was killed from outside (SIGKILL): often by the kernel, for want of memory.',
        fix: '`dmesg` on the server tells. Raise its memory, or run fewer workers.',
    },
    139: {
        cause: 'the program crashed (SIGSEGV), most often in a compiled library.',
        fix: 'Build its packages for the base image that is used.',
    },
    143: { cause: 'somebody asked it to stop while it was starting.', fix: 'Run it again.' },
};
/**
 * The most likely cause of a failure, from the state of the host. An unreachable service may be a container of the
 * project with its own cause. Undefined if nothing matches. Pure.
 */
function likelyCause(evidence) {
    const { containers, release, said } = evidence;
    const fresh = containers.filter((one) => one.release === release);
    const others = containers.filter((one) => one.release === '' && !(0,model_evidence/* isWell */.f)(one));
    const fallen = fresh.filter((one) => !(0,model_evidence/* isWell */.f)(one));
    const killed = [...fallen, ...others].find((one) => one.outOfMemory);
    if (killed !== undefined)
        return killedFor(killed);
    // The inspection may come after the restart, when the state is gone; the failed step saw it.
    const wasKilled = said.some((line) => line.includes('was killed: out of memory'));
    if (wasKilled)
        return killedFor(undefined);
    const found = bySigns(said) ?? first(fallen, ofContainer) ?? first(fresh, ofContainer);
    if (found !== undefined && found.unreachable !== true)
        return found;
    return (first(others, ofContainer) ??
        (others[0] && notRunning(others[0])) ??
        found ??
        byState(evidence, fallen, fresh));
}
function ofContainer({ service, error, lines, checks }) {
    const found = bySigns([error]) ?? bySigns(lines) ?? brokenCheck(checks);
    return found === undefined ? undefined : { ...found, cause: `${service}: ${found.cause}` };
}
/** The first sign that matches any line, with its last match: later lines come from deeper causes. */
function bySigns(lines) {
    for (const { pattern, cause, fix, unreachable } of signs) {
        const found = lines.map((line) => pattern.exec(line)).findLast((one) => one !== null);
        if (found === undefined || found === null)
            continue;
        const filled = (text) => text.replace(/\$(\d)/g, (_, at) => found[Number(at)] ?? '');
        return { cause: filled(cause), fix: filled(fix), ...(unreachable === undefined ? {} : { unreachable }) };
    }
    return undefined;
}
function brokenCheck(checks) {
    const tool = /exec: "?([^"\s:]+)"?: executable file not found|sh: (?:\d+: )?(\w+): not found/.exec(checks.at(-1) ?? '');
    return tool === null
        ? undefined
        : {
            cause: `its health check needs ${tool[1] ?? tool[2]}, which is not in the image.`,
            fix: `Use what is there: ["CMD", "python3", "-c", "import urllib.request as r; r.urlopen('http://localhost:8000/health/', timeout=5)"]`,
        };
}
/** The cause if no line matches: how it ended, where it listens, or that it does not answer. */
function byState({ reason, port, said }, fallen, fresh) {
    const ends = fallen.map(({ service, exitCode }) => ({ who: service, code: exitCode }));
    const ended = [...ends, ...said.flatMap(exitSaid)].find(({ code }) => exits[code] !== undefined);
    const exit = exits[ended?.code ?? 0];
    if (ended !== undefined && exit !== undefined)
        return { ...exit, cause: `${ended.who}: ${exit.cause}` };
    const elsewhere = fresh.flatMap(({ service, lines }) => lines.flatMap((line) => {
        const [, evidenceOf] = /(?:running on|Listening at:?) https?:\/\/\S*?:(\d+)/.exec(line) ?? [];
        return evidenceOf === undefined || Number(evidenceOf) === port ? [] : [{ service, evidenceOf }];
    }))[0];
    if (elsewhere !== undefined)
        return {
            cause: `${elsewhere.service}: the server listens on port ${elsewhere.evidenceOf}, and the Compose file publishes ${port}.`,
            fix: `Let it listen on ${port}, or publish "${port}:${elsewhere.evidenceOf}".`,
        };
    const silent = fresh.find((one) => one.status === 'running');
    // The crash may be on another host.
    const hasFallen = fallen.length > 0 || said.some((line) => / exited (?:with code|and was) /.test(line));
    if (reason !== 'unhealthy' || silent === undefined || hasFallen)
        return undefined;
    return {
        cause: `It runs and does not answer well on port ${port}: it is slow to start, refuses, or waits for something.`,
        fix: 'Its last lines say what it does; health-timeout if it is merely slow, health-path if it answers elsewhere.',
    };
}
/** The exit code that the failed step saw: a container that runs again no longer shows it. */
function exitSaid(line) {
    const [, who, code] = /(\S+) exited with code (\d+)/.exec(line) ?? [];
    return who === undefined ? [] : [{ who, code: Number(code) }];
}
function killedFor(container) {
    return {
        cause: `${container === undefined ? 'It' : container.service} was killed because it used more memory than it may.`,
        fix: 'Raise deploy.resources.limits.memory (or mem_limit), or run fewer workers (--workers, -c).',
    };
}
function notRunning({ service, status, exitCode, health }) {
    const known = status === 'running' ? undefined : exits[exitCode];
    if (known !== undefined)
        return { ...known, cause: `${service}: ${known.cause}` };
    return {
        cause: `${service} is not well: ${status === 'running' ? health : `${status}, exit code ${exitCode}`}.`,
        fix: `Its last lines say why; on the server: docker compose logs ${service}.`,
    };
}
function first(items, read) {
    for (const item of items) {
        const found = read(item);
        if (found !== undefined)
            return found;
    }
    return undefined;
}


/***/ }),

/***/ 99643:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IL: () => (/* binding */ saveBundle),
/* harmony export */   WE: () => (/* binding */ explain),
/* harmony export */   sb: () => (/* binding */ examine)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(16986);
/* harmony import */ var _model_evidence_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(12970);
/* harmony import */ var _report_host_failures_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(35394);
/* harmony import */ var _cause_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(55625);
/* harmony import */ var _report_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(98385);
/* harmony import */ var _secrets_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(70658);








/** The timeout of a host in seconds: the undo waits for it. */
const timeoutSeconds = 10;
/** Failures for which containers know more than the message. A lost host cannot be inspected. */
const reporting = [
    ...['pull-failed', 'backup-failed', 'migration-failed', 'start-failed'],
    ...['unhealthy', 'switch-failed', 'bake-failed'],
];
/**
 * Captures the state of the failed containers before the undo removes them. A host that does not answer in time is described
 * by the step's own output alone. It never throws, takes at most ten seconds, and asks nothing of a
 * cancelled job, because the undo comes next.
 */
async function examine(engine, members, error, { clock, log, cancelled }) {
    if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .StepFailed */ .an) || !reporting.includes(error.reason) || cancelled.aborted)
        return [];
    const over = new AbortController();
    const found = new Map(members.map((one) => [one, evidenceOf(one, error)]));
    const looking = members.map(async (member) => {
        try {
            const { model, secrets = (0,_secrets_js__WEBPACK_IMPORTED_MODULE_7__/* .secretsIn */ .V)(model) } = member.desired;
            const captured = await engine.capture(member, (text) => (0,_secrets_js__WEBPACK_IMPORTED_MODULE_7__/* .withoutSecrets */ .c)(text, secrets));
            found.set(member, { ...evidenceOf(member, error), ...captured });
        }
        catch (failure) {
            log.debug(`${member.host.name}: no diagnosis: ${(0,_report_host_failures_js__WEBPACK_IMPORTED_MODULE_4__/* .messageOf */ .u)(failure)}`);
        }
    });
    const enough = clock.sleep(timeoutSeconds, AbortSignal.any([over.signal, cancelled])).catch(() => { });
    await Promise.race([Promise.all(looking), enough]);
    over.abort();
    return [...found.values()];
}
/**
 * Adds the evidence to the error: the likely cause to its message, the rest to the job summary, and all of it to a
 * folder if one is set.
 */
async function explain(error, evidence, { secrets = [], folder }, { log, context }) {
    if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .StepFailed */ .an))
        return;
    // The runner masks secrets in its log, but not in summaries.
    error.message = (0,_secrets_js__WEBPACK_IMPORTED_MODULE_7__/* .withoutSecrets */ .c)(error.message, secrets);
    error.evidence = (0,_secrets_js__WEBPACK_IMPORTED_MODULE_7__/* .withoutSecrets */ .c)(error.evidence, secrets);
    if (evidence.length === 0)
        return;
    const [likely] = evidence.flatMap((one) => (0,_cause_js__WEBPACK_IMPORTED_MODULE_5__/* .likelyCause */ .I)(one) ?? []);
    const message = error.message;
    if (likely !== undefined)
        error.message = `${message}\nLikely cause: ${likely.cause}\nWhat to do: ${likely.fix}`;
    error.report = [(0,_report_js__WEBPACK_IMPORTED_MODULE_6__/* .diagnosisPart */ .Hg)(evidence, error.evidence), error.report].filter(Boolean).join('\n\n');
    if (folder === undefined)
        return;
    await saveBundle((0,_report_js__WEBPACK_IMPORTED_MODULE_6__/* .bundleOf */ .cj)(evidence, error.message), folder, { log, context });
}
/** Writes a diagnosis into a folder of the workspace, for actions/upload-artifact. A failure is only a warning. */
async function saveBundle(files, folder, { log, context }) {
    try {
        await save(files, (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(context.workspace, folder));
        log.info(`The diagnosis is in ${folder}; actions/upload-artifact keeps it.`);
    }
    catch (failure) {
        log.warning(`The diagnosis could not be written to ${folder}: ${(0,_report_host_failures_js__WEBPACK_IMPORTED_MODULE_4__/* .messageOf */ .u)(failure)}`);
    }
}
/** Readable for this user only: the files have no secrets, but logs are private. */
async function save(files, folder) {
    for (const [name, text] of files) {
        const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(folder, name);
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path), { recursive: true, mode: 0o700 });
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.writeFile)(path, text, { mode: 0o600 });
    }
}
/** The evidence from the failed step alone, without its host. */
function evidenceOf({ host, desired }, error) {
    const { model, release, edge, secrets = (0,_secrets_js__WEBPACK_IMPORTED_MODULE_7__/* .secretsIn */ .V)(model) } = desired;
    return {
        host: host.name,
        reason: error.reason,
        said: (0,_model_evidence_js__WEBPACK_IMPORTED_MODULE_3__/* .linesOf */ .D)((0,_secrets_js__WEBPACK_IMPORTED_MODULE_7__/* .withoutSecrets */ .c)(`${error.evidence}\n${error.message}`, secrets)),
        release: release.id,
        containers: [],
        port: edge.port,
        machine: '',
    };
}


/***/ }),

/***/ 98385:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hg: () => (/* binding */ diagnosisPart),
/* harmony export */   Hw: () => (/* binding */ logsOf),
/* harmony export */   cj: () => (/* binding */ bundleOf),
/* harmony export */   yc: () => (/* binding */ containerTable)
/* harmony export */ });
/* harmony import */ var _model_evidence_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(12970);
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(80231);


/** The evidence for the job summary: every container, and the logs of the unhealthy ones. Pure. */
function diagnosisPart(evidence, shown) {
    const several = evidence.length > 1;
    return evidence
        .filter(({ containers }) => containers.length > 0)
        .map(({ host, containers, release }) => {
        const named = several ? `${host}: ` : '';
        const speaking = containers.filter((one) => !(0,_model_evidence_js__WEBPACK_IMPORTED_MODULE_0__/* .isWell */ .f)(one) || one.release === release);
        return [
            (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .details */ .zH)(`${named}${(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .counted */ .hS)(containers.length, 'container')} when it failed`, containerTable(containers)),
            ...speaking.flatMap((one) => logsOf(one, named, shown)),
        ].join('\n\n');
    })
        .join('\n\n');
}
/** The state of each container. Pure. */
function containerTable(containers) {
    return (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .table */ .tp)(['', 'Container', 'State', 'Restarts', 'Health'], containers.map((one) => [
        (0,_model_evidence_js__WEBPACK_IMPORTED_MODULE_0__/* .isWell */ .f)(one) ? '✅' : '❌',
        (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .inlineCode */ .ti)(one.name),
        stateOf(one),
        String(one.restarts),
        one.health,
    ]));
}
function stateOf({ status, exitCode, outOfMemory, error }) {
    const ended = status === 'exited' || status === 'dead' ? `${status}, exit code ${exitCode}` : status;
    return [ended, outOfMemory ? 'out of memory' : '', error === '' ? '' : (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .inlineCode */ .ti)(error)]
        .filter(Boolean)
        .join(', ');
}
/**
 * The last lines of a container, and its health checks where they fail. Pure.
 * @param host stands before its name
 * @param shown a text that readers have seen already
 */
function logsOf({ name, lines, checks, health }, host, shown) {
    // Lines that the failed step has already shown are not repeated.
    const isNew = lines.length > 0 && !shown.includes(lines.at(-1) ?? '');
    return [
        ...(isNew ? [(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .details */ .zH)(`${host}${name}: last lines`, (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .code */ .aY)(lines.join('\n')))] : []),
        ...(health === 'unhealthy' && checks.length > 0
            ? [(0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .details */ .zH)(`${host}${name}: its health checks`, (0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .code */ .aY)(checks.join('\n')))]
            : []),
    ];
}
/** The same evidence as files, with a folder for each host. Pure. */
function bundleOf(evidence, message) {
    const files = new Map([['error.txt', `${message}\n`]]);
    for (const { host, containers, said, machine } of evidence) {
        const folder = host.replace(/[^\w.-]/g, '_');
        files.set(`${folder}/said.txt`, `${said.join('\n')}\n`);
        files.set(`${folder}/machine.txt`, `${machine}\n`);
        files.set(`${folder}/containers.json`, `${JSON.stringify(containers.map((one) => ({ ...one, lines: undefined })), undefined, 2)}\n`);
        for (const { name, lines } of containers)
            if (lines.length > 0)
                files.set(`${folder}/${name}.log`, `${lines.join('\n')}\n`);
    }
    return files;
}


/***/ }),

/***/ 70658:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ secretsIn),
/* harmony export */   c: () => (/* binding */ withoutSecrets)
/* harmony export */ });
/* harmony import */ var _inputs_values_secret_values_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(99131);
/* harmony import */ var _model_project_project_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(35616);


/** The secrets in the environments of a project, in the pieces that programs print. */
function secretsIn({ services }) {
    const found = Object.values(services).flatMap((service) => [...(0,_model_project_project_js__WEBPACK_IMPORTED_MODULE_0__/* .environmentOf */ .p7)(service)].flatMap(([name, value]) => _inputs_values_secret_values_js__WEBPACK_IMPORTED_MODULE_1__/* .secretName */ .Gf.test(name) && !(0,_inputs_values_secret_values_js__WEBPACK_IMPORTED_MODULE_1__/* .isHarmless */ .EW)(name, value)
        ? (0,_inputs_values_secret_values_js__WEBPACK_IMPORTED_MODULE_1__/* .piecesOf */ .Xe)(value)
        : (0,_inputs_values_secret_values_js__WEBPACK_IMPORTED_MODULE_1__/* .loginPieces */ .hy)(value).flatMap(_inputs_values_secret_values_js__WEBPACK_IMPORTED_MODULE_1__/* .piecesOf */ .Xe)));
    return [...new Set(found)];
}
/**
 * The text without secrets. The runner masks its log, but not files and summaries. Passwords in URLs are masked
 * too, whoever owns them.
 */
function withoutSecrets(text, secrets) {
    const known = [...new Set(secrets.flatMap((one) => [one, encodeURIComponent(one.toWellFormed())]))]
        .toSorted((one, other) => other.length - one.length)
        .reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
    return known
        .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s/?#:@'"]*:)[^\s/?#@'"]+@/gi, '$1***@')
        .replace(/-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, '*** (a private key)');
}


/***/ }),

/***/ 99131:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EW: () => (/* binding */ isHarmless),
/* harmony export */   Gf: () => (/* binding */ secretName),
/* harmony export */   Xe: () => (/* binding */ piecesOf),
/* harmony export */   hy: () => (/* binding */ loginPieces),
/* harmony export */   mo: () => (/* binding */ passwordInUrl)
/* harmony export */ });
/** Names whose values are secrets. */
const secretName = /SECRET|PASSWORD|PASSWD|PRIVATE_KEY|ACCESS_KEY|API_KEY|TOKEN|_DSN$|CREDENTIAL/i;
/** `scheme://user:password@host`: the password. */
const passwordInUrl = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*?:([^/?#\s]+)@/i;
/** Shorter values are `True`, `8000`, `redis`: masking them would make logs unreadable and protect nothing. */
const shortest = 6;
/** Words for yes and no, which are never a secret. */
const answer = /^(true|false|yes|no|on|off|none|null)$/i;
/** A number with its unit, one short word, an absolute path, a host with its port, an email address. */
const shapes = [
    /^-?\d+(\.\d+)?[a-z%]{0,2}$/i,
    /^[a-z][a-z_-]{0,11}$/i,
    /^(\/[\w.-]{1,19})+\/?$/,
    /^\.?([a-z0-9-]{1,19}\.)+([a-z]{2,19}|\d{1,3})(:\d+)?$/,
    /^[\w.+-]{1,30}@([a-z0-9-]{1,19}\.)+[a-z]{2,19}$/,
];
/**
 * Whether a log may show the value: a number, a word, a host, a URL without credentials. Under the name of a secret
 * nearly everything is one. Pure.
 */
function isHarmless(name, value) {
    const text = value.trim();
    if (answer.test(text) || isOpenUrl(text))
        return true;
    if (secretName.test(name))
        return false;
    return text.split(/[\s,]+/).every((one) => isOpenUrl(one) || shapes.some((shape) => shape.test(one)));
}
/**
 * The parts of a secret value to mask, as programs print it: each line, and of a URL the password, encoded and decoded,
 * and the login in base64. Neither the BEGIN and END lines of a key, nor short parts. Pure.
 */
function piecesOf(value) {
    const pieces = [...value.split(/[\r\n]+/), ...loginPieces(value)].map((one) => one.trim());
    return [...new Set(pieces)].filter((one) => one.length >= shortest && !one.startsWith('-----'));
}
/** The parts of `scheme://user:password@host`; empty for a value without a password. */
function loginPieces(value) {
    const [, user = '', password] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#\s]*?):([^/?#\s]*)@/i.exec(value.trim()) ?? [];
    if (!password)
        return [];
    const meant = decoded(password);
    return [password, meant, Buffer.from(`${decoded(user)}:${meant}`).toString('base64')];
}
/** No user, no query, and no long part: webhooks carry their secret in the path. */
function isOpenUrl(text) {
    if (!/^[a-z][a-z0-9+.-]*:\/\/[^\s@?#]+$/i.test(text))
        return false;
    return text
        .split(/[/:]/)
        .every((part) => part.length < 20 || /^[a-z0-9-]{1,40}(\.[a-z0-9-]{1,40})+$/.test(part));
}
function decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}


/***/ }),

/***/ 79516:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ lookAtMetrics),
/* harmony export */   Y: () => (/* binding */ assertAskable)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);
/* harmony import */ var _host_inspect_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(40740);
/* harmony import */ var _ask_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9614);



/** Seconds until an answer counts as none: whoever waits for it is watching a release meanwhile. */
const answerSeconds = 5;
/** Asks all checks of a host's Prometheus at once, over the run's connection and beside the guard. */
async function lookAtMetrics(host, { address, checks }) {
    const commands = checks.map((check) => (0,_ask_js__WEBPACK_IMPORTED_MODULE_2__/* .metricCommand */ .G)(address, check));
    const answers = await (0,_host_inspect_js__WEBPACK_IMPORTED_MODULE_1__/* .inspect */ .N)(host, commands, { seconds: answerSeconds, allowSilence: true });
    return checks.map((check, index) => ({
        check,
        verdict: (0,_ask_js__WEBPACK_IMPORTED_MODULE_2__/* .judgeMetric */ .m)(check, answers[index] ?? { code: 255, stdout: '' }),
    }));
}
/**
 * Asks once before a deploy changes anything: a gate that nobody can ask would undo it at its end. A value beyond its limit is
 * no problem here, as the deploy may be what mends it.
 * @throws UserError `not-ready` without a Prometheus, `bad-input` for queries that it refuses
 */
async function assertAskable(host, metrics) {
    const looks = await lookAtMetrics(host, metrics);
    const refused = looks.filter(({ verdict }) => verdict.problem === 'refused');
    if (refused.length > 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', refused.map(({ check, verdict }) => `Input 'metric-checks': ${check.name}: ${verdict.got}.`).join('\n'), 'Try the query in Prometheus; with the limit it must be a number or a list of numbers.');
    const silent = looks.find(({ verdict }) => verdict.problem === 'silent');
    if (silent === undefined)
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('not-ready', `${host.name}: metric-checks can't be asked at ${metrics.address}: ${silent.verdict.got}.`, `Start Prometheus (docs/monitoring.md), correct prometheus-address, or leave metric-checks out.`);
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
/* harmony export */   Nb: () => (/* binding */ removedContainers),
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
/** Containers of app services that an earlier release created and this one no longer has. */
function removedContainers({ model, release }, { containers }) {
    return containers.filter((one) => one.release !== '' && one.release !== release.id && !(one.service in model.services));
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

/***/ 10261:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ isOlder)
/* harmony export */ });
/** Whether a version such as 20.10.24+dfsg1 is older, by major and minor; distributions add all kinds of suffixes. Pure. */
function isOlder(version, than) {
    const [major, minor] = partsOf(version);
    const [needMajor, needMinor] = partsOf(than);
    return major < needMajor || (major === needMajor && minor < needMinor);
}
function partsOf(version) {
    const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number.parseFloat);
    return [major, minor];
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

/***/ 99944:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F2: () => (/* binding */ parseReference),
/* harmony export */   Fv: () => (/* binding */ registryOf),
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


/***/ }),

/***/ 41563:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ returningServices),
/* harmony export */   w: () => (/* binding */ formerContainers)
/* harmony export */ });
/* harmony import */ var _desired_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(50809);
/* harmony import */ var _observed_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(97755);


/**
 * Accessories of this release that another release runs behind the edge as further web services. They get their ports
 * back once the edge has released them.
 */
function returningServices({ roles }, observed) {
    return roles.accessories.filter((name) => formerly(observed, name).length > 0);
}
/**
 * Containers of another release whose services this one does not replace: they are accessories now, or gone from the
 * project. They are removed once this release is live.
 */
function formerContainers(desired, observed) {
    const replaced = (0,_desired_js__WEBPACK_IMPORTED_MODULE_1__/* .replacedServices */ .J6)(desired);
    return observed.containers.filter(({ service, release }) => release !== '' && release !== desired.release.id && !replaced.includes(service));
}
/** A release labels its containers of web, workers and schedulers; accessories have no release label. */
function formerly(observed, service) {
    return (0,_observed_js__WEBPACK_IMPORTED_MODULE_0__/* .containersOf */ .Mz)(observed, service).filter(({ release }) => release !== '');
}


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

/***/ 94153:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   PM: () => (/* binding */ step),
/* harmony export */   YO: () => (/* binding */ noBatch),
/* harmony export */   z7: () => (/* binding */ when)
/* harmony export */ });
/** Returns a function that makes steps for these hosts, side by side. */
function step(targets) {
    const on = targets.map(({ observed }) => ({ host: observed.host }));
    return (kind, title) => ({ do: kind, title, on });
}
/** The items if the condition holds, else none. */
function when(condition, ...items) {
    return condition ? items : [];
}
/** An empty batch: no web container takes part. */
const noBatch = { from: 0, to: 0, oldFrom: 0, oldTo: 0, makeRoom: false };


/***/ }),

/***/ 35394:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ allOf),
/* harmony export */   u: () => (/* binding */ messageOf)
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
    const message = real.map(({ error }) => messageOf(error)).join('\n');
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
/** The message of any thrown value. */
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}


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
