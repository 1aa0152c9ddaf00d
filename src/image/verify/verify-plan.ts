import { split } from 'shlex'

/** The image's configuration, from `Config` in `docker image inspect`. */
export interface ImageConfig {
  Cmd?: string[] | null
  Entrypoint?: string[] | null
  ExposedPorts?: Record<string, unknown> | null
  WorkingDir?: string
}

/** The kinds of verification of a new image. */
export type Verification =
  | { kind: 'none' }
  | { kind: 'start'; module: string; attribute: string; port: number | undefined }
  | { kind: 'command'; argv: string[] }

/**
 * Parses the input `verify`: `none`; a command, split into words as in a shell but run without one; or `start`: start it
 * with its own command and import its application.
 * @throws Error for an open quote.
 */
export function planVerification(input: string, config: ImageConfig): Verification {
  if (input === 'none') return { kind: 'none' }
  if (input !== 'start') return { kind: 'command', argv: split(input) }
  return { kind: 'start', ...application(config), port: exposedPort(config) }
}

/** The `package.module:attribute` that the image's own command serves; Saleor's if the command does not show it. */
function application({ Cmd, Entrypoint }: ImageConfig): { module: string; attribute: string } {
  const argv = [...(Entrypoint ?? []), ...(Cmd ?? [])].flatMap((word) => word.split(/\s+/))
  const named = argv
    .map((word) => /^([A-Za-z_][\w.]*):([A-Za-z_]\w*)$/.exec(word))
    .find((found) => found !== null)
  return { module: named?.[1] ?? 'saleor.asgi', attribute: named?.[2] ?? 'application' }
}

function exposedPort({ ExposedPorts }: ImageConfig): number | undefined {
  const tcp = Object.keys(ExposedPorts ?? {}).find((port) => /^\d+(\/tcp)?$/.test(port))
  return tcp === undefined ? undefined : Number.parseInt(tcp, 10)
}

/** Imports the application in the image's own Python; no shell is needed, because slim and distroless images have none. */
export function importCommand(container: string, module: string, attribute: string): string[] {
  const code = 'import importlib, sys; getattr(importlib.import_module(sys.argv[1]), sys.argv[2])'
  return ['docker', 'exec', container, 'python3', '-c', code, module, attribute]
}

/** Succeeds if the port answers HTTP, whatever the status: without a database an error page is a good answer. */
export function askCommand(container: string, port: number): string[] {
  const code = [
    'import http.client, sys',
    "connection = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]), timeout=5)",
    "connection.request('GET', '/health/')",
    'print(connection.getresponse().status)',
  ].join('\n')
  return ['docker', 'exec', container, 'python3', '-c', code, String(port)]
}

/**
 * Creates the container without a network, so that the verification reaches no other system. Values come from the environment of
 * the docker program and not from an env-file, which cannot contain the lines of a key.
 */
export function createCommand(
  container: string,
  image: string,
  names: readonly string[],
  argv: readonly string[] = [],
): string[] {
  const variables = names.flatMap((name) => ['--env', name])
  return ['docker', 'create', '--name', container, '--network', 'none', ...variables, image, ...argv]
}

/** Enough for Saleor to start with `DEBUG` off; nothing in it has a use after the container is removed. */
export function throwAwayEnvironment(secret: string, rsaPrivateKey: string): Record<string, string> {
  return {
    DEBUG: 'False',
    SECRET_KEY: secret,
    RSA_PRIVATE_KEY: rsaPrivateKey,
    ALLOWED_HOSTS: '*',
    ALLOWED_CLIENT_HOSTS: 'localhost',
    DATABASE_URL: 'postgres://verify:verify@127.0.0.1:5432/verify',
    CACHE_URL: 'redis://127.0.0.1:6379/0',
    CELERY_BROKER_URL: 'redis://127.0.0.1:6379/1',
    EMAIL_URL: 'consolemail://',
  }
}
