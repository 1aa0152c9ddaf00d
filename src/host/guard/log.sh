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
