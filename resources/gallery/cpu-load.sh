#!/usr/bin/env bash
# Measures where the time of all CPUs goes.
set -euo pipefail

seconds='{{seconds}}'
[[ $seconds =~ ^[0-9]+$ ]] || { echo "seconds must be a whole number" >&2; exit 2; }

before=$(grep '^cpu ' /proc/stat)
sleep "$seconds"
after=$(grep '^cpu ' /proc/stat)

printf '%s\n%s\n' "$before" "$after" | awk '
    NR == 1 { for (i = 2; i <= NF; i++) first[i] = $i }
    NR == 2 {
        split("user nice system idle iowait irq softirq steal", name, " ")
        for (i = 2; i <= 9; i++) { spent[i] = $i - first[i]; total += spent[i] }
        for (i = 2; i <= 9; i++)
            printf "%s_percent=%.1f\n", name[i - 1], total ? spent[i] * 100 / total : 0
    }'
echo "cpus=$(grep -c '^processor' /proc/cpuinfo || true)"
echo "load_1m=$(cut -d ' ' -f 1 /proc/loadavg)"
for resource in cpu io memory; do
    if [[ -r /proc/pressure/$resource ]]; then
        share=$(sed -n 's/^some avg10=\([0-9.]*\).*/\1/p' "/proc/pressure/$resource" 2> /dev/null || true)
        echo "waiting_for_${resource}_percent=${share:-not available}"
    fi
done
