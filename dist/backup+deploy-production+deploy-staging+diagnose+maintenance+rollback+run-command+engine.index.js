export const id = "backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+engine";
export const ids = ["backup+deploy-production+deploy-staging+diagnose+maintenance+rollback+run-command+engine"];
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


/***/ })

};
