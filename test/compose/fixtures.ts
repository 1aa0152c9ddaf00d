import { readFileSync } from 'node:fs'
import type { ComposeModel, ComposeService } from '../../src/model/project/project.ts'

/** A file of the fixtures folder. */
export function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')
}

/** What Compose 2.26.1 made of a fixture, read for the host's folder /opt/saleor. */
export function modelFixture(
  name: 'development' | 'staging' | 'production' | 'saleor-platform',
): ComposeModel {
  return JSON.parse(fixture(`models/${name}.json`)) as ComposeModel
}

/** A project of these services. */
export function project(services: Record<string, ComposeService>): ComposeModel {
  return { name: 'shop', services }
}

/** A port as Compose prints it. */
export function port(
  published: string,
  target = 8000,
): { target: number; published: string; protocol: string } {
  return { target, published, protocol: 'tcp' }
}
