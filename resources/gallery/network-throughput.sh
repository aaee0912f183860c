#!/usr/bin/env bash
# Measures what goes through every network interface.
set -euo pipefail

seconds='{{seconds}}'
[[ $seconds =~ ^[1-9][0-9]*$ ]] || { echo "seconds must be a whole number from 1 on" >&2; exit 2; }

sample() {
    sed -n 's/^ *\([^ :]*\): */\1 /p' /proc/net/dev | awk '{ print $1, $2, $3, $5, $10, $11, $13 }'
}
retransmitted() {
    awk '$1 == "Tcp:" && !seen { for (i = 2; i <= NF; i++) if ($i == "RetransSegs") column = i; seen = 1; next }
         $1 == "Tcp:" { print $column }' /proc/net/snmp
}

before=$(sample)
retransmitted_before=$(retransmitted)
sleep "$seconds"
after=$(sample)
retransmitted_after=$(retransmitted)

printf 'interface\tin_kbit_per_s\tout_kbit_per_s\tin_packets_per_s\tout_packets_per_s\tdropped\n'
printf '%s\n\n%s\n' "$before" "$after" | awk -v seconds="$seconds" '
    !NF { second = 1; next }
    !second { for (i = 2; i <= 7; i++) first[$1, i] = $i; next }
    {
        printf "%s\t%.1f\t%.1f\t%.1f\t%.1f\t%d\n", $1,
            ($2 - first[$1, 2]) * 8 / 1000 / seconds, ($5 - first[$1, 5]) * 8 / 1000 / seconds,
            ($3 - first[$1, 3]) / seconds, ($6 - first[$1, 6]) / seconds,
            $4 - first[$1, 4] + $7 - first[$1, 7]
    }'
echo
echo "tcp_retransmitted=$((retransmitted_after - retransmitted_before))"
