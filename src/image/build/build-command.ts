import type { Attestation } from '../../inputs/values/attestations.ts'

/** The options of `docker buildx build`. */
export interface BuildPlan {
  builder: string
  /** A folder, or a Git or HTTP address. */
  context: string
  dockerfile: string | undefined
  target: string | undefined
  platforms: readonly string[]
  /** `NAME=value`, readable in the image's history, and so no place for secrets. */
  buildArgs: readonly string[]
  /** `name=value`: BuildKit's named contexts, which also replace images of the Dockerfile. */
  buildContexts: readonly string[]
  /** Files that hold one secret each. */
  secrets: readonly { id: string; file: string }[]
  labels: readonly string[]
  /** Tags with the name of the image. */
  tags: readonly string[]
  cacheFrom: readonly string[]
  cacheTo: readonly string[]
  /** What BuildKit attests about the image, in its index; none by default. */
  attestations: readonly Attestation[]
  /** The image that lists the packages of a new one; BuildKit's own without it. */
  sbomGenerator: string | undefined
  /** Where BuildKit writes the digests. */
  metadataFile: string
  /** A file to write an OCI archive to; without it the image goes into the local engine. */
  archive?: string
}

/** The command line of a build. */
export function buildCommand(plan: BuildPlan): string[] {
  const each = (option: string, values: readonly string[]): string[] =>
    values.flatMap((value) => [option, value])
  const optional = (option: string, value: string | undefined): string[] =>
    value === undefined ? [] : [option, value]
  return [
    ...['docker', 'buildx', 'build', '--builder', plan.builder, '--progress', 'plain'],
    ...optional('--file', plan.dockerfile),
    ...optional('--target', plan.target),
    ...(plan.platforms.length === 0 ? [] : ['--platform', plan.platforms.join(',')]),
    ...each('--build-arg', plan.buildArgs),
    ...each('--build-context', plan.buildContexts),
    ...each(
      '--secret',
      plan.secrets.map(({ id, file }) => `id=${id},src=${file}`),
    ),
    ...each('--label', plan.labels),
    ...each('--cache-from', plan.cacheFrom),
    ...each('--cache-to', plan.cacheTo),
    ...attest(plan),
    ...['--metadata-file', plan.metadataFile],
    ...output(plan),
    plan.context,
  ]
}

/**
 * An attestation contains times and makes two builds of one commit differ, so all are off by default; provenance is on
 * in BuildKit unless it is turned off. `mode=min` leaves out build arguments.
 * https://docs.docker.com/build/metadata/attestations/
 */
function attest({ attestations, sbomGenerator }: BuildPlan): string[] {
  const sbom = ['type=sbom', ...(sbomGenerator === undefined ? [] : [`generator=${sbomGenerator}`])].join(',')
  return [
    ...(attestations.includes('provenance')
      ? ['--attest', 'type=provenance,mode=min']
      : ['--provenance=false']),
    ...(attestations.includes('sbom') ? ['--attest', sbom] : []),
  ]
}

/** An archive has no names: with several it would contain several images, and the one to push would be unclear. */
function output({ archive, tags }: BuildPlan): string[] {
  if (archive !== undefined) return ['--output', `type=oci,dest=${archive}`]
  return [...tags.flatMap((tag) => ['--tag', tag]), '--load']
}

/** Build arguments whose names suggest a secret, which must not be in the image's history. */
export function tellingNames(buildArgs: readonly string[]): string[] {
  return buildArgs
    .map((line) => line.split('=', 1)[0] ?? '')
    .filter((name) =>
      /(^|_)(TOKEN|PASSWORD|PASSWD|SECRET|CREDENTIALS?|PRIVATE_KEY|API_?KEY)($|_)/i.test(name),
    )
}
