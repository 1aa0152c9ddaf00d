# Files and links on the host: each change reaches the disk completely or not at all.

# put FILE MODE BASE64: writes a file atomically; its folder is as open as the file.
put() {
  local tmp="$1.tmp$$"
  (
    [ "$2" = 600 ] && umask 077
    mkdir -p "${1%/*}" && umask 077 && printf %s "$3" | base64 -d >"$tmp"
  ) && chmod "$2" "$tmp" && sync "$tmp" && mv -fT "$tmp" "$1" && return
  rm -f "$tmp"
  return 1
}

# point LINK TARGET: switches a link atomically. `ln -sfn` would use a temporary name of its own.
point() { rm -f "$1.tmp$$" && ln -sn "$2" "$1.tmp$$" && mv -fT "$1.tmp$$" "$1"; }

# having FILE CMD…: runs the command only if the file exists; without the file, nothing was begun or all of it has been undone.
having() { [ ! -e "$1" ] || "${@:2}"; }

# awaiting NAME CMD…: a condition that a container of this name checks. While it fails, the rest of the undo is not played, see
# play_log.
awaiting() { retire "$1" && "${@:2}"; }

# record FILE LINE: appends a line, synced to the disk before the action that it describes.
record() { printf '%s\n' "$2" >>"$1" && sync "$1"; }

# pair FILE FILE: removes both files unless both exist, as one is useless without the other.
pair() { [ -e "$1" ] && [ -e "$2" ] || rm -f "$1" "$2"; }
