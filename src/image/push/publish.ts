import { UserError } from '../../errors.ts'
import type { InputsOf } from '../../inputs/contract.ts'
import type { pushRegistry } from '../../inputs/push-registry.ts'
import { parseReference, type Reference, tagPattern } from '../../model/release/image-reference.ts'
import type { Outcome } from '../../run-action.ts'
import type { Runner } from '../../runner/runner.ts'
import { type PrivateDocker, withPrivateDocker } from '../registry/docker-config.ts'
import { logIn, loginOf, mayBePlain } from '../registry/login.ts'
import { Repository } from '../registry/registry.ts'
import type { Login } from '../registry/registry-auth.ts'
import { promote, type Source } from './promote.ts'
import { publishSummary } from './publish-report.ts'
import { type PushJob, pushFromEngine } from './push.ts'
import { pushArchive } from './push-archive.ts'

type Inputs = InputsOf<typeof pushRegistry>

/** Pushes an image to a registry, from the local engine, an archive or another repository. */
export async function publish(inputs: Inputs, runner: Runner): Promise<Outcome<typeof pushRegistry>> {
  const image = reference('image', inputs.image)
  const tags = tagsOf(image, inputs.tags)
  const from = inputs.promote === undefined ? undefined : promotable(inputs.promote, inputs.digest)
  const login = loginOf(inputs.username, inputs.password, 'username')
  const sourceLogin = loginOf(inputs['promote-username'], inputs['promote-password'], 'promote-username')
  const retry = { attempts: inputs.attempts, longestWaitSeconds: inputs['max-wait'] }
  const started = runner.clock.now()

  const logins: [Reference, Login][] = []
  if (login !== undefined) logins.push([image, login])
  // Docker stores one login per registry. Within one registry the login of `image` is used, because it must write.
  if (from !== undefined && sourceLogin !== undefined && from.registry !== image.registry)
    logins.push([from, sourceLogin])
  const registries = logins.map(([{ registry }]) => registry)

  return await withPrivateDocker(runner, registries, async (docker) => {
    for (const [where, who] of logins) await logIn(runner, docker, where, who, retry)
    const plain = await mayBePlain(runner, image)
    const repository = new Repository(runner, image, await docker.login(image.registry), plain)
    const job: PushJob = { runner, docker, image, tags, repository, retry, plain, expected: inputs.digest }

    const { digest, reason } = await bring(job, inputs, from && (await sourceOf(runner, docker, from)))
    const seconds = (runner.clock.now() - started) / 1000
    const outputs = {
      digest,
      image: `${image.name}@${digest}`,
      tags: tags.map((tag) => `${image.name}:${tag}`).join('\n'),
    }
    return { reason, outputs, summary: publishSummary({ ...outputs, reason, from: inputs.promote, seconds }) }
  })
}

async function bring(
  job: PushJob,
  { archive }: Inputs,
  source: Source | undefined,
): Promise<{ digest: string; reason: 'done' | 'unchanged' }> {
  if (source !== undefined) return { reason: await promote(job, source), digest: source.reference.digest }
  const digest = archive === undefined ? await pushFromEngine(job) : await pushArchive(job, archive)
  return { reason: 'done', digest }
}

async function sourceOf(runner: Runner, docker: PrivateDocker, from: Source['reference']): Promise<Source> {
  const login = await docker.login(from.registry)
  return { reference: from, repository: new Repository(runner, from, login, await mayBePlain(runner, from)) }
}

/** Accepts `1.4.2` and, from build-image, `ghcr.io/shop/backend:1.4.2`. */
function tagsOf({ name }: Reference, given: readonly string[]): string[] {
  const tags = given.map((tag) => (tag.startsWith(`${name}:`) ? tag.slice(name.length + 1) : tag))
  const wrong = tags.find((tag) => !tagPattern.test(tag))
  if (tags.length > 0 && wrong === undefined) return tags
  throw new UserError(
    'bad-input',
    wrong === undefined ? "Input 'tags' is empty." : `Input 'tags': "${wrong}" can't be a tag of ${name}.`,
    'Give one tag a line, of letters, digits, `.`, `_` and `-`, or the output `tags` of build-image.',
  )
}

function reference(input: string, text: string): Reference {
  const found = parseReference(text.toLowerCase())
  if (found !== undefined && found.tag === undefined && found.digest === undefined) return found
  throw new UserError(
    'bad-input',
    `Input '${input}': "${text}" is not the name of a repository.`,
    'Give it without a tag, as in `ghcr.io/shop/backend`; tags have an input of their own.',
  )
}

/** Only a digest can be promoted: a tag may have moved since the tests ran. */
function promotable(text: string, expected: string | undefined): Source['reference'] {
  const found = parseReference(text)
  if (found?.digest !== undefined && (expected ?? found.digest) === found.digest)
    return { ...found, digest: found.digest }
  if (found?.digest !== undefined)
    throw new UserError(
      'bad-input',
      `Inputs 'promote' and 'digest' name two digests: ${found.digest}, ${expected}.`,
      'Leave `digest` out: what is promoted is named by its digest.',
    )
  throw new UserError(
    'bad-input',
    `Input 'promote': "${text}" has no digest.`,
    'Give the tested digest, as in `ghcr.io/shop/backend@sha256:…`, the output `image` of the step that pushed it.',
  )
}
