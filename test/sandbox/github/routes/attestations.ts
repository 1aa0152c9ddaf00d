import type { Routes } from '../route.ts'

/** Attestations of artifacts. GitHub names where a bundle lies, and has stopped to send it along. */
export const attestationRoutes: Routes = {
  'repos/list-attestations': {
    need: 'attestations:read',
    handle: ({ repository, params }) => ({
      status: 200,
      body: {
        attestations: repository.attestations
          .filter(({ digest }) => digest === params['subject_digest'])
          .map(({ bundleUrl }) => ({
            repository_id: repository.id,
            bundle_url: bundleUrl,
            initiator: 'user',
          })),
      },
    }),
  },
}
