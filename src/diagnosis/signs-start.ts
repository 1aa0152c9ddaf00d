import type { Sign } from './sign.ts'

/** Signs of a program that cannot start: image, command, settings. */
export const startSigns: readonly Sign[] = [
  {
    pattern: /environment variable "(\w+)" required by \w+ "([^"]+)" is not set/,
    cause: 'The secret or config $2 takes the variable $1 of the server, where it is not set.',
    fix: 'Give its value to the containers by the environment input; or put it into a file on the server, and write file: and its absolute path.',
  },
  {
    pattern: /(?:Cannot|Could not) open configuration file\S* (\S+)/,
    cause: 'HAProxy can not read its configuration $1.',
    fix: 'Put the file there on the server, readable for the user of the container, or into the image.',
  },
  {
    pattern: /\[ALERT\].* parsing \[([^\]]+)\] ?: (.+)/,
    cause: 'HAProxy does not understand $1: $2.',
    fix: 'Correct it; `haproxy -c -f FILE` checks one.',
  },
  {
    pattern: /^Usage ?: haproxy|\[ALERT\].*Error\(s\) found in configuration file/,
    cause: 'HAProxy was started without a configuration that it can use.',
    fix: 'Correct its file, and see that it is on the server: Docker mounts an empty folder in place of one that is not.',
  },
  {
    pattern:
      /exec: \\?"([^"\\]+)\\?": (?:stat \S+: )?(?:executable file not found|no such file or directory)/,
    cause: 'The program $1 is not in the image.',
    fix: 'Correct command or entrypoint, or remove them: the image has its own.',
  },
  {
    pattern: /exec: \\?"([^"\\]+)\\?": (?:stat \S+: )?permission denied/,
    cause: 'The file $1 may not be executed.',
    fix: 'Make it executable in the image (chmod +x), or start it by its interpreter.',
  },
  {
    pattern:
      /(?:^|[/ ])(?:ba|da|a)?sh: (?:(?:line )?\d+: )?(?:exec: )?([^\s:]+): (?:command )?not found|\.sh: (?:line )?\d+: (?:exec: )?([^\s:]+): (?:command )?not found/,
    cause: 'The shell of the command does not find $1$2 in the image.',
    fix: 'Correct the command, or remove it: the image has its own.',
  },
  {
    pattern: /python[\d.]*: can't open file '([^']+)'/,
    cause: 'Python does not find the file $1 in the image.',
    fix: 'Correct the command or working_dir, or copy the file into the image.',
  },
  {
    pattern:
      /error while loading shared libraries: ([^:]+)|ImportError: (lib\S+?): cannot open shared object/,
    cause: 'The image lacks the library $1$2.',
    fix: 'Install its package in the last stage of the Dockerfile.',
  },
  {
    pattern: /version `(GLIBC\w*_[\d.]+)' not found/,
    cause: 'A program was built against a newer system than the image has ($1).',
    fix: 'Use the same base image in all stages of the Dockerfile.',
  },
  {
    pattern: /No module named '([\w.]+)'|python[\d.]*: No module named ([\w.]+)/,
    cause: "Python can't import $1$2: the image lacks it, or the name is wrong.",
    fix: 'Add the package to the image, or correct the name in command or settings.',
  },
  {
    pattern: /ImportError: cannot import name '([^']+)' from '([^']+)'/,
    cause:
      "Python can't import $1 from $2: another version of the package is in the image than the code is for.",
    fix: "Pin the package's version, and build from the lock file.",
  },
  {
    pattern: /Error loading ASGI app\. (.+)/,
    cause: 'The server does not find the application: $1',
    fix: 'Correct the name in the command; for Saleor it is saleor.asgi:application.',
  },
  {
    pattern: /Unable to load celery application\b/,
    cause: 'Celery does not find its application.',
    fix: 'Correct --app in the command; for Saleor it is saleor.celeryconf:app.',
  },
  {
    pattern: /^\s*((?:Syntax|Indentation|Tab|Name)Error: .+)/,
    cause: 'The code of the image does not run: $1.',
    fix: 'Correct it; `python -m compileall` in the pipeline finds such faults before the build.',
  },
  {
    pattern: /Unable to load provided PEM private key/,
    cause: 'RSA_PRIVATE_KEY is no key that can be loaded.',
    fix: 'Give it with real line breaks, from BEGIN to END. `openssl genrsa 3072` makes one.',
  },
  {
    pattern: /superuser password is not specified/,
    cause: 'The database is set up for the first time and has no POSTGRES_PASSWORD.',
    fix: 'Set POSTGRES_PASSWORD for its service.',
  },
  {
    pattern:
      /\b([A-Z][A-Z0-9_]{3,}) (?:environment variable|setting) (?:must|is not|is missing|is required)|(?:ImproperlyConfigured: (?:.* )?|\b[Vv]ariable )"?([A-Z][A-Z0-9_]{3,})"? (?:must be set|must not be empty|is not provided|is not set|is missing|is required)/,
    cause: 'The variable $1$2 is missing.',
    fix: 'Set $1$2 in the environment input.',
  },
  {
    pattern: /^KeyError: '([A-Z][A-Z0-9]*_[A-Z0-9_]+)'/,
    cause: 'The variable $1 is missing.',
    fix: 'Set $1 in the environment input.',
  },
  {
    pattern: /ImproperlyConfigured: (.+)/,
    cause: 'A setting is missing or wrong: $1',
    fix: 'Correct it in the environment input.',
  },
  {
    pattern: /(?:No such option:? '?|unrecognized arguments: )(--?[\w-]+)/,
    cause: 'The program does not know the option $1.',
    fix: "Correct the command, or remove it: the image's own fits its version.",
  },
  {
    pattern: /Unknown command: '([^']+)'/,
    cause: 'manage.py has no command $1.',
    fix: 'Correct it in the command, or in migrate-command.',
  },
  {
    pattern: /Got unexpected extra argument|^Error: Invalid value for '/,
    cause: 'The program does not understand its arguments.',
    fix: 'Correct the command; && and ; need a shell.',
  },
  {
    pattern: /Invalid HTTP_HOST header: '([^']+)'/,
    cause: 'Django refuses to be asked as $1, which ALLOWED_HOSTS does not have.',
    fix: 'Set health-host to a name in ALLOWED_HOSTS, or use a health-path that Django does not serve, such as /health/.',
  },
  {
    pattern: /(?:Uvicorn running on|Listening at:) https?:\/\/(?:127\.0\.0\.1|localhost):(\d+)/,
    cause: 'The server listens on 127.0.0.1 alone, where nobody outside of its container reaches it.',
    fix: 'Add --host 0.0.0.0 (uvicorn) or --bind 0.0.0.0:$1 (gunicorn) to the command.',
  },
  {
    pattern: /Worker failed to boot|WORKER TIMEOUT/,
    cause: "gunicorn's workers do not come up.",
    fix: 'The lines before it say why; --timeout if they are merely slow.',
  },
]

/**
 * The last sign: a worker may have died for any reason, and other lines may name it. The five seconds cannot be
 * changed in the uvicorn of Saleor, 0.32.
 * https://github.com/encode/uvicorn/blob/0.32.1/uvicorn/supervisors/multiprocess.py
 */
export const lostWorker: Sign = {
  pattern: /\bChild process \[\d+\] died/,
  cause:
    'The server ended a worker of its own that fell or did not answer it within 5 s: most often for want of processor or memory.',
  fix: 'Run fewer workers (--workers), raise deploy.resources.limits, or give the server more.',
}
