# Containers, networks and images. Each command can be played twice: it accepts what is already gone.

# is_gone NAME: whether the engine answers that there is no such container.
is_gone() {
  local id
  id=$(docker ps -aq --filter "name=^/$1\$") && [ -z "$id" ]
}

# sigterm_pid NAME: prints the first process of a container that SIGTERM stops; nothing for one with another stop signal.
sigterm_pid() {
  docker inspect -f '{{if or (eq .Config.StopSignal "") (eq .Config.StopSignal "SIGTERM")}}{{.State.Pid}}{{end}}' "$1"
}

# handles_sigterm PID: whether a process handles SIGTERM. While it is still starting it does not, and the kernel drops the signal.
# A container with another stop signal has no PID here, and counts as handling it.
handles_sigterm() {
  local name mask
  [ -n "$1" ] || return 0
  # Until the program starts, this process is the engine's own, whose handler does not count.
  [ -r "/proc/$1/comm" ] && read -r name <"/proc/$1/comm" && [[ $name != *runc* && $name != *crun* ]] || return
  while read -r name mask; do
    case $name in SigBlk: | SigCgt:) ((0x$mask & 0x4000)) && return ;; esac
  done <"/proc/$1/status"
  return 1
}

# stop_container NAME: stops a container with its own grace period. A program that is still starting gets the signal again once it
# handles it, or the engine would wait for the whole grace period; a few times, as it may have started to handle it in between. A
# program that waits for signals instead of catching them seems to ignore them and gets one each second; that does no harm to a
# program that really ignores them.
stop_container() {
  local engine pid told=3 looks=0
  pid=$(sigterm_pid "$1")
  handles_sigterm "$pid" || told=0
  docker stop "$1" &
  engine=$!
  while ((told < 3)) && kill -0 "$engine"; do
    if handles_sigterm "$pid"; then docker kill --signal TERM "$1"; ((++told)); sleep 0.5
    elif ((++looks % 10 == 0)); then docker kill --signal TERM "$1"
    fi
    sleep 0.1
  done
  wait "$engine"
}

# revive NAME…: starts containers that have stopped or are about to. `docker start` has no effect on a container that still runs
# after a stop request, and then it is gone: so a stop in progress is waited for.
revive() {
  local name
  for name; do stop_container "$name" & done
  wait
  docker start "$@"
}

# serve CONTAINER SECONDS PORT PATH NAME…: starts containers and waits until each answers PATH, even by a redirect; for an undo.
serve() {
  local container=$1 until=$((SECONDS + $2)) port=$3 path=$4 name ip
  shift 4
  revive "$@" || return
  for name; do
    until ip=$(docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}' "$name") &&
      probe "$container" "$port" "$path" localhost "${ip%% *}" | grep -q ' [23][0-9][0-9]$'; do
      ((SECONDS < until)) || return 1
      sleep 0.3
    done
  done
}

# probe CONTAINER PORT PATH HOST IP…: prints the status that each address answers, asked from the edge's network. An address that
# does not answer well is asked again for a second, because each look into a container costs a busy host more than the question. The
# timeout covers the connection too: the kernel alone would try for two minutes if the container falls at that moment.
probe() {
  docker exec "$1" bash -c '
    ask='\''exec 3<>"/dev/tcp/$1/$2" && printf "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n" "$3" "$4" >&3 &&
      read -r _ status _ <&3 && echo "$status"'\''
    asked=("${@:1:3}"); shift 3
    for ip; do (
      until=$((SECONDS + 1))
      until status=$(timeout 5 bash -c "$ask" ask "$ip" "${asked[@]}" 2>/dev/null) && [[ $status == [23]?? ]]; do
        ((SECONDS < until)) || break
        sleep 0.1
      done
      echo "$ip ${status:--}"
    ) & done; wait' probe "$2" "$3" "$4" "${@:5}"
}

# sweep LABEL…: removes all containers with all these labels, including one that is just being created.
sweep() {
  local ids quiet=0 filters=()
  for label; do filters+=(--filter "label=$label"); done
  until ((quiet == 2)); do
    ids=$(docker ps -aq "${filters[@]}") || return
    if [ -z "$ids" ]; then ((++quiet == 2)) || sleep 0.2; continue; fi
    quiet=0
    # shellcheck disable=SC2086 # one name a line, none with a blank
    docker rm "${remove:--f}" $ids >/dev/null || sleep 0.3
  done
}

# scrap LABEL…: like sweep, but also removes the anonymous volumes, as their data are useless without the containers.
scrap() {
  local remove=-fv
  sweep "$@"
}

# unnet NAME…: removes networks; accepts those already gone.
unnet() {
  local name id
  for name; do
    docker network rm "$name" >/dev/null 2>&1 && continue
    id=$(docker network ls -q --filter "name=^$name\$") && [ -z "$id" ] || return
  done
}

# quiet SCRIPT NAME…: runs a Python script in containers that are about to stop; without Python a container just stops.
quiet() {
  local name
  for name in "${@:2}"; do timeout 20 docker exec "$name" python3 -c "$1" & done
  wait
  :
}

# retire NAME…: stops containers with their own grace period and removes them; accepts those already gone.
retire() {
  local name
  for name; do stop_container "$name" >/dev/null 2>&1 & done
  wait
  for name; do docker rm -f "$name" >/dev/null 2>&1; is_gone "$name" || return; done
}

# rest NAME…: stops containers with their own grace period and keeps them for a later start. It fails if one still runs because
# the engine was away: a second scheduler may be among them.
rest() {
  local name running
  for name; do stop_container "$name" >/dev/null 2>&1 & done
  wait
  for name; do
    if running=$(docker inspect -f '{{.State.Running}}' "$name"); then [ "$running" = false ] || return
    else is_gone "$name" || return
    fi
  done
}

# unname PARKED NAME CREATED: gives a parked container its name back, which a new one has meanwhile; accepts that it already has
# it.
unname() {
  is_gone "$1" && return
  is_gone "$2" || docker rename "$2" "$3" || return
  docker rename "$1" "$2"
}

# forget IMAGE…: removes unused images; keeps those in use.
forget() {
  local image
  for image; do docker image rm "$image" >/dev/null 2>&1; done
  :
}
