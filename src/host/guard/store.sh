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
