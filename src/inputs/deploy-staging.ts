import { connectionInputs } from './connection.ts'
import { deployInputs, deployOutputs } from './deploy.ts'

/** What `deploy-staging` takes and gives. */
export const deployStaging = {
  inputs: {
    ...deployInputs({
      composeFile: 'docker-compose.staging.yml',
      environmentFile: '.env.staging',
      strategy: 'rolling',
      backup: 'never',
      bake: '0',
    }),
    host: connectionInputs.host,
  },
  outputs: deployOutputs,
} as const
