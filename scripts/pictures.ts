/**
 * `npm run pictures`: draws the job summaries and the maintenance page as GitHub and a browser show them, into
 * docs/pictures, and prints how wide each wants to be. `-- FOLDER` draws all of them, with folds open too, into a folder.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { defaultPage } from '../src/edge/maintenance-page.ts'
import { Viewer } from '../test/pictures/browser.ts'
import { pageOf } from '../test/pictures/page.ts'
import { allScenes } from '../test/pictures/scenes/scenes.ts'

/** Those that README and docs show. */
const shown = [
  ...['deploy', 'deploy-failed-migration', 'await-approval', 'smoke-test', 'rollback'],
  ...['prepare-server', 'deploy-first'],
]

const [folder] = process.argv.slice(2)
const target = folder ?? join(import.meta.dirname, '../docs/pictures')
const scenes = Object.entries(await allScenes()).filter(
  ([name]) => folder !== undefined || shown.includes(name),
)
await mkdir(target, { recursive: true })
const viewer = await Viewer.open()
if (viewer === undefined) process.exit(1)
for (const [name, markdown] of scenes) {
  const html = await pageOf(markdown, 'light')
  await viewer.picture(html, join(target, `${name}.png`))
  if (folder !== undefined)
    await viewer.picture(html, join(target, `${name}-open.png`), Number.POSITIVE_INFINITY)
  const { widest, tooWide } = await viewer.measure(html)
  console.log(
    `${name.padEnd(30)} ${String(widest).padStart(5)} px${tooWide.length === 0 ? '' : `  too wide: ${tooWide.join('; ')}`}`,
  )
}
await viewer.picture(defaultPage, join(target, 'maintenance-page.png'))
await viewer.close()
