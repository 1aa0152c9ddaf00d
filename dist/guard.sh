#!/bin/bash
# The guard: the one program that changes anything on a host. Its parts are in guard/, and travel as one text.
#
# It is sent as an argument of `bash -c`, never installed, and lives as long as one transaction:
#   bash -c "$guard" guard transaction ROOT SILENCE WAIT HOLDER [take]
# It takes the kernel lock on ROOT, finishes what a run before it left half-done, and then reads lines:
#   undo CMD   noted in ROOT/undo.log and synced, before what it undoes
#   then CMD   noted likewise, to be done once the transaction is committed
#   run N CMD  done now; the answer is: ran N EXITCODE BASE64-OF-OUTPUT
#   beat       the run is alive
#   commit     the point of no return: from here on only `then` is played, forwards
#   abort      undo is played, backwards
# When the input ends or is silent for SILENCE seconds (run killed, cancelled, network cut) it aborts by itself.
# Every CMD is one quoted line that can be played twice. After a crash of the host the log is still there: the next
# transaction plays it first. A lock can't be stale, because the kernel drops it with the process.
# An engine that hangs takes a command and never answers. While a command is at work the engine is asked something easy; once
# that has had no answer for GUARD_HUNG_SECONDS, the command is ended and the answer is: hung N SECONDS. When that happens on
# the way back, the log is left for the next transaction.
set -u
hung=${GUARD_HUNG_SECONDS:-60} pause=${GUARD_PAUSE_SECONDS:-10}
# A no-op handler and not '': an ignored signal would be ignored by docker too.
trap : PIPE HUP INT TERM

# reply WORD…: a line to the run, which may be gone.
reply() { printf '%s\n' "$*" 2>/dev/null || :; }

# Files and links on the host: each change reaches the disk completely or not at all.

# put FILE MODE BASE64: writes a file atomically; its folder is as open as the file.
put() {
  local tmp="$1.tmp$$"
  (
    [ "$2" = 600 ] && umask 077
    mkdir -p "${1%/*}" && umask 077 && printf %s "$3" | base64 -d >"$tmp"
  ) && chmod "$2" "$tmp" && sync "$tmp" && mv -fT "$tmp" "$1" && return
  rm -f "$tmp"
  return 1
}

# point LINK TARGET: switches a link atomically. `ln -sfn` would use a temporary name of its own.
point() { rm -f "$1.tmp$$" && ln -sn "$2" "$1.tmp$$" && mv -fT "$1.tmp$$" "$1"; }

# having FILE CMD…: runs the command only if the file exists; without the file, nothing was begun or all of it has been undone.
having() { [ ! -e "$1" ] || "${@:2}"; }

# awaiting NAME CMD…: a condition that a container of this name checks. While it fails, the rest of the undo is not played, see
# play_log.
awaiting() { retire "$1" && "${@:2}"; }

# record FILE LINE: appends a line, synced to the disk before the action that it describes.
record() { printf '%s\n' "$2" >>"$1" && sync "$1"; }

# pair FILE FILE: removes both files unless both exist, as one is useless without the other.
pair() { [ -e "$1" ] && [ -e "$2" ] || rm -f "$1" "$2"; }

# The store, ROOT/files: repository files that releases mount, each entry in a folder that is named after its content.

# stored FOLDER ID…: lists those of the entries that exist.
stored() {
  local id
  for id in "${@:2}"; do [ ! -e "$1/$id" ] || printf '%s\n' "$id"; done
}

# append FILE BASE64: appends to a file that only its owner can read, in a folder that only its owner can enter.
append() { (umask 077; mkdir -p "${1%/*}" && chmod 700 "${1%/*}" && printf %s "$2" | base64 -d >>"$1"); }

# unpack FOLDER ARCHIVE SHA256 ID…: puts entries from an archive into the store, each completely on the disk or not at all.
unpack() {
  local into=$1/incoming id
  [ "$(sha256sum <"$2")" = "$3  -" ] || { echo 'what arrived is not what was sent'; return 1; }
  rm -rf "$into" && mkdir -m 700 "$into" &&
    tar -xzpf "$2" -C "$into" --no-same-owner && find "$into" -type f -exec sync {} + || return
  for id in "${@:4}"; do [ -e "$1/$id" ] || mv -T "$into/$id" "$1/$id" || return; done
  sync "$1" && rm -rf "$into" "$2"
}

# discard FOLDER RELEASES: removes entries that no release names and no container mounts, not even a stopped one.
discard() {
  local ids mounted='' named entry
  [ -d "$1" ] || return 0
  ids=$(docker ps -aq) && named=$(cat "$2"/*/compose.json) || return
  # shellcheck disable=SC2086 # one id a line, none with a blank
  [ -z "$ids" ] || mounted=$(docker inspect --format '{{range .Mounts}}{{.Source}} {{end}}' $ids) || return
  for entry in "$1"/*; do
    [ -d "$entry" ] || continue
    [[ $mounted$named == *"/${entry##*/}/"* ]] || rm -rf "$entry" || return
  done
}

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

# The verbs for a manager of a Swarm. The lock of a project is the Docker config PROJECT.lock: the managers make a name once, and
# all of them see it. Its label is the NONCE of the run that owns it. While that run's guard lives, it renews a lease, a label of
# its node. An owner whose lease stands still is dead: another manager takes the lock over and converges to the live release.

# Seconds between two renewals, and after which a lease that stands still has ended.
renewal=${GUARD_RENEWAL_SECONDS:-5} ended=${GUARD_LEASE_SECONDS:-60}

# lock_swarm PROJECT NONCE WAIT OWNER: takes the lock. Prints `taken`, or `recovered` if a dead run owned it, or `held` and the owner
# with exit code 75.
lock_swarm() {
  local until=$((SECONDS + $3)) since=$SECONDS result=taken seen='' alive='' self told id nonce node lease
  self=$(docker info --format '{{.Swarm.NodeID}}') && renew_lease "$1" "$2" "$self" || return
  for ((;;)); do
    if told=$(printf %s "$4" | docker config create --label "saleor-deploy.project=$1" --label "saleor-deploy.nonce=$2" \
      --label "saleor-deploy.node=$self" "$1.lock" - 2>&1); then
      echo "$result"
      return
    fi
    if [[ $told != *'already exists'* ]]; then end_lease "$1"; printf '%s\n' "$told"; return 1; fi
    read -r id nonce node < <(docker config inspect --format \
      '{{.ID}} {{index .Spec.Labels "saleor-deploy.nonce"}} {{index .Spec.Labels "saleor-deploy.node"}}' "$1.lock" 2>/dev/null)
    lease=$(docker node inspect --format "{{index .Spec.Labels \"saleor-deploy.lease.$1\"}}" "$node" 2>/dev/null)
    # A lease of another run on that node says nothing about this owner.
    [[ $lease == "$nonce".* ]] || lease=none
    if [ "$id $lease" != "$seen" ]; then
      [ -z "$seen" ] || alive=1
      seen="$id $lease" since=$SECONDS
    elif ((SECONDS - since >= ended)); then
      # By its id: of several runs that wait, one removes it, and a lock that is made meanwhile stays.
      ! docker config rm "$id" >/dev/null 2>&1 || result=recovered
      seen=''
      continue
    fi
    if [ -n "$alive" ] && ((SECONDS >= until)); then
      end_lease "$1"
      printf 'held %s\n' "$(docker config inspect --format '{{printf "%s" .Spec.Data}}' "$1.lock" 2>/dev/null)"
      return 75
    fi
    sleep 1
  done
}

# renew_lease PROJECT NONCE NODE: renews the lease until the guard ends.
renew_lease() {
  local label=saleor-deploy.lease.$1=$2
  docker node update --label-add "$label.0" "$3" >/dev/null || return
  # In a session of its own: the undo ends the command that started it, and needs the lease.
  # shellcheck disable=SC2016 # its own words
  setsid bash -c 'for ((n = 1; ; n++)); do
    sleep "$4"; kill -0 "$1" 2>/dev/null || exit
    timeout 20 docker node update --label-add "$2.$n" "$3"
  done' lease "$$" "$label" "$3" "$renewal" </dev/null >/dev/null 2>&1 9>&- &
  echo $! >"$root/lease"
}

# end_lease PROJECT: stops the renewals, and removes the label.
end_lease() {
  local pid
  if read -r pid 2>/dev/null <"$root/lease"; then
    # After a reboot the number may be another program's.
    ! grep -qa "saleor-deploy.lease.$1=" "/proc/$pid/cmdline" 2>/dev/null || kill "$pid"
    rm -f "$root/lease"
  fi
  docker node update --label-rm "saleor-deploy.lease.$1" "$(docker info --format '{{.Swarm.NodeID}}')" >/dev/null 2>&1 || :
}

# owns_swarm PROJECT NONCE: whether the run still owns the lock; returns 2, with the reason, when the managers don't tell.
owns_swarm() {
  local told
  if told=$(docker config inspect --format '{{index .Spec.Labels "saleor-deploy.nonce"}}' "$1.lock" 2>&1); then
    [ "$told" = "$2" ]
    return
  fi
  [[ ${told,,} != *'not found'* && ${told,,} != *'no such config'* ]] || return 1
  printf '%s\n' "$told"
  return 2
}

# unlock_swarm PROJECT NONCE: lets the lock go, if the run still owns it.
unlock_swarm() {
  owns_swarm "$1" "$2"
  case $? in
    0) docker config rm "$1.lock" >/dev/null || return ;;
    2) return 1 ;;
  esac
  end_lease "$1"
}

# apply_stack PROJECT NONCE LOGIN STACK [--prune]: gives a stack file to the Swarm; the last two words are base64.
apply_stack() {
  local login code auth=()
  owns_swarm "$1" "$2" || { echo 'The lock of the cluster is not ours any more.'; return 1; }
  login=$(umask 077; mktemp -d) || return
  printf %s "$3" | base64 -d >"$login/config.json"
  # Without a login the nodes keep the one that they have.
  [ "$(<"$login/config.json")" = '{}' ] || auth=(--with-registry-auth)
  printf %s "$4" | base64 -d | deploy_stack "$1" --config "$login" -- ${auth[@]+"${auth[@]}"} "${@:5}"
  code=$?
  rm -rf "$login"
  return "$code"
}

# deploy_stack PROJECT [GLOBAL-OPTION…] -- [OPTION…]: reads a stack file. It returns at once: whether Swarm does it is asked later.
deploy_stack() {
  local project=$1 global=() detach=()
  shift
  while [ "$1" != -- ]; do global+=("$1"); shift; done
  shift
  # Engines before 26 have no such option, and never wait.
  ! docker stack deploy --help 2>/dev/null | grep -q -- --detach || detach=(--detach=true)
  # A tag that has moved in the registry is no reason to replace a database.
  docker ${global[@]+"${global[@]}"} stack deploy ${detach[@]+"${detach[@]}"} --resolve-image changed "$@" \
    --compose-file - "$project" 2>&1
}

# put_object config|secret PROJECT NAME BASE64 LABEL…: makes a config or secret, unless there is one of this name.
put_object() {
  local labels=() one
  ! docker "$1" inspect "$3" >/dev/null 2>&1 || return 0
  for one in "saleor-deploy.project=$2" "${@:5}"; do labels+=(--label "$one"); done
  printf %s "$4" | base64 -d | docker "$1" create "${labels[@]}" "$3" - >/dev/null
}

# note_live PROJECT NONCE NUMBER BASE64 LABEL…: records which release is live. The managers make each number once.
note_live() {
  owns_swarm "$1" "$2" || { echo 'The lock of the cluster is not ours any more.'; return 1; }
  ! docker config inspect "$1.live.$3" >/dev/null 2>&1 || { echo "Commit $3 was made by another run."; return 1; }
  put_object config "$1" "$1.live.$3" "${@:4}"
}

# newest_live PROJECT: prints the name of the newest record of a live release; nothing when there is none.
newest_live() {
  local names
  names=$(docker config ls --filter "label=saleor-deploy.project=$1" --format '{{.Name}}') || return
  grep -E "^$1\.live\.[0-9]+$" <<<"$names" | sort -t . -k 3 -n | tail -n 1
}

# converge_swarm PROJECT NONCE: makes the cluster what the live release says, with nothing beside it, and waits for that. A run
# that has lost the lock has nothing to undo: who took it over did.
converge_swarm() {
  local live stack
  owns_swarm "$1" "$2"
  case $? in
    1) return 0 ;;
    2) return 1 ;;
  esac
  live=$(newest_live "$1") || return
  if [ -z "$live" ]; then
    docker stack rm "$1" >/dev/null || return
  else
    stack=$(docker config inspect --format '{{printf "%s" .Spec.Data}}' "$live") || return
    deploy_stack "$1" -- --prune <<<"$stack" || return
  fi
  await_stack "$1"
}

# await_stack PROJECT: waits until no update is at work and each service has its tasks, for at most two minutes: Swarm goes on alone.
await_stack() {
  local until=$((SECONDS + 120)) services updates counts
  sleep 1
  while ((SECONDS < until)); do
    services=$(docker service ls -q --filter "label=com.docker.stack.namespace=$1") || return
    [ -n "$services" ] || return 0
    # shellcheck disable=SC2086 # one id a line, none with a blank
    updates=$(docker service inspect --format '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' $services) &&
      counts=$(docker service ls --filter "label=com.docker.stack.namespace=$1" --format '{{.Replicas}}' | cut -d ' ' -f 1) &&
      ! grep -qE 'updating|started' <<<"$updates" && awk -F / '$1 != $2 { bad = 1 } END { exit bad }' <<<"$counts" && return
    sleep 1
  done
  echo 'Swarm had not finished after 120 s, and goes on.'
}

# run_job PROJECT NONCE SECONDS LOGIN STACK SERVICE: runs the only service of a stack file, a job, to its end; its output and exit code
# are the job's. Login and stack are base64.
run_job() {
  local until=$((SECONDS + $3)) service=$1_$6 state='' code='' task told
  told=$(apply_stack "$1" "$2" "$4" "$5") || { printf '%s\n' "$told"; return 1; }
  while ((SECONDS < until)); do
    task=$(docker service ps -q --no-trunc "$service" 2>/dev/null | head -n 1)
    read -r state code < <(docker inspect --type task --format \
      '{{.Status.State}} {{with .Status.ContainerStatus}}{{.ExitCode}}{{end}}' "$task" 2>/dev/null)
    case $state in complete | failed | rejected | orphaned | remove | shutdown) break ;; esac
    state='' code=''
    sleep 0.5
  done
  timeout 60 docker service logs --raw "$service" 2>&1
  case $state in
    '') code=124 ;;
    complete) ;;
    # A program that ended by itself has said why: Swarm's words are for one that did not start.
    *) [ "${code:-0}" != 0 ] || { docker inspect --type task --format '{{.Status.Err}}' "$task" 2>/dev/null; code=1; } ;;
  esac
  docker service rm "$service" >/dev/null
  return "$code"
}

# dismiss NAME: removes the job of this name.
dismiss() { docker service ls -q --filter "label=saleor-deploy.job=$1" | xargs -r docker service rm >/dev/null; }

# scrap_jobs LABEL: removes the jobs with this label, and the containers on this manager, with their anonymous volumes.
scrap_jobs() {
  local ids
  ids=$(docker service ls -q --filter "label=$1") || return
  # shellcheck disable=SC2086 # one id a line, none with a blank
  [ -z "$ids" ] || docker service rm $ids >/dev/null || return
  scrap "$1"
}

# forget_release PROJECT ID: removes the record of a release that did not become live.
forget_release() {
  local live
  live=$(newest_live "$1") || return
  [ -z "$live" ] || [ "$(docker config inspect --format '{{index .Spec.Labels "saleor-deploy.release"}}' "$live")" != "$2" ] ||
    return 0
  forget_objects config "$1.$2"
}

# forget_objects config|secret NAME…: removes configs or secrets that no service uses.
forget_objects() {
  local one
  for one in "${@:2}"; do docker "$1" rm "$one" >/dev/null 2>&1 || :; done
}

# Detects a Docker Engine that hangs, and ends commands that wait for it.

# restart_engine_watch: counts the engine's silence from now on.
restart_engine_watch() { question='' heard=$SECONDS; }

# engine_hangs: whether the engine has left a question unanswered for so long that no answer will come. Asks when it is time, and
# never waits. An engine that is down answers with an error at once, and does not count as hanging.
engine_hangs() {
  local code
  if [ -z "$question" ]; then
    ((SECONDS - heard >= pause)) || return
    timeout -k 1 "$hung" docker ps --quiet --last 1 </dev/null >/dev/null 2>&1 9>&- &
    question=$!
    return 1
  fi
  ! kill -0 "$question" 2>/dev/null || return
  wait "$question"
  code=$?
  restart_engine_watch
  ((code == 124 || code == 137))
}

# end_process_group LEADER: ends a process group, by force after five seconds.
end_process_group() {
  kill -TERM -- "-$1" 2>/dev/null || return 0
  for _ in {1..50}; do kill -0 -- "-$1" 2>/dev/null || return 0; sleep 0.1; done
  kill -KILL -- "-$1" 2>/dev/null
}

# run_watched WORD…: runs a command in its own process group and returns its exit code. If the command waits for an engine that
# hangs, it is ended and the variable stuck is set. Its end arrives as a line through a pipe, so that the wait needs no process,
# and a signal does not interrupt it.
run_watched() {
  local bell change code=''
  exec {bell}<> <(:)
  restart_engine_watch
  set -m # a process group of its own, so that it can be ended as a whole
  { ("$@"); echo $? >&"$bell"; } </dev/null >>"$root/guard.log" 2>&1 9>&- &
  change=$!
  set +m
  until IFS= read -r -t 1 -u "$bell" code && [ -n "$code" ]; do
    # A kill of the whole group also removes the line about its end.
    if ! kill -0 -- "-$change" 2>/dev/null; then IFS= read -r -t 0.1 -u "$bell" code || code=137; break; fi
    if engine_hangs; then
      stuck=1
      end_process_group "$change"
      echo "The Docker Engine has not answered for $hung s." >>"$root/guard.log"
      code=124
      break
    fi
  done
  exec {bell}>&-
  return "$code"
}

# The undo log, ROOT/undo.log: format version 1, described in docs/undo-log.md. Each line is one of
#   undo CMD   played backwards, unless the log is committed
#   then CMD   played forwards, once it is committed
#   commit     the transaction has passed the point of no return
# CMD is a verb of the list below and its words, quoted for bash on one line, and can be played twice. Other lines are skipped,
# and so is a last line without its end. A host may hold a log that an earlier version of the guard wrote: a verb, and the meaning
# of its words, stays for at least one version after the last one that writes it.

# permitted WORD…: whether the log may call this command; names the word that it may not call.
permitted() {
  case ${1:-} in
    put | point | record | pair | discard | unname) ;;
    retire | rest | revive | serve | probe | quiet | sweep | scrap | unnet | forget) ;;
    edge | edge_back | readiness | reload | placed | drain) ;;
    converge_swarm | unlock_swarm | forget_release | forget_objects | dismiss | scrap_jobs) ;;
    docker | rm | mv | sleep) ;;
    having | awaiting) permitted "${@:3}" ;;
    *) printf "'%s' may not stand in the undo log\n" "${1:-}"; return 1 ;;
  esac
}

# read_command LINE: parses a command of the log into the variable words; false, with the reason, for a command that is not
# permitted.
read_command() { eval "words=($1)" && permitted "${words[@]}"; }

# note LINE: appends a line to the log, synced. When that fails, the variable broken holds the reason.
note() {
  local words=() problem
  if ! problem=$(read_command "${1#* }" 2>&1); then broken=$problem
  elif ! { printf '%s\n' "$1" >>"$log" && sync "$log"; }; then broken='The undo log could not be written (disk full?)'
  fi
}

# retry LINE: plays a command of the log until it works, for at most a minute, as an engine that restarts comes back. Returns 2
# when the engine hangs. A command that is not permitted fails at once.
retry() {
  local tries=0 words=()
  stuck=
  read_command "$1" >>"$root/guard.log" 2>&1 || return 1
  until run_watched "${words[@]}"; do
    [ -z "$stuck" ] || return 2
    ((++tries < 60)) || return 1
    sleep 1
  done
}

# add_event RESULT HOLDER: appends a line to the host's history, which is append-only: time, result, and lock owner.
add_event() {
  printf '{"at":"%s","result":"%s",%s\n' "$(date -u +%FT%TZ)" "$1" "${2#\{}" >>"$root/events.log" 2>/dev/null || :
}

# play_log undo|then: plays the log's lines of that kind; undo starts from the last one. A crash cut off a last line without its
# end before its action was done, so read leaves it out. Returns 2 when the engine hangs: the rest is left to the next
# transaction, as each line would wait as long.
play_log() {
  local line lines=() failed=0
  while IFS= read -r line; do
    case $line in
      'undo '*) [ "$1" = undo ] && lines=("${line#* }" "${lines[@]}") ;;
      'then '*) [ "$1" = 'then' ] && lines+=("${line#* }") ;;
    esac
  done <"$log"
  for line in "${lines[@]}"; do
    retry "$line" && continue
    if [ -n "$stuck" ]; then reply engine-hangs "$hung"; return 2; fi
    failed=1
    if [[ $line == 'awaiting '* ]]; then reply "stuck: $(tail -n 1 "$root/guard.log")"; break; fi
    reply "stuck $line"
  done
  return "$failed"
}

# close_log: deletes the log's files. The transaction has nothing running and nothing left to do.
close_log() {
  # Temporary files of `put` and `point` that were killed: they may contain a password.
  rm -f "$root"/{edge,releases/*,backups}/*.tmp[0-9]* "$root"/{live,previous}.tmp[0-9]*
  rm -f "$log" "$root/holder" "$root/taker" "$root/guard.log" "$root/reserve"
}

# open_log: writes the files that a transaction needs. The log comes first, so that the next run finds it and removes the others.
# The reserve is space for the undo, which must write even when the disk is full.
open_log() {
  : >"$log" && sync "$log" && printf '%s\n' "$holder" $$ >"$root/holder" && head -c 1000000 /dev/zero >"$root/reserve" && return
  rm -f "$log" "$root/holder" "$root/reserve"
  return 1
}

# The transaction: the lock, the dialogue with the run, and all its endings.

# roll_back: ends the running command and undoes everything.
roll_back() {
  # A run that takes over waits until this ends; a second undo beside this one would interfere.
  trap : USR1
  local begun=
  [ -z "${child:-}" ] || end_process_group "$child"
  rm -f "$root/reserve"
  [ ! -s "$log" ] || begun=1
  play_log undo || { reply undo-failed; return 1; }
  # The event comes only now: whoever reads it must find nothing of the run still working.
  [ -z "$begun" ] || add_event undone "$holder"
  close_log
  reply undone
}

# recover: finishes or undoes what an earlier run left in the log.
recover() {
  [ -e "$log" ] || return 0
  rm -f "$root/reserve"
  local who begun=
  who=$(head -n 1 "$root/holder" 2>/dev/null)
  if grep -qx commit "$log"; then
    reply finishing
    # The event is missing if the guard died right after the commit.
    grep -qF -- "${who#\{}" "$root/events.log" 2>/dev/null || add_event live "$who"
    play_log 'then' || return
  else
    reply undoing
    [ ! -s "$log" ] || begun=1
    play_log undo || return
    [ -z "$begun" ] || add_event undone-by-the-next "$who"
  fi
  close_log
}

# give_way: undoes everything at once, as another run takes over. The signal arrives during a read, with that read's IFS.
give_way() {
  local IFS=$' \t\n'
  reply taken-over "$(cat "$root/taker" 2>/dev/null)"
  roll_back
  exit 1
}

# take_over: makes the run that holds the lock give way, and waits for it; a run past its commit is only waited for.
take_over() {
  local pid
  { read -r _ && read -r pid; } <"$root/holder" 2>/dev/null && printf '%s\n' "$holder" >"$root/taker" && kill -USR1 "$pid" 2>/dev/null
  flock -w "$((wait > 180 ? wait : 180))" 9
}

# transaction SILENCE WAIT HOLDER [take]: the dialogue with the run, from the lock to the last line.
transaction() {
  local silence=$1 wait=$2 holder=$3 take=${4:-} line number='' broken='' child='' taken='' question='' heard=0 stuck=''
  log=$root/undo.log
  # shellcheck disable=SC2015 # refused when either fails
  mkdir -p "$root/releases" && exec 9>>"$root/lock" || { reply refused "cannot write to $root"; exit 1; }
  if ! flock -n 9; then
    # A new owner of the lock is about to write who it is.
    for _ in {1..20}; do [ -s "$root/holder" ] && break; sleep 0.1; done
    reply held "$(head -n 1 "$root/holder" 2>/dev/null)"
    if [ -n "$take" ]; then take_over || exit 75
    else ((wait > 0)) && flock -w "$wait" 9 || exit 75
    fi
  fi
  # An undo in progress finishes first.
  trap 'taken=1' USR1
  recover || { reply refused "what an earlier run left could not be undone, see guard.log: $(tail -n 1 "$root/guard.log")"; exit 1; }
  trap give_way USR1
  [ -z "$taken" ] || give_way
  open_log || { reply refused "cannot write to $root"; exit 1; }
  reply ready "$(stat -c %s "$root/events.log" 2>/dev/null || echo 0)" "$(readlink "$root/live")"
  while IFS= read -r -t "$silence" line; do
    case $line in
      'undo '* | 'then '*) note "$line" ;;
      'run '*)
        line=${line#run } number=${line%% *} line=${line#* }
        if [ -n "$broken" ]; then
          reply ran "$number" 1 "$(printf '%s: not done.' "$broken" | base64 -w0)"
          continue
        fi
        restart_engine_watch
        set -m
        {
          output=$(eval "$line" 2>&1 </dev/null | tail -c 60000 | base64 -w0; exit "${PIPESTATUS[0]}")
          reply ran "$number" $? "$output"
        } 9>&- &
        child=$!
        set +m
        ;;
      beat)
        if [ -n "$child" ] && kill -0 -- "-$child" 2>/dev/null && engine_hangs; then
          end_process_group "$child"
          reply hung "$number" "$hung"
        fi
        ;;
      commit)
        trap : USR1
        # This frees space for the line, even if the disk has filled up: other hosts commit at the same moment.
        rm -f "$root/reserve"
        if [ -n "$broken" ] || ! { printf 'commit\n' >>"$log" && sync "$log"; }; then roll_back; exit 1; fi
        reply committed
        add_event live "$holder"
        if play_log 'then'; then close_log; reply finished; else reply unfinished; fi
        exit
        ;;
      abort) break ;;
    esac
  done
  roll_back
}


# The first word is for people who look at the host's processes.
root=$2
shift 2
transaction "$@"
