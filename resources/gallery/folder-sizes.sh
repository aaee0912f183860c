#!/usr/bin/env bash
# Space by folder; what is in a folder's own subfolders counts for both.
set -euo pipefail

folder='{{folder}}'
depth='{{depth}}'
top='{{top}}'
[[ $depth =~ ^[0-9]+$ && $top =~ ^[0-9]+$ ]] ||
    { echo "depth and top must be whole numbers" >&2; exit 2; }
[[ -d $folder ]] || { echo "$folder is no folder on this machine" >&2; exit 2; }

printf 'mb\tfolder\n'
{ du -xk --max-depth="$depth" "$folder" 2> /dev/null || true; } | sort -rn |
    awk -F '\t' -v most="$top" 'NR <= most { printf "%.1f\t%s\n", $1 / 1024, $2 }'
