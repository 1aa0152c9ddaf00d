import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DistRun } from '../e2e/run-dist.ts'
import type { Server } from '../sandbox/sandbox.ts'

/** A secret as it might be found: plain, as a URL and JSON have it, and inside of any Base64. */
export function formsOf(secret: string): string[] {
  return [
    ...new Set([
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      ...base64Forms(secret),
    ]),
  ]
}

/** The characters that are the same whatever stands before and behind, for each way that bytes fall into groups of three. */
function base64Forms(secret: string): string[] {
  return [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)])
    return bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6))
  })
}

/** Which of the secrets a text holds in some form. */
export function leaksIn(text: string, secrets: Record<string, string>): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) =>
    formsOf(secret).some((form) => text.includes(form)) ? [name] : [],
  )
}

/** Watches something while it goes on; stopped, it says what was seen, and how often it looked. */
export interface Watch {
  stop(): Promise<{ seen: string[]; rounds: number }>
}

/** The variable by which all that a run has started is known; to be given to the run. */
export function watchEnvironment(id: string): Record<string, string> {
  return { LEAK_WATCH: id }
}

/**
 * Looks at the arguments and environments of everything that a run starts, and at the modes of what it writes into its
 * temporary folder. The run's own environment is left out: the runner hands inputs over there.
 */
export function watchRunner(
  run: DistRun,
  id: string,
  temp: () => string,
  secrets: Record<string, string>,
): Watch & { programs: Set<string> } {
  const programs = new Set<string>()
  const seen = new Set<string>()
  const told = new AbortController()
  const watching = (async () => {
    let rounds = 0
    for (; !told.signal.aborted; rounds++) {
      for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
        const environ = read(`/proc/${pid}/environ`)
        if (!environ.includes(`LEAK_WATCH=${id}`)) continue
        const cmdline = read(`/proc/${pid}/cmdline`)
        for (const name of leaksIn(cmdline, secrets))
          seen.add(`${name} in the arguments of ${cmdline.split('\0')[0]}`)
        // Between fork and exec a child is still the run itself, arguments and all.
        if (Number(pid) === run.child.pid || cmdline === read(`/proc/${run.child.pid}/cmdline`)) continue
        programs.add(cmdline.split('\0')[0] ?? '')
        for (const name of leaksIn(environ, secrets))
          seen.add(`${name} in the environment of ${cmdline.split('\0')[0]}`)
      }
      for (const file of openFiles(temp()))
        for (const name of leaksIn(read(file), secrets)) seen.add(`${name} in ${file}, which others may read`)
      await sleep(3)
    }
    return rounds
  })()
  return {
    programs,
    async stop() {
      told.abort()
      return { rounds: await watching, seen: [...seen] }
    },
  }
}

/** Files below that others than their owner could open; what is in a private folder is private. */
function openFiles(folder: string): string[] {
  if (folder === '' || ((statSync(folder, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) === 0) return []
  let entries: Dirent[] = []
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return openFiles(path)
    return entry.isFile() && ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0
      ? [path]
      : []
  })
}

/** What is gone meanwhile says nothing. */
function read(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}

/** Containers have a mount namespace of their own, and secrets in their environment: of them only arguments count. */
const sampler = String.raw`
my @forms = map { chomp; [split /\t/, $_, 2] } <STDIN>;
my $own = readlink "/proc/self/ns/mnt";
my ($rounds, %seen) = (0);
unlink "/run/leak-watch-end";
$| = 1; print "watching\n";
until (-e "/run/leak-watch-end") {
  $rounds++;
  opendir my $proc, "/proc"; 
  for my $pid (grep { /^\d+$/ && $_ != $$ } readdir $proc) {
    my $ours = (readlink("/proc/$pid/ns/mnt") // "") eq $own;
    for my $what ("cmdline", $ours ? "environ" : ()) {
      open my $file, "<", "/proc/$pid/$what" or next;
      local $/; my $text = <$file> // next;
      for (@forms) {
        next if index($text, $_->[1]) < 0;
        open my $name, "<", "/proc/$pid/comm"; my $comm = <$name> // "?"; $comm =~ s/\n//;
        print "$_->[0] in $what of $comm\n" unless $seen{"$_->[0] $what $comm"}++;
      }
    }
  }
  select undef, undef, undef, 0.002;
}
print "rounds $rounds\n";`

/** The same on a server: arguments of every process, environments of those outside of containers. */
export async function watchServer(server: Server, secrets: Record<string, string>): Promise<Watch> {
  const lines = Object.entries(secrets).flatMap(([name, secret]) =>
    formsOf(secret).map((form) => `${name}\t${form}\n`),
  )
  await server.run(['touch', '/run/leak-watch-end'])
  const watching = server.run(['perl', '-e', sampler], { input: lines.join('') })
  for (let tries = 0; (await server.run(['test', '-e', '/run/leak-watch-end'])).code === 0; tries++)
    if (tries > 50) throw new Error('the watch on the server did not begin')
  return {
    async stop() {
      await server.run(['touch', '/run/leak-watch-end'])
      const { stdout, stderr } = await watching
      const said = stdout.trim().split('\n').slice(1)
      const rounds = Number(/rounds (\d+)/.exec(said.pop() ?? '')?.[1] ?? 0)
      if (rounds === 0) throw new Error(`the watch on the server saw nothing: ${stderr}`)
      return { seen: said, rounds }
    },
  }
}

/** Files on a server that hold one of the secrets, with their modes; what is in containers and images isn't looked at. */
export async function filesWith(server: Server, secrets: Record<string, string>): Promise<string[]> {
  const forms = Object.values(secrets).flatMap(formsOf).join('\n')
  const places = ['/opt', '/home', '/root', '/tmp', '/var/tmp', '/run', '/var/log', '/dev/shm', '/etc']
  const script = `grep -rlsF --devices=skip --exclude-dir=docker --exclude-dir=containerd -f - ${places.join(' ')} | xargs -r stat -c '%a %U %n' | sort -k 3`
  const { stdout } = await server.run(['bash', '-c', script], { input: forms })
  return stdout.split('\n').filter(Boolean)
}
