import { awaitApproval as wait } from '../src/approval/await.ts'
import { awaitApproval } from '../src/inputs/await-approval.ts'
import { runAction } from '../src/run-action.ts'

/** Holds a deploy until people have approved just that. */
export const run = (): Promise<void> => runAction(awaitApproval, wait)
