#!/usr/bin/env bash
# Connects to each address; ends with 1 where one cannot be reached.
set -euo pipefail

printf 'verdict\taddress\tresolves_to\n'
unreachable=0
while IFS= read -r target; do
    [[ -n $target ]] || continue
    host=${target%:*}
    port=${target##*:}
    address=$({ timeout 5 getent ahosts -- "$host" || true; } | awk 'NR == 1 { print $1 }')
    verdict=UNKNOWN_NAME
    if [[ -n $address ]]; then
        verdict=UNREACHABLE
        # shellcheck disable=SC2016  # the inner bash fills these
        ! timeout 5 bash -c 'exec 3<> "/dev/tcp/$0/$1"' "$address" "$port" < /dev/null 2> /dev/null || verdict=reached
    fi
    [[ $verdict == reached ]] || unreachable=1
    printf '%s\t%s\t%s\n' "$verdict" "$target" "${address:--}"
done << 'END_OF_ADDRESSES'
{{addresses}}
END_OF_ADDRESSES
exit "$unreachable"
