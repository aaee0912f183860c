#!/usr/bin/env bash
# Restarts a service and looks at it again after a while.
set -euo pipefail

service='{{service}}'
grace_s='{{grace_s}}'
apply='{{apply}}'
[[ $grace_s =~ ^[0-9]+$ ]] || { echo "grace_s must be a whole number" >&2; exit 2; }
if ! command -v systemctl > /dev/null || [[ ! -d /run/systemd/system ]]; then
    echo "not available (systemd does not run this machine)"
    exit 0
fi
if ! systemctl cat "$service" > /dev/null 2>&1; then
    echo "There is no service $service"
    exit 3
fi

state() { systemctl show "$service" -p ActiveState --value; }
echo "service=$service"
echo "state_before=$(state)"
if [[ $apply != true ]]; then
    echo "restarted=no (turn apply on to restart it)"
    [[ $(state) == active ]] || exit 1
    exit 0
fi
systemctl restart "$service" || true
restarts=$(systemctl show "$service" -p NRestarts --value || true)
sleep "$grace_s"
echo "restarted=yes"
echo "state_after=$(state)"
if [[ $(state) != active || $(systemctl show "$service" -p NRestarts --value || true) != "$restarts" ]]; then
    journalctl -q -u "$service" -n 20 -o cat --no-pager || true
    exit 1
fi
