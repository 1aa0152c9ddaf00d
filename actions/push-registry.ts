import { leftBehind, removeLeftBehind } from '../src/image/docker-config.ts'
import { publish } from '../src/image/publish.ts'
import { pushRegistry } from '../src/inputs/push-registry.ts'
import { runAction } from '../src/run-action.ts'

/** The action, and in the post step (where the runner hands the state on) the broom behind a killed run. */
export const run = async (): Promise<void> => {
  const folder = leftBehind(process.env)
  return folder === undefined ? await runAction(pushRegistry, publish) : await removeLeftBehind(folder)
}
