#!/bin/bash
# Looks at a stack of a Swarm and changes nothing: bash -c "$script" state STACK. Needs a manager that sees a leader.
# Prints a line for each node and service, and one for each task that Swarm has not forgotten, with blanks between:
#   node STATUS AVAILABILITY
#   service ID NAME REPLICAS|global|job UPDATE DEFINITION IMAGE
#   task ID SERVICE SLOT NODE WANTED STATE DEFINITION RELEASE IMAGE ERROR…
# What is not there is a dash.
set -u
docker node ls --format 'node {{.Status}} {{.Availability}}' || exit
services=$(docker service ls -q --filter "label=com.docker.stack.namespace=$1") || exit
[ -n "$services" ] || exit 0
mode='{{if .Spec.Mode.Global}}global{{else if .Spec.Mode.Replicated}}{{.Spec.Mode.Replicated.Replicas}}{{else}}job{{end}}'
update='{{if .UpdateStatus}}{{.UpdateStatus.State}}{{else}}none{{end}}'
label() { printf '{{with index %s "%s"}}{{.}}{{else}}-{{end}}' "$1" "$2"; }
spec=.Spec.TaskTemplate.ContainerSpec
# shellcheck disable=SC2086 # one id a line, none with a blank
docker service inspect --format "service {{.ID}} {{.Spec.Name}} $mode $update $(label $spec.Labels saleor-deploy.definition) {{$spec.Image}}" $services || exit
# shellcheck disable=SC2086
tasks=$(docker service ps -q --no-trunc $services) || exit
[ -n "$tasks" ] || exit 0
labels=.Spec.ContainerSpec.Labels
told="$(label $labels saleor-deploy.definition) $(label $labels saleor-deploy.release) {{.Spec.ContainerSpec.Image}}"
# A task that Swarm forgets meanwhile is not there any more: the others are printed.
# shellcheck disable=SC2086
docker inspect --type task --format "task {{.ID}} {{.ServiceID}} {{or .Slot \"-\"}} {{or .NodeID \"-\"}} {{.DesiredState}} {{.Status.State}} $told {{.Status.Err}}" $tasks 2>/dev/null
exit 0
