#!/usr/bin/env bash
# The processes that use most of a resource.
set -euo pipefail

by='{{by}}'
top='{{top}}'
[[ $top =~ ^[0-9]+$ ]] || { echo "top must be a whole number" >&2; exit 2; }
case $by in
    cpu) column=4 ;;
    memory) column=5 ;;
    *) echo "by must be cpu or memory" >&2; exit 2 ;;
esac
if ! command -v ps > /dev/null; then
    echo "not available (ps is missing)"
    exit 0
fi

echo "pid,user,command,cpu_percent,memory_mb,threads"
ps -eo pid=,user:32=,comm:40=,pcpu=,rss=,nlwp= |
    awk '{ command = $3; for (i = 4; i <= NF - 3; i++) command = command " " $i
           gsub(/[",]/, "_", command)
           printf "%d,%s,%s,%s,%.1f,%d\n", $1, $2, command, $(NF - 2), $(NF - 1) / 1024, $NF }' |
    sort -t , -k "$column,${column}nr" |
    awk -v most="$top" 'NR <= most'
