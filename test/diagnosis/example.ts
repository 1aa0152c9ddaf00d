import type { ContainerEvidence, Evidence } from '../../src/model/evidence.ts'

/** A new web container that runs. */
export function container(changes: Partial<ContainerEvidence> = {}): ContainerEvidence {
  return {
    name: 'shop-web-2',
    service: 'web',
    release: 'new',
    status: 'running',
    exitCode: 0,
    restarts: 0,
    outOfMemory: false,
    error: '',
    health: 'none',
    checks: [],
    lines: [],
    ...changes,
  }
}

/** A deploy of release `new` that failed. */
export function failure(changes: Partial<Evidence> = {}): Evidence {
  return {
    host: 'shop.example.com',
    reason: 'unhealthy',
    said: [],
    release: 'new',
    containers: [],
    port: 8000,
    machine: '',
    ...changes,
  }
}
