import { choice, flag, seconds, text, whole } from './contract.ts'
import { deployInputs, deployOutputs, hostsInput } from './deploy.ts'
import { recordingInputs } from './recording.ts'

/** What `deploy-production` takes and gives. */
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
    hosts: hostsInput,
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
