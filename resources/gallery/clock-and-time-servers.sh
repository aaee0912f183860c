#!/usr/bin/env bash
# How the clock of the machine is kept.
set -euo pipefail

zone=$(readlink -f /etc/localtime 2> /dev/null | sed -n 's|.*/zoneinfo/||p' || true)
echo "zone=${zone:-not available}"
echo "utc_offset=$(date +%z)"

synchronised="not available"
if command -v timedatectl > /dev/null; then
    answer=$(timedatectl show -p NTPSynchronized --value 2> /dev/null || true)
    synchronised=${answer:-$synchronised}
fi
echo "synchronised=$synchronised"

if command -v chronyc > /dev/null && tracking=$(timeout 5 chronyc -c tracking 2> /dev/null); then
    echo "kept_by=chrony"
    echo "server=$(cut -d , -f 2 <<< "$tracking")"
    echo "offset_s=$(cut -d , -f 5 <<< "$tracking")"
elif command -v ntpq > /dev/null && peers=$(timeout 5 ntpq -pn 2> /dev/null); then
    echo "kept_by=ntp"
    awk '/^\*/ { printf "server=%s\noffset_ms=%s\n", substr($1, 2), $9 }' <<< "$peers"
elif command -v timedatectl > /dev/null && server=$(timedatectl show-timesync -p ServerName --value 2> /dev/null); then
    echo "kept_by=systemd-timesyncd"
    echo "server=${server:-none}"
else
    echo "kept_by=not available"
fi
