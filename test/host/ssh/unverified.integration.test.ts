import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { unverified } from '../../../src/host/ssh/unverified.ts'
import { makeKey } from '../ssh-keygen.ts'

const line = makeKey(join(mkdtempSync(join(tmpdir(), 'unverified-')), 'key'), 'ed25519').publicKey.trim()
const key = Buffer.from(line.split(' ')[1] ?? '', 'base64')

function explained(...knownHosts: string[]): { what: string; fix: string } {
  const error = unverified({ host: 'shop', port: 22, pins: { knownHosts, fingerprints: [] } }, key)
  expect(error.reason).toBe('host-key-unverified')
  return { what: error.message, fix: error.fix }
}

describe('a host key that is not pinned', () => {
  it('An unverified host key is shown with the line to add', () => {
    expect(explained().what).toContain('is not pinned')
    expect(explained().fix).toContain(`shop ${line.split(' ').slice(0, 2).join(' ')}`)
  })

  it.each([
    ['alone', [`@revoked shop ${line}`]],
    ['for all hosts', [`@revoked * ${line}`]],
    ['beside a line that pins it', [`shop ${line}`, `@revoked shop ${line}`]],
  ])('A revoked host key is never advised: %s', (_, lines) => {
    const { what, fix } = explained(...lines)
    expect(what).toContain('@revoked')
    expect(fix).toContain('new host key')
    expect(what + fix).not.toContain(line.split(' ')[1])
    expect(fix).not.toContain('put this line')
  })

  it('The unsupported @cert-authority line is named', () => {
    expect(explained(`@cert-authority shop ${line}`).what).toContain('@cert-authority')
    expect(explained(`@cert-authority elsewhere ${line}`).what).not.toContain('@cert-authority')
  })
})
