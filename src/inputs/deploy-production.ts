import { choice, flag, pattern, seconds, text, whole } from './contract.ts'
import { deployInputs, deployOutputs, hostsInput } from './deploy.ts'

/** What `deploy-production` takes and gives. */
export const deployProduction = {
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
    'environment-name': pattern(/^\S.*$/, 'the name of a GitHub environment', { default: 'production' }),
    approval: text(),
    'require-approval': flag({ default: 'false' }),
  },
  outputs: [...deployOutputs, 'hosts', 'skipped-hosts'],
} as const
