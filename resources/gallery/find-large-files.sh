#!/usr/bin/env bash
# The biggest files of one file system under a folder.
set -euo pipefail

folder='{{folder}}'
min_mb='{{min_mb}}'
top='{{top}}'
[[ $min_mb =~ ^[0-9]+$ && $top =~ ^[0-9]+$ ]] ||
    { echo "min_mb and top must be whole numbers" >&2; exit 2; }
[[ -d $folder ]] || { echo "$folder is no folder on this machine" >&2; exit 2; }

printf 'mb\towner\tchanged\tfile\n'
{ find "$folder" -xdev -type f -size +"$((10#$min_mb * 1024 - 1))"k \
    -printf '%s\t%u\t%TY-%Tm-%Td\t%p\n' 2> /dev/null || true; } |
    sort -rn |
    awk -F '\t' -v OFS='\t' -v most="$top" 'NR <= most { $1 = sprintf("%.1f", $1 / 1048576); print }'
