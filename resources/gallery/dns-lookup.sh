#!/usr/bin/env bash
# Resolves names through the system; ends with 1 where one is unknown.
set -euo pipefail

servers=$(awk '$1 == "nameserver" { printf "%s%s", (n++ ? " " : ""), $2 }' /etc/resolv.conf 2> /dev/null || true)
echo "servers=${servers:-none}"
echo
printf 'name\tms\taddresses\n'
unknown=0
while IFS= read -r name; do
    [[ -n $name ]] || continue
    started=$(date +%s%N)
    addresses=$({ timeout 10 getent ahosts -- "$name" || true; } | awk '{ print $1 }' | sort -u | paste -sd ' ' -)
    [[ -n $addresses ]] || unknown=1
    printf '%s\t%d\t%s\n' "$name" "$((($(date +%s%N) - started) / 1000000))" "${addresses:-unknown}"
done << 'END_OF_NAMES'
{{names}}
END_OF_NAMES
exit "$unknown"
