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

/***/ 35980:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  q: () => (/* binding */ accessoryWork)
});

// EXTERNAL MODULE: ./src/model/observed.js
var model_observed = __webpack_require__(97755);
// EXTERNAL MODULE: ./src/model/placement.js
var placement = __webpack_require__(24504);
// EXTERNAL MODULE: ./src/model/project/project.js
var project = __webpack_require__(35616);
// EXTERNAL MODULE: ./src/model/release/returning.js
var release_returning = __webpack_require__(41563);
// EXTERNAL MODULE: ./src/compose/accessories/definition.js
var definition = __webpack_require__(5158);
;// CONCATENATED MODULE: ./src/compose/accessories/stateful.js

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

// EXTERNAL MODULE: ./src/compose/front.js
var front = __webpack_require__(34245);
// EXTERNAL MODULE: ./src/compose/run-once.js
var run_once = __webpack_require__(63041);
;// CONCATENATED MODULE: ./src/compose/accessory-work.js








/**
 * Decides what to do with each accessory. A service runs once when others wait for its end, or when it ended well in
 * the deploy of the live release. A rollback runs none of them again: each did its work when that release went live,
 * and could do harm on newer data. (Restoring a backup restores its work too.)
 */
function accessoryWork(desired, observed) {
    const { roles, model, release, rollback, updates = [] } = desired;
    const ran = (rollback === undefined ? observed.live : release)?.ranOnce ?? [];
    const isOnce = (name) => {
        const service = model.services[name] ?? {};
        return (0,run_once/* isMarkedAwaited */.qu)(service) || (ran.includes(name) && (0,run_once/* mayEnd */.pN)(service));
    };
    const isDesired = (name) => (0,placement/* isPlaced */.AD)(desired, name) && (0,project/* replicasOf */.N4)(model.services[name] ?? {}) > 0;
    const returning = (0,release_returning/* returningServices */.h)(desired, observed);
    const runs = (name) => 
    // Containers of another release are removed with it, and the edge step starts their successors.
    returning.includes(name) || (0,model_observed/* containersOf */.Mz)(observed, name).some(({ state }) => state === 'running');
    const staying = roles.accessories.filter((name) => (0,placement/* isPlaced */.AD)(desired, name) && !isOnce(name));
    const drifts = staying.flatMap((service) => {
        const differs = driftOf(desired, observed, service);
        return differs.length === 0
            ? []
            : [{ service, differs, stateful: whyStateful(model, roles, service, desired.root) }];
    });
    const replace = drifts.filter(({ service, stateful }) => stateful === undefined || updates.includes(service));
    const isReplaced = (name) => replace.some(({ service }) => service === name);
    const start = staying.filter((name) => isDesired(name) && !runs(name) && !isReplaced(name));
    const once = rollback === undefined ? roles.accessories.filter((name) => isDesired(name) && isOnce(name)) : [];
    const waiting = [...(0,front/* needingWeb */.Dw)(model, roles), ...(desired.fronts ?? [])];
    return {
        ...{ start, once },
        late: [...start, ...once].filter((name) => waiting.includes(name)),
        replace,
        left: drifts.filter((one) => !replace.includes(one)),
    };
}
/**
 * Finds how a service's containers differ from the release. A container made by an earlier version or by hand has no
 * definition label; only its image is compared, so that it is never replaced by mistake.
 */
function driftOf({ model }, observed, service) {
    // A container with a release label comes from when this accessory was a web service; it is removed with that release.
    const there = (0,model_observed/* containersOf */.Mz)(observed, service).filter(({ release }) => release === '');
    const [one] = there.toSorted((a, b) => Number(b.state === 'running') - Number(a.state === 'running'));
    if (one === undefined)
        return [];
    const { hash, parts } = (0,definition/* definitionOf */.F)(model, service);
    if (there.some((other) => other.definition === hash && other.state === one.state))
        return [];
    if ((one.definition ?? '') === '')
        return otherImage(one, (0,project/* unescapeDollars */.aU)(model.services[service]?.image ?? ''));
    const named = (0,definition/* differences */.t)(one.parts ?? {}, parts);
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

/***/ 26165:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ registryLogin)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);
/* harmony import */ var _image_registry_registry_logins_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(16555);
/* harmony import */ var _model_release_image_reference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(99944);



/**
 * Builds the file that `docker login` would write; it travels by standard input and exists on the host only during the
 * pull. Empty for registries without login. The login of the image's registry comes from the two inputs for it, that of
 * all others from `registry-auth`.
 * @throws UserError when only one of user and password is given, for mistakes in `registry-auth`, and for a registry
 * with two logins
 */
async function registryLogin(image, inputs, log) {
    const own = imageLogin(inputs);
    const { registry } = (0,_model_release_image_reference_js__WEBPACK_IMPORTED_MODULE_1__/* .registryOf */ .Fv)(image);
    const others = await otherLogins(inputs['registry-auth']);
    for (const { username, password } of others.values()) {
        log.mask(password);
        // The form in which Docker keeps it and HTTP sends it.
        log.mask(Buffer.from(`${username}:${password}`).toString('base64'));
    }
    const twice = [...others.keys()].find((other) => own !== undefined && isSame(other, registry));
    if (twice !== undefined)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Input 'registry-auth' has a login to ${twice}, and registry-username is for that registry too, the one of the image.`, 'Give that login once: in registry-auth, or in registry-username and registry-password.');
    const all = [...others];
    if (own !== undefined)
        all.push([registry, own]);
    return all.length === 0 ? '' : (0,_image_registry_registry_logins_js__WEBPACK_IMPORTED_MODULE_2__/* .writeLogins */ .og)(all);
}
/** The YAML parser is loaded only for other registries. */
async function otherLogins(text) {
    if (text === undefined)
        return new Map();
    const { readRegistryAuth } = await Promise.all(/* import() */[__webpack_require__.e("yaml"), __webpack_require__.e("registry-auth")]).then(__webpack_require__.bind(__webpack_require__, 83028));
    return readRegistryAuth(text);
}
function isSame(one, other) {
    return (0,_image_registry_registry_logins_js__WEBPACK_IMPORTED_MODULE_2__/* .authKeys */ .ZF)(one).some((key) => (0,_image_registry_registry_logins_js__WEBPACK_IMPORTED_MODULE_2__/* .authKeys */ .ZF)(other).includes(key));
}
function imageLogin({ 'registry-username': username, 'registry-password': password, }) {
    if (username === undefined && password === undefined)
        return undefined;
    if (username === undefined || password === undefined)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Inputs 'registry-username' and 'registry-password' belong together; ${username === undefined ? 'the first' : 'the second'} is empty.`, 'Give both, or none for a registry without login. An empty one is often a secret that this workflow may not read.');
    return { username, password };
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
    const ended = fallen.find(({ exitCode }) => exits[exitCode] !== undefined);
    const exit = exits[ended?.exitCode ?? 0];
    if (ended !== undefined && exit !== undefined)
        return { ...exit, cause: `${ended.service}: ${exit.cause}` };
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

/***/ 52175:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  t: () => (/* binding */ composeEngine)
});

// EXTERNAL MODULE: ./src/model/placement.js
var placement = __webpack_require__(24504);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
// EXTERNAL MODULE: ./src/host/deadline.js
var deadline = __webpack_require__(74358);
;// CONCATENATED MODULE: ./src/host/dialogue.js

/** Seconds between two heartbeats. */
const heartbeatSeconds = 3;
/**
 * The lines between a run and the guard. The answer to a command goes to its caller; all other lines are
 * received in order. It sends heartbeats until it ends.
 */
class Dialogue {
    guard;
    heartbeat;
    pending = new Map();
    lines = [];
    wake = () => { };
    count = 0;
    isOver = false;
    /** The run that took over, as the guard reported it; undefined without one. */
    taker;
    constructor(guard) {
        this.guard = guard;
        this.heartbeat = setInterval(() => guard.say('beat'), heartbeatSeconds * 1000);
        void this.listen();
    }
    say(line) {
        this.guard.say(line);
    }
    /** Runs a line and waits for its result; undefined if the guard is gone or {@link giveUp} was called. */
    async ask(line, seconds) {
        if (this.isOver)
            return undefined;
        const number = ++this.count;
        const ran = new Promise((resolve) => this.pending.set(number, resolve));
        const callOff = (0,deadline/* after */.P)(seconds, () => this.answer(number, 'late'));
        this.guard.say(`run ${number} ${line}`);
        return await ran.finally(callOff);
    }
    /**
     * The next line that is no answer to a command; undefined if the guard has ended, the connection is gone, or no line came
     * in time.
     */
    async receive(seconds) {
        const until = performance.now() + seconds * 1000;
        const callOff = (0,deadline/* after */.P)(seconds, () => this.wake());
        while (this.lines.length === 0 && !this.isOver && performance.now() < until)
            await new Promise((resolve) => (this.wake = resolve));
        callOff();
        return this.lines.shift();
    }
    /** The guard's standard error. */
    problems() {
        return this.guard.problems().trim();
    }
    /** Ends all waits for results of commands. */
    giveUp() {
        for (const resolve of this.pending.values())
            resolve(undefined);
        this.pending.clear();
    }
    /** Ends the heartbeats. */
    end() {
        clearInterval(this.heartbeat);
    }
    answer(number, ran) {
        this.pending.get(number)?.(ran);
        this.pending.delete(number);
    }
    async listen() {
        for (let line = await this.guard.next(); line !== undefined; line = await this.guard.next()) {
            const [word, number, code, output = ''] = line.split(' ');
            if (word === 'ran') {
                const stdout = Buffer.from(output, 'base64').toString();
                this.answer(Number(number), { code: Number(code), stdout, stderr: '' });
            }
            else if (word === 'hung')
                this.answer(Number(number), { hung: Number(code) });
            else if (word === 'taken-over')
                this.taker = line.slice('taken-over '.length);
            else {
                this.lines.push(line);
                this.wake();
            }
        }
        this.isOver = true;
        this.giveUp();
        this.wake();
    }
}

// EXTERNAL MODULE: ./src/host/guard.js
var host_guard = __webpack_require__(48361);
// EXTERNAL MODULE: ./src/host/limits.js
var limits = __webpack_require__(79150);
;// CONCATENATED MODULE: ./src/host/lock-owner.js
/** Reads the owner that a guard names; nothing of it where that is no record. */
function readHolder(json) {
    try {
        return JSON.parse(json);
    }
    catch {
        return {};
    }
}

// EXTERNAL MODULE: ./src/host/quote.js
var quote = __webpack_require__(84428);
// EXTERNAL MODULE: ./src/host/unresponsive.js
var unresponsive = __webpack_require__(76239);
;// CONCATENATED MODULE: ./src/host/transaction.js







/** Seconds without a heartbeat after which the guard aborts; the dialogue sends one every three. */
const silenceSeconds = 15;
/** The timeout for the commit record of the guard in seconds. */
const commitSeconds = 120;
/** The timeout for one line of the undo log in seconds: some stop containers, each with its own grace period. */
const playSeconds = 1800;
/** All changes of a run on one host, between begin and commit. The guard is its counterpart on the host. */
class Transaction {
    host;
    /** The live release's folder when the lock was taken, `releases/…`, or empty on a host without one. */
    live = '';
    /** The size of the host's history in bytes when the lock was taken: each change adds to it. */
    history = 0;
    /** Whether the guard had to undo or finish an earlier run. */
    recovered = false;
    /** Whether the engine hung during the undo or clean-up: the rest is left for the next run. */
    isLeft = false;
    guard;
    log;
    cancelled;
    lockOwner;
    constructor(host, guard, log, cancelled) {
        this.host = host;
        this.guard = guard;
        this.log = log;
        this.cancelled = cancelled;
        cancelled.addEventListener('abort', () => guard.giveUp());
    }
    /**
     * Takes the host's lock, and undoes or finishes an earlier run.
     * @throws UserError `locked` or `not-ready`
     */
    static async begin(host, root, lockOwner, { waitSeconds, takeOver = false }, runner) {
        const argv = [
            ...['transaction', root, String(silenceSeconds), String(waitSeconds), JSON.stringify(lockOwner)],
            ...(takeOver ? ['take'] : []),
        ];
        const guard = new Dialogue(await host.converse(['bash', '-c', (0,host_guard/* guardScript */.hO)(), 'guard', ...argv]));
        const transaction = new Transaction(host, guard, runner.log, runner.cancelled);
        try {
            await transaction.ready(root, waitSeconds);
        }
        catch (error) {
            guard.end();
            throw error;
        }
        return transaction;
    }
    /**
     * Like {@link attempt}, but throws if a command fails.
     * @throws StepFailed `host-unresponsive` if it does not end, because the engine hangs or for another reason
     */
    async change(change, failure) {
        const ran = await this.attempt(change);
        if (ran.code !== 0)
            throw failure(ran);
        return ran;
    }
    /** Records the undo, runs the commands and returns the result, with both outputs in one. */
    async attempt({ undo = [], afterCommit = [], run = [], seconds = limits/* changeSeconds */.Sx }) {
        this.cancelled.throwIfAborted();
        for (const command of undo)
            this.guard.say(`undo ${(0,quote/* shellLine */.T)(command)}`);
        for (const command of afterCommit)
            this.guard.say(`then ${(0,quote/* shellLine */.T)(command)}`);
        if (run.length === 0)
            return { code: 0, stdout: '', stderr: '' };
        const result = await this.guard.ask(run.map(quote/* shellLine */.T).join(' && '), seconds);
        this.cancelled.throwIfAborted();
        if (result === undefined)
            throw this.lost();
        if (result === 'late')
            throw (0,unresponsive/* changeTookTooLong */.Gv)(this.host.name, (0,unresponsive/* namesOf */.eZ)(run), seconds);
        if ('hung' in result)
            throw (0,unresponsive/* engineHangs */.MH)(this.host.name, (0,unresponsive/* namesOf */.eZ)(run), result.hung);
        return result;
    }
    /**
     * The point of no return. Returns once the new release is committed.
     * @throws StepFailed `guard-lost` if the guard did not confirm; then the host has undone or will undo everything
     */
    async commit() {
        this.guard.say('commit');
        const receive = () => this.guard.receive(commitSeconds);
        for (let line = await receive(); line !== 'committed'; line = await receive())
            if (line === undefined || line === 'undone')
                throw this.lost();
    }
    /** Waits for the clean-up after the commit; false if some of it is left for the next run. */
    async finish() {
        return (await this.played('finished', 'unfinished')) === 'finished';
    }
    /** Undoes everything. Returns false if the guard did not answer; it then undoes by itself. */
    async abort() {
        this.guard.say('abort');
        return (await this.played('undone', 'undo-failed')) === 'undone';
    }
    /** Waits until the guard has played its log, and returns what it could not do. */
    async played(...ends) {
        const receive = () => this.guard.receive(playSeconds);
        let line = await receive();
        for (; line !== undefined && !ends.includes(line); line = await receive()) {
            const seconds = hangingSince(line);
            if (seconds === undefined)
                this.log.warning(`${this.host.name}: ${line}`);
            else {
                this.isLeft = true;
                this.log.warning((0,unresponsive/* leftForLater */.$M)(this.host.name, seconds));
            }
        }
        this.guard.end();
        return line;
    }
    async ready(root, waitSeconds) {
        for (;;) {
            const line = await this.guard.receive(waitSeconds + playSeconds);
            const seconds = hangingSince(line);
            if (seconds !== undefined)
                throw (0,unresponsive/* stillHangs */.GX)(this.host.name, seconds);
            const [word, ...rest] = line?.split(' ') ?? [];
            const text = rest.join(' ');
            if (word === 'ready') {
                const [bytes, live = ''] = rest;
                this.history = Number(bytes);
                this.live = live;
                return;
            }
            if (word === 'undoing' || word === 'finishing') {
                this.recovered = true;
                this.log.info(`${this.host.name}: ${word} what an earlier run left half-done`);
            }
            else if (word === 'held') {
                this.lockOwner = text;
                this.log.info(`${this.host.name}: ${this.locked().message}`);
            }
            else if (word === 'refused')
                throw refused(this.host.name, root, text);
            else if (word === undefined)
                throw this.lockOwner !== undefined
                    ? this.locked()
                    : this.guard.problems() === ''
                        ? this.lost()
                        : refused(this.host.name, root, this.guard.problems());
        }
    }
    locked() {
        const { run = 'another run', since = 'just now', actor = 'somebody' } = readHolder(this.lockOwner ?? '');
        return new errors/* UserError */.yo('locked', `${this.host.name} is being changed by ${run} (${actor}), since ${since}.`, 'Wait for it to end, or set lock-wait so that this run does; GitHub `concurrency` queues runs before they start.');
    }
    lost() {
        const taker = this.guard.taker;
        if (taker !== undefined) {
            const { run = 'another run', actor = 'somebody' } = readHolder(taker);
            return new errors/* StepFailed */.an('taken-over', `${this.host.name}: ${run} (${actor}) took over; everything was put back.`);
        }
        const why = this.guard.problems();
        return new errors/* StepFailed */.an('guard-lost', `${this.host.name}: lost contact with the guard. The host rolls this run back on its own.`, why);
    }
}
/** The seconds without an answer of a hung engine, from the guard's message. */
function hangingSince(line = '') {
    const [word, seconds] = line.split(' ');
    return word === 'engine-hangs' ? Number(seconds) : undefined;
}
function refused(host, root, why) {
    const isLeft = why.includes('could not be undone');
    return new errors/* UserError */.yo('not-ready', `${host}: ${why.trim() || 'the guard could not be started'}.`, isLeft
        ? `Read ${root}/guard.log on the server: it names each command that failed. Remove the cause, then run the job again.`
        : `Let the SSH user own the folder, on the server: sudo install -d -o "$USER" ${root}`);
}

// EXTERNAL MODULE: ./src/report/host-failures.js
var host_failures = __webpack_require__(35394);
// EXTERNAL MODULE: ./src/runner/context.js
var runner_context = __webpack_require__(31875);
;// CONCATENATED MODULE: ./src/engine/compose/begin.js




/**
 * Takes the locks of all hosts. Every run starts with the host whose name sorts first, so that of two runs on one
 * fleet exactly one continues. A run that holds a lock waits for another one only in the order of the names, so there
 * is no deadlock.
 * @param locks receives the locks
 * @throws UserError `locked` or `not-ready`; then no lock is held
 */
async function beginAll(members, locks, runner) {
    const [first, ...rest] = members.toSorted((one, other) => (one.host.name < other.host.name ? -1 : 1));
    if (first === undefined)
        return;
    const { lockWait, rollback } = first.desired;
    const takeOver = rollback?.takeOver === true;
    const take = async (member, waitSeconds) => {
        locks.set(member.host.name, await begin(member, { waitSeconds, takeOver }, runner));
    };
    const unlock = async () => {
        await Promise.all([...locks.values()].map((transaction) => transaction.abort()));
        locks.clear();
    };
    await take(first, lockWait);
    const failures = [];
    await Promise.all(rest.map((member) => take(member, 0).catch((error) => failures.push({ host: member.host.name, error }))));
    if (failures.length === 0)
        return;
    await unlock();
    if (lockWait === 0 || !failures.every(({ error }) => isLocked(error)))
        throw (0,host_failures/* allOf */.b)(failures);
    try {
        // Another run holds a part of the fleet: wait for each lock in turn.
        for (const member of [first, ...rest])
            await take(member, lockWait);
    }
    catch (error) {
        await unlock();
        throw error;
    }
}
async function begin(member, lockWait, runner) {
    const { host, desired } = member;
    const operation = operationOf(member);
    const lockOwner = { ...lockOwnerOf(operation.action, desired.release.id, runner), ...operation };
    try {
        return await Transaction.begin(host, desired.root, lockOwner, lockWait, runner);
    }
    catch (error) {
        // A guard that died while it took the lock has left its files: another guard removes them.
        if (error instanceof errors/* StepFailed */.an && error.reason === 'guard-lost')
            await recover(member, runner);
        throw error;
    }
}
function operationOf({ desired: { rollback, maintenance, task } }) {
    if (task !== undefined) {
        const { action, reason, command, approval } = task;
        return {
            ...{ action, reason },
            ...(command === undefined ? {} : { command: command.line }),
            ...(approval === undefined ? {} : { approval }),
        };
    }
    if (maintenance !== undefined)
        return { action: 'maintenance', state: maintenance.to === undefined ? 'off' : 'on' };
    return rollback === undefined
        ? { action: 'deploy' }
        : { action: 'rollback', from: rollback.from.id, database: rollback.database, reason: rollback.reason };
}
function lockOwnerOf(action, release, { context, clock }) {
    const since = new Date(clock.now()).toISOString();
    return { action, release, run: (0,runner_context/* runUrl */.V)(context), actor: context.actor, since };
}
/** Seconds in which a lost host must be back, enough for a reboot. */
const recoverySeconds = 120;
/**
 * Recovers a host after a lost connection: a new guard waits until the old one ends, plays its undo log, and releases
 * the lock. Returns the live release's folder afterwards; undefined when the host could not be reached in time.
 */
async function recover({ host, desired }, runner) {
    const { clock, log, cancelled } = runner;
    const deadline = clock.now() + (cancelled.aborted ? 5 : recoverySeconds) * 1000;
    // A recovery must not stop half-way, and a cancelled job is killed soon.
    const steady = { log, cancelled: new AbortController().signal };
    for (;;) {
        try {
            await host.again();
            const lockOwner = lockOwnerOf('recover', desired.release.id, runner);
            const transaction = await Transaction.begin(host, desired.root, lockOwner, { waitSeconds: 60 }, steady);
            const { live } = transaction;
            return (await transaction.abort()) ? live : undefined;
        }
        catch (error) {
            if (clock.now() > deadline)
                return undefined;
            log.info(`… ${host.name} does not answer yet: ${error instanceof Error ? error.message : String(error)}`);
            await clock.sleep(3);
        }
    }
}
function isLocked(error) {
    return error instanceof errors/* UserError */.yo && error.reason === 'locked';
}

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
const capture_limits = { seconds: 5, allowSilence: true };
/**
 * Captures the evidence of a failure on one host in two round trips. The transaction keeps the lock meanwhile. Only
 * containers of this release and those of no release are examined; old releases did not cause the failure.
 */
async function capture({ host, desired: { model, release, root } }, clean) {
    const project = `label=com.docker.compose.project=${model.name}`;
    const [listed, disk, memory, kills] = await (0,inspect/* inspect */.N)(host, [
        ['docker', 'ps', '-a', '--filter', project, '--format', `{{.Names}}\t{{.Label "${compose_labels/* releaseLabel */.wr}"}}`],
        ['df', '-Ph', '/', root],
        ['free', '-m'],
        killsOf(project),
    ], capture_limits);
    const killed = new Set(kills.stdout.split('\n'));
    const names = listed.stdout.split('\n').flatMap((line) => {
        const [name = '', made = ''] = line.split('\t');
        return name !== '' && (made === '' || made === release.id) ? [name] : [];
    });
    const answers = await (0,inspect/* inspect */.N)(host, [
        ...names.map((name) => ['docker', 'inspect', '--format', inspectFormat, name]),
        ...names.map((name) => lastLines(name)),
    ], capture_limits);
    const containers = names.flatMap((_, index) => {
        const [state, log] = [answers[index], answers[names.length + index]];
        return readContainer(state?.stdout ?? '', log?.stdout ?? '', compose_labels/* releaseLabel */.wr, clean).map((one) => ({
            ...one,
            outOfMemory: one.outOfMemory || killed.has(one.name),
            mayEnd: one.release === '' && (0,run_once/* mayEnd */.pN)(model.services[one.service] ?? {}),
        }));
    });
    return {
        // For a healthy container that is not new, its state says enough.
        containers: containers.map((one) => ((0,evidence/* isWell */.f)(one) && one.release === '' ? { ...one, lines: [] } : one)),
        machine: `${disk.stdout}\n${memory.stdout}`.trim(),
    };
}
/** Names of containers with an out-of-memory kill: a restarted container's own state no longer shows it. */
function killsOf(project) {
    const script = `docker events --since 15m --until "$(date +%s)" --filter event=oom --filter "$1" --format '{{.Actor.Attributes.name}}'`;
    return ['bash', '-c', script, 'kills', project];
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

// EXTERNAL MODULE: ./src/model/edge/web.js
var edge_web = __webpack_require__(9803);
// EXTERNAL MODULE: ./src/model/observed.js
var model_observed = __webpack_require__(97755);
// EXTERNAL MODULE: ./src/model/release/release.js
var release_release = __webpack_require__(99328);
;// CONCATENATED MODULE: ./src/engine/compose/session.js



/** A host's session at the start of an operation, once its lock is taken. */
function openSession({ host, desired, observed }, transaction, runner, commands) {
    const fresh = {
        created: (0,model_observed/* standbyContainers */.ge)({ desired, observed }),
        upstreams: (0,edge_web/* ownUpstreams */.$w)(desired, (0,model_observed/* standingUpstreams */.bV)(observed)),
        warm: (0,edge_web/* ownUpstreams */.$w)(desired, observed.warm ?? []),
        maintenance: observed.maintenance,
        probe: edgeName({ desired }),
        mayHaveEnded: [],
        dockerChecks: new Map(),
        results: {},
    };
    return { host, desired, observed, runner, transaction, commands, ...fresh };
}
/** Runs `docker compose` on the release's own file; nothing comes from the SSH session's environment. */
function compose({ desired: { root, release, model } }, ...words) {
    const file = `${(0,release_release/* releaseFolder */.Uc)(root, release.id)}/compose.json`;
    return [
        'docker',
        'compose',
        '--progress',
        'quiet',
        '--project-name',
        model.name,
        '--project-directory',
        root,
        '--env-file',
        '/dev/null',
        '-f',
        file,
        ...words,
    ];
}
/** The guard's command that writes a file atomically. */
function put(path, mode, content) {
    return ['put', path, mode, Buffer.from(content).toString('base64')];
}
/** The new containers of these services. */
function createdOf({ created }, services) {
    return services.flatMap((service) => created[service] ?? []);
}
/** The edge's container. Compose gives it number 1, and it is never scaled. */
function edgeName({ desired }) {
    return `${desired.model.name}-edge-1`;
}

;// CONCATENATED MODULE: ./src/engine/compose/commands.js

/** This engine's command lines for `database`: Docker commands and verbs of the guard. */
const composeCommands = {
    runOnce(desired, { service, words = [], name, environment = {}, overlay, fromInput = false }) {
        const command = compose({ desired }, ...(overlay === undefined ? [] : ['-f', overlay]), ...['run', '--rm', '--no-deps', '-T'], ...(name === undefined ? [] : ['--name', name]), ...variables('-e', environment), ...[service, ...words]);
        return fromInput ? command.with(command.indexOf('-f') + 1, '-') : command;
    },
    runAlone({ name, label, image, user, hostUsers, environment, mount, words: [program = '', ...rest] }) {
        return [
            ...['docker', 'run', '--rm', '--init', '--name', name, '--label', label],
            ...['--network', 'none', '--user', user, ...(hostUsers ? ['--userns', 'host'] : [])],
            ...variables('--env', environment),
            ...['--mount', `type=bind,source=${mount.source},target=${mount.target},readonly`],
            ...['--entrypoint', program, image, ...rest],
        ];
    },
    countLines: (container, pattern) => ['bash', '-c', countLines, 'count', container, pattern],
    securityOptions: ['docker', 'info', '--format', '{{.SecurityOptions}}'],
    freeForImages: ['bash', '-c', `df -Pk "$(docker info --format '{{.DockerRootDir}}')"`],
    writeFile: put,
    appendLine: (file, line) => ['record', file, line],
    removeContainer: (name) => ['retire', name],
    removeLabelled: (label) => ['scrap', label],
    keepPair: (one, other) => ['pair', one, other],
    ifExists: (file, command) => ['having', file, ...command],
    gateWeb: (name, command) => ['awaiting', name, ...command],
};
const countLines = `docker logs "$1" 2>&1 | awk -v p="$2" '$0 ~ p { n++ } END { print n + 0 }'`;
function variables(option, all) {
    return Object.entries(all).flatMap(([name, value]) => [option, `${name}=${value}`]);
}

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

// EXTERNAL MODULE: ./src/model/desired.js
var model_desired = __webpack_require__(50809);
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

;// CONCATENATED MODULE: ./src/engine/compose/observe/usable.js


/** Whether an engine of the SSH user's own answers: a socket alone may remain from an engine that is gone. */
const ownEngine = 'DOCKER_HOST="unix:///run/user/$(id -u)/docker.sock" docker version --format "{{.Server.Version}}"';
/** Whether the SSH user has a rootless engine. Asked only when the engine could not be used. */
async function isRootless(host) {
    const [own] = await (0,inspect/* inspect */.N)(host, [['bash', '-c', ownEngine]], { seconds: 5, allowSilence: true });
    return own.code === 0;
}
/** The error for a rootless engine, which commands over SSH do not find. */
function rootless(host) {
    return new errors/* UserError */.yo('not-ready', `${host}: the SSH user has a rootless Docker Engine, which commands over SSH do not find: DOCKER_HOST is not set for them.`, 'On the server, as the SSH user: docker context use rootless. Or set DOCKER_HOST=unix:///run/user/UID/docker.sock ' +
        'where shells that are not for typing read it too: at the top of ~/.bashrc, not in ~/.profile.');
}
/** @throws UserError `not-ready` when Docker or Compose can't be used by the SSH user */
function assertUsable(host, engine, compose) {
    const said = engine.stdout.trim();
    if (/permission denied/i.test(said))
        throw new errors/* UserError */.yo('not-ready', `${host}: the SSH user may not use Docker: ${said}`, 'On the server: sudo usermod -aG docker "$USER", then log in again.');
    if (engine.code === 127)
        throw new errors/* UserError */.yo('not-ready', `${host}: Docker is not installed.`, 'Install it: https://docs.docker.com/engine/install/');
    if (engine.code !== 0)
        throw new errors/* UserError */.yo('not-ready', `${host}: the Docker Engine does not answer: ${said || 'it says nothing'}`, 'On the server: sudo systemctl start docker');
    if (compose.code !== 0)
        throw new errors/* UserError */.yo('not-ready', `${host}: Docker Compose v2 is not installed.`, 'On the server: sudo apt-get install docker-compose-plugin');
}

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
    if (silent !== undefined && (await isRootless(host)))
        throw rootless(host.name);
    assertUsable(host.name, silent ?? version, compose);
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

// EXTERNAL MODULE: ./src/compose/accessory-work.js + 1 modules
var accessory_work = __webpack_require__(35980);
// EXTERNAL MODULE: ./src/model/project/project.js
var project = __webpack_require__(35616);
// EXTERNAL MODULE: ./src/runner/retry.js
var retry = __webpack_require__(21946);
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
        const ran = await host.run(['bash', '-c', (0,host_guard/* pullScript */.PD)(), 'pull', ...words], login, {
            seconds: limits/* large */.as,
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
            put(`${folder}/compose.json`, '600', (0,render/* formatModel */.Xk)(desired.model)),
            recordOf(desired.root, desired.release),
        ],
    }, (ran) => new errors/* StepFailed */.an('start-failed', `${host.name}: the release could not be written: ${(0,last_words/* allWords */.P)(ran)}`));
}
/** Returns the command that writes a release's record. */
function recordOf(root, release) {
    return put(`${(0,release_release/* releaseFolder */.Uc)(root, release.id)}/release.json`, '600', `${JSON.stringify(release)}\n`);
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
/** Waits for background containers. They have no health endpoint, so they count as healthy after running that long without a restart. */
async function awaitSteady(run, names, seconds) {
    if (names.length === 0)
        return;
    const until = run.runner.clock.now() + seconds * 1000;
    do {
        await assertRunning(run, await health_inspect(run, names));
        await run.runner.clock.sleep(pause, run.runner.cancelled);
    } while (run.runner.clock.now() < until);
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
    const { stdout } = await transaction.change({ run: [['docker', 'inspect', '--format', stateFormat, ...names]] }, (ran) => new errors/* StepFailed */.an('start-failed', `${host.name}: the new containers are gone: ${(0,last_words/* allWords */.P)(ran)}`));
    return stdout
        .trim()
        .split('\n')
        .map((line) => {
        const [name = '', status = '', exitCode, restarts, outOfMemory, health = '', address = ''] = line
            .trim()
            .split(' ');
        return {
            name: name.slice(1),
            status,
            exitCode: Number(exitCode),
            restarts: Number(restarts),
            outOfMemory: outOfMemory === 'true',
            health,
            address,
        };
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
        run: [compose(run, 'up', '-d', '--no-recreate', '--no-deps', ...options, ...services)],
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
        run: [compose(run, 'run', '--detach', '--no-deps', '-T', '--name', name, service)],
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
            config === '' ? ['rm', '-f', file] : put(file, '644', config),
            flag(edge, (0,edge_config/* readMaintenance */.Om)(config)),
        ],
        run: [flag(edge, maintenance), put(file, '644', next)],
    }, failed);
    const slots = shop.upstreams.map(edge_upstreams/* slotOf */.SW);
    // The drain comes before the reload: the new process does not know the old one's requests.
    if (maintenance !== undefined && slots.length > 0)
        await transaction.attempt({
            run: [['drain', edge, String(shop.drainTimeout), ...slots]],
            seconds: limits/* longest */.xS,
        });
    if (reloads)
        await transaction.change({ run: [reload] }, failed);
}
/** Commands that open the shop without waiting. */
function openingCommands(shop) {
    const next = (0,edge_config/* renderConfig */.Xs)(shop.settings, shop.upstreams);
    const reloads = (0,edge_config/* withoutRunTime */.pW)(shop.config) !== (0,edge_config/* withoutRunTime */.pW)(next);
    return [
        put(`${shop.root}/edge/haproxy.cfg`, '644', next),
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
    const edge = edgeName(run);
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
    const edge = edgeName(run);
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
    const up = compose(run, 'up', ...options, ...scale, ...services);
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
            put(file, '600', (0,render/* formatModel */.Xk)(withoutNames(model, services))),
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
        const start = compose(run, 'run', '--detach', '--no-deps', '--name', run.probe, 'edge');
        await transaction.change({
            undo: [...files.undo, ['retire', run.probe]],
            afterCommit: [['retire', run.probe]],
            run: [...files.run, start],
        }, failed);
        return true;
    }
    run.probe = edgeName(run);
    const up = compose(run, 'up', '--detach', '--no-deps', 'edge');
    if (!(0,model_observed/* edgeRuns */.wE)(observed)) {
        const isNew = (0,model_observed/* containersOf */.Mz)(observed, 'edge').length === 0;
        const undo = [...files.undo, ...(isNew ? [['sweep', project, `${compose_labels/* roleLabel */.bR}=edge`]] : [])];
        await transaction.change({ undo, run: [...files.run, up] }, failed);
    }
    else if (!(0,model_observed/* edgeIsUpToDate */.O6)(desired, observed)) {
        await tryEdge(run, files);
        run.probe = edgeName(run);
        run.runner.log.warning(`${host.name}: image, ports or names of the edge have changed; it is made anew, which takes about a second.`);
        const before = observed.live === undefined
            ? []
            : [
                compose({ desired: { ...desired, release: observed.live } }, 'up', '--detach', '--no-deps', 'edge'),
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
    const start = compose(run, 'run', '--detach', '--no-deps', '--name', run.probe, 'edge');
    await transaction.change({ undo: [...files.undo, ['retire', run.probe]], run: [...files.run, start] }, dockerFailed('switch-failed', host.name, 'trying the new edge'));
    await awaitEdge(run);
    await transaction.attempt({ run: [['retire', run.probe]] });
}
/** Returns the edge's files for these upstreams, with the shop open or closed as it is, and how to restore the previous files. */
function edgeFiles(run, upstreams) {
    const { desired, observed, maintenance } = run;
    const config = `${desired.root}/edge/haproxy.cfg`;
    const map = `${desired.root}/edge/releases.map`;
    const putBack = (path, content) => content === '' ? ['rm', '-f', path] : put(path, '644', content);
    const none = observed.edgeConfig === '' && observed.releaseMap === '';
    return {
        undo: none
            ? [['rm', '-rf', `${desired.root}/edge`]]
            : [putBack(map, observed.releaseMap), putBack(config, configNow(run))],
        run: [
            put(map, '644', (0,edge_config/* renderMap */.x_)(upstreams, desired.edge.otherWeb)),
            put(config, '644', (0,edge_config/* renderConfig */.Xs)(desired.edge, upstreams, maintenance)),
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
        ...{ host, transaction, edge: edgeName(run), root, settings, upstreams, drainTimeout },
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
        seconds: limits/* large */.as,
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
    const live = await recover(run, runner);
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
    const edge = edgeName(run);
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
    if ((await recover(run, runner)) !== undefined)
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
        run: [...files.run, ['docker', 'stop', ...names], compose(run, 'up', '--detach', '--no-deps', 'edge')],
    }, dockerFailed('switch-failed', host.name, 'taking the port over'));
    run.upstreams = upstreams;
    run.warm = warm;
}
/** The file that the edge then starts with: every new container of every web service has a slot. */
function afterTakeOver(run) {
    const { desired } = run;
    const warm = desired.keepWarm ? run.upstreams.map((one) => ({ ...one, warm: true })) : [];
    const upstreams = (0,edge_web/* webServices */.ZC)(desired).flatMap(({ name, service }) => (0,edge_upstreams/* assignSlots */.xg)(warm, createdOf(run, [name]), desired.release.id, service));
    return { upstreams, warm };
}
function runningByHand({ observed }, service) {
    return (0,model_observed/* containersOf */.Mz)(observed, service).flatMap(({ name, state, release }) => state === 'running' && release === '' ? [name] : []);
}
function edgeBefore(run) {
    const { desired, observed } = run;
    if (observed.live === undefined)
        return [sweepEdge(run)];
    return [compose({ desired: { ...desired, release: observed.live } }, 'up', '--detach', '--no-deps', 'edge')];
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
        undo: [['edge', edgeName(run), retireCommands(added)]],
        run: [['edge', edgeName(run), pointCommands(added)]],
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
    const edge = edgeName(run);
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
            ...(isAtEdge ? [['edge_back', edgeName(run), upCommands(old), ...slotAddresses(old)]] : []),
            ['serve', probe, String(desired.healthTimeout), String(port), healthPath, ...names],
        ],
        run: [
            ...(old.length === 0
                ? []
                : [['drain', edgeName(run), String(desired.drainTimeout), ...old.map(edge_upstreams/* slotOf */.SW)]]),
            ['docker', 'stop', ...names],
        ],
        seconds: limits/* longest */.xS,
    }, dockerFailed('switch-failed', host.name, `stopping ${names.join(', ')}`));
}
/** Returns a batch's slots: the same before and at its switch, as only a switch changes which slots are in use. */
function upstreamsOf(run, { from, to, service }) {
    const { desired, observed } = run;
    const names = createdOf(run, [(0,edge_web/* webService */.UZ)(desired, service).name]).slice(from, to);
    if ((0,model_observed/* isWarm */.Yr)(run))
        return (observed.warm ?? [])
            .filter(({ container }) => names.includes(container))
            .map(({ warm: _warm, ...upstream }) => upstream);
    return (0,edge_upstreams/* assignSlots */.xg)([...observed.upstreams, ...(observed.warm ?? []), ...run.upstreams], names, desired.release.id, service);
}
/** Whether this is the last batch: with it the edge drops everything that is left of the old release, even uncounted containers. */
function isLast(run, { to, service }) {
    return to === createdOf(run, [(0,edge_web/* webService */.UZ)(run.desired, service).name]).length;
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

;// CONCATENATED MODULE: ./src/runner/times.js
/**
 * The minimum seconds that a new worker or scheduler must run without a crash. Tests of other things
 * shorten them, because a deploy spends most of its time on them.
 */
function steadySeconds() {
    const { SALEOR_DEPLOY_STEADY_SECONDS: given = '' } = process.env;
    return /^\d+(\.\d+)?$/.test(given) ? Number(given) : 3;
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
        seconds: limits/* longest */.xS,
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
        run: [compose(run, 'run', '--detach', '--no-deps', '-T', '--name', name, service)],
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
    const create = compose(run, 'up', '--no-start', '--no-recreate', '--no-deps', ...scale, service);
    const { stdout } = await transaction.change({
        undo: [
            ['rm', '-f', file],
            ['sweep', ...labels],
        ],
        run: [
            ...(0,step/* when */.z7)(rest.length > 0, ['retire', ...rest]),
            put(file, '600', (0,render/* formatModel */.Xk)(replacementModel(desired.model, service, anonymous))),
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








/** Seconds to watch: a broken worker exits while it loads, which takes at least as long as web took, as it is the same code. */
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
    const names = createdOf(run, services);
    // Nothing starts when the file or the input sets no replicas.
    if (names.length === 0)
        return;
    await run.transaction.change({ undo: [[ending(run), ...names]], run: [['docker', 'start', ...names]] }, dockerFailed('start-failed', run.host.name, `starting ${names.join(', ')}`));
}
async function handOver(run, services) {
    const names = createdOf(run, services);
    const old = runningOld(run, services);
    if (old.length === 0)
        return await start(run, services);
    if (names.length === 0)
        return await stopOld(run, services);
    await run.transaction.change({
        undo: [
            ['revive', ...old],
            [ending(run), ...names],
        ],
        run: [...quieted(run, services), ['docker', 'stop', ...old], ['docker', 'start', ...names]],
        // A worker may have a long grace period to finish its tasks.
        seconds: limits/* longest */.xS,
    }, dockerFailed('start-failed', run.host.name, `handing over ${services.join(', ')}`));
}
/**
 * Watches the new background containers, then gives the old workers a warm shutdown: they finish their tasks and take
 * no new ones. This comes before the switch, so that no old worker meets a task that only the new release knows.
 */
async function settleBackground(run) {
    const { desired } = run;
    await awaitSteady(run, createdOf(run, [...desired.roles.workers, ...desired.roles.schedulers]), background_watchSeconds(run));
    await stopOld(run, workersOf(run));
}
/** Workers of this release, and those of an earlier one that have been renamed or removed from the file. */
function workersOf({ desired, observed }) {
    return [...desired.roles.workers, ...removed(desired, observed, 'worker')];
}
/** The same for schedulers: two schedulers with two names are still two schedulers. */
function schedulersOf({ desired, observed }) {
    return [...desired.roles.schedulers, ...removed(desired, observed, 'scheduler')];
}
function removed(desired, observed, role) {
    const those = (0,model_observed/* removedContainers */.Nb)(desired, observed).filter((one) => one.role === role);
    return [...new Set(those.map(({ service }) => service))];
}
async function stopOld(run, services) {
    const old = runningOld(run, services);
    if (old.length === 0)
        return;
    await run.transaction.change({
        undo: [['revive', ...old]],
        run: [...quieted(run, services), ['docker', 'stop', ...old]],
        seconds: limits/* longest */.xS,
    }, dockerFailed('start-failed', run.host.name, `stopping ${old.join(', ')}`));
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
const bake_silenceSeconds = 10;
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
            if (seconds() - heard >= bake_silenceSeconds)
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
    const states = await health_inspect(run, createdOf(run, (0,model_desired/* appServices */.yM)(desired)));
    await assertRunning(run, states, 'bake-failed');
    // A health check that can't work in the image fails for every release.
    const web = [...run.dockerChecks].flatMap(([name, works]) => (works ? createdOf(run, [name]) : []));
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
        run: [['ask', edgeName(run), 'show stat -1 4 -1']],
    });
    return code === 0 ? parseStatistics(stdout) : undefined;
}
async function silentEdge(run) {
    return new errors/* StepFailed */.an('bake-failed', `${run.host.name}: the edge has taken no commands for ${bake_silenceSeconds} s.`, await logsOf(run, edgeName(run)));
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
            compose(run, 'up', '--no-start', '--no-recreate', '--no-deps', ...scale, ...services),
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
    const again = named.flatMap(({ name, networks }) => networks.flatMap((network) => createdOf(run, [name]).flatMap((container) => [...(network.isJoinedLater ? [] : ['disconnect']), 'connect'].map((verb) => [
        ...['docker', 'network', verb, network.name, container],
    ]))));
    const services = named.flatMap(({ name, networks }) => (networks.length === 0 ? [] : [name]));
    await transaction.change({ run: again }, dockerFailed('start-failed', host.name, `giving the names of ${services.join(', ')} to the edge`));
}
/** Starts a batch of a web service beside the old containers and waits until each answers. */
async function startWeb(run, batch) {
    const { transaction, desired, host, runner, results } = run;
    const web = (0,edge_web/* webService */.UZ)(desired, batch.service);
    const names = createdOf(run, [web.name]).slice(batch.from, batch.to);
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
    if (undone === true || (!isLeft && (await recover(member, runner)) !== undefined)) {
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
    const known = new Set([...observed.containers.map(({ name }) => name), ...createdOf(run, services)]);
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
    commands: composeCommands,
    releases: releases,
    observe: observe,
    pull: pull,
    lock: beginAll,
    open: (at, lock, runner) => openSession(at, lock, runner, composeCommands),
    // Only this engine's own `open` creates its sessions.
    perform: async (step, session, how) => (await steps[step](session, how)) ?? {},
    commit: async (sessions) => await commit(sessions),
    capture: capture,
    abort: undo,
};


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

/***/ 29103:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ targetsOf),
/* harmony export */   Y: () => (/* binding */ schemaBetween)
/* harmony export */ });
/* harmony import */ var _model_observed_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(97755);
/* harmony import */ var _model_release_release_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(99328);


/** Lists releases that all hosts have, except the one that will serve now; newest first. Pure. */
function targetsOf(members, now) {
    const [first, ...others] = members;
    if (first === undefined)
        return [];
    const serves = now ?? first.observed.live ?? first.desired.release;
    const common = first.observed.releases.filter(({ id }) => id !== serves.id && others.every(({ observed }) => observed.releases.some((one) => one.id === id)));
    return (0,_model_release_release_js__WEBPACK_IMPORTED_MODULE_1__/* .newestFirst */ .ll)(common).map((release) => {
        const schema = schemaBetween(release, serves);
        return {
            release: release.id,
            version: release.version,
            commit: release.commit,
            created: release.created,
            warm: members.every(({ desired, observed }) => (0,_model_observed_js__WEBPACK_IMPORTED_MODULE_0__/* .isWarm */ .Yr)({ desired: { ...desired, release }, observed })),
            images: members.filter(({ observed }) => (0,_model_release_release_js__WEBPACK_IMPORTED_MODULE_1__/* .imagesOf */ .IC)(release).every((image) => observed.images?.includes(image) === true)).length,
            ...(schema === undefined ? {} : { schema }),
        };
    });
}
/** Lists, by app, where the newer release's schema differs. */
function schemaBetween(older, newer) {
    const [before, after] = [older.schema, newer.schema];
    if (before === undefined || after === undefined)
        return undefined;
    const apps = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return apps.flatMap((app) => before[app] === after[app] ? [] : [`${app} ${before[app] ?? 'none'} → ${after[app] ?? 'none'}`]);
}


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
