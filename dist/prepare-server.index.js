export const id = "prepare-server";
export const ids = ["prepare-server"];
export const modules = {

/***/ 76909:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/host/ssh/address.js
var ssh_address = __webpack_require__(81309);
// EXTERNAL MODULE: ./src/host/ssh/connect.js + 5 modules
var connect = __webpack_require__(14965);
// EXTERNAL MODULE: ./src/inputs/contract.js
var contract = __webpack_require__(43849);
// EXTERNAL MODULE: ./src/inputs/groups/connection.js
var connection = __webpack_require__(17470);
// EXTERNAL MODULE: ./src/inputs/values/secret-values.js
var secret_values = __webpack_require__(99131);
;// CONCATENATED MODULE: ./src/inputs/prepare-server.js



/** A public key as ssh-keygen writes it, without options before it. */
const publicKey = /^(ssh-(ed25519|rsa)|ecdsa-sha2-nistp\d+|sk-\S+) AAAA[A-Za-z0-9+/]+={0,3}( .*)?$/;
const domain = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*$/;
const peer = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:]+)(\/\d{1,3})?$/i;
const nodeLabel = /^([\w.-]+\s+)?[a-z0-9][\w./-]*=[\w./-]*$/i;
/** What `prepare-server` takes and gives. */
const prepareServer = {
    inputs: {
        ...connection/* connectionInputs */.e,
        'sudo-password': (0,contract/* secret */.rJ)(),
        docker: (0,contract/* choice */.Yq)(['distribution', 'docker'], { default: 'docker' }),
        'deploy-user': (0,contract/* pattern */.T1)(/^[a-z_][a-z0-9_-]{0,31}$/, 'the name of a user, in small letters', {
            default: 'deploy',
        }),
        'deploy-public-key': (0,contract/* lines */.Mn)({
            required: true,
            each: [publicKey, 'a list of public keys such as ssh-ed25519 AAAA…, one a line'],
        }),
        firewall: (0,contract/* choice */.Yq)(['ufw', 'none'], { default: 'ufw' }),
        'open-ports': (0,contract/* lines */.Mn)({
            default: '80/tcp\n443/tcp',
            each: [/^\d{1,5}\/(tcp|udp)$/, 'a list of ports such as 443/tcp, one a line'],
        }),
        'security-updates': (0,contract/* flag */.Jt)({ default: 'true' }),
        domains: (0,contract/* lines */.Mn)({ each: [domain, 'a list of names such as shop.example.com, one a line'] }),
        'web-port': (0,contract/* whole */.WQ)({ min: 1, max: 65535, default: '8000' }),
        certificate: (0,contract/* choice */.Yq)(['certbot-webroot', 'certbot-dns', 'own', 'none'], { default: 'certbot-webroot' }),
        'acme-server': (0,contract/* pattern */.T1)(/^https:\/\/\S+$/, 'the directory URL of an ACME server'),
        'acme-email': (0,contract/* pattern */.T1)(/^[^\s@,]+@[^\s@,]+$/, 'an e-mail address'),
        'dns-provider': (0,contract/* choice */.Yq)(['cloudflare', 'google', 'rfc2136', 'route53']),
        'dns-credentials': (0,contract/* secret */.rJ)({ masks: credentialMasks }),
        'dns-propagation': (0,contract/* whole */.WQ)({ min: 0, max: 3600 }),
        'certificate-chain': (0,contract/* secret */.rJ)(),
        'certificate-key': (0,contract/* secret */.rJ)(),
        swarm: (0,contract/* choice */.Yq)(['none', 'init', 'join'], { default: 'none' }),
        'swarm-manager': (0,contract/* pattern */.T1)(/^[a-zA-Z0-9.-]+(:\d{1,5})?$/, 'the address of a manager, such as 10.0.0.2'),
        'swarm-token': (0,contract/* secret */.rJ)(),
        'swarm-address': (0,contract/* pattern */.T1)(/^[a-zA-Z0-9.:_-]+$/, 'an address or a network interface of the server'),
        'swarm-peers': (0,contract/* lines */.Mn)({ each: [peer, 'a list of addresses or networks such as 10.0.0.0/24, one a line'] }),
        'swarm-labels': (0,contract/* lines */.Mn)({
            each: [nodeLabel, 'a list of labels such as tier=web or worker-1 tier=worker, one a line'],
        }),
        hardware: (0,contract/* choice */.Yq)(['development', 'staging', 'production'], { default: 'staging' }),
        'dry-run': (0,contract/* flag */.Jt)({ default: 'false' }),
    },
    outputs: ['changed', 'changes', 'known-hosts', 'reason-code'],
};
/** The secret values in a file of credentials, as programs print them; of a file without `name = value`, each line. */
function credentialMasks(raw) {
    return raw.split(/\r?\n/).flatMap((line) => {
        const [, name = 'SECRET', value = line] = /^\s*(\w+)\s*=\s*(.*)$/.exec(line) ?? [];
        return secret_values/* secretName */.Gf.test(name) ? (0,secret_values/* piecesOf */.Xe)(value) : [];
    });
}

// EXTERNAL MODULE: ./src/run-action.js + 8 modules
var run_action = __webpack_require__(68507);
// EXTERNAL MODULE: ./src/runner/cancel.js
var cancel = __webpack_require__(4744);
// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
;// CONCATENATED MODULE: ./src/server/access.js

const question = `id -u; command -v sudo || echo; sudo -n true 2>/dev/null && echo free || echo; echo "\${SSH_CONNECTION:-}"`;
/**
 * Finds out how this user becomes root, and tries a needed password.
 * @throws UserError `not-ready` without sudo, or with a wrong or missing password
 */
async function openAccess(host, user, password) {
    const { stdout } = await host.run(['bash', '-c', question]);
    const [id = '', sudo = '', free = '', connection = ''] = stdout.split('\n').map((line) => line.trim());
    const port = Number(connection.split(' ')[3]);
    const sshPort = Number.isInteger(port) && port > 0 ? port : undefined;
    if (id === '0')
        return { command: [], password: undefined, sshPort };
    if (sudo === '')
        throw new errors/* UserError */.yo('not-ready', `${host.name}: '${user}' is not root, and there is no sudo.`, 'Log in as root (input user), or install the package sudo and add the user to the group sudo.');
    if (free === 'free')
        return { command: ['sudo', '-n'], password: undefined, sshPort };
    if (password === undefined)
        throw new errors/* UserError */.yo('not-ready', `${host.name}: sudo asks '${user}' for a password.`, `Give it with the input sudo-password, from a secret. Or allow sudo without one: echo '${user} ALL=(ALL) NOPASSWD: ALL' | sudo tee /etc/sudoers.d/${user}`);
    const access = { command: ['sudo', '-S', '-p', ''], password, sshPort };
    const { code, stderr } = await runAsRoot(host, access, 'true');
    if (code === 0)
        return access;
    throw new errors/* UserError */.yo('not-ready', `${host.name}: sudo refuses '${user}' with the given password: ${lastLine(stderr) || `exit code ${code}`}`, `Correct the secret in sudo-password, or add the user to the group sudo: usermod -aG sudo ${user}`);
}
/** Runs a script as root. The script and its secrets go by standard input, in no argument. */
async function runAsRoot(host, { command, password }, script, limits = {}) {
    const input = [...(password === undefined ? [] : [password]), scriptFollows, script, ''].join('\n');
    return await host.run([...command, 'bash', '-c', reader], input, limits);
}
/** Separates the password from the script: sudo reads the password only when it needs one. */
const scriptFollows = ':script-follows:';
const reader = `while IFS= read -r line; do [ "$line" != "${scriptFollows}" ] || exec bash -s; done; exit 64`;
function lastLine(text) {
    return text.trim().split('\n').at(-1) ?? '';
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./src/server/desired/dns.js


/** What each plugin's file of credentials has, and an example; https://eff-certbot.readthedocs.io/en/stable/using.html#dns-plugins */
const credentialForms = {
    cloudflare: [/^dns_cloudflare_\w+ *= *\S/m, 'dns_cloudflare_api_token = …'],
    google: [/"type": *"service_account"/, 'the JSON file of a service account'],
    rfc2136: [
        /^dns_rfc2136_secret *= *\S/m,
        'dns_rfc2136_server, dns_rfc2136_name, dns_rfc2136_secret and dns_rfc2136_algorithm = …',
    ],
    route53: undefined,
};
/**
 * Resolves how certbot writes records in DNS. Pure.
 * @throws UserError `bad-input` without a provider, or with credentials that its plugin can't read
 */
function desiredDns(inputs) {
    const { 'dns-provider': provider, 'dns-credentials': given, 'dns-propagation': propagation } = inputs;
    if (provider === undefined)
        throw new errors/* UserError */.yo('bad-input', "Input 'certificate' is certbot-dns, and dns-provider is missing.", `Name who serves the zone of ${inputs.domains[0]}: one of ${Object.keys(credentialForms).join(', ')}.`);
    const form = credentialForms[provider];
    if (form === undefined && (given !== undefined || propagation !== undefined))
        throw new errors/* UserError */.yo('bad-input', `Inputs dns-credentials and dns-propagation: nothing uses them with dns-provider: ${provider}.`, "Leave them out. The plugin uses the role of the EC2 instance or root's own ~/.aws on the server, and waits by itself.");
    if (form !== undefined && (given === undefined || !form[0].test(given)))
        throw new errors/* UserError */.yo('bad-input', `Input 'dns-credentials' ${given === undefined ? 'is missing' : `is not what certbot's plugin for ${provider} reads`}.`, `Store the file of the plugin in a secret, with ${form[1]}`);
    const credentials = given === undefined ? undefined : `${given.trim()}\n`;
    const sum = credentials === undefined ? undefined : (0,external_node_crypto_.createHash)('sha256').update(credentials).digest('hex');
    return { provider, credentials, sum, propagation };
}

;// CONCATENATED MODULE: ./src/server/desired/own-certificate.js


/**
 * Reads a certificate of the team's own. Pure.
 * @throws UserError `bad-input` for a certificate that nginx could not use for these names
 */
function ownCertificate(certificate, key, domains, now) {
    const problem = certificateProblem(certificate, key, domains, now);
    if (problem !== undefined)
        throw new errors/* UserError */.yo('bad-input', ...problem);
    const sum = (text) => (0,external_node_crypto_.createHash)('sha256').update(text).digest('hex');
    return { kind: 'own', certificate, key, sums: { certificate: sum(certificate), key: sum(key) } };
}
/** Describes a certificate's problem and the fix; the text contains neither file. */
function certificateProblem(chain, key, domains, now) {
    const read = attempt(() => new external_node_crypto_.X509Certificate(chain));
    if (read === undefined)
        return [
            "Input 'certificate-chain' is no certificate that can be read.",
            'Store the whole file in the secret, from its BEGIN line; the certificate of the shop first, then the chain.',
        ];
    const secret = attempt(() => (0,external_node_crypto_.createPrivateKey)(key));
    if (secret === undefined)
        return [
            "Input 'certificate-key' is no private key that can be read.",
            'Store the whole file in the secret, as PEM and without a passphrase: nginx starts without a person.',
        ];
    if (!read.checkPrivateKey(secret))
        return [
            "Input 'certificate-key' is not the key of the first certificate in certificate-chain.",
            'Store the certificate of the shop before those of its authorities, and the key that it was made with.',
        ];
    const missing = domains.filter((domain) => read.checkHost(domain) === undefined);
    if (missing.length > 0)
        return [
            `Input 'certificate-chain': the certificate is not for ${missing.join(', ')}, only for ${read.subjectAltName ?? read.subject}.`,
            'Correct the input domains, or have a certificate issued for all of them.',
        ];
    if (Date.parse(read.validTo) < now)
        return [`Input 'certificate-chain': the certificate expired on ${read.validTo}.`, 'Renew it.'];
    return undefined;
}
function attempt(read) {
    try {
        return read();
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./src/server/desired/certificate.js



/**
 * Resolves the certificate from the inputs. Pure.
 * @throws UserError `bad-input` for a certificate that can't be used, or inputs that do not go together
 */
function desiredCertificate(inputs, now) {
    const { certificate: kind, domains } = inputs;
    refuseStrays(inputs);
    if (domains.length === 0 || kind === 'none')
        return { kind: 'none' };
    if (kind === 'certbot-webroot' && inputs.firewall === 'ufw' && !inputs['open-ports'].includes('80/tcp'))
        throw new errors/* UserError */.yo('bad-input', "Input 'open-ports' leaves out 80/tcp, where the authority asks the site before it issues a certificate.", 'Add 80/tcp, or prove the names by DNS (certificate: certbot-dns), or give a certificate of your own (certificate: own).');
    if (kind !== 'own')
        return {
            ...{ kind: 'issued', server: inputs['acme-server'], email: inputs['acme-email'] },
            dns: kind === 'certbot-dns' ? desiredDns(inputs) : undefined,
        };
    const [chain, key] = [inputs['certificate-chain'], inputs['certificate-key']];
    if (chain === undefined || key === undefined)
        throw new errors/* UserError */.yo('bad-input', "Input 'certificate' is own, and certificate-chain or certificate-key is missing.", 'Give both from secrets: the certificate with its chain, and its private key, as PEM.');
    return ownCertificate(`${chain.trim()}\n`, `${key.trim()}\n`, domains, now);
}
/** Refuses inputs that would be ignored. */
function refuseStrays(inputs) {
    const kind = inputs.domains.length === 0 ? 'none' : inputs.certificate;
    const strays = [
        ...(kind === 'own' ? [] : ['certificate-chain', 'certificate-key']),
        ...(kind.startsWith('certbot-') ? [] : ['acme-server', 'acme-email']),
        ...(kind === 'certbot-dns' ? [] : ['dns-provider', 'dns-credentials', 'dns-propagation']),
    ].filter((name) => inputs[name] !== undefined);
    if (strays.length === 0)
        return;
    throw new errors/* UserError */.yo('bad-input', `Inputs ${strays.join(' and ')}: nothing uses them ${inputs.domains.length === 0 ? 'without domains' : `with certificate: ${kind}`}.`, inputs.domains.length === 0
        ? 'Name the shop with domains, or leave them out.'
        : 'Correct the input certificate, or leave them out.');
}

;// CONCATENATED MODULE: ./src/server/desired/swarm.js

/**
 * Resolves the Swarm from the inputs. Pure.
 * @throws UserError `bad-input` for inputs that do not go together
 */
function desiredSwarm(inputs) {
    const { swarm, 'swarm-manager': manager, 'swarm-token': token, 'swarm-peers': peers } = inputs;
    swarm_refuseStrays(inputs);
    if (swarm === 'none')
        return undefined;
    const [address, labels] = [inputs['swarm-address'], inputs['swarm-labels'].map(readLabel)];
    if (swarm === 'init')
        return { join: undefined, address, peers, labels };
    if (manager === undefined || token === undefined)
        throw new errors/* UserError */.yo('bad-input', "Input 'swarm' is join, and swarm-manager or swarm-token is missing.", 'Name a manager, such as 10.0.0.2, and give the token that `docker swarm join-token -q worker` prints there, from a secret.');
    if (inputs.firewall === 'ufw' && peers.length === 0)
        throw new errors/* UserError */.yo('bad-input', "Input 'swarm-peers' is empty, so the firewall would keep out the other nodes.", 'List the addresses of the other nodes, or their network, such as 10.0.0.0/24.');
    return {
        join: { manager: manager.includes(':') ? manager : `${manager}:2377`, token },
        address,
        peers,
        labels,
    };
}
/** Refuses inputs that would be ignored. */
function swarm_refuseStrays(inputs) {
    const { swarm, firewall } = inputs;
    const strays = [
        ...(swarm === 'join' ? [] : ['swarm-manager', 'swarm-token']),
        ...(swarm === 'init' ? [] : ['swarm-labels']),
        ...(swarm === 'none' ? ['swarm-address'] : []),
        ...(swarm === 'none' || firewall === 'none' ? ['swarm-peers'] : []),
    ].filter((name) => (inputs[name]?.length ?? 0) > 0);
    if (strays.length === 0)
        return;
    throw new errors/* UserError */.yo('bad-input', `Inputs ${strays.join(' and ')}: nothing uses them with swarm: ${swarm}${strays.includes('swarm-peers') ? ` and firewall: ${firewall}` : ''}.`, 'Correct the input swarm, or leave them out. Only a manager sets labels, so those of all nodes belong to the first one (swarm: init).');
}
function readLabel(line) {
    const [, node, key = '', value = ''] = /^(?:(\S+)\s+)?([^=\s]+)=(\S*)$/.exec(line) ?? [];
    return { node, key, value };
}

;// CONCATENATED MODULE: ./src/server/desired/server.js



/**
 * Resolves the desired server from the inputs. Pure.
 * @throws UserError `bad-input` for a certificate that can't be used, or inputs that do not go together
 */
function desiredServer(inputs, now) {
    if (inputs['deploy-user'] === 'root')
        throw new errors/* UserError */.yo('bad-input', "Input 'deploy-user': root is not the user that deploys.", 'Name another user, such as deploy. It is in the group docker and needs no sudo.');
    return {
        docker: inputs.docker,
        user: inputs['deploy-user'],
        keys: inputs['deploy-public-key'],
        folder: inputs.path,
        firewall: inputs.firewall,
        openPorts: inputs['open-ports'],
        hasUpdates: inputs['security-updates'],
        domains: inputs.domains,
        port: inputs['web-port'],
        certificate: desiredCertificate(inputs, now),
        swarm: desiredSwarm(inputs),
        hardware: inputs.hardware,
    };
}

// EXTERNAL MODULE: ./src/host/ssh/host-key.js
var host_key = __webpack_require__(60141);
;// CONCATENATED MODULE: ./src/server/known-hosts.js

/** The first of these key types that exists goes into the output. */
const preferred = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ssh-rsa'];
/** Returns a server's known_hosts line, read over a connection with a verified key; empty when it has none of these keys. Pure. */
function knownHosts({ hostKeys }, host, port) {
    const key = preferred
        .map((type) => hostKeys.find((one) => one.type === type))
        .find((one) => one !== undefined);
    return key === undefined ? '' : (0,host_key/* knownHostsLine */.TZ)(Buffer.from(key.key, 'base64'), host, port);
}

;// CONCATENATED MODULE: ./src/server/change.js
/** No changes and no warnings. */
const nothing = { changes: [], warnings: [] };
/** Returns what starts a package's nightly work: systemd timers, or cron without systemd. */
function eachNight(hasSystemd) {
    return hasSystemd ? '' : 'install_packages cron\npgrep -x cron >/dev/null || start_service cron\n';
}
/** Returns a command that writes a text to a file atomically; the text is in no program's arguments. */
function writeFile(path, text, mode = '644') {
    return `base64 -d <<'END' | write_file '${path}' ${mode}\n${Buffer.from(text).toString('base64')}\nEND`;
}

;// CONCATENATED MODULE: ./src/server/site.js

/** The folder where certbot puts the answers to the authority's challenges. */
const challengeFolder = '/var/www/saleor-deploy-acme';
/** Paths of the site's certificate and key. Pure. */
function certificateFiles({ certificate, domains: [name = ''] }) {
    return certificate.kind === 'own'
        ? { chain: `/etc/ssl/saleor/${name}.crt`, key: `/etc/ssl/saleor/${name}.key` }
        : {
            chain: `/etc/letsencrypt/live/${name}/fullchain.pem`,
            key: `/etc/letsencrypt/live/${name}/privkey.pem`,
        };
}
/** The guide's site for the shop's names, with a checksum of itself in its first line. Pure. */
function siteText(desired, hasIpv6) {
    const { certificate, domains, port } = desired;
    const listen = (at) => [`    listen ${at};`, ...(hasIpv6 ? [`    listen [::]:${at};`] : [])].join('\n');
    const names = `    server_name ${domains.join(' ')};`;
    const proxy = `    client_max_body_size 100M;

    location / {
        proxy_pass http://127.0.0.1:${port};
        proxy_set_header Host $host;
        proxy_set_header X-Real-IP $remote_addr;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme;
    }`;
    if (certificate.kind === 'none')
        return signed(`server {\n${listen('80')}\n${names}\n\n${proxy}\n}\n`);
    const { chain, key } = certificateFiles(desired);
    return signed(`server {
${listen('80')}
${names}

${certificate.kind === 'issued' && certificate.dns === undefined ? challengeLocation : ''}    location / {
        return 301 https://$host$request_uri;
    }
}

server {
${listen('443 ssl http2')}
${names}

    ssl_certificate ${chain};
    ssl_certificate_key ${key};
    ssl_protocols TLSv1.2 TLSv1.3;

${proxy}
}
`);
}
/** A site that answers only the authority, until there is a certificate. Pure. */
function challengeSite({ domains }, hasIpv6) {
    return `server {
    listen 80;
${hasIpv6 ? '    listen [::]:80;\n' : ''}    server_name ${domains.join(' ')};

${challengeLocation}}
`;
}
const challengeLocation = `    location /.well-known/acme-challenge/ {
        root ${challengeFolder};
    }

`;
/** Whether a site is exactly as we wrote it, for any inputs: nobody has changed it by hand. Pure. */
function isUntouched(text) {
    const [first = ''] = text.split('\n', 1);
    return signed(text.slice(first.length + 1)) === text;
}
function signed(body) {
    const sum = (0,external_node_crypto_.createHash)('sha256').update(body).digest('hex').slice(0, 16);
    return `# Made by saleor-deploy (prepare-server), ${sum}. With a change by hand it is yours, and stays as it is.\n${body}`;
}

;// CONCATENATED MODULE: ./src/server/changes/issued.js


/** Plans a certificate that certbot has issued and renews. Pure. */
function issuedChanges(facts, desired, certificate) {
    const { packages, issued, hasIpv6, hasSystemd } = facts;
    const { domains } = desired;
    const { server, dns } = certificate;
    const [name = ''] = domains;
    const needed = ['certbot', ...(dns === undefined ? [] : [`python3-certbot-dns-${dns.provider}`])];
    const isIssued = hasNames(facts, desired);
    const isOtherWay = isIssued && renewsOtherwise(facts, certificate);
    const hasOther = isIssued && !isOtherWay && server !== undefined && server !== issued.by;
    const changes = [
        !needed.every((one) => packages.has(one)) && {
            id: 'certbot',
            title: `Install certbot${dns === undefined ? '' : ` and its plugin for ${dns.provider}`}`,
            script: `install_packages ${needed.join(' ')}\n${eachNight(hasSystemd)}`,
        },
        hasOtherCredentials(facts, certificate) && {
            id: 'dns-credentials',
            title: `${facts.dnsCredentials === '' ? 'Store' : 'Replace'} the credentials for ${dns?.provider} (${credentialsFile(name)})`,
            script: `umask 077\n${writeFile(credentialsFile(name), dns?.credentials ?? '', '600')}`,
        },
        (!isIssued || isOtherWay) && {
            id: 'certificate',
            title: isOtherWay
                ? `Have the certificate for ${domains.join(', ')} issued anew, as it is renewed with ${issued.how} now`
                : `Have a certificate issued for ${domains.join(', ')}`,
            script: issue(desired, certificate, isOtherWay, challengeSite(desired, hasIpv6)),
        },
    ];
    return {
        changes: changes.filter((change) => change !== false),
        warnings: hasOther
            ? [
                `The certificate for ${name} is from ${issued.by}, and is renewed there. To have it from ${server}: sudo certbot delete --cert-name ${name}, then run this again.`,
            ]
            : [],
    };
}
/** Makes sure that the authority's challenges work on the server as it is now: certificates renew unattended. Pure. */
function renewalChanges(facts, desired) {
    const { certificate, domains } = desired;
    if (certificate.kind !== 'issued')
        return nothing;
    const [name = ''] = domains;
    const isTested = facts.issued.isRenewalTested &&
        hasNames(facts, desired) &&
        !hasOtherCredentials(facts, certificate) &&
        !renewsOtherwise(facts, certificate);
    if (isTested)
        return nothing;
    // Without `--server`, a dry run uses Let's Encrypt's test server.
    const change = {
        id: 'renewal',
        title: 'Test the renewal of the certificate (certbot renew --dry-run)',
        script: `rm -f ${testedFile(name)}
certbot renew --dry-run --no-random-sleep-on-renew --cert-name ${name}${atServer(certificate.server)}
install -d -m 755 /var/lib/saleor-deploy
touch ${testedFile(name)}`,
    };
    return { changes: [change], warnings: [] };
}
function hasNames({ issued }, { domains }) {
    return domains.every((domain) => issued.names.includes(domain));
}
function hasOtherCredentials({ dnsCredentials }, { dns }) {
    return dns?.sum !== undefined && dns.sum !== dnsCredentials;
}
/** Whether certbot renews by another way than desired. Any way over HTTP will do for webroot: the guide's own is nginx. */
function renewsOtherwise({ issued }, { dns }) {
    return dns === undefined ? issued.how.startsWith('dns-') : issued.how !== `dns-${dns.provider}`;
}
/** certbot reads it again at each renewal. */
function credentialsFile(name) {
    return `/etc/letsencrypt/saleor-deploy-dns-${name}`;
}
function testedFile(name) {
    return `/var/lib/saleor-deploy/renewal-tested-${name}`;
}
function atServer(server) {
    return server === undefined ? '' : ` --server '${server.replaceAll("'", '%27')}'`;
}
function issue({ domains }, { server, email, dns }, isAnew, site) {
    const words = [
        `certbot certonly --non-interactive --agree-tos ${dns === undefined ? `--webroot --webroot-path ${challengeFolder}` : byDns(dns, domains[0] ?? '')}`,
        `--cert-name ${domains[0] ?? ''} ${domains.map((domain) => `--domain ${domain}`).join(' ')}`,
        email === undefined ? '--register-unsafely-without-email' : `--email '${email.replaceAll("'", "'\\''")}'`,
        `--expand ${isAnew ? '--force-renewal' : '--keep-until-expiring'}${atServer(server)} --deploy-hook /usr/local/sbin/saleor-deploy-load-nginx`,
    ];
    return `${writeFile('/usr/local/sbin/saleor-deploy-load-nginx', loadNginx, '755')}
${dns === undefined ? answering(site) : ''}${words.join(' ')}`;
}
/** Options of certbot's own plugins, which all have the same form. Only route53 waits by itself, with the rights of the machine. */
function byDns({ provider, credentials, propagation }, name) {
    const option = `--dns-${provider}`;
    return [
        option,
        ...(credentials === undefined ? [] : [`${option}-credentials ${credentialsFile(name)}`]),
        ...(propagation === undefined ? [] : [`${option}-propagation-seconds ${propagation}`]),
    ].join(' ');
}
/** The shop's site can't load without the certificate, and does not know new names, so another site answers the authority meanwhile. */
function answering(site) {
    return `install -d -m 755 ${challengeFolder}
trap 'rm -f /etc/nginx/sites-enabled/saleor-deploy-acme; load_nginx' EXIT
${writeFile('/etc/nginx/sites-enabled/saleor-deploy-acme', site)}
load_nginx
`;
}
/** Runs after each renewal. */
const loadNginx = `#!/bin/sh
# certbot runs this after each renewal, so that nginx takes the new certificate.
if [ -d /run/systemd/system ]; then systemctl reload nginx; else service nginx reload; fi
`;

;// CONCATENATED MODULE: ./src/server/changes/certificate.js



/** Plans the site's certificate. Pure. */
function certificateChanges(facts, desired) {
    const { certificate } = desired;
    if (certificate.kind === 'none')
        return nothing;
    return certificate.kind === 'own'
        ? ownChanges(facts, desired, certificate)
        : issuedChanges(facts, desired, certificate);
}
function ownChanges({ own, nginx }, desired, { certificate, key, sums }) {
    if (own.certificate === sums.certificate && own.key === sums.key)
        return nothing;
    const files = certificateFiles(desired);
    const change = {
        id: 'certificate',
        title: `${own.certificate === '' ? 'Store' : 'Replace'} the certificate for ${desired.domains.join(', ')} (${files.chain})`,
        script: `umask 077
${writeFile(files.key, key, '600')}
${writeFile(files.chain, certificate)}
chmod 755 /etc/ssl/saleor${nginx.isEnabled ? '\nload_nginx' : ''}`,
    };
    return { changes: [change], warnings: [] };
}

;// CONCATENATED MODULE: ./src/server/changes/docker.js


/** The oldest versions that deploys support; see docs/requirements.md. */
const oldest = { engine: [20, 10], compose: [2, 20] };
/** https://docs.docker.com/engine/install/debian/#install-using-the-repository */
const signingKey = '9DC858229FC7DD38854AE2D88D81803C0EBFCD88';
/**
 * Installs Docker Engine with Compose, unless versions that are new enough exist. Pure.
 * @throws UserError `not-ready` when the existing installation prevents it
 */
function dockerChanges(facts, { docker: source }) {
    const { docker, packages, os } = facts;
    const installed = packages.has('docker-ce')
        ? 'docker'
        : packages.has('docker.io')
            ? 'distribution'
            : undefined;
    const hasEngine = isAtLeast(docker.engine, oldest.engine);
    const hasCompose = isAtLeast(docker.compose, oldest.compose);
    if (hasEngine && hasCompose && !docker.isUp)
        return { changes: [{ id: 'engine', title: 'Start Docker Engine', script: started }], warnings: [] };
    if (hasEngine && hasCompose)
        return installed === undefined || installed === source
            ? nothing
            : {
                changes: [],
                warnings: [
                    `Docker stays as it is, from ${nameOf[installed]}: docker: ${source} is for a server without Docker.`,
                ],
            };
    if (docker.engine !== '' && installed !== source)
        throw new errors/* UserError */.yo('not-ready', `Docker ${docker.engine} is installed from ${installed === undefined ? 'elsewhere' : nameOf[installed]}, ${hasEngine ? `with ${docker.compose === '' ? 'no Compose' : `Compose ${docker.compose}`}` : 'which is too old'}. Deploys need Engine 20.10 and Compose 2.20.`, installed === 'distribution' && !comesWithCompose(os)
            ? `${os.name} has no newer Compose. Remove its packages (sudo apt-get remove docker.io docker-compose containerd runc; images and volumes stay), then run this again with docker: docker.`
            : `Set docker: ${installed ?? 'docker'}, or remove what is there.`);
    if (source === 'distribution' && !comesWithCompose(os))
        throw new errors/* UserError */.yo('not-ready', `${os.name} has no Compose 2.20 or newer among its packages.`, 'Set docker: docker, which takes Engine and Compose from the repository of Docker.');
    const change = source === 'docker' ? fromDocker(facts) : fromDistribution(os);
    return { changes: [change], warnings: [] };
}
const nameOf = { docker: 'the repository of Docker', distribution: 'the distribution' };
/** Whether the distribution has Compose 2; Debian 12 and older have only Compose 1. */
function comesWithCompose({ id, version }) {
    return id === 'ubuntu' || Number(version) >= 13;
}
function fromDistribution({ id }) {
    const packages = id === 'ubuntu' ? 'docker.io docker-compose-v2' : 'docker.io docker-cli docker-compose';
    return {
        id: 'engine',
        title: 'Install Docker Engine and Compose from the distribution',
        script: `install_packages ${packages}\n${started}`,
    };
}
function fromDocker({ os, architecture }) {
    const base = `https://download.docker.com/linux/${os.id}`;
    return {
        id: 'engine',
        title: 'Install Docker Engine and Compose from the repository of Docker',
        // An admin's own entry for this source has its own key, which a second entry would contradict.
        script: `if ! grep -rqs download.docker.com /etc/apt/sources.list /etc/apt/sources.list.d; then
  install_packages ca-certificates curl gpg
  key=$(mktemp)
  curl --fail --silent --show-error --location --retry 3 --output "$key" ${base}/gpg
  found=$(GNUPGHOME=$(mktemp -d) gpg --batch --show-keys --with-colons "$key" | awk -F: '$1 == "pub" { next_is_ours = 1 } $1 == "fpr" && next_is_ours { print $10; next_is_ours = 0 }' | paste -sd ' ')
  if [ "$found" != ${signingKey} ]; then
    echo "The signing key of Docker is not the pinned one ${signingKey}, but: $found"
    exit 1
  fi
  write_file /etc/apt/keyrings/docker.asc <"$key"
  rm -f "$key"
  echo 'deb [arch=${architecture} signed-by=/etc/apt/keyrings/docker.asc] ${base} ${os.codename} stable' | write_file /etc/apt/sources.list.d/docker.list
fi
forget_lists
install_packages docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin
${started}`,
    };
}
const started = `docker version >/dev/null 2>&1 || start_service docker
for _ in $(seq 120); do
  docker version >/dev/null 2>&1 && break
  sleep 1
done
docker version --format 'Docker Engine {{.Server.Version}}' && docker compose version`;
function isAtLeast(version, [major, minor]) {
    const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
    return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

;// CONCATENATED MODULE: ./src/server/changes/firewall.js


/** The server turns its firewall off again unless this file exists a minute after it was turned on. */
const stillReachable = '/run/saleor-deploy-still-reachable';
/** What nodes of a Swarm need of each other; as ufw writes it. https://docs.docker.com/engine/swarm/swarm-tutorial/ */
const nodePorts = [
    { ports: '2377,7946', protocol: 'tcp' },
    { ports: '4789,7946', protocol: 'udp' },
];
/**
 * Plans a firewall that allows SSH, on the port of this very connection, and the shop's ports. Pure.
 * @throws UserError `not-ready` when the port of SSH is unknown
 */
function firewallChanges({ firewall, packages, sshPort }, { firewall: kind, openPorts, swarm }) {
    if (kind === 'none')
        return nothing;
    const peers = swarm?.peers ?? [];
    if (firewall.other !== '')
        return {
            changes: [],
            warnings: [
                `${firewall.other} is the firewall here, so ufw is not installed. Let in there: SSH, ${openPorts.join(', ')}${peers.length === 0 ? '' : `, and ${nodePorts.map(({ ports, protocol }) => `${ports}/${protocol}`).join(' and ')} from ${peers.join(', ')}`}.`,
            ],
        };
    if (sshPort === undefined)
        throw new errors/* UserError */.yo('not-ready', 'The server does not say on which port SSH came in (SSH_CONNECTION is empty), so a firewall could lock everybody out.', 'Set firewall: none, and set up the firewall by hand.');
    const missing = [`${sshPort}/tcp`, ...openPorts].filter((port) => !firewall.rules.some((rule) => lets(rule, port)));
    const nodes = peers
        .flatMap((from) => nodePorts.map(({ ports, protocol }) => `ufw allow from ${from} to any port ${ports} proto ${protocol}`))
        .filter((rule) => !firewall.rules.includes(rule));
    if (firewall.isActive && missing.length + nodes.length === 0)
        return nothing;
    const allow = [...missing.map((port) => `ufw allow ${port}`), ...nodes].join('\n');
    const others = nodes.length === 0 ? [] : [`the ports of a Swarm for ${peers.join(', ')}`];
    return {
        changes: [
            {
                id: 'firewall',
                title: firewall.isActive
                    ? `Open ${[...missing, ...others].join(', ')} in the firewall`
                    : `Turn on the firewall (ufw), which lets in ${[`${sshPort}/tcp`, ...openPorts, ...others].join(', ')}`,
                script: `${packages.has('ufw') ? '' : 'install_packages ufw\n'}${allow}\n${firewall.isActive ? '' : turnOn}`,
                ...(firewall.isActive ? {} : { needsLogin: true }),
            },
        ],
        warnings: [],
    };
}
const turnOn = `rm -f ${stillReachable}
ufw --force enable
setsid --fork bash -c 'sleep 90; [ -e ${stillReachable} ] || ufw --force disable' </dev/null >/dev/null 2>&1`;
/** Whether a line of \`ufw show added\` allows everybody on a port. */
function lets(rule, port) {
    const [, opened = ''] = /^ufw (?:allow|limit) (\S+)/.exec(rule) ?? [];
    const named = {
        OpenSSH: ['22/tcp'],
        ssh: ['22/tcp'],
        http: ['80/tcp'],
        https: ['443/tcp'],
        'Nginx\\ Full': ['80/tcp', '443/tcp'],
    };
    return opened === port || opened === port.split('/')[0] || (named[opened] ?? []).includes(port);
}

;// CONCATENATED MODULE: ./src/server/changes/logs.js


const path = '/etc/docker/daemon.json';
/** The driver `local` rotates by itself; these sizes are explicit because its defaults may change. */
const limits = { 'max-size': '20m', 'max-file': '5' };
/**
 * Limits the size of containers' logs: Docker's default has no limit, and fills the disk. Adds only missing keys. Pure.
 * @throws UserError `not-ready` for a daemon.json that is not a JSON object
 */
function logChanges({ docker }) {
    const settings = read(docker.settings);
    const { 'log-driver': driver, 'log-opts': options } = settings;
    const rotates = driver === undefined || driver === 'json-file' || driver === 'local';
    // A driver that sends the lines elsewhere, and limits that somebody chose, need no addition.
    if (!rotates || isLimited(options) || (driver === 'local' && options === undefined))
        return nothing;
    const merged = {
        ...settings,
        // Existing options belong to json-file, and `local` does not support all of them.
        'log-driver': driver ?? (options === undefined ? 'local' : 'json-file'),
        'log-opts': { ...options, ...limits },
    };
    const text = `${JSON.stringify(merged, undefined, 2)}\n`;
    return {
        changes: [
            {
                id: 'log-limits',
                title: `Limit the logs of containers to 5 files of 20 MB each (${path})`,
                script: `${check(text)}${writeFile(path, text)}
if docker version >/dev/null 2>&1 && [ -z "$(docker ps --quiet)" ]; then
  if [ -d /run/systemd/system ]; then systemctl restart docker; else service docker restart; fi
fi`,
            },
        ],
        warnings: docker.runsContainers
            ? [
                'The log limits hold for containers that are made after Docker was restarted. Containers run here, so it is not restarted now: sudo systemctl restart docker, when a pause is possible.',
            ]
            : [],
    };
}
function isLimited(options) {
    return typeof options === 'object' && options !== null && 'max-size' in options;
}
/** An engine that does not start would be worse than logs without a limit. */
function check(text) {
    const encoded = Buffer.from(text).toString('base64');
    return `if command -v dockerd >/dev/null && dockerd --help | grep -q -- --validate; then
  base64 -d <<<'${encoded}' >/run/saleor-deploy-daemon.json
  dockerd --validate --config-file=/run/saleor-deploy-daemon.json
  rm -f /run/saleor-deploy-daemon.json
fi
`;
}
function read(text) {
    if (text.trim() === '')
        return {};
    const problem = new errors/* UserError */.yo('not-ready', `${path} is no JSON object, so the log limits can't be added, and Docker does not start with it.`, `Correct the file on the server: sudo dockerd --validate --config-file=${path}`);
    let value;
    try {
        value = JSON.parse(text);
    }
    catch {
        throw problem;
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw problem;
    return value;
}

;// CONCATENATED MODULE: ./src/server/changes/nginx.js



const available = '/etc/nginx/sites-available/saleor';
const enabled = '/etc/nginx/sites-enabled/saleor';
/**
 * Installs nginx itself, before there is a certificate. Pure.
 * @throws UserError `not-ready` when another site has one of the shop's names
 */
function nginxChanges({ packages, nginx }, { domains }) {
    if (domains.length === 0)
        return nothing;
    const rival = nginx.others.find(({ names }) => names.some((name) => domains.includes(name)));
    if (rival !== undefined)
        throw new errors/* UserError */.yo('not-ready', `nginx has a site for ${rival.names.filter((name) => domains.includes(name)).join(', ')} already: ${rival.file}.`, `Leave the input domains out to keep that site. Or switch it off (sudo rm ${rival.file}), and run this again.`);
    if (packages.has('nginx') || [...packages].some((name) => name.startsWith('nginx-')))
        return nginx.runs
            ? nothing
            : { changes: [{ id: 'nginx', title: 'Start nginx', script: 'start_service nginx' }], warnings: [] };
    const change = {
        id: 'nginx',
        title: 'Install nginx',
        script: `install_packages nginx\npgrep -x nginx >/dev/null || start_service nginx`,
    };
    return { changes: [change], warnings: [] };
}
/** Writes the shop's site, once its certificate exists. A site that somebody changed by hand stays as it is. Pure. */
function siteChanges({ nginx, hasIpv6 }, desired) {
    if (desired.domains.length === 0)
        return nothing;
    const text = siteText(desired, hasIpv6);
    if (nginx.site === text)
        return nginx.isEnabled
            ? nothing
            : {
                changes: [{ id: 'site', title: `Switch the site on (${enabled})`, script: switchOn }],
                warnings: [],
            };
    if (nginx.site === '' || isUntouched(nginx.site))
        return {
            changes: [
                {
                    id: 'site',
                    title: `Write the site for ${desired.domains.join(', ')} (${available})`,
                    script: `previous=$(mktemp)
cp ${available} "$previous" 2>/dev/null || :
${writeFile(available, text)}
if ! (${switchOn}); then
  if [ -s "$previous" ]; then cp "$previous" ${available}; else rm -f ${enabled}; fi
  exit 1
fi`,
                },
            ],
            warnings: [],
        };
    const proposed = {
        id: 'site-proposal',
        title: `Write the site as it would be beside the one that is there (${available}.new)`,
        script: writeFile(`${available}.new`, text),
    };
    return {
        changes: nginx.proposed === text ? [] : [proposed],
        warnings: [
            `${available} was changed by hand, and stays as it is. What would be written is in ${available}.new. To take that: sudo mv ${available}.new ${available} && sudo systemctl reload nginx`,
        ],
    };
}
const switchOn = `set -e
ln -sfn ../sites-available/saleor ${enabled}
load_nginx`;

;// CONCATENATED MODULE: ./src/server/changes/swarm.js


/**
 * Plans a new Swarm or the entry into one, and labels of its nodes. Nothing is taken out of a Swarm. Pure.
 * @throws UserError `not-ready` for a Swarm that is broken or another one, or a label for a node that is not there
 */
function swarmChanges({ swarm }, { swarm: desired }) {
    if (desired === undefined)
        return nothing;
    const isNew = ['', 'inactive'].includes(swarm.state);
    if (!isNew)
        refuseOther(swarm, desired);
    const labels = desired.labels.filter((label) => swarm_valueOf(swarm, isNew, label) !== label.value);
    return {
        changes: [
            ...(isNew ? [enter(desired)] : []),
            ...(labels.length === 0 ? [] : [set(swarm, isNew, labels)]),
        ],
        warnings: isNew ? [] : otherManagers(swarm, desired),
    };
}
function refuseOther({ state, isManager }, { join }) {
    if (state !== 'active')
        throw new errors/* UserError */.yo('not-ready', `The server's Swarm is ${state}.`, state === 'locked'
            ? 'Unlock it on the server: docker swarm unlock'
            : 'Look at `docker info` on the server. To begin anew: docker swarm leave --force');
    if (join === undefined && !isManager)
        throw new errors/* UserError */.yo('not-ready', 'The server is a worker of a Swarm already, so it is not made the first manager of a new one.', 'Set swarm: join or none. Or take it out on the server: docker swarm leave');
}
/** Managers know each other by address; a name can't be compared. */
function otherManagers({ managers }, { join }) {
    if (join === undefined || !/^[\d.]+:\d+$/.test(join.manager) || managers.includes(join.manager))
        return [];
    return [
        `The server stays in the Swarm that it is in, with the managers ${managers.join(', ')}, and not ${join.manager}. To change it, on the server: docker swarm leave, then run this again.`,
    ];
}
function enter({ join, address }) {
    if (join === undefined)
        return {
            id: 'swarm',
            title: 'Make the server the first manager of a new Swarm',
            // It prints the token for workers.
            script: `${unlessIn}docker swarm init${address === undefined ? '' : ` --advertise-addr '${address}'`} >/dev/null`,
        };
    const body = {
        ...{ ListenAddr: '0.0.0.0:2377', AdvertiseAddr: address ?? '' },
        ...{ RemoteAddrs: [join.manager], JoinToken: join.token.trim() },
    };
    return {
        id: 'swarm',
        title: `Join the Swarm of ${join.manager}`,
        // `docker swarm join` takes the token as an argument, which every user of the server could read. An attempt that
        // failed would go on in the background.
        script: `install_packages curl
${unlessIn}base64 -d <<'END' | curl --silent --show-error --fail-with-body --max-time 120 --unix-socket /var/run/docker.sock --header 'Content-Type: application/json' --data-binary @- http://localhost/swarm/join || { docker swarm leave --force >/dev/null 2>&1 || :; exit 1; }
${Buffer.from(JSON.stringify(body)).toString('base64')}
END`,
    };
}
/** A stopped engine does not say that it is in a Swarm. */
const unlessIn = `[ "$(docker info --format '{{.Swarm.LocalNodeState}}')" = active ] || `;
function set(swarm, isNew, labels) {
    const shown = labels.map((label) => {
        const old = swarm_valueOf(swarm, isNew, label);
        return `${label.key}=${label.value}${label.node === undefined ? '' : ` of ${label.node}`}${old === undefined ? '' : ` (was ${old})`}`;
    });
    return {
        id: 'swarm-labels',
        title: `Set ${labels.length === 1 ? 'the label' : 'the labels'} ${shown.join(', ')}`,
        script: labels
            .map(({ node, key, value }) => `docker node update --label-add '${key}=${value}' ${node === undefined ? `"$(docker info --format '{{.Swarm.NodeID}}')"` : `'${node}'`} >/dev/null`)
            .join('\n'),
    };
}
/** The value that the label has now. */
function swarm_valueOf({ nodes, self }, isNew, { node, key }) {
    if (isNew && node === undefined)
        return undefined;
    const found = nodes.find(({ id, host }) => node === undefined ? id === self : id === node || host === node);
    if (found !== undefined)
        return found.labels[key];
    throw new errors/* UserError */.yo('not-ready', `Input 'swarm-labels': the Swarm has no node ${node ?? 'for this server'}${nodes.length === 0 ? '' : `, only ${nodes.map(({ host }) => host).join(', ')}`}.`, 'Let it join first (prepare-server on that server with swarm: join), then run this again.');
}

;// CONCATENATED MODULE: ./src/server/changes/updates.js

const updates_path = '/etc/apt/apt.conf.d/20auto-upgrades';
/** Turns on the distribution's nightly security updates. Pure. */
function updateChanges({ packages, updates, hasSystemd }, { hasUpdates }) {
    if (!hasUpdates)
        return nothing;
    const isOn = isSet(updates.list) && isSet(updates.upgrade);
    if (packages.has('unattended-upgrades') && isOn)
        return nothing;
    if (updates.settings !== '' && !isOn)
        return {
            changes: [],
            warnings: [
                `${updates_path} turns security updates off, and stays as it is. Set security-updates: false, or write "1" there.`,
            ],
        };
    const change = {
        id: 'security-updates',
        title: 'Install security updates each night (unattended-upgrades)',
        script: `install_packages unattended-upgrades\n${eachNight(hasSystemd)}${writeFile(updates_path, settings)}`,
    };
    return { changes: [change], warnings: [] };
}
const settings = `APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
`;
/** Whether the value turns an update on: a number of days, or `always`. */
function isSet(value) {
    return value !== '' && value !== '0';
}

;// CONCATENATED MODULE: ./src/server/changes/user.js

/**
 * Plans the deploy user with its keys, the group docker and its folder. Pure.
 * @throws UserError `not-ready` when the folder belongs to somebody else and is not empty
 */
function userChanges({ user: found, folder: place }, { user, keys, folder }) {
    if (place.owner !== '' && place.owner !== user && !place.isEmpty)
        throw new errors/* UserError */.yo('not-ready', `The folder ${folder} belongs to '${place.owner}' and is not empty.`, `Give it to the user that deploys: sudo chown -R ${user}: ${folder}. Or name another folder with the input path.`);
    const missing = keys.filter((key) => !found.keys.some((line) => line.includes(blobOf(key))));
    const changes = [
        !found.exists && {
            id: 'user',
            title: `Create the user ${user} in the group docker`,
            // "*" means no password; "!" would lock the account, and some versions of sshd reject keys of a locked account.
            script: `groupadd --force --system docker\nuseradd --create-home --shell /bin/bash --password '*' --groups docker ${user}`,
        },
        found.exists &&
            !found.groups.includes('docker') && {
            id: 'group',
            title: `Add the user ${user} to the group docker`,
            script: `groupadd --force --system docker\nusermod --append --groups docker ${user}`,
        },
        missing.length > 0 && {
            id: 'keys',
            title: `Let ${missing.length === 1 ? 'the public key' : `${missing.length} public keys`} log in as ${user}`,
            script: allow(user, missing),
        },
        place.owner !== user && {
            id: 'folder',
            title: `Make the folder ${folder} for ${user}`,
            script: `install -d -m 755 -o ${user} -g "$(id -gn ${user})" ${folder}`,
        },
    ];
    return { changes: changes.filter((change) => change !== false), warnings: [] };
}
/** Runs as the user: root would follow a link in a folder that belongs to somebody else. */
function allow(user, keys) {
    return `runuser -u ${user} -- bash -c '
set -euo pipefail
cd
umask 077
mkdir -p .ssh
[ ! -s .ssh/authorized_keys ] || [ -z "$(tail -c 1 .ssh/authorized_keys)" ] || echo >>.ssh/authorized_keys
base64 -d >>.ssh/authorized_keys
chmod 700 .ssh
chmod 600 .ssh/authorized_keys' <<'END'
${Buffer.from(`${keys.join('\n')}\n`).toString('base64')}
END`;
}
function blobOf(key) {
    return key.split(' ')[1] ?? key;
}

;// CONCATENATED MODULE: ./src/server/hardware.js
/** Recommended cores, memory and disk (GB) by environment. */
const table = {
    development: { cores: 2, memory: 4, disk: 20 },
    staging: { cores: 4, memory: 8, disk: 50 },
    production: { cores: 8, memory: 16, disk: 100 },
};
/** A machine sold with 8 GB shows a little less: the kernel and the file system keep a part. */
const shown = 0.9;
/** Warns of hardware below the environment's recommendation. Pure. */
function hardwareWarnings({ cores, memory, disk }, { hardware, folder }) {
    const wanted = table[hardware];
    const gigabytes = (bytes) => Math.round(bytes / 1e8) / 10;
    return [
        ...(cores < wanted.cores
            ? [`${cores} ${cores === 1 ? 'core' : 'cores'}, and ${wanted.cores} are recommended`]
            : []),
        ...(memory < wanted.memory * 1e9 * shown
            ? [`${gigabytes(memory)} GB of memory, and ${wanted.memory} are recommended`]
            : []),
        ...(disk < wanted.disk * 1e9 * shown
            ? [`a disk of ${gigabytes(disk)} GB under ${folder}, and ${wanted.disk} are recommended`]
            : []),
    ].map((what) => `The server has ${what} for ${hardware}.`);
}

;// CONCATENATED MODULE: ./src/server/plan.js











/**
 * Plans the changes that bring a server to its desired state; none when it is there already. Pure.
 * @throws UserError `not-ready` with every obstacle, before anything changes
 */
function planServer(facts, desired) {
    refuseUnknown(facts);
    const proposals = gather([
        // Logging is configured before the engine starts for the first time.
        () => logChanges(facts),
        () => dockerChanges(facts, desired),
        () => userChanges(facts, desired),
        () => updateChanges(facts, desired),
        // The certificate authority connects to port 80.
        () => firewallChanges(facts, desired),
        // Other nodes come in through the firewall.
        () => swarmChanges(facts, desired),
        () => nginxChanges(facts, desired),
        () => certificateChanges(facts, desired),
        () => siteChanges(facts, desired),
        () => renewalChanges(facts, desired),
    ]);
    return {
        changes: proposals.flatMap(({ changes }) => changes),
        warnings: [...hardwareWarnings(facts, desired), ...proposals.flatMap(({ warnings }) => warnings)],
    };
}
/** Collects all problems, so that one run reports every one of them. */
function gather(subjects) {
    const complaints = [];
    const proposals = subjects.flatMap((propose) => {
        try {
            return [propose()];
        }
        catch (error) {
            if (!(error instanceof errors/* UserError */.yo))
                throw error;
            complaints.push(error);
            return [];
        }
    });
    const [first, ...rest] = complaints;
    if (first === undefined)
        return proposals;
    if (rest.length === 0)
        throw first;
    throw new errors/* UserError */.yo(first.reason, complaints.map(({ message }) => message).join('\n'), complaints.map(({ fix }) => fix).join('\n'));
}
const supported = {
    debian: ['12', '13'],
    ubuntu: ['22.04', '24.04'],
};
function refuseUnknown({ os }) {
    if (supported[os.id]?.includes(os.version) === true)
        return;
    throw new errors/* UserError */.yo('not-ready', `The server runs ${os.name}, which this action does not know.`, 'It prepares Debian 12 and 13, and Ubuntu 22.04 and 24.04. Other servers: by hand, see docs/requirements.md.');
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: ./src/host/quote.js
var quote = __webpack_require__(84428);
// EXTERNAL MODULE: ./src/runner/context.js
var runner_context = __webpack_require__(31875);
;// CONCATENATED MODULE: ./src/server/facts.js
/** Parses the output of facts.sh; a missing answer counts as empty. Pure. */
function readFacts(text, sshPort) {
    const answers = new Map(text.split('\n').map((line) => {
        const [name = '', value = ''] = line.split(' ');
        return [name, Buffer.from(value, 'base64').toString()];
    }));
    const whole = (name) => answers.get(name) ?? '';
    const one = (name) => whole(name).trim();
    const rows = (name) => one(name).split('\n').filter(Boolean);
    const isYes = (name) => one(name) === 'yes';
    return {
        os: readOs(whole('os-release')),
        architecture: one('architecture'),
        hasSystemd: isYes('systemd'),
        hasIpv6: isYes('ipv6'),
        ...{ cores: Number(one('cores')), memory: Number(one('memory')), disk: Number(one('disk')) },
        packages: new Set(rows('packages')),
        docker: {
            engine: versionIn(one('engine')),
            compose: versionIn(one('compose')),
            isUp: isYes('engine-runs'),
            runsContainers: one('containers') !== '',
            settings: whole('daemon-json'),
        },
        user: {
            exists: one('account') !== '',
            groups: one('groups').split(/\s+/).filter(Boolean),
            keys: rows('authorized-keys'),
        },
        folder: { owner: one('folder-owner'), isEmpty: one('folder-content') === '' },
        sshPort,
        firewall: {
            isActive: one('ufw-status').startsWith('Status: active'),
            rules: rows('ufw-rules'),
            other: one('firewalld') === 'running' ? 'firewalld' : '',
        },
        updates: {
            list: periodic(one('periodic'), 'Update-Package-Lists'),
            upgrade: periodic(one('periodic'), 'Unattended-Upgrade'),
            settings: whole('auto-upgrades'),
        },
        nginx: {
            runs: isYes('nginx-runs'),
            ...{ site: whole('site'), proposed: whole('site-new'), isEnabled: isYes('site-enabled') },
            others: rows('other-sites').map((row) => {
                const [file = '', ...names] = row.split(/\s+/);
                return { file, names };
            }),
        },
        issued: {
            names: [...one('issued-names').matchAll(/DNS:([^\s,]+)/g)].map(([, name = '']) => name),
            ...{ by: one('issued-by'), how: one('issued-how') },
            isRenewalTested: isYes('renewal-tested'),
        },
        dnsCredentials: one('dns-credentials'),
        swarm: readSwarm(one('swarm'), rows('nodes')),
        own: { certificate: one('own-crt'), key: one('own-key') },
        hostKeys: rows('host-keys').map((row) => {
            const [type = '', key = ''] = row.split(' ');
            return { type, key };
        }),
    };
}
function readOs(text) {
    const field = (name) => new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(text)?.[1] ?? '';
    const [id, version, codename, name] = [
        field('ID'),
        field('VERSION_ID'),
        field('VERSION_CODENAME'),
        field('PRETTY_NAME'),
    ];
    return { id, version, codename, name: name === '' ? 'an unknown system' : name };
}
/** Reads `docker info --format '{{json .Swarm}}'`, and a line with id, host name and labels for each node. */
function readSwarm(text, rows) {
    const info = (text.startsWith('{') ? JSON.parse(text) : {});
    return {
        ...{
            state: info.LocalNodeState ?? '',
            isManager: info.ControlAvailable === true,
            self: info.NodeID ?? '',
        },
        managers: (info.RemoteManagers ?? []).map(({ Addr }) => Addr),
        nodes: rows.map((row) => {
            const [, id = '', host = '', labels = '{}'] = /^(\S+) (\S+) (.*)$/.exec(row) ?? [];
            return { id, host, labels: (JSON.parse(labels) ?? {}) };
        }),
    };
}
function versionIn(text) {
    return /\d+\.\d+(\.\d+)?/.exec(text)?.[0] ?? '';
}
function periodic(text, name) {
    return new RegExp(`^APT::Periodic::${name} "([^"]*)"`, 'm').exec(text)?.[1] ?? '';
}

;// CONCATENATED MODULE: ./src/server/prepare.js









/** Timeout for a slow mirror and a busy package manager; `apt-get` has its own time limits. */
const changeSeconds = 1800;
/** The server's log of changes. */
const logFile = '/var/log/saleor-deploy/prepare.log';
/**
 * Observes a server and changes nothing.
 * @throws StepFailed when the answer is not that of such a server
 */
async function observeServer(host, access, desired) {
    const script = (0,external_node_fs_.readFileSync)(__webpack_require__.ab + "facts.sh", 'utf8');
    const [name = ''] = desired.domains;
    const words = (0,quote/* shellLine */.T)(['set', '--', desired.user, desired.folder, name]);
    const { code, stdout, stderr } = await runAsRoot(host, access, `${words}\n${script}`);
    if (code !== 0)
        throw new errors/* StepFailed */.an('prepare-failed', `${host.name}: the server could not be looked at (exit code ${code}).`, stderr);
    return readFacts(stdout, access.sshPort);
}
/**
 * Applies a plan, change by change, and checks that nothing is left to do.
 * @throws StepFailed `prepare-failed` with the failed change's last lines; the next run continues from there
 */
async function applyPlan(host, access, { changes }, desired, runner) {
    for (const [index, change] of changes.entries()) {
        runner.cancelled.throwIfAborted();
        runner.log.info(`${index + 1}/${changes.length} ${change.title} …`);
        // The server continues with the change; see change.sh.
        await (0,cancel/* unlessCancelled */.M)(runner.cancelled, apply(host, access, change, runner));
        if (change.needsLogin === true)
            await logInAgain(host, access);
    }
    const facts = await observeServer(host, access, desired);
    const [left] = planServer(facts, desired).changes;
    if (left === undefined)
        return facts;
    throw new errors/* StepFailed */.an('prepare-failed', `${host.name}: all changes were made, and this one would have to be made again: ${left.title}.`);
}
async function apply(host, access, change, { context, log }) {
    const script = (0,external_node_fs_.readFileSync)(__webpack_require__.ab + "change.sh", 'utf8');
    const note = { id: change.id, title: change.title, by: context.actor, run: (0,runner_context/* runUrl */.V)(context) };
    const variables = Object.entries(note).map(([name, text]) => `${name}=${(0,quote/* shellLine */.T)([plain(text)])}\n`);
    const whole = `change() {\n${change.script}\n}\n${variables.join('')}${script}`;
    const limits = { seconds: changeSeconds, what: change.title };
    const { code, stdout, stderr } = await runAsRoot(host, access, whole, limits);
    log.debug(stdout);
    if (code === 0)
        return;
    throw new errors/* StepFailed */.an('prepare-failed', `${host.name}: ${change.title}: it failed with exit code ${code}. Each change before it is done; run this again to go on from there. The server notes all changes in ${logFile}.`, [stdout, stderr].join('\n').trim().split('\n').slice(-40).join('\n'));
}
/** Removes characters that would break the log, which a shell writes as lines of JSON. */
function plain(text) {
    return text.replaceAll(/["\\\p{Cc}]/gu, '');
}
/** Open connections survive a change of the firewall; only a new login shows that it accepts new ones. */
async function logInAgain(host, access) {
    try {
        await host.again();
    }
    catch (error) {
        throw new errors/* StepFailed */.an('prepare-failed', `${host.name}: a new login did not succeed after the firewall was turned on. The server turns it off again within two minutes.`, (0,errors/* messageOf */.bD)(error), { cause: error });
    }
    await runAsRoot(host, access, `touch ${stillReachable}`);
}

// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(80231);
;// CONCATENATED MODULE: ./src/summary/server.js

/** The job summary of `prepare-server`: the verdict, the warnings, the changes. Pure. */
function serverSummary(host, { changes, warnings }, isDryRun, line) {
    const where = (0,markdown/* inlineCode */.ti)(host);
    const done = changes.length === 0 ? 'nothing was changed' : `after ${(0,markdown/* counted */.hS)(changes.length, 'change')}`;
    const title = isDryRun && changes.length > 0
        ? `### 📝 Dry run, nothing was changed: ${(0,markdown/* counted */.hS)(changes.length, 'change')} would be made on ${where}`
        : `### ✅ ${where} is ready, ${done}`;
    const list = changes.map((change, index) => `${index + 1}. ${change.title}`).join('\n');
    return [
        title,
        warnings.length === 0
            ? ''
            : `**For you to look at**\n\n${warnings.map((one) => `- ⚠️ ${one}`).join('\n')}`,
        list,
        line === '' ? '' : `The line for \`known-hosts\`:\n\n${(0,markdown/* code */.aY)(line)}`,
    ]
        .filter((part) => part !== '')
        .join('\n\n');
}

;// CONCATENATED MODULE: ./actions/prepare-server.js











/** Makes a bare server ready for deploys, and changes nothing on one that is. */
const run = () => (0,run_action/* runAction */.C)(prepareServer, async (inputs, runner) => {
    const desired = desiredServer(inputs, runner.clock.now());
    const { targets, jump } = (0,ssh_address/* addressesFrom */.b)(inputs);
    const [address] = targets;
    const host = await (0,cancel/* unlessCancelled */.M)(runner.cancelled, (0,connect/* connect */.N)(address, jump));
    try {
        const access = await openAccess(host, inputs.user, inputs['sudo-password']);
        const facts = await (0,cancel/* unlessCancelled */.M)(runner.cancelled, observeServer(host, access, desired));
        const plan = planServer(facts, desired);
        for (const warning of plan.warnings)
            runner.log.warning(`${host.name}: ${warning}`);
        const isDryRun = inputs['dry-run'];
        if (isDryRun)
            for (const { title } of plan.changes)
                runner.log.info(`Would be done: ${title}`);
        else
            await applyPlan(host, access, plan, desired, runner);
        if (plan.changes.length === 0)
            runner.log.info(`${host.name} is ready; nothing was changed.`);
        const line = knownHosts(facts, address.host, address.port);
        if (line !== '')
            runner.log.info(`known-hosts: ${line}`);
        return {
            reason: plan.changes.length === 0 ? 'unchanged' : isDryRun ? 'planned' : 'done',
            outputs: {
                changed: String(isDryRun ? 0 : plan.changes.length),
                changes: JSON.stringify(plan.changes.map(({ id, title }) => ({ id, title }))),
                'known-hosts': line,
            },
            summary: serverSummary(host.name, plan, isDryRun, line),
        };
    }
    finally {
        host.close();
    }
});


/***/ })

};
