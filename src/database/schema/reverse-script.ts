import { djangoCommand, sizeScript } from './state-script.ts'

/** The prefix of the line that the script prints; JSON follows, packed as in the state script. */
export const reverseMark = 'saleor-deploy-reverse:'

/**
 * The command that queries the newer code for a plan to reverse the schema to the target's, or reverses it. Undefined for a
 * migration command of an unknown form.
 * @param schema the newest migration of each app that the target's code has
 */
export function reverseCommand(
  migrate: readonly string[],
  schema: Readonly<Record<string, string>>,
  work: 'plan' | 'reverse',
): string[] | undefined {
  return djangoCommand(migrate, script, { schema: JSON.stringify(schema), work })
}

/**
 * Django 3.2 to 5.2. Reverses every applied migration that the target's newest migrations do not depend on: not app by app
 * as `migrate APP NAME` does, which misses a branch that was merged later. Whether an operation is reversible is asked of
 * its parts, as one that separates database and state says yes for all of them.
 */
const script = `
import base64, json, zlib
from django.db import connections
from django.db.migrations import operations as ops
from django.db.migrations.executor import MigrationExecutor

def say(action, migration=None, fake=False):
    if action == "unapply_start":
        print("  Unapplying %s.%s..." % (migration.app_label, migration.name), end="", flush=True)
    elif action == "unapply_success":
        print(" OK", flush=True)

schema = json.loads(schema)
connection = connections[alias]
executor = MigrationExecutor(connection, say)
graph = executor.loader.graph
applied = executor.loader.applied_migrations
targets = [node for node in schema.items() if any(app == node[0] for app, name in graph.nodes)]
unknown = ["%s.%s" % node for node in targets if node not in graph.nodes]
known = set()
for node in targets:
    if node in graph.nodes:
        known.update(graph.forwards_plan(node))
everything = [(migration, False) for migration, backwards in executor.migration_plan(graph.leaf_nodes(), clean_start=True)]
order = [migration for migration, backwards in everything]
back = [
    migration for migration in reversed(order)
    if (migration.app_label, migration.name) in applied and (migration.app_label, migration.name) not in known
]
missing = sorted("%s.%s" % node for node in known if node not in applied)
strange = sorted("%s.%s" % node for node in applied if node not in graph.nodes)

def one_way(operation):
    if isinstance(operation, ops.SeparateDatabaseAndState):
        return any(one_way(inner) for inner in operation.database_operations)
    return not operation.reversible

plan = [
    {
        "name": "%s.%s" % (migration.app_label, migration.name),
        "operations": [operation.describe() for operation in migration.operations],
        "oneWay": [operation.describe() for operation in migration.operations if one_way(operation)],
    }
    for migration in back
]
obstacles = unknown or missing or any(one["oneWay"] for one in plan)
if work == "reverse" and back and not obstacles:
    executor.migrate(None, plan=[(migration, True) for migration in back])
result = {"plan": plan, "unknown": unknown, "missing": missing, "strange": strange}
${sizeScript('result')}
packed = base64.b64encode(zlib.compress(json.dumps(result).encode())).decode()
print("\\n${reverseMark}" + packed)
`
