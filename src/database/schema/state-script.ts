import { celeryAppScript } from '../../compose/celery.ts'

/**
 * The prefix of the line that the script prints; new Django also prints its imports. JSON follows,
 * packed: a first deploy has more than a thousand migrations, and the guard passes on only the last 60 kB.
 */
export const stateMark = 'saleor-deploy:'

/** Options of `migrate` that don't change which migrations are pending. */
const harmless = /^(--no-?input|--no-color|--force-color|--traceback|--skip-checks|--verbosity=\d|-v=?\d)$/

/**
 * The command that queries Django for the state of the database, derived from the migration command. Undefined if
 * that is not `… migrate` with known options: then only the command itself knows what it would do.
 */
export function stateCommand(migrate: readonly string[]): string[] | undefined {
  return djangoCommand(migrate, script)
}

/**
 * The command that runs a script in place of the migration command. The script has the database's alias and the texts
 * as globals. Undefined in the same cases.
 */
export function djangoCommand(
  migrate: readonly string[],
  text: string,
  texts: Readonly<Record<string, string>> = {},
): string[] | undefined {
  const at = migrate.indexOf('migrate')
  if (at < 1) return undefined
  let database = 'default'
  for (const option of migrate.slice(at + 1)) {
    const named = /^--database=(\w+)$/.exec(option)?.[1]
    if (named === undefined && !harmless.test(option)) return undefined
    database = named ?? database
  }
  const globals = Object.entries({ alias: database, ...texts })
    .map(([name, value]) => `"${name}": ${JSON.stringify(value)}`)
    .join(', ')
  // Old Django runs the text inside a function, where its functions cannot call each other.
  return [...migrate.slice(0, at), 'shell', '-c', `exec(${JSON.stringify(text)}, {${globals}})`]
}

/** Code that adds the server's version and the database's size to a dictionary of a script. */
export function sizeScript(dictionary: string): string {
  return `if connection.vendor == "postgresql":
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        ${dictionary}["serverVersion"] = int(cursor.fetchone()[0])
        cursor.execute("SELECT pg_database_size(current_database())")
        ${dictionary}["bytes"] = int(cursor.fetchone()[0])`
}

/** Defines the function that returns schedules in the database that the code does not know, see `forget-schedules.ts`. */
export const strangeSchedules = `
from django.apps import apps

def strange_schedules():
    strange = []
    for schedule in apps.get_model("schedulers", "CustomSchedule").objects.using(alias):
        try:
            schedule.schedule
        except (ImportError, AttributeError):
            strange.append(schedule)
    return strange
`

/** Seconds in which a broker that was just started may come to answer. */
const brokerSeconds = 20

/**
 * Asks the broker beside all else: a worker without its broker runs and tries for ever, and a request that queues a task
 * fails. The thread has a deadline, as not every transport has one for its connection.
 */
const askBroker = `
import threading, time
${celeryAppScript}
broker = {}

def ask_broker():
    app = celery_app()
    end = time.monotonic() + ${brokerSeconds}
    while app is not None:
        broker["error"] = "no answer within ${brokerSeconds} s"
        try:
            with app.connection_for_write(connect_timeout=5) as connection:
                connection.ensure_connection(max_retries=1, timeout=8)
            del broker["error"]
            return
        except Exception as error:
            broker["error"] = "%s: %s" % (type(error).__name__, " ".join(str(error).split())[:300])
        if time.monotonic() > end:
            return
        time.sleep(1)

asking = threading.Thread(target=ask_broker, daemon=True)
asking.start()
`

/**
 * Django 3.2 to 5.2. The schema is the newest migration of each app that the code has; of several without a merge, which
 * `migrate` refuses to apply, the last by name. A change to a table that the same run creates is no danger, because no release uses it yet. Of an
 * operation that separates database and state only the database part counts. A new column without a default is no danger
 * if SQL of the same run sets one in the database, as Saleor's migrations do.
 */
const script = `
import base64, json, re, zlib
from django.db import connections
from django.db.migrations import operations as ops
from django.db.migrations.executor import MigrationExecutor
from django.db.models import NOT_PROVIDED
${askBroker}
connection = connections[alias]
executor = MigrationExecutor(connection)
plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
created = set()
harmless = r"INDEX|CONSTRAINT|DEFAULT|NOT\\s+NULL|TRIGGER|IDENTITY|EXPRESSION"
breaking = re.compile(r"\\bRENAME\\b|\\bDROP\\s+(?!(%s)\\b)" % harmless, re.I)
altered = re.compile(r'\\bALTER\\s+TABLE\\s+(?:IF\\s+EXISTS\\s+)?(?:ONLY\\s+)?"?(\\w+)', re.I)
default = re.compile(r'\\bALTER\\s+(?:COLUMN\\s+)?"?(\\w+)"?\\s+(SET|DROP)\\s+DEFAULT\\b', re.I)

def on_database(operations):
    for operation in operations:
        if isinstance(operation, ops.SeparateDatabaseAndState):
            yield from on_database(operation.database_operations)
        else:
            yield operation

def statements(sql):
    for part in [sql] if isinstance(sql, str) else sql:
        yield from (part if isinstance(part, str) else part[0]).split(";")

defaults = set()
for migration, backwards in plan:
    for operation in on_database(migration.operations):
        for statement in statements(operation.sql) if isinstance(operation, ops.RunSQL) else []:
            for table in altered.findall(statement)[:1]:
                for column, verb in default.findall(statement):
                    note = defaults.add if verb.upper() == "SET" else defaults.discard
                    note((table.lower(), column.lower()))

def required(app, operation):
    field = operation.field
    has_column = not field.many_to_many and not getattr(field, "generated", False)
    column = field.db_column or operation.name + ("_id" if field.remote_field else "")
    has_default = (
        getattr(field, "db_default", NOT_PROVIDED) is not NOT_PROVIDED
        or ("%s_%s" % (app, operation.model_name.lower()), column.lower()) in defaults
    )
    return has_column and not field.null and not has_default

def kinds(app, operation):
    table = getattr(operation, "model_name", None) or getattr(operation, "old_name", None) or getattr(operation, "name", "")
    known = (app, str(table).lower()) not in created
    if isinstance(operation, ops.CreateModel):
        created.add((app, operation.name.lower()))
    elif isinstance(operation, ops.RenameModel):
        if known:
            yield "renamed", operation
        else:
            created.add((app, operation.new_name.lower()))
    elif isinstance(operation, (ops.RenameField, ops.AlterModelTable)):
        if known:
            yield "renamed", operation
    elif isinstance(operation, (ops.RemoveField, ops.DeleteModel)):
        if known:
            yield "removed", operation
    elif isinstance(operation, ops.AddField):
        if known and required(app, operation):
            yield "required", operation
    elif isinstance(operation, ops.RunSQL):
        if any(breaking.search(statement) for statement in statements(operation.sql)):
            yield "sql", operation
    if not operation.reversible:
        yield "one-way", operation

pending = []
for migration, backwards in plan:
    dangers = [
        {"kind": kind, "operation": inner.describe()}
        for operation in on_database(migration.operations)
        for kind, inner in kinds(migration.app_label, operation)
    ]
    pending.append({
        "name": "%s.%s" % (migration.app_label, migration.name),
        "operations": [operation.describe() for operation in migration.operations],
        "dangers": dangers,
    })

${strangeSchedules}
try:
    strange = len(strange_schedules())
except Exception:
    # No such app, or its table is not there yet.
    strange = 0

state = {"pending": pending, "schema": dict(sorted(executor.loader.graph.leaf_nodes())), "strange": strange}
${sizeScript('state')}
asking.join(${brokerSeconds + 5})
state.update({"broker": broker["error"]} if "error" in broker else {})
packed = base64.b64encode(zlib.compress(json.dumps(state).encode())).decode()
print("\\n${stateMark}" + packed)
`
