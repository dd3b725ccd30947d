#!/bin/sh
# After the switch: 3-after.sh
# What has changed since 1-before.sh: the shop's names, and nothing beside them. Leaves a report for each reader.
set -eu
cd "$(dirname "$0")"
whichcert=${WHICHCERT:-whichcert}

$whichcert -f live.txt --baseline before.json --expect-change shop.example,www.shop.example \
  --output junit=rollout.xml --output html=rollout.html
