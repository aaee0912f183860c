#!/usr/bin/env bash
# Times TCP handshakes; a try that has no answer after three seconds has failed.
set -euo pipefail

tries='{{tries}}'
[[ $tries =~ ^[1-9][0-9]*$ ]] || { echo "tries must be a whole number from 1 on" >&2; exit 2; }

attempt() { # host, port: microseconds, or nothing
    # shellcheck disable=SC2016  # the inner bash fills these
    timeout 3 bash -c '
        started=$(date +%s%N)
        exec 3<> "/dev/tcp/$0/$1" && echo "$((($(date +%s%N) - started) / 1000))"' "$1" "$2" 2> /dev/null || true
}

printf 'target\ttries\tfailed\tleast_ms\tmean_ms\tmost_ms\n'
while IFS= read -r target; do
    [[ -n $target ]] || continue
    host=${target%:*}
    port=${target##*:}
    [[ $port =~ ^[0-9]+$ ]] || { echo "$target is not host:port" >&2; exit 2; }
    for ((i = 0; i < tries; i++)); do
        attempt "$host" "$port" < /dev/null
    done | awk -v target="$target" -v tries="$tries" '
        { sum += $1; if (NR == 1 || $1 < least) least = $1; if ($1 > most) most = $1 }
        END {
            printf "%s\t%d\t%d\t", target, tries, tries - NR
            if (NR) printf "%.1f\t%.1f\t%.1f\n", least / 1000, sum / NR / 1000, most / 1000
            else print "-\t-\t-"
        }'
done << 'END_OF_TARGETS'
{{targets}}
END_OF_TARGETS
