import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parse } from 'yaml'
import { assembleShop } from '../../test/sandbox/shop.ts'

/** A reader's repository: the clone, and what stands for GitHub's side of it. */
export interface Repository {
  folder: string
  origin: string
  git: (...args: string[]) => string
}

/** Django's command of that name, as far as the quickstart sees it; the sample shop has no users. */
const createSuperuser = `import os
from django.core.management.base import BaseCommand
from saleor.core.models import Note

class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("--noinput", action="store_true")
        parser.add_argument("--email", required=True)

    def handle(self, *args, **options):
        if not os.environ.get("DJANGO_SUPERUSER_PASSWORD"):
            raise SystemExit("no password")
        Note.objects.create(text=options["email"])
`

/** A repository with a shop in it, which was pushed. */
export function shopRepository(scratch: string): Repository {
  const [folder, origin] = [join(scratch, 'shop'), join(scratch, 'shop.git')]
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trim()
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', origin])
  assembleShop('v1', folder)
  const commands = join(folder, 'saleor/core/management/commands')
  mkdirSync(commands, { recursive: true })
  writeFileSync(join(commands, 'createsuperuser.py'), createSuperuser)
  const settings = join(folder, 'saleor/settings.py')
  // Of two commands of one name, Django takes that of the first app.
  const core = '    "saleor.core.apps.CoreAppConfig",\n'
  const text = readFileSync(settings, 'utf8').replace(core, '')
  writeFileSync(settings, text.replace('INSTALLED_APPS = [\n', `INSTALLED_APPS = [\n${core}`))
  git('init', '--quiet', '--initial-branch=main')
  git('config', 'user.name', 'Ada')
  git('config', 'user.email', 'ada@your-company.com')
  git('remote', 'add', 'origin', origin)
  git('add', '--all')
  git('commit', '--quiet', '--message', 'The shop')
  git('push', '--quiet', '--set-upstream', 'origin', 'main')
  return { folder, origin, git }
}

/** The inputs of a started workflow, with the defaults of those that were not given, as GitHub fills them in. */
export function withDefaults(
  folder: string,
  file: string,
  given: Readonly<Record<string, string>>,
): Record<string, string | boolean> {
  const { on } = parse(readFileSync(join(folder, '.github/workflows', file), 'utf8')) as {
    on: { workflow_dispatch: { inputs: Record<string, { type?: string; default?: string | boolean }> } }
  }
  return Object.fromEntries(
    Object.entries(on.workflow_dispatch.inputs).map(([input, { type, default: value = '' }]) => {
      const text = given[input] ?? value
      return [input, type === 'boolean' ? String(text) === 'true' : text]
    }),
  )
}

/** The files of the workflows that a push of the newest commit starts. */
export function workflowsOnPush({ folder, git }: Repository): string[] {
  const committed = git('ls-tree', '--name-only', 'HEAD', '.github/workflows/').split('\n').filter(Boolean)
  return committed
    .filter((file) => 'push' in (parse(readFileSync(join(folder, file), 'utf8')) as { on: object }).on)
    .map((file) => basename(file))
}
