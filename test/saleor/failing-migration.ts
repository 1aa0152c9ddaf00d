import { mkdtemp, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pushedBuild } from '../sandbox/pushed-build.ts'
import { type SaleorImage, saleorSources } from './images.ts'

/** A patch release on top of an image, with a migration that the database refuses. */
export async function withFailingMigration({ reference, version }: SaleorImage): Promise<SaleorImage> {
  const migrations = join(await saleorSources(version), 'saleor/site/migrations')
  const newest =
    (await readdir(migrations))
      .filter((name) => /^\d{4}_.*\.py$/.test(name))
      .sort()
      .at(-1) ?? ''
  const context = await mkdtemp(join(tmpdir(), 'failing-migration-'))
  await writeFile(
    join(context, '9000_fails.py'),
    `from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("site", "${basename(newest, '.py')}")]
    operations = [migrations.RunSQL("ALTER TABLE nowhere ADD COLUMN x integer", "SELECT 1")]
`,
  )
  await writeFile(
    join(context, 'Dockerfile'),
    `FROM ${reference}\nCOPY 9000_fails.py saleor/site/migrations/\n`,
  )
  const next = version.replace(/\d+$/, (patch) => String(Number(patch) + 1))
  const repository = reference.split('@')[0] ?? ''
  const label = ['--label', `org.opencontainers.image.version=${next}`]
  const digest = await pushedBuild(`${repository}:${next}`, context, label)
  return { version: next, reference: `${repository}@${digest}` }
}
