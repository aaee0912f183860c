#!/usr/bin/env bash
# Ages of passwords that can be used to log in.
set -euo pipefail

most_days='{{most_days}}'
[[ $most_days =~ ^[0-9]+$ ]] || { echo "most_days must be a whole number" >&2; exit 2; }
if ! shadow=$(getent shadow 2> /dev/null) || [[ -z $shadow ]]; then
    echo "not available (needs root)"
    exit 0
fi
today=$(($(date +%s) / 86400))

printf 'verdict\tuser\tchanged\tpassword_ends\taccount_ends\n'
awk -F : '$2 !~ /^[!*]/ && $2 != "" { print $1, ($3 == "" ? -1 : $3), ($5 == "" ? -1 : $5), ($8 == "" ? -1 : $8) }' <<< "$shadow" |
    sort | while read -r user changed most ends; do
        verdict=good
        ((changed >= 0 && today - changed <= most_days)) || verdict=OLD
        password_ends=never
        ((changed < 0 || most < 0 || most >= 99999)) || password_ends=$(date -u -d "@$(((changed + most) * 86400))" +%F)
        account_ends=never
        ((ends < 0)) || account_ends=$(date -u -d "@$((ends * 86400))" +%F)
        changed_on=unknown
        ((changed < 0)) || changed_on=$(date -u -d "@$((changed * 86400))" +%F)
        printf '%s\t%s\t%s\t%s\t%s\n' "$verdict" "$user" "$changed_on" "$password_ends" "$account_ends"
    done
