#!/bin/bash
# Pulls images before the transaction: bash -c "$script" pull [--platform=PLATFORM] IMAGE…; a platform is for the image behind it.
# Logs in with the Docker config on the first line of the input, in base64, which is gone afterwards.
set -u
# A no-op handler and not '': an ignored signal would be ignored by docker too.
trap : PIPE HUP INT TERM
code=0
config=$(mktemp -d) || exit
trap 'rm -rf "$config"' EXIT
IFS= read -r line && printf %s "$line" | base64 -d >"$config/config.json"
platform=()
for word; do
  case $word in --platform=*) platform=("$word") && continue ;; esac
  docker --config "$config" pull --quiet ${platform[@]+"${platform[@]}"} "$word" 2>&1 || { code=$?; break; }
  platform=()
done
exit "$code"
