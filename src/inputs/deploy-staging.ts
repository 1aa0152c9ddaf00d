import { connectionInputs } from './groups/connection.ts'
import { deployInputs, deployOutputs } from './groups/deploy.ts'
import { recordingInputs } from './groups/recording.ts'

/** What `deploy-staging` accepts and returns. */
export const deployStaging = {
  does: 'deploy',
  inputs: {
    ...deployInputs({
      composeFile: 'docker-compose.staging.yml',
      environmentFile: '.env.staging',
      strategy: 'rolling',
      backup: 'never',
      bake: '0',
    }),
    host: connectionInputs.host,
    ...recordingInputs('staging'),
  },
  outputs: deployOutputs,
} as const
