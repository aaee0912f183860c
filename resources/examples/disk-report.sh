#!/usr/bin/env bash
# Report file systems, and fail where one is fuller than it should be.
set -euo pipefail

folder="{{folder}}"
limit="{{above_percent}}"

df -hP "$folder"
used=$(df -P "$folder" | awk 'NR == 2 { sub("%", "", $5); print $5 }')
echo "used: $used %, limit: $limit %"
if ((used > limit)); then
    echo "$folder is fuller than $limit %" >&2
    exit 3
fi
