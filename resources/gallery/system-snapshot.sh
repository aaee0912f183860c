#!/usr/bin/env bash
# One look at a machine, as key=value lines that compare well over many machines.
set -euo pipefail

processes='{{processes}}'
[[ $processes =~ ^[0-9]+$ ]] || { echo "processes must be a whole number" >&2; exit 2; }

system="not available"
if [[ -r /etc/os-release ]]; then
    system=$(. /etc/os-release && echo "${PRETTY_NAME:-$NAME}")
fi
echo "system=$system"
echo "kernel=$(uname -r)"
echo "architecture=$(uname -m)"

cpus=$(grep -c '^processor' /proc/cpuinfo || true)
read -r load_1m load_5m load_15m _ < /proc/loadavg
echo "cpus=$cpus"
echo "load_1m=$load_1m"
echo "load_5m=$load_5m"
echo "load_15m=$load_15m"
awk '{ printf "uptime_days=%d\n", $1 / 86400 }' /proc/uptime

awk '
    { value[$1] = $2 }
    END {
        total = value["MemTotal:"]
        free = ("MemAvailable:" in value) ? value["MemAvailable:"] : value["MemFree:"]
        printf "memory_mb=%d\n", total / 1024
        printf "memory_used_percent=%d\n", (total - free) * 100 / total
        swap = value["SwapTotal:"]
        printf "swap_mb=%d\n", swap / 1024
        printf "swap_used_percent=%d\n", swap ? (swap - value["SwapFree:"]) * 100 / swap : 0
    }' /proc/meminfo

{ df -PlT 2> /dev/null || true; } | awk '
    NR > 1 && $2 !~ /tmpfs|squashfs|overlay|iso9660/ && $6 + 0 >= most { most = $6 + 0; where = $7 }
    END { if (where != "") printf "fullest_filesystem=%s\nfullest_filesystem_percent=%d\n", where, most }'

if ((processes > 0)); then
    if command -v ps > /dev/null; then
        ps -eo rss=,comm= | sort -rn | awk -v most="$processes" '
            NR <= most { printf "process_%d=%s %d MB\n", NR, $2, $1 / 1024 }'
    else
        echo "processes=not available (ps is missing)"
    fi
fi
