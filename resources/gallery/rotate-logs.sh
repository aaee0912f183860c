#!/usr/bin/env bash
# Rotates large logs in place, so that a program that holds one open goes on writing into it.
set -euo pipefail

folder='{{folder}}'
min_mb='{{min_mb}}'
keep='{{keep}}'
apply='{{apply}}'
[[ $min_mb =~ ^[1-9][0-9]*$ && $keep =~ ^[1-9][0-9]*$ ]] ||
    { echo "min_mb and keep must be whole numbers from 1 on" >&2; exit 2; }
[[ -d $folder ]] || { echo "$folder is no folder on this machine" >&2; exit 2; }

mapfile -d '' -t logs < <(find "$folder" -xdev -type f \( -name '*.log' -o -name '*.out' -o \
    -name messages -o -name syslog \) -size +"$((min_mb * 1024 - 1))"k -print0 2> /dev/null | sort -z)
printf 'mb\taction\tfile\n'
for log in "${logs[@]}"; do
    size=$(stat -c %s -- "$log")
    action=listed
    if [[ $apply == true ]]; then
        gzip -c -- "$log" > "$log.$(date +%Y%m%d-%H%M%S).gz"
        : > "$log"
        find "$(dirname -- "$log")" -maxdepth 1 -name "$(basename -- "$log").[0-9]*-[0-9]*.gz" -print0 |
            sort -rz | tail -z -n "+$((keep + 1))" | xargs -0 -r rm -f --
        action=rotated
    fi
    printf '%d\t%s\t%s\n' "$((size / 1048576))" "$action" "$log"
done
