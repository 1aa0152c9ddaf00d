/**
 * `npm run saleor -- 3.22.67 3.23.28`: builds images of Saleor itself, from its own repository (`SALEOR_REPOSITORY`: another
 * place) and with its own Dockerfile, by the actions build-image and push-registry, into the sandbox's registry.
 */
import { saleorImage } from '../test/saleor/images.ts'
import { openSandbox } from '../test/sandbox/sandbox.ts'

const versions = process.argv.slice(2)
if (versions.length === 0 || versions.some((version) => !/^\d+\.\d+\.\d+$/.test(version))) {
  console.error('usage: npm run saleor -- <version of Saleor, such as 3.23.28> …')
  process.exit(2)
}
await openSandbox({ servers: 0 })
for (const version of versions) {
  const started = performance.now()
  const { reference } = await saleorImage(version)
  console.log(`${version}: ${reference} (${((performance.now() - started) / 1000).toFixed(0)} s)`)
}
