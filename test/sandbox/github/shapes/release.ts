import type { Release } from '../state/release.ts'
import type { Repository } from '../state/repository.ts'
import { type Links, nodeId } from './links.ts'
import { simpleUser } from './user.ts'

/** `release` */
export function releaseShape(release: Release, repository: Repository, links: Links): object {
  const url = links.repo(repository, `/releases/${release.id}`)
  return {
    url,
    html_url: links.page(repository, `/releases/tag/${release.tag}`),
    assets_url: `${url}/assets`,
    upload_url: `${url}/assets{?name,label}`,
    tarball_url: links.repo(repository, `/tarball/${release.tag}`),
    zipball_url: links.repo(repository, `/zipball/${release.tag}`),
    id: release.id,
    node_id: nodeId('Release', release.id),
    tag_name: release.tag,
    target_commitish: release.target,
    name: release.title,
    body: release.body,
    draft: release.isDraft,
    prerelease: release.isPrerelease,
    immutable: false,
    created_at: release.createdAt,
    published_at: release.publishedAt,
    author: simpleUser(release.author, links),
    assets: [],
  }
}
