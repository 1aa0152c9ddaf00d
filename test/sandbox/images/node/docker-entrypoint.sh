#!/bin/sh
# As in the official image: options and unknown words alone mean node.
set -e
if [ "${1#-}" != "$1" ] || [ -z "$(command -v "$1")" ]; then set -- node "$@"; fi
exec "$@"
