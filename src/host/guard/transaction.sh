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
