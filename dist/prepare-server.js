import { run } from './index.js'
await run('prepare-server')
