import { choice, flag, seconds, text, whole } from './contract.ts'
import { deployInputs, deployOutputs } from './groups/deploy.ts'
import { hostLines } from './groups/hosts.ts'
import { recordingInputs } from './groups/recording.ts'

/** What `deploy-production` accepts and returns. */
export const deployProduction = {
  does: 'deploy',
  inputs: {
    ...deployInputs({
      composeFile: 'docker-compose.production.yml',
      environmentFile: '.env.production',
      strategy: 'blue-green',
      backup: 'pending',
      bake: '60s',
    }),
    hosts: hostLines({ required: true }),
    'scheduler-host': text(),
    parallel: whole({ min: 1, max: 100, default: '10' }),
    'on-unreachable': choice(['refuse', 'skip'], { default: 'refuse' }),
    'balancer-wait': seconds({ default: '10s' }),
    ...recordingInputs('production'),
    approval: text(),
    'require-approval': flag({ default: 'false' }),
  },
  outputs: [...deployOutputs, 'hosts', 'skipped-hosts'],
} as const
