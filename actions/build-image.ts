import { build } from '../src/image/build.ts'
import { leftBehind, removeLeftBehind } from '../src/image/docker-config.ts'
import { buildImage } from '../src/inputs/build-image.ts'
import { runAction } from '../src/run-action.ts'

/** Builds, keeps the layers, tries the image; in the post step, the broom behind a killed run. */
export const run = async (): Promise<void> => {
  const folder = leftBehind(process.env)
  return folder === undefined ? await runAction(buildImage, build) : await removeLeftBehind(folder)
}
