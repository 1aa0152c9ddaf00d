#!/bin/sh
# Starts the monitoring beside the shop that runs on this host. Run it there, in this folder, as the user that deploys:
#
#   sh start.sh                                # asks for the address of the chat's webhook
#   sh start.sh --scale postgres-exporter=0    # options of `docker compose up`
#
# The first run creates the database user, and writes .env and webhook-url, which nobody else may read. Later runs leave both as
# they are, and take up changes of the other files. WEB=container names the web container of a shop that saleor-deploy has not
# deployed.
set -eu
cd "$(dirname "$0")"
umask 077

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

# Creates a database user who may read statistics alone, and prints where the shop's data are. Runs in a container of the shop.
settings='
import os
from urllib.parse import quote, urlsplit
from django.db import connection

with connection.cursor() as cursor:
    cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", ["monitoring"])
    verb = "CREATE" if cursor.fetchone() is None else "ALTER"
    # Hexadecimal digits: nothing to quote.
    cursor.execute(verb + " ROLE monitoring LOGIN PASSWORD \x27" + os.environ["MONITORING_PASSWORD"] + "\x27")
    cursor.execute("GRANT pg_monitor TO monitoring")
    cursor.execute("SELECT current_database()")
    name = cursor.fetchone()[0]
    cursor.execute("GRANT CONNECT ON DATABASE " + connection.ops.quote_name(name) + " TO monitoring")
    cursor.execute("SHOW ssl")
    ssl = "require" if cursor.fetchone()[0] == "on" else "disable"

at = connection.settings_dict
place = "%s:%s" % (at["HOST"] or "localhost", at["PORT"] or 5432)
print("DATABASE postgres://monitoring:%s@%s/%s?sslmode=%s" % (os.environ["MONITORING_PASSWORD"], place, quote(name), ssl))
broker = os.environ.get("CELERY_BROKER_URL", "")
cache = urlsplit(os.environ.get("REDIS_URL") or os.environ.get("CACHE_URL") or broker)
print("REDIS %s://%s" % (cache.scheme, cache.netloc))
print("BROKER " + broker)
'

if [ ! -e .env ]; then
  web=${WEB:-$(docker ps --filter label=saleor-deploy.role=web --filter status=running --format '{{.Names}}' | head -n 1)}
  [ -n "$web" ] || fail "No web container of a shop runs here. Deploy the shop first, or name it: WEB=container sh start.sh"
  command -v openssl >/dev/null || fail "openssl is not installed. On Debian and Ubuntu: sudo apt install openssl"
  MONITORING_PASSWORD=$(openssl rand -hex 16)
  export MONITORING_PASSWORD
  # Docker reads the password from the environment, so that it is in no list of processes.
  found=$(docker exec --env MONITORING_PASSWORD "$web" python manage.py shell -c "$settings") ||
    fail "$web could not create the database user. Create it by hand, and .env of .env.example: docs/monitoring.md"
  network=$(docker inspect --format '{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{"\n"}}{{end}}' "$web" | head -n 1)
  # In single quotes Compose takes a value as it stands.
  case $found in *"'"*) fail "An address of the shop has a ' in it. Write it as %27 in the environment of the shop." ;; esac
  value() { printf '%s\n' "$found" | sed -n "s/^$1 \(.*\)/'\1'/p"; }
  cat >.env.part <<END
GRAFANA_PASSWORD=$(openssl rand -hex 16)
MONITORING_DATABASE_URL=$(value DATABASE)
REDIS_ADDR=$(value REDIS)
CELERY_BROKER_URL=$(value BROKER)
SHOP_NETWORK=$network
END
  mv .env.part .env
  echo ".env: written, from the settings of $web"
fi

if [ ! -e webhook-url ]; then
  printf 'Address of the incoming webhook of Slack, or of a chat with the same format: ' >&2
  IFS= read -r url || fail "" "There was no answer."
  case $url in http://?* | https://?*) ;; *) fail "$url is no address: it begins with https://" ;; esac
  printf '%s' "$url" >webhook-url
fi
# Alertmanager runs as this user, and only root may give a file away.
docker compose run --rm -T --no-deps --user 0 --entrypoint chown --volume "$PWD:/here" alertmanager 65534 /here/webhook-url

# Made anew, as a container keeps the files with which it was made.
docker compose up --detach --force-recreate "$@"

# Prometheus asks each exporter every 15 s.
asked() { docker compose exec -T prometheus promtool query instant http://localhost:9090 "$1" 2>/dev/null; }
sleep 20
for _ in 1 2 3 4 5 6 7 8 9 10; do
  up=$(asked 'up == 1') && down=$(asked 'up == 0') && [ -n "$up" ] && [ -z "$down" ] && break
  down="${down:-Prometheus does not answer}"
  sleep 5
done
[ -z "$down" ] || fail "There are no metrics of some exporters. Look at their logs: docker compose logs" "$down"
cat <<END
All exporters are heard. For Grafana: ssh -L 3000:localhost:3000 to this host, then http://localhost:3000, user admin; .env here
has its password.
END
