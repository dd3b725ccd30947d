#!/bin/sh
# Before the switch: 1-before.sh ADDRESS-OF-THE-NEW-MACHINE
# Keeps what is served today, and asks the new machine, which DNS does not know yet, for the new certificate.
set -eu
cd "$(dirname "$0")"
whichcert=${WHICHCERT:-whichcert}

$whichcert -f live.txt --save-baseline before.json --fail-on critical
$whichcert -f rollout.yaml --address "$1"
