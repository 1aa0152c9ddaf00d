// Node's own HTTP server with its own timeouts, stopped as Next.js stops: no new connections, what is in flight ends.
const { createServer } = require('node:http')
const { hostname } = require('node:os')
const { setTimeout: sleep } = require('node:timers/promises')

const { PORT, VERSION } = process.env
const isBad = VERSION.includes('bad')

async function answer(path, query) {
  if (path === '/health/') return isBad ? [503, 'the shop API is not configured'] : [200, 'ok']
  if (path === '/slow/') await sleep(Number(query.get('seconds')) * 1000)
  if (path === '/whoami/') return [200, JSON.stringify({ version: VERSION, hostname: hostname() })]
  return [200, `<!doctype html><title>Storefront ${VERSION}</title>`]
}

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://storefront')
  const [status, body] = await answer(pathname, searchParams)
  if (status !== 200) console.error(`ERROR ${body}`)
  response
    .writeHead(status, { 'content-type': body.startsWith('{') ? 'application/json' : 'text/html' })
    .end(body)
})
server.listen(Number(PORT), () =>
  console.log(`Storefront ${VERSION} listens on ${PORT}, Node ${process.version}`),
)
process.once('SIGTERM', () => server.close(() => process.exit(0)))
