import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** Lets one process of this machine at a time do something; who dies while doing it, lets go by that. */
export async function alone<T>(subject: string, work: () => Promise<T>): Promise<T> {
  let unlock = await take(subject)
  while (!unlock) {
    await sleep(100)
    unlock = await take(subject)
  }
  try {
    return await work()
  } finally {
    unlock()
  }
}

// The kernel gives an abstract socket name to one process only and takes it back at its end: no stale lock.
function take(subject: string): Promise<(() => void) | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined)
      else reject(error)
    })
    server.listen(`\0saleor-sandbox/${subject}`, () => resolve(() => void server.close()))
  })
}
