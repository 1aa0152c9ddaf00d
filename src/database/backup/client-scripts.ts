/** Scripts for bash in a container with PostgreSQL's programs. Each is passed as an argument; none is stored on the host. */

/** Ordinary tables with their own data. Tables of an extension belong to the extension. */
const tables = [
  'FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace',
  "WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'",
  "AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')",
  'ORDER BY 1',
].join(' ')

/** The query that counts the rows of each table, one table after the other. */
export const countRows = `SELECT format('SELECT %L, count(*) FROM ONLY %I.%I', n.nspname || '.' || c.relname, n.nspname, c.relname) ${tables} \\gexec`

/** The query that lists each table without counting. */
export const listTables = `SELECT n.nspname || '.' || c.relname, '' ${tables};`

/** Packs an answer into one short line, because the guard passes on only the last 60 kB. */
const pack = "gzip -9c | base64 | tr -d '\\n'"

/**
 * FILE QUERY: dumps the database and runs the query on its tables in the same snapshot. A session holds the snapshot open
 * meanwhile, without the usual time limits of a session. The coprocess outlives a psql that fails at once: bash forgets one that
 * has ended, and would complain about that instead.
 */
export const dumpScript = `set -euo pipefail
umask 077
coproc { code=0; psql --no-password -XqAt -F $'\\t' -v ON_ERROR_STOP=1 || code=$?; exec >&-; cat >/dev/null; exit "$code"; }
session=$COPROC_PID
exec 3<&"\${COPROC[0]}" 4>&"\${COPROC[1]}"
eval "exec \${COPROC[1]}>&-"
printf '%s\\n' 'SET statement_timeout = 0;' 'SET idle_in_transaction_session_timeout = 0;' \\
  'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;' 'SELECT pg_export_snapshot();' >&4
IFS= read -r snapshot <&3 || { exec 4>&-; wait "$session"; exit 1; }
pg_dump --no-password --format=custom --lock-wait-timeout=60000 --snapshot="$snapshot" --file="$1"
printf '%s\\n' "$2" >&4
exec 4>&-
answer=$(cat <&3 | ${pack})
wait "$session"
printf 'tables\\t%s\\n' "$answer"`

/**
 * FILE QUERY: restores a dump into a temporary server and runs the query on its tables. The server ends with the script. The
 * entrypoint's first server, which only initializes, does not listen on TCP. No data must survive, and parallel
 * workers would need more shared memory than a container has.
 */
export const restoreScript = `set -euo pipefail
docker-entrypoint.sh postgres -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off \\
  -c synchronous_commit=off -c max_wal_size=4GB -c autovacuum=off \\
  -c max_parallel_workers_per_gather=0 -c max_parallel_maintenance_workers=0 >/tmp/server.log 2>&1 &
server=$!
export PGHOST=127.0.0.1 PGUSER=postgres PGDATABASE=postgres
until pg_isready --quiet; do
  if ! kill -0 "$server" 2>/dev/null || ((SECONDS > 300)); then tail -n 20 /tmp/server.log; exit 1; fi
  sleep 0.2
done
createdb --template=template0 restored
export PGDATABASE=restored
pg_restore --exit-on-error --no-owner --no-privileges --no-publications --no-subscriptions --dbname=restored "$1"
answer=$(psql -XqAt -F $'\\t' -v ON_ERROR_STOP=1 <<<"$2" | ${pack})
printf 'tables\\t%s\\n' "$answer"`

/** FILE: prints the table of contents of a dump. */
export const contentsScript = `set -euo pipefail
answer=$(pg_restore --list "$1" | ${pack})
printf 'contents\\t%s\\n' "$answer"`
