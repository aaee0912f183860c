#!/usr/bin/env bash
# Every network interface as one JSON object a line.
set -euo pipefail

read_or() { # file, else
    cat "$1" 2> /dev/null || echo "$2"
}

for interface in /sys/class/net/*; do
    name=${interface##*/}
    [[ -d $interface ]] || continue
    addresses=""
    if command -v ip > /dev/null; then
        addresses=$(ip -o addr show dev "$name" 2> /dev/null |
            awk '{ printf "%s\"%s\"", (NR > 1 ? ", " : ""), $4 }' || true)
    fi
    printf '{"interface": "%s", "state": "%s", "mtu": %s, "speed_mbit": %s, "addresses": [%s]' \
        "$name" "$(read_or "$interface/operstate" unknown)" "$(read_or "$interface/mtu" null)" \
        "$(read_or "$interface/speed" null)" "$addresses"
    for counter in rx_errors tx_errors rx_dropped tx_dropped; do
        printf ', "%s": %s' "$counter" "$(read_or "$interface/statistics/$counter" null)"
    done
    echo "}"
done
