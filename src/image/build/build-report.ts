import { inFull } from '../../report/image-names.ts'
import { details, duration, inlineCode, table } from '../../report/markdown.ts'
import type { Naming } from '../naming/naming.ts'
import { shortCommit } from '../naming/version.ts'
import type { Built } from './run-build.ts'

/** The origin of the version and the tags, for the log. */
export function versionLines({ version, plan, name }: Naming): string[] {
  return [
    `${name} ${version.version}`,
    ...version.sources.map(({ source, says, used }) => `  ${used ? '→' : ' '} ${source}: ${says || '–'}`),
    ...plan.tags.map(({ tag, because }) => `  tag ${tag} (${because})`),
    ...plan.withheld.map(({ tag, because }) => `  not ${tag}: ${because}`),
  ]
}

/** The job summary of a build: what was built and that it starts; where its names come from is in a fold. */
export function buildSummary(done: {
  naming: Naming
  built: Built
  verified: string
  seconds: number
}): string {
  const { naming, built } = done
  const { version, plan, name, revision } = naming
  const sources = version.sources.map(({ source, says, used }) => [
    source,
    says === '' ? 'nothing' : inlineCode(says),
    used ? '✅ used' : '',
  ])
  const tags = [
    ...plan.tags.map(({ tag, because }) => [inlineCode(tag), because]),
    ...plan.withheld.map(({ tag, because }) => [`~~${inlineCode(tag)}~~`, `not given: ${because}`]),
  ]
  const digest = built.digest ?? built.imageId
  const facts = [
    ['Tags', plan.tags.map(({ tag }) => inlineCode(tag)).join(' ')],
    ['Commit', inlineCode(shortCommit(revision))],
    [
      built.digest === undefined ? 'Image id' : 'Digest',
      inlineCode(digest.replace(/^(sha256:.{12}).*/, '$1')),
    ],
    ['Tried', `it ${done.verified}`],
    ['Took', `${duration(done.seconds)}, ${built.steps.cached} of ${built.steps.all} steps from the cache`],
  ]
  return [
    `### ✅ ${name.split('/').at(-1)} ${version.version} is built; nothing is deployed yet`,
    table(['', ''], facts),
    details(
      'Where the version and the tags come from',
      `${table(['Version from', 'Says', ''], sources)}\n\n${table(['Tag', 'Because'], tags)}`,
    ),
    inFull([
      ['Image', name],
      ['Commit', revision],
      ['Digest', digest],
    ]),
  ].join('\n\n')
}
