#!/bin/bash
# The guard: the one program that changes anything on a host, and the only shell program of the suite.
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
set -u
# A no-op handler and not '': an ignored signal would be ignored by docker too.
trap : PIPE HUP INT TERM

say() { printf '%s\n' "$*" 2>/dev/null || :; }

# put FILE MODE BASE64: the file appears whole or not at all; its folder is as open as the file.
put() {
  local tmp="$1.tmp$$"
  (
    [ "$2" = 600 ] && umask 077
    mkdir -p "${1%/*}" && umask 077 && printf %s "$3" | base64 -d >"$tmp"
  ) && chmod "$2" "$tmp" && sync "$tmp" && mv -fT "$tmp" "$1" && return
  rm -f "$tmp"
  return 1
}

# point LINK TARGET: the link leads there, and led to where it did until then. `ln -sfn` has a name of its own on the way.
point() { rm -f "$1.tmp$$" && ln -sn "$2" "$1.tmp$$" && mv -fT "$1.tmp$$" "$1"; }

# having FILE CMD…: done only where this file is, without which nothing was begun, or all of it has been undone.
having() { [ ! -e "$1" ] || "${@:2}"; }

# awaiting NAME CMD…: a condition that a container of this name tells. While it does not hold, what comes after it on the way back is
# left alone, see play.
awaiting() { retire "$1" && "${@:2}"; }

# record FILE LINE: one line more, on the disk before what it tells of is done.
record() { printf '%s\n' "$2" >>"$1" && sync "$1"; }

# ask CONTAINER COMMANDS: the answer of HAProxy's runtime API, which listens on loopback inside its container only.
ask() {
  docker exec "$1" bash -c 'exec 3<>/dev/tcp/127.0.0.1/9999 && printf "%s\n" "$1" >&3 && cat <&3' ask "$2"
}

# gone NAME: the engine answers, and says that there is no such container.
gone() {
  local id
  id=$(docker ps -aq --filter "name=^/$1\$") && [ -z "$id" ]
}

# edge CONTAINER COMMANDS: changes the edge; one that is gone needs no change. HAProxy answers a change with nothing or with a note that names the
# socket; whatever else it says is a complaint.
edge() {
  local complaint
  complaint=$(ask "$1" "$2") || { gone "$1"; return; }
  complaint=$(grep -v -e 'stats socket command' -e 'no need to change' -e '^$' <<<"$complaint") || return 0
  printf '%s\n' "$complaint"
  return 1
}

# readiness CONTAINER COMMANDS: like edge; on the way back an earlier version's edge may be there again, which has no
# readiness path.
readiness() {
  local complaint
  complaint=$(edge "$1" "$2") || grep -q 'No such' <<<"$complaint" || { printf '%s\n' "$complaint"; return 1; }
}

# worker CONTAINER: the number of HAProxy's process that takes connections; each reload starts a new one.
worker() { ask "$1" 'show info' 2>/dev/null | sed -n 's/^Pid: //p' | grep .; }

# reload CONTAINER SECONDS: has HAProxy read its configuration anew, and returns once a new process answers by it. The old one
# finishes what it has. An edge that is gone needs none. Not by `docker kill`: the engine takes any signal for a stop by hand, and
# would not start the edge again when the host does.
reload() {
  local old until=$((SECONDS + $2))
  old=$(worker "$1") || { gone "$1"; return; }
  docker exec "$1" bash -c 'kill -USR2 1' || return
  until [ "$(worker "$1" || echo "$old")" != "$old" ]; do
    ((SECONDS < until)) || { echo 'the edge does not take its new configuration'; return 1; }
    sleep 0.1
  done
}

# placed CONTAINER SECONDS SLOT=NAME…: waits until HAProxy knows the addresses that these containers have now.
placed() {
  local container=$1 until=$((SECONDS + $2)) one ips state missing
  shift 2
  while :; do
    state=$(ask "$container" 'show servers state web') || { gone "$container"; return; }
    missing=
    for one; do
      ips=$(docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}' "${one#*=}") || return
      awk -v slot="${one%%=*}" -v name="${one#*=}" -v ips=" $ips " \
        '$4 == slot && $18 == name && index(ips, " " $5 " ") { found = 1 } END { exit !found }' <<<"$state" || missing=$one
    done
    [ -z "$missing" ] && return
    ((SECONDS < until)) || { echo "the edge does not find the address of ${missing#*=}"; return 1; }
    sleep 0.2
  done
}

# edge_back CONTAINER COMMANDS SLOT=NAME…: like edge, once these are placed; after ten seconds also without.
edge_back() {
  placed "$1" 10 "${@:3}"
  edge "$1" "$2"
}

# drain CONTAINER SECONDS SLOT…: returns as soon as no request is on these servers, or after so many seconds.
# An edge that is gone carries no request.
drain() {
  local container=$1 until=$((SECONDS + $2)) busy
  shift 2
  while ((SECONDS < until)); do
    busy=$(ask "$container" 'show stat web 4 -1' 2>/dev/null) || return 0
    busy=$(awk -F, -v slots=" $* " 'index(slots, " " $2 " ") && $5 > 0' <<<"$busy")
    [ -z "$busy" ] && return
    sleep 0.5
  done
}

# listens NAME: whether the first process of a container does anything on SIGTERM. While it is still starting it does not,
# and the kernel drops the signal. One that is stopped by another signal is taken at its word.
listens() {
  local pid name mask
  pid=$(docker inspect -f '{{if or (eq .Config.StopSignal "") (eq .Config.StopSignal "SIGTERM")}}{{.State.Pid}}{{end}}' "$1")
  [ -n "$pid" ] || return 0
  # Before the program is there, it is the engine's own, which listens.
  [ -r "/proc/$pid/comm" ] && read -r name <"/proc/$pid/comm" && [[ $name != *runc* && $name != *crun* ]] || return
  while read -r name mask; do
    case $name in SigBlk: | SigCgt:) ((0x$mask & 0x4000)) && return ;; esac
  done <"/proc/$pid/status"
  return 1
}

# halt NAME: stops with the container's own grace. One that is still starting is told again as soon as it listens, or the
# engine would wait for the whole grace; a few times, as it may have begun to listen in between. Who waits for signals
# instead of catching them looks deaf, and is told once a second; to who is deaf that does no harm.
halt() {
  local engine told=3 looks=0
  listens "$1" || told=0
  docker stop "$1" &
  engine=$!
  while ((told < 3)) && kill -0 "$engine"; do
    if listens "$1"; then docker kill --signal TERM "$1"; ((++told)); sleep 0.5
    elif ((++looks % 10 == 0)); then docker kill --signal TERM "$1"
    fi
    sleep 0.1
  done
  wait "$engine"
}

# revive NAME…: starts containers that have stopped or are about to. `docker start` does nothing to one that was asked to
# stop and still runs, and then it is gone: a stop that is under way is waited for.
revive() {
  local name
  for name; do halt "$name" & done
  wait
  docker start "$@"
}

# serve CONTAINER SECONDS PORT PATH NAME…: starts containers and waits until each answers PATH; for the way back.
serve() {
  local container=$1 until=$((SECONDS + $2)) port=$3 path=$4 name ip
  shift 4
  revive "$@" || return
  for name; do
    until ip=$(docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}' "$name") &&
      probe "$container" "$port" "$path" localhost ${ip%% *} | grep -q ' 2[0-9][0-9]$'; do
      ((SECONDS < until)) || return 1
      sleep 0.3
    done
  done
}

# probe CONTAINER PORT PATH HOST IP…: the status each address answers, asked from inside the edge's network. The bound is for the
# connection too: the kernel alone goes on for two minutes at the address of a container that falls in that moment.
probe() {
  docker exec "$1" bash -c '
    ask='\''exec 3<>"/dev/tcp/$1/$2" && printf "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n" "$3" "$4" >&3 &&
      read -r _ status _ <&3 && echo "$status"'\''
    asked=("${@:1:3}"); shift 3
    for ip; do (
      status=$(timeout 5 bash -c "$ask" ask "$ip" "${asked[@]}" 2>/dev/null)
      echo "$ip ${status:--}"
    ) & done; wait' probe "$2" "$3" "$4" "${@:5}"
}

# sweep LABEL…: no container with all these labels is left, also none that is being created at this moment.
sweep() {
  local ids quiet=0 filters=()
  for label; do filters+=(--filter "label=$label"); done
  until ((quiet == 2)); do
    ids=$(docker ps -aq "${filters[@]}") || return
    if [ -z "$ids" ]; then ((++quiet == 2)) || sleep 0.2; continue; fi
    quiet=0
    docker rm "${remove:--f}" $ids >/dev/null || sleep 0.3
  done
}

# scrap LABEL…: like sweep, for containers whose data is of no use without them.
scrap() {
  local remove=-fv
  sweep "$@"
}

# pair FILE FILE: one without the other is of no use.
pair() { [ -e "$1" ] && [ -e "$2" ] || rm -f "$1" "$2"; }

# unnet NAME…: removes networks; gone already is fine.
unnet() {
  local name id
  for name; do
    docker network rm "$name" >/dev/null 2>&1 && continue
    id=$(docker network ls -q --filter "name=^$name\$") && [ -z "$id" ] || return
  done
}

# quiet SCRIPT NAME…: runs a Python script in containers that are about to stop; one where it can't run stops as it is.
quiet() {
  local name
  for name in "${@:2}"; do timeout 20 docker exec "$name" python3 -c "$1" & done
  wait
  :
}

# retire NAME…: stops with each container's own grace and removes; gone already is fine.
retire() {
  local name
  for name; do halt "$name" >/dev/null 2>&1 & done
  wait
  for name; do docker rm -f "$name" >/dev/null 2>&1; gone "$name" || return; done
}

# rest NAME…: stops with each container's own grace; they stay, to be started again. One that still runs, because the engine
# was away, is no success: a second scheduler may be among them.
rest() {
  local name running
  for name; do halt "$name" >/dev/null 2>&1 & done
  wait
  for name; do
    if running=$(docker inspect -f '{{.State.Running}}' "$name"); then [ "$running" = false ] || return
    else gone "$name" || return
    fi
  done
}

# forget IMAGE…: removes images that nothing uses any more; one in use stays.
forget() {
  local image
  for image; do docker image rm "$image" >/dev/null 2>&1; done
  :
}

# Until it works, a minute at most: an engine that restarts comes back.
insist() {
  local tries=0
  until (exec 9>&-; eval "$1") >>"$root/guard.log" 2>&1 </dev/null; do
    ((++tries < 60)) || return 1
    sleep 1
  done
}

# event RESULT HOLDER: a line in the host's history, which is only ever added to: when, what came of it, who it was.
event() {
  printf '{"at":"%s","result":"%s",%s\n' "$(date -u +%FT%TZ)" "$1" "${2#\{}" >>"$root/events.log" 2>/dev/null || :
}

# play undo|then: the log's lines of that kind, undo from the last one. A last line without its end was cut off by a
# crash before anything it stands for was done: read leaves it out.
play() {
  local line lines=() failed=0
  while IFS= read -r line; do
    case $line in
      'undo '*) [ "$1" = undo ] && lines=("${line#* }" "${lines[@]}") ;;
      'then '*) [ "$1" = 'then' ] && lines+=("${line#* }") ;;
    esac
  done <"$log"
  for line in "${lines[@]}"; do
    insist "$line" && continue
    failed=1
    if [[ $line == 'awaiting '* ]]; then say "stuck: $(tail -n 1 "$root/guard.log")"; break; fi
    say "stuck $line"
  done
  if ((failed)); then return 1; fi
  # What `put` and `point` had begun when they were killed: a password may be in it.
  rm -f "$root"/{edge,releases/*,backups}/*.tmp[0-9]* "$root"/{live,previous}.tmp[0-9]*
  rm -f "$log" "$root/holder" "$root/taker" "$root/guard.log" "$root/reserve"
}

roll_back() {
  if [ -n "${child:-}" ] && kill -TERM -- "-$child" 2>/dev/null; then
    for _ in {1..50}; do kill -0 -- "-$child" 2>/dev/null || break; sleep 0.1; done
    kill -KILL -- "-$child" 2>/dev/null
  fi
  rm -f "$root/reserve"
  [ -s "$log" ] && event undone "$holder"
  if play undo; then say undone; else say undo-failed; return 1; fi
}

recover() {
  [ -e "$log" ] || return 0
  rm -f "$root/reserve"
  local who
  who=$(head -n 1 "$root/holder" 2>/dev/null)
  if grep -qx commit "$log"; then
    say finishing
    # Its line is missing where the guard died in the moment after the commit.
    grep -qF -- "${who#\{}" "$root/events.log" 2>/dev/null || event live "$who"
    play 'then'
    return
  fi
  say undoing
  [ -s "$log" ] && event undone-by-the-next "$who"
  play undo
}

# The files that a transaction needs, the log first, so that whoever comes next finds and removes the others, and room for the way back, which must write also when the disk has filled up.
open_log() {
  : >"$log" && sync "$log" && printf '%s\n' "$holder" $$ >"$root/holder" && head -c 1000000 /dev/zero >"$root/reserve" && return
  rm -f "$log" "$root/holder" "$root/reserve"
  return 1
}

# What happens when another run takes over: everything is undone at once. The signal comes while a line is read, with
# the IFS of that.
give_way() {
  local IFS=$' \t\n'
  say taken-over "$(cat "$root/taker" 2>/dev/null)"
  roll_back
  exit 1
}

# take: has the run that holds the lock give way, and waits for it; what is past its commit is only waited for.
take() {
  local pid
  { read -r _ && read -r pid; } <"$root/holder" 2>/dev/null && printf '%s\n' "$holder" >"$root/taker" && kill -USR1 "$pid" 2>/dev/null
  flock -w "$((wait > 180 ? wait : 180))" 9
}

transaction() {
  local silence=$1 wait=$2 holder=$3 take=${4:-} line number broken=
  log=$root/undo.log
  mkdir -p "$root/releases" && exec 9>>"$root/lock" || { say refused "cannot write to $root"; exit 1; }
  if ! flock -n 9; then
    # Who has it since this moment is about to write who it is.
    for _ in {1..20}; do [ -s "$root/holder" ] && break; sleep 0.1; done
    say held "$(head -n 1 "$root/holder" 2>/dev/null)"
    if [ -n "$take" ]; then take || exit 75
    else ((wait > 0)) && flock -w "$wait" 9 || exit 75
    fi
  fi
  trap give_way USR1
  recover || { say refused "what an earlier run left could not be undone, see guard.log: $(tail -n 1 "$root/guard.log")"; exit 1; }
  open_log || { say refused "cannot write to $root"; exit 1; }
  say ready "$(stat -c %s "$root/events.log" 2>/dev/null || echo 0)" "$(readlink "$root/live")"
  while IFS= read -r -t "$silence" line; do
    case $line in
      'undo '* | 'then '*) printf '%s\n' "$line" >>"$log" && sync "$log" || broken=1 ;;
      'run '*)
        line=${line#run } number=${line%% *} line=${line#* }
        if [ -n "$broken" ]; then
          say ran "$number" 1 "$(printf 'The undo log could not be written (disk full?): not done.' | base64 -w0)"
          continue
        fi
        set -m # a process group of its own, so that it can be ended as a whole
        {
          output=$(eval "$line" 2>&1 </dev/null | tail -c 60000 | base64 -w0; exit "${PIPESTATUS[0]}")
          say ran "$number" $? "$output"
        } 9>&- &
        child=$!
        set +m
        ;;
      commit)
        trap : USR1
        # Room for this line, whatever has filled the disk meanwhile: other hosts commit in the same moment.
        rm -f "$root/reserve"
        if [ -n "$broken" ] || ! { printf 'commit\n' >>"$log" && sync "$log"; }; then roll_back; exit 1; fi
        say committed
        event live "$holder"
        if play then; then say finished; else say unfinished; fi
        exit
        ;;
      abort) break ;;
    esac
  done
  roll_back
}

# look: runs the commands on its input side by side and answers like `run`, numbered from 0. Only for looking: what
# fails is asked a second time to hear its complaint.
look() {
  local line output code number=0
  while IFS= read -r line; do
    {
      code=0
      output=$(eval "$line" 2>/dev/null | base64 -w0; exit "${PIPESTATUS[0]}") || {
        output=$(eval "$line" 2>&1 | base64 -w0; exit "${PIPESTATUS[0]}")
        code=$?
      }
      # One at a time: bash writes a long line in parts, and those of another would come between.
      flock 8
      say ran "$number" "$code" "$output"
    } </dev/null 8</ &
    number=$((number + 1))
  done
  wait
}

# pull: logs in with the Docker config on the first line of the input, which is gone afterwards, and pulls the rest.
pull() {
  local config code=0
  config=$(mktemp -d) || exit
  trap 'rm -rf "$config"' EXIT
  IFS= read -r line && printf %s "$line" | base64 -d >"$config/config.json"
  for image; do docker --config "$config" pull --quiet "$image" 2>&1 || { code=$?; break; }; done
  exit $code
}

action=$1 root=$2
shift 2
"$action" "$@"
