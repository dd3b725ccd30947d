#!/bin/sh
# The switch: 2-switch.sh COMMAND…
# Runs the command that makes it, then waits until every address serves the new certificate, three times in a row.
set -eu
cd "$(dirname "$0")"
whichcert=${WHICHCERT:-whichcert}

"$@"
$whichcert -f rollout.yaml --wait "${WAIT:-10m}" --stable 3
