import { choice, flag, lines, pattern, seconds, secret, text, whole } from './contract.ts'

/** The form of a line of `approvers`: `ann`, `org/release`, `2 of org/release, bob`. */
export const approversLine =
  /^(?:\d+ of )?@?[\w.-]+(?:\[bot\])?(?:\/[\w.-]+)?(?:\s*,\s*@?[\w.-]+(?:\/[\w.-]+)?)*$/

/** What `await-approval` accepts and returns. */
export const awaitApproval = {
  does: 'approval',
  inputs: {
    mode: choice(['auto', 'environment', 'issue-wait', 'issue-resume'], { default: 'auto' }),
    'environment-name': pattern(/^\S.*$/, 'the name of a GitHub environment', { default: 'production' }),
    images: lines({ each: [/^\S+@sha256:[0-9a-f]{64}$/, 'a list of images by digest, repository@sha256:…'] }),
    command: text(),
    version: text(),
    live: pattern(/^\d{8}-\d{6}-[0-9a-f]{12}$/, 'the id of a release, as deploy-production puts it out'),
    approvers: lines({
      each: [approversLine, 'a list of people and teams: ann, org/release, 2 of org/release, bob'],
    }),
    'minimum-approvals': whole({ min: 1, max: 20, default: '1' }),
    'allow-self-approval': flag({ default: 'false' }),
    'exclude-authors': flag({ default: 'false' }),
    cooldown: seconds({ default: '0' }),
    timeout: seconds({ default: '24h' }),
    'valid-for': seconds({ default: '72h' }),
    'max-runner-minutes': whole({ min: 1, max: 7200, default: '60' }),
    'resume-workflow': pattern(/^[\w.-]+\.ya?ml$/, 'the file of a workflow, such as production.yml'),
    request: whole({ min: 1, max: 999_999_999 }),
    decide: pattern(/^(all|[1-9]\d{0,8})$/, 'the number of an issue, or all'),
    migrations: text(),
    'irreversible-migrations': lines(),
    'smoke-checks': text(),
    backup: text(),
    'monitoring-url': pattern(/^https?:\/\/\S+$/, 'an address such as https://status.example.com/health'),
    'notify-webhook': secret(),
    token: secret(),
    'team-token': secret(),
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
} as const
