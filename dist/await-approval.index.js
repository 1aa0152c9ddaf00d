export const id = "await-approval";
export const ids = ["await-approval"];
export const modules = {

/***/ 95900:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(16986);
// EXTERNAL MODULE: ./src/github/failure.js
var failure = __webpack_require__(65091);
// EXTERNAL MODULE: ./src/runner/chance.js
var chance = __webpack_require__(59658);
// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(80231);
// EXTERNAL MODULE: ./src/notify/message.js
var message = __webpack_require__(82248);
// EXTERNAL MODULE: ./src/notify/notify.js
var notify = __webpack_require__(82646);
// EXTERNAL MODULE: ./src/runner/context.js
var runner_context = __webpack_require__(31875);
// EXTERNAL MODULE: ./src/github/octokit.js
var octokit = __webpack_require__(96536);
;// CONCATENATED MODULE: ./src/approval/rules/command.js
/** The accepted words; only the first of each row is documented. */
const verbs = {
    approve: ['approve', 'approved', 'lgtm', 'yes'],
    deny: ['deny', 'denied', 'reject', 'rejected'],
    withdraw: ['withdraw', 'unapprove'],
    extend: ['extend'],
    cancel: ['cancel'],
};
const inSeconds = { m: 60, h: 3600, d: 86_400 };
/**
 * The command in a comment; undefined for conversation. Only its first line counts, so that a quoted `> approve` is none, and an
 * answer by e-mail may contain the quoted thread. Pure.
 */
function parseCommand(body) {
    const line = body.trimStart().split(/\r?\n/, 1)[0] ?? '';
    const [, word = '', rest = ''] = /^[/.]?([a-z]+)\b[\s,.:!]*(.*)$/i.exec(line) ?? [];
    const meant = Object.keys(verbs).find((one) => verbs[one].includes(word.toLowerCase()));
    switch (meant) {
        case undefined:
            return undefined;
        case 'approve':
            return { do: 'approve', code: /^`?([0-9a-f]{8,64})\b/i.exec(rest)?.[1]?.toLowerCase() ?? '' };
        case 'withdraw':
            return { do: 'withdraw' };
        case 'extend': {
            const [, count, unit = 'h'] = /^(\d{1,4})\s*([mhd])?/i.exec(rest) ?? [];
            if (count === undefined)
                return undefined;
            return { do: 'extend', seconds: Number(count) * inSeconds[unit.toLowerCase()] };
        }
        case 'deny':
        case 'cancel':
            return { do: meant, why: rest.replace(/\s+/g, ' ').trim().slice(0, 200) };
    }
}

;// CONCATENATED MODULE: ./src/approval/github/people.js



/** The id and login of a GitHub account. Pure. */
function personOf({ id, login }) {
    return { id: Number(id), login };
}
/** A person and their push permission; undefined for an unknown name. */
async function permissionOf(github, login) {
    try {
        const { data } = await github.request('GET /repos/{owner}/{repo}/collaborators/{username}/permission', {
            username: login,
        });
        if (data.user === null)
            return undefined;
        const person = personOf(data.user);
        // `maintain` is reported as write, `triage` as read. author_association is unsuitable: it hides private memberships.
        return { person, mayPush: data.permission === 'admin' || data.permission === 'write' };
    }
    catch (error) {
        if (error instanceof failure/* GitHubError */.y_ && error.kind === 'missing')
            return undefined;
        throw error;
    }
}
/** The ids of people whose comments could count and who have push permission now; an account that took over a name has another id. */
async function pushersAmong(github, remarks) {
    const speaking = remarks.filter(({ machine, body }) => !machine && parseCommand(body) !== undefined);
    const people = new Map(speaking.map(({ author }) => [author.id, author]));
    const ids = new Set();
    for (const { id, login } of people.values()) {
        const found = await permissionOf(github, login);
        if (found?.mayPush === true && found.person.id === id)
            ids.add(id);
    }
    return ids;
}
/**
 * Finds the people behind the lines of `approvers`.
 * @param strict fail for people who cannot approve; otherwise they are left out, because they may have left since
 * @param members GitHub with a token that can read teams; the workflow's own token cannot
 * @throws UserError `bad-input` for a person who cannot approve, and for an unreadable team
 */
async function findGroups(lines, github, members, strict) {
    const groups = [];
    for (const { need, people, teams } of lines) {
        const found = [];
        for (const login of people)
            found.push(...(await findPerson(login, github, strict)));
        for (const team of teams)
            found.push(...(await findTeam(team, members)));
        const different = [...new Map(found.map((person) => [person.id, person])).values()];
        groups.push({ need, title: [...teams, ...people].join(', '), people: different });
    }
    return groups;
}
async function findPerson(login, github, strict) {
    const found = await permissionOf(github, login);
    if (found?.mayPush === true)
        return [found.person];
    if (!strict)
        return [];
    throw new errors/* UserError */.yo('bad-input', `Input 'approvers': ${login} ${found === undefined ? 'is not known to GitHub' : 'has no write access to this repository'}.`, 'Name people with write access, or a team as org/team.');
}
async function findTeam(team, members) {
    const [org = '', slug = ''] = team.split('/');
    const unseen = (why) => new errors/* UserError */.yo('bad-input', `Input 'approvers': the team ${team} can't be seen: ${why}.`, "Give `team-token`: an App's or person's token that may read the organisation's members; the workflow's own token can't.");
    if (members === undefined)
        throw unseen('there is no `team-token`');
    try {
        const found = await members.all('GET /orgs/{org}/teams/{team_slug}/members', { org, team_slug: slug });
        if (found.length === 0)
            throw unseen('it has no members, or hides them');
        return found.map(personOf);
    }
    catch (error) {
        if (error instanceof failure/* GitHubError */.y_ && (error.kind === 'missing' || error.kind === 'refused'))
            throw unseen(error.message);
        throw error;
    }
}

;// CONCATENATED MODULE: ./src/approval/rules/approvers.js
/** Reads a line. A name with a slash is a team, one without is a person: the two can't be confused. Pure. */
function readApprovers(line) {
    const [, need = '0', rest = line] = /^(\d+) of (.*)$/.exec(line) ?? [];
    const names = rest.split(',').map((name) => name.trim().replace(/^@/, ''));
    return {
        need: Number(need),
        people: names.filter((name) => !name.includes('/')),
        teams: names.filter((name) => name.includes('/')),
    };
}
/** Whether a person is an approver; without named groups everyone with push permission is one. Pure. */
function isApprover(approvers, person) {
    return (approvers.groups.length === 0 ||
        approvers.groups.some(({ people }) => people.some(({ id }) => id === person.id)));
}
/** The missing approvals in words; empty if there are enough. A person of two groups counts in both, and once in total. Pure. */
function missing(approvers, approved) {
    const ids = new Set(approved.map(({ id }) => id));
    const groups = approvers.groups.flatMap(({ need, title, people }) => {
        const open = need - people.filter(({ id }) => ids.has(id)).length;
        return open > 0 ? [`${open} of ${title}`] : [];
    });
    const open = approvers.minimum - ids.size;
    return [...(open > 0 ? [`${open} more ${open === 1 ? 'approval' : 'approvals'}`] : []), ...groups];
}

;// CONCATENATED MODULE: ./src/approval/context.js





/** The timeout of one call in seconds; a job that waits for people repeats it anyway. */
const callSeconds = 300;
/**
 * Opens GitHub, and finds the people behind `approvers`.
 * @throws UserError `bad-input`
 */
async function openContext(inputs, runner) {
    const { token, 'team-token': teamToken, approvers: lines } = inputs;
    if (token === undefined)
        throw new errors/* UserError */.yo('bad-input', "Input 'token' is empty.", 'Leave it out: it is the token of the workflow then.');
    const github = await (0,octokit.openGitHub)(token, runner, callSeconds);
    const members = teamToken === undefined ? undefined : await (0,octokit.openGitHub)(teamToken, runner, callSeconds);
    const asks = inputs.decide === undefined && inputs.request === undefined;
    const groups = await findGroups(lines.map(readApprovers), github, members, asks);
    const { runId, runAttempt } = runner.context;
    return {
        ...{ inputs, runner, github },
        approvers: { groups, minimum: inputs['minimum-approvals'] },
        here: `[run ${runId}](${(0,runner_context/* runUrl */.V)(runner.context)}), attempt ${runAttempt}`,
    };
}
/** The time by GitHub's clock, from its last answer: a runner's clock may be wrong, and deadlines are compared with GitHub's times. */
function timeAt({ github, runner }) {
    return github.spent.date ?? runner.clock.now();
}

;// CONCATENATED MODULE: ./src/approval/rules/changes.js
/** The name of the migration in a file; undefined for other files. Pure. */
function migrationOf(path) {
    const [, app, name] = /(?:^|\/)(\w+)\/migrations\/(\d{4}\w*)\.py$/.exec(path) ?? [];
    return app === undefined ? undefined : `${app}.${name}`;
}
/** The commits of a pull request: its merge, and all commits reachable from the merge but not from its base. Pure. */
function broughtBy(pull, commits) {
    const bySha = new Map(commits.map((commit) => [commit.sha, commit]));
    const merge = bySha.get(pull.merge);
    if (merge === undefined)
        return new Set();
    const [before, ...others] = merge.parents;
    const known = reach(before === undefined ? [] : [before], bySha);
    return new Set([merge.sha, ...[...reach(others, bySha)].filter((sha) => !known.has(sha))]);
}
/** Commits that no reviewed pull request brought. Pure. */
function unreviewed({ commits, pulls }) {
    const reviewed = pulls.filter(({ approvedBy }) => approvedBy.length > 0);
    const covered = new Set(reviewed.flatMap((pull) => [...broughtBy(pull, commits)]));
    return commits.filter(({ sha }) => !covered.has(sha));
}
/** All authors of commits and pull requests, each once. Pure. */
function authorsOf({ commits, pulls }) {
    const all = [...commits, ...pulls].map(({ author }) => author);
    return [...new Map(all.map((author) => [author.id ?? author.login, author])).values()];
}
function reach(from, commits) {
    const visited = new Set();
    const open = [...from];
    for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
        const commit = commits.get(sha);
        if (commit === undefined || visited.has(sha))
            continue;
        visited.add(sha);
        open.push(...commit.parents);
    }
    return visited;
}

;// CONCATENATED MODULE: ./src/approval/exclude.js


/**
 * The people who may not approve, by id, and why: those who started or re-ran the run, and the authors of the changes. Pure.
 * @throws UserError `approval-refused` if the authors are unknown
 */
function excludedFrom({ selfApproval, authors }, run, changes) {
    const excluded = new Map();
    if (authors)
        for (const { id, login } of knownAuthors(changes))
            excluded.set(id, { login, why: 'wrote something of it' });
    if (!selfApproval)
        for (const { id, login } of run.starters)
            excluded.set(id, { login, why: 'started this run or one of its attempts' });
    return excluded;
}
function knownAuthors(changes) {
    if (changes === undefined)
        return [];
    const { total, commits } = changes;
    if (total > commits.length)
        throw unknown(`${total} commits are new, and GitHub shows only the first ${commits.length}`);
    const authors = authorsOf(changes);
    const strangers = authors.filter(({ id }) => id === undefined).map(({ login }) => login);
    if (strangers.length > 0)
        throw unknown(`GitHub knows no account for ${strangers.join(', ')}`);
    return authors.flatMap(({ id, login }) => (id === undefined ? [] : [{ id, login }]));
}
function unknown(why) {
    return new errors/* UserError */.yo('approval-refused', `Input 'exclude-authors' is on, and it can't be known who wrote what is new: ${why}.`, 'Deploy in smaller steps, let people add their addresses to their accounts, or switch exclude-authors off.');
}

;// CONCATENATED MODULE: ./src/approval/github/evidence.js


/** The number of pull requests whose reviews are read; GitHub cannot return all at once. */
const mostPulls = 10;
/** The changes between two commits: commits, their pull requests, and the reviewers. */
async function readChanges(github, base, head) {
    const { data } = await github.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
        basehead: `${base}...${head}`,
    });
    const commits = data.commits.map(({ sha, commit, parents, author }) => ({
        sha,
        title: commit.message.split('\n', 1)[0] ?? '',
        parents: parents.map((parent) => parent.sha),
        author: accountOf(author, commit.author?.email ?? commit.author?.name ?? 'unknown'),
    }));
    const { html_url: url, total_commits: total, behind_by: behind, files } = data;
    // GitHub returns at most 300 files and does not say if there are more.
    const all = files !== undefined && files.length < 300 ? files : undefined;
    const added = all?.filter(({ status }) => status === 'added' || status === 'renamed');
    const migrations = added?.flatMap(({ filename }) => migrationOf(filename) ?? []).sort();
    return { url, total, commits, behind, migrations, pulls: await readPulls(github, commits) };
}
async function readPulls(github, commits) {
    if (commits.length === 0)
        return [];
    const shas = new Set(commits.map(({ sha }) => sha));
    try {
        const { data } = await github.request('GET /repos/{owner}/{repo}/pulls', {
            state: 'closed',
            sort: 'updated',
            direction: 'desc',
            per_page: 100,
        });
        const ours = data.filter(({ merged_at, merge_commit_sha }) => merged_at !== null && shas.has(merge_commit_sha ?? ''));
        const pulls = [];
        for (const [index, pull] of ours.entries()) {
            const author = accountOf(pull.user, 'unknown');
            const { number, title, merge_commit_sha: merge } = pull;
            const approvedBy = index < mostPulls ? await evidence_readApprovers(github, pull, author) : [];
            pulls.push({ number, title, author, merge: merge ?? '', approvedBy });
        }
        return pulls;
    }
    catch (error) {
        // Without `pull-requests: read` the commits stand alone, and none counts as reviewed.
        if (error instanceof failure/* GitHubError */.y_ && (error.kind === 'refused' || error.kind === 'missing'))
            return [];
        throw error;
    }
}
/** The people who approved the last commit of a pull request and did not withdraw; its author does not count. */
async function evidence_readApprovers(github, { number, head }, author) {
    const reviews = await github.all('GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {
        pull_number: number,
    });
    const last = new Map();
    // Oldest first; a review without a verdict changes nothing.
    for (const { user, state, commit_id } of reviews)
        if (user !== null && user.type === 'User' && user.login !== author.login && state !== 'COMMENTED')
            last.set(user.login, state === 'APPROVED' && commit_id === head.sha);
    return [...last].flatMap(([login, approves]) => (approves ? [login] : []));
}
/** The status of the monitoring page; undefined without an answer. */
async function probe(url, { http, cancelled }) {
    try {
        return (await http.request({ url, timeoutSeconds: 10, signal: cancelled })).status;
    }
    catch {
        cancelled.throwIfAborted();
        return undefined;
    }
}
/** An account, or the name from the commit if GitHub knows none; GitHub sometimes sends `{}` then. */
function accountOf(account, otherwise) {
    const { id, login } = (account ?? {});
    return id === undefined || login === undefined ? { login: otherwise } : { id: Number(id), login };
}

// EXTERNAL MODULE: ./src/github/record.js
var record = __webpack_require__(41752);
;// CONCATENATED MODULE: ./src/approval/github/live.js

/** The number of statuses read; each costs a call. */
const listedStatuses = 5;
/** The live release; undefined without a deployment by these actions. */
async function readLive(github, environment) {
    const { data } = await github.request('GET /repos/{owner}/{repo}/deployments', {
        environment,
        per_page: 30,
    });
    const ours = data.flatMap(({ id, sha, payload }) => {
        const recorded = (0,record/* readPayload */.rD)(payload);
        if (recorded === undefined)
            return [];
        const { release, image, version } = recorded;
        return [{ id: Number(id), commit: sha, release, image, version }];
    });
    for (const { id, ...live } of ours.slice(0, listedStatuses)) {
        const { data: statuses } = await github.request('GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses', { deployment_id: id, per_page: 1 });
        if (statuses[0]?.state === 'success')
            return live;
    }
    return undefined;
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./src/approval/rules/binding.js
var rules_binding = __webpack_require__(28388);
;// CONCATENATED MODULE: ./src/approval/rules/record.js


const kind = 'saleor-deploy/approval';
/** Makes a record. Pure. */
function makeRecord(binding, more, body) {
    return { kind, binding, hash: (0,rules_binding/* bindingHash */.kS)(binding), ...more, text: digestOf(body) };
}
/** Reads a payload; undefined if it is no request, or inconsistent. Pure. */
function readRecord(payload) {
    const record = (typeof payload === 'string' ? parse(payload) : payload);
    if (record?.kind !== kind || !(0,rules_binding/* isBinding */.OT)(record.binding))
        return undefined;
    const texts = [
        record.deadline,
        record.ref,
        record.version,
        record.text,
        record.liveCommit,
        record.decidedBy,
    ];
    if (texts.some((text) => typeof text !== 'string') || (0,rules_binding/* bindingHash */.kS)(record.binding) !== record.hash)
        return undefined;
    return record;
}
/** The digest of an issue's body, without regard to line ends, which GitHub may change. Pure. */
function digestOf(body) {
    return (0,external_node_crypto_.createHash)('sha256').update(body.replaceAll('\r\n', '\n').trim()).digest('hex');
}
/** The invisible first line of an issue, which identifies its request. Pure. */
function markOf(environment, hash) {
    return `<!-- saleor-deploy approval ${hash} ${JSON.stringify(environment).replaceAll('--', '\\u002d-')} -->`;
}
/** The request of an issue; undefined for other issues. Pure. */
function readMark(body) {
    const [, hash, quoted] = /^<!-- saleor-deploy approval ([0-9a-f]{64}) (".*") -->/.exec(body) ?? [];
    const environment = quoted === undefined ? undefined : parse(quoted);
    return hash === undefined || typeof environment !== 'string' ? undefined : { environment, hash };
}
function parse(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./src/approval/github/request.js

/** The label of request issues. */
const label = 'deploy-approval';
/** The task of deployments that store requests, to distinguish them from deploys. */
const task = 'approval';
/** Whether a workflow's own token wrote it; the id differs between GitHub and Enterprise Servers. Pure. */
function isOurs(account, app) {
    const { slug = 'github-actions' } = (app ?? {});
    // Nobody can register a name with brackets.
    return account?.type === 'Bot' && account.login === 'github-actions[bot]' && slug === 'github-actions';
}
/**
 * Why an issue is not valid: everyone with push permission can edit an issue, and anybody can open one that looks
 * like ours. Pure.
 */
function tampering(issue, record) {
    if (!isOurs(issue.user, issue.performed_via_github_app))
        return `${issue.user?.login} wrote it, not this workflow`;
    if (digestOf(issue.body ?? '') !== record.text)
        return 'its text was changed after it was written';
    return undefined;
}
/** The deployment that stores the record of a hash; only records by a workflow count. */
async function findRecord(github, environment, hash) {
    const { data } = await github.request('GET /repos/{owner}/{repo}/deployments', {
        environment,
        task,
        per_page: 100,
    });
    for (const { id, payload, creator, performed_via_github_app: app } of data) {
        const record = readRecord(payload);
        if (record?.hash === hash && isOurs(creator, app))
            return { deployment: Number(id), record };
    }
    return undefined;
}
/** The request of an issue; undefined for other issues, and for one without a record. */
async function findRequest(github, number, environment) {
    const { data: issue } = await github.request('GET /repos/{owner}/{repo}/issues/{issue_number}', {
        issue_number: number,
    });
    const mark = readMark(issue.body ?? '');
    if (mark === undefined || mark.environment !== environment || issue.pull_request !== undefined)
        return undefined;
    const found = await findRecord(github, environment, mark.hash);
    if (found === undefined)
        return undefined;
    return { number, url: issue.html_url, opened: Date.parse(issue.created_at), ...found };
}

;// CONCATENATED MODULE: ./src/approval/rules/checklist.js


/** The six items, with proof where possible. Pure. */
function checklist(evidence) {
    return [
        testsPassed(evidence),
        codeReviewed(evidence),
        backupMade(evidence),
        alertsSet(evidence),
        rollbackItem(evidence),
        teamTold(evidence),
    ];
}
function testsPassed({ jobs }) {
    const title = 'Tests passed';
    const done = jobs.filter(({ conclusion }) => conclusion !== undefined && conclusion !== 'skipped');
    const bad = done.filter(({ conclusion }) => conclusion !== 'success');
    if (bad.length > 0) {
        const names = bad.map(({ name, conclusion }) => `${(0,markdown/* inlineCode */.ti)(name)} (${conclusion})`);
        return { title, state: 'open', evidence: `not so: ${names.join(', ')}` };
    }
    if (done.length === 0)
        return { title, state: 'attest', evidence: 'no other job of this run has ended' };
    const names = done.map(({ name }) => (0,markdown/* inlineCode */.ti)(name)).join(', ');
    return { title, state: 'proved', evidence: `${done.length} jobs of this run succeeded: ${names}` };
}
function codeReviewed({ changes }) {
    const title = 'Code reviewed';
    if (changes === undefined)
        return {
            title,
            state: 'attest',
            evidence: 'it is not known what is live, so there is nothing to compare with',
        };
    if (changes.total > changes.commits.length)
        return { title, state: 'attest', evidence: `${changes.total} commits, more than GitHub lists` };
    const without = unreviewed(changes);
    if (without.length === 0) {
        const numbers = changes.pulls.map(({ number, approvedBy }) => `#${number} by ${approvedBy.join(', ')}`);
        const evidence = numbers.length === 0 ? 'nothing is new' : `approved: ${numbers.join('; ')}`;
        return { title, state: 'proved', evidence };
    }
    const shas = without.slice(0, 10).map(({ sha }) => (0,markdown/* inlineCode */.ti)(sha.slice(0, 7)));
    return { title, state: 'attest', evidence: `without an approved pull request: ${shas.join(', ')}` };
}
function backupMade({ backup }) {
    const title = 'Database backed up';
    if (backup === '')
        return { title, state: 'attest', evidence: 'nothing was said about it' };
    return { title, state: 'proved', evidence: (0,markdown/* inlineCode */.ti)(backup) };
}
function alertsSet({ monitoring }) {
    const title = 'Alerts are on';
    if (monitoring === undefined)
        return { title, state: 'attest', evidence: 'no `monitoring-url` was given' };
    const { url, status } = monitoring;
    if (status !== undefined && status >= 200 && status < 300)
        return { title, state: 'proved', evidence: `${url} answers ${status}` };
    return {
        title,
        state: 'open',
        evidence: `${url} ${status === undefined ? 'does not answer' : `answers ${status}`}`,
    };
}
function rollbackItem({ live }) {
    const title = 'There is a way back';
    if (live === undefined)
        return {
            title,
            state: 'attest',
            evidence: 'no release is known to be live; a first deploy has none to go back to',
        };
    return { title, state: 'proved', evidence: `release ${(0,markdown/* inlineCode */.ti)(live.release)} ${(0,markdown/* inlineCode */.ti)(live.image)}` };
}
function teamTold({ notified }) {
    const title = 'The team knows';
    if (notified)
        return { title, state: 'proved', evidence: 'the webhook took the message' };
    return { title, state: 'attest', evidence: 'tell them' };
}

;// CONCATENATED MODULE: ./src/approval/run.js


/** Reads a run with all its attempts: a re-run keeps the actor and only adds who triggered it. */
async function readRun(github, id) {
    const { data: run } = await github.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', {
        run_id: id,
    });
    const attempt = run.run_attempt ?? 1;
    const accounts = [run.actor, run.triggering_actor];
    for (let past = 1; past < attempt; past += 1) {
        const { data } = await github.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}', { run_id: id, attempt_number: past });
        accounts.push(data.actor, data.triggering_actor);
    }
    const starters = accounts.flatMap((account) => (account == null ? [] : [personOf(account)]));
    return {
        event: run.event,
        commit: run.head_sha,
        branch: run.head_branch ?? '',
        // Null if the fork was deleted meanwhile.
        headRepository: run.head_repository?.full_name ?? '',
        attempt,
        starters: [...new Map(starters.map((person) => [person.id, person])).values()],
    };
}
/**
 * Refuses runs from outside of the repository. Pure.
 * @throws UserError `approval-refused`
 */
function assertOwnRequest({ event, headRepository }, repository) {
    if (headRepository.toLowerCase() !== repository.toLowerCase())
        throw new errors/* UserError */.yo('approval-refused', `This run is for ${headRepository || 'a fork that is gone'}, not for ${repository}: what comes from a fork isn't deployed.`, 'Merge it first; the run of the push asks then.');
    if (event.startsWith('pull_request'))
        throw new errors/* UserError */.yo('approval-refused', `This run is for an event ${event}: what isn't merged isn't deployed.`, 'Ask in a workflow that runs on push, on a tag, or by workflow_dispatch.');
}
/** The other jobs of the run's newest attempts, without the current one. */
async function jobsOf(github, id) {
    const jobs = await github.all('GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs', { run_id: id });
    return jobs.map(({ name, conclusion }) => ({ name, conclusion: conclusion ?? undefined }));
}

;// CONCATENATED MODULE: ./src/approval/ask.js












/**
 * Collects the facts that people need, and binds the request to them.
 * @param nonce a random text
 * @throws UserError `approval-refused` for a run of a fork or of unmerged code; `bad-input`
 */
async function draft(context, mode, nonce) {
    const { inputs, runner, github, approvers } = context;
    const { context: runContext } = runner;
    const run = await readRun(github, Number(runContext.runId));
    assertOwnRequest(run, runContext.repository);
    const now = timeAt(context);
    const live = await liveNow(context);
    const changes = live?.commit ? await readChanges(github, live.commit, runContext.sha) : undefined;
    const excluded = exclusions(context, run, changes, live);
    requireApprovers(context, excluded);
    const binding = {
        repository: runContext.repository,
        environment: inputs['environment-name'],
        run: runContext.runId,
        attempt: runContext.runAttempt,
        commit: runContext.sha,
        ...requireSubject(inputs),
        live: live?.release ?? '',
        expires: new Date(now + inputs['valid-for'] * 1000).toISOString(),
        nonce,
    };
    const url = inputs['monitoring-url'];
    const isNotified = mode !== 'environment' && (await notifyTeam(context));
    const asked = {
        ...{ binding, hash: (0,rules_binding/* bindingHash */.kS)(binding), version: inputs.version ?? '', ref: runContext.ref },
        by: run.starters.map(({ login }) => login),
        repositoryUrl: `${runContext.serverUrl}/${runContext.repository}`,
        runUrl: (0,runner_context/* runUrl */.V)(runContext),
        deadline: now + timeToAnswer(context, mode) * 1000,
        cooldown: inputs.cooldown,
        approvers,
        excluded: [...excluded.values()],
        ...{ live, changes },
        migrations: parseList('migrations', inputs.migrations)?.map(String),
        irreversible: inputs['irreversible-migrations'],
        smoke: (parseList('smoke-checks', inputs['smoke-checks']) ?? []),
        checklist: binding.command !== undefined
            ? []
            : checklist({
                jobs: await jobsOf(github, Number(runContext.runId)),
                changes,
                backup: inputs.backup ?? '',
                monitoring: url === undefined ? undefined : { url, status: await probe(url, runner) },
                live,
                notified: isNotified,
            }),
    };
    return { asked, run, excluded };
}
/** Notifies the team, with the address of all requests: this one has no address yet. */
async function notifyTeam({ inputs, runner }) {
    const { 'notify-webhook': webhook, 'environment-name': environment, version = '' } = inputs;
    if (webhook === undefined)
        return false;
    const { repository, actor: by, serverUrl } = runner.context;
    const requests = `${serverUrl}/${repository}/issues?q=is%3Aopen+label%3A${label}`;
    const about = { does: 'approval', where: `${repository}, ${environment}`, by, run: requests };
    return await (0,notify/* notify */.m)(webhook, (0,message/* askedMessage */.GL)(about, version), runner);
}
/** The live release, from the workflow's input, which knows the servers, or else from GitHub's deployments. */
async function liveNow({ github, inputs }) {
    const recorded = await readLive(github, inputs['environment-name']);
    if (inputs.live === undefined || recorded?.release === inputs.live)
        return recorded;
    return { release: inputs.live, image: '', version: '', commit: '' };
}
/**
 * The people who may not approve.
 * @throws UserError `approval-refused` if authors must be excluded and are unknown
 */
function exclusions({ inputs }, run, changes, live) {
    const authors = inputs['exclude-authors'];
    if (authors && changes === undefined && live !== undefined)
        throw new errors/* UserError */.yo('approval-refused', `Input 'exclude-authors' is on, and it isn't known from which commit the live release ${live.release} was made.`, 'Let deploy-production record deployments (`github-token`), or switch exclude-authors off.');
    return excludedFrom({ selfApproval: inputs['allow-self-approval'], authors }, run, changes);
}
/** The time for an answer in seconds: if no comment can start a workflow, only while the job waits. */
function timeToAnswer({ inputs }, mode) {
    const longest = Math.min(inputs.timeout, inputs['valid-for']);
    if (mode !== 'issue-wait' || inputs['resume-workflow'] !== undefined)
        return longest;
    return Math.min(longest, inputs['max-runner-minutes'] * 60);
}
/** Refuses a request at once that nobody could approve. */
function requireApprovers({ approvers, inputs }, excluded) {
    const may = (people) => people.filter(({ id }) => !excluded.has(id)).length;
    const different = new Map(approvers.groups.flatMap(({ people }) => people.map((person) => [person.id, person])));
    const short = approvers.groups.filter(({ need, people }) => may(people) < need).map(({ title }) => title);
    if (short.length === 0 &&
        (approvers.groups.length === 0 || may([...different.values()]) >= approvers.minimum))
        return;
    const who = [...excluded.values()].map(({ login, why }) => `${login} ${why}`);
    throw new errors/* UserError */.yo('approval-refused', `Nobody could approve this: ${short.length > 0 ? `too few of ${short.join(' and ')}` : `${approvers.minimum} approvals are needed, and fewer people`} may. ${who.join('; ')}.`, `Name more people in approvers${inputs['exclude-authors'] ? ', or switch exclude-authors off' : ''}.`);
}
/** The images of a deploy, or a command. */
function requireSubject({ images, command }) {
    if (command !== undefined && images.length > 0)
        throw new errors/* UserError */.yo('bad-input', "Inputs 'images' and 'command' are both set: an approval is for a deploy or for a command.", 'Leave one of them out, and ask for the other one in another request.');
    if (command !== undefined)
        return { images: [], command: command.trim() };
    // Lines as deploy-production takes them have the service in front; what is approved is the image.
    if (images.length > 0)
        return { images: images.map((line) => line.slice(line.indexOf('=') + 1)) };
    throw new errors/* UserError */.yo('bad-input', "Input 'images' is empty: an approval is for certain images, or for a command.", 'Pass on what push-registry puts out, `images: ${{ steps.push.outputs.image }}`.');
}
function parseList(name, text) {
    if (text === undefined)
        return undefined;
    try {
        const value = JSON.parse(text);
        if (Array.isArray(value))
            return value;
    }
    catch {
        // Reported below.
    }
    throw new errors/* UserError */.yo('bad-input', `Input '${name}': this is no JSON list.`, 'Pass the output of deploy-production (`migrations`, of a dry run) or of smoke-test (`checks`) on as it is.');
}

;// CONCATENATED MODULE: ./src/approval/rules/decision.js



/** The state of a request before it is read. */
const undecided = {
    state: 'requested',
    approved: [],
    missing: [],
    deadline: 0,
    ripe: undefined,
    why: '',
    refused: [],
};
/**
 * Decides. Pure and stateless: it reads all comments each time, so that every reader (the job that
 * waits, the workflow that a comment starts, the run that deploys) gets the same result, and an error is never a
 * decision. Everyone with push permission can stop a request; only approvers can approve it.
 * @param now milliseconds since 1970, by GitHub's clock
 */
function decide(request, now) {
    const { approvers, expires } = request;
    const { approved, deadline, ripe, stopped, refused } = tally(request);
    const lacking = missing(approvers, approved);
    const is = (state, why = '') => {
        return { state, approved, missing: lacking, deadline, ripe, why, refused };
    };
    if (request.tampered !== undefined)
        return is('error', request.tampered);
    if (request.usedBy !== undefined)
        return is('consumed', request.usedBy);
    if (request.supersededBy !== undefined)
        return is('superseded', request.supersededBy);
    if (stopped !== undefined)
        return is(stopped.state, stopped.why);
    if (request.closedBy !== undefined)
        return is('cancelled', `${request.closedBy} closed it`);
    if (now >= expires)
        return is('expired', 'its time was over');
    if (ripe !== undefined)
        return is(now >= ripe ? 'granted' : 'cooling');
    return now > deadline ? is('expired', 'nobody answered in time, or not enough people') : is('requested');
}
/** Evaluates the comments in the order of their writing. */
function tally(request) {
    const approved = new Map();
    const refused = [];
    let { deadline } = request;
    let enoughSince;
    let stopped;
    const inOrder = [...request.remarks].sort((a, b) => a.at - b.at || a.id - b.id);
    for (const remark of inOrder) {
        const command = parseCommand(remark.body);
        if (command === undefined)
            continue;
        const why = objection(command, remark, request, deadline);
        if (why !== undefined) {
            if (!remark.machine)
                refused.push({ remark: remark.id, login: remark.author.login, why });
            continue;
        }
        const { id, login } = remark.author;
        if (command.do === 'approve')
            approved.set(id, remark.author);
        else if (command.do === 'withdraw')
            approved.delete(id);
        else if (command.do === 'extend')
            deadline = Math.min(request.expires, Math.max(deadline, remark.at + command.seconds * 1000));
        else
            stopped ??= stop(command, login);
        const enough = missing(request.approvers, [...approved.values()]).length === 0;
        enoughSince = enough ? (enoughSince ?? remark.at) : undefined;
    }
    const ripe = enoughSince === undefined ? undefined : enoughSince + request.cooldown * 1000;
    return { approved: [...approved.values()], deadline, ripe, stopped, refused };
}
/** Why a comment does not count; undefined if it does. A command that stops has fewer conditions than one that approves. */
function objection(command, remark, request, deadline) {
    const { author, machine, edited, at } = remark;
    if (machine)
        return 'a machine has no say';
    if (!request.mayPush.has(author.id))
        return 'only people with write access to the repository have a say';
    if (command.do === 'deny' || command.do === 'cancel' || command.do === 'withdraw')
        return undefined;
    if (edited)
        return 'the comment was changed after it was posted; write a new one';
    if (at > deadline)
        return 'it came after the deadline';
    if (command.do === 'extend')
        return undefined;
    if (!isApprover(request.approvers, author))
        return 'you are not among those who may approve';
    const excluded = request.excluded.get(author.id);
    if (excluded !== undefined)
        return `who ${excluded} may not approve it`;
    const code = (0,rules_binding/* codeOf */.$N)(request.hash);
    if (command.code === '')
        return `the code is missing; write \`approve ${code}\` if you have read the request`;
    if (!request.hash.startsWith(command.code))
        return `\`${command.code}\` is not the code of this request`;
    return undefined;
}
function stop(command, login) {
    const [state, verb] = command.do === 'deny' ? ['denied', 'denied'] : ['cancelled', 'cancelled'];
    return { state, why: `${login} ${verb} it${command.why === '' ? '' : `: ${command.why}`}` };
}

;// CONCATENATED MODULE: ./src/approval/rules/format.js
/** A time in UTC: `2026-11-26 14:05 UTC`. Pure. */
function moment(milliseconds) {
    return `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
/** A duration in a readable form: `45 s`, `15 min`, `24 h`, `1 h 30 min`. Pure. */
function span(seconds) {
    if (seconds < 60)
        return `${seconds} s`;
    const minutes = Math.round(seconds / 60);
    const parts = [`${Math.floor(minutes / 60)} h`, `${minutes % 60} min`];
    return parts.filter((part) => !part.startsWith('0 ')).join(' ');
}
/** `a`, `a and b`, `a, b and c`. Pure. */
function listed(items) {
    const [last = '', ...others] = [...items].reverse();
    return others.length === 0 ? last : `${others.reverse().join(', ')} and ${last}`;
}
/** A sentence on how many people must approve, and from which groups. Pure. */
function required({ groups, minimum }) {
    const fixed = groups.filter(({ need }) => need > 0).map(({ need, title }) => `${need} of ${title}`);
    const people = minimum === 1 ? 'One person' : `${minimum} people`;
    return `${people} must approve${fixed.length === 0 ? '' : `, among them ${listed(fixed)}`}`;
}

// EXTERNAL MODULE: ./src/report/image-names.js
var image_names = __webpack_require__(99632);
;// CONCATENATED MODULE: ./src/approval/text.js






/** The maximum of listed commits: GitHub accepts 65,536 characters, and a commit has at most 200. */
const mostCommits = 100;
/** The title of the issue. Pure. */
function titleOf({ binding, version }) {
    if (binding.command !== undefined)
        return `Run ${shorten(binding.command)} in ${binding.environment}?`;
    return `Deploy ${version || binding.commit.slice(0, 7)} to ${binding.environment}?`;
}
function shorten(command) {
    const line = command.replace(/\s+/g, ' ');
    return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
/** The text of the request, for the issue and the job summary: how to decide, what to make sure of, then what it is about. Pure. */
function requestText(asked) {
    const { binding, hash, changes, checklist: items, smoke: checks } = asked;
    const start = `${markOf(binding.environment, hash)}\n${opening(asked)}`;
    const approvers = `#### Who may approve\n\n${whoMay(asked)}`;
    if (binding.command !== undefined)
        return [start, (0,markdown/* code */.aY)(binding.command), howTo(asked), approvers].join('\n\n');
    const proved = items.filter(({ state }) => state === 'proved');
    return [
        start,
        howTo(asked),
        forYou(asked),
        fromTo(asked),
        `#### What is new\n\n${changes === undefined ? 'It is not known which commit is live.' : newCommits(changes)}`,
        `#### Migrations\n\n${migrations(asked)}`,
        approvers,
        proved.length === 0 ? '' : (0,markdown/* details */.zH)(`Proved: ${proved.length} of ${items.length}`, provedTable(proved)),
        checks.length === 0 ? '' : smokePart(checks),
        (0,image_names/* inFull */.V)([
            ['Commit', binding.commit],
            ...binding.images.map((image) => ['Image', image]),
            ['Image that is live', asked.live?.image],
        ]),
    ]
        .filter((part) => part !== '')
        .join('\n\n');
}
function opening({ binding, ref, by, repositoryUrl, runUrl }) {
    const commit = `[\`${binding.commit.slice(0, 7)}\`](${repositoryUrl}/commit/${binding.commit})`;
    const who = by.length === 0 ? '' : `, started by ${by.map(markdown/* inlineCode */.ti).join(', ')}`;
    const where = (0,markdown/* inlineCode */.ti)(ref.replace(/^refs\/(heads|tags)\//, ''));
    return `[Run ${binding.run}](${runUrl}), attempt ${binding.attempt}${who}, wants to ${binding.command === undefined ? `deploy ${commit} of ${where} to ${(0,markdown/* inlineCode */.ti)(binding.environment)}.` : `run a command in ${(0,markdown/* inlineCode */.ti)(binding.environment)}, in a container of the live release ${(0,markdown/* inlineCode */.ti)(binding.live || '-')}, by the workflow of ${commit}:`}`;
}
function fromTo({ binding, version, live }) {
    const short = (text) => (0,markdown/* inlineCode */.ti)((0,image_names/* shortImages */.R)(text || 'none'));
    if (live === undefined && binding.live === '')
        return (0,markdown/* table */.tp)(['', 'To be deployed, the first'], [
            ['Version', short(version)],
            ['Commit', short(binding.commit.slice(0, 7))],
            ['Image', binding.images.map(short).join('\n')],
        ]);
    return (0,markdown/* table */.tp)(['', 'Live now', 'To be deployed'], [
        ['Version', short(live?.version), short(version)],
        ['Commit', short(live?.commit.slice(0, 7)), short(binding.commit.slice(0, 7))],
        ['Image', short(live?.image), binding.images.map(short).join('\n')],
        ['Release', short(binding.live), 'the deploy makes it'],
    ]);
}
function howTo({ hash, deadline, binding, cooldown, checklist }) {
    const open = checklist.some(({ state }) => state === 'attest');
    const attests = open ? ' With it you also stand for what is left to you below.' : '';
    const cools = cooldown === 0 ? '' : ` It takes effect ${span(cooldown)} after the last approval that is needed.`;
    return `**To approve, write a comment that begins with \`approve ${(0,rules_binding/* codeOf */.$N)(hash)}\`.**${attests}${cools}

- \`deny\` and why: stops it, also over approvals that are there. \`cancel\`, or closing this issue, stops it too.
- \`withdraw\`: takes your approval back. \`extend 8h\`: moves the deadline to 8 hours from then.

To be answered by **${moment(deadline)}**. An approval is worth nothing after ${moment(Date.parse(binding.expires))}, for another commit, another ${binding.command === undefined ? 'image' : 'command'}, another attempt of the run, or when something else went live. A comment that is changed afterwards does not count.`;
}
function whoMay({ approvers, excluded }) {
    const not = new Set(excluded.map(({ login }) => login));
    const groups = approvers.groups.map(({ title, people }) => {
        const mentioned = people.filter(({ login }) => !not.has(login)).map(({ login }) => `@${login}`);
        return title.includes('/') ? `${mentioned.join(', ')} (${title})` : mentioned.join(', ');
    });
    const may = groups.length === 0 ? 'anyone with write access to this repository' : groups.filter(Boolean).join('; ');
    const lines = excluded.map(({ login, why }) => `- not ${(0,markdown/* inlineCode */.ti)(login)}, who ${why}`);
    return `${required(approvers)}: ${may}.${lines.length === 0 ? '' : `\n\n${lines.join('\n')}`}`;
}
/** What nothing has proved: it goes back, migrations without a way back, and items that are open or for the approver. Empty for nothing. */
function forYou({ checklist: items, irreversible, changes }) {
    const behind = changes?.behind ?? 0;
    const lines = [
        ...(behind === 0
            ? []
            : [
                `- ⚠️ It goes back: ${behind} commits that are live are not in it. Only \`rollback\` is made for that.`,
            ]),
        ...irreversible.map((name) => `- ⚠️ There is no way back from the migration ${(0,markdown/* inlineCode */.ti)(name)}.`),
        ...items
            .filter(({ state }) => state !== 'proved')
            .map(({ title, state, evidence }) => `- ${state === 'open' ? '❌' : '☐'} ${title}: ${(0,image_names/* shortImages */.R)(evidence)}`),
    ];
    return lines.length === 0 ? '' : `#### For you to make sure\n\n${lines.join('\n')}`;
}
function newCommits(changes) {
    const { total, url, commits, pulls } = changes;
    const shown = commits.slice(-mostCommits);
    const grouped = pulls.map((pull) => {
        const brought = broughtBy(pull, commits);
        const reviewed = pull.approvedBy.length === 0 ? 'no review' : `approved by ${pull.approvedBy.map(markdown/* inlineCode */.ti).join(', ')}`;
        return {
            line: `- #${pull.number} ${(0,markdown/* inlineCode */.ti)(pull.title)} by ${(0,markdown/* inlineCode */.ti)(pull.author.login)}, ${reviewed}`,
            commits: shown.filter(({ sha }) => brought.has(sha)),
        };
    });
    const placed = new Set(grouped.flatMap((group) => group.commits));
    const lines = [
        ...grouped.flatMap((group) => [group.line, ...group.commits.map((one) => `  ${commitLine(one)}`)]),
        ...shown.filter((commit) => !placed.has(commit)).map(commitLine),
    ];
    const head = `[${total} ${total === 1 ? 'commit' : 'commits'}](${url})${total > shown.length ? `, the last ${shown.length} of them here` : ''}`;
    const list = lines.join('\n');
    return [
        head,
        ...(lines.length > shownLines ? [(0,markdown/* details */.zH)('All of them', list)] : lines.length > 0 ? [list] : []),
    ].join('\n\n');
}
function commitLine({ sha, title, author }) {
    return `- \`${sha.slice(0, 7)}\` ${(0,markdown/* inlineCode */.ti)(title.slice(0, 100))} by ${(0,markdown/* inlineCode */.ti)(author.login)}`;
}
function migrations({ migrations: pending, irreversible, changes }) {
    if (pending === undefined)
        return newInCode(changes?.migrations);
    if (pending.length === 0)
        return 'None is pending.';
    const names = pending.map((name) => `- ${(0,markdown/* inlineCode */.ti)(name)}${irreversible.includes(name) ? ' **there is no way back from it**' : ''}`);
    return folded(`${pending.length} pending`, names);
}
/** The migrations according to the code alone, without a query of the database. */
function newInCode(migrations) {
    if (migrations === undefined)
        return 'It was not looked which are pending.';
    if (migrations.length === 0)
        return 'None is new in the code; the database was not asked.';
    const list = migrations.map((name) => `- ${(0,markdown/* inlineCode */.ti)(name)}`);
    return folded(`${migrations.length} new in the code; the database was not asked which are pending`, list);
}
/** The number of lines that need no fold. */
const shownLines = 12;
/** A short list as it is, a long one in a fold. */
function folded(title, lines) {
    const list = lines.join('\n');
    return lines.length > shownLines ? (0,markdown/* details */.zH)(title, list) : `${title}:\n${list}`;
}
function provedTable(items) {
    return (0,markdown/* table */.tp)(['', 'Proved', 'By'], items.map(({ title, evidence }) => ['✅', title, (0,image_names/* shortImages */.R)(evidence)]));
}
/** The checks of the smoke test: those that failed at once, those that passed in a fold. */
function smokePart(all) {
    const failed = all.filter(({ passed }) => !passed);
    const passed = all.filter((check) => check.passed);
    const wrong = (0,markdown/* table */.tp)(['', 'Check on staging', 'Expected', 'Found'], failed.map(({ name, expected, got }) => ['❌', name, (0,markdown/* inlineCode */.ti)(expected), (0,markdown/* inlineCode */.ti)(got)]));
    const well = (0,markdown/* table */.tp)(['', 'Check on staging', 'Found'], passed.map(({ name, got }) => ['✅', name, (0,markdown/* inlineCode */.ti)(got)]));
    return [
        failed.length === 0 ? '' : wrong,
        passed.length === 0
            ? ''
            : (0,markdown/* details */.zH)(`Smoke test on staging: ${passed.length} of ${all.length} checks passed`, well),
    ]
        .filter((part) => part !== '')
        .join('\n\n');
}

;// CONCATENATED MODULE: ./src/approval/rules/notices.js


/** The text of a comment with its invisible mark. Pure. */
function noticeText({ mark, text }) {
    return `<!-- saleor-deploy says ${mark} -->\n${text}`;
}
/** The mark of a comment by this action. Pure. */
function noticeMark(body) {
    return /^<!-- saleor-deploy says (\S+) -->/.exec(body)?.[1];
}
/** Replies to commands that did not count; their number is limited. Pure. */
function refusals(refused, posted) {
    const before = [...posted].filter((mark) => mark.startsWith('refused-')).length;
    return refused
        .map(({ remark, login, why }) => ({ mark: `refused-${remark}`, text: `@${login}: not counted, ${why}.` }))
        .filter(({ mark }) => !posted.has(mark))
        .slice(0, Math.max(0, 20 - before));
}
/** The percentages of the time after which people are reminded. */
const reminders = [50, 80];
/** The latest reminder that is due; undefined without one. Pure. */
function reminder(decision, request, posted, now) {
    if (decision.state !== 'requested')
        return undefined;
    const whole = decision.deadline - request.opened;
    const due = reminders.findLast((percent) => now >= request.opened + (whole * percent) / 100);
    if (due === undefined || posted.has(`reminder-${due}`))
        return undefined;
    const waiting = request.approvers.groups
        .flatMap(({ people }) => people)
        .filter(({ id }) => !request.excluded.has(id) && !decision.approved.some((one) => one.id === id));
    const left = span(Math.max(0, Math.round((decision.deadline - now) / 60_000)) * 60);
    const whom = mentions(waiting) || 'Everyone who may approve';
    return {
        mark: `reminder-${due}`,
        text: `${whom}: still waiting for ${listed(decision.missing)}, until ${moment(decision.deadline)} (${left}). The code is \`${(0,rules_binding/* codeOf */.$N)(request.hash)}\`.`,
    };
}
/** The comment during the cooldown. Pure. */
function coolingNotice({ approved, ripe = 0 }) {
    return {
        mark: `cooling-${ripe}`,
        text: `Approved by ${mentions(approved)}. It takes effect at ${moment(ripe)}; until then a \`deny\` or \`withdraw\` still stops it.`,
    };
}
/** The last comment, on the end of a request. Pure. */
function endNotice({ state, approved, why }, here) {
    if (state === 'granted')
        return { mark: state, text: `Approved by ${mentions(approved)}, and taken up by ${here}.` };
    const again = state === 'expired' ? ' To ask again, run the workflow again.' : '';
    return { mark: state, text: `${endings[state] ?? state}: ${why}.${again}` };
}
const endings = {
    denied: 'Denied',
    expired: 'Expired',
    superseded: 'Superseded',
    cancelled: 'Cancelled',
    error: 'Not decided, and no longer open',
};
/** Mentions of people, at most as many as GitHub notifies. */
function mentions(people) {
    return [...new Set(people.map(({ login }) => `@${login}`))].slice(0, 50).join(', ');
}

;// CONCATENATED MODULE: ./src/approval/github/reading.js



/**
 * Reads an issue with all its comments, their authors and their push permissions. An unchanged issue
 * costs one free request.
 * @param before the last reading; without it everything is read
 */
async function readIssue(github, { number, record }, before) {
    const asked = { issue_number: number };
    const { data: issue, unchanged } = await github.request('GET /repos/{owner}/{repo}/issues/{issue_number}', asked);
    if (unchanged && before !== undefined)
        return before;
    const comments = await github.all('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', asked);
    const own = comments.filter(({ user, performed_via_github_app: app }) => isOurs(user, app));
    const remarks = comments.flatMap((comment) => {
        const { id, node_id: node, user, body = '', created_at: created, updated_at: updated } = comment;
        // Null: the account was deleted, so its comment does not count.
        if (user === null)
            return [];
        const machine = user.type !== 'User' || comment.performed_via_github_app != null;
        const remark = { id: Number(id), node, author: personOf(user), machine, body, at: Date.parse(created) };
        return [{ ...remark, edited: created !== updated }];
    });
    const wrong = tampering(issue, record);
    const closed = issue.state === 'closed' ? endedBy(issue.closed_by) : {};
    return {
        remarks,
        mayPush: await pushersAmong(github, remarks),
        posted: new Set(own.flatMap(({ body = '' }) => noticeMark(body) ?? [])),
        ...closed,
        ...(wrong === undefined ? {} : { tampered: wrong }),
    };
}
/** An issue closed by this action has ended: a newer request replaced it, or another run ended it. */
function endedBy(account) {
    const closedBy = account?.login ?? 'somebody';
    return isOurs(account, undefined)
        ? { closedBy, supersededBy: 'another run has ended this request' }
        : { closedBy };
}
/**
 * Adds edits that REST does not show: those within the second of the posting. Everybody with
 * push permission can edit the comments of others.
 */
async function withEdits(github, reading, ids) {
    const nodes = reading.remarks.filter(({ author }) => ids.includes(author.id)).map(({ node }) => node);
    if (nodes.length === 0)
        return reading;
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on IssueComment { id lastEditedAt } } }';
    const edited = new Set();
    for (let from = 0; from < nodes.length; from += 100) {
        const answer = await github.graphql(query, {
            ids: nodes.slice(from, from + 100),
        });
        for (const node of answer.nodes)
            if (node?.id !== undefined && node.lastEditedAt !== null)
                edited.add(node.id);
    }
    const remarks = reading.remarks.map((one) => ({ ...one, edited: one.edited || edited.has(one.node) }));
    return { ...reading, remarks };
}

;// CONCATENATED MODULE: ./src/approval/watch.js





/**
 * Reads a request and decides. A request that looks granted is read again, completely and with the edits from GraphQL, so that
 * no cached answer grants it.
 */
async function evaluate(context, watched, { before, ended = {} } = {}) {
    const { github } = context;
    const reading = { ...(await readIssue(github, watched.request, before)), ...ended };
    const decision = decideNow(context, watched, reading);
    if (decision.state !== 'granted')
        return { decision, reading };
    const ids = decision.approved.map(({ id }) => id);
    const fresh = await withEdits(github, await readIssue(github, watched.request), ids);
    return { decision: decideNow(context, watched, { ...fresh, ...ended }), reading: fresh };
}
function decideNow(context, { request, excluded }, reading) {
    const { hash, binding, deadline } = request.record;
    const times = { deadline: Date.parse(deadline), expires: Date.parse(binding.expires) };
    const { approvers, inputs } = context;
    const why = new Map([...excluded].map(([id, one]) => [id, one.why]));
    return decide({ hash, approvers, cooldown: inputs.cooldown, excluded: why, ...times, ...reading }, timeAt(context));
}
/** Posts replies to comments that do not count, reminders, and the end of the cooldown. */
async function postNotices(context, watched, { decision, reading }) {
    const { request, excluded } = watched;
    const { opened, record } = request;
    const about = { opened, hash: record.hash, approvers: context.approvers, excluded };
    const due = reminder(decision, about, reading.posted, timeAt(context));
    const cooling = decision.state === 'cooling' ? [coolingNotice(decision)] : [];
    const all = [...refusals(decision.refused, reading.posted), ...cooling, ...(due === undefined ? [] : [due])];
    for (const notice of all)
        if (!reading.posted.has(notice.mark))
            await post(context, request, notice);
}
/** Posts a comment under a request. */
async function post({ github }, { number }, notice) {
    const asked = { issue_number: number };
    await github.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', { ...asked, body: noticeText(notice) }, 'repeat');
}
/** Sets the state of the request's deployment, with the issue as its log. */
async function setState({ github }, { deployment, url }, state, description) {
    await github.request('POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses', { deployment_id: deployment, state, description: description.slice(0, 140), log_url: url }, 'repeat');
}
const states = { denied: 'failure', error: 'error' };
/** Ends a request: posts the result, closes the issue, and sets the final state of its deployment. */
async function end(context, request, decision) {
    const { state } = decision;
    const granted = state === 'granted' || state === 'consumed';
    const notice = endNotice(decision, context.here);
    if (!granted)
        await setState(context, request, states[state] ?? 'inactive', notice.text);
    await post(context, request, notice);
    await context.github.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
        issue_number: request.number,
        state: 'closed',
        state_reason: granted ? 'completed' : 'not_planned',
    });
}
/** The same, but a failure to close the issue is only a warning: the decision stands, and the next request closes it. */
async function endQuietly(context, request, decision) {
    try {
        await end(context, request, decision);
    }
    catch (error) {
        if (!(error instanceof failure/* GitHubError */.y_))
            throw error;
        context.runner.log.warning(`The request ${request.url} stays open: ${error.message}`);
    }
}
const taken = 'Taken up by ';
/**
 * Claims a granted request for this run. Only one run can claim it: the first one that wrote its status wins.
 * @returns the other run that has claimed it
 */
async function claim(context, request) {
    const { runId, runAttempt } = context.runner.context;
    const us = `run ${runId}, attempt ${runAttempt}`;
    await setState(context, request, 'inactive', `${taken}${us}`);
    const { usedBy } = await endingOf(context, request);
    return usedBy === us ? undefined : usedBy;
}
/** How a request ended according to its deployment, which stays true if somebody reopens the issue. */
async function endingOf({ github }, { deployment }) {
    const statuses = await github.all('GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses', {
        deployment_id: deployment,
    });
    const oldestFirst = [...statuses].sort((a, b) => Number(a.id) - Number(b.id));
    const end = oldestFirst.find(({ state }) => state !== 'queued');
    if (end === undefined)
        return {};
    if (end.description.startsWith(taken))
        return { usedBy: end.description.slice(taken.length) };
    return { supersededBy: `it had ended before: ${end.description}` };
}

;// CONCATENATED MODULE: ./src/approval/open.js








/**
 * Opens a request: first its immutable record, then the issue. Older requests for the same environment
 * are superseded.
 * @throws UserError `bad-input` if issues are disabled
 */
async function openRequest(context, asked, decidedBy) {
    const { binding, ref, version, live } = asked;
    const body = requestText(asked);
    const deadline = new Date(asked.deadline).toISOString();
    const record = makeRecord(binding, { deadline, ref, version, decidedBy, liveCommit: live?.commit ?? '' }, body);
    const deployment = await keepRecord(context, record, 'A request for approval');
    const issue = await createIssue(context, asked, body);
    const { number, html_url: url } = issue;
    const request = { number, url, deployment, record, opened: Date.parse(issue.created_at) };
    await setState(context, request, 'queued', `${required(context.approvers)}: ${url}`);
    await lock(context, number);
    await supersedeOthers(context, request);
    return request;
}
/**
 * Stores a record where nobody can change it: in the payload of a GitHub Deployment.
 * @returns its id
 */
async function keepRecord({ github }, record, description) {
    const { environment, commit } = record.binding;
    const { data, status } = await github.request('POST /repos/{owner}/{repo}/deployments', {
        ref: commit,
        task: task,
        auto_merge: false,
        required_contexts: [],
        environment,
        production_environment: true,
        description,
        payload: { ...record },
    }, async () => {
        const found = await findRecord(github, environment, record.hash);
        return found === undefined
            ? undefined
            : { id: found.deployment };
    });
    if (status === 201 && 'id' in data)
        return Number(data.id);
    throw new failure/* GitHubError */.y_('conflict', status, `GitHub made no deployment (${status}).`);
}
async function createIssue(context, asked, body) {
    const { github, approvers } = context;
    const excluded = new Set(asked.excluded.map(({ login }) => login));
    const people = approvers.groups.flatMap((group) => group.people.map(({ login }) => login));
    const assignees = [...new Set(people)].filter((login) => !excluded.has(login)).slice(0, 10);
    const create = async (more) => {
        const { data } = await github.request('POST /repos/{owner}/{repo}/issues', { title: titleOf(asked), body, labels: [label], ...more }, async () => (await openIssues(context)).find((issue) => issue.body === body));
        return data;
    };
    try {
        return await create(assignees.length === 0 ? {} : { assignees });
    }
    catch (error) {
        if (!(error instanceof failure/* GitHubError */.y_))
            throw error;
        if (error.status === 410)
            throw new errors/* UserError */.yo('bad-input', 'Issues are switched off in this repository, and the request would be one.', 'Switch them on in its settings, or use `mode: environment`.');
        // A single name that cannot be assigned fails the whole API request.
        if (error.kind === 'invalid' && assignees.length > 0)
            return await create({});
        throw error;
    }
}
/** Locks the issue, so that strangers cannot comment or start workflows. It is only a precaution: their comments do not count anyway. */
async function lock({ github, runner }, number) {
    try {
        await github.request('PUT /repos/{owner}/{repo}/issues/{issue_number}/lock', { issue_number: number });
    }
    catch (error) {
        if (!(error instanceof failure/* GitHubError */.y_))
            throw error;
        runner.log.debug(`The issue stays unlocked: ${error.message}`);
    }
}
async function supersedeOthers(context, newest) {
    const { hash, binding } = newest.record;
    const { environment } = binding;
    for (const issue of await openIssues(context)) {
        const mark = readMark(issue.body ?? '');
        if (mark?.environment !== environment || mark.hash === hash)
            continue;
        const found = await findRecord(context.github, environment, mark.hash);
        // A command and a deploy do not replace each other.
        const isCommand = (one) => one.command !== undefined;
        if (found === undefined || isCommand(found.record.binding) !== isCommand(binding))
            continue;
        const older = { number: issue.number, url: issue.html_url, opened: 0, ...found };
        await end(context, older, {
            ...undecided,
            state: 'superseded',
            why: `#${newest.number} asks for something newer`,
        });
    }
}
/** The open requests by this action. */
async function openIssues({ github }) {
    const issues = await github.all('GET /repos/{owner}/{repo}/issues', { state: 'open', labels: label });
    return issues.filter(({ user, performed_via_github_app: app }) => isOurs(user, app));
}

;// CONCATENATED MODULE: ./src/approval/answer.js









/**
 * Evaluates one request, or all open ones: replies to comments, reminds, ends expired requests, and starts the deploy of
 * granted ones. The started run decides again from GitHub's data, so that nobody can start it with false claims.
 */
async function answer(context, which) {
    const environment = context.inputs['environment-name'];
    const numbers = which === 'all'
        ? (await openIssues(context)).flatMap(({ number, body }) => readMark(body ?? '')?.environment === environment ? [number] : [])
        : [Number(which)];
    const answered = [];
    for (const number of numbers) {
        const request = await findRequest(context.github, number, environment);
        if (request !== undefined)
            answered.push({ request, ...(await answerOne(context, request)) });
    }
    return answered;
}
async function answerOne(context, request) {
    const watched = await watch(context, request);
    const ended = await endingOf(context, request);
    const evaluation = await evaluate(context, watched, { ended });
    const { decision, reading } = evaluation;
    const { state } = decision;
    const still = { state, changed: false };
    // Its own job handles it; only the expired request of a dead job is ended here.
    const busy = request.record.decidedBy === 'job' && !reading.posted.has('parked');
    if (busy && state !== 'expired')
        return still;
    // It ended before, according to its deployment.
    if (ended.usedBy !== undefined || ended.supersededBy !== undefined || reading.supersededBy !== undefined)
        return still;
    if (state === 'requested' || state === 'cooling') {
        await postNotices(context, watched, evaluation);
        return still;
    }
    if (state !== 'granted') {
        await end(context, request, decision);
        return { state, changed: true };
    }
    if (reading.posted.has('dispatched'))
        return still;
    await dispatch(context, request);
    return { state: 'dispatched', changed: true };
}
/** Determines again who may not approve a request, because its record may be forged. */
async function watch(context, request) {
    const { binding, liveCommit } = request.record;
    const run = await readRun(context.github, Number(binding.run));
    assertOwnRequest(run, context.runner.context.repository);
    if (run.commit !== binding.commit)
        throw new errors/* UserError */.yo('approval-refused', `The request is for the commit ${binding.commit}, but its run ${binding.run} was for ${run.commit}.`, 'Run the workflow that asks again.');
    const changes = context.inputs['exclude-authors'] && liveCommit !== ''
        ? await readChanges(context.github, liveCommit, binding.commit)
        : undefined;
    const live = binding.live === '' ? undefined : { release: binding.live };
    return { request, excluded: exclusions(context, run, changes, live) };
}
/** Starts the workflow that deploys, on the ref of the request. */
async function dispatch(context, request) {
    const workflow = context.inputs['resume-workflow'];
    if (workflow === undefined)
        throw new errors/* UserError */.yo('bad-input', "Input 'resume-workflow' is empty: it names the workflow that deploys what is granted.", 'Name its file, such as `resume-workflow: production.yml`; it needs an input `request`.');
    const ref = request.record.ref.replace(/^refs\/(heads|tags)\//, '');
    await context.github.request('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', { workflow_id: workflow, ref, inputs: { request: String(request.number) } }, 
    // A repetition does no harm: a request can be claimed only once.
    'repeat');
    await post(context, request, {
        mark: 'dispatched',
        text: `Approved. \`${workflow}\` was started on \`${ref}\` and takes it up.`,
    });
}
/** The job summary of all evaluated requests. Pure. */
function answeredSummary(answered) {
    if (answered.length === 0)
        return '### No request for approval is open here';
    const open = answered.filter(({ state }) => state === 'requested' || state === 'cooling').length;
    return [
        `### ${answered.length} ${answered.length === 1 ? 'request' : 'requests'} looked at, ${open} still open`,
        (0,markdown/* table */.tp)(['Request', 'State'], answered.map(({ request, state }) => [`[#${request.number}](${request.url})`, state])),
    ].join('\n\n');
}

;// CONCATENATED MODULE: ./src/approval/github/environment.js


/** Reads an environment; undefined if there is none. */
async function readGate(github, name) {
    try {
        const { data } = await github.request('GET /repos/{owner}/{repo}/environments/{environment_name}', {
            // Octokit escapes the name: one with a slash is a single segment.
            environment_name: name,
        });
        const rules = data.protection_rules ?? [];
        const review = rules.find(({ type }) => type === 'required_reviewers');
        const timer = rules.find(({ type }) => type === 'wait_timer');
        const all = review?.reviewers ?? [];
        const people = all.flatMap(({ reviewer }) => reviewer?.login === undefined ? [] : [personOf({ id: reviewer.id, login: reviewer.login })]);
        const teams = all.flatMap(({ type, reviewer }) => type === 'Team' && reviewer?.slug ? [reviewer.slug] : []);
        return {
            reviewers: all.length === 0 ? undefined : { people, teams },
            waitTimer: timer?.wait_timer ?? 0,
            branches: data.deployment_branch_policy != null,
            // GitHub sends this field, although its API description lacks it.
            adminsBypass: data.can_admins_bypass,
        };
    }
    catch (error) {
        if (error instanceof failure/* GitHubError */.y_ && error.kind === 'missing')
            return undefined;
        throw error;
    }
}
/** The reviews of a run's environments. */
async function readReviews(github, run) {
    const { data } = await github.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals', {
        run_id: run,
    });
    return data.map(({ environments, state, user, comment }) => ({
        environments: environments.flatMap(({ name }) => name ?? []),
        state,
        user: user === null ? undefined : personOf(user),
        machine: user?.type !== 'User',
        comment,
    }));
}

;// CONCATENATED MODULE: ./src/approval/outcome.js




/** The outputs of a request. Pure. */
function outputsOf({ number, url, record }, mode, { state, approved }) {
    const { binding, hash, version } = record;
    return {
        granted: 'false',
        ...{ mode, state, version, code: (0,rules_binding/* codeOf */.$N)(hash) },
        request: String(number),
        'request-url': url,
        'approved-by': JSON.stringify(approved.map(({ login }) => login)),
        ...{ expires: binding.expires, commit: binding.commit, live: binding.live },
        image: binding.images[0],
        images: JSON.stringify(binding.images),
    };
}
/** The approval that `deploy-production` verifies. Pure. */
function approvalOf({ binding, hash }, by) {
    return { ...binding, hash, approvedBy: by.map(({ login }) => login) };
}
/** The end of a granted request, with the approval for `deploy-production`. Pure. */
function granted(outputs, approval, by, how) {
    const people = listed(by.map(({ login }) => (0,markdown/* inlineCode */.ti)(login)));
    return {
        reason: 'done',
        outputs: { ...outputs, granted: 'true', approval: JSON.stringify(approval) },
        summary: [`### ✅ Approved for ${approval.environment} by ${people}`, how].join('\n\n'),
    };
}
/** The end of a job whose request is still open: a comment decides. Pure. */
function requested(outputs, text, how) {
    const head = `### ⏳ Nothing is deployed yet: [#${outputs.request}](${outputs['request-url']}) waits for approval`;
    return { reason: 'requested', outputs, summary: [head, how, text].join('\n\n') };
}
const reasons = {
    denied: 'approval-denied',
    expired: 'approval-expired',
    superseded: 'approval-superseded',
    cancelled: 'approval-cancelled',
};
/** The error of a request that was not granted. Pure. */
function notGranted({ state, why }, outputs, text = '') {
    const what = {
        consumed: `The approval was used already, by ${why}.`,
        error: `The request can't be trusted: ${why}.`,
    };
    const message = what[state] ?? `Not approved (${state}): ${why}.`;
    return new errors/* StepFailed */.an(reasons[state] ?? 'approval-refused', message, '', { outputs, report: text });
}

;// CONCATENATED MODULE: ./src/approval/rules/gate.js
/**
 * Verifies that approvers let this run and attempt through. It never trusts the configuration alone: an
 * environment that does not exist is created by GitHub without protection, and the job starts at once. Pure.
 * @returns the approvers, and all problems
 */
function validateGate(gate, reviews, passage) {
    const { environment, attempt, cooldown } = passage;
    if (gate === undefined)
        return {
            approved: [],
            problems: [`there is no environment ${environment}: GitHub makes it without protection`],
        };
    if (gate.reviewers === undefined)
        return { approved: [], problems: [`the environment ${environment} has no required reviewers`] };
    const ours = reviews.filter(({ environments }) => environments.includes(environment));
    const rejected = ours.filter(({ state }) => state === 'rejected');
    const judged = ours
        .filter(({ state }) => state === 'approved')
        .map((review) => ({ review, why: gate_objection(review, gate.reviewers, passage) }));
    const approved = judged.flatMap(({ review, why }) => why === undefined && review.user ? [review.user] : []);
    const lacking = passage.missing(approved);
    return {
        approved,
        problems: [
            ...rejected.map(({ user }) => `${user?.login ?? 'somebody'} rejected it`),
            ...judged.flatMap(({ review, why }) => why === undefined
                ? []
                : [`the approval of ${review.user?.login ?? 'somebody'} does not count: ${why}`]),
            ...(ours.length === 0
                ? [
                    `nobody approved run and attempt ${attempt} at the gate: the job has no \`environment: ${environment}\`, or an admin went round it`,
                ]
                : []),
            ...(lacking.length > 0 ? [`missing: ${lacking.join(', ')}`] : []),
            ...(gate.waitTimer * 60 < cooldown
                ? [
                    `the environment's wait timer is ${gate.waitTimer} min, the cooldown demands ${Math.ceil(cooldown / 60)} min`,
                ]
                : []),
        ],
    };
}
function gate_objection({ user, machine, comment }, reviewers, { attempt, isApprover, excluded }) {
    if (user === undefined || machine)
        return 'a machine has no say';
    const isReviewer = reviewers?.people.some(({ id }) => id === user.id) === true;
    // A workflow's token cannot read members of teams; then the input `approvers` must contain them.
    if (!isReviewer && (reviewers?.teams ?? []).length === 0)
        return 'they are not a reviewer; an admin went round the gate';
    if (!isApprover(user))
        return 'they are not among the approvers';
    const why = excluded.get(user.id)?.why;
    if (why !== undefined)
        return `they ${why}`;
    if (attempt !== '1' && !new RegExp(`\\battempt\\s*#?${attempt}\\b`, 'i').test(comment))
        return `GitHub doesn't say for which attempt it was; for a re-run the review's comment must say "attempt ${attempt}"`;
    return undefined;
}

;// CONCATENATED MODULE: ./src/approval/pass-gate.js











/**
 * Verifies that approvers let this run through the protection of its environment, and records it. It never waits:
 * GitHub has done so.
 * @throws StepFailed `approval-refused` with all problems
 */
async function passGate(context, nonce) {
    const { github, inputs, runner, approvers } = context;
    const { asked, excluded } = await draft(context, 'environment', nonce);
    const gate = await readGate(github, asked.binding.environment);
    const reviews = await readReviews(github, Number(asked.binding.run));
    const { approved, problems } = validateGate(gate, reviews, {
        environment: asked.binding.environment,
        attempt: asked.binding.attempt,
        cooldown: inputs.cooldown,
        isApprover: (person) => isApprover(approvers, person),
        missing: (people) => missing(approvers, people),
        excluded,
    });
    const text = requestText(asked);
    const { ref, version, live } = asked;
    const deadline = new Date(asked.deadline).toISOString();
    const more = { deadline, ref, version, decidedBy: 'job', liveCommit: live?.commit ?? '' };
    const record = makeRecord(asked.binding, more, text);
    const state = problems.length === 0 ? 'granted' : 'error';
    const { request: _, 'request-url': __, ...outputs } = outputsOf({ number: 0, url: '', record }, 'environment', { state, approved });
    if (problems.length > 0)
        throw new errors/* StepFailed */.an('approval-refused', ['The gate has not held this deploy as it should.', ...problems].join('\n'), '', { outputs, report: text });
    const by = `Approved at the gate by ${approved.map(({ login }) => login).join(', ')}`;
    const deployment = await keepRecord(context, record, by);
    await setState(context, { deployment, url: (0,runner_context/* runUrl */.V)(runner.context) }, 'inactive', by);
    const weak = weaknesses(gate);
    for (const one of weak)
        runner.log.warning(one);
    return granted(outputs, approvalOf(record, approved), approved, text);
}
/** Weak settings of the environment, which are reported but not refused. Pure. */
function weaknesses(gate) {
    return [
        ...(gate?.branches === false
            ? [
                'Any branch may deploy to this environment: a workflow on a branch of somebody can read its secrets. Restrict it to the default branch.',
            ]
            : []),
        ...(gate?.adminsBypass === false
            ? []
            : ['Admins may go round the gate of this environment. Switch that off in its settings.']),
    ];
}

;// CONCATENATED MODULE: ./src/approval/resume.js






/**
 * Resumes a request that a comment has granted. The starter of this run only named an issue: whether it is granted, by
 * whom and for what, is read from GitHub again and decided here.
 * @throws UserError `approval-refused` for a foreign request or one that does not match this run; StepFailed if it is not granted
 */
async function resume(context, number) {
    const { github, inputs, runner } = context;
    const request = await findRequest(github, number, inputs['environment-name']);
    if (request === undefined)
        throw refused(`#${number} is no request for approval for ${inputs['environment-name']}, or no workflow wrote it`);
    const watched = await watch(context, request);
    await requireFit(context, request);
    const { decision } = await evaluate(context, watched, { ended: await endingOf(context, request) });
    const outputs = outputsOf(request, 'issue-resume', decision);
    if (decision.state !== 'granted')
        throw notGranted({ ...decision, why: decision.why || decision.missing.join(', ') }, outputs);
    const other = await claim(context, request);
    if (other !== undefined)
        throw notGranted({ state: 'consumed', why: other }, outputs);
    await endQuietly(context, request, decision);
    const { runId: forRun, runAttempt: forAttempt } = runner.context;
    const approval = { ...approvalOf(request.record, decision.approved), forRun, forAttempt };
    return granted(outputs, approval, decision.approved, `Asked in [#${number}](${request.url}).`);
}
/** Requires that this run is for the approved commit and ref, and that the same release is still live. */
async function requireFit(context, { record }) {
    const { context: runContext } = context.runner;
    const { binding, ref } = record;
    const live = (await liveNow(context))?.release ?? '';
    const differs = [
        ...(binding.repository === runContext.repository ? [] : [`it is for ${binding.repository}`]),
        ...(binding.commit === runContext.sha
            ? []
            : [`it is for the commit ${binding.commit}, this run is of ${runContext.sha}`]),
        ...(ref === runContext.ref ? [] : [`it is for ${ref}, this run is on ${runContext.ref}`]),
        ...(binding.live === live
            ? []
            : [`when it was asked ${binding.live || 'nothing'} was live, now it is ${live || 'nothing'}`]),
    ];
    if (differs.length > 0)
        throw refused(`The request does not fit: ${differs.join('; ')}`);
}
function refused(what) {
    return new errors/* UserError */.yo('approval-refused', `${what}.`, 'Ask again: run the workflow that asks.');
}

;// CONCATENATED MODULE: ./src/approval/pace.js
/** The polling intervals in seconds, by the seconds since the start: short at first, then longer. */
const pauses = [
    { from: 0, pause: 5 },
    { from: 60, pause: 15 },
    { from: 300, pause: 30 },
    { from: 3600, pause: 75 },
];
/**
 * Seconds until the next poll: at most 138 polls in the first hour and 48 in each later one. Varied by up to a fifth
 * in both directions, so that jobs that started together do not poll together; slow if the hourly limit is nearly used up. Pure.
 * @param elapsed seconds since the request was made
 * @param chance from 0 to 1
 */
function pauseAfter(elapsed, chance, { remaining, limit }) {
    const usual = pauses.findLast(({ from }) => elapsed >= from)?.pause ?? 5;
    const nearlyUsedUp = remaining !== undefined && limit !== undefined && remaining < limit / 10;
    return (nearlyUsedUp ? 120 : usual) * (0.8 + 0.4 * chance);
}

;// CONCATENATED MODULE: ./src/approval/wait.js






/** A cancelled job is killed after ten seconds. */
const timeoutWhenCancelledSeconds = 5;
/**
 * Waits for a decision and ends the request, or parks it at the time limit of the runner: then a comment still
 * decides, by the workflow that it starts. An API error is no decision; the request is repeated until the deadline.
 */
async function waitForAnswer(context, watched) {
    const { runner, inputs, github } = context;
    const { clock, log, cancelled } = runner;
    const limit = inputs['max-runner-minutes'] * 60;
    const began = clock.now();
    let last;
    for (let round = 0;; round += 1) {
        let retryAfter = 0;
        try {
            const now = await evaluate(context, watched, { before: last?.reading });
            if (progress(now.decision) !== progress(last?.decision))
                log.info(progress(now.decision));
            last = now;
            if (now.decision.state !== 'requested' && now.decision.state !== 'cooling')
                return now.decision;
            await postNotices(context, watched, now);
        }
        catch (error) {
            if (!passes(error))
                throw error;
            log.info(`${error.message}. Retrying; the pending decision is unaffected.`);
            retryAfter = error.wait ?? 0;
        }
        const waited = (clock.now() - began) / 1000;
        if (waited >= limit)
            return await giveUp(context, watched, last?.decision);
        const usual = pauseAfter(waited, wait_chance(watched.request.record.hash, round), github.spent);
        const ripe = last?.decision.ripe;
        const untilRipe = ripe === undefined ? usual : (ripe - timeAt(context)) / 1000;
        await clock.sleep(Math.max(1, retryAfter, Math.min(usual, untilRipe, limit - waited)), cancelled);
    }
}
/** Ends the request of a cancelled job, as far as time permits. */
async function endCancelled(context, { request }) {
    const { runner } = context;
    const deadline = AbortSignal.timeout(timeoutWhenCancelledSeconds * 1000);
    const { openGitHub } = await Promise.resolve(/* import() */).then(__webpack_require__.bind(__webpack_require__, 96536));
    const last = { ...runner, cancelled: deadline };
    const github = await openGitHub(context.inputs.token ?? '', last, timeoutWhenCancelledSeconds);
    const closing = { ...context, github, runner: last };
    await end(closing, request, {
        ...undecided,
        state: 'cancelled',
        why: 'the job that waited was cancelled',
    }).catch((error) => runner.log.warning(`The request ${request.url} stays open: ${String(error)}`));
}
/** The time limit of the runner: the request stays open if a comment can start a workflow, otherwise it ends. */
async function giveUp(context, { request }, last = undecided) {
    const waited = span(context.inputs['max-runner-minutes'] * 60);
    if (context.inputs['resume-workflow'] === undefined)
        return { ...last, state: 'expired', why: `the job has waited for ${waited}, and may not wait longer` };
    await post(context, request, {
        mark: 'parked',
        text: `The job has waited for ${waited} and ended. Go on as before: a comment still decides.`,
    });
    return 'parked';
}
/** Transient errors; all others are reported at once, and decide nothing either. */
function passes(error) {
    return error instanceof failure/* GitHubError */.y_ && (error.kind === 'unavailable' || error.kind === 'limited');
}
function progress(decision) {
    if (decision === undefined)
        return '';
    const { state, approved, missing } = decision;
    const by = approved.length === 0 ? '' : `, approved by ${approved.map(({ login }) => login).join(', ')}`;
    return `${state}${by}${missing.length === 0 ? '' : `, missing: ${missing.join(', ')}`}`;
}
/** A pseudo-random number from 0 to 1, the same for the same request and round. */
function wait_chance(hash, round) {
    const at = (round * 2) % (hash.length - 1);
    return Number.parseInt(hash.slice(at, at + 2), 16) / 255;
}

;// CONCATENATED MODULE: ./src/approval/await.js















/** Holds a deploy until people approve it, in the selected mode. */
async function awaitApproval(inputs, runner) {
    try {
        const context = await openContext(inputs, runner);
        if (inputs.decide !== undefined)
            return await decideFor(context, inputs.decide);
        if (inputs.request !== undefined)
            return await resume(context, inputs.request);
        const { mode, why } = await chooseMode(context);
        runner.log.info(`Mode ${mode}, because ${why}.`);
        return mode === 'environment' ? await passGate(context, (0,chance/* nonce */.K)()) : await ask(context, mode, why);
    }
    catch (error) {
        throw error instanceof failure/* GitHubError */.y_ ? unanswered(error, runner.context.actor) : error;
    }
}
/** Selects the mode of `auto`, with the reason; no mode approves by itself. */
async function chooseMode({ inputs, github }) {
    const { mode, 'environment-name': name, 'resume-workflow': resumes } = inputs;
    if (mode !== 'auto')
        return { mode, why: 'the workflow says so' };
    const gate = await readGate(github, name);
    if (gate?.reviewers !== undefined)
        return { mode: 'environment', why: `the environment ${name} has required reviewers` };
    const none = gate === undefined
        ? `there is no environment ${name}`
        : `the environment ${name} has no required reviewers`;
    return resumes === undefined
        ? { mode: 'issue-wait', why: `${none}, and no resume-workflow is named` }
        : { mode: 'issue-resume', why: `${none}, and ${resumes} goes on when a comment has decided` };
}
/** Opens an issue, and waits for the answer or leaves the decision to a comment. */
async function ask(context, mode, why) {
    const { runner, inputs } = context;
    if (mode === 'issue-resume' && inputs['resume-workflow'] === undefined)
        throw new errors/* UserError */.yo('bad-input', "Input 'resume-workflow' is empty: with issue-resume it names the workflow that deploys what is granted.", 'Name its file, such as `resume-workflow: production.yml`.');
    const { asked, excluded } = await draft(context, mode, (0,chance/* nonce */.K)());
    const request = await openRequest(context, asked, mode === 'issue-wait' ? 'job' : 'comment');
    const text = requestText(asked);
    const how = `Mode ${mode}, because ${why}.`;
    runner.log.info(`Waiting for approval: ${request.url}, code ${(0,rules_binding/* codeOf */.$N)(request.record.hash)}`);
    const nobody = { state: 'requested', approved: [] };
    if (mode === 'issue-resume')
        return requested(outputsOf(request, mode, nobody), text, how);
    const watched = { request, excluded };
    const decision = await waitForAnswer(context, watched).catch(async (error) => {
        if (runner.cancelled.aborted)
            await endCancelled(context, watched);
        throw error;
    });
    if (decision === 'parked')
        return requested(outputsOf(request, mode, nobody), text, how);
    const outputs = outputsOf(request, mode, decision);
    const other = decision.state === 'granted' ? await claim(context, request) : undefined;
    // The newer request has already ended a superseded one.
    if (decision.state !== 'superseded' && other === undefined)
        await endQuietly(context, request, decision);
    if (other !== undefined)
        throw notGranted({ state: 'consumed', why: other }, outputs, text);
    if (decision.state !== 'granted')
        throw notGranted(decision, outputs, text);
    return granted(outputs, approvalOf(request.record, decision.approved), decision.approved, `${how}\n\n${text}`);
}
/** Started by a comment or the schedule: evaluates requests, and deploys nothing. */
async function decideFor(context, which) {
    const answered = await answer(context, which);
    const [only] = answered.length === 1 ? answered : [];
    const nobody = { state: 'requested', approved: [] };
    const outputs = only === undefined ? {} : outputsOf(only.request, 'issue-resume', nobody);
    const state = only?.state ?? (answered.length === 0 ? 'none' : 'several');
    for (const { request, state } of answered)
        context.runner.log.info(`${request.url}: ${state}`);
    return {
        reason: answered.some(({ changed }) => changed) ? 'done' : 'unchanged',
        outputs: { ...outputs, granted: 'false', state },
        summary: answeredSummary(answered),
    };
}
/** The error if GitHub did not answer: nothing is decided, and the deploy stops. */
function unanswered(error, actor) {
    const hint = {
        refused: 'The job needs `permissions:` issues: write, deployments: write, actions: read, contents: read, pull-requests: read.',
        missing: 'A token without the permission is told that there is nothing, too.',
    }[error.kind];
    const dependabot = error.kind === 'refused' && actor === 'dependabot[bot]'
        ? ['Dependabot started this run, and its token may only read unless the `permissions:` say more.']
        : [];
    return new errors/* StepFailed */.an('github-unavailable', [error.message, hint ?? 'Nothing was decided.', ...dependabot].join('\n'), '', { cause: error });
}

// EXTERNAL MODULE: ./src/inputs/contract.js
var contract = __webpack_require__(43849);
;// CONCATENATED MODULE: ./src/inputs/await-approval.js

/** The form of a line of `approvers`: `ann`, `org/release`, `2 of org/release, bob`. */
const approversLine = /^(?:\d+ of )?@?[\w.-]+(?:\[bot\])?(?:\/[\w.-]+)?(?:\s*,\s*@?[\w.-]+(?:\/[\w.-]+)?)*$/;
/** What `await-approval` accepts and returns. */
const await_approval_awaitApproval = {
    does: 'approval',
    inputs: {
        mode: (0,contract/* choice */.Yq)(['auto', 'environment', 'issue-wait', 'issue-resume'], { default: 'auto' }),
        'environment-name': (0,contract/* pattern */.T1)(/^\S.*$/, 'the name of a GitHub environment', { default: 'production' }),
        images: (0,contract/* lines */.Mn)({ each: [/^\S+@sha256:[0-9a-f]{64}$/, 'a list of images by digest, repository@sha256:…'] }),
        command: (0,contract/* text */.Qq)(),
        version: (0,contract/* text */.Qq)(),
        live: (0,contract/* pattern */.T1)(/^\d{8}-\d{6}-[0-9a-f]{12}$/, 'the id of a release, as deploy-production puts it out'),
        approvers: (0,contract/* lines */.Mn)({
            each: [approversLine, 'a list of people and teams: ann, org/release, 2 of org/release, bob'],
        }),
        'minimum-approvals': (0,contract/* whole */.WQ)({ min: 1, max: 20, default: '1' }),
        'allow-self-approval': (0,contract/* flag */.Jt)({ default: 'false' }),
        'exclude-authors': (0,contract/* flag */.Jt)({ default: 'false' }),
        cooldown: (0,contract/* seconds */.YA)({ default: '0' }),
        timeout: (0,contract/* seconds */.YA)({ default: '24h' }),
        'valid-for': (0,contract/* seconds */.YA)({ default: '72h' }),
        'max-runner-minutes': (0,contract/* whole */.WQ)({ min: 1, max: 7200, default: '60' }),
        'resume-workflow': (0,contract/* pattern */.T1)(/^[\w.-]+\.ya?ml$/, 'the file of a workflow, such as production.yml'),
        request: (0,contract/* whole */.WQ)({ min: 1, max: 999_999_999 }),
        decide: (0,contract/* pattern */.T1)(/^(all|[1-9]\d{0,8})$/, 'the number of an issue, or all'),
        migrations: (0,contract/* text */.Qq)(),
        'irreversible-migrations': (0,contract/* lines */.Mn)(),
        'smoke-checks': (0,contract/* text */.Qq)(),
        backup: (0,contract/* text */.Qq)(),
        'monitoring-url': (0,contract/* pattern */.T1)(/^https?:\/\/\S+$/, 'an address such as https://status.example.com/health'),
        'notify-webhook': (0,contract/* secret */.rJ)(),
        token: (0,contract/* secret */.rJ)(),
        'team-token': (0,contract/* secret */.rJ)(),
    },
    outputs: [
        'approval',
        'granted',
        'state',
        'mode',
        'request',
        'request-url',
        'code',
        'approved-by',
        'expires',
        'commit',
        'image',
        'images',
        'version',
        'live',
    ],
};

// EXTERNAL MODULE: ./src/run-action.js + 8 modules
var run_action = __webpack_require__(68507);
;// CONCATENATED MODULE: ./actions/await-approval.js



/** Holds a deploy until people have approved just that. */
const run = () => (0,run_action/* runAction */.C)(await_approval_awaitApproval, awaitApproval);


/***/ }),

/***/ 28388:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ codeOf),
/* harmony export */   NX: () => (/* binding */ verifyApproval),
/* harmony export */   OT: () => (/* binding */ isBinding),
/* harmony export */   kS: () => (/* binding */ bindingHash)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(16986);


/** SHA-256 over the binding, field by field in a fixed order; its first characters are the code for people. */
function bindingHash(binding) {
    const { repository, environment, run, attempt, commit, images, live, expires, nonce, command } = binding;
    const fields = [repository, environment, run, attempt, commit, [...images].sort(), live, expires, nonce];
    // Approvals of deploys have the hash that they had before there were commands.
    if (command !== undefined)
        fields.push(command);
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(JSON.stringify(fields)).digest('hex');
}
/** The code that people type: long enough to be unique in a repository, short enough to type. */
function codeOf(hash) {
    return hash.slice(0, 8);
}
/**
 * Parses an approval and refuses one that is not for exactly this deploy or command. Pure.
 * @throws UserError `approval-refused` with all differences
 */
function verifyApproval(text, intent) {
    const approval = parse(text);
    const { forRun: run = approval.run, forAttempt: attempt = approval.attempt } = approval;
    const good = { ...approval, run, attempt };
    const differs = ['repository', 'environment', 'run', 'attempt', 'commit', 'live'].flatMap((name) => good[name] === intent[name]
        ? []
        : [`it is for the ${name} ${good[name] || '(none)'}, this is ${intent[name] || '(none)'}`]);
    const unapproved = intent.images.filter((image) => !approval.images.includes(image));
    const problems = [
        ...(bindingHash(approval) === approval.hash ? [] : ['it was changed after it was given']),
        ...differs,
        ...(approval.command === intent.command
            ? []
            : [`it is for ${kindOf(approval)}, this is ${kindOf(intent)}`]),
        ...(unapproved.length === 0 || approval.command !== undefined
            ? []
            : [`it is for ${approval.images.join(', ')}, not ${unapproved.join(', ')}`]),
        ...(approval.expires > intent.now ? [] : [`it expired at ${approval.expires}`]),
        ...(intent.used.includes(approval.hash) ? ['it was used before'] : []),
    ];
    if (problems.length === 0)
        return approval;
    throw refused(`The approval does not fit: ${problems.join('; ')}.`);
}
function kindOf({ command }) {
    return command === undefined ? 'a deploy' : `the command "${command}"`;
}
/** Whether a foreign value has all fields of a binding. Pure. */
function isBinding(value) {
    const record = (value ?? {});
    const fields = [
        'repository',
        'environment',
        'run',
        'attempt',
        'commit',
        'live',
        'expires',
        'nonce',
    ];
    return (fields.every((name) => typeof record[name] === 'string') &&
        Array.isArray(record.images) &&
        ['string', 'undefined'].includes(typeof record.command));
}
function parse(text) {
    try {
        const record = JSON.parse(text);
        if (isBinding(record) && typeof record.hash === 'string')
            return record;
    }
    catch {
        // Falls through: no JSON is no approval either.
    }
    throw refused("Input 'approval': this is not what await-approval puts out.");
}
function refused(what) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('approval-refused', what, 'Ask for an approval in this run with await-approval, and pass its output `approval` on as it is.');
}


/***/ }),

/***/ 65091:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L8: () => (/* binding */ classify),
/* harmony export */   WE: () => (/* binding */ explain),
/* harmony export */   y_: () => (/* binding */ GitHubError)
/* harmony export */ });
/** GitHub gave no usable answer. An API error is never a decision. */
class GitHubError extends Error {
    name = 'GitHubError';
    kind;
    /** 0 when there was no answer at all. */
    status;
    /** Seconds until a retry makes sense; undefined if no retry helps. */
    wait;
    constructor(kind, status, what, wait) {
        super(what);
        this.kind = kind;
        this.status = status;
        this.wait = wait;
    }
}
const longestBackOff = 60;
/**
 * Classifies a failed call. Pure.
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 * @param count the number of failures in a row, from 1
 * @param now milliseconds since 1970
 */
function classify(failed, count, now) {
    const { status, headers } = failed;
    const asked = seconds(headers['retry-after']);
    if (isLimit(failed)) {
        const reset = seconds(headers['x-ratelimit-reset']);
        const untilReset = headers['x-ratelimit-remaining']?.toString() === '0' && reset !== undefined
            ? Math.max(1, Math.ceil(reset - now / 1000) + 1)
            : undefined;
        // Secondary limits: at least a minute, then exponentially longer.
        const wait = asked ?? untilReset ?? longestBackOff * 2 ** (count - 1);
        return { kind: 'limited', wait, uncertain: false };
    }
    if (status === 0 || status === 408 || status >= 500) {
        const wait = asked ?? Math.min(longestBackOff, 2 ** (count - 1));
        return { kind: 'unavailable', wait, uncertain: true };
    }
    return { kind: kindOf(status), wait: undefined, uncertain: false };
}
/** 403 means three things: no permission, the hourly limit is used up, or too many requests at once. */
function isLimit({ status, headers, message }) {
    if (status === 429)
        return true;
    if (status !== 403)
        return false;
    return (headers['retry-after'] !== undefined ||
        headers['x-ratelimit-remaining']?.toString() === '0' ||
        /secondary rate limit|rate limit exceeded|abuse detection/i.test(message));
}
function kindOf(status) {
    if (status === 401 || status === 403)
        return 'refused';
    // 301: the repository was renamed or moved; 410: issues are switched off.
    if (status === 404 || status === 410 || status === 301)
        return 'missing';
    return status === 409 ? 'conflict' : 'invalid';
}
function seconds(header) {
    return header !== undefined && /^\d+$/.test(String(header)) ? Number(header) : undefined;
}
const verbs = {
    limited: 'has no more requests for us for',
    unavailable: 'did not answer',
    refused: 'refused',
    missing: 'has nothing at',
    conflict: 'is in conflict over',
    invalid: 'did not understand',
};
/**
 * The message of a failure, with the missing permission if GitHub names it. Pure.
 * @param call `POST /repos/org/shop/deployments`
 */
function explain(call, kind, { status, headers, message }) {
    const reason = message.replace(/ - https:\/\/docs\.github\S*$/, '').trim();
    const answer = `GitHub ${verbs[kind]} ${call}${status === 0 ? '' : ` (${status})`}: ${reason}`;
    const needed = headers['x-accepted-github-permissions'];
    if (status !== 403 || kind !== 'refused' || needed === undefined)
        return answer;
    return `${answer}. The token needs ${String(needed).replaceAll('=', ': ')}`;
}


/***/ }),

/***/ 96536:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   openGitHub: () => (/* binding */ openGitHub)
/* harmony export */ });
/* harmony import */ var _runner_retry_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(21946);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(65091);


/**
 * Opens GitHub by the toolkit's Octokit, which is loaded here, so that runs without a token do not pay for it. It uses
 * the runner's HTTP: one place for proxies, timeouts and cancellation. The runner names the address of the API, so
 * that GitHub Enterprise Server works.
 * @param timeoutSeconds the timeout of one call in all, including waits
 */
async function openGitHub(token, runner, timeoutSeconds) {
    runner.log.mask(token);
    const { getOctokit } = await Promise.all(/* import() */[__webpack_require__.e("undici"), __webpack_require__.e("actions-github")]).then(__webpack_require__.bind(__webpack_require__, 61329));
    const spent = { calls: 0, remaining: undefined, limit: undefined, reset: undefined, date: undefined };
    const { debug } = runner.log;
    const octokit = getOctokit(token, {
        baseUrl: runner.context.apiUrl,
        userAgent: 'saleor-deploy',
        request: { fetch: counting(runner, spent) },
        log: { debug, info: debug, warn: debug, error: debug },
    });
    return new OctokitGitHub(octokit, runner, timeoutSeconds, spent);
}
class OctokitGitHub {
    spent;
    octokit;
    runner;
    timeoutSeconds;
    /** Answers by address, for the ETag of the next request. */
    kept = new Map();
    constructor(octokit, runner, timeoutSeconds, spent) {
        this.octokit = octokit;
        this.runner = runner;
        this.timeoutSeconds = timeoutSeconds;
        this.spent = spent;
    }
    async request(route, parameters, again) {
        const filled = this.inRepository(route, parameters);
        const { data, status, unchanged } = await this.send(route, filled, again);
        return { data: data, status, unchanged };
    }
    async all(route, parameters) {
        const first = { per_page: 100, ...this.inRepository(route, parameters) };
        let failed;
        const page = async ({ url }) => {
            try {
                // A copy, because Octokit removes the list from its argument.
                return structuredClone(await this.send(`GET ${url}`, {}));
            }
            catch (error) {
                failed = error;
                throw error;
            }
        };
        const endpoint = () => this.octokit.request.endpoint(route, first);
        const pages = Object.assign(page, { endpoint });
        const items = await this.octokit.paginate(pages);
        // Octokit takes a conflict (409) for the end of the list.
        if (failed !== undefined)
            throw failed;
        return items;
    }
    async graphql(query, variables) {
        return await this.persist('POST /graphql', 'repeat', () => this.octokit.graphql(query, variables));
    }
    inRepository(route, parameters) {
        if (!route.includes('{owner}'))
            return { ...parameters };
        const [owner, repo] = this.runner.context.repository.split('/');
        return { owner, repo, ...parameters };
    }
    async send(route, parameters, again) {
        const { method, url } = this.octokit.request.endpoint(route, parameters);
        const call = `${method} ${url.replace(this.runner.context.apiUrl, '')}`;
        const before = method === 'GET' ? this.kept.get(url) : undefined;
        const etag = before?.headers.etag;
        const headers = etag === undefined ? {} : { 'if-none-match': etag };
        const recover = typeof again === 'function' ? async () => asAnswer(await again(), url) : again;
        // All methods except POST are idempotent.
        return await this.persist(call, method === 'POST' ? recover : 'repeat', async () => {
            try {
                const { data, status, headers: responseHeaders, } = await this.octokit.request(route, { ...parameters, headers });
                const { etag, link } = responseHeaders;
                const answer = { data: data, status, unchanged: false, url, headers: { etag, link } };
                if (method === 'GET')
                    this.kept.set(url, answer);
                return answer;
            }
            catch (error) {
                if (before !== undefined && error.status === 304)
                    return { ...before, unchanged: true };
                throw error;
            }
        });
    }
    /** Retries until the call succeeds, no wait helps, or the timeout ends. */
    async persist(call, again, attempt) {
        const { clock, log, cancelled } = this.runner;
        const deadline = clock.now() + this.timeoutSeconds * 1000;
        let recover;
        const next = async () => (await recover?.()) ?? (await attempt());
        return await (0,_runner_retry_js__WEBPACK_IMPORTED_MODULE_1__/* .retryTransient */ .j)(this.runner, next, (error, count) => {
            cancelled.throwIfAborted();
            const failed = readFailure(error);
            if (failed === undefined)
                throw error;
            const { kind, wait, uncertain } = (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .classify */ .L8)(failed, count, clock.now());
            const message = (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .explain */ .WE)(call, kind, failed);
            if (wait === undefined || clock.now() + wait * 1000 > deadline || (uncertain && again === undefined))
                throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .GitHubError */ .y_(kind, failed.status, message, wait);
            log.info(`${message}. Again in ${wait} s.`);
            recover = uncertain && typeof again === 'function' ? again : undefined;
            return wait;
        });
    }
}
/** Turns the found result of a lost answer into an answer. */
function asAnswer(data, url) {
    return data === undefined ? undefined : { data, status: 201, unchanged: false, headers: {}, url };
}
/** Octokit's errors have a status; without a response Octokit invents it. Other errors are our bugs. */
function readFailure(error) {
    if (!(error instanceof Error))
        return undefined;
    const { name, message } = error;
    const { status, response, headers, errors } = error;
    if (name === 'GraphqlResponseError') {
        const kinds = { RATE_LIMITED: 429, NOT_FOUND: 404, FORBIDDEN: 403 };
        return { status: kinds[errors?.[0]?.type ?? ''] ?? 422, headers: headers ?? {}, message };
    }
    if (name !== 'HttpError' || status === undefined)
        return undefined;
    if (response === undefined)
        return { status: 0, headers: {}, message };
    return { status, headers: response.headers, message };
}
/** The runner's HTTP in the shape of fetch. It counts requests and the remaining limit. */
function counting({ http, cancelled }, spent) {
    return async (url, request) => {
        spent.calls += 1;
        const { method, headers, body } = request;
        const sent = { url, method, headers, timeoutSeconds: 15, signal: cancelled };
        const answer = await http.request(body === undefined ? sent : { ...sent, body });
        const numberOf = (name) => {
            const value = answer.headers[`x-ratelimit-${name}`];
            return value === undefined ? undefined : Number(value);
        };
        const reset = numberOf('reset');
        spent.remaining = numberOf('remaining') ?? spent.remaining;
        spent.limit = numberOf('limit') ?? spent.limit;
        spent.reset = reset === undefined ? spent.reset : reset * 1000;
        const date = Date.parse(answer.headers.date ?? '');
        spent.date = Number.isNaN(date) ? spent.date : date;
        const empty = [204, 205, 304].includes(answer.status);
        return new Response(empty ? null : answer.body, { status: answer.status, headers: answer.headers });
    };
}


/***/ }),

/***/ 41752:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   JE: () => (/* binding */ isBare),
/* harmony export */   Lq: () => (/* binding */ reconcile),
/* harmony export */   M1: () => (/* binding */ unfinished),
/* harmony export */   W_: () => (/* binding */ stateAfter),
/* harmony export */   oZ: () => (/* binding */ jobHasOne),
/* harmony export */   q0: () => (/* binding */ describe),
/* harmony export */   rD: () => (/* binding */ readPayload)
/* harmony export */ });
/** Reads a payload of these actions; GitHub returns it as an object or as text. */
function readPayload(payload) {
    const record = parsed(payload);
    if (record?.writer !== 'saleor-deploy' || typeof record.release !== 'string')
        return undefined;
    return record;
}
/** Whether a payload is empty. */
function isBare(payload) {
    const record = parsed(payload);
    return record === undefined || Object.keys(record).length === 0;
}
function parsed(payload) {
    if (typeof payload === 'object' && payload !== null)
        return payload;
    try {
        const value = JSON.parse(String(payload));
        return typeof value === 'object' && value !== null ? value : undefined;
    }
    catch {
        return undefined;
    }
}
/**
 * The deployment state after a failed run: `failure` if the release failed, `error` if something around
 * it failed. The old release serves in both cases. Pure.
 */
function stateAfter(reason) {
    return around.includes(reason) ? 'error' : 'failure';
}
const around = [
    'host-unreachable',
    'host-unresponsive',
    'locked',
    'live-changed',
    'guard-lost',
    'cancelled',
    'internal-error',
];
/** One line of 140 characters at most, which is GitHub's limit. */
function describe(text) {
    const line = text.split('\n', 1)[0]?.trim() ?? '';
    const characters = Array.from(line);
    return characters.length <= 140 ? line : `${characters.slice(0, 139).join('')}…`;
}
/** Whether this job already has a deployment, because it sets `environment:` itself. */
function jobHasOne(records, run) {
    return records.some(({ bare, logUrl }) => bare && `${logUrl}/`.startsWith(`${run}/`));
}
/** Our unfinished records of releases that are not live: their runs may still be active. */
function unfinished(records, live) {
    return records.filter(({ payload, state }) => payload !== undefined && !isFinal(state) && payload.release !== live?.id);
}
/**
 * Compares GitHub's records, newest first, with the live release on the hosts: a run may have died or not reached
 * GitHub at its end. Pure.
 * @param over the unfinished records whose runs have ended
 * @returns the corrections, and whether the live release has no record at all
 */
function reconcile(records, live, over) {
    const serving = records.find(({ payload }) => payload?.release === live.id);
    // A replaced record is history, even if its release is live again.
    const missing = serving === undefined || serving.state === 'inactive';
    const corrections = over.map(({ id }) => ({
        id,
        state: 'error',
        description: describe(`Never finished; ${live.id} serves`),
    }));
    if (serving !== undefined && !missing && serving.state !== 'success')
        corrections.push({ id: serving.id, state: 'success', description: describe(`${live.id} serves`) });
    for (const { id, state, payload } of records)
        if (payload !== undefined && state === 'success' && id !== serving?.id)
            corrections.push({ id, state: 'inactive', description: describe(`${live.id} serves`) });
    return { corrections, missing };
}
function isFinal(state) {
    return ['success', 'failure', 'error', 'inactive'].includes(state);
}


/***/ }),

/***/ 59658:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ nonce)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);

/** 128 random bits as hexadecimal digits: unique and unpredictable. */
function nonce() {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(16).toString('hex');
}


/***/ })

};
