import { createHash } from 'node:crypto'
import { messageOf } from '../../errors.ts'
import type { Reference } from '../../model/release/image-reference.ts'
import type { Http, HttpResponse } from '../../runner/http/http.ts'
import type { Runner } from '../../runner/runner.ts'
import { authorization, type Login } from './registry-auth.ts'
import { retryAfter } from './registry-failure.ts'
import type { Attempt } from './retry.ts'

/** A manifest as the registry serves it; the digest is of these exact bytes. */
export interface Manifest {
  digest: string
  mediaType: string
  text: string
}

const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

/**
 * One repository, by the registry's own API instead of `buildx imagetools inspect`: the API gives status
 * codes and waiting times instead of prose, the bytes to hash, and has no local cache.
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md
 */
export class Repository {
  private readonly runner: Pick<Runner, 'http' | 'clock'>
  private readonly reference: Reference
  private readonly login: Login | undefined
  private readonly mayBePlain: boolean
  private base: string | undefined
  private authorization: string | undefined

  constructor(
    runner: Pick<Runner, 'http' | 'clock'>,
    reference: Reference,
    login: Login | undefined,
    mayBePlain: boolean,
  ) {
    this.runner = runner
    this.reference = reference
    this.login = login
    this.mayBePlain = mayBePlain
  }

  /** The manifest behind a tag or digest, hashed here, because the header of a registry is not trusted. */
  async manifest(tagOrDigest: string): Promise<Attempt<Manifest>> {
    return await this.attempt(
      'GET',
      tagOrDigest,
      { accept: manifestTypes },
      undefined,
      ({ body, headers }) => ({
        digest: `sha256:${createHash('sha256').update(body).digest('hex')}`,
        mediaType: headers['content-type'] ?? '',
        text: body,
      }),
    )
  }

  /** Tags a manifest whose parts exist already. */
  async name(tag: string, { mediaType, text }: Manifest): Promise<Attempt<true>> {
    return await this.attempt('PUT', tag, { 'content-type': mediaType }, text, () => true)
  }

  /** The waiting time of the registry, queried after a failure that docker reported without it. */
  async waitingTime(): Promise<number | undefined> {
    const answer = await this.send('HEAD', 'latest', { accept: manifestTypes }).catch(() => undefined)
    return answer?.status === 429
      ? retryAfter(answer.headers['retry-after'], this.runner.clock.now())
      : undefined
  }

  private async attempt<T>(
    method: string,
    tagOrDigest: string,
    headers: Record<string, string>,
    body: string | undefined,
    read: (answer: HttpResponse) => T,
  ): Promise<Attempt<T>> {
    try {
      const answer = await this.send(method, tagOrDigest, headers, body)
      if (answer.status < 300) return { done: read(answer) }
      const waitSeconds = retryAfter(answer.headers['retry-after'], this.runner.clock.now())
      return { failed: `status ${answer.status}: ${answer.body.trim().slice(0, 500)}`, waitSeconds }
    } catch (error) {
      return { failed: messageOf(error) }
    }
  }

  private async send(
    method: string,
    tagOrDigest: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<HttpResponse> {
    this.base ??= await findBase(this.runner.http, this.reference.registry, this.mayBePlain)
    const request = {
      method,
      url: `${this.base}/v2/${this.reference.repository}/manifests/${tagOrDigest}`,
      timeoutSeconds: 30,
      ...(body === undefined ? {} : { body }),
    }
    const once = (): Promise<HttpResponse> =>
      this.runner.http.request({
        ...request,
        headers: {
          ...headers,
          ...(this.authorization === undefined ? {} : { authorization: this.authorization }),
        },
      })
    const first = await once()
    if (first.status !== 401) return first
    // No credentials yet, or an expired token (they live for minutes).
    this.authorization = await authorization(
      this.runner.http,
      first.headers['www-authenticate'] ?? '',
      `repository:${this.reference.repository}:${method === 'PUT' ? 'pull,push' : 'pull'}`,
      this.login,
    )
    return this.authorization === undefined ? first : await once()
  }
}

/** Docker's rule: HTTPS; plain HTTP only on this machine or where the engine's settings allow it. */
async function findBase(http: Http, registry: string, mayBePlain: boolean): Promise<string> {
  const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry
  if (!mayBePlain) return `https://${host}`
  const secure = await http.request({ url: `https://${host}/v2/` }).catch(() => undefined)
  return secure === undefined ? `http://${host}` : `https://${host}`
}
