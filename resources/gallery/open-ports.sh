#!/usr/bin/env bash
# Listening sockets; ends with 1 where one is not in the list.
set -euo pipefail

allowed='{{allowed}}'
local_too='{{local_too}}'
if ! command -v ss > /dev/null; then
    echo "not available (ss is missing)"
    exit 0
fi

sockets=$(ss -H -lntup | awk -v local_too="$local_too" -v allowed="$allowed" '
    function is_allowed(port,    i, ends) {
        for (i = 1; i <= rules; i++) {
            if (split(rule[i], ends, "-") == 1) ends[2] = ends[1]
            if (port >= ends[1] + 0 && port <= ends[2] + 0) return 1
        }
        return 0
    }
    BEGIN { rules = split(allowed, rule, /[ ,]+/) }
    {
        port = address = $5
        sub(/.*:/, "", port)
        sub(/:[^:]*$/, "", address)
        if (local_too != "true" && address ~ /^(127\.|\[::1\]|\[::ffff:127\.)/) next
        program = "-"
        if (match($0, /\(\("[^"]*"/)) program = substr($0, RSTART + 3, RLENGTH - 4)
        print (is_allowed(port + 0) ? "allowed" : "NOT_ALLOWED") "\t" $1 "\t" port "\t" address "\t" program
    }' | sort -t $'\t' -k1,1 -k3,3n -u)

printf 'verdict\tprotocol\tport\taddress\tprogram\n'
[[ -z $sockets ]] || printf '%s\n' "$sockets"
! grep -q '^NOT_ALLOWED' <<< "$sockets" || exit 1
