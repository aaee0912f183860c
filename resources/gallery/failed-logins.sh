#!/usr/bin/env bash
# Counts refused SSH logins by where they came from.
set -euo pipefail

hours='{{hours}}'
top='{{top}}'
[[ $hours =~ ^[0-9]+$ && $top =~ ^[0-9]+$ ]] ||
    { echo "hours and top must be whole numbers" >&2; exit 2; }

lines() {
    local file
    if command -v journalctl > /dev/null &&
        journalctl -q -t sshd -t sshd-session --since "-${hours}h" -o cat --no-pager 2> /dev/null | grep -a .; then
        return
    fi
    for file in /var/log/auth.log /var/log/secure; do
        [[ ! -r $file ]] || grep -a sshd "$file" || true
    done
}

lines | awk -v most="$top" '
    /Failed password|Invalid user|authentication failure|maximum authentication attempts/ {
        if (!match($0, /from [0-9a-fA-F.:]+|rhost=[0-9a-fA-F.:]+/)) next
        address = substr($0, RSTART + 5 + ($0 ~ /rhost=/ && substr($0, RSTART, 5) == "rhost"), RLENGTH)
        sub(/[^0-9a-fA-F.:].*/, "", address)
        count[address]++
        total++
    }
    END {
        printf "failed_logins=%d\n", total
        for (address in count) addresses++
        printf "addresses=%d\n\ncount\taddress\n", addresses
        for (address in count) print count[address] "\t" address | "sort -rn | sed -n 1," most "p"
    }'
