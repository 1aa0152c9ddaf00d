export const id = 827;
export const ids = [827];
export const modules = {

/***/ 8827:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./src/errors.js
var errors = __webpack_require__(6986);
// EXTERNAL MODULE: ./src/github/failure.js
var failure = __webpack_require__(5091);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./src/runner/chance.js

/** 128 bits by chance, as hexadecimal digits: never the same twice, and not to be guessed. */
function nonce() {
    return (0,external_node_crypto_.randomBytes)(16).toString('hex');
}

// EXTERNAL MODULE: ./src/report/markdown.js
var markdown = __webpack_require__(231);
// EXTERNAL MODULE: ./src/notify/message.js
var message = __webpack_require__(2248);
// EXTERNAL MODULE: ./src/notify/notify.js
var notify = __webpack_require__(2646);
// EXTERNAL MODULE: ./src/runner/context.js
var runner_context = __webpack_require__(1875);
// EXTERNAL MODULE: ./src/approval/binding.js
var approval_binding = __webpack_require__(4600);
;// CONCATENATED MODULE: ./src/approval/changes.js
/** The migration that a file of a Django project is; undefined for other files. Pure. */
function migrationOf(path) {
    const [, app, name] = /(?:^|\/)(\w+)\/migrations\/(\d{4}\w*)\.py$/.exec(path) ?? [];
    return app === undefined ? undefined : `${app}.${name}`;
}
/** The commits that a pull request brought: its merge, and what can be reached from it but not from before it. Pure. */
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
/** Everyone who wrote something of it: commits and pull requests, each once. Pure. */
function authorsOf({ commits, pulls }) {
    const all = [...commits, ...pulls].map(({ author }) => author);
    return [...new Map(all.map((author) => [author.id ?? author.login, author])).values()];
}
function reach(from, commits) {
    const seen = new Set();
    const open = [...from];
    for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
        const commit = commits.get(sha);
        if (commit === undefined || seen.has(sha))
            continue;
        seen.add(sha);
        open.push(...commit.parents);
    }
    return seen;
}

;// CONCATENATED MODULE: ./src/approval/checklist.js


/** The six items, those that can be proved with their proof. Pure. */
function checklist(evidence) {
    return [
        testsPassed(evidence),
        codeReviewed(evidence),
        backupMade(evidence),
        alertsSet(evidence),
        wayBack(evidence),
        teamTold(evidence),
    ];
}
function testsPassed({ jobs }) {
    const title = 'Tests passed';
    const done = jobs.filter(({ conclusion }) => conclusion !== undefined && conclusion !== 'skipped');
    const bad = done.filter(({ conclusion }) => conclusion !== 'success');
    if (bad.length > 0) {
        const names = bad.map(({ name, conclusion }) => `${(0,markdown/* inlineCode */.ti)(name)} (${conclusion})`);
        return { title, state: 'open', words: `not so: ${names.join(', ')}` };
    }
    if (done.length === 0)
        return { title, state: 'attest', words: 'no other job of this run has ended' };
    const names = done.map(({ name }) => (0,markdown/* inlineCode */.ti)(name)).join(', ');
    return { title, state: 'proved', words: `${done.length} jobs of this run succeeded: ${names}` };
}
function codeReviewed({ changes }) {
    const title = 'Code reviewed';
    if (changes === undefined)
        return {
            title,
            state: 'attest',
            words: 'it is not known what is live, so there is nothing to compare with',
        };
    if (changes.total > changes.commits.length)
        return { title, state: 'attest', words: `${changes.total} commits, more than GitHub lists` };
    const without = unreviewed(changes);
    if (without.length === 0) {
        const numbers = changes.pulls.map(({ number, approvedBy }) => `#${number} by ${approvedBy.join(', ')}`);
        const words = numbers.length === 0 ? 'nothing is new' : `approved: ${numbers.join('; ')}`;
        return { title, state: 'proved', words };
    }
    const shas = without.slice(0, 10).map(({ sha }) => (0,markdown/* inlineCode */.ti)(sha.slice(0, 7)));
    return { title, state: 'attest', words: `without an approved pull request: ${shas.join(', ')}` };
}
function backupMade({ backup }) {
    const title = 'Database backed up';
    if (backup === '')
        return { title, state: 'attest', words: 'nothing was said about it' };
    return { title, state: 'proved', words: (0,markdown/* inlineCode */.ti)(backup) };
}
function alertsSet({ monitoring }) {
    const title = 'Alerts are on';
    if (monitoring === undefined)
        return { title, state: 'attest', words: 'no `monitoring-url` was given' };
    const { url, status } = monitoring;
    if (status !== undefined && status >= 200 && status < 300)
        return { title, state: 'proved', words: `${url} answers ${status}` };
    return {
        title,
        state: 'open',
        words: `${url} ${status === undefined ? 'does not answer' : `answers ${status}`}`,
    };
}
function wayBack({ live }) {
    const title = 'There is a way back';
    if (live === undefined)
        return {
            title,
            state: 'attest',
            words: 'no release is known to be live; a first deploy has none to go back to',
        };
    return { title, state: 'proved', words: `release ${(0,markdown/* inlineCode */.ti)(live.release)} ${(0,markdown/* inlineCode */.ti)(live.image)}` };
}
function teamTold({ notified }) {
    const title = 'The team knows';
    if (notified)
        return { title, state: 'proved', words: 'the webhook took the message' };
    return { title, state: 'attest', words: 'tell them' };
}

// EXTERNAL MODULE: ./src/github/octokit.js
var octokit = __webpack_require__(6536);
;// CONCATENATED MODULE: ./src/approval/panel.js
/** What a line of `approvers` looks like: `ann`, `org/release`, `2 of org/release, bob`. */
const approversLine = /^(?:\d+ of )?@?[\w.-]+(?:\[bot\])?(?:\/[\w.-]+)?(?:\s*,\s*@?[\w.-]+(?:\/[\w.-]+)?)*$/;
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
/** Whether a person is on the panel at all; on an empty one everyone is who may push. Pure. */
function isOn(panel, person) {
    return (panel.groups.length === 0 || panel.groups.some(({ people }) => people.some(({ id }) => id === person.id)));
}
/** What is still missing, in words; nothing when it is enough. A person of two groups counts in both, and once in all. Pure. */
function missing(panel, approved) {
    const ids = new Set(approved.map(({ id }) => id));
    const groups = panel.groups.flatMap(({ need, title, people }) => {
        const open = need - people.filter(({ id }) => ids.has(id)).length;
        return open > 0 ? [`${open} of ${title}`] : [];
    });
    const open = panel.minimum - ids.size;
    return [...(open > 0 ? [`${open} more ${open === 1 ? 'approval' : 'approvals'}`] : []), ...groups];
}

;// CONCATENATED MODULE: ./src/approval/command.js
/** Words that people use; only the first of each row is told to them. */
const words = {
    approve: ['approve', 'approved', 'lgtm', 'yes'],
    deny: ['deny', 'denied', 'reject', 'rejected'],
    withdraw: ['withdraw', 'unapprove'],
    extend: ['extend'],
    cancel: ['cancel'],
};
const inSeconds = { m: 60, h: 3600, d: 86_400 };
/**
 * The command in a comment; undefined for talk. Only its first line counts, so that a quoted `> approve` is none, and an
 * answer by e-mail may carry all that went before. Pure.
 */
function parseCommand(body) {
    const line = body.trimStart().split(/\r?\n/, 1)[0] ?? '';
    const [, word = '', rest = ''] = /^[/.]?([a-z]+)\b[\s,.:!]*(.*)$/i.exec(line) ?? [];
    const meant = Object.keys(words).find((one) => words[one].includes(word.toLowerCase()));
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

;// CONCATENATED MODULE: ./src/approval/people.js



/** An account of GitHub's, as far as it matters. Pure. */
function personOf({ id, login }) {
    return { id: Number(id), login };
}
/** Who somebody is, and whether they may push; undefined for a name that GitHub doesn't know. */
async function standing(github, login) {
    try {
        const { data } = await github.request('GET /repos/{owner}/{repo}/collaborators/{username}/permission', {
            username: login,
        });
        if (data.user === null)
            return undefined;
        const person = personOf(data.user);
        // `maintain` is told as write, `triage` as read. author_association is no ground: it hides private memberships.
        return { person, mayPush: data.permission === 'admin' || data.permission === 'write' };
    }
    catch (error) {
        if (error instanceof failure/* GitHubError */.y_ && error.kind === 'missing')
            return undefined;
        throw error;
    }
}
/** The ids of those who said something that could count and may push now; an account that took over a name is another. */
async function pushersAmong(github, remarks) {
    const speaking = remarks.filter(({ machine, body }) => !machine && parseCommand(body) !== undefined);
    const people = new Map(speaking.map(({ author }) => [author.id, author]));
    const ids = new Set();
    for (const { id, login } of people.values()) {
        const found = await standing(github, login);
        if (found?.mayPush === true && found.person.id === id)
            ids.add(id);
    }
    return ids;
}
/**
 * Finds the people behind the lines of `approvers`.
 * @param strict complain of people who can't approve; without it they are left out, as those who have gone since
 * @param members GitHub with a token that sees the teams; the workflow's own can't
 * @throws UserError `bad-input` for somebody who can't approve, and for a team that can't be seen
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
    const found = await standing(github, login);
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

;// CONCATENATED MODULE: ./src/approval/desk.js





/** Seconds that one call may go on; while a job waits for people it has all the time, and asks again anyway. */
const patience = 300;
/**
 * Opens GitHub, and finds the people behind `approvers`.
 * @throws UserError `bad-input`
 */
async function openDesk(inputs, runner) {
    const { token, 'team-token': teamToken, approvers } = inputs;
    if (token === undefined)
        throw new errors/* UserError */.yo('bad-input', "Input 'token' is empty.", 'Leave it out: it is the token of the workflow then.');
    const github = await (0,octokit.openGitHub)(token, runner, patience);
    const members = teamToken === undefined ? undefined : await (0,octokit.openGitHub)(teamToken, runner, patience);
    const asks = inputs.decide === undefined && inputs.request === undefined;
    const groups = await findGroups(approvers.map(readApprovers), github, members, asks);
    const { runId, runAttempt } = runner.context;
    return {
        ...{ inputs, runner, github },
        panel: { groups, minimum: inputs['minimum-approvals'] },
        here: `[run ${runId}](${(0,runner_context/* runUrl */.V)(runner.context)}), attempt ${runAttempt}`,
    };
}
/** Now by GitHub's clock, as its last answer told it: a runner's may be wrong, and deadlines are held against GitHub's times. */
function timeAt({ github, runner }) {
    return github.spent.date ?? runner.clock.now();
}

;// CONCATENATED MODULE: ./src/approval/evidence.js


/** As many pull requests are asked for their reviews; GitHub has no way to ask for all at once. */
const mostPulls = 10;
/** What lies between two commits: commits, the pull requests that brought them, and who approved those. */
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
    // It shows 300 files and does not say that there are more.
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
        // Without `pull-requests: read` the commits stand alone, and nothing is said to be reviewed.
        if (error instanceof failure/* GitHubError */.y_ && (error.kind === 'refused' || error.kind === 'missing'))
            return [];
        throw error;
    }
}
/** Who approved the last commit of a pull request and did not change their mind; its author doesn't count. */
async function evidence_readApprovers(github, { number, head }, author) {
    const reviews = await github.all('GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {
        pull_number: number,
    });
    const last = new Map();
    // Oldest first; a mere comment changes nothing.
    for (const { user, state, commit_id } of reviews)
        if (user !== null && user.type === 'User' && user.login !== author.login && state !== 'COMMENTED')
            last.set(user.login, state === 'APPROVED' && commit_id === head.sha);
    return [...last].flatMap(([login, approves]) => (approves ? [login] : []));
}
/** What the monitoring's page answers; undefined when it doesn't. */
async function probe(url, { http, cancelled }) {
    try {
        return (await http.request({ url, timeoutSeconds: 10, signal: cancelled })).status;
    }
    catch {
        cancelled.throwIfAborted();
        return undefined;
    }
}
/** An account, or what stands in the commit when GitHub knows none for it; it sends `{}` for those at times. */
function accountOf(account, otherwise) {
    const { id, login } = (account ?? {});
    return id === undefined || login === undefined ? { login: otherwise } : { id: Number(id), login };
}

;// CONCATENATED MODULE: ./src/approval/exclude.js


/**
 * Who may not approve, by id, and why: who started the run or re-ran it, and who wrote what is new. Pure.
 * @throws UserError `approval-refused` when it can't be known who wrote it
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

// EXTERNAL MODULE: ./src/github/record.js
var record = __webpack_require__(1752);
;// CONCATENATED MODULE: ./src/approval/live.js

/** Each costs a call. */
const looked = 5;
/** What serves now; undefined when no deployment of ours says so. */
async function readLive(github, environment) {
    const { data } = await github.request('GET /repos/{owner}/{repo}/deployments', {
        environment,
        per_page: 30,
    });
    const ours = data.flatMap(({ id, sha, payload }) => {
        const told = (0,record/* readPayload */.rD)(payload);
        if (told === undefined)
            return [];
        const { release, image, version } = told;
        return [{ id: Number(id), commit: sha, release, image, version }];
    });
    for (const { id, ...live } of ours.slice(0, looked)) {
        const { data: statuses } = await github.request('GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses', { deployment_id: id, per_page: 1 });
        if (statuses[0]?.state === 'success')
            return live;
    }
    return undefined;
}

;// CONCATENATED MODULE: ./src/approval/record.js


const kind = 'saleor-deploy/approval';
/** Puts a record together. Pure. */
function makeRecord(binding, more, body) {
    return { kind, binding, hash: (0,approval_binding/* bindingHash */.kS)(binding), ...more, text: digestOf(body) };
}
/** Reads a payload back; undefined when it is no request, or its parts don't fit together. Pure. */
function readRecord(payload) {
    const record = (typeof payload === 'string' ? parse(payload) : payload);
    if (record?.kind !== kind || !(0,approval_binding/* isBinding */.OT)(record.binding))
        return undefined;
    const texts = [
        record.deadline,
        record.ref,
        record.version,
        record.text,
        record.liveCommit,
        record.decidedBy,
    ];
    if (texts.some((text) => typeof text !== 'string') || (0,approval_binding/* bindingHash */.kS)(record.binding) !== record.hash)
        return undefined;
    return record;
}
/** What of an issue's body goes into the record: GitHub may store line ends its own way. Pure. */
function digestOf(body) {
    return (0,external_node_crypto_.createHash)('sha256').update(body.replaceAll('\r\n', '\n').trim()).digest('hex');
}
/** The first line of an issue, unseen by people: which request it shows. Pure. */
function markOf(environment, hash) {
    return `<!-- saleor-deploy approval ${hash} ${JSON.stringify(environment).replaceAll('--', '\\u002d-')} -->`;
}
/** The request that an issue shows; undefined when it is another kind of issue. Pure. */
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

;// CONCATENATED MODULE: ./src/approval/request.js

/** The label by which requests are found. */
const label = 'deploy-approval';
/** What the deployments that hold requests are called, to tell them from those that deploy. */
const task = 'approval';
/** Whether it was written with a workflow's own token; the id differs between GitHub and Enterprise Servers. Pure. */
function isOurs(account, app) {
    const { slug = 'github-actions' } = (app ?? {});
    // Nobody can register a name with brackets.
    return account?.type === 'Bot' && account.login === 'github-actions[bot]' && slug === 'github-actions';
}
/**
 * What of an issue isn't as we wrote it: everyone who may push can change an issue, and anybody can open one that looks
 * like ours. Pure.
 */
function tampering(issue, record) {
    if (!isOurs(issue.user, issue.performed_via_github_app))
        return `${issue.user?.login} wrote it, not this workflow`;
    if (digestOf(issue.body ?? '') !== record.text)
        return 'its text was changed after it was written';
    return undefined;
}
/** The deployment that holds the record of a hash; only what a workflow wrote is believed. */
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
/** The request that an issue shows; undefined for issues of other kinds, and for one that has no record. */
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
        // Null when the fork was deleted meanwhile.
        headRepository: run.head_repository?.full_name ?? '',
        attempt,
        starters: [...new Map(starters.map((person) => [person.id, person])).values()],
    };
}
/**
 * Refuses what comes from outside. Pure.
 * @throws UserError `approval-refused`
 */
function refuseForeign({ event, headRepository }, repository) {
    if (headRepository.toLowerCase() !== repository.toLowerCase())
        throw new errors/* UserError */.yo('approval-refused', `This run is for ${headRepository || 'a fork that is gone'}, not for ${repository}: what comes from a fork isn't deployed.`, 'Merge it first; the run of the push asks then.');
    if (event.startsWith('pull_request'))
        throw new errors/* UserError */.yo('approval-refused', `This run is for an event ${event}: what isn't merged isn't deployed.`, 'Ask in a workflow that runs on push, on a tag, or by workflow_dispatch.');
}
/** The other jobs of the run's newest attempts, without the one that asks: that one is running. */
async function jobsOf(github, id) {
    const jobs = await github.all('GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs', { run_id: id });
    return jobs.map(({ name, conclusion }) => ({ name, conclusion: conclusion ?? undefined }));
}

;// CONCATENATED MODULE: ./src/approval/ask.js












/**
 * Gathers all that people have to know, and binds it.
 * @param nonce by chance
 * @throws UserError `approval-refused` for what comes from a fork or isn't merged; `bad-input`
 */
async function draft(desk, mode, nonce) {
    const { inputs, runner, github, panel } = desk;
    const { context } = runner;
    const run = await readRun(github, Number(context.runId));
    refuseForeign(run, context.repository);
    const now = timeAt(desk);
    const live = await liveNow(desk);
    const changes = live?.commit ? await readChanges(github, live.commit, context.sha) : undefined;
    const excluded = exclusions(desk, run, changes, live);
    demandSomebody(desk, excluded);
    const binding = {
        repository: context.repository,
        environment: inputs['environment-name'],
        run: context.runId,
        attempt: context.runAttempt,
        commit: context.sha,
        images: demandImages(inputs.images),
        live: live?.release ?? '',
        expires: new Date(now + inputs['valid-for'] * 1000).toISOString(),
        nonce,
    };
    const url = inputs['monitoring-url'];
    const asked = {
        ...{ binding, hash: (0,approval_binding/* bindingHash */.kS)(binding), version: inputs.version ?? '', ref: context.ref },
        by: run.starters.map(({ login }) => login),
        repositoryUrl: `${context.serverUrl}/${context.repository}`,
        runUrl: (0,runner_context/* runUrl */.V)(context),
        deadline: now + timeToAnswer(desk, mode) * 1000,
        cooldown: inputs.cooldown,
        panel,
        excluded: [...excluded.values()],
        ...{ live, changes },
        migrations: parseList('migrations', inputs.migrations)?.map(String),
        irreversible: inputs['irreversible-migrations'],
        smoke: (parseList('smoke-checks', inputs['smoke-checks']) ?? []),
        checklist: checklist({
            jobs: await jobsOf(github, Number(context.runId)),
            changes,
            backup: inputs.backup ?? '',
            monitoring: url === undefined ? undefined : { url, status: await probe(url, runner) },
            live,
            notified: mode !== 'environment' && (await tell(desk)),
        }),
    };
    return { asked, run, excluded };
}
/** Tells the team, with the place where all requests are: this one has no address yet. */
async function tell({ inputs, runner }) {
    const { 'notify-webhook': webhook, 'environment-name': environment, version = '' } = inputs;
    if (webhook === undefined)
        return false;
    const { repository, actor: by, serverUrl } = runner.context;
    const requests = `${serverUrl}/${repository}/issues?q=is%3Aopen+label%3A${label}`;
    const about = { does: 'approval', where: `${repository}, ${environment}`, by, run: requests };
    return await (0,notify/* notify */.m)(webhook, (0,message/* askedMessage */.GL)(about, version), runner);
}
/** What is live: as the workflow says, which has asked the servers, else as GitHub's deployments say. */
async function liveNow({ github, inputs }) {
    const recorded = await readLive(github, inputs['environment-name']);
    if (inputs.live === undefined || recorded?.release === inputs.live)
        return recorded;
    return { release: inputs.live, image: '', version: '', commit: '' };
}
/**
 * Who may not approve.
 * @throws UserError `approval-refused` when authors are to be excluded and it isn't known who they are
 */
function exclusions({ inputs }, run, changes, live) {
    const authors = inputs['exclude-authors'];
    if (authors && changes === undefined && live !== undefined)
        throw new errors/* UserError */.yo('approval-refused', `Input 'exclude-authors' is on, and it isn't known from which commit the live release ${live.release} was made.`, 'Let deploy-production record deployments (`github-token`), or switch exclude-authors off.');
    return excludedFrom({ selfApproval: inputs['allow-self-approval'], authors }, run, changes);
}
/** Where no comment can wake a workflow, the answer has to come while the job waits. */
function timeToAnswer({ inputs }, mode) {
    const longest = Math.min(inputs.timeout, inputs['valid-for']);
    if (mode !== 'issue-wait' || inputs['resume-workflow'] !== undefined)
        return longest;
    return Math.min(longest, inputs['max-runner-minutes'] * 60);
}
/** Refuses at once what nobody could ever approve. */
function demandSomebody({ panel, inputs }, excluded) {
    const may = (people) => people.filter(({ id }) => !excluded.has(id)).length;
    const different = new Map(panel.groups.flatMap(({ people }) => people.map((person) => [person.id, person])));
    const short = panel.groups.filter(({ need, people }) => may(people) < need).map(({ title }) => title);
    if (short.length === 0 && (panel.groups.length === 0 || may([...different.values()]) >= panel.minimum))
        return;
    const who = [...excluded.values()].map(({ login, why }) => `${login} ${why}`);
    throw new errors/* UserError */.yo('approval-refused', `Nobody could approve this: ${short.length > 0 ? `too few of ${short.join(' and ')}` : `${panel.minimum} approvals are needed, and fewer people`} may. ${who.join('; ')}.`, `Name more people in approvers${inputs['exclude-authors'] ? ', or switch exclude-authors off' : ''}.`);
}
function demandImages(images) {
    if (images.length > 0)
        return images;
    throw new errors/* UserError */.yo('bad-input', "Input 'images' is empty: an approval is for certain images.", 'Pass on what push-registry puts out, `images: ${{ steps.push.outputs.image }}`.');
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
        // Said below.
    }
    throw new errors/* UserError */.yo('bad-input', `Input '${name}': this is no JSON list.`, 'Pass the output of deploy-production (`migrations`, of a dry run) or of smoke-test (`checks`) on as it is.');
}

;// CONCATENATED MODULE: ./src/approval/decision.js



/** A request of which nothing is known but that it is there. */
const nothingHeard = {
    state: 'requested',
    approved: [],
    missing: [],
    deadline: 0,
    ripe: undefined,
    why: '',
    refused: [],
};
/**
 * Decides. Pure, and without memory: it reads everything from the beginning each time, so that whoever asks (the job that
 * waits, the workflow that a comment wakes, the run that deploys) comes to the same, and an error on the way is never a
 * decision. Who may push may stop it; only the panel may approve.
 * @param now milliseconds since 1970, by GitHub's clock
 */
function decide(request, now) {
    const { panel, expires } = request;
    const { approved, deadline, ripe, stopped, refused } = hear(request);
    const lacking = missing(panel, approved);
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
/** Goes through the comments in the order in which they were written. */
function hear(request) {
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
        const enough = missing(request.panel, [...approved.values()]).length === 0;
        enoughSince = enough ? (enoughSince ?? remark.at) : undefined;
    }
    const ripe = enoughSince === undefined ? undefined : enoughSince + request.cooldown * 1000;
    return { approved: [...approved.values()], deadline, ripe, stopped, refused };
}
/** Why a comment does not count; undefined when it does. What stops is taken more easily than what lets through. */
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
    if (!isOn(request.panel, author))
        return 'you are not among those who may approve';
    const excluded = request.excluded.get(author.id);
    if (excluded !== undefined)
        return `who ${excluded} may not approve it`;
    const code = (0,approval_binding/* codeOf */.$N)(request.hash);
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

;// CONCATENATED MODULE: ./src/approval/words.js
/** A moment as everyone in every time zone reads it the same: `2026-11-26 14:05 UTC`. Pure. */
function moment(milliseconds) {
    return `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
/** A span as people say it: `45 s`, `15 min`, `24 h`, `1 h 30 min`. Pure. */
function span(seconds) {
    if (seconds < 60)
        return `${seconds} s`;
    const minutes = Math.round(seconds / 60);
    const parts = [`${Math.floor(minutes / 60)} h`, `${minutes % 60} min`];
    return parts.filter((part) => !part.startsWith('0 ')).join(' ');
}
/** `a`, `a and b`, `a, b and c`. Pure. */
function listed(words) {
    const [last = '', ...others] = [...words].reverse();
    return others.length === 0 ? last : `${others.reverse().join(', ')} and ${last}`;
}
/** How many have to approve, and who of them. Pure. */
function demanded({ groups, minimum }) {
    const fixed = groups.filter(({ need }) => need > 0).map(({ need, title }) => `${need} of ${title}`);
    const people = minimum === 1 ? 'One person' : `${minimum} people`;
    return `${people} must approve${fixed.length === 0 ? '' : `, among them ${listed(fixed)}`}`;
}

;// CONCATENATED MODULE: ./src/approval/text.js





/** GitHub takes 65,536 characters; a commit is at most 200 of them. */
const mostCommits = 100;
/** The title of the issue. Pure. */
function titleOf({ binding, version }) {
    return `Deploy ${version || binding.commit.slice(0, 7)} to ${binding.environment}?`;
}
/** The request as people read it, in the issue and in the job summary. Pure. */
function requestText(asked) {
    const { binding, hash, changes } = asked;
    return [
        `${markOf(binding.environment, hash)}\n${opening(asked)}`,
        fromTo(asked),
        howTo(asked),
        `#### Who may approve\n\n${whoMay(asked)}`,
        `#### What is new\n\n${changes === undefined ? 'It is not known which commit is live.' : newCommits(changes)}`,
        `#### Migrations\n\n${migrations(asked)}`,
        `#### Checklist\n\n${checks(asked.checklist)}`,
        ...(asked.smoke.length === 0 ? [] : [`#### Smoke test on staging\n\n${smoke(asked.smoke)}`]),
    ].join('\n\n');
}
function opening({ binding, ref, by, repositoryUrl, runUrl }) {
    const commit = `[\`${binding.commit.slice(0, 7)}\`](${repositoryUrl}/commit/${binding.commit})`;
    const who = by.length === 0 ? '' : `, started by ${by.map(markdown/* inlineCode */.ti).join(', ')}`;
    const where = (0,markdown/* inlineCode */.ti)(ref.replace(/^refs\/(heads|tags)\//, ''));
    return `[Run ${binding.run}](${runUrl}), attempt ${binding.attempt}${who}, wants to deploy ${commit} of ${where} to ${(0,markdown/* inlineCode */.ti)(binding.environment)}.`;
}
function fromTo({ binding, version, live }) {
    const short = (text) => (0,markdown/* inlineCode */.ti)(text || '-');
    return (0,markdown/* table */.tp)(['', 'Live now', 'To be deployed'], [
        ['Version', short(live?.version), short(version)],
        ['Commit', short(live?.commit.slice(0, 7)), short(binding.commit.slice(0, 7))],
        ['Image', short(live?.image), binding.images.map(short).join('\n')],
        ['Release', short(binding.live), 'the deploy makes it'],
    ]);
}
function howTo({ hash, deadline, binding, cooldown, checklist }) {
    const open = checklist.some(({ state }) => state === 'attest');
    const attests = open ? ' With it you also stand for what the checklist leaves to you.' : '';
    const cools = cooldown === 0 ? '' : ` It takes effect ${span(cooldown)} after the last approval that is needed.`;
    return `**To approve, write a comment that begins with \`approve ${(0,approval_binding/* codeOf */.$N)(hash)}\`.**${attests}${cools}

- \`deny\` and why: stops it, also over approvals that are there. \`cancel\`, or closing this issue, stops it too.
- \`withdraw\`: takes your approval back. \`extend 8h\`: moves the deadline to 8 hours from then.

To be answered by **${moment(deadline)}**. An approval is worth nothing after ${moment(Date.parse(binding.expires))}, for another commit, another image, another attempt of the run, or when something else went live. A comment that is changed afterwards does not count.`;
}
function whoMay({ panel, excluded }) {
    const not = new Set(excluded.map(({ login }) => login));
    const groups = panel.groups.map(({ title, people }) => {
        const mentioned = people.filter(({ login }) => !not.has(login)).map(({ login }) => `@${login}`);
        return title.includes('/') ? `${mentioned.join(', ')} (${title})` : mentioned.join(', ');
    });
    const may = groups.length === 0 ? 'anyone with write access to this repository' : groups.filter(Boolean).join('; ');
    const lines = excluded.map(({ login, why }) => `- not ${(0,markdown/* inlineCode */.ti)(login)}, who ${why}`);
    return `${demanded(panel)}: ${may}.${lines.length === 0 ? '' : `\n\n${lines.join('\n')}`}`;
}
function newCommits(changes) {
    const { total, url, commits, pulls, behind } = changes;
    const back = behind === 0
        ? []
        : [`⚠️ It goes back: ${behind} commits that are live are not in it. Only \`rollback\` is made for that.`];
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
        ...back,
        head,
        ...(lines.length > 12 ? [(0,markdown/* details */.zH)('All of them', list)] : lines.length > 0 ? [list] : []),
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
    return [`${pending.length} pending:`, ...names].join('\n');
}
/** What the code alone can tell: no server was asked. */
function newInCode(migrations) {
    if (migrations === undefined)
        return 'It was not looked which are pending.';
    if (migrations.length === 0)
        return 'None is new in the code; the database was not asked.';
    const list = migrations.map((name) => `- ${(0,markdown/* inlineCode */.ti)(name)}`);
    return [
        `${migrations.length} new in the code; the database was not asked which are pending:`,
        ...list,
    ].join('\n');
}
const marks = { proved: '✅ proved', open: '❌ not so', attest: 'for you to make sure' };
function checks(items) {
    return (0,markdown/* table */.tp)(['', '', ''], items.map(({ title, state, words }) => [title, marks[state], words]));
}
function smoke(all) {
    return (0,markdown/* table */.tp)(['', 'Check', 'Expected', 'Got'], all.map(({ name, expected, got, passed }) => [
        passed ? '✅' : '❌',
        name,
        (0,markdown/* inlineCode */.ti)(expected),
        (0,markdown/* inlineCode */.ti)(got),
    ]));
}

;// CONCATENATED MODULE: ./src/approval/notices.js


/** A comment of ours with its mark, which people don't see. Pure. */
function noticeText({ mark, text }) {
    return `<!-- saleor-deploy says ${mark} -->\n${text}`;
}
/** The mark of a comment of ours. Pure. */
function noticeMark(body) {
    return /^<!-- saleor-deploy says (\S+) -->/.exec(body)?.[1];
}
/** Answers to comments that meant something and did not count; not so many that they become a flood. Pure. */
function refusals(refused, said) {
    const before = [...said].filter((mark) => mark.startsWith('refused-')).length;
    return refused
        .map(({ remark, login, why }) => ({ mark: `refused-${remark}`, text: `@${login}: not counted, ${why}.` }))
        .filter(({ mark }) => !said.has(mark))
        .slice(0, Math.max(0, 20 - before));
}
/** Shares of the time at which those who have not answered are reminded. */
const reminders = [50, 80];
/** The reminder that is due, if one is: the latest only. Pure. */
function reminder(decision, request, said, now) {
    if (decision.state !== 'requested')
        return undefined;
    const whole = decision.deadline - request.opened;
    const due = reminders.findLast((percent) => now >= request.opened + (whole * percent) / 100);
    if (due === undefined || said.has(`reminder-${due}`))
        return undefined;
    const waiting = request.panel.groups
        .flatMap(({ people }) => people)
        .filter(({ id }) => !request.excluded.has(id) && !decision.approved.some((one) => one.id === id));
    const left = span(Math.max(0, Math.round((decision.deadline - now) / 60_000)) * 60);
    const whom = mentions(waiting) || 'Everyone who may approve';
    return {
        mark: `reminder-${due}`,
        text: `${whom}: still waiting for ${listed(decision.missing)}, until ${moment(decision.deadline)} (${left}). The code is \`${(0,approval_binding/* codeOf */.$N)(request.hash)}\`.`,
    };
}
/** That approvals are enough and only time has to pass. Pure. */
function coolingNotice({ approved, ripe = 0 }) {
    return {
        mark: `cooling-${ripe}`,
        text: `Approved by ${mentions(approved)}. It takes effect at ${moment(ripe)}; until then a \`deny\` or \`withdraw\` still stops it.`,
    };
}
/** How it ended, for the last comment. Pure. */
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
/** People of a comment, at most so many that GitHub tells all of them. */
function mentions(people) {
    return [...new Set(people.map(({ login }) => `@${login}`))].slice(0, 50).join(', ');
}

;// CONCATENATED MODULE: ./src/approval/reading.js



/**
 * Reads an issue with all its comments, who wrote them and who of these may push now. An issue that has not changed since
 * costs one free request.
 * @param before what was read last; without it everything is read anew
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
        // Null: the account was deleted, and with it goes its say.
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
        said: new Set(own.flatMap(({ body = '' }) => noticeMark(body) ?? [])),
        ...closed,
        ...(wrong === undefined ? {} : { tampered: wrong }),
    };
}
/** We close what we have ended ourselves: a newer request took its place, or another run ended it. */
function endedBy(account) {
    const closedBy = account?.login ?? 'somebody';
    return isOurs(account, undefined)
        ? { closedBy, supersededBy: 'another run has ended this request' }
        : { closedBy };
}
/**
 * The same with what REST doesn't tell: a comment that was changed within the second in which it was posted. Everybody who
 * may push can change the comments of others.
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
 * Reads a request and decides. What looks granted is read once more, whole and with what only GraphQL knows, so that
 * nothing is granted by what was kept from earlier.
 */
async function look(desk, watched, { before, ended = {} } = {}) {
    const { github } = desk;
    const reading = { ...(await readIssue(github, watched.request, before)), ...ended };
    const decision = decideNow(desk, watched, reading);
    if (decision.state !== 'granted')
        return { decision, reading };
    const ids = decision.approved.map(({ id }) => id);
    const fresh = await withEdits(github, await readIssue(github, watched.request), ids);
    return { decision: decideNow(desk, watched, { ...fresh, ...ended }), reading: fresh };
}
function decideNow(desk, { request, excluded }, reading) {
    const { hash, binding, deadline } = request.record;
    const times = { deadline: Date.parse(deadline), expires: Date.parse(binding.expires) };
    const { panel, inputs } = desk;
    const why = new Map([...excluded].map(([id, one]) => [id, one.why]));
    return decide({ hash, panel, cooldown: inputs.cooldown, excluded: why, ...times, ...reading }, timeAt(desk));
}
/** Answers comments that don't count, reminds, says from when on it counts. */
async function sayWhatIsNew(desk, watched, { decision, reading }) {
    const { request, excluded } = watched;
    const { opened, record } = request;
    const about = { opened, hash: record.hash, panel: desk.panel, excluded };
    const due = reminder(decision, about, reading.said, timeAt(desk));
    const cooling = decision.state === 'cooling' ? [coolingNotice(decision)] : [];
    const all = [...refusals(decision.refused, reading.said), ...cooling, ...(due === undefined ? [] : [due])];
    for (const notice of all)
        if (!reading.said.has(notice.mark))
            await say(desk, request, notice);
}
/** Says something under a request. */
async function say({ github }, { number }, notice) {
    const asked = { issue_number: number };
    await github.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', { ...asked, body: noticeText(notice) }, 'repeat');
}
/** Puts the request's deployment into a state; its log is the issue. */
async function setState({ github }, { deployment, url }, state, description) {
    await github.request('POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses', { deployment_id: deployment, state, description: description.slice(0, 140), log_url: url }, 'repeat');
}
const states = { denied: 'failure', error: 'error' };
/** Ends a request: says how, closes the issue, and leaves its deployment in a state that is true. */
async function end(desk, request, decision) {
    const { state } = decision;
    const granted = state === 'granted' || state === 'consumed';
    const notice = endNotice(decision, desk.here);
    if (!granted)
        await setState(desk, request, states[state] ?? 'inactive', notice.text);
    await say(desk, request, notice);
    await desk.github.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
        issue_number: request.number,
        state: 'closed',
        state_reason: granted ? 'completed' : 'not_planned',
    });
}
/** The same where the decision stands whether or not the issue can be closed: the next request closes it. */
async function endQuietly(desk, request, decision) {
    try {
        await end(desk, request, decision);
    }
    catch (error) {
        if (!(error instanceof failure/* GitHubError */.y_))
            throw error;
        desk.runner.log.warning(`The request ${request.url} stays open: ${error.message}`);
    }
}
const taken = 'Taken up by ';
/**
 * Takes a granted request up for this run. It can be done once: of several that try, the first to have written so wins.
 * @returns who has it instead of us
 */
async function takeUp(desk, request) {
    const { runId, runAttempt } = desk.runner.context;
    const us = `run ${runId}, attempt ${runAttempt}`;
    await setState(desk, request, 'inactive', `${taken}${us}`);
    const { usedBy } = await endingOf(desk, request);
    return usedBy === us ? undefined : usedBy;
}
/** How a request ended according to its deployment, which also knows it when somebody has opened the issue again. */
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
 * Writes the request: its record first, which nobody can change, then the issue. Older requests for the same environment
 * are superseded.
 * @throws UserError `bad-input` where issues are switched off
 */
async function openRequest(desk, asked, decidedBy) {
    const { binding, ref, version, live } = asked;
    const body = requestText(asked);
    const deadline = new Date(asked.deadline).toISOString();
    const record = makeRecord(binding, { deadline, ref, version, decidedBy, liveCommit: live?.commit ?? '' }, body);
    const deployment = await keepRecord(desk, record, 'A request for approval');
    const issue = await createIssue(desk, asked, body);
    const { number, html_url: url } = issue;
    const request = { number, url, deployment, record, opened: Date.parse(issue.created_at) };
    await setState(desk, request, 'queued', `${demanded(desk.panel)}: ${url}`);
    await lock(desk, number);
    await supersedeOthers(desk, request);
    return request;
}
/**
 * Lays a record where nobody can change it afterwards: in the payload of a GitHub Deployment.
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
async function createIssue(desk, asked, body) {
    const { github, panel } = desk;
    const excluded = new Set(asked.excluded.map(({ login }) => login));
    const people = panel.groups.flatMap((group) => group.people.map(({ login }) => login));
    const assignees = [...new Set(people)].filter((login) => !excluded.has(login)).slice(0, 10);
    const create = async (more) => {
        const { data } = await github.request('POST /repos/{owner}/{repo}/issues', { title: titleOf(asked), body, labels: [label], ...more }, async () => (await openIssues(desk)).find((issue) => issue.body === body));
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
        // One name that can't be assigned fails the whole request.
        if (error.kind === 'invalid' && assignees.length > 0)
            return await create({});
        throw error;
    }
}
/** Strangers then can't write into it, nor wake workflows by it. Nothing depends on it: who may not, has no say anyway. */
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
async function supersedeOthers(desk, newest) {
    const { hash, binding } = newest.record;
    const { environment } = binding;
    for (const issue of await openIssues(desk)) {
        const mark = readMark(issue.body ?? '');
        if (mark?.environment !== environment || mark.hash === hash)
            continue;
        const found = await findRecord(desk.github, environment, mark.hash);
        if (found === undefined)
            continue;
        const older = { number: issue.number, url: issue.html_url, opened: 0, ...found };
        await end(desk, older, {
            ...nothingHeard,
            state: 'superseded',
            why: `#${newest.number} asks for something newer`,
        });
    }
}
/** Requests that are open, as we wrote them. */
async function openIssues({ github }) {
    const issues = await github.all('GET /repos/{owner}/{repo}/issues', { state: 'open', labels: label });
    return issues.filter(({ user, performed_via_github_app: app }) => isOurs(user, app));
}

;// CONCATENATED MODULE: ./src/approval/answer.js









/**
 * Looks at one request, or at all that are open: answers comments, reminds, ends what is over, and starts the deploy of
 * what is granted. The started run decides for itself again, from what GitHub says: nobody can start it with a lie.
 */
async function answer(desk, which) {
    const environment = desk.inputs['environment-name'];
    const numbers = which === 'all'
        ? (await openIssues(desk)).flatMap(({ number, body }) => readMark(body ?? '')?.environment === environment ? [number] : [])
        : [Number(which)];
    const answered = [];
    for (const number of numbers) {
        const request = await findRequest(desk.github, number, environment);
        if (request !== undefined)
            answered.push({ request, ...(await answerOne(desk, request)) });
    }
    return answered;
}
async function answerOne(desk, request) {
    const watched = await watch(desk, request);
    const ended = await endingOf(desk, request);
    const standing = await look(desk, watched, { ended });
    const { decision, reading } = standing;
    const { state } = decision;
    const still = { state, changed: false };
    // Its own job is at it; only what that job left behind when it died is ended here.
    const busy = request.record.decidedBy === 'job' && !reading.said.has('parked');
    if (busy && state !== 'expired')
        return still;
    // It was ended before, by whoever wrote that into its deployment.
    if (ended.usedBy !== undefined || ended.supersededBy !== undefined || reading.supersededBy !== undefined)
        return still;
    if (state === 'requested' || state === 'cooling') {
        await sayWhatIsNew(desk, watched, standing);
        return still;
    }
    if (state !== 'granted') {
        await end(desk, request, decision);
        return { state, changed: true };
    }
    if (reading.said.has('dispatched'))
        return still;
    await dispatch(desk, request);
    return { state: 'dispatched', changed: true };
}
/** Who may not answer a request: asked anew, because what lies in the record may be somebody's invention. */
async function watch(desk, request) {
    const { binding, liveCommit } = request.record;
    const run = await readRun(desk.github, Number(binding.run));
    refuseForeign(run, desk.runner.context.repository);
    if (run.commit !== binding.commit)
        throw new errors/* UserError */.yo('approval-refused', `The request is for the commit ${binding.commit}, but its run ${binding.run} was for ${run.commit}.`, 'Run the workflow that asks again.');
    const changes = desk.inputs['exclude-authors'] && liveCommit !== ''
        ? await readChanges(desk.github, liveCommit, binding.commit)
        : undefined;
    const live = binding.live === '' ? undefined : { release: binding.live };
    return { request, excluded: exclusions(desk, run, changes, live) };
}
/** Starts the workflow that deploys, on the ref that was asked for. */
async function dispatch(desk, request) {
    const workflow = desk.inputs['resume-workflow'];
    if (workflow === undefined)
        throw new errors/* UserError */.yo('bad-input', "Input 'resume-workflow' is empty: it names the workflow that deploys what is granted.", 'Name its file, such as `resume-workflow: production.yml`; it needs an input `request`.');
    const ref = request.record.ref.replace(/^refs\/(heads|tags)\//, '');
    await desk.github.request('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', { workflow_id: workflow, ref, inputs: { request: String(request.number) } }, 
    // Twice does no harm: a request can be taken up once.
    'repeat');
    await say(desk, request, {
        mark: 'dispatched',
        text: `Approved. \`${workflow}\` was started on \`${ref}\` and takes it up.`,
    });
}
/** What was done, for the job summary. Pure. */
function answeredSummary(answered) {
    if (answered.length === 0)
        return '### No request for approval is open here';
    return (0,markdown/* table */.tp)(['Request', 'State'], answered.map(({ request, state }) => [`[#${request.number}](${request.url})`, state]));
}

;// CONCATENATED MODULE: ./src/approval/environment.js


/** Reads an environment; undefined when there is none. */
async function readGate(github, name) {
    try {
        const { data } = await github.request('GET /repos/{owner}/{repo}/environments/{environment_name}', {
            // Octokit escapes it: names with a slash are one segment.
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
            // GitHub sends it, though its description doesn't know it.
            adminsBypass: data.can_admins_bypass,
        };
    }
    catch (error) {
        if (error instanceof failure/* GitHubError */.y_ && error.kind === 'missing')
            return undefined;
        throw error;
    }
}
/** What was decided at the gates of a run. */
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




/** What is known of a request, for the steps that follow. Pure. */
function outputsOf({ number, url, record }, mode, { state, approved }) {
    const { binding, hash, version } = record;
    return {
        granted: 'false',
        ...{ mode, state, version, code: (0,approval_binding/* codeOf */.$N)(hash) },
        request: String(number),
        'request-url': url,
        'approved-by': JSON.stringify(approved.map(({ login }) => login)),
        ...{ expires: binding.expires, commit: binding.commit, live: binding.live },
        image: binding.images[0],
        images: JSON.stringify(binding.images),
    };
}
/** What `deploy-production` holds against what it is about to do. Pure. */
function approvalOf({ binding, hash }, by) {
    return { ...binding, hash, approvedBy: by.map(({ login }) => login) };
}
/** Granted: the approval goes on to `deploy-production`. Pure. */
function granted(outputs, approval, by, how) {
    const people = listed(by.map(({ login }) => (0,markdown/* inlineCode */.ti)(login)));
    return {
        reason: 'done',
        outputs: { ...outputs, granted: 'true', approval: JSON.stringify(approval) },
        summary: [`### ✅ Approved for ${approval.environment} by ${people}`, how].join('\n\n'),
    };
}
/** Asked, and nothing more: this job is over, and a comment decides. Pure. */
function requested(outputs, text, how) {
    const head = `### Waiting for approval: [#${outputs.request}](${outputs['request-url']})`;
    return { reason: 'requested', outputs, summary: [head, how, text].join('\n\n') };
}
const reasons = {
    denied: 'approval-denied',
    expired: 'approval-expired',
    superseded: 'approval-superseded',
    cancelled: 'approval-cancelled',
};
/** The error of a request that ended otherwise. Pure. */
function notGranted({ state, why }, outputs, text = '') {
    const what = {
        consumed: `The approval was used already, by ${why}.`,
        error: `The request can't be trusted: ${why}.`,
    };
    const said = what[state] ?? `Not approved (${state}): ${why}.`;
    return new errors/* StepFailed */.an(reasons[state] ?? 'approval-refused', said, '', { outputs, report: text });
}

;// CONCATENATED MODULE: ./src/approval/gate.js
/**
 * Whether people who may have let this run and attempt through the gate. It never believes the configuration: an
 * environment that doesn't exist is made by GitHub without protection, and the job runs straight through. Pure.
 * @returns who approved, and what speaks against it
 */
function judgeGate(gate, reviews, passage) {
    const { environment, attempt, cooldown } = passage;
    if (gate === undefined)
        return {
            approved: [],
            complaints: [`there is no environment ${environment}: GitHub makes it without protection`],
        };
    if (gate.reviewers === undefined)
        return { approved: [], complaints: [`the environment ${environment} has no required reviewers`] };
    const ours = reviews.filter(({ environments }) => environments.includes(environment));
    const rejected = ours.filter(({ state }) => state === 'rejected');
    const judged = ours
        .filter(({ state }) => state === 'approved')
        .map((review) => ({ review, why: gate_objection(review, gate.reviewers, passage) }));
    const approved = judged.flatMap(({ review, why }) => why === undefined && review.user ? [review.user] : []);
    const lacking = passage.missing(approved);
    return {
        approved,
        complaints: [
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
function gate_objection({ user, machine, comment }, reviewers, { attempt, isOn, excluded }) {
    if (user === undefined || machine)
        return 'a machine has no say';
    const isReviewer = reviewers?.people.some(({ id }) => id === user.id) === true;
    // Members of teams can't be seen by a workflow's token; then the panel of the inputs has to know them.
    if (!isReviewer && (reviewers?.teams ?? []).length === 0)
        return 'they are not a reviewer; an admin went round the gate';
    if (!isOn(user))
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
 * Proves that people who may have let this run through the gate of its environment, and records it. It never waits:
 * GitHub has done that.
 * @throws StepFailed `approval-refused` with everything that speaks against it
 */
async function passGate(desk, nonce) {
    const { github, inputs, runner, panel } = desk;
    const { asked, excluded } = await draft(desk, 'environment', nonce);
    const gate = await readGate(github, asked.binding.environment);
    const reviews = await readReviews(github, Number(asked.binding.run));
    const { approved, complaints } = judgeGate(gate, reviews, {
        environment: asked.binding.environment,
        attempt: asked.binding.attempt,
        cooldown: inputs.cooldown,
        isOn: (person) => isOn(panel, person),
        missing: (people) => missing(panel, people),
        excluded,
    });
    const text = requestText(asked);
    const { ref, version, live } = asked;
    const deadline = new Date(asked.deadline).toISOString();
    const more = { deadline, ref, version, decidedBy: 'job', liveCommit: live?.commit ?? '' };
    const record = makeRecord(asked.binding, more, text);
    const state = complaints.length === 0 ? 'granted' : 'error';
    const { request: _, 'request-url': __, ...outputs } = outputsOf({ number: 0, url: '', record }, 'environment', { state, approved });
    if (complaints.length > 0)
        throw new errors/* StepFailed */.an('approval-refused', ['The gate has not held this deploy as it should.', ...complaints].join('\n'), '', { outputs, report: text });
    const by = `Approved at the gate by ${approved.map(({ login }) => login).join(', ')}`;
    const deployment = await keepRecord(desk, record, by);
    await setState(desk, { deployment, url: (0,runner_context/* runUrl */.V)(runner.context) }, 'inactive', by);
    const weak = weaknesses(gate);
    for (const one of weak)
        runner.log.warning(one);
    return granted(outputs, approvalOf(record, approved), approved, text);
}
/** What GitHub lets pass though the gate stands; it isn't ours to forbid. Pure. */
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
 * Takes a request up that a comment has granted. Whoever started this run only named an issue: whether it is granted, by
 * whom and for what, is read from GitHub once more and decided here.
 * @throws UserError `approval-refused` for a request that isn't ours or doesn't fit this run; StepFailed when it isn't granted
 */
async function resume(desk, number) {
    const { github, inputs, runner } = desk;
    const request = await findRequest(github, number, inputs['environment-name']);
    if (request === undefined)
        throw refused(`#${number} is no request for approval for ${inputs['environment-name']}, or no workflow wrote it`);
    const watched = await watch(desk, request);
    await demandFit(desk, request);
    const { decision } = await look(desk, watched, { ended: await endingOf(desk, request) });
    const outputs = outputsOf(request, 'issue-resume', decision);
    if (decision.state !== 'granted')
        throw notGranted({ ...decision, why: decision.why || decision.missing.join(', ') }, outputs);
    const other = await takeUp(desk, request);
    if (other !== undefined)
        throw notGranted({ state: 'consumed', why: other }, outputs);
    await endQuietly(desk, request, decision);
    const { runId: forRun, runAttempt: forAttempt } = runner.context;
    const approval = { ...approvalOf(request.record, decision.approved), forRun, forAttempt };
    return granted(outputs, approval, decision.approved, `Asked in [#${number}](${request.url}).`);
}
/** This run has to be for what was approved, and the same has to be live still. */
async function demandFit(desk, { record }) {
    const { context } = desk.runner;
    const { binding, ref } = record;
    const live = (await liveNow(desk))?.release ?? '';
    const differs = [
        ...(binding.repository === context.repository ? [] : [`it is for ${binding.repository}`]),
        ...(binding.commit === context.sha
            ? []
            : [`it is for the commit ${binding.commit}, this run is of ${context.sha}`]),
        ...(ref === context.ref ? [] : [`it is for ${ref}, this run is on ${context.ref}`]),
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
/** From when on (seconds since the beginning) how long a pause is: lively while people look, then ever calmer. */
const pauses = [
    { from: 0, pause: 5 },
    { from: 60, pause: 15 },
    { from: 300, pause: 30 },
    { from: 3600, pause: 75 },
];
/**
 * Seconds until the next look: at most 138 looks in the first hour and 48 in each that follows. Shifted by a fifth at most
 * either way, so that jobs that began together don't ask together; slow when the repository's hour is nearly used up. Pure.
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
const patienceWhenCancelled = 5;
/**
 * Waits for people's answer and ends the request, or parks it when the runner has waited long enough: then a comment still
 * decides, by the workflow that it wakes. What GitHub fails to answer is no decision; it is asked again until the deadline.
 */
async function waitForAnswer(desk, watched) {
    const { runner, inputs, github } = desk;
    const { clock, log, cancelled } = runner;
    const limit = inputs['max-runner-minutes'] * 60;
    const began = clock.now();
    let last;
    for (let round = 0;; round += 1) {
        let told = 0;
        try {
            const now = await look(desk, watched, { before: last?.reading });
            if (progress(now.decision) !== progress(last?.decision))
                log.info(progress(now.decision));
            last = now;
            if (now.decision.state !== 'requested' && now.decision.state !== 'cooling')
                return now.decision;
            await sayWhatIsNew(desk, watched, now);
        }
        catch (error) {
            if (!passes(error))
                throw error;
            log.info(`${error.message}. It is asked again; nothing is decided by that.`);
            told = error.wait ?? 0;
        }
        const waited = (clock.now() - began) / 1000;
        if (waited >= limit)
            return await giveUp(desk, watched, last?.decision);
        const usual = pauseAfter(waited, chance(watched.request.record.hash, round), github.spent);
        const ripe = last?.decision.ripe;
        const untilRipe = ripe === undefined ? usual : (ripe - timeAt(desk)) / 1000;
        await clock.sleep(Math.max(1, told, Math.min(usual, untilRipe, limit - waited)), cancelled);
    }
}
/** Ends a request whose job is being cancelled, as well as that can still be done. */
async function endCancelled(desk, { request }) {
    const { runner } = desk;
    const patience = AbortSignal.timeout(patienceWhenCancelled * 1000);
    const { openGitHub } = await Promise.resolve(/* import() */).then(__webpack_require__.bind(__webpack_require__, 6536));
    const last = { ...runner, cancelled: patience };
    const github = await openGitHub(desk.inputs.token ?? '', last, patienceWhenCancelled);
    const closing = { ...desk, github, runner: last };
    await end(closing, request, {
        ...nothingHeard,
        state: 'cancelled',
        why: 'the job that waited was cancelled',
    }).catch((error) => runner.log.warning(`The request ${request.url} stays open: ${String(error)}`));
}
/** The runner has waited long enough: where a comment can wake a workflow the request stays open, else it ends. */
async function giveUp(desk, { request }, last = nothingHeard) {
    const waited = span(desk.inputs['max-runner-minutes'] * 60);
    if (desk.inputs['resume-workflow'] === undefined)
        return { ...last, state: 'expired', why: `the job has waited for ${waited}, and may not wait longer` };
    await say(desk, request, {
        mark: 'parked',
        text: `The job has waited for ${waited} and ended. Go on as before: a comment still decides.`,
    });
    return 'parked';
}
/** Errors that patience mends; all others are told at once, and decide nothing either. */
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
/** By chance from 0 to 1, the same for the same request and round. */
function chance(hash, round) {
    const at = (round * 2) % (hash.length - 1);
    return Number.parseInt(hash.slice(at, at + 2), 16) / 255;
}

;// CONCATENATED MODULE: ./src/approval/await.js















/** Holds a deploy for people, in the way that was chosen. */
async function awaitApproval(inputs, runner) {
    try {
        const desk = await openDesk(inputs, runner);
        if (inputs.decide !== undefined)
            return await decideFor(desk, inputs.decide);
        if (inputs.request !== undefined)
            return await resume(desk, inputs.request);
        const { mode, why } = await chooseMode(desk);
        runner.log.info(`Mode ${mode}, because ${why}.`);
        return mode === 'environment' ? await passGate(desk, nonce()) : await ask(desk, mode, why);
    }
    catch (error) {
        throw error instanceof failure/* GitHubError */.y_ ? unanswered(error, runner.context.actor) : error;
    }
}
/** `auto` says what it takes; it never lets anything pass by itself. */
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
/** Asks by an issue, and waits for the answer or leaves it to a comment. */
async function ask(desk, mode, why) {
    const { runner, inputs } = desk;
    if (mode === 'issue-resume' && inputs['resume-workflow'] === undefined)
        throw new errors/* UserError */.yo('bad-input', "Input 'resume-workflow' is empty: with issue-resume it names the workflow that deploys what is granted.", 'Name its file, such as `resume-workflow: production.yml`.');
    const { asked, excluded } = await draft(desk, mode, nonce());
    const request = await openRequest(desk, asked, mode === 'issue-wait' ? 'job' : 'comment');
    const text = requestText(asked);
    const how = `Mode ${mode}, because ${why}.`;
    runner.log.info(`Waiting for approval: ${request.url}, code ${(0,approval_binding/* codeOf */.$N)(request.record.hash)}`);
    const nobody = { state: 'requested', approved: [] };
    if (mode === 'issue-resume')
        return requested(outputsOf(request, mode, nobody), text, how);
    const watched = { request, excluded };
    const decision = await waitForAnswer(desk, watched).catch(async (error) => {
        if (runner.cancelled.aborted)
            await endCancelled(desk, watched);
        throw error;
    });
    if (decision === 'parked')
        return requested(outputsOf(request, mode, nobody), text, how);
    const outputs = outputsOf(request, mode, decision);
    const other = decision.state === 'granted' ? await takeUp(desk, request) : undefined;
    // Whoever superseded it has ended it, too.
    if (decision.state !== 'superseded' && other === undefined)
        await endQuietly(desk, request, decision);
    if (other !== undefined)
        throw notGranted({ state: 'consumed', why: other }, outputs, text);
    if (decision.state !== 'granted')
        throw notGranted(decision, outputs, text);
    return granted(outputs, approvalOf(request.record, decision.approved), decision.approved, `${how}\n\n${text}`);
}
/** A comment or the clock has woken us: every request is looked at, and nothing is deployed here. */
async function decideFor(desk, which) {
    const answered = await answer(desk, which);
    const [only] = answered.length === 1 ? answered : [];
    const nobody = { state: 'requested', approved: [] };
    const outputs = only === undefined ? {} : outputsOf(only.request, 'issue-resume', nobody);
    const state = only?.state ?? (answered.length === 0 ? 'none' : 'several');
    for (const { request, state } of answered)
        desk.runner.log.info(`${request.url}: ${state}`);
    return {
        reason: answered.some(({ changed }) => changed) ? 'done' : 'unchanged',
        outputs: { ...outputs, granted: 'false', state },
        summary: answeredSummary(answered),
    };
}
/** GitHub has not answered, which decides nothing: the deploy does not go on. */
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
var contract = __webpack_require__(3849);
;// CONCATENATED MODULE: ./src/inputs/await-approval.js


/** What `await-approval` takes and gives. */
const await_approval_awaitApproval = {
    does: 'approval',
    inputs: {
        mode: (0,contract/* choice */.Yq)(['auto', 'environment', 'issue-wait', 'issue-resume'], { default: 'auto' }),
        'environment-name': (0,contract/* pattern */.T1)(/^\S.*$/, 'the name of a GitHub environment', { default: 'production' }),
        images: (0,contract/* lines */.Mn)({ each: [/^\S+@sha256:[0-9a-f]{64}$/, 'a list of images by digest, repository@sha256:…'] }),
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
var run_action = __webpack_require__(393);
;// CONCATENATED MODULE: ./actions/await-approval.js



/** Holds a deploy until people have approved just that. */
const run = () => (0,run_action/* runAction */.C)(await_approval_awaitApproval, awaitApproval);


/***/ }),

/***/ 4600:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ codeOf),
/* harmony export */   NX: () => (/* binding */ verifyApproval),
/* harmony export */   OT: () => (/* binding */ isBinding),
/* harmony export */   kS: () => (/* binding */ bindingHash)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6986);


/** SHA-256 over the binding, field by field in a fixed order; its first characters are the code that people type. */
function bindingHash(binding) {
    const { repository, environment, run, attempt, commit, images, live, expires, nonce } = binding;
    const fields = [repository, environment, run, attempt, commit, [...images].sort(), live, expires, nonce];
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(JSON.stringify(fields)).digest('hex');
}
/** What people type: enough of the hash that no two requests of a repository share it, little enough to type. */
function codeOf(hash) {
    return hash.slice(0, 8);
}
/**
 * Reads an approval and refuses one that is not for exactly this. Pure.
 * @throws UserError `approval-refused` with everything in which it differs
 */
function verifyApproval(text, intent) {
    const approval = parse(text);
    const { forRun: run = approval.run, forAttempt: attempt = approval.attempt } = approval;
    const good = { ...approval, run, attempt };
    const differs = ['repository', 'environment', 'run', 'attempt', 'commit', 'live'].flatMap((name) => good[name] === intent[name]
        ? []
        : [`it is for the ${name} ${good[name] || '(none)'}, this is ${intent[name] || '(none)'}`]);
    const complaints = [
        ...(bindingHash(approval) === approval.hash ? [] : ['it was changed after it was given']),
        ...differs,
        ...(approval.images.includes(intent.image)
            ? []
            : [`it is for ${approval.images.join(', ')}, not ${intent.image}`]),
        ...(approval.expires > intent.now ? [] : [`it expired at ${approval.expires}`]),
        ...(intent.used.includes(approval.hash) ? ['it was used before'] : []),
    ];
    if (complaints.length === 0)
        return approval;
    throw refused(`The approval does not fit: ${complaints.join('; ')}.`);
}
/** Whether a value from elsewhere has all that a binding has. Pure. */
function isBinding(value) {
    const record = (value ?? {});
    const words = ['repository', 'environment', 'run', 'attempt', 'commit', 'live', 'expires', 'nonce'];
    return words.every((name) => typeof record[name] === 'string') && Array.isArray(record.images);
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

/***/ 5091:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S4: () => (/* binding */ judge),
/* harmony export */   WE: () => (/* binding */ explain),
/* harmony export */   y_: () => (/* binding */ GitHubError)
/* harmony export */ });
/** GitHub gave no answer that could be used. An error of the API is never a decision. */
class GitHubError extends Error {
    name = 'GitHubError';
    kind;
    /** 0 when there was no answer at all. */
    status;
    /** Seconds until it makes sense to ask again; undefined when no patience mends it. */
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
 * Judges a failed call. Pure.
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 * @param count which failure in a row this is, from 1
 * @param now milliseconds since 1970
 */
function judge(failed, count, now) {
    const { status, headers } = failed;
    const asked = seconds(headers['retry-after']);
    if (isLimit(failed)) {
        const reset = seconds(headers['x-ratelimit-reset']);
        const untilReset = headers['x-ratelimit-remaining']?.toString() === '0' && reset !== undefined
            ? Math.max(1, Math.ceil(reset - now / 1000) + 1)
            : undefined;
        // The secondary limits: a minute at least, then longer and longer.
        const wait = asked ?? untilReset ?? longestBackOff * 2 ** (count - 1);
        return { kind: 'limited', wait, uncertain: false };
    }
    if (status === 0 || status === 408 || status >= 500) {
        const wait = asked ?? Math.min(longestBackOff, 2 ** (count - 1));
        return { kind: 'unavailable', wait, uncertain: true };
    }
    return { kind: kindOf(status), wait: undefined, uncertain: false };
}
/** 403 means three things: no permission, the hour's limit is used up, too much at once. */
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
 * A failure in words, with the permission that is missing when GitHub says which. Pure.
 * @param call `POST /repos/org/shop/deployments`
 */
function explain(call, kind, { status, headers, message }) {
    const said = message.replace(/ - https:\/\/docs\.github\S*$/, '').trim();
    const answer = `GitHub ${verbs[kind]} ${call}${status === 0 ? '' : ` (${status})`}: ${said}`;
    const needed = headers['x-accepted-github-permissions'];
    if (status !== 403 || kind !== 'refused' || needed === undefined)
        return answer;
    return `${answer}. The token needs ${String(needed).replaceAll('=', ': ')}`;
}


/***/ }),

/***/ 6536:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   openGitHub: () => (/* binding */ openGitHub)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5091);

/**
 * GitHub by Octokit, which is loaded here, so that runs without a token don't pay for it. It speaks through the runner's
 * own HTTP: one place that knows proxies, time-outs and cancelling. Where the API is, the runner says, so that GitHub
 * Enterprise Server works.
 * @param patience seconds that one call may go on in all, waits included, until it is given up
 */
async function openGitHub(token, runner, patience) {
    runner.log.mask(token);
    const { Octokit } = await __webpack_require__.e(/* import() */ 726).then(__webpack_require__.bind(__webpack_require__, 3726));
    const spent = { calls: 0, remaining: undefined, limit: undefined, reset: undefined, date: undefined };
    const { debug } = runner.log;
    const octokit = new Octokit({
        auth: token,
        baseUrl: runner.context.apiUrl,
        userAgent: 'saleor-deploy',
        request: { fetch: counting(runner, spent) },
        log: { debug, info: debug, warn: debug, error: debug },
    });
    return new OctokitGitHub(octokit, runner, patience, spent);
}
class OctokitGitHub {
    spent;
    octokit;
    runner;
    patience;
    /** Answers by address, to ask with their ETag the next time. */
    kept = new Map();
    constructor(octokit, runner, patience, spent) {
        this.octokit = octokit;
        this.runner = runner;
        this.patience = patience;
        this.spent = spent;
    }
    async request(route, parameters, again) {
        const filled = this.inRepository(route, parameters);
        const { data, status, unchanged } = await this.send(route, filled, again);
        return { data: data, status, unchanged };
    }
    async all(route, parameters) {
        const items = [];
        let page = await this.send(route, { per_page: 100, ...this.inRepository(route, parameters) });
        for (;;) {
            items.push(...listIn(page.data));
            if (page.next === undefined)
                return items;
            page = await this.send(`GET ${page.next}`, {});
        }
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
        const headers = before?.etag === undefined ? {} : { 'if-none-match': before.etag };
        const look = typeof again === 'function' ? async () => asAnswer(await again()) : again;
        // All but POST come to the same when they are carried out twice.
        return await this.persist(call, method === 'POST' ? look : 'repeat', async () => {
            try {
                const { data, status, headers: told } = await this.octokit.request(route, { ...parameters, headers });
                const next = /<([^<>]+)>;\s*rel="next"/.exec(told.link ?? '')?.[1];
                const answer = { data: data, status, unchanged: false, etag: told.etag, next };
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
    /** Tries until it works, it can't be mended by waiting, or patience is over. */
    async persist(call, again, attempt) {
        const { clock, log, cancelled } = this.runner;
        const deadline = clock.now() + this.patience * 1000;
        for (let count = 1;; count++) {
            try {
                return await attempt();
            }
            catch (error) {
                cancelled.throwIfAborted();
                const failed = readFailure(error);
                if (failed === undefined)
                    throw error;
                const { kind, wait, uncertain } = (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .judge */ .S4)(failed, count, clock.now());
                const said = (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .explain */ .WE)(call, kind, failed);
                const stuck = wait === undefined || clock.now() + wait * 1000 > deadline;
                if (stuck || (uncertain && again === undefined))
                    throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .GitHubError */ .y_(kind, failed.status, said, wait);
                log.info(`${said}. Again in ${wait} s.`);
                await clock.sleep(wait, cancelled);
                const made = uncertain && typeof again === 'function' ? await again() : undefined;
                if (made !== undefined)
                    return made;
            }
        }
    }
}
/** What a look for a lost answer has found, as the answer that was lost. */
function asAnswer(data) {
    if (data === undefined)
        return undefined;
    return { data, status: 201, unchanged: false, etag: undefined, next: undefined };
}
function listIn(data) {
    if (Array.isArray(data))
        return data;
    return Object.values(data).find((value) => Array.isArray(value)) ?? [];
}
/** Octokit's errors have a status; without a response that status is its own invention. Others are bugs of ours. */
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
/** The runner's HTTP in the shape of fetch, counting what is sent and what GitHub says is left. */
function counting({ http, cancelled }, spent) {
    return async (url, request) => {
        spent.calls += 1;
        const { method, headers, body } = request;
        const sent = { url, method, headers, timeoutSeconds: 15, signal: cancelled };
        const answer = await http.request(body === undefined ? sent : { ...sent, body });
        const told = (name) => {
            const value = answer.headers[`x-ratelimit-${name}`];
            return value === undefined ? undefined : Number(value);
        };
        const reset = told('reset');
        spent.remaining = told('remaining') ?? spent.remaining;
        spent.limit = told('limit') ?? spent.limit;
        spent.reset = reset === undefined ? spent.reset : reset * 1000;
        const date = Date.parse(answer.headers.date ?? '');
        spent.date = Number.isNaN(date) ? spent.date : date;
        const empty = [204, 205, 304].includes(answer.status);
        return new Response(empty ? null : answer.body, { status: answer.status, headers: answer.headers });
    };
}


/***/ }),

/***/ 1752:
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
/** Reads what we once wrote; GitHub gives it back as an object or as text. */
function readPayload(payload) {
    const record = parsed(payload);
    if (record?.writer !== 'saleor-deploy' || typeof record.release !== 'string')
        return undefined;
    return record;
}
/** Whether a payload says nothing. */
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
 * How a run that ended so leaves its deployment: `failure` when the release did not make it, `error` when what is around
 * it failed. Either way the old one serves. Pure.
 */
function stateAfter(reason) {
    return around.includes(reason) ? 'error' : 'failure';
}
const around = [
    'host-unreachable',
    'locked',
    'live-changed',
    'guard-lost',
    'cancelled',
    'internal-error',
];
/** One line of 140 characters at most, which is all that GitHub takes. */
function describe(text) {
    const line = text.split('\n', 1)[0]?.trim() ?? '';
    const characters = Array.from(line);
    return characters.length <= 140 ? line : `${characters.slice(0, 139).join('')}…`;
}
/** Whether the job that we are in has a deployment already, because it says `environment:` itself. */
function jobHasOne(records, run) {
    return records.some(({ bare, logUrl }) => bare && `${logUrl}/`.startsWith(`${run}/`));
}
/** Ours that were never finished and whose release isn't the live one: their runs may still be at it. */
function unfinished(records, live) {
    return records.filter(({ payload, state }) => payload !== undefined && !isFinal(state) && payload.release !== live?.id);
}
/**
 * Holds GitHub's records, newest first, against what the hosts say is live: a run may have died or not have reached
 * GitHub at its end. Pure.
 * @param over the unfinished ones whose runs have ended
 * @returns what to add, and whether the live release has no record at all
 */
function reconcile(records, live, over) {
    const serving = records.find(({ payload }) => payload?.release === live.id);
    // One that was replaced is history, also when its release came back.
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


/***/ })

};
