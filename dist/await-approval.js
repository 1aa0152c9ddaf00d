import { run } from './index.js'
await run('await-approval')
