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
