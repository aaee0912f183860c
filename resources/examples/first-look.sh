#!/usr/bin/env bash
# A first script: it greets, counts, and ends well.
set -euo pipefail

name="${TAT_SANDBOX_INSTANCE_NAME:-$(hostname)}"
seconds="{{seconds}}"

echo "{{greeting}} from $name"
for ((i = 1; i <= seconds; i++)); do
    sleep 1
    echo "second $i of $seconds"
done
echo "done, as $(id -un) in $PWD"
