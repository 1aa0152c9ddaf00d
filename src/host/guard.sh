#!/bin/bash
# The guard: the one program that changes anything on a host. Its parts are in guard/, and travel as one text.
#
# It is sent as an argument of `bash -c`, never installed, and lives as long as one transaction:
#   bash -c "$guard" guard transaction ROOT SILENCE WAIT HOLDER [take]
# It takes the kernel lock on ROOT, finishes what a run before it left half-done, and then reads lines:
#   undo CMD   noted in ROOT/undo.log and synced, before what it undoes
#   then CMD   noted likewise, to be done once the transaction is committed
#   run N CMD  done now; the answer is: ran N EXITCODE BASE64-OF-OUTPUT
#   beat       the run is alive
#   commit     the point of no return: from here on only `then` is played, forwards
#   abort      undo is played, backwards
# When the input ends or is silent for SILENCE seconds (run killed, cancelled, network cut) it aborts by itself.
# Every CMD is one quoted line that can be played twice. After a crash of the host the log is still there: the next
# transaction plays it first. A lock can't be stale, because the kernel drops it with the process.
# An engine that hangs takes a command and never answers. While a command is at work the engine is asked something easy; once
# that has had no answer for GUARD_HUNG_SECONDS, the command is ended and the answer is: hung N SECONDS. When that happens on
# the way back, the log is left for the next transaction.
set -u
hung=${GUARD_HUNG_SECONDS:-60} pause=${GUARD_PAUSE_SECONDS:-10}
# A no-op handler and not '': an ignored signal would be ignored by docker too.
trap : PIPE HUP INT TERM

# reply WORD…: a line to the run, which may be gone.
reply() { printf '%s\n' "$*" 2>/dev/null || :; }

# shellcheck source=src/host/guard/files.sh
. guard/files.sh
# shellcheck source=src/host/guard/store.sh
. guard/store.sh
# shellcheck source=src/host/guard/containers.sh
. guard/containers.sh
# shellcheck source=src/host/guard/edge.sh
. guard/edge.sh
# shellcheck source=src/host/guard/swarm.sh
. guard/swarm.sh
# shellcheck source=src/host/guard/engine.sh
. guard/engine.sh
# shellcheck source=src/host/guard/log.sh
. guard/log.sh
# shellcheck source=src/host/guard/transaction.sh
. guard/transaction.sh

# The first word is for people who look at the host's processes.
root=$2
shift 2
transaction "$@"
