#!/usr/bin/env bash
# Current sessions, past logins, and failed attempts.
set -euo pipefail

days='{{days}}'
[[ $days =~ ^[0-9]+$ ]] || { echo "days must be a whole number" >&2; exit 2; }

echo "# Sessions now: user, terminal, since, from"
if command -v who > /dev/null; then
    who | sort || true
else
    echo "not available (who is missing)"
fi

echo
echo "# Logins of the last $days days: count, user, from"
if command -v last > /dev/null && [[ -r /var/log/wtmp ]]; then
    { last -w -s "-${days}days" 2> /dev/null || true; } |
        awk 'NF > 4 && $1 != "reboot" && $1 != "wtmp" { print $1 "\t" ($3 ~ /^[0-9a-fA-F.:]+$/ ? $3 : "local") }' |
        sort | uniq -c | sort -rn | awk '{ print $1 "\t" $2 "\t" $3 }'
else
    echo "not available (last or its record is missing)"
fi

echo
echo "# Failed attempts of the last $days days: count, user"
if command -v lastb > /dev/null && [[ -r /var/log/btmp ]]; then
    { lastb -w -s "-${days}days" 2> /dev/null || true; } |
        awk 'NF > 4 && $1 != "btmp" { print $1 }' | sort | uniq -c | sort -rn |
        awk 'NR <= 20 { print $1 "\t" $2 }'
else
    echo "not available (needs root and the record of failed logins)"
fi
