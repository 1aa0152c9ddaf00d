#!/bin/bash
# Looks at a host and changes nothing: bash -c "$script" inspect SECONDS
# Runs the commands on its input side by side. Each answer is a line: ran N EXITCODE BASE64-OF-OUTPUT, numbered from 0; with exit
# code 124 for a command that has not ended by then. What fails is asked a second time to hear its complaint.
set -u
# A no-op handler and not '': an ignored signal would be ignored by docker too.
trap : PIPE HUP INT TERM
seconds=${GUARD_LOOK_SECONDS:-$1} number=0
while IFS= read -r line; do
  {
    code=0
    line="timeout -k 1 $seconds $line"
    output=$(eval "$line" 2>/dev/null | base64 -w0; exit "${PIPESTATUS[0]}") || code=$?
    ((code != 137)) || code=124
    if ((code != 0 && code != 124)); then
      output=$(eval "$line" 2>&1 | base64 -w0; exit "${PIPESTATUS[0]}")
      code=$?
      ((code != 137)) || code=124
    fi
    # One at a time: bash writes a long line in parts, and those of another would come between.
    flock 8
    printf 'ran %s %s %s\n' "$number" "$code" "$output" 2>/dev/null || :
  } </dev/null 8</ &
  number=$((number + 1))
done
wait
