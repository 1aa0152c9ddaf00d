#!/bin/bash
# shellcheck disable=SC2154,SC2329
# Makes one change on a server, as root, and logs it. The text before this one defines the function `change` and the variables
# `id`, `title`, `by` and `run`. A change that has begun continues to its end, even if the runner no longer listens.
set -u
trap : PIPE HUP
export LC_ALL=C DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 PATH=$PATH:/usr/sbin:/sbin
umask 022
folder=/var/log/saleor-deploy
mkdir -p "$folder" && chmod 750 "$folder"
# A killed run may still be changing something.
exec 9>/run/saleor-deploy-prepare.lock
flock -w 900 9 || { echo 'Another prepare-server changes this server.'; exit 75; }

# Fetches the package lists at most once in ten minutes; a change that adds a source calls forget_lists.
install_packages() {
  local apt=(apt-get -qq -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0)
  dpkg --configure -a
  if [ -z "$(find "$lists" -mmin -10 2>/dev/null)" ]; then "${apt[@]}" update && touch "$lists"; fi
  "${apt[@]}" -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
    --yes --no-install-recommends install "$@"
}
lists=/run/saleor-deploy-package-lists
forget_lists() { rm -f "$lists"; }

# Uses systemd if there is one, else the package's init script.
start_service() {
  if [ -d /run/systemd/system ]; then systemctl enable --now "$1"; else service "$1" start; fi
}

# Writes standard input to the file atomically: write_file PATH [MODE]
write_file() {
  mkdir -p "$(dirname "$1")"
  cat >"$1.saleor-deploy-part"
  chmod "${2:-644}" "$1.saleor-deploy-part"
  mv "$1.saleor-deploy-part" "$1"
}

load_nginx() {
  nginx -t
  if ! pgrep -x nginx >/dev/null; then start_service nginx
  elif [ -d /run/systemd/system ]; then systemctl reload nginx
  else service nginx reload; fi
}

output=$(mktemp)
(set -euo pipefail; change) </dev/null 9>&- >"$output" 2>&1
code=$?
result='done'
[ "$code" = 0 ] || result=failed
printf '{"at":"%s","change":"%s","title":"%s","result":"%s","exit":%s,"by":"%s","run":"%s"}\n' \
  "$(date -u +%FT%TZ)" "$id" "$title" "$result" "$code" "$by" "$run" >>"$folder/prepare.log"
tail -c 20000 "$output"
rm -f "$output"
exit "$code"
