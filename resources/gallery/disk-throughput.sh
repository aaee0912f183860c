#!/usr/bin/env bash
# Measures what every whole disk does; partitions and loop devices are left out.
set -euo pipefail

seconds='{{seconds}}'
[[ $seconds =~ ^[0-9]+$ ]] || { echo "seconds must be a whole number" >&2; exit 2; }
((seconds > 0)) || { echo "seconds must be at least 1" >&2; exit 2; }

sample() {
    local disk
    for disk in /sys/block/*; do
        disk=${disk##*/}
        case $disk in
            loop* | ram* | zram* | '*') continue ;;
        esac
        awk -v disk="$disk" '$3 == disk { print disk, $4, $6, $8, $10, $13 }' /proc/diskstats
    done
}

before=$(sample)
sleep "$seconds"
after=$(sample)

printf 'disk\treads_per_s\tread_kb_per_s\twrites_per_s\twrite_kb_per_s\tbusy_percent\n'
printf '%s\n\n%s\n' "$before" "$after" | awk -v seconds="$seconds" '
    !NF { second = 1; next }
    !second { for (i = 2; i <= 6; i++) first[$1, i] = $i; next }
    {
        busy = ($6 - first[$1, 6]) / seconds / 10
        printf "%s\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\n", $1, ($2 - first[$1, 2]) / seconds,
            ($3 - first[$1, 3]) / 2 / seconds, ($4 - first[$1, 4]) / seconds,
            ($5 - first[$1, 5]) / 2 / seconds, (busy > 100 ? 100 : busy)
    }'
