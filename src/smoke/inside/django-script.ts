import { celeryAppScript } from '../../compose/celery.ts'

/** The prefix of the line that the script prints; new Django also prints its imports. */
const mark = 'saleor-deploy:'

/** The state of one dependency of the shop, with an error if there is one. Absent if the shop does not use it. */
export interface Answer {
  error?: string
  /** What was found. */
  found?: string
  /** The version of its server, such as `15.14`, if that can be asked. */
  version?: string
}

/** The state of all dependencies, from the shop's own Django inside a container. */
export interface DjangoAnswers {
  /** Saleor's exact version. */
  version?: string
  database?: Answer
  /** The read replica, if one is set: the seconds that it is behind, and whether it is a standby at all. */
  replica?: Answer & { lag?: number; standby?: boolean }
  cache?: Answer
  broker?: Answer
  /** Names of migrations that are not applied. */
  migrations?: Answer & { pending?: string[] }
  /** Names of the workers that answered. */
  workers?: Answer & { names?: string[] }
  queue?: Answer & { length?: number }
  /** Seconds since beat last recorded a sent task, if it records them in the database. */
  schedule?: Answer & { age?: number }
}

/**
 * The command for all questions in one process, because loading Saleor takes most of the time.
 * @param manage `python manage.py`
 * @param workers the host names of this server's workers
 */
export function djangoCommand(manage: readonly string[], workers: readonly string[]): string[] {
  // Old Django runs the text inside a function, where its functions cannot call each other.
  const globals = `{"workers": ${JSON.stringify(workers)}}`
  return [...manage, 'shell', '-c', `exec(${JSON.stringify(script)}, ${globals})`]
}

/** Finds the script's line among other output; the last line of the output if there is none. */
export function readAnswers(output: string): DjangoAnswers | string {
  const lines = output.trim().split('\n')
  const line = lines.findLast((one) => one.startsWith(mark))
  try {
    if (line !== undefined) return JSON.parse(line.slice(mark.length)) as DjangoAnswers
  } catch {
    // The output was truncated.
  }
  const printed = lines.filter((one) => one.trim() !== '' && !one.startsWith('exit code')).at(-1)
  return printed ?? lines.at(-1) ?? ''
}

/**
 * Django 3.2 to 5.2, Celery 5. All questions run at once, each in its own thread and with a timeout: one that hangs delays
 * no other. Missing packages and settings are skipped.
 */
const script = `
import importlib, json, os, threading, time

answers, seconds = {}, 12

def ask(name, question):
    try:
        answer = question()
        if answer is not None:
            answers[name] = answer
    except Exception as error:
        answers[name] = {"error": "%s: %s" % (type(error).__name__, " ".join(str(error).split())[:300])}

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
        answer = {"found": connection.vendor}
        if connection.vendor == "postgresql":
            cursor.execute("SHOW server_version")
            answer["version"] = cursor.fetchone()[0].split()[0]
    return answer

def replica():
    from django.db import connections
    url = os.environ.get("DATABASE_URL_REPLICA")
    if not url or url == os.environ.get("DATABASE_URL") or "replica" not in connections.databases:
        return None
    with connections["replica"].cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        if not cursor.fetchone()[0]:
            return {"standby": False}
        # All is applied and more would arrive: then an idle primary is not a lag.
        lag = None
        try:
            cursor.execute(
                "SELECT CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() "
                "AND EXISTS (SELECT FROM pg_stat_wal_receiver) THEN 0 "
                "ELSE EXTRACT(EPOCH FROM now() - pg_last_xact_replay_timestamp()) END"
            )
            lag = cursor.fetchone()[0]
        except Exception:
            # Some managed databases replicate in their own way and do not tell.
            pass
    return {"standby": True} if lag is None else {"standby": True, "lag": float(lag)}

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
    try:
        return {"found": "redis", "version": client.info("server")["redis_version"]}
    except Exception:
        # Some managed ones do not permit the question.
        return {"found": "redis"}

def cache():
    url = os.environ.get("CACHE_URL") or os.environ.get("REDIS_URL") or ""
    return ping_redis(url) if url.startswith(("redis", "unix")) else None

${celeryAppScript}
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
    expected = ["celery@" + one for one in workers]
    found = names(destination=expected, limit=len(expected)) if expected else []
    # Workers that were given names of their own answer only when all are called.
    return {"names": found if len(found) == len(expected) else sorted(set(found) | set(names()))}

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
    "version": version, "database": database, "replica": replica, "migrations": migrations, "cache": cache,
    "broker": broker, "workers": pinged, "queue": queue, "schedule": schedule,
}
threads = {name: threading.Thread(target=ask, args=item, daemon=True) for name, item in zip(questions, questions.items())}
for thread in threads.values():
    thread.start()
end = time.monotonic() + seconds
for name, thread in threads.items():
    thread.join(max(0, end - time.monotonic()))
    if thread.is_alive():
        answers[name] = {"error": "no answer within %d s" % seconds}
print("${mark}" + json.dumps(answers), flush=True)
# Threads that hang would keep the process.
os._exit(0)
`
