export const id = 960;
export const ids = [960];
export const modules = {

/***/ 7960:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  R: () => (/* binding */ want)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ../../node_modules/shlex/shlex.js
var shlex = __webpack_require__(4089);
// EXTERNAL MODULE: ./src/compose/environment.js
var compose_environment = __webpack_require__(7627);
// EXTERNAL MODULE: ./src/errors.js
var src_errors = __webpack_require__(6986);
// EXTERNAL MODULE: ./src/compose/celery.js
var celery = __webpack_require__(9370);
// EXTERNAL MODULE: ./src/compose/model.js
var compose_model = __webpack_require__(279);
;// CONCATENATED MODULE: ./src/compose/rule.js
/** Where a variable is set: in the Compose file itself, else in the env file that it names. */
function variable(...names) {
    return [...names.map((name) => ['environment', name]), ['env_file'], ['environment']];
}
/** Whether a variable is missing or has nothing in it. */
function isBlank(environment, ...names) {
    return names.every((name) => (environment.get(name) ?? '').trim() === '');
}
/** The services that a rule judges. */
function servicesOf(subject, roles) {
    const background = [...roles.workers, ...roles.schedulers];
    const app = [roles.web, ...background];
    return { ...roles, web: [roles.web], background, app, started: [...app, ...roles.accessories] }[subject];
}

;// CONCATENATED MODULE: ./src/compose/check-celery.js



const command = [['command']];
/** Seconds that a task may reasonably still take; Celery's warm shutdown waits for it as long as it may. */
const taskSeconds = 30;
const severalSchedulers = {
    name: 'several-schedulers',
    severity: 'error',
    on: 'schedulers',
    what: 'Celery beat runs more than once: each one starts all scheduled tasks.',
    mend: 'Keep one service with beat, with one replica; take -B off the workers.',
    check({ model, roles }) {
        const count = roles.schedulers.reduce((sum, name) => sum + (0,compose_model/* replicasOf */.N4)(model.services[name] ?? {}), 0);
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
    mend: 'Run beat in a service of its own, and the worker without -B: then there is always a worker.',
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
    what: "Beat has Celery's own scheduler, which can stop for ever at Saleor's schedules.",
    mend: 'Add --scheduler saleor.schedulers.schedulers.DatabaseScheduler to the command.',
    check: ({ service }) => /(^|\s)(--scheduler|-S)[\s=]/.test((0,compose_model/* commandOf */.Nl)(service))
        ? undefined
        : {
            text: "beat has Celery's own scheduler, which can stop for ever at Saleor's schedules.",
            at: command,
        },
};
const workerGrace = {
    name: 'worker-grace',
    severity: 'warning',
    on: 'background',
    what: `A worker is killed less than ${taskSeconds} seconds after it was asked to stop. Celery has confirmed its tasks when it took them: those that are cut off are lost.`,
    mend: 'Set stop_grace_period to the longest that a task takes, such as 2m.',
    check({ service }) {
        const grace = (0,compose_model/* graceSecondsOf */.Re)(service);
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
    mend: 'Add a service with command: celery --app saleor.celeryconf:app worker -E.',
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
    mend: 'Add a service with command: celery --app saleor.celeryconf:app beat --scheduler saleor.schedulers.schedulers.DatabaseScheduler.',
    check: ({ roles }) => roles.workers.length > 0 && roles.schedulers.length === 0
        ? { text: 'no service runs Celery beat, so what Saleor does by the clock never happens.' }
        : undefined,
};
/** Workers and the one scheduler. */
const celeryRules = [
    severalSchedulers,
    embeddedBeat,
    beatScheduler,
    workerGrace,
    noWorker,
    noScheduler,
];

// EXTERNAL MODULE: ./src/compose/mend.js
var mend = __webpack_require__(2572);
;// CONCATENATED MODULE: ./src/compose/check-command.js


const at = [['command'], ['entrypoint']];
const cutCommand = {
    name: 'command-cut',
    severity: 'warning',
    on: 'app',
    what: 'The command has a line break before an option, so a shell would take the options for another command. It is deployed in one piece.',
    mend: 'Write the command as a list or on one line. (In YAML, > keeps the breaks of lines that are indented further.)',
    check({ service }) {
        const mended = (0,mend/* mendCommand */.G)(service);
        return mended === undefined
            ? undefined
            : {
                text: `the command has a line break before an option, so the shell would start the program without its options and take them for another command. It is deployed in one piece: ${(0,compose_model/* unescapeDollars */.aU)(mended.lines.join('; '))}`,
                at,
            };
    },
};
const needsShell = {
    name: 'command-needs-shell',
    severity: 'error',
    on: 'app',
    what: 'The command has &&, ||, ; or | in it and no shell that understands them: they reach the program as arguments.',
    mend: 'Give web one program, as a list. What ran before it belongs to migrate-command or to the Dockerfile.',
    check({ service }) {
        if ((0,mend/* shellScript */.k)(service) !== undefined)
            return undefined;
        const sign = wordsOf(service).find((word) => /^(&&|\|\||;|\|)$/.test(word));
        return sign === undefined
            ? undefined
            : { text: `the command has ${sign} in it, and no shell reads it: it would be an argument.`, at };
    },
};
const keepsSignal = {
    name: 'shell-keeps-signal',
    severity: 'warning',
    on: 'app',
    what: 'A shell starts the program last and stays in front of it: the stop signal ends there, and the program is killed in the middle of its work.',
    mend: 'Write exec before the last command of the shell, or give the command as a list without one.',
    check({ service }) {
        const script = (0,mend/* shellScript */.k)((0,mend/* mendCommand */.G)(service)?.service ?? service);
        if (script === undefined || /\b(trap|wait)\b/.test(script))
            return undefined;
        const commands = script
            .replace(/'[^']*'|"(?:[^"\\]|\\[^])*"/g, '…')
            .replace(/\\\n/g, ' ')
            .split(/&&|\|\||[;|&\n]/)
            .map((one) => one.trim())
            .filter((one) => one !== '');
        // The shell of Debian becomes the program by itself where it is the only one.
        if (commands.length < 2 || /^exec\s/.test(commands.at(-1) ?? ''))
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
    mend: 'Take it out of the command: a deploy migrates once, before any container starts.',
    check: ({ service }) => /\bmanage\.py\s+migrate\b/.test((0,compose_model/* commandOf */.Nl)(service))
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
    mend: 'Take it out of the command.',
    check: ({ service }) => /\bmanage\.py\s+collectstatic\b/.test((0,compose_model/* commandOf */.Nl)(service))
        ? { text: "static files are collected at every start; Saleor's image has them since its build.", at }
        : undefined,
};
const gunicornGone = {
    name: 'gunicorn-gone',
    severity: 'warning',
    on: 'web',
    only: 'saleor',
    what: "The command starts gunicorn, which Saleor's images do not have since 3.21.",
    mend: "Remove the command: the image's own starts uvicorn, with the settings that Saleor means.",
    check: ({ service }) => /\bgunicorn\b/.test((0,compose_model/* commandOf */.Nl)(service))
        ? { text: "gunicorn is not in Saleor's images since 3.21.", at }
        : undefined,
};
const developmentServer = {
    name: 'development-server',
    severity: 'warning',
    on: 'web',
    what: 'The command starts the development server of Django, or reloads code as it changes.',
    mend: "Remove the command, so that the image's own server starts, or start uvicorn without --reload.",
    check: ({ service }) => /\bmanage\.py\s+runserver\b|\buvicorn\b.*\s--reload\b/.test((0,compose_model/* commandOf */.Nl)(service))
        ? {
            text: "it starts a server for development: slow, unsafe, and in Saleor without ASGI's health check.",
            at,
        }
        : undefined,
};
function wordsOf({ entrypoint, command }) {
    return [entrypoint, command].flat().filter((word) => typeof word === 'string');
}
/** How the app's programs are started. */
const commandRules = [
    needsShell,
    cutCommand,
    migratesAtStart,
    collectsAtStart,
    keepsSignal,
    gunicornGone,
    developmentServer,
];

// EXTERNAL MODULE: ./src/image/reference.js
var reference = __webpack_require__(5050);
// EXTERNAL MODULE: ./src/compose/restart.js
var compose_restart = __webpack_require__(7285);
;// CONCATENATED MODULE: ./src/compose/check-container.js



/** Images whose port is nobody's business outside. */
const dataStore = /(^|\/)(postgres|postgis|timescaledb|redis|valkey|mysql|mariadb|rabbitmq|memcached)\b/;
const builtAccessory = {
    name: 'accessory-is-built',
    severity: 'error',
    on: 'accessories',
    what: 'A service that is no part of the app is built from source, and only the image of the app is deployed.',
    mend: 'Build and push it, and give it image:. If it is part of the app, name it in worker-services.',
    check: ({ service: { build, image } }) => build == null || image !== undefined
        ? undefined
        : { text: 'is built from source, but only the image of the app is deployed.', at: [['build']] },
};
const portClash = {
    name: 'port-clash',
    severity: 'error',
    on: 'background',
    what: 'A worker publishes a fixed port, which the old one still has when the new one starts. (Of web the edge takes the port over, however many replicas it has.)',
    mend: 'Remove ports: (containers reach each other without), or say deploy: {update_config: {order: stop-first}}.',
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
    mend: 'Remove ports: or the replicas. Only web may have both: there the edge takes the port over.',
    check: ({ service }) => (0,compose_model/* replicasOf */.N4)(service) > 1 && fixedPort(service) !== undefined
        ? {
            text: `${(0,compose_model/* replicasOf */.N4)(service)} replicas can not all publish port ${fixedPort(service)}.`,
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
    mend: 'Remove the mount; it is for development.',
    check: ({ service: { volumes = [] } }) => volumes.some(({ type, target }) => type === 'bind' && /^\/app(\/saleor)?\/?$/.test(target))
        ? { text: "a folder of the server hides the image's code at /app.", at: [['volumes']] }
        : undefined,
};
/** Where the file says nothing, the release says `unless-stopped`. */
const staysDown = {
    name: 'stays-down',
    severity: 'warning',
    on: 'app',
    what: 'After a reboot of the host Docker does not start the container again.',
    mend: 'Set restart: unless-stopped, and leave deploy.restart_policy out.',
    check({ service }) {
        const restart = (0,compose_restart/* restartOf */.R)(service) ?? 'unless-stopped';
        if (['always', 'unless-stopped', 'any'].includes(restart))
            return undefined;
        // Measured: after a power cut Docker does start it, and after a reboot what had to be killed, such as sh as PID 1.
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
    on: 'app',
    what: 'container_name is left out, because old and new containers run side by side.',
    mend: 'Remove container_name, and reach the service by its service name.',
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
    mend: 'If it keeps running, name it in worker-services.',
    check: () => ({ text: 'runs once and ends, so it is not started: a deploy migrates by itself.' }),
};
const floatingTag = {
    name: 'floating-tag',
    severity: 'warning',
    on: 'accessories',
    what: 'An image is named without a version: the next pull may bring another one. (The image of the app is deployed by digest.)',
    mend: 'Name a version, such as postgres:15 or redis:7-alpine.',
    check({ service: { image = '' } }) {
        const { tag, digest } = (0,reference/* parseReference */.F2)((0,compose_model/* unescapeDollars */.aU)(image)) ?? { tag: 'none' };
        const floats = digest === undefined && /^(latest|stable|edge|main|master|nightly)$/.test(tag ?? 'latest');
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
    mend: 'Remove ports: (web reaches it without), or bind it to the host alone: "127.0.0.1:5432:5432".',
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
    mend: 'Give it a volume: volumes: ["postgres-data:/var/lib/postgresql/data"].',
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
function isStopFirst({ deploy }) {
    return deploy?.update_config?.order === 'stop-first';
}
/** What containers are made of: images, ports, volumes, restarts. */
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

;// CONCATENATED MODULE: ./src/compose/addresses.js
/** Under which names containers find a service of the project, each with the service's own. */
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
        return hosts
            .split(',')
            .map((host) => host.startsWith('[') ? host.replace(/\]:?\d*$/, '').slice(1) : host.replace(/:\d*$/, ''))
            .filter((host) => host !== '');
    });
}
/** Whether containers of the service share the network of the host or of another container. */
function hasOwnNetwork({ network_mode: mode }) {
    return typeof mode !== 'string' || !/^(host$|service:|container:)/.test(mode);
}
/** Whether names may come from somewhere that the project does not show: other projects' networks, `extra_hosts`. */
function mayKnowOthers(service, { networks = {} }) {
    const joined = Object.keys(service.networks ?? {}).map((name) => networks[name]);
    return (joined.some((network) => network?.external === true) ||
        service.external_links !== undefined ||
        service.extra_hosts !== undefined ||
        service.links !== undefined ||
        service.dns_search !== undefined);
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
const dataOnEachHost = {
    name: 'data-on-each-host',
    severity: 'error',
    on: 'app',
    only: 'fleet',
    what: 'Database, cache or broker is a service of the Compose project: each host starts its own, and the shop has as many databases as hosts.',
    mend: 'Run it outside of these hosts, and set its URL.',
    check({ environment, model }) {
        const names = namesIn(model);
        return Object.entries(places).flatMap(([variableName, what]) => {
            const inside = hostsOf(environment.get(variableName) ?? '').map((host) => names.get(host));
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
/** What breaks a deploy to several hosts only. */
const fleetRules = [dataOnEachHost];

;// CONCATENATED MODULE: ./src/compose/check-health.js

const works = `test: ["CMD", "python3", "-c", "import urllib.request as r; r.urlopen('http://localhost:8000/health/', timeout=5)"]`;
const tool = {
    name: 'healthcheck-tool',
    severity: 'warning',
    on: 'web',
    only: 'saleor',
    what: "The health check needs curl or wget, and Saleor's image has neither: the container is never healthy.",
    mend: works,
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
    mend: works,
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
/** uvicorn of Saleor's image finishes requests for up to 30 s after the stop signal. */
const imageGrace = 30;
/** Seconds between the end of the server's own grace and the kill. */
const margin = 5;
const shortGrace = {
    name: 'short-grace',
    severity: 'warning',
    on: 'web',
    only: 'saleor',
    what: 'Containers are killed before the server has finished the requests that it was given time for.',
    mend: `Set stop_grace_period: ${imageGrace + margin}s, or longer than the server's own grace.`,
    check({ service }) {
        const own = Number(/--(?:timeout-graceful-shutdown|graceful-timeout)[ =](\d+)/.exec((0,compose_model/* commandOf */.Nl)(service))?.[1] ?? imageGrace);
        const grace = (0,compose_model/* graceSecondsOf */.Re)(service);
        return grace >= own + margin
            ? undefined
            : {
                text: `it is killed ${grace} s after it was asked to stop; Saleor's server takes up to ${own} s to finish requests.`,
                fix: `Set stop_grace_period: ${own + margin}s.`,
                at: [['stop_grace_period']],
            };
    },
};
/** What the health check runs, empty where there is none. */
function testOf({ healthcheck }) {
    return healthcheck?.disable === true ? '' : [healthcheck?.test ?? []].flat().join(' ');
}
/** How web tells that it is well, and how it ends. */
const healthRules = [tool, address, shortGrace];

;// CONCATENATED MODULE: ./src/compose/check-hosts.js

const clientHostsMissing = {
    name: 'allowed-client-hosts-missing',
    severity: 'error',
    on: 'app',
    only: 'saleor',
    what: 'ALLOWED_CLIENT_HOSTS is missing: without DEBUG no Saleor process starts, and no manage.py command.',
    mend: 'Set ALLOWED_CLIENT_HOSTS to the host names of storefront and dashboard, separated by commas.',
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
    mend: 'Name the hosts of storefront and dashboard in ALLOWED_CLIENT_HOSTS.',
    check: ({ environment }) => listOf(environment.get('ALLOWED_CLIENT_HOSTS')).includes('*')
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
    mend: 'Set ALLOWED_HOSTS to the host names of the API, separated by commas.',
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
    mend: 'Write host names alone, separated by commas: shop.example.com,www.example.com',
    check: ({ environment }) => ['ALLOWED_HOSTS', 'ALLOWED_CLIENT_HOSTS'].flatMap((name) => {
        const wrong = listOf(environment.get(name)).filter((one) => /[/\s]|:\d+$/.test(one));
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
    mend: "Set PUBLIC_URL to the API's address, such as https://shop.example.com.",
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
    mend: 'Add the host of PUBLIC_URL to ALLOWED_HOSTS.',
    check({ environment }) {
        if (isBlank(environment, 'PUBLIC_URL'))
            return undefined;
        const url = parseUrl(environment.get('PUBLIC_URL') ?? '');
        if (url === undefined)
            return {
                text: 'PUBLIC_URL is no address that begins with https:// or http://.',
                fix: 'Write it whole: PUBLIC_URL=https://shop.example.com',
                at: variable('PUBLIC_URL'),
            };
        const allowed = listOf(environment.get('ALLOWED_HOSTS'));
        if (allowed.length === 0 || allowed.some((pattern) => matches(url.hostname, pattern)))
            return undefined;
        return {
            text: `ALLOWED_HOSTS has no ${url.hostname}, the host of PUBLIC_URL, so Saleor answers 400 to whoever asks there.`,
            at: variable('ALLOWED_HOSTS', 'PUBLIC_URL'),
        };
    },
};
function listOf(value) {
    return (value ?? '')
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== '');
}
function parseUrl(text) {
    const url = URL.parse(text.trim());
    return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== '' ? url : undefined;
}
/** As Django compares: a leading dot stands for the domain and all below it. */
function matches(host, pattern) {
    const wanted = pattern.toLowerCase();
    return wanted === '*' || wanted === host || (wanted.startsWith('.') && `.${host}`.endsWith(wanted));
}
/** Under which names Saleor may be asked, and which it gives out. */
const hostRules = [
    clientHostsMissing,
    publicUrlRefused,
    clientHostsAny,
    allowedHostsMissing,
    notAHost,
    publicUrlMissing,
];

;// CONCATENATED MODULE: ./src/compose/check-media.js

/** Where Saleor keeps uploads when they don't go to a bucket (MEDIA_ROOT). */
const folder = '/app/media';
/** Any of these is a bucket for uploads; AWS_STORAGE_BUCKET_NAME is for static files. */
const buckets = ['AWS_MEDIA_BUCKET_NAME', 'GS_MEDIA_BUCKET_NAME', 'AZURE_CONTAINER'];
const check_media_at = [['volumes'], ['environment', 'AWS_STORAGE_BUCKET_NAME']];
const lost = {
    name: 'media-lost',
    severity: 'warning',
    on: 'web',
    only: 'saleor',
    what: 'Uploads lie inside of the container: the next deploy removes it, and product pictures with it.',
    mend: `Give them a volume, volumes: ["saleor-media:${folder}"], in web and workers alike, or a bucket: AWS_MEDIA_BUCKET_NAME, GS_MEDIA_BUCKET_NAME or AZURE_CONTAINER.`,
    check({ environment, service }) {
        if (!isBlank(environment, ...buckets) || mediaVolume(service) !== undefined)
            return undefined;
        const hint = isBlank(environment, 'AWS_STORAGE_BUCKET_NAME')
            ? ''
            : ' (AWS_STORAGE_BUCKET_NAME is for static files.)';
        return { text: `uploads lie inside of the container and are gone with it.${hint}`, at: check_media_at };
    },
};
const notShared = {
    name: 'media-not-shared',
    severity: 'warning',
    on: 'workers',
    only: 'saleor',
    what: 'Web keeps uploads in a volume that a worker does not have: thumbnails, exports and invoices fail there.',
    mend: 'Give the worker the same volume as web.',
    check({ environment, service, model, roles }) {
        const shared = mediaVolume(model.services[roles.web] ?? {});
        if (shared === undefined || !isBlank(environment, ...buckets))
            return undefined;
        return mediaVolume(service)?.source === shared.source
            ? undefined
            : { text: `does not have the volume in which ${roles.web} keeps uploads.`, at: check_media_at };
    },
};
const onEachHost = {
    name: 'media-on-each-host',
    severity: 'warning',
    on: 'web',
    only: 'fleet',
    what: 'Uploads lie in a volume of the host: each host has others, and a picture is found on one of them only.',
    mend: 'Use a bucket (AWS_MEDIA_BUCKET_NAME, GS_MEDIA_BUCKET_NAME, AZURE_CONTAINER), or a volume on a network file system.',
    check({ environment, service, model }) {
        const volume = mediaVolume(service);
        if (volume === undefined || !isBlank(environment, ...buckets) || !isLocal(volume, model))
            return undefined;
        return { text: 'uploads lie in a volume of each host, so a picture is found on one of them only.', at: check_media_at };
    },
};
/** The volume that outlives the container; an anonymous one does not. */
function mediaVolume({ volumes = [] }) {
    return volumes.find(({ type, source, target }) => (type === 'bind' || (type === 'volume' && source !== undefined)) &&
        `${folder}/`.startsWith(`${target.replace(/\/+$/, '')}/`));
}
/** A bind mount may well be a network file system; a plain volume is none. */
function isLocal({ type, source = '' }, { volumes = {} }) {
    const { driver = 'local', driver_opts: options, external, } = (volumes[source] ?? {});
    return type === 'volume' && driver === 'local' && options === undefined && external !== true;
}
/** Where uploads are kept. */
const mediaRules = [lost, notShared, onEachHost];

;// CONCATENATED MODULE: ./src/compose/check-names.js

const noSessions = 'nothing: Saleor has no sessions and no cookies of its own, so remove it';
/** Names that guides for Django have and Saleor's settings.py does not, each with what does what was meant. */
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
    mend: 'Use the name that Saleor reads.',
    check: ({ environment }) => Object.entries(instead).flatMap(([name, meant]) => environment.has(name)
        ? { text: `Saleor does not read ${name}.`, fix: `Use ${meant}.`, at: variable(name) }
        : []),
};
/** Tasks that web sends are taken by workers, and what one signs or caches the others read. */
const common = ['CELERY_BROKER_URL', 'CACHE_URL', 'SECRET_KEY', 'RSA_PRIVATE_KEY'];
const differing = {
    name: 'settings-differ',
    severity: 'warning',
    on: 'background',
    only: 'saleor',
    what: `A worker or scheduler has another value than web, or none, for ${common.join(', ')}.`,
    mend: 'Give all services of the app the same env_file.',
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
/** Names that mean nothing, and values that belong together. */
const nameRules = [unread, differing];

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


/** Django's own limit for a warning (security.W009). */
const secretKeyLength = 50;
/** Values that stand in guides and examples, which everybody can read. */
const publicKey = /^(your|my|dev|example|test)[-_](\w+[-_])*(secret|key)|^(change|replace)[-_]?me|insecure|min-50-char|not-for-production/i;
const debugNotOff = {
    name: 'debug-not-off',
    severity: 'error',
    on: 'app',
    only: 'saleor',
    what: 'DEBUG is not explicitly off. Saleor turns it on where nothing is said: errors are shown to everybody, and tokens are signed with a key that lies in the image.',
    mend: 'Set DEBUG=False.',
    check: ({ environment }) => /^(false|0|no|off)$/i.test(environment.get('DEBUG') ?? '')
        ? undefined
        : {
            text: "DEBUG is not switched off. Saleor's default is on: errors are shown to everybody, and without RSA_PRIVATE_KEY tokens are signed with a key that lies in the image.",
            at: variable('DEBUG'),
        },
};
const secretKeyMissing = {
    name: 'secret-key-missing',
    severity: 'error',
    on: 'app',
    only: 'saleor',
    what: 'SECRET_KEY is missing. Saleor starts without it and fails when it is first needed.',
    mend: 'Give SECRET_KEY as a secret: `openssl rand -hex 32` makes one.',
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
    mend: 'Give SECRET_KEY as a secret of your own: `openssl rand -hex 32` makes one.',
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
    mend: '`openssl rand -hex 32` makes a good one. (`openssl rand -base64 50` breaks it into two lines.) A new key ends password resets that are under way.',
    check({ environment }) {
        const key = environment.get('SECRET_KEY') ?? '';
        // Those are named by other rules.
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
    mend: 'Make one with `openssl genrsa 3072` and give it as a secret with all its lines.',
    check({ environment }) {
        // Another JWT manager has its own keys.
        if (environment.has('JWT_MANAGER_PATH'))
            return undefined;
        const problem = signingKeyProblem(environment.get('RSA_PRIVATE_KEY'), environment.get('RSA_PRIVATE_PASSWORD'));
        return problem === undefined
            ? undefined
            : {
                text: `${problem.what}. Without DEBUG no Saleor process starts with it.`,
                fix: problem.fix,
                at: variable('RSA_PRIVATE_KEY', 'RSA_PRIVATE_PASSWORD'),
            };
    },
};
/** An env file that was written for a shell: values are passed on as they stand. */
const unexpanded = {
    name: 'unexpanded-variable',
    severity: 'error',
    on: 'app',
    what: 'A value is the text ${NAME} and not what it stands for.',
    mend: 'Values of the environment input are taken literally: write ${{ secrets.NAME }}, which GitHub replaces.',
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
/** What Saleor's own switches and keys must be, in every process of it. */
const saleorRules = [
    debugNotOff,
    secretKeyMissing,
    secretKeyPublic,
    signingKey,
    unexpanded,
    secretKeyWeak,
];

// EXTERNAL MODULE: ./src/compose/check-secrets.js
var check_secrets = __webpack_require__(846);
;// CONCATENATED MODULE: ./src/compose/check-urls.js


/** Where Saleor's data is. */
const names = [
    'DATABASE_URL',
    'DATABASE_URL_REPLICA',
    'CACHE_URL',
    'REDIS_URL',
    'CELERY_BROKER_URL',
    'CLOUDAMQP_URL',
];
const postgres = /^(postgres|postgresql|pgsql|postgis|timescale|timescalegis)$/i;
/** Places that have no host name: kept in memory, in files, or with a cloud. */
const withoutHost = /^(sqs|memory|filesystem|file|locmem|dummy|db|unix|redis\+socket|dbm)$/i;
const databaseMissing = {
    name: 'database-missing',
    severity: 'error',
    on: 'app',
    only: 'saleor',
    what: 'DATABASE_URL is missing: Saleor then asks for a database inside of its own container, where none is.',
    mend: 'Set DATABASE_URL, such as postgres://user:password@db:5432/saleor.',
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
    mend: 'Write scheme://user:password@host:port/name. In user and password @ is %40, / is %2F, # is %23, ? is %3F, : is %3A, % is %25.',
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
    mend: 'Name the service of the Compose file, such as db or redis, or the host where it runs.',
    check: ({ environment, service }) => names.flatMap((name) => {
        const inside = hostsOf(environment.get(name) ?? '').some((host) => /^(localhost|127(\.\d+){3}|::1)$/i.test(host));
        return inside && hasOwnNetwork(service)
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
    mend: 'Write the name of a service, or the whole name of the host, such as db.example.com.',
    check({ environment, service, model }) {
        if (mayKnowOthers(service, model) || !hasOwnNetwork(service))
            return undefined;
        const known = namesIn(model);
        return names.flatMap((name) => {
            const value = environment.get(name) ?? '';
            // Of what can't be read, a part of the password may look like a name.
            if (value.split(';').some((url) => problemOf(url.trim(), name) !== undefined))
                return [];
            return hostsOf(value)
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
    mend: 'Set CELERY_BROKER_URL, such as redis://redis:6379/1.',
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
    mend: 'Set CACHE_URL, such as redis://redis:6379/0.',
    check: ({ environment }) => isBlank(environment, 'CACHE_URL', 'REDIS_URL')
        ? {
            text: 'CACHE_URL is missing, so each process has a cache and locks of its own.',
            at: variable('CACHE_URL'),
        }
        : undefined,
};
/** What is wrong with a URL, in words that show nothing of it but its scheme. */
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
/** Where database, cache and broker are. */
const urlRules = [
    databaseMissing,
    malformed,
    toLocalhost,
    unknownHost,
    brokerMissing,
    cacheMissing,
];

// EXTERNAL MODULE: ../../node_modules/yaml/dist/index.js
var dist = __webpack_require__(3483);
;// CONCATENATED MODULE: ./src/compose/place.js

/** Reads the files; one that YAML can't read has no places. A later file overrides an earlier one. */
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
/** Follows the keys through maps, lists of `NAME=value`, aliases and merge keys (`<<`). */
function find(document, node, path, offset = 0) {
    if ((0,dist/* isAlias */.Vj)(node))
        return find(document, node.resolve(document), path, offset);
    const [key, ...rest] = path;
    if (key === undefined)
        return { offset, text: (0,dist/* isScalar */.jn)(node) ? (node.source ?? '') : undefined };
    if ((0,dist/* isSeq */.oP)(node))
        return rest.length === 0 ? findAssignment(node.items, key) : undefined;
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
/** `environment:` as a list: `- NAME=value`. */
function findAssignment(items, name) {
    for (const item of items) {
        if (!(0,dist/* isScalar */.jn)(item) || (0,dist/* isPair */.tO)(item))
            continue;
        const [written, ...value] = (item.source ?? '').split('=');
        if (written === name)
            return { offset: startOf(item), text: value.join('=') };
    }
    return undefined;
}
function startOf(node) {
    return node.range?.[0] ?? 0;
}

;// CONCATENATED MODULE: ./src/compose/check.js














/** Every rule there is, in the order in which findings are told. */
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
    ...check_secrets/* secretRules */.WE,
    ...fleetRules,
];
/** Judges the project before anything changes: errors first, each fault once with all services that have it. Pure. */
function checkModel(model, roles, options = {}) {
    const { files = [], hosts = 1, ignore = [] } = options;
    const saleor = isSaleor(model.services[roles.web] ?? {});
    const counting = rules.filter(({ name, only }) => !ignore.includes(name) && (only !== 'saleor' || saleor) && (only !== 'fleet' || hosts > 1));
    const source = sourceOf(files);
    const found = counting.flatMap((rule) => findingsOf(rule, model, roles, source));
    return [...found.filter(isError), ...found.filter((one) => !isError(one))];
}
/** Whether a finding refuses the deploy. */
function isError({ severity }) {
    return severity === 'error';
}
/** True when image, command or environment speak of Saleor; other apps may be deployed as well. */
function isSaleor(service) {
    const environment = [...(0,compose_model/* environmentOf */.p7)(service)].flat();
    return [service.image ?? '', (0,compose_model/* commandOf */.Nl)(service), ...environment].some((text) => /saleor/i.test(text));
}
function findingsOf(rule, model, roles, source) {
    const found = new Map();
    for (const name of servicesOf(rule.on, roles)) {
        const service = model.services[name] ?? {};
        const written = (...keys) => source.text(['services', name, ...keys]);
        const environment = (0,compose_model/* environmentOf */.p7)(service);
        for (const fault of [rule.check({ name, service, environment, model, roles, written }) ?? []].flat())
            found.set(fault.text, { fault, names: [...(found.get(fault.text)?.names ?? []), name] });
    }
    return [...found.values()].map(({ fault, names }) => {
        const [first = ''] = names;
        const places = [...(fault.at ?? []), []].map((keys) => ['services', first, ...keys]);
        const place = source.place(places);
        const file = place === undefined ? '' : `${place.file}: `;
        return {
            rule: rule.name,
            severity: rule.severity,
            message: `${file}${names.join(', ')}: ${fault.text}`,
            fix: fault.fix ?? rule.mend,
            ...(place === undefined ? {} : { place }),
        };
    });
}

;// CONCATENATED MODULE: ./src/compose/ignore.js


/**
 * The names of the input `ignore-rules`.
 * @throws UserError `bad-input` for a name that no rule has: a typo must not turn nothing off in silence
 */
function ignoredRules(names) {
    const known = rules.map(({ name }) => name);
    const unknown = names.filter((name) => !known.includes(name));
    if (unknown.length === 0)
        return names;
    throw new src_errors/* UserError */.yo('bad-input', `Input 'ignore-rules': there is no rule ${unknown.join(', ')}.`, `Its lines are names of rules: ${known.toSorted().join(', ')}. docs/rules.md says what each one finds.`);
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/report/findings.js
var report_findings = __webpack_require__(6400);
;// CONCATENATED MODULE: ./src/compose/judge.js






/**
 * Holds the project against all rules: warnings become annotations on the lines of the Compose file and are returned.
 * @throws UserError `bad-input` with every error, its place and what would be right
 */
async function judge({ model, roles, files, ...options }, runner) {
    const { log, context } = runner;
    const sources = files.map(async (file) => ({
        file,
        text: await (0,promises_.readFile)((0,external_node_path_.resolve)(context.workspace, file), 'utf8'),
    }));
    const findings = checkModel(model, roles, { ...options, files: await Promise.all(sources) });
    const errors = findings.filter(isError);
    for (const { rule, message, fix, place } of findings.filter((one) => !isError(one)))
        log.warning(`${message}\n${fix} [${rule}]`, place);
    tellOfSharedPort(model, roles, runner);
    const [first, ...more] = errors;
    if (first === undefined)
        return findings;
    // One error is annotated by whoever catches it; of several each has a line of its own.
    if (more.length > 0)
        for (const { rule, message, fix, place } of errors)
            log.error(`${message}\n${fix} [${rule}]`, place);
    const refusal = new src_errors/* UserError */.yo('bad-input', errors.map(({ message, rule }) => `${message} [${rule}]`).join('\n'), errors.map(({ fix }) => fix).join('\n'), more.length === 0 ? first.place : undefined);
    refusal.report = (0,report_findings/* findingsTable */.f)(findings);
    throw refusal;
}
/** Compose alone would end with "port is already allocated". */
function tellOfSharedPort({ services }, { web }, { log }) {
    const service = services[web] ?? {};
    const [port] = service.ports ?? [];
    if ((0,compose_model/* replicasOf */.N4)(service) > 1 && /^\d+$/.test(port?.published ?? ''))
        log.info(`${web}: ${(0,compose_model/* replicasOf */.N4)(service)} replicas with one port; the edge takes ${port?.published} over.`);
}

// EXTERNAL MODULE: ./src/compose/ports.js
var ports = __webpack_require__(3438);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
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
// EXTERNAL MODULE: ./src/diagnosis/secrets.js
var secrets = __webpack_require__(658);
// EXTERNAL MODULE: ./src/edge/upstreams.js
var upstreams = __webpack_require__(4509);
// EXTERNAL MODULE: ./src/inputs/environment-masks.js
var environment_masks = __webpack_require__(5354);
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
    const migrate = want_wordsOf('migrate-command', inputs['migrate-command']);
    const environment = (0,compose_environment/* parseEnvironment */.N)(inputs.environment ?? '');
    const ignore = ignoredRules(inputs['ignore-rules']);
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
    const findings = await judge({ model: source, roles, files: inputs['compose-file'], hosts: hosts.length, ignore }, runner);
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
            copy: want_wordsOf('backup-copy', inputs['backup-copy'] ?? 'none'),
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
        findings,
        secrets: secretsOf(inputs, source),
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
/** What the log hides too, and what the Compose file itself holds. */
function secretsOf(inputs, source) {
    const open = [inputs.image, inputs.path, inputs.version ?? '', inputs.project ?? ''];
    const password = inputs['registry-password'];
    return [
        ...(0,environment_masks/* environmentMasks */.x)(inputs.environment ?? '', open),
        ...(0,secrets/* secretsIn */.V)(source),
        ...(password === undefined ? [] : [password]),
    ];
}
/** The edge carries a hash of its own definition: it is left alone as long as that stays the same. */
function labelEdge({ services: { edge } }) {
    if (edge === undefined)
        return;
    const hash = (0,external_node_crypto_.createHash)('sha256').update(JSON.stringify(edge)).digest('hex').slice(0, 12);
    edge.labels = { ...edge.labels, [observed/* edgeLabel */.UG]: hash };
}
/** @throws UserError for a quote that nothing closes */
function want_wordsOf(input, command) {
    try {
        return command === 'none' ? [] : (0,shlex/* split */.lD)(command);
    }
    catch {
        throw new src_errors/* UserError */.yo('bad-input', `Input '${input}': "${command}" has a quote that nothing closes.`, 'Write it as in a shell, such as python manage.py migrate --noinput; or none.');
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
