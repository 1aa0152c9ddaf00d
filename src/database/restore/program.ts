/** Packs an answer into one short line, because the guard passes on only the last 60 kB. */
const pack = "gzip -9c | base64 | tr -d '\\n'"

/** The lock_timeout that the check sets, in milliseconds: a pooler drops or refuses it, and is recognized by that. */
export const handedOn = 13_579

/** The comment on the old database that a restore keeps, set at the commit. */
export const keptMark = 'data from before a restore, kept by saleor-deploy'

/** Facts about the server and the user's rights, as one line of JSON. */
const factsQuery = `SELECT json_build_object(
  'role', current_user,
  'version', current_setting('server_version_num')::int,
  'bytes', pg_database_size(d.oid),
  'standby', pg_is_in_recovery(),
  'lockTimeout', current_setting('lock_timeout'),
  'mayCreate', r.rolsuper OR r.rolcreatedb,
  'owner', pg_get_userbyid(d.datdba),
  'owns', pg_has_role(r.oid, d.datdba, 'MEMBER'),
  'prepared', (SELECT count(*) FROM pg_prepared_xacts WHERE database = d.datname),
  'publications', (SELECT count(*) FROM pg_publication),
  'sessionsOf', (SELECT coalesce(json_agg(DISTINCT a.usename), '[]') FROM pg_stat_activity a JOIN pg_roles o ON o.oid = a.usesysid
    WHERE a.datid = d.oid AND NOT pg_has_role(r.oid, o.oid, 'MEMBER')
    AND (o.rolsuper OR NOT pg_has_role(r.oid, 'pg_signal_backend', 'MEMBER'))),
  'thingsOf', (SELECT coalesce(json_agg(DISTINCT pg_get_userbyid(c.relowner)), '[]') FROM pg_class c
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND NOT pg_has_role(r.oid, c.relowner, 'MEMBER')
    AND c.relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_' OR nspname = 'information_schema')
    AND NOT EXISTS (SELECT 1 FROM pg_depend x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid AND x.deptype = 'e')),
  'extensions', (SELECT coalesce(json_agg(e.extname), '[]') FROM pg_extension e WHERE e.extname <> 'plpgsql' AND NOT r.rolsuper
    AND NOT EXISTS (SELECT 1 FROM pg_available_extension_versions v WHERE v.name = e.extname AND to_jsonb(v)->>'trusted' = 'true'))
) FROM pg_database d, pg_roles r WHERE d.datname = current_database() AND r.rolname = current_user;`

/** The statement that creates a database like the live one, with the locale settings of each PostgreSQL version. */
const createQuery = `SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L CONNECTION LIMIT %s',
    :'beside', pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datcollate, datctype, datconnlimit)
  || CASE to_jsonb(d)->>'datlocprovider'
    WHEN 'i' THEN format(' LOCALE_PROVIDER icu ICU_LOCALE %L', coalesce(to_jsonb(d)->>'daticulocale', to_jsonb(d)->>'datlocale'))
    WHEN 'b' THEN format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', to_jsonb(d)->>'datlocale')
    ELSE '' END
  || coalesce((SELECT format(' TABLESPACE %I', spcname) FROM pg_tablespace t WHERE t.oid = dattablespace AND spcname <> 'pg_default'), '')
  FROM pg_database d WHERE datname = :'live' \\gexec`

/** The properties of the whole database, which a dump leaves out: connect rights and settings. Lists are already quoted. */
const likeQuery = `SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'beside') FROM pg_database WHERE datname = :'live' AND datacl IS NOT NULL \\gexec
SELECT format('GRANT %s ON DATABASE %I TO %s%s', privilege_type, :'beside',
    CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END, CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
  FROM pg_database, aclexplode(datacl) WHERE datname = :'live' AND grantee <> datdba \\gexec
SELECT format('ALTER %s SET %I TO %s',
    CASE setrole WHEN 0 THEN format('DATABASE %I', :'beside') ELSE format('ROLE %I IN DATABASE %I', pg_get_userbyid(setrole), :'beside') END,
    name, CASE WHEN name IN ('search_path', 'temp_tablespaces', 'local_preload_libraries', 'session_preload_libraries') THEN value ELSE quote_literal(value) END)
  FROM pg_db_role_setting JOIN pg_database d ON d.oid = setdatabase JOIN pg_roles r ON r.rolname = current_user, unnest(setconfig) AS one,
  LATERAL (SELECT split_part(one, '=', 1) AS name, substr(one, strpos(one, '=') + 1) AS value) parts
  WHERE datname = :'live' AND (setrole = 0 OR setrole = r.oid OR r.rolsuper) \\gexec`

/**
 * The bash script in a client's container, `restore ACTION`. LIVE, BESIDE and KEPT name databases. PGAPPNAME names all
 * sessions of this run, so that the undo can end them. Every action except `restore` can run twice.
 */
export const restoreProgram = `set -euo pipefail
export PGOPTIONS="\${PGOPTIONS-} -c statement_timeout=0 -c idle_in_transaction_session_timeout=0"

sql() {
  psql --no-password -XqAt -F $'\\t' -v ON_ERROR_STOP=1 -v live="$LIVE" -v beside="$BESIDE" -v kept="$KEPT" \\
    -v older="$OLDER" -v app="$PGAPPNAME"
}

# From a database that stays as it is.
elsewhere() {
  local name
  for name in postgres template1; do
    [ "$name" != "$LIVE" ] && PGDATABASE=$name sql <<<'SELECT 1;' >/dev/null 2>&1 || continue
    PGDATABASE=$name sql
    return
  done
  echo "error: neither the database postgres nor template1 can be connected to"
  return 1
}

there() { elsewhere <<<"SELECT count(*) FROM pg_database WHERE datname = :'$1';"; }

# What an earlier container of this run had begun on the server ends with its session, one way or the other.
settle() {
  local left
  for _ in {1..100}; do
    left=$(elsewhere <<<"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = :'app' AND pid <> pg_backend_pid();") || return
    [ "$left" = 0 ] && return
    sleep 0.1
  done
  return 1
}

# exchange GOES AS COMES: in one transaction; a session that came in between makes it fail, and it is tried again.
exchange() {
  for _ in {1..5}; do
    elsewhere <<SQL && return
BEGIN;
\\\\o /dev/null
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN (:'$1', :'$3') AND pid <> pg_backend_pid();
ALTER DATABASE :"$1" RENAME TO :"$2";
ALTER DATABASE :"$3" RENAME TO :"$1";
COMMIT;
SQL
    sleep 1
  done
  return 1
}

check() {
  local facts
  PGOPTIONS+=' -c lock_timeout=${handedOn}'
  facts=$(sql <<<"$FACTS")
  printf 'facts\\t%s\\n' "$facts"
  elsewhere <<<'SELECT 1;' >/dev/null && echo elsewhere
  count "$LIVE"
}

count() {
  local answer
  answer=$(PGDATABASE=$1 sql <<<"$QUERY" | ${pack})
  printf 'tables\\t%s\\n' "$answer"
}

# Parallel parts of one index would need more shared memory than a container has by default.
restore() {
  local name
  elsewhere <<<"$CREATE"
  elsewhere <<<"$LIKE"
  PGOPTIONS+=' -c max_parallel_maintenance_workers=0'
  pg_restore --list "$DUMP" >/tmp/contents
  sed -i '/ COMMENT - EXTENSION /d' /tmp/contents
  name=\${BESIDE//\\\\/\\\\\\\\}
  name=\${name//\\'/\\\\\\'}
  pg_restore --no-password --exit-on-error --no-publications --no-subscriptions --jobs=4 --use-list=/tmp/contents \\
    --dbname="dbname='$name'" "$DUMP"
  PGDATABASE=$BESIDE sql <<<'ANALYZE;'
  count "$BESIDE"
}

swap() {
  local is
  is=$(there kept)
  [ "$is" = 1 ] || exchange live kept beside
}

swap_back() {
  local is
  settle
  is=$(there kept)
  [ "$is" = 0 ] || exchange live beside kept
}

drop() {
  settle
  elsewhere <<'SQL'
\\o /dev/null
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :'beside' AND pid <> pg_backend_pid();
\\o
DROP DATABASE IF EXISTS :"beside";
SQL
}

# Says to the other hosts that it is kept for good. Only the newest one is; one that can't be dropped now stays.
forget() {
  elsewhere <<'SQL' || :
SELECT format('COMMENT ON DATABASE %I IS %L', datname, '${keptMark}') FROM pg_database WHERE datname = :'kept' \\gexec
SELECT format('DROP DATABASE %I', datname) FROM pg_database
  WHERE left(datname, length(:'older')) = :'older' AND substr(datname, length(:'older') + 1) ~ '^\\d{8}_\\d{6}$' AND datname <> :'kept' \\gexec
SQL
}

"$1"`

/** Queries are passed in the environment, where bash does not expand them. */
export const restoreQueries = { FACTS: factsQuery, CREATE: createQuery, LIKE: likeQuery }
