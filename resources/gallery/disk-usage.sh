#!/usr/bin/env bash
# File systems at or above a threshold; ends with 1 where there is one.
set -euo pipefail

threshold='{{threshold}}'
[[ $threshold =~ ^[0-9]+$ ]] || { echo "threshold must be a whole number" >&2; exit 2; }

report() { # what, option of df
    { df -Pl "$2" 2> /dev/null || true; } | awk -v what="$1" -v least="$threshold" '
        NR > 1 && $1 !~ /^(tmpfs|devtmpfs|overlay|udev|shm|none)$/ && $1 !~ /^\/dev\/loop/ {
            used = $5; sub("%", "", used)
            if (used ~ /^[0-9]+$/ && used + 0 >= least) print what "\t" used "\t" $6 "\t" $1
        }'
}

found=$(report space -k; report inodes -i)
printf 'what\tused_percent\tmounted_on\tdevice\n'
if [[ -n $found ]]; then
    sort -t $'\t' -k2,2nr <<< "$found"
    exit 1
fi
