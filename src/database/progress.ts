import type { Session } from '../engine/session.ts'

/** The number of migrations that Django has finished in a container, from its output. The current one shows once it is done. */
export async function migrationsDone(
  { host, commands }: Session,
  container: string,
  of: number,
): Promise<string> {
  const { code, stdout } = await host.run(commands.countLines(container, doneLine))
  return code === 0 ? `, ${stdout.trim()} of ${of} done` : ''
}

/** Django writes `  Applying app.0001_initial... OK`; the engine passes on complete lines only. */
const doneLine = '^ *(Una|A)pplying .* OK$'
