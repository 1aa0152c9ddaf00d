import { duration, table } from '../../report/markdown.ts'
import type { Naming } from '../naming/naming.ts'
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

/** The job summary of a build. */
export function buildSummary(done: {
  naming: Naming
  built: Built
  verified: string
  seconds: number
}): string {
  const { naming, built } = done
  const sources = naming.version.sources.map(({ source, says, used }) => [
    source,
    says === '' ? '–' : `\`${says}\``,
    used ? '✅' : '',
  ])
  const tags = [
    ...naming.plan.tags.map(({ tag, because }) => [`\`${tag}\``, because]),
    ...naming.plan.withheld.map(({ tag, because }) => [`~~\`${tag}\`~~`, `not given: ${because}`]),
  ]
  const facts = [
    ['Image', `\`${naming.name}\``],
    ['Commit', `\`${naming.revision}\``],
    [built.digest === undefined ? 'Image id' : 'Digest', `\`${built.digest ?? built.imageId}\``],
    ['Tried', done.verified],
    ['From cache', `${built.steps.cached} of ${built.steps.all} steps`],
    ['Took', duration(done.seconds)],
  ]
  return [
    `### 🏗️ ${naming.name} ${naming.version.version}`,
    table(['', ''], facts),
    table(['Version from', 'says', 'used'], sources),
    table(['Tag', 'because'], tags),
  ].join('\n\n')
}
