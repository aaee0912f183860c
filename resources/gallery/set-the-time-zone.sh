#!/usr/bin/env bash
# Sets the time zone of the machine.
set -euo pipefail

zone='{{zone}}'
show() {
    local link
    link=$(readlink -f /etc/localtime 2> /dev/null | sed -n 's|.*/zoneinfo/||p' || true)
    echo "zone_$1=${link:-not available}"
    echo "utc_offset_$1=$(date +%z)"
}

show before
[[ -n $zone ]] || exit 0
[[ -f /usr/share/zoneinfo/$zone && $zone != *..* ]] ||
    { echo "There is no time zone $zone on this machine" >&2; exit 2; }
if command -v timedatectl > /dev/null && [[ -d /run/systemd/system ]]; then
    timedatectl set-timezone "$zone"
else
    ln -sfn "/usr/share/zoneinfo/$zone" /etc/localtime
    echo "$zone" > /etc/timezone
fi
unset TZ
show after
