/**
 * A `docker` for {@link LocalHost}: one Swarm in the folder `$SWARM`, seen by the manager `$NODE`. It has what the guard uses:
 * configs that are made once, labels of nodes, services and containers by the label that they are asked for, and a record of the stacks that it was given.
 */
export const swarmDocker = `
[ "$1" != --config ] || shift 2
last=\${*: -1} format=
for ((i = 1; i <= $#; i++)); do [ "\${!i}" != --format ] || { i=$((i + 1)); format=\${!i}; }; done
mkdir -p "$SWARM/configs" "$SWARM/nodes/$NODE"
label() { cat "$1/$2" 2>/dev/null; }
in_quotes() { sed -E 's/.*index .Spec.Labels "([^"]*)".*/\\1/' <<<"$format"; }
case "$1 $2" in
  'info --format') echo "$NODE" ;;
  'node update')
    case $3 in
      --label-add) printf '%s\\n' "\${4#*=}" >"$SWARM/nodes/$last/\${4%%=*}" ;;
      --label-rm) rm -f "$SWARM/nodes/$last/$4" ;;
    esac ;;
  'node inspect') label "$SWARM/nodes/$last" "$(in_quotes)" ;;
  'config create')
    name=\${*: -2:1} at=$SWARM/configs/$name
    content=$(cat)
    mkdir "$at" 2>/dev/null || { echo "config $name already exists" >&2; exit 1; }
    printf '%s\\n' "$content" >"$at/data"
    printf '%s\\n' "id-$RANDOM$RANDOM" >"$at/id"
    for ((i = 1; i <= $#; i++)); do
      [ "\${!i}" != --label ] || { i=$((i + 1)); word=\${!i}; printf '%s\\n' "\${word#*=}" >"$at/\${word%%=*}"; }
    done ;;
  'config inspect')
    at=$SWARM/configs/$last
    [ -d "$at" ] || { echo "config $last not found" >&2; exit 1; }
    case $format in
      *.ID*) echo "$(cat "$at/id") $(label "$at" saleor-deploy.nonce) $(label "$at" saleor-deploy.node)" ;;
      *Data*) cat "$at/data" ;;
      *Labels*) label "$at" "$(in_quotes)" ;;
    esac ;;
  'config rm')
    for at in "$SWARM"/configs/*; do
      [ "\${at##*/}" != "$last" ] && [ "$(cat "$at/id")" != "$last" ] || { rm -rf "$at"; exit; }
    done
    exit 1 ;;
  'config ls') ls "$SWARM/configs" ;;
  'service ls') ls "$SWARM/services/\${*: -1}" 2>/dev/null || : ;;
  'service rm') for one in "\${@:3}"; do rm -f "$SWARM"/services/*/"$one"; done ;;
  'ps -aq') ls "$SWARM/containers/$NODE/\${*: -1}" 2>/dev/null || : ;;
  'rm -fv') for one in "\${@:3}"; do rm -f "$SWARM/containers/$NODE"/*/"$one"; done ;;
  'stack deploy')
    case $last in --help) exit ;; esac
    { echo "deploy $*"; cat; } >>"$SWARM/stacks" ;;
  'stack rm') echo "rm $last" >>"$SWARM/stacks" ;;
esac`
