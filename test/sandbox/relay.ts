import { connect, createServer, type Socket } from 'node:net'

/** A TCP relay that stands in for a long or breaking line. */
export type Relay = {
  port: number
  /** Ends the relay and its connections in order. */
  close(): Promise<void>
  /** The line goes dead: nothing is passed on any more, and neither side is told. */
  cut(): void
  /** Both sides are told at once that the connection is gone; new ones work. */
  reset(): void
  /** The line works again for new connections; those that were cut stay dead. */
  fix(): void
}

/** Listens on loopback and passes bytes on, each way half the round trip later and in order. */
export async function startRelay(desired: {
  to: { host: string; port: number }
  delayMs: number
}): Promise<Relay> {
  const sockets = new Set<Socket>()
  const dead = new Set<Socket>()
  let isCut = false

  const server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => {
    const far = connect({ ...desired.to, noDelay: true, allowHalfOpen: true })
    for (const socket of [near, far]) {
      sockets.add(socket)
      // Whoever connects while the line is cut talks to nobody.
      if (isCut) dead.add(socket)
      socket.on('close', () => sockets.delete(socket))
    }
    pass(near, far)
    pass(far, near)
  })

  function pass(from: Socket, to: Socket): void {
    // Timers of equal length fire in the order in which they were set, so bytes stay in order.
    const later = (act: () => void) => {
      setTimeout(() => {
        if (!dead.has(from) && !to.destroyed) act()
      }, desired.delayMs / 2)
    }
    from.on('data', (part) => later(() => to.write(part)))
    from.on('end', () => later(() => to.end()))
    from.on('error', () => later(() => to.destroy()))
    from.on('close', () => later(() => to.destroySoon()))
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the relay got no port')

  return {
    port: address.port,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
    cut() {
      isCut = true
      for (const socket of sockets) dead.add(socket)
    },
    reset() {
      for (const socket of sockets) socket.resetAndDestroy()
    },
    fix() {
      isCut = false
    },
  }
}
