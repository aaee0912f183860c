#!/usr/bin/env bash
# Whether the system waits for a restart; ends with 1 where it does.
set -euo pipefail

needed=no
reason=""
running=$(uname -r)

if [[ -e /run/reboot-required || -e /var/run/reboot-required ]]; then
    needed=yes
    reason="updates ask for it"
elif command -v needs-restarting > /dev/null && ! needs-restarting -r > /dev/null 2>&1; then
    needed=yes
    reason="core libraries were updated"
fi

newest=$(find /boot -maxdepth 1 -name 'vmlinuz-*' ! -name '*rescue*' 2> /dev/null |
    sed 's/.*vmlinuz-//' | sort -V | tail -n 1 || true)
if [[ -n $newest && $newest != "$running" && $needed == no ]]; then
    needed=yes
    reason="a newer kernel is installed"
fi

echo "restart_needed=$needed"
[[ -z $reason ]] || echo "reason=$reason"
echo "kernel_running=$running"
echo "kernel_newest=${newest:-not available}"
awk '{ printf "uptime_days=%d\n", $1 / 86400 }' /proc/uptime

# Processes that still use files which an update has replaced.
stale=$({ grep -lsE ' /(usr/)?(s?bin|lib|lib64)/.* \(deleted\)$' /proc/[0-9]*/maps || true; } | wc -l)
echo "processes_with_replaced_files=$stale"
[[ $needed == no ]] || exit 1
