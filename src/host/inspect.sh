#!/bin/bash
# Looks at a host and changes nothing: bash -c "$script" inspect SECONDS
# Runs the commands on its input side by side. Prints a line feed, which ends what a start-up file of the account may have printed,
# and one line, the BASE64 of all answers: N EXITCODE BYTES, numbered from 0, a line feed, and so many bytes of output; with exit
# code 124 for a command that has not ended by then. What fails is asked a second time to hear its complaint. A look has dozens of
# questions, so each costs as few processes as it can.
set -u
# A no-op handler and not '': an ignored signal would be ignored by docker too.
trap : PIPE HUP INT TERM
# Lengths count bytes.
LC_ALL=C
seconds=${GUARD_LOOK_SECONDS:-$1} pipes=() number=0

# ask LINE: prints what the command prints, a line feed, and its exit code.
ask() {
  local line="timeout -k 1 $seconds $1" said
  said=$(eval "$line" 2>/dev/null; printf '\n%s' "$?")
  case ${said##*$'\n'} in
    0) ;;
    124 | 137) said=${said%$'\n'*}$'\n'124 ;;
    *) said=$(eval "$line" 2>&1; printf '\n%s' "$?") ;;
  esac
  printf '%s' "$said"
}

while IFS= read -r line; do
  exec {pipe}< <(ask "$line" </dev/null)
  pipes+=("$pipe")
done
echo
for pipe in "${pipes[@]}"; do
  # `read` would take a system call for each byte.
  said=$(<"/dev/fd/$pipe")
  exec {pipe}<&-
  code=${said##*$'\n'} said=${said%$'\n'*}
  ((code != 137)) || code=124
  printf '%s %s %s\n%s' "$number" "$code" "${#said}" "$said"
  number=$((number + 1))
done | base64 -w0
echo
