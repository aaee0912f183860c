#!/usr/bin/env bash
# Where the memory is; processes of one name are added up.
set -euo pipefail

top='{{top}}'
[[ $top =~ ^[0-9]+$ ]] || { echo "top must be a whole number" >&2; exit 2; }

awk '
    { value[$1] = $2 / 1024 }
    END {
        printf "total_mb=%d\n", value["MemTotal:"]
        printf "available_mb=%d\n", value["MemAvailable:"]
        printf "cache_mb=%d\n", value["Cached:"] + value["Buffers:"] + value["SReclaimable:"]
        printf "kernel_mb=%d\n", value["SUnreclaim:"] + value["KernelStack:"] + value["PageTables:"]
        printf "shared_mb=%d\n", value["Shmem:"]
        printf "swap_total_mb=%d\n", value["SwapTotal:"]
        printf "swap_used_mb=%d\n", value["SwapTotal:"] - value["SwapFree:"]
    }' /proc/meminfo
killed=$(sed -n 's/^oom_kill //p' /proc/vmstat)
echo "killed_for_lack_of_memory_since_start=${killed:-not available}"

if ((top > 0)) && command -v ps > /dev/null; then
    echo
    printf 'memory_mb\tprocesses\tprogram\n'
    ps -eo rss=,comm= | awk '
        { name = $2; for (i = 3; i <= NF; i++) name = name " " $i; memory[name] += $1; count[name]++ }
        END { for (name in memory) printf "%d\t%d\t%s\n", memory[name] / 1024, count[name], name }' |
        sort -rn | awk -v most="$top" 'NR <= most'
fi
