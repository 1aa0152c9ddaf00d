import { text } from '../contract.ts'
import { attestationDemand } from '../values/attestation-demand.ts'

/** The inputs of every action that starts a release: who must have built its images. */
export const attestationInputs = {
  'require-attestation': attestationDemand(),
  'trusted-root': text(),
} as const
