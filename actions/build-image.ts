import { build } from '../src/image/build.ts'
import { buildImage } from '../src/inputs/build-image.ts'
import { runAction } from '../src/run-action.ts'

/** Builds the image, keeps its layers for the next run and proves that it starts. */
export const run = (): Promise<void> => runAction(buildImage, build)
