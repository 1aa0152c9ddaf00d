import { build } from '../src/image/build/build.ts'
import { sweptInPost } from '../src/image/registry/docker-config.ts'
import { buildImage } from '../src/inputs/build-image.ts'
import { runAction } from '../src/run-action.ts'

/** Builds, keeps the layers, tries the image. The runner starts the same file as the post step. */
export const run = async (): Promise<void> => {
  if (!(await sweptInPost())) await runAction(buildImage, build)
}
