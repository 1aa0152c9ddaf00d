export const id = "backup+deploy-production+deploy-staging+diagnose+maintenance+prepare-server+rollback+run-command+smoke-test";
export const ids = ["backup+deploy-production+deploy-staging+diagnose+maintenance+prepare-server+rollback+run-command+smoke-test"];
export const modules = {

/***/ 74358:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ after),
/* harmony export */   u: () => (/* binding */ within)
/* harmony export */ });
/** Calls `late` after some seconds, unless the returned function cancels that. */
function after(seconds, late) {
    const timer = setTimeout(late, seconds * 1000);
    return () => clearTimeout(timer);
}
/**
 * Waits for work until a deadline in seconds.
 * @throws the error of `late` at the deadline
 */
async function within(seconds, work, late) {
    let callOff = () => { };
    const deadline = new Promise((_, reject) => {
        callOff = after(seconds, () => reject(late()));
    });
    return await Promise.race([work, deadline]).finally(callOff);
}


/***/ }),

/***/ 79150:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BG: () => (/* binding */ usual),
/* harmony export */   Sx: () => (/* binding */ changeSeconds),
/* harmony export */   Vj: () => (/* binding */ lineCharacters),
/* harmony export */   WU: () => (/* binding */ startSeconds),
/* harmony export */   as: () => (/* binding */ large),
/* harmony export */   h$: () => (/* binding */ djangoSeconds),
/* harmony export */   xS: () => (/* binding */ longest)
/* harmony export */ });
/** For an inspection: a busy server answers it within seconds. */
const usual = { seconds: 180, bytes: 64 * 1024 * 1024 };
/** Seconds for commands that move the data of an image or a backup. */
const large = 3600;
/** Seconds for a question to Django in a container of its own: it loads all of Saleor, and inspects the whole database. */
const djangoSeconds = 900;
/** The default seconds for a change on a host. Compose and `docker start` need a few. */
const changeSeconds = 1800;
/** Seconds for commands that may take as long as a GitHub job: migrations, dumps, containers with a long grace period. */
const longest = 6 * 3600;
/** Seconds in which a login must start the command. */
const startSeconds = 60;
/** The maximum characters of an answer line; the guard's longest line has 80,000. */
const lineCharacters = 4_000_000;


/***/ }),

/***/ 84428:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ shellLine),
/* harmony export */   f: () => (/* binding */ remoteLine)
/* harmony export */ });
/**
 * The line that sshd passes to the user's login shell: it starts bash, which runs the command. Every shell (sh, zsh, fish,
 * csh) parses it the same way: it has one pair of quotes, without `!`, backslash or line break inside.
 * The first output, on both streams, is the mark: see `started.ts`. `.bashrc` belongs to the login shell.
 * `exec` leaves no shell in between: it would print a line of its own when the command is killed.
 */
function remoteLine(command, mark) {
    const script = Buffer.from(`echo ${mark}; echo ${mark} >&2; exec ${shellLine(command)}`).toString('base64');
    return `bash --norc -c 'eval "$(echo $0 | base64 -d)"' ${script}`;
}
/**
 * One line of shell text that bash parses into exactly these words.
 * @throws Error for a NUL character, which no argument can contain.
 */
function shellLine(command) {
    return command.map(quoteWord).join(' ');
}
function quoteWord(word) {
    if (word.includes('\0'))
        throw new Error('a command word holds a NUL character');
    if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word))
        return word;
    const quoted = `'${word.replaceAll("'", `'\\''`)}'`;
    // The guard reads commands line by line, so a line break must be escaped.
    return quoted.split('\r').join(`'$'\\r''`).split('\n').join(`'$'\\n''`);
}


/***/ }),

/***/ 81309:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ addressesFrom)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);
/* harmony import */ var _host_key_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(60141);
/* harmony import */ var _private_key_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(72072);



/**
 * The addresses of the servers and of the jump host, if there is one. All use the same key and the same pins.
 * @throws UserError `bad-input` for an unusable pin or host, or a server that is named twice
 */
function addressesFrom(inputs) {
    const passphrase = inputs['ssh-key-passphrase'];
    const privateKey = (0,_private_key_js__WEBPACK_IMPORTED_MODULE_2__/* .readPrivateKey */ .$k)(inputs['ssh-key'], passphrase);
    for (const [index, line] of inputs['known-hosts'].entries()) {
        const problem = (0,_host_key_js__WEBPACK_IMPORTED_MODULE_1__/* .pinProblem */ .XC)(line);
        if (problem !== undefined)
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Input 'known-hosts': line ${index + 1} ${problem}.`, 'Copy what `ssh-keyscan -t ed25519 your.server` prints, after comparing its fingerprint.');
    }
    for (const fingerprint of inputs['host-fingerprint'])
        if (!/^SHA256:[A-Za-z0-9+/]{43}$/.test(fingerprint))
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Input 'host-fingerprint': "${fingerprint}" is not a fingerprint.`, 'It looks like SHA256:… with 43 characters, as `ssh-keygen -lf` prints it.');
    const pins = { knownHosts: inputs['known-hosts'], fingerprints: inputs['host-fingerprint'] };
    const common = { privateKey, pins, ...(passphrase === undefined ? {} : { passphrase }) };
    const targets = targetsFrom(inputs, common);
    const through = inputs['jump-host'];
    if (through === undefined) {
        if (inputs['jump-user'] === undefined)
            return { targets };
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', "Input 'jump-user' is given without 'jump-host'.", 'Name the host to go through with jump-host, or leave both out.');
    }
    const { host, port = 22 } = readHostAndPort('jump-host', through);
    return {
        targets,
        jump: { input: 'jump-host', host, port, user: inputs['jump-user'] ?? inputs.user, ...common },
    };
}
function targetsFrom({ host, hosts = [], port, user }, common) {
    if (host !== undefined)
        return [{ ...oneHost(host, port), user, ...common }];
    const targets = hosts.map(({ name }) => {
        return { input: 'hosts', name, port, user, ...readHostAndPort('hosts', name), ...common };
    });
    const twice = targets.find((one, index) => targets.slice(0, index).some((other) => other.host === one.host && other.port === one.port));
    if (twice === undefined)
        return targets;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Input 'hosts': "${twice.name}" is named twice.`, 'Name each server once: two runs on one server would wait for each other.');
}
/** A single host may contain its port, as in a fleet; then the input `port` must be equal or absent. */
function oneHost(text, port) {
    const read = readHostAndPort('host', text);
    if (read.port === undefined || port === read.port || port === 22)
        return { port, ...read };
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Input 'host': "${text}" names the port ${read.port}, and the input 'port' is ${port}.`, 'Give the port once, with the input port.');
}
/** `web-1`, `web-1:2222`, `[2001:db8::1]:2222` or `2001:db8::1`. */
function readHostAndPort(input, text) {
    const [, bracketed, plain, port, bare] = /^(?:(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+))(?::(\d+))?|([0-9a-fA-F.]*(?::[0-9a-fA-F.]*){2,}))$/.exec(text) ?? [];
    const host = bracketed ?? plain ?? bare;
    if (host !== undefined && port === undefined)
        return { host };
    if (host !== undefined && Number(port) >= 1 && Number(port) <= 65535)
        return { host, port: Number(port) };
    const [userInput, example] = input === 'jump-host' ? ['jump-user', 'bastion'] : ['user', 'shop'];
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('bad-input', `Input '${input}': "${text}" is not host or host:port, with a port from 1 to 65535.`, `Write it as ${example}.example.com or ${example}.example.com:2222, without ssh://; the user goes into ${userInput}` +
        (input === 'jump-host' ? '.' : ', and the port stands behind the host or in the input port.'));
}


/***/ }),

/***/ 14965:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  N: () => (/* binding */ connect)
});

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(77030);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
// EXTERNAL MODULE: ./src/host/deadline.js
var deadline = __webpack_require__(74358);
// EXTERNAL MODULE: ./src/host/limits.js
var host_limits = __webpack_require__(79150);
// EXTERNAL MODULE: ./src/host/quote.js
var quote = __webpack_require__(84428);
// EXTERNAL MODULE: ./src/host/unresponsive.js
var unresponsive = __webpack_require__(76239);
// EXTERNAL MODULE: ./src/host/ssh/address.js
var address = __webpack_require__(81309);
// EXTERNAL MODULE: ./src/host/ssh/private-key.js
var private_key = __webpack_require__(72072);
;// CONCATENATED MODULE: ./src/host/ssh/explain.js


/** Turns an error of the SSH library into an error with a fix. Pure. */
function explainRefusal(error, address, door = {}) {
    const { host, port, user, input = 'host' } = address;
    const { message = String(error), code, level, } = error;
    const where = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    const unreachable = (what, fix) => new errors/* UserError */.yo('host-unreachable', what, fix);
    const place = input === 'jump-host'
        ? 'input jump-host'
        : input === 'hosts'
            ? 'inputs hosts and port'
            : 'inputs host and port';
    if (/no passphrase given/i.test(message))
        return (0,private_key/* encrypted */.NR)('');
    if (/parse privatekey|passphrase|bad decrypt|integrity check|unsupported key format|malformed/i.test(message)) {
        if (address.privateKey !== undefined && (0,private_key/* isEncrypted */.ph)(address.privateKey))
            return (0,private_key/* encrypted */.NR)(address.passphrase === undefined ? '' : 'wrong');
        if (/passphrase|bad decrypt/i.test(message))
            return (0,private_key/* encrypted */.NR)('wrong');
        return new errors/* UserError */.yo('bad-input', `Input 'ssh-key' is not a private key that can be read: ${message}.`, 'Store the whole file in the secret, from its BEGIN line to its END line, as ssh-keygen made it.');
    }
    if (/authentication methods failed/i.test(message))
        return refused(where, user, input, door);
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
        return unreachable(`The name ${host} does not resolve.`, `Correct the input ${input}.`);
    if (code === 'ECONNREFUSED')
        return unreachable(`Nothing listens on ${where}.`, `Start sshd there, or correct the ${place}.`);
    if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
        return unreachable(`There is no route to ${where}.`, `Correct the input ${input}, or use jump-host.`);
    if (/timed out/i.test(message) || (code === 'ETIMEDOUT' && level !== undefined))
        return door.keyShown === true
            ? unreachable(`${where} did not finish the login within 20 s.`, 'Look at the load of the server, and at what its login waits for (PAM, DNS, LDAP): sudo journalctl -u ssh')
            : unreachable(`${where} did not answer within 20 s.`, 'Open the port for the runner in the firewall, or use jump-host.');
    if (door.asked !== undefined)
        return new errors/* UserError */.yo('login-refused', `${where} ended the connection while '${user}' logged in.${says(door)}`, `The account may not log in: expired, locked, or denied by PAM or /etc/nologin. On the server: sudo chage -l ${user}, ` +
            'and the reason in sudo journalctl -u ssh');
    // The library's error for an ended connection; with a `level` it would be a network error.
    const closed = code === 'ECONNRESET' || code === 'EPIPE' || (code === 'ETIMEDOUT' && level === undefined);
    if (closed || /lost before handshake|identification string/i.test(message))
        return closedEarly(where, place, door.first ?? '');
    return unreachable(`No SSH connection to ${where}: ${message}.`, `Check that sshd runs there and accepts connections, and the input ${input}.`);
}
/** A connection that ended before the login. */
function closedEarly(where, place, first) {
    const line = first
        .split(/[\r\n]/)[0]
        ?.replaceAll(/[^\x20-\x7e]/g, '')
        .slice(0, 80) ?? '';
    if (/MaxStartups/i.test(line))
        return new errors/* UserError */.yo('host-unreachable', `sshd on ${where} has too many logins under way: ${line}.`, 'Run the job again; if that happens often, raise MaxStartups in /etc/ssh/sshd_config, and look at who knocks there: sudo journalctl -u ssh');
    if (first !== '' && !/^SSH-|not allowed/i.test(first))
        return new errors/* UserError */.yo('host-unreachable', `No SSH connection to ${where}: what listens there does not speak SSH${line === '' ? '' : `, it says "${line}"`}.`, `Correct the ${place}: it must be the port of sshd.`);
    return new errors/* UserError */.yo('host-unreachable', `${where} accepted the connection and closed it before a login${/not allowed/i.test(line) ? `: ${line}` : ''}.`, 'sshd there may have too many logins under way (MaxStartups), or deny the address of the runner (fail2ban, hosts.deny), ' +
        `or something else listens there: look at sudo journalctl -u ssh, and at the ${place}.`);
}
function refused(where, user, input, door) {
    const { left = [], partial = false } = door.asked ?? {};
    const login = (what, fix) => new errors/* UserError */.yo('login-refused', `${what}${says(door)}`, fix);
    if (partial)
        return login(`${where} took the key of '${user}' and asks for ${left.join(' or ')} too.`, `A workflow has the key alone. Let this user in with it, in /etc/ssh/sshd_config: AuthenticationMethods publickey`);
    if (left.length > 0 && !left.includes('publickey'))
        return login(`${where} takes no keys from '${user}', only ${left.join(', ')}.`, 'Allow keys there, in /etc/ssh/sshd_config: PubkeyAuthentication yes');
    return login(`${where} refused the login of '${user}' with this key.`, `Add the public key to ~${user}/.ssh/authorized_keys on the server, or correct the inputs ${input === 'jump-host' ? 'jump-user' : 'user'} and ssh-key. ` +
        `When both are right: the account may be locked, expired, without a login shell that exists, or not allowed (AllowUsers, AllowGroups, from="…"), or the file open to others; sudo journalctl -u ssh says which.`);
}
/** The server's login banner on one short line. */
function says({ banner }) {
    return banner === undefined
        ? ''
        : ` It says: ${banner
            .trim()
            .replaceAll(/\s*[\r\n]+\s*/g, ' / ')
            .slice(0, 300)}`;
}

// EXTERNAL MODULE: ./src/host/ssh/host-key.js
var host_key = __webpack_require__(60141);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./src/host/ssh/started.js


/** A unique line that only our own command prints, see `remoteLine`. */
const newMark = () => `started-${(0,external_node_crypto_.randomBytes)(8).toString('hex')}`;
/** The output of a command behind its mark; undefined without the mark. */
function afterMark(printed, mark) {
    // The output of the login may lack its last line break.
    const at = printed.indexOf(`${mark}\n`);
    return at === -1 ? undefined : printed.slice(at + mark.length + 1);
}
/** The error of a login that ran something else, with its fix. Pure. */
function explainLogin(name, user, { code, stdout, stderr }) {
    const printed = `${stderr}\n${stdout}`.trim();
    const tool = missing.exec(printed)?.find((word, index) => index > 0 && word !== undefined);
    if (tool !== undefined)
        return new errors/* UserError */.yo('not-ready', `${name}: the server has no ${tool}, which every command needs: ${started_short(printed)}`, `Install it on the server: sudo apt-get install ${tool === 'bash' ? 'bash' : 'coreutils'}`);
    const [, what, fix] = signs.find(([sign]) => sign.test(printed)) ?? [];
    return new errors/* UserError */.yo('login-refused', `${name}: '${user}' is logged in, but the server did not run the command that was sent: ` +
        `${what ?? (printed === '' ? 'the login ended at once' : 'something else ran in its place')} ` +
        `(${code === null ? 'without an exit code' : `exit code ${code}`}, ` +
        `${printed === '' ? 'nothing was printed' : `it printed: ${started_short(printed)}`}).`, (fix ?? anyFix).replaceAll('USER', user));
}
/** The errors of sh, bash, csh, zsh and fish for a missing program. */
const missing = /\b(bash|base64): (?:command )?not found|command not found: (bash|base64)|unknown command:? (bash|base64)/i;
const giveShell = 'Give the user a shell, on the server: sudo usermod --shell /bin/bash USER';
const anyFix = 'Look on the server at the login shell of USER (getent passwd USER; nologin and false run nothing: sudo usermod --shell ' +
    '/bin/bash USER), at ForceCommand (sudo sshd -T -C user=USER), at command="…" in ~USER/.ssh/authorized_keys, ' +
    'and at what ~USER/.bashrc does without a terminal (exit, exec). To try it: ssh USER@server echo hello';
/** The messages of programs that replace a command. */
const signs = [
    [/account is (currently )?not available/i, 'its login shell is nologin', giveShell],
    [
        /unrecognized command|interactive git shell/i,
        'its login shell or ForceCommand is git-shell, which runs git alone',
        giveShell,
    ],
    [
        /allows sftp connections only|sftp only/i,
        'a ForceCommand of sshd allows SFTP only',
        'Let USER out of it, in /etc/ssh/sshd_config (Match, ForceCommand), then: sudo systemctl reload ssh',
    ],
    [/: restricted|rbash/, 'its login shell is restricted (rbash)', giveShell],
];
/** The end of the output, on one line. */
function started_short(text) {
    const line = text
        // Not every program prints text, and some print the command itself.
        .replaceAll(/[^\P{C}\n]/gu, '')
        .replaceAll(/[A-Za-z0-9+/=]{80,}/g, '…')
        .replaceAll(/\s*\n\s*/g, ' / ');
    return line.length > 300 ? `… ${line.slice(-300)}` : line;
}

;// CONCATENATED MODULE: ./src/host/ssh/line-conversation.js



/** Exchanges lines with a program over an SSH channel. A program with endless output is ended. */
class LineConversation {
    channel;
    limit;
    lines = [];
    /** Characters in unread lines and in the unfinished one. */
    waiting = 0;
    rest = '';
    stderr = '';
    mark = '';
    ended = false;
    wake = () => { };
    /** Whether it did not start in time. */
    isLate = false;
    constructor(channel, limit = host_limits/* lineCharacters */.Vj) {
        this.channel = channel;
        this.limit = limit;
        channel.setEncoding('utf8');
        channel.on('data', (chunk) => this.receive(chunk));
        channel.stderr.setEncoding('utf8').on('data', (chunk) => {
            // Only the first part shows the cause.
            if (this.stderr.length < limit)
                this.stderr += chunk.slice(0, limit);
        });
        channel.on('error', () => this.end()).on('close', () => this.end());
    }
    /** Skips the output up to the mark; without a mark in time it returns that output. */
    async startsAt(mark, seconds) {
        this.mark = mark;
        const before = [];
        const callOff = (0,deadline/* after */.P)(seconds, () => {
            this.isLate = true;
            this.stop();
        });
        try {
            for (let line = await this.next(); line !== undefined; line = await this.next()) {
                if (line.endsWith(mark))
                    return undefined;
                before.push(line);
            }
        }
        finally {
            callOff();
        }
        return [...before, this.rest].join('\n');
    }
    say(line) {
        if (!this.ended)
            this.channel.write(`${line}\n`);
    }
    async next() {
        while (this.lines.length === 0 && !this.ended)
            await new Promise((resolve) => (this.wake = resolve));
        const line = this.lines.shift();
        this.waiting -= line?.length ?? 0;
        return line;
    }
    problems = () => afterMark(this.stderr, this.mark) ?? this.stderr;
    receive(chunk) {
        if (this.ended)
            return;
        this.waiting += chunk.length;
        if (this.waiting > this.limit) {
            this.stderr += `\nmore than ${this.limit} characters came at once, and nobody could read them\n`;
            this.stop();
            return;
        }
        const parts = chunk.split('\n');
        // A single part continues the unfinished line, which is not split again.
        this.rest += parts[0];
        for (const part of parts.slice(1)) {
            this.lines.push(this.rest);
            this.waiting -= 1;
            this.rest = part;
        }
        this.wake();
    }
    /** Does not wait for a hung server. */
    stop() {
        this.channel.close();
        this.end();
    }
    end() {
        this.ended = true;
        this.wake();
    }
}

;// CONCATENATED MODULE: ./src/host/ssh/run-to-end.js

/** Sends a command its input, and waits for its end, its deadline, or too much output. */
async function runToEnd(channel, input, { seconds, bytes }) {
    const printed = { stdout: [], stderr: [] };
    let left = bytes;
    let [code, signal] = [null, null];
    const end = await new Promise((resolve) => {
        const callOff = (0,deadline/* after */.P)(seconds, () => resolve('late'));
        const keep = (output) => (chunk) => {
            left -= chunk.length;
            if (left < 0)
                resolve('much');
            else
                output.push(chunk);
        };
        channel.on('data', keep(printed.stdout));
        channel.stderr.on('data', keep(printed.stderr));
        channel.on('error', () => resolve('closed'));
        // Without both if the connection broke.
        channel.on('close', (exit, name) => {
            ;
            [code, signal] = [exit ?? null, name ?? null];
            resolve('closed');
        });
        channel.on('close', callOff);
        // A command that reads nothing may end before its input.
        channel.end(input);
    });
    if (end !== 'closed')
        stop(channel);
    const [stdout, stderr] = [Buffer.concat(printed.stdout), Buffer.concat(printed.stderr)].map(String);
    return { end, code, signal, stdout: stdout ?? '', stderr: stderr ?? '' };
}
/** Ends a command without waiting for a hung server. */
function stop(channel) {
    channel.signal('KILL');
    channel.close();
}

;// CONCATENATED MODULE: ./src/host/ssh/unverified.js


/** The error for a host key that is not pinned, with its fix. Pure. */
function unverified({ host, port, pins, input = 'host' }, key) {
    const shown = `${host}:${port} (the input ${input}) showed a host key that`;
    const { revoked, authority } = (0,host_key/* markersFor */.j)(key, host, port, pins);
    // A revoked key may be in the hands of somebody else.
    if (revoked)
        return new errors/* UserError */.yo('host-key-unverified', `${shown} is marked @revoked in known-hosts: ${(0,host_key/* fingerprintOf */.ax)(key)}\nWhoever has this key can pretend to be the server.`, 'Do not use it: give the server a new host key (ssh-keygen -A, after removing the old one), and pin that one.');
    const [what, why] = problem(host, port, pins, authority);
    const file = `/etc/ssh/ssh_host_${/rsa|ecdsa|ed25519/.exec((0,host_key/* typeOf */.QP)(key))?.[0]}_key.pub`;
    return new errors/* UserError */.yo('host-key-unverified', `${shown} ${what}: ${(0,host_key/* fingerprintOf */.ax)(key)}${why}`, `Compare with \`ssh-keygen -lf ${file}\` on the server itself; if it is the same, put this line into the input ` +
        `known-hosts:\n${(0,host_key/* knownHostsLine */.TZ)(key, host, port)}`);
}
function problem(host, port, pins, authority) {
    if (pins.knownHosts.length + pins.fingerprints.length === 0)
        return ['is not pinned', ''];
    if (pins.fingerprints.length === 0 && (0,host_key/* pinnedTypes */.y6)(host, port, pins).length === 0)
        return authority
            ? [
                'has no line of its own in the input known-hosts',
                '\nThe @cert-authority line there is not used: certificates of hosts are not read.',
            ]
            : ['has no line in the input known-hosts', ''];
    return [
        'is not the pinned one',
        '\nEither another of its keys was pinned, or the server was installed anew, or somebody stands between.',
    ];
}

;// CONCATENATED MODULE: ./src/host/ssh/connect.js













/** sshd allows 10 sessions on a connection by default (MaxSessions), and counts those that are closing. */
const parallelCommands = 4;
/**
 * Opens the single connection to a host, through a jump host if there is one.
 * @throws UserError `host-unreachable`, `host-key-unverified` or `login-refused`, each with its fix.
 */
async function connect(address, jump) {
    const dial = () => connect_open(address, jump);
    return new SshHost(address.name ?? address.host, address.user, dial, await dial());
}
async function connect_open(address, jump) {
    if (jump === undefined)
        return { ssh: await logIn(address) };
    const bastion = await logIn(jump);
    try {
        const through = await bastion.forwardOut('127.0.0.1', 0, address.host, address.port);
        return { ssh: await logIn(address, through), bastion };
    }
    catch (error) {
        hangUp(bastion);
        if (error instanceof errors/* UserError */.yo)
            throw error;
        throw new errors/* UserError */.yo('host-unreachable', `${jump.host} could not open a connection to ${address.host}:${address.port}: ${String(error)}`, `Check host and port, and that sshd on ${jump.host} allows TCP forwarding (AllowTcpForwarding, and no-port-forwarding or restrict in authorized_keys).`);
    }
}
/** Closes the socket at once: on a dead connection, an orderly end would wait a quarter of an hour for the server. */
function hangUp(ssh) {
    ssh?.connection?.destroy();
    ssh?.dispose();
}
async function logIn(address, through) {
    const { NodeSSH } = await __webpack_require__.e(/* import() */ "node-ssh").then(__webpack_require__.bind(__webpack_require__, 68459));
    const ssh = new NodeSSH();
    let offered;
    const door = {};
    const sock = through ?? (0,external_node_net_.createConnection)({ host: address.host, port: address.port });
    // The first bytes distinguish an overloaded sshd from another server. The socket is paused until the library listens too.
    sock
        .on('error', () => { })
        .once('data', (first) => (door.first = first.toString('latin1')))
        .pause();
    try {
        const connecting = ssh.connect({
            host: address.host,
            port: address.port,
            username: address.user,
            // Offers the key at once: a query for the allowed methods would cost a round trip.
            authHandler: (left, partial, next) => {
                if (door.asked === undefined) {
                    door.asked = { left: [], partial: false };
                    next('publickey');
                }
                else {
                    door.asked = { left: left ?? [], partial };
                    next(false);
                }
            },
            privateKey: address.privateKey,
            ...(address.passphrase === undefined ? {} : { passphrase: address.passphrase }),
            sock,
            algorithms: { serverHostKey: signaturesFor(address) },
            readyTimeout: 20_000,
            keepaliveInterval: 5_000,
            keepaliveCountMax: 3,
            // Without a verifier ssh2 accepts any key.
            hostVerifier: (key) => {
                offered = key;
                return (0,host_key/* isPinned */.T4)(key, address.host, address.port, address.pins);
            },
        });
        // The banner says why an account cannot log in: expired, closed for maintenance.
        ssh.connection?.on('banner', (text) => (door.banner = text));
        await connecting;
    }
    catch (error) {
        hangUp(ssh);
        sock.destroy();
        if (offered !== undefined && !(0,host_key/* isPinned */.T4)(offered, address.host, address.port, address.pins))
            throw unverified(address, offered);
        throw explainRefusal(error, address, { ...door, keyShown: offered !== undefined });
    }
    // Later errors fail the commands that run then; without a listener they would end the whole process.
    ssh.connection?.on('error', () => { }).setNoDelay(true);
    return ssh;
}
/** Host key types and their signature algorithms, without RSA's old SHA-1 signature. */
const signatures = {
    'ssh-ed25519': ['ssh-ed25519'],
    'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
    'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
    'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
    'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
};
/** A server shows one of its keys, by the client's order: pinned types come first. */
function signaturesFor({ host, port, pins }) {
    const types = [...(0,host_key/* pinnedTypes */.y6)(host, port, pins), ...Object.keys(signatures)];
    return [...new Set(types.flatMap((type) => signatures[type] ?? []))];
}
class SshHost {
    name;
    commandCount = 0;
    dial;
    line;
    queue = [];
    running = 0;
    user;
    constructor(name, user, dial, line) {
        this.name = name;
        this.user = user;
        this.dial = dial;
        this.line = line;
    }
    async run(command, input = '', limits = {}) {
        const { seconds, bytes, what = (0,unresponsive/* nameOf */.Vb)(command) } = { ...host_limits/* usual */.BG, ...limits };
        await this.turn();
        try {
            this.commandCount++;
            const mark = newMark();
            const running = await this.open((0,quote/* remoteLine */.f)(command, mark), (channel) => ({
                ended: runToEnd(channel, input, { seconds, bytes }),
            }));
            const { end, code, signal, stdout, stderr } = await running.ended;
            const own = afterMark(stdout, mark);
            if (end === 'much')
                throw (0,unresponsive/* tooMuch */.Gm)(this.name, what, bytes);
            if (end === 'late')
                throw own === undefined
                    ? (0,unresponsive/* notStarted */.DY)(this.name, this.user, seconds)
                    : (0,unresponsive/* notEnded */.Au)(this.name, what, seconds);
            // Without exit code and signal the end is unknown, and the output may be truncated.
            if (code === null && signal === null)
                throw this.broken();
            if (own === undefined)
                throw explainLogin(this.name, this.user, { code, stdout, stderr });
            return { code: code ?? 128, stdout: own, stderr: afterMark(stderr, mark) ?? stderr };
        }
        finally {
            this.running--;
            this.queue.shift()?.();
        }
    }
    async converse(command) {
        this.commandCount++;
        const mark = newMark();
        const conversation = await this.open((0,quote/* remoteLine */.f)(command, mark), (channel) => new LineConversation(channel));
        const before = await conversation.startsAt(mark, host_limits/* startSeconds */.WU);
        if (before === undefined)
            return conversation;
        if (conversation.isLate)
            throw (0,unresponsive/* notStarted */.DY)(this.name, this.user, host_limits/* startSeconds */.WU);
        throw explainLogin(this.name, this.user, {
            code: null,
            stdout: before,
            stderr: conversation.problems(),
        });
    }
    async again() {
        this.close();
        this.line = await this.dial();
    }
    close() {
        hangUp(this.line.ssh);
        hangUp(this.line.bastion);
    }
    /** @param listen called at once, because the next message, even the exit code, may be in the same packet */
    async open(line, listen) {
        const { connection } = this.line.ssh;
        if (connection === null)
            throw this.broken();
        const opening = new Promise((resolve, reject) => connection.exec(line, (error, opened) => error ? reject(this.broken(error)) : resolve(listen(opened))));
        // A live sshd that opens no channel sends no error either.
        return await (0,deadline/* within */.u)(host_limits/* startSeconds */.WU, opening, () => (0,unresponsive/* notStarted */.DY)(this.name, this.user, host_limits/* startSeconds */.WU));
    }
    broken(cause) {
        const error = /channel open failure/i.test(String(cause))
            ? new errors/* UserError */.yo('login-refused', `${this.name} runs no further command on the connection: ${cause.message}`, `Let sshd there run ${parallelCommands + 1} at once (MaxSessions in /etc/ssh/sshd_config; its default is 10), then: sudo systemctl reload ssh`)
            : new errors/* UserError */.yo('host-unreachable', `The connection to ${this.name} broke.`, 'Check the network between the runner and the host, and the load of the host; then run the job again.');
        error.cause = cause;
        return error;
    }
    async turn() {
        while (this.running >= parallelCommands)
            await new Promise((resolve) => this.queue.push(resolve));
        this.running++;
    }
}


/***/ }),

/***/ 60141:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   QP: () => (/* binding */ typeOf),
/* harmony export */   T4: () => (/* binding */ isPinned),
/* harmony export */   TZ: () => (/* binding */ knownHostsLine),
/* harmony export */   XC: () => (/* binding */ pinProblem),
/* harmony export */   ax: () => (/* binding */ fingerprintOf),
/* harmony export */   j: () => (/* binding */ markersFor),
/* harmony export */   y6: () => (/* binding */ pinnedTypes)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);

/** `SHA256:…` of a public key in SSH's wire format, in OpenSSH's form. */
function fingerprintOf(key) {
    return `SHA256:${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}
/** Whether the user pinned this key for this host. */
function isPinned(key, host, port, pins) {
    const same = pinnedEntries(host, port, pins).filter((entry) => entry.key.equals(key));
    if (same.some(({ marker }) => marker === 'revoked'))
        return false;
    return pins.fingerprints.includes(fingerprintOf(key)) || same.some(({ marker }) => marker === undefined);
}
/** The key types pinned for the host. The client requests one of them, because the server may have others too. */
function pinnedTypes(host, port, pins) {
    const plain = pinnedEntries(host, port, pins).filter(({ marker }) => marker === undefined);
    return [...new Set(plain.map(({ type }) => type))];
}
/** Lines with a marker: this key is revoked, or an authority signs the keys of this host. */
function markersFor(key, host, port, pins) {
    const entries = pinnedEntries(host, port, pins);
    return {
        revoked: entries.some((entry) => entry.marker === 'revoked' && entry.key.equals(key)),
        authority: entries.some(({ marker }) => marker === 'cert-authority'),
    };
}
/** The line to put into `known-hosts` for a key, for error messages. */
function knownHostsLine(key, host, port) {
    return `${asKnown(host, port)} ${typeOf(key)} ${key.toString('base64')}`;
}
/** `ssh-ed25519`, `ssh-rsa`, … from the key itself. */
function typeOf(key) {
    return readWire(key)[0] ?? '';
}
/** Why a known_hosts line is unusable, or undefined. The message does not show the line, because it may be a misplaced key. */
function pinProblem(line) {
    if (/PRIVATE KEY-----/.test(line))
        return 'is of a private key, which belongs into ssh-key';
    if (/^(SHA256|MD5):/.test(line))
        return 'is a fingerprint, which belongs into host-fingerprint';
    const [first = '', second, third] = line.replace(/^@\S+\s+/, '').split(/\s+/);
    if (/^(ssh-|ecdsa-|sk-)/.test(first))
        return 'has no host name in front of the key';
    if (second === undefined || third === undefined)
        return 'has fewer than three fields (host, key type, key)';
    if (!/^[A-Za-z0-9+/]+=*$/.test(third))
        return 'has a key that is not Base64';
    const [type, whole] = readWire(Buffer.from(third, 'base64'));
    if (type !== second)
        return `has a key that is not of the type ${second}`;
    return whole ? undefined : 'has a key that is cut off';
}
/** SSH's wire format: strings with a length prefix; the first one is the type. */
function readWire(key) {
    const parts = [];
    let at = 0;
    while (at + 4 <= key.length) {
        const length = key.readUInt32BE(at);
        parts.push(key.subarray(at + 4, at + 4 + length));
        at += 4 + length;
    }
    return [parts[0]?.toString('latin1'), at === key.length && parts.length > 1];
}
/** known_hosts(5): markers, comma-separated patterns with * ? and !, [host]:port, and hashed names (|1|salt|hash). */
function pinnedEntries(host, port, pins) {
    return pins.knownHosts.flatMap((line) => {
        const marker = /^@(\S+)\s+/.exec(line);
        const [names = '', type = '', key = ''] = line.slice(marker?.[0].length ?? 0).split(/\s+/);
        if (!matches(names, asKnown(host, port)))
            return [];
        return [{ type, key: Buffer.from(key, 'base64'), marker: marker?.[1] }];
    });
}
function asKnown(host, port) {
    return port === 22 ? host : `[${host}]:${port}`;
}
function matches(names, host) {
    if (names.startsWith('|1|')) {
        const [, , salt = '', hash = ''] = names.split('|');
        const expected = Buffer.from(hash, 'base64');
        const actual = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHmac)('sha1', Buffer.from(salt, 'base64')).update(host).digest();
        return expected.length === actual.length && (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.timingSafeEqual)(expected, actual);
    }
    const patterns = names.split(',');
    const hit = (pattern) => globToRegExp(pattern).test(host);
    return (patterns.some((one) => !one.startsWith('!') && hit(one)) &&
        !patterns.some((one) => one.startsWith('!') && hit(one.slice(1))));
}
function globToRegExp(glob) {
    const body = glob
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.');
    return new RegExp(`^${body}$`, 'i');
}


/***/ }),

/***/ 72072:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $k: () => (/* binding */ readPrivateKey),
/* harmony export */   NR: () => (/* binding */ encrypted),
/* harmony export */   ph: () => (/* binding */ isEncrypted)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(16986);


/**
 * Converts a private key to a form that the SSH library reads. Secrets lose parts on their way into a workflow: the last line
 * break, or the line ends. These are repaired, or the error names what is lost. Pure.
 * @throws UserError `bad-input`, which never shows the key
 */
function readPrivateKey(text, passphrase) {
    const lines = text.split(/\r\n?|\n/).map((line) => line.trim());
    const [, what, fix] = problems.find(([pattern]) => pattern.test(lines.join('\n'))) ?? [];
    if (what !== undefined)
        throw bad(what, fix);
    const key = `${lines.join('\n')}\n`;
    const cipher = cipherOf(key);
    if (cipher.startsWith('chacha20'))
        throw bad(`is encrypted with ${cipher}, which is not supported`, 'Encrypt it anew with the usual cipher: ssh-keygen -p -Z aes256-ctr -f key');
    return /^-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/m.test(key) ? fromPkcs8(key, passphrase) : key;
}
const whole = 'Store the whole file of the private key in the secret, from its BEGIN line to its END line (`gh secret set NAME < ~/.ssh/key`).';
/** Common contents other than a key; the first match is reported. */
const problems = [
    [/^(ssh-\S+|ecdsa-\S+|sk-\S+) AAAA/m, 'is the public key, the file that ends in .pub', whole],
    [/^-----BEGIN PUBLIC KEY-----|^---- BEGIN SSH2 PUBLIC KEY/m, 'is a public key', whole],
    [/-----BEGIN CERTIFICATE-----/, 'is a certificate', whole],
    [
        /^PuTTY-User-Key-File/,
        'is a key of PuTTY',
        'Convert it: puttygen key.ppk -O private-openssh -o key, or in PuTTYgen: Conversions, Export OpenSSH key.',
    ],
    [/-----BEGIN [^\n]*\\n/, 'has the two characters \\n where its lines should end', whole],
    [/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[^\n]/, 'has lost its line breaks', whole],
    [/^['"]-----BEGIN /, 'is in quotes', whole],
    [/^LS0tLS1CRUdJTi/, 'is Base64 of a key', 'Decode it before, or store the file as it is in the secret.'],
    [/^(?![^]*-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----)/, 'is no private key: it has no BEGIN line', whole],
    [/^(?![^]*-----END [A-Z0-9 ]*PRIVATE KEY-----)/, 'is cut off: it has no END line', whole],
];
/** PKCS #8 (`ssh-keygen -m PKCS8`, openssl) is unreadable for the library; OpenSSL's own forms are not. */
function fromPkcs8(key, passphrase) {
    if (key.includes('ENCRYPTED') && passphrase === undefined)
        throw encrypted('');
    try {
        const opened = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createPrivateKey)({ key, ...(passphrase === undefined ? {} : { passphrase }) });
        const type = opened.asymmetricKeyType;
        if (type === 'rsa')
            return String(opened.export({ type: 'pkcs1', format: 'pem' }));
        if (type === 'ec')
            return String(opened.export({ type: 'sec1', format: 'pem' }));
    }
    catch {
        if (key.includes('ENCRYPTED'))
            throw encrypted('wrong');
        throw bad('is damaged');
    }
    throw bad('is in PKCS #8, which SSH has no use for with this type', 'Convert it: ssh-keygen -p -f key');
}
/** Whether a key is encrypted: this distinguishes a wrong passphrase from a damaged key. */
function isEncrypted(key) {
    return /^-----BEGIN ENCRYPTED |^Proc-Type: *4, *ENCRYPTED|^DEK-Info:/m.test(key) || cipherOf(key) !== 'none';
}
/** The cipher in OpenSSH's own form, behind its magic word; `none` in all other forms. */
function cipherOf(key) {
    const body = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]*)/.exec(key)?.[1] ?? '';
    const [magic, bytes] = ['openssh-key-v1\0', Buffer.from(body, 'base64')];
    const start = magic.length + 4;
    if (!bytes.toString('latin1').startsWith(magic) || bytes.length < start)
        return 'none';
    return bytes.subarray(start, start + bytes.readUInt32BE(magic.length)).toString('latin1');
}
/** The error for a missing or wrong passphrase. */
function encrypted(given) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('bad-input', given === 'wrong'
        ? `Input 'ssh-key-passphrase' does not open the key in 'ssh-key': it is wrong.`
        : `Input 'ssh-key' is encrypted, and there is no passphrase.`, given === 'wrong'
        ? 'Correct the secret, also for spaces at its ends. To try it: ssh-keygen -y -f key'
        : "Give its passphrase with 'ssh-key-passphrase', from a secret.");
}
function bad(what, fix = whole) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('bad-input', `Input 'ssh-key' ${what}.`, fix);
}


/***/ }),

/***/ 76239:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $M: () => (/* binding */ leftForLater),
/* harmony export */   Au: () => (/* binding */ notEnded),
/* harmony export */   DY: () => (/* binding */ notStarted),
/* harmony export */   GX: () => (/* binding */ stillHangs),
/* harmony export */   Gm: () => (/* binding */ tooMuch),
/* harmony export */   Gv: () => (/* binding */ changeTookTooLong),
/* harmony export */   MH: () => (/* binding */ engineHangs),
/* harmony export */   Vb: () => (/* binding */ nameOf),
/* harmony export */   eZ: () => (/* binding */ namesOf),
/* harmony export */   mh: () => (/* binding */ engineSilent)
/* harmony export */ });
/* unused harmony export lookAtServer */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16986);
/* harmony import */ var _quote_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(84428);


/** The fix for a server that accepts a command and does not answer. */
const lookAtServer = 'Look at the server: systemctl status docker, docker ps (when it hangs too: sudo systemctl restart docker), uptime, df -h, ' +
    'and sudo journalctl -u docker -n 50. Then run the job again.';
/** The error of a command that did not end in time. */
function notEnded(host, what, seconds) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('host-unresponsive', `${host}: no answer within ${seconds} s: ${what}.`, lookAtServer);
}
/** The error of an engine that accepts the connection and never answers. */
function engineSilent(host, what, seconds) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('host-unresponsive', `${host}: the Docker Engine does not answer, it hangs: nothing within ${seconds} s to ${what}.`, lookAtServer);
}
/** The error of a login that succeeded, and did not start the command. */
function notStarted(host, user, seconds) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('host-unresponsive', `${host}: '${user}' is logged in, and what was sent did not start within ${seconds} s.`, `Look on the server at its load (uptime, free -m, df -h), and at what the login of ${user} waits for: ~${user}/.bashrc, PAM, a home folder on a network.`);
}
/** The error of a command with too much output. */
function tooMuch(host, what, bytes) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('host-unresponsive', `${host}: more than ${Math.round(bytes / 1024 / 1024)} MB came as an answer, and it was ended: ${what}.`, 'Look on the server at what it prints: a login that prints without an end (~/.bashrc), or a log that has grown huge.');
}
/** The error of a change that waited for a hung engine; the guard has ended it. */
function engineHangs(host, what, seconds) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an('host-unresponsive', `${host}: the Docker Engine has not answered for ${seconds} s, so this was ended: ${what}.\n${lookAtServer}`);
}
/** The message of an undo or a clean-up with a hung engine. */
function leftForLater(host, seconds) {
    return (`${host}: the Docker Engine has not answered for ${seconds} s. What is left to be undone or cleaned up stays noted on the ` +
        `server, and the next run does it first: run the job again once docker ps answers there.`);
}
/** The error if the undo of an earlier run fails on a hung engine too. */
function stillHangs(host, seconds) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('host-unresponsive', `${host}: the Docker Engine has not answered for ${seconds} s, so what an earlier run left could not be undone.`, lookAtServer);
}
/** The error of a change that did not end in time, although the engine answers. */
function changeTookTooLong(host, what, seconds) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepFailed */ .an('host-unresponsive', `${host}: this did not end within ${seconds} s: ${what}.\n${lookAtServer}`);
}
/** A short, readable form of a command. */
function nameOf(command) {
    const line = (0,_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .shellLine */ .T)(command[0] === 'timeout' ? command.slice(2) : command);
    return line.length > 120 ? `${line.slice(0, 117)}…` : line;
}
/** Several commands in the same form, on one line. */
function namesOf(commands) {
    const names = [...new Set(commands.map((command) => nameOf(short(command))))];
    const more = names.length > 4 ? `, and ${names.length - 4} more` : '';
    return `${names.slice(0, 4).join('; ')}${more}`;
}
/** Without Compose's options, formats and file contents. */
function short(command) {
    const [program, second] = command;
    if (program === 'put')
        return command.slice(0, 2);
    if (program !== 'docker')
        return command;
    const file = second === 'compose' ? command.lastIndexOf('-f') : -1;
    const words = file === -1 ? command : [program, 'compose', ...command.slice(file + 2)];
    const format = words.indexOf('--format');
    return format === -1 ? words : words.slice(0, format);
}


/***/ }),

/***/ 17470:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ connectionInputs)
/* harmony export */ });
/* harmony import */ var _contract_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(43849);

const userName = /^[a-z_][a-z0-9_.-]*\$?$/i;
/** The inputs of every action that connects to a server, with the same meaning everywhere. */
const connectionInputs = {
    host: (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)({ required: true }),
    port: (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .whole */ .WQ)({ min: 1, max: 65535, default: '22' }),
    user: (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .pattern */ .T1)(userName, 'the name of a user on the server', { required: true }),
    'ssh-key': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .secret */ .rJ)({ required: true }),
    'ssh-key-passphrase': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .secret */ .rJ)(),
    'known-hosts': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .lines */ .Mn)(),
    'host-fingerprint': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .lines */ .Mn)(),
    'jump-host': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(),
    'jump-user': (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .pattern */ .T1)(userName, 'the name of a user on the jump host'),
    path: (0,_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .pattern */ .T1)(/^(\/(?!\.{1,2}(\/|$))[\w.-]+)+$/, 'an absolute folder on the server, such as /opt/saleor', {
        default: '/opt/saleor',
    }),
};


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

/***/ 4744:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ unlessCancelled)
/* harmony export */ });
/**
 * Returns the result of the work, or throws an AbortError as soon as the job is cancelled. The work itself continues: only for
 * work that changes nothing, or is made safe elsewhere.
 */
async function unlessCancelled(cancelled, work) {
    cancelled.throwIfAborted();
    let cancel = () => { };
    const aborted = new Promise((_, reject) => {
        cancel = () => reject(cancelled.reason);
        cancelled.addEventListener('abort', cancel, { once: true });
    });
    return await Promise.race([work, aborted]).finally(() => cancelled.removeEventListener('abort', cancel));
}


/***/ })

};
