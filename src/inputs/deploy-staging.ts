import { connectionInputs } from './connection.ts'
import { deployInputs, deployOutputs } from './deploy.ts'
import { recordingInputs } from './recording.ts'

/** What `deploy-staging` takes and gives. */
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
