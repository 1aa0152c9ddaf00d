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
