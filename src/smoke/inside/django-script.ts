/** What the line that the script prints begins with, as new Django also prints what it has imported. */
const mark = 'saleor-deploy:'

/** How it went with one thing that the shop needs: nothing to complain of, or why not. Absent: it isn't used. */
export interface Answer {
  error?: string
  /** What was found. */
  found?: string
}

/** What the shop's own Django says of all that it stands on, from inside a container. */
export interface Told {
  /** Saleor's exact version. */
  version?: string
  database?: Answer
  cache?: Answer
  broker?: Answer
  /** Names of migrations that are not applied. */
  migrations?: Answer & { pending?: string[] }
  /** Names of the workers that answered. */
  workers?: Answer & { names?: string[] }
  queue?: Answer & { length?: number }
  /** Seconds since beat has last noted that it sent a task, where it notes that in the database. */
  schedule?: Answer & { age?: number }
}

/**
 * The command that asks, in one process: loading Saleor is the larger part of the work.
 * @param manage `python manage.py`
 * @param workers the host names of this server's workers
 */
export function djangoCommand(manage: readonly string[], workers: readonly string[]): string[] {
  // Old Django runs the text inside a function, where its own functions don't see each other.
  const globals = `{"workers": ${JSON.stringify(workers)}}`
  return [...manage, 'shell', '-c', `exec(${JSON.stringify(script)}, ${globals})`]
}

/** Finds the script's line among whatever else was printed; the last line of that when it isn't there. */
export function readTold(output: string): Told | string {
  const lines = output.trim().split('\n')
  const line = lines.findLast((one) => one.startsWith(mark))
  try {
    if (line !== undefined) return JSON.parse(line.slice(mark.length)) as Told
  } catch {
    // Cut off on the way.
  }
  const said = lines.filter((one) => one.trim() !== '' && !one.startsWith('exit code')).at(-1)
  return said ?? lines.at(-1) ?? ''
}

/**
 * Django 3.2 to 5.2, Celery 5. All questions at once, each in a thread of its own and with an end: one that hangs holds
 * up no other. What isn't installed or set is left out.
 */
const script = `
import importlib, json, os, threading, time

told, seconds = {}, 12

def ask(name, question):
    try:
        answer = question()
        if answer is not None:
            told[name] = answer
    except Exception as error:
        told[name] = {"error": "%s: %s" % (type(error).__name__, " ".join(str(error).split())[:300])}

def version():
    try:
        return importlib.import_module("saleor").__version__
    except (ImportError, AttributeError):
        return None

def database():
    from django.db import connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return {"found": connection.vendor}

def migrations():
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return {"pending": ["%s.%s" % (one.app_label, one.name) for one, _ in plan]}

def ping_redis(url):
    import redis
    client = redis.from_url(url, socket_connect_timeout=5, socket_timeout=5)
    client.ping()
    return {"found": "redis"}

def cache():
    url = os.environ.get("CACHE_URL") or os.environ.get("REDIS_URL") or ""
    return ping_redis(url) if url.startswith(("redis", "unix")) else None

def celery_app():
    try:
        from celery import current_app
    except ImportError:
        return None
    return current_app if current_app.conf.broker_url and not current_app.conf.task_always_eager else None

def broker():
    app = celery_app()
    if app is None:
        return None
    if app.conf.broker_url.startswith("redis"):
        return ping_redis(app.conf.broker_url)
    with app.connection_for_write(connect_timeout=5) as connection:
        connection.ensure_connection(max_retries=1, timeout=8)
        return {"found": connection.transport.driver_type}

def names(**options):
    replies = celery_app().control.broadcast("ping", reply=True, timeout=4, **options) or []
    return sorted({name for reply in replies for name in reply})

def pinged():
    # Celery would try again and again to reach a broker that is gone.
    if broker() is None:
        return None
    wanted = ["celery@" + one for one in workers]
    found = names(destination=wanted, limit=len(wanted)) if wanted else []
    # Workers that were given names of their own answer only when all are called.
    return {"names": found if len(found) == len(wanted) else sorted(set(found) | set(names()))}

def queue():
    app = celery_app()
    if app is None:
        return None
    name = app.conf.task_default_queue or "celery"
    if app.conf.broker_url.startswith("redis"):
        import redis
        return {"length": redis.from_url(app.conf.broker_url, socket_connect_timeout=5, socket_timeout=5).llen(name)}
    with app.connection_for_write(connect_timeout=5) as connection:
        return {"length": connection.default_channel.queue_declare(name, passive=True).message_count}

def schedule():
    from django.apps import apps
    if not apps.is_installed("django_celery_beat"):
        return None
    from django.utils import timezone
    from django_celery_beat.models import PeriodicTask
    last = PeriodicTask.objects.filter(last_run_at__isnull=False).order_by("-last_run_at").first()
    return {} if last is None else {"age": (timezone.now() - last.last_run_at).total_seconds()}

questions = {
    "version": version, "database": database, "migrations": migrations, "cache": cache,
    "broker": broker, "workers": pinged, "queue": queue, "schedule": schedule,
}
threads = {name: threading.Thread(target=ask, args=item, daemon=True) for name, item in zip(questions, questions.items())}
for thread in threads.values():
    thread.start()
end = time.monotonic() + seconds
for name, thread in threads.items():
    thread.join(max(0, end - time.monotonic()))
    if thread.is_alive():
        told[name] = {"error": "no answer within %d s" % seconds}
print("${mark}" + json.dumps(told), flush=True)
# Threads that hang would keep the process.
os._exit(0)
`
