/** One change on a server; repeating it does no harm. */
export interface Change {
  /** Its name in the log on the server. */
  id: string
  title: string
  /** Bash, run by root with `set -euo pipefail`; it may call the functions of change.sh, and may hold secrets. */
  script: string
  /** Requires a new login afterwards; without one the server takes the change back by itself. */
  needsLogin?: true
}

/** The changes for one subject, and warnings about what stays as it is. */
export interface Proposal {
  changes: readonly Change[]
  warnings: readonly string[]
}

/** No changes and no warnings. */
export const nothing: Proposal = { changes: [], warnings: [] }

/** Returns what starts a package's nightly work: systemd timers, or cron without systemd. */
export function eachNight(hasSystemd: boolean): string {
  return hasSystemd ? '' : 'install_packages cron\npgrep -x cron >/dev/null || start_service cron\n'
}

/** Returns a command that writes a text to a file atomically; the text is in no program's arguments. */
export function writeFile(path: string, text: string, mode = '644'): string {
  return `base64 -d <<'END' | write_file '${path}' ${mode}\n${Buffer.from(text).toString('base64')}\nEND`
}
