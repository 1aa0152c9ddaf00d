export const id = "prove";
export const ids = ["prove"];
export const modules = {

/***/ 38233:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  proveImages: () => (/* binding */ proveImages)
});

// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
// EXTERNAL MODULE: ../../node_modules/snappyjs/index.js
var snappyjs = __webpack_require__(21972);
// EXTERNAL MODULE: ./src/github/failure.js
var failure = __webpack_require__(65091);
// EXTERNAL MODULE: ./src/github/octokit.js
var octokit = __webpack_require__(96536);
;// CONCATENATED MODULE: ./src/attestation/github.js




/** In bytes; a bundle is about 12 kB. */
const largestBundle = 2 ** 24;
/** The timeout of GitHub's API in all, in seconds. */
const timeoutSeconds = 60;
/**
 * The newest attestations of provenance that GitHub keeps for a digest, as bundles; none if there are none, or if the
 * token can't see the repository. https://docs.github.com/rest/repos/attestations
 * @param repository `owner/repo`
 * @throws UserError `github-unavailable`
 */
async function readBundles(repository, digest, token, runner) {
    const context = { ...runner.context, repository };
    const github = await (0,octokit.openGitHub)(token, { ...runner, context }, timeoutSeconds);
    try {
        const { data } = await github.request('GET /repos/{owner}/{repo}/attestations/{subject_digest}', {
            subject_digest: digest,
            predicate_type: 'provenance',
            per_page: 100,
        });
        const found = data.attestations ?? [];
        return await Promise.all(found.map(async (one) => one.bundle ?? (await download(one.bundle_url ?? '', runner))));
    }
    catch (error) {
        if (error instanceof failure/* GitHubError */.y_ && error.kind === 'missing')
            return [];
        throw unavailable((0,errors/* messageOf */.bD)(error));
    }
}
/** Bundles lie in a storage of GitHub's, packed by Snappy; the address is signed, so that no token is sent. */
async function download(url, { http, cancelled }) {
    const { status, body } = await http.request({
        url,
        encoding: 'latin1',
        timeoutSeconds: 30,
        signal: cancelled,
    });
    // Its query is a password for a while.
    if (status !== 200)
        throw new Error(`status ${status} from ${new URL(url).host}, which keeps the attestation`);
    const bytes = Buffer.from(body, 'latin1');
    return JSON.parse(body.startsWith('{') ? bytes.toString() : (0,snappyjs/* uncompress */.k)(bytes, largestBundle).toString());
}
function unavailable(why) {
    return new errors/* UserError */.yo('github-unavailable', `The attestations can't be read: ${why}`, 'Give the job attestations: read, or repeat it when GitHub answers again. Nothing was changed.');
}

// EXTERNAL MODULE: ../../node_modules/@sigstore/bundle/dist/index.js
var dist = __webpack_require__(36124);
// EXTERNAL MODULE: ../../node_modules/@sigstore/core/dist/index.js
var core_dist = __webpack_require__(25137);
// EXTERNAL MODULE: ../../node_modules/@sigstore/verify/dist/index.js
var verify_dist = __webpack_require__(93575);
;// CONCATENATED MODULE: ./src/attestation/provenance.js



/** Who vouches for the identity of a workflow. */
const issuer = 'https://token.actions.githubusercontent.com';
/** Fulcio's extensions of a certificate. https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md */
const sourceRepository = '1.3.6.1.4.1.57264.1.12';
const sourceCommit = '1.3.6.1.4.1.57264.1.13';
/** The predicate of `actions/attest`. */
const slsaProvenance = 'https://slsa.dev/provenance/v1';
/**
 * Verifies a bundle: certificate, timestamp, logs and signature by Sigstore's own library, then the repository whose
 * workflow was run, the kind of statement, and the digest in it. Unlike `gh attestation verify --repo` it lets that workflow
 * call a reusable one of another repository to sign, as only the repository itself decides to call it. Pure.
 * https://github.com/cli/cli/tree/trunk/pkg/cmd/attestation
 * @param json the bundle, as GitHub keeps it
 * @param root whom to trust; it decides which proofs of time and logs there must be
 * @throws Error that says what is wrong with it
 */
function verifyProvenance(json, root, { digest, repository }) {
    const bundle = (0,dist/* bundleFromJSON */.vw)(json);
    if (bundle.content.$case !== 'dsseEnvelope')
        throw new Error('it is no signed statement');
    // GitHub's own Sigstore, which signs for private repositories, has no public logs, but a timestamp authority.
    const thresholds = {
        tlogThreshold: Math.min(1, root.tlogs.length),
        ctlogThreshold: Math.min(1, root.ctlogs.length),
        timestampThreshold: 1,
    };
    const signer = new verify_dist/* Verifier */.BL((0,verify_dist/* toTrustMaterial */.jO)(root), thresholds).verify((0,verify_dist/* toSignedEntity */.DC)(bundle), {
        extensions: { issuer },
    });
    const source = extension(signer, sourceRepository);
    if (source.toLowerCase() !== repository.toLowerCase())
        throw new Error(`it was built by ${source === '' ? 'no repository' : source}`);
    const { payload, payloadType } = bundle.content.dsseEnvelope;
    if (payloadType !== 'application/vnd.in-toto+json')
        throw new Error(`it is ${payloadType}`);
    const statement = JSON.parse(payload.toString());
    if (statement.predicateType !== slsaProvenance)
        throw new Error(`it is no provenance, but ${statement.predicateType}`);
    const subjects = (statement.subject ?? []).map((one) => `sha256:${one.digest?.sha256}`);
    if (!subjects.includes(digest))
        throw new Error(`it is about ${subjects.join(', ') || 'nothing'}`);
    return {
        workflow: signer.identity?.subjectAlternativeName ?? '',
        commit: extension(signer, sourceCommit),
    };
}
/** The text of one of Fulcio's newer extensions, a DER string; empty for none. */
function extension({ identity }, oid) {
    const found = identity?.oids?.find((one) => one.oid?.id.join('.') === oid);
    return found === undefined ? '' : core_dist.ASN1Obj.parseBuffer(Buffer.from(found.value)).value.toString();
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ../../node_modules/@sigstore/protobuf-specs/dist/index.js
var protobuf_specs_dist = __webpack_require__(17154);
// EXTERNAL MODULE: ../../node_modules/@sigstore/tuf/dist/index.js
var tuf_dist = __webpack_require__(34187);
// EXTERNAL MODULE: ./src/image/private-folder.js
var private_folder = __webpack_require__(72473);
;// CONCATENATED MODULE: ./src/attestation/github-tuf-root.json
const github_tuf_root_namespaceObject = /*#__PURE__*/JSON.parse('{"signatures":[{"keyid":"4f4d1dd75f2d7f3860e3a068d7bed90dec5f0faafcbe1ace7fb7d95d29e07228","sig":""},{"keyid":"eb8eff37f93af2faaba519f341decec3cecd3eeafcace32966db9723842c8a62","sig":""},{"keyid":"539dde44014c850fe6eeb8b299eb7dae2e1f4bf83454b949e98aa73542cdc65a","sig":""},{"keyid":"a10513a5ab61acd0c6b6fbe0504856ead18f3b17c4fabbe3fa848c79a5a187cf","sig":"3046022100ca341d3ba2ef7657d69c2825729959681f55aec497b612e81a547e2abb616b49022100cd605b412a3d991f92e0818e07e60383bbd23904723eec221d6e39fdfeae3104"},{"keyid":"5e01c9a0b2641a8965a4a74e7df0bc7b2d8278a2c3ca0cf7a3f2f783d3c69800","sig":"3046022100d0f70effe60d6a18319e2890088cd01d45c654ee6d2ce1d5c3cdcf2dc7f637570221008f947a2d7334d948f1c4794b0a465f1dfb99a578dd8d1f4563cee0581f457db2"},{"keyid":"54809115b40137aac01af4b7ac2408c77ea0d58fa4dad48fc3196497d2a26f44","sig":"304502201ae931db1c48020fb37af54d446ac856306f619dfc3f93ddcff70d2880e443dc022100992b70451aa74805adef24e85ec352e598812267f623979bd4ce719b66b62d22"},{"keyid":"88737ccdac7b49cc237e9aaead81be2a40278b886a693d8149a19cf543f093d3","sig":"3045022023bba8e14c177609f43873aa0087ef983ddd2bad9a0a832c0cf279e1be8798f2022100facfaecc1d7ee793042eaaa6970fb9ca700c3bdbf4ee43ed0f8d0fc3aef96563"},{"keyid":"d6a89e23fb22801a0d1186bf1bdd007e228f65a8aa9964d24d06cb5fbb0ce91c","sig":"3046022100d2f6cceb05d135ce6a6ce7fe1dc76c24508154ad71c433028e64ca95ba716ffb022100f0592d60eb67508dd5f9cc593a4cca33bbaf94882c3d74a560fda845a456c6cc"},{"keyid":"8b498a80a1b7af188c10c9abdf6aade81d14faaffcde2abcd6063baa673ebd12","sig":"30450221009af2f0c534ed92de909a3b727f7101319c18e10623de8f48a0eba980d3d54d830220095842b16c58567c71f9dfa0b54e79daca1b2fecf3cb2ea4ee6d8393bdf93294"}],"signed":{"_type":"root","consistent_snapshot":true,"expires":"2025-04-11T14:36:57Z","keys":{"4f4d1dd75f2d7f3860e3a068d7bed90dec5f0faafcbe1ace7fb7d95d29e07228":{"keytype":"ecdsa","keyval":{"public":"-----BEGIN PUBLIC KEY-----\\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAENki7aZVips5SgRzCd/Om0CGzQKY/\\nnv84giqVDmdwb2ys82Z6soFLasvYYEEQcwqaC170n9gr93wHUgPc796uJA==\\n-----END PUBLIC KEY-----\\n"},"scheme":"ecdsa-sha2-nistp256","x-tuf-on-ci-keyowner":"@ashtom"},"539dde44014c850fe6eeb8b299eb7dae2e1f4bf83454b949e98aa73542cdc65a":{"keytype":"ecdsa","keyval":{"public":"-----BEGIN PUBLIC KEY-----\\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAElD0o2sOZN9n3RKQ7PtMLAoXj+2Ai\\nn4PKT/pfnzDlNLrD3VTQwCc4sR4t+OLu4KQ+qk+kXkR9YuBsu3bdJZ1OWw==\\n-----END PUBLIC KEY-----\\n"},"scheme":"ecdsa-sha2-nistp256","x-tuf-on-ci-keyowner":"@nerdneha"},"54809115b40137aac01af4b7ac2408c77ea0d58fa4dad48fc3196497d2a26f44":{"keytype":"ecdsa","keyval":{"public":"-----BEGIN PUBLIC KEY-----\\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEimKcdST+ORD+g0aGEFDOVZDAaIYg\\nIgesNKiIe2L7MUsYx5UHhzQ08quvew13eYSCNJnfwooFZu7cdTu8AwqFjQ==\\n-----END PUBLIC KEY-----\\n"},"scheme":"ecdsa-sha2-nistp256","x-tuf-on-ci-keyowner":"@alexiswales"},"88737ccdac7b49cc237e9aaead81be2a40278b886a693d8149a19cf543f093d3":{"keytype":"ecdsa","keyval":{"public":"-----BEGIN PUBLIC KEY-----\\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEBagkskNOpOTbetTX5CdnvMy+LiWn\\nonRrNrqAHL4WgiebH7Uig7GLhC3bkeA/qgb926/vr9qhOPG9Buj2HatrPw==\\n-----END PUBLIC KEY-----\\n"},"scheme":"ecdsa-sha2-nistp256","x-tuf-on-ci-keyowner":"@gregose"},"8b498a80a1b7af188c10c9abdf6aade81d14faaffcde2abcd6063baa673ebd12":{"keytype":"ecdsa","keyval":{"public":"-----BEGIN PUBLIC KEY-----\\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE7IEoVNwrprchXGhT5sAhSax7SOd3\\n8duuISghCzfmHdKJWSbV2wJRamRiUVRtmA83K/qm5cT20WXMCT5QeM/D3A==\\n-----END PUBLIC KEY-----\\n"},"scheme":"ecdsa-sha2-nistp256","x-tuf-on-ci-keyowner":"@trevrosen"},"a10513a5ab61acd0c6b6fbe0504856ead18f3b17c4fabbe3fa848c79a5a187cf":{"keytype":"ecdsa","keyval":{"public":"-----BEGIN PUBLIC KEY-----\\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEC2wJ3xscyXxBLybJ9FVjwkyQMe53\\nRHUz77AjMO8MzVaT8xw6ZvJqdNZiytYtigWULlINxw6frNsWJKb/f7lC8A==\\n-----END PUBLIC KEY-----\\n"},"scheme":"ecdsa-sha2-nistp256","x-tuf-on-ci-keyowner":"@kommendorkapten"},"d6a89e23fb22801a0d1186bf1bdd007e228f65a8aa9964d24d06cb5fbb0ce91c":{"keytype":"ecdsa","keyval":{"public":"-----BEGIN PUBLIC KEY-----\\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEDdORwcruW3gqAgaLjH/nNdGMB4kQ\\nAvA+wD6DyO4P/wR8ee2ce83NZHq1ZADKhve0rlYKaKy3CqyQ5SmlZ36Zhw==\\n-----END PUBLIC KEY-----\\n"},"scheme":"ecdsa-sha2-nistp256","x-tuf-on-ci-keyowner":"@krukow"},"eb8eff37f93af2faaba519f341decec3cecd3eeafcace32966db9723842c8a62":{"keytype":"ecdsa","keyval":{"public":"-----BEGIN PUBLIC KEY-----\\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAENynVdQnM9h7xU71G7PiJpQaDemub\\nkbjsjYwLlPJTQVuxQO8WeIpJf8MEh5rf01t2dDIuCsZ5gRx+QvDv0UzfsA==\\n-----END PUBLIC KEY-----\\n"},"scheme":"ecdsa-sha2-nistp256","x-tuf-on-ci-keyowner":"@mph4"},"eb9799b483affac9da87ef4c9ea467928415c961349e607e5e6e485679b07f8f":{"keytype":"ecdsa","keyval":{"public":"-----BEGIN PUBLIC KEY-----\\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAENKNcNcX+d73lS1TRFb9Vnp8JvOoh\\nzYQ+in43iGenbG8RGo9L/6FJ2hoRbVU6xskvyuErcdPbCdI4GxrQ5i8hkw==\\n-----END PUBLIC KEY-----\\n"},"scheme":"ecdsa-sha2-nistp256","x-tuf-on-ci-online-uri":"azurekms://production-tuf-root.vault.azure.net/keys/Online-Key/aaf375fd8ed24acb949a5cc173700b05"}},"roles":{"root":{"keyids":["a10513a5ab61acd0c6b6fbe0504856ead18f3b17c4fabbe3fa848c79a5a187cf","4f4d1dd75f2d7f3860e3a068d7bed90dec5f0faafcbe1ace7fb7d95d29e07228","88737ccdac7b49cc237e9aaead81be2a40278b886a693d8149a19cf543f093d3","d6a89e23fb22801a0d1186bf1bdd007e228f65a8aa9964d24d06cb5fbb0ce91c","eb8eff37f93af2faaba519f341decec3cecd3eeafcace32966db9723842c8a62","8b498a80a1b7af188c10c9abdf6aade81d14faaffcde2abcd6063baa673ebd12","539dde44014c850fe6eeb8b299eb7dae2e1f4bf83454b949e98aa73542cdc65a","54809115b40137aac01af4b7ac2408c77ea0d58fa4dad48fc3196497d2a26f44"],"threshold":3},"snapshot":{"keyids":["eb9799b483affac9da87ef4c9ea467928415c961349e607e5e6e485679b07f8f"],"threshold":1,"x-tuf-on-ci-expiry-period":21,"x-tuf-on-ci-signing-period":7},"targets":{"keyids":["a10513a5ab61acd0c6b6fbe0504856ead18f3b17c4fabbe3fa848c79a5a187cf","4f4d1dd75f2d7f3860e3a068d7bed90dec5f0faafcbe1ace7fb7d95d29e07228","88737ccdac7b49cc237e9aaead81be2a40278b886a693d8149a19cf543f093d3","d6a89e23fb22801a0d1186bf1bdd007e228f65a8aa9964d24d06cb5fbb0ce91c","eb8eff37f93af2faaba519f341decec3cecd3eeafcace32966db9723842c8a62","8b498a80a1b7af188c10c9abdf6aade81d14faaffcde2abcd6063baa673ebd12","539dde44014c850fe6eeb8b299eb7dae2e1f4bf83454b949e98aa73542cdc65a","54809115b40137aac01af4b7ac2408c77ea0d58fa4dad48fc3196497d2a26f44"],"threshold":3},"timestamp":{"keyids":["eb9799b483affac9da87ef4c9ea467928415c961349e607e5e6e485679b07f8f"],"threshold":1,"x-tuf-on-ci-expiry-period":7,"x-tuf-on-ci-signing-period":6}},"spec_version":"1.0.31","version":3,"x-tuf-on-ci-expiry-period":240,"x-tuf-on-ci-signing-period":60}}');
;// CONCATENATED MODULE: ./src/attestation/trusted-root.js







/** GitHub's own Sigstore, for private repositories; its first root is `3.root.json` there, as in GitHub's command line. */
const github = 'https://tuf-repo.github.com';
/** The public one, for public repositories; its first root comes with the library. */
const sigstore = 'https://tuf-repo-cdn.sigstore.dev';
/**
 * The trusted roots: those in a file, or else the current one of the Sigstore that signed, which is fetched once, by The
 * Update Framework, from a root of trust that is part of this program.
 * @param file in the workspace, as `gh attestation trusted-root` prints it: one root a line
 * @throws UserError `bad-input` for a file that is none
 */
async function trustedRoots(file, runner) {
    if (file !== undefined) {
        const roots = await readRoots(file, runner);
        return async () => roots;
    }
    const fetched = new Map();
    return (bundle) => {
        const mirror = isPublic(bundle) ? sigstore : github;
        const roots = fetched.get(mirror) ?? fetchRoot(mirror, runner).then((root) => [root]);
        fetched.set(mirror, roots);
        return roots;
    };
}
/** Only the public Sigstore keeps a log. A bundle that claims the wrong one is not trusted by its root. */
function isPublic(bundle) {
    const { verificationMaterial } = bundle;
    return (verificationMaterial?.tlogEntries ?? []).length > 0;
}
async function fetchRoot(mirrorURL, { context }) {
    return await (0,private_folder/* withPrivateFolder */.m)(context.temp, 'trusted-root', async (folder) => {
        const own = mirrorURL === github ? { rootPath: await folder.write('root.json', JSON.stringify(github_tuf_root_namespaceObject)) } : {};
        try {
            return await (0,tuf_dist.getTrustedRoot)({ mirrorURL, cachePath: folder.path, timeout: 10_000, ...own });
        }
        catch (error) {
            throw new errors/* UserError */.yo('not-ready', `Whom to trust can't be read from ${mirrorURL}: ${causes(error)}`, 'Let the runner reach this address, or give trusted-root: a file with what `gh attestation trusted-root` prints.');
        }
    });
}
/** The library's own message is only "error refreshing TUF metadata". */
function causes(error) {
    if (!(error instanceof Error))
        return String(error);
    return error.cause === undefined ? error.message : `${error.message}: ${causes(error.cause)}`;
}
async function readRoots(file, { context }) {
    const bad = (why) => new errors/* UserError */.yo('bad-input', `Input 'trusted-root': ${file} ${why}`, 'Give a file with what `gh attestation trusted-root` prints, relative to the workspace.');
    const text = await (0,promises_.readFile)((0,external_node_path_.resolve)(context.workspace, file), 'utf8').catch(() => {
        throw bad("can't be read.");
    });
    const roots = text.split('\n').flatMap((line, index) => {
        if (line.trim() === '')
            return [];
        try {
            return [protobuf_specs_dist.TrustedRoot.fromJSON(JSON.parse(line))];
        }
        catch {
            throw bad(`has no trusted root in line ${index + 1}.`);
        }
    });
    if (roots.length === 0)
        throw bad('is empty.');
    return roots;
}

;// CONCATENATED MODULE: ./src/attestation/prove.js




/**
 * Proves for each image that its repository built it, and logs by which workflow.
 * @param file with the trusted roots; without it they are fetched
 * @throws UserError `attestation-refused`; `not-ready` or `github-unavailable` if it can't be found out
 */
async function proveImages(images, file, token, runner) {
    const findRoots = await trustedRoots(file, runner);
    for (const one of images) {
        const { workflow, commit } = await prove({ ...one, token, findRoots }, runner);
        runner.log.info(`${one.image} was built by ${workflow} from ${commit}, as its attestation proves.`);
    }
}
/** The first attestation that proves it. */
async function prove({ image, repository, token, findRoots }, runner) {
    const digest = image.split('@')[1] ?? '';
    const bundles = await readBundles(repository, digest, token, runner);
    const claim = { digest, repository: `${runner.context.serverUrl}/${repository}` };
    const faults = [];
    for (const bundle of bundles)
        for (const root of await findRoots(bundle))
            try {
                return verifyProvenance(bundle, root, claim);
            }
            catch (error) {
                faults.push((0,errors/* messageOf */.bD)(error));
            }
    throw refused(image, repository, faults);
}
function refused(image, repository, faults) {
    const [what, fix] = faults.length === 0
        ? [
            `${image} has no attestation of ${repository} on GitHub, or the token can't see it.`,
            'Attest it after the push with actions/attest (docs/recipes/supply-chain.md). To read it, the job needs attestations: read; for another private repository, a token that may read that one.',
        ]
        : [
            `No attestation proves that ${repository} built ${image}: ${[...new Set(faults)].join('; ')}.`,
            `Deploy the digest that a workflow of ${repository} has pushed and attested, or name the repository that builds it in require-attestation.`,
        ];
    return new errors/* UserError */.yo('attestation-refused', what, fix);
}


/***/ }),

/***/ 72473:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ withPrivateFolder)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);


/** Works with a private folder, which is gone afterwards: also when the work fails or the job is cancelled. */
async function withPrivateFolder(temp, purpose, work) {
    const path = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(temp, `${purpose}-`));
    try {
        return await work({
            path,
            async write(name, text) {
                await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.writeFile)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, name), text, { mode: 0o600 });
                return (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, name);
            },
            // A dangling link is as good as none to Docker, so there is nothing to look up first.
            link: (target, name) => (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.symlink)(target, (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, name)),
        });
    }
    finally {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(path, { recursive: true, force: true });
    }
}


/***/ })

};
