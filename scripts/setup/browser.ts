import { works } from './command.ts'
import { readDistribution } from './distribution.ts'
import { install } from './packages.ts'

/** Programs that show a page without a screen; hosted runners have Chrome. */
const programs = ['chromium-headless-shell', 'chromium', 'google-chrome']

/** The browser, the fonts that GitHub's stylesheet names on Linux, and the marks: ✅, ⚠️, ❌. */
const packages = ['chromium-headless-shell', 'fonts-liberation', 'fonts-noto-color-emoji']

/** The name of a browser that runs here; installs one on Debian as root, and is undefined where that can't be done. */
export async function ensureBrowser(): Promise<string | undefined> {
  const present = await usable()
  if (present !== undefined) return present
  const distribution = readDistribution()
  // Ubuntu's package is a snap, which needs a service manager and a home folder.
  if (distribution?.id !== 'debian' || process.getuid?.() !== 0) return undefined
  console.log(`Installing on ${distribution.name}: ${packages.join(', ')}, to see what summaries look like`)
  await install(packages, distribution).catch((error: unknown) => console.log(String(error)))
  return await usable()
}

async function usable(): Promise<string | undefined> {
  for (const program of programs) if (await works([program, '--version'])) return program
  return undefined
}
