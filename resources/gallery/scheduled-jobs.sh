#!/usr/bin/env bash
# Everything that starts by the clock.
set -euo pipefail
shopt -s nullglob

jobs_of() { # file, whose
    [[ ! -r $1 ]] || awk -v whose="$2" '
        NF && $1 !~ /^#/ && $1 !~ /^[A-Za-z_]+=/ { gsub(/\t/, " "); print whose "\t" $0 }' "$1"
}

printf 'from\tjob\n'
jobs_of /etc/crontab /etc/crontab
for file in /etc/cron.d/*; do
    jobs_of "$file" "$file"
done
for file in /var/spool/cron/crontabs/* /var/spool/cron/*; do
    [[ ! -f $file ]] || jobs_of "$file" "user ${file##*/}"
done
for period in hourly daily weekly monthly; do
    for file in "/etc/cron.$period"/*; do
        [[ ! -x $file ]] || printf '%s\t%s\n' "/etc/cron.$period" "${file##*/}"
    done
done
if command -v systemctl > /dev/null && [[ -d /run/systemd/system ]]; then
    systemctl list-timers --all --plain --no-legend 2> /dev/null |
        awk '{ print "timer\t" $(NF - 1) " starts " $NF }' | sort
fi
