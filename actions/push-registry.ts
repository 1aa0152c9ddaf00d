import { publish } from '../src/image/push/publish.ts'
import { sweptInPost } from '../src/image/registry/docker-config.ts'
import { pushRegistry } from '../src/inputs/push-registry.ts'
import { runAction } from '../src/run-action.ts'

/** Brings an image into a registry and reads its digest back. The runner starts the same file as the post step. */
export const run = async (): Promise<void> => {
  if (!(await sweptInPost())) await runAction(pushRegistry, publish)
}
