# The edge, HAProxy in a container: changed through its runtime API.

# ask CONTAINER COMMANDS: prints the answer of HAProxy's runtime API, which listens only on loopback inside its container.
ask() {
  docker exec "$1" bash -c 'exec 3<>/dev/tcp/127.0.0.1/9999 && printf "%s\n" "$1" >&3 && cat <&3' ask "$2"
}

# edge CONTAINER COMMANDS: changes the edge; a missing edge needs no change. HAProxy answers a change with nothing or with a note
# that names the socket; any other answer is an error.
edge() {
  local complaint
  complaint=$(ask "$1" "$2") || { is_gone "$1"; return; }
  complaint=$(grep -v -e 'stats socket command' -e 'no need to change' -e '^$' <<<"$complaint") || return 0
  printf '%s\n' "$complaint"
  return 1
}

# readiness CONTAINER COMMANDS: like edge, but accepts an edge without a readiness path: an undo may bring back an earlier
# version's edge.
readiness() {
  local complaint
  complaint=$(edge "$1" "$2") || grep -q 'No such' <<<"$complaint" || { printf '%s\n' "$complaint"; return 1; }
}

# edge_process CONTAINER: prints the PID of the HAProxy process that accepts connections; each reload starts a new one.
edge_process() { ask "$1" 'show info' 2>/dev/null | sed -n 's/^Pid: //p' | grep .; }

# reload CONTAINER SECONDS: makes HAProxy reload its configuration, and returns once a new process answers. The old process
# finishes its requests. A missing edge needs no reload. It does not use `docker kill`: the engine takes any signal for a manual
# stop, and would not restart the edge after a reboot.
reload() {
  local old until=$((SECONDS + $2))
  old=$(edge_process "$1") || { is_gone "$1"; return; }
  docker exec "$1" bash -c 'kill -USR2 1' || return
  until [ "$(edge_process "$1" || echo "$old")" != "$old" ]; do
    ((SECONDS < until)) || { echo 'the edge does not take its new configuration'; return 1; }
    sleep 0.1
  done
}

# placed CONTAINER SECONDS [BACKEND/]SLOT=NAME…: waits until HAProxy knows the current addresses of these containers. A slot
# without a backend belongs to web.
placed() {
  local container=$1 until=$((SECONDS + $2)) one slot ips state missing
  shift 2
  while :; do
    state=$(ask "$container" 'show servers state') || { is_gone "$container"; return; }
    missing=
    for one; do
      slot=${one%%=*}
      [[ $slot == */* ]] || slot=web/$slot
      ips=$(docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}' "${one#*=}") || return
      awk -v slot="$slot" -v name="${one#*=}" -v ips=" $ips " \
        '$2 "/" $4 == slot && $18 == name && index(ips, " " $5 " ") { found = 1 } END { exit !found }' <<<"$state" || missing=$one
    done
    [ -z "$missing" ] && return
    ((SECONDS < until)) || { echo "the edge does not find the address of ${missing#*=}"; return 1; }
    sleep 0.2
  done
}

# edge_back CONTAINER COMMANDS [BACKEND/]SLOT=NAME…: like edge, once `placed` succeeds, or after ten seconds without it.
edge_back() {
  placed "$1" 10 "${@:3}"
  edge "$1" "$2"
}

# drain CONTAINER SECONDS [BACKEND/]SLOT…: returns as soon as these servers have no requests, or after that many seconds. A
# missing edge has no requests.
drain() {
  local container=$1 until=$((SECONDS + $2)) busy
  shift 2
  while ((SECONDS < until)); do
    busy=$(ask "$container" 'show stat -1 4 -1' 2>/dev/null) || return 0
    busy=$(awk -F, -v slots=" $* " 'index(slots, " " ($1 == "web" ? "" : $1 "/") $2 " ") && $5 > 0' <<<"$busy")
    [ -z "$busy" ] && return
    sleep 0.5
  done
}
