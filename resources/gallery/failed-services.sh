#!/usr/bin/env bash
# What systemd gave up on; ends with 1 where there is anything.
set -euo pipefail

log_lines='{{log_lines}}'
[[ $log_lines =~ ^[0-9]+$ ]] || { echo "log_lines must be a whole number" >&2; exit 2; }

if ! command -v systemctl > /dev/null || [[ ! -d /run/systemd/system ]]; then
    echo "not available (systemd does not run this machine)"
    exit 0
fi

mapfile -t units < <(systemctl list-units --failed --plain --no-legend | awk '{ print $1 }' | sort)
echo "failed_units=${#units[@]}"
for unit in "${units[@]}"; do
    echo
    result=$(systemctl show "$unit" -p Result | cut -d= -f2)
    echo "unit=$unit result=$result"
    if ((log_lines > 0)); then
        journalctl -q -u "$unit" -n "$log_lines" -o cat --no-pager 2> /dev/null | sed 's/^/    /' || true
    fi
done
((${#units[@]} == 0)) || exit 1
